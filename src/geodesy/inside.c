/* Inside or outside: by the edges that lie north on the meridian.
 *
 * In longitude and latitude this is the usual ray upwards; on the ellipsoid the ray is the meridian
 * to the pole. Which edges span the meridian is decided on the longitudes alone, half open, so that
 * two edges which share a vertex never both count and never both fail to. */
#include "geodesy/boundary.h"

/* Whether the half-open stretch holds the longitude, by one of its names; then *at is that name.
 * All names are exact (boundary.h), so that at a vertex which two edges share one of them holds it
 * and the other does not. */
static bool spans(double from, double to, double lon, double *at)
{
    double low = from < to ? from : to, high = from < to ? to : from;
    double turns = nearbyint(((low + high) / 2 - lon) / 360);
    *at = turns == 0 ? lon : lon + 360 * turns;
    if (*at >= low && *at < high) return true;
    if (high - low < 350) return false;
    turns += *at < low ? 1 : -1;
    *at = turns == 0 ? lon : lon + 360 * turns;
    return *at >= low && *at < high;
}

/* Of a place far from the edge the heights over the equator's plane decide, which are in order
 * along a meridian: a short edge, prolonged so far, would not lead anywhere. */
static bool geodesic_is_north(const ovf_boundary *b, uint32_t v, ovf_vector point)
{
    ovf_edge edge;
    double z1 = b->points[v].z, z2 = b->points[v + 1].z,
           strays = ovf_distance(b->points[v], b->points[v + 1]);
    strays = strays * strays / (8 * OVF_EARTH_MIN_RADIUS) * 1.01 + ovf_boundary_strays(b, v) + 1e-6;
    if (point.z < fmin(z1, z2) - strays) return true;
    if (point.z > fmax(z1, z2) + strays) return false;
    ovf_boundary_edge(b, v, &edge);
    return (edge.lon_change > 0) == (ovf_edge_side(&edge, point) < 0);
}

bool ovf_boundary_contains(const ovf_boundary *b, double lon, double lat)
{
    bool inside = b->north_inside;
    double at;
    lon = ovf_boundary_longitude(lon);
    for (size_t k = 0; k < b->pole_edge_count; k++)
        if (spans(b->pole_edges[k].from, b->pole_edges[k].to, lon, &at)) inside = !inside;

    ovf_vector point = ovf_earth_point(lon, lat);
    double east = sin(lon * OVF_RADIAN),
           north = cos(lon * OVF_RADIAN); /* x = north, y = east is the meridian's direction */
    for (size_t k = 0; k < b->tree.count;) {
        const ovf_node *node = &b->tree.nodes[k];
        double x1 = (double)node->box.low[0], x2 = (double)node->box.high[0],
               y1 = (double)node->box.low[1], y2 = (double)node->box.high[1];
        double across = (y1 + y2) / 2 * north - (x1 + x2) / 2 * east;
        double reach = ((x2 - x1) * fabs(east) + (y2 - y1) * fabs(north)) / 2;
        double outwards = fmax(x1 * north, x2 * north) + fmax(y1 * east, y2 * east);
        if (fabs(across) > reach || outwards < 0 || (double)node->box.high[2] < point.z) {
            k = node->skip;
            continue;
        }
        if (node->item != UINT32_MAX) {
            const ovf_run run = b->runs[node->item];
            for (uint32_t v = run.first; v < run.first + run.edges; v++) {
                ovf_lonlat from = b->positions[v], to = b->positions[v + 1];
                if (!spans(from.lon, to.lon, lon, &at)) continue;
                if (ovf_boundary_kind(b, v) == OVF_EDGES_LONLAT) {
                    double t = (at - from.lon) / (to.lon - from.lon);
                    if (from.lat + t * (to.lat - from.lat) > lat) inside = !inside;
                } else if (geodesic_is_north(b, v, point)) {
                    inside = !inside;
                }
            }
        }
        k++;
    }
    return inside;
}
