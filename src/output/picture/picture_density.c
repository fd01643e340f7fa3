#include "output/picture/picture_density.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"

bool ovf_density_open(ovf_density *density, const ovf_patch *area, double cell)
{
    *density = (ovf_density){.area = *area, .cell = cell};
    density->columns = (size_t)ceil(fmax(area->right - area->left, cell) / cell);
    density->rows = (size_t)ceil(fmax(area->bottom - area->top, cell) / cell);
    density->counts = ovf_array_new(density->columns * density->rows, sizeof *density->counts);
    return density->counts != NULL;
}

void ovf_density_close(ovf_density *density)
{
    free(density->counts);
    *density = (ovf_density){0};
}

static void add(ovf_density *density, double x, double y, double weight)
{
    if (x >= 0 && y >= 0 && x < (double)density->columns && y < (double)density->rows)
        density->counts[(size_t)y * density->columns + (size_t)x] += (float)weight;
}

void ovf_density_line(ovf_density *density, ovf_flat from, ovf_flat to)
{
    if (!ovf_clip_segment(&density->area, &from, &to)) return;
    double x = (from.x - density->area.left) / density->cell,
           y = (from.y - density->area.top) / density->cell;
    double dx = (to.x - from.x) / density->cell, dy = (to.y - from.y) / density->cell,
           length = fmax(fabs(dx), fabs(dy));
    size_t steps = (size_t)ceil(length);
    /* Shared between the two cells across the line that are nearest. */
    bool flat = fabs(dx) >= fabs(dy);
    for (size_t i = 0; i < steps; i++) {
        double t = ((double)i + 0.5) / (double)steps, px = x + t * dx, py = y + t * dy;
        double across = (flat ? py : px) - 0.5, low = floor(across), part = across - low,
               weight = length / (double)steps;
        if (flat) {
            add(density, px, low, weight * (1 - part));
            add(density, px, low + 1, weight * part);
        } else {
            add(density, low, py, weight * (1 - part));
            add(density, low + 1, py, weight * part);
        }
    }
}

void ovf_density_tone(const ovf_density *density, double one, unsigned char *tones, size_t stride)
{
    double most = 2;
    for (size_t i = 0; i < density->columns * density->rows; i++)
        most = fmax(most, (double)density->counts[i]);
    for (size_t row = 0; row < density->rows; row++)
        for (size_t column = 0; column < density->columns; column++) {
            double count = (double)density->counts[row * density->columns + column];
            double tone = count < 1 ? one * count : one + (1 - one) * log(count) / log(most);
            tones[row * stride + column] = (unsigned char)lround(255 * fmin(tone, 1));
        }
}
