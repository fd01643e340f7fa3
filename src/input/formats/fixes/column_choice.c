#include "input/formats/fixes/column_choice.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/number.h"
#include "input/formats/fixes/column_names.h"

typedef struct {
    const ovf_cell *cells;
    size_t count;
    ovf_columns *columns;
    bool ids_said;
    ovf_status status;
    ovf_error *error;
} finder;

static bool same_text(const char *a, size_t a_length, const char *b, size_t b_length)
{
    return a_length == b_length && strncasecmp(a, b, a_length) == 0;
}

static bool fail_missing(finder *in, const char *name, size_t length)
{
    char wanted[64], list[200], text[160];
    snprintf(text, sizeof text, "%.*s", (int)(length < 120 ? length : 120), name);
    ovf_text_shorten(text, wanted, sizeof wanted);
    size_t used = 0;
    char all[600] = "";
    for (size_t i = 0; i < in->count && used < sizeof all - 1; i++) {
        int cell = (int)(in->cells[i].length < 100 ? in->cells[i].length : 100);
        int more = snprintf(all + used, sizeof all - used, "%s%.*s", i == 0 ? "" : ", ", cell,
                            in->cells[i].text);
        if (more > 0) used += (size_t)more;
    }
    ovf_text_shorten(all, list, sizeof list);
    in->status = ovf_fail(in->error, OVF_ERROR_INPUT, "has no column \"%s\"; its columns are: %s",
                          wanted, list);
    return false;
}

/* A name, or #3 for the third column. */
static bool find_column(finder *in, const char *name, size_t length, size_t *column)
{
    int64_t number;
    if (length > 1 && name[0] == '#' && ovf_number_integer(name + 1, length - 1, &number) &&
        number >= 1 && (uint64_t)number <= in->count) {
        *column = (size_t)number - 1;
        return true;
    }
    for (size_t i = 0; i < in->count; i++) {
        if (!same_text(in->cells[i].text, in->cells[i].length, name, length)) continue;
        *column = i;
        return true;
    }
    return fail_missing(in, name, length);
}

static bool add_id(finder *in, const char *name, size_t length)
{
    size_t column;
    if (!find_column(in, name, length, &column)) return false;
    if (!in->ids_said) in->columns->id_count = 0;
    in->ids_said = true;
    if (in->columns->id_count == OVF_ID_COLUMNS) {
        in->status = ovf_fail(in->error, OVF_ERROR_USAGE,
                              "expected at most %d columns for the id of a flight", OVF_ID_COLUMNS);
        return false;
    }
    in->columns->ids[in->columns->id_count++] = column;
    return true;
}

/* "altitude", "sea_ft", "pressure_m", "flight_level": sets what the key says of an altitude. */
static bool is_altitude(const char *key, size_t length, ovf_altitude_column *altitude)
{
    static const struct {
        const char *key;
        ovf_reference reference;
    } kinds[] = {{"altitude", OVF_REFERENCE_UNKNOWN},
                 {"sea", OVF_REFERENCE_SEA},
                 {"pressure", OVF_REFERENCE_PRESSURE},
                 {"ellipsoid", OVF_REFERENCE_ELLIPSOID},
                 {"ground", OVF_REFERENCE_GROUND}};
    *altitude = (ovf_altitude_column){OVF_NO_COLUMN, OVF_LEVEL_M, OVF_REFERENCE_PRESSURE};
    if (same_text(key, length, "flight_level", 12)) return true;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t size = strlen(kinds[i].key);
        if (length < size || strncasecmp(key, kinds[i].key, size) != 0) continue;
        altitude->reference = kinds[i].reference;
        const char *unit = key + size;
        altitude->factor = same_text(unit, length - size, "_ft", 3)  ? OVF_FOOT_M
                           : same_text(unit, length - size, "_m", 2) ? 1
                                                                     : 0;
        if (altitude->factor > 0 || (length == size && i == 0)) return true;
    }
    return false;
}

static bool take_altitude(finder *in, ovf_altitude_column *said, const char *name, size_t length)
{
    ovf_altitude_column named;
    if (!find_column(in, name, length, &said->column)) return false;
    if (said->factor == 0 && ovf_altitude_name_read(&in->cells[said->column], &named))
        *said = (ovf_altitude_column){said->column, named.factor, named.reference};
    if (said->factor == 0) {
        in->status = ovf_fail(in->error, OVF_ERROR_USAGE,
                              "the unit of the altitude in column \"%.*s\" is not known: expected "
                              "altitude_ft or altitude_m, found altitude",
                              (int)(length < 60 ? length : 60), name);
        return false;
    }
    in->columns->altitudes[0] = *said;
    in->columns->altitudes[1].column = OVF_NO_COLUMN;
    in->columns->no_unit = OVF_NO_COLUMN;
    return true;
}

