#include "reduce/headline.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/grouped.h"
#include "base/text.h"
#include "overflight/input.h"

/* What there is room for of a name, and of a list of rules. */
#define NAME_SIZE 100
#define RULES_SIZE 200

typedef struct {
    char *text;
    size_t used;
} sentence;

static void say(sentence *to, const char *words)
{
    size_t room = OVF_HEADLINE_TEXT - to->used;
    int length = snprintf(to->text + to->used, room, "%s", words);
    to->used += length < 0 ? 0 : (size_t)length < room ? (size_t)length : room - 1;
}

static void say_count(sentence *to, uint64_t count, const char *one, const char *many)
{
    char grouped[OVF_GROUPED_TEXT];
    ovf_grouped(count, grouped);
    say(to, grouped);
    say(to, " ");
    say(to, count == 1 ? one : many);
}

/* "georgia", "12 of 340 routes", "All 340 routes", "No route": true where one is spoken of. */
static bool say_who(sentence *to, const ovf_totals *totals, const ovf_headline_facts *facts,
                    uint64_t count)
{
    char name[NAME_SIZE], grouped[OVF_GROUPED_TEXT];
    if (totals->routes == 1 && facts->route != NULL) {
        ovf_text_shorten(facts->route, name, sizeof name);
        say(to, name);
        return true;
    }
    if (count == totals->routes && count > 1) say(to, "All ");
    ovf_grouped(count, grouped);
    say(to, grouped);
    if (count == totals->routes) {
        say(to, count == 1 ? " route" : " routes");
        return count == 1;
    }
    say(to, " of ");
    say_count(to, totals->routes, "route", "routes");
    return count == 1;
}

static void say_rules(sentence *to, const ovf_headline_facts *facts)
{
    char rules[RULES_SIZE];
    if (facts->judged_by == NULL || facts->judged_by[0] == '\0') return;
    ovf_text_shorten(facts->judged_by, rules, sizeof rules);
    say(to, ": ");
    say(to, rules);
}

static void say_violations(sentence *to, const ovf_totals *totals, const ovf_headline_facts *facts)
{
    bool one = say_who(to, totals, facts, totals->violating_routes);
    say(to, one ? " breaks " : " break ");
    if (totals->broken_count == OVF_BROKEN_MAX) say(to, "at least ");
    if (totals->broken_count > 0) say_count(to, totals->broken_count, "rule", "rules");
    else say(to, "rules");
    say(to, " in ");
    say_count(to, totals->violations, "place", "places");
    if (totals->disputable_routes == totals->violating_routes)
        say(to, ", only disputed, lifted or remembered ones");
}

static void say_verdict(sentence *to, const ovf_totals *totals, const ovf_headline_facts *facts)
{
    uint64_t judged = totals->complying_routes + totals->violating_routes +
                      totals->undecided_routes;
    if (totals->violating_routes > 0) say_violations(to, totals, facts);
    else if (totals->undecided_routes > 0) {
        bool one = say_who(to, totals, facts, totals->undecided_routes);
        say(to, one ? " is undecided: " : " are undecided: ");
        say_count(to, totals->undecided, "point is open", "points are open");
    } else if (judged == 0) say(to, "No route was judged");
    else {
        bool one = say_who(to, totals, facts, totals->complying_routes);
        say(to, one ? " complies with the rules judged" : " comply with the rules judged");
        if (totals->warnings > 0) {
            say(to, ", with ");
            say_count(to, totals->warnings, "warning", "warnings");
        }
        say_rules(to, facts);
    }
}

