/* A GeoJSON file as text, cut into features without parsing them. The cuts depend on the text
 * alone, not on how it was read before. Used by one thread at a time. */
#ifndef OVF_INPUT_JSON_JSON_TEXT_H
#define OVF_INPUT_JSON_JSON_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "input/json/json_head.h"
#include "overflight/error.h"

typedef struct ovf_json_text ovf_json_text;

/* Whole features one after the other. Zeroed before its first use; memory is used again. */
typedef struct {
    char *bytes;
    size_t length, capacity;
    struct ovf_json_slice {
        size_t begin, length; /* without blanks around it */
    } * features;
    size_t count, feature_capacity;
} ovf_json_piece;

void ovf_json_piece_reset(ovf_json_piece *piece);
void ovf_json_piece_clear(ovf_json_piece *piece);

/* Opens a file with GDAL's functions, so that /vsicurl/ and the like work, or standard input where
 * the path is "-".
 *
 * lines: a GeoJSONSeq. A record ends with a newline, a missing last one is fine; or, where the text
 * begins with RS (RFC 8142), begins with RS. Blank ones are no features; what the others hold is
 * not looked at. The record's first byte (its RS, or what follows the last newline) is the
 * feature's. Otherwise one document: a FeatureCollection, whose member "features" may stand
 * anywhere; or any other object, which is the one feature.
 *
 * A byte order mark is passed over. On standard input this waits for the first bytes, of a document
 * for what stands before its features. Errors: OVF_ERROR_IO (cannot be opened or read),
 * OVF_ERROR_INPUT (no object, or one that breaks off before its features or is nothing but a
 * feature and breaks off; GDAL may know more of it), OVF_ERROR_MEMORY. No sentence of this module
 * names the file. */
ovf_status ovf_json_text_open(const char *path, bool lines, ovf_json_text **text, ovf_error *error);
void ovf_json_text_free(ovf_json_text *text);

/* What stands before the features of a collection, closed to be a document of its own:
 * {"type":"FeatureCollection","crs":{…},"features":[]}, for GDAL to find the CRS in. NULL for lines
 * and for a single feature, whose own "crs" would be that of the document (the parser finds it
 * odd). */
const char *ovf_json_text_head(const ovf_json_text *text);
/* Whether a collection has its "crs" behind the features. Known where the file's size is; where it
 * is not, or where more than 64 kB follow, reading ends with an error. */
bool ovf_json_text_has_late_crs(const ovf_json_text *text);
/* What the collection calls its CRS, cut; empty: it does not. */
const char *ovf_json_text_crs(const ovf_json_text *text);

/* False for standard input. */
bool ovf_json_text_can_go(const ovf_json_text *text);
/* In bytes, as ovf_json_text_at counts; UINT64_MAX: unknown (standard input, gzip). */
uint64_t ovf_json_text_size(const ovf_json_text *text);

typedef enum {
    OVF_JSON_TEXT_CELL,  /* all features that begin before `until` have been given */
    OVF_JSON_TEXT_PAUSE, /* standard input has no more at the moment, also after waiting for it a
                          * while; what was there has been given, maybe nothing. To be called again
                          * with the same `until`. */
    OVF_JSON_TEXT_END    /* all features have been given */
} ovf_json_text_state;

/* Appends to the piece the features not yet given whose first byte lies before `until`, an offset
 * in the file. What comes from standard input is not held back: see PAUSE. Errors: OVF_ERROR_INPUT
 * (breaks off, no JSON between features, a late "crs"), OVF_ERROR_IO, OVF_ERROR_MEMORY. An error is
 * told only when all features before it have been given: by a call that appends none. */
ovf_status ovf_json_text_read(ovf_json_text *text, uint64_t until, ovf_json_piece *piece,
                              ovf_json_text_state *state, ovf_error *error);

/* A place to go on at: not after the first byte of the next feature, not before the end of the last
 * one given. */
uint64_t ovf_json_text_at(const ovf_json_text *text);

/* Goes on at the first feature whose first byte is at `offset` or after it. Lines: nothing before
 * offset - 1 is read again. A document: where `exact` says that the offset is what ovf_json_text_at
 * gave, the same; otherwise it is scanned from its beginning. Features are counted anew. Errors:
 * OVF_ERROR_USAGE (standard input), those of ovf_json_text_read. */
ovf_status ovf_json_text_go(ovf_json_text *text, uint64_t offset, bool exact, ovf_error *error);

#endif
