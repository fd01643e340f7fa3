/* GPX 1.1 (topografix.com/GPX/1/1). */
#include <math.h>
#include <stdio.h>

#include "output/plans/plan_xml.h"
#include "output/rows/xml.h"

#define LEVEL_M 30.48

void ovf_gpx_begin(ovf_bytes *bytes)
{
    ovf_bytes_text(bytes, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                          "<gpx version=\"1.1\" creator=\"overflight\" "
                          "xmlns=\"http://www.topografix.com/GPX/1/1\" "
                          "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                          "xsi:schemaLocation=\"http://www.topografix.com/GPX/1/1 "
                          "http://www.topografix.com/GPX/1/1/gpx.xsd\">\n");
}

void ovf_gpx_end(ovf_bytes *bytes) { ovf_bytes_text(bytes, "</gpx>\n"); }

static void add_element(ovf_bytes *bytes, const char *name, const char *text)
{
    if (text != NULL && *text != '\0') ovf_xml_element(bytes, name, text);
}

/* A pressure altitude is no elevation: it stands as a comment. */
static void add_altitude(ovf_bytes *bytes, const ovf_route *route, size_t k, bool comment)
{
    double altitude = route->fixes[k].altitude_m;
    bool pressure = route->flight_levels != NULL && route->flight_levels[k];
    char text[40];
    if (isnan(altitude) || comment != pressure) return;
    if (!pressure) {
        ovf_bytes_text(bytes, "<ele>");
        ovf_bytes_shortest(bytes, altitude);
        ovf_bytes_text(bytes, "</ele>");
        return;
    }
    snprintf(text, sizeof text, "FL%03.0f", altitude / LEVEL_M);
    add_element(bytes, "cmt", text);
}

static void add_point(ovf_bytes *bytes, const ovf_route *route, size_t k, const char *element)
{
    const ovf_fix *fix = &route->fixes[k];
    /* The schema has longitudes from -180 to below 180. */
    double lon = remainder(fix->lon, 360);
    ovf_bytes_text(bytes, "    <");
    ovf_bytes_text(bytes, element);
    ovf_bytes_text(bytes, " lat=\"");
    ovf_bytes_shortest(bytes, fix->lat);
    ovf_bytes_text(bytes, "\" lon=\"");
    ovf_bytes_shortest(bytes, lon == 180 ? -180 : lon);
    ovf_bytes_text(bytes, "\">");
    add_altitude(bytes, route, k, false);
    if (!isnan(fix->time_s)) {
        ovf_bytes_text(bytes, "<time>");
        ovf_bytes_time(bytes, fix->time_s);
        ovf_bytes_text(bytes, "</time>");
    }
    if (route->fix_names != NULL) add_element(bytes, "name", route->fix_names[k]);
    add_altitude(bytes, route, k, true);
    ovf_bytes_text(bytes, "</");
    ovf_bytes_text(bytes, element);
    ovf_bytes_text(bytes, ">\n");
}

void ovf_gpx_add_one(ovf_bytes *bytes, const ovf_plan_text *plan, bool track)
{
    const ovf_route *route = plan->route;
    ovf_bytes_text(bytes, track ? "  <trk>" : "  <rte>");
    add_element(bytes, "name", plan->id);
    add_element(bytes, "desc", plan->description);
    ovf_bytes_byte(bytes, '\n');
    for (size_t p = 0, k = 0; p < route->part_count; p++) {
        if (track) ovf_bytes_text(bytes, "   <trkseg>\n");
        for (; k < route->part_ends[p]; k++) add_point(bytes, route, k, track ? "trkpt" : "rtept");
        if (track) ovf_bytes_text(bytes, "   </trkseg>\n");
    }
    ovf_bytes_text(bytes, track ? "  </trk>\n" : "  </rte>\n");
}

void ovf_gpx_add(ovf_bytes *routes, ovf_bytes *tracks, const ovf_plan_text *plan)
{
    bool track = plan->route->part_count > 1;
    ovf_gpx_add_one(track ? tracks : routes, plan, track);
}
