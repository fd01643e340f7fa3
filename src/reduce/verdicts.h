/* What routes were judged to be, in the words that all outputs use. */
#ifndef OVF_REDUCE_VERDICTS_H
#define OVF_REDUCE_VERDICTS_H

#include "overflight/totals.h"

#define OVF_VERDICTS_TEXT 256

/* "5 comply, 2 violate (1 of them only disputed, lifted or remembered rules), 1 is undecided";
 * "none was judged". */
void ovf_verdicts_text(const ovf_totals *totals, char text[OVF_VERDICTS_TEXT]);
/* "3 violations, 1 undecided, 4 warnings". */
void ovf_findings_text(const ovf_totals *totals, char text[OVF_VERDICTS_TEXT]);

#endif
