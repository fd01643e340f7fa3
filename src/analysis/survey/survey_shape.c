#include "analysis/survey/survey_shape.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/survey/survey_bands.h"
#include "base/array.h"
#include "base/error.h"

/* Squares of the raster, most of which are empty where a zone is narrow or in pieces. */
#define SQUARES_MOST (1 << 20)
/* Blobs of cells between which distances are measured. */
#define BLOBS_MOST 200

typedef struct {
    double west_m, south_m, side_m;
    int columns, rows;
    double *areas; /* in squares; one more column than there are */
    int *blobs;    /* 1 …; 0: the square is empty */
    int *waiting;  /* of a flood */
    size_t filled;
    int blob_count;
} raster;

/* ---- areas ---- */

/* A piece of an edge within a column: squares to the east of it have its height more, the one that
 * it is in by what lies east of it. Summed up from west to east that is the area inside (as
 * renderers of fonts fill outlines). */
static void add_piece(double *row, double x1, double y1, double x2, double y2)
{
    double middle = (x1 + x2) / 2;
    int column = (int)floor(middle);
    row[column] -= (y2 - y1) * (column + 1 - middle);
    row[column + 1] -= (y2 - y1) * (middle - column);
}

/* An edge that stays in a row, in squares. */
static void add_in_row(double *row, double x1, double y1, double x2, double y2)
{
    int step = x2 > x1 ? 1 : -1;
    double x = x1, y = y1, slope = x1 == x2 ? 0 : (y2 - y1) / (x2 - x1);
    for (double wall = step > 0 ? floor(x1) + 1 : ceil(x1) - 1; (x2 - wall) * step > 0;
         wall += step) {
        double at = y1 + (wall - x1) * slope;
        add_piece(row, x, y, wall, at);
        x = wall;
        y = at;
    }
    add_piece(row, x, y, x2, y2);
}

static void add_edge(raster *in, ovf_flat a, ovf_flat b)
{
    double x1 = (a.x - in->west_m) / in->side_m, y1 = (a.y - in->south_m) / in->side_m,
           x2 = (b.x - in->west_m) / in->side_m, y2 = (b.y - in->south_m) / in->side_m;
    if (y1 == y2) return;
    double low = fmin(y1, y2), high = fmax(y1, y2), slope = (x2 - x1) / (y2 - y1);
    for (int row = (int)low; row < high; row++) {
        double from = fmax(low, row), to = fmin(high, row + 1);
        double x_from = x1 + (from - y1) * slope, x_to = x1 + (to - y1) * slope;
        double *areas = in->areas + (size_t)row * ((size_t)in->columns + 1);
        if (y1 < y2) add_in_row(areas, x_from, from, x_to, to);
        else add_in_row(areas, x_to, to, x_from, from);
    }
}

/* Squares of a side that leaves one free around the zone. */
static bool lay(raster *in, const ovf_rings *rings, const ovf_rectangle *box, double side_m)
{
    free(in->areas);
    *in = (raster){.side_m = side_m,
                   .west_m = box->west - side_m,
                   .south_m = box->south - side_m,
                   .columns = 3 + (int)((box->east - box->west) / side_m),
                   .rows = 3 + (int)((box->north - box->south) / side_m)};
    in->areas = ovf_array_new(((size_t)in->columns + 1) * (size_t)in->rows, sizeof *in->areas);
    if (in->areas == NULL) return false;
    for (size_t r = 0, i = 0; r < rings->ring_count; i = rings->ends[r++])
        for (size_t k = i; k + 1 < rings->ends[r]; k++)
            add_edge(in, rings->points[k], rings->points[k + 1]);
    for (int row = 0; row < in->rows; row++) {
        double *areas = in->areas + (size_t)row * ((size_t)in->columns + 1), sum = 0;
        for (int column = 0; column <= in->columns; column++) {
            sum += areas[column];
            /* What rounding leaves of nothing. */
            areas[column] = sum > 1e-9 ? sum : 0;
            in->filled += column < in->columns && areas[column] > 0;
        }
    }
    return true;
}

/* As small as the number of cells allows. */
static bool lay_cells(raster *in, const ovf_rings *rings)
{
    ovf_rectangle box = ovf_rectangle_none();
    for (size_t i = 0; i < rings->count; i++) ovf_rectangle_add(&box, rings->points[i]);
    double wide = box.east - box.west, high = box.north - box.south;
    double side_m = fmax(sqrt(wide * high / SQUARES_MOST), fmax(wide, high) / 4000);
    side_m = fmax(side_m, sqrt(wide * high / OVF_SHAPE_CELLS) / 4);
    do {
        if (!lay(in, rings, &box, side_m)) return false;
        side_m *= fmin(3, fmax(1.1, sqrt((double)in->filled / OVF_SHAPE_CELLS)));
    } while (in->filled > OVF_SHAPE_CELLS);
    return true;
}

