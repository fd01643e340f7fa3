/* From the pieces that a format yields to a flight: the same for all formats. */
#ifndef OVF_INPUT_FLIGHTS_ASSEMBLY_H
#define OVF_INPUT_FLIGHTS_ASSEMBLY_H

#include "input/formats/raw_flight.h"
#include "overflight/error.h"

/* Fixes that had to be left out, by their reason, and altitudes. */
typedef struct {
    size_t fixes;                       /* that there were */
    size_t nowhere;                     /* without a position */
    size_t beyond;                      /* with one that does not exist */
    size_t backwards;                   /* whose time runs back */
    size_t alone;                       /* in a part of their own */
    size_t over_ground, over_ellipsoid; /* altitudes that are not over the sea */
} ovf_left_out;

/* More bad fixes than this part of all, and a flight is refused: then it is not its fixes that are
 * bad. */
#define OVF_BAD_FIXES_MAX_PART 0.05

/* In turn: altitudes that are none (positions.h), and those over ground and ellipsoid, which
 * nothing here can compare yet, become unknown; fixes without a position go; parts come in the
 * order of their times, where each has them and they do not overlap; fixes go whose time runs back,
 * as few as possible; and parts of a single fix. Nothing may be left: then fix_count is 0. Errors:
 * OVF_ERROR_INPUT (too much is bad; the sentence names neither file nor feature),
 * OVF_ERROR_MEMORY. */
ovf_status ovf_assemble(ovf_pieces *pieces, ovf_left_out *left, ovf_error *error);

/* Adds sentences about it, each with its NUL. False when memory is out. */
bool ovf_left_out_tell(const ovf_left_out *left, ovf_text *notes);
/* The same of what the reader could not read. */
bool ovf_unread_tell(const ovf_unread *unread, const char *what, ovf_text *notes);

#endif
