/* AIXM 4.5 (aixm.aero): records that refer to each other by natural keys. */
#include "input/airspace/aixm45.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/reading_limits.h"
#include "input/airspace/aixm_leaves.h"
#include "input/airspace/aixm_words.h"
#include "input/formats/xml_events.h"

/* Airspaces may be made of others, which are made of others: so deep, and so many in all. */
#define DEEPEST 16
#define VISITS_MOST OVF_LIMIT_AIXM_LINKS

/* ---- records ---- */

static bool add_record(ovf_aixm45_reader *in, ovf_aixm45_kind kind, const ovf_xml_node *node,
                       const char *key)
{
    if (!ovf_array_reserve(&in->records, &in->capacity, in->count + 1, sizeof *in->records))
        return false;
    ovf_aixm45_record *made = &in->records[in->count];
    *made = (ovf_aixm45_record){ovf_text_copy(key), kind, node, in->count};
    in->count += made->key != NULL;
    return made->key != NULL;
}

/* What records are of. */
static bool take_record(ovf_aixm45_reader *in, const ovf_xml_node *node)
{
    static const struct {
        const char *name, *uid, *within;
        ovf_aixm45_kind kind;
    } kinds[] = {{"Ase", "AseUid", NULL, OVF_AIXM45_AIRSPACE},
                 {"Abd", "AbdUid", "AseUid", OVF_AIXM45_BOUNDARY},
                 {"Adg", "AdgUid", "AseUid", OVF_AIXM45_DERIVED},
                 {"Gbr", "GbrUid", NULL, OVF_AIXM45_BORDER},
                 {"Sae", "SaeUid", "AseUid", OVF_AIXM45_SERVICE},
                 {"Fqy", "FqyUid", "SerUid", OVF_AIXM45_FREQUENCY}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(node->name, kinds[i].name) != 0) continue;
        const ovf_xml_node *uid = ovf_xml_child(node, kinds[i].uid);
        const char *number = ovf_xml_noted(uid, "mid");
        if (kinds[i].within != NULL) uid = ovf_xml_child(uid, kinds[i].within);
        ovf_text_reset(&in->key);
        if (!ovf_aixm45_key(uid, &in->key)) return false;
        const char *key = in->key.text == NULL ? "" : in->key.text;
        if (!add_record(in, kinds[i].kind, node, key)) return false;
        /* Borders are referred to by either. */
        return kinds[i].kind != OVF_AIXM45_BORDER || *number == '\0' || strcmp(number, key) == 0 ||
               add_record(in, kinds[i].kind, node, number);
    }
    return true;
}

/* ---- what it says ---- */

static bool add_word(ovf_aixm45_reader *in, const char *name, const char *value)
{
    return *value == '\0' || ovf_airspace_add_word(&in->airspace, name, value, strlen(value), "; ");
}

static ovf_aixm_limit limit_of(const ovf_xml_node *airspace, const char *which)
{
    char value[32], unit[32], code[32];
    snprintf(value, sizeof value, "valDistVer%s", which);
    snprintf(unit, sizeof unit, "uomDistVer%s", which);
    snprintf(code, sizeof code, "codeDistVer%s", which);
    const char *reference = ovf_xml_value(airspace, code);
    return (ovf_aixm_limit){ovf_xml_value(airspace, value), ovf_xml_value(airspace, unit),
                            reference, *reference == '\0' ? "" : "no value"};
}

static bool has_limits(const ovf_xml_node *airspace)
{
    return *ovf_xml_value(airspace, "valDistVerUpper") != '\0' ||
           *ovf_xml_value(airspace, "valDistVerLower") != '\0' ||
           *ovf_xml_value(airspace, "valDistVerMax") != '\0' ||
           *ovf_xml_value(airspace, "valDistVerMnm") != '\0';
}

static bool add_limits(ovf_aixm45_reader *in, const ovf_xml_node *airspace, bool part)
{
    const ovf_aixm_limit limits[2][2] = {{limit_of(airspace, "Lower"), limit_of(airspace, "Mnm")},
                                         {limit_of(airspace, "Upper"), limit_of(airspace, "Max")}};
    return ovf_aixm_limits_add(&in->airspace, limits, part, &in->text);
}

static ovf_aixm_sheet sheet_of(const ovf_xml_node *node)
{
    return (ovf_aixm_sheet){.reference = ovf_xml_value(node, "codeTimeRef"),
                            .first = ovf_xml_value(node, "dateValidWef"),
                            .last = ovf_xml_value(node, "dateValidTil"),
                            .first_year = ovf_xml_value(node, "dateYearValidWef"),
                            .last_year = ovf_xml_value(node, "dateYearValidTil"),
                            .day = ovf_xml_value(node, "codeDay"),
                            .day_until = ovf_xml_value(node, "codeDayTil"),
                            .start = ovf_xml_value(node, "timeWef"),
                            .end = ovf_xml_value(node, "timeTil"),
                            .start_event = ovf_xml_value(node, "codeEventWef"),
                            .end_event = ovf_xml_value(node, "codeEventTil"),
                            .start_offset = ovf_xml_value(node, "timeRelEventWef"),
                            .end_offset = ovf_xml_value(node, "timeRelEventTil"),
                            .start_unit = "",
                            .end_unit = "",
                            .saving = "",
                            .excluded = ""};
}