/* ---- parts ---- */

static size_t square_of(const raster *in, int column, int row)
{
    return (size_t)row * ((size_t)in->columns + 1) + (size_t)column;
}

/* All squares that can be reached in steps of so many squares at most. */
static void flood(raster *in, int column, int row, int reach)
{
    int count = 0;
    in->blobs[square_of(in, column, row)] = ++in->blob_count;
    in->waiting[count++] = (int)square_of(in, column, row);
    while (count > 0) {
        int at = in->waiting[--count], x = at % (in->columns + 1), y = at / (in->columns + 1);
        for (int v = y - reach; v <= y + reach; v++)
            for (int u = x - reach; u <= x + reach; u++) {
                if (u < 0 || v < 0 || u >= in->columns || v >= in->rows) continue;
                size_t next = square_of(in, u, v);
                if (!(in->areas[next] > 0) || in->blobs[next] != 0) continue;
                in->blobs[next] = in->blob_count;
                in->waiting[count++] = (int)next;
            }
    }
}

/* Blobs of squares that touch, or are near where there would be too many. */
static bool find_blobs(raster *in)
{
    size_t squares = ((size_t)in->columns + 1) * (size_t)in->rows;
    in->blobs = ovf_array_new(squares, sizeof *in->blobs);
    in->waiting = ovf_array_new(in->filled, sizeof *in->waiting);
    if (in->blobs == NULL || in->waiting == NULL) return false;
    int reach = 1;
    do {
        in->blob_count = 0;
        memset(in->blobs, 0, squares * sizeof *in->blobs);
        for (int row = 0; row < in->rows; row++)
            for (int column = 0; column < in->columns; column++) {
                size_t at = square_of(in, column, row);
                if (in->areas[at] > 0 && in->blobs[at] == 0) flood(in, column, row, reach);
            }
        reach *= 2;
    } while (in->blob_count > BLOBS_MOST);
    return true;
}

/* What is west of each column, for the discs. */
static bool take_raster(ovf_survey_shape *shape, const raster *in)
{
    size_t stride = (size_t)in->columns + 1;
    shape->sums_m2 = ovf_array_new(stride * (size_t)in->rows, sizeof *shape->sums_m2);
    if (shape->sums_m2 == NULL) return false;
    for (int row = 0; row < in->rows; row++) {
        const double *areas = in->areas + (size_t)row * stride;
        double *sums = shape->sums_m2 + (size_t)row * stride;
        for (int column = 0; column < in->columns; column++)
            sums[column + 1] = sums[column] + areas[column] * in->side_m * in->side_m;
    }
    shape->west_m = in->west_m;
    shape->south_m = in->south_m;
    shape->side_m = in->side_m;
    shape->columns = in->columns;
    shape->rows = in->rows;
    shape->stretch = ovf_plane_stretch(
        (ovf_flat){fmax(-in->west_m, in->west_m + in->columns * in->side_m),
                   fmax(-in->south_m, in->south_m + in->rows * in->side_m)});
    return true;
}

static bool take_cells(ovf_survey_shape *shape, const raster *in, const ovf_plane *plane)
{
    shape->places = ovf_array_new(in->filled, sizeof *shape->places);
    shape->areas_m2 = ovf_array_new(in->filled, sizeof *shape->areas_m2);
    shape->parts = ovf_array_new(in->filled, sizeof *shape->parts);
    if (shape->places == NULL || shape->areas_m2 == NULL || shape->parts == NULL) return false;
    for (int row = 0; row < in->rows; row++)
        for (int column = 0; column < in->columns; column++) {
            size_t at = square_of(in, column, row), cell = shape->count;
            if (!(in->areas[at] > 0)) continue;
            ovf_flat middle = {in->west_m + (column + 0.5) * in->side_m,
                               in->south_m + (row + 0.5) * in->side_m};
            ovf_lonlat place = ovf_plane_position(plane, middle);
            ovf_flat far = {fabs(middle.x) + in->side_m, fabs(middle.y) + in->side_m};
            shape->places[cell] = ovf_earth_point(place.lon, place.lat);
            shape->areas_m2[cell] = in->areas[at] * in->side_m * in->side_m;
            shape->parts[cell] = in->blobs[at] - 1;
            shape->slack_m = fmax(shape->slack_m, in->side_m * sqrt(0.5) * ovf_plane_stretch(far));
            shape->count++;
        }
    return isfinite(shape->slack_m);
}

