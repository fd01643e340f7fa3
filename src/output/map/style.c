#include "output/map/style.h"

#include <stdio.h>
#include <string.h>

#include "base/glossary.h"
#include "output/map/assets.h"
#include "output/rows/xml.h"

static void place(ovf_bytes *bytes, const char *name, size_t length, const void *context)
{
    static const char word[] = "_word";
    (void)context;
    char copy[64], colour[32];
    size_t end = sizeof word - 1;
    snprintf(copy, sizeof copy, "%.*s", (int)length, name);
    size_t used = strlen(copy);
    bool of_word = used > end && strcmp(copy + used - end, word) == 0;
    if (of_word) copy[used - end] = '\0';
    const ovf_term *term = ovf_term_find(copy);
    if (term == NULL) return;
    snprintf(colour, sizeof colour, "%u,%u,%u", (unsigned)(term->colour >> 16 & 255),
             (unsigned)(term->colour >> 8 & 255), (unsigned)(term->colour & 255));
    ovf_bytes_text(bytes, of_word ? term->word : colour);
}

bool ovf_style_add(ovf_bytes *bytes, const char *layer)
{
    char name[80];
    snprintf(name, sizeof name, "qgis/%s.qml", layer);
    const ovf_asset *asset = ovf_asset_find(name);
    if (asset == NULL) return false;
    ovf_xml_fill(bytes, (const char *)asset->bytes, asset->size, place, NULL);
    return true;
}
