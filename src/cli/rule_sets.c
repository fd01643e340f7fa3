#include "cli/rule_sets.h"

#include <stdlib.h>
#include <string.h>

static const char usual[] = "treaty-in-use-2012-2020,national-measures";

static void add(cli_rule_sets *sets, const char *name)
{
    if (strcmp(name, "zones") == 0) {
        sets->zone_attributes = true;
        return;
    }
    for (size_t i = 0; i < sets->count; i++)
        if (strcmp(sets->names[i], name) == 0) return;
    if (*name != '\0') sets->names[sets->count++] = name;
}

bool cli_rule_sets_find(const cli_options *options, cli_rule_sets *sets)
{
    size_t size = sizeof usual, most = 1;
    for (size_t i = 0; i < options->rules.count; i++) size += strlen(options->rules.items[i]) + 1;
    *sets = (cli_rule_sets){.text = malloc(size)};
    if (sets->text == NULL) return false;
    sets->text[0] = '\0';
    sets->zone_attributes = options->zones.count > 0;
    if (options->rules.count == 0 && options->zones.count == 0) strcpy(sets->text, usual);
    for (size_t i = 0; i < options->rules.count; i++) {
        if (i > 0) strcat(sets->text, ",");
        strcat(sets->text, options->rules.items[i]);
    }
    for (const char *at = sets->text; *at != '\0'; at++) most += *at == ',';
    sets->names = calloc(most, sizeof *sets->names);
    if (sets->names == NULL) return false;
    char *name = sets->text;
    for (char *at = sets->text;; at++) {
        bool end = *at == '\0';
        if (!end && *at != ',') continue;
        *at = '\0';
        add(sets, name);
        name = at + 1;
        if (end) return true;
    }
}

void cli_rule_sets_clear(cli_rule_sets *sets)
{
    free(sets->names);
    free(sets->text);
    *sets = (cli_rule_sets){0};
}
