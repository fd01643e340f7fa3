#!/usr/bin/python3
# Tests: src/input/rules/*.c src/cli/rules.c src/cli/rule_sets.c
"""Rule sets and zones' restrictions: what is wrong with them is said with file and place, and the
schemas beside them say the same."""
import json
import pathlib
import subprocess
import sys
import unittest

from support.case import COMMAND, DATA, Case

try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)

GOOD = {
    "name": "one", "kind": "max_distance", "zone": "zone", "max_distance_km": 5, "source": "here"
}
LINE = {
    "type": "Feature",
    "properties": {
        "id": "route"
    },
    "geometry": {
        "type": "LineString", "coordinates": [[-1, 0, 3000], [2, 0, 3000]]
    }
}
SQUARE = {"type": "Polygon", "coordinates": [[[0, -1], [1, -1], [1, 1], [0, 1], [0, -1]]]}

# What is changed of a good rule (None: left out), what is said of it, and whether a schema can
# tell.
BAD_RULES = (({
    "kind": "max_distanse"
}, ("/rules/1/kind", "max_distanse",
    "max_distance"), True), ({
        "kind": None
    }, ("/rules/1", "kind: expected",
        "found nothing"), True), ({
            "kind": 5
        }, ("/rules/1/kind: expected", "found 5",
            ), True), ({
                "name": None
            }, ("/rules/1", "name: expected", "found nothing"), True),
             ({
                 "name": "one"
             }, ("/rules/1/name", "one", "/rules/0"),
              False), ({
                  "source": None
              }, ("/rules/1", "source: expected", "found nothing"), True), ({
                  "source": ""
              }, ("/rules/1/source",),
                                                                            True),
             ({
                 "max_distance_km": None, "max_distance_nm": 5
             }, ("/rules/1/max_distance_nm", "expected max_distance_km"),
              True),
             ({
                 "max_distance_km": None, "max_distance_m": 5000
             }, ("/rules/1/max_distance_m", "expected max_distance_km"),
              True), ({
                  "max_distance_m": 5000
              }, ("/rules/1/max_distance_m", "another unit"), True),
             ({
                 "max_distance_km": "500 km"
             }, ("/rules/1/max_distance_km", "500 km", "a number"),
              True), ({
                  "max_distance_km": "500"
              }, ("/rules/1/max_distance_km", "a number"), True),
             ({
                 "max_distance_km": -500
             }, ("/rules/1/max_distance_km", "-500", "greater than 0"),
              True), ({
                  "max_distance_km": 0
              }, ("/rules/1/max_distance_km", "greater than 0"), True),
             ({
                 "max_distance_km": None
             }, ("/rules/1", "max_distance_km: expected", "found nothing"),
              True), ({
                  "max_distance_km": 1e9
              }, ("/rules/1/max_distance_km", "at most 50000"),
                      True), ({
                          "colour": "red"
                      }, ("/rules/1/colour",), True), ({
                          "standoff_km": 5
                      }, ("/rules/1/standoff_km", "no member"),
                                                       True), ({
                                                           "prohibited": True
                                                       }, ("/rules/1/prohibited", "no member"),
                                                               True),
             ({
                 "kind": "prohibited", "max_distance_km": None, "prohibited": False
             }, ("/rules/1/prohibited", "true"),
              True), ({
                  "zone": None
              }, ("/rules/1", "a member zone"), True),
             ({
                 "zone": 5
             }, ("/rules/1/zone", "the id of a zone"),
              True), ({
                  "lines": "lines.geojson"
              }, ("/rules/1", "expected zone or lines, found both"),
                      True), ({
                          "zone": None, "lines": "lines.geojson"
                      }, ("/rules/1", "a member zone"),
                              True), ({
                                  "where": {
                                      "view": "any"
                                  }
                              }, ("/rules/1/where", "lines"), True),
             ({
                 "kind": "standoff", "max_distance_km": None, "standoff_km": 10, "zone": None
             }, ("/rules/1", "a member zone or lines"),
              True),
             ({
                 "kind": "standoff",
                 "max_distance_km": None,
                 "standoff_km": 10,
                 "zone": None,
                 "lines": 5
             }, ("/rules/1/lines", "a file"),
              True),
             ({
                 "kind": "notice", "max_distance_km": None, "min_notice_h": 24
             }, ("/rules/1", "neither zone nor lines"),
              True),
             ({
                 "kind": "notice",
                 "max_distance_km": None,
                 "zone": None,
                 "min_notice_h": 24,
                 "ceiling": "FL100"
             }, ("/rules/1/ceiling", "no member"),
              True),
             ({
                 "kind": "min_altitude", "max_distance_km": None, "min_altitude_m": 300
             }, ("/rules/1", "altitude_reference: expected", "found nothing"),
              True),
             ({
                 "kind": "min_altitude",
                 "max_distance_km": None,
                 "min_altitude_ft": 1000,
                 "altitude_reference": "AGL"
             }, ("/rules/1/min_altitude_ft", "expected min_altitude_m"),
              True),
             ({
                 "kind": "airfields", "max_distance_km": None, "zone": None, "airfields": []
             }, ("/rules/1/airfields", "a list"),
              True), ({
                  "active_from": "yesterday"
              }, ("/rules/1/active_from", "yesterday"), True),
             ({
                 "active_from": "2018-01-01", "active_until": "2017-01-01"
             }, ("/rules/1/active_until", "a date after active_from"),
              False),
             ({
                 "floor": "4000 M", "ceiling": "3000 M"
             }, ("/rules/1/ceiling", "a height above floor"),
              False), ({
                  "floor": "high"
              }, ("/rules/1/floor", "high"), False), ({
                  "severity": "grave"
              }, ("/rules/1/severity", "grave"),
                                                      True), ({
                                                          "status": "unknown"
                                                      }, ("/rules/1/status", "unknown"),
                                                              True), ({
                                                                  "confidence": "X"
                                                              }, ("/rules/1/confidence", "X"),
                                                                      True),
             )
