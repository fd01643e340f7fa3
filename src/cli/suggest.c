#include "cli/suggest.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "cli/findings.h"
#include "cli/legs.h"
#include "cli/listing.h"
#include "cli/table.h"

#define CELL 48

ovf_status cli_suggester_open(cli_suggester *in, ovf_error *error)
{
    const cli_options *options = in->options;
    if (options->suggest == NULL) return OVF_OK;
    return ovf_suggestion_file_open(options->suggest, options->force, &in->file, error);
}

/* ---- for people ---- */

enum { NAME, VERDICT, LENGTH, CHANGE, TIME, ALTITUDE, START, COLUMNS };

static const cli_column columns[COLUMNS] = {
    [NAME] = {"name", CLI_TEXT},           [VERDICT] = {"verdict", CLI_WORD},
    [LENGTH] = {"length km", CLI_NUMBER},  [CHANGE] = {"change km", CLI_NUMBER},
    [TIME] = {"time", CLI_NUMBER},         [ALTITUDE] = {"altitude m", CLI_NUMBER},
    [START] = {"starts later", CLI_NUMBER}};

/* "+0:45", hours and minutes; nothing for 0 and what is not known. */
static void format_time(double seconds, char text[CELL])
{
    double minutes = nearbyint(fabs(seconds) / 60);
    text[0] = '\0';
    if (!(fabs(seconds) >= 0.5)) return;
    if (fabs(seconds) < 60) snprintf(text, CELL, "%+.0f s", seconds);
    else
        snprintf(text, CELL, "%c%.0f:%02.0f h", seconds < 0 ? '-' : '+', floor(minutes / 60),
                 fmod(minutes, 60));
}

static void format_altitude(const ovf_alternative *a, char text[CELL])
{
    size_t used = 0;
    text[0] = '\0';
    if (a->up_m > 0) used += (size_t)snprintf(text, CELL, "+%.0f", a->up_m);
    if (a->down_m > 0)
        snprintf(text + used, CELL - used, "%s-%.0f", used > 0 ? " " : "", a->down_m);
}

static bool add_row(cli_table *table, const ovf_alternative *a, const char *id)
{
    char texts[COLUMNS][CELL];
    const char *cells[COLUMNS];
    for (size_t k = 0; k < COLUMNS; k++) cells[k] = texts[k];
    cells[NAME] = id;
    size_t used = (size_t)snprintf(texts[VERDICT], CELL, "%s", ovf_verdict_name(a->verdict));
    if (a->warnings > 0)
        snprintf(texts[VERDICT] + used, CELL - used, ", %zu warning%s", a->warnings,
                 a->warnings == 1 ? "" : "s");
    snprintf(texts[LENGTH], CELL, "%.3f", a->suggestion.length_m / 1000);
    double metres = nearbyint(a->suggestion.extra_m);
    snprintf(texts[CHANGE], CELL, metres == 0 ? "0.000" : "%+.3f", metres / 1000);
    format_time(a->extra_s, texts[TIME]);
    format_altitude(a, texts[ALTITUDE]);
    format_time(a->later_s, texts[START]);
    return cli_table_add(table, cells);
}

/* The id of an alternative: the plan's own where it is the only one. To be freed. */
static char *id_of(const ovf_alternatives *all, size_t k, const ovf_route *route)
{
    const char *way = ovf_way_name(all->items[k].way);
    size_t size = strlen(route->id) + strlen(way) + 2;
    char *id = malloc(size);
    if (id != NULL && all->count == 1) snprintf(id, size, "%s", route->id);
    else if (id != NULL) snprintf(id, size, "%s-%s", route->id, way);
    return id;
}

