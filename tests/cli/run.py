#!/usr/bin/python3
# Tests: src/cli/main.c src/cli/analyze.c src/cli/zones.c
"""Runs the cases of the command; README.md beside this says how a case is written."""
import csv
import io
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77


class Failure(Exception):
    pass


def needs(program):
    """What is left out in silence would be taken for tested."""
    want(shutil.which(program), f"{program} is not installed; scripts/setup test installs it")


def want(condition, message):
    if not condition:
        raise Failure(message)


def read_cases(path):
    """Yields (line number, title, [(line number, line, block)])."""
    title, blanks = None, 0
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if line.startswith("== "):
            if title:
                yield start, title, steps
            start, title, steps, blanks = number, line[3:], [], 0
        elif line.startswith("  ") and title and steps:
            steps[-1][2].extend([""] * blanks + [line[2:]])
            blanks = 0
        elif not line:
            blanks += 1  # part of a block where the block goes on
        elif line.startswith("#"):
            blanks = 0
        else:
            want(title, f"{path.name}:{number}: a case begins with '== TITLE'")
            steps.append((number, line.rstrip(), []))
            blanks = 0
    if title:
        yield start, title, steps


def snapshot(directory):
    return {
        str(p.relative_to(directory)): p.read_bytes() if p.is_file() else None
        for p in sorted(directory.rglob("*"))
    }


def split_fields(text):
    fields = {}
    for word in shlex.split(text):
        key, equals, value = word.partition("=")
        want(equals, f"'{word}' is not KEY=VALUE")
        fields[key] = value
    return fields


def is_value(found, wanted):
    value, tilde, tolerance = wanted.rpartition("~")
    if not tilde:
        return found == wanted
    try:
        return abs(float(found) - float(value)) <= float(tolerance)
    except ValueError:
        return False


