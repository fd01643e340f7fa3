#include "cli/states.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "base/time.h"
#include "base/likeness.h"
#include "cli/exit.h"
#include "cli/failure.h"
#include "cli/terminal.h"

static const char *text_of(const ovf_zone *zone, const char *name)
{
    const ovf_attribute *attribute = ovf_attributes_find(&zone->attributes, name);
    return attribute != NULL && attribute->type == OVF_ATTRIBUTE_TEXT ? attribute->text : "";
}

/* As people type them: capitals, accents and what is no letter do not matter. */
static bool is_called(const char *name, const char *word)
{
    char a[OVF_FOLD_SIZE], b[OVF_FOLD_SIZE];
    return ovf_fold(name, strlen(name), false, a) > 0 &&
           ovf_fold(word, strlen(word), false, b) > 0 && strcmp(a, b) == 0;
}

static const ovf_zone *find(const ovf_zones *states, const char *word, bool *as_group)
{
    static const char *const fields[] = {"iso2", "id", "name", "group"};
    for (size_t f = 0; f < sizeof fields / sizeof *fields; f++)
        for (size_t i = 0; i < states->count; i++) {
            *as_group = f == 3;
            if (is_called(text_of(&states->items[i], fields[f]), word)) return &states->items[i];
        }
    return NULL;
}

static int complain_unknown(const cli_state *state, const char *word)
{
    const char **names = calloc(3 * state->states.count + 1, sizeof *names);
    size_t count = 0;
    for (size_t i = 0; names != NULL && i < state->states.count; i++) {
        const ovf_zone *zone = &state->states.items[i];
        names[count++] = text_of(zone, "name");
        names[count++] = text_of(zone, "id");
        if (*text_of(zone, "group") != '\0') names[count++] = text_of(zone, "group");
    }
    const char *nearest = names != NULL && strlen(word) > 2 ? ovf_nearest_word(word, names) : NULL;
    if (nearest != NULL)
        cli_complain("no State Party is called '%s': did you mean '%s'?", word, nearest);
    else
        cli_complain("expected a State Party, by code (RU or RUS), name or group (benelux), found "
                     "'%s'",
                     word);
    free(names);
    return CLI_BAD_INPUT;
}

/* Whether the State's group was one at that time. */
static bool is_grouped(const ovf_zone *zone, double date_s)
{
    double until_s = NAN;
    if (*text_of(zone, "group") == '\0') return false;
    return !ovf_time_parse(text_of(zone, "group_until"), &until_s) || !(date_s >= until_s);
}

/* "Belgium, Luxembourg and Netherlands". */
static char *join_names(const cli_state *state)
{
    size_t size = 1;
    for (size_t i = 0; i < state->count; i++) size += strlen(state->members[i]->name) + 5;
    char *text = calloc(size, 1);
    for (size_t i = 0; text != NULL && i < state->count; i++) {
        strcat(text, i == 0 ? "" : i + 1 < state->count ? ", " : " and ");
        strcat(text, state->members[i]->name);
    }
    return text;
}

static int fill(cli_state *state, const ovf_zone *found, bool as_group)
{
    if (as_group) state->group = text_of(found, "group");
    for (size_t i = 0; i < state->states.count; i++) {
        const ovf_zone *zone = &state->states.items[i];
        if (zone != found &&
            (state->group == NULL || strcmp(text_of(zone, "group"), state->group) != 0))
            continue;
        state->codes[state->count] = text_of(zone, "iso2");
        state->members[state->count++] = zone;
    }
    state->name = join_names(state);
    return state->name == NULL ? CLI_FAILURE : CLI_GO_ON;
}

/* A State that is not known: its airfields have it as their `state`. */
static int fill_unknown(cli_state *state, const char *word)
{
    state->codes[state->count++] = word;
    state->name = calloc(strlen(word) + 1, 1);
    if (state->name == NULL) return CLI_FAILURE;
    strcpy(state->name, word);
    return CLI_GO_ON;
}

int cli_state_find(const char *word, double date_s, bool known_only, cli_state *state)
{
    char path[4096];
    const char *file = path;
    ovf_error error = {0};
    bool as_group = false;
    *state = (cli_state){0};
    ovf_status status = ovf_data_path("states.geojson", path, sizeof path, &error);
    if (status == OVF_OK) status = ovf_zones_read(&file, 1, NULL, &state->states, &error);
    if (status != OVF_OK) return cli_fail(status, &error);
    const ovf_zone *found = find(&state->states, word, &as_group);
    if (found == NULL && known_only) return complain_unknown(state, word);
    state->members = calloc(state->states.count + 1, sizeof *state->members);
    state->codes = calloc(state->states.count + 1, sizeof *state->codes);
    int result = CLI_FAILURE;
    if (state->members != NULL && state->codes != NULL)
        result = found == NULL ? fill_unknown(state, word)
                               : fill(state, found, as_group || is_grouped(found, date_s));
    return result == CLI_FAILURE ? cli_fail_memory() : result;
}

void cli_state_clear(cli_state *state)
{
    ovf_zones_clear(&state->states);
    free(state->members);
    free(state->codes);
    free(state->name);
    *state = (cli_state){0};
}
