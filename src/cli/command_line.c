#include "cli/command_line.h"

#include <stdlib.h>
#include <string.h>

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

static void put_option(line_writer *writer, const char *name, const char *value)
{
    if (value == NULL) return;
    put_word(writer, name);
    put_word(writer, value);
}

static void put_line(line_writer *writer, const cli_options *options)
{
    put_word(writer, "overflight");
    put_word(writer, options->subcommand);
    for (size_t i = 0; i < options->zone_count; i++) {
        put_word(writer, "--zones");
        put_name(writer, options->zones[i]);
    }
    put_option(writer, "--zone-edges", options->zone_edges_text);
    put_option(writer, "--zone-id", options->zone_id);
    put_option(writer, "--route-id", options->route_id);
    put_option(writer, "--where", options->where);
    put_option(writer, "--search-km", options->search_text);
    for (size_t i = 0; i < options->rule_count; i++)
        put_option(writer, "--rules", options->rules[i]);
    put_option(writer, "--date", options->date);
    if (options->plan != NULL) {
        put_word(writer, "--plan");
        put_name(writer, options->plan);
    }
    for (size_t i = 0; i < options->typed_count; i++)
        put_option(writer, "--route", options->typed[i]);
    put_option(writer, "--suggest", options->suggest);
    put_option(writer, "--margin", options->margin_text);
    for (size_t i = 0; i < options->sensor_count; i++)
        put_option(writer, "--sensor", options->sensors[i]);
    put_option(writer, "--swath-km", options->swath_text);
    put_option(writer, "--height", options->height_text);
    if (options->dem != NULL) {
        put_word(writer, "--dem");
        put_name(writer, options->dem);
    }
    put_option(writer, "--joins", options->joins_text);
    put_option(writer, "--observe-within", options->within);
    put_option(writer, "--max-turn", options->turn_text);
    put_option(writer, "--max-bank", options->bank_text);
    put_option(writer, "--cell", options->cell_text);
    put_option(writer, "--bin", options->bin_text);
    put_option(writer, "--layers", options->layers_text);
    put_option(writer, "--formats", options->formats_text);
    if (options->skip_invalid) put_word(writer, "--skip-invalid");
    for (size_t i = 0; i < options->operand_count; i++)
        if (options->operands[i][0] == '-') {
            put_word(writer, "--");
            break;
        }
    for (size_t i = 0; i < options->operand_count; i++) put_name(writer, options->operands[i]);
}

size_t cli_settings(const cli_options *options, ovf_setting settings[CLI_MAX_SETTINGS])
{
    size_t count = 0;
    if (options->zone_edges_text != NULL)
        settings[count++] = (ovf_setting){"zone-edges", options->zone_edges_text};
    if (options->zone_id != NULL) settings[count++] = (ovf_setting){"zone-id", options->zone_id};
    if (options->route_id != NULL) settings[count++] = (ovf_setting){"route-id", options->route_id};
    if (options->search_text != NULL)
        settings[count++] = (ovf_setting){"search-km", options->search_text};
    if (options->date != NULL) settings[count++] = (ovf_setting){"date", options->date};
    if (options->margin_text != NULL)
        settings[count++] = (ovf_setting){"margin", options->margin_text};
    if (options->where != NULL) settings[count++] = (ovf_setting){"where", options->where};
    if (options->swath_text != NULL)
        settings[count++] = (ovf_setting){"swath-km", options->swath_text};
    if (options->height_text != NULL)
        settings[count++] = (ovf_setting){"height", options->height_text};
    if (options->joins_text != NULL)
        settings[count++] = (ovf_setting){"joins", options->joins_text};
    if (options->within != NULL)
        settings[count++] = (ovf_setting){"observe-within", options->within};
    if (options->turn_text != NULL)
        settings[count++] = (ovf_setting){"max-turn", options->turn_text};
    if (options->bank_text != NULL)
        settings[count++] = (ovf_setting){"max-bank", options->bank_text};
    if (options->cell_text != NULL) settings[count++] = (ovf_setting){"cell", options->cell_text};
    if (options->bin_text != NULL) settings[count++] = (ovf_setting){"bin", options->bin_text};
    if (options->layers_text != NULL)
        settings[count++] = (ovf_setting){"layers", options->layers_text};
    if (options->formats_text != NULL)
        settings[count++] = (ovf_setting){"formats", options->formats_text};
    if (options->skip_invalid) settings[count++] = (ovf_setting){"skip-invalid", NULL};
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