class Case:
    def __init__(self, directory, command):
        self.directory = directory
        self.command = command
        self.environment = {
            k: v
            for k, v in os.environ.items()
            if not k.startswith(("GDAL_", "OGR_", "CPL_"))
        }
        self.out = self.err = ""
        self.status = None
        self.status_told = True

    def text(self, name):
        path = self.directory / name
        want(path.is_file(), f"{name} is not there")
        return path.read_text("utf-8", errors="surrogateescape")

    def done_with_command(self):
        want(self.status_told or self.status == 0, f"exit status {self.status}; stderr: {self.err}")
        self.status_told = True

    def run(self, line):
        self.done_with_command()
        words = shlex.split(line)
        want(words[0] == "overflight", "only overflight is run")
        self.before = snapshot(self.directory)
        ran = subprocess.run([self.command] + words[1:],
                             cwd=self.directory,
                             env=self.environment,
                             capture_output=True,
                             timeout=120,
                             stdin=subprocess.DEVNULL)
        self.out = ran.stdout.decode("utf-8")
        self.err = ran.stderr.decode("utf-8")
        self.status = ran.returncode
        self.status_told = False

    def refused(self, pieces):
        self.status_told = True
        want(self.status == 2, f"exit status {self.status} instead of 2; stderr: {self.err}")
        want(self.out == "", f"stdout should be empty, and is: {self.out}")
        want(
            self.err.startswith("overflight: ") and self.err.endswith("\n")
            and self.err.count("\n") == 1,
            f"stderr should be one sentence, and is: {self.err!r}")
        for piece in pieces.split(" | "):
            want(piece in self.err, f"'{piece}' is not in: {self.err}")
        after = snapshot(self.directory)
        want(
            after == self.before,
            "files were made or changed: " + ", ".join(
                sorted(k for k in after.keys() | self.before.keys()
                       if after.get(k, 0) != self.before.get(k, 0))))

    def row(self, name, rest):
        keys, arrow, values = rest.partition(" -> ")
        want(arrow, "'->' is missing")
        keys, values = split_fields(keys), split_fields(values)
        want(keys and values, "a row is found by a value, and has others")
        rows = [
            r for r in csv.DictReader(io.StringIO(self.text(name))) if all(
                r.get(k) == v for k, v in keys.items())
        ]
        want(len(rows) == 1, f"{len(rows)} rows of {name} have {keys}")
        for key, value in values.items():
            want(key in rows[0], f"{name} has no column {key}")
            want(is_value(rows[0][key], value),
                 f"{name}: {key} is {rows[0][key]} instead of {value}")

    def count(self, name):
        text = self.text(name)
        return len(json.loads(text)["features"]) if name.endswith("json") else len(
            list(csv.DictReader(io.StringIO(text))))

    def opens(self, name, count=None):
        needs("ogrinfo")
        # First what it says of the layer, then every feature, whose geometries are read only then.
        for summary in (["-so"], []):
            ran = subprocess.run(["ogrinfo", "-ro", "-al", *summary, name],
                                 cwd=self.directory,
                                 capture_output=True,
                                 text=True)
            want(
                ran.returncode == 0 and ran.stderr == "" and "ERROR" not in ran.stdout
                and not re.search("^Warning", ran.stdout, re.M),
                f"ogrinfo on {name}: {ran.stderr}")
        if count is not None:
            want(f"Feature Count: {count}\n" in ran.stdout,
                 f"ogrinfo finds not {count} features: {ran.stdout}")

    def open_all(self, name):
        beside = (".qgz", ".qml", ".html")  # what is no layer
        paths = [
            p for p in sorted((self.directory / name).iterdir())
            if p.name != "summary.json" and p.suffix not in beside
        ]
        want(paths, f"there is nothing in {name}")
        for path in paths:
            self.opens(str(path))

    def step(self, line, block):
        word, _, rest = line.partition(" ")
        block_text = "".join(b + "\n" for b in block)
        label, colon, value = line.partition(": ")
        name = label.partition(" ")[2]
        if word == "$":
            self.run(rest)
        elif word == "write":
            path = self.directory / rest
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block_text, "utf-8")
        elif word == "env":
            key, _, setting = rest.partition("=")
            self.environment[key] = setting.replace("{source}", os.environ["OVERFLIGHT_SOURCE"])
        elif label == "refused":
            self.refused(value)
        elif label == "status":
            self.status_told = True
            want(self.status == int(value),
                 f"exit status {self.status} instead of {value}; stderr: {self.err}")
        elif label in ("out", "err") and colon:
            text = getattr(self, label)
            want(value in text, f"'{value}' is not in std{label}: {text}")
        elif label in ("no out", "no err"):
            text = getattr(self, name)
            want(value not in text, f"'{value}' is in std{name}: {text}")
        elif line in ("out empty", "err empty"):
            text = getattr(self, word)
            want(text == "", f"std{word} should be empty, and is: {text}")
        elif line == "out is":
            want(self.out == block_text, f"stdout is\n{self.out}instead of\n{block_text}")
        elif word == "is":
            text = self.text(rest)
            want(text == block_text, f"{rest} is\n{text}instead of\n{block_text}")
        elif label.startswith("no has "):
            name = label[len("no has "):]
            want(
                value.replace("{source}", os.environ["OVERFLIGHT_SOURCE"]) not in self.text(name),
                f"'{value}' is in {name}")
        elif word == "has":
            want(value in self.text(name), f"'{value}' is not in {name}: {self.text(name)[:2000]}")
        elif word == "row":
            self.row(name, value)
        elif word == "rows":
            want(
                self.count(name) == int(value),
                f"{name} has {self.count(name)} rows instead of {value}")
        elif label == "opens all":
            self.open_all(value)
        elif word == "opens":
            self.opens(name, value)
        elif word == "lists":
            found = sorted(p.name for p in (self.directory / name).iterdir())
            want(found == sorted(value.split()), f"{name} has {found}")
        elif word == "absent":
            want(not os.path.lexists(self.directory / rest), f"{rest} is there")
        elif word == "same":
            first, second = (self.directory / p for p in shlex.split(rest))
            want(first.exists() and second.exists(), "one of the two is not there")
            if first.is_file():
                want(first.read_bytes() == second.read_bytes(), f"{rest} differ")
            else:
                one, two = snapshot(first), snapshot(second)
                want(any(one.values()), f"{first.name} has nothing in it")
                want(
                    one == two,
                    f"{rest} differ in " +
                    ", ".join(k for k in one.keys() | two.keys() if one.get(k) != two.get(k)))
        else:
            raise Failure("the line is not understood")


def run_case(path, start, title, steps, command):
    with tempfile.TemporaryDirectory(prefix="overflight-cli-") as scratch:
        directory = pathlib.Path(scratch) / "case"
        shutil.copytree(HERE / "data", directory)
        case = Case(directory, command)
        number = start
        try:
            want(any(line.startswith("$ ") for _, line, _ in steps), "a case runs the command")
            for number, line, block in steps:
                case.step(line, block)
            case.done_with_command()
        except (Failure, OSError, ValueError, subprocess.TimeoutExpired) as failure:
            print(f"FAILED {path.name}:{number}: {title}\n    {failure}")
            return False
    return True


def main():
    command = os.environ.get("OVERFLIGHT")
    if not command or not os.environ.get("OVERFLIGHT_SOURCE"):
        print("skipped: OVERFLIGHT and OVERFLIGHT_SOURCE are not both set")
        return SKIPPED
    command = os.path.abspath(command)
    paths = [pathlib.Path(a) for a in sys.argv[1:]] or sorted((HERE / "cases").glob("*.txt"))
    good = bad = 0
    for path in paths:
        before = good + bad
        for start, title, steps in read_cases(path):
            if run_case(path, start, title, steps, command):
                good += 1
            else:
                bad += 1
        if good + bad == before:
            bad += 1
            print(f"FAILED {path.name}: there is no case in it")
    print(f"{good} cases passed, {bad} failed")
    return 1 if bad or not good else 0


if __name__ == "__main__":
    sys.exit(main())
