/* X-Plane's flight plans, .fms: version 1100 and version 3 (https://developer.x-plane.com/article/
 * flightplan-files-v11-fms-file-format/). Altitudes are in feet over the sea; 0 is none. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "input/formats/small_file.h"
#include "input/formats/values.h"

#define FOOT_M 0.3048
/* No plan is longer. */
#define SIZE_MAX_BYTES ((size_t)1 << 24)

typedef struct {
    ovf_small_file file; /* the first member */
} fms_reader;

/* The line that [at, end) begins with, and where the next one begins. */
static const char *next_line(const char *at, const char *end, size_t *length)
{
    const char *next = at;
    while (next < end && *next != '\n' && *next != '\r') next++;
    *length = (size_t)(next - at);
    while (next < end && (*next == '\n' || *next == '\r')) next++;
    return next;
}

static bool is(const char *bytes, size_t length)
{
    const char *end = bytes + length;
    size_t first, second;
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) bytes += 3;
    const char *line = next_line(bytes, end, &first);
    while (first > 0 && bytes[first - 1] == ' ') first--;
    if (first != 1 || (bytes[0] != 'I' && bytes[0] != 'A')) return false;
    next_line(line, end, &second);
    return (second >= 12 && memcmp(line, "1100 Version", 12) == 0) ||
           (second >= 9 && memcmp(line, "3 version", 9) == 0);
}

/* Up to six words of a line. */
static size_t split(const char *line, size_t length, const char *words[6], size_t lengths[6])
{
    const char *at = line, *end = line + length;
    size_t count = 0;
    while ((at = ovf_skip_blanks(at, end)) < end && count < 6) {
        words[count] = at;
        while (at < end && ovf_skip_blanks(at, end) == at) at++;
        lengths[count] = (size_t)(at - words[count]);
        count++;
    }
    return count;
}

/* "TYPE IDENT VIA ALTITUDE LAT LON", in version 3 without VIA. Other lines are none of a plan's
 * places: they begin with a word, or have fewer numbers. */
static bool take_line(ovf_flight *flight, const char *line, size_t length)
{
    const char *words[6];
    size_t lengths[6], count = split(line, length, words, lengths);
    double numbers[3], type;
    if (count < 5 || !ovf_decimal_is(words[0], lengths[0], &type)) return true;
    for (size_t i = 0; i < 3; i++)
        if (!ovf_decimal_is(words[count - 3 + i], lengths[count - 3 + i], &numbers[i]))
            numbers[i] = NAN;
    bool known = !isnan(numbers[0]) && numbers[0] != 0;
    const ovf_fix fix = {numbers[2], numbers[1], known ? numbers[0] * FOOT_M : NAN, NAN};
    return ovf_pieces_add(&flight->pieces, &fix,
                          known ? OVF_REFERENCE_SEA : OVF_REFERENCE_UNKNOWN) &&
           ovf_flight_name_fix(flight, words[1], lengths[1]);
}

/* How many places the plan has by its own account; 0: it does not say. */
static size_t told_count(const char *line, size_t length)
{
    const char *words[6];
    size_t lengths[6], count = split(line, length, words, lengths);
    double told;
    bool is_count = count == 2 && lengths[0] == 6 && memcmp(words[0], "NUMENR", 6) == 0 &&
                    ovf_decimal_is(words[1], lengths[1], &told) && told > 0 && told < 1e6;
    return is_count ? (size_t)told : 0;
}

static ovf_status make_flight(fms_reader *in, ovf_error *error)
{
    ovf_flight *flight = ovf_flight_queue_make(in->file.queue);
    bool good = flight != NULL &&
                ovf_text_add(&flight->name, in->file.stem.text, in->file.stem.length);
    const char *at = in->file.text.text, *end = at + in->file.text.length;
    size_t length, told = 0;
    while (good && at < end) {
        const char *next = next_line(at, end, &length);
        if (told == 0) told = told_count(at, length);
        good = take_line(flight, at, length);
        at = next;
    }
    if (!good) return ovf_fail_memory(error);
    if (flight->pieces.fix_count < told)
        return ovf_fail(
            error, OVF_ERROR_INPUT,
            "the flight plan breaks off: expected %zu points, as NUMENR says, found %zu", told,
            flight->pieces.fix_count);
    if (!ovf_pieces_end_part(&flight->pieces)) return ovf_fail_memory(error);
    ovf_flight_queue_push(in->file.queue);
    return in->file.queue->out_of_memory ? ovf_fail_memory(error) : OVF_OK;
}

static void *open_reader(const ovf_flight_input *input)
{
    return ovf_small_file_open(input, sizeof(fms_reader));
}

static ovf_status take(void *reader, const char *bytes, size_t length, bool last, ovf_error *error)
{
    fms_reader *in = reader;
    bool whole;
    ovf_status status = ovf_small_file_take(&in->file, bytes, length, last, SIZE_MAX_BYTES,
                                            "flight plan", &whole, error);
    if (status != OVF_OK || !whole) return status;
    return make_flight(in, error);
}

const ovf_flight_format ovf_flight_format_fms = {.name = "fms",
                                                 .title = "an X-Plane flight plan",
                                                 .is = is,
                                                 .open = open_reader,
                                                 .take = take,
                                                 .close = ovf_small_file_close};
