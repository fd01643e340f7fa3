/* What makes a verdict undecided without a restriction that could not be judged: attributes that
 * nobody understood, zones that could not be read, and nothing to judge by at all. */
#include "analysis/check/judging.h"
#include "base/said_length.h"
#include "model/restriction.h"

const ovf_kind ovf_kind_nothing_judged = {
    .name = "nothing_judged",
    .meaning = "no rule and no restriction applied to the flight",
};

const ovf_kind ovf_kind_left_out = {
    .name = "left_out",
    .meaning = "zones that could not be read",
};

/* These stand where a finding has a restriction. */
static const ovf_restriction nothing_judged = {.kind = &ovf_kind_nothing_judged,
                                               .scope = OVF_SCOPE_FLIGHT,
                                               .place = OVF_NOWHERE,
                                               .rule = "nothing-judged",
                                               .from_s = NAN,
                                               .until_s = NAN,
                                               .severity = OVF_SEVERITY_VIOLATION},
                             left_out = {.kind = &ovf_kind_left_out,
                                         .scope = OVF_SCOPE_FLIGHT,
                                         .place = OVF_NOWHERE,
                                         .rule = "zones-left-out",
                                         .from_s = NAN,
                                         .until_s = NAN,
                                         .severity = OVF_SEVERITY_VIOLATION};

void ovf_evaluate_not_understood(ovf_check *check, const ovf_restriction *r,
                                 const ovf_meeting *meeting)
{
    if (meeting == NULL || meeting->passage_count == 0) {
        ovf_check_not_applicable(check);
        return;
    }
    const ovf_passage *first = &meeting->passages[0];
    ovf_finding *finding = ovf_check_add_unjudged(check, r);
    ovf_check_stretch(check, finding, first->entry.along_m, first->exit.along_m);
    ovf_check_say(
        finding,
        "could not be judged: it passes through %s for %s, whose attributes look like a "
        "restriction that is not understood: %.300s; state it as prohibited, max_distance_km, "
        "standoff_km, min_altitude_m or max_altitude_m, or state restriction \"none\"%s",
        ovf_check_place_name(check, r), ovf_said_km(meeting->inside_m / 1000).text,
        r->note != NULL ? r->note : "",
        r->zones != NULL ? ", or judge it by rules for classes of airspace" : "");
    if (r->zones != NULL) finding->remedy = OVF_REMEDY_CLASSES;
}

/* Whether a restriction of a zone or line is in force in a way, while this flight is elsewhere, and
 * so keeps it. */
static bool keeps_any(const ovf_check *check, ovf_in_force wanted)
{
    const ovf_rules *rules = check->checker->rules;
    for (size_t i = 0; i < rules->count; i++) {
        const ovf_restriction *r = &rules->items[i];
        if (r->scope != OVF_SCOPE_FLIGHT && r->place != OVF_NOWHERE &&
            check->checker->evaluators[i] != NULL && r->kind != &ovf_kind_not_understood &&
            ovf_check_in_force(check, r) == wanted)
            return true;
    }
    return false;
}

/* Whether a set has rules for classes, and no zone is of any. */
static bool match_no_zone(const ovf_rules *rules)
{
    for (size_t i = 0; i < rules->set_count; i++)
        if (rules->sets[i].class_rules > 0 && rules->sets[i].class_zones == 0) return true;
    return false;
}

static void add_nothing_judged(ovf_check *check)
{
    size_t count = check->checker->rules->count;
    ovf_finding *finding = ovf_check_add_unjudged(check, &nothing_judged);
    const char *which = count == 1 ? "the one rule or restriction" : "any rule or restriction";
    if (count == 0 && match_no_zone(check->checker->rules)) {
        ovf_check_say(finding, "could not be judged: there are only rules for classes of zones, "
                               "and no zone says to be of such a class");
    } else if (count == 0) {
        ovf_check_say(finding, "could not be judged: there is no rule, and no zone states a "
                               "restriction");
    } else if (keeps_any(check, OVF_IN_FORCE_PERHAPS)) {
        finding->remedy = OVF_REMEDY_DATE;
        ovf_check_say(finding,
                      "could not be judged: whether %s was in force is not known, since the "
                      "flight's date is not; add the attribute date, a day",
                      which);
    } else {
        bool dated = !isnan(check->flown.first_s) || !isnan(check->flown.last_s);
        ovf_check_say(finding, "could not be judged: %s applies to this flight%s",
                      count == 1 ? "not even the one rule or restriction"
                                 : "no rule and no restriction",
                      dated ? " at its time" : "");
    }
}

static void add_left_out(ovf_check *check, size_t count)
{
    ovf_finding *finding = ovf_check_add_unjudged(check, &left_out);
    ovf_check_say(finding,
                  "could not be judged: %zu zone%s could not be read, and the flight may meet %s",
                  count, count == 1 ? "" : "s", count == 1 ? "it" : "them");
}

static void count(ovf_judgement *sums, const ovf_finding *finding)
{
    switch (finding->severity) {
    case OVF_SEVERITY_VIOLATION:
        sums->violations++;
        sums->disputable += ovf_restriction_is_disputable(finding->restriction);
        break;
    case OVF_SEVERITY_UNDECIDED: sums->undecided++; break;
    case OVF_SEVERITY_WARNING: sums->warnings++; break;
    case OVF_SEVERITY_INFORMATION: sums->information++; break;
    }
}

void ovf_check_sum_up(ovf_check *check)
{
    ovf_scratch *s = check->scratch;
    ovf_judgement *sums = &s->judgement;
    size_t lost = check->checker->options.zones_left_out;
    if (lost > 0) add_left_out(check, lost);
    for (size_t i = 0; i < s->finding_count; i++) count(sums, &s->findings[i]);
    if (sums->violations + sums->undecided + sums->judged == 0 && !keeps_any(check, OVF_IN_FORCE) &&
        check->checker->rules->unrestricted == 0) {
        add_nothing_judged(check);
        sums->undecided++;
    }
    sums->verdict = sums->violations > 0  ? OVF_VERDICT_VIOLATES
                    : sums->undecided > 0 ? OVF_VERDICT_UNDECIDED
                                          : OVF_VERDICT_COMPLIES;
    sums->kept = s->kept;
    sums->kept_count = s->kept_count;
    sums->not_asked = s->not_asked;
    sums->not_asked_count = s->not_asked_count;
}

const char *ovf_verdict_name(ovf_verdict verdict)
{
    static const char *const names[] = {"undecided", "complies", "violates"};
    return names[verdict];
}
