/* Volumes: a zone's outline between its floor and its ceiling, while it is in force. */
#ifndef OVERFLIGHT_VOLUME_H
#define OVERFLIGHT_VOLUME_H

#include <stdbool.h>

#include "overflight/error.h"
#include "overflight/model.h"
#include "overflight/schedule.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a height is measured from. Those over different references are compared by bounds
 * (heights.h). */
typedef enum {
    OVF_HEIGHT_MSL,       /* mean sea level */
    OVF_HEIGHT_AGL,       /* the ground */
    OVF_HEIGHT_STD,       /* the pressure level of 1013.25 hPa: flight levels */
    OVF_HEIGHT_ELLIPSOID, /* the ellipsoid of WGS 84: HAE */
    OVF_HEIGHT_UNKNOWN    /* one of these, of heights that do not say which; of fixes only */
} ovf_height_reference;

/* "MSL", "AGL", "STD", "HAE", "unknown". */
const char *ovf_height_reference_name(ovf_height_reference reference);
bool ovf_height_reference_parse(const char *name, ovf_height_reference *reference);

typedef struct {
    double metres; /* -INFINITY: from the ground, INFINITY: without end, NAN: none is given */
    ovf_height_reference reference;
} ovf_height;

/* Reads flight levels ("FL245", "FL 065", "F095", "910 FL"); numbers with a unit, a reference or
 * both ("4500 FT MSL", "9500ft STD", "1500M AGL", "1000F ASFC", "2500MSL"), which are metres over
 * the sea where they do not say otherwise; "SFC", "GND", "SURFACE"; "UNL", "UNLTD", "UNLIMITED".
 * Capitals do not matter, nor do blanks between words and numbers. */
bool ovf_height_parse(const char *text, ovf_height *height);

/* A floor or a ceiling: a height, or the higher or the lower of two, which may have different
 * references. Zeroed there is none. */
typedef struct {
    ovf_height heights[2]; /* finite */
    size_t count;          /* of heights; 0: it limits nothing */
    bool lower;            /* of two: the lower; otherwise the higher */
    bool unknown;          /* there is one, and what it is is not known */
} ovf_limit;

/* A floor or ceiling of one height; of none where it is not finite. */
ovf_limit ovf_limit_of_height(ovf_height height);
/* Reads a height as above, or two: "higher of 1000 ft AGL and 3000 ft MSL",
 * "1000FT AGL / 3000FT MSL whichever is lower", "the lower of FL95 or 2000ft AGL",
 * "max(1000 ft AGL, 3000 ft MSL)". A pair of which one is the ground or without end comes to one
 * height or none.
 *
 * For example:
 *     ovf_limit floor;
 *     if (ovf_limit_parse("higher of 1000 ft AGL and 3000 ft MSL", &floor))
 *         puts("a floor"); */
bool ovf_limit_parse(const char *text, ovf_limit *limit);
/* "FL95", "4500 ft MSL" where that is how it was given in whole feet, "1371.6 m MSL" otherwise,
 * "the higher of … and …", "unknown"; empty where there is none. */
#define OVF_LIMIT_TEXT 120
void ovf_limit_format(const ovf_limit *limit, char text[OVF_LIMIT_TEXT]);

typedef struct ovf_volume {
    ovf_limit floor, ceiling;
    ovf_schedule schedule; /* when it is in force; zeroed: always */
    ovf_lonlat_box box;    /* around the outline, for a schedule that asks the sun or local time;
                              without one the whole earth */
} ovf_volume;

/* Gives the zone a copy of a volume; its box is found from the outline. NULL takes the zone's
 * volume away. Errors: OVF_ERROR_MEMORY.
 *
 * For example:
 *     ovf_volume volume = {0};
 *     ovf_limit_parse("FL95", &volume.ceiling);
 *     ovf_schedule_parse("Mo-Fr 08:00-16:00", NULL, &volume.schedule, &error);
 *     ovf_zone_set_volume(zone, &volume, &error);
 *     ovf_schedule_clear(&volume.schedule); */
ovf_status ovf_zone_set_volume(ovf_zone *zone, const ovf_volume *volume, ovf_error *error);
void ovf_volume_free(ovf_volume *volume);

/* Gives the zone parts, each with limits of its own: the zone is then the union of their volumes.
 * Parts may overlap, touch, and lie one over the other. They are copied with all that is in
 * them. The zone's polygons become the outline of all of them, in which what is nearer to each
 * other than a millimetre is one border; its volume becomes what bounds all of theirs: the lowest
 * floor and the highest ceiling, as far as they can be compared, and the times in force, if all
 * have the same. A count of 0 takes the parts away, and leaves polygons and volume as they are.
 *
 * Errors: OVF_ERROR_INPUT (a part without polygons, or with rings that ovf_zone_new would refuse
 * but for crossings), OVF_ERROR_GEOMETRY (parts that cover half of the earth and more),
 * OVF_ERROR_USAGE (NULL), OVF_ERROR_MEMORY; the zone then stays as it was.
 *
 * For example, a cylinder that is wider above FL95:
 *     ovf_volume low = {0}, high = {0};
 *     ovf_limit_parse("FL95", &low.ceiling);
 *     ovf_limit_parse("FL95", &high.floor);
 *     ovf_zone_part parts[] = {{.polygons = narrow->polygons, .polygon_count = 1, .volume = &low},
 *                              {.polygons = wide->polygons, .polygon_count = 1, .volume = &high}};
 *     ovf_zone_set_parts(zone, parts, 2, &error); */
ovf_status ovf_zone_set_parts(ovf_zone *zone, const ovf_zone_part *parts, size_t count,
                              ovf_error *error);

/* Whether it has neither floor nor ceiling, and is in force at all times. NULL has no limits. */
bool ovf_volume_is_unlimited(const ovf_volume *volume);

#ifdef __cplusplus
}
#endif
#endif
