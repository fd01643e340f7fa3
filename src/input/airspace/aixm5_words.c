/* What AIXM 5.1 says of an airspace but for its outline. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input/airspace/aixm5.h"
#include "input/airspace/aixm_words.h"

static bool add_word(ovf_aixm_reader *in, const char *name, const char *value, const char *between)
{
    return *value == '\0' ||
           ovf_airspace_add_word(&in->airspace, name, value, strlen(value), between);
}

static bool add(ovf_text *text, const char *more) { return ovf_text_add_string(text, more); }

/* ---- services ---- */

static const ovf_xml_node *linked_slice(ovf_aixm_reader *in, const ovf_xml_node *link, double at_s)
{
    const char *href = ovf_xml_noted(link, "href");
    const ovf_xml_node *feature = *href == '\0' ? NULL : ovf_aixm_target(in->tree, href);
    return feature == NULL ? NULL : ovf_aixm_feature_slice(feature, at_s);
}

static bool add_service(ovf_aixm_reader *in, const ovf_xml_node *service, double at_s)
{
    const ovf_xml_node *slice = ovf_aixm_feature_slice(service, at_s),
                       *unit = linked_slice(in, ovf_xml_child(slice, "serviceProvider"), at_s);
    if (!add_word(in, "unit", ovf_xml_value(unit, "name"), "; ")) return false;
    for (const ovf_xml_node *at = ovf_xml_child(slice, "call-sign"); at != NULL;
         at = ovf_xml_next(at))
        if (!add_word(in, "station", ovf_xml_value(at->child, "callSign"), "; ")) return false;
    for (const ovf_xml_node *at = ovf_xml_child(slice, "radioCommunication"); at != NULL;
         at = ovf_xml_next(at)) {
        const ovf_xml_node *channel = linked_slice(in, at, at_s),
                           *node = ovf_xml_child(channel, "frequencyTransmission");
        char text[80];
        if (node == NULL || *node->text == '\0') continue;
        snprintf(text, sizeof text, "%.40s %.20s", node->text, ovf_xml_noted(node, "uom"));
        if (!add_word(in, "frequency", text, "; ")) return false;
    }
    return true;
}

static int by_airspace(const void *left, const void *right)
{
    const ovf_aixm_service *a = left, *b = right;
    return a->airspace < b->airspace ? -1 : a->airspace > b->airspace;
}

static bool add_services(ovf_aixm_reader *in, double at_s)
{
    const ovf_aixm_service wanted = {in->feature, NULL, 0}, *all = in->services,
                           *found = in->service_count == 0
                                        ? NULL
                                        : bsearch(&wanted, all, in->service_count, sizeof *all,
                                                  by_airspace);
    if (found == NULL) return true;
    while (found > all && found[-1].airspace == in->feature) found--;
    for (; found < all + in->service_count && found->airspace == in->feature; found++)
        if (!add_service(in, found->service, at_s)) return false;
    return true;
}

/* ---- classes ---- */

static bool add_level(ovf_text *text, const ovf_xml_node *layer, const char *name,
                      const char *reference)
{
    const ovf_xml_node *node = ovf_xml_child(layer, name);
    if (node == NULL) return true;
    return add(text, " ") && add(text, node->text) && add(text, " ") &&
           add(text, ovf_xml_noted(node, "uom")) && add(text, " ") &&
           add(text, ovf_xml_value(layer, reference));
}

/* One class; or several, with their levels, which no rule understands as a whole. */
static bool add_classes(ovf_aixm_reader *in, const ovf_aixm_state *state)
{
    const ovf_xml_node *first = ovf_aixm_property(state, "class");
    size_t count = 0;
    bool layered = false;
    for (const ovf_xml_node *at = first; at != NULL; at = ovf_xml_next(at)) {
        count += *ovf_xml_value(at->child, "classification") != '\0';
        layered |= ovf_xml_child(at->child, "associatedLevels") != NULL;
    }
    ovf_text_reset(&in->text);
    for (const ovf_xml_node *at = first; at != NULL; at = ovf_xml_next(at)) {
        const char *class = ovf_xml_value(at->child, "classification");
        if (*class == '\0') continue;
        if (count == 1 && !layered) return add_word(in, "class", class, ", ");
        if (in->text.length > 0 && !add(&in->text, "; ")) return false;
        if (!add(&in->text, class)) return false;
        for (const ovf_xml_node *level = ovf_xml_child(at->child, "associatedLevels");
             level != NULL; level = ovf_xml_next(level))
            if (!add(&in->text, " (from") ||
                !add_level(&in->text, level->child, "lowerLimit", "lowerLimitReference") ||
                !add(&in->text, " to") ||
                !add_level(&in->text, level->child, "upperLimit", "upperLimitReference") ||
                !add(&in->text, ")"))
                return false;
    }
    return add_word(in, "class", in->text.length == 0 ? "" : in->text.text, ", ");
}

/* ---- the others ---- */

static void keep_unread(ovf_aixm_reader *in, const ovf_xml_node *property)
{
    for (size_t i = 0; i < in->unread_count; i++)
        if (in->unread[i].name == property->name) {
            in->unread[i].count++;
            return;
        }
    if (in->unread_count == OVF_AIXM_UNREAD_KINDS) {
        in->unread_more++;
        return;
    }
    in->unread[in->unread_count++] = (ovf_aixm_unread){property->name, 1, property->line};
}

/* The notes of an annotation. */
static bool add_remarks(ovf_aixm_reader *in, const ovf_xml_node *annotation)
{
    for (const ovf_xml_node *at = annotation; at != NULL; at = ovf_xml_walk(at, annotation))
        if (strcmp(at->name, "note") == 0 && !add_word(in, "remark", at->text, "; ")) return false;
    return true;
}

