#include "input/formats/fixes/column_names.h"

#include <string.h>

#define NAME_MAX_BYTES 64

typedef enum {
    LON,
    LAT,
    POSITION,
    TIME,
    DATE,
    ZONE,
    ELAPSED,
    GROUND,
    SPEED,
    AIRCRAFT,
    CALL,
    FLIGHT,
    SQUAWK,
    AGE,
    TAKER_COUNT
} meaning;

/* The rank of a column with the time of the position. */
#define OWN_TIME 10

/* Without marks and capitals. The greater rank is taken; of a position its own time is better than
 * that of the row. */
static const struct {
    const char *name;
    meaning means;
    int rank;
} names[] = {
    {"longitude", LON, 3},
    {"lon", LON, 3},
    {"lng", LON, 3},
    {"long", LON, 2},
    {"longitudedeg", LON, 3},
    {"longitudedegrees", LON, 3},
    {"londeg", LON, 3},
    {"gpslongitude", LON, 2},
    {"osdlongitude", LON, 3},
    {"positionlong", LON, 2},

    {"latitude", LAT, 3},
    {"lat", LAT, 3},
    {"latitudedeg", LAT, 3},
    {"latitudedegrees", LAT, 3},
    {"latdeg", LAT, 3},
    {"gpslatitude", LAT, 2},
    {"osdlatitude", LAT, 3},
    {"positionlat", LAT, 2},

    {"position", POSITION, 3},
    {"latlon", POSITION, 3},
    {"latlong", POSITION, 3},
    {"lastposupdate", TIME, OWN_TIME},
    {"lastposition", TIME, OWN_TIME},
    {"timeposition", TIME, OWN_TIME},
    {"postime", TIME, OWN_TIME},
    {"positiontime", TIME, OWN_TIME},
    {"snapshotid", TIME, 9},
    {"timestamp", TIME, 8},
    {"timestamputc", TIME, 8},
    {"unixtime", TIME, 8},
    {"unixtimestamp", TIME, 8},
    {"timeover", TIME, 8},
    {"datetime", TIME, 7},
    {"datetimeutc", TIME, 7},
    {"timeutc", TIME, 7},
    {"utctime", TIME, 7},
    {"utcdatetime", TIME, 7},
    {"utc", TIME, 6},
    {"time", TIME, 5},
    {"ts", TIME, 5},
    {"epoch", TIME, 5},
    {"gpstime", TIME, 5},
    {"fixtime", TIME, 5},
    {"now", TIME, 3},
    {"lcltime", TIME, 4},
    {"date", DATE, 3},
    {"lcldate", DATE, 2},
    {"gpsdate", DATE, 2},
    {"utcdate", DATE, 3},
    {"dateutc", DATE, 3},
    {"utcofst", ZONE, 1},
    {"utcoffset", ZONE, 1},
    {"timemillisecond", ELAPSED, 1},
    {"onground", GROUND, 2},
    {"gnd", GROUND, 1},
    {"isonground", GROUND, 2},
    {"velocity", SPEED, 2},
    {"groundspeed", SPEED, 2},
    {"gs", SPEED, 1},
    {"speed", SPEED, 1},
    {"gspeed", SPEED, 1},
    {"icao24", AIRCRAFT, 9},
    {"icao", AIRCRAFT, 7},
    {"icaoaddress", AIRCRAFT, 8},
    {"hex", AIRCRAFT, 7},
    {"hexid", AIRCRAFT, 7},
    {"hexident", AIRCRAFT, 7},
    {"modes", AIRCRAFT, 6},
    {"modescode", AIRCRAFT, 6},
    {"transponder", AIRCRAFT, 5},
    {"aircraftid", AIRCRAFT, 4},
    {"tailnumber", AIRCRAFT, 3},
    {"registration", AIRCRAFT, 3},
    {"callsign", CALL, 5},
    {"flight", CALL, 2},
    {"call", CALL, 1},
    {"ident", CALL, 1},
    {"identificationcallsign", CALL, 4},
    {"aircrafthex", AIRCRAFT, 6},
    {"aircraftregistration", AIRCRAFT, 3},
    {"positionlng", LON, 2},
    {"positionlongitude", LON, 2},
    {"positionlatitude", LAT, 2},
    {"flightid", FLIGHT, 5},
    {"ectrlid", FLIGHT, 6},
    {"trackid", FLIGHT, 3},
    {"trajectoryid", FLIGHT, 3},
    {"tripid", FLIGHT, 2},
    {"trackfid", FLIGHT, 1},
    {"squawk", SQUAWK, 1},
    {"seenpos", AGE, 1},
};

