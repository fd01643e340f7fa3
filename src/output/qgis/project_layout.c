#include "output/qgis/project_layout.h"

#include <math.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/grouped.h"
#include "output/map/assets.h"
#include "output/qgis/project_text.h"
#include "output/rows/xml.h"

/* Millimetres on the page of qgis/layout.xml. */
#define LEFT 12.0
#define TOP 28.0
#define BOTTOM 275.0
#define MAP_WIDTH 310.0
#define BETWEEN 3.0
/* How broad a map is to be, of its height, if there is a choice. */
#define ASPECT 1.35
/* A scale bar has three parts where there is room for them. */
#define BROAD 150.0
#define BAR_ROOM 11.0
#define HEADER 5.5
#define LINE 3.0
#define CELL 1.6
#define HEADING 7.0
#define ROOM 1.08
/* The rest is for maps. */
#define TABLE_MOST 75.0
#define COMMAND_SIZE 420

/* One of the maps on the page. */
typedef struct {
    unsigned number; /* 1: that of the whole */
    double x, y, width, height;
    ovf_rectangle extent; /* of its shape */
    const ovf_project_crs *crs;
} panel;

typedef struct {
    const ovf_map *map;
    const ovf_project_facts *facts;
    const char *legend, *findings;
    panel panel; /* the one in hand */
    double maps_height, table_height;
    uint64_t shown;
} layout;

/* The least power of 10 times 1, 2 or 5 that is not below. */
static double round_up(double least)
{
    double power = pow(10, floor(log10(least)));
    for (double step = 1; step < 10; step = step == 2 ? 5 : 2 * step)
        if (step * power >= least * (1 - 1e-9)) return step * power;
    return 10 * power;
}

/* Degrees between the lines of the graticule: some eight of them across a broad map. A degree of
 * longitude is `narrow` times as long as one of latitude. */
static double graticule(const panel *of, double narrow)
{
    static const double steps[] = {0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30};
    double least = (of->extent.east - of->extent.west) / 111e3 / (of->width < BROAD ? 3 : 8) /
                   narrow;
    if (least < steps[0]) return round_up(least);
    for (size_t i = 0; i < OVF_COUNT(steps); i++)
        if (steps[i] >= least) return steps[i];
    return 30;
}

/* How short degrees of longitude are on the map, of those of latitude. */
static double narrowness(const panel *of)
{
    return of->crs->kind == OVF_CRS_AREA ? fmax(cos(of->crs->plane.centre.lat * OVF_RADIAN), 0.2)
                                         : 1;
}

static unsigned decimals(double step)
{
    unsigned count = 0;
    for (; count < 8 && step < 1 - 1e-9; count++) step *= 10;
    return count;
}

static bool is_small(const panel *of)
{
    return of->extent.east - of->extent.west < OVF_PROJECT_SMALL_M;
}

/* Whether all meridians meet on the map: there is no one way to the north. */
static bool has_pole(const panel *of)
{
    for (int lat = -90; lat <= 90; lat += 180) {
        ovf_flat at = ovf_plane_point(&of->crs->plane, of->crs->plane.centre.lon, lat);
        if (of->crs->kind == OVF_CRS_AREA && at.x >= of->extent.west && at.x <= of->extent.east &&
            at.y >= of->extent.south && at.y <= of->extent.north)
            return true;
    }
    return false;
}

/* Of one of the maps. False: it is no place of a map. */
static bool place_panel(ovf_bytes *bytes, const char *name, size_t length, const panel *of)
{
#define IS(text) (length == sizeof text - 1 && memcmp(name, text, sizeof text - 1) == 0)
    const struct {
        const char *name;
        double value;
    } lengths[] = {{"map_x", of->x},
                   {"map_y", of->y},
                   {"map_width", of->width},
                   {"map_height", of->height},
                   {"north_x", of->x + of->width - 8},
                   {"north_y", of->y + 2},
                   {"bar_x", of->x + 4},
                   {"bar_y", of->y + of->height - 14},
                   {"xmin", of->extent.west},
                   {"ymin", of->extent.south},
                   {"xmax", of->extent.east},
                   {"ymax", of->extent.north}};
    for (size_t i = 0; i < OVF_COUNT(lengths); i++)
        if (strlen(lengths[i].name) == length && memcmp(name, lengths[i].name, length) == 0) {
            ovf_bytes_trimmed(bytes, lengths[i].value, 1);
            return true;
        }
    if (IS("number")) {
        if (of->number > 1) ovf_bytes_byte(bytes, '-');
        if (of->number > 1) ovf_bytes_count(bytes, of->number);
    } else if (IS("crs")) ovf_project_crs_write(bytes, of->crs);
    else if (IS("bar_unit")) ovf_bytes_text(bytes, is_small(of) ? "m" : "km");
    else if (IS("bar_metres")) ovf_bytes_text(bytes, is_small(of) ? "1" : "1000");
    else if (IS("segments")) ovf_bytes_text(bytes, of->width < BROAD ? "2" : "3");
    else if (IS("segment"))
        ovf_bytes_shortest(bytes, round_up((of->extent.east - of->extent.west) / of->width * 15));
    else if (IS("meridians")) ovf_bytes_shortest(bytes, graticule(of, narrowness(of)));
    else if (IS("parallels")) ovf_bytes_shortest(bytes, graticule(of, 1));
    /* Where the map ends in the east and the west, QGIS would write degrees amid it. */
    else if (IS("graticule_named"))
        ovf_bytes_text(bytes, of->crs->kind == OVF_CRS_AREA && !has_pole(of) ? "1" : "0");
    else if (IS("north_shown")) ovf_bytes_text(bytes, has_pole(of) ? "0" : "1");
    else if (IS("graticule_decimals"))
        ovf_bytes_count(bytes, decimals(fmin(graticule(of, 1), graticule(of, narrowness(of)))));
    else return false;
    return true;
}

