/* Reading lines of GeoJSON on one core, beside GDAL: bench_json FILE
 *
 * Prints million vertices a second, of processor time: cut into features, cut and parsed, and read
 * by GDAL. The three must find as many features, and the last two the same coordinates. A name that
 * ends with .geojsonl means one feature a line, any other a FeatureCollection. */
#include <stdbool.h>

#include <gdal.h>
#include <ogr_api.h>

#include "bench.h"
#include "input/json/json_feature.h"
#include "input/json/json_text.h"

#define CELL (UINT64_C(1) << 20)
#define REPEATS 3

static bool is_lines(const char *path)
{
    const char *end = strrchr(path, '.');
    return end != NULL && strcmp(end, ".geojsonl") == 0;
}

/* What a way of reading has found: with the sum of all coordinates. */
typedef struct {
    const char *path;
    ovf_json_parser *parser; /* NULL: cut only */
    size_t features, vertices;
    double sum;
} reading;

static bool parse_piece(const ovf_json_piece *piece, reading *read)
{
    for (size_t i = 0; i < piece->count; i++) {
        const ovf_json_feature *feature;
        if (ovf_json_feature_parse(read->parser, piece->bytes + piece->features[i].begin,
                                   piece->features[i].length, &feature) != OVF_JSON_READ)
            return false;
        read->vertices += feature->position_count;
        for (size_t k = 0; k < feature->position_count; k++)
            read->sum += feature->lon[k] + feature->lat[k];
    }
    return true;
}

static double read_text(void *context)
{
    reading *read = context;
    read->features = read->vertices = 0;
    read->sum = 0;
    ovf_error error = {.message = "a feature is odd"};
    ovf_json_text *text = NULL;
    ovf_json_piece piece = {0};
    ovf_json_text_state state = OVF_JSON_TEXT_CELL;
    bool done = ovf_json_text_open(read->path, is_lines(read->path), &text, &error) == OVF_OK;
    for (uint64_t until = CELL; done && state != OVF_JSON_TEXT_END; until += CELL) {
        ovf_json_piece_reset(&piece);
        done = ovf_json_text_read(text, until, &piece, &state, &error) == OVF_OK &&
               (read->parser == NULL || parse_piece(&piece, read));
        read->features += piece.count;
    }
    if (!done) {
        fprintf(stderr, "%s: %s\n", read->path, error.message);
        exit(3);
    }
    ovf_json_piece_clear(&piece);
    ovf_json_text_free(text);
    return (double)read->features;
}

static double read_gdal(void *context)
{
    reading *read = context;
    read->features = read->vertices = 0;
    read->sum = 0;
    GDALDatasetH dataset = GDALOpenEx(read->path, GDAL_OF_VECTOR, NULL, NULL, NULL);
    if (dataset == NULL) exit(3);
    OGRLayerH layer = GDALDatasetGetLayer(dataset, 0);
    for (OGRFeatureH feature; (feature = OGR_L_GetNextFeature(layer)) != NULL;
         OGR_F_Destroy(feature)) {
        OGRGeometryH line = OGR_F_GetGeometryRef(feature);
        int count = OGR_G_GetPointCount(line);
        read->features++;
        read->vertices += (size_t)count;
        for (int k = 0; k < count; k++) read->sum += OGR_G_GetX(line, k) + OGR_G_GetY(line, k);
    }
    GDALClose(dataset);
    return (double)read->features;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: bench_json FILE\n");
        return 2;
    }
    GDALAllRegister();
    reading cut = {.path = argv[1]}, parsed = {argv[1], ovf_json_parser_new(), 0, 0, 0}, gdal = cut;
    if (parsed.parser == NULL) return 3;
    timed ways[] = {{"features cut", read_text, &cut, 100, 0, 0},
                    {"features parsed", read_text, &parsed, 100, 0, 0},
                    {"features that GDAL reads", read_gdal, &gdal, 100, 0, 0}};
    time_in_turn(ways, 3, REPEATS);
    agree("features", (double)cut.features, (double)gdal.features, 0);
    agree("vertices", (double)parsed.vertices, (double)gdal.vertices, 0);
    agree("sums of coordinates", parsed.sum, gdal.sum, 0);
    at_least("vertices", 50000, (double)parsed.vertices);
    double million = (double)parsed.vertices / 1e6;
    const char *const names[] = {"cut_million_a_s", "parsed_million_a_s", "gdal_million_a_s"};
    for (int k = 0; k < 3; k++) print(names[k], million / (ways[k].ns * ways[k].done / 1e9));
    ovf_json_parser_free(parsed.parser);
    return 0;
}
