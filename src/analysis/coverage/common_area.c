#include "analysis/coverage/common_area.h"

#include <stdlib.h>

#include "base/array.h"

void ovf_common_clear(ovf_common *common)
{
    free(common->rises);
    free(common->levels);
    free(common->places);
    free(common->standing);
    *common = (ovf_common){0};
}

void ovf_common_begin(ovf_common *common) { common->count = common->first_count = 0; }

bool ovf_common_edge(ovf_common *common, ovf_flat a, ovf_flat b)
{
    if (a.y == b.y) return true;
    if (!ovf_array_reserve(&common->rises, &common->capacity, common->count + 1,
                           sizeof *common->rises))
        return false;
    common->rises[common->count++] = a.y < b.y ? (ovf_rise){a, b} : (ovf_rise){b, a};
    return true;
}

void ovf_common_second(ovf_common *common) { common->first_count = common->count; }

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int compare_rises(const void *a, const void *b)
{
    double x = ((const ovf_rise *)a)->low.y, y = ((const ovf_rise *)b)->low.y;
    return (x > y) - (x < y);
}

static double x_at(const ovf_rise *r, double y)
{
    return r->low.x + (y - r->low.y) / (r->high.y - r->low.y) * (r->high.x - r->low.x);
}

/* Keeps what reaches into a stretch of levels, in the order of their lower ends; tells how many of
 * each polygon are left. */
static size_t keep(ovf_rise *rises, size_t count, double low, double high)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (rises[i].high.y > low && rises[i].low.y < high) rises[kept++] = rises[i];
    qsort(rises, kept, sizeof *rises, compare_rises);
    return kept;
}

static bool add_level(ovf_common *c, size_t *count, double y, double low, double high)
{
    if (!(y > low && y < high)) return true;
    if (!ovf_array_reserve(&c->levels, &c->level_capacity, *count + 1, sizeof *c->levels))
        return false;
    c->levels[(*count)++] = y;
    return true;
}

static bool add_crossing(ovf_common *c, size_t *count, const ovf_rise *a, const ovf_rise *b,
                         double low, double high)
{
    double from = fmax(a->low.y, b->low.y), to = fmin(a->high.y, b->high.y);
    if (!(from < to)) return true;
    double below = x_at(a, from) - x_at(b, from), above = x_at(a, to) - x_at(b, to);
    if ((below > 0) == (above > 0) || below == above) return true;
    return add_level(c, count, from + below / (below - above) * (to - from), low, high);
}

/* The edges of one polygon that are at a level, by their numbers, about in the order in which they
 * stand there; `next` is the first that begins above it. */
typedef struct {
    const ovf_rise *rises;
    size_t count, next, held;
    size_t *standing;
    double *places;
} front;

/* Goes up to a level: drops edges that end below, adds those that begin, and sorts them by where
 * they are. From level to level the order hardly changes, so that insertion is quick. */
static void climb(front *f, double y)
{
    size_t kept = 0;
    for (size_t i = 0; i < f->held; i++)
        if (f->rises[f->standing[i]].high.y > y) f->standing[kept++] = f->standing[i];
    for (; f->next < f->count && f->rises[f->next].low.y < y; f->next++)
        if (f->rises[f->next].high.y > y) f->standing[kept++] = f->next;
    f->held = kept;
    for (size_t i = 0; i < kept; i++) {
        size_t edge = f->standing[i], k = i;
        double place = x_at(&f->rises[edge], y);
        for (; k > 0 && f->places[k - 1] > place; k--) {
            f->standing[k] = f->standing[k - 1];
            f->places[k] = f->places[k - 1];
        }
        f->standing[k] = edge;
        f->places[k] = place;
    }
}

static double common_width(const double *a, size_t a_count, const double *b, size_t b_count)
{
    double width = 0;
    for (size_t i = 0, k = 0; i + 1 < a_count && k + 1 < b_count;) {
        double from = fmax(a[i], b[k]), to = fmin(a[i + 1], b[k + 1]);
        if (to > from) width += to - from;
        if (a[i + 1] < b[k + 1]) i += 2;
        else k += 2;
    }
    return width;
}

bool ovf_common_area(ovf_common *c, double *area_m2)
{
    ovf_rise *a = c->rises, *b = c->rises + c->first_count;
    size_t a_count = c->first_count, b_count = c->count - c->first_count, levels = 0;
    double low = -INFINITY, high = INFINITY;
    *area_m2 = 0;
    for (int p = 0; p < 2; p++) {
        double least = INFINITY, most = -INFINITY;
        for (size_t i = p == 0 ? 0 : c->first_count; i < (p == 0 ? c->first_count : c->count);
             i++) {
            least = fmin(least, c->rises[i].low.y);
            most = fmax(most, c->rises[i].high.y);
        }
        low = fmax(low, least);
        high = fmin(high, most);
    }
    if (!(low < high)) return true;
    a_count = keep(a, a_count, low, high);
    b_count = keep(b, b_count, low, high);
    if (!ovf_array_reserve(&c->places, &c->place_capacity, a_count + b_count, sizeof *c->places) ||
        !ovf_array_reserve(&c->standing, &c->standing_capacity, a_count + b_count,
                           sizeof *c->standing))
        return false;
    bool good = ovf_array_reserve(&c->levels, &c->level_capacity, 2, sizeof *c->levels);
    if (!good) return false;
    c->levels[levels++] = low;
    c->levels[levels++] = high;
    for (size_t i = 0; i < a_count && good; i++)
        good = add_level(c, &levels, a[i].low.y, low, high) &&
               add_level(c, &levels, a[i].high.y, low, high);
    for (size_t i = 0; i < b_count && good; i++)
        good = add_level(c, &levels, b[i].low.y, low, high) &&
               add_level(c, &levels, b[i].high.y, low, high);
    for (size_t i = 0; i < a_count && good; i++)
        for (size_t k = 0; k < b_count && b[k].low.y < a[i].high.y && good; k++)
            good = add_crossing(c, &levels, &a[i], &b[k], low, high);
    if (!good) return false;
    qsort(c->levels, levels, sizeof *c->levels, compare);
    front of_a = {a, a_count, 0, 0, c->standing, c->places},
          of_b = {b, b_count, 0, 0, c->standing + a_count, c->places + a_count};
    for (size_t i = 1; i < levels; i++) {
        double height = c->levels[i] - c->levels[i - 1], y = c->levels[i - 1] + height / 2;
        if (!(height > 0)) continue;
        climb(&of_a, y);
        climb(&of_b, y);
        *area_m2 += height * common_width(of_a.places, of_a.held, of_b.places, of_b.held);
    }
    return true;
}
