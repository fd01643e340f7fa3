#include "cli/rule_sets.h"

#include <stdlib.h>
#include <string.h>

static const char usual[] = "treaty-in-use-2012-2020,national-measures";

static void add(cli_words *words, const char *word)
{
    for (size_t i = 0; i < words->count; i++)
        if (strcmp(words->items[i], word) == 0) return;
    if (*word != '\0') words->items[words->count++] = word;
}

/* Without blanks around it. */
static char *trimmed(char *word)
{
    word += strspn(word, " ");
    size_t length = strlen(word);
    while (length > 0 && word[length - 1] == ' ') word[--length] = '\0';
    return word;
}

/* Splits the texts at commas, and at `also`. */
static bool split(const cli_texts *given, const char *otherwise, char also, cli_words *words)
{
    size_t size = strlen(otherwise) + 1, most = 1;
    for (size_t i = 0; i < given->count; i++) size += strlen(given->items[i]) + 1;
    words->text = malloc(size);
    if (words->text == NULL) return false;
    strcpy(words->text, given->count == 0 ? otherwise : "");
    for (size_t i = 0; i < given->count; i++) {
        if (i > 0) strcat(words->text, ",");
        strcat(words->text, given->items[i]);
    }
    for (const char *at = words->text; *at != '\0'; at++) most += *at == ',' || *at == also;
    words->items = calloc(most, sizeof *words->items);
    if (words->items == NULL) return false;
    char *word = words->text;
    for (char *at = words->text;; at++) {
        bool end = *at == '\0';
        if (!end && *at != ',' && *at != also) continue;
        *at = '\0';
        add(words, trimmed(word));
        word = at + 1;
        if (end) return true;
    }
}

/* Takes a word out of a list; true where it was there. */
static bool take_out(cli_words *words, const char *word)
{
    size_t kept = 0;
    for (size_t i = 0; i < words->count; i++)
        if (strcmp(words->items[i], word) != 0) words->items[kept++] = words->items[i];
    bool found = kept < words->count;
    words->count = kept;
    return found;
}

static bool find(const cli_options *options, const cli_texts *rules, char also, cli_rule_sets *sets)
{
    *sets = (cli_rule_sets){0};
    if (!split(rules, usual, also, &sets->sets) ||
        !split(&options->statuses, "", ',', &sets->standings))
        return false;
    sets->zone_attributes = take_out(&sets->sets, "zones") || options->zones.count > 0;
    return true;
}

bool cli_rule_sets_find(const cli_options *options, cli_rule_sets *sets)
{
    return find(options, &options->rules, ',', sets);
}

bool cli_views_find(const cli_options *options, cli_words *views)
{
    *views = (cli_words){0};
    return split(&options->compare, "", ',', views);
}

bool cli_rule_sets_of_view(const cli_options *options, const char *view, cli_rule_sets *sets)
{
    return find(options, &(cli_texts){&view, 1}, '+', sets);
}

void cli_words_clear(cli_words *words)
{
    free(words->items);
    free(words->text);
    *words = (cli_words){0};
}

void cli_rule_sets_clear(cli_rule_sets *sets)
{
    cli_words_clear(&sets->sets);
    cli_words_clear(&sets->standings);
    *sets = (cli_rule_sets){0};
}
