#!/usr/bin/python3
# Tests: src/cli/flight_files.c src/input/flights/folders.c src/batch/run.c src/output/output.c
# Tests: src/input/json/json_members.c src/input/flights/routes.c src/gdal/gdal.c src/cli/main.c
"""Files of flights that cannot be read, among others that can: named on the command line, and in a
directory. What is left out is told, counted and listed, and never complies."""
import csv
import json
import subprocess
import unittest

from support.case import COMMAND, Case, feature, square

GPX = ('<?xml version="1.0"?><gpx version="1.1" creator="t" '
       'xmlns="http://www.topografix.com/GPX/1/1">{}</gpx>')
TRACK = ('<trk><name>{}</name><trkseg><trkpt lat="54.5" lon="18"/><trkpt lat="54.5" lon="19"/>'
         "{}</trkseg></trk>")
BAD = ["empty.gpx", "notes.gpx", "places.gpx"]


class Unreadable(Case):
    def setUp(self):
        super().setUp()
        self.zone = self.write("zone.geojson", square(20, 54, 21, 55, id="z", prohibited=True))
        self.logs = self.folder / "logs"
        self.logs.mkdir()
        for name in "ab":
            (self.logs / f"{name}.gpx").write_text(GPX.format(TRACK.format(name, "")))
        (self.logs / "empty.gpx").write_text("")
        (self.logs / "notes.gpx").write_text("bring the maps")
        (self.logs / "places.gpx").write_text(GPX.format('<wpt lat="1" lon="2"/>'))
        (self.logs / "readme.txt").write_text("nothing of flights")

    def call(self, *arguments, status=0):
        ran = subprocess.run([COMMAND, *arguments], cwd=self.folder, capture_output=True, text=True,
                             stdin=subprocess.DEVNULL, timeout=60, check=False)
        self.assertEqual(ran.returncode, status, ran.stdout + ran.stderr)
        return ran

    def names(self, *names):
        return [f"logs/{name}" for name in names]

    def rules(self):
        return "--zones", self.zone, "--rules", "zones"

    def test_the_first_is_an_error(self):
        ran = self.call("check", *self.names("a.gpx", "empty.gpx", "b.gpx"), *self.rules(),
                        status=2)
        self.assertIn("logs/empty.gpx: is empty", ran.stderr)

    def test_left_out_of_a_check(self):
        ran = self.call("check", *self.names("a.gpx", *BAD, "b.gpx"), *self.rules(),
                        "--skip-invalid", "--json", status=4)
        found = json.loads(ran.stdout)
        self.assertEqual([route["verdict"] for route in found["routes"]], ["complies"] * 2)
        self.assertEqual(found["verdict"], "undecided")
        self.assertEqual([left["file"] for left in found["left_out"]], self.names(*BAD))
        self.assertEqual(ran.stderr.count("was left out"), 3)
        # A single file is not left out of itself.
        self.call("check", *self.names("empty.gpx"), *self.rules(), "--skip-invalid", status=2)

    def test_in_a_directory(self):
        whole = (self.logs / "b.gpx").read_text()
        (self.logs / "cut.gpx").write_text(whole.replace('"b"', '"c"')[:-40])
        (self.logs / "cut.geojson").write_text('{"type": "FeatureCollection", "features": [{')
        ran = self.call("check", "logs", *self.rules(), "--json", status=4)
        found = json.loads(ran.stdout)
        self.assertGreaterEqual(len(found["routes"]), 2)
        self.assertEqual(found["verdict"], "undecided")
        bad = self.names("cut.geojson", "empty.gpx", "notes.gpx", "cut.gpx", "places.gpx")
        self.assertEqual([left["file"] for left in found["left_out"]], bad)
        self.assertIn("note: logs/readme.txt: ", ran.stderr)
        for jobs in "1", "2":
            self.call("analyze", "logs", *self.rules(), "-o", "out", "--force", "--layers",
                      "statistics", "--formats", "csv", "--jobs", jobs)
            with open(self.folder / "out" / "rejected.csv", encoding="utf-8", newline="") as file:
                self.assertLessEqual(set(bad), {row["file"] for row in csv.DictReader(file)})
        ran = self.call("convert", "logs", "-o", "all.gpx")
        self.assertIn("overflight: logs/places.gpx: was left out: has no flight", ran.stderr)
        # What is named must be good.
        self.call("check", *self.names("a.gpx", "cut.gpx"), *self.rules(), status=2)
        for name in "empty.gpx", "notes.gpx", "places.gpx", "cut.gpx", "cut.geojson":
            (self.logs / name).unlink()
        self.call("check", "logs", *self.rules())

    def test_gdal_says_nothing_of_its_own(self):
        (self.folder / "other.vrt").write_text(
            '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/nowhere</SrcDataSource>'
            "</OGRVRTLayer></OGRVRTDataSource>")
        for arguments in (["check", "other.vrt"], ["inspect", "other.vrt"],
                          ["check", "logs/a.gpx", "--zones", "other.vrt"]):
            for more, said in (([], "names other files or servers to read"),
                               (["--allow-references"], "expected")):
                ran = subprocess.run([COMMAND, *arguments, *more], cwd=self.folder,
                                     capture_output=True, text=True, stdin=subprocess.DEVNULL,
                                     timeout=60, check=False)
                self.assertEqual(ran.returncode, 2, arguments)
                self.assertEqual(len(ran.stderr.splitlines()), 1, ran.stderr)
                self.assertIn(f"overflight: other.vrt: {said}", ran.stderr)

    def test_a_crs_that_is_not_known(self):
        """GDAL takes it for WGS 84."""
        shapes = {"line": ("LineString", [[19, 54], [20, 55]]),
                  "area": ("Polygon", [[[19, 54], [20, 54], [20, 55], [19, 54]]])}
        self.write("a.geojson", feature(*shapes["line"], id="a"))
        for called, known in (("nonsense", False), ("urn:ogc:def:crs:EPSG::99984", False),
                              ("http://localhost:9/84000", False), ("EPSG:4258", True),
                              ("urn:ogc:def:crs:OGC:1.3:CRS84", True), ("EPSG:4326", True)):
            crs = {"crs": {"type": "name", "properties": {"name": called}}}
            for kind, shape in shapes.items():
                rest = {"features": [feature(*shape, id="x")]}
                for members in {**crs, **rest}, {**rest, **crs}:
                    with self.subTest(called=called, kind=kind, first=list(members)[0]):
                        (self.folder / "c.geojson").write_text(
                            json.dumps({"type": "FeatureCollection", **members}))
                        ran = subprocess.run(
                            [COMMAND, "check", "c.geojson" if kind == "line" else "a.geojson",
                             "--zones", self.zone if kind == "line" else "c.geojson"],
                            cwd=self.folder, capture_output=True, text=True, check=False)
                        self.assertEqual(ran.returncode == 2, not known, ran.stderr)
                        if not known:
                            self.assertIn(f'that is not known, "{called}"', ran.stderr)

    def test_what_differs_behind_a_nul_differs(self):
        flights = self.write("flights.geojson", *(
            feature("LineString", [[19.5, 54.4 + i / 10], [20.5, 54.4 + i / 10]], id="a\0" + end)
            for i, end in enumerate("bc")))
        zones = self.write("zones.geojson", *(
            square(20 + i, 54, 20.9 + i, 55, id="z\0" + end) for i, end in enumerate("bc")))
        self.call("analyze", str(flights), "--zones", str(zones), "-o", "out", "--formats", "csv",
                  "--layers", "statistics")
        with open(self.folder / "out" / "statistics.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([(row["route_id"], row["zone_id"]) for row in rows],
                         [(f"a\u2400{route}", f"z\u2400{zone}") for route in "bc" for zone in "bc"])

    def test_what_comes_after_a_refused_flight_is_not_lost(self):
        times = {good: ["2020-01-01T01:00:00Z", f"2020-01-01T0{2 * good}:00:00Z"]
                 for good in (False, True)}
        for order in ([False, True, True], [True, False, True], [True, True, False]):
            flights = self.write("flights.geojson", *(
                feature("LineString", [[19.5, 54.5], [20.5, 54.6]], id=f"{i}{good}",
                        coordTimes=times[good]) for i, good in enumerate(order)))
            for jobs in "1", "2":
                ran = self.call("analyze", str(flights), *self.rules(), "-o", "out", "--force",
                                "--formats", "csv", "--layers", "statistics", "--jobs", jobs)
                self.assertIn("1 feature was left out", ran.stdout)
                with open(self.folder / "out" / "statistics.csv", encoding="utf-8") as file:
                    found = [row["route_id"] for row in csv.DictReader(file)]
                self.assertEqual(found, [f"{i}True" for i, good in enumerate(order) if good])
        refused = self.write("refused.geojson", *(
            feature("LineString", [[19.5, 54.5], [20.5, 54.6]], id=name, coordTimes=times[False])
            for name in "ab"))
        ran = self.call("analyze", str(refused), *self.rules(), "-o", "none", status=2)
        self.assertIn("no flight is left: 2 were refused, the first of them: ", ran.stderr)
        self.assertIn("times run backwards", ran.stderr)

    def test_listed_by_a_batch(self):
        for jobs in "1", "2":
            ran = self.call("analyze", *self.names("a.gpx", *BAD, "b.gpx"), *self.rules(), "-o",
                            "out", "--force", "--layers", "statistics", "--formats", "csv",
                            "--skip-invalid", "--jobs", jobs)
            self.assertIn("3 features were left out", ran.stdout)
            with open(self.folder / "out" / "rejected.csv", encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
            self.assertEqual([row["file"] for row in rows], self.names(*BAD))

    def test_notes_are_no_features(self):
        fix = '<trkpt lat="120" lon="19.5"/>'
        (self.logs / "c.gpx").write_text(GPX.format(TRACK.format("c", fix)))
        ran = self.call("analyze", *self.names("a.gpx", "c.gpx"), *self.rules(), "-o", "out",
                        "--layers", "statistics", "--formats", "csv")
        self.assertNotIn("left out:", ran.stdout)
        self.assertIn("out/rejected.csv says what was left out of flights", ran.stdout)
        totals = json.loads((self.folder / "out" / "summary.json").read_text())["totals"]
        self.assertEqual((totals["routes"], totals["rejected"], totals["noted"]), (2, 0, 1))


if __name__ == "__main__":
    unittest.main()
