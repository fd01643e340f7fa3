/* Any bytes as a number of JSON. What is read must be what strtod reads of the same characters, to
 * the bit, and nothing may be read behind the end; what ovf_number_integer takes must be what
 * strtoll reads.
 *
 * Tests: src/base/number.c */
#include "named_bytes.h"

#include <errno.h>

#include "base/number.h"
#include "base/text.h"

static const char digits[] = "0123456789", all[] = "0123456789+-.eE";

/* As RFC 8259 has it, character by character; NULL: there is none. */
static const char *end_of_number(const char *text)
{
    if (*text == '-') text++;
    if (*text == '0') text++;
    else if (strspn(text, digits) == 0) return NULL;
    else text += strspn(text, digits);
    if (*text == '.' && strspn(text + 1, digits) > 0) text += 1 + strspn(text + 1, digits);
    if (*text == 'e' || *text == 'E') {
        const char *exponent = text + 1 + (text[1] == '+' || text[1] == '-');
        if (strspn(exponent, digits) > 0) text = exponent + strspn(exponent, digits);
    }
    return text;
}

static void read_double(const char *text, const char *end)
{
    double value = 42, wanted;
    const char *found = ovf_number_read(text, end, &value), *real = end_of_number(text);
    if (found == NULL) {
        expect(value == 42);
        return;
    }
    /* Where a fraction or an exponent has no digits, there is no number, or it ends before. */
    expect(real != NULL && found == real);
    char *of_number = text_of((const uint8_t *)text, (size_t)(real - text)), *stop;
    if (of_number == NULL) return;
    wanted = strtod(of_number, &stop);
    expect(*stop == '\0' && memcmp(&value, &wanted, sizeof value) == 0);
    free(of_number);
    char shortest[32];
    ovf_text_number(value, shortest);
    expect(strtod(shortest, NULL) == value);
}

static void read_integer(const char *text, size_t size)
{
    int64_t value = 42;
    if (!ovf_number_integer(text, size, &value)) {
        expect(value == 42);
        return;
    }
    errno = 0;
    char *stop;
    long long wanted = strtoll(text, &stop, 10);
    expect(errno == 0 && stop == text + size && wanted == value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = text_of(data, size);
    if (text == NULL) return 0;
    for (size_t i = 0; i < size; i++) /* half of all inputs are of the characters of numbers */
        if (size % 2 == 0) text[i] = all[data[i] % (sizeof all - 1)];
    read_double(text, text + size);
    read_integer(text, size);
    free(text);
    return 0;
}
