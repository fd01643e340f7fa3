/* Three things must hold: the route is not below the floor, not above the ceiling, and the zone is
 * in force. Where each of them holds, surely or perhaps, is a list of stretches; the volume is
 * where all three have one. What begins or ends there says through what a crossing goes. */
#include "analysis/meet/volume.h"

#include <math.h>

#include "base/array.h"
#include "base/error.h"

const char *ovf_crossing_side_name(ovf_crossing_side side)
{
    static const char *const names[] = {"side", "floor", "ceiling", "time"};
    return names[side];
}

/* ---- the three conditions ---- */

typedef enum { FLOOR, CEILING, TIME, CONDITIONS } condition;

static const ovf_crossing_side sides[CONDITIONS] = {
    [FLOOR] = OVF_THROUGH_FLOOR, [CEILING] = OVF_THROUGH_CEILING, [TIME] = OVF_THROUGH_TIME};

_Static_assert(CONDITIONS == OVF_VOLUME_CONDITIONS, "the scratch has a list for each");

typedef struct {
    ovf_bound_list *list;
    bool failed;
} gatherer;

static void gather(void *given, double from_m, double to_m, ovf_doubts doubts)
{
    gatherer *in = given;
    ovf_bound_list *list = in->list;
    if (!(to_m > from_m)) return; /* a climb on the spot */
    if (!ovf_array_reserve(&list->items, &list->capacity, list->count + 1, sizeof *list->items))
        in->failed = true;
    else list->items[list->count++] = (ovf_bound){from_m, to_m, doubts};
}

/* ---- when it is in force ---- */

/* The stretches of the flight's time in which the zone is in force. A flight of which it is not
 * known when it takes place may be at any time, which is one stretch in doubt. */
static bool find_active_times(const ovf_flown *flown, const ovf_volume *volume, size_t *count)
{
    ovf_scratch *s = flown->scratch;
    ovf_error why;
    /* With something around it, so that no stretch begins or ends with the flight. */
    double from_s = floor(ovf_flown_earliest(flown)) - 1,
           until_s = ceil(ovf_flown_latest(flown)) + 1;
    bool known = isfinite(from_s) && isfinite(until_s);
    ovf_status status = OVF_ERROR_USAGE;
    if (known)
        status = ovf_schedule_between(&volume->schedule, flown->almanac, &volume->box, from_s,
                                      until_s, &s->actives, &why);
    if (status == OVF_ERROR_MEMORY) return false;
    *count = status == OVF_OK ? s->actives.count : 1;
    if (!ovf_array_reserve(&s->active_times, &s->active_time_capacity, *count,
                           sizeof *s->active_times))
        return false;
    if (status != OVF_OK)
        s->active_times[0] = (ovf_active_time){-INFINITY, INFINITY, OVF_DOUBT_TIME};
    for (size_t i = 0; status == OVF_OK && i < *count; i++) {
        const ovf_active *active = &s->actives.items[i];
        s->active_times[i] = (ovf_active_time){active->from_s, active->until_s,
                                               active->sure ? 0 : OVF_DOUBT_ACTIVE};
    }
    return true;
}

static bool is_always_active(const ovf_volume *volume)
{
    return volume->schedule.count == 0 && !volume->schedule.unknown;
}

/* The stretches between two distances along the route that are flown while the zone is in force. */
static bool take_active(const ovf_flown *flown, const ovf_volume *volume, double from_m,
                        double to_m, ovf_heights_function take, void *context)
{
    size_t count;
    if (is_always_active(volume)) {
        take(context, from_m, to_m, 0);
        return true;
    }
    if (!find_active_times(flown, volume, &count)) return false;
    ovf_times_stretches(flown, from_m, to_m, flown->scratch->active_times, count, take, context);
    return true;
}

bool ovf_volume_terms(const ovf_flown *flown, const ovf_volume *volume, ovf_stay_terms *terms)
{
    size_t count = 0;
    *terms = (ovf_stay_terms){.layers = {{&volume->floor, &volume->ceiling}}, .layer_count = 1};
    if (is_always_active(volume)) return true;
    if (!find_active_times(flown, volume, &count)) return false;
    terms->active[0].items = flown->scratch->active_times;
    terms->active[0].count = count;
    terms->active_count = 1;
    return true;
}

/* ---- where all hold ---- */

