#include "cli/verdict.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/display.h"

static const cli_column route_columns[] = {
    {"route", CLI_TEXT},      {"zone", CLI_TEXT},        {"length km", CLI_NUMBER},  {"inside km", CLI_NUMBER},
    {"passages", CLI_NUMBER}, {"crossings", CLI_NUMBER}, {"first entry", CLI_NUMBER},
};
static const cli_column zone_columns[] = {
    {"zone", CLI_TEXT}, {"routes", CLI_NUMBER}, {"inside km", CLI_NUMBER}, {"passages", CLI_NUMBER}, {"crossings", CLI_NUMBER},
};
#define COUNT(array) (sizeof array / sizeof *array)

static void format_km(double metres, char text[40])
{
    snprintf(text, 40, "%.3f", metres / 1000);
}

/* The time to the second, otherwise how far along the route. */
static void format_place(const ovf_place *place, char text[40])
{
    struct tm fields;
    if (fabs(place->time_s) < 6e10) { /* before the year 3871; false for NAN */
        time_t seconds = (time_t)floor(place->time_s);
        if (gmtime_r(&seconds, &fields) != NULL && strftime(text, 40, "%Y-%m-%dT%H:%M:%SZ", &fields) > 0) return;
    }
    snprintf(text, 40, "at %.3f km", place->along_m / 1000);
}

void cli_verdict_begin(cli_verdict *verdict, const ovf_zones *zones)
{
    *verdict = (cli_verdict){.zones = zones, .rows = {.columns = route_columns, .column_count = COUNT(route_columns)}};
}

/* A zone that the route only comes near has no row. */
static bool is_met(const ovf_meeting *meeting)
{
    return !(meeting->nearest_m > 0);
}

bool cli_verdict_add(cli_verdict *verdict, const ovf_result *result)
{
    char length[40], inside[40], passages[40], crossings[40], first[40];
    size_t met = 0;
    for (size_t i = 0; i < result->meeting_count; i++) met += is_met(&result->meetings[i]);
    verdict->row_count += met == 0 ? 1 : met;
    if (verdict->row_count > CLI_MOST_ROWS) {
        cli_table_clear(&verdict->rows);
        return true;
    }
    format_km(result->length_m, length);
    if (met == 0)
        return cli_table_add(&verdict->rows, (const char *const[]){result->route->id, "–", length, "0.000", "0", "0", "–"});
    for (size_t i = 0; i < result->meeting_count; i++) {
        const ovf_meeting *meeting = &result->meetings[i];
        if (!is_met(meeting)) continue;
        format_km(meeting->inside_m, inside);
        snprintf(passages, sizeof passages, "%zu", meeting->passage_count);
        snprintf(crossings, sizeof crossings, "%zu", meeting->crossing_count);
        if (meeting->passage_count > 0) format_place(&meeting->passages[0].entry, first);
        else strcpy(first, "–");
        const char *zone = verdict->zones->items[meeting->zone].id;
        if (!cli_table_add(&verdict->rows,
                           (const char *const[]){result->route->id, zone, length, inside, passages, crossings, first}))
            return false;
    }
    return true;
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
static bool print_zones(const cli_verdict *verdict, const ovf_totals *totals, const cli_terminal *terminal)
{
    cli_table table = {.columns = zone_columns, .column_count = COUNT(zone_columns)};
    ranked_zone *met = calloc(totals->zone_count + 1, sizeof *met);
    size_t met_count = 0, shown;
    bool good = met != NULL;
    for (size_t i = 0; good && i < totals->zone_count; i++)
        if (totals->zones[i].routes > 0) met[met_count++] = (ranked_zone){i, totals->zones[i].inside_m};
    shown = met_count > CLI_MOST_ROWS ? CLI_MOST_ROWS : met_count;
    if (good && shown < met_count) {
        qsort(met, met_count, sizeof *met, by_inside);
        qsort(met, shown, sizeof *met, by_number);
    }
    for (size_t i = 0; good && i < shown; i++) {
        const ovf_zone_totals *zone = &totals->zones[met[i].zone];
        char routes[40], inside[40], passages[40], crossings[40];
        snprintf(routes, sizeof routes, "%" PRIu64, zone->routes);
        snprintf(passages, sizeof passages, "%" PRIu64, zone->passages);
        snprintf(crossings, sizeof crossings, "%" PRIu64, zone->crossings);
        format_km(zone->inside_m, inside);
        const char *id = verdict->zones->items[met[i].zone].id;
        good = cli_table_add(&table, (const char *const[]){id, routes, inside, passages, crossings});
    }
    if (good && shown > 0) cli_table_print(&table, terminal, stdout);
    if (good && shown < met_count) printf("… and %zu more zones, with less inside each.\n", met_count - shown);
    cli_table_clear(&table);
    free(met);
    return good;
}

static const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

static void print_totals(const ovf_totals *totals, const char *directory)
{
    double inside_m = 0;
    uint64_t passages = 0, crossings = 0;
    size_t met = 0;
    for (size_t i = 0; i < totals->zone_count; i++) {
        inside_m += totals->zones[i].inside_m;
        passages += totals->zones[i].passages;
        crossings += totals->zones[i].crossings;
        met += totals->zones[i].routes > 0;
    }
    printf("%" PRIu64 " route%s, %.3f km in all; ", totals->routes, plural(totals->routes), totals->length_m / 1000);
    if (met == 0)
        puts("none of them meets a zone.");
    else
        printf("%" PRIu64 " of them meet%s %zu of %zu zone%s: %.3f km inside, %" PRIu64 " passage%s, %" PRIu64 " crossing%s.\n",
               totals->meeting_routes, totals->meeting_routes == 1 ? "s" : "", met, totals->zone_count, plural(totals->zone_count),
               inside_m / 1000, passages, plural(passages), crossings, plural(crossings));
    if (totals->rejected > 0) {
        printf("%" PRIu64 " feature%s left out: ", totals->rejected, totals->rejected == 1 ? " was" : "s were");
        cli_print_clean(stdout, directory);
        fputs("/rejected.csv says why.\n", stdout);
    }
    fputs("Results in ", stdout);
    cli_print_clean(stdout, directory);
    fputs("/\n", stdout);
}

bool cli_verdict_print(const cli_verdict *verdict, const ovf_totals *totals, const char *directory, bool statistics)
{
    cli_terminal terminal = cli_terminal_of(stdout);
    if (verdict->row_count <= CLI_MOST_ROWS) {
        if (verdict->row_count > 0) cli_table_print(&verdict->rows, &terminal, stdout);
    } else {
        if (!print_zones(verdict, totals, &terminal)) return false;
        printf("The sums over all routes, since %" PRIu64 " rows are too many to read", verdict->row_count);
        if (statistics) {
            fputs("; each route and zone is in ", stdout);
            cli_print_clean(stdout, directory);
            fputs("/statistics.csv", stdout);
        }
        fputs(".\n", stdout);
    }
    putchar('\n');
    print_totals(totals, directory);
    return true;
}

void cli_verdict_clear(cli_verdict *verdict)
{
    cli_table_clear(&verdict->rows);
}
