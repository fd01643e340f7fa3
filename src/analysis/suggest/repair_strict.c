/* Rules that demand a clearance besides their limits. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/suggest/repair.h"
#include "base/array.h"
#include "base/error.h"

/* A hair more than the error of a near approach. */
#define HAIR_M 2e-3

/* What a rule is to be kept by, metres. */
typedef struct {
    double limit_m;  /* besides its own limit: a distance, a height or a length */
    double around_m; /* from the zone, of a prohibited one */
    double height_m; /* from its floor and ceiling */
} clearances;

static clearances find_clearances(const ovf_checker *checker, const ovf_restriction *r,
                                  double clearance_m)
{
    if (clearance_m < 0) return (clearances){0, 0, 0};
    if (clearance_m > 0) return (clearances){clearance_m, clearance_m, clearance_m};
    double unit_m = r->kind == &ovf_kind_min_altitude || r->kind == &ovf_kind_max_altitude ? 1
                                                                                           : 1000;
    double little_m = fabs(r->values[0]) * unit_m * checker->options.margin,
           unsure_m = r->uncertainty_m > 0 ? r->uncertainty_m + HAIR_M : 0;
    if (r->kind == &ovf_kind_standoff) little_m = fmax(little_m, unsure_m);
    return (clearances){little_m > 0 ? little_m + HAIR_M : 0, unsure_m, 0};
}

/* True where the rule then demands more. */
static bool tighten(ovf_restriction *r, const clearances *c)
{
    double by = c->limit_m;
    bool more = by > 0;
    if (r->kind == &ovf_kind_standoff)
        r->values[0] = fmin(r->values[0] + by / 1000, OVF_SEARCH_MAX_M / 1000);
    else if (r->kind == &ovf_kind_max_distance) r->values[0] = fmax(0, r->values[0] - by / 1000);
    else if (r->kind == &ovf_kind_min_altitude) r->values[0] += by;
    else if (r->kind == &ovf_kind_max_altitude) r->values[0] -= by;
    else more = false;
    if (c->height_m > 0 && isfinite(r->ceiling.metres)) {
        r->ceiling.metres += c->height_m;
        more = true;
    }
    if (c->height_m > 0 && isfinite(r->floor.metres)) {
        r->floor.metres -= c->height_m;
        more = true;
    }
    r->uncertainty_m = 0;
    return more;
}

/* The rules, and a stand-off for each zone that may not be entered. */
static bool tighten_all(ovf_strict *in, const ovf_checker *checker, double clearance_m,
                        double room_m)
{
    const ovf_rules *rules = checker->rules;
    bool more = false;
    in->rules.count = rules->count;
    for (size_t i = 0; i < rules->count; i++) {
        ovf_restriction *r = &in->rules.items[i];
        *r = rules->items[i];
        clearances c = find_clearances(checker, r, clearance_m);
        if (r->kind == &ovf_kind_prohibited) c.around_m += room_m;
        if (r->kind == &ovf_kind_standoff) c.limit_m += room_m;
        in->origins[i] = i;
        more = tighten(r, &c) || more;
        if (r->kind != &ovf_kind_prohibited || !(c.around_m > 0) || r->place == OVF_NOWHERE)
            continue;
        ovf_restriction around = *r;
        around.kind = &ovf_kind_standoff;
        around.values[0] = c.around_m / 1000;
        in->origins[in->rules.count] = i;
        in->rules.items[in->rules.count++] = around;
        more = true;
    }
    return more;
}

static void shift(ovf_limit *limit, double by_m)
{
    for (size_t k = 0; k < limit->count; k++) limit->heights[k].metres += by_m;
}

static void widen_volume(ovf_volume *volume, double by_m)
{
    shift(&volume->floor, -by_m);
    shift(&volume->ceiling, by_m);
}

