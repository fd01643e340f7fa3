/* A plain annealing of a route over a zone in a plane, of the kind that anybody would write: points
 * of a line are moved, added and dropped at random, what the line sees is counted in cells, and
 * length beyond the limit is fined. It shares no code with the search of the surveys.
 *
 *     peer_annealing LOW HIGH LENGTH SECONDS SEED < RINGS > POINTS
 *
 * LOW and HIGH are what is seen beside the line, left is positive, m; SECONDS are of the processor.
 * RINGS has a line with the number of its points before each ring. Prints the points of the best
 * line. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define POINTS 200
#define CELLS_MOST 4e6
#define PI 3.14159265358979323846

typedef struct {
    double x, y;
} point;

static struct {
    point *ring_points;
    size_t count, *ends, ring_count;
    double low, high, reach, most;
    /* Cells: whether a middle is in the zone, and by how many legs and corners it is seen. */
    double west, south, size;
    int columns, rows;
    uint8_t *inside;
    uint16_t *seen;
    long cells; /* that are seen */
    point line[POINTS], best[POINTS];
    int points, best_points;
    uint64_t random;
} in;

static double chance(void)
{
    in.random ^= in.random << 13;
    in.random ^= in.random >> 7;
    in.random ^= in.random << 17;
    return (double)(in.random >> 11) * 0x1p-53;
}

static double normal(void) { return sqrt(-2 * log(1 - chance())) * cos(2 * PI * chance()); }

static bool is_inside(double x, double y)
{
    bool odd = false;
    for (size_t r = 0, i = 0; r < in.ring_count; i = in.ends[r++])
        for (size_t k = i; k + 1 < in.ends[r]; k++) {
            point a = in.ring_points[k], b = in.ring_points[k + 1];
            if ((a.y > y) != (b.y > y) && x < a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x))
                odd = !odd;
        }
    return odd;
}

static void fail(const char *what)
{
    fprintf(stderr, "peer_annealing: %s\n", what);
    exit(3);
}

static void *room(size_t count, size_t size)
{
    void *items = calloc(count > 0 ? count : 1, size);
    if (items == NULL) fail("memory is out");
    return items;
}

static void read_rings(void)
{
    size_t count, capacity = 0;
    while (scanf("%zu", &count) == 1) {
        if (in.count + count > capacity) {
            capacity = 2 * (in.count + count);
            in.ring_points = realloc(in.ring_points, capacity * sizeof *in.ring_points);
        }
        in.ends = realloc(in.ends, (in.ring_count + 1) * sizeof *in.ends);
        if (in.ring_points == NULL || in.ends == NULL) fail("memory is out");
        for (size_t i = 0; i < count; i++, in.count++)
            if (scanf("%lf %lf", &in.ring_points[in.count].x, &in.ring_points[in.count].y) != 2)
                fail("expected a point");
        in.ends[in.ring_count++] = in.count;
    }
    if (in.count == 0) fail("expected rings");
}

static point random_place(void)
{
    double west = INFINITY, east = -INFINITY, south = INFINITY, north = -INFINITY;
    for (size_t i = 0; i < in.count; i++) {
        west = fmin(west, in.ring_points[i].x);
        east = fmax(east, in.ring_points[i].x);
        south = fmin(south, in.ring_points[i].y);
        north = fmax(north, in.ring_points[i].y);
    }
    for (;;) {
        point p = {west + chance() * (east - west), south + chance() * (north - south)};
        if (is_inside(p.x, p.y)) return p;
    }
}

