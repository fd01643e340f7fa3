#include "cli/flight_files.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "cli/exit.h"
#include "cli/failure.h"
#include "cli/terminal.h"
#include "cli/zone_input.h"
#include "input/airspace/airspace_file.h"
#include "input/flights/folders.h"

typedef struct {
    cli_texts unread;
    size_t capacity;
    bool quiet, failed;
} collector;

static void add(collector *in, const char *text)
{
    in->failed = in->failed || !ovf_array_reserve(&in->unread.items, &in->capacity,
                                                  in->unread.count + 1, sizeof *in->unread.items);
    if (in->failed) return;
    char *copy = ovf_text_copy(text);
    in->failed = copy == NULL;
    if (copy != NULL) in->unread.items[in->unread.count++] = copy;
}

static void leave_out(void *context, const char *file, const char *feature, const char *reason)
{
    collector *in = context;
    if (!in->quiet) cli_complain_left_out(file, feature, reason);
    add(in, file);
    add(in, reason);
}

static void clear(collector *in)
{
    for (size_t i = 0; i < in->unread.count; i++) free((char *)(uintptr_t)in->unread.items[i]);
    free(in->unread.items);
}

int cli_with_flight_files(const cli_options *options, int (*run)(const cli_options *options))
{
    cli_options expanded = *options;
    ovf_file_list list = {0};
    ovf_error error = {0};
    cli_zone_input input;
    collector left_out = {.quiet = options->quiet};
    if (options->operands.count == 0) return run(options);
    cli_route_input_begin(&input, options);
    input.input.reject = leave_out;
    input.input.reject_context = &left_out;
    list.skips = options->skip_invalid;
    ovf_status status = ovf_file_list_fill(&list, options->operands.items, options->operands.count,
                                           &input.input, &error);
    cli_zone_input_end(&input);
    if (status == OVF_OK && left_out.failed) status = OVF_ERROR_MEMORY;
    int found = CLI_GO_ON;
    if (status == OVF_OK) {
        expanded.operands.items = (const char **)list.items;
        expanded.operands.count = list.count;
        expanded.named = &options->operands;
        expanded.members = list.members;
        expanded.unread = left_out.unread;
        found = run(&expanded);
    } else {
        found = cli_fail(status, &error);
    }
    ovf_file_list_clear(&list);
    clear(&left_out);
    return found;
}

ovf_status cli_known_points_read(cli_options *options, ovf_points **points, ovf_error *error)
{
    ovf_status status = OVF_OK;
    *points = NULL;
    if (options->points.count > 0)
        status = ovf_airspace_no_points(options->points.items, options->points.count, error);
    if (status == OVF_OK && options->points.count > 0)
        status = ovf_points_read(options->points.items, options->points.count, points, error);
    options->known_points = *points;
    return status;
}
