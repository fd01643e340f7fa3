/* What formats of zones cannot hold. */
#ifndef OVF_OUTPUT_CONVERT_ZONE_LOSSES_H
#define OVF_OUTPUT_CONVERT_ZONE_LOSSES_H

#include <stdint.h>

/* What the format could not hold, in zones that have it. */
typedef struct {
    uint64_t curves;     /* drawn as points that stay within OVF_ZONE_DRAWN_M of them */
    uint64_t parts;      /* with limits of their own: each became a zone */
    uint64_t pieces;     /* of several outlines: each became a zone */
    uint64_t holes;      /* filled */
    uint64_t limits;     /* floors or ceilings left out */
    uint64_t times;      /* in words that only overflight reads */
    uint64_t attributes; /* left out */
} ovf_zone_losses;

/* A tenth of a millimetre is 1e-9 degrees. */
#define OVF_ZONE_DRAWN_M 1e-4

#endif
