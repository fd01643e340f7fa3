/* Where in a file the flights are: in itself, behind gzip, or in an archive. */
#ifndef OVF_INPUT_FORMATS_PACKED_H
#define OVF_INPUT_FORMATS_PACKED_H

#include "input/formats/flight_format.h"

/* Sets *format to the one that is wished, or to the one that the first bytes are of, and *inner, to
 * free, to the name under which these bytes can be opened (ovf_window_open); both NULL where there
 * is none. Of an archive it is the one member that is in a format, or of a KMZ the first one, as
 * KML has it. Errors: OVF_ERROR_MEMORY, OVF_ERROR_IO. */
ovf_status ovf_packed_look(const char *path, const ovf_flight_wishes *wishes, char **inner,
                           const ovf_flight_format **format, ovf_error *error);

#endif
