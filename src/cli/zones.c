/* overflight zones list | show ID | validate FILE... */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/likeness.h"
#include "cli/commands.h"
#include "cli/exit.h"
#include "cli/failure.h"
#include "cli/listing.h"
#include "cli/oddities.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "cli/zone_choice.h"
#include "cli/zone_input.h"
#include "cli/zone_limits.h"
#include "cli/shown_volumes.h"
#include "input/rules/names.h"
#include "input/zones/volumes_attribute.h"
#include "model/zone_box.h"
#include "model/restriction.h"
#include "overflight/area.h"
#include "overflight/input.h"

static size_t count_rings(const ovf_zone *zone)
{
    size_t count = 0;
    for (size_t i = 0; i < zone->polygon_count; i++) count += zone->polygons[i].count;
    return count;
}

/* Without the repeated last one of each ring. */
static size_t count_vertices(const ovf_zone *zone)
{
    size_t count = 0;
    for (size_t i = 0; i < zone->polygon_count; i++)
        for (size_t j = 0; j < zone->polygons[i].count; j++)
            if (zone->polygons[i].rings[j].count > 0) count += zone->polygons[i].rings[j].count - 1;
    return count;
}

/* Of an attribute in any spelling; NULL where there is none. */
static const char *text_of(const ovf_zone *zone, const char *known, char number[40])
{
    const ovf_attribute *attribute = ovf_zone_attribute(&zone->attributes, known);
    return attribute == NULL ? NULL : cli_attribute_text(attribute, number);
}

/* Rounded to a thousandth of a square metre, as in zones.geojson. */
static double rounded(double m2) { return round(m2 * 1000) / 1000; }

static json_t *zone_json(const ovf_zone *zone)
{
    ovf_lonlat_box box;
    ovf_area area;
    if (!ovf_zone_box(zone, false, &box) || ovf_zone_area(zone, &area, NULL) != OVF_OK) return NULL;
    return json_pack(
        "{s:o, s:o, s:o, s:s, s:I, s:I, s:I, s:[f,f,f,f], s:f, s:f, s:o, s:o}", "id",
        cli_text_json(zone->id), "name", cli_text_json(zone->name), "file",
        cli_text_json(zone->file), "edges", ovf_edges_name(zone->edges), "polygons",
        (json_int_t)zone->polygon_count, "rings", (json_int_t)count_rings(zone), "vertices",
        (json_int_t)count_vertices(zone), "bbox", box.west, box.south, box.east, box.north,
        "area_m2", rounded(area.m2), "area_bound_m2", rounded(area.bound_m2 + 0.001), "attributes",
        cli_attributes_json(&zone->attributes), "volumes", cli_shown_volumes_json(zone));
}

static json_t *chosen_json(const ovf_zone *zone, const cli_zone_words *words, bool dated)
{
    json_t *object = zone_json(zone);
    const char *said = words->airspace_class;
    if (object == NULL) return NULL;
    bool good = json_object_set_new(object, "class", cli_text_json(said)) == 0 &&
                json_object_set_new(object, "type", cli_text_json(words->type)) == 0 &&
                json_object_set_new(object, "country", cli_text_json(words->country)) == 0;
    if (good && dated)
        good = json_object_set_new(object, "in_force",
                                   cli_text_json(cli_in_force_name(words->in_force))) == 0;
    if (good) return object;
    json_decref(object);
    return NULL;
}

static int list_json(const ovf_zones *zones, const cli_zone_choice *choice)
{
    json_t *list = json_array();
    for (size_t i = 0; i < choice->left; i++)
        if (json_array_append_new(
                list, chosen_json(&zones->items[i], &choice->words[i], choice->dated)) != 0) {
            json_decref(list);
            return cli_fail_memory();
        }
    return cli_print_json(list) ? CLI_DONE : cli_fail_memory();
}

static bool any_has_class(const cli_zone_choice *choice)
{
    for (size_t i = 0; i < choice->left; i++)
        if (choice->words[i].airspace_class != NULL || choice->words[i].type != NULL) return true;
    return false;
}

/* "D CTR" */
static void describe_class(const cli_zone_words *words, char *text, size_t size)
{
    const char *first = words->airspace_class, *second = words->type;
    snprintf(text, size, "%s%s%s", first == NULL ? "" : first,
             first != NULL && second != NULL ? " " : "", second == NULL ? "" : second);
}

