/* What of a route a restriction binds. */
#include <math.h>
#include <stdlib.h>

#include "analysis/check/judging.h"
#include "base/array.h"
#include "base/error.h"
#include "analysis/meet/part_stretches.h"
#include "analysis/meet/parts.h"
#include "analysis/meet/pieces.h"
#include "analysis/meet/sections.h"
#include "analysis/meet/volume.h"

/* So many stretches are remembered, so that what was found of them is not found again. */
#define SURE_KEPT 32

typedef struct {
    const ovf_check *check;
    const ovf_restriction *restriction;
    ovf_limit floor, ceiling;
    ovf_heights_function take;
    void *context;
    ovf_doubts doubts;        /* about the volume, and about the time */
    ovf_doubts gap;           /* about where the flight was */
    ovf_span sure[SURE_KEPT]; /* stretches that surely bind, of those in hand */
    ovf_span open[SURE_KEPT]; /* and that perhaps do */
    size_t sure_count, open_count;
} binder;

static void take_height(void *given, double from_m, double to_m, ovf_doubts doubts)
{
    binder *in = given;
    doubts |= in->doubts | in->gap;
    ovf_span *kept = doubts == 0 ? in->sure : in->open;
    size_t *count = doubts == 0 ? &in->sure_count : &in->open_count;
    if (*count < SURE_KEPT) kept[(*count)++] = (ovf_span){from_m, to_m};
    in->take(in->context, from_m, to_m, doubts);
}

static void take_time(void *given, double from_m, double to_m, ovf_doubts doubts)
{
    binder *in = given;
    const ovf_doubts before = in->doubts;
    in->doubts |= doubts;
    ovf_heights_stretches(&in->check->flown, from_m, to_m, &in->floor, &in->ceiling, true,
                          take_height, in);
    in->doubts = before;
}

/* While it is in force itself. Where no fix has a time what is known of the flight as a whole
 * decides, which check.c does. */
static void take_volume(void *given, double from_m, double to_m, ovf_doubts doubts)
{
    binder *in = given;
    const ovf_restriction *r = in->restriction;
    const ovf_active_time active = {isnan(r->from_s) ? -INFINITY : r->from_s,
                                    isnan(r->until_s) ? INFINITY : r->until_s, 0};
    in->doubts = doubts;
    if (!in->check->flown.timed || ovf_check_always_in_force(in->check, r))
        take_time(in, from_m, to_m, 0);
    else ovf_times_stretches(&in->check->flown, from_m, to_m, &active, 1, take_time, in);
}

const ovf_volume *ovf_check_volume(const ovf_check *check, const ovf_restriction *r)
{
    if (r->scope != OVF_SCOPE_ZONE || r->place == OVF_NOWHERE) return NULL;
    const ovf_volume *volume = check->checker->analyzer->zones->items[r->place].volume;
    return ovf_volume_is_unlimited(volume) ? NULL : volume;
}

/* What the volume has already. */
static void drop_same(ovf_limit *limit, const ovf_limit *of_volume)
{
    if (limit->count == 1 && of_volume->count == 1 &&
        limit->heights[0].metres == of_volume->heights[0].metres &&
        limit->heights[0].reference == of_volume->heights[0].reference)
        limit->count = 0;
}

/* ---- where the flight stands ---- */

static bool is_in(const ovf_span *spans, size_t count, double at_m)
{
    for (size_t i = 0; i < count; i++)
        if (spans[i].from_m - OVF_TOLERANCE_M <= at_m && spans[i].to_m + OVF_TOLERANCE_M >= at_m)
            return true;
    return false;
}

/* Of a zone with parts so many; otherwise one volume, or none with limits. */
static size_t count_parts(const ovf_check *check, const ovf_restriction *r)
{
    if (r->scope != OVF_SCOPE_ZONE || r->place == OVF_NOWHERE) return 0;
    return ovf_parts_count(check->checker->analyzer, r->place);
}

static bool set_terms(const binder *in, const ovf_volume *volume, ovf_active_time *own,
                      ovf_stay_terms *terms)
{
    const ovf_restriction *r = in->restriction;
    const ovf_check *check = in->check;
    *terms = (ovf_stay_terms){.layer_count = 0};
    if (volume != NULL && !ovf_volume_terms(&check->flown, volume, terms)) return false;
    terms->layers[terms->layer_count].low = &in->floor;
    terms->layers[terms->layer_count++].high = &in->ceiling;
    if (!check->flown.timed || ovf_check_always_in_force(check, r)) return true;
    *own = (ovf_active_time){isnan(r->from_s) ? -INFINITY : r->from_s,
                             isnan(r->until_s) ? INFINITY : r->until_s, 0};
    terms->active[terms->active_count].items = own;
    terms->active[terms->active_count++].count = 1;
    return true;
}

/* A stay has no length, and the stretches around it do not say when it is in the volume. Those at
 * one place are one. */
