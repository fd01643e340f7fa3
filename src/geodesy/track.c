/* The loops here are plain enough for the compiler to vectorise. They are compiled twice, for any
 * machine and for AVX2, and the choice is made at run time; products and sums are rounded apart in
 * both, so that both give the same bytes. */
#include "geodesy/track.h"

#include <stdlib.h>

#include "base/array.h"
#include "geodesy/section.h"

#if defined(__GNUC__) && defined(__x86_64__)
#define WITH_AVX2 1
#define ALWAYS_INLINE __attribute__((always_inline))
#else
#define WITH_AVX2 0
#define ALWAYS_INLINE
#endif

/* Adding and taking off this rounds to the nearest integer. */
#define ROUNDER 0x1.8p52

/* Sine and cosine of an angle in degrees: whole quadrants are taken off in degrees, where that is
 * exact; what is left, at most 45°, goes into the Taylor series, whose next terms are below 1e-19.
 */
static inline ALWAYS_INLINE void sine_cosine(double degrees, double *sine, double *cosine)
{
    double quadrants = degrees * (1.0 / 90) + ROUNDER - ROUNDER;
    double turns = quadrants * 0.25 + ROUNDER - ROUNDER,
           quadrant = quadrants - 4 * turns; /* -2 … 2 */
    double x = (degrees - 90 * quadrants) * OVF_RADIAN, x2 = x * x;
    double s = x - x * x2 *
                       (1.0 / 6 -
                        x2 * (1.0 / 120 -
                              x2 * (1.0 / 5040 -
                                    x2 * (1.0 / 362880 -
                                          x2 * (1.0 / 39916800 -
                                                x2 * (1.0 / 6227020800.0 -
                                                      x2 * (1.0 / 1307674368000.0 -
                                                            x2 * (1.0 / 355687428096000.0))))))));
    double c =
        1 - x2 * (0.5 -
                  x2 * (1.0 / 24 -
                        x2 * (1.0 / 720 -
                              x2 * (1.0 / 40320 -
                                    x2 * (1.0 / 3628800 -
                                          x2 * (1.0 / 479001600.0 -
                                                x2 * (1.0 / 87178291200.0 -
                                                      x2 * (1.0 / 20922789888000.0 -
                                                            x2 * (1.0 / 6402373705728000.0)))))))));
    bool odd = quadrant == 1 || quadrant == -1;
    double first = odd ? c : s, second = odd ? s : c;
    *sine = quadrant == 0 || quadrant == 1 ? first : -first;
    *cosine = quadrant == 0 || quadrant == -1 ? second : -second;
}

static inline ALWAYS_INLINE void point(double lon, double lat, double *x, double *y, double *z)
{
    double sin_lat, cos_lat, sin_lon, cos_lon;
    sine_cosine(lat, &sin_lat, &cos_lat);
    sine_cosine(lon, &sin_lon, &cos_lon);
    double n = OVF_EARTH_A / sqrt(1 - OVF_EARTH_E2 * sin_lat * sin_lat);
    *x = n * cos_lat * cos_lon;
    *y = n * cos_lat * sin_lon;
    *z = n * (1 - OVF_EARTH_E2) * sin_lat;
}

static inline ALWAYS_INLINE void separated(const double *restrict lon, const double *restrict lat,
                                           size_t step, size_t count, double *restrict x,
                                           double *restrict y, double *restrict z)
{
    for (size_t i = 0; i < count; i++) point(lon[i * step], lat[i * step], &x[i], &y[i], &z[i]);
}

static inline ALWAYS_INLINE void interleaved(const double *restrict lonlat, size_t step,
                                             size_t count, double *restrict x, double *restrict y,
                                             double *restrict z)
{
    for (size_t i = 0; i < count; i++)
        point(lonlat[i * step], lonlat[i * step + 1], &x[i], &y[i], &z[i]);
}

/* A loop for each layout that the compiler can know. */
static inline ALWAYS_INLINE void points(const ovf_fixes *fixes, size_t count, ovf_track *t)
{
    const double *lon = fixes->lon, *lat = fixes->lat;
    size_t step = fixes->step;
    bool beside = lat == lon + 1;
    if (beside && step == 4) interleaved(lon, 4, count, t->x, t->y, t->z);
    else if (beside && step == 3) interleaved(lon, 3, count, t->x, t->y, t->z);
    else if (beside && step == 2) interleaved(lon, 2, count, t->x, t->y, t->z);
    else if (step == 1) separated(lon, lat, 1, count, t->x, t->y, t->z);
    else separated(lon, lat, step, count, t->x, t->y, t->z);
}

