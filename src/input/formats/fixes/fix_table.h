/* Fixes that come in any order, of many aircraft, made into flights: grouped, sorted in time, and
 * cut where the call sign is another one. In a fixed room: what does not fit is sorted on disk. */
#ifndef OVF_INPUT_FORMATS_FIXES_FIX_TABLE_H
#define OVF_INPUT_FORMATS_FIXES_FIX_TABLE_H

#include <stdint.h>

#include "input/formats/raw_flight.h"
#include "overflight/error.h"

typedef struct ovf_fix_table ovf_fix_table;

/* No call sign, or none that is told. */
#define OVF_CALL_NONE UINT32_MAX

typedef struct {
    double time_s, lon, lat, altitude_m; /* NAN: not known; without a position it only tells the
                                            call sign */
    ovf_reference reference;
    uint32_t call; /* of ovf_fix_table_call */
    uint32_t leg;  /* flights of one group are told apart by it, too */
    bool moves;    /* at its place of before, it is that one told once more */
} ovf_table_row;

/* NULL when memory is out. */
ovf_fix_table *ovf_fix_table_new(ovf_flight_queue *queue);
/* Takes NULL. */
void ovf_fix_table_free(ovf_fix_table *table);

/* What belongs together, usually an aircraft; `is_new` when it comes for the first time, and then
 * its attributes may be added. Flights come in the order of these numbers. All three are false when
 * memory is out. */
bool ovf_fix_table_group(ovf_fix_table *table, const char *key, size_t length, uint32_t *group,
                         bool *is_new);
bool ovf_fix_table_attribute(ovf_fix_table *table, const char *name, const char *value,
                             size_t length);
bool ovf_fix_table_call(ovf_fix_table *table, const char *call, size_t length, uint32_t *number);
/* How the flights of groups without a name (an empty key) are called. */
bool ovf_fix_table_name(ovf_fix_table *table, const char *name);

/* Errors: OVF_ERROR_MEMORY, OVF_ERROR_IO. */
ovf_status ovf_fix_table_add(ovf_fix_table *table, uint32_t group, const ovf_table_row *row,
                             ovf_error *error);
/* To all times of a group these seconds are added. False when memory is out. */
bool ovf_fix_table_shift(ovf_fix_table *table, uint32_t group, double seconds);
/* A sentence for the first flight. False when memory is out. */
bool ovf_fix_table_note(ovf_fix_table *table, const char *note);
/* Values that could not be read, which the first flight tells. */
ovf_unread *ovf_fix_table_unread_times(ovf_fix_table *table);
ovf_unread *ovf_fix_table_unread_altitudes(ovf_fix_table *table);

/* Gives the flights of the next group to the queue, or none after the last. Nothing can be added
 * any more. */
ovf_status ovf_fix_table_give(ovf_fix_table *table, ovf_error *error);

#endif
