/* The length over the observed Party's territory: at the limit, by year and airfield, and by
 * sampling on random flights and States.
 *
 * Tests: src/analysis/check/kind_flight_distance.c src/analysis/check/territory.c
 * Tests: src/analysis/check/flight_ends.c */
#include <limits.h>
#include <string.h>

#include "check_fixture.h"
#include "distance_twin.h"

#define DEGREE_KM (OVF_EARTH_A * OVF_RADIAN / 1000) /* of longitude, on the equator */
#define NM_KM 1.852

/* Maximum distances. */
typedef struct {
    ovf_max_distance items[4];
    size_t count;
} known;

/* States A and B, of one group C and D; an airfield each of A's, and one of C's. */
typedef struct {
    shape shapes[4];
    ovf_zone zones[4];
    ovf_attribute attributes[4][2];
    ovf_zones states;
    ovf_analyzer *analyzer;
    ovf_airfield airfields[4];
    ovf_attribute of_airfields[4][1];
    ovf_max_distance distances[4][4];
    ovf_airfields all;
} world;

static void add_state(world *w, const char *iso2, const char *group, const shape *s)
{
    size_t i = w->states.count++;
    w->shapes[i] = *s;
    w->zones[i] = zone_of(&w->shapes[i]);
    w->attributes[i][0] = (ovf_attribute){.name = "iso2", .type = OVF_ATTRIBUTE_TEXT, .text = iso2};
    w->attributes[i][1] = (ovf_attribute){
        .name = "group", .type = OVF_ATTRIBUTE_TEXT, .text = group};
    w->zones[i].attributes = (ovf_attributes){w->attributes[i], 2};
}

static void add_airfield(world *w, const char *id, const char *kind, const char *iso2,
                         const char *group, ovf_lonlat at, known distances)
{
    size_t i = w->all.count++;
    memcpy(w->distances[i], distances.items, sizeof distances.items);
    w->of_airfields[i][0] = (ovf_attribute){
        .name = "group", .type = OVF_ATTRIBUTE_TEXT, .text = group};
    w->airfields[i] = (ovf_airfield){.id = id,
                                     .name = id,
                                     .state = iso2,
                                     .kind = kind,
                                     .position = at,
                                     .max_distance_km = NAN,
                                     .max_distances = w->distances[i],
                                     .max_distance_count = distances.count,
                                     .attributes = {w->of_airfields[i], 1}};
}

static void open_world(world *w, trial *t)
{
    ovf_error error = {0};
    w->states.items = w->zones;
    w->all.items = w->airfields;
    if (ovf_analyzer_new(&w->states, &(ovf_analysis_options){.search_m = OVF_SEARCH_NONE},
                         &w->analyzer, &error) != OVF_OK)
        fail_msg("%s", error.message);
    t->options.airfields = &w->all;
    t->options.territory = w->analyzer;
}

/* A is from 0 to 10 degrees, B from 10 to 20; nothing else is for a long way. */
static ovf_restriction *begin(world *w, trial *t, known distances)
{
    *w = (world){0};
    new_trial(t);
    shape a = rectangle(OVF_EDGES_LONLAT, 0, -30, 10, 30),
          b = rectangle(OVF_EDGES_LONLAT, 10, -30, 20, 30);
    add_state(w, "AA", "", &a);
    add_state(w, "BB", "", &b);
    add_airfield(w, "AAAA", "open-skies", "AA", "", (ovf_lonlat){5, 0}, distances);
    open_world(w, t);
    return add_rule(t, "flight_distance", OVF_NOWHERE, NAN);
}

static void end(world *w) { ovf_analyzer_free(w->analyzer); }

static void at_the_limit(void **state)
{
    (void)state;
    static world w;
    static trial t;
    static const struct {
        double limit_km;
        const char *wanted;
    } rows[] = {{5 * DEGREE_KM / 0.9, "complies"},
                {5 * DEGREE_KM, "warning"},
                {5 * DEGREE_KM - 1e-5, "violation"},
                {5 * DEGREE_KM - 5e-7, "warning"}, /* by half of the error, either way */
                {5 * DEGREE_KM + 5e-7, "warning"}};
    for (size_t i = 0; i < 5; i++) {
        known distances = {{{rows[i].limit_km, 2010, 2020}}, 1};
        begin(&w, &t, distances);
        fly_to(&t, 5, 0, NAN, time_of("2015-01-01"));
        fly_to(&t, 20, 0, NAN, time_of("2015-01-02")); /* 5 degrees over A, 10 over B */
        expect_verdict(&t, rows[i].wanted);
        if (i > 0) {
            expect_near(t.found[0].measured, 5 * DEGREE_KM, 1e-8);
            expect_near(t.found[0].limit, rows[i].limit_km, 1e-6);
        }
        if (i > 0)
            assert_int_equal(strstr(t.found[0].message, "exactly at the limit, within") != NULL,
                             i != 2);
        if (i == 2) expect_near(t.found[0].from.along_m, 5000 * DEGREE_KM - 0.01, 1e-4);
        end(&w);
    }
}

