/* AIXM 5.1 and 5.1.1 (aixm.aero): features with time slices, which refer to each other.
 *
 * An airspace becomes an airspace for each state that its time slices give it, which is in force
 * while that state holds. So which one a flight meets is a question of the flight's own times, and
 * what a slice for a time changes may be anything: outline, limits, class or times. */
#include "input/airspace/aixm5.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/reading_limits.h"
#include "base/time.h"
#include "input/airspace/aixm_words.h"
#include "input/formats/xml_events.h"

/* An airspace may have so many times at which something changes. */
#define CHANGES_MOST OVF_LIMIT_AIXM_CHANGES
#define VISITS_MOST 10000

typedef struct {
    double from_s, until_s;
} span;

/* What holds in some spans of time. */
typedef struct {
    ovf_text key; /* that tells it from others */
    double at_s;  /* a time at which it holds */
    span *spans;
    size_t count, capacity;
    bool changed, snapshot; /* changed: for a time */
} holding;

typedef struct {
    ovf_aixm_reader *in;
    double *times; /* at which something changes */
    size_t count, capacity;
    const ovf_xml_node *made_of[16]; /* the airspaces in hand */
    size_t depth, visits;
    holding *holdings;
    size_t holding_count, holding_capacity;
    double known_s, exists_s; /* from when its state is known, and it exists */
    bool incomplete;          /* an airspace that the one in hand is made of does not hold */
    bool keeps_incomplete, left_incomplete;
} states;

/* ---- when something changes ---- */

static bool add_time(states *all, double time_s)
{
    if (!isfinite(time_s)) return true;
    if (!ovf_array_reserve(&all->times, &all->capacity, all->count + 1, sizeof *all->times))
        return false;
    all->times[all->count++] = time_s;
    return true;
}

static bool add_slice_times(states *all, const ovf_aixm_slices *slices)
{
    for (size_t i = 0; i < slices->count; i++) {
        const ovf_aixm_slice *slice = &slices->items[i];
        double from_s, until_s;
        bool odd;
        if (slice->left_out || slice->kind == OVF_AIXM_SNAPSHOT) continue;
        ovf_aixm_period(ovf_xml_child(slice->node, "featureLifetime"), &from_s, &until_s, &odd);
        if (!add_time(all, slice->from_s) || !add_time(all, until_s) ||
            (slice->kind != OVF_AIXM_PERMDELTA && !add_time(all, slice->until_s)))
            return false;
    }
    return true;
}

/* Those of a feature and of the airspaces that it is made of. */
static bool add_times(states *all, const ovf_xml_node *feature, const ovf_aixm_slices *own)
{
    ovf_aixm_slices slices = {0};
    for (size_t i = 0; i < all->depth; i++)
        if (all->made_of[i] == feature) return true;
    if (all->depth == sizeof all->made_of / sizeof *all->made_of || ++all->visits > VISITS_MOST)
        return true;
    bool good = own != NULL || ovf_aixm_slices_read(feature, &slices);
    const ovf_aixm_slices *read = own != NULL ? own : &slices;
    good = good && add_slice_times(all, read);
    all->made_of[all->depth++] = feature;
    for (size_t i = 0; i < read->count && good; i++)
        for (const ovf_xml_node *top = read->items[i].node, *at = top; at != NULL && good;
             at = ovf_xml_walk(at, top)) {
            const ovf_xml_node *other = strcmp(at->name, "theAirspace") != 0
                                            ? NULL
                                            : ovf_aixm_target(all->in->tree,
                                                              ovf_xml_noted(at, "href"));
            if (other != NULL) good = add_times(all, other, NULL);
        }
    all->depth--;
    free(slices.items);
    return good;
}

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return a < b ? -1 : a > b;
}

/* ---- what holds then ---- */

