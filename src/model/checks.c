#include <math.h>
#include <stdio.h>

#include "base/error.h"
#include "base/text.h"
#include "base/time.h"
#include "geodesy/curve.h"
#include "geodesy/leg.h"
#include "model/checks.h"
#include "model/flaws.h"
#include "model/good_fixes.h"
#include "overflight/volume.h"

/* Room for: zone "…", polygon 1, ring 2, vertex 3 */
#define TITLE_SIZE 300

static void show_number(double value, char text[32])
{
    if (isnan(value)) snprintf(text, 32, "NaN");
    else if (isinf(value)) snprintf(text, 32, "%sinfinity", value < 0 ? "-" : "");
    else ovf_text_number(value, text);
}

/* The sentence for a position out of range. */
static ovf_status refuse_position(const char *title, double lon, double lat, ovf_error *error)
{
    char found[32];
    bool bad_lat = !(fabs(lat) <= OVF_LAT_MAX_DEG);
    show_number(bad_lat ? lat : lon, found);
    return ovf_fail(
        error, OVF_ERROR_INPUT, "%s: expected a %s from %.0f to %.0f, found %s%s", title,
        bad_lat ? "latitude" : "longitude", bad_lat ? -OVF_LAT_MAX_DEG : -OVF_LON_MAX_DEG,
        bad_lat ? OVF_LAT_MAX_DEG : OVF_LON_MAX_DEG, found,
        ovf_position_looks_swapped(lon, lat) ? "; are latitude and longitude swapped?" : "");
}

ovf_status ovf_place_check(const char *what, double lon, double lat, ovf_error *error)
{
    if (ovf_flaw_out_of_range(&lon, &lat, 1, 1) == 1) return OVF_OK;
    return refuse_position(what, lon, lat, error);
}

/* What they say of themselves is looked up by name, and compared as text. */
static ovf_status check_attributes(const ovf_attributes *attributes, ovf_error *error)
{
    if (attributes->count > 0 && attributes->items == NULL)
        return ovf_fail_null(error, "an array of attributes");
    for (size_t i = 0; i < attributes->count; i++) {
        const ovf_attribute *attribute = &attributes->items[i];
        bool has_text = attribute->type == OVF_ATTRIBUTE_TEXT ||
                        attribute->type == OVF_ATTRIBUTE_JSON;
        if (attribute->name == NULL) return ovf_fail_null(error, "the name of an attribute");
        if (has_text && attribute->text == NULL)
            return ovf_fail_null(error, "the text of an attribute");
    }
    return OVF_OK;
}

ovf_status ovf_airfields_check(const ovf_airfields *airfields, ovf_error *error)
{
    if (airfields == NULL) return ovf_fail_null(error, "airfields");
    if (airfields->count > 0 && airfields->items == NULL)
        return ovf_fail_null(error, "an array of airfields");
    for (size_t i = 0; i < airfields->count; i++) {
        const ovf_airfield *airfield = &airfields->items[i];
        char id[200], title[TITLE_SIZE];
        if (airfield->id == NULL) return ovf_fail_null(error, "the id of an airfield");
        ovf_text_shorten(airfield->id, id, sizeof id);
        snprintf(title, sizeof title, "airfield \"%s\"", id);
        ovf_status status = ovf_place_check(title, airfield->position.lon, airfield->position.lat,
                                            error);
        if (status == OVF_OK) status = check_attributes(&airfield->attributes, error);
        if (status != OVF_OK) return status;
    }
    return OVF_OK;
}

/* ---- zones ---- */

/* Where in a zone a ring is. */
typedef struct {
    const ovf_zone *zone;
    size_t polygon, ring;
} place;

static void name_ring(const place *at, char title[TITLE_SIZE])
{
    char id[200], polygon[40] = "";
    ovf_text_shorten(at->zone->id, id, sizeof id);
    if (at->zone->polygon_count > 1)
        snprintf(polygon, sizeof polygon, ", polygon %zu", at->polygon + 1);
    snprintf(title, TITLE_SIZE, "zone \"%s\"%s, ring %zu", id, polygon, at->ring + 1);
}

