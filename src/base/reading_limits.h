/* The limits of what is read and worked on: the checks take them from here, or from the public
 * headers where callers must know them. Each is far above what honest input has, and is
 * told of by a sentence where it is met. */
#ifndef OVF_BASE_READING_LIMITS_H
#define OVF_BASE_READING_LIMITS_H

#include <stddef.h>

#define OVF_LIMIT_FEATURE_BYTES ((size_t)1 << 30)
#define OVF_LIMIT_LINE_BYTES ((size_t)1 << 16)
#define OVF_LIMIT_TOKEN_BYTES ((size_t)1 << 20)
#define OVF_LIMIT_COLUMNS ((size_t)512)
#define OVF_LIMIT_MEMBERS 64
#define OVF_LIMIT_KML_LEGS ((size_t)1 << 20)
#define OVF_LIMIT_EDGE_PIECES 100000u
#define OVF_LIMIT_CURVE_CHORDS 10000000
#define OVF_LIMIT_AIXM_CHANGES 2000
#define OVF_LIMIT_AIXM_LINKS 100000
#define OVF_LIMIT_RASTER_CELLS ((size_t)1 << 29)
#define OVF_LIMIT_SUGGESTION_PLACES ((size_t)9000)
#define OVF_LIMIT_THREADS 1024

#endif
