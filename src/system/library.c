#include "system/library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static bool fail(char *reason, size_t size)
{
    const char *said = dlerror();
    snprintf(reason, size, "%s", said != NULL ? said : "no reason is known");
    return false;
}

bool ovf_library_load(const char *name, const char *file, const ovf_library_function *functions,
                      size_t count, char *reason, size_t size)
{
    void *library = dlopen(name, RTLD_NOW | RTLD_GLOBAL);
    if (library == NULL) library = dlopen(file, RTLD_NOW | RTLD_GLOBAL);
    if (library == NULL) return fail(reason, size);
    for (size_t i = 0; i < count; i++) {
        void *found = dlsym(library, functions[i].name);
        if (found == NULL) return fail(reason, size);
        /* C knows no way from an object's address to a function's, but dlsym gives one. */
        memcpy(functions[i].place, &found, sizeof found);
    }
    return true;
}
