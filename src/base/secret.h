/* Passwords in the names of sources, which are not to be read in anything that is written.
 * ovf_hide_passwords says what they are. */
#ifndef OVF_BASE_SECRET_H
#define OVF_BASE_SECRET_H

#include <stddef.h>

/* A name for people to read, to free; NULL when memory is out. */
char *ovf_secret_hidden(const char *name);
/* The same in place, in a buffer of that size: what does not fit any more is cut off. */
void ovf_secret_hide(char *text, size_t size);
/* Takes hidden passwords out of a name, so that whoever opens it looks for them elsewhere
 * (PGPASSWORD, ~/.pgpass). */
void ovf_secret_drop(char *name);

#endif
