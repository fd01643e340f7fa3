/* The parts of ovf_suggest_alternatives: rules with the clearance in them, what a draft of a route
 * still breaks, and the steps that repair it. */
#ifndef OVF_ANALYSIS_SUGGEST_REPAIR_H
#define OVF_ANALYSIS_SUGGEST_REPAIR_H

#include "analysis/check/judging.h"
#include "analysis/suggest/suggest.h"

/* ---- rules with the clearance in them (repair_strict.c) ---- */

/* A checker whose limits demand the clearance besides. What lies outside a prohibited zone is then
 * kept by a stand-off of its own. */
typedef struct {
    ovf_checker *checker;  /* NULL: no rule demands more */
    ovf_rules rules;       /* those of the checker that it was made for, and then the stand-offs;
                              lines are not owned */
    size_t *origins;       /* of each rule: its index in the rules that it was made of */
    ovf_analyzer analyzer; /* the checker's, but over zones with other volumes; nothing is owned */
    ovf_zones zones;       /* only their array is owned */
    ovf_volume *volumes;   /* of each zone; their schedules are not owned */
    struct ovf_strict_parts {
        ovf_zone_part *parts;
        ovf_volume *volumes; /* of the parts */
    } * parts;               /* of each zone, where it has some */
} ovf_strict;

/* `clearance_m` is that of ovf_suggest_options, `room_m` comes to it in the plane. */
ovf_status ovf_strict_build(ovf_strict *strict, const ovf_checker *checker, double clearance_m,
                            double room_m, ovf_error *error);
void ovf_strict_clear(ovf_strict *strict);

/* ---- drafts (repair_draft.c) ---- */

/* A route in the making. */
typedef struct {
    ovf_suggestion made;
    double later_s, up_m, down_m;
} ovf_draft;

/* Something that a draft breaks: a restriction and a stretch where it does. */
typedef struct {
    const ovf_restriction *restriction; /* with the clearance in it */
    size_t rule;                        /* its index in the checker's rules */
    bool judged;
    double from_m, to_m; /* along the draft: of a passage all of it, even where the rule binds a
                            part */
    double bound_from_m, bound_to_m; /* that part */
    double from_s, to_s;             /* times from from_m to to_m; NAN: not known */
    double excess_m;                 /* of a limit of length: what is too much */
} ovf_problem;

typedef struct {
    ovf_problem *items;
    size_t count, capacity;
    ovf_judgement judgement; /* of the checker without clearance; its lists hold as long as the
                                scratch is not used again */
    bool new_doubts;         /* something is undecided that was not for the route itself */
    char worst[OVF_FINDING_MESSAGE]; /* the first finding that stands against it; empty: none */
} ovf_problems;

typedef struct {
    const ovf_checker *checker;
    const ovf_strict *strict; /* in force now; NULL: no clearance */
    double clearance_m;       /* that goes with it; 0: the usual one */
    ovf_scratch *scratch;
    const ovf_route *route;
    const bool *pinned;
    ovf_zones places;   /* the checker's zones, and behind them the lines of its rules; not owned */
    bool *was_doubtful; /* of each rule: whether it was undecided for the route itself */
    ovf_problems problems; /* of the draft that was judged last */
} ovf_repair;

/* The route as a draft. */
ovf_status ovf_draft_begin(ovf_draft *draft, const ovf_route *route, ovf_error *error);
void ovf_draft_clear(ovf_draft *draft);
ovf_route ovf_draft_route(const ovf_draft *draft, const ovf_route *route);
/* Puts a suggestion that was made for the draft in its place; takes it. */
ovf_status ovf_draft_replace(ovf_draft *draft, ovf_suggestion *by, ovf_error *error);
/* Which fixes of the draft must stay, to be freed; NULL when memory is out. */
bool *ovf_draft_pinned(const ovf_repair *repair, const ovf_draft *draft);

/* Judges a route that was made of the repair's, into repair->problems. */
ovf_status ovf_repair_judge(ovf_repair *repair, const ovf_route *route, ovf_error *error);
/* Whether nothing stands against the route that was judged last. */
bool ovf_repair_is_good(const ovf_repair *repair);

/* What a problem is about. */
bool ovf_problem_blocks(const ovf_problem *problem); /* a zone or line that is to be kept off */
bool ovf_problem_is_height(const ovf_problem *problem);
bool ovf_problem_is_length(const ovf_problem *problem);
/* The volume of its zone, with the clearance; NULL: it has none. Of a zone with parts it is what
 * bounds them all, which is on the safe side: what is over its ceiling or under its floor is clear
 * of each of them. */
const ovf_volume *ovf_problem_volume(const ovf_repair *repair, const ovf_problem *problem);

/* ---- as item 15 has it (repair_item15.c) ---- */

#define OVF_ITEM15_MINUTE_DEG (1.0 / 60)
#define OVF_ITEM15_SECOND_DEG (1.0 / 3600)
/* Positions move by no more than this when they are rounded to seconds: half a second of a meridian
 * and of the equator, 15.5 m each. */
#define OVF_ITEM15_SECOND_M 22.0

/* Rounds what was put in or moved to whole multiples of this, and makes levels hold from their fix
 * on. */
ovf_status ovf_draft_round(ovf_draft *draft, const ovf_route *route, double step_deg,
                           ovf_error *error);

/* ---- steps ---- */

/* Each repairs what it can of what the draft breaks, which was judged last. *done is false where
 * there is nothing for it to do; it fails with OVF_ERROR_GEOMETRY where it cannot. */

/* repair_around.c. Whatever is broken in a zone is kept out of; with `blocks_only` only what
 * forbids to be there. */
ovf_status ovf_repair_around(ovf_repair *repair, ovf_draft *draft, ovf_way_side side,
                             bool blocks_only, bool *done, ovf_error *error);

typedef enum { OVF_VERTICAL_OVER, OVF_VERTICAL_UNDER, OVF_VERTICAL_LIMITS } ovf_vertical_step;
/* repair_vertical.c. Limits: only those of altitude, upwards or downwards as each demands. */
ovf_status ovf_repair_vertical(ovf_repair *repair, ovf_draft *draft, ovf_vertical_step step,
                               bool *done, ovf_error *error);

/* repair_profile.c: stretches along a route that must be flown at a level or beyond. */
typedef struct {
    double from_m, to_m;
    bool over; /* at least so high; otherwise at most */
    double level_m;
} ovf_demand;

#define OVF_DEMANDS_MAX 64

/* The route's altitudes, changed where they have to, with ramps of the gradient; fixes are put in
 * where they bend. The altitudes must be known. *up_m and *down_m are by how much at most. */
ovf_status ovf_profile_build(const ovf_route *route, const double *along_m,
                             const ovf_demand *demands, size_t count, double gradient,
                             ovf_suggestion *made, double *up_m, double *down_m, ovf_error *error);

/* repair_shift.c: later (1) or earlier (-1). */
ovf_status ovf_repair_shift(ovf_repair *repair, ovf_draft *draft, int direction, bool *done,
                            ovf_error *error);
void ovf_draft_shift(ovf_draft *draft, double by_s);

/* repair_shorten.c */
ovf_status ovf_repair_shorten(ovf_repair *repair, ovf_draft *draft, bool *done, ovf_error *error);

#endif
