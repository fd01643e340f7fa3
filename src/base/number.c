#include "base/number.h"

#include <float.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More digits than these may not fit into 64 bits. */
#define MOST_DIGITS 19
#define MOST_KEPT 768

static bool is_digit(const char *at, const char *end)
{
    return at < end && *at >= '0' && *at <= '9';
}

/* Any number: digits, with a point or without, times 10^power when the point is left out. strtod
 * gets a text without one, since the locale says what it looks like. */
static double read_slowly(const char *first, const char *end, int64_t power)
{
    /* No number half way between two doubles has more digits than 767; behind these it only matters
     * whether all are zeros. */
    char text[MOST_KEPT + 32];
    size_t length = 0;
    bool more = false;
    for (; first < end; first++) {
        if (*first == '.' || (length == 0 && *first == '0')) continue;
        if (length < MOST_KEPT) {
            text[length++] = *first;
        } else {
            more = more || *first != '0';
            power++;
        }
    }
    if (length == 0) return 0;
    if (more) {
        text[length++] = '1';
        power--;
    }
    snprintf(text + length, sizeof text - length, "e%" PRId64, power);
    return strtod(text, NULL);
}

#ifdef __SIZEOF_INT128__
__extension__ typedef unsigned __int128 wide;

#define MOST_FIVES 27 /* 5^27 is the last power that fits into 64 bits */

static const uint64_t fives[MOST_FIVES + 1] = {UINT64_C(1),
                                               UINT64_C(5),
                                               UINT64_C(25),
                                               UINT64_C(125),
                                               UINT64_C(625),
                                               UINT64_C(3125),
                                               UINT64_C(15625),
                                               UINT64_C(78125),
                                               UINT64_C(390625),
                                               UINT64_C(1953125),
                                               UINT64_C(9765625),
                                               UINT64_C(48828125),
                                               UINT64_C(244140625),
                                               UINT64_C(1220703125),
                                               UINT64_C(6103515625),
                                               UINT64_C(30517578125),
                                               UINT64_C(152587890625),
                                               UINT64_C(762939453125),
                                               UINT64_C(3814697265625),
                                               UINT64_C(19073486328125),
                                               UINT64_C(95367431640625),
                                               UINT64_C(476837158203125),
                                               UINT64_C(2384185791015625),
                                               UINT64_C(11920928955078125),
                                               UINT64_C(59604644775390625),
                                               UINT64_C(298023223876953125),
                                               UINT64_C(1490116119384765625),
                                               UINT64_C(7450580596923828125)};

/* Zeros before the highest bit of a number other than 0. */
static int leading_zeros(uint64_t value)
{
    int count = 0;
    for (int step = 32; step > 0; step /= 2) {
        if (value >> (64 - step) != 0) continue;
        value <<= step;
        count += step;
    }
    return count;
}

/* (top + something between 0 and 1 where `more`) * 2^exponent, rounded once. The highest bit of
 * `top` is set, and the result is neither too large nor too small for all 53 bits. */
