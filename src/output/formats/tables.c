#include "output/formats/tables.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/array.h"
#include "base/error.h"
#include "gdal/gdal_errors.h"
#include "base/secret.h"
#include "base/text.h"
#include "gdal/postgres.h"
#include "gdal/gdal.h"
#include "output/rows/layer.h"
#include "system/shortage.h"

typedef struct {
    const ovf_tables *tables;
    char *called; /* for messages */
    GDALDatasetH dataset;
    char *schema;
    uint64_t present; /* bits: whether there is something called table_at(bit) */
    json_t *previous; /* the summary of an earlier analysis, or NULL */
    ovf_gdal_errors caught;
} database;

static ovf_status fail(database *to, ovf_error *error)
{
    return ovf_fail(error, OVF_ERROR_IO, "cannot write %s: %s", to->called,
                    ovf_gdal_errors_text(&to->caught, ""));
}

/* ---- SQL ---- */

/* Adds the arguments up to NULL, those in a pair of marks quoted: {"DROP TABLE ", "\"", name, …}.
 */
static bool add(ovf_text *sql, const char *const *pieces)
{
    bool good = true;
    for (; *pieces != NULL && good; pieces++) {
        bool mark = strcmp(*pieces, "\"") == 0 || strcmp(*pieces, "'") == 0;
        good = mark ? ovf_database_quote(sql, pieces[1], **pieces)
                    : ovf_text_add_string(sql, *pieces);
        pieces += mark;
    }
    return good;
}

/* "schema"."table" */
static bool add_table(ovf_text *sql, const database *to, const char *table)
{
    return add(sql, (const char *const[]){"\"", to->schema, ".", "\"", table, NULL});
}

static ovf_status run(database *to, const ovf_text *sql, bool good, ovf_error *error)
{
    if (!good) return ovf_fail_memory(error);
    ovf_gdal_errors_reset(&to->caught);
    OGRLayerH answer = GDALDatasetExecuteSQL(to->dataset, sql->text, NULL, NULL);
    if (answer != NULL) GDALDatasetReleaseResultSet(to->dataset, answer);
    return to->caught.failure[0] == '\0' ? OVF_OK : fail(to, error);
}

/* Gives each row of the answer to `take`, until it says no. */
static ovf_status ask(database *to, const ovf_text *sql, bool good,
                      bool (*take)(database *to, OGRFeatureH row), ovf_error *error)
{
    if (!good) return ovf_fail_memory(error);
    ovf_gdal_errors_reset(&to->caught);
    OGRLayerH answer = GDALDatasetExecuteSQL(to->dataset, sql->text, NULL, NULL);
    for (OGRFeatureH row; good && answer != NULL && (row = OGR_L_GetNextFeature(answer)) != NULL;
         OGR_F_Destroy(row))
        good = take(to, row);
    if (answer != NULL) GDALDatasetReleaseResultSet(to->dataset, answer);
    if (!good) return ovf_fail_memory(error);
    return to->caught.failure[0] == '\0' ? OVF_OK : fail(to, error);
}

/* ---- opening ---- */

static bool take_schema(database *to, OGRFeatureH row)
{
    to->schema = ovf_text_copy(OGR_F_GetFieldAsString(row, 0));
    return to->schema != NULL;
}

/* GDAL writes into the first schema of the search path that exists, so that a misspelt
 * active_schema would go unnoticed; PostgreSQL's usual path begins with one of the user's name,
 * which need not exist. Without PostGIS it would write geometries as bytes. */
static ovf_status find_schema(database *to, ovf_error *error)
{
    ovf_text sql = {0};
    bool good = ovf_text_add_string(
        &sql, "SELECT current_schema() FROM pg_extension WHERE extname = 'postgis' AND "
              "(current_setting('search_path') LIKE '\"$user\"%' OR "
              "quote_ident(current_schema()) = trim(split_part(current_setting('search_path'), "
              "',', 1)))");
    ovf_status status = ask(to, &sql, good, take_schema, error);
    ovf_text_clear(&sql);
    if (status != OVF_OK || to->schema != NULL) return status;
    return ovf_fail(error, OVF_ERROR_USAGE,
                    "cannot write %s: it has no PostGIS, or not the schema that is named: CREATE "
                    "EXTENSION postgis, or CREATE SCHEMA, there",
                    to->called);
}

static void close_database(database *to)
{
    if (to->dataset != NULL) GDALClose(to->dataset);
    free(to->called);
    free(to->schema);
    json_decref(to->previous);
    ovf_gdal_errors_end();
}

/* To be closed also where it fails. */
static ovf_status open_database(database *to, const ovf_tables *tables, ovf_error *error)
{
    *to = (database){.tables = tables, .called = ovf_secret_hidden(tables->database)};
    ovf_gdal_errors_begin(&to->caught);
    if (to->called == NULL) return ovf_fail_memory(error);
    to->dataset = GDALOpenEx(tables->database,
                             GDAL_OF_VECTOR | GDAL_OF_UPDATE | GDAL_OF_VERBOSE_ERROR, NULL, NULL,
                             NULL);
    return to->dataset == NULL ? fail(to, error) : find_schema(to, error);
}

