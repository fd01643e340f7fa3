#!/usr/bin/python3
# Tests: src/input/formats/fixes/point_layers.c src/input/formats/fixes/column_names.c
# Tests: src/input/flights/route_file.c src/input/formats/flight_file.c
"""Layers of points whose fields tell time, aircraft and altitude: the bytes are those of a table of
the same fixes in CSV, in GeoJSON, GeoPackage, Shapefile and FlatGeobuf, in any CRS, in any order,
with any number of jobs and parts."""
import os
import random
import subprocess
import unittest

from osgeo import gdal, ogr, osr

from support.case import COMMAND, Case, feature, square

SEED = int(os.environ.get("SEED", "20261130"))
BEGIN = 1577872800  # date -u -d 2020-01-01T10:00:00Z +%s
gdal.UseExceptions()
ogr.UseExceptions()


def fleet(count, draw):
    """(aircraft, call sign, lon, lat, Unix time, metres) in no order."""
    rows = []
    for number in range(count):
        lon, lat, at = draw.uniform(-1, 0), draw.uniform(-0.5, 0.5), BEGIN + number
        for _ in range(40):
            rows.append((f"a{number:05x}", f"C{number}", round(lon, 7), round(lat, 7), at,
                         float(draw.randrange(1000, 9000))))
            lon, lat = lon + draw.uniform(0.05, 0.15), lat + draw.gauss(0, 0.03)
            at += draw.randrange(20, 90)
    draw.shuffle(rows)
    return rows


