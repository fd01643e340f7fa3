#!/usr/bin/python3
# Tests: src/cli/known_heights.c src/cli/check_input.c src/batch/identity.c src/batch/request.c
# Tests: src/batch/block.c src/output/summary.c src/input/vertical_source.c
"""`overflight analyze --dem --qnh --temperature`: what `check` finds, however the work is divided;
and the geoid of PROJ, which both ask unbidden."""
import collections
import json
import os
import pathlib
import random
import shutil
import struct
import subprocess
import tempfile
import unittest

from support.case import COMMAND, feature, square
from support.proj import alone

KNOWN = ("--qnh", "1008:1015", "--temperature", "-5:10")
PRJ = ('GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
       'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]')


def collection(path, features):
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def write_dem(path, more=0):
    """From 0 to 4 degrees east and 50 to 52 north: hills up to 2,000 m, unknown in some places."""
    draw = random.Random(9)
    rows = [" ".join("-9999" if draw.random() < 0.002 else f"{draw.uniform(0, 2000) + more:.1f}"
                     for _ in range(200)) for _ in range(100)]
    path.write_text("ncols 200\nnrows 100\nxllcorner 0\nyllcorner 50\ncellsize 0.02\n"
                    "NODATA_value -9999\n" + "\n".join(rows) + "\n")
    path.with_suffix(".prj").write_text(PRJ)


def write_grid(folder, height):
    """A geoid as high everywhere, in the format GTX, and no other."""
    environment = alone(folder)
    head = struct.pack(">4d2i", -90, -180, 10, 10, 19, 36)
    (folder / "egm96_15.gtx").write_bytes(head + struct.pack(">f", height) * (19 * 36))
    return environment


