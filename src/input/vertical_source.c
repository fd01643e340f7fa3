#include "overflight/vertical.h"

#include "base/error.h"
#include "overflight/finding.h"

static ovf_status open_ground(ovf_vertical_source *source, ovf_error *error)
{
    if (source->options.dem == NULL) return OVF_OK;
    ovf_status status = ovf_terrain_open_with(source->options.dem, source->options.references,
                                              &source->terrain, error);
    if (status != OVF_OK) return status;
    source->ground = ovf_terrain_ground(source->terrain);
    source->vertical.ground = &source->ground;
    source->vertical.ground_error_m = OVF_GROUND_ERROR_M;
    return OVF_OK;
}

static ovf_status open_geoid(ovf_vertical_source *source, ovf_error *error)
{
    ovf_status status = ovf_geoid_open(&source->geoid, error);
    if (status != OVF_OK || source->geoid == NULL) return status;
    source->sea = ovf_geoid_heights(source->geoid);
    source->vertical.geoid = &source->sea;
    source->vertical.geoid_error_m = OVF_GEOID_ERROR_M;
    return OVF_OK;
}

ovf_status ovf_vertical_open(ovf_vertical_source *source, const ovf_vertical_options *options,
                             ovf_error *error)
{
    if (source == NULL) return ovf_fail_null(error, "a place for what is known of the vertical");
    *source = (ovf_vertical_source){0};
    if (options != NULL) source->options = *options;
    source->vertical = (ovf_vertical){.qnh_least_hpa = source->options.qnh_least_hpa,
                                      .qnh_most_hpa = source->options.qnh_most_hpa,
                                      .temperature_least_k = source->options.temperature_least_k,
                                      .temperature_most_k = source->options.temperature_most_k};
    ovf_status status = ovf_vertical_check(&source->vertical, error);
    if (status == OVF_OK) status = open_ground(source, error);
    return status == OVF_OK ? open_geoid(source, error) : status;
}

void ovf_vertical_give(const ovf_vertical_source *source, ovf_scratch *scratch)
{
    ovf_scratch_set_ground(scratch, source == NULL ? NULL : source->vertical.ground);
    ovf_scratch_set_geoid(scratch, source == NULL ? NULL : source->vertical.geoid);
}

void ovf_vertical_clear(ovf_vertical_source *source)
{
    if (source == NULL) return;
    ovf_terrain_free(source->terrain);
    ovf_geoid_free(source->geoid);
    *source = (ovf_vertical_source){0};
}
