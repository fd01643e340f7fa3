/* Outlines in GML, as AIXM 5.1 has them (OGC 12-028r1, Use of GML for aviation data). */
#ifndef OVF_INPUT_AIRSPACE_AIXM5_GML_H
#define OVF_INPUT_AIRSPACE_AIXM5_GML_H

#include "base/error.h"
#include "input/airspace/airspace.h"
#include "input/airspace/airspace_line.h"
#include "input/airspace/xml_tree.h"

/* Zeroed but for its first members before its first use. */
typedef struct {
    const ovf_xml_tree *tree;
    ovf_text *flaw; /* why an outline cannot be used; empty: it can */
    double at_s;    /* when it is wanted: places and borders have time slices */
    bool out_of_memory;
    size_t without_crs, near_crs; /* places without srsName; in a CRS taken for WGS 84 */
    double gap_m, border_m;       /* the widest gap that was closed; how far from a border */
    ovf_lonlat gap_at;
    struct {
        ovf_lonlat *items;
        size_t count, capacity;
    } places; /* of the segment in hand */
} ovf_gml;

void ovf_gml_clear(ovf_gml *gml);

/* Adds the rings of a surface to an airspace. False: see flaw and out_of_memory. */
bool ovf_gml_surface(ovf_gml *gml, const ovf_xml_node *surface, ovf_airspace *airspace);

/* The flaw, where there is none yet. */
void ovf_gml_flaw(ovf_gml *gml, const ovf_xml_node *at, const char *format, ...) OVF_PRINTF(3, 4);

#endif
