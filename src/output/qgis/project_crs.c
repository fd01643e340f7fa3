#include "output/qgis/project_crs.h"

#include <string.h>

#include "base/error.h"
#include "gdal/gdal.h"
#include "gdal/gdal_errors.h"
#include "output/rows/xml.h"

static void place(ovf_bytes *bytes, const char *name, size_t length, const void *context)
{
    const ovf_plane *plane = context;
    bool is_lon = length == 3 && memcmp(name, "lon", 3) == 0;
    ovf_bytes_trimmed(bytes, is_lon ? plane->centre.lon : plane->centre.lat,
                      6); /* as ovf_plane_open rounds them */
}

void ovf_project_plane(ovf_bytes *bytes, const ovf_plane *plane)
{
    static const char template[] =
        "<spatialrefsys><wkt>PROJCRS[&quot;WGS 84 / Lambert azimuthal equal-area around @lon@, "
        "@lat@&quot;,BASEGEOGCRS[&quot;WGS 84&quot;,"
        "DATUM[&quot;World Geodetic System 1984&quot;,ELLIPSOID[&quot;WGS "
        "84&quot;,6378137,298.257223563,LENGTHUNIT[&quot;metre&quot;,1]]],"
        "PRIMEM[&quot;Greenwich&quot;,0,ANGLEUNIT[&quot;degree&quot;,0.0174532925199433]],ID[&quot;"
        "EPSG&quot;,4326]],"
        "CONVERSION[&quot;Lambert azimuthal equal-area&quot;,METHOD[&quot;Lambert Azimuthal Equal "
        "Area&quot;,ID[&quot;EPSG&quot;,9820]],"
        "PARAMETER[&quot;Latitude of natural "
        "origin&quot;,@lat@,ANGLEUNIT[&quot;degree&quot;,0.0174532925199433],ID[&quot;EPSG&quot;,"
        "8801]],"
        "PARAMETER[&quot;Longitude of natural "
        "origin&quot;,@lon@,ANGLEUNIT[&quot;degree&quot;,0.0174532925199433],ID[&quot;EPSG&quot;,"
        "8802]],"
        "PARAMETER[&quot;False "
        "easting&quot;,0,LENGTHUNIT[&quot;metre&quot;,1],ID[&quot;EPSG&quot;,8806]],"
        "PARAMETER[&quot;False "
        "northing&quot;,0,LENGTHUNIT[&quot;metre&quot;,1],ID[&quot;EPSG&quot;,8807]]],"
        "CS[Cartesian,2],AXIS[&quot;(E)&quot;,east,ORDER[1],LENGTHUNIT[&quot;metre&quot;,1]],"
        "AXIS[&quot;(N)&quot;,north,ORDER[2],LENGTHUNIT[&quot;metre&quot;,1]]]</wkt>"
        "<proj4>+proj=laea +lat_0=@lat@ +lon_0=@lon@ +x_0=0 +y_0=0 +datum=WGS84 +units=m "
        "+no_defs</proj4><srsid>1</srsid></spatialrefsys>";
    ovf_xml_fill(bytes, template, sizeof template - 1, place, plane);
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
