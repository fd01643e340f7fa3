/* Files that CMake has built into the library: the styles of src/output/qgis, the page of
 * src/output/report, and Leaflet. */
#ifndef OVF_OUTPUT_MAP_ASSETS_H
#define OVF_OUTPUT_MAP_ASSETS_H

#include <stddef.h>

typedef struct {
    const char *name;           /* "qgis/zones.qml", "leaflet/leaflet.js" */
    const unsigned char *bytes; /* and a zero behind them */
    size_t size;
} ovf_asset;

extern const ovf_asset ovf_assets[];
extern const size_t ovf_asset_count;

/* NULL: there is none of that name. */
const ovf_asset *ovf_asset_find(const char *name);

#endif
