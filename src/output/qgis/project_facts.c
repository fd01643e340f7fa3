#include "output/qgis/project_facts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "output/rows/layer.h"
#include "output/shapes/densify.h"

/* Characters that a line of the columns of the table in qgis/layout.xml has room for, and the most
 * lines that are counted on. */
#define MESSAGE_CHARACTERS 150
#define RULE_CHARACTERS 42
#define ROUTE_CHARACTERS 28
#define ZONE_CHARACTERS 23
#define LINES_MAX 4u

static const ovf_value *value_of(const ovf_row *row, const ovf_schema *schema, const char *name)
{
    for (size_t i = 0; i < schema->field_count; i++)
        if (strcmp(schema->fields[i].name, name) == 0) return &row->values[i];
    return NULL;
}

static const char *text_of(const ovf_row *row, const ovf_schema *schema, const char *name)
{
    const ovf_value *value = value_of(row, schema, name);
    return value == NULL ? NULL : value->text;
}

static double time_of(const ovf_row *row, const ovf_schema *schema, const char *name)
{
    const ovf_value *value = value_of(row, schema, name);
    return value == NULL ? NAN : value->real;
}

/* What reads the rows of a layer. */
typedef struct {
    ovf_project_facts *facts;
    ovf_map_frame_marks marks;
    size_t zones_laid; /* in the plane */
    ovf_lonlat *points;
    size_t point_capacity;
} reading;

typedef ovf_status (*reader)(reading *in, const ovf_row *row, const ovf_schema *schema,
                             ovf_error *error);

static ovf_status read_rows(reading *in, const ovf_map *map, const ovf_layer_kind *kind,
                            reader read, ovf_error *error)
{
    const ovf_map_layer *layer = ovf_map_find(map, kind);
    const ovf_row *row = NULL;
    ovf_store store;
    if (layer == NULL) return OVF_OK;
    ovf_status status = ovf_store_open(&store, layer->store, &kind->schema, error);
    if (status != OVF_OK) return status;
    while (status == OVF_OK && (status = ovf_store_next(&store, &row, error)) == OVF_OK &&
           row != NULL)
        status = read(in, row, &kind->schema, error);
    ovf_store_close(&store);
    return status;
}

static ovf_status read_route(reading *in, const ovf_row *row, const ovf_schema *schema,
                             ovf_error *error)
{
    ovf_project_facts *facts = in->facts;
    const char *verdict = text_of(row, schema, "verdict");
    (void)error;
    facts->first_s = fmin(facts->first_s, time_of(row, schema, "start_time"));
    facts->last_s = fmax(facts->last_s, time_of(row, schema, "end_time"));
    facts->violating_routes += verdict != NULL && strcmp(verdict, "violates") == 0;
    facts->fixes += row->fix_count;
    if (verdict != NULL && strcmp(verdict, "complies") != 0) facts->bad_fixes += row->fix_count;
    for (size_t i = 0; i < row->line->fix_count; i++)
        ovf_map_frame_mark(&in->marks, row->line->fixes[i].lon, row->line->fixes[i].lat);
    return OVF_OK;
}

/* Adds an attribution, if it is new. */
static bool attribute(ovf_project_facts *facts, const char *attribution, const char *licence)
{
    size_t there = facts->attributions == NULL ? 0 : strlen(facts->attributions);
    size_t size = strlen(attribution) + (licence == NULL ? 0 : strlen(licence) + 3) + 1;
    char *one = malloc(size), *all = NULL;
    if (one == NULL) return false;
    strcpy(one, attribution);
    if (licence != NULL) strcat(strcat(strcat(one, " ("), licence), ")");
    if (there > 0 && strstr(facts->attributions, one) != NULL) {
        free(one);
        return true;
    }
    all = realloc(facts->attributions, there + size + 2);
    if (all != NULL) {
        all[there] = '\0';
        strcat(strcat(all, there > 0 ? "; " : ""), one);
        facts->attributions = all;
    }
    free(one);
    return all != NULL;
}