/* Whether the ends of an arc are plainly away from its centre, in directions that differ: as seen
 * in the plane that touches the earth at the centre, where azimuths of geodesics that are this
 * short are within 1e-3 of directions. */
static bool is_plain_arc(const ovf_curve *arc, const ovf_lonlat *ends)
{
    enum { LEAST_M = 1, MOST_M = 300000 };
    const double turned = 1e-2;
    double x[2], y[2], away[2];
    if (ovf_flaw_out_of_range(&arc->centre.lon, &arc->centre.lat, 2, 1) == 0) return false;
    ovf_vector centre = ovf_earth_point(arc->centre.lon, arc->centre.lat),
               up = ovf_earth_normal(centre), east = {-up.y, up.x, 0}, north = ovf_cross(up, east);
    for (int k = 0; k < 2; k++) {
        ovf_vector p = ovf_subtract(ovf_earth_point(ends[k].lon, ends[k].lat), centre);
        x[k] = ovf_dot(p, east);
        y[k] = ovf_dot(p, north);
        away[k] = ovf_dot(p, p);
        if (!(away[k] > LEAST_M && away[k] < (double)MOST_M * MOST_M)) return false;
    }
    double cross = x[0] * y[1] - y[0] * x[1], dot = x[0] * x[1] + y[0] * y[1];
    return dot < 0 || fabs(cross) > turned * dot;
}

/* Where the ends of an arc are seen from its centre. */
static ovf_status check_arc(const place *at, const ovf_curve *arc, const ovf_lonlat *ends,
                            ovf_error *error)
{
    char title[TITLE_SIZE], what[TITLE_SIZE + 40];
    if (is_plain_arc(arc, ends)) return OVF_OK;
    name_ring(at, title);
    snprintf(what, sizeof what, "%s, centre of the arc at vertex %zu", title, arc->edge + 1);
    ovf_status status = ovf_place_check(what, arc->centre.lon, arc->centre.lat, error);
    if (status != OVF_OK) return status;
    ovf_course course;
    ovf_course_make(&course, arc, ends[0], ends[1]);
    double last_m = course.radius_m + course.radius_change_m;
    if (fmin(course.radius_m, last_m) > 0 && course.turn != 0 &&
        fmax(course.radius_m, last_m) <= OVF_CURVE_RADIUS_MAX_M)
        return OVF_OK;
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "%s: expected ends away from it in two directions, and at most %.0f km, found "
                    "%.6g and %.6g km, %.6g degrees apart",
                    what, OVF_CURVE_RADIUS_MAX_M / 1000, course.radius_m / 1000, last_m / 1000,
                    fabs(course.turn));
}

static ovf_status check_curves(const place *at, const ovf_ring *ring, ovf_error *error)
{
    char title[TITLE_SIZE];
    ovf_status status = OVF_OK;
    if (ring->curve_count > 0 && ring->curves == NULL)
        return ovf_fail_null(error, "the curves of a ring");
    for (size_t i = 0; i < ring->curve_count && status == OVF_OK; i++) {
        const ovf_curve *curve = &ring->curves[i];
        size_t least = i == 0 ? 0 : curve[-1].edge + 1;
        bool ordered = curve->edge >= least && curve->edge + 1 < ring->count,
             known = curve->kind == OVF_CURVE_LONLAT || curve->kind == OVF_CURVE_GEODESIC ||
                     curve->kind == OVF_CURVE_LOXODROME || curve->kind == OVF_CURVE_ARC;
        if (!ordered || !known) name_ring(at, title);
        if (!ordered)
            return ovf_fail(error, OVF_ERROR_INPUT,
                            "%s: expected curves of edges %zu to %zu, in their order, found %zu",
                            title, least, ring->count - 2, curve->edge);
        if (curve->kind == OVF_CURVE_ARC)
            status = check_arc(at, curve, &ring->vertices[curve->edge], error);
        else if (!known)
            return ovf_fail(error, OVF_ERROR_USAGE,
                            "%s: expected curves of a known kind, found number %d", title,
                            (int)curve->kind);
    }
    return status;
}

