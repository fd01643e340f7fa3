#include "output/report/report_sketch.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "geodesy/earth.h"
#include "output/shapes/densify.h"

/* Of an altitude. */
#define HEIGHT_TOLERANCE_M 0.5
/* Of a time, and what is written is a whole number of these. */
#define TIME_TOLERANCE_S 0.5
#define TIME_UNIT_S 0.1
/* Longitudes so near to ±180° lie on the antimeridian. */
#define SEAM_DEG 1e-9
/* Edges are halved so often at most, after they were cut into pieces of so many degrees. */
#define HALVINGS_MAX 12
#define PIECE_DEG 10.0

/* ---- fewer points (Douglas and Peucker, The Canadian Cartographer 10 (1973) 112) ---- */

static double from_segment(const ovf_sketch_point *a, const ovf_sketch_point *b,
                           const ovf_sketch_point *p)
{
    double dx = b->x - a->x, dy = b->y - a->y, length2 = dx * dx + dy * dy;
    double t = length2 > 0 ? ((p->x - a->x) * dx + (p->y - a->y) * dy) / length2 : 0;
    t = fmin(fmax(t, 0), 1);
    double off_x = p->x - a->x - t * dx, off_y = p->y - a->y - t * dy;
    return sqrt(off_x * off_x + off_y * off_y); /* hypot takes five times as long */
}

/* Upwards, where x is a distance and y an altitude. */
static double from_slope(const ovf_sketch_point *a, const ovf_sketch_point *b,
                         const ovf_sketch_point *p)
{
    double t = b->x > a->x ? (p->x - a->x) / (b->x - a->x) : 0;
    return fabs(p->y - a->y - t * (b->y - a->y));
}

typedef double (*measure)(const ovf_sketch_point *a, const ovf_sketch_point *b,
                          const ovf_sketch_point *p);

static void keep_between(ovf_sketch *sketch, size_t first, size_t last, double tolerance,
                         measure distance)
{
    size_t waiting = 0;
    sketch->kept[first] = sketch->kept[last] = true;
    for (;;) {
        size_t farthest = first;
        double most = tolerance;
        for (size_t i = first + 1; i < last; i++) {
            double away = distance(&sketch->points[first], &sketch->points[last],
                                   &sketch->points[i]) *
                          sketch->points[i].weight;
            if (away > most) {
                most = away;
                farthest = i;
            }
        }
        if (farthest != first) {
            if (!ovf_array_reserve(&sketch->ranges, &sketch->range_capacity, waiting + 1,
                                   sizeof *sketch->ranges)) {
                sketch->failed = true;
                return;
            }
            sketch->kept[farthest] = true;
            sketch->ranges[waiting++] = last;
            last = farthest;
            continue;
        }
        if (waiting == 0) return;
        first = last;
        last = sketch->ranges[--waiting];
    }
}

static double line_tolerance(const ovf_sketch *sketch)
{
    return sketch->tolerance_m - 0.71 * sketch->unit_m; /* what rounding takes of it */
}

/* ---- points ---- */

static void begin_points(ovf_sketch *sketch) { sketch->count = 0; }

/* What lies out of sight is seen only where the page shows several times as much as the extent: an
 * edge of the sight is SIGHT times as long as the extent's, on a screen of not many more pixels
 * than PIXELS. What is farther away than SCREEN extents is seen on none. */
#define SIGHT 4
#define PIXELS 2880
#define SCREEN 12

static double weigh(const ovf_sketch *sketch, const ovf_sketch_point *at)
{
    const ovf_rectangle *sight = sketch->sight;
    if (sight == NULL) return 1;
    double away = fmax(fmax(sight->west - at->x, at->x - sight->east),
                       fmax(sight->south - at->y, at->y - sight->north)),
           across = fmax(sight->east - sight->west, sight->north - sight->south) / SIGHT;
    if (away <= 0) return 1;
    double tolerance = away <= SCREEN * across ? across * SIGHT / PIXELS : away / 4;
    return fmin(1, sketch->tolerance_m / tolerance);
}

