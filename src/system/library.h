/* Shared libraries that are loaded when they are first needed, so that who does not need them does
 * not wait for them. */
#ifndef OVF_SYSTEM_LIBRARY_H
#define OVF_SYSTEM_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

/* A function by its name, and where its address is to be put: a pointer to a pointer to a function.
 */
typedef struct {
    const char *name;
    void *place;
} ovf_library_function;

/* Loads a library by its name as the system's loader knows it or else the file, for good, and finds
 * the functions. False, and why in `reason`, if it is not there or one of them is not in it. */
bool ovf_library_load(const char *name, const char *file, const ovf_library_function *functions,
                      size_t count, char *reason, size_t size);

#endif
