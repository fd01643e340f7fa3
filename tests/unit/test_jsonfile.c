/* Zones and airfields in GeoJSON are read without GDAL where that is sure to give the same: each
 * file is read in both ways. GDAL reads what is named with its layer.
 *
 * Tests: src/input/json/json_file.c src/input/json/document.c src/input/airfields.c */
#include "input_fixture.h"

#include <unistd.h>

#include "input/json/json_file.h"

#define SQUARE "[[[0,0],[2,0],[2,2],[0,2],[0,0]]]"
#define HOLED "[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[1,1],[1,2],[2,2],[2,1],[1,1]]]"
#define TWO                                                                                        \
    "[[[[0,0],[2,0],[2,2],[0,2],[0,0]]],[[[5,0],[9,0],[9,9],[5,9],[5,0]],[[6,1],[6,2],[7,2],[7,1]" \
    ",[6,1]]]]"
#define NAMED(list) \
    "{ \"type\": \"FeatureCollection\", \"name\": \"layer\",\n\"features\": [" list "]}"

static char folder[] = "/tmp/overflight-jsonfile-XXXXXX";
static char path[100], layer[140];

static int set_up(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL) return 1;
    snprintf(path, sizeof path, "%s/file.geojson", folder);
    snprintf(layer, sizeof layer, "%s|layername=layer", path);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static void same_text(const char *a, const char *b)
{
    if (a == NULL || b == NULL) assert_true(a == b);
    else assert_string_equal(a, b);
}

static void same_attributes(const ovf_attributes *a, const ovf_attributes *b)
{
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        assert_string_equal(a->items[i].name, b->items[i].name);
        assert_int_equal(a->items[i].type, b->items[i].type);
        assert_int_equal(a->items[i].boolean, b->items[i].boolean);
        assert_int_equal(a->items[i].integer, b->items[i].integer);
        assert_true(a->items[i].real == b->items[i].real);
        same_text(a->items[i].text, b->items[i].text);
    }
}

static void same_polygons(const ovf_zone *a, const ovf_zone *b)
{
    assert_int_equal(a->polygon_count, b->polygon_count);
    for (size_t p = 0; p < a->polygon_count; p++) {
        assert_int_equal(a->polygons[p].count, b->polygons[p].count);
        for (size_t r = 0; r < a->polygons[p].count; r++) {
            const ovf_ring *x = &a->polygons[p].rings[r], *y = &b->polygons[p].rings[r];
            assert_int_equal(x->count, y->count);
            assert_memory_equal(x->vertices, y->vertices, x->count * sizeof *x->vertices);
            assert_int_equal(x->curve_count, y->curve_count);
            for (size_t i = 0; i < x->curve_count; i++) {
                assert_int_equal(x->curves[i].kind, y->curves[i].kind);
                assert_memory_equal(&x->curves[i].centre, &y->curves[i].centre,
                                    sizeof x->curves[i].centre);
            }
        }
    }
}

/* Reads the zones of a text in both ways: what is in them is the same. Returns how many features
 * are read without GDAL. */
static size_t both_ways(const char *text, const ovf_input_options *options)
{
    const char *files[2] = {path, layer};
    ovf_zones zones[2];
    ovf_error errors[2] = {{0}, {0}};
    write_file(path, text);
    ovf_status status = ovf_zones_read(&files[0], 1, options, &zones[0], &errors[0]);
    assert_int_equal(ovf_zones_read(&files[1], 1, options, &zones[1], &errors[1]), status);
    assert_int_equal(status, OVF_OK);
    assert_int_equal(zones[0].count, zones[1].count);
    for (size_t i = 0; i < zones[0].count; i++) {
        const ovf_zone *a = &zones[0].items[i], *b = &zones[1].items[i];
        assert_string_equal(a->id, b->id);
        assert_string_equal(a->name, b->name);
        assert_int_equal(a->edges, b->edges);
        assert_int_equal(a->oriented, b->oriented);
        same_polygons(a, b);
        same_attributes(&a->attributes, &b->attributes);
    }
    for (int k = 0; k < 2; k++) ovf_zones_clear(&zones[k]);

    ovf_json_file file;
    ovf_error error;
    bool usual;
    size_t count = 0;
    assert_int_equal(ovf_json_file_open(&file, path, &usual, &error), OVF_OK);
    if (!usual) return 0;
    for (const ovf_json_feature *feature;; count++)
        if (ovf_json_file_next(&file, &feature) != OVF_JSON_READ || feature == NULL) break;
    ovf_json_file_close(&file);
    return count;
}

