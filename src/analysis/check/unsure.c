#include "analysis/check/unsure.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/check/route_near.h"
#include "base/said_length.h"

static void add_passages(ovf_check *check, const ovf_meeting *meeting, ovf_spans *spans)
{
    for (size_t k = 0; meeting != NULL && k < meeting->outline_passage_count; k++)
        if (!ovf_spans_add(spans, meeting->outline_passages[k].entry.along_m,
                           meeting->outline_passages[k].exit.along_m))
            check->failed = true;
}

bool ovf_unsure_find(ovf_check *check, const ovf_restriction *r, const ovf_meeting *meeting,
                     ovf_unsure *outline)
{
    ovf_boundaries *boundaries = check->checker->analyzer->boundaries;
    outline->uncertainty_m = r->uncertainty_m;
    if (!(r->uncertainty_m > 0) || r->scope != OVF_SCOPE_ZONE) return false;
    ovf_box wide = ovf_box_widened(&boundaries->items[r->place].box, r->uncertainty_m);
    if (!ovf_box_meets_box(&wide, &check->box)) return false;
    outline->boundary = ovf_boundaries_get(boundaries, r->place);
    if (outline->boundary == NULL) check->failed = true;
    else ovf_route_near(check, outline->boundary, r->uncertainty_m, &outline->near);
    ovf_spans_unite(&outline->near, OVF_TOLERANCE_M);
    add_passages(check, meeting, &outline->sure);
    add_passages(check, meeting, &outline->possible);
    for (size_t i = 0; i < outline->near.count; i++)
        if (!ovf_spans_add(&outline->possible, outline->near.items[i].from_m,
                           outline->near.items[i].to_m))
            check->failed = true;
    ovf_spans_unite(&outline->possible, OVF_TOLERANCE_M);
    ovf_spans_unite(&outline->sure, 0);
    if (!ovf_spans_subtract(&outline->sure, &outline->near)) check->failed = true;
    return !check->failed && outline->possible.count > 0;
}

void ovf_unsure_clear(ovf_unsure *outline)
{
    ovf_spans_clear(&outline->near);
    ovf_spans_clear(&outline->possible);
    ovf_spans_clear(&outline->sure);
}

/* ---- lengths ---- */

typedef struct {
    bool surely;
    double sum_m;
} adder;

static void add(void *given, double from_m, double to_m, ovf_doubts doubts)
{
    adder *in = given;
    if (doubts == 0 || !in->surely) in->sum_m += to_m - from_m;
}

double ovf_unsure_length(const ovf_check *check, const ovf_restriction *r, const ovf_spans *spans,
                         ovf_span within, bool surely)
{
    adder in = {.surely = surely};
    for (size_t i = 0; i < spans->count; i++) {
        double from_m = fmax(spans->items[i].from_m, within.from_m),
               to_m = fmin(spans->items[i].to_m, within.to_m);
        if (to_m > from_m) ovf_bound_stretches(check, r, from_m, to_m, add, &in);
    }
    return in.sum_m;
}

ovf_range ovf_unsure_lengths(const ovf_check *check, const ovf_restriction *r,
                             const ovf_unsure *outline)
{
    const ovf_span all = {-INFINITY, INFINITY};
    return (ovf_range){ovf_unsure_length(check, r, &outline->sure, all, true),
                       ovf_unsure_length(check, r, &outline->possible, all, false)};
}

/* ---- depths ---- */

static bool is_deeper(ovf_check *check, const ovf_unsure *outline, const ovf_meeting *meeting,
                      ovf_span stretch, double depth_m)
{
    ovf_spans inside = {0}, near = {0};
    bool deeper = false;
    add_passages(check, meeting, &inside);
    ovf_route_near(check, outline->boundary, depth_m, &near);
    ovf_spans_unite(&inside, 0);
    ovf_spans_unite(&near, OVF_TOLERANCE_M);
    if (!ovf_spans_subtract(&inside, &near)) check->failed = true;
    for (size_t i = 0; i < inside.count && !check->failed; i++)
        deeper = deeper || fmin(inside.items[i].to_m, stretch.to_m) -
                                   fmax(inside.items[i].from_m, stretch.from_m) >
                               OVF_TOLERANCE_M;
    ovf_spans_clear(&inside);
    ovf_spans_clear(&near);
    return deeper;
}

double ovf_unsure_depth(ovf_check *check, const ovf_unsure *outline, const ovf_meeting *meeting,
                        ovf_span stretch)
{
    double low_m = 0, high_m = outline->uncertainty_m;
    if (is_deeper(check, outline, meeting, stretch, high_m)) return high_m;
    while (high_m - low_m > OVF_PROXIMITY_M / 4) {
        double middle_m = (low_m + high_m) / 2;
        if (is_deeper(check, outline, meeting, stretch, middle_m)) low_m = middle_m;
        else high_m = middle_m;
    }
    return high_m;
}

/* ---- findings ---- */

void ovf_unsure_set(ovf_finding *finding, ovf_range range_m)
{
    finding->least = range_m.least / 1000;
    finding->most = range_m.most / 1000;
}

void ovf_unsure_set_kept(ovf_check *check, ovf_range range_m)
{
    ovf_scratch *s = check->scratch;
    if (check->checker->options.keep && s->kept_count > 0 && !check->failed)
        ovf_unsure_set(&s->kept[s->kept_count - 1], range_m);
}

void ovf_unsure_say_turn(ovf_finding *finding)
{
    size_t length = strlen(finding->message);
    snprintf(
        finding->message + length, sizeof finding->message - length,
        "; with the outline uncertain by %.10g m it is %s to %s, so that the verdict could turn",
        finding->restriction->uncertainty_m, ovf_said_km(finding->least).text,
        ovf_said_km(finding->most).text);
}
