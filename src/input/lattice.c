#include "input/lattice.h"

#include <math.h>

#include "geodesy/earth.h"

/* A geodesic is followed in chords, which are straight on the lattice. A piece of it whose middle
 * is off its chord by more than MOST_BEND cells is halved, at most so often. */
#define MOST_BEND 1e-3
#define HALVINGS 10

/* The curve is off the chords to its middle by a quarter of what its middle is off the whole chord,
 * to second order; twice that is allowed. Terms of third order, where a curve is S-shaped, are
 * left: of a length L they are (L/R)²/15 of it at most in longitude and latitude, and L is a cell
 * or two and at most 100 km, so 2e-5 of a cell. */
#define BEND_LEFT 0.5
#define LEAST_BEND 5e-5

/* Spots this far outside are nowhere; it keeps columns and rows within what an integer holds. */
#define FARTHEST 1e9

#define MOST_CELLS 20000

typedef struct {
    const ovf_lattice *lattice;
    double least, most;
    bool unknown;
    size_t cells; /* that may still be crossed */
    ovf_error *error;
} walk;

typedef struct {
    double at[4]; /* top left, top right, bottom left, bottom right */
} cell;

static ovf_status get_cell(const ovf_lattice *lattice, int64_t column, int64_t row, cell *found,
                           ovf_error *error)
{
    ovf_status status = OVF_OK;
    for (int k = 0; k < 4 && status == OVF_OK; k++)
        status = lattice->node(lattice->context, column + (k & 1), row + (k >> 1), &found->at[k],
                               error);
    return status;
}

static double value_in(const cell *c, double u, double v)
{
    return (1 - v) * ((1 - u) * c->at[0] + u * c->at[1]) + v * ((1 - u) * c->at[2] + u * c->at[3]);
}

static bool find_spot(const ovf_lattice *lattice, const ovf_lonlat *place, ovf_spot *spot)
{
    return lattice->find(lattice->context, place, spot) && fabs(spot->column) < FARTHEST &&
           fabs(spot->row) < FARTHEST;
}

ovf_status ovf_lattice_value(const ovf_lattice *lattice, const ovf_lonlat *place, double *value,
                             ovf_error *error)
{
    ovf_spot spot;
    cell c;
    *value = NAN;
    if (!find_spot(lattice, place, &spot)) return OVF_OK;
    double left = floor(spot.column), top = floor(spot.row);
    ovf_status status = get_cell(lattice, (int64_t)left, (int64_t)top, &c, error);
    if (status == OVF_OK) *value = value_in(&c, spot.column - left, spot.row - top);
    return status;
}

/* ---- along a chord ---- */

static void take(walk *w, double value, double slack)
{
    w->least = fmin(w->least, value - slack);
    w->most = fmax(w->most, value + slack);
}

/* How much the value may differ within `bend` cells of a part of a chord: by so much in each
 * direction, times the steepest that the surface is in the cells there. */
static ovf_status find_slack(walk *w, const ovf_spot *from, const ovf_spot *to, double bend,
                             double *slack)
{
    double right = 0, down = 0;
    for (double row = floor(fmin(from->row, to->row) - bend);
         row <= fmax(from->row, to->row) + bend; row++)
        for (double column = floor(fmin(from->column, to->column) - bend);
             column <= fmax(from->column, to->column) + bend; column++) {
            cell c;
            ovf_status status = get_cell(w->lattice, (int64_t)column, (int64_t)row, &c, w->error);
            if (status != OVF_OK) return status;
            for (int k = 0; k < 4; k++) w->unknown = w->unknown || isnan(c.at[k]);
            right = fmax(right, fmax(fabs(c.at[1] - c.at[0]), fabs(c.at[3] - c.at[2])));
            down = fmax(down, fmax(fabs(c.at[2] - c.at[0]), fabs(c.at[3] - c.at[1])));
        }
    *slack = bend * (right + down);
    return OVF_OK;
}

/* The part of a chord within one cell. There the surface is a + b u + c v + d u v, and on a
 * straight line that is a parabola: its extremes are at the ends, or at its vertex. */
static ovf_status cross_cell(walk *w, const ovf_spot *from, const ovf_spot *to, double bend)
{
    double left = floor((from->column + to->column) / 2), top = floor((from->row + to->row) / 2),
           u = from->column - left, v = from->row - top, du = to->column - from->column,
           dv = to->row - from->row, slack;
    cell c;
    if (w->cells-- == 0) {
        w->unknown = true;
        return OVF_OK;
    }
    ovf_status status = find_slack(w, from, to, bend, &slack);
    if (status == OVF_OK) status = get_cell(w->lattice, (int64_t)left, (int64_t)top, &c, w->error);
    if (status != OVF_OK || w->unknown) return status;
    double twist = c.at[0] - c.at[1] - c.at[2] + c.at[3],
           first = (c.at[1] - c.at[0]) * du + (c.at[2] - c.at[0]) * dv + twist * (u * dv + v * du),
           second = twist * du * dv, vertex = -first / (2 * second);
    take(w, value_in(&c, u, v), slack);
    take(w, value_in(&c, u + du, v + dv), slack);
    if (vertex > 0 && vertex < 1) take(w, value_in(&c, u + vertex * du, v + vertex * dv), slack);
    return OVF_OK;
}

