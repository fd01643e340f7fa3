#include "cli/known_heights.h"

#define KELVIN 273.15

ovf_vertical_options cli_known_heights(const cli_options *options)
{
    ovf_vertical_options known = {.dem = options->dem,
                                  .references = options->references,
                                  .qnh_least_hpa = options->qnh_hpa.least,
                                  .qnh_most_hpa = options->qnh_hpa.most};
    if (options->given[CLI_TEMPERATURE] != NULL) {
        known.temperature_least_k = options->temperature_c.least + KELVIN;
        known.temperature_most_k = options->temperature_c.most + KELVIN;
    }
    return known;
}
