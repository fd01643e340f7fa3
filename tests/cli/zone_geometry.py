#!/usr/bin/python3
# Tests: src/input/source/straight.c src/input/source/crs.c src/input/source/collection.c
# Tests: src/input/source/claims.c src/input/zones/ src/cli/zone_input.c src/batch/input_notes.c
"""Zones in all spellings, formats and projections: the right values are reckoned with pyproj and
numpy, and without the library."""
import json
import math
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import unittest

from osgeo import gdal, ogr, osr

sys.path.insert(0, str(pathlib.Path(__file__).parent / "support"))
from case import COMMAND, Case, feature, square  # noqa: E402

try:
    import numpy
    import pyproj
except ImportError:
    print("skipped: numpy or pyproj is missing")
    sys.exit(77)

gdal.UseExceptions()
ogr.UseExceptions()
GEOD = pyproj.Geod(ellps="WGS84")


def run(*arguments, status=0):
    done = subprocess.run([COMMAND, *arguments], capture_output=True, text=True, timeout=300)
    assert done.returncode == status, (done.returncode, done.stdout, done.stderr)
    return done


def reference(text):
    made = osr.SpatialReference()
    assert made.SetFromUserInput(text) == 0
    made.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return made


def write_layer(path, driver, crs, shapes, kind=ogr.wkbUnknown, fields=None):
    """`shapes` are (id, WKT) or (id, WKT, attributes)."""
    dataset = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    layer = dataset.CreateLayer("zones", reference(crs) if crs else None, kind)
    names = ["id"] + list(fields or [])
    for name in names:
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    for shape in shapes:
        made = ogr.Feature(layer.GetLayerDefn())
        made.SetField("id", shape[0])
        for name, value in (shape[2] if len(shape) > 2 else {}).items():
            made.SetField(name, str(value))
        made.SetGeometry(ogr.CreateGeometryFromWkt(shape[1]))
        layer.CreateFeature(made)
    dataset = None
    return str(path)


def wkt(*rings):
    text = ["(" + ",".join("%.17g %.17g" % (x, y) for x, y in ring) + ")" for ring in rings]
    return "POLYGON(" + ",".join(text) + ")"


def box(west, south, east, north):
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


class Zones(Case):
    def zones(self, *files, options=(), status=0):
        """What `zones list --json` tells, and its notes."""
        arguments = [word for file in files for word in ("--zones", str(file))]
        done = run("zones", "list", "--json", *arguments, *options, status=status)
        return (json.loads(done.stdout) if status == 0 else None), done.stderr

    def area(self, file, *options):
        return self.zones(file, options=options)[0][0]["area_m2"]

    def inside(self, route, file, *options):
        """The metres inside the one zone of a file."""
        out = self.folder / "out"
        run("analyze", str(route), "--zones", str(file), "-o", str(out), "--force", "--quiet",
            "--layers", "statistics", *options)
        header, *rows = (out / "statistics.csv").read_text().splitlines()
        if not rows:
            return 0.0
        self.assertEqual(len(rows), 1)
        return float(dict(zip(header.split(","), rows[0].split(",")))["inside_m"])

    def refused(self, file, *words, options=()):
        error = self.zones(file, options=options, status=2)[1]
        for word in words:
            self.assertIn(word, error)

    def route(self, *positions):
        return self.write("route.geojson", feature("LineString", positions, id="r"))


