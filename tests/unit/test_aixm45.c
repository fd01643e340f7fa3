/* AIXM 4.5: vertices, borders, airspaces made of others, hours and frequencies, as steps, parts and
 * words.
 *
 * Tests: src/input/airspace/aixm45.c src/input/airspace/aixm45_outline.c
 * Tests: src/input/airspace/aixm45_records.c
 * Tests: src/input/airspace/aixm_leaves.c src/input/airspace/aixm_words.c */
#include "airspace_fixture.h"

#define FORMAT &ovf_airspace_format_aixm45
#define FILE_OF(records) \
    "<?xml version='1.0'?><AIXM-Snapshot version='4.5'>" records "</AIXM-Snapshot>"
#define UID(name, type, id) \
    "<" name "><codeType>" type "</codeType><codeId>" id "</codeId></" name ">"
#define ASE(id, content) "<Ase>" UID("AseUid", "R", id) content "</Ase>"
#define ABD(id, content) "<Abd><AbdUid>" UID("AseUid", "R", id) "</AbdUid>" content "</Abd>"
#define ADG(id, content) "<Adg><AdgUid>" UID("AseUid", "R", id) "</AdgUid>" content "</Adg>"
#define AVX(type, lat, lon, more)                                             \
    "<Avx><codeType>" type "</codeType><geoLat>" lat "</geoLat><geoLong>" lon \
    "</geoLong><codeDatum>WGE</codeDatum>" more "</Avx>"
#define CENTRE(lat, lon)                             \
    "<geoLatArc>" lat "</geoLatArc><geoLongArc>" lon \
    "</geoLongArc><valRadiusArc>10</valRadiusArc><uomRadiusArc>NM</uomRadiusArc>"
#define TRIANGLE                          \
    AVX("GRC", "540000N", "0200000E", "") \
    AVX("GRC", "540000.00N", "0220000.00E", "") AVX("GRC", "55.0N", "022.0E", "")
#define TRIANGLE_STEPS " begin 20 54 geodesic 22 54 geodesic 22 55 geodesic 20 54"
#define LEVEL(which, code, value, unit)                                                \
    "<codeDistVer" which ">" code "</codeDistVer" which "><valDistVer" which ">" value \
    "</valDistVer" which "><uomDistVer" which ">" unit "</uomDistVer" which ">"

static void whole(void **state)
{
    (void)state;
    expect_heard(
        FORMAT,
        FILE_OF(ASE("EAR1", "<txtName>ONE</txtName><codeClass>C</codeClass>" LEVEL(
                                "Upper", "STD", "195", "FL") LEVEL("Lower", "HEI", "1000", "FT")
                                LEVEL("Mnm", "ALT", "3000", "FT") "<txtRmk>seldom</txtRmk>")
                    ABD("EAR1", TRIANGLE)),
        "R/EAR1|ONE|type=R|designator=EAR1|class=C|remark=seldom|floor=the lower of 1000 "
        "FT SFC or 3000 FT MSL|ceiling=FL195:" TRIANGLE_STEPS "\n");
    expect_within(FORMAT, FILE_OF(ASE("EAR1", "")), "for \"R/EAR1\", found none");
}

/* How a line goes on is said where it begins. */
static void lines(void **state)
{
    (void)state;
    expect_heard(
        FORMAT,
        FILE_OF(ASE("1", "") ABD(
            "1", AVX("RHL", "540000N", "0200000E", "")
                     AVX("CWA", "540000N", "0220000E", CENTRE("543000N", "0220000E"))
                         AVX("CCA", "550000N", "0220000E", CENTRE("550000N", "0210000E")))),
        "R/1|1|type=R|designator=1: begin 20 54 loxodrome 22 54 arc 22 55 around 22 54.5 cw "
        "arc 20 54 around 21 55 ccw\n");
    expect_heard(FORMAT,
                 FILE_OF(ASE("1", "") ABD(
                     "1", AVX("CIR", "540000N", "0200000E", CENTRE("5400N", "02000E")))),
                 "R/1|1|type=R|designator=1: circle 20 54 18520\n");
    expect_heard(FORMAT,
                 FILE_OF(ASE("1", "") ABD(
                     "1", "<Circle><geoLatCen>540000S</geoLatCen><geoLongCen>0203000W</geoLongCen>"
                          "<valRadius>2.5</valRadius><uomRadius>KM</uomRadius></Circle>")),
                 "R/1|1|type=R|designator=1: circle -20.5 -54 2500\n");
    expect_within(FORMAT, FILE_OF(ASE("1", "") ABD("1", AVX("GRC", "946000N", "0200000E", ""))),
                  "geoLat: expected a latitude such as 543000.5N, found \"946000N\"");
    expect_within(FORMAT,
                  FILE_OF(ASE("1", "") ABD("1", AVX("XYZ", "540000N", "0200000E", "")
                                                    AVX("GRC", "550000N", "0200000E", ""))),
                  "codeType: expected GRC, RHL, CWA, CCA, ABE, FNT or CIR, found \"XYZ\"");
}