static void add_point(ovf_sketch *sketch, ovf_sketch_point point)
{
    if (!isfinite(point.x) || !isfinite(point.y) || sketch->failed) return;
    if (!ovf_array_reserve(&sketch->points, &sketch->capacity, sketch->count + 1,
                           sizeof *sketch->points) ||
        !ovf_array_reserve(&sketch->kept, &sketch->kept_capacity, sketch->count + 1,
                           sizeof *sketch->kept)) {
        sketch->failed = true;
        return;
    }
    sketch->kept[sketch->count] = false;
    point.weight = weigh(sketch, &point);
    sketch->points[sketch->count++] = point;
}

static ovf_sketch_point project(const ovf_sketch *sketch, ovf_lonlat at)
{
    ovf_flat image = ovf_plane_point(&sketch->frame->plane, at.lon, at.lat);
    return (ovf_sketch_point){.x = image.x, .y = image.y};
}

static ovf_lonlat between(ovf_lonlat a, ovf_lonlat b, double t)
{
    return (ovf_lonlat){a.lon + t * (b.lon - a.lon), a.lat + t * (b.lat - a.lat)};
}

/* By the chord c of a circle of the earth's radius: c + c³/24R². That of 100 km is right to some
 * centimetres, and drawn points are nearer; it takes a tenth of PROJ's time. */
static double distance_m(ovf_lonlat a, ovf_lonlat b)
{
    double chord = ovf_distance(ovf_earth_point(a.lon, a.lat), ovf_earth_point(b.lon, b.lat)),
           part = chord / OVF_EARTH_A;
    if (part < 0.02) return chord * (1 + part * part / 24);
    double length_m = 0;
    geod_inverse(ovf_earth(), a.lat, a.lon, b.lat, b.lon, &length_m, NULL, NULL);
    return length_m;
}

/* Whether an edge may be bent in the plane by so much: straight in longitude and latitude its
 * curvature is at most that of its parallel, tan φ / R, and the plane adds not more than 1/R as far
 * as the base map reaches. */
static bool may_bend(ovf_lonlat a, ovf_lonlat b, const ovf_sketch_point *from,
                     const ovf_sketch_point *to, double by_m)
{
    double dx = to->x - from->x, dy = to->y - from->y,
           lat = fmin(fmax(fabs(a.lat), fabs(b.lat)), 89.9);
    double tangent = lat < 60 ? 1.74 : tan(lat * OVF_RADIAN);
    return (dx * dx + dy * dy) * (tangent + 1) > 8 * OVF_EARTH_MIN_RADIUS * by_m;
}

/* Adds the end of an edge that began at the point before, and where the plane bends it what lies
 * between. */
static void add_edge(ovf_sketch *sketch, ovf_lonlat a, ovf_lonlat b, ovf_sketch_point from,
                     ovf_sketch_point to, int halvings)
{
    if (!may_bend(a, b, &from, &to, sketch->tolerance_m / 8)) {
        add_point(sketch, to);
        return;
    }
    ovf_lonlat middle = between(a, b, 0.5);
    ovf_sketch_point image = project(sketch, middle);
    bool bent = isfinite(from.x + to.x + image.x) &&
                from_segment(&from, &to, &image) > sketch->tolerance_m / 8;
    if (!bent || halvings == HALVINGS_MAX) {
        add_point(sketch, to);
        return;
    }
    image.along_m = (from.along_m + to.along_m) / 2;
    if (to.along_m > from.along_m)
        image.along_m = fmin(from.along_m + distance_m(a, middle), to.along_m);
    add_edge(sketch, a, middle, from, image, halvings + 1);
    add_edge(sketch, middle, b, image, to, halvings + 1);
}

