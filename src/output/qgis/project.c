#include "output/qgis/project.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "output/map/style.h"
#include "output/rows/layer.h"
#include "output/map/package.h"
#include "output/qgis/project_crs.h"
#include "output/qgis/project_facts.h"
#include "output/qgis/project_layout.h"
#include "output/qgis/project_text.h"
#include "output/raster/revisits.h"
#include "output/rows/xml.h"

/* QGIS makes ids of its own of those that are not longer than 10 characters. */
#define ID_PREFIX "overflight_"
#define MARGIN 0.06
#define ABSTRACT_COMMAND_SIZE 20000

#define VERSION "version=\"3.22.16\""

/* What a reader looks for first comes first, and is drawn on top. */
static const struct layer {
    const char *group, *name, *title;
    const ovf_layer_kind *kind; /* whose rows it has; NULL: none's */
    bool is_on, in_legend;
    bool is_timed; /* where routes have times */
} layers[] = {
    {"Findings", "findings", "Findings", &ovf_layer_findings, true, true, false},
    {"Flights", "crossings", "Crossings", &ovf_layer_crossings, true, true, true},
    {"Flights", "passages", "Passages", &ovf_layer_passages, true, true, true},
    {"Flights", "routes", "Routes", &ovf_layer_routes, true, true, true},
    {"Flights", OVF_STRETCHES_NAME, OVF_STRETCHES_TITLE, NULL, true, true, false},
    {"Flights", "nearest", "Nearest approaches", &ovf_layer_nearest, false, false, false},
    {"Zones", "zones", "Zones", &ovf_layer_zones, true, true, false},
    {"Coverage", "gaps", "Gaps", &ovf_layer_gaps, false, false, false},
    {"Coverage", "coverage", "Coverage", &ovf_layer_coverage, true, true, false},
    {"Coverage", "swaths", "Swaths", &ovf_layer_swaths, false, false, false},
    {"Coverage", "revisits", "Revisits", NULL, false, false, false},
    {"Tables", "statistics", "Statistics", &ovf_layer_statistics, true, false, false},
    {"Tables", "occupancy", "Occupancy", &ovf_layer_occupancy, true, false, false},
    {"Tables", "coverage_by_flight", "Coverage by flight", &ovf_layer_coverage_by_flight, true,
     false, false},
    {"Base map", OVF_BORDERS_NAME, "Boundaries", NULL, true, false, false},
    {"Base map", OVF_LAND_NAME, "Land", NULL, true, false, false},
};

typedef struct {
    const ovf_map *map;
    ovf_project_facts facts;
    ovf_rectangle extent; /* of the frame, with a margin */
} project;

static bool is_named(const struct layer *layer, const char *name)
{
    return strcmp(layer->name, name) == 0;
}

static bool is_there(const project *of, const struct layer *layer)
{
    if (layer->kind != NULL) return ovf_map_find(of->map, layer->kind) != NULL;
    if (is_named(layer, OVF_STRETCHES_NAME)) return of->facts.has_stretches;
    if (is_named(layer, "revisits")) return of->map->revisits != NULL;
    if (is_named(layer, OVF_LAND_NAME)) return of->map->land.polygon_count > 0;
    return of->map->land.border_count > 0;
}

/* An element with a text of ours. */
static void element(ovf_bytes *bytes, const char *name, const char *type, const char *text)
{
    ovf_bytes_byte(bytes, '<');
    ovf_bytes_text(bytes, name);
    if (type != NULL) {
        ovf_bytes_text(bytes, " type=\"");
        ovf_bytes_text(bytes, type);
        ovf_bytes_byte(bytes, '"');
    }
    ovf_bytes_byte(bytes, '>');
    ovf_bytes_text(bytes, text);
    ovf_bytes_text(bytes, "</");
    ovf_bytes_text(bytes, name);
    ovf_bytes_text(bytes, ">\n");
}

/* ---- layers ---- */

/* Of the project's tree, or of a legend, where findings are points only: what their style has for
 * lines is another layer here. */
static void tree_layer(ovf_bytes *bytes, const struct layer *layer, bool is_legend)
{
    ovf_bytes_text(bytes, "<layer-tree-layer id=\"" ID_PREFIX);
    ovf_bytes_text(bytes, layer->name);
    ovf_bytes_text(bytes, "\" name=\"");
    ovf_bytes_text(bytes, layer->title);
    ovf_bytes_text(bytes,
                   layer->is_on ? "\" checked=\"Qt::Checked\"" : "\" checked=\"Qt::Unchecked\"");
    ovf_bytes_text(bytes, is_legend || (layer->is_on && layer->in_legend) ? " expanded=\"1\">"
                                                                          : " expanded=\"0\">");
    if (is_named(layer, "findings"))
        ovf_bytes_text(bytes,
                       "<customproperties><Option type=\"Map\"><Option name=\"legend/node-order\" "
                       "type=\"QString\" value=\"0,1,2,3\"/></Option>"
                       "</customproperties>");
    ovf_bytes_text(bytes, "</layer-tree-layer>\n");
}

