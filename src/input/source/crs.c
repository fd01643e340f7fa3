#include "input/source/crs.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "geodesy/earth.h"
#include "gdal/gdal.h"
#include "gdal/gdal_errors.h"

/* Whether the first coordinate in the data is the eastward axis. */
static bool data_begins_with_longitude(OGRSpatialReferenceH reference)
{
    int count = 0;
    const int *mapping = OSRGetDataAxisToSRSAxisMapping(reference, &count);
    if (mapping == NULL || count < 1 || mapping[0] < 1) return false;
    OGRAxisOrientation orientation = OAO_Other;
    if (OSRGetAxis(reference, NULL, mapping[0] - 1, &orientation) == NULL) return false;
    return orientation == OAO_East;
}

static bool is_wgs84(OGRSpatialReferenceH reference, OGRSpatialReferenceH wgs84)
{
    /* Whether the axes agree in the data is asked separately, since files in EPSG:4326 come in both
     * orders. */
    static const char *const options[] = {"IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES",
                                          "CRITERION=EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS",
                                          "IGNORE_COORDINATE_EPOCH=YES", NULL};
    return OSRIsGeographic(reference) && OSRIsSameEx(reference, wgs84, options) &&
           data_begins_with_longitude(reference);
}

static double vertical_unit(OGRSpatialReferenceH reference)
{
    if (!OSRIsCompound(reference)) return 1;
    double metres = OSRGetTargetLinearUnits(reference, "VERT_CS", NULL);
    return isfinite(metres) && metres > 0 ? metres : 1;
}

static ovf_status fail_without(const char *label, ovf_error *error)
{
    return ovf_fail_with(error, OVF_ERROR_INPUT, OVF_REMEDY_CRS,
                         "%s: has no coordinate reference system (CRS); say which one it is in",
                         label);
}

/* Whether the file says in what CRS it is. */
static bool is_named(OGRSpatialReferenceH reference)
{
    const char *name = reference == NULL ? NULL : OSRGetName(reference);
    if (reference == NULL) return false;
    if (name == NULL) return true;
    /* GeoPackage's way of saying that it has none. */
    if ((strncmp(name, "Undefined ", 10) == 0 || strcmp(name, "unknown") == 0) &&
        OSRIsLocal(reference))
        return false;
    return strncmp(name, "Undefined geographic", 20) != 0;
}

/* The CRS that a text names, longitude or easting first. */
static OGRSpatialReferenceH parse(const char *text, ovf_error *error)
{
    OGRSpatialReferenceH reference = OSRNewSpatialReference(NULL);
    if (reference != NULL && OSRSetFromUserInput(reference, text) == OGRERR_NONE) {
        OSRSetAxisMappingStrategy(reference, OAMS_TRADITIONAL_GIS_ORDER);
        return reference;
    }
    char shown[200];
    ovf_text_shorten(text, shown, sizeof shown);
    if (reference != NULL) OSRRelease(reference);
    ovf_fail(error, OVF_ERROR_INPUT,
             "expected a coordinate reference system such as EPSG:4326 or WKT, found \"%s\"",
             shown);
    return NULL;
}

static void describe(ovf_crs *crs, OGRSpatialReferenceH horizontal)
{
    crs->projected = !OSRIsGeographic(horizontal);
    crs->lat_first = !crs->projected && !data_begins_with_longitude(horizontal);
    double unit = OSRGetAngularUnits(horizontal, NULL);
    crs->turn = 0;
    if (crs->projected) return;
    double turn = isfinite(unit) && unit > 0 ? 360 * OVF_RADIAN / unit : 360;
    /* What is whole in degrees and grads shall stay whole. */
    crs->turn = fabs(turn - nearbyint(turn)) < 1e-6 ? nearbyint(turn) : turn;
}

