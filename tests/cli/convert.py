#!/usr/bin/python3
# Tests: src/cli/convert.c src/output/convert/*.c
"""Flights in every format that `convert` writes are the same flights when they are read again, as
far as the format has what they have; what it has not is said. A file is whole or not there."""
import csv
import gzip
import json
import os
import subprocess
import unittest

from support.case import COMMAND, Case

FIXES = [[(179.25, -17.5, 900.5, "2020-01-31T23:59:58Z"),
          (179.75, -17.25, None, "2020-02-01T00:05:00.250Z"),
          (-179.75, -17.0, 1200.0, None),
          (-179.0, -16.75, 1000.125, "2020-02-01T01:00:00Z")],
         [(-178.5, -16.5, 0.0, "2020-02-01T02:00:00Z"),
          (-178.123456789012, -16.25, 12.0, "2020-02-01T02:10:00Z")]]


def flight(parts, name, **properties):
    lines = [[[lon, lat] + ([] if z is None else [z]) for lon, lat, z, _ in part]
             for part in parts]
    times = [[time for *_, time in part] for part in parts]
    if len(parts) == 1:
        lines, times = lines[0], times[0]
    if any(time is not None for part in parts for *_, time in part):
        properties["coordTimes"] = times
    return {"type": "Feature", "properties": {"id": name, **properties},
            "geometry": {"type": "LineString" if len(parts) == 1 else "MultiLineString",
                         "coordinates": lines}}


def close(one, other):
    if one is None or other is None:
        return one is other
    return abs(one - other) < 1e-9


def turned(lon):
    return (lon + 180) % 360 - 180