static int list_zones(const ovf_zones *zones, const cli_zone_choice *choice)
{
    static const cli_column columns[] = {
        {"id", CLI_TEXT},         {"name", CLI_TEXT},       {"edges", CLI_WORD},
        {"vertices", CLI_NUMBER}, {"area km²", CLI_NUMBER}, {"restriction", CLI_TEXT},
        {"status", CLI_TEXT},     {"active", CLI_TEXT},     {"class", CLI_TEXT},
        {"in force", CLI_WORD},
    };
    cli_table table = {.columns = columns, .column_count = sizeof columns / sizeof *columns};
    if (!choice->dated) table.column_count--;
    if (!choice->dated && !any_has_class(choice)) table.column_count--;
    cli_terminal terminal = cli_terminal_of(stdout);
    bool good = true;
    for (size_t i = 0; i < choice->left && good; i++) {
        const ovf_zone *zone = &zones->items[i];
        char restriction[200], active[100], class[100], vertices[40], area_km2[40], numbers[3][40];
        ovf_area area;
        if (ovf_zone_area(zone, &area, NULL) != OVF_OK) {
            good = false;
            break;
        }
        cli_zone_limits_describe(zone, restriction, sizeof restriction);
        cli_format_dates(active, sizeof active, text_of(zone, "active_from", numbers[0]),
                         text_of(zone, "active_until", numbers[1]));
        describe_class(&choice->words[i], class, sizeof class);
        snprintf(vertices, sizeof vertices, "%zu", count_vertices(zone));
        snprintf(area_km2, sizeof area_km2, "%.1f", area.m2 / 1e6);
        good = cli_table_add(
            &table,
            (const char *const[]){zone->id, zone->name, ovf_edges_name(zone->edges), vertices,
                                  area_km2, restriction, text_of(zone, "status", numbers[2]),
                                  active, class, cli_in_force_name(choice->words[i].in_force)});
    }
    if (good) {
        cli_table_print(&table, &terminal, stdout);
        cli_zone_choice_summarise(choice, zones->count);
    }
    cli_table_clear(&table);
    return good ? CLI_DONE : cli_fail_memory();
}

static int show_zone(const ovf_zone *zone)
{
    const char *hidden[] = {"id", "name", "edges", NULL, NULL};
    char text[200];
    ovf_lonlat_box box;
    ovf_area area;
    size_t width = cli_attributes_width(&zone->attributes, strlen("bounding box"));
    if (!ovf_zone_box(zone, false, &box) || ovf_zone_area(zone, &area, NULL) != OVF_OK)
        return cli_fail_memory();
    cli_print_field("id", width, zone->id);
    cli_print_field("name", width, zone->name);
    cli_print_field("edges", width, ovf_edges_name(zone->edges));
    snprintf(text, sizeof text, "%.6f %.6f to %.6f %.6f (lon lat)%s", box.west, box.south, box.east,
             box.north, box.west > box.east ? ", across the antimeridian" : "");
    cli_print_field("bounding box", width, text);
    snprintf(text, sizeof text, "%.6f km², right to %.0f m²", area.m2 / 1e6,
             ceil(area.bound_m2 + 0.5)); /* six decimals are a square metre */
    cli_print_field("area", width, text);
    snprintf(text, sizeof text, "polygons %zu, rings %zu, vertices %zu", zone->polygon_count,
             count_rings(zone), count_vertices(zone));
    cli_print_field("size", width, text);
    cli_print_field("file", width, zone->file);
    if (!cli_shown_volumes_print(zone, width)) return cli_fail_memory();
    if (zone->part_count > 0) hidden[3] = OVF_VOLUMES_ATTRIBUTE; /* they are there already */
    cli_print_attributes(&zone->attributes, width, hidden);
    return CLI_DONE;
}

static int find_and_show(const ovf_zones *zones, const char *id, bool json)
{
    const char **ids = calloc(zones->count + 1, sizeof *ids), *nearest;
    if (ids == NULL) return cli_fail_memory();
    for (size_t i = 0; i < zones->count; i++) {
        ids[i] = zones->items[i].id;
        if (strcmp(ids[i], id) != 0) continue;
        free(ids);
        if (!json) return show_zone(&zones->items[i]);
        return cli_print_json(zone_json(&zones->items[i])) ? CLI_DONE : cli_fail_memory();
    }
    nearest = ovf_nearest_word(id, ids);
    if (nearest != NULL) cli_complain("no zone has the id '%s': did you mean '%s'?", id, nearest);
    else cli_complain("no zone has the id '%s': 'overflight zones list' lists them", id);
    free(ids);
    return CLI_BAD_INPUT;
}

