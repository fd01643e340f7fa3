/* overflight sensors list | show ID|FILE | validate FILE... */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/exit.h"
#include "cli/failure.h"
#include "cli/listing.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "model/sensor.h"
#include "overflight/input.h"

/* The heights to tell its swath for: that of --height, or its usual ones. For one that sees the
 * same from anywhere there is always one, NAN if need be. */
static size_t count_heights(const ovf_sensor *sensor, const cli_options *options)
{
    if (options->height_m > 0) return 1;
    return sensor->height_count == 0 && sensor->kind == OVF_SENSOR_WIDTH ? 1 : sensor->height_count;
}

static double height_at(const ovf_sensor *sensor, const cli_options *options, size_t index)
{
    if (options->height_m > 0) return options->height_m;
    return sensor->height_count == 0 ? NAN : sensor->heights_m[index];
}

/* From the track to the near edge: NAN where the track is seen. */
static double blind_m(const ovf_swath_interval *interval)
{
    if (interval->low_m > 0) return interval->low_m;
    return interval->high_m < 0 ? -interval->high_m : NAN;
}

static void format_number(char text[40], const char *format, double value)
{
    text[0] = '\0';
    if (!isnan(value)) snprintf(text, 40, format, value);
}

/* ---- for programs ---- */

static json_t *swaths_json(const ovf_sensor *sensor, const cli_options *options)
{
    json_t *swaths = json_array();
    bool good = true;
    for (size_t i = 0; i < count_heights(sensor, options) && good; i++) {
        ovf_swath_interval interval;
        double height = height_at(sensor, options, i);
        if (!ovf_sensor_swath(sensor, height, &interval)) continue;
        json_t *swath = json_pack("{s:o,s:f,s:f,s:f,s:o,s:b}", "height_m", cli_number_json(height),
                                  "low_m", interval.low_m, "high_m", interval.high_m, "width_m",
                                  interval.high_m - interval.low_m, "blind_m",
                                  cli_number_json(blind_m(&interval)), "below_h_min",
                                  height < sensor->h_min_m);
        good = json_array_append_new(swaths, swath) == 0;
    }
    if (good) return swaths;
    json_decref(swaths);
    return NULL;
}

static json_t *sensor_json(const ovf_sensor *sensor, const cli_options *options)
{
    const ovf_sensor_traits *kind = &ovf_sensor_kinds[sensor->kind];
    bool good = true;
    json_t *heights = json_array();
    json_t *object = json_pack("{s:o,s:o,s:s}", "id", cli_text_json(sensor->id), "name",
                               cli_text_json(sensor->name), "kind", kind->name);
    if (kind->takes_side)
        good = json_object_set_new(
                   object, "side",
                   json_string(sensor->side == OVF_SENSOR_LEFT ? "left" : "right")) == 0;
    for (size_t i = 0; kind->parameters[i].name != NULL && good; i++)
        good = json_object_set_new(
                   object, kind->parameters[i].name,
                   cli_number_json(ovf_sensor_parameter_get(sensor, &kind->parameters[i]))) == 0;
    for (size_t i = 0; i < sensor->height_count && good; i++)
        good = json_array_append_new(heights, json_real(sensor->heights_m[i])) == 0;
    json_t *rest = json_pack(
        "{s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "resolution_m", cli_number_json(sensor->resolution_m),
        "h_min_m", cli_number_json(sensor->h_min_m), "heights_m", heights, "heights_source",
        cli_text_json(sensor->heights_source), "source", cli_text_json(sensor->source),
        "confidence", cli_text_json(sensor->confidence), "note", cli_text_json(sensor->note),
        "swaths", swaths_json(sensor, options));
    good = good && rest != NULL && json_object_update(object, rest) == 0;
    json_decref(rest);
    if (good) return object;
    json_decref(object);
    return NULL;
}

static int print_json(const ovf_sensors *sensors, const cli_options *options)
{
    json_t *array = json_array();
    for (size_t i = 0; i < sensors->count; i++)
        if (json_array_append_new(array, sensor_json(&sensors->items[i], options)) != 0) {
            json_decref(array);
            return cli_fail_memory();
        }
    return cli_print_json(array) ? CLI_DONE : cli_fail_memory();
}

