#!/usr/bin/python3
# Tests: README.md
"""What the pages show is what happens: runs the commands and programs in them, compares the output.

A page is a Markdown file of the repository. Its fenced blocks are, by the word behind the fence:

console  commands, each after "$ ", followed by what it prints on standard output and standard error
         together. A backslash at the end of a line continues the command. A line with nothing but …
         stands for lines that were cut off. A status other than 0 must be shown: the next command
         is then `echo $?`.
c        a whole program, compiled with the public headers and run. The text block that follows is
         what it prints.
text     output, or a drawing.

All other blocks cannot be run here, and each stands in NOT_RUN with the reason. The commands of a
page run in one fresh folder, in the order of the page. In it are a link to geodata/, scripts/run
and an empty folder out/, and `overflight` is in the PATH. Links and paths in the pages must lead
somewhere.

`tests/docs/run.py --update` writes into the pages what the commands print now; review what has
changed with git diff. It needs the environment that ctest sets: OVERFLIGHT, OVERFLIGHT_BUILD and
OVERFLIGHT_SOURCE."""
import glob
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

TOP = pathlib.Path(os.environ.get("OVERFLIGHT_SOURCE") or os.getcwd()).resolve()
COMMAND, BUILD = os.environ.get("OVERFLIGHT"), os.environ.get("OVERFLIGHT_BUILD")
REQUIRED = [
    "README.md",
    "src/README.md",
    "src/cli/README.md",
    "tests/README.md",
    "tests/cli/README.md",
    "scripts/README.md",
    "geodata/README.md",
    ".github/CONTRIBUTING.md",
    ".github/CHANGELOG.md",
]
# Page, first line of the block, and why it cannot be run in a test.
NOT_RUN = [
    ("tests/README.md", "FULL=own ONLY=check,convert tests/cli/memory.py", "takes long"),
    ("tests/README.md", "FLIGHT_FORMAT=igc build/fuzz/fuzz/fuzz_flights -max_total_time=60 \\",
     "wants Clang, and takes a minute"),
    (".github/CONTRIBUTING.md", "scripts/run", "builds, and runs all the tests"),
    ("README.md", "import overflight", "tests/python/installed.py runs it"),
    ("README.md", "scripts/test", "builds, and runs all the tests"),
    ("scripts/README.md", "scripts/package",
     "installs packages; tests/install/packages.py does so in a system of its own"),
    ("src/cli/README.md", "source <(overflight completion bash)",
     "bash alone has it; tests/cli/completion.py tries it there"),
    ("scripts/README.md", "cmake --preset release && cmake --build --preset release",
     "builds and installs; tests/install does so"),
    ("scripts/README.md", "cc program.c $(pkg-config --cflags --libs overflight)",
     "needs an installation; tests/install/consumer.sh has one"),
    ("scripts/README.md", "find_package(overflight REQUIRED)",
     "needs an installation; tests/install/consumer.sh has one"),
    ("scripts/README.md", "scripts/parallel --shards 16 -o result -- tracks/*.gpkg --skip-invalid",
     "needs Slurm and Kubernetes; tests/cluster has them"),
    ("scripts/README.md",
     "overflight analyze /vsis3/bucket/tracks.fgb --zones /vsicurl/https://example.org/z.fgb \\",
     "needs servers; tests/remote has them"),
    ("scripts/README.md", "scripts/qgis-plugin/pack", "tests/qgis/plugin.py does so"),
    ("scripts/README.md", "scripts/study-kaliningrad geodata/study",
     "takes minutes; tests/cli/study.py does a part"),
    ("scripts/README.md", "scripts/study-kaliningrad --map geodata/study/kaliningrad.png",
     "tests/docs/picture.py does so"),
    ("geodata/README.md", "{", "a rule set; tests/cli/classes.py reads it"),
    ("src/cli/README.md",
     "overflight check plan.geojson --zones airspace.geojson --rules airspace-vfr",
     "needs files of the reader's; tests/cli/classes.py has such"),
    ("src/cli/README.md",
     "overflight check plan.geojson --zones mine.geojson --rules zones,treaty-1992",
     "needs files of the reader's; tests/cli has such"),
    ("src/cli/README.md",
     "overflight analyze tracks.fgb --layers statistics -o result         # the table alone",
     "needs files of the reader's; tests/cli has such"),
    ("src/cli/README.md",
     "overflight analyze plan.geojson --sensor osdcam4060 --height 3353 -o result",
     "needs files of the reader's; tests/cli has such"),
    ("tests/README.md", "scripts/test --quick -R unit.test_area", "builds, and runs tests"),
    ("tests/README.md", "scripts/build sanitize -DOVERFLIGHT_TESTS=ON", "builds, and runs tests"),
    ("tests/README.md", "scripts/fuzz 60", "wants Clang, and takes a quarter of an hour"),
    ("tests/README.md", "scripts/bench peers", "takes minutes"),
    ("tests/cli/README.md",
     "export OVERFLIGHT=$PWD/build/release/bin/overflight OVERFLIGHT_SOURCE=$PWD",
     "is itself a test"),
]
# So many there must be, so that a mistake in reading the pages does not skip them in silence.
COMMANDS_MIN, PROGRAMS_MIN, LINKS_MIN, PATHS_MIN = 35, 1, 40, 120
# The program in a page is this file, which is a test too.
SAME = {"README.md": "tests/examples/length.c"}
CUT = "…"


