/* The plain structs: what sentences call them, and copies that stand alone.
 *
 * Tests: src/model/model.c src/model/called.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "model/model.h"

static void called(void **state)
{
    (void)state;
    char text[OVF_TITLE_SIZE];
    ovf_zone zone = {.id = "alaska", .file = "zones.geojson"};
    ovf_route route = {.id = "LH 441", .file = "flights.gpkg", .number = 7};
    assert_string_equal(ovf_zone_called(&zone, text), "zone alaska in zones.geojson");
    assert_string_equal(ovf_route_called(&route, text), "route LH 441 in flights.gpkg");
    assert_string_equal(ovf_route_title(&route, text), "flights.gpkg: route \"LH 441\"");
    zone.file = NULL;
    route.file = "";
    assert_string_equal(ovf_zone_called(&zone, text), "zone alaska");
    assert_string_equal(ovf_route_called(&route, text), "route LH 441");
    assert_string_equal(ovf_route_title(&route, text), "route \"LH 441\"");
    route.id = NULL;
    assert_string_equal(ovf_route_title(&route, text), "route 7");
}

/* The longest names are cut and still leave a whole sentence. */
static void called_at_length(void **state)
{
    (void)state;
    char text[OVF_TITLE_SIZE], id[1000], file[1000];
    memset(id, 'i', sizeof id);
    memset(file, 'f', sizeof file);
    id[sizeof id - 1] = file[sizeof file - 1] = '\0';
    const ovf_route route = {.id = id, .file = file};
    const ovf_zone zone = {.id = id, .file = file};
    assert_ptr_equal(ovf_route_title(&route, text), text);
    assert_memory_equal(text, "fff", 3);
    assert_non_null(strstr(text, "…"));
    assert_non_null(strstr(text, ": route \"iii"));
    assert_int_equal(text[strlen(text) - 1], '"');
    ovf_zone_called(&zone, text);
    assert_memory_equal(text, "zone iii", 8);
    assert_non_null(strstr(text, " in fff"));
    assert_true(strlen(text) < OVF_TITLE_SIZE - 1);
}

/* Names in any spelling; the exact one comes first. */
static void spelt(void **state)
{
    (void)state;
    static const struct {
        const char *name, *asked;
        bool found;
    } rows[] = {{"submitted_at", "submitted_at", true},
                {"Submitted At", "submitted_at", true},
                {"SUBMITTED-AT", "submitted_at", true},
                {"submittedAt", "submitted_at", true},
                {"submitted_", "submitted_at", true},
                {"SUBMITTED_", "submitted_at", true},
                {"airfield_f", "airfield_from", true},
                {"airfield_t", "airfield_from", false},
                {"submitted", "submitted_at", false},
                {"submitted_at_", "submitted_at", true},
                {"submitted_by", "submitted_at", false},
                {"Date", "date", true},
                {"dated", "date", false},
                {"", "date", false},
                {"update", "date", false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ovf_attribute item = {.name = rows[i].name, .type = OVF_ATTRIBUTE_NULL};
        const ovf_attributes one = {&item, 1};
        if ((ovf_attributes_spelt(&one, rows[i].asked) != NULL) != rows[i].found)
            fail_msg("\"%s\" for %s", rows[i].name, rows[i].asked);
    }
    ovf_attribute two[] = {{.name = "DATE", .type = OVF_ATTRIBUTE_NULL},
                           {.name = "date", .type = OVF_ATTRIBUTE_NULL}};
    const ovf_attributes both = {two, 2}, none = {NULL, 0};
    assert_ptr_equal(ovf_attributes_spelt(&both, "date"), &two[1]);
    assert_null(ovf_attributes_spelt(&none, "date"));
}

static void attributes(void **state)
{
    (void)state;
    char name[] = "name", text[] = "Kaliningrad";
    ovf_attribute items[] = {
        {.name = name, .type = OVF_ATTRIBUTE_TEXT, .text = text},
        {.name = "count", .type = OVF_ATTRIBUTE_INTEGER, .integer = INT64_MIN},
        {.name = "share", .type = OVF_ATTRIBUTE_REAL, .real = 0.1},
        {.name = "open", .type = OVF_ATTRIBUTE_BOOLEAN, .boolean = true},
        {.name = "none", .type = OVF_ATTRIBUTE_NULL},
    };
    const ovf_attributes all = {items, 5};
    ovf_attributes copy;
    assert_true(ovf_attributes_copy(&all, &copy));
    name[0] = text[0] = 'X'; /* it owns its texts */
    assert_int_equal(copy.count, 5);
    const ovf_attribute *found = ovf_attributes_find(&copy, "name");
    assert_ptr_equal(found, &copy.items[0]);
    assert_string_equal(found->text, "Kaliningrad");
    assert_true(ovf_attributes_find(&copy, "count")->integer == INT64_MIN);
    assert_true(ovf_attributes_find(&copy, "share")->real == 0.1);
    assert_true(ovf_attributes_find(&copy, "open")->boolean);
    assert_null(ovf_attributes_find(&copy, "none")->text);
    assert_null(ovf_attributes_find(&copy, "Name"));
    ovf_attributes_clear(&copy);
    assert_null(copy.items);
    assert_int_equal(copy.count, 0);
    assert_null(ovf_attributes_find(&copy, "name"));
}

static void edges(void **state)
{
    (void)state;
    ovf_edges found = OVF_EDGES_LONLAT;
    assert_true(ovf_edges_parse(ovf_edges_name(OVF_EDGES_GEODESIC), &found));
    assert_int_equal(found, OVF_EDGES_GEODESIC);
    assert_false(ovf_edges_parse("rhumb", &found));
    assert_int_equal(found, OVF_EDGES_GEODESIC);
    assert_true(ovf_edges_parse(ovf_edges_name(OVF_EDGES_LONLAT), &found));
    assert_int_equal(found, OVF_EDGES_LONLAT);
}

static void cleared_twice(void **state)
{
    (void)state;
    ovf_zones zones = {ovf_array_new(1, sizeof *zones.items), 1};
    ovf_airfields airfields = {ovf_array_new(1, sizeof *airfields.items), 1};
    assert_non_null(zones.items);
    assert_non_null(airfields.items);
    zones.items[0].id = ovf_text_copy("zone");
    airfields.items[0].id = ovf_text_copy("UUMB");
    for (int i = 0; i < 2; i++) {
        ovf_zones_clear(&zones);
        ovf_airfields_clear(&airfields);
        assert_null(zones.items);
        assert_null(airfields.items);
        assert_int_equal(zones.count + airfields.count, 0);
    }
    ovf_zones_clear(NULL);
    ovf_airfields_clear(NULL);
    ovf_polygons_free(NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(called),     cmocka_unit_test(called_at_length),
        cmocka_unit_test(attributes), cmocka_unit_test(spelt),
        cmocka_unit_test(edges),      cmocka_unit_test(cleared_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