/* Of a flight, or else of a row. */
static const char *const doubtful_ids[] = {"id", "fid", "uid", "name", "vehicle", "track"};

static const struct {
    const char *begin;
    ovf_reference reference;
    double factor; /* where the name has no unit; 0: not known */
} altitudes[] = {
    {"baroaltitude", OVF_REFERENCE_PRESSURE, 1},
    {"altbaro", OVF_REFERENCE_PRESSURE, OVF_FOOT_M},
    {"baroalt", OVF_REFERENCE_PRESSURE, 0},
    {"barometricaltitude", OVF_REFERENCE_PRESSURE, 0},
    {"pressurealtitude", OVF_REFERENCE_PRESSURE, 0},
    {"pressurealt", OVF_REFERENCE_PRESSURE, 0},
    {"flightlevel", OVF_REFERENCE_PRESSURE, OVF_LEVEL_M},
    {"geoaltitude", OVF_REFERENCE_ELLIPSOID, 1},
    {"altgeom", OVF_REFERENCE_ELLIPSOID, OVF_FOOT_M},
    {"geometricaltitude", OVF_REFERENCE_ELLIPSOID, 0},
    {"gnssaltitude", OVF_REFERENCE_ELLIPSOID, 0},
    {"altitudeabovesealevel", OVF_REFERENCE_SEA, 0},
    {"altitudemsl", OVF_REFERENCE_SEA, 0},
    {"altmsl", OVF_REFERENCE_SEA, 0},
    {"altitudeamsl", OVF_REFERENCE_SEA, 0},
    {"mslaltitude", OVF_REFERENCE_SEA, 0},
    {"altitudeagl", OVF_REFERENCE_GROUND, 0},
    {"altagl", OVF_REFERENCE_GROUND, 0},
    {"heightaboveground", OVF_REFERENCE_GROUND, 0},
    {"elevation", OVF_REFERENCE_SEA, 1},
    {"ele", OVF_REFERENCE_SEA, 1},
    {"osdaltitude", OVF_REFERENCE_SEA, 0},
    {"altitude", OVF_REFERENCE_UNKNOWN, 0},
    {"alt", OVF_REFERENCE_UNKNOWN, 0},
};

static const struct {
    const char *end;
    double factor;
    bool over_sea;
} units[] = {
    {"", 0, false},      {"ft", OVF_FOOT_M, false},    {"feet", OVF_FOOT_M, false},
    {"m", 1, false},     {"meters", 1, false},         {"metres", 1, false},
    {"meter", 1, false}, {"metre", 1, false},          {"ftmsl", OVF_FOOT_M, true},
    {"mmsl", 1, true},   {"ftamsl", OVF_FOOT_M, true}, {"mamsl", 1, true},
    {"km", 1000, false}, {"fl", OVF_LEVEL_M, false},
};

#define COUNT(items) (sizeof(items) / sizeof *(items))

/* Letters and digits alone, small. */
static void simplify(const ovf_cell *cell, char name[NAME_MAX_BYTES])
{
    size_t length = 0;
    for (size_t i = 0; i < cell->length && length < NAME_MAX_BYTES - 1; i++) {
        char c = cell->text[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) name[length++] = c;
    }
    name[length] = '\0';
}

