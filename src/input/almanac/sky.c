/* libnova gives the apparent place of the sun by VSOP87, in some microseconds. It is asked once for
 * each day; between midnights the place is that of the cubic through four of them, right to 0.001
 * degrees. */
#include "input/almanac/sky.h"

#include <libnova/sidereal_time.h>
#include <libnova/solar.h>
#include <math.h>
#include <pthread.h>

#include "system/library.h"

#define DAY_S 86400.0
#define HALF_DAY_S 43200.0
#define RADIANS (3.14159265358979323846 / 180)
#define UNIX_EPOCH_JD 2440587.5

static struct {
    __typeof__(ln_get_solar_equ_coords) *solar;
    __typeof__(ln_get_apparent_sidereal_time) *sidereal;
} nova;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool loaded;

static void load(void)
{
    static const ovf_library_function places[] = {
        {"ln_get_solar_equ_coords", &nova.solar},
        {"ln_get_apparent_sidereal_time", &nova.sidereal},
    };
    char reason[400];
    loaded = ovf_library_load(OVERFLIGHT_NOVA_LIBRARY, OVERFLIGHT_NOVA_FILE, places,
                              sizeof places / sizeof places[0], reason, sizeof reason);
}

/* libnova keeps what it reckoned last in static variables (earth.c, nutation.c), so one thread may
 * be in it at a time. */
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

static const ovf_sky_day *at_midnight(ovf_sky *sky, int64_t day)
{
    ovf_sky_day *kept = &sky->days[(uint64_t)day % OVF_SKY_DAYS];
    if (kept->known && kept->day == day) return kept;
    const double jd = UNIX_EPOCH_JD + (double)day;
    struct ln_equ_posn sun;
    pthread_mutex_lock(&one_at_a_time);
    nova.solar(jd, &sun);
    const double sidereal_h = nova.sidereal(jd);
    pthread_mutex_unlock(&one_at_a_time);
    *kept = (ovf_sky_day){.day = day,
                          .known = true,
                          .equation_deg = remainder(sidereal_h * 15 - sun.ra - 180, 360),
                          .declination_deg = sun.dec};
    return kept;
}

/* The four midnights around a noon. */
typedef struct {
    double first_s; /* the second of them */
    double equation[4], declination[4];
} four_days;

static four_days around(ovf_sky *sky, double noon_s)
{
    const int64_t day = (int64_t)floor(noon_s / DAY_S);
    four_days found = {.first_s = (double)day * DAY_S};
    for (int i = 0; i < 4; i++) {
        const ovf_sky_day *midnight = at_midnight(sky, day + i - 1);
        found.equation[i] = midnight->equation_deg;
        found.declination[i] = midnight->declination_deg;
    }
    return found;
}

/* Lagrange's cubic through -1, 0, 1, 2. */
static double between(const double v[4], double x)
{
    return -v[0] * x * (x - 1) * (x - 2) / 6 + v[1] * (x + 1) * (x - 1) * (x - 2) / 2 -
           v[2] * (x + 1) * x * (x - 2) / 2 + v[3] * (x + 1) * x * (x - 1) / 6;
}

/* How long before or after noon the sun is at the altitude: 0 where it is never above, 12 h where
 * it is never below. Meeus, Astronomical Algorithms (1998), (15.1). */
static double half_day_s(double latitude_deg, double declination_deg, double altitude_deg)
{
    const double f = latitude_deg * RADIANS, d = declination_deg * RADIANS;
    const double over = sin(altitude_deg * RADIANS) - sin(f) * sin(d);
    const double under = fmax(cos(f) * cos(d), 0);
    if (over >= under) return 0;
    if (over <= -under) return HALF_DAY_S;
    return acos(over / under) / RADIANS * 240;
}

/* The passage of the altitude before (-1) or after (+1) noon: the half day of the declination then,
 * from the noon of the equation of time then. Each step is a hundredth of the last, or the sun
 * grazes the altitude. */
static double passage_s(const four_days *days, double mean_noon_s, double latitude, double altitude,
                        int side, double noon_s)
{
    double t = noon_s, half = 0;
    for (int i = 0; i < 6; i++) {
        const double x = (t - days->first_s) / DAY_S;
        half = half_day_s(latitude, between(days->declination, x), altitude);
        const double next = mean_noon_s - between(days->equation, x) * 240 + side * half;
        const bool done = fabs(next - t) < 0.01;
        t = next;
        if (done) break;
    }
    if (half <= 0) return noon_s;
    if (half >= HALF_DAY_S) return noon_s + side * HALF_DAY_S;
    return side < 0 ? fmin(fmax(t, noon_s - HALF_DAY_S), noon_s)
                    : fmax(fmin(t, noon_s + HALF_DAY_S), noon_s);
}

bool ovf_sky_sun(ovf_sky *sky, int64_t day, double longitude_deg, double latitude_deg,
                 double altitude_deg, ovf_sun *sun)
{
    pthread_once(&once, load);
    if (!loaded) return false;
    const double mean_noon_s = (double)day * DAY_S + HALF_DAY_S - longitude_deg * 240;
    const four_days days = around(sky, mean_noon_s);
    double noon_s = mean_noon_s;
    for (int i = 0; i < 2; i++)
        noon_s = mean_noon_s - between(days.equation, (noon_s - days.first_s) / DAY_S) * 240;
    *sun = (ovf_sun){
        .noon_s = noon_s,
        .rise_s = passage_s(&days, mean_noon_s, latitude_deg, altitude_deg, -1, noon_s),
        .set_s = passage_s(&days, mean_noon_s, latitude_deg, altitude_deg, 1, noon_s),
        .declination_deg = between(days.declination, (noon_s - days.first_s) / DAY_S)};
    return true;
}
