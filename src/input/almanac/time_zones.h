/* Time zones by name, from the system's database by GLib. */
#ifndef OVF_INPUT_ALMANAC_TIME_ZONES_H
#define OVF_INPUT_ALMANAC_TIME_ZONES_H

#include "overflight/schedule.h"

enum { OVF_ZONE_ANSWERS = 256 };

typedef struct {
    size_t zone; /* its place among the names plus one; 0: nothing is kept here */
    double shown_s, first_s, last_s;
} ovf_zone_answer;

typedef struct ovf_named_zone ovf_named_zone;

/* Zones that were asked for; belongs to one thread at a time. */
typedef struct {
    ovf_named_zone *zones;
    size_t count, capacity;
    ovf_zone_answer answers[OVF_ZONE_ANSWERS];
} ovf_time_zones;

void ovf_time_zones_clear(ovf_time_zones *zones);

/* As ovf_almanac's `instants`. False also where memory is out. */
bool ovf_time_zones_instants(ovf_time_zones *zones, const char *name, double shown_s,
                             double *first_s, double *last_s);

#endif
