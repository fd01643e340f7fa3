#!/usr/bin/python3
# Tests: src/cli/check.c src/cli/findings.c src/cli/plans.c src/cli/rule_sets.c
# Tests: src/analysis/check/*.c src/batch/judge.c
"""`overflight check`: each kind of restriction well inside, at the limit, just beyond and where it
cannot be judged.

The figures are those of the equator, where a degree of longitude is a π/180 m long (a: WGS 84), and
of treaty and press for the bundled flights."""
import json
import math
import os
import subprocess
import unittest

from support.case import COMMAND, DATA, Case, feature

DEGREE_M = 6378137 * math.pi / 180
FOOT_M = 0.3048


class Check(Case):
    def run_check(self, *arguments):
        return subprocess.run([COMMAND, "check", *arguments], capture_output=True, encoding="utf-8")

    def zone(self, west=0, **properties):
        """A degree wide, on both sides of the equator."""
        east = west + 1
        return self.write(
            "zone.geojson",
            feature("Polygon", [[[west, -1], [east, -1], [east, 1], [west, 1], [west, -1]]],
                    id="zone",
                    **properties))

    def route(self, *positions, **properties):
        return self.write("route.geojson",
                          feature("LineString", list(positions), id="route", **properties))

    def judge(self, zone, route, *arguments, status=0):
        rules = () if "--rules" in arguments else ("--rules", "zones")
        run = self.run_check(route, "--zones", zone, "--json", *rules, *arguments)
        self.assertEqual(run.returncode, status, run.stderr + run.stdout)
        (result,) = json.loads(run.stdout)["routes"]
        self.assertEqual(result["verdict"], {0: "complies", 1: "violates", 4: "undecided"}[status])
        return [f for f in result["findings"] if f["rule"] != "nothing-judged"]

    def one(self, *arguments, **options):
        (finding,) = self.judge(*arguments, **options)
        return finding

    def test_length_within(self):
        for west in (0, 179.5):  # the second lies across the antimeridian
            route = self.route([west - 1, 0], [west + 2, 0])
            self.assertEqual(
                self.judge(self.zone(west, max_distance_km=DEGREE_M / 1000 / 0.9), route), [])
            at = self.one(self.zone(west, max_distance_km=DEGREE_M / 1000), route)
            self.assertEqual((at["severity"], at["near_miss"], at["judged"]),
                             ("warning", True, True))
            beyond = self.one(
                self.zone(west, max_distance_km=(DEGREE_M - 0.01) / 1000, source="here",
                          clause="5"),
                route,
                status=1)
            self.assertEqual(
                (beyond["severity"], beyond["rule"], beyond["clause"], beyond["source"]),
                ("violation", "zone/max_distance", "5", "here"))
            self.assertAlmostEqual(beyond["measured"], DEGREE_M / 1000, places=6)
            self.assertAlmostEqual(beyond["margin"], -1e-5, places=8)
            # Reached a centimetre before the way out.
            self.assertAlmostEqual(beyond["from"]["along_m"], 2 * DEGREE_M - 0.01, places=3)
            self.assertIn("after fix 1", beyond["message"])
            # Twice through it is summed, and after which fix the limit is reached is told.
            there_and_back = self.route([west - 1, 0], [west + 2, 0], [west - 1, 0])
            twice = self.one(self.zone(west, max_distance_km=1.5 * DEGREE_M / 1000),
                             there_and_back,
                             status=1)
            self.assertAlmostEqual(twice["measured"], 2 * DEGREE_M / 1000, places=6)
            self.assertAlmostEqual(twice["from"]["along_m"], 4.5 * DEGREE_M, places=3)
            self.assertIn("after fix 2", twice["message"])

    def test_no_passage(self):
        zone = self.zone(prohibited=True)
        self.assertEqual(self.judge(zone, self.route([-2, 0], [-1, 0])), [])
        self.assertEqual(self.judge(zone, self.route([-2, 0], [0, 0], [-2, 0.5])),
                         [])  # a touch is no passage
        found = self.one(zone, self.route([-1, 0], [0.25, 0]), status=1)
        self.assertAlmostEqual(found["from"]["along_m"], DEGREE_M, places=4)
        self.assertAlmostEqual(found["to"]["along_m"], 1.25 * DEGREE_M, places=4)
        self.assertEqual(
            self.one(self.zone(prohibited=True, severity="warning"),
                     self.route([-1, 0], [0.25, 0]))["severity"],
            "warning")

    def test_uncertain_outlines(self):
        """A figure has a range; a verdict that another outline would turn says so."""
        route = self.route([-1, 0], [2, 0])
        for attribute in ("uncertainty_m", "Uncertainty (m)"):
            kept = self.one(self.zone(max_distance_km=112, **{attribute: 500}), route)
            self.assertEqual((kept["severity"], kept["near_miss"]), ("warning", True))
            self.assertAlmostEqual(kept["least"], DEGREE_M / 1000 - 1, places=5)
            self.assertAlmostEqual(kept["most"], DEGREE_M / 1000 + 1, places=5)
            self.assertTrue(
                kept["message"].endswith("; with the outline uncertain by 500 m it is 110.319 km "
                                         "to 112.319 km, so that the verdict could turn"))
        certain = self.one(self.zone(max_distance_km=112), route)
        self.assertEqual((certain["least"], certain["most"]), (None, None))
        by = self.route([-1, 0], [-0.001, 0])
        near = self.one(self.zone(prohibited=True, uncertainty_m=500), by)
        self.assertEqual((near["severity"], near["least"]), ("warning", 0))
        self.assertIn("comes within 111.3 m of zone, whose outline is uncertain by 500 m",
                      near["message"])
        for wrong in (0, -1, 100001, "much"):
            zone = self.zone(prohibited=True, uncertainty_m=wrong)
            check = self.run_check(by, "--zones", zone)
            validate = subprocess.run([COMMAND, "zones", "validate", zone],
                                      capture_output=True,
                                      encoding="utf-8")
            for run in (check, validate):
                self.assertEqual(run.returncode, 2)
                self.assertIn("uncertainty_m: expected a number greater than 0 and at most 100000",
                              run.stderr + run.stdout)

    def test_uncertain_outlines_of_rule_sets(self):
        """A rule of a set has the uncertainty of the zone that it names."""
        rules = str(self.folder / "rules.json")
        rule = {"name": "n", "kind": "prohibited", "zone": "zone", "source": "s"}
        with open(rules, "w") as file:
            json.dump({"name": "mine", "title": "mine", "rules": [rule]}, file)
        zone = self.zone(uncertainty_m=500)
        found = self.one(zone, self.route([-1, 0], [2, 0]), "--rules", rules, status=1)
        self.assertAlmostEqual(found["most"], DEGREE_M / 1000 + 1, places=5)

    def test_bundled_outlines(self):
        """Each says how uncertain it is, and from what; moscow's is no outline of anything."""
        for path in (DATA / "zones").glob("*.geojson"):
            properties = json.loads(path.read_text())["features"][0]["properties"]
            wanted = {"kaliningrad": 25, "georgia-strip": 8000, "moscow": None}
            self.assertEqual(properties["uncertainty_m"], wanted.get(path.stem, 70), path)
            self.assertEqual(properties["uncertainty_m"] is None,
                             properties["geometry_note"] is None)

    def test_standoff(self):
        for west in (0, -180):
            zone = self.zone(west, standoff_km=10)
            at = west - 1e4 / DEGREE_M
            start = west - 2
            self.assertEqual(
                self.judge(zone, self.route([start, 0], [west - 1e4 * 1.1 / DEGREE_M, 0])), [])
            exact = self.one(zone, self.route([start, 0], [at, 0]))
            self.assertEqual((exact["near_miss"], round(exact["measured"], 6)), (True, 10))
            beyond = self.one(zone, self.route([start, 0], [at + 1 / DEGREE_M, 0]), status=1)
            self.assertAlmostEqual(beyond["to"]["along_m"] - beyond["from"]["along_m"], 1, places=2)
            self.assertAlmostEqual(beyond["measured"], 9.999, places=6)
            # Through the strip and the zone: from 10 km before it to 10 km after it.
            through = self.one(zone, self.route([start, 0], [west + 3, 0]), status=1)
            self.assertAlmostEqual(through["from"]["along_m"], 2 * DEGREE_M - 1e4, delta=1e-3)
            self.assertAlmostEqual(through["to"]["along_m"], 3 * DEGREE_M + 1e4, delta=1e-3)
            self.assertEqual(through["measured"], 0)

    def test_standoff_tells_how_to_move(self):
        # North along a meridian 4 km west of the zone: 6 km to the left.
        west = -4e3 / DEGREE_M
        found = self.one(self.zone(standoff_km=10), self.route([west, -0.3], [west, 0.3]), status=1)
        (move,) = found["moves"]
        self.assertEqual((move["leg"], move["to"]), (1, "left"))
        self.assertAlmostEqual(found["measured"] + move["by_m"] / 1000, 10, places=6)
        self.assertAlmostEqual(found["measured"], 4,
                               delta=1e-4)  # farther north the meridians are nearer to each other
        (back,) = self.one(self.zone(standoff_km=10),
                           self.route([west, 0.3], [west, -0.3]),
                           status=1)["moves"]
        self.assertEqual(back["to"], "right")

    def test_short_stretches_are_not_missed(self):
        """A leg of 660 km that passes a corner, 10 km less 2 mm away: nearer for 2 √(2 · 10 km · 2
        mm) = 12.65 m. At 2 mm more it is not."""
        zone = self.write(
            "zone.geojson",
            feature("Polygon", [[[0, 0], [1, -1], [1, 1], [0, 0]]], id="zone", standoff_km=10))
        for depth, status in ((0.002, 1), (-0.002, 0)):
            at = -(1e4 - depth) / DEGREE_M
            found = self.one(zone, self.route([at, -3], [at, 3]), status=status)
            self.assertEqual(found["near_miss"], status == 0)
            self.assertAlmostEqual(found["measured"], 10 - depth / 1000, places=7)
            # ends are where the distance is 10 km to half a millimetre, which 0.4 of the depth is
            if status == 1:
                self.assertAlmostEqual(found["to"]["along_m"] - found["from"]["along_m"],
                                       12.65,
                                       delta=1.8)

    def test_altitude(self):
        route = self.route([-1, 0, 3000],
                           [2, 0, 6000])  # 4,000 m where it comes in, 5,000 m where it leaves
        self.assertEqual(
            self.judge(self.zone(min_altitude_m=3000, altitude_reference="MSL"), route), [])
        self.assertTrue(
            self.one(self.zone(min_altitude_m=4000, altitude_reference="MSL"), route)["near_miss"])
        below = self.one(self.zone(min_altitude_m=4250, altitude_reference="MSL"), route, status=1)
        self.assertAlmostEqual(below["measured"], 4000, places=3)
        self.assertAlmostEqual(below["from"]["along_m"], DEGREE_M, places=3)
        self.assertAlmostEqual(below["to"]["along_m"], 1.25 * DEGREE_M, places=3)
        above = self.one(self.zone(max_altitude_m=4250, altitude_reference="MSL"), route, status=1)
        self.assertAlmostEqual(above["from"]["along_m"], 1.25 * DEGREE_M, places=3)
        self.assertAlmostEqual(above["measured"], 5000, places=3)
        ground = self.one(self.zone(min_altitude_m=300, altitude_reference="AGL"), route,
                          status=4)
        self.assertEqual((ground["judged"], ground["severity"]), (False, "undecided"))
        unknown = self.one(self.zone(min_altitude_m=300, altitude_reference="MSL"),
                           self.route([-1, 0], [2, 0]), status=4)
        self.assertEqual(unknown["judged"], False)
        level = self.zone(min_altitude_m=300, altitude_reference="STD")
        self.assertFalse(self.one(level, self.route([-1, 0], [2, 0]), status=4)["judged"])
        # 3,000 m over the sea are more than 300 m over the level of 1013.25 hPa, whatever the air.
        self.assertEqual(self.judge(level, self.route([-1, 0, 3000], [2, 0, 6000])), [])

    def test_layers(self):
        climb = self.route([0, 0, 0], [1, 0, 10000])
        thin = self.one(self.zone(prohibited=True, floor="3000 M MSL", ceiling="3010 M MSL"),
                        climb,
                        status=1)
        self.assertAlmostEqual(thin["from"]["along_m"], 0.3 * DEGREE_M, places=3)
        self.assertAlmostEqual(thin["to"]["along_m"] - thin["from"]["along_m"],
                               DEGREE_M / 1000,
                               places=3)
        feet = self.one(self.zone(prohibited=True, floor="GND", ceiling="10000 FT MSL"),
                        climb,
                        status=1)
        self.assertAlmostEqual(feet["to"]["along_m"], 10000 * FOOT_M / 10000 * DEGREE_M, places=3)
        self.assertEqual(
            self.judge(self.zone(prohibited=True, floor="GND", ceiling="1000 M MSL"),
                       self.route([-1, 0, 2000], [2, 0, 2000])), [])
        level = self.zone(prohibited=True, floor="FL100", ceiling="UNL")
        for height, status in ((600, 0), (3000, 4), (6000, 1)):
            found = self.judge(level, self.route([-1, 0, height], [2, 0, height]), status=status)
            self.assertEqual([f["judged"] for f in found], [status == 1] * (status > 0), height)

    def test_times(self):
        zone = self.zone(prohibited=True, active_from="2018-01-01", active_until="2018-12-31")
        line = ([-1, 0], [2, 0])
        for time, status in (("2017-12-31T12:00:00Z", 4), ("2018-01-01T12:00:00Z", 1),
                ("2018-12-31T12:00:00Z", 1), ("2019-01-01T12:00:00Z", 4)):
            route = self.route(*line, coordTimes=[time, time[:11] + "13:00:00Z"])
            self.assertEqual(len(self.judge(zone, route, status=status)), status % 4, time)
        route = self.route(*line, coordTimes=["2017-12-31T12:00:00Z", "2017-12-31T13:00:00Z"])
        self.assertEqual(len(self.judge(zone, route, "--date", "2018-06-01", status=1)), 1)
        unknown = self.one(zone, self.route(*line), status=4)
        self.assertEqual((unknown["judged"], unknown["severity"]), (False, "undecided"))

    def test_several_in_one_zone(self):
        restrictions = [{
            "max_distance_km": 50, "source": "a"
        },
                        {
                            "kind": "min_altitude",
                            "min_altitude_m": 5000,
                            "altitude_reference": "MSL",
                            "source": "b"
                        }]
        found = self.judge(self.zone(restrictions=restrictions),
                           self.route([-1, 0, 3000], [2, 0, 3000]),
                           status=1)
        self.assertEqual([f["source"] for f in found], ["a", "b"])

    def rules(self, *rules, **members):
        path = self.folder / "rules.json"
        path.write_text(
            json.dumps({
                "name": "own",
                "rules": [{
                    "name": "rule", "source": "here", **rule
                } for rule in rules],
                **members
            }))
        return str(path)

    def by_rule(self, rule, route, **options):
        return self.judge(self.zone(), route, "--rules", self.rules(rule), **options)

    def test_crossings(self):
        rule = {"kind": "crossings", "same_point_m": 100, "except_near_ends_km": 1}
        self.assertEqual(self.by_rule(rule, self.route([0, 0], [1, 0], [1, 1])), [])
        (once,) = self.by_rule(rule, self.route([0, 0], [2, 0], [2, 1], [1, 1], [1, -1]))
        self.assertEqual(once["severity"], "information")
        self.assertAlmostEqual(once["from"]["lon"], 1, places=7)
        self.assertAlmostEqual(once["from"]["lat"], 0, places=7)
        thrice = self.route([-1, 0], [1, 0], [1, 1], [0, 1], [0, -1], [-1, -1], [1, 1.0])
        found = self.by_rule(rule, thrice, status=1)
        (broken,) = [f for f in found if f["severity"] == "violation"]
        self.assertEqual((broken["measured"], broken["limit"]), (2, 1))

    def test_circling(self):
        rule = {"kind": "circling", "loop_km": 60, "except_near_ends_km": 1}
        circle = [[0.05 * math.cos(math.radians(a)) + 1, 0.05 * math.sin(math.radians(a))]
                  for a in range(0, 420, 30)]
        (found,) = self.by_rule(rule, self.route([0, 0], *circle, [3, 1]), status=1)
        self.assertIn("left", found["message"])
        self.assertEqual(
            self.by_rule(rule, self.route([0, 0], [1, 0], [1, 0.1], [0, 0.1], [0, 0.2], [1, 0.2])),
            [])

    def test_time_limits(self):
        line, times = ([0, 0], [1, 0]), ["2019-05-02T12:00:00Z", "2019-05-05T12:00:00Z"]
        notice, completion = {"kind": "notice", "min_notice_h": 24}, {"kind": "completion",
                "max_duration_h": 96}
        for submitted, status, count in (("2019-05-01T00:00Z", 0, 0), ("2019-05-01T12:00Z", 0, 1),
                ("2019-05-01T12:01Z", 1, 1)):
            self.assertEqual(
                len(
                    self.by_rule(notice,
                                 self.route(*line, coordTimes=times, submitted_at=submitted),
                                 status=status)),
                count,
                submitted)
        for arrived, status, count in (("2019-05-02T12:00Z", 0, 0), ("2019-05-01T12:00Z", 0, 1),
                ("2019-05-01T11:59Z", 1, 1)):
            self.assertEqual(
                len(
                    self.by_rule(completion,
                                 self.route(*line, coordTimes=times, arrived_at=arrived),
                                 status=status)),
                count,
                arrived)
        for rule in (notice, completion):
            # What the plan does not say is not asked, and then nothing was judged.
            self.assertEqual(self.by_rule(rule, self.route(*line), status=4), [])

    def test_deviation(self):
        plan = self.write("plan.geojson", feature("LineString", [[0, 0], [4, 0]], id="plan"))
        rule = self.rules({"kind": "deviation", "deviation_km": 50})
        # Away from the equator along a meridian; 110.574 km a degree (a (1 - e²), the meridian's
        # radius at the equator).
        meridian_m = 6378137 * (1 - (2 - 1 / 298.257223563) / 298.257223563) * math.pi / 180
        for north, status in ((0.3, 0), (0.6, 1)):
            track = self.route([0, 0], [2, 0], [2, north], [2, 0], [4, 0])
            found = self.judge(self.zone(),
                               track,
                               "--rules",
                               rule,
                               "--against",
                               plan,
                               status=status)
            figures = found[-1]
            self.assertEqual(figures["severity"], "information")
            self.assertAlmostEqual(figures["measured"], north * meridian_m / 1000, delta=0.01)
            if status == 1:
                self.assertEqual(len(found), 2)
                # The figure is the greatest distance, not the length of what is beyond.
                self.assertAlmostEqual(found[0]["measured"], figures["measured"], delta=1e-6)
                self.assertEqual(found[0]["limit"], 50)
                self.assertAlmostEqual(found[0]["to"]["along_m"] - found[0]["from"]["along_m"],
                                       2000 * (figures["measured"] - 50),
                                       delta=0.1)
        self.assertEqual(
            self.judge(self.zone(), self.route([0, 0], [4, 0]), "--rules", rule, status=4), [])

    def verdict(self, flight, rules, *arguments):
        run = self.run_check(str(DATA / "flights" / (flight + ".geojson")),
                             "--rules",
                             rules,
                             "--json",
                             *arguments)
        self.assertIn(run.returncode, (0, 1, 4), run.stderr)
        return run.returncode, [
            f for f in json.loads(run.stdout)["routes"][0]["findings"]
            if f["severity"] == "violation"
        ]

    def test_bundled_flights(self):
        """1,656 km over Hawaii (staradvertiser) break the 900 km that held from 2018, 1,200 km over
        Kaliningrad (Pentagon) the 500 km that held from 2014; the treaty's own text has neither."""
        status, (found,) = self.verdict("hawaii-2017", "national-measures", "--date", "2019-06-01")
        self.assertEqual((status, found["limit"], found["status"], found["confidence"]),
                         (1, 900, "disputed", "P"))
        self.assertAlmostEqual(found["measured"], 1656, delta=2)
        self.assertEqual(self.verdict("hawaii-2017", "national-measures"),
                         (0, []))  # 5 October 2017
        status, (found,) = self.verdict("kaliningrad-1200",
                                        "national-measures",
                                        "--date",
                                        "2017-06-01")
        self.assertEqual((status, found["limit"]), (1, 500))
        self.assertAlmostEqual(found["measured"], 1202, delta=3)
        for rules in ("treaty-1992", "treaty-in-use-2012-2020"):
            self.assertEqual(self.verdict("kaliningrad-1200", rules, "--date", "2017-06-01"),
                             (0, []))
        self.assertEqual(
            self.verdict("kaliningrad-500", "national-measures,treaty-in-use-2012-2020"), (0, []))
        self.assertEqual(self.verdict("germany", "treaty-in-use-2012-2020,national-measures"),
                         (0, []))

    def test_days_of_change(self):
        """The US measure held from 1 January 2018 until the withdrawal on 22 November 2020, the
        Russian one until that of 18 December 2021."""
        for flight, days in (("hawaii-2017",
                (("2017-12-31", 0), ("2018-01-01", 1), ("2018-01-01T00:00:00Z", 1),
                ("2020-11-22", 1), ("2020-11-23", 0))),
                             ("kaliningrad-1200",
                             (("2013-12-31", 0), ("2014-01-01", 1), ("2021-12-18", 1),
                             ("2021-12-19", 4)))):
            for day, status in days:
                self.assertEqual(
                    self.verdict(flight, "national-measures", "--date", day)[0],
                    status, (flight, day))

    def test_airfields_and_their_limits(self):
        """Along the Aleutians: 3,581 km over Alaska with its sea, of 3,000 in the treaty's text and
        3,700 in 2013; the sea beyond 12 NM is none of Alaska's, and no other land is near."""
        def found(flight, rules, kind):
            run = self.run_check(str(DATA / "flights" / (flight + ".geojson")),
                                 "--rules",
                                 rules,
                                 "--json")
            return [f for f in json.loads(run.stdout)["routes"][0]["findings"] if f["kind"] == kind]

        (at_first,), (later,) = (found("attu", rules, "flight_distance")
                                 for rules in ("treaty-1992", "treaty-in-use-2012-2020"))
        self.assertEqual((at_first["severity"], at_first["limit"]), ("violation", 3000))
        self.assertEqual((later["severity"], later["limit"], later["judged"], later["near_miss"]),
                         ("warning", 3700, True, True))
        self.assertAlmostEqual(later["measured"], 3580.8, delta=0.5)
        # Khrabrovo is none of the treaty's airfields, Hickam one for refuelling.
        route = self.route([20.5926, 54.89], [21.5, 54.9], [20.5926, 54.89])
        run = self.run_check(route, "--rules", "treaty-1992", "--json")
        findings = json.loads(run.stdout)["routes"][0]["findings"]
        self.assertEqual([f["judged"] for f in findings if f["kind"] == "flight_distance"], [False])
        of_airfields = [f for f in findings if f["kind"] in ("airfields", "flight_distance")]
        self.assertEqual({f["kind"] for f in of_airfields}, {"airfields", "flight_distance"})
        for one in of_airfields:
            self.assertIn("none of the treaty's airfields", one["message"])
            self.assertIn("UMKK", one["message"])
        refuelled = found("hawaii-2017", "treaty-1992", "airfields")
        self.assertGreater(len(refuelled), 0)
        for one in refuelled:
            self.assertIn("refuelling", one["message"])

    def test_borders(self):
        """Exactly 10 km from a line is allowed; and it binds while one side is a Party and the
        other is not."""
        def border(**properties):
            self.write(
                "lines.geojson",
                feature("LineString", [[0, -1], [0, 1]],
                        id="A-B",
                        name="A – B",
                        view="any",
                        **properties))
            return self.rules({
                "kind": "standoff",
                "standoff_km": 10,
                "lines": "lines.geojson",
                "where": {
                    "view": ["any", "other"]
                },
                "between_parties_and_others": bool(properties)
            })

        rules, far = border(), self.zone(50)
        for off, status, count in ((10.6, 0, 0), (10, 0, 1), (9.9999, 1, 1)):
            found = self.judge(far,
                               self.route([2, 0], [off * 1000 / DEGREE_M, 0]),
                               "--rules",
                               rules,
                               status=status)
            self.assertEqual(len(found), count, off)
            if count:
                self.assertAlmostEqual(found[0]["measured"], off, places=6)
                self.assertEqual((found[0]["near_miss"], found[0]["zone_id"]), (status == 0, "A-B"))
        near = self.route([2, 0], [0.01, 0])
        rules = border(state_party_from="2002-01-01",
                       state_party_until="2020-11-22",
                       neighbour_party_from="2010-05-01")
        for day, status in (("2001-12-31", 4), ("2002-01-01", 1), ("2010-04-30", 1),
                ("2010-05-01", 4), ("2020-11-21", 4), ("2020-11-22", 1), ("2030-01-01", 1)):
            self.assertEqual(
                len(self.judge(far, near, "--rules", rules, "--date", day, status=status)),
                status % 4,
                day)
        (unknown,) = {finding["judged"]
                      for finding in self.judge(far, near, "--rules", rules, status=4)}
        self.assertEqual(unknown, False)

    def test_views_of_georgia(self):
        status, strip = self.verdict("georgia", "national-measures")
        self.assertEqual(status, 1)
        self.assertGreater(len(strip), 0)
        status, lines = self.verdict("georgia", "georgia-with-recognition")
        self.assertEqual((status, len(lines)), (1, len(strip)))
        # The strip was drawn at 10 km from the same lines, with other means.
        for one in lines:
            self.assertTrue(
                any(
                    abs(one["from"]["along_m"] - other["from"]["along_m"]) < 20
                    and abs(one["to"]["along_m"] - other["to"]["along_m"]) < 20 for other in strip),
                one["message"])
        self.assertEqual(self.verdict("georgia", "georgia-without-recognition"), (4, []))

    def test_rules_and_zones_say_the_same(self):
        rules = json.loads((DATA / "rules/national-measures.json").read_text())["rules"]
        self.assertEqual(len(rules), 4)
        for rule in rules:
            (zone,) = json.loads(
                (DATA / "zones" / (rule["zone"] + ".geojson")).read_text())["features"]
            for member in ("clause",
                           "source",
                           "status",
                           "confidence",
                           "active_from",
                           "active_until",
                           "max_distance_km",
                           "min_altitude_m",
                           "altitude_reference"):
                self.assertEqual(rule.get(member),
                                 zone["properties"][member], (rule["name"], member))
            self.assertEqual(rule["kind"], zone["properties"]["restriction"])

    def test_output(self):
        out = self.folder / "out"
        run = self.run_check(self.route([-1, 0], [2, 0]),
                             "--zones",
                             self.zone(prohibited=True),
                             "--rules",
                             "zones",
                             "-o",
                             str(out))
        self.assertEqual(run.returncode, 1)
        self.assertIn("violates", run.stdout)
        findings = json.loads((out / "findings.geojson").read_text())["features"]
        self.assertEqual([f["geometry"]["type"] for f in findings], ["LineString"])
        summary = json.loads((out / "summary.json").read_text())
        self.assertEqual((summary["totals"]["violations"], summary["totals"]["violating_routes"]),
                         (1, 1))
        run = self.run_check(self.route([-1, 0], [2, 0]),
                             "--zones",
                             self.zone(max_distance_km=50),
                             "--rules",
                             "zones",
                             "--geojson")
        self.assertEqual(run.returncode, 1)
        (found,) = json.loads(run.stdout)["features"]
        self.assertEqual(found["geometry"]["type"], "Point")
        run = self.run_check(self.route([-1, 0], [2, 0]),
                             "--zones",
                             self.zone(prohibited=True),
                             "--quiet")
        self.assertEqual((run.returncode, run.stdout, run.stderr), (1, "", ""))

    def test_analyze_judges_the_same(self):
        route, zone = self.route([-1, 0], [2, 0]), self.zone(max_distance_km=50)
        checked = self.run_check(route, "--zones", zone, "--rules", "zones", "-o",
                                 str(self.folder / "one"))
        self.assertEqual(checked.returncode, 1, checked.stderr)
        self.assertEqual(
            len(json.loads((self.folder / "one/findings.geojson").read_text())["features"]), 1)
        run = subprocess.run([
            COMMAND,
            "analyze",
            route,
            "--zones",
            zone,
            "--rules",
            "zones",
            "-o",
            self.folder / "two",
            "-q"
        ],
                             capture_output=True)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual((self.folder / "one/findings.geojson").read_bytes(),
                         (self.folder / "two/findings.geojson").read_bytes())

    def test_needs_no_gdal_and_no_cairo_for_plans_and_zones_in_geojson(self):
        """Loading it takes longer than the check."""
        plans = sorted((DATA / "flights").glob("*.geojson"))
        self.assertGreaterEqual(len(plans), 7)
        for plan in plans:
            run = subprocess.run([COMMAND, "check", plan],
                                 capture_output=True,
                                 encoding="utf-8",
                                 env={
                                     **os.environ, "LD_DEBUG": "libs"
                                 })
            self.assertIn(run.returncode, (0, 1), run.stderr[-500:])
            self.assertNotEqual(run.stdout, "")
            if "libproj" not in run.stderr:
                self.skipTest("the system's loader does not tell what it loads")
            self.assertNotIn("libgdal", run.stderr)
            self.assertNotIn("libcairo", run.stderr)


if __name__ == "__main__":
    unittest.main()
