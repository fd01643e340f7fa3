/* What of a route a restriction binds. */
#include <math.h>

#include "analysis/check/judging.h"
#include "analysis/meet/volume.h"

typedef struct {
    const ovf_check *check;
    const ovf_restriction *restriction;
    ovf_limit floor, ceiling;
    ovf_heights_function take;
    void *context;
    ovf_doubts doubts; /* about the volume, and about the time */
    ovf_doubts gap;    /* about where the flight was */
} binder;

static void take_height(void *given, double from_m, double to_m, ovf_doubts doubts)
{
    const binder *in = given;
    in->take(in->context, from_m, to_m, doubts | in->doubts | in->gap);
}

static void take_time(void *given, double from_m, double to_m, ovf_doubts doubts)
{
    binder *in = given;
    const ovf_doubts before = in->doubts;
    in->doubts |= doubts;
    ovf_heights_stretches(&in->check->flown, from_m, to_m, &in->floor, &in->ceiling, true,
                          take_height, in);
    in->doubts = before;
}

/* While it is in force itself. Where no fix has a time what is known of the flight as a whole
 * decides, which check.c does. */
static void take_volume(void *given, double from_m, double to_m, ovf_doubts doubts)
{
    binder *in = given;
    const ovf_restriction *r = in->restriction;
    const ovf_active_time active = {isnan(r->from_s) ? -INFINITY : r->from_s,
                                    isnan(r->until_s) ? INFINITY : r->until_s, 0};
    in->doubts = doubts;
    if (!in->check->flown.timed || ovf_check_always_in_force(in->check, r))
        take_time(in, from_m, to_m, 0);
    else ovf_times_stretches(&in->check->flown, from_m, to_m, &active, 1, take_time, in);
}

const ovf_volume *ovf_check_volume(const ovf_check *check, const ovf_restriction *r)
{
    if (r->scope != OVF_SCOPE_ZONE || r->place == OVF_NOWHERE) return NULL;
    const ovf_volume *volume = check->checker->analyzer->zones->items[r->place].volume;
    return ovf_volume_is_unlimited(volume) ? NULL : volume;
}

/* What the volume has already. */
static void drop_same(ovf_limit *limit, const ovf_limit *of_volume)
{
    if (limit->count == 1 && of_volume->count == 1 &&
        limit->heights[0].metres == of_volume->heights[0].metres &&
        limit->heights[0].reference == of_volume->heights[0].reference)
        limit->count = 0;
}

static void bind(binder *in, const ovf_volume *volume, double from_m, double to_m)
{
    if (volume == NULL) take_volume(in, from_m, to_m, 0);
    else ovf_volume_stretches(&in->check->flown, volume, from_m, to_m, take_volume, in);
}

/* What was observed, and what was not, in turn. */
static void bind_pieces(binder *in, const ovf_volume *volume, double from_m, double to_m)
{
    const double *along = in->check->result->fix_along_m;
    const unsigned char *unobserved = in->check->result->route->unobserved;
    size_t last = in->check->result->route->fix_count - 1;
    double at_m = from_m;
    in->gap = 0;
    for (size_t leg = ovf_flown_fix(&in->check->flown, from_m); leg < last && along[leg] < to_m;
         leg++) {
        ovf_doubts gap = unobserved[leg] ? OVF_DOUBT_GAP : 0;
        if (!(along[leg + 1] > fmax(along[leg], from_m))) continue;
        if (gap != in->gap && along[leg] > at_m) {
            bind(in, volume, at_m, along[leg]);
            at_m = along[leg];
        }
        in->gap = gap;
    }
    bind(in, volume, at_m, to_m);
}

void ovf_bound_stretches(const ovf_check *check, const ovf_restriction *r, double from_m,
                         double to_m, ovf_heights_function take, void *context)
{
    binder in = {.check = check,
                 .restriction = r,
                 .floor = ovf_limit_of_height(r->floor),
                 .ceiling = ovf_limit_of_height(r->ceiling),
                 .take = take,
                 .context = context};
    const ovf_volume *volume = ovf_check_volume(check, r);
    if (volume != NULL) {
        drop_same(&in.floor, &volume->floor);
        drop_same(&in.ceiling, &volume->ceiling);
    }
    if (check->result->route->unobserved == NULL) bind(&in, volume, from_m, to_m);
    else bind_pieces(&in, volume, from_m, to_m);
}

void ovf_bound_passages(const ovf_check *check, const ovf_restriction *restriction,
                        const ovf_meeting *meeting, ovf_heights_function take, void *context)
{
    for (size_t k = 0; meeting != NULL && k < meeting->outline_passage_count; k++)
        ovf_bound_stretches(check, restriction, meeting->outline_passages[k].entry.along_m,
                            meeting->outline_passages[k].exit.along_m, take, context);
}
