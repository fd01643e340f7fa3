/* The zones and airfields that rules name. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/likeness.h"
#include "base/text.h"
#include "model/checks.h"
#include "overflight/input.h"

/* Ids, with NULL behind the last. */
typedef struct {
    const char **items;
    size_t count;
} id_list;

static bool is_among(const id_list *ids, const char *id)
{
    for (size_t i = 0; i < ids->count; i++)
        if (strcmp(ids->items[i], id) == 0) return true;
    return false;
}

/* The file of the set that the rule is of. */
static const char *file_of(const ovf_rules *rules, const ovf_restriction *rule)
{
    for (size_t i = 0; i < rules->set_count; i++) {
        size_t length = strlen(rules->sets[i].name);
        if (strncmp(rule->rule, rules->sets[i].name, length) == 0 && rule->rule[length] == '/')
            return rules->sets[i].file;
    }
    return "";
}

static ovf_status refuse(const ovf_rules *rules, const ovf_restriction *rule, const char *member,
                         const char *what, const char *id, const id_list *ids, ovf_error *error)
{
    char shown[3][100];
    const char *file = file_of(rules, rule), *nearest = ovf_nearest_word(id, ids->items);
    ovf_text_shorten(rule->rule, shown[0], sizeof shown[0]);
    ovf_text_shorten(id, shown[1], sizeof shown[1]);
    ovf_text_shorten(nearest == NULL ? "" : nearest, shown[2], sizeof shown[2]);
    return ovf_fail(error, OVF_ERROR_INPUT, "%s%srule %s: %s: no %s has the id %s%s%s%s", file,
                    *file != '\0' ? ": " : "", shown[0], member, what, shown[1],
                    nearest != NULL ? ": did you mean " : "", shown[2], nearest != NULL ? "?" : "");
}

static ovf_status look(const ovf_rules *rules, const id_list *zones, const id_list *airfields,
                       ovf_error *error)
{
    for (size_t i = 0; i < rules->count; i++) {
        const ovf_restriction *rule = &rules->items[i];
        if (rule->scope == OVF_SCOPE_ZONE && rule->place_id != NULL &&
            !is_among(zones, rule->place_id))
            return refuse(rules, rule, "zone", "zone", rule->place_id, zones, error);
        for (size_t k = 0; k < rule->airfield_count; k++)
            if (!is_among(airfields, rule->airfields[k]))
                return refuse(rules, rule, "airfields", "airfield", rule->airfields[k], airfields,
                              error);
    }
    return OVF_OK;
}

ovf_status ovf_rules_check_places(const ovf_rules *rules, const ovf_zones *zones,
                                  const ovf_airfields *airfields, ovf_error *error)
{
    if (rules == NULL) return ovf_fail_null(error, "rules");
    ovf_status status = ovf_zones_check(zones, error);
    if (status == OVF_OK) status = ovf_airfields_check(airfields, error);
    if (status != OVF_OK) return status;
    id_list of_zones = {ovf_array_new(zones->count + 1, sizeof(char *)), zones->count},
            of_airfields = {ovf_array_new(airfields->count + 1, sizeof(char *)), airfields->count};
    if (of_zones.items == NULL || of_airfields.items == NULL) {
        status = ovf_fail_memory(error);
    } else {
        for (size_t i = 0; i < zones->count; i++) of_zones.items[i] = zones->items[i].id;
        for (size_t i = 0; i < airfields->count; i++)
            of_airfields.items[i] = airfields->items[i].id;
        status = look(rules, &of_zones, &of_airfields, error);
    }
    free(of_zones.items);
    free(of_airfields.items);
    return status;
}