static void tree(ovf_bytes *bytes, const project *of)
{
    const char *group = NULL;
    ovf_bytes_text(bytes, "<layer-tree-group>\n");
    for (size_t i = 0; i < OVF_COUNT(layers); i++) {
        if (!is_there(of, &layers[i])) continue;
        if (group == NULL || strcmp(group, layers[i].group) != 0) {
            if (group != NULL) ovf_bytes_text(bytes, "</layer-tree-group>\n");
            group = layers[i].group;
            ovf_bytes_text(bytes,
                           "<layer-tree-group checked=\"Qt::Checked\" expanded=\"1\" name=\"");
            ovf_bytes_text(bytes, group);
            ovf_bytes_text(bytes, "\">\n");
        }
        tree_layer(bytes, &layers[i], false);
    }
    if (group != NULL) ovf_bytes_text(bytes, "</layer-tree-group>\n");
    ovf_bytes_text(bytes, "</layer-tree-group>\n");
}

/* What the layer is, and its columns: QGIS has no place for what a column means but this. */
static void layer_metadata(ovf_bytes *bytes, const struct layer *layer)
{
    ovf_bytes_text(bytes, "<resourceMetadata><type>dataset</type><title>");
    ovf_bytes_text(bytes, layer->title);
    ovf_bytes_text(bytes, "</title><abstract>");
    if (layer->kind != NULL) {
        const ovf_schema *schema = &layer->kind->schema;
        ovf_xml_text(bytes, schema->description);
        for (size_t i = 0; i < schema->field_count; i++) {
            ovf_bytes_byte(bytes, '\n');
            ovf_bytes_text(bytes, schema->fields[i].name);
            ovf_bytes_text(bytes, ": ");
            ovf_xml_text(bytes, schema->fields[i].description);
        }
    }
    ovf_bytes_text(bytes, "</abstract></resourceMetadata>\n");
}

/* A layer with what its style file has: the attributes of the root but the version, and all
 * elements. */
static ovf_status map_layer(ovf_bytes *bytes, const project *of, const struct layer *layer,
                            ovf_error *error)
{
    static const char version[] = "<qgis " VERSION, off[] = "<temporal enabled=\"1\"";
    bool is_raster = is_named(layer, "revisits");
    ovf_bytes style = {0};
    (void)ovf_style_add(&style, layer->name);
    const char *begin = style.data, *end = style.data == NULL ? NULL : begin + style.used;
    const char *root = begin == NULL ? NULL : ovf_xml_find(begin, end, version),
               *inside = root == NULL ? NULL : ovf_xml_find(root, end, ">\n");
    const char *close = inside == NULL ? NULL : ovf_xml_find(inside, end, "</qgis>");
    if (close == NULL || style.failed) {
        ovf_bytes_clear(&style);
        return ovf_fail(error, OVF_ERROR_INTERNAL, "there is no style %s.qml in the library",
                        layer->name);
    }

    ovf_bytes_text(bytes, is_raster ? "<maplayer type=\"raster\"" : "<maplayer type=\"vector\"");
    ovf_bytes_add(bytes, root + sizeof version - 1, (size_t)(inside - root) - (sizeof version - 1));
    ovf_bytes_text(bytes, ">\n<id>" ID_PREFIX);
    ovf_bytes_text(bytes, layer->name);
    ovf_bytes_text(bytes, is_raster ? "</id>\n<datasource>./" OVF_REVISITS_FILE
                                    : "</id>\n<datasource>./" OVF_PACKAGE_FILE "|layername=");
    if (!is_raster) ovf_bytes_text(bytes, layer->name);
    ovf_bytes_text(bytes, "</datasource>\n");
    element(bytes, "layername", NULL, layer->title);
    element(bytes, "provider", NULL, is_raster ? "gdal" : "ogr");
    ovf_bytes_text(bytes, "<srs>");
    ovf_status status = is_raster ? ovf_project_raster_plane(bytes, of->map->revisits, error)
                                  : OVF_OK;
    if (!is_raster) ovf_bytes_text(bytes, OVF_PROJECT_GEOGRAPHIC);
    ovf_bytes_text(bytes, "</srs>\n");
    layer_metadata(bytes, layer);
    inside += 2;
    const char *temporal = layer->is_timed && isnan(of->facts.first_s)
                               ? ovf_xml_find(inside, close, off)
                               : NULL;
    if (temporal != NULL) {
        ovf_bytes_add(bytes, inside, (size_t)(temporal - inside));
        ovf_bytes_text(bytes, "<temporal enabled=\"0\"");
        inside = temporal + sizeof off - 1;
    }
    ovf_bytes_add(bytes, inside, (size_t)(close - inside));
    ovf_bytes_text(bytes, "</maplayer>\n");
    ovf_bytes_clear(&style);
    return status;
}

