/* Flight plan messages of ICAO (Doc 4444, PANS-ATM, appendix 3):
 *
 *     (FPL-XXX123-IS-B738/M-SDE2/LB1-EDDM1200-N0450F330 INPUD Y102 UPALA-UMKK0140 EYVI-DOF/150601)
 */
#ifndef OVF_INPUT_FLIGHTPLAN_PLAN_MESSAGE_H
#define OVF_INPUT_FLIGHTPLAN_PLAN_MESSAGE_H

#include "base/text.h"
#include "overflight/error.h"

/* Zeroed before its first use. Texts without an entry in the message are empty. */
typedef struct {
    char id[16], aircraft[16];
    char from[8], to[8];            /* item 13 and 16; ZZZZ: no code */
    char off_blocks[8], elapsed[8]; /* hhmm */
    char date[16];                  /* of flight: 2015-06-01 */
    ovf_text route; /* as a plan is typed: "XXX123: N0450F330 EDDM INPUD … UMKK" */
    ovf_text other; /* item 18, in one line */
} ovf_plan_message;

/* Whether a text begins as such a message, behind blanks. */
bool ovf_plan_message_is(const char *text, size_t length);
/* Reads the message that [text, text + length) begins with; *used is how much of it that is.
 * Errors: OVF_ERROR_INPUT (what is missing), OVF_ERROR_MEMORY. */
ovf_status ovf_plan_message_read(ovf_plan_message *message, const char *text, size_t length,
                                 size_t *used, ovf_error *error);
void ovf_plan_message_clear(ovf_plan_message *message);

#endif
