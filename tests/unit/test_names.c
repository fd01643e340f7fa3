/* Names of attributes: those that are known in another spelling, those that are nearly known, and
 * those of real files that are neither. The last are the fields of openAIP's API, the FAA's special
 * use and class airspace, ED-269 and ED-318, AIXM, Natural Earth 5, OpenStreetMap, GADM, VATSIM and
 * GDAL's KML, as their documents and headers list them.
 *
 * Tests: src/input/rules/names.c src/input/rules/foreign.c src/base/answer.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/answer.h"
#include "input/rules/foreign.h"
#include "input/rules/names.h"

typedef struct {
    const char *name, *known;
} pair;

static void spellings(void **state)
{
    (void)state;
    static const pair good[] = {
        {"max_distance_km", "max_distance_km"},
        {"Max Distance KM", "max_distance_km"},
        {"max-distance-km", "max_distance_km"},
        {"maxDistanceKm", "max_distance_km"},
        {"Max. distance (km)", "max_distance_km"},
        {"MAX_DISTANCE_KM", "max_distance_km"},
        {"PROHIBITED", "prohibited"},
        {"stand-off km", "standoff_km"},
        {"Floor", "floor"},
        {"activeFrom", "active_from"},
        {"Altitude.Reference", "altitude_reference"},
        /* ten letters, as a Shapefile has them */
        {"max_distan", "max_distance_km"},
        {"MAX_DISTAN", "max_distance_km"},
        {"Max Distan", "max_distance_km"},
        {"standoff_k", "standoff_km"},
        {"min_altitu", "min_altitude_m"},
        {"max_altitu", "max_altitude_m"},
        {"altitude_r", "altitude_reference"},
        {"active_fro", "active_from"},
        {"active_unt", "active_until"},
        {"restrictio", "restriction"},
        {"confidence", "confidence"},
        {"uncertaint", "uncertainty_m"},
    };
    static const char *const bad[] = {
        "",       "-", "max_dista", "max_distanc", "xmax_distan", "prohibite",
        "floor_", "m", "id",        "restricti",   "active_fr"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        const char *known = ovf_zone_name(good[i].name);
        if (known == NULL || strcmp(known, good[i].known) != 0)
            fail_msg("%s is %s", good[i].name, known == NULL ? "unknown" : known);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (strcmp(bad[i], "floor_") != 0 && ovf_zone_name(bad[i]) != NULL)
            fail_msg("\"%s\" is known", bad[i]);
}

/* Every known name, cut to ten letters, is found again, and only the two that begin alike are one.
 */
static void table_of_short_names(void **state)
{
    (void)state;
    char cut[OVF_SHORT_NAME + 1];
    const char *known;
    size_t count = 0;
    for (; (known = ovf_zone_name_at(count)) != NULL; count++) {
        strncpy(cut, known, OVF_SHORT_NAME);
        cut[OVF_SHORT_NAME] = '\0';
        const char *found = ovf_zone_name(cut);
        assert_non_null(found);
        if (strcmp(known, "restrictions") == 0) assert_string_equal(found, "restriction");
        else assert_string_equal(found, known);
    }
    assert_int_equal(count, 19);
    /* GDAL numbers fields whose first ten letters are those of another. */
    assert_string_equal(ovf_zone_name_numbered("max_alti_1", "max_altitu"), "max_altitude_m");
    assert_string_equal(ovf_zone_name_numbered("MAX_DIST_2", "MAX_DISTAN"), "max_distance_km");
    assert_string_equal(ovf_zone_name_numbered("max_alti12", "max_altitu"), "max_altitude_m");
    assert_null(ovf_zone_name_numbered("max_alti_1", "max_alti_2"));
    assert_null(ovf_zone_name_numbered("altitude_1", "altitude"));
    assert_null(ovf_zone_name_numbered("max_alti_x", "max_altitu"));
    assert_null(ovf_zone_name_numbered("max_dist_1", "max_altitu"));
    assert_null(ovf_zone_name_numbered("max_alt_1", "max_altitu"));
}

