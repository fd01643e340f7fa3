/* A file of flights in one of overflight's own formats, read from its beginning on. Used by one
 * thread at a time. */
#ifndef OVF_INPUT_FORMATS_FLIGHT_FILE_H
#define OVF_INPUT_FORMATS_FLIGHT_FILE_H

#include <stdint.h>

#include "input/formats/flight_format.h"
#include "overflight/points.h"

typedef struct ovf_flight_file ovf_flight_file;

/* Opens FILE or FILE|layername=PART where it is in a format of ours: the one named, or the one that
 * its first bytes are of. Compressed files (gzip), and the flights in an archive (KMZ, zip) of one
 * such file, are found too. *file is NULL where it is no such file, or cannot be looked at: GDAL
 * may know more of it. Errors: OVF_ERROR_MEMORY; OVF_ERROR_IO where the format is named
 * and the file cannot be opened (the sentence has no file). */
ovf_status ovf_flight_file_open(const char *name, const ovf_flight_wishes *wishes,
                                ovf_flight_file **file, ovf_error *error);
/* Says in a sentence how the file is read; leaves it as it is where there is nothing to say. Before
 * the first flight. Errors: as ovf_flight_file_next, OVF_ERROR_USAGE. */
ovf_status ovf_flight_file_describe(ovf_flight_file *file, ovf_text *sentence, ovf_error *error);
void ovf_flight_file_close(ovf_flight_file *file);

/* Waypoints and airways that plans in it may name, before it is read; they must outlive it. */
void ovf_flight_file_set_points(ovf_flight_file *file, const ovf_points *points);

const ovf_flight_format *ovf_flight_file_format(const ovf_flight_file *file);
/* Of the file on the disk, compressed or not: "b.gpx" of "a/b.gpx". */
const char *ovf_flight_file_base(const ovf_flight_file *file);

/* Sets *flight to the next one, for the caller to free, or to NULL after the last, or where *paused
 * says that standard input has no more now. Errors: OVF_ERROR_INPUT, OVF_ERROR_IO,
 * OVF_ERROR_MEMORY; the sentence has no file. */
ovf_status ovf_flight_file_next(ovf_flight_file *file, ovf_flight **flight, bool *paused,
                                ovf_error *error);
/* Where the format is one of tables, flights end at gaps longer than this from now on; infinite: at
 * none. Before the first one. */
void ovf_flight_file_split(ovf_flight_file *file, double gap_s);
/* Flights that have been given. */
uint64_t ovf_flight_file_at(const ovf_flight_file *file);
/* Goes to the flight of this index; past the end it is the end. */
ovf_status ovf_flight_file_go(ovf_flight_file *file, uint64_t at, ovf_error *error);

/* Calls `take` with each flight in the file's first bytes, `most` or a few more, while it is true,
 * and goes to the beginning; the last one may not be complete. *whole: these are all. What is wrong
 * there is told when it is read. Errors: OVF_ERROR_MEMORY. */
ovf_status ovf_flight_file_look(ovf_flight_file *file, uint64_t most,
                                bool (*take)(void *context, const ovf_flight *flight),
                                void *context, bool *whole, ovf_error *error);

#endif
