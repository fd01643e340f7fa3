#!/usr/bin/python3
# Tests: src/cli/legs.c src/cli/check.c src/cli/check_input.c src/cli/findings_json.c
"""`overflight check --legs`, and the legs in --json.

The figures are those of the equator, where a degree of longitude is a π/180 m long (a: WGS 84), and
of a geodesic from New York to London, integrated by Runge and Kutta's method here."""
import json
import math
import re
import subprocess
import unittest

import jsonschema
from support.case import COMMAND, DATA, Case, feature, square

DEGREE_M = 6378137 * math.pi / 180
A, E2 = 6378137.0, 2 / 298.257223563 - 1 / 298.257223563**2


def geodesic(lat, lon, azimuth, length, steps=4000):
    """Where a geodesic leads, and its azimuth there, by its differential equations (Bessel)."""

    def slope(state):
        phi, _, alpha = state
        w2 = 1 - E2 * math.sin(phi)**2
        n, m = A / math.sqrt(w2), A * (1 - E2) / w2**1.5
        return (math.cos(alpha) / m, math.sin(alpha) / (n * math.cos(phi)),
                math.sin(alpha) * math.tan(phi) / n)

    def moved(state, by, along):
        return [value + step * along for value, step in zip(state, by)]

    state, h = [math.radians(value) for value in (lat, lon, azimuth)], length / steps
    for _ in range(steps):
        k1 = slope(state)
        k2 = slope(moved(state, k1, h / 2))
        k3 = slope(moved(state, k2, h / 2))
        k4 = slope(moved(state, k3, h))
        mean = [(a + 2 * b + 2 * c + d) / 6 for a, b, c, d in zip(k1, k2, k3, k4)]
        state = moved(state, mean, h)
    return [math.degrees(value) for value in state]


