#!/usr/bin/python3
# Tests: src/analysis/suggest/ src/output/plans/suggestions.c src/output/plans/plan_file.c
# Tests: src/output/plans/gpx.c src/output/plans/fpl.c src/cli/plans.c src/cli/suggest.c
# Tests: src/analysis/suggest/alternatives_text.c src/analysis/suggest/repair_item15.c
# Tests: src/input/flightplan/flightplan_write.c
"""`overflight check --route` and `--suggest`: plans that are typed, and routes that comply.

What a suggestion is worth is shown by checking it: the file that was written goes through `check`
again."""
import json
import math
import os
import random
import subprocess
import unittest

from support.case import COMMAND, Case, feature
from support.case import square as box

DEGREE_M = 6378137 * math.pi / 180  # along the equator


def square(name, *sides, **properties):
    return box(*sides, id=name, **properties)


def line(name, positions, **properties):
    return feature("LineString", positions, id=name, **properties)


class Suggest(Case):
    def setUp(self):
        super().setUp()
        self.better = self.folder / "better.geojson"

    def run_check(self, *arguments, status=0):
        run = subprocess.run([COMMAND, "check", *map(str, arguments)],
                             capture_output=True,
                             encoding="utf-8")
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return run

    def check(self, *arguments, status=0):
        return json.loads(self.run_check("--json", *arguments, status=status).stdout)["routes"]

    def features(self):
        return json.loads(self.better.read_text())["features"]

    # ---- typed plans ----

    def test_typed(self):
        """The issue's own example, and what each fix is called."""
        (route,) = self.check("--route",
                              "UUMB 5530N03700E KGD 5442N02030E/F330 UUMB",
                              "--date",
                              "2015-06-01",
                              status=4)
        # Its height over Moscow, where there was a least one then, is not known.
        self.assertEqual([f["zone_id"] for f in route["findings"] if f["severity"] == "undecided"],
                         ["moscow"])
        self.assertEqual((route["route_id"], route["file"]), ("plan", "plan"))
        # Kubinka at 55.611698 N 36.650002 E and Khrabrovo at 54.889999 N 20.5926 E, by GeodSolve:
        # 24.70, 1050.29, 21.96 … the sum to a kilometre
        self.assertAlmostEqual(route["length_m"] / 1000, 2124.08, delta=0.5)
        zone = self.write("zone.geojson", square("box", 25, 50, 30, 60, prohibited=True))
        (route,) = self.check("--zones", zone, "--route", "UUMB 5530N03700E KGD", status=1)
        (through,) = [f for f in route["findings"] if f["kind"] == "prohibited"]
        self.assertIn("after 5530N03700E", through["message"])

    def test_level(self):
        """Flight levels are not compared with heights over the sea, and altitudes are; a level
        changes at its point."""
        zone = self.write(
            "zone.geojson",
            square("box", 25, 50, 30, 60, max_altitude_m=9000, altitude_reference="MSL"))
        zone = zone, "--rules", "zones"
        (finding,) = self.check("--zones", *zone, "--route", "55N020E/F330 55N035E",
                                status=4)[0]["findings"]
        self.assertFalse(finding["judged"])
        (finding,) = self.check("--zones", *zone, "--route", "55N020E/A330 55N035E",
                                status=1)[0]["findings"]
        self.assertAlmostEqual(finding["measured"], 33000 * 0.3048, places=6)
        self.assertEqual(
            self.check("--zones", *zone, "--route", "55N020E/A250 55N035E")[0]["findings"], [])
        level = self.write(
            "level.geojson",
            square("box", 25, 50, 30, 60, max_altitude_m=9000, altitude_reference="STD"))
        (finding,) = self.check("--zones",
                                level,
                                "--rules",
                                "zones",
                                "--route",
                                "55N020E/F250 55N027E/F330 55N035E",
                                status=1)[0]["findings"]
        self.assertIn("after 55N027E", finding["message"])
        self.assertAlmostEqual(finding["from"]["lon"], 27, places=9)

    def test_several(self):
        zone = self.write("zone.geojson", square("box", 25, 50, 30, 60))
        flown = self.write("flown.geojson", line("flown", [[0, 0], [1, 1]]))
        routes = self.check("--zones",
                            zone,
                            "--route",
                            "1N001E 2N002E",
                            "--route",
                            "other: 1N001E 2N002E",
                            "--route",
                            "1N001E 3N002E",
                            flown)
        self.assertEqual([route["route_id"] for route in routes],
                         ["plan", "other", "plan-3", "flown"])
        result = self.folder / "result"
        self.run_check("--zones", zone, "--route", "1N001E 2N002E", flown, "-o", result)
        rows = json.loads((result / "routes.geojson").read_text())["features"]
        self.assertEqual([row["properties"]["route_id"] for row in rows], ["plan", "flown"])
        self.assertIn("--route '1N001E 2N002E'",
                      json.loads((result / "summary.json").read_text())["command"])

    def test_bad_plans(self):
        for texts, told in (
            (("UUMB XXXX",), "XXXX"),
            (("UUMB",), "expected two or more points, found one"),
            (("a: UUMB KGD", "a: UUMB KGD"), 'found "a", the id of the first typed flight plan'),
            (("91N001E UUMB",), "91"),
        ):
            arguments = [word for text in texts for word in ("--route", text)]
            run = self.run_check(*arguments, status=2)
            self.assertIn(told, run.stderr)
            self.assertEqual(run.stdout, "")
        self.assertIn("--route", self.run_check(status=2).stderr)
        two = self.write("two.geojson", line("a", [[0, 0], [1, 1]]), line("b", [[0, 0], [1, 1]]))
        self.assertIn("more than one route",
                      self.run_check("--route", "1N001E 2N002E", "--against", two, status=2).stderr)
        same = self.write("same.geojson", line("plan", [[0, 0], [1, 1]]))
        self.assertIn('found "plan", the id of the first typed flight plan',
                      self.run_check("--route", "1N001E 2N002E", same, status=2).stderr)

    # ---- suggestions ----

    def suggest(self, zone, *plans, status=1):
        routes = self.check("--zones", zone, *plans, "--suggest", self.better, status=status)
        self.assertGreater(len(self.features()), 0)
        self.assertEqual([entry["verdict"] for entry in self.check("--zones", zone, self.better)],
                         ["complies"] * len(self.features()))
        return routes

    def test_around(self):
        """Past one corner at the stand-off: the least extra length is known, two tangents and an
        arc."""
        zone = self.write("zone.geojson",
                          square("box", -0.5, -1, 0.5, 0.001, prohibited=True, standoff_km=10))
        (route,) = self.suggest(zone, "--route", "0N002W/A100 0N002E")
        better = route["suggestion"]
        self.assertEqual((better["verdict"],
                          better["violations"],
                          better["fixes_moved"],
                          better["fixes_left_out"]), ("complies", 0, 0, 0))
        # In the plane: from 2° west up to the corner's circle (1.5° and 0.001° away), along it,
        # level past the top, and down again.
        # 5 % of the limit, and some millimetres, are to spare.
        distance, radius = math.hypot(1.5 * DEGREE_M, 110.574), 10500
        tangent = math.sqrt(distance**2 - radius**2)
        turn = math.asin(radius / distance) + math.atan2(110.574, 1.5 * DEGREE_M)
        least = 2 * (tangent + radius * turn) + DEGREE_M - 4 * DEGREE_M
        self.assertGreater(better["extra_m"], 0.98 * least)
        self.assertLess(better["extra_m"], 1.03 * least)
        feature, other = self.features()
        self.assertEqual((better["id"], better["way"], other["properties"]["way"]),
                         ("plan-left", "left", "right"))
        self.assertEqual((feature["properties"]["id"], feature["properties"]["verdict"]),
                         ("plan-left", "complies"))
        self.assertEqual(route["alternatives"][0], better)
        self.assertEqual(len(route["alternatives"]), 2)
        self.assertEqual(feature["properties"]["extra_m"], round(better["extra_m"], 6))
        self.assertEqual({position[2] for position in feature["geometry"]["coordinates"]}, {3048})
        # As text it is the same route.
        (again,) = self.check("--zones", zone, "--route", feature["properties"]["plan"])
        self.assertEqual(again["verdict"], "complies")
        self.assertAlmostEqual(again["length_m"], better["length_m"], places=3)

    def test_across_the_antimeridian(self):
        zone = self.write("zone.geojson", square("box", 178, 60, 182, 63, standoff_km=15))
        plan = self.write(
            "plan.geojson",
            line("x", [[170, 61], [-170, 61.5]], start_time="2020-01-01T00:00:00Z", speed_kmh=600))
        (route,) = self.suggest(zone, plan)
        feature = self.features()[0]
        parts = feature["geometry"]["coordinates"]
        self.assertEqual(len(parts), 2)
        self.assertEqual((parts[0][-1][0], parts[1][0][0]), (180, -180))
        self.assertEqual([len(part) for part in parts],
                         [len(times) for times in feature["properties"]["coordTimes"]])
        again = self.check("--zones", zone, self.better)[0]
        self.assertAlmostEqual(again["length_m"], route["suggestion"]["length_m"], places=3)
        self.assertLess(route["suggestion"]["extra_m"], 70000)

    def test_fixes_that_cannot_stay(self):
        """One that is too near is moved away, one within is left out, and an airfield must stay."""
        zone = self.write("zone.geojson",
                          square("box", -0.5, -0.5, 0.5, 0.5, prohibited=True, standoff_km=20))
        (route,) = self.suggest(zone, "--route", "0N002W 0.6N0.0E 0N002E")
        self.assertEqual(
            (route["suggestion"]["fixes_moved"], route["suggestion"]["fixes_left_out"]), (1, 0))
        self.better.unlink()
        (route,) = self.suggest(zone, "--route", "0N002W 0.1N0.0E 0N002E")
        self.assertEqual(
            (route["suggestion"]["fixes_moved"], route["suggestion"]["fixes_left_out"]), (0, 1))
        self.better.unlink()
        kubinka = self.write("kubinka.geojson", square("box", 36, 55, 37, 56, prohibited=True))
        (route,) = self.check("--zones",
                              kubinka,
                              "--route",
                              "55N030E UUMB 55N040E",
                              "--suggest",
                              self.better,
                              status=1)
        self.assertIn("cannot be moved", route["suggestion"]["none_because"])
        self.assertFalse(self.better.exists())

    def test_only_what_is_in_the_way(self):
        """A zone that is flown over above its ceiling, and one that is not in force, are no
        obstacles; those that come into the way by going around are."""
        over = square("over", -0.5, -1, 0.5, 1, prohibited=True, ceiling="FL100 STD")
        over["properties"]["ceiling"] = "1000 M MSL"
        past = square("past", 1.0, -1, 1.5, 1, prohibited=True, active_until="2010-01-01")
        zone = self.write("zone.geojson", over, past)
        (route,) = self.check("--zones",
                              zone,
                              "--route",
                              "0N002W/A100 0N002E",
                              "--date",
                              "2020-01-01",
                              "--suggest",
                              self.better)
        self.assertEqual(route["suggestion"]["extra_m"], 0)
        self.better.unlink()
        first, second = square("first", -0.5, -0.2, 0.5, 1, prohibited=True), square("second", -0.4,
                -2, 0.4, -0.25, prohibited=True)
        (route,) = self.suggest(self.write("two.geojson", first, second),
                                "--route",
                                "0N002W 0N002E")
        low, high = 0.2 * 110574, 1.0 * 110574
        slot = self.features()[0]["geometry"]["coordinates"]
        self.assertTrue(all(position[1] > -0.26 for position in slot),
                        slot)  # through the slot between the two, 5.5 km wide
        self.assertLess(route["suggestion"]["extra_m"],
                        2 * (math.hypot(1.5 * DEGREE_M, high) - 1.5 * DEGREE_M))
        self.assertGreater(route["suggestion"]["extra_m"],
                           2 * (math.hypot(1.5 * DEGREE_M, low) - 1.5 * DEGREE_M) - 1)

    def test_borders(self):
        """Lines of a rule set lead the way like zones: Manchuria lies between Moscow and
        Vladivostok."""
        (route,) = self.check("--route",
                              "55N037E 4322N13200E",
                              "--rules",
                              "treaty-1992",
                              "--date",
                              "2015-01-01",
                              "--suggest",
                              self.better,
                              status=1)
        kinds = [
            finding["kind"]
            for finding in route["suggestion"]["findings"]
            if finding["severity"] == "violation"
        ]
        self.assertNotIn("standoff", kinds)
        self.assertGreater(route["suggestion"]["extra_m"], 100000)
        again = self.check(self.better, "--rules", "treaty-1992", "--date", "2015-01-01")
        self.assertEqual({route["verdict"] for route in again}, {"complies"})

    def test_files(self):
        zone = self.write("zone.geojson", square("box", -0.5, -1, 0.5, 1, prohibited=True))
        plan = ("--zones", zone, "--route", "0N002W 0N002E", "--suggest", self.better)
        self.assertEqual(self.run_check(*plan, "-q", status=1).stdout, "")
        before = self.better.read_bytes()
        run = self.run_check(*plan, status=2)
        self.assertIn("--force", run.stderr)
        self.assertEqual((run.stdout, self.better.read_bytes()), ("", before))
        self.assertIn(str(self.better), self.run_check(*plan, "--force", status=1).stdout)
        self.assertEqual(self.better.read_bytes(), before)  # the same input, the same bytes
        self.run_check("--zones",
                       zone,
                       "--route",
                       "0N002W 0N002E",
                       "--suggest",
                       self.folder / "none" / "x.geojson",
                       status=2)
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()),
                         ["better.geojson", "zone.geojson"])

    def test_random(self):
        """Whatever is suggested complies, is no shorter than the straight way, and is found for all
        whose ends are clear."""
        seed = int(os.environ.get("OVERFLIGHT_TEST_SEED", "20261125"))
        print(f"OVERFLIGHT_TEST_SEED={seed}")
        draw = random.Random(seed)
        for turn in range(6):
            middle, height = draw.uniform(-180, 180), draw.uniform(-60, 60)
            zones = []
            for k in range(12):
                west, south = middle + draw.uniform(-8, 8), height + draw.uniform(-8, 8)
                zones.append(
                    square(
                        f"z{k}",
                        west,
                        south,
                        west + draw.uniform(0.2, 3),
                        south + draw.uniform(0.2, 3),
                        **({
                            "prohibited": True
                        } if k % 3 == 0 else {
                            "standoff_km": draw.uniform(1, 60)
                        })))
            plans = [
                line(f"r{k}",
                     [[middle - 14, height + draw.uniform(-6, 6)], [
                         middle + draw.uniform(-2, 2), height + draw.uniform(-12, 12)
                     ], [middle + 14, height + draw.uniform(-6, 6)]]) for k in range(8)
            ]
            zone, plan = self.write("zones.geojson", *zones), self.write("plans.geojson", *plans)
            run = subprocess.run([
                COMMAND,
                "check",
                plan,
                "--zones",
                zone,
                "--json",
                "--suggest",
                self.better,
                "--force"
            ],
                                 capture_output=True,
                                 encoding="utf-8")
            self.assertIn(run.returncode, (0, 1), run.stderr)
            self.assertEqual(len(json.loads(run.stdout)["routes"]), len(plans))
            for route in json.loads(run.stdout)["routes"]:
                better = route["suggestion"]
                self.assertNotIn("none_because", better, (turn, route["route_id"]))
                self.assertEqual(better["verdict"], "complies", (turn, route["route_id"]))
                if better["fixes_left_out"] == 0 and better["fixes_moved"] == 0:
                    self.assertGreaterEqual(better["extra_m"], -1e-3)
            self.assertEqual(
                {entry["verdict"]
                 for entry in self.check(self.better, "--zones", zone)}, {"complies"})


if __name__ == "__main__":
    unittest.main()
