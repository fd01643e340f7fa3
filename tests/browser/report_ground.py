#!/usr/bin/python3
# Tests: src/output/report/ src/output/report/report_revisits.c src/output/layers/route_ground.c
# Tests: src/output/map/ground.c src/output/report/report_base.c
"""What lies below the routes in report.html: the ground in the profile, how often places were seen,
names of towns."""
import json
import os
import pathlib
import struct
import subprocess
import sys
import unittest

from osgeo import gdal, osr

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "support"))
from page import BROWSER, COMMAND, FOLDER, Report, analyze, feature, square, write  # noqa: E402

gdal.UseExceptions()


def height(lon, lat):
    """Linear, so that it is the same between the cells."""
    return 500 + 300 * (lon - 10) - 200 * (lat - 50)


def raster(name, end):
    """From 9.5° to `end` degrees east."""
    path, columns, rows = pathlib.Path(FOLDER.name) / name, round((end - 9.5) * 100), 200
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), columns, rows, 1, gdal.GDT_Float32)
    dataset.SetGeoTransform([9.5, 0.01, 0, 51, 0, -0.01])
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    dataset.SetProjection(reference.ExportToWkt())
    for row in range(rows):
        line = [height(9.5 + 0.01 * (i + 0.5), 51 - 0.01 * (row + 0.5)) for i in range(columns)]
        dataset.GetRasterBand(1).WriteRaster(0, row, columns, 1,
                                             struct.pack(f"<{columns}f", *line))
    dataset.FlushCache()
    return path


def routes(name="ground.geojson", count=3):
    """Along a parallel, on days after each other, each a little farther north."""
    return write(name, *(feature(
        "LineString", [[10, 50 + 0.02 * i, 3000], [11, 50 + 0.02 * i, 4000],
                       [12, 50 + 0.02 * i, 4000]],
        id=f"day-{i + 1}",
        coordTimes=[f"2015-06-{i + 1:02}T08:{minute:02}:00Z" for minute in (0, 20, 40)])
        for i in range(count)))


def text(selector):
    return BROWSER.run(f"document.querySelector({json.dumps(selector)}).innerText")


class Ground(Report):
    def ground(self, item="day-1"):
        return BROWSER.run(f"groundOf(routeItem('{item}'))")

    def test_profile(self):
        """Within a metre of what the raster was made by, and drawn at the heights of the axis."""
        folder = analyze("ground", routes(), "--dem", raster("dem.tif", 12.5))
        self.open(folder)
        BROWSER.run("select(routeItem('day-1'))")
        ground = self.ground()
        self.assertEqual(len(ground), 256)
        for i, found in enumerate(ground):
            # It rises to the east, so that the end of each part is the highest.
            lon = 10 + 2 * (i + 1) / len(ground)
            # The geodesic runs north of the parallel, by 0.006 degrees at most here.
            self.assertAlmostEqual(found, height(lon, 50.003), delta=2, msg=i)
        first, last, scale, bottom = BROWSER.run("""(() => {
            const [a, b] = [...document.querySelectorAll('#profile .grid')]
                .map(line => Number(line.getAttribute('y1')));
            const [low, high] = [...document.querySelectorAll('#profile text.tick')]
                .filter(t => t.getAttribute('text-anchor') === 'end')
                .filter(t => /^[\\d,]+$/.test(t.textContent))
                .map(t => Number(t.textContent.replace(',', '')));
            const points = document.querySelector('#profile .terrain').getAttribute('points')
                .split(' ').map(p => Number(p.split(',')[1]));
            return [points[1], points.at(-2), (a - b) / (high - low), points[0]]; })()""")
        self.assertAlmostEqual((bottom - first) / scale, ground[0], delta=15)
        self.assertAlmostEqual((bottom - last) / scale, ground[-1], delta=15)
        self.assertIn("Ground by dem.tif", text("#profile-ground"))
        BROWSER.run("profile.pointTo(routeItem('day-1').v.length_m / 2)")
        self.assertIn(f"ground {round(ground[128])} m", text("#profile-reading"))
        self.quiet()

    def test_unknown(self):
        """Where the raster ends nothing is drawn, and that is said."""
        folder = analyze("ground-part", routes(), "--dem", raster("part.tif", 11))
        self.open(folder)
        ground = self.ground()
        self.assertTrue(all(h is not None for h in ground[:126]))
        self.assertTrue(all(h is None for h in ground[128:]))
        self.assertIn("not known for", text("#profile-ground"))
        wide = BROWSER.run("(p => Math.max(...p))(document.querySelector('#profile .terrain')"
                           ".getAttribute('points').split(' ').map(p => Number(p.split(',')[0])))")
        box = BROWSER.run("document.querySelector('#profile-drawing svg').clientWidth")
        self.assertLess(wide, 0.6 * box)
        self.quiet()

    def test_none(self):
        self.open(analyze("ground-none", routes()))
        self.assertIsNone(self.ground())
        self.assertIsNone(BROWSER.run("document.querySelector('#profile .terrain')"))
        self.assertIn("was given no terrain", text("#profile-ground"))
        self.quiet()

    def test_made_again(self):
        """The package keeps the ground; who has only tables is told."""
        folder = analyze("ground-again", routes(), "--dem", raster("again.tif", 11))
        page = (folder / "report.html").read_bytes()
        os.remove(folder / "report.html")
        os.remove(pathlib.Path(FOLDER.name) / "again.tif")
        subprocess.run([COMMAND, "map", folder, "--quiet"], check=True)
        self.assertEqual((folder / "report.html").read_bytes(), page)
        os.remove(folder / "analysis.gpkg")
        subprocess.run([COMMAND, "map", folder, "--quiet"], check=True)
        self.open(folder)
        self.assertIsNone(self.ground())
        self.assertIn("does not have its heights", text("#profile-ground"))
        self.quiet()


