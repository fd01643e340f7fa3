#include "input/formats/flight_file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "input/formats/gap_split.h"
#include "input/formats/packed.h"
#include "input/formats/names_seen.h"
#include "input/source/window.h"

/* Given to a format at once. */
#define PIECE ((size_t)1 << 16)

struct ovf_flight_file {
    const ovf_flight_format *format;
    char *path; /* to open: in an archive, or through gzip */
    char *name; /* as given */
    char *base, *stem, *part, *columns, *flight_id, *where, *crs;
    ovf_window window;
    bool open, ended, goes_on;
    void *reader;
    ovf_flight_queue queue;
    const ovf_points *points;
    ovf_flight_queue parts; /* of the flight that was taken last, cut at gaps */
    double gap_s;
    ovf_names_seen names;
    uint64_t at, pulled; /* flights given; how often the format was asked to go on */
    ovf_error failure;   /* comes after what is in the queue */
};

static const char layer_mark[] = "|layername=";

/* ---- opening ---- */

void ovf_flight_file_close(ovf_flight_file *file)
{
    if (file == NULL) return;
    if (file->reader != NULL) file->format->close(file->reader);
    if (file->open) ovf_window_close(&file->window);
    ovf_flight_queue_clear(&file->queue);
    ovf_flight_queue_clear(&file->parts);
    ovf_names_seen_clear(&file->names);
    free(file->path);
    free(file->name);
    free(file->where);
    free(file->crs);
    free(file->base);
    free(file->stem);
    free(file->part);
    free(file->columns);
    free(file->flight_id);
    free(file);
}

/* Of the path the last piece, and that without its endings. */
static bool name_it(ovf_flight_file *file, const char *path)
{
    const char *slash = strrchr(path, '/');
    file->base = ovf_text_copy(slash == NULL ? path : slash + 1);
    file->stem = file->base == NULL ? NULL : ovf_text_copy(file->base);
    if (file->stem == NULL) return false;
    for (int i = 0; i < 2; i++) {
        char *dot = strrchr(file->stem, '.');
        bool packed = dot != NULL && (strcmp(dot, ".gz") == 0 || strcmp(dot, ".zip") == 0);
        if (dot != NULL && dot > file->stem) *dot = '\0';
        if (!packed) break;
    }
    return true;
}

static bool has_part(const ovf_flight_format *format, const char *part)
{
    for (size_t i = 0; format->parts != NULL && format->parts[i] != NULL; i++)
        if (strcmp(format->parts[i], part) == 0) return true;
    return false;
}

/* The beginning of the file, or the flights again from their beginning. */
static ovf_status begin(ovf_flight_file *file, ovf_error *error)
{
    if (file->reader != NULL) file->format->close(file->reader);
    ovf_flight_queue_clear(&file->queue);
    ovf_flight_queue_clear(&file->parts);
    ovf_names_seen_clear(&file->names);
    file->failure = (ovf_error){.status = OVF_OK};
    file->ended = false;
    file->at = file->pulled = 0;
    const ovf_flight_input input = {.stem = file->stem,
                                    .part = file->part,
                                    .queue = &file->queue,
                                    .points = &file->points,
                                    .columns = file->columns,
                                    .flight_id = file->flight_id,
                                    .name = file->name,
                                    .where = file->where,
                                    .crs = file->crs};
    file->reader = file->format->open(&input);
    if (file->reader == NULL) return ovf_fail_memory(error);
    if (file->format->pull != NULL) return OVF_OK;
    if (!file->open) {
        ovf_status status = ovf_window_open(&file->window, file->path, error);
        file->open = status == OVF_OK;
        return status;
    }
    return file->window.offset == 0 && file->window.begin == 0
               ? OVF_OK
               : ovf_window_seek(&file->window, 0, error);
}

static bool keep_text(char **to, const char *text)
{
    *to = text == NULL ? NULL : ovf_text_copy(text);
    return text == NULL || *to != NULL;
}

