#include "base/grouped.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>

void ovf_grouped(uint64_t number, char text[OVF_GROUPED_TEXT])
{
    char digits[OVF_GROUPED_TEXT];
    size_t length = (size_t)snprintf(digits, sizeof digits, "%" PRIu64, number), put = 0;
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) text[put++] = ',';
        text[put++] = digits[i];
    }
    text[put] = '\0';
}
