#!/usr/bin/python3
# Tests: src/batch/ src/output/state.c src/cli/merge.c src/cli/progress.c src/cli/shard.c
# Tests: src/input/flights/route_stream.c
"""Batches: the same bytes for any number of jobs, after interruptions and in parts; pipes; progress
for programs."""
import json
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from osgeo import ogr, osr

ogr.UseExceptions()
HERE = pathlib.Path(__file__).resolve().parent
COMMAND = os.path.abspath(os.environ.get("OVERFLIGHT", ""))
SEED = int(os.environ.get("SEED", "20261124"))
ROUTES = 1500


def feature(number, draw):
    """A walk about the square; some have times, some no id, some cannot be used."""
    lon, lat = draw.uniform(-2, 4), draw.uniform(-3, 3)
    positions = []
    for _ in range(draw.randint(2, 12)):
        positions.append([round(lon, 7), round(lat, 7)])
        lon, lat = lon + draw.gauss(0, 0.5), lat + draw.gauss(0, 0.5)
    properties = {"kind": draw.choice("ab")}
    if number % 17 != 0:
        properties["id"] = "r%d" % number
    if number % 3 == 0:
        properties["coordTimes"] = [
            "2020-01-01T%02d:%02d:00Z" % (k // 6, k % 6 * 10) for k in range(len(positions))
        ]
    if number % 101 == 50:
        positions[0][1] = 91
    if number % 211 == 60:
        properties["id"] = "r1"  # doubled
    if number % 301 == 70:
        positions = [[0, 30], [180, -30]]  # antipodal
        properties.pop("coordTimes", None)
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {
            "type": "LineString", "coordinates": positions
        }
    }


def features():
    draw = random.Random(SEED)
    return [feature(number, draw) for number in range(ROUTES)]


def write_collection(path, these):
    with open(path, "w") as file:
        file.write('{"type": "FeatureCollection", "features": [\n' +
                   ",\n".join(map(json.dumps, these)) + "\n]}\n")


def write_lines(path, these):
    with open(path, "w") as file:
        file.writelines(json.dumps(one) + "\n" for one in these)


def write_dataset(driver, path, these):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    dataset = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    layer = dataset.CreateLayer("routes", reference, ogr.wkbLineString)
    for name in "id", "kind", "coordTimes":
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    layer.StartTransaction()
    for one in these:
        row = ogr.Feature(layer.GetLayerDefn())
        for name, value in one["properties"].items():
            row[name] = value if isinstance(value, str) else json.dumps(value)
        row.SetGeometry(ogr.CreateGeometryFromJson(json.dumps(one["geometry"])))
        layer.CreateFeature(row)
    layer.CommitTransaction()


