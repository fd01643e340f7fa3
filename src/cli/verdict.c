#include "cli/verdict.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/grouped.h"
#include "base/said_length.h"
#include "cli/display.h"
#include "cli/table.h"
#include "reduce/headline.h"
#include "reduce/verdicts.h"

/* The last column is there where the floor, the ceiling or the times of a zone matter. */
static const cli_column route_columns[] = {
    {"route", CLI_WORD},         {"zone", CLI_WORD},           {"length km", CLI_NUMBER},
    {"inside km", CLI_NUMBER},   {"passages", CLI_NUMBER},     {"crossings", CLI_NUMBER},
    {"first entry", CLI_NUMBER}, {"in volume km", CLI_NUMBER},
};
static const int route_spare[] = {0, 0, 2, 0, 3, 4, 1, 0};
static const cli_column zone_columns[] = {
    {"zone", CLI_WORD},       {"routes", CLI_NUMBER},    {"inside km", CLI_NUMBER},
    {"passages", CLI_NUMBER}, {"crossings", CLI_NUMBER}, {"in volume km", CLI_NUMBER},
};
static const int zone_spare[] = {0, 0, 0, 1, 2, 0};
#define COUNT(array) (sizeof array / sizeof *array)

typedef struct {
    char text[OVF_GROUPED_TEXT];
} said_count;

static said_count said(uint64_t count)
{
    said_count it;
    ovf_grouped(count, it.text);
    return it;
}

/* "18983.286 km" becomes "18,983.286 km"; four digits are read without. */
static ovf_said_length separated(const char *number)
{
    ovf_said_length it;
    size_t digits = strspn(number, "0123456789"), used = 0;
    for (size_t i = 0; number[i] != '\0' && used + 2 < sizeof it.text; i++) {
        if (digits > 4 && i > 0 && i < digits && (digits - i) % 3 == 0) it.text[used++] = ',';
        it.text[used++] = number[i];
    }
    it.text[used] = '\0';
    return it;
}

static void format_km(double metres, char text[40])
{
    snprintf(text, 40, "%.3f", metres / 1000);
    strcpy(text, separated(text).text);
}

static bool is_same(const ovf_sum *a, const ovf_sum *b)
{
    return a->whole == b->whole && a->rest == b->rest;
}

/* Whether what is within the volume of a zone is anything else than what is within its outline. */
static bool have_volumes(const ovf_totals *totals)
{
    for (size_t i = 0; i < totals->zone_count; i++) {
        const ovf_zone_totals *zone = &totals->zones[i];
        if (!is_same(&zone->inside_m, &zone->within_m) ||
            !is_same(&zone->inside_m, &zone->within_at_most_m))
            return true;
    }
    return false;
}

/* "12.345", or "0.000 to 12.345" where it is not certain. */
static void format_within(double least_m, double most_m, char text[60])
{
    char least[40], most[40];
    format_km(least_m, least);
    format_km(most_m, most);
    if (strcmp(least, most) == 0) snprintf(text, 60, "%s", least);
    else snprintf(text, 60, "%s to %s", least, most);
}

/* The time to the second, otherwise how far along the route. */
static void format_place(const ovf_digest_row *row, char text[40])
{
    struct tm fields;
    if (fabs(row->first_time) < 6e10) { /* before the year 3871; false for NAN */
        time_t seconds = (time_t)floor(row->first_time);
        if (gmtime_r(&seconds, &fields) != NULL &&
            strftime(text, 40, "%Y-%m-%dT%H:%M:%SZ", &fields) > 0)
            return;
    }
    if (row->passages > 0) snprintf(text, 40, "at %.3f km", row->first_m / 1000);
    else strcpy(text, "–");
}

static bool print_routes(const ovf_digest *digest, const ovf_totals *totals, const ovf_zones *zones,
                         const cli_terminal *terminal)
{
    cli_table table = {.columns = route_columns,
                       .spare = route_spare,
                       .column_count = COUNT(route_columns) - !have_volumes(totals)};
    bool good = true;
    for (size_t i = 0; i < digest->kept && good; i++) {
        const ovf_digest_row *row = &digest->rows[i];
        char length[40], inside[40], passages[40], crossings[40], first[40], within[60];
        format_within(row->within_m, row->within_at_most_m, within);
        format_km(row->length_m, length);
        format_km(row->inside_m, inside);
        ovf_grouped(row->passages, passages);
        ovf_grouped(row->crossings, crossings);
        format_place(row, first);
        const char *zone = row->zone < zones->count ? zones->items[row->zone].id : "–";
        good = cli_table_add(&table, (const char *const[]){row->route_id, zone, length, inside,
                                                           passages, crossings, first, within});
    }
    if (good && digest->kept > 0) cli_table_print(&table, terminal, stdout);
    cli_table_clear(&table);
    return good;
}

