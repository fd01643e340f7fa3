/* Floors and ceilings as files of airspace say them. A foot is 0.3048 m, a flight level 100 feet
 * over 1013.25 hPa.
 *
 * Tests: src/input/rules/volumes.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "input/rules/volumes.h"

enum { MOST = 8 };

#define T(NAME, TEXT)                                          \
    {                                                          \
        .name = NAME, .type = OVF_ATTRIBUTE_TEXT, .text = TEXT \
    }
#define J(NAME, TEXT)                                          \
    {                                                          \
        .name = NAME, .type = OVF_ATTRIBUTE_JSON, .text = TEXT \
    }
#define N(NAME, NUMBER)                                                \
    {                                                                  \
        .name = NAME, .type = OVF_ATTRIBUTE_INTEGER, .integer = NUMBER \
    }
#define R(NAME, NUMBER)                                          \
    {                                                            \
        .name = NAME, .type = OVF_ATTRIBUTE_REAL, .real = NUMBER \
    }

#define GROUND                    \
    {                             \
        -INFINITY, OVF_HEIGHT_AGL \
    }
#define NO_END                   \
    {                            \
        INFINITY, OVF_HEIGHT_MSL \
    }
#define UNSAID              \
    {                       \
        NAN, OVF_HEIGHT_MSL \
    }
#define LEVEL(N)                           \
    {                                      \
        (N) * 100 * 0.3048, OVF_HEIGHT_STD \
    }

typedef struct {
    ovf_attribute items[MOST];
    ovf_height floor, ceiling;
} example;

static bool read(const ovf_attribute *items, ovf_height *floor, ovf_height *ceiling)
{
    ovf_zone zone = {.id = "z", .name = "z", .file = "z.geojson"};
    ovf_zone_attributes sorted = {0};
    while (zone.attributes.count < MOST && items[zone.attributes.count].name != NULL)
        zone.attributes.count++;
    zone.attributes.items = (ovf_attribute *)(uintptr_t)items;
    assert_int_equal(ovf_zone_attributes_sort(&sorted, &zone, NULL), OVF_OK);
    bool good = ovf_zone_volume_read(&sorted, &zone, floor, ceiling);
    ovf_zone_attributes_clear(&sorted);
    return good;
}

static bool same(ovf_height a, ovf_height b)
{
    if (isnan(a.metres) || isnan(b.metres)) return isnan(a.metres) && isnan(b.metres);
    if (isinf(a.metres) || isinf(b.metres)) return a.metres == b.metres;
    return fabs(a.metres - b.metres) < 1e-9 && a.reference == b.reference;
}

static void understood(void **state)
{
    (void)state;
    static const example good[] = {
        {{T("name", "x")}, UNSAID, UNSAID},
        {{T("floor", "GND"), T("ceiling", "FL065")}, GROUND, LEVEL(65)},
        {{N("floor", 300), T("Ceiling", "UNL")}, {300, OVF_HEIGHT_MSL}, NO_END},
        /* FAA */
        {{T("LOWER_VAL", "200"), T("LOWER_UOM", "FL"), T("LOWER_CODE", "STD"),
          T("UPPER_VAL", "-9998"), T("UPPER_CODE", "UNLTD"), T("UPPER_DESC", "TI")},
         LEVEL(200),
         NO_END},
        {{N("LOWER_VAL", 0), T("LOWER_UOM", "FT"), T("LOWER_CODE", "SFC"), N("UPPER_VAL", 4500),
          T("UPPER_UOM", "FT"), T("UPPER_CODE", "MSL")},
         GROUND,
         {4500 * 0.3048, OVF_HEIGHT_MSL}},
        {{T("LOWER_VAL", "500"), T("LOWER_UOM", "FT"), T("LOWER_CODE", "SFC"),
          T("UPPER_VAL", "0050"), T("UPPER_UOM", "FL"), T("UPPER_CODE", "STD")},
         {500 * 0.3048, OVF_HEIGHT_AGL},
         LEVEL(50)},
        /* openAIP */
        {{J("lowerLimit", "{\"value\":0,\"unit\":1,\"referenceDatum\":0}"),
          J("upperLimit", "{\"value\":50,\"unit\":6,\"referenceDatum\":2}")},
         GROUND,
         LEVEL(50)},
        {{J("lowerLimit", "{\"value\":2500,\"unit\":1,\"referenceDatum\":1}"),
          T("upperLimit", "{\"value\":1200.5,\"unit\":0,\"referenceDatum\":0}")},
         {2500 * 0.3048, OVF_HEIGHT_MSL},
         {1200.5, OVF_HEIGHT_AGL}},
        /* ED-269 and ED-318 */
        {{N("lowerLimit", 0), N("upperLimit", 120), T("uomDimensions", "M"),
          T("lowerVerticalReference", "AGL"), T("upperVerticalReference", "AGL")},
         GROUND,
         {120, OVF_HEIGHT_AGL}},
        {{R("lower", 60), T("lowerReference", "AGL"), N("upper", 99999), T("upperReference", "AGL"),
          T("uom", "m")},
         {60, OVF_HEIGHT_AGL},
         NO_END},
        {{R("lower", 100), T("lowerReference", "WGS84"), N("upper", 400),
          T("upperReference", "AMSL"), T("uom", "FT")},
         {30.48, OVF_HEIGHT_ELLIPSOID},
         {400 * 0.3048, OVF_HEIGHT_MSL}},
        /* AIXM as a table */
        {{N("valDistVerLower", 1000), T("uomDistVerLower", "FT"), T("codeDistVerLower", "HEI"),
          N("valDistVerUpper", 95), T("uomDistVerUpper", "FL"), T("codeDistVerUpper", "STD")},
         {304.8, OVF_HEIGHT_AGL},
         LEVEL(95)},
        /* what people write */
        {{T("UPPER LIMIT", "FL245"), T("lower_limit", "1000 GND")},
         {1000, OVF_HEIGHT_AGL},
         LEVEL(245)},
        {{T("BASE", "SFC"), T("TOPS", "4500 ft MSL")}, GROUND, {1371.6, OVF_HEIGHT_MSL}},
        {{T("lower", "500 FT"), T("lower_ref", "AGL")}, {152.4, OVF_HEIGHT_AGL}, UNSAID},
        {{N("ceiling_ft", 400), T("ceiling_ref", "AGL")}, UNSAID, {121.92, OVF_HEIGHT_AGL}},
        /* our own win; limits on flights are no ends of the zone */
        {{T("ceiling", "FL100"), N("UPPER_VAL", 5)}, UNSAID, LEVEL(100)},
        {{N("max_alt", 100), N("min_alt", 50)}, UNSAID, UNSAID},
        {{T("top", "of the hill"), T("base", "camp")}, UNSAID, UNSAID},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        ovf_height floor, ceiling;
        if (!read(good[i].items, &floor, &ceiling)) fail_msg("%zu is not understood", i);
        if (!same(floor, good[i].floor) || !same(ceiling, good[i].ceiling))
            fail_msg("%zu: %g %d to %g %d", i, floor.metres, floor.reference, ceiling.metres,
                     ceiling.reference);
    }
}

