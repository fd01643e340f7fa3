/* A flight that a format has yielded as a route, in memory that is used again. */
#ifndef OVF_INPUT_FLIGHTS_FLIGHT_ROUTE_H
#define OVF_INPUT_FLIGHTS_FLIGHT_ROUTE_H

#include "input/flights/assembly.h"
#include "input/flights/fix_names.h"
#include "input/flights/route_file.h"

/* Zeroed before its first use. */
typedef struct {
    ovf_assembly assembly;
    ovf_fix_names names;
    bool *levels;
    double *heights_m; /* of altitudes that are neither over the sea nor pressure altitudes */
    unsigned char *height_references;
    size_t level_capacity, height_capacity, height_reference_capacity;
    ovf_attributes attributes;
    size_t attribute_capacity;
    ovf_text notes; /* what its reader and its assembly have to say: sentences, each with its NUL */
} ovf_flight_route;

/* Fills in what the route has of the flight, its id aside. *beside: it is none, and the notes say
 * why. Errors: OVF_ERROR_INPUT (the sentence names neither file nor feature), OVF_ERROR_MEMORY. */
ovf_status ovf_flight_route_make(ovf_flight_route *made, const ovf_flight *flight,
                                 const ovf_assembly_options *options, ovf_route *route,
                                 bool *beside, ovf_error *error);

/* The same of a feature, whose positions its reader has put into the assembly, with their times.
 * Of one in which nothing is left `facts->flaw` says why. Errors likewise. */
ovf_status ovf_flight_route_finish(ovf_flight_route *made, const ovf_source_facts *facts,
                                   const ovf_assembly_options *options, ovf_route *route,
                                   ovf_error *error);

/* Its id, added to *id, which stays empty where it has none: the attribute `field`; or its own, or
 * its name, made unlike others by how often that was in the file, and by `origin` where that is not
 * NULL. Errors: OVF_ERROR_INPUT (there is no such field), OVF_ERROR_MEMORY. */
ovf_status ovf_flight_route_id(const ovf_flight *flight, const char *field, const char *origin,
                               ovf_text *id, ovf_error *error);
void ovf_flight_route_clear(ovf_flight_route *made);

#endif
