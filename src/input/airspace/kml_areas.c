/* Airspace in KML: placemarks with polygons whose heights stand in their description or name, or in
 * the polygons themselves, which may be a top, a bottom and walls. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/error.h"
#include "input/airspace/airspace.h"
#include "input/airspace/limit_prose.h"
#include "input/formats/kml_values.h"
#include "input/formats/xml_events.h"

/* Heights that differ by less are the same, m; and positions, degrees. */
#define SAME_M 0.5
#define SAME_DEG 1e-9

typedef struct {
    size_t begin, end; /* of its fixes */
    size_t polygon;
    bool inner, wall, repeated, used;
} ring;

typedef struct {
    ovf_kml_mode mode;
    bool extrude;
} polygon;

typedef struct {
    const ovf_airspace_sink *sink;
    ovf_airspace airspace;
    ovf_text folder, data_name, prose[2]; /* the description and the name */
    ovf_pieces pieces;
    ring *rings;
    size_t ring_count, ring_capacity;
    polygon *polygons;
    size_t polygon_count, polygon_capacity;
    int placemark_depth, polygon_depth, folder_depth; /* 0: not within one */
    bool inner, point, line;
    size_t points, lines, flat;
    ovf_unread unread;
    ovf_status status;
    ovf_error error; /* of `status` */
} reader;

static bool add_word(reader *in, const char *name, const char *value)
{
    return *value == '\0' || ovf_airspace_add_word(&in->airspace, name, value, strlen(value), "; ");
}

static bool add_step(reader *in, ovf_step step)
{
    return ovf_airspace_add_step(&in->airspace, &step);
}

/* ---- shapes ---- */

static bool same_place(const ovf_fix *a, const ovf_fix *b)
{
    return fabs(a->lon - b->lon) <= SAME_DEG && fabs(a->lat - b->lat) <= SAME_DEG;
}

/* A wall stands over two places. */
static bool is_wall(const reader *in, const ring *at)
{
    const ovf_fix *fixes = in->pieces.fixes, *second = NULL;
    for (size_t i = at->begin; i < at->end; i++) {
        if (same_place(&fixes[i], &fixes[at->begin])) continue;
        if (second == NULL) second = &fixes[i];
        else if (!same_place(&fixes[i], second)) return false;
    }
    return second != NULL;
}

/* Whether all places of the one are places of the other, and the other way around. */
static bool covers(const reader *in, const ring *a, const ring *b)
{
    for (size_t i = a->begin; i < a->end; i++) {
        bool found = false;
        for (size_t k = b->begin; k < b->end && !found; k++)
            found = same_place(&in->pieces.fixes[i], &in->pieces.fixes[k]);
        if (!found) return false;
    }
    return true;
}

/* A top and a bottom have the same outline. */
static void find_shapes(reader *in)
{
    for (size_t i = 0; i < in->ring_count; i++) {
        ring *at = &in->rings[i];
        at->wall = !at->inner && is_wall(in, at);
        for (size_t k = 0; k < i && !at->wall && !at->repeated; k++)
            at->repeated = !in->rings[k].wall && in->rings[k].polygon != at->polygon &&
                           in->rings[k].inner == at->inner &&
                           in->rings[k].end - in->rings[k].begin == at->end - at->begin &&
                           covers(in, at, &in->rings[k]) && covers(in, &in->rings[k], at);
    }
}

static bool add_ring(reader *in, const ring *at)
{
    bool good = true;
    for (size_t i = at->begin; i < at->end && good; i++) {
        const ovf_fix *fix = &in->pieces.fixes[i];
        good = add_step(in, (ovf_step){.kind = i == at->begin ? OVF_STEP_BEGIN : OVF_STEP_POINT,
                                       .to = {fix->lon, fix->lat}});
    }
    return good;
}