/* Tells the state of a feature from its other states. */
static bool add_key(states *all, const ovf_xml_node *feature, const ovf_aixm_slices *own,
                    double at_s, ovf_text *key, ovf_aixm_state *state)
{
    ovf_aixm_slices slices = {0};
    ovf_aixm_state other;
    char text[40];
    for (size_t i = 0; i < all->depth; i++)
        if (all->made_of[i] == feature) return true;
    if (all->depth == sizeof all->made_of / sizeof *all->made_of || ++all->visits > VISITS_MOST)
        return true;
    bool good = own != NULL || ovf_aixm_slices_read(feature, &slices);
    if (good && !ovf_aixm_state_at(own != NULL ? own : &slices, at_s, state)) state->count = 0;
    all->incomplete |= state->count == 0 && all->depth > 0;
    all->made_of[all->depth++] = feature;
    for (size_t k = 0; k < state->count && good; k++) {
        snprintf(text, sizeof text, "%p ", (const void *)state->layers[k]);
        good = ovf_text_add_string(key, text);
    }
    for (const ovf_xml_node *first = ovf_aixm_property(state, "geometryComponent"), *top = first;
         top != NULL && good; top = ovf_xml_next(top))
        for (const ovf_xml_node *at = top; at != NULL && good; at = ovf_xml_walk(at, top)) {
            const ovf_xml_node *target = strcmp(at->name, "theAirspace") != 0
                                             ? NULL
                                             : ovf_aixm_target(all->in->tree,
                                                               ovf_xml_noted(at, "href"));
            if (target != NULL)
                good = ovf_text_add_string(key, "[") &&
                       add_key(all, target, NULL, at_s, key, &other) &&
                       ovf_text_add_string(key, "]");
        }
    all->depth--;
    free(slices.items);
    return good;
}

static bool add_span(holding *to, double from_s, double until_s)
{
    if (to->count > 0 && to->spans[to->count - 1].until_s == from_s) {
        to->spans[to->count - 1].until_s = until_s;
        return true;
    }
    if (!ovf_array_reserve(&to->spans, &to->capacity, to->count + 1, sizeof *to->spans))
        return false;
    to->spans[to->count++] = (span){from_s, until_s};
    return true;
}

static bool add_state(states *all, const ovf_aixm_slices *slices, span during)
{
    ovf_text key = {0};
    ovf_aixm_state state = {0};
    double at_s = isfinite(during.from_s)    ? during.from_s
                  : isfinite(during.until_s) ? during.until_s - 1
                                             : 0;
    size_t found = 0;
    all->visits = all->depth = 0;
    all->incomplete = false;
    bool good = add_key(all, all->in->feature, slices, at_s, &key, &state);
    bool left_out = all->incomplete && !all->keeps_incomplete;
    all->left_incomplete |= left_out;
    if (good && state.count > 0 && !left_out) {
        while (found < all->holding_count && strcmp(all->holdings[found].key.text, key.text) != 0)
            found++;
        if (found == all->holding_count) {
            good = ovf_array_reserve(&all->holdings, &all->holding_capacity, found + 1,
                                     sizeof *all->holdings);
            if (good) {
                all->holdings[all->holding_count++] = (holding){
                    .key = key, .at_s = at_s, .snapshot = state.snapshot};
                key = (ovf_text){0};
            }
            for (size_t i = 0; i < slices->count && good; i++)
                for (size_t k = 0; k < state.count; k++)
                    all->holdings[found].changed |= slices->items[i].node == state.layers[k] &&
                                                    slices->items[i].kind == OVF_AIXM_TEMPDELTA;
        }
        good = good && add_span(&all->holdings[found], during.from_s, during.until_s);
    }
    ovf_text_clear(&key);
    return good;
}

