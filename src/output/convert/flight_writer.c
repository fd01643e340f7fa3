#include "output/convert/flight_writer.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "output/convert/fix_facts.h"
#include "output/convert/flight_form.h"
#include "output/convert/ogr_flights.h"
#include "output/convert/whole_files.h"

struct ovf_flight_writer {
    const ovf_flight_form *form; /* NULL: GDAL writes it */
    ovf_ogr_flights *ogr;
    bool created; /* by GDAL */
    ovf_whole_files files;
    FILE *stream;
    ovf_bytes bytes;
    uint64_t count;
    int state; /* of the form */
    ovf_flight_losses losses;
};

static ovf_status fail_to_write(const ovf_flight_writer *writer, ovf_error *error)
{
    return ovf_fail(error, OVF_ERROR_IO, "%s: cannot be written: %s", writer->files.target,
                    strerror(errno));
}

/* ---- opening ---- */

static ovf_status choose(ovf_flight_writer *writer, const char *path, ovf_error *error)
{
    const char *name = strrchr(path, '/'), *ending;
    name = name == NULL ? path : name + 1;
    ending = strrchr(name, '.');
    if (ending == NULL || ending == name || ending[1] == '\0')
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "%s: expected a name whose ending says the format, such as flights.gpkg or "
                        "flight.gpx",
                        path);
    writer->form = ovf_flight_form_of(ending + 1);
    return writer->form != NULL ? OVF_OK : ovf_ogr_flights_new(ending + 1, &writer->ogr, error);
}

static ovf_status begin_text(ovf_flight_writer *writer, ovf_error *error)
{
    writer->stream = fopen(writer->files.path, "wbx");
    if (writer->stream == NULL) return fail_to_write(writer, error);
    if (writer->form->begin != NULL) writer->form->begin(&writer->bytes);
    return OVF_OK;
}

ovf_status ovf_flight_writer_open(const char *path, bool replace, ovf_flight_writer **writer,
                                  ovf_error *error)
{
    ovf_flight_writer *opened = ovf_array_new(1, sizeof *opened);
    if (opened == NULL) return ovf_fail_memory(error);
    ovf_status status = choose(opened, path, error);
    if (status == OVF_OK) status = ovf_whole_files_open(&opened->files, path, replace, error);
    if (status == OVF_OK && opened->form != NULL) status = begin_text(opened, error);
    if (status == OVF_OK) *writer = opened;
    else ovf_flight_writer_free(opened);
    return status;
}

const char *ovf_flight_writer_title(const ovf_flight_writer *writer)
{
    return writer->form != NULL ? writer->form->title : ovf_ogr_flights_title(writer->ogr);
}

bool ovf_flight_writer_must_learn(const ovf_flight_writer *writer) { return writer->ogr != NULL; }

ovf_status ovf_flight_writer_learn(ovf_flight_writer *writer, const ovf_route *route,
                                   ovf_error *error)
{
    return writer->ogr == NULL ? OVF_OK : ovf_ogr_flights_learn(writer->ogr, route, error);
}

/* ---- writing ---- */

/* Besides what is in its id anyway. */
static bool has_attributes(const ovf_route *route)
{
    for (size_t i = 0; i < route->attributes.count; i++) {
        const ovf_attribute *attribute = &route->attributes.items[i];
        bool same = attribute->type == OVF_ATTRIBUTE_TEXT &&
                    strcmp(attribute->text, route->id) == 0;
        if (attribute->type != OVF_ATTRIBUTE_NULL && !same &&
            !ovf_flight_is_time_attribute(attribute->name))
            return true;
    }
    return false;
}

static void count_losses(ovf_flight_writer *writer, const ovf_route *route)
{
    const ovf_flight_form *form = writer->form;
    bool ogr = form == NULL, times = false, altitudes = false, levels = false, names = false;
    for (size_t i = 0; i < route->fix_count; i++) {
        bool level = ovf_flight_is_level(route, i), known = !isnan(route->fixes[i].altitude_m);
        times = times || !isnan(route->fixes[i].time_s);
        altitudes = altitudes || (known && !level);
        levels = levels || (known && level);
        names = names || (route->fix_names != NULL && route->fix_names[i][0] != '\0');
    }
    ovf_flight_losses *lost = &writer->losses;
    lost->times += times && !(ogr ? ovf_ogr_flights_hold_times(writer->ogr) : form->times);
    lost->altitudes += altitudes &&
                       !(ogr ? ovf_ogr_flights_hold_altitudes(writer->ogr) : form->altitudes);
    lost->levels += levels && (ogr || !form->levels);
    lost->names += names && (ogr || !form->names);
    lost->parts += route->part_count > 1 && !ogr && !form->parts;
    lost->attributes += has_attributes(route) && !ogr && !form->attributes;
}

static ovf_status flush(ovf_flight_writer *writer, ovf_error *error)
{
    if (writer->bytes.failed) return ovf_fail_memory(error);
    bool good = writer->bytes.used == 0 || fwrite(writer->bytes.data, 1, writer->bytes.used,
                                                  writer->stream) == writer->bytes.used;
    ovf_bytes_reset(&writer->bytes);
    return good ? OVF_OK : fail_to_write(writer, error);
}

static ovf_status create(ovf_flight_writer *writer, ovf_error *error)
{
    if (writer->created || writer->ogr == NULL) return OVF_OK;
    writer->created = true;
    return ovf_ogr_flights_create(writer->ogr, writer->files.path, writer->files.target, error);
}

ovf_status ovf_flight_writer_add(ovf_flight_writer *writer, const ovf_route *route,
                                 ovf_error *error)
{
    if (writer->form != NULL && writer->form->one && writer->count > 0)
        return ovf_fail(
            error, OVF_ERROR_USAGE,
            "%s: expected one flight, which is what %s holds, found another, \"%.100s\"",
            writer->files.target, writer->form->title, route->id);
    ovf_status status = create(writer, error);
    if (status != OVF_OK) return status;
    count_losses(writer, route);
    if (writer->ogr != NULL) {
        writer->count++;
        return ovf_ogr_flights_add(writer->ogr, route, error);
    }
    writer->form->add(&writer->bytes, route, writer->count++, &writer->state);
    return flush(writer, error);
}

const ovf_flight_losses *ovf_flight_writer_losses(const ovf_flight_writer *writer)
{
    return &writer->losses;
}

/* ---- closing ---- */

static ovf_status end_text(ovf_flight_writer *writer, ovf_error *error)
{
    ovf_bytes_text(&writer->bytes, writer->form->end);
    ovf_status status = flush(writer, error);
    bool good = status == OVF_OK && fflush(writer->stream) == 0 &&
                fsync(fileno(writer->stream)) == 0;
    if (status == OVF_OK && !good) status = fail_to_write(writer, error);
    if (fclose(writer->stream) != 0 && status == OVF_OK) status = fail_to_write(writer, error);
    writer->stream = NULL;
    return status;
}

ovf_status ovf_flight_writer_close(ovf_flight_writer *writer, ovf_error *error)
{
    ovf_status status = create(writer, error);
    if (status == OVF_OK)
        status = writer->form != NULL ? end_text(writer, error)
                                      : ovf_ogr_flights_close(writer->ogr, error);
    return status == OVF_OK ? ovf_whole_files_publish(&writer->files, error) : status;
}

void ovf_flight_writer_free(ovf_flight_writer *writer)
{
    if (writer == NULL) return;
    if (writer->stream != NULL) fclose(writer->stream);
    ovf_ogr_flights_free(writer->ogr);
    ovf_bytes_clear(&writer->bytes);
    ovf_whole_files_clear(&writer->files);
    free(writer);
}
