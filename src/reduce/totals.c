#include "overflight/totals.h"

#include "overflight/finding.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/time.h"

static void add(ovf_sum *sum, int64_t whole, uint64_t rest)
{
    sum->rest += rest;
    sum->whole += whole + (sum->rest < rest);
}

void ovf_sum_add(ovf_sum *sum, double term)
{
    double whole = floor(term),
           rest = term - whole; /* exact, unless a tiny negative term makes it 1 */
    if (rest < 1) add(sum, (int64_t)whole, (uint64_t)(rest * 0x1p64));
    else add(sum, (int64_t)whole + 1, 0);
}

void ovf_sum_merge(ovf_sum *sum, const ovf_sum *from) { add(sum, from->whole, from->rest); }

double ovf_sum_value(const ovf_sum *sum)
{
    return (double)sum->whole + (double)sum->rest * 0x1p-64;
}

ovf_status ovf_totals_init(ovf_totals *totals, size_t zone_count, ovf_error *error)
{
    ovf_zone_totals *zones = ovf_array_new(zone_count, sizeof *zones);
    if (zones == NULL) return ovf_fail_memory(error);
    *totals = (ovf_totals){.zones = zones, .zone_count = zone_count};
    return OVF_OK;
}

static uint64_t count_untimed(const ovf_meeting *meeting)
{
    uint64_t count = 0;
    int64_t entry_ms, exit_ms;
    for (size_t i = 0; i < meeting->passage_count; i++) {
        const ovf_passage *passage = &meeting->passages[i];
        count += !ovf_time_round(passage->entry.time_s, &entry_ms) ||
                 !ovf_time_round(passage->exit.time_s, &exit_ms);
    }
    return count;
}

/* Keeps the least hashes where there are too many, so that order and grouping do not matter. */
static void add_broken(ovf_totals *totals, uint64_t hash)
{
    size_t at = 0;
    while (at < totals->broken_count && totals->broken[at] < hash) at++;
    if (at == OVF_BROKEN_MAX || (at < totals->broken_count && totals->broken[at] == hash)) return;
    if (totals->broken_count < OVF_BROKEN_MAX) totals->broken_count++;
    memmove(totals->broken + at + 1, totals->broken + at,
            (totals->broken_count - at - 1) * sizeof *totals->broken);
    totals->broken[at] = hash;
}

/* What a finding says of its rule, and of the zone that it names. */
static void add_finding(ovf_totals *totals, const ovf_finding *finding)
{
    const ovf_restriction *rule = finding->restriction;
    totals->not_judged += !finding->judged;
    if (rule == NULL) return;
    if (finding->severity == OVF_SEVERITY_VIOLATION && rule->rule != NULL) {
        static const uint64_t key[2] = {0, 0};
        uint64_t hash[2];
        ovf_hash(rule->rule, strlen(rule->rule), key, hash);
        add_broken(totals, hash[0]);
    }
    if (rule->scope != OVF_SCOPE_ZONE || rule->place >= totals->zone_count) return;
    ovf_zone_totals *zone = &totals->zones[rule->place];
    zone->findings++;
    if (rule->kind != NULL && strcmp(rule->kind->name, "standoff") == 0)
        zone->standoff_m = fmax(zone->standoff_m, rule->values[0] * 1000);
}

static void add_judgement(ovf_totals *totals, const ovf_result *result)
{
    const ovf_judgement *judgement = result->judgement;
    if (judgement == NULL) return;
    for (size_t i = 0; i < result->finding_count; i++) add_finding(totals, &result->findings[i]);
    totals->not_asked += judgement->not_asked_count;
    totals->violations += judgement->violations;
    totals->undecided += judgement->undecided;
    totals->warnings += judgement->warnings;
    totals->information += judgement->information;
    totals->warned_routes += judgement->verdict == OVF_VERDICT_COMPLIES && judgement->warnings > 0;
    totals->complying_routes += judgement->verdict == OVF_VERDICT_COMPLIES;
    totals->undecided_routes += judgement->verdict == OVF_VERDICT_UNDECIDED;
    if (judgement->verdict != OVF_VERDICT_VIOLATES) return;
    totals->violating_routes++;
    totals->disputable_routes += judgement->disputable == judgement->violations;
}

