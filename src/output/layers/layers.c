/* The layers and the formats: by name, and those that are chosen together. */
#include <stdio.h>
#include <string.h>

#include "output/rows/format.h"
#include "output/rows/layer.h"
#include "output/rows/renderer.h"

const ovf_layer_kind *const ovf_layer_list[] = {
    &ovf_layer_statistics, &ovf_layer_routes,   &ovf_layer_zones,     &ovf_layer_passages,
    &ovf_layer_crossings,  &ovf_layer_nearest,  &ovf_layer_occupancy, &ovf_layer_findings,
    &ovf_layer_swaths,     &ovf_layer_coverage, &ovf_layer_gaps,      &ovf_layer_coverage_by_flight,
    &ovf_layer_revisits};
const size_t ovf_layer_count = OVF_COUNT(ovf_layer_list);

const ovf_format *const ovf_format_list[] = {&ovf_format_csv,        &ovf_format_geojson,
                                             &ovf_format_geojsonseq, &ovf_format_gpkg,
                                             &ovf_format_fgb,        &ovf_format_html};
const size_t ovf_format_count = OVF_COUNT(ovf_format_list);

static bool is_word(const char *name, const char *word, size_t length)
{
    return strlen(name) == length && strncmp(name, word, length) == 0;
}

static unsigned layer_bit(const char *word, size_t length)
{
    if (is_word("all", word, length)) return OVF_LAYER_ALL;
    for (size_t i = 0; i < ovf_layer_count; i++)
        if (is_word(ovf_layer_list[i]->schema.name, word, length)) return ovf_layer_list[i]->bit;
    return 0;
}

static unsigned format_bit(const char *word, size_t length)
{
    for (size_t i = 0; i < ovf_format_count; i++)
        if (is_word(ovf_format_list[i]->name, word, length)) return ovf_format_list[i]->bit;
    return 0;
}

/* The bits of a list of words. */
static bool parse(const char *list, unsigned (*bit_of)(const char *, size_t), unsigned *bits,
                  char unknown[64])
{
    unsigned found = 0;
    for (const char *at = list;; at++) {
        size_t length = strcspn(at, ",");
        unsigned bit = bit_of(at, length);
        if (bit == 0) {
            snprintf(unknown, 64, "%.*s", length > 63 ? 63 : (int)length, at);
            return false;
        }
        found |= bit;
        at += length;
        if (*at == '\0') break;
    }
    *bits = found;
    return true;
}

bool ovf_layers_parse(const char *list, unsigned *layers, char unknown[64])
{
    return parse(list, layer_bit, layers, unknown);
}

bool ovf_formats_parse(const char *list, unsigned *formats, char unknown[64])
{
    return parse(list, format_bit, formats, unknown);
}

static bool is_chosen(const ovf_layer_kind *layer, const ovf_format *format, unsigned formats)
{
    bool table = layer->schema.shape == OVF_SHAPE_NONE;
    if (layer->schema.field_count == 0) return false;
    if ((formats & OVF_FORMAT_USUAL) != 0 &&
        format == (table ? &ovf_format_csv : &ovf_format_geojson))
        return true;
    /* The rows of a GeoPackage serve the page too. */
    if (format == &ovf_format_html && (formats & OVF_FORMAT_GPKG) != 0) return false;
    /* GDAL before 3.6.4 loses what has no geometry (OSGeo/gdal#7401). */
    if (table && format == &ovf_format_fgb) return false;
    if (table && format == &ovf_format_csv && (formats & OVF_FORMAT_FGB) != 0) return true;
    return (formats & format->bit) != 0;
}

void ovf_sinks_choose(ovf_sinks *sinks, const ovf_zones *zones, unsigned layers, unsigned formats)
{
    if (formats == 0) formats = OVF_FORMAT_USUAL;
    *sinks = (ovf_sinks){.zones = zones,
                         .bin_ms = (int64_t)(OVF_BIN_S * 1000),
                         .layers = layers,
                         .formats = formats};
    for (size_t i = 0; i < ovf_layer_count; i++) {
        const ovf_layer_kind *layer = ovf_layer_list[i];
        for (size_t k = 0; k < ovf_format_count && (layers & layer->bit) != 0; k++)
            if (is_chosen(layer, ovf_format_list[k], formats))
                sinks->items[sinks->count++] = (ovf_sink){layer, ovf_format_list[k]};
        if (layer->work != NULL && (layers & (layer->bit | layer->serves)) != 0)
            sinks->items[sinks->count++] = (ovf_sink){layer, &ovf_format_work};
    }
}