/* The other end of a wall that has an end at `from`; NULL: it has none there. */
static const ovf_fix *other_end(const reader *in, const ring *wall, const ovf_fix *from)
{
    const ovf_fix *fixes = in->pieces.fixes, *other = NULL;
    bool touches = false;
    for (size_t i = wall->begin; i < wall->end; i++) {
        if (same_place(&fixes[i], from)) touches = true;
        else other = &fixes[i];
    }
    return touches ? other : NULL;
}

/* Only walls: each goes on where another ends. False when memory is out. */
static bool follow_walls(reader *in)
{
    for (size_t i = 0; i < in->ring_count; i++) {
        if (!in->rings[i].wall || in->rings[i].used) continue;
        const ovf_fix *first = &in->pieces.fixes[in->rings[i].begin], *at = first;
        bool moved = true, begun = false;
        while (moved) {
            moved = false;
            if (!add_step(in, (ovf_step){.kind = begun ? OVF_STEP_POINT : OVF_STEP_BEGIN,
                                         .to = {at->lon, at->lat}}))
                return false;
            begun = true;
            for (size_t k = i; k < in->ring_count && !moved; k++) {
                const ovf_fix *next = in->rings[k].wall && !in->rings[k].used
                                          ? other_end(in, &in->rings[k], at)
                                          : NULL;
                if (next == NULL) continue;
                in->rings[k].used = moved = true;
                at = next;
            }
            if (moved && same_place(at, first)) break;
        }
        if (!same_place(at, first) &&
            !ovf_text_add_string(&in->airspace.flaw,
                                 "expected walls that close an outline, found a gap"))
            return false;
    }
    return true;
}

static bool make_outline(reader *in)
{
    size_t outlines = 0;
    bool good = true;
    find_shapes(in);
    for (size_t i = 0; i < in->ring_count; i++)
        outlines += !in->rings[i].wall && !in->rings[i].repeated && !in->rings[i].inner;
    if (outlines == 0) return follow_walls(in);
    for (size_t i = 0; i < in->ring_count && good; i++) {
        const ring *at = &in->rings[i];
        if (at->wall || at->repeated) continue;
        if (outlines > 1 && !at->inner)
            good = ovf_airspace_add_part(&in->airspace, OVF_PART_UNITES);
        good = good && add_ring(in, at);
    }
    return good;
}

/* ---- heights ---- */

typedef struct {
    double least, most;
    ovf_kml_mode mode;
    bool known, extruded, uneven, several;
} drawn;

static void look_at_heights(const reader *in, drawn *made)
{
    *made = (drawn){INFINITY, -INFINITY, OVF_KML_CLAMPED, false, false, false, false};
    for (size_t i = 0; i < in->ring_count; i++) {
        const polygon *of = &in->polygons[in->rings[i].polygon];
        if (of->mode == OVF_KML_CLAMPED) return;
        if (i > 0 && of->mode != made->mode) return;
        made->mode = of->mode;
        made->extruded = made->extruded || of->extrude;
        for (size_t k = in->rings[i].begin; k < in->rings[i].end; k++) {
            double height = in->pieces.fixes[k].altitude_m;
            if (isnan(height)) return;
            made->least = fmin(made->least, height);
            made->most = fmax(made->most, height);
        }
    }
    made->known = in->ring_count > 0;
    for (size_t i = 0; i < in->pieces.fix_count; i++) {
        double height = in->pieces.fixes[i].altitude_m;
        made->uneven |= height - made->least > SAME_M && made->most - height > SAME_M;
    }
    made->several = made->most - made->least > SAME_M;
}

static void write_drawn(const drawn *made, double height, char text[OVF_PROSE_LIMIT])
{
    bool over_ground = made->mode == OVF_KML_OVER_GROUND;
    if (over_ground && height == 0) snprintf(text, OVF_PROSE_LIMIT, "GND");
    else snprintf(text, OVF_PROSE_LIMIT, "%.10g m %s", height, over_ground ? "AGL" : "MSL");
}

