#include "input/flightplan/plan_route.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "geodesy/leg.h"
#include "input/flightplan/plan_airway.h"

typedef struct {
    ovf_plan_route *route;
    const ovf_points *points;
    ovf_plan_problem *problem;
    bool **on;     /* for each point and candidate whether it may be the one; NULL: it has none */
    size_t **best; /* for each candidate the one before it */
    double **cost;
    size_t *chosen;
} search;

static size_t choices(const ovf_plan_point *point)
{
    return point->candidates == NULL ? 1 : point->candidate_count;
}

static ovf_lonlat place(const ovf_plan_point *point, size_t choice)
{
    return point->candidates == NULL ? point->position : point->candidates[choice].position;
}

static double distance(ovf_lonlat from, ovf_lonlat to)
{
    ovf_leg leg;
    ovf_leg_between(&leg, from.lon, from.lat, to.lon, to.lat);
    return leg.length_m;
}

static ovf_status refuse(search *self, const ovf_plan_point *point, bool of_airway)
{
    self->problem->token = of_airway ? point->via : point->token;
    self->problem->length = of_airway ? point->via_length : point->length;
    return OVF_ERROR_INPUT;
}

/* ---- which may be meant ---- */

/* Keeps those candidates that are on the airway. */
static ovf_status keep_on_airway(search *self, size_t i, const ovf_plan_point *via)
{
    const ovf_plan_point *point = &self->route->points[i];
    const char *text = self->route->text;
    ovf_airway airway;
    bool any = false;
    if (!ovf_airway_find(&airway, self->points, text + via->via, via->via_length))
        return OVF_ERROR_MEMORY;
    for (size_t k = 0; point->candidates != NULL && k < point->candidate_count; k++) {
        bool is_on = ovf_airway_node(&airway, &point->candidates[k]) != OVF_NO_NODE;
        self->on[i][k] = self->on[i][k] && is_on;
        any = any || self->on[i][k];
    }
    ovf_airway_clear(&airway);
    if (any) return OVF_OK;
    snprintf(self->problem->reason, sizeof self->problem->reason,
             "is not on the airway %.*s, or its place is in no file of points",
             (int)via->via_length, text + via->via);
    self->problem->points_help = true;
    return refuse(self, point, false);
}

static ovf_status begin(search *self)
{
    const ovf_plan_route *route = self->route;
    self->on = ovf_array_new(route->count, sizeof *self->on);
    self->best = ovf_array_new(route->count, sizeof *self->best);
    self->cost = ovf_array_new(route->count, sizeof *self->cost);
    self->chosen = ovf_array_new(route->count, sizeof *self->chosen);
    if (self->on == NULL || self->best == NULL || self->cost == NULL || self->chosen == NULL)
        return OVF_ERROR_MEMORY;
    for (size_t i = 0; i < route->count; i++) {
        size_t count = choices(&route->points[i]);
        self->on[i] = ovf_array_new(count, sizeof **self->on);
        self->best[i] = ovf_array_new(count, sizeof **self->best);
        self->cost[i] = ovf_array_new(count, sizeof **self->cost);
        if (self->on[i] == NULL || self->best[i] == NULL || self->cost[i] == NULL)
            return OVF_ERROR_MEMORY;
        for (size_t k = 0; k < count; k++) self->on[i][k] = true;
    }
    for (size_t i = 1; i < route->count; i++) {
        if (route->points[i].via_length == 0) continue;
        ovf_status status = keep_on_airway(self, i - 1, &route->points[i]);
        if (status == OVF_OK) status = keep_on_airway(self, i, &route->points[i]);
        if (status != OVF_OK) return status;
    }
    return OVF_OK;
}

/* ---- the least detour ---- */

/* The shortest way over one candidate of each point: for each candidate of a point the shortest way
 * there, from those of the point before. */
static void choose(search *self)
{
    const ovf_plan_route *route = self->route;
    for (size_t i = 0; i < route->count; i++)
        for (size_t k = 0; k < choices(&route->points[i]); k++) {
            self->cost[i][k] = i == 0 && self->on[i][k] ? 0 : INFINITY;
            for (size_t j = 0; i > 0 && self->on[i][k] && j < choices(&route->points[i - 1]); j++) {
                if (!self->on[i - 1][j]) continue;
                double cost = self->cost[i - 1][j] + distance(place(&route->points[i - 1], j),
                                                              place(&route->points[i], k));
                if (!(cost < self->cost[i][k])) continue;
                self->cost[i][k] = cost;
                self->best[i][k] = j;
            }
        }
    for (size_t i = route->count; i-- > 0;) {
        size_t count = choices(&route->points[i]), least = 0;
        if (i + 1 < route->count) {
            self->chosen[i] = self->best[i + 1][self->chosen[i + 1]];
            continue;
        }
        for (size_t k = 1; k < count; k++)
            if (self->cost[i][k] < self->cost[i][least]) least = k;
        self->chosen[i] = least;
    }
}