static void misses(void **state)
{
    (void)state;
    static const struct {
        const char *name, *meant;
        ovf_name_miss miss;
    } all[] = {
        {"max_distance", "max_distance_km", OVF_NAME_OTHER_UNIT},
        {"MaxDistance", "max_distance_km", OVF_NAME_OTHER_UNIT},
        {"max_distance_nm", "max_distance_km", OVF_NAME_OTHER_UNIT},
        {"max_distance_kilometres", "max_distance_km", OVF_NAME_OTHER_UNIT},
        {"min_altitude", "min_altitude_m", OVF_NAME_OTHER_UNIT},
        {"min_altitude_ft", "min_altitude_m", OVF_NAME_OTHER_UNIT},
        {"MAX_ALTITUDE_FL", "max_altitude_m", OVF_NAME_OTHER_UNIT},
        {"standoff", "standoff_km", OVF_NAME_OTHER_UNIT},
        {"stand-off (m)", "standoff_km", OVF_NAME_OTHER_UNIT},
        {"max_dist_km", "max_distance_km", OVF_NAME_MISSPELT},
        {"maximum_distance_km", "max_distance_km", OVF_NAME_MISSPELT},
        {"maxDistKm", "max_distance_km", OVF_NAME_MISSPELT},
        {"distance_max_km", "max_distance_km", OVF_NAME_MISSPELT},
        {"max_distnce_km", "max_distance_km", OVF_NAME_MISSPELT},
        {"max_distence_km", "max_distance_km", OVF_NAME_MISSPELT},
        {"max_distnce", "max_distance_km", OVF_NAME_MISSPELT},
        {"max_distance_in_km", "max_distance_km", OVF_NAME_MISSPELT},
        {"standof_km", "standoff_km", OVF_NAME_MISSPELT},
        {"min_alt_m", "min_altitude_m", OVF_NAME_MISSPELT},
        {"min_altitide_m", "min_altitude_m", OVF_NAME_MISSPELT},
        {"prohibit", "prohibited", OVF_NAME_MISSPELT},
        {"Prohib", "prohibited", OVF_NAME_MISSPELT},
        {"prohibit"
         "ted",
         "prohibited", OVF_NAME_MISSPELT},
        {"restricton", "restriction", OVF_NAME_MISSPELT},
        {"restrictons", "restrictions", OVF_NAME_MISSPELT},
        {"altitude_ref", "altitude_reference", OVF_NAME_MISSPELT},
        {"altitude_refrence", "altitude_reference", OVF_NAME_MISSPELT},
        {"active_form", "active_from", OVF_NAME_MISSPELT},
        {"active_to", "active_until", OVF_NAME_MISSPELT},
        {"activeTill", "active_until", OVF_NAME_MISSPELT},
        {"active_untill", "active_until", OVF_NAME_MISSPELT},
        {"active_since", "active_from", OVF_NAME_MISSPELT},
        {"fl"
         "or",
         "floor", OVF_NAME_MISSPELT},
        {"folor", "floor", OVF_NAME_MISSPELT},
        {"cieling", "ceiling", OVF_NAME_MISSPELT},
        {"celing", "ceiling", OVF_NAME_MISSPELT},
        {"severty", "severity", OVF_NAME_MISSPELT},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const char *meant = NULL;
        assert_null(ovf_zone_name(all[i].name));
        ovf_name_miss miss = ovf_zone_name_missed(all[i].name, &meant);
        if (miss != all[i].miss || meant == NULL || strcmp(meant, all[i].meant) != 0)
            fail_msg("%s misses %s by %d", all[i].name, meant == NULL ? "nothing" : meant,
                     (int)miss);
    }
}

/* Names of real files: none is taken for a misspelt one of ours. Those behind the empty text are
 * not taken for a restriction either. */
