/* The parts of airspaces become volumes: what is added, what is taken away, and between which
 * heights.
 *
 * Tests: src/input/zones/airspace_volumes.c */
#include "base/array.h"
#include "input/zones/airspace_volumes.h"
#include "model/model.h"
#include "overflight/area.h"
#include "overflight/build.h"
#include "geometry_fixture.h"

typedef struct {
    ovf_airspace_volumes volumes;
    ovf_zone_notes notes;
    ovf_zone zone;
    ovf_error error;
} world;

static void begin(world *w, ovf_edges edges)
{
    memset(w, 0, sizeof *w);
    w->volumes.edges = w->zone.edges = edges;
    w->volumes.notes = &w->notes;
}

static void end(world *w)
{
    ovf_airspace_volumes_clear(&w->volumes);
    ovf_zone_notes_clear(&w->notes);
    ovf_zone_clear(&w->zone);
}

/* A box, west to east at 54 to 55 degrees north where nothing else is said. */
static ovf_zone box(double west, double south, double east, double north)
{
    const double lonlat[] = {west, south, east, south, east, north, west, north};
    const size_t ring_end = 4;
    ovf_zone *made = NULL;
    ovf_error error;
    assert_int_equal(ovf_zone_new("box", OVF_EDGES_LONLAT, lonlat, &ring_end, 1, &made, &error),
                     OVF_OK);
    ovf_zone box = *made;
    free(made);
    return box;
}

static ovf_status take(world *w, ovf_part_operation operation, ovf_zone outline, const char *floor,
                       const char *ceiling, const char *active)
{
    const char *const texts[] = {floor, ceiling, active};
    static const char *const names[] = {"floor", "ceiling", "active"};
    ovf_airspace all = {0};
    assert_true(ovf_airspace_add_part(&all, operation));
    for (int i = 0; i < 3; i++)
        if (texts[i] != NULL)
            assert_true(ovf_airspace_add_part_word(&all, names[i], texts[i], strlen(texts[i]), ""));
    ovf_status status = ovf_airspace_volumes_take(&w->volumes, &all.parts[0], &outline, &w->error);
    ovf_zone_clear(&outline);
    ovf_airspace_clear(&all);
    return status;
}

static void add(world *w, ovf_zone outline, const char *floor, const char *ceiling,
                const char *active)
{
    assert_int_equal(take(w, OVF_PART_UNITES, outline, floor, ceiling, active), OVF_OK);
}

static void take_away(world *w, ovf_zone outline, const char *floor, const char *ceiling,
                      const char *active)
{
    assert_int_equal(take(w, OVF_PART_TAKES_AWAY, outline, floor, ceiling, active), OVF_OK);
}

static void give(world *w)
{
    if (ovf_airspace_volumes_give(&w->volumes, &w->zone, &w->error) != OVF_OK)
        fail_msg("%s", w->error.message);
    ovf_text_free(w->zone.id);
    w->zone.id = ovf_text_copy("zone");
}

static double area_of(const ovf_polygon *polygons, size_t count)
{
    const ovf_zone zone = {
        .id = "zone", .polygons = (ovf_polygon *)(uintptr_t)polygons, .polygon_count = count};
    ovf_area area;
    assert_int_equal(ovf_zone_area(&zone, &area, NULL), OVF_OK);
    return area.m2;
}

static double area_of_box(double west, double south, double east, double north)
{
    ovf_zone of = box(west, south, east, north);
    double m2 = area_of(of.polygons, of.polygon_count);
    ovf_zone_clear(&of);
    return m2;
}

static void expect_part(const world *w, size_t k, const char *floor, const char *ceiling, double m2)
{
    const ovf_zone_part *part = &w->zone.parts[k];
    char low[OVF_LIMIT_TEXT] = "", high[OVF_LIMIT_TEXT] = "";
    assert_true(k < w->zone.part_count);
    if (part->volume != NULL) {
        ovf_limit_format(&part->volume->floor, low);
        ovf_limit_format(&part->volume->ceiling, high);
    }
    assert_string_equal(low, floor);
    assert_string_equal(high, ceiling);
    double found = area_of(part->polygons, part->polygon_count);
    if (fabs(found - m2) > 2) fail_msg("part %zu: %.3f m², expected %.3f m²", k, found, m2);
}

/* Of the same limits, written alike or not, one outline, without parts; the words are the zone's.
 */
static void alike(void **state)
{
    (void)state;
    world w;
    begin(&w, OVF_EDGES_LONLAT);
    add(&w, box(20, 54, 22, 55), "GND", "FL95", NULL);
    add(&w, box(21, 54, 23, 55), "SFC", "FL 095", NULL);
    give(&w);
    assert_int_equal(w.zone.part_count, 0);
    assert_int_equal(w.zone.polygon_count, 1);
    assert_true(fabs(area_of(w.zone.polygons, 1) - area_of_box(20, 54, 23, 55)) < 2);
    assert_string_equal(ovf_attributes_find(&w.zone.attributes, "floor")->text, "GND");
    assert_string_equal(ovf_attributes_find(&w.zone.attributes, "ceiling")->text, "FL95");
    assert_int_equal(w.notes.count, 0);
    end(&w);
}

