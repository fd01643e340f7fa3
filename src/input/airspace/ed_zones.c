/* Zones of unmanned aircraft as EUROCAE has them: ED-269 (UASZoneList, a volume with limits for
 * each projection) and ED-318 (GeoJSON with a `layer` in each geometry). When a zone is in force is
 * read from the attributes `applicability` and `limitedApplicability`, as they stand. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "input/airspace/json_airspace.h"
#include "input/formats/values.h"

/* ED-318 writes this for a volume without a ceiling. */
#define WITHOUT_END 99999.0
#define DEEPEST 32

/* The limits of one volume, as members of an object name them. */
typedef struct {
    const char *value[2], *reference[2], *unit; /* the lower and the upper one */
} limit_names;

static const limit_names of_ed269 = {{"lowerLimit", "upperLimit"},
                                     {"lowerVerticalReference", "upperVerticalReference"},
                                     "uomDimensions"};
static const limit_names of_ed318 = {
    {"lower", "upper"}, {"lowerReference", "upperReference"}, "uom"};

typedef struct {
    ovf_json_airspaces *in;
    size_t volumes;   /* of this zone */
    ovf_text written; /* all limits as the file writes them */
} zone_reader;

/* ---- limits ---- */

static const char *reference_word(const char *reference)
{
    return strcasecmp(reference, "WGS84") == 0 ? "HAE" : reference;
}

/* "120 M AGL", as the file has it, and as `floor` and `ceiling` have it. A limit that is null or
 * missing is none. */
static void write_limit(zone_reader *z, const json_t *limits, const limit_names *names, int upper,
                        char written[120], ovf_text *meant)
{
    ovf_text value = {0}, reference = {0}, unit = {0};
    double number = NAN;
    char word[200];
    ovf_json_airspace_text(z->in, json_object_get(limits, names->reference[upper]), &reference);
    ovf_json_airspace_text(z->in, json_object_get(limits, names->unit), &unit);
    const json_t *found = json_object_get(limits, names->value[upper]);
    if (json_is_real(found)) {
        char text[32];
        ovf_text_number(json_real_value(found), text);
        z->in->out_of_memory |= !ovf_text_add_string(&value, text);
    } else {
        ovf_json_airspace_text(z->in, found, &value);
    }
    bool known = found != NULL && !json_is_null(found);
    if (known && value.length == 0) z->in->out_of_memory |= !ovf_text_add_string(&value, "?");
    snprintf(written, 120, "%.40s %.20s %.20s", known ? value.text : "none",
             unit.length > 0      ? unit.text
             : names == &of_ed269 ? "M"
                                  : "",
             reference.length > 0 ? reference.text : "without reference");
    bool is_number = known && ovf_decimal_is(value.text, value.length, &number);
    bool agl = reference.length > 0 && strcasecmp(reference.text, "AGL") == 0;
    if (is_number && upper == 1 && number >= WITHOUT_END) snprintf(word, sizeof word, "UNL");
    else if (is_number && upper == 0 && number == 0 && agl) snprintf(word, sizeof word, "GND");
    else
        snprintf(word, sizeof word, "%.40s %.20s %.20s", known ? value.text : "",
                 unit.length > 0      ? unit.text
                 : names == &of_ed269 ? "M"
                                      : "without unit",
                 reference.length > 0 ? reference_word(reference.text) : "without reference");
    if (known) z->in->out_of_memory |= !ovf_text_add_string(meant, word);
    ovf_text_clear(&value);
    ovf_text_clear(&reference);
    ovf_text_clear(&unit);
}

/* The volume in hand gets its floor and ceiling: the zone's, if it is the only one. */
static void take_limits(zone_reader *z, const json_t *limits, const limit_names *names, bool only)
{
    char written[2][120], both[260];
    ovf_airspace *airspace = &z->in->airspace;
    for (int upper = 0; upper < 2; upper++) {
        const char *name = upper == 1 ? "ceiling" : "floor";
        ovf_text meant = {0};
        write_limit(z, limits, names, upper, written[upper], &meant);
        if (meant.length > 0)
            z->in->out_of_memory |= !(
                only ? ovf_airspace_add_word(airspace, name, meant.text, meant.length, "")
                     : ovf_airspace_add_part_word(airspace, name, meant.text, meant.length, ""));
        ovf_text_clear(&meant);
    }
    snprintf(both, sizeof both, "%s%s to %s", z->written.length > 0 ? "; " : "", written[0],
             written[1]);
    z->in->out_of_memory |= !ovf_text_add_string(&z->written, both);
}

/* Before the steps of a volume. */
static void begin_volume(zone_reader *z, bool only)
{
    if (!only) z->in->out_of_memory |= !ovf_airspace_add_part(&z->in->airspace, OVF_PART_UNITES);
}