/* Columns without anything in them are left out. */
static bool print_table(const cli_suggester *in, const ovf_alternatives *all,
                        const ovf_route *route)
{
    cli_table table = {.columns = columns, .column_count = COLUMNS}, shown = {0};
    cli_column kept[COLUMNS];
    size_t chosen[COLUMNS];
    bool good = true;
    for (size_t k = 0; good && k < all->count; k++) {
        char *id = id_of(all, k, route);
        good = id != NULL && add_row(&table, &all->items[k], id);
        free(id);
    }
    for (size_t c = 0; good && c < COLUMNS; c++) {
        bool used = false;
        for (size_t row = 0; row < table.row_count; row++)
            used = used || table.cells[row * COLUMNS + c][0] != '\0';
        if (!used) continue;
        kept[shown.column_count] = columns[c];
        chosen[shown.column_count++] = c;
    }
    shown.columns = kept;
    for (size_t row = 0; good && row < table.row_count; row++) {
        const char *cells[COLUMNS];
        for (size_t c = 0; c < shown.column_count; c++)
            cells[c] = table.cells[row * COLUMNS + chosen[c]];
        good = cli_table_add(&shown, cells);
    }
    if (good) {
        putchar('\n');
        cli_table_print(&shown, in->terminal, stdout);
        putchar('\n');
    }
    cli_table_clear(&table);
    cli_table_clear(&shown);
    return good;
}

/* The best one with what a check of it finds, and then all in a table. */
static ovf_status print(const cli_suggester *in, const ovf_alternatives *all,
                        const ovf_route *route, const ovf_result *best, ovf_error *error)
{
    char text[OVF_ALTERNATIVE_TEXT], how[OVF_ALTERNATIVE_TEXT + 40];
    const ovf_alternative *a = &all->items[0];
    if (a->way == OVF_WAY_ITSELF) {
        puts(a->clears ? "  nothing is in its way: the suggestion is the route itself"
                       : "  no route has more to spare: the suggestion is the route itself");
        return OVF_OK;
    }
    snprintf(how, sizeof how, ", %s: %s", ovf_way_name(a->way), ovf_alternative_describe(a, text));
    cli_verdict_line_print(best, "suggested for ", how, in->terminal);
    cli_findings_list_print(best, false, in->terminal);
    if (!print_table(in, all, route)) return ovf_fail_memory(error);
    return in->options->legs ? cli_legs_print(best, &in->input->zones, in->terminal, error)
                             : OVF_OK;
}

/* ---- for programs ---- */

static json_t *alternative_json(const ovf_alternative *a, const ovf_result *result,
                                const ovf_judge *judge, const char *id)
{
    char text[OVF_ALTERNATIVE_TEXT];
    size_t added = 0, moved = 0;
    for (size_t k = 0; k < a->suggestion.fix_count; k++)
        added += a->suggestion.origins[k] == OVF_SUGGEST_ADDED;
    for (size_t k = 0; k < a->suggestion.change_count; k++) moved += a->suggestion.changes[k].moved;
    json_t *object = cli_findings_json(result, judge);
    json_t *more = json_pack(
        "{s:o,s:s,s:f,s:I,s:I,s:I, s:o,s:f,s:f,s:f,s:b,s:s}", "id", cli_text_json(id), "way",
        ovf_way_name(a->way), "extra_m", a->suggestion.extra_m, "fixes_added", (json_int_t)added,
        "fixes_moved", (json_int_t)moved, "fixes_left_out",
        (json_int_t)(a->suggestion.change_count - moved), "extra_s", cli_number_json(a->extra_s),
        "later_s", a->later_s, "up_m", a->up_m, "down_m", a->down_m, "keeps_clearance", a->clears,
        "changes", ovf_alternative_describe(a, text));
    bool complete = object != NULL && more != NULL && json_object_update(object, more) == 0;
    json_decref(more);
    if (complete) return object;
    json_decref(object);
    return NULL;
}

static ovf_status say_none(json_t *object, const char *reason, ovf_error *error)
{
    if (object == NULL) {
        cli_complain("no suggestion: %s", reason);
        return OVF_OK;
    }
    bool good = json_object_set_new(object, "suggestion",
                                    json_pack("{s:o}", "none_because", cli_text_json(reason))) == 0;
    good = json_object_set_new(object, "alternatives", json_array()) == 0 && good;
    return good ? OVF_OK : ovf_fail_memory(error);
}

/* ---- both ---- */

static double clearance_of(const cli_options *options)
{
    if (options->given[CLI_CLEARANCE] == NULL) return 0;
    return options->clearance_m > 0 ? options->clearance_m : OVF_CLEARANCE_NONE;
}

static bool has_undecided(const ovf_alternatives *all)
{
    for (size_t k = 0; k < all->count; k++)
        if (all->items[k].undecided > 0) return true;
    return all->count == 0;
}

static bool wants_territory(const ovf_judge *judge)
{
    const ovf_kind *kind = ovf_kind_named("flight_distance");
    for (size_t i = 0; i < judge->rules.count && judge->territory == NULL; i++)
        if (judge->rules.items[i].kind == kind) return true;
    return false;
}

