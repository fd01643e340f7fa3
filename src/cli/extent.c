#include "cli/extent.h"

#include <math.h>
#include <stdlib.h>

size_t cli_zone_rings(const ovf_zone *zone)
{
    size_t count = 0;
    for (size_t i = 0; i < zone->polygon_count; i++) count += zone->polygons[i].count;
    return count;
}

size_t cli_zone_vertices(const ovf_zone *zone)
{
    size_t count = 0;
    for (size_t i = 0; i < zone->polygon_count; i++)
        for (size_t j = 0; j < zone->polygons[i].count; j++)
            if (zone->polygons[i].rings[j].count > 0) count += zone->polygons[i].rings[j].count - 1;
    return count;
}

/* A stretch of longitudes, both within [-180, 180]. */
typedef struct {
    double west, east;
} stretch;

static int by_west(const void *left, const void *right)
{
    const stretch *a = left, *b = right;
    return a->west < b->west ? -1 : a->west > b->west;
}

static double wrap(double lon)
{
    double wrapped = remainder(lon, 360);
    return wrapped >= 180 ? -180 : wrapped;
}

/* The way from one vertex to the next as the ring means it: the short one, but a whole circle stays
 * one. */
static double step(double from, double to)
{
    double way = to - from;
    return fabs(way) <= 180 || fabs(way) == 360 ? way : remainder(way, 360);
}

static void add_stretch(double from, double way, stretch *stretches, size_t *count)
{
    double west = wrap(way >= 0 ? from : from + way), east = west + fabs(way);
    stretches[(*count)++] = (stretch){west, fmin(east, 180)};
    if (east > 180) stretches[(*count)++] = (stretch){-180, east - 360};
}

static void add_ring(const ovf_ring *ring, cli_box *box, stretch *stretches, size_t *count)
{
    double turned = 0, lat_sum = 0;
    for (size_t i = 0; i + 1 < ring->count; i++) {
        const ovf_lonlat *a = &ring->vertices[i], *b = &ring->vertices[i + 1];
        double way = step(a->lon, b->lon);
        add_stretch(a->lon, way, stretches, count);
        turned += way;
        lat_sum += a->lat;
        box->south = fmin(box->south, a->lat);
        box->north = fmax(box->north, a->lat);
    }
    /* A ring that goes once around encloses the pole on its side. */
    if (fabs(turned) > 180 && lat_sum > 0) box->north = 90;
    if (fabs(turned) > 180 && lat_sum < 0) box->south = -90;
}

/* The box is what the widest gap between the stretches leaves of the circle. */
static void find_longitudes(stretch *stretches, size_t count, cli_box *box)
{
    double reach = -180, widest = 1e-9; /* degrees: a narrower gap is rounding */
    qsort(stretches, count, sizeof *stretches, by_west);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && stretches[i].west - reach > widest) {
            widest = stretches[i].west - reach;
            box->west = stretches[i].west;
            box->east = reach > -180 ? reach : 180;
        }
        reach = fmax(reach, stretches[i].east);
    }
    if (stretches[0].west + 360 - reach > widest) {
        box->west = stretches[0].west;
        box->east = reach;
    }
}

bool cli_zone_box(const ovf_zone *zone, cli_box *box)
{
    size_t edges = cli_zone_vertices(zone), count = 0;
    stretch *stretches = calloc(2 * edges + 1, sizeof *stretches);
    *box = (cli_box){-180, 90, 180, -90};
    if (stretches == NULL) return false;
    for (size_t i = 0; i < zone->polygon_count; i++)
        for (size_t j = 0; j < zone->polygons[i].count; j++)
            add_ring(&zone->polygons[i].rings[j], box, stretches, &count);
    if (count > 0) find_longitudes(stretches, count, box);
    free(stretches);
    return true;
}
