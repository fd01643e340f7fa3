/* overflight rules list | show NAME | validate FILE... */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/exit.h"
#include "cli/failure.h"
#include "cli/listing.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "cli/zone_files.h"
#include "model/restriction.h"
#include "overflight/overflight.h"

/* The bundled sets, sorted by name; the schema beside them is none. */
static ovf_status read_bundled(ovf_rules *rules, ovf_error *error)
{
    char **paths = NULL;
    size_t count = 0;
    ovf_status status = ovf_data_list("rules", ".json", &paths, &count, error);
    for (size_t i = 0; i < count && status == OVF_OK; i++) {
        const char *slash = strrchr(paths[i], '/');
        if (strcmp(slash == NULL ? paths[i] : slash + 1, "schema.json") != 0)
            status = ovf_rules_read(paths[i], NULL, rules, error);
    }
    free(paths);
    return status;
}

static int list(const ovf_rules *rules, bool json)
{
    static const cli_column columns[] = {
        {"name", CLI_WORD}, {"rules", CLI_NUMBER}, {"title", CLI_TEXT}};
    cli_table table = {.columns = columns, .column_count = sizeof columns / sizeof *columns};
    cli_terminal terminal = cli_terminal_of(stdout);
    json_t *array = json_array();
    bool good = true;
    for (size_t i = 0; i < rules->set_count && good; i++) {
        const ovf_rule_set *set = &rules->sets[i];
        char count[40];
        snprintf(count, sizeof count, "%zu", set->rule_count);
        if (json)
            good = json_array_append_new(array, json_pack("{s:o,s:o,s:I}", "name",
                                                          cli_text_json(set->name), "title",
                                                          cli_text_json(set->title), "rules",
                                                          (json_int_t)set->rule_count)) == 0;
        else good = cli_table_add(&table, (const char *const[]){set->name, count, set->title});
    }
    if (good && json) {
        good = cli_print_json(array);
    } else {
        json_decref(array);
        if (good) cli_table_print(&table, &terminal, stdout);
    }
    cli_table_clear(&table);
    return good ? CLI_DONE : cli_fail_memory();
}

static json_t *date_json(double seconds, bool end)
{
    char text[OVF_TIME_SIZE];
    ovf_active_format(seconds, end, text);
    return cli_text_json(text[0] == '\0' ? NULL : text);
}

/* "2018-01-01 – 2020-12-31" and the like. */
static void format_period(double from_s, double until_s, char period[100])
{
    char from[OVF_TIME_SIZE], until[OVF_TIME_SIZE];
    ovf_active_format(from_s, false, from);
    ovf_active_format(until_s, true, until);
    cli_format_dates(period, 100, from[0] == '\0' ? NULL : from, until[0] == '\0' ? NULL : until);
}

/* "500 km" and the like: the parameters with their names. */
static void describe(const ovf_restriction *rule, char *text, size_t size)
{
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0;
         i < OVF_PARAMETERS_MAX && rule->kind->parameters[i].name != NULL && used < size; i++)
        if (!isnan(rule->values[i]))
            used += (size_t)snprintf(text + used, size - used, "%s%s %.10g", used > 0 ? ", " : "",
                                     rule->kind->parameters[i].name, rule->values[i]);
    if (rule->kind->takes_height_reference && used < size)
        snprintf(text + used, size - used, " %s", ovf_height_reference_name(rule->reference));
}

static json_t *rule_json(const ovf_restriction *rule)
{
    json_t *values = json_object();
    for (size_t i = 0; i < OVF_PARAMETERS_MAX && rule->kind->parameters[i].name != NULL; i++)
        (void)json_object_set_new(values, rule->kind->parameters[i].name,
                                  cli_number_json(rule->values[i]));
    return json_pack("{s:o,s:s,s:o,s:o,s:s,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "rule",
                     cli_text_json(rule->rule), "kind", rule->kind->name, "parameters", values,
                     "zone_id", cli_text_json(rule->place_id), "severity",
                     ovf_severity_name(rule->severity), "clause", cli_text_json(rule->clause),
                     "source", cli_text_json(rule->source), "status", cli_text_json(rule->status),
                     "confidence", cli_text_json(rule->confidence), "active_from",
                     date_json(rule->from_s, false), "active_until", date_json(rule->until_s, true),
                     "note", cli_text_json(rule->note), "zones", cli_text_json(rule->zones),
                     "unless", cli_text_json(rule->unless));
}

