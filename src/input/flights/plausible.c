#include "input/flights/plausible.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/array.h"
#include "input/flights/leg_reach.h"
#include "model/flaws.h"

/* A run may follow one of so many before it. */
#define RUNS_BEFORE 64
/* Times that are written in milliseconds are even up to this. */
#define EVEN_S 1.5e-3

/* ---- zero ---- */

static bool is_zero(const ovf_fix *fix) { return fix->lon == 0 && fix->lat == 0; }

/* Whether the nearest fix on one side that is elsewhere is far; true where there is none, and
 * *any says that there is one. */
static bool is_far(const ovf_pieces *pieces, size_t at, bool forward, bool *any)
{
    for (size_t i = at; forward ? i < pieces->fix_count : i > 0; i += forward ? 1u : (size_t)-1) {
        const ovf_fix *other = &pieces->fixes[forward ? i : i - 1];
        if (is_zero(other)) continue;
        *any = true;
        return ovf_fixes_are_beyond(&pieces->fixes[at], other, OVF_ZERO_REACH_M);
    }
    return true;
}

static bool drop_zeros(ovf_assembly *assembly, bool observed, ovf_left_out *left)
{
    const ovf_pieces *pieces = &assembly->pieces;
    size_t first = 0, count = pieces->fix_count, zeros = 0;
    bool timed = false;
    while (first < count && !is_zero(&pieces->fixes[first])) first++;
    if (first == count) return true;
    bool *kept = ovf_assembly_kept(assembly);
    if (kept == NULL) return false;
    for (size_t i = 0; i < count; i++) {
        bool any = false;
        timed = timed || !isnan(pieces->fixes[i].time_s);
        kept[i] = !(is_zero(&pieces->fixes[i]) && is_far(pieces, i, false, &any) &&
                    is_far(pieces, i, true, &any) && any);
        zeros += !kept[i];
    }
    bool few = (double)zeros <= OVF_BAD_FIXES_MAX_PART * (double)count;
    if (zeros == 0 || count - zeros < OVF_PART_FIXES_MIN || !(few || (observed && timed)))
        return true;
    return ovf_assembly_keep(assembly, left, OVF_LEFT_ZERO);
}

/* ---- speeds ---- */

double ovf_plausible_resolution(const ovf_pieces *pieces)
{
    for (size_t i = 0; i < pieces->fix_count; i++) {
        double time_s = pieces->fixes[i].time_s;
        if (!isnan(time_s) && fmod(time_s, 60) != 0) return 1;
    }
    return 60;
}

bool ovf_plausible_reach(const ovf_fix *from, const ovf_fix *to, double max_speed_mps,
                         double resolution_s)
{
    double seconds = to->time_s - from->time_s;
    return isnan(seconds) ||
           !ovf_fixes_are_beyond(from, to, max_speed_mps * (seconds + resolution_s));
}

typedef struct {
    size_t begin, end;
    size_t fixes;  /* of the best chain of runs that ends with it */
    size_t before; /* the run before it in that; SIZE_MAX: none */
} run;

typedef struct {
    const ovf_pieces *pieces;
    double max_speed_mps, resolution_s;
    run *runs;
    size_t count, capacity;
} finder;

static bool reaches(const finder *in, size_t from, size_t to)
{
    return ovf_plausible_reach(&in->pieces->fixes[from], &in->pieces->fixes[to], in->max_speed_mps,
                               in->resolution_s);
}

static bool find_runs(finder *in, size_t begin, size_t end)
{
    in->count = 0;
    for (size_t i = begin; i < end; i++) {
        if (i > begin && reaches(in, i - 1, i)) {
            in->runs[in->count - 1].end = i + 1;
            continue;
        }
        if (!ovf_array_reserve(&in->runs, &in->capacity, in->count + 1, sizeof *in->runs))
            return false;
        in->runs[in->count++] = (run){i, i + 1, 0, SIZE_MAX};
    }
    return true;
}

/* Marks the fixes of the chain of runs that has most. */
static void mark_chain(finder *in, bool *kept)
{
    size_t best = 0;
    for (size_t i = 0; i < in->count; i++) {
        run *now = &in->runs[i];
        size_t most = 0;
        for (size_t k = i; k-- > 0 && i - k <= RUNS_BEFORE;)
            if (in->runs[k].fixes > most && reaches(in, in->runs[k].end - 1, now->begin)) {
                most = in->runs[k].fixes;
                now->before = k;
            }
        now->fixes = most + (now->end - now->begin);
        if (now->fixes > in->runs[best].fixes) best = i;
    }
    for (size_t i = best; i != SIZE_MAX; i = in->runs[i].before)
        for (size_t k = in->runs[i].begin; k < in->runs[i].end; k++) kept[k] = true;
}

static bool has_impossible(const finder *in)
{
    size_t begin = 0;
    for (size_t part = 0; part < in->pieces->part_count; begin = in->pieces->part_ends[part++])
        for (size_t i = begin; i + 1 < in->pieces->part_ends[part]; i++)
            if (!reaches(in, i, i + 1)) return true;
    return false;
}

/* Whether all legs take the same time, in which times were not measured but counted on. */
static bool has_even_times(const ovf_pieces *pieces, double *step_s)
{
    const ovf_fix *fixes = pieces->fixes;
    *step_s = NAN;
    for (size_t i = 0; i + 1 < pieces->fix_count; i++) {
        double seconds = fixes[i + 1].time_s - fixes[i].time_s;
        if (isnan(seconds) || (i > 0 && fabs(seconds - *step_s) > EVEN_S)) return false;
        if (i == 0) *step_s = seconds;
    }
    return !isnan(*step_s);
}

/* Times that run on evenly from fix to fix, and by which half of the fixes or more could not be
 * where they are, are not those of the flight: programs that draw a line invent them. The line
 * stands. */
static bool are_invented(const finder *in, const bool *kept, double *step_s)
{
    size_t count = in->pieces->fix_count, good = 0;
    for (size_t i = 0; i < count; i++) good += kept[i];
    return good <= count - good && has_even_times(in->pieces, step_s);
}

static bool drop_impossible(ovf_assembly *assembly, const ovf_assembly_options *options,
                            ovf_left_out *left)
{
    const ovf_pieces *pieces = &assembly->pieces;
    double step_s;
    finder in = {pieces, options->max_speed_mps, 1, NULL, 0, 0};
    if (!has_impossible(&in)) return true;
    in.resolution_s = ovf_plausible_resolution(pieces);
    if (!has_impossible(&in)) return true;
    bool *kept = ovf_assembly_kept(assembly), good = kept != NULL;
    for (size_t i = 0; good && i < pieces->fix_count; i++) kept[i] = false;
    for (size_t part = 0, begin = 0; good && part < pieces->part_count;
         begin = pieces->part_ends[part++]) {
        good = find_runs(&in, begin, pieces->part_ends[part]);
        if (good && in.count > 0) mark_chain(&in, kept);
    }
    free(in.runs);
    if (good && are_invented(&in, kept, &step_s)) {
        for (size_t i = 0; i < pieces->fix_count; i++) pieces->fixes[i].time_s = NAN;
        left->invented_s = step_s;
        left->invented = true;
        return true;
    }
    return good && ovf_assembly_keep(assembly, left, OVF_LEFT_IMPOSSIBLE);
}

bool ovf_plausible_drop(ovf_assembly *assembly, bool observed, const ovf_assembly_options *options,
                        ovf_left_out *left)
{
    if (!drop_zeros(assembly, observed, left)) return false;
    if (!observed || isinf(options->max_speed_mps)) return true;
    return drop_impossible(assembly, options, left);
}
