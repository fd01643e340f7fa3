#!/usr/bin/python3
# Tests: src/input/terrain.c src/input/raster_heights.c src/input/geoid.c
"""Rasters of heights of every kind: `check --dem` against GDAL, PROJ and a dense sampling here.

A flight that is surely above a limit over the ground is told how low it may be: its altitude less
the highest ground along the leg, less 16 m. So the limits that are kept say how high the highest
ground is, exactly along the leg.
"""
import json
import math
import os
import subprocess
import unittest

import numpy
import pyproj
from osgeo import gdal, osr
from support.case import COMMAND, Case, feature
from support.proj import alone

gdal.UseExceptions()
osr.UseExceptions()
EARTH = pyproj.Geod(ellps="WGS84")
GROUND_ERROR, GEOID_ERROR = 16, 5
HEIGHT, LIMIT = 9000, 100  # of the flight, and what it is to be above
FOOT, SURVEY_FOOT = 0.3048, 1200 / 3937


def geoid():
    """By PROJ from CRS to CRS, which the command does not ask; None where it makes do without a
    grid."""
    group = pyproj.transformer.TransformerGroup("EPSG:4979", "EPSG:9707", always_xy=True)
    return group.transformers[0] if group.best_available else None


class Raster:
    """A GeoTIFF of rough ground, with one height for each cell like no other's."""

    def __init__(self, path, crs, transform, columns, rows, unit=None, metres=1.0, scale=None,
                 kind=gdal.GDT_Float32, over=0.0, nodata=None, holes=(), mask=False,
                 mapping=None):
        draw = numpy.random.default_rng(3)
        # Metres over the sea, or over the ellipsoid `over` metres more.
        self.heights = draw.uniform(0, 1500, (rows, columns))
        self.transform, self.columns, self.rows = transform, columns, rows
        raw = (self.heights + over) / metres
        if scale:
            raw = (raw - scale[1]) / scale[0]
        if kind != gdal.GDT_Float32:
            raw = numpy.round(raw)
            self.heights = (raw * (scale or (1, 0))[0] + (scale or (1, 0))[1]) * metres - over
        for row, column in holes:
            self.heights[row, column] = math.nan
            raw[row, column] = -32768 if nodata is None else nodata
        srs = osr.SpatialReference()
        srs.SetFromUserInput(crs)
        data = gdal.GetDriverByName("GTiff").Create(str(path), columns, rows, 1, kind)
        data.SetGeoTransform(transform)
        data.SetSpatialRef(srs)
        band = data.GetRasterBand(1)
        if unit:
            band.SetUnitType(unit)
        if scale:
            band.SetScale(scale[0])
            band.SetOffset(scale[1])
        if nodata is not None and not mask:
            band.SetNoDataValue(nodata)
        band.WriteArray(raw)
        if mask:
            gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", "YES")
            data.CreateMaskBand(gdal.GMF_PER_DATASET)
            band.GetMaskBand().WriteArray(numpy.where(numpy.isnan(self.heights), 0, 255))
        flat = srs.Clone()
        flat.DemoteTo2D()
        self.to_raster = pyproj.Transformer.from_crs("EPSG:4326", flat.ExportToWkt(),
                                                     always_xy=True)
        self.geographic = flat.IsGeographic()
        del band, data

    def at(self, lons, lats):
        """Bilinear between the centres of the cells, without GDAL; as far as the outermost edge
        they stay what they are."""
        x, y = self.to_raster.transform(lons, lats)
        west, dx, _, north, _, dy = self.transform
        if self.geographic:
            x = west + numpy.mod(x - west, 360)
        column, row = (x - west) / dx - 0.5, (y - north) / dy - 0.5
        left, top = numpy.floor(column).astype(int), numpy.floor(row).astype(int)
        u, v = column - left, row - top
        clip = lambda index, count: numpy.clip(index, 0, count - 1)
        get = lambda r, c: self.heights[clip(r, self.rows), clip(c, self.columns)]
        found = ((1 - v) * ((1 - u) * get(top, left) + u * get(top, left + 1)) + v *
                 ((1 - u) * get(top + 1, left) + u * get(top + 1, left + 1)))
        inside = ((column >= -0.5) & (column <= self.columns - 0.5) & (row >= -0.5) &
                  (row <= self.rows - 0.5))
        return numpy.where(inside, found, math.nan)


