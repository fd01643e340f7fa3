#!/usr/bin/python3
# Tests: src/output/convert/zone_curves.c src/input/zones/curves_attribute.c
# Tests: src/output/convert/zone_geojson.c
"""Zones with curves through GeoJSON and GDAL's formats, which know none: a modest drawing, and the
attribute `curves` by which they are read as they were."""
import csv
import json
import math
import os
import subprocess
import tempfile
import unittest

from support.case import COMMAND

OPENAIR = """AC R
AN Half
AL GND
AH FL100
V D=-
V X=47:00:00 N 009:00:00 E
DB 47:10:00 N 009:00:00 E, 46:50:00 N 009:00:00 E
DP 46:50:00 N 009:30:00 E
DP 47:10:00 N 009:30:00 E

AC R
AN Spiral
AL GND
AH FL100
V X=10:00:00 S 179:59:00 E
V D=+
DB 09:50:00 S 179:59:00 E, 10:10:00 S 179:58:00 E
DP 10:10:00 S 179:30:00 E
DP 09:50:00 S 179:30:00 E

AC R
AN Cut
AL GND
AH FL100
V X=60:00:00 N 020:00:00 E
V D=-
DB 60:05:00 N 020:00:00 E, 60:00:00 N 019:50:00 E
DB 60:00:00 N 019:50:00 E, 59:55:00 N 020:00:00 E
V D=+
V X=59:50:00 N 020:00:00 E
DB 59:55:00 N 020:00:00 E, 59:50:00 N 020:10:00 E
DP 60:05:00 N 020:30:00 E
"""