/* Cells around a place, as far as the route can get. */
static void lay_cells(point around)
{
    double far = in.most / 2 + 2 * in.reach, west = INFINITY, east = -INFINITY, south = INFINITY,
           north = -INFINITY;
    for (size_t i = 0; i < in.count; i++) {
        point p = in.ring_points[i];
        west = fmin(west, fmax(p.x, around.x - far));
        east = fmax(east, fmin(p.x, around.x + far));
        south = fmin(south, fmax(p.y, around.y - far));
        north = fmax(north, fmin(p.y, around.y + far));
    }
    in.size = fmax((in.high - in.low) / 16, sqrt((east - west) * (north - south) / CELLS_MOST));
    in.west = west;
    in.south = south;
    in.columns = 1 + (int)((east - west) / in.size);
    in.rows = 1 + (int)((north - south) / in.size);
    size_t count = (size_t)in.columns * (size_t)in.rows;
    in.inside = room(count, sizeof *in.inside);
    in.seen = room(count, sizeof *in.seen);
    double *places = room(in.count, sizeof *places);
    for (int row = 0; row < in.rows; row++) {
        double y = south + (row + 0.5) * in.size;
        size_t crossed = 0;
        for (size_t r = 0, i = 0; r < in.ring_count; i = in.ends[r++])
            for (size_t k = i; k + 1 < in.ends[r]; k++) {
                point a = in.ring_points[k], b = in.ring_points[k + 1];
                if ((a.y > y) != (b.y > y))
                    places[crossed++] = a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x);
            }
        for (size_t i = 0; i < crossed; i++) {
            int from = (int)ceil(fmin(1e9, fmax(0, (places[i] - west) / in.size - 0.5)));
            for (int column = from; column < in.columns; column++)
                in.inside[(size_t)row * (size_t)in.columns + (size_t)column] ^= 1;
        }
    }
    free(places);
}

static void count_cell(int column, int row, int by)
{
    size_t cell = (size_t)row * (size_t)in.columns + (size_t)column;
    if (in.inside[cell] == 0) return;
    if (by > 0) in.cells += in.seen[cell]++ == 0;
    else in.cells -= --in.seen[cell] == 0;
}

/* The cells beside a leg, or around a corner. */
static void count_around(point a, point b, bool corner, int by)
{
    double r = in.reach, x = b.x - a.x, y = b.y - a.y, length = hypot(x, y);
    if (!corner && !(length > 0)) return;
    int row = (int)fmax(0, (fmin(a.y, b.y) - r - in.south) / in.size),
        end = (int)fmin(in.rows, (fmax(a.y, b.y) + r - in.south) / in.size + 1);
    for (; row < end; row++) {
        double v = in.south + (row + 0.5) * in.size - a.y, west, east;
        if (corner) {
            double half = r * r - v * v;
            if (half <= 0) continue;
            west = -sqrt(half);
            east = -west;
        } else {
            /* Both 0 <= x u + y v <= length² and low <= (x v - y u) / length <= high. */
            west = -1e12;
            east = 1e12;
            const double slope[2] = {x, -y}, least[2] = {-y * v, in.low * length - x * v},
                         most[2] = {length * length - y * v, in.high * length - x * v};
            for (int k = 0; k < 2; k++) {
                if (fabs(slope[k]) < 1e-9) {
                    if (least[k] > 0 || most[k] < 0) east = -1e12;
                    continue;
                }
                double p = least[k] / slope[k], q = most[k] / slope[k];
                west = fmax(west, fmin(p, q));
                east = fmin(east, fmax(p, q));
            }
        }
        int from = (int)ceil(fmax(0, (a.x + west - in.west) / in.size - 0.5)),
            to = (int)fmin(in.columns - 1, floor((a.x + east - in.west) / in.size - 0.5));
        for (int column = from; column <= to; column++) count_cell(column, row, by);
    }
}

/* Legs from point `first` to point `last`, and the corners between them. */
static void count_line(int first, int last, int by)
{
    for (int k = first > 0 ? first : 0; k < last && k + 1 < in.points; k++) {
        count_around(in.line[k], in.line[k + 1], false, by);
        if (k > 0 && in.low == -in.high) count_around(in.line[k], in.line[k], true, by);
    }
}

static double length_of(void)
{
    double sum = 0;
    for (int k = 0; k + 1 < in.points; k++)
        sum += hypot(in.line[k + 1].x - in.line[k].x, in.line[k + 1].y - in.line[k].y);
    return sum;
}

