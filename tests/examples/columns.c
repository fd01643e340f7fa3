/* Three routes in GeoArrow's layout through a square of two degrees by one. */
#include <inttypes.h>
#include <stdio.h>

#include "overflight/build.h"
#include "overflight/columns.h"

static const double square[] = {20, 54, 22, 54, 22, 55, 20, 55};
static const double lonlat[] = {19, 54.5, 23, 54.5, 20.5, 53, 21, 54.8, 21, 53, 22.2, 54, 22.2, 56};
static const int32_t offsets[] = {0, 2, 5, 7};

int main(void)
{
    const size_t ring_end = 4;
    const ovf_columns columns = {
        .route_count = 3, .offsets32 = offsets, .fix_count = 7, .lonlat = lonlat};
    ovf_zones zones = {0};
    ovf_zone *zone = NULL;
    ovf_analyzer *analyzer = NULL;
    ovf_statistics *statistics = NULL;
    ovf_error error = {0};
    if (ovf_zone_new("square", OVF_EDGES_LONLAT, square, &ring_end, 1, &zone, &error) ||
        ovf_zones_add(&zones, &zone, &error) || ovf_analyzer_new(&zones, NULL, &analyzer, &error) ||
        ovf_analyze_columns(analyzer, &columns, NULL, &statistics, &error))
        fprintf(stderr, "%s\n", error.message);
    for (size_t i = 0; statistics != NULL && i < statistics->row_count; i++)
        printf("route %" PRId64 ": %.3f m inside zone %s in %" PRId64 " passages, nearest %.3f m\n",
               statistics->route[i], statistics->inside_m[i], zones.items[statistics->zone[i]].id,
               statistics->passages[i], statistics->nearest_m[i]);
    ovf_statistics_free(statistics);
    ovf_analyzer_free(analyzer);
    ovf_zone_free(zone);
    ovf_zones_clear(&zones);
    return error.status;
}