/* The least distances between the blobs' cells, chords in space, which no way on the ground is
 * shorter than. */
static void find_gaps(const ovf_survey_shape *shape, double *gaps, int count)
{
    for (int k = 0; k < count * count; k++) gaps[k] = INFINITY;
    for (size_t i = 0; i < shape->count && count > 1; i++)
        for (size_t k = 0; k < i; k++) {
            int a = shape->parts[i], b = shape->parts[k];
            if (a == b) continue;
            double *gap = &gaps[a < b ? a * count + b : b * count + a];
            ovf_vector d = ovf_subtract(shape->places[i], shape->places[k]);
            *gap = fmin(*gap, ovf_dot(d, d));
        }
    for (int a = 0; a < count; a++)
        for (int b = a + 1; b < count; b++)
            gaps[b * count + a] = gaps[a * count + b] = fmax(0, sqrt(gaps[a * count + b]) -
                                                                    2 * shape->slack_m);
}

/* Takes the nearest blobs as one, until they are far enough apart and few enough. */
static void join(ovf_survey_shape *shape, double *gaps, int *of, int count, double apart_m)
{
    int left = count;
    for (int k = 0; k < count; k++) of[k] = k;
    for (;;) {
        int a = -1, b = -1;
        double least = INFINITY;
        for (int i = 0; i < count; i++)
            for (int k = i + 1; k < count; k++)
                if (of[i] == i && of[k] == k && gaps[i * count + k] < least) {
                    least = gaps[i * count + k];
                    a = i;
                    b = k;
                }
        if (a < 0 || (least > apart_m && left <= OVF_SHAPE_PARTS)) break;
        for (int k = 0; k < count; k++) {
            if (of[k] == b) of[k] = a;
            double gap = fmin(gaps[a * count + k], gaps[b * count + k]);
            if (k != a) gaps[a * count + k] = gaps[k * count + a] = gap;
        }
        left--;
    }
    int number[BLOBS_MOST];
    for (int k = 0; k < count; k++)
        if (of[k] == k) number[k] = (int)shape->part_count++;
    for (int i = 0; i < count; i++)
        for (int k = 0; k < count; k++)
            if (of[i] == i && of[k] == k && i != k)
                shape->gaps_m[number[i]][number[k]] = gaps[i * count + k];
    for (size_t i = 0; i < shape->count; i++) {
        shape->parts[i] = number[of[shape->parts[i]]];
        shape->part_m2[shape->parts[i]] += shape->areas_m2[i];
    }
}

static bool find_parts(ovf_survey_shape *shape, int count, double apart_m)
{
    double *gaps = ovf_array_new((size_t)count * (size_t)count, sizeof *gaps);
    int *of = ovf_array_new((size_t)count, sizeof *of);
    bool good = gaps != NULL && of != NULL;
    if (good) {
        find_gaps(shape, gaps, count);
        join(shape, gaps, of, count, apart_m);
    }
    free(gaps);
    free(of);
    return good;
}

ovf_status ovf_survey_shape_open(ovf_survey_shape *shape, const ovf_zone *zone, double apart_m,
                                 ovf_error *error)
{
    ovf_rings rings = {0};
    ovf_plane plane = {0};
    raster in = {0};
    *shape = (ovf_survey_shape){0};
    ovf_status status = ovf_rings_of(&rings, &plane, zone, 0, error);
    if (status == OVF_OK &&
        !(lay_cells(&in, &rings) && find_blobs(&in) && take_cells(shape, &in, &plane) &&
          take_raster(shape, &in) && find_parts(shape, in.blob_count, apart_m)))
        status = ovf_fail_memory(error);
    if (status != OVF_OK) ovf_survey_shape_close(shape);
    free(in.areas);
    free(in.blobs);
    free(in.waiting);
    ovf_rings_clear(&rings);
    ovf_plane_close(&plane);
    return status;
}

void ovf_survey_shape_close(ovf_survey_shape *shape)
{
    free(shape->places);
    free(shape->areas_m2);
    free(shape->parts);
    free(shape->sums_m2);
    *shape = (ovf_survey_shape){0};
}
