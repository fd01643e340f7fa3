#include "analysis/survey/survey_heat.h"

#include <math.h>

#define HOTTEST 0.4
#define MILDER (1024 * OVF_HEAT_COLDEST)
#define HALVINGS 10
static const size_t cycle_rounds[] = {2, 3, 5, 10};

ovf_heat ovf_heat_of(size_t round, bool part_wanted)
{
    const size_t last = sizeof cycle_rounds / sizeof *cycle_rounds - 1,
                 first = part_wanted ? last : 0;
    size_t cycle = 0, rounds = cycle_rounds[first];
    while (round >= rounds) {
        round -= rounds;
        cycle++;
        rounds = cycle_rounds[first + cycle < last ? first + cycle : last];
    }
    double fall = exp2(-HALVINGS / (double)rounds);
    return (ovf_heat){cycle, round, (cycle % 2 == 0 ? HOTTEST : MILDER) * pow(fall, (double)round),
                      fall};
}
