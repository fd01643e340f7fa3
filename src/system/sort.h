/* Sorting any number of items in a fixed room: sorted runs go into a file without a name, and are
 * merged while they are read. */
#ifndef OVF_SYSTEM_SORT_H
#define OVF_SYSTEM_SORT_H

#include <stdbool.h>
#include <stddef.h>

#include "overflight/error.h"

typedef struct ovf_sort ovf_sort;

/* Items of `size` bytes, of which `most` are in memory. The file lies in `folder`, which must
 * outlive the sorter (NULL: as in ovf_temporary_file_open), and is there only for more of them.
 * Errors of all: OVF_ERROR_MEMORY, OVF_ERROR_IO. */
ovf_status ovf_sort_new(size_t size, size_t most, int (*compare)(const void *, const void *),
                        const char *folder, ovf_sort **sort, ovf_error *error);
/* Before the first is added: what sorts those in memory as `compare` would, where it knows a faster
 * way, from `items` to `sorted`, which has room for as many; false where it does not. */
void ovf_sort_arrange(ovf_sort *sort,
                      bool (*arrange)(const void *items, size_t count, void *sorted));
ovf_status ovf_sort_add(ovf_sort *sort, const void *item, ovf_error *error);
/* Adds one that is written to *item, before the next is added. */
ovf_status ovf_sort_room(ovf_sort *sort, void **item, ovf_error *error);
/* The least of those that have not been given yet, which holds until the next call; NULL after the
 * last. Nothing can be added any more. */
ovf_status ovf_sort_next(ovf_sort *sort, const void **item, ovf_error *error);
/* Adds all items of `from`, which is sorted in the same way and from which none has been taken; it
 * then has none left. */
ovf_status ovf_sort_merge(ovf_sort *sort, ovf_sort *from, ovf_error *error);
/* Takes NULL. */
void ovf_sort_free(ovf_sort *sort);

#endif
