#!/usr/bin/python3
# Tests: src/input/rules/class_rules.c src/input/rules/classes.c src/input/rules/not_understood.c
# Tests: src/input/rules/rules.c src/analysis/check/check.c src/analysis/check/undecided.c
"""Zones by what they say of their class and kind, and what rule sets make of it: the same in all
spellings, and never complied with in silence. What each word means is from ICAO Annexes 2, 11 and
15, SERA.6001, AIXM's lists of codes, openAIP's numbers and ED-269; the truth here is written down
from these, not from the files under test."""
import json
import pathlib
import subprocess
import sys
import unittest

try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)

from support.case import COMMAND, DATA, Case, feature, square

HERE = "zone"
VIOLATES, WARNS, UNDECIDED, FREE = "violation", "warning", "undecided", None

# What a zone says, and what becomes of a flight through it under visual flight rules.
VFR = (
    ({"type": "P"}, VIOLATES), ({"TYPE_CODE": "P"}, VIOLATES), ({"type": 3}, VIOLATES),
    ({"type": "3"}, VIOLATES), ({"class": "P"}, VIOLATES), ({"AC": "P"}, VIOLATES),
    ({"kind": "Prohibited Area"}, VIOLATES), ({"Type": "prohibited"}, VIOLATES),
    ({"codeType": "P", "class": None}, VIOLATES), ({"CODE_TYPE": "P"}, VIOLATES),
    ({"type": 3, "icaoClass": 8}, VIOLATES),
    ({"type": "R"}, UNDECIDED), ({"type": 1}, UNDECIDED), ({"AC": "R"}, UNDECIDED),
    ({"Airspace Type": "Restricted area"}, UNDECIDED),
    ({"type": "D"}, WARNS), ({"TYPE_CODE": "D"}, WARNS), ({"type": 2}, WARNS), ({"AC": "Q"}, WARNS),
    ({"class": "Danger"}, WARNS), ({"category": "danger-area"}, WARNS),
    # The letter D is a class where a class is asked for.
    ({"class": "D"}, UNDECIDED), ({"AC": "D"}, UNDECIDED), ({"icaoClass": 3}, UNDECIDED),
    ({"class": "A"}, VIOLATES), ({"icaoClass": 0}, VIOLATES), ({"icaoClass": "A"}, VIOLATES),
    ({"airspaceClass": "class A"}, VIOLATES),
    ({"class": "B"}, UNDECIDED), ({"icaoClass": 1}, UNDECIDED), ({"class": "c"}, UNDECIDED),
    ({"class": "E"}, FREE), ({"icaoClass": 4}, FREE), ({"icaoClass": 5}, FREE),
    ({"AC": "G"}, FREE), ({"LOCAL_TYPE": "CLASS_E5", "TYPE_CODE": "CLASS"}, FREE),
    # A control zone is what its class is; without one it may need a clearance.
    ({"type": "CTR", "class": "D"}, UNDECIDED), ({"type": 4, "icaoClass": 4}, FREE),
    ({"type": 4, "icaoClass": 8}, UNDECIDED), ({"AC": "CTR"}, UNDECIDED),
    ({"type": "Control Zone"}, UNDECIDED), ({"type": 26}, UNDECIDED), ({"type": "TMA"}, UNDECIDED),
    ({"type": "RMZ"}, UNDECIDED), ({"type": 6, "icaoClass": 6}, UNDECIDED),
    ({"type": "TMZ", "class": "E"}, UNDECIDED), ({"type": 5}, UNDECIDED),
    ({"type": "TRA"}, UNDECIDED), ({"type": 9}, UNDECIDED), ({"type": "ATZ"}, WARNS),
    ({"type": "FIR"}, FREE), ({"type": 10}, FREE), ({"type": 33}, FREE),
    # What the set has no rule for, and what nobody knows.
    ({"type": 19}, UNDECIDED), ({"type": "MOA"}, UNDECIDED), ({"class": "X9"}, UNDECIDED),
    ({"AC": "ZZ"}, UNDECIDED), ({"type": "MOA", "class": "G"}, UNDECIDED),
    ({"icaoClass": 7}, UNDECIDED), ({"icaoClass": 8}, UNDECIDED),
    ({"restriction": "REQ_AUTHORISATION"}, UNDECIDED),
    # Nothing is said of a class.
    ({"name": "Somewhere"}, FREE), ({"type": "area"}, FREE), ({"class": ""}, FREE),
)

