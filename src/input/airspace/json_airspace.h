/* What the readers of airspace in JSON share. */
#ifndef OVF_INPUT_AIRSPACE_JSON_AIRSPACE_H
#define OVF_INPUT_AIRSPACE_JSON_AIRSPACE_H

#include <jansson.h>

#include "base/error.h"
#include "input/airspace/airspace.h"

/* A file in the reading, and the airspace in hand. */
typedef struct {
    const ovf_airspace_sink *sink;
    ovf_airspace airspace;
    size_t number; /* of the airspace, from 1 */
    bool out_of_memory;
} ovf_json_airspaces;

/* Whether the text, which may break off, is of JSON and has a member of this name at any depth. */
bool ovf_json_airspace_has(const char *bytes, size_t length, const char *name);

/* The document; of several, one behind the other, an array of them. NULL with *error filled: no
 * JSON, or memory is out. */
json_t *ovf_json_airspace_load(const char *text, size_t length, ovf_error *error);

/* The list of features or items in a document: itself if it is an array, its member `features`, or
 * that named `member`; NULL if it has neither. */
const json_t *ovf_json_airspace_list(const json_t *document, const char *member);

/* OVF_ERROR_INPUT if the document says that it is only a part of what there is: as GeoJSON says it,
 * or by openAIP's totalCount and totalPages. */
ovf_status ovf_json_airspace_claims(const json_t *document, size_t count, ovf_error *error);

/* Why the airspace in hand cannot be used; the first is kept. */
void ovf_json_airspace_flaw(ovf_json_airspaces *in, const char *format, ...) OVF_PRINTF(2, 3);

/* Adds a value as an attribute, whatever it is; null and what is empty say nothing. */
void ovf_json_airspace_word(ovf_json_airspaces *in, const char *name, const json_t *value);
/* All members as attributes but those in `but`, which ends with NULL. */
void ovf_json_airspace_words(ovf_json_airspaces *in, const json_t *object, const char *const *but);

/* A text: a string, a number, or of a list of {"text": …, "lang": …} the English one or the first.
 * Added to `to`. */
void ovf_json_airspace_text(ovf_json_airspaces *in, const json_t *value, ovf_text *to);

void ovf_json_airspace_step(ovf_json_airspaces *in, ovf_step step);
/* Positions of GeoJSON: the rings of a polygon. */
void ovf_json_airspace_polygon(ovf_json_airspaces *in, const json_t *rings);
bool ovf_json_airspace_position(const json_t *position, ovf_lonlat *at);

/* Begins the next airspace. */
void ovf_json_airspace_begin(ovf_json_airspaces *in);
/* Hands the airspace over. Errors: those of `take`, OVF_ERROR_MEMORY. */
ovf_status ovf_json_airspace_end(ovf_json_airspaces *in, ovf_error *error);

/* "an object", "text", …: what was found instead of what was expected. */
const char *ovf_json_airspace_kind(const json_t *value);

#endif
