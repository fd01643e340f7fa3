/* Length of the flight over the observed Party's territory, against the maximum of the airfield it starts from.
 *
 * Territory counts its waters (Art. II), and the outlines of States are land. So there are two figures: the length over what is surely territory (the State's land, and the zones
 * that say they are `territory_of` it, which have their sea), and that over all that may be (the whole flight, without what is over other States' land). Where the limit lies between
 * them it is said that it could not be judged. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "analysis/airfields.h"
#include "base/array.h"

static int year_of(double seconds)
{
    struct tm fields;
    time_t whole = (time_t)floor(seconds);
    return gmtime_r(&whole, &fields) == NULL ? 0 : fields.tm_year + 1900;
}

static const char *text_of(const ovf_zone *zone, const char *name)
{
    const ovf_attribute *attribute = ovf_attributes_find(&zone->attributes, name);
    return attribute != NULL && attribute->type == OVF_ATTRIBUTE_TEXT ? attribute->text : "";
}

/* Whether it is of the State, or of one of the group that its airfield is of. */
static bool is_of(const char *iso2, const char *group, const ovf_airfield *airfield)
{
    const ovf_attribute *own = ovf_attributes_find(&airfield->attributes, "group");
    bool same_group = own != NULL && own->type == OVF_ATTRIBUTE_TEXT && group[0] != '\0' && strcmp(own->text, group) == 0;
    return same_group || (iso2[0] != '\0' && strcmp(iso2, airfield->state) == 0);
}

static bool add_passages(ovf_scratch *s, const ovf_meeting *meeting)
{
    for (size_t k = 0; k < meeting->passage_count; k++) {
        if (!ovf_array_reserve(&s->spans, &s->span_capacity, s->span_count + 1, sizeof *s->spans)) return false;
        s->spans[s->span_count++] = (ovf_span){meeting->passages[k].entry.along_m, meeting->passages[k].exit.along_m};
    }
    return true;
}

static int compare_spans(const void *a, const void *b)
{
    const ovf_span *x = a, *y = b;
    return (x->from_m > y->from_m) - (x->from_m < y->from_m);
}

/* The length of their union; where it comes to `limit_m`, *reached_m. */
static double measure(ovf_span *spans, size_t count, double limit_m, double *reached_m)
{
    double sum = 0, until = -INFINITY;
    *reached_m = NAN;
    if (count > 1) qsort(spans, count, sizeof *spans, compare_spans);
    for (size_t i = 0; i < count; i++) {
        double from = fmax(spans[i].from_m, until);
        if (spans[i].to_m <= from) continue;
        if (isnan(*reached_m) && sum + spans[i].to_m - from >= limit_m) *reached_m = from + limit_m - sum;
        sum += spans[i].to_m - from;
        until = spans[i].to_m;
    }
    return sum;
}

typedef struct {
    double surely_m, perhaps_m;
    double reached_m; /* where the sure length comes to the limit; NAN: it does not */
} over_territory;

/* False when memory is out. */
static bool measure_territory(ovf_check *check, const ovf_airfield *airfield, double limit_m, over_territory *over)
{
    ovf_scratch *s = check->scratch;
    const ovf_analyzer *territory = check->checker->options.territory;
    const ovf_zones *zones = check->checker->analyzer->zones, *states = territory->zones;
    const ovf_result *result;
    double ignored;
    if (s->territory == NULL && ovf_scratch_new(&s->territory, NULL) != OVF_OK) return false;
    if (ovf_analyze(territory, check->result->route, s->territory, &result, NULL) != OVF_OK) return false;
    bool good = true;
    s->span_count = 0;
    for (size_t i = 0; i < result->meeting_count && good; i++) {
        const ovf_zone *state = &states->items[result->meetings[i].zone];
        if (is_of(text_of(state, "iso2"), text_of(state, "group"), airfield)) good = add_passages(s, &result->meetings[i]);
    }
    for (size_t i = 0; i < check->result->meeting_count && good; i++) {
        const ovf_meeting *meeting = &check->result->meetings[i];
        if (is_of(text_of(&zones->items[meeting->zone], "territory_of"), "", airfield)) good = add_passages(s, meeting);
    }
    if (!good) return false;
    over->surely_m = measure(s->spans, s->span_count, limit_m, &over->reached_m);
    s->span_count = 0;
    for (size_t i = 0; i < result->meeting_count && good; i++) {
        const ovf_zone *state = &states->items[result->meetings[i].zone];
        if (!is_of(text_of(state, "iso2"), text_of(state, "group"), airfield)) good = add_passages(s, &result->meetings[i]);
    }
    over->perhaps_m = fmax(over->surely_m, check->result->length_m - measure(s->spans, s->span_count, INFINITY, &ignored));
    return good;
}

static void say_unjudged(ovf_check *check, const ovf_restriction *restriction, ovf_severity severity, const char *why)
{
    ovf_finding *finding = ovf_check_add_unjudged(check, restriction);
    if (finding->severity > severity) finding->severity = severity;
    finding->measured = check->result->length_m / 1000;
    finding->unit = "km";
    ovf_check_say(finding, "could not be judged: %s; the flight is %.3f km long in all", why, finding->measured);
}

