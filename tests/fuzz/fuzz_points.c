/* Any bytes as a file of points, and a plan that names some of them. Nothing may crash or leak;
 * what is read must have places on the earth, and what is refused must come with a sentence.
 *
 * Tests: src/input/points/ */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "gdal/gdal.h"
#include "input/points/point_store.h"
#include "overflight/flightplan.h"

#define NAME "/vsimem/fuzz-points"

static void expect(bool holds)
{
    if (!holds) abort();
}

static void check(const ovf_points *points)
{
    ovf_flightplan plan;
    ovf_error error;
    const ovf_flightplan_options options = {.points = points};
    for (size_t i = 0; i < points->count; i++) {
        const ovf_point *point = &points->points[i];
        size_t count;
        expect(fabs(point->position.lat) <= 90 && fabs(point->position.lon) <= 360);
        expect(ovf_points_named(points, point->ident, strlen(point->ident), &count) != NULL);
    }
    if (ovf_flightplan_parse_with("AAAAA UL620 CCCCC DCT KGD", &options, &plan, &error) == OVF_OK)
        expect(plan.route.fix_count >= 3);
    else expect(error.message[0] != '\0');
    ovf_flightplan_clear(&plan);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {NAME};
    ovf_points *points = NULL;
    ovf_error error = {0};
    if (ovf_gdal_load(NULL) != OVF_OK) return 0;
    VSIFCloseL(VSIFileFromMemBuffer(NAME, (GByte *)(uintptr_t)data, size, FALSE));
    if (ovf_points_read(names, 1, &points, &error) == OVF_OK) check(points);
    else expect(points == NULL && error.message[0] != '\0');
    ovf_points_free(points);
    VSIUnlink(NAME);
    return 0;
}
