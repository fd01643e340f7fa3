/* Stretches of a route by whether they are in the volume of a zone. */
#ifndef OVF_ANALYSIS_MEET_SECTIONS_H
#define OVF_ANALYSIS_MEET_SECTIONS_H

#include "analysis/meet/parts.h"
#include "analysis/meet/stay.h"

/* What of the volume a stretch is in. */
typedef enum { OVF_SECTION_OUT, OVF_SECTION_PERHAPS, OVF_SECTION_CERTAIN } ovf_section_state;

/* A moment of a route that stands. Zeroed it moves, and the place says when that is. */
typedef struct {
    bool stands;
    size_t leg;
    double part; /* of the leg's time, from 0 to 1 */
} ovf_moment;

struct ovf_section {
    double from_m, to_m;
    ovf_section_state state;
    /* Outside: the conditions that do not hold, a bit for each: of the volume that the route has
     * left there, and of the one that it comes into next. */
    unsigned before, after;
    ovf_moment begin, end;
    bool stands; /* some of the time, or all of it */
};

/* Through what a route goes where these conditions cease to hold, or begin to. */
ovf_crossing_side ovf_section_side(unsigned missing);

/* Fills the scratch's sections: cuts what lies between two distances where any condition begins or
 * ends to hold. False when memory is out, as everywhere here. */
bool ovf_sections_find(const ovf_flown *flown, const ovf_volume *volume, double from_m,
                       double to_m);
/* The same of a zone with parts: where the route is in the volume of any. With `touch` the parts
 * that it touches there are taken to be there all along. */
bool ovf_sections_find_parts(const ovf_flown *flown, const ovf_analyzer *analyzer, size_t zone,
                             const ovf_span *within, bool touch);

/* The stretches between two distances along the route that are flown while the zone is in force. */
bool ovf_active_stretches(const ovf_flown *flown, const ovf_volume *volume, double from_m,
                          double to_m, ovf_heights_function take, void *context);

/* What the volume demands of a route that stands; holds until the scratch is asked for another
 * one's times. False when memory is out. */
bool ovf_volume_terms(const ovf_flown *flown, const ovf_volume *volume, ovf_stay_terms *terms);

#endif