static bool mark_polygon(reading *in, const ovf_polygon *polygon)
{
    for (size_t k = 0; k < polygon->count; k++) {
        const ovf_ring *ring = &polygon->rings[k];
        size_t count = ovf_densify(ring->vertices, ring->count, &in->points, &in->point_capacity);
        if (count == 0 && ring->count > 0) return false;
        for (size_t i = 0; i < count; i++)
            ovf_map_frame_mark(&in->marks, in->points[i].lon, in->points[i].lat);
    }
    return true;
}

static ovf_status read_zone(reading *in, const ovf_row *row, const ovf_schema *schema,
                            ovf_error *error)
{
    ovf_project_facts *facts = in->facts;
    const char *id = text_of(row, schema, "zone_id"), *name = text_of(row, schema, "name"),
               *attribution = NULL, *licence = NULL;
    if (!ovf_array_reserve(&facts->zones, &facts->zone_capacity, facts->zone_count + 1,
                           sizeof *facts->zones))
        return ovf_fail_memory(error);
    ovf_project_zone *zone = &facts->zones[facts->zone_count++];
    *zone = (ovf_project_zone){.id = ovf_text_copy(id == NULL ? "" : id),
                               .name = ovf_text_copy(name != NULL ? name
                                                     : id == NULL ? ""
                                                                  : id),
                               .extent = ovf_rectangle_none()};
    if (zone->id == NULL || zone->name == NULL) return ovf_fail_memory(error);
    double away_m = time_of(row, schema, "standoff_m");
    if (away_m > 0) facts->has_standoffs = true;
    ovf_map_frame_mark_band(&in->marks, row->polygons, row->polygon_count, away_m);
    for (size_t i = 0; i < row->polygon_count; i++)
        if (!mark_polygon(in, &row->polygons[i])) return ovf_fail_memory(error);
    for (size_t i = 0; row->attributes != NULL && i < row->attributes->count; i++) {
        const ovf_attribute *item = &row->attributes->items[i];
        if (item->type == OVF_ATTRIBUTE_TEXT && strcmp(item->name, "attribution") == 0)
            attribution = item->text;
        if (item->type == OVF_ATTRIBUTE_TEXT && strcmp(item->name, "licence") == 0)
            licence = item->text;
    }
    return attribution == NULL || attribute(facts, attribution, licence) ? OVF_OK
                                                                         : ovf_fail_memory(error);
}

static void count_lines(unsigned *most, const char *text, size_t characters)
{
    size_t lines = text == NULL ? 0 : (strlen(text) + characters - 1) / characters;
    if (lines > LINES_MAX) lines = LINES_MAX;
    if (lines > *most) *most = (unsigned)lines;
}

/* What is none of them is for information. */
static const char *const severities[OVF_PROJECT_SEVERITIES - 1] = {"violation", "undecided",
                                                                   "warning"};

static ovf_status read_finding(reading *in, const ovf_row *row, const ovf_schema *schema,
                               ovf_error *error)
{
    (void)error;
    ovf_project_facts *facts = in->facts;
    const char *severity = text_of(row, schema, "severity");
    size_t of = 0;
    while (of < OVF_COUNT(severities) &&
           (severity == NULL || strcmp(severity, severities[of]) != 0))
        of++;
    facts->findings[of]++;
    if (row->line != NULL && row->line->fix_count > 1) facts->has_stretches = true;
    if (row->line != NULL)
        for (size_t i = 0; i < row->line->fix_count; i++)
            ovf_map_frame_mark(&in->marks, row->line->fixes[i].lon, row->line->fixes[i].lat);
    return OVF_OK;
}

static unsigned lines_of(const ovf_row *row, const ovf_schema *schema)
{
    unsigned lines = 1;
    count_lines(&lines, text_of(row, schema, "message"), MESSAGE_CHARACTERS);
    count_lines(&lines, text_of(row, schema, "rule"), RULE_CHARACTERS);
    count_lines(&lines, text_of(row, schema, "route_id"), ROUTE_CHARACTERS);
    count_lines(&lines, text_of(row, schema, "zone_id"), ZONE_CHARACTERS);
    return lines;
}

