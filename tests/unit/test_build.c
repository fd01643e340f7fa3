/* Zones from arrays: every refusal with its sentence, how rings become polygons, rings that cross,
 * and that a zone is the same however its rings are written and wherever it comes from.
 *
 * Tests: src/model/zone_build.c src/model/zone_rings.c src/model/flaws.c src/model/checks.c
 * src/geodesy/ring_crossings.c src/analysis/meet/inside_length.c */
#include "geometry_fixture.h"
#include "input_fixture.h"

#include "input/zones/validity.h"
#include "overflight/area.h"
#include "overflight/build.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define LIST(...) ((const double[]){__VA_ARGS__})
#define ENDS(...) ((const size_t[]){__VA_ARGS__})

static ovf_zone *made(ovf_edges edges, const double *lonlat, const size_t *ends, size_t count)
{
    ovf_zone *zone = NULL;
    ovf_error error = {0};
    if (ovf_zone_new("zone", edges, lonlat, ends, count, &zone, &error) != OVF_OK)
        fail_msg("%s", error.message);
    return zone;
}

static double area_of(const ovf_zone *zone)
{
    ovf_area area;
    assert_int_equal(ovf_zone_area(zone, &area, NULL), OVF_OK);
    return area.m2;
}

static bool contains(const ovf_zone *zone, double lon, double lat)
{
    bool inside;
    assert_int_equal(ovf_zone_contains(zone, lon, lat, &inside, NULL), OVF_OK);
    return inside;
}

/* ---- refusals ---- */

static void refused(ovf_edges edges, const double *lonlat, const size_t *ends, size_t count,
                    const char *sentence)
{
    ovf_zone untouched, *zone = &untouched;
    ovf_error error = {0};
    assert_int_equal(ovf_zone_new("box", edges, lonlat, ends, count, &zone, &error),
                     OVF_ERROR_INPUT);
    assert_int_equal(error.status, OVF_ERROR_INPUT);
    assert_string_equal(error.message, sentence);
    assert_ptr_equal(zone, &untouched);
    assert_int_equal(ovf_zone_new("box", edges, lonlat, ends, count, &zone, NULL), OVF_ERROR_INPUT);
}

static void bad_vertices(void **state)
{
    (void)state;
    refused(OVF_EDGES_LONLAT, LIST(0, 0, 1, 0, 1, 91.5), ENDS(3), 1,
            "zone \"box\", ring 1, vertex 3: expected a latitude from -90 to 90, found 91.5; are "
            "latitude and longitude swapped?");
    refused(OVF_EDGES_LONLAT, LIST(100, 0, 101, 0, 101, -90.00000000000001), ENDS(3), 1,
            "zone \"box\", ring 1, vertex 3: expected a latitude from -90 to 90, found "
            "-90.00000000000001");
    refused(OVF_EDGES_GEODESIC, LIST(0, 0, 4, 0, 4, 4, 0, 4, 1, 1, 2, 1, -540.5, 2), ENDS(4, 7), 2,
            "zone \"box\", ring 2, vertex 3: expected a longitude from -540 to 540, found -540.5");
    refused(OVF_EDGES_LONLAT, LIST(0, 0, NAN, 0, 1, 1), ENDS(3), 1,
            "zone \"box\", ring 1, vertex 2: expected a longitude from -540 to 540, found NaN");
    refused(OVF_EDGES_LONLAT, LIST(0, 0, 1, NAN, 1, 1), ENDS(3), 1,
            "zone \"box\", ring 1, vertex 2: expected a latitude from -90 to 90, found NaN");
    refused(OVF_EDGES_LONLAT, LIST(NAN, 0, 1, 0, 1, 1), ENDS(3), 1,
            "zone \"box\", ring 1, vertex 1: expected a longitude from -540 to 540, found NaN");
    refused(
        OVF_EDGES_LONLAT, LIST(0, 0, 1, 0, INFINITY, 1), ENDS(3), 1,
        "zone \"box\", ring 1, vertex 3: expected a longitude from -540 to 540, found infinity");
    refused(OVF_EDGES_LONLAT, LIST(0, 0, 1, 0, 1, -INFINITY), ENDS(3), 1,
            "zone \"box\", ring 1, vertex 3: expected a latitude from -90 to 90, found -infinity");
    /* In the middle of a long ring. */
    double lonlat[2 * 1000];
    size_t end = 1000;
    for (size_t i = 0; i < end; i++) {
        lonlat[2 * i] = 10 + 5 * cos((double)i * 6.28 / 1000);
        lonlat[2 * i + 1] = 50 + 5 * sin((double)i * 6.28 / 1000);
    }
    lonlat[2 * 617 + 1] = 1e300;
    refused(OVF_EDGES_LONLAT, lonlat, &end, 1,
            "zone \"box\", ring 1, vertex 618: expected a latitude from -90 to 90, found 1e+300");
}