/* Points, so that the title stays in its line. */
static unsigned title_size(const ovf_map *map)
{
    ovf_bytes title = {0};
    ovf_project_headline(&title, map);
    size_t characters = title.used;
    ovf_bytes_clear(&title);
    return characters <= 68 ? 20 : characters <= 84 ? 16 : characters <= 104 ? 13 : 10;
}

/* "17,4,3" */
static void list_worst(ovf_bytes *bytes, const ovf_project_facts *facts)
{
    for (size_t i = 0; i < facts->worst_count; i++) {
        if (i > 0) ovf_bytes_byte(bytes, ',');
        ovf_bytes_count(bytes, facts->worst[i].fid);
    }
}

/* "'17','448 routes alike'": what stands for many routes; never nothing, as a map of nothing is
 * none to QGIS. */
static void name_alike(ovf_bytes *bytes, const ovf_project_facts *facts)
{
    ovf_bytes_text(bytes, "'',''");
    for (size_t i = 0; i < facts->worst_count; i++) {
        char text[OVF_GROUPED_TEXT];
        if (facts->worst[i].alike <= 1) continue;
        ovf_bytes_text(bytes, ",'");
        ovf_bytes_count(bytes, facts->worst[i].fid);
        ovf_bytes_text(bytes, "','");
        ovf_grouped(facts->worst[i].alike, text);
        ovf_bytes_text(bytes, text);
        ovf_bytes_text(bytes, " routes alike'");
    }
}

static void place(ovf_bytes *bytes, const char *name, size_t length, const void *context)
{
    const layout *of = context;
    if (place_panel(bytes, name, length, &of->panel)) return;
    if (IS("title")) ovf_project_headline(bytes, of->map);
    else if (IS("title_size")) ovf_bytes_count(bytes, title_size(of->map));
    else if (IS("subtitle")) ovf_project_subtitle(bytes, of->map, of->facts);
    else if (IS("credits")) {
        ovf_project_credits(bytes, of->map, of->facts);
        if (of->map->region_count > 0)
            ovf_bytes_text(bytes, " Maps of regions: Lambert’s azimuthal equal-area projection, "
                                  "each around its middle.");
        ovf_bytes_text(bytes, "&#10;");
        ovf_project_command(bytes, of->map, COMMAND_SIZE);
    } else if (IS("shown")) {
        ovf_project_findings(bytes, of->facts);
        if (of->shown < of->facts->listed) {
            ovf_bytes_text(bytes, "; here are the worst ");
            ovf_bytes_count(bytes, of->shown);
        }
    } else if (IS("worst")) list_worst(bytes, of->facts);
    else if (IS("routes_alike")) {
        name_alike(bytes, of->facts);
    } else if (IS("legend")) ovf_bytes_text(bytes, of->legend);
    else if (IS("findings")) ovf_xml_text(bytes, of->findings);
    else if (IS("most")) ovf_bytes_count(bytes, of->shown);
    else if (IS("shown_y")) ovf_bytes_trimmed(bytes, BOTTOM - of->table_height - HEADING + 1, 1);
    else if (IS("table_y")) ovf_bytes_trimmed(bytes, BOTTOM - of->table_height, 1);
    else if (IS("table_height")) ovf_bytes_trimmed(bytes, of->table_height, 1);
#undef IS
}

/* What is shown with some room around it, and for the scale bar below it, made as broad or as high
 * as the map is. */
