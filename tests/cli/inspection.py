#!/usr/bin/python3
# Tests: src/cli/inspect.c src/cli/inspected*.c src/input/inspect/*.c src/model/route_extent.c
# Tests: src/cli/zone_limits.c
"""What `inspect` says of files whose content this script knows: lengths by pyproj, all else by
plain arithmetic."""
import json
import subprocess
import unittest

from pyproj import Geod

from support.case import COMMAND, Case, feature, square

WGS84 = Geod(ellps="WGS84")
# lon, lat, altitude, time
PARTS = [[(179.5, 10.0, 100.0, "2020-01-01T00:00:00Z"), (-179.5, 10.5, 300.0, None),
          (-179.0, 10.25, None, "2020-01-01T00:20:00Z")],
         [(-178.0, 10.0, 250.0, "2020-01-01T02:20:30Z"),
          (-177.5, 9.5, 50.0, "2020-01-01T02:50:30Z")]]


class Inspect(Case):
    def inspect(self, *arguments, status=0):
        run = subprocess.run([COMMAND, "inspect", *arguments], cwd=self.folder,
                             capture_output=True, encoding="utf-8")
        self.assertEqual(run.returncode, status, run.stderr)
        return run

    def files(self, *arguments, status=0):
        return json.loads(self.inspect(*arguments, "--json", status=status).stdout)["files"]

    def write_flight(self):
        self.write("a.geojson", feature(
            "MultiLineString", [[[lon, lat] + ([] if z is None else [z]) for lon, lat, z, _ in part]
                                for part in PARTS],
            id="F 1", coordTimes=[[time for *_, time in part] for part in PARTS], type="A320"))

    def test_a_flight(self):
        self.write_flight()
        file = self.files("a.geojson")[0]
        flight = file["flights"][0]
        legs = [WGS84.inv(a[0], a[1], b[0], b[1])[2]
                for part in PARTS for a, b in zip(part, part[1:])]
        self.assertEqual((flight["id"], flight["fixes"], flight["parts"]), ("F 1", 5, 2))
        self.assertEqual((flight["timed_fixes"], flight["fixes_over_the_sea"]), (4, 4))
        self.assertEqual((flight["first_time"], flight["last_time"]),
                         ("2020-01-01T00:00:00Z", "2020-01-01T02:50:30Z"))
        self.assertEqual((flight["lowest_m"], flight["highest_m"]), (50, 300))
        self.assertEqual(flight["bbox"], [179.5, 9.5, -177.5, 10.5])
        self.assertAlmostEqual(flight["length_m"], sum(legs), 3)
        self.assertAlmostEqual(flight["longest_leg"]["length_m"], max(legs), 3)
        self.assertEqual(flight["longest_leg"]["from_fix"], 1)
        self.assertEqual(flight["longest_gap"], {"duration_s": 7230, "from_fix": 3, "to_fix": 4})
        self.assertAlmostEqual(flight["fastest"]["speed_m_s"], legs[-1] / 1800, 6)
        self.assertEqual((flight["fastest"]["from_fix"], flight["fastest"]["to_fix"]), (4, 5))
        self.assertEqual({a["name"]: a["first"] for a in file["attributes"]}["type"], "A320")
        self.assertEqual((file["format"], file["recognised_by"]), ("GeoJSON", "gdal"))

    def test_for_people(self):
        self.write_flight()
        text = self.inspect("a.geojson").stdout
        for words in ("a.geojson: GeoJSON, read by GDAL", "1 flight, 5 fixes",
                      "fixes          5 in 2 parts",
                      "2020-01-01T00:00:00Z to 2020-01-01T02:50:30Z (2 h 50 min); 1 fix without",
                      "50 m to 300 m over the sea; 1 fix without", "across the antimeridian",
                      "longest gap    2 h 0 min, fix 3 to 4", "type        A320"):
            self.assertIn(words, text)
        self.assertEqual(self.inspect("a.geojson", "--quiet").stdout, "")

    def test_formats_and_what_was_left_out(self):
        (self.folder / "a.gpx").write_text(
            '<gpx version="1.1"><trk><name>T</name><trkseg><trkpt lat="1" lon="2"/>'
            '<trkpt lat="1" lon="3"/></trkseg><trkseg><trkpt lat="1" lon="4"/></trkseg>'
            '</trk></gpx>')
        (self.folder / "p.igc").write_text(
            "AXXX\nHFDTE310120\n" + "".join(f"B1000{k}05430000N0193000{k}EA0100001050\n"
                                            for k in range(3)))
        gpx, igc = self.files("a.gpx", "p.igc")
        self.assertEqual((gpx["format"], gpx["recognised_by"]), ("gpx", "content"))
        self.assertEqual(gpx["notes"][0]["text"],
                         "a fix that stands alone in its part was left out: number 3")
        flight = igc["flights"][0]
        self.assertEqual(flight["lowest_pressure_altitude_m"], 1000)
        self.assertIsNone(flight["lowest_m"])
        self.assertEqual(self.files("a.gpx", "--input-format", "gpx")[0]["recognised_by"],
                         "option")

    def test_bad_flights_are_listed(self):
        self.write("b.geojson", feature("LineString", [[0, 0], [1, 1]], id="good"),
                   feature("LineString", [[0, 95], [1, 1]], id="bad"))
        file = self.files("b.geojson")[0]
        self.assertEqual([f["id"] for f in file["flights"]], ["good"])
        self.assertEqual([r["feature"] for r in file["left_out"]], ["bad"])
        text = self.inspect("b.geojson").stdout
        self.assertRegex(text, r'Left out\n  feature "bad": .*95')

    def test_zones(self):
        self.write("z.geojson", square(20, 54, 21, 55, id="z1", prohibited=True),
                   square(22, 54, 23, 55, id="z2", max_dist="x"))
        file = self.files("z.geojson")[0]
        self.assertEqual([z["id"] for z in file["zones"]], ["z1", "z2"])
        self.assertEqual(file["zones"][0]["restriction"], "no entry")
        self.assertEqual(file["zones"][0]["bbox"], [20, 54, 21, 55])
        self.assertIn("not understood", file["zones"][1]["restriction"])
        self.assertIn("2 zones", self.inspect("z.geojson").stdout)

    def test_many(self):
        self.write("m.geojson", *(feature("LineString", [[0, 0], [1, k]], id=f"f{k:02d}")
                                  for k in range(25)))
        text = self.inspect("m.geojson").stdout
        self.assertIn("25 flights, 50 fixes", text)
        self.assertIn("f19\n", text)
        self.assertNotIn("f20\n", text)
        self.assertIn("and 5 more, which --all lists", text)
        self.assertIn("f24\n", self.inspect("m.geojson", "--all").stdout)
        self.assertEqual(len(self.files("m.geojson")[0]["flights"]), 25)

    def test_what_cannot_be_read(self):
        (self.folder / "no.txt").write_text("hello")
        self.write_flight()
        run = self.inspect("no.txt", "missing.gpx", "a.geojson", status=2)
        self.assertIn("no.txt: cannot be opened as a vector file", run.stderr)
        self.assertIn("missing.gpx", run.stderr)
        self.assertIn("F 1", run.stdout)
        self.assertIn("cannot be opened", self.files("no.txt", status=2)[0]["error"])
        self.assertIn("expected at least one file", self.inspect(status=2).stderr)
        self.assertIn("there is no input format", self.inspect("a.geojson", "--input-format", "nil",
                                                               status=2).stderr)


if __name__ == "__main__":
    unittest.main()
