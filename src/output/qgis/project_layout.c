#include "output/qgis/project_layout.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "output/map/assets.h"
#include "output/qgis/project_text.h"
#include "output/rows/xml.h"

/* Millimetres on the page of qgis/layout.xml. */
#define TOP 28.0
#define BOTTOM 275.0
#define MAP_WIDTH 310.0
#define HEADER 5.5
#define LINE 3.0
#define CELL 1.6
#define HEADING 7.0
#define ROOM 1.08
#define COMMAND_SIZE 420

typedef struct {
    const ovf_map *map;
    const ovf_project_facts *facts;
    const char *legend, *findings;
    ovf_rectangle extent; /* of the map, of its shape */
    double map_height, table_height;
    uint64_t found, shown;
} layout;

/* The least power of 10 times 1, 2 or 5 that is not below. */
static double round_up(double least)
{
    double power = pow(10, floor(log10(least)));
    for (double step = 1; step < 10; step = step == 2 ? 5 : 2 * step)
        if (step * power >= least * (1 - 1e-9)) return step * power;
    return 10 * power;
}

/* Degrees between the lines of the graticule: some eight of them across. */
static double graticule(const ovf_rectangle *extent)
{
    static const double steps[] = {0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30};
    double least = (extent->east - extent->west) / 111e3 / 8;
    if (least < steps[0]) return round_up(least);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i] >= least) return steps[i];
    return 30;
}

static bool is_small(const layout *of)
{
    return of->extent.east - of->extent.west < OVF_PROJECT_SMALL_M;
}

static void place(ovf_bytes *bytes, const char *name, size_t length, const void *context)
{
    const layout *of = context;
#define IS(text) (length == sizeof text - 1 && memcmp(name, text, sizeof text - 1) == 0)
    if (IS("title")) ovf_project_headline(bytes, of->map);
    else if (IS("subtitle")) ovf_project_subtitle(bytes, of->map, of->facts);
    else if (IS("credits")) {
        ovf_project_credits(bytes, of->map, of->facts);
        ovf_bytes_text(bytes, "&#10;");
        ovf_project_command(bytes, of->map, COMMAND_SIZE);
    } else if (IS("shown")) {
        ovf_project_findings(bytes, of->facts);
        if (of->shown < of->found) {
            ovf_bytes_text(bytes, "; here are the first ");
            ovf_bytes_count(bytes, of->shown);
        }
    } else if (IS("xmin")) ovf_bytes_fixed(bytes, of->extent.west, 1);
    else if (IS("ymin")) ovf_bytes_fixed(bytes, of->extent.south, 1);
    else if (IS("xmax")) ovf_bytes_fixed(bytes, of->extent.east, 1);
    else if (IS("ymax")) ovf_bytes_fixed(bytes, of->extent.north, 1);
    else if (IS("map_width")) ovf_bytes_trimmed(bytes, MAP_WIDTH, 1);
    else if (IS("map_height")) ovf_bytes_trimmed(bytes, of->map_height, 1);
    else if (IS("bar_y")) ovf_bytes_trimmed(bytes, TOP + of->map_height - 14, 1);
    else if (IS("bar_unit")) ovf_bytes_text(bytes, is_small(of) ? "m" : "km");
    else if (IS("bar_metres")) ovf_bytes_text(bytes, is_small(of) ? "1" : "1000");
    else if (IS("segment"))
        ovf_bytes_shortest(bytes, round_up((of->extent.east - of->extent.west) / MAP_WIDTH * 15));
    else if (IS("graticule")) ovf_bytes_shortest(bytes, graticule(&of->extent));
    else if (IS("legend")) ovf_bytes_text(bytes, of->legend);
    else if (IS("findings")) ovf_xml_text(bytes, of->findings);
    else if (IS("most")) ovf_bytes_count(bytes, of->shown);
    else if (IS("shown_y")) ovf_bytes_trimmed(bytes, BOTTOM - of->table_height - HEADING + 1, 1);
    else if (IS("table_y")) ovf_bytes_trimmed(bytes, BOTTOM - of->table_height, 1);
    else if (IS("table_height")) ovf_bytes_trimmed(bytes, of->table_height, 1);
#undef IS
}

/* What is shown with some room around it, made as broad or as high as the map is. */
static ovf_rectangle shaped(const ovf_rectangle *extent, double width, double height)
{
    double x = (extent->west + extent->east) / 2, y = (extent->south + extent->north) / 2;
    double half = fmax((extent->east - extent->west) / width,
                       (extent->north - extent->south) / height) /
                  2 * ROOM;
    return (ovf_rectangle){x - half * width, y - half * height, x + half * width,
                           y + half * height};
}

ovf_status ovf_project_layout(ovf_bytes *bytes, const ovf_map *map, const ovf_project_facts *facts,
                              const char *legend, const char *findings, ovf_error *error)
{
    static const char mark[] = "  <!-- findings -->\n";
    const ovf_asset *asset = ovf_asset_find("qgis/layout.xml");
    if (asset == NULL)
        return ovf_fail(error, OVF_ERROR_INTERNAL, "there is no print layout in the library");
    const char *begin = (const char *)asset->bytes, *end = begin + asset->size;
    /* What comes before the findings, they, and what comes after; the comment at the head is for
     * who reads the template. */
    const char *from = ovf_xml_find(begin, end, "<Layout "),
               *first = ovf_xml_find(begin, end, mark);
    const char *second = first == NULL ? NULL : ovf_xml_find(first + 1, end, mark);
    if (from == NULL || second == NULL)
        return ovf_fail(error, OVF_ERROR_INTERNAL, "the print layout has no place for findings");

    layout of = {.map = map, .facts = facts, .legend = legend, .findings = findings};
    of.found = ovf_project_facts_findings(facts);
    if (of.found > 0) of.table_height = HEADER;
    for (size_t severity = 0; severity < OVF_PROJECT_SEVERITIES; severity++)
        for (size_t i = 0; i < facts->findings[severity] && of.shown < OVF_PROJECT_FINDINGS_MAX;
             i++, of.shown++)
            of.table_height += CELL + LINE * facts->lines[severity][i];
    of.map_height = BOTTOM - TOP - (of.found > 0 ? of.table_height + HEADING + 2 : 0);
    of.extent = shaped(&facts->extent, MAP_WIDTH, of.map_height);
    ovf_xml_fill(bytes, from, (size_t)(first - from), place, &of);
    if (of.found > 0)
        ovf_xml_fill(bytes, first + sizeof mark - 1, (size_t)(second - first) - (sizeof mark - 1),
                     place, &of);
    ovf_xml_fill(bytes, second + sizeof mark - 1, (size_t)(end - second) - (sizeof mark - 1), place,
                 &of);
    return OVF_OK;
}
