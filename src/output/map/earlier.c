#include "output/map/earlier.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "output/map/map_totals.h"

static ovf_value *value_of(ovf_row *row, const ovf_layer_kind *kind, const char *name)
{
    size_t i = 0;
    while (strcmp(kind->schema.fields[i].name, name) != 0) i++;
    return &row->values[i];
}

static bool is(const ovf_value *value, const char *text)
{
    return value->text != NULL && strcmp(value->text, text) == 0;
}

void ovf_earlier_finding(ovf_row *row)
{
    ovf_value *severity = value_of(row, &ovf_layer_findings, "severity"),
              *standing = value_of(row, &ovf_layer_findings, "standing");
    if (is(severity, "violation") && is(value_of(row, &ovf_layer_findings, "judged"), "no"))
        severity->text = "undecided";
    if (standing->text == NULL) standing->text = value_of(row, &ovf_layer_findings, "status")->text;
}

/* ---- findings by route ---- */

typedef struct {
    char *route;
    uint64_t violations, undecided, warnings, disputable, not_judged, information;
} count;

typedef struct {
    count *items; /* by route; one that is not there has no finding */
    size_t count, capacity;
} counts;

static void clear(counts *all)
{
    for (size_t i = 0; i < all->count; i++) free(all->items[i].route);
    free(all->items);
}

/* Findings of a route mostly follow each other. */
static count *count_of(counts *all, const char *route)
{
    if (all->count > 0 && strcmp(all->items[all->count - 1].route, route) == 0)
        return &all->items[all->count - 1];
    if (!ovf_array_reserve(&all->items, &all->capacity, all->count + 1, sizeof *all->items))
        return NULL;
    count *made = &all->items[all->count];
    *made = (count){.route = ovf_text_copy(route)};
    if (made->route == NULL) return NULL;
    all->count++;
    return made;
}

static int by_route(const void *left, const void *right)
{
    return strcmp(((const count *)left)->route, ((const count *)right)->route);
}

static void add(count *to, const count *from)
{
    to->violations += from->violations;
    to->undecided += from->undecided;
    to->warnings += from->warnings;
    to->disputable += from->disputable;
    to->not_judged += from->not_judged;
    to->information += from->information;
}

static void put_in_order(counts *all)
{
    size_t kept = 0;
    if (all->count == 0) return;
    qsort(all->items, all->count, sizeof *all->items, by_route);
    for (size_t i = 1; i < all->count; i++) {
        if (strcmp(all->items[kept].route, all->items[i].route) != 0) {
            all->items[++kept] = all->items[i];
            continue;
        }
        add(&all->items[kept], &all->items[i]);
        free(all->items[i].route);
    }
    all->count = kept + 1;
}

/* The findings of earlier versions do not say which rules are remembered. */
static void count_finding(count *to, ovf_row *row)
{
    const ovf_layer_kind *kind = &ovf_layer_findings;
    const ovf_value *severity = value_of(row, kind, "severity"),
                    *standing = value_of(row, kind, "standing");
    bool violation = is(severity, "violation");
    to->violations += violation;
    to->disputable += violation && (is(standing, "disputed") || is(standing, "lifted"));
    to->undecided += is(severity, "undecided");
    to->warnings += is(severity, "warning");
    to->not_judged += is(value_of(row, kind, "judged"), "no");
    to->information += is(severity, "information");
}

static ovf_status count_findings(const ovf_map_layer *layer, counts *all, ovf_error *error)
{
    ovf_store store;
    const ovf_row *row = NULL;
    ovf_status status = ovf_store_open(&store, layer->store, &layer->kind->schema, error);
    while (status == OVF_OK && (status = ovf_store_next(&store, &row, error)) == OVF_OK &&
           row != NULL) {
        ovf_row copy = *row;
        const ovf_value *route = value_of(&copy, layer->kind, "route_id");
        count *to = count_of(all, route->text == NULL ? "" : route->text);
        if (to == NULL) status = ovf_fail_memory(error);
        else count_finding(to, &copy);
    }
    ovf_store_close(&store);
    put_in_order(all);
    return status;
}

/* ---- routes ---- */

typedef struct {
    bool has_findings;
    counts findings;
    ovf_totals totals;
} judging;

