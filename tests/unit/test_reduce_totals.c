/* Totals and the digest of a batch: the same from parts however they are cut; totals in any order,
 * the rows of the digest in that of the input.
 *
 * Tests: src/reduce/totals.c src/reduce/digest.c src/reduce/verdicts.c
 * Tests: src/reduce/headline.c src/base/glossary.c */
#include "geometry_fixture.h"

#include <math.h>

#include "overflight/totals.h"
#include "overflight/finding.h"
#include "reduce/headline.h"
#include "reduce/verdicts.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define MOST_ROUTES 60
#define ZONES 4
#define MOST_FINDINGS 5
#define MOST_PASSAGES 3

typedef struct {
    size_t count;
    char ids[MOST_ROUTES][16];
    ovf_route routes[MOST_ROUTES];
    ovf_result results[MOST_ROUTES];
    ovf_meeting meetings[MOST_ROUTES][ZONES];
    ovf_passage passages[MOST_ROUTES][ZONES][MOST_PASSAGES];
    ovf_crossing crossings[MOST_ROUTES][ZONES][7];
    ovf_finding findings[MOST_ROUTES][MOST_FINDINGS];
    ovf_judgement judgements[MOST_ROUTES];
} batch;

static void expect_ok(ovf_status status, const ovf_error *error)
{
    if (status != OVF_OK) fail_msg("%s", error->message);
}

static void draw_meeting(batch *b, size_t r, size_t zone)
{
    ovf_meeting *meeting = &b->meetings[r][b->results[r].meeting_count++];
    ovf_passage *passages = b->passages[r][zone];
    *meeting = (ovf_meeting){.zone = zone};
    if (pick(4) == 0) {
        meeting->nearest_m = uniform(1, 1000);
        return;
    }
    meeting->inside_m = uniform(0, 1e6);
    meeting->passages = passages;
    meeting->passage_count = pick(MOST_PASSAGES + 1);
    meeting->crossings = b->crossings[r][zone];
    meeting->crossing_count = pick(8);
    for (size_t i = 0; i < meeting->crossing_count; i++)
        b->crossings[r][zone][i].kind = (ovf_crossing_kind)pick(3);
    for (size_t i = 0; i < meeting->passage_count; i++) {
        passages[i].entry = (ovf_place){.along_m = uniform(0, 1e5), .time_s = uniform(0, 1e9)};
        passages[i].possible = pick(4) == 0;
        passages[i].exit = (ovf_place){.time_s = pick(4) == 0 ? NAN : 1e9};
    }
}

/* The counts need not be those of the findings: whoever judges says what there is. */
static void draw_judgement(batch *b, size_t r)
{
    ovf_judgement *judgement = &b->judgements[r];
    b->results[r].judgement = judgement;
    judgement->information = pick(3);
    judgement->undecided = pick(3);
    judgement->warnings = pick(3);
    judgement->not_asked_count = pick(4);
    judgement->verdict = (ovf_verdict)pick(3);
    if (judgement->verdict != OVF_VERDICT_VIOLATES) return;
    judgement->violations = 1 + pick(3);
    judgement->disputable = pick(judgement->violations + 1);
}

/* More rules than are told apart, some of them about zones. */
#define RULES (2 * OVF_BROKEN_MAX)
static ovf_restriction rules[RULES];
static char rule_names[RULES][16];

static void draw_rules(void)
{
    for (size_t i = 0; i < RULES; i++) {
        snprintf(rule_names[i], sizeof rule_names[i], "rule-%zu", i);
        rules[i] = (ovf_restriction){.rule = rule_names[i],
                                     .kind = ovf_kind_named(i % 2 == 0 ? "standoff" : "prohibited"),
                                     .values = {(double)i},
                                     .scope = i % 3 == 0 ? OVF_SCOPE_FLIGHT : OVF_SCOPE_ZONE,
                                     .place = i % 3 == 0 ? OVF_NOWHERE : i % ZONES};
    }
}