static void add_edges(ovf_sketch *sketch, ovf_lonlat a, ovf_lonlat b, ovf_sketch_point from,
                      ovf_sketch_point to)
{
    double longest = fmax(fabs(b.lon - a.lon), fabs(b.lat - a.lat)) / PIECE_DEG;
    size_t pieces = longest > 1 ? (size_t)ceil(longest) : 1;
    for (size_t i = 1; i < pieces; i++) {
        ovf_lonlat end = between(a, b, 1 / (double)(pieces - i + 1));
        ovf_sketch_point image = project(sketch, end);
        if (to.along_m > from.along_m)
            image.along_m = fmin(from.along_m + distance_m(a, end), to.along_m);
        add_edge(sketch, a, end, from, image, 0);
        a = end;
        from = image;
    }
    add_edge(sketch, a, b, from, to, 0);
}

/* The points that are kept, as whole numbers and without those that repeat the one before. */
static void write_points(ovf_sketch *sketch, ovf_bytes *bytes, double x_unit, double y_unit,
                         bool along)
{
    int64_t x = 0, y = 0, s = 0;
    bool begun = false;
    ovf_bytes_byte(bytes, '[');
    for (size_t i = 0; i < sketch->count; i++) {
        const ovf_sketch_point *point = &sketch->points[i];
        if (!sketch->kept[i]) continue;
        int64_t next_x = llround(point->x / x_unit), next_y = llround(point->y / y_unit),
                next_s = llround(point->along_m / sketch->unit_m);
        if (begun && next_x == x && next_y == y && i + 1 < sketch->count) continue;
        if (begun) ovf_bytes_byte(bytes, ',');
        begun = true;
        ovf_bytes_integer(bytes, next_x - x);
        ovf_bytes_byte(bytes, ',');
        ovf_bytes_integer(bytes, next_y - y);
        if (along) {
            ovf_bytes_byte(bytes, ',');
            ovf_bytes_integer(bytes, next_s - s);
        }
        x = next_x;
        y = next_y;
        s = next_s;
    }
    ovf_bytes_byte(bytes, ']');
}

static void write_run(ovf_sketch *sketch, ovf_bytes *bytes, bool along)
{
    if (sketch->count > 0)
        keep_between(sketch, 0, sketch->count - 1, line_tolerance(sketch), from_segment);
    write_points(sketch, bytes, sketch->unit_m, sketch->unit_m, along);
}

void ovf_sketch_position(ovf_sketch *sketch, ovf_bytes *bytes, double lon, double lat)
{
    begin_points(sketch);
    add_point(sketch, project(sketch, (ovf_lonlat){lon, lat}));
    if (sketch->count > 0) write_run(sketch, bytes, false);
    else ovf_bytes_text(bytes, "null");
}

/* ---- lines ---- */

static ovf_lonlat position(const ovf_fix *fix) { return (ovf_lonlat){fix->lon, fix->lat}; }

/* The line with points in its long edges; as it is when memory is out. */
static const ovf_polyline *densified(ovf_sketch *sketch, const ovf_polyline *line)
{
    ovf_polyline *dense = &sketch->line;
    dense->fix_count = dense->part_count = 0;
    for (size_t part = 0, begin = 0; part < line->part_count; begin = line->part_ends[part++]) {
        size_t count = ovf_densify_fixes(line->fixes + begin, line->part_ends[part] - begin,
                                         &sketch->fixes, &sketch->fix_capacity);
        if ((count == 0 && line->part_ends[part] > begin) ||
            !ovf_array_reserve(&dense->fixes, &dense->fix_capacity, dense->fix_count + count,
                               sizeof *dense->fixes) ||
            !ovf_array_reserve(&dense->part_ends, &dense->part_capacity, dense->part_count + 1,
                               sizeof *dense->part_ends)) {
            sketch->failed = true;
            return line;
        }
        if (count > 0)
            memcpy(dense->fixes + dense->fix_count, sketch->fixes, count * sizeof *sketch->fixes);
        dense->part_ends[dense->part_count++] = dense->fix_count += count;
    }
    return dense;
}

