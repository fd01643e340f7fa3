/* Not nearer to a zone or line than a limit. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/check/unsure.h"
#include "analysis/check/route_near.h"
#include "base/array.h"
#include "base/said_length.h"

typedef struct {
    ovf_check *check;
    const ovf_restriction *restriction;
    const ovf_boundary *boundary;
    double limit_m;
    const ovf_meeting *meeting; /* NULL: there is none */
    ovf_approach nearest;       /* of the whole route; along it */
    const ovf_unsure *outline;  /* NULL: the route is not near, or the outline is sure */
} search;

static void add_span(search *in, double from_m, double to_m)
{
    if (!ovf_spans_add(&in->check->scratch->spans, from_m, to_m)) in->check->failed = true;
}

static void add_move(ovf_check *check, ovf_finding *finding, size_t leg, double by_m, bool left)
{
    ovf_scratch *s = check->scratch;
    if (!ovf_array_reserve(&s->moves, &s->move_capacity, s->move_count + 1, sizeof *s->moves)) {
        check->failed = true;
        return;
    }
    s->moves[s->move_count++] = (ovf_move){leg, by_m, left};
    finding->move_count++;
}

/* Where the stretch goes through the zone it is there, as near as can be. */
static const ovf_passage *find_passage(const ovf_meeting *meeting, const ovf_span *span)
{
    for (size_t k = 0; meeting != NULL && k < meeting->outline_passage_count; k++)
        if (meeting->outline_passages[k].entry.along_m <= span->to_m + OVF_TOLERANCE_M &&
            meeting->outline_passages[k].exit.along_m >= span->from_m - OVF_TOLERANCE_M)
            return &meeting->outline_passages[k];
    return NULL;
}

/* The leg's part in the stretch: its nearest place, and by how much the leg must move. */
static void look_at_part(search *in, ovf_finding *finding, const ovf_meeting *meeting, size_t fix,
                         double from_m, double to_m, ovf_approach *nearest)
{
    const ovf_leg *leg = ovf_scratch_leg(in->check->scratch, fix);
    ovf_approach own = {.distance_m = in->limit_m};
    double start_m = in->check->result->fix_along_m[fix];
    if (!ovf_proximity_nearest(in->boundary, leg, from_m - start_m, to_m - start_m, &own)) return;
    bool inside = find_passage(meeting,
                               &(ovf_span){start_m + own.along_m, start_m + own.along_m}) != NULL;
    if (own.distance_m > 0 && !inside) {
        double course, towards, distance, lat, lon;
        geod_position(&leg->line, own.along_m, &lat, &lon, &course);
        geod_inverse(ovf_earth(), lat, lon, own.on_boundary.lat, own.on_boundary.lon, &distance,
                     &towards, NULL);
        bool is_left = sin((towards - course) * OVF_RADIAN) < 0;
        add_move(in->check, finding, fix, in->limit_m - own.distance_m, !is_left);
    }
    own.along_m += start_m;
    if (own.distance_m < nearest->distance_m) *nearest = own;
}

static void say_moves(const ovf_check *check, ovf_finding *finding)
{
    const ovf_move *moves = check->scratch->moves + check->scratch->move_count -
                            finding->move_count;
    char text[400] = "", called[OVF_CALLED_SIZE];
    size_t used = 0, shown = finding->move_count > 3 ? 3 : finding->move_count;
    for (size_t i = 0; i < shown; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "; %s must move %s to the %s",
                                 ovf_check_leg_called(check, moves[i].leg, called),
                                 ovf_said_km(moves[i].by_m / 1000).text,
                                 moves[i].left ? "left" : "right");
    if (finding->move_count > shown)
        snprintf(text + used, sizeof text - used, "; and %zu more legs",
                 finding->move_count - shown);
    size_t length = 0;
    while (finding->message[length] != '\0') length++;
    snprintf(finding->message + length, sizeof finding->message - length, "%s", text);
}

/* What is kept by little, or is at the limit: at its nearest place. */
static void say_near(search *in, ovf_finding *finding, const ovf_approach *nearest,
                     ovf_limit_state state)
{
    ovf_check *check = in->check;
    char position[OVF_POSITION_SIZE];
    finding->nearest = finding->from = finding->to = ovf_check_place(check, nearest->along_m);
    finding->nearest_on_zone = nearest->on_boundary;
    ovf_check_say(finding, "keeps %s from %s, at km %.3f, %s; the limit is %s",
                  ovf_said_km(finding->measured).text, ovf_check_place_name(check, in->restriction),
                  nearest->along_m / 1000,
                  ovf_check_position(finding->from.lon, finding->from.lat, position),
                  ovf_said_limit(finding->limit).text);
    ovf_check_say_left(finding, state, "0.001 m");
}

