/* Does a flight break the rules? verdict ZONES ROUTES RULES */
#include <stdio.h>
#include <overflight/overflight.h>

int main(int argc, char **argv)
{
    const char *zone_file = argc > 1 ? argv[1] : "", *route_file = argc > 2 ? argv[2] : "";
    const char *rules = argc > 3 ? argv[3] : "";
    const ovf_judge_options options = {.sets = &rules, .set_count = 1, .without_territory = true};
    ovf_zones zones = {0};
    ovf_analyzer *analyzer = NULL;
    ovf_scratch *scratch = NULL;
    ovf_judge judge = {0};
    ovf_route_source *source = NULL;
    const ovf_route *route = NULL;
    const ovf_result *result = NULL;
    ovf_error error = {0};
    bool good = ovf_zones_read(&zone_file, 1, NULL, &zones, &error) == OVF_OK &&
                ovf_analyzer_new(&zones, NULL, &analyzer, &error) == OVF_OK &&
                ovf_scratch_new(&scratch, &error) == OVF_OK &&
                ovf_judge_open(&judge, &options, &zones, analyzer, &error) == OVF_OK &&
                ovf_route_source_open(&route_file, 1, NULL, &source, &error) == OVF_OK;
    while (good && ovf_route_source_next(source, &route, &error) == OVF_OK && route != NULL &&
           ovf_analyze(analyzer, route, scratch, &result, &error) == OVF_OK &&
           ovf_check_route(judge.checker, scratch, &error) == OVF_OK) {
        printf("%s: %s\n", route->id, ovf_verdict_name(result->judgement->verdict));
        for (size_t i = 0; i < result->finding_count; i++)
            printf("%s: %s\n", ovf_severity_name(result->findings[i].severity),
                   result->findings[i].message);
    }
    if (error.status != OVF_OK) fprintf(stderr, "%s\n", error.message);
    ovf_route_source_free(source);
    ovf_judge_clear(&judge);
    ovf_scratch_free(scratch);
    ovf_analyzer_free(analyzer);
    ovf_zones_clear(&zones);
    return error.status == OVF_OK ? 0 : 1;
}
