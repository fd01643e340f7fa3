#include "input/rules/names.h"

#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/likeness.h"
#include "overflight/restriction.h"

#define LONGEST 64
#define MOST_WORDS 8
#define LONG_WORD 12
#define USUAL_WORD 7
#define LEAST_PREFIX 3
#define LEAST_OF_PROHIBITED 6

static const char *const of_all[] = {
    "altitude_reference", "active_from", "active_until", "floor",  "ceiling", "severity",
    "uncertainty_m",      "restriction", "restrictions", "clause", "source",  "status",
    "confidence",         "note"};
/* Without these no verdict is another. */
static const char *const remarks[] = {"clause", "source", "status", "confidence", "note"};

static const char *name_of_kind(const ovf_kind *kind, size_t index)
{
    if (kind->parameters[0].name == NULL) return index == 0 ? kind->name : NULL;
    return index < OVF_PARAMETERS_MAX ? kind->parameters[index].name : NULL;
}

/* All names, found once: they are asked for by every attribute of every zone. */
#define NAMES_MOST 128

static const char *all_names[NAMES_MOST];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void add_name(size_t *count, const char *name)
{
    if (*count + 1 < NAMES_MOST) all_names[(*count)++] = name;
}

static void find_names(void)
{
    size_t count = 0;
    for (size_t i = 0; i < ovf_kind_count(); i++) {
        const ovf_kind *kind = ovf_kind_at(i);
        if ((kind->scopes & OVF_SCOPE_ZONE) == 0) continue;
        for (size_t k = 0; k < OVF_PARAMETERS_MAX && name_of_kind(kind, k) != NULL; k++)
            add_name(&count, name_of_kind(kind, k));
    }
    for (size_t i = 0; i < sizeof of_all / sizeof *of_all; i++) add_name(&count, of_all[i]);
}

const char *ovf_zone_name_at(size_t index)
{
    pthread_once(&once, find_names);
    return index < NAMES_MOST ? all_names[index] : NULL;
}

/* ---- the same name ---- */

/* Letters, digits, and whatever is no ASCII. */
static bool counts(char c) { return ovf_is_letter(c) || ovf_is_digit(c) || (signed char)c < 0; }

bool ovf_name_is(const char *name, const char *known)
{
    for (;;) {
        while (*name != '\0' && !counts(*name)) name++;
        while (*known != '\0' && !counts(*known)) known++;
        if (ovf_capital(*name) != ovf_capital(*known)) return false;
        if (*name == '\0') return true;
        name++;
        known++;
    }
}

/* A field's name has an underline where another name may have something else. */
static bool begins_alike(const char *name, const char *known, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char c = counts(name[i]) ? ovf_capital(name[i]) : '_';
        if (name[i] == '\0' || c != ovf_capital(known[i])) return false;
    }
    return true;
}

static bool is_cut(const char *name, const char *known)
{
    return strlen(known) > OVF_SHORT_NAME && begins_alike(name, known, OVF_SHORT_NAME) &&
           name[OVF_SHORT_NAME] == '\0';
}

char ovf_name_begins(const char *name)
{
    while (*name != '\0' && !counts(*name)) name++;
    return ovf_capital(*name);
}

const char *ovf_zone_name(const char *name)
{
    const char first = ovf_name_begins(name);
    pthread_once(&once, find_names);
    for (size_t i = 0; all_names[i] != NULL; i++)
        if (ovf_capital(all_names[i][0]) == first && ovf_name_is(name, all_names[i]))
            return all_names[i];
    if (strlen(name) != OVF_SHORT_NAME) return NULL;
    for (size_t i = 0; all_names[i] != NULL; i++)
        if (is_cut(name, all_names[i])) return all_names[i];
    return NULL;
}

/* GDAL keeps eight letters, and a number of one digit behind an underline or of two. */
const char *ovf_zone_name_numbered(const char *name, const char *other)
{
    enum { KEPT = 8 };
    const char *known;
    if (strlen(name) != OVF_SHORT_NAME || !ovf_is_digit(name[KEPT + 1]) ||
        !(name[KEPT] == '_' || ovf_is_digit(name[KEPT])))
        return NULL;
    for (size_t i = 0; (known = ovf_zone_name_at(i)) != NULL; i++)
        if (is_cut(other, known) && begins_alike(name, known, KEPT)) return known;
    return NULL;
}

