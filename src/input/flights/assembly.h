/* From the pieces that a format yields to a flight: the same for all formats. */
#ifndef OVF_INPUT_FLIGHTS_ASSEMBLY_H
#define OVF_INPUT_FLIGHTS_ASSEMBLY_H

#include "input/flights/left_out.h"
#include "overflight/input.h"

/* More bad fixes than this part of all, and a flight is refused: then it is not its fixes that are
 * bad. */
#define OVF_BAD_FIXES_MAX_PART 0.05

/* What counts as a gap, and as impossible. */
typedef struct {
    double gap_s, gap_m;  /* a leg beyond either was never observed; infinite: none is */
    double max_speed_mps; /* infinite: any speed is possible */
    bool keep_all;        /* fixes that look wrong stay */
} ovf_assembly_options;

ovf_assembly_options ovf_assembly_options_of(const ovf_input_options *options);

/* A flight in the making. Zeroed before its first use, and used again. */
typedef struct {
    ovf_pieces pieces;
    bool *unobserved;    /* of each fix whether the leg from it to the next was never observed */
    bool any_unobserved; /* false: none was, and there is no such array */
    size_t *origins;     /* of each fix its index in the source; only if `moved` */
    bool moved;          /* some were left out, or came in another order */
    bool *kept;
    size_t unobserved_capacity, origin_capacity, kept_capacity;
} ovf_assembly;

void ovf_assembly_reset(ovf_assembly *assembly);
void ovf_assembly_clear(ovf_assembly *assembly);

/* What it is about. */
typedef struct {
    bool observed;         /* times are those of the fixes, and not reckoned */
    const ovf_error *flaw; /* what is wrong with the positions, of a source in which all are meant;
                              NULL: it is usual that some are not known */
} ovf_source_facts;

/* In turn: altitudes that are none (positions.h), and those over ground and ellipsoid, which
 * nothing here can compare yet, become unknown; fixes without a position go; parts come in the
 * order of their times, where each has them and they do not overlap; fixes go whose time runs back,
 * as few as possible, and those that are impossible (plausible.h); parts that follow each other in
 * time become one; and parts of a single fix go. Legs that were never observed are marked. Nothing
 * may be left: then fix_count is 0. Errors: OVF_ERROR_INPUT (too much is bad; the sentence names
 * neither file nor feature), OVF_ERROR_MEMORY. */
ovf_status ovf_assemble(ovf_assembly *assembly, const ovf_source_facts *facts,
                        const ovf_assembly_options *options, ovf_left_out *left, ovf_error *error);

/* ---- for the steps of it ---- */

/* Of each fix, for a step to fill; NULL when memory is out. */
bool *ovf_assembly_kept(ovf_assembly *assembly);
/* Keeps the fixes that are marked, and what parts have of them; counts the others, unless `left` is
 * NULL. False when memory is out. */
bool ovf_assembly_keep(ovf_assembly *assembly, ovf_left_out *left, ovf_left_reason reason);
/* Before fixes move. False when memory is out. */
bool ovf_assembly_remember_origins(ovf_assembly *assembly);

#endif
