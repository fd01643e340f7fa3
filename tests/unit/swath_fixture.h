/* Observations of routes, areas of swaths by quadrature on the ellipsoid, and who sees a place, for
 * the tests of coverage.
 *
 * The area beside a geodesic: with y the distance from it along the geodesics that leave it at a
 * right angle and s where they leave, the metric is dy² + G² ds² with G'' + K G = 0, G(0) = 1,
 * G'(0) = 0 (do Carmo, Differential Geometry of Curves and Surfaces, 4-4), which is Karney's
 * geodesic scale M12 (J. Geodesy 87 (2013) 43, section 3). So the area is the integral of M12 dy
 * ds; and that of a sector is the one of the reduced length m12 dr dα. PROJ's geodesic.h has both.
 */
#ifndef SWATH_FIXTURE_H
#define SWATH_FIXTURE_H

#include "geometry_fixture.h"

#include "overflight/area.h"
#include "overflight/coverage.h"

/* Gauss and Legendre, ten nodes. */
static const double gauss_node[5] = {0.1488743389816312, 0.4333953941292472, 0.6794095682990244,
                                     0.8650633666889845, 0.9739065285171717};
static const double gauss_weight[5] = {0.2955242247147529, 0.2692667193099964, 0.2190863625159820,
                                       0.1494513491505806, 0.0666713443086881};

typedef double (*integrand)(void *context, double x);

static inline double integral(integrand f, void *context, double from, double to, size_t pieces)
{
    double sum = 0, half = (to - from) / 2 / (double)pieces;
    for (size_t p = 0; p < pieces; p++) {
        double middle = from + half * (double)(2 * p + 1);
        for (int i = 0; i < 5; i++)
            sum += gauss_weight[i] * half *
                   (f(context, middle - half * gauss_node[i]) +
                    f(context, middle + half * gauss_node[i]));
    }
    return sum;
}

typedef struct {
    struct geod_geodesicline line; /* that y or r runs along */
    const ovf_leg *leg;
    double from_m, to_m; /* along the leg */
    ovf_swath_interval from, to;
    ovf_lonlat centre;
    double near, far;
} strip_area;

static inline double geodesic_scale(void *context, double y)
{
    strip_area *a = context;
    double scale;
    geod_genposition(&a->line, 0, y, NULL, NULL, NULL, NULL, NULL, &scale, NULL, NULL);
    return scale;
}

static inline double across(strip_area *a, double along_m, double low, double high)
{
    double lat, lon, azimuth;
    geod_position(&a->leg->line, along_m, &lat, &lon, &azimuth);
    geod_lineinit(&a->line, ovf_earth(), lat, lon, azimuth - 90, GEOD_ALL);
    return integral(geodesic_scale, a, low, high, 1);
}

static inline double across_look(void *context, double along_m)
{
    strip_area *a = context;
    double t = (along_m - a->from_m) / (a->to_m - a->from_m);
    return across(a, along_m, a->from.low_m + t * (a->to.low_m - a->from.low_m),
                  a->from.high_m + t * (a->to.high_m - a->from.high_m));
}

/* Of what is seen from a stretch of the leg, whose reach is linear. */
static inline double area_beside(const ovf_leg *leg, double from_m, double to_m,
                                 ovf_swath_interval from, ovf_swath_interval to)
{
    strip_area a = {.leg = leg, .from_m = from_m, .to_m = to_m, .from = from, .to = to};
    return integral(across_look, &a, from_m, to_m, 4 + (size_t)((to_m - from_m) / 2e5));
}

static inline double reduced_length(void *context, double r)
{
    strip_area *a = context;
    double m12;
    geod_genposition(&a->line, 0, r, NULL, NULL, NULL, NULL, &m12, NULL, NULL, NULL);
    return m12;
}

static inline double outwards(void *context, double azimuth)
{
    strip_area *a = context;
    geod_lineinit(&a->line, ovf_earth(), a->centre.lat, a->centre.lon, azimuth / OVF_RADIAN,
                  GEOD_ALL);
    return integral(reduced_length, a, a->near, a->far, 1);
}

/* Of the ring between two radii, from one azimuth to another, radians. */
static inline double area_around(ovf_lonlat centre, double near, double far, double from, double to)
{
    strip_area a = {.centre = centre, .near = near, .far = far};
    return integral(outwards, &a, from, to, 8);
}

/* ---- observations ---- */

#define MOST_LOOKS 256

