#include "analysis/spans.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"

bool ovf_spans_add(ovf_spans *spans, double from_m, double to_m)
{
    if (!(to_m > from_m)) return true;
    if (spans->count > 0 && from_m <= spans->items[spans->count - 1].to_m) {
        spans->items[spans->count - 1].to_m = fmax(spans->items[spans->count - 1].to_m, to_m);
        return true;
    }
    if (!ovf_array_reserve(&spans->items, &spans->capacity, spans->count + 1, sizeof *spans->items)) return false;
    spans->items[spans->count++] = (ovf_span){from_m, to_m};
    return true;
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
