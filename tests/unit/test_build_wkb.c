/* Zones and routes from well-known binary: what GEOS and GDAL write, in every order and flavour,
 * and bytes that are none.
 *
 * Tests: src/input/wkb.c */
#include "geometry_fixture.h"
#include "input_fixture.h"

#include <geos_c.h>

#include "overflight/area.h"
#include "overflight/build.h"

/* ---- written by others ---- */

typedef struct {
    unsigned char bytes[4000];
    size_t size;
} wkb;

/* By GEOS: XY or XYZ. */
static wkb geos_wkb(const char *wkt, int order, int flavor, int srid)
{
    wkb made;
    GEOSContextHandle_t geos = GEOS_init_r();
    GEOSWKTReader *reader = GEOSWKTReader_create_r(geos);
    GEOSWKBWriter *writer = GEOSWKBWriter_create_r(geos);
    GEOSGeometry *geometry = GEOSWKTReader_read_r(geos, reader, wkt);
    assert_non_null(geometry);
    GEOSSetSRID_r(geos, geometry, srid);
    GEOSWKBWriter_setByteOrder_r(geos, writer, order);
    GEOSWKBWriter_setFlavor_r(geos, writer, flavor);
    GEOSWKBWriter_setOutputDimension_r(geos, writer, 3);
    GEOSWKBWriter_setIncludeSRID_r(geos, writer, srid != 0);
    unsigned char *bytes = GEOSWKBWriter_write_r(geos, writer, geometry, &made.size);
    assert_true(bytes != NULL && made.size <= sizeof made.bytes);
    memcpy(made.bytes, bytes, made.size);
    GEOSFree_r(geos, bytes);
    GEOSGeom_destroy_r(geos, geometry);
    GEOSWKBWriter_destroy_r(geos, writer);
    GEOSWKTReader_destroy_r(geos, reader);
    GEOS_finish_r(geos);
    return made;
}

/* By GDAL, which has M, too. */
static wkb gdal_wkb(const char *wkt, OGRwkbByteOrder order)
{
    wkb made;
    OGRGeometryH geometry = NULL;
    char *text = (char *)(uintptr_t)wkt;
    assert_int_equal(OGR_G_CreateFromWkt(&text, NULL, &geometry), OGRERR_NONE);
    made.size = (size_t)OGR_G_WkbSize(geometry);
    assert_true(made.size <= sizeof made.bytes);
    assert_int_equal(OGR_G_ExportToIsoWkb(geometry, order, made.bytes), OGRERR_NONE);
    OGR_G_DestroyGeometry(geometry);
    return made;
}

static ovf_zone *zone_from(const wkb *from)
{
    ovf_zone *zone = NULL;
    ovf_error error = {0};
    if (ovf_zone_from_wkb("z", OVF_EDGES_GEODESIC, from->bytes, from->size, &zone, &error) !=
        OVF_OK)
        fail_msg("%s", error.message);
    return zone;
}

static ovf_route *route_from(const wkb *from)
{
    ovf_route *route = NULL;
    ovf_error error = {0};
    if (ovf_route_from_wkb("r", from->bytes, from->size, &route, &error) != OVF_OK)
        fail_msg("%s", error.message);
    return route;
}

#define MULTIPOLYGON \
    "MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0),(1 1,2 1,2 2.25,1 1)),((10.5 0,14 0,14 4,10.5 0)))"

