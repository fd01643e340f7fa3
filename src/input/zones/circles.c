#include "input/zones/circles.h"

#include <ctype.h>
#include <geodesic.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "gdal/fields.h"
#include "geodesy/curve.h"
#include "model/zone_polygons.h"

#define DEEPEST 32

static const struct {
    const char *name;
    double metres;
} units[] = {{"m", 1},
             {"metre", 1},
             {"metres", 1},
             {"meter", 1},
             {"meters", 1},
             {"km", 1000},
             {"kilometre", 1000},
             {"kilometres", 1000},
             {"kilometer", 1000},
             {"kilometers", 1000},
             {"nm", 1852},
             {"nmi", 1852},
             {"nauticalmile", 1852},
             {"nauticalmiles", 1852},
             {"ft", 0.3048},
             {"foot", 0.3048},
             {"feet", 0.3048}};

/* Without capitals, blanks, - and _. */
static void plain(const char *name, char word[40])
{
    size_t length = 0;
    for (; *name != '\0' && length < 39; name++)
        if (*name != '_' && *name != '-' && *name != ' ')
            word[length++] = (char)tolower((unsigned char)*name);
    word[length] = '\0';
}

static double unit_of(const char *name)
{
    char word[40];
    plain(name, word);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(units[i].name, word) == 0) return units[i].metres;
    return NAN;
}

static const char *field_name(OGRFeatureH feature, int index)
{
    return OGR_Fld_GetNameRef(OGR_F_GetFieldDefnRef(feature, index));
}

static ovf_status check(const char *what, double radius_m, ovf_error *error)
{
    if (radius_m > 0 && radius_m <= OVF_CURVE_RADIUS_MAX_M) return OVF_OK;
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "%s: expected a radius of more than 0 and at most %.0f km, found %.10g km",
                    what, OVF_CURVE_RADIUS_MAX_M / 1000, radius_m / 1000);
}

static ovf_status read_radius(OGRFeatureH feature, int index, double unit, double *radius_m,
                              ovf_error *error)
{
    double number;
    if (!ovf_field_number(feature, index, &number))
        return ovf_fail(error, OVF_ERROR_INPUT, "%.60s: expected a number, found something else",
                        field_name(feature, index));
    *radius_m = number * unit;
    return check(field_name(feature, index), *radius_m, error);
}

/* The unit of a bare radius, which another attribute states. */
static ovf_status find_unit(OGRFeatureH feature, double *unit, ovf_error *error)
{
    static const char *const names[] = {"radiusunit", "radiusunits", "radiusuom"};
    ovf_text text = {0};
    *unit = NAN;
    for (int i = 0; i < OGR_FD_GetFieldCount(OGR_F_GetDefnRef(feature)); i++) {
        char word[40];
        plain(field_name(feature, i), word);
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            if (strcmp(word, names[k]) == 0 && ovf_field_has(feature, i)) {
                ovf_text_reset(&text);
                if (!ovf_field_add_text(&text, feature, i)) return ovf_fail_memory(error);
                *unit = unit_of(text.text);
            }
    }
    ovf_text_clear(&text);
    return OVF_OK;
}

ovf_status ovf_circle_radius(OGRFeatureH feature, double *radius_m, ovf_error *error)
{
    *radius_m = NAN;
    for (int i = 0; i < OGR_FD_GetFieldCount(OGR_F_GetDefnRef(feature)); i++) {
        char word[40];
        plain(field_name(feature, i), word);
        if (strncmp(word, "radius", 6) != 0 || !ovf_field_has(feature, i)) continue;
        double unit = unit_of(word + 6);
        if (isfinite(unit)) return read_radius(feature, i, unit, radius_m, error);
        if (word[6] != '\0') continue;
        ovf_status status = find_unit(feature, &unit, error);
        if (status != OVF_OK) return status;
        if (isfinite(unit)) return read_radius(feature, i, unit, radius_m, error);
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "%.60s: expected a radius with its unit, as radius_m, radius_km or "
                        "radius_nm, or with radius_unit beside it; found none",
                        field_name(feature, i));
    }
    return OVF_OK;
}

