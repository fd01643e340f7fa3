#!/usr/bin/python3
# Tests: src/cli/sweep.c src/cli/sweep_report.c src/cli/surveyor.c src/output/picture/chart.c
# Tests: src/output/picture/picture_file.c
"""`overflight check --sweep`: each row says what checks with that limit say; verdicts turn at the
figures that a check measures; coverage is that of `overflight survey`; the picture shows it."""
import csv
import json
import math
import re
import subprocess
import sys
import time
import unittest

import jsonschema
from support.case import COMMAND, DATA, Case, feature, square

try:
    import numpy
    from osgeo import gdal
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

gdal.UseExceptions()
DEGREE_KM = 6378.137 * math.pi / 180
FLIGHTS = [str(DATA / "flights" / f"kaliningrad-{length}.geojson") for length in (500, 1200)]
MEASURES = ("--rules", "national-measures", "--date", "2018-06-01")
VIOLATES, UNDECIDED, COMPLIES = (0xB0, 0x12, 0x12), (0xB0, 0x3C, 0xE0), (0x00, 0x8A, 0x5E)
COVERED = (0x00, 0x7C, 0x8A)


def blend(colour, alpha):
    return tuple(alpha * part + (1 - alpha) * 255 for part in colour)


class Sweep(Case):
    def run_check(self, *arguments):
        return subprocess.run([COMMAND, "check", *arguments], capture_output=True, encoding="utf-8")

    def sweep(self, *arguments):
        run = self.run_check(*arguments, "--json")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        document = json.loads(run.stdout)
        schema = json.loads((DATA / "schemas/check.json").read_text())
        jsonschema.Draft202012Validator(schema).validate(document)
        return document

    def text(self, *arguments):
        run = self.run_check(*arguments)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        return run.stdout

    def refused(self, said, *arguments):
        run = self.run_check(*arguments)
        self.assertEqual((run.returncode, run.stdout), (2, ""), run.stderr)
        self.assertIn(said, run.stderr)

    def flown(self, count=3):
        """Along the equator: route k is inside for k tenths of a degree."""
        zones = self.write("zones.geojson",
                           square(1, -1, 2, 1, id="zone", max_distance_km=500, status="disputed"))
        routes = self.write("routes.geojson",
                            *(feature("LineString", [[0, 0], [1 + k / 10, 0]], id=f"r{k}")
                              for k in range(1, count + 1)))
        return routes, "--zones", zones, "--rules", "zones"

    def test_kaliningrad(self):
        document = self.sweep(*FLIGHTS, *MEASURES, "--sweep", "max_distance_km=250:1500:50")
        self.assertEqual([step["limit"] for step in document["steps"]], list(range(250, 1501, 50)))
        measured = {}
        for path, turning in zip(FLIGHTS, document["routes"]):
            judged = json.loads(self.run_check(path, *MEASURES, "--json").stdout)["routes"][0]
            self.assertEqual(judged["route_id"], turning["route_id"])
            (figure,) = (each["measured"] for each in judged["findings"] + judged["kept"]
                         if each["kind"] == "max_distance" and each["zone_id"] == "kaliningrad")
            (turn,) = turning["turns"]
            self.assertEqual((turn["before"], turn["after"]), ("violates", "complies"))
            self.assertAlmostEqual(turn["limit"], figure, places=9)
            self.assertAlmostEqual(turning["measured"], figure, places=9)
            measured[judged["route_id"]] = figure
        for step in document["steps"]:
            broken = [length for length in measured.values() if length > step["limit"]]
            self.assertEqual((step["complies"], step["violates"], step["undecided"],
                              step["disputable"]), (2 - len(broken), len(broken), 0, len(broken)))
            self.assertAlmostEqual(step["exceeded"],
                                   sum(length - step["limit"] for length in broken), places=6)
            self.assertIsNone(step["covered_fraction"])
        changes = {step["limit"]: step["changes"] for step in document["steps"] if step["changes"]}
        self.assertEqual(changes, {limit: [{"before": "violates", "after": "complies",
                                            "routes": 1}] for limit in (500, 1250)})

    def test_each_row_is_a_check(self):
        """By rule sets that have the limit of the row."""
        rule = {"name": "r", "kind": "standoff", "zone": "kaliningrad", "source": "x"}
        own = {"name": "h", "kind": "min_altitude", "min_altitude_m": 100,
               "altitude_reference": "MSL", "source": "x"}

        def rules(limit):
            path = self.folder / f"set-{limit}.json"
            path.write_text(json.dumps({"name": "s",
                                        "rules": [{**rule, "standoff_km": limit}, own]}))
            return str(path)

        plans = self.write("plans.geojson",
                           *(feature("LineString", [[19, north, 3000], [24, north, 3000]],
                                     id=f"p{north}") for north in (53, 53.5, 54, 54.9, 56, 57.5)),
                           feature("LineString", [[19, 53, 50], [24, 53, 50]], id="low"),
                           feature("LineString", [[19, 53], [24, 53]], id="unknown"))
        document = self.sweep(plans, "--rules", rules(1), "--sweep", "standoff_km=20:240:44")
        for step in document["steps"]:
            judged = json.loads(self.run_check(plans, "--rules", rules(step["limit"]),
                                               "--json").stdout)
            self.assertEqual({name: step[name] for name in ("complies", "violates", "undecided")},
                             {name: judged["counts"][name]
                              for name in ("complies", "violates", "undecided")})
        self.assertEqual(document["route_count"], 8)
        self.assertGreater(sum(len(route["turns"]) for route in document["routes"]), 3)
        for route in document["routes"]:
            for turn in route["turns"]:
                self.assertAlmostEqual(turn["limit"], route["measured"], places=9)

    def test_table(self):
        lines = self.text(*self.flown(), "--sweep", "max_distance_km=10:40:10").split("\n")
        self.assertEqual(lines[0], "max_distance_km of zone/max_distance, 3 flights")
        rows = [re.split(r" {2,}", line.strip()) for line in lines[2:7]]
        self.assertEqual(rows[0], ["limit km", "complies", "violates", "undecided", "disputable",
                                   "exceeded km", "change"])
        # 11.132, 22.264 and 33.396 km
        self.assertEqual(rows[1], ["10", "0", "3", "0", "3", "36.792"])
        self.assertEqual(rows[2], ["20", "1", "2", "0", "2", "15.660", "r1 complies"])
        self.assertEqual(rows[4], ["40", "3", "0", "0", "0", "0.000", "r3 complies"])
        self.assertEqual(lines[8:12], [
            "Where verdicts turn:",
            *(f"  r{k} violates up to {round(k * DEGREE_KM / 10, 6):.6f}".rstrip("0") +
              " km, and complies beyond" for k in (1, 2, 3))])
        text = self.text(*self.flown(), "--sweep", "max_distance_km=10:40:30")
        self.assertIn("3 comply", text)
        text = self.text(*self.flown(30), "--sweep", "max_distance_km=1:400:399")
        self.assertEqual(text.count("complies beyond"), 20)
        self.assertIn("and 10 more, which '--json' lists", text)
        text = self.text(*self.flown(), "--sweep", "max_distance_km=40:50:10")
        self.assertIn("No verdict turns:\n  r1 complies at every limit; measured 11.131949 km",
                      text)
        self.assertEqual(self.text(*self.flown(), "--sweep", "max_distance_km=40:50:10", "-q"), "")

    def test_one_rule(self):
        flown = self.flown()
        zones = self.write("more.geojson", square(1, -1, 2, 1, id="zone", max_distance_km=500),
                           square(1.05, -1, 2, 1, id="other", max_distance_km=500))
        document = self.sweep(flown[0], "--zones", zones, "--rules", "zones", "--sweep",
                              "other/max_distance.max_distance_km=1:30:1")
        self.assertEqual([rule["zone_id"] for rule in document["rules"]], ["other"])
        self.assertEqual([len(route["turns"]) for route in document["routes"]], [1, 1, 1])
        for k, route in enumerate(document["routes"], 1):
            self.assertAlmostEqual(route["turns"][0]["limit"], (k / 10 - 0.05) * DEGREE_KM,
                                   places=6)

    def test_left_out(self):
        routes = self.write("bad.geojson", feature("LineString", [[0, 0], [1.1, 0]], id="good"),
                            feature("LineString", [[0, 0]], id="bad"))
        arguments = (routes, *self.flown()[1:], "--sweep", "max_distance_km=5:20:5")
        self.refused("bad", *arguments)
        run = self.run_check(*arguments, "--skip-invalid", "--json")
        document = json.loads(run.stdout)
        self.assertEqual((run.returncode, document["route_count"], document["left_out"]), (0, 1, 1))
        self.assertIn("was left out", run.stderr)

    def test_csv(self):
        path = self.folder / "table.csv"
        arguments = (*self.flown(), "--sweep", "max_distance_km=10:40:10")
        self.text(*arguments, "-o", str(path))
        rows = list(csv.DictReader(path.read_text().splitlines()))
        document = self.sweep(*arguments)
        self.assertEqual(list(rows[0]), ["max_distance_km", "complies", "violates", "undecided",
                                         "disputable", "exceeded_km", "covered_fraction"])
        for row, step in zip(rows, document["steps"], strict=True):
            self.assertEqual([float(row["max_distance_km"]), int(row["complies"]),
                              int(row["violates"]), int(row["undecided"]), int(row["disputable"]),
                              row["covered_fraction"]],
                             [step["limit"], step["complies"], step["violates"],
                              step["undecided"], step["disputable"], ""])
            self.assertAlmostEqual(float(row["exceeded_km"]), step["exceeded"], places=6)
        before = path.read_bytes()
        run = self.run_check(*arguments, "-o", str(path))
        self.assertEqual(run.returncode, 3)
        self.assertIn("exists (--force)", run.stderr)
        self.text(*arguments, "-o", str(path), "--force")
        self.assertEqual(path.read_bytes(), before)
        self.assertEqual([each.name for each in self.folder.glob("*partial*")], [])

    def test_covered(self):
        """The share that the tracks of a survey of that length see."""
        arguments = (FLIGHTS[0], *MEASURES, "--swath-km", "7.7", "--sweep")
        self.refused("rules of several are swept: name one rule, such as "
                     "national-measures/kaliningrad.max_distance_km", *arguments,
                     "max_distance_km=250:1500:50")
        document = self.sweep(*arguments, "national-measures/kaliningrad.max_distance_km"
                                          "=250:1500:625")
        for step in document["steps"]:
            survey = subprocess.run([COMMAND, "survey", "--zone", "kaliningrad", "--swath-km",
                                     "7.7", "--max-distance", str(step["limit"]), "--seconds", "0",
                                     "--json"],
                                    capture_output=True, check=True)
            self.assertEqual(step["covered_fraction"],
                             json.loads(survey.stdout)["best"]["covered_fraction"])
        self.assertEqual(document["covered"], {"zone_id": "kaliningrad", "sensor": "swath-7.7km"})

    def picture(self, *arguments):
        path = str(self.folder / "sweep.png")
        run = self.run_check(*arguments, "--png", path, "-q")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        return gdal.Open(path).ReadAsArray()[:3].transpose(1, 2, 0).astype(int)

    def edges(self, pixels, colour, row):
        """The first and the last column of a row that has the colour."""
        near = (numpy.abs(pixels[row] - numpy.array(colour)).max(axis=1) <= 3).nonzero()[0]
        return near.min(), near.max()

    def test_picture(self):
        """Two flights, half the height each; the turns are where they were measured."""
        pixels = self.picture(*FLIGHTS, *MEASURES, "--sweep", "max_distance_km=250:1500:50")
        self.assertEqual(pixels.shape, (700, 1200, 3))
        turns = [route["turns"][0]["limit"] for route in self.sweep(
            *FLIGHTS, *MEASURES, "--sweep", "max_distance_km=250:1500:50")["routes"]]
        # 250 to 1500 km are drawn from column 80 to column 1160.
        for row, turn in ((150, min(turns)), (450, max(turns))):
            at = 80 + (turn - 250) / 1250 * 1080
            self.assertLessEqual(abs(self.edges(pixels, blend(VIOLATES, 0.8), row)[1] + 1 - at), 1)
            self.assertLessEqual(abs(self.edges(pixels, blend(COMPLIES, 0.8), row)[0] - at), 1)
        # Nothing is undecided but in the legend.
        self.assertFalse((numpy.abs(pixels[110:580, 90:1150] - numpy.array(
            blend(UNDECIDED, 0.45))).max(axis=2) <= 3).any())
        # The colours differ for those who see no red, or no green (Viénot, Brettel and Mollon,
        # Color Research and Application 24 (1999) 243-252), in linear light.
        linear = [numpy.array([part / 255 for part in blend(colour, alpha)]) ** 2.2
                  for colour, alpha in ((VIOLATES, 0.8), (COMPLIES, 0.8), (UNDECIDED, 0.45))]
        lms = numpy.array([[17.8824, 43.5161, 4.11935], [3.45565, 27.1554, 3.86714],
                           [0.0299566, 0.184309, 1.46709]])
        protan = numpy.array([[0, 2.02344, -2.52581], [0, 1, 0], [0, 0, 1]])
        deutan = numpy.array([[1, 0, 0], [0.494207, 0, 1.24827], [0, 0, 1]])
        for sees in (protan, deutan):
            seen = [numpy.linalg.inv(lms) @ sees @ lms @ colour for colour in linear]
            for i in range(3):
                for k in range(i):
                    self.assertGreater(numpy.abs(seen[i] - seen[k]).max(), 0.1, (i, k))

    def test_picture_of_coverage_and_sizes(self):
        arguments = (FLIGHTS[0], *MEASURES, "--swath-km", "60", "--sweep",
                     "national-measures/kaliningrad.max_distance_km=250:1500:625")
        pixels = self.picture(*arguments, "--size", "800x500")
        self.assertEqual(pixels.shape, (500, 800, 3))
        blue = numpy.abs(pixels - numpy.array(COVERED)).max(axis=2) <= 12
        self.assertGreater(blue.sum(), 400)
        self.refused("1600x1000", *arguments, "--png", "x.png", "--size", "100x100")

    def test_undecided_is_hatched(self):
        """Half a degree is above the floor, of another half it is not known."""
        zones = self.write("high.geojson", square(1, -1, 2, 1, id="zone", max_distance_km=5,
                                                  floor="1000 M MSL"))
        route = self.write("high-route.geojson",
                           feature("LineString", [[0, 0, 2000], [1.5, 0, 2000], [5, 0]], id="r"))
        arguments = (route, "--zones", zones, "--rules", "zones", "--sweep",
                     "max_distance_km=10:200:10")
        (found,) = self.sweep(*arguments)["routes"]
        self.assertEqual([turn["after"] for turn in found["turns"]], ["undecided", "complies"])
        for turn, degrees in zip(found["turns"], (0.5, 1)):
            self.assertAlmostEqual(turn["limit"], degrees * DEGREE_KM, delta=3e-6)
        pixels = self.picture(*arguments)
        first, last = self.edges(pixels, blend(UNDECIDED, 0.45), 300)
        for edge, degrees in ((first, 0.5), (last, 1)):
            self.assertLessEqual(abs(edge - (80 + (degrees * DEGREE_KM - 10) / 190 * 1080)), 12)
        dark = (pixels[200:400, first:last].max(axis=2) < 200).mean()
        self.assertTrue(0.05 < dark < 0.5, dark)
        self.assertIn("violates up to 55.65", self.text(*arguments))
        self.assertIn("km, is undecided up to 111.319", self.text(*arguments))

    def test_refused(self):
        flown = self.flown()
        for text in ("max_distance_km", "max_distance_km=1:2", "max_distance_km=1:2:x", "=1:2:1",
                     "max_distance_km=1:2:1:3", "zone.=1:2:1", "max_distance_km=a:2:1"):
            self.refused("expected a limit with its first and last value and a step, such as "
                         f"max_distance_km=250:1500:50, found '{text}'", *flown, "--sweep", text)
        for text, said in (("max_distance_km=2:1:1", "in order"),
                           ("max_distance_km=0:2:1", "greater than 0"),
                           ("max_distance=1:2:1", "there are max_distance_km"),
                           ("a/b.max_distance_km=1:2:1", "it is of zone/max_distance")):
            self.refused(said, *flown, "--sweep", text)
        good = ("--sweep", "max_distance_km=1:2:1")
        for other in (("--compare", "zones,treaty-1992"), ("--geojson",), ("--suggest", "x"),
                      ("--legs",), ("--all",), ("--strict",)):
            self.refused(f"'--sweep' does not go with '{other[0]}'", *flown, *good, *other)
        self.refused("ends with .csv", *flown, *good, "-o", "out")
        self.refused("expected one sensor", *flown, *good, "--swath-km", "5", "--sensor",
                     "ks-87e-3in")
        self.refused("add '--png FILE'", *flown, *good, "--size", "400x400")
        self.refused("needs a sensor", *flown, *good, "--height", "500")
        for other in (("--png", "x.png"), ("--swath-km", "5"), ("--sensor", "osdcam4060"),
                      ("--size", "400x400")):
            self.refused("add '--sweep", *flown, *other)
        run = self.run_check(*flown, *good, "--png", str(self.folder / "none" / "x.png"))
        self.assertEqual(run.returncode, 3)
        self.assertIn("cannot be written", run.stderr)
        zones = self.write("alt.geojson", square(1, -1, 2, 1, id="zone", standoff_km=5))
        self.refused("expected max_distance_km to be swept", flown[0], "--zones", zones, "--rules",
                     "zones", "--sweep", "standoff_km=1:2:1", "--swath-km", "5")

    def test_cost(self):
        """Limits are cheap: 26 of them cost far less than 26 checks."""
        flown = self.flown(200)
        begin = time.perf_counter()
        self.run_check(*flown, "-q")
        one = time.perf_counter() - begin
        begin = time.perf_counter()
        self.sweep(*flown, "--sweep", "max_distance_km=250:1500:50")
        self.assertLess(time.perf_counter() - begin, 10 * one + 1)


if __name__ == "__main__":
    unittest.main()
