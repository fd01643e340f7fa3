#include "base/error.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include "base/secret.h"

ovf_status ovf_fail(ovf_error *error, ovf_status status, const char *format, ...)
{
    if (error != NULL) {
        va_list arguments;
        error->status = status;
        va_start(arguments, format);
        vsnprintf(error->message, sizeof error->message, format, arguments);
        va_end(arguments);
        ovf_secret_hide(error->message, sizeof error->message);
    }
    return status;
}

ovf_status ovf_fail_memory(ovf_error *error)
{
    return ovf_fail(error, OVF_ERROR_MEMORY, "out of memory");
}

ovf_status ovf_fail_null(ovf_error *error, const char *expected)
{
    return ovf_fail(error, OVF_ERROR_USAGE, "expected %s, found NULL", expected);
}

const char *ovf_status_name(ovf_status status)
{
    switch (status) {
    case OVF_OK: return "ok";
    case OVF_ERROR_USAGE: return "usage";
    case OVF_ERROR_INPUT: return "input";
    case OVF_ERROR_GEOMETRY: return "geometry";
    case OVF_ERROR_IO: return "input/output";
    case OVF_ERROR_MEMORY: return "memory";
    case OVF_ERROR_STOPPED: return "stopped";
    case OVF_ERROR_INTERNAL: return "internal";
    }
    return "unknown";
}
