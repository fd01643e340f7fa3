#include "input/airspace/limit_prose.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "overflight/volume.h"

/* A height has at most so many words: "higher of 1000 ft AGL and 3000 ft MSL". */
#define WORDS_MOST 10

static bool begins(const char *text, const char *word)
{
    return strncasecmp(text, word, strlen(word)) == 0;
}

/* ---- plain text ---- */

/* What an entity, a blank or a dash of Unicode, or a separator stands for; its length in *length.
 */
static const char *plain_of(const char *at, size_t *length)
{
    static const char *const marks[][2] = {
        {"&nbsp;", " "},  {"&amp;", "&"},    {"&lt;", "<"},         {"&gt;", ">"},
        {"&ndash;", "-"}, {"\xC2\xA0", " "}, {"\xE2\x80\x93", "-"}, {"\xE2\x80\x94", "-"},
        {"\r", "\n"},     {"(", "\n"},       {")", "\n"},           {"[", "\n"},
        {"]", "\n"},      {";", "\n"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strncmp(at, marks[i][0], strlen(marks[i][0])) == 0) {
            *length = strlen(marks[i][0]);
            return marks[i][1];
        }
    return NULL;
}

/* Tags end lines where a browser does, and are blanks elsewhere. */
static const char *pass_tag(const char *at, char *mark)
{
    static const char *const ends[] = {"br", "p", "/p", "tr", "/tr", "li", "div", "/div", "h"};
    const char *end = strchr(at, '>');
    *mark = ' ';
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (begins(at + 1, ends[i])) *mark = '\n';
    return end == NULL ? NULL : end + 1;
}

/* To free. A comma between digits is none, and another ends a line. */
static char *plain(const char *prose)
{
    char *made = malloc(strlen(prose) + 1), *to = made;
    if (made == NULL) return NULL;
    for (const char *at = prose; *at != '\0';) {
        size_t length;
        char mark;
        const char *behind = *at == '<' ? pass_tag(at, &mark) : NULL,
                   *meant = plain_of(at, &length);
        if (behind != NULL) {
            *to++ = mark;
            at = behind;
        } else if (meant != NULL) {
            *to++ = *meant;
            at += length;
        } else if (*at == ',') {
            bool in_number = at > prose && isdigit((unsigned char)at[-1]) &&
                             isdigit((unsigned char)at[1]);
            if (!in_number) *to++ = '\n';
            at++;
        } else {
            *to++ = *at++;
        }
    }
    *to = '\0';
    return made;
}

/* ---- heights ---- */

/* Without a unit or a word it could be any number. */
static bool is_height(const char *begin, const char *end, char text[OVF_PROSE_LIMIT])
{
    ovf_limit limit;
    bool has_letter = false;
    while (end > begin && (isspace((unsigned char)end[-1]) || end[-1] == '.')) end--;
    while (begin < end && isspace((unsigned char)*begin)) begin++;
    if (end == begin || end - begin >= OVF_PROSE_LIMIT) return false;
    for (const char *at = begin; at < end; at++) has_letter |= isalpha((unsigned char)*at) != 0;
    memcpy(text, begin, (size_t)(end - begin));
    text[end - begin] = '\0';
    return has_letter && ovf_limit_parse(text, &limit);
}

/* The longest height that begins here, within the line. */
static const char *height_at(const char *at, char text[OVF_PROSE_LIMIT])
{
    const char *found = NULL, *end = at;
    char tried[OVF_PROSE_LIMIT];
    for (int words = 0; words < WORDS_MOST && *end != '\0' && *end != '\n'; words++) {
        while (*end == ' ' || *end == '\t') end++;
        while (*end != '\0' && !isspace((unsigned char)*end)) end++;
        if (is_height(at, end, tried)) {
            strcpy(text, tried);
            found = end;
        }
    }
    return found;
}

/* The longest height that ends here, within the line, which begins at `line`. */
static bool height_before(const char *line, const char *end, char text[OVF_PROSE_LIMIT])
{
    bool found = false;
    const char *begin = end;
    char tried[OVF_PROSE_LIMIT];
    for (int words = 0; words < WORDS_MOST && begin > line; words++) {
        while (begin > line && isspace((unsigned char)begin[-1])) begin--;
        while (begin > line && !isspace((unsigned char)begin[-1])) begin--;
        if (is_height(begin, end, tried)) {
            strcpy(text, tried);
            found = true;
        }
    }
    return found;
}

/* ---- labels ---- */

static const struct {
    const char *word;
    int side;
} labels[] = {{"upper limit", 1},
              {"upper level", 1},
              {"upper altitude", 1},
              {"upper", 1},
              {"ceiling", 1},
              {"tops", 1},
              {"top", 1},
              {"lower limit", 0},
              {"lower level", 0},
              {"lower altitude", 0},
              {"lower", 0},
              {"floor", 0},
              {"base", 0},
              {"bottom", 0}};
#define LABELS (sizeof labels / sizeof *labels)

static int label_at(const char *prose, const char *at, const char **behind)
{
    if (at > prose && isalnum((unsigned char)at[-1])) return -1;
    for (size_t i = 0; i < LABELS; i++) {
        const char *end = at + strlen(labels[i].word);
        if (!begins(at, labels[i].word) || isalpha((unsigned char)*end)) continue;
        *behind = end;
        return labels[i].side;
    }
    return -1;
}

/* What is there instead of a height, up to the end of the line or the next label. */
static void take_rest(const char *prose, const char *at, char text[OVF_PROSE_LIMIT])
{
    size_t length = 0;
    const char *behind;
    while (at[length] != '\0' && at[length] != '\n' && length < 40 &&
           (length == 0 || label_at(prose, at + length, &behind) < 0))
        length++;
    while (length > 0 && ((unsigned char)at[length] & 0xC0) == 0x80) length--;
    while (length > 0 && isspace((unsigned char)at[length - 1])) length--;
    memcpy(text, at, length);
    text[length] = '\0';
}

/* Two that differ leave it open. */
static void set(char place[OVF_PROSE_LIMIT], const char *text)
{
    char both[2 * OVF_PROSE_LIMIT + 8];
    if (*place == '\0') {
        snprintf(place, OVF_PROSE_LIMIT, "%s", text);
    } else if (strcasecmp(place, text) != 0 && strstr(place, " or ") == NULL) {
        snprintf(both, sizeof both, "%s or %s", place, text);
        snprintf(place, OVF_PROSE_LIMIT, "%.79s", both);
    }
}

static void find_labels(const char *prose, ovf_prose_limits *found)
{
    for (const char *at = prose; *at != '\0'; at++) {
        const char *behind;
        char text[OVF_PROSE_LIMIT] = "";
        int side = label_at(prose, at, &behind);
        if (side < 0) continue;
        while (*behind == ' ' || *behind == '\t') behind++;
        bool said = *behind == ':' || *behind == '=';
        if (said) behind++;
        while (*behind == ' ' || *behind == '\t' || (said && *behind == '\n')) behind++;
        if (height_at(behind, text) == NULL && said) take_rest(prose, behind, text);
        if (*text != '\0') set(found->text[side], text);
        at = behind - 1;
    }
}

/* ---- ranges ---- */

/* Flight levels and heights over the sea differ by less than this. */
#define PRESSURE_M 1000.0

/* Whether the first is surely over the second: "FL95 / GND". */
static bool is_over(const char *first, const char *second)
{
    ovf_height a, b;
    if (!ovf_height_parse(first, &a) || !ovf_height_parse(second, &b)) return false;
    if (a.metres == INFINITY || b.metres == -INFINITY) return true;
    if (a.reference == b.reference) return a.metres > b.metres;
    bool over_ground = a.reference == OVF_HEIGHT_AGL || b.reference == OVF_HEIGHT_AGL;
    return !over_ground && a.metres > b.metres + PRESSURE_M;
}

static size_t separator_at(const char *at)
{
    static const char *const separators[] = {" to ", "-", "/"};
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
        if (begins(at, separators[i])) return strlen(separators[i]);
    return 0;
}

static void find_range(const char *prose, ovf_prose_limits *found)
{
    const char *line = prose;
    for (const char *at = prose; *at != '\0'; at++) {
        char left[OVF_PROSE_LIMIT], right[OVF_PROSE_LIMIT];
        if (*at == '\n') line = at + 1;
        size_t length = separator_at(at);
        if (length == 0 || !height_before(line, at, left) || height_at(at + length, right) == NULL)
            continue;
        bool turned = is_over(left, right);
        strcpy(found->text[turned], left);
        strcpy(found->text[!turned], right);
        return;
    }
}

bool ovf_prose_limits_find(const char *prose, ovf_prose_limits *limits)
{
    ovf_prose_limits found = {0};
    char *text = plain(prose);
    if (text == NULL) return false;
    find_labels(text, &found);
    if (found.text[0][0] == '\0' && found.text[1][0] == '\0') find_range(text, &found);
    free(text);
    for (int side = 0; side < 2; side++)
        if (limits->text[side][0] == '\0') strcpy(limits->text[side], found.text[side]);
    return true;
}
