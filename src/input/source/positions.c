#include "input/source/positions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "gdal/gdal_errors.h"
#include "model/flaws.h"

static bool reserve(ovf_positions *positions, size_t count)
{
    size_t *capacities = positions->capacities;
    return ovf_array_reserve(&positions->lon, &capacities[0], count, sizeof *positions->lon) &&
           ovf_array_reserve(&positions->lat, &capacities[1], count, sizeof *positions->lat) &&
           ovf_array_reserve(&positions->z, &capacities[2], count, sizeof *positions->z) &&
           ovf_array_reserve(&positions->m, &capacities[3], count, sizeof *positions->m) &&
           ovf_array_reserve(&positions->success, &capacities[4], count,
                             sizeof *positions->success);
}

static ovf_status check_finite(const ovf_positions *positions, bool geographic, const char *place,
                               ovf_error *error)
{
    size_t i = ovf_flaw_not_finite(positions->lon, positions->lat, 1, positions->count);
    if (i == positions->count) return OVF_OK;
    bool bad_x = !isfinite(positions->lon[i]);
    const char *axis = geographic ? (bad_x ? "longitude" : "latitude") : (bad_x ? "x" : "y");
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "%s of position %zu%s: expected a finite number, found %s", axis, i + 1, place,
                    isnan(bad_x ? positions->lon[i] : positions->lat[i]) ? "NaN" : "infinity");
}

/* Rounding noise around the longitudes and latitudes at which a map ends: a tenth of a millimetre.
 */
#define NOISE_DEG 1e-9

static double without_noise(double lon)
{
    double turn = 180 * nearbyint(lon / 180);
    return fabs(lon) > 90 && fabs(lon - turn) <= NOISE_DEG ? turn : lon;
}

/* A jump of exactly 360° is the whole circle, and one of a hair less is a hair: where noise makes
 * the difference, it stays. */
static void take_in_noise(ovf_positions *positions)
{
    double before = NAN, raw_before = NAN;
    for (size_t i = 0; i < positions->count; i++) {
        double *lon = &positions->lon[i], *lat = &positions->lat[i], raw = *lon;
        if (fabs(fabs(*lat) - OVF_LAT_MAX_DEG) <= NOISE_DEG) *lat = copysign(OVF_LAT_MAX_DEG, *lat);
        *lon = without_noise(raw);
        if (fabs(*lon - before) == 360 && fabs(raw - raw_before) != 360) {
            *lon = raw;
            positions->lon[i - 1] = raw_before;
        }
        before = *lon;
        raw_before = raw;
    }
}

static ovf_status check_range(const ovf_positions *positions, const char *place, ovf_error *error)
{
    size_t count = positions->count,
           i = ovf_flaw_out_of_range(positions->lon, positions->lat, 1, count);
    if (i < count) {
        double lon = positions->lon[i], lat = positions->lat[i];
        if (fabs(lat) > OVF_LAT_MAX_DEG)
            return ovf_fail(
                error, OVF_ERROR_INPUT, "latitude %.10g of position %zu%s is beyond ±%.0f%s", lat,
                i + 1, place, OVF_LAT_MAX_DEG,
                ovf_position_looks_swapped(lon, lat) ? "; are latitude and longitude swapped?"
                                                     : "");
        return ovf_fail(error, OVF_ERROR_INPUT, "longitude %.10g of position %zu%s is beyond ±%.0f",
                        lon, i + 1, place, OVF_LON_MAX_DEG);
    }
    i = positions->has_z ? ovf_flaw_infinite(positions->z, 1, count) : count;
    if (i == count) return OVF_OK;
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "altitude of position %zu%s: expected metres, found infinity", i + 1, place);
}

static ovf_status transform(ovf_positions *positions, const ovf_crs *crs, const char *place,
                            ovf_error *error)
{
    size_t size = positions->count * sizeof *positions->x;
    if (!ovf_array_reserve(&positions->x, &positions->capacities[5], positions->count,
                           sizeof *positions->x) ||
        !ovf_array_reserve(&positions->y, &positions->capacities[6], positions->count,
                           sizeof *positions->y))
        return ovf_fail_memory(error);
    memcpy(positions->x, positions->lon, size);
    memcpy(positions->y, positions->lat, size);
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    ovf_status status = OVF_OK;
    size_t bad = ovf_crs_transform(crs, positions->lon, positions->lat, positions->success,
                                   positions->count);
    for (size_t i = bad; positions->lenient && i < positions->count; i++)
        if (!positions->success[i]) positions->lon[i] = NAN;
    if (bad < positions->count)
        status = ovf_fail(error, OVF_ERROR_INPUT,
                          "position %zu%s (x %.10g, y %.10g) has no place in WGS 84%s%s", bad + 1,
                          place, positions->x[bad], positions->y[bad],
                          caught.failure[0] == '\0' ? "" : ": ", caught.failure);
    ovf_gdal_errors_end();
    return status;
}

