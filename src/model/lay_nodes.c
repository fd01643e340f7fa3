#include "model/lay_nodes.h"

#include <stdlib.h>

#include "base/array.h"

/* Twice the tolerance: what is within it of a place is in one of two cells along each axis. */
#define CELL_M (2 * OVF_OVERLAY_TOLERANCE_M)

static size_t cell_of(const ovf_lay_nodes *nodes, int64_t x, int64_t y, int64_t z)
{
    uint64_t hash = (uint64_t)x * 0x9e3779b97f4a7c15u ^ (uint64_t)y * 0xc2b2ae3d27d4eb4fu ^
                    (uint64_t)z * 0x165667b19e3779f9u;
    hash ^= hash >> 29;
    return (size_t)(hash % nodes->cell_count);
}

static size_t own_cell(const ovf_lay_nodes *nodes, ovf_vector p)
{
    return cell_of(nodes, (int64_t)floor(p.x / CELL_M), (int64_t)floor(p.y / CELL_M),
                   (int64_t)floor(p.z / CELL_M));
}

static bool grow(ovf_lay_nodes *nodes)
{
    size_t count = nodes->cell_count == 0 ? 1024 : 2 * nodes->cell_count;
    size_t *cells = ovf_array_new(count, sizeof *cells);
    if (cells == NULL) return false;
    free(nodes->cells);
    nodes->cells = cells;
    nodes->cell_count = count;
    for (size_t c = 0; c < count; c++) cells[c] = OVF_OVERLAY_NO_NODE;
    for (size_t n = 0; n < nodes->count; n++) {
        size_t cell = own_cell(nodes, nodes->items[n].point);
        nodes->items[n].next = cells[cell];
        cells[cell] = n;
    }
    return true;
}

static size_t find(const ovf_lay_nodes *nodes, ovf_vector p)
{
    /* The corner of the eight cells that are nearest. */
    const int64_t x = (int64_t)floor(p.x / CELL_M - 0.5), y = (int64_t)floor(p.y / CELL_M - 0.5),
                  z = (int64_t)floor(p.z / CELL_M - 0.5);
    size_t found = OVF_OVERLAY_NO_NODE;
    double nearest = OVF_OVERLAY_TOLERANCE_M;
    for (int k = 0; k < 8; k++) {
        size_t n = nodes->cells[cell_of(nodes, x + (k & 1), y + (k >> 1 & 1), z + (k >> 2))];
        for (; n != OVF_OVERLAY_NO_NODE; n = nodes->items[n].next) {
            double distance = ovf_distance(nodes->items[n].point, p);
            if (!(distance <= nearest)) continue;
            nearest = distance;
            found = n;
        }
    }
    return found;
}

size_t ovf_lay_node_at(ovf_lay_nodes *nodes, ovf_vector point, ovf_lonlat at, bool given)
{
    if (nodes->count >= nodes->cell_count && !grow(nodes)) return OVF_OVERLAY_NO_NODE;
    size_t found = find(nodes, point);
    if (found != OVF_OVERLAY_NO_NODE) {
        nodes->items[found].given = nodes->items[found].given || given;
        return found;
    }
    if (!ovf_array_reserve(&nodes->items, &nodes->capacity, nodes->count + 1, sizeof *nodes->items))
        return OVF_OVERLAY_NO_NODE;
    size_t cell = own_cell(nodes, point);
    double lon = fabs(at.lon) <= 180 ? at.lon : remainder(at.lon, 360);
    nodes->items[nodes->count] = (ovf_lay_node){point, {lon, at.lat}, given, nodes->cells[cell]};
    nodes->cells[cell] = nodes->count;
    return nodes->count++;
}

void ovf_lay_nodes_clear(ovf_lay_nodes *nodes)
{
    free(nodes->items);
    free(nodes->cells);
    *nodes = (ovf_lay_nodes){0};
}
