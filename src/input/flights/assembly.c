#include "input/flights/assembly.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "input/source/positions.h"
#include "model/flaws.h"

/* ---- altitudes ---- */

static void forget_altitudes(ovf_pieces *pieces, ovf_left_out *left)
{
    for (size_t i = 0; i < pieces->fix_count; i++) {
        double *altitude_m = &pieces->fixes[i].altitude_m;
        if (!(*altitude_m >= OVF_ALTITUDE_LEAST_M && *altitude_m < OVF_ALTITUDE_MOST_M))
            *altitude_m = NAN;
        if (isnan(*altitude_m)) continue;
        if (pieces->references[i] == OVF_REFERENCE_GROUND) left->over_ground++;
        else if (pieces->references[i] == OVF_REFERENCE_ELLIPSOID) left->over_ellipsoid++;
        else continue;
        *altitude_m = NAN;
    }
}

/* ---- leaving out ---- */

/* Keeps the fixes that are marked, and what parts have of them. */
static void keep(ovf_pieces *pieces, const bool *kept)
{
    size_t count = 0, i = 0;
    for (size_t part = 0; part < pieces->part_count; part++) {
        for (; i < pieces->part_ends[part]; i++) {
            if (!kept[i]) continue;
            pieces->fixes[count] = pieces->fixes[i];
            pieces->references[count++] = pieces->references[i];
        }
        pieces->part_ends[part] = count;
    }
    pieces->fix_count = count;
}

static bool is_somewhere(const ovf_fix *fix)
{
    return fabs(fix->lon) <= OVF_LON_MAX_DEG && fabs(fix->lat) <= OVF_LAT_MAX_DEG;
}

static void drop_nowhere(ovf_pieces *pieces, bool *kept, ovf_left_out *left)
{
    for (size_t i = 0; i < pieces->fix_count; i++) {
        const ovf_fix *fix = &pieces->fixes[i];
        kept[i] = is_somewhere(fix);
        if (isnan(fix->lon) || isnan(fix->lat)) left->nowhere++;
        else left->beyond += !kept[i];
        if (isinf(pieces->fixes[i].time_s)) pieces->fixes[i].time_s = NAN;
    }
    if (left->nowhere + left->beyond > 0) keep(pieces, kept);
}

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

static void drop_lonely(ovf_pieces *pieces, bool *kept, ovf_left_out *left)
{
    size_t begin = 0, parts = 0;
    for (size_t part = 0; part < pieces->part_count; begin = pieces->part_ends[part++]) {
        bool enough = pieces->part_ends[part] - begin >= OVF_PART_FIXES_MIN;
        for (size_t i = begin; i < pieces->part_ends[part]; i++) {
            kept[i] = enough;
            left->alone += !enough;
        }
    }
    keep(pieces, kept);
    begin = 0;
    for (size_t part = 0; part < pieces->part_count; part++) {
        size_t end = pieces->part_ends[part];
        if (end == begin) continue;
        pieces->part_ends[parts++] = end;
        begin = end;
    }
    pieces->part_count = parts;
}

/* ---- the order of parts ---- */

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
    qsort(spans, *count, sizeof *spans, compare_spans);
    for (size_t i = 1; i < *count; i++)
        if (spans[i].first_s < spans[i - 1].last_s) return false;
    return true;
}

static bool sort_parts(ovf_pieces *pieces)
{
    span *spans = ovf_array_new(pieces->part_count, sizeof *spans);
    ovf_pieces sorted = {0};
    size_t count;
    bool good = spans != NULL;
    if (good && find_spans(pieces, spans, &count)) {
        for (size_t i = 0; i < count && good; i++) {
            for (size_t k = spans[i].begin; k < spans[i].end && good; k++)
                good = ovf_pieces_add(&sorted, &pieces->fixes[k],
                                      (ovf_reference)pieces->references[k]);
            good = good && ovf_pieces_end_part(&sorted);
        }
        if (good) {
            ovf_pieces_clear(pieces);
            *pieces = sorted;
            sorted = (ovf_pieces){0};
        }
    }
    ovf_pieces_clear(&sorted);
    free(spans);
    return good;
}

/* ---- all of it ---- */

static ovf_status check_share(const ovf_left_out *left, ovf_error *error)
{
    size_t bad = left->beyond > left->backwards ? left->beyond : left->backwards;
    if (bad < 2 || (double)bad <= OVF_BAD_FIXES_MAX_PART * (double)left->fixes) return OVF_OK;
    if (left->beyond == bad)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "%zu of %zu positions are beyond ±90 of latitude or ±540 of longitude; are "
                        "latitude and longitude swapped?",
                        bad, left->fixes);
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "times run backwards: %zu of %zu fixes would have to be left out", bad,
                    left->fixes);
}

ovf_status ovf_assemble(ovf_pieces *pieces, ovf_left_out *left, ovf_error *error)
{
    *left = (ovf_left_out){.fixes = pieces->fix_count};
    bool *kept = ovf_array_new(pieces->fix_count, sizeof *kept);
    if (kept == NULL) return ovf_fail_memory(error);
    forget_altitudes(pieces, left);
    drop_nowhere(pieces, kept, left);
    bool good = !runs_back(pieces) || sort_parts(pieces);
    if (good && runs_back(pieces)) {
        good = mark_longest(pieces, kept);
        for (size_t i = 0; i < pieces->fix_count && good; i++) left->backwards += !kept[i];
        if (good) keep(pieces, kept);
    }
    if (good) drop_lonely(pieces, kept, left);
    free(kept);
    return good ? check_share(left, error) : ovf_fail_memory(error);
}

/* ---- telling ---- */

static bool tell(ovf_text *notes, size_t count, const char *one, const char *many)
{
    char note[200];
    if (count == 0) return true;
    if (count == 1) snprintf(note, sizeof note, "%s", one);
    else snprintf(note, sizeof note, "%zu %s", count, many);
    return ovf_text_add(notes, note, strlen(note) + 1);
}

bool ovf_left_out_tell(const ovf_left_out *left, ovf_text *notes)
{
    return tell(notes, left->nowhere, "a fix without a position was left out",
                "fixes without a position were left out") &&
           tell(notes, left->beyond, "a fix with a position that does not exist was left out",
                "fixes with positions that do not exist were left out") &&
           tell(notes, left->backwards, "a fix whose time runs backwards was left out",
                "fixes whose times run backwards were left out") &&
           tell(notes, left->alone, "a fix that stands alone in its part was left out",
                "fixes that stand alone in their parts were left out") &&
           tell(notes, left->over_ground,
                "an altitude is over the ground, so that over the sea is not known",
                "altitudes are over the ground, so those over the sea are not known") &&
           tell(notes, left->over_ellipsoid,
                "an altitude is over the ellipsoid, so that over the sea is not known",
                "altitudes are over the ellipsoid, so those over the sea are not known");
}

bool ovf_unread_tell(const ovf_unread *unread, const char *what, ovf_text *notes)
{
    char note[200];
    if (unread->count == 0) return true;
    snprintf(note, sizeof note, "%zu %s%s could not be read%s%s%s, and %s not known", unread->count,
             what, unread->count == 1 ? "" : "s", unread->example[0] == '\0' ? "" : ", such as \"",
             unread->example, unread->example[0] == '\0' ? "" : "\"",
             unread->count == 1 ? "is" : "are");
    return ovf_text_add(notes, note, strlen(note) + 1);
}
