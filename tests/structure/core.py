#!/usr/bin/python3
# Tests: src/
"""The core stands alone: what liboverflight_core.a calls and does not have itself is the C
library, its mathematics and threads, and PROJ's geodesic.h; no file, no clock, no environment."""
import os, re, subprocess, sys

archive = os.path.join(os.environ["OVERFLIGHT_BUILD"], "lib", "liboverflight_core.a")
ALLOWED = set("""
    malloc calloc realloc free qsort bsearch
    memchr memcpy memmove memset memcmp
    strchr strrchr strcpy strcmp strncmp strcspn strspn strlen strstr strcasecmp strncasecmp strpbrk
    strtod strtol strtoul snprintf vsnprintf gmtime_r
    isalpha isdigit isspace tolower toupper
    acos asin asinh atan atan2 atanh cbrt ceil copysign cos exp expm1 fabs floor fma fmax fmin fmod
    frexp hypot ldexp llround log log1p lround modf nearbyint pow remainder rint round sin sincos
    sinh sqrt tan trunc
    pthread_create pthread_join pthread_once pthread_mutex_init pthread_mutex_destroy
    pthread_mutex_lock pthread_mutex_unlock pthread_cond_init pthread_cond_destroy
    pthread_cond_wait pthread_cond_broadcast pthread_cond_signal sysconf
    geod_init geod_direct geod_gendirect geod_inverse geod_geninverse geod_lineinit
    geod_inverseline geod_directline geod_position geod_genposition geod_setdistance
    geod_polygon_init geod_polygon_addpoint geod_polygon_compute geod_polygonarea
""".split())
# What compilers, the hardening of Debian and the sanitizers put in by themselves.
MADE = re.compile(r"^(__(stack_chk|asan|ubsan|sanitizer|lsan|gcov|tsan)\w*|__\w+_chk|"
                  r"_GLOBAL_OFFSET_TABLE_|__u?(div|mod)ti3|__(muloti4|cpu_model|ctype_b_loc|"
                  r"ctype_tolower_loc|ctype_toupper_loc|errno_location|isoc99_\w+|"
                  r"isoc23_\w+)|llvm_gcda\w*|"
                  r"__assert_fail)$")


def symbols(*options):
    run = subprocess.run(["nm", *options, archive], check=True, capture_output=True, text=True)
    return {line.split()[-1] for line in run.stdout.splitlines()
            if line.strip() and not line.endswith(":")}


own, wanted = symbols("--defined-only"), symbols("--undefined-only")
foreign = sorted(name for name in wanted - own if not MADE.match(name) and name not in ALLOWED)
for name in foreign:
    print("the core calls", name)
calls = [name for name in ("ovf_analyze", "ovf_check_route", "ovf_suggest", "ovf_observe",
                           "ovf_zone_area") if name not in own]
for name in calls:
    print("the core lacks", name)
print(f"{len(own)} symbols of its own, {len(wanted - own)} of others")
sys.exit(1 if foreign or calls or len(own) < 200 or "geod_inverse" not in wanted else 0)
