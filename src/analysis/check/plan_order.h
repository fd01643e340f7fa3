/* Whether a flown track flies the fixes of its plan, and in their order. */
#ifndef OVF_ANALYSIS_CHECK_PLAN_ORDER_H
#define OVF_ANALYSIS_CHECK_PLAN_ORDER_H

#include "analysis/check/judging.h"

/* Adds a finding for each run of fixes of the plan that the flight misses, or comes to in another
 * order, and where it flies back along the plan. What is within the limit of a fix, and the limit
 * itself, is at it. Sets check->failed when memory is out. */
void ovf_plan_order_judge(ovf_check *check, const ovf_restriction *restriction);

#endif
