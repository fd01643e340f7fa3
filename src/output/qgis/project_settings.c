#include "output/qgis/project_settings.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output/qgis/project_rows.h"
#include "output/qgis/project_text.h"
#include "output/rows/xml.h"

#define MARGIN 0.06
#define ABSTRACT_COMMAND_SIZE 20000
#define OPENSTREETMAP "OpenStreetMap"
#define OPENSTREETMAP_LINK "https://www.openstreetmap.org/copyright"

/* ---- where to look ---- */

static ovf_rectangle with_margin(const ovf_rectangle *r)
{
    double by = MARGIN * fmax(r->east - r->west, r->north - r->south);
    return (ovf_rectangle){r->west - by, r->south - by, r->east + by, r->north + by};
}

static void corner(ovf_bytes *bytes, double x, double y)
{
    ovf_bytes_fixed(bytes, x, 1);
    ovf_bytes_byte(bytes, ' ');
    ovf_bytes_fixed(bytes, y, 1);
}

void ovf_project_bookmarks(ovf_bytes *bytes, const ovf_project_facts *facts)
{
    ovf_bytes_text(bytes, "<Bookmarks>\n");
    for (size_t i = 0; i < facts->zone_count; i++) {
        const ovf_project_zone *zone = &facts->zones[i];
        if (!(zone->extent.west <= zone->extent.east)) continue;
        ovf_rectangle extent = with_margin(&zone->extent);
        ovf_bytes_text(bytes, "<Bookmark group=\"Zones\" id=\"");
        ovf_xml_text(bytes, zone->id);
        ovf_bytes_text(bytes, "\" name=\"");
        ovf_xml_text(bytes, zone->name);
        ovf_bytes_text(bytes, "\" rotation=\"");
        ovf_bytes_trimmed(bytes,
                          ovf_project_crs_turn(&facts->crs, zone->middle.lon, zone->middle.lat), 3);
        ovf_bytes_text(bytes, "\" extent=\"POLYGON((");
        const double x[] = {extent.west, extent.east, extent.east, extent.west},
                     y[] = {extent.south, extent.south, extent.north, extent.north};
        for (size_t k = 0; k <= 4; k++) {
            if (k > 0) ovf_bytes_text(bytes, ", ");
            corner(bytes, x[k % 4], y[k % 4]);
        }
        ovf_bytes_text(bytes, "))\">");
        ovf_project_crs_write(bytes, &facts->crs);
        ovf_bytes_text(bytes, "</Bookmark>\n");
    }
    ovf_bytes_text(bytes, "</Bookmarks>\n");
}

/* As <extent> of the canvas has it, or as attributes. */
static void write_extent(ovf_bytes *bytes, const ovf_project_facts *facts, bool is_canvas)
{
    static const char *const names[] = {"xmin", "ymin", "xmax", "ymax"};
    ovf_rectangle extent = with_margin(&facts->extent);
    const double values[] = {extent.west, extent.south, extent.east, extent.north};
    for (size_t i = 0; i < 4; i++) {
        ovf_bytes_byte(bytes, is_canvas ? '<' : ' ');
        ovf_bytes_text(bytes, names[i]);
        ovf_bytes_text(bytes, is_canvas ? ">" : "=\"");
        ovf_bytes_fixed(bytes, values[i], 1);
        ovf_bytes_text(bytes, is_canvas ? "</" : "\"");
        if (is_canvas) ovf_bytes_text(bytes, names[i]);
        if (is_canvas) ovf_bytes_byte(bytes, '>');
    }
}

void ovf_project_view(ovf_bytes *bytes, const ovf_project_facts *facts)
{
    ovf_bytes_text(
        bytes,
        "<mapcanvas name=\"theMapCanvas\" annotationsVisible=\"1\"><units>meters</units><extent>");
    write_extent(bytes, facts, true);
    ovf_bytes_text(bytes, "</extent><rotation>0</rotation><destinationsrs>");
    ovf_project_crs_write(bytes, &facts->crs);
    ovf_bytes_text(bytes, "</destinationsrs></mapcanvas>\n<ProjectViewSettings "
                          "UseProjectScales=\"0\"><DefaultViewExtent");
    write_extent(bytes, facts, false);
    ovf_bytes_byte(bytes, '>');
    ovf_project_crs_write(bytes, &facts->crs);
    ovf_bytes_text(bytes, "</DefaultViewExtent></ProjectViewSettings>\n");
}

