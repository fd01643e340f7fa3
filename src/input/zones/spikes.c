#include "input/zones/spikes.h"

#include <math.h>

#include "geodesy/edge.h"

/* The way between two vertices in longitude and latitude. */
static ovf_lonlat way(ovf_edges edges, ovf_lonlat from, ovf_lonlat to)
{
    return (ovf_lonlat){ovf_edge_lon_change(edges, from.lon, to.lon), to.lat - from.lat};
}

static bool is_same(ovf_edges edges, ovf_lonlat a, ovf_lonlat b)
{
    ovf_lonlat by = way(edges, a, b);
    return fabs(by.lon) <= OVF_SPIKE_WIDTH_DEG && fabs(by.lat) <= OVF_SPIKE_WIDTH_DEG;
}

/* Whether b is the tip of a spike between a and c. */
static bool is_tip(ovf_edges edges, ovf_lonlat a, ovf_lonlat b, ovf_lonlat c)
{
    if (is_same(edges, a, c)) return true;
    if (edges != OVF_EDGES_LONLAT) return false;
    ovf_lonlat u = way(edges, b, a), v = way(edges, b, c);
    double longest = fmax(hypot(u.lon, u.lat), hypot(v.lon, v.lat));
    return u.lon * v.lon + u.lat * v.lat > 0 &&
           fabs(u.lon * v.lat - v.lon * u.lat) <= OVF_SPIKE_WIDTH_DEG * longest;
}

size_t ovf_spikes_remove(ovf_ring *ring, ovf_edges edges, ovf_lonlat *first)
{
    ovf_lonlat *v = ring->vertices;
    size_t count = ring->count - 1, removed = 0; /* without the last, which is the first */
    bool again = true;
    while (again && count >= 3) {
        size_t kept = 0;
        again = false;
        for (size_t i = 0; i < count; i++) {
            while (kept >= 2 && is_same(edges, v[kept - 1], v[i])) kept--;
            if (kept >= 2 && is_tip(edges, v[kept - 2], v[kept - 1], v[i])) {
                if (removed++ == 0) *first = v[kept - 1];
                again = true;
                kept -= is_same(edges, v[kept - 2], v[i]) ? 2 : 1;
            }
            v[kept++] = v[i];
        }
        count = kept;
        /* Across the beginning. */
        while (count >= 3 && is_same(edges, v[count - 1], v[0])) count--;
        for (int side = 0; side < 2 && count >= 3; side++) {
            size_t tip = side == 0 ? count - 1 : 0, before = side == 0 ? count - 2 : count - 1,
                   after = side == 0 ? 0 : 1;
            if (!is_tip(edges, v[before], v[tip], v[after])) continue;
            if (removed++ == 0) *first = v[tip];
            again = true;
            for (size_t i = tip + 1; i < count; i++) v[i - 1] = v[i];
            count--;
        }
    }
    v[count] = v[0];
    ring->count = count + 1;
    return removed;
}