static void zones(void **state)
{
    (void)state;
    const double lonlat[] = {0, 0, 4, 0, 4, 4, 0, 4, 1, 1, 2, 1, 2, 2.25, 10.5, 0, 14, 0, 14, 4};
    const size_t ends[] = {4, 7, 10};
    ovf_zone *expected = NULL;
    assert_int_equal(ovf_zone_new("z", OVF_EDGES_GEODESIC, lonlat, ends, 3, &expected, NULL), 0);
    static const int orders[] = {GEOS_WKB_XDR, GEOS_WKB_NDR},
                     flavors[] = {GEOS_WKB_EXTENDED, GEOS_WKB_ISO}, srids[] = {0, 4326, 4979};
    size_t tried = 0;
    for (int o = 0; o < 2; o++)
        for (int f = 0; f < 2; f++)
            for (int s = 0; s < 3; s++) {
                wkb from = geos_wkb(MULTIPOLYGON, orders[o], flavors[f], srids[s]);
                ovf_zone *zone = zone_from(&from);
                assert_string_equal(zone->id, "z");
                assert_string_equal(zone->name, "z");
                assert_int_equal(zone->edges, OVF_EDGES_GEODESIC);
                assert_int_equal(zone->polygon_count, 2);
                for (size_t p = 0; p < 2; p++) {
                    assert_int_equal(zone->polygons[p].count, expected->polygons[p].count);
                    for (size_t r = 0; r < zone->polygons[p].count; r++) {
                        const ovf_ring *a = &zone->polygons[p].rings[r],
                                       *b = &expected->polygons[p].rings[r];
                        assert_int_equal(a->count, b->count);
                        assert_memory_equal(a->vertices, b->vertices,
                                            a->count * sizeof *a->vertices);
                    }
                }
                ovf_zone_free(zone);
                tried++;
            }
    assert_int_equal(tried, 12);
    /* Heights and M are passed over. */
    wkb from = gdal_wkb("POLYGON ZM((0 0 1 2,4 0 3 4,4 4 5 6,0 0 1 2))", wkbXDR);
    ovf_zone *zone = zone_from(&from);
    assert_int_equal(zone->polygons[0].rings[0].count, 4);
    assert_true(zone->polygons[0].rings[0].vertices[2].lat == 4);
    ovf_zone_free(zone);
    ovf_zone_free(expected);
}

static void check_route(const ovf_route *route, bool has_z, bool has_m)
{
    assert_string_equal(route->id, "r");
    assert_int_equal(route->fix_count, 5);
    assert_int_equal(route->part_count, 2);
    assert_int_equal(route->part_ends[0], 3);
    for (size_t i = 0; i < 5; i++) {
        const ovf_fix *fix = &route->fixes[i];
        assert_true(fix->lon == 10.5 + (double)i && fix->lat == -(double)i);
        if (has_z) assert_true(fix->altitude_m == 100 * (double)i);
        else assert_true(isnan(fix->altitude_m));
        if (has_m) assert_true(fix->time_s == 1000 + 10 * (double)i);
        else assert_true(isnan(fix->time_s));
    }
}

static void routes(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "MULTILINESTRING((10.5 0,11.5 -1,12.5 -2),(13.5 -3,14.5 -4))",
        "MULTILINESTRING Z((10.5 0 0,11.5 -1 100,12.5 -2 200),(13.5 -3 300,14.5 -4 400))",
        "MULTILINESTRING M((10.5 0 1000,11.5 -1 1010,12.5 -2 1020),(13.5 -3 1030,14.5 -4 1040))",
        "MULTILINESTRING ZM((10.5 0 0 1000,11.5 -1 100 1010,12.5 -2 200 1020),"
        "(13.5 -3 300 1030,14.5 -4 400 1040))"};
    for (int k = 0; k < 4; k++)
        for (int o = 0; o < 2; o++) {
            wkb from = gdal_wkb(texts[k], o == 0 ? wkbXDR : wkbNDR);
            ovf_route *route = route_from(&from);
            check_route(route, k % 2 == 1, k >= 2);
            ovf_route_free(route);
            if (k >= 2) continue; /* GEOS has no M */
            for (int f = 0; f < 2; f++) {
                from = geos_wkb(texts[k], o == 0 ? GEOS_WKB_XDR : GEOS_WKB_NDR,
                                f == 0 ? GEOS_WKB_EXTENDED : GEOS_WKB_ISO, 4326);
                route = route_from(&from);
                check_route(route, k % 2 == 1, false);
                ovf_route_free(route);
            }
        }
    wkb from = gdal_wkb("LINESTRING(1 2,3 4)", wkbNDR);
    ovf_route *route = route_from(&from);
    assert_int_equal(route->fix_count, 2);
    assert_int_equal(route->part_count, 1);
    ovf_route_free(route);
    /* M that is 0 everywhere tells no time. */
    from = gdal_wkb("LINESTRING M(1 2 0,3 4 0)", wkbNDR);
    route = route_from(&from);
    assert_true(isnan(route->fixes[0].time_s) && isnan(route->fixes[1].time_s));
    ovf_route_free(route);
}