/* ---- times ---- */

/* The shortest step that people count in of which so many frames are enough. */
static double step_of(double span_s, const char **unit)
{
    static const struct {
        double seconds;
        const char *unit;
        double steps[8];
    } units[] = {{1, "s", {1, 2, 5, 10, 15, 30}},
                 {60, "min", {1, 2, 5, 10, 15, 30}},
                 {3600, "h", {1, 2, 3, 6, 12}},
                 {86400, "d", {1, 2, 5, 10, 20, 50, 100}}};
    double least = span_s / (OVF_PROJECT_FRAMES - 1);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        for (size_t k = 0; k < 8 && units[i].steps[k] > 0; k++)
            if (units[i].steps[k] * units[i].seconds >= least) {
                *unit = units[i].unit;
                return units[i].steps[k];
            }
    *unit = "d";
    return ceil(least / 86400);
}

/* The range of all flights. */
void ovf_project_times(ovf_bytes *bytes, const ovf_project_facts *facts)
{
    if (isnan(facts->first_s)) return;
    const char *unit;
    double step = step_of(facts->last_s - facts->first_s, &unit);
    ovf_bytes_text(bytes, "<ProjectTimeSettings timeStepUnit=\"");
    ovf_bytes_text(bytes, unit);
    ovf_bytes_text(bytes, "\" timeStep=\"");
    ovf_bytes_trimmed(bytes, step, 0);
    ovf_bytes_text(bytes,
                   "\" frameRate=\"10\" cumulativeTemporalRange=\"0\"><TemporalRange><start>");
    ovf_bytes_time(bytes, floor(facts->first_s));
    ovf_bytes_text(bytes, "</start><end>");
    ovf_bytes_time(bytes, ceil(facts->last_s));
    ovf_bytes_text(bytes, "</end></TemporalRange></ProjectTimeSettings>\n");
}

/* QGIS opens with all of the range shown, and the controller at hand: frame by frame it would begin
 * with the first one alone. */
static void controller(ovf_bytes *bytes, const ovf_project_facts *facts)
{
    if (isnan(facts->first_s)) return;
    ovf_bytes_text(bytes, "<TemporalControllerWidget><NavigationMode "
                          "type=\"int\">2</NavigationMode><StartDateTime type=\"QString\">");
    ovf_bytes_time(bytes, floor(facts->first_s));
    ovf_bytes_text(bytes, "</StartDateTime><EndDateTime type=\"QString\">");
    ovf_bytes_time(bytes, ceil(facts->last_s));
    ovf_bytes_text(bytes, "</EndDateTime></TemporalControllerWidget>\n");
}

/* ---- whose data they are ---- */

static bool has_openstreetmap(const ovf_project_facts *facts)
{
    return facts->attributions != NULL && strstr(facts->attributions, OPENSTREETMAP) != NULL;
}

void ovf_project_attribution(ovf_bytes *bytes, const ovf_project_facts *facts)
{
    if (facts->attributions == NULL) return;
    ovf_bytes_text(bytes, "<attribution href=\"");
    if (has_openstreetmap(facts)) ovf_bytes_text(bytes, OPENSTREETMAP_LINK);
    ovf_bytes_text(bytes, "\">");
    ovf_xml_text(bytes, facts->attributions);
    ovf_bytes_text(bytes, "</attribution>\n");
}