/* What the nearest distance may be. Inside, by how deep the stretch goes. */
static void set_range(search *in, ovf_finding *finding, const ovf_span *inside)
{
    double u = in->restriction->uncertainty_m, nearest_m = finding->measured * 1000;
    if (!(u > 0)) return;
    if (inside != NULL && in->outline != NULL)
        nearest_m = -ovf_unsure_depth(in->check, in->outline, in->meeting, *inside);
    ovf_unsure_set(finding, (ovf_range){fmax(0, nearest_m - u), fmax(0, nearest_m + u)});
    bool broken = !finding->near_miss;
    if (broken ? finding->most * 1000 >= in->limit_m - OVF_PROXIMITY_M
               : finding->least * 1000 < in->limit_m - OVF_PROXIMITY_M)
        ovf_unsure_say_turn(finding);
}

static void add_near_miss(search *in)
{
    double left_m = in->nearest.distance_m - in->limit_m;
    ovf_limit_state state = ovf_limit_of(left_m, OVF_PROXIMITY_M, INFINITY);
    ovf_finding *finding = ovf_check_add_limit(in->check, in->restriction, state,
                                               in->nearest.distance_m / 1000, in->limit_m / 1000,
                                               left_m / 1000, "km");
    say_near(in, finding, &in->nearest, state);
    set_range(in, finding, NULL);
}

static void add_stretch(search *in, const ovf_span *span)
{
    const ovf_meeting *meeting = in->meeting;
    ovf_check *check = in->check;
    const ovf_restriction *restriction = in->restriction;
    const double *along = check->result->fix_along_m;
    char position[OVF_POSITION_SIZE];
    ovf_finding *finding = ovf_check_add(check, restriction, restriction->severity);
    ovf_approach nearest = {.distance_m = INFINITY};
    const ovf_passage *passage = find_passage(meeting, span);
    for (size_t i = ovf_check_fix(check, span->from_m) - 1;
         i + 1 < check->result->route->fix_count && along[i] < span->to_m; i++) {
        double from_m = fmax(span->from_m, along[i]), to_m = fmin(span->to_m, along[i + 1]);
        if (to_m - from_m > 1e-6) look_at_part(in, finding, meeting, i, from_m, to_m, &nearest);
    }
    ovf_check_stretch(check, finding, span->from_m, span->to_m);
    if (passage != NULL) {
        finding->nearest = ovf_check_place(check, fmax(passage->entry.along_m, span->from_m));
        finding->nearest_on_zone = (ovf_lonlat){finding->nearest.lon, finding->nearest.lat};
        nearest.distance_m = 0;
    } else if (isfinite(nearest.distance_m)) {
        finding->nearest = ovf_check_place(check, nearest.along_m);
        finding->nearest_on_zone = nearest.on_boundary;
    }
    finding->measured = nearest.distance_m / 1000;
    finding->limit = in->limit_m / 1000;
    finding->margin = finding->measured - finding->limit;
    finding->unit = "km";
    if (nearest.distance_m >= in->limit_m - OVF_PROXIMITY_M) {
        /* Nearer by less than the error. */
        check->scratch->move_count -= finding->move_count;
        finding->move_count = 0;
        finding->near_miss = true;
        if (finding->severity > OVF_SEVERITY_WARNING) finding->severity = OVF_SEVERITY_WARNING;
        say_near(in, finding, &nearest, OVF_LIMIT_AT);
    } else if (nearest.distance_m > 0) {
        ovf_check_say(finding,
                      "keeps %s from %s, at km %.3f, %s; the limit is %s; it is nearer for %s, "
                      "from km %.3f to km %.3f",
                      ovf_said_km(finding->measured).text, ovf_check_place_name(check, restriction),
                      nearest.along_m / 1000,
                      ovf_check_position(finding->nearest.lon, finding->nearest.lat, position),
                      ovf_said_limit(finding->limit).text,
                      ovf_said_km((span->to_m - span->from_m) / 1000).text, span->from_m / 1000,
                      span->to_m / 1000);
        say_moves(check, finding);
    } else {
        ovf_check_say(finding,
                      "reaches %s at km %.3f, %s; the limit is %s; it is nearer for %s, from km "
                      "%.3f to km %.3f",
                      ovf_check_place_name(check, restriction), finding->nearest.along_m / 1000,
                      ovf_check_position(finding->nearest.lon, finding->nearest.lat, position),
                      ovf_said_limit(finding->limit).text,
                      ovf_said_km((span->to_m - span->from_m) / 1000).text, span->from_m / 1000,
                      span->to_m / 1000);
    }
    set_range(in, finding, nearest.distance_m > 0 ? NULL : span);
}

static void take_bound(void *given, double from_m, double to_m, ovf_doubts doubts)
{
    search *in = given;
    size_t before = in->check->scratch->finding_count;
    add_stretch(in, &(ovf_span){from_m, to_m});
    ovf_check_doubt_bound(in->check, before, doubts);
}

static void take_near_miss(void *given, double from_m, double to_m, ovf_doubts doubts)
{
    search *in = given;
    size_t before = in->check->scratch->finding_count;
    if (!(from_m <= in->nearest.along_m && to_m >= in->nearest.along_m)) return;
    add_near_miss(in);
    ovf_check_doubt_bound(in->check, before, doubts);
}

static void take_unsure(void *given, double from_m, double to_m, ovf_doubts doubts)
{
    search *in = given;
    (void)doubts; /* the warning is the same */
    ovf_route_nearest(in->check, in->boundary, (ovf_span){from_m, to_m},
                      in->limit_m + in->restriction->uncertainty_m, &in->nearest);
}

