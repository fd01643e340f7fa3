#!/usr/bin/python3
# Tests: src/cli/option_table.c
"""The library's sentences name neither options nor subcommands of the command: a program that calls
it has none. An error or a finding has a remedy instead (overflight/error.h), and the command says
what that is called with it (src/cli/failure.c), for each of them."""
import os, re, sys

source = os.environ.get("OVERFLIGHT_SOURCE", os.getcwd())


def read(*path):
    with open(os.path.join(source, *path), encoding="utf-8") as file:
        return file.read()


def literals(text):
    """(line, text) of each string, those that stand side by side as one."""
    tokens = re.compile(r'/\*.*?\*/|//[^\n]*|\'(?:\\.|[^\'\\\n])+\'|"((?:\\.|[^"\\\n])*)"|\S', re.S)
    joined, line, last, begin = None, 1, 0, 0
    for match in tokens.finditer(text):
        line += text.count("\n", last, match.start())
        last = match.start()
        if match[0].startswith(("/*", "//")):
            continue
        if match[1] is None:
            if joined is not None:
                yield begin, joined
            joined = None
        elif joined is None:
            begin, joined = line, match[1]
        else:
            joined += match[1]
    if joined is not None:
        yield begin, joined


names = re.findall(r'^    \{"([a-z]+)', read("src", "cli", "subcommands.c"), re.M)
forbidden = re.compile(r"(?<![\w<!-])--[a-z]|\boverflight (?:help|%s)\b" % "|".join(set(names)))
problems, files, strings = [], 0, 0
for folder, _, entries in os.walk(os.path.join(source, "src")):
    for name in sorted(entries):
        path = os.path.relpath(os.path.join(folder, name), source)
        if not name.endswith((".c", ".h")) or path.startswith(os.path.join("src", "cli")):
            continue
        files += 1
        for line, string in literals(read(path)):
            strings += 1
            if forbidden.search(string):
                problems.append(f"{path}:{line}: \"{string[:80]}\" names what only the command has")

remedies = set(re.findall(r"\bOVF_REMEDY_\w+", read("include", "overflight", "error.h")))
remedies -= {"OVF_REMEDY_NONE", "OVF_REMEDY_COUNT"}
texts = dict(re.findall(r'\[(OVF_REMEDY_\w+)\] = "([^"]+)"', read("src", "cli", "failure.c")))
for remedy in sorted(remedies ^ texts.keys()):
    problems.append(f"{remedy} is in only one of error.h and src/cli/failure.c")
options = set(re.findall(r'= \{"([a-z-]+)"', read("src", "cli", "option_table.c")))
for remedy, text in sorted(texts.items()):
    for option in re.findall(r"--([a-z-]+)", text):
        if option not in options:
            problems.append(f"{remedy}: there is no option --{option}")

for problem in problems:
    print(problem)
print(f"{files} files, {strings} strings, {len(names)} subcommands, {len(texts)} remedies")
if files < 200 or strings < 2000 or len(set(names)) < 9 or len(texts) < 10 or len(options) < 40:
    sys.exit("fewer were read than there must be")
sys.exit(1 if problems else 0)
