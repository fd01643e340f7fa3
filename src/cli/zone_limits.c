#include "cli/zone_limits.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "cli/terminal.h"
#include "input/rules/foreign.h"
#include "model/restriction.h"
#include "overflight/input.h"

/* The first attribute that says a class or a type tells the kind, or else the first of all: the
 * others are limits and times. */
static const char *kind_of(const char *what)
{
    for (const char *at = what; *at != '\0';) {
        char name[40];
        snprintf(name, sizeof name, "%.*s", (int)strcspn(at, " "), at);
        const ovf_foreign foreign = ovf_foreign_name(name);
        if (foreign == OVF_FOREIGN_CLASS || foreign == OVF_FOREIGN_TYPE ||
            foreign == OVF_FOREIGN_SORT)
            return at;
        at += strcspn(at, ",");
        at += strspn(at, ", ");
    }
    return what;
}

static void print_not_understood(const ovf_zone *zone, const ovf_rules *rules,
                                 cli_oddities *oddities)
{
    for (size_t i = 0; i < rules->count; i++) {
        const char *what = rules->items[i].note;
        char kind[CLI_ODDITY_NAME + 40];
        if (rules->items[i].kind != &ovf_kind_not_understood) continue;
        what = kind_of(what);
        snprintf(kind, sizeof kind, "not understood: %.*s", (int)strcspn(what, ","), what);
        if (!cli_oddities_add(oddities, kind)) continue;
        cli_print_clean(stdout, zone->file == NULL ? "" : zone->file);
        fputs(": feature \"", stdout);
        cli_print_clean(stdout, zone->id);
        fputs("\": note: looks like a restriction and is not understood: ", stdout);
        cli_print_clean(stdout, rules->items[i].note);
        putchar('\n');
    }
}

/* What of the sentence comes after the file and the feature. */
static const char *reason_of(const ovf_error *error)
{
    const char *end = strstr(error->message, "\": ");
    return end == NULL ? error->message : end + 3;
}

size_t cli_zone_limits_refused(const ovf_zones *zones, cli_oddities *oddities)
{
    size_t refused = 0;
    for (size_t i = 0; i < zones->count; i++) {
        ovf_rules rules = {0};
        ovf_error error = {0};
        bool good = ovf_rules_read_zones(&(ovf_zones){&zones->items[i], 1}, &rules, &error) ==
                    OVF_OK;
        if (good) print_not_understood(&zones->items[i], &rules, oddities);
        if (!good && cli_oddities_add(oddities, reason_of(&error))) {
            cli_print_clean(stdout, error.message);
            putchar('\n');
        }
        refused += good ? 0 : 1;
        ovf_rules_clear(&rules);
    }
    return refused;
}

static void append(char *text, size_t size, const char *more)
{
    size_t length = strlen(text);
    snprintf(text + length, size - length, "%s%s", length > 0 ? ", " : "", more);
}

void cli_zone_limits_describe(const ovf_zone *zone, char *text, size_t size)
{
    static const struct {
        const char *name, *format;
    } limits[] = {{"max_distance_km", "at most %.10g km"},
                  {"min_altitude_m", "not below %.10g m"},
                  {"max_altitude_m", "not above %.10g m"},
                  {"standoff_km", "%.10g km away"}};
    ovf_rules rules = {0};
    const ovf_zones one = {(ovf_zone *)(uintptr_t)zone, 1};
    text[0] = '\0';
    if (ovf_rules_read_zones(&one, &rules, NULL) != OVF_OK) append(text, size, "cannot be judged");
    for (size_t i = 0; i < rules.count; i++) {
        const ovf_restriction *r = &rules.items[i];
        const char *parameter = r->kind->parameters[0].name;
        char part[80];
        if (strcmp(r->kind->name, "prohibited") == 0) append(text, size, "no entry");
        if (r->kind == &ovf_kind_not_understood) append(text, size, "not understood");
        for (size_t k = 0; parameter != NULL && k < sizeof limits / sizeof *limits; k++) {
            if (strcmp(parameter, limits[k].name) != 0) continue;
            snprintf(part, sizeof part, limits[k].format, r->values[0]);
            append(text, size, part);
        }
    }
    ovf_rules_clear(&rules);
}
