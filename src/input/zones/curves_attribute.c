#include "input/zones/curves_attribute.h"

#include <geodesic.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "geodesy/curve.h"

/* Programs round positions, some to five decimals, which are 0.8 m. */
#define OFF_M 2.0

static const char *const kinds[] = {[OVF_CURVE_LONLAT] = "lonlat",
                                    [OVF_CURVE_GEODESIC] = "geodesic",
                                    [OVF_CURVE_LOXODROME] = "loxodrome",
                                    [OVF_CURVE_ARC] = "arc"};

const char *ovf_curve_kind_name(ovf_curve_kind kind) { return kinds[kind]; }

bool ovf_curve_kind_parse(const char *name, ovf_curve_kind *kind)
{
    for (size_t k = 0; name != NULL && k < sizeof kinds / sizeof *kinds; k++) {
        if (strcmp(name, kinds[k]) != 0) continue;
        *kind = (ovf_curve_kind)k;
        return true;
    }
    return false;
}

bool ovf_is_curves_attribute(const char *text)
{
    return text != NULL && text[strspn(text, " \t\r\n")] == '[';
}

/* ---- what it says ---- */

typedef struct {
    size_t polygon, ring, from, to;
    ovf_curve curve;
    double radii_m[2]; /* of an arc, at its ends */
} stretch;

static bool read_index(const json_t *object, const char *name, size_t *index)
{
    const json_t *value = json_object_get(object, name);
    if (!json_is_integer(value) || json_integer_value(value) < 0) return false;
    *index = (size_t)json_integer_value(value);
    return true;
}

static bool read_radii(const json_t *value, double radii_m[2])
{
    const json_t *first = json_is_array(value) ? json_array_get(value, 0) : value,
                 *last = json_is_array(value) ? json_array_get(value, 1) : value;
    radii_m[0] = json_number_value(first);
    radii_m[1] = json_number_value(last);
    return json_is_number(first) && json_is_number(last);
}

/* What it lacks; NULL: nothing. */
static const char *read_stretch(const json_t *object, stretch *of)
{
    const json_t *centre = json_object_get(object, "centre"),
                 *clockwise = json_object_get(object, "clockwise");
    *of = (stretch){0};
    if (!read_index(object, "polygon", &of->polygon) || !read_index(object, "ring", &of->ring) ||
        !read_index(object, "from", &of->from) || !read_index(object, "to", &of->to))
        return "polygon, ring, from and to as whole numbers from 0";
    if (!ovf_curve_kind_parse(json_string_value(json_object_get(object, "kind")), &of->curve.kind))
        return "a kind (lonlat, geodesic, loxodrome or arc)";
    if (of->curve.kind != OVF_CURVE_ARC) return NULL;
    of->curve.clockwise = json_is_true(clockwise);
    of->curve.centre = (ovf_lonlat){json_number_value(json_array_get(centre, 0)),
                                    json_number_value(json_array_get(centre, 1))};
    if (!json_is_number(json_array_get(centre, 0)) || !json_is_number(json_array_get(centre, 1)) ||
        !json_is_boolean(clockwise) ||
        !read_radii(json_object_get(object, "radius_m"), of->radii_m))
        return "an arc with centre, clockwise and radius_m";
    return NULL;
}

/* ---- whether it fits ---- */

static double apart(ovf_lonlat a, ovf_lonlat b)
{
    double metres;
    geod_inverse(ovf_earth(), a.lat, a.lon, b.lat, b.lon, &metres, NULL, NULL);
    return metres;
}

static bool is_place(ovf_lonlat at) { return fabs(at.lon) <= 540 && fabs(at.lat) <= 90; }

/* How far the drawing is off the curve. */
static double miss_of(const stretch *of, const ovf_lonlat *drawn)
{
    size_t steps = of->to - of->from;
    ovf_course course;
    double miss = 0;
    ovf_course_make(&course, &of->curve, drawn[of->from], drawn[of->to]);
    if (of->curve.kind == OVF_CURVE_ARC && !(fabs(course.turn) > 0 && course.radius_m > 0 &&
                                             course.radius_m <= OVF_CURVE_RADIUS_MAX_M))
        return INFINITY;
    if (of->curve.kind == OVF_CURVE_ARC)
        miss = fmax(fabs(course.radius_m - of->radii_m[0]),
                    fabs(course.radius_m + course.radius_change_m - of->radii_m[1]));
    for (size_t i = 1; i < steps; i++) {
        ovf_lonlat vertex = drawn[of->from + i],
                   at = ovf_course_at(&course, (double)i / (double)steps, vertex.lon, NULL);
        miss = fmax(miss, apart(at, vertex));
    }
    return miss;
}