static void add_kinds(ovf_totals *totals, const ovf_meeting *meeting)
{
    for (size_t i = 0; i < meeting->crossing_count; i++) {
        ovf_crossing_kind kind = meeting->crossings[i].kind;
        totals->entries += kind == OVF_CROSSING_ENTRY;
        totals->exits += kind == OVF_CROSSING_EXIT;
        totals->touches += kind == OVF_CROSSING_TOUCH;
    }
    for (size_t i = 0; i < meeting->passage_count; i++)
        totals->possible_passages += meeting->passages[i].possible;
}

void ovf_totals_add(ovf_totals *totals, const ovf_result *result)
{
    if (totals == NULL || result == NULL) return;
    bool met = false;
    totals->routes++;
    ovf_sum_add(&totals->length_m, result->length_m);
    add_judgement(totals, result);
    for (size_t i = 0; i < result->meeting_count; i++) {
        const ovf_meeting *meeting = &result->meetings[i];
        if (meeting->zone >= totals->zone_count) continue;
        ovf_zone_totals *zone = &totals->zones[meeting->zone];
        zone->approached += meeting->nearest_m > 0;
        if (meeting->nearest_m > 0) continue;
        met = true;
        zone->routes++;
        zone->passages += meeting->passage_count;
        zone->crossings += meeting->crossing_count;
        totals->untimed_passages += count_untimed(meeting);
        add_kinds(totals, meeting);
        ovf_sum_add(&zone->inside_m, meeting->inside_m);
        ovf_sum_add(&zone->within_m, meeting->within_m);
        ovf_sum_add(&zone->within_at_most_m, meeting->within_at_most_m);
    }
    if (met) totals->meeting_routes++;
}

ovf_status ovf_totals_merge(ovf_totals *totals, const ovf_totals *from, ovf_error *error)
{
    if (totals->zone_count != from->zone_count)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "totals over %zu zones cannot be added to totals over %zu zones",
                        from->zone_count, totals->zone_count);
    totals->routes += from->routes;
    totals->meeting_routes += from->meeting_routes;
    totals->rejected += from->rejected;
    totals->noted += from->noted;
    totals->untimed_passages += from->untimed_passages;
    totals->complying_routes += from->complying_routes;
    totals->violating_routes += from->violating_routes;
    totals->undecided_routes += from->undecided_routes;
    totals->disputable_routes += from->disputable_routes;
    totals->violations += from->violations;
    totals->undecided += from->undecided;
    totals->warnings += from->warnings;
    totals->not_judged += from->not_judged;
    totals->not_asked += from->not_asked;
    totals->warned_routes += from->warned_routes;
    totals->information += from->information;
    totals->entries += from->entries;
    totals->exits += from->exits;
    totals->touches += from->touches;
    totals->possible_passages += from->possible_passages;
    for (size_t i = 0; i < from->broken_count; i++) add_broken(totals, from->broken[i]);
    ovf_sum_merge(&totals->length_m, &from->length_m);
    for (size_t i = 0; i < totals->zone_count; i++) {
        ovf_zone_totals *zone = &totals->zones[i];
        const ovf_zone_totals *other = &from->zones[i];
        zone->routes += other->routes;
        zone->passages += other->passages;
        zone->crossings += other->crossings;
        zone->approached += other->approached;
        zone->findings += other->findings;
        zone->standoff_m = fmax(zone->standoff_m, other->standoff_m);
        ovf_sum_merge(&zone->inside_m, &other->inside_m);
        ovf_sum_merge(&zone->within_m, &other->within_m);
        ovf_sum_merge(&zone->within_at_most_m, &other->within_at_most_m);
    }
    return OVF_OK;
}

void ovf_totals_reset(ovf_totals *totals)
{
    if (totals == NULL) return;
    ovf_zone_totals *zones = totals->zones;
    size_t count = totals->zone_count;
    if (count > 0) memset(zones, 0, count * sizeof *zones);
    *totals = (ovf_totals){.zones = zones, .zone_count = count};
}

void ovf_totals_clear(ovf_totals *totals)
{
    if (totals == NULL) return;
    free(totals->zones);
    *totals = (ovf_totals){0};
}