static void draw_batch(batch *b)
{
    *b = (batch){.count = pick(MOST_ROUTES + 1)};
    for (size_t r = 0; r < b->count; r++) {
        ovf_result *result = &b->results[r];
        snprintf(b->ids[r], sizeof b->ids[r], "route-%zu", r);
        b->routes[r] = (ovf_route){.id = b->ids[r]};
        *result = (ovf_result){.route = &b->routes[r],
                               .length_m = uniform(0, 1e7),
                               .meetings = b->meetings[r],
                               .findings = b->findings[r],
                               .finding_count = pick(MOST_FINDINGS + 1)};
        for (size_t zone = 0; zone < ZONES; zone++)
            if (pick(3) == 0) draw_meeting(b, r, zone);
        for (size_t i = 0; i < result->finding_count; i++) {
            ovf_finding *finding = &b->findings[r][i];
            finding->judged = pick(5) > 0;
            finding->severity = (ovf_severity)pick(4);
            finding->restriction = &rules[pick(RULES)];
        }
        if (pick(6) > 0) draw_judgement(b, r);
    }
}

/* ---- totals ---- */

static void expect_sum(const ovf_sum *a, const ovf_sum *b)
{
    assert_true(a->whole == b->whole && a->rest == b->rest);
}

static void expect_totals(const ovf_totals *a, const ovf_totals *b)
{
    assert_int_equal(a->routes, b->routes);
    assert_int_equal(a->meeting_routes, b->meeting_routes);
    assert_int_equal(a->untimed_passages, b->untimed_passages);
    assert_int_equal(a->complying_routes, b->complying_routes);
    assert_int_equal(a->violating_routes, b->violating_routes);
    assert_int_equal(a->undecided_routes, b->undecided_routes);
    assert_int_equal(a->disputable_routes, b->disputable_routes);
    assert_int_equal(a->violations, b->violations);
    assert_int_equal(a->undecided, b->undecided);
    assert_int_equal(a->warnings, b->warnings);
    assert_int_equal(a->not_judged, b->not_judged);
    assert_int_equal(a->not_asked, b->not_asked);
    assert_int_equal(a->warned_routes, b->warned_routes);
    assert_int_equal(a->information, b->information);
    assert_int_equal(a->entries, b->entries);
    assert_int_equal(a->exits, b->exits);
    assert_int_equal(a->touches, b->touches);
    assert_int_equal(a->possible_passages, b->possible_passages);
    assert_int_equal(a->broken_count, b->broken_count);
    assert_memory_equal(a->broken, b->broken, sizeof a->broken);
    expect_sum(&a->length_m, &b->length_m);
    assert_int_equal(a->zone_count, b->zone_count);
    for (size_t i = 0; i < a->zone_count; i++) {
        assert_int_equal(a->zones[i].routes, b->zones[i].routes);
        assert_int_equal(a->zones[i].passages, b->zones[i].passages);
        assert_int_equal(a->zones[i].crossings, b->zones[i].crossings);
        assert_int_equal(a->zones[i].approached, b->zones[i].approached);
        assert_int_equal(a->zones[i].findings, b->zones[i].findings);
        assert_true(a->zones[i].standoff_m == b->zones[i].standoff_m);
        expect_sum(&a->zones[i].inside_m, &b->zones[i].inside_m);
    }
}

