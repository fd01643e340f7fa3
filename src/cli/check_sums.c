#include "cli/check_sums.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "cli/failure.h"
#include "cli/findings.h"
#include "cli/listing.h"

/* ---- adding ---- */

static bool is_known(const cli_check_sums *sums, const ovf_not_asked *not_asked)
{
    for (size_t i = 0; i < sums->not_asked_count; i++)
        if (sums->not_asked[i].restriction == not_asked->restriction) return true;
    return false;
}

bool cli_check_sums_add(cli_check_sums *sums, const ovf_judgement *judgement)
{
    sums->verdicts[judgement->verdict]++;
    for (size_t i = 0; i < judgement->not_asked_count; i++) {
        if (is_known(sums, &judgement->not_asked[i])) continue;
        ovf_not_asked *grown = realloc(sums->not_asked,
                                       (sums->not_asked_count + 1) * sizeof *grown);
        if (grown == NULL) return false;
        sums->not_asked = grown;
        grown[sums->not_asked_count++] = judgement->not_asked[i];
    }
    return true;
}

bool cli_check_sums_leave_out(cli_check_sums *sums, const char *file, const char *feature,
                              const char *reason)
{
    cli_left_out *grown = realloc(sums->left_out, (sums->left_out_count + 1) * sizeof *grown);
    if (grown == NULL) return false;
    sums->left_out = grown;
    cli_left_out *made = &grown[sums->left_out_count++];
    *made = (cli_left_out){ovf_text_copy(file), ovf_text_copy(feature), ovf_text_copy(reason)};
    return made->file != NULL && made->feature != NULL && made->reason != NULL;
}

void cli_check_sums_clear(cli_check_sums *sums)
{
    for (size_t i = 0; i < sums->left_out_count; i++) {
        free(sums->left_out[i].file);
        free(sums->left_out[i].feature);
        free(sums->left_out[i].reason);
    }
    free(sums->left_out);
    free(sums->not_asked);
    *sums = (cli_check_sums){0};
}

static size_t plans_of(const cli_check_sums *sums)
{
    return sums->verdicts[0] + sums->verdicts[1] + sums->verdicts[2];
}

ovf_verdict cli_check_sums_verdict(const cli_check_sums *sums)
{
    if (sums->verdicts[OVF_VERDICT_VIOLATES] > 0) return OVF_VERDICT_VIOLATES;
    bool all = sums->verdicts[OVF_VERDICT_COMPLIES] == plans_of(sums) && plans_of(sums) > 0;
    return all && sums->left_out_count == 0 ? OVF_VERDICT_COMPLIES : OVF_VERDICT_UNDECIDED;
}

/* ---- for people ---- */

static void print_part(FILE *to, size_t count, const char *one, const char *many, bool *first)
{
    if (count == 0) return;
    fprintf(to, "%s%zu %s", *first ? "" : ", ", count, count == 1 ? one : many);
    *first = false;
}

bool cli_check_sums_are_many(const cli_check_sums *sums)
{
    return plans_of(sums) + sums->left_out_count > 1;
}

void cli_check_counts_print(FILE *to, const cli_check_sums *sums)
{
    size_t plans = plans_of(sums);
    bool first = true;
    fprintf(to, "%zu plan%s: ", plans, plans == 1 ? "" : "s");
    print_part(to, sums->verdicts[OVF_VERDICT_COMPLIES], "complies", "comply", &first);
    print_part(to, sums->verdicts[OVF_VERDICT_VIOLATES], "violates", "violate", &first);
    print_part(to, sums->verdicts[OVF_VERDICT_UNDECIDED], "is undecided", "are undecided", &first);
    if (first) fputs("none was judged", to);
    if (sums->left_out_count > 0)
        fprintf(to, "; %zu feature%s left out, so that not everything complies",
                sums->left_out_count, sums->left_out_count == 1 ? " was" : "s were");
    fputs(".\n", to);
}