class Straight(Zones):
    """Edges that are straight in the CRS of the file."""

    def crossing_m(self, crs, route, value, axis):
        """How far along the geodesic between two positions its coordinate in the CRS is `value`."""
        to = pyproj.Transformer.from_crs(4326, crs, always_xy=True)
        (lon1, lat1), (lon2, lat2) = route
        azimuth, _, length = GEOD.inv(lon1, lat1, lon2, lat2)

        def at(metres):
            lon, lat, _ = GEOD.fwd(lon1, lat1, azimuth, metres)
            return to.transform(lon, lat)[axis] - value

        low, high, first = 0.0, length, at(0)
        for _ in range(80):
            middle = (low + high) / 2
            if (at(middle) < 0) == (first < 0):
                low = middle
            else:
                high = middle
        return low

    def test_polar_square(self):
        """A square of 4000 km around the south pole. Its area integrates 1/(areal scale)."""
        path = write_layer(self.folder / "polar.gpkg", "GPKG", "EPSG:3031",
                           [("z", wkt(box(-2e6, -2e6, 2e6, 2e6)))])
        nodes, weights = numpy.polynomial.legendre.leggauss(200)
        x, weight = (nodes + 1) * 1e6, weights * 1e6
        xs, ys = numpy.meshgrid(x, x)
        projection = pyproj.Proj(3031)
        lon, lat = projection(xs.ravel(), ys.ravel(), inverse=True)
        scales = projection.get_factors(lon, lat).areal_scale
        truth = 4 * (numpy.outer(weight, weight).ravel() / scales).sum()
        zone = self.zones(path)[0][0]
        self.assertAlmostEqual(zone["area_m2"] / truth, 1, delta=1e-9)
        # Pieces that are straight in longitude and latitude may be some 39 m long.
        self.assertLess(zone["vertices"], 460_000)
        legs = ((0, -60), (0, -90))
        begin = self.crossing_m(3031, legs, 2e6, 1)
        self.assertAlmostEqual(self.inside(self.route(*legs), path),
                               GEOD.inv(0, -60, 0, -90)[2] - begin, delta=2e-4)

    def test_laea_cell(self):
        """A cell of 500 km of the European grid."""
        path = write_layer(self.folder / "laea.gpkg", "GPKG", "EPSG:3035",
                           [("z", wkt(box(4.5e6, 3e6, 5e6, 3.5e6)))])
        legs = ((15, 45), (14, 62))
        truth = (self.crossing_m(3035, legs, 3.5e6, 1) - self.crossing_m(3035, legs, 3e6, 1))
        self.assertAlmostEqual(self.inside(self.route(*legs), path), truth, delta=2e-4)
        # An equal-area projection: the area is the square's, but for what its ellipsoid, GRS 80,
        # differs from WGS 84.
        self.assertAlmostEqual(self.area(path) / 25e10, 1, delta=1e-9)

    def test_every_place_on_an_edge(self):
        """No place of the true edge is farther than 0.1 mm from the boundary: where routes meet it
        that pass through places on it."""
        from_crs = {
            "EPSG:3035": (4.2e6, 2.9e6, 4.6e6, 3.6e6),
            "EPSG:3995": (-1e6, -0.4e6, 1.5e6, 2e6),
            "EPSG:3857": (1e6, 5e6, 3e6, 8e6),
            "EPSG:32633": (2e5, 55e5, 7e5, 65e5),
            "EPSG:5940": (-5e5, 7e6, 5e5, 7.5e6),
            "+proj=ob_tran +o_proj=longlat +o_lon_p=-162 +o_lat_p=39.25 +lon_0=180 +ellps=WGS84":
            (-8, -5, 9, 6),
            "EPSG:4277": (-4, 51, 2, 56),
        }
        for crs, bounds in from_crs.items():
            for edges in ("lonlat", "geodesic"):
                if edges == "geodesic" and ("ob_tran" in crs or crs == "EPSG:4277"):
                    continue
                with self.subTest(crs=crs, edges=edges):
                    self.check_edges(crs, bounds, edges)

    def check_edges(self, crs, bounds, edges):
        west, south, east, north = bounds
        ring = [(west, south), (east, south), (east * 0.7 + west * 0.3, north), (west, south)]
        derived, options = "ob_tran" in crs, []
        path = self.folder / ("zone.shp" if derived else "zone.gpkg")
        path.unlink(missing_ok=True)
        if derived:  # which has no place in files but as WKT 2
            write_layer(path, "ESRI Shapefile", None, [("z", wkt(ring))], ogr.wkbPolygon)
            options = ["--crs", crs]
        else:
            write_layer(path, "GPKG", crs, [("z", wkt(ring))])
        source = osr.CoordinateTransformation(reference(crs), reference("EPSG:4326"))
        routes, truths = [], []
        for number, ((x1, y1), (x2, y2)) in enumerate(zip(ring, ring[1:])):
            for k in range(40):
                # From within, at a right angle in the CRS, through the place on the edge.
                t, back = 0.15 + 0.7 * (k + 0.37) / 40, 0.02
                x, y = x1 + t * (x2 - x1), y1 + t * (y2 - y1)
                begin = source.TransformPoint(x - back * (y2 - y1), y + back * (x2 - x1))[:2]
                azimuth, _, metres = GEOD.inv(*begin, *source.TransformPoint(x, y)[:2])
                end = GEOD.fwd(*begin, azimuth, metres + 5000)[:2]
                truths.append(metres)
                routes.append(feature("LineString", [begin, end], id="%d-%d" % (number, k)))
        file = self.write("places.geojson", *routes)
        out = self.folder / "out"
        run("analyze", file, "--zones", str(path), "-o", str(out), "--force", "--quiet",
            "--layers", "statistics", "--zone-edges", edges, *options)
        header, *rows = (out / "statistics.csv").read_text().splitlines()
        names = header.split(",")
        self.assertEqual(len(rows), len(routes))
        for row, truth in zip(rows, truths):
            inside = float(dict(zip(names, row.split(",")))["inside_m"])
            # The angle on the ground is no right one where the CRS is not conformal.
            self.assertAlmostEqual(inside, truth, delta=1.3e-4, msg=row)

    def test_symmetric_edges(self):
        """What an edge strays from its chord changes its side at the central meridian: in the
        middle alone nothing shows."""
        crs = "+proj=tmerc +lon_0=10 +lat_0=0 +k=1 +ellps=WGS84"
        path = write_layer(self.folder / "s.gpkg", "GPKG", crs,
                           [("z", wkt([(-4e5, -3e5), (4e5, 3e5), (4e5, 9e5), (-4e5, 9e5),
                                       (-4e5, -3e5)]))])
        to = pyproj.Transformer.from_crs(crs, 4326, always_xy=True)
        lon, lat = to.transform(2e5, 1.5e5)
        route = self.route([lon, lat - 1], [lon, lat + 1])
        south = GEOD.inv(lon, lat - 1, lon, lat)[2]
        whole = GEOD.inv(lon, lat - 1, lon, lat + 1)[2]
        self.assertAlmostEqual(self.inside(route, path), whole - south, delta=1.3e-4)
        # Straight in longitude and latitude it would be far off: the test would not be one.
        ends = [to.transform(x, y) for x, y in ((-4e5, -3e5), (4e5, 3e5))]
        share = (lon - ends[0][0]) / (ends[1][0] - ends[0][0])
        chord = ends[0][1] + share * (ends[1][1] - ends[0][1])
        self.assertGreater(abs(chord - lat) * 111e3, 50)

    def test_meridians_to_the_pole(self):
        """Edges that end at the pole are meridians there, and need no pieces."""
        path = write_layer(self.folder / "wedge.gpkg", "GPKG", "EPSG:3031",
                           [("z", wkt([(0, 0), (1e6, 0), (1e6, 1), (0, 0)]))])
        self.assertLessEqual(self.zones(path)[0][0]["vertices"], 5)

    def test_through_the_pole(self):
        """A half disc whose edge passes through the pole, and one whose vertex is the pole."""
        for name, ring in (("edge", [(-1e6, 0), (1e6, 0), (0, 1e6), (-1e6, 0)]),
                           ("vertex", [(0, 0), (1e6, 0), (0, 1e6), (0, 0)])):
            with self.subTest(name):
                path = self.folder / (name + ".gpkg")
                write_layer(path, "GPKG", "EPSG:3031", [("z", wkt(ring))])
                # The area in the plane, with the areal scale of the projection.
                nodes, weights = numpy.polynomial.legendre.leggauss(60)
                u, w = (nodes + 1) / 2, weights / 2
                low = -1e6 if name == "edge" else 0
                area, projection = 0.0, pyproj.Proj(3031)
                for part in ((low, 0), (0, 1e6)):
                    if part[0] == part[1]:
                        continue
                    x = part[0] + u * (part[1] - part[0])
                    for xi, wi in zip(x, w):
                        top = 1e6 - abs(xi)
                        lon, lat = projection(numpy.full_like(u, xi), u * top, inverse=True)
                        scale = projection.get_factors(lon, lat).areal_scale
                        area += wi * (part[1] - part[0]) * (w * top / scale).sum()
                self.assertAlmostEqual(self.area(path) / area, 1, delta=1e-8)
                # Up the meridian of 0°, along y, from the pole on.
                inside = self.inside(self.route([45 if name == "vertex" else 0, -70], [
                    45 if name == "vertex" else 0, -90]), path)
                edge = projection(0, 1e6, inverse=True)[1] if name == "edge" else projection(
                    5e5, 5e5, inverse=True)[1]
                self.assertAlmostEqual(inside, GEOD.inv(0, edge, 0, -90)[2], delta=3e-4)

    def test_across_180(self):
        """A square of the polar CRS across the antimeridian."""
        path = write_layer(self.folder / "chukotka.gpkg", "GPKG", "EPSG:3571",
                           [("z", wkt(box(-4e5, -2.6e6, 4e5, -2e6)))])
        route = self.route([178, 60], [178, 80])
        legs = ((178, 60), (178, 80))
        truth = self.crossing_m(3571, legs, -2e6, 1) - self.crossing_m(3571, legs, -2.6e6, 1)
        self.assertAlmostEqual(self.inside(route, path), truth, delta=2e-4)

    def test_property_edges_wins(self):
        """Who says how the edges run has them so, between transformed vertices."""
        ring = box(4.5e6, 3e6, 5e6, 3.5e6)
        plain = write_layer(self.folder / "plain.gpkg", "GPKG", "EPSG:3035", [("z", wkt(ring))])
        said = write_layer(self.folder / "said.gpkg", "GPKG", "EPSG:3035",
                           [("z", wkt(ring), {"edges": "geodesic"})], fields=["edges"])
        to = pyproj.Transformer.from_crs(3035, 4326, always_xy=True)
        vertices = [to.transform(*p) for p in ring]
        truth = abs(GEOD.polygon_area_perimeter(*zip(*vertices))[0])
        self.assertAlmostEqual(self.area(said) / truth, 1, delta=1e-11)
        self.assertEqual(self.zones(said)[0][0]["vertices"], 4)
        self.assertGreater(self.zones(plain)[0][0]["vertices"], 1000)

    def test_no_place_in_wgs84(self):
        path = write_layer(self.folder / "far.gpkg", "GPKG", "EPSG:3035",
                           [("z", wkt([(4e6, 3e6), (5e6, 3e6), (5e6, 4e8), (4e6, 3e6)]))])
        self.refused(path, "position 3", "no place in WGS 84")
        # The vertices have places, but what lies between them has none: the gap of an interrupted
        # projection at 40° W.
        projection = pyproj.Proj("+proj=igh +ellps=WGS84")
        ring = [projection(*place) for place in ((-60, 65), (-20, 65), (-20, 20), (-60, 20))]
        path = write_layer(self.folder / "gap.gpkg", "GPKG", projection.srs,
                           [("z", wkt(ring + ring[:1]))])
        self.refused(path, "edge from position 1 to 2", "no place in WGS 84")


