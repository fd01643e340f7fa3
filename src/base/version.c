#include "overflight/version.h"

#define TEXT(number) #number
#define DOTTED(major, minor, patch) TEXT(major) "." TEXT(minor) "." TEXT(patch)

const char *ovf_version(void)
{
    return DOTTED(OVF_VERSION_MAJOR, OVF_VERSION_MINOR, OVF_VERSION_PATCH);
}
