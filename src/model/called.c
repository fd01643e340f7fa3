/* What sentences call zones and routes. */
#include <stdio.h>

#include "base/text.h"
#include "model/model.h"

static const char *call(const char *format, const char *bare, const char *id, const char *file,
                        char text[OVF_TITLE_SIZE])
{
    char short_id[200], short_file[290];
    ovf_text_shorten(id != NULL ? id : "", short_id, sizeof short_id);
    if (file == NULL || *file == '\0') {
        snprintf(text, OVF_TITLE_SIZE, bare, short_id);
        return text;
    }
    ovf_text_shorten(file, short_file, sizeof short_file);
    snprintf(text, OVF_TITLE_SIZE, format, short_id, short_file);
    return text;
}

const char *ovf_zone_called(const ovf_zone *zone, char text[OVF_TITLE_SIZE])
{
    return call("zone %s in %s", "zone %s", zone->id, zone->file, text);
}

const char *ovf_route_called(const ovf_route *route, char text[OVF_TITLE_SIZE])
{
    return call("route %s in %s", "route %s", route->id, route->file, text);
}

const char *ovf_route_title(const ovf_route *route, char text[OVF_TITLE_SIZE])
{
    if (route->id == NULL) {
        snprintf(text, OVF_TITLE_SIZE, "route %zu", route->number);
        return text;
    }
    return call("%2$s: route \"%1$s\"", "route \"%s\"", route->id, route->file, text);
}