static void bad_rings(void **state)
{
    (void)state;
    const char *none = "zone \"box\", ring 1: expected at least three different vertices, found ";
    char sentence[200];
    snprintf(sentence, sizeof sentence, "%sone", none);
    refused(OVF_EDGES_LONLAT, LIST(1, 2), ENDS(1), 1, sentence);
    refused(OVF_EDGES_LONLAT, LIST(1, 2, 1, 2, 1, 2, 1, 2, 1, 2), ENDS(5), 1, sentence);
    snprintf(sentence, sizeof sentence, "%stwo", none);
    refused(OVF_EDGES_LONLAT, LIST(1, 2, 3, 4), ENDS(2), 1, sentence);
    refused(OVF_EDGES_LONLAT, LIST(1, 2, 3, 4, 1, 2), ENDS(3), 1, sentence);
    refused(OVF_EDGES_LONLAT, LIST(1, 2, 3, 4, 1, 2, 3, 4, 3, 4), ENDS(5), 1, sentence);
    /* On the ellipsoid a place has many longitudes, on a map each is a place. */
    refused(OVF_EDGES_GEODESIC, LIST(10, 0, 370, 0, 20, 5), ENDS(3), 1, sentence);
    refused(OVF_EDGES_GEODESIC, LIST(10, 90, 100, 90, 20, 80), ENDS(3), 1, sentence);
    ovf_zone_free(made(OVF_EDGES_LONLAT, LIST(10, 90, 100, 90, 20, 80), ENDS(3), 1));
    refused(OVF_EDGES_LONLAT, LIST(0, 0, 4, 0, 4, 4, 1, 1, 2, 1), ENDS(3, 5), 2,
            "zone \"box\", ring 2: expected at least three different vertices, found two");

    const double square[] = {0, 0, 4, 0, 4, 4, 0, 4};
    refused(OVF_EDGES_LONLAT, square, ENDS(4), 0,
            "zone \"box\": expected at least one ring, found none");
    refused(OVF_EDGES_LONLAT, square, ENDS(0), 1,
            "zone \"box\", ring 1: expected its end beyond 0, that of the ring before, found 0");
    refused(OVF_EDGES_LONLAT, square, ENDS(4, 4), 2,
            "zone \"box\", ring 2: expected its end beyond 4, that of the ring before, found 4");
    refused(OVF_EDGES_LONLAT, square, ENDS(4, 3), 2,
            "zone \"box\", ring 2: expected its end beyond 4, that of the ring before, found 3");
}