/* Its hours: a code, a timetable, or both. */
static bool add_times(ovf_aixm45_reader *in, const ovf_xml_node *hours, const char *title)
{
    static const char *const codes[][2] = {{"H24", "always"},     {"HJ", "HJ"}, {"HN", "HN"},
                                           {"HX", "HX"},          {"HO", "HO"}, {"HS", "HS"},
                                           {"NOTAM", "by NOTAM"}, {"TIMSH", ""}};
    const char *code = ovf_xml_value(hours, "codeWorkHr"), *rule = "on request";
    bool known = *code == '\0';
    if (hours == NULL) return true;
    ovf_text_reset(&in->text);
    for (const ovf_xml_node *at = ovf_xml_child(hours, "Timsh"); at != NULL;
         at = ovf_xml_next(at)) {
        const ovf_aixm_sheet sheet = sheet_of(at);
        const char *why = NULL;
        char sentence[300];
        if (!ovf_aixm_sheet_rules(&sheet, "", &in->text, &why)) return false;
        if (why == NULL) continue;
        snprintf(sentence, sizeof sentence,
                 "line %zu: airspace \"%.80s\": when it is active is not known in part: %s",
                 at->line, title, why);
        in->sink->note(in->sink->context, sentence);
    }
    if (known) rule = "";
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(code, codes[i][0]) == 0) rule = codes[i][1];
    if (strcmp(code, "TIMSH") == 0 && in->text.length == 0) rule = "on request";
    if (*rule != '\0' && ((in->text.length > 0 && !ovf_text_add_string(&in->text, "; ")) ||
                          !ovf_text_add_string(&in->text, rule)))
        return false;
    return add_word(in, "remark", ovf_xml_value(hours, "txtRmkWorkHr")) &&
           add_word(in, "active", in->text.length == 0 ? "" : in->text.text);
}

static bool add_services(ovf_aixm45_reader *in, const char *key)
{
    for (const ovf_aixm45_record *at = ovf_aixm45_find(in, key, OVF_AIXM45_SERVICE); at != NULL;
         at = ovf_aixm45_more(in, at)) {
        const ovf_xml_node *service = ovf_xml_child(ovf_xml_child(at->node, "SaeUid"), "SerUid");
        if (!add_word(in, "unit", ovf_xml_value(ovf_xml_child(service, "UniUid"), "txtName")))
            return false;
        ovf_text_reset(&in->text);
        if (!ovf_aixm45_key(service, &in->text)) return false;
        for (const ovf_aixm45_record *tuned = ovf_aixm45_find(
                 in, in->text.text == NULL ? "" : in->text.text, OVF_AIXM45_FREQUENCY);
             tuned != NULL; tuned = ovf_aixm45_more(in, tuned)) {
            char text[80];
            const char *value = ovf_xml_value(ovf_xml_child(tuned->node, "FqyUid"), "valFreqTrans");
            snprintf(text, sizeof text, "%.40s %.20s", value,
                     ovf_xml_value(tuned->node, "uomFreq"));
            if ((*value != '\0' && !add_word(in, "frequency", text)) ||
                !add_word(in, "station",
                          ovf_xml_value(ovf_xml_child(tuned->node, "Cdl"), "txtCallSign")))
                return false;
        }
    }
    return true;
}

/* Texts under the names that 5.1 has for them, others under their own. */
static bool add_texts(ovf_aixm45_reader *in, const ovf_xml_node *airspace)
{
    static const char *const names[][2] = {{"codeClass", "class"},
                                           {"txtLocalType", "localType"},
                                           {"codeActivity", "activity"},
                                           {"codeMil", "controlType"},
                                           {"txtRmk", "remark"}};
    const ovf_xml_node *uid = ovf_xml_child(airspace, "AseUid");
    if (!add_word(in, "type", ovf_xml_value(uid, "codeType")) ||
        !add_word(in, "designator", ovf_xml_value(uid, "codeId")))
        return false;
    for (const ovf_xml_node *at = airspace->child; at != NULL; at = at->next) {
        const char *name = at->name;
        if (at->child != NULL || strcmp(name, "txtName") == 0 || strstr(name, "DistVer") != NULL)
            continue;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (strcmp(name, names[i][0]) == 0) name = names[i][1];
        if (!add_word(in, name, at->text)) return false;
    }
    return true;
}