#define GBV(lat, lon) \
    "<Gbv><codeType>GRC</codeType><geoLat>" lat "</geoLat><geoLong>" lon "</geoLong></Gbv>"
#define GBR                                                                              \
    "<Gbr><GbrUid mid='9'><txtName>A_B</txtName></GbrUid>" GBV("500000N", "0050000E")    \
        GBV("500000N", "0060000E") GBV("501000N", "0063000E") GBV("500000N", "0070000E") \
            GBV("500000N", "0080000E") "</Gbr>"

static void borders(void **state)
{
    static const char along[] = "R/1|1|type=R|designator=1: begin 6 50 geodesic 6.5 50.1666667 "
                                "geodesic 7 50 geodesic 6 49 geodesic 6 50\n";
    (void)state;
    expect_heard(
        FORMAT,
        FILE_OF(GBR ASE("1", "") ABD(
            "1", AVX("FNT", "500000N", "0060000E", "<GbrUid><txtName>A_B</txtName></GbrUid>")
                     AVX("GRC", "500000N", "0070000E", "") AVX("GRC", "490000N", "0060000E", ""))),
        along);
    expect_heard(
        FORMAT,
        FILE_OF(GBR ASE("1", "") ABD("1", AVX("FNT", "500000N", "0060000E", "<GbrUid mid='9'/>")
                                              AVX("GRC", "500000N", "0070000E", "")
                                                  AVX("GRC", "490000N", "0060000E", ""))),
        along);
    expect_within(FORMAT,
                  FILE_OF(ASE("1", "") ABD("1", AVX("FNT", "500000N", "0060000E",
                                                    "<GbrUid><txtName>A_B</txtName></GbrUid>")
                                                    AVX("GRC", "500000N", "0070000E", ""))),
                  "expected the border \"A_B\" (Gbr) in the file, found none");
}

static void made_of_others(void **state)
{
    (void)state;
    expect_heard(
        FORMAT,
        FILE_OF(ASE("1", "") ADG("1", UID("AseUidBase", "R", "2") "<codeOpr>SUBTR</codeOpr>" UID(
                                          "AseUidComponent", "R", "3"))
                    ASE("2", LEVEL("Upper", "STD", "195", "FL")) ABD("2", TRIANGLE)
                        ASE("3", LEVEL("Upper", "STD", "65", "FL")) ABD("3", TRIANGLE)),
        "R/1|1|type=R|designator=1:\n  +|ceiling=FL195:" TRIANGLE_STEPS
        "\n  -|ceiling=FL65:" TRIANGLE_STEPS
        "\nR/2|2|type=R|designator=2|ceiling=FL195:" TRIANGLE_STEPS
        "\nR/3|3|type=R|designator=3|ceiling=FL65:" TRIANGLE_STEPS "\n");
    /* Limits of its own hold for all. */
    expect_within(FORMAT,
                  FILE_OF(ASE("1", LEVEL("Upper", "STD", "300", "FL"))
                              ADG("1", UID("AseUidSameExtent", "R", "2"))
                                  ASE("2", LEVEL("Upper", "STD", "195", "FL")) ABD("2", TRIANGLE)),
                  "R/1|1|type=R|designator=1|ceiling=FL300:" TRIANGLE_STEPS);
    expect_within(FORMAT,
                  FILE_OF(ASE("1", "") ADG("1", UID("AseUidBase", "R", "2")) ASE("2", "")
                              ADG("2", UID("AseUidBase", "R", "1"))),
                  "it is made of itself, by \"R/1\"");
    expect_within(FORMAT, FILE_OF(ASE("1", "") ADG("1", UID("AseUidBase", "R", "9"))),
                  "expected the airspace \"R/9\" in the file, found none");
}