bool ovf_circle_radius_plain(const ovf_attributes *attributes, double *radius_m)
{
    for (size_t i = 0; i < attributes->count; i++) {
        const ovf_attribute *attribute = &attributes->items[i];
        char word[40];
        plain(attribute->name, word);
        if (strncmp(word, "radius", 6) != 0 || attribute->type == OVF_ATTRIBUTE_NULL) continue;
        double unit = unit_of(word + 6);
        if (isfinite(unit)) {
            if (attribute->type == OVF_ATTRIBUTE_INTEGER)
                *radius_m = (double)attribute->integer * unit;
            else if (attribute->type == OVF_ATTRIBUTE_REAL) *radius_m = attribute->real * unit;
            else return false;
            return *radius_m > 0 && *radius_m <= OVF_CURVE_RADIUS_MAX_M;
        }
        if (word[6] == '\0') return false;
    }
    return false;
}

/* ---- ED-318 ---- */

typedef struct {
    double *radii_m;
    size_t count, found;
} extents;

static ovf_status read_extent(const json_t *geometry, double *radius_m, ovf_error *error)
{
    const json_t *extent = json_object_get(geometry, "extent"),
                 *radius = json_object_get(extent, "radius");
    const char *type = json_string_value(json_object_get(extent, "subType"));
    *radius_m = NAN;
    if (extent == NULL) return OVF_OK;
    if (type == NULL || strcmp(type, "Circle") != 0 || !json_is_number(radius))
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "extent of a Point: expected {\"subType\": \"Circle\", \"radius\": "
                        "METRES}, found something else");
    *radius_m = json_number_value(radius);
    return check("extent of a Point", *radius_m, error);
}

static ovf_status find_extents(const json_t *geometry, extents *all, int depth, ovf_error *error)
{
    const char *type = json_string_value(json_object_get(geometry, "type"));
    const json_t *parts = json_object_get(geometry, "geometries"), *part;
    ovf_status status = OVF_OK;
    size_t i;
    if (depth > DEEPEST || type == NULL) return OVF_OK;
    if (strcmp(type, "Point") == 0 && all->found < all->count)
        return read_extent(geometry, &all->radii_m[all->found++], error);
    if (strcmp(type, "MultiPoint") == 0)
        all->found += json_array_size(json_object_get(geometry, "coordinates"));
    for (i = 0; i < json_array_size(parts) && status == OVF_OK; i++) {
        part = json_array_get(parts, i);
        status = find_extents(part, all, depth + 1, error);
    }
    return status;
}

ovf_status ovf_circle_extents(const char *native, double *radii_m, size_t count, ovf_error *error)
{
    extents all = {radii_m, count, 0};
    for (size_t i = 0; i < count; i++) radii_m[i] = NAN;
    if (native == NULL || count == 0) return OVF_OK;
    json_t *feature = json_loads(native, 0, NULL);
    ovf_status status = find_extents(json_object_get(feature, "geometry"), &all, 0, error);
    json_decref(feature);
    return status;
}

/* ---- the ring ---- */

/* A circle that comes so near to a pole has a place whose longitude nobody knows. */
#define POLE_CLEAR_M 1.0

#define QUARTERS 4

ovf_status ovf_circle_ring(ovf_lonlat centre, double radius_m, ovf_ring *ring, ovf_error *error)
{
    /* A degree of latitude is more than 110 km long. */
    const bool far_from_poles = fabs(centre.lat) + radius_m / 110e3 < 89;
    for (int south = 0; south < 2 && !far_from_poles; south++) {
        double away_m;
        geod_inverse(ovf_earth(), centre.lat, centre.lon, south ? -90 : 90, centre.lon, &away_m,
                     NULL, NULL);
        if (fabs(away_m - radius_m) < POLE_CLEAR_M)
            return ovf_fail(error, OVF_ERROR_INPUT,
                            "a circle of %.10g km around %.10g %.10g: expected one that stays a "
                            "metre from the poles, found one that does not",
                            radius_m / 1000, centre.lon, centre.lat);
    }
    ring->vertices = ovf_array_new(QUARTERS + 1, sizeof *ring->vertices);
    ring->curves = ovf_array_new(QUARTERS, sizeof *ring->curves);
    if (ring->vertices == NULL || ring->curves == NULL) {
        ovf_ring_clear(ring);
        return ovf_fail_memory(error);
    }
    for (size_t i = 0; i < QUARTERS; i++) {
        /* Counterclockwise, as RFC 7946 has outlines. */
        geod_direct(ovf_earth(), centre.lat, centre.lon, -90.0 * (double)i, radius_m,
                    &ring->vertices[i].lat, &ring->vertices[i].lon, NULL);
        ring->curves[i] = (ovf_curve){.edge = i, .kind = OVF_CURVE_ARC, .centre = centre};
    }
    ring->vertices[QUARTERS] = ring->vertices[0];
    ring->count = QUARTERS + 1;
    ring->curve_count = QUARTERS;
    return OVF_OK;
}