static void take_circle(zone_reader *z, const json_t *centre, const json_t *radius)
{
    ovf_step circle = {.kind = OVF_STEP_CIRCLE};
    double radius_m = NAN;
    const char *text = json_string_value(radius);
    if (json_is_number(radius)) radius_m = json_number_value(radius);
    else if (text == NULL || !ovf_decimal_is(text, strlen(text), &radius_m)) radius_m = NAN;
    if (!ovf_json_airspace_position(centre, &circle.centre))
        ovf_json_airspace_flaw(z->in,
                               "a circle: expected the longitude and latitude of its centre, "
                               "found something else");
    else if (!(radius_m > 0) || !isfinite(radius_m))
        ovf_json_airspace_flaw(z->in, "a circle: expected a radius in metres, found %s",
                               ovf_json_airspace_kind(radius));
    circle.radius_m = radius_m;
    ovf_json_airspace_step(z->in, circle);
}

static const char *type_of(const json_t *geometry)
{
    const char *type = json_string_value(json_object_get(geometry, "type"));
    return type == NULL ? "" : type;
}

/* ---- ED-269 ---- */

/* Volumes that were converted have here what the format has no members for. */
static void take_own(zone_reader *z, const json_t *volume, bool only)
{
    static const char *const names[] = {"floor", "ceiling", "active"};
    ovf_airspace *airspace = &z->in->airspace;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *text = json_string_value(json_object_get(volume, names[i]));
        if (text == NULL || *text == '\0') continue;
        z->in->out_of_memory |= !(
            only ? ovf_airspace_add_word(airspace, names[i], text, strlen(text), "; ")
                 : ovf_airspace_add_part_word(airspace, names[i], text, strlen(text), "; "));
    }
}

static void take_projection(zone_reader *z, const json_t *volume, bool only)
{
    const json_t *projection = json_object_get(volume, "horizontalProjection");
    const char *type = type_of(projection);
    char found[40];
    begin_volume(z, only);
    if (strcasecmp(type, "Circle") == 0) {
        take_circle(z, json_object_get(projection, "center"),
                    json_object_get(projection, "radius"));
    } else if (strcasecmp(type, "Polygon") == 0) {
        ovf_json_airspace_polygon(z->in, json_object_get(projection, "coordinates"));
    } else {
        ovf_text_shorten(*type == '\0' ? "none" : type, found, sizeof found);
        ovf_json_airspace_flaw(
            z->in, "horizontalProjection: expected a Polygon or a Circle, found %s", found);
    }
    take_limits(z, volume, &of_ed269, only);
    take_own(z, volume, only);
}

static void take_ed269(zone_reader *z, const json_t *zone)
{
    const json_t *volumes = json_object_get(zone, "geometry");
    size_t count = json_array_size(volumes);
    if (json_is_object(volumes)) take_projection(z, volumes, true);
    for (size_t i = 0; i < count; i++) take_projection(z, json_array_get(volumes, i), count == 1);
}

/* ---- ED-318 ---- */

static const json_t *layer_of(const json_t *geometry, const json_t *above)
{
    const json_t *layer = json_object_get(geometry, "layer");
    return layer != NULL ? layer : above;
}

static void take_shape(zone_reader *z, const json_t *geometry, const json_t *layer, bool only)
{
    const char *type = type_of(geometry);
    const json_t *coordinates = json_object_get(geometry, "coordinates"),
                 *extent = json_object_get(geometry, "extent");
    char found[40];
    begin_volume(z, only);
    if (strcmp(type, "Polygon") == 0) {
        ovf_json_airspace_polygon(z->in, coordinates);
    } else if (strcmp(type, "MultiPolygon") == 0) {
        for (size_t i = 0; i < json_array_size(coordinates); i++)
            ovf_json_airspace_polygon(z->in, json_array_get(coordinates, i));
    } else if (strcmp(type, "Point") == 0 && extent != NULL) {
        const char *shape = json_string_value(json_object_get(extent, "subType"));
        if (shape == NULL || strcasecmp(shape, "Circle") != 0)
            ovf_json_airspace_flaw(z->in, "extent: expected a subType Circle, found %.40s",
                                   shape == NULL ? "none" : shape);
        take_circle(z, coordinates, json_object_get(extent, "radius"));
    } else {
        ovf_text_shorten(*type == '\0' ? "none" : type, found, sizeof found);
        ovf_json_airspace_flaw(
            z->in, "geometry: expected a Polygon, or a Point with an extent, found %s", found);
    }
    /* Without a layer it has no limits. */
    if (layer != NULL) take_limits(z, layer, &of_ed318, only);
}

static size_t count_shapes(const json_t *geometry, int depth)
{
    const json_t *parts = json_object_get(geometry, "geometries");
    size_t count = 0;
    if (!json_is_array(parts)) return 1;
    for (size_t i = 0; i < json_array_size(parts) && depth < DEEPEST; i++)
        count += count_shapes(json_array_get(parts, i), depth + 1);
    return count;
}

