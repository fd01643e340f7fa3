#!/usr/bin/python3
# Tests: src/analysis/coverage/ src/output/layers/coverage.c src/output/layers/swaths.c
# Tests: src/output/layers/flights.c src/output/raster/ src/reduce/coverage.c src/batch/sensing.c
# Tests: src/input/terrain.c
"""`overflight analyze --sensor`: swaths, coverage, gaps, what each flight added, and the raster of
revisits.

The figures are those of the equator: a degree of longitude is a π/180 m long there (a: WGS 84), a
meridian's arc and the area of a zone between two parallels have closed forms or series that are
summed up here (Snyder, Map Projections: A Working Manual, USGS 1395, equations 3-12 and 3-21)."""
import csv
import json
import math
import pathlib
import random
import re
import shutil
import subprocess
import sys
import unittest

from support.case import COMMAND, DATA, Case, feature, square

A, F = 6378137.0, 1 / 298.257223563
E2 = F * (2 - F)
E = math.sqrt(E2)
DEGREE_M = A * math.pi / 180


def meridian_m(degrees):
    """From the equator to a latitude, by Simpson's rule."""
    steps, phi = 2000, math.radians(degrees)
    radius = lambda at: A * (1 - E2) / (1 - E2 * math.sin(at)**2)**1.5
    total = sum((1 if k in (0, steps) else 4 if k % 2 else 2) * radius(phi * k / steps)
                for k in range(steps + 1))
    return total * phi / steps / 3


def latitude(metres):
    """The inverse, by Newton's."""
    degrees = metres / DEGREE_M
    for _ in range(6):
        degrees -= (meridian_m(degrees) - metres) / DEGREE_M
    return degrees


def band_m2(degrees, wide_deg):
    """Between the equator and a latitude."""
    s = math.sin(math.radians(degrees))
    return math.radians(wide_deg) * A * A * (1 - E2) / 2 * (s / (1 - E2 * s * s) +
                                                            math.atanh(E * s) / E)


def rings(geometry):
    polygons = [] if geometry is None else [
        geometry["coordinates"]
    ] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def area_m2(geometry):
    """Of polygons right-hand wound, with edges straight in longitude and the area's own latitude,
    of which these have many."""
    total = 0
    for ring in rings(geometry):
        for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
            total += (x2 - x1) * (band_m2(y1, 1) + band_m2(y2, 1)) / 2
    return -total