class Legs(Case):
    def check(self, *arguments, status=4):
        run = subprocess.run([COMMAND, "check", *arguments], capture_output=True, encoding="utf-8")
        self.assertEqual((run.returncode, run.stderr), (status, ""))
        return run.stdout

    def zones(self):
        return self.write("zones.geojson", square(1, -1, 2, 1, id="near"),
                          square(2.5, -1, 4, 1, id="far"))

    def route(self, *positions, kind="LineString", **properties):
        return self.write("route.geojson", feature(kind, list(positions), id="route", **properties))

    def legs(self, *arguments):
        document = json.loads(self.check(*arguments, "--json", "--rules", "zones"))
        schema = json.loads((DATA / "schemas/check.json").read_text())
        jsonschema.Draft202012Validator(schema).validate(document)
        (route,) = document["routes"]
        return route, route["legs"]

    def rows(self, *arguments, **options):
        """The cells of the table, its heading first, by where the columns begin or end."""
        lines = self.check(*arguments, "--legs", "--rules", "zones", **options).split("\n")
        first = next(i for i, line in enumerate(lines) if line.startswith("from "))
        table = lines[first:lines.index("", first)]
        return [re.split(r" {2,}", line.strip()) for line in table]

    def test_json(self):
        path = self.route([0, 0, 100], [3, 0, 200], [3, 0, 300], [2, 0],
                          coordTimes=[
                              "2020-01-01T00:00:00Z", "2020-01-01T01:00:00Z",
                              "2020-01-01T01:30:00Z", "2020-01-01T02:00:00Z"
                          ])
        route, (out, still, back) = self.legs(path, "--zones", self.zones())
        self.assertEqual([(leg["from"], leg["to"]) for leg in (out, still, back)],
                         [(1, 2), (2, 3), (3, 4)])
        self.assertEqual([leg["from_name"] for leg in (out, still, back)], [None] * 3)
        self.assertAlmostEqual(out["azimuth_deg"], 90, places=9)
        self.assertAlmostEqual(back["final_azimuth_deg"], 270, places=9)
        self.assertIsNone(still["azimuth_deg"])
        self.assertIsNone(still["final_azimuth_deg"])
        self.assertEqual((still["length_m"], still["zones"]), (0, []))
        for leg, length, along in ((out, 3, 3), (back, 1, 4)):
            self.assertAlmostEqual(leg["length_m"], length * DEGREE_M, places=6)
            self.assertAlmostEqual(leg["along_m"], along * DEGREE_M, places=6)
        self.assertAlmostEqual(route["length_m"], back["along_m"], places=6)
        for leg, wanted in ((out, [("near", 1), ("far", 0.5)]), (back, [("far", 0.5)])):
            self.assertEqual([zone["zone_id"] for zone in leg["zones"]],
                             [name for name, _ in wanted])
            for zone, (_, degrees) in zip(leg["zones"], wanted):
                self.assertAlmostEqual(zone["inside_m"], degrees * DEGREE_M, places=6)
        self.assertEqual([leg["altitude_m"] for leg in (out, still, back)], [200, 300, None])
        self.assertEqual([leg["altitude_reference"] for leg in (out, still, back)],
                         ["MSL", "MSL", None])
        self.assertEqual(still["time_s"] - out["time_s"], 1800)

    def test_geodesic(self):
        _, (leg,) = self.legs(self.route([-73.8, 40.6], [-0.5, 51.6]), "--zones", self.zones())
        self.assertAlmostEqual(leg["azimuth_deg"], 51.19888284558, places=9)
        lat, lon, azimuth = geodesic(40.6, -73.8, leg["azimuth_deg"], leg["length_m"])
        self.assertAlmostEqual(lat, 51.6, places=9)
        self.assertAlmostEqual(lon, -0.5, places=9)
        self.assertAlmostEqual(leg["final_azimuth_deg"], azimuth, places=9)

    def test_table(self):
        rows = self.rows(self.route([0, 0], [3, 0], [3, 0], [3, -1e-5]), "--zones", self.zones())
        self.assertEqual(rows[0],
                         ["from", "to", "azimuth", "at end", "length km", "so far km",
                          "inside zones"])
        self.assertEqual(rows[1], [
            "fix 1", "fix 2", "090.0°", "090.0°", f"{3 * DEGREE_M / 1000:.3f}",
            f"{3 * DEGREE_M / 1000:.3f}",
            f"near {DEGREE_M / 1000:.3f} km, far {DEGREE_M / 2000:.3f} km"
        ])
        self.assertEqual(rows[2][:5], ["fix 2", "fix 3", "–", "–", "0.000"])
        self.assertEqual((rows[3][2], rows[3][-1]), ("180.0°", "far 1.1 m"))

    def test_north_is_0(self):
        """359.97 degrees are 0.0, not 360.0."""
        rows = self.rows(self.route([0, 0], [-0.0005, 1]), "--zones", self.zones())
        self.assertEqual(rows[1][2], "000.0°")

    def test_times_and_altitudes(self):
        rows = self.rows(
            self.route([0, 0, 100], [0, 1, 3049.6],
                       coordTimes=["2020-01-01T00:00:00Z", "2020-01-01T00:59:59.7Z"]), "--zones",
            self.zones())
        self.assertEqual(rows[0][-2:], ["time at end", "altitude"])
        self.assertEqual(rows[1][-2:], ["2020-01-01T01:00:00Z", "3050 m"])
        typed = "UUMB 5530N03700E/F330 5630N03700E/S1130 UUMB"
        rows = self.rows("--route", typed, "--zones", self.zones())
        # A change of level at a point is a leg without a length.
        self.assertEqual([row[:2] for row in rows[1:]],
                         [["UUMB", "5530N03700E"], ["5530N03700E", "5630N03700E"],
                          ["5630N03700E", "5630N03700E"], ["5630N03700E", "UUMB"]])
        self.assertEqual([rows[2][-1], rows[3][-1]], ["FL330", "11300 m STD"])
        self.assertEqual(rows[3][2:5], ["–", "–", "0.000"])

    def test_gap(self):
        path = self.route([[0, 0], [1, 0]], [[5, 0], [6, 0]], kind="MultiLineString")
        _, legs = self.legs(path, "--zones", self.zones())
        self.assertEqual([(leg["from"], leg["to"]) for leg in legs], [(1, 2), (3, 4)])
        self.assertAlmostEqual(legs[1]["along_m"], 2 * DEGREE_M, places=6)

    def test_bundled_flights(self):
        """Over real flights and zones the legs sum to the route and to its passages."""
        flights = [str(path) for path in sorted((DATA / "flights").glob("*.geojson"))]
        out = self.folder / "out"
        subprocess.run([COMMAND, "analyze", *flights, "--layers", "statistics", "--formats", "csv",
                        "-o", out, "-q"], check=True)
        inside = {}
        for line in (out / "statistics.csv").read_text().split("\n")[1:-1]:
            route, zone, _, metres = line.split(",")[:4]
            if zone:
                inside[route, zone] = float(metres)
        routes = json.loads(self.check(*flights, "--json", status=1))["routes"]
        found = dict.fromkeys(inside, 0)
        for route in routes:
            self.assertAlmostEqual(sum(leg["length_m"] for leg in route["legs"]),
                                   route["length_m"], places=5)
            for leg in route["legs"]:
                for zone in leg["zones"]:
                    found[route["route_id"], zone["zone_id"]] += zone["inside_m"]
        self.assertGreater(len(inside), 5)
        for key, metres in inside.items():
            self.assertAlmostEqual(found[key], metres, delta=0.001, msg=key)


if __name__ == "__main__":
    unittest.main()
