/* A comparison of views, as a table for people and a list for programs. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/compare.h"
#include "cli/listing.h"
#include "cli/table.h"

/* The zones stand last of these, since there may be none of them. */
enum { RULE, KIND, ZONE, FIRST_VIEW };

#define CELL 160

/* ---- a table ---- */

/* Three decimals, without zeros at their end. */
static void format_figure(double value, char text[40])
{
    snprintf(text, 40, "%.3f", value);
    char *end = text + strlen(text);
    while (end[-1] == '0') *--end = '\0';
    if (end[-1] == '.') end[-1] = '\0';
    if (strcmp(text, "-0") == 0) strcpy(text, "0");
}

/* "1656.759 km", "1 crossing" */
static void format_with_unit(double value, const char *unit, char text[60])
{
    char figure[40];
    size_t length = strlen(unit);
    format_figure(value, figure);
    if (strcmp(unit, "crossings") == 0 && strcmp(figure, "1") == 0) length--;
    snprintf(text, 60, "%s%s%.*s", figure, length > 0 ? " " : "", (int)length, unit);
}

/* "1656.759 km, limit 900 km"; empty where there is no figure. */
static void format_figures(const ovf_said *said, char text[CELL])
{
    char measured[60] = "", limit[60] = "";
    if (!isnan(said->measured)) format_with_unit(said->measured, said->unit, measured);
    if (!isnan(said->limit)) format_with_unit(said->limit, said->unit, limit);
    snprintf(text, CELL, "%s%s%s%s", measured, *measured != '\0' && *limit != '\0' ? ", " : "",
             *limit != '\0' ? "limit " : "", limit);
}

/* That a view has nothing to judge by is told like a finding of a rule, and is none. */
static bool is_of_no_rule(const ovf_restriction *rule)
{
    return strcmp(rule->kind->name, "nothing_judged") == 0;
}

/* "violation: 1656.759 km, limit 900 km", the worst of its findings and how many there are. */
static void format_said(const ovf_said *said, char text[2 * CELL])
{
    char figures[CELL], times[32] = "";
    const char *word = ovf_outcome_name(said->outcome);
    if (said->restriction == NULL) word = "–";
    else if (said->outcome == OVF_OUTCOME_SILENT)
        word = is_of_no_rule(said->restriction) ? "–" : "does not apply";
    format_figures(said, figures);
    if (said->count > 1) snprintf(times, sizeof times, " (worst of %zu)", said->count);
    snprintf(text, 2 * CELL, "%s%s%s%s", word, figures[0] == '\0' ? "" : ": ", figures, times);
}

static bool add_verdicts(cli_table *table, const cli_view *views, size_t count)
{
    const char *cells[FIRST_VIEW + CLI_VIEWS_MAX] = {[RULE] = "verdict"};
    size_t first = table->column_count - count;
    for (size_t view = 0; view < count; view++)
        cells[first + view] = ovf_verdict_name(views[view].verdict);
    return cli_table_add(table, cells);
}

static bool add_rule(cli_table *table, const ovf_compared *row, size_t count)
{
    char said[CLI_VIEWS_MAX][2 * CELL];
    const ovf_restriction *rule = row->restriction;
    const char *cells[FIRST_VIEW + CLI_VIEWS_MAX] = {[RULE] = row->in_several_sets ? row->name
                                                                                   : rule->rule,
                                                     [KIND] = rule->kind->name,
                                                     [ZONE] = rule->place_id};
    size_t first = table->column_count - count;
    for (size_t view = 0; view < count; view++) {
        format_said(&row->views[view], said[view]);
        cells[first + view] = said[view];
    }
    return cli_table_add(table, cells);
}

/* ---- what differs ---- */

static const char *const phrases[] = {
    [OVF_OUTCOME_NO_RULE] = "has no such rule", [OVF_OUTCOME_SILENT] = "does not apply it",
    [OVF_OUTCOME_NOT_ASKED] = "does not ask",   [OVF_OUTCOME_KEPT] = "finds it kept",
    [OVF_OUTCOME_INFORMATION] = "notes it",     [OVF_OUTCOME_WARNING] = "warns",
    [OVF_OUTCOME_UNDECIDED] = "is undecided",   [OVF_OUTCOME_VIOLATION] = "violates",
};

static const char *phrase_of(const ovf_said *said)
{
    if (said->restriction != NULL && is_of_no_rule(said->restriction))
        return said->outcome == OVF_OUTCOME_SILENT ? "judges it" : "judges nothing";
    return phrases[said->outcome];
}

