#include "gdal/postgres.h"

#include <string.h>
#include <strings.h>

#include "gdal/gdal_errors.h"

static bool is_driver(GDALDriverH driver)
{
    const char *name = driver == NULL ? NULL : GDALGetDriverShortName(driver);
    return name != NULL && strcmp(name, "PostgreSQL") == 0;
}

bool ovf_database_is_named(const char *name)
{
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    bool is = is_driver(GDALIdentifyDriverEx(name, GDAL_OF_VECTOR, NULL, NULL));
    ovf_gdal_errors_end();
    return is;
}

bool ovf_database_is_other(const char *name)
{
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    GDALDriverH driver = GDALIdentifyDriverEx(name, GDAL_OF_VECTOR, NULL, NULL);
    ovf_gdal_errors_end();
    const char *prefix = driver == NULL
                             ? NULL
                             : GDALGetMetadataItem(driver, GDAL_DMD_CONNECTION_PREFIX, NULL);
    return prefix != NULL && strncasecmp(name, prefix, strlen(prefix)) == 0 && !is_driver(driver);
}

bool ovf_database_is(GDALDatasetH dataset) { return is_driver(GDALGetDatasetDriver(dataset)); }

bool ovf_database_quote(ovf_text *text, const char *name, char mark)
{
    bool good = ovf_text_add(text, &mark, 1);
    for (; *name != '\0' && good; name++)
        good = (*name != mark || ovf_text_add(text, &mark, 1)) && ovf_text_add(text, name, 1);
    return good && ovf_text_add(text, &mark, 1);
}
