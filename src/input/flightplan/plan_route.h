/* The points of a plan while it is read, and finding those that have only a name yet. */
#ifndef OVF_INPUT_FLIGHTPLAN_PLAN_ROUTE_H
#define OVF_INPUT_FLIGHTPLAN_PLAN_ROUTE_H

#include "base/text.h"
#include "input/flightplan/plan_levels.h"
#include "input/points/point_store.h"

#define OVF_PLAN_IN_TEXT SIZE_MAX

/* A point of the plan; the change is what holds from it on. */
typedef struct {
    ovf_lonlat position;            /* where candidates is NULL */
    size_t airfield, token, length; /* the token's place in the text, in bytes */
    ovf_plan_change change;
    const ovf_point *candidates; /* all points of that name */
    size_t candidate_count;
    size_t via, via_length; /* the airway that leads to it, in the text; the length is 0: none */
    size_t name; /* of a point that an airway runs over: its place among the names; otherwise
                    OVF_PLAN_IN_TEXT */
} ovf_plan_point;

typedef struct {
    const char *text;
    ovf_plan_point *points;
    size_t count, capacity;
    ovf_text names; /* each with its NUL */
} ovf_plan_route;

/* What is wrong, and where in the text. */
typedef struct {
    size_t token, length;
    char reason[OVF_PLAN_REASON];
    bool points_help; /* another file of points might */
} ovf_plan_problem;

/* Gives each point its position, and puts in those that airways run over. Errors: OVF_ERROR_INPUT
 * (in *problem), OVF_ERROR_MEMORY. */
ovf_status ovf_plan_route_resolve(ovf_plan_route *route, const ovf_points *points,
                                  void (*note)(void *context, const char *note), void *context,
                                  ovf_plan_problem *problem);

#endif
