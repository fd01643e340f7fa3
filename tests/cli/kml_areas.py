#!/usr/bin/python3
# Tests: src/input/airspace/kml_areas.c src/input/airspace/limit_prose.c
# Tests: src/input/zones/airspaces.c src/input/airspace/airspace_file.c
"""Airspace in KML: heights in words and in walls, tops and bottoms, holes, what is left out."""
import gzip
import json
import pathlib
import subprocess
import unittest
import zipfile

from support.case import COMMAND, Case, feature

RING = [(20, 54), (22, 54), (22, 55), (20, 55), (20, 54)]


def polygon(ring, *holes, mode="absolute", extrude=0):
    """Of rings of (lon, lat, height)."""
    def boundary(kind, places):
        return (f"<{kind}BoundaryIs><LinearRing><coordinates>"
                f"{' '.join(','.join(map(str, at)) for at in places)}"
                f"</coordinates></LinearRing></{kind}BoundaryIs>")
    return (f"<Polygon><extrude>{extrude}</extrude><altitudeMode>{mode}</altitudeMode>"
            f"{boundary('outer', ring)}{''.join(boundary('inner', hole) for hole in holes)}"
            "</Polygon>")


def flat(height, ring=None, **options):
    return polygon([(*at, height) for at in ring or RING], **options)


def walls(low, high, ring=None, **options):
    ring = ring or RING
    return [polygon([(*a, high), (*b, high), (*b, low), (*a, low), (*a, high)], **options)
            for a, b in zip(ring, ring[1:])]


def placemark(*shapes, name="A", description="", more=""):
    return (f"<Placemark><name>{name}</name><description><![CDATA[{description}]]></description>"
            f"{more}<MultiGeometry>{''.join(shapes)}</MultiGeometry></Placemark>")