const ovf_attribute *ovf_zone_attribute(const ovf_attributes *attributes, const char *known)
{
    const ovf_attribute *found = ovf_attributes_find(attributes, known);
    for (size_t i = 0;
         (found == NULL || found->type == OVF_ATTRIBUTE_NULL) && i < attributes->count; i++) {
        const ovf_attribute *attribute = &attributes->items[i];
        const char *name = attribute->type != OVF_ATTRIBUTE_NULL ? ovf_zone_name(attribute->name)
                                                                 : NULL;
        if (name != NULL && strcmp(name, known) == 0) found = attribute;
    }
    return found != NULL && found->type != OVF_ATTRIBUTE_NULL ? found : NULL;
}

/* ---- nearly the same ---- */

static bool squash(const char *name, char squashed[LONGEST])
{
    size_t length = 0;
    for (; *name != '\0'; name++) {
        if (!counts(*name)) continue;
        if (length + 1 >= LONGEST) return false;
        char c = ovf_capital(*name);
        squashed[length++] = ovf_is_letter(c) ? (char)(c - 'A' + 'a') : c;
    }
    squashed[length] = '\0';
    return true;
}

static bool is_remark(const char *known)
{
    for (size_t i = 0; i < sizeof remarks / sizeof *remarks; i++)
        if (strcmp(known, remarks[i]) == 0) return true;
    return false;
}

/* Whether each doubled letter of the one may be single in the other. */
static bool differs_by_doubling(const char *a, const char *b)
{
    while (*a != '\0' && *a == *b) {
        char c = *a;
        while (*a == c) a++;
        while (*b == c) b++;
    }
    return *a == *b;
}

static bool differs_by_a_swap(const char *a, const char *b)
{
    size_t i = 0;
    while (a[i] != '\0' && a[i] == b[i]) i++;
    return i > 0 && a[i] != '\0' && a[i] == b[i + 1] && a[i + 1] == b[i] &&
           strcmp(a + i + 2, b + i + 2) == 0;
}

/* How many letters may be wrong. */
static size_t allowance(const char *known, size_t length)
{
    if (length < USUAL_WORD) return 0;
    return length >= LONG_WORD && strncmp(known, "restriction", strlen("restriction")) != 0 ? 2 : 1;
}

static const char *const units[] = {
    "m",     "km",     "ft",   "nm",   "nmi",   "mi", "fl",        "metres",    "meters",
    "metre", "meter",  "feet", "foot", "miles", "yd", "kilometer", "kilometre", "kilometers",
    "kms",   "meters", "mtr",  "mtrs", "nmile", "sm", "yards",     "kilometres"};

/* "max_distance_nm", or "max_distance", for "max_distance_km". */
static bool has_other_unit(const char *squashed, const char *plain, size_t base)
{
    if (strncmp(squashed, plain, base) != 0) return false;
    if (squashed[base] == '\0') return true;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(squashed + base, units[i]) == 0) return true;
    return false;
}

static size_t misspelt_by(const char *squashed, const char *known, const char *plain)
{
    size_t length = strlen(plain);
    if (squashed[0] != plain[0] || strpbrk(squashed, "0123456789") != NULL) return SIZE_MAX;
    /* "ceiling_m" is a name of its own. */
    if (has_other_unit(squashed, plain, length)) return SIZE_MAX;
    if (length < USUAL_WORD)
        return differs_by_doubling(squashed, plain) || differs_by_a_swap(squashed, plain)
                   ? 1
                   : SIZE_MAX;
    size_t distance = ovf_edit_distance(squashed, plain);
    return distance <= allowance(known, length) ? distance : SIZE_MAX;
}

/* ---- word by word ---- */

typedef struct {
    char words[MOST_WORDS][LONGEST];
    size_t count;
} name_words;

