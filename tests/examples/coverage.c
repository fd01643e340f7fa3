/* How much of a square a swath of 20 km sees along a line through it. */
#include <stdio.h>
#include <overflight/overflight.h>

int main(void)
{
    const double square[] = {20, 54, 22, 54, 22, 55, 20, 55}, line[] = {19, 54.5, 23, 54.5};
    const size_t end = 4;
    ovf_zones zones = {0};
    ovf_zone *zone = NULL;
    ovf_route *route = NULL;
    ovf_sensors sensors = {0};
    ovf_analyzer *analyzer = NULL;
    ovf_scratch *scratch = NULL;
    ovf_observer *observer = NULL;
    ovf_coverage *coverage = NULL;
    const ovf_result *r;
    ovf_covered covered;
    ovf_error e = {0};
    if (ovf_zone_new("square", OVF_EDGES_LONLAT, square, &end, 1, &zone, &e) ||
        ovf_zones_add(&zones, &zone, &e) ||
        ovf_route_new("line", line, NULL, NULL, 2, &route, &e) ||
        ovf_sensors_add_width(&sensors, 20, &e) || ovf_analyzer_new(&zones, NULL, &analyzer, &e) ||
        ovf_scratch_new(&scratch, &e) || ovf_observer_new(&sensors, NULL, &observer, &e) ||
        ovf_coverage_new(&zones.items[0], OVF_JOINS_ROUND, &coverage, &e) ||
        ovf_analyze(analyzer, route, scratch, &r, &e) ||
        ovf_observe(observer, NULL, NULL, scratch, &e) ||
        ovf_coverage_add(coverage, r, r->observations, r->observation_count, NULL, &e))
        return fprintf(stderr, "%s\n", e.message), 1;
    ovf_coverage_read(coverage, &covered);
    printf("%.3f of %.3f km2\n", covered.covered_m2 / 1e6, covered.area_m2 / 1e6);
    ovf_coverage_free(coverage);
    ovf_observer_free(observer);
    ovf_scratch_free(scratch);
    ovf_analyzer_free(analyzer);
    ovf_sensors_clear(&sensors);
    ovf_route_free(route);
    return ovf_zones_clear(&zones), 0;
}
