#include "cli/findings.h"

#include <math.h>
#include <string.h>

#include "base/glossary.h"
#include "base/said_length.h"
#include "cli/display.h"
#include "cli/failure.h"
#include "cli/what_was_read.h"

static const ovf_term_number severities[] = {
    [OVF_SEVERITY_INFORMATION] = OVF_TERM_INFORMATION,
    [OVF_SEVERITY_WARNING] = OVF_TERM_WARNING,
    [OVF_SEVERITY_UNDECIDED] = OVF_TERM_UNDECIDED,
    [OVF_SEVERITY_VIOLATION] = OVF_TERM_VIOLATION,
};
static const ovf_term_number verdicts[] = {
    [OVF_VERDICT_UNDECIDED] = OVF_TERM_UNDECIDED,
    [OVF_VERDICT_COMPLIES] = OVF_TERM_COMPLIES,
    [OVF_VERDICT_VIOLATES] = OVF_TERM_VIOLATES,
};

/* What is grave in bold. */
static void print_term(ovf_term_number number, const cli_terminal *terminal)
{
    const ovf_term *term = &ovf_glossary[number];
    bool bold = number != OVF_TERM_INFORMATION && number != OVF_TERM_WARNING &&
                number != OVF_TERM_KEPT;
    if (terminal->colour) printf("\033[%s38;5;%um", bold ? "1;" : "", ovf_term_xterm(term));
    printf("%s %s", term->sign, term->word);
    if (terminal->colour) fputs("\033[0m", stdout);
}

void cli_verdict_word_print(ovf_verdict verdict, const cli_terminal *terminal)
{
    print_term(verdicts[verdict], terminal);
}

static void print_count(FILE *to, size_t count, const char *one, const char *many, bool *first)
{
    if (count == 0) return;
    fprintf(to, "%s%zu %s", *first ? ": " : ", ", count, count == 1 ? one : many);
    *first = false;
}

/* Whether two findings stand under one heading. */
static bool are_alike(const ovf_finding *a, const ovf_finding *b)
{
    return a->severity == b->severity && strcmp(a->restriction->rule, b->restriction->rule) == 0;
}

static void print_source(const ovf_restriction *rule, const cli_terminal *terminal)
{
    if (rule->clause == NULL && rule->source == NULL) return;
    if (terminal->colour) fputs("\033[2m", stdout);
    fputs("      ", stdout);
    bool both = rule->clause != NULL && rule->source != NULL;
    char text[4096];
    snprintf(text, sizeof text, "%s%s%s", rule->clause != NULL ? rule->clause : "",
             both ? "; " : "", rule->source != NULL ? rule->source : "");
    cli_print_wrapped(stdout, text, 6, 6, terminal);
    if (terminal->colour) fputs("\033[0m", stdout);
    putchar('\n');
}

/* Those alike: their rule, what each says, and what the rule rests on. */
static void print_group(const ovf_finding *findings, size_t count, ovf_term_number term,
                        const cli_terminal *terminal)
{
    const ovf_restriction *rule = findings->restriction;
    fputs("  ", stdout);
    print_term(term, terminal);
    fputs("  ", stdout);
    cli_print_clean(stdout, rule->rule);
    if (rule->status != NULL) {
        fputs(", ", stdout);
        cli_print_clean(stdout, rule->status);
    }
    putchar('\n');
    for (size_t i = 0; i < count; i++) {
        if (!are_alike(findings, &findings[i])) continue;
        fputs("      ", stdout);
        const char *remedy = cli_remedy(findings[i].remedy);
        char text[OVF_FINDING_MESSAGE + 400];
        snprintf(text, sizeof text, remedy != NULL ? "%s (%s)" : "%s", findings[i].message, remedy);
        cli_print_wrapped(stdout, text, 6, 6, terminal);
        putchar('\n');
    }
    if (findings->severity > OVF_SEVERITY_INFORMATION) print_source(rule, terminal);
}

void cli_finding_print(const ovf_finding *finding, const cli_terminal *terminal)
{
    print_group(finding, 1, severities[finding->severity], terminal);
}

/* The first of those alike. */
static bool is_first(const ovf_finding *findings, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (are_alike(&findings[k], &findings[i])) return false;
    return true;
}

void cli_findings_list_print(const ovf_result *result, bool all, const cli_terminal *terminal)
{
    const ovf_finding *findings = result->findings;
    const ovf_judgement *judgement = result->judgement;
    for (int severity = OVF_SEVERITY_VIOLATION; severity >= OVF_SEVERITY_INFORMATION; severity--)
        for (size_t i = 0; i < result->finding_count; i++)
            if ((int)findings[i].severity == severity && is_first(findings, i))
                print_group(&findings[i], result->finding_count - i, severities[severity],
                            terminal);
    for (size_t i = 0; all && i < judgement->kept_count; i++)
        if (is_first(judgement->kept, i))
            print_group(&judgement->kept[i], judgement->kept_count - i, OVF_TERM_KEPT, terminal);
}

void cli_verdict_line_print(const ovf_result *result, const char *what, const char *how,
                            const cli_terminal *terminal)
{
    const ovf_judgement *judgement = result->judgement;
    const ovf_term *term = &ovf_glossary[verdicts[judgement->verdict]];
    bool first = true;
    cli_paragraph line;
    cli_verdict_word_print(judgement->verdict, terminal);
    fputs("  ", stdout);
    FILE *to = cli_paragraph_open(&line, terminal);
    fputs(what, to);
    cli_print_clean(to, result->route->id);
    fprintf(to, ", %s%s", ovf_said_km(result->length_m / 1000).text, how);
    print_count(to, judgement->violations, "violation", "violations", &first);
    print_count(to, judgement->undecided, "undecided", "undecided", &first);
    print_count(to, judgement->warnings, "warning", "warnings", &first);
    if (judgement->violations > 0 && judgement->disputable == judgement->violations)
        fputs("; it breaks only disputed, lifted or remembered rules", to);
    fputc('\n', to);
    cli_paragraph_print(&line, cli_display_width(term->sign) + cli_display_width(term->word) + 3, 2,
                        terminal);
}

/* Zones that the route passes through and that nothing restricts. */
static bool is_silent(const ovf_result *result, const ovf_checker *checker, size_t meeting)
{
    const ovf_meeting *met = &result->meetings[meeting];
    return met->passage_count > 0 && !ovf_checker_restricts(checker, met->zone);
}

#define MOST_SILENT 10

static void print_silent(const ovf_result *result, const ovf_judge *judge,
                         const cli_terminal *terminal)
{
    size_t count = 0;
    cli_paragraph line;
    FILE *to = cli_paragraph_open(&line, terminal);
    for (size_t i = 0; i < result->meeting_count; i++) {
        if (!is_silent(result, judge->checker, i)) continue;
        if (count < MOST_SILENT) {
            fputs(count == 0 ? "  · passes through zones without a restriction: " : ", ", to);
            cli_print_clean(to, judge->zones->items[result->meetings[i].zone].id);
        }
        count++;
    }
    if (count > MOST_SILENT) fprintf(to, " and %zu more", count - MOST_SILENT);
    if (count > 0) fputc('\n', to);
    cli_paragraph_print(&line, 0, 4, terminal);
}

void cli_findings_print(const ovf_result *result, const ovf_judge *judge, bool all,
                        const cli_terminal *terminal)
{
    cli_verdict_line_print(result, "", "", terminal);
    cli_what_was_read_print(result, terminal);
    cli_findings_list_print(result, all, terminal);
    print_silent(result, judge, terminal);
}
