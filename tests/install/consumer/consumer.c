/* A program of somebody else's, who has overflight installed: how many metres of each route lie
 * inside of each zone.
 *
 *     consumer ZONES ROUTES     a line "ROUTE ZONE METRES" for each that meet
 *     consumer                  where the library finds its geodata */
#include <overflight/overflight.h>

#include <stdio.h>
#include <string.h>

static ovf_status print_lengths(const ovf_zones *zones, ovf_route_source *routes,
                                const ovf_analyzer *analyzer, ovf_scratch *scratch,
                                ovf_error *error)
{
    for (;;) {
        const ovf_route *route;
        const ovf_result *result;
        ovf_status status = ovf_route_source_next(routes, &route, error);
        if (status != OVF_OK || route == NULL) return status;
        status = ovf_analyze(analyzer, route, scratch, &result, error);
        if (status != OVF_OK) return status;
        for (size_t i = 0; i < result->meeting_count; i++)
            printf("%s %s %.6f\n", route->id, zones->items[result->meetings[i].zone].id,
                   result->meetings[i].inside_m);
    }
}

static ovf_status analyze(const char *zone_file, const char *route_file, ovf_error *error)
{
    ovf_zones zones = {0};
    ovf_route_source *routes = NULL;
    ovf_analyzer *analyzer = NULL;
    ovf_scratch *scratch = NULL;
    ovf_status status = ovf_zones_read(&zone_file, 1, NULL, &zones, error);
    if (status == OVF_OK) status = ovf_route_source_open(&route_file, 1, NULL, &routes, error);
    if (status == OVF_OK) status = ovf_analyzer_new(&zones, NULL, &analyzer, error);
    if (status == OVF_OK) status = ovf_scratch_new(&scratch, error);
    if (status == OVF_OK) status = print_lengths(&zones, routes, analyzer, scratch, error);
    ovf_scratch_free(scratch);
    ovf_analyzer_free(analyzer);
    ovf_route_source_free(routes);
    ovf_zones_clear(&zones);
    return status;
}

int main(int argc, char **argv)
{
    ovf_error error;
    char version[32], folder[4096];
    snprintf(version, sizeof version, "%d.%d.%d", OVF_VERSION_MAJOR, OVF_VERSION_MINOR,
             OVF_VERSION_PATCH);
    if (strcmp(version, ovf_version()) != 0) {
        fprintf(stderr, "the headers are of %s and the library of %s\n", version, ovf_version());
        return 1;
    }
    ovf_status status;
    if (argc == 3) status = analyze(argv[1], argv[2], &error);
    else if ((status = ovf_data_path("", folder, sizeof folder, &error)) == OVF_OK) puts(folder);
    if (status == OVF_OK) return 0;
    fprintf(stderr, "%s\n", error.message);
    return 1;
}
