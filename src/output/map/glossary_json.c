#include "output/map/glossary_json.h"

#include <stdio.h>

#include "base/glossary.h"
#include "reduce/headline.h"

static bool set(json_t *object, const char *name, json_t *value)
{
    return json_object_set_new(object, name, value) == 0;
}

static json_t *colour(uint32_t rgb)
{
    char text[8];
    snprintf(text, sizeof text, "#%06x", (unsigned)(rgb & 0xffffff));
    return json_string(text);
}

static json_t *term_json(ovf_term_number number, const ovf_totals *totals, bool judged)
{
    const ovf_term *term = &ovf_glossary[number];
    uint64_t count;
    json_t *object = json_object();
    bool good = set(object, "name", json_string(term->name)) &&
                set(object, "word", json_string(term->word)) &&
                set(object, "words", json_string(term->words)) &&
                set(object, "sign", json_string(term->sign)) &&
                set(object, "shape", json_string(term->shape)) &&
                set(object, "colour", colour(term->colour)) &&
                set(object, "dark", colour(term->dark));
    if (good && term->dash > 0)
        good = set(object, "dash", json_real(term->dash)) &&
               set(object, "gap", json_real(term->gap));
    bool counted = totals != NULL && (judged || number > OVF_TERM_COMPLIES) &&
                   ovf_totals_count(totals, number, &count);
    if (good && counted) good = set(object, "count", json_integer((json_int_t)count));
    if (good) return object;
    json_decref(object);
    return NULL;
}

json_t *ovf_glossary_json(const ovf_totals *totals, bool judged)
{
    json_t *list = json_array();
    for (int i = 0; i < OVF_TERMS; i++)
        if (json_array_append_new(list, term_json((ovf_term_number)i, totals, judged)) != 0) {
            json_decref(list);
            return NULL;
        }
    return list;
}
