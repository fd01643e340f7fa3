#include "overflight/totals.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"

/* Adds `value` to the sum *high + *low of two doubles, *low being no more than half a unit in the last place of *high. The error-free sum is Knuth's
 * TwoSum, the renormalisation Dekker's FastTwoSum (Ogita, Rump and Oishi, "Accurate sum and dot product",
 * SIAM J. Sci. Comput. 26 (2005) 1955). The relative error of n additions is below n · 2^-105. */
static void add(double *high, double *low, double value)
{
    double sum = *high + value;
    double part = sum - *high;
    double lost = (*high - (sum - part)) + (value - part);
    lost += *low;
    *high = sum + lost;
    *low = lost - (*high - sum);
}

ovf_status ovf_totals_init(ovf_totals *totals, size_t zone_count, ovf_error *error)
{
    ovf_zone_totals *zones = ovf_array_new(zone_count, sizeof *zones);
    if (zones == NULL) return ovf_fail_memory(error);
    *totals = (ovf_totals){.zones = zones, .zone_count = zone_count};
    return OVF_OK;
}

void ovf_totals_add(ovf_totals *totals, const ovf_result *result)
{
    bool met = false;
    totals->routes++;
    add(&totals->length_m, &totals->length_low_m, result->length_m);
    for (size_t i = 0; i < result->meeting_count; i++) {
        const ovf_meeting *meeting = &result->meetings[i];
        if (meeting->nearest_m > 0 || meeting->zone >= totals->zone_count) continue;
        ovf_zone_totals *zone = &totals->zones[meeting->zone];
        met = true;
        zone->routes++;
        zone->passages += meeting->passage_count;
        zone->crossings += meeting->crossing_count;
        add(&zone->inside_m, &zone->inside_low_m, meeting->inside_m);
    }
    if (met) totals->meeting_routes++;
}

ovf_status ovf_totals_merge(ovf_totals *totals, const ovf_totals *from, ovf_error *error)
{
    if (totals->zone_count != from->zone_count)
        return ovf_fail(error, OVF_ERROR_USAGE, "totals over %zu zones cannot be added to totals over %zu zones",
                        from->zone_count, totals->zone_count);
    totals->routes += from->routes;
    totals->meeting_routes += from->meeting_routes;
    totals->rejected += from->rejected;
    add(&totals->length_m, &totals->length_low_m, from->length_m);
    add(&totals->length_m, &totals->length_low_m, from->length_low_m);
    for (size_t i = 0; i < totals->zone_count; i++) {
        ovf_zone_totals *zone = &totals->zones[i];
        const ovf_zone_totals *other = &from->zones[i];
        zone->routes += other->routes;
        zone->passages += other->passages;
        zone->crossings += other->crossings;
        add(&zone->inside_m, &zone->inside_low_m, other->inside_m);
        add(&zone->inside_m, &zone->inside_low_m, other->inside_low_m);
    }
    return OVF_OK;
}

void ovf_totals_clear(ovf_totals *totals)
{
    if (totals == NULL) return;
    free(totals->zones);
    *totals = (ovf_totals){0};
}
