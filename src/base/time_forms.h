/* What somebody may have meant who wrote a time in another form than ISO 8601: to be proposed,
 * never to be taken. */
#ifndef OVF_BASE_TIME_FORMS_H
#define OVF_BASE_TIME_FORMS_H

#include "base/time.h"

/* Understands 2016/5/5, 2016.05.05, 20160505, 20160505T101500Z, 05.05.2016 (the day first, as
 * wherever dates have dots), 25/12/2016 and 12/25/2016 where one of the numbers can only be the
 * day, 5 May 2016, 5-MAY-2016, May 5, 2016, each with a time of day behind it or not. Writes the
 * date, or the time, as ISO 8601 has it; a time without a zone is UTC. False where it is not clear
 * (05/06/2016) or no such form; *proposal is empty then. */
bool ovf_time_propose(const char *text, char proposal[OVF_TIME_SIZE]);
/* The same of a number: Unix seconds, Unix milliseconds (both of 1973 to 2286), or a date written
 * YYYYMMDD. */
bool ovf_time_propose_number(double value, char proposal[OVF_TIME_SIZE]);

#endif
