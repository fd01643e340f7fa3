#include "input/flights/part_order.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "input/flights/leg_reach.h"
#include "input/flights/plausible.h"
#include "input/flights/unobserved.h"
#include "overflight/analysis.h"

typedef struct {
    size_t begin, end;
    double first_s, last_s;
} span;

static int compare_spans(const void *a, const void *b)
{
    const span *one = a, *other = b;
    if (one->first_s != other->first_s) return one->first_s < other->first_s ? -1 : 1;
    if (one->last_s != other->last_s) return one->last_s < other->last_s ? -1 : 1;
    return one->begin < other->begin ? -1 : one->begin > other->begin;
}

/* False where a part has no times, or they overlap. */
static bool find_spans(const ovf_pieces *pieces, span *spans, size_t *count)
{
    size_t begin = 0;
    *count = 0;
    for (size_t part = 0; part < pieces->part_count; begin = pieces->part_ends[part++]) {
        span found = {begin, pieces->part_ends[part], NAN, NAN};
        for (size_t i = begin; i < found.end; i++) {
            double time_s = pieces->fixes[i].time_s;
            if (isnan(time_s)) continue;
            if (!(found.first_s <= time_s)) found.first_s = time_s;
            if (!(found.last_s >= time_s)) found.last_s = time_s;
        }
        if (found.end == begin) continue;
        if (isnan(found.first_s)) return false;
        spans[(*count)++] = found;
    }
    if (*count > 1) qsort(spans, *count, sizeof *spans, compare_spans);
    for (size_t i = 1; i < *count; i++)
        if (spans[i].first_s < spans[i - 1].last_s) return false;
    return true;
}

static bool take_span(const ovf_assembly *assembly, const span *taken, ovf_pieces *sorted,
                      size_t *origins)
{
    bool good = true;
    for (size_t k = taken->begin; k < taken->end && good; k++) {
        origins[sorted->fix_count] = assembly->origins[k];
        good = ovf_pieces_add(sorted, &assembly->pieces.fixes[k],
                              (ovf_reference)assembly->pieces.references[k]);
    }
    return good && ovf_pieces_end_part(sorted);
}

bool ovf_parts_sort(ovf_assembly *assembly)
{
    ovf_pieces *pieces = &assembly->pieces, sorted = {0};
    span *spans = ovf_array_new(pieces->part_count, sizeof *spans);
    size_t *origins = ovf_array_new(pieces->fix_count, sizeof *origins), count;
    bool good = spans != NULL && origins != NULL;
    if (good && find_spans(pieces, spans, &count)) {
        good = ovf_assembly_remember_origins(assembly);
        for (size_t i = 0; i < count && good; i++)
            good = take_span(assembly, &spans[i], &sorted, origins);
        if (good) {
            ovf_pieces_clear(pieces);
            *pieces = sorted;
            sorted = (ovf_pieces){0};
            for (size_t i = 0; i < pieces->fix_count; i++) assembly->origins[i] = origins[i];
        }
    }
    ovf_pieces_clear(&sorted);
    free(spans);
    free(origins);
    return good;
}

/* Whether the flight went on from a fix to the next, which is in another part. */
static bool goes_on(const ovf_assembly *assembly, size_t last, double max_speed_mps)
{
    const ovf_fix *from = &assembly->pieces.fixes[last], *to = from + 1;
    /* No leg, as its course is arbitrary between nearly antipodal places. */
    const double longest_m = 2 * OVF_EARTH_B * 0.99;
    return ovf_fixes_are_beyond(from, to, OVF_TOLERANCE_M) &&
           !ovf_fixes_are_beyond(from, to, longest_m) &&
           ovf_plausible_reach(from, to, max_speed_mps,
                               ovf_plausible_resolution(&assembly->pieces));
}

bool ovf_parts_join(ovf_assembly *assembly, const ovf_assembly_options *options)
{
    ovf_pieces *pieces = &assembly->pieces;
    size_t count, parts = 0;
    if (pieces->part_count < 2) return true;
    span *spans = ovf_array_new(pieces->part_count, sizeof *spans);
    if (spans == NULL) return false;
    bool good = true, ordered = find_spans(pieces, spans, &count);
    for (size_t i = 1; ordered && i < count; i++) ordered = spans[i].begin > spans[i - 1].begin;
    free(spans);
    if (!ordered) return true;
    for (size_t part = 0; part < pieces->part_count && good; part++) {
        size_t end = pieces->part_ends[part];
        if (end == (parts > 0 ? pieces->part_ends[parts - 1] : 0) && parts > 0) continue;
        bool joins = end > 0 && end < pieces->fix_count &&
                     goes_on(assembly, end - 1, options->max_speed_mps);
        if (joins) good = ovf_unobserved_set(assembly, end - 1, OVF_GAP_BREAK);
        else pieces->part_ends[parts++] = end;
    }
    pieces->part_count = parts;
    return good;
}
