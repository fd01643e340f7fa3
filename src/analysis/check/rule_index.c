/* Which restrictions may concern a route. */
#include <math.h>
#include <stdlib.h>

#include "analysis/check/judging.h"
#include "base/array.h"

typedef enum { ALWAYS, OF_ZONE, STANDOFF } way;

static way way_of(const ovf_restriction *r)
{
    if (r->scope == OVF_SCOPE_FLIGHT || r->place == OVF_NOWHERE) return ALWAYS;
    return r->kind == &ovf_kind_standoff || r->scope == OVF_SCOPE_LINE ? STANDOFF : OF_ZONE;
}

/* How far from its place a restriction looks; negative: not beyond what the analysis meets. Where
 * the outline is uncertain by so much, what is not entered may be. */
static double reach_of(const ovf_checker *checker, const ovf_restriction *r)
{
    if (way_of(r) == STANDOFF)
        return r->values[0] * 1000 +
               fmax(r->values[0] * 1000 * checker->options.margin, r->uncertainty_m);
    bool widened = r->kind == &ovf_kind_prohibited || r->kind == &ovf_kind_max_distance;
    return way_of(r) == OF_ZONE && widened && r->uncertainty_m > 0 ? r->uncertainty_m : -1;
}

/* Those of each zone stand together, in their order. */
static void sort_by_zone(ovf_rule_index *index, const ovf_rules *rules)
{
    size_t *next = index->first_of_zone;
    for (size_t i = 0; i < rules->count; i++)
        if (way_of(&rules->items[i]) == OF_ZONE) next[rules->items[i].place + 1]++;
    for (size_t z = 0; z < index->zone_count; z++) next[z + 1] += next[z];
    /* From the last on, each is put before the end of its zone's, which becomes their beginning. */
    size_t all = next[index->zone_count];
    for (size_t i = rules->count; i-- > 0;)
        if (way_of(&rules->items[i]) == OF_ZONE)
            index->of_zones[--next[rules->items[i].place + 1]] = (uint32_t)i;
    for (size_t z = 0; z < index->zone_count; z++) next[z] = next[z + 1];
    next[index->zone_count] = all;
}

static bool build_near(ovf_checker *checker)
{
    ovf_rule_index *index = &checker->index;
    const ovf_rules *rules = checker->rules;
    size_t count = 0;
    for (size_t i = 0; i < rules->count; i++) count += reach_of(checker, &rules->items[i]) >= 0;
    ovf_box *boxes = ovf_array_new(count, sizeof *boxes);
    index->near_rules = ovf_array_new(count, sizeof *index->near_rules);
    bool good = boxes != NULL && index->near_rules != NULL;
    for (size_t i = 0; good && i < rules->count; i++) {
        const ovf_restriction *r = &rules->items[i];
        double reach_m = reach_of(checker, r);
        if (reach_m < 0) continue;
        const ovf_boundaries *of = r->scope == OVF_SCOPE_LINE ? checker->lines
                                                              : checker->analyzer->boundaries;
        boxes[index->near_count] = ovf_box_widened(&of->items[r->place].box, reach_m);
        index->near_rules[index->near_count++] = (uint32_t)i;
    }
    good = good && (count == 0 || ovf_tree_build(&index->near, boxes, count));
    free(boxes);
    return good;
}

bool ovf_rule_index_build(ovf_checker *checker)
{
    ovf_rule_index *index = &checker->index;
    const ovf_rules *rules = checker->rules;
    size_t counts[3] = {0};
    for (size_t i = 0; i < rules->count; i++) counts[way_of(&rules->items[i])]++;
    index->zone_count = checker->analyzer->zones->count;
    index->always = ovf_array_new(counts[ALWAYS], sizeof *index->always);
    index->of_zones = ovf_array_new(counts[OF_ZONE], sizeof *index->of_zones);
    index->first_of_zone = ovf_array_new(index->zone_count + 1, sizeof *index->first_of_zone);
    if (index->always == NULL || index->of_zones == NULL || index->first_of_zone == NULL)
        return false;
    for (size_t i = 0; i < rules->count; i++)
        if (way_of(&rules->items[i]) == ALWAYS) index->always[index->always_count++] = (uint32_t)i;
    sort_by_zone(index, rules);
    return build_near(checker);
}

void ovf_rule_index_free(ovf_rule_index *index)
{
    free(index->always);
    free(index->of_zones);
    free(index->first_of_zone);
    ovf_tree_free(&index->near);
    free(index->near_rules);
    *index = (ovf_rule_index){0};
}

static void add(ovf_check *check, uint32_t rule)
{
    ovf_scratch *s = check->scratch;
    if (!ovf_array_reserve(&s->candidates, &s->candidate_capacity, s->candidate_count + 1,
                           sizeof *s->candidates))
        check->failed = true;
    else s->candidates[s->candidate_count++] = rule;
}

static int compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

void ovf_rule_index_look(ovf_check *check)
{
    const ovf_rule_index *index = &check->checker->index;
    const ovf_tree *tree = &index->near;
    ovf_scratch *s = check->scratch;
    s->candidate_count = 0;
    for (size_t i = 0; i < index->always_count; i++) add(check, index->always[i]);
    for (size_t m = 0; m < check->result->meeting_count; m++) {
        size_t zone = check->result->meetings[m].zone;
        for (size_t i = index->first_of_zone[zone]; i < index->first_of_zone[zone + 1]; i++)
            add(check, index->of_zones[i]);
    }
    for (size_t k = 0; k < tree->count;) {
        const ovf_node *node = &tree->nodes[k];
        bool meets = ovf_box_meets_box(&node->box, &check->box);
        if (meets && node->item != UINT32_MAX) add(check, index->near_rules[node->item]);
        k = meets && node->item == UINT32_MAX ? k + 1 : node->skip;
    }
    if (s->candidate_count > 1)
        qsort(s->candidates, s->candidate_count, sizeof *s->candidates, compare);
    /* Of a zone with an uncertain outline that is met, its rules come in both ways. */
    size_t kept = 0;
    for (size_t i = 0; i < s->candidate_count; i++)
        if (i == 0 || s->candidates[i] != s->candidates[i - 1])
            s->candidates[kept++] = s->candidates[i];
    s->candidate_count = kept;
}
