#!/usr/bin/python3
# Tests: src/
"""Text is easy to read: no line has more than 100 columns, and codespell finds no slip.

Exempt from the width are what a command prints (fenced blocks of Markdown that hold output), tables
and links in Markdown, and the expected output in cases of tests; of those only comments count."""
import os, re, subprocess, sys

WIDTH = 100
FOLDERS = ["include", "src", "scripts", "tests", ".github", ".ci"]
SKIPPED = {"__pycache__", "data"}
CODE = (".c", ".h", ".py", ".sh", ".sbatch", ".cmake", ".cjs", ".yaml", ".in")
# Words that are right here.
WORDS = {
    "alle": "German, in the name of a zone of a test",
    "complier": "the search for a route that complies",
    "hart": "P. E. Hart, of A*",
    "lod": "further decimals of a longitude in IGC",
    "nce": "the airport of Nice",
    "nd": "what is left of a text with forbidden bytes",
    "shwo": "a typing error that the command must notice",
    "sourc": "the first half of 'source', cut in two",
    "ue": "how German spells ü without dots",
    "thur": "Thursday in notices",
}
# So many there must be: a mistake in finding them must not pass.
FILES_MIN, LINES_MIN = 600, 80000
SHOWN_MAX = 60

top = os.environ.get("OVERFLIGHT_SOURCE", os.getcwd())


def kind_of(path):
    """'code', 'markdown', 'case', or None for what is no text of ours."""
    name = os.path.basename(path)
    if name.endswith(".md"):
        return "markdown"
    if name.endswith(CODE) or name == "CMakeLists.txt":
        return "code"
    if name.endswith(".txt"):
        return "case" if path.startswith("tests/") else None
    if "." not in name:
        with open(os.path.join(top, path), "rb") as file:
            return "code" if file.read(2) == b"#!" else None
    return None


def texts():
    """Each text with its kind."""
    paths = [name for name in os.listdir(top) if os.path.isfile(os.path.join(top, name))]
    for folder in FOLDERS + ["geodata"]:
        for place, inner, names in os.walk(os.path.join(top, folder)):
            inner[:] = [name for name in inner if name not in SKIPPED]
            paths += [os.path.relpath(os.path.join(place, name), top) for name in names]
    for path in sorted(paths):
        kind = kind_of(path)
        if kind is not None:
            yield path, kind


def counted(kind, lines):
    """The lines whose width counts, with their numbers."""
    fence = None
    for number, line in enumerate(lines, 1):
        if kind == "case" and not line.startswith("#"):
            continue
        if kind == "markdown":
            mark = re.match(r"\s*```(\w*)", line)
            if mark:
                fence = mark.group(1) if fence is None else None
            if line.startswith("|") or (fence in ("console", "text") and not line.startswith("$ ")):
                continue
            # The address of a link does not count, since it cannot be broken.
            line = re.sub(r"\]\([^)]*\)|<https?:[^>]*>|https?:\S+", "", line)
        yield number, line


problems, lines_read, files = [], 0, []
for path, kind in texts():
    files.append(path)
    with open(os.path.join(top, path), encoding="utf-8") as file:
        lines = file.read().split("\n")
    lines_read += len(lines)
    for number, line in counted(kind, lines):
        if len(line) > WIDTH:
            problems.append(f"{path}:{number}: {len(line)} columns, expected at most {WIDTH}")
        if line != line.rstrip() and kind != "markdown":
            problems.append(f"{path}:{number}: blanks at the end of the line")

spelled = subprocess.run(["codespell", "--ignore-words-list", ",".join(WORDS), *files],
                         cwd=top,
                         capture_output=True,
                         text=True)
if spelled.returncode not in (0, 65) or spelled.stderr:
    sys.exit(f"codespell failed: {spelled.stderr}")
problems += spelled.stdout.splitlines()

for problem in problems[:SHOWN_MAX]:
    print(problem)
if len(problems) > SHOWN_MAX:
    print(f"... {len(problems)} in all")
print(f"{len(files)} files, {lines_read} lines")
if len(files) < FILES_MIN or lines_read < LINES_MIN:
    sys.exit(f"expected at least {FILES_MIN} files and {LINES_MIN} lines")
sys.exit(1 if problems else 0)