static void judge_length(ovf_check *check, const ovf_restriction *restriction, const ovf_airfield *airfield, double limit_km)
{
    double limit_m = limit_km * 1000, length_m = check->result->length_m, margin = check->checker->options.margin;
    over_territory over;
    ovf_finding *finding;
    char position[OVF_POSITION_SIZE], called[OVF_CALLED_SIZE];
    if (length_m <= limit_m * (1 - margin)) return; /* whatever is territory */
    if (check->checker->options.territory == NULL) {
        if (length_m > limit_m + OVF_TOLERANCE_M) say_unjudged(check, restriction, OVF_SEVERITY_WARNING, "what is the observed Party's territory is not given");
        return;
    }
    if (!measure_territory(check, airfield, limit_m, &over)) {
        check->failed = true;
        return;
    }
    if (over.surely_m <= limit_m + OVF_TOLERANCE_M && over.perhaps_m > limit_m + OVF_TOLERANCE_M) {
        finding = ovf_check_add_unjudged(check, restriction);
        finding->measured = over.surely_m / 1000;
        finding->limit = limit_km;
        finding->unit = "km";
        ovf_check_say(finding, "could not be judged: %.3f km are over land of the observed Party, or zones of it with their sea, and %.3f km over what may be its territory, since the "
                               "outlines of its other territorial waters are not known; from %s %.10g km are allowed",
                      over.surely_m / 1000, over.perhaps_m / 1000, airfield->name, limit_km);
        return;
    }
    if (!ovf_check_upper(check, restriction, over.surely_m / 1000, limit_km, OVF_TOLERANCE_M / 1000, "km", &finding)) return;
    if (finding->near_miss) {
        ovf_check_say(finding, "%.3f km over the observed Party's territory, from %s %.10g km are allowed: %.3f km are left", finding->measured, airfield->name, limit_km,
                      finding->margin);
        return;
    }
    finding->from = finding->to = ovf_check_place(check, over.reached_m);
    size_t fix = ovf_check_fix(check, over.reached_m);
    ovf_check_say(finding, "%.3f km over the observed Party's territory, as far as it is known, from %s %.10g km are allowed; the limit is reached %.3f km after %s, at %s",
                  finding->measured, airfield->name, limit_km, (over.reached_m - check->result->fix_along_m[fix - 1]) / 1000,
                  ovf_check_fix_called(check, over.reached_m, called),
                  ovf_check_position(finding->from.lon, finding->from.lat, position));
}

static const ovf_airfield *find_start(const ovf_check *check)
{
    const ovf_airfields *airfields = check->checker->options.airfields;
    const ovf_fix *first = &check->result->route->fixes[0];
    double distance_m;
    const ovf_airfield *start = ovf_airfield_near(airfields, (ovf_lonlat){first->lon, first->lat}, 5000, &distance_m);
    const char *named = ovf_check_text(check, "airfield_from");
    for (size_t i = 0; start == NULL && named != NULL && i < airfields->count; i++)
        if (strcmp(airfields->items[i].id, named) == 0) start = &airfields->items[i];
    return start;
}

static void judge(ovf_check *check, const ovf_restriction *restriction, const ovf_meeting *meeting)
{
    const ovf_checker *checker = check->checker;
    (void)meeting;
    if (checker->options.airfields == NULL) {
        say_unjudged(check, restriction, OVF_SEVERITY_WARNING, "no airfields are given");
        return;
    }
    const ovf_airfield *start = find_start(check);
    if (start == NULL) {
        say_unjudged(check, restriction, OVF_SEVERITY_WARNING, "no airfield that is known is within 5 km of the first fix, and attribute airfield_from names none");
        return;
    }
    if (strcmp(start->kind, "open-skies") != 0) {
        say_unjudged(check, restriction, OVF_SEVERITY_INFORMATION, "it starts from an airfield that is no Open Skies airfield, and whose maximum distance is disputed if it has one");
        return;
    }
    double when_s = isnan(checker->options.date_s) ? check->first_s : checker->options.date_s;
    if (isnan(restriction->values[0]) && isnan(when_s)) {
        say_unjudged(check, restriction, OVF_SEVERITY_WARNING, "the maximum distances are of years, and when the flight takes place is not known");
        return;
    }
    int year = isnan(restriction->values[0]) ? year_of(when_s) : (int)restriction->values[0];
    double limit_km = ovf_airfield_limit_of(&checker->limits[start - checker->options.airfields->items], year);
    if (isnan(limit_km)) say_unjudged(check, restriction, OVF_SEVERITY_WARNING, "no maximum distance of the airfield it starts from is known for that year");
    else judge_length(check, restriction, start, limit_km);
}

const ovf_kind ovf_kind_flight_distance = {
    .name = "flight_distance",
    .meaning = "length over the observed Party's territory, against the maximum distance of the airfield that the flight starts from",
    .scopes = OVF_SCOPE_FLIGHT,
    .parameters = {{"year", 1991, 2200, NAN, "whose maximum distances count; otherwise the flight's own", true}},
    .judge = judge,
};
