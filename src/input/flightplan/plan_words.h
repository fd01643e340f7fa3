/* Words that are no part of a plan here, but are written in flight plans: to pass them over, or to
 * say what they are. */
#ifndef OVF_INPUT_FLIGHTPLAN_PLAN_WORDS_H
#define OVF_INPUT_FLIGHTPLAN_PLAN_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* DCT, and the rules of flight. */
bool ovf_plan_word_is_passed_over(const char *word, size_t length);

/* By the shape that ICAO Annex 11, appendix 1, gives the designators of ATS routes: UL607, N96,
 * A575. */
bool ovf_plan_word_may_be_airway(const char *word, size_t length);

/* By its shape: two, three or five letters. */
bool ovf_plan_word_may_be_waypoint(const char *word, size_t length);

/* A departure or an arrival, by its shape: INPUD2N, RIXUV3E. */
bool ovf_plan_word_may_be_procedure(const char *word, size_t length);

/* Four letters, as ICAO's codes of airfields are. */
bool ovf_plan_word_may_be_code(const char *word, size_t length);

/* SID and STAR, where a plan says no more of its departure or arrival. */
bool ovf_plan_word_is_any_procedure(const char *word, size_t length);

/* A stay on the way, as STAY1/0130. */
bool ovf_plan_word_is_stay(const char *word, size_t length);

/* An airfield with a runway or a time, as EDDF/07C, EDDM1200 and EDDM/0130; *code becomes the
 * length of its code. */
bool ovf_plan_word_is_decorated(const char *word, size_t length, size_t *code);

/* Whether a dot ends a word of a plan as the FAA writes it, KJFK..MERIT.J121.MARTN, and is none of
 * a number. `at`: the dot, behind the first character of the text. */
bool ovf_plan_dot_ends_word(const char *at);

bool ovf_plan_word_is_cruise_climb(const char *word, size_t length);
bool ovf_plan_word_has_digit(const char *word, size_t length);

/* What such a word probably is, why it cannot be read and what is wanted instead; NULL: nothing
 * known. */
const char *ovf_plan_word_meaning(const char *word, size_t length);

#endif
