#include "output/map/frame.h"

#include <stdlib.h>

#include "base/array.h"
#include "output/shapes/densify.h"

/* The least width and height of a map. */
#define LEAST_M 100.0
#define COLUMNS 360
#define ROWS 180

ovf_status ovf_map_frame_marks_init(ovf_map_frame_marks *marks, ovf_error *error)
{
    *marks = (ovf_map_frame_marks){
        .degrees = ovf_array_new((size_t)COLUMNS * ROWS, sizeof *marks->degrees)};
    if (marks->degrees == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < (size_t)COLUMNS * ROWS; i++) marks->degrees[i] = ovf_rectangle_none();
    return OVF_OK;
}

/* The longitude is from -180 to 180. */
static size_t degree_of(double lon, double lat)
{
    size_t column = (size_t)fmin(floor(lon + 180), COLUMNS - 1),
           row = (size_t)fmin(fmax(floor(lat + 90), 0), ROWS - 1);
    return row * COLUMNS + column;
}

void ovf_map_frame_mark(ovf_map_frame_marks *marks, double lon, double lat)
{
    lon = remainder(lon, 360);
    ovf_rectangle_add(&marks->degrees[degree_of(lon, lat)], (ovf_flat){lon, lat});
    marks->count++;
}

/* Regions are farther from each other than this. */
#define BAND_STEP_DEG 2.0

void ovf_map_frame_mark_band(ovf_map_frame_marks *marks, const ovf_polygon *polygons, size_t count,
                             double away_m)
{
    double up = away_m / 111195;
    for (size_t i = 0; i < count && up > 0; i++)
        for (size_t k = 0; k < polygons[i].count; k++)
            for (size_t v = 0; v < polygons[i].rings[k].count; v++) {
                ovf_lonlat at = polygons[i].rings[k].vertices[v];
                double across = up / fmax(cos(at.lat * OVF_RADIAN), 0.01);
                /* And what lies between, so that the sides are no regions of their own. */
                double pieces = ceil(up / BAND_STEP_DEG);
                for (double piece = 1; piece <= pieces; piece++) {
                    double t = piece / pieces;
                    ovf_map_frame_mark(marks, at.lon, fmin(at.lat + t * up, 90));
                    ovf_map_frame_mark(marks, at.lon, fmax(at.lat - t * up, -90));
                    ovf_map_frame_mark(marks, at.lon + t * across, at.lat);
                    ovf_map_frame_mark(marks, at.lon - t * across, at.lat);
                }
            }
}

void ovf_map_frame_marks_clear(ovf_map_frame_marks *marks)
{
    free(marks->degrees);
    free(marks->regions);
    *marks = (ovf_map_frame_marks){0};
}

/* Which region each degree belongs to, from 1; 0: to none. NULL: all are one. */
typedef struct {
    const unsigned char *of;
    unsigned char label;
} region;

/* Calls `take` with the corners of all that is marked in a region. */
static void visit(const ovf_map_frame_marks *marks, const region *in,
                  void (*take)(void *context, double lon, double lat), void *context)
{
    for (size_t i = 0; i < (size_t)COLUMNS * ROWS; i++) {
        const ovf_rectangle *degree = &marks->degrees[i];
        if (degree->west > degree->east || (in->of != NULL && in->of[i] != in->label)) continue;
        take(context, degree->west, degree->south);
        take(context, degree->west, degree->north);
        take(context, degree->east, degree->south);
        take(context, degree->east, degree->north);
    }
}

/* Around all, on a sphere: the middle of a map need not be exact. */
typedef struct {
    double low[3], high[3];
} box;

static void take_box(void *context, double lon, double lat)
{
    box *around = context;
    double cosine = cos(lat * OVF_RADIAN);
    const double at[3] = {cosine * cos(lon * OVF_RADIAN), cosine * sin(lon * OVF_RADIAN),
                          sin(lat * OVF_RADIAN)};
    for (size_t i = 0; i < 3; i++) {
        around->low[i] = fmin(around->low[i], at[i]);
        around->high[i] = fmax(around->high[i], at[i]);
    }
}

static void take_extent(void *context, double lon, double lat)
{
    ovf_map_frame *frame = context;
    ovf_flat at = ovf_plane_point(&frame->plane, lon, lat);
    if (isfinite(at.x) && isfinite(at.y)) ovf_rectangle_add(&frame->extent, at);
}

/* To a hundredth of a degree, since people read the figure in the projection's name. */
static double rounded(double degrees) { return round(degrees * 100) / 100 + 0.0; /* no -0 */ }

static ovf_lonlat middle(const ovf_map_frame_marks *marks, const region *in)
{
    box around = {{INFINITY, INFINITY, INFINITY}, {-INFINITY, -INFINITY, -INFINITY}};
    visit(marks, in, take_box, &around);
    double x = around.low[0] + around.high[0], y = around.low[1] + around.high[1],
           z = around.low[2] + around.high[2];
    /* Around the whole earth there is no middle. */
    if (marks->count == 0 || hypot(hypot(x, y), z) < 1e-6) return (ovf_lonlat){0, 0};
    return (ovf_lonlat){rounded(atan2(y, x) / OVF_RADIAN),
                        rounded(atan2(z, hypot(x, y)) / OVF_RADIAN)};
}

static void widen(ovf_rectangle *extent)
{
    if (extent->west > extent->east) *extent = (ovf_rectangle){0, 0, 0, 0};
    double across = fmax(0, LEAST_M - (extent->east - extent->west)) / 2,
           up = fmax(0, LEAST_M - (extent->north - extent->south)) / 2;
    *extent = (ovf_rectangle){extent->west - across, extent->south - up, extent->east + across,
                              extent->north + up};
}