static void take_ed318(zone_reader *z, const json_t *geometry, const json_t *layer, bool only,
                       int depth)
{
    const json_t *parts = json_object_get(geometry, "geometries");
    layer = layer_of(geometry, layer);
    if (!json_is_array(parts)) {
        take_shape(z, geometry, layer, only);
        return;
    }
    if (depth >= DEEPEST)
        ovf_json_airspace_flaw(z->in,
                               "geometry: expected at most %d collections within each other, "
                               "found more",
                               DEEPEST);
    for (size_t i = 0; i < json_array_size(parts) && depth < DEEPEST; i++)
        take_ed318(z, json_array_get(parts, i), layer, only, depth + 1);
}

/* ---- both ---- */

static void take_members(ovf_json_airspaces *in, const json_t *members)
{
    static const char *const but[] = {"name", "geometry", "id", NULL};
    const json_t *id = json_object_get(members, "identifier"),
                 *other = json_object_get(members, "id"), *name = json_object_get(members, "name");
    bool has_id = id != NULL && !json_is_null(id);
    ovf_json_airspace_text(in, has_id ? id : other, &in->airspace.id);
    if (has_id) ovf_json_airspace_word(in, "other_id", other);
    ovf_json_airspace_text(in, name, &in->airspace.name);
    if (json_array_size(name) > 1) ovf_json_airspace_word(in, "names", name);
    ovf_json_airspace_words(in, members, but);
}

static ovf_status take(ovf_json_airspaces *in, const json_t *item, ovf_error *error)
{
    static const char *const around[] = {"type", "properties", "geometry", "id", "bbox", NULL};
    zone_reader z = {.in = in};
    const json_t *properties = json_object_get(item, "properties"),
                 *geometry = json_object_get(item, "geometry");
    bool is_feature = json_is_object(properties) && json_is_object(geometry) &&
                      json_object_get(geometry, "horizontalProjection") == NULL;
    ovf_json_airspace_begin(in);
    if (!json_is_object(item))
        ovf_json_airspace_flaw(in, "expected an object, found %s", ovf_json_airspace_kind(item));
    take_members(in, is_feature ? properties : item);
    if (is_feature) {
        ovf_json_airspace_words(in, item, around);
        ovf_json_airspace_word(in, "feature_id", json_object_get(item, "id"));
        take_ed318(&z, geometry, NULL, count_shapes(geometry, 0) == 1, 0);
    } else {
        take_ed269(&z, item);
    }
    if (z.written.length > 0)
        in->out_of_memory |= !ovf_airspace_add_word(&in->airspace, "limits", z.written.text,
                                                    z.written.length, "");
    ovf_text_clear(&z.written);
    return ovf_json_airspace_end(in, error);
}

/* The data's own dates limit no zone, but who reads it later should know. */
static void tell_dates(const ovf_airspace_sink *sink, const json_t *document)
{
    const json_t *metadata = json_object_get(document, "metadata");
    const char *until = json_string_value(json_object_get(metadata, "validTo"));
    char note[160], shown[60];
    if (until == NULL || *until == '\0' || sink->note == NULL) return;
    ovf_text_shorten(until, shown, sizeof shown);
    snprintf(note, sizeof note,
             "its publisher says that the data is valid until %s; zones are "
             "judged at any time",
             shown);
    sink->note(sink->context, note);
}

static ovf_status read(const char *text, size_t length, const ovf_airspace_sink *sink,
                       ovf_error *error)
{
    ovf_json_airspaces in = {.sink = sink};
    json_t *document = ovf_json_airspace_load(text, length, error);
    if (document == NULL) return error->status;
    const json_t *list = ovf_json_airspace_list(document, "UASZoneList");
    ovf_status status = OVF_OK;
    if (list == NULL && json_object_get(document, "geometry") != NULL)
        status = take(&in, document, error);
    else if (list == NULL)
        status = ovf_fail(error, OVF_ERROR_INPUT,
                          "expected an array of zones, UASZoneList or features, found none");
    else status = ovf_json_airspace_claims(document, json_array_size(list), error);
    for (size_t i = 0; list != NULL && i < json_array_size(list) && status == OVF_OK; i++)
        status = take(&in, json_array_get(list, i), error);
    if (status == OVF_OK) tell_dates(sink, document);
    ovf_airspace_clear(&in.airspace);
    json_decref(document);
    return status;
}

static bool is_ed269(const char *bytes, size_t length)
{
    return ovf_json_airspace_has(bytes, length, "UASZoneList") ||
           ovf_json_airspace_has(bytes, length, "horizontalProjection");
}

/* GeoJSON whose geometries have a layer with references, or circles and the key of ED-318. */
static bool is_ed318(const char *bytes, size_t length)
{
    if (!ovf_json_airspace_has(bytes, length, "geometry")) return false;
    return ovf_json_airspace_has(bytes, length, "upperReference") ||
           ovf_json_airspace_has(bytes, length, "lowerReference") ||
           (ovf_json_airspace_has(bytes, length, "extent") &&
            ovf_json_airspace_has(bytes, length, "subType") &&
            ovf_json_airspace_has(bytes, length, "identifier"));
}

const ovf_airspace_format ovf_airspace_format_ed269 = {"ed269", "ED-269", is_ed269, read, false};
const ovf_airspace_format ovf_airspace_format_ed318 = {"ed318", "ED-318", is_ed318, read, false};
