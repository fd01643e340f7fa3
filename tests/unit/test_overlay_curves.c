/* Areas with arcs, loxodromes and other curves laid over each other: areas add up, what is inside
 * is what the inside test of the areas says, and what is left of a curve is a curve, around the
 * same centre at the same distance.
 *
 * Tests: src/model/lay_bend.c src/model/lay_over.c */
#include "geodesy/boundary.h"
#include "geodesy/curve.h"
#include "geodesy/proximity.h"
#include "model/lay_over.h"
#include "overflight/area.h"
#include "geometry_fixture.h"

#define MOST 8

typedef struct {
    ovf_lonlat vertices[MOST];
    ovf_curve curves[MOST];
    ovf_ring ring;
    ovf_polygon polygon;
    ovf_lonlat centre;
    double radius_m;
} outline;

static void add_arc(outline *of, double azimuth)
{
    of->curves[of->ring.curve_count++] = (ovf_curve){
        .edge = of->ring.count - 1, .kind = OVF_CURVE_ARC, .centre = of->centre};
    of->vertices[of->ring.count++] = place_at(of->centre, azimuth, of->radius_m);
}

/* A circle, or a sector between two azimuths with a third edge that is a loxodrome, a geodesic or
 * neither. Counterclockwise. */
static void make_outline(outline *of, ovf_lonlat centre, double radius_m, bool circle,
                         ovf_edges edges)
{
    double begin = uniform(0, 360), turn = circle ? 360 : uniform(60, 300);
    *of = (outline){.centre = centre, .radius_m = radius_m};
    of->vertices[of->ring.count++] = place_at(centre, begin, radius_m);
    for (int k = 1; k <= 4; k++) add_arc(of, k == 4 && circle ? begin : begin - turn * k / 4);
    if (circle) {
        of->vertices[4] = of->vertices[0];
    } else {
        ovf_curve_kind kind = (ovf_curve_kind)pick(3);
        bool plain = kind == (edges == OVF_EDGES_LONLAT ? OVF_CURVE_LONLAT : OVF_CURVE_GEODESIC);
        if (!plain) of->curves[of->ring.curve_count++] = (ovf_curve){.edge = 4, .kind = kind};
        of->vertices[of->ring.count++] = centre;
        of->vertices[of->ring.count++] = of->vertices[0];
    }
    of->ring.vertices = of->vertices;
    of->ring.curves = of->curves;
    of->polygon = (ovf_polygon){&of->ring, 1};
}

static ovf_zone zone_of_all(ovf_polygon *polygons, size_t count, ovf_edges edges)
{
    return (ovf_zone){.id = "z", .edges = edges, .polygons = polygons, .polygon_count = count};
}

static double area_of(const ovf_zone *zone)
{
    ovf_area area;
    ovf_error error = {0};
    if (zone->polygon_count == 0) return 0;
    if (ovf_zone_area(zone, &area, &error) != OVF_OK) fail_msg("%s", error.message);
    return area.m2;
}

/* Each arc of the result is on the circle of either outline, and so are its ends. */
static void check_arcs(const ovf_lay_area *made, const outline of[2], size_t k)
{
    for (size_t p = 0; p < made->count; p++)
        for (size_t r = 0; r < made->polygons[p].count; r++) {
            const ovf_ring *ring = &made->polygons[p].rings[r];
            assert_true(ring->count <= 20);
            for (size_t c = 0; c < ring->curve_count; c++) {
                const ovf_curve *curve = &ring->curves[c];
                ovf_course course;
                if (curve->kind != OVF_CURVE_ARC) continue;
                ovf_course_make(&course, curve, ring->vertices[curve->edge],
                                ring->vertices[curve->edge + 1]);
                const outline *on = curve->centre.lon == of[0].centre.lon ? &of[0] : &of[1];
                if (fabs(course.radius_m - on->radius_m) > 1e-3 ||
                    fabs(course.radius_change_m) > 1e-3 || fabs(course.turn) > 200)
                    fail_msg("case %zu: an arc of %.6f m turns by %.6f°, and its radius by %.6f m; "
                             "expected %.6f m",
                             k, course.radius_m, course.turn, course.radius_change_m, on->radius_m);
            }
        }
}

