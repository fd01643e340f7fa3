#include "cli/option_type.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "cli/options.h"
#include "cli/shard.h"
#include "overflight/output.h"

/* ---- numbers ---- */

/* A number at the beginning of the text; *end is behind it. */
static bool read_double(const cli_option *option, const char *text, double *value, char **end)
{
    const cli_range *range = &option->range;
    *value = strtod(text, end);
    if (*end == text || isspace((unsigned char)*text)) return false;
    return (range->beyond ? *value > range->least : *value >= range->least) &&
           *value <= range->most;
}

static bool read_number(const cli_option *option, const char *text, void *place, char *found)
{
    char *end;
    double value;
    (void)found;
    if (!read_double(option, text, &value, &end) || *end != '\0') return false;
    *(double *)place = option->unit > 0 ? value * option->unit : value;
    return true;
}

/* "1013", "1005:1020" */
static bool read_between(const cli_option *option, const char *text, void *place, char *found)
{
    char *end;
    cli_span span;
    (void)found;
    if (!read_double(option, text, &span.least, &end)) return false;
    span.most = span.least;
    if (*end == ':' && !read_double(option, end + 1, &span.most, &end)) return false;
    *(cli_span *)place = span;
    return *end == '\0' && span.least <= span.most;
}

/* "5,45,15,55" */
static bool read_box(const cli_option *option, const char *text, void *place, char *found)
{
    double sides[4];
    char *end = NULL;
    (void)option, (void)found;
    for (int i = 0; i < 4; i++, text = end + 1) {
        sides[i] = strtod(text, &end);
        if (end == text || isspace((unsigned char)*text) || *end != (i < 3 ? ',' : '\0') ||
            !(fabs(sides[i]) <= (i % 2 == 0 ? 180 : 90)))
            return false;
    }
    *(ovf_lonlat_box *)place = (ovf_lonlat_box){sides[0], sides[1], sides[2], sides[3]};
    return sides[1] <= sides[3];
}

static bool read_percent(const cli_option *option, const char *text, void *place, char *found)
{
    char *end;
    double value;
    (void)found;
    if (!read_double(option, text, &value, &end)) return false;
    *(double *)place = value / 100;
    return *end == '\0' || strcmp(end, "%") == 0;
}

static bool read_whole(const cli_option *option, const char *text, void *place, char *found)
{
    char *end;
    (void)found;
    if (!isdigit((unsigned char)*text)) return false;
    unsigned long value = strtoul(text, &end, 10);
    *(size_t *)place = value;
    return *end == '\0' && (double)value >= option->range.least &&
           (double)value <= option->range.most;
}

/* "900", "900s", "15min", "0.25h". */
static bool read_duration(const cli_option *option, const char *text, void *place, char *found)
{
    static const struct {
        const char *name;
        double seconds;
    } units[] = {{"", 1}, {"s", 1}, {"min", 60}, {"h", 3600}, {"d", 86400}};
    size_t length = strspn(text, "0123456789.");
    char *end;
    double number = strtod(text, &end);
    (void)found;
    if (length == 0 || end != text + length) return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(text + length, units[i].name) == 0) {
            double exact = number * units[i].seconds, seconds = round(exact);
            *(double *)place = seconds;
            /* 1.1 h are 3960 s, and 3960.0000000000005 s to a computer. */
            return seconds >= option->range.least && seconds <= option->range.most &&
                   fabs(exact - seconds) < 1e-6;
        }
    return false;
}

/* "1600x1000" */
static bool read_pixels(const cli_option *option, const char *text, void *place, char *found)
{
    const cli_range *range = &option->range;
    char *end;
    (void)found;
    if (!isdigit((unsigned char)*text)) return false;
    long width = strtol(text, &end, 10);
    if ((*end != 'x' && *end != 'X') || !isdigit((unsigned char)end[1])) return false;
    long height = strtol(end + 1, &end, 10);
    if (*end != '\0' || (double)width < range->least || (double)width > range->most ||
        (double)height < range->least || (double)height > range->most)
        return false;
    *(cli_size *)place = (cli_size){(int)width, (int)height};
    return true;
}

