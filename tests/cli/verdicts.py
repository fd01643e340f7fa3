#!/usr/bin/python3
# Tests: src/cli/check.c src/cli/check_sums.c src/cli/findings.c src/cli/findings_json.c
# Tests: src/cli/rule_sets.c src/cli/plans.c src/batch/judge.c src/analysis/check/undecided.c
"""The three outcomes of `overflight check`, and what they say of themselves: by which rules and
zones, what was not asked, what was left out.

Flights go along the equator, where a degree of longitude is a π/180 m long (a: WGS 84)."""
import json
import math
import subprocess
import unittest

from support.case import COMMAND, DATA, Case, feature, square

DEGREE_KM = 6378.137 * math.pi / 180
COMPLIES, VIOLATES, BAD_INPUT, UNDECIDED = 0, 1, 2, 4


def line(*positions, **properties):
    return feature("LineString", list(positions), **properties)


class Verdicts(Case):
    def run_check(self, *arguments, status):
        run = subprocess.run([COMMAND, "check", *arguments], capture_output=True, encoding="utf-8")
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return run

    def check(self, *arguments, status):
        """The document of --json, whose verdict is that of the exit status; and the text says the
        same."""
        document = json.loads(self.run_check(*arguments, "--json", status=status).stdout)
        word = {COMPLIES: "complies", VIOLATES: "violates", UNDECIDED: "undecided"}[status]
        self.assertEqual(document["verdict"], word)
        for route in document["routes"]:
            severities = [finding["severity"] for finding in route["findings"]]
            self.assertEqual(route["violations"], severities.count("violation"))
            self.assertEqual(route["undecided"], severities.count("undecided"))
            self.assertEqual(route["warnings"], severities.count("warning"))
            self.assertEqual(
                route["verdict"], "violates" if route["violations"] else
                "undecided" if route["undecided"] else "complies")
        verdicts = [route["verdict"] for route in document["routes"]]
        for word in "complies", "violates", "undecided":
            self.assertEqual(document["counts"][word], verdicts.count(word))
        text = self.run_check(*arguments, status=status).stdout
        for route in document["routes"]:
            self.assertRegex(text, r"(?m)^. %s  %s," % (route["verdict"], route["route_id"]))
        self.quiet = self.run_check(*arguments, "--quiet", status=status)
        self.assertEqual(self.quiet.stdout + self.quiet.stderr, "")
        return document

    def only(self, *arguments, status):
        (route,) = self.check(*arguments, status=status)["routes"]
        return route

    def setUp(self):
        super().setUp()
        self.plan = self.write("plan.geojson", line([0, 0], [10, 0], id="plan"))

    def zones(self, **properties):
        return self.write("zones.geojson", square(2, -1, 3, 1, id="zone", **properties))

    def test_nothing_judged(self):
        route = self.only(self.plan, "--zones", self.zones(), "--rules", "zones", status=UNDECIDED)
        (finding,) = route["findings"]
        self.assertEqual((finding["rule"], finding["severity"], finding["judged"]),
                         ("nothing-judged", "undecided", False))
        self.assertEqual(route["zones_without_restriction"], ["zone"])
        self.assertEqual(route["judged"], 0)

    def test_each_outcome(self):
        zones = self.zones(prohibited=True)
        rules = "--zones", zones, "--rules", "zones"
        self.only(self.plan, *rules, status=VIOLATES)
        away = self.write("away.geojson", line([0, 5], [10, 5], id="away"))
        self.only(away, *rules, status=COMPLIES)
        zones = self.zones(prohibited=True, active_from="2020-01-01")
        route = self.only(self.plan, *rules, status=UNDECIDED)
        self.assertEqual([f["severity"] for f in route["findings"]], ["undecided"])
        self.only(self.plan, *rules, "--date", "2020-06-01", status=VIOLATES)
        # Of the day on which it ends only a part is in force.
        zones = self.zones(prohibited=True, active_until="2020-06-30T12:00:00Z")
        route = self.only(self.plan, *rules, "--date", "2020-06-30", status=UNDECIDED)
        self.assertIn("of the flight only the day is known", route["findings"][0]["message"])
        self.only(self.plan, *rules, "--date", "2020-06-30T11:00Z", status=VIOLATES)
        zones = self.zones(prohibited=True, active_from="2020-01-01")
        # Before the rule began no rule applied.
        self.only(self.plan, *rules, "--date", "2019-06-01", status=UNDECIDED)

    def test_many(self):
        zones = self.zones(prohibited=True, active_from="2020-01-01", source="here")
        away, through = [[0, 5], [10, 5]], [[0, 0], [10, 0]]
        plans = self.write("plans.geojson", line(*through, id="broken", date="2020-06-01"),
                           line(*away, id="kept", date="2020-06-01"), line(*through, id="unknown"))
        arguments = plans, "--zones", zones, "--rules", "zones"
        document = self.check(*arguments, status=VIOLATES)
        self.assertEqual([route["verdict"] for route in document["routes"]],
                         ["violates", "complies", "undecided"])
        text = self.run_check(*arguments, status=VIOLATES).stdout
        self.assertIn("\n3 plans: 1 complies, 1 violates, 1 is undecided.\n", text)
        self.assertIn("\nRules: attributes of the zones. Zones: 1, of %s.\n" % zones, text)

    def test_bad_routes_are_left_out(self):
        zones = self.zones(prohibited=True)
        away = [[0, 5], [10, 5]]
        plans = self.write("plans.geojson", line(*away, id="a"), line([0, 0], id="b"),
                           line(*away, id="c"))
        arguments = plans, "--zones", zones, "--rules", "zones"
        self.assertIn("b", self.run_check(*arguments, status=BAD_INPUT).stderr)
        document = self.check(*arguments, "--skip-invalid", status=UNDECIDED)
        self.assertEqual([route["verdict"] for route in document["routes"]], ["complies"] * 2)
        (lost,) = document["left_out"]
        self.assertEqual((lost["what"], lost["feature"], lost["file"]), ("route", "b", plans))
        self.assertIn("at least two positions", lost["reason"])
        self.assertEqual(document["counts"]["left_out"], 1)
        run = self.run_check(*arguments, "--skip-invalid", status=UNDECIDED)
        self.assertIn("feature b was left out", run.stderr)
        self.assertIn("2 plans: 2 comply; 1 feature was left out", run.stdout)
        # Legs that the analysis refuses, and typed plans.
        plans = self.write("plans.geojson", line([0, 0], [180, 0], id="antipodal"),
                           line(*away, id="c"))
        document = self.check(plans, "--zones", zones, "--rules", "zones", "--skip-invalid",
                              "--route", "0500N00000E 0500N01000E", "--route", "NOWHERE 0000N",
                              status=UNDECIDED)
        self.assertEqual([route["route_id"] for route in document["routes"]], ["plan", "c"])
        self.assertEqual([lost["feature"] for lost in document["left_out"]],
                         ["NOWHERE 0000N", "antipodal"])

    def test_bad_zones_are_left_out(self):
        bad = feature("Polygon", [[[40, 0], [41, 1], [41, 0], [40, 1], [40, 0]]], id="bad",
                      prohibited=True)
        away = self.write("away.geojson", line([0, 5], [10, 5], id="away"))
        zones = self.write("zones.geojson", square(2, -1, 3, 1, id="good", prohibited=True), bad)
        self.run_check(away, "--zones", zones, status=BAD_INPUT)
        arguments = "--zones", zones, "--rules", "zones", "--skip-invalid"
        document = self.check(away, *arguments, status=UNDECIDED)
        (route,) = document["routes"]
        self.assertEqual([f["rule"] for f in route["findings"]], ["zones-left-out"])
        self.assertEqual([lost["what"] for lost in document["left_out"]], ["zone"])
        self.only(self.plan, *arguments, status=VIOLATES)

    def test_not_asked(self):
        rules = self.folder / "rules.json"
        rules.write_text(json.dumps({"name": "mine", "rules": [
            {"name": "notice", "kind": "notice", "min_notice_h": 24, "source": "here"},
            {"name": "zone", "kind": "prohibited", "zone": "zone", "source": "here"},
            {"name": "elsewhere", "kind": "prohibited", "zone": "nowhere", "source": "here"}]}))
        away = self.write("away.geojson", line([0, 5], [10, 5], id="away"),
                          line([0, 6], [10, 6], id="too"))
        arguments = away, "--zones", self.zones(), "--rules", str(rules)
        document = self.check(*arguments, status=COMPLIES)
        self.assertEqual([route["findings"] for route in document["routes"]], [[], []])
        self.assertEqual([asked["rule"] for asked in document["not_asked"]],
                         ["mine/notice", "mine/elsewhere"])
        text = self.run_check(*arguments, status=COMPLIES).stdout
        self.assertEqual(text.count("Not asked: mine/notice, without"), 1)
        self.assertIn("submitted_at", text)
        self.assertEqual(text.count("mine/elsewhere"), 1)
        document = self.check(*arguments, "--strict", status=UNDECIDED)
        for route in document["routes"]:
            self.assertEqual([f["rule"] for f in route["findings"]],
                             ["mine/notice", "mine/elsewhere"])

    def test_attributes_of_routes_in_any_spelling(self):
        rules = self.folder / "rules.json"
        rules.write_text(json.dumps({"name": "mine", "rules": [
            {"name": "notice", "kind": "notice", "min_notice_h": 24, "source": "here"}]}))
        for name in "submitted_at", "Submitted At", "SUBMITTED_":
            plan = self.write("late.geojson", line([0, 0], [10, 0], id="late", **{
                name: "2020-06-01T00:00:00Z",
                "started_at": "2020-06-01T12:00:00Z"}))
            (finding,) = self.only(plan, "--rules", str(rules), status=VIOLATES)["findings"]
            self.assertEqual((finding["measured"], finding["limit"]), (12, 24))

    def test_kept_limits(self):
        arguments = (self.plan, "--zones", self.zones(max_distance_km=200), "--rules", "zones")
        route = self.only(*arguments, status=COMPLIES)
        self.assertEqual(route["findings"], [])
        (kept,) = route["kept"]
        self.assertAlmostEqual(kept["measured"], DEGREE_KM, places=6)
        self.assertEqual((kept["limit"], kept["unit"]), (200, "km"))
        self.assertAlmostEqual(kept["margin"], 200 - DEGREE_KM, places=6)
        self.assertNotIn("kept", self.run_check(*arguments, status=COMPLIES).stdout)
        text = self.run_check(*arguments, "--all", status=COMPLIES).stdout
        self.assertIn("✓ kept  zone/max_distance", text)
        self.assertIn("111.319 km, at most 200 km", text)

    def test_statuses(self):
        rules = self.folder / "rules.json"
        rules.write_text(json.dumps({"name": "mine", "rules": [
            {"name": "agreed", "kind": "max_distance", "max_distance_km": 200, "zone": "zone",
             "source": "here", "status": "agreed"},
            {"name": "disputed", "kind": "prohibited", "zone": "zone", "source": "here",
             "status": "disputed"},
            {"name": "remembered", "kind": "max_distance", "max_distance_km": 50, "zone": "zone",
             "source": "here", "status": "in force", "confidence": "M"}]}))
        arguments = self.plan, "--zones", self.zones(), "--rules", str(rules)
        route = self.only(*arguments, status=VIOLATES)
        self.assertEqual(route["violations_by_status"], {"disputed": 1, "remembered": 1})
        self.assertTrue(route["only_disputable"])
        text = self.run_check(*arguments, status=VIOLATES).stdout
        self.assertIn("it breaks only disputed, lifted or remembered rules", text)
        document = self.check(*arguments, "--status", "in force, agreed", status=COMPLIES)
        self.assertEqual(document["statuses"], ["in force", "agreed"])
        self.assertEqual(document["restrictions"], 1)
        self.only(*arguments, "--status", "remembered", status=VIOLATES)
        # Nothing is left to judge by.
        self.only(*arguments, "--status", "lifted", status=UNDECIDED)
        self.assertIn("status: expected", self.run_check(*arguments, "--status", "fishy",
                                                         status=BAD_INPUT).stderr)

    def test_zones_with_one_id(self):
        """A rule is about all zones that the file calls so, and about no other."""
        rules = self.folder / "rules.json"
        rules.write_text(json.dumps({"name": "mine", "rules": [
            {"name": "no", "kind": "prohibited", "zone": "twin", "source": "here"}]}))
        away = square(40, 40, 41, 41, id="twin")
        for own, status in (("twin", VIOLATES), ("twin (2)", COMPLIES)):
            zones = self.write("zones.geojson", away, square(2, -1, 3, 1, id=own))
            run = self.run_check(self.plan, "--zones", zones, "--rules", str(rules), "--json",
                                 status=status)
            (route,) = json.loads(run.stdout)["routes"]
            self.assertEqual([f["rule"] for f in route["findings"]],
                             ["mine/no"] if status == VIOLATES else [])

    def test_own_zones_do_not_drop_the_rules(self):
        document = self.check(self.plan, "--zones", self.zones(prohibited=True), status=VIOLATES)
        self.assertEqual([rules["name"] for rules in document["rule_sets"]],
                         ["treaty-in-use-2012-2020", "national-measures"])
        self.assertTrue(document["zones"]["attributes_judged"])
        # Treaty rules keep the seas that they need: the figure is the same with other zones.
        flight = str(DATA / "flights" / "attu.geojson")
        over = ["--rules", "treaty-1992", "--date", "1995-06-01"]
        figures = []
        for zones in (), ("--zones", self.zones()):
            run = subprocess.run([COMMAND, "check", flight, *over, *zones, "--json"],
                                 capture_output=True, encoding="utf-8")
            (route,) = json.loads(run.stdout)["routes"]
            figures += [[f["measured"] for f in route["findings"] + route["kept"]
                         if f["kind"] == "flight_distance"]]
        self.assertEqual(len(figures[0]), 1)
        self.assertEqual(figures[0], figures[1])


if __name__ == "__main__":
    unittest.main()
