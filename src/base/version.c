#include "overflight/version.h"

#define TEXT(x) #x
#define VERSION(major, minor, patch) TEXT(major) "." TEXT(minor) "." TEXT(patch)

const char *ovf_version(void)
{
    return VERSION(OVF_VERSION_MAJOR, OVF_VERSION_MINOR, OVF_VERSION_PATCH);
}
