/* Tests: tests/unit/test_said_length.c */
#include "base/said_length.h"

#include <math.h>
#include <stdio.h>

ovf_said_length ovf_said_km(double km)
{
    ovf_said_length said;
    double metres = km * 1000, size = fabs(metres);
    if (size >= 999.5 || isnan(km)) snprintf(said.text, sizeof said.text, "%.3f km", km);
    else if (size >= 99.95) snprintf(said.text, sizeof said.text, "%.0f m", metres);
    else if (size >= 0.95) snprintf(said.text, sizeof said.text, "%.1f m", metres);
    else if (size >= 1e-4) snprintf(said.text, sizeof said.text, "%.1g m", metres);
    else snprintf(said.text, sizeof said.text, size > 0 ? "less than 0.0001 m" : "0 m");
    return said;
}

ovf_said_length ovf_said_limit(double km)
{
    ovf_said_length said;
    if (fabs(km) >= 1 || isnan(km)) snprintf(said.text, sizeof said.text, "%.10g km", km);
    else snprintf(said.text, sizeof said.text, "%.10g m", km * 1000);
    return said;
}