static bool keep_wishes(ovf_flight_file *file, const ovf_flight_wishes *wishes)
{
    file->goes_on = wishes->goes_on;
    return keep_text(&file->columns, wishes->columns) &&
           keep_text(&file->flight_id, wishes->flight_id) &&
           keep_text(&file->where, wishes->where) && keep_text(&file->crs, wishes->crs);
}

ovf_status ovf_flight_file_open(const char *name, const ovf_flight_wishes *wishes,
                                ovf_flight_file **file, ovf_error *error)
{
    *file = NULL;
    ovf_flight_file *made = ovf_array_new(1, sizeof *made);
    if (made == NULL) return ovf_fail_memory(error);
    char *path = ovf_text_copy(name), *mark = path == NULL ? NULL : strstr(path, layer_mark);
    bool good = path != NULL;
    if (mark != NULL) {
        *mark = '\0';
        made->part = ovf_text_copy(mark + strlen(layer_mark));
        good = made->part != NULL;
    }
    good = good && name_it(made, path) && keep_wishes(made, wishes) && keep_text(&made->name, name);
    ovf_status status = good ? ovf_packed_look(path, wishes, &made->path, &made->format, error)
                             : ovf_fail_memory(error);
    free(path);
    bool ours = status == OVF_OK && made->format != NULL &&
                (made->part == NULL || made->format->pull != NULL ||
                 has_part(made->format, made->part));
    if (ours) status = begin(made, error);
    if (ours && status == OVF_OK) {
        *file = made;
        return OVF_OK;
    }
    ovf_flight_file_close(made);
    /* GDAL finds words for a file that cannot be opened. */
    return status == OVF_ERROR_IO && wishes->format == NULL ? OVF_OK : status;
}

void ovf_flight_file_set_points(ovf_flight_file *file, const ovf_points *points)
{
    file->points = points;
}

const ovf_flight_format *ovf_flight_file_format(const ovf_flight_file *file)
{
    return file->format;
}

const char *ovf_flight_file_base(const ovf_flight_file *file) { return file->base; }

ovf_status ovf_flight_file_describe(ovf_flight_file *file, ovf_text *sentence, ovf_error *error)
{
    ovf_window *window = &file->window;
    bool paused = false;
    ovf_status status = OVF_OK;
    if (file->format->describe == NULL) return OVF_OK;
    if (file->format->pull != NULL)
        return file->format->describe(file->reader, "", 0, sentence, error);
    while (window->begin == window->end && !window->ended && status == OVF_OK)
        status = ovf_window_more(window, true, &paused, error);
    if (status != OVF_OK) return status;
    size_t held = window->end - window->begin;
    return file->format->describe(file->reader, held == 0 ? "" : window->bytes + window->begin,
                                  held, sentence, error);
}

/* ---- reading ---- */

static ovf_status pull(ovf_flight_file *file, ovf_error *error)
{
    bool last = false;
    ovf_status status = file->format->pull(file->reader, &last, error);
    file->pulled++;
    file->ended = last && file->queue.begin == file->queue.end;
    return file->queue.out_of_memory ? ovf_fail_memory(error) : status;
}

/* Gives the format a piece of the file, and its end. */
static ovf_status feed(ovf_flight_file *file, bool *paused, ovf_error *error)
{
    ovf_window *window = &file->window;
    if (file->format->pull != NULL) return pull(file, error);
    if (window->begin == window->end && !window->ended) {
        ovf_status status = ovf_window_more(window, true, paused, error);
        if (status != OVF_OK || *paused) return status;
    }
    size_t held = window->end - window->begin, length = held < PIECE ? held : PIECE;
    bool last = window->ended && length == held;
    ovf_status status = file->format->take(
        file->reader, length == 0 ? "" : window->bytes + window->begin, length, last, error);
    ovf_window_pass(window, length);
    file->ended = last && file->queue.begin == file->queue.end;
    return file->queue.out_of_memory ? ovf_fail_memory(error) : status;
}

