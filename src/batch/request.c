#include "batch/request.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "output/rows/json.h"

/* ---- writing ---- */

static json_t *names(const char *const *items, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        if (json_array_append_new(list, ovf_json_names(items[i])) != 0) {
            json_decref(list);
            return NULL;
        }
    return list;
}

static json_t *text_or_null(const char *text)
{
    return text == NULL ? json_null() : ovf_json_string(text);
}

static json_t *settings_to_json(const ovf_setting *settings, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        if (json_array_append_new(list, json_pack("[o,o]", ovf_json_string(settings[i].name),
                                                  text_or_null(settings[i].value))) != 0) {
            json_decref(list);
            return NULL;
        }
    return list;
}

static json_t *judge_to_json(const ovf_batch_options *options)
{
    const ovf_judge_options *judge = options->judge;
    if (judge == NULL) return json_null();
    return json_pack("{s:o,s:o,s:b,s:o,s:f,s:o,s:b}", "sets", names(judge->sets, judge->set_count),
                     "files", names(options->output.rule_files, options->output.rule_file_count),
                     "zone_attributes", judge->zone_attributes, "date", text_or_null(judge->date),
                     "margin", judge->margin, "standings",
                     names(judge->standings, judge->standing_count), "strict", judge->strict);
}

/* The files are told by their checksums elsewhere; the names are wanted to open them again. */
static json_t *sensing_to_json(const ovf_sensing_options *sensing)
{
    if (sensing == NULL) return json_null();
    return json_pack("{s:o,s:o,s:o,s:s,s:f,s:f,s:f,s:f,s:f}", "sensors",
                     names(sensing->sensors, sensing->sensor_count), "dem",
                     sensing->dem == NULL ? json_null() : ovf_json_names(sensing->dem), "within",
                     text_or_null(sensing->within), "joins", ovf_joins_name(sensing->joins),
                     "swath_km", sensing->swath_km, "height_m", sensing->height_m, "turn_deg_s",
                     sensing->max_turn_deg_s, "bank_deg", sensing->max_bank_deg, "cell_m",
                     sensing->cell_m);
}

static json_t *range_to_json(double least, double most) { return json_pack("[f,f]", least, most); }

static json_t *assembly_to_json(const ovf_input_options *routes)
{
    return json_pack("{s:f,s:f,s:f,s:b}", "gap_s", routes->gap_s, "gap_m", routes->gap_m,
                     "max_speed_mps", routes->max_speed_mps, "keep_all", routes->keep_all);
}

json_t *ovf_request_to_json(const ovf_batch_options *options)
{
    const ovf_output_options *output = &options->output;
    double search_m = options->analysis == NULL ? 0 : options->analysis->search_m;
    if (search_m == 0) search_m = OVF_SEARCH_M;
    const ovf_vertical_options none = {0},
                               *known = options->vertical != NULL ? options->vertical : &none;
    return json_pack(
        "{s:o,s:o,s:o,s:o, s:o,s:s,s:o,s:o, s:f,s:f,s:I,s:I,s:b,s:b, "
        "s:o,s:o,s:o,s:o,s:o, s:o,s:o,s:o,s:b,s:o,s:o,s:o,s:o, s:b,s:b,s:b}", /**/
        "zone_files", names(output->zone_files, output->zone_file_count),     /**/
        "geodata", text_or_null(output->geodata),                             /**/
        "route_files", names(output->route_files, output->route_file_count),  /**/
        "where", text_or_null(options->routes.where),                         /**/
        "zone_id", text_or_null(options->zones.id_field),                     /**/
        "zone_edges", ovf_edges_name(options->zones.default_edges),           /**/
        "route_id", text_or_null(options->routes.id_field),                   /**/
        "command", ovf_json_names(output->command),                           /**/
        "search_m", search_m, "bin_s", output->bin_s,                         /**/
        "layers", (json_int_t)output->layers, "formats", (json_int_t)output->formats,
        "skip_invalid", options->skip_invalid, "long_edges", options->zones.long_edges, "crs",
        text_or_null(options->zones.crs),                                      /**/
        "settings", settings_to_json(output->settings, output->setting_count), /**/
        "judge", judge_to_json(options), "sensing", sensing_to_json(options->sensing), "format",
        json_integer(1), "dem", known->dem == NULL ? json_null() : ovf_json_names(known->dem),
        "qnh", range_to_json(known->qnh_least_hpa, known->qnh_most_hpa), "temperature",
        range_to_json(known->temperature_least_k, known->temperature_most_k), "flat",
        options->analysis != NULL && options->analysis->flat, "input_format",
        text_or_null(options->routes.format), "columns", text_or_null(options->routes.columns),
        "flight_id", text_or_null(options->routes.flight_id), "assembly",
        assembly_to_json(&options->routes), "csv_safe", output->csv_safe, "references",
        options->zones.references, "members", options->routes.members);
}

