/* All zones along the flights of a file: along ZONES ROUTES */
#include <stdio.h>
#include <overflight/overflight.h>

int main(int argc, char **argv)
{
    const char *zone_file = argc > 1 ? argv[1] : "", *route_file = argc > 2 ? argv[2] : "";
    ovf_zones zones = {0};
    ovf_analyzer *analyzer = NULL;
    ovf_scratch *scratch = NULL;
    ovf_route_source *source = NULL;
    const ovf_route *route = NULL;
    const ovf_result *result;
    ovf_error error = {0};
    bool good = ovf_zones_read(&zone_file, 1, NULL, &zones, &error) == OVF_OK &&
                ovf_analyzer_new(&zones, NULL, &analyzer, &error) == OVF_OK &&
                ovf_scratch_new(&scratch, &error) == OVF_OK &&
                ovf_route_source_open(&route_file, 1, NULL, &source, &error) == OVF_OK;
    while (good && ovf_route_source_next(source, &route, &error) == OVF_OK && route != NULL &&
           ovf_analyze(analyzer, route, scratch, &result, &error) == OVF_OK)
        for (size_t i = 0; i < result->meeting_count; i++)
            printf("%s: %.3f of %.3f km inside %s\n", route->id,
                   result->meetings[i].inside_m / 1000, result->length_m / 1000,
                   zones.items[result->meetings[i].zone].id);
    if (error.status != OVF_OK) fprintf(stderr, "%s\n", error.message);
    ovf_route_source_free(source);
    ovf_scratch_free(scratch);
    ovf_analyzer_free(analyzer);
    ovf_zones_clear(&zones);
    return error.status == OVF_OK ? 0 : 1;
}
