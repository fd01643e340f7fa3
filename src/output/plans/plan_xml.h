/* Routes as GPX and as Garmin's flight plans. */
#ifndef OVF_OUTPUT_PLANS_PLAN_XML_H
#define OVF_OUTPUT_PLANS_PLAN_XML_H

#include "output/rows/bytes.h"
#include "overflight/model.h"

/* A route with what is said of it. */
typedef struct {
    const ovf_route *route;       /* its fix_names are used; NULL: it has none */
    const char *id, *description; /* of the description NULL: none */
} ovf_plan_text;

/* GPX 1.1. Routes stand before tracks, so that each kind has bytes of its own. */
void ovf_gpx_begin(ovf_bytes *bytes);
void ovf_gpx_add(ovf_bytes *routes, ovf_bytes *tracks, const ovf_plan_text *plan);
/* As a track, or as a route, whose parts are then not told apart. */
void ovf_gpx_add_one(ovf_bytes *bytes, const ovf_plan_text *plan, bool track);
void ovf_gpx_end(ovf_bytes *bytes);

/* A whole file of Garmin's FlightPlan, version 1. */
void ovf_fpl_write(ovf_bytes *bytes, const ovf_plan_text *plan);

#endif
