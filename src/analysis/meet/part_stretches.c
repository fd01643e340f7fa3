#include "analysis/meet/part_stretches.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/meet/parts.h"
#include "analysis/meet/volume.h"
#include "base/array.h"
#include "base/error.h"

/* Of one part: where its heights and times hold, and where its outline is. */
typedef struct {
    ovf_bound_list holds;
    ovf_spans outline;
    size_t next_hold, next_span; /* the first that does not end before the place in hand */
} part_stretches;

typedef struct {
    bool outline, holds;
    ovf_doubts doubts;
} part_state;

/* What is so at a place and up to *until_m, which is moved to where it ends. */
static part_state look(part_stretches *of, double at_m, double *until_m)
{
    part_state found = {false, false, 0};
    while (of->next_hold < of->holds.count && of->holds.items[of->next_hold].to_m <= at_m)
        of->next_hold++;
    while (of->next_span < of->outline.count && of->outline.items[of->next_span].to_m <= at_m)
        of->next_span++;
    if (of->next_hold < of->holds.count) {
        const ovf_bound *hold = &of->holds.items[of->next_hold];
        found.holds = hold->from_m <= at_m;
        if (found.holds) found.doubts = hold->doubts;
        *until_m = fmin(*until_m, found.holds ? hold->to_m : hold->from_m);
    }
    if (of->next_span < of->outline.count) {
        const ovf_span *span = &of->outline.items[of->next_span];
        found.outline = span->from_m <= at_m;
        *until_m = fmin(*until_m, found.outline ? span->to_m : span->from_m);
    }
    return found;
}

/* The zone's state: in a volume of a part surely, perhaps, or not. */
static bool join(part_stretches *parts, size_t count, double at_m, double *until_m,
                 ovf_doubts *doubts)
{
    size_t outlines = 0, all_sure = 0;
    ovf_doubts inside = 0, outside = 0;
    bool sure = false, perhaps = false, any = false;
    for (size_t k = 0; k < count; k++) {
        const part_state state = look(&parts[k], at_m, until_m);
        outlines += state.outline;
        any = any || state.holds;
        outside |= state.doubts;
        all_sure += state.holds && state.doubts == 0;
        if (!state.outline || !state.holds) continue;
        perhaps = true;
        sure = sure || state.doubts == 0;
        inside |= state.doubts;
    }
    if (outlines > 0) {
        *doubts = sure ? 0 : inside;
        return perhaps;
    }
    *doubts = all_sure == count ? 0 : outside | OVF_DOUBT_LIMIT;
    return any;
}

static void emit(part_stretches *parts, size_t count, double from_m, double to_m,
                 ovf_heights_function take, void *context)
{
    ovf_bound run = {from_m, from_m, 0};
    for (double at_m = from_m; at_m < to_m;) {
        double until_m = to_m;
        ovf_doubts doubts;
        bool holds = join(parts, count, at_m, &until_m, &doubts);
        bool goes_on = holds && run.to_m > run.from_m && run.to_m == at_m && run.doubts == doubts;
        if (!goes_on && run.to_m > run.from_m) take(context, run.from_m, run.to_m, run.doubts);
        if (!goes_on) run = (ovf_bound){at_m, holds ? until_m : at_m, doubts};
        else run.to_m = until_m;
        at_m = until_m;
    }
    if (run.to_m > run.from_m) take(context, run.from_m, run.to_m, run.doubts);
}

void ovf_parts_stretches(const ovf_flown *flown, const ovf_analyzer *analyzer, size_t zone,
                         double from_m, double to_m, ovf_heights_function take, void *context)
{
    const ovf_span within = {from_m, to_m};
    size_t count = ovf_parts_count(analyzer, zone);
    part_stretches *parts = ovf_array_new(count, sizeof *parts);
    ovf_spans *outlines = ovf_array_new(count, sizeof *outlines);
    ovf_bound_gatherer in = {
        NULL, parts == NULL || outlines == NULL ||
                  !ovf_parts_outlines(analyzer, flown->scratch, zone, &within, outlines)};
    for (size_t k = 0; k < count && !in.failed; k++) {
        parts[k].outline = outlines[k];
        in.list = &parts[k].holds;
        ovf_volume_stretches(flown, ovf_parts_volume(analyzer, zone, k), from_m, to_m,
                             ovf_bound_gather, &in);
    }
    if (in.failed) (void)ovf_fail_memory(&flown->scratch->ground_failure);
    else emit(parts, count, from_m, to_m, take, context);
    for (size_t k = 0; k < count; k++) {
        if (parts != NULL) free(parts[k].holds.items);
        if (outlines != NULL) ovf_spans_clear(&outlines[k]);
    }
    free(parts);
    free(outlines);
}