static void tell(const search *self, void (*note)(void *context, const char *note), void *context)
{
    char text[OVF_PLAN_REASON];
    for (size_t i = 0; i < self->route->count && note != NULL; i++) {
        const ovf_plan_point *point = &self->route->points[i];
        size_t count = 0;
        if (point->candidates == NULL) continue;
        for (size_t k = 0; k < point->candidate_count; k++) count += self->on[i][k];
        if (count < 2) continue;
        const ovf_point *taken = &point->candidates[self->chosen[i]];
        snprintf(text, sizeof text,
                 "%zu points are called %s: the one at %.4f,%.4f (latitude first)%s%s was taken, "
                 "with the least detour",
                 count, taken->ident, taken->position.lat, taken->position.lon,
                 taken->region[0] == '\0' ? "" : ", region ", taken->region);
        note(context, text);
    }
}

/* ---- airways ---- */

static bool push(ovf_plan_route *to, const ovf_plan_point *point)
{
    if (!ovf_array_reserve(&to->points, &to->capacity, to->count + 1, sizeof *to->points))
        return false;
    to->points[to->count++] = *point;
    return true;
}

/* The place of a point of an airway, near where the way comes from; false: it is not known. */
static bool find_node(const search *self, const ovf_stretch_end *node, ovf_lonlat from,
                      ovf_lonlat *position)
{
    size_t count;
    const ovf_point *named = ovf_points_named(self->points, node->ident, strlen(node->ident),
                                              &count);
    double least = INFINITY;
    for (size_t i = 0; i < count; i++) {
        if (!ovf_airway_is_end(node, &named[i])) continue;
        double away = distance(from, named[i].position);
        if (away >= least) continue;
        least = away;
        *position = named[i].position;
    }
    return isfinite(least);
}

static ovf_status put_in(search *self, ovf_plan_route *to, const ovf_plan_point *point,
                         const ovf_stretch_end *node)
{
    ovf_plan_point made = *point;
    const ovf_plan_point *before = &to->points[to->count - 1];
    if (!find_node(self, node, before->position, &made.position)) {
        snprintf(self->problem->reason, sizeof self->problem->reason,
                 "this airway runs over %s, whose place is in no file of points", node->ident);
        self->problem->points_help = true;
        return refuse(self, point, true);
    }
    made.change = before->change;
    made.airfield = OVF_FLIGHTPLAN_NO_AIRFIELD;
    made.token = point->via;
    made.length = point->via_length;
    made.name = to->names.length;
    return ovf_text_add(&to->names, node->ident, strlen(node->ident) + 1) && push(to, &made)
               ? OVF_OK
               : OVF_ERROR_MEMORY;
}

static ovf_status follow(search *self, ovf_plan_route *to, size_t i)
{
    const ovf_plan_point *point = &self->route->points[i], *before = point - 1;
    ovf_airway airway;
    size_t *way = NULL, length = 0;
    if (!ovf_airway_find(&airway, self->points, self->route->text + point->via, point->via_length))
        return OVF_ERROR_MEMORY;
    size_t from = ovf_airway_node(&airway, &before->candidates[self->chosen[i - 1]]),
           end = ovf_airway_node(&airway, &point->candidates[self->chosen[i]]);
    ovf_status status = ovf_airway_way(&airway, from, end, &way, &length) ? OVF_OK
                                                                          : OVF_ERROR_MEMORY;
    if (status == OVF_OK && length == 0) {
        snprintf(self->problem->reason, sizeof self->problem->reason,
                 "this airway has no way from %.*s to %.*s", (int)before->length,
                 self->route->text + before->token, (int)point->length,
                 self->route->text + point->token);
        status = refuse(self, point, true);
    }
    for (size_t k = 1; k + 1 < length && status == OVF_OK; k++)
        status = put_in(self, to, point, &airway.nodes[way[k]]);
    free(way);
    ovf_airway_clear(&airway);
    return status;
}

static ovf_status expand(search *self, ovf_plan_route *to)
{
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < self->route->count && status == OVF_OK; i++) {
        ovf_plan_point point = self->route->points[i];
        point.position = place(&point, self->chosen[i]);
        if (point.via_length > 0) status = follow(self, to, i);
        point.candidates = NULL;
        if (status == OVF_OK && !push(to, &point)) status = OVF_ERROR_MEMORY;
    }
    return status;
}

/* ---- all of it ---- */

static void clear(search *self)
{
    for (size_t i = 0; i < self->route->count; i++) {
        if (self->on != NULL) free(self->on[i]);
        if (self->best != NULL) free(self->best[i]);
        if (self->cost != NULL) free(self->cost[i]);
    }
    free(self->on);
    free(self->best);
    free(self->cost);
    free(self->chosen);
}

ovf_status ovf_plan_route_resolve(ovf_plan_route *route, const ovf_points *points,
                                  void (*note)(void *context, const char *note), void *context,
                                  ovf_plan_problem *problem)
{
    search self = {.route = route, .points = points, .problem = problem};
    ovf_plan_route expanded = {.text = route->text};
    *problem = (ovf_plan_problem){.reason = ""};
    ovf_status status = begin(&self);
    if (status == OVF_OK) {
        choose(&self);
        tell(&self, note, context);
        status = expand(&self, &expanded);
    }
    clear(&self);
    if (status == OVF_OK) {
        free(route->points);
        ovf_text_clear(&route->names);
        *route = expanded;
        return OVF_OK;
    }
    free(expanded.points);
    ovf_text_clear(&expanded.names);
    return status;
}
