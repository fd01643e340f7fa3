/* Verdicts against a limit: as a table for people, for programs, and as a picture. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "cli/listing.h"
#include "cli/sweep.h"
#include "cli/table.h"
#include "system/shortage.h"

#define SHOWN 20 /* turning points on a terminal */
#define TITLE 300

static const char *const did[] = {"is undecided", "complies", "violates"};
static const char *const are[] = {"are undecided", "comply", "violate"};

/* To the millimetre, without zeros at the end. */
static void format_figure(double value, char text[40])
{
    snprintf(text, 40, "%.6f", value);
    char *end = text + strlen(text);
    while (end[-1] == '0') *--end = '\0';
    if (end[-1] == '.') end[-1] = '\0';
    if (strcmp(text, "-0") == 0) strcpy(text, "0");
}

static void format_title(const cli_sweep_sums *sums, char text[TITLE])
{
    const ovf_sweep_range *range = &sums->range->range;
    size_t rules = ovf_sweep_rule_count(sums->sweep);
    const char *rule = ovf_sweep_rule(sums->sweep, 0)->rule;
    if (rules == 1) snprintf(text, TITLE, "%s of %.200s", range->parameter, rule);
    else if (range->rule != NULL)
        snprintf(text, TITLE, "%s of %.200s, in %zu places", range->parameter, rule, rules);
    else snprintf(text, TITLE, "%s of %zu rules", range->parameter, rules);
}

/* ---- a table ---- */

enum { LIMIT, COMPLIES, VIOLATES, UNDECIDED, DISPUTABLE, EXCEEDED, COVERED, CHANGE, COLUMNS };

/* "kaliningrad-500 complies; 3 are undecided" */
static void format_change(const cli_sweep_sums *sums, size_t step, char text[TITLE])
{
    const cli_sweep_change *change = &sums->changes[step];
    size_t used = 0;
    text[0] = '\0';
    for (size_t before = 0; before < 3; before++)
        for (size_t after = 0; after < 3 && used < TITLE - 120; after++) {
            size_t count = change->counts[before][after];
            const char *joint = used > 0 ? "; " : "";
            if (count == 1)
                used += (size_t)snprintf(text + used, TITLE - used, "%s%.80s %s", joint,
                                         sums->routes[change->last[before][after]].id, did[after]);
            else if (count > 1)
                used += (size_t)snprintf(text + used, TITLE - used, "%s%zu %s", joint, count,
                                         are[after]);
        }
}

static bool add_step(cli_table *table, const cli_sweep_sums *sums, size_t step)
{
    const ovf_sweep_sum *sum = &sums->steps[step];
    char limit[40], complies[24], violates[24], undecided[24], disputable[24], exceeded[40],
        covered[24] = "", change[TITLE];
    format_figure(sum->limit, limit);
    snprintf(complies, sizeof complies, "%zu", sum->verdicts[OVF_VERDICT_COMPLIES]);
    snprintf(violates, sizeof violates, "%zu", sum->verdicts[OVF_VERDICT_VIOLATES]);
    snprintf(undecided, sizeof undecided, "%zu", sum->verdicts[OVF_VERDICT_UNDECIDED]);
    snprintf(disputable, sizeof disputable, "%zu", sum->disputable);
    snprintf(exceeded, sizeof exceeded, "%.3f", sum->exceeded);
    if (!isnan(sum->covered_fraction))
        snprintf(covered, sizeof covered, "%.2f %%", 100 * sum->covered_fraction);
    format_change(sums, step, change);
    const char *cells[COLUMNS] = {limit, complies, violates, undecided, disputable, exceeded};
    size_t count = COVERED;
    if (sums->covered_zone != NULL) cells[count++] = covered;
    cells[count] = change;
    return cli_table_add(table, cells);
}

static void print_route(const cli_sweep_sums *sums, const cli_swept_route *route)
{
    char figure[40];
    const char *unit = sums->unit, *blank = *unit != '\0' ? " " : "";
    fputs("  ", stdout);
    cli_print_clean(stdout, route->id);
    if (route->turn_count == 0) {
        format_figure(route->measured, figure);
        printf(" %s at every limit; measured %s%s%s\n", did[route->first], figure, blank, unit);
        return;
    }
    for (size_t i = 0; i < route->turn_count; i++) {
        const ovf_turn *turn = &sums->turns[route->first_turn + i];
        format_figure(turn->limit, figure);
        printf("%s %s up to %s%s%s", i == 0 ? "" : ",", did[turn->before], figure, blank, unit);
    }
    printf(", and %s beyond\n", did[route->last]);
}