static void crossing(void **state)
{
    (void)state;
    static const ovf_edges kinds[] = {OVF_EDGES_LONLAT, OVF_EDGES_GEODESIC};
    for (int k = 0; k < 2; k++) {
        refused(
            kinds[k], LIST(-1, -1, 1, 1, 1, -1, -1, 1), ENDS(4), 1,
            "zone \"box\", ring 1: expected a ring that does not cross itself, found a crossing "
            "near 0.0000 0.0000");
        /* Two squares that overlap. */
        ovf_zone *zone = NULL;
        ovf_error error = {0};
        assert_int_equal(ovf_zone_new("box", kinds[k],
                                      LIST(0, 0, 4, 0, 4, 4, 0, 4, 2, 2, 6, 2, 6, 6, 2, 6),
                                      ENDS(4, 8), 2, &zone, &error),
                         OVF_ERROR_INPUT);
        assert_non_null(strstr(error.message, "zone \"box\", rings 1 and 2: expected rings that do "
                                              "not cross, found a crossing near "));
        /* Over the antimeridian, whose two sides have other names. */
        assert_int_equal(ovf_zone_new("box", kinds[k],
                                      LIST(178, 0, 182, 0, 182, 4, 178, 4, //
                                           -179, 1, -177, 1, -177, 3, -179, 3),
                                      ENDS(4, 8), 2, &zone, &error),
                         OVF_ERROR_INPUT);
        assert_non_null(strstr(error.message, "rings 1 and 2"));
        assert_null(zone);
    }
    refused(
        OVF_EDGES_LONLAT, LIST(0, 60, 120, 60, 120, 70, 100, 50, -120, 60, 0, 60), ENDS(6), 1,
        "zone \"box\", ring 1: expected a ring that does not cross itself, found a crossing near "
        "110.0000 60.0000");
    /* A long geodesic and one that crosses it far from the ends of both. */
    refused(
        OVF_EDGES_GEODESIC, LIST(0, 0, 90, 0, 90, 10, 45, -10, 0, 10), ENDS(5), 1,
        "zone \"box\", ring 1: expected a ring that does not cross itself, found a crossing near "
        "67.5000 0.0000");
}

/* Rings that touch are good: in a vertex, on an edge, along a border that both have. */
static void touching(void **state)
{
    (void)state;
    static const ovf_edges kinds[] = {OVF_EDGES_LONLAT, OVF_EDGES_GEODESIC};
    for (int k = 0; k < 2; k++) {
        const double corner[] = {0, 0, 2, 0, 2, 2, 0, 2, 2, 2, 4, 2, 4, 4, 2, 4};
        const double border[] = {0, 0, 2, 0, 2, 2, 0, 2, 2, 0, 4, 0, 4, 2, 2, 2};
        const double part[] = {0, 0, 2, 0, 2, 3, 0, 3, 2, 1, 4, 1, 4, 2, 2, 2};
        const double seam[] = {170,  60, 180,  60, 180,  70, 170,  70, //
                               -180, 60, -170, 60, -170, 70, -180, 70};
        const double *all[] = {corner, border, part, seam};
        for (int i = 0; i < 4; i++) {
            ovf_zone *zone = made(kinds[k], all[i], ENDS(4, 8), 2);
            assert_int_equal(zone->polygon_count, 2);
            ovf_zone *a = made(kinds[k], all[i], ENDS(4), 1),
                     *b = made(kinds[k], all[i] + 8, ENDS(4), 1);
            assert_true(fabs(area_of(zone) - area_of(a) - area_of(b)) <= 1e-3);
            ovf_zone_free(zone);
            ovf_zone_free(a);
            ovf_zone_free(b);
        }
        /* A hole that touches its outline with a vertex, and one with an edge. */
        ovf_zone *zone = made(kinds[k],
                              LIST(0, 0, 4, 0, 4, 4, 0, 4, 0, 2, 1, 1, 1, 3, 4, 1, 4, 3, 3, 2),
                              ENDS(4, 7, 10), 3);
        assert_int_equal(zone->polygon_count, 1);
        assert_int_equal(zone->polygons[0].count, 3);
        ovf_zone_free(zone);
    }
}