/* Which way a geodesic leads nearly to the antipodes is for rounding to say, but not where both
 * ends are on one meridian: it goes over the pole. */
static bool is_arbitrary(ovf_lonlat from, ovf_lonlat to, double *length_m)
{
    double turn = fabs(remainder(to.lon - from.lon, 360));
    if (turn < 175 || turn == 180 || fabs(from.lat + to.lat) > 5) return false;
    geod_inverse(ovf_earth(), from.lat, from.lon, to.lat, to.lon, length_m, NULL, NULL);
    return *length_m > OVF_LEG_LONGEST_M;
}

static ovf_status check_geodesics(const place *at, const ovf_ring *ring, ovf_error *error)
{
    const ovf_curve *curve = ring->curves, *end = ovf_ring_curves_end(ring);
    char title[TITLE_SIZE];
    double length_m;
    for (size_t i = 0; i + 1 < ring->count; i++) {
        bool geodesic = at->zone->edges == OVF_EDGES_GEODESIC;
        if (curve != end && curve->edge == i) geodesic = curve++->kind == OVF_CURVE_GEODESIC;
        if (!geodesic || !is_arbitrary(ring->vertices[i], ring->vertices[i + 1], &length_m))
            continue;
        name_ring(at, title);
        return ovf_fail(error, OVF_ERROR_GEOMETRY,
                        "%s: the geodesic from vertex %zu to vertex %zu is %.0f km long, between "
                        "nearly antipodal places, where its course is arbitrary; put a vertex in "
                        "between to say which way it goes",
                        title, i + 1, i + 2, length_m / 1000);
    }
    return OVF_OK;
}

static ovf_status check_ring(const place *at, const ovf_ring *ring, ovf_error *error)
{
    static const char *const numbers[] = {"none", "one", "two"};
    const ovf_lonlat *v = ring->vertices;
    char title[TITLE_SIZE], vertex[TITLE_SIZE + 40];
    if (ring->count > 0 && v == NULL) return ovf_fail_null(error, "the vertices of a ring");
    size_t flaw = ring->count == 0 ? 0
                                   : ovf_flaw_out_of_range(&v->lon, &v->lat,
                                                           sizeof *v / sizeof v->lon, ring->count);
    size_t distinct = ovf_ring_distinct(v, ring->count, at->zone->edges);
    bool closed = ring->count > 0 && ovf_ring_is_closed(v[0], v[ring->count - 1]);
    if (flaw == ring->count && distinct == OVF_RING_DISTINCT_MIN && closed) {
        ovf_status status = ring->curve_count == 0 ? OVF_OK : check_curves(at, ring, error);
        return status == OVF_OK ? check_geodesics(at, ring, error) : status;
    }
    name_ring(at, title);
    if (flaw < ring->count) {
        snprintf(vertex, sizeof vertex, "%s, vertex %zu", title, flaw + 1);
        return refuse_position(vertex, v[flaw].lon, v[flaw].lat, error);
    }
    if (distinct < OVF_RING_DISTINCT_MIN)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "%s: expected at least three different vertices, found %s", title,
                        numbers[distinct]);
    return ovf_fail(
        error, OVF_ERROR_INPUT,
        "%s: expected the first vertex (%.10g %.10g) again at the end, found %.10g %.10g", title,
        v[0].lon, v[0].lat, v[ring->count - 1].lon, v[ring->count - 1].lat);
}

static ovf_status refuse_empty(const ovf_zone *zone, const char *expected, ovf_error *error)
{
    char id[200];
    ovf_text_shorten(zone->id, id, sizeof id);
    return ovf_fail(error, OVF_ERROR_INPUT, "zone \"%s\": expected %s, found none", id, expected);
}

