#!/usr/bin/python3
# Tests: src/cli/zone_choice.c src/cli/oddities.c src/cli/zones.c src/model/zone_box.c
"""Lists of many airspaces: which are shown, how many there are of each class and country, and
oddities by kind."""
import json
import math
import os
import subprocess
import tempfile
import unittest

from support.case import COMMAND


def square(lon, lat, **properties):
    ring = [[lon, lat], [lon + 1, lat], [lon + 1, lat + 1], [lon, lat + 1], [lon, lat]]
    return {"type": "Feature", "properties": properties,
            "geometry": {"type": "Polygon", "coordinates": [ring]}}


AIRSPACES = [
    square(0, 50, id="always", **{"class": "D"}, country="FR"),
    square(10, 50, id="weekdays", type="CTR", country="DE", active="Mo-Fr 06:00-18:00"),
    square(20, 50, id="perhaps", type="R", country="DE", active="by NOTAM"),
    square(30, 50, id="danger", type="DANGER", country="PL", active_until="2025-12-31"),
    square(179.5, 50, id="date line"),
]


class Airspaces(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "a.geojson")
        self.write(AIRSPACES)

    def write(self, features):
        with open(self.path, "w", encoding="utf-8") as file:
            json.dump({"type": "FeatureCollection", "features": features}, file)

    def zones(self, verb, *options, status=0):
        where = ["--zones", self.path] if verb == "list" else [self.path]
        run = subprocess.run([COMMAND, "zones", verb, *where, *options], capture_output=True,
                             text=True)
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return run.stdout if status == 0 else run.stdout + run.stderr

    def chosen(self, *options):
        return [zone["id"] for zone in json.loads(self.zones("list", "--json", *options))]

    def test_box(self):
        self.assertEqual(self.chosen("--bbox", "5,45,25,55"), ["weekdays", "perhaps"])
        self.assertEqual(self.chosen("--bbox", "0.5,50.5,0.6,50.6"), ["always"])
        self.assertEqual(self.chosen("--bbox", "2,50,9,51"), [])
        self.assertEqual(self.chosen("--bbox", "170,0,-170,60"), ["date line"])
        self.assertEqual(self.chosen("--bbox", "-179.9,50,-179.6,50.5"), ["date line"])
        self.assertEqual(len(self.chosen("--bbox", "-180,-90,180,90")), 5)
        for wrong in "1,2,3", "1,60,2,50", "1,2,3,91", "a,b,c,d", "1,2,3,4,5", "1, 2,3,4":
            self.assertIn("expected the west", self.zones("list", "--bbox", wrong, status=2))

    def test_class(self):
        self.assertEqual(self.chosen("--class", "D"), ["always"])
        self.assertEqual(self.chosen("--class", "danger"), ["danger"])
        self.assertEqual(self.chosen("--class", "ctr,R"), ["weekdays", "perhaps"])
        self.assertEqual(self.chosen("--class", "D", "--class", "unknown"),
                         ["always", "date line"])
        zones = json.loads(self.zones("list", "--json"))
        self.assertEqual([(zone["class"], zone["type"], zone["country"]) for zone in zones],
                         [("D", None, "FR"), (None, "CTR", "DE"), (None, "R", "DE"),
                          (None, "DANGER", "PL"), (None, None, None)])
        self.assertNotIn("in_force", zones[0])

    def at(self, time):
        return {zone["id"]: zone["in_force"]
                for zone in json.loads(self.zones("list", "--json", "--at", time))}

    def test_time(self):
        """2026-11-27 is a Friday, and 28 a Saturday. What hangs on a NOTAM is only possible."""
        always = {"always": "certain", "date line": "certain", "perhaps": "possible"}
        self.assertEqual(self.at("2026-11-27T12:00Z"), dict(always, weekdays="certain"))
        self.assertEqual(self.at("2026-11-27T18:00Z"), always)
        self.assertEqual(self.at("2026-11-27"), dict(always, weekdays="certain"))
        self.assertEqual(self.at("2026-11-28"), always)
        self.assertEqual(self.at("2025-12-31T23:00Z"),
                         dict(always, danger="certain"))
        self.assertEqual(self.at("2026-01-01"), dict(always, weekdays="certain"))
        text = self.zones("list", "--at", "2026-11-28")
        self.assertIn("\n3 of 5 zones\n1 of these only possibly in force", text)

    def test_summary(self):
        text = self.zones("list")
        self.assertIn("\nby class: CTR 1, D 1, DANGER 1, R 1, unknown 1\n"
                      "by country: DE 2, FR 1, PL 1, unknown 1\n", text)
        self.assertIn("by country: DE 2, ", self.zones("validate"))

    def test_oddities(self):
        """Of each kind five, and how many more there are."""
        self.write([square(i / 10, 50, id="r%d" % i, floor="FL%d" % (50 + i), type="R")
                    for i in range(12)] + [square(3, 60, id="t", type="TMZ")])
        text = self.zones("validate")
        self.assertEqual(text.count("note: looks like a restriction"), 6)
        self.assertIn('"r4"', text)
        self.assertNotIn('"r5"', text)
        self.assertIn("\n7 more: not understood: type R\n", text)
        self.assertNotIn("more: not understood: type TMZ", text)
        self.assertEqual(self.zones("validate", "--all").count("note: looks like"), 13)
        self.assertNotIn("more:", self.zones("validate", "--all"))
        self.assertEqual(self.zones("validate", "--quiet"), "")

    def test_problems(self):
        """What is wrong is grouped, too, and all of it counts."""
        self.write([square(i, 50, id="z%d" % i, max_distance_km=-1 - i) for i in range(9)])
        text = self.zones("validate", status=2)
        self.assertEqual(text.count("max_distance_km: expected"), 5 + 1, text)
        self.assertIn("4 more: max_distance_km: expected", text)
        self.assertIn("0 of 9 zones can be used", text)

    def test_circle_box(self):
        """Where an exact circle reaches farthest: north and south on its meridian, east and west
        where cos(azimuth) is as the sphere has it, within what the ellipsoid differs."""
        self.write([{"type": "Feature", "properties": {"id": "c", "radius_m": 100000},
                     "geometry": {"type": "Point", "coordinates": [10, 60]}}])
        west, south, east, north = json.loads(self.zones("list", "--json"))[0]["bbox"]
        # From the meridian's length: 111,412.3 m a degree at 60 degrees north.
        self.assertAlmostEqual(north - 60, 100000 / 111421.9, places=3)
        self.assertAlmostEqual(60 - south, 100000 / 111402.6, places=3)
        self.assertAlmostEqual(east - 10, 10 - west, places=9)
        wide = math.degrees(math.asin(math.sin(100000 / 6388e3) / math.cos(math.radians(60))))
        self.assertAlmostEqual(east - 10, wide, delta=2e-3)


if __name__ == "__main__":
    unittest.main()
