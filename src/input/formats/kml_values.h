/* What stands in the geometries of KML. */
#ifndef OVF_INPUT_FORMATS_KML_VALUES_H
#define OVF_INPUT_FORMATS_KML_VALUES_H

#include "input/formats/values.h"

/* clampToGround is what KML takes where nothing is said: the altitudes then mean nothing. */
typedef enum { OVF_KML_CLAMPED, OVF_KML_OVER_GROUND, OVF_KML_ABSOLUTE } ovf_kml_mode;

ovf_kml_mode ovf_kml_mode_of(const char *text, size_t length);

/* Gives the fixes from `first` on their reference. Where every altitude of a line is 0, its writer
 * knew none. */
void ovf_kml_apply_mode(ovf_pieces *pieces, size_t first, ovf_kml_mode mode);

/* Adds positions "lon,lat,altitude lon,lat,altitude …". What is none of that becomes a fix without
 * a position. False when memory is out. */
bool ovf_kml_coordinates(const char *text, size_t length, ovf_pieces *pieces, ovf_unread *unread);

/* The times and positions of a Track, which may come in turn or one after the other. Zeroed before
 * its first use. */
typedef struct {
    double *whens;
    ovf_fix *coords;
    size_t when_count, when_capacity, coord_count, coord_capacity;
} ovf_kml_track;

/* These are false when memory is out. */
bool ovf_kml_track_when(ovf_kml_track *track, double time_s);
/* "lon lat altitude"; an empty text is a position that is not known. */
bool ovf_kml_track_coord(ovf_kml_track *track, const char *text, size_t length);
/* Adds its fixes. */
bool ovf_kml_track_add(const ovf_kml_track *track, ovf_pieces *pieces);
void ovf_kml_track_reset(ovf_kml_track *track);
void ovf_kml_track_clear(ovf_kml_track *track);

#endif
