/* Occupancy: for each zone and time bin how many flights are inside, and for how long.
 *
 * A flight is inside from its entry on until its exit, the latter not included, so that of two that
 * hand over at one instant only one is inside; a passage that takes no time is inside at its
 * instant. Each bin is counted twice: those that are surely inside, and those of which it is not
 * excluded. Times are taken as they are written elsewhere, to the millisecond, so that everybody
 * can count again from the passages, and so that whole numbers do for all of it: the order of the
 * routes does not matter. */
#ifndef OVF_REDUCE_OCCUPANCY_H
#define OVF_REDUCE_OCCUPANCY_H

#include "overflight/analysis.h"

/* ---- a route's passages ---- */

/* Whether a stay is counted among those that are sure, those that are not excluded, or both. */
typedef enum { OVF_STAY_SURE = 1, OVF_STAY_AT_MOST = 2, OVF_STAY_BOTH = 3 } ovf_stay_series;

/* A passage as it counts here, in milliseconds since 1970; of those that are not excluded several
 * that follow each other without a gap. */
typedef struct {
    size_t zone;
    ovf_stay_series series;
    int64_t entry_ms, exit_ms;
    int64_t seen_ms; /* the last millisecond in which the same route was inside before; INT64_MIN:
                        it was not; in the same series */
    bool enters, leaves; /* whether there are crossings at its beginning and its end */
} ovf_stay;

/* Goes through a meeting's passages in order, of one series after the other where they differ;
 * begins with ovf_stays_of. */
typedef struct {
    const ovf_meeting *meeting;
    ovf_stay_series series;
    size_t passage, crossing;
    int64_t now_ms, seen_ms;
} ovf_stays;

ovf_stays ovf_stays_of(const ovf_meeting *meeting);
/* False after the last. A passage whose times are not known is left out. */
bool ovf_stays_next(ovf_stays *stays, ovf_stay *stay);

/* ---- all of them ---- */

typedef struct {
    uint64_t entries, exits; /* crossings */
    uint64_t flights;        /* routes that are inside at some time; each counts once */
    uint64_t most;           /* of them at one instant */
    uint64_t inside_ms;      /* of all of them together */
} ovf_occupied_count;

/* A zone in a bin: from start_ms on until before end_ms. */
typedef struct {
    size_t zone;
    int64_t start_ms, end_ms;
    ovf_occupied_count sure, at_most;
} ovf_occupied;

/* One thread at a time. */
typedef struct ovf_occupancy ovf_occupancy;

/* Bins begin at multiples of bin_ms since 1970. What does not fit into 32 MB goes into a file
 * without a name in `folder`, which must outlive it; NULL: as in ovf_temporary_file_open. Errors of
 * all: OVF_ERROR_MEMORY, OVF_ERROR_IO (that file). */
ovf_status ovf_occupancy_new(int64_t bin_ms, const char *folder, ovf_occupancy **occupancy,
                             ovf_error *error);
/* Adds a route's passages through all zones, or one of them. */
ovf_status ovf_occupancy_add(ovf_occupancy *occupancy, const ovf_result *result, ovf_error *error);
ovf_status ovf_occupancy_add_stay(ovf_occupancy *occupancy, const ovf_stay *stay, ovf_error *error);
/* Moves everything that `from` has; its bins must be as long: OVF_ERROR_USAGE if not. */
ovf_status ovf_occupancy_merge(ovf_occupancy *occupancy, ovf_occupancy *from, ovf_error *error);
/* Gives what was added to `take`, once: by zone and time, and only bins in which there is anything.
 * Nothing can be added any more. Ends with the first error of `take`. */
ovf_status ovf_occupancy_read(ovf_occupancy *occupancy,
                              ovf_status (*take)(void *context, const ovf_occupied *occupied,
                                                 ovf_error *error),
                              void *context, ovf_error *error);
/* Takes NULL. */
void ovf_occupancy_free(ovf_occupancy *occupancy);

#endif
