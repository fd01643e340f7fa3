#include "reduce/raster.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "geodesy/tree.h"

/* The grid that marks an extent, in degrees, and how far its cells reach from their middles at the
 * most. */
#define MARK_DEG 0.25
#define MARK_COLUMNS ((size_t)1440)
#define MARK_ROWS ((size_t)720)
#define MARK_RADIUS_M 2e4
#define DEGREE_M 111000.0 /* at least so long is a degree of latitude, to a third of a percent */

/* ---- extents ---- */

ovf_status ovf_raster_extent_init(ovf_raster_extent *extent, ovf_error *error)
{
    *extent = (ovf_raster_extent){.marked = ovf_array_new(MARK_COLUMNS * MARK_ROWS, 1),
                                  .low = {INFINITY, INFINITY, INFINITY},
                                  .high = {-INFINITY, -INFINITY, -INFINITY}};
    return extent->marked == NULL ? ovf_fail_memory(error) : OVF_OK;
}

void ovf_raster_extent_clear(ovf_raster_extent *extent)
{
    free(extent->marked);
    *extent = (ovf_raster_extent){0};
}

static ovf_lonlat middle_of(size_t column, size_t row)
{
    return (ovf_lonlat){((double)column + 0.5) * MARK_DEG - 180,
                        90 - ((double)row + 0.5) * MARK_DEG};
}

static void mark(ovf_raster_extent *extent, size_t column, size_t row)
{
    unsigned char *cell = &extent->marked[row * MARK_COLUMNS + column];
    if (*cell) return;
    *cell = 1;
    ovf_lonlat at = middle_of(column, row);
    ovf_vector p = ovf_earth_point(at.lon, at.lat);
    const double c[3] = {p.x, p.y, p.z};
    for (int i = 0; i < 3; i++) {
        extent->low[i] = fmin(extent->low[i], c[i]);
        extent->high[i] = fmax(extent->high[i], c[i]);
    }
}

void ovf_raster_extent_merge(ovf_raster_extent *extent, const ovf_raster_extent *from)
{
    for (size_t k = 0; k < MARK_ROWS * MARK_COLUMNS; k++)
        if (from->marked[k]) mark(extent, k % MARK_COLUMNS, k / MARK_COLUMNS);
}

void ovf_raster_extent_add(ovf_raster_extent *extent, double lon, double lat, double by_m)
{
    double by_deg = by_m / DEGREE_M, north = fmin(90, lat + by_deg),
           south = fmax(-90, lat - by_deg);
    /* The widest longitudes of a circle on a sphere: sin(change) = sin(radius) / cos(latitude). */
    double sine = sin(by_deg * OVF_RADIAN) / cos(lat * OVF_RADIAN),
           change = sine < 1 && north < 90 && south > -90 ? asin(sine) / OVF_RADIAN : 180;
    size_t first = (size_t)fmin((double)MARK_ROWS - 1, (90 - north) / MARK_DEG),
           last = (size_t)fmin((double)MARK_ROWS - 1, (90 - south) / MARK_DEG);
    double west = (lon + 180 - change) / MARK_DEG, wide = 2 * change / MARK_DEG;
    size_t columns = wide + 2 >= (double)MARK_COLUMNS ? MARK_COLUMNS : (size_t)wide + 2;
    long long begin = (long long)floor(west);
    for (size_t row = first; row <= last; row++)
        for (size_t i = 0; i < columns; i++) {
            long long column = (begin + (long long)i) % (long long)MARK_COLUMNS;
            mark(extent, (size_t)(column < 0 ? column + (long long)MARK_COLUMNS : column), row);
        }
}

/* ---- projections ---- */

