#include <stdarg.h>
#include <stdio.h>

#include "input/airspace/aixm5.h"

void ovf_aixm_note(ovf_aixm_reader *in, const char *format, ...)
{
    char sentence[300], whole[400], title[80];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    ovf_text_shorten(in->airspace.name.length > 0 ? in->airspace.name.text
                     : in->airspace.id.length > 0 ? in->airspace.id.text
                                                  : "",
                     title, sizeof title);
    snprintf(whole, sizeof whole, "line %zu: airspace \"%s\": %s", in->feature->line, title,
             sentence);
    in->sink->note(in->sink->context, whole);
}