ovf_status ovf_zone_check(const ovf_zone *zone, ovf_error *error)
{
    if (zone == NULL) return ovf_fail_null(error, "a zone");
    if (zone->id == NULL) return ovf_fail_null(error, "the id of a zone");
    if (zone->edges != OVF_EDGES_LONLAT && zone->edges != OVF_EDGES_GEODESIC)
        return ovf_fail(error, OVF_ERROR_USAGE, "expected edges of a known kind, found number %d",
                        (int)zone->edges);
    if (zone->polygon_count == 0) return refuse_empty(zone, "at least one ring", error);
    if (zone->polygons == NULL) return ovf_fail_null(error, "the polygons of a zone");
    for (size_t p = 0; p < zone->polygon_count; p++) {
        const ovf_polygon *polygon = &zone->polygons[p];
        if (polygon->count == 0)
            return refuse_empty(zone, "at least one ring in each polygon", error);
        if (polygon->rings == NULL) return ovf_fail_null(error, "the rings of a polygon");
        for (size_t r = 0; r < polygon->count; r++) {
            ovf_status status = check_ring(&(place){zone, p, r}, &polygon->rings[r], error);
            if (status != OVF_OK) return status;
        }
    }
    if (zone->part_count > 0 && zone->parts == NULL)
        return ovf_fail_null(error, "the parts of a zone");
    for (size_t k = 0; k < zone->part_count; k++) {
        const ovf_zone part = {.id = zone->id,
                               .edges = zone->edges,
                               .polygons = zone->parts[k].polygons,
                               .polygon_count = zone->parts[k].polygon_count,
                               .attributes = zone->parts[k].attributes};
        ovf_status status = ovf_zone_check(&part, error);
        if (status != OVF_OK) return status;
    }
    return check_attributes(&zone->attributes, error);
}

ovf_status ovf_zones_check(const ovf_zones *zones, ovf_error *error)
{
    if (zones == NULL) return ovf_fail_null(error, "zones");
    if (zones->count > 0 && zones->items == NULL) return ovf_fail_null(error, "an array of zones");
    for (size_t i = 0; i < zones->count; i++) {
        ovf_status status = ovf_zone_check(&zones->items[i], error);
        if (status != OVF_OK) return status;
    }
    return OVF_OK;
}

/* ---- routes ---- */

static void name_fix(const ovf_route *route, size_t fix, char title[TITLE_SIZE])
{
    char id[200];
    if (route->id == NULL) {
        snprintf(title, TITLE_SIZE, "route %zu, fix %zu", route->number, fix + 1);
        return;
    }
    ovf_text_shorten(route->id, id, sizeof id);
    snprintf(title, TITLE_SIZE, "route \"%s\", fix %zu", id, fix + 1);
}

ovf_status ovf_parts_check(const char *route_id, const size_t *part_ends, size_t count,
                           ovf_error *error)
{
    char id[200];
    size_t flaw = ovf_flaw_ends(part_ends, count, OVF_PART_FIXES_MIN);
    if (flaw == count && count > 0) return OVF_OK;
    ovf_text_shorten(route_id, id, sizeof id);
    if (count == 0)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "route \"%s\": expected at least one part, found none", id);
    if (count == 1)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "route \"%s\": expected at least two fixes, found %s", id,
                        part_ends[0] == 0 ? "none" : "one");
    return ovf_fail(
        error, OVF_ERROR_INPUT,
        "route \"%s\", part %zu: expected its end at least two fixes beyond %zu, that of "
        "the part before, found %zu",
        id, flaw + 1, flaw == 0 ? 0 : part_ends[flaw - 1], part_ends[flaw]);
}

static ovf_status check_parts(const ovf_route *route, ovf_error *error)
{
    char id[200];
    ovf_status status = ovf_parts_check(route->id, route->part_ends, route->part_count, error);
    if (status != OVF_OK || route->part_ends[route->part_count - 1] == route->fix_count)
        return status;
    ovf_text_shorten(route->id, id, sizeof id);
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "route \"%s\": expected the last part to end with fix %zu, found %zu", id,
                    route->fix_count, route->part_ends[route->part_count - 1]);
}

static ovf_status refuse_infinite(const ovf_route *route, size_t fix, const char *what,
                                  double found, ovf_error *error)
{
    char title[TITLE_SIZE], number[32];
    name_fix(route, fix, title);
    show_number(found, number);
    return ovf_fail(error, OVF_ERROR_INPUT, "%s: expected %s, or NaN where it is unknown, found %s",
                    title, what, number);
}