IFR = (({"class": "A"}, WARNS), ({"class": "E"}, WARNS), ({"icaoClass": 2}, WARNS),
       ({"class": "F"}, FREE), ({"class": "G"}, FREE), ({"type": "CTR"}, WARNS),
       ({"type": 3}, VIOLATES), ({"type": "R"}, UNDECIDED), ({"type": "D"}, WARNS),
       ({"type": "TMZ"}, UNDECIDED), ({"type": "MOA"}, UNDECIDED))

UAS = (({"restriction": "PROHIBITED"}, VIOLATES), ({"type": "PROHIBITED"}, VIOLATES),
       ({"restriction": "REQ_AUTHORISATION", "type": "COMMON"}, UNDECIDED),
       ({"type": "REQ_AUTHORIZATION", "variant": "COMMON"}, UNDECIDED),
       ({"restriction": "REQ_AUTHORISATION", "restrictionConditions": "RST02"}, UNDECIDED),
       ({"restriction": "CONDITIONAL"}, UNDECIDED), ({"restriction": "NO_RESTRICTION"}, FREE),
       ({"type": "USPACE"}, UNDECIDED), ({"type": "P"}, VIOLATES), ({"class": "D"}, UNDECIDED),
       ({"restriction": "NO_RESTRICTION", "restrictionConditions": "by day"}, UNDECIDED))


