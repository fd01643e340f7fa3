/* What figures make of limits. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/check/judging.h"
#include "base/said_length.h"

ovf_limit_state ovf_limit_of(double left, double error, double little)
{
    if (left < -error) return OVF_LIMIT_BROKEN;
    if (left <= error) return OVF_LIMIT_AT;
    return left < little ? OVF_LIMIT_NEAR : OVF_LIMIT_KEPT;
}

double ovf_check_little(const ovf_check *check, double limit)
{
    return fabs(limit) * check->checker->options.margin;
}

ovf_finding *ovf_check_add_limit(ovf_check *check, const ovf_restriction *restriction,
                                 ovf_limit_state state, double measured, double limit, double left,
                                 const char *unit)
{
    bool broken = state == OVF_LIMIT_BROKEN;
    ovf_severity severity = restriction->severity;
    if (!broken && severity > OVF_SEVERITY_WARNING) severity = OVF_SEVERITY_WARNING;
    ovf_finding *finding = ovf_check_add(check, restriction, severity);
    finding->near_miss = !broken;
    finding->measured = measured;
    finding->limit = limit;
    finding->margin = left;
    finding->unit = unit;
    return finding;
}

void ovf_check_say_left(ovf_finding *finding, ovf_limit_state state, const char *error)
{
    size_t length = strlen(finding->message), room = sizeof finding->message - length;
    int decimals = strcmp(finding->unit, "m") == 0 ? 1 : strcmp(finding->unit, "h") == 0 ? 2 : 3;
    if (state == OVF_LIMIT_AT)
        snprintf(finding->message + length, room,
                 ": exactly at the limit, within the error of the figures (%s)", error);
    else if (strcmp(finding->unit, "km") == 0)
        snprintf(finding->message + length, room, ": %s are left",
                 ovf_said_km(finding->margin).text);
    else
        snprintf(finding->message + length, room, ": %.*f %s are left", decimals, finding->margin,
                 finding->unit);
}
