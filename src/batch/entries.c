#include "batch/entries.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "input/flights/ledger.h"

enum { AT_ONCE = 4096 };

ovf_status ovf_entries_read(const char *path,
                            ovf_status (*take)(void *context, const unsigned char *entries,
                                               size_t count, ovf_error *error),
                            void *context, ovf_error *error)
{
    static const char cannot[] = "cannot read %s: %s";
    unsigned char entries[AT_ONCE * OVF_LEDGER_ENTRY];
    FILE *file = fopen(path, "rb");
    if (file == NULL) return ovf_fail(error, OVF_ERROR_IO, cannot, path, strerror(errno));
    ovf_status status = OVF_OK;
    while (status == OVF_OK) {
        size_t count = fread(entries, OVF_LEDGER_ENTRY, AT_ONCE, file);
        if (count > 0) status = take(context, entries, count, error);
        if (count < AT_ONCE) break;
    }
    if (status == OVF_OK && ferror(file))
        status = ovf_fail(error, OVF_ERROR_IO, cannot, path, strerror(EIO));
    fclose(file);
    return status;
}
