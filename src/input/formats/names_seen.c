#include "input/formats/names_seen.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/hash.h"

typedef struct ovf_name_seen item;

static item *find(item *items, size_t capacity, const uint64_t hash[2])
{
    size_t i = (size_t)(hash[0] & (uint64_t)(capacity - 1));
    while (items[i].times > 0 && (items[i].hash[0] != hash[0] || items[i].hash[1] != hash[1]))
        i = (i + 1) & (capacity - 1);
    return &items[i];
}

static bool grow(ovf_names_seen *seen)
{
    size_t capacity = seen->capacity == 0 ? 16 : seen->capacity * 2;
    item *items = capacity < seen->capacity ? NULL : ovf_array_new(capacity, sizeof *items);
    if (items == NULL) return false;
    for (size_t i = 0; i < seen->capacity; i++)
        if (seen->items[i].times > 0) *find(items, capacity, seen->items[i].hash) = seen->items[i];
    free(seen->items);
    seen->items = items;
    seen->capacity = capacity;
    return true;
}

bool ovf_names_seen_count(ovf_names_seen *seen, const ovf_text *name, size_t *times)
{
    static const uint64_t key[2] = {0, 0};
    uint64_t hash[2];
    if (seen->count >= seen->capacity / 2 && !grow(seen)) return false;
    ovf_hash(name->text, name->length, key, hash);
    item *found = find(seen->items, seen->capacity, hash);
    if (found->times++ == 0) {
        found->hash[0] = hash[0];
        found->hash[1] = hash[1];
        seen->count++;
    }
    *times = found->times == 1 ? 0 : found->times;
    return true;
}

void ovf_names_seen_clear(ovf_names_seen *seen)
{
    free(seen->items);
    *seen = (ovf_names_seen){0};
}
