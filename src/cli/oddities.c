/* Tests: tests/cli/airspaces.py */
#include "cli/oddities.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/grouped.h"
#include "cli/terminal.h"

/* Figures and what follows them closely go, so "FL95" and "floor -1.5" have neither number. */
static void name_kind(const char *sentence, char name[CLI_ODDITY_NAME])
{
    size_t length = 0;
    for (const char *at = sentence; *at != '\0' && *at != '"' && length + 1 < CLI_ODDITY_NAME;
         at++) {
        bool figure = (*at >= '0' && *at <= '9') || *at == '.' || *at == '-';
        if (!figure && !(*at == ' ' && length > 0 && name[length - 1] == ' ')) name[length++] = *at;
    }
    while (length > 0 && strchr(" :,;(", name[length - 1]) != NULL) length--;
    /* Not half a character of several bytes. */
    while (length + 1 >= CLI_ODDITY_NAME - 4 && length > 0 &&
           ((unsigned char)name[length - 1] & 0x80) != 0)
        length--;
    name[length] = '\0';
}

bool cli_oddities_add(cli_oddities *oddities, const char *sentence)
{
    char name[CLI_ODDITY_NAME];
    if (oddities->quiet) return false;
    name_kind(sentence, name);
    size_t i = 0;
    while (i < oddities->count && strcmp(oddities->items[i].name, name) != 0) i++;
    if (i == oddities->count) {
        if (!ovf_array_reserve(&oddities->items, &oddities->capacity, i + 1,
                               sizeof *oddities->items))
            return true;
        oddities->items[i].count = 0;
        memcpy(oddities->items[i].name, name, sizeof name);
        oddities->count++;
    }
    return oddities->items[i].count++ < CLI_ODDITIES_SHOWN || oddities->all;
}

static int by_count(const void *left, const void *right)
{
    const struct cli_oddity *a = left, *b = right;
    return a->count != b->count ? (a->count > b->count ? -1 : 1) : strcmp(a->name, b->name);
}

void cli_oddities_print(cli_oddities *oddities, FILE *stream)
{
    char number[OVF_GROUPED_TEXT];
    if (oddities->quiet || oddities->all || oddities->count == 0) return;
    if (oddities->count > 1)
        qsort(oddities->items, oddities->count, sizeof *oddities->items, by_count);
    for (size_t i = 0; i < oddities->count; i++) {
        const struct cli_oddity *item = &oddities->items[i];
        if (item->count <= CLI_ODDITIES_SHOWN) continue;
        ovf_grouped(item->count - CLI_ODDITIES_SHOWN, number);
        fprintf(stream, "%s more: ", number);
        cli_print_clean(stream, item->name);
        fputc('\n', stream);
    }
}

void cli_oddities_clear(cli_oddities *oddities)
{
    free(oddities->items);
    *oddities = (cli_oddities){0};
}