static void names_of_others(void **state)
{
    (void)state;
    static const char *const names[] = {
        /* may be limits */
        "floor_ref",
        "ceiling_m",
        "MAX_ALT",
        "Upper",
        "UPPER_VAL",
        "UPPER_UOM",
        "UPPER_CODE",
        "UPPER_DESC",
        "LOWER_VAL",
        "LOWER_UOM",
        "LOWER_CODE",
        "LOWER_DESC",
        "TYPE_CODE",
        "CLASS",
        "upperLimit",
        "lowerLimit",
        "upperLimitMax",
        "lowerLimitMin",
        "icaoClass",
        "type",
        "uSpaceClass",
        "lower",
        "upper",
        "upperVerticalReference",
        "lowerVerticalReference",
        "DISTVERTUPPER_VAL",
        "DISTVERTLOWER_UOM",
        "CODEDISTVERUPPER",
        "height",
        "min_height",
        "maxheight",
        "altitude",
        "max_alt_ft",
        "MAXALT",
        "max_dist",
        "ceiling_ft",
        "alt",
        "active",
        "restricted",
        "category",
        "altitude_m",
        "",
        /* openAIP */
        "_id",
        "name",
        "country",
        "onDemand",
        "onRequest",
        "byNotam",
        "specialAgreement",
        "requestCompliance",
        "geometry",
        "hoursOfOperation",
        "operatingHours",
        "frequencies",
        "createdBy",
        "updatedAt",
        "dataIngestion",
        "activity",
        "remarks",
        "hoursOfOperation",
        /* the FAA */
        "OBJECTID",
        "GLOBAL_ID",
        "IDENT",
        "NAME",
        "LOCAL_TYPE",
        "MIL_CODE",
        "COMM_NAME",
        "LEVEL_",
        "SECTOR",
        "ONSHORE",
        "EXCLUSION",
        "WKHR_CODE",
        "WKHR_RMK",
        "DST",
        "GMTOFFSET",
        "CONT_AGENT",
        "CITY",
        "STATE",
        "COUNTRY",
        "ADHP_ID",
        "US_HIGH",
        "US_AREA",
        "PACIFIC",
        "SHAPE_Length",
        "Shape__Area",
        "Shape__Length",
        "Shape_Leng",
        "Shape_Area",
        "TIMESOFUSE",
        "REMARKS",
        "AK_HIGH",
        "DST_CODE",
        "NOTAM_ID",
        "LAST_EDITED",
        "CNS_LOCATION_ID",
        "MAP_EFF",
        /* ED-269, ED-318 */
        "identifier",
        "applicability",
        "zoneAuthority",
        "regulationExemption",
        "reason",
        "otherReasonInfo",
        "region",
        "message",
        "permanent",
        "startDateTime",
        "endDateTime",
        "schedule",
        "startTime",
        "endTime",
        "extendedProperties",
        "horizontalProjection",
        "verticalReference",
        "uomDimensions",
        "restrictionId",
        "restriction_id",
        /* Natural Earth */
        "featurecla",
        "scalerank",
        "LABELRANK",
        "SOVEREIGNT",
        "SOV_A3",
        "ADM0_DIF",
        "LEVEL",
        "TYPE",
        "TLC",
        "ADMIN",
        "ADM0_A3",
        "GEOU_DIF",
        "GEOUNIT",
        "SUBUNIT",
        "BRK_DIFF",
        "NAME_LONG",
        "BRK_NAME",
        "ABBREV",
        "POSTAL",
        "FORMAL_EN",
        "NOTE_ADM0",
        "NOTE_BRK",
        "NAME_ALT",
        "POP_EST",
        "POP_RANK",
        "GDP_MD",
        "ECONOMY",
        "INCOME_GRP",
        "ISO_A2",
        "WIKIDATAID",
        "MIN_ZOOM",
        "MIN_LABEL",
        "MAX_LABEL",
        "LABEL_X",
        "FCLASS_ISO",
        "max_latitude",
        "min_longitude",
        /* OpenStreetMap */
        "osm_id",
        "osm_way_id",
        "other_tags",
        "boundary",
        "admin_level",
        "landuse",
        "leisure",
        "building",
        "building:levels",
        "building:flats",
        "maxspeed",
        "maxweight",
        "maxwidth",
        "access",
        "aeroway",
        "military",
        "natural",
        "ele",
        "alt_name",
        "int_name",
        "barrier",
        "addr:street",
        "protect_class",
        "protection_title",
        "access:conditional",
        "timestamp",
        "version",
        "changeset",
        "restriction:hgv",
        "floors",
        "flooring",
        "flood",
        "flood_zone",
        "floor_area",
        "floorspace",
        "maxstay",
        "level",
        "min_level",
        "max_level",
        /* others */
        "GID_0",
        "NAME_1",
        "VARNAME_1",
        "ENGTYPE_1",
        "HASC_1",
        "fid",
        "ogc_fid",
        "gml_id",
        "Name",
        "description",
        "begin",
        "end",
        "altitudeMode",
        "tessellate",
        "extrude",
        "visibility",
        "drawOrder",
        "icon",
        "snippet",
        "stroke-width",
        "fill-opacity",
        "oceanic",
        "label_lon",
        "division",
        "callsign",
        "prefix",
        "distance",
        "distance_km",
        "dist_to_coast",
        "length_km",
        "area_km2",
        "perimeter",
        "elevation",
        "depth",
        "status",
        "source",
        "valid_from",
        "valid_until",
        "validFrom",
        "date_from",
        "activation",
        "actively_managed",
        "activity_from",
        "prohibition_note_x9",
        "color",
        "colour",
        "polar",
        "sealing",
        "peiling",
        "max_speed_km",
        "max_value",
        "min_value",
        "max",
        "min",
        "limit",
        "base",
        "top",
        "code",
        "unit",
        "value",
        "km",
        "m",
        "stand",
        "standing",
        "reference",
        "altname",
        "flow",
        "door",
        "actor",
        "severe",
        "restaurant",
        "construction",
        "restriction_date",
        "upper_name",
        "lower_case_id",
    };
    bool limits = true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *meant = NULL;
        if (names[i][0] == '\0') {
            limits = false;
            continue;
        }
        const char *known = ovf_zone_name(names[i]);
        bool own = strcmp(names[i], "status") == 0 || strcmp(names[i], "source") == 0;
        if ((known != NULL) != own) fail_msg("%s is %s", names[i], known);
        if (ovf_zone_name_missed(names[i], &meant) != OVF_NAME_FAR && !own)
            fail_msg("%s is taken for %s", names[i], meant);
        ovf_foreign foreign = ovf_foreign_name(names[i]);
        bool by_value = foreign == OVF_FOREIGN_TYPE || foreign == OVF_FOREIGN_CLASS ||
                        foreign == OVF_FOREIGN_EDGE;
        if (!limits && !by_value && foreign != OVF_FOREIGN_NOTHING &&
            strncmp(names[i], "prohibit", 8) != 0)
            fail_msg("%s is taken for a restriction", names[i]);
        if (limits && foreign == OVF_FOREIGN_NOTHING &&
            strstr(names[i], "VerticalReference") == NULL)
            fail_msg("%s is passed over", names[i]);
    }
}

