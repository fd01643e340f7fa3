/* Tests: tests/cli/convert_zones.py */
#include "output/convert/zone_writer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/error.h"
#include "base/harmless.h"
#include "gdal/gdal.h"
#include "gdal/gdal_errors.h"
#include "output/convert/ogr_flights.h"
#include "output/convert/whole_files.h"
#include "output/convert/zone_form.h"

static const ovf_zone_form *form_of(const char *ending)
{
    static const ovf_zone_form *const forms[] = {&ovf_zone_form_geojson,
                                                 &ovf_zone_form_geojson_lines,
                                                 &ovf_zone_form_openair, &ovf_zone_form_ed269};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        for (size_t k = 0; forms[i]->endings[k] != NULL; k++)
            if (strcasecmp(forms[i]->endings[k], ending) == 0) return forms[i];
    return NULL;
}

/* Texts of any length are attributes of some formats; Shapefiles hold areas or points, not both. */
static ovf_curves_held held_by(const char *ending)
{
    static const char *const keeping[] = {"gpkg", "fgb", "sqlite"};
    for (size_t i = 0; i < sizeof keeping / sizeof *keeping; i++)
        if (strcasecmp(ending, keeping[i]) == 0) return OVF_CURVES_KEPT;
    return strcasecmp(ending, "shp") == 0 ? OVF_CURVES_DRAWN : OVF_CURVES_CIRCLES;
}

/* Without a form GDAL writes what is made here. */
static void make(ovf_bytes *bytes, const ovf_zones *zones, const ovf_zone_form *form,
                 const char *ending, ovf_zone_losses *losses)
{
    const ovf_zone_form *frame = form != NULL ? form : &ovf_zone_form_geojson;
    ovf_bytes_text(bytes, frame->begin);
    for (size_t i = 0; i < zones->count && !bytes->failed; i++)
        if (form != NULL) form->add(bytes, &zones->items[i], i, losses);
        else ovf_zone_add_geojson(bytes, &zones->items[i], i, held_by(ending), losses);
    ovf_bytes_text(bytes, frame->end);
}

static ovf_status write_text(const ovf_bytes *bytes, const ovf_whole_files *files, ovf_error *error)
{
    FILE *stream = fopen(files->path, "wbx");
    bool good = stream != NULL && fwrite(bytes->data, 1, bytes->used, stream) == bytes->used &&
                fflush(stream) == 0 && fsync(fileno(stream)) == 0;
    int why = errno;
    if (stream != NULL && fclose(stream) != 0 && good) good = false, why = errno;
    return good ? OVF_OK
                : ovf_fail(error, OVF_ERROR_IO, "%s: cannot be written: %s", files->target,
                           strerror(why));
}

/* Takes out of GeoJSON what its formats of XML cannot have, and GDAL writes nonetheless: controls,
 * which stand there as \\u001b, and others that steer what shows them (base/harmless.h). */
static void drop_harmful(ovf_bytes *json)
{
    char *to = json->data;
    const char *at = json->data, *end = json->data + json->used;
    while (at < end) {
        size_t harmful = (unsigned char)*at < 0x20 ? 0 : ovf_harmful_length(at);
        if (*at == '\\' && end - at >= 6 && memcmp(at, "\\u00", 4) == 0) harmful = 6;
        else if (*at == '\\') *to++ = *at++;
        if (harmful > 0) at += harmful;
        else *to++ = *at++;
    }
    json->used = (size_t)(to - json->data);
}

/* GDAL makes its file of our GeoJSON, in a layer `zones`. */
static ovf_status write_by_gdal(ovf_bytes *bytes, const char *ending, const ovf_whole_files *files,
                                ovf_error *error)
{
    char path[64];
    ovf_gdal_errors caught;
    int wrong = 0;
    if (strcasecmp(ending, "kml") == 0 || strcasecmp(ending, "gml") == 0) drop_harmful(bytes);
    snprintf(path, sizeof path, "/vsimem/overflight-%d-zones.geojson", (int)getpid());
    ovf_gdal_errors_begin(&caught);
    VSILFILE *memory = VSIFileFromMemBuffer(path, (GByte *)bytes->data, bytes->used, FALSE);
    if (memory != NULL) VSIFCloseL(memory);
    /* Of "2026-09-20T14:00Z/2026-09-21T06:00Z" GDAL would make the first time alone. */
    const char *const as_texts[] = {"DATE_AS_STRING=YES", NULL};
    GDALDatasetH source = GDALOpenEx(path, GDAL_OF_VECTOR, NULL, as_texts, NULL), made = NULL;
    char name[] = "-nln", zones[] = "zones";
    char *arguments[] = {name, zones, NULL};
    GDALVectorTranslateOptions *options = GDALVectorTranslateOptionsNew(arguments, NULL);
    if (source != NULL) made = GDALVectorTranslate(files->path, NULL, 1, &source, options, &wrong);
    if (made != NULL) GDALClose(made);
    ovf_status status = OVF_OK;
    if (made == NULL || caught.failure[0] != '\0')
        status = ovf_fail(error, OVF_ERROR_IO, "%s: cannot be written: %s", files->target,
                          ovf_gdal_errors_text(&caught, files->path));
    GDALVectorTranslateOptionsFree(options);
    if (source != NULL) GDALClose(source);
    VSIUnlink(path);
    ovf_gdal_errors_end();
    return status;
}

ovf_status ovf_zones_write(const ovf_zones *zones, const char *path, bool replace,
                           ovf_zone_losses *losses, ovf_error *error)
{
    const char *name = strrchr(path, '/'), *ending;
    ovf_whole_files files = {0};
    ovf_bytes bytes = {0};
    ovf_ogr_flights *probe = NULL;
    ovf_status status = OVF_OK;
    name = name == NULL ? path : name + 1;
    ending = strrchr(name, '.');
    if (ending == NULL || ending == name || ending[1] == '\0')
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "%s: expected a name whose ending says the format, such as zones.geojson "
                        "or airspace.txt",
                        path);
    /* ED-269 is JSON, too: the ending before that says it. */
    size_t length = strlen(name);
    bool ed269 = length > 11 && strcasecmp(name + length - 11, ".ed269.json") == 0;
    const ovf_zone_form *form = ed269 ? &ovf_zone_form_ed269 : form_of(ending + 1);
    /* It knows which endings GDAL writes. */
    if (form == NULL) status = ovf_ogr_flights_new(ending + 1, &probe, error);
    ovf_ogr_flights_free(probe);
    if (status == OVF_OK) status = ovf_whole_files_open(&files, path, replace, error);
    if (status == OVF_OK) {
        make(&bytes, zones, form, ending + 1, losses);
        if (bytes.failed) status = ovf_fail_memory(error);
    }
    if (status == OVF_OK)
        status = form != NULL ? write_text(&bytes, &files, error)
                              : write_by_gdal(&bytes, ending + 1, &files, error);
    if (status == OVF_OK) status = ovf_whole_files_publish(&files, error);
    ovf_whole_files_clear(&files);
    ovf_bytes_clear(&bytes);
    return status;
}
