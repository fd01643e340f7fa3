#!/usr/bin/python3
# Tests: src/cli/map.c src/output/maps.c src/output/remake.c src/output/map/
# Tests: src/output/formats/dataset.c src/output/finish.c
"""`overflight map DIR`, and what `analyze` makes of maps: which files there are, that they are the
same however they were made, and what is said where they cannot be."""
import json
import pathlib
import shutil
import sqlite3
import subprocess
import unittest

from osgeo import ogr

from support.case import COMMAND, DATA, Case, feature, square

ogr.UseExceptions()
FLIGHTS = [str(path) for path in sorted((DATA / "flights").glob("*.geojson"))]
MAPS = {"analysis.gpkg", "analysis.qgz", "report.html"}
# The layers of the package, with what OGR calls their geometry.
TYPES = {
    "routes": "3D Multi Line String",
    "zones": "Multi Polygon",
    "passages": "3D Multi Line String",
    "crossings": "3D Point",
    "nearest": "Multi Line String",
    "findings": "3D Point",
    "finding_stretches": "3D Multi Line String",
    "fixes": "Point",
    "places": "Point",
    "land": "Multi Polygon",
    "boundaries": "Multi Line String",
    "statistics": "None",
    "occupancy": "None",
    "layer_styles": "None"
}