/* ---- for people ---- */

static int list(const ovf_sensors *sensors, const cli_options *options)
{
    static const cli_column columns[] = {{"id", CLI_WORD},
                                         {"kind", CLI_WORD},
                                         {"height m", CLI_NUMBER},
                                         {"swath km", CLI_NUMBER},
                                         {"resolution m", CLI_NUMBER},
                                         {"H_min m", CLI_NUMBER},
                                         {"confidence", CLI_WORD},
                                         {"name", CLI_TEXT}};
    cli_table table = {.columns = columns, .column_count = sizeof columns / sizeof *columns};
    cli_terminal terminal = cli_terminal_of(stdout);
    bool good = true;
    for (size_t i = 0; i < sensors->count && good; i++) {
        const ovf_sensor *sensor = &sensors->items[i];
        char height[40] = "", swath[40] = "", resolution[40], least[40];
        ovf_swath_interval interval;
        if (count_heights(sensor, options) > 0)
            format_number(height, "%.0f", height_at(sensor, options, 0));
        if (count_heights(sensor, options) > 0 &&
            ovf_sensor_swath(sensor, height_at(sensor, options, 0), &interval))
            format_number(swath, "%.2f", (interval.high_m - interval.low_m) / 1000);
        else if (sensor->kind == OVF_SENSOR_RADAR)
            snprintf(swath, sizeof swath, "≤ %.2f", sensor->max_swath_km);
        format_number(resolution, "%.10g", sensor->resolution_m);
        format_number(least, "%.0f", sensor->h_min_m);
        good = cli_table_add(&table,
                             (const char *const[]){sensor->id, ovf_sensor_kind_name(sensor->kind),
                                                   height, swath, resolution, least,
                                                   sensor->confidence, sensor->name});
    }
    if (good) cli_table_print(&table, &terminal, stdout);
    cli_table_clear(&table);
    return good ? CLI_DONE : cli_fail_memory();
}

/* How far it sees to one side of the track, `sign` 1: to the left, -1: to the right. Empty where it
 * does not. */
static void describe_side(char text[60], const ovf_swath_interval *interval, int sign)
{
    double from = sign > 0 ? interval->low_m : -interval->high_m,
           to = sign > 0 ? interval->high_m : -interval->low_m;
    text[0] = '\0';
    if (to > 0) snprintf(text, 60, "%.3f – %.3f", fmax(from, 0) / 1000, to / 1000);
}

static bool print_swaths(const ovf_sensor *sensor, const cli_options *options)
{
    static const cli_column columns[] = {{"height m", CLI_NUMBER},
                                         {"left km", CLI_NUMBER},
                                         {"right km", CLI_NUMBER},
                                         {"swath km", CLI_NUMBER},
                                         {"blind km", CLI_NUMBER}};
    cli_table table = {.columns = columns, .column_count = sizeof columns / sizeof *columns};
    cli_terminal terminal = cli_terminal_of(stdout);
    bool good = true, below = false;
    for (size_t i = 0; i < count_heights(sensor, options) && good; i++) {
        char height[40], left[60], right[60], width[40], blind[40];
        double height_m = height_at(sensor, options, i);
        ovf_swath_interval interval;
        if (!ovf_sensor_swath(sensor, height_m, &interval)) continue;
        below = below || height_m < sensor->h_min_m;
        format_number(height, "%.10g", height_m);
        describe_side(left, &interval, 1);
        describe_side(right, &interval, -1);
        format_number(width, "%.3f", (interval.high_m - interval.low_m) / 1000);
        format_number(blind, "%.3f", blind_m(&interval) / 1000);
        good = cli_table_add(&table, (const char *const[]){height, left, right, width, blind});
    }
    putchar('\n');
    if (good && table.row_count > 0) cli_table_print(&table, &terminal, stdout);
    else if (good)
        printf(
            "Its usual heights are not known: add '--height M' for the swath from that height.\n");
    if (below) printf("That is below H_min, from where it sees more than the treaty allows.\n");
    cli_table_clear(&table);
    return good;
}