/* The worst, as the page and the picture have them. */
static ovf_status find_worst(ovf_project_facts *facts, const ovf_map *map, const ovf_worst *worst,
                             ovf_error *error)
{
    const ovf_map_layer *layer = ovf_map_find(map, &ovf_layer_findings);
    const ovf_row *row = NULL;
    ovf_store store;
    if (layer == NULL) return OVF_OK;
    ovf_status status = ovf_store_open(&store, layer->store, &layer->kind->schema, error);
    for (size_t i = 0; i < worst->count && status == OVF_OK; i++) {
        const ovf_worst_finding *finding = &worst->findings[i];
        uint64_t offset = finding->offset;
        if (finding->alike == 0) break;
        facts->listed++;
        if (facts->worst_count == OVF_PROJECT_FINDINGS_MAX) continue;
        status = ovf_store_read(&store, &offset, &row, error);
        if (status != OVF_OK || row == NULL) continue;
        facts->worst[facts->worst_count++] = (ovf_project_finding){
            finding->row + 1, finding->alike, lines_of(row, &layer->kind->schema)};
    }
    facts->listed += worst->left_out;
    ovf_store_close(&store);
    return status;
}

/* ---- in the plane ---- */

static ovf_flat point(const ovf_project_facts *facts, const ovf_fix *fix)
{
    return ovf_plane_point(&facts->crs.plane, fix->lon, fix->lat);
}

/* A line is followed in steps of a cell: its points may be much denser, and projecting each of them
 * takes longer than all else that is done here. */
#define DEGREE_M 111320.0

static bool are_near(const ovf_fix *a, const ovf_fix *b, double step_m)
{
    return (fabs(a->lon - b->lon) + fabs(a->lat - b->lat)) * DEGREE_M < step_m;
}

/* Whether the line turns there: what is cut off then may be all that lies in a cell. */
static bool turns(const ovf_fix *a, const ovf_fix *b, const ovf_fix *c)
{
    double shrunk = cos(b->lat * OVF_RADIAN), x1 = (b->lon - a->lon) * shrunk, y1 = b->lat - a->lat,
           x2 = (c->lon - b->lon) * shrunk, y2 = c->lat - b->lat;
    double along = x1 * x2 + y1 * y2, across = x1 * y2 - x2 * y1;
    return !(along > 0 && fabs(across) <= 0.05 * along);
}

static ovf_status lay_route(reading *in, const ovf_row *row, const ovf_schema *schema,
                            ovf_error *error)
{
    (void)schema, (void)error;
    const ovf_polyline *line = row->line;
    ovf_crowd_route(&in->facts->crowd);
    double step_m = ovf_crowd_least_m(&in->facts->crowd);
    for (size_t part = 0, begin = 0; part < line->part_count; begin = line->part_ends[part++]) {
        ovf_flat from = {NAN, NAN};
        const ovf_fix *last = NULL;
        for (size_t i = begin; i < line->part_ends[part]; i++) {
            const ovf_fix *fix = &line->fixes[i];
            if (last != NULL && i + 1 < line->part_ends[part] && are_near(last, fix, step_m) &&
                !turns(fix - 1, fix, fix + 1))
                continue;
            ovf_flat to = point(in->facts, fix);
            ovf_crowd_point(&in->facts->crowd, from, to);
            from = to;
            last = fix;
        }
    }
    return OVF_OK;
}

static ovf_status lay_finding(reading *in, const ovf_row *row, const ovf_schema *schema,
                              ovf_error *error)
{
    (void)error;
    const char *severity = text_of(row, schema, "severity");
    if (severity != NULL && strcmp(severity, severities[0]) == 0 && row->line != NULL &&
        row->line->fix_count > 0)
        ovf_crowd_violation(&in->facts->crowd, point(in->facts, &row->line->fixes[0]));
    return OVF_OK;
}

/* Of a zone that the end of the map cuts, the side with more of it: a bookmark of both would show
 * the whole earth. */
static bool larger_side(const ovf_project_crs *crs, const ovf_map_frame *frame, const ovf_row *row,
                        ovf_rectangle *extent)
{
    ovf_rectangle sides[2] = {ovf_rectangle_none(), ovf_rectangle_none()};
    size_t vertices[2] = {0, 0};
    for (size_t i = 0; i < row->polygon_count; i++) {
        const ovf_ring *outline = &row->polygons[i].rings[0];
        if (row->polygons[i].count == 0 || outline->count == 0) continue;
        bool east = remainder(outline->vertices[0].lon - crs->plane.centre.lon, 360) > 0;
        if (!ovf_map_frame_add(frame, &row->polygons[i], 1, &sides[east])) return false;
        vertices[east] += outline->count;
    }
    *extent = sides[vertices[1] > vertices[0]];
    return true;
}

