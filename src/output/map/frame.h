/* The plane that maps are drawn in: an equal-area one around the middle of what they show, so that
 * no pole and no antimeridian is in the way. */
#ifndef OVF_OUTPUT_MAP_FRAME_H
#define OVF_OUTPUT_MAP_FRAME_H

#include "analysis/coverage/plane.h"
#include "overflight/model.h"

typedef struct {
    ovf_plane plane;
    ovf_rectangle extent; /* m; of all that is shown, and at least 100 m across */
    unsigned char label;  /* of a region, from 1 */
} ovf_map_frame;

/* What is to be shown: for each degree of longitude and latitude the rectangle around its
 * positions. So one pass over them is enough, and each costs next to nothing. */
typedef struct {
    ovf_rectangle *degrees; /* row by row from the south pole */
    size_t count;           /* of positions */
    unsigned char
        *regions; /* the label of the region of each degree, 0: in none; NULL: not known */
} ovf_map_frame_marks;

ovf_status ovf_map_frame_marks_init(ovf_map_frame_marks *marks, ovf_error *error);
void ovf_map_frame_mark(ovf_map_frame_marks *marks, double lon, double lat);
/* Marks what lies as far from polygons as a rule wants it to be kept, on a sphere: its four sides.
 * Nothing where `away_m` is not more than 0. */
void ovf_map_frame_mark_band(ovf_map_frame_marks *marks, const ovf_polygon *polygons, size_t count,
                             double away_m);
void ovf_map_frame_marks_clear(ovf_map_frame_marks *marks);

/* Opens the plane around the middle of the positions in space, and finds their extent in it.
 * Errors: OVF_ERROR_MEMORY, OVF_ERROR_INTERNAL. */
ovf_status ovf_map_frame_open(ovf_map_frame *frame, const ovf_map_frame_marks *marks,
                              ovf_error *error);
#define OVF_MAP_REGIONS_MAX 6

/* The regions of what is marked, from two up, the largest first; none where it hangs together, or
 * is in more, or where one of them is not much smaller than the whole. To close each. The marks
 * then say of each degree which region it is in. Errors: as above. */
ovf_status ovf_map_regions_open(ovf_map_frame *regions, size_t *count, ovf_map_frame_marks *marks,
                                const ovf_map_frame *whole, ovf_error *error);
/* The label of the region that a position is in; 0: in none. */
unsigned char ovf_map_frame_region(const ovf_map_frame_marks *marks, double lon, double lat);
/* Only what is marked in that region. To clear in either case. Errors: OVF_ERROR_MEMORY. */
ovf_status ovf_map_frame_marks_of(const ovf_map_frame_marks *marks, unsigned char label,
                                  ovf_map_frame_marks *kept, ovf_error *error);
/* Adds to an extent in the frame's plane that of polygons, as they run between their vertices.
 * False when memory is out. */
bool ovf_map_frame_add(const ovf_map_frame *frame, const ovf_polygon *polygons, size_t count,
                       ovf_rectangle *extent);
void ovf_map_frame_close(ovf_map_frame *frame);

#endif