void ovf_sketch_line(ovf_sketch *sketch, ovf_bytes *bytes, const ovf_polyline *line, bool along)
{
    double along_m = 0;
    line = densified(sketch, line);
    ovf_bytes_byte(bytes, '[');
    for (size_t part = 0, begin = 0; part < line->part_count; begin = line->part_ends[part++]) {
        ovf_sketch_point from = {0};
        begin_points(sketch);
        for (size_t i = begin; i < line->part_ends[part]; i++) {
            ovf_lonlat at = position(&line->fixes[i]);
            ovf_sketch_point point = project(sketch, at);
            if (along && i > begin) along_m += distance_m(position(&line->fixes[i - 1]), at);
            point.along_m = along_m;
            if (i == begin) add_point(sketch, point);
            else add_edges(sketch, position(&line->fixes[i - 1]), at, from, point);
            from = point;
        }
        if (part > 0) ovf_bytes_byte(bytes, ',');
        write_run(sketch, bytes, along);
    }
    ovf_bytes_byte(bytes, ']');
}

/* The run of figures along the line that has been gathered. */
static void write_figures(ovf_sketch *sketch, ovf_bytes *bytes, double tolerance, double unit,
                          bool *begun)
{
    if (sketch->count == 0) return;
    keep_between(sketch, 0, sketch->count - 1, tolerance, from_slope);
    ovf_bytes_byte(bytes, *begun ? ',' : '[');
    *begun = true;
    write_points(sketch, bytes, 1, unit, false);
    begin_points(sketch);
}

/* Distances along the line that was drawn last, densified. False: memory was out. */
static bool lay_along(ovf_sketch *sketch)
{
    const ovf_polyline *line = &sketch->line;
    double along_m = 0;
    if (sketch->failed || !ovf_array_reserve(&sketch->along, &sketch->along_capacity,
                                             line->fix_count, sizeof *sketch->along)) {
        sketch->failed = true;
        return false;
    }
    for (size_t part = 0, begin = 0; part < line->part_count; begin = line->part_ends[part++])
        for (size_t i = begin; i < line->part_ends[part]; i++) {
            if (i > begin)
                along_m += distance_m(position(&line->fixes[i - 1]), position(&line->fixes[i]));
            sketch->along[i] = along_m;
        }
    return true;
}

void ovf_sketch_heights(ovf_sketch *sketch, ovf_bytes *bytes)
{
    bool begun = false;
    begin_points(sketch);
    bool good = lay_along(sketch);
    for (size_t i = 0; good && i < sketch->line.fix_count; i++) {
        double altitude_m = sketch->line.fixes[i].altitude_m;
        if (isfinite(altitude_m))
            add_point(sketch, (ovf_sketch_point){.x = sketch->along[i], .y = altitude_m});
        else write_figures(sketch, bytes, HEIGHT_TOLERANCE_M, 1, &begun);
    }
    write_figures(sketch, bytes, HEIGHT_TOLERANCE_M, 1, &begun);
    ovf_bytes_text(bytes, begun ? "]" : "null");
}

static size_t kept_count(const ovf_sketch *sketch)
{
    size_t count = 0;
    for (size_t i = 0; i < sketch->count; i++) count += sketch->kept[i];
    return count;
}

/* Whether what has been gathered is the whole line, at one speed. */
static bool is_even(ovf_sketch *sketch, bool begun)
{
    if (begun || sketch->count == 0) return false;
    keep_between(sketch, 0, sketch->count - 1, TIME_TOLERANCE_S, from_slope);
    return kept_count(sketch) <= 2;
}

