#include "cli/completion_facts.h"

#include <string.h>

static cli_piece whole(const char *text) { return (cli_piece){text, strlen(text)}; }

bool cli_piece_is(cli_piece one, cli_piece other)
{
    return one.length == other.length && memcmp(one.text, other.text, one.length) == 0;
}

static bool begins_with(const char *text, cli_piece piece)
{
    return strncmp(text, piece.text, piece.length) == 0;
}

cli_piece cli_first_word(const cli_subcommand *subcommand)
{
    return (cli_piece){subcommand->name, strcspn(subcommand->name, " ")};
}

cli_piece cli_second_word(const cli_subcommand *subcommand)
{
    const char *blank = strchr(subcommand->name, ' ');
    return blank != NULL ? whole(blank + 1) : (cli_piece){"", 0};
}

/* ---- from the help texts ---- */

static const char *next_line(const char *line)
{
    const char *end = strchr(line, '\n');
    return end != NULL ? end + 1 : line + strlen(line);
}

/* What stands on a line after its term and two blanks, up to where a new thought begins. */
static cli_piece said_on(const char *line)
{
    const char *end = line + strcspn(line, "\n"), *said = line + strspn(line, " ");
    while (said + 1 < end && !(said[0] == ' ' && said[1] == ' ')) said++;
    if (said + 1 >= end) return (cli_piece){"", 0};
    said += strspn(said, " ");
    size_t length = (size_t)(end - said);
    for (size_t i = 0; i < length; i++)
        if (said[i] == ';' || (said[i] == ':' && (i + 1 == length || said[i + 1] == ' ')) ||
            (said[i] == '(' && i > 0))
            length = i;
    while (length > 0 && strchr(" ,", said[length - 1]) != NULL) length--;
    return (cli_piece){said, length};
}

cli_piece cli_purpose_of(cli_piece name)
{
    /* "zones" and its like have no line of their own there, but a text. */
    const char *text = cli_help_text("overflight");
    for (const char *line = text; line != NULL && *line != '\0'; line = next_line(line))
        if (strncmp(line, "  ", 2) == 0 && begins_with(line + 2, name) &&
            line[2 + name.length] == ' ' && memchr(name.text, ' ', name.length) != NULL)
            return said_on(line);
    for (const cli_help_topic *topic = cli_help_topics; topic->name != NULL; topic++) {
        if (!cli_piece_is(whole(topic->name), name)) continue;
        const char *colon = strstr(topic->text, ": ");
        if (colon != NULL) return (cli_piece){colon + 2, strcspn(colon + 2, "\n")};
    }
    return (cli_piece){"", 0};
}

/* Whether a line of a help text begins what is said of the option. */
static bool is_about(const char *line, const char *name)
{
    size_t length = strlen(name);
    bool has_dashes = strncmp(line, "      --", 8) == 0 ||
                      (strncmp(line, "  -", 3) == 0 && strncmp(line + 4, ", --", 4) == 0);
    return has_dashes && strncmp(line + 8, name, length) == 0 && line[8 + length] == ' ';
}

static cli_piece said_of_option(const char *text, const char *name)
{
    for (const char *line = text; *line != '\0'; line = next_line(line))
        if (is_about(line, name)) return said_on(line);
    return (cli_piece){"", 0};
}

cli_piece cli_option_purpose(const cli_subcommand *subcommand, const cli_option *option)
{
    cli_piece said = {"", 0}, first = cli_first_word(subcommand);
    for (int own = 1; own >= 0; own--) /* its own text, then any */
        for (const cli_help_topic *topic = cli_help_topics; topic->name != NULL; topic++) {
            if (cli_piece_is(whole(topic->name), first) != (own == 1)) continue;
            said = said_of_option(topic->text, option->name);
            if (said.length > 0) return said;
        }
    return whole(option->expected);
}

/* ---- from the table ---- */

static void add(cli_choices *choices, const char *text, size_t length)
{
    if (length > 0 && choices->count < sizeof choices->words / sizeof *choices->words)
        choices->words[choices->count++] = (cli_piece){text, length};
}

/* "'lonlat' or 'geodesic'" */
static void add_quoted(cli_choices *choices, const char *text)
{
    const char *open = text, *close;
    while (open != NULL && (close = strchr(open + 1, '\'')) != NULL) {
        add(choices, open + 1, (size_t)(close - open - 1));
        open = strchr(close + 1, '\'');
    }
}

/* "a, b and c" */
static void add_listed(cli_choices *choices, const char *text, const char *end)
{
    while (text < end) {
        const char *comma = strstr(text, ", "), *and_last = strstr(text, " and "), *stop = end;
        if (comma != NULL && comma < stop) stop = comma;
        if (and_last != NULL && and_last < stop) stop = and_last;
        add(choices, text, (size_t)(stop - text));
        text = stop == end ? end : stop + (stop == comma ? 2 : 5);
    }
}

cli_choices cli_choices_of(const cli_option *option)
{
    static const char some[] = "some of ", commas[] = ", with commas between";
    cli_choices choices = {.count = 0};
    const char *expected = option->expected, *end = strstr(expected, commas);
    if (expected[0] == '\'') add_quoted(&choices, expected);
    else if (strncmp(expected, some, sizeof some - 1) == 0 && end != NULL) {
        choices.many = true;
        add_listed(&choices, expected + sizeof some - 1, end);
    }
    return choices;
}

bool cli_takes_file(const cli_option *option)
{
    static const char *const words[] = {"file", "directory", "raster"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(option->expected, words[i]) != NULL) return true;
    return false;
}
