/* A row is its length in bytes (64 bits), then its values: texts with their length and a NUL, all
 * else as it is in memory, padded to eight bytes so that it can be used where it was read; then the
 * attributes, and then the geometry. */
#include "output/rows/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "output/rows/format.h"

#define NO_TEXT UINT64_MAX

static void add_count(ovf_bytes *bytes, uint64_t value)
{
    ovf_bytes_add(bytes, &value, sizeof value);
}

static void add_text(ovf_bytes *bytes, const char *text)
{
    static const char padding[8];
    if (text == NULL) {
        add_count(bytes, NO_TEXT);
        return;
    }
    size_t length = strlen(text);
    add_count(bytes, length);
    ovf_bytes_add(bytes, text, length);
    ovf_bytes_add(bytes, padding, 8 - length % 8); /* at least one: the NUL */
}

static void add_attribute(ovf_bytes *bytes, const ovf_attribute *attribute)
{
    add_text(bytes, attribute->name);
    add_count(bytes, attribute->type);
    switch (attribute->type) {
    case OVF_ATTRIBUTE_NULL: break;
    case OVF_ATTRIBUTE_BOOLEAN: add_count(bytes, attribute->boolean); break;
    case OVF_ATTRIBUTE_INTEGER:
        ovf_bytes_add(bytes, &attribute->integer, sizeof attribute->integer);
        break;
    case OVF_ATTRIBUTE_REAL: ovf_bytes_add(bytes, &attribute->real, sizeof attribute->real); break;
    case OVF_ATTRIBUTE_TEXT:
    case OVF_ATTRIBUTE_JSON: add_text(bytes, attribute->text); break;
    }
}

static void add_attributes(ovf_bytes *bytes, const ovf_schema *schema,
                           const ovf_attributes *attributes)
{
    uint64_t count = 0;
    for (size_t i = 0; i < attributes->count; i++)
        count += !ovf_schema_hides(schema, attributes->items[i].name);
    add_count(bytes, count);
    for (size_t i = 0; i < attributes->count; i++)
        if (!ovf_schema_hides(schema, attributes->items[i].name))
            add_attribute(bytes, &attributes->items[i]);
}

static void add_line(ovf_bytes *bytes, const ovf_polyline *line)
{
    add_count(bytes, line->part_count);
    if (line->part_count > 0)
        ovf_bytes_add(bytes, line->part_ends, line->part_count * sizeof *line->part_ends);
    add_count(bytes, line->fix_count);
    if (line->fix_count > 0)
        ovf_bytes_add(bytes, line->fixes, line->fix_count * sizeof *line->fixes);
}

static void add_polygons(ovf_bytes *bytes, const ovf_polygon *polygons, size_t count)
{
    size_t rings = 0;
    for (size_t i = 0; i < count; i++) rings += polygons[i].count;
    add_count(bytes, count);
    add_count(bytes, rings);
    for (size_t i = 0; i < count; i++) {
        add_count(bytes, polygons[i].count);
        for (size_t k = 0; k < polygons[i].count; k++) {
            const ovf_ring *ring = &polygons[i].rings[k];
            add_count(bytes, ring->count);
            ovf_bytes_add(bytes, ring->vertices, ring->count * sizeof *ring->vertices);
        }
    }
}

static void add_fixes(ovf_bytes *bytes, const ovf_row *row)
{
    add_count(bytes, row->fix_count);
    if (row->fix_count > 0) ovf_bytes_add(bytes, row->fixes, row->fix_count * sizeof *row->fixes);
    add_count(bytes, row->fix_names != NULL);
    for (size_t i = 0; i < row->fix_count && row->fix_names != NULL; i++)
        add_text(bytes, row->fix_names[i]);
    add_count(bytes, row->ground_count);
    if (row->ground_count > 0)
        ovf_bytes_add(bytes, row->ground_m, row->ground_count * sizeof *row->ground_m);
}

