/* The outline of a zone, from the geometry of a feature. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "gdal/fields.h"
#include "geodesy/curve.h"
#include "input/rules/foreign.h"
#include "input/rules/names.h"
#include "input/zones/circles.h"
#include "input/zones/clear_rings.h"
#include "input/zones/curves_attribute.h"
#include "input/zones/long_edges.h"
#include "input/zones/zone_reader.h"
#include "model/zone_polygons.h"

/* Arcs are cut in their CRS, before the pieces are cut in turn. */
#define ARC_WITHIN_M 4e-5
#define METRES_PER_DEGREE 111319.5

static ovf_status fail_empty(size_t number, size_t count, ovf_error *error)
{
    if (count == 1)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "geometry: expected at least one ring, found an empty polygon");
    return ovf_fail(error, OVF_ERROR_INPUT, "polygon %zu: expected at least one ring, found none",
                    number);
}

/* *has_area is false where the outline has none; holes without area are left out. */
static ovf_status read_polygon(ovf_zones_reader *reader, const ovf_ring_reading *reading,
                               OGRGeometryH geometry, size_t number, size_t count,
                               ovf_polygon *polygon, bool *has_area, ovf_error *error)
{
    size_t rings = (size_t)OGR_G_GetGeometryCount(geometry), dropped = 0;
    *has_area = true;
    polygon->rings = ovf_array_new(rings, sizeof *polygon->rings);
    if (polygon->rings == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < rings; i++) {
        char place[OVF_PLACE_SIZE] = "";
        ovf_ring *ring = &polygon->rings[polygon->count];
        if (count > 1) snprintf(place, sizeof place, " of ring %zu of polygon %zu", i + 1, number);
        else if (rings > 1) snprintf(place, sizeof place, " of ring %zu", i + 1);
        ovf_status status = ovf_positions_read(
            &reader->positions, OGR_G_GetGeometryRef(geometry, (int)i), reading->crs, place, error);
        if (status == OVF_OK)
            status = ovf_zone_ring_make(reader, reading, place, ring, has_area, error);
        if (status != OVF_OK) return status;
        if (!*has_area && i == 0) return OVF_OK;
        if (*has_area) polygon->count++;
        else dropped++;
    }
    *has_area = true;
    if (dropped > 0)
        ovf_zone_note_add(&reader->notes, OVF_REMEDY_NONE,
                          "geometry: %zu hole%s without area left out", dropped,
                          dropped == 1 ? "" : "s");
    return OVF_OK;
}

static void free_rings(ovf_polygon *polygon)
{
    for (size_t i = 0; i < polygon->count; i++) ovf_ring_clear(&polygon->rings[i]);
    free(polygon->rings);
    *polygon = (ovf_polygon){0};
}

static ovf_status read_polygons(ovf_zones_reader *reader, const ovf_ring_reading *reading,
                                ovf_zone *zone, ovf_error *error)
{
    const ovf_areas *areas = &reader->areas;
    size_t count = areas->polygon_count + areas->empty, dropped = areas->empty;
    for (size_t i = 0; i < areas->polygon_count; i++) {
        bool has_area;
        ovf_polygon *polygon = &zone->polygons[zone->polygon_count];
        ovf_status status = read_polygon(reader, reading, areas->polygons[i], i + 1, count, polygon,
                                         &has_area, error);
        if (status != OVF_OK) {
            free_rings(polygon);
            return status;
        }
        if (has_area) {
            zone->polygon_count++;
            continue;
        }
        free_rings(polygon);
        dropped++;
    }
    if (zone->polygon_count == 0 && areas->point_count == 0) {
        if (reader->flaw[0] != '\0') return ovf_fail(error, OVF_ERROR_INPUT, "%s", reader->flaw);
        return fail_empty(1, count, error);
    }
    if (dropped > 0)
        ovf_zone_note_add(&reader->notes, OVF_REMEDY_NONE,
                          "geometry: %zu part%s without area left out", dropped,
                          dropped == 1 ? "" : "s");
    return OVF_OK;
}

/* ---- circles ---- */

static ovf_status read_circle(ovf_zones_reader *reader, const ovf_ring_reading *reading,
                              size_t index, ovf_polygon *polygon, ovf_error *error)
{
    const double *point = reader->areas.points[index];
    ovf_positions *positions = &reader->positions;
    ovf_status status = ovf_positions_take(positions, &point[0], &point[1], NULL, 1, reading->crs,
                                           "", error);
    if (status != OVF_OK) return status;
    polygon->rings = ovf_array_new(1, sizeof *polygon->rings);
    if (polygon->rings == NULL) return ovf_fail_memory(error);
    status = ovf_circle_ring((ovf_lonlat){positions->lon[0], positions->lat[0]},
                             reader->radii_m[index], &polygon->rings[0], error);
    polygon->count = status == OVF_OK;
    return status;
}