static void say_meetings(sentence *to, const ovf_totals *totals, const ovf_headline_facts *facts)
{
    uint64_t met = 0;
    for (size_t i = 0; i < totals->zone_count; i++) met += totals->zones[i].routes > 0;
    if (totals->routes == 0) {
        say(to, "No route was analysed");
        return;
    }
    if (met == 0 && totals->routes > 1) {
        say(to, "None of ");
        say_count(to, totals->routes, "route", "routes");
        say(to, " meets a zone");
        return;
    }
    bool one = say_who(to, totals, facts, met == 0 ? 1 : totals->meeting_routes);
    say(to, one ? " meets " : " meet ");
    if (met == 0) say(to, "no zone");
    else if (facts->forbidding > 0) {
        bool all = facts->forbidding >= met;
        if (!all) say_count(to, met, "zone, ", "zones, ");
        say_count(to, facts->forbidding, all ? "zone that forbids" : "of which forbids",
                  all ? "zones that forbid" : "of which forbid");
        say(to, one ? " overflight; no rules were given to judge it by"
                    : " overflight; no rules were given to judge them by");
    } else say_count(to, met, "zone", "zones");
}

void ovf_headline(const ovf_totals *totals, const ovf_headline_facts *facts,
                  char text[OVF_HEADLINE_TEXT])
{
    sentence to = {.text = text};
    text[0] = '\0';
    if (facts->judged && totals->routes > 0) say_verdict(&to, totals, facts);
    else say_meetings(&to, totals, facts);
}

/* Zones that were met and forbid it by what they say themselves. */
static uint64_t count_forbidding(const ovf_totals *totals, const ovf_zones *zones)
{
    uint64_t count = 0;
    for (size_t i = 0; i < totals->zone_count && i < zones->count; i++) {
        ovf_rules rules = {0};
        bool forbids = false;
        if (totals->zones[i].routes == 0) continue;
        (void)ovf_rules_read_zones(&(ovf_zones){&zones->items[i], 1}, &rules, NULL);
        for (size_t k = 0; k < rules.count; k++)
            forbids = forbids || strcmp(rules.items[k].kind->name, "prohibited") == 0;
        count += forbids;
        ovf_rules_clear(&rules);
    }
    return count;
}

void ovf_headline_of(const ovf_totals *totals, const ovf_digest *digest, const ovf_zones *zones,
                     bool judged, const char *judged_by, char text[OVF_HEADLINE_TEXT])
{
    ovf_headline_facts facts = {
        .route = totals->routes == 1 && digest->kept > 0 ? digest->rows[0].route_id : NULL,
        .judged_by = judged_by,
        .judged = judged};
    if (!judged) facts.forbidding = count_forbidding(totals, zones);
    ovf_headline(totals, &facts, text);
}

bool ovf_totals_count(const ovf_totals *totals, ovf_term_number term, uint64_t *count)
{
    uint64_t passages = 0, judged = totals->complying_routes + totals->violating_routes +
                                    totals->undecided_routes;
    for (size_t i = 0; i < totals->zone_count; i++) passages += totals->zones[i].passages;
    switch (term) {
    case OVF_TERM_VIOLATION: *count = totals->violations; return true;
    case OVF_TERM_UNDECIDED: *count = totals->undecided; return true;
    case OVF_TERM_WARNING: *count = totals->warnings; return true;
    case OVF_TERM_INFORMATION: *count = totals->information; return true;
    case OVF_TERM_VIOLATES: *count = totals->violating_routes; return true;
    case OVF_TERM_IS_UNDECIDED: *count = totals->undecided_routes; return true;
    case OVF_TERM_WARNED: *count = totals->warned_routes; return true;
    case OVF_TERM_COMPLIES: *count = totals->complying_routes - totals->warned_routes; return true;
    case OVF_TERM_NOT_JUDGED: *count = totals->routes - judged; return true;
    case OVF_TERM_PASSAGE: *count = passages - totals->possible_passages; return true;
    case OVF_TERM_POSSIBLE_PASSAGE: *count = totals->possible_passages; return true;
    case OVF_TERM_ENTRY: *count = totals->entries; return true;
    case OVF_TERM_EXIT: *count = totals->exits; return true;
    case OVF_TERM_TOUCH: *count = totals->touches; return true;
    default: return false;
    }
}