void ovf_store_row(ovf_bytes *bytes, const ovf_schema *schema, const ovf_row *row)
{
    static const ovf_attributes none = {NULL, 0};
    size_t begin = bytes->used;
    add_count(bytes, 0);
    for (size_t i = 0; i < schema->field_count; i++) {
        if (schema->fields[i].type == OVF_FIELD_TEXT) add_text(bytes, row->values[i].text);
        else ovf_bytes_add(bytes, &row->values[i], sizeof row->values[i]);
    }
    if (schema->attributes)
        add_attributes(bytes, schema, row->attributes == NULL ? &none : row->attributes);
    switch (schema->shape) {
    case OVF_SHAPE_NONE: break;
    case OVF_SHAPE_POINT: ovf_bytes_add(bytes, &row->point, sizeof row->point); break;
    case OVF_SHAPE_PLACE:
    case OVF_SHAPE_LINE: add_line(bytes, row->line); break;
    case OVF_SHAPE_AREA: add_polygons(bytes, row->polygons, row->polygon_count); break;
    }
    if (schema->fixes) add_fixes(bytes, row);
    if (bytes->failed) return;
    uint64_t length = bytes->used - begin - sizeof length;
    memcpy(bytes->data + begin, &length, sizeof length);
}

/* ---- reading ---- */

/* What is left of the row in hand. `good` is false once something did not fit into it. */
typedef struct {
    char *at;
    size_t left;
    bool good;
} cursor;

static void *take(cursor *c, uint64_t count, size_t size)
{
    if (!c->good || (size > 0 && count > c->left / size)) {
        c->good = false;
        return NULL;
    }
    void *found = c->at;
    c->at += count * size;
    c->left -= (size_t)count * size;
    return found;
}

static uint64_t take_count(cursor *c)
{
    uint64_t value = 0;
    const void *found = take(c, 1, sizeof value);
    if (found != NULL) memcpy(&value, found, sizeof value);
    return value;
}

static char *take_text(cursor *c)
{
    uint64_t length = take_count(c);
    if (length == NO_TEXT || length > c->left) {
        c->good = c->good && length == NO_TEXT;
        return NULL;
    }
    return take(c, length + 8 - length % 8, 1);
}

static bool take_attributes(ovf_store *store, cursor *c)
{
    uint64_t count = take_count(c);
    if (count > c->left) c->good = false;
    if (!c->good) return true;
    if (!ovf_array_reserve(&store->attributes.items, &store->attribute_capacity, count,
                           sizeof *store->attributes.items))
        return false;
    store->attributes.count = count;
    for (uint64_t i = 0; i < count; i++) {
        ovf_attribute *attribute = &store->attributes.items[i];
        *attribute = (ovf_attribute){.name = take_text(c)};
        attribute->type = (ovf_attribute_type)take_count(c);
        const void *value = NULL;
        switch (attribute->type) {
        case OVF_ATTRIBUTE_BOOLEAN: attribute->boolean = take_count(c) != 0; break;
        case OVF_ATTRIBUTE_INTEGER:
            if ((value = take(c, 1, sizeof attribute->integer)) != NULL)
                memcpy(&attribute->integer, value, sizeof attribute->integer);
            break;
        case OVF_ATTRIBUTE_REAL:
            if ((value = take(c, 1, sizeof attribute->real)) != NULL)
                memcpy(&attribute->real, value, sizeof attribute->real);
            break;
        case OVF_ATTRIBUTE_TEXT:
        case OVF_ATTRIBUTE_JSON: attribute->text = take_text(c); break;
        case OVF_ATTRIBUTE_NULL: break;
        }
    }
    store->row.attributes = &store->attributes;
    return true;
}

static void take_line(ovf_store *store, cursor *c)
{
    ovf_polyline *line = &store->line;
    line->part_count = take_count(c);
    line->part_ends = take(c, line->part_count, sizeof *line->part_ends);
    line->fix_count = take_count(c);
    line->fixes = take(c, line->fix_count, sizeof *line->fixes);
    store->row.line = line;
}

