/* Text in XML, and templates that are filled. */
#ifndef OVF_OUTPUT_ROWS_XML_H
#define OVF_OUTPUT_ROWS_XML_H

#include "output/rows/bytes.h"

/* As it stands in an element or in an attribute. Characters that XML cannot have, or that
 * steer what shows them (base/harmless.h), are left out, but for tabs and newlines;
 * bytes that are not UTF-8 become U+FFFD. NULL: nothing. */
void ovf_xml_text(ovf_bytes *bytes, const char *text);

/* <name>text</name>. */
void ovf_xml_element(ovf_bytes *bytes, const char *name, const char *text);

/* Where a text begins within [begin, end); NULL: nowhere. */
const char *ovf_xml_find(const char *begin, const char *end, const char *text);

/* Adds what stands at a place of a template. */
typedef void (*ovf_xml_place)(ovf_bytes *bytes, const char *name, size_t length,
                              const void *context);

/* Adds a template, with `place` called for each @name@ of small letters and underscores. */
void ovf_xml_fill(ovf_bytes *bytes, const char *template, size_t size, ovf_xml_place place,
                  const void *context);

#endif
