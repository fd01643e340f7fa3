/* Areas laid over each other: areas add up, and what is inside is what the inside test of the areas
 * says, at random places; on random outlines of all sizes, at all places, and on those that touch.
 *
 * Tests: src/model/lay_over.c src/model/lay_nodes.c src/model/lay_lines.c src/model/lay_trace.c */
#include "geodesy/boundary.h"
#include "geodesy/proximity.h"
#include "geodesy/ring_crossings.h"
#include "model/lay_over.h"
#include "overflight/area.h"
#include "geometry_fixture.h"

typedef struct {
    ovf_lay_area parts[4]; /* union, difference, intersection, and the difference turned */
} overlays;

static ovf_zone zone_around(const ovf_lay_area *area, ovf_edges edges)
{
    return (ovf_zone){
        .id = "made", .edges = edges, .polygons = area->polygons, .polygon_count = area->count};
}

static double area_of(const ovf_zone *zone)
{
    ovf_area area;
    ovf_error error = {0};
    if (zone->polygon_count == 0) return 0;
    if (ovf_zone_area(zone, &area, &error) != OVF_OK) fail_msg("%s", error.message);
    return area.m2;
}

static overlays lay(const ovf_zone *a, const ovf_zone *b)
{
    overlays made;
    ovf_error error = {0};
    if (ovf_lay_over(a, b, OVF_OVERLAY_UNION, &made.parts[0], &error) != OVF_OK ||
        ovf_lay_over(a, b, OVF_OVERLAY_DIFFERENCE, &made.parts[1], &error) != OVF_OK ||
        ovf_lay_over(a, b, OVF_OVERLAY_INTERSECTION, &made.parts[2], &error) != OVF_OK ||
        ovf_lay_over(b, a, OVF_OVERLAY_DIFFERENCE, &made.parts[3], &error) != OVF_OK)
        fail_msg("seed %llu: %s", (unsigned long long)first_seed, error.message);
    return made;
}

static void clear(overlays *made)
{
    for (int k = 0; k < 4; k++) ovf_polygons_free(made->parts[k].polygons, made->parts[k].count);
}

/* The length of all rings, about: what rounding to a millimetre can make of an area. */
static double length_of(const ovf_zone *zone)
{
    double sum = 0;
    for (size_t p = 0; p < zone->polygon_count; p++)
        for (size_t r = 0; r < zone->polygons[p].count; r++)
            for (size_t i = 1; i < zone->polygons[p].rings[r].count; i++)
                sum += distance_between(zone->polygons[p].rings[r].vertices[i - 1],
                                        zone->polygons[p].rings[r].vertices[i]);
    return sum;
}

/* On a map of longitude and latitude a star near a pole may cross itself: its area is then not that
 * of what is inside. */
static bool crosses_itself(const ovf_zone *zone)
{
    ovf_ring_crossing crossing;
    assert_true(ovf_rings_cross(zone->polygons[0].rings, 1, zone->edges, &crossing));
    return crossing.found;
}

static void check_areas(const ovf_zone *a, const ovf_zone *b, const overlays *made, size_t k)
{
    double m2[4], of_a = area_of(a), of_b = area_of(b);
    /* Each edge's figure is right to 0.1 m² (area.h). */
    double error = 1e-3 * (length_of(a) + length_of(b)) + 100;
    for (int i = 0; i < 4; i++) {
        ovf_zone zone = zone_around(&made->parts[i], a->edges);
        m2[i] = area_of(&zone);
    }
    if (fabs(m2[0] + m2[2] - of_a - of_b) > error || fabs(m2[1] + m2[2] - of_a) > error ||
        fabs(m2[3] + m2[2] - of_b) > error)
        fail_msg("case %zu: union %.3f, first only %.3f, both %.3f, second only %.3f; first %.3f, "
                 "second %.3f",
                 k, m2[0], m2[1], m2[2], m2[3], of_a, of_b);
}

