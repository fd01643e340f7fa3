"""Commands under the library of failing.c: each with its inputs in a folder of its own, what it
prints and writes, and how that compares with a run that nothing disturbs."""
import contextlib
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
COMMAND = os.path.abspath(os.environ.get("OVERFLIGHT", ""))
SOURCE = pathlib.Path(os.environ.get("OVERFLIGHT_SOURCE", ".")).absolute()
GEODATA = SOURCE / "geodata"

PLAN = """{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"id": "a"}, "geometry": {"type": "LineString",
 "coordinates": [[-1, 0.5, 9000], [0.5, 0.5, 9000], [2, 0.4, 9000]]}},
{"type": "Feature", "properties": {"id": "b", "coordTimes": ["2020-01-01T00:00:00Z",
 "2020-01-01T00:10:00Z"]}, "geometry": {"type": "LineString",
 "coordinates": [[0.2, -0.5, 9000], [0.3, 1.5, 8000]]}}]}
"""
TABLE = "id,time,lon,lat,altitude_m\n" + "".join(
    "t,2020-01-01T00:%02d:00Z,%.2f,0.4,9000\n" % (k, k / 10 - 0.5) for k in range(20))
# What is run, and what it writes. Inputs are IN/...; what another run made is MADE/...
COMMANDS = {
    "check": (["check", "IN/plan.geojson", "--zones", "IN/square.geojson"], []),
    "suggest": (["check", "IN/plan.geojson", "--zones", "IN/square.geojson", "--suggest",
                 "out.geojson"], ["out.geojson"]),
    "repair": (["check", "GEODATA/flights/kaliningrad-500.geojson", "--suggest", "out.geojson"],
               ["out.geojson"]),
    "sweep": (["check", "GEODATA/flights/kaliningrad-500.geojson", "--sweep",
               "max_distance_km=400:600:100", "-o", "out.csv", "--png", "out.png"],
              ["out.csv", "out.png"]),
    "analyze": (["analyze", "IN/plan.geojson", "IN/table.csv", "--zones", "IN/square.geojson",
                 "--swath-km", "20", "--layers", "all", "--formats", "csv,geojson,fgb,gpkg,html",
                 "--jobs", "1", "-q", "-o", "out"], ["out"]),
    "tables": (["analyze", "IN/plan.geojson", "--zones", "IN/square.geojson", "--formats", "csv",
                "--jobs", "1", "-o", "out"], ["out"]),
    "stdout": (["analyze", "IN/plan.geojson", "--zones", "IN/square.geojson", "--formats", "csv",
                "--layers", "statistics", "--jobs", "1", "-o", "-"], []),
    "merge": (["merge", "MADE/parts/part-1-of-2", "MADE/parts/part-2-of-2", "-o", "out"], ["out"]),
    "map": (["map", "MADE/result"], ["MADE/result"]),
    "picture": (["map", "MADE/result", "-o", "out.png"], ["out.png"]),
    "drawing": (["map", "MADE/result", "-o", "out.svg"], ["out.svg"]),
    "survey": (["survey", "--zone", "square", "--zones", "IN/square.geojson", "--swath-km", "60",
                "--rounds", "3", "-o", "out.geojson"], ["out.geojson"]),
    "convert": (["convert", "IN/table.csv", "-o", "out.gpx"], ["out.gpx"]),
    "package": (["convert", "IN/plan.geojson", "-o", "out.gpkg"], ["out.gpkg"]),
    "areas": (["convert", "IN/square.geojson", "-o", "out.geojson"],
              ["out.geojson"]),
    "inspect": (["inspect", "IN/table.csv"], []),
    "read-package": (["check", "MADE/plan.gpkg", "--zones", "IN/square.geojson"], []),
    "zones-list": (["zones", "list"], []),
    "zones-show": (["zones", "show", "kaliningrad"], []),
    "zones-validate": (["zones", "validate", "IN/square.geojson"], []),
    "airfields-list": (["airfields", "list"], []),
    "airfields-show": (["airfields", "show", "EDDK"], []),
    "airfields-check": (["airfields", "check", "POL"], []),
    "rules-list": (["rules", "list"], []),
    "rules-show": (["rules", "show", "treaty-1992"], []),
    "rules-validate": (["rules", "validate", "GEODATA/rules/treaty-1992.json"], []),
    "sensors-list": (["sensors", "list"], []),
    "sensors-show": (["sensors", "show", "ka-91c"], []),
    "completion": (["completion", "bash"], []),
}

MAKE = [
    ["analyze", "IN/plan.geojson", "--zones", "IN/square.geojson", "--shard", "1/2", "--layers",
     "all", "--swath-km", "20", "-q", "-o", "MADE/parts"],
    ["analyze", "IN/plan.geojson", "--zones", "IN/square.geojson", "--shard", "2/2", "--layers",
     "all", "--swath-km", "20", "-q", "-o", "MADE/parts"],
    ["analyze", "IN/plan.geojson", "--zones", "IN/square.geojson", "--swath-km", "20", "--formats",
     "csv,gpkg,html", "-q", "-o", "MADE/result"],
    ["convert", "IN/plan.geojson", "-o", "MADE/plan.gpkg"],
]