/* Random rings with their vertices anywhere: refused if and only if GEOS finds that they cross. */
static void crossing_as_geos(void **state)
{
    (void)state;
    ovf_validity *validity = ovf_validity_new();
    size_t crossed = 0, good = 0;
    for (size_t k = 0; k < cases(4000); k++) {
        begin_case(k);
        ovf_lonlat v[9];
        double lonlat[18], west = uniform(-200, 200), south = uniform(-80, 70);
        size_t count = 3 + pick(6);
        for (size_t i = 0; i < count; i++) {
            lonlat[2 * i] = v[i].lon = west + uniform(0, 5);
            lonlat[2 * i + 1] = v[i].lat = south + uniform(0, 5);
        }
        v[count] = v[0];
        ovf_ring ring = {.vertices = v, .count = count + 1};
        ovf_polygon polygon = {&ring, 1}, *polygons = &polygon;
        bool valid = ovf_validity_check(validity, &polygons, &(size_t){1}, OVF_EDGES_LONLAT, NULL,
                                        NULL) == OVF_OK;
        ovf_zone *zone = NULL;
        ovf_error error = {0};
        ovf_status status = ovf_zone_new("random", OVF_EDGES_LONLAT, lonlat, &count, 1, &zone,
                                         &error);
        if ((status == OVF_OK) != valid)
            fail_msg("seed %llu: valid %d, and \"%s\"", (unsigned long long)(first_seed + k), valid,
                     error.message);
        crossed += status != OVF_OK;
        good += status == OVF_OK;
        ovf_zone_free(zone);
    }
    ovf_validity_free(validity);
    print_message("%zu rings cross themselves, %zu do not\n", crossed, good);
    assert_true(cases(4000) < 4000 || (crossed > 1000 && good > 1000));
}

/* Stars of any size, anywhere, do not cross themselves. */
static void stars(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(3000); k++) {
        begin_case(k);
        shape s = random_star(random_centre(), random_radius(), OVF_EDGES_GEODESIC);
        ovf_zone *zone = made(OVF_EDGES_GEODESIC, &s.vertices[0][0].lon, &s.rings[0].count, 1);
        ovf_zone_free(zone);
    }
}

/* ---- what becomes of rings ---- */

/* A square, a hole in it, an island in the hole, a lake on the island, and a square elsewhere: in
 * whatever order. */
static void nested(void **state)
{
    (void)state;
    static const double sides[5][4] = {
        {0, 0, 10, 10}, {1, 1, 9, 9}, {2, 2, 8, 8}, {3, 3, 7, 7}, {20, 0, 30, 10}};
    static const ovf_edges kinds[] = {OVF_EDGES_LONLAT, OVF_EDGES_GEODESIC};
    for (int k = 0; k < 2; k++) {
        double alone[5];
        for (int i = 0; i < 5; i++) {
            const double *s = sides[i];
            ovf_zone *one = made(kinds[k], LIST(s[0], s[1], s[2], s[1], s[2], s[3], s[0], s[3]),
                                 ENDS(4), 1);
            alone[i] = area_of(one);
            ovf_zone_free(one);
        }
        double expected = alone[0] - alone[1] + alone[2] - alone[3] + alone[4];
        for (int order = 0; order < 120; order++) {
            int left[5] = {0, 1, 2, 3, 4}, n = 5, code = order;
            double lonlat[40];
            size_t at = 0;
            for (; n > 0; n--) {
                int which = code % n;
                code /= n;
                const double *s = sides[left[which]];
                memmove(&left[which], &left[which + 1], sizeof(int) * (size_t)(n - which - 1));
                const double ring[] = {s[0], s[1], s[2], s[1], s[2], s[3], s[0], s[3]};
                memcpy(lonlat + at, ring, sizeof ring);
                at += 8;
            }
            ovf_zone *zone = made(kinds[k], lonlat, ENDS(4, 8, 12, 16, 20), 5);
            assert_int_equal(zone->polygon_count, 3);
            size_t rings = 0;
            for (size_t p = 0; p < 3; p++) rings += zone->polygons[p].count;
            assert_int_equal(rings, 5);
            assert_true(fabs(area_of(zone) - expected) <= 1e-2);
            assert_true(contains(zone, 0.5, 5) && !contains(zone, 1.5, 5) &&
                        contains(zone, 2.5, 5) && !contains(zone, 5, 5) && contains(zone, 25, 5) &&
                        !contains(zone, 15, 5));
            ovf_zone_free(zone);
        }
    }
}