/* Places near either boundary by less than the tolerance do not count. */
static void check_places(const ovf_zone *a, const ovf_zone *b, const overlays *made,
                         ovf_lonlat centre, double radius, size_t places, size_t k)
{
    ovf_boundary of[2], result[4];
    assert_true(ovf_boundary_build(&of[0], a) && ovf_boundary_build(&of[1], b));
    for (int i = 0; i < 4; i++) {
        ovf_zone zone = zone_around(&made->parts[i], a->edges);
        assert_true(ovf_boundary_build(&result[i], &zone));
    }
    for (size_t n = 0; n < places; n++) {
        ovf_lonlat p = place_at(centre, uniform(0, 360), radius * 1.6 * sqrt(uniform(0, 1)));
        if (n % 4 == 0 && of[n / 4 % 2].vertex_count > 0) { /* right beside a boundary */
            ovf_lonlat v = of[n / 4 % 2].positions[pick(of[n / 4 % 2].vertex_count)];
            p = place_at(v, uniform(0, 360), uniform(2e-3, 1));
        }
        bool first = ovf_boundary_contains(&of[0], p.lon, p.lat),
             second = ovf_boundary_contains(&of[1], p.lon, p.lat);
        const bool expected[4] = {first || second, first && !second, first && second,
                                  second && !first};
        for (int i = 0; i < 4; i++) {
            if (ovf_boundary_contains(&result[i], p.lon, p.lat) == expected[i]) continue;
            if (ovf_boundary_distance(&of[0], p, 0.01, NULL) < 2e-3 ||
                ovf_boundary_distance(&of[1], p, 0.01, NULL) < 2e-3)
                continue;
            fail_msg("case %zu, result %d: expected %d at %.10f %.10f (%d %d)", k, i, expected[i],
                     p.lon, p.lat, first, second);
        }
    }
    for (int i = 0; i < 4; i++) ovf_boundary_free(&result[i]);
    ovf_boundary_free(&of[0]);
    ovf_boundary_free(&of[1]);
}

/* Edges of the result lie on edges that were given. */
static void check_edges(const ovf_zone *a, const ovf_zone *b, const overlays *made, size_t k)
{
    ovf_boundary of[2];
    assert_true(ovf_boundary_build(&of[0], a) && ovf_boundary_build(&of[1], b));
    for (int i = 0; i < 4; i++) {
        ovf_zone zone = zone_around(&made->parts[i], a->edges);
        ovf_boundary result;
        assert_true(ovf_boundary_build(&result, &zone));
        for (size_t v = 0; v + 1 < result.vertex_count; v++) {
            ovf_edge edge;
            if (ovf_distance(result.points[v], result.points[v + 1]) > 1.1e5) continue;
            bool joined = false;
            for (size_t r = 0; r < result.run_count && !joined; r++)
                joined = v >= result.runs[r].first &&
                         v < result.runs[r].first + result.runs[r].edges;
            if (!joined) continue;
            ovf_edge_between(&edge, a->edges, result.positions[v], result.positions[v + 1],
                             result.points[v], result.points[v + 1]);
            ovf_lonlat middle = ovf_edge_position(&edge, 0.5);
            double off = fmin(ovf_boundary_distance(&of[0], middle, 1, NULL),
                              ovf_boundary_distance(&of[1], middle, 1, NULL));
            if (off > 1.1e-3)
                fail_msg("case %zu, result %d: an edge at %.9f %.9f is %g m off", k, i, middle.lon,
                         middle.lat, off);
        }
        ovf_boundary_free(&result);
    }
    ovf_boundary_free(&of[0]);
    ovf_boundary_free(&of[1]);
}

static void check_all(const ovf_zone *a, const ovf_zone *b, ovf_lonlat centre, double radius,
                      size_t k)
{
    overlays made = lay(a, b);
    if (!crosses_itself(a) && !crosses_itself(b)) check_areas(a, b, &made, k);
    check_places(a, b, &made, centre, radius, 100, k);
    check_edges(a, b, &made, k);
    clear(&made);
}

