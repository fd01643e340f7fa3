#include "input/raster_heights.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include <proj.h>

#include "base/error.h"
#include "base/text.h"
#include "geodesy/earth.h"

/* Ellipsoids of the CRSs that agree with WGS 84 to some metres: GRS 80, WGS 72. Those of the last
 * century's surveys lie hundreds of metres off. */
#define OTHER_A_M 10.0
#define OTHER_INVERSE_F 0.01

/* ---- the unit that the band names ---- */

static const struct {
    const char *name;
    double metres;
} units[] = {
    {"m", 1},
    {"metre", 1},
    {"metres", 1},
    {"meter", 1},
    {"meters", 1},
    {"ft", 0.3048},
    {"foot", 0.3048},
    {"feet", 0.3048},
    {"international foot", 0.3048},
    {"us survey foot", 1200.0 / 3937},
    {"us survey feet", 1200.0 / 3937},
    {"us_survey_foot", 1200.0 / 3937},
    {"foot_us", 1200.0 / 3937},
    {"ftus", 1200.0 / 3937},
    {"us-ft", 1200.0 / 3937},
    {"mm", 1e-3},
    {"cm", 1e-2},
    {"dm", 1e-1},
    {"km", 1e3},
    {"centimetre", 1e-2},
    {"centimeter", 1e-2},
    {"decimetre", 1e-1},
    {"decimeter", 1e-1},
    {"millimetre", 1e-3},
    {"millimeter", 1e-3},
    {"kilometre", 1e3},
    {"kilometer", 1e3},
};

static bool is_same_word(const char *a, const char *b, size_t length)
{
    if (strlen(b) != length) return false;
    for (size_t i = 0; i < length; i++)
        if (tolower((unsigned char)a[i]) != b[i]) return false;
    return true;
}

/* 0: no unit is named. */
static ovf_status read_unit(const char *file, const char *unit, double *metres, ovf_error *error)
{
    char shown[60];
    *metres = 0;
    if (unit == NULL) return OVF_OK;
    while (isspace((unsigned char)*unit)) unit++;
    size_t length = strlen(unit);
    while (length > 0 && isspace((unsigned char)unit[length - 1])) length--;
    if (length == 0) return OVF_OK;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (is_same_word(unit, units[i].name, length)) {
            *metres = units[i].metres;
            return OVF_OK;
        }
    ovf_text_shorten(unit, shown, sizeof shown);
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "%s: expected heights of the ground in a unit of length, such as 'metre' or "
                    "'ft', found the unit '%s'",
                    file, shown);
}

/* ---- the vertical axis of the CRS ---- */

static bool read_axis(PJ_CONTEXT *context, const PJ *crs, int index, double *unit_m)
{
    const char *direction = NULL;
    double metres = 0;
    PJ *system = proj_crs_get_coordinate_system(context, crs);
    bool found = system != NULL && index < proj_cs_get_axis_count(context, system) &&
                 proj_cs_get_axis_info(context, system, index, NULL, NULL, &direction, &metres,
                                       NULL, NULL, NULL) != 0;
    if (found && metres > 0)
        *unit_m = direction != NULL && strcmp(direction, "down") == 0 ? -metres : metres;
    proj_destroy(system);
    return found;
}

/* Without what ties it to another CRS: a grid, or parameters to WGS 84. */
static PJ *take_off_bond(PJ_CONTEXT *context, PJ *crs)
{
    if (crs == NULL || proj_get_type(crs) != PJ_TYPE_BOUND_CRS) return crs;
    PJ *base = proj_get_source_crs(context, crs);
    proj_destroy(crs);
    return base;
}

static ovf_status check_ellipsoid(const char *file, PJ_CONTEXT *context, const PJ *crs,
                                  ovf_error *error)
{
    double a = OVF_EARTH_A, inverse_f = 1 / OVF_EARTH_F;
    char shown[100];
    const char *name = NULL;
    PJ *ellipsoid = proj_get_ellipsoid(context, crs);
    ovf_status status = OVF_OK;
    if (ellipsoid != NULL)
        (void)proj_ellipsoid_get_parameters(context, ellipsoid, &a, NULL, NULL, &inverse_f);
    if (fabs(a - OVF_EARTH_A) > OTHER_A_M || fabs(inverse_f - 1 / OVF_EARTH_F) > OTHER_INVERSE_F) {
        name = proj_get_name(ellipsoid);
        ovf_text_shorten(name == NULL ? "another" : name, shown, sizeof shown);
        status = ovf_fail(error, OVF_ERROR_INPUT,
                          "%s: expected heights of the ground over the sea, or over the ellipsoid "
                          "of WGS 84 or GRS 80, found them over the ellipsoid %s",
                          file, shown);
    }
    proj_destroy(ellipsoid);
    return status;
}

static ovf_status read_crs(const char *file, PJ_CONTEXT *context, PJ **crs,
                           ovf_raster_heights *heights, ovf_error *error)
{
    *crs = take_off_bond(context, *crs);
    if (*crs == NULL) return OVF_OK;
    if (proj_get_type(*crs) == PJ_TYPE_COMPOUND_CRS) {
        PJ *vertical = take_off_bond(context, proj_crs_get_sub_crs(context, *crs, 1));
        if (vertical != NULL) (void)read_axis(context, vertical, 0, &heights->unit_m);
        proj_destroy(vertical);
        return OVF_OK;
    }
    if (!read_axis(context, *crs, 2, &heights->unit_m)) return OVF_OK;
    heights->over = OVF_HEIGHT_ELLIPSOID;
    return check_ellipsoid(file, context, *crs, error);
}

/* Some errors are logged whatever the level. */
static void ignore(void *context, int level, const char *text)
{
    (void)context, (void)level, (void)text;
}

ovf_status ovf_raster_heights_read(const char *file, GDALRasterBandH band,
                                   OGRSpatialReferenceH reference, ovf_raster_heights *heights,
                                   ovf_error *error)
{
    static const char *const newest[] = {"FORMAT=WKT2_2019", NULL};
    ovf_raster_heights read = {OVF_HEIGHT_MSL, 1};
    double named_m;
    char *text = NULL;
    PJ_CONTEXT *context = proj_context_create();
    if (context == NULL) return ovf_fail_memory(error);
    proj_log_func(context, NULL, ignore);
    PJ *crs = OSRExportToWktEx(reference, &text, newest) == OGRERR_NONE ? proj_create(context, text)
                                                                        : NULL;
    ovf_status status = read_crs(file, context, &crs, &read, error);
    if (status == OVF_OK) status = read_unit(file, GDALGetRasterUnitType(band), &named_m, error);
    /* The band's unit comes before that of the CRS, which tells which way they count. */
    if (status == OVF_OK && named_m > 0) read.unit_m = copysign(named_m, read.unit_m);
    if (status == OVF_OK) *heights = read;
    proj_destroy(crs);
    proj_context_destroy(context);
    VSIFree(text);
    return status;
}
