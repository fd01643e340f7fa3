#include "cli/rejections.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static char *copy(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copied = malloc(size);
    return copied == NULL ? NULL : memcpy(copied, text, size);
}

static bool keep(cli_rejections *rejections, const char *const texts[3])
{
    if (rejections->count == rejections->capacity) {
        size_t capacity = rejections->capacity == 0 ? 16 : rejections->capacity * 2;
        if (capacity > SIZE_MAX / 3 / sizeof *rejections->texts) return false;
        char **grown = realloc(rejections->texts, capacity * 3 * sizeof *grown);
        if (grown == NULL) return false;
        rejections->texts = grown;
        rejections->capacity = capacity;
    }
    for (size_t i = 0; i < 3; i++) {
        char *copied = copy(texts[i] == NULL ? "" : texts[i]);
        if (copied == NULL) {
            while (i > 0) free(rejections->texts[rejections->count * 3 + --i]);
            return false;
        }
        rejections->texts[rejections->count * 3 + i] = copied;
    }
    rejections->count++;
    return true;
}

void cli_rejections_add(void *context, const char *file, const char *feature, const char *reason)
{
    cli_rejections *rejections = context;
    if (rejections->output != NULL)
        ovf_output_reject(rejections->output, file, feature, reason);
    else if (!keep(rejections, (const char *const[]){file, feature, reason}))
        rejections->out_of_memory = true;
}

void cli_rejections_clear(cli_rejections *rejections)
{
    for (size_t i = 0; i < rejections->count * 3; i++) free(rejections->texts[i]);
    free(rejections->texts);
    *rejections = (cli_rejections){0};
}

void cli_rejections_open(cli_rejections *rejections, ovf_output *output)
{
    rejections->output = output;
    for (size_t i = 0; i < rejections->count; i++)
        ovf_output_reject(output, rejections->texts[i * 3], rejections->texts[i * 3 + 1], rejections->texts[i * 3 + 2]);
}
