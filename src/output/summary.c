#include "output/summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <jansson.h>

#include "base/array.h"
#include "system/checksum.h"
#include "base/error.h"
#include "base/text.h"
#include "output/map/glossary_json.h"
#include "output/rows/json.h"
#include "overflight/area.h"
#include "overflight/input.h"
#include "overflight/version.h"
#include "reduce/headline.h"

/* Everything here that returns a json_t returns NULL when memory is out, and jansson passes that
 * on: setting a member to NULL fails. So `good` is gathered and asked once. */

static bool set(json_t *object, const char *name, json_t *value)
{
    return json_object_set_new(object, name, value) == 0;
}

static json_t *metres(double value)
{
    /* To the micrometre, as in the tables. */
    double rounded = round(value * 1e6) / 1e6;
    return json_real(isfinite(rounded) ? rounded : value);
}

static json_t *count(uint64_t value) { return json_integer((json_int_t)value); }

static json_t *tool(void)
{
    json_t *object = json_object();
    bool good = set(object, "name", ovf_json_string("overflight")) &&
                set(object, "version", ovf_json_string(ovf_version())) &&
                set(object, "gdal", ovf_json_string(ovf_gdal_version())) &&
                set(object, "proj", ovf_json_string(ovf_proj_version())) &&
                set(object, "geos", ovf_json_string(ovf_geos_version()));
    if (good) return object;
    json_decref(object);
    return NULL;
}

static json_t *layers(unsigned bits)
{
    json_t *list = json_array();
    for (size_t i = 0; i < ovf_layer_count; i++)
        if ((bits & ovf_layer_list[i]->bit) != 0 &&
            json_array_append_new(list, ovf_json_string(ovf_layer_list[i]->schema.name)) != 0) {
            json_decref(list);
            return NULL;
        }
    return list;
}

static json_t *sensors(const ovf_sensing *sensing)
{
    json_t *list = json_array();
    for (size_t i = 0; i < sensing->sensors.count; i++) {
        const ovf_sensor *sensor = &sensing->sensors.items[i];
        json_t *object = json_object();
        ovf_swath_interval reach;
        bool good = set(object, "sensor", ovf_json_string(sensor->id)) &&
                    set(object, "kind", ovf_json_string(ovf_sensor_kind_name(sensor->kind)));
        if (good && ovf_sensor_swath(sensor, sensing->options.height_m, &reach))
            good = set(object, "low_m", metres(reach.low_m)) &&
                   set(object, "high_m", metres(reach.high_m));
        if (json_array_append_new(list, object) == 0 && good) continue;
        json_decref(list);
        return NULL;
    }
    return list;
}

/* What was observed with: the sensors' swaths are positive to the left of the track, where they are
 * the same all along. */
static json_t *observing(const ovf_sensing *sensing)
{
    const ovf_sensing_options *options = &sensing->options;
    json_t *object = json_object();
    bool good = set(object, "sensors", sensors(sensing)) &&
                set(object, "height_m",
                    options->height_m > 0 ? json_real(options->height_m) : json_null()) &&
                set(object, "heights",
                    ovf_json_string(options->height_m > 0 ? "height above ground as given"
                                    : options->dem != NULL
                                        ? "altitude of the fixes less the height of the ground"
                                        : "not known, and not wanted")) &&
                set(object, "joins", ovf_json_string(ovf_joins_name(options->joins))) &&
                set(object, "within", ovf_json_string(options->within)) &&
                set(object, "most_turn_deg_s",
                    options->max_turn_deg_s > 0 ? json_real(options->max_turn_deg_s)
                                                : json_null()) &&
                set(object, "most_bank_deg",
                    options->max_bank_deg > 0 ? json_real(options->max_bank_deg) : json_null()) &&
                set(object, "cell_m",
                    options->cell_m > 0 ? json_real(options->cell_m) : json_null());
    if (good) return object;
    json_decref(object);
    return NULL;
}

static json_t *range(double least, double most)
{
    return json_pack("[f,f]", round(least * 1e3) / 1e3, round(most * 1e3) / 1e3);
}

