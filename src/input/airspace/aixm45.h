/* What the files of AIXM 4.5 share. */
#ifndef OVF_INPUT_AIRSPACE_AIXM45_H
#define OVF_INPUT_AIRSPACE_AIXM45_H

#include "base/error.h"
#include "input/airspace/airspace.h"
#include "input/airspace/xml_tree.h"

typedef enum {
    OVF_AIXM45_AIRSPACE, /* Ase */
    OVF_AIXM45_BOUNDARY, /* Abd */
    OVF_AIXM45_DERIVED,  /* Adg: made of others */
    OVF_AIXM45_BORDER,   /* Gbr */
    OVF_AIXM45_SERVICE,  /* Sae: to an airspace */
    OVF_AIXM45_FREQUENCY /* Fqy: of a service */
} ovf_aixm45_kind;

/* A record by what it is of. */
typedef struct {
    char *key;
    ovf_aixm45_kind kind;
    const ovf_xml_node *node;
    size_t place; /* in the file */
} ovf_aixm45_record;

typedef struct {
    const ovf_airspace_sink *sink;
    ovf_xml_tree *tree;
    ovf_airspace airspace;      /* in the making */
    ovf_aixm45_record *records; /* by key, kind and place */
    size_t count, capacity;
    ovf_text text, key;
    size_t other_datums; /* places on another than WGS 84 */
    bool out_of_memory;
} ovf_aixm45_reader;

/* The key of a record from an element ending in Uid: "R/EAR1", "BELGIUM_FRANCE". */
bool ovf_aixm45_key(const ovf_xml_node *uid, ovf_text *key);
/* Puts the records into their order. */
void ovf_aixm45_sort(ovf_aixm45_reader *in);
/* The first record of a kind with a key, or the next with the same. NULL: there is none. */
const ovf_aixm45_record *ovf_aixm45_find(const ovf_aixm45_reader *in, const char *key,
                                         ovf_aixm45_kind kind);
const ovf_aixm45_record *ovf_aixm45_more(const ovf_aixm45_reader *in,
                                         const ovf_aixm45_record *record);

/* The flaw of the airspace in hand, where it has none yet. Always false. */
bool ovf_aixm45_flaw(ovf_aixm45_reader *in, const ovf_xml_node *at, const char *format, ...)
    OVF_PRINTF(3, 4);

/* Adds the outline of an Abd to the airspace. False: it has a flaw, or memory is out. */
bool ovf_aixm45_outline(ovf_aixm45_reader *in, const ovf_xml_node *boundary);

#endif
