/* The layers by name. */
#include <stdio.h>
#include <string.h>

#include "output/sink.h"

const ovf_sink_kind *const ovf_sink_kinds[] = {&ovf_sink_statistics, &ovf_sink_routes,    &ovf_sink_zones,
                                               &ovf_sink_passages,   &ovf_sink_crossings, &ovf_sink_nearest};
const size_t ovf_sink_kind_count = sizeof ovf_sink_kinds / sizeof ovf_sink_kinds[0];

static unsigned bit_of(const char *name, size_t length)
{
    if (length == 3 && strncmp(name, "all", length) == 0) return OVF_LAYER_ALL;
    for (size_t i = 0; i < ovf_sink_kind_count; i++) {
        const char *layer = ovf_sink_kinds[i]->layer;
        if (strlen(layer) == length && strncmp(layer, name, length) == 0) return ovf_sink_kinds[i]->bit;
    }
    return 0;
}

bool ovf_layers_parse(const char *list, unsigned *layers, char unknown[64])
{
    unsigned found = 0;
    for (const char *at = list;; at++) {
        size_t length = strcspn(at, ",");
        unsigned bit = bit_of(at, length);
        if (bit == 0) {
            snprintf(unknown, 64, "%.*s", length > 63 ? 63 : (int)length, at);
            return false;
        }
        found |= bit;
        at += length;
        if (*at == '\0') break;
    }
    *layers = found;
    return true;
}