/* A rule without its zone is about all flights; the others of what is not asked are of the plan. */
static bool is_without_zone(const ovf_not_asked *not_asked)
{
    return not_asked->restriction->scope == OVF_SCOPE_ZONE;
}

/* One line, since it holds for any plan; what each question wants is said where there is but one,
 * or where all is asked for. */
static void print_not_asked(FILE *to, const cli_check_sums *sums, bool all)
{
    size_t count = 0, told = 0;
    for (size_t i = 0; i < sums->not_asked_count; i++)
        count += !is_without_zone(&sums->not_asked[i]);
    bool whole = all || count == 1;
    for (size_t i = 0; i < sums->not_asked_count; i++) {
        const ovf_not_asked *at = &sums->not_asked[i];
        const char *remedy = cli_remedy(at->remedy);
        if (is_without_zone(at)) continue;
        if (told++ == 0) fputs(whole ? "Not asked: " : "Not asked, for want of data: ", to);
        else fputs(whole ? "; " : ", ", to);
        cli_print_clean(to, at->restriction->rule);
        if (!whole) continue;
        fprintf(to, ", without %s", at->what);
        if (remedy != NULL) fprintf(to, " (%s)", remedy);
    }
    if (told > 0) fputs(whole ? ".\n" : "; '--all' says what each of them needs.\n", to);
}

/* "Not judged, without their zones: national-measures/hawaii (hawaii), …". */
static void print_without_zones(FILE *to, const cli_check_sums *sums)
{
    bool first = true;
    for (size_t i = 0; i < sums->not_asked_count; i++) {
        const ovf_restriction *rule = sums->not_asked[i].restriction;
        if (!is_without_zone(&sums->not_asked[i])) continue;
        fputs(first ? "Not judged, since the zones are not there: " : ", ", to);
        first = false;
        cli_print_clean(to, rule->rule);
    }
    if (!first) fputs(".\n", to);
}

/* "No zone is of a class that airspace-vfr has rules for." */
static void print_without_classes(FILE *to, const ovf_rules *rules)
{
    bool first = true;
    for (size_t i = 0; i < rules->set_count; i++) {
        if (rules->sets[i].class_rules == 0 || rules->sets[i].class_zones > 0) continue;
        fputs(first ? "No zone is of a class that there are rules for in: " : ", ", to);
        first = false;
        cli_print_clean(to, rules->sets[i].name);
    }
    if (!first) fputs(".\n", to);
}

void cli_check_zones_print(FILE *to, const cli_options *options, const ovf_zones *zones)
{
    size_t files = options->zones.count;
    if (files == 0) {
        fprintf(to, "Zones: the %zu bundled ones.\n", zones->count);
        return;
    }
    fprintf(to, "Zones: %zu, of ", zones->count);
    for (size_t i = 0; i < files; i++) {
        if (i > 0) fputs(", ", to);
        cli_print_clean(to, options->zones.items[i]);
    }
    fputs(".\n", to);
}

void cli_check_sums_print(const cli_check_sums *sums, const cli_check_basis *basis,
                          const cli_terminal *terminal)
{
    cli_paragraph said;
    if (cli_check_sums_are_many(sums)) {
        putchar('\n');
        cli_check_counts_print(cli_paragraph_open(&said, terminal), sums);
        cli_paragraph_print(&said, 0, 2, terminal);
    }
    if (terminal->colour) fputs("\033[2m", stdout);
    FILE *to = cli_paragraph_open(&said, terminal);
    print_not_asked(to, sums, basis->options->all);
    print_without_zones(to, sums);
    print_without_classes(to, &basis->judge->rules);
    fputs("Rules: ", to);
    cli_print_clean(to, basis->judged_by);
    fputs(". ", to);
    cli_check_zones_print(to, basis->options, basis->judge->zones);
    cli_paragraph_print(&said, 0, 2, terminal);
    if (terminal->colour) fputs("\033[0m", stdout);
}

