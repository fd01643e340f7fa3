/* Plans as a person types them: item 15 of the ICAO flight plan (Doc 4444, PANS-ATM, appendix 2),
 * read with some tolerance.
 *
 *     UUMB N0450F330 5530N03700E KGD 5442N02030E/F350 UUMB
 *
 * Words stand apart by blanks or semicolons; capitals do not matter. A point is one of:
 *   - an airfield: its ICAO code (UUMB), its IATA code (KGD; attribute `iata`) or its name
 *     (Kubinka, "Søndre Strømfjord"), whole or the part before
 *     or after a slash, a hyphen or a bracket (Bonn, of Köln/Bonn) where one airfield only has it.
 *     Accents, capitals, blanks and hyphens do not matter;
 *     ö may be o or oe. A name with blanks stands in quotes, "…" or '…', and within quotes only
 *     airfields are looked for.
 *   - ICAO coordinates: 55N037E, 5530N03700E, 553015N0370030E; the last unit may have decimals
 *     (5530.25N03700.5E), and the letters may stand in
 *     front.
 *   - decimal degrees: 55.5N37.0E, N55.5 E037.0, or without letters 55.5,37.0, and then **latitude
 *     first**, as pilots write and GeoJSON does not.
 *     Without letters each number must have a decimal point, since 55,5 may be one number. A
 *     latitude beyond 90 in such a pair is told as swapped; a
 *     swapped pair with both numbers within 90 cannot be noticed. Longitudes without letters may go
 *     on beyond ±180, to ±360.
 * Behind a point, after a slash, stands a change of speed, of level, or of both: N0450 (knots),
 * K0830 (km/h), M082 (Mach, hundredths); F330 (flight level, also FL330), S1130 (standard metric
 * level, tens of metres), A045 (altitude in hundreds of feet), M0840 (altitude in tens of metres),
 * VFR (no level). By itself a change belongs to the point before it, and ahead of the first point
 * to the first one; but A045 and M082 by themselves behind a point are taken for airways. DCT, IFR,
 * VFR, GAT, OAT and lone dashes are passed over. A first word that ends with a colon is the plan's
 * id.
 *
 * A whole flight plan message, "(FPL-…)", is read too: its item 15 between its airfields.
 *
 * Legs run direct from point to point, the short way around the earth. Not known without files of
 * points (ovf_flightplan_parse_with), and told so: airways, named waypoints, departure and arrival
 * procedures. Never known: bearing and distance from a point, cruise climbs, times. */
#ifndef OVERFLIGHT_FLIGHTPLAN_H
#define OVERFLIGHT_FLIGHTPLAN_H

#include "overflight/model.h"
#include "overflight/points.h"

#ifdef __cplusplus
extern "C" {
#endif

/* From where a level is measured. */
typedef enum {
    OVF_LEVEL_UNKNOWN,  /* none was said: the altitude is NAN */
    OVF_LEVEL_PRESSURE, /* F330, S1130: in the standard atmosphere, from 1013.25 hPa; the height
                           over the sea differs with the weather */
    OVF_LEVEL_SEA       /* A045, M0840: over mean sea level */
} ovf_level;

#define OVF_FLIGHTPLAN_NO_AIRFIELD SIZE_MAX

/* What a plan says of a fix besides position and altitude. */
typedef struct {
    ovf_level level;  /* of what kind the altitude of this fix is */
    double speed_kmh; /* from here on; NAN: unknown, or told as a Mach number */
    double mach; /* from here on; NAN: not told as a Mach number. What speed it is depends on the
                    temperature */
    size_t airfield;   /* its index, or OVF_FLIGHTPLAN_NO_AIRFIELD */
    const char *token; /* as it was typed, without quotes and without the change behind it */
    size_t character;  /* where in the text the token begins, in characters, from 1 */
} ovf_flightplan_fix;

/* A level holds from its point on, as item 15 has it, until the next one; how steep the climb is a
 * plan does not say. So the level changes at the point itself: **where it changes from a known one,
 * the route has two fixes at that position**, with the old level and with the new one, and between
 * them a leg without length. On every leg that has length the altitude is thus constant and of one
 * kind, and pressure altitudes are never mixed with altitudes over the sea. Who plans a slow climb
 * writes points along it. Before the first level that is said altitudes are NAN. The airfields at
 * the ends have the planned level, too: the climb after take-off and the descent to land are no
 * part of a plan. */
typedef struct {
    ovf_route route; /* id "plan" unless named, file "plan", number 0, one part; altitude_m in
                        metres, of the kind fixes[i].level; time_s NAN */
    ovf_flightplan_fix *fixes; /* for each of route.fix_count */
    void *memory;              /* all that the others point to */
} ovf_flightplan;

/* Reads a plan into *plan, which the caller clears; it is empty on failure. `airfields` may be
 * NULL: none is known. The plan does not point into `text` or `airfields`. Errors: OVF_ERROR_INPUT,
 * with the word, its place in the text, what is wrong with it and what was wanted;
 * OVF_ERROR_MEMORY. Thread-safe.
 *
 * For example:
 *     ovf_flightplan plan;
 *     ovf_flightplan_parse("UUMB 5530N03700E/F330 KGD", &airfields, &plan, &error);
 *     ovf_flightplan_clear(&plan); */
ovf_status ovf_flightplan_parse(const char *text, const ovf_airfields *airfields,
                                ovf_flightplan *plan, ovf_error *error);

/* With points a plan may also name waypoints, radio beacons, airports and airways:
 *
 *     N0450F330 INPUD2N INPUD Y102 UPALA DCT KGD
 *
 * - Of several points of a name the one is taken that makes the way shortest, with a note; one that
 *   is on the airway before or behind it where there is an airway. ICAO codes of `airfields` come
 *   first, then points, then other names of airfields.
 * - An airway runs over all points that it has between those before and behind it, whichever way.
 * - What looks like a departure or an arrival is passed over, with a note.
 * All may be NULL. */
typedef struct {
    const ovf_airfields *airfields;
    const ovf_points *points;
    /* Called with sentences of what was chosen or passed over. */
    void (*note)(void *context, const char *note);
    void *note_context;
} ovf_flightplan_options;

/* Errors: as ovf_flightplan_parse; OVF_REMEDY_POINTS where a file of points could help. */
ovf_status ovf_flightplan_parse_with(const char *text, const ovf_flightplan_options *options,
                                     ovf_flightplan *plan, ovf_error *error);

/* The other way round: a route as text that ovf_flightplan_parse reads as the same fixes, with
 * positions to 1e-9 of a degree and the levels; without speeds. Names without a digit stand for
 * airfields and are written as such; all other fixes as coordinates. A level that no plan can say
 * (one between whole hundreds of feet and whole tens of metres) is left out. Free the text with
 * free(). Errors: OVF_ERROR_MEMORY. */
ovf_status ovf_flightplan_write(const ovf_route *route, char **text, ovf_error *error);

/* The same with positions as item 15 has them where they are at whole minutes (5530N03700E) or
 * seconds (553015N0370030E). */
ovf_status ovf_flightplan_write_packed(const ovf_route *route, char **text, ovf_error *error);

/* Frees what is inside and sets it to empty. Takes NULL. */
void ovf_flightplan_clear(ovf_flightplan *plan);

#ifdef __cplusplus
}
#endif
#endif
