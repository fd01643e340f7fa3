/* Corners: what the reach sweeps over while the aircraft turns on the spot. */
#include "analysis/coverage/swath_lay.h"
#include "geodesy/tree.h"

/* Below this turn, radians, both sides go beyond the directions of the two strips, so that nothing
 * is left between their ends. */
#define STRAIGHT 1e-3
/* A fix that is passed straighter than this is no corner: both strips are joined there in any case.
 */
#define NO_TURN 1e-5
/* What the balance leaves of a lens is of fourth order: 2e-7 of the area here. */
#define COARSEST 0.027

/* One side of a corner. */
typedef struct {
    ovf_lonlat fix;
    ovf_flat apex;
    double azimuth,
        turn;      /* radians; of the reach's direction before the turn, and by how much it turns */
    double beyond; /* by how much it goes beyond the directions of the two strips, radians */
    double near[2], far[2]; /* radii before and after */
} sector;

/* 0.02 k l³ with k = 1/r, l = r step. */
double ovf_swath_arc_step(double radius_m, double amiss_m2)
{
    return fmin(cbrt(amiss_m2 / (0.02 * radius_m * radius_m)), COARSEST);
}

static bool add_sector(ovf_swath *swath, const ovf_plane *plane, const sector *s, double amiss)
{
    double farthest = fmax(s->far[0], s->far[1]), sense = s->turn < 0 ? -1 : 1,
           sweep = fabs(s->turn) + 2 * s->beyond;
    if (!(farthest > 0)) return true;
    size_t steps = 1 + (size_t)ceil(sweep / ovf_swath_arc_step(farthest, amiss)),
           first = swath->sample_count;
    for (size_t i = 0; i <= steps; i++) {
        double angle = sweep * (double)i / (double)steps - s->beyond,
               t = s->turn == 0 ? (double)i / (double)steps : angle / fabs(s->turn);
        t = t < 0 ? 0 : t > 1 ? 1 : t;
        double near = s->near[0] + t * (s->near[1] - s->near[0]),
               far = s->far[0] + t * (s->far[1] - s->far[0]), lat, lon;
        struct geod_geodesicline ray;
        geod_lineinit(&ray, ovf_earth(), s->fix.lat, s->fix.lon,
                      (s->azimuth + sense * angle) / OVF_RADIAN,
                      GEOD_LATITUDE | GEOD_LONGITUDE | GEOD_DISTANCE_IN);
        geod_position(&ray, far, &lat, &lon, NULL);
        ovf_flat outer = ovf_plane_point(plane, lon, lat), inner = s->apex;
        if (near > 0) {
            geod_position(&ray, near, &lat, &lon, NULL);
            inner = ovf_plane_point(plane, lon, lat);
        }
        bool good = sense > 0 ? ovf_swath_add_sample(swath, outer, inner)
                              : ovf_swath_add_sample(swath, inner, outer);
        if (!good) return false;
    }
    ovf_swath_balance(swath->left + first, steps);
    ovf_swath_balance(swath->right + first, steps);
    return ovf_swath_add_strip(swath, &(ovf_strip){.first = first, .count = steps + 1});
}

double ovf_swath_turn(ovf_laid_look *before, ovf_laid_look *after, double *azimuth)
{
    double lat, lon, end;
    ovf_leg_draw(&before->leg);
    ovf_leg_draw(&after->leg);
    geod_position(&before->leg.line, before->leg.length_m, &lat, &lon, &end);
    /* At a pole the azimuth is told with the longitude that the fix is given with. */
    if (fabs(before->leg.to.lat) == 90)
        end += copysign(1.0, before->leg.to.lat) * (after->leg.from.lon - before->leg.to.lon);
    *azimuth = end * OVF_RADIAN;
    return remainder(after->leg.line.azi1 - end, 360) * OVF_RADIAN;
}

/* Whether the inner side of a turn lies within the two strips: a place there is at most as far from
 * the fix as they reach, so it is at most so far from the leg that it stands beside; that it does
 * stand beside takes a leg as long. */
static bool within_strips(const ovf_laid_look *before, const ovf_laid_look *after, const sector *s)
{
    const ovf_look *a = before->look, *b = after->look;
    return s->near[0] <= 0 && s->near[1] <= 0 && a->from.low_m == a->to.low_m &&
           a->from.high_m == a->to.high_m && b->from.low_m == b->to.low_m &&
           b->from.high_m == b->to.high_m && a->to.low_m == b->from.low_m &&
           a->to.high_m == b->from.high_m && a->to.low_m <= 0 && a->to.high_m >= 0 &&
           before->to_m - before->from_m >= s->far[0] && after->to_m - after->from_m >= s->far[0];
}

bool ovf_swath_corner(ovf_swath *swath, const ovf_plane *plane, ovf_laid_look *before,
                      ovf_laid_look *after, const ovf_swath_options *options)
{
    ovf_lonlat fix = after->leg.from;
    ovf_swath_interval a = before->look->to, b = after->look->from;
    double farthest = fmax(ovf_look_farthest(before->look), ovf_look_farthest(after->look)),
           azimuth;
    ovf_vector p = ovf_earth_point(fix.lon, fix.lat);
    const double c[3] = {p.x, p.y, p.z};
    ovf_box point = ovf_box_around(c, c);
    if (!ovf_swath_nears(options, &point, farthest)) return true;
    ovf_flat apex = ovf_plane_point(plane, fix.lon, fix.lat);
    double stretch = ovf_plane_stretch(apex);
    if (!isfinite(stretch)) return true;
    ovf_rectangle around = ovf_swath_around(apex, farthest * stretch * 1.05 + 1);
    if (!ovf_swath_wants(options, &around)) return true;

    double turn = ovf_swath_turn(before, after, &azimuth),
           width = fmax(a.high_m - a.low_m, b.high_m - b.low_m),
           amiss = ovf_swath_amiss(width, width);
    if (options->joins == OVF_JOINS_NONE && fabs(turn) > NO_TURN) return true;
    /* The line across the track at the end of a strip bends by k r, k being the curvature of
     * geodesics here (swath_legs.c), so straight pieces of it leave the fix in a direction that is
     * off by less. On the inner side of a turn both strips lie beyond the sector, and that far it
     * may not go. */
    double beyond = 1e-6 + 4 * farthest * hypot(apex.x, apex.y) /
                               (4 * OVF_EARTH_MIN_RADIUS * OVF_EARTH_MIN_RADIUS) * stretch *
                               stretch * stretch;
    bool straight = fabs(turn) < fmax(STRAIGHT, 4 * beyond);
    sector left = {fix,
                   apex,
                   azimuth - 90 * OVF_RADIAN,
                   turn,
                   straight || turn > 0 ? beyond : 0,
                   {fmax(a.low_m, 0), fmax(b.low_m, 0)},
                   {fmax(a.high_m, 0), fmax(b.high_m, 0)}};
    sector right = {fix,
                    apex,
                    azimuth + 90 * OVF_RADIAN,
                    turn,
                    straight || turn <= 0 ? beyond : 0,
                    {fmax(-a.high_m, 0), fmax(-b.high_m, 0)},
                    {fmax(-a.low_m, 0), fmax(-b.low_m, 0)}};
    const sector *inner = turn > 0 ? &right : &left, *outer = turn > 0 ? &left : &right;
    if (!add_sector(swath, plane, outer, amiss)) return false;
    if (!straight && within_strips(before, after, inner)) return true;
    return add_sector(swath, plane, inner, amiss);
}