static void years(void **state)
{
    (void)state;
    static world w;
    static trial t;
    /* Of overlapping figures the later, of what holds before what has ended. */
    const known distances = {
        {{100, 1992, 2011}, {200, 2012, 2013}, {300, 2016, 2020}, {400, 2018, 2018}}, 4};
    static const struct {
        const char *date;
        double limit_km;
    } rows[] = {{"1992-01-01", 100}, {"2011-12-31", 100}, {"2012-01-01", 200}, {"2015-06-01", 200},
                {"2017-06-01", 300}, {"2018-12-31", 400}, {"2019-01-01", 300}, {"2030-01-01", 300}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int how = 0; how < 3; how++) { /* by the fixes, by the date, by the rule */
            ovf_restriction *r = begin(&w, &t, distances);
            double when = time_of(rows[i].date);
            fly_to(&t, 5, 0, NAN, how == 0 ? when : NAN);
            fly_to(&t, 9, 0, NAN, how == 0 ? when + 1 : NAN);
            if (how == 1) t.options.dated = true, t.options.date_s = t.options.until_s = when;
            if (how == 2) r->values[0] = strtod(rows[i].date, NULL);
            expect_verdict(&t, "violation");
            expect_near(t.found[0].limit, rows[i].limit_km, 0);
            end(&w);
        }
}

/* Five degrees over A, 556.6 km, at no known time; the limit is 500 km until 2011, 700 km until
 * 2020 and 600 km from then on. What holds in all years that the flight may be of decides. */
