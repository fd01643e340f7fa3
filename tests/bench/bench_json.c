/* Reading lines of GeoJSON on one core, beside GDAL: bench_json FILE
 *
 * Prints million vertices a second, of processor time: cut into features, cut and parsed, and read
 * by GDAL. A name that ends with .geojsonl means one feature a line, any other a FeatureCollection.
 */
#include <stdbool.h>

#include <gdal.h>
#include <ogr_api.h>

#include "bench.h"
#include "input/json/json_feature.h"
#include "input/json/json_text.h"

#define CELL (UINT64_C(1) << 20)
#define REPEATS 5

static bool is_lines(const char *path)
{
    const char *end = strrchr(path, '.');
    return end != NULL && strcmp(end, ".geojsonl") == 0;
}

/* Vertices, and the sum of all coordinates, so that each way of reading can be seen to have read
 * the same. */
typedef struct {
    size_t vertices;
    double sum;
} reading;

static bool parse_piece(ovf_json_parser *parser, const ovf_json_piece *piece, reading *read)
{
    for (size_t i = 0; i < piece->count; i++) {
        const ovf_json_feature *feature;
        if (ovf_json_feature_parse(parser, piece->bytes + piece->features[i].begin,
                                   piece->features[i].length, &feature) != OVF_JSON_READ)
            return false;
        read->vertices += feature->position_count;
        for (size_t k = 0; k < feature->position_count; k++)
            read->sum += feature->lon[k] + feature->lat[k];
    }
    return true;
}

/* parser: NULL to cut only. */
static bool read_text(const char *path, ovf_json_parser *parser, reading *read)
{
    ovf_error error = {OVF_OK, "a feature is odd"};
    ovf_json_text *text = NULL;
    ovf_json_piece piece = {0};
    ovf_json_text_state state = OVF_JSON_TEXT_CELL;
    bool done = ovf_json_text_open(path, is_lines(path), &text, &error) == OVF_OK;
    for (uint64_t until = CELL; done && state != OVF_JSON_TEXT_END; until += CELL) {
        ovf_json_piece_reset(&piece);
        done = ovf_json_text_read(text, until, &piece, &state, &error) == OVF_OK &&
               (parser == NULL || parse_piece(parser, &piece, read));
    }
    if (!done) fprintf(stderr, "%s: %s\n", path, error.message);
    ovf_json_piece_clear(&piece);
    ovf_json_text_free(text);
    return done;
}

static bool read_gdal(const char *path, reading *read)
{
    GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR, NULL, NULL, NULL);
    if (dataset == NULL) return false;
    OGRLayerH layer = GDALDatasetGetLayer(dataset, 0);
    for (OGRFeatureH feature; (feature = OGR_L_GetNextFeature(layer)) != NULL;
         OGR_F_Destroy(feature)) {
        OGRGeometryH line = OGR_F_GetGeometryRef(feature);
        int count = OGR_G_GetPointCount(line);
        read->vertices += (size_t)count;
        for (int k = 0; k < count; k++) read->sum += OGR_G_GetX(line, k) + OGR_G_GetY(line, k);
    }
    GDALClose(dataset);
    return true;
}

static int measure(const char *path, ovf_json_parser *parser)
{
    double cut[REPEATS], parsed[REPEATS];
    reading ours = {0, 0}, theirs = {0, 0};
    for (int i = 0; i < REPEATS; i++) {
        double begin = cpu_ns();
        if (!read_text(path, NULL, NULL)) return 3;
        double middle = cpu_ns();
        ours = (reading){0, 0};
        if (!read_text(path, parser, &ours)) return 3;
        cut[i] = middle - begin;
        parsed[i] = cpu_ns() - middle;
    }
    double begin = cpu_ns();
    if (!read_gdal(path, &theirs)) return 3;
    double gdal = cpu_ns() - begin, vertices = (double)ours.vertices;
    if (ours.vertices != theirs.vertices || ours.sum != theirs.sum) {
        fprintf(stderr, "%s: not what GDAL reads\n", path);
        return 1;
    }
    print("cut_million_a_s", 1e3 * vertices / median(cut, REPEATS));
    print("parsed_million_a_s", 1e3 * vertices / median(parsed, REPEATS));
    print("gdal_million_a_s", 1e3 * vertices / gdal);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: bench_json FILE\n");
        return 2;
    }
    GDALAllRegister();
    ovf_json_parser *parser = ovf_json_parser_new();
    if (parser == NULL) return 3;
    int status = measure(argv[1], parser);
    ovf_json_parser_free(parser);
    return status;
}
