/* Any bytes as a file of airspace, in each format. Nothing may crash or leak; an airspace without a
 * flaw has an outline, and what is refused must come with a sentence. The first byte chooses the
 * format, or that it is recognised; the second is not used.
 *
 * Tests: src/input/airspace/ */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input/airspace/airspace.h"

#define MOST ((size_t)1 << 16)

static const ovf_airspace_format *const formats[] = {
    &ovf_airspace_format_openair, &ovf_airspace_format_openaip, &ovf_airspace_format_ed269,
    &ovf_airspace_format_ed318,   &ovf_airspace_format_tnp,     &ovf_airspace_format_tfr,
    &ovf_airspace_format_kml,     &ovf_airspace_format_aixm5,   &ovf_airspace_format_aixm45};
#define FORMATS (sizeof formats / sizeof *formats)

static void expect_at(bool holds, int line)
{
    if (holds) return;
    fprintf(stderr, "fuzz_airspace.c:%d: what is expected there does not hold\n", line);
    abort();
}

#define expect(holds) expect_at(holds, __LINE__)

static ovf_status take(void *context, const ovf_airspace *airspace, ovf_error *error)
{
    (void)error;
    ++*(size_t *)context;
    expect(airspace->flaw.length > 0 || airspace->step_count > 0);
    for (size_t i = 0; i < airspace->word_count; i++)
        expect(airspace->words[i].name[0] != '\0' && airspace->words[i].value[0] != '\0');
    for (size_t i = 0; i < airspace->part_count; i++)
        expect(airspace->parts[i].first_step <= airspace->step_count);
    for (size_t i = 0; i < airspace->step_count && airspace->flaw.length == 0; i++) {
        const ovf_step *step = &airspace->steps[i];
        ovf_lonlat at = step->kind == OVF_STEP_CIRCLE ? step->centre : step->to;
        expect(fabs(at.lat) <= 90 && fabs(at.lon) <= 360);
        expect(step->kind != OVF_STEP_CIRCLE || (step->radius_m > 0 && isfinite(step->radius_m)));
    }
    return OVF_OK;
}

static void note(void *context, const char *sentence)
{
    (void)context;
    expect(sentence[0] != '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t count = 0;
    ovf_error error = {0};
    const ovf_airspace_sink sink = {take, note, &count};
    if (size < 2 || size > MOST) return 0;
    const char *text = (const char *)data + 2;
    size_t length = size - 2;
    const ovf_airspace_format *format = data[0] < 128 ? formats[data[0] % FORMATS]
                                                      : ovf_airspace_format_of(text, length);
    if (format == NULL || memchr(text, '\0', length) != NULL) return 0;
    ovf_status status = format->read(text, length, &sink, &error);
    expect(status == OVF_OK || (status == OVF_ERROR_INPUT && error.message[0] != '\0'));
    return 0;
}