/* Heights in words count before those that are drawn. */
static bool add_limits(reader *in)
{
    ovf_prose_limits limits = {0};
    drawn made;
    char text[OVF_PROSE_LIMIT], other[OVF_PROSE_LIMIT], both[2 * OVF_PROSE_LIMIT + 8];
    bool good = true;
    for (int i = 0; i < 2 && good; i++)
        if (in->prose[i].length > 0) good = ovf_prose_limits_find(in->prose[i].text, &limits);
    look_at_heights(in, &made);
    if (made.known) {
        write_drawn(&made, made.least, text);
        write_drawn(&made, made.most, other);
        if (made.extruded) strcpy(text, "GND");
        snprintf(both, sizeof both, "%s to %s%s", text, other,
                 made.uneven ? ", not the same everywhere" : "");
        good = good && add_word(in, "drawn", both);
        if (made.uneven) {
            strcpy(text, "not the same everywhere");
            strcpy(other, text);
            if (made.extruded) strcpy(text, "GND");
        }
        bool volume = made.extruded || made.several;
        if (volume && limits.text[0][0] == '\0') strcpy(limits.text[0], text);
        if (volume && limits.text[1][0] == '\0') strcpy(limits.text[1], other);
        in->flat += !volume && made.most != 0 && limits.text[0][0] == '\0' &&
                    limits.text[1][0] == '\0';
    }
    good = good && add_word(in, "floor", limits.text[0]) && add_word(in, "ceiling", limits.text[1]);
    return good;
}

/* Folders of airspace are named after a type or a class. */
static bool add_folder(reader *in)
{
    static const char *const types[] = {"P",   "R",   "Q",   "CTR", "TMA", "CTA", "ATZ",
                                        "RMZ", "TMZ", "TRA", "TSA", "MOA", "TFR", "ADIZ"};
    const char *name = in->folder.text;
    if (in->folder.length == 0) return true;
    if (strncasecmp(name, "class ", 6) == 0 && in->folder.length == 7)
        return add_word(in, "folder", name) && add_word(in, "class", name + 6);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(name, types[i]) == 0 && !add_word(in, "type", name)) return false;
    return add_word(in, "folder", name);
}

/* ---- placemarks ---- */

static void begin_placemark(reader *in, int depth)
{
    ovf_airspace_reset(&in->airspace);
    ovf_pieces_reset(&in->pieces);
    for (int i = 0; i < 2; i++) ovf_text_reset(&in->prose[i]);
    in->ring_count = in->polygon_count = 0;
    in->polygon_depth = 0;
    in->placemark_depth = depth;
    in->point = in->line = false;
}

static bool has_bad_place(const reader *in)
{
    for (size_t i = 0; i < in->pieces.fix_count; i++) {
        const ovf_fix *fix = &in->pieces.fixes[i];
        if (!(fabs(fix->lon) <= 360) || !(fabs(fix->lat) <= 90)) return true;
    }
    return false;
}

static bool end_placemark(reader *in)
{
    in->placemark_depth = 0;
    in->points += in->point && (in->polygon_count == 0 || in->ring_count > 0);
    in->lines += in->line && in->polygon_count == 0;
    if (in->polygon_count == 0) return true;
    bool good = true;
    if (has_bad_place(in))
        good = ovf_text_add_string(&in->airspace.flaw,
                                   "coordinates: expected longitudes and latitudes in degrees, "
                                   "found something else");
    else good = make_outline(in) && add_limits(in) && add_folder(in);
    if (good && in->airspace.step_count == 0 && in->airspace.flaw.length == 0)
        good = ovf_text_add_string(&in->airspace.flaw, "expected an outline, found none");
    if (!good) return false;
    in->status = in->sink->take(in->sink->context, &in->airspace, &in->error);
    return true;
}

/* ---- XML ---- */