/* Kept as drawn, and not with an outline that is nearer by its uncertainty: told at the nearest
 * place where the rule binds. */
static void look_unsure(search *in)
{
    ovf_check *check = in->check;
    ovf_scratch *s = check->scratch;
    double reach_m = in->limit_m + in->restriction->uncertainty_m;
    s->spans.count = 0;
    ovf_route_near(check, in->boundary, reach_m, &s->spans);
    ovf_spans_unite(&s->spans, OVF_TOLERANCE_M);
    for (size_t k = 0; k < s->spans.count; k++)
        ovf_bound_stretches(check, in->restriction, s->spans.items[k].from_m,
                            s->spans.items[k].to_m, take_unsure, in);
    in->nearest.along_m = fmin(in->nearest.along_m, check->result->length_m);
    if (in->nearest.distance_m < reach_m - OVF_PROXIMITY_M) add_near_miss(in);
}

/* Looks at what is too near, and then for what is kept by little. False where the route stays
 * beyond both. */
static bool look(search *in, double reach_m)
{
    ovf_check *check = in->check;
    const ovf_meeting *meeting = in->meeting;
    ovf_scratch *s = check->scratch;
    size_t before = s->finding_count;
    s->spans.count = 0;
    ovf_route_near(check, in->boundary, in->limit_m, &s->spans);
    for (size_t k = 0; meeting != NULL && k < meeting->outline_passage_count; k++)
        add_span(in, meeting->outline_passages[k].entry.along_m,
                 meeting->outline_passages[k].exit.along_m);
    ovf_spans_unite(&s->spans, OVF_TOLERANCE_M);
    for (size_t k = 0; k < s->spans.count; k++)
        ovf_bound_stretches(check, in->restriction, s->spans.items[k].from_m,
                            s->spans.items[k].to_m, take_bound, in);
    bool broken = s->spans.count > 0;
    if (in->restriction->uncertainty_m > 0 && s->finding_count == before) look_unsure(in);
    if (broken || s->finding_count > before) return true;
    in->nearest = (ovf_approach){.distance_m = INFINITY};
    ovf_route_nearest(check, in->boundary, (ovf_span){-INFINITY, INFINITY}, reach_m, &in->nearest);
    if (!(in->nearest.distance_m < reach_m)) return false;
    /* At the end of the flight it may come to lie a hair beyond it. */
    in->nearest.along_m = fmin(in->nearest.along_m, check->result->length_m);
    ovf_bound_stretches(check, in->restriction, 0, check->result->length_m, take_near_miss, in);
    return true;
}

void ovf_evaluate_standoff(ovf_check *check, const ovf_restriction *restriction,
                           const ovf_meeting *meeting)
{
    const ovf_checker *checker = check->checker;
    bool is_zone = restriction->scope == OVF_SCOPE_ZONE;
    ovf_boundaries *boundaries = is_zone ? checker->analyzer->boundaries : checker->lines;
    search in = {.check = check,
                 .restriction = restriction,
                 .limit_m = restriction->values[0] * 1000,
                 .meeting = meeting,
                 .nearest = {.distance_m = INFINITY}};
    /* What is at the limit is looked for even where near misses are not told. */
    double u = restriction->uncertainty_m,
           reach_m = fmax(in.limit_m * (1 + checker->options.margin),
                          in.limit_m + 2 * OVF_PROXIMITY_M),
           widest_m = fmax(reach_m, in.limit_m + u),
           nearest_m = meeting != NULL ? meeting->nearest_m
                                       : (is_zone ? checker->analyzer->search_m : 0);
    size_t before = check->scratch->finding_count;
    ovf_unsure outline = {0};
    ovf_box wide = ovf_box_widened(&boundaries->items[restriction->place].box, widest_m);
    bool near = nearest_m <= widest_m && ovf_box_meets_box(&wide, &check->box);
    if (near) {
        in.boundary = ovf_boundaries_get(boundaries, restriction->place);
        if (in.boundary == NULL) check->failed = true;
        if (ovf_unsure_find(check, restriction, meeting, &outline)) in.outline = &outline;
        near = in.boundary != NULL && look(&in, reach_m);
        ovf_unsure_clear(&outline);
    }
    if (check->scratch->finding_count > before) return;
    /* Where it is near without a finding the rule does not bind. */
    if (near) {
        ovf_check_not_applicable(check);
        return;
    }
    ovf_check_kept(check, restriction, meeting != NULL ? nearest_m / 1000 : NAN,
                   restriction->values[0], "km", NAN);
    if (meeting != NULL && u > 0)
        ovf_unsure_set_kept(check, (ovf_range){fmax(0, nearest_m - u), nearest_m + u});
}

const ovf_kind ovf_kind_standoff = {
    .name = "standoff",
    .meaning = "not nearer to the zone or line than this; exactly so near is allowed",
    .scopes = OVF_SCOPE_ZONE | OVF_SCOPE_LINE,
    .parameters = {{"standoff_km", 0, 1000, NAN, "the distance that is to be kept, km", false}},
    .is_least = true,
};
