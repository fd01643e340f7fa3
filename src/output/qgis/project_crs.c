#include "output/qgis/project_crs.h"

#include <math.h>
#include <proj.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "gdal/gdal.h"
#include "gdal/gdal_errors.h"
#include "output/rows/xml.h"

/* Mercator's projection stretches lengths to six times there. */
#define MERCATOR_MOST_LAT 80.0
/* What lies nearer to a pole than this is a map of the pole. */
#define POLAR_LEAST_LAT 40.0
/* A stretch without a mark that is broad enough to cut a map in. */
#define GAP_DEG 10
/* Where parallels are true in a map of the world: in the middle of its land. */
#define WORLD_TRUE_LAT 40.0
/* Beyond a quarter of the globe an azimuthal map is no map: lengths across are stretched by half
 * and more. */
#define AREA_MOST_M 9.0e6
/* The least width and height of a map: a point is no extent. */
#define LEAST_M 20.0
#define DEGREES 360
#define PROBE_DEG 1e-4

/* ---- what is marked ---- */

typedef struct {
    double south, north;
    bool columns[DEGREES]; /* degrees of longitude, from -180 on */
} marked;

static marked look(const ovf_map_frame_marks *marks)
{
    marked seen = {.south = INFINITY, .north = -INFINITY};
    for (size_t i = 0; i < (size_t)DEGREES * 180; i++) {
        const ovf_rectangle *degree = &marks->degrees[i];
        if (degree->west > degree->east) continue;
        seen.south = fmin(seen.south, degree->south);
        seen.north = fmax(seen.north, degree->north);
        seen.columns[i % DEGREES] = true;
    }
    return seen;
}

/* The broadest stretch of longitudes without a mark, and the meridian opposite of its middle. */
static size_t find_gap(const bool *columns, double *middle)
{
    size_t longest = 0, end = 0, length = 0;
    for (size_t i = 0; i < 2 * (size_t)DEGREES; i++) {
        length = columns[i % DEGREES] ? 0 : length + 1;
        if (length > longest && length <= DEGREES) {
            longest = length;
            end = i;
        }
    }
    double gap = (double)end + 1 - (double)longest / 2 - 180;
    *middle = longest == 0 ? 0 : remainder(round(gap + 180), 360);
    return longest;
}

/* So that the map is cut where nothing is. Where there is something everywhere, it is cut where the
 * layers are: what crosses the end of the map would be drawn across all of it. */
static double middle_lon(const marked *seen)
{
    double middle;
    return find_gap(seen->columns, &middle) < GAP_DEG ? 0 : middle;
}

/* ---- the plane ---- */

static void ignore(void *data, int level, const char *text)
{
    (void)data;
    (void)level;
    (void)text;
}

static ovf_status open_cylinder(ovf_project_crs *crs, double lon, ovf_error *error)
{
    char definition[160];
    ovf_plane *plane = &crs->plane;
    snprintf(definition, sizeof definition, "+proj=%s +lon_0=%.0f +lat_ts=%.0f +ellps=WGS84",
             crs->kind == OVF_CRS_MERCATOR ? "merc" : "eqc", lon, crs->true_lat);
    *plane = (ovf_plane){.context = proj_context_create(), .centre = {lon, crs->true_lat}};
    if (plane->context == NULL) return ovf_fail_memory(error);
    proj_log_func(plane->context, NULL, ignore); /* PROJ says some things at any level */
    plane->projection = proj_create(plane->context, definition);
    return plane->projection != NULL
               ? OVF_OK
               : ovf_fail(error, OVF_ERROR_INTERNAL, "PROJ makes no plane of \"%s\"", definition);
}

double ovf_project_crs_seam(const ovf_project_crs *crs)
{
    return crs->kind == OVF_CRS_AREA ? NAN : remainder(crs->plane.centre.lon + 180, 360);
}