static void print_routes(const cli_sweep_sums *sums)
{
    size_t shown = 0;
    for (int turning = 1; turning >= 0; turning--)
        for (size_t i = 0; i < sums->listed && shown < SHOWN; i++) {
            if ((sums->routes[i].turn_count > 0) != turning) continue;
            if (shown++ == 0)
                puts(sums->turn_count > 0 ? "\nWhere verdicts turn:" : "\nNo verdict turns:");
            print_route(sums, &sums->routes[i]);
        }
    if (sums->listed > shown)
        printf("  and %zu more, which '--json' lists\n", sums->listed - shown);
    if (sums->listed == 0) puts("\nNo verdict turns: no flight comes under these rules.");
}

bool cli_sweep_print(const cli_sweep_sums *sums, const cli_terminal *terminal)
{
    char title[TITLE], limit[40], exceeded[40];
    const char *blank = *sums->unit != '\0' ? " " : "";
    snprintf(limit, sizeof limit, "limit%s%s", blank, sums->unit);
    snprintf(exceeded, sizeof exceeded, "exceeded%s%s", blank, sums->unit);
    cli_column columns[COLUMNS] = {{limit, CLI_NUMBER},        {"complies", CLI_NUMBER},
                                   {"violates", CLI_NUMBER},   {"undecided", CLI_NUMBER},
                                   {"disputable", CLI_NUMBER}, {exceeded, CLI_NUMBER},
                                   {"covered", CLI_NUMBER},    {"change", CLI_TEXT}};
    cli_table table = {.columns = columns, .column_count = COLUMNS};
    if (sums->covered_zone == NULL) {
        columns[COVERED] = columns[CHANGE];
        table.column_count--;
    }
    bool good = true;
    for (size_t i = 0; i < sums->step_count && good; i++) good = add_step(&table, sums, i);
    if (good) {
        format_title(sums, title);
        cli_print_clean(stdout, title);
        printf(", %zu flight%s", sums->route_count, sums->route_count == 1 ? "" : "s");
        if (sums->left_out > 0) printf(", %zu left out", sums->left_out);
        if (sums->covered_zone != NULL) {
            fputs("; covered: what a survey with ", stdout);
            cli_print_clean(stdout, sums->covered_sensor);
            fputs(" sees of ", stdout);
            cli_print_clean(stdout, sums->covered_zone);
        }
        puts("\n");
        cli_table_print(&table, terminal, stdout);
        print_routes(sums);
    }
    cli_table_clear(&table);
    return good;
}

/* ---- for programs ---- */

static json_t *step_json(const cli_sweep_sums *sums, size_t step)
{
    const ovf_sweep_sum *sum = &sums->steps[step];
    const cli_sweep_change *change = &sums->changes[step];
    json_t *changes = json_array();
    for (size_t before = 0; before < 3; before++)
        for (size_t after = 0; after < 3; after++)
            if (change->counts[before][after] > 0)
                (void)json_array_append_new(
                    changes,
                    json_pack("{s:s,s:s,s:I}", "before", ovf_verdict_name((ovf_verdict)before),
                              "after", ovf_verdict_name((ovf_verdict)after), "routes",
                              (json_int_t)change->counts[before][after]));
    return json_pack("{s:f,s:I,s:I,s:I,s:I,s:f,s:o,s:o}", "limit", sum->limit, "complies",
                     (json_int_t)sum->verdicts[OVF_VERDICT_COMPLIES], "violates",
                     (json_int_t)sum->verdicts[OVF_VERDICT_VIOLATES], "undecided",
                     (json_int_t)sum->verdicts[OVF_VERDICT_UNDECIDED], "disputable",
                     (json_int_t)sum->disputable, "exceeded", sum->exceeded, "covered_fraction",
                     cli_number_json(sum->covered_fraction), "changes", changes);
}

static json_t *route_json(const cli_sweep_sums *sums, const cli_swept_route *route)
{
    json_t *turns = json_array();
    for (size_t i = 0; i < route->turn_count; i++) {
        const ovf_turn *turn = &sums->turns[route->first_turn + i];
        (void)json_array_append_new(turns, json_pack("{s:f,s:s,s:s}", "limit", turn->limit,
                                                     "before", ovf_verdict_name(turn->before),
                                                     "after", ovf_verdict_name(turn->after)));
    }
    return json_pack("{s:o,s:s,s:s,s:o,s:o}", "route_id", cli_text_json(route->id), "first",
                     ovf_verdict_name(route->first), "last", ovf_verdict_name(route->last),
                     "measured", cli_number_json(route->measured), "turns", turns);
}

/* The rules as they are, with their own limits. */
static json_t *rules_json(const cli_sweep_sums *sums)
{
    json_t *list = json_array();
    for (size_t i = 0; i < ovf_sweep_rule_count(sums->sweep); i++) {
        const ovf_restriction *rule = ovf_sweep_rule(sums->sweep, i);
        (void)json_array_append_new(
            list, json_pack("{s:o,s:s,s:o}", "rule", cli_text_json(rule->rule), "kind",
                            rule->kind->name, "zone_id", cli_text_json(rule->place_id)));
    }
    return list;
}