/* ---- what is of the whole project ---- */

static ovf_rectangle with_margin(const ovf_rectangle *r)
{
    double by = MARGIN * fmax(r->east - r->west, r->north - r->south);
    return (ovf_rectangle){r->west - by, r->south - by, r->east + by, r->north + by};
}

static void corner(ovf_bytes *bytes, double x, double y)
{
    ovf_bytes_fixed(bytes, x, 0);
    ovf_bytes_byte(bytes, ' ');
    ovf_bytes_fixed(bytes, y, 0);
}

static void bookmarks(ovf_bytes *bytes, const project *of)
{
    ovf_bytes_text(bytes, "<Bookmarks>\n");
    for (size_t i = 0; i < of->facts.zone_count; i++) {
        const ovf_project_zone *zone = &of->facts.zones[i];
        if (!(zone->extent.west <= zone->extent.east)) continue;
        ovf_rectangle extent = with_margin(&zone->extent);
        ovf_bytes_text(bytes, "<Bookmark group=\"Zones\" id=\"");
        ovf_xml_text(bytes, zone->id);
        ovf_bytes_text(bytes, "\" name=\"");
        ovf_xml_text(bytes, zone->name);
        ovf_bytes_text(bytes, "\" extent=\"POLYGON((");
        const double x[] = {extent.west, extent.east, extent.east, extent.west},
                     y[] = {extent.south, extent.south, extent.north, extent.north};
        for (size_t k = 0; k <= 4; k++) {
            if (k > 0) ovf_bytes_text(bytes, ", ");
            corner(bytes, x[k % 4], y[k % 4]);
        }
        ovf_bytes_text(bytes, "))\">");
        ovf_project_plane(bytes, &of->map->frame.plane);
        ovf_bytes_text(bytes, "</Bookmark>\n");
    }
    ovf_bytes_text(bytes, "</Bookmarks>\n");
}

/* As <extent> of the canvas has it, or as attributes. */
static void extent(ovf_bytes *bytes, const project *of, bool is_canvas)
{
    static const char *const names[] = {"xmin", "ymin", "xmax", "ymax"};
    const double values[] = {of->extent.west, of->extent.south, of->extent.east, of->extent.north};
    for (size_t i = 0; i < 4; i++) {
        ovf_bytes_byte(bytes, is_canvas ? '<' : ' ');
        ovf_bytes_text(bytes, names[i]);
        ovf_bytes_text(bytes, is_canvas ? ">" : "=\"");
        ovf_bytes_fixed(bytes, values[i], 0);
        ovf_bytes_text(bytes, is_canvas ? "</" : "\"");
        if (is_canvas) ovf_bytes_text(bytes, names[i]);
        if (is_canvas) ovf_bytes_byte(bytes, '>');
    }
}

static void view(ovf_bytes *bytes, const project *of)
{
    ovf_bytes_text(
        bytes,
        "<mapcanvas name=\"theMapCanvas\" annotationsVisible=\"1\"><units>meters</units><extent>");
    extent(bytes, of, true);
    ovf_bytes_text(bytes, "</extent><rotation>0</rotation><destinationsrs>");
    ovf_project_plane(bytes, &of->map->frame.plane);
    ovf_bytes_text(bytes, "</destinationsrs></mapcanvas>\n<ProjectViewSettings "
                          "UseProjectScales=\"0\"><DefaultViewExtent");
    extent(bytes, of, false);
    ovf_bytes_byte(bytes, '>');
    ovf_project_plane(bytes, &of->map->frame.plane);
    ovf_bytes_text(bytes, "</DefaultViewExtent></ProjectViewSettings>\n");
}

/* The range of all flights. QGIS opens with all of it shown, and the controller at hand: frame by
 * frame it would begin with the first one alone. */
static void times(ovf_bytes *bytes, const project *of, bool is_range)
{
    if (isnan(of->facts.first_s)) return;
    double first = floor(of->facts.first_s), last = ceil(of->facts.last_s);
    ovf_bytes_text(bytes, is_range
                              ? "<ProjectTimeSettings timeStepUnit=\"min\" timeStep=\"5\" "
                                "frameRate=\"4\" cumulativeTemporalRange=\"0\">"
                                "<TemporalRange><start>"
                              : "<TemporalControllerWidget><NavigationMode "
                                "type=\"int\">2</NavigationMode><StartDateTime type=\"QString\">");
    ovf_bytes_time(bytes, first);
    ovf_bytes_text(bytes,
                   is_range ? "</start><end>" : "</StartDateTime><EndDateTime type=\"QString\">");
    ovf_bytes_time(bytes, last);
    ovf_bytes_text(bytes, is_range ? "</end></TemporalRange></ProjectTimeSettings>\n"
                                   : "</EndDateTime></TemporalControllerWidget>\n");
}

