/* Tests: tests/cli/airspaces.py */
#include "cli/zone_choice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/error.h"
#include "base/grouped.h"
#include "base/time.h"
#include "batch/dates.h"
#include "cli/listing.h"
#include "cli/terminal.h"
#include "input/rules/names.h"
#include "model/zone_box.h"
#include "overflight/input.h"
#include "overflight/volume.h"

#define LONGEST_PATH 4096
#define DAY_S 86400

/* ---- words ---- */

static bool is_country(const char *name)
{
    static const char *const known[] = {"country", "country code", "iso country", "adm0 a3",
                                        "state code"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (ovf_name_is(name, known[i])) return true;
    return false;
}

static const char *text_of(const ovf_attribute *attribute)
{
    return attribute->type == OVF_ATTRIBUTE_TEXT && attribute->text[0] != '\0' ? attribute->text
                                                                               : NULL;
}

/* What the first attribute says that a vocabulary of this kind has. */
static const char *word_of(const ovf_classes *classes, const ovf_zone *zone, const char *says)
{
    for (size_t i = 0; i < zone->attributes.count; i++) {
        const ovf_attribute *attribute = &zone->attributes.items[i];
        uint64_t bits = ovf_classes_named(classes, attribute->name);
        for (size_t v = 0; v < classes->count; v++) {
            bool nothing = false;
            if ((bits >> v & 1) == 0 || strcmp(classes->items[v].says, says) != 0) continue;
            const char *word = ovf_vocabulary_word(&classes->items[v], attribute, &nothing);
            if (word != NULL) return word;
        }
    }
    return NULL;
}

/* What it says of its class that no vocabulary has. */
static const char *unknown_class(const ovf_zone *zone)
{
    for (size_t i = 0; i < zone->attributes.count; i++) {
        const ovf_attribute *attribute = &zone->attributes.items[i];
        if (ovf_name_is(attribute->name, "class") || ovf_name_is(attribute->name, "type"))
            if (text_of(attribute) != NULL) return text_of(attribute);
    }
    return NULL;
}

static cli_zone_words words_of(const ovf_classes *classes, const ovf_zone *zone)
{
    cli_zone_words words = {.airspace_class = word_of(classes, zone, "class"),
                            .type = word_of(classes, zone, "type")};
    /* The word for danger areas is that of class D as well. */
    if (words.type != NULL && strcmp(words.type, "D") == 0) words.type = "DANGER";
    if (words.airspace_class == NULL && words.type == NULL) words.type = unknown_class(zone);
    for (size_t i = 0; i < zone->attributes.count && words.country == NULL; i++)
        if (is_country(zone->attributes.items[i].name))
            words.country = text_of(&zone->attributes.items[i]);
    return words;
}

/* ---- times ---- */

/* A day counts as a whole, so what begins or ends on it is in force then. */
static bool in_dates(const ovf_zone *zone, double from_s, double until_s)
{
    const ovf_attribute *from = ovf_zone_attribute(&zone->attributes, "active_from"),
                        *until = ovf_zone_attribute(&zone->attributes, "active_until");
    double at;
    if (from != NULL && text_of(from) != NULL && ovf_time_parse(from->text, &at) && at >= until_s)
        return false;
    if (until == NULL || text_of(until) == NULL || !ovf_time_parse(until->text, &at)) return true;
    return from_s < at + (strchr(until->text, ':') == NULL ? DAY_S : 0);
}

typedef struct {
    const cli_options *options;
    double from_s, until_s;
    ovf_almanac *almanac;
    ovf_actives actives;
} question;

static ovf_status ask_volume(question *asked, const ovf_volume *volume, cli_in_force *in_force,
                             ovf_error *error)
{
    ovf_status status = ovf_schedule_between(&volume->schedule, asked->almanac, &volume->box,
                                             asked->from_s, asked->until_s, &asked->actives, error);
    for (size_t i = 0; status == OVF_OK && i < asked->actives.count; i++) {
        cli_in_force found = asked->actives.items[i].sure ? CLI_IN_FORCE : CLI_PERHAPS_IN_FORCE;
        if (found > *in_force) *in_force = found;
    }
    return status;
}

static ovf_status ask_times(question *asked, const ovf_zone *zone, cli_in_force *in_force,
                            ovf_error *error)
{
    ovf_status status = OVF_OK;
    *in_force = CLI_NOT_IN_FORCE;
    if (!in_dates(zone, asked->from_s, asked->until_s)) return OVF_OK;
    if (zone->part_count == 0) {
        if (zone->volume != NULL) return ask_volume(asked, zone->volume, in_force, error);
        *in_force = CLI_IN_FORCE;
    }
    for (size_t i = 0; i < zone->part_count && status == OVF_OK; i++) {
        if (zone->parts[i].volume == NULL) *in_force = CLI_IN_FORCE;
        else status = ask_volume(asked, zone->parts[i].volume, in_force, error);
    }
    return status;
}

/* ---- choosing ---- */

/* Whether two spans of longitude have one in common, each from west to east. */
static bool longitudes_meet(double west, double east, double other_west, double other_east)
{
    if (east < west) east += 360;
    if (other_east < other_west) other_east += 360;
    for (int turn = -1; turn <= 1; turn++)
        if (west + 360 * turn <= other_east && other_west <= east + 360 * turn) return true;
    return false;
}

static bool boxes_meet(const ovf_lonlat_box *a, const ovf_lonlat_box *b)
{
    return a->south <= b->north && b->south <= a->north &&
           longitudes_meet(a->west, a->east, b->west, b->east);
}

static bool is_of_class(const cli_texts *wanted, const cli_zone_words *words)
{
    if (wanted->count == 0) return true;
    for (size_t i = 0; i < wanted->count; i++)
        for (const char *at = wanted->items[i]; *at != '\0'; at += *at == ',') {
            size_t length = strcspn(at, ",");
            const char *said[] = {words->airspace_class, words->type};
            for (int k = 0; k < 2; k++)
                if (said[k] != NULL && strlen(said[k]) == length &&
                    strncasecmp(said[k], at, length) == 0)
                    return true;
            if (said[0] == NULL && said[1] == NULL && length == 7 &&
                strncasecmp(at, "unknown", 7) == 0)
                return true;
            at += length;
        }
    return false;
}

static ovf_status is_chosen(question *asked, const ovf_zone *zone, cli_zone_words *words,
                            bool *chosen, ovf_error *error)
{
    const cli_options *options = asked->options;
    ovf_lonlat_box box;
    *chosen = is_of_class(&options->classes, words);
    if (*chosen && options->given[CLI_BBOX] != NULL) {
        if (!ovf_zone_box(zone, true, &box)) return ovf_fail_memory(error);
        *chosen = boxes_meet(&box, &options->bbox);
    }
    if (!*chosen || options->at == NULL) return OVF_OK;
    ovf_status status = ask_times(asked, zone, &words->in_force, error);
    *chosen = words->in_force != CLI_NOT_IN_FORCE;
    return status;
}

static ovf_status choose(question *asked, ovf_zones *zones, cli_zone_choice *choice,
                         ovf_error *error)
{
    ovf_zone *others = ovf_array_new(zones->count + 1, sizeof *others);
    size_t left_out = 0;
    ovf_status status = OVF_OK;
    choice->words = ovf_array_new(zones->count + 1, sizeof *choice->words);
    if (others == NULL || choice->words == NULL) status = ovf_fail_memory(error);
    for (size_t i = 0; i < zones->count && status == OVF_OK; i++) {
        ovf_zone zone = zones->items[i];
        cli_zone_words words = words_of(&choice->classes, &zone);
        bool chosen = false;
        status = is_chosen(asked, &zone, &words, &chosen, error);
        if (status == OVF_OK && !chosen) {
            others[left_out++] = zone;
            continue;
        }
        if (status != OVF_OK) {
            /* So that each zone stands in the array once. */
            memmove(&zones->items[choice->left + left_out], &zones->items[i],
                    (zones->count - i) * sizeof zone);
            break;
        }
        zones->items[choice->left] = zone;
        choice->words[choice->left++] = words;
    }
    if (left_out > 0) memcpy(&zones->items[choice->left], others, left_out * sizeof *others);
    free(others);
    return status;
}

ovf_status cli_zone_choice_make(const cli_options *options, ovf_zones *zones,
                                cli_zone_choice *choice, ovf_error *error)
{
    char path[LONGEST_PATH];
    question asked = {.options = options};
    ovf_status status = ovf_data_path("rules/classes/airspace.json", path, sizeof path, error);
    if (status == OVF_OK) status = ovf_classes_read(path, &choice->classes, error);
    if (status == OVF_OK && options->at != NULL)
        status = ovf_date_read(options->at, &choice->dated, &asked.from_s, &asked.until_s, error);
    if (asked.until_s <= asked.from_s) asked.until_s = asked.from_s + 1e-3;
    if (status == OVF_OK && choice->dated) status = ovf_almanac_open(&asked.almanac, error);
    if (status == OVF_OK) status = choose(&asked, zones, choice, error);
    ovf_actives_clear(&asked.actives);
    ovf_almanac_free(asked.almanac);
    return status;
}

void cli_zone_choice_clear(cli_zone_choice *choice)
{
    free(choice->words);
    ovf_classes_clear(&choice->classes);
    *choice = (cli_zone_choice){0};
}

const char *cli_in_force_name(cli_in_force in_force)
{
    return in_force == CLI_IN_FORCE           ? "certain"
           : in_force == CLI_PERHAPS_IN_FORCE ? "possible"
                                              : "";
}

/* ---- the summary ---- */

typedef struct {
    const char *word;
    size_t count;
} tally;

static int by_word(const void *left, const void *right)
{
    const char *a = *(const char *const *)left, *b = *(const char *const *)right;
    if (a == NULL || b == NULL) return (a == NULL) - (b == NULL);
    return strcmp(a, b);
}

static int by_count(const void *left, const void *right)
{
    const tally *a = left, *b = right;
    return a->count != b->count ? (a->count > b->count ? -1 : 1) : by_word(&a->word, &b->word);
}

static void print_tallies(const char *what, const char **words, size_t count)
{
    tally *tallies = ovf_array_new(count + 1, sizeof *tallies);
    char number[OVF_GROUPED_TEXT];
    size_t different = 0;
    if (count > 1) qsort(words, count, sizeof *words, by_word);
    if (tallies == NULL || count == 0 || words[0] == NULL) {
        free(tallies);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || by_word(&words[i - 1], &words[i]) != 0)
            tallies[different++] = (tally){words[i], 0};
        tallies[different - 1].count++;
    }
    if (different > 1) qsort(tallies, different, sizeof *tallies, by_count);
    printf("by %s:", what);
    for (size_t i = 0; i < different; i++) {
        ovf_grouped(tallies[i].count, number);
        fputs(i == 0 ? " " : ", ", stdout);
        cli_print_clean(stdout, tallies[i].word == NULL ? "unknown" : tallies[i].word);
        printf(" %s", number);
    }
    putchar('\n');
    free(tallies);
}

void cli_zone_choice_summarise(const cli_zone_choice *choice, size_t all)
{
    char shown[OVF_GROUPED_TEXT], of[OVF_GROUPED_TEXT], perhaps[OVF_GROUPED_TEXT];
    const char **words = ovf_array_new(choice->left + 1, sizeof *words);
    size_t possible = 0;
    if (words == NULL) return;
    ovf_grouped(choice->left, shown);
    ovf_grouped(all, of);
    if (choice->left < all || choice->dated)
        printf("%s of %s zone%s\n", shown, of, all == 1 ? "" : "s");
    for (size_t i = 0; i < choice->left; i++) {
        const cli_zone_words *at = &choice->words[i];
        possible += at->in_force == CLI_PERHAPS_IN_FORCE;
        words[i] = at->airspace_class != NULL ? at->airspace_class : at->type;
    }
    ovf_grouped(possible, perhaps);
    if (choice->dated && possible > 0)
        printf("%s of these only possibly in force: their times do not say\n", perhaps);
    print_tallies("class", words, choice->left);
    for (size_t i = 0; i < choice->left; i++) words[i] = choice->words[i].country;
    print_tallies("country", words, choice->left);
    free(words);
}
