/* The stream of routes: the same input is cut into the same blocks whoever reads it, whole, in
 * parts, or from any block's end on.
 *
 * Tests: src/input/flights/route_stream.c src/input/flights/decoder.c src/input/flights/ledger.c */
#include "input_fixture.h"

#include <cpl_conv.h>

#include "input/flights/decoder.h"

#define MOST_BLOCKS 4096
#define ROUTES 700

/* Blocks as their first feature and their number of features; and a sum over the ids, so that it is
 * seen that they are these features. */
typedef struct {
    size_t count;
    struct {
        uint64_t ids;
        size_t features;
        ovf_route_place end;
    } items[MOST_BLOCKS];
} blocks;

static uint64_t sum_of_ids(ovf_route_decoder *decoder, const ovf_route_block *block)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < ovf_route_block_count(block); i++) {
        ovf_decoded decoded;
        assert_int_equal(ovf_route_decode(decoder, block, i, &decoded, NULL), OVF_OK);
        assert_int_equal(decoded.kind, OVF_DECODED_ROUTE);
        sum = sum * 31 + decoded.id_hash[0];
    }
    return sum;
}

/* Appends what the stream still has. */
static void read_all(ovf_route_stream *stream, blocks *into)
{
    ovf_route_block *block;
    ovf_route_decoder *decoder;
    ovf_error error = {0};
    assert_int_equal(ovf_route_block_new(&block, NULL), OVF_OK);
    assert_int_equal(ovf_route_decoder_new(stream, &decoder, NULL), OVF_OK);
    for (bool end = false;;) {
        ovf_status status = ovf_route_stream_read(stream, block, &end, &error);
        if (status != OVF_OK) fail_msg("%s", error.message);
        if (end) break;
        assert_true(into->count < MOST_BLOCKS);
        assert_true(ovf_route_block_count(block) > 0);
        into->items[into->count].ids = sum_of_ids(decoder, block);
        into->items[into->count].features = ovf_route_block_count(block);
        into->items[into->count++].end = *ovf_route_block_end(block);
    }
    ovf_route_decoder_free(decoder);
    ovf_route_block_free(block);
}

static ovf_route_stream *open_stream(const char *const *files, size_t count)
{
    ovf_route_stream *stream = NULL;
    ovf_error error = {0};
    if (ovf_route_stream_open(files, count, NULL, &stream, &error) != OVF_OK)
        fail_msg("%s", error.message);
    return stream;
}

static void assert_same(const blocks *one, const blocks *other, size_t from)
{
    assert_int_equal(one->count, other->count + from);
    for (size_t i = 0; i < other->count; i++) {
        assert_int_equal(one->items[from + i].features, other->items[i].features);
        assert_true(one->items[from + i].ids == other->items[i].ids);
    }
}

static void check(const char *const *files, size_t count, size_t features)
{
    static blocks whole, others;
    size_t sum = 0;
    ovf_route_stream *stream = open_stream(files, count);
    whole.count = 0;
    read_all(stream, &whole);
    ovf_route_stream_free(stream);
    for (size_t i = 0; i < whole.count; i++) sum += whole.items[i].features;
    assert_int_equal(sum, features);
    assert_true(whole.count > 20);

    for (uint64_t parts = 1; parts <= 40; parts = parts * 3 / 2 + 1) {
        others.count = 0;
        for (uint64_t part = 1; part <= parts; part++) {
            uint64_t number, before, so_far = 0;
            for (size_t i = 0; i < others.count; i++) so_far += others.items[i].features;
            stream = open_stream(files, count);
            assert_int_equal(ovf_route_stream_part(stream, part, parts, NULL), OVF_OK);
            assert_int_equal(ovf_route_stream_before(stream, &number, &before, NULL), OVF_OK);
            assert_int_equal(before, so_far);
            read_all(stream, &others);
            ovf_route_stream_free(stream);
        }
        assert_same(&whole, &others, 0);
    }
    for (size_t from = 1; from < whole.count; from += whole.count / 7 + 1) {
        others.count = 0;
        stream = open_stream(files, count);
        assert_int_equal(ovf_route_stream_go(stream, &whole.items[from - 1].end, NULL), OVF_OK);
        read_all(stream, &others);
        ovf_route_stream_free(stream);
        assert_same(&whole, &others, from);
    }
}

