/* Tests: tests/cli/convert_curves.py */
#include "output/convert/zone_curves.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "geodesy/curve.h"
#include "geodesy/edge.h"
#include "input/zones/curves_attribute.h"
#include "model/zone_polygons.h"
#include "output/convert/json_values.h"

#define THOUSANDTH 1e-3
/* Radii that differ by less are one. */
#define SAME_RADIUS_M 1e-6
#define RADIUS_DECIMALS 6
#define MOST_STEPS 4096

static double signed_area(const ovf_ring *ring)
{
    double sum = 0;
    for (size_t i = 0; i + 1 < ring->count; i++)
        sum += (ring->vertices[i + 1].lon - ring->vertices[i].lon) *
               (ring->vertices[i + 1].lat + ring->vertices[i].lat);
    return -sum;
}

bool ovf_outline_is_turned(const ovf_ring *ring, bool hole)
{
    return (signed_area(ring) < 0) != hole;
}

/* ---- drawing ---- */

/* A curve as it is drawn: the positions `from` to `to` of its ring. */
typedef struct {
    size_t from, to;
    const ovf_curve *curve;
    ovf_course course;
} stretch;

/* How far edges between places at even steps are off the curve, as places between them show. */
static double miss_of(const ovf_course *course, ovf_edges edges, size_t steps)
{
    double miss = 0;
    ovf_lonlat from = course->from;
    for (size_t k = 0; k < steps; k++) {
        ovf_lonlat to = ovf_course_at(course, (double)(k + 1) / (double)steps, from.lon, NULL),
                   at = ovf_course_at(course, ((double)k + 0.5) / (double)steps, from.lon, NULL);
        ovf_vector a = ovf_earth_point(from.lon, from.lat), b = ovf_earth_point(to.lon, to.lat),
                   p = ovf_earth_point(at.lon, at.lat);
        ovf_edge edge;
        ovf_edge_between(&edge, edges, from, to, a, b);
        miss = fmax(miss, ovf_distance(p, ovf_edge_point(&edge, ovf_edge_foot(&edge, p), NULL)));
        from = to;
    }
    return miss;
}

/* What edges miss falls with the square of their number. */
static size_t steps_of(const ovf_course *course, ovf_edges edges)
{
    double within = course->kind == OVF_CURVE_ARC
                        ? fmin(OVF_CURVES_DRAWN_M, THOUSANDTH * course->radius_m)
                        : OVF_CURVES_DRAWN_M;
    size_t steps = (size_t)ceil(fmax(2, fmax(fabs(course->turn), fabs(course->lon_change)) / 15));
    for (int i = 0; i < 8 && steps < MOST_STEPS; i++) {
        double miss = miss_of(course, edges, steps);
        if (miss <= within) break;
        steps = (size_t)ceil((double)steps * fmax(1.05, sqrt(miss / within)));
    }
    return steps < MOST_STEPS ? steps : MOST_STEPS;
}

static bool draw(const ovf_ring *ring, ovf_edges edges, ovf_ring *drawn, stretch *stretches)
{
    size_t all = ring->count, next = 0;
    for (size_t i = 0; i < ring->curve_count; i++) {
        stretch *of = &stretches[i];
        of->curve = &ring->curves[i];
        ovf_course_make(&of->course, of->curve, ring->vertices[of->curve->edge],
                        ring->vertices[of->curve->edge + 1]);
        of->to = steps_of(&of->course, edges);
        all += of->to;
    }
    drawn->vertices = ovf_array_new(all, sizeof *drawn->vertices);
    if (drawn->vertices == NULL) return false;
    for (size_t i = 0; i < ring->count; i++) {
        drawn->vertices[drawn->count++] = ring->vertices[i];
        if (next == ring->curve_count || ring->curves[next].edge != i) continue;
        stretch *of = &stretches[next++];
        size_t steps = of->to;
        of->from = drawn->count - 1;
        for (size_t k = 1; k < steps; k++) {
            drawn->vertices[drawn->count] = ovf_course_at(&of->course, (double)k / (double)steps,
                                                          drawn->vertices[drawn->count - 1].lon,
                                                          NULL);
            drawn->count++;
        }
        of->to = drawn->count;
    }
    return true;
}

