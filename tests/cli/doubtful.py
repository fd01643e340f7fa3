#!/usr/bin/python3
# Tests: src/input/flights/plausible.c src/input/flights/left_out.c src/cli/exchanged.c
# Tests: src/input/flightplan/plan_unknown.c src/input/flights/routes.c src/batch/run.c
"""Flights in which something is amiss all along: times that were invented, latitudes and longitudes
that were exchanged, names that nobody knows. What is said, and what becomes of them."""
import json
import subprocess
import unittest

from support.case import COMMAND, Case, feature, square


def times(step_s, count):
    return [f"2020-01-01T{10 + i * step_s // 3600:02d}:{i * step_s % 3600 // 60:02d}:"
            f"{i * step_s % 60:02d}Z" for i in range(count)]


# There and back over a zone 20 to 21 E: legs of 194 km.
SWEEP = [[19 + 3 * (i // 2 % 2 ^ i % 2), 54.4 + 0.1 * (i // 2)] for i in range(12)]


class Doubtful(Case):
    def setUp(self):
        super().setUp()
        self.zone = self.write("zone.geojson", square(20, 54, 21, 56, id="z", max_distance_km=60))

    def run_it(self, *arguments, status=0):
        ran = subprocess.run([COMMAND, *arguments], cwd=self.folder, capture_output=True, text=True,
                             stdin=subprocess.DEVNULL, timeout=60, check=False)
        self.assertEqual(ran.returncode, status, ran.stdout + ran.stderr)
        return ran

    def check(self, path, *more, status):
        ran = self.run_it("check", path, "--zones", self.zone, "--rules", "zones", "--json", *more,
                          status=status)
        return json.loads(ran.stdout)["routes"][0] if ran.stdout else None, ran.stderr

    def test_invented_times_are_forgotten_and_the_line_stays(self):
        # The legs along the zone would take a minute at 11,600 km/h.
        path = self.write("s.geojson", feature("LineString", SWEEP, id="s",
                                               coordTimes=times(60, len(SWEEP))))
        route, said = self.check(path, status=1)
        self.assertIn("its times are not known: from fix to fix they run on by 60 s", said)
        self.assertEqual((route["read"]["fixes"], route["read"]["left_out"]), (12, 0))
        self.assertIsNone(route["read"]["time_s"])
        # The same as without times.
        plain = self.write("p.geojson", feature("LineString", SWEEP, id="s"))
        self.assertEqual(route["findings"], self.check(plain, status=1)[0]["findings"])
        # All at one time, as programs write it that know only when they wrote.
        same = self.write("n.geojson", feature("LineString", SWEEP, id="s",
                                               coordTimes=times(0, len(SWEEP))))
        route, said = self.check(same, status=1)
        self.assertIn("run on by 0 s", said)
        self.assertIsNone(route["read"]["time_s"])
        # Somebody may insist on them.
        route, said = self.check(path, "--keep-all", status=1)
        self.assertIsNotNone(route["read"]["time_s"])

    def test_times_that_are_only_wrong_refuse_the_flight(self):
        uneven = times(60, len(SWEEP))
        uneven[3] = uneven[3][:-3] + "07Z"
        path = self.write("s.geojson", feature("LineString", SWEEP, id="s", coordTimes=uneven))
        _, said = self.check(path, status=2)
        self.assertRegex(said, r"of 12 fixes would have to be left out, .* \(--keep-all\)")
        ran = self.run_it("analyze", path, "--zones", self.zone, "-o", "out", "-q", status=2)
        self.assertIn("(--keep-all)", ran.stderr)
        # Good times with a few fixes that jump are those of the flight.
        fixes = [[19 + 0.05 * i, 54.5] for i in range(60)]
        fixes[30] = [-30, 10]
        path = self.write("j.geojson", feature("LineString", fixes, id="j",
                                               coordTimes=times(60, 60)))
        route, said = self.check(path, status=1)
        self.assertIn("a fix that no aircraft reaches in its time was left out: number 31", said)
        self.assertIsNotNone(route["read"]["time_s"])

    def test_latitudes_and_longitudes_that_are_exchanged(self):
        path = self.write("x.geojson", feature("LineString", [[54.5, 19.5], [54.5, 21.5]], id="w"))
        _, said = self.check(path, status=0)
        self.assertIn('feature "w": enters no zone, but would enter z if its latitudes and '
                      "longitudes were exchanged", said)
        for name, line in (("in", [[19.5, 54.5], [21.5, 54.5]]), ("out", [[5, 5], [6, 6]]),
                           ("far", [[154.5, 19.5], [54.5, 21.5]])):
            with self.subTest(name=name):
                path = self.write("o.geojson", feature("LineString", line, id=name))
                self.assertNotIn("exchanged", self.check(path, status=int(name == "in"))[1])

    def test_names_of_a_message_that_nobody_knows(self):
        path = self.folder / "plan.txt"
        path.write_text("(FPL-XXX123-IS-B738/M-S/C-XADM1200-N0450F330 INPUD DCT 5442N02030E DCT "
                        "INPUD Y102 UPALA/N0440F350-XMKK0140-DOF/150601)")
        _, said = self.check(str(path), status=2)
        self.assertIn('"XADM" at character', said)
        self.assertIn("behind it, not known: INPUD, Y102, UPALA and XMKK", said)
        self.assertIn("(--points FILE with OurAirports' airports.csv", said)
        points = self.folder / "airports.csv"
        points.write_text("ident,type,latitude_deg,longitude_deg\n"
                          "XADM,airport,54.5,19.5\nXMKK,airport,54.5,21.5\nUPALA,fix,54.5,21\n")
        _, said = self.check(str(path), "--points", str(points), status=2)
        self.assertIn('"INPUD" at character', said)
        self.assertIn("behind it, not known: INPUD and Y102", said)
        # With all of them the plan is read, by each command.
        points.write_text(points.read_text() + "INPUD,fix,54.5,20\n")
        path.write_text(path.read_text().replace("INPUD Y102 UPALA", "UPALA"))
        ran = self.run_it("inspect", str(path), "--points", str(points))
        self.assertIn("1 flight, 6 fixes", ran.stdout)
        self.run_it("analyze", str(path), "--points", str(points), "--zones", self.zone, "-o",
                    "out", "--layers", "statistics", "--formats", "csv")
        self.assertIn("XXX123,z,", (self.folder / "out" / "statistics.csv").read_text())


if __name__ == "__main__":
    unittest.main()
