#include "output/report/report_element.h"

#include <math.h>

#include "base/error.h"

/* The finest lines, as a part of the map's extent; and how often they may be drawn twice as
 * coarsely so that they take less room. */
#define FINEST (1.0 / 65536)
#define FINEST_M 0.5
/* A layer is drawn more coarsely until it takes no more than this part of the room it may take. */
#define ROOMY 4

/* ---- elements ---- */

/* In JSON these stand in texts only, where they may be written as escapes. */
static void write_escaped(FILE *file, const ovf_bytes *bytes)
{
    size_t written = 0;
    for (size_t i = 0; i < bytes->used; i++) {
        const char *at = bytes->data + i, *instead = NULL;
        size_t length = 1;
        switch (*at) {
        case '<': instead = "\\u003c"; break;
        case '>': instead = "\\u003e"; break;
        case '&': instead = "\\u0026"; break;
        case '\xE2':
            if (i + 2 >= bytes->used || at[1] != '\x80' || (at[2] != '\xA8' && at[2] != '\xA9'))
                break;
            instead = at[2] == '\xA8' ? "\\u2028" : "\\u2029";
            length = 3;
            break;
        default: break;
        }
        if (instead == NULL) continue;
        fwrite(bytes->data + written, 1, i - written, file);
        fputs(instead, file);
        written = i + length;
        i = written - 1;
    }
    fwrite(bytes->data + written, 1, bytes->used - written, file);
}

ovf_status ovf_report_element(FILE *file, const char *prefix, const char *name,
                              const ovf_bytes *bytes, ovf_error *error)
{
    if (bytes->failed) return ovf_fail_memory(error);
    fprintf(file, "<script type=\"application/json\" id=\"%s%s\">", prefix, name);
    write_escaped(file, bytes);
    fputs("</script>\n", file);
    return OVF_OK;
}

void ovf_report_add_number(ovf_bytes *bytes, const char *name, double value)
{
    ovf_bytes_text(bytes, name);
    ovf_bytes_shortest(bytes, value);
}

/* ---- how coarse ---- */

void ovf_report_set_level(ovf_sketch *sketch, unsigned level)
{
    const ovf_rectangle *extent = &sketch->frame->extent;
    double across = round(fmax(extent->east - extent->west, extent->north - extent->south));
    sketch->tolerance_m = fmax(across * FINEST, FINEST_M) * (double)(1u << level);
    sketch->level = level;
    sketch->unit_m = pow(10, floor(log10(sketch->tolerance_m / 2)));
}

size_t ovf_report_room(unsigned level, size_t most, size_t spare)
{
    return level < OVF_REPORT_COARSER_MAX ? most / ROOMY : most + spare;
}

void ovf_report_add_level(ovf_bytes *bytes, const ovf_sketch *sketch)
{
    ovf_report_add_number(bytes, "\"unit_m\":", sketch->unit_m);
    ovf_report_add_number(bytes, ",\"tolerance_m\":", sketch->tolerance_m);
}
