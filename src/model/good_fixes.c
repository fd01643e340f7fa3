/* With AVX2 a fix is one vector of four numbers, and nothing but the last step branches. The choice
 * is made at run time, and both ways give the same answer. */
#include "model/good_fixes.h"

#include <float.h>
#include <math.h>

#include "model/flaws.h"

#if defined(__GNUC__) && defined(__x86_64__)
#define WITH_AVX2 1
#include <immintrin.h>
#else
#define WITH_AVX2 0
#endif

static bool times_are_in_order(const ovf_fix *fixes, size_t count)
{
    double latest = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        double time = fixes[i].time_s;
        if (time < latest) return false;
        latest = time > latest ? time : latest; /* NAN is passed over */
    }
    return true;
}

bool ovf_fixes_are_good_portably(const ovf_fix *fixes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!(fabs(fixes[i].lon) <= OVF_LON_MAX_DEG) || !(fabs(fixes[i].lat) <= OVF_LAT_MAX_DEG) ||
            fabs(fixes[i].altitude_m) > DBL_MAX || fabs(fixes[i].time_s) > DBL_MAX)
            return false;
    return times_are_in_order(fixes, count);
}

#if WITH_AVX2

_Static_assert(offsetof(ovf_fix, lon) == 0 && offsetof(ovf_fix, lat) == 8 &&
                   offsetof(ovf_fix, altitude_m) == 16 && offsetof(ovf_fix, time_s) == 24 &&
                   sizeof(ovf_fix) == 32,
               "a fix is a vector");

#define PLACE 0x3 /* bits of longitude and latitude in a mask */
#define ALTITUDE 0x4
#define TIME 0x8

__attribute__((target("avx2"))) static bool are_good_with_avx2(const ovf_fix *fixes, size_t count)
{
    const __m256d limits = _mm256_set_pd(DBL_MAX, DBL_MAX, OVF_LAT_MAX_DEG, OVF_LON_MAX_DEG),
                  sign = _mm256_set1_pd(-0.0);
    __m256d before = _mm256_loadu_pd(&fixes[0].lon), beyond = _mm256_setzero_pd(),
            beyond_or_nan = beyond, less = beyond, known = beyond;
    for (size_t i = 0; i < count; i++) {
        __m256d fix = _mm256_loadu_pd(&fixes[i].lon), size = _mm256_andnot_pd(sign, fix);
        beyond = _mm256_or_pd(beyond, _mm256_cmp_pd(size, limits, _CMP_GT_OQ));
        beyond_or_nan = _mm256_or_pd(beyond_or_nan, _mm256_cmp_pd(size, limits, _CMP_NLE_UQ));
        less = _mm256_or_pd(less, _mm256_cmp_pd(fix, before, _CMP_LT_OQ));
        known = _mm256_or_pd(known, _mm256_cmp_pd(fix, fix, _CMP_ORD_Q));
        before = fix;
    }
    int bad = _mm256_movemask_pd(beyond), bad_or_nan = _mm256_movemask_pd(beyond_or_nan);
    if ((bad & (ALTITUDE | TIME)) != 0 || (bad_or_nan & PLACE) != 0) return false;
    if ((_mm256_movemask_pd(less) & TIME) != 0) return false;
    /* Where some times are known and some are not, those that are may lie apart. */
    bool mixed = (bad_or_nan & TIME) != 0 && (_mm256_movemask_pd(known) & TIME) != 0;
    return !mixed || times_are_in_order(fixes, count);
}

#endif

bool ovf_fixes_are_good(const ovf_fix *fixes, size_t count)
{
#if WITH_AVX2
    if (count > 0 && __builtin_cpu_supports("avx2")) return are_good_with_avx2(fixes, count);
#endif
    return ovf_fixes_are_good_portably(fixes, count);
}
