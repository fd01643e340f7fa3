/* Garmin's flight plans: a table of waypoints, and a route that names them by identifier, type and
 * country (FlightPlanv1.xsd of garmin.com/xmlschemas). */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "output/plans/plan_xml.h"
#include "output/rows/xml.h"

#define LEVEL_M 30.48
#define FOOT_M 0.3048
/* What the schema has room for. */
#define IDENTIFIER_MAX 12
#define ROUTE_NAME_MAX 25

/* The name as an identifier, if it is one: capitals and digits. */
static bool is_identifier(const char *name)
{
    size_t length = strlen(name);
    if (length == 0 || length > IDENTIFIER_MAX) return false;
    for (const char *c = name; *c != '\0'; c++)
        if (!ovf_is_digit(*c) && !(*c >= 'A' && *c <= 'Z')) return false;
    return true;
}

static bool is_same_place(const ovf_route *route, size_t a, size_t b)
{
    return route->fixes[a].lon == route->fixes[b].lon && route->fixes[a].lat == route->fixes[b].lat;
}

/* The first fix at the place, which is the waypoint of all there. */
static size_t waypoint_of(const ovf_route *route, size_t k)
{
    for (size_t i = 0; i < k; i++)
        if (is_same_place(route, i, k)) return i;
    return k;
}

/* Its own name, unless one elsewhere has it too; otherwise one by its number. */
static const char *identify(const ovf_route *route, size_t k, char text[24], bool *airport)
{
    const char *name = route->fix_names != NULL ? route->fix_names[k] : "";
    bool good = is_identifier(name);
    for (size_t i = 0; good && i < route->fix_count; i++)
        good = strcmp(route->fix_names[i], name) != 0 || is_same_place(route, i, k);
    /* ICAO codes of airfields are four letters; coordinates have digits. */
    *airport = good && strlen(name) == 4 && strcspn(name, "0123456789") == 4;
    if (good) return name;
    snprintf(text, 24, "WP%03zu", k + 1);
    return text;
}

static void add_key(ovf_bytes *bytes, const ovf_route *route, size_t k, bool of_route)
{
    char text[24];
    bool airport;
    const char *identifier = identify(route, k, text, &airport);
    ovf_xml_element(bytes, of_route ? "waypoint-identifier" : "identifier", identifier);
    ovf_xml_element(bytes, of_route ? "waypoint-type" : "type",
                    airport ? "AIRPORT" : "USER WAYPOINT");
    ovf_xml_element(bytes, of_route ? "waypoint-country-code" : "country-code", "");
}

/* The schema has no altitudes of flights: elevation is the ground's. */
static void add_comment(ovf_bytes *bytes, const ovf_route *route, size_t k)
{
    double altitude = route->fixes[k].altitude_m;
    char text[40] = "";
    if (route->flight_levels != NULL && route->flight_levels[k])
        snprintf(text, sizeof text, "FL%03.0f", altitude / LEVEL_M);
    else snprintf(text, sizeof text, "%.0f FT MSL", altitude / FOOT_M);
    ovf_xml_element(bytes, "comment", isnan(altitude) ? "" : text);
}

static void add_waypoint(ovf_bytes *bytes, const ovf_route *route, size_t k)
{
    ovf_bytes_text(bytes, "    <waypoint>");
    add_key(bytes, route, k, false);
    ovf_bytes_text(bytes, "<lat>");
    ovf_bytes_shortest(bytes, route->fixes[k].lat);
    ovf_bytes_text(bytes, "</lat><lon>");
    ovf_bytes_shortest(bytes, remainder(route->fixes[k].lon, 360));
    ovf_bytes_text(bytes, "</lon>");
    add_comment(bytes, route, k);
    ovf_bytes_text(bytes, "</waypoint>\n");
}

/* Capitals, digits and blanks. */
static void add_route_name(ovf_bytes *bytes, const char *id)
{
    char name[ROUTE_NAME_MAX + 1];
    size_t used = 0;
    for (; *id != '\0' && used < ROUTE_NAME_MAX; id++) {
        char c = *id >= 'a' && *id <= 'z' ? (char)(*id - 'a' + 'A') : *id;
        name[used++] = ovf_is_digit(c) || (c >= 'A' && c <= 'Z') ? c : ' ';
    }
    name[used] = '\0';
    ovf_xml_element(bytes, "route-name", name);
}

void ovf_fpl_write(ovf_bytes *bytes, const ovf_plan_text *plan)
{
    const ovf_route *route = plan->route;
    ovf_bytes_text(bytes,
                   "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                   "<flight-plan xmlns=\"http://www8.garmin.com/xmlschemas/FlightPlan/v1\">\n");
    if (plan->description != NULL) {
        ovf_bytes_text(bytes, "  ");
        ovf_xml_element(bytes, "file-description", plan->description);
        ovf_bytes_byte(bytes, '\n');
    }
    ovf_bytes_text(bytes, "  <waypoint-table>\n");
    for (size_t k = 0; k < route->fix_count; k++)
        if (waypoint_of(route, k) == k) add_waypoint(bytes, route, k);
    ovf_bytes_text(bytes, "  </waypoint-table>\n  <route>\n    ");
    add_route_name(bytes, plan->id);
    ovf_bytes_text(bytes, "\n    <flight-plan-index>1</flight-plan-index>\n");
    for (size_t k = 0; k < route->fix_count; k++) {
        if (k > 0 && is_same_place(route, k - 1, k)) continue;
        ovf_bytes_text(bytes, "    <route-point>");
        add_key(bytes, route, waypoint_of(route, k), true);
        ovf_bytes_text(bytes, "</route-point>\n");
    }
    ovf_bytes_text(bytes, "  </route>\n</flight-plan>\n");
}
