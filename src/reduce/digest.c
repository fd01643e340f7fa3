#include "overflight/totals.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"

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

ovf_status ovf_digest_add(ovf_digest *digest, const ovf_result *result, ovf_error *error)
{
    if (digest == NULL) return ovf_fail_null(error, "a digest");
    if (result == NULL) return ovf_fail_null(error, "a result");
    size_t met = 0;
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < result->meeting_count && status == OVF_OK; i++) {
        /* A zone that the route only comes near has no row. */
        if (result->meetings[i].nearest_m > 0) continue;
        met++;
        status = add(digest, result, &result->meetings[i], error);
    }
    return met > 0 ? status : add(digest, result, NULL, error);
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
    ovf_digest_reset(from);
    return OVF_OK;
}

void ovf_digest_reset(ovf_digest *digest)
{
    if (digest == NULL) return;
    for (size_t i = 0; i < digest->kept; i++) ovf_text_free(digest->rows[i].route_id);
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