static void any_year(void **state)
{
    (void)state;
    static world w;
    static trial t;
    static const known distances = {{{500, 1992, 2011}, {700, 2012, 2020}, {600, 2021, INT_MAX}},
                                    3};
    static const struct {
        const char *from, *until; /* flights that the rule set is meant for; NULL: open */
        double factor;            /* of the limits */
        const char *wanted;
    } rows[] = {{NULL, NULL, 1, "unjudged"},
                {NULL, NULL, 0.5, "violation"},
                {NULL, NULL, 2, "complies"},
                {"2012-01-01", "2021-01-01", 1, "complies"},
                {"2012-01-01", "2021-01-01", 0.7, "violation"},
                {"2012-01-01", NULL, 0.9, "unjudged"},
                {"2011-12-31", "2021-01-01", 1, "unjudged"},
                {NULL, "2012-01-01", 1, "violation"},
                {NULL, "2012-01-02", 1, "unjudged"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        known scaled = distances;
        for (size_t k = 0; k < scaled.count; k++) scaled.items[k].km *= rows[i].factor;
        ovf_restriction *r = begin(&w, &t, scaled);
        t.options.margin = OVF_MARGIN_NONE;
        r->flights_from_s = rows[i].from == NULL ? NAN : time_of(rows[i].from);
        r->flights_until_s = rows[i].until == NULL ? NAN : time_of(rows[i].until);
        fly_to(&t, 5, 0, NAN, NAN);
        fly_to(&t, 20, 0, NAN, NAN);
        expect_verdict(&t, rows[i].wanted);
        if (strcmp(rows[i].wanted, "unjudged") == 0)
            assert_int_equal(t.found[0].remedy, OVF_REMEDY_DATE);
        end(&w);
    }
}

static void not_judgeable(void **state)
{
    (void)state;
    static world w;
    static trial t;
    const known distances = {{{100, 2000, 2020}}, 1};
    for (int k = 0; k < 6; k++) {
        begin(&w, &t, distances);
        fly_to(&t, k == 0 ? 6 : 5, 0, NAN,
               k == 1 ? NAN : time_of(k == 2 ? "1999-12-31" : "2015-01-01"));
        fly_to(&t, 9, 0, NAN, k == 1 ? NAN : time_of("2015-01-02"));
        if (k == 3) t.options.airfields = NULL;
        if (k == 4) t.options.territory = NULL;
        if (k == 5) w.airfields[0].kind = "other";
        if (k == 0) { /* every flight is asked where it starts */
            expect_verdict(&t, "nothing applies");
            assert_int_equal(t.judgement.not_asked_count, 1);
            assert_non_null(strstr(t.not_asked[0].what, "airfield_from"));
            t.options.strict = true;
        }
        expect_verdict(&t, "unjudged");
        assert_int_equal(t.found[0].severity,
                         k == 5 ? OVF_SEVERITY_INFORMATION : OVF_SEVERITY_UNDECIDED);
        static const char *const words[] = {"within 5 km",
                                            "add the attribute date",
                                            "for that year",
                                            "list of airfields is missing",
                                            "areas of the States are missing",
                                            "none of the treaty's"};
        if (strstr(t.found[0].message, words[k]) == NULL) fail_msg("%s", t.found[0].message);
        end(&w);
    }
    /* The attribute names the airfield where the first fix is at none. */
    begin(&w, &t, distances);
    fly_to(&t, 6, 0, NAN, time_of("2015-01-01"));
    fly_to(&t, 9, 0, NAN, time_of("2015-01-02"));
    say_of_route(&t, "airfield_from", "AAAA");
    expect_verdict(&t, "violation");
    end(&w);
}

/* One of the treaty's counts before another that is nearer. */
static void airfields_beside_each_other(void **state)
{
    (void)state;
    static world w;
    static trial t;
    begin(&w, &t, (known){{{100, 2000, 2020}}, 1});
    add_airfield(&w, "XXXX", "other", "AA", "", (ovf_lonlat){5.02, 0}, (known){0});
    fly_to(&t, 5.02, 0, NAN, time_of("2015-01-01"));
    fly_to(&t, 9, 0, NAN, time_of("2015-01-02"));
    ovf_restriction *r = add_rule(&t, "airfields", OVF_NOWHERE, 5);
    judge(&t);
    assert_int_equal(t.found_count, 2);
    assert_int_equal(t.found[0].severity, OVF_SEVERITY_VIOLATION); /* the distance */
    assert_true(t.found[1].restriction == r && strncmp(t.found[1].message, "ends at", 7) == 0);
    double off_km = 4 * OVF_RADIAN * OVF_EARTH_A / 1000; /* along the equator, from the nearest */
    assert_true(fabs(t.found[1].measured - off_km) < 1e-6 &&
                fabs(t.found[1].margin - (5 - off_km)) < 1e-6);
    /* Alone it is said to be none. */
    w.all.items++;
    w.all.count = 1;
    judge(&t);
    assert_int_equal(t.found_count, 3);
    assert_false(t.found[0].judged);
    for (size_t i = 0; i < 2; i++)
        assert_non_null(strstr(t.found[i].message, "none of the treaty's airfields"));
    /* Named it is as good as any. */
    const char *names[] = {"XXXX"};
    r->airfields = names;
    r->airfield_count = 1;
    judge(&t);
    assert_int_equal(t.found_count, 2);
    end(&w);
}

static void airfields_at_the_limit(void **state)
{
    (void)state;
    static world w;
    static trial t;
    static const double offs[] = {0, 5 - 1e-6, 5 + 1e-6};
    for (int k = 0; k < 3; k++)
        for (int last = 0; last < 2; last++) {
            begin(&w, &t, (known){0});
            t.rule_count = 0;
            add_rule(&t, "airfields", OVF_NOWHERE, 5);
            double off = offs[k] / DEGREE_KM;
            fly_to(&t, last ? 5 : 5 + off, 0, NAN, NAN);
            fly_to(&t, 8, 0, NAN, NAN);
            fly_to(&t, last ? 5 + off : 5, 0, NAN, NAN);
            judge(&t);
            assert_int_equal(t.found_count, k == 2);
            if (k == 2) expect_near(t.found[0].from.along_m, last ? t.length_m : 0, 1e-6);
            end(&w);
        }
}

/* A State of the same group counts as well, one of another does not. */
static void groups(void **state)
{
    (void)state;
    static world w;
    static trial t;
    for (int k = 0; k < 2; k++) {
        begin(&w, &t, (known){{{100, 2000, 2020}}, 1});
        for (int i = 0; i < 2; i++) w.attributes[i][1].text = i == 1 && k == 0 ? "other" : "pair";
        w.of_airfields[0][0].text = "pair";
        fly_to(&t, 5, 0, NAN, time_of("2015-01-01"));
        fly_to(&t, 20, 0, NAN, time_of("2015-01-02"));
        expect_verdict(&t, "violation");
        expect_near(t.found[0].measured, (k == 0 ? 5 : 15) * DEGREE_KM, 1e-8);
        end(&w);
    }
}

/* Waters: unknown within 200 NM of land, but where a zone has the sea of that land. */
static void waters(void **state)
{
    (void)state;
    static world w;
    static trial t;
    const double sea_km = 200 * NM_KM;
    for (int k = 0; k < 4; k++) {
        double land_km = 5 * DEGREE_KM;
        /* Westwards, off A's coast at 0, to 10 degrees from it. A zone has 12 NM of its sea. */
        double beyond_km = k == 0 ? sea_km + 0.01 : k == 1 ? sea_km - 0.01 : 100;
        known distances = {{{land_km + beyond_km, 2000, 2020}}, 1};
        begin(&w, &t, distances);
        fly_to(&t, 5, 0, NAN, time_of("2015-01-01"));
        fly_to(&t, -10, 0, NAN, time_of("2015-01-02"));
        if (k >= 2) {
            shape zone = rectangle(OVF_EDGES_LONLAT, -12 * NM_KM / DEGREE_KM, k == 2 ? -30.2 : -29,
                                   10, 30.2);
            add_zone(&t, &zone); /* of all of A, or of most of it: then there is a coast whose sea
                                    is not known, but far away */
            say_of_zone(&t, 0, "territory_of", "AA");
        }
        judge(&t);
        if (k == 0)
            assert_string_equal(
                verdict_of(&t),
                "complies"); /* less than the margin away for sure: what may be is no near miss */
        if (k == 1 || k == 3) assert_string_equal(verdict_of(&t), "unjudged");
        if (k == 2) assert_string_equal(verdict_of(&t), "complies");
        end(&w);
    }
    /* Land in the zone with its sea: 12 NM more, for sure. */
    known distances = {{{5 * DEGREE_KM + 12 * NM_KM - 1e-5, 2000, 2020}}, 1};
    begin(&w, &t, distances);
    fly_to(&t, 5, 0, NAN, time_of("2015-01-01"));
    fly_to(&t, -10, 0, NAN, time_of("2015-01-02"));
    shape zone = rectangle(OVF_EDGES_LONLAT, -12 * NM_KM / DEGREE_KM, -30.2, 10, 30.2);
    add_zone(&t, &zone);
    say_of_zone(&t, 0, "territory_of", "AA");
    expect_verdict(&t, "violation");
    expect_near(t.found[0].measured, 5 * DEGREE_KM + 12 * NM_KM, 1e-7);
    end(&w);
}

/* The length over a State and a zone of it that overlaps it, by sampling. */
static void by_sampling(void **state)
{
    (void)state;
    static world w;
    static trial t;
    static twin land, sea;
    size_t judged = 0;
    for (size_t k = 0; k < cases(60); k++) {
        begin_case(k);
        ovf_lonlat centre = random_centre();
        double radius = exp(uniform(log(5e4), log(6e5)));
        if (fabs(centre.lat) > 75) centre.lat = uniform(-75, 75);
        w = (world){0};
        new_trial(&t);
        shape a = random_star(centre, radius, OVF_EDGES_LONLAT),
              zone = random_star(place_at(centre, uniform(0, 360), radius / 2), radius,
                                 OVF_EDGES_LONLAT);
        add_state(&w, "AA", "", &a);
        t.flight = random_flight(centre, radius);
        for (size_t i = 0; i < t.flight.count; i++)
            t.flight.fixes[i].time_s = time_of("2015-01-01");
        add_airfield(&w, "AAAA", "open-skies", "AA", "",
                     (ovf_lonlat){remainder(t.flight.fixes[0].lon, 360), t.flight.fixes[0].lat},
                     (known){{{0.001, 2000, INT_MAX}}, 1});
        open_world(&w, &t);
        add_zone(&t, &zone);
        say_of_zone(&t, 0, "territory_of", "AA");
        add_rule(&t, "flight_distance", OVF_NOWHERE, NAN);
        judge(&t);
        ovf_zone one = zone_of(&a), other = zone_of(&zone);
        twin_of(&land, &one, (ovf_lonlat){centre.lon + 180, -centre.lat});
        twin_of(&sea, &other, (ovf_lonlat){centre.lon + 180, -centre.lat});
        const size_t samples = 3000;
        double length = flight_length(&t.flight);
        size_t within = 0, changes = 0;
        bool was = false;
        for (size_t i = 0; i < samples; i++) {
            ovf_lonlat p = flight_place(&t.flight, ((double)i + 0.5) / (double)samples * length);
            bool is = twin_contains(&land, p) || twin_contains(&sea, p);
            within += is;
            changes += i > 0 && is != was;
            was = is;
        }
        if (within > 0) {
            assert_int_equal(t.found[0].severity, OVF_SEVERITY_VIOLATION);
            expect_near(t.found[0].measured * 1000, (double)within / (double)samples * length,
                        ((double)changes + 2) * length / (double)samples);
            judged++;
        }
        end(&w);
    }
    print_message("%zu flights over territory\n", judged);
    assert_true(judged > 10 || wanted_cases > 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_the_limit),
        cmocka_unit_test(years),
        cmocka_unit_test(any_year),
        cmocka_unit_test(not_judgeable),
        cmocka_unit_test(airfields_beside_each_other),
        cmocka_unit_test(groups),
        cmocka_unit_test(waters),
        cmocka_unit_test(by_sampling),
        cmocka_unit_test(airfields_at_the_limit),
    };
    read_arguments(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
