/* Missions as ground stations exchange them: "QGC WPL 110", a line for each item of the mission
 * (https://mavlink.io/en/file_formats/#mission_plain_text_file). Item 0 is home. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "input/formats/mission.h"
#include "input/formats/small_file.h"
#include "input/formats/values.h"

#define SIZE_MAX_BYTES ((size_t)1 << 26)
/* Index, whether it is the current one, frame, command, four parameters, latitude, longitude,
 * altitude, whether to go on. */
#define COLUMNS 12
enum { INDEX = 0, FRAME = 2, COMMAND = 3, LAT = 8, LON = 9, ALTITUDE = 10 };

static const char head[] = "QGC WPL ";

static bool is(const char *bytes, size_t length)
{
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    return length >= sizeof head - 1 && memcmp(bytes, head, sizeof head - 1) == 0;
}

/* How many numbers there are in the line. */
static size_t split(const char *at, const char *end, double values[COLUMNS])
{
    size_t count = 0;
    while (count < COLUMNS && (at = ovf_skip_blanks(at, end)) < end) {
        const char *next = ovf_decimal_read(at, end, &values[count]);
        if (next == NULL) break;
        at = next;
        count++;
    }
    return count;
}

/* A frame or a command; -1: no number of one. */
static int64_t code(double value) { return value >= 0 && value < 65536 ? (int64_t)value : -1; }

static bool take_lines(const ovf_small_file *file, ovf_flight *flight, size_t *unread)
{
    const char *at = file->text.text, *end = at + file->text.length;
    ovf_fix home = {NAN, NAN, NAN, NAN};
    bool good = true, first = true;
    while (at < end && good) {
        const char *line = at, *last = memchr(at, '\n', (size_t)(end - at));
        double values[COLUMNS];
        if (last == NULL) last = end;
        at = last < end ? last + 1 : end;
        size_t count = first ? 0 : split(line, last, values);
        bool empty = ovf_skip_blanks(line, last) == last;
        if (!first && !empty && count < COLUMNS - 1) ++*unread;
        first = false;
        if (count < COLUMNS - 1) continue;
        const ovf_fix fix = {values[LON], values[LAT], values[ALTITUDE], NAN};
        if (values[INDEX] == 0) {
            home = fix;
            if (fix.lon == 0 && fix.lat == 0) home.lon = home.lat = home.altitude_m = NAN;
        } else {
            good = ovf_mission_add(flight, code(values[COMMAND]),
                                   ovf_mission_mode_of(code(values[FRAME])), fix, &home);
        }
    }
    return good;
}

static void *open_reader(const ovf_flight_input *input)
{
    return ovf_small_file_open(input, sizeof(ovf_small_file));
}

static ovf_status take(void *reader, const char *bytes, size_t length, bool last, ovf_error *error)
{
    ovf_small_file *file = reader;
    ovf_unread unread = {0};
    bool whole;
    ovf_status status = ovf_small_file_take(file, bytes, length, last, SIZE_MAX_BYTES, "mission",
                                            &whole, error);
    if (status != OVF_OK || !whole) return status;
    ovf_flight *flight = ovf_flight_queue_make(file->queue);
    if (flight == NULL || !ovf_text_add(&flight->name, file->stem.text, file->stem.length) ||
        !take_lines(file, flight, &unread.count) || !ovf_pieces_end_part(&flight->pieces))
        return ovf_fail_memory(error);
    if (unread.count > 0)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "%zu line%s of the mission cannot be read: expected 12 numbers in each",
                        unread.count, unread.count == 1 ? "" : "s");
    ovf_flight_queue_push(file->queue);
    return file->queue->out_of_memory ? ovf_fail_memory(error) : OVF_OK;
}

const ovf_flight_format ovf_flight_format_wpl = {.name = "wpl",
                                                 .title = "a mission of waypoints (QGC WPL)",
                                                 .is = is,
                                                 .open = open_reader,
                                                 .take = take,
                                                 .close = ovf_small_file_close};
