#include "input/points/point_store.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/ascii.h"

/* Points of one name nearer than this are one, as files tell them. */
#define SAME_DEG 1e-3

bool ovf_point_word(char *to, size_t size, const char *text, size_t length)
{
    to[0] = '\0';
    if (length == 0 || length >= size) return false;
    for (size_t i = 0; i < length; i++) to[i] = ovf_capital(text[i]);
    to[length] = '\0';
    return true;
}

bool ovf_points_add(ovf_points *points, const char *ident, size_t length, const char *region,
                    size_t region_length, ovf_point_kind kind, double lon, double lat)
{
    ovf_point point = {.kind = (unsigned char)kind, .position = {lon, lat}};
    if (!ovf_point_word(point.ident, sizeof point.ident, ident, length)) return true;
    ovf_point_word(point.region, sizeof point.region, region, region_length);
    if (!(fabs(lat) <= 90 && fabs(lon) <= 360)) return true;
    if (!ovf_array_reserve(&points->points, &points->capacity, points->count + 1,
                           sizeof *points->points))
        return false;
    points->points[points->count++] = point;
    return true;
}

bool ovf_points_add_stretch(ovf_points *points, const ovf_stretch *stretch)
{
    if (!ovf_array_reserve(&points->stretches, &points->stretch_capacity, points->stretch_count + 1,
                           sizeof *points->stretches))
        return false;
    points->stretches[points->stretch_count++] = *stretch;
    return true;
}

static int compare_points(const void *a, const void *b)
{
    const ovf_point *one = a, *other = b;
    int names = strcmp(one->ident, other->ident), regions = strcmp(other->region, one->region);
    if (names != 0) return names;
    if (regions != 0) return regions;
    if (one->position.lat != other->position.lat)
        return one->position.lat < other->position.lat ? -1 : 1;
    if (one->position.lon != other->position.lon)
        return one->position.lon < other->position.lon ? -1 : 1;
    return (int)other->kind - (int)one->kind;
}

static int compare_stretches(const void *a, const void *b)
{
    const ovf_stretch *one = a, *other = b;
    return strcmp(one->airway, other->airway);
}

static bool is_doubled(const ovf_point *one, const ovf_point *other)
{
    /* Those with a region come first. */
    bool regions = other->region[0] == '\0' || strcmp(one->region, other->region) == 0;
    return regions && strcmp(one->ident, other->ident) == 0 &&
           fabs(one->position.lat - other->position.lat) < SAME_DEG &&
           fabs(remainder(one->position.lon - other->position.lon, 360)) < SAME_DEG;
}

void ovf_points_sort(ovf_points *points)
{
    size_t kept = 0;
    if (points->count > 0)
        qsort(points->points, points->count, sizeof *points->points, compare_points);
    for (size_t i = 0, begin = 0; i < points->count; i++) {
        bool doubled = false;
        if (kept > 0 && strcmp(points->points[kept - 1].ident, points->points[i].ident) != 0)
            begin = kept;
        for (size_t k = begin; k < kept && !doubled; k++)
            doubled = is_doubled(&points->points[k], &points->points[i]);
        if (!doubled) points->points[kept++] = points->points[i];
    }
    points->count = kept;
    if (points->stretch_count > 0)
        qsort(points->stretches, points->stretch_count, sizeof *points->stretches,
              compare_stretches);
}

/* The first of `count` items whose text at their beginning is not before the word. */
static size_t find_first(const char *items, size_t count, size_t size, const char *word)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(items + middle * size, word) < 0) low = middle + 1;
        else high = middle;
    }
    return low;
}

const ovf_point *ovf_points_named(const ovf_points *points, const char *ident, size_t length,
                                  size_t *count)
{
    char word[OVF_POINT_IDENT];
    *count = 0;
    if (points == NULL || points->count == 0 || !ovf_point_word(word, sizeof word, ident, length))
        return NULL;
    size_t first = find_first(points->points->ident, points->count, sizeof *points->points, word);
    while (first + *count < points->count &&
           strcmp(points->points[first + *count].ident, word) == 0)
        ++*count;
    return *count == 0 ? NULL : &points->points[first];
}

const ovf_stretch *ovf_points_airway(const ovf_points *points, const char *name, size_t length,
                                     size_t *count)
{
    char word[OVF_POINT_IDENT];
    *count = 0;
    if (points == NULL || points->stretch_count == 0 ||
        !ovf_point_word(word, sizeof word, name, length))
        return NULL;
    size_t first = find_first(points->stretches->airway, points->stretch_count,
                              sizeof *points->stretches, word);
    while (first + *count < points->stretch_count &&
           strcmp(points->stretches[first + *count].airway, word) == 0)
        ++*count;
    return *count == 0 ? NULL : &points->stretches[first];
}

size_t ovf_points_count(const ovf_points *points) { return points == NULL ? 0 : points->count; }

size_t ovf_points_stretches(const ovf_points *points)
{
    return points == NULL ? 0 : points->stretch_count;
}

void ovf_points_free(ovf_points *points)
{
    if (points == NULL) return;
    free(points->points);
    free(points->stretches);
    free(points);
}
