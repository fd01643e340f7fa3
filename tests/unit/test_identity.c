/* Whether two runs are of the same batch: the zones' attributes are restrictions, and count.
 *
 * Tests: src/batch/identity.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "batch/identity.h"

static json_t *identity_of(const ovf_attribute *attributes, size_t count, const char *name)
{
    ovf_lonlat vertices[] = {{0, 0}, {1, 0}, {1, 1}, {0, 0}};
    ovf_ring ring = {.vertices = vertices, .count = 4};
    ovf_polygon polygon = {&ring, 1};
    ovf_zone zone = {.id = "zone",
                     .name = name,
                     .file = "test",
                     .polygons = &polygon,
                     .polygon_count = 1,
                     .attributes = {(ovf_attribute *)(uintptr_t)attributes, count}};
    const ovf_zones zones = {&zone, 1};
    const ovf_batch_options options = {.output = {.command = "test"}};
    json_t *identity = NULL;
    ovf_error error = {0};
    if (ovf_identity_make(&options, &zones, NULL, &identity, &error) != OVF_OK)
        fail_msg("%s", error.message);
    return identity;
}

static bool same(json_t *a, json_t *b, char difference[100])
{
    bool is_same = ovf_identity_same(a, b, true, difference, 100);
    json_decref(a);
    json_decref(b);
    return is_same;
}

static ovf_attribute text(const char *name, const char *value)
{
    return (ovf_attribute){.name = name, .type = OVF_ATTRIBUTE_TEXT, .text = value};
}

static void attributes_count(void **state)
{
    (void)state;
    char difference[100] = "";
    const ovf_attribute limit = {
        .name = "max_distance_km", .type = OVF_ATTRIBUTE_INTEGER, .integer = 500};
    const ovf_attribute one[] = {limit, text("source", "here")};
    assert_true(same(identity_of(one, 2, "name"), identity_of(one, 2, "name"), difference));
    ovf_attribute others[][2] = {{limit, text("source", "there")},
                                 {limit, text("sourc", "ehere")},
                                 {limit, text("source", "here")},
                                 {limit, text("source", "here")},
                                 {limit, text("source", "here")}};
    others[2][0].integer = 501;
    others[3][0] = (ovf_attribute){.name = limit.name, .type = OVF_ATTRIBUTE_REAL, .real = 500.5};
    others[4][0] = (ovf_attribute){.name = limit.name, .type = OVF_ATTRIBUTE_NULL};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        assert_false(
            same(identity_of(one, 2, "name"), identity_of(others[i], 2, "name"), difference));
        assert_string_equal(difference, "the zones have changed");
    }
    assert_false(same(identity_of(one, 2, "name"), identity_of(one, 1, "name"), difference));
    assert_false(same(identity_of(one, 2, "name"), identity_of(one, 2, "other"),
                      difference)); /* messages have it */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(attributes_count)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
