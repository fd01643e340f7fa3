/* Where labels go: none over another, over a marker or out of the map, and rather where nothing is
 * than over a line. What is taken is kept in a grid, so that neither memory nor time depends on how
 * much there is. */
#ifndef OVF_OUTPUT_PICTURE_PICTURE_LABELS_H
#define OVF_OUTPUT_PICTURE_PICTURE_LABELS_H

#include "output/picture/picture_view.h"

typedef struct {
    ovf_patch area;
    double cell; /* pixels */
    size_t columns, rows;
    unsigned char *cells;
} ovf_labels;

/* Errors: false when memory is out. */
bool ovf_labels_open(ovf_labels *labels, const ovf_patch *area, double cell);
void ovf_labels_close(ovf_labels *labels);

/* Nothing may be put there any more. */
void ovf_labels_block(ovf_labels *labels, const ovf_patch *patch);
/* A line runs there. */
void ovf_labels_busy(ovf_labels *labels, ovf_flat from, ovf_flat to);
/* Takes the candidate that covers least of the lines, of those as good the first, and blocks it;
 * false if there is room for none. */
bool ovf_labels_place(ovf_labels *labels, const ovf_patch *candidates, size_t count,
                      size_t *chosen);

#endif