/* A flight with its lengths, and what is seen of it. */
typedef struct {
    ovf_fix fixes[MOST_LOOKS];
    double along[MOST_LOOKS];
    size_t count;
    ovf_look looks[MOST_LOOKS];
    ovf_route route;
    ovf_result result;
    ovf_observation observation;
} observed;

static inline void observe_fix(observed *o, double lon, double lat)
{
    assert_true(o->count < MOST_LOOKS);
    o->along[o->count] = 0;
    if (o->count > 0) {
        double length;
        geod_inverse(ovf_earth(), o->fixes[o->count - 1].lat, o->fixes[o->count - 1].lon, lat, lon,
                     &length, NULL, NULL);
        o->along[o->count] = o->along[o->count - 1] + length;
    }
    o->fixes[o->count++] = (ovf_fix){lon, lat, NAN, NAN};
}

/* Closes what has been put together: the route, and its result. */
static inline void observe_looks(observed *o, size_t looks)
{
    o->route = (ovf_route){.id = "flight",
                           .file = "test",
                           .fixes = o->fixes,
                           .fix_count = o->count,
                           .part_ends = &o->count,
                           .part_count = 1};
    o->result = (ovf_result){
        .route = &o->route, .length_m = o->along[o->count - 1], .fix_along_m = o->along};
    o->observation = (ovf_observation){.looks = o->looks, .count = looks};
}

/* One look a leg, all alike; legs without length have none. */
static inline void observe_all(observed *o, double low, double high)
{
    size_t looks = 0;
    for (size_t i = 0; i + 1 < o->count; i++) {
        if (!(o->along[i + 1] > o->along[i])) continue;
        o->looks[looks] = (ovf_look){
            o->along[i], o->along[i + 1], {low, high}, {low, high}, looks > 0};
        looks++;
    }
    observe_looks(o, looks);
}

static inline double swath_area(observed *o, ovf_joins joins)
{
    observe_looks(o, o->observation.count); /* it may have been copied */
    ovf_polygon *polygons = NULL;
    size_t count = 0;
    double area = NAN;
    ovf_error error = {0};
    if (ovf_swath_draw(&o->result, &o->observation, joins, 1, &polygons, &count, &area, &error) !=
        OVF_OK)
        fail_msg("%s", error.message);
    ovf_polygons_free(polygons, count);
    return area;
}

/* A leg by where it begins, its azimuth and its length. */
static inline observed observe_leg(ovf_lonlat from, double azimuth, double length, double low,
                                   double high)
{
    observed o = {.count = 0};
    ovf_lonlat to = place_at(from, azimuth, length);
    observe_fix(&o, from.lon, from.lat);
    observe_fix(&o, to.lon, to.lat);
    observe_all(&o, low, high);
    return o;
}

static inline ovf_leg leg_of(const observed *o, size_t k)
{
    ovf_leg leg;
    ovf_leg_between(&leg, o->fixes[k].lon, o->fixes[k].lat, o->fixes[k + 1].lon,
                    o->fixes[k + 1].lat);
    return leg;
}

/* The foot of a place on the leg's geodesic, where an inverse solution says so: the signed
 * distance, left positive. */
static inline double foot_of(const ovf_leg *leg, ovf_lonlat place, double *along_m)
{
    double along = 0, distance = 0, side = 0;
    ovf_leg_offset(leg, ovf_earth_point(place.lon, place.lat), &along);
    for (int step = 0; step < 30; step++) {
        double lat, lon, azimuth, away;
        geod_position(&leg->line, along, &lat, &lon, &azimuth);
        geod_inverse(ovf_earth(), lat, lon, place.lat, place.lon, &distance, &away, NULL);
        double angle = (away - azimuth) * OVF_RADIAN, ahead = distance * cos(angle);
        side = -sin(angle);
        along += ahead;
        if (fabs(ahead) < 1e-7) break;
    }
    *along_m = along;
    return side < 0 ? -distance : distance;
}

#define RIGHT_TO(found, wanted, share)                                                        \
    do {                                                                                      \
        double found_ = (found), wanted_ = (wanted);                                          \
        if (!(fabs(found_ - wanted_) <= (share)*wanted_))                                     \
            fail_msg("line %d: %.9g m2, wanted %.9g m2, off by %.3g of it", __LINE__, found_, \
                     wanted_, found_ / wanted_ - 1);                                          \
    } while (0)

#endif
