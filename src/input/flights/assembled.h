/* A flight in the making: what the steps of its assembly share. */
#ifndef OVF_INPUT_FLIGHTS_ASSEMBLED_H
#define OVF_INPUT_FLIGHTS_ASSEMBLED_H

#include "input/flights/left_out.h"

/* More bad fixes than this part of all, and a flight is refused: then it is not its fixes that are
 * bad. */
#define OVF_BAD_FIXES_MAX_PART 0.05

/* What counts as a gap, and as impossible. */
typedef struct {
    double gap_s, gap_m;  /* a leg beyond either was never observed; infinite: none is */
    bool followed;        /* gaps are as usual: only of flights that were followed */
    double max_speed_mps; /* infinite: any speed is possible */
    bool keep_all;        /* fixes that look wrong stay */
} ovf_assembly_options;

/* A flight in the making. Zeroed before its first use, and used again. */
typedef struct {
    ovf_pieces pieces;
    unsigned char *unobserved; /* of each fix an ovf_gap, of the leg from it to the next */
    bool any_unobserved;       /* false: none was, and there is no such array */
    size_t *origins;           /* of each fix its index in the source; only if `moved` */
    bool moved;                /* some were left out, or came in another order */
    bool *kept;
    size_t unobserved_capacity, origin_capacity, kept_capacity;
} ovf_assembly;

void ovf_assembly_reset(ovf_assembly *assembly);
void ovf_assembly_clear(ovf_assembly *assembly);

/* Of each fix, for a step to fill; NULL when memory is out. */
bool *ovf_assembly_kept(ovf_assembly *assembly);
/* Keeps the fixes that are marked, and what parts have of them; counts the others, unless `left` is
 * NULL. False when memory is out. */
bool ovf_assembly_keep(ovf_assembly *assembly, ovf_left_out *left, ovf_left_reason reason);
/* Before fixes move. False when memory is out. */
bool ovf_assembly_remember_origins(ovf_assembly *assembly);

#endif
