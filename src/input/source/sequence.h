/* A sequence of GeoJSON as the collection that it stands for. Of a sequence GDAL makes times of
 * texts that begin with one, whatever follows: of "2026-09-20T14:00Z/2026-09-21T06:00Z" it loses
 * the end. A collection it reads as it is written. */
#ifndef OVF_INPUT_SOURCE_SEQUENCE_H
#define OVF_INPUT_SOURCE_SEQUENCE_H

#include <stdbool.h>

typedef struct {
    char *path;  /* of the collection, among GDAL's files in memory; NULL: there is none */
    char *bytes; /* what it holds */
} ovf_sequence;

/* Makes the collection of a file that can be read twice. Where it is no sequence, is too large or
 * cannot be read, there is none, and GDAL may say why. */
void ovf_sequence_gather(const char *path, ovf_sequence *sequence);
/* After its dataset has been closed. */
void ovf_sequence_clear(ovf_sequence *sequence);

#endif