/* Rings around a pole, rings that coincide, and the whole world with a hole. */
static void unusual(void **state)
{
    (void)state;
    ovf_zone *band = made(OVF_EDGES_LONLAT, LIST(0, 60, 120, 60, 240, 60, 0, 70, 120, 70, 240, 70),
                          ENDS(3, 6), 2);
    assert_int_equal(band->polygon_count, 1);
    assert_true(contains(band, 10, 65) && !contains(band, 10, 75) && !contains(band, 10, 55));
    ovf_zone *caps = made(OVF_EDGES_LONLAT,
                          LIST(0, 60, 120, 60, 240, 60, 0, -70, 120, -70, 240, -70), ENDS(3, 6), 2);
    assert_int_equal(caps->polygon_count, 2);
    assert_true(contains(caps, 10, 65) && contains(caps, 10, -75) && !contains(caps, 10, 0));
    ovf_zone *twice = made(OVF_EDGES_LONLAT, LIST(0, 0, 4, 0, 4, 4, 4, 0, 4, 4, 0, 0), ENDS(3, 6),
                           2);
    assert_int_equal(twice->polygon_count, 1);
    assert_true(area_of(twice) == 0);
    ovf_zone *world = made(OVF_EDGES_LONLAT,
                           LIST(-180, -90, 180, -90, 180, 90, -180, 90, 10, 10, 20, 10, 20, 20),
                           ENDS(4, 7), 2);
    assert_int_equal(world->polygon_count, 1);
    assert_true(contains(world, 50, 50) && !contains(world, 19, 11));
    ovf_zone *all[] = {band, caps, twice, world};
    for (size_t i = 0; i < COUNT(all); i++) ovf_zone_free(all[i]);
}

/* ---- however it is written ---- */

typedef struct {
    double inside_m, area_m2, bound_m2;
    bool inside;
} figures;

static figures measure(ovf_edges edges, const ovf_lonlat *vertices, size_t count,
                       const ovf_route *route)
{
    figures f;
    ovf_area area;
    ovf_zone *zone = made(edges, &vertices->lon, &count, 1);
    assert_int_equal(ovf_length_inside(route, zone, &f.inside_m, NULL), OVF_OK);
    assert_int_equal(ovf_zone_area(zone, &area, NULL), OVF_OK);
    f.area_m2 = area.m2;
    f.bound_m2 = area.bound_m2;
    f.inside = contains(zone, route->fixes[0].lon, route->fixes[0].lat);
    ovf_zone_free(zone);
    return f;
}

/* An open ring is the closed one to the bit; the same ring from elsewhere and the other way around
 * is as good as the same. */
