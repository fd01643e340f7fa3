#include "analysis/survey/survey_strip.h"

#include "analysis/coverage/flatten.h"
#include "overflight/area.h"

#define QUADRANT_SEGMENTS 32
/* GEOS moves vertices by a hundredth of the distance at most before it draws a buffer
 * (BufferInputLineSimplifier), and its arcs are chords. */
#define DRAWN_M(r) ((r)*1.01 / cos(OVF_RADIAN * 45 / QUADRANT_SEGMENTS) + 1)

/* What an erosion in the plane takes away, for a distance that is too long rather than too short.
 */
ovf_status ovf_survey_strip_find(const ovf_zone *zone, double area_m2, double reach_m,
                                 double *strip_m2, ovf_error *error)
{
    ovf_plane plane = {0};
    ovf_overlay overlay = {0};
    ovf_area area;
    ovf_box box;
    double stretch = 1;
    ovf_status status = ovf_flatten_open(&plane, zone, &box, error);
    if (status == OVF_OK) status = ovf_zone_area(zone, &area, error);
    if (status == OVF_OK) status = ovf_overlay_open(&overlay, error);
    GEOSGeometry *flat = NULL, *eroded = NULL;
    *strip_m2 = area_m2;
    if (status == OVF_OK) {
        flat = ovf_flatten_zone(&overlay, &plane, zone, &area);
        if (flat != NULL) {
            ovf_rectangle around = ovf_overlay_box(&overlay, flat);
            double x = fmax(-around.west, around.east) + 2 * reach_m,
                   y = fmax(-around.south, around.north) + 2 * reach_m;
            stretch = ovf_plane_stretch((ovf_flat){x, y});
            /* Where the plane has too little room nothing is said, which is right as well. */
            if (isfinite(stretch))
                eroded = GEOSBuffer_r(overlay.geos, flat, -DRAWN_M(reach_m * stretch),
                                      QUADRANT_SEGMENTS);
            if (eroded != NULL) *strip_m2 = fmax(0, area_m2 - ovf_overlay_area(&overlay, eroded));
        }
    }
    ovf_overlay_drop(&overlay, flat);
    ovf_overlay_drop(&overlay, eroded);
    ovf_overlay_close(&overlay);
    ovf_plane_close(&plane);
    return status;
}