class Coverage(Case):
    def run_command(self, *arguments):
        return subprocess.run([COMMAND, *arguments], capture_output=True, encoding="utf-8")

    def analyze(self, *arguments, into="result"):
        directory = self.folder / into
        # All layers, but without the maps, which have a test of their own (map.py).
        layers = () if {"--layers", "--formats"} & set(arguments) else ("--layers", "all")
        ran = self.run_command("analyze", *map(str, arguments), *layers, "-q", "-o", str(directory))
        self.assertEqual((ran.returncode, ran.stderr), (0, ""))
        return directory

    def refused(self, pieces, *arguments):
        directory = self.folder / "refused"
        ran = self.run_command("analyze", *map(str, arguments), "-q", "-o", str(directory))
        self.assertEqual(ran.returncode, 2, ran.stderr)
        for piece in pieces.split(" | "):
            self.assertIn(piece, ran.stderr)
        self.assertFalse(directory.exists())

    def features(self, directory, layer):
        features = json.loads((directory / (layer + ".geojson")).read_text())["features"]
        for f in features:
            for ring in rings(f["geometry"]):
                self.assertTrue(all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring))
        return features

    def rows(self, directory, layer="coverage_by_flight"):
        with open(directory / (layer + ".csv"), newline="") as file:
            return list(csv.DictReader(file))

    def near(self, found, wanted, part=1e-6):
        self.assertLessEqual(abs(float(found) - wanted),
                             part * abs(wanted),
                             f"{found} instead of {wanted}")

    # ---- areas ----

    def test_swath_along_the_equator(self):
        """Two degrees, 20 km wide; of the zone of one degree that is a whole band. A flight that
        comes again adds nothing."""
        for west in (0, 179.5):  # the second lies across the antimeridian
            zone = self.write("zone.geojson", square(west, -0.5, west + 1, 0.5, id="zone"))
            routes = self.write(
                "routes.geojson",
                feature("LineString", [[west - 0.5, 0], [west + 1.5, 0]], id="first"),
                feature("LineString", [[west + 1.5, 0], [west - 0.5, 0]], id="again"))
            result = self.analyze(routes, "--zones", zone, "--swath-km", 20, into=f"result{west}")
            high = latitude(10000)
            first, again = self.features(result, "swaths")
            self.near(first["properties"]["area_m2"], 2 * band_m2(high, 2))
            self.near(first["properties"]["length_m"], 2 * DEGREE_M, 1e-9)
            self.near(area_m2(first["geometry"]), 2 * band_m2(high, 2), 1e-5)  # as it is drawn
            self.assertEqual(first["properties"]["sensor"], "swath-20km")
            (covered,), (gap,) = self.features(result, "coverage"), self.features(result, "gaps")
            self.near(covered["properties"]["area_m2"], 2 * band_m2(0.5, 1), 1e-9)
            self.near(covered["properties"]["covered_m2"], 2 * band_m2(high, 1))
            self.near(covered["properties"]["covered_fraction"], band_m2(high, 1) / band_m2(0.5, 1))
            self.assertEqual(covered["properties"]["flights"], 1)
            self.assertEqual(covered["properties"], gap["properties"])
            self.near(area_m2(covered["geometry"]), 2 * band_m2(high, 1), 1e-5)
            self.near(area_m2(gap["geometry"]), 2 * (band_m2(0.5, 1) - band_m2(high, 1)), 1e-5)
            (row,) = self.rows(result)
            self.assertEqual((row["route_id"], row["zone_id"], row["sensor"]),
                             ("first", "zone", "swath-20km"))
            self.assertEqual(row["added_m2"], row["covered_m2"])
            self.near(row["covered_m2"], 2 * band_m2(high, 1))

    def test_flights_add_up(self):
        """Swaths side by side: each adds its own, in input order, and the sum is what is
        covered."""
        zone = self.write("zone.geojson", square(0, -0.5, 1, 0.5, id="zone"))
        lats = (-0.3, 0.1, 0.09, 0.4)
        routes = self.write(
            "routes.geojson",
            *(feature("LineString", [[-0.5, y], [1.5, y]], id=f"at{y}") for y in lats))
        result = self.analyze(routes, "--zones", zone, "--swath-km", 10)
        rows = self.rows(result)
        self.assertEqual([r["route_id"] for r in rows], [f"at{y}" for y in lats])
        total = 0
        for row in rows:
            total += float(row["added_m2"])
            self.near(row["covered_m2"], total, 1e-12)
        (covered,) = self.features(result, "coverage")
        self.assertEqual(covered["properties"]["flights"], 4)
        self.near(covered["properties"]["covered_m2"], total, 1e-12)
        self.assertLess(float(rows[2]["added_m2"]), 0.25 * float(rows[1]["added_m2"]))

    def test_all_of_kaliningrad(self):
        result = self.analyze(DATA / "flights/kaliningrad-500.geojson",
                              "--zones",
                              DATA / "zones/kaliningrad.geojson",
                              "--swath-km",
                              600)
        (covered,) = self.features(result, "coverage")
        self.assertEqual(covered["properties"]["covered_fraction"], 1)
        self.assertEqual(covered["properties"]["covered_m2"], covered["properties"]["area_m2"])
        self.assertEqual(self.features(result, "gaps"), [])
        self.assertEqual([r["covered_fraction"] for r in self.rows(result)], ["1.000000000"])

    def test_alaska_across_the_antimeridian(self):
        """The parts that were seen and those that were not make up the zone, on both sides of
        180°."""
        result = self.analyze(DATA / "flights/attu.geojson",
                              "--zones",
                              DATA / "zones/alaska.geojson",
                              "--sensor",
                              "osdcam4060",
                              "--height",
                              3353)
        (covered,), (gap,) = self.features(result, "coverage"), self.features(result, "gaps")
        area = covered["properties"]["area_m2"]
        for f in (covered, gap):
            longitudes = [x for ring in rings(f["geometry"]) for x, _ in ring]
            self.assertTrue(min(longitudes) < -170 and max(longitudes) > 170)
        # Drawn within a metre, of a coast of some 60,000 km and tracks of 5,000.
        self.assertLess(abs(area_m2(covered["geometry"]) + area_m2(gap["geometry"]) - area),
                        1e-5 * area)
        self.near(area_m2(covered["geometry"]), covered["properties"]["covered_m2"], 1e-4)
        self.assertTrue(0.005 < covered["properties"]["covered_fraction"] < 0.03)

    def test_around_the_earth_and_over_the_pole(self):
        zone = self.write("zone.geojson", square(10, -1, 11, 1, id="zone"))
        routes = self.write(
            "routes.geojson",
            feature("LineString", [[-179, 0], [-90, 0], [0, 0], [90, 0], [179, 0], [-179, 0]],
                    id="equator"),
            feature("LineString", [[20, 60], [-160, 60]], id="pole"))
        result = self.analyze(routes,
                              "--zones",
                              zone,
                              "--swath-km",
                              100,
                              "--layers",
                              "swaths,revisits")
        equator, pole = self.features(result, "swaths")
        high = latitude(50000)
        self.near(equator["properties"]["area_m2"], 2 * band_m2(high, 360))
        self.near(area_m2(equator["geometry"]), 2 * band_m2(high, 360), 1e-5)
        self.near(area_m2(pole["geometry"]), pole["properties"]["area_m2"], 1e-5)
        self.assertEqual(max(y for ring in rings(pole["geometry"]) for _, y in ring), 90)

    # ---- sensors ----

    def test_several_sensors(self):
        """A radar to the left from 1,000 m: 1,000 m to 2,000 m beside the track. With a swath of 1
        km below they do not overlap."""
        radar = self.folder / "radar.json"
        radar.write_text(
            json.dumps({
                "id": "radar",
                "kind": "radar",
                "side": "left",
                "near_look_deg": 45,
                "far_look_deg": math.degrees(math.atan(2)),
                "source": "here"
            }))
        zone = self.write("zone.geojson", square(0, -0.5, 1, 0.5, id="zone"))
        route = self.write("route.geojson",
                           feature("LineString", [[-0.5, 0], [1.5, 0]], id="route"))
        result = self.analyze(route,
                              "--zones",
                              zone,
                              "--sensor",
                              radar,
                              "--swath-km",
                              1,
                              "--height",
                              1000)
        parts = {
            f["properties"]["sensor"]: f["properties"]["covered_m2"]
            for f in self.features(result, "coverage")
        }
        self.assertEqual(list(parts), ["radar", "swath-1km", "all"])
        self.near(parts["radar"], band_m2(latitude(2000), 1) - band_m2(latitude(1000), 1))
        self.near(parts["swath-1km"], 2 * band_m2(latitude(500), 1))
        self.near(parts["all"], parts["radar"] + parts["swath-1km"])
        self.assertEqual([r["sensor"] for r in self.rows(result)], ["radar", "swath-1km", "all"])
        seen = [
            f for f in self.features(result, "coverage") if f["properties"]["sensor"] == "radar"
        ]
        self.assertGreater(min(y for ring in rings(seen[0]["geometry"]) for _, y in ring),
                           0)  # north of a track eastward is left
        summary = json.loads((result / "summary.json").read_text())
        self.assertEqual([f["file"] for f in summary["inputs"]["sensors"]], [str(radar)])
        self.assertEqual(len(summary["inputs"]["sensors"][0]["sha256"]), 64)
        self.assertEqual([s["sensor"] for s in summary["observing"]["sensors"]],
                         ["radar", "swath-1km"])
        self.assertAlmostEqual(summary["observing"]["sensors"][0]["low_m"], 1000, places=6)
        self.assertEqual(summary["observing"]["height_m"], 1000)
        self.assertEqual(summary["error_bounds"]["coverage"]["value"], 1e-6)

    def test_bundled_sensors_are_named_within_the_geodata(self):
        result = self.analyze(DATA / "flights/georgia.geojson",
                              "--sensor",
                              "KS-87E-3in",
                              "--height",
                              1000,
                              "--layers",
                              "coverage_by_flight")
        (file,) = json.loads((result / "summary.json").read_text())["inputs"]["sensors"]
        self.assertEqual((file["file"], file["bundled"]), ("sensors/ks-87e.json", True))

    def test_where_sensors_are_on(self):
        zone = self.write("zone.geojson",
                          square(0, -1, 1, 1, id="zone"),
                          square(2, -1, 3, 1, id="other"))
        fixes = [[-1, 0], [0.5, 0], [1, 0], [4, 0]]
        times = [f"2020-01-01T{h:02}:00:00Z" for h in range(4)]
        length = lambda result: self.features(result, "swaths")[0]["properties"]["length_m"]
        route = self.write(
            "route.geojson",
            feature("LineString",
                    fixes,
                    id="route",
                    coordTimes=times,
                    sensor_on=[False, True, False, False]))
        self.near(length(self.analyze(route, "--zones", zone, "--swath-km", 1, into="one")),
                  0.5 * DEGREE_M,
                  1e-8)
        route = self.write(
            "route.geojson",
            feature("LineString",
                    fixes,
                    id="route",
                    coordTimes=times,
                    observation_periods=[["2020-01-01T00:30:00Z", "2020-01-01T02:00:00Z"]]))
        self.near(length(self.analyze(route, "--zones", zone, "--swath-km", 1, into="two")),
                  1.25 * DEGREE_M,
                  1e-8)
        within = self.analyze(route,
                              "--zones",
                              zone,
                              "--swath-km",
                              1,
                              "--observe-within",
                              "other",
                              into="three")
        self.assertEqual(self.features(within, "swaths"), [])
        # Both zones were met, so both are listed, with nothing seen, and no raster of it.
        self.assertEqual(
            [f["properties"]["covered_fraction"] for f in self.features(within, "coverage")],
            [0, 0])
        self.assertEqual(len(self.features(within, "gaps")), 2)
        self.assertFalse((within / "revisits.tif").exists())

    def terrain(self, height):
        """A raster of text that GDAL reads: from -2° to 4° east, 1° to both sides of the
        equator."""
        path = self.folder / "dem.asc"
        path.write_text(
            "ncols 6\nnrows 2\nxllcorner -2\nyllcorner -1\ncellsize 1\nNODATA_value -9999\n" +
            (("%g " % height) * 6 + "\n") * 2)
        path.with_suffix(".prj").write_text(
            'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
            'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]'
        )
        return path

    def test_height_above_the_ground(self):
        camera = self.folder / "camera.json"
        camera.write_text(
            json.dumps({
                "id": "camera",
                "kind": "frame",
                "focal_length_mm": 100,
                "image_width_mm": 200,
                "source": "here"
            }))  # as far as it is high
        zone = self.write("zone.geojson", square(0, -0.5, 1, 0.5, id="zone"))
        dem = self.terrain(500)
        route = self.write("route.geojson",
                           feature("LineString", [[-0.5, 0, 3000], [1.5, 0, 3000]], id="route"))
        swath = lambda result: self.features(result, "swaths")[0]["properties"]["area_m2"]
        result = self.analyze(route, "--zones", zone, "--sensor", camera, "--dem", dem)
        self.near(swath(result), 2 * band_m2(latitude(2500), 2))
        (file,) = json.loads((result / "summary.json").read_text())["inputs"]["dem"]
        self.assertEqual((file["file"], len(file["sha256"])), (str(dem), 64))
        self.near(
            swath(
                self.analyze(route,
                             "--zones",
                             zone,
                             "--sensor",
                             camera,
                             "--height",
                             2500,
                             into="constant")),
            swath(result),
            1e-9)
        self.refused(
            'route "route" | the height of the ground is not known; give the height above'
            ' ground, or the heights of the ground (--height or --dem)',
            route,
            "--zones",
            zone,
            "--sensor",
            camera)
        beyond = self.write("beyond.geojson",
                            feature("LineString", [[3, 0, 3000], [5, 0, 3000]], id="beyond"))
        self.refused(
            'beyond.geojson: route "beyond": after fix 1 | the height of the ground is not known',
            beyond,
            "--zones",
            zone,
            "--sensor",
            camera,
            "--dem",
            dem)
        left = self.analyze(route,
                            beyond,
                            "--zones",
                            zone,
                            "--sensor",
                            camera,
                            "--dem",
                            dem,
                            "--skip-invalid",
                            into="left")
        (rejected,) = self.rows(left, "rejected")
        self.assertEqual(rejected["feature"], "beyond")
        self.assertTrue(rejected["reason"].startswith("after fix 1"))
        self.assertEqual(len(self.features(left, "swaths")), 1)

    # ---- the same bytes ----

    def batch(self):
        draw = random.Random(6)
        zones = self.write("zones.geojson",
                           square(179, -1, 181, 1, id="across"),
                           square(177, -1, 178.5, 0.5, id="west"),
                           square(170, 5, 171, 6, id="far"))
        routes = self.write(
            "routes.geojson",
            *(feature("LineString",
                      [[draw.uniform(177, 182), draw.uniform(-1.5, 1.5)]
                       for _ in range(draw.randint(2, 6))],
                      id=f"r{k}")
              for k in range(40)))
        return [routes, "--zones", zones, "--sensor", "sar-left", "--swath-km", 9, "--height", 2000]

    def same(self, one, other):
        names = sorted(p.name for p in one.iterdir())
        self.assertEqual(names, sorted(p.name for p in other.iterdir()))
        for name in names:
            self.assertEqual((one / name).read_bytes(), (other / name).read_bytes(), name)

    def test_jobs_and_shards_make_the_same_bytes(self):
        batch = self.batch()
        one = self.analyze(*batch, "--jobs", 1, into="one")
        self.assertGreater(len(self.rows(one)), 60)
        self.same(one, self.analyze(*batch, "--jobs", 4, into="four"))
        for k in (1, 2, 3):
            ran = self.run_command("analyze",
                                   *map(str, batch),
                                   "--layers",
                                   "all",
                                   "--shard",
                                   f"{k}/3",
                                   "-q",
                                   "-o",
                                   str(self.folder / "parts"))
            self.assertEqual((ran.returncode, ran.stderr), (0, ""))
        parts = sorted(map(str, (self.folder / "parts").iterdir()))
        ran = self.run_command("merge", *parts, "-q", "-o", str(self.folder / "merged"))
        self.assertEqual((ran.returncode, ran.stderr), (0, ""))
        self.same(one, self.folder / "merged")
        # The order of flights matters for what each adds, and for nothing that they add up to.
        routes = json.loads(pathlib.Path(batch[0]).read_text())["features"]
        backwards = self.analyze(self.write("backwards.geojson", *reversed(routes)),
                                 *batch[1:],
                                 into="backwards")
        coverage = self.features(one, "coverage")
        self.assertEqual(
            {f["properties"]["zone_id"]
             for f in coverage
             if f["properties"]["covered_m2"] > 0}, {"across", "west"})
        for a, b in zip(coverage, self.features(backwards, "coverage"), strict=True):
            self.near(a["properties"]["covered_m2"], b["properties"]["covered_m2"], 1e-9)
        self.assertEqual(self.cells(one), self.cells(backwards))
        self.assertGreater(max(map(max, self.cells(one)[3])), 3)

    def test_changed_sensors_are_not_merged(self):
        sensor = self.folder / "mine.json"
        sensor.write_text(
            json.dumps({
                "id": "mine", "kind": "width", "width_km": 5, "source": "here"
            }))
        zone = self.write("zone.geojson", square(0, -1, 1, 1, id="zone"))
        routes = self.write(
            "routes.geojson",
            *(feature("LineString", [[-1, y / 10], [2, y / 10]], id=f"r{y}") for y in range(4)))
        for k in (1, 2):
            ran = self.run_command("analyze",
                                   routes,
                                   "--zones",
                                   zone,
                                   "--sensor",
                                   str(sensor),
                                   "--shard",
                                   f"{k}/2",
                                   "-q",
                                   "-o",
                                   str(self.folder / "parts"))
            self.assertEqual((ran.returncode, ran.stderr), (0, ""))
        sensor.write_text(
            json.dumps({
                "id": "mine", "kind": "width", "width_km": 6, "source": "here"
            }))
        ran = self.run_command("merge",
                               *map(str, (self.folder / "parts").iterdir()),
                               "-o",
                               str(self.folder / "merged"))
        self.assertEqual(ran.returncode, 2)
        self.assertIn("mine.json has changed since", ran.stderr)

    def test_formats_and_pipes(self):
        batch = self.batch()
        whole = self.analyze(*batch, into="whole")
        self.assertGreater(len(self.features(whole, "coverage")), 1)
        self.assertGreater(len(self.rows(whole)), 60)
        piped = self.run_command("analyze",
                                 *map(str, batch),
                                 "-q",
                                 "-o",
                                 "-",
                                 "--layers",
                                 "coverage",
                                 "--formats",
                                 "geojson")
        self.assertEqual((piped.returncode, piped.stderr), (0, ""))
        self.assertEqual(piped.stdout, (whole / "coverage.geojson").read_text())
        table = self.run_command("analyze",
                                 *map(str, batch),
                                 "-q",
                                 "-o",
                                 "-",
                                 "--layers",
                                 "coverage_by_flight")
        self.assertEqual(table.stdout, (whole / "coverage_by_flight.csv").read_text())
        packed = self.analyze(*batch, "--formats", "gpkg", into="packed")
        self.assertEqual(
            sorted(p.name for p in packed.iterdir()),
            ["analysis.gpkg", "analysis.qgz", "revisits.qml", "revisits.tif", "summary.json"])
        self.same_raster(whole, packed)
        said = subprocess.run(["ogrinfo", "-so", packed / "analysis.gpkg", "coverage"],
                              capture_output=True,
                              text=True).stdout
        self.assertIn(f"Feature Count: {len(self.features(whole, 'coverage'))}", said)
        # It can be replaced, as a result of ours.
        again = self.run_command("analyze",
                                 *map(str, batch),
                                 "-q",
                                 "-o",
                                 str(whole),
                                 "--force",
                                 "--layers",
                                 "gaps")
        self.assertEqual((again.returncode, sorted(p.name for p in whole.iterdir())),
                         (0, ["gaps.geojson", "gaps.qml", "summary.json"]))

    def same_raster(self, one, other):
        self.assertEqual((one / "revisits.tif").read_bytes(), (other / "revisits.tif").read_bytes())

    # ---- the raster ----

    def cells(self, directory):
        """The counts, row by row, and the size of a cell; the first row is the most northern
        one."""
        text = directory / "revisits.asc"
        subprocess.run(["gdal_translate", "-q", "-of", "AAIGrid", directory / "revisits.tif", text],
                       check=True,
                       capture_output=True)
        head, rows = {}, []
        for line in text.read_text().split("\n"):
            words = line.split()
            if words and words[0][0].isalpha():
                head[words[0].lower()] = float(words[1])
            elif words:
                rows.append([int(float(w)) for w in words])
        for name in ("revisits.asc", "revisits.asc.aux.xml", "revisits.prj"):
            (directory / name).unlink(missing_ok=True)
        return head["cellsize"], head["xllcorner"], head["yllcorner"], rows

    def test_revisits(self):
        """Two swaths of 20 km that cross square, on the equator and on the meridian at 1°: each 200
        cells of 100 m wide."""
        zone = self.write("zone.geojson", square(0, -0.5, 1, 0.5, id="zone"))
        routes = self.write("routes.geojson",
                            feature("LineString", [[0, 0], [2, 0]], id="east"),
                            feature("LineString", [[1, -1], [1, 1]], id="north"),
                            feature("LineString", [[0.99, -1], [0.99, 1], [0.99, -1]], id="twice"))
        result = self.analyze(routes,
                              "--zones",
                              zone,
                              "--swath-km",
                              20,
                              "--sensor",
                              "osdcam4060",
                              "--height",
                              3353,
                              "--cell",
                              100)
        said = subprocess.run(["gdalinfo", result / "revisits.tif"], capture_output=True,
                              text=True).stdout
        for piece in ("LAYOUT=COG",
                      "COMPRESSION=DEFLATE",
                      "Block=256x256",
                      "Overviews: ",
                      "NoData Value=0",
                      "Color Table (RGB with 256 entries)",
                      "Lambert Azimuthal Equal Area",
                      '"Latitude of natural origin",0',
                      '"Longitude of natural origin",1',
                      "Pixel Size = (100.000"):
            self.assertIn(piece, said)
        cell, west, south, rows = self.cells(result)
        values = {}
        for row in rows:
            for count in row:
                values[count] = values.get(count, 0) + 1
        self.assertEqual(sorted(values), [0, 1, 2, 3])
        # The sum over all cells is that of the swaths, each flight once: what it saw twice, or with
        # two sensors, counts once.
        swaths = [
            f["properties"]["area_m2"]
            for f in self.features(result, "swaths")
            if f["properties"]["sensor"] == "swath-20km"
        ]
        self.near(sum(k * n for k, n in values.items()) * cell * cell, sum(swaths), 2e-3)
        # All three: 20 km less 1,113 m wide, 20 km high.
        self.near(values[3] * cell * cell, (20000 - 0.01 * DEGREE_M) * 20000, 5e-3)
        # By their middles: on the equator far from the crossing 200 rows.
        column = [row[int((-0.8 * DEGREE_M - west) / cell)] for row in rows]
        self.assertEqual((sum(column), max(column)), (200, 1))
        north = south + cell * len(rows)
        self.assertAlmostEqual(north - (column.index(1) + 0.5) * cell, 9950, delta=1)
        summary = json.loads((result / "summary.json").read_text())
        self.assertIn({
            "file": "revisits.tif", "cells": sum(n for k, n in values.items() if k > 0)
        },
                      summary["files"])

    def test_cells_are_chosen(self):
        """Kaliningrad within some 16 million cells, at a round size; and all of the world where no
        plane holds it."""
        flight, zone = DATA / "flights/kaliningrad-500.geojson", DATA / "zones/kaliningrad.geojson"
        result = self.analyze(flight,
                              "--zones",
                              zone,
                              "--swath-km",
                              8,
                              "--observe-within",
                              "kaliningrad",
                              "--layers",
                              "revisits")
        said = subprocess.run(["gdalinfo", result / "revisits.tif"], capture_output=True,
                              text=True).stdout
        columns, rows = map(int, re.search(r"Size is (\d+), (\d+)", said).groups())
        self.assertTrue(1e5 < columns * rows <= 1 << 24)
        self.assertRegex(said, r"Pixel Size = \([125]0+\.0+,")
        self.refused("cells of 0.1 m would make revisits.tif | take cells of 22 m or more (--cell)",
                     flight,
                     "--zones",
                     zone,
                     "--swath-km",
                     8,
                     "--layers",
                     "revisits",
                     "--cell",
                     0.1)
        around = [[[-179, y], [-90, y], [0, y], [90, y], [179, y]]
                  for y in (-40, 0, 40)] + [[[x, -85], [x, 85]] for x in (0, 90)]
        world = self.write(
            "world.geojson",
            *(feature("LineString", line, id=f"r{k}") for k, line in enumerate(around)))
        result = self.analyze(world,
                              "--zones",
                              zone,
                              "--swath-km",
                              400,
                              "--layers",
                              "revisits,swaths",
                              into="world")
        said = subprocess.run(["gdalinfo", result / "revisits.tif"], capture_output=True,
                              text=True).stdout
        self.assertIn('ID["EPSG",6933]', said)
        cell, _, _, rows = self.cells(result)
        self.near(
            sum(map(sum, rows)) * cell * cell,
            sum(f["properties"]["area_m2"] for f in self.features(result, "swaths")),
            2e-2)

    # ---- what is refused ----

    def test_refused(self):
        zone = self.write("zone.geojson", square(0, -1, 1, 1, id="zone"))
        route = self.write("route.geojson", feature("LineString", [[-1, 0], [2, 0]], id="route"))
        base = [route, "--zones", zone]
        self.refused("--height | add '--sensor NAME' or '--swath-km KM'", *base, "--height", 1000)
        self.refused("'--cell' needs something to observe with", *base, "--cell", 100)
        self.refused("did you mean osdcam4060?", *base, "--sensor", "osdcam406", "--height", 1000)
        self.refused("within zone zoen | did you mean zone?",
                     *base,
                     "--swath-km",
                     5,
                     "--observe-within",
                     "zoen")
        self.refused("found both", *base, "--swath-km", 5, "--height", 1000, "--dem",
                     self.terrain(500))
        self.refused("dem.tif: cannot be opened as a raster of heights",
                     *base,
                     "--swath-km",
                     5,
                     "--dem",
                     "dem.tif")
        self.refused("'--joins': expected 'round' or 'none', found 'sharp'",
                     *base,
                     "--swath-km",
                     5,
                     "--joins",
                     "sharp")
        self.refused("'--max-bank': expected degrees, more than 0 and at most 90, found '0'",
                     *base,
                     "--swath-km",
                     5,
                     "--max-bank",
                     0)
        self.refused("neither swaths nor coverage without a sensor",
                     *base,
                     "--layers",
                     "coverage,gaps")
        self.refused("found none at fix 1", *base, "--swath-km", 5, "--max-turn", 3)
        piped = self.run_command("analyze",
                                 *base,
                                 "--swath-km",
                                 "5",
                                 "--layers",
                                 "revisits",
                                 "-o",
                                 "-")
        self.assertEqual((piped.returncode, piped.stdout), (2, ""))
        self.assertIn("revisits are a raster", piped.stderr)


if __name__ == "__main__":
    if not all(map(shutil.which, ("gdal_translate", "gdalinfo", "ogrinfo"))):
        print("skipped: gdal-bin is not installed")
        sys.exit(77)
    unittest.main()
