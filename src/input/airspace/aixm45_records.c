#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input/airspace/aixm45.h"

bool ovf_aixm45_flaw(ovf_aixm45_reader *in, const ovf_xml_node *at, const char *format, ...)
{
    char sentence[400], whole[440], shortened[440];
    va_list arguments;
    if (in->airspace.flaw.length > 0) return false;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    snprintf(whole, sizeof whole, "line %zu: %s", at->line, sentence);
    ovf_text_shorten(whole, shortened, sizeof shortened);
    in->out_of_memory |= !ovf_text_add_string(&in->airspace.flaw, shortened);
    return false;
}

/* ---- records ---- */

bool ovf_aixm45_key(const ovf_xml_node *uid, ovf_text *key)
{
    for (const ovf_xml_node *at = uid == NULL ? NULL : uid->child; at != NULL; at = at->next) {
        if (at->child != NULL) {
            if (!ovf_aixm45_key(at, key)) return false;
            continue;
        }
        if (*at->text == '\0') continue;
        if ((key->length > 0 && !ovf_text_add_string(key, "/")) ||
            !ovf_text_add_string(key, at->text))
            return false;
    }
    /* Some refer by numbers alone. */
    return key->length > 0 || ovf_text_add_string(key, ovf_xml_noted(uid, "mid"));
}

static int by_key(const void *left, const void *right)
{
    const ovf_aixm45_record *a = left, *b = right;
    int order = strcmp(a->key, b->key);
    if (order != 0) return order;
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

void ovf_aixm45_sort(ovf_aixm45_reader *in)
{
    if (in->count > 1) qsort(in->records, in->count, sizeof *in->records, by_key);
}

const ovf_aixm45_record *ovf_aixm45_find(const ovf_aixm45_reader *in, const char *key,
                                         ovf_aixm45_kind kind)
{
    size_t low = 0, high = in->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const ovf_aixm45_record *at = &in->records[middle];
        int order = strcmp(at->key, key);
        if (order < 0 || (order == 0 && at->kind < kind)) low = middle + 1;
        else high = middle;
    }
    const ovf_aixm45_record *found = in->records + low;
    return low < in->count && found->kind == kind && strcmp(found->key, key) == 0 ? found : NULL;
}

const ovf_aixm45_record *ovf_aixm45_more(const ovf_aixm45_reader *in,
                                         const ovf_aixm45_record *record)
{
    const ovf_aixm45_record *next = record + 1;
    return next < in->records + in->count && next->kind == record->kind &&
                   strcmp(next->key, record->key) == 0
               ? next
               : NULL;
}
