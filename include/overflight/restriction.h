/* Restrictions: limits with a source, as data. ovf_kind_at lists the kinds that there are. */
#ifndef OVERFLIGHT_RESTRICTION_H
#define OVERFLIGHT_RESTRICTION_H

#include "overflight/model.h"
#include "overflight/volume.h"

#ifdef __cplusplus
extern "C" {
#endif

/* From the least to the worst. A rule is one of the others: only a finding is undecided. */
typedef enum {
    OVF_SEVERITY_INFORMATION,
    OVF_SEVERITY_WARNING,
    OVF_SEVERITY_UNDECIDED, /* it may be a violation, and could not be judged */
    OVF_SEVERITY_VIOLATION
} ovf_severity;

/* "information", "warning", "undecided" or "violation". */
const char *ovf_severity_name(ovf_severity severity);
/* Of a rule: false for "undecided", too. */
bool ovf_severity_parse(const char *name, ovf_severity *severity);

/* What a restriction binds. */
typedef enum {
    OVF_SCOPE_FLIGHT = 1 << 0, /* the flight as a whole */
    OVF_SCOPE_ZONE = 1 << 1,   /* where it is in or near a zone */
    OVF_SCOPE_LINE = 1 << 2    /* where it is near a line, a border */
} ovf_scope;

#define OVF_PARAMETERS_MAX 2
#define OVF_NOWHERE ((size_t)-1)

/* A number that a kind of restriction takes: its limit first. */
typedef struct {
    const char *name; /* as it is in files, with its unit: "max_distance_km"; NULL after the last */
    double least, most; /* greater than `least`, at most `most` */
    double usual;       /* where it is left out; NAN: it must be given, unless it is optional */
    const char *meaning;
    bool optional;
} ovf_parameter;

typedef struct ovf_restriction ovf_restriction;

/* A kind of restriction, and what it takes. */
typedef struct {
    const char *name; /* "max_distance" */
    const char *meaning;
    unsigned scopes; /* of ovf_scope */
    ovf_parameter parameters[OVF_PARAMETERS_MAX];
    bool takes_height_reference; /* the member altitude_reference, AGL, MSL or STD; it must be given
                                  */
    bool takes_airfields;        /* the member airfields, a list of ids */
    bool is_least;               /* the limit is the least that is allowed; otherwise the most */
} ovf_kind;

/* All kinds; by name, or NULL. */
const ovf_kind *ovf_kind_at(size_t index);
size_t ovf_kind_count(void);
const ovf_kind *ovf_kind_named(const char *name);

struct ovf_restriction {
    const ovf_kind *kind;
    double values[OVF_PARAMETERS_MAX]; /* of the kind's parameters */
    ovf_height_reference reference;
    ovf_scope scope;
    size_t place; /* index of the zone, or of the line; OVF_NOWHERE: the zone is not among those
                     that are known */
    const char *place_id;      /* its id; NULL for a flight as a whole */
    ovf_height floor, ceiling; /* it binds between them; NAN: from the ground, without end */
    const char **airfields;
    size_t airfield_count;
    const char *rule; /* "treaty-1992/flight-distance"; of a zone's own attributes "ZONE/KIND" */
    const char *clause, *source, *status, *confidence, *note; /* NULL: not given */
    double from_s, until_s;                 /* in force then, until_s excluded; NAN: open */
    double flights_from_s, flights_until_s; /* its rule set is meant for flights of this period,
                                               flights_until_s excluded; a flight whose date is
                                               unknown is taken to be in it; NAN: open; both
                                               the same (zeroed): for flights of any time */
    ovf_severity severity;                  /* of breaking it */
    double uncertainty_m; /* how far the zone's true outline may lie from the drawn one; 0: none is
                             stated */
    const char *unless;   /* the attribute of a route that lifts it, "clearance": yes, or the zones
                             for which it has one; undecided where a route does not state it; NULL:
                             nothing lifts it */
    const char *zones;    /* of a rule about all zones of a class: which, in words; of what is not
                             understood: that it looks like a class; NULL: neither */
};

/* Uncertainties are at most this. */
#define OVF_UNCERTAINTY_MAX_M 1e5

/* How much a rule is agreed on, in one word: "remembered" for what is written down from memory
 * (confidence M); otherwise its status, "in force", "agreed", "disputed", "lifted" or "own", which
 * it is without one. */
const char *ovf_restriction_standing(const ovf_restriction *restriction);
/* Whether somebody may say that it does not hold: it is disputed, lifted or remembered. */
bool ovf_restriction_is_disputable(const ovf_restriction *restriction);

typedef struct {
    const char *name, *title, *file;
    size_t rule_count;
    double flights_from_s, flights_until_s; /* as of its restrictions */
    size_t class_rules;                     /* rules that are about zones of a class */
    size_t class_zones; /* zones that it has such rules for, or says to be unrestricted */
} ovf_rule_set;

/* What rule sets make of an attribute that says of which class a zone is. */
typedef struct {
    size_t zone, attribute; /* their indices */
    bool understood;        /* false: no set has a rule for what it says */
} ovf_told;

/* The restrictions that a check judges, from zones' attributes and from rule sets. */
typedef struct {
    ovf_restriction *items;
    size_t count, capacity;
    size_t from_sets; /* the first so many are from rule sets */
    ovf_zones
        lines; /* lines that distances are kept from, each there and back as a ring without area */
    size_t line_capacity;
    ovf_rule_set *sets;
    size_t set_count, set_capacity;
    ovf_told *told; /* of zones that say their class; by zone and attribute, once the zones' own
                       restrictions are read */
    size_t told_count, told_capacity;
    size_t unrestricted; /* zones that a set says to be unrestricted by their class */
} ovf_rules;

void ovf_rules_clear(ovf_rules *rules);

/* Keeps the restrictions of these standings, the words of ovf_restriction_standing, and drops the
 * others. Errors: OVF_ERROR_USAGE (another word). */
ovf_status ovf_rules_keep(ovf_rules *rules, const char *const *standings, size_t count,
                          ovf_error *error);

#ifdef __cplusplus
}
#endif
#endif