/* On a circle of the Euler radius R in the leg's direction at its middle an arc is s = c (1 + u/24
 * + 3u²/640 + …), u = (c/R)². The curvature is taken at the middle of the chord (section.h), where
 * the gradient is shorter than on the ellipsoid by u/8 of itself: that turns u into u (1 - u/4),
 * and 3/640 into 3/640 - 1/96. What is left comes from the curvature's change along the leg and
 * from u³: below 1e-8 m up to 50 km (tests/unit/test_track.c). */
static inline ALWAYS_INLINE void chords(const double *restrict x, const double *restrict y,
                                        const double *restrict z, size_t count,
                                        double *restrict length_m)
{
    const double w = 1 / (OVF_EARTH_A * OVF_EARTH_A), w_pole = 1 / (OVF_EARTH_B * OVF_EARTH_B);
    for (size_t i = 0; i + 1 < count; i++) {
        double dx = x[i + 1] - x[i], dy = y[i + 1] - y[i], dz = z[i + 1] - z[i];
        double mx = (x[i + 1] + x[i]) * (w / 2), my = (y[i + 1] + y[i]) * (w / 2),
               mz = (z[i + 1] + z[i]) * (w_pole / 2);
        double level2 = dx * dx + dy * dy, chord2 = level2 + dz * dz,
               bent = level2 * w + dz * dz * w_pole;
        double u = bent * bent / ((chord2 + 1e-300) * (mx * mx + my * my + mz * mz));
        u = chord2 > OVF_TRACK_LEG_LONGEST_M * OVF_TRACK_LEG_LONGEST_M
                ? 0
                : u; /* the chord will do to tell that the leg is long */
        length_m[i] = sqrt(chord2) * (1 + u * (1.0 / 24 - u * (11.0 / 1920)));
    }
}

static void lay_portably(const ovf_fixes *fixes, size_t count, ovf_track *t)
{
    points(fixes, count, t);
    chords(t->x, t->y, t->z, count, t->length_m);
}

#if WITH_AVX2
__attribute__((target("avx2"))) static void lay_with_avx2(const ovf_fixes *fixes, size_t count,
                                                          ovf_track *t)
{
    points(fixes, count, t);
    chords(t->x, t->y, t->z, count, t->length_m);
}
#endif

static bool lay(ovf_track *t, const ovf_fixes *fixes, size_t count, bool portably)
{
    size_t capacity = t->capacity;
    double **arrays[] = {&t->x, &t->y, &t->z, &t->length_m};
    for (int i = 0; i < 4; i++) {
        capacity = t->capacity;
        if (!ovf_array_reserve(arrays[i], &capacity, count, sizeof(double))) return false;
    }
    t->capacity = capacity;
#if WITH_AVX2
    if (!portably && __builtin_cpu_supports("avx2")) lay_with_avx2(fixes, count, t);
    else lay_portably(fixes, count, t);
#else
    (void)portably;
    lay_portably(fixes, count, t);
#endif
    for (size_t i = 0; i + 1 < count; i++) {
        if (!(t->length_m[i] > OVF_TRACK_LEG_LONGEST_M)) continue;
        if (t->length_m[i] < 0.99 * OVF_SECTION_LONGEST_M)
            t->length_m[i] = ovf_section_length(ovf_track_point(t, i), ovf_track_point(t, i + 1));
        else {
            ovf_lonlat from = ovf_fixes_place(fixes, i), to = ovf_fixes_place(fixes, i + 1);
            geod_inverse(ovf_earth(), from.lat, from.lon, to.lat, to.lon, &t->length_m[i], NULL,
                         NULL);
        }
    }
    return true;
}

bool ovf_track_lay_from(ovf_track *track, const ovf_fixes *fixes, size_t count)
{
    return lay(track, fixes, count, false);
}

bool ovf_track_lay(ovf_track *track, const ovf_fix *fixes, size_t count)
{
    const ovf_fixes here = ovf_fixes_of(fixes);
    return lay(track, &here, count, false);
}

bool ovf_track_lay_portably(ovf_track *track, const ovf_fix *fixes, size_t count)
{
    const ovf_fixes here = ovf_fixes_of(fixes);
    return lay(track, &here, count, true);
}

void ovf_track_clear(ovf_track *track)
{
    free(track->x);
    free(track->y);
    free(track->z);
    free(track->length_m);
    *track = (ovf_track){0};
}
