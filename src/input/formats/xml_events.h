/* XML as it comes, by expat. */
#ifndef OVF_INPUT_FORMATS_XML_EVENTS_H
#define OVF_INPUT_FORMATS_XML_EVENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "overflight/error.h"

/* Names are without their prefix: "Track" for <gx:Track>. */
typedef struct {
    /* Attributes are name, value, name, value, …, NULL, with their prefixes. The root is at depth
     * 1. False when memory is out. */
    bool (*begin)(void *context, const char *name, const char **attributes, int depth);
    /* `text` is what stands in the element behind its last child, and ends with NUL. */
    bool (*end)(void *context, const char *name, const char *text, size_t length, int depth);
} ovf_xml_handler;

typedef struct ovf_xml ovf_xml;

/* NULL when memory is out. */
ovf_xml *ovf_xml_open(const ovf_xml_handler *handler, void *context);
/* Errors: OVF_ERROR_INPUT (not well-formed, with the line; an encoding that is not known; breaks
 * off), OVF_ERROR_MEMORY. */
ovf_status ovf_xml_take(ovf_xml *xml, const char *bytes, size_t length, bool last,
                        ovf_error *error);
void ovf_xml_close(ovf_xml *xml);
/* Before it takes anything: text is wanted only of elements without children, that of others may be
 * empty, which is faster. */
void ovf_xml_want_leaves(ovf_xml *xml);
/* While an element begins: its text up to its first child is not wanted, which is faster. */
void ovf_xml_pass_text(ovf_xml *xml);
/* All of that for a document that is there as a whole; `leaves`: text is wanted of those alone.
 * While it is being told *xml is open, for its lines (NULL: nobody asks). Errors as above. */
ovf_status ovf_xml_read(const ovf_xml_handler *handler, void *context, bool leaves, ovf_xml **xml,
                        const char *bytes, size_t length, ovf_error *error);
/* The line in which what is being told stands. */
size_t ovf_xml_line(const ovf_xml *xml);

/* The value of an attribute, or NULL. */
const char *ovf_xml_attribute(const char **attributes, const char *name);

/* Whether the root of a document that begins with these bytes, in any encoding that has ASCII's
 * letters, maybe with NULs between them, has this name. */
bool ovf_xml_root_is(const char *bytes, size_t length, const char *name);

#endif
