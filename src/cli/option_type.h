/* How the values of options are read: a type for each kind of value. */
#ifndef OVF_CLI_OPTION_TYPE_H
#define OVF_CLI_OPTION_TYPE_H

#include <stdbool.h>
#include <stddef.h>

/* Room for what was found instead of a value. */
#define CLI_FOUND_SIZE 200

typedef struct cli_option cli_option;

typedef struct {
    /* Reads a text into the place of the option's value. False where it is not what the option
     * expects; `found` may then say what is wrong, and otherwise the text is. The text of a flag is
     * NULL. */
    bool (*read)(const cli_option *option, const char *text, void *place,
                 char found[CLI_FOUND_SIZE]);
    /* The option's range in words; NULL: `expected` says all. */
    void (*describe_range)(const cli_option *option, char *text, size_t size);
} cli_option_type;

typedef struct {
    double least, most;
    bool beyond; /* the value must be more than `least` */
} cli_range;

struct cli_option {
    const char *name;
    const cli_option_type *type;
    size_t place;         /* of its value in cli_options */
    const char *expected; /* what its value is, for "expected …, found …" */
    cli_range range;      /* of a number as it is written */
    double unit;          /* numbers are multiplied by it: 1000 makes metres of kilometres; 0: 1 */
    double initial;       /* a number that is not given, as cli_options has it */
    char letter;          /* of its short form; 0: none */
    const char *old_name; /* answers as well, with a hint; NULL: none */
    bool shapes;          /* the result depends on it, so it stands in summary.json */
    bool is_source;       /* names a source, where a password may stand */
};

extern const cli_option_type cli_flag,       /* bool; takes no value */
    cli_text,                                /* const char * */
    cli_text_list,                           /* cli_texts: may be repeated */
    cli_file,                                /* const char *, and not "-" */
    cli_date,                                /* const char *, a day or time in ISO 8601 */
    cli_number,                              /* double */
    cli_percent,                             /* double, a part of 1; a % may follow */
    cli_duration,                            /* double, whole seconds; s, min, h, d may follow */
    cli_between,                             /* cli_span: a number, or two with a colon */
    cli_box,                                 /* ovf_lonlat_box: W,S,E,N; over the date line W > E */
    cli_whole,                               /* size_t */
    cli_pixels,                              /* cli_size; the range is that of either side */
    cli_shard_part,                          /* cli_shard */
    cli_edges, cli_joins, cli_progress_word, /* enumerations of their names */
    cli_layer_list, cli_format_list;         /* unsigned, bits */

#endif
