/* The plain structs that everything else passes along: positions, attributes, zones and routes.
 *
 * All positions are geographic, on the WGS 84 ellipsoid, in degrees: longitude first, east
 * positive; latitude geodetic, north positive. Longitudes may leave ±180 where a line or ring goes
 * on across the antimeridian (172 … 230). Heights are metres over mean sea level, times are Unix
 * seconds in UTC; NAN means unknown. The structs are immutable once built: any number of threads
 * may read one.
 *
 * Zones and routes come from files (input.h) or from arrays and WKB (build.h), which keep the rules
 * that stand at the members here. Structs may also be filled in by hand: every function that takes
 * a zone or a route checks these rules first, and answers OVF_ERROR_USAGE for a NULL that must not
 * be and OVF_ERROR_INPUT, with a sentence, for everything else. Members that may be NULL say so. */
#ifndef OVERFLIGHT_MODEL_H
#define OVERFLIGHT_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "overflight/error.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    double lon; /* degrees, -540 … 540 */
    double lat; /* degrees, -90 … 90 */
} ovf_lonlat;

/* ---- attributes: what a feature says of itself besides its geometry ---- */

typedef enum {
    OVF_ATTRIBUTE_NULL,
    OVF_ATTRIBUTE_BOOLEAN,
    OVF_ATTRIBUTE_INTEGER,
    OVF_ATTRIBUTE_REAL,
    OVF_ATTRIBUTE_TEXT,
    OVF_ATTRIBUTE_JSON /* an array or object, as JSON text */
} ovf_attribute_type;

typedef struct {
    const char *name;
    ovf_attribute_type type;
    bool boolean;
    int64_t integer;
    double real;
    const char *text; /* for TEXT and JSON, UTF-8; otherwise NULL */
} ovf_attribute;

typedef struct {
    ovf_attribute *items; /* in the order of the source; NULL where there are none */
    size_t count;
} ovf_attributes;

/* The attribute of that name, or NULL. */
const ovf_attribute *ovf_attributes_find(const ovf_attributes *attributes, const char *name);

/* ---- zones ---- */

/* How the boundary runs between two vertices. */
typedef enum {
    OVF_EDGES_LONLAT,  /* straight in longitude and latitude, as RFC 7946 section 3.1.1 says */
    OVF_EDGES_GEODESIC /* the shortest line on the ellipsoid */
} ovf_edges;

/* How a single edge of a ring runs that does not run as the zone's edges do. */
typedef enum {
    OVF_CURVE_LONLAT,    /* straight in longitude and latitude */
    OVF_CURVE_GEODESIC,  /* the shortest line */
    OVF_CURVE_LOXODROME, /* at one azimuth; along a parallel where its ends have one latitude */
    OVF_CURVE_ARC        /* around a centre, at the geodesic distance of its ends; where that
                            differs it changes evenly with the azimuth at the centre */
} ovf_curve_kind;

typedef struct {
    size_t edge; /* the one from the ring's vertex of this index to the next */
    ovf_curve_kind kind;
    ovf_lonlat centre; /* of an arc: at most 5,000 km from both ends, and in another direction from
                          one than from the other, so a circle is several arcs */
    bool clockwise;    /* of an arc: which way it goes around its centre, seen from above */
} ovf_curve;

/* A closed ring: the last vertex repeats the first, or is a turn of longitude from it where the
 * ring goes around a pole, and at least three differ. A jump of more than
 * 180° in longitude between two vertices means the short way, across the antimeridian; a jump of
 * exactly 360° means the whole circle. A geodesic edge is at most 19,900 km long, as its course is
 * arbitrary between nearly antipodal places; over exactly 180° of longitude it goes over the nearer
 * pole, however long it is. Vertices within 1e-12° of each other are one. */
typedef struct {
    ovf_lonlat *vertices;
    size_t count;
    ovf_curve *curves; /* in the order of their edges; NULL: none */
    size_t curve_count;
} ovf_ring;

/* The first ring is the outline, the others are holes. Winding does not matter, but for oriented
 * zones. */
typedef struct {
    ovf_ring *rings;
    size_t count; /* at least 1 */
} ovf_polygon;

/* Frees an array of polygons with what is in them. Takes NULL. */
void ovf_polygons_free(ovf_polygon *polygons, size_t count);

/* A part of a zone with limits of its own. */
typedef struct {
    ovf_polygon *polygons;     /* as those of a zone, with edges of its kind */
    size_t polygon_count;      /* at least 1 */
    struct ovf_volume *volume; /* NULL: it has no limits */
    ovf_attributes attributes; /* what its source says of it: floor, ceiling, active, … */
} ovf_zone_part;