/* Where each of them holds between two distances along the route. */
static bool find_conditions(const ovf_flown *flown, const ovf_volume *volume, double from_m,
                            double to_m)
{
    ovf_scratch *s = flown->scratch;
    gatherer in = {NULL, false};
    for (condition c = 0; c < CONDITIONS; c++) {
        in.list = &s->bounds[c];
        in.list->count = 0;
        if (c == FLOOR)
            ovf_heights_stretches(flown, from_m, to_m, &volume->floor, NULL, true, gather, &in);
        if (c == CEILING)
            ovf_heights_stretches(flown, from_m, to_m, NULL, &volume->ceiling, true, gather, &in);
        if (c == TIME && !take_active(flown, volume, from_m, to_m, gather, &in)) return false;
    }
    return !in.failed;
}

/* ---- all three ---- */

/* What of the volume a stretch is in. */
typedef enum { OUT, PERHAPS, CERTAIN } state;

struct ovf_section {
    double from_m, to_m;
    state state;
    unsigned missing; /* conditions that do not hold: a bit for each */
};

static bool add_section(ovf_scratch *s, const ovf_section *section)
{
    ovf_section *last = s->section_count > 0 ? &s->sections[s->section_count - 1] : NULL;
    if (last != NULL && last->state == section->state && last->missing == section->missing) {
        last->to_m = section->to_m;
        return true;
    }
    if (!ovf_array_reserve(&s->sections, &s->section_capacity, s->section_count + 1,
                           sizeof *s->sections))
        return false;
    s->sections[s->section_count++] = *section;
    return true;
}

/* Cuts what lies between two distances where any condition begins or ends to hold. */
static bool find_sections(const ovf_flown *flown, const ovf_volume *volume, double from_m,
                          double to_m)
{
    ovf_scratch *s = flown->scratch;
    size_t next[CONDITIONS] = {0}; /* of each the first stretch that does not end before at_m */
    s->section_count = 0;
    if (!find_conditions(flown, volume, from_m, to_m)) return false;
    for (double at_m = from_m; at_m < to_m;) {
        ovf_section section = {at_m, to_m, CERTAIN, 0};
        for (condition c = 0; c < CONDITIONS; c++) {
            const ovf_bound_list *list = &s->bounds[c];
            while (next[c] < list->count && list->items[next[c]].to_m <= at_m) next[c]++;
            const ovf_bound *bound = next[c] < list->count ? &list->items[next[c]] : NULL;
            bool holds = bound != NULL && bound->from_m <= at_m;
            if (!holds) section.missing |= 1u << c;
            else if (bound->doubts != 0) section.state = PERHAPS;
            if (bound != NULL)
                section.to_m = fmin(section.to_m, holds ? bound->to_m : bound->from_m);
        }
        if (section.missing != 0) section.state = OUT;
        at_m = section.to_m;
        if (!add_section(s, &section)) return false;
    }
    return true;
}

/* ---- passages and crossings ---- */

typedef struct {
    const ovf_flown *flown;
    const ovf_volume *volume;
    ovf_meeting *meeting;
    size_t first_crossing;      /* of the meeting, in the scratch */
    const ovf_passage *outline; /* the passage in hand */
    ovf_place last;             /* that was asked for */
    bool failed;
} maker;

/* Keeps them in the order flown. */
static void add_crossing(maker *in, ovf_crossing crossing)
{
    ovf_scratch *s = in->flown->scratch;
    if (!ovf_array_reserve(&s->within_crossings, &s->within_crossing_capacity,
                           s->within_crossing_count + 1, sizeof *s->within_crossings)) {
        in->failed = true;
        return;
    }
    size_t i = s->within_crossing_count++;
    for (; i > in->first_crossing &&
           s->within_crossings[i - 1].place.along_m > crossing.place.along_m;
         i--)
        s->within_crossings[i] = s->within_crossings[i - 1];
    s->within_crossings[i] = crossing;
}

/* A crossing and the passage that it begins or ends are at the same place. */
static ovf_place place_at(maker *in, double along_m, bool leaves)
{
    if (along_m == in->outline->entry.along_m) return in->outline->entry;
    if (along_m == in->outline->exit.along_m) return in->outline->exit;
    if (along_m != in->last.along_m) in->last = ovf_flown_place(in->flown, along_m);
    ovf_place place = in->last;
    ovf_flown_settle(in->flown, leaves, &place);
    return place;
}

