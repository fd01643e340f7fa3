#!/usr/bin/python3
# Tests: src/cli/convert_zones.c src/output/convert/zone_writer.c src/output/convert/zone_outline.c
# Tests: src/output/convert/zone_geojson.c src/output/convert/zone_openair.c
# Tests: src/output/convert/zone_ed269.c src/input/inspect/first_area.c
# Tests: src/output/convert/json_values.c src/input/source/sequence.c
"""Zones in other formats, and back: positions to 1e-9 degrees, limits and times as they were."""
import json
import os
import re
import subprocess
import tempfile
import unittest

from support.case import COMMAND

OPENAIR = """AC D
AN Straight
AL 1500FT MSL
AH FL95
DP 50:00:00.123 N 010:00:00 E
DP 50:00:00 N 010:30:00.0005 W
DP 51:30:59.999 N 010:30:00 W

AC CTR
AN Round
AL GND
AH 3000FT AGL
AA 2026-05-01T06:00Z/2026-09-30T18:00Z
V X=48:00:00 N 011:00:00 E
DC 5.5

AC R
AN Arcs
AH UNL
V D=-
V X=47:00:00 N 009:00:00 E
DB 47:10:00 N 009:00:00 E, 46:50:00 N 009:00:00 E
DP 46:50:00 N 009:30:00 E
DP 47:10:00 N 009:30:00 E
"""
SQUARE = [[5, 45], [6, 45], [6, 46], [5, 46], [5, 45]]
HOLE = [[5.25, 45.25], [5.25, 45.5], [5.5, 45.5], [5.5, 45.25], [5.25, 45.25]]


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


