/* Libraries that are loaded late: found by name or by file, and the sentence where they are not.
 * And the versions that are said of those in use.
 *
 * Tests: src/system/library.c src/base/version.c src/input/versions.c src/gdal/gdal.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <geos_c.h>
#include <proj.h>

#include "gdal/gdal.h"
#include "overflight/version.h"
#include "system/library.h"

#define NO_LIBRARY "liboverflight-of-no-name.so.7"

static double (*cosine)(double);
static int (*missing)(void);

static void loaded(void **state)
{
    (void)state;
    char reason[200] = "";
    const ovf_library_function one = {"cos", &cosine};
    assert_true(ovf_library_load("libm.so.6", NO_LIBRARY, &one, 1, reason, sizeof reason));
    assert_true(cosine(0) == 1);
    cosine = NULL;
    /* The file is for where the loader does not know the name. */
    assert_true(ovf_library_load(NO_LIBRARY, "libm.so.6", &one, 1, reason, sizeof reason));
    assert_true(cosine(0) == 1);
    assert_string_equal(reason, "");
}

static void not_loaded(void **state)
{
    (void)state;
    char reason[200] = "", cut[8] = "";
    const ovf_library_function functions[] = {{"cos", &cosine}, {"overflight_cosine", &missing}};
    assert_false(
        ovf_library_load(NO_LIBRARY, "/nowhere/" NO_LIBRARY, functions, 1, reason, sizeof reason));
    assert_non_null(strstr(reason, "/nowhere/" NO_LIBRARY));
    assert_false(ovf_library_load("libm.so.6", NO_LIBRARY, functions, 2, reason, sizeof reason));
    assert_non_null(strstr(reason, "overflight_cosine"));
    assert_null(missing);
    assert_false(ovf_library_load(NO_LIBRARY, NO_LIBRARY, functions, 1, cut, sizeof cut));
    assert_int_equal(strlen(cut), sizeof cut - 1);
}

static void versions(void **state)
{
    (void)state;
    char text[40];
    snprintf(text, sizeof text, "%d.%d.%d", OVF_VERSION_MAJOR, OVF_VERSION_MINOR,
             OVF_VERSION_PATCH);
    assert_string_equal(ovf_version(), text);
    assert_int_equal(ovf_gdal_load(NULL), OVF_OK);
    const char *gdal = ovf_gdal_version(); /* before GDAL's own text, which goes with its next */
    assert_string_equal(gdal, GDALVersionInfo("RELEASE_NAME"));
    assert_string_equal(ovf_proj_version(), proj_info().version);
    /* "3.11.1-CAPI-1.17.1" */
    const char *geos = GEOSversion();
    size_t length = strcspn(geos, "-");
    assert_int_equal(strlen(ovf_geos_version()), length);
    assert_memory_equal(ovf_geos_version(), geos, length);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loaded),
        cmocka_unit_test(not_loaded),
        cmocka_unit_test(versions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