static bool begin(void *context, const char *name, const char **attributes, int depth)
{
    reader *in = context;
    if (in->status != OVF_OK) return true;
    if (strcmp(name, "Folder") == 0 || strcmp(name, "Document") == 0) {
        ovf_text_reset(&in->folder);
        in->folder_depth = name[0] == 'F' ? depth : 0;
    } else if (strcmp(name, "Placemark") == 0 && in->placemark_depth == 0) {
        begin_placemark(in, depth);
    } else if (in->placemark_depth == 0) {
        return true;
    } else if (strcmp(name, "Data") == 0 || strcmp(name, "SimpleData") == 0) {
        const char *called = ovf_xml_attribute(attributes, "name");
        ovf_text_reset(&in->data_name);
        return ovf_text_add_string(&in->data_name, called == NULL ? "" : called);
    } else if (strcmp(name, "Polygon") == 0) {
        if (!ovf_array_reserve(&in->polygons, &in->polygon_capacity, in->polygon_count + 1,
                               sizeof *in->polygons))
            return false;
        in->polygons[in->polygon_count++] = (polygon){OVF_KML_CLAMPED, false};
        in->polygon_depth = depth;
    } else if (strcmp(name, "outerBoundaryIs") == 0 || strcmp(name, "innerBoundaryIs") == 0) {
        in->inner = name[0] == 'i';
    } else if (in->polygon_depth == 0) {
        in->point |= strcmp(name, "Point") == 0;
        in->line |= strcmp(name, "LineString") == 0 || strcmp(name, "Track") == 0 ||
                    strcmp(name, "Model") == 0;
    }
    return true;
}

static bool end_coordinates(reader *in, const char *text, size_t length)
{
    size_t first = in->pieces.fix_count;
    if (!ovf_kml_coordinates(text, length, &in->pieces, &in->unread) ||
        !ovf_array_reserve(&in->rings, &in->ring_capacity, in->ring_count + 1, sizeof *in->rings))
        return false;
    if (in->pieces.fix_count > first)
        in->rings[in->ring_count++] = (ring){.begin = first,
                                             .end = in->pieces.fix_count,
                                             .polygon = in->polygon_count - 1,
                                             .inner = in->inner};
    return true;
}

static bool end_in_polygon(reader *in, const char *name, const char *text, size_t length, int depth)
{
    polygon *of = &in->polygons[in->polygon_count - 1];
    if (depth == in->polygon_depth) in->polygon_depth = 0;
    else if (strcmp(name, "coordinates") == 0) return end_coordinates(in, text, length);
    else if (strcmp(name, "altitudeMode") == 0) of->mode = ovf_kml_mode_of(text, length);
    else if (strcmp(name, "extrude") == 0) of->extrude = length > 0 && *text == '1';
    return true;
}

/* What the placemark says of itself. */
static bool end_member(reader *in, const char *name, const char *text, int depth)
{
    bool is_data = strcmp(name, "value") == 0 || strcmp(name, "SimpleData") == 0;
    if (is_data && in->data_name.length > 0) {
        bool is_id = strcmp(in->data_name.text, "id") == 0 && in->airspace.id.length == 0;
        bool good = is_id ? ovf_text_add_string(&in->airspace.id, text)
                          : add_word(in, in->data_name.text, text);
        ovf_text_reset(&in->data_name);
        return good;
    }
    if (strcmp(name, "begin") == 0 || strcmp(name, "end") == 0 || strcmp(name, "when") == 0)
        return add_word(in, name, text);
    if (depth != in->placemark_depth + 1) return true;
    if (strcmp(name, "name") == 0)
        return ovf_text_add_string(&in->airspace.name, text) &&
               ovf_text_add_string(&in->prose[1], text);
    if (strcmp(name, "description") == 0)
        return ovf_text_add_string(&in->prose[0], text) && add_word(in, name, text);
    if (strcmp(name, "address") == 0 || strcmp(name, "Snippet") == 0 ||
        strcmp(name, "phoneNumber") == 0)
        return add_word(in, name, text);
    return true;
}

