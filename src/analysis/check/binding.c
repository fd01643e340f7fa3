/* What of a route a restriction binds. */
#include "analysis/check/judging.h"

typedef struct {
    const ovf_check *check;
    const ovf_restriction *restriction;
    ovf_heights_function take;
    void *context;
} binder;

static void take_unknown(void *given, double from_m, double to_m, bool known)
{
    const binder *in = given;
    (void)known;
    in->take(in->context, from_m, to_m, false);
}

static void take_time(void *given, double from_m, double to_m, bool known)
{
    binder *in = given;
    const ovf_restriction *r = in->restriction;
    if (known)
        ovf_heights_stretches(in->check, from_m, to_m, r->floor, r->ceiling, true, in->take,
                              in->context);
    else
        ovf_heights_stretches(in->check, from_m, to_m, r->floor, r->ceiling, true, take_unknown,
                              in);
}

void ovf_bound_stretches(const ovf_check *check, const ovf_restriction *r, double from_m,
                         double to_m, ovf_heights_function take, void *context)
{
    binder in = {check, r, take, context};
    /* Where no fix has a time what is known of the flight as a whole decides, which check.c does.
     */
    if (!check->timed || ovf_check_always_in_force(check, r)) take_time(&in, from_m, to_m, true);
    else ovf_times_stretches(check, from_m, to_m, r->from_s, r->until_s, take_time, &in);
}

void ovf_bound_passages(const ovf_check *check, const ovf_restriction *restriction,
                        const ovf_meeting *meeting, ovf_heights_function take, void *context)
{
    for (size_t k = 0; meeting != NULL && k < meeting->passage_count; k++)
        ovf_bound_stretches(check, restriction, meeting->passages[k].entry.along_m,
                            meeting->passages[k].exit.along_m, take, context);
}
