#include "analysis/check/territory.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "geodesy/proximity.h"

/* The outlines of States are generalised: land borders stray by up to 7 km (geodata/README.md). */
#define STRAYS_M 1e4

struct ovf_coasts {
    size_t count;
    const ovf_analyzer *states, *zones;
    bool *own; /* of each State whether zones have some of its sea; otherwise its coasts are its
                  outline */
    ovf_boundary *boundaries; /* of those that have: the polygons without it, ... */
    bool *built;              /* ... which are looked for when they are first wanted */
    pthread_mutex_t lock;
};

static const char *text_of(const ovf_zone *zone, const char *name)
{
    const ovf_attribute *attribute = ovf_attributes_find(&zone->attributes, name);
    return attribute != NULL && attribute->type == OVF_ATTRIBUTE_TEXT ? attribute->text : "";
}

/* Whether it is of the State, or of one of the group that its airfield is of. */
static bool is_of(const char *iso2, const char *group, const ovf_airfield *airfield)
{
    const ovf_attribute *own = ovf_attributes_find(&airfield->attributes, "group");
    bool same_group = own != NULL && own->type == OVF_ATTRIBUTE_TEXT && group[0] != '\0' &&
                      strcmp(own->text, group) == 0;
    return same_group || (iso2[0] != '\0' && strcmp(iso2, airfield->state) == 0);
}

static void add_span(ovf_check *check, double from_m, double to_m)
{
    if (!ovf_spans_add(&check->scratch->spans, from_m, to_m)) check->failed = true;
}

static void add_passages(ovf_check *check, const ovf_meeting *meeting)
{
    for (size_t k = 0; k < meeting->outline_passage_count; k++)
        add_span(check, meeting->outline_passages[k].entry.along_m,
                 meeting->outline_passages[k].exit.along_m);
}

/* The length of all that has been added. */
static double measure(ovf_spans *spans)
{
    ovf_spans_unite(spans, 0);
    return ovf_spans_length(spans);
}

/* ---- coasts ---- */

/* Or memory is out, which *failed says. */
static bool is_in_a_zone(const ovf_analyzer *zones, const char *iso2, ovf_lonlat place,
                         bool *failed)
{
    for (size_t z = 0; z < zones->zones->count; z++) {
        if (strcmp(text_of(&zones->zones->items[z], "territory_of"), iso2) != 0) continue;
        const ovf_boundary *boundary = ovf_boundaries_get(zones->boundaries, z);
        *failed = *failed || boundary == NULL;
        if (boundary == NULL || ovf_boundary_contains(boundary, place.lon, place.lat) ||
            isfinite(ovf_boundary_distance(boundary, place, STRAYS_M, NULL)))
            return true;
    }
    return false;
}

static bool is_covered(const ovf_analyzer *zones, const char *iso2, const ovf_ring *outline,
                       bool *failed)
{
    for (size_t i = 0; i < outline->count; i++)
        if (!is_in_a_zone(zones, iso2, outline->vertices[i], failed)) return false;
    return true;
}

static bool build_coasts(ovf_coasts *coasts, size_t state)
{
    const ovf_zone *land = &coasts->states->zones->items[state];
    bool failed = false;
    ovf_zone open = *land;
    open.polygon_count = 0;
    open.polygons = ovf_array_new(land->polygon_count, sizeof *open.polygons);
    if (open.polygons == NULL) return false;
    for (size_t p = 0; p < land->polygon_count; p++)
        if (!is_covered(coasts->zones, text_of(land, "iso2"), &land->polygons[p].rings[0], &failed))
            open.polygons[open.polygon_count++] = land->polygons[p];
    failed = failed ||
             (open.polygon_count > 0 && !ovf_boundary_build(&coasts->boundaries[state], &open));
    if (failed) ovf_boundary_free(&coasts->boundaries[state]);
    free(open.polygons);
    return !failed;
}

/* The coasts of a State; NULL when memory is out. */
static const ovf_boundary *coasts_of(ovf_coasts *coasts, size_t state)
{
    if (!coasts->own[state]) return ovf_boundaries_get(coasts->states->boundaries, state);
    pthread_mutex_lock(&coasts->lock);
    bool built = coasts->built[state] = coasts->built[state] || build_coasts(coasts, state);
    pthread_mutex_unlock(&coasts->lock);
    return built ? &coasts->boundaries[state] : NULL;
}

ovf_coasts *ovf_coasts_new(const ovf_analyzer *states, const ovf_analyzer *zones)
{
    ovf_coasts *coasts = ovf_array_new(1, sizeof *coasts);
    size_t count = states->zones->count;
    if (coasts == NULL) return NULL;
    *coasts = (ovf_coasts){.count = count,
                           .states = states,
                           .zones = zones,
                           .own = ovf_array_new(count, sizeof *coasts->own),
                           .boundaries = ovf_array_new(count, sizeof *coasts->boundaries),
                           .built = ovf_array_new(count, sizeof *coasts->built)};
    pthread_mutex_init(&coasts->lock, NULL);
    if (coasts->own == NULL || coasts->boundaries == NULL || coasts->built == NULL) {
        ovf_coasts_free(coasts);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        const char *iso2 = text_of(&states->zones->items[i], "iso2");
        for (size_t z = 0; z < zones->zones->count && !coasts->own[i]; z++)
            coasts->own[i] = iso2[0] != '\0' &&
                             strcmp(text_of(&zones->zones->items[z], "territory_of"), iso2) == 0;
    }
    return coasts;
}

