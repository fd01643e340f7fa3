#include "gdal/gdal_errors.h"

#include <string.h>

#include "base/text.h"
#include "gdal/gdal.h"

static void CPL_STDCALL collect(CPLErr level, CPLErrorNum number, const char *message)
{
    (void)number;
    ovf_gdal_errors *errors = CPLGetErrorHandlerUserData();
    if (errors == NULL || level < CE_Failure) return;
    /* PostgreSQL's reason comes after the whole of the statement. */
    const char *reason = strstr(message, "\nERROR:");
    ovf_text_shorten(reason != NULL ? reason + 1 : message, errors->failure,
                     sizeof errors->failure);
}

void ovf_gdal_errors_begin(ovf_gdal_errors *errors)
{
    (void)ovf_gdal_load(NULL);
    ovf_gdal_errors_reset(errors);
    CPLPushErrorHandlerEx(collect, errors);
    /* CPLDebug output comes through the handler too; without this it would be formatted just to be
     * dropped. */
    CPLSetCurrentErrorHandlerCatchDebug(FALSE);
}

void ovf_gdal_errors_end(void)
{
    CPLPopErrorHandler();
    CPLErrorReset();
}

void ovf_gdal_errors_reset(ovf_gdal_errors *errors) { errors->failure[0] = '\0'; }

const char *ovf_gdal_errors_text(ovf_gdal_errors *errors, const char *file)
{
    char *text = errors->failure;
    size_t end = strlen(text), name = strlen(file);
    while (end > 0 && (text[end - 1] == '.' || text[end - 1] == ' ')) text[--end] = '\0';
    if (end == 0) return "GDAL gives no reason";
    if (name == 0) return text;
    if (strncmp(text, file, name) == 0 && strncmp(text + name, ": ", 2) == 0)
        return text + name + 2;
    if (text[0] == '`' && strncmp(text + 1, file, name) == 0 &&
        strncmp(text + 1 + name, "' ", 2) == 0)
        return text + name + 3;
    return text;
}