static ovf_status open_region(ovf_map_frame *frame, const ovf_map_frame_marks *marks,
                              const region *in, ovf_error *error)
{
    frame->extent = ovf_rectangle_none();
    ovf_status status = ovf_plane_open(&frame->plane, middle(marks, in), error);
    if (status != OVF_OK) return status;
    visit(marks, in, take_extent, frame);
    widen(&frame->extent);
    return OVF_OK;
}

ovf_status ovf_map_frame_open(ovf_map_frame *frame, const ovf_map_frame_marks *marks,
                              ovf_error *error)
{
    return open_region(frame, marks, &(region){NULL, 0}, error);
}

/* ---- regions ---- */

/* Degrees that are nearer to each other belong together. */
#define APART 3

static void spread(const ovf_map_frame_marks *marks, unsigned char *of, size_t *queue, size_t seed,
                   unsigned char label)
{
    size_t waiting = 1;
    queue[0] = seed;
    of[seed] = label;
    while (waiting > 0) {
        size_t at = queue[--waiting];
        int row = (int)(at / COLUMNS), column = (int)(at % COLUMNS);
        double wide = cos((row + 0.5 - 90) * OVF_RADIAN);
        int reach = (int)fmin(ceil(APART / fmax(wide, 0.01)), COLUMNS / 2);
        for (int r = row - APART; r <= row + APART; r++)
            for (int c = column - reach; r >= 0 && r < ROWS && c <= column + reach; c++) {
                size_t next = (size_t)r * COLUMNS + (size_t)((c + 2 * COLUMNS) % COLUMNS);
                if (of[next] != 0 || marks->degrees[next].west > marks->degrees[next].east)
                    continue;
                of[next] = label;
                queue[waiting++] = next;
            }
    }
}

static double size_of(const ovf_map_frame *frame)
{
    return hypot(frame->extent.east - frame->extent.west,
                 frame->extent.north - frame->extent.south);
}

static int by_size(const void *left, const void *right)
{
    double a = size_of(left), b = size_of(right);
    return (a < b) - (a > b);
}

static ovf_status open_regions(ovf_map_frame *regions, size_t *count, unsigned char *of,
                               size_t *queue, const ovf_map_frame_marks *marks, ovf_error *error)
{
    ovf_status status = OVF_OK;
    size_t found = 0;
    *count = 0;
    for (size_t i = 0; i < (size_t)COLUMNS * ROWS; i++) {
        if (of[i] != 0 || marks->degrees[i].west > marks->degrees[i].east) continue;
        if (++found > OVF_MAP_REGIONS_MAX) return OVF_OK;
        spread(marks, of, queue, i, (unsigned char)found);
    }
    for (size_t i = 0; found > 1 && i < found && status == OVF_OK; i++) {
        status = open_region(&regions[i], marks, &(region){of, (unsigned char)(i + 1)}, error);
        regions[i].label = (unsigned char)(i + 1);
        *count += status == OVF_OK;
    }
    return status;
}

ovf_status ovf_map_regions_open(ovf_map_frame *regions, size_t *count, ovf_map_frame_marks *marks,
                                const ovf_map_frame *whole, ovf_error *error)
{
    unsigned char *of = ovf_array_new((size_t)COLUMNS * ROWS, 1);
    size_t *queue = ovf_array_new((size_t)COLUMNS * ROWS, sizeof *queue);
    ovf_status status = of == NULL || queue == NULL
                            ? ovf_fail_memory(error)
                            : open_regions(regions, count, of, queue, marks, error);
    free(queue);
    free(marks->regions);
    marks->regions = of;
    if (*count > 1) qsort(regions, *count, sizeof *regions, by_size);
    if (status == OVF_OK && *count > 1 && size_of(&regions[0]) < 0.6 * size_of(whole))
        return OVF_OK;
    while (*count > 0) ovf_map_frame_close(&regions[--*count]);
    return status;
}

unsigned char ovf_map_frame_region(const ovf_map_frame_marks *marks, double lon, double lat)
{
    return marks->regions == NULL ? 0 : marks->regions[degree_of(remainder(lon, 360), lat)];
}

ovf_status ovf_map_frame_marks_of(const ovf_map_frame_marks *marks, unsigned char label,
                                  ovf_map_frame_marks *kept, ovf_error *error)
{
    ovf_status status = ovf_map_frame_marks_init(kept, error);
    for (size_t i = 0; i < (size_t)COLUMNS * ROWS && status == OVF_OK; i++)
        if (marks->regions != NULL && marks->regions[i] == label) {
            kept->degrees[i] = marks->degrees[i];
            kept->count += marks->degrees[i].west <= marks->degrees[i].east;
        }
    return status;
}

bool ovf_map_frame_add(const ovf_map_frame *frame, const ovf_polygon *polygons, size_t count,
                       ovf_rectangle *extent)
{
    ovf_lonlat *points = NULL;
    size_t capacity = 0;
    bool good = true;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < polygons[i].count && good; k++) {
            const ovf_ring *ring = &polygons[i].rings[k];
            size_t filled = ovf_densify(ring->vertices, ring->count, &points, &capacity);
            good = filled > 0 || ring->count == 0;
            for (size_t v = 0; v < filled; v++) {
                ovf_flat at = ovf_plane_point(&frame->plane, points[v].lon, points[v].lat);
                if (isfinite(at.x) && isfinite(at.y)) ovf_rectangle_add(extent, at);
            }
        }
    free(points);
    return good;
}

void ovf_map_frame_close(ovf_map_frame *frame) { ovf_plane_close(&frame->plane); }
