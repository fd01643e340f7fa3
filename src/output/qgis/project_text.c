#include "output/qgis/project_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/grouped.h"
#include "base/text.h"
#include "base/time.h"
#include "output/map/map_totals.h"
#include "output/qgis/project_rows.h"
#include "output/rows/xml.h"
#include "reduce/verdicts.h"

#define TITLE_ZONES 3
/* Of the layout's title, which is one line across the sheet. */
#define HEADLINE_SIZE 110

static double number(const json_t *object, const char *name)
{
    return json_number_value(json_object_get(object, name));
}

static uint64_t count(const json_t *object, const char *name)
{
    json_int_t value = json_integer_value(json_object_get(object, name));
    return value < 0 ? 0 : (uint64_t)value;
}

static void grouped(ovf_bytes *bytes, uint64_t value)
{
    char text[OVF_GROUPED_TEXT];
    ovf_grouped(value, text);
    ovf_bytes_text(bytes, text);
}

static void counted(ovf_bytes *bytes, uint64_t value, const char *one, const char *many)
{
    grouped(bytes, value);
    ovf_bytes_byte(bytes, ' ');
    ovf_bytes_text(bytes, value == 1 ? one : many);
}

/* 5,759 km, 1.4 km or 240 m */
static void distance(ovf_bytes *bytes, double metres)
{
    if (!(fabs(metres) < 1e15)) return;
    if (metres >= 999.5 && metres < 9950) ovf_bytes_trimmed(bytes, metres / 1000, 1);
    else grouped(bytes, (uint64_t)llround(metres < 999.5 ? metres : metres / 1000));
    ovf_bytes_text(bytes, metres < 999.5 ? " m" : " km");
}

void ovf_project_title(ovf_bytes *bytes, const ovf_map *map)
{
    const json_t *zones = json_object_get(json_object_get(map->summary, "totals"), "zones"), *zone;
    size_t met = 0, named = 0, i;
    char shown[HEADLINE_SIZE];
    json_array_foreach(zones, i, zone) met += count(zone, "routes") > 0;
    if (met == 0) ovf_bytes_text(bytes, "Flights that meet no zone");
    else if (met > TITLE_ZONES) {
        ovf_bytes_text(bytes, "Overflights of ");
        counted(bytes, met, "zone", "zones");
    } else {
        ovf_bytes_text(bytes, "Overflights of ");
        json_array_foreach(zones, i, zone)
        {
            if (count(zone, "routes") == 0) continue;
            const char *name = json_string_value(json_object_get(zone, "name"));
            if (named > 0) ovf_bytes_text(bytes, named + 1 == met ? " and " : ", ");
            named++;
            if (name == NULL) name = json_string_value(json_object_get(zone, "zone_id"));
            ovf_text_shorten(name == NULL ? "" : name, shown, sizeof shown);
            ovf_xml_text(bytes, shown);
        }
    }
}

void ovf_project_headline(ovf_bytes *bytes, const ovf_map *map)
{
    char text[OVF_HEADLINE_TEXT] = "", line[HEADLINE_SIZE];
    if (!ovf_map_headline(map, text)) return;
    ovf_text_shorten(text, line, sizeof line);
    ovf_xml_text(bytes, line);
}

/* 2017-05-16, or the first and the last day. */
static void days(ovf_bytes *bytes, double first_s, double last_s)
{
    char first[OVF_TIME_SIZE] = "", last[OVF_TIME_SIZE] = "";
    ovf_time_format(first_s, first);
    ovf_time_format(last_s, last);
    first[10] = last[10] = '\0';
    ovf_bytes_text(bytes, first);
    if (strcmp(first, last) == 0) return;
    ovf_bytes_text(bytes, " – ");
    ovf_bytes_text(bytes, last);
}

void ovf_project_subtitle(ovf_bytes *bytes, const ovf_map *map, const ovf_project_facts *facts)
{
    const json_t *totals = json_object_get(map->summary, "totals"),
                 *zones = json_object_get(totals, "zones"), *zone;
    double inside = 0;
    ovf_totals judged;
    char verdicts[OVF_VERDICTS_TEXT];
    size_t i;
    json_array_foreach(zones, i, zone) inside += number(zone, "inside_m");
    counted(bytes, count(totals, "routes"), "route", "routes");
    ovf_bytes_text(bytes, ", ");
    distance(bytes, number(totals, "length_m"));
    ovf_bytes_text(bytes, " in all; ");
    grouped(bytes, count(totals, "meeting_routes"));
    ovf_bytes_text(bytes,
                   count(totals, "meeting_routes") == 1 ? " meets a zone, " : " meet a zone, ");
    distance(bytes, inside);
    ovf_bytes_text(bytes, " inside");
    if (ovf_map_totals(map, &judged)) {
        ovf_verdicts_text(&judged, verdicts);
        ovf_bytes_text(bytes, "; ");
        ovf_bytes_text(bytes, verdicts);
    }
    if (!isnan(facts->first_s)) {
        ovf_bytes_text(bytes, "; ");
        days(bytes, facts->first_s, facts->last_s);
    }
}

void ovf_project_findings(ovf_bytes *bytes, const ovf_project_facts *facts)
{
    static const char *const one[] = {"violation", "undecided", "warning", "for information"},
                             *const many[] = {"violations", "undecided", "warnings",
                                              "for information"};
    const char *before = ": ";
    counted(bytes, ovf_project_facts_findings(facts), "finding", "findings");
    for (size_t i = 0; i < OVF_PROJECT_SEVERITIES; i++) {
        if (facts->findings[i] == 0) continue;
        ovf_bytes_text(bytes, before);
        counted(bytes, facts->findings[i], one[i], many[i]);
        before = ", ";
    }
}

void ovf_project_credits(ovf_bytes *bytes, const ovf_map *map, const ovf_project_facts *facts)
{
    if (facts->attributions != NULL) {
        ovf_bytes_text(bytes, "Zones: ");
        ovf_xml_text(bytes, facts->attributions);
        ovf_bytes_text(bytes, ". ");
    }
    if (map->land.polygon_count > 0 || map->land.border_count > 0)
        ovf_bytes_text(bytes, "Base map: Natural Earth (public domain). ");
    if (ovf_project_has_places(map, facts))
        ovf_bytes_text(bytes, "Names of places: " OVF_PLACES_SOURCE ". ");
    ovf_project_crs_name(bytes, &facts->crs);
    ovf_bytes_text(bytes, facts->crs.kind == OVF_CRS_AREA ? "; the scale is that of its middle."
                                                          : "; the scale is that of the parallel ");
    if (facts->crs.kind == OVF_CRS_AREA) return;
    ovf_bytes_trimmed(bytes, facts->crs.true_lat, 0);
    ovf_bytes_text(bytes, "°.");
}

void ovf_project_command(ovf_bytes *bytes, const ovf_map *map, size_t size)
{
    const json_t *tool = json_object_get(map->summary, "tool");
    const char *command = json_string_value(json_object_get(map->summary, "command"));
    char *shortened = command == NULL ? NULL : malloc(size);
    ovf_bytes_text(bytes, "Made by ");
    ovf_xml_text(bytes, json_string_value(json_object_get(tool, "name")));
    ovf_bytes_byte(bytes, ' ');
    ovf_xml_text(bytes, json_string_value(json_object_get(tool, "version")));
    if (command != NULL) {
        ovf_bytes_text(bytes, ": ");
        if (shortened == NULL) bytes->failed = true;
        else ovf_text_shorten(command, shortened, size);
        ovf_xml_text(bytes, shortened);
    }
    free(shortened);
}
