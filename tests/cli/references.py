#!/usr/bin/python3
# Tests: src/input/flights/flight_route.c src/analysis/check/kind_altitude.c
# Tests: src/cli/what_was_read.c src/model/vertical.c src/model/route_extent.c
"""Altitudes over the ground, the ellipsoid, the pressure level and over what nobody says, from the
file to the finding: what bounds decide is decided, the rest is undecided, and both say by what."""
import json
import subprocess
import unittest

from support.case import COMMAND, Case, square

LINE = ((36.5, 55.6), (37.6, 55.75), (38.9, 55.9))
BEGIN = 1577872800  # date -u -d 2020-01-01T10:00:00Z +%s
# The lowest and the highest ground outside High Asia, in heights.h.
GROUND = (-450, 6961)


def kml(mode, metres):
    line = " ".join(f"{lon},{lat},{metres}" for lon, lat in LINE)
    return ('<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Placemark>'
            f"<name>F</name><LineString><altitudeMode>{mode}</altitudeMode><coordinates>{line}"
            "</coordinates></LineString></Placemark></kml>")


def table(column, metres):
    return "\n".join([f"time,lon,lat,flight,{column}"] +
                     [f"{BEGIN + 900 * i},{lon},{lat},F,{metres}"
                      for i, (lon, lat) in enumerate(LINE)])


class References(Case):
    def zone(self, **properties):
        return self.write("zone.geojson", square(37, 55.4, 38.2, 56.1, id="z", **properties))

    def check(self, file, text, status, *more, **properties):
        (self.folder / file).write_text(text)
        ran = subprocess.run([COMMAND, "check", file, "--zones", self.zone(**properties), "--rules",
                              "zones", "--json", *more], cwd=self.folder, capture_output=True,
                             text=True, stdin=subprocess.DEVNULL, timeout=60, check=False)
        self.assertEqual(ran.returncode, status, ran.stdout + ran.stderr)
        return json.loads(ran.stdout)["routes"][0]

    def limit(self, key, metres, reference):
        return {key: metres, "altitude_reference": reference}

    def test_over_the_ground(self):
        read = self.check("f.kml", kml("relativeToGround", 4000), 0,
                          **self.limit("min_altitude_m", 3600, "AGL"))["read"]
        self.assertEqual(read["height_over_ground_m"], [4000, 4000])
        self.assertIsNone(read["altitude_m"])
        self.check("f.kml", kml("relativeToGround", 3000), 1,
                   **self.limit("min_altitude_m", 3600, "AGL"))
        # Over the sea the ground decides: 4000 m over it are 3550 m or more.
        over_sea = self.limit("min_altitude_m", 3600, "MSL")
        route = self.check("f.kml", kml("relativeToGround", 4000), 4, **over_sea)
        message = route["findings"][0]["message"]
        self.assertIn(f"between {4000 + GROUND[0]} and {4000 + GROUND[1]} m MSL, as far as known, "
                      "by its heights over the ground", message)
        self.check("f.kml", kml("relativeToGround", 3600 - GROUND[0]), 0, **over_sea)
        self.check("f.kml", kml("relativeToGround", 100), 4, **over_sea)
        above = self.limit("max_altitude_m", 4000 + GROUND[0] - 1, "MSL")
        route = self.check("f.kml", kml("relativeToGround", 4000), 1, **above)
        self.assertIn("by its heights over the ground", route["findings"][0]["message"])
        # What lies on the ground has no altitude of its own.
        route = self.check("f.kml", kml("clampToGround", 0), 4, **over_sea)
        self.assertIn("has none", route["findings"][0]["message"])
        self.check("f.kml", kml("absolute", 4000), 0, **over_sea)

    def test_a_volume_that_is_a_layer(self):
        """In the layer, and above it: prohibited is only what is within."""
        for metres, status in ((500, 1), (2000, 0)):
            with self.subTest(metres=metres):
                self.check("f.kml", kml("relativeToGround", metres), status, prohibited=True,
                           floor="SFC", ceiling="1000 m AGL")
        route = self.check("f.kml", kml("relativeToGround", 500), 4, prohibited=True, floor="SFC",
                           ceiling="3000 m MSL")
        self.assertFalse(route["findings"][0]["judged"])

    def test_tables(self):
        over_sea = self.limit("min_altitude_m", 3000, "MSL")
        # The geoid is between -107 and 86 m, or as a grid has it that PROJ may have.
        for column, metres, status in (("ellipsoid", 3300, 0), ("ellipsoid", 2800, 1),
                                       ("sea", 3000, 0), ("sea", 2999, 1), ("ground", 3500, 0),
                                       ("altitude", 3500, 4), ("altitude", 12000, 0)):
            with self.subTest(column=column, metres=metres):
                route = self.check("t.csv", table("h", metres), status, "--columns",
                                   f"{column}_m=h", **over_sea)
                if status == 4:
                    self.assertIn("it is not known over what they are",
                                  route["findings"][0]["message"])
                    self.assertEqual(route["read"]["height_over_unknown_m"], [metres, metres])
                if column == "ellipsoid":
                    self.assertEqual(route["read"]["height_over_ellipsoid_m"], [metres, metres])

    def test_from_the_ground_up(self):
        """Tables say of an aircraft that it is on the ground, and later its pressure altitude."""
        rows = ["timestamp,icao24,latitude,longitude,altitude,onground"]
        rows += [f"{BEGIN + 60 * i},3c6444,55.7,{36.9 + 0.1 * i},{'' if i < 3 else 1000 * i},"
                 f"{'true' if i < 3 else 'false'}" for i in range(9)]
        route = self.check("g.csv", "\n".join(rows), 1,
                           **self.limit("min_altitude_m", 100, "AGL"))
        self.assertEqual(route["read"]["height_over_ground_m"], [0, 0])
        self.assertEqual(route["findings"][0]["severity"], "violation")
        self.assertEqual(route["findings"][0]["measured"], 0)

    def test_inspect_says_over_what(self):
        (self.folder / "f.kml").write_text(kml("relativeToGround", 120))
        ran = subprocess.run([COMMAND, "inspect", "f.kml"], cwd=self.folder, capture_output=True,
                             text=True, check=True)
        self.assertIn("120 m to 120 m over the ground", ran.stdout)
        ran = subprocess.run([COMMAND, "inspect", "f.kml", "--json"], cwd=self.folder,
                             capture_output=True, text=True, check=True)
        self.assertEqual(json.loads(ran.stdout)["files"][0]["flights"][0]["heights_over"],
                         {"AGL": [120, 120]})


if __name__ == "__main__":
    unittest.main()
