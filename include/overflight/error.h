/* Errors: every function that can fail returns an ovf_status and fills an ovf_error with a
 * sentence. */
#ifndef OVERFLIGHT_ERROR_H
#define OVERFLIGHT_ERROR_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What went wrong, and so whose turn it is: the first three are the caller's, the rest are not. */
typedef enum {
    OVF_OK = 0,
    OVF_ERROR_USAGE,    /* an argument or option is not what the function takes */
    OVF_ERROR_INPUT,    /* a file or feature cannot be used as it is; the sentence names it */
    OVF_ERROR_GEOMETRY, /* a route or zone that no calculation can be right about (antipodal fixes,
                           …) */
    OVF_ERROR_IO,       /* the system refused to read or write */
    OVF_ERROR_MEMORY,   /* no memory */
    OVF_ERROR_STOPPED,  /* a callback asked to stop */
    OVF_ERROR_INTERNAL  /* a mistake of this library: please report it */
} ovf_status;

/* What the caller can do, where one thing would help. The sentence says it in words; this says it
 * to programs, which know how their users ask for it: the command has an option for each. */
typedef enum {
    OVF_REMEDY_NONE = 0,
    OVF_REMEDY_REPLACE,         /* allow what is there to be replaced, or choose another place */
    OVF_REMEDY_RESUME,          /* go on with the run that was interrupted */
    OVF_REMEDY_RESUME_OR_ANEW,  /* go on with it, or begin again and give up what it has done */
    OVF_REMEDY_START_ANEW,      /* begin again, and do not go on */
    OVF_REMEDY_TABLES,          /* write tables only: the format gpkg */
    OVF_REMEDY_HEIGHT,          /* give the height above ground, or the heights of the ground */
    OVF_REMEDY_CELL,            /* give a larger size for the cells of a raster */
    OVF_REMEDY_DATE,            /* give the date of the flight */
    OVF_REMEDY_REFERENCE,       /* give the route that a flown track is compared with */
    OVF_REMEDY_BUNDLED_RULES,   /* choose one of the bundled rule sets */
    OVF_REMEDY_BUNDLED_SENSORS, /* choose one of the bundled sensors */
    OVF_REMEDY_CRS,             /* name the CRS of the file */
    OVF_REMEDY_LONG_EDGES,      /* read edges as they are drawn in longitude */
    OVF_REMEDY_GROUND,          /* give the heights of the ground */
    OVF_REMEDY_QNH,             /* give the pressure at sea level */
    OVF_REMEDY_CLASSES,         /* judge by a rule set about classes of airspace */
    OVF_REMEDY_GEOID,           /* install a grid of the geoid for PROJ */
    OVF_REMEDY_PLANNED,         /* take long legs for planned ones, and not for gaps */
    OVF_REMEDY_KEEP_ALL,        /* keep fixes that look wrong */
    OVF_REMEDY_POINTS,          /* files of points and airways */
    OVF_REMEDY_OVER,            /* say over what a table's altitudes are */
    OVF_REMEDY_TIME_COLUMN,     /* say which column tells the times of fixes */
    OVF_REMEDY_PLACE_COLUMNS,   /* say which columns tell longitude and latitude */
    OVF_REMEDY_WHOLE_FILE,      /* the whole file, of which the end is missing or garbled */
    OVF_REMEDY_FORMAT,          /* see which formats are read */
    OVF_REMEDY_REFERENCES,      /* allow what a file refers to to be read */
    OVF_REMEDY_COUNT
} ovf_remedy;

/* Where a function puts its sentence. Any function takes NULL instead of one. A function that
 * succeeds leaves it as it was. The sentence names the file, the feature and the field where
 * there are such, what it expected and what it found; it has no trailing full stop or newline, and
 * no password. */
typedef struct {
    ovf_status status;
    char message[1024];
    ovf_remedy remedy;
} ovf_error;

/* A short constant name of a status ("input", "memory", …). Never fails, thread-safe. */
const char *ovf_status_name(ovf_status status);

/* Copies a text in which sources are named, with *** in place of passwords, to show it or to keep
 * it: the values of password, pwd and the like (PG:host=h password=***), what stands in addresses
 * between user and host (`https://user:***@host/`), and what signs them (sig, signature, token).
 * Writes at most size - 1 bytes and a NUL; returns the length of the whole. The library does so
 * with all it writes and says itself. Thread-safe. */
size_t ovf_hide_passwords(const char *text, char *hidden, size_t size);

#ifdef __cplusplus
}
#endif
#endif