/* ---- outlines ---- */

typedef struct {
    ovf_aixm45_reader *in;
    const ovf_xml_node *made_of[DEEPEST]; /* the airspaces in hand, each made of the next */
    size_t depth, visits;
    ovf_aixm_leaves leaves;
} collector;

static bool kept(ovf_aixm45_reader *in, bool good)
{
    in->out_of_memory |= !good;
    return good;
}

static bool collect(collector *c, const ovf_xml_node *uid, const ovf_xml_node *limits);

static bool collect_derived(collector *c, const ovf_xml_node *derived, const ovf_xml_node *limits)
{
    ovf_part_operation operation = OVF_PART_UNITES;
    bool any = false;
    for (const ovf_xml_node *at = derived->child; at != NULL; at = at->next) {
        size_t first = c->leaves.count;
        if (strcmp(at->name, "codeOpr") == 0) {
            operation = OVF_PART_TAKES_AWAY;
            if (strcmp(at->text, "UNION") == 0) operation = OVF_PART_UNITES;
            else if (strcmp(at->text, "INTERS") == 0) operation = OVF_PART_INTERSECTS;
            else if (strcmp(at->text, "SUBTR") != 0)
                return ovf_aixm45_flaw(
                    c->in, at, "codeOpr: expected UNION, INTERS or SUBTR, found \"%s\"", at->text);
        }
        if (strncmp(at->name, "AseUid", 6) != 0) continue;
        any = true;
        if (!collect(c, at, limits)) return false;
        if (!kept(c->in, ovf_aixm_leaves_settle(&c->leaves, first, operation))) return false;
    }
    return any || ovf_aixm45_flaw(c->in, derived, "Adg: expected AseUidBase, found none");
}

/* The volumes of an airspace, which are those of others where it has no boundary of its own. */
static bool collect(collector *c, const ovf_xml_node *uid, const ovf_xml_node *limits)
{
    ovf_aixm45_reader *in = c->in;
    ovf_text_reset(&in->key);
    if (!kept(in, ovf_aixm45_key(uid, &in->key))) return false;
    const char *key = in->key.text == NULL ? "" : in->key.text;
    const ovf_aixm45_record *airspace = ovf_aixm45_find(in, key, OVF_AIXM45_AIRSPACE),
                            *boundary = ovf_aixm45_find(in, key, OVF_AIXM45_BOUNDARY),
                            *derived = ovf_aixm45_find(in, key, OVF_AIXM45_DERIVED);
    if (airspace == NULL && boundary == NULL && derived == NULL)
        return ovf_aixm45_flaw(in, uid, "expected the airspace \"%s\" in the file, found none",
                               key);
    if (limits == NULL && airspace != NULL && (boundary != NULL || has_limits(airspace->node)))
        limits = airspace->node;
    if (boundary != NULL)
        return kept(in, ovf_aixm_leaves_add(&c->leaves, OVF_PART_UNITES, boundary->node, limits));
    if (derived == NULL)
        return ovf_aixm45_flaw(in, uid,
                               "expected an outline (Abd) or other airspaces (Adg) for \"%s\", "
                               "found none",
                               key);
    for (size_t i = 0; i < c->depth; i++)
        if (c->made_of[i] == derived->node)
            return ovf_aixm45_flaw(in, uid, "it is made of itself, by \"%s\"", key);
    if (c->depth == DEEPEST || ++c->visits > VISITS_MOST)
        return ovf_aixm45_flaw(in, uid, "it is made of too many airspaces, at \"%s\"", key);
    c->made_of[c->depth++] = derived->node;
    bool good = collect_derived(c, derived->node, limits);
    c->depth--;
    return good;
}

static bool add_outline(ovf_aixm45_reader *in, const ovf_xml_node *airspace)
{
    collector c = {.in = in};
    bool good = collect(&c, ovf_xml_child(airspace, "AseUid"), NULL), several = c.leaves.count > 1;
    for (size_t i = 0; i < c.leaves.count && good; i++) {
        const ovf_aixm_leaf *leaf = &c.leaves.items[i];
        if (ovf_aixm_leaf_lacks_base(&c.leaves, i)) {
            good = ovf_aixm45_flaw(
                in, airspace,
                "expected an airspace that others are taken away from first, found none%s", "");
            continue;
        }
        if (leaf->group != OVF_GROUP_NONE) {
            good = kept(in, ovf_airspace_add_group(&in->airspace, leaf->group, leaf->operation));
            continue;
        }
        good = kept(in, (!several || ovf_airspace_add_part(&in->airspace, leaf->operation)) &&
                            add_limits(in, leaf->limits, several)) &&
               ovf_aixm45_outline(in, leaf->outline);
    }
    free(c.leaves.items);
    return !in->out_of_memory;
}

/* ---- the file ---- */

