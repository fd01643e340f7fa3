#!/usr/bin/python3
# Tests: src/input/rules/zone_rules.c src/input/rules/zone_attributes.c src/cli/zone_limits.c
# Tests: src/input/rules/rule_places.c src/input/flights/fix_times.c
"""A zone's restrictions are the same in every format and spelling; what a format cannot hold is
an error; zones validate says what check says."""
import json
import shutil
import subprocess
import sys
import unittest

from support.case import COMMAND, DATA, Case, feature, square

if shutil.which("ogr2ogr") is None:
    print("skipped: ogr2ogr is not installed")
    sys.exit(77)

FORMATS = (("ESRI Shapefile", "shp"), ("GPKG", "gpkg"), ("FlatGeobuf", "fgb"), ("KML", "kml"),
           ("GML", "gml"), ("GeoJSONSeq", "geojsonl"), ("MapInfo File", "tab"),
           ("SQLite", "sqlite"))


class Attributes(Case):
    def setUp(self):
        super().setUp()
        self.plan = self.write("plan.geojson",
                               feature("LineString", [[19, 54.5], [23, 54.5]], id="r",
                                       date="2016-06-01"))

    def run_command(self, *arguments):
        return subprocess.run([COMMAND, *arguments], capture_output=True, encoding="utf-8")

    def judged(self, zones, plan=None):
        run = self.run_command("check", plan or self.plan, "--zones", zones, "--rules", "zones",
                               "--json")
        self.assertIn(run.returncode, (0, 1, 4), run.stderr)
        result = json.loads(run.stdout)
        found = result["routes"][0]["findings"]
        return run.returncode, [(each["rule"], each["severity"], each["measured"], each["limit"])
                                for each in found]

    def converted(self, zones, driver, ending):
        path = str(self.folder / f"as_{ending}.{ending}")
        subprocess.run(["ogr2ogr", "-f", driver, path, zones], check=True,
                       stderr=subprocess.DEVNULL)
        return path

    def test_formats(self):
        """The bundled oblast has its limit of 500 km whatever it is saved as."""
        zones = str(DATA / "zones/kaliningrad.geojson")
        loop = [[19, 54.5], [23, 54.5], [19, 54.6], [23, 54.6], [19, 54.7], [23, 54.7]]
        plan = self.write("loop.geojson", feature("LineString", loop, id="r", date="2016-06-01"))
        status, findings = self.judged(zones, plan)
        self.assertEqual(status, 1)
        self.assertEqual([(rule, limit) for rule, _, _, limit in findings],
                         [("kaliningrad/max_distance", 500)])
        for driver, ending in FORMATS:
            with self.subTest(driver=driver):
                other, again = self.judged(self.converted(zones, driver, ending), plan)
                self.assertEqual(other, 1)
                self.assertEqual([each[:2] for each in again], [each[:2] for each in findings])
                self.assertEqual(again[0][3], 500)
                # Formats round coordinates: some write seven decimals, a centimetre.
                self.assertAlmostEqual(again[0][2], findings[0][2], delta=0.01)

    def test_lists_of_times(self):
        """GDAL writes coordTimes into a package as (2:TIME,TIME); one that is cut is refused."""
        times = ["2016-06-01T10:00:00Z", "2016-06-01T10:20:00Z"]
        line = [[19, 54.5], [23, 54.5]]
        zones = self.write("zones.geojson", square(20, 54, 22, 55, id="z"))
        named = self.write("named.geojson", feature("LineString", line, id="r", coordTimes=times))
        cut = self.write("cut.geojson", feature("LineString", line, id="r",
                                                coordTimes=f"(3:{times[0]},{times[1]})"))
        rows = []
        for file in named, self.converted(named, "GPKG", "gpkg"):
            run = self.run_command("analyze", file, "--zones", zones, "--layers", "passages", "-o",
                                   "-", "--formats", "csv", "-q")
            self.assertEqual(run.returncode, 0, run.stderr)
            rows.append(run.stdout)
        self.assertIn("2016-06-01T10:05", rows[0])
        self.assertEqual(*rows)
        run = self.run_command("check", cut, "--zones", zones)
        self.assertEqual(run.returncode, 2)
        self.assertIn("coordTimes", run.stderr)

    def test_shapefile_holds_all_members(self):
        zones = self.write("all.geojson",
                           square(20, 54, 22, 55, id="z", prohibited=True, floor="GND",
                                  ceiling="FL065", active_from="2016-01-01",
                                  active_until="2016-06-01", severity="warning"),
                           square(20, 54.2, 22, 54.8, id="y", standoff_km=5, min_altitude_m=300,
                                  altitude_reference="AGL", status="Disputed"))
        here = self.judged(zones)
        self.assertEqual({rule for rule, *_ in here[1]},
                         {"z/prohibited", "y/standoff", "y/min_altitude"})
        self.assertEqual(self.judged(self.converted(zones, "ESRI Shapefile", "shp")), here)

    def test_numbered_fields(self):
        """GDAL calls the second of two fields with the same ten letters max_dist_1."""
        for other, status in ((60, 2), (50, 1)):
            zones = self.write("twice.geojson",
                               square(20, 54, 22, 55, id="z", max_distance_km=50,
                                      max_distance_limit=other))
            shapes = self.converted(zones, "ESRI Shapefile", "shp")
            run = self.run_command("check", self.plan, "--zones", shapes)
            self.assertEqual(run.returncode, status, run.stderr)
            if status == 2:
                self.assertIn("expected one value, found 50 and 60", run.stderr)

    def test_cut_off(self):
        """A Shapefile's texts end after 254 bytes."""
        limits = [{"max_distance_km": 50, "note": "x" * 250}, {"standoff_km": 5}]
        zones = self.write("long.geojson", square(20, 54, 22, 55, id="z", restrictions=limits))
        self.assertEqual(self.judged(zones)[0], 1)
        shapes = self.converted(zones, "ESRI Shapefile", "shp")
        for command in (("check", self.plan, "--zones"), ("zones", "validate")):
            run = self.run_command(*command, shapes)
            self.assertEqual(run.returncode, 2)
            self.assertIn("a Shapefile holds no more", run.stdout + run.stderr)

    def test_validate_says_what_check_says(self):
        for properties in ({"prohibited": True, "floor": "NOTAM"}, {"max_distance_km": "fifty"},
                           {"max_distance": 50}, {"prohibited": "maybe"},
                           {"prohibited": True, "active_until": "05.05.2016"},
                           {"min_altitude_m": 5}, {"restriction": "notice"}):
            with self.subTest(properties=properties):
                zones = self.write("bad.geojson", square(0, 0, 1, 1, id="good", prohibited=True),
                                   square(20, 54, 22, 55, id="z", **properties))
                check = self.run_command("check", self.plan, "--zones", zones)
                validate = self.run_command("zones", "validate", zones)
                self.assertEqual((check.returncode, validate.returncode), (2, 2))
                lines = validate.stdout.splitlines()
                self.assertEqual(lines[-1], "1 of 2 zones can be used")
                self.assertEqual(check.stderr.splitlines()[-1], "overflight: " + lines[0])
                quiet = self.run_command("zones", "validate", zones, "--quiet")
                self.assertEqual((quiet.returncode, quiet.stdout), (2, ""))
        for properties in ({"prohibited": True, "floor": "GND", "ceiling": "FL065"},
                           {"Max Distance KM": "50 km"}, {"TYPE_CODE": "R"}):
            with self.subTest(properties=properties):
                zones = self.write("good.geojson", square(20, 54, 22, 55, id="z", **properties))
                self.assertNotEqual(self.run_command("check", self.plan, "--zones",
                                                     zones).returncode, 2)
                validate = self.run_command("zones", "validate", zones)
                self.assertEqual(validate.returncode, 0)
                self.assertIn("1 of 1 zone can be used", validate.stdout)
                self.assertEqual("not understood: TYPE_CODE R" in validate.stdout,
                                 "TYPE_CODE" in properties)

    def test_validate_agrees_with_check_on_bundled_zones(self):
        for path in sorted((DATA / "zones").glob("*.geojson")):
            run = self.run_command("zones", "validate", str(path))
            self.assertEqual((run.returncode, run.stdout), (0, "1 of 1 zone can be used\n"))

    def test_end_of_validity(self):
        """A restriction until 2020-06-30 is in force on that day, and every text names it."""
        zones = self.write("until.geojson", square(20, 54, 21, 55, id="a", prohibited=True,
                                                   active_from="2020-06-01",
                                                   active_until="2020-06-30"))
        plan = self.write("undated.geojson", feature("LineString", [[19, 54.5], [23, 54.5]],
                                                     id="r"))
        run = self.run_command("check", plan, "--zones", zones)
        self.assertIn("from 2020-06-01 until 2020-06-30", run.stdout)
        self.assertNotIn("2020-07-01", run.stdout + self.run_command(
            "check", plan, "--zones", zones, "--json").stdout)
        self.assertIn("2020-06-01 – 2020-06-30",
                      self.run_command("zones", "list", "--zones", zones).stdout)
        for date, status in (("2020-06-30", 1), ("2020-07-01", 0)):
            run = self.run_command("check", plan, "--zones", zones, "--date", date)
            self.assertEqual(run.returncode == 1, status == 1, run.stdout)


if __name__ == "__main__":
    unittest.main()