/* Whether the route crosses the outline there: where it begins or ends inside it does not. */
static bool crosses_outline(const maker *in, ovf_crossing_kind kind, double along_m)
{
    const ovf_meeting *meeting = in->meeting;
    for (size_t i = 0; i < meeting->outline_crossing_count; i++)
        if (meeting->outline_crossings[i].kind == kind &&
            meeting->outline_crossings[i].place.along_m == along_m)
            return true;
    return false;
}

/* The crossing between a section in the volume and its neighbour, which is not; NULL: there is
 * none, as the outline ends there. */
static void cross(maker *in, ovf_crossing_kind kind, double along_m, bool certain,
                  const ovf_section *neighbour)
{
    ovf_crossing_side side = OVF_THROUGH_SIDE;
    if (neighbour == NULL && !crosses_outline(in, kind, along_m)) return;
    for (condition c = CONDITIONS; neighbour != NULL && c-- > 0;)
        if ((neighbour->missing & (1u << c)) != 0) side = sides[c];
    add_crossing(
        in, (ovf_crossing){kind, place_at(in, along_m, kind == OVF_CROSSING_EXIT), side, !certain});
}

static void add_passage(maker *in, const ovf_section *section)
{
    ovf_scratch *s = in->flown->scratch;
    const ovf_passage passage = {.entry = place_at(in, section->from_m, false),
                                 .exit = place_at(in, section->to_m, true),
                                 .length_m = section->to_m - section->from_m,
                                 .possible = section->state != CERTAIN};
    in->meeting->within_at_most_m += passage.length_m;
    if (!passage.possible) in->meeting->within_m += passage.length_m;
    if (!ovf_array_reserve(&s->within_passages, &s->within_passage_capacity,
                           s->within_passage_count + 1, sizeof *s->within_passages))
        in->failed = true;
    else s->within_passages[s->within_passage_count++] = passage;
}

/* The sections from `first` on that are in the volume one after the other; returns the index after
 * the last. What is shorter than the tolerance is a touch. */
static size_t take_run(maker *in, size_t first)
{
    const ovf_scratch *s = in->flown->scratch;
    const ovf_section *sections = s->sections;
    size_t end = first;
    bool certain = false;
    while (end < s->section_count && sections[end].state != OUT)
        certain = sections[end++].state == CERTAIN || certain;
    const ovf_section *before = first > 0 ? &sections[first - 1] : NULL,
                      *after = end < s->section_count ? &sections[end] : NULL;
    double from_m = sections[first].from_m, to_m = sections[end - 1].to_m;
    if (to_m - from_m <= OVF_TOLERANCE_M && (before != NULL || after != NULL)) {
        cross(in, OVF_CROSSING_TOUCH, from_m, certain, before != NULL ? before : after);
        return end;
    }
    cross(in, OVF_CROSSING_ENTRY, from_m, sections[first].state == CERTAIN, before);
    for (size_t i = first; i < end; i++) add_passage(in, &sections[i]);
    cross(in, OVF_CROSSING_EXIT, to_m, sections[end - 1].state == CERTAIN, after);
    return end;
}

/* Whether a section is no more than the end of its neighbour: a gap that is shorter than the
 * tolerance, or such a change of certainty. */
static bool is_sliver(const ovf_scratch *s, size_t index)
{
    const ovf_section *section = &s->sections[index];
    bool is_short = section->to_m - section->from_m <= OVF_TOLERANCE_M;
    if (index == 0 || !is_short) return false;
    return section->state == OUT ? index + 1 < s->section_count
                                 : s->sections[index - 1].state != OUT;
}

static void drop_slivers(ovf_scratch *s)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->section_count; i++) {
        const ovf_section section = s->sections[i];
        ovf_section *last = kept > 0 ? &s->sections[kept - 1] : NULL;
        bool goes_on = last != NULL && last->state == section.state && section.state != OUT;
        if (goes_on || is_sliver(s, i)) last->to_m = section.to_m;
        else s->sections[kept++] = section;
    }
    s->section_count = kept;
}

/* Where the outline is only touched the volume is touched if it is there. */
static void take_touch(maker *in, const ovf_crossing *touch)
{
    const ovf_scratch *s = in->flown->scratch;
    double at_m = touch->place.along_m;
    ovf_crossing crossing = *touch;
    bool certain = false, possible = false;
    if (!find_sections(in->flown, in->volume, fmax(at_m - OVF_TOLERANCE_M, 0),
                       fmin(at_m + OVF_TOLERANCE_M, s->along_m[s->route->fix_count - 1])))
        in->failed = true;
    for (size_t i = 0; i < s->section_count; i++) {
        possible = possible || s->sections[i].state != OUT;
        certain = certain || s->sections[i].state == CERTAIN;
    }
    crossing.possible = !certain;
    if (possible) add_crossing(in, crossing);
}