static bool take_said(finder *in, const char *key, size_t key_length, const char *name,
                      size_t length)
{
    ovf_columns *to = in->columns;
    const struct {
        const char *key;
        size_t *column;
        ovf_moment_form clock;
    } keys[] = {{"lon", &to->lon, OVF_CLOCK_ANY},
                {"lat", &to->lat, OVF_CLOCK_ANY},
                {"position", &to->position, OVF_CLOCK_ANY},
                {"time", &to->time, OVF_CLOCK_ANY},
                {"time_s", &to->time, OVF_CLOCK_S},
                {"time_ms", &to->time, OVF_CLOCK_MS},
                {"time_us", &to->time, OVF_CLOCK_US},
                {"time_ns", &to->time, OVF_CLOCK_NS},
                {"date", &to->date, OVF_CLOCK_ANY},
                {"zone", &to->zone, OVF_CLOCK_ANY},
                {"aircraft", &to->aircraft, OVF_CLOCK_ANY},
                {"callsign", &to->call, OVF_CLOCK_ANY},
                {"on_ground", &to->on_ground, OVF_CLOCK_ANY}};
    ovf_altitude_column altitude;
    if (same_text(key, key_length, "id", 2)) return add_id(in, name, length);
    if (is_altitude(key, key_length, &altitude)) return take_altitude(in, &altitude, name, length);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (!same_text(key, key_length, keys[i].key, strlen(keys[i].key))) continue;
        if (keys[i].column == &to->time) {
            to->clock = keys[i].clock;
            to->elapsed_ms = OVF_NO_COLUMN;
        }
        if (keys[i].column == &to->position) to->lon = to->lat = OVF_NO_COLUMN;
        if (keys[i].column == &to->lon || keys[i].column == &to->lat) to->position = OVF_NO_COLUMN;
        return find_column(in, name, length, keys[i].column);
    }
    in->status = ovf_fail(in->error, OVF_ERROR_USAGE,
                          "columns are said by lon, lat, position, time, time_s, time_ms, time_us, "
                          "time_ns, date, zone, altitude_ft, altitude_m, sea_ft, sea_m, "
                          "pressure_ft, pressure_m, flight_level, ellipsoid_ft, ellipsoid_m, "
                          "ground_ft, ground_m, aircraft, callsign, on_ground and id, not by "
                          "\"%.*s\"",
                          (int)(key_length < 40 ? key_length : 40), key);
    return false;
}

/* The next one of a list with commas, maybe in quotation marks; the rest of the list. */
static const char *take_name(const char *at, const char **name, size_t *length)
{
    if (*at == '"') {
        *name = at + 1;
        const char *end = strchr(at + 1, '"');
        *length = end == NULL ? strlen(at + 1) : (size_t)(end - at - 1);
        at = end == NULL ? at + 1 + *length : end + 1;
        at += strcspn(at, ",");
    } else {
        *name = at;
        *length = strcspn(at, ",");
        at += *length;
        while (*length > 0 && (*name)[0] == ' ') (*name)++, (*length)--;
        while (*length > 0 && (*name)[*length - 1] == ' ') (*length)--;
    }
    return *at == ',' ? at + 1 : at;
}

static bool take_all_said(finder *in, const char *said, const char *ids)
{
    const char *name;
    size_t length;
    while (*said != '\0') {
        while (*said == ' ') said++;
        const char *key = said;
        size_t key_length = strcspn(said, "=,");
        if (said[key_length] != '=') {
            in->status = ovf_fail(in->error, OVF_ERROR_USAGE,
                                  "expected columns as lon=NAME,lat=NAME,time=NAME, found \"%.*s\"",
                                  (int)(key_length < 40 ? key_length : 40), key);
            return false;
        }
        said = take_name(key + key_length + 1, &name, &length);
        if (!take_said(in, key, key_length, name, length)) return false;
    }
    while (*ids != '\0') {
        ids = take_name(ids, &name, &length);
        if (length > 0 && !add_id(in, name, length)) return false;
    }
    return true;
}

static void find_last(ovf_columns *to)
{
    const size_t all[] = {to->lon,
                          to->lat,
                          to->position,
                          to->time,
                          to->date,
                          to->zone,
                          to->age,
                          to->speed,
                          to->elapsed_ms,
                          to->call,
                          to->on_ground,
                          to->aircraft,
                          to->altitudes[0].column,
                          to->altitudes[1].column};
    to->last = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i] != OVF_NO_COLUMN && all[i] > to->last) to->last = all[i];
    for (size_t i = 0; i < to->id_count; i++)
        if (to->ids[i] > to->last) to->last = to->ids[i];
}