bool ovf_request_compares_heights(const ovf_batch_options *options)
{
    return options->judge != NULL || options->analysis == NULL || !options->analysis->flat;
}

/* ---- reading ---- */

static bool read_texts(const json_t *list, const char ***texts_read, size_t *count)
{
    size_t i;
    json_t *item;
    *count = json_array_size(list);
    *texts_read = ovf_array_new(*count, sizeof **texts_read);
    if (*texts_read == NULL) return false;
    json_array_foreach((json_t *)(uintptr_t)list, i, item)
    {
        (*texts_read)[i] = json_string_value(item);
        if ((*texts_read)[i] == NULL) (*texts_read)[i] = "";
    }
    return true;
}

static bool read_settings(const json_t *list, ovf_request *request)
{
    size_t i, count = json_array_size(list);
    json_t *item;
    request->settings = ovf_array_new(count, sizeof *request->settings);
    if (request->settings == NULL) return false;
    json_array_foreach((json_t *)(uintptr_t)list, i, item)
    {
        const char *name = json_string_value(json_array_get(item, 0));
        request->settings[i] = (ovf_setting){name == NULL ? "" : name,
                                             json_string_value(json_array_get(item, 1))};
    }
    request->options.output.settings = request->settings;
    request->options.output.setting_count = count;
    return true;
}

static ovf_status read_judge(const json_t *json, ovf_request *request, ovf_error *error)
{
    json_t *sets, *files, *date, *standings;
    int attributes, strict;
    if (json_is_null(json)) return OVF_OK;
    if (json_unpack((json_t *)(uintptr_t)json, "{s:o,s:o,s:b,s:o,s:F,s:o,s:b}", "sets", &sets,
                    "files", &files, "zone_attributes", &attributes, "date", &date, "margin",
                    &request->judge.margin, "standings", &standings, "strict", &strict) != 0)
        return ovf_fail(error, OVF_ERROR_INPUT, "it does not say what was asked for");
    if (!read_texts(sets, &request->rule_sets, &request->judge.set_count) ||
        !read_texts(files, &request->rule_files, &request->options.output.rule_file_count) ||
        !read_texts(standings, &request->standings, &request->judge.standing_count))
        return ovf_fail_memory(error);
    request->judge.standings = request->standings;
    request->judge.strict = strict != 0;
    request->judge.sets = request->rule_sets;
    request->judge.zone_attributes = attributes != 0;
    request->judge.date = json_string_value(date);
    request->options.judge = &request->judge;
    request->options.output.judged = true;
    request->options.output.rule_files = request->rule_files;
    return OVF_OK;
}

static ovf_status read_sensing(const json_t *json, ovf_request *request, ovf_error *error)
{
    ovf_sensing_options *sensing = &request->sensing;
    json_t *sensors, *dem, *within;
    const char *joins;
    if (json_is_null(json)) return OVF_OK;
    if (json_unpack((json_t *)(uintptr_t)json, "{s:o,s:o,s:o,s:s,s:F,s:F,s:F,s:F,s:F}", "sensors",
                    &sensors, "dem", &dem, "within", &within, "joins", &joins, "swath_km",
                    &sensing->swath_km, "height_m", &sensing->height_m, "turn_deg_s",
                    &sensing->max_turn_deg_s, "bank_deg", &sensing->max_bank_deg, "cell_m",
                    &sensing->cell_m) != 0 ||
        !ovf_joins_parse(joins, &sensing->joins))
        return ovf_fail(error, OVF_ERROR_INPUT, "it does not say what was asked for");
    if (!read_texts(sensors, &request->sensors, &sensing->sensor_count))
        return ovf_fail_memory(error);
    sensing->sensors = request->sensors;
    sensing->dem = json_string_value(dem);
    sensing->within = json_string_value(within);
    request->options.sensing = sensing;
    return OVF_OK;
}