/* What heights over different references were compared by. */
static json_t *heights(const ovf_vertical *v)
{
    const double kelvin = 273.15;
    bool has_qnh = v->qnh_most_hpa > 0, has_temperature = v->temperature_most_k > 0;
    json_t *object = json_object();
    bool good = set(object, "ground_error_m",
                    v->ground != NULL ? json_real(v->ground_error_m) : json_null()) &&
                set(object, "geoid_error_m",
                    v->geoid != NULL ? json_real(v->geoid_error_m) : json_null()) &&
                set(object, "qnh_hpa",
                    has_qnh ? range(v->qnh_least_hpa, v->qnh_most_hpa) : json_null()) &&
                set(object, "temperature_c",
                    has_temperature
                        ? range(v->temperature_least_k - kelvin, v->temperature_most_k - kelvin)
                        : json_null());
    if (good) return object;
    json_decref(object);
    return NULL;
}

static json_t *settings(const ovf_output *output)
{
    const ovf_output_options *options = &output->options;
    json_t *object = json_object();
    bool good = set(object, "layers", layers(options->layers)) &&
                set(object, "tolerance_m", json_real(OVF_TOLERANCE_M)) &&
                set(object, "densified_m", json_real(OVF_DRAWN_M)) &&
                set(object, "bin_s", json_integer(output->sinks.bin_ms / 1000)) &&
                (!options->csv_safe || set(object, "csv-safe", json_true()));
    for (size_t i = 0; i < options->setting_count && good; i++) {
        const ovf_setting *setting = &options->settings[i];
        good = set(object, setting->name,
                   setting->value == NULL ? json_true() : ovf_json_string(setting->value));
    }
    if (good) return object;
    json_decref(object);
    return NULL;
}

/* The part of the name that follows the folder; the whole name where it is not in there. */
static const char *name_within(const char *folder, const char *name)
{
    size_t length = strlen(folder);
    if (length == 0 || strncmp(name, folder, length) != 0 ||
        (folder[length - 1] != '/' && name[length] != '/'))
        return name;
    name += length;
    while (*name == '/') name++;
    return name;
}

/* Under the name `called`; `bundled` says that it came with overflight. */
static ovf_status add_file(json_t *list, const char *name, const char *called, bool bundled,
                           ovf_error *error)
{
    ovf_checksum checksum;
    ovf_status status = ovf_checksum_file(name, &checksum, error);
    if (status != OVF_OK) return status;
    json_t *object = json_object();
    bool good = set(object, "file", ovf_json_names(called)) &&
                (!bundled || set(object, "bundled", json_true())) &&
                set(object, "size", checksum.known ? count(checksum.size) : json_null()) &&
                set(object, "sha256",
                    checksum.known ? ovf_json_string(checksum.sha256) : json_null());
    if (!good) {
        json_decref(object);
        return ovf_fail_memory(error);
    }
    return json_array_append_new(list, object) == 0 ? OVF_OK : ovf_fail_memory(error);
}

/* `geodata` is NULL for what the user has named. */
static ovf_status add_input(json_t *list, const char *name, const char *geodata, ovf_error *error)
{
    return add_file(list, name, geodata == NULL ? name : name_within(geodata, name),
                    geodata != NULL, error);
}

static ovf_status add_inputs(json_t *inputs, const char *kind, const char *const *files,
                             size_t file_count, const char *geodata, ovf_error *error)
{
    json_t *list = json_array();
    if (!set(inputs, kind, list)) return ovf_fail_memory(error);
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < file_count && status == OVF_OK; i++)
        status = add_input(list, files[i], geodata, error);
    return status;
}

/* Bundled rule sets and sensors by their names relative to the geodata, wherever that is. */
static ovf_status add_bundled(json_t *inputs, const char *kind, const char *const *files,
                              size_t file_count, ovf_error *error)
{
    char geodata[4096];
    json_t *list = json_array();
    if (!set(inputs, kind, list)) return ovf_fail_memory(error);
    bool found = ovf_data_path("", geodata, sizeof geodata, NULL) == OVF_OK;
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < file_count && status == OVF_OK; i++) {
        const char *file = files[i];
        bool bundled = found && name_within(geodata, file) != file;
        status = add_input(list, file, bundled ? geodata : NULL, error);
    }
    return status;
}

