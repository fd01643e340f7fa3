/* The classes that maps and tables show, each with the words, the symbol and the colour that it has
 * everywhere: on the terminal, in summary.json, on the page, in the picture and in QGIS. One hue
 * has one meaning; classes of one meaning are told apart by their symbol or the dashes of their
 * line. Colours stand out from land and water by 3 to 1 at least. */
#ifndef OVF_BASE_GLOSSARY_H
#define OVF_BASE_GLOSSARY_H

#include <stdbool.h>
#include <stdint.h>

typedef enum {
    /* What a rule says of a route, at a place. */
    OVF_TERM_VIOLATION,
    OVF_TERM_UNDECIDED,
    OVF_TERM_WARNING,
    OVF_TERM_INFORMATION,
    OVF_TERM_KEPT,
    /* What all of them come to, for a route. */
    OVF_TERM_VIOLATES,
    OVF_TERM_IS_UNDECIDED,
    OVF_TERM_WARNED,
    OVF_TERM_COMPLIES,
    OVF_TERM_NOT_JUDGED,
    /* What a route does at a zone. */
    OVF_TERM_PASSAGE,
    OVF_TERM_POSSIBLE_PASSAGE,
    OVF_TERM_ENTRY,
    OVF_TERM_EXIT,
    OVF_TERM_TOUCH,
    OVF_TERM_NEAREST,
    /* What sensors see. */
    OVF_TERM_SWATH,
    OVF_TERM_COVERAGE,
    OVF_TERM_GAP,
    /* Zones, by what they forbid. */
    OVF_TERM_ZONE_PROHIBITED,
    OVF_TERM_ZONE_ALTITUDE,
    OVF_TERM_ZONE_STANDOFF,
    OVF_TERM_ZONE_DISTANCE,
    OVF_TERM_ZONE_OTHER,
    OVF_TERM_STANDOFF_BAND,
    /* Places. */
    OVF_TERM_FIX,
    OVF_TERM_AIRFIELD,
    OVF_TERMS
} ovf_term_number;

typedef struct {
    const char *name;         /* in data: "violation" */
    const char *word, *words; /* one of it, and several: "entry", "entries" */
    const char *sign;         /* on the terminal and in lists; "": it has none */
    /* Of points: circle, square, diamond, triangle, triangle_left, triangle_right, ring, aerodrome.
     * Of others: line, area, hatch. */
    const char *shape;
    uint32_t colour, dark; /* 0xRRGGBB, over light land and water and over dark ones */
    double dash, gap;      /* of its line, in points; 0: it is whole */
} ovf_term;

/* By ovf_term_number. */
extern const ovf_term ovf_glossary[OVF_TERMS];

/* What maps are drawn on. */
#define OVF_GROUND_LAND 0xf7f6f2u
#define OVF_GROUND_SEA 0xe8eef2u
#define OVF_GROUND_DARK_LAND 0x212b33u
#define OVF_GROUND_DARK_SEA 0x131b22u

/* By its name; NULL: there is none. */
const ovf_term *ovf_term_find(const char *name);
/* The colour of a terminal's 256 (a cube of 6 levels) that is nearest. */
unsigned ovf_term_xterm(const ovf_term *term);

#endif
