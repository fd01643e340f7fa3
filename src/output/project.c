#include "output/project.h"

#include "base/array.h"
#include "base/error.h"

ovf_status ovf_project_make(const ovf_map *map, char **text, ovf_error *error)
{
    (void)map;
    *text = ovf_text_copy("<qgis/>");
    return *text == NULL ? ovf_fail_memory(error) : OVF_OK;
}
