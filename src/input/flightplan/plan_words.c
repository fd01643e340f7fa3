#include "input/flightplan/plan_words.h"

#include <string.h>

#include "base/ascii.h"

#define POINT_WANTED "expected points: airfields, or coordinates such as 5530N03700E"

/* Letters, digits, letters: so many of each. */
typedef struct {
    size_t letters, digits, tail;
    bool whole; /* nothing else follows */
} shape;

static shape shape_of(const char *word, size_t length)
{
    shape s = {0};
    size_t i = 0;
    for (; i < length && ovf_is_letter(word[i]); i++) s.letters++;
    for (; i < length && ovf_is_digit(word[i]); i++) s.digits++;
    for (; i < length && ovf_is_letter(word[i]); i++) s.tail++;
    s.whole = i == length;
    return s;
}

static bool is_word(const char *word, size_t length, const char *other)
{
    if (strlen(other) != length) return false;
    for (size_t i = 0; i < length; i++)
        if (ovf_capital(word[i]) != other[i]) return false;
    return true;
}

bool ovf_plan_word_is_passed_over(const char *word, size_t length)
{
    static const char *const words[] = {"DCT", "IFR", "VFR", "GAT", "OAT"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (is_word(word, length, words[i])) return true;
    return false;
}

bool ovf_plan_word_may_be_airway(const char *word, size_t length)
{
    shape s = shape_of(word, length);
    if (!s.whole || s.letters < 1 || s.letters > 2 || s.digits < 1 || s.digits > 3 || s.tail > 1)
        return false;
    return strchr("ABGHJLMNPQRTVWYZ", ovf_capital(word[s.letters - 1])) != NULL &&
           (s.letters == 1 || strchr("KUS", ovf_capital(word[0])) != NULL);
}

bool ovf_plan_word_may_be_waypoint(const char *word, size_t length)
{
    shape s = shape_of(word, length);
    return s.whole && s.digits == 0 && (s.letters == 2 || s.letters == 3 || s.letters == 5);
}

bool ovf_plan_word_may_be_procedure(const char *word, size_t length)
{
    shape s = shape_of(word, length);
    return s.whole && s.letters >= 3 && s.letters <= 6 && s.digits >= 1 && s.digits <= 2 &&
           s.tail <= 1;
}

bool ovf_plan_word_may_be_code(const char *word, size_t length)
{
    shape s = shape_of(word, length);
    return s.whole && s.digits == 0 && s.letters == 4;
}

bool ovf_plan_word_is_any_procedure(const char *word, size_t length)
{
    return is_word(word, length, "SID") || is_word(word, length, "STAR");
}

bool ovf_plan_word_is_stay(const char *word, size_t length)
{
    shape s = length > 6 ? shape_of(word, 5) : (shape){0};
    shape time = length > 6 ? shape_of(word + 6, length - 6) : (shape){0};
    return s.whole && s.digits == 1 && is_word(word, 4, "STAY") && word[5] == '/' && time.whole &&
           time.digits == 4 && time.letters + time.tail == 0;
}

static bool is_runway_or_time(const char *word, size_t length)
{
    shape s = shape_of(word, length);
    if (!s.whole || s.letters > 0) return false;
    if (s.digits == 4) return s.tail == 0;
    int number = s.digits == 2 ? (word[0] - '0') * 10 + word[1] - '0' : 0;
    return number >= 1 && number <= 36 &&
           (s.tail == 0 || (s.tail == 1 && strchr("LRC", ovf_capital(word[2])) != NULL));
}

bool ovf_plan_word_is_decorated(const char *word, size_t length, size_t *code)
{
    const char *slash = memchr(word, '/', length);
    shape s = shape_of(word, length);
    *code = slash == NULL ? s.letters : (size_t)(slash - word);
    if (slash != NULL)
        return ovf_plan_word_may_be_code(word, *code) &&
               is_runway_or_time(slash + 1, length - *code - 1);
    return s.whole && s.letters == 4 && s.digits == 4 &&
           (s.tail == 0 || (s.tail == 1 && ovf_capital(word[length - 1]) == 'Z'));
}

bool ovf_plan_dot_ends_word(const char *at)
{
    const char before = at[-1], after = at[1];
    if (*at != '.') return false;
    if (before == '.' || after == '.') return true;
    return (ovf_is_letter(before) && (ovf_is_letter(after) || ovf_is_digit(after))) ||
           (ovf_is_digit(before) && ovf_is_letter(after));
}

bool ovf_plan_word_is_cruise_climb(const char *word, size_t length)
{
    return length >= 2 && ovf_capital(word[0]) == 'C' && word[1] == '/';
}

bool ovf_plan_word_has_digit(const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (ovf_is_digit(word[i])) return true;
    return false;
}

const char *ovf_plan_word_meaning(const char *word, size_t length)
{
    shape s = shape_of(word, length);
    if (length == 4 && s.letters == 4 && is_word(word, 3, "NAT"))
        return "this looks like a track over the North Atlantic, and these change every day; "
               "expected the points that it has today, such as 52N020W 53N030W";
    if (!s.whole || s.digits == 0) return NULL;
    if (ovf_plan_word_may_be_airway(word, length))
        return "this looks like an airway, and no file of points has it; " POINT_WANTED
               " (a change of level or speed stands behind a slash, as in /F330)";
    if (s.letters >= 2 && s.letters <= 5 && s.digits == 6 && s.tail == 0)
        return "this looks like bearing and distance from a point, which are not known here, since "
               "the bearing is magnetic; " POINT_WANTED;
    if (ovf_plan_word_may_be_procedure(word, length))
        return "this looks like a departure or arrival procedure, and these are not known "
               "here; " POINT_WANTED;
    bool zulu = s.tail == 1 && ovf_capital(word[length - 1]) == 'Z';
    if (s.digits == 4 && ((s.letters == 0 && zulu) || (s.letters == 4 && (s.tail == 0 || zulu))))
        return "this looks like a time, and a plan has none here; " POINT_WANTED;
    return NULL;
}