int ovf_column_place(const ovf_cell *cell)
{
    char name[NAME_MAX_BYTES];
    simplify(cell, name);
    for (size_t i = 0; i < COUNT(names); i++)
        if (names[i].means <= POSITION && strcmp(name, names[i].name) == 0)
            return names[i].means == LON   ? OVF_PLACE_LON
                   : names[i].means == LAT ? OVF_PLACE_LAT
                                           : OVF_PLACE_BOTH;
    return 0;
}

bool ovf_column_is_known(const ovf_cell *cell)
{
    char name[NAME_MAX_BYTES];
    ovf_altitude_column altitude;
    simplify(cell, name);
    for (size_t i = 0; i < COUNT(names); i++)
        if (strcmp(name, names[i].name) == 0) return true;
    return ovf_altitude_name_read(cell, &altitude);
}

void ovf_column_name_uncut(ovf_cell *cell)
{
    char name[NAME_MAX_BYTES];
    if (ovf_column_is_known(cell)) return;
    simplify(cell, name);
    size_t length = strlen(name);
    for (size_t i = 0; i < COUNT(names); i++)
        if (strncmp(names[i].name, name, length) == 0)
            *cell = (ovf_cell){names[i].name, strlen(names[i].name)};
    for (size_t i = 0; i < COUNT(altitudes); i++)
        if (strncmp(altitudes[i].begin, name, length) == 0)
            *cell = (ovf_cell){altitudes[i].begin, strlen(altitudes[i].begin)};
}

bool ovf_altitude_name_read(const ovf_cell *cell, ovf_altitude_column *altitude)
{
    char name[NAME_MAX_BYTES];
    simplify(cell, name);
    for (size_t i = 0; i < COUNT(altitudes); i++) {
        size_t length = strlen(altitudes[i].begin);
        if (strncmp(name, altitudes[i].begin, length) != 0) continue;
        for (size_t k = 0; k < COUNT(units); k++) {
            if (strcmp(name + length, units[k].end) != 0) continue;
            altitude->factor = units[k].factor == 0 ? altitudes[i].factor : units[k].factor;
            altitude->reference = units[k].over_sea ? OVF_REFERENCE_SEA : altitudes[i].reference;
            if (units[k].factor == OVF_LEVEL_M) altitude->reference = OVF_REFERENCE_PRESSURE;
            return true;
        }
    }
    return false;
}

/* Pressure is what most rules of the air are about, and what aircraft tell most often. */
static int rank_altitude(ovf_reference reference)
{
    switch (reference) {
    case OVF_REFERENCE_PRESSURE: return 4;
    case OVF_REFERENCE_SEA: return 3;
    case OVF_REFERENCE_ELLIPSOID: return 2;
    case OVF_REFERENCE_UNKNOWN: return 1;
    default: return 0;
    }
}

static void add_altitude(ovf_columns *columns, const ovf_altitude_column *found)
{
    ovf_altitude_column *best = columns->altitudes;
    int rank = rank_altitude(found->reference);
    if (best[0].column == OVF_NO_COLUMN || rank > rank_altitude(best[0].reference)) {
        best[1] = best[0];
        best[0] = *found;
    } else if (best[1].column == OVF_NO_COLUMN || rank > rank_altitude(best[1].reference)) {
        best[1] = *found;
    }
}

/* The table that `convert` writes, whose altitudes are over the sea where they are not of the
 * pressure. */
static bool is_own(const ovf_cell *cells, size_t count)
{
    static const char *const own[] = {"flightid",         "part", "time", "lon", "lat", "altitudem",
                                      "pressurealtitudem"};
    for (size_t i = 0; i < COUNT(own); i++) {
        char name[NAME_MAX_BYTES] = "";
        if (i < count) simplify(&cells[i], name);
        if (strcmp(name, own[i]) != 0) return false;
    }
    return true;
}

