#include "base/array.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool ovf_array_reserve(void *items, size_t *capacity, size_t wanted, size_t size)
{
    if (wanted <= *capacity) return true;
    size_t room = *capacity < 16 ? 16 : *capacity;
    while (room < wanted) {
        if (room > SIZE_MAX / 2) return false;
        room *= 2;
    }
    if (size != 0 && room > SIZE_MAX / size) return false;
    void *old;
    memcpy(&old, items, sizeof old);
    void *grown = realloc(old, room * size);
    if (grown == NULL) return false;
    memcpy(items, &grown, sizeof grown);
    *capacity = room;
    return true;
}

void *ovf_array_new(size_t count, size_t size)
{
    return calloc(count == 0 ? 1 : count, size == 0 ? 1 : size);
}

char *ovf_text_copy(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    if (copy != NULL) memcpy(copy, text, size);
    return copy;
}

char *ovf_text_path(const char *folder, const char *name)
{
    size_t length = strlen(folder), size = length + strlen(name) + 2;
    char *path = ovf_array_new(size, 1);
    if (path == NULL) return NULL;
    bool slash = length > 0 && folder[length - 1] == '/';
    snprintf(path, size, "%s%s%s", folder, slash ? "" : "/", name);
    return path;
}

void ovf_text_free(const char *text) { free((void *)(uintptr_t)text); }