/* By the words of overflight/totals.h; lengths are summed up in long doubles. */
static void expect_counted(const ovf_totals *totals, const batch *b)
{
    uint64_t meeting = 0, untimed = 0, not_judged = 0, disputable = 0, verdicts[3] = {0},
             violations = 0, undecided = 0, warnings = 0, not_asked = 0, information = 0,
             warned = 0, kinds[3] = {0}, possible = 0, broken = 0, approached[ZONES] = {0},
             findings[ZONES] = {0};
    double standoff_m[ZONES] = {0};
    bool breaks[RULES] = {false};
    long double length_m = 0, inside_m[ZONES] = {0};
    uint64_t routes[ZONES] = {0};
    for (size_t r = 0; r < b->count; r++) {
        const ovf_result *result = &b->results[r];
        bool met = false;
        length_m += (long double)result->length_m;
        for (size_t i = 0; i < result->meeting_count; i++) {
            const ovf_meeting *m = &result->meetings[i];
            approached[m->zone] += m->nearest_m > 0;
            if (m->nearest_m > 0) continue;
            met = true;
            for (size_t k = 0; k < m->crossing_count; k++) kinds[m->crossings[k].kind]++;
            for (size_t k = 0; k < m->passage_count; k++) possible += m->passages[k].possible;
            routes[m->zone]++;
            inside_m[m->zone] += (long double)m->inside_m;
            for (size_t k = 0; k < m->passage_count; k++)
                untimed += isnan(m->passages[k].exit.time_s) ? 1 : 0;
        }
        meeting += met;
        if (result->judgement == NULL) continue;
        for (size_t i = 0; i < result->finding_count; i++) {
            const ovf_finding *f = &result->findings[i];
            not_judged += f->judged ? 0 : 1;
            bool *breaks_it = &breaks[f->restriction - rules];
            broken += f->severity == OVF_SEVERITY_VIOLATION && !*breaks_it;
            *breaks_it = *breaks_it || f->severity == OVF_SEVERITY_VIOLATION;
            if (f->restriction->scope != OVF_SCOPE_ZONE) continue;
            size_t zone = f->restriction->place;
            findings[zone]++;
            if (strcmp(f->restriction->kind->name, "standoff") == 0)
                standoff_m[zone] = fmax(standoff_m[zone], 1000 * f->restriction->values[0]);
        }
        information += result->judgement->information;
        warned += result->judgement->verdict == OVF_VERDICT_COMPLIES &&
                  result->judgement->warnings > 0;
        verdicts[result->judgement->verdict]++;
        violations += result->judgement->violations;
        undecided += result->judgement->undecided;
        warnings += result->judgement->warnings;
        not_asked += result->judgement->not_asked_count;
        disputable += result->judgement->violations > 0 &&
                      result->judgement->violations == result->judgement->disputable;
    }
    assert_int_equal(totals->routes, b->count);
    assert_int_equal(totals->meeting_routes, meeting);
    assert_int_equal(totals->complying_routes, verdicts[OVF_VERDICT_COMPLIES]);
    assert_int_equal(totals->violating_routes, verdicts[OVF_VERDICT_VIOLATES]);
    assert_int_equal(totals->undecided_routes, verdicts[OVF_VERDICT_UNDECIDED]);
    assert_int_equal(totals->disputable_routes, disputable);
    assert_int_equal(totals->violations, violations);
    assert_int_equal(totals->undecided, undecided);
    assert_int_equal(totals->warnings, warnings);
    assert_int_equal(totals->not_judged, not_judged);
    assert_int_equal(totals->not_asked, not_asked);
    assert_int_equal(totals->untimed_passages, untimed);
    assert_int_equal(totals->information, information);
    assert_int_equal(totals->warned_routes, warned);
    assert_int_equal(totals->entries, kinds[OVF_CROSSING_ENTRY]);
    assert_int_equal(totals->exits, kinds[OVF_CROSSING_EXIT]);
    assert_int_equal(totals->touches, kinds[OVF_CROSSING_TOUCH]);
    assert_int_equal(totals->possible_passages, possible);
    assert_int_equal(totals->broken_count, broken < OVF_BROKEN_MAX ? broken : OVF_BROKEN_MAX);
    assert_true(fabs(ovf_sum_value(&totals->length_m) - (double)length_m) <= 1e-6);
    for (size_t i = 0; i < ZONES; i++) {
        assert_int_equal(totals->zones[i].routes, routes[i]);
        assert_int_equal(totals->zones[i].approached, approached[i]);
        assert_int_equal(totals->zones[i].findings, findings[i]);
        assert_true(totals->zones[i].standoff_m == standoff_m[i]);
        assert_true(fabs(ovf_sum_value(&totals->zones[i].inside_m) - (double)inside_m[i]) <= 1e-6);
    }
}

static void totals_from_parts(void **state)
{
    static batch b;
    ovf_error error = {0};
    (void)state;
    draw_rules();
    for (size_t k = 0; k < cases(200); k++) {
        ovf_totals whole, parts[4];
        begin_case(k);
        draw_batch(&b);
        expect_ok(ovf_totals_init(&whole, ZONES, &error), &error);
        for (size_t i = 0; i < COUNT(parts); i++)
            expect_ok(ovf_totals_init(&parts[i], ZONES, &error), &error);
        for (size_t r = 0; r < b.count; r++) {
            ovf_totals_add(&whole, &b.results[r]);
            ovf_totals_add(&parts[pick(COUNT(parts))], &b.results[r]);
        }
        expect_counted(&whole, &b);
        for (size_t i = COUNT(parts); i-- > 1;)
            expect_ok(ovf_totals_merge(&parts[pick(i)], &parts[i], &error), &error);
        expect_totals(&parts[0], &whole);
        ovf_totals_clear(&whole);
        for (size_t i = 0; i < COUNT(parts); i++) ovf_totals_clear(&parts[i]);
    }
}

