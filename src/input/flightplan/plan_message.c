#include "input/flightplan/plan_message.h"

#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/error.h"

#define FIELDS 12
/* In the order of the message; field 0 is its type. */
enum { ID = 1, AIRCRAFT = 3, DEPARTURE = 5, ROUTE = 6, DESTINATION = 7, OTHER = 8 };

typedef struct {
    const char *text;
    size_t length;
} field;

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && is_blank(*at)) at++;
    return at;
}

bool ovf_plan_message_is(const char *text, size_t length)
{
    const char *end = text + length;
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) text += 3;
    text = skip_blanks(text, end);
    return end - text >= 5 && memcmp(text, "(FPL-", 5) == 0;
}

void ovf_plan_message_clear(ovf_plan_message *message)
{
    ovf_text_clear(&message->route);
    ovf_text_clear(&message->other);
    *message = (ovf_plan_message){.id = ""};
}

static size_t split(const char *at, const char *end, field fields[FIELDS])
{
    size_t count = 0;
    while (count < FIELDS) {
        const char *dash = memchr(at, '-', (size_t)(end - at)), *last = dash == NULL ? end : dash;
        at = skip_blanks(at, last);
        const char *begin = at;
        while (last > begin && is_blank(last[-1])) last--;
        fields[count++] = (field){begin, (size_t)(last - begin)};
        if (dash == NULL) break;
        at = dash + 1;
    }
    return count;
}

static void copy(char *to, size_t size, const char *text, size_t length, const char *until)
{
    size_t used = 0;
    for (; used < length && used + 1 < size && strchr(until, text[used]) == NULL; used++)
        to[used] = text[used];
    to[used] = '\0';
}

/* "EDDM1200": a place and four digits. */
static bool take_place(const field *from, char place[8], char clock[8])
{
    bool good = from->length >= 8;
    for (size_t i = 0; i < 8 && good; i++)
        good = i < 4 ? ovf_is_letter(from->text[i]) || ovf_is_digit(from->text[i])
                     : ovf_is_digit(from->text[i]);
    if (!good) return false;
    copy(place, 5, from->text, 4, "");
    copy(clock, 5, from->text + 4, 4, "");
    return true;
}

/* DOF/150601 of item 18. */
static void take_date(ovf_plan_message *message)
{
    const char *at = message->other.text == NULL ? NULL : strstr(message->other.text, "DOF/");
    if (at == NULL) return;
    for (size_t i = 4; i < 10; i++)
        if (!ovf_is_digit(at[i])) return;
    snprintf(message->date, sizeof message->date, "20%.2s-%.2s-%.2s", at + 4, at + 6, at + 8);
}

/* All blanks are one. */
static bool add_words(ovf_text *to, const char *text, size_t length)
{
    const char *end = text + length;
    bool first = true, good = true;
    for (const char *at = skip_blanks(text, end); at < end && good; first = false) {
        const char *begin = at;
        while (at < end && !is_blank(*at)) at++;
        good = (first || ovf_text_add(to, " ", 1)) && ovf_text_add(to, begin, (size_t)(at - begin));
        at = skip_blanks(at, end);
    }
    return good;
}

/* Item 15 begins with speed and level, and the airfields are not in it. */
static bool build_route(ovf_plan_message *message, const field *route)
{
    size_t head = 0;
    ovf_text *to = &message->route;
    bool has_from = strcmp(message->from, "ZZZZ") != 0, has_to = strcmp(message->to, "ZZZZ") != 0;
    while (head < route->length && !is_blank(route->text[head])) head++;
    return ovf_text_add_string(to, message->id[0] == '\0' ? "plan" : message->id) &&
           ovf_text_add(to, ": ", 2) && ovf_text_add(to, route->text, head) &&
           ovf_text_add(to, " ", 1) && (!has_from || ovf_text_add_string(to, message->from)) &&
           ovf_text_add(to, " ", 1) && add_words(to, route->text + head, route->length - head) &&
           ovf_text_add(to, " ", 1) && (!has_to || ovf_text_add_string(to, message->to));
}

ovf_status ovf_plan_message_read(ovf_plan_message *message, const char *text, size_t length,
                                 size_t *used, ovf_error *error)
{
    field fields[FIELDS] = {{NULL, 0}};
    const char *end = text + length, *at = text;
    if (length >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0) at += 3;
    at = skip_blanks(at, end);
    const char *close = memchr(at, ')', (size_t)(end - at));
    ovf_plan_message_clear(message);
    *used = close == NULL ? length : (size_t)(close + 1 - text);
    if (!ovf_plan_message_is(text, length))
        return ovf_fail(error, OVF_ERROR_INPUT, "expected a flight plan message, \"(FPL-…)\"");
    if (close == NULL)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "the flight plan message breaks off: expected a closing bracket");
    size_t count = split(at + 1, close, fields);
    if (count <= DESTINATION)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "the flight plan message has %zu items: expected item 16, the destination, "
                        "behind the seventh hyphen",
                        count);
    copy(message->id, sizeof message->id, fields[ID].text, fields[ID].length, "/ ");
    copy(message->aircraft, sizeof message->aircraft, fields[AIRCRAFT].text,
         fields[AIRCRAFT].length, "/ ");
    for (int k = 0; k < 2; k++) {
        const field *is = &fields[k == 0 ? DEPARTURE : DESTINATION];
        if (!take_place(is, k == 0 ? message->from : message->to,
                        k == 0 ? message->off_blocks : message->elapsed))
            return ovf_fail(error, OVF_ERROR_INPUT,
                            "item %d of the flight plan message is \"%.*s\": expected a place and "
                            "a time, as in EDDM1200",
                            k == 0 ? 13 : 16, (int)(is->length < 40 ? is->length : 40), is->text);
    }
    bool good = build_route(message, &fields[ROUTE]);
    if (count > OTHER)
        good = good && add_words(&message->other, fields[OTHER].text,
                                 (size_t)(fields[count - 1].text + fields[count - 1].length -
                                          fields[OTHER].text));
    take_date(message);
    return good ? OVF_OK : ovf_fail_memory(error);
}
