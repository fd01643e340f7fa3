#!/usr/bin/python3
# Tests: src/cli/suggest.c src/output/plans/suggestions.c src/output/plans/gpx.c
# Tests: src/output/plans/fpl.c src/analysis/suggest/alternatives.c
# Tests: src/analysis/suggest/alternatives_text.c src/analysis/suggest/repair_item15.c
# Tests: src/input/flightplan/flightplan_write.c src/output/plans/plan_file.c
"""`overflight check --suggest`: several ways, their formats, what is told, and none at all."""
import json
import re
import subprocess
import unittest
import xml.etree.ElementTree as ElementTree

from jsonschema import Draft202012Validator

from support.case import COMMAND, DATA, Case, feature
from support.case import square as box

GPX = {"g": "http://www.topografix.com/GPX/1/1"}
FPL = {"f": "http://www8.garmin.com/xmlschemas/FlightPlan/v1"}


def line(name, positions, **properties):
    return feature("LineString", positions, id=name, **properties)


class Suggestions(Case):
    def setUp(self):
        super().setUp()
        self.zone = self.write(
            "zone.geojson",
            box(29.5,
                44.7,
                30.5,
                45.7,
                id="box",
                prohibited=True,
                floor="1000 M MSL",
                ceiling="4000 M MSL",
                active_from="2020-05-01T10:00:00Z",
                active_until="2020-05-01T14:00:00Z"))
        self.plan = self.write(
            "plan.geojson",
            line("a & <b>", [[28, 45, 3000], [32, 45.123456789, 3000]],
                 start_time="2020-05-01T12:00:00Z",
                 speed_kmh=600))

    def run_check(self, *arguments, status):
        run = subprocess.run([COMMAND, "check", "--zones", self.zone, "--rules", "zones",
                              *map(str, arguments)],
                             capture_output=True,
                             encoding="utf-8")
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return run

    def routes(self, *arguments, status):
        told = json.loads(self.run_check("--json", *arguments, status=status).stdout)
        schema = json.loads((DATA / "schemas/check.json").read_text())
        Draft202012Validator(schema).validate(told)
        return told["routes"]

    def suggest(self, name, *arguments, status=1):
        path = self.folder / name
        (route,) = self.routes(*(arguments or (self.plan,)), "--suggest", path, status=status)
        return path, route

    def positions(self, path):
        """Of each suggestion in GeoJSON, without the points on the antimeridian."""
        found = {}
        for one in json.loads(path.read_text())["features"]:
            found[one["properties"]["way"]] = (one["geometry"]["coordinates"], one["properties"])
        return found

    def test_ways(self):
        path, route = self.suggest("b.geojson")
        ways = [a["way"] for a in route["alternatives"]]
        self.assertEqual(set(ways), {"right", "over", "under", "left", "later", "earlier"})
        self.assertEqual(len(ways), 6)
        self.assertEqual(route["suggestion"], route["alternatives"][0])
        by_way = {a["way"]: a for a in route["alternatives"]}
        self.assertEqual((by_way["over"]["up_m"], by_way["under"]["down_m"]), (1010, 2010))
        self.assertEqual([a["id"] for a in route["alternatives"]], [f"a & <b>-{w}" for w in ways])
        for a in route["alternatives"]:
            self.assertEqual((a["verdict"], a["keeps_clearance"]), ("complies", True))
        # Into the box 1.5 degrees after the start, which at 600 km/h is 11.8 minutes: at 14:00 the
        # rule has gone.
        self.assertEqual(by_way["later"]["later_s"] % 60, 0)
        self.assertEqual(by_way["later"]["later_s"], 109 * 60)
        again = self.routes(path, status=0)
        self.assertEqual({a["verdict"] for a in again}, {"complies"})
        for a, told in zip(again, route["alternatives"]):
            self.assertAlmostEqual(a["length_m"], told["length_m"], places=3)

    def test_gpx(self):
        geojson, _ = self.suggest("b.geojson")
        path, route = self.suggest("b.GPX")
        lines = self.positions(geojson)
        tree = ElementTree.parse(path).getroot()
        self.assertEqual(tree.get("version"), "1.1")
        found = tree.findall("g:rte", GPX)
        self.assertEqual([r.find("g:name", GPX).text for r in found],
                         [a["id"] for a in route["alternatives"]])
        for one in found:
            wanted, properties = lines[one.find("g:name", GPX).text.rpartition("-")[2]]
            self.assertEqual(one.find("g:desc", GPX).text, "complies; " + properties["changes"])
            points = one.findall("g:rtept", GPX)
            self.assertEqual(len(points), len(wanted))
            for point, position, time in zip(points, wanted, properties["coordTimes"]):
                self.assertAlmostEqual(float(point.get("lon")), position[0], delta=1e-9)
                self.assertAlmostEqual(float(point.get("lat")), position[1], delta=1e-9)
                height = float(point.find("g:ele", GPX).text)
                self.assertAlmostEqual(height, position[2], delta=1e-6)
                self.assertEqual(point.find("g:time", GPX).text, time)
        # Read again it is flown over, under or past the box; without times the rule may bind.
        again = self.routes(path, "--date", "2020-05-01T12:00Z", status=1)
        again = {a["route_id"]: a for a in again}
        for way in ("left", "right", "over", "under"):
            self.assertEqual(again[f"a & <b>-{way}"]["verdict"], "complies")

    def test_across_the_antimeridian(self):
        """All formats read back as the same way across it, on both sides."""
        self.zone = self.write("far.geojson", box(179.5, -40.3, 180.5, -39.3, id="far",
                                                  prohibited=True))
        plan = "4000S17800E/A100 4000S17800W"
        _, route = self.suggest("b.geojson", "--route", plan)
        wanted = {a["id"]: a["length_m"] for a in route["alternatives"]}
        self.assertEqual(set(wanted), {"plan-left", "plan-right"})
        path, _ = self.suggest("b.gpx", "--route", plan)
        found = {a["route_id"]: a["length_m"] for a in self.routes(path, status=0)}
        self.assertEqual(set(found), set(wanted))
        for name, length in found.items():
            self.assertAlmostEqual(length, wanted[name], delta=1e-3)
        path, route = self.suggest("b.txt", "--route", plan)
        for text, a in zip(path.read_text().splitlines(), route["alternatives"]):
            (again,) = self.routes("--route", text, status=0)
            self.assertAlmostEqual(again["length_m"], a["length_m"], delta=1e-3)
            self.assertLess(again["length_m"], wanted[a["id"]] + 100)
            self.assertRegex(text, r" \d{4}(\d\d)?S179\d\d(\d\d)?[EW] ")

    def test_gpx_of_parts(self):
        """A track for a route with a gap; a flight level is no elevation."""
        plan = self.write(
            "parts.geojson",
            feature("MultiLineString", [[[28, 45], [29, 45]], [[29.1, 45], [32, 45]]],
                    id="x",
                    start_time="2020-05-01T12:00:00Z",
                    speed_kmh=600))
        path, _ = self.suggest("b.gpx", plan, status=4)
        tree = ElementTree.parse(path).getroot()
        self.assertEqual(len(tree.findall("g:rte", GPX)), 0)
        for track in tree.findall("g:trk", GPX):
            self.assertEqual(len(track.findall("g:trkseg", GPX)), 2)
        path, _ = self.suggest("c.gpx", "--route", "45N028E/F100 45N032E", "--date",
                               "2020-05-01T12:00Z", "--qnh", "1013", "--temperature", "15")
        for point in ElementTree.parse(path).getroot().iter("{%s}rtept" % GPX["g"]):
            self.assertIsNone(point.find("g:ele", GPX))
            self.assertRegex(point.find("g:cmt", GPX).text, r"^FL\d{3}$")

    def test_fpl(self):
        geojson, _ = self.suggest("b.geojson")
        path, route = self.suggest("b.fpl")
        lines = self.positions(geojson)
        ids = [a["way"] for a in route["alternatives"]]
        files = [path] + [self.folder / f"b-a----b--{way}.fpl" for way in ids[1:]]
        self.assertEqual(sorted(self.folder.glob("*.fpl")), sorted(files))
        for way, file in zip(ids, files):
            tree = ElementTree.parse(file).getroot()
            table = {}
            for point in tree.findall("f:waypoint-table/f:waypoint", FPL):
                key = tuple(point.find(f"f:{n}", FPL).text for n in ("identifier", "type"))
                self.assertNotIn(key, table)
                self.assertRegex(key[0], r"^[A-Z0-9]{1,12}$")
                table[key] = (float(point.find("f:lon", FPL).text),
                              float(point.find("f:lat", FPL).text))
                feet = int(point.find("f:comment", FPL).text.split()[0])
                self.assertTrue(900 < feet * 0.3048 < 4200)
            keys = [tuple(point.find(f"f:waypoint-{n}", FPL).text for n in ("identifier", "type"))
                    for point in tree.findall("f:route/f:route-point", FPL)]
            wanted, properties = lines[way]
            self.assertEqual(len(keys), len(wanted))
            for key, position in zip(keys, wanted):
                self.assertAlmostEqual(table[key][0], position[0], delta=1e-9)
                self.assertAlmostEqual(table[key][1], position[1], delta=1e-9)
            self.assertEqual(tree.find("f:file-description", FPL).text,
                             "complies; " + properties["changes"])
            self.assertLessEqual(len(tree.find("f:route/f:route-name", FPL).text), 25)
        # A file that is there is left alone, and then none is written.
        before = {file: file.read_bytes() for file in files}
        files[0].unlink()
        run = self.run_check(self.plan, "--suggest", path, status=2)
        self.assertIn("exists already", run.stderr)
        self.assertFalse(path.exists())
        self.run_check(self.plan, "--suggest", path, "--force", status=1)
        self.assertEqual({file: file.read_bytes() for file in files}, before)

    def test_item15(self):
        """Each line reads back as a route that complies; airfields keep their names, points that
        were typed their places, and new ones stand at whole minutes or seconds."""
        zone = self.write("kgd.geojson", box(25, 54, 27, 56, id="kgd", prohibited=True,
                                             ceiling="FL300", standoff_km=20))
        plan = "n1: UUMB/F280 5530N03200E 54.9N023.3W KGD"
        plan = plan.replace("023.3W", "023.3E")
        path = self.folder / "b.txt"
        run = self.run_check("--zones", zone, "--route", plan, "--suggest", path, status=1)
        lines = path.read_text().splitlines()
        self.assertEqual({text.partition(":")[0] for text in lines},
                         {"n1-left", "n1-right", "n1-over"})
        for text in lines:
            self.assertIn(text.partition(":")[0], run.stdout)
            (again,) = self.routes("--zones", zone, "--route", text, status=0)
            self.assertEqual(again["verdict"], "complies", text)
            words = text.split()[1:]
            self.assertEqual((words[0], words[-1]), ("UUMB/F280", "KGD"))
            self.assertIn("5454N02318E", " ".join(words))
            for word in words[1:-1]:
                self.assertRegex(word, r"^\d{4}(\d\d)?[NS]\d{5}(\d\d)?[EW](/F\d{3})?$")
        over = [text for text in lines if "over" in text][0]
        self.assertIn("/F301 ", over)

    def test_item15_that_cannot_say_it(self):
        """Times are no part of item 15: a start later is no route of it."""
        path, route = self.suggest("b.txt")
        self.assertNotIn("later", {a["way"] for a in route["alternatives"]})
        self.assertNotIn("later", path.read_text())
        # Out of a ring with a slit 20 m wide and 16 km long, in which no whole second lies.
        south, north = 35 + 0.18 / 3600, 35 + 0.82 / 3600
        zone = self.write(
            "ring.geojson",
            feature("Polygon", [[[29, 34], [31, 34], [31, south], [30.8, south], [30.8, 34.2],
                                 [29.2, 34.2], [29.2, 35.8], [30.8, 35.8], [30.8, north],
                                 [31, north], [31, 36], [29, 36], [29, 34]]],
                    id="ring",
                    prohibited=True))
        better = self.folder / "c"
        for ending, status in ((".geojson", 0), (".txt", 1)):
            found = self.routes("--zones", zone, "--route", "3530N03000E 3430N03200E", "--suggest",
                                f"{better}{ending}", status=1)
            self.assertEqual("none_because" in found[0]["suggestion"], status == 1,
                             found[0]["suggestion"])

    def test_none(self):
        """No file, a sentence why, and the check's own exit status."""
        plan = self.write("in.geojson", line("in", [[30, 45, 2000], [33, 45, 2000]],
                                             start_time="2020-05-01T12:00:00Z", speed_kmh=10))
        better = self.folder / "b.geojson"
        zone = self.write("whole.geojson", box(29, 44, 34, 46, id="all", prohibited=True))
        run = self.run_check("--zones", zone, plan, "--suggest", better, status=1)
        self.assertIn("no suggestion: ", run.stderr)
        self.assertIn("lies within zone", run.stderr)
        self.assertFalse(better.exists())
        (route,) = self.routes("--zones", zone, plan, "--suggest", better, status=1)
        self.assertIn("lies within zone", route["suggestion"]["none_because"])
        self.assertEqual(route["alternatives"], [])
        self.assertGreater(len(route["findings"]), 0)

    def test_clearance(self):
        better = self.folder / "b.geojson"
        lengths = []
        for metres in (0, 1000, 20000):
            (route,) = self.routes(self.plan, "--suggest", better, "--force", "--clearance", metres,
                                   status=1)
            by_way = {a["way"]: a for a in route["alternatives"]}
            lengths.append(by_way["right"]["length_m"])
            # To the next ten metres beyond ceiling and clearance.
            if "over" in by_way:
                self.assertEqual(by_way["over"]["up_m"], 1010 + metres)
        self.assertEqual(lengths, sorted(lengths))
        self.assertLess(lengths[0], lengths[1] - 100)
        self.assertIn("add '--suggest FILE'",
                      self.run_check(self.plan, "--clearance", "5", status=2).stderr)
        self.assertIn("--clearance",
                      self.run_check(self.plan, "--suggest", better, "--clearance", "-1",
                                     status=2).stderr)

    def test_table(self):
        """The alternatives in a table whose columns are aligned; those that hold nothing are left
        out."""
        run = self.run_check(self.plan, "--suggest", self.folder / "b.geojson", status=1)
        lines = run.stdout.splitlines()
        head = next(i for i, text in enumerate(lines) if text.startswith("name "))
        rows = lines[head + 1:lines.index("", head)]
        self.assertEqual(lines[head].split(), "name verdict length km change km time altitude m "
                         "starts later".split())
        self.assertEqual(len(rows), 6)
        end = lines[head].index("length km") + len("length km")
        for row in rows:
            self.assertRegex(row[:end], r"^a & <b>-\w+ +complies +\d+\.\d{3}$")
        best = next(text for text in lines if "suggested for" in text)
        self.assertIn(", over: up to 1010 m higher; 4 fixes put in", best)
        self.assertIn("6 suggested routes in", lines[-1])
        over = next(row for row in rows if "-over" in row)
        self.assertIn("+1010", over)
        self.assertIn("0.000", over)
        self.assertRegex(next(row for row in rows if "-later" in row), r"\+1:49 h$")
        run = self.run_check("--route", "45N028E 45N032E", "--date", "2020-05-01T12:00Z",
                             "--suggest", self.folder / "c.geojson", status=4)
        head = next(text for text in run.stdout.splitlines() if text.startswith("name "))
        self.assertEqual(head.split(), "name verdict length km change km".split())

    def test_itself(self):
        path = self.folder / "b.geojson"
        run = self.run_check("--route", "43N028E 43N032E", "--suggest", path, "--date",
                             "2020-05-01T12:00Z", status=0)
        self.assertIn("nothing is in its way", run.stdout)
        (one,) = json.loads(path.read_text())["features"]
        self.assertEqual((one["properties"]["id"], one["properties"]["way"]), ("plan", "itself"))


if __name__ == "__main__":
    unittest.main()
