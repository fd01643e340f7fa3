/* What `help NAME` and `NAME --help` print: the files of the folder help/, which are built into the
 * program. The manual pages are made from the same files. */
#ifndef OVF_CLI_HELP_H
#define OVF_CLI_HELP_H

typedef struct {
    const char *name; /* of the file: "analyze", "coverage"; of the program itself "overflight" */
    const char *text;
} cli_help_topic;

/* Ends with NULLs. In a source that scripts/cmake/help.cmake makes. */
extern const cli_help_topic cli_help_topics[];

/* The text with that name; NULL: there is none. */
const char *cli_help_text(const char *name);

#endif
