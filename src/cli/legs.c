#include "cli/legs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/time.h"
#include "cli/listing.h"
#include "cli/table.h"

enum { FROM, TO, COURSE, FINAL, LENGTH, ALONG, TIME, ALTITUDE, ZONES, COLUMNS };

static const cli_column all_columns[COLUMNS] = {
    [FROM] = {"from", CLI_TEXT},          [TO] = {"to", CLI_TEXT},
    [COURSE] = {"azimuth", CLI_NUMBER},   [FINAL] = {"at end", CLI_NUMBER},
    [LENGTH] = {"length km", CLI_NUMBER}, [ALONG] = {"so far km", CLI_NUMBER},
    [TIME] = {"time at end", CLI_WORD},   [ALTITUDE] = {"altitude", CLI_NUMBER},
    [ZONES] = {"inside zones", CLI_TEXT},
};

#define CELL 64

/* ---- for people ---- */

/* What a fix is called; NULL: it has no name. */
static const char *name_of(const ovf_route *route, size_t fix)
{
    const char *name = route->fix_names != NULL ? route->fix_names[fix] : NULL;
    return name != NULL && *name != '\0' ? name : NULL;
}

static const char *fix_text(const ovf_route *route, size_t fix, char text[CELL])
{
    const char *name = name_of(route, fix);
    if (name != NULL) return name;
    snprintf(text, CELL, "fix %zu", fix + 1);
    return text;
}

/* To a tenth of a degree; 359.96 is north, as 0 is. */
static void format_azimuth(double degrees, char text[CELL])
{
    double tenths = nearbyint(degrees * 10);
    if (isnan(degrees)) strcpy(text, "–");
    else snprintf(text, CELL, "%05.1f°", (tenths >= 3600 ? 0 : tenths) / 10);
}

static void format_time(double time_s, char text[CELL])
{
    char whole[OVF_TIME_SIZE];
    ovf_time_format(nearbyint(time_s), whole);
    snprintf(text, CELL, "%s", whole);
}

#define LEVEL_M 30.48 /* a flight level is 100 ft */

/* "3050 m" over the sea; "FL330", or "11300 m STD" where a pressure altitude is no flight level;
 * "300 m AGL". */
static void format_altitude(const ovf_route_leg *leg, char text[CELL])
{
    double level = leg->altitude_m / LEVEL_M;
    bool standard = leg->altitude_reference == OVF_HEIGHT_STD;
    if (isnan(leg->altitude_m)) text[0] = '\0';
    else if (standard && level >= 0 && fabs(level - nearbyint(level)) < 0.01)
        snprintf(text, CELL, "FL%03.0f", nearbyint(level));
    else if (leg->altitude_reference == OVF_HEIGHT_MSL)
        snprintf(text, CELL, "%.0f m", leg->altitude_m);
    else
        snprintf(text, CELL, "%.0f m %s", leg->altitude_m,
                 ovf_height_reference_name(leg->altitude_reference));
}

/* "alaska 12.345 km, hawaii 17.2 m", to free; NULL when memory is out. */
static char *zones_text(const ovf_route_leg *leg, const ovf_zones *zones)
{
    size_t size = 1, used = 0;
    for (size_t i = 0; i < leg->zone_count; i++)
        size += strlen(zones->items[leg->zones[i].zone].id) + 40;
    char *text = ovf_array_new(size, 1);
    for (size_t i = 0; i < leg->zone_count && text != NULL; i++) {
        double inside_m = leg->zones[i].inside_m;
        bool far = inside_m >= 1000;
        used += (size_t)snprintf(text + used, size - used, "%s%s %.*f %s", i > 0 ? ", " : "",
                                 zones->items[leg->zones[i].zone].id, far ? 3 : 1,
                                 far ? inside_m / 1000 : inside_m, far ? "km" : "m");
    }
    return text;
}

/* The columns that hold something. */
static size_t choose_columns(const ovf_legs *legs, size_t chosen[COLUMNS])
{
    bool timed = false, high = false, inside = false;
    size_t count = 0;
    for (size_t i = 0; i < legs->count; i++) {
        timed = timed || !isnan(legs->items[i].time_s);
        high = high || !isnan(legs->items[i].altitude_m);
        inside = inside || legs->items[i].zone_count > 0;
    }
    for (size_t k = 0; k < COLUMNS; k++)
        if (!(k == TIME && !timed) && !(k == ALTITUDE && !high) && !(k == ZONES && !inside))
            chosen[count++] = k;
    return count;
}

