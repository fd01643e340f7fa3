/* The altitudes of a route in blocks of fixes, so that most of what is surely within a layer, or
 * surely outside, is known without a look at each leg. */
#ifndef OVF_ANALYSIS_MEET_PROFILE_H
#define OVF_ANALYSIS_MEET_PROFILE_H

#include "analysis/meet/flown.h"

#define OVF_PROFILE_LEGS 32

/* Only of a route whose altitudes are all known and have one reference, and along which no more is
 * known of ground and geoid than extremes of the earth, which are the same everywhere on it. */
typedef struct {
    ovf_height_reference reference;
    ovf_column column;
} ovf_profile;

/* NULL: the route has none. Made when it is first asked for. */
const ovf_profile *ovf_profile_of(const ovf_flown *flown);
void ovf_profile_free(struct ovf_profile_room *room);
/* The altitudes of the block's legs, from the leg OVF_PROFILE_LEGS * block on. */
ovf_height_range ovf_profile_block(const ovf_flown *flown, size_t block);

#endif
