#include "input/zones/arcs.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "base/reading_limits.h"

#define MOST_CHORDS ((double)OVF_LIMIT_CURVE_CHORDS)

/* The points of a ring, and of the line in hand. */
typedef struct {
    double *x, *y, *line_x, *line_y;
    size_t count, line_count;
    size_t capacities[4];
} tracing;

static bool add(tracing *in, double x, double y)
{
    size_t wanted = in->count + 1;
    if (in->count > 0 && in->x[in->count - 1] == x && in->y[in->count - 1] == y) return true;
    if (!ovf_array_reserve(&in->x, &in->capacities[0], wanted, sizeof *in->x) ||
        !ovf_array_reserve(&in->y, &in->capacities[1], wanted, sizeof *in->y))
        return false;
    in->x[in->count] = x;
    in->y[in->count++] = y;
    return true;
}

static bool read_line(tracing *in, OGRGeometryH line)
{
    const int stride = (int)sizeof(double);
    int count = OGR_G_GetPointCount(line);
    in->line_count = count > 0 ? (size_t)count : 0;
    if (!ovf_array_reserve(&in->line_x, &in->capacities[2], in->line_count + 1,
                           sizeof *in->line_x) ||
        !ovf_array_reserve(&in->line_y, &in->capacities[3], in->line_count + 1, sizeof *in->line_y))
        return false;
    if (in->line_count > 0)
        OGR_G_GetPointsZM(line, in->line_x, stride, in->line_y, stride, NULL, stride, NULL, stride);
    return true;
}

/* The centre of the circle through three points; false where they are on a line. A whole circle is
 * drawn by its beginning, its other side, and its beginning (ISO 13249-3). */
static bool find_centre(const double *x, const double *y, double *cx, double *cy)
{
    double ux = x[1] - x[0], uy = y[1] - y[0], vx = x[2] - x[0], vy = y[2] - y[0],
           twice = 2 * (ux * vy - vx * uy), u = ux * ux + uy * uy, v = vx * vx + vy * vy;
    bool whole = vx == 0 && vy == 0 && u > 0;
    if (!whole && !(fabs(twice) > 1e-12 * (u + v))) return false;
    *cx = x[0] + (whole ? ux / 2 : (vy * u - uy * v) / twice);
    *cy = y[0] + (whole ? uy / 2 : (ux * v - vx * u) / twice);
    return true;
}

/* Adds what follows the first of three points. */
static ovf_status add_arc(tracing *in, const double *x, const double *y, double within,
                          ovf_error *error)
{
    const double turn = 2 * acos(-1);
    double cx, cy, chords = 1, sweep = 0, begin = 0, radius = 0;
    bool curved = find_centre(x, y, &cx, &cy);
    if (curved) {
        radius = hypot(x[0] - cx, y[0] - cy);
        begin = atan2(y[0] - cy, x[0] - cx);
        double side = (x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0]);
        sweep = atan2(y[2] - cy, x[2] - cx) - begin;
        if (side >= 0 && sweep <= 0) sweep += turn;
        if (side < 0 && sweep >= 0) sweep -= turn;
        /* A chord over the angle a is R (1 - cos(a/2)) = 2 R sin²(a/4) from the circle. */
        double most = 4 * asin(sqrt(fmin(within / (2 * radius), 0.05)));
        chords = ceil(fabs(sweep) / most);
    }
    if (chords > MOST_CHORDS)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "geometry: expected arcs that at most %.0f chords follow, found one of the "
                        "radius %.10g at %.10g %.10g",
                        MOST_CHORDS, radius, x[0], y[0]);
    for (size_t i = 1; i < (size_t)chords; i++) {
        double angle = begin + sweep * (double)i / chords;
        if (!add(in, cx + radius * cos(angle), cy + radius * sin(angle)))
            return ovf_fail_memory(error);
    }
    bool good = (curved || add(in, x[1], y[1])) && add(in, x[2], y[2]);
    return good ? OVF_OK : ovf_fail_memory(error);
}

static ovf_status trace(tracing *in, OGRGeometryH curve, double within, bool outermost,
                        ovf_error *error)
{
    OGRwkbGeometryType type = wkbFlatten(OGR_G_GetGeometryType(curve));
    ovf_status status = OVF_OK;
    if (type == wkbCompoundCurve && outermost) {
        for (int i = 0; i < OGR_G_GetGeometryCount(curve) && status == OVF_OK; i++)
            status = trace(in, OGR_G_GetGeometryRef(curve, i), within, false, error);
        return status;
    }
    if (type != wkbLineString && type != wkbCircularString)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "geometry: expected rings of lines and arcs, found a %s",
                        OGRGeometryTypeToName(type));
    if (!read_line(in, curve)) return ovf_fail_memory(error);
    if (in->line_count > 0 && !add(in, in->line_x[0], in->line_y[0])) return ovf_fail_memory(error);
    size_t step = type == wkbCircularString ? 2 : 1;
    for (size_t i = step; i < in->line_count && status == OVF_OK; i += step) {
        if (step == 2) status = add_arc(in, in->line_x + i - 2, in->line_y + i - 2, within, error);
        else if (!add(in, in->line_x[i], in->line_y[i])) status = ovf_fail_memory(error);
    }
    return status;
}

static ovf_status make_ring(tracing *in, OGRGeometryH curve, double within, OGRGeometryH polygon,
                            ovf_error *error)
{
    const int stride = (int)sizeof(double);
    in->count = 0;
    ovf_status status = trace(in, curve, within, true, error);
    if (status != OVF_OK) return status;
    OGRGeometryH ring = OGR_G_CreateGeometry(wkbLinearRing);
    if (ring == NULL) return ovf_fail_memory(error);
    if (in->count > 0) OGR_G_SetPoints(ring, (int)in->count, in->x, stride, in->y, stride, NULL, 0);
    if (OGR_G_AddGeometryDirectly(polygon, ring) == OGRERR_NONE) return OVF_OK;
    OGR_G_DestroyGeometry(ring);
    return ovf_fail_memory(error);
}

ovf_status ovf_arcs_cut(OGRGeometryH curved, double within, OGRGeometryH *polygon, ovf_error *error)
{
    tracing in = {0};
    OGRGeometryH made = OGR_G_CreateGeometry(wkbPolygon);
    ovf_status status = made == NULL ? ovf_fail_memory(error) : OVF_OK;
    for (int i = 0; status == OVF_OK && i < OGR_G_GetGeometryCount(curved); i++)
        status = make_ring(&in, OGR_G_GetGeometryRef(curved, i), within, made, error);
    if (status == OVF_OK) *polygon = made;
    else if (made != NULL) OGR_G_DestroyGeometry(made);
    free(in.x);
    free(in.y);
    free(in.line_x);
    free(in.line_y);
    return status;
}
