#include "output/map/worst.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/hash.h"

/* From so many on, findings that are alike are said once; fewer where all routes have them. */
#define ALIKE_MIN 10
/* So many kinds of findings are compared with each other. */
#define KINDS_MAX ((size_t)1 << 16)

struct ovf_worst_route {
    uint64_t hash; /* of the id; 0: empty */
    unsigned rank;
};

static uint64_t hash_of(const char *const *texts, size_t count)
{
    uint64_t key[2] = {0, 0}, hash[2] = {0, 0};
    for (size_t i = 0; i < count; i++) {
        const char *text = texts[i] == NULL ? "" : texts[i];
        ovf_hash(text, strlen(text), key, hash);
        memcpy(key, hash, sizeof key);
    }
    return hash[0] == 0 ? 1 : hash[0];
}

/* ---- routes ---- */

unsigned ovf_worst_severity(const char *severity)
{
    static const char *const names[] = {"violation", "undecided", "warning"};
    unsigned rank = 0;
    while (rank < OVF_COUNT(names) && (severity == NULL || strcmp(severity, names[rank]) != 0))
        rank++;
    return rank;
}

static unsigned rank_of_route(const char *verdict, uint64_t warnings)
{
    if (verdict == NULL) return 3;
    if (strcmp(verdict, "violates") == 0) return 0;
    if (strcmp(verdict, "undecided") == 0) return 1;
    return warnings > 0 ? 2 : 3;
}

/* Where the hash is, or would be. */
static struct ovf_worst_route *slot(struct ovf_worst_route *table, size_t capacity, uint64_t hash)
{
    size_t at = (size_t)hash & (capacity - 1);
    while (table[at].hash != 0 && table[at].hash != hash) at = (at + 1) & (capacity - 1);
    return &table[at];
}

static bool remember(ovf_worst *worst, const char *route, unsigned rank)
{
    uint64_t hash = hash_of(&route, 1);
    if (2 * worst->route_count >= worst->route_capacity) {
        size_t capacity = worst->route_capacity == 0 ? 1024 : 2 * worst->route_capacity;
        struct ovf_worst_route *table = ovf_array_new(capacity, sizeof *table);
        if (table == NULL) return false;
        for (size_t i = 0; i < worst->route_capacity; i++)
            if (worst->routes[i].hash != 0)
                *slot(table, capacity, worst->routes[i].hash) = worst->routes[i];
        free(worst->routes);
        worst->routes = table;
        worst->route_capacity = capacity;
    }
    struct ovf_worst_route *at = slot(worst->routes, worst->route_capacity, hash);
    worst->route_count += at->hash == 0;
    *at = (struct ovf_worst_route){hash, rank};
    return true;
}

unsigned ovf_worst_of_route(const ovf_worst *worst, const char *route)
{
    if (worst->route_count == 0) return OVF_WORST_RANKS - 1;
    const struct ovf_worst_route *at = slot(worst->routes, worst->route_capacity,
                                            hash_of(&route, 1));
    return at->hash != 0 ? at->rank : OVF_WORST_RANKS - 1;
}

static ovf_status find_routes(ovf_worst *worst, const ovf_map *map, ovf_error *error)
{
    const ovf_map_layer *layer = ovf_map_find(map, &ovf_layer_routes);
    const ovf_row *row = NULL;
    ovf_store store;
    if (layer == NULL) return OVF_OK;
    const ovf_schema *schema = &layer->kind->schema;
    size_t id = ovf_schema_field(schema, "route_id"), verdict = ovf_schema_field(schema, "verdict"),
           warnings = ovf_schema_field(schema, "warnings");
    ovf_status status = ovf_store_open(&store, layer->store, schema, error);
    while (status == OVF_OK && (status = ovf_store_next(&store, &row, error)) == OVF_OK &&
           row != NULL) {
        unsigned rank = rank_of_route(row->values[verdict].text, row->values[warnings].count);
        if (rank + 1 < OVF_WORST_RANKS && !remember(worst, row->values[id].text, rank))
            status = ovf_fail_memory(error);
    }
    ovf_store_close(&store);
    return status;
}

/* ---- findings ---- */

typedef struct {
    uint64_t hash, count; /* 0: empty */
} kind;

typedef struct {
    kind *kinds; /* a table */
    size_t count;
    uint64_t rows;                                       /* so far */
    size_t rule, severity, message, limit, margin, from; /* fields */
} gathering;

static double excess_of(const gathering *in, const ovf_row *row)
{
    double limit = fabs(row->values[in->limit].real), margin = row->values[in->margin].real;
    if (isnan(margin)) return -INFINITY;
    return limit > 0 ? -margin / limit : -margin;
}