static bool find_states(states *all, const ovf_aixm_slices *slices)
{
    size_t unique = 0;
    if (!add_times(all, all->in->feature, slices)) return false;
    if (all->count > 1) qsort(all->times, all->count, sizeof *all->times, by_size);
    for (size_t i = 0; i < all->count; i++)
        if (unique == 0 || all->times[i] != all->times[unique - 1])
            all->times[unique++] = all->times[i];
    if (unique > CHANGES_MOST) {
        ovf_gml_flaw(&all->in->gml, all->in->feature,
                     "expected at most %d times at which it changes, found %zu", CHANGES_MOST,
                     unique);
        return true;
    }
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i <= unique; i++) {
            const span during = {i == 0 ? -INFINITY : all->times[i - 1],
                                 i == unique ? INFINITY : all->times[i]};
            if (!add_state(all, slices, during)) return false;
        }
        /* Where nothing else is left, what lacks is told. */
        if (all->holding_count > 0 || !all->left_incomplete) break;
        all->keeps_incomplete = true;
    }
    if (all->left_incomplete && !all->keeps_incomplete)
        ovf_aixm_note(all->in, "it is left out while airspaces that it is made of do not hold");
    return true;
}

/* Before its first slice a feature may exist already, in a state that the file does not have. */
static void find_beginning(states *all, const ovf_aixm_slices *slices)
{
    all->known_s = all->exists_s = INFINITY;
    for (size_t i = 0; i < slices->count; i++) {
        const ovf_aixm_slice *slice = &slices->items[i];
        double from_s, until_s;
        bool odd;
        if (slice->left_out || slice->kind != OVF_AIXM_BASELINE || slice->from_s >= all->known_s)
            continue;
        all->known_s = all->exists_s = slice->from_s;
        if (ovf_aixm_period(ovf_xml_child(slice->node, "featureLifetime"), &from_s, &until_s,
                            &odd) &&
            isfinite(from_s))
            all->exists_s = fmin(from_s, slice->from_s);
        else if (slice->sequence > 1) all->exists_s = -INFINITY;
    }
}

/* ---- an airspace ---- */

static bool add_active(states *all, const holding *held)
{
    ovf_aixm_reader *in = all->in;
    const char *rules = in->rules.length == 0 ? "" : in->rules.text;
    bool first = held == all->holdings && all->exists_s < all->known_s;
    ovf_text_reset(&in->text);
    if (held->snapshot) {
        ovf_aixm_note(in, "a SNAPSHOT says what holds at an instant: when it is in force is not "
                          "known otherwise");
        rules = "on request";
    }
    if (*rules == '\0' && !first && held->count == 1 && !isfinite(held->spans[0].from_s) &&
        !isfinite(held->spans[0].until_s))
        return true;
    for (size_t i = 0; i < held->count; i++)
        if (!ovf_aixm_rules_between(rules, held->spans[i].from_s, held->spans[i].until_s,
                                    &in->text))
            return false;
    if (first && !ovf_aixm_rules_between("on request", all->exists_s, all->known_s, &in->text))
        return false;
    return ovf_airspace_add_word(&in->airspace, "active", in->text.text, in->text.length, "; ");
}

static ovf_status make_airspace(states *all, const ovf_aixm_slices *slices, const holding *held,
                                const char *id, bool main, ovf_error *error)
{
    ovf_aixm_reader *in = all->in;
    ovf_aixm_state state;
    char since[OVF_TIME_SIZE];
    ovf_airspace_reset(&in->airspace);
    in->airspace.line = in->feature->line;
    bool good = ovf_text_add_string(&in->airspace.id, id);
    if (!main) {
        ovf_time_format(isfinite(held->spans[0].from_s) ? held->spans[0].from_s : NAN, since);
        good = good && ovf_text_add_string(&in->airspace.id, "@") &&
               ovf_text_add_string(&in->airspace.id, since);
    }
    good = good && ovf_aixm_state_at(slices, held->at_s, &state);
    if (good && state.more > 0)
        ovf_gml_flaw(&in->gml, in->feature, "expected at most %d time slices at once, found %zu",
                     OVF_AIXM_LAYERS, state.count + state.more);
    good = good && ovf_aixm_words_read(in, &state, held->at_s) &&
           ovf_aixm_activations_read(in, &state) && add_active(all, held) &&
           ovf_aixm_parts_read(in, &state, held->at_s);
    if (!good) return ovf_fail_memory(error);
    return in->sink->take(in->sink->context, &in->airspace, error);
}