class Batch(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.inputs = tempfile.TemporaryDirectory(prefix="overflight-batch-")
        cls.addClassCleanup(cls.inputs.cleanup)
        folder = pathlib.Path(cls.inputs.name)
        these = features()
        print("seed", SEED, file=sys.stderr)
        write_collection(folder / "routes.geojson", these)
        write_lines(folder / "routes.geojsonl", these)
        write_dataset("FlatGeobuf", folder / "routes.fgb", these)
        write_dataset("GPKG", folder / "routes.gpkg", these)
        shutil.copy(HERE / "data" / "square.geojson", folder)

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="overflight-batch-")
        self.addCleanup(scratch.cleanup)
        self.directory = pathlib.Path(scratch.name)
        for path in pathlib.Path(self.inputs.name).iterdir():
            (self.directory / path.name).symlink_to(path)

    def call(self, *arguments, status=0, **more):
        ran = subprocess.run([COMMAND, *arguments],
                             cwd=self.directory,
                             stdin=more.pop("stdin", subprocess.DEVNULL),
                             capture_output=True,
                             text=True,
                             timeout=120,
                             **more)
        self.assertEqual(ran.returncode, status, ran.stderr)
        return ran

    def analyze(self, routes, output, *more, status=0, **others):
        routes = [routes] if isinstance(routes, str) else routes
        # All layers, but without the maps, which have a test of their own (map.py).
        more = more if {"--layers", "--formats"} & set(more) or output == "-" else ("--layers",
                                                                                    "all",
                                                                                    *more)
        return self.call("analyze",
                         *routes,
                         "--zones",
                         "square.geojson",
                         "-o",
                         output,
                         *more,
                         status=status,
                         **others)

    def has_rows(self, result, least=ROUTES // 4):
        """Two runs that write nothing are the same too, so what they write is counted first."""
        folder = self.directory / result
        with open(folder / "statistics.csv") as file:
            heading, *rows = file
        self.assertTrue(heading.startswith("route_id,zone_id,length_m,inside_m,"), heading)
        self.assertGreater(len(rows), least)
        self.assertGreater(sum(float(row.split(",")[3]) for row in rows), least * 1000)
        for path in folder.iterdir():
            self.assertGreater(path.stat().st_size, 0, path)
        totals = json.loads((folder / "summary.json").read_text())["totals"]
        self.assertGreater(totals["routes"], least)

    def same(self, one, other):
        self.has_rows(one)
        one, other = self.directory / one, self.directory / other
        self.assertEqual(sorted(os.listdir(one)), sorted(os.listdir(other)))
        for name in os.listdir(one):
            if (one / name).read_bytes() != (other / name).read_bytes():
                self.fail("%s differs between %s and %s" % (name, one, other))

    # ---- jobs ----

    def test_any_number_of_jobs(self):
        for name in "routes.geojson", "routes.geojsonl", "routes.fgb", "routes.gpkg":
            self.analyze(name, name + ".1", "--skip-invalid", "--jobs", "1")
            for jobs in "2", "7":
                self.analyze(name, "%s.%s" % (name, jobs), "--skip-invalid", "-j", jobs)
                self.same(name + ".1", "%s.%s" % (name, jobs))

    def test_every_format(self):
        formats = "csv,geojson,geojsonseq,gpkg,fgb"
        self.analyze("routes.geojsonl",
                     "one",
                     "--skip-invalid",
                     "--jobs",
                     "1",
                     "--formats",
                     formats)
        self.analyze("routes.geojsonl",
                     "five",
                     "--skip-invalid",
                     "--jobs",
                     "5",
                     "--formats",
                     formats)
        self.same("one", "five")

    def test_every_source_gives_the_same(self):
        tables = []
        for name in "routes.geojson", "routes.geojsonl", "routes.fgb", "routes.gpkg":
            self.analyze(name, name + ".out", "--skip-invalid")
            tables.append(
                sorted(
                    (self.directory / (name + ".out") / "statistics.csv").read_text().splitlines()))
        self.assertEqual(tables[0], tables[1])
        self.assertEqual(tables[0], tables[3])
        # The index of a FlatGeobuf puts routes into another order, so that of doubled ids another
        # one comes first; a route without an id has another number.
        named = [[line
                  for line in table
                  if line.startswith("r") and not line.startswith("r1,")]
                 for table in tables]
        self.assertGreater(len(named[0]), ROUTES / 4)
        self.assertEqual(named[0], named[2])

    def test_the_first_failure_in_the_order_of_the_input(self):
        said = {
            self.analyze(name, "never", "--jobs", jobs, status=2).stderr
            for name in ("routes.geojsonl",)
            for jobs in ("1", "2", "7")
        }
        self.assertEqual(len(said), 1)
        self.assertIn('routes.geojsonl: feature "r50": latitude 91 of position 1 is beyond',
                      said.pop())
        self.assertEqual([name for name in os.listdir(self.directory) if "never" in name], [])

    # ---- parts ----

    def parts(self, routes, count, *more):
        self.addCleanup(shutil.rmtree, self.directory / "parts", ignore_errors=True)
        shutil.rmtree(self.directory / "parts", ignore_errors=True)
        for shard in range(1, count + 1):
            self.analyze(routes, "parts", "--shard", "%d/%d" % (shard, count), *more)
        return ["parts/part-%d-of-%d" % (shard, count) for shard in range(1, count + 1)]

    def test_parts_make_the_whole(self):
        doubled = re.compile("r1\\b")
        for name in "routes.geojson", "routes.geojsonl", "routes.fgb", "routes.gpkg":
            # Doubled ids in two parts are refused, so these go without.
            where = [] if name.startswith("routes.geojson") else [
                "--where", "id <> 'r1' or id is null"
            ]
            routes = name
            if not where:
                routes = "clean-" + name
                these = [one for one in features() if one["properties"].get("id") != "r1"]
                (write_lines if name.endswith("l") else write_collection)(self.directory / routes,
                                                                          these)
            options = ["--skip-invalid", *where]
            self.analyze(routes, name + ".one", *options)
            self.assertIsNone(
                doubled.search((self.directory / (name + ".one") / "statistics.csv").read_text()))
            for count in 1, 2, 7, 16:
                parts = self.parts(routes, count, *options)
                random.Random(count).shuffle(parts)
                self.call("merge", *parts, "-o", "merged", "--force")
                self.same(name + ".one", "merged")

    def test_parts_of_several_files_in_every_format(self):
        these = [one for one in features() if one["properties"].get("id") != "r1"]
        write_lines(self.directory / "a.geojsonl", these[:500])
        write_dataset("GPKG", self.directory / "b.gpkg", these[500:510])
        write_collection(self.directory / "c.geojson", these[510:1200])
        write_dataset("FlatGeobuf", self.directory / "d.fgb", these[1200:])
        routes = ["a.geojsonl", "b.gpkg", "c.geojson", "d.fgb"]
        options = ["--skip-invalid", "--formats", "csv,geojson,geojsonseq,gpkg,fgb"]
        self.analyze(routes, "one", *options)
        self.call("merge", *self.parts(routes, 5, *options), "-o", "merged")
        self.same("one", "merged")

    def test_what_cannot_be_merged(self):
        write_lines(self.directory / "plain.geojsonl",
                    [one for one in features() if one["properties"].get("id") != "r1"])
        one, two, three, four = self.parts("plain.geojsonl", 4, "--skip-invalid", "--layers",
                "statistics")
        refused = lambda *parts: self.call("merge", *parts, "-o", "merged", status=2).stderr
        self.assertIn("parts 2, 4 of 4 are missing", refused(one, three))
        self.assertIn("part 2 of 4 is missing", refused(one, three, four))
        self.assertRegex(refused(one, two, three, four, three),
                         "part-3-of-4 and parts/part-3-of-4 are the same part, number 3 of 4")
        self.assertIn("parts/part-9-of-4 is missing", refused(one, two, three, "parts/part-9-of-4"))
        shutil.copytree(self.directory / "parts", self.directory / "kept")
        # One of another batch, by its options or its input; one that is not complete; one that is
        # no part.
        shutil.rmtree(self.directory / two)
        self.analyze("plain.geojsonl",
                     "parts",
                     "--shard",
                     "2/4",
                     "--skip-invalid",
                     "--layers",
                     "statistics",
                     "--search-km",
                     "10")
        self.assertRegex(refused(one, two, three, four),
                         "not of one batch: between them the options have changed")
        os.rename(self.directory / two, self.directory / "parts" / ".part-2-of-4.partial")
        self.assertRegex(
            refused(one, two, three, four),
            "part-2-of-4 is incomplete: the run that writes it is still at it, or was interrupted")
        (self.directory / two).mkdir()
        os.rename(self.directory / "parts" / ".part-2-of-4.partial", self.directory / "elsewhere")
        self.assertIn("part-2-of-4 is no part of a batch", refused(one, two, three, four))
        kept = ["kept/part-%d-of-4" % shard for shard in (1, 2, 3, 4)]
        with open(self.directory / "kept" / "part-3-of-4" / "statistics.csv.rows", "a") as file:
            file.write("more\n")
        self.assertRegex(
            self.call("merge", *kept, "-o", "merged", status=3).stderr,
            "part-3-of-4/statistics.csv.rows has .* bytes, where .* were written")
        with open(self.directory / "plain.geojsonl", "a") as file:
            file.write("\n")
        self.assertIn("plain.geojsonl has changed", refused(*kept))
        self.assertFalse((self.directory / "merged").exists())

    def test_one_id_in_two_parts(self):
        parts = self.parts("routes.geojsonl", 3, "--skip-invalid")
        self.assertRegex(
            self.call("merge", *parts, "-o", "merged", status=2).stderr,
            "has the id of one in parts/part-1-of-3; ids must differ")

    def test_a_part_that_is_there(self):
        self.parts("routes.geojsonl", 2, "--skip-invalid")
        again = ["--shard", "1/2", "--skip-invalid"]
        before = os.stat(self.directory / "parts" / "part-1-of-2").st_ino
        self.assertIn("exists already",
                      self.analyze("routes.geojsonl", "parts", *again, status=2).stderr)
        self.assertIn("complete already",
                      self.analyze("routes.geojsonl", "parts", *again, "--resume").stdout)
        self.assertEqual(os.stat(self.directory / "parts" / "part-1-of-2").st_ino, before)
        self.assertIn(
            "the options have changed",
            self.analyze("routes.geojsonl",
                         "parts",
                         *again,
                         "--resume",
                         "--search-km",
                         "1",
                         status=2).stderr)

    def test_parts_as_the_environment_says(self):
        def part(**variables):
            shutil.rmtree(self.directory / "parts", ignore_errors=True)
            self.analyze("routes.geojsonl",
                         "parts",
                         "--shard",
                         "auto",
                         "--skip-invalid",
                         env={
                             **os.environ, **variables
                         })
            return os.listdir(self.directory / "parts")

        self.assertEqual(part(SLURM_ARRAY_TASK_ID="3", SLURM_ARRAY_TASK_COUNT="4"), ["part-3-of-4"])
        self.assertEqual(
            part(SLURM_ARRAY_TASK_ID="0", SLURM_ARRAY_TASK_COUNT="4", SLURM_ARRAY_TASK_MIN="0"),
            ["part-1-of-4"])
        self.assertEqual(
            part(SLURM_ARRAY_TASK_ID="6",
                 SLURM_ARRAY_TASK_COUNT="4",
                 SLURM_ARRAY_TASK_MIN="2",
                 SLURM_ARRAY_TASK_STEP="2"), ["part-3-of-4"])
        self.assertEqual(
            part(SLURM_ARRAY_TASK_ID="3", SLURM_ARRAY_TASK_COUNT="1", OVERFLIGHT_SHARDS="4"),
            ["part-3-of-4"])
        self.assertEqual(part(JOB_COMPLETION_INDEX="3", OVERFLIGHT_SHARDS="4"), ["part-4-of-4"])
        for variables in {}, {
                "JOB_COMPLETION_INDEX": "3"
        }, {
                "JOB_COMPLETION_INDEX": "4", "OVERFLIGHT_SHARDS": "4"
        }, {
                "SLURM_ARRAY_TASK_ID": "x"
        }:
            said = self.analyze("routes.geojsonl",
                                "parts",
                                "--shard",
                                "auto",
                                status=2,
                                env={
                                    **os.environ, **variables
                                }).stderr
            self.assertIn("option '--shard'", said)

    # ---- going on ----

    def begin(self, *arguments, limit=None):
        """A run that has a journal: it is stopped, so that its time passes and not ours, until the
        journal is due."""
        def prepare():
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

        process = subprocess.Popen([COMMAND, *arguments],
                                   cwd=self.directory,
                                   stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE,
                                   text=True,
                                   preexec_fn=prepare)
        self.addCleanup(process.kill)
        self.addCleanup(process.communicate)
        return process

    def long_input(self):
        """Enough that it takes seconds."""
        with open(self.directory / "long.geojsonl", "w") as file:
            for copy in range(12):
                for number, one in enumerate(features()):
                    one["properties"]["id"] = "c%d-%d" % (copy, number)
                    if number % 101 != 50 and number % 301 != 70:
                        file.write(json.dumps(one) + "\n")
        return "long.geojsonl"

    def step_until(self, path, process, least_bytes=0):
        """Lets the run go in small steps until the file is there and so large; leaves it
        stopped."""
        end = time.monotonic() + 60
        process.send_signal(signal.SIGSTOP)
        while not path.exists() or path.stat().st_size < least_bytes:
            self.assertIsNone(process.poll(), "the run was over too soon")
            self.assertLess(time.monotonic(), end)
            process.send_signal(signal.SIGCONT)
            time.sleep(0.002)
            process.send_signal(signal.SIGSTOP)

    def go_on_after(self, *options, kill, limit=None):
        """Kills a run when it has a journal, goes on with it, and compares with one that was left
        in peace."""
        options = options if {"--layers", "--formats"} & set(options) else ("--layers",
                                                                            "all",
                                                                            *options)
        arguments = ["analyze", self.long_input(), "--zones", "square.geojson", *options]
        process = self.begin(*arguments, "-o", "result", limit=limit)
        staging = self.directory / ".result.partial"
        self.step_until(staging / "statistics.csv", process, 1000)  # rows, and not only the header
        time.sleep(2.1)  # when the first journal is due
        self.step_until(staging / ".journal", process)
        if kill is not None:
            process.send_signal(kill)
        process.send_signal(signal.SIGCONT)
        out, err = process.communicate(timeout=60)
        self.assertFalse((self.directory / "result").exists())
        return arguments, process.returncode, err

    def check_going_on(self, arguments):
        self.call(*arguments, "-o", "result", "--resume")
        self.call(*arguments, "-o", "undisturbed")
        self.same("undisturbed", "result")
        self.assertFalse((self.directory / ".result.partial").exists())

    def test_after_a_kill(self):
        arguments, status, _ = self.go_on_after("--formats", "csv,geojson,fgb", kill=signal.SIGKILL)
        self.assertEqual(status, -signal.SIGKILL)
        self.check_going_on(arguments)

    def test_after_a_kill_and_another(self):
        arguments, _, _ = self.go_on_after(kill=signal.SIGKILL)
        process = self.begin(*arguments, "-o", "result", "--resume")
        time.sleep(0.05)
        process.kill()
        process.communicate()
        self.check_going_on(arguments)

    def test_after_a_full_disk(self):
        arguments, status, err = self.go_on_after("--layers", "passages,statistics", kill=None,
                limit=1_500_000)
        self.assertEqual(status, 3)
        self.assertRegex(
            err,
            r"\Aoverflight: cannot write result/passages.geojson: File too large: what was"
            r" done \(\d+ routes\) is kept: "
            r"go on with it \(the same command with --resume\)\n\Z")
        self.check_going_on(arguments)

    def test_what_has_changed_is_noticed(self):
        arguments, _, _ = self.go_on_after(kill=signal.SIGTERM)
        self.assertRegex(
            self.call(*arguments, "-o", "result", status=2).stderr,
            r"was interrupted: go on with it, or start anew \(--resume or --force\)")
        said = self.call(*arguments, "-o", "result", "--resume", "--search-km", "1",
                         status=2).stderr
        self.assertIn("the options have changed (search m) since the run was interrupted", said)
        with open(self.directory / "long.geojsonl", "a") as file:
            file.write("\n")
        self.assertIn("long.geojsonl has changed since",
                      self.call(*arguments, "-o", "result", "--resume", status=2).stderr)
        # What cannot be gone on with is kept, until it is to be replaced.
        self.assertTrue((self.directory / ".result.partial" / ".journal").exists())
        self.call(*arguments, "-o", "result", "--force")
        self.assertFalse((self.directory / ".result.partial").exists())

    def test_a_part_goes_on(self):
        arguments, _, _ = self.go_on_after("--layers", "statistics", kill=signal.SIGTERM)
        shutil.rmtree(self.directory / ".result.partial")
        process = self.begin(*arguments, "-o", "parts", "--shard", "1/2")
        staging = self.directory / "parts" / ".part-1-of-2.partial"
        self.step_until(staging / "statistics.csv.rows", process)
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGCONT)
        _, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 128 + signal.SIGINT, err)
        self.assertFalse((self.directory / "parts" / "part-1-of-2").exists())
        for shard in "1/2", "2/2":
            self.call(*arguments, "-o", "parts", "--shard", shard, "--resume")
        self.call("merge", "parts/part-1-of-2", "parts/part-2-of-2", "-o", "merged")
        self.call(*arguments, "-o", "one")
        self.same("one", "merged")

    def test_two_runs_at_once(self):
        process = self.begin("analyze",
                             self.long_input(),
                             "--zones",
                             "square.geojson",
                             "-o",
                             "result")
        self.step_until(self.directory / ".result.partial" / "statistics.csv", process)
        for more in [], ["--force"], ["--resume"]:
            said = self.call("analyze",
                             "long.geojsonl",
                             "--zones",
                             "square.geojson",
                             "-o",
                             "result",
                             *more,
                             status=2).stderr
            self.assertIn("another run is writing result", said)
        process.send_signal(signal.SIGCONT)
        self.assertEqual(process.wait(60), 0)
        self.has_rows("result")

    # ---- pipes ----

    def test_in_a_pipe(self):
        self.analyze("routes.geojsonl",
                     "one",
                     "--skip-invalid",
                     "--layers",
                     "statistics",
                     "--formats",
                     "csv,geojsonseq")
        self.has_rows("one")
        with open(self.directory / "routes.geojsonl") as file:
            ran = self.analyze("-", "-", "--skip-invalid", stdin=file)
        self.assertEqual(ran.stdout, (self.directory / "one" / "statistics.csv").read_text())
        self.assertIn('overflight: -: feature r50 was left out: latitude 91', ran.stderr)
        with open(self.directory / "routes.geojsonl") as file:
            ran = self.analyze("-",
                               "-",
                               "--skip-invalid",
                               "--formats",
                               "geojsonseq",
                               "--quiet",
                               stdin=file)
        self.assertEqual((ran.stdout, ran.stderr),
                         ((self.directory / "one" / "statistics.geojsonl").read_text(), ""))

    def test_what_is_no_feature(self):
        line = json.dumps({
            "type": "Feature",
            "properties": {
                "id": "r"
            },
            "geometry": {
                "type": "LineString", "coordinates": [[-1, 0], [3, 0]]
            }
        })
        (self.directory / "odd.geojsonl").write_text("garbage\n%s\n{broken\n" % line)
        with open(self.directory / "odd.geojsonl") as file:
            ran = self.analyze("-", "-", "--skip-invalid", stdin=file)
        self.assertIn("\nr,square,", ran.stdout)
        self.assertEqual(
            re.findall(r"feature (#\d) was left out: is no feature of GeoJSON", ran.stderr),
            ["#1", "#3"])

    def test_rows_at_once(self):
        process = subprocess.Popen(
            [COMMAND, "analyze", "-", "--zones", "square.geojson", "-o", "-", "--line-buffered"],
            cwd=self.directory,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1)
        self.addCleanup(process.kill)
        line = {"type": "LineString", "coordinates": [[-1, 0], [3, 0]]}
        for number in range(5):
            process.stdin.write(
                json.dumps({
                    "type": "Feature", "properties": {
                        "id": "r%d" % number
                    }, "geometry": line
                }) + "\n")
            if number == 0:
                self.assertTrue(process.stdout.readline().startswith("route_id,"))
            self.assertTrue(process.stdout.readline().startswith("r%d,square," %
                                                                 number))  # though more may come
        process.stdin.close()
        self.assertEqual((process.stdout.read(), process.wait(60)), ("", 0))
        process.stdout.close()

    def test_an_interrupted_pipe(self):
        process = subprocess.Popen(
            [COMMAND, "analyze", "-", "--zones", "square.geojson", "-o", "-", "--progress", "json"],
            cwd=self.directory,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True)
        line = {"type": "LineString", "coordinates": [[-1, 0], [3, 0]]}
        process.stdin.write(
            json.dumps({
                "type": "Feature", "properties": {
                    "id": "r"
                }, "geometry": line
            }) + "\n")
        process.stdin.flush()
        while json.loads(process.stderr.readline())["routes"] < 1:
            pass
        process.send_signal(signal.SIGTERM)  # while it waits for more, which does not come
        self.assertEqual(process.wait(60), 128 + signal.SIGTERM)
        out, _ = process.communicate(timeout=60)
        self.assertIn("\nr,square,", out)

    def test_what_a_pipe_cannot(self):
        for options in ["--shard", "1/2"], ["--resume"]:
            with open(self.directory / "routes.geojsonl") as file:
                self.assertIn("standard input cannot be",
                              self.analyze("-", "result", *options, status=2, stdin=file).stderr)
        self.assertIn("standard output",
                      self.analyze("routes.geojsonl", "-", "--shard", "1/2", status=2).stderr)
        self.assertIn("standard output",
                      self.analyze("routes.geojsonl", "-", "--formats", "gpkg", status=2).stderr)
        self.assertIn(
            "standard output",
            self.analyze("routes.geojsonl", "-", "--layers", "statistics,zones", status=2).stderr)

    # ---- progress ----

    def test_progress_for_programs(self):
        ran = self.analyze("routes.geojsonl", "result", "--skip-invalid", "--progress", "json")
        last = json.loads(ran.stderr.splitlines()[-1])
        summary = json.loads((self.directory / "result" / "summary.json").read_text())
        self.assertEqual((last["routes"], last["fraction"], last["done"]),
                         (summary["totals"]["routes"], 1, True))
        self.has_rows("result")
        self.assertEqual(set(last),
                         {
                             "routes",
                             "resumed",
                             "total",
                             "fraction",
                             "seconds",
                             "per_second",
                             "seconds_left",
                             "done"
                         })

    # ---- conditions ----

    def test_where(self):
        self.analyze("routes.gpkg", "some", "--skip-invalid", "--where", "kind = 'a'")
        ids = {
            one["properties"]["route_id"]
            for one in json.loads((self.directory / "some" /
                                   "routes.geojson").read_text())["features"]
        }
        wanted = {
            one["properties"].get("id")
            for one in features()
            if one["properties"]["kind"] == "a"
        }
        self.assertGreater(len(ids & wanted), ROUTES / 3)
        self.assertEqual({name for name in ids if name.startswith("r")} - wanted, {"r1"} - wanted)
        self.analyze("routes.geojson", "others", "--skip-invalid", "--where", "kind = 'a'")
        self.has_rows("some", ROUTES // 8)
        self.assertEqual((self.directory / "some" / "statistics.csv").read_text(),
                         (self.directory / "others" / "statistics.csv").read_text())
        self.assertIn(
            'cannot be asked of it',
            self.analyze("routes.gpkg", "none", "--where", "colour = 'a'", status=2).stderr)


if __name__ == "__main__":
    if not os.environ.get("OVERFLIGHT"):
        print("skipped: OVERFLIGHT is not set")
        sys.exit(77)
    unittest.main()
