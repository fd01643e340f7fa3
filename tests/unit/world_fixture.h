/* Worlds within the bounds of what is known of ground, geoid, pressure and temperature: for twins
 * that sample them. */
#ifndef WORLD_FIXTURE_H
#define WORLD_FIXTURE_H

#include "air_fixture.h"
#include "geometry_fixture.h"
#include "overflight/heights.h"

#define SPACING_M 500.0
#define GROUND_ERROR_M 10.0
#define HILL_M 200.0

/* ---- hills with holes ---- */

static inline double hills(double lon) { return 300 + HILL_M * sin(6 * lon); }

/* Between -29.6 and -29.4 degrees the ground is unknown. */
static inline bool is_hole(double lon, double around_deg)
{
    return lon > -29.6 - around_deg && lon < -29.4 + around_deg;
}

static inline ovf_status hilly(void *context, const ovf_lonlat *places, size_t count,
                               double *heights_m, ovf_error *error)
{
    (void)context;
    (void)error;
    for (size_t i = 0; i < count; i++)
        heights_m[i] = is_hole(places[i].lon, 0) ? NAN : hills(places[i].lon);
    return OVF_OK;
}

static const ovf_ground ground = {hilly, NULL, SPACING_M, NULL};

/* ---- worlds within the bounds ---- */

#define AIRS 8
#define EXTREMES (AIRS * 4)
#define WORLDS (EXTREMES + 6)

typedef struct {
    const air_column *air;
    double ground_share, geoid_m; /* from -1 to 1: how far from the middle the ground is */
} world;

typedef struct {
    ovf_vertical vertical;
    air_column airs[AIRS + 6];
    world worlds[WORLDS];
} universe;

typedef struct {
    ovf_air cold, warm;
    double share;
} blend;

static inline double kelvin_of(void *context, double height)
{
    const blend *b = context;
    double cold = kelvin_at(&b->cold, height), warm = kelvin_at(&b->warm, height);
    return cold + b->share * (warm - cold);
}

static inline void make_universe(universe *u)
{
    ovf_vertical *v = &u->vertical;
    blend sky;
    *v = (ovf_vertical){0};
    if (pick(2) == 0) {
        v->ground = &ground;
        v->ground_error_m = GROUND_ERROR_M;
    }
    if (pick(3) > 0) {
        v->qnh_least_hpa = uniform(950, 1040);
        v->qnh_most_hpa = v->qnh_least_hpa + (double)pick(3) * uniform(0, 15);
    }
    if (pick(3) > 0) {
        v->temperature_least_k = uniform(250, 305);
        v->temperature_most_k = v->temperature_least_k + (double)pick(2) * uniform(0, 10);
    }
    ovf_air_extremes(v, false, &sky.cold, &sky.warm);
    double q1 = v->qnh_least_hpa > 0 ? v->qnh_least_hpa : 870,
           q2 = v->qnh_most_hpa > 0 ? v->qnh_most_hpa : 1095;
    for (int k = 0; k < AIRS + 6; k++) {
        bool extreme = k < AIRS;
        sky.share = extreme ? k & 1 : uniform(0, 1);
        lay_column(&u->airs[k], extreme ? ((k & 2) != 0 ? q2 : q1) : uniform(q1, q2),
                   extreme ? ((k & 4) != 0 ? GRAVITY_AT_POLE : GRAVITY_AT_EQUATOR)
                           : uniform(GRAVITY_AT_EQUATOR, GRAVITY_AT_POLE),
                   kelvin_of, &sky);
    }
    for (int k = 0; k < WORLDS; k++) {
        bool extreme = k < EXTREMES;
        u->worlds[k] = (world){&u->airs[extreme ? k % AIRS : AIRS + k - EXTREMES],
                               extreme ? (k / AIRS % 2) * 2 - 1 : uniform(-1, 1),
                               extreme ? (k / AIRS / 2 == 0 ? -107 : 86) : uniform(-107, 86)};
    }
}

static inline double ground_in(const universe *u, const world *w, double lon)
{
    if (u->vertical.ground == NULL || is_hole(lon, 0))
        return (-450 + 6961) / 2.0 + w->ground_share * (6961 + 450) / 2;
    return hills(lon) + w->ground_share * GROUND_ERROR_M;
}

/* A height over the sea in a world; NAN beyond its air. */
static inline double over_sea(const universe *u, const world *w, double lon, double metres,
                              ovf_height_reference reference)
{
    switch (reference) {
    case OVF_HEIGHT_AGL: return metres + ground_in(u, w, lon);
    case OVF_HEIGHT_STD: return height_of_level(w->air, metres);
    case OVF_HEIGHT_ELLIPSOID: return metres - w->geoid_m;
    case OVF_HEIGHT_UNKNOWN:
    case OVF_HEIGHT_MSL: break;
    }
    return metres;
}

static inline ovf_height some_height(double metres)
{
    static const ovf_height_reference all[] = {OVF_HEIGHT_MSL, OVF_HEIGHT_AGL, OVF_HEIGHT_STD,
                                               OVF_HEIGHT_ELLIPSOID};
    return (ovf_height){metres, all[pick(4)]};
}

#endif