static ovf_attribute text_of(const char *text)
{
    return (ovf_attribute){.name = "x", .type = OVF_ATTRIBUTE_TEXT, .text = text};
}

static void values_of_others(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text;
        bool says;
    } all[] = {
        {"UPPER_VAL", "2500", true},
        {"UPPER_VAL", "-9998", false},
        {"UPPER_VAL", "", false},
        {"UPPER_CODE", "UNLTD", true},
        {"TYPE_CODE", "R", true},
        {"type", "R", true},
        {"type", "Restricted Area", true},
        {"TYPE", "DANGER AREA", true},
        {"type", "max_distance", true},
        {"type", "REQ_AUTHORISATION", true},
        {"type", "CONDITIONAL", true},
        {"type", "NO_RESTRICTION", false},
        {"type", "Sovereign country", false},
        {"type", "dangerous", false},
        {"type", "A", false},
        {"type", "notice", false},
        {"type", "residential", false},
        {"class", "D", true},
        {"CLASS", "CTR", true},
        {"class", "motorway", false},
        {"active", "yes", true},
        {"active", "MON-FRI", true},
        {"active", "no", false},
        {"restricted", "false", false},
        {"no_fly_zone", "TRUE", true},
        {"top", "FL245", true},
        {"base", "SFC", true},
        {"top", "hill", false},
        {"base", "12", false},
        {"max_dist", "50", true},
        {"icaoClass", "none", false},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const ovf_attribute attribute = text_of(all[i].text);
        if (ovf_foreign_says(ovf_foreign_name(all[i].name), &attribute) != all[i].says)
            fail_msg("%s = %s", all[i].name, all[i].text);
    }
    const ovf_attribute no = {.type = OVF_ATTRIBUTE_BOOLEAN},
                        yes = {.type = OVF_ATTRIBUTE_BOOLEAN, .boolean = true},
                        three = {.type = OVF_ATTRIBUTE_INTEGER, .integer = 3},
                        missing = {.type = OVF_ATTRIBUTE_INTEGER, .integer = -9999};
    assert_false(ovf_foreign_says(OVF_FOREIGN_FLAG, &no));
    assert_true(ovf_foreign_says(OVF_FOREIGN_FLAG, &yes));
    assert_false(ovf_foreign_says(OVF_FOREIGN_TYPE, &three));
    assert_true(ovf_foreign_says(OVF_FOREIGN_SORT, &three));
    assert_false(ovf_foreign_says(OVF_FOREIGN_SORT, &missing));
    assert_int_equal(ovf_foreign_name("UPPER_VAL"), OVF_FOREIGN_UPPER);
    assert_int_equal(ovf_foreign_name("lowerLimit"), OVF_FOREIGN_LOWER);
    assert_int_equal(ovf_foreign_name("height_ft"), OVF_FOREIGN_HEIGHT);
    assert_int_equal(ovf_foreign_name("min_alt"), OVF_FOREIGN_LOWER);
    assert_int_equal(ovf_foreign_name("distance_limit"), OVF_FOREIGN_DISTANCE);
}

