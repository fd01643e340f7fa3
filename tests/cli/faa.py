#!/usr/bin/python3
# Tests: src/gdal/attributes.c src/input/source/layer_choice.c src/input/json/json_feature.c
# Tests: src/input/almanac/zone_times.c src/input/rules/volumes.c
"""The FAA's special use and class airspace, as GeoJSON and Shapefile: key, limits, times."""
import csv
import json
import subprocess
import unittest

from osgeo import gdal

from support.case import COMMAND, Case, feature

RING = [[-118, 36], [-117, 36], [-117, 35], [-118, 35], [-118, 36]]


def special(name="R-1", **members):
    return feature("Polygon", [RING], **{
        "OBJECTID": 1, "GLOBAL_ID": "5F02297F-7DF5-478E-B876-C758B6E4B910", "NAME": name,
        "TYPE_CODE": "R", "CLASS": None, "UPPER_DESC": "TI", "UPPER_VAL": "18000",
        "UPPER_UOM": "FT", "UPPER_CODE": "MSL", "LOWER_DESC": None, "LOWER_VAL": "1200",
        "LOWER_UOM": "FT", "LOWER_CODE": "MSL", "TIMESOFUSE": "0700 - 1800, MON - FRI",
        "GMTOFFSET": "-8", "DST_CODE": "0", **members})


class Faa(Case):
    def shapefile(self, *features):
        gdal.UseExceptions()
        path = self.folder / "airspace.shp"
        source = self.write("source.geojson", *features)
        made = gdal.VectorTranslate(str(path), source, format="ESRI Shapefile",
                                    layerCreationOptions=["ENCODING=UTF-8"])
        self.assertEqual(made.GetLayer(0).GetFeatureCount(), len(features))
        return str(path)

    def both(self, *features):
        """In each container, with and without numbers of the features' own."""
        for item in features:
            item.pop("id", None)
        yield self.write("airspace.geojson", *features)
        yield self.write("numbered.geojson",
                         *(item | {"id": k} for k, item in enumerate(features, 1)))
        yield self.shapefile(*features)

    def zones(self, path):
        run = subprocess.run([COMMAND, "zones", "list", "--json", "--zones", path],
                             capture_output=True, encoding="utf-8")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertNotIn("not understood", run.stderr)
        return json.loads(run.stdout)

    def test_key(self):
        """GLOBAL_ID names a zone, as NAME is that of several."""
        features = special(), special(GLOBAL_ID="{8A}"), special(GLOBAL_ID=None)
        for path in self.both(*features):
            ids = [zone["id"] for zone in self.zones(path)]
            self.assertEqual(ids[:2], [features[0]["properties"]["GLOBAL_ID"], "{8A}"])
            self.assertEqual([zone["name"] for zone in self.zones(path)], ["R-1"] * 3)
        own = feature("Polygon", [RING], id="own", GLOBAL_ID="not this")
        self.assertEqual(self.zones(self.write("own.geojson", own))[0]["id"], "own")

    def test_ends_that_are_excluded(self):
        """TNI, "to but not including", is told, once for a file."""
        for path in self.both(special(UPPER_DESC="TNI"), special(GLOBAL_ID="b", UPPER_DESC="TNI"),
                              special(GLOBAL_ID="c")):
            run = subprocess.run([COMMAND, "check", self.flights(), "--zones", path],
                                 capture_output=True, encoding="utf-8")
            told = run.stdout + run.stderr
            self.assertEqual(told.count("2 zones have a limit that does not belong to them"), 1,
                             told)
        run = subprocess.run([COMMAND, "check", self.flights(), "--zones",
                              self.write("included.geojson", special())],
                             capture_output=True, encoding="utf-8")
        self.assertNotIn("does not belong", run.stdout + run.stderr)

    def flights(self):
        """Below, within, above; and within at another time. 1 May 2026 is a Friday; 10:00 there is
        18:00 UTC."""
        made = []
        for k, (height, time) in enumerate([(200, "01T18"), (3000, "01T18"), (6000, "01T18"),
                                            (3000, "02T18"), (3000, "01T12")]):
            made.append(feature("LineString", [[-118.5, 35.5, height], [-116.5, 35.6, height]],
                                id=f"f{k}", coordTimes=[f"2026-05-{time}:00:00Z",
                                                        f"2026-05-{time}:30:00Z"]))
        return self.write("flights.geojson", *made)

    def rows(self, zones):
        run = subprocess.run([COMMAND, "analyze", self.flights(), "--zones", zones, "--force", "-q",
                              "--formats", "csv", "-o", self.folder / "out"],
                             capture_output=True, encoding="utf-8")
        self.assertEqual(run.returncode, 0, run.stderr)
        with open(self.folder / "out" / "statistics.csv", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def test_limits_and_times(self):
        """As of a zone whose floor, ceiling and times are its attributes in our own words."""
        key = "5F02297F-7DF5-478E-B876-C758B6E4B910"
        ours = self.write("ours.geojson", feature(
            "Polygon", [RING], id=key, floor="1200 ft MSL", ceiling="18000 ft MSL",
            active="Mo-Fr 15:00-02:00 UTC"))
        expected = self.rows(ours)
        self.assertEqual([float(row["within_m"]) > 0 for row in expected],
                         [False, True, False, False, False])
        for path in self.both(special()):
            self.assertEqual(self.rows(path), expected)

    def test_ends(self):
        """Without end, from the ground, and flight levels."""
        for members, heights in (
                ({"UPPER_VAL": "-9998", "UPPER_UOM": None, "UPPER_CODE": "UNLTD",
                  "LOWER_VAL": "200", "LOWER_UOM": "FL", "LOWER_CODE": "STD"}, (3000, 9000)),
                ({"LOWER_VAL": "0", "LOWER_CODE": "SFC", "UPPER_VAL": "12000"}, (5000, 1000))):
            members |= {"TIMESOFUSE": "CONTINUOUS", "TYPE_CODE": "P"}
            for path in self.both(special(**members)):
                verdicts = [self.check(path, height) for height in heights]
                self.assertEqual(verdicts, [0, 1], members)

    def check(self, zones, height):
        route = self.write("route.geojson", feature(
            "LineString", [[-118.5, 35.5, height], [-116.5, 35.5, height]], id="f",
            coordTimes=["2026-05-01T10:00:00Z", "2026-05-01T11:00:00Z"]))
        return subprocess.run([COMMAND, "check", route, "--zones", zones, "--rules",
                               "airspace-vfr"], capture_output=True).returncode

    def test_class(self):
        """Class airspace has its times in WKHR_CODE; a tower that closes makes it unsure."""
        parts = {"TYPE_CODE": "CLASS", "LOCAL_TYPE": "CLASS_B", "CLASS": "B", "TIMESOFUSE": None,
                 "UPPER_VAL": "10000", "LOWER_CODE": "SFC", "LOWER_VAL": "0"}
        for code, certain in (("H24", True), ("NOTAM", False)):
            for path in self.both(special(**parts, WKHR_CODE=code, WKHR_RMK=None)):
                row = self.rows(path)[0]
                self.assertEqual(float(row["within_m"]) > 0, certain)
                self.assertGreater(float(row["within_at_most_m"]), 90000)


if __name__ == "__main__":
    unittest.main()
