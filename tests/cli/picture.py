#!/usr/bin/python3
# Tests: src/output/picture/
"""`overflight map --png`: whether what is drawn is where it belongs, and in which colour.

Positions are projected here by PROJ into the same kind of plane (Lambert's azimuthal equal-area
projection around the middle of the zone that is looked at), and from there to pixels by what the
picture shows of its map: it is the part that is not paper."""
import json
import math
import os
import re
import subprocess
import sys
import unittest
import xml.etree.ElementTree

from support.case import COMMAND, DATA, Case, feature, square

try:
    import numpy
    import pyproj
    from osgeo import gdal
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

gdal.UseExceptions()
PAPER, SEA, LAND, PASSAGE = (255, 255, 255), (0xE8, 0xEE, 0xF2), (0xF7, 0xF6, 0xF2), (0x8B, 0x0F,
        0x5A)
PROHIBITED, DISTANCE, OTHER = (0x2F, 0x3A, 0x9E), (0x55, 0x66, 0xB8), (0x66, 0x6B, 0x9C)
VIOLATES, COMPLIES, NOT_JUDGED = (0xB0, 0x12, 0x12), (0x00, 0x8A, 0x5E), (0x3B, 0x42, 0x52)
SEEN, GAP = (0x00, 0x7C, 0x8A), (0x6B, 0x70, 0x79)
ALTITUDE = (0x46, 0x58, 0xBD)
MARGIN = 24  # units around what is shown; a unit is a pixel at 1600 by 1000


def blend(over, under, alpha):
    return tuple(alpha * o + (1 - alpha) * u for o, u in zip(over, under))


def rings_of(geometry):
    polygons = [geometry["coordinates"]
                ] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


class Seen:
    """A picture, and where on it a position is."""
    def __init__(self, path, rings=None, unit=1):
        self.pixels = gdal.Open(str(path)).ReadAsArray()[:3].transpose(1, 2, 0).astype(int)
        self.height, self.width = self.pixels.shape[:2]
        drawn = (self.pixels != 255).any(axis=2)
        columns = drawn.mean(axis=0)
        columns = numpy.flatnonzero(columns > 0.8 * columns.max())
        rows = numpy.flatnonzero(drawn[:, columns[0]:columns[-1]].mean(axis=1) > 0.8)
        # The frame is a pixel thick, half of it outside.
        self.left, self.right = columns[0] + 1, columns[-1]
        self.top, self.bottom = rows[0] + 1, rows[-1]
        if rings is not None:
            self.look_at(numpy.array([position[:2] for ring in rings for position in ring]), unit)

    def look_at(self, positions, unit):
        x, y, z = pyproj.Transformer.from_crs(4979, 4978, always_xy=True).transform(*positions.T,
                numpy.zeros(len(positions)))
        centre = (math.degrees(math.atan2(y.mean(), x.mean())),
                  math.degrees(math.atan2(z.mean(), math.hypot(x.mean(), y.mean()))))
        for _ in range(4):
            self.plane = pyproj.Proj(
                f"+proj=laea +lat_0={centre[1]} +lon_0={centre[0]} +ellps=WGS84")
            x, y = self.plane(*positions.T)
            self.middle = ((x.min() + x.max()) / 2, (y.min() + y.max()) / 2)
            centre = self.plane(*self.middle, inverse=True)
        room = 2 * MARGIN * unit
        self.scale = max((x.max() - x.min()) / (self.right - self.left - room),
                         (y.max() - y.min()) / (self.bottom - self.top - room))

    def look_upright(self, positions):
        """In Mercator's projection."""
        self.plane = pyproj.Proj("+proj=merc +ellps=WGS84")
        x, y = self.plane(*positions.T)
        self.middle = ((x.min() + x.max()) / 2, (y.min() + y.max()) / 2)
        self.scale = max((x.max() - x.min()) / (self.right - self.left - 2 * MARGIN),
                         (y.max() - y.min()) / (self.bottom - self.top - 2 * MARGIN))

    def around(self, lon, lat, reach):
        x, y = self.plane(lon, lat)
        column = round((self.left + self.right) / 2 + (x - self.middle[0]) / self.scale)
        row = round((self.top + self.bottom) / 2 - (y - self.middle[1]) / self.scale)
        across = self.left <= column - reach and column + reach < self.right
        down = self.top <= row - reach and row + reach < self.bottom
        assert across and down, (lon, lat)
        return self.pixels[row - reach:row + reach + 1,
                           column - reach:column + reach + 1].reshape(-1, 3)

    def map(self):
        return self.pixels[self.top + 2:self.bottom - 2,
                           self.left + 2:self.right - 2].reshape(-1, 3)


