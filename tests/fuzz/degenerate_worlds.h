/* Routes and zones from any bytes, mostly degenerate ones. Most are small, since those of the size
 * of the earth take a thousand times as long. */
#ifndef OVF_FUZZ_DEGENERATE_WORLDS_H
#define OVF_FUZZ_DEGENERATE_WORLDS_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "geodesy/edge.h"
#include "overflight/model.h"

#define MOST 48

typedef struct {
    const uint8_t *bytes;
    size_t left;
} supply;

typedef struct {
    ovf_lonlat places[MOST];
    size_t count;
} places;

/* The zone is one ring that is not closed. */
typedef struct {
    places ring, fixes;
    ovf_edges kind;
    bool oriented;
} world;

static inline unsigned next(supply *in)
{
    if (in->left == 0) return 0;
    in->left--;
    return *in->bytes++;
}

static inline double fraction(supply *in) { return (next(in) * 256.0 + next(in)) / 65535; }

static inline double some_lon(supply *in)
{
    static const double special[] = {0, 180, -180, 90, -90, 360, -360, 10, 190, -170, 45, 135};
    unsigned byte = next(in);
    if (byte < 96) return special[byte % (sizeof special / sizeof *special)];
    return 360 * fraction(in) - 180;
}

static inline double some_lat(supply *in)
{
    static const double special[] = {0, 90, -90, 45, -45, 10, -10, 89.999999999, -60};
    unsigned byte = next(in);
    if (byte < 96) return special[byte % (sizeof special / sizeof *special)];
    return asin(2 * fraction(in) - 1) / OVF_RADIAN;
}

/* Far from the tolerance of a millimetre, on either side: what lies at the tolerance itself may be
 * told either way. */
static inline double small(supply *in)
{
    static const double sizes[] = {1e-15, 7e-15, 1e-13, 1e-11, 1e-10, 1e-6, 1e-4, 1e-2};
    unsigned byte = next(in);
    return (byte & 1 ? -1 : 1) * sizes[byte / 2 % 8];
}

/* Of a lonlat edge nearly so: such a leg may keep within the tolerance for a while. In small worlds
 * it may leave it by less than a millimetre, and then what is beside the edge depends on where the
 * leg is split: there only edges that are geodesics have such legs. */
static inline ovf_lonlat on_edge(const places *ring, ovf_edges kind, supply *in)
{
    size_t k = next(in) % ring->count;
    ovf_lonlat a = ring->places[k], b = ring->places[(k + 1) % ring->count], p;
    double t = next(in) / 255.0;
    struct geod_geodesicline line;
    if (kind == OVF_EDGES_LONLAT)
        return (ovf_lonlat){a.lon + t * (b.lon - a.lon), a.lat + t * (b.lat - a.lat)};
    geod_inverseline(&line, ovf_earth(), a.lat, a.lon, b.lat, b.lon, 0);
    geod_position(&line, t * line.s13, &p.lat, &p.lon, NULL);
    return p;
}

/* Where the world in hand is, if it is a small one, and its size. */
static ovf_lonlat centre;
static double spread_deg;

static inline ovf_lonlat some_place(supply *in)
{
    ovf_lonlat p = {some_lon(in), some_lat(in)};
    if (spread_deg == 0) return p;
    if (fabs(centre.lat) < 90) p.lon = centre.lon + spread_deg * fmod(p.lon, 180) / 180;
    p.lat = centre.lat + spread_deg * p.lat / 90;
    return p;
}

/* A place that may have to do with those that are there, or with those of the ring. */
static inline ovf_lonlat draw(supply *in, const places *there, const places *ring, ovf_edges kind)
{
    unsigned byte = next(in);
    ovf_lonlat p = some_place(in);
    if (ring->count > 0 && byte % 16 < 4) p = ring->places[next(in) % ring->count];
    else if (ring->count > 0 && byte % 16 < 6) p = on_edge(ring, kind, in);
    else if (there->count > 0 && byte % 16 < 8) p = there->places[next(in) % there->count];
    else if (there->count > 0 && byte % 16 == 8) {
        p = there->places[there->count - 1];
        if (spread_deg == 0) p = (ovf_lonlat){p.lon > 0 ? p.lon - 180 : p.lon + 180, -p.lat};
    } else if (there->count > 0 && byte % 16 == 9) {
        p.lon = there->places[there->count - 1].lon;
    } else if (there->count > 0 && byte % 16 == 10) {
        p.lat = there->places[there->count - 1].lat;
    } else if (there->count > 0 && byte % 16 == 11) {
        ovf_lonlat q = there->places[there->count - 1];
        p = (ovf_lonlat){q.lon + 2 * fraction(in) - 1, q.lat + 2 * fraction(in) - 1};
    }
    if (byte / 16 % 4 == 1) p.lon += small(in);
    if (byte / 16 % 4 == 2) p.lat += small(in);
    if (byte / 64 == 1) p.lon = remainder(p.lon, 360);
    p.lat = fmax(-90, fmin(90, p.lat));
    p.lon = fmax(-360, fmin(360, p.lon));
    return p;
}

/* A triangle, or a piece of a sphere between meridians, with edges along the axes. */
static inline void draw_along_axes(supply *in, places *ring)
{
    unsigned byte = next(in);
    double lon = some_lon(in), width = 1 + 170 * fraction(in), pole = byte & 1 ? 90 : -90;
    if (byte & 2) width = 15 * ceil(width / 15);
    if (lon + width > 360) lon -= 360;
    ring->count = 0;
    for (unsigned k = 0; k <= (byte / 4 & 1); k++)
        ring->places[ring->count++] = (ovf_lonlat){lon + width, k == 0 ? pole : pole / 2};
    ring->places[ring->count++] = (ovf_lonlat){lon + width, byte & 8 ? 0 : -pole};
    if (byte & 16)
        ring->places[ring->count++] = (ovf_lonlat){lon + width / 2, byte & 8 ? 0 : -pole};
    ring->places[ring->count++] = (ovf_lonlat){lon, byte & 8 ? 0 : -pole};
    ring->places[ring->count++] = (ovf_lonlat){lon, pole};
}

static inline world draw_world(supply *in)
{
    unsigned byte = next(in);
    world w = {.kind = byte & 1 ? OVF_EDGES_GEODESIC : OVF_EDGES_LONLAT,
               .oriented = (byte & 7) == 7};
    size_t vertices = 3 + byte / 8 % 6, fixes = 2 + byte / 64;
    const places none = {.count = 0};
    unsigned small_world = next(in);
    spread_deg = small_world % 8 == 0 ? 0 : small_world % 8 < 4 ? 2 : 0.02;
    centre = (ovf_lonlat){some_lon(in), some_lat(in)};
    for (size_t k = 0; k < vertices; k++)
        w.ring.places[w.ring.count++] = draw(in, &w.ring, &none, w.kind);
    if (next(in) % 16 == 1) draw_along_axes(in, &w.ring);
    for (size_t k = 0; k < fixes; k++)
        w.fixes.places[w.fixes.count++] = draw(in, &w.fixes, &w.ring, w.kind);
    return w;
}

#endif
