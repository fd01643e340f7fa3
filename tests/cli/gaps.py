#!/usr/bin/python3
# Tests: src/input/flights/unobserved.c src/input/flights/part_order.c
# Tests: src/input/flights/plausible.c src/input/flights/left_out.c src/input/flights/assembled.c
# Tests: src/analysis/meet/gaps.c src/analysis/check/binding.c src/cli/what_was_read.c
"""Gaps, parts, stays, and fixes that cannot be true: small flights by hand, whose right answer is
known."""
import csv
import json
import subprocess
import unittest

from support.case import COMMAND, Case, feature, square

GPX = ('<?xml version="1.0"?><gpx version="1.1" creator="t" '
       'xmlns="http://www.topografix.com/GPX/1/1"><trk><name>T</name>{}</trk></gpx>')


def segment(*fixes):
    return "<trkseg>" + "".join(
        f'<trkpt lat="{lat}" lon="{lon}"><time>2020-01-01T{time}Z</time></trkpt>'
        for lon, lat, time in fixes) + "</trkseg>"


def line(name, *fixes):
    return feature("LineString", [[lon, lat] for lon, lat, _ in fixes], id=name,
                   coordTimes=[f"2020-01-01T{time}Z" for *_, time in fixes])


class Gaps(Case):
    def setUp(self):
        super().setUp()
        self.zone = self.write("zone.geojson", square(20, 54, 21, 55, id="z", prohibited=True))

    def run_it(self, *arguments, status=0):
        ran = subprocess.run([COMMAND, *arguments], cwd=self.folder, capture_output=True, text=True,
                             check=False)
        self.assertEqual(ran.returncode, status, ran.stdout + ran.stderr)
        return ran

    def rows(self, *arguments, layers="statistics,passages,occupancy"):
        """The rows of each layer, and what was left out."""
        self.run_it("analyze", *arguments, "--zones", self.zone, "-o", "out", "--force",
                    "--layers", layers, "--formats", "csv", "--bin", "1d", "-q")
        tables = {}
        for name in (*layers.split(","), "rejected"):
            path = self.folder / "out" / f"{name}.csv"
            text = path.read_text().splitlines() if path.exists() else []
            tables[name] = list(csv.DictReader(text))
        return tables

    def check(self, *arguments, status):
        ran = self.run_it("check", *arguments, "--zones", self.zone, "--rules", "zones", "--json",
                          status=status)
        return json.loads(ran.stdout)["routes"]

    # ---- gaps ----

    def test_a_break_between_segments(self):
        path = self.folder / "two.gpx"
        path.write_text(GPX.format(
            segment((19.5, 54.5, "10:00:00"), (20.5, 54.5, "10:30:00")) +
            segment((20.6, 54.5, "10:33:00"), (21.5, 54.5, "11:00:00"))))
        tables = self.rows("two.gpx")
        (row,) = tables["statistics"]
        # By geographiclib: 32393.450365 + 25914.845 + the 6478.744 of the bridge.
        self.assertAlmostEqual(float(row["inside_m"]), 64787.039709, 4)
        self.assertAlmostEqual(float(row["gap_m"]), 6478.744030, 4)
        self.assertEqual(float(row["gap_s"]), 180)
        (passage,) = tables["passages"]
        self.assertEqual(passage["interpolated"], "")
        # What was observed breaks the rule; of what was not it is open.
        (route,) = self.check("two.gpx", status=1)
        self.assertEqual([f["severity"] for f in route["findings"]],
                         ["violation", "undecided", "violation"])
        self.assertEqual((route["read"]["unobserved_legs"], route["read"]["unobserved_s"]),
                         (1, 180))

    def test_segments_in_another_order(self):
        first, second = (segment((19.5, 54.5, "10:00:00"), (20.5, 54.5, "10:30:00")),
                         segment((20.6, 54.5, "10:33:00"), (21.5, 54.5, "11:00:00")))
        lengths = {}
        for name, body in (("a", first + second), ("b", second + first)):
            (self.folder / f"{name}.gpx").write_text(GPX.format(body))
            (row,) = self.rows(f"{name}.gpx")["statistics"]
            lengths[name] = row["inside_m"], row["gap_m"]
        self.assertEqual(lengths["a"], lengths["b"])

    def test_six_hours_without_fixes(self):
        gap = self.write("gap.geojson",
                         line("g", (19.5, 54.5, "10:00:00"), (19.6, 54.5, "10:01:00"),
                              (21.4, 54.5, "16:01:00"), (21.5, 54.5, "16:02:00")))
        tables = self.rows(gap)
        (row,) = tables["statistics"]
        self.assertEqual(row["gap_m"], row["inside_m"])
        self.assertEqual(tables["passages"][0]["interpolated"], "both")
        (route,) = self.check(gap, status=4)
        self.assertEqual(route["read"]["unobserved_s"], 6 * 3600)
        told = self.run_it("check", gap, "--zones", self.zone, "--rules", "zones", status=4).stdout
        self.assertIn("not observed: 116.614 km in 6 h 0 min, after fix 2", told)
        self.assertIn("--gap 0 if it is a plan", told)
        # A plan is what it says.
        self.check(gap, "--gap", "0", "--gap-km", "0", status=1)
        (row,) = self.rows(gap, "--gap", "0", "--gap-km", "0")["statistics"]
        self.assertEqual((row["gap_m"], row["gap_s"]), ("0.000000", "0.000"))
        # A longer gap is none.
        self.check(gap, "--gap", "361", status=1)

    def test_a_fix_for_each_turning_point_is_no_gap(self):
        plan = self.write("plan.geojson",
                          line("p", (19, 54.5, "10:00:00"), (20.2, 54.5, "10:40:00"),
                               (20.8, 54.5, "11:20:00"), (22, 54.5, "12:10:00")))
        (route,) = self.check(plan, status=1)
        self.assertEqual(route["read"]["unobserved_legs"], 0)
        (route,) = self.check(plan, "--gap", "30", status=4)
        self.assertEqual(route["read"]["unobserved_legs"], 3)

    def test_sensors_see_nothing_between_parts(self):
        (self.folder / "two.gpx").write_text(GPX.format(
            segment((20.1, 54.5, "10:00:00"), (20.4, 54.5, "10:10:00")) +
            segment((20.6, 54.5, "10:13:00"), (20.9, 54.5, "10:20:00"))))
        tables = self.rows("two.gpx", "--swath-km", "2", layers="statistics,swaths")
        seen = sum(float(row["length_m"]) for row in tables["swaths"])
        (row,) = tables["statistics"]
        self.assertAlmostEqual(seen, float(row["inside_m"]) - float(row["gap_m"]), 3)

    # ---- stays ----

    def test_standing(self):
        flights = self.write(
            "stay.geojson",
            line("parks-at-end", (19.5, 54.5, "10:00:00"), (20.5, 54.5, "10:30:00"),
                 (20.5, 54.5, "10:40:00"), (20.5, 54.5, "11:30:00")),
            line("parks-at-start", (20.5, 54.5, "10:00:00"), (20.5, 54.5, "10:30:00"),
                 (20.5, 54.5, "11:00:00"), (21.5, 54.5, "11:30:00")),
            line("never-moves", (20.5, 54.5, "10:00:00"), (20.5, 54.5, "10:30:00"),
                 (20.5, 54.5, "11:00:00")),
            line("hovers-inside", (19.5, 54.5, "10:00:00"), (20.5, 54.5, "10:30:00"),
                 (20.5, 54.5, "11:30:00"), (21.5, 54.5, "12:00:00")))
        tables = self.rows(flights)
        times = {row["route_id"]: (row["entry_time"][11:16], row["exit_time"][11:16])
                 for row in tables["passages"]}
        self.assertEqual(times, {"parks-at-end": ("10:15", "11:30"),
                                 "parks-at-start": ("10:00", "11:15"),
                                 "never-moves": ("10:00", "11:00"),
                                 "hovers-inside": ("10:15", "11:45")})
        (day,) = tables["occupancy"]
        self.assertEqual((day["flights"], float(day["inside_s"])), ("4", (75 + 75 + 60 + 90) * 60))
        self.check(flights, status=1)

    # ---- what cannot be true ----

    def track(self, *odd):
        """An hour due east over the square, a fix a minute, with some fixes replaced or added."""
        fixes = [(19.5 + k / 30, 54.5, f"{10 + k // 60}:{k % 60:02d}:00") for k in range(61)]
        for at, fix, put in odd:
            fixes[at:at + put] = [fix]
        return line("t", *fixes)

    def test_a_spike(self):
        spike = self.write("spike.geojson", self.track((30, (30, 44, "10:30:00"), 1)))
        tables = self.rows(spike)
        self.assertEqual(tables["rejected"][0]["reason"],
                         "a fix that no aircraft reaches in its time was left out: number 31")
        (row,) = tables["statistics"]
        self.assertAlmostEqual(float(row["inside_m"]), 64787, delta=5)
        # With it, far out and back.
        (row,) = self.rows(spike, "--keep-all")["statistics"]
        self.assertGreater(float(row["length_m"]), 2e6)
        (row,) = self.rows(spike, "--max-speed", "0")["statistics"]
        self.assertGreater(float(row["length_m"]), 2e6)

    def test_zero_before_the_first_position(self):
        zero = self.write("zero.geojson", self.track((0, (0, 0, "06:00:00"), 1)))
        tables = self.rows(zero)
        self.assertIn("at 0 N 0 E", tables["rejected"][0]["reason"])
        (route,) = self.check(zero, status=1)
        self.assertEqual((route["read"]["left_out"], route["read"]["fixes"]), (1, 60))
        # A line that is drawn there, without times, goes there.
        drawn = self.write("drawn.geojson", feature("LineString", [[0, 0], [19, 54], [22, 54.5]]))
        (row,) = self.rows(drawn)["statistics"]
        self.assertGreater(float(row["length_m"]), 5e6)

    def test_a_clock_that_runs_back(self):
        back = self.write("back.geojson", self.track((30, (20.5, 54.5, "10:20:00"), 1)))
        tables = self.rows(back)
        self.assertEqual(tables["rejected"][0]["reason"],
                         "a fix whose time runs backwards was left out: number 31")
        tables = self.rows(back, "--keep-all")
        self.assertIn("is not known", tables["rejected"][0]["reason"])
        told = self.run_it("check", back, "--zones", self.zone, "--rules", "zones", status=1).stdout
        self.assertIn("read as GeoJSON: 60 fixes, 2020-01-01T10:00:00Z to 11:00:00Z, no altitudes; "
                      "1 fix was left out", told)
        # Three of ten are more than a few in a hundred.
        bad = line("m", *((19.5 + k / 5, 54.5, f"10:{5 * k if k % 3 else 1:02d}:00")
                          for k in range(10)))
        many = self.write("many.geojson", bad)
        ran = self.run_it("check", many, "--zones", self.zone, "--rules", "zones", status=2)
        self.assertIn("fixes would have to be left out", ran.stderr)
        # That keeps nobody from the other flights of the file.
        both = self.write("both.geojson", bad, self.track())
        ran = self.run_it("check", both, "--zones", self.zone, "--rules", "zones", status=1)
        self.assertRegex(ran.stderr, r"fixes would have to be left out.* \(--keep-all\)")
        self.assertIn("1 feature was left out", ran.stdout)
        tables = self.rows(both)
        self.assertEqual([row["feature"] for row in tables["rejected"]], ["m"])
        self.assertEqual(len(tables["statistics"]), 1)

    def test_what_was_on_when_fixes_are_left_out(self):
        """sensor_on has a value for each fix of the file."""
        odd = self.track((30, (30, 44, "10:30:00"), 1))
        odd["properties"]["sensor_on"] = [k >= 31 for k in range(61)]
        path = self.write("on.geojson", odd)
        tables = self.rows(path, "--swath-km", "2", layers="statistics,swaths")
        seen = sum(float(row["length_m"]) for row in tables["swaths"])
        # From fix 32 to the last: 29 legs of a thirtieth of a degree at 54.5 N.
        self.assertAlmostEqual(seen, 29 / 30 * 64787, delta=30)


if __name__ == "__main__":
    unittest.main(verbosity=1)
