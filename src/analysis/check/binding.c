/* What of a route a restriction binds. */
#include "analysis/check/judging.h"

typedef struct {
    const ovf_check *check;
    const ovf_restriction *restriction;
    ovf_heights_function take;
    void *context;
    ovf_doubts doubts; /* about the time */
} binder;

static void take_height(void *given, double from_m, double to_m, ovf_doubts doubts)
{
    const binder *in = given;
    in->take(in->context, from_m, to_m, doubts | in->doubts);
}

static void take_time(void *given, double from_m, double to_m, ovf_doubts doubts)
{
    binder *in = given;
    const ovf_restriction *r = in->restriction;
    in->doubts = doubts;
    ovf_heights_stretches(in->check, from_m, to_m, r->floor, r->ceiling, true, take_height, in);
}

void ovf_bound_stretches(const ovf_check *check, const ovf_restriction *r, double from_m,
                         double to_m, ovf_heights_function take, void *context)
{
    binder in = {check, r, take, context, 0};
    /* Where no fix has a time what is known of the flight as a whole decides, which check.c does.
     */
    if (!check->timed || ovf_check_always_in_force(check, r)) take_time(&in, from_m, to_m, 0);
    else ovf_times_stretches(check, from_m, to_m, r->from_s, r->until_s, take_time, &in);
}

void ovf_bound_passages(const ovf_check *check, const ovf_restriction *restriction,
                        const ovf_meeting *meeting, ovf_heights_function take, void *context)
{
    for (size_t k = 0; meeting != NULL && k < meeting->passage_count; k++)
        ovf_bound_stretches(check, restriction, meeting->passages[k].entry.along_m,
                            meeting->passages[k].exit.along_m, take, context);
}