/* Says where they do not fit. `before`: the stretch before it in the array, or NULL. */
static bool fits(const stretch *of, const stretch *before, size_t number,
                 const ovf_polygon *polygons, size_t count, ovf_zone_notes *notes)
{
    const char *flaw = NULL;
    double miss = 0;
    bool same = before != NULL && before->polygon == of->polygon && before->ring == of->ring,
         later = before == NULL ||
                 (same ? before->to <= of->from
                       : before->polygon < of->polygon ||
                             (before->polygon == of->polygon && before->ring < of->ring));
    if (!later) flaw = "it does not follow the one before";
    else if (of->polygon >= count || of->ring >= polygons[of->polygon].count)
        flaw = "there is no such ring";
    else if (of->from >= of->to || of->to >= polygons[of->polygon].rings[of->ring].count)
        flaw = "there are no such positions";
    else if (of->curve.kind == OVF_CURVE_ARC && !is_place(of->curve.centre))
        flaw = "its centre is no place";
    if (flaw == NULL) miss = miss_of(of, polygons[of->polygon].rings[of->ring].vertices);
    if (flaw == NULL && !(miss > OFF_M)) return true;
    if (flaw != NULL)
        ovf_zone_note_add(notes, OVF_REMEDY_NONE,
                          "%s[%zu] does not fit the geometry: %s; the zone is taken as it is drawn",
                          OVF_CURVES_ATTRIBUTE, number, flaw);
    else
        ovf_zone_note_add(
            notes, OVF_REMEDY_NONE,
            "%s[%zu] does not fit the geometry: a position lies %.3g m off the %s; the zone is "
            "taken as it is drawn",
            OVF_CURVES_ATTRIBUTE, number, miss, ovf_curve_kind_name(of->curve.kind));
    return false;
}

/* ---- the rings ---- */

/* Takes out what is drawn between the ends of the curves. */
static bool bend(ovf_ring *ring, const stretch *first, size_t count)
{
    ring->curves = ovf_array_new(count, sizeof *ring->curves);
    if (ring->curves == NULL) return false;
    size_t kept = 0;
    for (size_t i = 0; i < ring->count; i++) {
        const stretch *next = &first[ring->curve_count];
        ring->vertices[kept++] = ring->vertices[i];
        if (ring->curve_count == count || next->from != i) continue;
        ring->curves[ring->curve_count] = next->curve;
        ring->curves[ring->curve_count++].edge = kept - 1;
        i = next->to - 1;
    }
    ring->count = kept;
    return true;
}

/* Rings are to have three vertices that differ. */
static bool leave_rings(const ovf_polygon *polygons, const stretch *all, size_t count,
                        ovf_zone_notes *notes)
{
    size_t left = 0;
    for (size_t i = 0; i < count; i++) {
        bool first = i == 0 || all[i].polygon != all[i - 1].polygon ||
                     all[i].ring != all[i - 1].ring;
        if (first) left = polygons[all[i].polygon].rings[all[i].ring].count;
        left -= all[i].to - all[i].from - 1;
        if (left >= 4) continue;
        ovf_zone_note_add(notes, OVF_REMEDY_NONE,
                          "%s[%zu]: expected curves that leave a ring of at least four positions; "
                          "the zone is taken as it is drawn",
                          OVF_CURVES_ATTRIBUTE, i);
        return false;
    }
    return true;
}

static bool bend_all(ovf_polygon *polygons, const stretch *all, size_t count)
{
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1;
             end < count && all[end].polygon == all[i].polygon && all[end].ring == all[i].ring;)
            end++;
        if (!bend(&polygons[all[i].polygon].rings[all[i].ring], &all[i], end - i)) return false;
    }
    return true;
}

ovf_status ovf_zone_curves_take(const char *text, ovf_polygon *polygons, size_t count,
                                ovf_zone_notes *notes, ovf_error *error)
{
    json_t *array = json_loads(text, 0, NULL);
    size_t found = json_array_size(array);
    stretch *all = ovf_array_new(found + 1, sizeof *all);
    bool good = all != NULL, fit = json_is_array(array);
    if (good && !fit)
        ovf_zone_note_add(notes, OVF_REMEDY_NONE,
                          "%s: expected an array of objects, found other text; the zone is taken "
                          "as it is drawn",
                          OVF_CURVES_ATTRIBUTE);
    for (size_t i = 0; good && fit && i < found; i++) {
        const char *lacks = read_stretch(json_array_get(array, i), &all[i]);
        fit = lacks == NULL;
        if (!fit)
            ovf_zone_note_add(notes, OVF_REMEDY_NONE,
                              "%s[%zu]: expected %s; the zone is taken as it is drawn",
                              OVF_CURVES_ATTRIBUTE, i, lacks);
        else fit = fits(&all[i], i == 0 ? NULL : &all[i - 1], i, polygons, count, notes);
    }
    fit = fit && good && leave_rings(polygons, all, found, notes);
    if (good && fit) good = bend_all(polygons, all, found);
    free(all);
    json_decref(array);
    return good ? OVF_OK : ovf_fail_memory(error);
}
