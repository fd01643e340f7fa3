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
    *marks = (ovf_map_frame_marks){ovf_array_new((size_t)COLUMNS * ROWS, sizeof *marks->degrees),
                                   0};
    if (marks->degrees == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < (size_t)COLUMNS * ROWS; i++) marks->degrees[i] = ovf_rectangle_none();
    return OVF_OK;
}

void ovf_map_frame_mark(ovf_map_frame_marks *marks, double lon, double lat)
{
    lon = remainder(lon, 360);
    size_t column = (size_t)fmin(floor(lon + 180), COLUMNS - 1),
           row = (size_t)fmin(fmax(floor(lat + 90), 0), ROWS - 1);
    ovf_rectangle_add(&marks->degrees[row * COLUMNS + column], (ovf_flat){lon, lat});
    marks->count++;
}

void ovf_map_frame_marks_clear(ovf_map_frame_marks *marks)
{
    free(marks->degrees);
    *marks = (ovf_map_frame_marks){0};
}

/* Calls `take` with the corners of all that is marked. */
static void visit(const ovf_map_frame_marks *marks,
                  void (*take)(void *context, double lon, double lat), void *context)
{
    for (size_t i = 0; i < (size_t)COLUMNS * ROWS; i++) {
        const ovf_rectangle *degree = &marks->degrees[i];
        if (degree->west > degree->east) continue;
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

static ovf_lonlat middle(const ovf_map_frame_marks *marks)
{
    box around = {{INFINITY, INFINITY, INFINITY}, {-INFINITY, -INFINITY, -INFINITY}};
    visit(marks, take_box, &around);
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

ovf_status ovf_map_frame_open(ovf_map_frame *frame, const ovf_map_frame_marks *marks,
                              ovf_error *error)
{
    frame->extent = ovf_rectangle_none();
    ovf_status status = ovf_plane_open(&frame->plane, middle(marks), error);
    if (status != OVF_OK) return status;
    visit(marks, take_extent, frame);
    widen(&frame->extent);
    return OVF_OK;
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
