/* statistics.csv: a row for each route and zone that meet or come near each other. */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "output/sink.h"
#include "output/writer.h"

typedef struct {
    ovf_writer writer;
    const ovf_zones *zones;
    uint64_t rows;
} statistics;

static ovf_status begin(const ovf_scene *scene, void **sink, ovf_error *error)
{
    statistics *self = ovf_array_new(1, sizeof *self);
    if (self == NULL) return ovf_fail_memory(error);
    ovf_status status = ovf_writer_open(&self->writer, scene->staging, ovf_sink_statistics.file, error);
    if (status != OVF_OK) {
        free(self);
        return status;
    }
    self->zones = scene->zones;
    ovf_writer_text(&self->writer, "route_id,zone_id,length_m,inside_m,passages,crossings,nearest_m,first_entry_m,last_exit_m,"
                                   "first_entry_time,last_exit_time\n");
    *sink = self;
    return OVF_OK;
}

static void write_metres(ovf_writer *writer, double value)
{
    ovf_writer_byte(writer, ',');
    ovf_writer_fixed(writer, value, OVF_METRE_DECIMALS);
}

static void write_count(ovf_writer *writer, size_t value)
{
    ovf_writer_byte(writer, ',');
    ovf_writer_count(writer, value);
}

static void write_time(ovf_writer *writer, double time_s)
{
    ovf_writer_byte(writer, ',');
    ovf_writer_time(writer, time_s);
}

static void write_row(ovf_writer *writer, const ovf_result *result, const ovf_meeting *meeting, const ovf_zone *zone)
{
    const ovf_passage *passages = meeting->passages;
    size_t count = meeting->passage_count;
    ovf_writer_csv(writer, result->route->id);
    ovf_writer_byte(writer, ',');
    ovf_writer_csv(writer, zone->id);
    write_metres(writer, result->length_m);
    write_metres(writer, meeting->inside_m);
    write_count(writer, count);
    write_count(writer, meeting->crossing_count);
    write_metres(writer, meeting->nearest_m);
    /* Empty where the route is never inside. */
    write_metres(writer, count > 0 ? passages[0].entry.along_m : NAN);
    write_metres(writer, count > 0 ? passages[count - 1].exit.along_m : NAN);
    write_time(writer, count > 0 ? passages[0].entry.time_s : NAN);
    write_time(writer, count > 0 ? passages[count - 1].exit.time_s : NAN);
    ovf_writer_byte(writer, '\n');
}

static ovf_status route(void *sink, const ovf_result *result, ovf_error *error)
{
    statistics *self = sink;
    for (size_t i = 0; i < result->meeting_count; i++) {
        const ovf_meeting *meeting = &result->meetings[i];
        write_row(&self->writer, result, meeting, &self->zones->items[meeting->zone]);
        self->rows++;
    }
    return ovf_writer_check(&self->writer, error);
}

static ovf_status end(void *sink, uint64_t *rows, ovf_error *error)
{
    statistics *self = sink;
    *rows = self->rows;
    return ovf_writer_close(&self->writer, error);
}

static void release(void *sink)
{
    statistics *self = sink;
    if (self == NULL) return;
    ovf_writer_abandon(&self->writer);
    free(self);
}

const ovf_sink_kind ovf_sink_statistics = {"statistics", OVF_LAYER_STATISTICS, "statistics.csv", begin, route, end, release};