static void bind_stays(binder *in, const ovf_volume *volume, double from_m, double to_m,
                       const ovf_spans *outline)
{
    ovf_scratch *s = in->check->scratch;
    const ovf_flown *flown = &in->check->flown;
    const unsigned char *unobserved = s->route->unobserved;
    const double *along = s->along_m;
    ovf_stay_terms terms;
    ovf_active_time own;
    bool ready = false;
    for (size_t i = ovf_pieces_first_leg(flown, from_m); i + 1 < s->route->fix_count;) {
        double at_m = along[i];
        ovf_stay best = {false, 0, NAN, NAN};
        if (at_m > to_m) break;
        for (; i + 1 < s->route->fix_count && along[i] == at_m; i++) {
            if (at_m < from_m || !ovf_stay_is(flown, i)) continue;
            if (outline != NULL && !is_in(outline->items, outline->count, at_m)) continue;
            if (!ready && !set_terms(in, volume, &own, &terms)) {
                (void)ovf_fail_memory(&s->ground_failure);
                return;
            }
            ready = true;
            ovf_stay stay = ovf_stay_within(flown, i, &terms);
            if (unobserved != NULL && unobserved[i]) stay.doubts |= OVF_DOUBT_GAP;
            if (stay.holds && (!best.holds || stay.doubts == 0)) best = stay;
        }
        if (!best.holds || is_in(in->sure, in->sure_count, at_m) ||
            (best.doubts != 0 && is_in(in->open, in->open_count, at_m)))
            continue;
        in->take(in->context, at_m, at_m, best.doubts);
    }
}

/* ---- all of it ---- */

/* At the places of a stay the volumes of those parts count whose outlines are there. */
static void bind_part_stays(binder *in, size_t count, double from_m, double to_m)
{
    ovf_scratch *s = in->check->scratch;
    const ovf_analyzer *analyzer = in->check->checker->analyzer;
    const size_t zone = in->restriction->place;
    const ovf_span within = {from_m, to_m};
    ovf_spans *outlines = ovf_array_new(count, sizeof *outlines);
    bool good = outlines != NULL && ovf_parts_outlines(analyzer, s, zone, &within, outlines);
    for (size_t k = 0; k < count && good; k++)
        bind_stays(in, ovf_parts_volume(analyzer, zone, k), from_m, to_m, &outlines[k]);
    if (!good) (void)ovf_fail_memory(&s->ground_failure);
    for (size_t k = 0; outlines != NULL && k < count; k++) ovf_spans_clear(&outlines[k]);
    free(outlines);
}

static void bind(binder *in, const ovf_volume *volume, double from_m, double to_m)
{
    if (count_parts(in->check, in->restriction) > 0)
        ovf_parts_stretches(&in->check->flown, in->check->checker->analyzer, in->restriction->place,
                            from_m, to_m, take_volume, in);
    else if (volume == NULL) take_volume(in, from_m, to_m, 0);
    else ovf_volume_stretches(&in->check->flown, volume, from_m, to_m, take_volume, in);
}

/* What was observed, and what was not, in turn. */
static void bind_pieces(binder *in, const ovf_volume *volume, double from_m, double to_m)
{
    const double *along = in->check->result->fix_along_m;
    const unsigned char *unobserved = in->check->result->route->unobserved;
    size_t last = in->check->result->route->fix_count - 1;
    double at_m = from_m;
    in->gap = 0;
    for (size_t leg = ovf_flown_fix(&in->check->flown, from_m); leg < last && along[leg] < to_m;
         leg++) {
        ovf_doubts gap = unobserved[leg] ? OVF_DOUBT_GAP : 0;
        if (!(along[leg + 1] > fmax(along[leg], from_m))) continue;
        if (gap != in->gap && along[leg] > at_m) {
            bind(in, volume, at_m, along[leg]);
            at_m = along[leg];
        }
        in->gap = gap;
    }
    bind(in, volume, at_m, to_m);
}

void ovf_bound_stretches(const ovf_check *check, const ovf_restriction *r, double from_m,
                         double to_m, ovf_heights_function take, void *context)
{
    binder in = {.check = check,
                 .restriction = r,
                 .floor = ovf_limit_of_height(r->floor),
                 .ceiling = ovf_limit_of_height(r->ceiling),
                 .take = take,
                 .context = context};
    const size_t parts = count_parts(check, r);
    const ovf_volume *volume = parts > 0 ? NULL : ovf_check_volume(check, r);
    if (volume != NULL) {
        drop_same(&in.floor, &volume->floor);
        drop_same(&in.ceiling, &volume->ceiling);
    }
    if (check->result->route->unobserved == NULL) bind(&in, volume, from_m, to_m);
    else bind_pieces(&in, volume, from_m, to_m);
    if (parts == 0) bind_stays(&in, volume, from_m, to_m, NULL);
    else bind_part_stays(&in, parts, from_m, to_m);
}

void ovf_bound_passages(const ovf_check *check, const ovf_restriction *restriction,
                        const ovf_meeting *meeting, ovf_heights_function take, void *context)
{
    for (size_t k = 0; meeting != NULL && k < meeting->outline_passage_count; k++)
        ovf_bound_stretches(check, restriction, meeting->outline_passages[k].entry.along_m,
                            meeting->outline_passages[k].exit.along_m, take, context);
}
