#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* for large pages of memory */
#endif
#include "system/sort.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "system/temporary_file.h"

/* Items that are sorted: what is in memory, from `at` on to `end`, and then what is still in the
 * file. */
typedef struct {
    char *room; /* for what is read */
    const char *at, *end;
    uint64_t from_byte, to_byte;
} run;

struct ovf_sort {
    size_t size, most;
    int (*compare)(const void *, const void *);
    bool (*arrange)(const void *, size_t, void *);
    const char *folder;
    char *items; /* those that are not in the file; when reading, the room of all runs */
    size_t count, capacity;
    char *spare; /* room of the same size for `arrange`; NULL: not needed yet */
    size_t spare_capacity;
    ovf_temporary_file file;
    run *runs; /* when reading a heap: none is greater than those at twice its index and one or two
                  more */
    size_t run_count, run_capacity, room_bytes;
    bool reading;
};

ovf_status ovf_sort_new(size_t size, size_t most, int (*compare)(const void *, const void *),
                        const char *folder, ovf_sort **sort, ovf_error *error)
{
    ovf_sort *made = ovf_array_new(1, sizeof *made);
    if (made == NULL) return ovf_fail_memory(error);
    *made = (ovf_sort){.size = size, .most = most, .compare = compare, .folder = folder};
    *sort = made;
    return OVF_OK;
}

void ovf_sort_arrange(ovf_sort *sort,
                      bool (*arrange)(const void *items, size_t count, void *sorted))
{
    sort->arrange = arrange;
}

static bool are_sorted(const ovf_sort *sort)
{
    const char *at = sort->items;
    for (size_t i = 1; i < sort->count; i++, at += sort->size)
        if (sort->compare(at, at + sort->size) > 0) return false;
    return true;
}

/* From so many on there is room for all that may be in memory: what is not used costs nothing, and
 * nothing has to move. */
#define FEW ((size_t)1 << 14)

/* Large pages cost less to come by where the system has them: it is asked, and may refuse. */
static void ask_for_large_pages(void *room, size_t length)
{
#ifdef MADV_HUGEPAGE
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE),
                    begin = ((uintptr_t)room + page - 1) / page * page,
                    end = ((uintptr_t)room + length) / page * page;
    if (end > begin) (void)madvise((void *)begin, end - begin, MADV_HUGEPAGE);
#else
    (void)room;
    (void)length;
#endif
}

static bool make_room(ovf_sort *sort)
{
    if (sort->count < FEW || sort->most > SIZE_MAX / sort->size)
        return ovf_array_reserve(&sort->items, &sort->capacity, sort->count + 1, sort->size);
    char *items = realloc(sort->items, sort->most * sort->size);
    if (items == NULL) return false;
    ask_for_large_pages(items, sort->most * sort->size);
    sort->items = items;
    sort->capacity = sort->most;
    return true;
}

/* Into the spare room, which then changes places with the items. */
static bool arrange_items(ovf_sort *sort)
{
    if (sort->arrange == NULL) return false;
    if (sort->spare_capacity != sort->capacity) {
        free(sort->spare);
        sort->spare = malloc(sort->capacity * sort->size);
        sort->spare_capacity = sort->spare == NULL ? 0 : sort->capacity;
        if (sort->spare != NULL && sort->capacity > FEW)
            ask_for_large_pages(sort->spare, sort->capacity * sort->size);
    }
    if (sort->spare == NULL || !sort->arrange(sort->items, sort->count, sort->spare)) return false;
    char *sorted = sort->spare;
    sort->spare = sort->items;
    sort->items = sorted;
    return true;
}

static void sort_items(ovf_sort *sort)
{
    if (!are_sorted(sort) && !arrange_items(sort))
        qsort(sort->items, sort->count, sort->size, sort->compare);
}

static void free_spare(ovf_sort *sort)
{
    free(sort->spare);
    sort->spare = NULL;
    sort->spare_capacity = 0;
}

static ovf_status end_run(ovf_sort *sort, ovf_error *error)
{
    if (!ovf_array_reserve(&sort->runs, &sort->run_capacity, sort->run_count + 1,
                           sizeof *sort->runs))
        return ovf_fail_memory(error);
    ovf_status status = OVF_OK;
    if (sort->file.path == NULL) status = ovf_temporary_file_open(&sort->file, sort->folder, error);
    if (status != OVF_OK) return status;
    uint64_t begin = sort->file.size;
    sort_items(sort);
    status = ovf_temporary_file_add(&sort->file, sort->items, sort->count * sort->size, error);
    sort->runs[sort->run_count++] = (run){.from_byte = begin, .to_byte = sort->file.size};
    sort->count = 0;
    return status;
}

