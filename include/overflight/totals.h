/* Totals over many routes: a reducer that any number of threads or shards fill apart and then
 * merge. */
#ifndef OVERFLIGHT_TOTALS_H
#define OVERFLIGHT_TOTALS_H

#include "overflight/analysis.h"

#ifdef __cplusplus
extern "C" {
#endif

/* An exact sum, the same whatever the order and grouping of its terms: whole units, and the rest in
 * units of 2^-64. A term loses what it has below 2^-64; its magnitude is at most 1e18, that of the
 * sum 9e18. Zeroed before its first use. */
typedef struct {
    int64_t whole;
    uint64_t rest;
} ovf_sum;

void ovf_sum_add(ovf_sum *sum, double term);
void ovf_sum_merge(ovf_sum *sum, const ovf_sum *from);
/* As a double, within an ulp. */
double ovf_sum_value(const ovf_sum *sum);

typedef struct {
    uint64_t routes; /* routes that met the zone */
    uint64_t passages, crossings;
    ovf_sum inside_m;                   /* within its outline */
    ovf_sum within_m, within_at_most_m; /* within its volume, surely and not excluded */
    uint64_t approached; /* routes that came within the search radius, without meeting it */
    uint64_t findings;   /* findings about it, of all routes */
    double standoff_m;   /* the greatest distance from it that a rule with a finding wants; 0: none
                          */
} ovf_zone_totals;

/* Whether a row or a finding names the zone. */
static inline bool ovf_zone_is_named(const ovf_zone_totals *zone)
{
    return zone->routes > 0 || zone->approached > 0 || zone->findings > 0;
}

/* So many rules that were broken are told apart. */
#define OVF_BROKEN_MAX 64

typedef struct {
    uint64_t routes;
    uint64_t meeting_routes; /* routes that met any zone */
    uint64_t rejected;       /* features, and files, left out */
    uint64_t noted;          /* further rows of rejected.csv: what was left out of flights */
    uint64_t
        untimed_passages; /* the time of entry or exit is unknown: they are not in the occupancy */
    /* Of routes that were judged: each has one of the three verdicts. */
    uint64_t complying_routes, violating_routes, undecided_routes;
    uint64_t disputable_routes; /* violating, and only rules that are disputed, lifted or remembered
                                 */
    uint64_t violations, undecided, warnings; /* findings, each one of the three or for information
                                               */
    uint64_t not_judged; /* findings of any severity that could not be judged */
    uint64_t not_asked;  /* rules, of each route, that it lacks the data for (ovf_not_asked) */
    ovf_sum length_m;
    ovf_zone_totals *zones; /* one for each zone, in their order */
    size_t zone_count;
    uint64_t warned_routes;           /* complying, with warnings */
    uint64_t information;             /* findings that are neither of the three */
    uint64_t entries, exits, touches; /* crossings, each one of the three */
    uint64_t possible_passages;       /* passages that are not excluded, but not sure */
    uint64_t broken[OVF_BROKEN_MAX];  /* rules that were broken, each by a hash of its name; sorted
                                       */
    size_t broken_count;              /* OVF_BROKEN_MAX: so many or more */
} ovf_totals;

/* All zero, for so many zones. Errors: OVF_ERROR_MEMORY. */
ovf_status ovf_totals_init(ovf_totals *totals, size_t zone_count, ovf_error *error);
/* Adds one route. A zone counts as met where the route crosses or touches it or lies inside, not
 * where it only comes near (nearest_m > 0). Never fails; does not allocate. */
void ovf_totals_add(ovf_totals *totals, const ovf_result *result);
/* Adds all of `from`, which must be over the same zones: OVF_ERROR_USAGE if their number differs.
 */
ovf_status ovf_totals_merge(ovf_totals *totals, const ovf_totals *from, ovf_error *error);
/* All zero again, for the same zones. */
void ovf_totals_reset(ovf_totals *totals);
/* Frees what is inside and sets it to empty. Takes NULL. */
void ovf_totals_clear(ovf_totals *totals);

/* ---- the first rows, for a table that people read ---- */

#define OVF_DIGEST_MAX 40
/* So many routes that violate are named. */
#define OVF_DIGEST_NAMED 12

/* A route and a zone that meet, or a route that meets none. */
typedef struct {
    const char *route_id;
    size_t zone; /* SIZE_MAX: none */
    double length_m, inside_m;
    uint64_t passages, crossings;
    double first_m,
        first_time; /* where and when the first passage begins; NAN: unknown, or there is none */
    double within_m, within_at_most_m;
} ovf_digest_row;

/* What of a zone was seen. */
typedef struct {
    size_t zone;
    const char *sensor; /* "all": by all of them together */
    double fraction;
} ovf_digest_covered;

/* Zeroed before its first use. */
typedef struct {
    ovf_digest_row *rows;
    size_t kept;    /* the first OVF_DIGEST_MAX rows at most */
    uint64_t count; /* all of them */
    /* The first routes that violate. */
    const char *violating[OVF_DIGEST_NAMED];
    size_t violating_count;
    ovf_digest_covered covered[OVF_DIGEST_MAX];
    size_t covered_count; /* the first OVF_DIGEST_MAX at most, when coverage is added up */
} ovf_digest;

/* Adds a route's rows. Errors: OVF_ERROR_MEMORY. */
ovf_status ovf_digest_add(ovf_digest *digest, const ovf_result *result, ovf_error *error);
/* Adds what of a zone was seen, if there is room. Errors: OVF_ERROR_MEMORY. */
ovf_status ovf_digest_cover(ovf_digest *digest, size_t zone, const char *sensor, double fraction,
                            ovf_error *error);
/* Moves the rows of `from`, whose routes come after those here. */
ovf_status ovf_digest_merge(ovf_digest *digest, ovf_digest *from, ovf_error *error);
/* Empties it but keeps its memory. */
void ovf_digest_reset(ovf_digest *digest);
void ovf_digest_clear(ovf_digest *digest);

#ifdef __cplusplus
}
#endif
#endif
