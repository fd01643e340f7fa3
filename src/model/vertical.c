/* Altitudes over another reference, by bounds. */
#include "overflight/heights.h"

#include <math.h>

#include "base/error.h"
#include "model/atmosphere.h"

#define MOST_QNH_HPA 1200.0
#define LEAST_QNH_HPA 700.0
#define LEAST_K 150.0
#define MOST_K 360.0

/* Places of a piece lie no farther than this outside its ends' longitudes and latitudes: 100 km are
 * 1.3 degrees of longitude at 46 degrees, where it matters. */
#define AROUND_DEG 1.5

ovf_status ovf_vertical_check(const ovf_vertical *v, ovf_error *error)
{
    double q1 = v->qnh_least_hpa, q2 = v->qnh_most_hpa, t1 = v->temperature_least_k,
           t2 = v->temperature_most_k;
    if (!((q1 == 0 && q2 == 0) || (q1 >= LEAST_QNH_HPA && q1 <= q2 && q2 <= MOST_QNH_HPA)))
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "qnh_least_hpa, qnh_most_hpa: expected two pressures in order, from %g to "
                        "%g hPa, found %g and %g",
                        LEAST_QNH_HPA, MOST_QNH_HPA, q1, q2);
    if (!((t1 == 0 && t2 == 0) || (t1 >= LEAST_K && t1 <= t2 && t2 <= MOST_K)))
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "temperature_least_k, temperature_most_k: expected two temperatures in "
                        "order, from %g to %g K, found %g and %g",
                        LEAST_K, MOST_K, t1, t2);
    if (!(v->ground_error_m >= 0))
        return ovf_fail(error, OVF_ERROR_USAGE, "ground_error_m: expected 0 or more, found %g",
                        v->ground_error_m);
    if (!(v->geoid_error_m >= 0))
        return ovf_fail(error, OVF_ERROR_USAGE, "geoid_error_m: expected 0 or more, found %g",
                        v->geoid_error_m);
    return OVF_OK;
}

static bool is_between(double value, double least, double most)
{
    return value >= least && value <= most;
}

/* The earth's highest ground: that over 7,000 m is in High Asia, from the Hindu Kush to Minya Konka
 * and the Tian Shan; elsewhere Aconcagua is the highest, with 6,961 m, and south of 60 degrees
 * south Mount Vinson, with 4,892 m. */
static double highest_ground(const ovf_lonlat *from, const ovf_lonlat *to)
{
    double south = fmin(from->lat, to->lat) - AROUND_DEG,
           north = fmax(from->lat, to->lat) + AROUND_DEG;
    bool in_asia = false;
    const ovf_lonlat *const ends[2] = {from, to};
    for (int k = 0; k < 2; k++) {
        double lon = remainder(ends[k]->lon, 360);
        in_asia = in_asia || is_between(lon, 66 - AROUND_DEG, 106 + AROUND_DEG);
    }
    if (in_asia && north >= 25 && south <= 46) return OVF_GROUND_MOST_M;
    return north < -60 ? 4892 : 6961;
}

ovf_column ovf_column_roughly(const ovf_vertical *v, const ovf_lonlat *from, const ovf_lonlat *to)
{
    return (ovf_column){.vertical = v,
                        .ground_m = {OVF_GROUND_LEAST_M, highest_ground(from, to)},
                        .geoid_m = {OVF_GEOID_LEAST_M, OVF_GEOID_MOST_M},
                        .coldest = fmin(from->lat, to->lat) - AROUND_DEG < -60};
}

/* False in *known where it is unknown, and the range is then what it was. */
static ovf_status ask(const ovf_ground *ground, double error_m, const ovf_lonlat *from,
                      const ovf_lonlat *to, ovf_height_range *range, bool *known, ovf_error *error)
{
    double least = NAN, most = NAN;
    ovf_status status;
    if (ground->extremes != NULL) {
        status = ground->extremes(ground->context, from, to, &least, &most, error);
    } else {
        const ovf_lonlat places[2] = {*from, *to};
        double found[2] = {NAN, NAN};
        status = ground->heights(ground->context, places, 2, found, error);
        if (!isnan(found[0]) && !isnan(found[1])) {
            least = fmin(found[0], found[1]);
            most = fmax(found[0], found[1]);
        }
    }
    if (status != OVF_OK || !(least <= most)) return status;
    *known = true;
    *range = (ovf_height_range){least - error_m, most + error_m};
    return OVF_OK;
}

ovf_status ovf_column_between(const ovf_vertical *v, const ovf_lonlat *from, const ovf_lonlat *to,
                              ovf_column *column, ovf_error *error)
{
    ovf_column made = ovf_column_roughly(v, from, to);
    ovf_status status = OVF_OK;
    if (v->ground != NULL)
        status = ask(v->ground, v->ground_error_m, from, to, &made.ground_m, &made.ground_known,
                     error);
    if (status == OVF_OK && v->geoid != NULL)
        status = ask(v->geoid, v->geoid_error_m, from, to, &made.geoid_m, &made.geoid_known, error);
    if (status == OVF_OK) *column = made;
    return status;
}

static ovf_height_range to_msl(const ovf_column *c, double altitude, ovf_height_reference from);

/* What an altitude is over the sea whose reference is not known. */
static ovf_height_range any_to_msl(const ovf_column *c, double altitude)
{
    ovf_height_range range = {altitude, altitude};
    static const ovf_height_reference all[] = {OVF_HEIGHT_AGL, OVF_HEIGHT_STD,
                                               OVF_HEIGHT_ELLIPSOID};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const ovf_height_range one = to_msl(c, altitude, all[i]);
        range.least_m = fmin(range.least_m, one.least_m);
        range.most_m = fmax(range.most_m, one.most_m);
    }
    return range;
}

static ovf_height_range to_msl(const ovf_column *c, double altitude, ovf_height_reference from)
{
    switch (from) {
    case OVF_HEIGHT_AGL:
        return (ovf_height_range){altitude + c->ground_m.least_m, altitude + c->ground_m.most_m};
    case OVF_HEIGHT_STD: return ovf_msl_of_std(c->vertical, c->coldest, altitude);
    case OVF_HEIGHT_ELLIPSOID:
        return (ovf_height_range){altitude - c->geoid_m.most_m, altitude - c->geoid_m.least_m};
    case OVF_HEIGHT_UNKNOWN: return any_to_msl(c, altitude);
    case OVF_HEIGHT_MSL: break;
    }
    return (ovf_height_range){altitude, altitude};
}

ovf_height_range ovf_height_bounds(const ovf_column *c, double altitude, ovf_height_reference from,
                                   ovf_height_reference to)
{
    bool same = from == to && from != OVF_HEIGHT_UNKNOWN;
    if (same || !isfinite(altitude)) return (ovf_height_range){altitude, altitude};
    ovf_height_range range = to_msl(c, altitude, from);
    switch (to) {
    case OVF_HEIGHT_AGL:
        range.least_m -= c->ground_m.most_m;
        range.most_m -= c->ground_m.least_m;
        break;
    case OVF_HEIGHT_STD:
        range.least_m = ovf_std_of_msl(c->vertical, c->coldest, range.least_m).least_m;
        range.most_m = isinf(range.most_m)
                           ? range.most_m
                           : ovf_std_of_msl(c->vertical, c->coldest, range.most_m).most_m;
        break;
    case OVF_HEIGHT_ELLIPSOID:
        range.least_m += c->geoid_m.least_m;
        range.most_m += c->geoid_m.most_m;
        break;
    case OVF_HEIGHT_UNKNOWN:
    case OVF_HEIGHT_MSL: break;
    }
    return range;
}
