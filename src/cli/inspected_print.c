/* What a file holds, for people. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/grouped.h"
#include "base/time.h"
#include "cli/failure.h"
#include "cli/inspected.h"
#include "cli/listing.h"
#include "cli/table.h"
#include "cli/zone_limits.h"

#define WIDTH 13
#define LINE 240

static void field(const char *name, const char *value)
{
    fputs("  ", stdout);
    cli_print_field(name, WIDTH, value);
}

static const char *plural(uint64_t count) { return count == 1 ? "" : "s"; }

/* "1 d 2 h", "2 h 13 min", "5 min 3 s", "0.5 s": two units at most. */
static void describe_duration(double seconds, char text[40])
{
    double whole = round(seconds);
    if (seconds < 60) snprintf(text, 40, "%.10g s", round(seconds * 1000) / 1000);
    else if (whole < 3600)
        snprintf(text, 40, "%.0f min %.0f s", floor(whole / 60), fmod(whole, 60));
    else if (whole < 86400)
        snprintf(text, 40, "%.0f h %.0f min", floor(whole / 3600), floor(fmod(whole, 3600) / 60));
    else
        snprintf(text, 40, "%.0f d %.0f h", floor(whole / 86400), floor(fmod(whole, 86400) / 3600));
}

static void describe_length(double metres, char text[40])
{
    if (metres < 1000) snprintf(text, 40, "%.0f m", metres);
    else snprintf(text, 40, "%.3f km", metres / 1000);
}

/* ---- a flight ---- */

static void print_fixes(const cli_flight_seen *flight)
{
    char text[LINE], fixes[OVF_GROUPED_TEXT], named[60] = "", parts[60] = "";
    ovf_grouped(flight->fixes, fixes);
    if (flight->parts > 1) snprintf(parts, sizeof parts, " in %zu parts", flight->parts);
    if (flight->named > 0) snprintf(named, sizeof named, ", %zu of them with names", flight->named);
    snprintf(text, sizeof text, "%s%s%s", fixes, parts, named);
    field("fixes", text);
}

static void print_times(const cli_flight_seen *flight)
{
    const ovf_route_extent *e = &flight->extent;
    char text[LINE], first[OVF_TIME_SIZE], last[OVF_TIME_SIZE], lasts[40], without[60] = "";
    if (e->timed == 0) {
        field("time", "not known");
        return;
    }
    ovf_time_format(e->first_s, first);
    ovf_time_format(e->last_s, last);
    describe_duration(e->last_s - e->first_s, lasts);
    if (e->timed < flight->fixes)
        snprintf(without, sizeof without, "; %zu fix%s without", flight->fixes - e->timed,
                 flight->fixes - e->timed == 1 ? "" : "es");
    snprintf(text, sizeof text, "%s to %s (%s)%s", first, last, lasts, without);
    field("time", text);
}

static void print_altitudes(const cli_flight_seen *flight)
{
    const ovf_route_extent *e = &flight->extent;
    static const char *const over[OVF_HEIGHT_UNKNOWN + 1] = {
        [OVF_HEIGHT_AGL] = "the ground",
        [OVF_HEIGHT_ELLIPSOID] = "the ellipsoid",
        [OVF_HEIGHT_UNKNOWN] = "what is not said"};
    size_t without = flight->fixes - e->heights - e->levels - e->others;
    char text[LINE], rest[60] = "";
    if (without > 0 && without < flight->fixes)
        snprintf(rest, sizeof rest, "; %zu fix%s without", without, without == 1 ? "" : "es");
    if (e->heights > 0) {
        snprintf(text, sizeof text, "%.0f m to %.0f m over the sea%s", e->lowest_m, e->highest_m,
                 rest);
        field("altitude", text);
    }
    if (e->levels > 0) {
        snprintf(text, sizeof text, "%.0f m to %.0f m of pressure altitude%s", e->lowest_level_m,
                 e->highest_level_m, rest);
        field("altitude", text);
    }
    for (int k = 0; k <= OVF_HEIGHT_UNKNOWN; k++) {
        if (isnan(e->lowest_over_m[k])) continue;
        snprintf(text, sizeof text, "%.0f m to %.0f m over %s%s", e->lowest_over_m[k],
                 e->highest_over_m[k], over[k] == NULL ? "" : over[k], rest);
        field("altitude", text);
    }
    if (e->heights + e->levels + e->others == 0) field("altitude", "not known");
}

static void print_step(const char *name, const char *value, const ovf_route_step *step)
{
    char text[LINE];
    snprintf(text, sizeof text, "%s, fix %zu to %zu", value, step->from + 1, step->to + 1);
    field(name, text);
}

static void print_flight(const cli_flight_seen *flight)
{
    const ovf_route_extent *e = &flight->extent;
    char text[LINE];
    putchar('\n');
    cli_print_clean(stdout, flight->id);
    putchar('\n');
    if (flight->name != NULL) field("name", flight->name);
    print_fixes(flight);
    print_times(flight);
    print_altitudes(flight);
    snprintf(text, sizeof text, "%.6f %.6f to %.6f %.6f (lon lat)%s", e->box.west, e->box.south,
             e->box.east, e->box.north,
             e->box.west > e->box.east ? ", across the antimeridian" : "");
    field("bounding box", text);
    describe_length(e->length_m, text);
    field("length", text);
    describe_length(e->longest_leg.value, text);
    if (!isnan(e->longest_leg.value)) print_step("longest leg", text, &e->longest_leg);
    describe_duration(e->longest_gap.value, text);
    if (!isnan(e->longest_gap.value)) print_step("longest gap", text, &e->longest_gap);
    snprintf(text, sizeof text, "%.0f km/h", e->fastest.value * 3.6);
    if (!isnan(e->fastest.value)) print_step("fastest", text, &e->fastest);
}

