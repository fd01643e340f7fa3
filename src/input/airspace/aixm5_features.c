/* AIXM Temporality Concept 1.1: BASELINE is what holds from one change to the next, PERMDELTA a
 * change, TEMPDELTA what is otherwise for a time, SNAPSHOT what holds at an instant. */
#include "input/airspace/aixm5_features.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/time.h"
#include "input/formats/values.h"

const ovf_xml_node *ovf_aixm_target(const ovf_xml_tree *tree, const char *href)
{
    const char *mark = strchr(href, '#');
    if (mark != NULL && mark[1] != '\0') return ovf_xml_tree_find(tree, mark + 1);
    if (strncmp(href, "urn:uuid:", 9) == 0) href += 9;
    const ovf_xml_node *found = ovf_xml_tree_find(tree, href);
    if (found != NULL) return found;
    char id[200] = "uuid.";
    if (strlen(href) > sizeof id - 6) return NULL;
    return ovf_xml_tree_find(tree, strcat(id, href));
}

/* ---- times ---- */

static bool read_time(const ovf_xml_node *node, double *seconds, bool *odd)
{
    if (node == NULL || *node->text == '\0') return false;
    if (ovf_time_parse(node->text, seconds)) return true;
    *odd = true;
    return false;
}

bool ovf_aixm_period(const ovf_xml_node *property, double *from_s, double *until_s, bool *odd)
{
    bool said = false;
    *from_s = -INFINITY;
    *until_s = INFINITY;
    for (const ovf_xml_node *at = property; at != NULL; at = ovf_xml_walk(at, property)) {
        if (strcmp(at->name, "beginPosition") == 0) {
            said = true;
            read_time(at, from_s, odd);
        } else if (strcmp(at->name, "endPosition") == 0) {
            said = true;
            read_time(at, until_s, odd);
        } else if (strcmp(at->name, "timePosition") == 0 && read_time(at, from_s, odd)) {
            /* <begin><TimeInstant> and <end><TimeInstant>, or an instant alone. */
            const ovf_xml_node *holder = at->parent == NULL ? NULL : at->parent->parent;
            said = true;
            if (holder != NULL && strcmp(holder->name, "end") == 0) {
                *until_s = *from_s;
                *from_s = -INFINITY;
                read_time(ovf_xml_child(
                              ovf_xml_child(ovf_xml_child(holder->parent, "begin"), "TimeInstant"),
                              "timePosition"),
                          from_s, odd);
            } else if (holder == NULL || strcmp(holder->name, "begin") != 0) {
                *until_s = *from_s;
            }
        }
    }
    return said;
}

/* ---- slices ---- */

static double number_of(const ovf_xml_node *slice, const char *name)
{
    double value;
    const char *text = ovf_xml_value(slice, name);
    return ovf_decimal_is(text, strlen(text), &value) ? value : NAN;
}

static bool ends_in(const char *name, const char *ending)
{
    size_t length = strlen(name), tail = strlen(ending);
    return length >= tail && strcmp(name + length - tail, ending) == 0;
}

static bool is_kind(const char *text, ovf_aixm_kind *kind)
{
    static const char *const kinds[] = {"BASELINE", "SNAPSHOT", "PERMDELTA", "TEMPDELTA"};
    for (int k = 0; k < 4; k++)
        if (strcmp(text, kinds[k]) == 0) {
            *kind = (ovf_aixm_kind)k;
            return true;
        }
    return false;
}

