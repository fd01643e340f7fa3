/* What the files of AIXM 5.1 share. */
#ifndef OVF_INPUT_AIRSPACE_AIXM5_H
#define OVF_INPUT_AIRSPACE_AIXM5_H

#include "input/airspace/aixm5_features.h"
#include "input/airspace/aixm5_gml.h"
#include "input/airspace/airspace.h"

/* A service to an airspace. */
typedef struct {
    const ovf_xml_node *airspace, *service;
    size_t place; /* in the file */
} ovf_aixm_service;

/* Properties of airspaces that are not read, by their names, which are the tree's. */
#define OVF_AIXM_UNREAD_KINDS 64
typedef struct {
    const char *name;
    size_t count, line; /* line: of the first */
} ovf_aixm_unread;

typedef struct {
    const ovf_airspace_sink *sink;
    ovf_xml_tree *tree;
    ovf_airspace airspace; /* in the making */
    ovf_gml gml;
    const ovf_xml_node *feature; /* that it is of */
    ovf_aixm_service *services;  /* by the airspace */
    size_t service_count, service_capacity;
    ovf_aixm_unread unread[OVF_AIXM_UNREAD_KINDS];
    size_t unread_count, unread_more;
    ovf_text text, rules;
    bool out_of_memory;
} ovf_aixm_reader;

/* A sentence about the airspace in hand. */
void ovf_aixm_note(ovf_aixm_reader *in, const char *format, ...) OVF_PRINTF(2, 3);

/* Puts the outline and the limits of a state into the airspace in hand, as parts where it has
 * several; what it lacks becomes its flaw. False when memory is out. */
bool ovf_aixm_parts_read(ovf_aixm_reader *in, const ovf_aixm_state *state, double at_s);

/* Its name and its other words, but for limits and times. */
bool ovf_aixm_words_read(ovf_aixm_reader *in, const ovf_aixm_state *state, double at_s);
/* The rules of its activations, in in->rules; empty: it has none. */
bool ovf_aixm_activations_read(ovf_aixm_reader *in, const ovf_aixm_state *state);

#endif