class ConvertCurves(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name, content=None):
        path = os.path.join(self.folder, name)
        if content is not None:
            with open(path, "w", encoding="utf-8") as file:
                file.write(content if isinstance(content, str) else json.dumps(
                    {"type": "FeatureCollection", "features": content}))
        return path

    def run_command(self, *arguments):
        run = subprocess.run([COMMAND, *arguments], capture_output=True, text=True)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.said = run.stderr
        return run.stdout

    def convert(self, source, name):
        made = self.path(name)
        self.run_command("convert", source, "-o", made, "--force")
        return made

    def zones(self, path):
        found = json.loads(self.run_command("zones", "list", "--json", "--zones", path))
        return {zone["id"]: zone for zone in found}

    def features(self, path):
        with open(path, encoding="utf-8") as file:
            return {feature["properties"]["id"]: feature for feature in json.load(file)["features"]}

    def assert_same(self, first, second):
        self.assertEqual(first.keys(), second.keys())
        for name, zone in first.items():
            for a, b in zip(zone["bbox"], second[name]["bbox"]):
                self.assertAlmostEqual(a, b, delta=1e-9, msg=name)
            # A millimetre along the outline of some 100 km would be 100 m2.
            self.assertAlmostEqual(zone["area_m2"], second[name]["area_m2"], delta=0.05, msg=name)

    def test_there_and_back(self):
        source = self.path("a.txt", OPENAIR)
        first = self.zones(source)
        with open(self.convert(source, "same.txt"), encoding="ascii") as file:
            text = file.read()
        self.assertEqual(len(first), 3)
        self.assertIn("DB 59:55:00 N 020:00:00 E, 59:50:00 N 020:10:00 E", text)
        for name in "b.geojson", "b.gpkg", "b.fgb", "b.geojsonl":
            with self.subTest(name):
                made = self.convert(source, name)
                self.assertNotIn("drawn as points", self.said)
                self.assert_same(first, self.zones(made))
                self.assertNotIn("does not fit", self.said)
                with open(self.convert(made, "back.txt"), encoding="ascii") as file:
                    back = file.read()
                # Rings may begin elsewhere, and run the other way round.
                self.assertEqual(back.count("\nDP"), text.count("\nDP"))
                self.assertEqual(back.count("\nDB"), text.count("\nDB"))
        self.convert(source, "b.kml")
        self.assertIn("drawn as points within 0.1 mm", self.said)

    def test_drawing(self):
        """At most a thousandth of the radius from the arc: on a sphere, whose distances differ by
        0.6 %, but not the heights of chords."""
        feature = self.features(self.convert(self.path("a.txt", OPENAIR), "b.geojson"))["Half"]
        (ring,) = feature["geometry"]["coordinates"]
        self.assertLess(len(ring), 120)
        self.assertEqual(ring[0], ring[-1])
        radius = None
        for curve in feature["properties"]["curves"]:
            self.assertEqual(curve["centre"], [9, 47])
            drawn = ring[curve["from"]:curve["to"] + 1]
            for (x1, y1), (x2, y2) in zip(drawn, drawn[1:]):
                reach = [math.hypot((x - 9) * math.cos(math.radians(47)), y - 47)
                         for x, y in ((x1, y1), ((x1 + x2) / 2, (y1 + y2) / 2))]
                self.assertLess(1 - reach[1] / reach[0], 0.0012)
                radius = radius or reach[0]
                self.assertAlmostEqual(reach[0] / radius, 1, delta=0.006)
        self.assertAlmostEqual(radius, 1 / 6, delta=1e-3)

    def test_kinds(self):
        """Parallels and meridians: edges straight in longitude and latitude, loxodromes among
        geodesics, and lonlat among geodesics are the same; geodesics are not."""
        square = [[5, 45], [9, 45], [9, 48], [5, 48], [5, 45]]

        def zone(id, edges, kind):
            curves = [{"polygon": 0, "ring": 0, "from": i, "to": i + 1, "kind": kind}
                      for i in range(4)] if kind else None
            return {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [square]},
                    "properties": {"id": id, "edges": edges, "curves": curves}}

        source = self.path("a.geojson", [
            zone("plain", "lonlat", None), zone("a", "geodesic", "loxodrome"),
            zone("b", "geodesic", "lonlat"), zone("c", "lonlat", "geodesic"),
            zone("d", "geodesic", None)])
        first = self.zones(source)
        for id, other in (("a", "plain"), ("b", "plain"), ("c", "d")):
            self.assertAlmostEqual(first[id]["area_m2"], first[other]["area_m2"], delta=0.1)
        self.assertGreater(abs(first["plain"]["area_m2"] - first["d"]["area_m2"]), 1e6)
        made = self.convert(source, "b.geojson")
        self.assert_same(first, self.zones(made))
        kinds = {id: {curve["kind"] for curve in feature["properties"].get("curves") or []}
                 for id, feature in self.features(made).items()}
        self.assertEqual(kinds, {"plain": set(), "a": {"loxodrome"}, "b": {"lonlat"},
                                 "c": {"geodesic"}, "d": set()})
        # Between the ends there are points now, and they are on the parallel.
        (ring,) = self.features(made)["a"]["geometry"]["coordinates"]
        self.assertGreater(len(ring), 8)
        self.assertEqual(sum(y == 48 for _, y in ring),
                         sum(abs(y - 48) < 0.01 for _, y in ring))

    def test_disagreement(self):
        """What somebody changed in another program is taken as it is drawn now, and said."""
        made = self.convert(self.path("a.txt", OPENAIR), "b.geojson")
        with open(made, encoding="utf-8") as file:
            features = json.load(file)["features"]
        half = next(f for f in features if f["properties"]["id"] == "Half")
        ring = half["geometry"]["coordinates"][0]
        drawn = dict(half, properties={k: v for k, v in half["properties"].items()
                                       if k != "curves"})
        exact = self.zones(self.path("c.geojson", [half]))["Half"]["area_m2"]
        modest = self.zones(self.path("c.geojson", [drawn]))["Half"]["area_m2"]
        self.assertGreater(exact, modest + 1e4)

        def area(change, said):
            other = json.loads(json.dumps(half))
            change(other["properties"]["curves"], other["geometry"]["coordinates"][0])
            zone = self.zones(self.path("c.geojson", [other]))["Half"]
            self.assertIn("curves", self.said)
            self.assertIn(said, self.said)
            self.assertIn("as it is drawn", self.said)
            return zone["area_m2"]

        def move(curves, ring):
            ring[10][0] -= 0.01

        moved = area(move, "off the arc")
        self.assertGreater(abs(moved - modest), 1e4)
        for said, change in {
                "off the arc": lambda curves, ring: curves[0]["centre"].__setitem__(0, 9.01),
                "expected an arc with": lambda curves, ring: curves[0].pop("radius_m"),
                "no such positions": lambda curves, ring: curves[-1].update(to=len(ring)),
                "no such ring": lambda curves, ring: curves[-1].update(ring=1),
                "follow the one before": lambda curves, ring: curves.reverse(),
                "expected a kind": lambda curves, ring: curves[0].update(kind="bow"),
                "whole numbers": lambda curves, ring: curves[0].update({"from": -1})}.items():
            with self.subTest(said):
                self.assertAlmostEqual(area(change, said), modest, delta=0.1)
        # Rounded to six decimals, as programs write GeoJSON, it still fits.
        rounded = json.loads(json.dumps(half))
        rounded["geometry"]["coordinates"] = [[[round(x, 6), round(y, 6)] for x, y in ring]]
        self.assertAlmostEqual(self.zones(self.path("c.geojson", [rounded]))["Half"]["area_m2"],
                               exact, delta=2e4)
        self.assertNotIn("curves", self.said)

    def test_other_curves(self):
        """An attribute of this name that is none of ours stays what it is."""
        ring = [[5, 45], [9, 45], [9, 48], [5, 48], [5, 45]]
        source = self.path("a.geojson", [
            {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]},
             "properties": {"id": "a", "curves": "many"}}])
        made = self.convert(source, "b.geojson")
        self.assertEqual(self.features(made)["a"]["properties"]["curves"], "many")
        self.assertEqual(self.zones(made)["a"]["attributes"]["curves"], "many")

    def test_parts(self):
        """Parts with limits of their own, with arcs and without, keep outlines and volumes."""
        circle = [[9.2, 47], [9, 47.2], [8.8, 47], [9, 46.8], [9.2, 47]]
        arcs = [{"polygon": 0, "ring": 0, "edge": i, "kind": "arc", "centre": [9, 47],
                 "clockwise": False} for i in (0, 2)]
        zone = {"type": "Feature",
                "geometry": {"type": "Polygon", "coordinates": [
                    [[8, 46], [10, 46], [10, 48], [8, 48], [8, 46]]]},
                "properties": {"id": "z", "volumes": [
                    {"coordinates": [[circle]], "curves": arcs, "floor": "5000FT AMSL",
                     "ceiling": "FL100"},
                    {"coordinates": [[[[9.5, 46], [10, 46], [10, 46.5], [9.5, 46.5],
                                       [9.5, 46]]]], "floor": "1000FT AMSL",
                     "ceiling": "3000FT AMSL"}]}}
        source = self.path("a.geojson", [zone])
        plan = self.path("plan.geojson", [
            {"type": "Feature", "properties": {"id": "%s %d" % (side, feet)},
             "geometry": {"type": "LineString", "coordinates": [
                 [lon, lat, feet * 0.3048], [lon + 1.2, lat, feet * 0.3048]]}}
            for side, lon, lat in (("west", 8.4, 47.1), ("east", 9.2, 46.2))
            for feet in (500, 2000, 7500, 20000)])

        def inside(path):
            out = self.path("result")
            self.run_command("analyze", plan, "--zones", path, "--layers", "statistics",
                             "--search-km", "0", "--force", "-q", "-o", out)
            with open(os.path.join(out, "statistics.csv"), encoding="utf-8") as file:
                rows = list(csv.DictReader(file))
            return {row["route_id"]: [float(row[name]) for name in (
                "within_m", "within_at_most_m")] for row in rows
                    if float(row["within_at_most_m"] or 0) > 0}

        first = inside(source)
        self.assertEqual(set(first), {"west 7500", "east 2000"})
        for name in "b.geojson", "b.gpkg", "b.txt", "b.ed269.json":
            with self.subTest(name):
                made = self.convert(source, name)
                told = {"b.txt": "parts with limits of their own",
                        "b.ed269.json": "drawn as points"}.get(name, "")
                self.assertIn(told, self.said)
                self.assertEqual("parts with limits" in self.said, name == "b.txt")
                found = inside(made)
                self.assertEqual(found.keys(), first.keys())
                for route, metres in first.items():
                    for a, b in zip(metres, found[route]):
                        self.assertAlmostEqual(a, b, delta=1e-3)


if __name__ == "__main__":
    unittest.main()
