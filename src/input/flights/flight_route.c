#include "input/flights/flight_route.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "input/flights/fix_times.h"
#include "input/flights/given_times.h"
#include "overflight/volume.h"

static bool take_attributes(ovf_flight_route *made, const ovf_flight *flight)
{
    const char *at = flight->texts.text;
    made->attributes.count = 0;
    if (!ovf_array_reserve(&made->attributes.items, &made->attribute_capacity,
                           flight->attribute_count, sizeof *made->attributes.items))
        return false;
    for (size_t i = 0; i < flight->attribute_count; i++) {
        const char *value = at + strlen(at) + 1;
        made->attributes.items[made->attributes.count++] = (ovf_attribute){
            .name = at, .type = OVF_ATTRIBUTE_TEXT, .text = value};
        at = value + strlen(value) + 1;
    }
    return true;
}

static bool take_levels(ovf_flight_route *made, ovf_route *route)
{
    const ovf_pieces *pieces = &made->assembly.pieces;
    bool any = false;
    if (!ovf_array_reserve(&made->levels, &made->level_capacity, pieces->fix_count,
                           sizeof *made->levels))
        return false;
    for (size_t i = 0; i < pieces->fix_count; i++) {
        made->levels[i] = pieces->references[i] == OVF_REFERENCE_PRESSURE;
        any = any || made->levels[i];
    }
    route->flight_levels = any ? made->levels : NULL;
    return true;
}

static ovf_height_reference over(ovf_reference reference)
{
    switch (reference) {
    case OVF_REFERENCE_SEA: return OVF_HEIGHT_MSL;
    case OVF_REFERENCE_PRESSURE: return OVF_HEIGHT_STD;
    case OVF_REFERENCE_ELLIPSOID: return OVF_HEIGHT_ELLIPSOID;
    case OVF_REFERENCE_GROUND: return OVF_HEIGHT_AGL;
    case OVF_REFERENCE_UNKNOWN: break;
    }
    return OVF_HEIGHT_UNKNOWN;
}

/* An altitude that is neither over the sea nor a pressure altitude is a height; the altitude itself
 * is not known. */
static bool take_heights(ovf_flight_route *made, ovf_route *route)
{
    const ovf_pieces *pieces = &made->assembly.pieces;
    bool any = false;
    for (size_t i = 0; i < pieces->fix_count && !any; i++)
        any = !isnan(pieces->fixes[i].altitude_m) && pieces->references[i] != OVF_REFERENCE_SEA &&
              pieces->references[i] != OVF_REFERENCE_PRESSURE;
    if (!any) return true;
    if (!ovf_array_reserve(&made->heights_m, &made->height_capacity, pieces->fix_count,
                           sizeof *made->heights_m) ||
        !ovf_array_reserve(&made->height_references, &made->height_reference_capacity,
                           pieces->fix_count, sizeof *made->height_references))
        return false;
    for (size_t i = 0; i < pieces->fix_count; i++) {
        ovf_height_reference is = over((ovf_reference)pieces->references[i]);
        double *altitude_m = &pieces->fixes[i].altitude_m;
        made->heights_m[i] = NAN;
        made->height_references[i] = (unsigned char)is;
        if (is == OVF_HEIGHT_MSL || is == OVF_HEIGHT_STD) continue;
        made->heights_m[i] = *altitude_m;
        *altitude_m = NAN;
    }
    route->heights_m = made->heights_m;
    route->height_references = made->height_references;
    return true;
}

static bool add_notes(ovf_flight_route *made, const ovf_flight *flight)
{
    ovf_text_reset(&made->notes);
    return ovf_text_add(&made->notes, flight->notes.text, flight->notes.length) &&
           ovf_unread_tell(&flight->unread_times, "time", &made->notes) &&
           ovf_unread_tell(&flight->unread_altitudes, "altitude", &made->notes);
}

static bool tell_beside(ovf_flight_route *made, size_t fixes)
{
    char note[160];
    ovf_text_reset(&made->notes);
    snprintf(note, sizeof note,
             "is no flight and was left out: expected at least two positions in a row, found %s",
             fixes == 0 ? "none" : "fewer");
    return ovf_text_add(&made->notes, note, strlen(note) + 1);
}

/* Where the fixes have none, from what its attributes say of the whole. */
static ovf_status fill_times(ovf_flight_route *made, bool *observed, ovf_error *error)
{
    ovf_pieces *pieces = &made->assembly.pieces;
    ovf_status status = ovf_given_times_check(&made->attributes, error);
    *observed = true;
    if (status != OVF_OK || pieces->fix_count == 0) return status;
    for (size_t i = 0; i < pieces->fix_count; i++)
        if (!isnan(pieces->fixes[i].time_s)) return OVF_OK;
    return ovf_times_fill(&made->attributes, false, pieces->fixes, pieces->part_ends,
                          pieces->part_count, observed, error);
}

