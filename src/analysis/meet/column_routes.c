#include "analysis/meet/column_routes.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "model/flaws.h"

/* ---- the columns as a whole ---- */

static size_t or_one(size_t stride) { return stride > 0 ? stride : 1; }

/* An array that a member points to: `count` times `stride` values of `size` bytes. */
typedef struct {
    const char *name;
    const void *array;
    size_t count, stride, size, alignment;
} member;

static ovf_status check_members(const ovf_columns *c, ovf_error *error)
{
    const size_t routes = c->route_count, parts = c->part_count, fixes = c->fix_count;
    enum { INT32 = _Alignof(int32_t), INT64 = _Alignof(int64_t), REAL = _Alignof(double) };
    const size_t dimension = c->dimension > 0 ? c->dimension : 2, stride = or_one(c->stride);
    const member members[] = {
        {"offsets32", c->offsets32, routes, 1, sizeof(int32_t), INT32},
        {"offsets64", c->offsets64, routes, 1, sizeof(int64_t), INT64},
        {"part_offsets32", c->part_offsets32, parts, 1, sizeof(int32_t), INT32},
        {"part_offsets64", c->part_offsets64, parts, 1, sizeof(int64_t), INT64},
        {"lonlat", c->lonlat, fixes, dimension, sizeof(double), REAL},
        {"lon", c->lon, fixes, stride, sizeof(double), REAL},
        {"lat", c->lat, fixes, stride, sizeof(double), REAL},
        {"altitude_m", c->altitude_m, fixes, or_one(c->altitude_stride), sizeof(double), REAL},
        {"time_s", c->time_s, fixes, or_one(c->time_stride), sizeof(double), REAL}};
    for (size_t k = 0; k < sizeof members / sizeof *members; k++) {
        const member *m = &members[k];
        if (m->array == NULL) continue;
        if (m->count >= PTRDIFF_MAX / m->size / m->stride)
            return ovf_fail(error, OVF_ERROR_USAGE,
                            "columns: expected %s to fit in memory, found %zu times %zu values",
                            m->name, m->count, m->stride);
        if ((uintptr_t)m->array % m->alignment != 0)
            return ovf_fail(error, OVF_ERROR_USAGE,
                            "columns: expected %s aligned to %zu bytes, found it %zu bytes off",
                            m->name, m->alignment, (size_t)((uintptr_t)m->array % m->alignment));
    }
    return OVF_OK;
}

static ovf_status check_offsets(const int32_t *offsets32, const int64_t *offsets64,
                                const char *part, bool needed, ovf_error *error)
{
    bool both = offsets32 != NULL && offsets64 != NULL,
         neither = needed && offsets32 == NULL && offsets64 == NULL;
    if (!both && !neither) return OVF_OK;
    return ovf_fail(error, OVF_ERROR_USAGE,
                    "columns: expected %soffsets32 or %soffsets64, found %s", part, part,
                    both ? "both" : "neither");
}

static ovf_status check_layout(const ovf_columns *c, ovf_error *error)
{
    bool separated = c->lon != NULL || c->lat != NULL, interleaved = c->lonlat != NULL;
    if (separated && (c->lon == NULL || c->lat == NULL))
        return ovf_fail(error, OVF_ERROR_USAGE, "columns: expected lon and lat, found only %s",
                        c->lon != NULL ? "lon" : "lat");
    if (separated && interleaved)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "columns: expected lon and lat, or lonlat, found both");
    if (!separated && !interleaved && c->fix_count > 0)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "columns: expected lon and lat, or lonlat, for %zu fixes, found neither",
                        c->fix_count);
    if (c->dimension != 0 && (!interleaved || c->dimension < 2 || c->dimension > 4))
        return ovf_fail(error, OVF_ERROR_USAGE, "columns: expected %s, found %zu",
                        interleaved ? "a dimension of 2, 3 or 4" : "no dimension without lonlat",
                        c->dimension);
    if (c->stride != 0 && !separated)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "columns: expected no stride without lon and lat, found %zu", c->stride);
    if (c->dimension > 2 && c->altitude_m != NULL)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "columns: expected altitudes in lonlat or in altitude_m, found both");
    if (c->dimension > 3 && c->time_s != NULL)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "columns: expected times in lonlat or in time_s, found both");
    return OVF_OK;
}

static ovf_fixes fixes_of(const ovf_columns *c)
{
    static const double unknown = NAN;
    ovf_fixes fixes = {.altitude_m = &unknown, .time_s = &unknown};
    if (c->lonlat != NULL) {
        size_t dimension = c->dimension > 0 ? c->dimension : 2;
        fixes.lon = c->lonlat;
        fixes.lat = c->lonlat + 1;
        fixes.step = dimension;
        if (dimension > 2) {
            fixes.altitude_m = c->lonlat + 2;
            fixes.altitude_step = dimension;
        }
        if (dimension > 3) {
            fixes.time_s = c->lonlat + 3;
            fixes.time_step = dimension;
        }
    } else {
        fixes.lon = c->lon;
        fixes.lat = c->lat;
        fixes.step = or_one(c->stride);
    }
    if (c->altitude_m != NULL) {
        fixes.altitude_m = c->altitude_m;
        fixes.altitude_step = or_one(c->altitude_stride);
    }
    if (c->time_s != NULL) {
        fixes.time_s = c->time_s;
        fixes.time_step = or_one(c->time_stride);
    }
    return fixes;
}