double ovf_project_crs_turn(const ovf_project_crs *crs, double lon, double lat)
{
    if (crs->kind != OVF_CRS_AREA) return 0;
    double south = fmax(lat - PROBE_DEG, -90), north = fmin(lat + PROBE_DEG, 90);
    ovf_flat from = ovf_plane_point(&crs->plane, lon, south),
             to = ovf_plane_point(&crs->plane, lon, north);
    double turn = atan2(from.x - to.x, to.y - from.y) / OVF_RADIAN;
    return isfinite(turn) && fabs(lat) < 90 - PROBE_DEG ? turn : 0;
}

/* Whether north is up, and no length much off, all over what is marked. */
static bool is_upright(const ovf_project_crs *crs, const ovf_map_frame_marks *marks, bool *is_near)
{
    bool upright = true;
    *is_near = true;
    for (size_t i = 0; i < (size_t)DEGREES * 180; i++) {
        const ovf_rectangle *degree = &marks->degrees[i];
        if (degree->west > degree->east) continue;
        double lon = (degree->west + degree->east) / 2, lat = (degree->south + degree->north) / 2;
        ovf_flat at = ovf_plane_point(&crs->plane, lon, lat);
        if (!(hypot(at.x, at.y) < AREA_MOST_M)) *is_near = false;
        if (fabs(ovf_project_crs_turn(crs, lon, lat)) > OVF_PROJECT_LEAN_DEG) upright = false;
    }
    return upright && *is_near;
}

static ovf_status choose(ovf_project_crs *crs, const ovf_map_frame_marks *marks, ovf_lonlat middle,
                         bool stands, ovf_error *error)
{
    bool is_near = true;
    *crs = (ovf_project_crs){.kind = OVF_CRS_AREA};
    ovf_status status = ovf_plane_open(&crs->plane, middle, error);
    if (status != OVF_OK || (is_upright(crs, marks, &is_near) && !stands)) return status;
    marked seen = look(marks);
    double most = fmax(fabs(seen.south), fabs(seen.north));
    /* Around a pole there is no other way: bookmarks are turned. */
    if (is_near && most > MERCATOR_MOST_LAT &&
        fmin(fabs(seen.south), fabs(seen.north)) > POLAR_LEAST_LAT)
        return OVF_OK;
    ovf_project_crs_close(crs);
    crs->kind = most > MERCATOR_MOST_LAT ? OVF_CRS_RECTANGLES : OVF_CRS_MERCATOR;
    crs->true_lat = is_near ? fabs(round((seen.south + seen.north) / 2)) : WORLD_TRUE_LAT;
    return open_cylinder(crs, middle_lon(&seen), error);
}

ovf_status ovf_project_crs_choose(ovf_project_crs *crs, const ovf_map_frame_marks *marks,
                                  ovf_lonlat middle, ovf_error *error)
{
    return choose(crs, marks, middle, false, error);
}

ovf_status ovf_project_crs_choose_seen(ovf_project_crs *crs, const ovf_map_frame_marks *marks,
                                       ovf_lonlat middle, const ovf_rectangle *seen,
                                       ovf_error *error)
{
    ovf_status status = choose(crs, marks, middle, false, error);
    bool leans = false;
    for (int i = 0; i < 9 && status == OVF_OK && crs->kind == OVF_CRS_AREA; i++) {
        ovf_lonlat at = ovf_plane_position(
            &crs->plane,
            (ovf_flat){seen->west + (seen->east - seen->west) * (double)(i % 3) / 2,
                       seen->south + (seen->north - seen->south) * (double)(i / 3) / 2});
        leans = leans || !isfinite(at.lon) || !isfinite(at.lat) ||
                fabs(ovf_project_crs_turn(crs, at.lon, at.lat)) > OVF_PROJECT_LEAN_DEG;
    }
    if (!leans) return status;
    ovf_project_crs_close(crs);
    return choose(crs, marks, middle, true, error);
}