class Convert(Case):
    def setUp(self):
        super().setUp()
        self.write("in.geojson",
                   flight(FIXES, "two parts", callsign="ABC 1", seats=3, weight=0.5),
                   flight([FIXES[0][2:]], "one part", callsign="é"))

    def path(self, name):
        return str(self.folder / name)

    def load(self, name):
        return json.loads((self.folder / name).read_text("utf-8"))

    def convert(self, *arguments, status=0):
        run = subprocess.run([COMMAND, "convert", *arguments], cwd=self.folder,
                             capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL)
        self.assertEqual(run.returncode, status, run.stderr)
        return run

    def read_back(self, name):
        """[(id, properties, [[(lon, lat, altitude, time), ...] a part])]"""
        self.convert(name, "-o", "back.geojson", "--force", "--quiet")
        flights = []
        for feature in self.load("back.geojson")["features"]:
            lines, times = feature["geometry"]["coordinates"], feature["properties"].get(
                "coordTimes")
            if feature["geometry"]["type"] == "LineString":
                lines, times = [lines], [times]
            flights.append((feature["properties"]["id"], feature["properties"], [
                [(p[0], p[1], p[2] if len(p) > 2 else None, times[i][k] if times and times[i]
                  else None) for k, p in enumerate(line)] for i, line in enumerate(lines)]))
        return flights

    def assert_same(self, found, parts, times=True, altitudes=True):
        self.assertEqual([len(part) for part in found], [len(part) for part in parts])
        for got, want in zip(sum(found, []), sum(parts, [])):
            self.assertTrue(close(turned(got[0]), turned(want[0])), (got, want))
            self.assertTrue(close(got[1], want[1]), (got, want))
            self.assertTrue(close(got[2], want[2] if altitudes else None), (got, want))
            self.assertEqual(got[3], want[3] if times else None)

    def test_round_trips(self):
        for ending in ("geojson", "geojsonl", "gpx", "kml", "gpkg", "fgb", "shp", "sqlite", "gml"):
            with self.subTest(ending):
                run = self.convert("in.geojson", "-o", f"out.{ending}")
                back = self.read_back(f"out.{ending}")
                self.assertEqual([name for name, *_ in back], ["two parts", "one part"])
                times = "no times" not in run.stderr
                self.assertEqual(times, ending != "gml")
                self.assert_same(back[0][2], FIXES, times)
                self.assert_same(back[1][2], [FIXES[0][2:]], times)
                told = "no attributes" in run.stderr
                self.assertEqual(told, ending in ("gpx", "kml"))
                if not told:
                    self.assertEqual([p["callsign"] for _, p, _ in back], ["ABC 1", "é"])
                    self.assertEqual((back[0][1]["seats"], back[0][1]["weight"]), (3, 0.5))

    def test_a_table_of_fixes(self):
        self.convert("in.geojson", "-o", "out.csv")
        with open(self.path("out.csv"), encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        want = [("two parts", part, fix) for part, fixes in enumerate(FIXES, 1) for fix in fixes]
        want += [("one part", 1, fix) for fix in FIXES[0][2:]]
        self.assertEqual(len(rows), len(want))
        for row, (name, part, (lon, lat, z, time)) in zip(rows, want):
            self.assertEqual((row["flight_id"], row["part"], row["time"]),
                             (name, str(part), time or ""))
            self.assertEqual((float(row["lon"]), float(row["lat"])), (lon, lat))
            self.assertEqual(row["altitude_m"], "" if z is None else repr(z).removesuffix(".0"))

    def test_a_table_of_fixes_is_read_again(self):
        whole = [fix for fix in FIXES[0] if fix[3]]
        self.write("whole.geojson", flight([whole], "XX 1"), flight([FIXES[1]], "XX 2"))
        self.convert("whole.geojson", "-o", "whole.csv")
        self.convert("whole.csv", "-o", "back.geojson", "--gap", "0")
        back = self.load("back.geojson")["features"]
        self.assertEqual([f["properties"]["id"] for f in back], ["XX 1", "XX 2"])
        for feature, want in zip(back, (whole, FIXES[1])):
            times = feature["properties"]["coordTimes"]
            found = [(*p[:2], p[2] if len(p) > 2 else None, time)
                     for p, time in zip(feature["geometry"]["coordinates"], times)]
            self.assert_same([found], [want])

    def test_a_plan_without_times(self):
        parts = [[(lon, lat, None, None) for lon, lat, *_ in FIXES[0]]]
        self.write("plan.geojson", flight(parts, "PLAN 1"))
        for ending in ("fpl", "gpx", "kml"):
            run = self.convert("plan.geojson", "-o", f"plan.{ending}")
            self.assertEqual(run.stderr, "")
            name, _, back = self.read_back(f"plan.{ending}")[0]
            self.assertEqual(name, "PLAN 1")
            self.assert_same(back, parts)
        with open(self.path("plan.gpx"), encoding="utf-8") as file:
            text = file.read()
        self.assertIn("<rte>", text)
        self.assertNotIn("<trk>", text)

    def test_fpl_holds_one_flight_and_says_what_it_leaves_out(self):
        run = self.convert("in.geojson", "-o", "out.fpl", status=2)
        self.assertIn('expected one flight, which is what a Garmin flight plan holds, found '
                      'another, "one part"', run.stderr)
        self.assertEqual([n for n in os.listdir(self.path(".")) if "out.fpl" in n], [])
        run = self.convert("in.geojson", "-o", "out.fpl", "--where", "id = 'one part'")
        for what in ("times", "altitudes", "attributes"):
            self.assertIn(f"the format holds no {what}", run.stderr)

    def test_pressure_altitudes_are_not_taken_for_heights(self):
        lines = ["AXXX001", "HFDTE310120"]
        lines += [f"B10{m:02d}005430{m:02d}0N0193000{m % 10}EA0100001050" for m in range(4)]
        (self.folder / "p.igc").write_text("\r\n".join(lines) + "\r\n")
        for ending in ("gpx", "kml", "gpkg", "shp"):
            run = self.convert("p.igc", "-o", f"p.{ending}")
            self.assertIn("cannot say that an altitude is by pressure", run.stderr)
            for fix in self.read_back(f"p.{ending}")[0][2][0]:
                self.assertIsNone(fix[2], ending)
        run = self.convert("p.igc", "-o", "p.geojson")
        self.assertEqual(run.stderr, "")
        properties = self.load("p.geojson")["features"][0]["properties"]
        self.assertEqual(properties["pressure_altitudes_m"], [1000] * 4)

    def test_typed_plans(self):
        self.convert("--route", "5530N03700E/F100 5500N03800E", "-o", "t.geojson")
        feature = self.load("t.geojson")["features"][0]
        self.assertEqual(feature["geometry"]["coordinates"], [[37, 55.5], [38, 55]])
        self.assertEqual(feature["properties"]["fix_names"], ["5530N03700E", "5500N03800E"])

    def test_typed_plans_with_points(self):
        """The same points in two formats; what is ambiguous is said, and what is unknown names
        the way out."""
        (self.folder / "nav.csv").write_text(
            "ident,type,latitude_deg,longitude_deg\nKGX,VOR,54.5,20.5\nKGX,NDB,-30,20\n")
        with gzip.open(self.folder / "awy.dat", "wt") as file:
            file.write("I\n640 Version\n\nAAAAA 54.0 19.0 BBBBB 54.25 20.0 2 1 9 UL1-UL2\n"
                       "BBBBB 54.25 20.0 KGX 54.5 20.5 2 1 9 UL1\n99\n")
        points = ["--points", "nav.csv", "--points", "awy.dat"]
        run = self.convert("--route", "AAAAA UL1 KGX", *points, "-o", "p.geojson")
        self.assertEqual(self.load("p.geojson")["features"][0]["geometry"]["coordinates"],
                         [[19, 54], [20, 54.25], [20.5, 54.5]])
        run = self.convert("--route", "AAAAA KGX", *points, "-o", "q.geojson")
        self.assertIn("2 points are called KGX: the one at 54.5000,20.5000", run.stderr)
        message = "(FPL-XX1-IS-B738/M-S/C-ZZZZ1200-N0450F330 AAAAA UL1 KGX-UMKK0100-DOF/200101)"
        (self.folder / "m.txt").write_text(message)
        for source in (["m.txt"], ["--route", message]):
            self.convert(*source, *points, "-o", "m.geojson", "--force")
            properties = self.load("m.geojson")["features"][0]["properties"]
            self.assertEqual((properties["id"], properties["fix_names"]),
                             ("XX1", ["AAAAA", "BBBBB", "KGX", "UMKK"]))
            run = self.convert(*source, "-o", "n.geojson", status=2)
            self.assertIn("--points FILE", run.stderr)
        self.assertIn("missing.dat", self.convert("--route", "AAAAA KGX", "--points", "missing.dat",
                                                  "-o", "n.geojson", status=2).stderr)

    def test_whole_or_not_at_all(self):
        bad = flight([FIXES[1]], "bad")
        bad["geometry"]["coordinates"][0] = [0, 95]
        self.write("bad.geojson", flight([FIXES[1]], "good"), bad)
        before = sorted(os.listdir(self.path(".")))
        for ending in ("gpx", "gpkg", "shp"):
            self.convert("bad.geojson", "-o", f"out.{ending}", status=2)
            self.assertEqual(sorted(os.listdir(self.path("."))), before)
        run = self.convert("bad.geojson", "-o", "out.gpkg", "--skip-invalid")
        self.assertIn("was left out", run.stderr)
        self.assertEqual(len(self.read_back("out.gpkg")), 1)

    def test_what_is_there_is_left_alone(self):
        for ending in ("gpx", "gpkg", "shp"):
            self.convert("in.geojson", "-o", f"out.{ending}")
            run = self.convert("in.geojson", "-o", f"out.{ending}", status=2)
            self.assertIn("exists already", run.stderr)
            self.assertIn("--force", run.stderr)
            self.convert("in.geojson", "-o", f"out.{ending}", "--force")
        os.remove(self.path("out.shp"))
        run = self.convert("in.geojson", "-o", "out.shp", status=2)  # its .dbf is there
        self.assertFalse(os.path.exists(self.path("out.shp")))

    def test_bad_usage(self):
        for arguments, words in (
                (["in.geojson"], "add '-o FILE'"), (["-o", "x.gpx"], "expected at least one file"),
                (["in.geojson", "-o", "x.foo"], 'the ending ".foo"'),
                (["in.geojson", "-o", "x"], "expected a name whose ending says the format"),
                (["in.geojson", "-o", "x.xlsx"], "tables without geometry"),
                (["in.geojson", "-o", "no/such/x.gpx"], "No such file or directory"),
                (["-", "-o", "x.gpkg"], "standard input can be read only once")):
            self.assertIn(words, self.convert(*arguments, status=2).stderr)


if __name__ == "__main__":
    unittest.main()
