/* What is known of the vertical, with all that it stands on: a raster of the ground's heights, the
 * geoid that PROJ has, and bounds of pressure and temperature. */
#ifndef OVERFLIGHT_VERTICAL_H
#define OVERFLIGHT_VERTICAL_H

#include "overflight/input.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Zeroed, only the geoid is known, if PROJ has one. */
typedef struct {
    const char *dem; /* raster of the ground's heights, as ovf_terrain_open takes it; NULL: none */
    bool references; /* of the raster, as ovf_terrain_open_with takes it */
    double qnh_least_hpa, qnh_most_hpa;             /* as ovf_vertical has them */
    double temperature_least_k, temperature_most_k; /* likewise */
} ovf_vertical_options;

typedef struct {
    ovf_vertical_options options;
    ovf_vertical vertical; /* which points to what follows */
    ovf_terrain *terrain;  /* NULL: none */
    ovf_geoid *geoid;      /* NULL: none */
    ovf_ground ground, sea;
} ovf_vertical_source;

/* Opens the raster and the geoid. `options` may be NULL; what they point to must outlive the
 * source, which must stay where it is. One thread at a time asks its ground and geoid: others open
 * their own, and give it to their scratch. Clear *source after failure too. Errors: those of
 * ovf_terrain_open and ovf_vertical_check.
 *
 * For example:
 *     const ovf_vertical_options options = {.dem = "dem.tif", .qnh_least_hpa = 1005,
 *                                           .qnh_most_hpa = 1020};
 *     ovf_vertical_source source = {0};
 *     ovf_vertical_open(&source, &options, &error);
 *     const ovf_judge_options judging = {.vertical = &source.vertical};
 *     ovf_vertical_clear(&source); */
ovf_status ovf_vertical_open(ovf_vertical_source *source, const ovf_vertical_options *options,
                             ovf_error *error);
/* From now on what is asked with this scratch asks the source's ground and geoid, which must
 * outlive it (ovf_scratch_set_ground, ovf_scratch_set_geoid). */
void ovf_vertical_give(const ovf_vertical_source *source, ovf_scratch *scratch);
void ovf_vertical_clear(ovf_vertical_source *source);

#ifdef __cplusplus
}
#endif
#endif