/* Whether heights were compared, by rules or with volumes. */
static bool compares_heights(const ovf_output *output)
{
    const ovf_zones *zones = output->sinks.zones;
    bool compares = output->options.judged;
    for (size_t i = 0; i < zones->count && !compares; i++)
        compares = zones->items[i].volume != NULL || zones->items[i].part_count > 0;
    return compares && output->options.vertical != NULL;
}

/* The raster of the ground, whatever it was for, and the grid of the geoid by its name, wherever
 * PROJ has it. */
static ovf_status add_heights(json_t *inputs, const ovf_output *output, ovf_error *error)
{
    const ovf_output_options *options = &output->options;
    const ovf_vertical_source *vertical = options->vertical;
    const char *dems[2] = {NULL, NULL};
    size_t count = 0;
    if (options->sensing != NULL && options->sensing->options.dem != NULL)
        dems[count++] = options->sensing->options.dem;
    if (vertical != NULL && vertical->options.dem != NULL &&
        (count == 0 || strcmp(dems[0], vertical->options.dem) != 0))
        dems[count++] = vertical->options.dem;
    ovf_status status = OVF_OK;
    if (count > 0 || options->sensing != NULL)
        status = add_inputs(inputs, "dem", dems, count, NULL, error);
    const char *geoid = compares_heights(output) ? ovf_geoid_file(vertical->geoid) : NULL;
    if (status != OVF_OK || geoid == NULL) return status;
    json_t *list = json_array();
    if (!set(inputs, "geoid", list)) return ovf_fail_memory(error);
    return add_file(list, geoid, ovf_geoid_name(vertical->geoid), false, error);
}

static json_t *zone_totals(const ovf_zone *zone, const ovf_zone_totals *totals)
{
    json_t *object = json_object();
    bool good = set(object, "zone_id", ovf_json_string(zone->id)) &&
                set(object, "name", ovf_json_string(zone->name)) &&
                set(object, "routes", count(totals->routes)) &&
                set(object, "passages", count(totals->passages)) &&
                set(object, "crossings", count(totals->crossings)) &&
                set(object, "inside_m", metres(ovf_sum_value(&totals->inside_m))) &&
                set(object, "within_m", metres(ovf_sum_value(&totals->within_m))) &&
                set(object, "within_at_most_m", metres(ovf_sum_value(&totals->within_at_most_m)));
    if (good) return object;
    json_decref(object);
    return NULL;
}

static json_t *totals_of(const ovf_output *output)
{
    const ovf_totals *totals = &output->totals;
    json_t *object = json_object(), *zones = json_array();
    bool good = set(object, "routes", count(totals->routes)) &&
                set(object, "meeting_routes", count(totals->meeting_routes)) &&
                set(object, "rejected", count(totals->rejected)) &&
                set(object, "noted", count(totals->noted)) &&
                set(object, "untimed_passages", count(totals->untimed_passages)) &&
                set(object, "length_m", metres(ovf_sum_value(&totals->length_m)));
    if (output->options.judged)
        good = good && set(object, "complying_routes", count(totals->complying_routes)) &&
               set(object, "violating_routes", count(totals->violating_routes)) &&
               set(object, "undecided_routes", count(totals->undecided_routes)) &&
               set(object, "disputable_routes", count(totals->disputable_routes)) &&
               set(object, "violations", count(totals->violations)) &&
               set(object, "undecided", count(totals->undecided)) &&
               set(object, "warnings", count(totals->warnings)) &&
               set(object, "not_judged", count(totals->not_judged)) &&
               set(object, "not_asked", count(totals->not_asked)) &&
               set(object, "complying_with_warnings", count(totals->warned_routes)) &&
               set(object, "information", count(totals->information)) &&
               set(object, "broken_rules", count(totals->broken_count));
    good = set(object, "zones", zones) && good;
    for (size_t i = 0; i < totals->zone_count && good; i++)
        good = json_array_append_new(
                   zones, zone_totals(&output->sinks.zones->items[i], &totals->zones[i])) == 0;
    if (good) return object;
    json_decref(object);
    return NULL;
}