typedef struct {
    size_t zone;
    double inside_m;
} ranked_zone;

static int by_inside(const void *left, const void *right)
{
    const ranked_zone *a = left, *b = right;
    if (a->inside_m != b->inside_m) return a->inside_m < b->inside_m ? 1 : -1;
    return a->zone < b->zone ? -1 : 1;
}

static int by_number(const void *left, const void *right)
{
    const ranked_zone *a = left, *b = right;
    return a->zone < b->zone ? -1 : a->zone > b->zone;
}

/* The zones that were met, in their order; where they are too many, those with the most inside. */
static bool print_zones(const ovf_totals *totals, const ovf_zones *zones,
                        const cli_terminal *terminal)
{
    cli_table table = {.columns = zone_columns,
                       .spare = zone_spare,
                       .column_count = COUNT(zone_columns) - !have_volumes(totals)};
    ranked_zone *met = calloc(totals->zone_count + 1, sizeof *met);
    size_t met_count = 0, shown;
    bool good = met != NULL;
    for (size_t i = 0; good && i < totals->zone_count; i++)
        if (totals->zones[i].routes > 0)
            met[met_count++] = (ranked_zone){i, ovf_sum_value(&totals->zones[i].inside_m)};
    shown = met_count > OVF_DIGEST_MAX ? OVF_DIGEST_MAX : met_count;
    if (good && shown < met_count) {
        qsort(met, met_count, sizeof *met, by_inside);
        qsort(met, shown, sizeof *met, by_number);
    }
    for (size_t i = 0; good && i < shown; i++) {
        const ovf_zone_totals *zone = &totals->zones[met[i].zone];
        char routes[40], inside[40], passages[40], crossings[40], within[60];
        format_within(ovf_sum_value(&zone->within_m), ovf_sum_value(&zone->within_at_most_m),
                      within);
        ovf_grouped(zone->routes, routes);
        ovf_grouped(zone->passages, passages);
        ovf_grouped(zone->crossings, crossings);
        format_km(ovf_sum_value(&zone->inside_m), inside);
        const char *id = zones->items[met[i].zone].id;
        good = cli_table_add(
            &table, (const char *const[]){id, routes, inside, passages, crossings, within});
    }
    if (good && shown > 0) cli_table_print(&table, terminal, stdout);
    if (good && shown < met_count)
        printf("… and %zu more zones, with less inside each.\n", met_count - shown);
    cli_table_clear(&table);
    free(met);
    return good;
}

static const char *plural(uint64_t count) { return count == 1 ? "" : "s"; }

/* "DIR/rejected.csv", "the table rejected" */
static void print_place(FILE *to, const ovf_batch_report *report, const char *table)
{
    if (report->in_database) fputs("the table ", to);
    else cli_print_clean(to, report->directory);
    fprintf(to, report->in_database ? "%s" : "/%s.csv", table);
}

static void print_headline(const ovf_batch_report *report, const cli_terminal *terminal)
{
    char text[OVF_HEADLINE_TEXT];
    ovf_headline_of(&report->totals, &report->digest, &report->zones, report->judged,
                    report->judged_by, text);
    if (text[0] == '\0') return;
    if (terminal->colour) fputs("\033[1m", stdout);
    cli_print_wrapped(stdout, text, 0, 2, terminal);
    if (terminal->colour) fputs("\033[0m", stdout);
    putchar('\n');
}

/* "Violating: a, b and 3 more." One route alone is in the headline. */
static void print_violating(FILE *to, const ovf_batch_report *report)
{
    const ovf_digest *digest = &report->digest;
    uint64_t all = report->totals.violating_routes;
    if (report->totals.routes < 2 || digest->violating_count == 0) return;
    for (size_t i = 0; i < digest->violating_count; i++) {
        fputs(i == 0 ? "Violating: " : ", ", to);
        cli_print_clean(to, digest->violating[i]);
    }
    if (all > digest->violating_count)
        fprintf(to, " and %s more", said(all - digest->violating_count).text);
    fputs(".\n", to);
}

/* "Seen: 63.6 % of kaliningrad, 12.0 % of hawaii." With several sensors, by all of them together.
 */
