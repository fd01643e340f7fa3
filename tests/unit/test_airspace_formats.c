/* Airspace in all formats but OpenAir: what a small file of each is, broken off at every byte, and
 * garbled. Each airspace is good or has a flaw, and nothing is read beyond the text.
 *
 * Tests: src/input/airspace/json_airspace.c src/input/airspace/openaip.c
 * Tests: src/input/airspace/ed_zones.c src/input/airspace/tnp.c
 * Tests: src/input/airspace/faa_tfr.c
 * Tests: src/input/airspace/kml_areas.c src/input/airspace/limit_prose.c
 * Tests: src/input/airspace/text_lines.c src/input/airspace/airspace.c
 * Tests: src/input/airspace/airspace_formats.c */
#include "geometry_fixture.h"

#include <stdlib.h>
#include <string.h>

#include "input/airspace/airspace.h"

typedef struct {
    const ovf_airspace_format *format;
    const char *text;
    size_t airspaces, steps, parts, notes; /* of the whole, all airspaces are good */
} sample;

#define RING "[[[8,46.9],[8.2,46.9],[8.2,47.0],[8,47.0],[8,46.9]]]"

static const sample samples[] = {
    {&ovf_airspace_format_openaip,
     "{\"limit\":1000,\"totalCount\":2,\"items\":[{\"_id\":\"a1\",\"name\":\"CTR\",\"type\":4,"
     "\"icaoClass\":3,\"geometry\":{\"type\":\"Polygon\",\"coordinates\":" RING
     "},\"upperLimit\":{\"value\":2500,\"unit\":1,\"referenceDatum\":1},\"lowerLimit\":{\"value\":"
     "0,"
     "\"unit\":1,\"referenceDatum\":0}},\n{\"_id\":\"a2\",\"name\":\"\\u00dc\",\"byNotam\":true,"
     "\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[" RING "," RING "]}}]}",
     2, 15, 0, 0},
    {&ovf_airspace_format_openaip,
     "{\"type\":\"Feature\",\"properties\":{\"_id\":\"a1\",\"icaoClass\":3},\"geometry\":{\"type\":"
     "\"Polygon\",\"coordinates\":" RING "}}\n{\"type\":\"Feature\",\"id\":7,\"properties\":{"
     "\"_id\":\"a2\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":" RING "}}\n",
     2, 10, 0, 0},
    {&ovf_airspace_format_ed269,
     "{\"formatVersion\":\"1.0.0\",\"UASZoneList\":[{\"identifier\":\"Z1\",\"name\":\"One\","
     "\"applicability\":[{\"permanent\":\"YES\"}],\"geometry\":[{\"uomDimensions\":\"FT\","
     "\"lowerLimit\":\"0\",\"lowerVerticalReference\":\"AGL\",\"upperLimit\":400,"
     "\"upperVerticalReference\":\"AGL\",\"horizontalProjection\":{\"type\":\"Polygon\","
     "\"coordinates\":" RING "}},{\"lowerLimit\":100.5,\"horizontalProjection\":{\"type\":"
     "\"Circle\",\"center\":[8.1,46.95],\"radius\":2500}}]}]}",
     1, 6, 2, 0},
    {&ovf_airspace_format_ed318,
     "{\"type\":\"FeatureCollection\",\"metadata\":{\"validTo\":\"2027-01-01T00:00:00Z\"},"
     "\"features\":[{\"type\":\"Feature\",\"properties\":{\"identifier\":\"C1\",\"name\":[{"
     "\"text\":\"Kreis\",\"lang\":\"de-CH\"},{\"text\":\"Circle\",\"lang\":\"en-GB\"}]},"
     "\"geometry\":{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"Point\","
     "\"coordinates\":[7.45,46.95],\"extent\":{\"subType\":\"Circle\",\"radius\":5000.0},"
     "\"layer\":{\"upper\":120,\"upperReference\":\"AGL\",\"lower\":0,\"lowerReference\":\"AGL\","
     "\"uom\":\"m\"}},{\"type\":\"Polygon\",\"coordinates\":" RING
     ",\"layer\":{\"upper\":99999,\"upperReference\":\"AMSL\",\"uom\":\"ft\"}}]}}]}",
     1, 6, 2, 1},
    {&ovf_airspace_format_tnp,
     "# remark\r\nINCLUDE=YES\r\nTITLE=One\r\nTYPE=C\r\nRADIO=130.125 MHz\r\nBASE=SFC\r\n"
     "TOPS=2000 ft\r\nCIRCLE RADIUS=5 CENTRE=N010530 E0000530\r\n\r\nTITLE=Two\nCLASS=D\n"
     "ACTIVE=WEEKEND\nTOPS=FL 65\nPOINT=N533000 E0090000\nCLOCKWISE RADIUS=10 CENTRE=N532000 "
     "E0090000 TO=N532000 E0091650\nANTI-CLOCKWISE RADIUS=5.5 CENTRE=N531000 E0091000 "
     "TO=N530000 E0090000\nPOINT=S001030.5 W0013030\nINCLUDE=NO\nTITLE=Three\nTYPE=R\n"
     "POINT=N533000 E0090000\nINCLUDE=YES\nodd\nEND\n",
     2, 5, 0, 2},
    {&ovf_airspace_format_tfr,
     "<?xml version=\"1.0\"?><XNOTAM-Update version=\"0.1\"><Group><Add><Not><NotUid>"
     "<txtLocalName>6/2736</txtLocalName></NotUid><dateEffective>2026-09-20T14:00:00"
     "</dateEffective><dateExpire>2026-09-21T06:00:00</dateExpire><codeTimeZone>EDT"
     "</codeTimeZone><TfrNot><codeType>91.143</codeType><TFRAreaGroup><aseTFRArea><txtName>A"
     "</txtName><codeDistVerUpper>ALT</codeDistVerUpper><valDistVerUpper>910</valDistVerUpper>"
     "<uomDistVerUpper>FL</uomDistVerUpper><ScheduleGroup><isTimeSeparate>FALSE</isTimeSeparate>"
     "<dateEffective>2026-09-20T15:00:00</dateEffective></ScheduleGroup></aseTFRArea><aseShapes>"
     "<Abd><Avx><codeType>CIR</codeType><geoLat>41.20N</geoLat><geoLong>119.30W</geoLong>"
     "<valRadiusArc>3</valRadiusArc><uomRadiusArc>NM</uomRadiusArc></Avx></Abd></aseShapes>"
     "<abdMergedArea><Avx><codeType>GRC</codeType><geoLat>41.20N</geoLat><geoLong>119.30W"
     "</geoLong></Avx><Avx><codeType>CWA</codeType><geoLat>411200N</geoLat><geoLong>118.80W"
     "</geoLong><geoLatArc>41N</geoLatArc><geoLongArc>119W</geoLongArc></Avx><Avx><codeType>RHL"
     "</codeType><geoLat>40.60N</geoLat><geoLong>119.05W</geoLong></Avx></abdMergedArea>"
     "</TFRAreaGroup><TFRAreaGroup><aseShapes><Abd><Avx><codeType>CIR</codeType><geoLat>41N"
     "</geoLat><geoLong>119W</geoLong><valRadiusArc>3</valRadiusArc><uomRadiusArc>KM"
     "</uomRadiusArc></Avx></Abd></aseShapes><aseShapes><Abd><Avx><codeType>CIR</codeType>"
     "<geoLat>42N</geoLat><geoLong>119W</geoLong><valRadiusArc>3</valRadiusArc><uomRadiusArc>NM"
     "</uomRadiusArc></Avx></Abd></aseShapes></TFRAreaGroup></TfrNot></Not><Not><NotUid>"
     "<txtLocalName>6/1</txtLocalName></NotUid></Not></Add></Group></XNOTAM-Update>\n",
     2, 6, 2, 1},
    {&ovf_airspace_format_kml,
     "<?xml version=\"1.0\"?><kml><Document><Folder><name>CTR</name><Placemark><name>One</name>"
     "<description><![CDATA[<b>Upper limit:</b> FL65<br>Lower: GND]]></description><ExtendedData>"
     "<Data name=\"id\"><value>7</value></Data></ExtendedData><MultiGeometry><Point><coordinates>"
     "21,54.5,0</coordinates></Point><Polygon><extrude>1</extrude><altitudeMode>absolute"
     "</altitudeMode><outerBoundaryIs><LinearRing><coordinates>20,54,762 22,54,762 22,55,762 "
     "20,54,762</coordinates></LinearRing></outerBoundaryIs><innerBoundaryIs><LinearRing>"
     "<coordinates>21,54.1,762 21.5,54.1,762 21.5,54.2,762</coordinates></LinearRing>"
     "</innerBoundaryIs></Polygon></MultiGeometry></Placemark></Folder><Placemark><name>Walls"
     "</name><MultiGeometry><Polygon><altitudeMode>absolute</altitudeMode><outerBoundaryIs>"
     "<LinearRing><coordinates>20,54,9 21,54,9 21,54,1 20,54,1</coordinates></LinearRing>"
     "</outerBoundaryIs></Polygon><Polygon><altitudeMode>absolute</altitudeMode>"
     "<outerBoundaryIs><LinearRing><coordinates>21,54,9 21,55,9 21,55,1</coordinates>"
     "</LinearRing></outerBoundaryIs></Polygon><Polygon><altitudeMode>absolute</altitudeMode>"
     "<outerBoundaryIs><LinearRing><coordinates>20,54,1 21,55,9 20,54,9</coordinates>"
     "</LinearRing></outerBoundaryIs></Polygon></MultiGeometry></Placemark></Document></kml>\n",
     2, 10, 0, 1},
};
#define SAMPLES (sizeof samples / sizeof *samples)

