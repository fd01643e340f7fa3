#!/usr/bin/python3
# Tests: src/cli/check.c src/cli/option_type.c src/cli/failure.c src/analysis/meet/heights.c
# Tests: src/analysis/check/doubts.c src/analysis/check/kind_altitude.c src/input/terrain.c
"""`overflight check --dem --qnh --temperature`: heights over ground, sea and pressure."""
import json
import subprocess
import unittest

from support.case import COMMAND, Case, feature


class Heights(Case):
    def zone(self, **properties):
        return self.write("zone.geojson",
                          feature("Polygon", [[[0, -1], [1, -1], [1, 1], [0, 1], [0, -1]]],
                                  id="zone", **properties))

    def route(self, *positions):
        return self.write("route.geojson", feature("LineString", list(positions), id="route"))

    def level(self, height):
        return self.route([-1, 0, height], [2, 0, height])

    def terrain(self, hole=False):
        """Cells of 0.1 degrees: 500 m, and 1,500 m from 0.5 degrees east on; perhaps unknown from
        0.1 to 0.2 degrees east."""
        path = self.folder / "dem.asc"
        row = ["500"] * 25 + ["1500"] * 25
        if hole:
            row[21] = "-9999"
        path.write_text("ncols 50\nnrows 40\nxllcorner -2\nyllcorner -2\ncellsize 0.1\n"
                        "NODATA_value -9999\n" + (" ".join(row) + "\n") * 40)
        path.with_suffix(".prj").write_text(
            'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
            'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]')
        return path

    def check(self, zone, route, *arguments, status):
        run = subprocess.run([COMMAND, "check", route, "--zones", zone, "--rules", "zones",
                              *map(str, arguments)], capture_output=True, encoding="utf-8")
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return run.stdout

    def findings(self, zone, route, *arguments, status):
        said = json.loads(self.check(zone, route, "--json", *arguments, status=status))
        return [f for f in said["routes"][0]["findings"] if f["rule"] != "nothing-judged"]

    def test_ground(self):
        zone = self.zone(prohibited=True, floor="GND", ceiling="300 M AGL")
        said = self.check(zone, self.level(1200), status=4)
        self.assertIn("add the heights of the ground (--dem)", " ".join(said.split()))
        # From 1,200 m the hill of 1,500 m is reached where the ground rises from 500 m at 0.45
        # degrees: within the cell the heights of both its ends count.
        found = self.findings(zone, self.level(1200), "--dem", self.terrain(), status=1)
        (doubt,), (violation,) = ([f for f in found if f["judged"] == judged]
                                  for judged in (False, True))
        self.assertAlmostEqual(doubt["from"]["lon"], 0.45, delta=0.1)
        self.assertAlmostEqual(violation["from"]["lon"], 0.55, delta=0.1)
        self.assertAlmostEqual(violation["to"]["lon"], 1, places=6)
        self.assertEqual(self.findings(zone, self.level(1817), "--dem", self.terrain(), status=0),
                         [])

    def test_holes(self):
        zone = self.zone(prohibited=True, floor="GND", ceiling="300 M AGL")
        (found,) = self.findings(zone, self.level(2000), "--dem", self.terrain(True), status=4)
        self.assertAlmostEqual(found["from"]["lon"], 0.05, delta=0.11)
        self.assertAlmostEqual(found["to"]["lon"], 0.25, delta=0.11)
        # What is higher than any ground needs none.
        self.assertEqual(self.findings(zone, self.level(9200), "--dem", self.terrain(True),
                                       status=0), [])

    def test_limit(self):
        zone = self.zone(min_altitude_m=300, altitude_reference="AGL")
        (found,) = self.findings(zone, self.level(1200), status=4)
        self.assertIsNone(found["measured"])
        found = self.findings(zone, self.level(1200), "--dem", self.terrain(), status=1)
        below = [f for f in found if f["judged"]]
        self.assertEqual([f["measured"] for f in below], [1200 - 1500 + 16])
        self.assertIn("lowest, at most -284 m AGL", below[0]["message"])
        self.assertEqual(self.findings(zone, self.level(1900), "--dem", self.terrain(), status=0),
                         [])

    def test_pressure(self):
        # FL100 is 10,000 ft at 1013.25 hPa: 27 ft a hectopascal lower with less.
        zone = self.zone(prohibited=True, floor="GND", ceiling="FL100")
        for height, options, status in (
                (600, (), 1), (3000, (), 4), (6000, (), 0),
                (2500, ("--qnh", 1013, "--temperature", 15), 1),
                (2500, ("--qnh", "930:1013", "--temperature", 15), 4),
                (2500, ("--qnh=870", "--temperature=-20:-10"), 0),
                (3800, ("--temperature", "-5:10"), 4)):
            self.findings(zone, self.level(height), *options, status=status)
        said = " ".join(self.check(zone, self.level(3000), status=4).split())
        self.assertIn("add the pressure at sea level (QNH) (--qnh and --temperature)", said)

    def test_refused(self):
        for option, value, said in (
                ("--qnh", "1020:1010", "found '1020:1010'"), ("--qnh", "29.92", "from 800 to 1100"),
                ("--qnh", "1013:", "found '1013:'"), ("--qnh", "x", "found 'x'"),
                ("--temperature", "15:", "found '15:'"), ("--temperature", "300", "-100 to 60"),
                ("--temperature", "10:-10", "found '10:-10'"),
                ("--dem", "none.tif", "none.tif: cannot be opened as a raster of heights")):
            run = subprocess.run([COMMAND, "check", self.level(1000), option, value],
                                 capture_output=True, encoding="utf-8")
            self.assertEqual((run.returncode, run.stdout), (2, ""), option + value)
            self.assertIn(said, run.stderr)


if __name__ == "__main__":
    unittest.main()