class Classes(Case):
    def check(self, zones, *arguments, **attributes):
        plan = self.write("plan.geojson",
                          feature("LineString", [[-1, 0.5, 300], [2, 0.5, 300]], id="r",
                                  **attributes))
        if not isinstance(zones, str): zones = self.write("zones.geojson", *zones)
        run = subprocess.run([COMMAND, "check", plan, "--zones", zones, "--json", *arguments],
                             capture_output=True, encoding="utf-8")
        self.assertIn(run.returncode, (0, 1, 4), run.stderr)
        document = json.loads(run.stdout)
        schema = json.loads((DATA / "schemas/check.json").read_text())
        jsonschema.Draft202012Validator(schema).validate(document)
        return document

    def zone(self, **said):
        return square(0, 0, 1, 1, id=HERE, **said)

    def findings(self, *arguments, said, **attributes):
        (route,) = self.check([self.zone(**said)], *arguments, **attributes)["routes"]
        return [each for each in route["findings"] if each["zone_id"] == HERE], route["verdict"]

    def worst(self, *arguments, said, **attributes):
        order = (None, WARNS, UNDECIDED, VIOLATES)
        found, verdict = self.findings(*arguments, said=said, **attributes)
        return max((each["severity"] for each in found), key=order.index, default=None), verdict

    def test_words(self):
        for name, table in (("airspace-vfr", VFR), ("airspace-ifr", IFR), ("airspace-uas", UAS)):
            for said, severity in table:
                with self.subTest(rules=name, said=said):
                    found, verdict = self.worst("--rules", name, said=said)
                    self.assertEqual(found, severity)
                    # A zone that says nothing of a class restricts nothing, but judges nothing.
                    silent = set(said) <= {"name"} or said in ({"type": "area"}, {"class": ""})
                    self.assertEqual(verdict,
                                     "violates" if severity == VIOLATES else
                                     "undecided" if severity == UNDECIDED or silent else "complies")

    def test_without_a_set(self):
        """As ever: undecided, with a hint."""
        for said in ({"class": "P"}, {"type": "R"}, {"icaoClass": 4}):
            (finding,), verdict = self.findings("--rules", "zones", said=said)
            self.assertEqual((finding["kind"], verdict), ("not_understood", "undecided"))
            self.assertIn("rules for classes of airspace", finding["message"])
        (finding,), _ = self.findings("--rules", "zones", said={"max_dist": 5})
        self.assertNotIn("classes of airspace", finding["message"])
        (finding,), _ = self.findings("--rules", "airspace-vfr", said={"type": "MOA"})
        self.assertNotIn("classes of airspace", finding["message"])

    def test_unless(self):
        """A clearance: for all zones, for some, none, or not stated."""
        for said, attribute in (({"class": "C"}, "clearance"), ({"type": "R"}, "permission"),
                                ({"type": "RMZ"}, "radio"), ({"type": "TMZ"}, "transponder")):
            for value, wanted in ((True, None), ("yes", None), (1, None), (False, VIOLATES),
                                  ("no", VIOLATES), (0, VIOLATES), (None, UNDECIDED),
                                  ("", UNDECIDED), (HERE, None), ("other, zone", None),
                                  (["other", HERE], None), ("zones", VIOLATES), ("other", VIOLATES),
                                  ([], VIOLATES)):
                with self.subTest(said=said, value=value):
                    found, verdict = self.worst("--rules", "airspace-vfr", said=said,
                                                **{attribute: value})
                    self.assertEqual(found, wanted)
                    self.assertEqual(verdict, {None: "complies", VIOLATES: "violates",
                                               UNDECIDED: "undecided"}[wanted])
        # Another attribute, and a spelling.
        self.assertEqual(self.worst("--rules", "airspace-vfr", said={"class": "C"}, radio=True)[0],
                         UNDECIDED)
        self.assertEqual(self.worst("--rules", "airspace-vfr", said={"class": "C"},
                                    Clearance="YES")[0], None)
        # Where the flight is elsewhere nothing is asked.
        zones = [square(5, 5, 6, 6, id=HERE, type="R")]
        (route,) = self.check(zones, "--rules", "airspace-vfr")["routes"]
        self.assertEqual((route["verdict"], route["findings"]), ("complies", []))
        # With a clearance the rule is judged, and kept.
        (route,) = self.check([self.zone(type="R")], "--rules", "airspace-vfr",
                              permission=True)["routes"]
        self.assertEqual([each["rule"] for each in route["kept"]], ["airspace-vfr/restricted"])

    def test_heights(self):
        """300 m over the sea: surely below FL100, surely within 0 to 1,000 m."""
        limits = (
            ({"UPPER_VAL": "100", "UPPER_UOM": "FL", "UPPER_CODE": "STD", "LOWER_VAL": "3000",
              "LOWER_UOM": "FT", "LOWER_CODE": "MSL"}, None),
            ({"upperLimit": {"value": 200, "unit": 6, "referenceDatum": 2},
              "lowerLimit": {"value": 100, "unit": 6, "referenceDatum": 2}}, None),
            ({"upperLimit": {"value": 1000, "unit": 0, "referenceDatum": 1},
              "lowerLimit": {"value": 0, "unit": 1, "referenceDatum": 0}}, VIOLATES),
            ({"floor": "FL100", "ceiling": "UNL"}, None),
            ({"floor": "GND", "ceiling": "1000 M MSL"}, VIOLATES),
            ({"lowerLimit": 0, "upperLimit": 120, "uomDimensions": "M",
              "lowerVerticalReference": "AMSL", "upperVerticalReference": "AMSL"}, None),
            ({"lower": 0, "lowerReference": "AMSL", "upper": 400, "upperReference": "AMSL",
              "uom": "m"}, VIOLATES),
            # A number whose unit or reference is not said, or no height at all.
            ({"lower": 0, "upper": 120}, UNDECIDED),
            ({"upper": 120, "uom": "m"}, UNDECIDED),
            ({"UPPER_VAL": "BY NOTAM"}, UNDECIDED),
            ({"floor": "NOTAM"}, UNDECIDED),
        )
        for said, wanted in limits:
            with self.subTest(said=said):
                self.assertEqual(self.worst("--rules", "airspace-vfr",
                                            said={"type": "P", **said})[0], wanted)
        # They do not matter where nothing is restricted; a limit in the zone does.
        self.assertEqual(self.worst("--rules", "airspace-vfr",
                                    said={"class": "G", "upper": 120})[0], None)
        self.assertEqual(self.worst("--rules", "airspace-vfr",
                                    said={"class": "G", "max_alt": 120})[0], UNDECIDED)

    def test_dates_and_uncertainty(self):
        said = {"type": "P", "active_from": "2020-01-01", "active_until": "2020-12-31"}
        for date, wanted in (("2020-06-01", VIOLATES), ("2021-06-01", None), (None, UNDECIDED)):
            arguments = [] if date is None else ["--date", date]
            self.assertEqual(self.worst("--rules", "airspace-vfr", *arguments, said=said)[0],
                             wanted)
        zones = [square(0, 0, 1, 0.499, id=HERE, type="P", uncertainty_m=500)]  # 110.6 m away
        (route,) = self.check(zones, "--rules", "airspace-vfr")["routes"]
        self.assertEqual([each["severity"] for each in route["findings"]], [WARNS])

    def test_several(self):
        """Sets add to each other; a zone's own restriction says the same once."""
        mine = self.folder / "mine.json"
        classes = str(DATA / "rules/classes/airspace.json")
        mine.write_text(json.dumps({
            "name": "mine", "classes": classes, "rules": [
                {"name": "moa", "kind": "max_distance", "max_distance_km": 200,
                 "zones": {"type": ["MOA", "ALERT"]}, "source": "x"}]}))
        for rules, wanted in (("airspace-vfr", UNDECIDED), ("airspace-vfr," + str(mine), None),
                              (str(mine) + ",airspace-vfr", None)):
            self.assertEqual(self.worst("--rules", rules, said={"type": "MOA"})[0], wanted)
        found, _ = self.findings("--rules", "airspace-vfr",
                                 said={"type": "P", "prohibited": True})
        self.assertEqual([each["rule"] for each in found], ["airspace-vfr/prohibited"])
        found, _ = self.findings("--rules", "airspace-vfr",
                                 said={"type": "P", "max_distance_km": 50})
        self.assertEqual(sorted(each["rule"] for each in found),
                         ["airspace-vfr/prohibited", "zone/max_distance"])
        # One of two words of a zone has no rule: the other still binds.
        found, verdict = self.findings("--rules", "airspace-vfr",
                                       said={"type": "MOA", "class": "A"})
        self.assertEqual((sorted(each["kind"] for each in found), verdict),
                         (["not_understood", "prohibited"], "violates"))

    def test_no_zone_of_any_class(self):
        zones = self.write("plain.geojson", square(0, 0, 1, 1, id=HERE, max_distance_km=500))
        plan = self.write("p.geojson", feature("LineString", [[-1, 0.5], [2, 0.5]], id="r"),
                          feature("LineString", [[-1, 0.6], [2, 0.6]], id="s"))
        run = subprocess.run([COMMAND, "check", plan, "--zones", zones, "--rules",
                              "airspace-vfr"], capture_output=True, encoding="utf-8")
        said = "No zone is of a class that there are rules for in: airspace-vfr."
        self.assertEqual(run.stdout.count(said), 1, run.stdout)
        document = self.check(zones, "--rules", "airspace-vfr")
        self.assertEqual(document["rule_sets"][0]["zones_of_its_classes"], 0)
        self.assertEqual(document["verdict"], "complies")  # by the zone's own limit
        document = self.check([self.zone(name="x")], "--rules", "airspace-vfr")
        self.assertEqual(document["verdict"], "undecided")
        self.assertIn("no zone says to be of such a class",
                      document["routes"][0]["findings"][0]["message"])
        self.assertEqual(self.check([self.zone(**{"class": "G"})], "--rules",
                                    "airspace-vfr")["rule_sets"][0]["zones_of_its_classes"], 1)

    def test_bad_sets(self):
        classes = str(DATA / "rules/classes/airspace.json")
        rule = {"name": "a", "kind": "prohibited", "zones": {"type": "P"}, "source": "x"}
        schema = json.loads((DATA / "rules/schema.json").read_text())
        validator = jsonschema.Draft202012Validator(schema)
        # What is changed of the set and of its rule, what is said, whether a schema sees it.
        bad = (
            ({}, {"zones": {"type": "CRT"}}, '/rules/0/zones/type: expected words', False),
            ({}, {"zones": {"sort": "P"}}, "/rules/0/zones/sort: no attribute says that", False),
            ({}, {"zones": {}}, "/rules/0/zones: expected an object", True),
            ({}, {"zones": "P"}, "/rules/0/zones: expected an object", True),
            ({}, {"zones": {"type": 3}}, "/rules/0/zones/type: expected words", True),
            ({}, {"zone": "kaliningrad"}, "expected zones or zone, found both", True),
            ({}, {"floor": "GND"}, "/floor: expected none, since zones of a class have their own",
             True),
            ({}, {"unless": 5}, "/rules/0/unless: expected a text", True),
            ({}, {"kind": "circling", "loop_km": 5}, "neither zone nor lines", True),
            ({"classes": None}, {}, "expected the set to have classes", False),
            ({"classes": 5}, {}, "/classes: expected a text", True),
            ({"classes": "none.json"}, {}, "none.json", False),
            ({"unrestricted": {}}, {}, "/unrestricted: expected an array", True),
            ({"unrestricted": [{"zones": {"class": "G"}}]}, {},
             "/unrestricted/0/source: expected a text", True),
            ({"unrestricted": [{"zones": {"class": "H"}, "source": "x"}]}, {},
             "/unrestricted/0/zones/class: expected words", False),
            ({"unrestricted": [{"zones": {"class": "G"}, "source": "x", "kind": "y"}]}, {},
             "/unrestricted/0/kind is no member", True),
            ({"classes": None, "unrestricted": []}, {}, "/unrestricted: expected with it", True),
        )
        path = self.folder / "bad.json"
        for of_set, of_rule, said, by_schema in bad:
            document = {"name": "x", "classes": classes, "rules": [{**rule, **of_rule}], **of_set}
            document = {name: value for name, value in document.items() if value is not None}
            path.write_text(json.dumps(document))
            with self.subTest(set=of_set, rule=of_rule):
                run = subprocess.run([COMMAND, "rules", "validate", str(path)],
                                     capture_output=True, encoding="utf-8")
                self.assertEqual(run.returncode, 2, run.stdout)
                self.assertIn(said, run.stderr)
                self.assertEqual(validator.is_valid(document), not by_schema)

    def test_bad_lists(self):
        rules = self.folder / "set.json"
        rules.write_text(json.dumps({"name": "x", "classes": "list.json", "rules": []}))
        good = {"says": "class", "attributes": ["class"], "values": {"A": ["A"]}}
        schema = json.loads((DATA / "rules/classes/schema.json").read_text())
        validator = jsonschema.Draft202012Validator(schema)
        for document, said in (
            ([], "expected an object with vocabularies"), ({}, "/vocabularies: expected a list"),
            ({"vocabularies": [], "x": 1}, "/x is no member"),
            ({"vocabularies": [5]}, "/vocabularies/0: expected an object"),
            ({"vocabularies": [{**good, "says": ""}]}, "/vocabularies/0/says: expected a word"),
            ({"vocabularies": [{**good, "attributes": []}]}, "/0/attributes: expected a list"),
            ({"vocabularies": [{**good, "values": []}]}, "/0/values: expected an object"),
            ({"vocabularies": [{**good, "values": {"A": [1.5]}}]}, "/0/values: expected lists"),
            ({"vocabularies": [{**good, "nothing": 8}]}, "/0/nothing: expected a list"),
            ({"vocabularies": [{**good, "valeus": {}}]}, "/0/valeus is no member"),
            ({"vocabularies": [good], "remarks": [1]}, "/remarks: expected a list"),
            ({"vocabularies": [good] * 65}, "at most 64"),
        ):
            (self.folder / "list.json").write_text(json.dumps(document))
            with self.subTest(said=said):
                run = subprocess.run([COMMAND, "rules", "validate", str(rules)],
                                     capture_output=True, encoding="utf-8")
                self.assertEqual(run.returncode, 2, run.stdout)
                self.assertIn(said, run.stderr)
                self.assertFalse(validator.is_valid(document))
        (self.folder / "list.json").write_text(json.dumps({"vocabularies": [good]}))
        run = subprocess.run([COMMAND, "rules", "validate", str(rules)], capture_output=True)
        self.assertEqual(run.returncode, 0)

    def test_page(self):
        """The set that geodata/README.md shows: control zones of class D, or without a class."""
        text = (DATA / "README.md").read_text()
        document = json.loads(text.partition("```json\n")[2].partition("```")[0])
        path = self.folder / "mine.json"
        document["classes"] = str(DATA / "rules" / document["classes"])
        path.write_text(json.dumps(document))
        for said, severity in (({"type": "CTR", "class": "D"}, UNDECIDED),
                               ({"type": 36}, UNDECIDED),
                               ({"type": "CTR", "class": "C"}, UNDECIDED),
                               ({"class": "E"}, FREE), ({"class": "D"}, UNDECIDED)):
            found, _ = self.findings("--rules", str(path), said=said)
            self.assertEqual([each["severity"] for each in found],
                             [] if severity is FREE else [severity], said)
            by_rule = said in ({"type": "CTR", "class": "D"}, {"type": 36})
            self.assertEqual([each["rule"] == "mine/control-zones" for each in found],
                             [] if severity is FREE else [by_rule], said)

    def test_bundled(self):
        """The sets and the list keep to their schemas; words are spelt once in each attribute."""
        for name, schema in (("rules/airspace-vfr.json", "rules/schema.json"),
                             ("rules/airspace-ifr.json", "rules/schema.json"),
                             ("rules/airspace-uas.json", "rules/schema.json"),
                             ("rules/classes/airspace.json", "rules/classes/schema.json")):
            document, by = (json.loads((DATA / path).read_text()) for path in (name, schema))
            jsonschema.Draft202012Validator.check_schema(by)
            jsonschema.Draft202012Validator(by).validate(document)
        meanings = {}
        for vocabulary in document["vocabularies"]:
            for attribute in vocabulary["attributes"]:
                for word, spellings in vocabulary["values"].items():
                    for spelling in spellings:
                        plain = "".join(c for c in str(spelling).lower() if c.isalnum())
                        key = (vocabulary["says"], attribute.lower(), plain)
                        self.assertEqual(meanings.setdefault(key, word), word, key)
        shown = json.loads(subprocess.run([COMMAND, "rules", "show", "airspace-vfr", "--json"],
                                          capture_output=True, check=True).stdout)
        by_name = {rule["rule"]: rule for rule in shown["rules"]}
        rule = by_name["airspace-vfr/class-b-c-d"]
        self.assertEqual((rule["zones"], rule["unless"], rule["zone_id"]),
                         ("class B, C or D", "clearance", None))
        self.assertEqual(len(by_name), len(json.loads(
            pathlib.Path(DATA / "rules/airspace-vfr.json").read_text())["rules"]))


if __name__ == "__main__":
    unittest.main()