typedef struct {
    size_t airspaces, good, steps, parts, notes;
} seen;

static void check_words(const ovf_airspace_word *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_true(words[i].name[0] != '\0' && words[i].value[0] != '\0');
}

static ovf_status take(void *context, const ovf_airspace *airspace, ovf_error *error)
{
    seen *all = context;
    size_t first = 0;
    (void)error;
    all->airspaces++;
    all->good += airspace->flaw.length == 0;
    all->steps += airspace->step_count;
    all->parts += airspace->part_count;
    assert_true(airspace->flaw.length > 0 || airspace->step_count > 0);
    check_words(airspace->words, airspace->word_count);
    for (size_t i = 0; i < airspace->part_count; i++) {
        const ovf_airspace_part *part = &airspace->parts[i];
        assert_true(part->first_step >= first && part->first_step <= airspace->step_count);
        first = part->first_step;
        check_words(part->words, part->word_count);
    }
    for (size_t i = 0; i < airspace->step_count && airspace->flaw.length == 0; i++) {
        const ovf_step *step = &airspace->steps[i];
        ovf_lonlat at = step->kind == OVF_STEP_CIRCLE ? step->centre : step->to;
        assert_true(fabs(at.lat) <= 90 && fabs(at.lon) <= 360);
        if (step->kind == OVF_STEP_CIRCLE) assert_true(step->radius_m > 0);
        if (step->kind == OVF_STEP_ARC)
            assert_true(i > 0 && airspace->steps[i - 1].kind != OVF_STEP_CIRCLE);
    }
    return OVF_OK;
}

