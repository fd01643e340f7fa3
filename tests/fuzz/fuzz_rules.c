/* Any bytes as a rule set, and as the attribute `restrictions` of a zone. Nothing may crash or
 * leak; what is refused must come with a sentence, and what is read must have all that a rule is
 * judged by.
 *
 * Tests: src/input/rules/rules.c src/input/rules/restrictions.c */
#include "named_bytes.h"

#include <math.h>

#include "overflight/input.h"
#include "overflight/restriction.h"

static void check_rules(const ovf_rules *rules)
{
    for (size_t i = 0; i < rules->count; i++) {
        const ovf_restriction *rule = &rules->items[i];
        expect(rule->kind != NULL && rule->rule != NULL && !isnan(rule->uncertainty_m));
    }
}

static void read_set(const char *path)
{
    ovf_rules rules = {0};
    ovf_error error = {0};
    if (ovf_rules_read(path, NULL, &rules, &error) == OVF_OK) check_rules(&rules);
    else check_sentence(&error);
    ovf_rules_clear(&rules);
}

static void read_attribute(char *text)
{
    static char name[] = "restrictions", id[] = "zone";
    static ovf_lonlat square[] = {{20, 54}, {22, 54}, {22, 55}, {20, 55}, {20, 54}};
    static ovf_ring ring = {.vertices = square, .count = 5};
    static ovf_polygon polygon = {&ring, 1};
    ovf_attribute attribute = {.name = name, .type = OVF_ATTRIBUTE_TEXT, .text = text};
    ovf_zone zone = {.id = id,
                     .name = id,
                     .file = id,
                     .edges = OVF_EDGES_LONLAT,
                     .polygons = &polygon,
                     .polygon_count = 1,
                     .attributes = {&attribute, 1}};
    const ovf_zones zones = {&zone, 1};
    ovf_rules rules = {0};
    ovf_error error = {0};
    if (ovf_rules_read_zones(&zones, &rules, &error) == OVF_OK) check_rules(&rules);
    else check_sentence(&error);
    ovf_rules_clear(&rules);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = text_of(data, size);
    if (text == NULL) return 0;
    read_set(name_of(data, size));
    read_attribute(text);
    free(text);
    return 0;
}