void ovf_sketch_times(ovf_sketch *sketch, ovf_bytes *bytes)
{
    double first_s = NAN;
    bool begun = false, whole = true;
    begin_points(sketch);
    for (size_t i = 0; i < sketch->line.fix_count && !sketch->failed; i++) {
        double time_s = sketch->line.fixes[i].time_s;
        if (isfinite(time_s)) {
            if (isnan(first_s)) first_s = time_s;
            add_point(sketch, (ovf_sketch_point){.x = sketch->along[i], .y = time_s - first_s});
            continue;
        }
        whole = false;
        write_figures(sketch, bytes, TIME_TOLERANCE_S, TIME_UNIT_S, &begun);
    }
    if (whole && is_even(sketch, begun)) begin_points(sketch);
    write_figures(sketch, bytes, TIME_TOLERANCE_S, TIME_UNIT_S, &begun);
    ovf_bytes_text(bytes, begun ? "]" : "null");
}

static void add_vertices(ovf_sketch *sketch, const ovf_lonlat *vertices, size_t count)
{
    ovf_sketch_point from = {0};
    for (size_t i = 0; i < count; i++) {
        ovf_sketch_point point = project(sketch, vertices[i]);
        if (i == 0) add_point(sketch, point);
        else add_edges(sketch, vertices[i - 1], vertices[i], from, point);
        from = point;
    }
}

void ovf_sketch_border(ovf_sketch *sketch, ovf_bytes *bytes, const ovf_lonlat *vertices,
                       size_t count)
{
    begin_points(sketch);
    add_vertices(sketch, vertices, count);
    write_run(sketch, bytes, false);
}

/* ---- areas ---- */

/* Whether an edge lies on the antimeridian, on either side or the one asked for; one from -180 to
 * 180 goes around the earth. */
static bool is_seam(const ovf_ring *ring, size_t i, int side)
{
    double a = ring->vertices[i].lon, b = ring->vertices[i + 1].lon;
    if (side != 0) return fmin(a * side, b * side) >= 180 - SEAM_DEG;
    return fabs(a) >= 180 - SEAM_DEG && fabs(b) >= 180 - SEAM_DEG && a * b > 0;
}

static bool has_seam(const ovf_polygon *polygons, size_t count, int side)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < polygons[i].count; k++)
            for (size_t v = 0; v + 1 < polygons[i].rings[k].count; v++)
                if (is_seam(&polygons[i].rings[k], v, side)) return true;
    return false;
}

/* Keeps the anchors, and between them and the point farthest from the first what the tolerance
 * wants. */
static void keep_ring(ovf_sketch *sketch)
{
    size_t last = sketch->count - 1, middle = 0, from = 0;
    double most = 0;
    for (size_t i = 1; i < last; i++) {
        double away = hypot(sketch->points[i].x - sketch->points[0].x,
                            sketch->points[i].y - sketch->points[0].y);
        if (away > most) {
            most = away;
            middle = i;
        }
    }
    for (size_t i = 1; i <= last; i++) {
        if (i != middle && i != last && !sketch->points[i].anchor) continue;
        keep_between(sketch, from, i, line_tolerance(sketch), from_segment);
        from = i;
    }
}

/* Makes the points of a ring ready; the ends of seams are kept, so that the two sides of the cut
 * fit. False: it is too small. */
static bool lay_ring(ovf_sketch *sketch, const ovf_ring *ring, bool seams, bool always)
{
    ovf_sketch_point from = {0};
    begin_points(sketch);
    for (size_t i = 0; i < ring->count; i++) {
        ovf_sketch_point point = project(sketch, ring->vertices[i]);
        point.anchor = seams && ((i > 0 && is_seam(ring, i - 1, 0)) ||
                                 (i + 1 < ring->count && is_seam(ring, i, 0)));
        if (i == 0) add_point(sketch, point);
        else add_edges(sketch, ring->vertices[i - 1], ring->vertices[i], from, point);
        from = point;
    }
    if (sketch->count < 4 || sketch->failed) return false;
    keep_ring(sketch);
    if (kept_count(sketch) >= 4) return true;
    for (size_t i = 0; i < 4; i++) sketch->kept[i * (sketch->count - 1) / 3] = true;
    return always;
}