/* At what is no letter, and at a capital behind a small letter. */
static bool split(const char *name, name_words *out)
{
    out->count = 0;
    size_t length = 0;
    char before = '\0';
    for (; *name != '\0'; before = *name++) {
        bool capital = *name >= 'A' && *name <= 'Z', small = before >= 'a' && before <= 'z';
        if (length > 0 && (!ovf_is_letter(*name) || (capital && small))) {
            out->count++;
            length = 0;
        }
        if (!ovf_is_letter(*name)) {
            if (ovf_is_digit(*name)) return false;
            continue;
        }
        if (out->count == MOST_WORDS || length + 1 >= LONGEST) return false;
        out->words[out->count][length++] = (char)(ovf_capital(*name) - 'A' + 'a');
        out->words[out->count][length] = '\0';
    }
    if (length > 0) out->count++;
    return true;
}

static bool is_cut_or_written_out(const char *a, const char *b)
{
    size_t length_a = strlen(a), length_b = strlen(b),
           least = length_a < length_b ? length_a : length_b;
    return least >= LEAST_PREFIX && strncmp(a, b, least) == 0;
}

/* Some words cut short, or those of a limit in another order; units as they are. */
static bool has_like_words(const name_words *name, const char *known, bool limit)
{
    name_words wanted;
    bool used[MOST_WORDS] = {false}, ordered = true;
    size_t equal = 0;
    if (!split(known, &wanted) || wanted.count != name->count || name->count < 2) return false;
    for (size_t i = 0; i < name->count; i++) {
        bool same = strcmp(name->words[i], wanted.words[i]) == 0;
        ordered = ordered && (same || is_cut_or_written_out(name->words[i], wanted.words[i]));
        for (size_t k = 0; k < wanted.count; k++) {
            if (used[k] || strcmp(name->words[i], wanted.words[k]) != 0) continue;
            used[k] = true;
            equal++;
            break;
        }
    }
    return (limit && equal == name->count) || (ordered && equal > 0);
}

static const char *active_in_other_words(const char *squashed)
{
    static const char *const from[] = {"since",  "start", "starts",   "begin",
                                       "begins", "after", "starting", NULL};
    static const char *const until[] = {"to",     "till", "til",    "end",     "ends",
                                        "ending", "thru", "before", "through", NULL};
    if (strncmp(squashed, "active", strlen("active")) != 0) return NULL;
    squashed += strlen("active");
    for (const char *const *word = from; *word != NULL; word++)
        if (strcmp(squashed, *word) == 0) return "active_from";
    for (const char *const *word = until; *word != NULL; word++)
        if (strcmp(squashed, *word) == 0) return "active_until";
    return NULL;
}

ovf_name_miss ovf_zone_name_missed(const char *name, const char **meant)
{
    char squashed[LONGEST], plain[LONGEST], start[LONGEST];
    name_words words;
    const char *known;
    size_t best = SIZE_MAX;
    /* A swap away from an altitude, and a name of its own. */
    if (!squash(name, squashed) || strstr(squashed, "latitude") != NULL) return OVF_NAME_FAR;
    bool split_well = split(name, &words);
    *meant = active_in_other_words(squashed);
    if (*meant != NULL) return OVF_NAME_MISSPELT;
    for (size_t i = 0; (known = ovf_zone_name_at(i)) != NULL; i++) {
        const char *unit = strrchr(known, '_');
        if (is_remark(known) || !squash(known, plain)) continue;
        bool limit = unit != NULL && strlen(unit) <= strlen("_km");
        size_t base = limit ? strlen(plain) - strlen(unit + 1) : 0;
        if (limit && has_other_unit(squashed, plain, base)) {
            *meant = known;
            return OVF_NAME_OTHER_UNIT;
        }
        size_t distance = misspelt_by(squashed, known, plain);
        if (limit) {
            memcpy(start, plain, base);
            start[base] = '\0';
            size_t of_base = ovf_edit_distance(squashed, start);
            if (of_base == 1 && squashed[0] == start[0] && strlen(start) > USUAL_WORD &&
                strpbrk(squashed, "0123456789") == NULL && distance > 2)
                distance = 2;
        }
        if (split_well && distance > 1 && has_like_words(&words, known, limit)) distance = 1;
        if (strcmp(known, "prohibited") == 0 && strlen(squashed) >= LEAST_OF_PROHIBITED &&
            strncmp(squashed, plain, strlen(squashed)) == 0)
            distance = 1;
        if (distance >= best) continue;
        best = distance;
        *meant = known;
    }
    return best == SIZE_MAX ? OVF_NAME_FAR : OVF_NAME_MISSPELT;
}
