/* What had to be left out of a flight, and why. */
#ifndef OVF_INPUT_FLIGHTS_LEFT_OUT_H
#define OVF_INPUT_FLIGHTS_LEFT_OUT_H

#include <stdbool.h>
#include <stddef.h>

#include "input/formats/raw_flight.h"

typedef enum {
    OVF_LEFT_NOWHERE,    /* without a position */
    OVF_LEFT_BEYOND,     /* with one that does not exist */
    OVF_LEFT_ZERO,       /* at 0° N 0° E, far from the others */
    OVF_LEFT_BACKWARDS,  /* whose time runs back */
    OVF_LEFT_IMPOSSIBLE, /* which no aircraft reaches in time */
    OVF_LEFT_ALONE,      /* in a part of their own */
    OVF_LEFT_REASONS
} ovf_left_reason;

/* So many fixes are told by their numbers. */
#define OVF_LEFT_NAMED 5

typedef struct {
    size_t fixes; /* that there were */
    struct {
        size_t count;
        size_t first[OVF_LEFT_NAMED]; /* their indices in the source */
    } of[OVF_LEFT_REASONS];
    size_t untimed;      /* kept, but for their times, which run back */
    bool invented;       /* all times are forgotten: they were so far apart, ... */
    double invented_s;   /* ... from fix to fix, and half of them or more impossible */
    size_t over_unknown; /* altitudes that do not say over what they are */
} ovf_left_out;

void ovf_left_out_count(ovf_left_out *left, ovf_left_reason reason, size_t index);
/* Of all reasons. */
size_t ovf_left_out_total(const ovf_left_out *left);

/* Adds sentences about it, each with its NUL. False when memory is out. */
bool ovf_left_out_tell(const ovf_left_out *left, ovf_text *notes);
/* The same of what the reader could not read. */
bool ovf_unread_tell(const ovf_unread *unread, const char *what, ovf_text *notes);

#endif
