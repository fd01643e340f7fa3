#include "output/map/route_fixes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "gdal/fields.h"
#include "geodesy/earth.h"

/* Positions in text are rounded. */
#define SAME_DEG 1e-7

struct ovf_route_fixes {
    OGRLayerH layer;
    OGRFeatureH next; /* the first that is not taken yet; NULL: no more */
    ovf_fix *fixes;
    ovf_text *names;
    const char **named;
    size_t count, capacity, name_capacity, named_capacity;
};

ovf_route_fixes *ovf_route_fixes_open(OGRLayerH layer)
{
    ovf_route_fixes *made = layer == NULL ? NULL : ovf_array_new(1, sizeof *made);
    if (made == NULL) return NULL;
    OGR_L_ResetReading(layer);
    made->layer = layer;
    made->next = OGR_L_GetNextFeature(layer);
    return made;
}

void ovf_route_fixes_close(ovf_route_fixes *self)
{
    if (self == NULL) return;
    if (self->next != NULL) OGR_F_Destroy(self->next);
    for (size_t i = 0; i < self->name_capacity; i++) ovf_text_clear(&self->names[i]);
    free(self->fixes);
    free(self->names);
    free(self->named);
    free(self);
}

static bool make_room(ovf_route_fixes *self)
{
    size_t before = self->name_capacity;
    if (!ovf_array_reserve(&self->fixes, &self->capacity, self->count + 1, sizeof *self->fixes) ||
        !ovf_array_reserve(&self->names, &self->name_capacity, self->count + 1,
                           sizeof *self->names) ||
        !ovf_array_reserve(&self->named, &self->named_capacity, self->count + 1,
                           sizeof *self->named))
        return false;
    for (size_t i = before; i < self->name_capacity; i++) self->names[i] = (ovf_text){0};
    return true;
}

static bool take_fix(ovf_route_fixes *self)
{
    OGRFeatureH feature = self->next;
    OGRGeometryH point = OGR_F_GetGeometryRef(feature);
    int name = OGR_F_GetFieldIndex(feature, "name"), time = OGR_F_GetFieldIndex(feature, "time"),
        altitude = OGR_F_GetFieldIndex(feature, "altitude_m");
    if (!make_room(self)) return false;
    ovf_fix *fix = &self->fixes[self->count];
    ovf_text *text = &self->names[self->count];
    *fix = (ovf_fix){NAN, NAN, NAN, NAN};
    if (point != NULL) {
        fix->lon = OGR_G_GetX(point, 0);
        fix->lat = OGR_G_GetY(point, 0);
    }
    if (!ovf_field_has(feature, altitude) || !ovf_field_number(feature, altitude, &fix->altitude_m))
        fix->altitude_m = NAN;
    if (!ovf_field_has(feature, time) || !ovf_field_time(feature, time, &fix->time_s))
        fix->time_s = NAN;
    ovf_text_reset(text);
    if (!ovf_text_add(text, "", 0) ||
        (ovf_field_has(feature, name) && !ovf_field_add_text(text, feature, name)))
        return false;
    self->count++;
    return true;
}

/* Whether the next feature is the fix after those that were taken, of this route. */
static bool goes_on(const ovf_route_fixes *self, const char *route)
{
    if (self->next == NULL) return false;
    int id = OGR_F_GetFieldIndex(self->next, "route_id"),
        number = OGR_F_GetFieldIndex(self->next, "fix");
    return strcmp(OGR_F_GetFieldAsString(self->next, id), route) == 0 &&
           (size_t)OGR_F_GetFieldAsInteger64(self->next, number) == self->count + 1;
}

static bool is_at(const ovf_fix *fix, const ovf_fix *point)
{
    return fabs(fix->lat - point->lat) <= SAME_DEG &&
           fabs(remainder(fix->lon - point->lon, 360)) <= SAME_DEG;
}

static double distance(const ovf_fix *from, const ovf_fix *to)
{
    double metres;
    geod_inverse(ovf_earth(), from->lat, from->lon, to->lat, to->lon, &metres, NULL, NULL);
    return metres;
}

/* Points between two fixes have the time at which a flight at even speed is there. */
static void time_between(const ovf_fix *from, const ovf_fix *to, ovf_fix *points, size_t count)
{
    if (count == 0 || isnan(from->time_s) || isnan(to->time_s)) return;
    double length = distance(from, to);
    for (size_t i = 0; i < count && length > 0; i++)
        points[i].time_s = from->time_s +
                           distance(from, &points[i]) / length * (to->time_s - from->time_s);
}

/* Walks along the line and the fixes. Where the flight stands at a place it came there with the
 * first fix, and leaves with the last. */
static void time_line(const ovf_route_fixes *self, ovf_fix *line, size_t count)
{
    size_t next = 0, after = 0; /* the fix that is to come; the point after the last that was met */
    for (size_t i = 0; i < count && next < self->count; i++) {
        if (!is_at(&self->fixes[next], &line[i])) continue;
        line[i].time_s = self->fixes[next].time_s;
        if (next > 0)
            time_between(&self->fixes[next - 1], &self->fixes[next], line + after, i - after);
        after = i + 1;
        for (next++; next < self->count && is_at(&self->fixes[next], &line[i]); next++) continue;
    }
}

bool ovf_route_fixes_take(ovf_route_fixes *self, ovf_row *row, ovf_fix *line, size_t count)
{
    const char *route = row->values[0].text;
    bool named = false;
    self->count = 0;
    while (route != NULL && goes_on(self, route)) {
        if (!take_fix(self)) return false;
        OGR_F_Destroy(self->next);
        self->next = OGR_L_GetNextFeature(self->layer);
    }
    if (self->count == 0) return true;
    for (size_t i = 0; i < self->count; i++) {
        self->named[i] = self->names[i].text;
        named = named || self->names[i].length > 0;
    }
    row->fixes = self->fixes;
    row->fix_count = self->count;
    row->fix_names = named ? self->named : NULL;
    time_line(self, line, count);
    return true;
}