/* What receivers tell is in feet, and over the level of 1013.25 hPa. */
static void find_altitudes(const ovf_cell *cells, size_t count, bool received, bool local,
                           ovf_columns *columns)
{
    bool own = is_own(cells, count);
    for (size_t i = 0; i < count; i++) {
        ovf_altitude_column found = {.column = i};
        if (!ovf_altitude_name_read(&cells[i], &found)) continue;
        if (own && found.reference == OVF_REFERENCE_UNKNOWN) found.reference = OVF_REFERENCE_SEA;
        if (received && found.reference == OVF_REFERENCE_UNKNOWN) {
            found.reference = OVF_REFERENCE_PRESSURE;
            if (found.factor == 0) found.factor = OVF_FOOT_M;
        }
        /* Garmin's integrated flight decks name no unit there. */
        if (local && found.factor == 0 && found.reference == OVF_REFERENCE_SEA)
            found.factor = OVF_FOOT_M;
        if (found.factor > 0) add_altitude(columns, &found);
        else if (columns->no_unit == OVF_NO_COLUMN) columns->no_unit = i;
    }
    if (columns->altitudes[0].column != OVF_NO_COLUMN) columns->no_unit = OVF_NO_COLUMN;
}

void ovf_column_names_read(const ovf_cell *cells, size_t count, ovf_columns *columns)
{
    size_t found[TAKER_COUNT];
    int ranks[TAKER_COUNT] = {0};
    bool local = false, snapshot = false, day_first = false;
    for (size_t i = 0; i < TAKER_COUNT; i++) found[i] = OVF_NO_COLUMN;
    for (size_t i = 0; i < count; i++) {
        char name[NAME_MAX_BYTES];
        simplify(&cells[i], name);
        snapshot = snapshot || strcmp(name, "snapshotid") == 0;
        local = local || strcmp(name, "lcltime") == 0;
        day_first = day_first || strcmp(name, "timeover") == 0;
        for (size_t k = 0; k < COUNT(doubtful_ids); k++)
            if (columns->doubtful_id == OVF_NO_COLUMN && strcmp(name, doubtful_ids[k]) == 0)
                columns->doubtful_id = i;
        for (size_t k = 0; k < COUNT(names); k++) {
            if (strcmp(name, names[k].name) != 0 || names[k].rank <= ranks[names[k].means])
                continue;
            found[names[k].means] = i;
            ranks[names[k].means] = names[k].rank;
        }
    }
    bool split = found[LON] != OVF_NO_COLUMN && found[LAT] != OVF_NO_COLUMN;
    columns->lon = split ? found[LON] : OVF_NO_COLUMN;
    columns->lat = split ? found[LAT] : OVF_NO_COLUMN;
    columns->position = split ? OVF_NO_COLUMN : found[POSITION];
    columns->time = found[TIME];
    columns->date = found[DATE];
    columns->zone = found[ZONE];
    columns->elapsed_ms = found[ELAPSED];
    columns->clock = day_first ? OVF_CLOCK_DAY_FIRST : OVF_CLOCK_ANY;
    columns->on_ground = found[GROUND];
    /* Where a position has a time of its own, its being repeated shows by that. */
    bool own = ranks[TIME] == OWN_TIME || found[AGE] != OVF_NO_COLUMN;
    columns->speed = own ? OVF_NO_COLUMN : found[SPEED];
    columns->age = ranks[TIME] == OWN_TIME ? OVF_NO_COLUMN : found[AGE];
    columns->aircraft = found[AIRCRAFT];
    columns->call = found[CALL];
    if (found[FLIGHT] != OVF_NO_COLUMN) columns->ids[columns->id_count++] = found[FLIGHT];
    columns->level_is_zero_on_ground = snapshot || columns->position != OVF_NO_COLUMN;
    bool received = ranks[AIRCRAFT] >= 4 || found[SQUAWK] != OVF_NO_COLUMN ||
                    columns->level_is_zero_on_ground;
    find_altitudes(cells, count, received, local, columns);
}