static bool show_sensor(const ovf_sensor *sensor, const cli_options *options)
{
    const ovf_sensor_traits *kind = &ovf_sensor_kinds[sensor->kind];
    const size_t width = strlen("depression_angle_deg");
    char text[200];
    cli_print_field("id", width, sensor->id);
    cli_print_field("name", width, sensor->name);
    snprintf(text, sizeof text, "%s: %s", kind->name, kind->meaning);
    cli_print_field("kind", width, text);
    if (kind->takes_side)
        cli_print_field("side", width, sensor->side == OVF_SENSOR_LEFT ? "left" : "right");
    for (size_t i = 0; kind->parameters[i].name != NULL; i++) {
        double value = ovf_sensor_parameter_get(sensor, &kind->parameters[i]);
        if (isnan(value)) continue;
        snprintf(text, sizeof text, "%.10g (%s)", value, kind->parameters[i].meaning);
        cli_print_field(kind->parameters[i].name, width, text);
    }
    snprintf(text, sizeof text, "%.10g m, and no better", sensor->resolution_m);
    if (!isnan(sensor->resolution_m)) cli_print_field("resolution", width, text);
    snprintf(text, sizeof text, "%.10g m above ground", sensor->h_min_m);
    cli_print_field("H_min", width, isnan(sensor->h_min_m) ? "not known" : text);
    if (sensor->heights_source != NULL)
        cli_print_field("usual heights", width, sensor->heights_source);
    if (sensor->source != NULL) cli_print_field("source", width, sensor->source);
    if (sensor->confidence != NULL) cli_print_field("confidence", width, sensor->confidence);
    if (sensor->note != NULL) cli_print_field("note", width, sensor->note);
    return print_swaths(sensor, options);
}

static int show(const ovf_sensors *sensors, const cli_options *options)
{
    for (size_t i = 0; i < sensors->count; i++) {
        if (i > 0) putchar('\n');
        if (!show_sensor(&sensors->items[i], options)) return cli_fail_memory();
    }
    return CLI_DONE;
}

/* Looks at all files, and says what is wrong with any. */
int cli_sensors_validate(const cli_options *options)
{
    int result = CLI_DONE;
    if (options->operands.count == 0) {
        cli_complain("sensors validate: expected at least one file, found none: try 'overflight "
                     "sensors validate mine.json'");
        return CLI_BAD_INPUT;
    }
    for (size_t i = 0; i < options->operands.count; i++) {
        ovf_sensors sensors = {0};
        ovf_error error = {0};
        ovf_status status = ovf_sensors_read(options->operands.items[i], &sensors, &error);
        if (status != OVF_OK) {
            result = cli_fail(status, &error);
        } else {
            cli_print_clean(stdout, options->operands.items[i]);
            printf(": %zu sensor%s can be used\n", sensors.count, sensors.count == 1 ? "" : "s");
        }
        ovf_sensors_clear(&sensors);
    }
    return result;
}

int cli_sensors_list(const cli_options *options)
{
    ovf_sensors sensors = {0};
    ovf_error error = {0};
    if (options->operands.count > 0) {
        cli_complain("sensors list: expected no argument, found '%s': 'overflight sensors show' "
                     "takes files, too",
                     options->operands.items[0]);
        return CLI_BAD_INPUT;
    }
    ovf_status status = ovf_sensors_read(NULL, &sensors, &error);
    int result = status != OVF_OK ? cli_fail(status, &error)
                 : options->json  ? print_json(&sensors, options)
                                  : list(&sensors, options);
    ovf_sensors_clear(&sensors);
    return result;
}

int cli_sensors_show(const cli_options *options)
{
    ovf_sensors sensors = {0};
    ovf_error error = {0};
    if (options->operands.count != 1) {
        cli_complain("sensors show: expected one sensor or file, found %s: try 'overflight sensors "
                     "show osdcam4060'",
                     options->operands.count == 0 ? "none" : "more");
        return CLI_BAD_INPUT;
    }
    ovf_status status = ovf_sensors_read(options->operands.items[0], &sensors, &error);
    int result = status != OVF_OK ? cli_fail(status, &error)
                 : options->json  ? print_json(&sensors, options)
                                  : show(&sensors, options);
    ovf_sensors_clear(&sensors);
    return result;
}
