#include "cli/command_line.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/option_table.h"
#include "overflight/error.h"

/* Both passes, counting and writing, go the same way: `at` is NULL in the first. */
typedef struct {
    char *at;
    size_t length;
    bool failed; /* memory was out */
} line_writer;

static void put(line_writer *writer, const char *bytes, size_t count)
{
    if (writer->at != NULL) memcpy(writer->at + writer->length, bytes, count);
    writer->length += count;
}

static void put_word(line_writer *writer, const char *word)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+=:,./@%";
    if (writer->length > 0) put(writer, " ", 1);
    if (*word != '\0' && word[strspn(word, plain)] == '\0') {
        put(writer, word, strlen(word));
        return;
    }
    put(writer, "'", 1);
    for (; *word != '\0'; word++)
        if (*word == '\'') put(writer, "'\\''", 4);
        else put(writer, word, 1);
    put(writer, "'", 1);
}

/* A word that names a source. */
static void put_name(line_writer *writer, const char *name)
{
    size_t length = ovf_hide_passwords(name, NULL, 0);
    char *hidden = malloc(length + 1);
    writer->failed = writer->failed || hidden == NULL;
    if (hidden == NULL) return;
    (void)ovf_hide_passwords(name, hidden, length + 1);
    put_word(writer, hidden);
    free(hidden);
}

static void put_value(line_writer *writer, const cli_option *option, const char *value)
{
    char name[32];
    snprintf(name, sizeof name, "--%s", option->name);
    put_word(writer, name);
    if (option->type == &cli_flag) return;
    if (option->is_source) put_name(writer, value);
    else put_word(writer, value);
}

static void put_option(line_writer *writer, const cli_options *options, size_t id)
{
    const cli_option *option = &cli_option_table[id];
    if (!option->shapes || options->given[id] == NULL) return;
    if (option->type != &cli_text_list) {
        put_value(writer, option, options->given[id]);
        return;
    }
    const cli_texts *list = (const void *)((const char *)options + option->place);
    for (size_t i = 0; i < list->count; i++) put_value(writer, option, list->items[i]);
}

static void put_line(line_writer *writer, const cli_options *options)
{
    const cli_texts *operands = options->named != NULL ? options->named : &options->operands;
    put_word(writer, "overflight");
    put_word(writer, options->subcommand);
    for (size_t i = CLI_NO_OPTION + 1; i < CLI_OPTION_COUNT; i++) put_option(writer, options, i);
    for (size_t i = 0; i < operands->count; i++)
        if (operands->items[i][0] == '-') {
            put_word(writer, "--");
            break;
        }
    for (size_t i = 0; i < operands->count; i++) put_name(writer, operands->items[i]);
}

/* A list, of which the last part was given last. The command has one set of options. */
static const char *joined(const cli_texts *texts)
{
    static char text[256];
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < texts->count && used < sizeof text; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", i > 0 ? "," : "",
                                 texts->items[i]);
    return text;
}

size_t cli_settings(const cli_options *options, ovf_setting settings[CLI_MAX_SETTINGS])
{
    /* In the order of summary.json. */
    static const cli_option_id ids[] = {CLI_ZONE_EDGES,
                                        CLI_ZONE_ID,
                                        CLI_ROUTE_ID,
                                        CLI_SEARCH_KM,
                                        CLI_DATE,
                                        CLI_STATUS,
                                        CLI_STRICT,
                                        CLI_MARGIN,
                                        CLI_QNH,
                                        CLI_TEMPERATURE,
                                        CLI_FLAT,
                                        CLI_WHERE,
                                        CLI_INPUT_FORMAT,
                                        CLI_COLUMNS,
                                        CLI_FLIGHT_ID,
                                        CLI_SWATH_KM,
                                        CLI_HEIGHT,
                                        CLI_JOINS,
                                        CLI_OBSERVE_WITHIN,
                                        CLI_MAX_TURN,
                                        CLI_MAX_BANK,
                                        CLI_CELL,
                                        CLI_BIN,
                                        CLI_LAYERS,
                                        CLI_FORMATS,
                                        CLI_CSV_SAFE,
                                        CLI_SKIP_INVALID,
                                        CLI_ALLOW_REFERENCES};
    static_assert(sizeof ids / sizeof *ids <= CLI_MAX_SETTINGS, "there is room for all");
    size_t count = 0;
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        const cli_option *option = &cli_option_table[ids[i]];
        const char *given = options->given[ids[i]];
        if (given != NULL)
            settings[count++] = (ovf_setting){option->name, option->type == &cli_flag ? NULL
                                                            : ids[i] == CLI_STATUS
                                                                ? joined(&options->statuses)
                                                                : given};
    }
    return count;
}

char *cli_command_line(const cli_options *options)
{
    line_writer writer = {0};
    put_line(&writer, options);
    char *line = writer.failed ? NULL : malloc(writer.length + 1);
    if (line == NULL) return NULL;
    writer = (line_writer){.at = line};
    put_line(&writer, options);
    line[writer.length] = '\0';
    if (!writer.failed) return line;
    free(line);
    return NULL;
}
