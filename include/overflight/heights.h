/* Heights over different references, compared by bounds: what is known of the ground, the geoid and
 * the air gives the least and the greatest altitude over another reference. */
#ifndef OVERFLIGHT_HEIGHTS_H
#define OVERFLIGHT_HEIGHTS_H

#include "overflight/restriction.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Where heights of the ground come from. `heights` sets heights_m[i], metres over mean sea level,
 * for each place, NAN where it is unknown. Heights of the sea over the ellipsoid come alike. */
typedef struct {
    ovf_status (*heights)(void *context, const ovf_lonlat *places, size_t count, double *heights_m,
                          ovf_error *error);
    void *context;
    double spacing_m; /* heights are asked for at least so often along a leg */
    /* The least and the greatest height between two places that are at most spacing_m apart; NAN
     * where any of them is unknown. NULL: those at the two places are taken for it. */
    ovf_status (*extremes)(void *context, const ovf_lonlat *from, const ovf_lonlat *to,
                           double *least_m, double *most_m, ovf_error *error);
} ovf_ground;

typedef struct {
    double least_m, most_m; /* may be infinite */
} ovf_height_range;

/* Heights of models of the ground are good to this: the specification of SRTM, 16 m at 90 %
 * (Farr et al., The Shuttle Radar Topography Mission, Reviews of Geophysics 45, 2007); later ones
 * are better. */
#define OVF_GROUND_ERROR_M 16.0

/* Heights of the sea by a grid of the geoid are good to this: EGM96 and EGM2008 to a metre (EPSG's
 * operations 10084 and 3858), their grids to 1.152 and 0.135 m between the nodes (GeographicLib,
 * GeoidEval), and the mean level of the sea is off the geoid by up to 2 m. */
#define OVF_GEOID_ERROR_M 5.0

/* The extremes on record, as the World Meteorological Organization archives them: pressure at sea
 * level (870 hPa in typhoon Tip, 1979; 1,089.4 hPa at Tosontsengel, 2004; 1,094.3 hPa at
 * Tsetsen-Uul, 2020, not confirmed), temperature (Vostok 1983, Death Valley 1913); and the geoid of
 * EGM96 and EGM2008. */
#define OVF_QNH_LEAST_HPA 870.0
#define OVF_QNH_MOST_HPA 1095.0
#define OVF_TEMPERATURE_LEAST_K (273.15 - 89.2)
#define OVF_TEMPERATURE_MOST_K (273.15 + 56.7)
#define OVF_GEOID_LEAST_M (-107.0)
#define OVF_GEOID_MOST_M 86.0
/* The shore of the Dead Sea, which sinks by a metre a year; Chomolungma. */
#define OVF_GROUND_LEAST_M (-450.0)
#define OVF_GROUND_MOST_M 8849.0

/* What is known of the vertical. Zeroed nothing is, and the extremes on record bound it. */
typedef struct ovf_vertical {
    const ovf_ground *ground; /* NULL: between the extremes of the earth's */
    double ground_error_m;    /* heights of the ground are good to so much */
    const ovf_ground *geoid;  /* heights of the sea level over the ellipsoid; NULL: extremes */
    double qnh_least_hpa, qnh_most_hpa;             /* pressure at mean sea level; 0: extremes */
    double temperature_least_k, temperature_most_k; /* at mean sea level; 0: extremes */
    double geoid_error_m; /* heights of the sea level are good to so much */
} ovf_vertical;

/* Errors: OVF_ERROR_USAGE (a range out of order, or beyond what there is on the earth). */
ovf_status ovf_vertical_check(const ovf_vertical *vertical, ovf_error *error);

/* What is known of the vertical along a short piece of a leg. */
typedef struct {
    const ovf_vertical *vertical;
    ovf_height_range ground_m;      /* over the sea */
    ovf_height_range geoid_m;       /* over the ellipsoid */
    bool ground_known, geoid_known; /* better than by extremes of the earth */
    bool coldest;                   /* south of 60 degrees south */
} ovf_column;

/* The longest piece. */
#define OVF_COLUMN_MAX_M 100e3

/* Of the piece between two places that are at most OVF_COLUMN_MAX_M apart, without asking for
 * ground and geoid. */
ovf_column ovf_column_roughly(const ovf_vertical *vertical, const ovf_lonlat *from,
                              const ovf_lonlat *to);
/* Asks for them: of a piece no longer than their spacing, or of one place (from is to). Errors:
 * those of the ground and the geoid. */
ovf_status ovf_column_between(const ovf_vertical *vertical, const ovf_lonlat *from,
                              const ovf_lonlat *to, ovf_column *column, ovf_error *error);

/* Between what an altitude over `from` is over `to`. An infinite altitude stays what it is. For
 * `from` may be OVF_HEIGHT_UNKNOWN: then it is any of the references. For example, a flight at
 * FL330, over the ground:
 *     const ovf_vertical vertical = {.qnh_least_hpa = 1000, .qnh_most_hpa = 1020};
 *     const ovf_column column = ovf_column_roughly(&vertical, &place, &place);
 *     range = ovf_height_bounds(&column, 10058.4, OVF_HEIGHT_STD, OVF_HEIGHT_AGL); */
ovf_height_range ovf_height_bounds(const ovf_column *column, double altitude_m,
                                   ovf_height_reference from, ovf_height_reference to);

#ifdef __cplusplus
}
#endif
#endif