static json_t *headline(const ovf_output *output)
{
    char text[OVF_HEADLINE_TEXT];
    ovf_headline_of(&output->totals, &output->digest, output->sinks.zones, output->options.judged,
                    output->options.judged_by, text);
    return ovf_json_string(text);
}

static bool bound(json_t *bounds, const char *kind, double value, const char *unit,
                  const char *meaning)
{
    json_t *object = json_object();
    bool good = set(object, "value", json_real(value)) &&
                set(object, "unit", ovf_json_string(unit)) &&
                set(object, "meaning", ovf_json_string(meaning));
    return set(bounds, kind, object) && good;
}

/* The greatest bound of an area that is written, those of the zones that were met. Rounded up to
 * the millimetre squared, with the rounding of the figure itself. */
static ovf_status bound_areas(const ovf_output *output, json_t *bounds, ovf_error *error)
{
    double greatest = 0;
    for (size_t i = 0; i < output->totals.zone_count; i++) {
        ovf_area area;
        if (output->totals.zones[i].routes == 0) continue;
        ovf_status status = ovf_zone_area(&output->sinks.zones->items[i], &area, error);
        if (status != OVF_OK) return status;
        greatest = fmax(greatest, area.bound_m2);
    }
    bool good = bound(bounds, "areas", ceil((greatest + 0.0005) * 1000) / 1000, "m2",
                      "the area of each zone that was met, on the WGS 84 ellipsoid, given the "
                      "coordinates as read: 0.0013 m2 for each degree of "
                      "longitude that lonlat edges run and 0.1 m2 for each geodesic edge, of the "
                      "zone for which that is most");
    return good ? OVF_OK : ovf_fail_memory(error);
}

static json_t *error_bounds(bool observed)
{
    json_t *bounds = json_object();
    bool good = bound(bounds, "lengths", OVF_TOLERANCE_M, "m",
                      "each length, distance along a route and nearest approach, given the "
                      "coordinates as read, on the WGS 84 "
                      "ellipsoid; a passage or gap shorter than this is a touch; a total may be "
                      "off by this for each passage; what the uncertainty of a zone's outline "
                      "(uncertainty_m) adds is the range of a finding, from least to most") &&
                bound(bounds, "positions", OVF_TOLERANCE_M, "m",
                      "each place on a route, along the route, given the coordinates as read") &&
                bound(bounds, "times", 0.001, "s",
                      "each time on a route flown at 2 m/s or faster: interpolated along the leg "
                      "between the times of its two fixes, "
                      "as if flown at constant speed, and rounded to the millisecond") &&
                bound(bounds, "durations", 0.002, "s",
                      "the time of each passage inside, from its entry to its exit, both as good "
                      "as times; inside_s of the occupancy may be off by "
                      "this for each passage in its bin") &&
                bound(bounds, "lines", OVF_DRAWN_M, "m",
                      "drawn lines and geodesic edges, from the true ones, when drawn straight "
                      "between their points in longitude "
                      "and latitude or in Mercator's projection");
    if (good && observed)
        good = bound(bounds, "coverage", 1e-6, "1",
                     "areas that were seen, as a part of themselves (of their swath's area for "
                     "what flights added), given the sensors' plane "
                     "formulas, the heights "
                     "and the coordinates as read: edges at exact geodesic distance from the "
                     "track, overlaid in an equal-area plane") &&
               bound(bounds, "heights", OVF_HEIGHT_TOLERANCE_M, "m",
                     "the height above ground between the places where the ground's is sampled, at "
                     "least once a cell of its raster");
    if (good) return bounds;
    json_decref(bounds);
    return NULL;
}

