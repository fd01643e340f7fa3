/* Its functions by their own names. */
#define OVF_CAIRO_PLAIN
#include "output/picture/cairo.h"

#include "base/error.h"

#ifdef OVERFLIGHT_CAIRO_LIBRARY

#include <pthread.h>

#include "system/library.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char failure[400]; /* why it cannot be loaded; empty: it is */

ovf_cairo_functions ovf_cairo;

static void load(void)
{
#define OVF_CAIRO_PLACE(name) {#name, &ovf_cairo.name},
    static const ovf_library_function places[] = {OVF_CAIRO_FUNCTIONS(OVF_CAIRO_PLACE)};
    ovf_library_load(OVERFLIGHT_CAIRO_LIBRARY, OVERFLIGHT_CAIRO_FILE, places,
                     sizeof places / sizeof places[0], failure, sizeof failure);
}

ovf_status ovf_cairo_load(ovf_error *error)
{
    pthread_once(&once, load);
    if (failure[0] == '\0') return OVF_OK;
    return ovf_fail(error, OVF_ERROR_IO, "Cairo, which draws the picture, cannot be loaded: %s",
                    failure);
}

#else

ovf_status ovf_cairo_load(ovf_error *error)
{
    (void)error;
    return OVF_OK;
}

#endif