class ConvertZones(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name, content=None):
        path = os.path.join(self.folder, name)
        if content is not None:
            text = content if isinstance(content, str) else json.dumps(
                {"type": "FeatureCollection", "features": content})
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        return path

    def convert(self, source, name, *options, status=0):
        made = self.path(name)
        run = subprocess.run([COMMAND, "convert", source, "-o", made, *options],
                             capture_output=True, text=True)
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        self.said = run.stdout + run.stderr
        return made

    def zones(self, path):
        run = subprocess.run([COMMAND, "zones", "list", "--json", "--zones", path],
                             capture_output=True, text=True)
        self.assertEqual(run.returncode, 0, run.stderr)
        return {zone["name"]: zone for zone in json.loads(run.stdout)}

    def inside(self, path, time, altitude_ft, lon, lat):
        """What checks of a flight over a place find, as the zones' limits and times decide."""
        plan = self.path("plan.geojson", [feature(
            {"type": "LineString", "coordinates": [[lon, lat, altitude_ft * 0.3048],
                                                   [lon + 0.01, lat, altitude_ft * 0.3048]]},
            id="f", coordTimes=[time, time.replace("00Z", "10Z")])])
        out = self.path("result")
        run = subprocess.run([COMMAND, "analyze", plan, "--zones", path, "--layers", "statistics",
                              "--force", "-q", "-o", out], capture_output=True, text=True)
        self.assertEqual(run.returncode, 0, run.stderr)
        with open(os.path.join(out, "statistics.csv"), encoding="utf-8") as file:
            lines = file.read().split("\n")
        return sorted(line.split(",")[1:5] for line in lines[1:] if line)

    def assert_same(self, first, second, metres2=5):
        self.assertEqual(first.keys(), second.keys())
        for name, zone in first.items():
            for a, b in zip(zone["bbox"], second[name]["bbox"]):
                self.assertAlmostEqual(a, b, delta=1e-9, msg=name)
            self.assertAlmostEqual(zone["area_m2"], second[name]["area_m2"], delta=metres2)
            self.assertEqual((zone["class"], zone["type"]),
                             (second[name]["class"], second[name]["type"]))

    def test_there_and_back(self):
        """Through each format and back to OpenAir; the arc is 116 km long, so 0.1 mm are 12 m2 at
        most, and area lies where its points are drawn."""
        source = self.path("a.txt", OPENAIR)
        first = self.zones(source)
        self.assertEqual(len(first), 3)
        for name in "b.txt", "b.geojson", "b.ed269.json", "b.ed269", "b.gpkg", "b.fgb", "b.shp":
            with self.subTest(name):
                made = self.convert(source, name)
                self.assertIn("Written: %s, 3 zones" % made, self.said)
                drawn = name in ("b.ed269.json", "b.ed269", "b.shp")
                self.assertEqual("drawn as points within 0.1 mm" in self.said, drawn)
                self.assert_same(first, self.zones(made), 12 if drawn else 0.01)
                back = self.convert(made, "back.txt", "--force")
                self.assert_same(first, self.zones(back), 12)

    def test_limits_and_times(self):
        source = self.path("a.txt", OPENAIR)
        self.convert(source, "b.geojson")
        self.convert(source, "b.ed269.json")
        self.convert(source, "b.txt")
        summer, winter = "2026-07-01T12:00:00Z", "2026-12-01T12:00:00Z"
        found = {}
        for name in "a.txt", "b.txt", "b.geojson", "b.ed269.json":
            found[name] = [self.inside(self.path(name), time, feet, *place)
                           for time in (summer, winter) for feet in (1000, 2000, 20000)
                           for place in ((11, 48), (5, 50.3), (9.2, 47))]
            self.assertEqual([[[cell[0], cell[2], cell[3]] for cell in rows]
                              for rows in found[name]],
                             [[[cell[0], cell[2], cell[3]] for cell in rows]
                              for rows in found["a.txt"]], name)
        self.assertNotEqual(found["a.txt"][0], found["a.txt"][9])  # by time
        self.assertNotEqual(found["a.txt"][1], found["a.txt"][4])  # by height

    def test_volumes(self):
        """A zone of volumes with limits and times of their own stays one, in what holds it."""
        volumes = [{"floor": "FL50", "ceiling": "FL245", "active": "Mo-Fr 06:00-18:00",
                    "coordinates": [[SQUARE]]},
                   {"floor": "1000 ft AGL", "ceiling": "FL95",
                    "active": "2026-09-20T14:00Z/2026-09-21T06:00Z",
                    "coordinates": [[[[x + 1, y] for x, y in SQUARE]]]}]
        source = self.path("a.geojson", [
            feature(polygon([[5, 45], [7, 45], [7, 46], [5, 46], [5, 45]]), id="both", name="both",
                    type="R", volumes=volumes),
            feature(polygon([[x + 5, y] for x, y in SQUARE]), id="one", name="one",
                    active="2026-09-20T14:00Z/2026-09-21T06:00Z", floor="FL50")])
        first = self.zones(source)
        said = [{key: volume[key] for key in ("floor", "ceiling", "active")}
                for volume in first["both"]["volumes"]]
        self.assertEqual(said[0], {"floor": "FL50", "ceiling": "FL245",
                                   "active": "Mo-Fr 06:00-18:00 UTC"})
        for name in "b.geojson", "b.gpkg", "b.fgb", "b.ed269.json":
            with self.subTest(name):
                again = self.zones(self.convert(source, name))
                self.assertNotIn("no parts", self.said)
                self.assert_same(first, again, 0.01)
                for zone in "both", "one":
                    for one, other in zip(first[zone]["volumes"], again[zone]["volumes"]):
                        for key in "floor", "ceiling", "active":
                            self.assertEqual(one[key], other[key])
                    self.assertEqual(len(first[zone]["volumes"]), len(again[zone]["volumes"]))
        self.zones(self.convert(source, "b.txt"))
        self.assertIn("parts with limits of their own; each is a zone now: 1 of 2", self.said)

    def test_openair_text(self):
        made = self.convert(self.path("a.txt", OPENAIR), "b.txt")
        with open(made, encoding="ascii") as file:
            text = file.read()
        self.assertIn("DP 50:00:00.123 N 010:00:00 E\n", text)
        self.assertIn("DP 50:00:00 N 010:30:00.0005 W\n", text)
        self.assertIn("V X=48:00:00 N 011:00:00 E\nDC 5.5", text)
        self.assertIn("V D=-\nV X=47:00:00 N 009:00:00 E\nDB 47:10:00 N 009:00:00 E, "
                      "46:50:00 N 009:00:00 E\n", text)

    def test_positions(self):
        """Angles near whole minutes and degrees, and what has no end in seconds."""
        odd = [[0.1, 59.99999999999], [-1 / 3, 60.2], [-0.9999999999, 61], [0.1, 59.99999999999]]
        source = self.path("a.geojson", [feature(polygon(odd), id="odd")])
        made = self.convert(self.convert(source, "b.txt"), "c.geojson")
        with open(made, encoding="utf-8") as file:
            (zone,) = json.load(file)["features"]
        (ring,) = zone["geometry"]["coordinates"]
        self.assertEqual(len(ring), 4)
        for place in odd:
            self.assertTrue(any(abs(place[0] - x) < 1e-10 and abs(place[1] - y) < 1e-10
                                for x, y in ring), (place, ring))

    def test_attributes(self):
        """GeoJSON and GeoPackage keep all attributes, and kinds of edges."""
        source = self.path("a.geojson", [
            feature(polygon(SQUARE), id="a", name="A", edges="geodesic", max_distance_km=500,
                    source="x", nested={"a": [1, 2]}, yes=True, number=1.5),
            feature({"type": "Point", "coordinates": [7, 50]}, id="c", radius_km=12.5,
                    prohibited=True)])
        first = self.zones(source)
        for name in "b.geojson", "b.gpkg":
            second = self.zones(self.convert(source, name))
            self.assert_same(first, second, 0.01)
            self.assertEqual(second["A"]["edges"], "geodesic")
            for key, value in first["A"]["attributes"].items():
                if name == "b.geojson" and value is not None:
                    self.assertEqual(second["A"]["attributes"][key], value)
            self.assertEqual(second["A"]["attributes"]["max_distance_km"], 500)
        with open(self.path("b.geojson"), encoding="utf-8") as file:
            circle = json.load(file)["features"][1]
        self.assertEqual(circle["geometry"], {"type": "Point", "coordinates": [7, 50]})
        self.assertAlmostEqual(circle["properties"]["radius_m"], 12500, delta=1e-6)

    def test_sequences(self):
        """Of a sequence GDAL would make times of texts that begin with one, and lose the end."""
        times = "2026-09-20T14:00Z/2026-09-21T06:00Z"
        source = self.path("a.geojson", [
            feature(polygon(SQUARE), id=name, name=name.upper(), NAME="other", active=times,
                    floor="GND", ceiling="FL95", note='{"a": 1}') for name in ("a", "b")])
        first = self.zones(source)
        self.assertEqual(first["A"]["attributes"]["active"], times)
        for name in "b.geojsonl", "b.geojsons", "b.ndjson":
            made = self.convert(source, name)
            with open(made, encoding="utf-8") as file:
                lines = file.read().splitlines()
            self.assertEqual(len(lines), 2)
            for line in lines:
                self.assertEqual(json.loads(line)["properties"]["NAME"], "other")
            self.assert_same(first, self.zones(made), 0.01)
            self.assertEqual(self.zones(made)["B"]["attributes"]["active"], times)
        with open(self.path("rs.geojsons"), "w", encoding="utf-8") as file:
            file.writelines("\x1e%s\n" % line for line in lines)
        self.assertEqual(self.zones(self.path("rs.geojsons"))["A"]["attributes"]["active"], times)

    def test_losses(self):
        """What OpenAir cannot hold is said: holes, several outlines, attributes, geodesics."""
        source = self.path("a.geojson", [
            feature(polygon(SQUARE, HOLE), id="holed", owner="x"),
            feature({"type": "MultiPolygon", "coordinates": [
                [[[x + 10, y] for x, y in SQUARE]], [[[x + 20, y] for x, y in SQUARE]]]}, id="two"),
            feature(polygon([[x + 30, y] for x, y in SQUARE]), id="bent", edges="geodesic")])
        made = self.convert(source, "b.txt")
        for said in ("no holes, which are filled: 1 of 3",
                     "one outline; each is a zone now: 1 of 3",
                     "no more attributes; left out are those: 1 of 3",
                     "points within 0.1 mm: 1 of 3"):
            self.assertIn(said, self.said)
        with open(made, encoding="ascii") as file:
            self.assertEqual(re.findall("^AI (.*)$", file.read(), re.M),
                             ["holed", "two", "two (2)", "bent"])
        source = self.path("a.geojson", [feature(polygon(SQUARE, HOLE), id="holed")])
        self.convert(source, "b.ed269.json")
        self.assertNotIn("holes", self.said)
        self.assertAlmostEqual(self.zones(self.path("b.ed269.json"))["holed"]["area_m2"],
                               self.zones(source)["holed"]["area_m2"], delta=0.01)

    def test_what_is_what(self):
        """Files of areas are zones; of others --zones says so; and files are not written over."""
        source = self.path("a.geojson", [feature(polygon(SQUARE), id="a")])
        made = self.convert(source, "b.txt")
        self.convert(source, "b.txt", status=2)
        self.assertIn("b.txt", self.said)
        self.convert(source, "b", status=2)
        self.assertIn("whose ending says the format", self.said)
        self.convert(source, "b.nothing", status=2)
        run = subprocess.run([COMMAND, "convert", "--zones", source, "-o", made, "--force", "-q"],
                             capture_output=True, text=True)
        self.assertEqual((run.returncode, run.stdout, run.stderr), (0, "", ""))


if __name__ == "__main__":
    unittest.main()
