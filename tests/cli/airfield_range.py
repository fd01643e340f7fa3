#!/usr/bin/python3
# Tests: src/cli/airfield_range.c src/cli/airfield_range_report.c src/cli/states.c
# Tests: src/analysis/check/kind_airfield_range.c src/input/zones/mainland.c
"""`overflight airfields check`: the 35 % rule of Annex E para 5(A), for the bundled States and for
areas and airfields of one's own.

Distances are checked with pyproj's Geod; what the treaty leads one to expect is named beside each
figure."""
import json
import math
import subprocess
import sys
import unittest

from support.case import COMMAND, DATA, Case, feature

try:
    from pyproj import Geod
except ImportError:
    print("skipped: pyproj is not installed")
    sys.exit(77)

GEOD = Geod(ellps="WGS84")
DEGREE_KM = 6378.137 * math.pi / 180  # of longitude on the equator
IN_USE, SIGNED = "treaty-in-use-2012-2020/airfield-reach", "treaty-1992/airfield-reach"


def km(a, b):
    return GEOD.inv(*a, *b)[2] / 1000


def box(west, south, east, north):
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


class Reach(Case):
    def run_check(self, *arguments):
        return subprocess.run([COMMAND, "airfields", "check", *arguments],
                              capture_output=True,
                              encoding="utf-8")

    def check(self, *arguments, status=0):
        run = self.run_check(*arguments, "--json")
        self.assertEqual(run.returncode, status, run.stderr + run.stdout)
        answer = json.loads(run.stdout)
        self.assertEqual(answer["verdict"], {0: "complies", 1: "violates", 4: "undecided"}[status])
        if status != 4:
            self.consistent(answer)
        return answer

    def consistent(self, answer):
        """Each place is as far beyond as is said, and no airfield that counts is nearer to it; the
        findings say the same."""
        counting = {a["id"]: a for a in answer["airfields"] if a["counts"]}
        for part in [answer["mainland"], *answer["detached"]]:
            beyond = {
                id: km(part["at"], a["position"]) - a["reach_km"]
                for id, a in counting.items()
            }
            self.assertAlmostEqual(min(beyond.values()), part["beyond_km"], places=6)
            self.assertAlmostEqual(beyond[part["airfield"]], part["beyond_km"], places=6)
            airfield = counting[part["airfield"]]
            self.assertAlmostEqual(airfield["reach_km"],
                                   airfield["max_distance_km"] * answer["fraction"],
                                   places=9)
            self.assertLessEqual(part["bound_km"], 1e-6)
            self.assertEqual(part["covered"], part["beyond_km"] <= 1e-6)
        mainland, *detached = answer["findings"]
        self.assertEqual(mainland["severity"] == "violation", answer["verdict"] == "violates")
        self.assertAlmostEqual(mainland["margin"], -answer["mainland"]["beyond_km"], places=9)
        self.assertEqual([mainland["from"]["lon"], mainland["from"]["lat"]],
                         answer["mainland"]["at"])
        self.assertEqual({f["severity"] for f in detached} | {"information"}, {"information"})
        self.assertEqual(len(detached), sum(not p["covered"] for p in answer["detached"]))
        for finding in answer["findings"]:
            self.assertEqual((finding["kind"], finding["clause"], finding["judged"]),
                             ("airfield_reach", "Annex E para 5(A)", True))

    # ---- the treaty's States ----

    def test_russia(self):
        """One State with Belarus. Its corner at the Tumen is beyond all of the four airfields of
        Annex A, most nearly in reach of Magadan."""
        signed = self.check("RU", "--rules", "treaty-1992", status=1)
        self.assertEqual(
            signed["state"], {
                "name": "Belarus and Russia", "members": ["BY", "RU"], "group": "belarus-russia"
            })
        distances = {a["id"]: a["max_distance_km"] for a in signed["airfields"] if a["counts"]}
        self.assertEqual(distances, {"UUMB": 5000, "UIUU": 5000, "UUYW": 6500, "UHMM": 6500})
        self.assertEqual(
            (signed["mainland"]["airfield"], signed["findings"][0]["rule"], signed["year"]),
            ("UHMM", SIGNED, 1992))
        self.assertLess(km(signed["mainland"]["at"], [130.70, 42.29]), 5)
        # Across the antimeridian it is one: all of Chukotka is mainland, and nothing detached is as
        # large.
        self.assertGreater(signed["mainland"]["area_km2"], 0.99 * 16.85e6)
        self.assertLess(max(p["area_km2"] for p in signed["detached"]), 80000)  # Sakhalin
        why = {a["id"]: a["why_not"] for a in signed["airfields"] if not a["counts"]}
        self.assertEqual(set(why), {"UEEE", "UHHH", "UNNT", "UMKK"})
        self.assertIn("refuelling", why["UEEE"])
        self.assertIn("no maximum distance", why["UNNT"])
        self.assertIn("no Open Skies airfield", why["UMKK"])
        # Kaliningrad: about 65 km from Belarus; Baltiysk 1,068 km from Kubinka, within 0.35 x 5,000
        # = 1,750 km, so that (A) covers it.
        (kaliningrad,) = [
            p for p in signed["detached"]
            if km(p["on_mainland"], [23.5, 53.95]) < 30 and p["area_km2"] > 13000
        ]
        self.assertAlmostEqual(kaliningrad["from_mainland_km"], 65, delta=2)
        self.assertAlmostEqual(kaliningrad["from_mainland_km"],
                               km(kaliningrad["nearest"], kaliningrad["on_mainland"]),
                               places=6)
        self.assertEqual((kaliningrad["airfield"], kaliningrad["reach_km"], kaliningrad["covered"]),
                         ("UUMB", 1750, True))
        self.assertTrue(
            1068 < kaliningrad["distance_km"] < 1110)  # the spit goes on beyond Baltiysk
        self.assertEqual(
            self.check("RU", "--rules", "treaty-1992", "--date", "2015-06-18", status=1)["year"],
            1992)  # the rule's own

    def test_groups(self):
        belarus = self.check("BY", "--date", "2015-06-18", status=1)
        self.assertEqual(belarus, self.check("belarus-russia", "--date", "2015-06-18", status=1))
        self.assertEqual((belarus["year"], belarus["date"], belarus["findings"][0]["rule"]),
                         (2015, "2015-06-18", IN_USE))
        self.assertEqual([a["max_distance_km"] for a in belarus["airfields"] if a["id"] == "UUMB"],
                         [5500])
        # The group ended on 18 December 2021.
        alone = self.check("Russia", "--date", "2021-12-18", status=1)
        self.assertEqual((alone["state"]["members"], alone["state"]["group"]), (["RU"], None))
        self.assertLess(alone["mainland"]["area_km2"], belarus["mainland"]["area_km2"] - 200000)
        self.assertEqual(self.check("lux")["state"]["members"], ["BE", "LU", "NL"])

    def test_usa(self):
        """Annex A of 1992 reaches all of it: Lincoln's 4,800 km the southern tip of Texas, by 15
        km. Hawaii is not covered, nor is Alaska by Elmendorf's 3,000 km: its panhandle is 1,339 km
        away."""
        signed = self.check("US", "--rules", "treaty-1992")
        self.assertEqual((signed["mainland"]["airfield"], signed["mainland"]["reach_km"]),
                         ("KLNK", 1680))
        self.assertAlmostEqual(signed["mainland"]["beyond_km"], -14.6, delta=0.5)
        self.assertLess(km(signed["mainland"]["at"], [-97.37, 25.84]), 5)
        alaska = signed["detached"][0]
        self.assertTrue(alaska["area_km2"] > 1.3e6 and 700 < alaska["from_mainland_km"] < 900)
        self.assertEqual((alaska["airfield"], alaska["reach_km"], alaska["covered"]),
                         ("PAED", 1050, False))
        hawaii = [p for p in signed["detached"] if p["at"][1] < 23]
        self.assertTrue(len(hawaii) >= 7 and not any(p["covered"] for p in hawaii))
        of_hawaii = [f for f in signed["findings"][1:] if f["from"]["lat"] < 23]
        self.assertEqual(len(of_hawaii), len(hawaii))
        self.assertTrue(all("5(B)(2)" in f["message"] for f in of_hawaii))
        self.assertNotIn("PHNL",
                         [a["id"] for a in signed["airfields"] if a["counts"]])  # for refuelling

    def test_germany(self):
        signed = self.check("DE", "--rules", "treaty-1992")
        (finding,) = signed["findings"]
        self.assertEqual(
            (finding["near_miss"], finding["severity"], signed["mainland"]["reach_km"]),
            (True, "warning", 420))
        self.assertEqual(
            self.check("Germany", "--rules", "treaty-1992", "--margin",
                       "1")["findings"][0]["severity"],
            "information")

    def test_denmark(self):
        """Greenland is larger than Jutland, and not the mainland."""
        signed = self.check("Denmark", "--rules", "treaty-1992")
        self.assertLess(signed["mainland"]["area_km2"], 30000)
        self.assertGreater(signed["detached"][0]["area_km2"], 2e6)

    def test_not_judged(self):
        georgia = self.check("GE", status=4)
        self.assertEqual(georgia["verdict"], "undecided")
        self.assertFalse(georgia["findings"][0]["judged"])
        self.assertNotIn("covered", georgia["mainland"])
        self.assertIn("? undecided  Georgia", self.run_check("GE").stdout)

    # ---- areas and airfields of one's own ----

    def test_khrabrovo(self):
        """Kaliningrad's 500 km: 0.35 x 500 = 175 km from Khrabrovo reach its far east, some 153 km
        away."""
        area = str(DATA / "zones" / "kaliningrad.geojson")
        airfield = self.write("khrabrovo.geojson",
                              feature("Point", [20.5926, 54.89], id="UMKK", max_distance_km=500))
        answer = self.check("RU", airfield, "--zones", area)
        self.assertAlmostEqual(answer["mainland"]["distance_km"], 153, delta=1)
        self.assertEqual((answer["mainland"]["reach_km"], answer["detached"]), (175, []))
        less = self.write("less.geojson",
                          feature("Point", [20.5926, 54.89], id="UMKK", max_distance_km=400))
        beyond_km = self.check("RU", less, "--zones", area, status=1)["mainland"]["beyond_km"]
        self.assertAlmostEqual(beyond_km, answer["mainland"]["distance_km"] - 140, places=6)

    def test_at_the_limit(self):
        """A corner is the farthest; its distance is the limit, and allowed. The same across the
        antimeridian, whether cut or not."""
        cut = [box(179.5, 10, 180, 11), box(-180, 10, -179.5, 11)]
        for west, polygons in ((0, [box(0, 10, 1, 11)]), (179.5, [box(179.5, 10, 180.5, 11)]),
                (179.5, cut)):
            area = self.write("area.geojson", feature("MultiPolygon", polygons, id="area"))
            far = km([west, 10], [west + 1, 11])
            for missing, status in ((0, 0), (1e-5, 1)):
                what = {
                    "id": "A",
                    "state": "XX",
                    "kind": "open-skies",
                    "max_distance_km": (far - missing) / 0.35
                }
                airfield = self.write("a.geojson", feature("Point", [west, 10], **what))
                answer = self.check("XX", airfield, "--zones", area, status=status)
                self.assertEqual(answer["detached"], [])
                self.assertAlmostEqual(answer["mainland"]["beyond_km"], missing, places=8)
                self.assertLess(km(answer["mainland"]["at"], [west + 1, 11]), 1e-6)

    def test_detached(self):
        """One is covered, one within 600 km is not, one is farther; and one hangs together with the
        mainland by a border."""
        islands = [box(3.5, 0, 3.6, 0.1), box(5, 0, 5.3, 0.2), box(10, 0, 10.1, 0.1)]
        area = self.write("area.geojson",
                          feature("Polygon", box(0, 0, 2, 2), id="main"),
                          feature("Polygon", box(2, 0, 3, 2), id="neighbour"),
                          feature("MultiPolygon", islands, id="islands"))
        airfield = self.write("a.geojson", feature("Point", [1.5, 1], id="A", max_distance_km=800))
        answer = self.check("XX", airfield, "--zones", area)
        self.assertAlmostEqual(answer["mainland"]["area_km2"],
                               6 * DEGREE_KM**2,
                               delta=0.01 * 6 * DEGREE_KM**2)
        # The largest first. Between meridians the least distance is where they are farthest from
        # the equator.
        distances = [km([3, y], [x, y]) for x, y in ((5, 0.2), (3.5, 0.1), (10, 0.1))]
        # beyond 700 km between vertices
        for part, distance, delta in zip(answer["detached"], distances, (1e-3, 1e-3, 1e-2),
                strict=True):
            self.assertAlmostEqual(part["from_mainland_km"], distance, delta=delta)
        self.assertEqual([p["covered"] for p in answer["detached"]], [False, True, False])
        self.assertEqual(["5(B)(3)" in f["message"] for f in answer["findings"][1:]], [True, False])
        text = self.run_check("XX", airfield, "--zones", area).stdout
        self.assertIn("3 parts, of which (A) covers 1", text)
        self.assertNotIn("generalised", text)
        # An island may be named the mainland.
        named = self.write(
            "named.geojson",
            feature("MultiPolygon", [box(0, 0, 2, 2), box(5, 0, 5.1, 0.1)],
                    id="area",
                    mainland=[5.05, 0.05]))
        self.assertLess(
            self.check("XX", airfield, "--zones", named, status=1)["mainland"]["area_km2"], 200)

    def test_who_counts(self):
        area = self.write("area.geojson", feature("Polygon", box(0, 0, 1, 1), id="area"))
        years = [{"km": 500, "from": 1992, "until": 2011}, {"km": 700, "from": 2012, "until": None}]
        airfields = [
            feature("Point", [0.5, 0.5],
                    id="OTHER",
                    state="YY",
                    kind="open-skies",
                    max_distance_km=9000),
            feature("Point", [0.5, 0.4],
                    id="FUEL",
                    state="XX",
                    kind="refuelling",
                    max_distance_km=9000),
            feature("Point", [0.5, 0.3], id="NONE", state="XX", kind="open-skies")
        ]
        nothing = self.check("XX",
                             self.write("none.geojson", *airfields),
                             "--zones",
                             area,
                             status=4)
        self.assertEqual([(a["id"], a["counts"]) for a in nothing["airfields"]], [("FUEL", False),
                                                                                  ("NONE", False)])
        file = self.write("all.geojson", *airfields)
        more = self.write("more.geojson",
                          feature("Point", [0, 0], id="A", state="XX", max_distances=years))
        for date, distance in (("1990-01-01", None), ("2000-01-01", 500), ("2012-01-01", 700),
                (None, 700)):
            answer = self.check("XX",
                                file,
                                more,
                                "--zones",
                                area,
                                *(["--date", date] if date else []),
                                status=0 if distance else 4)
            self.assertEqual([a["max_distance_km"] for a in answer["airfields"] if a["id"] == "A"],
                             [distance])

    def test_rules_of_ones_own(self):
        rules = self.folder / "mine.json"
        rule = {
            "name": "reach",
            "kind": "airfield_reach",
            "fraction": 0.5,
            "clause": "Annex E para 5(A)",
            "source": "a test",
            "severity": "warning"
        }
        rules.write_text(json.dumps({"name": "mine", "title": "mine", "rules": [rule]}))
        area = self.write("area.geojson", feature("Polygon", box(0, 0, 1, 1), id="area"))
        airfield = self.write("a.geojson", feature("Point", [0, 0], id="A", max_distance_km=100))
        answer = json.loads(
            self.run_check("XX", airfield, "--zones", area, "--rules", str(rules), "--json").stdout)
        self.assertEqual(
            (answer["fraction"], answer["mainland"]["reach_km"], answer["findings"][0]["severity"]),
            (0.5, 50, "warning"))
        self.assertEqual(
            self.run_check("XX", airfield, "--zones", area, "--rules", str(rules), "-q").returncode,
            0)

    # ---- forms and errors ----

    def test_forms(self):
        text = self.run_check("US", "--rules", "treaty-1992")
        self.assertEqual((text.returncode, text.stderr), (0, ""))
        left_out = (
            "Not counted: Wright-Patterson AFB (KFFO), no maximum distance of it is known for the"
            " year; "
            "Malmstrom AFB (KGFA), a refuelling airfield")
        for part in ("complies  United States of America",
                     "those of 1992",
                     "KLNK",
                     left_out,
                     "land only",
                     "5(B)"):
            self.assertIn(part, text.stdout)
        quiet = self.run_check("RU", "-q")
        self.assertEqual((quiet.returncode, quiet.stdout, quiet.stderr), (1, "", ""))
        geojson = json.loads(self.run_check("DE", "--geojson").stdout)
        self.assertEqual([(f["geometry"]["type"], f["properties"]["territory"])
                          for f in geojson["features"]], [("Point", "mainland")])
        first = self.run_check("RU", "--json")
        self.assertEqual(first.returncode, 1, first.stderr)
        self.assertIn('"airfield_reach"', first.stdout)
        self.assertEqual(first.stdout, self.run_check("RU", "--json").stdout)

    def test_errors(self):
        area = self.write("area.geojson",
                          feature("Polygon", box(0, 0, 1, 1), id="area", mainland=[5, 5]))
        huge = self.write("huge.geojson", feature("Point", [0, 0], id="A", max_distance_km=30000))
        twice = self.write("twice.geojson",
                           feature("Point", [0, 0], id="A"),
                           feature("Point", [1, 0], id="A"))
        for arguments, sentence in (
                ([], "expected a State, found none"), (["Germny"], "did you mean 'Germany'"),
                (["XX"], "found 'XX'"),
                (["US", "--json", "--geojson"], "does not go with"),
                (["US", "--date", "2015"], "ISO 8601"), (["US", "--margin", "200"], "--margin"),
                (["US", "--rules", "national-measures"],
                "expected a rule of the kind airfield_reach, found none"),
                (["US", "--rules", "treaty-1992,treaty-in-use-2012-2020"], "found two"),
                (["US", "nowhere.geojson"], "nowhere.geojson"),
                (["US", twice], "ids must differ"),
                (["US", "--zones", area], "expected a place inside the area, found 5 5"),
                (["US", huge], "at most 9000 km"),
                (["US", "--output", "x"], "unknown option")):
            run = self.run_check(*arguments)
            self.assertEqual((run.returncode, run.stdout), (2, ""), arguments)
            self.assertIn(sentence, run.stderr)


if __name__ == "__main__":
    unittest.main()
