/* KML 2.2 with Google's extensions: a gx:Track where fixes have times, a LineString where none has.
 * Altitudes are absolute, which is over the sea (EGM96) in KML. */
#include <math.h>
#include <string.h>

#include "output/convert/fix_facts.h"
#include "output/convert/flight_form.h"
#include "output/rows/xml.h"

static void begin(ovf_bytes *bytes)
{
    ovf_bytes_text(bytes, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                          "<kml xmlns=\"http://www.opengis.net/kml/2.2\" "
                          "xmlns:gx=\"http://www.google.com/kml/ext/2.2\">\n<Document>\n");
}

static bool knows_altitude(const ovf_route *route, size_t i)
{
    return !isnan(route->fixes[i].altitude_m) && !ovf_flight_is_level(route, i);
}

/* Longitudes are within ±180, as KML has them. */
static void add_coordinates(ovf_bytes *bytes, const ovf_route *route, size_t i, char between)
{
    const ovf_fix *fix = &route->fixes[i];
    ovf_bytes_shortest(bytes, fabs(fix->lon) > 180 ? remainder(fix->lon, 360) : fix->lon);
    ovf_bytes_byte(bytes, between);
    ovf_bytes_shortest(bytes, fix->lat);
    if (!knows_altitude(route, i)) return;
    ovf_bytes_byte(bytes, between);
    ovf_bytes_shortest(bytes, fix->altitude_m);
}

static void add_track(ovf_bytes *bytes, const ovf_route *route, size_t from, size_t until,
                      const char *mode)
{
    ovf_bytes_text(bytes, "<gx:Track>");
    ovf_bytes_text(bytes, mode);
    ovf_bytes_byte(bytes, '\n');
    for (size_t i = from; i < until; i++) {
        ovf_bytes_text(bytes, "<when>");
        ovf_bytes_time(bytes, route->fixes[i].time_s);
        ovf_bytes_text(bytes, "</when>\n");
    }
    for (size_t i = from; i < until; i++) {
        ovf_bytes_text(bytes, "<gx:coord>");
        add_coordinates(bytes, route, i, ' ');
        ovf_bytes_text(bytes, "</gx:coord>\n");
    }
    ovf_bytes_text(bytes, "</gx:Track>\n");
}

static void add_line(ovf_bytes *bytes, const ovf_route *route, size_t from, size_t until,
                     const char *mode)
{
    ovf_bytes_text(bytes, "<LineString>");
    ovf_bytes_text(bytes, mode);
    ovf_bytes_text(bytes, "<coordinates>\n");
    for (size_t i = from; i < until; i++) {
        add_coordinates(bytes, route, i, ',');
        ovf_bytes_byte(bytes, '\n');
    }
    ovf_bytes_text(bytes, "</coordinates></LineString>\n");
}

static void add(ovf_bytes *bytes, const ovf_route *route, uint64_t number, int *state)
{
    bool timed = false, heights = false, several = route->part_count > 1;
    (void)number;
    (void)state;
    for (size_t i = 0; i < route->fix_count; i++) {
        timed = timed || !isnan(route->fixes[i].time_s);
        heights = heights || knows_altitude(route, i);
    }
    const char *mode = heights ? "<altitudeMode>absolute</altitudeMode>" : "";
    ovf_bytes_text(bytes, "<Placemark>");
    ovf_xml_element(bytes, "name", route->id);
    ovf_bytes_byte(bytes, '\n');
    if (several)
        ovf_bytes_text(bytes, timed ? "<gx:MultiTrack><gx:interpolate>0</gx:interpolate>\n"
                                    : "<MultiGeometry>\n");
    for (size_t part = 0, from = 0; part < route->part_count; from = route->part_ends[part++])
        (timed ? add_track : add_line)(bytes, route, from, route->part_ends[part], mode);
    if (several) ovf_bytes_text(bytes, timed ? "</gx:MultiTrack>\n" : "</MultiGeometry>\n");
    ovf_bytes_text(bytes, "</Placemark>\n");
}

const ovf_flight_form ovf_flight_form_kml = {.title = "KML",
                                             .endings = {"kml"},
                                             .begin = begin,
                                             .add = add,
                                             .end = "</Document>\n</kml>\n",
                                             .times = true,
                                             .altitudes = true,
                                             .parts = true};
