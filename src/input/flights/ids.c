#include "input/flights/ids.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/hash.h"

typedef struct ovf_id_table table;

static size_t slot_of(const ovf_id_entry *entry, size_t capacity)
{
    uint64_t low = (uint64_t)entry->hash[1] << 32 | entry->hash[0];
    return (size_t)(low & (uint64_t)(capacity - 1));
}

/* The entry with the same hash, or the free one where it belongs. Linear probing: there always is a
 * free one. */
static ovf_id_entry *find(ovf_id_entry *entries, size_t capacity, const ovf_id_entry *wanted)
{
    size_t i = slot_of(wanted, capacity);
    while (entries[i].bearer != 0 &&
           memcmp(entries[i].hash, wanted->hash, sizeof wanted->hash) != 0)
        i = (i + 1) & (capacity - 1);
    return &entries[i];
}

static bool grow(table *ids)
{
    if (ids->capacity > SIZE_MAX / 2) return false;
    size_t capacity = ids->capacity == 0 ? 16 : ids->capacity * 2;
    ovf_id_entry *entries = ovf_array_new(capacity, sizeof *entries);
    if (entries == NULL) return false;
    for (size_t i = 0; i < ids->capacity; i++)
        if (ids->entries[i].bearer != 0)
            *find(entries, capacity, &ids->entries[i]) = ids->entries[i];
    free(ids->entries);
    ids->entries = entries;
    ids->capacity = capacity;
    return true;
}

void ovf_ids_hash(const char *id, size_t length, uint64_t hash[2])
{
    static const uint64_t key[2] = {0, 0};
    ovf_hash(id, length, key, hash);
}

ovf_status ovf_ids_add(ovf_ids *ids, const uint64_t hash[2], uint64_t number, size_t *earlier,
                       ovf_error *error)
{
    if (number >= UINT32_MAX)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "more than %lu features in one run; split the input",
                        (unsigned long)UINT32_MAX);
    ovf_id_entry wanted = {{(uint32_t)hash[0], (uint32_t)(hash[0] >> 32), (uint32_t)hash[1]},
                           (uint32_t)number + 1};
    /* By other bits than those that choose the slot. */
    table *into = &ids->tables[wanted.hash[2] % OVF_IDS_TABLES];
    if (into->count >= into->capacity / 8 * 7 && !grow(into)) return ovf_fail_memory(error);
    ovf_id_entry *entry = find(into->entries, into->capacity, &wanted);
    if (entry->bearer != 0) {
        *earlier = entry->bearer - 1;
        return OVF_OK;
    }
    *entry = wanted;
    into->count++;
    *earlier = OVF_IDS_NONE;
    return OVF_OK;
}

bool ovf_ids_have(const ovf_ids *ids, const uint64_t hash[2])
{
    const ovf_id_entry wanted = {{(uint32_t)hash[0], (uint32_t)(hash[0] >> 32), (uint32_t)hash[1]},
                                 0};
    const table *in = &ids->tables[wanted.hash[2] % OVF_IDS_TABLES];
    return in->capacity > 0 && find(in->entries, in->capacity, &wanted)->bearer != 0;
}

void ovf_ids_clear(ovf_ids *ids)
{
    for (size_t i = 0; i < OVF_IDS_TABLES; i++) free(ids->tables[i].entries);
    *ids = (ovf_ids){0};
}