class Spellings(Zones):
    """One zone in all its spellings, formats and projections."""
    RING = [(-3, 52), (1.5, 51.5), (2, 55), (-2, 55.5), (-3, 52)]
    LEGS = ((-5, 50), (4, 57.5))

    def setUp(self):
        super().setUp()
        self.flight = self.route(*self.LEGS)
        base = self.write("base.geojson", feature("Polygon", [self.RING], id="z"))
        self.truth = (self.inside(self.flight, base), self.area(base))
        self.assertGreater(self.truth[0], 3e5)

    def same(self, file, *options):
        inside, area = self.inside(self.flight, file, *options), self.area(file, *options)
        self.assertAlmostEqual(inside, self.truth[0], delta=2e-4)
        self.assertAlmostEqual(area / self.truth[1], 1, delta=1e-9)

    def test_formats(self):
        for driver, ending in (("GPKG", "gpkg"), ("ESRI Shapefile", "shp"), ("KML", "kml"),
                               ("FlatGeobuf", "fgb"), ("GML", "gml"), ("GeoJSONSeq", "geojsonl"),
                               ("CSV", "csv")):
            with self.subTest(driver):
                path = self.folder / ("zone." + ending)
                if driver == "CSV":
                    path.write_text('id,WKT\nz,"%s"\n' % wkt(self.RING))
                    self.same(path, "--crs", "EPSG:4326")
                    continue
                write_layer(path, driver, "EPSG:4326", [("z", wkt(self.RING))], ogr.wkbPolygon)
                self.same(path)

    def test_spellings(self):
        ring = [list(p) for p in self.RING]
        bow = [ring[0], ring[1], [2.5, 53], ring[1]] + ring[2:]
        along = [ring[0], ring[1]] + [[2.5 - k / 4, 53] for k in (0,)] + ring[1:]
        spellings = {
            "reversed": [ring[::-1]],
            "rotated": [ring[2:-1] + ring[:3]],
            "unclosed": [ring[:-1]],
            "doubled": [[p for p in ring for _ in range(2)]],
            "shifted": [[[x + 360, y] for x, y in ring]],
            "shifted west": [[[x - 360, y] for x, y in ring]],
            "spike": [bow],
            "two spikes": [along[:2] + [[2.5, 53]] + [ring[1]] + ring[2:4] + [[-4, 56]] +
                           ring[3:]],
            "hole without area": [ring, [[0, 53], [0.5, 53], [0, 53], [0, 53]]],
            "hole that is a spike": [ring, [[0, 53], [0.5, 53], [1, 53], [0, 53]]],
        }
        for name, rings in spellings.items():
            with self.subTest(name):
                self.same(self.write("spelling.geojson", feature("Polygon", rings, id="z")))
        low, high = ring[0], ring[2]
        halves = [[[low, ring[1], high, low]], [[low, high, ring[3], low]]]
        collection = {
            "type": "GeometryCollection",
            "geometries": [{"type": "Polygon", "coordinates": half} for half in halves]
        }
        parts = {
            "split": halves,
            "doubled part": [[ring], [ring[::-1]]],
            "part without area": [[ring], [[[9, 9], [10, 10], [9, 9], [9, 9]]],
                                  [[[9, 9], [10, 10], [11, 11], [9, 9]]]],
        }
        for name, polygons in parts.items():
            with self.subTest(name):
                self.same(self.write("parts.geojson", feature("MultiPolygon", polygons, id="z")))
        with self.subTest("collection"):
            self.same(self.write("gc.geojson", {"type": "Feature", "properties": {"id": "z"},
                                                "geometry": collection}))
        with self.subTest("TIN"):
            tin = "TIN(%s)" % ",".join("((%s))" % ",".join(
                "%.17g %.17g" % tuple(p) for p in half[0]) for half in halves)
            self.same(write_layer(self.folder / "tin.gpkg", "GPKG", "EPSG:4326", [("z", tin)]))

    def test_split_at_180(self):
        """The same, moved to the antimeridian and cut there."""
        def moved(positions):
            return [[x + 180, y] for x, y in positions]

        self.flight = self.write("r180.geojson", feature("LineString", moved(self.LEGS), id="r"))
        whole = self.write("whole.geojson", feature("Polygon", [moved(self.RING)], id="z"))
        self.same(whole)
        edges = list(zip(self.RING, self.RING[1:]))

        def half(sign):
            made = []
            for (x1, y1), (x2, y2) in edges:
                if x1 * sign >= 0:
                    made.append([x1, y1])
                if x1 * x2 < 0:
                    made.append([0.0, y1 - x1 * (y2 - y1) / (x2 - x1)])
            return made + made[:1]

        noise = 6e-14
        west = [[x + 180 + (noise if x == 0 else 0), y] for x, y in half(-1)]
        east = [[x - 180 - (noise if x == 0 else 0), y] for x, y in half(1)]
        self.same(self.write("cut.geojson", feature("MultiPolygon", [[west], [east]], id="z")))

    def test_noise(self):
        """Rounding noise at the edges of the map is taken in, and a hair stays a hair."""
        cap = [[-180, -90], [-179.99999999999994, -70], [-90, -72], [0, -70], [90, -72], [180, -70],
               [180, -90], [-180, -90]]
        exact = [[-180 if x < -179 else x, y] for x, y in cap]
        world = box(-180.00000000000003, -90.00000000000011, 180, 90.00000000000011)
        hair = [[180, 60], [180, 70], [-179.99999999999994, 70], [-170, 65],
                [-179.99999999999994, 60], [180, 60]]
        plain = [[180, 60], [180, 70], [190, 65], [180, 60]]
        for noisy, same in ((cap, exact), (world, box(-180, -90, 180, 90)), (hair, plain)):
            zones, notes = self.zones(self.write("n.geojson", feature("Polygon", [noisy], id="z")))
            self.assertEqual(notes, "")
            self.assertAlmostEqual(
                zones[0]["area_m2"],
                self.area(self.write("e.geojson", feature("Polygon", [same], id="z"))), delta=1e4)
        for lat in (90.000001, -90.000001):
            self.refused(self.write("b.geojson", feature("Polygon", [
                [[0, 60], [1, 60], [1, lat], [0, 60]]], id="z")), "is beyond ±90")

    def test_projections(self):
        """Densified to 20 m in longitude and latitude, so that straight edges in any CRS are within
        a tenth of a millimetre of it."""
        line = ogr.CreateGeometryFromWkt(wkt(self.RING))
        line.Segmentize(20 / 111320)
        for crs in ("EPSG:3857", "EPSG:3035", "EPSG:27700", "EPSG:3995", "EPSG:4258"):
            with self.subTest(crs):
                if crs == "EPSG:27700":
                    continue  # its datum shift is a matter of grids
                shape = line.Clone()
                shape.Transform(osr.CoordinateTransformation(reference("EPSG:4326"),
                                                             reference(crs)))
                self.same(write_layer(self.folder / (crs[5:] + ".gpkg"), "GPKG", crs,
                                      [("z", shape.ExportToWkt())]))