static ovf_status open_named(ovf_crs *crs, OGRSpatialReferenceH reference, const char *label,
                             ovf_error *error)
{
    const char *name = OSRGetName(reference);
    ovf_status status = OVF_OK;
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    OGRSpatialReferenceH wgs84 = OSRNewSpatialReference(NULL);
    OGRSpatialReferenceH horizontal = OSRClone(reference);
    if (wgs84 == NULL || horizontal == NULL || OSRImportFromEPSG(wgs84, 4326) != OGRERR_NONE) {
        status = ovf_fail(error, OVF_ERROR_INTERNAL, "%s: PROJ does not know EPSG:4326 (%s)", label,
                          ovf_gdal_errors_text(&caught, ""));
    } else {
        OSRSetAxisMappingStrategy(wgs84, OAMS_TRADITIONAL_GIS_ORDER);
        crs->z_metres = vertical_unit(horizontal);
        /* Heights are over mean sea level by contract and never transformed, so a vertical part
         * must not pull in a geoid. */
        OSRDemoteTo2D(horizontal, NULL);
        describe(crs, horizontal);
        if (!is_wgs84(horizontal, wgs84)) {
            crs->transformation = OCTNewCoordinateTransformation(horizontal, wgs84);
            if (crs->transformation == NULL)
                status = ovf_fail(error, OVF_ERROR_INPUT,
                                  "%s: its coordinate reference system \"%s\" has no known "
                                  "transformation to WGS 84 (%s)",
                                  label, name == NULL ? "" : name,
                                  ovf_gdal_errors_text(&caught, ""));
        }
    }
    if (wgs84 != NULL) OSRRelease(wgs84);
    if (horizontal != NULL) OSRRelease(horizontal);
    ovf_gdal_errors_end();
    return status;
}

ovf_status ovf_crs_open(ovf_crs *crs, OGRSpatialReferenceH reference, const char *otherwise,
                        const char *label, ovf_error *error)
{
    *crs = ovf_crs_wgs84();
    if (is_named(reference)) {
        crs->not_needed = otherwise != NULL;
        return open_named(crs, reference, label, error);
    }
    if (otherwise == NULL) return fail_without(label, error);
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    OGRSpatialReferenceH named = parse(otherwise, error);
    ovf_gdal_errors_end();
    ovf_status status = named == NULL ? OVF_ERROR_INPUT : open_named(crs, named, label, error);
    if (named != NULL) OSRRelease(named);
    return status;
}

void ovf_crs_close(ovf_crs *crs)
{
    if (crs->transformation != NULL) OCTDestroyCoordinateTransformation(crs->transformation);
    crs->transformation = NULL;
}

size_t ovf_crs_transform(const ovf_crs *crs, double *x, double *y, int *success, size_t count)
{
    size_t first_bad = count;
    if (crs->transformation == NULL) return count;
    for (size_t done = 0; done < count;) {
        size_t step = count - done < INT_MAX ? count - done : INT_MAX;
        memset(success + done, 0, step * sizeof *success);
        OCTTransformEx(crs->transformation, (int)step, x + done, y + done, NULL, success + done);
        for (size_t i = done; i < done + step; i++) {
            success[i] = success[i] && isfinite(x[i]) && isfinite(y[i]);
            if (!success[i] && i < first_bad) first_bad = i;
            /* The last bit of a projection's inverse may lie beyond the pole. */
            if (fabs(y[i]) > 90 && fabs(y[i]) < 90 + 1e-9) y[i] = copysign(90, y[i]);
        }
        done += step;
    }
    return first_bad;
}

ovf_status ovf_crs_check_name(const char *called, OGRSpatialReferenceH reference, const char *label,
                              ovf_error *error)
{
    static const char *const wgs84[] = {"CRS84",  "CRS:84", "OGC:84", "WGS84", "WGS 84",
                                        "WGS_84", "1984",   "4326",   "4979"};
    const char *name = reference == NULL ? NULL : OSRGetName(reference);
    bool known = called[0] == '\0' || (name != NULL && strcmp(name, "WGS 84") != 0);
    for (size_t i = 0; i < sizeof wgs84 / sizeof *wgs84 && !known; i++)
        known = strstr(called, wgs84[i]) != NULL;
    char shown[100];
    ovf_text_shorten(called, shown, sizeof shown);
    return known ? OVF_OK
                 : ovf_fail(error, OVF_ERROR_INPUT,
                            "%s: its member \"crs\" names a coordinate reference system that is "
                            "not known, \"%s\": expected one such as EPSG:3857; without the "
                            "member it is WGS 84",
                            label, shown);
}