/* ---- what is there ---- */

static bool is_listed(const json_t *summary, const char *table)
{
    size_t i;
    json_t *file;
    json_array_foreach(json_object_get(summary, "files"), i, file)
    {
        const char *name = json_string_value(json_object_get(file, "table"));
        if (name != NULL && strcmp(name, table) == 0) return true;
    }
    return false;
}

static bool take_summary(database *to, OGRFeatureH row)
{
    json_t *summary = json_loads(OGR_F_GetFieldAsString(row, 0), 0, NULL);
    const char *tool = json_string_value(json_object_get(json_object_get(summary, "tool"), "name"));
    json_decref(to->previous);
    to->previous = tool != NULL && strcmp(tool, "overflight") == 0 ? summary : NULL;
    if (to->previous == NULL) json_decref(summary);
    return true;
}

/* Tables that this library may have written; no others are ever dropped. NULL after the last. */
static const char *table_at(size_t i)
{
    if (i < ovf_layer_count) return ovf_layer_list[i]->schema.name;
    return i == ovf_layer_count       ? OVF_REJECTED_TABLE
           : i == ovf_layer_count + 1 ? OVF_SUMMARY_TABLE
                                      : NULL;
}

static bool take_present(database *to, OGRFeatureH row)
{
    for (size_t i = 0; table_at(i) != NULL; i++)
        if (strcmp(table_at(i), OGR_F_GetFieldAsString(row, 0)) == 0)
            to->present |= UINT64_C(1) << i;
    return true;
}

static bool is_present(const database *to, size_t i) { return (to->present >> i & 1) != 0; }

/* Whether it is to be written now; of what is left out nobody knows yet. */
static bool is_wanted(const database *to, const char *table)
{
    bool wanted = strcmp(table, OVF_SUMMARY_TABLE) == 0 || strcmp(table, OVF_REJECTED_TABLE) == 0;
    for (size_t i = 0; i < to->tables->layer_count && !wanted; i++)
        wanted = strcmp(to->tables->layers[i].schema->name, table) == 0;
    return wanted;
}

static bool is_ours(const database *to, const char *table)
{
    return to->previous != NULL &&
           (strcmp(table, OVF_SUMMARY_TABLE) == 0 || is_listed(to->previous, table));
}

static ovf_status look(database *to, ovf_error *error)
{
    ovf_text sql = {0};
    static const char names[] = "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = "
                                "c.relnamespace WHERE n.nspname = ";
    bool good = add(&sql, (const char *const[]){names, "'", to->schema, NULL});
    ovf_status status = ask(to, &sql, good, take_present, error);
    ovf_text_reset(&sql);
    /* Whatever columns it has. */
    good = ovf_text_add_string(&sql, "SELECT to_jsonb(t) ->> 'summary' FROM ") &&
           add_table(&sql, to, OVF_SUMMARY_TABLE) && ovf_text_add_string(&sql, " AS t LIMIT 1");
    if (status == OVF_OK && is_present(to, ovf_layer_count + 1))
        status = ask(to, &sql, good, take_summary, error);
    ovf_text_clear(&sql);
    return status;
}

/* Nobody's table is dropped but ours, and that only when asked for. */
static ovf_status check(database *to, ovf_error *error)
{
    ovf_status status = look(to, error);
    for (size_t i = 0; table_at(i) != NULL && status == OVF_OK; i++) {
        const char *table = table_at(i);
        if (!is_present(to, i)) continue;
        if (!is_ours(to, table) && is_wanted(to, table))
            status = ovf_fail(error, OVF_ERROR_USAGE,
                              "%s has something called \"%s\" in the schema %s, which no analysis "
                              "made that is there: choose another schema "
                              "(active_schema=NAME)",
                              to->called, table, to->schema);
        else if (is_ours(to, table) && !to->tables->replace)
            status = ovf_fail_with(error, OVF_ERROR_USAGE, OVF_REMEDY_REPLACE,
                                   "%s has the tables of an earlier analysis in the schema %s: "
                                   "choose another one (active_schema=NAME), or ask for them to "
                                   "be replaced",
                                   to->called, to->schema);
    }
    return status;
}

ovf_status ovf_tables_check(const ovf_tables *tables, ovf_error *error)
{
    database to;
    ovf_status status = open_database(&to, tables, error);
    if (status == OVF_OK) status = check(&to, error);
    close_database(&to);
    return status;
}

/* ---- writing ---- */

static ovf_status drop_previous(database *to, ovf_error *error)
{
    ovf_text sql = {0};
    bool good = ovf_text_add_string(&sql, "DROP TABLE "), any = false;
    for (size_t i = 0; table_at(i) != NULL && good; i++) {
        if (!is_present(to, i) || !is_ours(to, table_at(i))) continue;
        good = (!any || ovf_text_add_string(&sql, ", ")) && add_table(&sql, to, table_at(i));
        any = true;
    }
    ovf_status status = any || !good ? run(to, &sql, good, error) : OVF_OK;
    ovf_text_clear(&sql);
    return status;
}