void ovf_coasts_free(ovf_coasts *coasts)
{
    if (coasts == NULL) return;
    for (size_t i = 0; coasts->boundaries != NULL && i < coasts->count; i++)
        ovf_boundary_free(&coasts->boundaries[i]);
    free(coasts->boundaries);
    free(coasts->built);
    free(coasts->own);
    pthread_mutex_destroy(&coasts->lock);
    free(coasts);
}

typedef struct {
    ovf_check *check;
    double start_m; /* of the leg in hand, along the route */
} near_adder;

static void add_near(void *given, double from_m, double to_m)
{
    near_adder *in = given;
    add_span(in->check, in->start_m + from_m, in->start_m + to_m);
}

/* The stretches on which its waters may be. */
static void add_waters(ovf_check *check, const ovf_boundary *coast)
{
    const ovf_route *route = check->result->route;
    near_adder in = {.check = check};
    if (coast->vertex_count == 0) return;
    for (size_t i = 0; i + 1 < route->fix_count; i++) {
        ovf_leg leg;
        ovf_arc arc;
        in.start_m = check->result->fix_along_m[i];
        if (!(check->result->fix_along_m[i + 1] - in.start_m > 1e-6)) continue;
        ovf_leg_between(&leg, route->fixes[i].lon, route->fixes[i].lat, route->fixes[i + 1].lon,
                        route->fixes[i + 1].lat);
        size_t arcs = ovf_leg_arc_count(&leg);
        for (size_t k = 0; k < arcs; k++) {
            ovf_leg_arc(&leg, k, arcs, &arc);
            if (ovf_approach_box(coast, &arc.box, OVF_WATERS_M))
                ovf_proximity_stretches(coast, &arc, OVF_WATERS_M, add_near, &in);
        }
    }
}

/* ---- the figures ---- */

static const ovf_result *analyze(const ovf_analyzer *analyzer, const ovf_route *route,
                                 ovf_scratch **scratch)
{
    const ovf_result *result;
    if (*scratch == NULL && ovf_scratch_new(scratch, NULL) != OVF_OK) return NULL;
    return ovf_analyze(analyzer, route, *scratch, &result, NULL) == OVF_OK ? result : NULL;
}

/* The seas that the route meets. */
static void add_seas(ovf_check *check, const ovf_result *seas, const ovf_zones *zones,
                     const ovf_airfield *airfield)
{
    for (size_t i = 0; i < seas->meeting_count; i++) {
        const ovf_meeting *meeting = &seas->meetings[i];
        if (is_of(text_of(&zones->items[meeting->zone], "territory_of"), "", airfield))
            add_passages(check, meeting);
    }
}

bool ovf_territory_measure(ovf_check *check, const ovf_airfield *airfield, double limit_m,
                           ovf_over_territory *over)
{
    ovf_scratch *s = check->scratch;
    const ovf_analyzer *territory = check->checker->options.territory;
    ovf_coasts *coasts = check->checker->coasts;
    const ovf_analyzer *own_seas = check->checker->options.seas;
    const ovf_zones *states = territory->zones,
                    *zones = own_seas != NULL ? own_seas->zones : check->checker->analyzer->zones;
    const ovf_route *route = check->result->route;
    const ovf_result *result = analyze(territory, route, &s->territory),
                     *seas = own_seas != NULL ? analyze(own_seas, route, &s->seas) : check->result;
    if (result == NULL || seas == NULL) return false;
    s->spans.count = 0;
    for (int own = 1; own >= 0; own--) {
        for (size_t i = 0; i < result->meeting_count; i++) {
            const ovf_zone *state = &states->items[result->meetings[i].zone];
            if (is_of(text_of(state, "iso2"), text_of(state, "group"), airfield) == (own == 1))
                add_passages(check, &result->meetings[i]);
        }
        if (own == 0) continue;
        add_seas(check, seas, zones, airfield);
        over->surely_m = measure(&s->spans);
        over->reached_m = ovf_spans_reach(&s->spans, limit_m);
    }
    /* With other States' land the spans come to less than all only where no State is. */
    double known_m = measure(&s->spans);
    over->perhaps_m = over->surely_m + fmax(0, check->result->length_m - known_m);
    if (check->failed || over->surely_m > limit_m + OVF_TOLERANCE_M || over->perhaps_m <= limit_m)
        return !check->failed;
    for (size_t i = 0; i < coasts->count; i++) {
        const ovf_zone *state = &states->items[i];
        if (!is_of(text_of(state, "iso2"), text_of(state, "group"), airfield)) continue;
        const ovf_boundary *coast = coasts_of(coasts, i);
        if (coast == NULL) return false;
        add_waters(check, coast);
    }
    over->perhaps_m = over->surely_m + fmax(0, measure(&s->spans) - known_m);
    return !check->failed;
}
