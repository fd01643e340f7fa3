/* Rings that are said not to cross themselves do not, and most of those that do not are said so: on
 * random rings with arcs and without, half of which cross themselves.
 *
 * Tests: src/input/zones/clear_rings.c */
#include "geodesy/ring_crossings.h"
#include "input/zones/clear_rings.h"
#include "model/zone_polygons.h"
#include "geometry_fixture.h"

#define MOST 12

typedef struct {
    ovf_lonlat vertices[MOST];
    ovf_curve curves[MOST];
    ovf_ring ring;
    ovf_polygon polygon;
} outline;

/* Around a centre, or in any order, when it may cross itself. Some edges are arcs, of about half
 * the way between their ends or more. */
static void make_outline(outline *of, ovf_lonlat centre, double radius_m, bool star)
{
    size_t count = 3 + pick(7);
    *of = (outline){.ring = {.vertices = of->vertices, .curves = of->curves, .count = count + 1}};
    of->polygon = (ovf_polygon){&of->ring, 1};
    for (size_t i = 0; i < count; i++)
        of->vertices[i] = place_at(
            centre, star ? -360.0 * (double)i / (double)count - uniform(0, 20) : uniform(0, 360),
            radius_m * uniform(0.4, 1));
    of->vertices[count] = of->vertices[0];
    for (size_t i = 0; i < count; i++) {
        ovf_lonlat a = of->vertices[i], b = of->vertices[i + 1];
        double apart = distance_between(a, b), azimuth, out, back;
        if (pick(3) > 0) continue;
        geod_inverse(ovf_earth(), a.lat, a.lon, b.lat, b.lon, NULL, &azimuth, &back);
        /* On the line through the middle at right angles to it. */
        out = uniform(-1, 1) * apart;
        ovf_lonlat middle = place_at(a, azimuth, apart / 2),
                   at = place_at(middle, azimuth + 90, out);
        of->curves[of->ring.curve_count++] = (ovf_curve){
            .edge = i, .kind = OVF_CURVE_ARC, .centre = at, .clockwise = pick(2) == 0};
    }
}

static bool crosses(const ovf_zone *zone)
{
    ovf_ring_crossing crossing;
    ovf_polygon *plain = ovf_zone_plain(zone, 1e-3);
    assert_non_null(plain);
    assert_true(ovf_rings_cross(plain[0].rings, 1, zone->edges, &crossing));
    ovf_polygons_free(plain, 1);
    return crossing.found;
}

static void random_rings(void **state)
{
    (void)state;
    size_t simple = 0, clear = 0, crossing = 0;
    for (size_t k = 0; k < cases(1000); k++) {
        begin_case(k);
        outline of;
        make_outline(&of, (ovf_lonlat){uniform(-180, 180), uniform(-80, 80)},
                     exp(uniform(log(100), log(6e4))), pick(2) == 0);
        const ovf_zone zone = {.id = "z",
                               .edges = pick(2) == 0 ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC,
                               .polygons = &of.polygon,
                               .polygon_count = 1};
        bool is_clear = ovf_zone_is_clear(&zone), is_crossing = crosses(&zone);
        if (is_clear && is_crossing) fail_msg("case %zu: a ring that crosses itself is cleared", k);
        clear += is_clear;
        simple += !is_crossing;
        crossing += is_crossing;
    }
    assert_true(crossing > 200);
    if (3 * clear < 2 * simple) fail_msg("%zu of %zu are cleared", clear, simple);
}

static void touching(void **state)
{
    (void)state;
    /* A bow tie that touches itself in a vertex, and a spike: for GEOS to look at. */
    ovf_lonlat tie[] = {{10, 50},   {10.1, 50},     {10.05, 50.05}, {10.1, 50.1},
                        {10, 50.1}, {10.05, 50.05}, {10, 50}},
               spike[] = {{10, 50}, {10.1, 50}, {10.1, 50.1}, {10.1, 50.2}, {10.1, 50.1}, {10, 50}};
    ovf_ring rings[] = {{tie, 7, NULL, 0}, {spike, 6, NULL, 0}};
    for (int i = 0; i < 2; i++) {
        ovf_polygon polygon = {&rings[i], 1};
        const ovf_zone zone = {.id = "z", .polygons = &polygon, .polygon_count = 1};
        assert_false(ovf_zone_is_clear(&zone));
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(random_rings), cmocka_unit_test(touching)};
    read_arguments(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
