#include "cli/zone_input.h"

#include <string.h>

#include "cli/exit.h"
#include "cli/failure.h"
#include "cli/terminal.h"
#include "cli/zone_files.h"

/* "FILE: feature "X": ", or "#7" without quotation marks. */
static void print_place(const char *file, const char *feature)
{
    cli_print_clean(stderr, file);
    if (feature != NULL) {
        const char *mark = feature[0] == '#' ? "" : "\"";
        fprintf(stderr, ": feature %s", mark);
        cli_print_clean(stderr, feature);
        fputs(mark, stderr);
    }
    fputs(": ", stderr);
}

/* The kind of a note: what it is about, by its first words without figures. */
static struct cli_note_kind *kind_of(cli_zone_input *self, const char *note)
{
    char begin[sizeof self->kinds[0].begin] = "";
    size_t length = 0;
    for (const char *at = note; *at != '\0' && length + 1 < sizeof begin; at++) {
        if (*at == '"') break;
        if ((*at >= '0' && *at <= '9') || *at == '.' || *at == '-') continue;
        begin[length++] = *at;
    }
    begin[length] = '\0';
    for (size_t i = 0; i < self->kind_count; i++)
        if (strcmp(self->kinds[i].begin, begin) == 0) return &self->kinds[i];
    if (self->kind_count == CLI_NOTE_KINDS) return &self->kinds[CLI_NOTE_KINDS - 1];
    struct cli_note_kind *made = &self->kinds[self->kind_count++];
    memcpy(made->begin, begin, sizeof begin);
    return made;
}

void cli_zone_input_note(void *context, const char *file, const char *feature, const char *note,
                         ovf_remedy remedy)
{
    cli_zone_input *self = context;
    const char *with = cli_remedy(remedy);
    self->notes++;
    if (self->quiet || kind_of(self, note)->count++ >= CLI_NOTES_SHOWN) return;
    fputs("note: ", stderr);
    print_place(file, feature);
    cli_print_clean(stderr, note);
    if (with != NULL) fprintf(stderr, " (%s)", with);
    fputc('\n', stderr);
}

static void reject(void *context, const char *file, const char *feature, const char *reason)
{
    cli_zone_input *self = context;
    self->rejected++;
    if (self->quiet) return;
    cli_complain_left_out(file, feature, reason);
}

void cli_zone_input_begin(cli_zone_input *self, const cli_options *options)
{
    *self = (cli_zone_input){.quiet = options->quiet};
    self->input = (ovf_input_options){.id_field = options->zone_id,
                                      .default_edges = options->zone_edges,
                                      .crs = options->crs,
                                      .references = options->references,
                                      .long_edges = options->long_edges,
                                      .reject = options->skip_invalid ? reject : NULL,
                                      .reject_context = self,
                                      .note = cli_zone_input_note,
                                      .note_context = self};
}

/* The library takes 0 for what is usual. */
static double or_none(double value) { return value == 0 ? -1 : value; }

void cli_route_input_begin(cli_zone_input *self, const cli_options *options)
{
    *self = (cli_zone_input){.quiet = options->quiet};
    self->input = (ovf_input_options){
        .id_field = options->route_id,
        .where = options->where,
        .format = options->input_format,
        .columns = options->columns,
        .flight_id = options->flight_id,
        .gap_s = options->given[CLI_GAP] == NULL ? 0 : or_none(options->gap_s),
        .gap_m = options->given[CLI_GAP_KM] == NULL ? 0 : or_none(options->gap_m),
        .max_speed_mps = or_none(options->max_speed_mps),
        .keep_all = options->keep_all,
        .keep_parts = options->keep_parts,
        .members = options->members,
        .points = options->known_points,
        .crs = options->crs,
        .references = options->references,
        .note = cli_zone_input_note,
        .note_context = self};
}

void cli_zone_input_end(cli_zone_input *self)
{
    size_t more = 0;
    for (size_t i = 0; i < self->kind_count; i++)
        if (self->kinds[i].count > CLI_NOTES_SHOWN) more += self->kinds[i].count - CLI_NOTES_SHOWN;
    if (more > 0 && !self->quiet)
        fprintf(stderr, "note: %zu more note%s like these\n", more, more == 1 ? "" : "s");
    self->kind_count = 0;
}

int cli_zones_read(const cli_options *options, cli_zone_input *self, ovf_zones *zones)
{
    ovf_error error = {0};
    cli_zone_files files;
    cli_zone_input_begin(self, options);
    ovf_status status = cli_zone_files_find(options, &files, &error);
    if (status == OVF_OK)
        status = ovf_zones_read(files.files, files.count, &self->input, zones, &error);
    cli_zone_files_clear(&files);
    cli_zone_input_end(self);
    return status == OVF_OK ? CLI_GO_ON : cli_fail(status, &error);
}