class Revisits(Report):
    """What revisits.tif says is what the page says, at any place."""
    def compare(self, folder, least):
        dataset = gdal.Open(str(folder / "revisits.tif"))
        band, transform = dataset.GetRasterBand(1), dataset.GetGeoTransform()
        wgs84 = osr.SpatialReference()
        wgs84.ImportFromEPSG(4326)
        wgs84.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        own = dataset.GetSpatialRef()
        to = osr.CoordinateTransformation(own, wgs84)
        self.open(folder)
        each, seen = BROWSER.run("seenOften.each"), set()
        columns, rows = dataset.RasterXSize // each, dataset.RasterYSize // each
        places, counts = [], []
        for k in range(3000):
            column, row = (k * 7919) % columns, (k * 104729 // 7) % rows
            counts.append(max(band.ReadRaster(column * each, row * each, each, each,
                                              buf_type=gdal.GDT_Byte)))
            x, y = (column + 0.5) * each, (row + 0.5) * each
            places.append(to.TransformPoint(transform[0] + x * transform[1],
                                            transform[3] + y * transform[5])[:2])
        found = BROWSER.run(f"{json.dumps(places)}.map(seenAt)")
        for place, count, shown in zip(places, counts, found):
            self.assertEqual(shown, count, place)
            seen.add(count)
        self.assertGreaterEqual(len(seen), least)
        histogram = band.GetHistogram(-0.5, 255.5, 256, False, False)
        cells = BROWSER.run("seenOften.cells")
        self.assertEqual(cells[:3], [histogram[1], histogram[2], histogram[3] + histogram[4]])
        most = max(count for count, cells in enumerate(histogram) if cells)
        self.assertEqual(BROWSER.run("seenOften.most"), most)

    def test_same_counts(self):
        folder = analyze("seen", routes(count=4), "--swath-km", "8", "--height", "3000")
        self.compare(folder, 4)
        # Its colour lies on the map where all saw it.
        self.assertTrue(BROWSER.run("map.hasLayer(revisits)"))
        at = BROWSER.run("(([x, y]) => [y, x])(plane.forward(11, 50.035))")
        self.assertGreater(self.colour(json.dumps(at), "revisits")[3], 200)
        self.assertIn("Revisits", text("#switches"))
        self.assertRegex(text("#switches"), r"1 flight: [\d,.]+ km²")
        svg = BROWSER.run("mapSvg()")
        self.assertIn("#fde725", svg)
        self.quiet()

    def test_world(self):
        """Around the earth, in the projection of the world."""
        lons = range(-170, 180, 20)
        flights = write("world.geojson", feature("LineString", [[lon, 10] for lon in lons], id="a"),
                        feature("LineString", [[lon, 30] for lon in lons], id="b"),
                        feature("LineString", [[0, -60], [0, 70]], id="c"))
        self.compare(analyze("seen-world", flights, "--swath-km", "900", "--height", "10000"), 3)
        self.quiet()

    def test_again(self):
        """Day after day: from the exit to the next entry, by the passages."""
        zones = write("again-zones.geojson", square(10.5, 49.5, 11.5, 51, id="z", name="Zone"))
        self.open(analyze("again", routes(count=4), "--zones", zones))
        passages = BROWSER.run("itemsOf('passages').map(({v}) => [v.entry_time, v.exit_time])")
        self.assertEqual(len(passages), 4)
        apart = BROWSER.run("flownAgain(zoneItem('z')).spans")
        # 20 minutes for a degree: half of 40 minutes inside, then a day less that.
        for span in apart:
            self.assertAlmostEqual(span, 86400 - 1200, delta=5)
        self.assertIn("4 passages, flown again after 23 h 40 min", text("#again"))
        BROWSER.run("select(zoneItem('z'))")
        self.assertIn("flown again after 23 h 40 min", text("#selection"))
        self.quiet()


class Towns(Report):
    def names(self):
        return BROWSER.run("[...document.querySelectorAll('.town span')].map(e => e.textContent)")

    def test_names(self):
        folder = analyze("towns", write("towns.geojson", feature("LineString",
                         [[8, 50], [14, 52.5]], id="r")))
        self.open(folder)
        names = self.names()
        self.assertIn("Berlin", names)
        self.assertLessEqual(len(names), 24)
        self.assertIn("GeoNames", text("#credit"))
        # None lies on another.
        boxes = BROWSER.run("[...document.querySelectorAll('.town span')]"
                            ".map(e => e.getBoundingClientRect())"
                            ".map(({x, y, right, bottom}) => [x, y, right, bottom])")
        for i, a in enumerate(boxes):
            for b in boxes[:i]:
                self.assertFalse(a[0] < b[2] - 2 and b[0] < a[2] - 2 and a[1] < b[3] - 2
                                 and b[1] < a[3] - 2)
        # With the base map they go, and they are in a picture.
        self.assertIn("Berlin", BROWSER.run("mapSvg()"))
        BROWSER.run("switchLayer(base, false)")
        self.assertEqual(self.names(), [])
        self.quiet()

    def test_narrow(self):
        """A field has no names of towns."""
        self.open(analyze("towns-field", write("field.geojson", feature("LineString",
                  [[13.39, 52.51], [13.41, 52.53]], id="r"))))
        self.assertEqual(self.names(), [])
        self.quiet()


if __name__ == "__main__":
    unittest.main()
