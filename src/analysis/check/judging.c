#include "analysis/check/judging.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "base/time.h"
#include "model/model.h"

/* ---- times ---- */

/* Comparisons with what is not known, or an open end, are false. */
static bool holds_at(const ovf_restriction *r, double at_s)
{
    return !isnan(at_s) && !(at_s < r->from_s || at_s >= r->until_s);
}

bool ovf_check_always_in_force(const ovf_check *check, const ovf_restriction *r)
{
    return (isnan(r->from_s) && isnan(r->until_s)) ||
           (holds_at(r, ovf_flown_earliest(&check->flown)) &&
            holds_at(r, ovf_flown_latest(&check->flown)));
}

/* Of a flight whose date is not known: it is of the period that the rule set is meant for.
 * Comparisons with an open end are false. */
static ovf_in_force in_force_then(const ovf_restriction *r)
{
    bool from_start = isnan(r->from_s) || r->from_s <= r->flights_from_s,
         to_end = isnan(r->until_s) || r->until_s >= r->flights_until_s;
    if (r->flights_from_s == r->flights_until_s) return OVF_IN_FORCE_PERHAPS; /* zeroed */
    if (from_start && to_end) return OVF_IN_FORCE;
    return r->until_s <= r->flights_from_s || r->from_s >= r->flights_until_s
               ? OVF_IN_FORCE_NOT
               : OVF_IN_FORCE_PERHAPS;
}

ovf_in_force ovf_check_in_force(const ovf_check *check, const ovf_restriction *r)
{
    if (ovf_check_always_in_force(check, r)) return OVF_IN_FORCE;
    if (isnan(check->flown.first_s) && isnan(check->flown.last_s)) return in_force_then(r);
    if (ovf_flown_latest(&check->flown) < r->from_s ||
        ovf_flown_earliest(&check->flown) >= r->until_s)
        return OVF_IN_FORCE_NOT;
    bool both_known = !isnan(check->flown.first_s) && !isnan(check->flown.last_s);
    if (check->flown.some_day) return OVF_IN_FORCE_PERHAPS;
    return holds_at(r, check->flown.first_s) || holds_at(r, check->flown.last_s) || both_known
               ? OVF_IN_FORCE
               : OVF_IN_FORCE_PERHAPS;
}

/* ---- findings ---- */

static void fill(ovf_finding *finding, const ovf_restriction *restriction, ovf_severity severity)
{
    const ovf_place nowhere = {NAN, NAN, NAN, NAN, NAN};
    *finding = (ovf_finding){.restriction = restriction,
                             .severity = severity,
                             .judged = true,
                             .measured = NAN,
                             .limit = NAN,
                             .margin = NAN,
                             .unit = "",
                             .from = nowhere,
                             .to = nowhere,
                             .nearest = nowhere,
                             .nearest_on_zone = {NAN, NAN},
                             .least = NAN,
                             .most = NAN};
}

ovf_finding *ovf_check_add(ovf_check *check, const ovf_restriction *restriction,
                           ovf_severity severity)
{
    ovf_scratch *s = check->scratch;
    ovf_finding *finding = &s->spare_finding;
    if (ovf_array_reserve(&s->findings, &s->finding_capacity, s->finding_count + 1,
                          sizeof *s->findings))
        finding = &s->findings[s->finding_count++];
    else check->failed = true;
    fill(finding, restriction, severity);
    return finding;
}

ovf_finding *ovf_check_add_unjudged(ovf_check *check, const ovf_restriction *restriction)
{
    bool grave = restriction->severity > OVF_SEVERITY_UNDECIDED;
    ovf_finding *finding = ovf_check_add(check, restriction,
                                         grave ? OVF_SEVERITY_UNDECIDED : restriction->severity);
    finding->judged = false;
    return finding;
}

void ovf_check_say(ovf_finding *finding, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(finding->message, sizeof finding->message, format, arguments);
    va_end(arguments);
}

bool ovf_check_doubt_one(ovf_finding *finding, const char *why)
{
    char said[OVF_FINDING_MESSAGE];
    bool broken = finding->severity == finding->restriction->severity && !finding->near_miss;
    if (!finding->judged || !broken || finding->severity == OVF_SEVERITY_INFORMATION) return false;
    if (finding->severity > OVF_SEVERITY_UNDECIDED) finding->severity = OVF_SEVERITY_UNDECIDED;
    finding->judged = false;
    snprintf(said, sizeof said, "%s", finding->message);
    ovf_check_say(finding, "%.400s; could not be judged: %s", said, why);
    return true;
}