ovf_status ovf_sort_room(ovf_sort *sort, void **item, ovf_error *error)
{
    if (sort->count == sort->most) {
        ovf_status status = end_run(sort, error);
        if (status != OVF_OK) return status;
    }
    if (sort->count == sort->capacity && !make_room(sort)) return ovf_fail_memory(error);
    *item = sort->items + sort->count++ * sort->size;
    return OVF_OK;
}

ovf_status ovf_sort_add(ovf_sort *sort, const void *item, ovf_error *error)
{
    void *room;
    ovf_status status = ovf_sort_room(sort, &room, error);
    if (status == OVF_OK) memcpy(room, item, sort->size);
    return status;
}

static ovf_status fill(const ovf_sort *sort, run *from, ovf_error *error)
{
    uint64_t left = from->to_byte - from->from_byte;
    size_t length = left < sort->room_bytes ? (size_t)left : sort->room_bytes;
    ovf_status status = ovf_temporary_file_read(&sort->file, from->from_byte, from->room, length,
                                                error);
    from->at = from->room;
    from->end = from->room + length;
    from->from_byte += length;
    return status;
}

static void sift_down(ovf_sort *sort, size_t i)
{
    run moved = sort->runs[i];
    for (size_t child; (child = 2 * i + 1) < sort->run_count; i = child) {
        if (child + 1 < sort->run_count &&
            sort->compare(sort->runs[child + 1].at, sort->runs[child].at) < 0)
            child++;
        if (sort->compare(moved.at, sort->runs[child].at) <= 0) break;
        sort->runs[i] = sort->runs[child];
    }
    sort->runs[i] = moved;
}

/* The room is shared by all runs: so many that there are not `run_count` items in it are more than
 * any disk holds, but for a test. */
static ovf_status begin_reading(ovf_sort *sort, ovf_error *error)
{
    ovf_status status = OVF_OK;
    sort->reading = true;
    if (sort->run_count == 0) {
        if (sort->count == 0) return OVF_OK;
        sort_items(sort);
        free_spare(sort);
        if (!ovf_array_reserve(&sort->runs, &sort->run_capacity, 1, sizeof *sort->runs))
            return ovf_fail_memory(error);
        sort->runs[sort->run_count++] = (run){.at = sort->items,
                                              .end = sort->items + sort->count * sort->size};
        return OVF_OK;
    }
    status = end_run(sort, error);
    free_spare(sort);
    if (status != OVF_OK) return status;
    if (!ovf_array_reserve(&sort->items, &sort->capacity, sort->run_count, sort->size))
        return ovf_fail_memory(error);
    sort->room_bytes = sort->capacity / sort->run_count * sort->size;
    for (size_t i = 0; i < sort->run_count && status == OVF_OK; i++) {
        sort->runs[i].room = sort->items + i * sort->room_bytes;
        status = fill(sort, &sort->runs[i], error);
    }
    if (status == OVF_OK)
        for (size_t i = sort->run_count / 2; i-- > 0;) sift_down(sort, i);
    return status;
}

/* Goes past the item that was given last. */
static ovf_status advance(ovf_sort *sort, ovf_error *error)
{
    ovf_status status = OVF_OK;
    if (sort->run_count == 0) return OVF_OK;
    run *least = &sort->runs[0];
    least->at += sort->size;
    if (least->at == least->end) {
        if (least->from_byte < least->to_byte) status = fill(sort, least, error);
        else *least = sort->runs[--sort->run_count];
    }
    if (status == OVF_OK && sort->run_count > 1) sift_down(sort, 0);
    return status;
}

ovf_status ovf_sort_next(ovf_sort *sort, const void **item, ovf_error *error)
{
    ovf_status status = sort->reading ? advance(sort, error) : begin_reading(sort, error);
    *item = status == OVF_OK && sort->run_count > 0 ? sort->runs[0].at : NULL;
    return status;
}

ovf_status ovf_sort_merge(ovf_sort *sort, ovf_sort *from, ovf_error *error)
{
    const void *item;
    ovf_status status = ovf_sort_next(from, &item, error);
    while (status == OVF_OK && item != NULL) {
        status = ovf_sort_add(sort, item, error);
        if (status == OVF_OK) status = ovf_sort_next(from, &item, error);
    }
    return status;
}

void ovf_sort_free(ovf_sort *sort)
{
    if (sort == NULL) return;
    ovf_temporary_file_close(&sort->file);
    free(sort->items);
    free(sort->spare);
    free(sort->runs);
    free(sort);
}
