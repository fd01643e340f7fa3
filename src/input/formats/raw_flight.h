/* A flight as a format yields it: pieces of fixes, not looked at yet. What is wrong with them is
 * for the stage that assembles flights (input/flights/assembly.h), the same for all formats. */
#ifndef OVF_INPUT_FORMATS_RAW_FLIGHT_H
#define OVF_INPUT_FORMATS_RAW_FLIGHT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "overflight/model.h"

/* Over what an altitude is. */
typedef enum {
    OVF_REFERENCE_UNKNOWN,
    OVF_REFERENCE_SEA,
    OVF_REFERENCE_PRESSURE, /* the level of 1013.25 hPa */
    OVF_REFERENCE_ELLIPSOID,
    OVF_REFERENCE_GROUND
} ovf_reference;

/* Zeroed before its first use. A position that is not known is NAN; so are altitude and time. */
typedef struct {
    ovf_fix *fixes;
    unsigned char *references; /* for each fix an ovf_reference */
    size_t fix_count, fix_capacity, reference_capacity;
    size_t *part_ends; /* of each part the index after its last fix; a part may be empty */
    size_t part_count, part_capacity;
} ovf_pieces;

/* Each is false when memory is out. */
bool ovf_pieces_add(ovf_pieces *pieces, const ovf_fix *fix, ovf_reference reference);
/* Adds so many, to be filled in, over the sea; NULL when memory is out. */
ovf_fix *ovf_pieces_add_many(ovf_pieces *pieces, size_t count);
/* What has been added since the last part ends is a part. */
bool ovf_pieces_end_part(ovf_pieces *pieces);
bool ovf_pieces_copy(ovf_pieces *to, const ovf_pieces *from);
void ovf_pieces_reset(ovf_pieces *pieces);
void ovf_pieces_clear(ovf_pieces *pieces);

/* Values that could not be read, of which one is kept to be shown. */
typedef struct {
    size_t count;
    char example[40];
} ovf_unread;

typedef struct {
    ovf_text id;      /* meant as an id; usually empty */
    ovf_text name;    /* what it is called, as others may be; may be empty */
    size_t repeat;    /* 0, or the how-many-th of that name in its file it is: 2, 3, … */
    size_t part;      /* 0, or which of its parts between gaps it is: 1, 2, … */
    bool beside;      /* no flight, but something of which there are notes */
    ovf_text refusal; /* no flight, but what makes that the file cannot be read on; empty: it is one
                       */
    ovf_pieces pieces;
    ovf_text fix_names; /* of the first `named` fixes, as they were added: each with its NUL */
    size_t named;
    ovf_unread unread_times, unread_altitudes;
    ovf_text notes; /* what else its reader has to say: sentences, each with its NUL */
    ovf_text texts; /* of its attributes: names and values, each with its NUL */
    size_t attribute_count;
} ovf_flight;

/* NULL when memory is out. */
ovf_flight *ovf_flight_new(void);
/* Takes NULL. */
void ovf_flight_free(ovf_flight *flight);
/* False when memory is out. An attribute without a value is not kept, nor one that it has. */
bool ovf_flight_add_attribute(ovf_flight *flight, const char *name, const char *value);
/* Names the fix that was added last; an empty name is none. */
bool ovf_flight_name_fix(ovf_flight *flight, const char *name, size_t length);
bool ovf_flight_add_note(ovf_flight *flight, const char *note);
/* The value of an attribute, in any capitals; NULL: it has none. */
const char *ovf_flight_attribute(const ovf_flight *flight, const char *name);

/* Flights that have been read and not been taken yet. Zeroed before its first use. */
typedef struct {
    ovf_flight *making; /* is being read; NULL: none is */
    ovf_flight **ready;
    size_t begin, end, capacity;
    bool out_of_memory; /* somewhere while a flight was made */
} ovf_flight_queue;

/* The flight that is being read, a new one where there is none; NULL when memory is out. */
ovf_flight *ovf_flight_queue_make(ovf_flight_queue *queue);
/* That one is complete. */
void ovf_flight_queue_push(ovf_flight_queue *queue);
/* The file cannot be read on: what there is of the flight in the making is one, and behind it comes
 * the refusal. */
void ovf_flight_queue_break(ovf_flight_queue *queue, const char *why);
/* The next one, for the caller to free; NULL: none is ready. */
ovf_flight *ovf_flight_queue_take(ovf_flight_queue *queue);
void ovf_flight_queue_clear(ovf_flight_queue *queue);

#endif