static ovf_status read_vertical(const json_t *json, ovf_request *request, ovf_error *error)
{
    ovf_vertical_options *known = &request->vertical;
    json_t *dem;
    if (json_unpack((json_t *)(uintptr_t)json, "{s:o,s:[F,F],s:[F,F]}", "dem", &dem, "qnh",
                    &known->qnh_least_hpa, &known->qnh_most_hpa, "temperature",
                    &known->temperature_least_k, &known->temperature_most_k) != 0)
        return ovf_fail(error, OVF_ERROR_INPUT, "it does not say what was asked for");
    known->dem = json_string_value(dem);
    request->options.vertical = known;
    return OVF_OK;
}

/* What an earlier version has not said is as usual. */
static void read_assembly(const json_t *assembly, ovf_input_options *routes)
{
    routes->gap_s = json_number_value(json_object_get(assembly, "gap_s"));
    routes->gap_m = json_number_value(json_object_get(assembly, "gap_m"));
    routes->max_speed_mps = json_number_value(json_object_get(assembly, "max_speed_mps"));
    routes->keep_all = json_is_true(json_object_get(assembly, "keep_all"));
}

ovf_status ovf_request_from_json(ovf_request *request, const json_t *json, ovf_error *error)
{
    ovf_output_options *output = &request->options.output;
    json_t *judge, *sensing, *zone_files, *route_files, *settings, *geodata, *where, *zone_id,
        *route_id, *command, *crs;
    const char *edges;
    json_int_t layers, formats;
    int skip_invalid, long_edges, flat;
    if (json_unpack((json_t *)(uintptr_t)json,
                    "{s:o,s:o,s:o,s:o, s:o,s:s,s:o,s:o, s:F,s:F,s:I,s:I,s:b,s:b, s:o,s:o,s:o,s:o,"
                    "s:b}",
                    "zone_files", &zone_files, "geodata", &geodata, "route_files", &route_files,
                    "where", &where, "zone_id", &zone_id, "zone_edges", &edges, "route_id",
                    &route_id, "command", &command, "search_m", &request->analysis.search_m,
                    "bin_s", &output->bin_s, "layers", &layers, "formats", &formats, "skip_invalid",
                    &skip_invalid, "long_edges", &long_edges, "crs", &crs, "settings", &settings,
                    "judge", &judge, "sensing", &sensing, "flat", &flat) != 0 ||
        !ovf_edges_parse(edges, &request->options.zones.default_edges))
        return ovf_fail(error, OVF_ERROR_INPUT, "it does not say what was asked for");
    size_t zone_count, route_count;
    if (!read_texts(zone_files, &request->zone_files, &zone_count) ||
        !read_texts(route_files, &request->route_files, &route_count) ||
        !read_settings(settings, request))
        return ovf_fail_memory(error);
    output->zone_files = request->zone_files;
    output->zone_file_count = zone_count;
    output->route_files = request->route_files;
    output->route_file_count = route_count;
    output->geodata = json_string_value(geodata);
    output->command = json_string_value(command);
    output->layers = (unsigned)layers;
    output->formats = (unsigned)formats;
    request->options.zones.long_edges = long_edges != 0;
    request->options.zones.crs = request->options.routes.crs = json_string_value(crs);
    request->options.zones.id_field = json_string_value(zone_id);
    request->options.routes.id_field = json_string_value(route_id);
    request->options.routes.where = json_string_value(where);
    request->options.routes.format = json_string_value(json_object_get(json, "input_format"));
    request->options.routes.columns = json_string_value(json_object_get(json, "columns"));
    request->options.routes.flight_id = json_string_value(json_object_get(json, "flight_id"));
    read_assembly(json_object_get(json, "assembly"), &request->options.routes);
    request->options.zones.references = json_is_true(json_object_get(json, "references"));
    request->options.routes.members = json_is_true(json_object_get(json, "members"));
    request->vertical.references = request->options.zones.references;
    output->csv_safe = json_is_true(json_object_get(json, "csv_safe"));
    request->analysis.flat = flat != 0;
    request->options.analysis = &request->analysis;
    request->options.skip_invalid = skip_invalid != 0;
    ovf_status status = read_vertical(json, request, error);
    if (status == OVF_OK) status = read_judge(judge, request, error);
    return status == OVF_OK ? read_sensing(sensing, request, error) : status;
}

void ovf_request_clear(ovf_request *request)
{
    free(request->zone_files);
    free(request->route_files);
    free(request->settings);
    free(request->rule_sets);
    free(request->rule_files);
    free(request->standings);
    free(request->sensors);
    *request = (ovf_request){0};
}
