#include "gdal/gdal.h"
#include "overflight/version.h"

#include <geos_c.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include <proj.h>

static char geos_release[32], gdal_release[32];
static pthread_once_t geos_release_once = PTHREAD_ONCE_INIT, gdal_release_once = PTHREAD_ONCE_INIT;

/* GEOS says "3.11.1-CAPI-1.17.1": what comes first is its version, the rest that of its C
 * interface. */
static void find_geos_release(void)
{
    const char *version = GEOSversion();
    snprintf(geos_release, sizeof geos_release, "%.*s", (int)strcspn(version, "-"), version);
}

/* What GDAL gives is gone with its next answer. */
static void find_gdal_release(void)
{
    snprintf(gdal_release, sizeof gdal_release, "%s", GDALVersionInfo("RELEASE_NAME"));
}

const char *ovf_gdal_version(void)
{
    if (ovf_gdal_load(NULL) != OVF_OK) return "none";
    pthread_once(&gdal_release_once, find_gdal_release);
    return gdal_release;
}

const char *ovf_proj_version(void) { return proj_info().version; }

const char *ovf_geos_version(void)
{
    pthread_once(&geos_release_once, find_geos_release);
    return geos_release;
}