/* PostGIS's flags for Z, M and SRID together, by hand: LINESTRING ZM(1 2 3 4,5 6 7 8) of 4326. */
static void extended(void **state)
{
    (void)state;
    wkb from = {.size = 0};
    const double numbers[] = {1, 2, 3, 4, 5, 6, 7, 8};
    const unsigned char head[] = {1, 2, 0, 0, 0xE0, 0xE6, 0x10, 0, 0, 2, 0, 0, 0};
    memcpy(from.bytes, head, sizeof head);
    from.size = sizeof head;
    for (size_t i = 0; i < 8; i++)
        for (size_t b = 0; b < 8; b++) {
            uint64_t bits;
            memcpy(&bits, &numbers[i], 8);
            from.bytes[from.size++] = (unsigned char)(bits >> (8 * b));
        }
    ovf_route *route = route_from(&from);
    assert_int_equal(route->fix_count, 2);
    assert_true(route->fixes[1].lon == 5 && route->fixes[1].lat == 6 &&
                route->fixes[1].altitude_m == 7 && route->fixes[1].time_s == 8);
    ovf_route_free(route);
}

/* ---- what is none ---- */

static void refused_zone(const wkb *from, const char *sentence)
{
    ovf_zone *zone = NULL;
    ovf_error error = {0};
    assert_int_equal(
        ovf_zone_from_wkb("z", OVF_EDGES_LONLAT, from->bytes, from->size, &zone, &error),
        OVF_ERROR_INPUT);
    assert_string_equal(error.message, sentence);
    assert_null(zone);
}

static void refused_route(const wkb *from, const char *sentence)
{
    ovf_route *route = NULL;
    ovf_error error = {0};
    assert_int_equal(ovf_route_from_wkb("r", from->bytes, from->size, &route, &error),
                     OVF_ERROR_INPUT);
    assert_string_equal(error.message, sentence);
    assert_null(route);
}

static void refusals(void **state)
{
    (void)state;
    wkb line = gdal_wkb("LINESTRING(1 2,3 4)", wkbNDR), area = gdal_wkb(MULTIPOLYGON, wkbXDR);
    refused_zone(&line, "zone \"z\": expected a Polygon or MultiPolygon, found a LineString");
    refused_route(&area, "route \"r\": expected a LineString or MultiLineString, found a "
                         "MultiPolygon");
    wkb other = gdal_wkb("POINT(1 2)", wkbNDR);
    refused_route(&other, "route \"r\": expected a LineString or MultiLineString, found a Point");
    other = gdal_wkb("CIRCULARSTRING(1 2,3 4,5 6)", wkbNDR);
    refused_route(&other, "route \"r\": expected a LineString or MultiLineString, found a type 8");

    other = line;
    other.bytes[0] = 7;
    refused_route(&other, "route \"r\": byte 1 of the WKB: expected a byte order, 0 or 1, found 7");
    other = line;
    other.size++;
    refused_route(&other, "route \"r\": expected 41 bytes of WKB, found 42");
    other.size = 40;
    refused_route(&other,
                  "route \"r\": the WKB ends early: expected 2 times 16 bytes after byte 9, "
                  "found 31 bytes");
    other = line;
    memset(other.bytes + 5, 0xFF, 4); /* four thousand million positions */
    refused_route(&other, "route \"r\": the WKB ends early: expected 4294967295 times 16 bytes "
                          "after byte 9, found 32 bytes");
    other.size = 0;
    refused_zone(&other, "zone \"z\": the WKB ends early: expected 1 times 5 bytes after byte 0, "
                         "found 0 bytes");

    other = geos_wkb("LINESTRING(1 2,3 4)", GEOS_WKB_NDR, GEOS_WKB_EXTENDED, 3857);
    refused_route(&other, "route \"r\": expected coordinates in WGS 84 (SRID 4326, 4979 or none), "
                          "found SRID 3857");
    other = gdal_wkb("LINESTRING EMPTY", wkbNDR);
    refused_route(&other, "route \"r\": expected at least two fixes, found none");
    other = gdal_wkb("MULTILINESTRING EMPTY", wkbNDR);
    refused_route(&other, "route \"r\": expected at least one LineString, found none");
    other = gdal_wkb("MULTILINESTRING((1 2,3 4),(5 6))", wkbNDR);
    refused_route(&other, "route \"r\", part 2: expected its end at least two fixes beyond 2, that "
                          "of the part before, found 3");
    other = gdal_wkb("LINESTRING(1 2,3 94)", wkbNDR);
    refused_route(&other, "route \"r\", fix 2: expected a latitude from -90 to 90, found 94; are "
                          "latitude and longitude swapped?");
    other = gdal_wkb("LINESTRING M(1 2 20,3 4 10)", wkbNDR);
    refused_route(&other,
                  "route \"r\", fix 2: expected a time that is not before that of fix 1, 20 "
                  "(1970-01-01T00:00:20Z), found 10 (1970-01-01T00:00:10Z)");
    other = gdal_wkb("POLYGON EMPTY", wkbNDR);
    refused_zone(&other, "zone \"z\", polygon 1: expected at least one ring, found none");
    other = gdal_wkb("MULTIPOLYGON EMPTY", wkbNDR);
    refused_zone(&other, "zone \"z\": expected at least one Polygon, found none");
    other = gdal_wkb("MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,6 6,5 5)))", wkbNDR);
    refused_zone(&other,
                 "zone \"z\", polygon 2, ring 1: expected at least three different vertices, "
                 "found two");
    /* What GEOS sees in rings. */
    other = gdal_wkb("POLYGON((0 0,2 2,2 0,0 2,0 0))", wkbNDR);
    refused_zone(&other,
                 "zone \"z\": geometry is invalid: Self-intersection at 1 1; expected rings "
                 "that do not cross, with the holes inside");
    other = gdal_wkb("POLYGON((0 0,4 0,4 4,0 0),(9 9,9 8,8 8,9 9))", wkbNDR);
    refused_zone(&other,
                 "zone \"z\": geometry is invalid: Hole lies outside shell at 9 9; expected "
                 "rings that do not cross, with the holes inside");
    other = gdal_wkb("MULTIPOLYGON(((0 0,4 0,4 4,0 0)),((1 0,5 0,5 4,1 0)))", wkbNDR);
    /* 55378.5 km², by numerical integration. */
    refused_zone(&other,
                 "zone \"z\": geometry is invalid: polygons 1 and 2 overlap, by 55378.7 km²");
}

