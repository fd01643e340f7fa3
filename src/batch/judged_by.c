#include "batch/judged_by.h"

#include <stdlib.h>
#include <string.h>

static const char attributes[] = "attributes of the zones", only[] = "; only rules that are ",
                  between_standings[] = " or ";

static size_t size_of(const char *const *words, size_t count)
{
    size_t size = 0;
    for (size_t i = 0; i < count; i++) size += strlen(words[i]) + sizeof between_standings;
    return size;
}

static void add(char *text, const char *const *words, size_t count, const char *between)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0) strcat(text, between);
        strcat(text, words[i]);
    }
}

char *ovf_judged_by(const ovf_judge_options *judge)
{
    char *text = malloc(size_of(judge->sets, judge->set_count) +
                        size_of(judge->standings, judge->standing_count) + sizeof attributes +
                        sizeof only + 2);
    if (text == NULL) return NULL;
    text[0] = '\0';
    add(text, judge->sets, judge->set_count, ", ");
    if (judge->zone_attributes) {
        if (judge->set_count > 0) strcat(text, ", ");
        strcat(text, attributes);
    }
    if (judge->standing_count > 0) strcat(text, only);
    add(text, judge->standings, judge->standing_count, between_standings);
    return text;
}
