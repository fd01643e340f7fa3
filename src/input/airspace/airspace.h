/* Airspaces as states publish them, before they become zones: what the readers of all formats make,
 * and what they are. A new format is a file with an ovf_airspace_format, and a line in
 * airspace_formats.c. */
#ifndef OVF_INPUT_AIRSPACE_AIRSPACE_H
#define OVF_INPUT_AIRSPACE_AIRSPACE_H

#include <stdarg.h>

#include "base/text.h"
#include "overflight/error.h"
#include "overflight/model.h"

#define OVF_NAUTICAL_MILE_M 1852.0

typedef enum {
    OVF_STEP_POINT,     /* as the edges of the zone run, or as the first of a ring, to `to` */
    OVF_STEP_BEGIN,     /* closes the ring in hand, if there is one, and begins another at `to`; of
                           rings of one part the even-odd rule tells the holes */
    OVF_STEP_LONLAT,    /* straight in longitude and latitude, to `to` */
    OVF_STEP_GEODESIC,  /* the shortest line, to `to` */
    OVF_STEP_LOXODROME, /* at one azimuth, to `to`; along a parallel where the latitudes are equal
                         */
    OVF_STEP_ARC,       /* around `centre`, to `to` */
    OVF_STEP_CIRCLE     /* a ring of its own: around `centre` at `radius_m` */
} ovf_step_kind;

typedef struct {
    ovf_step_kind kind;
    ovf_lonlat to, centre;
    double radius_m;
    bool clockwise; /* of an arc */
} ovf_step;

/* An attribute, as texts. */
typedef struct {
    char *name, *value;
} ovf_airspace_word;

/* What a part does to those before it. */
typedef enum {
    OVF_PART_UNITES,
    OVF_PART_TAKES_AWAY,
    OVF_PART_INTERSECTS /* leaves of them what they have in common with it */
} ovf_part_operation;

/* Parts may be made of others first, and then do something to those before them together. */
typedef enum {
    OVF_GROUP_NONE,
    OVF_GROUP_BEGINS, /* no part: those up to the end of the group are such */
    OVF_GROUP_ENDS    /* no part either; its operation is the group's */
} ovf_part_group;

#define OVF_GROUPS_DEEPEST 17

/* A piece of an airspace with limits of its own. */
typedef struct {
    ovf_part_operation operation;
    ovf_part_group group;
    size_t first_step;        /* up to that of the next part */
    ovf_airspace_word *words; /* its limits and times: floor, ceiling, active, … */
    size_t word_count, word_capacity;
} ovf_airspace_part;

/* Zeroed before its first use. */
typedef struct {
    ovf_text name; /* empty: none */
    ovf_text id;   /* that its publisher gives it; empty: none */
    ovf_airspace_word *words;
    size_t word_count, word_capacity;
    ovf_step *steps; /* of one outline, which closes by itself, and of circles */
    size_t step_count, step_capacity;
    ovf_airspace_part *parts; /* none: all steps are one part, whose limits are among `words` */
    size_t part_count, part_capacity;
    size_t line;   /* of the file, where it begins; 0: not known */
    ovf_text flaw; /* why it cannot be used: "line 12: …"; empty: it can */
} ovf_airspace;

/* Empties it but keeps its memory. */
void ovf_airspace_reset(ovf_airspace *airspace);
void ovf_airspace_clear(ovf_airspace *airspace);

/* All are false when memory is out. An attribute that is there already gets the value as well, with
 * `between` between them. */
bool ovf_airspace_add_word(ovf_airspace *airspace, const char *name, const char *value,
                           size_t length, const char *between);
bool ovf_airspace_add_step(ovf_airspace *airspace, const ovf_step *step);
/* The steps and words of a part that come next belong to a new part. */
bool ovf_airspace_add_part(ovf_airspace *airspace, ovf_part_operation operation);
/* Begins a group of parts, or ends the last one, which has not ended. At most OVF_GROUPS_DEEPEST
 * lie within each other. */
bool ovf_airspace_add_group(ovf_airspace *airspace, ovf_part_group group,
                            ovf_part_operation operation);
/* As ovf_airspace_add_word, of the last part. */
bool ovf_airspace_add_part_word(ovf_airspace *airspace, const char *name, const char *value,
                                size_t length, const char *between);

/* Its flaw, as that of a line of the file, unless there is one already: the first is told. False
 * when memory is out. */
bool ovf_airspace_flaw(ovf_airspace *airspace, size_t line, const char *format, va_list arguments);

/* Where airspaces go, good or bad, and what is to be told of the file. */
typedef struct {
    ovf_status (*take)(void *context, const ovf_airspace *airspace, ovf_error *error);
    void (*note)(void *context, const char *sentence);
    void *context;
} ovf_airspace_sink;

typedef struct {
    const char *name;  /* as people name it in an option: "openair" */
    const char *title; /* as sentences name it: "OpenAir" */
    /* Whether a file that begins with these bytes is one. */
    bool (*is)(const char *bytes, size_t length);
    /* Reads the whole file, which is UTF-8. Errors: those of `take`, OVF_ERROR_INPUT (the file
     * cannot be read at all; the sentence does not name it), OVF_ERROR_MEMORY. */
    ovf_status (*read)(const char *text, size_t length, const ovf_airspace_sink *sink,
                       ovf_error *error);
    bool says_encoding; /* the file says it: `read` gets its bytes as they are */
} ovf_airspace_format;

/* The format that these first bytes of a file are of; NULL: none of ours. */
const ovf_airspace_format *ovf_airspace_format_of(const char *bytes, size_t length);

extern const ovf_airspace_format ovf_airspace_format_openair, ovf_airspace_format_openaip,
    ovf_airspace_format_ed269, ovf_airspace_format_ed318, ovf_airspace_format_tnp,
    ovf_airspace_format_tfr, ovf_airspace_format_kml, ovf_airspace_format_aixm5,
    ovf_airspace_format_aixm45;

#endif
