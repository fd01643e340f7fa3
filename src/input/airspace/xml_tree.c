#include "input/airspace/xml_tree.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "input/formats/xml_events.h"

#define PIECE_BYTES ((size_t)1 << 20)

/* Memory that is freed at once, in the end. */
typedef struct piece {
    struct piece *next;
    size_t used, size;
} piece;

/* Texts by their hash; `value` is an element, or the text itself. */
typedef struct {
    const char **keys;
    const void **values;
    size_t count, size; /* a power of two */
} table;

/* Names that were met last, by their length and ends: elements have few names. */
#define RECENT 256

struct ovf_xml_tree {
    piece *pieces;
    table names, ids;
    const char *recent[RECENT];
    ovf_xml_node *root, *open; /* open: the element in hand */
    ovf_xml *xml;
};

/* ---- memory ---- */

static void *room(ovf_xml_tree *tree, size_t bytes)
{
    piece *at = tree->pieces;
    size_t head = (sizeof *at + 15) / 16 * 16;
    bytes = (bytes + 7) / 8 * 8;
    if (at == NULL || at->size - at->used < bytes) {
        size_t size = head + (bytes < PIECE_BYTES ? PIECE_BYTES : bytes);
        at = malloc(size);
        if (at == NULL) return NULL;
        *at = (piece){tree->pieces, head, size};
        tree->pieces = at;
    }
    void *found = (char *)at + at->used;
    at->used += bytes;
    return found;
}