# Files that are wrong as a whole.
BAD_SETS = (("[]", ("an object with name and rules",), True), ('"rules"', ("line 1",), True),
            ('{"rules": []}', ("/name", "a short text"), True),
            ('{"name": "x"}', ("/rules", "an array of rules"),
             True), ('{"name": "x", "rules": {}}', ("/rules", "an array of rules"),
                     True), ('{"name": "x", "rules": [5]}', ("/rules/0", "an object"),
                             True), ('{"name": "x", "title": 5, "rules": []}', ("/title", "a text"),
                                     True), ('{"name": "x", "rulez": [], "rules": []}', ("/rulez",),
                                             True), ('{"name": "x", "name": "y", "rules": []}',
                                                     ("line 1", "duplicate"),
                                                     None),  # to a schema it has one name
            ('{\n  "name": }', ("line 2",), None), ("", ("line 1",), None),
            ('{"name": "x", "flights_from": 2012, "rules": []}', ("/flights_from", "a text"),
             True), ('{"name": "x", "flights_from": "1.1.2012", "rules": []}',
                     ("/flights_from", "2012-01-01"), True),
            ('{"name": "x", "flights_from": "2013-01-01", "flights_until": "2012-12-31", '
             '"rules": []}', ("/flights_until", "after flights_from"), False),
            )


def validator(path):
    schema = json.loads((DATA / path).read_text())
    jsonschema.Draft202012Validator.check_schema(
        schema)  # Debian 12 has 2020-12, from jsonschema 4 on
    return jsonschema.Draft202012Validator(schema)


