/* Directories, and archives of many files, as the files of flights that are in them. */
#ifndef OVF_INPUT_FLIGHTS_FOLDERS_H
#define OVF_INPUT_FLIGHTS_FOLDERS_H

#include "overflight/input.h"

/* Zeroed before its first use. */
typedef struct {
    char **items;
    size_t count, capacity;
    bool skips; /* of several files those that cannot be read are left out: options.reject is told;
                   set before it is filled */
    bool members; /* some of them were found in a directory or an archive */
} ovf_file_list;

/* The names in turn; in place of a directory, and of an archive (zip) of more than one file of
 * flights, the files in it and in its directories, in the order of their names. Hidden files and
 * those that belong to another one (of a Shapefile, say) are passed over. Of others that cannot be
 * read as flights, options.reject is told where their names end as those of flights do, and
 * otherwise a note says why. A database that is a directory (.gdb) stays what it is. Errors:
 * OVF_ERROR_INPUT (a directory without any file of flights), OVF_ERROR_MEMORY; the list is to be
 * cleared then, too. */
ovf_status ovf_file_list_fill(ovf_file_list *list, const char *const *names, size_t count,
                              const ovf_input_options *options, ovf_error *error);
void ovf_file_list_clear(ovf_file_list *list);

#endif
