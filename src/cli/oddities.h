/* Sentences of one kind: of each the first few are printed, and in the end how many more there
 * were. */
#ifndef OVF_CLI_ODDITIES_H
#define OVF_CLI_ODDITIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define CLI_ODDITIES_SHOWN 5
#define CLI_ODDITY_NAME 100

/* Zeroed before its first use. */
typedef struct {
    struct cli_oddity {
        char name[CLI_ODDITY_NAME];
        size_t count;
    } * items;
    size_t count, capacity;
    bool all, quiet; /* print every one of them, or none */
} cli_oddities;

/* Counts a sentence whose kind is its words up to the first quotation mark, without figures: true
 * where it is to be printed. */
bool cli_oddities_add(cli_oddities *oddities, const char *sentence);

/* Prints of each kind how many were not printed, the most frequent first. */
void cli_oddities_print(cli_oddities *oddities, FILE *stream);
void cli_oddities_clear(cli_oddities *oddities);

#endif