/* Whole degrees, that can be told; false where the plane around them does not hold all. */
static bool choose_centre(const ovf_raster_extent *extent, ovf_lonlat *centre, bool *memory)
{
    ovf_vector *points = NULL;
    size_t count = 0, capacity = 0;
    *memory = true;
    for (size_t k = 0; k < MARK_ROWS * MARK_COLUMNS && *memory; k++) {
        if (!extent->marked[k]) continue;
        ovf_lonlat at = middle_of(k % MARK_COLUMNS, k / MARK_COLUMNS);
        *memory = ovf_array_reserve(&points, &capacity, count + 1, sizeof *points);
        if (*memory) points[count++] = ovf_earth_point(at.lon, at.lat);
    }
    ovf_box box = ovf_box_around(extent->low, extent->high);
    bool held = *memory && ovf_plane_choose(&box, points, count, NULL, NULL, centre);
    if (held) {
        *centre = (ovf_lonlat){round(centre->lon), round(centre->lat)};
        ovf_vector away = ovf_earth_point(remainder(centre->lon + 180, 360), -centre->lat);
        for (size_t i = 0; i < count && held; i++)
            held = ovf_distance(away, points[i]) > OVF_PLANE_CLEARANCE_M + MARK_RADIUS_M;
    }
    free(points);
    return held;
}

/* EPSG:6933 is Lambert's cylindrical projection with standard parallels at 30°, of which `lat_ts`
 * is one. */
#define WORLD "+proj=cea +lat_ts=30 +lon_0=0 +ellps=WGS84"

static double world_width(void)
{
    double sine = sin(30 * OVF_RADIAN);
    return 360 * OVF_RADIAN * OVF_EARTH_A * cos(30 * OVF_RADIAN) /
           sqrt(1 - OVF_EARTH_E2 * sine * sine);
}

static void ignore(void *data, int level, const char *text)
{
    (void)data;
    (void)level;
    (void)text;
}

/* A plane of the same interface over that projection. */
static ovf_status open_world(ovf_plane *plane, ovf_error *error)
{
    *plane = (ovf_plane){.context = proj_context_create()};
    if (plane->context == NULL) return ovf_fail_memory(error);
    proj_log_func(plane->context, NULL, ignore); /* PROJ says some things at any level */
    plane->projection = proj_create(plane->context, WORLD);
    return plane->projection == NULL
               ? ovf_fail(error, OVF_ERROR_INTERNAL, "PROJ makes no projection of \"%s\"", WORLD)
               : OVF_OK;
}

static ovf_status choose(ovf_raster *raster, const ovf_raster_extent *extent, ovf_error *error)
{
    ovf_lonlat centre;
    bool memory, held = choose_centre(extent, &centre, &memory);
    if (!memory) return ovf_fail_memory(error);
    raster->is_world = !held;
    return held ? ovf_plane_open(&raster->plane, centre, error) : open_world(&raster->plane, error);
}

/* ---- opening ---- */

static ovf_rectangle bounds_of(const ovf_raster *raster, const ovf_raster_extent *extent)
{
    ovf_rectangle bounds = ovf_rectangle_none();
    for (size_t row = 0; row < MARK_ROWS; row++)
        for (size_t column = 0; column < MARK_COLUMNS; column++) {
            if (!extent->marked[row * MARK_COLUMNS + column]) continue;
            ovf_lonlat at = middle_of(column, row);
            for (int k = 0; k < 4; k++)
                ovf_rectangle_add(&bounds,
                                  ovf_plane_point(&raster->plane,
                                                  at.lon + (k & 1 ? 0.5 : -0.5) * MARK_DEG,
                                                  at.lat + (k & 2 ? 0.5 : -0.5) * MARK_DEG));
        }
    /* What bends beyond the corners of a cell. */
    return (ovf_rectangle){bounds.west - 1e3, bounds.south - 1e3, bounds.east + 1e3,
                           bounds.north + 1e3};
}

/* The least of 1, 2, 5, 10, … m of which there are not too many. */
static double choose_cell(const ovf_rectangle *bounds)
{
    static const double digits[] = {1, 2, 5};
    double area = (bounds->east - bounds->west) * (bounds->north - bounds->south), power = 1;
    for (;; power *= 10)
        for (size_t i = 0; i < 3; i++)
            if (area / (digits[i] * digits[i] * power * power) <= (double)OVF_RASTER_CELLS)
                return digits[i] * power;
}