static ovf_rectangle shaped(const ovf_rectangle *extent, double width, double height)
{
    double x = (extent->west + extent->east) / 2, y = (extent->south + extent->north) / 2;
    double half = fmax((extent->east - extent->west) / width,
                       (extent->north - extent->south) / (height - BAR_ROOM)) /
                  2 * ROOM;
    y -= half * BAR_ROOM;
    return (ovf_rectangle){x - half * width, y - half * height, x + half * width,
                           y + half * height};
}

/* So many columns that maps in rows of them are neither broad nor high. */
static unsigned columns_for(unsigned maps, double height)
{
    unsigned best = 1;
    double least = INFINITY;
    for (unsigned columns = 1; columns <= maps; columns++) {
        unsigned rows = (maps + columns - 1) / columns;
        double off = fabs(log(MAP_WIDTH / columns / (height / rows) / ASPECT)) +
                     0.5 * (columns * rows - maps);
        if (off < least) {
            least = off;
            best = columns;
        }
    }
    return best;
}

/* The maps: of each region, in a CRS of its own, and that of the whole last; or only that. */
static void add_maps(ovf_bytes *bytes, layout *of, const char *template, size_t size)
{
    unsigned regions = (unsigned)of->map->region_count, maps = regions + 1;
    unsigned columns = columns_for(maps, of->maps_height), rows = (maps + columns - 1) / columns;
    double width = (MAP_WIDTH - (columns - 1) * BETWEEN) / columns,
           height = (of->maps_height - (rows - 1) * BETWEEN) / rows;
    for (unsigned i = 0; i < maps; i++) {
        const ovf_map_frame *region = i < regions ? &of->map->regions[i] : NULL;
        const ovf_project_crs own = {.plane = region != NULL ? region->plane : (ovf_plane){NULL},
                                     .kind = OVF_CRS_AREA};
        of->panel = (panel){.number = region != NULL ? i + 2 : 1,
                            .x = LEFT + (i % columns) * (width + BETWEEN),
                            .y = TOP + (double)(i / columns) * (height + BETWEEN),
                            .width = width,
                            .height = height,
                            .crs = region != NULL ? &own : &of->facts->crs};
        of->panel.extent = shaped(region != NULL ? &region->extent : &of->facts->extent, width,
                                  height);
        ovf_xml_fill(bytes, template, size, place, of);
    }
}

/* A part of the template between two marks; false: they are not there. */
typedef struct {
    const char *begin, *end, *after;
} template_part;

static bool find_part(const char *from, const char *end, const char *mark, template_part *part)
{
    const char *first = ovf_xml_find(from, end, mark);
    const char *second = first == NULL ? NULL : ovf_xml_find(first + 1, end, mark);
    if (second == NULL) return false;
    *part = (template_part){first + strlen(mark), second, second + strlen(mark)};
    return true;
}

ovf_status ovf_project_layout(ovf_bytes *bytes, const ovf_map *map, const ovf_project_facts *facts,
                              const char *legend, const char *findings, ovf_error *error)
{
    static const char map_mark[] = "  <!-- map -->\n", findings_mark[] = "  <!-- findings -->\n";
    const ovf_asset *asset = ovf_asset_find("qgis/layout.xml");
    if (asset == NULL)
        return ovf_fail(error, OVF_ERROR_INTERNAL, "there is no print layout in the library");
    const char *begin = (const char *)asset->bytes, *end = begin + asset->size;
    /* The comment at the head is for who reads the template. */
    const char *from = ovf_xml_find(begin, end, "<Layout ");
    template_part maps, table;
    if (from == NULL || !find_part(from, end, map_mark, &maps) ||
        !find_part(maps.after, end, findings_mark, &table))
        return ovf_fail(error, OVF_ERROR_INTERNAL, "the print layout has no place for findings");

    layout of = {.map = map, .facts = facts, .legend = legend, .findings = findings};
    if (facts->worst_count > 0) of.table_height = HEADER;
    for (; of.shown < facts->worst_count; of.shown++) {
        double height = CELL + LINE * facts->worst[of.shown].lines;
        if (of.shown > 0 && of.table_height + height > TABLE_MOST) break;
        of.table_height += height;
    }
    of.maps_height = BOTTOM - TOP - (of.shown > 0 ? of.table_height + HEADING + 2 : 0);
    ovf_xml_fill(bytes, from, (size_t)(maps.begin - sizeof map_mark + 1 - from), place, &of);
    add_maps(bytes, &of, maps.begin, (size_t)(maps.end - maps.begin));
    ovf_xml_fill(bytes, maps.after, (size_t)(table.begin - sizeof findings_mark + 1 - maps.after),
                 place, &of);
    if (of.shown > 0)
        ovf_xml_fill(bytes, table.begin, (size_t)(table.end - table.begin), place, &of);
    ovf_xml_fill(bytes, table.after, (size_t)(end - table.after), place, &of);
    return OVF_OK;
}