class Doubtful(Zones):
    def notes(self, *shapes):
        return self.zones(self.write("z.geojson", *shapes))

    def test_small_and_large_crossings(self):
        # A lobe of 1e-5 degrees by 1e-5/2 at the equator: half of 1.11 m by 0.55 m, 0.31 m².
        step = 1e-5
        crossed = [[0, 0], [1, 0], [1, 1], [0.5, 1], [0.5 - step, 1 + step], [0.5, 1 + step],
                   [0.5 - step, 1], [0, 1], [0, 0]]
        zones, notes = self.notes(feature("Polygon", [crossed], id="z"))
        self.assertIn("in doubt", notes)
        self.assertIn("even-odd", notes)
        self.assertEqual(len(zones), 1)
        large = [[x, 1 + (y - 1) * 1000 if y > 1 else y] for x, y in crossed]
        large = [[0.5 - (0.5 - x) * 1000 if abs(x - 0.5) < 2 * step else x, y] for x, y in large]
        self.refused(self.write("l.geojson", feature("Polygon", [large], id="z")),
                     "Self-intersection", "m² are in doubt", "near")

    def test_doubt_is_measured(self):
        """A bow tie: the smaller lobe is in doubt. Lobes of 0.002° by 0.001°/2 at 60° N."""
        tie = [[20, 60], [20.3, 60.3], [20.3, 60], [20, 60.1], [20, 60]]
        error = self.zones(self.write("t.geojson", feature("Polygon", [tie], id="z")),
                           status=2)[1]
        # The edges cross where 60 + t = 60.1 - t/3 (t from 20): at t = 0.075, 60.075.
        lobe = [[20, 60], [20.075, 60.075], [20, 60.1], [20, 60]]
        dense = ogr.CreateGeometryFromWkt(wkt([tuple(p) for p in lobe]))
        dense.Segmentize(0.0005)
        points = dense.GetGeometryRef(0).GetPoints()
        truth = abs(GEOD.polygon_area_perimeter(*zip(*points))[0]) / 1e6
        found = float(error.split(" km² are in doubt")[0].split()[-1])
        self.assertAlmostEqual(found / truth, 1, delta=0.02)

    def test_tiny_zone(self):
        """A lobe that is a large part of its zone is no noise, however small."""
        tie = [[0, 0], [4e-6, 4e-6], [4e-6, 0], [0, 3e-6], [0, 0]]
        self.refused(self.write("t.geojson", feature("Polygon", [tie], id="z")), "in doubt")

    def test_no_area(self):
        for ring in ([[0, 0], [1, 1], [2, 2], [0, 0]], [[0, 0], [1, 0], [1, 1], [1, 0], [0, 0]]):
            self.refused(self.write("n.geojson", feature("Polygon", [ring], id="z")),
                         "expected an area")

    def test_nested_holes(self):
        outer, hole, island = (box(0, 50, 3, 53), box(0.5, 50.5, 2.5, 52.5), box(1, 51, 2, 52))
        zones, notes = self.notes(feature("Polygon", [outer, hole, island], id="z"))
        self.assertIn("holes within holes", notes)
        truth = sum(sign * self.area(self.write("b.geojson", feature("Polygon", [ring], id="b")))
                    for sign, ring in ((1, outer), (-1, hole), (1, island)))
        self.assertAlmostEqual(zones[0]["area_m2"], truth, delta=1)
        crossing = box(1, 51, 2.8, 52)
        self.refused(self.write("c.geojson", feature("Polygon", [outer, hole, crossing], id="z")),
                     "in doubt")

    def test_overlap(self):
        overlap = feature("MultiPolygon", [[box(0, 0, 1, 1)], [box(0.9, 0, 2, 1)]], id="z")
        self.refused(self.write("o.geojson", overlap), "polygons 1 and 2 overlap, by 12")

    def test_polar_spike(self):
        cap = [[0, 70], [90, 70], [90, 60], [90, 70], [180, 70], [270, 70], [360, 70]]
        plain = [[0, 70], [90, 70], [180, 70], [270, 70], [360, 70]]
        zones, notes = self.notes(feature("Polygon", [cap], id="z"))
        self.assertIn("1 spike", notes)
        self.assertEqual(
            zones[0]["area_m2"],
            self.area(self.write("p.geojson", feature("Polygon", [plain], id="z"))))

    def test_outputs_cope(self):
        """Coverage and every format, of a zone that crosses itself a little."""
        step = 1e-6
        ring = [[20, 54], [22, 54], [22, 55], [21, 55], [21 - step, 55 + step], [21, 55 + step],
                [21 - step, 55], [20, 55], [20, 54]]
        zones = self.write("z.geojson", feature("Polygon", [ring], id="z"))
        plain = self.write("p.geojson", square(20, 54, 22, 55, id="z"))
        route = self.route([19, 54.5], [23, 54.5])
        seen = []
        for file in (zones, plain):
            out = self.folder / "cover"
            shutil.rmtree(out, ignore_errors=True)
            run("analyze", route, "--zones", file, "-o", str(out), "--swath-km", "20", "--quiet",
                "--formats", "csv,geojson,gpkg,html", "--layers", "all")
            header, row = (out / "coverage.csv").read_text().splitlines()[:2]
            seen.append(float(dict(zip(header.split(","), row.split(",")))["covered_m2"]))
            for name in ("zones.geojson", "analysis.gpkg"):
                dataset = gdal.OpenEx(str(out / name))
                layer = dataset.GetLayerByName("zones")
                zone = layer.GetNextFeature()
                shape = zone.GetGeometryRef().Clone()
                self.assertAlmostEqual(shape.Buffer(0).Area() / 2, 1, delta=1e-6)
        self.assertAlmostEqual(seen[0] / seen[1], 1, delta=1e-6)