static void tell_slices(ovf_aixm_reader *in, const ovf_aixm_slices *slices)
{
    for (size_t i = 0; i < slices->count; i++) {
        const ovf_aixm_slice *slice = &slices->items[i];
        const ovf_xml_node *time = ovf_xml_child(slice->node, "validTime");
        if (slice->odd)
            ovf_aixm_note(in, "line %zu: a time of a slice is not understood, and is left out",
                          slice->node->line);
        if (slice->timeless && slice->kind >= OVF_AIXM_PERMDELTA &&
            *ovf_xml_noted(time, "nilReason") == '\0')
            ovf_aixm_note(in,
                          "line %zu: a %s does not say from when it holds (validTime), and is left "
                          "out",
                          slice->node->line, ovf_xml_value(slice->node, "interpretation"));
    }
}

static ovf_status take_states(states *all, const ovf_aixm_slices *slices, ovf_error *error)
{
    ovf_aixm_reader *in = all->in;
    const char *id = ovf_xml_value(in->feature, "identifier");
    ovf_status status = OVF_OK;
    size_t main = 0;
    if (*id == '\0') id = ovf_xml_noted(in->feature, "id");
    if (!ovf_text_add_string(&in->airspace.id, id) || !find_states(all, slices))
        return ovf_fail_memory(error);
    tell_slices(in, slices);
    if (all->holding_count == 0) {
        ovf_gml_flaw(&in->gml, in->feature,
                     "expected a time slice (BASELINE, SNAPSHOT, PERMDELTA or TEMPDELTA) that "
                     "holds at some time, found %s",
                     slices->count == 0 ? "none" : "none that does");
        return in->sink->take(in->sink->context, &in->airspace, error);
    }
    find_beginning(all, slices);
    /* The first that is not for a time only has the id alone. */
    while (main + 1 < all->holding_count && all->holdings[main].changed) main++;
    for (size_t i = 0; i < all->holding_count && status == OVF_OK; i++)
        status = make_airspace(all, slices, &all->holdings[i], id, i == main, error);
    return status;
}

static ovf_status take_airspace(ovf_aixm_reader *in, const ovf_xml_node *feature, ovf_error *error)
{
    states all = {.in = in};
    ovf_aixm_slices slices = {0};
    ovf_airspace_reset(&in->airspace);
    in->feature = feature;
    in->airspace.line = feature->line;
    ovf_status status = ovf_aixm_slices_read(feature, &slices) ? take_states(&all, &slices, error)
                                                               : ovf_fail_memory(error);
    for (size_t i = 0; i < all.holding_count; i++) {
        ovf_text_clear(&all.holdings[i].key);
        free(all.holdings[i].spans);
    }
    free(all.holdings);
    free(all.times);
    free(slices.items);
    return status;
}

/* ---- the file ---- */

static bool add_service(ovf_aixm_reader *in, const ovf_xml_node *feature)
{
    for (const ovf_xml_node *slice = ovf_xml_child(feature, "timeSlice"); slice != NULL;
         slice = ovf_xml_next(slice))
        for (const ovf_xml_node *at = ovf_xml_child(slice->child, "clientAirspace"); at != NULL;
             at = ovf_xml_next(at)) {
            const ovf_xml_node *airspace = ovf_aixm_target(in->tree, ovf_xml_noted(at, "href"));
            if (airspace == NULL) continue;
            if (!ovf_array_reserve(&in->services, &in->service_capacity, in->service_count + 1,
                                   sizeof *in->services))
                return false;
            in->services[in->service_count] = (ovf_aixm_service){airspace, feature,
                                                                 in->service_count};
            in->service_count++;
        }
    return true;
}