/* A hole that is taken away at all heights. The route along 54.5 degrees north is inside for
 * 97,108.354 m, which was computed without the library. */
static void hole(void **state)
{
    (void)state;
    world w;
    double metres;
    const double line[] = {19, 54.5, 26, 54.5};
    ovf_route *route = NULL;
    begin(&w, OVF_EDGES_LONLAT);
    add(&w, box(20, 54, 22, 55), "GND", "FL245", NULL);
    take_away(&w, box(20.5, 54.4, 21, 54.6), "GND", "FL245", NULL);
    give(&w);
    assert_int_equal(w.zone.part_count, 0);
    assert_int_equal(w.zone.polygons[0].count, 2);
    assert_int_equal(ovf_route_new("line", line, NULL, NULL, 2, &route, &w.error), OVF_OK);
    assert_int_equal(ovf_length_inside(route, &w.zone, &metres, &w.error), OVF_OK);
    if (fabs(metres - 97108.354) > 1e-3) fail_msg("%.6f m", metres);
    ovf_route_free(route);
    end(&w);
}

/* Between some heights only: below, between and above. */
static void between(void **state)
{
    (void)state;
    world w;
    const double all = area_of_box(20, 54, 22, 55), away = area_of_box(21, 54, 22, 55);
    begin(&w, OVF_EDGES_LONLAT);
    add(&w, box(20, 54, 22, 55), "GND", "FL195", NULL);
    take_away(&w, box(21, 53, 23, 56), "FL65", "FL95", NULL);
    give(&w);
    assert_int_equal(w.zone.part_count, 3);
    expect_part(&w, 0, "FL65", "FL95", all - away);
    expect_part(&w, 1, "", "FL65", all);
    expect_part(&w, 2, "FL95", "FL195", all);
    assert_string_equal(ovf_attributes_find(&w.zone.parts[1].attributes, "ceiling")->text, "FL65");
    assert_string_equal(ovf_attributes_find(&w.zone.parts[2].attributes, "floor")->text, "FL95");
    assert_true(fabs(area_of(w.zone.polygons, w.zone.polygon_count) - all) < 2);
    assert_int_equal(w.notes.count, 0);
    end(&w);
}

/* Only the parts before it, and only where their heights are. */
static void sequence(void **state)
{
    (void)state;
    world w;
    const double first = area_of_box(20, 54, 22, 55), away = area_of_box(21, 54, 22, 55),
                 later = area_of_box(21, 54, 22, 55);
    begin(&w, OVF_EDGES_LONLAT);
    add(&w, box(20, 54, 22, 55), "GND", "FL95", NULL);
    add(&w, box(20, 54, 22, 55), "FL95", "FL195", NULL);
    take_away(&w, box(21, 54, 22, 55), "FL95", "UNL", NULL);
    add(&w, box(21, 54, 22, 55), "FL195", "FL245", NULL);
    give(&w);
    assert_int_equal(w.zone.part_count, 3);
    expect_part(&w, 0, "", "FL95", first);
    expect_part(&w, 1, "FL95", "FL195", first - away);
    expect_part(&w, 2, "FL195", "FL245", later);
    end(&w);
}

/* What cannot be compared is not taken away, and told. */
static void unlike(void **state)
{
    (void)state;
    static const struct {
        const char *floor, *ceiling, *active;
        size_t parts; /* 0: the hole is there */
        size_t notes;
    } rows[] = {
        {"1000 ft AGL", "FL195", NULL, 1, 1},
        {"GND", "4500 ft MSL", NULL, 1, 1},
        {"GND", "FL195", "Mo-Fr 08:00-16:00", 1, 1},
        {"GND", "FL195", NULL, 0, 0},
        {"GND", "UNL", NULL, 0, 0},
        {NULL, NULL, NULL, 0, 0},
        {"FL195", "UNL", NULL, 1, 0}, /* not at its heights */
        {"GND", "something", NULL, 1, 2},
    };
    const double all = area_of_box(20, 54, 22, 55);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        world w;
        begin(&w, OVF_EDGES_LONLAT);
        add(&w, box(20, 54, 22, 55), "GND", "FL195", NULL);
        take_away(&w, box(20.5, 54.4, 21, 54.6), rows[i].floor, rows[i].ceiling, rows[i].active);
        give(&w);
        print_message("row %zu: %zu notes\n", i, w.notes.count);
        assert_int_equal(w.zone.part_count, 0);
        bool whole = fabs(area_of(w.zone.polygons, w.zone.polygon_count) - all) < 2;
        assert_int_equal(whole, rows[i].parts == 1);
        assert_int_equal(w.notes.count, rows[i].notes);
        end(&w);
    }
}