/* Whether all views say the same but for their figures. */
static bool differs_in_figures(const ovf_compared *row, size_t count)
{
    for (size_t view = 1; view < count; view++)
        if (row->views[view].outcome != row->views[0].outcome) return false;
    return true;
}

/* Its name; and its zone, where that is another. */
static void print_rule(const ovf_compared *row)
{
    const char *place = row->restriction->place_id;
    if (is_of_no_rule(row->restriction)) fputs("the flight as a whole", stdout);
    else cli_print_clean(stdout, row->name);
    if (place == NULL || strcmp(place, row->name) == 0) return;
    fputs(" of ", stdout);
    cli_print_clean(stdout, place);
}

/* "kaliningrad (national-measures violates, treaty-1992 has no such rule)" */
static void print_difference(const ovf_compared *row, const cli_view *views, size_t count)
{
    bool figures = differs_in_figures(row, count);
    print_rule(row);
    for (size_t view = 0; view < count; view++) {
        char text[2 * CELL];
        fputs(view == 0 ? " (" : figures ? "; " : ", ", stdout);
        cli_print_clean(stdout, views[view].name);
        format_said(&row->views[view], text);
        if (figures) printf(": %s", text);
        else printf(" %s", phrase_of(&row->views[view]));
    }
    putchar(')');
}

static void print_differences(const ovf_comparison *comparison, const cli_view *views)
{
    size_t differing = 0;
    for (size_t i = 0; i < comparison->count; i++) {
        if (!comparison->rows[i].differs) continue;
        fputs(differing++ == 0 ? "They differ in: " : "; ", stdout);
        print_difference(&comparison->rows[i], views, comparison->view_count);
    }
    puts(differing == 0 ? "They do not differ." : ".");
}

static bool have_places(const ovf_comparison *comparison)
{
    for (size_t i = 0; i < comparison->count; i++)
        if (comparison->rows[i].restriction->place_id != NULL) return true;
    return false;
}

bool cli_comparison_print(const ovf_comparison *comparison, const cli_view *views,
                          const cli_terminal *terminal)
{
    size_t count = comparison->view_count;
    cli_column columns[FIRST_VIEW + CLI_VIEWS_MAX] = {
        [RULE] = {"rule", CLI_TEXT}, [KIND] = {"kind", CLI_WORD}, [ZONE] = {"zone", CLI_TEXT}};
    size_t first = have_places(comparison) ? FIRST_VIEW : ZONE;
    for (size_t view = 0; view < count; view++)
        columns[first + view] = (cli_column){views[view].name, CLI_TEXT};
    cli_table table = {.columns = columns, .column_count = first + count};
    bool good = add_verdicts(&table, views, count);
    for (size_t i = 0; i < comparison->count && good; i++)
        good = add_rule(&table, &comparison->rows[i], count);
    if (good) {
        cli_table_print(&table, terminal, stdout);
        print_differences(comparison, views);
    }
    cli_table_clear(&table);
    return good;
}

/* ---- for programs ---- */

static json_t *said_json(const ovf_said *said, const char *view)
{
    return json_pack("{s:o,s:o,s:s,s:I,s:o,s:o,s:o,s:s}", "rules", cli_text_json(view), "rule",
                     cli_text_json(said->restriction == NULL ? NULL : said->restriction->rule),
                     "outcome", ovf_outcome_name(said->outcome), "findings",
                     (json_int_t)said->count, "measured", cli_number_json(said->measured), "limit",
                     cli_number_json(said->limit), "margin", cli_number_json(said->margin), "unit",
                     said->unit);
}

bool cli_comparison_add_json(const ovf_comparison *comparison, const cli_view *views,
                             const char *route_id, json_t *list)
{
    for (size_t i = 0; i < comparison->count; i++) {
        const ovf_compared *row = &comparison->rows[i];
        if (!row->differs) continue;
        json_t *said = json_array();
        for (size_t view = 0; view < comparison->view_count; view++)
            (void)json_array_append_new(said, said_json(&row->views[view], views[view].name));
        json_t *made = json_pack("{s:o,s:o,s:s,s:o,s:o}", "route_id", cli_text_json(route_id),
                                 "rule", cli_text_json(row->name), "kind",
                                 row->restriction->kind->name, "zone_id",
                                 cli_text_json(row->restriction->place_id), "views", said);
        if (json_array_append_new(list, made) != 0) return false;
    }
    return true;
}