static void print_covered(FILE *to, const ovf_batch_report *report)
{
    const ovf_digest *digest = &report->digest;
    bool several = false, first = true;
    for (size_t i = 0; i < digest->covered_count; i++)
        several = several || strcmp(digest->covered[i].sensor, "all") == 0;
    for (size_t i = 0; i < digest->covered_count; i++) {
        const ovf_digest_covered *covered = &digest->covered[i];
        if (covered->zone >= report->zones.count ||
            several != (strcmp(covered->sensor, "all") == 0))
            continue;
        double percent = 100 * covered->fraction;
        /* What is neither nothing nor all does not look like it. */
        if (covered->fraction > 0) percent = fmax(percent, 0.01);
        if (covered->fraction < 1) percent = fmin(percent, 99.99);
        fprintf(to, "%s%.2f %% of ", first ? "Seen: " : ", ", percent);
        cli_print_clean(to, report->zones.items[covered->zone].id);
        first = false;
    }
    if (!first) fputs(".\n", to);
}

static void print_judged(FILE *to, const ovf_batch_report *report)
{
    const ovf_totals *totals = &report->totals;
    char verdicts[OVF_VERDICTS_TEXT], findings[OVF_VERDICTS_TEXT];
    if (!report->judged) return;
    ovf_verdicts_text(totals, verdicts);
    ovf_findings_text(totals, findings);
    fputs("Judged by ", to);
    cli_print_clean(to, report->judged_by);
    fprintf(to, ": %s: %s.\n", verdicts, findings);
    print_violating(to, report);
    if (totals->not_asked > 0)
        fprintf(to,
                "%s question%s of rules %s not asked, since routes lack the data; "
                "'check' names them.\n",
                said(totals->not_asked).text, plural(totals->not_asked),
                totals->not_asked == 1 ? "was" : "were");
}

static void print_left_out(FILE *to, const ovf_batch_report *report)
{
    const ovf_totals *totals = &report->totals;
    if (totals->rejected == 0 && totals->noted > 0) {
        print_place(to, report, "rejected");
        fputs(" says what was left out of flights.\n", to);
    }
    if (totals->rejected == 0) return;
    fprintf(to, "%s feature%s left out: ", said(totals->rejected).text,
            totals->rejected == 1 ? " was" : "s were");
    print_place(to, report, "rejected");
    fputs(" says why.\n", to);
}

static void print_totals(FILE *to, const ovf_batch_report *report)
{
    const ovf_totals *totals = &report->totals;
    ovf_sum inside_m = {0, 0};
    uint64_t passages = 0, crossings = 0;
    size_t met = 0;
    for (size_t i = 0; i < totals->zone_count; i++) {
        ovf_sum_merge(&inside_m, &totals->zones[i].inside_m);
        passages += totals->zones[i].passages;
        crossings += totals->zones[i].crossings;
        met += totals->zones[i].routes > 0;
    }
    fprintf(to, "%s route%s, %s in all; ", said(totals->routes).text, plural(totals->routes),
            separated(ovf_said_km(ovf_sum_value(&totals->length_m) / 1000).text).text);
    if (met == 0) fputs("none of them meets a zone.\n", to);
    else
        fprintf(to,
                "%s of them meet%s %zu of %zu zone%s: %s inside, %s passage%s, %s crossing%s.\n",
                said(totals->meeting_routes).text, totals->meeting_routes == 1 ? "s" : "", met,
                totals->zone_count, plural(totals->zone_count),
                separated(ovf_said_km(ovf_sum_value(&inside_m) / 1000).text).text,
                said(passages).text, plural(passages), said(crossings).text, plural(crossings));
    print_covered(to, report);
    print_judged(to, report);
    print_left_out(to, report);
    fputs("Results in ", to);
    cli_print_clean(to, report->directory);
    fputs(report->in_database ? "\n" : "/\n", to);
}

bool cli_verdict_print(const ovf_batch_report *report)
{
    const ovf_totals *totals = &report->totals;
    const ovf_digest *digest = &report->digest;
    cli_terminal terminal = cli_terminal_of(stdout);
    cli_paragraph sums;
    print_headline(report, &terminal);
    if (digest->count <= OVF_DIGEST_MAX) {
        if (!print_routes(digest, totals, &report->zones, &terminal)) return false;
    } else if (!print_zones(totals, &report->zones, &terminal)) return false;
    FILE *to = cli_paragraph_open(&sums, &terminal);
    if (digest->count > OVF_DIGEST_MAX) {
        fprintf(to, "The sums over all routes, since %s rows are too many to read",
                said(digest->count).text);
        if (report->has_statistics) {
            fputs("; each route and zone is in ", to);
            print_place(to, report, "statistics");
        }
        fputs(".\n", to);
    }
    fputs("\n", to);
    print_totals(to, report);
    cli_paragraph_print(&sums, 0, 2, &terminal);
    return true;
}

void cli_print_part(const ovf_totals *totals, const char *directory, bool was_complete)
{
    cli_print_clean(stdout, directory);
    if (was_complete) puts(" is complete already.");
    else
        printf(" has %" PRIu64 " route%s; 'overflight merge' puts the parts together.\n",
               totals->routes, plural(totals->routes));
}