/* ---- in words ---- */

static void headlines(void **state)
{
    static ovf_zone_totals zones[2] = {{.routes = 3}, {.routes = 1}};
    static const struct {
        ovf_totals totals;
        ovf_headline_facts facts;
        const char *text;
    } texts[] = {
        {{.routes = 1, .violating_routes = 1, .violations = 3, .broken_count = 1},
         {.route = "georgia", .judged = true},
         "georgia breaks 1 rule in 3 places"},
        {{.routes = 20000, .violating_routes = 1, .violations = 1, .broken_count = 1},
         {.judged = true},
         "1 of 20,000 routes breaks 1 rule in 1 place"},
        {{.routes = 2,
          .violating_routes = 2,
          .violations = 5,
          .broken_count = 3,
          .disputable_routes = 2},
         {.judged = true},
         "All 2 routes break 3 rules in 5 places, only disputed, lifted or remembered ones"},
        {{.routes = 2, .violating_routes = 2, .violations = 99, .broken_count = OVF_BROKEN_MAX},
         {.judged = true},
         "All 2 routes break at least 64 rules in 99 places"},
        {{.routes = 9, .undecided_routes = 2, .complying_routes = 7, .undecided = 4},
         {.judged = true},
         "2 of 9 routes are undecided: 4 points are open"},
        {{.routes = 1, .complying_routes = 1, .warnings = 1},
         {.route = "georgia", .judged = true, .judged_by = "treaty-1992"},
         "georgia complies with the rules judged, with 1 warning: treaty-1992"},
        {{.routes = 4, .complying_routes = 4},
         {.judged = true, .judged_by = "mine"},
         "All 4 routes comply with the rules judged: mine"},
        {{.routes = 1, .meeting_routes = 1, .zones = zones, .zone_count = 1},
         {.route = "georgia", .forbidding = 1},
         "georgia meets 1 zone that forbids overflight; no rules were given to judge it by"},
        {{.routes = 5, .meeting_routes = 3, .zones = zones, .zone_count = 2},
         {.route = NULL},
         "3 of 5 routes meet 2 zones"},
        {{.routes = 5, .meeting_routes = 3, .zones = zones, .zone_count = 2},
         {.route = NULL, .forbidding = 1},
         "3 of 5 routes meet 2 zones, 1 of which forbids overflight; no rules were given to judge "
         "them by"},
        {{.routes = 1}, {.route = "georgia"}, "georgia meets no zone"},
        {{.routes = 5}, {.route = NULL}, "None of 5 routes meets a zone"},
        {{0}, {.route = NULL}, "No route was analysed"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        char text[OVF_HEADLINE_TEXT];
        ovf_headline(&texts[i].totals, &texts[i].facts, text);
        assert_string_equal(text, texts[i].text);
    }
}

static void verdicts_in_words(void **state)
{
    static const struct {
        ovf_totals totals;
        const char *verdicts, *findings;
    } texts[] = {
        {{0}, "none was judged", "0 violations, 0 undecided, 0 warnings"},
        {{.complying_routes = 1, .undecided = 1},
         "1 complies",
         "0 violations, 1 undecided, 0 warnings"},
        {{.complying_routes = 12345, .warnings = 1},
         "12,345 comply",
         "0 violations, 0 undecided, 1 warning"},
        {{.violating_routes = 1, .disputable_routes = 1, .violations = 1},
         "1 violates (only disputed, lifted or remembered rules)",
         "1 violation, 0 undecided, 0 warnings"},
        {{.violating_routes = 3, .violations = 3000},
         "3 violate",
         "3,000 violations, 0 undecided, 0 warnings"},
        {{.complying_routes = 5,
          .violating_routes = 2,
          .undecided_routes = 1,
          .disputable_routes = 1,
          .violations = 3,
          .undecided = 1,
          .warnings = 4},
         "5 comply, 2 violate (1 of them only disputed, lifted or remembered rules), 1 is "
         "undecided",
         "3 violations, 1 undecided, 4 warnings"},
        {{.undecided_routes = 2}, "2 are undecided", "0 violations, 0 undecided, 0 warnings"},
        {{.complying_routes = UINT64_MAX,
          .violating_routes = UINT64_MAX,
          .undecided_routes = UINT64_MAX,
          .disputable_routes = UINT64_MAX - 1},
         "18,446,744,073,709,551,615 comply, 18,446,744,073,709,551,615 violate "
         "(18,446,744,073,709,551,614 of them only disputed, lifted or remembered rules), "
         "18,446,744,073,709,551,615 are undecided",
         "0 violations, 0 undecided, 0 warnings"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        char text[OVF_VERDICTS_TEXT];
        ovf_verdicts_text(&texts[i].totals, text);
        assert_string_equal(text, texts[i].verdicts);
        ovf_findings_text(&texts[i].totals, text);
        assert_string_equal(text, texts[i].findings);
    }
}

/* ---- the digest ---- */

static void expect_digest(const ovf_digest *a, const ovf_digest *b)
{
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->kept, b->kept);
    for (size_t i = 0; i < a->kept; i++) {
        const ovf_digest_row *one = &a->rows[i], *other = &b->rows[i];
        assert_string_equal(one->route_id, other->route_id);
        assert_true(one->zone == other->zone && one->length_m == other->length_m &&
                    one->inside_m == other->inside_m && one->passages == other->passages &&
                    one->crossings == other->crossings);
        assert_true(memcmp(&one->first_m, &other->first_m, sizeof one->first_m) == 0 &&
                    memcmp(&one->first_time, &other->first_time, sizeof one->first_time) == 0);
    }
}

/* The rows are those of the routes in their order, a zone each that it met or one for none. */
static void expect_rows(const ovf_digest *digest, const batch *b)
{
    uint64_t count = 0;
    for (size_t r = 0; r < b->count; r++) {
        const ovf_result *result = &b->results[r];
        size_t met = 0;
        for (size_t i = 0; i <= result->meeting_count; i++) {
            bool last = i == result->meeting_count;
            if (last ? met > 0 : result->meetings[i].nearest_m > 0) continue;
            if (!last) met++;
            if (count < digest->kept) {
                assert_string_equal(digest->rows[count].route_id, b->ids[r]);
                assert_true(digest->rows[count].zone ==
                            (last ? SIZE_MAX : result->meetings[i].zone));
            }
            count++;
        }
    }
    assert_int_equal(digest->count, count);
    assert_int_equal(digest->kept, count < OVF_DIGEST_MAX ? count : OVF_DIGEST_MAX);
}

static void digest_from_parts(void **state)
{
    static batch b;
    ovf_error error = {0};
    size_t full = 0;
    (void)state;
    for (size_t k = 0; k < cases(200); k++) {
        ovf_digest whole = {0}, merged = {0}, part = {0};
        begin_case(k);
        draw_batch(&b);
        for (size_t r = 0; r < b.count; r++) {
            expect_ok(ovf_digest_add(&whole, &b.results[r], &error), &error);
            expect_ok(ovf_digest_add(&part, &b.results[r], &error), &error);
            if (pick(8) != 0) continue;
            expect_ok(ovf_digest_merge(&merged, &part, &error), &error);
            assert_true(part.count == 0 && part.kept == 0);
        }
        expect_ok(ovf_digest_merge(&merged, &part, &error), &error);
        expect_rows(&whole, &b);
        expect_digest(&merged, &whole);
        full += whole.count > OVF_DIGEST_MAX;
        ovf_digest_clear(&whole);
        ovf_digest_clear(&merged);
        ovf_digest_clear(&part);
    }
    assert_true(wanted_cases > 0 || (full > 20 && full < 180));
}

int main(int argc, char **argv)
{
    read_arguments(argc, argv);
    print_message("seed %llu\n", (unsigned long long)first_seed);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(totals_from_parts),
        cmocka_unit_test(verdicts_in_words),
        cmocka_unit_test(headlines),
        cmocka_unit_test(digest_from_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
