/* overflight completion bash|zsh|fish: what completes commands. All that is printed comes from the
 * tables by which the command reads its options, and from the help texts. */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/completion_facts.h"
#include "cli/exit.h"
#include "cli/terminal.h"

static const cli_subcommand *all_subcommands;

/* Within single quotes; `escaped` are characters that get a backslash besides. */
static void print_quoted(const char *text, size_t length, const char *escaped)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\'') fputs("'\\''", stdout);
        else if (strchr(escaped, text[i]) != NULL) printf("\\%c", text[i]);
        else putchar(text[i]);
    }
}

static void print_piece(cli_piece piece, const char *escaped)
{
    print_quoted(piece.text, piece.length, escaped);
}

/* The first words, each once, and what they are for. */
typedef void (*print_word)(cli_piece word, cli_piece purpose);

static void each_first_word(print_word print)
{
    cli_piece last = {"", 0};
    for (const cli_subcommand *s = all_subcommands; s->name != NULL; s++) {
        cli_piece first = cli_first_word(s);
        if (!cli_piece_is(last, first)) print(first, cli_purpose_of(first));
        last = first;
    }
    print((cli_piece){"help", 4}, (cli_piece){"print a text of help", 20});
}

static void each_second_word(cli_piece first, print_word print)
{
    for (const cli_subcommand *s = all_subcommands; s->name != NULL; s++)
        if (s->name[cli_first_word(s).length] == ' ' && cli_piece_is(first, cli_first_word(s)))
            print(cli_second_word(s), cli_purpose_of((cli_piece){s->name, strlen(s->name)}));
}

/* Whether it is the first of those with its first word, of which there are more. */
static bool begins_group(const cli_subcommand *s)
{
    return cli_second_word(s).length > 0 &&
           (s == all_subcommands || !cli_piece_is(cli_first_word(s), cli_first_word(s - 1)));
}

static void each_topic(void (*print)(const char *name))
{
    for (const cli_help_topic *topic = cli_help_topics; topic->name != NULL; topic++)
        if (strcmp(topic->name, "overflight") != 0) print(topic->name);
}

/* Its options with --help and --version, which each takes. */
static void each_option(const cli_subcommand *s,
                        void (*print)(const cli_subcommand *s, const cli_option *option))
{
    for (const cli_option_id *id = s->takes; *id != CLI_NO_OPTION; id++)
        print(s, &cli_option_table[*id]);
    print(s, &cli_option_table[CLI_HELP]);
    print(s, &cli_option_table[CLI_VERSION]);
}

/* ---- bash ---- */

static void bash_word(cli_piece word, cli_piece purpose)
{
    (void)purpose;
    printf(" %.*s", (int)word.length, word.text);
}

static void bash_topic(const char *name) { printf(" %s", name); }

static void bash_option(const cli_subcommand *s, const cli_option *option)
{
    (void)s;
    printf(" --%s", option->name);
}

/* A branch for each option whose values are known, and one for those of which they are not. */
static void bash_values(void)
{
    for (size_t i = CLI_NO_OPTION + 1; i < CLI_OPTION_COUNT; i++) {
        const cli_option *option = &cli_option_table[i];
        cli_choices choices = cli_choices_of(option);
        if (choices.count == 0) continue;
        printf("    --%s)\n        words='", option->name);
        for (size_t k = 0; k < choices.count; k++) {
            if (k > 0) putchar('\n');
            print_piece(choices.words[k], "");
        }
        printf("'\n        list=%s\n        ;;\n", choices.many ? "," : "");
    }
    fputs("    --", stdout);
    const char *between = "";
    for (size_t i = CLI_NO_OPTION + 1; i < CLI_OPTION_COUNT; i++) {
        const cli_option *option = &cli_option_table[i];
        if (option->type == &cli_flag || cli_choices_of(option).count > 0) continue;
        printf("%s%s", between, option->name);
        if (option->letter != '\0') printf(" | -%c", option->letter);
        between = " | --";
    }
    fputs(")\n        return # files\n        ;;\n", stdout);
}

