#!/usr/bin/python3
# Tests: src/output/picture/picture_places.c src/output/map/places.c
"""Names of towns on pictures: quiet, and below everything else; none where the geodata has none."""
import os
import shutil
import subprocess
import unittest

import numpy
from osgeo import gdal
from support.case import COMMAND, DATA, Case, feature, square

gdal.UseExceptions()


class Places(Case):
    def picture(self, name, data, given=(DATA / "flights/georgia.geojson", "--rules",
                                         "national-measures")):
        result, picture = self.folder / name, self.folder / f"{name}.png"
        environment = {**os.environ, "OVERFLIGHT_DATA": str(data)}
        for arguments in (("analyze", *given, "-o", result, "-q"),
                          ("map", result, "--png", picture, "-q")):
            ran = subprocess.run([COMMAND, *map(str, arguments)], env=environment,
                                 capture_output=True, text=True)
            self.assertEqual(ran.returncode, 0, ran.stderr)
        return gdal.Open(str(picture)).ReadAsArray().astype(int)[:3]

    def test_few_and_grey(self):
        without = self.folder / "data"
        shutil.copytree(DATA, without, ignore=shutil.ignore_patterns("places.geojson"))
        one, other = self.picture("with", DATA), self.picture("without", without)
        self.assertEqual(one.shape, other.shape)
        changed = (one != other).any(axis=0)
        changed[-40:] = False  # the line that says whose names they are, and the command
        # Some names, and not many.
        self.assertTrue(0.0005 < changed.mean() < 0.01, changed.mean())
        red, green, blue = (band[changed] for band in one)
        # Text is grey, its halo as light as the land: no colour of a route or a zone.
        grey = numpy.maximum(abs(red - green), abs(green - blue)) < 25
        self.assertGreater(grey.mean(), 0.93)
        # What the analysis has stays as it is: reds of the route, and its violations.
        reds = [(band[0] > 150) & (band[1] < 60) & (band[2] < 60) for band in (one, other)]
        self.assertLess(abs(reds[0].sum() - reds[1].sum()), 0.01 * reds[1].sum())

    def test_a_town_is_no_point_on_a_small_map(self):
        without = self.folder / "data"
        shutil.copytree(DATA, without, ignore=shutil.ignore_patterns("places.geojson"))
        berlin = 13.41053, 52.52437
        for width, same in (0.01, True), (1, False):
            west, south = (round(at - width / 2, 5) for at in berlin)
            zone = self.write("zone.geojson", square(west, south, west + width, south + width,
                                                     id="z"))
            route = self.write("route.geojson", feature("LineString", [[west, south - width / 9],
                                                     [west + width, south - width / 9]], id="r"))
            given = route, "--zones", zone
            with_names = self.picture(f"with{width}", DATA, given)
            names = self.picture(f"without{width}", without, given)
            changed = (with_names != names).any(axis=0)[:-40]
            self.assertEqual(not changed.any(), same, width)

    def test_what_is_no_geojson_is_told(self):
        broken = self.folder / "data"
        shutil.copytree(DATA, broken)
        (broken / "basemap/places.geojson").write_text('{"features": 3}')
        ran = subprocess.run([COMMAND, "analyze", DATA / "flights/germany.geojson", "-o",
                              self.folder / "result", "-q"], env={"OVERFLIGHT_DATA": str(broken)},
                             capture_output=True, text=True)
        self.assertEqual(ran.returncode, 2)
        self.assertIn("places.geojson: expected GeoJSON with features", ran.stderr)


if __name__ == "__main__":
    unittest.main()
