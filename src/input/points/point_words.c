#include <string.h>

#include "base/ascii.h"
#include "base/number.h"
#include "input/points/point_lines.h"

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

void ovf_point_words_split(ovf_point_words *words, const char *line, size_t length)
{
    const char *at = line, *end = line + length;
    for (words->count = 0; words->count < OVF_POINT_WORDS;) {
        while (at < end && is_blank(*at)) at++;
        if (at == end) break;
        const char *begin = at;
        while (at < end && !is_blank(*at)) at++;
        words->text[words->count] = begin;
        words->length[words->count++] = (size_t)(at - begin);
    }
}

void ovf_point_cells_split(ovf_point_words *cells, const char *line, size_t length)
{
    const char *at = line, *end = line + length;
    for (cells->count = 0; cells->count < OVF_POINT_WORDS && at <= end;) {
        while (at < end && is_blank(*at)) at++;
        bool quoted = at < end && *at == '"';
        const char *begin = quoted ? ++at : at;
        if (quoted) {
            while (at < end && (*at != '"' || (at + 1 < end && at[1] == '"')))
                at += *at == '"' ? 2 : 1;
            if (at > end) at = end;
        } else {
            while (at < end && *at != ',') at++;
        }
        const char *last = at;
        while (!quoted && last > begin && is_blank(last[-1])) last--;
        cells->text[cells->count] = begin;
        cells->length[cells->count++] = (size_t)(last - begin);
        while (at < end && *at != ',') at++;
        at++;
    }
}

bool ovf_point_cell_angle(const ovf_point_words *cells, int column, double *value)
{
    if (column < 0 || (size_t)column >= cells->count || cells->length[column] < 5) return false;
    const char *text = cells->text[column], *end = text + cells->length[column] - 1;
    char letter = ovf_capital(*end);
    size_t whole = 0;
    double minutes, degrees = 0;
    while (text + whole < end && ovf_is_digit(text[whole])) whole++;
    if (whole < 3 || strchr("NSEW", letter) == NULL) return false;
    for (size_t i = 0; i + 2 < whole; i++) degrees = degrees * 10 + (text[i] - '0');
    text += whole - 2;
    if (*text == '0') text++; /* a JSON number has no leading zero */
    if (ovf_number_read(text, end, &minutes) != end || minutes >= 60) return false;
    *value = (degrees + minutes / 60) * (letter == 'S' || letter == 'W' ? -1 : 1);
    return true;
}