static double round_to_double(uint64_t top, bool more, int exponent)
{
    uint64_t kept = top >> 11, rest = top & 0x7FF, half = 0x400;
    if (rest > half || (rest == half && (more || kept % 2 == 1))) kept++;
    /* The highest bit kept adds one to the exponent, and so does a carry out of all of them. */
    uint64_t bits = ((uint64_t)(exponent + 11 + 1074) << 52) + kept;
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* digits * 10^power as an integer that is multiplied or divided by a power of 5, which is exact,
 * and a power of 2. digits is not 0, and the power within ±MOST_FIVES. */
static double scale(uint64_t digits, int power)
{
    int zeros = leading_zeros(digits);
    if (power >= 0) {
        wide product = (wide)(digits << zeros) * fives[power];
        uint64_t top = (uint64_t)(product >> 64), low = (uint64_t)product;
        if (top == 0) return round_to_double(low, false, power - zeros);
        int shift = leading_zeros(top);
        if (shift != 0) top = top << shift | low >> (64 - shift);
        return round_to_double(top, low << shift != 0, 64 - shift - zeros + power);
    }
    /* Both have their highest bit set, so the quotient has 63 or 64 bits. */
    int shift = leading_zeros(fives[-power]);
    uint64_t divisor = fives[-power] << shift;
    wide dividend = (wide)(digits << zeros) << 63;
    uint64_t quotient = (uint64_t)(dividend / divisor);
    bool more = (uint64_t)dividend != quotient * divisor;
    int exponent = shift - zeros - 63 + power;
    if (quotient >> 63 == 0) {
        quotient <<= 1;
        exponent--;
    }
    return round_to_double(quotient, more, exponent);
}
#endif

/* All powers of ten that are doubles. */
static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                              1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                              1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* digits * 10^power; they stand in [first, end). */
static double convert(uint64_t digits, int64_t power, const char *first, const char *end)
{
    if (digits == 0) return 0;
#if FLT_EVAL_METHOD == 0
    /* Both are doubles, so the one operation rounds once (W. D. Clinger, "How to Read Floating
     * Point Numbers Accurately", PLDI 1990). */
    if (digits <= UINT64_C(1) << DBL_MANT_DIG && power >= -22 && power <= 22)
        return power < 0 ? (double)digits / tens[-power] : (double)digits * tens[power];
#endif
#ifdef __SIZEOF_INT128__
    if (power >= -MOST_FIVES && power <= MOST_FIVES) return scale(digits, (int)power);
#endif
    return read_slowly(first, end, power);
}

#if defined(__GNUC__) && defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define BY_EIGHT 1

/* Each byte of it */
#define BYTES(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Up to eight digits from `at` on, all at once: a loop that ends with the number is guessed wrong
 * at its end. The text before `end` has at least eight bytes. The digits come to stand in
 * the last bytes of a word, behind zeros; then pairs, fours and all are put together. */
static inline const char *add_eight(const char *at, const char *end, uint64_t *number)
{
    static const uint32_t factors[] = {1,      10,      100,      1000,     10000,
                                       100000, 1000000, 10000000, 100000000};
    uint64_t word;
    ptrdiff_t left = end - at;
    if (left <= 0) return at;
    memcpy(&word, left >= 8 ? at : end - 8, sizeof word);
    if (left < 8) word >>= 8 * (8 - left);
    word ^= BYTES('0');
    /* Digits are 0 to 9 now; a carry of what is none only reaches the bytes behind it. */
    uint64_t others = ((word + BYTES(0x76)) | word) & BYTES(0x80);
    int count = others == 0 ? 8 : __builtin_ctzll(others) / 8;
    if (count == 0) return at;
    word <<= 8 * (8 - count);
    word = word * 10 + (word >> 8);
    const uint64_t pairs = UINT64_C(0x000000FF000000FF);
    word = ((word & pairs) * UINT64_C(0x000F424000000064) +
            (word >> 16 & pairs) * UINT64_C(0x0000271000000001)) >>
           32;
    *number = *number * factors[count] + word;
    return at + count;
}
#else
#define BY_EIGHT 0
#endif

/* Adds digits to the number, which wraps around where there are too many. They are part of a text
 * that begins at `first`. */
static inline const char *add_digits(const char *first, const char *at, const char *end,
                                     uint64_t *number)
{
#if BY_EIGHT
    if (end - first >= 8) {
        const char *from;
        do {
            from = at;
            at = add_eight(at, end, number);
        } while (at - from == 8);
        return at;
    }
#endif
    uint64_t sum = *number;
    for (; is_digit(at, end); at++) sum = sum * 10 + (uint64_t)(*at - '0');
    *number = sum;
    return at;
}

/* The exponent behind an E; NULL where there is none. */
static const char *read_exponent(const char *at, const char *end, int64_t *exponent)
{
    bool negative = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+')) at++;
    if (!is_digit(at, end)) return NULL;
    int64_t sum = 0;
    for (; is_digit(at, end); at++)
        if (sum < INT32_MAX) sum = sum * 10 + (*at - '0');
    *exponent = negative ? -sum : sum;
    return at;
}

const char *ovf_number_read(const char *text, const char *end, double *value)
{
    bool negative = text < end && *text == '-';
    const char *first = text + negative, *at = first;
    uint64_t digits = 0;
    int64_t exponent = 0;
    if (!is_digit(at, end)) return NULL;
    at = *at == '0' ? at + 1 : add_digits(text, at, end, &digits);
    ptrdiff_t count = at - first, decimals = 0;
    if (at < end && *at == '.') {
        const char *point = at;
        at = add_digits(text, at + 1, end, &digits);
        decimals = at - point - 1;
        if (decimals == 0) return NULL;
        count += decimals;
    }
#if FLT_EVAL_METHOD == 0
    /* Nearly all are like this, and need nothing of what follows. */
    if (count <= MOST_DIGITS && digits <= UINT64_C(1) << DBL_MANT_DIG &&
        (at == end || (*at != 'e' && *at != 'E'))) {
        double simple = (double)digits / tens[decimals];
        *value = negative ? -simple : simple;
        return at;
    }
#endif
    if (count > MOST_DIGITS) {
        /* Zeros in front do not count. */
        for (const char *zero = first; zero < at && (*zero == '0' || *zero == '.'); zero++)
            count -= *zero == '0';
    }
    const char *last = at;
    if (at < end && (*at == 'e' || *at == 'E') &&
        (at = read_exponent(at + 1, end, &exponent)) == NULL)
        return NULL;
    int64_t power = exponent - decimals;
    double magnitude = count > MOST_DIGITS ? read_slowly(first, last, power)
                                           : convert(digits, power, first, last);
    *value = negative ? -magnitude : magnitude;
    return at;
}

bool ovf_number_integer(const char *text, size_t length, int64_t *value)
{
    const char *end = text + length;
    bool negative = text < end && *text == '-';
    const char *first = text + negative;
    uint64_t digits = 0, most = (uint64_t)INT64_MAX + negative;
    if (!is_digit(first, end) || (*first == '0' && end - first > 1) || end - first > MOST_DIGITS)
        return false;
    if (add_digits(text, first, end, &digits) != end || digits > most) return false;
    *value = negative ? (digits == most ? INT64_MIN : -(int64_t)digits) : (int64_t)digits;
    return true;
}