/* Parts with volumes of their own, which lend all else. */
static bool widen_parts(ovf_strict *in, ovf_zone *zone, double by_m)
{
    ovf_zone_part *parts = ovf_array_new(zone->part_count, sizeof *parts);
    ovf_volume *volumes = ovf_array_new(zone->part_count, sizeof *volumes);
    bool good = parts != NULL && volumes != NULL;
    for (size_t k = 0; k < zone->part_count && good; k++) {
        parts[k] = zone->parts[k];
        if (parts[k].volume == NULL) continue;
        volumes[k] = *parts[k].volume;
        widen_volume(&volumes[k], by_m);
        parts[k].volume = &volumes[k];
    }
    size_t z = (size_t)(zone - in->zones.items);
    in->parts[z].parts = zone->parts = parts;
    in->parts[z].volumes = volumes;
    return good;
}

/* The zones with floors and ceilings so much farther out. False when memory is out. */
static bool widen(ovf_strict *in, const ovf_analyzer *analyzer, double by_m)
{
    const ovf_zones *zones = analyzer->zones;
    in->analyzer = *analyzer;
    in->analyzer.zones = &in->zones;
    in->zones.items = ovf_array_new(zones->count, sizeof *in->zones.items);
    in->volumes = ovf_array_new(zones->count, sizeof *in->volumes);
    in->parts = ovf_array_new(zones->count, sizeof *in->parts);
    if (in->zones.items == NULL || in->volumes == NULL || in->parts == NULL) return false;
    in->zones.count = zones->count;
    for (size_t z = 0; z < zones->count; z++) {
        in->zones.items[z] = zones->items[z];
        if (zones->items[z].part_count > 0 && !widen_parts(in, &in->zones.items[z], by_m))
            return false;
        if (zones->items[z].volume == NULL) continue;
        in->volumes[z] = *zones->items[z].volume;
        widen_volume(&in->volumes[z], by_m);
        in->zones.items[z].volume = &in->volumes[z];
    }
    return true;
}

static bool has_volumes(const ovf_zones *zones)
{
    for (size_t z = 0; z < zones->count; z++)
        if (zones->items[z].part_count > 0 || !ovf_volume_is_unlimited(zones->items[z].volume))
            return true;
    return false;
}

ovf_status ovf_strict_build(ovf_strict *in, const ovf_checker *checker, double clearance_m,
                            double room_m, ovf_error *error)
{
    const ovf_rules *rules = checker->rules;
    ovf_check_options options = checker->options;
    *in = (ovf_strict){0};
    in->rules.items = ovf_array_new(2 * rules->count, sizeof *in->rules.items);
    in->origins = ovf_array_new(2 * rules->count, sizeof *in->origins);
    if (in->rules.items == NULL || in->origins == NULL) return ovf_fail_memory(error);
    in->rules.lines = rules->lines;
    bool more = tighten_all(in, checker, clearance_m, room_m);
    if (!more && !(clearance_m > 0 && has_volumes(checker->analyzer->zones))) return OVF_OK;
    /* The coasts are lent: they take long to build. */
    options.territory = options.seas = NULL;
    if (!(options.margin > 0)) options.margin = OVF_MARGIN_NONE;
    const ovf_analyzer *analyzer = checker->analyzer;
    if (clearance_m > 0 && has_volumes(analyzer->zones)) {
        if (!widen(in, analyzer, clearance_m)) return ovf_fail_memory(error);
        analyzer = &in->analyzer;
    }
    ovf_status status = ovf_checker_new(analyzer, &in->rules, &options, &in->checker, error);
    if (status != OVF_OK) return status;
    in->checker->options.territory = checker->options.territory;
    in->checker->options.seas = checker->options.seas;
    in->checker->coasts = checker->coasts;
    return OVF_OK;
}

void ovf_strict_clear(ovf_strict *in)
{
    if (in->checker != NULL) in->checker->coasts = NULL;
    ovf_checker_free(in->checker);
    free(in->rules.items);
    free(in->origins);
    for (size_t z = 0; in->parts != NULL && z < in->zones.count; z++) {
        free(in->parts[z].parts);
        free(in->parts[z].volumes);
    }
    free(in->parts);
    free(in->zones.items);
    free(in->volumes);
    *in = (ovf_strict){0};
}