/* ---- for programs ---- */

static json_t *sets_json(const ovf_rules *rules)
{
    json_t *list = json_array();
    for (size_t i = 0; i < rules->set_count; i++) {
        const ovf_rule_set *set = &rules->sets[i];
        (void)json_array_append_new(
            list, json_pack("{s:o,s:o,s:I,s:o}", "name", cli_text_json(set->name), "title",
                            cli_text_json(set->title), "rules", (json_int_t)set->rule_count,
                            "zones_of_its_classes",
                            set->class_rules == 0 ? json_null()
                                                  : json_integer((json_int_t)set->class_zones)));
    }
    return list;
}

static json_t *words_json(const cli_words *words)
{
    json_t *list = json_array();
    for (size_t i = 0; i < words->count; i++)
        (void)json_array_append_new(list, cli_text_json(words->items[i]));
    return list;
}

static json_t *not_asked_json(const cli_check_sums *sums)
{
    json_t *list = json_array();
    for (size_t i = 0; i < sums->not_asked_count; i++) {
        const ovf_not_asked *at = &sums->not_asked[i];
        (void)json_array_append_new(list, json_pack("{s:o,s:o,s:o}", "rule",
                                                    cli_text_json(at->restriction->rule), "zone_id",
                                                    cli_text_json(at->restriction->place_id),
                                                    "without", cli_text_json(at->what)));
    }
    return list;
}

static json_t *one_left_out_json(const cli_check_sums *sums, size_t i)
{
    const cli_left_out *at = &sums->left_out[i];
    return json_pack("{s:s,s:o,s:o,s:o}", "what", i < sums->zones_left_out ? "zone" : "route",
                     "file", cli_text_json(at->file), "feature", cli_text_json(at->feature),
                     "reason", cli_text_json(at->reason));
}

static json_t *left_out_json(const cli_check_sums *sums)
{
    json_t *list = json_array();
    for (size_t i = 0; i < sums->left_out_count; i++)
        (void)json_array_append_new(list, one_left_out_json(sums, i));
    return list;
}

json_t *cli_last_left_out_json(const cli_check_sums *sums)
{
    return json_pack("{s:o}", "left_out", one_left_out_json(sums, sums->left_out_count - 1));
}

static json_t *zones_json(const cli_check_basis *basis)
{
    json_t *files = json_array();
    for (size_t i = 0; i < basis->options->zones.count; i++)
        (void)json_array_append_new(files, cli_text_json(basis->options->zones.items[i]));
    return json_pack("{s:o,s:I,s:b}", "files", files, "count",
                     (json_int_t)basis->judge->zones->count, "attributes_judged",
                     basis->sets->zone_attributes);
}

json_t *cli_check_sums_json(const cli_check_sums *sums, const cli_check_basis *basis,
                            json_t *routes)
{
    const ovf_judge *judge = basis->judge;
    return json_pack(
        "{s:s,s:s,s:o,s:I,s:o,s:f,s:o, s:o,s:o,s:o,s:o,s:{s:I,s:I,s:I,s:I}}", "version",
        ovf_version(), "verdict", ovf_verdict_name(cli_check_sums_verdict(sums)), "rule_sets",
        sets_json(&judge->rules), "restrictions", (json_int_t)judge->rules.count, "date",
        cli_text_json(basis->options->date), "margin", fmax(judge->options.margin, 0), "routes",
        routes, "zones", zones_json(basis), "statuses", words_json(&basis->sets->standings),
        "not_asked", not_asked_json(sums), "left_out", left_out_json(sums), "counts", "complies",
        (json_int_t)sums->verdicts[OVF_VERDICT_COMPLIES], "violates",
        (json_int_t)sums->verdicts[OVF_VERDICT_VIOLATES], "undecided",
        (json_int_t)sums->verdicts[OVF_VERDICT_UNDECIDED], "left_out",
        (json_int_t)sums->left_out_count);
}