static void open_and_closed(void **state)
{
    (void)state;
    size_t met = 0;
    for (size_t k = 0; k < cases(1000); k++) {
        begin_case(k);
        ovf_edges edges = pick(2) == 0 ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC;
        double radius = random_radius();
        ovf_lonlat centre = {uniform(-180, 180), uniform(-60, 60)};
        shape s = random_star(centre, radius, edges);
        flight f = random_flight(centre, radius);
        double lonlat[2 * MOST_FIXES];
        for (size_t i = 0; i < f.count; i++) {
            lonlat[2 * i] = f.fixes[i].lon;
            lonlat[2 * i + 1] = f.fixes[i].lat;
        }
        ovf_route *route = NULL;
        assert_int_equal(ovf_route_new("random", lonlat, NULL, NULL, f.count, &route, NULL),
                         OVF_OK);
        size_t count = s.rings[0].count - 1, start = pick(count);
        figures closed = measure(edges, s.vertices[0], count + 1, route),
                open = measure(edges, s.vertices[0], count, route);
        assert_memory_equal(&open.inside_m, &closed.inside_m, sizeof open.inside_m);
        assert_memory_equal(&open.area_m2, &closed.area_m2, sizeof open.area_m2);
        assert_memory_equal(&open.bound_m2, &closed.bound_m2, sizeof open.bound_m2);
        assert_int_equal(open.inside, closed.inside);
        ovf_lonlat other[MOST_VERTICES];
        for (size_t i = 0; i < count; i++) other[i] = s.vertices[0][(start + count - i) % count];
        figures turned = measure(edges, other, count, route);
        if (fabs(turned.inside_m - open.inside_m) > 2e-6 ||
            fabs(turned.area_m2 - open.area_m2) > open.bound_m2)
            fail_msg("seed %llu: %.9f m and %.9f m inside, %.6f m² and %.6f m²",
                     (unsigned long long)(first_seed + k), open.inside_m, turned.inside_m,
                     open.area_m2, turned.area_m2);
        met += open.inside_m > 0;
        /* And what the analysis has. */
        outcome o = analyse(&f, &s);
        double length;
        assert_int_equal(ovf_route_length(route, &length, NULL), OVF_OK);
        assert_true(o.inside_m == closed.inside_m && o.length_m == length);
        ovf_route_free(route);
    }
    assert_true(met > cases(1000) / 2);
}

/* Arrays belong to the caller. */
static void copied(void **state)
{
    (void)state;
    double lonlat[] = {0, 0, 4, 0, 4, 4, 0, 4};
    size_t end = 4;
    char id[] = "square";
    ovf_zone *zone = NULL;
    assert_int_equal(ovf_zone_new(id, OVF_EDGES_LONLAT, lonlat, &end, 1, &zone, NULL), OVF_OK);
    memset(lonlat, 0, sizeof lonlat);
    memset(id, 'x', sizeof id - 1);
    assert_string_equal(zone->id, "square");
    assert_string_equal(zone->name, "square");
    assert_null(zone->file);
    assert_int_equal(zone->polygons[0].rings[0].count, 5);
    assert_true(zone->polygons[0].rings[0].vertices[2].lon == 4);
    assert_int_equal(zone->attributes.count, 0);
    ovf_zone_free(zone);
    ovf_zone_free(NULL);
}

static void sets(void **state)
{
    (void)state;
    ovf_zones zones = {0};
    const char *ids[] = {"a", "b", "c", "b"};
    for (size_t i = 0; i < 40; i++) {
        ovf_zone *zone = NULL;
        double west = (double)i;
        assert_int_equal(ovf_zone_new(ids[i % 4], OVF_EDGES_LONLAT,
                                      LIST(west, 0, west + 1, 0, west + 1, 1), ENDS(3), 1, &zone,
                                      NULL),
                         OVF_OK);
        assert_int_equal(ovf_zones_add(&zones, &zone, NULL), OVF_OK);
        assert_null(zone);
        assert_int_equal(zones.count, i + 1);
    }
    assert_ptr_equal(ovf_zones_find(&zones, "b"), &zones.items[1]);
    assert_ptr_equal(ovf_zones_find(&zones, "c"), &zones.items[2]);
    assert_null(ovf_zones_find(&zones, "d"));
    assert_null(ovf_zones_find(&zones, ""));
    assert_null(ovf_zones_find(NULL, "a"));
    assert_null(ovf_zones_find(&zones, NULL));
    assert_true(zones.items[39].polygons[0].rings[0].vertices[0].lon == 39);
    ovf_zones_clear(&zones);
}

/* ---- as the readers make them ---- */

#define ZFILE "/vsimem/build.geojson"

static void print_ring(char *text, size_t size, const ovf_lonlat *v, size_t count, bool closed)
{
    size_t used = strlen(text);
    for (size_t i = 0; i < count + (closed ? 1 : 0); i++)
        used += (size_t)snprintf(text + used, size - used, "%s[%.17g,%.17g]", i == 0 ? "[" : ",",
                                 v[i % count].lon, v[i % count].lat);
    snprintf(text + used, size - used, "]");
}

