#!/usr/bin/python3
# Tests: src/input/rules/zone_volumes.c src/analysis/meet/volume.c src/output/layers/passages.c
# Tests: src/output/layers/crossings.c src/output/layers/occupancy.c src/cli/verdict.c
# Tests: src/batch/dates.c
"""Floors, ceilings and times of zones, in `analyze` and `check`."""
import csv
import json
import math
import subprocess
import unittest

from support.case import COMMAND, Case, feature

# Along the equator, where a degree of longitude is this long on WGS 84.
DEGREE_M = 6378137 * math.pi / 180
SQUARE = [[[1, -1], [3, -1], [3, 1], [1, 1], [1, -1]]]


class Volumes(Case):
    def zone(self, **properties):
        return self.write("zone.geojson", feature("Polygon", SQUARE, id="zone", **properties))

    def route(self, *positions, **properties):
        return self.write("route.geojson",
                          feature("LineString", list(positions), id="route", **properties))

    def analyze(self, zone, route, *arguments, status=0):
        run = subprocess.run([COMMAND, "analyze", route, "--zones", zone, "-o",
                              self.folder / "out", "--force", *map(str, arguments)],
                             capture_output=True, encoding="utf-8")
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return run

    def rows(self, table, folder="out"):
        with open(self.folder / folder / f"{table}.csv", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def tables(self, zone, route, *arguments):
        self.analyze(zone, route, "--formats", "csv", *arguments)
        (statistics,) = self.rows("statistics")
        return statistics, self.rows("passages"), self.rows("crossings")

    def expect_km(self, statistics, inside, within, at_most):
        for name, degrees in (("inside_m", inside), ("within_m", within),
                              ("within_at_most_m", at_most)):
            self.assertAlmostEqual(float(statistics[name]), degrees * DEGREE_M, delta=1e-3,
                                   msg=name)

    def test_below_and_above(self):
        zone = self.zone(floor="4500 FT MSL", ceiling="9500 FT MSL")
        for height, within in ((600, 0), (1371.6, 2), (2000, 2), (2895.6, 2), (2896, 0)):
            statistics, passages, crossings = self.tables(
                zone, self.route([0, 0, height], [4, 0, height]))
            self.expect_km(statistics, 2, within, within)
            self.assertEqual(int(statistics["passages"]), len(passages))
            self.assertEqual(len(crossings), 2 if within else 0)
            self.assertEqual(statistics["first_entry_m"] != "", within > 0)

    def test_through_floor_and_ceiling(self):
        # 1,000 m are reached at 1.25 degrees and 3,000 m at 1.75; down again, from 2.25 to 2.75.
        zone = self.zone(floor="1000 M MSL", ceiling="3000 M MSL")
        route = self.route([1, 0, 0], [2, 0, 4000], [3, 0, 0])
        statistics, passages, crossings = self.tables(zone, route)
        self.expect_km(statistics, 2, 1, 1)
        self.assertEqual([(c["kind"], c["through"]) for c in crossings],
                         [("entry", "floor"), ("exit", "ceiling"), ("entry", "ceiling"),
                          ("exit", "floor")])
        self.assertEqual([c["altitude_m"] for c in crossings],
                         ["1000.000", "3000.000", "3000.000", "1000.000"])
        self.assertEqual({p["certainty"] for p in passages}, {"certain"})
        flat, passages, crossings = self.tables(zone, route, "--flat")
        self.expect_km(flat, 2, 2, 2)
        self.assertEqual((len(passages), {c["through"] for c in crossings}), (1, {"side"}))

    def test_the_higher_of_two(self):
        # 300 m over a ground of 500 m are at most 816 m over the sea, and 1,500 m are more.
        dem = self.folder / "dem.asc"
        dem.write_text("ncols 60\nnrows 40\nxllcorner -1\nyllcorner -2\ncellsize 0.1\n"
                       + (" ".join(["500"] * 60) + "\n") * 40)
        dem.with_suffix(".prj").write_text(
            'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
            'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]')
        route = self.route([0, 0, 1000], [4, 0, 1000])
        for ceiling, within in (("higher of 300 M AGL and 1500 M MSL", 2),
                                ("300 M AGL or 1500 M MSL, whichever is lower", 0)):
            statistics, _, _ = self.tables(self.zone(ceiling=ceiling), route, "--dem", dem)
            self.expect_km(statistics, 2, within, within)
        # Without it the ground may be as deep as the Dead Sea's shore, or high.
        statistics, passages, _ = self.tables(
            self.zone(ceiling="300 M AGL or 1500 M MSL, whichever is lower"), route)
        self.expect_km(statistics, 2, 0, 2)
        self.assertEqual([p["certainty"] for p in passages], ["possible"])

    def test_hours(self):
        # Four degrees in four hours, on a Monday from 10:00 UTC on.
        times = ["2026-11-30T10:00:00Z", "2026-11-30T14:00:00Z"]
        route = self.route([0, 0, 500], [4, 0, 500], coordTimes=times)
        for active, within, at_most in (
                ("Mo-Fr 08:00-12:00", 1, 1), ("Sa-Su H24", 0, 0), ("H24", 2, 2),
                ("11:30-12:30; by NOTAM", 1, 2), ("12:30-13:30 UTC+1", 1, 1),
                ("MON 1230-1330 Europe/Prague", 1, 1), ("by NOTAM", 0, 2),
                ("2026-11-30T12:30Z/2026-12-01T00:00Z", 0.5, 0.5),
                ("H24; off 24 Nov-30 Nov", 0, 0), ("SR-30 - SS+30", 2, 2), ("HN", 0, 0),
                (True, 2, 2), ("no", 0, 0)):
            with self.subTest(active=active):
                statistics, _, crossings = self.tables(self.zone(active=active), route)
                self.expect_km(statistics, 2, within, at_most)
        statistics, _, crossings = self.tables(self.zone(active="11:15-12:45"), route)
        self.assertEqual([(c["kind"], c["through"], c["time"]) for c in crossings],
                         [("entry", "time", "2026-11-30T11:15:00Z"),
                          ("exit", "time", "2026-11-30T12:45:00Z")])

    def test_times_that_are_not_known(self):
        zone = self.zone(active="Mo-Fr 08:00-12:00", prohibited=True)
        route = self.route([0, 0, 500], [4, 0, 500])
        statistics, passages, crossings = self.tables(zone, route)
        self.expect_km(statistics, 2, 0, 2)
        self.assertEqual([c["certainty"] for c in crossings], ["possible", "possible"])
        # On a Sunday it is never in force; on a Monday it may be.
        for date, at_most in (("2026-11-29", 0), ("2026-11-30", 2), ("2026-11-30T09:00Z", 2)):
            statistics, _, _ = self.tables(zone, route, "--rules", "zones", "--date", date)
            within = 2 if "T" in date else 0
            self.expect_km(statistics, 2, within, at_most)
        for date, status in ((None, 4), ("2026-11-29", 0), ("2026-11-30", 4),
                             ("2026-11-30T09:00Z", 1)):
            run = subprocess.run([COMMAND, "check", route, "--zones", zone, "--rules", "zones",
                                  *(["--date", date] if date else [])],
                                 capture_output=True, encoding="utf-8")
            self.assertEqual(run.returncode, status, f"{date}: {run.stdout}")

    def test_formats_that_say_when(self):
        times = ["2026-11-30T10:00:00Z", "2026-11-30T14:00:00Z"]
        route = self.route([0, 0, 500], [4, 0, 500], coordTimes=times)
        ed269 = [{"startDateTime": "2026-01-01T00:00:00Z", "endDateTime": "2026-12-31T00:00:00Z",
                  "permanent": "NO",
                  "schedule": [{"day": ["MON"], "startTime": "11:30:00.00Z",
                                "endTime": "12:30:00.00Z"}]}]
        statistics, _, _ = self.tables(self.zone(applicability=ed269), route)
        self.expect_km(statistics, 2, 1, 1)
        statistics, _, _ = self.tables(self.zone(TIMESOFUSE="1130 - 1230, MON - FRI",
                                                 GMTOFFSET="0", DST_CODE="0"), route)
        self.expect_km(statistics, 2, 1, 1)

    def test_what_is_not_understood(self):
        route = self.route([0, 0, 500], [4, 0, 500])
        for properties, says in (({"ceiling": "up there"}, "ceiling is not understood: expected a"),
                                 ({"active": "when it rains"}, 'found "when it rains"'),
                                 ({"floor": "1 m", "Floor": "2 m"}, "the same as another"),
                                 ({"UPPER_VAL": 9500}, "its attributes of heights are not"),
                                 ({"ceiling": "GND"}, "found 'GND'"),
                                 ({"floor": "UNL"}, "found 'UNL'"),
                                 ({"floor": "FL95", "ceiling": "FL65"},
                                  "expected a floor below the ceiling, found FL95 and FL65")):
            with self.subTest(properties=properties):
                zone = self.zone(**properties)
                run = self.analyze(zone, route, "--formats", "csv")
                (statistics,) = self.rows("statistics")
                self.expect_km(statistics, 2, 0, 2)
                self.assertIn(says, run.stderr)
                self.assertIn("0.000 to 222.639", run.stdout)

    def test_occupancy_counts_both(self):
        times = ["2026-11-30T10:00:00Z", "2026-11-30T14:00:00Z"]
        route = self.route([0, 0, 500], [4, 0, 500], coordTimes=times)
        zone = self.zone(active="11:30-12:30; by NOTAM")
        self.analyze(zone, route, "--formats", "csv", "--bin", "1h")
        rows = self.rows("occupancy")
        self.assertEqual([(r["bin_start"][11:16], r["entries"], r["exits"], r["inside_s"],
                           r["entries_at_most"], r["exits_at_most"], r["inside_at_most_s"])
                          for r in rows],
                         [("11:00", "0", "0", "1800.000", "1", "0", "3600.000"),
                          ("12:00", "0", "0", "1800.000", "0", "0", "3600.000"),
                          ("13:00", "0", "0", "0.000", "0", "1", "0.000")])

    def test_parts_and_resumed_runs_are_the_same(self):
        routes = [feature("LineString", [[0, 0, 100 * i], [4, 0.01 * i, 4000 - 100 * i]],
                          id=f"r{i}", coordTimes=["2026-11-30T10:00:00Z", "2026-11-30T14:00:00Z"])
                  for i in range(30)]
        route = self.write("routes.geojson", *routes)
        zone = self.zone(floor="1200 M MSL", ceiling="higher of 1000 FT AGL and FL90",
                         active="Mo 11:30-12:45; SR-SS")
        known = ("--qnh", "1000:1010", "--formats", "csv")
        self.analyze(zone, route, *known, "--jobs", 1)
        whole = {p.name: p.read_bytes() for p in (self.folder / "out").glob("*.csv")}
        self.analyze(zone, route, *known, "--jobs", 2)
        self.assertEqual(whole, {p.name: p.read_bytes()
                                 for p in (self.folder / "out").glob("*.csv")})
        for part in (1, 2):
            self.analyze(zone, route, *known, "--shard", f"{part}/2", "-o",
                         self.folder / "parts")
        subprocess.run([COMMAND, "merge", *sorted((self.folder / "parts").glob("part-*")), "-o",
                        self.folder / "merged", "--quiet"], check=True)
        self.assertEqual(whole, {p.name: p.read_bytes()
                                 for p in (self.folder / "merged").glob("*.csv")})
        self.assertIn(b"possible", whole["passages.csv"])
        self.assertIn(b"floor", whole["crossings.csv"])

    def test_rules_of_sets_bind_in_the_volume(self):
        rules = self.folder / "mine.json"
        rules.write_text(json.dumps({
            "name": "mine", "title": "Mine", "rules": [
                {"name": "stay-out", "kind": "prohibited", "zone": "zone", "source": "test"}]}))
        zone = self.zone(floor="1000 M MSL", ceiling="3000 M MSL", restriction="none")
        for height, status in ((500, 0), (2000, 1), (3500, 0)):
            run = subprocess.run([COMMAND, "check", self.route([0, 0, height], [4, 0, height]),
                                  "--zones", zone, "--rules", rules],
                                 capture_output=True, encoding="utf-8")
            self.assertEqual(run.returncode, status, run.stdout + run.stderr)


if __name__ == "__main__":
    unittest.main()