/* Zones come in the order in which they were read before. */
static ovf_status lay_zone(reading *in, const ovf_row *row, const ovf_schema *schema,
                           ovf_error *error)
{
    (void)schema;
    ovf_project_facts *facts = in->facts;
    const ovf_map_frame frame = {.plane = facts->crs.plane};
    ovf_project_zone *zone = &facts->zones[in->zones_laid++];
    if (!ovf_map_frame_add(&frame, row->polygons, row->polygon_count, &zone->extent))
        return ovf_fail_memory(error);
    double half = ovf_plane_point(&facts->crs.plane, facts->crs.plane.centre.lon + 90, 0).x;
    if (facts->crs.kind != OVF_CRS_AREA && zone->extent.east - zone->extent.west > 2 * half &&
        !larger_side(&facts->crs, &frame, row, &zone->extent))
        return ovf_fail_memory(error);
    if (zone->extent.west <= zone->extent.east)
        zone->middle = ovf_plane_position(
            &facts->crs.plane, (ovf_flat){(zone->extent.west + zone->extent.east) / 2,
                                          (zone->extent.south + zone->extent.north) / 2});
    return OVF_OK;
}

static ovf_status lay_out(reading *in, const ovf_map *map, ovf_error *error)
{
    ovf_project_facts *facts = in->facts;
    ovf_status status = ovf_project_crs_choose(&facts->crs, &in->marks, map->frame.plane.centre,
                                               error);
    if (status != OVF_OK) return status;
    ovf_project_crs_extent(&facts->crs, &in->marks, &facts->extent);
    status = read_rows(in, map, &ovf_layer_zones, lay_zone, error);
    const ovf_map_layer *routes = ovf_map_find(map, &ovf_layer_routes);
    ovf_crowd_open(&facts->crowd, fmax(facts->extent.east - facts->extent.west,
                                       facts->extent.north - facts->extent.south));
    if (status != OVF_OK || routes == NULL || routes->rows <= OVF_CROWD_IN_VIEW) return status;
    status = read_rows(in, map, &ovf_layer_routes, lay_route, error);
    if (status == OVF_OK) status = read_rows(in, map, &ovf_layer_findings, lay_finding, error);
    return status == OVF_OK ? ovf_crowd_settle(&facts->crowd, error) : status;
}

ovf_status ovf_project_facts_find(ovf_project_facts *facts, const ovf_map *map,
                                  const ovf_worst *worst, ovf_error *error)
{
    *facts = (ovf_project_facts){.first_s = NAN, .last_s = NAN};
    reading in = {.facts = facts};
    ovf_status status = ovf_map_frame_marks_init(&in.marks, error);
    if (status == OVF_OK) status = read_rows(&in, map, &ovf_layer_routes, read_route, error);
    if (status == OVF_OK) status = read_rows(&in, map, &ovf_layer_zones, read_zone, error);
    if (status == OVF_OK) status = read_rows(&in, map, &ovf_layer_findings, read_finding, error);
    if (status == OVF_OK) status = find_worst(facts, map, worst, error);
    if (status == OVF_OK) status = lay_out(&in, map, error);
    ovf_map_frame_marks_clear(&in.marks);
    free(in.points);
    return status;
}

uint64_t ovf_project_facts_findings(const ovf_project_facts *facts)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < OVF_PROJECT_SEVERITIES; i++) sum += facts->findings[i];
    return sum;
}

void ovf_project_facts_clear(ovf_project_facts *facts)
{
    for (size_t i = 0; i < facts->zone_count; i++) {
        free(facts->zones[i].id);
        free(facts->zones[i].name);
    }
    free(facts->zones);
    free(facts->attributions);
    ovf_crowd_close(&facts->crowd);
    ovf_project_crs_close(&facts->crs);
    *facts = (ovf_project_facts){0};
}
