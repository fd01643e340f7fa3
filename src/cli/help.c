#include "cli/help.h"

#include <stddef.h>
#include <string.h>

const char *cli_help_text(const char *name)
{
    for (const cli_help_topic *topic = cli_help_topics; topic->name != NULL; topic++)
        if (strcmp(topic->name, name) == 0) return topic->text;
    return NULL;
}
