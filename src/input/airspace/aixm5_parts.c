/* Airspaces of AIXM 5.1 are put together from volumes: of their own, or of other airspaces. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/reading_limits.h"
#include "input/airspace/aixm5.h"
#include "input/airspace/aixm_leaves.h"
#include "input/airspace/aixm_words.h"
#include "input/formats/values.h"

/* Airspaces may be made of others, which are made of others: so deep, and so many in all. */
#define DEEPEST 16
#define VISITS_MOST OVF_LIMIT_AIXM_LINKS

typedef struct {
    ovf_aixm_reader *in;
    double at_s;
    const ovf_xml_node *made_of[DEEPEST + 1]; /* the airspaces in hand, each made of the next */
    size_t depth, visits;
    ovf_aixm_leaves leaves;
} collector;

typedef struct {
    const ovf_xml_node *node, *volume;
    double sequence;
    size_t place;
} component;

static int by_sequence(const void *left, const void *right)
{
    const component *a = left, *b = right;
    if (a->sequence != b->sequence) return a->sequence < b->sequence ? -1 : 1;
    return a->place < b->place ? -1 : 1;
}

/* What a property holds, or what it links to. */
static const ovf_xml_node *content(const collector *c, const ovf_xml_node *property)
{
    const char *href = ovf_xml_noted(property, "href");
    if (property == NULL) return NULL;
    return *href == '\0' ? property->child : ovf_aixm_target(c->in->tree, href);
}

static bool fail(collector *c, const ovf_xml_node *at, const char *sentence, const char *detail)
{
    ovf_gml_flaw(&c->in->gml, at, sentence, detail);
    return false;
}

/* False: memory is out. */
static bool kept(collector *c, bool good)
{
    c->in->out_of_memory |= !good;
    return good;
}

static bool collect(collector *c, const ovf_aixm_state *state, const ovf_xml_node *limits);

/* The volumes of another airspace. */
static bool collect_other(collector *c, const ovf_xml_node *contributor, const ovf_xml_node *limits)
{
    const ovf_xml_node *link = ovf_xml_child(contributor->child, "theAirspace");
    const char *href = ovf_xml_noted(link, "href"),
               *dependency = ovf_xml_value(contributor->child, "dependency");
    const ovf_xml_node *other = *href == '\0' ? NULL : ovf_aixm_target(c->in->tree, href);
    ovf_aixm_slices slices = {0};
    ovf_aixm_state state;
    if (other == NULL || strcmp(other->name, "Airspace") != 0)
        return fail(c, contributor,
                    "expected the airspace \"%s\", which it is made of, in the file; found none",
                    href);
    for (size_t i = 0; i < c->depth; i++)
        if (c->made_of[i] == other)
            return fail(c, contributor, "it is made of itself, by \"%s\"", href);
    if (c->depth > DEEPEST - 1 || ++c->visits > VISITS_MOST)
        return fail(c, contributor, "it is made of too many airspaces, at \"%s\"", href);
    if (strcmp(dependency, "HORZ_PROJECTION") != 0) limits = NULL;
    if (*dependency != '\0' && strcmp(dependency, "HORZ_PROJECTION") != 0 &&
        strcmp(dependency, "FULL_GEOMETRY") != 0)
        return fail(c, contributor,
                    "dependency: expected FULL_GEOMETRY or HORZ_PROJECTION, found \"%s\"",
                    dependency);
    if (!kept(c, ovf_aixm_slices_read(other, &slices))) return false;
    bool good = ovf_aixm_state_at(&slices, c->at_s, &state) ||
                fail(c, contributor,
                     "expected the airspace \"%s\", which it is made of, to hold at the same time, "
                     "found that it does not",
                     href);
    free(slices.items);
    c->made_of[c->depth++] = other;
    good = good && collect(c, &state, limits);
    c->depth--;
    return good;
}

static bool collect_component(collector *c, const component *at, const ovf_xml_node *limits)
{
    const char *text = ovf_xml_value(at->node, "operation");
    const ovf_xml_node *volume = at->volume;
    ovf_part_operation operation = OVF_PART_UNITES;
    size_t first = c->leaves.count;
    if (strcmp(text, "SUBTR") == 0) operation = OVF_PART_TAKES_AWAY;
    else if (strcmp(text, "INTERS") == 0) operation = OVF_PART_INTERSECTS;
    else if (*text != '\0' && strcmp(text, "BASE") != 0 && strcmp(text, "UNION") != 0)
        return fail(c, at->node, "operation: expected BASE, UNION, INTERS or SUBTR, found \"%s\"",
                    text);
    if (volume == NULL) return fail(c, at->node, "expected %s, found none", "an AirspaceVolume");
    if (limits == NULL) limits = volume;
    const ovf_xml_node *surface = content(c, ovf_xml_child(volume, "horizontalProjection")),
                       *contributor = ovf_xml_child(volume, "contributorAirspace");
    if (surface != NULL)
        return kept(c, ovf_aixm_leaves_add(&c->leaves, operation, surface, limits));
    if (contributor != NULL && contributor->child != NULL)
        return collect_other(c, contributor, limits) &&
               kept(c, ovf_aixm_leaves_settle(&c->leaves, first, operation));
    return fail(c, volume,
                "expected an outline (horizontalProjection) or another airspace "
                "(contributorAirspace), found %s",
                ovf_xml_child(volume, "centreline") != NULL ? "a centreline alone" : "none");
}