class Block:
    def __init__(self, word, begin):
        self.word, self.begin, self.lines = word, begin, []


def blocks_of(lines):
    """The fenced blocks; begin is the index of the first line inside."""
    found, block = [], None
    for index, line in enumerate(lines):
        if line.startswith("```"):
            if block is None:
                block = Block(line[3:].strip(), index + 1)
            else:
                found.append(block)
                block = None
        elif block is not None:
            block.lines.append(line)
    if block is not None:
        raise ValueError(f"the block of line {block.begin} does not end")
    return found


def commands_of(block):
    """Each command with the lines that follow it: (command, lines of the command, expected)."""
    found = []
    lines = iter(block.lines)
    for line in lines:
        if line.startswith("$ "):
            typed = [line]
            while typed[-1].endswith("\\"):
                typed.append(next(lines))
            found.append(("\n".join(typed)[2:], typed, []))
        elif found:
            found[-1][2].append(line)
        else:
            raise ValueError(f"line {block.begin + 1}: expected a command, found {line!r}")
    return found


def matches(expected, printed):
    """Whether the lines are the same, where … stands for one line or more."""
    if CUT not in expected:
        return expected == printed
    at = expected.index(CUT)
    if expected[:at] != printed[:at]:
        return False
    rest = expected[at + 1:]
    return any(matches(rest, printed[skip:]) for skip in range(at + 1, len(printed) + 1))