class PointLayers(Case):
    def setUp(self):
        super().setUp()
        self.zones = self.write("zones.geojson", square(0, -1, 2, 1, id="a", max_distance_km=50),
                                square(3, -2, 5, 2, id="b"))
        self.rows = fleet(8, random.Random(SEED))

    def call(self, *arguments, status=0):
        ran = subprocess.run([COMMAND, *map(str, arguments)], cwd=self.folder, capture_output=True,
                             text=True, stdin=subprocess.DEVNULL, timeout=120, check=False)
        self.assertEqual(ran.returncode, status, ran.stdout + ran.stderr)
        return ran

    def layer(self, name, driver, epsg=4326, height=None, layer_name="fixes", clock=False):
        """Writes the rows; with `height` the altitude is that of the points."""
        path = str(self.folder / name)
        source = (ogr.GetDriverByName(driver).CreateDataSource(path) if not os.path.exists(path)
                  else ogr.Open(path, 1))
        frame, wgs84 = osr.SpatialReference(), osr.SpatialReference()
        frame.ImportFromEPSG(epsg)
        wgs84.ImportFromEPSG(4326)
        for one in frame, wgs84:
            one.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        there = osr.CoordinateTransformation(wgs84, frame)
        layer = source.CreateLayer(layer_name, frame, ogr.wkbPoint25D if height else ogr.wkbPoint)
        layer.CreateField(ogr.FieldDefn("icao24", ogr.OFTString))
        layer.CreateField(ogr.FieldDefn("callsign", ogr.OFTString))
        layer.CreateField(ogr.FieldDefn("time" if clock else "lastposupdate",
                                        ogr.OFTDateTime if clock else ogr.OFTReal))
        if not height:
            layer.CreateField(ogr.FieldDefn("baroaltitude", ogr.OFTReal))
        for aircraft, call, lon, lat, at, metres in self.rows:
            made = ogr.Feature(layer.GetLayerDefn())
            made.SetField(0, aircraft)
            made.SetField(1, call)
            if clock:
                made.SetField(2, 2020, 1, 1, 10 + (at - BEGIN) // 3600, (at - BEGIN) // 60 % 60,
                              (at - BEGIN) % 60, 100)
            else:
                made.SetField(2, at)
            if not height:
                made.SetField(3, metres)
            point = ogr.Geometry(ogr.wkbPoint25D if height else ogr.wkbPoint)
            x, y, _ = there.TransformPoint(lon, lat)
            point.AddPoint(x, y, metres) if height else point.AddPoint_2D(x, y)
            made.SetGeometry(point)
            layer.CreateFeature(made)
        del layer, source
        return name

    def table(self, altitude="baroaltitude"):
        lines = [f"icao24,callsign,lon,lat,lastposupdate,{altitude}"]
        lines += [",".join(map(str, row)) for row in self.rows]
        (self.folder / "control.csv").write_text("\n".join(lines))
        return "control.csv"

    def bytes_of(self, *files, more=()):
        output = self.folder / f"out-{len(list(self.folder.iterdir()))}"
        self.call("analyze", *files, "--zones", self.zones, "-o", output, "--layers",
                  "statistics,passages,crossings,nearest,occupancy,findings", "--formats", "csv",
                  *more)
        return {path.name: path.read_bytes() for path in sorted(output.glob("*.csv"))}

    def test_each_has_the_bytes_of_the_table(self):
        wanted = self.bytes_of(self.table())
        self.assertGreater(wanted["crossings.csv"].count(b"\n"), 8)
        gdal.SetConfigOption("CPL_LOG", "/dev/null")
        for name, driver in (("p.geojson", "GeoJSON"), ("p.gpkg", "GPKG"),
                             ("p.shp", "ESRI Shapefile"), ("p.fgb", "FlatGeobuf")):
            with self.subTest(file=name):
                file = self.layer(name, driver)
                found = self.bytes_of(file)
                self.assertEqual(self.bytes_of(file, more=["--jobs", "2"]), found)
                if driver == "FlatGeobuf":  # which puts features in another order
                    found, expected = ({table: sorted(rows.splitlines())
                                        for table, rows in tables.items()}
                                       for tables in (found, wanted))
                    self.assertEqual(found["statistics.csv"], expected["statistics.csv"])
                else:
                    self.assertEqual(found, wanted)
        with self.subTest("a time as GDAL has it"):
            self.assertEqual(self.bytes_of(self.layer("clock.gpkg", "GPKG", clock=True)), wanted)
        with self.subTest("heights of the points"):
            wanted = self.bytes_of(self.table("altitude_msl_m"))
            self.assertEqual(self.bytes_of(self.layer("z.gpkg", "GPKG", height=True)), wanted)

    def test_another_reference_system(self):
        statistics = []
        for file in (self.table(), self.layer("m.gpkg", "GPKG", epsg=3857)):
            rows = [line.split(",") for line in
                    self.bytes_of(file)["statistics.csv"].decode().splitlines()]
            statistics.append(rows)
        self.assertEqual(len(statistics[0]), len(statistics[1]))
        column = statistics[0][0].index("inside_m")
        for one, other in zip(*(rows[1:] for rows in statistics)):
            self.assertEqual(one[0], other[0])
            self.assertAlmostEqual(float(one[column]), float(other[column]), 3)

    def test_parts_are_the_whole(self):
        file = self.layer("p.gpkg", "GPKG")
        command = ["analyze", file, "--zones", self.zones, "--layers", "all", "--formats", "csv",
                   "--flat"]
        self.call(*command, "-o", "one")
        for part in 1, 2, 3:
            self.call(*command, "-o", "parts", "--shard", f"{part}/3")
        self.call("merge", *(f"parts/part-{part}-of-3" for part in (1, 2, 3)), "-o", "merged")
        for name in sorted(os.listdir(self.folder / "one")):
            self.assertEqual((self.folder / "one" / name).read_bytes(),
                             (self.folder / "merged" / name).read_bytes(), name)

    def test_layers_and_fields_that_somebody_says(self):
        lines = ogr.GetDriverByName("GPKG").CreateDataSource(str(self.folder / "both.gpkg"))
        frame = osr.SpatialReference()
        frame.ImportFromEPSG(4326)
        layer = lines.CreateLayer("lines", frame, ogr.wkbLineString)
        made = ogr.Feature(layer.GetLayerDefn())
        made.SetGeometry(ogr.CreateGeometryFromWkt("LINESTRING (-1 0, 3 0)"))
        layer.CreateFeature(made)
        del made, layer, lines
        self.layer("both.gpkg", "GPKG")
        ran = self.call("inspect", "both.gpkg")
        self.assertIn('its layer "fixes" has points with times and was left out', ran.stdout)
        self.assertIn("1 flight, 2 fixes", ran.stdout)
        self.assertEqual(self.bytes_of("both.gpkg|layername=fixes"), self.bytes_of(self.table()))
        # Fields of any names, of which somebody says what they are.
        fixes = [feature("Point", [row[2], row[3], 9], t=row[4] * 1000, h=row[5], who=row[0])
                 for row in self.rows]
        path = self.write("own.geojson", *fixes)
        ran = self.call("check", path, "--zones", self.zones, status=2)
        self.assertIn("no field is called as times are; its fields are: t, h, who (--columns",
                      ran.stderr)
        more = ["--columns", "time_ms=t,pressure_m=h,id=who"]
        found = self.bytes_of(path, more=more)["statistics.csv"].decode().splitlines()
        wanted = self.bytes_of(self.table())["statistics.csv"].decode().splitlines()
        self.assertEqual([line.split(",", 1)[1] for line in found],
                         [line.split(",", 1)[1] for line in wanted])
        self.assertIn("a00000", {line.split(",")[0] for line in found})
        # A condition is GDAL's to ask.
        only = self.bytes_of(path, more=[*more, "--where", "who = 'a00001'"])
        rows = only["statistics.csv"].decode().splitlines()[1:]
        self.assertEqual({row.split(",")[0] for row in rows}, {"a00001"})

    def test_points_without_a_place_are_told(self):
        fixes = [feature("Point", [0.1 * i, 0], id=i, timestamp=BEGIN + 60 * i) for i in range(9)]
        fixes[4]["geometry"] = None
        ran = self.call("check", self.write("n.geojson", *fixes), "--zones", self.zones, "--rules",
                        "zones", status=1)
        self.assertIn("8 fixes, 2020-01-01T10:00:00Z to 10:08:00Z", ran.stdout)
        self.assertIn("1 point of the file without a place was left out", ran.stderr)


if __name__ == "__main__":
    unittest.main()
