/* overflight convert FILE... -o OUT */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/grouped.h"
#include "cli/commands.h"
#include "cli/convert_zones.h"
#include "cli/exit.h"
#include "cli/failure.h"
#include "cli/plans.h"
#include "cli/terminal.h"
#include "output/convert/flight_writer.h"

typedef struct {
    const cli_options *options;
    ovf_flight_writer *writer;
    uint64_t flights, fixes, left_out;
} conversion;

static void leave_out(void *context, const char *file, const char *feature, const char *reason)
{
    conversion *self = context;
    self->left_out++;
    if (!self->options->quiet) cli_complain_left_out(file, feature, reason);
}

static void leave_out_unsaid(void *context, const char *file, const char *feature,
                             const char *reason)
{
    (void)context;
    (void)file;
    (void)feature;
    (void)reason;
}

/* Goes through all flights; `learning` shows them to the writer only, and then nothing is said. */
static ovf_status go_through(conversion *self, bool learning, ovf_error *error)
{
    cli_plans plans = {0};
    bool more = true;
    cli_options options = *self->options;
    options.quiet = options.quiet || learning;
    options.keep_parts = true;
    ovf_status status = cli_plans_open(&plans, &options, learning ? leave_out_unsaid : leave_out,
                                       self, error);
    while (status == OVF_OK) {
        status = cli_plans_next(&plans, &more, error);
        if (status != OVF_OK || !more) break;
        if (learning) {
            status = ovf_flight_writer_learn(self->writer, &plans.route, error);
            continue;
        }
        self->flights++;
        self->fixes += plans.route.fix_count;
        status = ovf_flight_writer_add(self->writer, &plans.route, error);
    }
    cli_plans_clear(&plans);
    return status;
}

static bool reads_standard_input(const cli_options *options)
{
    for (size_t i = 0; i < options->operands.count; i++)
        if (strcmp(options->operands.items[i], "-") == 0) return true;
    return false;
}

static void tell_loss(const conversion *self, uint64_t count, const char *what)
{
    char number[OVF_GROUPED_TEXT];
    if (count == 0 || self->options->quiet) return;
    ovf_grouped(count, number);
    fprintf(stderr, "note: %s: %s of %s flight%s\n", self->options->output, what, number,
            count == 1 ? "" : "s");
}

static void tell(const conversion *self)
{
    const ovf_flight_losses *lost = ovf_flight_writer_losses(self->writer);
    char flights[OVF_GROUPED_TEXT], fixes[OVF_GROUPED_TEXT];
    tell_loss(self, lost->times, "the format holds no times; left out are those");
    tell_loss(self, lost->altitudes, "the format holds no altitudes; left out are those");
    tell_loss(self, lost->levels,
              "the format cannot say that an altitude is by pressure; left out are those");
    tell_loss(self, lost->names, "the format holds no names of fixes; left out are those");
    tell_loss(self, lost->parts, "the format holds no parts; joined are those");
    tell_loss(self, lost->attributes, "the format holds no attributes; left out are those");
    ovf_grouped(self->flights, flights);
    ovf_grouped(self->fixes, fixes);
    if (!self->options->quiet)
        printf("Written: %s, %s flight%s, %s fixes\n", self->options->output, flights,
               self->flights == 1 ? "" : "s", fixes);
}

static ovf_status convert(conversion *self, ovf_error *error)
{
    ovf_status status = ovf_flight_writer_open(self->options->output, self->options->force,
                                               &self->writer, error);
    if (status == OVF_OK && ovf_flight_writer_must_learn(self->writer)) {
        if (reads_standard_input(self->options))
            return ovf_fail(error, OVF_ERROR_USAGE,
                            "%s: %s has its columns ahead of the flights, and standard input can "
                            "be read only once: expected a name such as flights.geojson",
                            self->options->output, ovf_flight_writer_title(self->writer));
        status = go_through(self, true, error);
    }
    if (status == OVF_OK) status = go_through(self, false, error);
    return status == OVF_OK ? ovf_flight_writer_close(self->writer, error) : status;
}

int cli_convert(const cli_options *options)
{
    conversion self = {.options = options};
    ovf_error error = {0};
    if (options->operands.count + options->routes.count + options->zones.count == 0) {
        cli_complain("convert: expected at least one file, found none: try 'overflight convert "
                     "flight.igc -o flight.gpx'");
        return CLI_BAD_INPUT;
    }
    if (options->output == NULL) {
        cli_complain("convert: expected the name of the file to write: add '-o FILE', whose ending "
                     "says the format, such as flights.gpkg");
        return CLI_BAD_INPUT;
    }
    if (cli_converts_zones(options)) return cli_convert_zones(options);
    ovf_status status = convert(&self, &error);
    if (status == OVF_OK) tell(&self);
    ovf_flight_writer_free(self.writer);
    return status == OVF_OK ? CLI_DONE : cli_fail(status, &error);
}
