/* overflight airfields list | show ID; `check` is in airfield_range.c */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/likeness.h"
#include "cli/commands.h"
#include "cli/exit.h"
#include "cli/failure.h"
#include "cli/listing.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "overflight/input.h"

static json_t *airfield_json(const ovf_airfield *airfield)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:[f,f], s:o, s:o}", "id", cli_text_json(airfield->id),
                     "name", cli_text_json(airfield->name), "state", cli_text_json(airfield->state),
                     "kind", cli_text_json(airfield->kind), "position", airfield->position.lon,
                     airfield->position.lat, "max_distance_km",
                     cli_number_json(airfield->max_distance_km), "attributes",
                     cli_attributes_json(&airfield->attributes));
}

static int list_json(const ovf_airfields *airfields)
{
    json_t *list = json_array();
    for (size_t i = 0; i < airfields->count; i++)
        if (json_array_append_new(list, airfield_json(&airfields->items[i])) != 0) {
            json_decref(list);
            return cli_fail_memory();
        }
    return cli_print_json(list) ? CLI_DONE : cli_fail_memory();
}

static int list_airfields(const ovf_airfields *airfields)
{
    static const cli_column columns[] = {
        {"id", CLI_WORD},    {"name", CLI_TEXT},  {"state", CLI_WORD},    {"kind", CLI_TEXT},
        {"lon", CLI_NUMBER}, {"lat", CLI_NUMBER}, {"max km", CLI_NUMBER},
    };
    cli_table table = {.columns = columns, .column_count = sizeof columns / sizeof *columns};
    cli_terminal terminal = cli_terminal_of(stdout);
    bool good = true;
    for (size_t i = 0; i < airfields->count && good; i++) {
        const ovf_airfield *airfield = &airfields->items[i];
        char lon[40], lat[40], distance[40] = "";
        snprintf(lon, sizeof lon, "%.4f", airfield->position.lon);
        snprintf(lat, sizeof lat, "%.4f", airfield->position.lat);
        if (!isnan(airfield->max_distance_km))
            snprintf(distance, sizeof distance, "%.10g", airfield->max_distance_km);
        good = cli_table_add(&table,
                             (const char *const[]){airfield->id, airfield->name, airfield->state,
                                                   airfield->kind, lon, lat, distance});
    }
    if (good) cli_table_print(&table, &terminal, stdout);
    cli_table_clear(&table);
    return good ? CLI_DONE : cli_fail_memory();
}

/* A text, or a whole number such as a year in `number`; empty for anything else. */
static const char *member_text(const json_t *object, const char *name, char number[40])
{
    const json_t *member = json_object_get(object, name);
    if (json_is_string(member)) return json_string_value(member);
    if (!json_is_integer(member)) return "";
    snprintf(number, 40, "%" JSON_INTEGER_FORMAT, json_integer_value(member));
    return number;
}

/* The attribute max_distances: an array of {km, from, until, source, confidence}; from and until
 * are years, null where they are open. */
static bool print_distances(const ovf_airfield *airfield)
{
    static const cli_column columns[] = {
        {"max km", CLI_NUMBER}, {"held", CLI_WORD}, {"confidence", CLI_WORD}, {"source", CLI_TEXT}};
    const ovf_attribute *attribute = ovf_attributes_find(&airfield->attributes, "max_distances");
    if (attribute == NULL || attribute->text == NULL) return true;
    json_t *distances = json_loads(attribute->text, 0, NULL);
    cli_table table = {.columns = columns, .column_count = sizeof columns / sizeof *columns};
    cli_terminal terminal = cli_terminal_of(stdout);
    bool good = true;
    for (size_t i = 0; i < json_array_size(distances) && good; i++) {
        const json_t *entry = json_array_get(distances, i), *number = json_object_get(entry, "km");
        char km[40] = "", held[100], numbers[4][40];
        if (json_is_number(number)) snprintf(km, sizeof km, "%.10g", json_number_value(number));
        cli_format_dates(held, sizeof held, member_text(entry, "from", numbers[0]),
                         member_text(entry, "until", numbers[1]));
        good = cli_table_add(
            &table, (const char *const[]){km, held, member_text(entry, "confidence", numbers[2]),
                                          member_text(entry, "source", numbers[3])});
    }
    if (good && table.row_count > 0) {
        putchar('\n');
        cli_table_print(&table, &terminal, stdout);
    }
    cli_table_clear(&table);
    json_decref(distances);
    return good;
}

