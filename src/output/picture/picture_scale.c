#include "output/picture/picture_scale.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

double ovf_graticule_step(double wanted)
{
    /* In seconds. */
    static const double steps[] = {1,    2,    5,    10,   20,    30,    60,    120,   300,   600,
                                   1200, 1800, 3600, 7200, 18000, 36000, 54000, 72000, 108000};
    const int count = sizeof steps / sizeof steps[0];
    int i = 0;
    while (i < count - 1 && steps[i] < wanted * 3600 - 1e-9) i++;
    return steps[i] / 3600;
}

void ovf_graticule_name(double degrees, bool is_latitude, double step, char text[OVF_DEGREES_TEXT])
{
    long seconds = lround(fabs(degrees) * 3600), step_s = lround(step * 3600);
    const char *side = is_latitude ? (degrees < 0 ? "S" : "N") : (degrees < 0 ? "W" : "E");
    if (seconds == 0 || (!is_latitude && seconds == 180 * 3600)) side = "";
    int length = snprintf(text, OVF_DEGREES_TEXT, "%ld°", seconds / 3600);
    if (step_s % 3600 != 0)
        length += snprintf(text + length, OVF_DEGREES_TEXT - (size_t)length, "%02ld′",
                           seconds / 60 % 60);
    if (step_s % 60 != 0)
        length += snprintf(text + length, OVF_DEGREES_TEXT - (size_t)length, "%02ld″",
                           seconds % 60);
    snprintf(text + length, OVF_DEGREES_TEXT - (size_t)length, "%s", side);
}

double ovf_scale_length(double most)
{
    double power = pow(10, floor(log10(most)));
    /* log10 may be off by the last digit. */
    if (power > most) power /= 10;
    return most >= 10 * power  ? 10 * power
           : most >= 5 * power ? 5 * power
           : most >= 2 * power ? 2 * power
                               : power;
}