void ovf_project_crs_extent(const ovf_project_crs *crs, const ovf_map_frame_marks *marks,
                            ovf_rectangle *extent)
{
    *extent = ovf_rectangle_none();
    for (size_t i = 0; i < (size_t)DEGREES * 180; i++) {
        const ovf_rectangle *degree = &marks->degrees[i];
        if (degree->west > degree->east) continue;
        const double lon[] = {degree->west, degree->east}, lat[] = {degree->south, degree->north};
        for (size_t k = 0; k < 4; k++) {
            ovf_flat at = ovf_plane_point(&crs->plane, lon[k & 1], lat[k >> 1]);
            if (isfinite(at.x) && isfinite(at.y)) ovf_rectangle_add(extent, at);
        }
    }
    if (extent->west > extent->east) *extent = (ovf_rectangle){0, 0, 0, 0};
    double across = fmax(0, LEAST_M - (extent->east - extent->west)) / 2,
           up = fmax(0, LEAST_M - (extent->north - extent->south)) / 2;
    *extent = (ovf_rectangle){extent->west - across, extent->south - up, extent->east + across,
                              extent->north + up};
}

void ovf_project_crs_close(ovf_project_crs *crs) { ovf_plane_close(&crs->plane); }

/* ---- as text ---- */

static void degrees(ovf_bytes *bytes, double value, char positive, char negative)
{
    ovf_bytes_trimmed(bytes, fabs(value), 2);
    ovf_bytes_text(bytes, "° ");
    ovf_bytes_byte(bytes, value < 0 ? negative : positive);
}

void ovf_project_crs_name(ovf_bytes *bytes, const ovf_project_crs *crs)
{
    static const char *const names[] = {"Lambert’s azimuthal equal-area projection",
                                        "Mercator’s projection",
                                        "Equidistant cylindrical projection"};
    ovf_lonlat centre = crs->plane.centre;
    ovf_bytes_text(bytes, names[crs->kind]);
    ovf_bytes_text(bytes, " around ");
    if (crs->kind == OVF_CRS_AREA) {
        degrees(bytes, centre.lat, 'N', 'S');
        ovf_bytes_byte(bytes, ' ');
    }
    degrees(bytes, centre.lon, 'E', 'W');
}

/* The method, and the parameter that says where in latitude; of EPSG. */
static const struct {
    const char *method, *latitude, *proj;
    int method_id, latitude_id;
} methods[] = {
    {"Lambert Azimuthal Equal Area", "Latitude of natural origin", "laea", 9820, 8801},
    {"Mercator (variant B)", "Latitude of 1st standard parallel", "merc", 9805, 8823},
    {"Equidistant Cylindrical", "Latitude of 1st standard parallel", "eqc", 1028, 8823},
};

static void place(ovf_bytes *bytes, const char *name, size_t length, const void *context)
{
    const ovf_project_crs *crs = context;
#define IS(text) (length == sizeof text - 1 && memcmp(name, text, sizeof text - 1) == 0)
    /* as ovf_plane_open rounds them */
    if (IS("lon")) ovf_bytes_trimmed(bytes, crs->plane.centre.lon, 6);
    else if (IS("lat")) ovf_bytes_trimmed(bytes, crs->plane.centre.lat, 6);
    else if (IS("name")) ovf_project_crs_name(bytes, crs);
    else if (IS("method")) ovf_bytes_text(bytes, methods[crs->kind].method);
    else if (IS("method_id")) ovf_bytes_count(bytes, (uint64_t)methods[crs->kind].method_id);
    else if (IS("latitude")) ovf_bytes_text(bytes, methods[crs->kind].latitude);
    else if (IS("latitude_id")) ovf_bytes_count(bytes, (uint64_t)methods[crs->kind].latitude_id);
    else if (IS("proj")) ovf_bytes_text(bytes, methods[crs->kind].proj);
    else if (IS("lat_name")) ovf_bytes_text(bytes, crs->kind == OVF_CRS_AREA ? "lat_0" : "lat_ts");
#undef IS
}