static bool end(void *context, const char *name, const char *text, size_t length, int depth)
{
    reader *in = context;
    if (in->status != OVF_OK) return true;
    ovf_trim(&text, &length);
    char *value = malloc(length + 1);
    if (value == NULL) return false;
    memcpy(value, text, length);
    value[length] = '\0';
    bool good = true;
    if (in->placemark_depth == 0) {
        if (depth == in->folder_depth) in->folder_depth = 0;
        if (in->folder_depth != 0 && depth == in->folder_depth + 1 && strcmp(name, "name") == 0) {
            ovf_text_reset(&in->folder);
            good = ovf_text_add_string(&in->folder, value);
        }
        if (in->folder_depth == 0 && strcmp(name, "Folder") == 0) ovf_text_reset(&in->folder);
    } else if (depth == in->placemark_depth) {
        good = end_placemark(in);
    } else if (in->polygon_depth != 0) {
        good = end_in_polygon(in, name, value, length, depth);
    } else {
        good = end_member(in, name, value, depth);
    }
    free(value);
    return good;
}

/* ---- the format ---- */

static void tell(const reader *in)
{
    static const struct {
        const char *one, *several;
    } sentences[] = {{"%zu Point without a radius was passed over",
                      "%zu Points without a radius were passed over"},
                     {"%zu placemark has no area, and was left out",
                      "%zu placemarks have no area, and were left out"},
                     {"%zu outline is drawn at one height, and is read at all heights",
                      "%zu outlines are drawn at one height, and are read at all heights"}};
    const size_t counts[] = {in->points, in->lines, in->flat};
    char sentence[160];
    for (int i = 0; i < 3 && in->sink->note != NULL; i++) {
        if (counts[i] == 0) continue;
        const char *format = counts[i] == 1 ? sentences[i].one : sentences[i].several;
        snprintf(sentence, sizeof sentence, format, counts[i]);
        in->sink->note(in->sink->context, sentence);
    }
}

static ovf_status read(const char *text, size_t length, const ovf_airspace_sink *sink,
                       ovf_error *error)
{
    static const ovf_xml_handler handler = {begin, end};
    reader *in = calloc(1, sizeof *in);
    if (in == NULL) return ovf_fail_memory(error);
    in->sink = sink;
    ovf_status status = ovf_xml_read(&handler, in, false, NULL, text, length, error);
    if (in->status != OVF_OK) {
        status = in->status;
        *error = in->error;
    }
    if (status == OVF_OK) tell(in);
    ovf_airspace_clear(&in->airspace);
    ovf_pieces_clear(&in->pieces);
    ovf_text_clear(&in->folder);
    ovf_text_clear(&in->data_name);
    for (int i = 0; i < 2; i++) ovf_text_clear(&in->prose[i]);
    free(in->rings);
    free(in->polygons);
    free(in);
    return status;
}

static bool has(const char *bytes, size_t length, const char *word)
{
    size_t wanted = strlen(word);
    for (size_t i = 0; i + wanted <= length; i++)
        if (tolower((unsigned char)bytes[i]) == word[0] &&
            strncasecmp(bytes + i, word, wanted) == 0)
            return true;
    return false;
}

/* Polygons with heights; but not those of ours, whose attributes say how they are to be read. */
static bool is(const char *bytes, size_t length)
{
    static const char *const ours[] = {"name=\"edges\"", "name=\"orientation\"", "name=\"radius"};
    static const char *const heights[] = {">absolute<", ">relativetoground<",
                                          "upper",      "lower",
                                          "ceiling",    "floor",
                                          "base",       "tops",
                                          "top:",       "gnd",
                                          "sfc",        "msl",
                                          "agl",        "unl",
                                          "ft "};
    if (!ovf_xml_root_is(bytes, length, "kml") || !has(bytes, length, "polygon>")) return false;
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (has(bytes, length, ours[i])) return false;
    for (size_t i = 0; i < sizeof heights / sizeof *heights; i++)
        if (has(bytes, length, heights[i])) return true;
    return false;
}

const ovf_airspace_format ovf_airspace_format_kml = {"kml", "KML", is, read, true};