static void same_zone(const ovf_zone *a, const ovf_zone *b)
{
    assert_string_equal(a->id, b->id);
    assert_string_equal(a->name, b->name);
    assert_int_equal(a->edges, b->edges);
    assert_int_equal(a->polygon_count, b->polygon_count);
    for (size_t p = 0; p < a->polygon_count; p++) {
        assert_int_equal(a->polygons[p].count, b->polygons[p].count);
        for (size_t r = 0; r < a->polygons[p].count; r++) {
            const ovf_ring *x = &a->polygons[p].rings[r], *y = &b->polygons[p].rings[r];
            assert_int_equal(x->count, y->count);
            assert_memory_equal(x->vertices, y->vertices, x->count * sizeof *x->vertices);
        }
    }
    assert_true(area_of(a) == area_of(b));
}

/* Random stars with a hole, and another beside them: from a file and from arrays. */
static void as_a_file(void **state)
{
    (void)state;
    static char text[60000];
    const char *file = ZFILE;
    for (size_t k = 0; k < cases(200); k++) {
        begin_case(k);
        double radius = uniform(1e3, 3e5), scale = 0.2;
        ovf_lonlat centre = {uniform(-170, 170), uniform(-60, 60)};
        shape s = random_star(centre, radius, OVF_EDGES_LONLAT),
              beside = random_star(place_at(centre, 90, 4 * radius), radius, OVF_EDGES_LONLAT);
        size_t count = s.rings[0].count - 1, other = beside.rings[0].count - 1;
        ovf_lonlat v[3 * MOST_VERTICES];
        double turn = 360 * nearbyint((s.vertices[0][0].lon - beside.vertices[0][0].lon) / 360);
        for (size_t i = 0; i < count; i++) {
            v[i] = s.vertices[0][i];
            v[count + i] = (ovf_lonlat){centre.lon + scale * (v[i].lon - centre.lon),
                                        centre.lat + scale * (v[i].lat - centre.lat)};
        }
        for (size_t i = 0; i < other; i++)
            v[2 * count + i] = (ovf_lonlat){beside.vertices[0][i].lon + turn,
                                            beside.vertices[0][i].lat};
        size_t ends[] = {count, 2 * count, 2 * count + other};
        snprintf(text, sizeof text,
                 "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\","
                 "\"properties\":{\"id\":\"star\"},\"geometry\":{\"type\":\"MultiPolygon\","
                 "\"coordinates\":[[");
        print_ring(text, sizeof text, v, count, true);
        strcat(text, ",");
        print_ring(text, sizeof text, v + count, count, true);
        strcat(text, "],[");
        print_ring(text, sizeof text, v + 2 * count, other, true);
        strcat(text, "]]}}]}");
        write_file(ZFILE, text);
        ovf_zones zones = {0};
        ovf_zone *zone = NULL;
        ovf_error error = {0};
        ovf_status from_file = ovf_zones_read(&file, 1, NULL, &zones, &error);
        ovf_status from_arrays = ovf_zone_new("star", OVF_EDGES_LONLAT, &v->lon, ends, 3, &zone,
                                              &error);
        /* A star's hole may stick out where its edges bend on the map: both say so then. */
        if (from_file != from_arrays)
            fail_msg("seed %llu: %s", (unsigned long long)(first_seed + k), error.message);
        if (from_file == OVF_OK) same_zone(&zones.items[0], zone);
        ovf_zones_clear(&zones);
        ovf_zone_free(zone);
    }
    VSIUnlink(ZFILE);
}

/* ---- the short way ---- */