static int by_time(const void *left, const void *right)
{
    const ovf_aixm_slice *a = left, *b = right;
    double first = isnan(a->sequence) ? 0 : a->sequence,
           second = isnan(b->sequence) ? 0 : b->sequence;
    if (a->from_s != b->from_s) return a->from_s < b->from_s ? -1 : 1;
    if (first != second) return first < second ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

static double correction_of(const ovf_aixm_slice *slice)
{
    return isnan(slice->correction) ? 0 : slice->correction;
}

/* Of slices of one kind and number the one with the highest correction holds; one whose valid time
 * is taken away is cancelled. */
static void leave_out_corrected(ovf_aixm_slices *slices)
{
    for (size_t i = 0; i < slices->count; i++) {
        ovf_aixm_slice *one = &slices->items[i];
        const ovf_xml_node *time = ovf_xml_child(one->node, "validTime");
        if (one->timeless && *ovf_xml_noted(time, "nilReason") != '\0') one->left_out = true;
        /* When a change without a time holds cannot be said. */
        if (one->timeless && one->kind >= OVF_AIXM_PERMDELTA) one->left_out = true;
        for (size_t k = 0; k < slices->count && !isnan(one->sequence); k++) {
            const ovf_aixm_slice *other = &slices->items[k];
            if (other->kind == one->kind && other->sequence == one->sequence &&
                correction_of(other) > correction_of(one))
                one->left_out = true;
        }
    }
}

bool ovf_aixm_slices_read(const ovf_xml_node *feature, ovf_aixm_slices *slices)
{
    slices->count = 0;
    for (const ovf_xml_node *at = feature->child; at != NULL; at = at->next) {
        const ovf_xml_node *node = strcmp(at->name, "timeSlice") == 0 ? at->child : NULL;
        ovf_aixm_slice slice = {.node = node, .place = slices->count};
        if (node == NULL || !ends_in(node->name, "TimeSlice")) continue;
        if (!is_kind(ovf_xml_value(node, "interpretation"), &slice.kind)) continue;
        slice.timeless = !ovf_aixm_period(ovf_xml_child(node, "validTime"), &slice.from_s,
                                          &slice.until_s, &slice.odd);
        slice.sequence = number_of(node, "sequenceNumber");
        slice.correction = number_of(node, "correctionNumber");
        if (!ovf_array_reserve(&slices->items, &slices->capacity, slices->count + 1, sizeof slice))
            return false;
        slices->items[slices->count++] = slice;
    }
    if (slices->count > 1) qsort(slices->items, slices->count, sizeof *slices->items, by_time);
    leave_out_corrected(slices);
    return true;
}

const ovf_xml_node *ovf_aixm_feature_slice(const ovf_xml_node *feature, double at_s)
{
    const ovf_xml_node *found = NULL, *last = NULL;
    double from_s, until_s, latest_s = -INFINITY;
    bool odd;
    for (const ovf_xml_node *at = ovf_xml_child(feature, "timeSlice"); at != NULL;
         at = ovf_xml_next(at)) {
        ovf_aixm_kind kind;
        if (at->child == NULL || !is_kind(ovf_xml_value(at->child, "interpretation"), &kind) ||
            kind > OVF_AIXM_SNAPSHOT)
            continue;
        last = at->child;
        ovf_aixm_period(ovf_xml_child(at->child, "validTime"), &from_s, &until_s, &odd);
        if (from_s > at_s || (until_s <= at_s && kind == OVF_AIXM_BASELINE) || from_s < latest_s)
            continue;
        latest_s = from_s;
        found = at->child;
    }
    return found != NULL ? found : last;
}

/* ---- what holds ---- */

static void push(ovf_aixm_state *state, const ovf_xml_node *layer)
{
    if (state->count < OVF_AIXM_LAYERS) state->layers[state->count++] = layer;
    else state->more++;
}

static const ovf_aixm_slice *base_at(const ovf_aixm_slices *slices, double at_s)
{
    const ovf_aixm_slice *base = NULL, *snapshot = NULL;
    for (size_t i = 0; i < slices->count; i++) {
        const ovf_aixm_slice *at = &slices->items[i];
        if (at->left_out) continue;
        if (at->kind == OVF_AIXM_BASELINE && at->from_s <= at_s && at_s < at->until_s) base = at;
        if (at->kind == OVF_AIXM_SNAPSHOT && (snapshot == NULL || at->from_s <= at_s))
            snapshot = at;
    }
    return base != NULL ? base : snapshot;
}

bool ovf_aixm_state_at(const ovf_aixm_slices *slices, double at_s, ovf_aixm_state *state)
{
    const ovf_aixm_slice *base = base_at(slices, at_s);
    double from_s, until_s;
    bool odd, has_baseline = false;
    *state = (ovf_aixm_state){.snapshot = base != NULL && base->kind == OVF_AIXM_SNAPSHOT};
    if (base != NULL) push(state, base->node);
    for (size_t i = 0; i < slices->count; i++) {
        const ovf_aixm_slice *at = &slices->items[i];
        has_baseline |= at->kind == OVF_AIXM_BASELINE && !at->left_out;
        if (at->kind == OVF_AIXM_PERMDELTA && !at->left_out && at->from_s <= at_s &&
            (base == NULL || base->from_s < at->from_s))
            push(state, at->node);
    }
    /* Nothing is changed for a time where nothing is. */
    if (state->count == 0 && has_baseline) return false;
    for (size_t i = 0; i < slices->count; i++) {
        const ovf_aixm_slice *at = &slices->items[i];
        if (at->kind == OVF_AIXM_TEMPDELTA && !at->left_out && at->from_s <= at_s &&
            at_s < at->until_s)
            push(state, at->node);
    }
    ovf_aixm_period(ovf_aixm_property(state, "featureLifetime"), &from_s, &until_s, &odd);
    return state->count > 0 && at_s < until_s;
}

const ovf_xml_node *ovf_aixm_property(const ovf_aixm_state *state, const char *name)
{
    for (size_t i = state->count; i > 0; i--) {
        const ovf_xml_node *found = ovf_xml_child(state->layers[i - 1], name);
        if (found != NULL) return found;
    }
    return NULL;
}