class Maps(Case):
    def overflight(self, *arguments, status=0):
        ran = subprocess.run([COMMAND, *map(str, arguments)],
                             cwd=self.folder,
                             capture_output=True,
                             text=True)
        self.assertEqual(ran.returncode, status, ran.stderr)
        return ran.stderr

    def analyze(self, name="result", *options, routes=FLIGHTS):
        self.overflight("analyze", *routes, "-o", name, "-q", *options)
        return self.folder / name

    def files(self, folder):
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    def same(self, one, other):
        """Of two such dictionaries; a message with all bytes in it would take minutes to make."""
        self.assertIn("summary.json", one)
        self.assertEqual([name for name in one if len(one[name]) == 0], [])
        self.assertEqual(sorted(one), sorted(other))
        self.assertEqual([name for name in one if one[name] != other[name]], [])

    def listed(self, folder):
        return {file["file"] for file in json.loads((folder / "summary.json").read_text())["files"]}

    def styles(self, folder):
        """The layers that could have a style beside them."""
        return {path.with_suffix(".qml").name for path in folder.glob("*.geojson")}

    def rows(self, folder, layer):
        """Of the package, with times and numbers as they are printed."""
        source = ogr.Open(str(folder / "analysis.gpkg"))
        return [feature.ExportToJson() for feature in source.GetLayerByName(layer)]

    def test_which_files(self):
        every = self.analyze()
        self.assertEqual(len(self.styles(every)), 5)
        self.assertLessEqual(MAPS | self.styles(every), set(self.files(every)))
        self.assertEqual(set(self.files(every)) - {"summary.json"}, self.listed(every))
        some = self.analyze("some", "--layers", "routes,zones")
        self.assertFalse(MAPS & set(self.files(some)))
        page = self.analyze("page", "--formats", "html")
        self.assertEqual(set(self.files(page)), {"report.html", "summary.json"})
        package = self.analyze("package", "--layers", "routes", "--formats", "gpkg")
        self.assertEqual(set(self.files(package)),
                         {"analysis.gpkg", "analysis.qgz", "summary.json"})

    def test_the_package(self):
        folder = self.analyze("result", "--rules", "national-measures")
        source = ogr.Open(str(folder / "analysis.gpkg"))
        layers = [source.GetLayer(i) for i in range(source.GetLayerCount())]
        self.assertEqual(
            {
                layer.GetName(): ogr.GeometryTypeToName(layer.GetGeomType())
                for layer in layers
                if layer.GetName() != "qgis_projects"
            },
            TYPES)
        self.assertEqual(
            {
                name: source.GetLayerByName(name).GetFeatureCount()
                for name in ("routes", "zones", "passages", "crossings")
            }, {
                "routes": 7, "zones": 6, "passages": 38, "crossings": 72
            })
        for layer in layers:
            # Occupancy's rows are of times, which the flights have; only zones that were never near
            # are not there.
            self.assertGreater(layer.GetFeatureCount(), 0, layer.GetName())
            wanted = layer.GetGeomType()
            self.assertTrue(
                all(f.GetGeometryRef().GetGeometryType() == wanted
                    for f in layer
                    if wanted != ogr.wkbNone and f.GetGeometryRef()))
        self.assertIn("analyze", source.GetMetadataItem("COMMAND"))
        self.assertEqual(
            json.loads(source.GetMetadataItem("OVERFLIGHT_totals"))["routes"], len(FLIGHTS))
        database = sqlite3.connect(folder / "analysis.gpkg")
        ask = lambda sql: database.execute(sql).fetchall()
        self.assertEqual(ask("PRAGMA integrity_check"), [("ok",)])
        self.assertEqual(
            ask("SELECT count(*) FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index'"),
            [(9,)])
        self.assertEqual(
            ask("SELECT table_name FROM gpkg_contents WHERE identifier IS NULL"
                " OR description IS NULL OR description = ''"), [])
        # Every column of the analysis is described; those that come from the source are the
        # source's.
        described = set(
            ask("SELECT table_name, column_name FROM gpkg_data_columns WHERE description <> ''"))
        columns = {(t, c)
                   for t in ("passages",
                             "crossings",
                             "findings",
                             "finding_stretches",
                             "statistics",
                             "occupancy")
                   for _,
                   c,
                   *_ in ask(f"PRAGMA table_info({t})")
                   if c not in ("fid", "geom")}
        self.assertGreater(len(columns), 50)
        self.assertLessEqual(columns, described)
        self.assertEqual(ask("SELECT name FROM qgis_projects"), [("analysis",)])
        content = bytes.fromhex(ask("SELECT content FROM qgis_projects")[0][0])
        self.assertTrue(content == (folder / "analysis.qgz").read_bytes())

    def test_findings_are_points_and_stretches(self):
        folder = self.analyze("result", "--rules", "national-measures")
        written = json.loads((folder / "findings.geojson").read_text())["features"]
        points, lines = ([json.loads(row) for row in self.rows(folder,
                layer)] for layer in ("findings", "finding_stretches"))
        self.assertEqual(len(points), len(written))
        stretches = [f for f in written if f["geometry"]["type"] != "Point"]
        self.assertTrue(stretches)
        self.assertEqual([f["properties"]["message"] for f in lines],
                         [f["properties"]["message"] for f in stretches])
        for point, place in zip(points, written):
            first = place["geometry"]["coordinates"]
            while isinstance(first[0], list):
                first = first[0]
            for axis in (0, 1):
                self.assertAlmostEqual(point["geometry"]["coordinates"][axis],
                                       first[axis],
                                       places=8)

    def test_made_again(self):
        folder = self.analyze("result",
                              "--rules",
                              "national-measures",
                              "--sensor",
                              "osdcam4060",
                              "--height",
                              "3353")
        before = self.files(folder)
        self.overflight("map", "result")
        self.same(self.files(folder), before)
        # Without the package, from the files in text; with what these round.
        self.assertLessEqual(MAPS, set(before))
        exact = {layer: self.rows(folder, layer) for layer in ("findings", "land", "boundaries")}
        self.assertTrue(all(exact.values()))
        (folder / "analysis.gpkg").unlink()
        (folder / "report.html").unlink()
        self.overflight("map", "result")
        self.assertEqual(set(self.files(folder)), set(before))
        self.assertTrue(self.files(folder)["summary.json"] == before["summary.json"])
        for layer in ("land", "boundaries"):
            self.assertTrue(self.rows(folder, layer) == exact[layer], layer)
        self.assertEqual(
            [json.loads(row)["properties"]["message"] for row in self.rows(folder, "findings")],
            [json.loads(row)["properties"]["message"] for row in exact["findings"]])

    def test_of_every_format(self):
        for formats in ("geojson,csv", "geojsonseq", "fgb", "csv", "gpkg"):
            folder = self.analyze(formats.partition(",")[0], "--formats", formats)
            self.overflight("map", folder)
            self.assertLessEqual(MAPS, set(self.files(folder)))
            source = ogr.Open(str(folder / "analysis.gpkg"))
            self.assertEqual(
                {
                    name: source.GetLayerByName(name).GetFeatureCount()
                    for name in ("routes", "passages", "crossings", "statistics")
                },
                {
                    "routes": 7,
                    "passages": 38,
                    "crossings": 72,
                    "statistics": source.GetLayerByName("statistics").GetFeatureCount()
                },
                formats)
            self.assertEqual(
                sum(
                    len(f.GetGeometryRef().GetPoints() or [0]) if f.GetGeometryRef().
                    GetGeometryCount() == 0 else 1 for f in source.GetLayerByName("crossings")),
                72,
                formats)
            # What was made belongs to the analysis, which can be replaced.
            self.overflight("analyze", FLIGHTS[0], "-o", folder, "-q", "--force")

    def test_parts_make_the_same_maps(self):
        whole = self.files(self.analyze("whole", "--jobs", "4"))
        self.assertLessEqual(MAPS, set(whole))
        self.assertEqual(len(self.rows(self.folder / "whole", "passages")), 38)
        for k in (1, 2, 3):
            self.overflight("analyze",
                            *FLIGHTS,
                            "-o",
                            "parts",
                            "-q",
                            "--jobs",
                            "1",
                            "--shard",
                            f"{k}/3")
        self.overflight("merge", *sorted((self.folder / "parts").iterdir()), "-o", "merged", "-q")
        self.same(self.files(self.folder / "merged"), whole)

    def test_the_verdict_and_the_restriction(self):
        folder = self.analyze("result", "--rules", "national-measures")
        verdicts = {
            f["properties"]["route_id"]: f["properties"]["verdict"]
            for f in json.loads((folder / "routes.geojson").read_text())["features"]
        }
        findings = [
            f["properties"]
            for f in json.loads((folder / "findings.geojson").read_text())["features"]
        ]
        self.assertEqual(len(verdicts), len(FLIGHTS))
        for route, verdict in verdicts.items():
            severities = {f["severity"] for f in findings if f["route_id"] == route}
            self.assertEqual(
                verdict,
                "violates" if "violation" in severities else
                "undecided" if "undecided" in severities else "complies")
        self.assertEqual(verdicts["georgia"], "violates")
        zones = {
            f["properties"]["zone_id"]: f["properties"]
            for f in json.loads((folder / "zones.geojson").read_text())["features"]
        }
        self.assertEqual({zone: (p["restriction"], p["status"])
                          for zone, p in zones.items()},
                         {
                             "alaska": ("none", None),
                             "chukotka": ("none", None),
                             "georgia-strip": ("prohibited", "disputed"),
                             "hawaii": ("max_distance", "disputed"),
                             "kaliningrad": ("max_distance", "disputed"),
                             "moscow": ("min_altitude", "lifted")  # approached only
                         })
        # What a zone does not say itself is seen from its limits.
        mine = self.write("mine.geojson",
                          square(0, 0, 1, 1, id="a", prohibited=True),
                          square(2, 0, 3, 1, id="b", standoff_km=10),
                          square(4, 0, 5, 1, id="c", prohibited=True, max_distance_km=5),
                          square(6, 0, 7, 1, id="d", prohibited=False),
                          square(8, 0, 9, 1, id="e", restrictions=[{
                              "kind": "prohibited"
                          }]))
        route = self.write("route.geojson", feature("LineString", [[-1, 0.5], [10, 0.5]], id="r"))
        folder = self.analyze("mine", "--zones", mine, routes=[route])
        zones = [
            f["properties"] for f in json.loads((folder / "zones.geojson").read_text())["features"]
        ]
        self.assertEqual([(p["zone_id"], p["restriction"]) for p in zones],
                         [("a", "prohibited"), ("b", "standoff"), ("c", "several"), ("d", "none"),
                          ("e", "prohibited")])

    def test_without_a_base_map(self):
        data = self.folder / "data"
        shutil.copytree(DATA, data, ignore=shutil.ignore_patterns("basemap"))
        ran = subprocess.run([COMMAND, "analyze", FLIGHTS[0], "-o", "result", "-q"],
                             cwd=self.folder,
                             env={"OVERFLIGHT_DATA": str(data)},
                             capture_output=True,
                             text=True)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertEqual(self.rows(self.folder / "result", "land"), [])

    def test_what_cannot_be_mapped(self):
        self.assertIn("nowhere: expected the directory of an analysis, found nothing",
                      self.overflight("map", "nowhere", status=2))
        (self.folder / "other").mkdir()
        self.assertIn("other: expected the directory of an analysis",
                      self.overflight("map", "other", status=2))
        self.assertEqual(list((self.folder / "other").iterdir()), [])
        table = self.analyze("table", "--layers", "statistics")
        before = self.files(table)
        self.assertIn("no layer that could be mapped", self.overflight("map", "table", status=2))
        self.same(self.files(table), before)
        broken = self.analyze("broken", "--layers", "routes")
        (broken / "routes.geojson"
         ).write_text('{"type": "FeatureCollection", "features": [{"type": "Feature"')
        before = self.files(broken)
        self.assertIn("routes.geojson", self.overflight("map", "broken", status=2))
        self.same(self.files(broken), before)
        self.assertIn("expected the directory of one analysis, found none",
                      self.overflight("map", status=2))
        self.assertIn("'--zone' needs a picture: add '--output FILE.png'",
                      self.overflight("map", "table", "--zone", "x", status=2))
        self.assertIn("1600x1000",
                      self.overflight("map", "table", "--png", "x.png", "--size", "5x5", status=2))


if __name__ == "__main__":
    unittest.main()
