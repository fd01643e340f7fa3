/* Files of the ledger's entries, which journals and parts have beside them. */
#ifndef OVF_BATCH_ENTRIES_H
#define OVF_BATCH_ENTRIES_H

#include <stddef.h>

#include "overflight/error.h"

/* Gives all entries of the file, some thousands at a time, until one call fails. Errors: those of
 * `take`, OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_entries_read(const char *path,
                            ovf_status (*take)(void *context, const unsigned char *entries,
                                               size_t count, ovf_error *error),
                            void *context, ovf_error *error);

#endif
