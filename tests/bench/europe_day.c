/* A made day of flights over Europe, and airspaces: europe_day FLIGHTS FIXES CSV ZONES GEOJSON
 *
 * Each flight goes 300 to 2,500 km from a random place of a box about Europe on a wavering course,
 * climbs, cruises and descends, and is seen each so many seconds that all fixes together are about
 * FIXES. The rows come in the order of time, as a network of receivers keeps them, so those of all
 * flights in the air take turns. Airspaces have 5 to 80 km of radius, 6 to 40 corners, and a floor
 * and a ceiling. The same numbers make the same bytes. */
#include <geodesic.h>

#include "bench.h"

#define DAY_S 86400
#define START_S 1577836800 /* 2020-01-01 */
#define SPEED_MS 220.0
#define TURNS 8 /* legs with a heading of their own */

static const double west = -10, east = 30, south = 36, north = 60;

typedef struct {
    double lon[TURNS + 1], lat[TURNS + 1], cruise_m;
    int begin_s, duration_s;
    unsigned aircraft;
} flight;

static struct geod_geodesic earth;

static int by_begin(const void *a, const void *b)
{
    const flight *one = a, *other = b;
    if (one->begin_s != other->begin_s) return one->begin_s < other->begin_s ? -1 : 1;
    return one->aircraft < other->aircraft ? -1 : 1;
}

static void make(flight *made, unsigned number)
{
    double length_m = uniform(3e5, 2.5e6), heading = uniform(0, 360);
    made->aircraft = number;
    made->lon[0] = uniform(west, east);
    made->lat[0] = uniform(south, north);
    for (int i = 0; i < TURNS; i++, heading += uniform(-15, 15))
        geod_direct(&earth, made->lat[i], made->lon[i], heading, length_m / TURNS,
                    &made->lat[i + 1], &made->lon[i + 1], NULL);
    made->cruise_m = uniform(3000, 12500);
    made->duration_s = (int)(length_m / SPEED_MS);
    made->begin_s = (int)uniform(0, DAY_S);
}

static void write_fix(FILE *file, const flight *of, int second)
{
    double part = (double)(second - of->begin_s) / of->duration_s, at = part * TURNS;
    int leg = at >= TURNS ? TURNS - 1 : (int)at;
    double on = at - leg, climb = fmin(1, 6 * fmin(part, 1 - part));
    fprintf(file, "%d,%06x,%.6f,%.6f,220,CAL%u,False,%.2f\n", START_S + second,
            0x300000 + of->aircraft, of->lat[leg] + on * (of->lat[leg + 1] - of->lat[leg]),
            of->lon[leg] + on * (of->lon[leg + 1] - of->lon[leg]), of->aircraft,
            100 + climb * (of->cruise_m - 100));
}

static double write_flights(const char *path, size_t count, double wanted)
{
    flight *flights = room(count, sizeof *flights);
    const flight **in_air = room(count, sizeof *in_air);
    FILE *file = fopen(path, "w");
    double seconds = 0, fixes = 0;
    size_t next = 0, flying = 0;
    if (file == NULL) exit(3);
    for (size_t i = 0; i < count; i++) {
        make(&flights[i], (unsigned)i);
        seconds += flights[i].duration_s;
    }
    qsort(flights, count, sizeof *flights, by_begin);
    double each_s = seconds / wanted; /* from one fix to the next */
    fprintf(file, "time,icao24,lat,lon,velocity,callsign,onground,baroaltitude\n");
    for (int second = 0; next < count || flying > 0; second++) {
        while (next < count && flights[next].begin_s == second) in_air[flying++] = &flights[next++];
        size_t left = 0;
        for (size_t i = 0; i < flying; i++) {
            const flight *at = in_air[i];
            int since = second - at->begin_s;
            if (since > at->duration_s) continue;
            in_air[left++] = at;
            if (floor(since / each_s) == floor((since - 1) / each_s) && since > 0) continue;
            write_fix(file, at, second);
            fixes++;
        }
        flying = left;
    }
    if (fclose(file) != 0) exit(3);
    free(flights);
    free(in_air);
    return fixes;
}

static void write_zone(FILE *file, size_t number)
{
    static const char *const floors[] = {"GND", "1500 FT AGL", "3500 FT MSL", "FL95", "FL195"},
                             *const ceilings[] = {"3000 FT MSL", "FL95", "FL195", "FL245", "UNL"};
    double lon = uniform(west, east), lat = uniform(south, north),
           radius_m = 5000 * pow(16, uniform(0, 1));
    int corners = 6 + (int)uniform(0, 35), low = (int)uniform(0, 5),
        high = low + (int)uniform(0, 5 - low);
    fprintf(file,
            "%s{\"type\":\"Feature\",\"properties\":{\"id\":\"A%zu\",\"floor\":\"%s\",\"ceiling\":"
            "\"%s\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[",
            number == 0 ? "" : ",\n", number, floors[low], ceilings[high]);
    double first_lon = 0, first_lat = 0;
    for (int i = 0; i < corners; i++) {
        double corner_lon, corner_lat;
        geod_direct(&earth, lat, lon, -360.0 * i / corners, radius_m * uniform(0.8, 1.2),
                    &corner_lat, &corner_lon, NULL);
        if (i == 0) first_lon = corner_lon, first_lat = corner_lat;
        fprintf(file, "[%.6f,%.6f],", corner_lon, corner_lat);
    }
    fprintf(file, "[%.6f,%.6f]]]}}", first_lon, first_lat);
}

int main(int argc, char **argv)
{
    if (argc != 6) {
        fprintf(stderr, "usage: europe_day FLIGHTS FIXES CSV ZONES GEOJSON\n");
        return 2;
    }
    size_t flights = strtoull(argv[1], NULL, 10), zones = strtoull(argv[4], NULL, 10);
    double fixes = strtod(argv[2], NULL);
    at_least("flights", 1, (double)flights);
    at_least("fixes of each", 10, fixes / (double)flights);
    at_least("airspaces", 1, (double)zones);
    geod_init(&earth, 6378137, 1 / 298.257223563);
    print("fixes", write_flights(argv[3], flights, fixes));
    FILE *file = fopen(argv[5], "w");
    if (file == NULL) return 3;
    fprintf(file, "{\"type\":\"FeatureCollection\",\"features\":[\n");
    for (size_t i = 0; i < zones; i++) write_zone(file, i);
    fprintf(file, "\n]}\n");
    return fclose(file) == 0 ? 0 : 3;
}
