/* Length of the flight over the observed Party's territory, against the maximum of the airfield it
 * starts from. */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "analysis/check/flight_ends.h"
#include "analysis/check/territory.h"
#include "base/said_length.h"

#define SIGNED 1992 /* the treaty was */

static int year_of(double seconds)
{
    struct tm fields;
    time_t whole = (time_t)floor(seconds);
    return gmtime_r(&whole, &fields) == NULL ? 0 : fields.tm_year + 1900;
}

static void say_unjudged(ovf_check *check, const ovf_restriction *restriction,
                         ovf_severity severity, const char *why)
{
    ovf_finding *finding = ovf_check_add_unjudged(check, restriction);
    if (finding->severity > severity) finding->severity = severity;
    finding->measured = check->result->length_m / 1000;
    finding->unit = "km";
    ovf_check_say(finding, "could not be judged: %s; the whole flight is %s long", why,
                  ovf_said_km(finding->measured).text);
}

/* Where it is open how much of the flight is over territory, and that decides. */
static void add_open(ovf_check *check, const ovf_restriction *restriction,
                     const ovf_airfield *airfield, const ovf_over_territory *over, double limit_km)
{
    ovf_finding *finding = ovf_check_add_unjudged(check, restriction);
    finding->measured = over->surely_m / 1000;
    finding->limit = limit_km;
    finding->unit = "km";
    ovf_check_say(
        finding,
        "could not be judged: %s are over land of the observed Party, or zones of it with their "
        "sea, and %s over what may be its territory, up to 200 NM from its land; the limit from %s "
        "is %s; add zones with its territorial waters (attribute territory_of)",
        ovf_said_km(over->surely_m / 1000).text, ovf_said_km(over->perhaps_m / 1000).text,
        airfield->name, ovf_said_limit(limit_km).text);
}

static void judge_length(ovf_check *check, const ovf_restriction *restriction,
                         const ovf_airfield *airfield, double limit_km)
{
    double limit_m = limit_km * 1000, length_m = check->result->length_m,
           little_m = ovf_check_little(check, limit_m);
    ovf_over_territory over;
    char position[OVF_POSITION_SIZE], called[OVF_CALLED_SIZE];
    /* Whatever is territory: the figure is an upper bound. */
    bool surely_kept = ovf_limit_of(limit_m - length_m, OVF_TOLERANCE_M, little_m) ==
                       OVF_LIMIT_KEPT;
    if (surely_kept || check->checker->options.territory == NULL) {
        if (length_m > limit_m + OVF_TOLERANCE_M)
            say_unjudged(check, restriction, OVF_SEVERITY_UNDECIDED,
                         "the areas of the States are missing");
        else ovf_check_kept(check, restriction, length_m / 1000, limit_km, "km", NAN);
        return;
    }
    if (!ovf_territory_measure(check, airfield, limit_m, &over)) {
        check->failed = true;
        return;
    }
    double left_m = limit_m - over.surely_m;
    ovf_limit_state state = ovf_limit_of(left_m, OVF_TOLERANCE_M, little_m);
    if (state != OVF_LIMIT_BROKEN && over.perhaps_m > limit_m + OVF_TOLERANCE_M) {
        add_open(check, restriction, airfield, &over, limit_km);
        return;
    }
    if (state == OVF_LIMIT_KEPT) {
        ovf_check_kept(check, restriction, over.surely_m / 1000, limit_km, "km", NAN);
        return;
    }
    ovf_finding *finding = ovf_check_add_limit(check, restriction, state, over.surely_m / 1000,
                                               limit_km, left_m / 1000, "km");
    if (state != OVF_LIMIT_BROKEN) {
        ovf_check_say(finding, "%s over the observed Party's territory; the limit from %s is %s",
                      ovf_said_km(finding->measured).text, airfield->name,
                      ovf_said_limit(limit_km).text);
        ovf_check_say_left(finding, state, "0.001 m");
        return;
    }
    finding->from = finding->to = ovf_check_place(check, over.reached_m);
    size_t fix = ovf_check_fix(check, over.reached_m);
    ovf_check_say(finding,
                  "%s over the observed Party's territory, as far as it is known; the limit from "
                  "%s is %s, reached %s after %s, at %s",
                  ovf_said_km(finding->measured).text, airfield->name,
                  ovf_said_limit(limit_km).text,
                  ovf_said_km((over.reached_m - check->result->fix_along_m[fix - 1]) / 1000).text,
                  ovf_check_fix_called(check, over.reached_m, called),
                  ovf_check_position(finding->from.lon, finding->from.lat, position));
}

static const ovf_airfield *find_start(const ovf_check *check)
{
    const ovf_airfields *airfields = check->checker->options.airfields;
    const ovf_airfield *start = ovf_airfield_near(check, false, 5000);
    const char *named = ovf_flown_text(&check->flown, "airfield_from");
    for (size_t i = 0; start == NULL && named != NULL && i < airfields->count; i++)
        if (strcmp(airfields->items[i].id, named) == 0) start = &airfields->items[i];
    return start;
}