static int show(const ovf_rules *rules, bool json)
{
    const ovf_rule_set *set = &rules->sets[0];
    char text[200], active[100];
    if (json) {
        json_t *array = json_array();
        for (size_t i = 0; i < rules->count; i++)
            if (json_array_append_new(array, rule_json(&rules->items[i])) != 0) {
                json_decref(array);
                return cli_fail_memory();
            }
        return cli_print_json(json_pack("{s:o,s:o,s:o,s:o,s:o}", "name", cli_text_json(set->name),
                                        "title", cli_text_json(set->title), "rules", array,
                                        "flights_from", date_json(set->flights_from_s, false),
                                        "flights_until", date_json(set->flights_until_s, true)))
                   ? CLI_DONE
                   : cli_fail_memory();
    }
    cli_print_clean(stdout, set->title);
    putchar('\n');
    format_period(set->flights_from_s, set->flights_until_s, active);
    if (active[0] != '\0') cli_print_field("flights", 10, active);
    for (size_t i = 0; i < rules->count; i++) {
        const ovf_restriction *rule = &rules->items[i];
        putchar('\n');
        cli_print_field("rule", 10, rule->rule);
        cli_print_field("kind", 10, rule->kind->name);
        cli_print_field("", 10, rule->kind->meaning);
        describe(rule, text, sizeof text);
        if (text[0] != '\0') cli_print_field("limit", 10, text);
        if (rule->place_id != NULL) cli_print_field("zone", 10, rule->place_id);
        if (rule->zones != NULL) cli_print_field("zones", 10, rule->zones);
        if (rule->unless != NULL) cli_print_field("unless", 10, rule->unless);
        if (rule->severity != OVF_SEVERITY_VIOLATION)
            cli_print_field("severity", 10, ovf_severity_name(rule->severity));
        format_period(rule->from_s, rule->until_s, active);
        if (active[0] != '\0') cli_print_field("active", 10, active);
        if (rule->clause != NULL) cli_print_field("clause", 10, rule->clause);
        cli_print_field("source", 10, rule->source);
        if (rule->status != NULL) cli_print_field("status", 10, rule->status);
        if (rule->confidence != NULL) cli_print_field("confidence", 10, rule->confidence);
        if (rule->note != NULL) cli_print_field("note", 10, rule->note);
    }
    return CLI_DONE;
}

/* The zones and airfields that rules may name: the bundled ones and those of --zones. */
typedef struct {
    ovf_zones bundled, own;
    ovf_zones all; /* both; its zones are theirs */
    ovf_airfields airfields;
} places;

static ovf_status read_places(const cli_options *options, places *known, ovf_error *error)
{
    static const ovf_input_options trusted = {.bundled = true};
    const ovf_input_options usual = {.id_field = options->zone_id};
    char path[4096];
    cli_zone_files files;
    const cli_options none = {0};
    ovf_status status = cli_zone_files_find(&none, &files, error);
    if (status == OVF_OK)
        status = ovf_zones_read(files.files, files.count, &trusted, &known->bundled, error);
    cli_zone_files_clear(&files);
    if (status == OVF_OK && options->zones.count > 0)
        status = ovf_zones_read(options->zones.items, options->zones.count, &usual, &known->own,
                                error);
    if (status == OVF_OK) status = ovf_data_path("airfields.geojson", path, sizeof path, error);
    if (status == OVF_OK) status = ovf_airfields_read(path, &known->airfields, error);
    if (status != OVF_OK) return status;
    size_t count = known->bundled.count + known->own.count;
    known->all.items = calloc(count + 1, sizeof *known->all.items);
    if (known->all.items == NULL) return OVF_ERROR_MEMORY;
    for (size_t i = 0; i < count; i++)
        known->all.items[i] = i < known->own.count ? known->own.items[i]
                                                   : known->bundled.items[i - known->own.count];
    known->all.count = count;
    return OVF_OK;
}

static void clear_places(places *known)
{
    free(known->all.items);
    ovf_zones_clear(&known->bundled);
    ovf_zones_clear(&known->own);
    ovf_airfields_clear(&known->airfields);
}

/* Looks at all of them, and says what is wrong with any. */
int cli_rules_validate(const cli_options *options)
{
    ovf_error error = {0};
    places known = {0};
    if (options->operands.count == 0) {
        cli_complain("rules validate: expected at least one file, found none: try 'overflight "
                     "rules validate mine.json'");
        return CLI_BAD_INPUT;
    }
    ovf_status status = read_places(options, &known, &error);
    int result = status == OVF_OK ? CLI_DONE : cli_fail(status, &error);
    for (size_t i = 0; i < options->operands.count && known.all.items != NULL; i++) {
        ovf_rules rules = {0};
        status = ovf_rules_read(options->operands.items[i], &known.all, &rules, &error);
        if (status == OVF_OK)
            status = ovf_rules_check_places(&rules, &known.all, &known.airfields, &error);
        if (status != OVF_OK) {
            result = cli_fail(status, &error);
        } else {
            cli_print_clean(stdout, options->operands.items[i]);
            printf(": %zu rule%s can be used\n", rules.sets[0].rule_count,
                   rules.sets[0].rule_count == 1 ? "" : "s");
        }
        ovf_rules_clear(&rules);
    }
    clear_places(&known);
    return result;
}

int cli_rules_list(const cli_options *options)
{
    ovf_rules rules = {0};
    ovf_error error = {0};
    if (options->operands.count > 0) {
        cli_complain("rules list: expected no argument, found '%s'", options->operands.items[0]);
        return CLI_BAD_INPUT;
    }
    ovf_status status = read_bundled(&rules, &error);
    int result = status == OVF_OK ? list(&rules, options->json) : cli_fail(status, &error);
    ovf_rules_clear(&rules);
    return result;
}

int cli_rules_show(const cli_options *options)
{
    ovf_rules rules = {0};
    ovf_error error = {0};
    if (options->operands.count != 1) {
        cli_complain("rules show: expected one rule set, found %s: try 'overflight rules show "
                     "treaty-1992'",
                     options->operands.count == 0 ? "none" : "more");
        return CLI_BAD_INPUT;
    }
    ovf_status status = ovf_rules_read(options->operands.items[0], NULL, &rules, &error);
    int result = status == OVF_OK ? show(&rules, options->json) : cli_fail(status, &error);
    ovf_rules_clear(&rules);
    return result;
}
