/* What the programs of this folder have in common: bytes as a file, as a text, and what holds of
 * every refusal. */
#ifndef OVF_FUZZ_NAMED_BYTES_H
#define OVF_FUZZ_NAMED_BYTES_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "overflight/error.h"

static inline void expect_at(bool holds, const char *file, int line)
{
    if (holds) return;
    fprintf(stderr, "%s:%d: what is expected there does not hold\n", file, line);
    abort();
}

#define expect(holds) expect_at(holds, __FILE__, __LINE__)

/* One line of whole characters of UTF-8. */
static inline void check_sentence(const ovf_error *error)
{
    size_t length = strlen(error->message), step = 1;
    expect(error->status != OVF_OK && length > 0);
    for (size_t i = 0; i < length && step > 0; i += step) {
        expect((unsigned char)error->message[i] >= ' ');
        step = ovf_utf8_length(error->message + i);
    }
    expect(step > 0);
}

/* The bytes with a NUL behind them; to be freed. NULL: out of memory. */
static inline char *text_of(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    if (text == NULL) return NULL;
    if (size > 0) memcpy(text, data, size);
    text[size] = '\0';
    return text;
}

static char fuzzed_path[] = "/tmp/fuzzed-XXXXXX";

static inline void forget_file(void) { unlink(fuzzed_path); }

/* The name of a file with these bytes, always the same one. */
static inline const char *name_of(const uint8_t *data, size_t size)
{
    static int file = -1;
    if (file < 0) {
        file = mkstemp(fuzzed_path);
        expect(file >= 0 && atexit(forget_file) == 0);
    }
    expect(ftruncate(file, 0) == 0 && pwrite(file, data, size, 0) == (ssize_t)size);
    return fuzzed_path;
}

#endif
