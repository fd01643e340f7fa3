/* The kinds of restriction, and what evaluates each. */
#include <string.h>

#include "analysis/check/judging.h"
#include "model/restriction.h"

static const struct {
    const ovf_kind *kind;
    ovf_evaluator *evaluator;
} kinds[] = {
    {&ovf_kind_prohibited, ovf_evaluate_prohibited},
    {&ovf_kind_max_distance, ovf_evaluate_max_distance},
    {&ovf_kind_standoff, ovf_evaluate_standoff},
    {&ovf_kind_min_altitude, ovf_evaluate_min_altitude},
    {&ovf_kind_max_altitude, ovf_evaluate_max_altitude},
    {&ovf_kind_flight_distance, ovf_evaluate_flight_distance},
    {&ovf_kind_airfields, ovf_evaluate_airfields},
    {&ovf_kind_crossings, ovf_evaluate_crossings},
    {&ovf_kind_circling, ovf_evaluate_circling},
    {&ovf_kind_notice, ovf_evaluate_notice},
    {&ovf_kind_completion, ovf_evaluate_completion},
    {&ovf_kind_deviation, ovf_evaluate_deviation},
    {&ovf_kind_airfield_range, NULL},
};

size_t ovf_kind_count(void) { return sizeof kinds / sizeof *kinds; }

const ovf_kind *ovf_kind_at(size_t index)
{
    return index < ovf_kind_count() ? kinds[index].kind : NULL;
}

const ovf_kind *ovf_kind_named(const char *name)
{
    for (size_t i = 0; i < ovf_kind_count(); i++)
        if (strcmp(kinds[i].kind->name, name) == 0) return kinds[i].kind;
    return NULL;
}

bool ovf_kind_evaluator(const ovf_kind *kind, ovf_evaluator **evaluator)
{
    for (size_t i = 0; i < ovf_kind_count(); i++)
        if (kinds[i].kind == kind) {
            *evaluator = kinds[i].evaluator;
            return true;
        }
    *evaluator = ovf_evaluate_not_understood;
    return kind == &ovf_kind_not_understood;
}
