/* Whether fixes keep the rules, at a nanosecond for each. */
#ifndef OVF_MODEL_GOOD_FIXES_H
#define OVF_MODEL_GOOD_FIXES_H

#include "overflight/model.h"

/* Whether no fix has a flaw (flaws.h): neither place, altitude nor time. Every route that is
 * analysed comes through here, so that fixes are looked at all at once; which one it is, and what
 * is wrong with it, is for those who find that there is one. */
bool ovf_fixes_are_good(const ovf_fix *fixes, size_t count);

/* The same in the plainest code that this machine has, for tests. */
bool ovf_fixes_are_good_portably(const ovf_fix *fixes, size_t count);

#endif
