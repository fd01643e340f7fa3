/* Floors and ceilings in prose: "Lower limit: GND Upper limit: FL95", "GND - 2500 ft MSL". */
#ifndef OVF_INPUT_AIRSPACE_LIMIT_PROSE_H
#define OVF_INPUT_AIRSPACE_LIMIT_PROSE_H

#include <stdbool.h>

#define OVF_PROSE_LIMIT 80

/* The floor and the ceiling; empty: none is said. What is called a limit and is no height is there
 * as it stands. */
typedef struct {
    char text[2][OVF_PROSE_LIMIT];
} ovf_prose_limits;

/* The prose may be HTML. Limits that are there already stay. False when memory is out. */
bool ovf_prose_limits_find(const char *prose, ovf_prose_limits *limits);

#endif