class Circles(Zones):
    def test_circle(self):
        """Every azimuth, at the radius: a route along it leaves the circle there."""
        for place, radius in (((7.45, 46.95), 5000.0), ((179.99, -16.5), 120_000.0),
                              ((30, 89.5), 200_000.0), ((0, 0), 50.0), ((10, 50), 2_000_000.0)):
            with self.subTest(place=place, radius=radius):
                zone = self.write("c.geojson", feature("Point", place, id="c", radius_m=radius))
                routes = []
                for k in range(24):
                    lon, lat, _ = GEOD.fwd(*place, 15.0 * k + 1.3, 1.5 * radius)
                    routes.append(feature("LineString", [place, [lon, lat]], id=str(k)))
                file = self.write("rays.geojson", *routes)
                out = self.folder / "rays"
                run("analyze", file, "--zones", zone, "-o", str(out), "--force", "--quiet",
                    "--layers", "statistics")
                header, *rows = (out / "statistics.csv").read_text().splitlines()
                self.assertEqual(len(rows), 24)
                for row in rows:
                    inside = float(dict(zip(header.split(","), row.split(",")))["inside_m"])
                    self.assertAlmostEqual(inside, radius, delta=1.1e-4)

    def test_units_and_spellings(self):
        area = self.area(self.write("m.geojson", feature("Point", [7, 47], id="c", radius_m=3704)))
        # A spherical cap of the local radius is right to a part of 1e-6.
        self.assertAlmostEqual(area / (math.pi * 3704**2), 1, delta=1e-6)
        for properties in ({"radius_km": 3.704}, {"radius_nm": 2}, {"Radius-NM": "2"},
                           {"radius": 2, "radius_unit": "NM"}, {"RADIUS": 3.704,
                                                                "radius_units": "km"}):
            with self.subTest(properties):
                self.assertEqual(
                    self.area(self.write("u.geojson", feature("Point", [7, 47], id="c",
                                                              **properties))), area)
        extent = {"type": "Point", "coordinates": [7, 47],
                  "extent": {"subType": "Circle", "radius": 3704}}
        for geometry in (extent, {"type": "GeometryCollection", "geometries": [extent]}):
            self.assertEqual(
                self.area(self.write("e.geojson", {"type": "Feature", "properties": {"id": "c"},
                                                   "geometry": geometry})), area)
        path = write_layer(self.folder / "c.gpkg", "GPKG", "EPSG:32632",
                           [("c", "POINT(500000 5200000)", {"radius_m": 3704})],
                           ogr.wkbPoint, ["radius_m"])
        self.assertAlmostEqual(self.area(path) / area, 1, delta=1e-6)

    def test_beside_polygons(self):
        """A collection of a circle and a polygon is one zone."""
        geometry = {"type": "GeometryCollection", "geometries": [
            {"type": "Point", "coordinates": [7, 47],
             "extent": {"subType": "Circle", "radius": 5000}},
            {"type": "Polygon", "coordinates": [box(8, 46, 9, 47)]}]}
        zone, _ = self.zones(self.write("gc.geojson", {
            "type": "Feature", "properties": {"id": "c"}, "geometry": geometry}))
        parts = (self.area(self.write("a.geojson", feature("Point", [7, 47], id="c",
                                                           radius_m=5000))) +
                 self.area(self.write("b.geojson", square(8, 46, 9, 47, id="b"))))
        self.assertEqual(zone[0]["polygons"], 2)
        self.assertAlmostEqual(zone[0]["area_m2"], parts, delta=20)

    def test_no_radius(self):
        area = square(8, 46, 9, 47, id="b")
        zones, notes = self.zones(self.write("l.geojson", area, feature("Point", [8, 46],
                                                                        name="label")))
        self.assertEqual(len(zones), 1)
        self.assertIn("1 Point without a radius was passed over", notes)
        for properties in ({"prohibited": True}, {"max_distance_km": 50}, {"MIN_ALTITUDE_M": 3},
                           {"type": "PROHIBITED"}, {"prohibit": True}, {"Restricted": "yes"}):
            point = feature("Point", [8, 46], id="c", **properties)
            self.refused(self.write("p.geojson", area, point), 'feature "c"', "radius")
        self.refused(self.write("r.geojson", area, feature("Point", [8, 46], id="c", radius=5)),
                     "radius: expected a radius with its unit")
        for properties in ({"type": "airport"}, {"elevation_m": 30}, {"prohibited": None}):
            point = feature("Point", [8, 46], id="c", **properties)
            self.assertIn("passed over", self.zones(self.write("q.geojson", area, point))[1])
        for radius in (-1, 0, 6e6):
            self.refused(
                self.write("r.geojson", area, feature("Point", [8, 46], id="c", radius_m=radius)),
                "more than 0")


