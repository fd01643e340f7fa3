/* What a thread needs to analyse one route after the other without allocating. */
#ifndef OVF_ANALYSIS_MEET_SCRATCH_H
#define OVF_ANALYSIS_MEET_SCRATCH_H

#include "analysis/meet/spans.h"
#include "geodesy/approach.h"
#include "geodesy/boundaries.h"
#include "geodesy/contact.h"
#include "geodesy/track.h"
#include "overflight/analysis.h"
#include "overflight/finding.h"
#include "overflight/heights.h"
#include "overflight/volume.h"
#include "overflight/observation.h"

struct ovf_analyzer {
    const ovf_zones *zones;
    ovf_boundaries *boundaries; /* one a zone */
    ovf_tree tree;              /* over the boxes of all zones */
    double search_m;
    const ovf_vertical *vertical; /* what is known of the heights of volumes */
    const ovf_almanac *almanac;   /* and of the sun and of time zones */
    unsigned char *has_limits;    /* of each zone: whether its volume has any; NULL: none has, or
                                     only outlines matter */
    struct ovf_parts *parts;      /* of zones that have some (parts.h); NULL: none has */
    bool dated;                   /* all flights are at some time between the two */
    double date_s, until_s;
};

/* ovf_analyzer_new without a look at the zones, which may be lines: there and back, as rings
 * without area. */
ovf_status ovf_analyzer_build(const ovf_zones *zones, const ovf_analysis_options *options,
                              ovf_analyzer **analyzer, ovf_error *error);

/* A contact with a zone's boundary, by distance along the route. */
typedef struct {
    size_t zone;
    ovf_contact contact; /* its distances are along the route */
} ovf_event;

/* A part of the route, or several that join: from_fix … to_fix without a break. */
typedef struct {
    size_t from_fix, to_fix;
} ovf_stretch;

/* A meeting before the arrays of passages and crossings have come to rest. */
typedef struct {
    size_t first_passage, first_crossing;
    bool has_limits; /* the first in its volume, if it has limits */
    size_t first_within_passage, first_within_crossing;
} ovf_meeting_start;

/* What a restriction has found. */
typedef struct {
    size_t first, count, first_move, move_count, first_kept, kept_count;
    bool done;
} ovf_found;

/* A stretch of the route on which something holds, surely (0) or with doubts (heights.h). */
typedef struct {
    double from_m, to_m;
    unsigned doubts;
} ovf_bound;

typedef struct {
    ovf_bound *items;
    size_t count, capacity;
} ovf_bound_list;

/* Gathers stretches that have a length in a list (an ovf_heights_function). */
typedef struct {
    ovf_bound_list *list;
    bool failed; /* memory is out */
} ovf_bound_gatherer;

void ovf_bound_gather(void *gatherer, double from_m, double to_m, unsigned doubts);

/* What heights are over other references, as far as the extremes of the earth tell; zones have the
 * same few again and again. */
#define OVF_BOUNDS_KEPT 64

typedef struct {
    double qnh_least_hpa, qnh_most_hpa, temperature_least_k, temperature_most_k;
    struct {
        double metres, highest_ground_m;
        ovf_height_reference from, to;
        bool known, coldest;
        ovf_height_range range;
    } items[OVF_BOUNDS_KEPT];
} ovf_bounds_memory;

/* Floor, ceiling and time (volume.c). */
#define OVF_VOLUME_CONDITIONS 3

typedef struct ovf_section ovf_section;
typedef struct ovf_near_edges ovf_near_edges;
typedef struct ovf_near_piece ovf_near_piece;

/* Legs that have been drawn lately. */
#define OVF_DRAWN_LEGS 16

/* A change of course, in degrees, clockwise positive. */
typedef struct {
    double along_m, degrees;
} ovf_course_change;