static ovf_status take_airspace(ovf_aixm45_reader *in, const ovf_aixm45_record *record,
                                ovf_error *error)
{
    const ovf_xml_node *node = record->node;
    const char *name = ovf_xml_value(node, "txtName");
    ovf_airspace_reset(&in->airspace);
    in->airspace.line = node->line;
    if (*name == '\0') name = ovf_xml_value(ovf_xml_child(node, "AseUid"), "codeId");
    bool good = ovf_text_add_string(&in->airspace.id, record->key) &&
                ovf_text_add_string(&in->airspace.name, name) && add_texts(in, node) &&
                add_services(in, record->key) &&
                add_times(in, ovf_xml_child(node, "Att"), *name == '\0' ? record->key : name) &&
                add_outline(in, node);
    if (!good) return ovf_fail_memory(error);
    return in->sink->take(in->sink->context, &in->airspace, error);
}

static int by_place(const void *left, const void *right)
{
    const ovf_aixm45_record *const *a = left, *const *b = right;
    return (*a)->place < (*b)->place ? -1 : (*a)->place > (*b)->place;
}

/* In the order of the file. */
static ovf_status take_airspaces(ovf_aixm45_reader *in, ovf_error *error)
{
    const ovf_aixm45_record **airspaces = ovf_array_new(in->count + 1, sizeof *airspaces);
    size_t count = 0;
    ovf_status status = OVF_OK;
    if (airspaces == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < in->count; i++)
        if (in->records[i].kind == OVF_AIXM45_AIRSPACE) airspaces[count++] = &in->records[i];
    qsort(airspaces, count, sizeof *airspaces, by_place);
    for (size_t i = 0; i < count && status == OVF_OK; i++)
        status = take_airspace(in, airspaces[i], error);
    free(airspaces);
    return status;
}

static void tell_file(ovf_aixm45_reader *in, const ovf_xml_node *root, size_t withdrawn)
{
    char sentence[200];
    const char *effective = ovf_xml_noted(root, "effective");
    if (*effective != '\0') {
        snprintf(sentence, sizeof sentence,
                 "it says what holds on %.40s; its airspaces are taken to hold at all times",
                 effective);
        in->sink->note(in->sink->context, sentence);
    }
    if (withdrawn > 0) {
        snprintf(sentence, sizeof sentence, "records withdrawn (Withdrawn) are left out: %zu",
                 withdrawn);
        in->sink->note(in->sink->context, sentence);
    }
    if (in->other_datums > 0) {
        snprintf(sentence, sizeof sentence,
                 "%zu places have another datum than WGS 84 (codeDatum), or an unknown one: they "
                 "are taken as in WGS 84",
                 in->other_datums);
        in->sink->note(in->sink->context, sentence);
    }
}

/* Records stand in the root, or in groups of an update. */
static ovf_status read_records(ovf_aixm45_reader *in, ovf_error *error)
{
    const ovf_xml_node *root = ovf_xml_tree_root(in->tree), *at = root;
    size_t withdrawn = 0;
    while (at != NULL) {
        bool group = at == root || strcmp(at->name, "Group") == 0 || strcmp(at->name, "New") == 0 ||
                     strcmp(at->name, "Changed") == 0;
        if (strcmp(at->name, "Withdrawn") == 0)
            for (const ovf_xml_node *one = at->child; one != NULL; one = one->next) withdrawn++;
        else if (!group && !take_record(in, at)) return ovf_fail_memory(error);
        if (group && at->child != NULL) {
            at = at->child;
            continue;
        }
        while (at != root && at->next == NULL) at = at->parent;
        at = at == root ? NULL : at->next;
    }
    ovf_aixm45_sort(in);
    ovf_status status = take_airspaces(in, error);
    if (status == OVF_OK) tell_file(in, root, withdrawn);
    return status;
}

static ovf_status read(const char *text, size_t length, const ovf_airspace_sink *sink,
                       ovf_error *error)
{
    ovf_aixm45_reader *in = ovf_array_new(1, sizeof *in);
    if (in == NULL) return ovf_fail_memory(error);
    in->sink = sink;
    ovf_status status = ovf_xml_tree_read(text, length, &in->tree, error);
    if (status == OVF_OK) status = read_records(in, error);
    for (size_t i = 0; i < in->count; i++) free(in->records[i].key);
    free(in->records);
    ovf_xml_tree_free(in->tree);
    ovf_airspace_clear(&in->airspace);
    ovf_text_clear(&in->text);
    ovf_text_clear(&in->key);
    free(in);
    return status;
}

static bool is(const char *bytes, size_t length)
{
    return ovf_xml_root_is(bytes, length, "AIXM-Snapshot") ||
           ovf_xml_root_is(bytes, length, "AIXM-Update");
}

const ovf_airspace_format ovf_airspace_format_aixm45 = {"aixm45", "AIXM 4.5", is, read, true};
