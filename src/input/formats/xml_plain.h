/* Elements of XML as nearly all files write them: whole, short, in ASCII, and without references,
 * comments and sections of other kinds. They are read without expat, several times as fast. Any
 * other is left to it, so nothing that is not well-formed is taken for such an element. */
#ifndef OVF_INPUT_FORMATS_XML_PLAIN_H
#define OVF_INPUT_FORMATS_XML_PLAIN_H

#include "base/text.h"
#include "input/formats/xml_handler.h"

#define OVF_PLAIN_TAGS 96       /* begins and ends of one element and all that is in it */
#define OVF_PLAIN_ATTRIBUTES 64 /* with two places for each */
#define OVF_PLAIN_NESTED 8
#define OVF_PLAIN_NAMES 2048 /* bytes of names and values */

typedef struct {
    const char *name; /* in `names` */
    const char *text; /* of an end */
    size_t length;
    size_t attributes; /* of a begin: from this one on */
    bool is_end;
} ovf_plain_tag;

/* Zeroed before its first use. */
typedef struct {
    ovf_plain_tag tags[OVF_PLAIN_TAGS];
    size_t tag_count;
    const char *attributes[OVF_PLAIN_ATTRIBUTES]; /* as ovf_xml_handler has them */
    size_t attribute_count;
    char names[OVF_PLAIN_NAMES];
    size_t name_length;
    ovf_text text;
} ovf_xml_plain;

/* Gives to the handler all plain elements that follow each other from `at` on, with blanks between
 * them; they stand within an element at `depth`. Returns where the last one ends, or `at`; NULL
 * when memory is out. */
const char *ovf_xml_plain_take(ovf_xml_plain *plain, const char *at, const char *end, int depth,
                               const ovf_xml_handler *handler, void *context);
void ovf_xml_plain_clear(ovf_xml_plain *plain);

#endif
