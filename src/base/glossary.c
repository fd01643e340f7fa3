#include "base/glossary.h"

#include <string.h>

const ovf_term ovf_glossary[OVF_TERMS] = {
    [OVF_TERM_VIOLATION] = {"violation", "violation", "violations", "✗", "diamond", 0xb01212,
                            0xff7a5c, 0, 0},
    [OVF_TERM_UNDECIDED] = {"undecided", "undecided", "undecided", "?", "square", 0xb03ce0,
                            0xe080ff, 0, 0},
    [OVF_TERM_WARNING] = {"warning", "warning", "warnings", "!", "triangle", 0xbe7400, 0xffd75e, 0,
                          0},
    [OVF_TERM_INFORMATION] = {"information", "information", "information", "·", "circle", 0x1b6a94,
                              0x3391b0, 0, 0},
    [OVF_TERM_KEPT] = {"kept", "kept", "kept", "✓", "line", 0x008a5e, 0x3ecf9a, 0, 0},

    [OVF_TERM_VIOLATES] = {"violates", "violates", "violate", "✗", "line", 0xb01212, 0xff7a5c, 0,
                           0},
    [OVF_TERM_IS_UNDECIDED] = {"is_undecided", "is undecided", "are undecided", "?", "line",
                               0xb03ce0, 0xe080ff, 7, 4},
    [OVF_TERM_WARNED] = {"complies_with_warnings", "complies, with warnings",
                         "comply, with warnings", "!", "line", 0x008a5e, 0x3ecf9a, 16, 4},
    [OVF_TERM_COMPLIES] = {"complies", "complies", "comply", "✓", "line", 0x008a5e, 0x3ecf9a, 0, 0},
    [OVF_TERM_NOT_JUDGED] = {"not_judged", "not judged", "not judged", "", "line", 0x3b4252,
                             0xc6cedb, 0, 0},

    [OVF_TERM_PASSAGE] = {"passage", "passage", "passages", "", "line", 0x8b0f5a, 0xf07fc0, 0, 0},
    [OVF_TERM_POSSIBLE_PASSAGE] = {"possible_passage", "possible passage", "possible passages", "",
                                   "line", 0x8b0f5a, 0xf07fc0, 6, 5},
    [OVF_TERM_ENTRY] = {"entry", "entry", "entries", "", "triangle_right", 0x8b0f5a, 0xf07fc0, 0,
                        0},
    [OVF_TERM_EXIT] = {"exit", "exit", "exits", "", "triangle_left", 0x8b0f5a, 0xf07fc0, 0, 0},
    [OVF_TERM_TOUCH] = {"touch", "touch", "touches", "", "ring", 0x8b0f5a, 0xf07fc0, 0, 0},
    [OVF_TERM_NEAREST] = {"nearest", "nearest approach", "nearest approaches", "", "line", 0x4a525c,
                          0x9aa6b4, 1.5, 2.5},

    [OVF_TERM_SWATH] = {"swath", "swath", "swaths", "", "area", 0x007c8a, 0x4cc9d6, 0, 0},
    [OVF_TERM_COVERAGE] = {"coverage", "seen of a zone", "seen of zones", "", "area", 0x007c8a,
                           0x4cc9d6, 0, 0},
    [OVF_TERM_GAP] = {"gap", "gap", "gaps", "", "hatch", 0x6b7079, 0xa4abb5, 0, 0},

    [OVF_TERM_ZONE_PROHIBITED] = {"prohibited", "no overflight", "no overflight", "", "area",
                                  0x2f3a9e, 0xa3aef7, 0, 0},
    [OVF_TERM_ZONE_ALTITUDE] = {"altitude", "altitude limit", "altitude limits", "", "area",
                                0x4658bd, 0x93a2f0, 10, 3},
    [OVF_TERM_ZONE_STANDOFF] = {"standoff", "distance to keep", "distances to keep", "", "area",
                                0x3b4bae, 0x9ba8f4, 4, 3},
    [OVF_TERM_ZONE_DISTANCE] = {"distance", "limit of length or time", "limits of length or time",
                                "", "area", 0x5566b8, 0x8f9ce8, 8, 3},
    [OVF_TERM_ZONE_OTHER] = {"other", "no limit known", "no limit known", "", "area", 0x666b9c,
                             0xa9adcf, 0, 0},
    [OVF_TERM_STANDOFF_BAND] = {"standoff_band", "stand-off", "stand-offs", "", "area", 0x3b4bae,
                                0x9ba8f4, 2, 3},

    [OVF_TERM_FIX] = {"fix", "fix", "fixes", "", "circle", 0x22262c, 0xe4eaee, 0, 0},
    [OVF_TERM_AIRFIELD] = {"airfield", "airfield", "airfields", "", "aerodrome", 0x22262c, 0xe4eaee,
                           0, 0},
};

const ovf_term *ovf_term_find(const char *name)
{
    for (int i = 0; i < OVF_TERMS; i++)
        if (strcmp(ovf_glossary[i].name, name) == 0) return &ovf_glossary[i];
    return NULL;
}

/* The level of the cube 0, 95, 135, 175, 215, 255 that is nearest. */
static unsigned level_of(uint32_t byte)
{
    static const int levels[] = {0, 95, 135, 175, 215, 255};
    unsigned best = 0;
    for (unsigned i = 1; i < 6; i++) {
        int far = levels[best] - (int)byte, near = levels[i] - (int)byte;
        if (near * near < far * far) best = i;
    }
    return best;
}

unsigned ovf_term_xterm(const ovf_term *term)
{
    return 16 + 36 * level_of(term->colour >> 16 & 255) + 6 * level_of(term->colour >> 8 & 255) +
           level_of(term->colour & 255);
}