static bool add_property(ovf_aixm_reader *in, const ovf_xml_node *property)
{
    /* Read elsewhere, or of the slice itself. */
    static const char *const others[] = {
        "validTime",         "interpretation",  "sequenceNumber", "correctionNumber",
        "timeSliceMetadata", "featureLifetime", "name",           "class",
        "geometryComponent", "activation"};
    if (strcmp(property->name, "annotation") == 0) {
        for (; property != NULL; property = ovf_xml_next(property))
            if (!add_remarks(in, property)) return false;
        return true;
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(property->name, others[i]) == 0) return true;
    for (const ovf_xml_node *at = property; at != NULL; at = ovf_xml_next(at)) {
        if (at->child != NULL || *ovf_xml_noted(at, "href") != '\0') keep_unread(in, at);
        else if (!add_word(in, property->name, at->text, "; ")) return false;
    }
    return true;
}

bool ovf_aixm_words_read(ovf_aixm_reader *in, const ovf_aixm_state *state, double at_s)
{
    const ovf_xml_node *name = ovf_aixm_property(state, "name"), *spare;
    if (name == NULL || *name->text == '\0') {
        spare = ovf_aixm_property(state, "designator");
        if (spare != NULL) name = spare;
    }
    if (name != NULL && !add(&in->airspace.name, name->text)) return false;
    for (size_t k = 0; k < state->count; k++)
        for (const ovf_xml_node *at = state->layers[k]->child; at != NULL; at = at->next) {
            /* The first of its name, in the layer that holds. */
            if (ovf_aixm_property(state, at->name) != at) continue;
            if (!add_property(in, at)) return false;
        }
    return add_classes(in, state) && add_services(in, at_s);
}

/* ---- activations ---- */

static ovf_aixm_sheet sheet_of(const ovf_xml_node *node)
{
    return (ovf_aixm_sheet){
        .reference = ovf_xml_value(node, "timeReference"),
        .first = ovf_xml_value(node, "startDate"),
        .last = ovf_xml_value(node, "endDate"),
        .first_year = "",
        .last_year = "",
        .day = ovf_xml_value(node, "day"),
        .day_until = ovf_xml_value(node, "dayTil"),
        .start = ovf_xml_value(node, "startTime"),
        .end = ovf_xml_value(node, "endTime"),
        .start_event = ovf_xml_value(node, "startEvent"),
        .end_event = ovf_xml_value(node, "endEvent"),
        .start_offset = ovf_xml_value(node, "startTimeRelativeEvent"),
        .end_offset = ovf_xml_value(node, "endTimeRelativeEvent"),
        .start_unit = ovf_xml_noted(ovf_xml_child(node, "startTimeRelativeEvent"), "uom"),
        .end_unit = ovf_xml_noted(ovf_xml_child(node, "endTimeRelativeEvent"), "uom"),
        .saving = ovf_xml_value(node, "daylightSavingAdjust"),
        .excluded = ovf_xml_value(node, "excluded")};
}

typedef struct {
    ovf_aixm_reader *in;
    const char *why; /* what could not be expressed */
    bool lost;       /* that is when it is not active: nothing is sure then */
} activations;

static bool add_activation(activations *all, const ovf_xml_node *activation)
{
    ovf_aixm_reader *in = all->in;
    const char *status = ovf_xml_value(activation, "status"), *sure = "on request";
    const ovf_xml_node *interval = ovf_xml_child(activation, "timeInterval");
    if (*status == '\0' || strcmp(status, "ACTIVE") == 0 || strcmp(status, "IN_USE") == 0)
        sure = "";
    if (strcmp(status, "INACTIVE") == 0) sure = "off";
    if (ovf_xml_child(activation, "levels") != NULL) {
        all->why = "it is so at some levels only";
        all->lost |= strcmp(sure, "off") == 0;
        sure = "on request";
    }
    if (!add_word(in, "activity", ovf_xml_value(activation, "activity"), "; ") ||
        !add_word(in, "activation", status, "; "))
        return false;
    for (const ovf_xml_node *at = ovf_xml_child(activation, "annotation"); at != NULL;
         at = ovf_xml_next(at))
        if (!add_remarks(in, at)) return false;
    if (interval == NULL)
        return (in->rules.length == 0 || add(&in->rules, "; ")) &&
               add(&in->rules, *sure == '\0' ? "always" : sure);
    for (; interval != NULL; interval = ovf_xml_next(interval)) {
        const char *why = NULL;
        const ovf_aixm_sheet sheet = sheet_of(interval->child);
        if (interval->child == NULL) {
            why = "a timeInterval is empty";
            if ((in->rules.length > 0 && !add(&in->rules, "; ")) || !add(&in->rules, "on request"))
                return false;
        } else if (!ovf_aixm_sheet_rules(&sheet, sure, &in->rules, &why)) {
            return false;
        }
        if (why == NULL) continue;
        all->why = why;
        all->lost |= strcmp(sure, "off") == 0 || strcmp(sheet.excluded, "YES") == 0;
    }
    return true;
}

bool ovf_aixm_activations_read(ovf_aixm_reader *in, const ovf_aixm_state *state)
{
    activations all = {.in = in};
    ovf_text_reset(&in->rules);
    for (const ovf_xml_node *at = ovf_aixm_property(state, "activation"); at != NULL;
         at = ovf_xml_next(at))
        if (at->child != NULL && !add_activation(&all, at->child)) return false;
    if (all.why != NULL) ovf_aixm_note(in, "when it is active is not known in part: %s", all.why);
    if (!all.lost) return true;
    ovf_text_reset(&in->rules);
    return add(&in->rules, "on request");
}
