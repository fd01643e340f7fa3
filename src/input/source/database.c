#include "input/source/database.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "gdal/postgres.h"

static bool add_column(ovf_text *list, const char *name)
{
    return name[0] == '\0' || ((list->length == 0 || ovf_text_add_string(list, ", ")) &&
                               ovf_database_quote(list, name, '"'));
}

/* What OGR sees of the table, and its key, which OGR shows as the features' number only. */
static bool add_columns(ovf_text *list, OGRLayerH table)
{
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(table);
    bool good = add_column(list, OGR_L_GetFIDColumn(table));
    for (int i = 0; i < OGR_FD_GetFieldCount(definition) && good; i++)
        good = add_column(list, OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, i)));
    return good && add_column(list, OGR_L_GetGeometryColumn(table));
}

/* OGR's name of the table: NAME, or SCHEMA.NAME where it is not in the current schema; behind it
 * (COLUMN) where the geometry was chosen. */
static char *table_name(OGRLayerH table)
{
    const char *column = OGR_L_GetGeometryColumn(table);
    char *name = ovf_text_copy(OGR_L_GetName(table));
    if (name == NULL) return NULL;
    size_t length = strlen(name), tail = strlen(column) + 2;
    char *behind = name + length - (tail > 2 && length > tail ? tail : 0);
    if (behind[0] == '(' && name[length - 1] == ')' && strncmp(behind + 1, column, tail - 2) == 0)
        *behind = '\0';
    return name;
}

/* Asks for the table as SQL names it, and the columns of its primary key (NULL: it has none). */
static bool add_question(ovf_text *question, const char *name)
{
    return ovf_text_add_string(
               question,
               "SELECT format('%I.%I', n.nspname, c.relname) AS called, "
               "(SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY k.place) FROM pg_index i, "
               "unnest(i.indkey) WITH ORDINALITY k(number, place), pg_attribute a "
               "WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid AND a.attnum = "
               "k.number) AS key "
               "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN "
               "('r', 'v', 'm', 'f', 'p') AND "
               "((n.nspname = current_schema() AND c.relname = ") &&
           ovf_database_quote(question, name, '\'') &&
           ovf_text_add_string(question, ") OR n.nspname || '.' || c.relname = ") &&
           ovf_database_quote(question, name, '\'') &&
           ovf_text_add_string(question, ") ORDER BY n.nspname = current_schema() DESC LIMIT 1");
}

/* The FROM and ORDER BY of the query. */
static ovf_status find_table(const ovf_source *source, const ovf_layer *layer, ovf_text *from,
                             ovf_text *order, ovf_gdal_errors *caught, ovf_error *error)
{
    ovf_text question = {0};
    char *name = table_name(layer->table);
    bool good = name != NULL && add_question(&question, name);
    OGRLayerH answer = good ? GDALDatasetExecuteSQL(source->dataset, question.text, NULL, NULL)
                            : NULL;
    OGRFeatureH row = answer == NULL ? NULL : OGR_L_GetNextFeature(answer);
    ovf_status status = OVF_OK;
    if (good && row == NULL)
        status = ovf_fail(error, OVF_ERROR_INPUT, "%s: the table \"%s\" is not found: %s",
                          layer->label, name, ovf_gdal_errors_text(caught, ""));
    if (row != NULL) {
        bool keyed = OGR_F_IsFieldSetAndNotNull(row, 1) != 0;
        good = ovf_text_add_string(from, OGR_F_GetFieldAsString(row, 0)) &&
               /* Rows of the same text are the same. */
               ovf_text_add_string(order, keyed ? OGR_F_GetFieldAsString(row, 1)
                                                : "(the_row.*)::text COLLATE \"C\"");
        OGR_F_Destroy(row);
    }
    if (answer != NULL) GDALDatasetReleaseResultSet(source->dataset, answer);
    ovf_text_clear(&question);
    free(name);
    return good ? status : ovf_fail_memory(error);
}

/* The server shows the whole query with what is wrong with it. */
static const char *without_query(ovf_gdal_errors *caught)
{
    char *line = strstr(caught->failure, " LINE ");
    if (line != NULL) *line = '\0';
    const char *text = ovf_gdal_errors_text(caught, "");
    return strncmp(text, "ERROR:  ", 8) == 0 ? text + 8 : text;
}

static ovf_status ask(const ovf_source *source, ovf_layer *layer, const char *where,
                      const ovf_text *from, const ovf_text *order, ovf_gdal_errors *caught,
                      ovf_error *error)
{
    ovf_text columns = {0}, query = {0};
    ovf_status status = OVF_OK;
    /* A line of its own ends the condition even where it ends in a comment. */
    bool good = add_columns(&columns, layer->table) && ovf_text_add_string(&query, "SELECT ") &&
                ovf_text_add_string(&query, columns.text) &&
                ovf_text_add_string(&query, " FROM ") && ovf_text_add_string(&query, from->text) &&
                ovf_text_add_string(&query, " AS the_row") &&
                (where == NULL ||
                 (ovf_text_add_string(&query, " WHERE (") && ovf_text_add_string(&query, where) &&
                  ovf_text_add_string(&query, "\n)"))) &&
                ovf_text_add_string(&query, " ORDER BY ") &&
                ovf_text_add_string(&query, order->text);
    if (good) {
        ovf_gdal_errors_reset(caught);
        layer->layer = GDALDatasetExecuteSQL(source->dataset, query.text, NULL, NULL);
        if (layer->layer == NULL && where != NULL)
            status = ovf_fail(error, OVF_ERROR_INPUT, "%s: \"%s\" cannot be asked of it: %s",
                              layer->label, where, without_query(caught));
        else if (layer->layer == NULL)
            status = ovf_fail(error, OVF_ERROR_INPUT, "%s: cannot be read: %s", layer->label,
                              without_query(caught));
    }
    ovf_text_clear(&columns);
    ovf_text_clear(&query);
    return good ? status : ovf_fail_memory(error);
}

/* OGR counts the table's rows by itself. */
static ovf_status count_only(const ovf_layer *layer, const char *where, ovf_error *error)
{
    ovf_text condition = {0};
    bool good = ovf_text_add_string(&condition, "(") && ovf_text_add_string(&condition, where) &&
                ovf_text_add_string(&condition, "\n)");
    if (good) (void)OGR_L_SetAttributeFilter(layer->table, condition.text);
    ovf_text_clear(&condition);
    return good ? OVF_OK : ovf_fail_memory(error);
}

ovf_status ovf_database_query(const ovf_source *source, ovf_layer *layer, const char *where,
                              ovf_error *error)
{
    ovf_text from = {0}, order = {0};
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    ovf_status status = find_table(source, layer, &from, &order, &caught, error);
    if (status == OVF_OK) status = ask(source, layer, where, &from, &order, &caught, error);
    if (status == OVF_OK && where != NULL) status = count_only(layer, where, error);
    ovf_gdal_errors_end();
    ovf_text_clear(&from);
    ovf_text_clear(&order);
    return status;
}
