/* Zones and routes from well-known binary: OGC 06-103r4, section 8.2, with the types of ISO 13249-3
 * for Z and M (1000, 2000, 3000 more), and PostGIS's flags for them and for the SRID
 * (doc/ZMSgeoms.txt there).
 *
 * It is read here and not by GEOS, whose reader drops M before version 3.12, takes any byte for a
 * byte order and passes over bytes that are left. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "input/flights/fix_times.h"
#include "input/zones/validity.h"
#include "model/zone_build.h"
#include "overflight/build.h"

#define FLAG_Z 0x80000000u
#define FLAG_M 0x40000000u
#define FLAG_SRID 0x20000000u

enum { LINE = 2, POLYGON = 3, MULTILINE = 5, MULTIPOLYGON = 6 };

typedef struct {
    char title[220]; /* zone "…" or route "…" */
    const unsigned char *bytes;
    size_t size, at;
    bool is_big; /* the byte order of the geometry in hand */
    bool has_z, has_m, any_m;
    double *lonlat, *altitude_m, *time_s;
    size_t count, capacities[3];
    size_t *part_ends; /* positions up to the end of each line or ring */
    size_t part_count, part_capacity;
    size_t *polygon_ends; /* rings up to the end of each polygon */
    size_t polygon_count, polygon_capacity;
} reader;

static void clear(reader *in)
{
    free(in->lonlat);
    free(in->altitude_m);
    free(in->time_s);
    free(in->part_ends);
    free(in->polygon_ends);
}

/* ---- bytes ---- */

static ovf_status need(const reader *in, size_t count, size_t size, ovf_error *error)
{
    if (count <= (in->size - in->at) / size) return OVF_OK;
    return ovf_fail(
        error, OVF_ERROR_INPUT,
        "%s: the WKB ends early: expected %zu times %zu bytes after byte %zu, found %zu "
        "bytes",
        in->title, count, size, in->at, in->size - in->at);
}

static uint64_t take(reader *in, size_t size)
{
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++)
        value = value << 8 | in->bytes[in->at + (in->is_big ? i : size - 1 - i)];
    in->at += size;
    return value;
}

static ovf_status read_count(reader *in, size_t *count, ovf_error *error)
{
    ovf_status status = need(in, 1, 4, error);
    if (status == OVF_OK) *count = (size_t)take(in, 4);
    return status;
}

static double take_double(reader *in)
{
    uint64_t bits = take(in, 8);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* ---- geometries ---- */

static const char *type_name(uint32_t type, char other[40])
{
    static const char *const names[] = {
        "Geometry",   "Point",           "LineString",   "Polygon",
        "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"};
    if (type < sizeof names / sizeof *names) return names[type];
    snprintf(other, 40, "type %" PRIu32, type);
    return other;
}

/* Byte order, type and SRID. The type is one of the two; the second may be the same. */
static ovf_status read_head(reader *in, uint32_t one, uint32_t other, uint32_t *type,
                            ovf_error *error)
{
    char found[40], name[40];
    ovf_status status = need(in, 1, 5, error);
    if (status != OVF_OK) return status;
    unsigned order = in->bytes[in->at++];
    if (order > 1)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "%s: byte %zu of the WKB: expected a byte order, 0 or 1, found %u",
                        in->title, in->at, order);
    in->is_big = order == 0;
    uint32_t word = (uint32_t)take(in, 4), plain = word & ~(FLAG_Z | FLAG_M | FLAG_SRID),
             axes = plain / 1000;
    *type = axes <= 3 ? plain % 1000 : plain;
    in->has_z = (word & FLAG_Z) != 0 || axes == 1 || axes == 3;
    in->has_m = (word & FLAG_M) != 0 || axes == 2 || axes == 3;
    if (*type != one && *type != other)
        return ovf_fail(error, OVF_ERROR_INPUT, "%s: expected a %s%s%s, found a %s", in->title,
                        type_name(one, name), one == other ? "" : " or ",
                        one == other ? "" : type_name(other, name), type_name(*type, found));
    if ((word & FLAG_SRID) == 0) return OVF_OK;
    status = need(in, 1, 4, error);
    if (status != OVF_OK) return status;
    uint32_t srid = (uint32_t)take(in, 4);
    if (srid == 0 || srid == 4326 || srid == 4979) return OVF_OK;
    return ovf_fail(
        error, OVF_ERROR_INPUT,
        "%s: expected coordinates in WGS 84 (SRID 4326, 4979 or none), found SRID %" PRIu32,
        in->title, srid);
}

static bool reserve(reader *in, size_t count)
{
    if (count > SIZE_MAX / 2) return false;
    return ovf_array_reserve(&in->lonlat, &in->capacities[0], 2 * count, sizeof *in->lonlat) &&
           ovf_array_reserve(&in->altitude_m, &in->capacities[1], count, sizeof *in->altitude_m) &&
           ovf_array_reserve(&in->time_s, &in->capacities[2], count, sizeof *in->time_s) &&
           ovf_array_reserve(&in->part_ends, &in->part_capacity, in->part_count + 1,
                             sizeof *in->part_ends);
}

