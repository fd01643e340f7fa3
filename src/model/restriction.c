#include "overflight/restriction.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/number.h"
#include "model/model.h"
#include "model/restriction.h"

#define FOOT_M 0.3048

static const char *const severities[] = {"information", "warning", "undecided", "violation"};
static const char *const references[] = {"MSL", "AGL", "STD"};

static bool find_word(const char *const *words, size_t count, const char *word, size_t *index)
{
    for (size_t i = 0; i < count; i++) {
        if (strcasecmp(words[i], word) != 0) continue;
        *index = i;
        return true;
    }
    return false;
}

const char *ovf_severity_name(ovf_severity severity) { return severities[severity]; }

bool ovf_severity_parse(const char *name, ovf_severity *severity)
{
    size_t index;
    if (!find_word(severities, 4, name, &index) || index == OVF_SEVERITY_UNDECIDED) return false;
    *severity = (ovf_severity)index;
    return true;
}

const char *ovf_height_reference_name(ovf_height_reference reference)
{
    return references[reference];
}

bool ovf_height_reference_parse(const char *name, ovf_height_reference *reference)
{
    size_t index;
    if (strcasecmp(name, "FL") == 0) {
        *reference = OVF_HEIGHT_STD;
        return true;
    }
    if (!find_word(references, 3, name, &index)) return false;
    *reference = (ovf_height_reference)index;
    return true;
}

/* The word that a text begins with, ignoring capitals; past it and blanks. */
static bool skip_word(const char **text, const char *word)
{
    size_t length = strlen(word);
    if (strncasecmp(*text, word, length) != 0) return false;
    *text += length;
    while (**text == ' ') (*text)++;
    return true;
}

bool ovf_height_parse(const char *text, ovf_height *height)
{
    ovf_height read = {0, OVF_HEIGHT_MSL};
    while (*text == ' ') text++;
    if (skip_word(&text, "SFC") || skip_word(&text, "GND"))
        read = (ovf_height){-INFINITY, OVF_HEIGHT_AGL};
    else if (skip_word(&text, "UNLIM") || skip_word(&text, "UNL"))
        read = (ovf_height){INFINITY, OVF_HEIGHT_MSL};
    else {
        bool level = skip_word(&text, "FL");
        const char *end = ovf_number_read(text, text + strlen(text), &read.metres);
        if (end == NULL || !isfinite(read.metres)) return false;
        for (text = end; *text == ' ';) text++;
        if (level) {
            read = (ovf_height){read.metres * 100 * FOOT_M, OVF_HEIGHT_STD};
        } else {
            if (skip_word(&text, "FT") || skip_word(&text, "F")) read.metres *= FOOT_M;
            else if (strncasecmp(text, "MSL", 3) != 0) skip_word(&text, "M");
            if (skip_word(&text, "AGL") || skip_word(&text, "GND") || skip_word(&text, "SFC"))
                read.reference = OVF_HEIGHT_AGL;
            else if (skip_word(&text, "STD")) read.reference = OVF_HEIGHT_STD;
            else if (!skip_word(&text, "AMSL")) skip_word(&text, "MSL");
        }
    }
    if (*text != '\0') return false;
    *height = read;
    return true;
}

void ovf_restriction_clear(ovf_restriction *r)
{
    for (size_t i = 0; i < r->airfield_count; i++) ovf_text_free(r->airfields[i]);
    free(r->airfields);
    const char *texts[] = {r->place_id, r->rule,       r->clause, r->source,
                           r->status,   r->confidence, r->note};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) ovf_text_free(texts[i]);
    *r = (ovf_restriction){0};
}

void ovf_rules_clear(ovf_rules *rules)
{
    if (rules == NULL) return;
    for (size_t i = 0; i < rules->count; i++) ovf_restriction_clear(&rules->items[i]);
    for (size_t i = 0; i < rules->set_count; i++) {
        ovf_text_free(rules->sets[i].name);
        ovf_text_free(rules->sets[i].title);
        ovf_text_free(rules->sets[i].file);
    }
    free(rules->items);
    free(rules->sets);
    ovf_zones_clear(&rules->lines);
    *rules = (ovf_rules){0};
}
