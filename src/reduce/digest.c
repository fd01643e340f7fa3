#include "overflight/totals.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "overflight/finding.h"

/* A row to fill, or NULL where there are enough of them already. */
static ovf_status next_row(ovf_digest *digest, ovf_digest_row **row, ovf_error *error)
{
    *row = NULL;
    digest->count++;
    if (digest->kept == OVF_DIGEST_MAX) return OVF_OK;
    if (digest->rows == NULL) digest->rows = ovf_array_new(OVF_DIGEST_MAX, sizeof *digest->rows);
    if (digest->rows == NULL) return ovf_fail_memory(error);
    *row = &digest->rows[digest->kept++];
    **row = (ovf_digest_row){.zone = SIZE_MAX};
    return OVF_OK;
}

static ovf_status add(ovf_digest *digest, const ovf_result *result, const ovf_meeting *meeting,
                      ovf_error *error)
{
    ovf_digest_row *row;
    ovf_status status = next_row(digest, &row, error);
    if (row == NULL) return status;
    *row = (ovf_digest_row){
        ovf_text_copy(result->route->id), SIZE_MAX, result->length_m, 0, 0, 0, NAN, NAN, 0, 0};
    if (row->route_id == NULL) return ovf_fail_memory(error);
    if (meeting == NULL) return OVF_OK;
    row->zone = meeting->zone;
    row->inside_m = meeting->inside_m;
    row->within_m = meeting->within_m;
    row->within_at_most_m = meeting->within_at_most_m;
    row->passages = meeting->passage_count;
    row->crossings = meeting->crossing_count;
    if (meeting->passage_count == 0) return OVF_OK;
    row->first_m = meeting->passages[0].entry.along_m;
    row->first_time = meeting->passages[0].entry.time_s;
    return OVF_OK;
}

static ovf_status name_violating(ovf_digest *digest, const ovf_result *result, ovf_error *error)
{
    if (result->judgement == NULL || result->judgement->verdict != OVF_VERDICT_VIOLATES ||
        digest->violating_count == OVF_DIGEST_NAMED)
        return OVF_OK;
    const char *id = ovf_text_copy(result->route->id);
    if (id == NULL) return ovf_fail_memory(error);
    digest->violating[digest->violating_count++] = id;
    return OVF_OK;
}

ovf_status ovf_digest_cover(ovf_digest *digest, size_t zone, const char *sensor, double fraction,
                            ovf_error *error)
{
    if (digest == NULL) return ovf_fail_null(error, "a digest");
    if (digest->covered_count == OVF_DIGEST_MAX) return OVF_OK;
    const char *copy = ovf_text_copy(sensor);
    if (copy == NULL) return ovf_fail_memory(error);
    digest->covered[digest->covered_count++] = (ovf_digest_covered){zone, copy, fraction};
    return OVF_OK;
}

ovf_status ovf_digest_add(ovf_digest *digest, const ovf_result *result, ovf_error *error)
{
    if (digest == NULL) return ovf_fail_null(error, "a digest");
    if (result == NULL) return ovf_fail_null(error, "a result");
    size_t met = 0;
    ovf_status status = name_violating(digest, result, error);
    for (size_t i = 0; i < result->meeting_count && status == OVF_OK; i++) {
        /* A zone that the route only comes near has no row. */
        if (result->meetings[i].nearest_m > 0) continue;
        met++;
        status = add(digest, result, &result->meetings[i], error);
    }
    return met > 0 ? status : add(digest, result, NULL, error);
}

static void move_names(ovf_digest *digest, ovf_digest *from)
{
    for (size_t i = 0; i < from->violating_count; i++) {
        if (digest->violating_count == OVF_DIGEST_NAMED) break;
        digest->violating[digest->violating_count++] = from->violating[i];
        from->violating[i] = NULL;
    }
    for (size_t i = 0; i < from->covered_count; i++) {
        if (digest->covered_count == OVF_DIGEST_MAX) break;
        digest->covered[digest->covered_count++] = from->covered[i];
        from->covered[i].sensor = NULL;
    }
}

ovf_status ovf_digest_merge(ovf_digest *digest, ovf_digest *from, ovf_error *error)
{
    uint64_t count = digest->count + from->count;
    for (size_t i = 0; i < from->kept; i++) {
        ovf_digest_row *row;
        ovf_status status = next_row(digest, &row, error);
        if (status != OVF_OK) return status;
        if (row == NULL) break;
        *row = from->rows[i];
        from->rows[i].route_id = NULL;
    }
    digest->count = count;
    move_names(digest, from);
    ovf_digest_reset(from);
    return OVF_OK;
}

void ovf_digest_reset(ovf_digest *digest)
{
    if (digest == NULL) return;
    for (size_t i = 0; i < digest->kept; i++) ovf_text_free(digest->rows[i].route_id);
    for (size_t i = 0; i < digest->violating_count; i++) ovf_text_free(digest->violating[i]);
    for (size_t i = 0; i < digest->covered_count; i++) ovf_text_free(digest->covered[i].sensor);
    digest->violating_count = digest->covered_count = 0;
    digest->kept = 0;
    digest->count = 0;
}

void ovf_digest_clear(ovf_digest *digest)
{
    if (digest == NULL) return;
    ovf_digest_reset(digest);
    free(digest->rows);
    *digest = (ovf_digest){0};
}
