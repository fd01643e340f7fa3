/* What an alternative costs and changes, in words. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "overflight/suggest.h"

typedef struct {
    char *text;
    size_t used;
    const char *separator; /* before what is added next */
} writer;

static void add(writer *in, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;

static void add(writer *in, const char *format, ...)
{
    va_list arguments;
    size_t room = OVF_ALTERNATIVE_TEXT - in->used;
    int length = snprintf(in->text + in->used, room, "%s", in->separator);
    in->used += (size_t)length < room ? (size_t)length : room - 1;
    room = OVF_ALTERNATIVE_TEXT - in->used;
    va_start(arguments, format);
    length = vsnprintf(in->text + in->used, room, format, arguments);
    va_end(arguments);
    in->used += (size_t)length < room ? (size_t)length : room - 1;
    in->separator = ", ";
}

/* "45 min", "2 h 5 min", "30 s". */
static const char *duration(double seconds, char text[40])
{
    double minutes = nearbyint(fabs(seconds) / 60);
    if (fabs(seconds) < 90) snprintf(text, 40, "%.0f s", fabs(seconds));
    else if (minutes < 60) snprintf(text, 40, "%.0f min", minutes);
    else if (fmod(minutes, 60) == 0) snprintf(text, 40, "%.0f h", minutes / 60);
    else snprintf(text, 40, "%.0f h %.0f min", floor(minutes / 60), fmod(minutes, 60));
    return text;
}

static void add_costs(writer *in, const ovf_alternative *a)
{
    char text[40];
    double extra_m = a->suggestion.extra_m;
    if (fabs(extra_m) >= 0.5)
        add(in, "%.3f km %s", fabs(extra_m) / 1000, extra_m < 0 ? "shorter" : "longer");
    if (fabs(a->extra_s) >= 0.5)
        add(in, "takes %s %s", duration(a->extra_s, text), a->extra_s < 0 ? "less" : "more");
    if (a->up_m > 0) add(in, "up to %.0f m higher", a->up_m);
    if (a->down_m > 0) add(in, "up to %.0f m lower", a->down_m);
    if (a->later_s != 0)
        add(in, "starts %s %s", duration(a->later_s, text), a->later_s < 0 ? "earlier" : "later");
}

static void add_fixes(writer *in, const ovf_suggestion *s)
{
    size_t added = 0, moved = 0;
    for (size_t k = 0; k < s->fix_count; k++) added += s->origins[k] == OVF_SUGGEST_ADDED;
    for (size_t k = 0; k < s->change_count; k++) moved += s->changes[k].moved;
    if (added > 0) add(in, "%zu fix%s put in", added, added == 1 ? "" : "es");
    if (moved > 0) add(in, "%zu moved", moved);
    if (s->change_count > moved) add(in, "%zu left out", s->change_count - moved);
}

const char *ovf_alternative_describe(const ovf_alternative *a, char text[OVF_ALTERNATIVE_TEXT])
{
    writer in = {text, 0, ""};
    text[0] = '\0';
    if (a == NULL) return text;
    add_costs(&in, a);
    in.separator = in.used > 0 ? "; " : "";
    add_fixes(&in, &a->suggestion);
    if (in.used == 0) add(&in, "%s", "nothing is changed");
    return text;
}
