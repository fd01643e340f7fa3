/* Its functions by their own names. */
#define OVF_GDAL_PLAIN
#include "input/gdal.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;

#ifdef OVERFLIGHT_GDAL_LIBRARY

_Atomic(const ovf_gdal_functions *) ovf_gdal_loaded = NULL;

static ovf_gdal_functions functions;
static char failure[400]; /* why it cannot be loaded; empty: it is */

static void note_failure(const char *reason)
{
    snprintf(failure, sizeof failure, "%s", reason != NULL ? reason : "no reason is known");
}

/* C knows no way from an object's address to a function's, but dlsym gives one. */
static bool find(void *library, const char *name, void *function)
{
    void *found = dlsym(library, name);
    if (found != NULL) memcpy(function, &found, sizeof found);
    else note_failure(dlerror());
    return found != NULL;
}

static void load(void)
{
    /* By its name, as the system's loader knows it, or where it lay when overflight was built. */
    void *library = dlopen(OVERFLIGHT_GDAL_LIBRARY, RTLD_NOW | RTLD_GLOBAL);
    if (library == NULL) library = dlopen(OVERFLIGHT_GDAL_FILE, RTLD_NOW | RTLD_GLOBAL);
    if (library == NULL) {
        note_failure(dlerror());
        return;
    }
#define OVF_GDAL_FIND(name) && find(library, #name, &functions.name)
    if (true OVF_GDAL_FUNCTIONS(OVF_GDAL_FIND)) {
        functions.GDALAllRegister();
        atomic_store_explicit(&ovf_gdal_loaded, &functions, memory_order_release);
    }
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
    GDALAllRegister();
}

ovf_status ovf_gdal_load(ovf_error *error)
{
    (void)error;
    pthread_once(&once, load);
    return OVF_OK;
}

#endif