static const char *keep(ovf_xml_tree *tree, const char *text, size_t length)
{
    char *copy = length == 0 ? NULL : room(tree, length + 1);
    if (copy == NULL) return length == 0 ? "" : NULL;
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

/* ---- tables ---- */

/* FNV-1a (Fowler, Noll and Vo): texts are short, and most are looked up once. */
static size_t place_of(const table *in, const char *key)
{
    uint64_t hash = 14695981039346656037u;
    for (const char *at = key; *at != '\0'; at++)
        hash = (hash ^ (unsigned char)*at) * 1099511628211u;
    size_t at = (size_t)(hash ^ hash >> 32) & (in->size - 1);
    while (in->keys[at] != NULL && strcmp(in->keys[at], key) != 0) at = (at + 1) & (in->size - 1);
    return at;
}

static const void *find(const table *in, const char *key)
{
    return in->size == 0 ? NULL : in->values[place_of(in, key)];
}

static bool grow(table *in)
{
    if (in->count + 1 <= in->size / 2) return true;
    table larger = {NULL, NULL, in->count, in->size == 0 ? 256 : in->size * 2};
    larger.keys = ovf_array_new(larger.size, sizeof *larger.keys);
    larger.values = ovf_array_new(larger.size, sizeof *larger.values);
    bool good = larger.keys != NULL && larger.values != NULL;
    for (size_t i = 0; i < in->size && good; i++) {
        if (in->keys[i] == NULL) continue;
        size_t at = place_of(&larger, in->keys[i]);
        larger.keys[at] = in->keys[i];
        larger.values[at] = in->values[i];
    }
    free(good ? in->keys : larger.keys);
    free(good ? in->values : larger.values);
    if (good) *in = larger;
    return good;
}

/* Keeps the first value of a key. */
static bool put(table *in, const char *key, const void *value)
{
    if (!grow(in)) return false;
    size_t at = place_of(in, key);
    if (in->keys[at] != NULL) return true;
    in->keys[at] = key;
    in->values[at] = value;
    in->count++;
    return true;
}

static const char *name_of(ovf_xml_tree *tree, const char *name)
{
    const size_t length = strlen(name);
    const char **recent = &tree->recent[length == 0 ? 0
                                                    : (length * 31 + (unsigned char)name[0] * 7u +
                                                       (unsigned char)name[length - 1] * 3u) %
                                                          RECENT];
    if (*recent != NULL && strcmp(*recent, name) == 0) return *recent;
    const char *found = find(&tree->names, name);
    if (found == NULL) {
        found = keep(tree, name, length);
        if (found == NULL || !put(&tree->names, found, found)) return NULL;
    }
    *recent = found;
    return found;
}

/* ---- elements ---- */

static bool add_notes(ovf_xml_tree *tree, ovf_xml_node *node, const char **attributes)
{
    ovf_xml_note **end = &node->notes;
    for (; attributes[0] != NULL; attributes += 2) {
        if (strncmp(attributes[0], "xmlns", 5) == 0) continue;
        const char *colon = strrchr(attributes[0], ':');
        ovf_xml_note *note = room(tree, sizeof *note);
        if (note == NULL) return false;
        *note = (ovf_xml_note){name_of(tree, colon == NULL ? attributes[0] : colon + 1),
                               keep(tree, attributes[1], strlen(attributes[1])), NULL};
        if (note->name == NULL || note->value == NULL) return false;
        if (strcmp(note->name, "id") == 0 && !put(&tree->ids, note->value, node)) return false;
        *end = note;
        end = &note->next;
    }
    return true;
}

static bool begin(void *context, const char *name, const char **attributes, int depth)
{
    ovf_xml_tree *tree = context;
    ovf_xml_node *node = room(tree, sizeof *node);
    (void)depth;
    if (node == NULL) return false;
    *node = (ovf_xml_node){.name = name_of(tree, name),
                           .text = "",
                           .parent = tree->open,
                           .line = ovf_xml_line(tree->xml)};
    if (node->name == NULL) return false;
    if (tree->open == NULL) tree->root = node;
    else if (tree->open->child == NULL) tree->open->child = node;
    else tree->open->last_child->next = node;
    if (tree->open != NULL) tree->open->last_child = node;
    tree->open = node;
    return add_notes(tree, node, attributes);
}

static bool end(void *context, const char *name, const char *text, size_t length, int depth)
{
    ovf_xml_tree *tree = context;
    ovf_xml_node *node = tree->open;
    (void)name;
    (void)depth;
    tree->open = node->parent;
    if (node->child != NULL) return true;
    while (length > 0 && isspace((unsigned char)*text)) text++, length--;
    while (length > 0 && isspace((unsigned char)text[length - 1])) length--;
    node->text = keep(tree, text, length);
    return node->text != NULL;
}

ovf_status ovf_xml_tree_read(const char *bytes, size_t length, ovf_xml_tree **tree,
                             ovf_error *error)
{
    static const ovf_xml_handler handler = {begin, end};
    ovf_xml_tree *made = ovf_array_new(1, sizeof *made);
    *tree = NULL;
    if (made == NULL) return ovf_fail_memory(error);
    ovf_status status = ovf_xml_read(&handler, made, true, &made->xml, bytes, length, error);
    if (status != OVF_OK) ovf_xml_tree_free(made);
    else *tree = made;
    return status;
}

void ovf_xml_tree_free(ovf_xml_tree *tree)
{
    if (tree == NULL) return;
    while (tree->pieces != NULL) {
        piece *next = tree->pieces->next;
        free(tree->pieces);
        tree->pieces = next;
    }
    free(tree->names.keys);
    free(tree->names.values);
    free(tree->ids.keys);
    free(tree->ids.values);
    free(tree);
}

const ovf_xml_node *ovf_xml_tree_root(const ovf_xml_tree *tree) { return tree->root; }

const ovf_xml_node *ovf_xml_tree_find(const ovf_xml_tree *tree, const char *id)
{
    return find(&tree->ids, id);
}

bool ovf_xml_tree_name(ovf_xml_tree *tree, const char *id, const ovf_xml_node *node)
{
    return put(&tree->ids, id, node);
}

/* ---- looking around ---- */

const ovf_xml_node *ovf_xml_child(const ovf_xml_node *node, const char *name)
{
    const ovf_xml_node *at = node == NULL ? NULL : node->child;
    while (at != NULL && (at->name[0] != name[0] || strcmp(at->name, name) != 0)) at = at->next;
    return at;
}

const ovf_xml_node *ovf_xml_next(const ovf_xml_node *node)
{
    const ovf_xml_node *at = node == NULL ? NULL : node->next;
    while (at != NULL && at->name != node->name) at = at->next;
    return at;
}

const ovf_xml_node *ovf_xml_walk(const ovf_xml_node *node, const ovf_xml_node *top)
{
    if (node == NULL || top == NULL) return NULL;
    if (node->child != NULL) return node->child;
    while (node != top && node->next == NULL) node = node->parent;
    return node == top ? NULL : node->next;
}

const char *ovf_xml_value(const ovf_xml_node *node, const char *name)
{
    const ovf_xml_node *child = ovf_xml_child(node, name);
    return child == NULL ? "" : child->text;
}

const char *ovf_xml_noted(const ovf_xml_node *node, const char *name)
{
    for (const ovf_xml_note *at = node == NULL ? NULL : node->notes; at != NULL; at = at->next)
        if (strcmp(at->name, name) == 0) return at->value;
    return "";
}
