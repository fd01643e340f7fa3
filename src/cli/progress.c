#include "cli/progress.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define FIRST_S 0.5
#define EVERY_S 0.1
#define LINE_EVERY_S 60.0
#define JSON_EVERY_S 1.0
#define BAR_CELLS 24

static double now(void)
{
    struct timespec time;
    if (clock_gettime(CLOCK_MONOTONIC, &time) != 0) return 0;
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

void cli_progress_begin(cli_progress *progress, cli_progress_kind kind)
{
    *progress = (cli_progress){
        .kind = kind, .terminal = cli_terminal_of(stderr), .first_fraction = NAN};
    progress->bar = kind == CLI_PROGRESS_AUTO && progress->terminal.can_erase;
    progress->start = now();
    progress->next = progress->start + (progress->bar               ? FIRST_S
                                        : kind == CLI_PROGRESS_JSON ? JSON_EVERY_S
                                                                    : LINE_EVERY_S);
}

/* "40 s", "3 min", "2.5 h" */
static void format_duration(double seconds, char *text, size_t size)
{
    if (seconds < 99.5) snprintf(text, size, "%.0f s", seconds);
    else if (seconds < 5970) snprintf(text, size, "%.0f min", seconds / 60);
    else snprintf(text, size, "%.1f h", seconds / 3600);
}

/* Routes of this run a second; NAN before there is one. */
static double rate_of(const ovf_batch_progress *state, double elapsed)
{
    uint64_t done = state->routes - state->resumed;
    return elapsed > 0 && done > 0 ? (double)done / elapsed : NAN;
}

/* NAN: cannot be told. */
static double seconds_left(const cli_progress *progress, const ovf_batch_progress *state,
                           double elapsed)
{
    double done = state->fraction -
                  (isnan(progress->first_fraction) ? 0 : progress->first_fraction);
    return done > 0 ? elapsed * (1 - state->fraction) / done : NAN;
}

static void describe(const cli_progress *progress, const ovf_batch_progress *state, double elapsed,
                     char *text, size_t size)
{
    double rate = rate_of(state, elapsed), left = seconds_left(progress, state, elapsed);
    char of[32] = "", speed[32] = "", more[48] = "", duration[32];
    if (state->total > 0) snprintf(of, sizeof of, " of %" PRId64, state->total);
    if (!isnan(rate)) snprintf(speed, sizeof speed, ", %.*f a second", rate < 10 ? 1 : 0, rate);
    if (!isnan(left)) {
        format_duration(left, duration, sizeof duration);
        snprintf(more, sizeof more, ", %s left", duration);
    }
    snprintf(text, size, "%" PRIu64 "%s routes%s%s", state->routes, of, speed, more);
}

static void show_number(const char *name, double value, int decimals)
{
    if (isfinite(value)) fprintf(stderr, "\"%s\": %.*f, ", name, decimals, value);
    else fprintf(stderr, "\"%s\": null, ", name);
}

static void show_json(const cli_progress *progress, const ovf_batch_progress *state, double elapsed,
                      bool done)
{
    fprintf(stderr, "{\"routes\": %" PRIu64 ", \"resumed\": %" PRIu64 ", ", state->routes,
            state->resumed);
    show_number("total", state->total < 0 ? (double)NAN : (double)state->total, 0);
    show_number("fraction", done ? 1 : state->fraction, 6);
    show_number("seconds", elapsed, 3);
    show_number("per_second", rate_of(state, elapsed), 1);
    show_number("seconds_left", done ? 0 : seconds_left(progress, state, elapsed), 1);
    fprintf(stderr, "\"done\": %s}\n", done ? "true" : "false");
    fflush(stderr);
}

static void show_bar(cli_progress *progress, const ovf_batch_progress *state, const char *text)
{
    progress->shown = true;
    fputc('\r', stderr);
    /* One cell is left free: some terminals wrap as soon as the last is written. */
    size_t room = progress->terminal.width - 1;
    if (isfinite(state->fraction) && room >= 79) {
        room -= BAR_CELLS + 9;
        int full = (int)(state->fraction * BAR_CELLS);
        fprintf(stderr, "%3d %% [", (int)(state->fraction * 100));
        for (int i = 0; i < BAR_CELLS; i++) fputc(i < full ? '=' : i == full ? '>' : ' ', stderr);
        fputs("] ", stderr);
    }
    fprintf(stderr, "%.*s\033[K", (int)room, text);
    fflush(stderr);
}

void cli_progress_update(cli_progress *progress, const ovf_batch_progress *state)
{
    progress->last = *state;
    if (isnan(progress->first_fraction))
        progress->first_fraction = state->resumed > 0 ? state->fraction : 0;
    if (progress->kind == CLI_PROGRESS_NONE) return;
    double time = now();
    if (time < progress->next) return;
    if (progress->kind == CLI_PROGRESS_JSON) {
        progress->next = time + JSON_EVERY_S;
        show_json(progress, state, time - progress->start, false);
        return;
    }
    char text[160];
    describe(progress, state, time - progress->start, text, sizeof text);
    progress->next = time + (progress->bar ? EVERY_S : LINE_EVERY_S);
    if (progress->bar) show_bar(progress, state, text);
    else fprintf(stderr, "overflight: %s\n", text);
}

void cli_progress_end(cli_progress *progress, bool done)
{
    if (progress->kind == CLI_PROGRESS_JSON && done)
        show_json(progress, &progress->last, now() - progress->start, true);
    if (!progress->shown) return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
    progress->shown = false;
}
