/* From the pieces that a format yields to a flight: the same for all formats. */
#ifndef OVF_INPUT_FLIGHTS_ASSEMBLY_H
#define OVF_INPUT_FLIGHTS_ASSEMBLY_H

#include "input/flights/assembled.h"
#include "overflight/input.h"

ovf_assembly_options ovf_assembly_options_of(const ovf_input_options *options);

/* What it is about. */
typedef struct {
    bool observed;         /* times are those of the fixes, and not reckoned */
    const ovf_error *flaw; /* what is wrong with the positions, of a source in which all are meant;
                              NULL: it is usual that some are not known */
} ovf_source_facts;

/* In turn: altitudes that are none (positions.h) become unknown; fixes without a position go; parts
 * come in the order of their times, where each has them and they do not overlap; fixes go whose
 * time runs back, as few as possible, and those that are impossible (plausible.h); parts that
 * follow each other in time become one; and parts of a single fix go. Legs that were never observed
 * are marked. Nothing may be left: then fix_count is 0. Errors: OVF_ERROR_INPUT (too much is bad;
 * the sentence names neither file nor feature), OVF_ERROR_MEMORY. */
ovf_status ovf_assemble(ovf_assembly *assembly, const ovf_source_facts *facts,
                        const ovf_assembly_options *options, ovf_left_out *left, ovf_error *error);

#endif