static void short_way(void **state)
{
    (void)state;
    /* Along a meridian, from one edge of the square to the other, and nothing else. */
    ovf_zone *zone = made(OVF_EDGES_LONLAT, LIST(20, 54.5, 22, 54.5, 22, 55, 20, 55), ENDS(4), 1);
    ovf_route *route = NULL;
    double inside, length, expected, whole;
    ovf_error error = {0};
    assert_int_equal(ovf_route_new("line", LIST(21, 54, 21, 56), NULL, NULL, 2, &route, NULL), 0);
    assert_int_equal(ovf_length_inside(route, zone, &inside, &error), OVF_OK);
    assert_int_equal(ovf_route_length(route, &length, &error), OVF_OK);
    geod_inverse(ovf_earth(), 54.5, 21, 55, 21, &expected, NULL, NULL);
    geod_inverse(ovf_earth(), 54, 21, 56, 21, &whole, NULL, NULL);
    assert_true(fabs(inside - expected) < 1e-6 && fabs(length - whole) < 1e-6);
    assert_true(contains(zone, 21, 54.7) && contains(zone, 381, 54.7) && !contains(zone, 21, 54.4));
    bool answer = true;
    assert_int_equal(ovf_zone_contains(zone, 21, 91, &answer, &error), OVF_ERROR_INPUT);
    assert_string_equal(error.message,
                        "the place: expected a latitude from -90 to 90, found 91; are latitude and "
                        "longitude swapped?");
    assert_int_equal(ovf_zone_contains(zone, NAN, 9, &answer, &error), OVF_ERROR_INPUT);
    assert_string_equal(error.message,
                        "the place: expected a longitude from -540 to 540, found NaN");
    assert_true(answer);
    bool answers[3] = {false, true, false};
    const double places[] = {21, 54.7, 21, 54.4, 381, 54.7}, bad[] = {21, 54.4, 21, 91};
    assert_int_equal(ovf_zone_contains_each(zone, bad, 2, answers, &error), OVF_ERROR_INPUT);
    assert_true(strncmp(error.message, "place 2: expected a latitude", 28) == 0);
    assert_true(!answers[0] && answers[1]);
    assert_int_equal(ovf_zone_contains_each(zone, places, 3, answers, &error), OVF_OK);
    assert_true(answers[0] && !answers[1] && answers[2]);
    assert_int_equal(ovf_zone_contains_each(zone, NULL, 0, NULL, &error), OVF_OK);
    assert_int_equal(ovf_zone_contains_each(zone, NULL, 1, answers, &error), OVF_ERROR_USAGE);
    assert_int_equal(ovf_zone_contains_each(zone, places, 1, NULL, &error), OVF_ERROR_USAGE);
    /* A route that meets nothing is inside of it for no length. */
    ovf_route *far = NULL;
    assert_int_equal(ovf_route_new("far", LIST(21, 20, 21, 25), NULL, NULL, 2, &far, NULL), 0);
    assert_int_equal(ovf_length_inside(far, zone, &inside, &error), OVF_OK);
    assert_true(inside == 0);
    /* Nearly antipodal fixes. */
    ovf_route *odd = NULL;
    assert_int_equal(ovf_route_new("odd", LIST(0, 0, 179.99, 0.01), NULL, NULL, 2, &odd, NULL), 0);
    assert_int_equal(ovf_route_length(odd, &length, &error), OVF_ERROR_GEOMETRY);
    assert_non_null(strstr(error.message, "route \"odd\": the leg from fix 1 to fix 2"));
    assert_int_equal(ovf_length_inside(odd, zone, &inside, &error), OVF_ERROR_GEOMETRY);
    assert_true(inside == 0);
    ovf_route_free(route);
    ovf_route_free(far);
    ovf_route_free(odd);
    ovf_zone_free(zone);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_vertices),
        cmocka_unit_test(bad_rings),
        cmocka_unit_test(crossing),
        cmocka_unit_test(touching),
        cmocka_unit_test(crossing_as_geos),
        cmocka_unit_test(stars),
        cmocka_unit_test(nested),
        cmocka_unit_test(unusual),
        cmocka_unit_test(open_and_closed),
        cmocka_unit_test(copied),
        cmocka_unit_test(sets),
        cmocka_unit_test(as_a_file),
        cmocka_unit_test(short_way),
    };
    read_arguments(argc, argv);
    print_message("seed %llu\n", (unsigned long long)first_seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
