#include "analysis/meet/parts.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"

/* ---- the parts of all zones ---- */

ovf_status ovf_parts_find(ovf_analyzer *analyzer, ovf_error *error)
{
    const ovf_zones *zones = analyzer->zones;
    size_t count = 0;
    for (size_t z = 0; z < zones->count; z++) count += zones->items[z].part_count;
    if (count == 0) return OVF_OK;
    ovf_parts *made = analyzer->parts = ovf_array_new(1, sizeof *made);
    if (made == NULL) return ovf_fail_memory(error);
    made->zones.items = ovf_array_new(count, sizeof *made->zones.items);
    made->first = ovf_array_new(zones->count + 1, sizeof *made->first);
    if (made->zones.items == NULL || made->first == NULL) return ovf_fail_memory(error);
    for (size_t z = 0; z < zones->count; z++) {
        const ovf_zone *zone = &zones->items[z];
        made->first[z] = made->zones.count;
        for (size_t k = 0; k < zone->part_count; k++) {
            ovf_zone *part = &made->zones.items[made->zones.count++];
            *part = (ovf_zone){.id = zone->id,
                               .name = zone->name,
                               .file = zone->file,
                               .edges = zone->edges,
                               .oriented = zone->oriented,
                               .polygons = zone->parts[k].polygons,
                               .polygon_count = zone->parts[k].polygon_count,
                               .volume = zone->parts[k].volume};
        }
    }
    made->first[zones->count] = count;
    return OVF_OK;
}

void ovf_parts_free(ovf_parts *parts)
{
    if (parts == NULL) return;
    free(parts->zones.items);
    free(parts->first);
    free(parts);
}

size_t ovf_parts_count(const ovf_analyzer *analyzer, size_t zone)
{
    const ovf_parts *parts = analyzer->parts;
    return parts == NULL ? 0 : parts->first[zone + 1] - parts->first[zone];
}

/* ---- a route ---- */

const ovf_meeting *ovf_parts_meeting(const ovf_analyzer *analyzer, const ovf_scratch *s,
                                     size_t zone, size_t k)
{
    if (s->parts == NULL || s->parts->route != s->route) return NULL;
    const ovf_result *result = &s->parts->result;
    size_t part = analyzer->parts->first[zone] + k, low = 0, high = result->meeting_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (result->meetings[middle].zone < part) low = middle + 1;
        else high = middle;
    }
    bool found = low < result->meeting_count && result->meetings[low].zone == part;
    return found ? &result->meetings[low] : NULL;
}

const ovf_volume *ovf_parts_volume(const ovf_analyzer *analyzer, size_t zone, size_t k)
{
    static const ovf_volume unlimited = {0};
    const ovf_volume *own = analyzer->zones->items[zone].parts[k].volume;
    return own != NULL ? own : &unlimited;
}

/* ---- their outlines ---- */

/* Where a part begins within the tolerance of the place; otherwise the place itself. */
static double next_entry(const ovf_spans *outlines, size_t count, double at_m)
{
    double found = at_m;
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < outlines[k].count; i++) {
            double from_m = outlines[k].items[i].from_m;
            if (from_m > at_m && from_m - at_m <= OVF_TOLERANCE_M) found = fmax(found, from_m);
        }
    return found;
}

bool ovf_parts_outlines(const ovf_analyzer *analyzer, const ovf_scratch *s, size_t zone,
                        const ovf_span *within, ovf_spans *outlines)
{
    size_t count = ovf_parts_count(analyzer, zone);
    bool good = true;
    for (size_t k = 0; k < count && good; k++) {
        const ovf_meeting *meeting = ovf_parts_meeting(analyzer, s, zone, k);
        for (size_t i = 0; meeting != NULL && i < meeting->outline_passage_count && good; i++) {
            double from_m = meeting->outline_passages[i].entry.along_m,
                   to_m = meeting->outline_passages[i].exit.along_m;
            if (from_m - within->from_m <= OVF_TOLERANCE_M) from_m = fmin(from_m, within->from_m);
            if (within->to_m - to_m <= OVF_TOLERANCE_M) to_m = fmax(to_m, within->to_m);
            good = ovf_spans_add(&outlines[k], fmax(from_m, within->from_m),
                                 fmin(to_m, within->to_m));
        }
    }
    for (size_t k = 0; k < count && good; k++)
        for (size_t i = 0; i < outlines[k].count; i++)
            outlines[k].items[i].to_m = next_entry(outlines, count, outlines[k].items[i].to_m);
    return good;
}