/* The radii of the points in hand. */
static ovf_status read_radii(ovf_zones_reader *reader, OGRFeatureH feature, size_t *circles,
                             ovf_error *error)
{
    const ovf_areas *areas = &reader->areas;
    size_t count = areas->point_count;
    double radius_m;
    *circles = 0;
    if (count == 0) return OVF_OK;
    if (!ovf_array_reserve(&reader->radii_m, &reader->radius_capacity, count,
                           sizeof *reader->radii_m))
        return ovf_fail_memory(error);
    ovf_status status = ovf_circle_extents(OGR_F_GetNativeData(feature), reader->radii_m, count,
                                           error);
    if (status == OVF_OK) status = ovf_circle_radius(feature, &radius_m, error);
    for (size_t i = 0; status == OVF_OK && i < count; i++) {
        if (isnan(reader->radii_m[i])) reader->radii_m[i] = radius_m;
        *circles += isnan(reader->radii_m[i]) ? 0 : 1;
    }
    return status;
}

/* The name of an attribute by which a feature is a restriction, or looks like one; NULL: none. */
static const char *restriction_of(const ovf_attributes *attributes)
{
    static const char *const limits[] = {"prohibited",     "max_distance_km", "standoff_km",
                                         "min_altitude_m", "max_altitude_m",  "restriction",
                                         "restrictions"};
    for (size_t i = 0; i < attributes->count; i++) {
        const ovf_attribute *attribute = &attributes->items[i];
        const char *name = attribute->name, *known = ovf_zone_name(name), *meant;
        if (!ovf_attribute_says(attribute)) continue;
        for (size_t k = 0; known != NULL && k < sizeof limits / sizeof *limits; k++)
            if (strcmp(known, limits[k]) == 0) return name;
        if (known != NULL) continue;
        ovf_foreign foreign = ovf_foreign_name(name);
        bool is_sort = foreign == OVF_FOREIGN_SORT || foreign == OVF_FOREIGN_TYPE ||
                       foreign == OVF_FOREIGN_CLASS ||
                       (foreign == OVF_FOREIGN_FLAG && !ovf_name_is(name, "active"));
        if (is_sort && ovf_foreign_says(foreign, attribute)) return name;
        if (foreign == OVF_FOREIGN_NOTHING && ovf_zone_name_missed(name, &meant) != OVF_NAME_FAR)
            return name;
    }
    return NULL;
}

/* A label, or a restriction whose area is not known. */
static ovf_status pass_label(ovf_zones_reader *reader, OGRFeatureH feature, bool *is_zone,
                             ovf_error *error)
{
    if (!ovf_attribute_reader_read(&reader->attributes, feature)) return ovf_fail_memory(error);
    const char *restriction = restriction_of(&reader->attributes.attributes);
    if (restriction != NULL)
        return ovf_fail(
            error, OVF_ERROR_INPUT,
            "geometry: expected an area, or a Point with a radius (radius_m, radius_km, "
            "radius_nm), for a feature with \"%.60s\", found a Point",
            restriction);
    reader->points += reader->areas.point_count > 0 ? reader->areas.point_count : 1;
    *is_zone = false;
    return OVF_OK;
}

/* ---- the whole ---- */

static bool is_point(OGRFeatureH feature)
{
    OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
    if (geometry == NULL) return false;
    OGRwkbGeometryType type = wkbFlatten(OGR_G_GetGeometryType(geometry));
    return type == wkbPoint || type == wkbMultiPoint;
}

/* The attribute that says which of the edges are drawn curves (curves_attribute.h). */
static ovf_status take_curves(ovf_zones_reader *reader, OGRFeatureH feature, ovf_zone *zone,
                              ovf_error *error)
{
    int index = OGR_F_GetFieldIndex(feature, OVF_CURVES_ATTRIBUTE);
    if (!ovf_field_has(feature, index)) return OVF_OK;
    ovf_text_reset(&reader->text);
    if (!ovf_field_add_text(&reader->text, feature, index)) return ovf_fail_memory(error);
    if (!ovf_is_curves_attribute(reader->text.text)) return OVF_OK;
    return ovf_zone_curves_take(reader->text.text, zone->polygons, zone->polygon_count,
                                &reader->notes, error);
}

/* Curves are looked at as edges that stay so near to them, and stay curves where nothing is to be
 * mended. */
#define CURVE_WITHIN_M 1e-3

static bool is_circle(const ovf_zone *zone)
{
    const ovf_ring *ring = &zone->polygons[0].rings[0];
    if (zone->polygon_count != 1 || zone->polygons[0].count != 1) return false;
    for (size_t i = 0; i < ring->curve_count; i++)
        if (ring->curves[i].kind != OVF_CURVE_ARC ||
            ring->curves[i].centre.lon != ring->curves[0].centre.lon ||
            ring->curves[i].centre.lat != ring->curves[0].centre.lat)
            return false;
    return ring->curve_count + 1 == ring->count;
}