/* A table of texts without geometry. */
static OGRLayerH create_texts(database *to, const char *table, const char *const *columns)
{
    char **options = CSLSetNameValue(NULL, "FID", "fid");
    OGRLayerH layer = GDALDatasetCreateLayer(to->dataset, table, NULL, wkbNone, options);
    CSLDestroy(options);
    for (; *columns != NULL && layer != NULL; columns++) {
        OGRFieldDefnH column = OGR_Fld_Create(*columns, OFTString);
        if (OGR_L_CreateField(layer, column, FALSE) != OGRERR_NONE) layer = NULL;
        OGR_Fld_Destroy(column);
    }
    return layer;
}

static bool write_summary(database *to)
{
    OGRLayerH layer = create_texts(to, OVF_SUMMARY_TABLE, (const char *const[]){"summary", NULL});
    if (layer == NULL) return false;
    OGRFeatureH row = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    OGR_F_SetFieldString(row, 0, to->tables->summary);
    bool good = OGR_L_CreateFeature(layer, row) == OGRERR_NONE;
    OGR_F_Destroy(row);
    return good;
}

/* GDAL can copy whole layers, but not within a transaction of ours. */
static bool write_rejected(database *to)
{
    enum { COLUMNS = 3 };
    if (to->tables->rejected == NULL) return true;
    OGRLayerH layer = create_texts(to, OVF_REJECTED_TABLE,
                                   (const char *const[]){"file", "feature", "reason", NULL});
    GDALDatasetH list = GDALOpenEx(to->tables->rejected, GDAL_OF_VECTOR | GDAL_OF_VERBOSE_ERROR,
                                   (const char *const[]){"CSV", NULL}, NULL, NULL);
    bool good = layer != NULL && list != NULL;
    for (OGRFeatureH from;
         good && (from = OGR_L_GetNextFeature(GDALDatasetGetLayer(list, 0))) != NULL;
         OGR_F_Destroy(from)) {
        OGRFeatureH row = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        for (int i = 0; i < COLUMNS; i++)
            OGR_F_SetFieldString(row, i, OGR_F_GetFieldAsString(from, i));
        good = OGR_L_CreateFeature(layer, row) == OGRERR_NONE;
        OGR_F_Destroy(row);
    }
    if (list != NULL) GDALClose(list);
    return good;
}

/* When the rows are there: an index is made faster of all of them. */
static ovf_status complete_table(database *to, const ovf_schema *schema, ovf_error *error)
{
    ovf_text sql = {0};
    bool good = true;
    if (schema->shape != OVF_SHAPE_NONE)
        good = ovf_text_add_string(&sql, "CREATE INDEX ON ") && add_table(&sql, to, schema->name) &&
               ovf_text_add_string(&sql, " USING gist (geom); ");
    for (size_t i = 0; i < schema->field_count && good; i++) {
        const ovf_field *field = &schema->fields[i];
        if (field->description != NULL)
            good = ovf_text_add_string(&sql, "COMMENT ON COLUMN ") &&
                   add_table(&sql, to, schema->name) &&
                   add(&sql, (const char *const[]){".", "\"", field->name, " IS ", "'",
                                                   field->description, "; ", NULL});
    }
    ovf_status status = run(to, &sql, good, error);
    ovf_text_clear(&sql);
    return status;
}

static ovf_status write_all(database *to, ovf_error *error)
{
    const ovf_tables *tables = to->tables;
    ovf_status status = drop_previous(to, error);
    if (status == OVF_OK)
        status = ovf_dataset_fill(to->dataset, to->called, tables->layers, tables->layer_count,
                                  error);
    if (status != OVF_OK) return status;
    ovf_gdal_errors_reset(&to->caught);
    bool good = write_rejected(to) && write_summary(to);
    if (good) GDALFlushCache(to->dataset);
    if (!good || to->caught.failure[0] != '\0') return fail(to, error);
    for (size_t i = 0; i < tables->layer_count && status == OVF_OK; i++)
        status = complete_table(to, tables->layers[i].schema, error);
    return status;
}

ovf_status ovf_tables_write(const ovf_tables *tables, ovf_error *error)
{
    database to;
    ovf_status status = open_database(&to, tables, error);
    if (status == OVF_OK && GDALDatasetStartTransaction(to.dataset, FALSE) != OGRERR_NONE)
        status = fail(&to, error);
    if (status == OVF_OK) {
        status = check(&to, error);
        if (status == OVF_OK) status = write_all(&to, error);
        if (status == OVF_OK) status = ovf_shortage_check(error);
        if (status == OVF_OK && GDALDatasetCommitTransaction(to.dataset) != OGRERR_NONE)
            status = fail(&to, error);
        if (status != OVF_OK) (void)GDALDatasetRollbackTransaction(to.dataset);
    }
    close_database(&to);
    return status;
}