static void random_pairs(ovf_edges edges, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        begin_case(k);
        ovf_lonlat centre = random_centre();
        double radius = random_radius();
        shape a = random_star(centre, radius, edges),
              b = random_star(place_at(centre, uniform(0, 360), radius * uniform(0, 1.5)),
                              radius * uniform(0.1, 1.2), edges);
        ovf_zone first = zone_of(&a), second = zone_of(&b);
        check_all(&first, &second, centre, radius, k);
    }
}

static void lonlat_pairs(void **state)
{
    (void)state;
    random_pairs(OVF_EDGES_LONLAT, cases(1500));
}

static void geodesic_pairs(void **state)
{
    (void)state;
    random_pairs(OVF_EDGES_GEODESIC, cases(400));
}

/* ---- what touches ---- */

/* A grid of places that outlines have their vertices on, so that they share vertices, edges and
 * stretches of edges; each place is off by some micrometres. */
static shape random_blocks(ovf_lonlat corner, double step_deg, ovf_edges edges)
{
    shape s = {.ring_count = 1, .edges = edges};
    size_t west = pick(5), south = pick(5), width = 1 + pick(4), height = 1 + pick(4);
    const double corners[][2] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
    for (size_t i = 0; i < 4; i++) {
        const double *c = corners[i], *d = corners[(i + 1) % 4];
        size_t pieces = 1 + pick(2);
        for (size_t k = 0; k < pieces; k++) {
            double t = (double)k / (double)pieces,
                   x = (double)west + (double)width * (c[0] + t * (d[0] - c[0])),
                   y = (double)south + (double)height * (c[1] + t * (d[1] - c[1]));
            add_vertex(&s, 0, corner.lon + x * step_deg + uniform(-3e-11, 3e-11),
                       corner.lat + y * step_deg + uniform(-3e-11, 3e-11));
        }
    }
    if (pick(2) == 0) { /* the other way round */
        size_t count = s.rings[0].count;
        for (size_t i = 0; i < count / 2; i++) {
            ovf_lonlat kept = s.vertices[0][i];
            s.vertices[0][i] = s.vertices[0][count - 1 - i];
            s.vertices[0][count - 1 - i] = kept;
        }
    }
    close_ring(&s, 0);
    run_on(s.vertices[0], s.rings[0].count);
    return s;
}

static void touching_pairs(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(1500); k++) {
        begin_case(k);
        /* Geodesics between places on one parallel are no border in common, so that they cross. */
        ovf_edges edges = k % 3 == 0 ? OVF_EDGES_GEODESIC : OVF_EDGES_LONLAT;
        double step = exp(uniform(log(1e-3), log(2)));
        ovf_lonlat corner = {k % 5 == 0 ? 179 : uniform(-180, 180), uniform(-80, 60)};
        if (k % 7 == 0) corner.lat = -2 * step;
        shape a = random_blocks(corner, step, edges), b = random_blocks(corner, step, edges);
        ovf_zone first = zone_of(&a), second = zone_of(&b);
        ovf_lonlat centre = {corner.lon + 4 * step, corner.lat + 4 * step};
        check_all(&first, &second, centre, 5 * step * 111e3, k);
    }
}

static ovf_lay_area lay_over(const ovf_zone *a, const ovf_zone *b, ovf_lay_operation operation)
{
    ovf_lay_area made;
    ovf_error error = {0};
    if (ovf_lay_over(a, b, operation, &made, &error) != OVF_OK) fail_msg("%s", error.message);
    return made;
}

static void expect_rings(const ovf_lay_area *area, size_t polygons, size_t rings, size_t vertices)
{
    size_t found_rings = 0, found_vertices = 0;
    for (size_t p = 0; p < area->count; p++)
        for (size_t r = 0; r < area->polygons[p].count; r++, found_rings++)
            found_vertices += area->polygons[p].rings[r].count - 1;
    if (area->count != polygons || found_rings != rings || found_vertices != vertices)
        fail_msg("expected %zu polygons, %zu rings, %zu vertices, found %zu, %zu, %zu", polygons,
                 rings, vertices, area->count, found_rings, found_vertices);
}