/* A named area. Inside is decided by the even-odd rule over all its rings, so that parts which were
 * cut along the antimeridian are one. A lonlat ring encloses what it encloses on a map in longitude
 * and latitude; a ring that goes around a pole, and any geodesic ring, encloses the smaller side.
 * Only where a zone of geodesic edges is `oriented` (property `orientation`: "right-hand") does
 * winding matter: then its inside lies to the left of each ring, as RFC 7946 section 3.1.6 winds
 * them, and may be more than half the earth. */
typedef struct {
    const char *id;
    const char *name; /* the id where the source has no name */
    const char *file; /* where it was read from; NULL: from no file */
    ovf_edges edges;
    bool oriented;
    ovf_polygon *polygons;
    size_t polygon_count; /* at least 1 */
    ovf_attributes attributes;
    struct ovf_volume *volume; /* its floor, its ceiling, and when it is in force (volume.h); NULL:
                                  it has no such limits. Of a zone with parts: what bounds them
                                  all */
    ovf_zone_part *parts; /* where its limits differ from place to place (ovf_zone_set_parts); the
                             polygons are then the union of theirs. NULL: they do not */
    size_t part_count;
} ovf_zone;

typedef struct {
    ovf_zone *items;
    size_t count;
} ovf_zones;

/* Frees what is inside and sets it to empty. Takes NULL. */
void ovf_zones_clear(ovf_zones *zones);

/* "lonlat" or "geodesic". */
const char *ovf_edges_name(ovf_edges edges);
/* True, and *edges set, when `name` is one of the two. */
bool ovf_edges_parse(const char *name, ovf_edges *edges);

/* ---- routes ---- */

typedef struct {
    double lon, lat;   /* degrees, as in ovf_lonlat */
    double altitude_m; /* finite; NAN: unknown */
    double time_s;     /* finite, and not before an earlier fix's; NAN: unknown */
} ovf_fix;

/* Whether a leg was never observed, so that its course is an assumption. */
typedef enum {
    OVF_GAP_NONE,
    OVF_GAP_LONG, /* it takes longer, or is longer, than a gap */
    OVF_GAP_BREAK /* it bridges two parts of the source */
} ovf_gap;

/* A flight, planned or flown. A route of several parts (a MultiLineString) goes on from part to
 * part where one ends within a millimetre of where the next begins (so does one that was cut at the
 * antimeridian); otherwise the stretch between is not part of the route and adds no length. */
typedef struct {
    const char *id;
    const char *file; /* where it was read from; NULL: from no file */
    size_t number;    /* 0, 1, …: counts the routes handed out, over all files, those left out not
                         among them */
    const ovf_fix *fixes;    /* of all parts, one after the other */
    size_t fix_count;        /* at least 2 */
    const size_t *part_ends; /* for each part the index after its last fix; the last is fix_count */
    size_t part_count;       /* at least 1; each part has at least 2 fixes */
    const bool *flight_levels; /* for each fix whether its altitude is a pressure altitude, over the
                                  level of 1013.25 hPa; NULL: none is */
    const double *heights_m;   /* for each fix whose altitude is not known what is known instead, a
                                  height over something else; NAN: neither is; NULL: of no fix */
    const unsigned char *height_references; /* for each fix what heights_m is over, an
                                               ovf_height_reference (volume.h); NULL only where
                                               heights_m is */
    const char *const *fix_names; /* for each fix what it is called, as a typed plan has it; NULL:
                                     they have no names. A name may be empty */
    ovf_attributes attributes;
    const unsigned char *unobserved; /* for each fix an ovf_gap, of the leg that begins there; NULL:
                                        all were observed, or none was meant to be */
    const size_t *origins; /* for each fix its index in the source, where some were left out or
                              came in another order; NULL: they are the same */
    size_t left_out;       /* fixes of the source that were left out */
    const char *format;    /* what the source was read as, such as "GPX"; NULL: nothing */
} ovf_route;

/* ---- airfields ---- */

/* A maximum distance and the years in which it holds. */
typedef struct {
    double km;
    int from, until; /* years, both included; INT_MIN and INT_MAX: open */
} ovf_max_distance;

typedef struct {
    const char *id; /* ICAO code */
    const char *name;
    const char *state; /* ISO 3166 alpha-2 */
    const char *kind;  /* "open-skies", "refuelling", or "other": not of the treaty */
    ovf_lonlat position;
    double max_distance_km;          /* the latest known figure, NAN: none known */
    ovf_max_distance *max_distances; /* of the years in which they are known; NULL: none is */
    size_t max_distance_count;
    ovf_attributes attributes;
} ovf_airfield;

typedef struct {
    ovf_airfield *items;
    size_t count;
} ovf_airfields;

void ovf_airfields_clear(ovf_airfields *airfields);

#ifdef __cplusplus
}
#endif
#endif
