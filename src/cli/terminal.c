#include "cli/terminal.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/display.h"
#include "cli/exit.h"
#include "overflight/error.h"
#include "system/shortage.h"

static size_t width_of(int descriptor)
{
#ifdef TIOCGWINSZ
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
#endif
    (void)descriptor;
    const char *columns = getenv("COLUMNS");
    long width = columns == NULL ? 0 : strtol(columns, NULL, 10);
    return width > 0 && width < 10000 ? (size_t)width : 80;
}

cli_terminal cli_terminal_of(FILE *stream)
{
    cli_terminal terminal = {0, false, false};
    int descriptor = fileno(stream);
    if (descriptor < 0 || !isatty(descriptor)) return terminal;
    const char *name = getenv("TERM"), *no_color = getenv("NO_COLOR");
    terminal.width = width_of(descriptor);
    terminal.can_erase = name != NULL && *name != '\0' && strcmp(name, "dumb") != 0;
    terminal.colour = terminal.can_erase && (no_color == NULL || *no_color == '\0');
    return terminal;
}

void cli_print_clean(FILE *stream, const char *text) { cli_display_print(stream, text); }

void cli_print_wrapped(FILE *stream, const char *text, size_t used, size_t indent,
                       const cli_terminal *terminal)
{
    char *clean = cli_display_clean(text), *word = clean;
    size_t width = terminal->width;
    bool begun = false;
    if (width == 0 || width <= indent + 10 || clean == NULL) {
        cli_print_clean(stream, text);
        free(clean);
        return;
    }
    while (*word != '\0') {
        size_t length = strcspn(word, " ");
        char after = word[length];
        word[length] = '\0';
        size_t wide = cli_display_width(word);
        if (begun && used + 1 + wide > width) {
            fprintf(stream, "\n%*s%s", (int)indent, "", word);
            used = indent + wide;
        } else {
            fprintf(stream, begun ? " %s" : "%s", word);
            used += (begun ? 1 : 0) + wide;
        }
        begun = true;
        word += length + (after != '\0');
    }
    free(clean);
}

FILE *cli_paragraph_open(cli_paragraph *paragraph, const cli_terminal *terminal)
{
    *paragraph = (cli_paragraph){.stream = NULL};
    if (terminal->width > 0) paragraph->stream = open_memstream(&paragraph->text, &paragraph->size);
    if (paragraph->stream == NULL) paragraph->stream = stdout;
    return paragraph->stream;
}

void cli_paragraph_print(cli_paragraph *paragraph, size_t used, size_t indent,
                         const cli_terminal *terminal)
{
    if (paragraph->stream == stdout) return;
    if (fclose(paragraph->stream) != 0) fputs("(out of memory)\n", stdout);
    else
        for (char *line = paragraph->text; *line != '\0';) {
            size_t length = strcspn(line, "\n");
            bool ended = line[length] != '\0';
            line[length] = '\0';
            cli_print_wrapped(stdout, line, used, indent, terminal);
            if (ended) putchar('\n');
            line += length + ended;
            used = 0;
        }
    free(paragraph->text);
    *paragraph = (cli_paragraph){.stream = stdout};
}

/* The sentence when memory is out: what else seems to be wrong then need not be. True: it has been
 * said. */
static bool complain_of_memory(const char *sentence)
{
    static atomic_flag said = ATOMIC_FLAG_INIT;
    static const char words[] = "out of memory";
    if (!ovf_shortage_noted()) return false;
    if (!atomic_flag_test_and_set(&said))
        fprintf(stderr, "overflight: %s\n",
                strncmp(sentence, words, strlen(words)) == 0 ? sentence : words);
    return true;
}

void cli_complain(const char *format, ...)
{
    char sentence[2048], hidden[2048];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    if (complain_of_memory(sentence)) return;
    (void)ovf_hide_passwords(sentence, hidden, sizeof hidden);
    fputs("overflight: ", stderr);
    cli_print_clean(stderr, hidden);
    fputc('\n', stderr);
}

int cli_finish(int status)
{
    errno = 0;
    bool failed = ferror(stdout) != 0;
    if (fflush(stdout) != 0) failed = true;
    int reason = errno;
    if (!failed || reason == EPIPE) return status;
    cli_complain("cannot write to standard output: %s",
                 reason == 0 ? "a write failed" : strerror(reason));
    return status == CLI_DONE ? CLI_FAILURE : status;
}

void cli_complain_left_out(const char *file, const char *feature, const char *reason)
{
    bool whole = feature == NULL || feature[0] == '\0';
    cli_complain("%s: %s%s%swas left out: %s", file, whole ? "" : "feature ", whole ? "" : feature,
                 whole ? "" : " ", reason);
}
