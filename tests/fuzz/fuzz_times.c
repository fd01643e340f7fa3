/* Any bytes as a time. What is read must be written so that it is read again as the same to the
 * millisecond; what is proposed for another form must be a time.
 *
 * Tests: src/base/time.c src/base/time_forms.c */
#include "named_bytes.h"

#include <math.h>

#include "base/time.h"
#include "base/time_forms.h"

static void write_again(double seconds)
{
    char text[OVF_TIME_SIZE];
    double again = NAN;
    int64_t before, after;
    ovf_time_format(seconds, text);
    if (!ovf_time_round(seconds, &before)) {
        expect(*text == '\0');
        return;
    }
    expect(ovf_time_parse(text, &again) && ovf_time_round(again, &after) && before == after);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = text_of(data, size), proposal[OVF_TIME_SIZE];
    double seconds = -1, number;
    if (text == NULL) return 0;
    if (ovf_time_parse(text, &seconds)) {
        expect(isfinite(seconds));
        write_again(seconds);
    } else expect(seconds == -1);
    if (ovf_time_propose(text, proposal)) expect(ovf_time_parse(proposal, &seconds));
    else expect(*proposal == '\0');
    if (size >= sizeof number) {
        memcpy(&number, data, sizeof number);
        write_again(number);
        if (ovf_time_propose_number(number, proposal)) expect(ovf_time_parse(proposal, &seconds));
    }
    free(text);
    return 0;
}