static const char *ids[ROUTES], *lines[ROUTES];

/* Routes of two to some hundred fixes, so that blocks are cut by size as well. */
static void make_routes(void)
{
    static char texts[ROUTES][16];
    for (size_t i = 0; i < ROUTES; i++) {
        size_t fixes = 2 + i * 7919 % 11 + (i % 97 == 0 ? 400 : 0), size = 40 * fixes + 40,
               length = 0;
        char *line = malloc(size);
        assert_non_null(line);
        length += (size_t)snprintf(line, size, "LINESTRING (");
        for (size_t k = 0; k < fixes; k++)
            length += (size_t)snprintf(line + length, size - length, "%s%.7f %.7f",
                                       k == 0 ? "" : ",",
                                       (double)(i * 31 % 300) - 150 + (double)k * 0.01,
                                       (double)(i * 17 % 140) - 70 + (double)(k % 5) * 0.1);
        snprintf(line + length, size - length, ")");
        snprintf(texts[i], sizeof texts[i], "r%zu", i);
        ids[i] = texts[i];
        lines[i] = line;
    }
}

/* The same routes as GeoJSON: a collection or a sequence. */
static void write_json(const char *path, bool collection, const char *prefix)
{
    VSILFILE *file = VSIFOpenL(path, "wb");
    assert_non_null(file);
    if (collection) VSIFPrintfL(file, "{\"type\":\"FeatureCollection\",\n\"features\":[\n");
    for (size_t i = 0; i < ROUTES; i++) {
        OGRGeometryH line = NULL;
        char *text = (char *)(uintptr_t)lines[i];
        assert_int_equal(OGR_G_CreateFromWkt(&text, NULL, &line), OGRERR_NONE);
        char *json = OGR_G_ExportToJson(line);
        VSIFPrintfL(file, "%s{\"type\":\"Feature\",\"properties\":{\"id\":\"%s%s\"},\"geometry\":",
                    collection && i > 0 ? ",\n" : "", prefix, ids[i]);
        VSIFWriteL(json, 1, strlen(json), file);
        VSIFPrintfL(file, collection ? "}" : "}\n");
        CPLFree(json);
        OGR_G_DestroyGeometry(line);
    }
    if (collection) VSIFPrintfL(file, "\n]}\n");
    VSIFCloseL(file);
}

static void blocks_are_the_inputs(void **state)
{
    (void)state;
    GDALAllRegister();
    make_routes();
    write_json("/vsimem/s.geojson", true, "a");
    write_json("/vsimem/s.geojsonl", false, "b");
    write_layer("GPKG", "/vsimem/s.gpkg", "one", "EPSG:4326", lines, ids, ROUTES);
    write_layer("GPKG", "/vsimem/s.gpkg", "two", "EPSG:4326", lines, ids, 60);
    write_layer("FlatGeobuf", "/vsimem/s.fgb", "s", "EPSG:4326", lines, ids, ROUTES);
    const char *const files[] = {"/vsimem/s.geojson", "/vsimem/s.gpkg", "/vsimem/s.geojsonl",
                                 "/vsimem/s.fgb"};
    check(&files[0], 1, ROUTES);
    check(&files[1], 1, ROUTES + 60);
    check(&files[2], 1, ROUTES);
    check(&files[3], 1, ROUTES);
    check(files, 4, 4 * ROUTES + 60);
    for (size_t i = 0; i < 4; i++) VSIUnlink(files[i]);
    for (size_t i = 0; i < ROUTES; i++) free((char *)(uintptr_t)lines[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(blocks_are_the_inputs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
