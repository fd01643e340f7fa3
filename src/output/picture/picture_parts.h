/* What the parts of a picture share while it is made. */
#ifndef OVF_OUTPUT_PICTURE_PICTURE_PARTS_H
#define OVF_OUTPUT_PICTURE_PICTURE_PARTS_H

#include "base/glossary.h"
#include "output/map/map.h"
#include "output/picture/picture_labels.h"
#include "output/picture/picture_paint.h"
#include "output/qgis/project_crs.h"
#include "overflight/maps.h"

/* Up to so many routes each has its name and arrows, up to so many a line of its own; more are a
 * crowd (picture_density.h). */
#define OVF_PICTURE_FEW 24
#define OVF_PICTURE_SOME 400

/* The whole earth is a disc of twice the radius of the sphere of its area. */
#define OVF_PICTURE_DISC_M (2 * 6371007.1809184747)

/* ---- what is seen, for the legend ---- */

typedef enum {
    OVF_ZONE_PROHIBITED,
    OVF_ZONE_ALTITUDE,
    OVF_ZONE_STANDOFF,
    OVF_ZONE_DISTANCE,
    OVF_ZONE_OTHER,
    OVF_ZONE_CLASSES
} ovf_zone_class;
typedef enum {
    OVF_ZONE_PLAIN,
    OVF_ZONE_DISPUTED,
    OVF_ZONE_LIFTED,
    OVF_ZONE_STANDINGS
} ovf_zone_standing;
typedef enum {
    OVF_ROUTE_VIOLATES,
    OVF_ROUTE_UNDECIDED,
    OVF_ROUTE_WARNINGS, /* complies, with warnings */
    OVF_ROUTE_COMPLIES,
    OVF_ROUTE_NOT_JUDGED,
    OVF_ROUTE_VERDICTS
} ovf_route_verdict;
typedef enum {
    OVF_AT_VIOLATION,
    OVF_AT_UNDECIDED,
    OVF_AT_WARNING,
    OVF_AT_INFORMATION,
    OVF_AT_SEVERITIES
} ovf_finding_severity;

/* What the glossary says of each of them. */
static inline const ovf_term *ovf_zone_term(int class)
{
    return &ovf_glossary[OVF_TERM_ZONE_PROHIBITED + class];
}
static inline const ovf_term *ovf_route_term(int verdict)
{
    return &ovf_glossary[OVF_TERM_VIOLATES + verdict];
}
static inline const ovf_term *ovf_finding_term(int severity)
{
    return &ovf_glossary[OVF_TERM_VIOLATION + severity];
}

typedef struct {
    bool zones[OVF_ZONE_CLASSES][OVF_ZONE_STANDINGS];
    bool routes[OVF_ROUTE_VERDICTS];
    bool findings[OVF_AT_SEVERITIES];
    bool bands, stretches, passages, possible, entries, exits, touches, swaths, coverage, gaps;
    bool nearest, disputed_borders, crowd, fixes, airfields;
} ovf_picture_seen;

/* ---- labels that wait until all lines are drawn ---- */

#define OVF_PICTURE_CANDIDATES 40
#define OVF_PICTURE_RANKS 9

typedef struct {
    char text[OVF_PICTURE_TEXT];
    double size;
    bool bold;
    ovf_colour colour;
    int rank; /* the lesser comes first */
    ovf_patch candidates[OVF_PICTURE_CANDIDATES];
    size_t count;
} ovf_picture_label;

/* ---- findings ---- */

#define OVF_PICTURE_FINDINGS 40
/* So many have their names. */
#define OVF_PICTURE_AIRFIELDS 48

typedef struct {
    ovf_finding_severity severity;
    ovf_flat at;           /* pixels; NAN: nowhere */
    size_t map;            /* which of the maps it is on */
    char *route, *message; /* clean */
} ovf_picture_finding;

/* Where a finding is. What many routes have alike is marked where the first of them has it. */
struct ovf_picture_mark {
    ovf_lonlat at;
    ovf_finding_severity severity;
};

/* One of the maps on the sheet. */
typedef struct {
    const ovf_plane *plane;
    ovf_rectangle extent;
    ovf_patch area;
    ovf_project_crs upright; /* what the plane is of, where meridians would lean in another */
    double around, true_lat; /* of a cylindrical plane, as the view has them */
    ovf_view view;
    ovf_labels labels;
    size_t waiting_from, waiting_end; /* its labels among those that wait */
} ovf_picture_map;