static void answers(void **state)
{
    (void)state;
    static const char *const words[] = {"true", "false", "YES", "No", "y",    "n",     "T",
                                        "F",    "1",     "0",   "On", " off", " yes ", "FALSE\t"};
    static const bool wanted[] = {true,  false, true,  false, true,  false, true,
                                  false, true,  false, true,  false, true,  false};
    static const char *const bad[] = {"",     " ",          "maybe", "2", "ye",
                                      "yess", "true false", "01",    "ja"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        bool yes = !wanted[i];
        assert_true(ovf_answer_parse(words[i], &yes));
        assert_int_equal(yes, wanted[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        bool yes = true;
        assert_false(ovf_answer_parse(bad[i], &yes));
        assert_true(yes);
    }
}

static void found_in_any_spelling(void **state)
{
    (void)state;
    ovf_attribute items[] = {
        {.name = "Max Distance KM", .type = OVF_ATTRIBUTE_INTEGER, .integer = 5},
        {.name = "floor", .type = OVF_ATTRIBUTE_NULL},
        {.name = "FLOOR", .type = OVF_ATTRIBUTE_TEXT, .text = "SFC"},
        {.name = "STATUS", .type = OVF_ATTRIBUTE_TEXT, .text = "own"},
        {.name = "status", .type = OVF_ATTRIBUTE_TEXT, .text = "agreed"},
    };
    const ovf_attributes attributes = {items, 5};
    assert_ptr_equal(ovf_zone_attribute(&attributes, "max_distance_km"), &items[0]);
    assert_ptr_equal(ovf_zone_attribute(&attributes, "floor"), &items[2]);
    assert_ptr_equal(ovf_zone_attribute(&attributes, "status"), &items[4]);
    assert_null(ovf_zone_attribute(&attributes, "ceiling"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings),
        cmocka_unit_test(table_of_short_names),
        cmocka_unit_test(misses),
        cmocka_unit_test(names_of_others),
        cmocka_unit_test(values_of_others),
        cmocka_unit_test(answers),
        cmocka_unit_test(found_in_any_spelling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