class KmlAreas(Case):
    def kml(self, *placemarks, folder=""):
        path = self.folder / "airspace.kml"
        named = f"<Folder><name>{folder}</name>{{}}</Folder>" if folder else "{}"
        path.write_text('<?xml version="1.0" encoding="UTF-8"?>'
                        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Airspace'
                        f"</name>{named.format(''.join(placemarks))}</Document></kml>",
                        encoding="utf-8")
        return str(path)

    def run_zones(self, *placemarks, status=0, folder="", options=()):
        run = subprocess.run([COMMAND, "zones", "list", "--json", "--zones",
                              self.kml(*placemarks, folder=folder), *options],
                             capture_output=True, encoding="utf-8")
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return run

    def zone(self, *placemarks, **options):
        zone, = json.loads(self.run_zones(*placemarks, **options).stdout)
        return zone

    def limits(self, *placemarks, **options):
        said = self.zone(*placemarks, **options)["attributes"]
        return said.get("floor"), said.get("ceiling")

    def area(self, *rings):
        path = self.write("zone.geojson", feature("Polygon", list(rings), id="A"))
        run = subprocess.run([COMMAND, "zones", "list", "--json", "--zones", path],
                             capture_output=True, encoding="utf-8")
        return json.loads(run.stdout)[0]["area_m2"]

    def test_words(self):
        for words, expected in {
                "Lower limit: GND Upper limit: FL65": ("GND", "FL65"),
                "<b>Upper Limit</b>: 4500 ft MSL<br><b>Lower Limit</b>: 1000 ft AGL":
                    ("1000 ft AGL", "4500 ft MSL"),
                "Top: 10000 ft AMSL Base: 2000 ft AMSL": ("2000 ft AMSL", "10000 ft AMSL"),
                "Floor = SFC; ceiling = UNL": ("SFC", "UNL"),
                "GND - 2500 ft MSL": ("GND", "2500 ft MSL"),
                "CTR class D, FL95 / 3,500 ft MSL, 118.480": ("3500 ft MSL", "FL95"),
                "From 1000 ft AGL to FL100": ("1000 ft AGL", "FL100"),
                "UNL/GND": ("GND", "UNL"),
                "<tr><td>Upper:</td><td>FL&nbsp;195</td></tr><tr><td>Lower:</td><td>FL 95</td>":
                    ("FL 95", "FL 195"),
                "Upper limit: see NOTAM": (None, "see NOTAM"),
                "The top of the hill, 2026-05-01 / 2026-06-01": (None, None),
                "Upper limit: FL65. Upper limit: FL95": (None, "FL65 or FL95")}.items():
            shape = flat(0, mode="clampToGround")
            self.assertEqual(self.limits(placemark(shape, description=words)), expected, words)
        named = placemark(flat(0, mode="clampToGround"), name="R 1 (GND - FL65)")
        self.assertEqual(self.limits(named), ("GND", "FL65"))
        self.assertIn("ceiling is not understood", self.run_zones(placemark(
            flat(0), description="Upper limit: see NOTAM")).stderr)

    def test_drawn(self):
        """Heights of the polygons: walls, a top and a bottom, what is drawn down to the ground."""
        top, bottom = flat(3048), flat(610)
        for shapes, expected in (([top, bottom], ("610 m MSL", "3048 m MSL")),
                                 ([top, bottom, *walls(610, 3048)], ("610 m MSL", "3048 m MSL")),
                                 (walls(0, 500, mode="relativeToGround"), ("GND", "500 m AGL")),
                                 ([flat(762, extrude=1)], ("GND", "762 m MSL")),
                                 ([flat(762)], (None, None)),
                                 ([flat(762, mode="clampToGround", extrude=1)], (None, None))):
            zone = self.zone(placemark(*shapes, description="absolute"))
            said = zone["attributes"]
            self.assertEqual((said.get("floor"), said.get("ceiling")), expected)
            self.assertAlmostEqual(zone["area_m2"], self.area(RING), delta=1e-3)
        self.assertIn("1 outline is drawn at one height",
                      self.run_zones(placemark(flat(762))).stderr)
        said = self.zone(placemark(top, bottom, description="Top: FL100 Base: FL20"))["attributes"]
        self.assertEqual((said["floor"], said["ceiling"], said["drawn"]),
                         ("FL20", "FL100", "610 m MSL to 3048 m MSL"))

    def test_uneven(self):
        """A slope is not understood, so what is in the zone is possible at most."""
        slope = polygon([(20, 54, 100), (22, 54, 300), (22, 55, 900)], extrude=1)
        run = self.run_zones(placemark(slope))
        self.assertIn("ceiling is not understood", run.stderr)
        self.assertEqual(self.limits(placemark(slope)), ("GND", "not the same everywhere"))

    def test_walls_only(self):
        """In any order; a gap is an error."""
        made = walls(100, 900)
        for order in ((0, 1, 2, 3), (2, 0, 3, 1)):
            zone = self.zone(placemark(*(made[k] for k in order)))
            self.assertAlmostEqual(zone["area_m2"], self.area(RING), delta=1e-3)
        run = self.run_zones(placemark(*made[:3], name="Bad"), status=2)
        self.assertIn('airspace "Bad": expected walls that close an outline, found a gap',
                      run.stderr)

    def test_holes(self):
        hole = [(20.5, 54.2), (20.5, 54.4), (21, 54.4), (20.5, 54.2)]
        zone = self.zone(placemark(polygon([(*at, 900) for at in RING],
                                           [(*at, 900) for at in hole], extrude=1)))
        self.assertAlmostEqual(zone["area_m2"], self.area(RING, hole), delta=1e-3)

    def test_attributes(self):
        data = ('<ExtendedData><Data name="id"><value>7</value></Data><SchemaData>'
                '<SimpleData name="freq">118.480</SimpleData></SchemaData></ExtendedData>')
        zone = self.zone(placemark(flat(762, extrude=1), more=data), folder="CTR")
        self.assertEqual(zone["attributes"], {
            "name": "A", "id": "7", "freq": "118.480", "drawn": "GND to 762 m MSL",
            "floor": "GND", "ceiling": "762 m MSL", "type": "CTR", "folder": "CTR"})
        said = self.zone(placemark(flat(762, extrude=1)), folder="Class C")["attributes"]
        self.assertEqual((said["class"], said["folder"]), ("C", "Class C"))

    def test_left_out(self):
        label = "<Point><coordinates>21,54.5</coordinates></Point>"
        line = "<LineString><coordinates>21,54.5 22,55</coordinates></LineString>"
        run = self.run_zones(placemark(label, flat(762, extrude=1)), placemark(label),
                             placemark(line))
        self.assertEqual(len(json.loads(run.stdout)), 1)
        self.assertIn("2 Points without a radius were passed over", run.stderr)
        self.assertIn("1 placemark has no area, and was left out", run.stderr)
        bad = placemark("<Polygon><altitudeMode>absolute</altitudeMode><outerBoundaryIs>"
                        "<LinearRing><coordinates>20,54,1 20,x,1 21,55,1</coordinates>"
                        "</LinearRing></outerBoundaryIs></Polygon>", name="Bad")
        self.assertIn('airspace "Bad": coordinates: expected longitudes and latitudes',
                      self.run_zones(bad, status=2).stderr)

    def test_packed(self):
        """KMZ, whose KML need not come first, and gzip."""
        plain = pathlib.Path(self.kml(placemark(flat(762, extrude=1))))
        with zipfile.ZipFile(self.folder / "airspace.kmz", "w") as archive:
            archive.writestr("images/icon.txt", "nothing")
            archive.write(plain, "doc.kml")
        with gzip.open(self.folder / "airspace.kml.gz", "wb") as packed:
            packed.write(plain.read_bytes())
        shown = []
        for path in (plain, self.folder / "airspace.kmz", self.folder / "airspace.kml.gz"):
            run = subprocess.run([COMMAND, "zones", "show", "A", "--json", "--zones", path],
                                 capture_output=True, encoding="utf-8")
            self.assertEqual(run.returncode, 0, run.stderr)
            shown.append(json.loads(run.stdout) | {"file": None})
        [volume] = shown[0]["volumes"]
        self.assertEqual([volume[name] for name in ("floor", "ceiling", "active")],
                         ["GND", "2500 ft MSL", "always"])
        self.assertEqual(shown, shown[:1] * 3)

    def test_ours(self):
        """Attributes that say how a zone is to be read are read as before."""
        data = '<ExtendedData><Data name="edges"><value>geodesic</value></Data></ExtendedData>'
        zone = self.zone(placemark(flat(762, extrude=1), more=data))
        self.assertEqual(zone["edges"], "geodesic")

    def test_judged(self):
        """A flight under, in and over walls."""
        zones = self.kml(placemark(*walls(1000, 3000)), folder="P")
        for height, status in ((500, 0), (2000, 1), (4000, 0)):
            route = self.write("route.geojson", feature(
                "LineString", [[19.5, 54.5, height], [22.5, 54.6, height]], id="f"))
            run = subprocess.run([COMMAND, "check", route, "--zones", zones, "--rules",
                                  "airspace-vfr"], capture_output=True, encoding="utf-8")
            self.assertEqual(run.returncode, status, run.stdout)


if __name__ == "__main__":
    unittest.main()
