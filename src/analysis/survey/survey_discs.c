/* How much of a zone fits into a disc. */
#include "analysis/survey/survey_shape.h"

/* Middles of discs that are tried; the discs are larger by what lies between them. */
#define MIDDLES 6000
#define PRIME 1000003

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

/* A disc on the ground is within one of the plane that is as much larger as lengths are stretched
 * there. The nearest point of a rectangle around the zone is nearer to all of the zone than a point
 * outside, so that discs around middles in the rectangle have most; and each of them is in a disc
 * around a middle of a lattice that is larger by what lies between those. The lattice is the same
 * for all radii, and so a longer one never has less. What has enough is most likely found soon
 * where the middles are tried in a mixed order, that of the multiples of a prime. */
double ovf_survey_shape_disc(const ovf_survey_shape *shape, double radius_m, double enough_m2)
{
    double wide = shape->columns * shape->side_m, high = shape->rows * shape->side_m,
           step = sqrt(wide * high / MIDDLES), most = 0,
           radius = radius_m * shape->stretch + step * sqrt(0.5);
    size_t columns = 1 + (size_t)(wide / step), rows = 1 + (size_t)(high / step),
           count = columns * rows;
    for (size_t k = 0, at = 0; k < count && most < enough_m2; k++) {
        double x = shape->west_m + ((double)(at % columns) + 0.5) * step,
               y = shape->south_m + ((double)(at / columns) + 0.5) * step;
        most = fmax(most, sum_of_disc(shape, x, y, radius));
        at = (at + PRIME) % count;
    }
    return most;
}
