#include "cli/airfield_range_report.h"

#include <math.h>
#include <string.h>

#include "cli/findings.h"
#include "cli/listing.h"
#include "cli/table.h"

#define MOST_DETACHED 6 /* of the parts that are not covered; the others are in --json */

/* Why it does not count; NULL where it does, or is of another State. */
static const char *why_not(const cli_airfield_range *in, const ovf_range_airfield *seen)
{
    if (seen->role == OVF_RANGE_NO_DISTANCE)
        return in->year == OVF_RANGE_LATEST ? "no maximum distance of it is known"
                                            : "no maximum distance of it is known for the year";
    if (seen->role != OVF_RANGE_OTHER_KIND) return NULL;
    return strcmp(seen->airfield->kind, "refuelling") == 0 ? "a refuelling airfield"
                                                           : "no Open Skies airfield";
}

/* What the figures leave open. */
static size_t notes_of(const cli_airfield_range *in, const char *notes[3])
{
    size_t count = 0;
    if (in->options->zones.count == 0)
        notes[count++] = "The State's outlines are generalised, and land only: islets below 5 km² "
                         "and the territorial sea are not in them (geodata/README.md)";
    if (in->options->operands.count < 2)
        notes[count++] = "An airfield counts from the year in which its maximum distance was first "
                         "seen, even where another has replaced it since "
                         "(geodata/README.md)";
    if (in->state.group != NULL)
        notes[count++] = "The States of a group are judged as one, with all their airfields (Art. "
                         "III Section II)";
    return count;
}

static void year_text(const cli_airfield_range *in, char text[40])
{
    if (in->year == OVF_RANGE_LATEST) strcpy(text, "the latest known");
    else snprintf(text, 40, "those of %d", in->year);
}

/* ---- for people ---- */

static bool print_airfields(const cli_airfield_range *in, const cli_terminal *terminal)
{
    static const cli_column columns[] = {
        {"id", CLI_WORD}, {"name", CLI_TEXT}, {"max km", CLI_NUMBER}, {"range km", CLI_NUMBER}};
    cli_table table = {.columns = columns, .column_count = sizeof columns / sizeof *columns};
    bool good = true;
    for (size_t i = 0; i < in->result.airfield_count && good; i++) {
        const ovf_range_airfield *seen = &in->result.airfields[i];
        char km[40], range[40];
        if (seen->role != OVF_RANGE_COUNTS) continue;
        snprintf(km, sizeof km, "%.10g", seen->max_distance_km);
        snprintf(range, sizeof range, "%.10g", seen->range_m / 1000);
        good = cli_table_add(
            &table, (const char *const[]){seen->airfield->id, seen->airfield->name, km, range});
    }
    if (good && table.row_count > 0) {
        putchar('\n');
        cli_table_print(&table, terminal, stdout);
    }
    cli_table_clear(&table);
    return good;
}

static void print_left_out(const cli_airfield_range *in)
{
    bool first = true;
    for (size_t i = 0; i < in->result.airfield_count; i++) {
        const ovf_range_airfield *seen = &in->result.airfields[i];
        const char *why = why_not(in, seen);
        if (why == NULL) continue;
        fputs(first ? "Not counted: " : "; ", stdout);
        cli_print_clean(stdout, seen->airfield->name[0] != '\0' ? seen->airfield->name
                                                                : seen->airfield->id);
        fputs(" (", stdout);
        cli_print_clean(stdout, seen->airfield->id);
        printf("), %s", why);
        first = false;
    }
    if (!first) puts(".");
}

static void print_detached(const cli_airfield_range *in)
{
    const ovf_range_result *result = &in->result;
    size_t parts = result->part_count - 1,
           shown = result->detached_count < MOST_DETACHED ? result->detached_count : MOST_DETACHED;
    if (!result->judged || parts == 0) return;
    printf("\nDetached territory: %zu part%s, of which (A) covers %zu.", parts,
           parts == 1 ? "" : "s", parts - result->detached_count);
    puts(result->detached_count > 0
             ? " The others are no violation: Annex E para 5(B) has rules of its own for them."
             : "");
    for (size_t i = 0; i < shown; i++) {
        fputs("  · ", stdout);
        cli_print_clean(stdout, result->detached[i].message);
        putchar('\n');
    }
    if (shown < result->detached_count)
        printf("  … and %zu smaller: --json has all.\n", result->detached_count - shown);
}

ovf_verdict cli_airfield_range_verdict(const ovf_range_result *result)
{
    if (!result->judged) return OVF_VERDICT_UNDECIDED;
    return result->mainland.severity == OVF_SEVERITY_VIOLATION ? OVF_VERDICT_VIOLATES
                                                               : OVF_VERDICT_COMPLIES;
}

bool cli_airfield_range_print(const cli_airfield_range *in)
{
    const ovf_range_result *result = &in->result;
    cli_terminal terminal = cli_terminal_of(stdout);
    const char *notes[3];
    char year[40];
    size_t note_count = notes_of(in, notes);
    year_text(in, year);
    cli_verdict_word_print(cli_airfield_range_verdict(result), &terminal);
    fputs("  ", stdout);
    cli_print_clean(stdout, in->state.name);
    for (size_t i = 0; i < in->options->zones.count; i++) {
        fputs(i == 0 ? ", area of " : " and ", stdout);
        cli_print_clean(stdout, in->options->zones.items[i]);
    }
    printf(", mainland of %.0f km²; maximum distances: %s\n", result->parts[0].area_m2 / 1e6, year);
    cli_finding_print(&result->mainland, &terminal);
    print_detached(in);
    if (!print_airfields(in, &terminal)) return false;
    if (result->counting > 0) putchar('\n');
    print_left_out(in);
    for (size_t i = 0; i < note_count; i++) printf("%s.\n", notes[i]);
    return true;
}

