#include "output/picture.h"

ovf_status ovf_picture_write(const ovf_map *map, const ovf_picture_options *options, const char *path, const char *called, ovf_error *error)
{
    (void)map, (void)options, (void)path;
    return ovf_fail(error, OVF_ERROR_INTERNAL, "no picture is made of %s", called);
}
