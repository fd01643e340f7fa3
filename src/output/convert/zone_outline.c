/* Tests: tests/cli/convert_zones.py */
#include "output/convert/zone_outline.h"

#include <geodesic.h>
#include <math.h>
#include <string.h>

#include "base/array.h"
#include "geodesy/plain.h"
#include "model/zone_polygons.h"
#include "output/convert/zone_losses.h"

#define SAME_RADIUS_M 1e-6

bool ovf_outline_circle(const ovf_polygon *polygon, ovf_lonlat *centre, double *radius_m)
{
    const ovf_ring *ring = &polygon->rings[0];
    double turned = 0;
    if (polygon->count != 1 || ring->curve_count == 0 || ring->curve_count + 1 != ring->count)
        return false;
    *centre = ring->curves[0].centre;
    for (size_t i = 0; i < ring->curve_count; i++) {
        ovf_course course;
        if (ring->curves[i].kind != OVF_CURVE_ARC || ring->curves[i].centre.lon != centre->lon ||
            ring->curves[i].centre.lat != centre->lat)
            return false;
        ovf_course_make(&course, &ring->curves[i], ring->vertices[i], ring->vertices[i + 1]);
        if (i == 0) *radius_m = course.radius_m;
        if (fabs(course.radius_m - *radius_m) > SAME_RADIUS_M ||
            fabs(course.radius_change_m) > SAME_RADIUS_M)
            return false;
        turned += course.turn;
    }
    *radius_m = nearbyint(*radius_m / SAME_RADIUS_M) * SAME_RADIUS_M;
    return fabs(fabs(turned) - 360) < 1e-6;
}

bool ovf_outline_is_curved(const ovf_polygon *polygon)
{
    for (size_t i = 0; i < polygon->count; i++)
        if (polygon->rings[i].curve_count > 0) return true;
    return false;
}

const ovf_curve *ovf_outline_curve(const ovf_ring *ring, size_t edge)
{
    for (size_t i = 0; i < ring->curve_count; i++)
        if (ring->curves[i].edge == edge) return &ring->curves[i];
    return NULL;
}

/* A copy in which the edges that are no curves are curves of the kind that they were. */
static bool name_edges(const ovf_ring *ring, ovf_edges from, ovf_ring *named)
{
    size_t next = 0;
    if (!ovf_ring_copy(ring, named)) return false;
    ovf_curve *curves = ovf_array_new(ring->count, sizeof *curves);
    if (curves == NULL) return false;
    for (size_t i = 0; i + 1 < ring->count; i++) {
        bool has = next < ring->curve_count && ring->curves[next].edge == i;
        curves[i] = has ? ring->curves[next++]
                        : (ovf_curve){.edge = i,
                                      .kind = from == OVF_EDGES_GEODESIC ? OVF_CURVE_GEODESIC
                                                                         : OVF_CURVE_LONLAT};
    }
    ovf_curve *old = named->curves;
    named->curves = curves;
    named->curve_count = ring->count - 1;
    ovf_ring given = {.curves = old};
    ovf_ring_clear(&given);
    return true;
}

ovf_polygon *ovf_outline_draw(const ovf_polygon *polygon, ovf_edges from, ovf_edges to)
{
    ovf_polygon *drawn = ovf_array_new(1, sizeof *drawn);
    bool good = drawn != NULL;
    if (good) drawn->rings = ovf_array_new(polygon->count, sizeof *drawn->rings);
    good = good && drawn->rings != NULL;
    for (size_t i = 0; i < polygon->count && good; i++) {
        ovf_ring named = {0};
        size_t capacity = 0;
        drawn->count = i + 1;
        good = from == to || name_edges(&polygon->rings[i], from, &named);
        good = good && ovf_ring_plain(from == to ? &polygon->rings[i] : &named, to,
                                      OVF_ZONE_DRAWN_M, &drawn->rings[i], &capacity);
        ovf_ring_clear(&named);
    }
    if (good) return drawn;
    ovf_polygons_free(drawn, drawn != NULL);
    return NULL;
}
