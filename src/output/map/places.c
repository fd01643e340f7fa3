#include "output/map/places.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "overflight/input.h"

/* A feature of the bundled file. */
static bool read_town(const json_t *feature, ovf_town *town)
{
    const json_t *properties = json_object_get(feature, "properties"),
                 *at = json_object_get(json_object_get(feature, "geometry"), "coordinates");
    const char *name = json_string_value(json_object_get(properties, "name"));
    *town = (ovf_town){
        ovf_text_copy(name == NULL ? "" : name),
        {json_number_value(json_array_get(at, 0)), json_number_value(json_array_get(at, 1))},
        json_integer_value(json_object_get(properties, "population")),
        1000 * json_number_value(json_object_get(properties, "apart_km"))};
    return town->name != NULL;
}

ovf_status ovf_places_read(ovf_places *places, ovf_error *error)
{
    char path[4096];
    json_error_t why;
    /* Who has geodata of their own may have none. */
    if (ovf_data_path("basemap/places.geojson", path, sizeof path, NULL) != OVF_OK) return OVF_OK;
    json_t *root = json_load_file(path, 0, &why);
    const json_t *features = json_object_get(root, "features");
    if (!json_is_array(features)) {
        json_decref(root);
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "%.300s: expected GeoJSON with features: %.150s (line %d)", path,
                        root == NULL ? why.text : "there are none", why.line);
    }
    size_t count = json_array_size(features);
    ovf_status status = OVF_OK;
    places->items = ovf_array_new(count + 1, sizeof *places->items);
    if (places->items == NULL) status = ovf_fail_memory(error);
    for (size_t i = 0; i < count && status == OVF_OK; i++) {
        places->count++;
        if (!read_town(json_array_get(features, i), &places->items[i]))
            status = ovf_fail_memory(error);
    }
    json_decref(root);
    return status;
}

void ovf_places_clear(ovf_places *places)
{
    for (size_t i = 0; i < places->count; i++) free(places->items[i].name);
    free(places->items);
    *places = (ovf_places){NULL, 0};
}
