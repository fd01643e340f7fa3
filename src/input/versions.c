#include <gdal.h>
#include <geos_c.h>
#include <proj.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "overflight/version.h"

static char gdal_text[32], geos_text[32];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void read_versions(void)
{
    snprintf(gdal_text, sizeof gdal_text, "%s", GDALVersionInfo("RELEASE_NAME"));
    snprintf(geos_text, sizeof geos_text, "%s", GEOSversion());
    geos_text[strcspn(geos_text, "-")] = '\0'; /* "3.11.1-CAPI-1.17.1" */
}

const char *ovf_gdal_version(void)
{
    pthread_once(&once, read_versions);
    return gdal_text;
}

const char *ovf_proj_version(void)
{
    return proj_info().version;
}

const char *ovf_geos_version(void)
{
    pthread_once(&once, read_versions);
    return geos_text;
}