void ovf_check_kept(ovf_check *check, const ovf_restriction *r, double measured, double limit,
                    const char *unit, double along_m)
{
    ovf_scratch *s = check->scratch;
    check->applied = true;
    if (!check->checker->options.keep) return;
    if (!ovf_array_reserve(&s->kept, &s->kept_capacity, s->kept_count + 1, sizeof *s->kept)) {
        check->failed = true;
        return;
    }
    ovf_finding *kept = &s->kept[s->kept_count++];
    fill(kept, r, OVF_SEVERITY_INFORMATION);
    kept->measured = measured;
    kept->limit = limit;
    kept->margin = fabs(limit - measured);
    kept->unit = unit;
    if (!isnan(along_m)) kept->from = kept->to = ovf_check_place(check, along_m);
    if (isnan(measured)) ovf_check_say(kept, "kept");
    else
        ovf_check_say(kept, "%.10g %s, at %s %.10g %s: %.10g %s are left",
                      round(measured * 1000) / 1000, unit, r->kind->is_least ? "least" : "most",
                      limit, unit, round(kept->margin * 1000) / 1000, unit);
}

void ovf_check_not_applicable(ovf_check *check) { check->applied = false; }

void ovf_check_not_asked(ovf_check *check, const ovf_restriction *r, const char *what,
                         ovf_remedy remedy)
{
    ovf_scratch *s = check->scratch;
    check->asked = false;
    if (check->checker->options.strict) {
        ovf_finding *finding = ovf_check_add_unjudged(check, r);
        finding->remedy = remedy;
        ovf_check_say(finding, "could not be judged without %s", what);
    }
    if (!ovf_array_reserve(&s->not_asked, &s->not_asked_capacity, s->not_asked_count + 1,
                           sizeof *s->not_asked))
        check->failed = true;
    else s->not_asked[s->not_asked_count++] = (ovf_not_asked){r, what, remedy};
}

/* ---- places ---- */

ovf_place ovf_check_place(const ovf_check *check, double along_m)
{
    return ovf_flown_place(&check->flown, along_m);
}

size_t ovf_check_fix(const ovf_check *check, double along_m)
{
    return ovf_flown_fix(&check->flown, along_m) + 1;
}

static const char *name_of(const ovf_route *route, size_t fix)
{
    return route->fix_names != NULL && fix < route->fix_count ? route->fix_names[fix] : "";
}

const char *ovf_check_fix_called(const ovf_check *check, double along_m, char text[OVF_CALLED_SIZE])
{
    size_t number = ovf_check_fix(check, along_m);
    const char *name = name_of(check->result->route, number - 1);
    if (*name != '\0') ovf_text_shorten(name, text, OVF_CALLED_SIZE);
    else snprintf(text, OVF_CALLED_SIZE, "fix %zu", number);
    return text;
}

const char *ovf_check_leg_called(const ovf_check *check, size_t leg, char text[OVF_CALLED_SIZE])
{
    const char *from = name_of(check->result->route, leg),
               *to = name_of(check->result->route, leg + 1);
    char short_from[30], short_to[30];
    if (*from == '\0' || *to == '\0') {
        snprintf(text, OVF_CALLED_SIZE, "leg %zu", leg + 1);
        return text;
    }
    ovf_text_shorten(from, short_from, sizeof short_from);
    ovf_text_shorten(to, short_to, sizeof short_to);
    snprintf(text, OVF_CALLED_SIZE, "the leg from %s to %s", short_from, short_to);
    return text;
}

void ovf_check_stretch(const ovf_check *check, ovf_finding *finding, double from_m, double to_m)
{
    finding->from = ovf_check_place(check, from_m);
    finding->to = to_m == from_m ? finding->from : ovf_check_place(check, to_m);
}

const char *ovf_check_position(double lon, double lat, char text[OVF_POSITION_SIZE])
{
    snprintf(text, OVF_POSITION_SIZE, "%.5f %c %.5f %c", fabs(lat), lat < 0 ? 'S' : 'N', fabs(lon),
             lon < 0 ? 'W' : 'E');
    return text;
}

const char *ovf_check_place_name(const ovf_check *check, const ovf_restriction *r)
{
    if (r->scope == OVF_SCOPE_ZONE && r->place != OVF_NOWHERE)
        return check->checker->analyzer->zones->items[r->place].name;
    if (r->scope == OVF_SCOPE_LINE && r->place != OVF_NOWHERE)
        return check->checker->rules->lines.items[r->place].name;
    return r->place_id != NULL ? r->place_id : "";
}
