/* What the lists of zones and of airfields have in common: attributes as text and as JSON. */
#ifndef OVF_CLI_LISTING_H
#define OVF_CLI_LISTING_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "overflight/model.h"

/* The text of an attribute, for a cell or a line; numbers are written into `number`. */
const char *cli_attribute_text(const ovf_attribute *attribute, char number[40]);
/* The same of the attribute with that name; NULL where there is none or it is null. */
const char *cli_attributes_text(const ovf_attributes *attributes, const char *name,
                                char number[40]);
/* True, and *value set, for an integer or a real. */
bool cli_attributes_number(const ovf_attributes *attributes, const char *name, double *value);

/* New references; NULL when memory is out. */
json_t *cli_attributes_json(const ovf_attributes *attributes);
json_t *cli_text_json(const char *text); /* null for NULL */
json_t *cli_number_json(double value);   /* null for NAN */

/* Prints a value, indented, on standard output, and gives up the reference. False when memory is
 * out (or value is NULL). */
bool cli_print_json(json_t *value);
/* The same in a line, which goes out at once. */
bool cli_print_json_line(json_t *value);

/* "from – until", or one of both, or what both are; empty where both are NULL. */
void cli_format_dates(char *text, size_t size, const char *from, const char *until);

/* Prints a "name  value" line of `show`, the names padded to `width`. */
void cli_print_field(const char *name, size_t width, const char *value);

/* Prints all attributes but those in `hidden` (ends with NULL). */
void cli_print_attributes(const ovf_attributes *attributes, size_t width,
                          const char *const *hidden);
/* The width that their names want. */
size_t cli_attributes_width(const ovf_attributes *attributes, size_t least);

#endif
