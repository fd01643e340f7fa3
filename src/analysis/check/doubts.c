/* What would decide whether a restriction binds, in words. */
#include <stdio.h>

#include "analysis/check/judging.h"

typedef struct {
    ovf_doubts doubt;
    const char *give;
} decider;

const char *ovf_doubts_say(const ovf_check *check, ovf_doubts doubts, char text[OVF_DOUBTS_SIZE])
{
    const ovf_vertical *v = &check->flown.vertical;
    const decider deciders[] = {
        {OVF_DOUBT_GAP, "fixes of the leg on which the flight was not observed"},
        {OVF_DOUBT_TIME, "the times of all fixes"},
        {OVF_DOUBT_ALTITUDE, "the altitude of each fix, in metres"},
        {OVF_DOUBT_OVER, "over what the flight's altitudes are"},
        {OVF_DOUBT_GROUND, v->ground == NULL ? "the heights of the ground"
                                             : "heights of the ground that say more than those "
                                               "there are"},
        {OVF_DOUBT_QNH, v->qnh_most_hpa == 0 ? "the pressure at sea level (QNH)"
                        : v->temperature_most_k == 0
                            ? "the temperature at sea level"
                            : "closer bounds of pressure and temperature at sea level"},
        {OVF_DOUBT_GEOID,
         v->geoid == NULL ? "the height of the geoid" : "a closer height of the geoid"},
        {OVF_DOUBT_LIMIT, "the zone's floor and ceiling"},
        {OVF_DOUBT_ACTIVE, "the times at which the zone is in force"}};
    const char *between = "";
    size_t used = 0;
    text[0] = '\0';
    for (size_t k = 0; k < sizeof deciders / sizeof *deciders; k++) {
        if ((doubts & deciders[k].doubt) == 0) continue;
        used += (size_t)snprintf(text + used, OVF_DOUBTS_SIZE - used, "%s%s", between,
                                 deciders[k].give);
        between = " and ";
    }
    return text;
}

ovf_remedy ovf_doubts_remedy(const ovf_check *check, ovf_doubts doubts)
{
    const ovf_vertical *v = &check->flown.vertical;
    if (doubts == OVF_DOUBT_GAP) return OVF_REMEDY_PLANNED;
    if ((doubts & (OVF_DOUBT_TIME | OVF_DOUBT_ALTITUDE | OVF_DOUBT_GAP)) != 0)
        return OVF_REMEDY_NONE;
    if ((doubts & OVF_DOUBT_OVER) != 0) return OVF_REMEDY_OVER;
    if ((doubts & OVF_DOUBT_GROUND) != 0 && v->ground == NULL) return OVF_REMEDY_GROUND;
    if ((doubts & OVF_DOUBT_QNH) != 0 && (v->qnh_most_hpa == 0 || v->temperature_most_k == 0))
        return OVF_REMEDY_QNH;
    if ((doubts & OVF_DOUBT_GEOID) != 0 && v->geoid == NULL) return OVF_REMEDY_GEOID;
    return OVF_REMEDY_NONE;
}

void ovf_check_doubt_bound(ovf_check *check, size_t first, ovf_doubts doubts)
{
    char give[OVF_DOUBTS_SIZE], why[OVF_DOUBTS_SIZE + 60];
    if (doubts == 0) return;
    snprintf(why, sizeof why, "whether the rule binds there is open: add %s",
             ovf_doubts_say(check, doubts, give));
    for (size_t i = first; i < check->scratch->finding_count; i++)
        if (ovf_check_doubt_one(&check->scratch->findings[i], why))
            check->scratch->findings[i].remedy = ovf_doubts_remedy(check, doubts);
}
