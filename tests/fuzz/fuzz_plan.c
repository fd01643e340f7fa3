/* Any bytes as a plan that was typed. Nothing may crash or leak; what is read must hold what the
 * header promises, and its tokens, put together again, must be a plan with the same fixes; what is
 * refused must come with a sentence.
 *
 * Tests: src/input/flightplan/ */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "overflight/flightplan.h"

static char texts[][24] = {"UUMB", "Kubinka",   "UMKK", "Kaliningrad (Khrabrovo)",
                           "EDDK", "Köln/Bonn", "LFMN", "Nice-Cote d'Azur",
                           "iata", "KGD"};
static ovf_attribute code = {.name = texts[8], .type = OVF_ATTRIBUTE_TEXT, .text = texts[9]};
static ovf_airfield fields[] = {
    {.id = texts[0], .name = texts[1], .position = {36, 55}},
    {.id = texts[2], .name = texts[3], .position = {20, 54}, .attributes = {&code, 1}},
    {.id = texts[4], .name = texts[5], .position = {7, 50}},
    {.id = texts[6], .name = texts[7], .position = {7, 43}}};
static const ovf_airfields airfields = {fields, sizeof fields / sizeof *fields};

static void expect(bool holds)
{
    if (!holds) abort();
}

static void check_promises(const ovf_flightplan *plan, const char *text)
{
    const ovf_route *route = &plan->route;
    expect(route->fix_count >= 2 && route->part_count == 1 &&
           route->part_ends[0] == route->fix_count && *route->id != '\0');
    for (size_t i = 0; i < route->fix_count; i++) {
        const ovf_fix *fix = &route->fixes[i];
        const ovf_flightplan_fix *more = &plan->fixes[i];
        expect(fabs(fix->lat) <= 90 && fabs(fix->lon) <= 360 && isnan(fix->time_s));
        expect((more->level == OVF_LEVEL_UNKNOWN) == isnan(fix->altitude_m) &&
               (isnan(more->speed_kmh) || isnan(more->mach)));
        expect(more->airfield == OVF_FLIGHTPLAN_NO_AIRFIELD || more->airfield < airfields.count);
        expect(strstr(text, more->token) != NULL && more->character >= 1 &&
               more->character <= strlen(text));
        if (i == 0) continue;
        const ovf_fix *before = fix - 1;
        /* A level changes from a known one between two fixes at the same place only. */
        bool same_place = before->lon == fix->lon && before->lat == fix->lat;
        expect(same_place || isnan(before->altitude_m) ||
               (before->altitude_m == fix->altitude_m && more[-1].level == more->level));
    }
}

/* The tokens of the fixes alone. */
static void check_tokens(const ovf_flightplan *plan)
{
    ovf_text again = {0};
    ovf_flightplan twin;
    size_t count = 0;
    for (size_t i = 0; i < plan->route.fix_count; i++) {
        const char *token = plan->fixes[i].token;
        if (i > 0 && token == plan->fixes[i - 1].token) continue;
        const char *quote = plan->fixes[i].airfield == OVF_FLIGHTPLAN_NO_AIRFIELD ? ""
                            : strchr(token, '"') == NULL                          ? "\""
                                                                                  : NULL;
        if (quote == NULL) { /* both quotation marks in a name: it cannot be quoted */
            ovf_text_clear(&again);
            return;
        }
        expect(ovf_text_add_string(&again, quote) && ovf_text_add_string(&again, token));
        expect(ovf_text_add_string(&again, quote) && ovf_text_add_string(&again, " "));
        count++;
    }
    ovf_error error;
    expect(ovf_flightplan_parse(again.text, &airfields, &twin, &error) == OVF_OK &&
           twin.route.fix_count == count);
    size_t i = 0;
    for (size_t k = 0; k < count; k++, i++) {
        while (i > 0 && plan->fixes[i].token == plan->fixes[i - 1].token) i++;
        expect(twin.route.fixes[k].lon == plan->route.fixes[i].lon &&
               twin.route.fixes[k].lat == plan->route.fixes[i].lat);
        expect(twin.fixes[k].airfield == plan->fixes[i].airfield);
    }
    ovf_flightplan_clear(&twin);
    ovf_text_clear(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    ovf_flightplan plan;
    ovf_error error = {0};
    if (text == NULL) return 0;
    if (size > 0) memcpy(text, data, size);
    text[size] = '\0';
    if (ovf_flightplan_parse(text, &airfields, &plan, &error) == OVF_OK) {
        check_promises(&plan, text);
        check_tokens(&plan);
    } else {
        expect(error.status == OVF_ERROR_INPUT && strncmp(error.message, "plan: ", 6) == 0);
        expect(plan.memory == NULL && strchr(error.message, '\n') == NULL);
        size_t length = strlen(error.message), step = 1;
        for (size_t i = 0; i < length && step > 0; i += step)
            step = ovf_utf8_length(error.message + i);
        expect(step > 0 && length < sizeof error.message - 1);
    }
    ovf_flightplan_clear(&plan);
    free(text);
    return 0;
}