class Page:
    def __init__(self, name, folder, update):
        self.name, self.folder, self.update = name, folder, update
        self.lines = (TOP / name).read_text(encoding="utf-8").split("\n")
        self.blocks = blocks_of(self.lines)
        self.problems, self.commands, self.programs, self.other = [], 0, 0, []
        self.edits = []  # (first line, number of lines, new lines)

    def problem(self, line, text):
        self.problems.append(f"{self.name}:{line}: {text}")

    def environment(self):
        kept = {
            name: value
            for name, value in os.environ.items() if not name.startswith(("OVERFLIGHT", "OVF_"))
        }
        path = f"{self.folder / 'path'}:{os.environ['PATH']}"
        return kept | {"PATH": path, "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}

    def prepare(self):
        """The folder in which the page's commands run."""
        (self.folder / "path").mkdir()
        (self.folder / "path/overflight").symlink_to(COMMAND)
        (self.folder / "geodata").symlink_to(TOP / "geodata")
        (self.folder / "out").mkdir()
        # scripts/run itself, without installing and building.
        (self.folder / "scripts").mkdir()
        (self.folder / "build/release/bin").mkdir(parents=True)
        (self.folder / "build/release/bin/overflight").symlink_to(COMMAND)
        shutil.copy(TOP / "scripts/run", self.folder / "scripts/run")
        for name in ("setup", "build"):
            (self.folder / "scripts" / name).write_text("#!/bin/sh\n")
            (self.folder / "scripts" / name).chmod(0o755)

    def run(self):
        self.prepare()
        for index, block in enumerate(self.blocks):
            if block.word == "console":
                self.run_console(block)
            elif block.word == "c":
                after = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
                self.run_program(block, after)
            elif block.word != "text":
                self.other.append(block)
        if self.edits:
            for begin, count, new in sorted(self.edits, reverse=True):
                self.lines[begin:begin + count] = new
            (TOP / self.name).write_text("\n".join(self.lines), encoding="utf-8")
            print(f"{self.name}: {len(self.edits)} outputs written")

    def run_console(self, block):
        line, status = block.begin, 0
        for command, typed, expected in commands_of(block):
            self.commands += 1
            shown = command == "echo $?"
            if status != 0 and not shown:
                self.problem(line, f"exit status {status} of the command before is not shown")
            done = subprocess.run(["bash", "-c", f"(exit {status})\n{command}"],
                                  cwd=self.folder,
                                  env=self.environment(),
                                  stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT,
                                  encoding="utf-8")
            status = done.returncode
            printed = done.stdout.splitlines()
            begin = line + len(typed)
            line = begin + len(expected)
            wanted = [text.rstrip() for text in expected]
            while wanted and wanted[-1] == "":  # blank lines before the next command
                wanted.pop()
            if not matches(wanted, [text.rstrip() for text in printed]):
                if self.update and CUT not in wanted:
                    self.edits.append((begin, len(wanted), printed))
                    continue
                self.problem(begin, f"'{command}' printed\n" + "\n".join(printed) +
                             "\n-- expected\n" + "\n".join(wanted))
        if status != 0:
            self.problem(line, f"exit status {status} of the last command is not shown")

    def run_program(self, block, after):
        self.programs += 1
        source, program = self.folder / "program.c", self.folder / "program"
        text = "\n".join(block.lines) + "\n"
        same = SAME.get(self.name)
        if same and not (TOP / same).exists():
            self.problem(block.begin, f"{same} does not exist")
        elif same and (TOP / same).read_text(encoding="utf-8") != text:
            if self.update:
                text = (TOP / same).read_text(encoding="utf-8")
                self.edits.append((block.begin, len(block.lines), text.splitlines()))
            else:
                self.problem(block.begin, f"the program is not {same}")
        source.write_text(text, encoding="utf-8")
        if after is None or after.word != "text":
            self.problem(block.begin, "expected a text block with the output of the program")
            return
        library = pathlib.Path(BUILD) / "lib"
        flags = ["-std=c17", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-I", TOP / "include"]
        cache = (pathlib.Path(BUILD) / "CMakeCache.txt").read_text(encoding="utf-8")
        sanitize = re.search(r"^OVERFLIGHT_SANITIZE:\w+=(.+)$", cache, re.M)
        if sanitize and sanitize.group(1) != "OFF":
            flags.append(f"-fsanitize={sanitize.group(1)}")
        built = subprocess.run(
            ["cc", *flags, source, "-o", program, "-L", library, "-loverflight",
             f"-Wl,-rpath,{library}"],
            capture_output=True,
            encoding="utf-8")
        if built.returncode != 0:
            self.problem(block.begin, f"the program does not compile:\n{built.stderr}")
            return
        done = subprocess.run([program],
                              cwd=self.folder,
                              env=self.environment(),
                              stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT,
                              encoding="utf-8")
        if done.returncode != 0:
            self.problem(block.begin, f"the program ends with status {done.returncode}")
        if done.stdout.splitlines() != after.lines:
            if self.update:
                self.edits.append((after.begin, len(after.lines), done.stdout.splitlines()))
            else:
                self.problem(after.begin, f"the program printed\n{done.stdout}")

    def prose(self):
        """The lines outside of fenced blocks, with their numbers."""
        inside = set()
        for block in self.blocks:
            inside.update(range(block.begin - 1, block.begin + len(block.lines) + 1))
        return [(i + 1, line) for i, line in enumerate(self.lines) if i not in inside]

    def check_links(self):
        """Links within the repository lead to files and headings. Returns how many there are."""
        count = 0
        for number, line in self.prose():
            for target in re.findall(r"\]\(([^)\s]+)\)", line):
                if re.match(r"[a-z]+:", target):
                    continue
                count += 1
                path, _, heading = target.partition("#")
                file = (TOP / self.name).parent / path if path else TOP / self.name
                if not file.exists():
                    self.problem(number, f"{target} does not exist")
                elif heading and heading not in headings(file):
                    self.problem(number, f"{target}: no such heading")
        return count

    def check_paths(self):
        """Paths in `code` that begin with a folder of the repository exist. Returns how many."""
        count = 0
        for number, line in self.prose():
            for path in re.findall(r"`((?:src|include|geodata|tests|scripts|\.github)/[^`\s]*)`",
                                   line):
                count += 1
                pattern = re.sub(r"(?<![A-Z])(NAME|ID|SUBJECT)(?![A-Z])", "*", path)
                if not glob.glob(str(TOP / pattern)):
                    self.problem(number, f"{path} does not exist")
        return count


def headings(file):
    """The anchors of a page's headings, as GitHub makes them."""
    found = set()
    for line in file.read_text(encoding="utf-8").split("\n"):
        if line.startswith("#"):
            words = re.sub(r"[^\w\- ]", "", line.lstrip("#").strip().lower())
            found.add(words.replace(" ", "-"))
    return found


def pages():
    found = [TOP / name for name in REQUIRED]
    for folder in ("src", "tests", "scripts", "geodata", ".github"):
        found += (TOP / folder).rglob("*.md")
    return sorted({path.relative_to(TOP).as_posix() for path in found} | {"README.md"})


def main():
    update = sys.argv[1:] == ["--update"]
    if sys.argv[1:] and not update:
        sys.exit(__doc__)
    if not COMMAND or not BUILD:
        print("skipped: OVERFLIGHT or OVERFLIGHT_BUILD is not set")
        sys.exit(77)
    problems, commands, programs, links, paths, other = [], 0, 0, 0, 0, []
    for name in pages():
        with tempfile.TemporaryDirectory() as folder:
            page = Page(name, pathlib.Path(folder), update)
            page.run()
        links += page.check_links()
        paths += page.check_paths()
        problems += page.problems
        commands += page.commands
        programs += page.programs
        other += [(name, block.lines[0] if block.lines else "") for block in page.other]
    listed = [(page, first) for page, first, _ in NOT_RUN]
    problems += [f"{page}: '{first}' is neither run nor in NOT_RUN"
                 for page, first in other if (page, first) not in listed]
    problems += [f"{page}: there is no block that begins with '{first}'"
                 for page, first in listed if (page, first) not in other]
    if len(other) != len(listed):
        problems.append(f"{len(other)} blocks are not run, {len(listed)} are in NOT_RUN")
    for what, count, least in (("commands", commands, COMMANDS_MIN),
                               ("programs", programs, PROGRAMS_MIN), ("links", links, LINKS_MIN),
                               ("paths", paths, PATHS_MIN)):
        if count < least:
            problems.append(f"{count} {what}, expected at least {least}")
    for problem in problems:
        print(problem)
    print(f"{commands} commands and {programs} programs run, {len(other)} blocks not run, "
          f"{links} links and {paths} paths followed")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