typedef struct {
    const ovf_map *map;
    const char *zone; /* NULL: everything */
    ovf_picture_map maps[OVF_MAP_REGIONS_MAX];
    size_t map_count, current;
    bool world;    /* all of the earth, in the plane for that */
    ovf_land land; /* of the whole earth; otherwise that of the map is used */
    ovf_paint paint;
    ovf_plane plane; /* around the zone, where there is one; or a cylindrical one, or the world's */
    ovf_view view;
    ovf_patch map_area, panel; /* of the sheet; the window of the view is the map's area */
    ovf_patch sheet;
    ovf_labels labels;
    ovf_picture_label *waiting;
    size_t waiting_count, waiting_capacity;
    ovf_picture_finding findings[OVF_PICTURE_FINDINGS]; /* the gravest, in their order */
    size_t finding_count, numbered;
    uint64_t findings_seen;
    struct ovf_picture_mark *marks; /* where they all are */
    size_t mark_count, mark_capacity;
    uint64_t routes;
    ovf_flat airfield_at[OVF_PICTURE_AIRFIELDS]; /* that have their names on the map in hand */
    size_t airfields;
    ovf_picture_seen seen;
    char attributions[3 * OVF_PICTURE_TEXT]; /* of the zones */
    ovf_pixels pixels, clipped, work;
    ovf_bytes said; /* the texts in it */
} ovf_picture;

/* A layer's rows one after the other. */
typedef struct {
    ovf_store store;
    bool open;
} ovf_picture_rows;

/* Without such a layer there are no rows. */
ovf_status ovf_picture_open(const ovf_picture *picture, const ovf_layer_kind *kind,
                            ovf_picture_rows *rows, ovf_error *error);
ovf_status ovf_picture_next(ovf_picture_rows *rows, const ovf_row **row, ovf_error *error);
void ovf_picture_close(ovf_picture_rows *rows);
/* A value of a row by the name of its field; NULL: there is none. */
const ovf_value *ovf_picture_value(const ovf_layer_kind *kind, const ovf_row *row,
                                   const char *field);
/* The same of a text; "" where it is not known. */
const char *ovf_picture_text_value(const ovf_layer_kind *kind, const ovf_row *row,
                                   const char *field);

/* Makes picture->pixels the lines of the row; false when none is within reach of the window. */
bool ovf_picture_trace(ovf_picture *picture, const ovf_row *row);
/* Makes picture->clipped what the ring encloses within the patch. */
void ovf_picture_ring(ovf_picture *picture, const ovf_ring *ring, const ovf_patch *patch);
/* Adds the row's polygons to the path: outlines turn one way, holes the other. */
void ovf_picture_polygons(ovf_picture *picture, const ovf_polygon *polygons, size_t count);

/* Adds their outlines, without the edges along which they were cut at the antimeridian. */
void ovf_picture_outlines(ovf_picture *picture, const ovf_polygon *polygons, size_t count);

/* A label of that text around the middle of one of the points, or beside it by `away` units in
 * eight directions where away > 0. */
ovf_status ovf_picture_label_at(ovf_picture *picture, const char *text, double size, bool bold,
                                ovf_colour colour, int rank, const ovf_flat *points, size_t count,
                                double away, ovf_error *error);
/* Lines that labels are rather not put over. */
void ovf_picture_busy(ovf_picture *picture);
/* Puts the labels that wait where there is room. */
void ovf_picture_put_labels(ovf_picture *picture);

/* ---- the parts, from the bottom to the top ---- */

void ovf_picture_ground(ovf_picture *picture); /* sea, land, borders */
void ovf_picture_graticule(ovf_picture *picture,
                           bool lines); /* the lines, or what stands at the map's edge */
ovf_status ovf_picture_places(ovf_picture *picture, ovf_error *error); /* names of towns */
ovf_status ovf_picture_zones(ovf_picture *picture, ovf_error *error);
ovf_status ovf_picture_bands(ovf_picture *picture, ovf_error *error); /* below the zones */
ovf_status ovf_picture_coverage(ovf_picture *picture, ovf_error *error);
ovf_status ovf_picture_routes(
    ovf_picture *picture, ovf_error *error); /* with nearest approaches, passages and crossings */
ovf_status ovf_picture_crowd(ovf_picture *picture, ovf_error *error);
ovf_status ovf_picture_crossings(ovf_picture *picture, ovf_error *error);
ovf_status ovf_picture_points(ovf_picture *picture, ovf_error *error); /* fixes and airfields */
ovf_status ovf_picture_find(ovf_picture *picture,
                            ovf_error *error); /* gathers what is to be told of findings */
ovf_status ovf_picture_findings(ovf_picture *picture, ovf_error *error);
void ovf_picture_badge(ovf_picture *picture, const ovf_picture_finding *finding, size_t number,
                       ovf_flat at);
void ovf_picture_scale_bar(ovf_picture *picture);
void ovf_picture_north(ovf_picture *picture); /* an arrow, where there is one north */
/* Of the zone that is looked at; NULL where the totals do not have it. */
const json_t *ovf_picture_zone_totals(const ovf_picture *picture);
/* What stands around the map. */
void ovf_picture_title(ovf_picture *picture);
void ovf_picture_panel(
    ovf_picture *picture,
    bool draws); /* says how many findings are numbered; then draws the list and the legend */
/* At the bottom of the patch, in so many columns; its height. */
double ovf_picture_legend(ovf_picture *picture, const ovf_patch *patch, size_t columns, bool draws);
void ovf_picture_small_print(ovf_picture *picture);

#endif
