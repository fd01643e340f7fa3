/* A restriction from a JSON object: a rule of a rule set, or a zone's own. */
#ifndef OVF_INPUT_RULES_RESTRICTIONS_H
#define OVF_INPUT_RULES_RESTRICTIONS_H

#include <jansson.h>

#include "overflight/restriction.h"

/* Where an object stands, for messages, and how it is read. */
typedef struct {
    const char *where; /* "rules.json: /rules/3", "zones.geojson: feature \"x\": /restrictions/1",
                          or without a pointer for flat attributes */
    bool flat;         /* a feature's attributes: it has others too */
    bool of_zone;      /* a feature's attributes, flat or not: numbers may be texts */
    bool source_wanted;
} ovf_restriction_origin;

/* Reads kind, parameters, heights, dates and what is said of the rule into *restriction, whose
 * rule, scope and place stay as they are. Takes nothing but the kind's members, and `also` (ends
 * with NULL). Errors: OVF_ERROR_INPUT (names member, what was found and what was wanted),
 * OVF_ERROR_MEMORY. */
ovf_status ovf_restriction_read(const json_t *object, const ovf_kind *kind,
                                const ovf_restriction_origin *origin, const char *const *also,
                                ovf_restriction *restriction, ovf_error *error);

/* The kind that the member `member` names. */
ovf_status ovf_restriction_kind(const json_t *object, const char *member,
                                const ovf_restriction_origin *origin, const ovf_kind **kind,
                                ovf_error *error);

/* The kind of that name, written in any way ("Max Distance"), or NULL. */
const ovf_kind *ovf_restriction_kind_like(const char *text);

/* The day or time of an optional member, ISO 8601; *seconds is NAN where it is missing. A day that
 * is an `end` is in it. Errors as above; a date in another form is shown as it should be. */
ovf_status ovf_restriction_date(const json_t *object, const char *member, bool end,
                                const ovf_restriction_origin *origin, double *seconds,
                                ovf_error *error);

/* The text of an optional member: *text stays NULL where it is missing or null; to free. Errors as
 * above. */
ovf_status ovf_restriction_text(const json_t *object, const char *member,
                                const ovf_restriction_origin *origin, const char **text,
                                ovf_error *error);

/* A number as JSON has it; in tables also as text, which may have the unit that is taken: "50 km".
 * A comma is no decimal point. */
bool ovf_restriction_number(const json_t *value, const char *unit, double *number);

/* Adds it to the rules, and takes it over; where one that says the same is there already it is
 * freed. False when memory is out: freed too. */
bool ovf_rules_add(ovf_rules *rules, ovf_restriction *restriction);

#endif
