/* What sentences call zones and routes. */
#include <stdio.h>

#include "base/text.h"
#include "model/model.h"

/* Sets the id and the file, both made fit; *file is empty where there is none. */
static void shorten(const char *id, const char *file, char short_id[200], char short_file[290])
{
    ovf_text_shorten(id != NULL ? id : "", short_id, 200);
    ovf_text_shorten(file != NULL ? file : "", short_file, 290);
}

static const char *call(const char *what, const char *id, const char *file,
                        char text[OVF_TITLE_SIZE])
{
    char short_id[200], short_file[290];
    shorten(id, file, short_id, short_file);
    if (*short_file == '\0') snprintf(text, OVF_TITLE_SIZE, "%s %s", what, short_id);
    else snprintf(text, OVF_TITLE_SIZE, "%s %s in %s", what, short_id, short_file);
    return text;
}

const char *ovf_zone_called(const ovf_zone *zone, char text[OVF_TITLE_SIZE])
{
    return call("zone", zone->id, zone->file, text);
}

const char *ovf_route_called(const ovf_route *route, char text[OVF_TITLE_SIZE])
{
    return call("route", route->id, route->file, text);
}

const char *ovf_route_title(const ovf_route *route, char text[OVF_TITLE_SIZE])
{
    char short_id[200], short_file[290];
    if (route->id == NULL) {
        snprintf(text, OVF_TITLE_SIZE, "route %zu", route->number);
        return text;
    }
    shorten(route->id, route->file, short_id, short_file);
    snprintf(text, OVF_TITLE_SIZE, "%s%sroute \"%s\"", short_file, *short_file != '\0' ? ": " : "",
             short_id);
    return text;
}