ovf_status ovf_raster_open(ovf_raster *raster, const ovf_raster_extent *extent, double cell_m,
                           ovf_error *error)
{
    *raster = (ovf_raster){0};
    ovf_status status = choose(raster, extent, error);
    if (status != OVF_OK) return status;
    ovf_rectangle bounds = bounds_of(raster, extent);
    if (raster->is_world) {
        bounds.west = -world_width() / 2;
        bounds.east = world_width() / 2;
    }
    double cell = raster->cell_m = cell_m > 0 ? cell_m : choose_cell(&bounds);
    raster->west = raster->is_world ? bounds.west : floor(bounds.west / cell) * cell;
    raster->north = ceil(bounds.north / cell) * cell;
    double columns = ceil((bounds.east - raster->west) / cell),
           rows = ceil((raster->north - bounds.south) / cell);
    if (columns * rows > (double)OVF_RASTER_CELLS_MAX || columns > INT32_MAX || rows > INT32_MAX)
        return ovf_fail_with(
            error, OVF_ERROR_USAGE, OVF_REMEDY_CELL,
            "cells of %.9g m would make revisits.tif %.0f × %.0f cells large: it has at most %zu; "
            "take cells of %.0f m or more",
            cell, columns, rows, OVF_RASTER_CELLS_MAX,
            ceil(cell * sqrt(columns * rows / (double)OVF_RASTER_CELLS_MAX) * 1.01));
    raster->columns = (size_t)columns;
    raster->rows = (size_t)rows;
    raster->counts = ovf_array_new(raster->columns * raster->rows, sizeof *raster->counts);
    raster->latitudes = ovf_array_new(raster->is_world ? raster->rows : 0,
                                      sizeof *raster->latitudes);
    if (raster->counts == NULL || raster->latitudes == NULL) return ovf_fail_memory(error);
    for (size_t row = 0; row < raster->rows && raster->is_world; row++) {
        double lat = ovf_plane_position(&raster->plane,
                                        (ovf_flat){0, raster->north - ((double)row + 0.5) * cell})
                         .lat;
        raster->latitudes[row] = isfinite(lat) ? lat : NAN; /* beyond a pole */
    }
    return OVF_OK;
}

void ovf_raster_close(ovf_raster *raster)
{
    ovf_plane_close(&raster->plane);
    free(raster->counts);
    free(raster->latitudes);
    *raster = (ovf_raster){0};
}

/* ---- filling ---- */

static bool add_run(ovf_raster_runs *runs, size_t row, size_t from, size_t to)
{
    if (from >= to) return true;
    if (!ovf_array_reserve(&runs->items, &runs->capacity, runs->count + 1, sizeof *runs->items))
        return false;
    runs->items[runs->count++] = (ovf_raster_run){(uint32_t)row, (uint32_t)from, (uint32_t)to};
    return true;
}

/* The first column whose middle is not west of x, and so on for rows. */
static size_t cell_from(double at, double origin, double cell_m, size_t count)
{
    double k = ceil((at - origin) / cell_m - 0.5);
    return k <= 0 ? 0 : k >= (double)count ? count : (size_t)k;
}

#define CROSSINGS_MAX 64

bool ovf_raster_fill(const ovf_raster *raster, const ovf_flat *points, size_t count,
                     ovf_raster_runs *runs)
{
    double low = INFINITY, high = -INFINITY, cell = raster->cell_m;
    for (size_t i = 0; i < count; i++) {
        low = fmin(low, points[i].y);
        high = fmax(high, points[i].y);
    }
    if (!(low <= high)) return true;
    size_t first = cell_from(-high, -raster->north, cell, raster->rows),
           last = cell_from(-low, -raster->north, cell, raster->rows);
    for (size_t row = first; row < raster->rows && row <= last; row++) {
        double y = raster->north - ((double)row + 0.5) * cell, x[CROSSINGS_MAX];
        size_t crossings = 0;
        for (size_t i = 0, k = count - 1; i < count; k = i++) {
            ovf_flat a = points[k], b = points[i];
            if ((a.y > y) == (b.y > y) || crossings == CROSSINGS_MAX) continue;
            double at = a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x);
            size_t place = crossings++;
            for (; place > 0 && x[place - 1] > at; place--) x[place] = x[place - 1];
            x[place] = at;
        }
        for (size_t i = 0; i + 1 < crossings; i += 2)
            if (!add_run(runs, row, cell_from(x[i], raster->west, cell, raster->columns),
                         cell_from(x[i + 1], raster->west, cell, raster->columns)))
                return false;
    }
    return true;
}