static shape box(double west, double south, double east, double north, ovf_edges edges)
{
    const ovf_lonlat corners[] = {
        {west, south}, {east, south}, {east, north}, {west, north}, {west, south}};
    return zone_with(edges, corners, 5);
}

/* How many polygons, rings and vertices come of boxes that lie so to each other. */
static void boxes(void **state)
{
    (void)state;
    static const struct {
        double a[4], b[4];
        ovf_lay_operation operation;
        size_t polygons, rings, vertices;
    } rows[] = {
        /* side by side, with a vertex of one within an edge of the other, which stays */
        {{20, 54, 22, 56}, {22, 54, 23, 56}, OVF_OVERLAY_UNION, 1, 1, 6},
        {{20, 54, 22, 56}, {22, 55, 23, 57}, OVF_OVERLAY_UNION, 1, 1, 8},
        /* the same twice */
        {{20, 54, 22, 56}, {20, 54, 22, 56}, OVF_OVERLAY_UNION, 1, 1, 4},
        {{20, 54, 22, 56}, {20, 54, 22, 56}, OVF_OVERLAY_INTERSECTION, 1, 1, 4},
        {{20, 54, 22, 56}, {20, 54, 22, 56}, OVF_OVERLAY_DIFFERENCE, 0, 0, 0},
        /* one within the other: nothing new, a hole */
        {{20, 54, 23, 57}, {21, 55, 22, 56}, OVF_OVERLAY_UNION, 1, 1, 4},
        {{20, 54, 23, 57}, {21, 55, 22, 56}, OVF_OVERLAY_DIFFERENCE, 1, 2, 8},
        /* a hole that touches the outline from within along an edge */
        {{20, 54, 23, 57}, {20, 55, 22, 56}, OVF_OVERLAY_DIFFERENCE, 1, 1, 8},
        /* cut in two */
        {{20, 54, 23, 57}, {19, 55, 24, 56}, OVF_OVERLAY_DIFFERENCE, 2, 2, 8},
        /* corner to corner */
        {{20, 54, 21, 55}, {21, 55, 22, 56}, OVF_OVERLAY_UNION, 2, 2, 8},
        {{20, 54, 21, 55}, {21, 55, 22, 56}, OVF_OVERLAY_INTERSECTION, 0, 0, 0},
        /* a border in common that is off by 11 micrometres at most */
        {{20, 54, 22, 56}, {22 + 1e-10, 54, 23, 56}, OVF_OVERLAY_UNION, 1, 1, 6},
        {{20, 54, 22, 56}, {22 - 1e-10, 54, 23, 56}, OVF_OVERLAY_UNION, 1, 1, 6},
        {{20, 54, 22, 56}, {22 - 1e-10, 54, 23, 56}, OVF_OVERLAY_INTERSECTION, 0, 0, 0},
        /* on both sides of the antimeridian */
        {{178, 10, 180, 12}, {-180, 10, -178, 12}, OVF_OVERLAY_UNION, 1, 1, 6},
        {{178, 10, 181, 12}, {-180, 11, -178, 13}, OVF_OVERLAY_UNION, 1, 1, 8},
        {{178, 10, 181, 12}, {-180, 11, -178, 13}, OVF_OVERLAY_INTERSECTION, 1, 1, 4},
        /* edges of more than 100 km are cut, and put together again */
        {{10, -40, 70, 40}, {30, -60, 50, 60}, OVF_OVERLAY_UNION, 1, 1, 12},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const double *p = rows[i].a, *q = rows[i].b;
        shape a = box(p[0], p[1], p[2], p[3], OVF_EDGES_LONLAT),
              b = box(q[0], q[1], q[2], q[3], OVF_EDGES_LONLAT);
        ovf_zone first = zone_of(&a), second = zone_of(&b);
        ovf_lay_area made = lay_over(&first, &second, rows[i].operation);
        print_message("row %zu\n", i);
        expect_rings(&made, rows[i].polygons, rows[i].rings, rows[i].vertices);
        ovf_polygons_free(made.polygons, made.count);
    }
}

