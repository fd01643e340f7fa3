/* No passage. */
#include <math.h>

#include "analysis/check/unsure.h"
#include "analysis/check/route_near.h"
#include "base/said_length.h"

typedef struct {
    ovf_check *check;
    const ovf_restriction *restriction;
    const ovf_unsure *outline; /* NULL: the route is not near, or the outline is sure */
    size_t first;              /* of its findings */
    ovf_span bound;       /* of the stretch in hand, what binds: the first and the last of it */
    double length_m;      /* of what binds */
    ovf_approach nearest; /* of it, along the route */
} context;

/* The stretch that is inside or near the outline, and that a passage belongs to. */
static const ovf_span *find_possible(const ovf_unsure *outline, double from_m, double to_m)
{
    for (size_t i = 0; i < outline->possible.count; i++)
        if (outline->possible.items[i].from_m <= to_m && outline->possible.items[i].to_m >= from_m)
            return &outline->possible.items[i];
    return NULL;
}

/* How long the passage may be, and whether there surely is one. */
static void set_range(const context *in, ovf_finding *finding, double from_m, double to_m)
{
    if (in->outline == NULL) return;
    const ovf_span *possible = find_possible(in->outline, from_m, to_m), drawn = {from_m, to_m};
    ovf_range range = {
        ovf_unsure_length(in->check, in->restriction, &in->outline->sure, drawn, true),
        ovf_unsure_length(in->check, in->restriction, &in->outline->possible,
                          possible != NULL ? *possible : drawn, false)};
    ovf_unsure_set(finding, range);
    if (finding->judged && !(range.least > OVF_TOLERANCE_M)) ovf_unsure_say_turn(finding);
}

static void take(void *given, double from_m, double to_m, ovf_doubts doubts)
{
    context *in = given;
    ovf_check *check = in->check;
    const char *name = ovf_check_place_name(check, in->restriction);
    ovf_finding *finding;
    char called[OVF_CALLED_SIZE], give[OVF_DOUBTS_SIZE];
    if (doubts == 0 && !(to_m > from_m)) {
        finding = ovf_check_add(check, in->restriction, in->restriction->severity);
        ovf_check_say(finding, "stands in %s at km %.3f, after %s; the rule forbids any passage",
                      name, from_m / 1000, ovf_check_fix_called(check, from_m, called));
    } else if (doubts == 0) {
        finding = ovf_check_add(check, in->restriction, in->restriction->severity);
        ovf_check_say(finding,
                      "passes through %s for %s, from km %.3f to km %.3f, after %s; the rule "
                      "forbids any passage",
                      name, ovf_said_km((to_m - from_m) / 1000).text, from_m / 1000, to_m / 1000,
                      ovf_check_fix_called(check, from_m, called));
    } else {
        finding = ovf_check_add_unjudged(check, in->restriction);
        ovf_check_say(finding,
                      "could not be judged: passes through %s for %s from km %.3f on, and whether "
                      "the rule binds there is open: add %s",
                      name, ovf_said_km((to_m - from_m) / 1000).text, from_m / 1000,
                      ovf_doubts_say(check, doubts, give));
        finding->remedy = ovf_doubts_remedy(check, doubts);
    }
    finding->measured = (to_m - from_m) / 1000;
    finding->limit = 0;
    finding->margin = -finding->measured;
    finding->unit = "km";
    ovf_check_stretch(check, finding, from_m, to_m);
    set_range(in, finding, from_m, to_m);
}

/* ---- not entered, as it is drawn ---- */

static bool is_found(const context *in, const ovf_span *stretch)
{
    const ovf_scratch *s = in->check->scratch;
    for (size_t i = in->first; i < s->finding_count; i++)
        if (s->findings[i].from.along_m <= stretch->to_m &&
            s->findings[i].to.along_m >= stretch->from_m)
            return true;
    return false;
}

static void take_near(void *given, double from_m, double to_m, ovf_doubts doubts)
{
    context *in = given;
    (void)doubts; /* the warning is the same */
    in->bound = (ovf_span){fmin(in->bound.from_m, from_m), fmax(in->bound.to_m, to_m)};
    in->length_m += to_m - from_m;
    ovf_route_nearest(in->check, in->outline->boundary, (ovf_span){from_m, to_m},
                      in->outline->uncertainty_m, &in->nearest);
}

static void add_near(context *in, const ovf_span *stretch)
{
    ovf_check *check = in->check;
    const ovf_restriction *r = in->restriction;
    char position[OVF_POSITION_SIZE];
    in->bound = (ovf_span){INFINITY, -INFINITY};
    in->length_m = 0;
    in->nearest = (ovf_approach){.distance_m = INFINITY};
    ovf_bound_stretches(check, r, stretch->from_m, stretch->to_m, take_near, in);
    if (!isfinite(in->nearest.distance_m)) return;
    ovf_finding *finding = ovf_check_add_limit(check, r, OVF_LIMIT_NEAR, 0, 0, 0, "km");
    ovf_check_stretch(check, finding, in->bound.from_m, in->bound.to_m);
    finding->nearest = ovf_check_place(check, fmin(in->nearest.along_m, check->result->length_m));
    finding->nearest_on_zone = in->nearest.on_boundary;
    ovf_unsure_set(finding, (ovf_range){0, in->length_m});
    ovf_check_say(finding,
                  "comes within %.10g m of %s, whose outline is uncertain by %.10g m, at km %.3f, "
                  "%s; the rule forbids any passage, so that the verdict could turn",
                  round(in->nearest.distance_m * 10) / 10, ovf_check_place_name(check, r),
                  r->uncertainty_m, in->nearest.along_m / 1000,
                  ovf_check_position(finding->nearest.lon, finding->nearest.lat, position));
}

void ovf_evaluate_prohibited(ovf_check *check, const ovf_restriction *restriction,
                             const ovf_meeting *meeting)
{
    ovf_unsure outline = {0};
    bool unsure = ovf_unsure_find(check, restriction, meeting, &outline);
    context in = {.check = check,
                  .restriction = restriction,
                  .outline = unsure ? &outline : NULL,
                  .first = check->scratch->finding_count};
    ovf_bound_passages(check, restriction, meeting, take, &in);
    for (size_t i = 0; unsure && i < outline.possible.count; i++)
        if (!is_found(&in, &outline.possible.items[i])) add_near(&in, &outline.possible.items[i]);
    ovf_unsure_clear(&outline);
    if (check->scratch->finding_count > in.first) return;
    if (meeting == NULL && !unsure) {
        ovf_check_not_applicable(check);
        return;
    }
    ovf_check_kept(check, restriction, 0, 0, "km", NAN);
    if (restriction->uncertainty_m > 0) ovf_unsure_set_kept(check, (ovf_range){0, 0});
}

const ovf_kind ovf_kind_prohibited = {
    .name = "prohibited",
    .meaning = "no passage through the zone",
    .scopes = OVF_SCOPE_ZONE,
};
