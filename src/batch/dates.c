#include "batch/dates.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/time.h"

#define DAY_S 86400.0

ovf_status ovf_date_read(const char *text, bool *dated, double *from_s, double *until_s,
                         ovf_error *error)
{
    char shown[60];
    *dated = text != NULL;
    if (text == NULL) return OVF_OK;
    if (!ovf_time_parse(text, from_s)) {
        ovf_text_shorten(text, shown, sizeof shown);
        return ovf_fail(
            error, OVF_ERROR_USAGE,
            "date: expected a day or time such as 2018-01-01 or 2018-01-01T12:00Z, found '%s'",
            shown);
    }
    /* A whole day, to its last millisecond, or a moment. */
    *until_s = *from_s + (strlen(text) <= 10 ? DAY_S - 1e-3 : 0);
    return OVF_OK;
}
