#include "base/fixed.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const double powers[OVF_FIXED_DECIMALS + 1] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                      1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

/* 0 where nothing but zeros and the point is behind the sign. */
static size_t sign_length(const char *text, size_t length)
{
    for (size_t i = 1; i < length; i++)
        if (text[i] != '0' && text[i] != '.') return 1;
    return 0;
}

/* Numbers of more digits than a 64-bit integer holds: rare, so slow is good enough. */
static size_t print(double value, int decimals, char text[OVF_FIXED_SIZE])
{
    int length = snprintf(text, OVF_FIXED_SIZE, "%.*f", decimals, value);
    if (length < 0 || length >= OVF_FIXED_SIZE) return 0;
    size_t count = (size_t)length;
    for (size_t i = 0; i < count; i++)
        if ((text[i] < '0' || text[i] > '9') && text[i] != '-') text[i] = '.';
    if (text[0] == '-' && sign_length(text, count) == 0) memmove(text, text + 1, --count);
    return count;
}

/* Digits backwards from `end`, at least `least` of them; returns where they begin. */
static char *digits(uint64_t value, int least, char *end)
{
    do {
        *--end = (char)('0' + value % 10);
        value /= 10;
        least--;
    } while (value != 0 || least > 0);
    return end;
}

size_t ovf_fixed(double value, int decimals, char text[OVF_FIXED_SIZE])
{
    if (!isfinite(value)) return 0;
    if (decimals < 0) decimals = 0;
    if (decimals > OVF_FIXED_DECIMALS) decimals = OVF_FIXED_DECIMALS;
    double magnitude = fabs(value);
    double scaled = magnitude * powers[decimals];
    /* Below 2^51 the scaled number has a bit for a half, so only what lies on a half after rounding
     * can be on its other side before it. */
    if (!(scaled < 2251799813685248.0)) return print(value, decimals, text);
    uint64_t whole = (uint64_t)scaled;
    double rest = scaled - (double)whole;
    if (rest == 0.5) {
        double lost = fma(magnitude, powers[decimals], -scaled);
        if (lost > 0 || (lost == 0 && whole % 2 == 1)) whole++;
    } else if (rest > 0.5) {
        whole++;
    }
    char buffer[OVF_INTEGER_SIZE + OVF_FIXED_DECIMALS + 2], *end = buffer + sizeof buffer,
                                                            *at = end;
    uint64_t scale = (uint64_t)powers[decimals];
    if (decimals > 0) {
        at = digits(whole % scale, decimals, at);
        *--at = '.';
    }
    at = digits(whole / scale, 1, at);
    if (value < 0 && whole != 0) *--at = '-';
    size_t length = (size_t)(end - at);
    memcpy(text, at, length);
    return length;
}

size_t ovf_fixed_trim(const char *text, size_t length)
{
    if (length == 0 || memchr(text, '.', length) == NULL) return length;
    while (text[length - 1] == '0') length--;
    if (text[length - 1] == '.') length--;
    return length;
}

size_t ovf_count(uint64_t value, char *text)
{
    char buffer[OVF_INTEGER_SIZE], *end = buffer + sizeof buffer, *at = digits(value, 1, end);
    memcpy(text, at, (size_t)(end - at));
    return (size_t)(end - at);
}

size_t ovf_integer(int64_t value, char *text)
{
    if (value >= 0) return ovf_count((uint64_t)value, text);
    text[0] = '-';
    return 1 + ovf_count(-(uint64_t)value, text + 1);
}
