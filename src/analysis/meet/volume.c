#include "analysis/meet/volume.h"

#include <math.h>

#include "analysis/meet/stops.h"

#include "base/array.h"
#include "base/error.h"

const char *ovf_crossing_side_name(ovf_crossing_side side)
{
    static const char *const names[] = {"side", "floor", "ceiling", "time"};
    return names[side];
}

/* ---- passages and crossings ---- */

typedef struct {
    const ovf_flown *flown;
    const ovf_analyzer *analyzer;
    ovf_meeting *meeting;
    size_t first_crossing;      /* of the meeting, in the scratch */
    const ovf_passage *outline; /* the passage in hand */
    ovf_place last;             /* that was asked for */
    bool failed;
} maker;

static bool find_sections(const maker *in, double from_m, double to_m, bool touch)
{
    size_t zone = in->meeting->zone;
    const ovf_span within = {from_m, to_m};
    if (ovf_parts_count(in->analyzer, zone) > 0)
        return ovf_sections_find_parts(in->flown, in->analyzer, zone, &within, touch);
    return ovf_sections_find(in->flown, in->analyzer->zones->items[zone].volume, from_m, to_m);
}

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

static ovf_place begin_of(maker *in, const ovf_section *section)
{
    ovf_place place = place_at(in, section->from_m, false);
    ovf_stops_settle(in->flown, &section->begin, &place);
    return place;
}

static ovf_place end_of(maker *in, const ovf_section *section)
{
    ovf_place place = place_at(in, section->to_m, true);
    ovf_stops_settle(in->flown, &section->end, &place);
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
static void cross(maker *in, ovf_crossing_kind kind, ovf_place place, bool certain,
                  const ovf_section *neighbour, bool comes_after)
{
    ovf_crossing_side side = OVF_THROUGH_SIDE;
    if (neighbour == NULL && !crosses_outline(in, kind, place.along_m)) return;
    if (neighbour != NULL)
        side = ovf_section_side(comes_after ? neighbour->before : neighbour->after);
    add_crossing(in, (ovf_crossing){kind, place, side, !certain});
}

static void add_passage(maker *in, const ovf_section *section)
{
    ovf_scratch *s = in->flown->scratch;
    const ovf_passage passage = {.entry = begin_of(in, section),
                                 .exit = end_of(in, section),
                                 .length_m = section->to_m - section->from_m,
                                 .possible = section->state != OVF_SECTION_CERTAIN};
    in->meeting->within_at_most_m += passage.length_m;
    if (!passage.possible) in->meeting->within_m += passage.length_m;
    if (!ovf_array_reserve(&s->within_passages, &s->within_passage_capacity,
                           s->within_passage_count + 1, sizeof *s->within_passages))
        in->failed = true;
    else s->within_passages[s->within_passage_count++] = passage;
}

/* The sections from `first` on that are in the volume one after the other; returns the index after
 * the last. What is shorter than the tolerance, and not a stop, is a touch. */
static size_t take_run(maker *in, size_t first)
{
    const ovf_scratch *s = in->flown->scratch;
    const ovf_section *sections = s->sections;
    size_t end = first;
    bool certain = false, stands = false;
    for (; end < s->section_count && sections[end].state != OVF_SECTION_OUT; end++) {
        certain = certain || sections[end].state == OVF_SECTION_CERTAIN;
        stands = stands || sections[end].stands;
    }
    const ovf_section *before = first > 0 ? &sections[first - 1] : NULL,
                      *after = end < s->section_count ? &sections[end] : NULL;
    double from_m = sections[first].from_m, to_m = sections[end - 1].to_m;
    if (to_m - from_m <= OVF_TOLERANCE_M && !stands && (before != NULL || after != NULL)) {
        cross(in, OVF_CROSSING_TOUCH, begin_of(in, &sections[first]), certain,
              before != NULL ? before : after, before == NULL);
        return end;
    }
    cross(in, OVF_CROSSING_ENTRY, begin_of(in, &sections[first]),
          sections[first].state == OVF_SECTION_CERTAIN, before, false);
    for (size_t i = first; i < end; i++) add_passage(in, &sections[i]);
    cross(in, OVF_CROSSING_EXIT, end_of(in, &sections[end - 1]),
          sections[end - 1].state == OVF_SECTION_CERTAIN, after, true);
    return end;
}

/* Whether a section is no more than the end of its neighbour: a gap that is shorter than the
 * tolerance, or such a change of certainty. */
static bool is_sliver(const ovf_scratch *s, size_t index)
{
    const ovf_section *section = &s->sections[index];
    bool is_short = section->to_m - section->from_m <= OVF_TOLERANCE_M;
    if (index == 0 || !is_short || section->stands) return false;
    return section->state == OVF_SECTION_OUT ? index + 1 < s->section_count
                                             : s->sections[index - 1].state != OVF_SECTION_OUT;
}

static void drop_slivers(ovf_scratch *s)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->section_count; i++) {
        const ovf_section section = s->sections[i];
        ovf_section *last = kept > 0 ? &s->sections[kept - 1] : NULL;
        bool goes_on = last != NULL && last->state == section.state &&
                       section.state != OVF_SECTION_OUT;
        if (!goes_on && !is_sliver(s, i)) {
            s->sections[kept++] = section;
            continue;
        }
        last->to_m = section.to_m;
        last->end = section.end;
        last->stands = last->stands || section.stands;
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
    if (!find_sections(in, fmax(at_m - OVF_TOLERANCE_M, 0),
                       fmin(at_m + OVF_TOLERANCE_M, s->along_m[s->route->fix_count - 1]), true))
        in->failed = true;
    for (size_t i = 0; i < s->section_count; i++) {
        possible = possible || s->sections[i].state != OVF_SECTION_OUT;
        certain = certain || s->sections[i].state == OVF_SECTION_CERTAIN;
    }
    crossing.possible = !certain;
    if (possible) add_crossing(in, crossing);
}

bool ovf_volume_meet(const ovf_flown *flown, const ovf_analyzer *analyzer, ovf_meeting *meeting)
{
    ovf_scratch *s = flown->scratch;
    maker in = {.flown = flown,
                .analyzer = analyzer,
                .meeting = meeting,
                .first_crossing = s->within_crossing_count,
                .last = {.along_m = NAN}};
    meeting->within_m = meeting->within_at_most_m = 0;
    for (size_t i = 0; i < meeting->outline_passage_count && !in.failed; i++) {
        in.outline = &meeting->outline_passages[i];
        in.failed = !find_sections(&in, in.outline->entry.along_m, in.outline->exit.along_m, false);
        in.failed = in.failed || !ovf_stops_insert(flown, analyzer, meeting->zone, in.outline);
        drop_slivers(s);
        for (size_t k = 0; k < s->section_count && !in.failed;)
            k = s->sections[k].state == OVF_SECTION_OUT ? k + 1 : take_run(&in, k);
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
    if (!ovf_active_stretches(flown, volume, from_m, to_m, take_between, &in))
        (void)ovf_fail_memory(&flown->scratch->ground_failure);
}
