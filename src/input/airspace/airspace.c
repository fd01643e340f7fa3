#include "input/airspace/airspace.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

void ovf_airspace_reset(ovf_airspace *airspace)
{
    ovf_text_reset(&airspace->name);
    ovf_text_reset(&airspace->id);
    ovf_text_reset(&airspace->flaw);
    for (size_t i = 0; i < airspace->word_count; i++) {
        free(airspace->words[i].name);
        free(airspace->words[i].value);
    }
    airspace->word_count = airspace->step_count = 0;
}

void ovf_airspace_clear(ovf_airspace *airspace)
{
    ovf_airspace_reset(airspace);
    ovf_text_clear(&airspace->name);
    ovf_text_clear(&airspace->id);
    ovf_text_clear(&airspace->flaw);
    free(airspace->words);
    free(airspace->steps);
    *airspace = (ovf_airspace){0};
}

static bool append(char **value, const char *between, const char *more, size_t length)
{
    size_t before = strlen(*value), gap = strlen(between);
    char *longer = realloc(*value, before + gap + length + 1);
    if (longer == NULL) return false;
    memcpy(longer + before, between, gap);
    memcpy(longer + before + gap, more, length);
    longer[before + gap + length] = '\0';
    *value = longer;
    return true;
}

bool ovf_airspace_add_word(ovf_airspace *airspace, const char *name, const char *value,
                           size_t length, const char *between)
{
    for (size_t i = 0; i < airspace->word_count; i++)
        if (strcmp(airspace->words[i].name, name) == 0)
            return append(&airspace->words[i].value, between, value, length);
    if (!ovf_array_reserve(&airspace->words, &airspace->word_capacity, airspace->word_count + 1,
                           sizeof *airspace->words))
        return false;
    ovf_airspace_word *word = &airspace->words[airspace->word_count];
    *word = (ovf_airspace_word){calloc(strlen(name) + 1, 1), calloc(1, 1)};
    airspace->word_count++;
    if (word->name == NULL || word->value == NULL) return false;
    memcpy(word->name, name, strlen(name));
    return append(&word->value, "", value, length);
}

bool ovf_airspace_add_step(ovf_airspace *airspace, const ovf_step *step)
{
    if (!ovf_array_reserve(&airspace->steps, &airspace->step_capacity, airspace->step_count + 1,
                           sizeof *airspace->steps))
        return false;
    airspace->steps[airspace->step_count++] = *step;
    return true;
}