def share(pixels, colour, within=12):
    return float((numpy.abs(pixels - numpy.array(colour)).max(axis=1) <= within).mean())


class Picture(Case):
    def run_map(self, *arguments, **options):
        return subprocess.run([COMMAND, "map", *map(str, arguments)],
                              capture_output=True,
                              encoding="utf-8",
                              **options)

    def analyze(self, *arguments):
        directory = self.folder / "result"
        run = subprocess.run(
            [COMMAND, "analyze", *map(str, arguments), "-o", directory, "--force", "-q"],
            capture_output=True,
            encoding="utf-8")
        self.assertEqual(run.returncode, 0, run.stderr)
        return directory

    def draw(self, directory, *arguments, **options):
        path = self.folder / "picture.png"
        run = self.run_map(directory, "--png", path, *arguments, **options)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        return path

    def flight(self, *flights, more=()):
        return self.analyze(*(DATA / "flights" / f"{flight}.geojson" for flight in flights), *more)

    def features(self, directory, layer):
        return json.loads((directory / f"{layer}.geojson").read_text())["features"]

    def test_kaliningrad(self):
        directory = self.flight("kaliningrad-500", more=("--rules", "national-measures"))
        zone = next(
            zone for zone in self.features(directory, "zones")
            if zone["properties"]["zone_id"] == "kaliningrad")
        seen = Seen(self.draw(directory, "--zone", "kaliningrad"), rings_of(zone["geometry"]))
        self.assertEqual((seen.width, seen.height), (1600, 1000))
        for place in ((19.4, 55.3), (20.2, 55.4)):
            self.assertEqual(share(seen.around(*place, 4), SEA, 1), 1, place)
        for place in ((21.9, 54.2), (22.6, 55.3)):  # Poland, Lithuania
            self.assertEqual(share(seen.around(*place, 4), LAND, 1), 1, place)
        # Disputed: hatched over next to no fill.
        inside = seen.around(20.8, 54.75, 12)
        faint = blend(DISTANCE, LAND, 0.08)
        self.assertGreater(share(inside, faint, 3), 0.4)
        self.assertGreater(share(inside, blend(DISTANCE, faint, 0.5), 30), 0.04)
        # The outline, all around.
        ring = max(rings_of(zone["geometry"]), key=len)
        found = [
            share(seen.around(*position, 2), DISTANCE, 60) > 0
            for position in ring[::len(ring) // 100]
        ]
        self.assertGreater(sum(found) / len(found),
                           0.8)  # crossings and labels are over it here and there
        passages = self.features(directory, "passages")
        self.assertGreater(len(passages), 2)
        looked_at = 0
        for passage in passages:
            line = passage["geometry"]["coordinates"]
            a, b = max(zip(line, line[1:]), key=lambda leg: math.dist(leg[0][:2], leg[1][:2]))
            if math.dist(a[:2], b[:2]) < 0.1: continue
            at = [a[0] + 0.45 * (b[0] - a[0]), a[1] + 0.45 * (b[1] - a[1])]
            self.assertGreater(share(seen.around(*at, 3), PASSAGE), 0.3, at)
            looked_at += 1
        self.assertGreater(looked_at, 0)
        # The route where it is outside: dashed, since it complies with a warning.
        (route,) = self.features(directory, "routes")
        outside = seen.around(21.6, 55.35, 14)
        self.assertEqual((route["properties"]["verdict"], route["properties"]["warnings"]),
                         ("complies", 1))
        self.assertGreater(share(outside, COMPLIES, 40), 0.01)
        self.assertEqual(share(outside, PASSAGE), 0)

    def test_kinds_and_verdicts(self):
        """Far out in the southern Pacific, where everything is on sea."""
        zones = self.write(
            "zones.geojson",
            square(-130,
                   -42,
                   -128,
                   -40,
                   id="closed",
                   restriction="prohibited",
                   prohibited=True,
                   status="agreed"),
            square(-126, -42, -124, -40, id="free"),
        )
        routes = self.write("routes.geojson",
                            feature("LineString", [[-131, -41], [-127.5, -41]], id="breaks"),
                            feature("LineString", [[-126.5, -40.5], [-123.5, -40.5]], id="keeps"))
        directory = self.analyze(routes, "--zones", zones, "--rules", "zones")
        corners = [[lon, lat] for lon in (-131, -130, -128, -123.5) for lat in (-42, -40)]
        seen = Seen(self.draw(directory), [corners])
        self.assertGreater(share(seen.around(-129, -40.4, 5), blend(PROHIBITED, SEA, 0.2), 2), 0.9)
        self.assertGreater(
            share(seen.around(-125, -41.5, 5), blend(OTHER, SEA, 0.2), 2), 0.9)
        self.assertGreater(share(seen.around(-130.6, -41, 6), VIOLATES, 40), 0.1)
        self.assertGreater(share(seen.around(-126.25, -40.505, 6), COMPLIES, 40), 0.05)
        self.assertGreater(
            max(share(seen.around(lon, -41, 6), VIOLATES, 40) for lon in (-129.6, -129.3, -128.4)),
            0.2)  # the passage violates; there are arrows
        self.assertEqual(share(seen.map(), LAND, 1), 0)
        # What is not judged has its own colour.
        seen = Seen(self.draw(self.analyze(routes, "--zones", zones)), [corners])
        self.assertGreater(share(seen.around(-130.6, -41, 6), NOT_JUDGED, 40), 0.1)
        self.assertEqual(share(seen.around(-130.6, -41, 6), VIOLATES, 40), 0)

    def test_lifted_zone_is_an_outline(self):
        zones = self.write(
            "zones.geojson",
            square(-130,
                   -42,
                   -128,
                   -40,
                   id="was",
                   min_altitude_m=3000,
                   restriction="min_altitude",
                   status="lifted"))
        routes = self.write("routes.geojson",
                            feature("LineString", [[-131, -41], [-127, -41]], id="route"))
        seen = Seen(self.draw(self.analyze(routes, "--zones", zones), "--zone", "was"),
                    [[[-130, -42], [-128, -42], [-128, -40], [-130, -40]]])
        self.assertEqual(share(seen.around(-129.5, -41.6, 5), SEA, 1), 1)
        along = [
            share(seen.around(-130 + k / 100, -40, 1), ALTITUDE, 40) > 0
            for k in range(20, 180)
        ]
        self.assertTrue(0.3 < sum(along) / len(along) < 0.98, along)  # dashed

    def test_antimeridian(self):
        """A zone and a route across it, from either side: one piece, without a seam."""
        ring = [[170, -40], [190, -40], [190, -34], [170, -34], [170, -40]]
        zones = self.write(
            "zones.geojson",
            feature("Polygon", [ring], id="across", restriction="prohibited", prohibited=True))
        routes = self.write(
            "routes.geojson",
            feature("LineString", [[178, -43], [180, -39], [-179, -31]], id="route"))
        corners = [[170, -40], [180, -40], [190, -40], [190, -34], [180, -34], [170, -34]]
        seen = Seen(self.draw(self.analyze(routes, "--zones", zones), "--zone", "across"),
                    [corners])
        fill = blend(PROHIBITED, SEA, 0.2)
        filled = 0
        for k in range(-40, 41):
            around = seen.around(180 + k / 20, -34.5, 1)
            filled += share(around, fill, 20) > 0.6
            if abs(k) <= 2:
                self.assertEqual(share(around, PROHIBITED, 40), 0, k)  # no outline where it was cut
        self.assertGreater(filled, 60)  # but for labels and the route
        for lat in (-38.5, -36.5, -35):
            line = 180 + (lat +
                          39) / 8  # the leg is short enough to be a straight line to a pixel or two
            self.assertGreater(share(seen.around(line, lat, 6), PASSAGE), 0.1, lat)

    def test_pole(self):
        """A zone around it, more to the side of 30°E, so that it is known which way is up."""
        ring = [[lon, 78 + 4 * math.cos(math.radians(lon - 210))] for lon in range(-180, 181, 2)]
        cap = feature("Polygon", [[*ring, [180, 90], [-180, 90], ring[0]]],
                      id="cap",
                      restriction="prohibited",
                      prohibited=True)
        zones = self.write("zones.geojson", cap)
        routes = self.write("routes.geojson",
                            feature("LineString", [[20, 75], [-160, 75]], id="over"))
        seen = Seen(self.draw(self.analyze(routes, "--zones", zones), "--zone", "cap"), [ring])
        self.assertGreater(share(seen.around(20, 89.5, 6), PASSAGE), 0.15)
        self.assertGreater(share(seen.around(-160, 89.5, 6), PASSAGE), 0.15)
        for lon in (-180, -179, 179, 100, -100):
            for lat in (83, 85, 87):
                self.assertGreater(
                    share(seen.around(lon, lat, 3), blend(PROHIBITED, SEA, 0.2), 20),
                    0.3, (lon, lat))
                self.assertEqual(share(seen.around(lon, lat, 3), PROHIBITED, 40), 0, (lon, lat))

    def test_alaska_is_one_piece(self):
        directory = self.flight("attu")
        zone = next(
            zone for zone in self.features(directory, "zones")
            if zone["properties"]["zone_id"] == "alaska")
        # North is up all over it: in Mercator's projection, in which it crosses no end of the map.
        turned = lambda lon: (lon + 338) % 360 - 180
        seen = Seen(self.draw(directory, "--zone", "alaska"))
        seen.look_upright(numpy.array([(turned(place[0]), place[1])
                                       for ring in rings_of(zone["geometry"]) for place in ring]))
        passages = self.features(directory, "passages")
        self.assertEqual(len(passages), 10)
        for passage in passages:
            geometry = passage["geometry"]
            line = geometry["coordinates"] if geometry["type"] == "LineString" else max(
                geometry["coordinates"], key=len)
            at = line[len(line) // 3]
            self.assertGreater(share(seen.around(turned(at[0]), at[1], 5), PASSAGE), 0.02, at)
        self.assertEqual(share(seen.around(turned(-165), 53, 3), SEA, 1), 1)

    def test_coverage_and_gaps(self):
        zones = self.write("zones.geojson", square(-129.5, -41, -128.5, -40, id="zone"))
        routes = self.write("routes.geojson",
                            feature("LineString", [[-130, -40.5], [-128, -40.5]], id="route"))
        directory = self.analyze(routes, "--zones", zones, "--swath-km", 20, "--layers", "all")
        seen = Seen(self.draw(directory, "--zone", "zone"),
                    [[[-129.5, -41], [-128.5, -41], [-128.5, -40], [-129.5, -40]]])
        zone = blend(OTHER, SEA, 0.2)
        self.assertGreater(
            share(seen.around(-129.2, -40.45, 5), blend(SEEN, blend(SEEN, zone, 0.35), 0.35), 4),
            0.9)  # swath and coverage
        self.assertGreater(share(seen.around(-129.56, -40.45, 5), blend(SEEN, SEA, 0.35), 4),
                           0.9)  # swath
        gap = seen.around(-129.2, -40.2, 12)
        self.assertGreater(share(gap, zone, 2), 0.4)
        self.assertGreater(share(gap, blend(GAP, zone, 0.8), 40), 0.04)

    def test_sizes(self):
        directory = self.flight("kaliningrad-1200", "georgia")
        for size in ("200x200", "600x400", "900x1300", "3000x2000"):
            seen = Seen(self.draw(directory, "--size", size))
            self.assertEqual(f"{seen.width}x{seen.height}", size)
            self.assertGreater(
                (seen.right - seen.left) * (seen.bottom - seen.top) / (seen.width * seen.height),
                0.4)
            self.assertGreater(share(seen.map(), LAND, 1), 0.2)

    def said(self, directory, *arguments):
        """What the picture says, as SVG has it, and the SVG."""
        path = self.folder / "picture.svg"
        run = self.run_map(directory, "-o", path, *arguments)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        root = xml.etree.ElementTree.parse(path).getroot()
        texts = {name: root.find("{http://www.w3.org/2000/svg}" + name).text
                 for name in ("title", "desc")}
        return texts["title"], texts["desc"].splitlines(), path.read_text()

    def test_formats(self):
        """A stand-off that is not kept: the zone, its band and the stretch; SVG and PDF."""
        zones = self.write(
            "zones.geojson",
            square(13.408, 52.5195, 13.412, 52.5205, id="plant", name="Power plant",
                   standoff_km=0.5))
        routes = self.write("routes.geojson",
                            feature("LineString", [[13.40, 52.5222], [13.42, 52.5222]], id="by"))
        directory = self.analyze(routes, "--zones", zones, "--rules", "zones")
        title, said, svg = self.said(directory)
        self.assertEqual(title, "by breaks 1 rule in 1 place")
        for text in (title, "Power plant", "Violation: 1", "Stretch that violates",
                     "Stand-off to keep", "Zone: distance to keep", "200 m",
                     "1 route meets no zone, 1 is shown · 1 violates · 1 violation, 0 undecided, "
                     "0 warnings"):
            self.assertIn(text, said)
        # As Cairo writes colours, in percent.
        percent = lambda colour: r",\s*".join(f"{c / 2.55:.3f}"[:4] + r"[\d.]*%" for c in colour)
        for colour in (VIOLATES, (0x3B, 0x4B, 0xAE)):
            self.assertRegex(svg, r"rgb\(" + percent(colour))
        path = self.folder / "picture.pdf"
        self.assertEqual(self.run_map(directory, "-o", path).returncode, 0)
        self.assertTrue(path.read_bytes().startswith(b"%PDF-"))
        run = self.run_map(directory, "-o", self.folder / "picture.bmp")
        self.assertEqual(run.returncode, 2)
        self.assertIn("ends with .png, .svg or .pdf", run.stderr)

    def test_regions_and_the_world(self):
        """Routes far from each other each have a map around their middle, in which north is up; one
        around the earth is drawn in a projection of all of it, which takes the sheet's breadth."""
        here = [[20, 54], [21, 55]], [[-150, 60], [-151, 61]]
        routes = self.write(
            "routes.geojson",
            *(feature("LineString", line, id=str(i)) for i, line in enumerate(here)))
        _, said, _ = self.said(self.analyze(routes))
        (planes,) = [text for text in said if text.startswith("Lambert")]
        self.assertEqual(planes.count("°E"), 1)
        self.assertEqual(planes.count("Mercator's projection around"), 1)  # of all of Alaska
        self.assertEqual(planes.count("°W"), 1)
        self.assertEqual(said.count("N"), 2)
        around = self.write("around.geojson",
                            feature("LineString", [[0, 50], [100, 10], [-160, -30]], id="far"))
        _, said, _ = self.said(self.analyze(around))
        self.assertTrue([text for text in said if text.startswith("Equal Earth projection")])
        seen = Seen(self.draw(self.folder / "result"))
        self.assertGreater(seen.right - seen.left, 0.95 * seen.width)
        self.assertGreater(seen.bottom - seen.top, 0.6 * seen.height)

    def test_worst_region_first(self):
        """A small region with a violation comes before a large one without."""
        routes = self.write(
            "routes.geojson",
            feature("LineString", [[-100, 40], [-90, 45]], id="large"),
            feature("LineString", [[20, 54], [20.2, 54]], id="small"))
        zones = self.write("zones.geojson",
                           square(20.05, 53.9, 20.1, 54.1, id="here", prohibited=True))
        _, said, _ = self.said(self.analyze(routes, "--zones", zones, "--rules", "zones"))
        scales = [text for text in said if re.fullmatch(r"[\d,]+ km", text)]
        lengths = [int(text.split()[0].replace(",", "")) for text in scales]
        self.assertLess(lengths[0], lengths[-1], scales)

    def test_alike_marked_once(self):
        """What all routes have alike is said once, and marked once."""
        lines = [[[20 + i / 10, 54], [20 + i / 10, 55]] for i in range(12)]
        routes = self.write(
            "routes.geojson",
            *(feature("LineString", line, id=str(i)) for i, line in enumerate(lines)))
        directory = self.analyze(routes, "--rules", "national-measures")
        _, said, _ = self.said(directory)
        self.assertEqual(said.count("12 routes alike"), 1)
        seen, colour = Seen(self.draw(directory)), (0xB0, 0x3C, 0xE0)
        # Lines are dashes of the same colour; a mark is filled.
        self.assertLess(share(seen.map(), colour, 8), 0.02)

    def test_upright(self):
        """Where meridians would lean they stand: in Mercator's projection, wherever
        the earth is cut in it."""
        for shift in 0, 165, -150:
            routes = self.write("upright.geojson",
                                feature("LineString", [[-10 + shift, 50], [-8 + shift, 68]],
                                        id="west"),
                                feature("LineString", [[30 + shift, 66], [-9 + shift, 59]],
                                        id="across"),
                                feature("LineString", [[30 + shift, 66], [32 + shift, 48]],
                                        id="east"))
            zones = self.write("upright-zones.geojson",
                               square(31 + shift, 64.5, 32 + shift, 65, id="z"))
            directory = self.analyze(routes, "--zones", zones)
            drawn = [position for route in self.features(directory, "routes")
                     for part in ([route["geometry"]["coordinates"]]
                                  if route["geometry"]["type"] == "LineString"
                                  else route["geometry"]["coordinates"]) for position in part]
            places = numpy.array([[(lon - shift + 180) % 360 - 180, lat] for lon, lat in drawn])
            seen = Seen(self.draw(directory))
            seen.look_upright(places)
            for lon, lat in places[::max(1, len(places) // 12)]:
                self.assertGreater(share(seen.around(lon, lat, 4), NOT_JUDGED, 40), 0.05,
                                   (shift, lon, lat))
            _, said, _ = self.said(directory)
            self.assertTrue([text for text in said if text.startswith("Mercator's projection")])
            self.assertIn("N", said)

    def test_the_same_again(self):
        directory = self.flight("georgia", more=("--rules", "national-measures"))
        self.assertEqual(self.draw(directory).read_bytes(), self.draw(directory).read_bytes())

    def test_errors(self):
        directory = self.flight("kaliningrad-500")
        path = self.folder / "kept.png"
        path.write_bytes(b"kept")
        for arguments, status, said in (
            (("--zone", "nowhere"), 2,
            'there is no zone "nowhere" in this analysis; there are kaliningrad'),
            (("--zone", "x\n\x1b[31m" + "y" * 300), 2, 'there is no zone "x  [31m'),
            (("--size", "10x10"), 2, "200 to 10000"),
            (("--size", "20000x1000"), 2, "200 to 10000"),
            (("--size", "large"), 2, "large"),
        ):
            run = self.run_map(directory, "--png", path, *arguments)
            self.assertEqual(run.returncode, status, run)
            self.assertIn(said, run.stderr)
            self.assertEqual(path.read_bytes(), b"kept")
        run = self.run_map(directory, "--png", self.folder / "none/picture.png")
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("none/picture.png cannot be written: No such file or directory", run.stderr)
        self.assertEqual([name for name in os.listdir(self.folder) if "partial" in name], [])
        self.assertEqual(self.run_map(directory, "--png", path).returncode, 0)
        self.assertTrue(path.read_bytes().startswith(b"\x89PNG"))

    def test_texts_of_strangers(self):
        bad = "</script>\x01\n\u202eÄß漢字" + "w" * 3000
        zones = self.write(
            "zones.geojson",
            square(-130, -42, -128, -40, id=bad, name=bad, attribution=bad, max_distance_km=10))
        routes = self.write("routes.geojson",
                            feature("LineString", [[-131, -41], [-127, -41]], id=bad))
        directory = self.analyze(routes, "--zones", zones, "--rules", "zones")
        for size in ("1600x1000", "250x200", "400x900"):
            seen = Seen(self.draw(directory, "--size", size))
            self.assertGreater(share(seen.map(), SEA, 1), 0.2)
        # Nothing is written beyond the sheet's last columns.
        self.assertTrue((Seen(self.draw(directory)).pixels[:, -10:] == 255).all())

    def test_next_to_nothing(self):
        far = self.write("zones.geojson", square(100, -42, 102, -40, id="far"))
        for name, line in (("a metre", [[-130, -41], [-130.00001, -41]]),
                ("around the world", [[0, 0], [90, 0], [170, -35], [-100, 20], [0, 0]]),
                           ("on the pole", [[0, 90], [0, 89.99]])):
            routes = self.write("routes.geojson", feature("LineString", line, id=name))
            seen = Seen(self.draw(self.analyze(routes, "--zones", far)))
            self.assertGreater(share(seen.map(), NOT_JUDGED, 60), 0, name)

    def test_crowds(self):
        """Ten times as many routes: no more memory, and no black mess."""
        zones = self.write("zones.geojson", square(-129, -42, -127, -40, id="zone"))
        most = []
        for count in (2000, 20000):
            lines = (feature("LineString",
                             [[-140 + (7 * i) % 199 / 10, -50 + i % 11],
                              [-140 + (13 * i) % 197 / 10, -30 - i % 7]],
                             id=f"route {i}") for i in range(count))
            directory = self.analyze(self.write("routes.geojson", *lines),
                                     "--zones",
                                     zones,
                                     "--formats",
                                     "gpkg,csv")
            path = self.folder / f"{count}.png"
            environment = {
                **os.environ,
                "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=4"
            }
            # From a small process: what is forked begins with the memory of the one that forks.
            measured = """if True:
                import resource, subprocess, sys
                print(subprocess.call(sys.argv[1:]),
                resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"""
            command = [
                sys.executable,
                "-S",
                "-c",
                measured,
                COMMAND,
                "map",
                directory,
                "--png",
                path,
                "-q"
            ]
            run = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8")
            status, kibibytes = map(int, run.stdout.split())
            self.assertEqual(status, 0, run.stderr)
            most.append(kibibytes)
            pixels = Seen(path).map()
            self.assertLess(float((pixels.max(axis=1) < 100).mean()), 0.2)
            self.assertGreater(float((pixels.min(axis=1) < 225).mean()), 0.3)
            self.assertGreater(share(pixels, PASSAGE, 60), 0.001)
        self.assertLess(most[1] - most[0], 24 * 1024, most)  # KiB


if __name__ == "__main__":
    unittest.main()