static bool add_leg(cli_table *table, const size_t *chosen, const ovf_route *route,
                    const ovf_route_leg *leg, const ovf_zones *zones)
{
    char texts[COLUMNS][CELL];
    const char *cells[COLUMNS], *row[COLUMNS];
    char *inside = zones_text(leg, zones);
    if (inside == NULL) return false;
    for (size_t k = 0; k < COLUMNS; k++) cells[k] = texts[k];
    cells[FROM] = fix_text(route, leg->from_fix, texts[FROM]);
    cells[TO] = fix_text(route, leg->to_fix, texts[TO]);
    format_azimuth(leg->azimuth_deg, texts[COURSE]);
    format_azimuth(leg->final_azimuth_deg, texts[FINAL]);
    snprintf(texts[LENGTH], CELL, "%.3f", leg->length_m / 1000);
    snprintf(texts[ALONG], CELL, "%.3f", leg->along_m / 1000);
    format_time(leg->time_s, texts[TIME]);
    format_altitude(leg, texts[ALTITUDE]);
    cells[ZONES] = inside;
    for (size_t k = 0; k < table->column_count; k++) row[k] = cells[chosen[k]];
    bool good = cli_table_add(table, row);
    free(inside);
    return good;
}

ovf_status cli_legs_print(const ovf_result *result, const ovf_zones *zones,
                          const cli_terminal *terminal, ovf_error *error)
{
    ovf_legs legs = {0};
    size_t chosen[COLUMNS];
    cli_column columns[COLUMNS];
    ovf_status status = ovf_legs_list(result, &legs, error);
    if (status != OVF_OK) return status;
    cli_table table = {.columns = columns, .column_count = choose_columns(&legs, chosen)};
    for (size_t k = 0; k < table.column_count; k++) columns[k] = all_columns[chosen[k]];
    bool good = true;
    for (size_t i = 0; i < legs.count && good; i++)
        good = add_leg(&table, chosen, result->route, &legs.items[i], zones);
    if (good) {
        putchar('\n');
        cli_table_print(&table, terminal, stdout);
        putchar('\n');
    }
    cli_table_clear(&table);
    ovf_legs_clear(&legs);
    return good ? OVF_OK : ovf_fail_memory(error);
}

/* ---- for programs ---- */

static json_t *leg_json(const ovf_route *route, const ovf_route_leg *leg, const ovf_zones *zones)
{
    json_t *inside = json_array();
    for (size_t i = 0; i < leg->zone_count; i++)
        (void)json_array_append_new(inside,
                                    json_pack("{s:o,s:f}", "zone_id",
                                              cli_text_json(zones->items[leg->zones[i].zone].id),
                                              "inside_m", leg->zones[i].inside_m));
    const char *reference = isnan(leg->altitude_m)
                                ? NULL
                                : ovf_height_reference_name(leg->altitude_reference);
    return json_pack(
        "{s:I,s:o,s:I,s:o,s:o,s:o, s:f,s:f,s:o,s:o,s:o,s:o}", "from", (json_int_t)leg->from_fix + 1,
        "from_name", cli_text_json(name_of(route, leg->from_fix)), "to",
        (json_int_t)leg->to_fix + 1, "to_name", cli_text_json(name_of(route, leg->to_fix)),
        "azimuth_deg", cli_number_json(leg->azimuth_deg), "final_azimuth_deg",
        cli_number_json(leg->final_azimuth_deg), "length_m", leg->length_m, "along_m", leg->along_m,
        "altitude_m", cli_number_json(leg->altitude_m), "altitude_reference",
        cli_text_json(reference), "time_s", cli_number_json(leg->time_s), "zones", inside);
}

json_t *cli_legs_json(const ovf_result *result, const ovf_zones *zones)
{
    ovf_legs legs = {0};
    json_t *list = json_array();
    bool good = list != NULL && ovf_legs_list(result, &legs, NULL) == OVF_OK;
    for (size_t i = 0; i < legs.count && good; i++)
        good = json_array_append_new(list, leg_json(result->route, &legs.items[i], zones)) == 0;
    ovf_legs_clear(&legs);
    if (good) return list;
    json_decref(list);
    return NULL;
}
