#include "input/airspace/airspace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

static void empty_words(ovf_airspace_word *words, size_t *count)
{
    for (size_t i = 0; i < *count; i++) {
        free(words[i].name);
        free(words[i].value);
    }
    *count = 0;
}

void ovf_airspace_reset(ovf_airspace *airspace)
{
    ovf_text_reset(&airspace->name);
    ovf_text_reset(&airspace->id);
    ovf_text_reset(&airspace->flaw);
    empty_words(airspace->words, &airspace->word_count);
    for (size_t i = 0; i < airspace->part_count; i++) {
        empty_words(airspace->parts[i].words, &airspace->parts[i].word_count);
        free(airspace->parts[i].words);
    }
    airspace->step_count = airspace->part_count = 0;
}

void ovf_airspace_clear(ovf_airspace *airspace)
{
    ovf_airspace_reset(airspace);
    ovf_text_clear(&airspace->name);
    ovf_text_clear(&airspace->id);
    ovf_text_clear(&airspace->flaw);
    free(airspace->words);
    free(airspace->steps);
    free(airspace->parts);
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

static bool add_word(ovf_airspace_word **words, size_t *count, size_t *capacity, const char *name,
                     const char *value, size_t length, const char *between)
{
    for (size_t i = 0; i < *count; i++)
        if (strcmp((*words)[i].name, name) == 0)
            return append(&(*words)[i].value, between, value, length);
    if (!ovf_array_reserve(words, capacity, *count + 1, sizeof **words)) return false;
    ovf_airspace_word *word = &(*words)[*count];
    *word = (ovf_airspace_word){ovf_text_copy(name), calloc(1, 1)};
    ++*count;
    if (word->name == NULL || word->value == NULL) return false;
    return append(&word->value, "", value, length);
}

bool ovf_airspace_add_word(ovf_airspace *airspace, const char *name, const char *value,
                           size_t length, const char *between)
{
    return add_word(&airspace->words, &airspace->word_count, &airspace->word_capacity, name, value,
                    length, between);
}

bool ovf_airspace_add_part(ovf_airspace *airspace, ovf_part_operation operation)
{
    if (!ovf_array_reserve(&airspace->parts, &airspace->part_capacity, airspace->part_count + 1,
                           sizeof *airspace->parts))
        return false;
    airspace->parts[airspace->part_count++] = (ovf_airspace_part){
        .operation = operation, .first_step = airspace->step_count};
    return true;
}

bool ovf_airspace_add_group(ovf_airspace *airspace, ovf_part_group group,
                            ovf_part_operation operation)
{
    if (!ovf_airspace_add_part(airspace, operation)) return false;
    airspace->parts[airspace->part_count - 1].group = group;
    return true;
}

bool ovf_airspace_add_part_word(ovf_airspace *airspace, const char *name, const char *value,
                                size_t length, const char *between)
{
    ovf_airspace_part *part = &airspace->parts[airspace->part_count - 1];
    return add_word(&part->words, &part->word_count, &part->word_capacity, name, value, length,
                    between);
}

bool ovf_airspace_add_step(ovf_airspace *airspace, const ovf_step *step)
{
    if (!ovf_array_reserve(&airspace->steps, &airspace->step_capacity, airspace->step_count + 1,
                           sizeof *airspace->steps))
        return false;
    airspace->steps[airspace->step_count++] = *step;
    return true;
}

bool ovf_airspace_flaw(ovf_airspace *airspace, size_t line, const char *format, va_list arguments)
{
    char sentence[300], whole[340];
    if (airspace->flaw.length > 0) return true;
    vsnprintf(sentence, sizeof sentence, format, arguments);
    snprintf(whole, sizeof whole, "line %zu: %s", line, sentence);
    return ovf_text_add_string(&airspace->flaw, whole);
}
