/* How much of a zone fits into a disc. */
#include "analysis/survey/survey_shape.h"

/* Middles of discs that are tried; the discs are larger by what lies between them. */
#define MIDDLES 16000
#define ROUGH_MIDDLES 300
#define MIDDLES_IN_RADIUS 24

/* All cells of a row that a chord touches. */
static double sum_of_row(const ovf_survey_shape *shape, int row, double west_m, double east_m)
{
    const double *sums = shape->sums_m2 + (size_t)row * ((size_t)shape->columns + 1);
    double first = floor((west_m - shape->west_m) / shape->side_m),
           end = floor((east_m - shape->west_m) / shape->side_m) + 1;
    if (first >= shape->columns || end <= 0) return 0;
    return sums[end < shape->columns ? (int)end : shape->columns] -
           sums[first > 0 ? (int)first : 0];
}

static double sum_of_disc(const ovf_survey_shape *shape, double x, double y, double radius_m)
{
    double sum = 0, side = shape->side_m;
    int row = (int)fmax(0, floor((y - radius_m - shape->south_m) / side)),
        end = (int)fmin(shape->rows, floor((y + radius_m - shape->south_m) / side) + 1);
    for (; row < end; row++) {
        double low = shape->south_m + row * side, off = fmax(0, fmax(low - y, y - low - side));
        if (off > radius_m) continue;
        double half = sqrt(radius_m * radius_m - off * off);
        sum += sum_of_row(shape, row, x - half, x + half);
    }
    return sum;
}

/* The most of discs around the middles of a lattice, with a radius that is longer by `more` of what
 * lies between them. */
static double most_on_lattice(const ovf_survey_shape *shape, double radius_m, double step_m,
                              double more, double enough_m2)
{
    double most = 0, east = shape->west_m + shape->columns * shape->side_m,
           north = shape->south_m + shape->rows * shape->side_m,
           radius = radius_m + more * step_m * sqrt(0.5);
    for (double y = shape->south_m; y < north + step_m; y += step_m)
        for (double x = shape->west_m; x < east + step_m && most < enough_m2; x += step_m)
            most = fmax(most, sum_of_disc(shape, x, y, radius));
    return most;
}

/* A disc on the ground is within one of the plane that is as much larger as lengths are stretched
 * there. The nearest point of a rectangle around the zone is nearer to all of the zone than a point
 * outside, so that discs around middles in the rectangle have most. */
double ovf_survey_shape_disc(const ovf_survey_shape *shape, double radius_m, double enough_m2)
{
    double area = shape->columns * shape->side_m * shape->rows * shape->side_m,
           radius = radius_m * shape->stretch, rough = sqrt(area / ROUGH_MIDDLES),
           fine = fmax(sqrt(area / MIDDLES), radius / MIDDLES_IN_RADIUS);
    /* What some disc has is a bound of no use where it is enough. */
    if (rough > fine && most_on_lattice(shape, radius, rough, 0, enough_m2) >= enough_m2)
        return INFINITY;
    return most_on_lattice(shape, radius, fine, 1, enough_m2);
}
