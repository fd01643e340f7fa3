#include "base/secret.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/text.h"
#include "overflight/error.h"

static const char stars[] = "***";
static const char layer_mark[] = "|layername=";

/* Keys whose values are secrets: of connections (libpq's, ODBC's), and of addresses that are
 * signed. */
static const struct {
    const char *name;
    bool of_address; /* only after a character that stands before a parameter, or within its name */
} keys[] = {{"password", false},    {"passwd", false},       {"pwd", false},
            {"sslpassword", false}, {"userpwd", false},      {"signature", true},
            {"sig", true},          {"authorization", true}, {"token", true}};

/* Both passes, counting and writing, go the same way. */
typedef struct {
    char *at;
    size_t size, length; /* of the buffer, and of the whole text */
} writer;

static void put(writer *to, const char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++, to->length++)
        if (to->length + 1 < to->size) to->at[to->length] = bytes[i];
}

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static bool is_word(char c) { return isalnum((unsigned char)c) != 0; }

/* Where the value of a secret key begins that begins here, with what stands before `at`; 0: there
 * is none. */
static size_t find_value(char before, const char *at)
{
    if (is_word(before)) return 0;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        size_t length = strlen(keys[i].name);
        if (strncasecmp(at, keys[i].name, length) != 0) continue;
        if (keys[i].of_address && (before == '\0' || strchr("?&.-_", before) == NULL)) continue;
        while (!keys[i].of_address && is_blank(at[length])) length++;
        if (at[length] != '=') continue;
        length++;
        while (!keys[i].of_address && is_blank(at[length])) length++;
        return length;
    }
    return 0;
}

/* Hidden already: what follows the stars is not of the value. */
static bool is_hidden(const char *value)
{
    return strncmp(value, stars, 3) == 0 &&
           (value[3] == '\0' || is_blank(value[3]) || strchr("'\":|,;&/@", value[3]) != NULL);
}

/* How long a value is: in quotes, in which a backslash takes the next character's meaning; or up to
 * a blank, since passwords may have anything else. */
static size_t value_length(const char *value)
{
    size_t length = 0;
    if (is_hidden(value)) return 3;
    if (*value == '\'' || *value == '"') {
        for (length = 1; value[length] != '\0' && value[length] != *value; length++)
            if (value[length] == '\\' && value[length + 1] != '\0') length++;
        return value[length] == '\0' ? length : length + 1;
    }
    while (value[length] != '\0' && !is_blank(value[length]) &&
           strncmp(value + length, layer_mark, sizeof layer_mark - 1) != 0)
        length += value[length] == '\\' && value[length + 1] != '\0' ? 2 : 1;
    return length;
}

/* After "://": the password of USER:PASSWORD@, behind `*user` bytes; its length, 0: there is none.
 */
static size_t find_in_address(const char *at, size_t *user)
{
    size_t end = strcspn(at, "/?# \t\r\n"), colon = strcspn(at, ":");
    while (end > 0 && at[end - 1] != '@') end--;
    if (end == 0 || colon >= end) return 0;
    *user = colon + 1;
    return end - 1 - *user;
}

static void hide(const char *text, writer *to)
{
    for (size_t i = 0, user, length; text[i] != '\0'; i++) {
        size_t value = find_value(i == 0 ? '\0' : text[i - 1], text + i);
        bool address = value == 0 && strncmp(text + i, "://", 3) == 0 &&
                       (length = find_in_address(text + i + 3, &user)) > 0;
        if (value > 0) length = value_length(text + i + value);
        else if (address) value = 3 + user;
        if (value == 0) {
            put(to, text + i, 1);
            continue;
        }
        put(to, text + i, value);
        if (length > 0) put(to, stars, 3);
        i += value + length - 1;
    }
    if (to->size > 0) to->at[to->length < to->size ? to->length : to->size - 1] = '\0';
}

size_t ovf_hide_passwords(const char *text, char *hidden, size_t size)
{
    writer to = {hidden, size, 0};
    hide(text, &to);
    return to.length;
}

char *ovf_secret_hidden(const char *name)
{
    size_t size = ovf_hide_passwords(name, NULL, 0) + 1;
    char *hidden = ovf_array_new(size, 1);
    if (hidden != NULL) (void)ovf_hide_passwords(name, hidden, size);
    return hidden;
}

void ovf_secret_hide(char *text, size_t size)
{
    char *hidden = ovf_secret_hidden(text);
    /* Rather nothing than a password. */
    if (hidden == NULL) text[0] = '\0';
    else if (strlen(hidden) < size) strcpy(text, hidden);
    else ovf_text_shorten(hidden, text, size);
    free(hidden);
}

void ovf_secret_drop(char *name)
{
    for (size_t i = 0; name[i] != '\0'; i++) {
        size_t value = find_value(i == 0 ? '\0' : name[i - 1], name + i), user;
        size_t end = i + value + (value > 0 ? value_length(name + i + value) : 0), begin = i;
        if (value == 0 && strncmp(name + i, "://", 3) == 0 &&
            (value = find_in_address(name + i + 3, &user)) > 0) {
            begin = i + 3 + user - 1; /* with the colon */
            end = begin + 1 + value;
        }
        if (value == 0 || end < 3 || strncmp(name + end - 3, stars, 3) != 0) continue;
        if (begin > 0 && is_blank(name[begin - 1])) begin--;
        memmove(name + begin, name + end, strlen(name + end) + 1);
    }
}