static bool take_polygons(ovf_store *store, cursor *c)
{
    uint64_t count = take_count(c), rings = take_count(c), ring = 0;
    if (count > c->left || rings > c->left) c->good = false;
    if (!c->good) return true;
    if (!ovf_array_reserve(&store->polygons, &store->polygon_capacity, count,
                           sizeof *store->polygons) ||
        !ovf_array_reserve(&store->rings, &store->ring_capacity, rings, sizeof *store->rings))
        return false;
    for (uint64_t i = 0; i < count; i++) {
        store->polygons[i] = (ovf_polygon){store->rings + ring, take_count(c)};
        if (store->polygons[i].count > rings - ring) c->good = false;
        for (size_t k = 0; k < store->polygons[i].count && c->good; k++, ring++) {
            store->rings[ring] = (ovf_ring){.count = take_count(c)};
            store->rings[ring].vertices = take(c, store->rings[ring].count, sizeof(ovf_lonlat));
        }
    }
    store->row.polygons = store->polygons;
    store->row.polygon_count = count;
    return true;
}

static bool take_fixes(ovf_store *store, cursor *c)
{
    store->row.fix_count = take_count(c);
    store->row.fixes = take(c, store->row.fix_count, sizeof *store->row.fixes);
    bool are_named = take_count(c) != 0;
    if (are_named && c->good) {
        if (!ovf_array_reserve(&store->fix_names, &store->fix_name_capacity, store->row.fix_count,
                               sizeof *store->fix_names))
            return false;
        for (size_t i = 0; i < store->row.fix_count; i++) store->fix_names[i] = take_text(c);
        store->row.fix_names = store->fix_names;
    }
    store->row.ground_count = take_count(c);
    store->row.ground_m = take(c, store->row.ground_count, sizeof *store->row.ground_m);
    return true;
}

static bool take_row(ovf_store *store, cursor *c)
{
    bool memory = true;
    store->row = (ovf_row){.values = {{NULL}}};
    for (size_t i = 0; i < store->schema->field_count; i++) {
        if (store->schema->fields[i].type == OVF_FIELD_TEXT)
            store->row.values[i].text = take_text(c);
        else store->row.values[i].count = take_count(c);
    }
    if (store->schema->attributes) memory = take_attributes(store, c);
    switch (store->schema->shape) {
    case OVF_SHAPE_NONE: break;
    case OVF_SHAPE_POINT: {
        const void *point = take(c, 1, sizeof store->row.point);
        if (point != NULL) memcpy(&store->row.point, point, sizeof store->row.point);
        break;
    }
    case OVF_SHAPE_PLACE:
    case OVF_SHAPE_LINE: take_line(store, c); break;
    case OVF_SHAPE_AREA: memory = memory && take_polygons(store, c); break;
    }
    if (store->schema->fixes) memory = memory && take_fixes(store, c);
    return memory;
}

ovf_status ovf_store_open(ovf_store *store, const char *path, const ovf_schema *schema,
                          ovf_error *error)
{
    *store = (ovf_store){.file = fopen(path, "rb"), .schema = schema, .path = path};
    if (store->file == NULL)
        return ovf_fail(error, OVF_ERROR_IO, "cannot read %s: %s", path, strerror(errno));
    return OVF_OK;
}

ovf_status ovf_store_attach(ovf_store *store, int file, const char *path, const ovf_schema *schema,
                            ovf_error *error)
{
    int copy = dup(file);
    *store = (ovf_store){
        .file = copy < 0 ? NULL : fdopen(copy, "rb"), .schema = schema, .path = path};
    if (store->file != NULL && fseeko(store->file, 0, SEEK_SET) == 0) return OVF_OK;
    ovf_status status = ovf_fail(error, OVF_ERROR_IO, "cannot read %s: %s", path, strerror(errno));
    if (store->file == NULL && copy >= 0) close(copy);
    return status;
}

