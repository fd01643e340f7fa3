#!/usr/bin/python3
# Tests: src/input/airspace/tnp.c src/input/airspace/text_lines.c src/input/zones/airspaces.c
"""Airspace in TNP (.sua) as zones: outlines by closed forms, what lasts, limits, what is odd."""
import json
import math
import subprocess
import unittest

from support.case import COMMAND, Case, feature

A, F = 6378137, 1 / 298.257223563
E2 = F * (2 - F)
MILE = 1852
SQUARE = "POINT=N540000 E0200000\nPOINT=N540000 E0210000\nPOINT=N550000 E0210000\n" \
         "POINT=N550000 E0200000\n"
CIRCLE = "CIRCLE RADIUS=5 CENTRE=N010530 E0000530\n"


def disc_m2(radius_m, latitude):
    """The area of a geodesic circle, to the fourth power of its radius (the curvature of WGS 84 is
    1 / (M N) at its centre)."""
    w2 = 1 - E2 * math.sin(math.radians(latitude))**2
    curvature = w2 * w2 / (A * A * (1 - E2))
    return math.pi * radius_m**2 * (1 - curvature * radius_m**2 / 12)


class Tnp(Case):
    def tnp(self, text):
        path = self.folder / "airspace.sua"
        path.write_bytes(text.encode("latin-1"))
        return str(path)

    def run_zones(self, text, *arguments, status=0):
        run = subprocess.run([COMMAND, "zones", "list", "--json", "--zones", self.tnp(text),
                              *arguments], capture_output=True, encoding="utf-8")
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return run

    def zones(self, text):
        return {zone["id"]: zone for zone in json.loads(self.run_zones(text).stdout)}

    def shown(self, text, name):
        run = subprocess.run([COMMAND, "zones", "show", name, "--json", "-q", "--zones",
                              self.tnp(text)], capture_output=True, encoding="utf-8")
        self.assertEqual(run.returncode, 0, run.stderr)
        return json.loads(run.stdout)

    def test_outlines(self):
        zones = self.zones(f"TITLE=Disc\n{CIRCLE}TITLE=Square\n{SQUARE}")
        self.assertAlmostEqual(zones["Disc"]["area_m2"] / disc_m2(5 * MILE, 1 + 5.5 / 60), 1,
                               delta=1e-7)
        path = self.write("zone.geojson", feature("Polygon", [[
            [20, 54], [21, 54], [21, 55], [20, 55], [20, 54]]], id="A"))
        run = subprocess.run([COMMAND, "zones", "list", "--json", "--zones", path],
                             capture_output=True, encoding="utf-8")
        self.assertEqual(zones["Square"]["area_m2"], json.loads(run.stdout)[0]["area_m2"])

    def test_arcs(self):
        """From north to south of a centre, over east and over west, and back: half discs that
        make a disc. The ends are 10 minutes of latitude from the centre."""
        ends = "N101000 E0200000", "N095000 E0200000"
        arc = "{}CLOCKWISE RADIUS=9.95 CENTRE=N100000 E0200000 TO={}\n"
        text = "".join(f"TITLE={way}\nPOINT={ends[0]}\n{arc.format(way, ends[1])}"
                       for way in ("", "ANTI-"))
        text = text.replace("TITLE=\n", "TITLE=East\n").replace("TITLE=ANTI-", "TITLE=West")
        east, west = self.shown(text, "East"), self.shown(text, "West")
        disc = disc_m2(18431.5, 10)
        self.assertAlmostEqual((east["area_m2"] + west["area_m2"]) / disc, 1, delta=1e-3)
        self.assertAlmostEqual(east["bbox"][0], 20, delta=1e-5)
        self.assertGreater(east["bbox"][2], 20.16)
        self.assertLess(west["bbox"][0], 19.84)

    def test_attributes(self):
        zone = self.shown("# remark\nTITLE=Ödland\nTYPE=D\nCLASS=F\nRADIO=130.125 MHz\nBASE=SFC\n"
                          "TOPS=FL 65\nREMARK=one = two\n" + SQUARE, "Ödland")
        self.assertEqual(zone["attributes"], {
            "name": "Ödland", "type": "D", "class": "F", "frequency": "130.125 MHz",
            "floor": "SFC", "ceiling": "FL 65", "REMARK": "one = two"})

    def test_what_lasts(self):
        """TYPE and CLASS hold until the next TYPE; BASE and TOPS do not."""
        text = (f"TITLE=A\nTYPE=R\nCLASS=G\nTOPS=2000 ft\n{CIRCLE}TITLE=B\n{CIRCLE}"
                f"TITLE=C\nTYPE=C\n{CIRCLE}TITLE=D\nCLASS=D\nTYPE=\n{CIRCLE}"
                f"TITLE=E\nTYPE=CLASS C\n{CIRCLE}")
        said = {name: {key: value for key, value in self.shown(text, name)["attributes"].items()
                       if key != "name"} for name in "ABCDE"}
        self.assertEqual(said, {"A": {"type": "R", "class": "G", "ceiling": "2000 ft"},
                                "B": {"type": "R", "class": "G"},
                                "C": {"type": "CTR", "tnp": "C"}, "D": {"class": "D"},
                                "E": {"class": "C"}})

    def test_limits(self):
        for level, expected in {"SFC": "SFC", "0": "0 ft", "FL 65": "FL 65",
                                "100 Agl": "100 ft Agl",
                                "UNLIM": "UNL", "UNLIMITED": "UNL", "100m ": "100m",
                                "100m GND": "100m GND", "50 GND": "50 ft GND",
                                "5000 STD": "5000 ft STD", "2000 ft": "2000 ft"}.items():
            text = f"TITLE=A\nTYPE=R\n{'BASE' if level == 'SFC' else 'TOPS'}={level}\n{SQUARE}"
            zone = self.shown(text, "A")["attributes"]
            self.assertEqual(zone.get("ceiling", zone.get("floor")), expected)
            self.assertNotIn("not understood", self.run_zones(text).stderr)

    def check(self, text, height, day):
        route = self.write("route.geojson", feature(
            "LineString", [[19.5, 54.5, height], [21.5, 54.6, height]], id="f",
            coordTimes=[f"2026-05-{day}T10:00:00Z", f"2026-05-{day}T10:20:00Z"]))
        return subprocess.run([COMMAND, "check", route, "--zones", self.tnp(text), "--rules",
                               "airspace-vfr"], capture_output=True).returncode

    def test_judged(self):
        """A prohibited area by its limits and days: 1 May 2026 is a Friday."""
        text = f"TITLE=A\nTYPE=P\nBASE=1000 ft\nTOPS=5000 ft\n{SQUARE}"
        self.assertEqual([self.check(text, height, "01") for height in (100, 1000, 2000)],
                         [0, 1, 0])
        for word, days in {"WEEKEND": (0, 1), "WEEKDAY": (1, 0), "EVERYDAY": (1, 1),
                           "SOMETIMES": (4, 4)}.items():
            active = text.replace("TYPE=P\n", f"TYPE=P\nACTIVE={word}\n")
            self.assertEqual(tuple(self.check(active, 1000, day) for day in ("01", "02")), days)

    def test_left_out(self):
        run = self.run_zones(f"TITLE=A\nTYPE=R\n{CIRCLE}INCLUDE=NO\nTITLE=B\nTYPE=R\n{CIRCLE}"
                             f"INCLUDE=YES\nTITLE=C\n{CIRCLE}")
        self.assertEqual([zone["id"] for zone in json.loads(run.stdout)], ["A", "C"])
        self.assertIn("1 airspace was left out, as the file says INCLUDE=NO: B\n", run.stderr)

    def test_odd(self):
        for bad, why in {"POINT=N540000": 'line 3: POINT: expected a place such as N523000 '
                                          'E0131530, found "N540000"',
                         "POINT=N910000 E0200000": "line 3: POINT: expected a place",
                         "POINT=N546100 E0200000": "line 3: POINT: expected a place",
                         "CIRCLE RADIUS=0 CENTRE=N010530 E0000530":
                             "line 3: CIRCLE: expected RADIUS= in nautical miles",
                         "CLOCKWISE RADIUS=1 CENTRE=N010530 E0000530 TO=N010630 E0000530":
                             "line 3: CLOCKWISE: expected a POINT before it, found none"}.items():
            text = f"TITLE=Bad\nTYPE=R\n{bad}\nTITLE=Good\n{SQUARE}"
            self.assertIn('airspace "Bad", line 1: ' + why, self.run_zones(text, status=2).stderr)
            run = self.run_zones(text, "--skip-invalid")
            self.assertEqual([zone["id"] for zone in json.loads(run.stdout)], ["Good"])
        run = self.run_zones(f"TITLE=A\nTYPE=R\nnonsense\n{SQUARE}")
        self.assertIn("1 line is no record of TNP, and was left out: the first is line 3\n",
                      run.stderr)
        self.assertIn("expected an outline", self.run_zones(
            f"TITLE=A\n{SQUARE}TITLE=B\nTYPE=R\n", status=2).stderr)

    def test_inspect(self):
        run = subprocess.run([COMMAND, "inspect", self.tnp(f"TITLE=A\nTYPE=R\n{SQUARE}")],
                             capture_output=True, encoding="utf-8")
        self.assertIn("TNP, recognised by its content\n1 zone", run.stdout)


if __name__ == "__main__":
    unittest.main()