/* ---- a zone ---- */

static void print_zone(const ovf_zone *zone)
{
    char text[LINE];
    putchar('\n');
    cli_print_clean(stdout, zone->id);
    putchar('\n');
    if (strcmp(zone->name, zone->id) != 0) field("name", zone->name);
    snprintf(text, sizeof text, "%s, polygons %zu", ovf_edges_name(zone->edges),
             zone->polygon_count);
    field("edges", text);
    cli_zone_limits_describe(zone, text, sizeof text);
    field("restriction", text[0] == '\0' ? "none is stated" : text);
}

/* ---- the file ---- */

static void print_kind(const cli_inspected *in)
{
    static const char *const how[] = {[OVF_KNOWN_BY_CONTENT] = "recognised by its content",
                                      [OVF_KNOWN_BY_OPTION] = "as --input-format says",
                                      [OVF_KNOWN_BY_GDAL] = "read by GDAL"};
    cli_print_clean(stdout, in->file);
    if (in->kind.title == NULL) {
        putchar('\n');
        return;
    }
    fputs(": ", stdout);
    cli_print_clean(stdout, in->kind.title);
    printf(", %s\n", how[in->kind.by]);
    for (size_t i = 0; i < in->kind.layer_count; i++) {
        const ovf_layer_about *layer = &in->kind.layers[i];
        fputs("layer ", stdout);
        cli_print_clean(stdout, layer->name);
        printf(": %s", layer->geometry);
        if (layer->features >= 0)
            printf(", %" PRId64 " feature%s", layer->features, plural((uint64_t)layer->features));
        if (layer->crs != NULL) {
            fputs(", ", stdout);
            cli_print_clean(stdout, layer->crs);
        }
        putchar('\n');
    }
}

static void print_remarks(const cli_inspected *in, bool left_out, const char *title)
{
    size_t shown = 0, count = 0;
    for (size_t i = 0; i < in->remark_count; i++) count += in->remarks[i].left_out == left_out;
    if (count == 0) return;
    printf("\n%s\n", title);
    for (size_t i = 0; i < in->remark_count; i++) {
        const cli_remark *remark = &in->remarks[i];
        const char *remedy = cli_remedy(remark->remedy);
        if (remark->left_out != left_out) continue;
        if (!in->keeps_all && shown++ >= CLI_FLIGHTS_SHOWN) continue;
        fputs("  ", stdout);
        if (remark->feature != NULL) {
            const char *mark = remark->feature[0] == '#' ? "" : "\"";
            printf("feature %s", mark);
            cli_print_clean(stdout, remark->feature);
            printf("%s: ", mark);
        }
        cli_print_clean(stdout, remark->text);
        if (remedy != NULL) printf(" (%s)", remedy);
        putchar('\n');
    }
    if (shown > CLI_FLIGHTS_SHOWN)
        printf("  and %zu more, which --all lists\n", shown - CLI_FLIGHTS_SHOWN);
}

static void print_attributes(const cli_inspected *in)
{
    if (in->attribute_count == 0) return;
    printf("\nAttributes, with their first values\n");
    size_t width = 0;
    for (size_t i = 0; i < in->attribute_count; i++)
        if (strlen(in->attributes[i].name) > width) width = strlen(in->attributes[i].name);
    for (size_t i = 0; i < in->attribute_count; i++) {
        fputs("  ", stdout);
        cli_print_field(in->attributes[i].name, width < 24 ? width : 24, in->attributes[i].first);
    }
}

void cli_inspected_print(const cli_inspected *in, const cli_terminal *terminal)
{
    char flights[OVF_GROUPED_TEXT], fixes[OVF_GROUPED_TEXT];
    (void)terminal;
    print_kind(in);
    ovf_grouped(in->flights_read, flights);
    ovf_grouped(in->fixes_read, fixes);
    if (in->flights_read > 0)
        printf("%s flight%s, %s fixes\n", flights, plural(in->flights_read), fixes);
    for (size_t i = 0; i < in->flight_count; i++) print_flight(&in->flights[i]);
    if (in->flights_read > in->flight_count)
        printf("\nand %" PRIu64 " more, which --all lists\n", in->flights_read - in->flight_count);
    if (in->zones.count > 0) printf("%zu zone%s\n", in->zones.count, plural(in->zones.count));
    for (size_t i = 0; i < in->zones.count; i++) {
        if (!in->keeps_all && i == CLI_FLIGHTS_SHOWN) {
            printf("\nand %zu more, which --all lists\n", in->zones.count - i);
            break;
        }
        print_zone(&in->zones.items[i]);
    }
    print_attributes(in);
    print_remarks(in, true, "Left out");
    print_remarks(in, false, "Notes");
}