typedef struct {
    size_t count;
    cli_oddities oddities;
} problems;

static void print_problem(void *context, const char *file, const char *feature, const char *reason)
{
    problems *found = context;
    found->count++;
    if (!cli_oddities_add(&found->oddities, reason)) return;
    cli_print_clean(stdout, file);
    fputs(": feature ", stdout);
    if (feature != NULL && feature[0] != '#') putchar('"');
    cli_print_clean(stdout, feature == NULL ? "" : feature);
    if (feature != NULL && feature[0] != '#') putchar('"');
    fputs(": ", stdout);
    cli_print_clean(stdout, reason);
    putchar('\n');
}

static ovf_status summarise(const cli_options *options, ovf_zones *zones, ovf_error *error)
{
    cli_zone_choice choice = {0};
    ovf_status status = cli_zone_choice_make(options, zones, &choice, error);
    if (status == OVF_OK) cli_zone_choice_summarise(&choice, zones->count);
    cli_zone_choice_clear(&choice);
    return status;
}

int cli_zones_validate(const cli_options *options)
{
    if (options->operands.count == 0) {
        cli_complain("zones validate: expected at least one file, found none: try 'overflight "
                     "zones validate my-zones.geojson'");
        return CLI_BAD_INPUT;
    }
    ovf_error error = {0};
    ovf_zones zones = {0};
    problems found = {.oddities = {.all = options->all, .quiet = options->quiet}};
    cli_zone_input input;
    cli_zone_input_begin(&input, options);
    input.input.reject = print_problem;
    input.input.reject_context = &found;
    ovf_status status = ovf_zones_read(options->operands.items, options->operands.count,
                                       &input.input, &zones, &error);
    cli_zone_input_end(&input);
    size_t read = zones.count, good = read - cli_zone_limits_refused(&zones, &found.oddities);
    if (status == OVF_OK) cli_oddities_print(&found.oddities, stdout);
    if (status == OVF_OK && !options->quiet) status = summarise(options, &zones, &error);
    cli_oddities_clear(&found.oddities);
    ovf_zones_clear(&zones);
    if (status != OVF_OK) return cli_fail(status, &error);
    found.count += read - good;
    if (!options->quiet)
        printf("%zu of %zu zone%s can be used\n", good, good + found.count,
               good + found.count == 1 ? "" : "s");
    return found.count == 0 ? CLI_DONE : CLI_BAD_INPUT;
}

int cli_zones_list(const cli_options *options)
{
    ovf_zones zones = {0};
    if (options->operands.count > 0) {
        cli_complain("zones list: expected no argument, found '%s': for a file of your own add "
                     "'--zones FILE'",
                     options->operands.items[0]);
        return CLI_BAD_INPUT;
    }
    cli_zone_input input;
    int status = cli_zones_read(options, &input, &zones);
    if (status != CLI_GO_ON) return status;
    cli_zone_choice choice = {0};
    ovf_error error = {0};
    ovf_status chosen = cli_zone_choice_make(options, &zones, &choice, &error);
    status = chosen != OVF_OK ? cli_fail(chosen, &error)
             : options->json  ? list_json(&zones, &choice)
                              : list_zones(&zones, &choice);
    cli_zone_choice_clear(&choice);
    ovf_zones_clear(&zones);
    return status;
}

int cli_zones_show(const cli_options *options)
{
    ovf_zones zones = {0};
    if (options->operands.count != 1) {
        cli_complain("zones show: expected the id of one zone, found %s: try 'overflight zones "
                     "show kaliningrad'",
                     options->operands.count == 0 ? "none" : "more");
        return CLI_BAD_INPUT;
    }
    cli_zone_input input;
    int status = cli_zones_read(options, &input, &zones);
    if (status != CLI_GO_ON) return status;
    status = find_and_show(&zones, options->operands.items[0], options->json);
    ovf_zones_clear(&zones);
    return status;
}
