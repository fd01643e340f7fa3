/* Plans as a file: the fixes of each, in GeoJSON. */
#include "output/plans/plan_file.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "geodesy/leg.h"
#include "output/shapes/antimeridian.h"
#include "output/rows/format.h"
#include "system/shortage.h"

struct ovf_plan_file {
    const ovf_schema *schema;
    char *path;
    bool replace;
    ovf_bytes bytes;
    size_t count;
    ovf_polyline line, cut; /* of one route */
};

/* ---- geometry ---- */

static bool add_fix(ovf_polyline *line, ovf_fix fix)
{
    if (!ovf_array_reserve(&line->fixes, &line->fix_capacity, line->fix_count + 1,
                           sizeof *line->fixes))
        return false;
    line->fixes[line->fix_count++] = fix;
    return true;
}

/* Where the leg crosses the antimeridian, which lies between its ends: longitude grows or falls all
 * along a geodesic. */
static ovf_fix find_crossing(const ovf_fix *from, const ovf_fix *to)
{
    ovf_leg leg;
    ovf_leg_between(&leg, from->lon, from->lat, to->lon, to->lat);
    double low = 0, high = leg.length_m;
    bool eastward = remainder(to->lon - from->lon, 360) > 0;
    for (int k = 0; k < 60; k++) {
        double middle = low + (high - low) / 2;
        bool beyond = (ovf_leg_position(&leg, middle).lon < 0) == eastward;
        if (beyond) high = middle;
        else low = middle;
    }
    double part = leg.length_m > 0 ? low / leg.length_m : 0;
    /* Rounded like the other fixes that are put in. */
    return (ovf_fix){eastward ? 180 : -180, round(ovf_leg_position(&leg, low).lat * 1e9) / 1e9,
                     from->altitude_m + part * (to->altitude_m - from->altitude_m),
                     from->time_s + part * (to->time_s - from->time_s)};
}

/* The line of the fixes, with one more where a leg crosses the antimeridian. */
static bool draw(ovf_plan_file *file, const ovf_route *route)
{
    ovf_polyline *line = &file->line;
    line->fix_count = line->part_count = 0;
    for (size_t part = 0, i = 0; part < route->part_count; part++) {
        for (size_t start = i; i < route->part_ends[part]; i++) {
            ovf_fix fix = route->fixes[i];
            fix.lon = fabs(fix.lon) > 180 ? remainder(fix.lon, 360) : fix.lon;
            if (i > start) {
                ovf_fix before = line->fixes[line->fix_count - 1];
                bool crosses = fabs(fix.lon - before.lon) > 180 && fabs(fix.lon) < 180 &&
                               fabs(before.lon) < 180;
                if (crosses && !add_fix(line, find_crossing(&before, &fix))) return false;
            }
            if (!add_fix(line, fix)) return false;
        }
        if (!ovf_array_reserve(&line->part_ends, &line->part_capacity, line->part_count + 1,
                               sizeof *line->part_ends))
            return false;
        line->part_ends[line->part_count++] = line->fix_count;
    }
    return true;
}

/* ---- attributes ---- */

/* The times of the cut line, as a list for each of its parts. */
static void write_times(ovf_bytes *bytes, const ovf_polyline *line)
{
    bool several = line->part_count > 1;
    if (several) ovf_bytes_byte(bytes, '[');
    for (size_t part = 0, i = 0; part < line->part_count; part++) {
        ovf_bytes_text(bytes, part > 0 ? ",[" : "[");
        for (size_t start = i; i < line->part_ends[part]; i++) {
            ovf_bytes_text(bytes, i > start ? ",\"" : "\"");
            ovf_bytes_time(bytes, line->fixes[i].time_s);
            ovf_bytes_byte(bytes, '"');
        }
        ovf_bytes_byte(bytes, ']');
    }
    if (several) ovf_bytes_byte(bytes, ']');
    ovf_bytes_byte(bytes, '\0');
}

static bool has_times(const ovf_polyline *line)
{
    for (size_t i = 0; i < line->fix_count; i++)
        if (isnan(line->fixes[i].time_s)) return false;
    return true;
}

/* Those of the route, with the times of the line in place of its own. They are not owned. False
 * when memory is out. */
static bool gather(const ovf_route *route, char *times, ovf_attributes *gathered)
{
    static char times_name[] = "coordTimes";
    gathered->items = ovf_array_new(route->attributes.count + 1, sizeof *gathered->items);
    if (gathered->items == NULL) return false;
    for (size_t i = 0; i < route->attributes.count; i++)
        if (strcmp(route->attributes.items[i].name, "coordTimes") != 0)
            gathered->items[gathered->count++] = route->attributes.items[i];
    if (times != NULL)
        gathered->items[gathered->count++] = (ovf_attribute){
            .name = times_name, .type = OVF_ATTRIBUTE_JSON, .text = times};
    return true;
}

/* ---- the file ---- */

