#include "input/flightplan/plan_airfields.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/fold.h"
#include "base/likeness.h"
#include "base/text.h"

#define MOST_LISTED 3
#define LEAST_BEGINNING 3 /* letters by which a beginning is recognised */
#define MOST_MISTAKES 4

/* A word as it was typed, in both foldings. */
typedef struct {
    size_t lengths[2];
    char folded[2][OVF_FOLD_SIZE];
} folded_word;

static void fold_word(folded_word *word, const char *text, size_t length)
{
    for (int spelled = 0; spelled < 2; spelled++)
        word->lengths[spelled] = ovf_fold(text, length, spelled != 0, word->folded[spelled]);
}

static bool is_same(const folded_word *word, const char *name, size_t length)
{
    folded_word other;
    fold_word(&other, name, length);
    for (int i = 0; i < 4; i++) {
        size_t mine = word->lengths[i / 2], its = other.lengths[i % 2];
        if (mine != 0 && mine == its && memcmp(word->folded[i / 2], other.folded[i % 2], mine) == 0)
            return true;
    }
    return false;
}

static bool is_code(const char *code, const char *word, size_t length)
{
    if (strlen(code) != length || length == 0) return false;
    for (size_t i = 0; i < length; i++)
        if (ovf_capital(code[i]) != ovf_capital(word[i])) return false;
    return true;
}

static const char *iata_code(const ovf_airfield *airfield)
{
    const ovf_attribute *attribute = ovf_attributes_find(&airfield->attributes, "iata");
    return attribute != NULL && attribute->type == OVF_ATTRIBUTE_TEXT && attribute->text != NULL
               ? attribute->text
               : "";
}

/* The next part of a name: what stands between slashes, hyphens and brackets. Behind a comma stands
 * no name, but where it is. */
static const char *next_part(const char *name, size_t *length)
{
    name += strspn(name, "/-() ");
    if (*name == '\0' || *name == ',') return NULL;
    *length = strcspn(name, "/-(),");
    return name;
}

static bool has_part(const ovf_airfield *airfield, const folded_word *word)
{
    size_t length = 0;
    for (const char *part = airfield->name; (part = next_part(part, &length)) != NULL;
         part += length)
        if (is_same(word, part, length)) return true;
    return false;
}

/* Writes `UUMB (Kubinka)` behind what there is. */
static void list_one(const ovf_airfield *airfield, const char *between, char list[OVF_PLAN_REASON])
{
    char id[20], name[50];
    size_t length = strlen(list);
    ovf_text_shorten(airfield->id, id, sizeof id);
    ovf_text_shorten(airfield->name, name, sizeof name);
    snprintf(list + length, OVF_PLAN_REASON - length, "%s%s (%s)", length == 0 ? "" : between, id,
             name);
}

size_t ovf_plan_airfield_find(const ovf_airfields *airfields, const char *text, size_t length,
                              char reason[OVF_PLAN_REASON])
{
    folded_word word;
    reason[0] = '\0';
    for (size_t i = 0; i < airfields->count; i++)
        if (is_code(airfields->items[i].id, text, length)) return i;
    for (size_t i = 0; i < airfields->count; i++)
        if (is_code(iata_code(&airfields->items[i]), text, length)) return i;
    fold_word(&word, text, length);
    for (int parts = 0; parts < 2; parts++) {
        size_t found = OVF_FLIGHTPLAN_NO_AIRFIELD, count = 0;
        char list[OVF_PLAN_REASON] = "";
        for (size_t i = 0; i < airfields->count; i++) {
            const ovf_airfield *airfield = &airfields->items[i];
            if (parts != 0 ? !has_part(airfield, &word)
                           : !is_same(&word, airfield->name, strlen(airfield->name)))
                continue;
            found = i;
            if (count++ < MOST_LISTED) list_one(airfield, " and ", list);
        }
        if (count == 1) return found;
        if (count == 0) continue;
        snprintf(reason, OVF_PLAN_REASON,
                 "expected one airfield, found %zu of that name, %s%.200s: use the code", count,
                 count > MOST_LISTED ? "among them " : "", list);
        return OVF_FLIGHTPLAN_NO_AIRFIELD;
    }
    return OVF_FLIGHTPLAN_NO_AIRFIELD;
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* How far the word is from a code or name of the airfield. */
static size_t distance_to(const ovf_airfield *airfield, const char *word)
{
    char folded[OVF_FOLD_SIZE];
    size_t length = 0, best = least(ovf_edit_distance(word, airfield->id),
                                    ovf_edit_distance(word, iata_code(airfield)));
    for (const char *part = airfield->name; (part = next_part(part, &length)) != NULL;
         part += length)
        if (ovf_fold(part, length, false, folded) > 0)
            best = least(best, ovf_edit_distance(word, folded));
    size_t typed = strlen(word);
    if (ovf_fold(airfield->name, strlen(airfield->name), false, folded) == 0) return best;
    if (typed >= LEAST_BEGINNING && strncmp(word, folded, typed) == 0) return 0;
    return least(best, ovf_edit_distance(word, folded));
}

void ovf_plan_airfields_near(const ovf_airfields *airfields, const char *text, size_t length,
                             char list[OVF_PLAN_REASON])
{
    char word[OVF_FOLD_SIZE];
    size_t typed = ovf_fold(text, length, false, word), listed = 0;
    list[0] = '\0';
    if (typed == 0) return;
    for (size_t distance = 0; distance <= least(typed / 3, MOST_MISTAKES); distance++)
        for (size_t i = 0; i < airfields->count && listed < MOST_LISTED; i++)
            if (distance_to(&airfields->items[i], word) == distance) {
                list_one(&airfields->items[i], " or ", list);
                listed++;
            }
}