/* The positions of a line or ring, as one more part. */
static ovf_status read_positions(reader *in, ovf_error *error)
{
    size_t count, axes = 2 + (size_t)in->has_z + (size_t)in->has_m;
    ovf_status status = read_count(in, &count, error);
    if (status == OVF_OK) status = need(in, count, axes * 8, error);
    if (status != OVF_OK) return status;
    if (!reserve(in, in->count + count + 1)) return ovf_fail_memory(error); /* never none */
    for (size_t i = in->count; i < in->count + count; i++) {
        in->lonlat[2 * i] = take_double(in);
        in->lonlat[2 * i + 1] = take_double(in);
        in->altitude_m[i] = in->has_z ? take_double(in) : NAN;
        in->time_s[i] = in->has_m ? take_double(in) : NAN;
    }
    in->any_m = in->any_m || in->has_m;
    in->count += count;
    in->part_ends[in->part_count++] = in->count;
    return OVF_OK;
}

static ovf_status read_polygon(reader *in, ovf_error *error)
{
    size_t rings;
    ovf_status status = read_count(in, &rings, error);
    if (status == OVF_OK && rings == 0)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "%s, polygon %zu: expected at least one ring, found none", in->title,
                        in->polygon_count + 1);
    for (size_t r = 0; r < rings && status == OVF_OK; r++) status = read_positions(in, error);
    if (status != OVF_OK) return status;
    if (!ovf_array_reserve(&in->polygon_ends, &in->polygon_capacity, in->polygon_count + 1,
                           sizeof *in->polygon_ends))
        return ovf_fail_memory(error);
    in->polygon_ends[in->polygon_count++] = in->part_count;
    return OVF_OK;
}

/* One geometry of the simple type, or several in one of the other. */
static ovf_status read_geometry(reader *in, uint32_t simple, uint32_t multiple, ovf_error *error)
{
    uint32_t type;
    size_t count = 1;
    ovf_status (*read)(reader *, ovf_error *) = simple == POLYGON ? read_polygon : read_positions;
    ovf_status status = read_head(in, simple, multiple, &type, error);
    if (status == OVF_OK && type == multiple) {
        status = read_count(in, &count, error);
        if (status == OVF_OK && count == 0) {
            char name[40];
            status = ovf_fail(error, OVF_ERROR_INPUT, "%s: expected at least one %s, found none",
                              in->title, type_name(simple, name));
        }
    }
    for (size_t i = 0; i < count && status == OVF_OK; i++) {
        if (type == multiple) status = read_head(in, simple, simple, &(uint32_t){0}, error);
        if (status == OVF_OK) status = read(in, error);
    }
    if (status == OVF_OK && in->at < in->size)
        status = ovf_fail(error, OVF_ERROR_INPUT, "%s: expected %zu bytes of WKB, found %zu",
                          in->title, in->at, in->size);
    return status;
}

static void begin(reader *in, const char *what, const char *id, const void *bytes, size_t size)
{
    char shown[200];
    ovf_text_shorten(id, shown, sizeof shown);
    *in = (reader){.bytes = bytes, .size = size};
    snprintf(in->title, sizeof in->title, "%s \"%s\"", what, shown);
}

/* ---- what they are for ---- */

static ovf_status check_validity(const reader *in, ovf_zone *zone, ovf_error *error)
{
    ovf_error why = {0};
    ovf_validity *validity = ovf_validity_new();
    if (validity == NULL) return ovf_fail_memory(error);
    ovf_status status = ovf_validity_check(validity, &zone->polygons, &zone->polygon_count,
                                           zone->edges, NULL, &why);
    ovf_validity_free(validity);
    if (status == OVF_OK) return status;
    return ovf_fail(error, status, "%s: %s", in->title, why.message);
}

ovf_status ovf_zone_from_wkb(const char *id, ovf_edges edges, const void *bytes, size_t size,
                             ovf_zone **zone, ovf_error *error)
{
    reader in;
    ovf_zone *made = NULL;
    if (id == NULL) return ovf_fail_null(error, "an id");
    if (bytes == NULL) return ovf_fail_null(error, "the bytes of WKB");
    if (zone == NULL) return ovf_fail_null(error, "a place for the zone");
    begin(&in, "zone", id, bytes, size);
    ovf_status status = read_geometry(&in, POLYGON, MULTIPOLYGON, error);
    if (status == OVF_OK)
        status = ovf_zone_build(id, edges, in.lonlat, in.part_ends, in.part_count, in.polygon_ends,
                                in.polygon_count, &made, error);
    if (status == OVF_OK) status = check_validity(&in, made, error);
    if (status == OVF_OK) *zone = made;
    else ovf_zone_free(made);
    clear(&in);
    return status;
}

ovf_status ovf_route_from_wkb(const char *id, const void *bytes, size_t size, ovf_route **route,
                              ovf_error *error)
{
    reader in;
    if (id == NULL) return ovf_fail_null(error, "an id");
    if (bytes == NULL) return ovf_fail_null(error, "the bytes of WKB");
    if (route == NULL) return ovf_fail_null(error, "a place for the route");
    begin(&in, "route", id, bytes, size);
    ovf_status status = read_geometry(&in, LINE, MULTILINE, error);
    if (status == OVF_OK) {
        bool timed = in.any_m && ovf_times_take_m(in.time_s, 1, in.count);
        status = ovf_route_new_parts(id, in.lonlat, in.altitude_m, timed ? in.time_s : NULL,
                                     in.part_ends, in.part_count, route, error);
    }
    clear(&in);
    return status;
}
