#include "reduce/verdicts.h"

#include <stdio.h>
#include <string.h>

#include "base/grouped.h"

static void add(char text[OVF_VERDICTS_TEXT], const char *more)
{
    size_t used = strlen(text);
    snprintf(text + used, OVF_VERDICTS_TEXT - used, "%s", more);
}

static void add_count(char text[OVF_VERDICTS_TEXT], uint64_t count, const char *one,
                      const char *many)
{
    char grouped[OVF_GROUPED_TEXT];
    ovf_grouped(count, grouped);
    if (text[0] != '\0') add(text, ", ");
    add(text, grouped);
    add(text, " ");
    add(text, count == 1 ? one : many);
}

void ovf_verdicts_text(const ovf_totals *totals, char text[OVF_VERDICTS_TEXT])
{
    uint64_t violating = totals->violating_routes, disputable = totals->disputable_routes;
    text[0] = '\0';
    if (totals->complying_routes > 0)
        add_count(text, totals->complying_routes, "complies", "comply");
    if (violating > 0) add_count(text, violating, "violates", "violate");
    if (violating > 0 && disputable > 0) {
        char grouped[OVF_GROUPED_TEXT];
        ovf_grouped(disputable, grouped);
        add(text, " (");
        if (disputable < violating) add(text, grouped);
        add(text, disputable < violating ? " of them only " : "only ");
        add(text, "disputed, lifted or remembered rules)");
    }
    if (totals->undecided_routes > 0)
        add_count(text, totals->undecided_routes, "is undecided", "are undecided");
    if (text[0] == '\0') add(text, "none was judged");
}

void ovf_findings_text(const ovf_totals *totals, char text[OVF_VERDICTS_TEXT])
{
    text[0] = '\0';
    add_count(text, totals->violations, "violation", "violations");
    add_count(text, totals->undecided, "undecided", "undecided");
    add_count(text, totals->warnings, "warning", "warnings");
}
