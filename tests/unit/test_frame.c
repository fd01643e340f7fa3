/* The plane that maps are drawn in, and the base map as far as it reaches.
 *
 * Tests: src/output/map/frame.c src/output/map/land.c */
#include "overflight/overflight.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "output/map/land.h"

/* The sphere of the same area as the ellipsoid (Snyder, equation 3-13), and its area. */
#define AUTHALIC_RADIUS_M 6371007.1809
#define EARTH_M2 (4 * 3.14159265358979 * AUTHALIC_RADIUS_M * AUTHALIC_RADIUS_M)

static void open_around(ovf_map_frame *frame, const ovf_lonlat *positions, size_t count)
{
    ovf_map_frame_marks marks;
    ovf_error error;
    assert_int_equal(ovf_map_frame_marks_init(&marks, &error), OVF_OK);
    for (size_t i = 0; i < count; i++)
        ovf_map_frame_mark(&marks, positions[i].lon, positions[i].lat);
    assert_int_equal(ovf_map_frame_open(frame, &marks, &error), OVF_OK);
    ovf_map_frame_marks_clear(&marks);
}

/* In the plane, where areas are as they are on the earth. */
static double area_of(const ovf_map_frame *frame, const ovf_land *land)
{
    double area = 0;
    for (size_t i = 0; i < land->polygon_count; i++)
        for (size_t k = 0; k < land->polygons[i].count; k++) {
            const ovf_ring *ring = &land->polygons[i].rings[k];
            double sum = 0;
            for (size_t v = 1; v < ring->count; v++) {
                ovf_flat a = ovf_plane_point(&frame->plane, ring->vertices[v - 1].lon,
                                             ring->vertices[v - 1].lat);
                ovf_flat b = ovf_plane_point(&frame->plane, ring->vertices[v].lon,
                                             ring->vertices[v].lat);
                sum += (a.x * b.y - b.x * a.y) / 2;
            }
            area += k == 0 ? fabs(sum) : -fabs(sum);
        }
    return area;
}

static bool is_land(const ovf_land *land, double lon, double lat)
{
    bool inside = false;
    for (size_t i = 0; i < land->polygon_count; i++)
        for (size_t k = 0; k < land->polygons[i].count; k++) {
            const ovf_ring *ring = &land->polygons[i].rings[k];
            for (size_t v = 1; v < ring->count; v++) {
                ovf_lonlat a = ring->vertices[v - 1], b = ring->vertices[v];
                if ((a.lat > lat) != (b.lat > lat) &&
                    lon < a.lon + (lat - a.lat) / (b.lat - a.lat) * (b.lon - a.lon))
                    inside = !inside;
            }
        }
    return inside;
}

static void middle_and_extent(void **state)
{
    (void)state;
    ovf_map_frame frame;
    /* Across the antimeridian, however longitudes are named. */
    const ovf_lonlat attu[] = {{172, 52}, {-150, 52}, {210, 60}};
    open_around(&frame, attu, 3);
    assert_true(frame.plane.centre.lon < -165 && frame.plane.centre.lon > -172);
    double width = frame.extent.east - frame.extent.west;
    assert_true(width > 2.3e6 && width < 2.8e6); /* 38° of longitude at 52° are 2.6 million m */
    ovf_map_frame_close(&frame);
    /* A pole in the middle. */
    const ovf_lonlat pole[] = {{0, 80}, {90, 80}, {180, 80}, {-90, 80}};
    open_around(&frame, pole, 4);
    assert_true(frame.plane.centre.lat > 89.9);
    /* 10° of a meridian, 1.117 million m, to each side; shorter in the plane by a thousandth. */
    assert_true(fabs(frame.extent.east - 1.1155e6) < 2e3 &&
                fabs(frame.extent.south + 1.1155e6) < 2e3);
    ovf_map_frame_close(&frame);
    /* One place has an extent, and nothing at all a middle. */
    open_around(&frame, pole, 1);
    assert_true(frame.extent.east - frame.extent.west >= 100 &&
                frame.extent.north - frame.extent.south >= 100);
    ovf_map_frame_close(&frame);
    open_around(&frame, pole, 0);
    assert_true(frame.extent.east - frame.extent.west >= 100);
    ovf_map_frame_close(&frame);
}