static void usual_zones_are_as_gdal_reads_them(void **state)
{
    (void)state;
    assert_int_equal(both_ways(NAMED(ZONE("a", SQUARE)), NULL), 1);
    assert_int_equal(both_ways(NAMED(FEATURE("\"id\":\"a\",\"name\":\"Åland \\u00e9 \\\"x\\\"\"",
                                             "Polygon", HOLED)),
                               NULL),
                     1);
    assert_int_equal(
        both_ways(NAMED(FEATURE("\"id\":7,\"edges\":\"geodesic\"", "MultiPolygon", TWO)), NULL), 1);
    assert_int_equal(
        both_ways(NAMED(FEATURE("\"name\":\"n\",\"limit_km\":500,\"factor\":0.1,\"agreed\":false,"
                                "\"since\":\"2014-05-28\",\"nothing\":null,\"empty\":\"\","
                                "\"large\":123456789012,\"whole\":2.0",
                                "Polygon", SQUARE)),
                  NULL),
        1);
    assert_int_equal(
        both_ways(NAMED(FEATURE("\"id\":\"a\",\"x\":null", "Polygon",
                                SQUARE) "," FEATURE("\"id\":\"b\",\"x\":1.5", "MultiPolygon", TWO)),
                  NULL),
        2);
    assert_int_equal(
        both_ways(
            NAMED(FEATURE("\"id\":\"a\",\"until\":\"2014-05-28\"", "Polygon", SQUARE) "," FEATURE(
                "\"id\":\"b\",\"until\":\"for good\"", "Polygon", SQUARE)),
            NULL),
        2);
    assert_int_equal(both_ways(NAMED(FEATURE("\"id\":\"a\",\"code\":\"c\"", "Polygon", SQUARE)),
                               &(ovf_input_options){.id_field = "code"}),
                     1);
    assert_int_equal(both_ways(NAMED(FEATURE("\"id\":\"a\"", "Polygon",
                                             "[[[179,0],[181,0],[181,2.125],[179,2],[179,0]]]")),
                               NULL),
                     1);
}

/* GDAL makes one table of all features. */
static void members_may_differ(void **state)
{
    (void)state;
    assert_int_equal(both_ways(NAMED(FEATURE("\"id\":\"a\",\"x\":1", "Polygon", SQUARE) "," FEATURE(
                                   "\"id\":\"b\",\"x\":1.5", "Polygon", SQUARE)),
                               NULL),
                     2);
    assert_int_equal(both_ways(NAMED(FEATURE("\"id\":\"a\",\"x\":1", "Polygon", SQUARE) "," FEATURE(
                                   "\"id\":\"b\",\"y\":1", "Polygon", SQUARE)),
                               NULL),
                     2);
    assert_int_equal(
        both_ways(NAMED(FEATURE("\"id\":\"a\",\"z\":1,\"k\":2", "Polygon", SQUARE) "," FEATURE(
                      "\"id\":\"b\",\"y\":1,\"b\":3,\"k\":2", "Polygon",
                      SQUARE) "," FEATURE("\"a\":1,\"id\":\"c\",\"z\":null,\"m\":0.5", "Polygon",
                                          SQUARE) "," FEATURE("\"id\":\"d\",\"B2\":\"x\",\"a2\":"
                                                              "\"\",\"m\":7",
                                                              "Polygon", SQUARE)),
                  NULL),
        4);
    assert_int_equal(
        both_ways(
            NAMED(FEATURE("\"id\":\"a\",\"floor\":\"GND\",\"radius_m\":5000", "Point",
                          "[1,1]") "," FEATURE("\"id\":\"b\",\"type\":\"R\"", "Polygon",
                                               SQUARE) "," FEATURE("\"id\":\"c\",\"radius_"
                                                                   "m\":9260.5",
                                                                   "Point", "[179.99,-88.9]")),
            NULL),
        3);
}