/* Words of the airspace hold where a part has no such. */
static void inherited(void **state)
{
    (void)state;
    world w;
    ovf_attribute times = {.name = "active", .type = OVF_ATTRIBUTE_TEXT, .text = "Mo-Fr"};
    begin(&w, OVF_EDGES_LONLAT);
    w.volumes.inherited = (ovf_attributes){&times, 1};
    add(&w, box(20, 54, 22, 55), "GND", "FL95", NULL);
    add(&w, box(22, 54, 23, 55), "FL65", "FL95", NULL);
    add(&w, box(23, 54, 24, 55), "FL65", "FL95", "Sa");
    give(&w);
    assert_int_equal(w.zone.part_count, 3);
    for (size_t k = 0; k < 3; k++) assert_int_equal(w.zone.parts[k].volume->schedule.count, 1);
    assert_int_equal(w.zone.parts[1].volume->schedule.periods[0].days,
                     w.zone.parts[0].volume->schedule.periods[0].days);
    assert_int_equal(w.zone.parts[2].volume->schedule.periods[0].days, OVF_SATURDAY);
    end(&w);
}

static void nothing_left(void **state)
{
    (void)state;
    world w;
    begin(&w, OVF_EDGES_LONLAT);
    add(&w, box(20, 54, 22, 55), "GND", "FL95", NULL);
    take_away(&w, box(19, 53, 23, 56), NULL, NULL, NULL);
    assert_int_equal(ovf_airspace_volumes_give(&w.volumes, &w.zone, &w.error), OVF_ERROR_INPUT);
    end(&w);
}

/* What two have in common: the outline of both, between the heights of both. */
static void in_common(void **state)
{
    (void)state;
    world w;
    begin(&w, OVF_EDGES_LONLAT);
    add(&w, box(20, 54, 22, 55), "300 m AGL", "FL95", NULL);
    add(&w, box(20, 54, 22, 55), "FL200", "FL300", NULL);
    assert_int_equal(take(&w, OVF_PART_INTERSECTS, box(21, 54.5, 23, 56), "FL50", "FL250", NULL),
                     OVF_OK);
    give(&w);
    assert_int_equal(w.zone.part_count, 2);
    /* A height over the ground and a flight level cannot be compared: that is said. */
    expect_part(&w, 0, "300 m AGL", "FL95", area_of_box(21, 54.5, 22, 55));
    expect_part(&w, 1, "FL200", "FL250", area_of_box(21, 54.5, 22, 55));
    assert_int_equal(w.notes.count, 1);
    assert_non_null(strstr(w.notes.items[0].text, "heights that cannot be compared"));
    end(&w);
}

/* Of A without (B without C) there is what is in C, too; and A with (B and C) is what is in either.
 */
static void groups(void **state)
{
    (void)state;
    for (int operation = 0; operation < 3; operation++) {
        world w, group;
        begin(&w, OVF_EDGES_LONLAT);
        begin(&group, OVF_EDGES_LONLAT);
        add(&w, box(20, 54, 22, 55), NULL, "FL95", NULL);
        add(&group, box(21, 54, 22, 55), NULL, "FL95", NULL);
        if (operation == OVF_PART_INTERSECTS)
            add(&group, box(20, 54, 20.5, 55), NULL, "FL50", NULL);
        else take_away(&group, box(21.5, 54, 22, 55), NULL, NULL, NULL);
        assert_int_equal(ovf_airspace_volumes_combine(&w.volumes, &group.volumes,
                                                      (ovf_part_operation)operation, &w.error),
                         OVF_OK);
        give(&w);
        const ovf_zone *zone = &w.zone;
        double whole = area_of_box(20, 54, 22, 55), quarter = area_of_box(20, 54, 20.5, 55);
        if (operation == OVF_PART_INTERSECTS) {
            assert_int_equal(zone->part_count, 2);
            expect_part(&w, 0, "", "FL95", 2 * quarter);
            expect_part(&w, 1, "", "FL50", quarter);
        } else {
            assert_int_equal(zone->part_count, 0);
            double expected = operation == OVF_PART_UNITES ? whole : whole - quarter;
            assert_true(fabs(area_of(zone->polygons, zone->polygon_count) - expected) < 2);
        }
        end(&w);
        end(&group);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alike),        cmocka_unit_test(hole),      cmocka_unit_test(between),
        cmocka_unit_test(sequence),     cmocka_unit_test(unlike),    cmocka_unit_test(inherited),
        cmocka_unit_test(nothing_left), cmocka_unit_test(in_common), cmocka_unit_test(groups)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