static void note(void *context, const char *sentence)
{
    ((seen *)context)->notes++;
    assert_true(sentence[0] != '\0');
}

/* Reads a copy that ends where its memory does. */
static seen of(const ovf_airspace_format *format, const char *text, size_t length,
               ovf_status *status)
{
    seen all = {0};
    ovf_error error;
    const ovf_airspace_sink sink = {take, note, &all};
    char *copy = malloc(length + (length == 0));
    assert_non_null(copy);
    memcpy(copy, text, length);
    (void)ovf_airspace_format_of(copy, length);
    *status = format->read(copy, length, &sink, &error);
    assert_true(*status == OVF_OK ||
                (*status == OVF_ERROR_INPUT && error.status == *status && error.message[0] != 0));
    free(copy);
    return all;
}

static void whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++) {
        const sample *one = &samples[i];
        ovf_status status;
        seen all = of(one->format, one->text, strlen(one->text), &status);
        assert_true(ovf_airspace_format_of(one->text, strlen(one->text)) == one->format);
        assert_int_equal(status, OVF_OK);
        assert_int_equal(all.airspaces, one->airspaces);
        assert_int_equal(all.good, one->airspaces);
        assert_int_equal(all.steps, one->steps);
        assert_int_equal(all.parts, one->parts);
        assert_int_equal(all.notes, one->notes);
    }
}

static void broken_off(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++)
        for (size_t length = 0; length < strlen(samples[i].text); length++) {
            ovf_status status;
            seen all = of(samples[i].format, samples[i].text, length, &status);
            assert_true(all.airspaces <= samples[i].airspaces && all.steps <= samples[i].steps);
        }
}

static void garbled(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(4000) * SAMPLES; k++) {
        const sample *one = &samples[k % SAMPLES];
        size_t length = strlen(one->text);
        ovf_status status;
        char *text = malloc(length + 1);
        begin_case(k);
        assert_non_null(text);
        memcpy(text, one->text, length + 1);
        for (int changes = 0; changes < 1 + (int)(k / SAMPLES % 4); changes++)
            text[(size_t)uniform(0, (double)length)] =
                k % 2 == 0 ? (char)uniform(1, 256)
                           : "0123456789-.,:{}[]\"<>/ \nNSEW"[(size_t)uniform(0, 27)];
        of(one->format, text, length, &status);
        free(text);
    }
}

int main(int argc, char **argv)
{
    read_arguments(argc, argv);
    const struct CMUnitTest tests[] = {cmocka_unit_test(whole), cmocka_unit_test(broken_off),
                                       cmocka_unit_test(garbled)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
