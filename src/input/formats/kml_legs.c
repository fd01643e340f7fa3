#include "input/formats/kml_legs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/reading_limits.h"
#include "input/formats/values.h"

/* Positions of a point and of a line that are written with four decimals or more are the same. */
#define SAME_DEG 1e-6
/* More points than any flight has are of something else. */
#define POINTS_MAX OVF_LIMIT_KML_LEGS

bool ovf_kml_legs_name(ovf_kml_legs *legs, const char *text, size_t length)
{
    ovf_trim(&text, &length);
    ovf_text_reset(&legs->document);
    return ovf_text_add(&legs->document, text, length);
}

bool ovf_kml_legs_add_point(ovf_kml_legs *legs, const ovf_fix *point)
{
    if (legs->point_count == POINTS_MAX) return true;
    if (!ovf_array_reserve(&legs->points, &legs->point_capacity, legs->point_count + 1,
                           sizeof *legs->points))
        return false;
    legs->points[legs->point_count++] = *point;
    return true;
}

/* One line of two positions without times. */
static bool is_leg(const ovf_flight *flight)
{
    const ovf_pieces *pieces = &flight->pieces;
    return pieces->part_count == 1 && pieces->fix_count == 2 && isnan(pieces->fixes[0].time_s) &&
           isnan(pieces->fixes[1].time_s) && flight->id.length == 0;
}

static bool follows(const ovf_flight *flight, const ovf_flight *leg)
{
    const ovf_fix *last = &flight->pieces.fixes[flight->pieces.fix_count - 1],
                  *next = &leg->pieces.fixes[0];
    return last->lon == next->lon && last->lat == next->lat;
}

static bool same(const ovf_fix *a, const ovf_fix *b)
{
    return fabs(a->lon - b->lon) < SAME_DEG && fabs(a->lat - b->lat) < SAME_DEG;
}

/* The fixes' points, in order and all of them, have the times and the altitudes. */
static void take_points(const ovf_kml_legs *legs, ovf_pieces *pieces)
{
    for (int give = 0; give < 2; give++) {
        size_t at = 0;
        for (size_t i = 0; i < pieces->fix_count; i++, at++) {
            while (at < legs->point_count && !same(&legs->points[at], &pieces->fixes[i])) at++;
            if (at == legs->point_count) return;
            if (give == 0) continue;
            pieces->fixes[i] = legs->points[at];
            ovf_reference over = isnan(legs->points[at].altitude_m) ? OVF_REFERENCE_UNKNOWN
                                                                    : OVF_REFERENCE_SEA;
            pieces->references[i] = (unsigned char)over;
        }
    }
}

bool ovf_kml_legs_flush(ovf_kml_legs *legs, ovf_flight_queue *queue)
{
    ovf_flight *flight = legs->flight, *making = queue->making;
    if (flight == NULL) return true;
    if (legs->legs > 1) {
        char note[160];
        bool good = true;
        if (legs->document.length > 0) {
            ovf_text_reset(&flight->name);
            good = ovf_text_add(&flight->name, legs->document.text, legs->document.length);
        }
        take_points(legs, &flight->pieces);
        snprintf(note, sizeof note,
                 "is %zu lines, each from where the last one ends: they were read as one flight%s",
                 legs->legs,
                 isnan(flight->pieces.fixes[0].time_s) ? ""
                                                       : ", with the times of the points beside");
        if (!good || !ovf_flight_add_note(flight, note)) return false;
    }
    legs->flight = NULL;
    queue->making = flight;
    ovf_flight_queue_push(queue);
    queue->making = making;
    return !queue->out_of_memory;
}

bool ovf_kml_legs_take(ovf_kml_legs *legs, ovf_flight_queue *queue)
{
    ovf_flight *taken = queue->making;
    if (!is_leg(taken)) {
        if (!ovf_kml_legs_flush(legs, queue)) return false;
        ovf_flight_queue_push(queue);
        return !queue->out_of_memory;
    }
    if (legs->flight != NULL && follows(legs->flight, taken)) {
        ovf_pieces *pieces = &legs->flight->pieces;
        if (!ovf_pieces_add(pieces, &taken->pieces.fixes[1],
                            (ovf_reference)taken->pieces.references[1]))
            return false;
        pieces->part_ends[0] = pieces->fix_count;
        legs->legs++;
        ovf_flight_free(taken);
        queue->making = NULL;
        return true;
    }
    if (!ovf_kml_legs_flush(legs, queue)) return false;
    legs->flight = taken;
    legs->legs = 1;
    queue->making = NULL;
    return true;
}

void ovf_kml_legs_clear(ovf_kml_legs *legs)
{
    ovf_flight_free(legs->flight);
    ovf_text_clear(&legs->document);
    free(legs->points);
    *legs = (ovf_kml_legs){0};
}
