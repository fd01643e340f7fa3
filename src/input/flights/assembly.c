#include "input/flights/assembly.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/time.h"
#include "input/flights/part_order.h"
#include "input/flights/plausible.h"
#include "input/flights/unobserved.h"
#include "input/source/positions.h"
#include "model/flaws.h"

static double usual(double given, double usual_value)
{
    if (given == 0) return usual_value;
    return given > 0 ? given : INFINITY;
}

ovf_assembly_options ovf_assembly_options_of(const ovf_input_options *options)
{
    return (ovf_assembly_options){usual(options->gap_s, OVF_GAP_S),
                                  usual(options->gap_m, OVF_GAP_M),
                                  options->gap_s == 0,
                                  usual(options->max_speed_mps, OVF_MAX_SPEED_MPS),
                                  options->keep_all,
                                  options->keep_parts};
}

/* ---- altitudes ---- */

static void look_at_altitudes(ovf_pieces *pieces, ovf_left_out *left)
{
    for (size_t i = 0; i < pieces->fix_count; i++) {
        double *altitude_m = &pieces->fixes[i].altitude_m;
        if (!(*altitude_m >= OVF_ALTITUDE_LEAST_M && *altitude_m < OVF_ALTITUDE_MOST_M))
            *altitude_m = NAN;
        if (!isnan(*altitude_m) && pieces->references[i] == OVF_REFERENCE_UNKNOWN)
            left->over_unknown++;
    }
}

/* ---- leaving out ---- */

/* Those that `is` says of, if there are any. */
static bool drop(ovf_assembly *assembly, bool (*is)(const ovf_fix *fix), ovf_left_out *left,
                 ovf_left_reason reason)
{
    const ovf_pieces *pieces = &assembly->pieces;
    size_t first = 0;
    while (first < pieces->fix_count && !is(&pieces->fixes[first])) first++;
    if (first == pieces->fix_count) return true;
    bool *kept = ovf_assembly_kept(assembly);
    if (kept == NULL) return false;
    for (size_t i = 0; i < pieces->fix_count; i++) kept[i] = !is(&pieces->fixes[i]);
    return ovf_assembly_keep(assembly, left, reason);
}

static bool is_nowhere(const ovf_fix *fix) { return isnan(fix->lon) || isnan(fix->lat); }

static bool is_beyond(const ovf_fix *fix)
{
    return fabs(fix->lon) > OVF_LON_MAX_DEG || fabs(fix->lat) > OVF_LAT_MAX_DEG;
}

/* ---- times ---- */

static bool runs_back(const ovf_pieces *pieces)
{
    size_t before;
    return pieces->fix_count > 0 &&
           ovf_flaw_backwards(&pieces->fixes[0].time_s,
                              sizeof *pieces->fixes / sizeof pieces->fixes[0].time_s,
                              pieces->fix_count, &before) < pieces->fix_count;
}

/* Marks as many fixes as possible whose times run on: the longest subsequence that does not fall
 * (C. Schensted, "Longest increasing and decreasing subsequences", 1961), by patience sorting.
 * Fixes without a time are all kept. */
static bool mark_longest(const ovf_pieces *pieces, bool *kept)
{
    size_t count = pieces->fix_count, length = 0;
    size_t *tails = ovf_array_new(count, sizeof *tails),
           *before = ovf_array_new(count, sizeof *before);
    const ovf_fix *fixes = pieces->fixes;
    for (size_t i = 0; i < count && tails != NULL && before != NULL; i++) {
        size_t low = 0, high = length;
        kept[i] = isnan(fixes[i].time_s);
        if (kept[i]) continue;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (fixes[tails[middle]].time_s <= fixes[i].time_s) low = middle + 1;
            else high = middle;
        }
        before[i] = low == 0 ? SIZE_MAX : tails[low - 1];
        tails[low] = i;
        if (low == length) length++;
    }
    bool good = tails != NULL && before != NULL;
    for (size_t at = good && length > 0 ? tails[length - 1] : SIZE_MAX; at != SIZE_MAX;
         at = before[at])
        kept[at] = true;
    free(tails);
    free(before);
    return good;
}

static bool drop_backwards(ovf_assembly *assembly, const ovf_assembly_options *options,
                           ovf_left_out *left)
{
    ovf_pieces *pieces = &assembly->pieces;
    if (!runs_back(pieces)) return true;
    if (!ovf_parts_sort(assembly)) return false;
    if (!runs_back(pieces)) return true;
    bool *kept = ovf_assembly_kept(assembly);
    if (kept == NULL || !mark_longest(pieces, kept)) return false;
    if (!options->keep_all) return ovf_assembly_keep(assembly, left, OVF_LEFT_BACKWARDS);
    for (size_t i = 0; i < pieces->fix_count; i++) {
        if (kept[i]) continue;
        pieces->fixes[i].time_s = NAN;
        left->untimed++;
    }
    return true;
}