/* On the canvas, at its lower right, small. */
static void copyright(ovf_bytes *bytes, const ovf_map *map, const ovf_project_facts *facts)
{
    bool has_places = ovf_project_has_places(map, facts);
    if (facts->attributions == NULL && !has_places) return;
    ovf_bytes_text(bytes, "<CopyrightLabel><Enabled type=\"bool\">true</Enabled><Placement "
                          "type=\"int\">3</Placement><MarginH type=\"int\">0</MarginH><MarginV "
                          "type=\"int\">0</MarginV><Label type=\"QString\">");
    if (facts->attributions != NULL) ovf_xml_text(bytes, facts->attributions);
    if (has_openstreetmap(facts)) ovf_bytes_text(bytes, " – openstreetmap.org/copyright");
    if (facts->attributions != NULL && has_places) ovf_bytes_text(bytes, "; ");
    if (has_places) ovf_bytes_text(bytes, "names: " OVF_PLACES_SOURCE);
    ovf_bytes_text(bytes, "</Label><TextFormat type=\"QString\">");
    ovf_xml_text(bytes, "<text-style fontFamily=\"DejaVu Sans\" fontSize=\"8\" "
                        "fontSizeUnit=\"Point\" fontWeight=\"50\" textColor=\"46,52,64,255\">"
                        "<text-buffer bufferDraw=\"1\" bufferSize=\"0.8\" bufferSizeUnits=\"MM\" "
                        "bufferColor=\"255,255,255,255\" bufferOpacity=\"0.85\"/></text-style>");
    ovf_bytes_text(bytes, "</TextFormat></CopyrightLabel>\n");
}

/* ---- the rest ---- */

void ovf_project_properties(ovf_bytes *bytes, const ovf_map *map, const ovf_project_facts *facts)
{
    bool is_small = fmax(facts->extent.east - facts->extent.west,
                         facts->extent.north - facts->extent.south) < OVF_PROJECT_SMALL_M;
    /* The sea's colour; lengths and areas that one measures are on the ellipsoid. */
    ovf_bytes_text(bytes,
                   "<properties>\n<Gui><CanvasColorRedPart type=\"int\">232</CanvasColorRedPart>"
                   "<CanvasColorGreenPart type=\"int\">238</CanvasColorGreenPart>"
                   "<CanvasColorBluePart type=\"int\">242</CanvasColorBluePart></Gui>\n"
                   "<Measure><Ellipsoid type=\"QString\">EPSG:7030</Ellipsoid></Measure>\n"
                   "<Measurement><DistanceUnits type=\"QString\">");
    ovf_bytes_text(bytes, is_small ? "meters</DistanceUnits><AreaUnits type=\"QString\">m2"
                                   : "km</DistanceUnits><AreaUnits type=\"QString\">km2");
    ovf_bytes_text(
        bytes,
        "</AreaUnits></Measurement>\n"
        "<Paths><Absolute type=\"bool\">false</Absolute></Paths>\n"
        "<SpatialRefSys><ProjectionsEnabled type=\"int\">1</ProjectionsEnabled></SpatialRefSys>\n");
    controller(bytes, facts);
    copyright(bytes, map, facts);
    ovf_bytes_text(bytes, "</properties>\n");
}

void ovf_project_metadata(ovf_bytes *bytes, const ovf_map *map, const ovf_project_facts *facts)
{
    ovf_bytes_text(bytes, "<projectMetadata><type>dataset</type><title>");
    ovf_project_title(bytes, map);
    ovf_bytes_text(bytes, "</title><abstract>");
    ovf_project_subtitle(bytes, map, facts);
    ovf_bytes_text(bytes, ".\n");
    ovf_project_findings(bytes, facts);
    ovf_bytes_text(bytes, ".\n");
    ovf_project_command(bytes, map, ABSTRACT_COMMAND_SIZE);
    ovf_bytes_text(bytes, "\nOptions: ");
    char *options = json_dumps(json_object_get(map->summary, "options"),
                               JSON_COMPACT | JSON_REAL_PRECISION(15));
    ovf_xml_text(bytes, options);
    free(options);
    ovf_bytes_byte(bytes, '\n');
    ovf_project_credits(bytes, map, facts);
    ovf_bytes_text(bytes, "</abstract>");
    if (has_openstreetmap(facts))
        ovf_bytes_text(bytes, "<links><link name=\"Copyright of OpenStreetMap\" type=\"WWW:LINK\" "
                              "url=\"" OPENSTREETMAP_LINK "\" description=\"\" format=\"\" "
                              "mimeType=\"\" size=\"\"/></links>");
    ovf_bytes_text(bytes, "</projectMetadata>\n");
}