static bool collect(collector *c, const ovf_aixm_state *state, const ovf_xml_node *limits)
{
    const ovf_xml_node *first = ovf_aixm_property(state, "geometryComponent");
    size_t count = 0, used = 0;
    for (const ovf_xml_node *at = first; at != NULL; at = ovf_xml_next(at))
        count += at->child != NULL;
    if (count == 0)
        return fail(c, c->made_of[c->depth - 1], "expected a geometryComponent%s, found none", "");
    component *all = ovf_array_new(count, sizeof *all);
    bool good = kept(c, all != NULL);
    for (const ovf_xml_node *at = first; at != NULL && good; at = ovf_xml_next(at)) {
        const char *text = ovf_xml_value(at->child, "operationSequence");
        if (at->child == NULL) continue;
        component *one = &all[used];
        *one = (component){at->child, content(c, ovf_xml_child(at->child, "theAirspaceVolume")), 0,
                           used};
        /* Without a number they follow in the order of the file. */
        if (!ovf_decimal_is(text, strlen(text), &one->sequence))
            one->sequence = used == 0 ? 0 : all[used - 1].sequence;
        used++;
    }
    if (good) qsort(all, used, sizeof *all, by_sequence);
    for (size_t i = 0; i < used && good; i++) good = collect_component(c, &all[i], limits);
    free(all);
    return good;
}

/* ---- limits ---- */

static ovf_aixm_limit limit_of(const ovf_xml_node *volume, const char *value, const char *reference)
{
    const ovf_xml_node *node = ovf_xml_child(volume, value);
    return (ovf_aixm_limit){node == NULL ? "" : node->text, ovf_xml_noted(node, "uom"),
                            ovf_xml_value(volume, reference), ovf_xml_noted(node, "nilReason")};
}

static bool add_limits(ovf_aixm_reader *in, const ovf_xml_node *volume, bool part)
{
    const ovf_aixm_limit limits[2][2] = {
        {limit_of(volume, "lowerLimit", "lowerLimitReference"),
         limit_of(volume, "minimumLimit", "minimumLimitReference")},
        {limit_of(volume, "upperLimit", "upperLimitReference"),
         limit_of(volume, "maximumLimit", "maximumLimitReference")}};
    return ovf_aixm_limits_add(&in->airspace, limits, part, &in->text);
}

static bool add_leaves(ovf_aixm_reader *in, const ovf_aixm_leaves *leaves)
{
    for (size_t i = 0; i < leaves->count; i++) {
        const ovf_aixm_leaf *leaf = &leaves->items[i];
        const bool several = leaves->count > 1;
        if (ovf_aixm_leaf_lacks_base(leaves, i)) {
            ovf_gml_flaw(&in->gml, leaf->outline != NULL ? leaf->outline : in->feature,
                         "expected a first part (BASE) that something is taken away from, found %s",
                         leaf->operation == OVF_PART_INTERSECTS ? "INTERS" : "SUBTR");
            break;
        }
        if (leaf->group != OVF_GROUP_NONE) {
            if (!ovf_airspace_add_group(&in->airspace, leaf->group, leaf->operation)) return false;
            continue;
        }
        if (several && !ovf_airspace_add_part(&in->airspace, leaf->operation)) return false;
        if (!add_limits(in, leaf->limits, several)) return false;
        if (!ovf_gml_surface(&in->gml, leaf->outline, &in->airspace)) break;
    }
    return true;
}

bool ovf_aixm_parts_read(ovf_aixm_reader *in, const ovf_aixm_state *state, double at_s)
{
    collector c = {.in = in, .at_s = at_s};
    in->gml.at_s = at_s;
    in->gml.gap_m = in->gml.border_m = 0;
    c.made_of[c.depth++] = in->feature;
    bool good = !collect(&c, state, NULL) || add_leaves(in, &c.leaves);
    free(c.leaves.items);
    if (in->gml.gap_m > OVF_AIRSPACE_GAP_M)
        ovf_aixm_note(in,
                      "its outline has a gap of %.3f km at %.6g %.6g, which is closed by the "
                      "shortest line",
                      in->gml.gap_m / 1000, in->gml.gap_at.lon, in->gml.gap_at.lat);
    if (in->gml.border_m > OVF_AIRSPACE_GAP_M)
        ovf_aixm_note(in, "its outline leaves or meets a border %.3f km from it",
                      in->gml.border_m / 1000);
    return good && !in->gml.out_of_memory && !in->out_of_memory;
}
