/* The distance from lines, without index and bounds: the least over all edges, each walked along
 * and then narrowed down. Shares nothing with the library but PROJ's geodesics. */
#ifndef DISTANCE_TWIN_H
#define DISTANCE_TWIN_H

#include "twin.h"

#define STEPS 12

static inline ovf_lonlat edge_place(const twin_edge *e, double t)
{
    ovf_lonlat p = {e->a.lon + t * (e->b.lon - e->a.lon), e->a.lat + t * (e->b.lat - e->a.lat)};
    if (e->kind == OVF_EDGES_GEODESIC)
        geod_direct(ovf_earth(), e->a.lat, e->a.lon, e->azimuth, t * e->length_m, &p.lat, &p.lon,
                    NULL);
    return p;
}

static inline double edge_distance(const twin_edge *e, ovf_lonlat from, double t)
{
    return distance_between(from, edge_place(e, t));
}

static inline double twin_distance(const twin *w, ovf_lonlat from)
{
    double best = INFINITY;
    for (size_t k = 0; k < w->edge_count; k++) {
        const twin_edge *e = &w->edges[k];
        double least = INFINITY, at = 0;
        for (int i = 0; i <= STEPS; i++) {
            double distance = edge_distance(e, from, (double)i / STEPS);
            if (distance < least) least = distance, at = (double)i / STEPS;
        }
        if (least - 1.2 * e->length_m / STEPS > best) continue;
        double low = fmax(0, at - 1.0 / STEPS), high = fmin(1, at + 1.0 / STEPS);
        for (int i = 0; i < 48; i++) {
            double x = low + (high - low) * 0.381966, y = low + (high - low) * 0.618034;
            if (edge_distance(e, from, x) < edge_distance(e, from, y)) high = y;
            else low = x;
        }
        best = fmin(best, fmin(least, edge_distance(e, from, (low + high) / 2)));
    }
    return best;
}

/* A place on a flight, `along_m` from its first fix. */
static inline ovf_lonlat flight_place(const flight *f, double along_m)
{
    for (size_t i = 0;; i++) {
        double azimuth, length;
        ovf_lonlat p;
        geod_inverse(ovf_earth(), f->fixes[i].lat, f->fixes[i].lon, f->fixes[i + 1].lat,
                     f->fixes[i + 1].lon, &length, &azimuth, NULL);
        if (along_m > length && i + 2 < f->count) {
            along_m -= length;
            continue;
        }
        geod_direct(ovf_earth(), f->fixes[i].lat, f->fixes[i].lon, azimuth, along_m, &p.lat, &p.lon,
                    NULL);
        return p;
    }
}

static inline double flight_length(const flight *f)
{
    double sum = 0;
    for (size_t i = 0; i + 1 < f->count; i++)
        sum += distance_between((ovf_lonlat){f->fixes[i].lon, f->fixes[i].lat},
                                (ovf_lonlat){f->fixes[i + 1].lon, f->fixes[i + 1].lat});
    return sum;
}

#endif