static void unusual_zones_are_left_to_gdal(void **state)
{
    (void)state;
    assert_int_equal(both_ways(NAMED(FEATURE("\"id\":\"a\",\"x\":1", "Polygon", SQUARE) "," FEATURE(
                                   "\"id\":\"b\",\"x\":true", "Polygon", SQUARE)),
                               NULL),
                     1);
    assert_int_equal(both_ways(NAMED(FEATURE("\"id\":\"a\",\"x\":1", "Polygon", SQUARE) "," FEATURE(
                                   "\"id\":\"b\",\"X\":1", "Polygon", SQUARE)),
                               NULL),
                     1);
    /* Known by their keys; features that do not agree on an order; circles that lack something. */
    both_ways(NAMED(FEATURE("\"id\":\"a\"", "Polygon", SQUARE) "," FEATURE("\"GLOBAL_ID\":\"b\"",
                                                                           "Polygon", SQUARE)),
              NULL);
    both_ways(NAMED(FEATURE("\"id\":\"a\",\"x\":1,\"y\":2", "Polygon",
                            SQUARE) "," FEATURE("\"id\":\"b\",\"y\":1,\"x\":2", "Polygon", SQUARE)),
              NULL);
    both_ways(NAMED(FEATURE("\"id\":\"a\",\"radius\":5,\"radius_unit\":\"NM\"", "Point", "[1,1]")),
              NULL);
    assert_int_equal(both_ways(NAMED(FEATURE("\"id\":\"a\",\"seen\":\"2017-10-04T18:00:00+02:00\"",
                                             "Polygon", SQUARE)),
                               NULL),
                     0);
    assert_int_equal(
        both_ways(NAMED(FEATURE("\"id\":\"a\",\"seen\":\"2017/10/04\"", "Polygon", SQUARE)), NULL),
        0);
    assert_int_equal(
        both_ways(NAMED(FEATURE("\"id\":\"a\",\"at\":\"12:30:00\"", "Polygon", SQUARE)), NULL), 0);
    assert_int_equal(
        both_ways(NAMED(FEATURE("\"id\":\"a\",\"years\":[2014, 2020]", "Polygon", SQUARE)), NULL),
        0);
    assert_int_equal(
        both_ways(NAMED("{\"type\":\"Feature\",\"id\":\"own\",\"properties\":{},\"geometry\":{"
                        "\"type\":\"Polygon\",\"coordinates\":" SQUARE "}}"),
                  NULL),
        0);
    both_ways(NAMED(FEATURE("\"other\":\"a\"", "Polygon", SQUARE)), NULL);
    both_ways(NAMED(FEATURE("\"id\":\"a\",\"edges\":\"geodesic\",\"orientation\":\"right-hand\"",
                            "Polygon", SQUARE)),
              NULL);
    both_ways(NAMED(ZONE("a", SQUARE) "," FEATURE("\"id\":\"p\"", "Point", "[1,1]")), NULL);
}

/* The sentence is that of GDAL's reader; the file is named in it as it was given. */
static void bad_zones_get_the_same_sentence(void **state)
{
    (void)state;
    static const char *const bad[] = {
        NAMED(ZONE("a", SQUARE) "," ZONE("b", "[[[0,0],[2,2],[2,0],[0,2],[0,0]]]")),
        NAMED(ZONE("a", "[[[0,0],[2,0]]]")),
        NAMED(ZONE("a", "[[[0,0],[2,0],[2,99],[0,2],[0,0]]]")),
        NAMED(FEATURE("\"id\":\"a\",\"edges\":\"curved\"", "Polygon", SQUARE)),
        NAMED(ROUTE("a", "[[0,0],[1,1]]")),
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *files[2] = {path, layer};
        char sentences[2][1000];
        write_file(path, bad[i]);
        for (int k = 0; k < 2; k++) {
            ovf_zones zones;
            ovf_error error;
            assert_int_equal(ovf_zones_read(&files[k], 1, NULL, &zones, &error), OVF_ERROR_INPUT);
            /* Without the name, which may stand twice. */
            snprintf(sentences[k], sizeof sentences[k], "%s", error.message);
            for (char *at; (at = strstr(sentences[k], files[k])) != NULL;)
                memmove(at, at + strlen(files[k]), strlen(at + strlen(files[k])) + 1);
        }
        assert_string_equal(sentences[0], sentences[1]);
    }
}

/* Only what begins like a collection, and is named like one. */
static void knows_a_collection(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is;
    } texts[] = {{NAMED(""), true},
                 {"{\"type\":\"FeatureCollection\",\"features\":[]}", true},
                 {"{\"type\":\"Feature\",\"features\":[]}", false},
                 {"{\"features\":[],\"type\":\"FeatureCollection\"}", false},
                 {"{\"type\":\"FeatureCollection\",\"crs\":null,\"features\":[]}", false},
                 {"{\"type\":\"FeatureCollection\",\"conformsTo\":[\"x\"],\"features\":[]}", false},
                 {"{\"type\":\"Topology\",\"features\":[]}", false},
                 {"[]", false},
                 {"", false}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        write_file(path, texts[i].text);
        assert_int_equal(ovf_json_is_collection(path), texts[i].is);
    }
    write_file(path, NAMED(""));
    assert_false(ovf_json_is_collection(layer));
    assert_false(ovf_json_is_collection(folder));
    assert_false(ovf_json_is_collection("/vsimem/file.geojson"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(usual_zones_are_as_gdal_reads_them),
        cmocka_unit_test(members_may_differ),
        cmocka_unit_test(unusual_zones_are_left_to_gdal),
        cmocka_unit_test(bad_zones_get_the_same_sentence),
        cmocka_unit_test(knows_a_collection),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
