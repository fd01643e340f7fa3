#include "input/flights/unobserved.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "input/flights/leg_reach.h"

bool ovf_unobserved_set(ovf_assembly *assembly, size_t fix, ovf_gap gap)
{
    size_t count = assembly->pieces.fix_count;
    if (!assembly->any_unobserved) {
        if (!ovf_array_reserve(&assembly->unobserved, &assembly->unobserved_capacity, count,
                               sizeof *assembly->unobserved))
            return false;
        memset(assembly->unobserved, 0, count * sizeof *assembly->unobserved);
        assembly->any_unobserved = true;
    }
    if (assembly->unobserved[fix] == OVF_GAP_NONE) assembly->unobserved[fix] = (unsigned char)gap;
    return true;
}

static bool has_gap(const ovf_fix *from, double gap_s, double gap_m)
{
    return from[1].time_s - from[0].time_s > gap_s ||
           ovf_fixes_are_beyond(&from[0], &from[1], gap_m);
}

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* How long the flight's legs usually take, those of no time aside; 0: none has one. False when
 * memory is out. */
static bool find_usual(const ovf_pieces *pieces, double *usual_s)
{
    double *times = ovf_array_new(pieces->fix_count, sizeof *times);
    size_t count = 0;
    if (times == NULL) return false;
    for (size_t i = 0; i + 1 < pieces->fix_count; i++) {
        double seconds = pieces->fixes[i + 1].time_s - pieces->fixes[i].time_s;
        if (seconds > 0) times[count++] = seconds;
    }
    if (count > 1) qsort(times, count, sizeof *times, compare);
    *usual_s = count > 0 ? times[count / 2] : 0;
    free(times);
    return true;
}

bool ovf_unobserved_mark(ovf_assembly *assembly, const ovf_assembly_options *options)
{
    const ovf_pieces *pieces = &assembly->pieces;
    bool timed = false, any = false, good = true;
    double usual_s = 0;
    for (size_t i = 0; i < pieces->fix_count && !timed; i++)
        timed = !isnan(pieces->fixes[i].time_s);
    for (size_t i = 0; timed && i + 1 < pieces->fix_count && !any; i++)
        any = has_gap(&pieces->fixes[i], options->gap_s, options->gap_m);
    if (!any) return true;
    if (options->followed) good = find_usual(pieces, &usual_s);
    double gap_s = fmax(options->gap_s, OVF_GAP_TIMES * usual_s);
    double gap_m = usual_s * OVF_GAP_TIMES > options->gap_s ? INFINITY : options->gap_m;
    for (size_t part = 0, i = 0; part < pieces->part_count; part++, i++)
        for (; i + 1 < pieces->part_ends[part] && good; i++)
            if (has_gap(&pieces->fixes[i], gap_s, gap_m))
                good = ovf_unobserved_set(assembly, i, OVF_GAP_LONG);
    return good;
}