/* Whatever is cut off or changed, there is an answer, and never one that reads beyond the end: each
 * trial has memory of its own size. */
static void hostile(void **state)
{
    (void)state;
    static const char *const texts[] = {
        MULTIPOLYGON,
        "MULTILINESTRING ZM((10.5 0 0 1000,11.5 -1 100 1010),(13 -3 300 1030,14 4 4 1040))",
        "LINESTRING Z(1 2 3,4 5 6,7 8 9)", "POLYGON M((0 0 1,4 0 1,4 4 1,0 0 1))"};
    size_t made = 0, refused = 0;
    for (size_t k = 0; k < cases(20000); k++) {
        begin_case(k);
        wkb from = gdal_wkb(texts[pick(4)], pick(2) == 0 ? wkbXDR : wkbNDR);
        size_t size = pick(2) == 0 ? pick(from.size + 1) : from.size;
        unsigned char *bytes = malloc(size == 0 ? 1 : size);
        assert_non_null(bytes);
        memcpy(bytes, from.bytes, size);
        for (size_t changes = pick(4); changes > 0 && size > 0; changes--)
            bytes[pick(2) == 0 ? pick(size) : pick(size < 30 ? size : 30)] =
                pick(3) == 0 ? (unsigned char)pick(256) : (unsigned char)pick(8);
        ovf_zone *zone = NULL;
        ovf_route *route = NULL;
        ovf_error error = {0};
        ovf_status a = ovf_zone_from_wkb("z", OVF_EDGES_LONLAT, bytes, size, &zone, &error),
                   b = ovf_route_from_wkb("r", bytes, size, &route, &error);
        assert_true((a == OVF_OK) == (zone != NULL) && (b == OVF_OK) == (route != NULL));
        assert_true(a == OVF_OK || a == OVF_ERROR_INPUT);
        assert_true(b == OVF_OK || b == OVF_ERROR_INPUT);
        made += a == OVF_OK || b == OVF_OK;
        refused += a != OVF_OK && b != OVF_OK;
        ovf_zone_free(zone);
        ovf_route_free(route);
        free(bytes);
    }
    print_message("%zu were good, %zu were not\n", made, refused);
    assert_true(cases(20000) < 20000 || (made > 1000 && refused > 10000));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(zones),    cmocka_unit_test(routes),  cmocka_unit_test(extended),
        cmocka_unit_test(refusals), cmocka_unit_test(hostile),
    };
    read_arguments(argc, argv);
    print_message("seed %llu\n", (unsigned long long)first_seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