static void read_land(const ovf_lonlat *positions, size_t count, ovf_map_frame *frame,
                      ovf_land *land)
{
    ovf_error error;
    *land = (ovf_land){0};
    open_around(frame, positions, count);
    if (ovf_land_read(frame, land, &error) != OVF_OK) fail_msg("%s", error.message);
    for (size_t i = 0; i < land->polygon_count; i++)
        for (size_t k = 0; k < land->polygons[i].count; k++)
            for (size_t v = 1; v < land->polygons[i].rings[k].count; v++) {
                ovf_lonlat a = land->polygons[i].rings[k].vertices[v - 1],
                           b = land->polygons[i].rings[k].vertices[v];
                assert_true(fabs(a.lon) <= 180 && fabs(a.lat) <= 90 &&
                            fabs(b.lon - a.lon) <= 0.25 + 1e-9 &&
                            fabs(b.lat - a.lat) <= 0.25 + 1e-9);
            }
}

/* Two halves of the globe that lie opposite of each other make all of the land, without overlap but
 * at their edge: it is a circle of the plane, and so up to 12 km off the circle in space, which on
 * the ellipsoid is none in the plane. The file's land is 0.28766 of the earth, integrated along its
 * rings (Snyder, equation 3-12). */
#define LAND_PART 0.28766

static void halves_make_a_whole(void **state)
{
    (void)state;
    static const ovf_lonlat middles[] = {{20.5, 54.7}, {-155, 60}, {0, 90}, {179.9, 0}};
    for (size_t i = 0; i < sizeof middles / sizeof *middles; i++) {
        ovf_lonlat opposite = {middles[i].lon > 0 ? middles[i].lon - 180 : middles[i].lon + 180,
                               -middles[i].lat};
        ovf_map_frame frame;
        ovf_land land;
        read_land(&middles[i], 1, &frame, &land);
        double area = area_of(&frame, &land);
        ovf_land_clear(&land);
        ovf_map_frame_close(&frame);
        read_land(&opposite, 1, &frame, &land);
        area += area_of(&frame, &land);
        ovf_land_clear(&land);
        ovf_map_frame_close(&frame);
        assert_true(fabs(area / (LAND_PART * EARTH_M2) - 1) < 2e-3);
    }
}

static void places(void **state)
{
    (void)state;
    ovf_map_frame frame;
    ovf_land land;
    const ovf_lonlat kaliningrad = {20.5, 54.7},
                     everywhere[] = {{0, 0}, {90, 0}, {-90, 0}, {0, 80}, {0, -60}};
    read_land(&kaliningrad, 1, &frame, &land);
    assert_true(is_land(&land, 21, 54.6) && is_land(&land, 13.4, 52.5) &&
                !is_land(&land, 18, 56.5)); /* Berlin, the Baltic Sea */
    assert_true(!is_land(&land, 134, -25)); /* Australia is beyond the quarter */
    size_t disputed = 0;
    for (size_t i = 0; i < land.border_count; i++) disputed += land.borders[i].disputed;
    assert_true(land.border_count > 100 && disputed > 0 && disputed < land.border_count / 4);
    ovf_land_clear(&land);
    ovf_map_frame_close(&frame);
    /* Farther, where there is something to be shown. */
    read_land(everywhere, 5, &frame, &land);
    assert_true(is_land(&land, 134, -25) && is_land(&land, -100, 40) && is_land(&land, 25, 0));
    ovf_land_clear(&land);
    ovf_map_frame_close(&frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(middle_and_extent),
                                       cmocka_unit_test(halves_make_a_whole),
                                       cmocka_unit_test(places)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
