/* Three things must hold: the route is not below the floor, not above the ceiling, and the zone is
 * in force. Where each of them holds, surely or perhaps, is a list of stretches; the volume is
 * where all three have one. What begins or ends there says through what a crossing goes. */
#include "analysis/meet/sections.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"

/* ---- the three conditions ---- */

typedef enum { FLOOR, CEILING, TIME, CONDITIONS } condition;

_Static_assert(CONDITIONS == OVF_VOLUME_CONDITIONS, "the scratch has a list for each");

/* Their bits in what is missing. The outline is one more of parts. */
#define OUTLINE (1u << CONDITIONS)

ovf_crossing_side ovf_section_side(unsigned missing)
{
    if ((missing & OUTLINE) != 0) return OVF_THROUGH_SIDE;
    if ((missing & (1u << FLOOR)) != 0) return OVF_THROUGH_FLOOR;
    if ((missing & (1u << CEILING)) != 0) return OVF_THROUGH_CEILING;
    return (missing & (1u << TIME)) != 0 ? OVF_THROUGH_TIME : OVF_THROUGH_SIDE;
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

bool ovf_active_stretches(const ovf_flown *flown, const ovf_volume *volume, double from_m,
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
    ovf_bound_gatherer in = {NULL, false};
    for (condition c = 0; c < CONDITIONS; c++) {
        in.list = &s->bounds[c];
        in.list->count = 0;
        if (c == FLOOR)
            ovf_heights_stretches(flown, from_m, to_m, &volume->floor, NULL, true, ovf_bound_gather,
                                  &in);
        if (c == CEILING)
            ovf_heights_stretches(flown, from_m, to_m, NULL, &volume->ceiling, true,
                                  ovf_bound_gather, &in);
        if (c == TIME && !ovf_active_stretches(flown, volume, from_m, to_m, ovf_bound_gather, &in))
            return false;
    }
    return !in.failed;
}

/* ---- all three ---- */

static bool add_section(ovf_scratch *s, const ovf_section *section)
{
    ovf_section *last = s->section_count > 0 ? &s->sections[s->section_count - 1] : NULL;
    if (last != NULL && last->state == section->state && last->before == section->before) {
        last->to_m = section->to_m;
        return true;
    }
    if (!ovf_array_reserve(&s->sections, &s->section_capacity, s->section_count + 1,
                           sizeof *s->sections))
        return false;
    s->sections[s->section_count++] = *section;
    return true;
}

bool ovf_sections_find(const ovf_flown *flown, const ovf_volume *volume, double from_m, double to_m)
{
    ovf_scratch *s = flown->scratch;
    size_t next[CONDITIONS] = {0}; /* of each the first stretch that does not end before at_m */
    s->section_count = 0;
    if (!find_conditions(flown, volume, from_m, to_m)) return false;
    for (double at_m = from_m; at_m < to_m;) {
        ovf_section section = {.from_m = at_m, .to_m = to_m, .state = OVF_SECTION_CERTAIN};
        for (condition c = 0; c < CONDITIONS; c++) {
            const ovf_bound_list *list = &s->bounds[c];
            while (next[c] < list->count && list->items[next[c]].to_m <= at_m) next[c]++;
            const ovf_bound *bound = next[c] < list->count ? &list->items[next[c]] : NULL;
            bool holds = bound != NULL && bound->from_m <= at_m;
            if (!holds) section.before |= 1u << c;
            else if (bound->doubts != 0) section.state = OVF_SECTION_PERHAPS;
            if (bound != NULL)
                section.to_m = fmin(section.to_m, holds ? bound->to_m : bound->from_m);
        }
        if (section.before != 0) section.state = OVF_SECTION_OUT;
        section.after = section.before;
        at_m = section.to_m;
        if (!add_section(s, &section)) return false;
    }
    return true;
}

/* ---- of parts ---- */

/* One of the parts. */
typedef struct {
    ovf_section *sections; /* of its volume, wherever its outline is */
    size_t count, next;
    ovf_spans outline;
    size_t next_span;
    unsigned missing, missed; /* at the place in hand, and at the one before */
} part_in_hand;

/* What is so of the part at a place and up to *until_m, which is moved to where it ends. */
static ovf_section_state look(part_in_hand *of, double at_m, double *until_m)
{
    while (of->next + 1 < of->count && of->sections[of->next].to_m <= at_m) of->next++;
    while (of->next_span < of->outline.count && of->outline.items[of->next_span].to_m <= at_m)
        of->next_span++;
    const ovf_section *section = &of->sections[of->next];
    of->missed = of->missing;
    of->missing = section->state == OVF_SECTION_OUT ? section->before : 0;
    *until_m = fmin(*until_m, section->to_m);
    if (of->next_span == of->outline.count || of->outline.items[of->next_span].from_m > at_m) {
        of->missing |= OUTLINE;
        if (of->next_span < of->outline.count)
            *until_m = fmin(*until_m, of->outline.items[of->next_span].from_m);
        return OVF_SECTION_OUT;
    }
    *until_m = fmin(*until_m, of->outline.items[of->next_span].to_m);
    return section->state;
}

/* Surely in a volume where one is surely so, and perhaps where one is perhaps. What is missing
 * between two volumes is what ends the first, and what begins the second. */
static bool unite(const ovf_flown *flown, part_in_hand *parts, size_t count, double from_m,
                  double to_m)
{
    ovf_scratch *s = flown->scratch;
    size_t before = 0; /* the part that holds last */
    s->section_count = 0;
    for (double at_m = from_m; at_m < to_m;) {
        ovf_section section = {.from_m = at_m, .to_m = to_m, .state = OVF_SECTION_OUT};
        size_t best = 0;
        for (size_t k = 0; k < count; k++) {
            ovf_section_state state = look(&parts[k], at_m, &section.to_m);
            if (state > section.state) best = k;
            if (state > section.state) section.state = state;
        }
        if (!(section.to_m > at_m)) section.to_m = to_m; /* never: all lists are in order */
        at_m = section.to_m;
        ovf_section *last = s->section_count > 0 ? &s->sections[s->section_count - 1] : NULL;
        if (section.state == OVF_SECTION_OUT) section.before = parts[before].missing;
        else if (last != NULL && last->state == OVF_SECTION_OUT) last->after = parts[best].missed;
        if (section.state != OVF_SECTION_OUT) before = best;
        if (last != NULL && last->state == section.state) {
            last->to_m = section.to_m;
            continue;
        }
        if (!ovf_array_reserve(&s->sections, &s->section_capacity, s->section_count + 1,
                               sizeof *s->sections))
            return false;
        s->sections[s->section_count++] = section;
    }
    return true;
}

/* Where the route only touches the zone the parts that it touches are there all around. */
static bool set_touched(const ovf_analyzer *analyzer, const ovf_flown *flown, size_t zone,
                        part_in_hand *parts, size_t count, const ovf_span *around)
{
    for (size_t k = 0; k < count; k++) {
        const ovf_meeting *meeting = ovf_parts_meeting(analyzer, flown->scratch, zone, k);
        bool touches = false;
        for (size_t i = 0; meeting != NULL && i < meeting->outline_crossing_count; i++)
            touches = touches || (meeting->outline_crossings[i].place.along_m >= around->from_m &&
                                  meeting->outline_crossings[i].place.along_m <= around->to_m);
        parts[k].outline.count = 0;
        if (touches && !ovf_spans_add(&parts[k].outline, around->from_m, around->to_m))
            return false;
    }
    return true;
}

static bool set_outlines(const ovf_analyzer *analyzer, const ovf_flown *flown, size_t zone,
                         part_in_hand *parts, size_t count, const ovf_span *within)
{
    ovf_spans *outlines = ovf_array_new(count, sizeof *outlines);
    bool good = outlines != NULL &&
                ovf_parts_outlines(analyzer, flown->scratch, zone, within, outlines);
    for (size_t k = 0; outlines != NULL && k < count; k++) parts[k].outline = outlines[k];
    free(outlines);
    return good;
}

bool ovf_sections_find_parts(const ovf_flown *flown, const ovf_analyzer *analyzer, size_t zone,
                             const ovf_span *within, bool touch)
{
    ovf_scratch *s = flown->scratch;
    size_t count = ovf_parts_count(analyzer, zone);
    part_in_hand *parts = ovf_array_new(count, sizeof *parts);
    bool good = parts != NULL &&
                (touch ? set_touched : set_outlines)(analyzer, flown, zone, parts, count, within);
    for (size_t k = 0; k < count && good; k++) {
        const ovf_volume *volume = ovf_parts_volume(analyzer, zone, k);
        good = ovf_sections_find(flown, volume, within->from_m, within->to_m);
        parts[k].sections = good ? ovf_array_new(s->section_count + 1, sizeof *s->sections) : NULL;
        good = good && parts[k].sections != NULL;
        for (size_t i = 0; good && i < s->section_count; i++) parts[k].sections[i] = s->sections[i];
        parts[k].count = good ? s->section_count : 0;
        parts[k].missing = OUTLINE;
    }
    s->section_count = 0;
    good = good && (!(within->to_m > within->from_m) ||
                    unite(flown, parts, count, within->from_m, within->to_m));
    for (size_t k = 0; parts != NULL && k < count; k++) {
        free(parts[k].sections);
        ovf_spans_clear(&parts[k].outline);
    }
    free(parts);
    return good;
}
