/* Features of AIXM 5.1 and their time slices: what holds when. */
#ifndef OVF_INPUT_AIRSPACE_AIXM5_FEATURES_H
#define OVF_INPUT_AIRSPACE_AIXM5_FEATURES_H

#include <stdbool.h>

#include "input/airspace/xml_tree.h"

/* What a link (xlink:href) points to: "#id", "urn:uuid:…". NULL: it is not in the file. */
const ovf_xml_node *ovf_aixm_target(const ovf_xml_tree *tree, const char *href);

/* The slice that says most of a feature at a time: the BASELINE or SNAPSHOT of then, or else the
 * last. NULL: it has none. */
const ovf_xml_node *ovf_aixm_feature_slice(const ovf_xml_node *feature, double at_s);

/* A slice of time. */
typedef enum {
    OVF_AIXM_BASELINE,
    OVF_AIXM_SNAPSHOT,
    OVF_AIXM_PERMDELTA,
    OVF_AIXM_TEMPDELTA
} ovf_aixm_kind;

typedef struct {
    const ovf_xml_node *node;
    size_t place; /* among the slices of the file */
    ovf_aixm_kind kind;
    double from_s, until_s;      /* infinite: without end, or not said */
    double sequence, correction; /* NAN: not said */
    bool timeless;               /* no time is said */
    bool odd;                    /* a time of it is not understood */
    bool left_out;               /* a later correction is there, or it is cancelled */
} ovf_aixm_slice;

/* The slices of a feature, in the order in which they apply. Zeroed before its first use. */
typedef struct {
    ovf_aixm_slice *items;
    size_t count, capacity;
} ovf_aixm_slices;

bool ovf_aixm_slices_read(const ovf_xml_node *feature, ovf_aixm_slices *slices);

/* What holds of a feature at a time. */
#define OVF_AIXM_LAYERS 64
typedef struct {
    const ovf_xml_node *layers[OVF_AIXM_LAYERS]; /* a later one hides properties of those before */
    size_t count, more;                          /* more: that have no room */
    bool snapshot;                               /* the first is one */
} ovf_aixm_state;

/* False: nothing holds then. */
bool ovf_aixm_state_at(const ovf_aixm_slices *slices, double at_s, ovf_aixm_state *state);

/* The first element of a property, as the last layer has it that has it at all; NULL: none. */
const ovf_xml_node *ovf_aixm_property(const ovf_aixm_state *state, const char *name);

/* Reads the time period of a property: validTime, featureLifetime. False: it says nothing. */
bool ovf_aixm_period(const ovf_xml_node *property, double *from_s, double *until_s, bool *odd);

#endif
