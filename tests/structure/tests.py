#!/usr/bin/python3
# Tests: src/
"""Tests and what they test are found from each other: each test has at its head lines such as

    Tests: src/geodesy/leg.c src/input/json/ scripts/parallel

that name what it mainly tests. A name may be a file, a pattern, or a folder with a slash at its
end. Every test has such a line, every name stands for something, and every C file of src/ is named
by a test, be it by a pattern for its own folder; a whole folder names none.

    tests/structure/tests.py src/geodesy/leg.c ...

prints the tests of files."""
import collections, fnmatch, glob, os, re, sys

TESTS = ["unit/test_*.c", "cli/*.py", "cli/cases/*.txt", "oracle/*.py", "structure/*.py",
         "docs/*.py", "examples/*.py", "install/*.sh", "python/*.py", "cluster/*.py",
         "remote/*.py", "qgis/*.py", "browser/*.py", "fuzz/*.c"]
HEAD = 40  # a Tests: line stands within so many lines
LINE = re.compile(r"^(?: \*|#|/\*) Tests: (.+?)(?: \*/)?$")

here = os.path.dirname(os.path.abspath(__file__))
top = os.path.relpath(os.environ.get("OVERFLIGHT_SOURCE", os.path.join(here, "..", "..")))


def names_in(test):
    with open(os.path.join(top, test), encoding="utf-8") as file:
        found = [LINE.match(line.rstrip("\n")) for line, _ in zip(file, range(HEAD))]
    return [name for match in found if match for name in match.group(1).split()]


def exists(name):
    path = os.path.join(top, name)
    return os.path.isdir(path) if name.endswith("/") else any(map(os.path.isfile, glob.glob(path)))


def is_named(path, name):
    """A pattern is for one folder: what it leaves open is the name of the file. "FOLDER/" is all of
    it."""
    pattern = os.path.basename(name) or "*.c"
    return os.path.dirname(path) == os.path.dirname(name) and \
        fnmatch.fnmatchcase(os.path.basename(path), pattern)


tests = sorted(os.path.relpath(path, top) for pattern in TESTS
               for path in glob.glob(os.path.join(top, "tests", pattern)))
named = {test: names_in(test) for test in tests}

if len(sys.argv) > 1:
    unknown = False
    for path in sys.argv[1:]:
        path = os.path.relpath(path, top)
        found = [test for test in tests if any(is_named(path, name) for name in named[test])]
        print(f"{path}: {' '.join(found) if found else 'no test names it'}")
        unknown = unknown or not found
    sys.exit(1 if unknown else 0)

sources = sorted(os.path.relpath(path, top) for path in
                 glob.glob(os.path.join(top, "src", "**", "*.c"), recursive=True))
problems = [f"{test} has no line 'Tests: FILE...' at its head" for test in tests if not named[test]]
problems += [f"{test} tests {name}, which does not exist"
             for test in tests for name in named[test] if not exists(name)]
by_source = {path: [test for test in tests if any(is_named(path, name) for name in named[test])]
             for path in sources}
problems += [f"{path} is named by no test" for path in sources if not by_source[path]]
print("\n".join(problems))
count = collections.Counter(map(len, by_source.values()))
print(f"{len(tests)} tests, {len(sources)} files of src/; "
      f"{count[1]} of them are named by one test, {len(sources) - count[0] - count[1]} by more")
sys.exit(1 if problems or len(tests) < 80 or len(sources) < 200 else 0)
