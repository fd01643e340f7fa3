/* What of a route's passages a restriction binds. */
#include "analysis/check.h"

void ovf_passages_bound(const ovf_check *check, const ovf_restriction *restriction, const ovf_meeting *meeting, ovf_heights_function take, void *context)
{
    for (size_t k = 0; meeting != NULL && k < meeting->passage_count; k++) {
        const ovf_passage *passage = &meeting->passages[k];
        if (ovf_check_in_force(check, restriction, passage->entry.time_s, passage->exit.time_s) == OVF_IN_FORCE_NOT) continue;
        ovf_heights_stretches(check, passage->entry.along_m, passage->exit.along_m, restriction->floor, restriction->ceiling, true, take, context);
    }
}