static json_t *files(const char *kind, const ovf_written *written, size_t written_count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < written_count; i++) {
        json_t *object = json_object();
        bool good = set(object, kind, ovf_json_string(written[i].name)) &&
                    (written[i].counts == NULL ||
                     set(object, written[i].counts, count(written[i].rows)));
        if (json_array_append_new(list, object) == 0 && good) continue;
        json_decref(list);
        return NULL;
    }
    return list;
}

static json_t *notes(const ovf_output_options *options)
{
    json_t *list = json_array();
    for (size_t i = 0; i < options->note_count; i++) {
        const ovf_input_note *note = &options->notes[i];
        json_t *object = json_object();
        bool good = set(object, "file", ovf_json_names(note->file)) &&
                    (note->feature == NULL ||
                     set(object, "feature", ovf_json_string(note->feature))) &&
                    set(object, "note", ovf_json_string(note->note));
        if (json_array_append_new(list, object) != 0 || !good) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static ovf_status fill(json_t *summary, const ovf_output *output, const ovf_written *written,
                       size_t written_count, ovf_error *error)
{
    const ovf_output_options *options = &output->options;
    json_t *inputs = json_object();
    if (!set(summary, "tool", tool()) ||
        !set(summary, "command", ovf_json_names(options->command)) ||
        !set(summary, "options", settings(output)) || !set(summary, "inputs", inputs)) {
        return ovf_fail_memory(error);
    }
    ovf_status status = add_inputs(inputs, "zones", options->zone_files, options->zone_file_count,
                                   options->geodata, error);
    if (status == OVF_OK)
        status = add_inputs(inputs, "routes", options->route_files, options->route_file_count, NULL,
                            error);
    if (status == OVF_OK && options->judged && options->judged_by != NULL &&
        !set(summary, "judged_by", ovf_json_names(options->judged_by)))
        return ovf_fail_memory(error);
    if (status == OVF_OK && options->judged)
        status = add_bundled(inputs, "rules", options->rule_files, options->rule_file_count, error);
    if (status == OVF_OK && options->sensing != NULL) {
        const ovf_sensing *sensing = options->sensing;
        status = add_bundled(inputs, "sensors", sensing->files, sensing->file_count, error);
    }
    if (status == OVF_OK) status = add_heights(inputs, output, error);
    if (status != OVF_OK) return status;
    if (options->note_count > 0 && !set(summary, "notes", notes(options)))
        return ovf_fail_memory(error);
    if (options->sensing != NULL && !set(summary, "observing", observing(options->sensing)))
        return ovf_fail_memory(error);
    if (compares_heights(output) && !set(summary, "heights", heights(&options->vertical->vertical)))
        return ovf_fail_memory(error);
    if (!set(summary, "headline", headline(output)) || !set(summary, "totals", totals_of(output)) ||
        !set(summary, "glossary", ovf_glossary_json(&output->totals, options->judged)) ||
        !set(summary, "error_bounds", error_bounds(options->sensing != NULL)) ||
        !set(summary, "files",
             files(output->destination == OVF_INTO_DATABASE ? "table" : "file", written,
                   written_count)))
        return ovf_fail_memory(error);
    return bound_areas(output, json_object_get(summary, "error_bounds"), error);
}

char *ovf_summary_text(const json_t *summary)
{
    /* 15 digits: a number of so many decimals is written as it was meant, 0.001 and not
     * 0.0010000000000000000208. */
    char *json = json_dumps(summary, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
    size_t length = json == NULL ? 0 : strlen(json);
    char *text = json == NULL ? NULL : ovf_array_new(length + 2, 1);
    if (text != NULL) {
        memcpy(text, json, length);
        text[length] = '\n';
    }
    free(json);
    return text;
}

ovf_status ovf_summary_make(const ovf_output *output, const ovf_written *written,
                            size_t written_count, char **text, ovf_error *error)
{
    json_t *summary = json_object();
    if (summary == NULL) return ovf_fail_memory(error);
    ovf_status status = fill(summary, output, written, written_count, error);
    *text = status == OVF_OK ? ovf_summary_text(summary) : NULL;
    json_decref(summary);
    return status == OVF_OK && *text == NULL ? ovf_fail_memory(error) : status;
}
