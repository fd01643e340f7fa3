/* What an analysis comes to, in one sentence: the heading of the page, of the picture and of the
 * print layout, and what the terminal says. */
#ifndef OVF_REDUCE_HEADLINE_H
#define OVF_REDUCE_HEADLINE_H

#include "base/glossary.h"
#include "overflight/totals.h"

#define OVF_HEADLINE_TEXT 512

typedef struct {
    const char *route;     /* the id of the only route; NULL: there are several */
    const char *judged_by; /* the rules; NULL: none */
    bool judged;
    uint64_t forbidding; /* zones that were met and forbid it by themselves */
} ovf_headline_facts;

/* "georgia breaks 1 rule in 3 places"; "12 of 340 routes break 2 rules in 40 places"; "georgia
 * complies with the rules judged: …"; "georgia meets 2 zones that forbid overflight; no rules were
 * given to judge it by". */
void ovf_headline(const ovf_totals *totals, const ovf_headline_facts *facts,
                  char text[OVF_HEADLINE_TEXT]);

/* The same of an analysis: the zones say themselves whether they forbid it. */
void ovf_headline_of(const ovf_totals *totals, const ovf_digest *digest, const ovf_zones *zones,
                     bool judged, const char *judged_by, char text[OVF_HEADLINE_TEXT]);

/* How many there are of a class; false: totals do not count it. */
bool ovf_totals_count(const ovf_totals *totals, ovf_term_number term, uint64_t *count);

#endif
