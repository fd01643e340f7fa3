/* Its functions by their own names. */
#define OVF_GDAL_PLAIN
#include "gdal/gdal.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/error.h"
#include "system/library.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool quiet;

void ovf_gdal_keep_quiet(void) { quiet = true; }

#ifdef OVERFLIGHT_GDAL_LIBRARY

_Atomic(const ovf_gdal_functions *) ovf_gdal_loaded = NULL;

static ovf_gdal_functions functions;
static char failure[400]; /* why it cannot be loaded; empty: it is */

static void load(void)
{
#define OVF_GDAL_PLACE(name) {#name, &functions.name},
    static const ovf_library_function places[] = {OVF_GDAL_FUNCTIONS(OVF_GDAL_PLACE)};
    if (!ovf_library_load(OVERFLIGHT_GDAL_LIBRARY, OVERFLIGHT_GDAL_FILE, places,
                          sizeof places / sizeof places[0], failure, sizeof failure))
        return;
    if (quiet) functions.CPLSetErrorHandler(functions.CPLQuietErrorHandler);
    functions.GDALAllRegister();
    atomic_store_explicit(&ovf_gdal_loaded, &functions, memory_order_release);
}

ovf_status ovf_gdal_load(ovf_error *error)
{
    pthread_once(&once, load);
    if (failure[0] == '\0') return OVF_OK;
    return ovf_fail(error, OVF_ERROR_IO, "GDAL cannot be loaded: %s", failure);
}

const ovf_gdal_functions *ovf_gdal_load_or_abort(void)
{
    /* Who calls GDAL has asked for it. */
    if (ovf_gdal_load(NULL) != OVF_OK) abort();
    return &functions;
}

#else

static void load(void)
{
    if (quiet) CPLSetErrorHandler(CPLQuietErrorHandler);
    GDALAllRegister();
}

ovf_status ovf_gdal_load(ovf_error *error)
{
    (void)error;
    pthread_once(&once, load);
    return OVF_OK;
}

#endif
