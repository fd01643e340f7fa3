/* Any bytes as a GeoJSON text. Nothing may crash, and a text cut in cells, with reading begun anew
 * in each, must give the same features as a text read in one go. The first two bytes choose how it
 * is read.
 *
 * Tests: src/input/json/ */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cpl_vsi.h>

#include "input/json/json_feature.h"
#include "input/json/json_text.h"

static const char path[] = "/vsimem/fuzz";

/* cell 0: all in one go. False when it ends with an error. */
static bool read_all(bool lines, uint64_t cell, ovf_json_piece *piece)
{
    ovf_json_text *text = NULL;
    ovf_json_text_state state = OVF_JSON_TEXT_CELL;
    ovf_error error;
    bool done = ovf_json_text_open(path, lines, &text, &error) == OVF_OK;
    while (done && state != OVF_JSON_TEXT_END) {
        uint64_t at = ovf_json_text_at(text),
                 until = cell == 0 ? UINT64_MAX : (at / cell + 1) * cell;
        done = (cell == 0 || ovf_json_text_go(text, at, true, &error) == OVF_OK) &&
               ovf_json_text_read(text, until, piece, &state, &error) == OVF_OK;
    }
    ovf_json_text_free(text);
    return done;
}

static bool is_same(const ovf_json_piece *a, const ovf_json_piece *b)
{
    if (a->count != b->count || a->length != b->length) return false;
    for (size_t i = 0; i < a->count; i++)
        if (a->features[i].begin != b->features[i].begin ||
            a->features[i].length != b->features[i].length)
            return false;
    return a->length == 0 || memcmp(a->bytes, b->bytes, a->length) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static ovf_json_parser *parser;
    ovf_json_piece whole = {0}, parts = {0};
    const ovf_json_feature *feature;
    if (parser == NULL) parser = ovf_json_parser_new();
    if (size < 2 || parser == NULL) return 0;
    VSIFCloseL(VSIFileFromMemBuffer(path, (GByte *)(uintptr_t)(data + 2), size - 2, FALSE));
    bool lines = data[0] % 2 == 0, done = read_all(lines, 0, &whole);
    if (read_all(lines, 1 + data[1], &parts) != done || !is_same(&whole, &parts)) abort();
    for (size_t i = 0; i < whole.count; i++)
        ovf_json_feature_parse(parser, whole.bytes + whole.features[i].begin,
                               whole.features[i].length, &feature);
    ovf_json_feature_parse(parser, (const char *)data, size, &feature);
    ovf_json_piece_clear(&whole);
    ovf_json_piece_clear(&parts);
    VSIUnlink(path);
    return 0;
}