void ovf_project_crs_write(ovf_bytes *bytes, const ovf_project_crs *crs)
{
    static const char template[] =
        "<spatialrefsys><wkt>PROJCRS[&quot;WGS 84 / @name@&quot;,BASEGEOGCRS[&quot;WGS 84&quot;,"
        "DATUM[&quot;World Geodetic System 1984&quot;,ELLIPSOID[&quot;WGS "
        "84&quot;,6378137,298.257223563,LENGTHUNIT[&quot;metre&quot;,1]]],"
        "PRIMEM[&quot;Greenwich&quot;,0,ANGLEUNIT[&quot;degree&quot;,0.0174532925199433]],ID[&quot;"
        "EPSG&quot;,4326]],"
        "CONVERSION[&quot;@method@&quot;,METHOD[&quot;@method@&quot;,ID[&quot;EPSG&quot;,@method_"
        "id@]],"
        "PARAMETER[&quot;@latitude@&quot;,@lat@,ANGLEUNIT[&quot;degree&quot;,0.0174532925199433],"
        "ID[&quot;EPSG&quot;,@latitude_id@]],"
        "PARAMETER[&quot;Longitude of natural "
        "origin&quot;,@lon@,ANGLEUNIT[&quot;degree&quot;,0.0174532925199433],ID[&quot;EPSG&quot;,"
        "8802]],"
        "PARAMETER[&quot;False "
        "easting&quot;,0,LENGTHUNIT[&quot;metre&quot;,1],ID[&quot;EPSG&quot;,8806]],"
        "PARAMETER[&quot;False "
        "northing&quot;,0,LENGTHUNIT[&quot;metre&quot;,1],ID[&quot;EPSG&quot;,8807]]],"
        "CS[Cartesian,2],AXIS[&quot;(E)&quot;,east,ORDER[1],LENGTHUNIT[&quot;metre&quot;,1]],"
        "AXIS[&quot;(N)&quot;,north,ORDER[2],LENGTHUNIT[&quot;metre&quot;,1]]]</wkt>"
        "<proj4>+proj=@proj@ +@lat_name@=@lat@ +lon_0=@lon@ +x_0=0 +y_0=0 +datum=WGS84 +units=m "
        "+no_defs</proj4><srsid>1</srsid></spatialrefsys>";
    ovf_xml_fill(bytes, template, sizeof template - 1, place, crs);
}

ovf_status ovf_project_raster_plane(ovf_bytes *bytes, const char *path, ovf_error *error)
{
    static const char *const options[] = {"FORMAT=WKT2_2019", "MULTILINE=NO", NULL};
    ovf_gdal_errors caught;
    char *text = NULL;
    ovf_status status = ovf_gdal_load(error);
    if (status != OVF_OK) return status;
    ovf_gdal_errors_begin(&caught);
    GDALDatasetH raster = GDALOpenEx(path, GDAL_OF_RASTER | GDAL_OF_READONLY, NULL, NULL, NULL);
    OGRSpatialReferenceH reference = raster == NULL ? NULL : GDALGetSpatialRef(raster);
    if (reference == NULL || OSRExportToWktEx(reference, &text, options) != OGRERR_NONE)
        status = ovf_fail(error, OVF_ERROR_IO, "cannot read the projection of %s: %s", path,
                          ovf_gdal_errors_text(&caught, path));
    else {
        ovf_bytes_text(bytes, "<spatialrefsys><wkt>");
        ovf_xml_text(bytes, text);
        ovf_bytes_text(bytes, "</wkt><srsid>1</srsid></spatialrefsys>");
    }
    VSIFree(text);
    if (raster != NULL) GDALClose(raster);
    ovf_gdal_errors_end();
    return status;
}
