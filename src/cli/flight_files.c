#include "cli/flight_files.h"

#include "cli/exit.h"
#include "cli/failure.h"
#include "cli/zone_input.h"
#include "input/flights/folders.h"

int cli_with_flight_files(const cli_options *options, int (*run)(const cli_options *options))
{
    cli_options expanded = *options;
    ovf_file_list list = {0};
    ovf_error error = {0};
    cli_zone_input input;
    if (options->operands.count == 0) return run(options);
    cli_route_input_begin(&input, options);
    ovf_status status = ovf_file_list_fill(&list, options->operands.items, options->operands.count,
                                           &input.input, &error);
    cli_zone_input_end(&input);
    int found = CLI_GO_ON;
    if (status == OVF_OK) {
        expanded.operands.items = (const char **)list.items;
        expanded.operands.count = list.count;
        expanded.named = &options->operands;
        found = run(&expanded);
    } else {
        found = cli_fail(status, &error);
    }
    ovf_file_list_clear(&list);
    return found;
}
