#include "input/formats/mission.h"

#include <math.h>

#define RETURN_TO_LAUNCH 20

ovf_mission_mode ovf_mission_mode_of(int64_t frame)
{
    switch (frame) {
    case 0:
    case 5: return OVF_MISSION_OVER_SEA;
    case 3:
    case 6: return OVF_MISSION_OVER_HOME;
    case 10:
    case 11: return OVF_MISSION_OVER_GROUND;
    default: return OVF_MISSION_UNKNOWN;
    }
}

static bool is_place(int64_t command)
{
    static const int64_t places[] = {16, 17, 18, 19, 21, 22, 31, 82, 84, 85};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (places[i] == command) return true;
    return false;
}

static ovf_reference refer(ovf_mission_mode mode, const ovf_fix *home, double *altitude_m)
{
    if (isnan(*altitude_m)) return OVF_REFERENCE_UNKNOWN;
    switch (mode) {
    case OVF_MISSION_OVER_HOME:
        *altitude_m += home->altitude_m;
        return isnan(*altitude_m) ? OVF_REFERENCE_UNKNOWN : OVF_REFERENCE_SEA;
    case OVF_MISSION_OVER_SEA: return OVF_REFERENCE_SEA;
    case OVF_MISSION_OVER_GROUND: return OVF_REFERENCE_GROUND;
    case OVF_MISSION_UNKNOWN: break;
    }
    *altitude_m = NAN;
    return OVF_REFERENCE_UNKNOWN;
}

bool ovf_mission_add(ovf_flight *flight, int64_t command, ovf_mission_mode mode, ovf_fix fix,
                     const ovf_fix *home)
{
    if (command == RETURN_TO_LAUNCH && !isnan(home->lon)) {
        const ovf_fix back = {home->lon, home->lat, NAN, NAN};
        return ovf_pieces_add(&flight->pieces, &back, OVF_REFERENCE_UNKNOWN);
    }
    if (!is_place(command) || (fix.lon == 0 && fix.lat == 0)) return true;
    ovf_reference over = refer(mode, home, &fix.altitude_m);
    return ovf_pieces_add(&flight->pieces, &fix, over);
}