/* The quarters of a cap around the pole, as boxes to the pole and as triangles, are the cap; and
 * what is left of a band around the pole goes around it. */
static void poles(void **state)
{
    (void)state;
    for (int south = 0; south < 2; south++)
        for (int kind = 0; kind < 2; kind++) {
            ovf_edges edges = kind == 0 ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC;
            double pole = south ? -90 : 90, foot = south ? -70 : 70, sum = 0;
            ovf_lay_area area[4], whole, half, none;
            ovf_error error = {0};
            shape quarters[4];
            for (int q = 0; q < 4; q++) {
                double west = -180 + 90 * q, east = west + 90;
                const ovf_lonlat corners[] = {
                    {west, foot}, {east, foot}, {east, pole}, {west, pole}, {west, foot}};
                quarters[q] = zone_with(edges, corners, 5);
                ovf_zone zone = zone_of(&quarters[q]);
                sum += area_of(&zone);
                area[q] = (ovf_lay_area){quarters[q].polygons, 1};
            }
            /* zone_of() points into the shape, which has not moved since. */
            if (ovf_lay_together(area, 4, edges, &whole, &error) != OVF_OK ||
                ovf_lay_together(area, 2, edges, &half, &error) != OVF_OK)
                fail_msg("%s", error.message);
            ovf_zone cap = zone_around(&whole, edges), part = zone_around(&half, edges);
            print_message("%s, %s: %.3f of %.3f m²\n", south ? "south" : "north",
                          ovf_edges_name(edges), area_of(&cap), sum);
            assert_true(fabs(area_of(&cap) - sum) < 1e-9 * sum);
            assert_true(fabs(area_of(&part) - sum / 2) < 1e-9 * sum);
            expect_rings(&whole, 1, 1, 4);
            none = lay_over(&part, &cap, OVF_OVERLAY_DIFFERENCE);
            expect_rings(&none, 0, 0, 0);
            ovf_lay_area other = lay_over(&cap, &part, OVF_OVERLAY_DIFFERENCE);
            ovf_zone rest = zone_around(&other, edges);
            assert_true(fabs(area_of(&rest) - sum / 2) < 1e-9 * sum);
            ovf_polygons_free(whole.polygons, whole.count);
            ovf_polygons_free(half.polygons, half.count);
            ovf_polygons_free(other.polygons, other.count);
        }
}

/* Where the ring begins and which way it runs do not matter: the areas are the same to rounding. */
static void turned(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(300); k++) {
        begin_case(k);
        ovf_edges edges = k % 2 == 0 ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC;
        ovf_lonlat centre = random_centre();
        double radius = random_radius(), m2[2];
        shape a = random_star(centre, radius, edges), b = random_star(centre, radius, edges);
        for (int pass = 0; pass < 2; pass++) {
            ovf_zone first = zone_of(&a), second = zone_of(&b);
            ovf_lay_area made = lay_over(pass == 0 ? &first : &second, pass == 0 ? &second : &first,
                                         OVF_OVERLAY_UNION);
            ovf_zone zone = zone_around(&made, edges);
            m2[pass] = area_of(&zone);
            ovf_polygons_free(made.polygons, made.count);
            size_t count = a.rings[0].count - 1, by = pick(count);
            shape other = {.ring_count = 1, .edges = edges};
            for (size_t i = 0; i <= count; i++)
                add_vertex(&other, 0, a.vertices[0][(2 * count - i + by) % count].lon,
                           a.vertices[0][(2 * count - i + by) % count].lat);
            run_on(other.vertices[0], count + 1);
            a = other;
        }
        if (fabs(m2[0] - m2[1]) > 1 + 1e-3 * radius)
            fail_msg("case %zu: %.6f and %.6f m²", k, m2[0], m2[1]);
    }
}

