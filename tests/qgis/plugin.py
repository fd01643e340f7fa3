#!/usr/bin/python3
# Tests: scripts/qgis-plugin/
"""The QGIS plugin as users have it: packed, unpacked in a profile, enabled, and its algorithms run
by qgis_process. What they give is what the command gives when it is called directly."""
import csv
import hashlib
import json
import pathlib
import re
import sqlite3
import sys
import tempfile
import unittest
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parent / "support"))
# Says skipped where QGIS is missing.
from plugin_profile import FLIGHTS, SOURCE, Profile, overflight, pack  # noqa: E402

from osgeo import gdal, ogr, osr  # noqa: E402

gdal.UseExceptions()
ogr.UseExceptions()
osr.UseExceptions()


def rows(folder, table):
    """All rows of a table of analysis.gpkg, without its key and geometry."""
    database = sqlite3.connect(pathlib.Path(folder) / "analysis.gpkg")
    try:
        database.row_factory = sqlite3.Row
        return [{key: row[key]
                 for key in row.keys()
                 if key not in ("fid", "geom")}
                for row in database.execute(f'SELECT * FROM "{table}"')]
    finally:
        database.close()


def lengths(folder):
    with (pathlib.Path(folder) / "statistics.csv").open(newline="") as file:
        return {(row["route_id"], row["zone_id"]): float(row["inside_m"])
                for row in csv.DictReader(file)}