static void show_time(double time_s, char text[64])
{
    char number[32], date[OVF_TIME_SIZE];
    ovf_text_number(time_s, number);
    ovf_time_format(time_s, date);
    if (date[0] == '\0') snprintf(text, 64, "%s", number);
    else snprintf(text, 64, "%s (%s)", number, date);
}

static ovf_status refuse_time(const ovf_route *route, const ovf_fixes *fixes, size_t fix,
                              size_t before, ovf_error *error)
{
    char title[TITLE_SIZE], earlier[64], found[64];
    name_fix(route, fix, title);
    show_time(ovf_fixes_time(fixes, before), earlier);
    show_time(ovf_fixes_time(fixes, fix), found);
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "%s: expected a time that is not before that of fix %zu, %s, found %s", title,
                    before + 1, earlier, found);
}

ovf_status ovf_fixes_check(const ovf_route *route, const ovf_fixes *fixes, ovf_error *error)
{
    size_t count = route->fix_count, before;
    const ovf_fix *array = ovf_fixes_array(fixes);
    if (array != NULL && ovf_fixes_are_good(array, count)) return OVF_OK;
    size_t flaw = ovf_flaw_out_of_range(fixes->lon, fixes->lat, fixes->step, count);
    if (flaw < count) {
        char title[TITLE_SIZE];
        ovf_lonlat at = ovf_fixes_place(fixes, flaw);
        name_fix(route, flaw, title);
        return refuse_position(title, at.lon, at.lat, error);
    }
    /* What is unknown of all fixes has no flaw. */
    flaw = fixes->altitude_step == 0
               ? count
               : ovf_flaw_infinite(fixes->altitude_m, fixes->altitude_step, count);
    if (flaw < count)
        return refuse_infinite(route, flaw, "an altitude in metres",
                               ovf_fixes_altitude(fixes, flaw), error);
    if (fixes->time_step == 0) return OVF_OK;
    flaw = ovf_flaw_infinite(fixes->time_s, fixes->time_step, count);
    if (flaw < count)
        return refuse_infinite(route, flaw, "a time in Unix seconds", ovf_fixes_time(fixes, flaw),
                               error);
    flaw = ovf_flaw_backwards(fixes->time_s, fixes->time_step, count, &before);
    return flaw < count ? refuse_time(route, fixes, flaw, before, error) : OVF_OK;
}

static ovf_status check_heights(const ovf_route *route, ovf_error *error)
{
    char title[TITLE_SIZE];
    if (route->heights_m == NULL) return OVF_OK;
    if (route->height_references == NULL)
        return ovf_fail_null(error, "what a route's heights are over");
    size_t flaw = ovf_flaw_infinite(route->heights_m, 1, route->fix_count);
    if (flaw < route->fix_count)
        return refuse_infinite(route, flaw, "a height in metres", route->heights_m[flaw], error);
    for (size_t i = 0; i < route->fix_count; i++) {
        if (route->height_references[i] <= OVF_HEIGHT_UNKNOWN) continue;
        name_fix(route, i, title);
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "%s: expected what its height is over, from 0 to "
                        "%d, found %d",
                        title, OVF_HEIGHT_UNKNOWN, route->height_references[i]);
    }
    return OVF_OK;
}

ovf_status ovf_route_check_shape(const ovf_route *route, ovf_error *error)
{
    if (route == NULL) return ovf_fail_null(error, "a route");
    if (route->id == NULL) return ovf_fail_null(error, "the id of a route");
    if (route->fixes == NULL) return ovf_fail_null(error, "the fixes of a route");
    if (route->part_ends == NULL) return ovf_fail_null(error, "the ends of a route's parts");
    ovf_status status = check_parts(route, error);
    if (status == OVF_OK) status = check_heights(route, error);
    return status == OVF_OK ? check_attributes(&route->attributes, error) : status;
}

ovf_status ovf_route_check(const ovf_route *route, ovf_error *error)
{
    ovf_status status = ovf_route_check_shape(route, error);
    if (status != OVF_OK) return status;
    const ovf_fixes fixes = ovf_fixes_of(route->fixes);
    return ovf_fixes_check(route, &fixes, error);
}