/* What came before it counts, and it is told in its place. */
static void break_off(ovf_flight_file *file)
{
    if (!file->goes_on || file->failure.status != OVF_ERROR_INPUT) return;
    ovf_flight_queue_break(&file->queue, file->failure.message);
    file->failure.status = file->queue.out_of_memory ? ovf_fail_memory(&file->failure) : OVF_OK;
    file->ended = true;
}

ovf_status ovf_flight_file_next(ovf_flight_file *file, ovf_flight **flight, bool *paused,
                                ovf_error *error)
{
    *paused = false;
    *flight = ovf_flight_queue_take(&file->parts);
    file->at += *flight != NULL;
    if (*flight != NULL) return OVF_OK;
    for (;;) {
        *flight = ovf_flight_queue_take(&file->queue);
        if (*flight != NULL) break;
        if (file->ended || *paused) return OVF_OK;
        if (file->failure.status == OVF_OK)
            file->failure.status = feed(file, paused, &file->failure);
        break_off(file);
        /* First what came before it. */
        if (file->failure.status != OVF_OK && file->queue.begin == file->queue.end) {
            if (error != NULL) *error = file->failure;
            return file->failure.status;
        }
    }
    file->at++;
    if ((*flight)->refusal.length > 0) return OVF_OK;
    bool named = (*flight)->id.length > 0 || (*flight)->name.length == 0;
    if (!named && !ovf_names_seen_count(&file->names, &(*flight)->name, &(*flight)->repeat)) {
        ovf_flight_free(*flight);
        *flight = NULL;
        return ovf_fail_memory(error);
    }
    if (!file->format->splits) return OVF_OK;
    bool good = ovf_gap_split(*flight, file->gap_s > 0 ? file->gap_s : INFINITY, &file->parts);
    *flight = good ? ovf_flight_queue_take(&file->parts) : NULL;
    return *flight != NULL ? OVF_OK : ovf_fail_memory(error);
}

void ovf_flight_file_split(ovf_flight_file *file, double gap_s) { file->gap_s = gap_s; }

uint64_t ovf_flight_file_at(const ovf_flight_file *file) { return file->at; }

ovf_status ovf_flight_file_go(ovf_flight_file *file, uint64_t at, ovf_error *error)
{
    ovf_status status = OVF_OK;
    ovf_flight *flight;
    bool paused = false;
    if (at < file->at) status = begin(file, error);
    while (status == OVF_OK && file->at < at) {
        status = ovf_flight_file_next(file, &flight, &paused, error);
        if (status == OVF_OK && flight == NULL && !paused) return OVF_OK;
        ovf_flight_free(status == OVF_OK ? flight : NULL);
    }
    return status;
}

ovf_status ovf_flight_file_look(ovf_flight_file *file, uint64_t most,
                                bool (*take)(void *context, const ovf_flight *flight),
                                void *context, bool *whole, ovf_error *error)
{
    bool paused = false, good = true;
    ovf_error why = {.status = OVF_OK};
    bool pulls = file->format->pull != NULL;
    *whole = false;
    if (!pulls && !ovf_window_can_seek(&file->window)) return OVF_OK;
    while (good && !file->ended && why.status == OVF_OK &&
           (pulls ? file->pulled * PIECE : file->window.offset) < most) {
        why.status = feed(file, &paused, &why);
        for (ovf_flight *flight; (flight = ovf_flight_queue_take(&file->queue)) != NULL;) {
            good = good && take(context, flight);
            ovf_flight_free(flight);
        }
    }
    *whole = file->ended || why.status != OVF_OK;
    if (good && file->queue.making != NULL) good = take(context, file->queue.making);
    if (!good || why.status == OVF_ERROR_MEMORY) return ovf_fail_memory(error);
    return begin(file, error);
}
