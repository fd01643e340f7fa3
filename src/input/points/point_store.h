/* Points and airways in memory, to be looked up by their names. */
#ifndef OVF_INPUT_POINTS_POINT_STORE_H
#define OVF_INPUT_POINTS_POINT_STORE_H

#include "overflight/points.h"

#define OVF_POINT_IDENT 16
#define OVF_POINT_REGION 4

typedef enum {
    OVF_POINT_OTHER,
    OVF_POINT_FIX,
    OVF_POINT_NDB,
    OVF_POINT_VOR,
    OVF_POINT_AIRPORT
} ovf_point_kind;

typedef struct {
    char ident[OVF_POINT_IDENT];   /* in capitals */
    char region[OVF_POINT_REGION]; /* ICAO's code of two letters, or a State's; empty: not known */
    unsigned char kind;            /* an ovf_point_kind */
    ovf_lonlat position;
} ovf_point;

/* An end of a stretch of an airway. */
typedef struct {
    char ident[OVF_POINT_IDENT];
    char region[OVF_POINT_REGION];
    unsigned char kind;  /* OVF_POINT_OTHER: not known */
    ovf_lonlat position; /* NAN: to be found among the points */
} ovf_stretch_end;

typedef struct {
    char airway[OVF_POINT_IDENT];
    ovf_stretch_end ends[2];
} ovf_stretch;

struct ovf_points {
    ovf_point *points; /* by ident */
    size_t count, capacity;
    ovf_stretch *stretches; /* by airway */
    size_t stretch_count, stretch_capacity;
};

/* Copies a word in capitals; false where it is empty or too long. */
bool ovf_point_word(char *to, size_t size, const char *text, size_t length);

/* Each is false when memory is out. A position that is none is passed over; and so is an ident
 * that is empty or too long. */
bool ovf_points_add(ovf_points *points, const char *ident, size_t length, const char *region,
                    size_t region_length, ovf_point_kind kind, double lon, double lat);
bool ovf_points_add_stretch(ovf_points *points, const ovf_stretch *stretch);
/* Puts them in order, and drops what is doubled. */
void ovf_points_sort(ovf_points *points);

/* Those of that name, in any capitals: *count of them from the one returned. */
const ovf_point *ovf_points_named(const ovf_points *points, const char *ident, size_t length,
                                  size_t *count);
const ovf_stretch *ovf_points_airway(const ovf_points *points, const char *name, size_t length,
                                     size_t *count);

#endif
