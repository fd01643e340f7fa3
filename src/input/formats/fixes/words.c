#include "input/formats/fixes/words.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

#define LEAST_PLACES ((size_t)64)

/* FNV-1a over words of eight bytes, with a last mixing: nothing depends on it but speed. */
static uint32_t hash_of(const char *text, size_t length)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ length, piece;
    for (; length >= 8; text += 8, length -= 8) {
        memcpy(&piece, text, 8);
        hash = (hash ^ piece) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
    }
    piece = 0;
    for (size_t i = 0; i < length; i++) piece = piece << 8 | (unsigned char)text[i];
    hash = (hash ^ piece) * UINT64_C(0x9E3779B97F4A7C15);
    return (uint32_t)(hash >> 32);
}

static bool grow(ovf_words *words)
{
    size_t count = words->place_count == 0 ? LEAST_PLACES : 2 * words->place_count;
    uint32_t *places = ovf_array_new(count, sizeof *places);
    if (places == NULL) return false;
    for (size_t i = 0; i < words->count; i++) {
        size_t at = words->words[i].hash & (count - 1);
        while (places[at] != 0) at = (at + 1) & (count - 1);
        places[at] = (uint32_t)i + 1;
    }
    free(words->places);
    words->places = places;
    words->place_count = count;
    return true;
}

static bool add(ovf_words *words, const char *text, size_t length, uint32_t hash)
{
    size_t begin = words->texts.length;
    if (words->count == UINT32_MAX - 1 || length > UINT32_MAX ||
        !ovf_array_reserve(&words->words, &words->capacity, words->count + 1,
                           sizeof *words->words) ||
        !ovf_text_add(&words->texts, text, length) || !ovf_text_add(&words->texts, "", 1))
        return false;
    words->words[words->count++] = (ovf_word){begin, (uint32_t)length, hash};
    return true;
}

bool ovf_words_number(ovf_words *words, const char *text, size_t length, uint32_t *number)
{
    uint32_t hash = hash_of(text, length);
    if (2 * words->count >= words->place_count && !grow(words)) return false;
    size_t at = hash & (words->place_count - 1);
    for (; words->places[at] != 0; at = (at + 1) & (words->place_count - 1)) {
        uint32_t found = words->places[at] - 1;
        const ovf_word *word = &words->words[found];
        if (word->hash != hash || word->length != length ||
            memcmp(words->texts.text + word->begin, text, length) != 0)
            continue;
        *number = found;
        return true;
    }
    if (!add(words, text, length, hash)) return false;
    words->places[at] = (uint32_t)words->count;
    *number = (uint32_t)words->count - 1;
    return true;
}

const char *ovf_words_text(const ovf_words *words, uint32_t number)
{
    return words->texts.text + words->words[number].begin;
}

void ovf_words_clear(ovf_words *words)
{
    ovf_text_clear(&words->texts);
    free(words->words);
    free(words->places);
    *words = (ovf_words){0};
}
