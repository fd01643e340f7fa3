#include "cli/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#define FIRST_S 0.5
#define EVERY_S 0.1
#define LINE_EVERY_S 60.0
#define BAR_CELLS 24

static double now(void)
{
    struct timespec time;
    if (clock_gettime(CLOCK_MONOTONIC, &time) != 0) return 0;
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

void cli_progress_begin(cli_progress *progress, const char *what, int64_t total, bool quiet)
{
    *progress = (cli_progress){.what = what, .total = total, .quiet = quiet, .terminal = cli_terminal_of(stderr)};
    progress->start = now();
    progress->next = progress->start + (progress->terminal.can_erase ? FIRST_S : LINE_EVERY_S);
}

/* "40 s", "3 min", "2.5 h" */
static void format_duration(double seconds, char *text, size_t size)
{
    if (seconds < 99.5) snprintf(text, size, "%.0f s", seconds);
    else if (seconds < 5970) snprintf(text, size, "%.0f min", seconds / 60);
    else snprintf(text, size, "%.1f h", seconds / 3600);
}

static void describe(const cli_progress *progress, uint64_t done, double elapsed, char *text, size_t size)
{
    double rate = elapsed > 0 ? (double)done / elapsed : 0;
    char left[32];
    int length;
    if (progress->total > 0)
        length = snprintf(text, size, "%" PRIu64 " of %" PRId64 " %s, ", done, progress->total, progress->what);
    else
        length = snprintf(text, size, "%" PRIu64 " %s, ", done, progress->what);
    if (length < 0 || (size_t)length >= size) return;
    text += length;
    size -= (size_t)length;
    if (progress->total > 0 && rate > 0 && done <= (uint64_t)progress->total) {
        format_duration((double)((uint64_t)progress->total - done) / rate, left, sizeof left);
        snprintf(text, size, "%.*f a second, %s left", rate < 10 ? 1 : 0, rate, left);
    } else {
        snprintf(text, size, "%.*f a second", rate < 10 ? 1 : 0, rate);
    }
}

void cli_progress_update(cli_progress *progress, uint64_t done)
{
    if (progress->quiet) return;
    double time = now();
    if (time < progress->next) return;
    char text[160];
    describe(progress, done, time - progress->start, text, sizeof text);
    if (!progress->terminal.can_erase) {
        progress->next = time + LINE_EVERY_S;
        fprintf(stderr, "overflight: %s\n", text);
        return;
    }
    progress->next = time + EVERY_S;
    progress->shown = true;
    fputc('\r', stderr);
    /* One cell is left free: some terminals wrap as soon as the last is written. */
    size_t room = progress->terminal.width - 1;
    if (progress->total > 0 && room >= 79) {
        room -= BAR_CELLS + 9;
        double part = (double)done / (double)progress->total;
        int full = part >= 1 ? BAR_CELLS : (int)(part * BAR_CELLS);
        fprintf(stderr, "%3d %% [", part >= 1 ? 100 : (int)(part * 100));
        for (int i = 0; i < BAR_CELLS; i++) fputc(i < full ? '=' : i == full ? '>' : ' ', stderr);
        fputs("] ", stderr);
    }
    fprintf(stderr, "%.*s\033[K", (int)room, text);
    fflush(stderr);
}

void cli_progress_end(cli_progress *progress)
{
    if (!progress->shown) return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
    progress->shown = false;
}
