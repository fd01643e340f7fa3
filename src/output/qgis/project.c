#include "output/qgis/project.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "output/rows/layer.h"
#include "output/map/package.h"
#include "output/map/style.h"
#include "output/qgis/project_crs.h"
#include "output/qgis/project_facts.h"
#include "output/qgis/project_layout.h"
#include "output/qgis/project_rows.h"
#include "output/qgis/project_settings.h"
#include "output/qgis/project_style.h"
#include "output/qgis/project_text.h"
#include "output/raster/revisits.h"
#include "output/rows/xml.h"

/* QGIS makes ids of its own of those that are not longer than 10 characters. */
#define ID_PREFIX "overflight_"

#define VERSION "version=\"3.22.16\""

/* What a reader looks for first comes first, and is drawn on top. */
static const struct layer {
    const char *group, *name, *title;
    const ovf_layer_kind *kind; /* whose rows it has; NULL: none's */
    bool is_on, in_legend;
    bool is_timed; /* where routes have times */
} layers[] = {
    {"Findings", "findings", "Findings", &ovf_layer_findings, true, true, false},
    {"Flights", OVF_FIXES_NAME, OVF_FIXES_TITLE, NULL, true, true, true},
    {"Flights", "crossings", "Crossings", &ovf_layer_crossings, true, true, true},
    {"Flights", "passages", "Passages", &ovf_layer_passages, true, true, true},
    {"Flights", "routes", "Routes", &ovf_layer_routes, true, true, true},
    {"Flights", OVF_STRETCHES_NAME, OVF_STRETCHES_TITLE, NULL, true, true, false},
    {"Flights", OVF_DENSITY_NAME, OVF_DENSITY_TITLE, NULL, true, true, false},
    {"Flights", "nearest", "Nearest approaches", &ovf_layer_nearest, false, false, false},
    {"Zones", "zones", "Zones", &ovf_layer_zones, true, true, false},
    {"Zones", OVF_STANDOFFS_NAME, OVF_STANDOFFS_TITLE, NULL, true, true, false},
    {"Coverage", "gaps", "Gaps", &ovf_layer_gaps, false, false, false},
    {"Coverage", "coverage", "Coverage", &ovf_layer_coverage, true, true, false},
    {"Coverage", "swaths", "Swaths", &ovf_layer_swaths, false, false, false},
    {"Coverage", "revisits", "Revisits", NULL, false, false, false},
    {"Tables", "statistics", "Statistics", &ovf_layer_statistics, true, false, false},
    {"Tables", "occupancy", "Occupancy", &ovf_layer_occupancy, true, false, false},
    {"Tables", "coverage_by_flight", "Coverage by flight", &ovf_layer_coverage_by_flight, true,
     false, false},
    {"Base map", OVF_PLACES_NAME, OVF_PLACES_TITLE, NULL, true, false, false},
    {"Base map", OVF_BORDERS_NAME, "Boundaries", NULL, true, false, false},
    {"Base map", OVF_LAND_NAME, "Land", NULL, true, false, false},
};

typedef struct {
    const ovf_map *map;
    const ovf_project_facts *facts;
} project;

static bool is_named(const struct layer *layer, const char *name)
{
    return strcmp(layer->name, name) == 0;
}