static void hours(void **state)
{
    (void)state;
#define HOURS(content) FILE_OF(ASE("1", "<Att>" content "</Att>") ABD("1", TRIANGLE))
    expect_within(FORMAT, HOURS("<codeWorkHr>H24</codeWorkHr>"), "|active=always:");
    expect_within(FORMAT, HOURS("<codeWorkHr>NOTAM</codeWorkHr>"), "|active=by NOTAM:");
    expect_within(
        FORMAT,
        HOURS("<codeWorkHr>HX</codeWorkHr><Timsh><codeTimeRef>UTCW</codeTimeRef><dateValidWef>01-01"
              "</dateValidWef><dateValidTil>31-12</dateValidTil><codeDay>FRI</codeDay><codeDayTil>"
              "FRI</codeDayTil><timeWef>19:00</timeWef><timeTil>23:00</timeTil></Timsh>"),
        "|active=FRI 19:00-23:00 [DSA]; HX:");
    expect_within(FORMAT,
                  HOURS("<codeWorkHr>TIMSH</codeWorkHr><Timsh><codeTimeRef>UTC</codeTimeRef>"
                        "<dateValidWef>SDLST</dateValidWef><dateValidTil>EDLST</dateValidTil>"
                        "<codeDay>ANY</codeDay></Timsh>"),
                  "when it is active is not known in part: its dates are not understood");
}

static void frequencies(void **state)
{
    (void)state;
#define SERVICE "<SerUid><UniUid><txtName>TOWN</txtName></UniUid><codeType>APP</codeType></SerUid>"
    expect_within(FORMAT,
                  FILE_OF(ASE("1", "") ABD("1", TRIANGLE) "<Sae><SaeUid>" SERVICE UID(
                      "AseUid", "R", "1") "</SaeUid></Sae><Fqy><FqyUid>" SERVICE
                                          "<valFreqTrans>123.35</valFreqTrans></FqyUid>"
                                          "<uomFreq>MHZ</uomFreq><Cdl><txtCallSign>TOWN "
                                          "CONTROL</txtCallSign></Cdl></Fqy>"),
                  "|unit=TOWN|frequency=123.35 MHZ|station=TOWN CONTROL:");
}

static void survives(void **state)
{
    (void)state;
    expect_survives(FORMAT, FILE_OF(GBR ASE("1", "") ABD(
                                "1", AVX("FNT", "500000N", "0060000E", "<GbrUid mid='9'/>")
                                         AVX("GRC", "500000N", "0070000E", ""))));
    expect_survives(FORMAT, FILE_OF(ASE("1", LEVEL("Upper", "STD", "195", "FL"))
                                        ADG("1", UID("AseUidBase", "R", "2")) ASE("2", "")
                                            ABD("2", AVX("CWA", "540000N", "0220000E",
                                                         CENTRE("543000N", "0220000E"))
                                                         AVX("RHL", "550000N", "0220000E", ""))));
}

static void recognised(void **state)
{
    static const char snapshot[] = FILE_OF(""), update[] = "<AIXM-Update/>";
    (void)state;
    assert_true(ovf_airspace_format_of(snapshot, sizeof snapshot - 1) == FORMAT);
    assert_true(ovf_airspace_format_of(update, sizeof update - 1) == FORMAT);
    expect_within(FORMAT,
                  "<AIXM-Update><Group><New>" ASE("1", "")
                      ABD("1", TRIANGLE) "</New><Withdrawn>" ASE(
                          "2", "") "</Withdrawn></Group></AIXM-Update>",
                  "records withdrawn (Withdrawn) are left out: 1");
}

int main(int argc, char **argv)
{
    read_arguments(argc, argv);
    const struct CMUnitTest tests[] = {cmocka_unit_test(whole),    cmocka_unit_test(lines),
                                       cmocka_unit_test(borders),  cmocka_unit_test(made_of_others),
                                       cmocka_unit_test(hours),    cmocka_unit_test(frequencies),
                                       cmocka_unit_test(survives), cmocka_unit_test(recognised)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
