/* The glossary as data: for summary.json and the page. */
#ifndef OVF_OUTPUT_MAP_GLOSSARY_JSON_H
#define OVF_OUTPUT_MAP_GLOSSARY_JSON_H

#include <jansson.h>

#include "overflight/totals.h"

/* A list of classes: name, word, words, sign, shape, colour, dark, dash and gap where the line has
 * some, and count where the totals say how many there are. Without totals, or not judged, those
 * that need them have no count. NULL: memory is out. */
json_t *ovf_glossary_json(const ovf_totals *totals, bool judged);

#endif