ovf_status ovf_column_reader_begin(ovf_column_reader *reader, const ovf_columns *c,
                                   ovf_error *error)
{
    ovf_status status = check_offsets(c->offsets32, c->offsets64, "", c->route_count > 0, error);
    if (status == OVF_OK)
        status = check_offsets(c->part_offsets32, c->part_offsets64, "part_", c->part_count > 0,
                               error);
    if (status == OVF_OK) status = check_layout(c, error);
    if (status == OVF_OK) status = check_members(c, error);
    if (status != OVF_OK) return status;
    *reader = (ovf_column_reader){c, fixes_of(c)};
    return OVF_OK;
}

/* ---- one route ---- */

#define WHOLE SIZE_MAX /* in place of a part: the route */

/* The sentence begins with the route, and the part where there is one. */
static ovf_status fail_at(ovf_error *error, size_t route, size_t part, const char *format, ...)
    OVF_PRINTF(4, 5);

static ovf_status fail_at(ovf_error *error, size_t route, size_t part, const char *format, ...)
{
    char text[200];
    if (error == NULL) return OVF_ERROR_INPUT;
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    if (part == WHOLE) return ovf_fail(error, OVF_ERROR_INPUT, "route %zu: %s", route, text);
    return ovf_fail(error, OVF_ERROR_INPUT, "route %zu, part %zu: %s", route, part + 1, text);
}

/* What lies between two offsets that follow each other. */
typedef struct {
    size_t first, count;
} range;

/* The range that offset k begins, of `limit` items that are called `of`. */
static ovf_status take_range(const int32_t *offsets32, const int64_t *offsets64, size_t k,
                             size_t limit, const char *of, size_t route, size_t part, range *taken,
                             ovf_error *error)
{
    int64_t from = offsets32 != NULL ? offsets32[k] : offsets64[k],
            to = offsets32 != NULL ? offsets32[k + 1] : offsets64[k + 1];
    if (from < 0 || (uint64_t)from > limit)
        return fail_at(error, route, part,
                       "expected an offset from 0 to %zu, the number of %s, found %" PRId64, limit,
                       of, from);
    if (to < from || (uint64_t)to > limit)
        return fail_at(error, route, part,
                       "expected an end from %" PRId64 " to %zu, the number of %s, found %" PRId64,
                       from, limit, of, to);
    *taken = (range){(size_t)from, (size_t)(to - from)};
    return OVF_OK;
}

static ovf_status take_fixes(const ovf_columns *c, bool of_parts, size_t k, size_t route,
                             size_t part, range *taken, ovf_error *error)
{
    ovf_status status = take_range(of_parts ? c->part_offsets32 : c->offsets32,
                                   of_parts ? c->part_offsets64 : c->offsets64, k, c->fix_count,
                                   "fixes", route, part, taken, error);
    if (status == OVF_OK && taken->count < OVF_PART_FIXES_MIN)
        status = fail_at(error, route, part, "expected at least two fixes, found %s",
                         taken->count == 0 ? "none" : "one");
    return status;
}

/* Parts follow each other, so that their fixes are one range. */
static ovf_status take_parts(const ovf_columns *c, size_t number, range *fixes,
                             ovf_column_route *taken, ovf_error *error)
{
    range parts, part = {0};
    ovf_status status = take_range(c->offsets32, c->offsets64, number, c->part_count, "parts",
                                   number, WHOLE, &parts, error);
    if (status != OVF_OK) return status;
    if (parts.count == 0)
        return fail_at(error, number, WHOLE, "expected at least one part, found none");
    if (!ovf_array_reserve(&taken->part_ends, &taken->part_capacity, parts.count,
                           sizeof *taken->part_ends))
        return ovf_fail_memory(error);
    *fixes = (range){0};
    for (size_t p = 0; p < parts.count; p++) {
        status = take_fixes(c, true, parts.first + p, number, p, &part, error);
        if (status != OVF_OK) return status;
        if (p == 0) fixes->first = part.first;
        taken->part_ends[p] = fixes->count += part.count;
    }
    taken->route.part_count = parts.count;
    taken->route.part_ends = taken->part_ends;
    return OVF_OK;
}

ovf_status ovf_column_reader_take(const ovf_column_reader *reader, size_t number,
                                  ovf_column_route *taken, ovf_error *error)
{
    const ovf_columns *c = reader->columns;
    const ovf_fixes *all = &reader->fixes;
    bool has_parts = c->part_offsets32 != NULL || c->part_offsets64 != NULL;
    range fixes = {0};
    taken->route = (ovf_route){.number = number, .part_count = 1, .part_ends = &taken->one_end};
    ovf_status status = has_parts ? take_parts(c, number, &fixes, taken, error)
                                  : take_fixes(c, false, number, number, WHOLE, &fixes, error);
    if (status != OVF_OK) return status;
    taken->one_end = taken->route.fix_count = fixes.count;
    taken->fixes = *all;
    taken->fixes.lon += fixes.first * all->step;
    taken->fixes.lat += fixes.first * all->step;
    taken->fixes.altitude_m += fixes.first * all->altitude_step;
    taken->fixes.time_s += fixes.first * all->time_step;
    return OVF_OK;
}

void ovf_column_route_clear(ovf_column_route *taken)
{
    free(taken->part_ends);
    *taken = (ovf_column_route){0};
}
