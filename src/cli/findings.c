#include "cli/findings.h"

#include <math.h>
#include <string.h>

#include "cli/failure.h"
#include "cli/what_was_read.h"

/* Told apart by colour-blind people as well (M. Okabe and K. Ito, Color Universal Design, 2008:
 * vermilion, orange, blue), and by words without colours. */
typedef struct {
    const char *sign, *word, *colour;
} manner;

static const manner severities[] = {
    [OVF_SEVERITY_INFORMATION] = {"·", "information", "\033[2m"},
    [OVF_SEVERITY_WARNING] = {"!", "warning", "\033[38;5;178m"},
    [OVF_SEVERITY_UNDECIDED] = {"?", "undecided", "\033[1;38;5;134m"},
    [OVF_SEVERITY_VIOLATION] = {"✗", "violation", "\033[1;38;5;166m"},
};
static const manner kept = {"✓", "kept", "\033[38;5;32m"};
static const manner verdicts[] = {
    [OVF_VERDICT_UNDECIDED] = {"?", "undecided", "\033[1;38;5;134m"},
    [OVF_VERDICT_COMPLIES] = {"✓", "complies", "\033[1;38;5;32m"},
    [OVF_VERDICT_VIOLATES] = {"✗", "violates", "\033[1;38;5;166m"},
};

static void print_manner(const manner *in, const char *text, const cli_terminal *terminal)
{
    if (terminal->colour) fputs(in->colour, stdout);
    printf("%s %s", in->sign, text);
    if (terminal->colour) fputs("\033[0m", stdout);
}

void cli_verdict_word_print(ovf_verdict verdict, const cli_terminal *terminal)
{
    print_manner(&verdicts[verdict], verdicts[verdict].word, terminal);
}

static void print_count(size_t count, const char *one, const char *many, bool *first)
{
    if (count == 0) return;
    printf("%s%zu %s", *first ? ": " : ", ", count, count == 1 ? one : many);
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
    if (rule->clause != NULL) cli_print_clean(stdout, rule->clause);
    if (rule->clause != NULL && rule->source != NULL) fputs("; ", stdout);
    if (rule->source != NULL) cli_print_clean(stdout, rule->source);
    if (terminal->colour) fputs("\033[0m", stdout);
    putchar('\n');
}

/* Those alike: their rule, what each says, and what the rule rests on. */
static void print_group(const ovf_finding *findings, size_t count, const manner *in,
                        const cli_terminal *terminal)
{
    const ovf_restriction *rule = findings->restriction;
    fputs("  ", stdout);
    print_manner(in, in->word, terminal);
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
        cli_print_clean(stdout, findings[i].message);
        const char *remedy = cli_remedy(findings[i].remedy);
        if (remedy != NULL) printf(" (%s)", remedy);
        putchar('\n');
    }
    if (findings->severity > OVF_SEVERITY_INFORMATION) print_source(rule, terminal);
}

void cli_finding_print(const ovf_finding *finding, const cli_terminal *terminal)
{
    print_group(finding, 1, &severities[finding->severity], terminal);
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
                print_group(&findings[i], result->finding_count - i, &severities[severity],
                            terminal);
    for (size_t i = 0; all && i < judgement->kept_count; i++)
        if (is_first(judgement->kept, i))
            print_group(&judgement->kept[i], judgement->kept_count - i, &kept, terminal);
}

void cli_verdict_line_print(const ovf_result *result, const char *what, const char *how,
                            const cli_terminal *terminal)
{
    const ovf_judgement *judgement = result->judgement;
    bool first = true;
    cli_verdict_word_print(judgement->verdict, terminal);
    printf("  %s", what);
    cli_print_clean(stdout, result->route->id);
    printf(", %.3f km%s", result->length_m / 1000, how);
    print_count(judgement->violations, "violation", "violations", &first);
    print_count(judgement->undecided, "undecided", "undecided", &first);
    print_count(judgement->warnings, "warning", "warnings", &first);
    if (judgement->violations > 0 && judgement->disputable == judgement->violations)
        fputs("; it breaks only disputed, lifted or remembered rules", stdout);
    putchar('\n');
}

/* Zones that the route passes through and that nothing restricts. */
static bool is_silent(const ovf_result *result, const ovf_checker *checker, size_t meeting)
{
    const ovf_meeting *met = &result->meetings[meeting];
    return met->passage_count > 0 && !ovf_checker_restricts(checker, met->zone);
}

#define MOST_SILENT 10

static void print_silent(const ovf_result *result, const ovf_judge *judge)
{
    size_t count = 0;
    for (size_t i = 0; i < result->meeting_count; i++) {
        if (!is_silent(result, judge->checker, i)) continue;
        if (count < MOST_SILENT) {
            fputs(count == 0 ? "  · passes through zones without a restriction: " : ", ", stdout);
            cli_print_clean(stdout, judge->zones->items[result->meetings[i].zone].id);
        }
        count++;
    }
    if (count > MOST_SILENT) printf(" and %zu more", count - MOST_SILENT);
    if (count > 0) putchar('\n');
}

void cli_findings_print(const ovf_result *result, const ovf_judge *judge, bool all,
                        const cli_terminal *terminal)
{
    cli_verdict_line_print(result, "", "", terminal);
    cli_what_was_read_print(result);
    cli_findings_list_print(result, all, terminal);
    print_silent(result, judge);
}