static void fill_in(const ovf_flight_route *made, const ovf_left_out *left, ovf_route *route)
{
    const ovf_assembly *assembly = &made->assembly;
    route->fixes = assembly->pieces.fixes;
    route->fix_count = assembly->pieces.fix_count;
    route->part_ends = assembly->pieces.part_ends;
    route->part_count = assembly->pieces.part_count;
    route->unobserved = assembly->any_unobserved ? assembly->unobserved : NULL;
    route->left_out = ovf_left_out_total(left);
    route->origins = assembly->moved ? assembly->origins : NULL;
}

ovf_status ovf_flight_route_make(ovf_flight_route *made, const ovf_flight *flight,
                                 const ovf_assembly_options *options, ovf_route *route,
                                 bool *beside, ovf_error *error)
{
    ovf_left_out left;
    ovf_source_facts facts = {0};
    *beside = flight->beside;
    if (!take_attributes(made, flight) || !add_notes(made, flight)) return ovf_fail_memory(error);
    if (*beside) return OVF_OK;
    if (!ovf_pieces_copy(&made->assembly.pieces, &flight->pieces)) return ovf_fail_memory(error);
    ovf_status status = fill_times(made, &facts.observed, error);
    if (status == OVF_OK) status = ovf_assemble(&made->assembly, &facts, options, &left, error);
    if (status != OVF_OK) return status;
    *beside = made->assembly.pieces.fix_count == 0;
    if (*beside) return tell_beside(made, left.fixes) ? OVF_OK : ovf_fail_memory(error);
    if (!ovf_fix_names_take(&made->names, flight, &made->assembly.pieces, &route->fix_names) ||
        !ovf_left_out_tell(&left, &made->notes) || !take_levels(made, route) ||
        !take_heights(made, route))
        return ovf_fail_memory(error);
    fill_in(made, &left, route);
    route->attributes = made->attributes;
    return OVF_OK;
}

ovf_status ovf_flight_route_finish(ovf_flight_route *made, const ovf_source_facts *facts,
                                   const ovf_assembly_options *options, ovf_route *route,
                                   ovf_error *error)
{
    ovf_left_out left;
    ovf_text_reset(&made->notes);
    ovf_status status = ovf_assemble(&made->assembly, facts, options, &left, error);
    if (status != OVF_OK) return status;
    if (made->assembly.pieces.fix_count == 0)
        return ovf_fail(error, OVF_ERROR_INPUT, "%s",
                        facts->flaw->status != OVF_OK
                            ? facts->flaw->message
                            : "expected at least two positions that follow each other, found none");
    fill_in(made, &left, route);
    return ovf_left_out_tell(&left, &made->notes) ? OVF_OK : ovf_fail_memory(error);
}

ovf_status ovf_flight_route_id(const ovf_flight *flight, const char *field, const char *origin,
                               ovf_text *id, ovf_error *error)
{
    char number[40], part[40] = "";
    bool good = true;
    if (flight->part > 0) snprintf(part, sizeof part, " (part %zu)", flight->part);
    if (field != NULL) {
        const char *value = ovf_flight_attribute(flight, field);
        if (value != NULL)
            return ovf_text_add_string(id, value) && ovf_text_add_string(id, part)
                       ? OVF_OK
                       : ovf_fail_memory(error);
        return ovf_fail(error, OVF_ERROR_INPUT, "there is no field \"%s\" for the id", field);
    }
    if (flight->id.length > 0) good = ovf_text_add(id, flight->id.text, flight->id.length);
    else if (flight->name.length > 0) {
        good = ovf_text_add(id, flight->name.text, flight->name.length);
        if (origin != NULL)
            good = good && ovf_text_add_string(id, " (") && ovf_text_add_string(id, origin) &&
                   ovf_text_add_string(id, ")");
        snprintf(number, sizeof number, " (%zu)", flight->repeat);
        if (flight->repeat > 0) good = good && ovf_text_add_string(id, number);
    }
    if (id->length > 0) good = good && ovf_text_add_string(id, part);
    return good ? OVF_OK : ovf_fail_memory(error);
}

void ovf_flight_route_clear(ovf_flight_route *made)
{
    ovf_assembly_clear(&made->assembly);
    ovf_fix_names_clear(&made->names);
    ovf_text_clear(&made->notes);
    free(made->levels);
    free(made->heights_m);
    free(made->height_references);
    free(made->attributes.items);
    *made = (ovf_flight_route){0};
}