static int show_airfield(const ovf_airfield *airfield)
{
    static const char *const hidden[] = {
        "id", "name", "state", "kind", "max_distance_km", "max_distances", NULL};
    char text[100];
    size_t width = cli_attributes_width(&airfield->attributes, strlen("max distance"));
    cli_print_field("id", width, airfield->id);
    cli_print_field("name", width, airfield->name);
    cli_print_field("state", width, airfield->state);
    cli_print_field("kind", width, airfield->kind);
    snprintf(text, sizeof text, "%.6f %.6f (lon lat)", airfield->position.lon,
             airfield->position.lat);
    cli_print_field("position", width, text);
    if (!isnan(airfield->max_distance_km)) {
        snprintf(text, sizeof text, "%.10g km", airfield->max_distance_km);
        cli_print_field("max distance", width, text);
    }
    cli_print_attributes(&airfield->attributes, width, hidden);
    return print_distances(airfield) ? CLI_DONE : cli_fail_memory();
}

static int find_and_show(const ovf_airfields *airfields, const char *id, bool json)
{
    const char **ids = calloc(airfields->count + 1, sizeof *ids), *nearest;
    if (ids == NULL) return cli_fail_memory();
    for (size_t i = 0; i < airfields->count; i++) {
        ids[i] = airfields->items[i].id;
        if (strcmp(ids[i], id) != 0) continue;
        free(ids);
        if (!json) return show_airfield(&airfields->items[i]);
        return cli_print_json(airfield_json(&airfields->items[i])) ? CLI_DONE : cli_fail_memory();
    }
    nearest = ovf_nearest_word(id, ids);
    if (nearest != NULL)
        cli_complain("no airfield has the id '%s': did you mean '%s'?", id, nearest);
    else cli_complain("no airfield has the id '%s': 'overflight airfields list' lists them", id);
    free(ids);
    return CLI_BAD_INPUT;
}

static int read_airfields(ovf_airfields *airfields)
{
    char path[4096];
    ovf_error error = {0};
    ovf_status status = ovf_data_path("airfields.geojson", path, sizeof path, &error);
    if (status == OVF_OK) status = ovf_airfields_read(path, airfields, &error);
    return status == OVF_OK ? CLI_GO_ON : cli_fail(status, &error);
}

int cli_airfields_list(const cli_options *options)
{
    ovf_airfields airfields = {0};
    if (options->operands.count > 0) {
        cli_complain("airfields list: expected no argument, found '%s'",
                     options->operands.items[0]);
        return CLI_BAD_INPUT;
    }
    int status = read_airfields(&airfields);
    if (status != CLI_GO_ON) return status;
    status = options->json ? list_json(&airfields) : list_airfields(&airfields);
    ovf_airfields_clear(&airfields);
    return status;
}

int cli_airfields_show(const cli_options *options)
{
    ovf_airfields airfields = {0};
    if (options->operands.count != 1) {
        cli_complain("airfields show: expected the id of one airfield, found %s: try 'overflight "
                     "airfields show UUMB'",
                     options->operands.count == 0 ? "none" : "more");
        return CLI_BAD_INPUT;
    }
    int status = read_airfields(&airfields);
    if (status != CLI_GO_ON) return status;
    status = find_and_show(&airfields, options->operands.items[0], options->json);
    ovf_airfields_clear(&airfields);
    return status;
}
