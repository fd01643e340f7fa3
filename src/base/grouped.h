/* Whole numbers for people. */
#ifndef OVF_BASE_GROUPED_H
#define OVF_BASE_GROUPED_H

#include <stdint.h>

#define OVF_GROUPED_TEXT 32

/* 12,345 */
void ovf_grouped(uint64_t number, char text[OVF_GROUPED_TEXT]);

#endif