static void not_understood(void **state)
{
    (void)state;
    static const ovf_attribute bad[][MOST] = {
        {T("floor", "NOTAM")},
        {T("UPPER_VAL", "BY NOTAM")},
        {N("upper", 120)},
        {N("upper", 120), T("uom", "m")},
        {N("upper", 120), T("upperReference", "AGL")},
        {N("upper", 120), T("uom", "furlong"), T("upperReference", "AGL")},
        {N("upper", 120), T("uom", "m"), T("upperReference", "my house")},
        {N("UPPER_VAL", 50), T("UPPER_UOM", "FL"), T("UPPER_CODE", "AGL")},
        {T("UPPER_CODE", "STD")},
        {N("UPPER_VAL", 50), T("UPPER_UOM", "FL"), N("upperLimit", 60)},
        {J("upperLimit", "[1, 2]")},
        {T("floor", "FL100"), T("ceiling", "FL050")},
        {T("floor", "FL100"), N("UPPER_VAL", 50), T("UPPER_UOM", "FL")},
        {T("ceiling", "GND")},
        {N("lower", 0), T("lowerReference", "AMSL")},
    };
    size_t count = sizeof bad / sizeof *bad;
    for (size_t i = 0; i < count; i++) {
        ovf_height floor, ceiling;
        bool last = i + 1 == count; /* zero is zero in any unit */
        if (read(bad[i], &floor, &ceiling) != last)
            fail_msg("%zu: %g to %g", i, floor.metres, ceiling.metres);
        if (last) assert_true(floor.metres == 0 && floor.reference == OVF_HEIGHT_MSL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(understood),
        cmocka_unit_test(not_understood),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