static bool is_there(const project *of, const struct layer *layer)
{
    if (layer->kind != NULL) return ovf_map_find(of->map, layer->kind) != NULL;
    if (is_named(layer, OVF_STRETCHES_NAME)) return of->facts->has_stretches;
    if (is_named(layer, OVF_FIXES_NAME)) return ovf_project_has_fixes(of->facts);
    if (is_named(layer, OVF_PLACES_NAME)) return ovf_project_has_places(of->map, of->facts);
    if (is_named(layer, OVF_STANDOFFS_NAME)) return ovf_project_has_standoffs(of->facts);
    if (is_named(layer, OVF_DENSITY_NAME)) return ovf_project_has_density(of->facts);
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
 * lines is another layer here. Of cells one level stands for all. */
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
    const char *nodes = is_named(layer, "findings")         ? "0,1,2,3"
                        : is_named(layer, OVF_DENSITY_NAME) ? "1,2,3,4,5,6"
                                                            : NULL;
    if (nodes != NULL) {
        ovf_bytes_text(bytes,
                       "<customproperties><Option type=\"Map\"><Option name=\"legend/node-order\" "
                       "type=\"QString\" value=\"");
        ovf_bytes_text(bytes, nodes);
        ovf_bytes_text(bytes, "\"/></Option></customproperties>");
    }
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
    if (is_named(layer, OVF_FIXES_NAME)) ovf_bytes_text(bytes, OVF_FIXES_DESCRIPTION);
    if (is_named(layer, OVF_PLACES_NAME)) ovf_bytes_text(bytes, OVF_PLACES_DESCRIPTION);
    if (is_named(layer, OVF_STANDOFFS_NAME)) ovf_bytes_text(bytes, OVF_STANDOFFS_DESCRIPTION);
    if (is_named(layer, OVF_DENSITY_NAME)) ovf_bytes_text(bytes, OVF_DENSITY_DESCRIPTION);
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
    static const char version[] = "<qgis " VERSION;
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
    ovf_project_style_scales(bytes, of->facts, layer->name);
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
    if (layer->kind == &ovf_layer_zones) ovf_project_attribution(bytes, of->facts);
    if (is_named(layer, OVF_PLACES_NAME))
        ovf_bytes_text(bytes, "<attribution href=\"https://www.geonames.org\">" OVF_PLACES_SOURCE
                              "</attribution>\n");
    inside += 2;
    ovf_project_style(bytes, of->facts, layer->name, !layer->is_timed || !isnan(of->facts->first_s),
                      inside, close);
    ovf_bytes_text(bytes, "</maplayer>\n");
    ovf_bytes_clear(&style);
    return status;
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
    ovf_project_crs_write(bytes, &of->facts->crs);
    ovf_bytes_text(bytes, "</projectCrs>\n");
    tree(bytes, of);
    ovf_bytes_text(bytes, "<projectlayers>\n");
    for (size_t i = 0; i < OVF_COUNT(layers) && status == OVF_OK; i++) {
        if (!is_there(of, &layers[i])) continue;
        status = map_layer(bytes, of, &layers[i], error);
        if (layers[i].in_legend) tree_layer(&legend, &layers[i], true);
    }
    ovf_bytes_text(bytes, "</projectlayers>\n");
    ovf_project_view(bytes, of->facts);
    ovf_project_times(bytes, of->facts);
    ovf_project_bookmarks(bytes, of->facts);
    ovf_project_properties(bytes, of->map, of->facts);
    ovf_project_metadata(bytes, of->map, of->facts);
    ovf_bytes_text(bytes, "<Layouts>\n");
    ovf_bytes_byte(&legend, '\0');
    if (legend.failed) bytes->failed = true;
    else if (status == OVF_OK)
        status = ovf_project_layout(bytes, of->map, of->facts, legend.data, ID_PREFIX "findings",
                                    error);
    ovf_bytes_text(bytes, "</Layouts>\n</qgis>\n");
    ovf_bytes_clear(&legend);
    return status;
}

ovf_status ovf_project_make(const ovf_map *map, const ovf_project_facts *facts, char **text,
                            ovf_error *error)
{
    ovf_bytes bytes = {0};
    const project of = {map, facts};
    ovf_status status = make(&bytes, &of, error);
    ovf_bytes_byte(&bytes, '\0');
    if (status == OVF_OK && bytes.failed) status = ovf_fail_memory(error);
    if (status == OVF_OK) {
        *text = bytes.data;
        bytes = (ovf_bytes){0};
    }
    ovf_bytes_clear(&bytes);
    return status;
}