static ovf_status fail_to_read(const ovf_store *store, ovf_error *error)
{
    if (ferror(store->file))
        return ovf_fail(error, OVF_ERROR_IO, "cannot read %s: %s", store->path, strerror(errno));
    return ovf_fail(error, OVF_ERROR_IO, "cannot read %s: a row in it is not whole", store->path);
}

/* The row whose bytes are in the buffer. */
static ovf_status take_buffer(ovf_store *store, uint64_t length, const ovf_row **row,
                              ovf_error *error)
{
    cursor c = {store->buffer.data, (size_t)length, true};
    if (!take_row(store, &c)) return ovf_fail_memory(error);
    if (!c.good || c.left != 0) return fail_to_read(store, error);
    *row = &store->row;
    return OVF_OK;
}

ovf_status ovf_store_next(ovf_store *store, const ovf_row **row, ovf_error *error)
{
    uint64_t length;
    *row = NULL;
    size_t got = fread(&length, 1, sizeof length, store->file);
    if (got == 0 && feof(store->file)) return OVF_OK;
    if (got != sizeof length || length > SIZE_MAX / 2) return fail_to_read(store, error);
    if (!ovf_array_reserve(&store->buffer.data, &store->buffer.capacity, (size_t)length, 1))
        return ovf_fail_memory(error);
    if (fread(store->buffer.data, 1, (size_t)length, store->file) != length)
        return fail_to_read(store, error);
    return take_buffer(store, length, row, error);
}

void ovf_store_share(ovf_store *store, const ovf_store *other)
{
    *store = (ovf_store){
        .file = other->file, .shared = true, .schema = other->schema, .path = other->path};
}

/* So many bytes, or fewer where the file ends; false when the system refuses. */
static bool read_at(const ovf_store *store, uint64_t offset, void *bytes, size_t wanted,
                    size_t *got)
{
    for (*got = 0; *got < wanted;) {
        ssize_t count = pread(fileno(store->file), (char *)bytes + *got, wanted - *got,
                              (off_t)(offset + *got));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return false;
        if (count == 0) break;
        *got += (size_t)count;
    }
    return true;
}

ovf_status ovf_store_read(ovf_store *store, uint64_t *offset, const ovf_row **row, ovf_error *error)
{
    uint64_t length;
    size_t got;
    *row = NULL;
    bool good = read_at(store, *offset, &length, sizeof length, &got);
    if (good && got == 0) return OVF_OK;
    if (!good)
        return ovf_fail(error, OVF_ERROR_IO, "cannot read %s: %s", store->path, strerror(errno));
    if (got != sizeof length || length > SIZE_MAX / 2) return fail_to_read(store, error);
    if (!ovf_array_reserve(&store->buffer.data, &store->buffer.capacity, (size_t)length, 1))
        return ovf_fail_memory(error);
    good = read_at(store, *offset + sizeof length, store->buffer.data, (size_t)length, &got);
    if (!good)
        return ovf_fail(error, OVF_ERROR_IO, "cannot read %s: %s", store->path, strerror(errno));
    if (got != length) return fail_to_read(store, error);
    *offset += sizeof length + length;
    return take_buffer(store, length, row, error);
}

void ovf_store_rewind(ovf_store *store) { rewind(store->file); }

void ovf_store_close(ovf_store *store)
{
    if (store->file != NULL && !store->shared) fclose(store->file);
    ovf_bytes_clear(&store->buffer);
    free(store->attributes.items);
    free(store->polygons);
    free(store->rings);
    free(store->fix_names);
    *store = (ovf_store){0};
}

char *ovf_store_folder(const ovf_store *store)
{
    char *folder = ovf_text_copy(store->path),
         *slash = folder == NULL ? NULL : strrchr(folder, '/');
    if (slash != NULL) *slash = '\0';
    else if (folder != NULL) {
        free(folder);
        folder = ovf_text_copy(".");
    }
    return folder;
}

const ovf_format ovf_format_work = {
    .name = "work", .extension = ".work", .stored = true, .row = ovf_store_row};
