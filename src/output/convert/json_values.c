#include "output/convert/json_values.h"

#include <math.h>

void ovf_convert_value(ovf_bytes *bytes, const ovf_attribute *attribute)
{
    switch (attribute->type) {
    case OVF_ATTRIBUTE_BOOLEAN: ovf_bytes_text(bytes, attribute->boolean ? "true" : "false"); break;
    case OVF_ATTRIBUTE_INTEGER: ovf_bytes_integer(bytes, attribute->integer); break;
    case OVF_ATTRIBUTE_REAL:
        if (isfinite(attribute->real)) ovf_bytes_real(bytes, attribute->real);
        else ovf_bytes_text(bytes, "null");
        break;
    case OVF_ATTRIBUTE_TEXT: ovf_bytes_json(bytes, attribute->text); break;
    case OVF_ATTRIBUTE_JSON: ovf_bytes_text(bytes, attribute->text); break;
    case OVF_ATTRIBUTE_NULL: ovf_bytes_text(bytes, "null"); break;
    }
}

void ovf_convert_position(ovf_bytes *bytes, ovf_lonlat at)
{
    ovf_bytes_byte(bytes, '[');
    ovf_bytes_shortest(bytes, at.lon);
    ovf_bytes_byte(bytes, ',');
    ovf_bytes_shortest(bytes, at.lat);
    ovf_bytes_byte(bytes, ']');
}
