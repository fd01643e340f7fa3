/* Whether memory has run out since the program began, no matter for whom: for our own code, which
 * says so, or for a library that we call, which may go on without what it lacks. GDAL has made a
 * package without its triggers, and GEOS has laid areas over each other in another way, with no
 * word of it.
 *
 * So it is counted where memory is given (cli/memory.c), and before a result gets its final name,
 * or a journal says that rows are whole, this is asked. What was made while an allocation failed is
 * never kept, whatever its maker says of it. That one question at few places is simpler, and
 * surer, than a look at everything that each library could leave out.
 *
 * A program that uses the library counts nothing unless it calls ovf_shortage_note. */
#ifndef OVF_SYSTEM_SHORTAGE_H
#define OVF_SYSTEM_SHORTAGE_H

#include <stdbool.h>

#include "overflight/error.h"

/* An allocation has failed. Calls nothing, so that it may be called by whoever gives memory, in any
 * thread. */
void ovf_shortage_note(void);
bool ovf_shortage_noted(void);

/* OVF_ERROR_MEMORY with its sentence if one has. */
ovf_status ovf_shortage_check(ovf_error *error);

#endif
