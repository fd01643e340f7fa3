#include "analysis/meet/spans.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"

bool ovf_spans_add(ovf_spans *spans, double from_m, double to_m)
{
    if (!(to_m > from_m)) return true;
    if (!ovf_array_reserve(&spans->items, &spans->capacity, spans->count + 1, sizeof *spans->items))
        return false;
    spans->items[spans->count++] = (ovf_span){from_m, to_m};
    return true;
}

static int compare(const void *a, const void *b)
{
    const ovf_span *x = a, *y = b;
    return (x->from_m > y->from_m) - (x->from_m < y->from_m);
}

void ovf_spans_unite(ovf_spans *spans, double apart_m)
{
    size_t kept = 0;
    if (spans->count > 1) qsort(spans->items, spans->count, sizeof *spans->items, compare);
    for (size_t i = 0; i < spans->count; i++) {
        ovf_span *last = &spans->items[kept > 0 ? kept - 1 : 0];
        if (kept > 0 && spans->items[i].from_m - last->to_m <= apart_m)
            last->to_m = fmax(last->to_m, spans->items[i].to_m);
        else spans->items[kept++] = spans->items[i];
    }
    spans->count = kept;
}

double ovf_spans_length(const ovf_spans *spans)
{
    double sum = 0;
    for (size_t i = 0; i < spans->count; i++) sum += spans->items[i].to_m - spans->items[i].from_m;
    return sum;
}

double ovf_spans_reach(const ovf_spans *spans, double length_m)
{
    double sum = 0;
    for (size_t i = 0; i < spans->count; i++) {
        double length = spans->items[i].to_m - spans->items[i].from_m;
        if (sum + length >= length_m) return spans->items[i].from_m + length_m - sum;
        sum += length;
    }
    return NAN;
}

static bool replace(ovf_spans *spans, ovf_spans *made, bool good)
{
    if (!good) {
        ovf_spans_clear(made);
        return false;
    }
    ovf_spans_clear(spans);
    *spans = *made;
    return true;
}

bool ovf_spans_intersect(ovf_spans *spans, const ovf_spans *others)
{
    ovf_spans made = {0};
    bool good = true;
    for (size_t i = 0, k = 0; i < spans->count && k < others->count && good;) {
        const ovf_span *a = &spans->items[i], *b = &others->items[k];
        good = ovf_spans_add(&made, fmax(a->from_m, b->from_m), fmin(a->to_m, b->to_m));
        if (a->to_m < b->to_m) i++;
        else k++;
    }
    return replace(spans, &made, good);
}

bool ovf_spans_subtract(ovf_spans *spans, const ovf_spans *others)
{
    ovf_spans made = {0};
    bool good = true;
    for (size_t i = 0, k = 0; i < spans->count && good; i++) {
        double from_m = spans->items[i].from_m, to_m = spans->items[i].to_m;
        while (k < others->count && others->items[k].to_m <= from_m) k++;
        for (size_t m = k; m < others->count && others->items[m].from_m < to_m && good; m++) {
            good = ovf_spans_add(&made, from_m, others->items[m].from_m);
            from_m = fmax(from_m, others->items[m].to_m);
        }
        good = good && ovf_spans_add(&made, from_m, to_m);
    }
    return replace(spans, &made, good);
}

void ovf_spans_clear(ovf_spans *spans)
{
    free(spans->items);
    *spans = (ovf_spans){0};
}