struct ovf_scratch {
    const ovf_route *route; /* its fixes may be NULL where they lie in columns */
    ovf_fixes fixes;        /* the route's, which the analysis reads */
    struct {
        size_t after; /* the fix that it begins with, + 1; 0: none */
        ovf_leg leg;
    } drawn[OVF_DRAWN_LEGS];
    ovf_track track;
    double *along_m; /* of each fix */
    size_t along_capacity;
    ovf_stretch *stretches;
    size_t stretch_count, stretch_capacity;
    struct ovf_leg_range *leg_ranges; /* of each stretch (nearest_approach.c) */
    size_t leg_range_capacity;
    bool has_leg_ranges;
    ovf_event *events;
    size_t event_count, event_capacity;
    unsigned char
        *is_near;   /* of each zone: whether the route comes within the search radius of its box */
    uint32_t *near; /* these zones */
    size_t zone_capacity, near_count;
    ovf_near_edges *near_edges; /* of the legs in hand (near_edges.h) */
    size_t near_edge_count, near_edge_capacity;
    ovf_near_piece *near_pieces; /* of the zone in hand (near_pieces.h) */
    size_t near_piece_count, near_piece_capacity;
    ovf_passage *passages; /* and crossings: of the outlines */
    size_t passage_count, passage_capacity;
    ovf_crossing *crossings;
    size_t crossing_count, crossing_capacity;
    ovf_bounds_memory bounds_memory;  /* of heights.c */
    struct ovf_profile_room *profile; /* of the route's altitudes (profile.c) */
    enum { OVF_PROFILE_UNKNOWN, OVF_PROFILE_MADE, OVF_PROFILE_NONE } profile_state;
    ovf_bound_list bounds[OVF_VOLUME_CONDITIONS]; /* of the volume in hand (volume.c) */
    ovf_actives actives;                          /* when the zone in hand is in force */
    struct ovf_active_time *active_times;         /* the same for heights.h */
    size_t active_time_capacity;
    ovf_section *sections;
    size_t section_count, section_capacity;
    ovf_passage *within_passages; /* and crossings: of the volumes that have limits */
    size_t within_passage_count, within_passage_capacity;
    ovf_crossing *within_crossings;
    size_t within_crossing_count, within_crossing_capacity;
    ovf_meeting *meetings;
    size_t meeting_count, meeting_capacity;
    ovf_meeting_start *starts;
    size_t start_capacity;
    ovf_finding *findings; /* and those below, of a check (check.c) */
    size_t finding_count, finding_capacity;
    ovf_finding spare_finding;
    ovf_move *moves; /* of the findings, in their order */
    size_t move_count, move_capacity;
    ovf_found *found; /* by the restrictions that find the same */
    size_t found_capacity;
    uint32_t *candidates; /* restrictions that may concern the route */
    size_t candidate_count, candidate_capacity;
    ovf_finding *kept; /* limits that are kept */
    size_t kept_count, kept_capacity;
    ovf_not_asked *not_asked;
    size_t not_asked_count, not_asked_capacity;
    ovf_judgement judgement;
    ovf_spans spans;          /* where the evaluator in hand gathers stretches */
    ovf_course_change *turns; /* where the route's course changes (check_circling.c) */
    size_t turn_count, turn_capacity;
    ovf_scratch *parts;            /* for the outlines of parts; NULL until it is needed */
    ovf_scratch *territory, *seas; /* for the States' areas; NULL until they are needed */
    ovf_look *looks;               /* of the observations, in their order (observe.c) */
    size_t look_count, look_capacity;
    ovf_observation *observations;
    size_t observation_capacity;
    const ovf_ground *ground; /* of ovf_scratch_set_ground; NULL: none */
    const ovf_ground *geoid;  /* of ovf_scratch_set_geoid; NULL: none */
    ovf_error ground_failure; /* of the check in hand */
    ovf_result result;
};

/* The place on the route at a distance along it, that lies on the stretch (meeting.c); altitude and
 * time between the fixes'. */
ovf_place ovf_scratch_place(ovf_scratch *scratch, const ovf_stretch *stretch, double along_m,
                            const ovf_lonlat *known);

/* Where the route stands at the place, or within the tolerance of it: the first moment of that, or
 * the last, with the altitude of then. Otherwise the place stays as it is. */
void ovf_scratch_settle(const ovf_scratch *scratch, const ovf_stretch *stretch, bool last,
                        ovf_place *place);

/* The leg that begins with a fix, drawn; it holds until others are asked for. */
const ovf_leg *ovf_scratch_leg(ovf_scratch *scratch, size_t fix);

/* ovf_analyze of a route whose shape has been checked (checks.h), and whose fixes lie wherever they
 * are: route->fixes is not read. A route without an id is called by its number in errors. */
ovf_status ovf_analyze_fixes(const ovf_analyzer *analyzer, const ovf_route *route,
                             const ovf_fixes *fixes, ovf_scratch *scratch,
                             const ovf_result **result, ovf_error *error);

/* Flies the scratch's route: measures its legs and fills in stretches, events and the zones that
 * are near (fly.c). Errors as of ovf_analyze. */
ovf_status ovf_fly(const ovf_analyzer *analyzer, ovf_scratch *scratch, ovf_error *error);

/* The box around the legs between two fixes (fly.c). */
ovf_box ovf_scratch_box(const ovf_scratch *scratch, size_t first, size_t last);

/* The nearest approach to a zone that the route does not meet, for a route that has been flown;
 * *found: not farther than search_m (nearest_approach.c). False when memory is out. */
bool ovf_approach_zone(ovf_scratch *scratch, const ovf_boundary *boundary, double search_m,
                       ovf_meeting *meeting, bool *found);

/* Makes the meeting with one zone of the events from first to last - 1, sorted by distance; without
 * any, its nearest approach. False when memory is out. */
bool ovf_meet(ovf_scratch *scratch, const ovf_analyzer *analyzer, size_t zone, size_t first,
              size_t last);

#endif
