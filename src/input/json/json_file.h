/* A collection of GeoJSON of the usual kind as a whole, without GDAL: what zones and airfields
 * mostly are. Whatever is read here is read as GDAL reads it; what may not be, is left to GDAL, and
 * so is to say what is wrong. */
#ifndef OVF_INPUT_JSON_JSON_FILE_H
#define OVF_INPUT_JSON_JSON_FILE_H

#include "input/json/json_columns.h"
#include "input/json/json_feature.h"
#include "input/json/json_text.h"

typedef struct {
    ovf_json_parser *parser;
    ovf_json_piece piece; /* all features */
    size_t next;
    const char *id_field; /* must be among the members of all features, unless it is NULL */
    bool structures; /* members that are arrays or objects are usual too: as text they differ from
                        GDAL's in blanks */
    ovf_json_columns columns; /* in order behind the last feature */
} ovf_json_file;

/* Whether GDAL surely takes the file for a collection of GeoJSON in WGS 84: by its name, .geojson
 * or .json, and how it begins. */
bool ovf_json_is_collection(const char *name);

/* *usual is false, and nothing open, where it is none, or too large to be held as a text. Errors:
 * OVF_ERROR_MEMORY. */
ovf_status ovf_json_file_open(ovf_json_file *file, const char *name, bool *usual, ovf_error *error);
void ovf_json_file_close(ovf_json_file *file);

/* The next feature, NULL after the last; it holds until the next call. OVF_JSON_ODD where GDAL may
 * make something else of it, or of those before: GDAL makes one table of them (json_columns.h), and
 * they must have no id of their own. Of what was read the members are to be filled up then. */
ovf_json_verdict ovf_json_file_next(ovf_json_file *file, const ovf_json_feature **feature);

#endif
