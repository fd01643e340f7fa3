#!/usr/bin/python3
# Tests: src/cli/compare.c src/cli/comparison.c src/cli/rule_sets.c src/cli/check_input.c
"""`overflight check --compare`: each view says what a check by it alone says; the table, what
differs, and the exit status."""
import json
import math
import re
import subprocess
import unittest

import jsonschema
from support.case import COMMAND, DATA, Case, feature, square

DEGREE_KM = 6378.137 * math.pi / 180
FLIGHT = str(DATA / "flights" / "kaliningrad-1200.geojson")


class Compare(Case):
    def run_check(self, *arguments):
        return subprocess.run([COMMAND, "check", *arguments], capture_output=True, encoding="utf-8")

    def answer(self, *arguments, status):
        run = self.run_check(*arguments, "--json")
        self.assertEqual((run.returncode, run.stderr), (status, ""))
        document = json.loads(run.stdout)
        schema = json.loads((DATA / "schemas/check.json").read_text())
        jsonschema.Draft202012Validator(schema).validate(document)
        return document

    def text(self, *arguments, status):
        run = self.run_check(*arguments)
        self.assertEqual((run.returncode, run.stderr), (status, ""))
        return run.stdout

    def rules(self, name, *rules):
        path = self.folder / f"{name}.json"
        path.write_text(
            json.dumps({
                "name": name,
                "rules": [{"source": "here", "zone": "zone", **rule} for rule in rules]
            }))
        return str(path)

    def limit(self, name, degrees, rule="length"):
        return self.rules(name, {
            "name": rule,
            "kind": "max_distance",
            "max_distance_km": degrees * DEGREE_KM
        })

    def flown(self):
        """Along the equator, one degree of it inside of the zone; and --zones would judge it by its
        attributes, of which it has none."""
        zones = self.write("zones.geojson", square(1, -1, 2, 1, id="zone"))
        route = self.write("route.geojson", feature("LineString", [[0, 0], [3, 0]], id="route"))
        return route, "--zones", zones

    def table(self, text):
        lines = text.split("\n")
        first = next(i for i, line in enumerate(lines) if line.startswith("rule "))
        end = next(i for i, line in enumerate(lines) if line.startswith("They "))
        return [re.split(r" {2,}", line.strip()) for line in lines[first:end]], lines[end]

    def test_treaty_and_measures(self):
        arguments = (FLIGHT, "--date", "2018-06-01")
        rows, differing = self.table(
            self.text(*arguments, "--compare", "treaty-1992,national-measures", status=1))
        self.assertEqual(rows, [["rule", "kind", "zone", "treaty-1992", "national-measures"],
                                ["verdict", "complies", "violates"],
                                ["national-measures/kaliningrad", "max_distance", "kaliningrad",
                                 "–", "violation: 1202.142 km, limit 500 km"]])
        self.assertEqual(
            differing, "They differ in: kaliningrad (treaty-1992 has no such rule, "
            "national-measures violates).")

    def test_each_view_is_a_check_by_itself(self):
        arguments = (FLIGHT, str(DATA / "flights" / "attu.geojson"))
        views = ["treaty-1992", "treaty-1992+national-measures", "treaty-in-use-2012-2020"]
        document = self.answer(*arguments, "--compare", ",".join(views), status=1)
        self.assertEqual([view.pop("rules") for view in document["views"]], views)
        for name, view in zip(views, document["views"]):
            run = self.run_check(*arguments, "--rules", name.replace("+", ","), "--json")
            self.assertEqual(json.loads(run.stdout), view)
        self.assertEqual(document["verdict"], "violates")
        (distance,) = document["differences"]
        self.assertEqual((distance["route_id"], distance["rule"], distance["kind"],
                          distance["zone_id"]), ("attu", "flight-distance", "flight_distance",
                                                 None))
        self.assertEqual([(said["rules"], said["outcome"], said["limit"], said["rule"])
                          for said in distance["views"]],
                         [("treaty-1992", "violation", 3000, "treaty-1992/flight-distance"),
                          (views[1], "violation", 3000, "treaty-1992/flight-distance"),
                          (views[2], "warning", 3700, views[2] + "/flight-distance")])

    def test_figures(self):
        flown = self.flown()
        broken, kept = self.limit("broken", 0.5), self.limit("kept", 4)
        document = self.answer(*flown, "--compare", f"{broken},{kept}", status=1)
        (row,) = document["differences"]
        one, other = row["views"]
        self.assertEqual((one["outcome"], one["findings"], other["outcome"], other["findings"]),
                         ("violation", 1, "kept", 0))
        for said, limit in ((one, 0.5), (other, 4)):
            self.assertAlmostEqual(said["measured"], DEGREE_KM, places=6)
            self.assertAlmostEqual(said["limit"], limit * DEGREE_KM, places=6)
            self.assertAlmostEqual(said["margin"], (limit - 1) * DEGREE_KM, places=6)
        rows, differing = self.table(self.text(*flown, "--compare", f"{broken},{kept}", status=1))
        self.assertEqual(rows[2][:3], ["length", "max_distance", "zone"])
        self.assertEqual(rows[2][3], "violation: 111.319 km, limit 55.66 km")
        self.assertEqual(rows[2][4], "kept: 111.319 km, limit 445.278 km")
        self.assertEqual(
            differing, f"They differ in: length of zone ({broken} violates, {kept} finds it kept).")

    def test_other_limits_and_the_same(self):
        flown = self.flown()
        one, other = self.limit("one", 0.5), self.limit("other", 0.25)
        _, differing = self.table(self.text(*flown, "--compare", f"{one},{other}", status=1))
        self.assertEqual(
            differing, f"They differ in: length of zone ({one}: violation: 111.319 km, limit "
            f"55.66 km; {other}: violation: 111.319 km, limit 27.83 km).")
        # The second adds what does not bind this flight.
        more = self.limit("more", 9, rule="more")
        _, differing = self.table(self.text(*flown, "--compare", f"{one},{one}+{more}", status=1))
        self.assertEqual(differing, "They do not differ.")
        document = self.answer(*flown, "--compare", f"{one},{one}+{more}", "--all", status=1)
        (row,) = document["differences"]
        self.assertEqual((row["rule"], [said["outcome"] for said in row["views"]]),
                         ("more", ["no rule", "kept"]))

    def test_status_is_that_of_the_worst(self):
        flown = self.flown()
        broken, kept = self.limit("broken", 0.5), self.limit("kept", 4)
        empty = self.rules("empty")
        for views, status in (((kept, self.limit("roomy", 5)), 0), ((kept, empty), 4),
                              ((empty, broken), 1), ((kept, broken), 1)):
            run = self.run_check(*flown, "--compare", ",".join(views), "-q")
            self.assertEqual((run.returncode, run.stdout, run.stderr), (status, "", ""), views)
        _, differing = self.table(self.text(*flown, "--compare", f"{kept},{empty}", status=4))
        self.assertEqual(
            differing,
            f"They differ in: the flight as a whole ({kept} judges it, {empty} judges nothing).")

    def test_left_out(self):
        _, _, zones = self.flown()
        routes = self.write("routes.geojson", feature("LineString", [[0, 0], [3, 0]], id="good"),
                            feature("LineString", [[0, 0], [180, 0]], id="antipodal"))
        views = f"{self.limit('kept', 4)},{self.limit('roomy', 5)}"
        run = self.run_check(routes, "--zones", zones, "--compare", views, "--skip-invalid",
                             "--json")
        self.assertEqual(run.returncode, 4, run.stderr)
        self.assertEqual(run.stderr.count("antipodal was left out"), 1)
        document = json.loads(run.stdout)
        self.assertEqual([view["counts"]["left_out"] for view in document["views"]], [1, 1])

    def test_plans_are_counted_and_legs_listed(self):
        route, *zones = self.flown()
        views = [self.limit("broken", 0.5), self.limit("kept", 4)]
        text = self.text(route, "--route", "0000N00000E 0000N00300E", *zones, "--compare",
                         ",".join(views), "--legs", status=1)
        self.assertIn(f"\n{views[0]}: 2 plans: 2 violate.\n{views[1]}: 2 plans: 2 comply.\n", text)
        self.assertEqual(text.count("\nfrom "), 2)

    def test_refused(self):
        flown = self.flown()
        for arguments, says in (
                (["treaty-1992"], "expected from 2 to 12 views"),
                (["treaty-1992,treaty-1992"], "found 1"),
                ([",".join(f"set-{i}" for i in range(13))], "found 13"),
                (["treaty-1992,treaty-1993"], "treaty-1993"),
                (["treaty-1992,zones", "--rules", "zones"], "does not go with '--rules'"),
                (["treaty-1992,zones", "--geojson"], "does not go with '--geojson'"),
                (["treaty-1992,zones", "-o", "x"], "does not go with '--output'"),
                (["treaty-1992,zones", "--suggest", "x"], "does not go with '--suggest'")):
            run = self.run_check(*flown, "--compare", *arguments)
            self.assertEqual((run.returncode, run.stdout), (2, ""), run.stderr)
            self.assertIn(says, run.stderr)


if __name__ == "__main__":
    unittest.main()