json_t *cli_sweep_json(const cli_sweep_sums *sums)
{
    const ovf_sweep_range *range = &sums->range->range;
    json_t *steps = json_array(), *routes = json_array();
    for (size_t i = 0; i < sums->step_count; i++)
        (void)json_array_append_new(steps, step_json(sums, i));
    for (size_t i = 0; i < sums->listed; i++)
        (void)json_array_append_new(routes, route_json(sums, &sums->routes[i]));
    bool complete = json_array_size(steps) == sums->step_count &&
                    json_array_size(routes) == sums->listed;
    json_t *document = json_pack(
        "{s:s,s:{s:s,s:o,s:s,s:f,s:f,s:f},s:o,s:o,s:o,s:I,s:I,s:o}", "version", ovf_version(),
        "sweep", "parameter", range->parameter, "rule", cli_text_json(range->rule), "unit",
        sums->unit, "from", range->from, "to", range->to, "step", range->step, "rules",
        rules_json(sums), "steps", steps, "routes", routes, "route_count",
        (json_int_t)sums->route_count, "left_out", (json_int_t)sums->left_out, "covered",
        sums->covered_zone == NULL
            ? json_null()
            : json_pack("{s:o,s:o}", "zone_id", cli_text_json(sums->covered_zone), "sensor",
                        cli_text_json(sums->covered_sensor)));
    if (complete) return document;
    json_decref(document);
    return NULL;
}

/* ---- files ---- */

static bool print_rows(const cli_sweep_sums *sums, FILE *file)
{
    const char *unit = sums->unit, *joint = *unit != '\0' ? "_" : "";
    fprintf(file, "%s,complies,violates,undecided,disputable,exceeded%s%s,covered_fraction\n",
            sums->range->range.parameter, joint, unit);
    for (size_t i = 0; i < sums->step_count; i++) {
        const ovf_sweep_sum *sum = &sums->steps[i];
        char limit[40], exceeded[40];
        format_figure(sum->limit, limit);
        format_figure(sum->exceeded, exceeded);
        fprintf(file, "%s,%zu,%zu,%zu,%zu,%s,", limit, sum->verdicts[OVF_VERDICT_COMPLIES],
                sum->verdicts[OVF_VERDICT_VIOLATES], sum->verdicts[OVF_VERDICT_UNDECIDED],
                sum->disputable, exceeded);
        if (!isnan(sum->covered_fraction)) fprintf(file, "%.6f", sum->covered_fraction);
        fputc('\n', file);
    }
    return !ferror(file);
}

ovf_status cli_sweep_write(const cli_sweep_sums *sums, const char *path, bool replace,
                           ovf_error *error)
{
    size_t size = strlen(path) + 32;
    if (!replace && access(path, F_OK) == 0)
        return ovf_fail_with(error, OVF_ERROR_IO, OVF_REMEDY_REPLACE, "%.300s exists", path);
    char *partial = ovf_array_new(size, 1);
    if (partial == NULL) return ovf_fail_memory(error);
    snprintf(partial, size, "%s.partial-%ld", path, (long)getpid());
    FILE *file = fopen(partial, "w");
    bool good = file != NULL && print_rows(sums, file);
    int reason = errno;
    if (file != NULL && fclose(file) != 0 && good) {
        good = false;
        reason = errno;
    }
    bool short_of_memory = ovf_shortage_noted();
    good = good && !short_of_memory;
    if (good && rename(partial, path) != 0) {
        good = false;
        reason = errno;
    }
    if (!good && file != NULL) unlink(partial);
    free(partial);
    if (short_of_memory) return ovf_fail_memory(error);
    return good ? OVF_OK
                : ovf_fail(error, OVF_ERROR_IO, "%.300s cannot be written: %s", path,
                           strerror(reason));
}

ovf_status cli_sweep_draw(const cli_sweep_sums *sums, const char *path, cli_size size,
                          ovf_error *error)
{
    char title[TITLE], axis[60];
    const char *joint = *sums->unit != '\0' ? ", " : "";
    format_title(sums, title);
    snprintf(axis, sizeof axis, "limit%s%s", joint, sums->unit);
    const ovf_sweep_chart chart = {.title = title,
                                   .axis = axis,
                                   .steps = sums->steps,
                                   .count = sums->step_count,
                                   .turns = sums->turns,
                                   .turn_count = sums->turn_count,
                                   .width = size.width,
                                   .height = size.height};
    return ovf_sweep_draw(&chart, path, error);
}
