#!/usr/bin/python3
# Tests: src/input/zones/volumes_attribute.c src/cli/shown_volumes.c src/output/layers/zones.c
# Tests: src/input/zones/airspaces.c src/model/zone_parts.c
"""Zones whose limits differ from place to place: read, shown, met, written and read again."""
import csv
import json
import math
import subprocess
import unittest

from support.case import COMMAND, Case, feature

# Along the equator, where a degree of longitude is this long on WGS 84.
DEGREE_M = 6378137 * math.pi / 180


def box(west, south, east, north):
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


CAKE = [{"floor": "GND", "ceiling": "3000 m MSL", "coordinates": box(22, -1, 24, 1)},
        {"floor": "1000 m MSL", "ceiling": "3000 m MSL", "coordinates": [box(21, -2, 25, 2)]},
        {"floor": "2000 m MSL", "ceiling": "FL95", "active": "Mo-Fr 08:00-16:00",
         "coordinates": [box(20, -3, 26, 3)]}]


class ZoneParts(Case):
    def run_command(self, *arguments, status=0):
        run = subprocess.run([COMMAND, *map(str, arguments)], capture_output=True, encoding="utf-8",
                             cwd=self.folder)
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return run

    def cake(self, volumes=None, **properties):
        volumes = CAKE if volumes is None else volumes
        return self.write("cake.geojson", feature("Polygon", box(20, -3, 26, 3), id="cake",
                                                  volumes=volumes, **properties))

    def route(self, height, to_height=None):
        return self.write("route.geojson", feature(
            "LineString", [[19, 0, height], [27, 0, height if to_height is None else to_height]],
            id="r"))

    def analyze(self, zones, route, out="out"):
        self.run_command("analyze", route, "--zones", zones, "-o", out, "--force")
        tables = {}
        for name in ("statistics",):
            with open(self.folder / out / f"{name}.csv", encoding="utf-8") as file:
                (tables[name],) = csv.DictReader(file)
        return tables["statistics"]

    def features(self, name, out="out"):
        with open(self.folder / out / f"{name}.geojson", encoding="utf-8") as file:
            return [f["properties"] for f in json.load(file)["features"]]

    def test_steps_are_one_passage(self):
        for height, degrees in ((1500, 4), (500, 2), (3500, 0)):
            row = self.analyze(self.cake(CAKE[:2]), self.route(height))
            self.assertAlmostEqual(float(row["inside_m"]), 4 * DEGREE_M, delta=1e-3)
            self.assertAlmostEqual(float(row["within_m"]), degrees * DEGREE_M, delta=1e-3)
            self.assertEqual(row["within_m"], row["within_at_most_m"])
            self.assertEqual(int(row["passages"]), 1 if degrees else 0)
            self.assertEqual(int(row["crossings"]), 2 if degrees else 0)

    def test_times_that_are_not_known_leave_a_part_possible(self):
        row = self.analyze(self.cake(), self.route(2500))
        self.assertAlmostEqual(float(row["within_m"]), 4 * DEGREE_M, delta=1e-3)
        self.assertAlmostEqual(float(row["within_at_most_m"]), 6 * DEGREE_M, delta=1e-3)
        self.assertEqual([(p["certainty"], round(p["length_m"] / DEGREE_M))
                          for p in self.features("passages")],
                         [("possible", 1), ("certain", 4), ("possible", 1)])

    def test_through_what_a_crossing_goes(self):
        # 250 m a degree from 500 m: 1,000 m at 21, 1,250 m at 22.
        self.analyze(self.cake(CAKE[:1] + [{"floor": "2000 m MSL", "ceiling": "3000 m MSL",
                                            "coordinates": box(24, -1, 26, 1)}]),
                     self.route(250, 2250))
        self.assertEqual([(c["kind"], c["through"], round(c["along_m"] / DEGREE_M, 6))
                          for c in self.features("crossings")],
                         [("entry", "side", 3), ("exit", "side", 5)])
        # 2,000 m are reached at 25 of the same box, if it climbs at 300 m a degree.
        self.analyze("cake.geojson", self.route(200, 2600))
        self.assertEqual([(c["kind"], c["through"], round(c["along_m"] / DEGREE_M, 6))
                          for c in self.features("crossings")],
                         [("entry", "side", 3), ("exit", "side", 5), ("entry", "floor", 6),
                          ("exit", "side", 7)])

    def test_check_binds_in_the_parts(self):
        for height, status in ((1500, 1), (500, 1), (3500, 0)):
            run = self.run_command("check", self.route(height), "--zones",
                                   self.cake(CAKE[:2], prohibited=True), status=status)
            self.assertEqual("violat" in run.stdout, status == 1, run.stdout)
        # Over the outer ring, below its floor: not within.
        over = self.write("over.geojson", feature("LineString", [[21.2, -3, 500], [21.2, 3, 500]],
                                                  id="r"))
        self.run_command("check", over, "--zones", "cake.geojson", status=0)

    def test_suggestions_keep_clear_of_all_parts(self):
        run = self.run_command("check", self.route(1500), "--zones",
                               self.cake(CAKE[:2], prohibited=True), "--suggest", "way.geojson",
                               "--clearance", 100, status=1)
        self.assertIn("over: up to", run.stdout)
        self.run_command("check", "way.geojson", "--zones", "cake.geojson")
        features = json.loads((self.folder / "way.geojson").read_text())["features"]
        over = max(p[2] for f in features for p in f["geometry"]["coordinates"] if len(p) > 2)
        self.assertGreaterEqual(over, 3100)

    def test_shown_as_understood_and_as_given(self):
        shown = self.run_command("zones", "show", "cake", "--zones", self.cake()).stdout
        self.assertIn('volume 1      GND ("GND") to 3000 m MSL ("3000 m MSL"), ', shown)
        self.assertIn('FL95 ("FL95"), in force Mo-Fr 08:00-16:00 UTC ("Mo-Fr 08:00-16:00"), ',
                      shown)
        self.assertNotIn("coordinates", shown)
        made = json.loads(self.run_command("zones", "show", "cake", "--zones", "cake.geojson",
                                           "--json").stdout)
        self.assertEqual([v["floor"] for v in made["volumes"]],
                         ["GND", "1000 m MSL", "2000 m MSL"])
        self.assertEqual(made["volumes"][2]["given"]["active"], "Mo-Fr 08:00-16:00")
        self.assertAlmostEqual(made["area_m2"], made["volumes"][2]["area_m2"], delta=1)

    def test_what_is_written_reads_as_the_same_zone(self):
        first = self.analyze(self.cake(), self.route(2500))
        again = self.analyze(self.folder / "out" / "zones.geojson", self.route(2500), "again")
        self.assertEqual(first, again)
        self.analyze(self.folder / "again" / "zones.geojson", self.route(2500), "third")
        self.assertEqual(*(self.features("zones", out)[0]["volumes"] for out in ("out", "third")))

    def test_limits_of_the_zone_hold_where_a_part_has_none(self):
        volumes = [{"coordinates": box(22, -1, 24, 1)},
                   {"ceiling": "2000 m MSL", "coordinates": box(24, -1, 26, 1)}]
        row = self.analyze(self.cake(volumes, floor="1000 m MSL"), self.route(2500))
        self.assertAlmostEqual(float(row["within_m"]), 2 * DEGREE_M, delta=1e-3)
        row = self.analyze("cake.geojson", self.route(500))
        self.assertEqual(float(row["within_m"]), 0)

    def test_what_is_wrong_is_named(self):
        for volumes, sentence in (
                ([], "volumes: expected an array of objects"),
                ([1], "volumes[0]: expected an object"),
                ([{"floor": "GND"}], 'volumes[0]: expected "coordinates" as a MultiPolygon'),
                ([CAKE[0], {"coordinates": [[[1, 2], [3, 4]]]}],
                 "volumes[1]: expected coordinates with rings of at least four positions"),
                ([{"coordinates": [[["a", 2], [3, 4], [5, 6], [7, 8]]]}], "volumes[0]: expected"),
                ([{"coordinates": box(0, 0, 1, 91)}], "latitude")):
            path = self.cake(volumes)
            run = self.run_command("zones", "list", "--zones", path, status=2)
            self.assertIn(sentence, run.stderr)
            self.assertIn("cake", run.stderr)
            run = self.run_command("zones", "validate", path, status=2)
            self.assertIn(sentence, run.stdout)
            self.assertIn("0 of 1 zone can be used", run.stdout)

    def test_circles_of_one_airspace_are_united(self):
        def area(*places):
            circles = "".join(f"V X=54:00:00 N {place} E\nDC 10\n" for place in places)
            path = self.folder / "two.txt"
            path.write_text(f"AC R\nAN TWO\nAL GND\nAH FL95\n{circles}")
            shown = self.run_command("zones", "show", "TWO", "--zones", path, "--json")
            return json.loads(shown.stdout)

        one, twice = area("020:00:00"), area("020:00:00", "020:00:00")
        # Where circles are laid over each other their edges stay within 0.2 mm of them.
        most = 2 * math.pi * 18520 * 2e-4
        self.assertAlmostEqual(one["area_m2"], twice["area_m2"], delta=most)
        self.assertEqual(twice["polygons"], 1)
        # On a sphere of the mean radius of curvature there; the two overlap by more than half.
        lens = area("020:00:00", "020:10:00")
        radius, apart = 18520, 1113.2e2 * math.cos(math.radians(54)) / 6
        overlap = 2 * radius**2 * math.acos(apart / 2 / radius) - \
            apart / 2 * math.sqrt(4 * radius**2 - apart**2)
        self.assertAlmostEqual(lens["area_m2"] / (2 * one["area_m2"] - overlap), 1, delta=5e-3)
        self.assertEqual((lens["polygons"], lens["rings"]), (1, 1))
        apart = area("020:00:00", "021:00:00")
        self.assertAlmostEqual(apart["area_m2"], 2 * one["area_m2"], delta=2 * most)


if __name__ == "__main__":
    unittest.main()