bool ovf_columns_find(const ovf_cell *cells, size_t count, const char *said, const char *ids,
                      ovf_columns *columns, ovf_status *status, ovf_error *error)
{
    finder in = {cells, count, columns, false, OVF_OK, error};
    *columns = (ovf_columns){.no_unit = OVF_NO_COLUMN,
                             .doubtful_id = OVF_NO_COLUMN,
                             .altitudes = {{.column = OVF_NO_COLUMN}, {.column = OVF_NO_COLUMN}}};
    ovf_column_names_read(cells, count, columns);
    bool good = take_all_said(&in, said == NULL ? "" : said, ids == NULL ? "" : ids);
    *status = in.status;
    find_last(columns);
    return good && (columns->position != OVF_NO_COLUMN ||
                    (columns->lon != OVF_NO_COLUMN && columns->lat != OVF_NO_COLUMN));
}

/* ---- telling ---- */

static bool tell(ovf_text *to, const ovf_cell *cells, const char *what, size_t column,
                 const char *how)
{
    if (column == OVF_NO_COLUMN) return true;
    return ovf_text_add_string(to, what) && ovf_text_add_string(to, " \"") &&
           ovf_text_add(to, cells[column].text, cells[column].length) &&
           ovf_text_add_string(to, "\"") && ovf_text_add_string(to, how);
}

static const char *say_altitude(const ovf_altitude_column *altitude, char text[80])
{
    static const char *const over[] = {[OVF_REFERENCE_UNKNOWN] = "over what is not said",
                                       [OVF_REFERENCE_SEA] = "over the sea",
                                       [OVF_REFERENCE_PRESSURE] = "pressure altitude",
                                       [OVF_REFERENCE_ELLIPSOID] = "over the ellipsoid",
                                       [OVF_REFERENCE_GROUND] = "over the ground"};
    snprintf(text, 80, " (%s, %s)",
             altitude->factor == OVF_FOOT_M    ? "ft"
             : altitude->factor == OVF_LEVEL_M ? "hundreds of feet"
             : altitude->factor == 1000        ? "km"
                                               : "m",
             over[altitude->reference]);
    return text;
}

bool ovf_columns_tell(const ovf_cell *cells, const ovf_columns *columns, ovf_text *sentence)
{
    char text[80];
    bool good = ovf_text_add_string(sentence, "was read as a table of fixes: ");
    good = good && tell(sentence, cells, "longitude", columns->lon, "") &&
           tell(sentence, cells, ", latitude", columns->lat, "") &&
           tell(sentence, cells, "latitude and longitude", columns->position, "") &&
           tell(sentence, cells, ", date", columns->date, "") &&
           tell(sentence, cells, ", time", columns->time, "") &&
           tell(sentence, cells, ", older by the seconds of", columns->age, "") &&
           tell(sentence, cells, ", time since its beginning", columns->elapsed_ms, "") &&
           tell(sentence, cells, ", ahead of UTC by", columns->zone, "");
    if (columns->time == OVF_NO_COLUMN && columns->elapsed_ms == OVF_NO_COLUMN)
        good = good && ovf_text_add_string(sentence, ", no time");
    for (size_t i = 0; i < 2 && good; i++)
        if (columns->altitudes[i].column != OVF_NO_COLUMN)
            good = tell(sentence, cells, i == 0 ? ", altitude" : ", or else",
                        columns->altitudes[i].column, say_altitude(&columns->altitudes[i], text));
    good = good && tell(sentence, cells, ", no altitude, since the unit of", columns->no_unit,
                        " is not known");
    for (size_t i = 0; i < columns->id_count && good; i++)
        good = tell(sentence, cells, i == 0 ? ", flights by" : " and", columns->ids[i], "");
    if (columns->id_count > 0) return good;
    bool both = columns->aircraft != OVF_NO_COLUMN && columns->call != OVF_NO_COLUMN;
    if (columns->aircraft == OVF_NO_COLUMN && columns->call == OVF_NO_COLUMN) {
        if (columns->doubtful_id == OVF_NO_COLUMN)
            return good && ovf_text_add_string(sentence, ", all rows of one aircraft");
        return good && tell(sentence, cells, ", all rows of one aircraft: if", columns->doubtful_id,
                            " tells flights apart, name it as their id");
    }
    return good && tell(sentence, cells, ", flights by", columns->aircraft, "") &&
           tell(sentence, cells, both ? " and" : ", flights by", columns->call, "");
}
