/* Runs a program of libFuzzer without libFuzzer, with any compiler:
 *     PROGRAM COUNT FRONT [SEED...]
 *     PROGRAM FIRST+COUNT
 *
 * Each seed is taken as it is, cut at every byte, and COUNT times changed at random; without seeds,
 * so many random texts are taken. FRONT bytes, which say how the program is to read, are put before
 * the seed: 255 and 16, or random ones. Where SEED names a folder, all its files are seeds. The
 * same arguments take the same bytes.
 *
 * FIRST+COUNT takes random bytes by number, each as if it were alone: what fails is said by its
 * number N, and N+1 shows it again. FIRST may be "today": COUNT others each day, so that an hour's
 * worth is taken in turn; OVERFLIGHT_TEST_SEED=20261201 is that day. */
#define _DEFAULT_SOURCE /* timegm */
#include <dirent.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MOST ((size_t)1 << 14)

static uint64_t state = 20261130;

static size_t pick(size_t below)
{
    state ^= state << 13; /* xorshift64, Marsaglia, J. Stat. Softw. 8 (2003) 14 */
    state ^= state >> 7;
    state ^= state << 17;
    return (size_t)((state >> 11) % below);
}

static const uint8_t *taken; /* what the program has in hand */
static size_t taken_size;

/* Keeps it, so that the program can be run on it alone. */
static void keep(int signal_number)
{
    FILE *file = fopen("/tmp/fuzz-failure", "wb");
    (void)signal_number;
    if (file == NULL) return;
    fwrite(taken, 1, taken_size, file);
    fclose(file);
    fprintf(stderr, "the input of %zu bytes is in /tmp/fuzz-failure\n", taken_size);
}

/* In a block of its own length. */
static void take(const uint8_t *bytes, size_t size)
{
    uint8_t *block = malloc(size > 0 ? size : 1);
    if (block == NULL) exit(3);
    if (size > 0) memcpy(block, bytes, size);
    taken = block;
    taken_size = size;
    LLVMFuzzerTestOneInput(block, size);
    free(block);
}

/* A few bytes are others, gone, doubled, or stand elsewhere too. */
static size_t change(uint8_t *bytes, size_t size)
{
    static const char odd[] = "<>\"'&;:,{}[]\\/-+.0019eE \t\n\r\x00\x80\xC3\xFF\xFE";
    for (size_t i = 1 + pick(4); i > 0 && size > 0; i--) {
        size_t at = pick(size), length = 1 + pick(pick(4) == 0 ? 40 : 4), to = pick(size);
        if (length > size - at) length = size - at;
        switch (pick(5)) {
        case 0: bytes[at] = (uint8_t)odd[pick(sizeof odd - 1)]; break;
        case 1: bytes[at] = (uint8_t)(bytes[at] ^ 1u << pick(8)); break;
        case 2:
            memmove(bytes + at, bytes + at + length, size - at - length);
            size -= length;
            break;
        case 3:
            if (size + length > MOST) break;
            memmove(bytes + at + length, bytes + at, size - at);
            size += length;
            break;
        default:
            if (length > size - to) length = size - to;
            memmove(bytes + to, bytes + at, length);
        }
    }
    return size;
}

static uint64_t numbered; /* the case in hand */

static void say_number(int signal_number)
{
    fprintf(stderr, "this is case %llu\n", (unsigned long long)numbered);
    keep(signal_number);
}

/* Half of them of the bytes of texts, mostly. */
static void run_numbered(uint64_t first, uint64_t count)
{
    signal(SIGABRT, say_number);
    for (numbered = first; numbered < first + count; numbered++) {
        uint8_t bytes[200];
        state = (numbered + 1) * UINT64_C(0x9e3779b97f4a7c15);
        for (int k = 0; k < 8; k++) pick(2);
        size_t size = 40 + pick(sizeof bytes - 40);
        for (size_t k = 0; k < size; k++)
            bytes[k] = (uint8_t)(numbered % 2 == 0 || pick(4) == 0 ? pick(256) : 32 + pick(95));
        take(bytes, size);
    }
    fprintf(stderr, "cases %llu to %llu\n", (unsigned long long)first,
            (unsigned long long)numbered - 1);
}

/* The days since 1970, of OVERFLIGHT_TEST_SEED=YYYYMMDD or of the clock. */
static uint64_t find_day(void)
{
    const char *given = getenv("OVERFLIGHT_TEST_SEED");
    struct tm day = {.tm_isdst = 0};
    unsigned long date = given != NULL ? strtoul(given, NULL, 10) : 0;
    if (date == 0) return (uint64_t)time(NULL) / 86400;
    day.tm_year = (int)(date / 10000) - 1900;
    day.tm_mon = (int)(date / 100 % 100) - 1;
    day.tm_mday = (int)(date % 100);
    return (uint64_t)timegm(&day) / 86400;
}

static void run_seed(const char *path, size_t count, size_t front)
{
    static uint8_t seed[MOST], changed[MOST];
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        fprintf(stderr, "cannot open %s\n", path);
        exit(3);
    }
    seed[0] = 255;
    seed[1] = 16;
    size_t size = front + fread(seed + front, 1, MOST - front, file);
    fclose(file);
    for (size_t cut = 0; cut <= size; cut++) take(seed, cut);
    for (size_t i = 0; i < count; i++) {
        memcpy(changed, seed, size);
        if (front > 0 && pick(4) == 0) changed[0] = (uint8_t)pick(32);
        if (front > 1) changed[1] = (uint8_t)pick(256);
        take(changed, front + change(changed + front, size - front));
    }
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void run_folder(const char *path, size_t count, size_t front)
{
    struct dirent **entries;
    int found = scandir(path, &entries, NULL, by_name);
    if (found < 0) {
        run_seed(path, count, front);
        return;
    }
    for (int i = 0; i < found; i++) {
        char name[4096];
        bool hidden = entries[i]->d_name[0] == '.';
        snprintf(name, sizeof name, "%s/%s", path, entries[i]->d_name);
        free(entries[i]);
        if (!hidden) run_seed(name, count, front);
    }
    free(entries);
}

int main(int argc, char **argv)
{
    char *plus = argc == 2 ? strchr(argv[1], '+') : NULL;
    if (plus != NULL) {
        uint64_t count = strtoull(plus + 1, NULL, 10);
        bool today = strncmp(argv[1], "today", 5) == 0;
        run_numbered(today ? find_day() * count : strtoull(argv[1], NULL, 10), count);
        return 0;
    }
    size_t count = argc > 2 ? strtoul(argv[1], NULL, 10) : 0,
           front = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
    if (count == 0 || front > 2) {
        fprintf(stderr, "usage: %s COUNT FRONT [SEED...], or FIRST+COUNT\n", argv[0]);
        return 2;
    }
    signal(SIGABRT, keep);
    for (int i = 3; i < argc; i++) run_folder(argv[i], count, front);
    for (size_t i = 0; argc == 3 && i < count; i++) {
        uint8_t bytes[300];
        size_t size = pick(sizeof bytes);
        for (size_t k = 0; k < size; k++)
            bytes[k] = (uint8_t)(pick(4) == 0 ? pick(256) : 32 + pick(95));
        take(bytes, size);
    }
    return 0;
}
