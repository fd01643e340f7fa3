/* libnova gives the apparent place of the sun by VSOP87, but in the coordinates of the year 2000,
 * which are 50 arc seconds off a year later: its own times of rising are a minute and a half early
 * in 2026. So the place is brought to the equinox of the day. It is asked once for each day;
 * between midnights the place is that of the cubic through four of them, right to 0.001 degrees. */
#include "input/almanac/sky.h"

#include <libnova/nutation.h>
#include <libnova/precession.h>
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
    __typeof__(ln_get_equ_prec) *precess;
    __typeof__(ln_get_nutation) *nutation;
    __typeof__(ln_get_apparent_sidereal_time) *sidereal;
} nova;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool loaded;

static void load(void)
{
    static const ovf_library_function places[] = {
        {"ln_get_solar_equ_coords", &nova.solar},
        {"ln_get_equ_prec", &nova.precess},
        {"ln_get_nutation", &nova.nutation},
        {"ln_get_apparent_sidereal_time", &nova.sidereal},
    };
    char reason[400];
    loaded = ovf_library_load(OVERFLIGHT_NOVA_LIBRARY, OVERFLIGHT_NOVA_FILE, places,
                              sizeof places / sizeof places[0], reason, sizeof reason);
}

/* libnova keeps what it reckoned last in static variables (earth.c, nutation.c), so one thread may
 * be in it at a time. */
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

/* libnova's nutation adds 3e-7 of what it reckoned before, which shows in the tenth digit of a
 * degree. Two fixed days before each make the answer depend on nothing but the question. */
static void forget(void)
{
    struct ln_nutation ignored;
    nova.nutation(UNIX_EPOCH_JD - 1e6, &ignored);
    nova.nutation(UNIX_EPOCH_JD - 2e6, &ignored);
}

static const ovf_sky_day *at_midnight(ovf_sky *sky, int64_t day)
{
    ovf_sky_day *kept = &sky->days[(uint64_t)day % OVF_SKY_DAYS];
    if (kept->known && kept->day == day) return kept;
    const double jd = UNIX_EPOCH_JD + (double)day;
    struct ln_equ_posn of_2000, sun;
    pthread_mutex_lock(&one_at_a_time);
    forget();
    nova.solar(jd, &of_2000);
    nova.precess(&of_2000, jd, &sun);
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

typedef struct {
    four_days days;
    double mean_noon_s, sine_f, cosine_f, sine_altitude;
} horizon;

/* The sine of the sun's altitude less that of the horizon's: Meeus, Astronomical Algorithms (1998),
 * (13.6). */
static double above(const horizon *h, double t_s)
{
    const double x = (t_s - h->days.first_s) / DAY_S;
    const double declination = between(h->days.declination, x) * RADIANS;
    const double angle = ((t_s - h->mean_noon_s) / 240 + between(h->days.equation, x)) * RADIANS;
    return h->sine_f * sin(declination) + h->cosine_f * cos(declination) * cos(angle) -
           h->sine_altitude;
}

/* When the sun passes the horizon between noon and the midnight before (-1) or after (+1): noon
 * where it is under it at noon, midnight where it is over it at midnight. Regula falsi with the
 * Illinois step (M. Dowell and P. Jarratt, BIT 11, 1971), and halves where that is slow. */
static double passage_s(const horizon *h, double noon_s, int side)
{
    double high = noon_s, low = noon_s + side * HALF_DAY_S;
    double over = above(h, high), under = above(h, low);
    if (over <= 0) return high;
    if (under >= 0) return low;
    for (int i = 0, last = 0; i < 60 && fabs(high - low) > 0.01; i++) {
        const double share = i % 4 == 3 ? 0.5 : over / (over - under);
        const double t = high + (low - high) * share, value = above(h, t);
        if (value > 0) {
            high = t;
            over = value;
            if (last == 1) under /= 2;
            last = 1;
        } else {
            low = t;
            under = value;
            if (last == -1) over /= 2;
            last = -1;
        }
        if (value == 0) return t;
    }
    return (high + low) / 2;
}

bool ovf_sky_sun(ovf_sky *sky, int64_t day, double longitude_deg, double latitude_deg,
                 double altitude_deg, ovf_sun *sun)
{
    pthread_once(&once, load);
    if (!loaded) return false;
    const double mean_noon_s = (double)day * DAY_S + HALF_DAY_S - longitude_deg * 240;
    const horizon h = {.days = around(sky, mean_noon_s),
                       .mean_noon_s = mean_noon_s,
                       .sine_f = sin(latitude_deg * RADIANS),
                       .cosine_f = cos(latitude_deg * RADIANS),
                       .sine_altitude = sin(altitude_deg * RADIANS)};
    const four_days *days = &h.days;
    double noon_s = mean_noon_s;
    for (int i = 0; i < 2; i++)
        noon_s = mean_noon_s - between(days->equation, (noon_s - days->first_s) / DAY_S) * 240;
    *sun = (ovf_sun){
        .noon_s = noon_s,
        .rise_s = passage_s(&h, noon_s, -1),
        .set_s = passage_s(&h, noon_s, 1),
        .declination_deg = between(days->declination, (noon_s - days->first_s) / DAY_S)};
    return true;
}