class Curves(Zones):
    def test_curve_polygon(self):
        """A circle of the plane: half a degree around 20 54.5 in longitude and latitude."""
        path = write_layer(self.folder / "c.gpkg", "GPKG", "EPSG:32633", [
            ("z", "CURVEPOLYGON(CIRCULARSTRING(480000 5500000,500000 5520000,520000 5500000,"
             "500000 5480000,480000 5500000))")])
        to = pyproj.Transformer.from_crs(4326, 32633, always_xy=True)
        back = pyproj.Transformer.from_crs(32633, 4326, always_xy=True)
        for angle in (0.1, 1.7, 3.9, 5.2):
            place = back.transform(500000 + 20000 * math.cos(angle),
                                   5500000 + 20000 * math.sin(angle))
            begin, end = ((place[0] - 0.5 * math.cos(angle), place[1] - 0.1 * math.sin(angle)),
                          (place[0] + 0.5 * math.cos(angle), place[1] + 0.1 * math.sin(angle)))
            azimuth, _, length = GEOD.inv(*begin, *end)

            def off(metres):
                x, y = to.transform(*GEOD.fwd(*begin, azimuth, metres)[:2])
                return math.hypot(x - 500000, y - 5500000) - 20000

            crossings, steps = [], 2000
            for k in range(steps):
                low, high = length * k / steps, length * (k + 1) / steps
                if (off(low) < 0) == (off(high) < 0):
                    continue
                inner = off(low) < 0
                for _ in range(60):
                    middle = (low + high) / 2
                    if (off(middle) < 0) == inner:
                        low = middle
                    else:
                        high = middle
                crossings.append(low)
            bounds = ([0.0] if off(0) < 0 else []) + crossings + (
                [length] if off(length) < 0 else [])
            truth = sum(b - a for a, b in zip(bounds[::2], bounds[1::2]))
            self.assertAlmostEqual(self.inside(self.route(begin, end), path), truth, delta=1e-3)


class LongEdges(Zones):
    def test_both_readings(self):
        ring = [[-100, 10], [100, 10], [100, 20], [-100, 20], [-100, 10]]
        file = self.write("z.geojson", feature("Polygon", [ring], id="z"))
        zones, notes = self.zones(file)
        drawn, more = self.zones(file, options=["--long-edges"])
        self.assertEqual(more, "")
        halves = [self.area(self.write("h.geojson", square(west, 10, east, 20, id="h")))
                  for west, east in ((-100, 0), (100, 180))]
        self.assertAlmostEqual(drawn[0]["area_m2"], 2 * halves[0], delta=10)
        self.assertAlmostEqual(zones[0]["area_m2"], 2 * halves[1], delta=10)
        for words in ("--long-edges", "short way", "%.1f km²" % (2 * halves[1] / 1e6),
                      "%.1f km²" % (2 * halves[0] / 1e6), "-100 10 to 100 10", "and 1 more"):
            self.assertIn(words, notes)

    def test_nad83(self):
        """A geographic CRS that is not WGS 84 has the same convention."""
        ring = box(-100, 10, 100, 20)
        path = write_layer(self.folder / "n.gpkg", "GPKG", "EPSG:4258", [("z", wkt(ring))])
        plain = self.write("z.geojson", feature("Polygon", [ring], id="z"))
        for options in ([], ["--long-edges"]):
            self.assertAlmostEqual(self.area(path, *options) / self.area(plain, *options), 1,
                                   delta=1e-9)