/* Many circles in a row, each over the next, become one outline; and so do the cells of a grid. */
static void many(void **state)
{
    (void)state;
    enum { COUNT = 60 };
    static shape cells[COUNT];
    ovf_lay_area areas[COUNT], made;
    ovf_error error = {0};
    for (int k = 0; k < COUNT; k++) {
        double lon = 20 + 0.1 * (k % 10), lat = 54 + 0.1 * (k / 10.0 - k % 10 / 10.0);
        cells[k] = box(lon, lat, lon + 0.1, lat + 0.1, OVF_EDGES_LONLAT);
        zone_of(&cells[k]);
        areas[k] = (ovf_lay_area){cells[k].polygons, 1};
    }
    if (ovf_lay_together(areas, COUNT, OVF_EDGES_LONLAT, &made, &error) != OVF_OK)
        fail_msg("%s", error.message);
    shape all = box(20, 54, 21, 54.6, OVF_EDGES_LONLAT);
    ovf_zone zone = zone_around(&made, OVF_EDGES_LONLAT), whole = zone_of(&all);
    assert_int_equal(made.count, 1);
    assert_int_equal(made.polygons[0].count, 1);
    assert_true(fabs(area_of(&zone) - area_of(&whole)) < 1);
    ovf_polygons_free(made.polygons, made.count);
}

/* Where all edges are geodesics by themselves those of the result are, and the same ones. */
static void geodesic_curves(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(100); k++) {
        begin_case(k);
        ovf_lonlat centre = {uniform(-170, 170), uniform(-70, 70)};
        double radius = exp(uniform(log(100), log(3e5)));
        ovf_zone zones[2][2]; /* of geodesic edges, and of curves */
        shape shapes[2];
        ovf_curve curves[2][MOST_VERTICES];
        ovf_ring rings[2];
        ovf_polygon polygons[2];
        for (int i = 0; i < 2; i++) {
            shapes[i] = random_star(centre, radius, OVF_EDGES_GEODESIC);
            zones[0][i] = zones[1][i] = zone_of(&shapes[i]);
            rings[i] = shapes[i].rings[0];
            rings[i].curves = curves[i];
            rings[i].curve_count = rings[i].count - 1;
            for (size_t e = 0; e + 1 < rings[i].count; e++)
                curves[i][e] = (ovf_curve){.edge = e, .kind = OVF_CURVE_GEODESIC};
            polygons[i] = (ovf_polygon){&rings[i], 1};
            zones[1][i].edges = OVF_EDGES_LONLAT;
            zones[1][i].polygons = &polygons[i];
        }
        for (int operation = 0; operation < 3; operation++) {
            ovf_lay_area plain = lay_over(&zones[0][0], &zones[0][1], (ovf_lay_operation)operation),
                         curved = lay_over(&zones[1][0], &zones[1][1],
                                           (ovf_lay_operation)operation);
            const ovf_zone first = zone_around(&plain, OVF_EDGES_GEODESIC),
                           second = zone_around(&curved, OVF_EDGES_LONLAT);
            double of_plain = area_of(&first), of_curved = area_of(&second);
            assert_int_equal(plain.count, curved.count);
            if (fabs(of_plain - of_curved) > 1e-3 * radius + 100)
                fail_msg("case %zu: %.3f and %.3f m²", k, of_plain, of_curved);
            ovf_polygons_free(plain.polygons, plain.count);
            ovf_polygons_free(curved.polygons, curved.count);
        }
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lonlat_pairs),   cmocka_unit_test(geodesic_pairs),
        cmocka_unit_test(touching_pairs), cmocka_unit_test(boxes),
        cmocka_unit_test(poles),          cmocka_unit_test(turned),
        cmocka_unit_test(many),           cmocka_unit_test(geodesic_curves)};
    read_arguments(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
