/* Single characters of ASCII, whatever the locale. */
#ifndef OVF_BASE_ASCII_H
#define OVF_BASE_ASCII_H

#include <stdbool.h>

static inline char ovf_capital(char c) { return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c; }

static inline bool ovf_is_digit(char c) { return c >= '0' && c <= '9'; }

static inline bool ovf_is_letter(char c) { return ovf_capital(c) >= 'A' && ovf_capital(c) <= 'Z'; }

#endif