static void print_bash(void)
{
    fputs("# Completes overflight in bash. Made by 'overflight completion bash'.\n"
          "_overflight() {\n"
          "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
          "    local name=${COMP_WORDS[1]} words='' options='' list='' begun=''\n"
          "    COMPREPLY=()\n"
          "    if ((COMP_CWORD == 1)); then\n"
          "        COMPREPLY=($(compgen -W '",
          stdout);
    each_first_word(bash_word);
    fputs(" --help --version' -- \"$word\"))\n        return\n    fi\n"
          "    case $name in\n    help)\n        COMPREPLY=($(compgen -W '",
          stdout);
    each_topic(bash_topic);
    fputs("' -- \"$word\"))\n        return\n        ;;\n", stdout);
    for (const cli_subcommand *s = all_subcommands; s->name != NULL; s++) {
        if (!begins_group(s)) continue;
        cli_piece first = cli_first_word(s);
        printf("    %.*s)\n        if ((COMP_CWORD == 2)); then\n"
               "            COMPREPLY=($(compgen -W '",
               (int)first.length, first.text);
        each_second_word(first, bash_word);
        fputs(" --help' -- \"$word\"))\n            return\n        fi\n"
              "        name+=\" ${COMP_WORDS[2]}\"\n        ;;\n",
              stdout);
    }
    /* bash takes --option=value apart. */
    fputs("    esac\n"
          "    if [[ $word == '=' ]]; then\n        word=''\n"
          "    elif [[ $before == '=' ]]; then\n"
          "        before=${COMP_WORDS[COMP_CWORD - 2]}\n    fi\n"
          "    case $before in\n",
          stdout);
    bash_values();
    fputs("    esac\n"
          "    if [[ -n $words ]]; then\n"
          "        if [[ -n $list && $word == *,* ]]; then begun=${word%,*},; fi\n"
          "        local IFS=$'\\n'\n"
          "        COMPREPLY=($(compgen -P \"$begun\" -W \"$words\" -- \"${word#\"$begun\"}\"))\n"
          "        COMPREPLY=(\"${COMPREPLY[@]// /\\\\ }\")\n"
          "        return\n    fi\n"
          "    [[ $word == -* || $name == completion ]] || return # files\n"
          "    case $name in\n",
          stdout);
    for (const cli_subcommand *s = all_subcommands; s->name != NULL; s++) {
        printf("    '%s') options='", s->name);
        each_option(s, bash_option);
        fputs(strcmp(s->name, "completion") == 0 ? " bash zsh fish' ;;\n" : "' ;;\n", stdout);
    }
    fputs("    esac\n"
          "    COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
          "}\n"
          "complete -o default -F _overflight overflight\n",
          stdout);
}

/* ---- zsh ---- */

static void zsh_word(cli_piece word, cli_piece purpose)
{
    fputs(" '", stdout);
    print_piece(word, ":");
    putchar(':');
    print_piece(purpose, ":");
    putchar('\'');
}

static void zsh_topic(const char *name) { printf(" %s", name); }

/* What comes after the name in a specification of _arguments. */
static void zsh_rest(const cli_subcommand *s, const cli_option *option)
{
    cli_choices choices = cli_choices_of(option);
    putchar('[');
    print_piece(cli_option_purpose(s, option), "[]:\\");
    putchar(']');
    if (option->type != &cli_flag) {
        putchar(':');
        print_quoted(option->expected, strlen(option->expected), ":\\");
        putchar(':');
        if (choices.count > 0) {
            fputs(choices.many ? "_sequence compadd -" : "(", stdout);
            for (size_t k = 0; k < choices.count; k++) {
                if (k > 0 || choices.many) putchar(' ');
                print_piece(choices.words[k], " ");
            }
            if (!choices.many) putchar(')');
        } else if (cli_takes_file(option)) fputs("_files", stdout);
    }
    fputs("' \\\n", stdout);
}

static void zsh_option(const cli_subcommand *s, const cli_option *option)
{
    const char *value = option->type == &cli_flag ? "" : "=";
    const char *repeated = option->type == &cli_text_list ? "*" : "";
    printf("            '%s--%s%s", repeated, option->name, value);
    zsh_rest(s, option);
    if (option->letter == '\0') return;
    printf("            '%s-%c%s", repeated, option->letter, *value == '\0' ? "" : "+");
    zsh_rest(s, option);
}