static bool is_within(const ovf_flat *points, size_t count, ovf_flat p)
{
    bool within = false;
    for (size_t i = 0, k = count - 1; i < count; k = i++) {
        ovf_flat a = points[k], b = points[i];
        if ((a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x))
            within = !within;
    }
    return within;
}

bool ovf_raster_fill_world(const ovf_raster *raster, const ovf_plane *plane, const ovf_flat *points,
                           size_t count, ovf_raster_runs *runs)
{
    ovf_rectangle box = ovf_rectangle_none();
    for (size_t i = 0; i < count; i++) ovf_rectangle_add(&box, points[i]);
    if (count == 0) return true;
    /* A circle around it, and a tenth for the plane's stretching and the sphere's flattening. */
    double radius = hypot(box.east - box.west, box.north - box.south) / 2 *
                        ovf_plane_stretch((ovf_flat){box.east, box.north}) * 1.1 +
                    1e3;
    ovf_lonlat middle = ovf_plane_position(
        plane, (ovf_flat){(box.west + box.east) / 2, (box.south + box.north) / 2});
    double by_deg = radius / DEGREE_M,
           sine = sin(fmin(90, by_deg) * OVF_RADIAN) / cos(middle.lat * OVF_RADIAN);
    double change = sine < 1 && fabs(middle.lat) + by_deg < 90 ? asin(sine) / OVF_RADIAN : 180,
           column_deg = 360 / (world_width() / raster->cell_m);
    long long begin = change < 180 ? (long long)floor((middle.lon - change + 180) / column_deg) : 0;
    long long end = change < 180 ? (long long)ceil((middle.lon + change + 180) / column_deg)
                                 : (long long)raster->columns,
              turn = (long long)raster->columns;
    for (size_t row = 0; row < raster->rows; row++) {
        double lat = raster->latitudes[row];
        if (!(fabs(lat - middle.lat) <= by_deg)) continue;
        for (long long k = begin; k < end; k++) {
            size_t column = (size_t)(((k % turn) + turn) % turn);
            double lon = ((double)column + 0.5) * column_deg - 180;
            ovf_flat p = ovf_plane_point(plane, lon, lat);
            if (lon < 180 && is_within(points, count, p) && !add_run(runs, row, column, column + 1))
                return false;
        }
    }
    return true;
}

static int compare_runs(const void *a, const void *b)
{
    const ovf_raster_run *one = a, *other = b;
    if (one->row != other->row) return one->row < other->row ? -1 : 1;
    return (one->from > other->from) - (one->from < other->from);
}

void ovf_raster_join(ovf_raster_runs *runs)
{
    size_t kept = 0;
    if (runs->count == 0) return;
    qsort(runs->items, runs->count, sizeof *runs->items, compare_runs);
    for (size_t i = 1; i < runs->count; i++) {
        ovf_raster_run *last = &runs->items[kept], next = runs->items[i];
        if (next.row == last->row && next.from <= last->to)
            last->to = next.to > last->to ? next.to : last->to;
        else runs->items[++kept] = next;
    }
    runs->count = kept + 1;
}

void ovf_raster_add(ovf_raster *raster, const ovf_raster_runs *runs)
{
    for (size_t i = 0; i < runs->count; i++) {
        uint32_t *row = raster->counts + (size_t)runs->items[i].row * raster->columns;
        for (size_t k = runs->items[i].from; k < runs->items[i].to; k++) row[k]++;
    }
}

static bool has_cells_of(const ovf_raster *a, const ovf_raster *b)
{
    return a->is_world == b->is_world && a->plane.centre.lon == b->plane.centre.lon &&
           a->plane.centre.lat == b->plane.centre.lat && a->cell_m == b->cell_m &&
           a->west == b->west && a->north == b->north && a->columns == b->columns &&
           a->rows == b->rows;
}

ovf_status ovf_raster_merge(ovf_raster *raster, const ovf_raster *from, ovf_error *error)
{
    if (!has_cells_of(raster, from))
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "a raster of %zu × %zu cells cannot be added to one of %zu × %zu: they "
                        "have other places",
                        from->columns, from->rows, raster->columns, raster->rows);
    for (size_t i = 0; i < raster->columns * raster->rows; i++)
        raster->counts[i] += from->counts[i];
    return OVF_OK;
}
