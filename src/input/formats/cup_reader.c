/* Tasks of SeeYou, .cup: waypoints, and behind them tasks, which name them in their order
 * (https://downloads.naviter.com/docs/SeeYou_CUP_file_format.pdf). Elevations are those of the
 * ground. Each task is a flight. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/error.h"
#include "input/formats/small_file.h"
#include "input/points/point_lines.h"

#define SIZE_MAX_BYTES ((size_t)1 << 28)

typedef struct {
    const char *name;
    size_t length;
    ovf_fix fix;
} waypoint;

typedef struct {
    ovf_small_file file; /* the first member */
    waypoint *waypoints;
    size_t count, capacity, tasks;
    int name, lat, lon; /* columns */
} cup_reader;

static bool is(const char *bytes, size_t length)
{
    return ovf_point_format_of(bytes, length) == OVF_POINT_LINES_CUP;
}

static int find_column(const ovf_point_words *cells, const char *name)
{
    for (size_t i = 0; i < cells->count; i++)
        if (cells->length[i] == strlen(name) &&
            strncasecmp(cells->text[i], name, cells->length[i]) == 0)
            return (int)i;
    return -1;
}

static bool take_waypoint(cup_reader *in, const ovf_point_words *cells)
{
    double lat, lon;
    if (in->name < 0 || (size_t)in->name >= cells->count ||
        !ovf_point_cell_angle(cells, in->lat, &lat) || !ovf_point_cell_angle(cells, in->lon, &lon))
        return true;
    if (!ovf_array_reserve(&in->waypoints, &in->capacity, in->count + 1, sizeof *in->waypoints))
        return false;
    in->waypoints[in->count++] = (waypoint){
        cells->text[in->name], cells->length[in->name], {lon, lat, NAN, NAN}};
    return true;
}

static const waypoint *find_waypoint(const cup_reader *in, const char *name, size_t length)
{
    for (size_t i = 0; i < in->count; i++)
        if (in->waypoints[i].length == length && memcmp(in->waypoints[i].name, name, length) == 0)
            return &in->waypoints[i];
    return NULL;
}

/* "Task","Home","Start","Turn",…; points that are left open are "" or "???". */
static ovf_status take_task(cup_reader *in, const ovf_point_words *cells, ovf_error *error)
{
    char name[40];
    ovf_flight *flight = ovf_flight_queue_make(in->file.queue);
    in->tasks++;
    snprintf(name, sizeof name, "Task %zu", in->tasks);
    bool named = cells->length[0] > 0;
    if (flight == NULL || !ovf_text_add(&flight->name, named ? cells->text[0] : name,
                                        named ? cells->length[0] : strlen(name)))
        return ovf_fail_memory(error);
    for (size_t i = 1; i < cells->count; i++) {
        size_t length = cells->length[i];
        if (length == 0 || (length == 3 && memcmp(cells->text[i], "???", 3) == 0)) continue;
        const waypoint *at = find_waypoint(in, cells->text[i], length);
        if (at == NULL)
            return ovf_fail(error, OVF_ERROR_INPUT,
                            "task %zu: the point \"%.*s\" is not among the waypoints", in->tasks,
                            (int)(length < 60 ? length : 60), cells->text[i]);
        if (!ovf_pieces_add(&flight->pieces, &at->fix, OVF_REFERENCE_UNKNOWN) ||
            !ovf_flight_name_fix(flight, at->name, at->length))
            return ovf_fail_memory(error);
    }
    if (!ovf_pieces_end_part(&flight->pieces)) return ovf_fail_memory(error);
    ovf_flight_queue_push(in->file.queue);
    return in->file.queue->out_of_memory ? ovf_fail_memory(error) : OVF_OK;
}

/* Lines behind a task say how it is flown. */
static bool is_of_task(const char *line, size_t length)
{
    static const char *const words[] = {"Options", "ObsZone", "STARTS=", "FINISH=", "Point="};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (length >= strlen(words[i]) && strncasecmp(line, words[i], strlen(words[i])) == 0)
            return true;
    return false;
}

static ovf_status take_lines(cup_reader *in, ovf_error *error)
{
    const char *at = in->file.text.text, *end = at + in->file.text.length;
    bool first = true, in_tasks = false;
    ovf_status status = OVF_OK;
    if (end - at >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0) at += 3;
    while (at < end && status == OVF_OK) {
        const char *line = at, *last = memchr(at, '\n', (size_t)(end - at));
        if (last == NULL) last = end;
        at = last < end ? last + 1 : end;
        while (last > line && (last[-1] == '\r' || last[-1] == ' ')) last--;
        size_t length = (size_t)(last - line);
        ovf_point_words cells;
        if (length == 0) continue;
        if (length >= 10 && strncasecmp(line, "-----Related Tasks", 10) == 0) {
            in_tasks = true;
            continue;
        }
        ovf_point_cells_split(&cells, line, length);
        if (first) {
            in->name = find_column(&cells, "name");
            in->lat = find_column(&cells, "lat");
            in->lon = find_column(&cells, "lon");
        } else if (!in_tasks) {
            if (!take_waypoint(in, &cells)) status = ovf_fail_memory(error);
        } else if (!is_of_task(line, length)) {
            status = take_task(in, &cells, error);
        }
        first = false;
    }
    return status;
}

static void close_reader(void *reader)
{
    cup_reader *in = reader;
    if (in != NULL) free(in->waypoints);
    ovf_small_file_close(reader);
}

static void *open_reader(const ovf_flight_input *input)
{
    return ovf_small_file_open(input, sizeof(cup_reader));
}

static ovf_status take(void *reader, const char *bytes, size_t length, bool last, ovf_error *error)
{
    cup_reader *in = reader;
    bool whole;
    ovf_status status = ovf_small_file_take(&in->file, bytes, length, last, SIZE_MAX_BYTES, "task",
                                            &whole, error);
    if (status == OVF_OK && whole) status = take_lines(in, error);
    if (status == OVF_OK && whole && in->tasks == 0)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "has waypoints and no task: plans may name these points, and it has no "
                        "flight");
    return status;
}

const ovf_flight_format ovf_flight_format_cup = {.name = "cup",
                                                 .title = "a file of SeeYou's",
                                                 .is = is,
                                                 .open = open_reader,
                                                 .take = take,
                                                 .close = close_reader};