static void print_zsh(void)
{
    fputs("#compdef overflight\n"
          "# Completes overflight in zsh. Made by 'overflight completion zsh'.\n"
          "_overflight() {\n"
          "    local -a choices\n"
          "    if ((CURRENT == 2)); then\n        choices=(",
          stdout);
    each_first_word(zsh_word);
    fputs(")\n        _describe subcommand choices\n        return\n    fi\n"
          "    local name=$words[2]\n    case $name in\n    help)\n        choices=(",
          stdout);
    each_topic(zsh_topic);
    fputs(")\n        _describe topic choices\n        return\n        ;;\n", stdout);
    for (const cli_subcommand *s = all_subcommands; s->name != NULL; s++) {
        if (!begins_group(s)) continue;
        cli_piece first = cli_first_word(s);
        printf("    %.*s)\n        if ((CURRENT == 3)); then\n            choices=(",
               (int)first.length, first.text);
        each_second_word(first, zsh_word);
        fputs(")\n            _describe verb choices\n            return\n        fi\n"
              "        name+=\" $words[3]\"\n        shift words\n        ((CURRENT--))\n"
              "        ;;\n",
              stdout);
    }
    fputs("    esac\n    shift words\n    ((CURRENT--))\n    case $name in\n", stdout);
    for (const cli_subcommand *s = all_subcommands; s->name != NULL; s++) {
        printf("    '%s')\n        _arguments -s -S \\\n", s->name);
        each_option(s, zsh_option);
        printf("            '*: :%s'\n        ;;\n",
               strcmp(s->name, "completion") == 0 ? "(bash zsh fish)" : "_files");
    }
    fputs("    esac\n"
          "}\n"
          "if [[ $zsh_eval_context[-1] == loadautofunc ]]; then\n    _overflight \"$@\"\n"
          "else\n    compdef _overflight overflight\nfi\n",
          stdout);
}

/* ---- fish ---- */

static const cli_subcommand *fish_group;

static void fish_end(cli_piece purpose)
{
    fputs(" -d '", stdout);
    print_piece(purpose, "\\");
    fputs("'\n", stdout);
}

static void fish_word(cli_piece word, cli_piece purpose)
{
    if (fish_group == NULL)
        fputs("complete -c overflight -n 'test (__overflight_words) = 1'", stdout);
    else
        printf(
            "complete -c overflight -n '__overflight_at %.*s; and test (__overflight_words) = 2'",
            (int)cli_first_word(fish_group).length, fish_group->name);
    printf(" -f -a %.*s", (int)word.length, word.text);
    fish_end(purpose);
}

static void fish_topic(const char *name)
{
    printf("complete -c overflight -n '__overflight_at help' -f -a %s\n", name);
}

static void fish_option(const cli_subcommand *s, const cli_option *option)
{
    cli_choices choices = cli_choices_of(option);
    printf("complete -c overflight -n '__overflight_at %s' -l %s", s->name, option->name);
    if (option->letter != '\0') printf(" -s %c", option->letter);
    if (option->type != &cli_flag) fputs(cli_takes_file(option) ? " -r -F" : " -x", stdout);
    if (choices.count > 0) {
        printf(" -a '%s", choices.many ? "(__fish_append ," : "");
        for (size_t k = 0; k < choices.count; k++) {
            if (k > 0 || choices.many) putchar(' ');
            print_piece(choices.words[k], " ");
        }
        fputs(choices.many ? ")'" : "'", stdout);
    }
    fish_end(cli_option_purpose(s, option));
}

static void print_fish(void)
{
    fputs("# Completes overflight in fish. Made by 'overflight completion fish'.\n"
          "function __overflight_words\n    count (commandline -opc)\nend\n"
          "function __overflight_at\n"
          "    set -l words (commandline -opc)\n"
          "    test (count $words) -gt (count $argv); or return\n"
          "    set -l last (math 1 + (count $argv))\n"
          "    test \"$words[2..$last]\" = \"$argv\"\n"
          "end\n",
          stdout);
    fish_group = NULL;
    each_first_word(fish_word);
    each_topic(fish_topic);
    for (const cli_subcommand *s = all_subcommands; s->name != NULL; s++) {
        if (begins_group(s)) {
            fish_group = s;
            each_second_word(cli_first_word(s), fish_word);
        }
        each_option(s, fish_option);
    }
    fputs("complete -c overflight -n '__overflight_at completion' -f -a 'bash zsh fish'\n", stdout);
}

int cli_completion(const cli_options *options)
{
    static const struct {
        const char *name;
        void (*print)(void);
    } shells[] = {{"bash", print_bash}, {"zsh", print_zsh}, {"fish", print_fish}};
    if (options->operands.count != 1) {
        cli_complain("completion: expected one of bash, zsh and fish, found %s",
                     options->operands.count == 0 ? "nothing" : "more than one word");
        return CLI_BAD_INPUT;
    }
    const char *shell = options->operands.items[0];
    all_subcommands = options->others;
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
        if (strcmp(shells[i].name, shell) == 0) {
            shells[i].print();
            return CLI_DONE;
        }
    cli_complain("completion: expected bash, zsh or fish, found '%s'", shell);
    return CLI_BAD_INPUT;
}