/* A finding about a flight as a whole: the kind that it is of, of which it may be the first. */
static kind *kind_of(gathering *in, const ovf_row *row)
{
    const char *texts[] = {row->values[in->severity].text, row->values[in->rule].text,
                           row->values[in->message].text};
    uint64_t hash = hash_of(texts, OVF_COUNT(texts));
    if (!isnan(row->values[in->from].real)) return NULL;
    size_t at = (size_t)hash & (2 * KINDS_MAX - 1);
    while (in->kinds[at].hash != 0 && in->kinds[at].hash != hash)
        at = (at + 1) & (2 * KINDS_MAX - 1);
    if (in->kinds[at].hash == 0) {
        if (in->count == KINDS_MAX) return NULL;
        in->count++;
        in->kinds[at] = (kind){hash, 0};
    }
    return &in->kinds[at];
}

static int worse(const void *left, const void *right)
{
    const ovf_worst_finding *a = left, *b = right;
    if ((a->alike == 0) != (b->alike == 0)) return a->alike == 0 ? 1 : -1;
    if (a->rank != b->rank) return a->rank < b->rank ? -1 : 1;
    if (a->excess != b->excess) return a->excess > b->excess ? -1 : 1;
    return a->offset < b->offset ? -1 : a->offset > b->offset;
}

/* Makes room by dropping those at the end of the order. */
static void drop_half(ovf_worst *worst)
{
    qsort(worst->findings, worst->count, sizeof *worst->findings, worse);
    worst->left_out += worst->count - OVF_WORST_MAX;
    worst->count = OVF_WORST_MAX;
}

static ovf_status add_finding(ovf_worst *worst, gathering *in, const ovf_row *row, uint64_t offset,
                              ovf_error *error)
{
    if (worst->count == 2 * OVF_WORST_MAX) drop_half(worst);
    if (!ovf_array_reserve(&worst->findings, &worst->capacity, worst->count + 1,
                           sizeof *worst->findings))
        return ovf_fail_memory(error);
    kind *of = kind_of(in, row);
    bool first = of == NULL || of->count == 0;
    if (of != NULL) of->count++;
    worst->findings[worst->count++] = (ovf_worst_finding){
        offset,
        in->rows++,
        excess_of(in, row),
        first,
        ovf_worst_severity(row->values[in->severity].text),
        of == NULL ? 0 : (unsigned)(of - in->kinds) + 1};
    return OVF_OK;
}

/* What too few have is of each of them. */
static void count_alike(ovf_worst *worst, const gathering *in, uint64_t routes)
{
    for (size_t i = 0; i < worst->count; i++) {
        ovf_worst_finding *finding = &worst->findings[i];
        if (finding->kind == 0) continue;
        uint64_t count = in->kinds[finding->kind - 1].count;
        bool are_alike = count >= ALIKE_MIN || (count > 1 && count == routes);
        if (!are_alike) finding->alike = 1;
        else if (finding->alike > 0) finding->alike = count;
    }
}

static ovf_status find_findings(ovf_worst *worst, const ovf_map *map, ovf_error *error)
{
    const ovf_map_layer *layer = ovf_map_find(map, &ovf_layer_findings),
                        *routes = ovf_map_find(map, &ovf_layer_routes);
    const ovf_row *row = NULL;
    ovf_store store;
    uint64_t offset = 0;
    if (layer == NULL) return OVF_OK;
    const ovf_schema *schema = &layer->kind->schema;
    gathering in = {.kinds = ovf_array_new(2 * KINDS_MAX, sizeof *in.kinds),
                    .rule = ovf_schema_field(schema, "rule"),
                    .severity = ovf_schema_field(schema, "severity"),
                    .message = ovf_schema_field(schema, "message"),
                    .limit = ovf_schema_field(schema, "limit"),
                    .margin = ovf_schema_field(schema, "margin"),
                    .from = ovf_schema_field(schema, "from_m")};
    if (in.kinds == NULL) return ovf_fail_memory(error);
    ovf_status status = ovf_store_open(&store, layer->store, schema, error);
    while (status == OVF_OK && (status = ovf_store_next(&store, &row, error)) == OVF_OK &&
           row != NULL) {
        status = add_finding(worst, &in, row, offset, error);
        offset = (uint64_t)ftello(store.file);
    }
    if (status == OVF_OK) count_alike(worst, &in, routes == NULL ? 0 : routes->rows);
    ovf_store_close(&store);
    free(in.kinds);
    if (worst->count > 0) qsort(worst->findings, worst->count, sizeof *worst->findings, worse);
    if (worst->count > OVF_WORST_MAX) drop_half(worst);
    return status;
}

ovf_status ovf_worst_find(ovf_worst *worst, const ovf_map *map, ovf_error *error)
{
    ovf_status status = find_routes(worst, map, error);
    return status == OVF_OK ? find_findings(worst, map, error) : status;
}

void ovf_worst_clear(ovf_worst *worst)
{
    free(worst->findings);
    free(worst->routes);
    *worst = (ovf_worst){0};
}