/* Places at random, each the nearest to the one before, as many as the length allows. */
static void begin(point first)
{
    enum { PLACES = 40 };
    point places[PLACES];
    double left = in.most;
    for (int k = 0; k < PLACES; k++) {
        point p = random_place();
        double far = fmin(1, 0.5 * in.most / (1e-9 + hypot(p.x - first.x, p.y - first.y)));
        places[k] = (point){first.x + far * (p.x - first.x), first.y + far * (p.y - first.y)};
    }
    in.line[0] = first;
    in.points = 1;
    for (int k = 0; k < PLACES; k++) {
        point at = in.line[in.points - 1];
        int next = k;
        for (int i = k + 1; i < PLACES; i++)
            if (hypot(places[i].x - at.x, places[i].y - at.y) <
                hypot(places[next].x - at.x, places[next].y - at.y))
                next = i;
        point p = places[next];
        places[next] = places[k];
        double leg = hypot(p.x - at.x, p.y - at.y);
        if (leg > left) {
            in.line[in.points++] = (point){at.x + left / leg * (p.x - at.x),
                                           at.y + left / leg * (p.y - at.y)};
            break;
        }
        left -= leg;
        in.line[in.points++] = p;
    }
}

static double worth(double length)
{
    return (double)in.cells * in.size * in.size -
           2 * (in.high - in.low) * fmax(0, length - in.most);
}

static void anneal(double seconds)
{
    double width = in.high - in.low, length = length_of(), now = 0, best = -INFINITY;
    count_line(0, in.points, 1);
    double value = worth(length);
    unsigned long moves = 0;
    for (;; moves++) {
        if (moves % 64 == 0) {
            now = (double)clock() / CLOCKS_PER_SEC / seconds;
            if (now >= 1) break;
        }
        double heat = 0.2 * width * width * pow(1e-4, now), far = width * pow(0.03, now);
        point before[POINTS];
        int points = in.points, k = (int)(chance() * points), kind = (int)(chance() * 10);
        memcpy(before, in.line, sizeof before);
        if (kind == 0 && (points >= POINTS || k + 1 >= points)) continue;
        if (kind == 1 && points <= 2) continue;
        count_line(k - 2, k + 2, -1);
        int added = 0;
        if (kind == 0) {
            memmove(&in.line[k + 2], &in.line[k + 1], (size_t)(points - k - 1) * sizeof in.line[0]);
            in.line[k + 1] = (point){(before[k].x + before[k + 1].x) / 2 + far * normal(),
                                     (before[k].y + before[k + 1].y) / 2 + far * normal()};
            added = 1;
        } else if (kind == 1) {
            memmove(&in.line[k], &in.line[k + 1], (size_t)(points - k - 1) * sizeof in.line[0]);
            added = -1;
        } else {
            in.line[k].x += far * normal();
            in.line[k].y += far * normal();
        }
        in.points += added;
        count_line(k - 2, k + 2 + added, 1);
        double other = length_of(), gained = worth(other) - value;
        if (gained >= 0 || chance() < exp(gained / heat)) {
            value += gained;
            length = other;
            if (length <= in.most && value > best) {
                best = value;
                memcpy(in.best, in.line, sizeof in.best);
                in.best_points = in.points;
            }
            continue;
        }
        count_line(k - 2, k + 2 + added, -1);
        memcpy(in.line, before, sizeof before);
        in.points = points;
        count_line(k - 2, k + 2, 1);
    }
    fprintf(stderr, "%lu moves\n", moves);
}

int main(int argc, char **argv)
{
    if (argc != 6) fail("expected LOW HIGH LENGTH SECONDS SEED");
    in.low = strtod(argv[1], NULL);
    in.high = strtod(argv[2], NULL);
    in.reach = fmax(fabs(in.low), fabs(in.high));
    in.most = strtod(argv[3], NULL);
    in.random = 0x9e3779b97f4a7c15u * (1 + strtoull(argv[5], NULL, 10));
    read_rings();
    point first = random_place();
    lay_cells(first);
    begin(first);
    anneal(strtod(argv[4], NULL));
    for (int k = 0; k < in.best_points; k++) printf("%.3f %.3f\n", in.best[k].x, in.best[k].y);
    return 0;
}
