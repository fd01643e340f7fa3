#include "output/rows/length_inside.h"

#include "base/error.h"

ovf_status ovf_inside_any(const ovf_result *result, ovf_spans *scratch, double *inside_m,
                          ovf_error *error)
{
    scratch->count = 0;
    for (size_t i = 0; i < result->meeting_count; i++) {
        const ovf_meeting *meeting = &result->meetings[i];
        for (size_t k = 0; k < meeting->outline_passage_count; k++)
            if (!ovf_spans_add(scratch, meeting->outline_passages[k].entry.along_m,
                               meeting->outline_passages[k].exit.along_m))
                return ovf_fail_memory(error);
    }
    ovf_spans_unite(scratch, 0);
    *inside_m = ovf_spans_length(scratch);
    return OVF_OK;
}
