/* By what a batch judges, for people. */
#ifndef OVF_BATCH_JUDGED_BY_H
#define OVF_BATCH_JUDGED_BY_H

#include "overflight/judge.h"

/* "treaty-1992, attributes of the zones; only rules that are disputed or lifted", to free; NULL
 * when memory is out. */
char *ovf_judged_by(const ovf_judge_options *judge);

#endif