/* True where it was judged. */
static bool judge(judging *in, ovf_row *row)
{
    const ovf_layer_kind *kind = &ovf_layer_routes;
    ovf_value *verdict = value_of(row, kind, "verdict");
    const ovf_value *route = value_of(row, kind, "route_id");
    if (verdict->text == NULL) return false;
    count key = {.route = (char *)(uintptr_t)(route->text == NULL ? "" : route->text)};
    const count *found = in->findings.count == 0
                             ? NULL
                             : bsearch(&key, in->findings.items, in->findings.count, sizeof key,
                                       by_route);
    if (found != NULL) add(&key, found);
    else if (!in->has_findings) {
        key.violations = is(verdict, "violates");
        key.warnings = is(verdict, "warnings");
    }
    verdict->text = key.violations > 0 ? "violates" : key.undecided > 0 ? "undecided" : "complies";
    value_of(row, kind, "violations")->count = key.violations;
    value_of(row, kind, "undecided")->count = key.undecided;
    value_of(row, kind, "warnings")->count = key.warnings;
    ovf_totals *totals = &in->totals;
    totals->violating_routes += key.violations > 0;
    totals->disputable_routes += key.violations > 0 && key.disputable == key.violations;
    totals->undecided_routes += key.violations == 0 && key.undecided > 0;
    totals->complying_routes += key.violations == 0 && key.undecided == 0;
    totals->violations += key.violations;
    totals->undecided += key.undecided;
    totals->warnings += key.warnings;
    totals->not_judged += key.not_judged;
    totals->information += key.information;
    totals->warned_routes += key.violations == 0 && key.undecided == 0 && key.warnings > 0;
    return true;
}

/* Copies the routes to a file, judged. */
static ovf_status judge_routes(judging *in, const ovf_map_layer *layer, FILE *file, bool *judged,
                               ovf_error *error)
{
    ovf_store store;
    ovf_bytes bytes = {0};
    const ovf_row *row = NULL;
    ovf_status status = ovf_store_open(&store, layer->store, &layer->kind->schema, error);
    while (status == OVF_OK && (status = ovf_store_next(&store, &row, error)) == OVF_OK &&
           row != NULL) {
        ovf_row copy = *row;
        *judged = judge(in, &copy) || *judged;
        ovf_bytes_reset(&bytes);
        ovf_store_row(&bytes, &layer->kind->schema, &copy);
        if (bytes.failed) status = ovf_fail_memory(error);
        else if (fwrite(bytes.data, 1, bytes.used, file) != bytes.used)
            status = ovf_fail(error, OVF_ERROR_IO, "%s cannot be written: the disk may be full",
                              layer->store);
    }
    ovf_store_close(&store);
    ovf_bytes_clear(&bytes);
    return status;
}

ovf_status ovf_earlier_routes(ovf_map *map, ovf_error *error)
{
    const ovf_map_layer *routes = ovf_map_find(map, &ovf_layer_routes),
                        *findings = ovf_map_find(map, &ovf_layer_findings);
    static const char judged_name[] = ".judged";
    judging in = {.has_findings = false};
    bool judged = false;
    if (routes == NULL) return OVF_OK;
    for (size_t i = 0; i < map->layer_count; i++)
        in.has_findings = in.has_findings || map->layers[i].kind == &ovf_layer_findings;
    size_t size = strlen(routes->store) + sizeof judged_name;
    char *path = malloc(size);
    if (path == NULL) return ovf_fail_memory(error);
    snprintf(path, size, "%s%s", routes->store, judged_name);
    FILE *file = fopen(path, "wb");
    ovf_status status = findings == NULL ? OVF_OK : count_findings(findings, &in.findings, error);
    if (status == OVF_OK && file != NULL) status = judge_routes(&in, routes, file, &judged, error);
    bool good = file != NULL && fclose(file) == 0;
    if (status == OVF_OK && (!good || rename(path, routes->store) != 0))
        status = ovf_fail(error, OVF_ERROR_IO, "%s cannot be written", routes->store);
    if (status == OVF_OK && judged && !ovf_map_set_totals(map, &in.totals))
        status = ovf_fail_memory(error);
    clear(&in.findings);
    free(path);
    return status;
}