class Names(Zones):
    def test_doubled(self):
        zones, notes = self.zones(self.write("n.geojson", square(0, 0, 1, 1, name="A"),
                                             square(2, 0, 3, 1, name="A"),
                                             square(4, 0, 5, 1, name="A")))
        self.assertEqual([zone["id"] for zone in zones], ["A", "A (2)", "A (3)"])
        self.assertEqual([zone["name"] for zone in zones], ["A", "A", "A"])
        self.assertEqual(notes.count("note: "), 2)
        zones, notes = self.zones(self.write("i.geojson", square(0, 0, 1, 1, id="A"),
                                             square(2, 0, 3, 1, id="A")))
        self.assertEqual([zone["id"] for zone in zones], ["A", "A (2)"])
        self.assertIn("mean both", notes)

    def test_files(self):
        one, two = (self.write(name, square(0, 0, 1, 1, name="A")) for name in ("1.json",
                                                                              "2.json"))
        zones, _ = self.zones(one, two)
        self.assertEqual([zone["id"] for zone in zones], ["A", "A (2)"])
        one, two = (self.write(name, square(0, 0, 1, 1, id="A")) for name in ("1.json", "2.json"))
        error = self.zones(one, two, status=2)[1]
        self.assertIn("ids must differ", error)


class Crs(Zones):
    def test_topojson(self):
        path = self.folder / "z.topojson"
        path.write_text(json.dumps({
            "type": "Topology", "objects": {"zones": {"type": "GeometryCollection", "geometries": [
                {"type": "Polygon", "id": "z", "arcs": [[0]], "properties": {"name": "Z"}}]}},
            "arcs": [[[20, 54], [22, 54], [22, 55], [20, 55], [20, 54]]]}))
        self.refused(path, "has no coordinate reference system", "--crs EPSG:4326")
        plain = self.write("p.geojson", square(20, 54, 22, 55, id="z"))
        self.assertEqual(self.area(path, "--crs", "EPSG:4326"), self.area(plain))
        self.refused(path, "expected a coordinate reference system", options=["--crs", "WGS"])

    def test_shapefile_without_prj(self):
        path = write_layer(self.folder / "s.shp", "ESRI Shapefile", None,
                           [("z", wkt(box(5e5, 5.5e6, 6e5, 5.6e6)))], ogr.wkbPolygon)
        self.refused(path, "--crs")
        named = write_layer(self.folder / "n.gpkg", "GPKG", "EPSG:32633",
                            [("z", wkt(box(5e5, 5.5e6, 6e5, 5.6e6)))])
        self.assertEqual(self.area(path, "--crs", "EPSG:32633"), self.area(named))
        zones, notes = self.zones(named, options=["--crs", "EPSG:4326"])
        self.assertEqual(zones[0]["area_m2"], self.area(named))
        self.assertIn("names its coordinate reference system itself", notes)

    def test_routes(self):
        path = self.folder / "r.csv"
        path.write_text('id,WKT\nr,"LINESTRING(600000 5550000,300000 5550000)"\n')
        zone = write_layer(self.folder / "n.gpkg", "GPKG", "EPSG:32633",
                           [("z", wkt(box(5e5, 5.5e6, 6e5, 5.6e6)))])
        done = run("analyze", str(path), "--zones", zone, "-o", str(self.folder / "o"), status=2)
        self.assertIn("--crs", done.stderr)
        self.assertGreater(self.inside(path, zone, "--crs", "EPSG:32633"), 9e4)
        # A file that names its own keeps it, and says so once.
        route = self.route([16, 50], [16, 51])
        done = run("analyze", route, "--zones", zone, "-o", str(self.folder / "o"), "--crs",
                   "EPSG:32633")
        self.assertEqual(done.stderr.count("reference system of its own"), 1)


class CutOff(Zones):
    def collection(self, name, before=None, after=None, features=None):
        members = {"type": "FeatureCollection", **(before or {}),
                   "features": features or [square(0, 0, 1, 1, id="z")], **(after or {})}
        path = self.folder / name
        path.write_text(json.dumps(members))
        return str(path)

    SAYS = ({"exceededTransferLimit": True}, {"properties": {"exceededTransferLimit": True}},
            {"numberMatched": 5, "numberReturned": 1}, {"numberMatched": 5},
            {"totalFeatures": 2}, {"links": [{"rel": "self", "href": "x"},
                                             {"rel": "next", "href": "y"}]})
    FINE = ({"exceededTransferLimit": False}, {"numberMatched": 1, "numberReturned": 1},
            {"numberMatched": "unknown", "totalFeatures": 1},
            {"links": [{"rel": "self", "href": "x"}]})

    def test_zones(self):
        for says in self.SAYS:
            for place in ("before", "after"):
                for options in ([], ["--skip-invalid"]):
                    with self.subTest(says=says, place=place, options=options):
                        self.refused(self.collection("z.geojson", **{place: says}), "is cut off",
                                     options=options)
        for says in self.FINE:
            for place in ("before", "after"):
                self.assertEqual(
                    len(self.zones(self.collection("z.geojson", **{place: says}))[0]), 1)

    def test_routes(self):
        zone = self.write("zone.geojson", square(0, 0, 1, 1, id="z"))
        line = [feature("LineString", [[-1, 0.5], [2, 0.5]], id="r")]
        for says in self.SAYS:
            for place in ("before", "after"):
                file = self.collection("r.geojson", features=line, **{place: says})
                with self.subTest(says=says, place=place):
                    for reader in ((file,), (file, "--where", "id IS NOT NULL")):
                        done = run("analyze", *reader, "--zones", zone, "-o",
                                   str(self.folder / "out"), "--force", "--quiet", status=2)
                        self.assertIn("is cut off", done.stderr)
        for says in self.FINE:
            file = self.collection("r.geojson", features=line, after=says)
            self.assertGreater(self.inside(file, zone), 1e5)

    def test_esri(self):
        path = self.folder / "e.json"
        path.write_text(json.dumps({
            "geometryType": "esriGeometryPolygon", "spatialReference": {"wkid": 4326},
            "fields": [{"name": "id", "type": "esriFieldTypeString"}],
            "features": [{"attributes": {"id": "z"}, "geometry": {"rings": [box(0, 0, 1, 1)]}}],
            "exceededTransferLimit": True}))
        self.refused(path, "is cut off")


