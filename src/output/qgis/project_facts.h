/* What a project says of the rows of its layers, read once. */
#ifndef OVF_OUTPUT_QGIS_PROJECT_FACTS_H
#define OVF_OUTPUT_QGIS_PROJECT_FACTS_H

#include "output/map/worst.h"
#include "output/qgis/project_crs.h"
#include "output/qgis/project_crowd.h"

/* As many findings stand in the table of the print layout. */
#define OVF_PROJECT_FINDINGS_MAX 12
#define OVF_PROJECT_SEVERITIES 4
/* Lengths are in metres on maps that are less than so many of them across. */
#define OVF_PROJECT_SMALL_M 3000.0

typedef struct {
    char *id, *name;
    ovf_rectangle extent; /* in the project's plane */
    ovf_lonlat middle;    /* where that is */
} ovf_project_zone;

typedef struct {
    uint64_t fid;   /* in the layer of findings */
    uint64_t alike; /* so many routes have it */
    unsigned lines; /* of text in the table of the print layout */
} ovf_project_finding;

typedef struct {
    double first_s, last_s; /* Unix seconds, of all routes; NAN: none has times */
    ovf_project_zone *zones;
    size_t zone_count, zone_capacity;
    char *attributions; /* of the zones, each once, separated by "; "; NULL: none */
    bool has_standoffs; /* whether a rule with a finding wants a distance to be kept */
    bool has_stretches; /* whether a finding has more than a point */
    uint64_t fixes;     /* of all routes, as they were read */
    uint64_t violating_routes;
    uint64_t bad_fixes; /* of those that break a rule, or are undecided */
    ovf_project_crs crs;
    ovf_rectangle extent; /* of all that is shown, in that plane */
    ovf_crowd crowd;
    /* Violations, undecided, warnings, and what is for information. */
    uint64_t findings[OVF_PROJECT_SEVERITIES];
    /* The worst, for the table of the print layout, and how many there would be without end. */
    ovf_project_finding worst[OVF_PROJECT_FINDINGS_MAX];
    size_t worst_count;
    uint64_t listed;
} ovf_project_facts;

/* To be cleared in either case. Errors: OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_project_facts_find(ovf_project_facts *facts, const ovf_map *map,
                                  const ovf_worst *worst, ovf_error *error);
void ovf_project_facts_clear(ovf_project_facts *facts);

/* How many findings there are. */
uint64_t ovf_project_facts_findings(const ovf_project_facts *facts);

#endif
