#include "base/error.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include "base/secret.h"

static void fill(ovf_error *error, ovf_status status, ovf_remedy remedy, const char *format,
                 va_list arguments)
{
    error->status = status;
    error->remedy = remedy;
    vsnprintf(error->message, sizeof error->message, format, arguments);
    ovf_secret_hide(error->message, sizeof error->message);
    /* A message is one line, whatever it quotes of a file. */
    for (char *at = error->message; *at != '\0'; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7F) *at = ' ';
}

ovf_status ovf_fail(ovf_error *error, ovf_status status, const char *format, ...)
{
    va_list arguments;
    if (error == NULL) return status;
    va_start(arguments, format);
    fill(error, status, OVF_REMEDY_NONE, format, arguments);
    va_end(arguments);
    return status;
}

ovf_status ovf_fail_with(ovf_error *error, ovf_status status, ovf_remedy remedy, const char *format,
                         ...)
{
    va_list arguments;
    if (error == NULL) return status;
    va_start(arguments, format);
    fill(error, status, remedy, format, arguments);
    va_end(arguments);
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