static ovf_status fail(const char *path, const char *what, int reason, ovf_error *error)
{
    return ovf_fail(error,
                    reason == EEXIST || reason == ENOENT || reason == ENOTDIR ? OVF_ERROR_USAGE
                                                                              : OVF_ERROR_IO,
                    "%s: %s: %s", path, what, strerror(reason));
}

ovf_status ovf_plan_path_check(const char *path, bool replace, ovf_error *error)
{
    struct stat about;
    if (stat(path, &about) == 0 && (!replace || !S_ISREG(about.st_mode)))
        return S_ISREG(about.st_mode)
                   ? ovf_fail_with(error, OVF_ERROR_USAGE, OVF_REMEDY_REPLACE,
                                   "%s exists already: choose another name, or ask for it to be "
                                   "replaced",
                                   path)
                   : ovf_fail(error, OVF_ERROR_USAGE,
                              "%s exists already, and is not a file that could be replaced", path);
    return OVF_OK;
}

ovf_status ovf_plan_file_open(const char *path, const ovf_schema *schema, bool replace,
                              ovf_plan_file **file, ovf_error *error)
{
    ovf_status status = ovf_plan_path_check(path, replace, error);
    if (status != OVF_OK) return status;
    ovf_plan_file *opened = ovf_array_new(1, sizeof *opened);
    if (opened == NULL) return ovf_fail_memory(error);
    opened->path = ovf_text_copy(path);
    opened->replace = replace;
    opened->schema = schema;
    ovf_format_geojson.begin(&opened->bytes, schema);
    if (opened->path == NULL || opened->bytes.failed) {
        ovf_plan_file_free(opened);
        return ovf_fail_memory(error);
    }
    *file = opened;
    return OVF_OK;
}

ovf_status ovf_plan_file_add(ovf_plan_file *file, const ovf_route *route, ovf_row *row,
                             ovf_error *error)
{
    ovf_attributes attributes = {0};
    ovf_bytes times = {0}, feature = {0};
    ovf_status status = draw(file, route) ? ovf_antimeridian_cut(&file->line, &file->cut, error)
                                          : ovf_fail_memory(error);
    /* A height that is no height over the sea would be taken for one. */
    bool levels = false;
    for (size_t k = 0; route->flight_levels != NULL && k < route->fix_count; k++)
        levels = levels || route->flight_levels[k];
    for (size_t k = 0; levels && k < file->cut.fix_count; k++) file->cut.fixes[k].altitude_m = NAN;
    if (status == OVF_OK && has_times(&file->cut)) write_times(&times, &file->cut);
    if (status == OVF_OK && (times.failed || !gather(route, times.data, &attributes)))
        status = ovf_fail_memory(error);
    if (status == OVF_OK) {
        size_t skipped = file->count++ == 0 ? ovf_format_geojson.first_lacks : 0;
        row->attributes = &attributes;
        row->line = &file->cut;
        ovf_format_geojson.row(&feature, file->schema, row);
        if (!feature.failed)
            ovf_bytes_add(&file->bytes, feature.data + skipped, feature.used - skipped);
        if (feature.failed || file->bytes.failed) status = ovf_fail_memory(error);
    }
    free(attributes.items);
    ovf_bytes_clear(&times);
    ovf_bytes_clear(&feature);
    return status;
}

static bool write_all(int to, const ovf_bytes *bytes)
{
    for (size_t done = 0; done < bytes->used;) {
        ssize_t written = write(to, bytes->data + done, bytes->used - done);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        done += (size_t)written;
    }
    return fsync(to) == 0;
}

/* Under another name first. */
ovf_status ovf_plan_bytes_write(const char *path, bool replace, const ovf_bytes *bytes,
                                ovf_error *error)
{
    size_t size = strlen(path) + 32;
    if (bytes->failed || ovf_shortage_noted()) return ovf_fail_memory(error);
    char *partial = ovf_array_new(size, 1);
    if (partial == NULL) return ovf_fail_memory(error);
    snprintf(partial, size, "%s.partial-%ld", path, (long)getpid());
    int to = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    bool good = to >= 0 && write_all(to, bytes);
    int reason = errno;
    if (to >= 0 && close(to) != 0 && good) {
        good = false;
        reason = errno;
    }
    /* A link does not replace what has come there in the meantime. */
    if (good && (replace ? rename(partial, path) : link(partial, path)) != 0) {
        good = false;
        reason = errno;
    }
    if (to >= 0 && !(good && replace)) unlink(partial);
    free(partial);
    return good ? OVF_OK : fail(path, "cannot be written", reason, error);
}

ovf_status ovf_plan_file_close(ovf_plan_file *file, ovf_error *error)
{
    ovf_bytes_text(&file->bytes, ovf_format_geojson.end);
    return ovf_plan_bytes_write(file->path, file->replace, &file->bytes, error);
}

void ovf_plan_file_free(ovf_plan_file *file)
{
    if (file == NULL) return;
    ovf_polyline_clear(&file->line);
    ovf_polyline_clear(&file->cut);
    ovf_bytes_clear(&file->bytes);
    free(file->path);
    free(file);
}