/* Where a coordinate that goes from a to b next meets a line of the lattice after the part t. */
static double next_line(double a, double b, double t)
{
    double at = a + t * (b - a), line = b > a ? floor(at) + 1 : ceil(at) - 1,
           next = (line - a) / (b - a);
    /* By rounding it may be there already. */
    if (next <= t) next = (line + (b > a ? 1 : -1) - a) / (b - a);
    return b == a || !(next < 1) ? 1 : next;
}

static ovf_status cross_chord(walk *w, const ovf_spot *from, const ovf_spot *to, double bend)
{
    double dc = to->column - from->column, dr = to->row - from->row;
    ovf_status status = OVF_OK;
    ovf_spot at = *from, next;
    for (double t = 0; t < 1 && status == OVF_OK && !w->unknown; at = next) {
        t = fmin(next_line(from->column, to->column, t), next_line(from->row, to->row, t));
        next = t < 1 ? (ovf_spot){from->column + t * dc, from->row + t * dr} : *to;
        status = cross_cell(w, &at, &next, bend);
    }
    return status;
}

/* ---- along a geodesic ---- */

static bool find_middle(const walk *w, const ovf_lonlat *from, const ovf_lonlat *to,
                        const ovf_spot *near, ovf_lonlat *middle, ovf_spot *spot)
{
    const ovf_vector sum = ovf_add(ovf_earth_point(from->lon, from->lat),
                                   ovf_earth_point(to->lon, to->lat));
    *middle = ovf_earth_position(ovf_scale(sum, 0.5));
    if (!find_spot(w->lattice, middle, spot)) return false;
    double around = (double)w->lattice->around;
    if (around > 0) spot->column += around * round((near->column - spot->column) / around);
    return true;
}

/* How far a geodesic's middle is off its chord; infinite where it is not in the middle half of it:
 * the raster begins anew between the ends, or a pole is near. */
static double bend_of(const ovf_spot *from, const ovf_spot *to, const ovf_spot *middle)
{
    double dc = to->column - from->column, dr = to->row - from->row,
           c = middle->column - from->column, r = middle->row - from->row, length = hypot(dc, dr);
    if (length < LEAST_BEND) return hypot(c, r);
    double part = (dc * c + dr * r) / (length * length);
    return part > 0.25 && part < 0.75 ? fabs(dc * r - dr * c) / length : INFINITY;
}

static ovf_status follow(walk *w, const ovf_lonlat *from, const ovf_spot *begin,
                         const ovf_lonlat *to, const ovf_spot *end, int halvings)
{
    ovf_lonlat middle;
    ovf_spot spot;
    if (w->unknown) return OVF_OK;
    if (!find_middle(w, from, to, begin, &middle, &spot)) {
        w->unknown = true;
        return OVF_OK;
    }
    double bend = bend_of(begin, end, &spot);
    ovf_status status;
    if (bend <= MOST_BEND) {
        bend = BEND_LEFT * bend + LEAST_BEND;
        status = cross_chord(w, begin, &spot, bend);
        return status == OVF_OK ? cross_chord(w, &spot, end, bend) : status;
    }
    if (halvings == 0) {
        w->unknown = true;
        return OVF_OK;
    }
    status = follow(w, from, begin, &middle, &spot, halvings - 1);
    return status == OVF_OK ? follow(w, &middle, &spot, to, end, halvings - 1) : status;
}

ovf_status ovf_lattice_extremes(const ovf_lattice *lattice, const ovf_lonlat *from,
                                const ovf_lonlat *to, double *least, double *most, ovf_error *error)
{
    walk w = {lattice, INFINITY, -INFINITY, false, MOST_CELLS, error};
    ovf_spot begin, end;
    *least = *most = NAN;
    if (!find_spot(lattice, from, &begin) || !find_spot(lattice, to, &end)) return OVF_OK;
    double around = (double)lattice->around;
    if (around > 0) end.column += around * round((begin.column - end.column) / around);
    ovf_status status = from->lon == to->lon && from->lat == to->lat
                            ? cross_cell(&w, &begin, &begin, 0)
                            : follow(&w, from, &begin, to, &end, HALVINGS);
    if (status != OVF_OK || w.unknown) return status;
    *least = w.least;
    *most = w.most;
    return OVF_OK;
}
