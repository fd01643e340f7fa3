/* Checksums of files. */
#ifndef OVF_SYSTEM_CHECKSUM_H
#define OVF_SYSTEM_CHECKSUM_H

#include <stdbool.h>
#include <stdint.h>

#include "overflight/error.h"

/* Room for a SHA-256 (FIPS 180-4) as hexadecimal text. */
#define OVF_CHECKSUM_SIZE 65

typedef struct {
    bool known; /* false: not a plain file (a pipe, a folder, a database), and nothing has been read
                 */
    uint64_t size;
    int64_t modified_ns; /* since 1970 */
    char sha256[OVF_CHECKSUM_SIZE];
} ovf_checksum;

/* Reads the file as a stream; its name may end with |layername=NAME. Errors: OVF_ERROR_IO (names
 * file and reason), OVF_ERROR_MEMORY. Thread-safe. */
ovf_status ovf_checksum_file(const char *name, ovf_checksum *checksum, ovf_error *error);
/* The checksum of a megabyte in pieces from all over the file, or of the whole of a smaller one:
 * quick, to notice that a file was changed or exchanged. */
ovf_status ovf_checksum_sample(const char *name, ovf_checksum *checksum, ovf_error *error);

#endif
