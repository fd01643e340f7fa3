/* Text and numbers as bytes in memory that grows, as they will stand in a file. When memory runs
 * out that is remembered: what is added afterwards goes nowhere, and the one who takes the bytes
 * asks once, so that the code between need not ask after every comma. */
#ifndef OVF_OUTPUT_ROWS_BYTES_H
#define OVF_OUTPUT_ROWS_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zeroed before its first use. */
typedef struct {
    char *data;
    size_t used, capacity;
    bool failed; /* memory was out */
} ovf_bytes;

void ovf_bytes_add(ovf_bytes *bytes, const void *data, size_t length);
void ovf_bytes_text(ovf_bytes *bytes, const char *text);
void ovf_bytes_byte(ovf_bytes *bytes, char byte);
void ovf_bytes_count(ovf_bytes *bytes, uint64_t value);
void ovf_bytes_integer(ovf_bytes *bytes, int64_t value);
/* Nothing for NaN and infinities. */
void ovf_bytes_fixed(ovf_bytes *bytes, double value, int decimals);
/* The same without the zeros at the end. */
void ovf_bytes_trimmed(ovf_bytes *bytes, double value, int decimals);
/* As few digits as read back as the same number. */
void ovf_bytes_shortest(ovf_bytes *bytes, double value);
/* The same with a point or an exponent, so that it is seen to be a real. */
void ovf_bytes_real(ovf_bytes *bytes, double value);
/* ISO 8601 in UTC; nothing for NaN. */
void ovf_bytes_time(ovf_bytes *bytes, double time_s);
/* A field of a CSV file, quoted where RFC 4180 wants it. Bytes that are not UTF-8 become U+FFFD. */
void ovf_bytes_csv(ovf_bytes *bytes, const char *text);
/* The same so that no spreadsheet takes it for a formula (overflight/output.h, csv_safe). */
void ovf_bytes_csv_safe(ovf_bytes *bytes, const char *text);
/* The text as it was before that: it itself, or what comes behind its first byte. */
const char *ovf_csv_unguarded(const char *text);
/* A JSON string with its quotes; "</" is written "<\/", so that the file can stand inside a script
 * element. Bytes that are not UTF-8 become U+FFFD. NULL is written as null. */
void ovf_bytes_json(ovf_bytes *bytes, const char *text);

/* Empties it but keeps its memory; the failure is forgotten. */
void ovf_bytes_reset(ovf_bytes *bytes);
void ovf_bytes_clear(ovf_bytes *bytes);

#endif