/* ---- parts ---- */

static bool drop_lonely(ovf_assembly *assembly, ovf_left_out *left)
{
    ovf_pieces *pieces = &assembly->pieces;
    size_t begin = 0, parts = 0, lonely = 0;
    for (size_t part = 0; part < pieces->part_count; begin = pieces->part_ends[part++])
        lonely += pieces->part_ends[part] - begin < OVF_PART_FIXES_MIN;
    if (lonely == 0) return true;
    bool *kept = ovf_assembly_kept(assembly);
    if (kept == NULL) return false;
    begin = 0;
    for (size_t part = 0; part < pieces->part_count; begin = pieces->part_ends[part++])
        for (size_t i = begin; i < pieces->part_ends[part]; i++)
            kept[i] = pieces->part_ends[part] - begin >= OVF_PART_FIXES_MIN;
    if (!ovf_assembly_keep(assembly, left, OVF_LEFT_ALONE)) return false;
    begin = 0;
    for (size_t part = 0; part < pieces->part_count; part++) {
        size_t end = pieces->part_ends[part];
        if (end == begin) continue;
        pieces->part_ends[parts++] = end;
        begin = end;
    }
    pieces->part_count = parts;
    return true;
}

/* ---- all of it ---- */

static bool is_much(const ovf_left_out *left, size_t bad)
{
    return (double)bad > OVF_BAD_FIXES_MAX_PART * (double)left->fixes;
}

static ovf_status check_places(const ovf_left_out *left, const ovf_error *flaw, ovf_error *error)
{
    size_t beyond = left->of[OVF_LEFT_BEYOND].count, nowhere = left->of[OVF_LEFT_NOWHERE].count;
    if (flaw != NULL && flaw->status != OVF_OK && is_much(left, beyond + nowhere))
        return ovf_fail(error, OVF_ERROR_INPUT, "%s", flaw->message);
    if (beyond < 2 || !is_much(left, beyond)) return OVF_OK;
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "%zu of %zu positions are beyond ±90 of latitude or ±540 of longitude; are "
                    "latitude and longitude swapped?",
                    beyond, left->fixes);
}

static ovf_status check_share(const ovf_left_out *left, size_t remaining,
                              const ovf_assembly_options *options, ovf_error *error)
{
    size_t backwards = left->of[OVF_LEFT_BACKWARDS].count,
           impossible = left->of[OVF_LEFT_IMPOSSIBLE].count;
    bool nothing = left->fixes > 0 && remaining == 0;
    if (backwards > 0 && (nothing || (backwards >= 2 && is_much(left, backwards))))
        return ovf_fail_with(error, OVF_ERROR_INPUT, OVF_REMEDY_KEEP_ALL,
                             "times run backwards: %zu of %zu fixes would have to be left out",
                             backwards, left->fixes);
    if (impossible > 0 && (nothing || (impossible >= 2 && is_much(left, impossible))))
        return ovf_fail_with(error, OVF_ERROR_INPUT, OVF_REMEDY_KEEP_ALL,
                             "%zu of %zu fixes would have to be left out, since they are reached "
                             "at more than %.0f km/h",
                             impossible, left->fixes, options->max_speed_mps * 3.6);
    return OVF_OK;
}

ovf_status ovf_assemble(ovf_assembly *assembly, const ovf_source_facts *facts,
                        const ovf_assembly_options *options, ovf_left_out *left, ovf_error *error)
{
    ovf_pieces *pieces = &assembly->pieces;
    *left = (ovf_left_out){.fixes = pieces->fix_count};
    assembly->any_unobserved = assembly->moved = false;
    look_at_altitudes(pieces, left);
    for (size_t i = 0; i < pieces->fix_count; i++)
        if (isinf(pieces->fixes[i].time_s)) pieces->fixes[i].time_s = NAN;
    if (!drop(assembly, is_nowhere, left, OVF_LEFT_NOWHERE) ||
        !drop(assembly, is_beyond, left, OVF_LEFT_BEYOND))
        return ovf_fail_memory(error);
    ovf_status status = check_places(left, facts->flaw, error);
    if (status != OVF_OK) return status;
    if (!drop_backwards(assembly, options, left) ||
        (!options->keep_all && !ovf_plausible_drop(assembly, facts->observed, options, left)) ||
        (facts->observed && !options->keep_parts && !ovf_parts_join(assembly, options)) ||
        !drop_lonely(assembly, left) ||
        (facts->observed && !ovf_unobserved_mark(assembly, options)))
        return ovf_fail_memory(error);
    return check_share(left, pieces->fix_count, options, error);
}
