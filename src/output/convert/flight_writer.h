/* Flights as files of the formats that people exchange: a file is there when it is whole. */
#ifndef OVF_OUTPUT_CONVERT_FLIGHT_WRITER_H
#define OVF_OUTPUT_CONVERT_FLIGHT_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "overflight/error.h"
#include "overflight/model.h"

typedef struct ovf_flight_writer ovf_flight_writer;

/* What the format could not hold, in flights that have it. */
typedef struct {
    uint64_t times, altitudes, levels, names, parts, attributes;
} ovf_flight_losses;

/* The format is that of the path's ending: gpx, kml, geojson (json), geojsonl (geojsons, ndjson),
 * csv (a row for each fix), fpl; or any of those that GDAL writes. What is there is left alone
 * unless `replace`, and until the writer is closed. Errors: OVF_ERROR_USAGE (an ending that says no
 * format, no such folder, something is there), OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_flight_writer_open(const char *path, bool replace, ovf_flight_writer **writer,
                                  ovf_error *error);

/* "GPX", for a sentence. */
const char *ovf_flight_writer_title(const ovf_flight_writer *writer);
/* Whether all flights are to be shown to ovf_flight_writer_learn before the first is added: formats
 * with columns have them ahead of the rows. */
bool ovf_flight_writer_must_learn(const ovf_flight_writer *writer);
/* Errors: OVF_ERROR_MEMORY. */
ovf_status ovf_flight_writer_learn(ovf_flight_writer *writer, const ovf_route *route,
                                   ovf_error *error);

/* Positions, times to the millisecond, altitudes over the sea, names of fixes and attributes are
 * written as far as the format has them. Pressure altitudes never stand where a reader would take
 * them for heights over the sea. Errors: OVF_ERROR_USAGE (a second flight where the format holds
 * one), OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_flight_writer_add(ovf_flight_writer *writer, const ovf_route *route,
                                 ovf_error *error);

const ovf_flight_losses *ovf_flight_writer_losses(const ovf_flight_writer *writer);

/* Puts the file in its place. Errors: OVF_ERROR_USAGE, OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_flight_writer_close(ovf_flight_writer *writer, ovf_error *error);
/* Without close nothing is left of it. Takes NULL. */
void ovf_flight_writer_free(ovf_flight_writer *writer);

#endif
