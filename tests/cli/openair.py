#!/usr/bin/python3
# Tests: src/input/airspace/openair.c src/input/airspace/airspace.c src/input/zones/airspaces.c
# Tests: src/input/airspace/airspace_file.c
"""Airspace in OpenAir as zones: outlines by closed forms, limits, times, and what is odd."""
import csv
import json
import math
import re
import subprocess
import unittest

from support.case import COMMAND, Case, feature

A, F = 6378137, 1 / 298.257223563
E2 = F * (2 - F)
MILE = 1852
SQUARE = """DP 54:00:00 N 020:00:00 E
DP 54:00:00 N 021:00:00 E
DP 55:00:00 N 021:00:00 E
DP 55:00:00 N 020:00:00 E
"""


def disc_m2(radius_m, latitude):
    """The area of a geodesic circle, to the fourth power of its radius (the curvature of WGS 84 is
    1 / (M N) at its centre)."""
    w2 = 1 - E2 * math.sin(math.radians(latitude))**2
    curvature = w2 * w2 / (A * A * (1 - E2))
    return math.pi * radius_m**2 * (1 - curvature * radius_m**2 / 12)


class OpenAir(Case):
    def openair(self, text, encoding="utf-8"):
        path = self.folder / "airspace.txt"
        path.write_bytes(text.encode(encoding))
        return str(path)

    def run_zones(self, text, *arguments, status=0, encoding="utf-8"):
        run = subprocess.run([COMMAND, "zones", "list", "--json", "--zones",
                              self.openair(text, encoding), *arguments],
                             capture_output=True, encoding="utf-8")
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return run

    def zones(self, text, *arguments, **options):
        return {zone["id"]: zone for zone in json.loads(
            self.run_zones(text, *arguments, **options).stdout)}

    def shown(self, text, name):
        run = subprocess.run([COMMAND, "zones", "show", name, "--json", "-q", "--zones",
                              self.openair(text)], capture_output=True, encoding="utf-8")
        self.assertEqual(run.returncode, 0, run.stderr)
        return json.loads(run.stdout)

    def test_circle(self):
        zones = self.zones("AC R\nAN Disc\nAH FL065\nAL GND\nV X=52:10:47 N 005:13:38 E\n"
                           "DC 5 *NM\n")
        disc = disc_m2(5 * MILE, 52.18)
        self.assertAlmostEqual(zones["Disc"]["area_m2"] / disc, 1, delta=1e-7)

    def test_arcs(self):
        """Half discs by bearings and by places, in both directions: DA from west over north to
        east, and DB the same ends the other way around."""
        text = ("AC C\nAN North\nV X=10:00:00 N 020:00:00 E\nDA 10,270,90\n"
                "AC C\nAN South\nV D=-\nV X=10:00:00 N 020:00:00 E\nDA 10,270,90\n")
        north, south = self.zones(text)["North"], self.zones(text)["South"]
        disc = disc_m2(10 * MILE, 10)
        self.assertAlmostEqual((north["area_m2"] + south["area_m2"]) / disc, 1, delta=1e-6)
        self.assertAlmostEqual(north["area_m2"] / disc, 0.5, delta=1e-3)
        north, south = self.shown(text, "North"), self.shown(text, "South")
        self.assertGreater(north["bbox"][3], 10.16)
        self.assertLess(south["bbox"][1], 9.84)
        # A circle as an arc that ends where it begins.
        text = ("AC C\nAN Whole\nV X=10:00:00 N 020:00:00 E\n"
                "DB 10:10:00 N 020:00:00 E, 10:10:00 N 020:00:00 E\n")
        radius = self.meridian_m(10, 10 + 1 / 6)
        self.assertAlmostEqual(self.zones(text)["Whole"]["area_m2"] / disc_m2(radius, 10), 1,
                               delta=1e-6)

    @staticmethod
    def meridian_m(south, north):
        """By the midpoint rule; the error is below a micrometre here."""
        steps, step = 10000, math.radians(north - south) / 10000
        middles = (math.radians(south) + (k + 0.5) * step for k in range(steps))
        return sum(A * (1 - E2) / (1 - E2 * math.sin(m)**2)**1.5 for m in middles) * step

    def test_unequal_radii(self):
        run = self.run_zones("AC C\nAN Bent\nV X=50:00:00 N 010:00:00 E\n"
                             "DB 50:10:00 N 010:00:00 E, 50:00:00 N 010:20:00 E\n"
                             "DP 50:00:00 N 010:00:00 E\n")
        self.assertRegex(run.stderr, r"begins 18\.5\d\d km and ends 23\.\d\d\d km from its centre")

    def test_spellings(self):
        """Places as files write them are all the same square."""
        same = [SQUARE,
                SQUARE.replace(" N", "N").replace(" E", "E"),
                SQUARE.replace(" N", " n").replace(" E", "e"),
                SQUARE.replace("54:00:00", "54:00.000").replace("020:00:00", "20:0:0.0"),
                SQUARE.replace("55:00:00", "54:59:60").replace("021:00:00", "20:60:00"),
                SQUARE.replace("54:00:00", "54.").replace("020:00:00", "20"),
                SQUARE.replace("\n", " * remark\r\n"),
                SQUARE + SQUARE.splitlines()[0] + "\n"]
        areas = {self.zones("AC R\nAN A\n" + square)["A"]["area_m2"] for square in same}
        self.assertEqual(len(areas), 1)
        late = self.zones("AC R\nAN A\nV D=+ X=50:00:00 N 010:00:00 E\nDC 1\n")
        early = self.zones("AC R\nAN A\nV X=50:00:00N 010:00:00E\nV D=+\nDC 1\n")
        self.assertEqual(late["A"]["area_m2"], early["A"]["area_m2"])

    def test_limits(self):
        """Numbers without a unit are feet over the sea."""
        for level, expected in {
                "FL065": "FL065", "FL 95": "FL 95", "2500MSL": "2500 ft MSL",
                "9500ft STD": "9500ft STD", "500m AMSL": "500m AMSL", "1000F ASFC": "1000F ASFC",
                "1000 GND": "1000 ft GND", "0": "0 ft", "UNL FT": "UNL", "UNLIM": "UNL",
                "450m": "450m", "5000 STD": "5000 ft STD", "100 Agl": "100 ft Agl"}.items():
            zone = self.shown(f"AC R\nAN A\nAH {level}\nAL SFC\n{SQUARE}", "A")
            self.assertEqual(zone["attributes"]["ceiling"], expected)
            run = self.run_zones(f"AC R\nAN A\nAH {level}\nAL SFC\n{SQUARE}")
            self.assertNotIn("not understood", run.stderr)
        self.assertIn("NOTAM", self.run_zones(f"AC R\nAN A\nAH NOTAM\nAL SFC\n{SQUARE}").stderr)

    def test_attributes(self):
        zone = self.shown("AC D\nAY TMA\nAI 17\nAN Ödland * soon\nAF 123.505\nAG Info; North\n"
                          "AX 7000\nAA 2025-01-01T12:00Z/2025-01-01T13:00Z\n"
                          "AA NONE/2025-02-02T12:00Z\nAL GND\nAH FL95\n" + SQUARE, "17")
        self.assertEqual(zone["name"], "Ödland")
        self.assertEqual(zone["attributes"],
                         {"name": "Ödland", "id": "17", "class": "D", "type": "TMA",
                          "frequency": "123.505", "station": "Info; North", "transponder": "7000",
                          "active": "2025-01-01T12:00Z/2025-01-01T13:00Z; NONE/2025-02-02T12:00Z",
                          "floor": "GND", "ceiling": "FL95"})
        self.assertIn("Ödland", self.zones("AC D\nAN Ödland\n" + SQUARE, encoding="latin-1"))

    def test_volume_counts(self):
        """A flight above, within, and at another time: as of the same zone in GeoJSON."""
        text = ("AC R\nAN A\nAL 3000 ft MSL\nAH 9500 ft MSL\n"
                "AA 2026-05-01T06:00Z/2026-05-01T18:00Z\n" + SQUARE)
        square = feature("Polygon", [[[20, 54], [21, 54], [21, 55], [20, 55], [20, 54]]], id="A",
                         floor="3000 ft MSL", ceiling="9500 ft MSL",
                         active="2026-05-01T06:00Z/2026-05-01T18:00Z", type="R")
        flights = []
        for k, (height, hour) in enumerate([(500, 10), (1500, 10), (1500, 20), (6000, 10)]):
            flights.append(feature(
                "LineString", [[19.5, 54.5, height], [21.5, 54.6, height]], id=f"f{k}",
                coordTimes=[f"2026-05-01T{hour}:00:00Z", f"2026-05-01T{hour}:20:00Z"]))
        routes, tables = self.write("routes.geojson", *flights), []
        for zones in (self.openair(text), self.write("zone.geojson", square)):
            run = subprocess.run([COMMAND, "analyze", routes, "--zones", zones, "--force", "-q",
                                  "--formats", "csv", "-o", self.folder / "out"],
                                 capture_output=True, encoding="utf-8")
            self.assertEqual(run.returncode, 0, run.stderr)
            with open(self.folder / "out" / "statistics.csv", encoding="utf-8") as file:
                tables.append(list(csv.DictReader(file)))
        self.assertEqual(tables[0], tables[1])
        within = [float(row["within_m"]) for row in tables[0]]
        self.assertEqual([length > 0 for length in within], [False, True, False, False])

    def test_classes_are_judged(self):
        route = self.write("route.geojson", feature("LineString", [[19.5, 54.5], [21.5, 54.6]]))
        text = "AC R\nAN A\n" + SQUARE
        verdicts = {}
        for rules in ("airspace-vfr", "treaty-1992"):
            run = subprocess.run([COMMAND, "check", route, "--zones", self.openair(text), "--rules",
                                  rules], capture_output=True, encoding="utf-8")
            verdicts[rules] = run.returncode
        self.assertNotIn(0, verdicts.values())

    def test_odd(self):
        """Unknown records are kept and told once a kind; bad airspaces are told by their line."""
        unknown = f"AC R\nAN A\nXX one\nXX two\n{SQUARE}AC R\nAN B\nXX three\nYY\n{SQUARE}"
        run = self.run_zones(unknown)
        self.assertIn("3 records XX are not known, and kept as attributes: lines 3, 4, 11\n",
                      run.stderr)
        self.assertIn("1 record YY is not known, and kept as attribute: line 12\n", run.stderr)
        self.assertEqual(self.shown(unknown, "A")["attributes"]["XX"], "one; two")
        for bad, why in {"DP 54:00:00 N": 'line 3: DP: expected a place such as 54:30:00 N '
                                          '020:15:30 E, found "54:00:00 N"',
                         "DP 91:00:00 N 020:00:00 E": "line 3: DP: expected a place",
                         "DP 54:61:00 N 020:00:00 E": "line 3: DP: expected a place",
                         "DC 5": "line 3: DC: expected a centre before it (V X=), found none",
                         "V X=nowhere": "line 3: V X: expected a place",
                         "V Q=1": "line 3: V: expected D=+, D=- or X= and a place"}.items():
            text = f"AC R\nAN Bad\n{bad}\n{SQUARE}AC R\nAN Good\n{SQUARE}"
            run = self.run_zones(text, status=2)
            self.assertIn('airspace "Bad", line 1: ' + why, run.stderr)
            run = self.run_zones(text, "--skip-invalid")
            self.assertEqual([zone["id"] for zone in json.loads(run.stdout)], ["Good"])
            self.assertIn(why, run.stderr)
        self.assertIn("expected an outline",
                      self.run_zones("AC R\nAN A\nAC R\nAN B\n" + SQUARE, status=2).stderr)
        self.assertIn("circle", self.run_zones(
            "AC R\nAN A\nV X=50:00:00 N 010:00:00 E\nDC 5000\n", status=2).stderr)

    def test_names_repeat(self):
        zones = self.zones(f"AC R\nAN A\n{SQUARE}AC R\nAN A\n{SQUARE}")
        self.assertEqual(list(zones), ["A", "A (2)"])

    def test_inspect_and_check(self):
        path = self.openair("* Remarks first\n\nAC R\nAN A\n" + SQUARE)
        run = subprocess.run([COMMAND, "inspect", path], capture_output=True, encoding="utf-8")
        self.assertIn("OpenAir, recognised by its content\n1 zone", run.stdout)
        run = subprocess.run([COMMAND, "check", path], capture_output=True, encoding="utf-8")
        self.assertEqual(run.returncode, 2)
        self.assertIn("airspace.txt: has zones (OpenAir) and no flights", run.stderr)


if __name__ == "__main__":
    unittest.main()
