#include "analysis/meet/flown.h"

#include <math.h>

#include "base/time.h"
#include "model/model.h"

const char *ovf_flown_text(const ovf_flown *flown, const char *name)
{
    const ovf_attribute *attribute = ovf_attributes_spelt(&flown->scratch->route->attributes, name);
    return attribute != NULL && attribute->type == OVF_ATTRIBUTE_TEXT ? attribute->text : NULL;
}

double ovf_flown_time(const ovf_flown *flown, const char *name)
{
    double seconds;
    const char *text = ovf_flown_text(flown, name);
    return text != NULL && ovf_time_parse(text, &seconds) ? seconds : NAN;
}

void ovf_flown_set_date(ovf_flown *flown, double from_s, double until_s)
{
    flown->first_s = from_s;
    flown->last_s = until_s;
    flown->timed = false;
    flown->some_day = true;
}

ovf_flown ovf_flown_of(const ovf_analyzer *analyzer, ovf_scratch *s, const ovf_vertical *vertical)
{
    ovf_flown flown = {.scratch = s, .almanac = analyzer->almanac};
    size_t count = s->route->fix_count;
    if (vertical != NULL) flown.vertical = *vertical;
    if (s->ground != NULL) flown.vertical.ground = s->ground;
    if (s->geoid != NULL) flown.vertical.geoid = s->geoid;
    flown.first_s = ovf_fixes_time(&s->fixes, 0);
    flown.last_s = ovf_fixes_time(&s->fixes, count - 1);
    if (isnan(flown.first_s)) flown.first_s = ovf_flown_time(&flown, "started_at");
    if (isnan(flown.last_s)) flown.last_s = ovf_flown_time(&flown, "completed_at");
    for (size_t i = 0; i < count && !flown.timed; i++)
        flown.timed = !isnan(ovf_fixes_time(&s->fixes, i));
    if (!isnan(flown.first_s) || !isnan(flown.last_s)) return flown;
    const double day = ovf_flown_time(&flown, "date");
    if (isnan(day)) return flown;
    bool timed = flown.timed;
    ovf_flown_set_date(&flown, day, fmod(day, OVF_DAY_S) == 0 ? day + OVF_DAY_S - 1e-3 : day);
    flown.timed = timed;
    return flown;
}

double ovf_flown_earliest(const ovf_flown *flown)
{
    return isnan(flown->first_s) ? flown->last_s - OVF_LONGEST_FLIGHT_S : flown->first_s;
}

double ovf_flown_latest(const ovf_flown *flown)
{
    return isnan(flown->last_s) ? flown->first_s + OVF_LONGEST_FLIGHT_S : flown->last_s;
}

size_t ovf_flown_fix(const ovf_flown *flown, double along_m)
{
    size_t low = 0, high = flown->scratch->route->fix_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (flown->scratch->along_m[middle] <= along_m) low = middle;
        else high = middle;
    }
    return low;
}

static const ovf_stretch *stretch_of(const ovf_scratch *s, double along_m)
{
    size_t k = 0;
    while (k + 1 < s->stretch_count && s->along_m[s->stretches[k].to_fix] < along_m) k++;
    return &s->stretches[k];
}

ovf_place ovf_flown_place(const ovf_flown *flown, double along_m)
{
    return ovf_scratch_place(flown->scratch, stretch_of(flown->scratch, along_m), along_m, NULL);
}

void ovf_flown_settle(const ovf_flown *flown, bool last, ovf_place *place)
{
    ovf_scratch_settle(flown->scratch, stretch_of(flown->scratch, place->along_m), last, place);
}