class Plugin(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.profile = Profile()
        cls.addClassCleanup(cls.profile.close)
        cls.enabled = cls.profile.process("plugins", "enable", "overflight")

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.result, self.direct = self.folder / "result", self.folder / "direct"

    def tearDown(self):
        self.assertEqual(self.profile.left(), [])

    def flights(self, *names, crs=4326):
        """A package with the bundled flights (or these) as layer 'tracks' behind another layer;
        lists as JSON."""
        path = self.folder / f"flights-{crs}.gpkg"
        package = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
        longlat, own = osr.SpatialReference(), osr.SpatialReference()
        longlat.ImportFromEPSG(4326)
        longlat.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        own.ImportFromEPSG(crs)
        own.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        package.CreateLayer("other", own, ogr.wkbPoint)
        layer = package.CreateLayer("tracks", own, ogr.wkbMultiLineString25D)
        for field in ("id", "airfield_from", "coordTimes", "date"):
            layer.CreateField(ogr.FieldDefn(field, ogr.OFTString))
        for file in sorted(FLIGHTS.glob("*.geojson")):
            for read in json.loads(file.read_text())["features"]:
                feature = ogr.Feature(layer.GetLayerDefn())
                for field in ("id", "airfield_from", "date"):
                    feature.SetField(field, read["properties"].get(field))
                feature.SetField("coordTimes", json.dumps(read["properties"]["coordTimes"]))
                geometry = ogr.CreateGeometryFromJson(json.dumps(read["geometry"]))
                if crs != 4326:
                    geometry.Transform(osr.CoordinateTransformation(longlat, own))
                feature.SetGeometry(ogr.ForceToMultiLineString(geometry))
                if not names or read["properties"]["id"] in names:
                    layer.CreateFeature(feature)
        return f"{path}|layername=tracks"

    def test_packed_the_same_and_complete(self):
        first, second = pack(self.folder / "a.zip"), pack(self.folder / "b.zip")
        self.assertEqual(
            hashlib.sha256(first.read_bytes()).digest(),
            hashlib.sha256(second.read_bytes()).digest())
        with zipfile.ZipFile(first) as archive:
            names = set(archive.namelist())
            metadata = archive.read("overflight/metadata.txt").decode()
        # What QGIS asks of a plugin: one folder with metadata.txt and __init__.py.
        self.assertEqual({name.split("/")[0] for name in names}, {"overflight"})
        self.assertLessEqual(
            {
                f"overflight/{name}"
                for name in ("metadata.txt", "__init__.py", "icon.svg", "LICENSE")
            },
            names)
        self.assertIn(f"\nversion={overflight('--version').stdout.split()[1]}\n", metadata)
        # Without these two QGIS's collection takes no plugin.
        self.assertRegex(metadata, r"\nrepository=https://\S+\n")
        self.assertRegex(metadata, r"\ntracker=https://\S+\n")

    def test_enabled_with_three_algorithms(self):
        self.assertEqual(self.enabled.returncode, 0, self.enabled.stderr)
        listed = json.loads(self.profile.process(
            "--json", "list").stdout)["providers"]["overflight"]["algorithms"]
        self.assertEqual(
            set(listed),
            {"overflight:checkroutes", "overflight:analyseroutes", "overflight:coverage"})

    def test_help_offers_what_is_taken(self):
        """Choices by the numbers that the help has, by words, and lists of both; a time of day."""
        said = self.profile.process("help", "overflight:checkroutes").stdout
        number = {word: int(at) for at, word in re.findall(r"\t\t- (\d+): (\S+)", said)}
        found = [
            self.profile.run("checkroutes", ROUTES=FLIGHTS / "kaliningrad-500.geojson",
                             RULES=rules, ZONE_EDGES=edges, DATE=date, OUTPUT=self.folder / name)
            for name, rules, edges, date in (
                ("numbers", f"{number['national-measures']},{number['treaty-1992']}",
                 number["geodesic"], "2017-05-16T00:00:00Z"),
                ("words", ["national-measures", "treaty-1992"], "geodesic", "2017-05-16"))
        ]
        summaries = [json.loads((self.folder / name / "summary.json").read_text())
                     for name in ("numbers", "words")]
        self.assertEqual(summaries[0]["options"], summaries[1]["options"])
        self.assertIn("geodesic", json.dumps(summaries[0]["options"]))
        self.assertIn("treaty-1992", json.dumps(summaries[0]))
        self.assertEqual(rows(self.folder / "numbers", "findings"),
                         rows(self.folder / "words", "findings"))
        self.assertEqual([one["VERDICT"] for one in found], ["complies", "complies"])
        self.profile.fail("checkroutes", ROUTES=FLIGHTS / "kaliningrad-500.geojson",
                          RULES=len(number), OUTPUT=self.folder / "beyond")

    def test_violations_are_a_result(self):
        routes = FLIGHTS / "georgia.geojson"
        wanted = json.loads(overflight("check", routes, "--json",
                                       accepted=(1,)).stdout)["routes"][0]
        found = self.profile.run("checkroutes", ROUTES=routes, OUTPUT=self.result)
        self.assertEqual((found["VERDICT"], found["COMPLIES"]), ("violates", False))
        counts = ("violations", "undecided", "warnings", "not_judged")
        self.assertEqual([found[name.upper()] for name in counts],
                         [wanted[name] for name in counts])
        # Russia closed the strip (kxan36news, 26 May 2020), and this flight goes through it three
        # times.
        self.assertEqual(found["VIOLATIONS"], 3)
        self.assertEqual(sorted(row["message"] for row in rows(self.result, "findings")),
                         sorted(one["message"] for one in wanted["findings"]))
        for name in ("FINDINGS_LAYER",
                     "FINDING_STRETCHES_LAYER",
                     "ROUTES_LAYER",
                     "REPORT",
                     "PROJECT"):
            self.assertTrue(pathlib.Path(found[name].split("|")[0]).is_file(), name)

    def test_complying_with_options(self):
        routes = FLIGHTS / "kaliningrad-500.geojson"
        options = {
            "ROUTES": routes, "RULES": ["national-measures", "treaty-1992"], "DATE": "2017-05-16"
        }
        found = self.profile.run("checkroutes", MARGIN=1, OUTPUT=self.result, **options)
        self.assertIs(found["COMPLIES"], True)
        overflight("check",
                   routes,
                   "--rules",
                   "national-measures,treaty-1992",
                   "--date",
                   "2017-05-16",
                   "--margin",
                   1,
                   "-o",
                   self.direct,
                   "-q")
        overflight("map", self.direct, "-q")
        self.assertEqual(rows(self.result, "findings"), rows(self.direct, "findings"))
        # 5.6 km of 500 are left, which is more than 1 %, and less than the 5 that are meant
        # otherwise.
        warned = self.profile.run("checkroutes", OUTPUT=self.folder / "warned", **options)
        self.assertEqual(warned["WARNINGS"] - found["WARNINGS"], 1)

    def same_files(self, *names):
        for name in names:
            self.assertEqual((self.result / name).read_bytes(), (self.direct / name).read_bytes(),
                             name)

    def test_layer_of_a_package_is_read_where_it_lies(self):
        layer = self.flights()
        found = self.profile.run("analyseroutes",
                                 ROUTES=layer,
                                 RULES="national-measures",
                                 SEARCH_KM=100,
                                 BIN="15min",
                                 OUTPUT=self.result)
        overflight("analyze",
                   layer,
                   "--rules",
                   "national-measures",
                   "--search-km",
                   100,
                   "--bin",
                   "15min",
                   "-o",
                   self.direct,
                   "-q")
        self.assertEqual((found["COUNT"], found["MEETING"]), (7, 6))
        self.assertEqual({file.name
                          for file in self.result.iterdir()},
                         {file.name
                          for file in self.direct.iterdir()})
        self.same_files("statistics.csv", "occupancy.csv", "findings.geojson", "passages.geojson")
        self.assertEqual(
            json.loads((self.result / "summary.json").read_text())["inputs"]["routes"][0]["file"],
            layer)

    def test_filtered_layer(self):
        layer = self.flights()
        self.profile.run("analyseroutes",
                         ROUTES=f"{layer}|subset=airfield_from = 'UUMB'",
                         OUTPUT=self.result)
        overflight("analyze", layer, "--where", "airfield_from = 'UUMB'", "-o", self.direct, "-q")
        self.assertEqual([row["route_id"] for row in rows(self.result, "routes")],
                         ["kaliningrad-1200", "kaliningrad-500"])
        # Altitudes and times as well.
        self.same_files("statistics.csv", "passages.geojson")
        self.assertTrue(
            all(row["first_entry_time"]
                for row in rows(self.result, "statistics")
                if row["passages"] > 0))

    def test_copy_keeps_lists(self):
        # What QGIS reads as lists of texts and of true and false, and copies for the filter's sake;
        # and names that differ by case alone.
        routes = self.folder / "routes.geojson"
        routes.write_text(
            json.dumps({
                "type": "FeatureCollection",
                "features": [{
                    "type": "Feature",
                    "properties": {
                        "id": "a",
                        "ID": "b",
                        "fid": "c",
                        "sensor_on": [True, False, True],
                        "coordTimes": [
                            "2020-01-01T00:00:00Z",
                            "2020-01-01T01:00:00.5Z",
                            "2020-01-01T02:00:00Z"
                        ]
                    },
                    "geometry": {
                        "type": "LineString",
                        "coordinates": [[20, 54, 3000], [21, 55, 3000.125], [23, 55, 3000]]
                    }
                }]
            }))
        self.profile.run("coverage",
                         ROUTES=f"{routes}|subset=1 = 1",
                         SWATH_KM=5,
                         OUTPUT=self.result)
        overflight("analyze", routes, "--swath-km", 5, "-o", self.direct, "-q")
        for table in ("routes", "swaths", "coverage", "zones"):
            self.assertEqual(rows(self.result, table), rows(self.direct, table), table)

    def test_other_crs_as_file_and_as_copy(self):
        overflight("analyze", self.flights(), "-o", self.direct, "-q")
        wanted, layer = lengths(self.direct), self.flights(crs=3857)
        for number, one in enumerate((layer, f"{layer}|subset=1 = 1")):
            folder = self.folder / f"result-{number}"
            self.profile.run("analyseroutes", ROUTES=one, OUTPUT=folder)
            found = lengths(folder)
            self.assertEqual(found.keys(), wanted.keys())
            for key, inside in wanted.items():
                self.assertAlmostEqual(found[key], inside, delta=0.001)

    def test_other_datum_as_copy(self):
        # Alaska's Albers projection, in which the flight to Attu, beyond 180°, is one piece. Its
        # NAD83 is some metres off WGS 84.
        layer = self.flights("attu", crs=3338)
        overflight("analyze", layer, "-o", self.direct, "-q")
        self.profile.run("analyseroutes", ROUTES=f"{layer}|subset=1 = 1", OUTPUT=self.result)
        self.same_files("statistics.csv", "crossings.geojson")
        # In README's example 3,581 km of it are inside.
        self.assertAlmostEqual(lengths(self.result)["attu", "alaska"] / 1000, 3581, delta=0.5)

    def test_zones_and_ids_of_ones_own(self):
        zones = self.folder / "zones.geojson"
        square = [[[20, 54.4], [21, 54.4], [21, 55], [20, 55], [20, 54.4]]]
        zones.write_text(
            json.dumps({
                "type": "FeatureCollection",
                "features": [{
                    "type": "Feature",
                    "properties": {
                        "code": "square", "prohibited": True
                    },
                    "geometry": {
                        "type": "Polygon", "coordinates": square
                    }
                }]
            }))
        routes = FLIGHTS / "kaliningrad-500.geojson"
        options = {
            "ZONES": zones,
            "ZONE_ID": "code",
            "ROUTE_ID": "airfield_from",
            "ZONE_EDGES": "geodesic"
        }
        self.profile.run("analyseroutes", ROUTES=routes, OUTPUT=self.result, **options)
        overflight("analyze",
                   routes,
                   "--zones",
                   zones,
                   "--zone-id",
                   "code",
                   "--route-id",
                   "airfield_from",
                   "--zone-edges",
                   "geodesic",
                   "-o",
                   self.direct,
                   "-q")
        self.assertEqual((self.result / "statistics.csv").read_bytes(),
                         (self.direct / "statistics.csv").read_bytes())
        self.assertEqual(list(lengths(self.result)), [("UUMB", "square")])
        found = self.profile.run("checkroutes",
                                 ROUTES=routes,
                                 OUTPUT=self.folder / "checked",
                                 **options)
        self.assertGreaterEqual(found["VIOLATIONS"], 1)

    def test_coverage(self):
        routes = FLIGHTS / "kaliningrad-500.geojson"
        found = self.profile.run("coverage",
                                 ROUTES=routes,
                                 SENSORS=["osdcam4060", "ka-91c"],
                                 HEIGHT=3353,
                                 OBSERVE_WITHIN="kaliningrad",
                                 CELL=2000,
                                 OUTPUT=self.result)
        overflight("analyze",
                   routes,
                   "--sensor",
                   "osdcam4060",
                   "--sensor",
                   "ka-91c",
                   "--height",
                   3353,
                   "--observe-within",
                   "kaliningrad",
                   "--cell",
                   2000,
                   "-o",
                   self.direct,
                   "-q")
        for table in ("swaths", "coverage", "gaps", "coverage_by_flight"):
            self.assertEqual(rows(self.result, table), rows(self.direct, table), table)
        self.assertEqual(
            pathlib.Path(found["REVISITS_LAYER"]).read_bytes(),
            (self.direct / "revisits.tif").read_bytes())
        self.assertTrue(pathlib.Path(found["REPORT"]).is_file())
        self.assertIn("a swath in kilometres",
                      self.profile.fail("coverage", ROUTES=routes, OUTPUT=self.folder / "none"))

    def test_ground_and_sensors_of_ones_own(self):
        ground, sensor = str(self.folder / "ground.tif"), self.folder / "mine.json"
        raster = gdal.GetDriverByName("GTiff").Create(ground, 40, 40, 1, gdal.GDT_Float32)
        raster.SetGeoTransform((15, 1, 0, 80, 0, -1))
        longlat = osr.SpatialReference()
        longlat.ImportFromEPSG(4326)
        raster.SetProjection(longlat.ExportToWkt())
        raster.GetRasterBand(1).Fill(100)
        del raster
        sensor.write_text((SOURCE / "geodata/sensors/osdcam4060.json").read_text())
        routes = FLIGHTS / "kaliningrad-500.geojson"
        self.profile.run("coverage",
                         ROUTES=routes,
                         SENSOR_FILE=sensor,
                         DEM=ground,
                         JOINS="none",
                         MAX_TURN=3,
                         OUTPUT=self.result)
        overflight("analyze",
                   routes,
                   "--sensor",
                   sensor,
                   "--dem",
                   ground,
                   "--joins",
                   "none",
                   "--max-turn",
                   3,
                   "-o",
                   self.direct,
                   "-q")
        self.assertEqual(rows(self.result, "coverage"), rows(self.direct, "coverage"))

    def test_plan_that_tracks_are_compared_with(self):
        routes = FLIGHTS / "kaliningrad-500.geojson"
        alone = self.profile.run("checkroutes", ROUTES=routes, OUTPUT=self.result)
        compared = self.profile.run("checkroutes",
                                    ROUTES=routes,
                                    PLAN=FLIGHTS / "kaliningrad-1200.geojson",
                                    OUTPUT=self.folder / "compared")
        # The deviation can be asked then.
        self.assertEqual(alone["NOT_ASKED"] - compared["NOT_ASKED"], 1)
        overflight("check",
                   routes,
                   "--against",
                   FLIGHTS / "kaliningrad-1200.geojson",
                   "-o",
                   self.direct,
                   "-q",
                   accepted=(0, 1))
        self.assertEqual((self.folder / "compared/findings.geojson").read_bytes(),
                         (self.direct / "findings.geojson").read_bytes())

    def test_layers_that_are_chosen(self):
        found = self.profile.run("analyseroutes",
                                 ROUTES=FLIGHTS / "attu.geojson",
                                 LAYERS=["passages", "statistics"],
                                 OUTPUT=self.result)
        self.assertEqual({name
                          for name in found
                          if name.endswith("_LAYER")}, {"PASSAGES_LAYER", "STATISTICS_LAYER"})

    def test_errors_are_the_commands_own(self):
        routes = self.folder / "backwards.geojson"
        routes.write_text(
            json.dumps({
                "type": "FeatureCollection",
                "features": [{
                    "type": "Feature",
                    "properties": {
                        "id": "b", "coordTimes": ["2020-01-01T01:00:00Z", "2020-01-01T00:00:00Z"]
                    },
                    "geometry": {
                        "type": "LineString", "coordinates": [[20, 54], [21, 55]]
                    }
                }]
            }))
        said = overflight("analyze", routes, "-o", self.direct, "-q",
                          accepted=(2,)).stderr.strip().removeprefix("overflight: ")
        self.assertIn("times run backwards", said)
        self.assertIn(said, self.profile.fail("analyseroutes", ROUTES=routes, OUTPUT=self.result))
        self.assertIn(said, self.profile.fail("checkroutes", ROUTES=routes, OUTPUT=self.result))
        self.assertEqual(list(self.folder.iterdir()), [routes])

    def test_results_are_replaced_only_on_demand(self):
        routes = FLIGHTS / "germany.geojson"
        self.result.mkdir()  # as a dialogue makes it
        self.profile.run("checkroutes", ROUTES=routes, OUTPUT=self.result)
        self.assertIn("exists already",
                      self.profile.fail("checkroutes", ROUTES=routes, OUTPUT=self.result))
        self.profile.run("checkroutes", ROUTES=routes, OUTPUT=self.result, OVERWRITE="true")
        other = self.folder / "other"
        other.mkdir()
        (other / "letter.txt").write_text("keep me")
        said = self.profile.fail("checkroutes", ROUTES=routes, OUTPUT=other, OVERWRITE="true")
        self.assertIn("only the results of an earlier analysis are replaced", said)
        self.assertEqual((other / "letter.txt").read_text(), "keep me")

    def test_command_that_is_not_there(self):
        nowhere = str(self.folder / "nothing")
        said = self.profile.fail("checkroutes", {"OVERFLIGHT": nowhere},
                                 ROUTES=FLIGHTS / "germany.geojson",
                                 OUTPUT=self.result)
        self.assertIn(
            f"{nowhere}, which the environment variable OVERFLIGHT names, is not a program: "
            "expected the command overflight",
            said)
        said = self.profile.fail("checkroutes", {
            "OVERFLIGHT": "", "PATH": nowhere
        },
                                 ROUTES=FLIGHTS / "germany.geojson",
                                 OUTPUT=self.result)
        self.assertIn(
            "The command overflight was not found. Install it, then put it on the PATH", said)


if __name__ == "__main__":
    unittest.main()