class Rules(Case):
    def setUp(self):
        super().setUp()
        self.plan = self.write("plan.geojson", LINE)
        self.zone = self.zone_with()

    def zone_with(self, **properties):
        return self.write(
            "zone.geojson", {
                "type": "Feature", "properties": {
                    "id": "zone", **properties
                }, "geometry": SQUARE
            })

    def refused(self, words, *arguments):
        run = subprocess.run([COMMAND, *arguments], capture_output=True, encoding="utf-8")
        self.assertEqual((run.returncode, run.stdout), (2, ""), run.stderr)
        self.assertEqual(len(run.stderr.splitlines()), 1, run.stderr)
        for word in words:
            self.assertIn(word, run.stderr)

    def bad_sets(self):
        for change, words, by_schema in BAD_RULES:
            rule = {
                name: value
                for name,
                value in {
                    **GOOD, "name": "other", **change
                }.items()
                if value is not None
            }
            yield json.dumps({"name": "bad", "rules": [GOOD, rule]}), words, by_schema
        yield from BAD_SETS

    def test_bad_rule_sets(self):
        path = str(self.folder / "bad.json")
        checked = ["check", self.plan, "--zones", self.zone, "--rules"]
        for number, (text, words, _) in enumerate(self.bad_sets()):
            pathlib.Path(path).write_text(text)
            with self.subTest(text=text):
                self.refused((path, *words), "rules", "validate", path)
                if number % 6 == 0:  # a check reads them the same way
                    self.refused((path, *words), *checked, path)
        self.refused(("no rule set is called treaty-1993",), *checked, "treaty-1993")
        self.refused((str(self.folder / "none.json"),), *checked, str(self.folder / "none.json"))

    def test_places(self):
        """Zones and airfields that rules name are among the bundled ones or those of --zones."""
        path = self.folder / "places.json"

        def write(**change):
            path.write_text(json.dumps({"name": "mine", "rules": [{**GOOD, **change}]}))

        write()
        self.refused((str(path), "mine/one", "zone", "no zone has the id zone"),
                     "rules", "validate", str(path))
        for arguments in ([str(path), "--zones", self.zone], [str(path)]):
            run = subprocess.run([COMMAND, "rules", "validate", *arguments],
                                 capture_output=True, encoding="utf-8")
            self.assertEqual((run.returncode, run.stdout),
                             (0, f"{path}: 1 rule can be used\n"), run.stderr)
            write(zone="kaliningrad")
        self.assertEqual(subprocess.run([COMMAND, "rules", "validate", str(path), "--zones",
                                         self.zone], stdout=subprocess.DEVNULL).returncode, 0)
        write(zone="kaliningard")
        self.refused((str(path), "mine/one", "did you mean kaliningrad?"),
                     "rules", "validate", str(path))
        rule = {"name": "a", "kind": "airfields", "source": "here"}
        for airfields, words in ((["UUMB", "UUMX"], ("mine/a", "airfields", "UUMX", "UUMB?")),
                                 (["zzzzzzzzzzzz"], ("no airfield has the id zzzzzzzzzzzz",))):
            path.write_text(json.dumps({"name": "mine", "rules": [{**rule,
                                                                   "airfields": airfields}]}))
            self.refused((str(path), *words), "rules", "validate", str(path))
        path.write_text(json.dumps({"name": "mine", "rules": [{**rule, "airfields": ["UUMB"]}]}))
        self.assertEqual(subprocess.run([COMMAND, "rules", "validate", str(path)],
                                        stdout=subprocess.DEVNULL).returncode, 0)

    def test_period_of_flights(self):
        """What a set says of its flights is shown, and so is the last day of a rule."""
        path = self.folder / "period.json"
        path.write_text(json.dumps({
            "name": "p", "flights_from": "2012-01-01", "flights_until": "2020-12-31",
            "rules": [{**GOOD, "active_until": "2020-06-30T12:00:00Z"}]
        }))
        run = subprocess.run([COMMAND, "rules", "show", str(path), "--json"],
                             capture_output=True, check=True)
        shown = json.loads(run.stdout)
        self.assertEqual((shown["flights_from"], shown["flights_until"]),
                         ("2012-01-01", "2020-12-31"))
        self.assertEqual(shown["rules"][0]["active_until"], "2020-06-30T12:00:00Z")
        for name, period in (("treaty-in-use-2012-2020", ("2012-01-01", "2020-12-31")),
                             ("treaty-1992", (None, None)), ("national-measures", (None, None))):
            run = subprocess.run([COMMAND, "rules", "show", name, "--json"],
                                 capture_output=True, check=True)
            shown = json.loads(run.stdout)
            self.assertEqual((shown["flights_from"], shown["flights_until"]), period)
        run = subprocess.run([COMMAND, "rules", "show", str(path)], capture_output=True,
                             check=True, encoding="utf-8")
        self.assertIn("flights     2012-01-01 – 2020-12-31\n", run.stdout)
        self.assertIn("active      until 2020-06-30T12:00:00Z\n", run.stdout)

    def test_bad_lines(self):
        lines = self.write("lines.geojson", {**LINE, "properties": {"id": "line", "view": "any"}})
        rule = {"name": "one", "kind": "standoff", "standoff_km": 10, "source": "here"}
        path = self.folder / "lines.json"
        for change, words in (({"lines": "lines.geojson", "where": {"view": "none"}},
                ("/rules/0/where", lines)),
                ({"lines": "others.geojson"}, ("/rules/0/lines", "others.geojson")),
                              ({"lines": "lines.geojson", "where": 5},
                              ("/rules/0/where", "an object")),
                              ({"lines": "lines.geojson", "between_parties_and_others": "yes"},
                              ("/rules/0/between_parties_and_others", "true or false"))):
            path.write_text(json.dumps({"name": "lines", "rules": [{**rule, **change}]}))
            self.refused((str(path), *words),
                         "check",
                         self.plan,
                         "--zones",
                         self.zone,
                         "--rules",
                         str(path))

    def test_bad_zones(self):
        for properties, words in (
            ({"max_distance_km": -1}, ("max_distance_km: expected", "found -1",)),
            ({"max_distance_km": "500 nm"}, ("max_distance_km: expected", "found \"500 nm\"",)),
            ({"max_distance_m": 500}, ("max_distance_m", "expected max_distance_km")),
            ({"min_altitude_ft": 500}, ("min_altitude_ft", "expected min_altitude_m")),
            ({"min_altitude_m": 500}, ("altitude_reference: expected", "found nothing",)),
            ({"restriction": "standoff"}, ("standoff_km: expected", "found nothing",)),
            ({"restriction": "stand-off"}, ("standoff_km: expected", "found nothing")),
            ({"restriction": "standof"}, ("standof", "a kind of restriction")),
            ({"max_altitude": "high"}, ("max_altitude: expected max_altitude_m", "found no unit")),
            ({"Max_Distance_KM": 5, "max distance km": 6}, ("max_distance_km", "5 and 6")),
            ({"restriction": "notice"}, ("notice", "of a flight")),
            ({"prohibited": True, "active_from": "soon"}, ("active_from", "soon")),
        ):
            with self.subTest(properties=properties):
                zone = self.zone_with(**properties)
                self.refused((zone, 'feature "zone"', *words), "check", self.plan, "--zones", zone)
        # Attributes that have the unit that is taken beside another are the source's own.
        for properties in ({
                "max_distance_m": 5e6, "max_distance_km": 5000
        }, {
                "max_altitude": None, "restriction": None
        }, {
                "min_altitude_ft": None
        }):
            run = subprocess.run(
                [COMMAND, "check", self.plan, "--zones", self.zone_with(**properties), "-q"])
            self.assertEqual(run.returncode, 0, properties)

    def test_bad_restrictions_of_zones(self):
        good = {"max_distance_km": 500}
        for restrictions, words in (
            ([good, {"kind": "max_distanse", "max_distance_km": 5}],
            ("/restrictions/1/kind", "max_distanse")),
            ([good, {"max_distance_km": -5}],
            ("/restrictions/1/max_distance_km: expected", "found -5",)),
            ([{"max_distance_m": 500}],
            ("/restrictions/0/max_distance_m", "expected max_distance_km")),
            ([{"max_distance_km": "500 nm"}], ("/restrictions/0/max_distance_km", "500 nm")),
            ([{"max_dist_km": 5}], ("/restrictions/0/max_dist_km", "max_distance_km?")),
            ({"max_dist_km": 5}, ("/restrictions/max_dist_km", "max_distance_km?")),
            ([{"kind": "standoff"}], ("/restrictions/0", "standoff_km: expected", "found nothing")),
            ([{"max_distance_km": 5, "colour": "red"}], ("/restrictions/0/colour",)),
            ([{"kind": "notice", "min_notice_h": 5}],
            ("/restrictions/0/kind", "notice", "of a flight")),
            ([good, 5], ("/restrictions/1", "no object")), ([{}], ("/restrictions/0",)),
            ([{"prohibited": True, "severity": "grave"}], ("/restrictions/0/severity", "grave")),
            ([{"prohibited": True, "source": 5}], ("/restrictions/0/source",)),
            ([{"prohibited": True, "floor": "FL200", "ceiling": "FL100"}],
            ("/restrictions/0/ceiling", "above floor")),
            ("[{", ("/restrictions", "array")), (5, ("/restrictions", "array")),
            (True, ("/restrictions", "array")),
        ):
            with self.subTest(restrictions=restrictions):
                zone = self.zone_with(restrictions=restrictions)
                self.refused((zone, 'feature "zone"', *words), "check", self.plan, "--zones", zone)
        # As text, too: that is how tables have it.
        zone = self.zone_with(restrictions=json.dumps([good, {"max_distance_km": -5}]))
        self.refused(
            (zone, 'feature "zone"', "/restrictions/1/max_distance_km: expected", "found -5"),
            "check",
            self.plan,
            "--zones",
            zone)

    def test_schema_of_rule_sets(self):
        schema = validator("rules/schema.json")
        names = []
        for path in sorted((DATA / "rules").glob("*.json")):
            if path.name == "schema.json":
                continue
            schema.validate(json.loads(path.read_text()))
            names.append(path.stem)
        self.assertGreaterEqual(len(names), 5)
        run = subprocess.run([COMMAND, "rules", "list", "--json"], capture_output=True, check=True)
        self.assertEqual([each["name"] for each in json.loads(run.stdout)], names)
        for name in names:
            run = subprocess.run([COMMAND, "rules", "show", name, "--json"],
                                 capture_output=True,
                                 check=True)
            wanted = json.loads((DATA / "rules" / (name + ".json")).read_text())["rules"]
            self.assertEqual({rule["rule"]
                              for rule in json.loads(run.stdout)["rules"]},
                             {name + "/" + rule["name"]
                              for rule in wanted})
        schema.validate({"name": "good", "rules": [GOOD]})
        for text, _, by_schema in self.bad_sets():
            if by_schema is not None:
                self.assertEqual(schema.is_valid(json.loads(text)), not by_schema, text)

    def test_schema_of_results(self):
        schema = validator("schemas/check.json")
        kinds, seen = set(), set()
        flights = [str(path) for path in sorted((DATA / "flights").glob("*.geojson"))]
        own = {
            "name": "own",
            "rules": [{
                "name": "circling",
                "kind": "circling",
                "loop_km": 1000,
                "except_near_ends_km": -0.5,
                "source": "here"
            },
                      {
                          "name": "low",
                          "kind": "max_altitude",
                          "max_altitude_m": 100,
                          "altitude_reference": "MSL",
                          "source": "here"
                      },
                      {
                          "name": "high",
                          "kind": "min_altitude",
                          "min_altitude_m": 9000,
                          "altitude_reference": "MSL",
                          "source": "here"
                      },
                      {
                          "name": "elsewhere",
                          "kind": "prohibited",
                          "zone": "nowhere",
                          "source": "here"
                      }]
        }
        (self.folder / "own.json").write_text(json.dumps(own))
        bundled = (
            "treaty-1992,treaty-in-use-2012-2020,national-measures,georgia-with-recognition,"
            "georgia-without-recognition,")
        zones = self.zone_with(
            restrictions=[{
                "prohibited": True
            }, {
                "standoff_km": 10
            }, {
                "max_distance_km": 5
            }],
            status="of its own",
            min_altitude_m=1,
            altitude_reference="AGL")
        own_only = ["--rules", "zones"]
        wide = {"type": "Polygon", "coordinates": [[[-90, -80], [90, -80], [90, 80], [-90, 80],
                                                    [-90, -80]]]}
        unknown = self.write("unknown.geojson", {
            "type": "Feature", "properties": {
                "id": "unknown", "UPPER_VAL": 100
            }, "geometry": wide
        })
        lost = self.write(
            "lost.geojson", {
                "type": "Feature", "properties": {
                    "id": "lost"
                }, "geometry": {
                    "type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 95], [0, 0]]]
                }
            }, {
                "type": "Feature", "properties": {
                    "id": "kept", "max_distance_km": 5e4
                }, "geometry": wide
            })
        silent = self.write("silent.geojson", {
            "type": "Feature", "properties": {
                "id": "silent"
            }, "geometry": wide
        })
        better = ["--suggest", str(self.folder / "better.geojson"), "--force"]
        for arguments in ([*flights, "--rules", bundled + str(self.folder / "own.json")],
                          [
                              *flights,
                              "--rules",
                              "national-measures",
                              "--date",
                              "2019-06-01",
                              "--against",
                              flights[0]
                          ], [self.plan, "--zones", zones], [self.plan, "--zones", zones, *better],
                          [self.plan, "--zones", unknown, *own_only],
                          [self.plan, "--zones", lost, "--skip-invalid", *own_only],
                          [self.plan, "--zones", silent, "--strict", "--status", "own,disputed"],
                          [self.plan, "--zones", silent, *own_only],
                          ["--route", "UUMB 5530N03700E/F330 UUMB", "--rules", "treaty-1992"],
                          [flights[0], "--rules", "treaty-1992", "--strict"]):
            run = subprocess.run([COMMAND, "check", *arguments, "--json"],
                                 capture_output=True,
                                 encoding="utf-8")
            self.assertIn(run.returncode, (0, 1, 4), run.stderr)
            result = json.loads(run.stdout)
            schema.validate(result)
            self.assertGreater(len(result["routes"]), 0)
            self.assertEqual({"complies": 0, "violates": 1, "undecided": 4}[result["verdict"]],
                             run.returncode, run.stderr)
            for verdict in ("complies", "violates", "undecided"):
                self.assertEqual(result["counts"][verdict],
                                 sum(r["verdict"] == verdict for r in result["routes"]))
            self.assertEqual(result["counts"]["left_out"], len(result["left_out"]))
            seen.update(name for name in ("not_asked", "left_out", "statuses") if result[name])
            for route in result["routes"]:
                found = route["findings"]
                kinds.update(finding["kind"] for finding in found)
                for name, severity in (("violations", "violation"), ("undecided", "undecided"),
                                       ("warnings", "warning")):
                    self.assertEqual(route[name], sum(f["severity"] == severity for f in found))
                self.assertEqual(route["violations"],
                                 sum(route["violations_by_status"].values()))
                seen.update(name for name in ("kept", "zones_without_restriction",
                                              "violations_by_status") if route[name])
                self.assertEqual(route["not_judged"], sum(not f["judged"] for f in found))
        every = set(schema.schema["$defs"]["finding"]["properties"]["kind"]["enum"])
        self.assertGreater(len(every), 10)
        self.assertEqual(every - kinds, set())
        self.assertEqual(
            seen, {
                "not_asked",
                "left_out",
                "statuses",
                "kept",
                "zones_without_restriction",
                "violations_by_status"
            })
        # Nothing that is written is undescribed, and nothing that is described is left out.
        finding = result["routes"][0]["findings"][0]
        for change in ({"other": 1}, {"unit": "nm"}, {"severity": "grave"}):
            self.assertFalse(
                schema.is_valid({
                    **result,
                    "routes": [{
                        **result["routes"][0], "findings": [{
                            **finding, **change
                        }]
                    }]
                }),
                change)
        self.assertFalse(
            schema.is_valid({name: value
                             for name, value in result.items()
                             if name != "margin"}))


if __name__ == "__main__":
    unittest.main()
