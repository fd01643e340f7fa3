#include "input/flights/given_times.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/time.h"
#include "base/time_forms.h"
#include "model/model.h"

static bool is_blank(const char *text) { return text[strspn(text, " \t\r\n")] == '\0'; }

const ovf_attribute *ovf_given_time(const ovf_attributes *attributes, const char *name)
{
    const ovf_attribute *found = ovf_attributes_spelt(attributes, name);
    if (found != NULL && found->type == OVF_ATTRIBUTE_NULL) return NULL;
    bool blank = found != NULL && found->text != NULL && is_blank(found->text) &&
                 (found->type == OVF_ATTRIBUTE_TEXT || found->type == OVF_ATTRIBUTE_JSON);
    return blank ? NULL : found;
}

static ovf_status refuse(const char *field, const char *found, const char *proposal,
                         ovf_error *error)
{
    const char *example = strcmp(field, "date") == 0 ? "2016-05-05" : "2016-05-05T10:00:00Z";
    return ovf_fail(error, OVF_ERROR_INPUT, "%s: expected ISO 8601 such as %s, found %s%s%s", field,
                    example, found, *proposal != '\0' ? "; did you mean " : "", proposal);
}

ovf_status ovf_given_times_refuse(const char *field, const char *text, ovf_error *error)
{
    char shortened[60], found[64], proposal[OVF_TIME_SIZE] = "";
    ovf_text_shorten(text, shortened, sizeof shortened);
    snprintf(found, sizeof found, "\"%s\"", shortened);
    (void)ovf_time_propose(text, proposal);
    return refuse(field, found, proposal, error);
}

static ovf_status check(const char *name, const ovf_attribute *given, ovf_error *error)
{
    char number[32], found[64], proposal[OVF_TIME_SIZE] = "";
    double seconds, value;
    switch (given->type) {
    case OVF_ATTRIBUTE_TEXT:
        return ovf_time_parse(given->text, &seconds)
                   ? OVF_OK
                   : ovf_given_times_refuse(name, given->text, error);
    case OVF_ATTRIBUTE_INTEGER:
    case OVF_ATTRIBUTE_REAL:
        value = given->type == OVF_ATTRIBUTE_REAL ? given->real : (double)given->integer;
        ovf_text_number(value, number);
        snprintf(found, sizeof found, "the number %s", number);
        (void)ovf_time_propose_number(value, proposal);
        return refuse(name, found, proposal, error);
    case OVF_ATTRIBUTE_BOOLEAN:
        return refuse(name, given->boolean ? "true" : "false", proposal, error);
    default: return refuse(name, "a list or object", proposal, error);
    }
}

ovf_status ovf_given_times_check(const ovf_attributes *attributes, ovf_error *error)
{
    static const char *const names[] = {"date",         "started_at", "completed_at",
                                        "submitted_at", "arrived_at", "start_time"};
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < sizeof names / sizeof *names && status == OVF_OK; i++) {
        const ovf_attribute *given = ovf_given_time(attributes, names[i]);
        if (given != NULL) status = check(names[i], given, error);
    }
    return status;
}
