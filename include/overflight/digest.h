/* The first rows of a batch, for a table that people read: kept while they are few, only counted
 * when they are more. */
#ifndef OVERFLIGHT_DIGEST_H
#define OVERFLIGHT_DIGEST_H

#include "overflight/analysis.h"

#ifdef __cplusplus
extern "C" {
#endif

#define OVF_DIGEST_MAX 40

/* A route and a zone that meet, or a route that meets none. */
typedef struct {
    const char *route_id;
    size_t zone; /* SIZE_MAX: none */
    double length_m, inside_m;
    uint64_t passages, crossings;
    double first_m,
        first_time; /* where and when the first passage begins; NAN: unknown, or there is none */
} ovf_digest_row;

/* Zeroed before its first use. */
typedef struct {
    ovf_digest_row *rows;
    size_t kept;    /* the first OVF_DIGEST_MAX rows at most */
    uint64_t count; /* all of them */
} ovf_digest;

/* Adds a route's rows. Errors: OVF_ERROR_MEMORY. */
ovf_status ovf_digest_add(ovf_digest *digest, const ovf_result *result, ovf_error *error);
/* Moves the rows of `from`, whose routes come after those here. */
ovf_status ovf_digest_merge(ovf_digest *digest, ovf_digest *from, ovf_error *error);
/* Empties it but keeps its memory. */
void ovf_digest_reset(ovf_digest *digest);
void ovf_digest_clear(ovf_digest *digest);

#ifdef __cplusplus
}
#endif
#endif
