#include "base/answer.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

static bool is_one_of(const char *text, size_t length, const char *const *words)
{
    for (; *words != NULL; words++)
        if (strlen(*words) == length && strncasecmp(text, *words, length) == 0) return true;
    return false;
}

bool ovf_answer_parse(const char *text, bool *yes)
{
    static const char *const affirmative[] = {"true", "yes", "y", "t", "on", "1", NULL};
    static const char *const negative[] = {"false", "no", "n", "f", "off", "0", NULL};
    text += strspn(text, " \t");
    size_t length = strlen(text);
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t')) length--;
    if (is_one_of(text, length, affirmative)) return *yes = true;
    if (!is_one_of(text, length, negative)) return false;
    *yes = false;
    return true;
}