static void describe_range(const cli_option *option, char *text, size_t size)
{
    const cli_range *range = &option->range;
    snprintf(text, size,
             range->beyond ? "more than %.10g and at most %.10g" : "from %.10g to %.10g",
             range->least, range->most);
}

static void describe_either(const cli_option *option, char *text, size_t size)
{
    snprintf(text, size, "each from %.10g to %.10g", option->range.least, option->range.most);
}

static void describe_durations(const cli_option *option, char *text, size_t size)
{
    snprintf(text, size, "from %.10gs to %.10gd", option->range.least, option->range.most / 86400);
}

/* ---- texts and words ---- */

static bool read_flag(const cli_option *option, const char *text, void *place, char *found)
{
    (void)option, (void)text, (void)found;
    *(bool *)place = true;
    return true;
}

static bool read_text(const cli_option *option, const char *text, void *place, char *found)
{
    (void)option, (void)found;
    *(const char **)place = text;
    return *text != '\0';
}

static bool read_one_more(const cli_option *option, const char *text, void *place, char *found)
{
    cli_texts *list = place;
    (void)option, (void)found;
    list->items[list->count++] = text;
    return *text != '\0';
}

static bool read_file(const cli_option *option, const char *text, void *place, char *found)
{
    return read_text(option, text, place, found) && strcmp(text, "-") != 0;
}

static bool read_date(const cli_option *option, const char *text, void *place, char *found)
{
    double seconds;
    return read_text(option, text, place, found) && ovf_time_parse(text, &seconds);
}

static bool read_edges(const cli_option *option, const char *text, void *place, char *found)
{
    (void)option, (void)found;
    return ovf_edges_parse(text, place);
}

static bool read_joins(const cli_option *option, const char *text, void *place, char *found)
{
    (void)option, (void)found;
    return ovf_joins_parse(text, place);
}

static bool read_progress(const cli_option *option, const char *text, void *place, char *found)
{
    static const char *const words[] = {"auto", "lines", "json", "none"};
    (void)option, (void)found;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(text, words[i]) == 0) {
            *(cli_progress_kind *)place = (cli_progress_kind)i;
            return true;
        }
    return false;
}

/* Of a list it is the one word that matters. */
static bool read_bits(bool (*parse)(const char *list, unsigned *bits, char unknown[64]),
                      const char *text, unsigned *bits, char *found)
{
    char unknown[64];
    if (parse(text, bits, unknown)) return true;
    snprintf(found, CLI_FOUND_SIZE, "'%s'", unknown);
    return false;
}

static bool read_layers(const cli_option *option, const char *text, void *place, char *found)
{
    (void)option;
    return read_bits(ovf_layers_parse, text, place, found);
}

static bool read_formats(const cli_option *option, const char *text, void *place, char *found)
{
    (void)option;
    return read_bits(ovf_formats_parse, text, place, found);
}

static bool read_shard(const cli_option *option, const char *text, void *place, char *found)
{
    return cli_shard_read(text, (uint64_t)option->range.most, place, found, CLI_FOUND_SIZE);
}

const cli_option_type cli_flag = {read_flag, NULL}, cli_text = {read_text, NULL},
                      cli_text_list = {read_one_more, NULL}, cli_file = {read_file, NULL},
                      cli_date = {read_date, NULL}, cli_number = {read_number, describe_range},
                      cli_percent = {read_percent, describe_range},
                      cli_between = {read_between, describe_either}, cli_box = {read_box, NULL},
                      cli_duration = {read_duration, describe_durations},
                      cli_whole = {read_whole, describe_range},
                      cli_pixels = {read_pixels, describe_either},
                      cli_shard_part = {read_shard, NULL}, cli_edges = {read_edges, NULL},
                      cli_joins = {read_joins, NULL}, cli_progress_word = {read_progress, NULL},
                      cli_layer_list = {read_layers, NULL}, cli_format_list = {read_formats, NULL};
