/* Who is told what stands in XML. */
#ifndef OVF_INPUT_FORMATS_XML_HANDLER_H
#define OVF_INPUT_FORMATS_XML_HANDLER_H

#include <stdbool.h>
#include <stddef.h>

/* Names are without their prefix: "Track" for <gx:Track>. */
typedef struct {
    /* Attributes are name, value, name, value, …, NULL, with their prefixes. The root is at depth
     * 1. False when memory is out. */
    bool (*begin)(void *context, const char *name, const char **attributes, int depth);
    /* `text` is what stands in the element behind its last child, blanks alone there aside, and
     * ends with NUL. */
    bool (*end)(void *context, const char *name, const char *text, size_t length, int depth);
} ovf_xml_handler;

#endif