class Terrain(Case):
    def ground(self, dem, ends, status=0, environment=None, more=()):
        """The highest ground that a flight on one leg may have below it; what is said, if the
        status is another."""
        (west, south), (east, north) = ends
        if west > east:
            east += 360
        wide = [[west - 1, max(south, north) + 0.9], [west - 1, min(south, north) - 0.9],
                [east + 1, min(south, north) - 0.9], [east + 1, max(south, north) + 0.9]]
        zone = self.write("zone.geojson", feature("Polygon", [wide + wide[:1]], id="zone",
                                                  min_altitude_m=LIMIT, altitude_reference="AGL"))
        route = self.write("route.geojson",
                           feature("LineString", [[*end, HEIGHT] for end in ends], id="route"))
        run = self.run_check(route, zone, dem, status, environment, more)
        if status > 0:
            return run.stderr
        (kept,) = json.loads(run.stdout)["routes"][0]["kept"]
        self.assertEqual((kept["measured"], kept["limit"]), (kept["least"], LIMIT))
        return HEIGHT - kept["measured"] - GROUND_ERROR

    def sampled(self, raster, ends, count=200000):
        (lon1, lat1), (lon2, lat2) = ends
        places = numpy.array(EARTH.npts(lon1, lat1, lon2, lat2, count, initial_idx=0,
                                        terminus_idx=0))
        return places, raster.at(places[:, 0], places[:, 1])

    def run_check(self, route, zone, dem, status, environment=None, more=()):
        run = subprocess.run([COMMAND, "check", route, "--zones", zone, "--rules", "zones",
                              "--json", "--dem", str(dem), *more], capture_output=True,
                             encoding="utf-8", env={**os.environ, **(environment or {})},
                             check=False)
        self.assertEqual(run.returncode, status, run.stderr + run.stdout)
        return run

    def bounds(self, ground, heights, within=1.0):
        """It is never less than any height, and hardly more: here cells differ by 1,500 m, a height
        is looked at every metre, and the bend of a leg is known to 1e-4 of a cell."""
        self.assertFalse(numpy.isnan(heights).any())
        self.assertGreater(ground, heights.max() - 1e-3)
        self.assertLess(ground, heights.max() + within)

    def compare(self, raster, dem, ends):
        _, heights = self.sampled(raster, ends)
        self.bounds(self.ground(dem, ends), heights)

    DEGREES = (20, 0.01, 0, 51, 0, -0.01)
    LEG = ((20.123, 50.111), (21.877, 50.777))

    def test_longitude_and_latitude(self):
        dem = self.folder / "dem.tif"
        raster = Raster(dem, "EPSG:4326", self.DEGREES, 200, 100)
        self.compare(raster, dem, self.LEG)
        self.compare(raster, dem, (self.LEG[1], self.LEG[0]))
        self.compare(raster, dem, ((20.5, 50.1), (20.5, 50.9)))  # along a meridian between cells
        self.compare(raster, dem, ((20.001, 50.5), (21.999, 50.5)))

    def test_height_systems(self):
        # Any system of heights counts as over the sea.
        for crs in ("EPSG:4326+5773", "EPSG:4326+3855", "EPSG:4258+5783", "EPSG:4269+5703"):
            dem = self.folder / "dem.tif"
            self.compare(Raster(dem, crs, self.DEGREES, 200, 100), dem, self.LEG)

    def test_units(self):
        for number, (crs, unit, metres) in enumerate(
            (("EPSG:4326", "ft", FOOT), ("EPSG:4326", "feet", FOOT), ("EPSG:4326", "metre", 1),
             ("EPSG:4326", "US survey foot", SURVEY_FOOT), ("EPSG:4326+8228", None, FOOT),
             ("EPSG:4326+6360", None, SURVEY_FOOT), ("EPSG:4326", "cm", 0.01))):
            dem = self.folder / f"dem{number}.tif"
            self.compare(Raster(dem, crs, self.DEGREES, 200, 100, unit, metres), dem, self.LEG)
        # Depths count downwards: heights of 0 to 1,500 m are depths of -1,500 to 0.
        dem = self.folder / "depth.tif"
        self.compare(Raster(dem, "EPSG:4326+5715", self.DEGREES, 200, 100, None, -1), dem, self.LEG)
        dem = self.folder / "decibel.tif"
        Raster(dem, "EPSG:4326", self.DEGREES, 200, 100, "dB")
        self.assertIn("decibel.tif: expected heights of the ground in a unit of length, such as "
                      "'metre' or 'ft', found the unit 'dB'", self.ground(dem, self.LEG, status=2))

    def test_scale_and_offset(self):
        dem = self.folder / "scaled.tif"
        raster = Raster(dem, "EPSG:4326", self.DEGREES, 200, 100, "ft", FOOT, (0.5, 1000),
                        gdal.GDT_Int16)
        self.compare(raster, dem, self.LEG)

    def test_other_crs(self):
        dem = self.folder / "dem.tif"
        self.compare(Raster(dem, "EPSG:32634", (400000, 900, 0, 5720000, 0, -900), 300, 300), dem,
                     ((20.0, 50.2), (22.5, 51.1)))
        # From GRS 80 or Bessel's ellipsoid: German and Polish ones.
        self.compare(Raster(dem, "EPSG:2180", (400000, 1000, 0, 400000, 0, -1000), 300, 300), dem,
                     ((18.4, 50.8), (20.0, 51.1)))
        self.compare(Raster(dem, "EPSG:31468", (4400000, 1000, 0, 5700000, 0, -1000), 200, 200),
                     dem, ((11.3, 50.3), (12.7, 51.1)))
        # Equal-area around the pole, over which the leg leads.
        self.compare(Raster(dem, "EPSG:3573", (-1e6, 10000, 0, 1e6, 0, -10000), 200, 200), dem,
                     ((33, 86), (-170, 88)))
        self.compare(Raster(dem, "EPSG:3413", (-1e6, 10000, 0, 1e6, 0, -10000), 200, 200), dem,
                     ((179, 85), (-10, 83)))

    def test_date_line(self):
        dem = self.folder / "dem.tif"
        leg = ((178.9, 51.2), (-178.7, 51.9))
        self.compare(Raster(dem, "EPSG:4326", (178, 0.02, 0, 53, 0, -0.02), 200, 150), dem, leg)
        self.compare(Raster(dem, "EPSG:4326", (-182, 0.02, 0, 53, 0, -0.02), 200, 150), dem, leg)
        self.compare(Raster(dem, "EPSG:32601", (150000, 1000, 0, 5900000, 0, -1000), 600, 400), dem,
                     leg)
        # Of the whole earth the last column is beside the first.
        raster = Raster(dem, "EPSG:4326", (-180, 0.25, 0, 90, 0, -0.25), 1440, 720)
        raster.heights = numpy.hstack([raster.heights] * 2)
        raster.columns *= 2
        places, _ = self.sampled(raster, leg)
        lons = numpy.where(places[:, 0] < 0, places[:, 0] + 360, places[:, 0])
        column, row = (lons + 180) / 0.25 - 0.5, (90 - places[:, 1]) / 0.25 - 0.5
        left, top = numpy.floor(column).astype(int), numpy.floor(row).astype(int)
        u, v, h = column - left, row - top, raster.heights
        heights = ((1 - v) * ((1 - u) * h[top, left] + u * h[top, left + 1]) + v *
                   ((1 - u) * h[top + 1, left] + u * h[top + 1, left + 1]))
        self.bounds(self.ground(dem, leg), heights)

    def test_ellipsoid(self):
        sea = geoid()
        if sea is None:
            self.skipTest("PROJ has no grid of the geoid")
        dem = self.folder / "dem.tif"
        for crs, transform, columns, rows, leg in (
            ("EPSG:4979", self.DEGREES, 200, 100, self.LEG),
            ("EPSG:4937", self.DEGREES, 200, 100, self.LEG),
            ("EPSG:4979", (76, 0.01, 0, 6, 0, -0.01), 200, 200, ((76.3, 4.4), (77.6, 5.7)))):
            raster = Raster(dem, crs, transform, columns, rows, over=0)
            places, heights = self.sampled(raster, leg)
            heights -= -numpy.array(sea.transform(places[:, 0], places[:, 1],
                                                  numpy.zeros(len(places)))[2])
            # Within a piece of a kilometre the geoid may rise while the ground falls.
            self.bounds(self.ground(dem, leg) - GEOID_ERROR, heights, 1)
        # Without a grid the extremes of the geoid count.
        raster = Raster(dem, "EPSG:4979", self.DEGREES, 200, 100)
        _, heights = self.sampled(raster, self.LEG)
        without = alone(self.folder / "empty")
        self.bounds(self.ground(dem, self.LEG, environment=without), heights + 107)

    def test_old_ellipsoid(self):
        dem = self.folder / "bessel.tif"
        Raster(dem, "+proj=longlat +ellps=bessel +type=crs", self.DEGREES, 200, 100)
        data = gdal.Open(str(dem), gdal.GA_Update)
        srs = data.GetSpatialRef()
        srs.PromoteTo3D()
        vrt = gdal.GetDriverByName("VRT").CreateCopy(str(self.folder / "bessel.vrt"), data)
        vrt.SetSpatialRef(srs)
        del data, vrt
        said = self.ground(self.folder / "bessel.vrt", self.LEG, status=2,
                           more=["--allow-references"])
        self.assertIn("expected heights of the ground over the sea, or over the ellipsoid of WGS "
                      "84 or GRS 80, found them over the ellipsoid", said)

    def test_holes(self):
        holes = [(60, 80), (61, 80), (62, 140)]
        for number, options in enumerate((
            {"nodata": -9999}, {"nodata": math.nan}, {}, {"nodata": -32768, "mask": True},
            {"kind": gdal.GDT_Int16, "nodata": -32768}, {"kind": gdal.GDT_Int16}, {"nodata": 0.1},
            {"nodata": 5000, "mask": True})):
            dem = self.folder / f"dem{number}.tif"
            raster = Raster(dem, "EPSG:4326", self.DEGREES, 200, 100, holes=holes, **options)
            leg = ((20.3, 50.385), (21.7, 50.385))
            places, heights = self.sampled(raster, leg)
            unknown = numpy.isnan(heights)
            self.assertTrue(0.01 < unknown.mean() < 0.1, options)
            # Where it is unknown the earth's highest counts.
            self.assertAlmostEqual(self.ground(dem, leg) + GROUND_ERROR, 6961)
            self.holes_are_in_doubt(dem, leg, places, unknown)

    def holes_are_in_doubt(self, dem, leg, places, unknown):
        """To be 7,000 m above the ground is sure where that is known."""
        zone = self.write("zone2.geojson", feature(
            "Polygon", [[[20, 50], [22, 50], [22, 51], [20, 51], [20, 50]]], id="zone",
            min_altitude_m=7000, altitude_reference="AGL"))
        route = self.write("route.geojson",
                           feature("LineString", [[*end, HEIGHT] for end in leg], id="route"))
        run = self.run_check(route, zone, dem, 4)
        doubts = [(f["from"]["lon"], f["to"]["lon"]) for f in
                  json.loads(run.stdout)["routes"][0]["findings"] if not f["judged"]]
        lons = places[unknown, 0]
        starts = [lon for k, lon in enumerate(lons) if k == 0 or lon - lons[k - 1] > 0.001]
        ends = [lon for k, lon in enumerate(lons)
                if k + 1 == len(lons) or lons[k + 1] - lon > 0.001]
        self.assertEqual(len(doubts), len(starts))
        for (west, east), start, end in zip(doubts, starts, ends, strict=True):
            # A piece is as long as a row is high: 0.0157 degrees of longitude.
            self.assertTrue(start - 0.017 <= west <= start + 1e-5, (west, start))
            self.assertTrue(end - 1e-5 <= east <= end + 0.017, (east, end))


if __name__ == "__main__":
    unittest.main()
