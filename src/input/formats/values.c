#include "input/formats/values.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/time.h"

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* As JSON writes it, in a text of its own. */
static const char *read_loose(const char *at, const char *end, double *value)
{
    char text[80];
    size_t length = 0;
    bool digits = false;
    if (at < end && (*at == '+' || *at == '-'))
        if (*at++ == '-') text[length++] = '-';
    while (end - at > 1 && *at == '0' && is_digit(at[1])) at++;
    if (at < end && *at == '.') text[length++] = '0';
    for (; at < end && is_digit(*at) && length < 40; at++, digits = true) text[length++] = *at;
    if (at < end && *at == '.') {
        if (end - at > 1 && is_digit(at[1])) {
            for (text[length++] = *at++; at < end && is_digit(*at); at++, digits = true)
                if (length < 70) text[length++] = *at; /* beyond what a double can tell */
        } else {
            at++;
        }
    }
    if (!digits || (at < end && is_digit(*at))) return NULL;
    if (end - at > 1 && (*at == 'e' || *at == 'E')) {
        const char *exponent = at + 1;
        size_t begin = length;
        text[length++] = 'e';
        if (*exponent == '+' || *exponent == '-') text[length++] = *exponent++;
        const char *first = exponent;
        while (exponent < end && is_digit(*exponent) && length < sizeof text - 1)
            text[length++] = *exponent++;
        if (exponent > first) at = exponent;
        else length = begin;
    }
    return ovf_number_read(text, text + length, value) == text + length ? at : NULL;
}

const char *ovf_decimal_read(const char *at, const char *end, double *value)
{
    double number;
    const char *rest = ovf_number_read(at, end, &number);
    /* 012 and 5. are not JSON's. */
    if (rest == NULL || (rest < end && (is_digit(*rest) || *rest == '.')))
        rest = read_loose(at, end, &number);
    if (rest == NULL || !isfinite(number)) return NULL;
    *value = number;
    return rest;
}

void ovf_trim(const char **text, size_t *length)
{
    const char *end = *text + *length, *begin = ovf_skip_blanks(*text, end);
    while (end > begin && ovf_skip_blanks(end - 1, end) == end) end--;
    *text = begin;
    *length = (size_t)(end - begin);
}

bool ovf_decimal_is(const char *text, size_t length, double *value)
{
    double number;
    /* Nearly all are as JSON has them. */
    if (ovf_number_read(text, text + length, &number) == text + length && isfinite(number)) {
        *value = number;
        return true;
    }
    ovf_trim(&text, &length);
    if (length == 0 || ovf_decimal_read(text, text + length, &number) != text + length)
        return false;
    *value = number;
    return true;
}

void ovf_unread_count(ovf_unread *unread, const char *text, size_t length)
{
    char cut[60];
    if (length > sizeof cut - 1) length = sizeof cut - 1;
    memcpy(cut, text, length);
    cut[length] = '\0';
    if (unread->count++ == 0) ovf_text_shorten(cut, unread->example, sizeof unread->example);
}

double ovf_time_value(const char *text, size_t length, ovf_unread *unread)
{
    char copy[48];
    double time_s;
    ovf_trim(&text, &length);
    if (length == 0) return NAN;
    if (length < sizeof copy) {
        memcpy(copy, text, length);
        copy[length] = '\0';
        if (ovf_time_parse(copy, &time_s)) return time_s;
    }
    ovf_unread_count(unread, text, length);
    return NAN;
}

double ovf_altitude_value(const char *text, size_t length, ovf_unread *unread)
{
    double altitude_m;
    ovf_trim(&text, &length);
    if (length == 0) return NAN;
    if (ovf_decimal_is(text, length, &altitude_m)) return altitude_m;
    ovf_unread_count(unread, text, length);
    return NAN;
}