static void properties(ovf_bytes *bytes, const project *of)
{
    /* The sea's colour; lengths and areas that one measures are on the ellipsoid. */
    ovf_bytes_text(
        bytes,
        "<properties>\n<Gui><CanvasColorRedPart type=\"int\">232</CanvasColorRedPart>"
        "<CanvasColorGreenPart type=\"int\">238</CanvasColorGreenPart>"
        "<CanvasColorBluePart type=\"int\">242</CanvasColorBluePart></Gui>\n"
        "<Measure><Ellipsoid type=\"QString\">EPSG:7030</Ellipsoid></Measure>\n"
        "<Measurement><DistanceUnits type=\"QString\">km</DistanceUnits><AreaUnits "
        "type=\"QString\">km2</AreaUnits></Measurement>\n"
        "<Paths><Absolute type=\"bool\">false</Absolute></Paths>\n"
        "<SpatialRefSys><ProjectionsEnabled type=\"int\">1</ProjectionsEnabled></SpatialRefSys>\n");
    times(bytes, of, false);
    ovf_bytes_text(bytes, "</properties>\n");
}

static void metadata(ovf_bytes *bytes, const project *of)
{
    ovf_bytes_text(bytes, "<projectMetadata><type>dataset</type><title>");
    ovf_project_title(bytes, of->map);
    ovf_bytes_text(bytes, "</title><abstract>");
    ovf_project_subtitle(bytes, of->map, &of->facts);
    ovf_bytes_text(bytes, ".\n");
    ovf_project_findings(bytes, &of->facts);
    ovf_bytes_text(bytes, ".\n");
    ovf_project_command(bytes, of->map, ABSTRACT_COMMAND_SIZE);
    ovf_bytes_text(bytes, "\nOptions: ");
    char *options = json_dumps(json_object_get(of->map->summary, "options"),
                               JSON_COMPACT | JSON_REAL_PRECISION(15));
    ovf_xml_text(bytes, options);
    free(options);
    ovf_bytes_byte(bytes, '\n');
    ovf_project_credits(bytes, of->map, &of->facts);
    ovf_bytes_text(bytes, "</abstract></projectMetadata>\n");
}

static ovf_status make(ovf_bytes *bytes, const project *of, ovf_error *error)
{
    ovf_bytes legend = {0};
    ovf_status status = OVF_OK;
    ovf_bytes_text(bytes,
                   "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis " VERSION
                   " projectname=\"");
    ovf_project_title(bytes, of->map);
    ovf_bytes_text(bytes, "\">\n<title>");
    ovf_project_title(bytes, of->map);
    ovf_bytes_text(bytes, "</title>\n<projectCrs>");
    ovf_project_plane(bytes, &of->map->frame.plane);
    ovf_bytes_text(bytes, "</projectCrs>\n");
    tree(bytes, of);
    ovf_bytes_text(bytes, "<projectlayers>\n");
    for (size_t i = 0; i < OVF_COUNT(layers) && status == OVF_OK; i++) {
        if (!is_there(of, &layers[i])) continue;
        status = map_layer(bytes, of, &layers[i], error);
        if (layers[i].in_legend) tree_layer(&legend, &layers[i], true);
    }
    ovf_bytes_text(bytes, "</projectlayers>\n");
    view(bytes, of);
    times(bytes, of, true);
    bookmarks(bytes, of);
    properties(bytes, of);
    metadata(bytes, of);
    ovf_bytes_text(bytes, "<Layouts>\n");
    ovf_bytes_byte(&legend, '\0');
    if (legend.failed) bytes->failed = true;
    else if (status == OVF_OK)
        status = ovf_project_layout(bytes, of->map, &of->facts, legend.data, ID_PREFIX "findings",
                                    error);
    ovf_bytes_text(bytes, "</Layouts>\n</qgis>\n");
    ovf_bytes_clear(&legend);
    return status;
}

ovf_status ovf_project_make(const ovf_map *map, char **text, ovf_error *error)
{
    ovf_bytes bytes = {0};
    project of = {.map = map, .extent = with_margin(&map->frame.extent)};
    ovf_status status = ovf_project_facts_find(&of.facts, map, error);
    if (status == OVF_OK) status = make(&bytes, &of, error);
    ovf_bytes_byte(&bytes, '\0');
    if (status == OVF_OK && bytes.failed) status = ovf_fail_memory(error);
    if (status == OVF_OK) {
        *text = bytes.data;
        bytes = (ovf_bytes){0};
    }
    ovf_bytes_clear(&bytes);
    ovf_project_facts_clear(&of.facts);
    return status;
}
