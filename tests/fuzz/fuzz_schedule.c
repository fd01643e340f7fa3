/* Any bytes as the text of a schedule. Nothing may crash or leak; what is read and written must be
 * read as the same; its stretches must be in order and within the window; what is refused must come
 * with a sentence.
 *
 * Tests: src/model/schedule*.c */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "overflight/schedule.h"

static void expect(bool holds)
{
    if (!holds) abort();
}

static void check_stretches(const ovf_schedule *schedule)
{
    static const ovf_lonlat_box boxes[] = {
        {14, 49, 15, 50}, {170, -20, -170, 10}, {-180, 60, 180, 90}};
    const double from_s = 1790000000, until_s = from_s + 9 * 86400.0;
    ovf_actives found = {0};
    for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++) {
        expect(ovf_schedule_between(schedule, NULL, &boxes[i], from_s, until_s, &found, NULL) ==
               OVF_OK);
        for (size_t j = 0; j < found.count; j++) {
            const ovf_active *s = &found.items[j];
            expect(from_s <= s->from_s && s->from_s < s->until_s && s->until_s <= until_s);
            expect(j == 0 || s[-1].until_s < s->from_s ||
                   (s[-1].until_s == s->from_s && s[-1].sure != s->sure));
        }
    }
    ovf_actives_clear(&found);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1), *written = NULL, *again = NULL;
    ovf_schedule schedule = {0}, twin = {0};
    ovf_error error = {0};
    if (text == NULL) return 0;
    if (size > 0) memcpy(text, data, size);
    text[size] = '\0';
    if (ovf_schedule_parse(text, NULL, &schedule, &error) == OVF_OK) {
        expect(ovf_schedule_text(&schedule, &written, &error) == OVF_OK);
        expect(ovf_schedule_parse(written, NULL, &twin, &error) == OVF_OK);
        expect(ovf_schedule_text(&twin, &again, &error) == OVF_OK && strcmp(written, again) == 0);
        expect(schedule.count == twin.count && schedule.unknown == twin.unknown);
        check_stretches(&schedule);
    } else {
        expect(error.status == OVF_ERROR_INPUT && strstr(error.message, "expected ") != NULL);
        expect(schedule.periods == NULL && strchr(error.message, '\n') == NULL);
    }
    ovf_schedule_clear(&schedule);
    ovf_schedule_clear(&twin);
    free(again);
    free(written);
    free(text);
    return 0;
}
