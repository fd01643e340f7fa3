/* overflight inspect FILE... */
#include <stdio.h>

#include "cli/commands.h"
#include "cli/exit.h"
#include "cli/failure.h"
#include "cli/flight_files.h"
#include "cli/inspected.h"
#include "cli/listing.h"

typedef struct {
    const cli_options *options;
    cli_terminal terminal;
    json_t *files; /* with --json */
    int status;    /* of those that could not be read, the worst */
} inspection;

static bool show(inspection *self, const cli_inspected *file, bool first)
{
    if (self->files != NULL)
        return json_array_append_new(self->files, cli_inspected_json(file)) == 0;
    if (self->options->quiet) return true;
    if (!first) putchar('\n');
    cli_inspected_print(file, &self->terminal);
    return true;
}

static int inspect_one(inspection *self, const char *name, bool first)
{
    cli_inspected file;
    ovf_error error = {0};
    ovf_status status = cli_inspect_file(&file, name, self->options, &error);
    if (status != OVF_OK) {
        cli_inspected_clear(&file);
        return cli_fail(status, &error);
    }
    bool good = show(self, &file, first);
    if (good && file.error.message[0] != '\0') {
        fflush(stdout);
        int worst = cli_fail(file.error.status, &file.error);
        if (worst > self->status) self->status = worst;
    }
    cli_inspected_clear(&file);
    return good ? CLI_GO_ON : cli_fail_memory();
}

int cli_inspect(const cli_options *given)
{
    cli_options knowing = *given;
    const cli_options *options = &knowing;
    ovf_points *points = NULL;
    ovf_error error = {0};
    inspection self = {.options = options, .terminal = cli_terminal_of(stdout), .status = CLI_DONE};
    int status = CLI_GO_ON;
    if (options->operands.count == 0) {
        cli_complain("inspect: expected at least one file, found none: try 'overflight inspect "
                     "flight.gpx'");
        return CLI_BAD_INPUT;
    }
    ovf_status read = cli_known_points_read(&knowing, &points, &error);
    if (read != OVF_OK) return cli_fail(read, &error);
    if (options->json) self.files = json_array();
    for (size_t i = 0; i < options->operands.count && status == CLI_GO_ON; i++)
        status = inspect_one(&self, options->operands.items[i], i == 0);
    if (status == CLI_GO_ON && options->json) {
        status = cli_print_json(json_pack("{s:O}", "files", self.files)) ? self.status
                                                                         : cli_fail_memory();
    }
    json_decref(self.files);
    ovf_points_free(points);
    return status == CLI_GO_ON ? self.status : status;
}