static void turn(ovf_ring *drawn, stretch *stretches, size_t count)
{
    for (size_t i = 0, k = drawn->count - 1; i < k; i++, k--) {
        const ovf_lonlat other = drawn->vertices[i];
        drawn->vertices[i] = drawn->vertices[k];
        drawn->vertices[k] = other;
    }
    for (size_t i = 0; i < count; i++) {
        const size_t from = stretches[i].from;
        stretches[i].from = drawn->count - 1 - stretches[i].to;
        stretches[i].to = drawn->count - 1 - from;
    }
}

/* ---- the attribute ---- */

static void add_count(ovf_bytes *bytes, const char *name, size_t value)
{
    ovf_bytes_text(bytes, name);
    ovf_bytes_count(bytes, value);
}

static void add_radii(ovf_bytes *bytes, const ovf_course *course, bool turned)
{
    double first = course->radius_m, last = first + course->radius_change_m;
    ovf_bytes_text(bytes, ",\"radius_m\":");
    if (fabs(course->radius_change_m) <= SAME_RADIUS_M) {
        ovf_bytes_trimmed(bytes, first, RADIUS_DECIMALS);
        return;
    }
    ovf_bytes_byte(bytes, '[');
    ovf_bytes_trimmed(bytes, turned ? last : first, RADIUS_DECIMALS);
    ovf_bytes_byte(bytes, ',');
    ovf_bytes_trimmed(bytes, turned ? first : last, RADIUS_DECIMALS);
    ovf_bytes_byte(bytes, ']');
}

static void add_stretch(ovf_bytes *bytes, const stretch *of, size_t polygon, size_t ring,
                        bool turned)
{
    if (bytes->used > 1) ovf_bytes_byte(bytes, ',');
    add_count(bytes, "{\"polygon\":", polygon);
    add_count(bytes, ",\"ring\":", ring);
    add_count(bytes, ",\"from\":", of->from);
    add_count(bytes, ",\"to\":", of->to);
    ovf_bytes_text(bytes, ",\"kind\":");
    ovf_bytes_json(bytes, ovf_curve_kind_name(of->curve->kind));
    if (of->curve->kind == OVF_CURVE_ARC) {
        ovf_bytes_text(bytes, ",\"centre\":");
        ovf_convert_position(bytes, of->curve->centre);
        ovf_bytes_text(bytes, of->curve->clockwise != turned ? ",\"clockwise\":true"
                                                             : ",\"clockwise\":false");
        add_radii(bytes, &of->course, turned);
    }
    ovf_bytes_byte(bytes, '}');
}

static bool draw_ring(const ovf_zone *zone, size_t polygon, size_t ring, ovf_ring *drawn,
                      ovf_bytes *attribute)
{
    const ovf_ring *of = &zone->polygons[polygon].rings[ring];
    stretch *stretches = ovf_array_new(of->curve_count + 1, sizeof *stretches);
    bool good = stretches != NULL && draw(of, zone->edges, drawn, stretches),
         turned = good && !zone->oriented && ovf_outline_is_turned(drawn, ring > 0);
    if (turned) turn(drawn, stretches, of->curve_count);
    for (size_t i = 0; good && i < of->curve_count; i++)
        add_stretch(attribute, &stretches[turned ? of->curve_count - 1 - i : i], polygon, ring,
                    turned);
    free(stretches);
    return good;
}

ovf_polygon *ovf_curves_draw(const ovf_zone *zone, ovf_bytes *attribute)
{
    ovf_polygon *drawn = ovf_array_new(zone->polygon_count, sizeof *drawn);
    bool good = drawn != NULL;
    ovf_bytes_byte(attribute, '[');
    for (size_t i = 0; good && i < zone->polygon_count; i++) {
        drawn[i].rings = ovf_array_new(zone->polygons[i].count, sizeof *drawn[i].rings);
        good = drawn[i].rings != NULL;
        for (size_t k = 0; good && k < zone->polygons[i].count; k++)
            good = draw_ring(zone, i, k, &drawn[i].rings[drawn[i].count++], attribute);
    }
    ovf_bytes_byte(attribute, ']');
    if (good) return drawn;
    ovf_polygons_free(drawn, zone->polygon_count);
    return NULL;
}