class KnownHeights(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(holder.cleanup)
        cls.folder = pathlib.Path(holder.name)
        write_dem(cls.folder / "dem.asc")
        layers = (("GND", "600 M AGL"), ("FL60", "FL100"), ("2000 M HAE", "UNL"),
                  ("FL40", "1500 M AGL"), ("GND", "1000 FT AGL"), ("900 M MSL", "FL50"))
        collection(cls.folder / "zones.geojson", [
            square(0.2 + 0.6 * i, 50.2, 0.7 + 0.6 * i, 51.8, id=f"zone {i}", prohibited=True,
                   floor=floor, ceiling=ceiling) for i, (floor, ceiling) in enumerate(layers)
        ] + [square(0, 50, 4, 52, id="all", min_altitude_m=150, altitude_reference="AGL")])
        draw = random.Random(4)
        routes = []
        for number in range(60):
            height = draw.uniform(300, 4500)
            routes.append(feature("LineString", [
                [draw.uniform(0.1, 3.9), draw.uniform(50.1, 51.9),
                 height + draw.uniform(-200, 200)] for _ in range(3)], id=f"route {number}"))
        collection(cls.folder / "routes.geojson", routes)

    def run_command(self, *arguments, status=0, environment=None):
        run = subprocess.run([COMMAND, *map(str, arguments)], capture_output=True, encoding="utf-8",
                             cwd=self.folder, env={**os.environ, **(environment or {})},
                             check=False)
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return run

    def call(self, name, *arguments, **more):
        return self.run_command("analyze", "routes.geojson", "--zones", "zones.geojson", "--rules",
                                "zones", "-q", "-o", name, *arguments, **more)

    def analyze(self, *arguments, **more):
        name = self.name()
        self.call(name, *arguments, **more)
        return self.folder / name

    def name(self):
        name = tempfile.mkdtemp(dir=self.folder)
        shutil.rmtree(name)
        return pathlib.Path(name).name

    def bytes_of(self, folder):
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir())
                if path.name != "summary.json"}

    def findings(self, folder):
        features = json.loads((folder / "findings.geojson").read_text())["features"]
        return collections.Counter((f["properties"]["route_id"], f["properties"]["rule"],
                                    f["properties"]["message"]) for f in features)

    def summary(self, folder):
        return json.loads((folder / "summary.json").read_text())

    def test_as_check_finds(self):
        for known in ((), ("--dem", "dem.asc"), KNOWN, ("--dem", "dem.asc", *KNOWN)):
            found = self.findings(self.analyze(*known, "--jobs", 2))
            run = self.run_command("check", "routes.geojson", "--zones", "zones.geojson", "--rules",
                                   "zones", "--json", *known, status=1)
            wanted = collections.Counter(
                (route["route_id"], f["rule"], f["message"])
                for route in json.loads(run.stdout)["routes"] for f in route["findings"])
            self.assertEqual(found, wanted, known)

    def test_more_is_decided(self):
        open_m = []
        for known in (), ("--dem", "dem.asc"), ("--dem", "dem.asc", *KNOWN):
            folder = self.analyze(*known, "--layers", "findings")
            features = json.loads((folder / "findings.geojson").read_text())["features"]
            open_m.append(sum(f["properties"]["to_m"] - f["properties"]["from_m"]
                              for f in features if f["properties"]["judged"] == "no"))
        self.assertGreater(open_m[0], 1.5 * open_m[1])
        self.assertGreater(open_m[1], 1.1 * open_m[2])

    def test_however_it_is_divided(self):
        known = ("--dem", "dem.asc", *KNOWN)
        whole = self.analyze(*known, "--jobs", 1)
        self.assertEqual(self.bytes_of(self.analyze(*known, "--jobs", 3)), self.bytes_of(whole))
        parts = self.name()
        for shard in (2, 1, 3):
            self.call(parts, *known, "--shard", f"{shard}/3", "--jobs", 2)
        merged = self.name()
        self.run_command("merge", *sorted((self.folder / parts).glob("part-*")), "-o", merged, "-q")
        self.assertEqual(self.bytes_of(self.folder / merged), self.bytes_of(whole))
        of_merged, of_whole = self.summary(self.folder / merged), self.summary(whole)
        for member in ("heights", "inputs", "totals", "judged_by"):
            self.assertEqual(of_merged[member], of_whole[member])

    def test_summary(self):
        path = self.name()
        self.run_command("check", "routes.geojson", "--zones", "zones.geojson", "--rules", "zones",
                         "-q", "--dem", "dem.asc", *KNOWN, "-o", path, status=1)
        for folder in (self.folder / path, self.analyze("--dem", "dem.asc", *KNOWN)):
            summary = self.summary(folder)
            heights, inputs = summary["heights"], summary["inputs"]
            self.assertEqual((heights["ground_error_m"], heights["qnh_hpa"],
                              heights["temperature_c"]), (16, [1008, 1015], [-5, 10]))
            self.assertEqual([file["file"] for file in inputs["dem"]], ["dem.asc"])
            self.assertEqual(len(inputs["dem"][0]["sha256"]), 64)
            self.assertEqual([summary["options"][name] for name in ("qnh", "temperature")],
                             ["1008:1015", "-5:10"])
        summary = self.summary(self.analyze())
        self.assertEqual([summary["heights"][name]
                          for name in ("ground_error_m", "qnh_hpa", "temperature_c")], [None] * 3)
        self.assertNotIn("dem", summary["inputs"])
        # Without rules volumes are compared all the same, unless only outlines count.
        for more, compares in (("--dem", "dem.asc"), True), (("--dem", "dem.asc", "--flat"), False):
            path = self.name()
            self.run_command("analyze", "routes.geojson", "--zones", "zones.geojson", "-q", "-o",
                             path, *more)
            summary = self.summary(self.folder / path)
            self.assertEqual(["heights" in summary, "dem" in summary["inputs"]], [compares] * 2)

    def test_another_batch(self):
        """What has changed is noticed by --resume, and when parts are merged."""
        known = ("--dem", "dem.asc", *KNOWN)
        parts, dem = self.name(), self.folder / "other.asc"
        self.call(parts, *known, "--shard", "1/2")
        self.call(parts, *known, "--shard", "1/2", "--resume")
        for other, said in ((("--dem", "dem.asc", "--qnh", "1008:1016", *KNOWN[2:]), "(qnh)"),
                            (("--dem", "dem.asc", *KNOWN[:2], "--temperature", "0"),
                             "(temperature)"), (KNOWN, "(dem)")):
            run = self.call(parts, *other, "--shard", "1/2", "--resume", status=2)
            self.assertIn(f"the options have changed {said}", run.stderr)
        write_dem(dem)
        parts = self.name()
        self.call(parts, "--dem", dem.name, "--shard", "1/2")
        write_dem(dem, 1)
        run = self.call(parts, "--dem", dem.name, "--shard", "1/2", "--resume", status=2)
        self.assertIn("other.asc has changed", run.stderr)
        self.call(parts, "--dem", dem.name, "--shard", "2/2")
        run = self.run_command("merge", *sorted((self.folder / parts).glob("part-*")), "-o",
                               self.name(), status=2)
        self.assertIn("other.asc has changed", run.stderr)

    def test_geoid(self):
        low = write_grid(self.folder / self.name(), -50)
        high = write_grid(self.folder / self.name(), 50)
        none = alone(self.folder / self.name())
        collection(self.folder / "hae.geojson", [
            square(0, 50, 4, 52, id="hae", prohibited=True, floor="2000 M HAE", ceiling="UNL")])
        collection(self.folder / "level.geojson", [
            feature("LineString", [[-1, 51, height], [5, 51, height]], id=f"at {height}")
            for height in (1940, 1944, 1946, 1954, 1956, 2010, 2044, 2046, 2054, 2056)])
        base = ("level.geojson", "--zones", "hae.geojson", "--rules", "zones")
        # Over the ellipsoid a flight is as much higher as the geoid is high, give or take 5 m.
        for environment, outside, inside in ((low, 2044, 2056), (high, 1944, 1956),
                                             (none, 1910, 2108)):
            run = self.run_command("check", *base, "--json", status=1 if inside < 2108 else 4,
                                   environment=environment)
            for route in json.loads(run.stdout)["routes"]:
                height = int(route["route_id"].split()[1])
                self.assertEqual(route["verdict"], "complies" if height <= outside else "violates"
                                 if height >= inside else "undecided", (height, environment))
            folder = self.name()
            self.run_command("analyze", *base, "-q", "-o", folder, "--formats", "csv,geojson",
                             environment=environment)
            self.assertEqual(
                [f[2] for f in self.findings(self.folder / folder).elements()],
                [f["message"] for route in json.loads(run.stdout)["routes"]
                 for f in route["findings"]])
            summary = self.summary(self.folder / folder)
            if environment is none:
                self.assertNotIn("geoid", summary["inputs"])
                self.assertIsNone(summary["heights"]["geoid_error_m"])
                said = self.run_command("check", *base, status=4, environment=none).stdout
                self.assertIn("add the height of the geoid (PROJ's us_nga_egm96_15.tif or "
                              "us_nga_egm08_25.tif)", " ".join(said.split()))
            else:
                (file,) = summary["inputs"]["geoid"]
                self.assertEqual(file["file"], "egm96_15.gtx")
                self.assertEqual(summary["heights"]["geoid_error_m"], 5)
        parts = self.name()
        self.run_command("analyze", *base, "-q", "-o", parts, "--shard", "1/2", environment=low)
        run = self.run_command("analyze", *base, "-q", "-o", parts, "--shard", "1/2", "--resume",
                               environment=high, status=2)
        self.assertIn("egm96_15.gtx has changed", run.stderr)

    def test_kept(self):
        """A figure over another reference is a bound, and says so."""
        collection(self.folder / "high.geojson",
                   [feature("LineString", [[0.5, 51, 4000], [1.5, 51, 4000]], id="high")])
        collection(self.folder / "over.geojson", [
            square(0, 50, 4, 52, id="agl", min_altitude_m=150, altitude_reference="AGL"),
            square(0, 50, 4, 52, id="top", max_altitude_m=6000, altitude_reference="AGL"),
            square(0, 50, 4, 52, id="sea", min_altitude_m=150, altitude_reference="MSL")])
        base = ("check", "high.geojson", "--zones", "over.geojson", "--rules", "zones", "--dem",
                "dem.asc")
        run = self.run_command(*base, "--json")
        (route,) = json.loads(run.stdout)["routes"]
        kept = {f["zone_id"]: f for f in route["kept"]}
        self.assertEqual([kept["sea"][name] for name in ("measured", "least", "most")],
                         [4000, None, None])
        agl, top = kept["agl"], kept["top"]
        self.assertEqual((agl["measured"], top["measured"]), (agl["least"], top["most"]))
        self.assertLess(agl["least"] + 16, agl["most"])
        self.assertAlmostEqual(agl["margin"], agl["measured"] - 150)
        self.assertAlmostEqual(top["margin"], 6000 - top["measured"])
        figures = [f"{round(agl[name], 3):.10g}" for name in ("measured", "margin")]
        self.assertEqual(agl["message"], f"at least {figures[0]} m AGL, as far as known; the "
                         f"lowest allowed is 150 m AGL: at least {figures[1]} m are left")
        self.assertIn("at most ", top["message"])
        self.assertNotIn("at least 4000", kept["sea"]["message"])
        said = " ".join(self.run_command(*base, "--all").stdout.split())
        self.assertIn(f"at least {figures[0]} m AGL", said)

    def test_with_sensors(self):
        # The raster is the rules' where the sensors have a height of their own.
        rows = self.bytes_of(self.analyze("--dem", "dem.asc", "--layers", "findings"))
        swath = ("--swath-km", 5, "--height", 3000)
        self.assertEqual(self.bytes_of(self.analyze("--dem", "dem.asc", *swath, "--layers",
                                                    "findings")), rows)
        run = self.run_command("analyze", "routes.geojson", "--zones", "zones.geojson", "-o",
                               self.name(), "--dem", "dem.asc", *swath, status=2)
        self.assertIn("found both", run.stderr)

    def test_refused(self):
        for option, value, said in (
                ("--qnh", "1020:1010", "found '1020:1010'"), ("--qnh", "29.92", "from 800 to 1100"),
                ("--temperature", "300", "-100 to 60"), ("--temperature", "10:-10", "'10:-10'"),
                ("--dem", "none.tif", "none.tif: cannot be opened as a raster of heights")):
            of_analyze = self.call(self.name(), option, value, status=2).stderr
            of_check = self.run_command("check", "routes.geojson", "--zones", "zones.geojson",
                                        option, value, status=2).stderr
            self.assertIn(said, of_analyze)
            self.assertEqual(of_analyze.replace("analyze", "check"), of_check)


if __name__ == "__main__":
    unittest.main()