/* A route that stands all along is in the volume or not, as its heights and times say. */
static void take_stays(maker *in)
{
    ovf_scratch *s = in->flown->scratch;
    ovf_stay_terms terms;
    ovf_passage passage = {in->outline->entry, in->outline->exit, 0, true};
    double from_s = NAN, until_s = NAN;
    bool holds = false;
    if (!ovf_volume_terms(in->flown, in->volume, &terms)) in->failed = true;
    for (size_t i = 0; i + 1 < s->route->fix_count && !in->failed; i++) {
        if (s->along_m[i] != passage.entry.along_m || !ovf_stay_is(in->flown, i)) continue;
        const ovf_stay stay = ovf_stay_within(in->flown, i, &terms);
        bool better = stay.holds && stay.doubts == 0 && passage.possible;
        if (!stay.holds || (stay.doubts != 0 && !passage.possible)) continue;
        if (better) from_s = until_s = NAN;
        if (better) passage.possible = false;
        holds = true;
        if (!(from_s <= stay.from_s)) from_s = stay.from_s;
        if (!(until_s >= stay.until_s)) until_s = stay.until_s;
    }
    if (!holds || in->failed) return;
    if (!isnan(from_s) && from_s != passage.entry.time_s) passage.entry.altitude_m = NAN;
    if (!isnan(until_s) && until_s != passage.exit.time_s) passage.exit.altitude_m = NAN;
    if (!isnan(from_s)) passage.entry.time_s = from_s;
    if (!isnan(until_s)) passage.exit.time_s = until_s;
    if (!ovf_array_reserve(&s->within_passages, &s->within_passage_capacity,
                           s->within_passage_count + 1, sizeof *s->within_passages))
        in->failed = true;
    else s->within_passages[s->within_passage_count++] = passage;
}

bool ovf_volume_meet(const ovf_flown *flown, const ovf_volume *volume, ovf_meeting *meeting)
{
    ovf_scratch *s = flown->scratch;
    maker in = {.flown = flown,
                .volume = volume,
                .meeting = meeting,
                .first_crossing = s->within_crossing_count,
                .last = {.along_m = NAN}};
    meeting->within_m = meeting->within_at_most_m = 0;
    for (size_t i = 0; i < meeting->outline_passage_count && !in.failed; i++) {
        in.outline = &meeting->outline_passages[i];
        in.failed = !find_sections(flown, volume, in.outline->entry.along_m,
                                   in.outline->exit.along_m);
        drop_slivers(s);
        if (in.outline->entry.along_m == in.outline->exit.along_m) take_stays(&in);
        for (size_t k = 0; k < s->section_count && !in.failed;)
            k = s->sections[k].state == OUT ? k + 1 : take_run(&in, k);
    }
    for (size_t i = 0; i < meeting->outline_crossing_count && !in.failed; i++)
        if (meeting->outline_crossings[i].kind == OVF_CROSSING_TOUCH)
            take_touch(&in, &meeting->outline_crossings[i]);
    return !in.failed;
}

/* ---- without an outline ---- */

typedef struct {
    const ovf_flown *flown;
    const ovf_volume *volume;
    ovf_heights_function take;
    void *context;
    ovf_doubts doubts; /* about the time */
} nest;

static void take_height(void *given, double from_m, double to_m, ovf_doubts doubts)
{
    const nest *in = given;
    in->take(in->context, from_m, to_m, doubts | in->doubts);
}

static void take_between(void *given, double from_m, double to_m, ovf_doubts doubts)
{
    nest *in = given;
    in->doubts = doubts;
    ovf_heights_stretches(in->flown, from_m, to_m, &in->volume->floor, &in->volume->ceiling, true,
                          take_height, in);
}

void ovf_volume_stretches(const ovf_flown *flown, const ovf_volume *volume, double from_m,
                          double to_m, ovf_heights_function take, void *context)
{
    nest in = {flown, volume, take, context, 0};
    if (!take_active(flown, volume, from_m, to_m, take_between, &in))
        (void)ovf_fail_memory(&flown->scratch->ground_failure);
}
