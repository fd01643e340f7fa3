#include "output/map/assets.h"

#include <string.h>

const ovf_asset *ovf_asset_find(const char *name)
{
    for (size_t i = 0; i < ovf_asset_count; i++)
        if (strcmp(ovf_assets[i].name, name) == 0) return &ovf_assets[i];
    return NULL;
}