static void check_places(const ovf_zone zones[2], const ovf_lay_area made[3], ovf_lonlat centre,
                         double radius_m, size_t k)
{
    ovf_boundary of[2], results[3];
    for (int i = 0; i < 2; i++) assert_true(ovf_boundary_build(&of[i], &zones[i]));
    for (int i = 0; i < 3; i++) {
        const ovf_zone zone = zone_of_all(made[i].polygons, made[i].count, zones[0].edges);
        assert_true(ovf_boundary_build(&results[i], &zone));
    }
    for (int n = 0; n < 100; n++) {
        ovf_lonlat p = place_at(centre, uniform(0, 360), radius_m * 2.5 * sqrt(uniform(0, 1)));
        if (n % 2 == 0) /* right beside a boundary */
            p = place_at(of[n / 2 % 2].positions[pick(of[n / 2 % 2].vertex_count)], uniform(0, 360),
                         uniform(2e-3, 1));
        bool first = ovf_boundary_contains(&of[0], p.lon, p.lat),
             second = ovf_boundary_contains(&of[1], p.lon, p.lat);
        const bool expected[3] = {first || second, first && !second, first && second};
        for (int i = 0; i < 3; i++) {
            if (ovf_boundary_contains(&results[i], p.lon, p.lat) == expected[i]) continue;
            if (ovf_boundary_distance(&of[0], p, 0.01, NULL) < 2e-3 ||
                ovf_boundary_distance(&of[1], p, 0.01, NULL) < 2e-3)
                continue;
            fail_msg("case %zu, operation %d: expected %d at %.10f %.10f", k, i, expected[i], p.lon,
                     p.lat);
        }
    }
    for (int i = 0; i < 2; i++) ovf_boundary_free(&of[i]);
    for (int i = 0; i < 3; i++) ovf_boundary_free(&results[i]);
}

static void lay_all(const ovf_zone zones[2], ovf_lay_area made[3])
{
    ovf_error error = {0};
    for (int i = 0; i < 3; i++)
        if (ovf_lay_over(&zones[0], &zones[1], (ovf_lay_operation)i, &made[i], &error) != OVF_OK)
            fail_msg("seed %llu: %s", (unsigned long long)first_seed, error.message);
}

static void pairs(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(8); k++) {
        begin_case(k);
        const ovf_edges edges = k % 2 == 0 ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC;
        const ovf_lonlat centre = {uniform(-180, 180), uniform(-75, 75)};
        const double radius_m = exp(uniform(log(500), log(2e4)));
        outline of[2];
        ovf_zone zones[2];
        ovf_lay_area made[3];
        for (int i = 0; i < 2; i++) {
            ovf_lonlat at = i == 0 ? centre
                                   : place_at(centre, uniform(0, 360), radius_m * uniform(0.1, 2));
            make_outline(&of[i], at, radius_m * (i == 0 ? 1 : uniform(0.5, 1.2)), pick(2) == 0,
                         edges);
            zones[i] = zone_of_all(&of[i].polygon, 1, edges);
        }
        lay_all(zones, made);
        double m2[3];
        for (int i = 0; i < 3; i++) {
            const ovf_zone zone = zone_of_all(made[i].polygons, made[i].count, edges);
            m2[i] = area_of(&zone);
            check_arcs(&made[i], of, k);
        }
        double first = area_of(&zones[0]), second = area_of(&zones[1]),
               error = 1e-3 * 20 * radius_m + 1;
        if (fabs(m2[0] + m2[2] - first - second) > error || fabs(m2[1] + m2[2] - first) > error)
            fail_msg("case %zu: union %.3f, first only %.3f, both %.3f; first %.3f, second %.3f", k,
                     m2[0], m2[1], m2[2], first, second);
        check_places(zones, made, centre, radius_m, k);
        for (int i = 0; i < 3; i++) ovf_polygons_free(made[i].polygons, made[i].count);
    }
}

/* One circle twice, cut at other places, is that circle; without itself nothing is left. */
static void same_circle(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(2); k++) {
        begin_case(k);
        const ovf_lonlat centre = {uniform(-180, 180), uniform(-75, 75)};
        const double radius_m = exp(uniform(log(500), log(2e4)));
        outline of[2];
        ovf_zone zones[2];
        ovf_lay_area made[3];
        for (int i = 0; i < 2; i++) {
            make_outline(&of[i], centre, radius_m, true, OVF_EDGES_LONLAT);
            zones[i] = zone_of_all(&of[i].polygon, 1, OVF_EDGES_LONLAT);
        }
        lay_all(zones, made);
        const ovf_zone both = zone_of_all(made[0].polygons, made[0].count, OVF_EDGES_LONLAT),
                       left = zone_of_all(made[1].polygons, made[1].count, OVF_EDGES_LONLAT);
        double whole = area_of(&zones[0]), error = 1e-3 * 7 * radius_m;
        assert_true(fabs(area_of(&both) - whole) < error);
        assert_true(fabs(area_of(&left)) < error);
        assert_int_equal(both.polygon_count, 1);
        assert_int_equal(both.polygons[0].count, 1);
        check_arcs(&made[0], of, k);
        assert_int_equal(both.polygons[0].rings[0].curve_count,
                         both.polygons[0].rings[0].count - 1);
        for (int i = 0; i < 3; i++) ovf_polygons_free(made[i].polygons, made[i].count);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(pairs), cmocka_unit_test(same_circle)};
    read_arguments(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