static ovf_status check_curved(ovf_zones_reader *reader, ovf_zone *zone, ovf_error *error)
{
    size_t count = zone->polygon_count, notes = reader->notes.count;
    ovf_polygon *plain = ovf_zone_plain(zone, CURVE_WITHIN_M);
    if (plain == NULL) return ovf_fail_memory(error);
    ovf_status status = ovf_validity_check(reader->validity, &plain, &count, zone->edges,
                                           &reader->notes, error);
    if (status == OVF_OK && reader->notes.count > notes) {
        ovf_polygon *curved = zone->polygons;
        size_t curved_count = zone->polygon_count;
        zone->polygons = plain;
        zone->polygon_count = count;
        plain = curved;
        count = curved_count;
    }
    ovf_polygons_free(plain, count);
    return status;
}

ovf_status ovf_zone_shape_check(ovf_zones_reader *reader, const ovf_ring_reading *reading,
                                ovf_zone *zone, ovf_error *error)
{
    if (reader->options.bundled) return OVF_OK;
    /* Edges of over 180° are among what GEOS is to look at. */
    ovf_status status = is_circle(zone) || (reader->long_count == 0 && ovf_zone_is_clear(zone))
                            ? OVF_OK
                        : ovf_zone_is_curved(zone)
                            ? check_curved(reader, zone, error)
                            : ovf_validity_check(reader->validity, &zone->polygons,
                                                 &zone->polygon_count, zone->edges, &reader->notes,
                                                 error);
    if (status != OVF_OK || reader->long_count == 0) return status;
    return ovf_long_edges_tell(zone, reader->long_count, reader->long_from, reader->long_to,
                               !reading->straight, &reader->notes, error);
}

static ovf_status fail_hollow(OGRFeatureH feature, ovf_error *error)
{
    OGRwkbGeometryType type = wkbFlatten(OGR_G_GetGeometryType(OGR_F_GetGeometryRef(feature)));
    return ovf_fail(error, OVF_ERROR_INPUT, "geometry: expected a polygon, found an empty %s",
                    type == wkbMultiPolygon ? "MultiPolygon" : OGRGeometryTypeToName(type));
}

ovf_status ovf_zone_shape_read(ovf_zones_reader *reader, const ovf_layer *layer,
                               OGRFeatureH feature, bool explicit_edges, ovf_zone *zone,
                               bool *is_zone, ovf_error *error)
{
    ovf_areas *areas = &reader->areas;
    size_t circles;
    double within = layer->crs.projected ? ARC_WITHIN_M : ARC_WITHIN_M / METRES_PER_DEGREE;
    *is_zone = false;
    reader->long_count = 0;
    reader->flaw[0] = '\0';
    ovf_status status = ovf_areas_find(areas, OGR_F_GetGeometryRef(feature), within, error);
    *is_zone = status == OVF_OK;
    if (status == OVF_OK) status = read_radii(reader, feature, &circles, error);
    if (status != OVF_OK) return status;
    if (areas->polygon_count == 0 && circles == 0 && is_point(feature))
        return pass_label(reader, feature, is_zone, error);
    if (areas->polygon_count + areas->empty + circles == 0) return fail_hollow(feature, error);
    reader->points += areas->point_count - circles;
    if (areas->polygon_count == 0 && circles > 0) zone->edges = OVF_EDGES_GEODESIC;
    const ovf_ring_reading reading = {
        .crs = &layer->crs,
        .edges = zone->edges,
        .straight = layer->crs.transformation != NULL && !explicit_edges &&
                    (layer->crs.projected || zone->edges == OVF_EDGES_LONLAT)};
    zone->polygons = ovf_array_new(areas->polygon_count + circles, sizeof *zone->polygons);
    if (zone->polygons == NULL) return ovf_fail_memory(error);
    if (areas->polygon_count + areas->empty > 0)
        status = read_polygons(reader, &reading, zone, error);
    if (status == OVF_OK) status = take_curves(reader, feature, zone, error);
    for (size_t i = 0; i < areas->point_count && status == OVF_OK; i++)
        if (!isnan(reader->radii_m[i]))
            status = read_circle(reader, &reading, i, &zone->polygons[zone->polygon_count++],
                                 error);
    ovf_areas_reset(areas);
    if (status == OVF_OK && zone->polygon_count == 0)
        status = ovf_fail(error, OVF_ERROR_INPUT, "%s",
                          reader->flaw[0] != '\0' ? reader->flaw
                                                  : "geometry: expected an area, found none");
    return status == OVF_OK ? ovf_zone_shape_check(reader, &reading, zone, error) : status;
}