/* ---- for programs ---- */

static json_t *position_json(ovf_lonlat at)
{
    return isnan(at.lon) ? json_null() : json_pack("[f,f]", at.lon, at.lat);
}

static json_t *airfields_json(const cli_airfield_range *in)
{
    json_t *list = json_array();
    for (size_t i = 0; i < in->result.airfield_count; i++) {
        const ovf_range_airfield *seen = &in->result.airfields[i];
        if (seen->role == OVF_RANGE_OTHER_STATE) continue;
        (void)json_array_append_new(
            list,
            json_pack(
                "{s:o,s:o,s:o,s:o,s:o,s:b,s:o,s:o,s:o}", "id", cli_text_json(seen->airfield->id),
                "name", cli_text_json(seen->airfield->name), "state",
                cli_text_json(seen->airfield->state), "kind", cli_text_json(seen->airfield->kind),
                "position", position_json(seen->airfield->position), "counts",
                seen->role == OVF_RANGE_COUNTS, "why_not",
                why_not(in, seen) == NULL ? json_null() : json_string(why_not(in, seen)),
                "max_distance_km", cli_number_json(seen->max_distance_km), "reach_km",
                cli_number_json(seen->range_m / 1000)));
    }
    return list;
}

static json_t *part_json(const ovf_range_result *result, const ovf_range_part *part)
{
    json_t *made = json_pack("{s:f,s:f,s:o,s:o}", "area_km2", part->area_m2 / 1e6,
                             "from_mainland_km", part->from_mainland_m / 1000, "nearest",
                             position_json(part->nearest), "on_mainland",
                             position_json(part->on_mainland));
    if (!result->judged || made == NULL) return made;
    const ovf_range_airfield *seen = &result->airfields[part->worst.circle];
    json_t *worst = json_pack(
        "{s:b,s:o,s:o,s:f,s:f,s:f,s:f}", "covered", part->covered, "at",
        position_json(part->worst.at), "airfield", cli_text_json(seen->airfield->id), "distance_km",
        part->worst.distance_m / 1000, "reach_km", seen->range_m / 1000, "beyond_km",
        part->worst.beyond_m / 1000, "bound_km", part->worst.bound_m / 1000);
    (void)json_object_update(made, worst);
    json_decref(worst);
    return made;
}

static json_t *state_json(const cli_state *state)
{
    json_t *codes = json_array();
    for (size_t i = 0; i < state->count; i++)
        (void)json_array_append_new(codes, cli_text_json(state->codes[i]));
    return json_pack("{s:o,s:o,s:o}", "name", cli_text_json(state->name), "members", codes, "group",
                     state->group == NULL ? json_null() : cli_text_json(state->group));
}

static json_t *findings_json(const ovf_range_result *result)
{
    json_t *list = json_array();
    (void)json_array_append_new(list, cli_finding_json(&result->mainland));
    for (size_t i = 0; i < result->detached_count; i++)
        (void)json_array_append_new(list, cli_finding_json(&result->detached[i]));
    return list;
}

bool cli_airfield_range_print_json(const cli_airfield_range *in)
{
    const ovf_range_result *result = &in->result;
    const char *texts[3], *date = in->options->date;
    size_t note_count = notes_of(in, texts);
    json_t *detached = json_array(), *notes = json_array();
    for (size_t i = 1; i < result->part_count; i++)
        (void)json_array_append_new(detached, part_json(result, &result->parts[i]));
    for (size_t i = 0; i < note_count; i++)
        (void)json_array_append_new(notes, json_string(texts[i]));
    return cli_print_json(
        json_pack("{s:s,s:s,s:o,s:o,s:f,s:o,s:o,s:f, s:o,s:o,s:o,s:o,s:o}", "version",
                  ovf_version(), "verdict", ovf_verdict_name(cli_airfield_range_verdict(result)),
                  "state", state_json(&in->state), "rule", cli_text_json(in->rule->rule),
                  "fraction", in->rule->values[0], "year",
                  in->year == OVF_RANGE_LATEST ? json_null() : json_integer(in->year), "date",
                  date == NULL ? json_null() : cli_text_json(date), "margin", in->options->margin,
                  "airfields", airfields_json(in), "mainland", part_json(result, &result->parts[0]),
                  "detached", detached, "findings", findings_json(result), "notes", notes));
}

static json_t *feature_json(const ovf_finding *finding, const char *what)
{
    json_t *properties = cli_finding_json(finding);
    if (properties == NULL || json_object_set_new(properties, "territory", json_string(what)) != 0)
        return NULL;
    ovf_lonlat at = {finding->from.lon, finding->from.lat};
    json_t *geometry = isnan(at.lon) ? json_null()
                                     : json_pack("{s:s,s:o}", "type", "Point", "coordinates",
                                                 position_json(at));
    return json_pack("{s:s,s:o,s:o}", "type", "Feature", "properties", properties, "geometry",
                     geometry);
}

bool cli_airfield_range_print_geojson(const cli_airfield_range *in)
{
    json_t *features = json_array();
    (void)json_array_append_new(features, feature_json(&in->result.mainland, "mainland"));
    for (size_t i = 0; i < in->result.detached_count; i++)
        (void)json_array_append_new(features, feature_json(&in->result.detached[i], "detached"));
    return cli_print_json(
        json_pack("{s:s,s:o}", "type", "FeatureCollection", "features", features));
}