class LeavingOut(Zones):
    def setUp(self):
        super().setUp()
        tie = [[20, 60], [20.3, 60.3], [20.3, 60], [20, 60.1], [20, 60]]
        self.file = self.write("z.geojson", feature("Polygon", [tie], id="bad"),
                               square(20, 54, 22, 55, id="good", prohibited=True))
        self.flight = self.route([19, 54.5], [23, 54.5])

    def test_everywhere(self):
        out = str(self.folder / "out")
        commands = (("zones", "list"), ("zones", "show", "good"), ("check", self.flight),
                    ("survey", "--zone", "good", "--sensor", "ka-91c", "--max-distance", "500"),
                    ("analyze", self.flight, "-o", out, "--force"))
        for command in commands:
            with self.subTest(command[0:2]):
                done = run(*command, "--zones", self.file, status=2)
                self.assertIn('feature "bad": geometry is invalid', done.stderr)
                done = subprocess.run([COMMAND, *command, "--zones", self.file, "--skip-invalid"],
                                      capture_output=True, text=True, timeout=300)
                self.assertIn(done.returncode, (0, 1, 4), done.stderr)
                if command[0] != "analyze":
                    self.assertIn("feature bad was left out: geometry is invalid", done.stderr)
                else:
                    self.assertIn("bad,", (self.folder / "out/rejected.csv").read_text())

    def test_validate(self):
        done = run("zones", "validate", self.file, status=2)
        self.assertIn("1 of 2 zones can be used", done.stdout)
        good = self.write("g.geojson", feature("Polygon", [[[0, 0], [1, 0], [1, 1]]], id="open"))
        done = run("zones", "validate", good)
        self.assertIn("1 of 1 zone can be used", done.stdout)
        self.assertIn("was not closed", done.stderr)
        self.assertEqual(run("zones", "validate", good, "--quiet").stderr, "")

    def test_many_notes(self):
        shapes = [feature("Polygon", [[[k, 0], [k + 0.5, 0], [k, 1]]], id=str(k))
                  for k in range(9)]
        file = self.write("many.geojson", *shapes)
        lines = self.zones(file)[1].splitlines()
        self.assertEqual(len(lines), 6)
        self.assertEqual(lines[-1], "note: 4 more notes like these")
        self.assertEqual(self.zones(file, options=["--quiet"])[1], "")
        out = self.folder / "noted"
        run("analyze", self.flight, "--zones", file, "-o", str(out), "--quiet")
        notes = json.loads((out / "summary.json").read_text())["notes"]
        self.assertEqual(len(notes), 9)
        self.assertEqual(notes[3]["feature"], "3")
        self.assertIn("was not closed", notes[3]["note"])


class WritesNothing(Zones):
    def test_folder_stays(self):
        """Reading leaves the folder of the input as it was, in every format."""
        data = self.folder / "data"
        data.mkdir()
        shape = [("z", wkt(box(20, 54, 22, 55)))]
        line = [("r", "LINESTRING(19 54.5,23 54.5)")]
        formats = (("GPKG", "gpkg"), ("ESRI Shapefile", "shp"), ("KML", "kml"),
                   ("FlatGeobuf", "fgb"), ("GML", "gml"), ("GeoJSON", "geojson"),
                   ("GeoJSONSeq", "geojsonl"), ("MapInfo File", "tab"), ("SQLite", "sqlite"),
                   ("GPX", "gpx"))
        files = []
        for driver, ending in formats:
            if ogr.GetDriverByName(driver) is None:
                continue
            if driver != "GPX":
                files.append(("zones", write_layer(data / ("z." + ending), driver, "EPSG:4326",
                                                   shape, ogr.wkbPolygon)))
                files.append(("routes", write_layer(data / ("r." + ending), driver, "EPSG:4326",
                                                    line, ogr.wkbLineString)))
                continue
            (data / "r.gpx").write_text(
                '<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1"><rte>'
                '<rtept lat="54.5" lon="19"/><rtept lat="54.5" lon="23"/></rte></gpx>')
            files.append(("routes", str(data / "r.gpx")))
        for name in ("z.gpkg", "r.gpkg"):  # in which even readers write files, usually
            shutil.copy(data / name, data / ("wal-" + name))
            database = sqlite3.connect(data / ("wal-" + name))
            self.assertEqual(database.execute("PRAGMA journal_mode=wal").fetchone(), ("wal",))
            database.close()
            files.append(("zones" if name[0] == "z" else "routes", str(data / ("wal-" + name))))
        (data / "z.gfs").unlink(missing_ok=True)
        (data / "r.gfs").unlink(missing_ok=True)
        zone = self.write("zone.geojson", square(20, 54, 22, 55, id="z"))
        before = {p.name: p.read_bytes() for p in data.iterdir()}
        old = 946684800
        os.utime(data, (old, old))  # what was made and removed again shows
        for mode in (0o755, 0o555):
            data.chmod(mode)
            for kind, file in files:
                with self.subTest(file=file, mode=mode):
                    if kind == "zones":
                        self.assertEqual(len(self.zones(file)[0]), 1)
                    else:
                        self.assertGreater(self.inside(file, zone), 1e5)
                    self.assertEqual({p.name for p in data.iterdir()}, set(before))
                    self.assertEqual(data.stat().st_mtime, old)
            data.chmod(0o755)
        self.assertEqual({p.name: p.read_bytes() for p in data.iterdir()}, before)


if __name__ == "__main__":
    unittest.main()
