/* A whole XML document in memory, for formats whose parts refer to each other. */
#ifndef OVF_INPUT_AIRSPACE_XML_TREE_H
#define OVF_INPUT_AIRSPACE_XML_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "overflight/error.h"

typedef struct ovf_xml_note {
    const char *name, *value; /* "id" for gml:id */
    struct ovf_xml_note *next;
} ovf_xml_note;

/* Texts are never NULL. */
typedef struct ovf_xml_node {
    const char *name; /* without its prefix; names that are equal have one address */
    const char *text; /* of an element without children; without blanks around it */
    ovf_xml_note *notes;
    struct ovf_xml_node *parent, *child, *last_child, *next;
    size_t line;
} ovf_xml_node;

typedef struct ovf_xml_tree ovf_xml_tree;

/* Errors: OVF_ERROR_INPUT (not well-formed, or it breaks off), OVF_ERROR_MEMORY. */
ovf_status ovf_xml_tree_read(const char *bytes, size_t length, ovf_xml_tree **tree,
                             ovf_error *error);
void ovf_xml_tree_free(ovf_xml_tree *tree);

const ovf_xml_node *ovf_xml_tree_root(const ovf_xml_tree *tree);
/* The first element with this attribute `id`, or NULL. */
const ovf_xml_node *ovf_xml_tree_find(const ovf_xml_tree *tree, const char *id);
/* Lets ovf_xml_tree_find find an element by another text as well, which must live as long as the
 * tree; the first of a text is kept. False when memory is out. */
bool ovf_xml_tree_name(ovf_xml_tree *tree, const char *id, const ovf_xml_node *node);

/* All of these take NULL for the element. The first child of this name, and the next element after
 * this one that has its name. NULL: there is none. */
const ovf_xml_node *ovf_xml_child(const ovf_xml_node *node, const char *name);
const ovf_xml_node *ovf_xml_next(const ovf_xml_node *node);
/* The next element in the order of the document below `top`; NULL: there is none. */
const ovf_xml_node *ovf_xml_walk(const ovf_xml_node *node, const ovf_xml_node *top);
/* The text of the first child of this name; empty: there is none. */
const char *ovf_xml_value(const ovf_xml_node *node, const char *name);
/* An attribute; empty: there is none. */
const char *ovf_xml_noted(const ovf_xml_node *node, const char *name);

#endif