static void write_outlines(ovf_sketch *sketch, ovf_bytes *bytes, const ovf_ring *ring, bool *begun)
{
    for (size_t v = 0; v + 1 < ring->count;) {
        size_t end = v;
        while (end + 1 < ring->count && !is_seam(ring, end, 0)) end++;
        if (end > v) {
            if (*begun) ovf_bytes_byte(bytes, ',');
            *begun = true;
            ovf_sketch_border(sketch, bytes, &ring->vertices[v], end - v + 1);
        }
        v = end + 1;
        while (v + 1 < ring->count && is_seam(ring, v, 0)) v++;
    }
}

static void write_polygons(ovf_sketch *sketch, ovf_bytes *bytes, const ovf_polygon *polygons,
                           size_t count, bool seams)
{
    bool polygon_begun = false;
    for (size_t i = 0; i < count; i++) {
        bool ring_begun = false;
        for (size_t k = 0; k < polygons[i].count; k++) {
            if (!lay_ring(sketch, &polygons[i].rings[k], seams, i == 0 && k == 0)) {
                if (k == 0) break; /* nor are its holes to be seen */
                continue;
            }
            ovf_bytes_text(bytes, ring_begun ? "," : polygon_begun ? ",[" : "[");
            ring_begun = polygon_begun = true;
            write_points(sketch, bytes, sketch->unit_m, sketch->unit_m, false);
        }
        if (ring_begun) ovf_bytes_byte(bytes, ']');
    }
}

/* The same of polygons, to be freed; NULL: memory is out, or there are none. */
static ovf_polygon *densified_polygons(ovf_sketch *sketch, const ovf_polygon *polygons,
                                       size_t count)
{
    ovf_polygon *dense = ovf_array_new(count, sizeof *dense);
    bool good = dense != NULL;
    for (size_t i = 0; i < count && good; i++) {
        dense[i] = (ovf_polygon){ovf_array_new(polygons[i].count, sizeof *dense[i].rings),
                                 polygons[i].count};
        good = dense[i].rings != NULL || polygons[i].count == 0;
        if (!good) dense[i].count = 0;
        for (size_t k = 0; k < polygons[i].count && good; k++) {
            const ovf_ring *ring = &polygons[i].rings[k];
            size_t capacity = 0;
            dense[i].rings[k].count = ovf_densify(ring->vertices, ring->count,
                                                  &dense[i].rings[k].vertices, &capacity);
            good = dense[i].rings[k].count > 0 || ring->count == 0;
        }
    }
    if (good) return dense;
    sketch->failed = true;
    ovf_polygons_free(dense, dense == NULL ? 0 : count);
    return NULL;
}

static void draw_areas(ovf_sketch *sketch, ovf_bytes *bytes, const ovf_polygon *polygons,
                       size_t count)
{
    bool seams = has_seam(polygons, count, 1) && has_seam(polygons, count, -1), begun = false;
    ovf_bytes_text(bytes, "[[");
    write_polygons(sketch, bytes, polygons, count, seams);
    ovf_bytes_byte(bytes, ']');
    if (seams) {
        ovf_bytes_text(bytes, ",[");
        for (size_t i = 0; i < count; i++)
            for (size_t k = 0; k < polygons[i].count; k++)
                write_outlines(sketch, bytes, &polygons[i].rings[k], &begun);
        ovf_bytes_byte(bytes, ']');
    }
    ovf_bytes_byte(bytes, ']');
}

void ovf_sketch_areas(ovf_sketch *sketch, ovf_bytes *bytes, const ovf_polygon *polygons,
                      size_t count)
{
    ovf_polygon *dense = densified_polygons(sketch, polygons, count);
    draw_areas(sketch, bytes, dense, dense == NULL ? 0 : count);
    ovf_polygons_free(dense, dense == NULL ? 0 : count);
}

void ovf_sketch_clear(ovf_sketch *sketch)
{
    free(sketch->line.fixes);
    free(sketch->line.part_ends);
    free(sketch->fixes);
    free(sketch->points);
    free(sketch->along);
    free(sketch->kept);
    free(sketch->ranges);
}