static int by_airspace(const void *left, const void *right)
{
    const ovf_aixm_service *a = left, *b = right;
    if (a->airspace != b->airspace) return a->airspace < b->airspace ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

/* The features are members of the message, or of a collection in it. */
static const ovf_xml_node *next_feature(const ovf_xml_node *at, const ovf_xml_node *root)
{
    for (;;) {
        /* Not into a feature. */
        if (at->child == NULL || ovf_xml_child(at, "timeSlice") != NULL) {
            while (at != root && at->next == NULL) at = at->parent;
            if (at == root) return NULL;
            at = at->next;
        } else {
            at = at->child;
        }
        if (ovf_xml_child(at, "timeSlice") != NULL || strcmp(at->name, "Airspace") == 0) return at;
    }
}

static ovf_status read_features(ovf_aixm_reader *in, ovf_error *error)
{
    const ovf_xml_node *root = ovf_xml_tree_root(in->tree);
    ovf_status status = OVF_OK;
    for (const ovf_xml_node *at = next_feature(root, root); at != NULL;
         at = next_feature(at, root)) {
        const char *id = ovf_xml_value(at, "identifier");
        if (*id != '\0' && !ovf_xml_tree_name(in->tree, id, at)) return ovf_fail_memory(error);
    }
    for (const ovf_xml_node *at = next_feature(root, root); at != NULL; at = next_feature(at, root))
        if (!add_service(in, at)) return ovf_fail_memory(error);
    if (in->service_count > 1)
        qsort(in->services, in->service_count, sizeof *in->services, by_airspace);
    for (const ovf_xml_node *at = next_feature(root, root); at != NULL && status == OVF_OK;
         at = next_feature(at, root))
        if (strcmp(at->name, "Airspace") == 0) status = take_airspace(in, at, error);
    return status;
}

static void tell_unread(ovf_aixm_reader *in)
{
    char sentence[240];
    for (size_t i = 0; i < in->unread_count; i++) {
        const ovf_aixm_unread *kind = &in->unread[i];
        snprintf(sentence, sizeof sentence,
                 "%.60s of airspaces is not read: %zu in all, the first in line %zu", kind->name,
                 kind->count, kind->line);
        in->sink->note(in->sink->context, sentence);
    }
    if (in->unread_more > 0) {
        snprintf(sentence, sizeof sentence, "%zu more properties of airspaces are not read",
                 in->unread_more);
        in->sink->note(in->sink->context, sentence);
    }
    if (in->gml.without_crs > 0)
        in->sink->note(in->sink->context,
                       "places do not say how they are to be read (srsName): they are taken as "
                       "latitude and longitude in WGS 84");
    if (in->gml.near_crs > 0)
        in->sink->note(in->sink->context,
                       "places in ETRS89 or NAD83 are taken as in WGS 84, from which they differ "
                       "by less than two metres");
}

static ovf_status read(const char *text, size_t length, const ovf_airspace_sink *sink,
                       ovf_error *error)
{
    ovf_aixm_reader *in = ovf_array_new(1, sizeof *in);
    if (in == NULL) return ovf_fail_memory(error);
    in->sink = sink;
    ovf_status status = ovf_xml_tree_read(text, length, &in->tree, error);
    if (status == OVF_OK) {
        in->gml.tree = in->tree;
        in->gml.flaw = &in->airspace.flaw;
        status = read_features(in, error);
        if (status == OVF_OK) tell_unread(in);
    }
    ovf_xml_tree_free(in->tree);
    ovf_airspace_clear(&in->airspace);
    ovf_gml_clear(&in->gml);
    ovf_text_clear(&in->text);
    ovf_text_clear(&in->rules);
    free(in->services);
    free(in);
    return status;
}

/* The root of a message, or of a collection that names AIXM's schema. */
static bool is(const char *bytes, size_t length)
{
    static const char schema[] = "http://www.aixm.aero/schema/5";
    if (ovf_xml_root_is(bytes, length, "AIXMBasicMessage")) return true;
    if (!ovf_xml_root_is(bytes, length, "FeatureCollection")) return false;
    for (size_t i = 0; i + sizeof schema <= length && i < 4096; i++)
        if (memcmp(bytes + i, schema, sizeof schema - 1) == 0) return true;
    return false;
}

const ovf_airspace_format ovf_airspace_format_aixm5 = {"aixm", "AIXM 5.1", is, read, true};