def compile_library(folder):
    """The library to preload; exits with 77 where there is no compiler, or another C library."""
    library = folder / "failing.so"
    source = HERE / "failing.c"
    try:
        made = subprocess.run(["cc", "-O1", "-fno-omit-frame-pointer", "-shared", "-fPIC", "-w",
                               "-o", library, source, "-ldl"], capture_output=True, text=True)
    except FileNotFoundError:
        print("skipped: there is no C compiler")
        sys.exit(77)
    if made.returncode != 0:
        print("skipped: the library to preload cannot be made:", made.stderr)
        sys.exit(77)
    return library


def replaces_memory():
    """Whether the command gives memory itself, as it does without sanitizers on glibc."""
    listed = subprocess.run(["nm", "-D", "--defined-only", COMMAND], capture_output=True, text=True)
    return any(line.split()[-1] == "malloc" for line in listed.stdout.splitlines() if line.strip())


def is_same(name, one, other):
    """Whether two files say the same. SQLite counts in a package how often it was begun."""
    if one == other or one is None or other is None or not name.endswith(".gpkg"):
        return one == other
    dumps = []
    for content in one, other:
        with contextlib.closing(sqlite3.connect(":memory:")) as package:
            package.deserialize(content)
            try:
                dumps.append(list(package.iterdump()))
            except sqlite3.DatabaseError:
                return False
    return dumps[0] == dumps[1]


def are_same(some, others):
    return some.keys() == others.keys() and all(is_same(name, some[name], others[name])
                                                for name in some)


def sentences(ran):
    """What a command says on stderr, but for how it has read its input."""
    lines = ran.stderr.decode(errors="replace").splitlines(True)
    return "".join(line for line in lines if not line.startswith("note: "))


class Bench:
    """A folder with inputs and with what other runs made, and runs of commands in it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.library = compile_library(self.folder)
        inputs = self.folder / "in"
        inputs.mkdir()
        (self.folder / "made").mkdir()
        shutil.copy(HERE.parent / "data" / "square.geojson", inputs)
        (inputs / "plan.geojson").write_text(PLAN)
        (inputs / "table.csv").write_text(TABLE)
        for words in MAKE:
            subprocess.run(self.words(words, self.folder), check=True, capture_output=True)
        self.runs = 0

    def words(self, words, there):
        made = there / "made" if (there / "made").exists() else self.folder / "made"
        places = {"IN/": f"{self.folder}/in/", "MADE/": f"{made}/", "GEODATA/": f"{GEODATA}/"}
        out = []
        for word in words:
            for mark, place in places.items():
                if word.startswith(mark):
                    word = place + word[len(mark):]
            out.append(word)
        return [COMMAND, *out]

    def fresh(self, name):
        """A folder for one run; the analysis that `map` changes is copied into it."""
        self.runs += 1
        there = self.folder / ("run-%d" % self.runs)
        there.mkdir()
        if any(target.startswith("MADE/") for target in COMMANDS[name][1]):
            shutil.copytree(self.folder / "made", there / "made")
        return there

    def run(self, name, there, more=(), **fail):
        environment = dict(os.environ, LD_PRELOAD=str(self.library),
                           OGR_CURRENT_DATE="2000-01-01T00:00:00.000Z")
        environment.update({"FAIL_" + key.upper(): str(value) for key, value in fail.items()})
        words = self.words(COMMANDS[name][0], there) + list(more)
        try:
            return subprocess.run(words, cwd=there, env=environment, capture_output=True,
                                  timeout=60)
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess(words, -signal.SIGXCPU, b"", b"(it hangs)")

    def results(self, name, there):
        """The bytes of what has its final name: what is under way is hidden, or ends in .partial-
        and a number."""
        found = {}
        for target in COMMANDS[name][1]:
            path = there / target.replace("MADE/", "made/")
            files = sorted(path.rglob("*")) if path.is_dir() else [path] if path.exists() else []
            for file in files:
                hidden = any(part[0] == "." for part in file.relative_to(there).parts)
                if file.is_file() and not hidden:
                    found[str(file.relative_to(there))] = file.read_bytes()
        return found

    def usual(self, name, **fail):
        """An undisturbed run, what it writes, what was there before, and how many there are of
        what can fail."""
        there = self.fresh(name)
        before = self.results(name, there)
        count = self.folder / "count"
        ran = self.run(name, there, count=count, **fail)
        counts = dict(line.split() for line in count.read_text().splitlines())
        return Usual(ran, before, self.results(name, there), counts)


class Usual:
    def __init__(self, ran, before, after, counts):
        self.ran, self.before, self.after = ran, before, after
        self.counts = {kind: int(count) for kind, count in counts.items()}

    def harm(self, results):
        """What is wrong with what has a final name: every file is the new one or the old one."""
        for name, content in results.items():
            if not any(is_same(name, content, of.get(name)) for of in (self.before, self.after)):
                return "%s is neither the old one nor the new one" % name
        missing = set(self.before) - set(results)
        if missing:
            return "%s is gone" % sorted(missing)[0]
        folder = {name for name in self.after if "/" in name}
        if not self.before and folder & set(results) and not folder <= set(results):
            return "%s is missing" % sorted(set(self.after) - set(results))[0]
        return ""
