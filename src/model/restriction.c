#include "overflight/restriction.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "model/model.h"
#include "model/restriction.h"

#define DAY_S 86400.0

static const char *const severities[] = {"information", "warning", "undecided", "violation"};

const char *ovf_severity_name(ovf_severity severity) { return severities[severity]; }

bool ovf_severity_parse(const char *name, ovf_severity *severity)
{
    for (size_t i = 0; i < sizeof severities / sizeof *severities; i++) {
        if (strcasecmp(severities[i], name) != 0 || i == OVF_SEVERITY_UNDECIDED) continue;
        *severity = (ovf_severity)i;
        return true;
    }
    return false;
}

/* ---- times ---- */

void ovf_active_format(double seconds, bool end, char text[OVF_TIME_SIZE])
{
    *text = '\0';
    if (isnan(seconds)) return;
    bool day = fmod(seconds, DAY_S) == 0;
    ovf_time_format(day && end ? seconds - DAY_S : seconds, text);
    if (day && *text != '\0') text[strlen("2018-01-01")] = '\0';
}

void ovf_restriction_clear(ovf_restriction *r)
{
    for (size_t i = 0; i < r->airfield_count; i++) ovf_text_free(r->airfields[i]);
    free(r->airfields);
    const char *texts[] = {r->place_id,   r->rule, r->clause, r->source, r->status,
                           r->confidence, r->note, r->unless, r->zones};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) ovf_text_free(texts[i]);
    *r = (ovf_restriction){0};
}

static bool copy_text(const char **text)
{
    if (*text != NULL) *text = ovf_text_copy(*text);
    else return true;
    return *text != NULL;
}

bool ovf_restriction_copy(const ovf_restriction *from, ovf_restriction *copy)
{
    *copy = *from;
    const char **texts[] = {&copy->place_id, &copy->rule,   &copy->clause,
                            &copy->source,   &copy->status, &copy->note,
                            &copy->unless,   &copy->zones,  &copy->confidence};
    bool good = true;
    copy->airfields = NULL;
    copy->airfield_count = 0;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (good) good = copy_text(texts[i]);
        else *texts[i] = NULL;
    }
    if (!good) ovf_restriction_clear(copy);
    return good;
}

void ovf_rules_clear(ovf_rules *rules)
{
    if (rules == NULL) return;
    for (size_t i = 0; i < rules->count; i++) ovf_restriction_clear(&rules->items[i]);
    for (size_t i = 0; i < rules->set_count; i++) {
        ovf_text_free(rules->sets[i].name);
        ovf_text_free(rules->sets[i].title);
        ovf_text_free(rules->sets[i].file);
    }
    free(rules->items);
    free(rules->sets);
    free(rules->told);
    ovf_zones_clear(&rules->lines);
    *rules = (ovf_rules){0};
}