static ovf_status find(cli_suggester *in, const ovf_route *route, ovf_alternatives *all,
                       ovf_error *error)
{
    const ovf_suggest_options options = {
        .pinned = in->input->plans.pinned,
        .clearance_m = clearance_of(in->options),
        .as_item15 = ovf_suggestion_format_of(in->options->suggest) == OVF_SUGGESTION_ITEM15};
    ovf_status status = ovf_suggest_alternatives(in->judge->checker, route, &options,
                                                 in->input->scratch, all, error);
    /* A detour may be so long that the States' areas count, which the route itself did without. */
    if (status != OVF_OK || !has_undecided(all) || !wants_territory(in->judge)) return status;
    ovf_alternatives_clear(all);
    status = ovf_judge_add_territory(in->judge, error);
    return status == OVF_OK ? ovf_suggest_alternatives(in->judge->checker, route, &options,
                                                       in->input->scratch, all, error)
                            : status;
}

/* Judges an alternative, writes it, and lists it in the JSON. */
static ovf_status take(cli_suggester *in, const ovf_alternatives *all, size_t k,
                       const ovf_route *route, json_t *list, ovf_error *error)
{
    const ovf_alternative *a = &all->items[k];
    const ovf_route made = ovf_alternative_route(a, route);
    const ovf_result *result;
    char *id = id_of(all, k, route);
    ovf_status status = id != NULL ? OVF_OK : ovf_fail_memory(error);
    if (status == OVF_OK)
        status = ovf_suggestion_file_add_alternative(in->file, route, a, id, error);
    if (status == OVF_OK)
        status = ovf_analyze(in->input->analyzer, &made, in->input->scratch, &result, error);
    if (status == OVF_OK) status = cli_check_judge(in->input, in->judge, result, error);
    if (status == OVF_OK && list != NULL &&
        json_array_append_new(list, alternative_json(a, result, in->judge, id)) != 0)
        status = ovf_fail_memory(error);
    if (status == OVF_OK && in->told && k == 0) status = print(in, all, route, result, error);
    in->count += status == OVF_OK;
    free(id);
    return status;
}

static ovf_status take_all(cli_suggester *in, const ovf_alternatives *all, const ovf_route *route,
                           json_t *object, ovf_error *error)
{
    json_t *list = object != NULL ? json_array() : NULL;
    ovf_status status = OVF_OK;
    for (size_t k = 0; status == OVF_OK && k < all->count; k++)
        status = take(in, all, k, route, list, error);
    if (status == OVF_OK && object != NULL &&
        (json_object_set(object, "suggestion", json_array_get(list, 0)) != 0 ||
         json_object_set(object, "alternatives", list) != 0))
        status = ovf_fail_memory(error);
    json_decref(list);
    return status;
}

ovf_status cli_suggest(cli_suggester *in, json_t *object, ovf_error *error)
{
    const ovf_route *route = &in->input->plans.route;
    ovf_alternatives all = {0};
    if (in->file == NULL) return OVF_OK;
    ovf_status status = find(in, route, &all, error);
    if (status == OVF_ERROR_GEOMETRY || status == OVF_ERROR_INTERNAL)
        status = say_none(object, error->message, error);
    else if (status == OVF_OK && all.count == 0) status = say_none(object, all.reason, error);
    else if (status == OVF_OK) status = take_all(in, &all, route, object, error);
    ovf_alternatives_clear(&all);
    return status;
}

ovf_status cli_suggester_close(cli_suggester *in, ovf_error *error)
{
    if (in->file == NULL || in->count == 0) return OVF_OK;
    ovf_status status = ovf_suggestion_file_close(in->file, error);
    if (status != OVF_OK || !in->told) return status;
    printf("%zu suggested route%s in ", in->count, in->count == 1 ? "" : "s");
    const char *path;
    for (size_t k = 0; (path = ovf_suggestion_file_path(in->file, k)) != NULL; k++) {
        if (k > 0) fputs(", ", stdout);
        cli_print_clean(stdout, path);
    }
    putchar('\n');
    return OVF_OK;
}

void cli_suggester_clear(cli_suggester *in)
{
    ovf_suggestion_file_free(in->file);
    *in = (cli_suggester){0};
}
