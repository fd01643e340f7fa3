/* JSON as it comes, value by value: for files of any size. Several values may follow each other. */
#ifndef OVF_INPUT_FORMATS_FIXES_JSON_SCAN_H
#define OVF_INPUT_FORMATS_FIXES_JSON_SCAN_H

#include <stdbool.h>

#include "base/text.h"
#include "overflight/error.h"

#define OVF_JSON_NESTED 32

typedef enum {
    OVF_SCAN_BEGIN_OBJECT,
    OVF_SCAN_END_OBJECT,
    OVF_SCAN_BEGIN_ARRAY,
    OVF_SCAN_END_ARRAY,
    OVF_SCAN_NAME,   /* of a member */
    OVF_SCAN_STRING, /* without its escapes */
    OVF_SCAN_NUMBER, /* as it is written */
    OVF_SCAN_TRUE,
    OVF_SCAN_FALSE,
    OVF_SCAN_NULL /* or NaN */
} ovf_scan_kind;

typedef ovf_status (*ovf_scan_take)(void *context, ovf_scan_kind kind, const char *text,
                                    size_t length, ovf_error *error);

/* An array of numbers, set by who takes the events when it begins. Numbers that are wanted are put
 * where they belong, and what is not is passed over: neither is told. What is told is what is
 * wanted and is no number as JSON has it, and what is nested. */
typedef struct {
    int depth; /* of the array; 0: there is none */
    const bool *wanted;
    double *values;
    int size;  /* of both; nothing is wanted from there on */
    int index; /* of what comes, or is told */
} ovf_scan_row;

/* Zeroed before its first use. */
typedef struct {
    ovf_text rest, room;
    bool begun;                   /* what comes is not the mark of a byte order any more */
    char nested[OVF_JSON_NESTED]; /* '{' or '[' */
    int depth;
    size_t skips; /* set by who takes the events: so many values from here on need not be told, up
                     to a bracket; counts down */
    ovf_scan_row row;
    enum {
        OVF_WANTS_VALUE,
        OVF_WANTS_FIRST,
        OVF_WANTS_NAME,
        OVF_WANTS_COLON,
        OVF_WANTS_NEXT
    } wants;
} ovf_json_scan;

/* Errors: those of `take`; OVF_ERROR_INPUT (no JSON, too deep, breaks off), OVF_ERROR_MEMORY. */
ovf_status ovf_json_scan_take(ovf_json_scan *scan, const char *bytes, size_t length, bool last,
                              ovf_scan_take take, void *context, ovf_error *error);
void ovf_json_scan_clear(ovf_json_scan *scan);

#endif
