#include "output/map/archive.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "gdal/gdal.h"
#include "gdal/gdal_errors.h"

ovf_status ovf_archive_pack(const char *name, const char *text, ovf_bytes *bytes, ovf_error *error)
{
    char archive[80], member[160];
    ovf_gdal_errors caught;
    ovf_status status = ovf_gdal_load(error);
    if (status != OVF_OK) return status;
    /* GDAL's files in memory are the process's: one that is nobody else's. */
    snprintf(archive, sizeof archive, "/vsimem/overflight-%p.zip", (void *)bytes);
    snprintf(member, sizeof member, "/vsizip/%s/%s", archive, name);
    ovf_gdal_errors_begin(&caught);
    VSILFILE *file = VSIFOpenExL(member, "wb", TRUE);
    size_t length = strlen(text);
    bool good = file != NULL && VSIFWriteL(text, 1, length, file) == length;
    if (file != NULL && VSIFCloseL(file) != 0) good = false;
    vsi_l_offset size = 0;
    const GByte *packed = good ? VSIGetMemFileBuffer(archive, &size, FALSE) : NULL;
    if (packed == NULL)
        status = ovf_fail(error, OVF_ERROR_IO, "%s cannot be packed: %s", name,
                          ovf_gdal_errors_text(&caught, ""));
    else ovf_bytes_add(bytes, packed, (size_t)size);
    (void)VSIUnlink(archive);
    ovf_gdal_errors_end();
    return status == OVF_OK && bytes->failed ? ovf_fail_memory(error) : status;
}
