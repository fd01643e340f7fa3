/* Length of the flight over the observed Party's territory, against the maximum of the airfield it
 * starts from. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "analysis/check/flight_ends.h"
#include "analysis/check/territory.h"

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
    ovf_check_say(finding, "could not be judged: %s; the flight is %.3f km long in all", why,
                  finding->measured);
}

static void judge_length(ovf_check *check, const ovf_restriction *restriction,
                         const ovf_airfield *airfield, double limit_km)
{
    double limit_m = limit_km * 1000, length_m = check->result->length_m,
           margin = check->checker->options.margin;
    ovf_over_territory over;
    ovf_finding *finding;
    char position[OVF_POSITION_SIZE], called[OVF_CALLED_SIZE];
    if (length_m <= limit_m * (1 - margin)) return; /* whatever is territory */
    if (check->checker->options.territory == NULL) {
        if (length_m > limit_m + OVF_TOLERANCE_M)
            say_unjudged(check, restriction, OVF_SEVERITY_WARNING,
                         "what is the observed Party's territory is not given");
        return;
    }
    if (!ovf_territory_measure(check, airfield, limit_m, &over)) {
        check->failed = true;
        return;
    }
    if (over.surely_m <= limit_m + OVF_TOLERANCE_M && over.perhaps_m > limit_m + OVF_TOLERANCE_M) {
        finding = ovf_check_add_unjudged(check, restriction);
        finding->measured = over.surely_m / 1000;
        finding->limit = limit_km;
        finding->unit = "km";
        ovf_check_say(finding,
                      "could not be judged: %.3f km are over land of the observed Party, or zones "
                      "of it with their sea, and %.3f km over what may be "
                      "its territory, since the "
                      "outlines of its other territorial waters are not known, within 200 NM of "
                      "land; from %s %.10g km are allowed",
                      over.surely_m / 1000, over.perhaps_m / 1000, airfield->name, limit_km);
        return;
    }
    if (!ovf_check_upper(check, restriction, over.surely_m / 1000, limit_km, OVF_TOLERANCE_M / 1000,
                         "km", &finding))
        return;
    if (finding->near_miss) {
        ovf_check_say(finding,
                      "%.3f km over the observed Party's territory, from %s %.10g km are allowed: "
                      "%.3f km are left",
                      finding->measured, airfield->name, limit_km, finding->margin);
        return;
    }
    finding->from = finding->to = ovf_check_place(check, over.reached_m);
    size_t fix = ovf_check_fix(check, over.reached_m);
    ovf_check_say(finding,
                  "%.3f km over the observed Party's territory, as far as it is known, from %s "
                  "%.10g km are allowed; the limit is reached %.3f km "
                  "after %s, at %s",
                  finding->measured, airfield->name, limit_km,
                  (over.reached_m - check->result->fix_along_m[fix - 1]) / 1000,
                  ovf_check_fix_called(check, over.reached_m, called),
                  ovf_check_position(finding->from.lon, finding->from.lat, position));
}

static const ovf_airfield *find_start(const ovf_check *check)
{
    const ovf_airfields *airfields = check->checker->options.airfields;
    const ovf_airfield *start = ovf_airfield_near(check, false, 5000);
    const char *named = ovf_check_text(check, "airfield_from");
    for (size_t i = 0; start == NULL && named != NULL && i < airfields->count; i++)
        if (strcmp(airfields->items[i].id, named) == 0) start = &airfields->items[i];
    return start;
}

void ovf_evaluate_flight_distance(ovf_check *check, const ovf_restriction *restriction,
                                  const ovf_meeting *meeting)
{
    const ovf_checker *checker = check->checker;
    (void)meeting;
    if (checker->options.airfields == NULL) {
        say_unjudged(check, restriction, OVF_SEVERITY_WARNING, "no airfields are given");
        return;
    }
    const ovf_airfield *start = find_start(check);
    if (start == NULL) {
        say_unjudged(check, restriction, OVF_SEVERITY_WARNING,
                     "no airfield that is known is within 5 km of the first fix, and attribute "
                     "airfield_from names none");
        return;
    }
    if (!ovf_airfield_is_of_treaty(start)) {
        char why[200];
        snprintf(why, sizeof why,
                 "it starts from %.40s (%.80s), which is none of the treaty's airfields and has no "
                 "maximum distance",
                 start->id, start->name);
        say_unjudged(check, restriction, OVF_SEVERITY_WARNING, why);
        return;
    }
    if (!ovf_airfield_is_open_skies(start)) {
        say_unjudged(check, restriction, OVF_SEVERITY_INFORMATION,
                     "it starts from an airfield that is no Open Skies airfield, and whose maximum "
                     "distance is disputed if it has one");
        return;
    }
    double when_s = checker->options.dated ? checker->options.date_s : check->first_s;
    if (isnan(restriction->values[0]) && isnan(when_s)) {
        say_unjudged(
            check, restriction, OVF_SEVERITY_WARNING,
            "the maximum distances are of years, and when the flight takes place is not known");
        return;
    }
    int year = isnan(restriction->values[0]) ? year_of(when_s) : (int)restriction->values[0];
    double limit_km = ovf_airfield_limit_of(start, year);
    if (isnan(limit_km))
        say_unjudged(check, restriction, OVF_SEVERITY_WARNING,
                     "no maximum distance of the airfield it starts from is known for that year");
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
