/* Whether a JSON text is one that all parsers read alike. */
#ifndef OVF_INPUT_JSON_JSON_PLAIN_H
#define OVF_INPUT_JSON_JSON_PLAIN_H

#include <stdbool.h>
#include <stddef.h>

/* False where yajl lets pass, or reads in its own way, what GDAL does not: bytes that are not UTF-8
 * as the Unicode standard has it, blanks that JSON does not know, escapes of NUL and of half a
 * surrogate pair. The last byte must be ASCII. */
bool ovf_json_is_plain(const char *text, size_t length);

#endif