/* The least and the greatest of the years that a flight without a date may be of. NAN: of some year
 * none is known. */
static void find_limits(const ovf_restriction *r, const ovf_airfield *airfield, double *least,
                        double *greatest)
{
    bool any = r->flights_from_s == r->flights_until_s; /* zeroed */
    int first = any || isnan(r->flights_from_s) ? SIGNED : year_of(r->flights_from_s),
        last = any || isnan(r->flights_until_s) ? INT_MAX : year_of(r->flights_until_s - 1);
    *least = *greatest = ovf_airfield_limit_of(airfield, first);
    for (size_t i = 0; i < 2 * airfield->max_distance_count; i++) {
        const ovf_max_distance *item = &airfield->max_distances[i / 2];
        if (i % 2 == 1 && item->until == INT_MAX) continue;
        int year = i % 2 == 0 ? item->from : item->until + 1; /* a limit begins, or ends */
        if (year <= first || year > last) continue;
        double limit = ovf_airfield_limit_of(airfield, year);
        *least = limit < *least ? limit : *least;
        *greatest = limit > *greatest ? limit : *greatest;
    }
}

/* The limits of all years that it may be of: a length beyond the greatest breaks it in any case. */
static void judge_any_year(ovf_check *check, const ovf_restriction *r, const ovf_airfield *start)
{
    static const char why[] = "the maximum distance depends on the year; add the attribute date, a "
                              "day";
    ovf_scratch *s = check->scratch;
    size_t before = s->finding_count, kept = s->kept_count;
    double least, greatest;
    find_limits(r, start, &least, &greatest);
    if (isnan(least)) {
        say_unjudged(check, r, OVF_SEVERITY_UNDECIDED, why);
        s->findings[s->finding_count - 1].remedy = OVF_REMEDY_DATE;
        return;
    }
    judge_length(check, r, start, greatest);
    for (size_t i = before; i < s->finding_count; i++)
        if (s->findings[i].severity == OVF_SEVERITY_VIOLATION) return;
    if (least == greatest) return;
    s->finding_count = before;
    s->kept_count = kept;
    judge_length(check, r, start, least);
    for (size_t i = before; i < s->finding_count; i++)
        if (ovf_check_doubt_one(&s->findings[i], why)) s->findings[i].remedy = OVF_REMEDY_DATE;
}

void ovf_evaluate_flight_distance(ovf_check *check, const ovf_restriction *restriction,
                                  const ovf_meeting *meeting)
{
    const ovf_checker *checker = check->checker;
    (void)meeting;
    if (checker->options.airfields == NULL) {
        say_unjudged(check, restriction, OVF_SEVERITY_UNDECIDED,
                     "the list of airfields is missing");
        return;
    }
    const ovf_airfield *start = find_start(check);
    if (start == NULL) {
        ovf_check_not_asked(check, restriction,
                            "the airfield that it starts from (none is known within 5 km of the "
                            "first fix; attribute airfield_from, an id)",
                            OVF_REMEDY_NONE);
        return;
    }
    if (!ovf_airfield_is_of_treaty(start)) {
        char why[200];
        snprintf(why, sizeof why,
                 "it starts from %.40s (%.80s), which is none of the treaty's airfields and has no "
                 "maximum distance",
                 start->id, start->name);
        say_unjudged(check, restriction, OVF_SEVERITY_INFORMATION, why);
        ovf_check_not_applicable(check);
        return;
    }
    if (!ovf_airfield_is_open_skies(start)) {
        say_unjudged(check, restriction, OVF_SEVERITY_INFORMATION,
                     "it starts from an airfield that is no Open Skies airfield; whether such an "
                     "airfield has a maximum distance is disputed");
        return;
    }
    double when_s = checker->options.dated ? checker->options.date_s : check->flown.first_s;
    if (isnan(restriction->values[0]) && isnan(when_s)) {
        judge_any_year(check, restriction, start);
        return;
    }
    int year = isnan(restriction->values[0]) ? year_of(when_s) : (int)restriction->values[0];
    double limit_km = ovf_airfield_limit_of(start, year);
    if (isnan(limit_km))
        say_unjudged(
            check, restriction, OVF_SEVERITY_UNDECIDED,
            "the maximum distance of the airfield it starts from is unknown for that year");
    else judge_length(check, restriction, start, limit_km);
}

const ovf_kind ovf_kind_flight_distance = {
    .name = "flight_distance",
    .meaning = "length over the observed Party's territory, against the maximum distance of the "
               "airfield that the flight starts from",
    .scopes = OVF_SCOPE_FLIGHT,
    .parameters = {{"year", 1991, 2200, NAN,
                    "whose maximum distances count; otherwise the flight's own", true}},
};