/* In metres; NAN where it is no altitude. Infinity is told later. */
static double altitude_of(double z, double z_metres)
{
    double metres = z * z_metres;
    bool none = metres < OVF_ALTITUDE_LEAST_M || metres >= OVF_ALTITUDE_MOST_M ||
                z == OVF_ALTITUDE_MOST_M;
    return none && isfinite(z) ? NAN : metres;
}

/* Of a lenient caller's positions the first flaw is kept. */
static ovf_status forgive(ovf_positions *positions, ovf_status status, const ovf_error *why)
{
    if (status != OVF_ERROR_INPUT || !positions->lenient) return status;
    if (positions->flaw.status == OVF_OK) positions->flaw = *why;
    return OVF_OK;
}

/* What is done with the positions when they are there. */
static ovf_status check(ovf_positions *positions, const ovf_crs *crs, const char *place,
                        ovf_error *error)
{
    for (size_t i = 0; i < positions->count; i++) {
        positions->z[i] = positions->has_z ? altitude_of(positions->z[i], crs->z_metres) : NAN;
        if (!positions->has_m) positions->m[i] = NAN;
    }
    positions->first_x = positions->lon[0];
    positions->first_y = positions->lat[0];
    positions->last_x = positions->lon[positions->count - 1];
    positions->last_y = positions->lat[positions->count - 1];
    ovf_error why;
    bool geographic = crs->transformation == NULL;
    ovf_status status = forgive(positions, check_finite(positions, geographic, place, &why), &why);
    if (status == OVF_OK && !geographic)
        status = forgive(positions, transform(positions, crs, place, &why), &why);
    if (status == OVF_OK) take_in_noise(positions);
    if (status == OVF_OK) status = forgive(positions, check_range(positions, place, &why), &why);
    return status == OVF_OK ? OVF_OK : ovf_fail(error, status, "%s", why.message);
}

ovf_status ovf_positions_read(ovf_positions *positions, OGRGeometryH line, const ovf_crs *crs,
                              const char *place, ovf_error *error)
{
    const int stride = (int)sizeof(double);
    int count = OGR_G_GetPointCount(line);
    positions->count = count > 0 ? (size_t)count : 0;
    if (positions->count == 0) return OVF_OK;
    if (!reserve(positions, positions->count)) return ovf_fail_memory(error);
    positions->has_z = OGR_G_Is3D(line);
    positions->has_m = OGR_G_IsMeasured(line);
    OGR_G_GetPointsZM(line, positions->lon, stride, positions->lat, stride,
                      positions->has_z ? positions->z : NULL, stride,
                      positions->has_m ? positions->m : NULL, stride);
    return check(positions, crs, place, error);
}

ovf_status ovf_positions_take(ovf_positions *positions, const double *x, const double *y,
                              const double *z, size_t count, const ovf_crs *crs, const char *place,
                              ovf_error *error)
{
    positions->count = count;
    if (count == 0) return OVF_OK;
    if (!reserve(positions, count)) return ovf_fail_memory(error);
    positions->has_z = z != NULL;
    positions->has_m = false;
    memcpy(positions->lon, x, count * sizeof *x);
    memcpy(positions->lat, y, count * sizeof *y);
    if (z != NULL) memcpy(positions->z, z, count * sizeof *z);
    return check(positions, crs, place, error);
}

bool ovf_positions_close(ovf_positions *positions, bool transformed)
{
    size_t last = positions->count;
    if (last == 0 || !reserve(positions, last + 1) ||
        (transformed && (!ovf_array_reserve(&positions->x, &positions->capacities[5], last + 1,
                                            sizeof *positions->x) ||
                         !ovf_array_reserve(&positions->y, &positions->capacities[6], last + 1,
                                            sizeof *positions->y))))
        return false;
    positions->lon[last] = positions->lon[0];
    positions->lat[last] = positions->lat[0];
    positions->z[last] = positions->z[0];
    positions->m[last] = positions->m[0];
    if (transformed) {
        positions->x[last] = positions->x[0];
        positions->y[last] = positions->y[0];
    }
    positions->count++;
    return true;
}

void ovf_positions_clear(ovf_positions *positions)
{
    free(positions->lon);
    free(positions->lat);
    free(positions->z);
    free(positions->m);
    free(positions->success);
    free(positions->x);
    free(positions->y);
    *positions = (ovf_positions){0};
}
