#!/usr/bin/python3
# Tests: src/reduce/verdicts.c src/batch/judged_by.c src/output/map/map_totals.c
# Tests: src/output/map/earlier.c src/output/layers/routes.c src/output/layers/findings.c
# Tests: src/cli/verdict.c src/cli/check_sums.c src/cli/findings_json.c src/model/standing.c
# Tests: src/base/glossary.c src/output/map/glossary_json.c src/reduce/headline.c
# Tests: src/output/picture/picture_legend.c src/output/picture/picture_panel.c
"""A run with each verdict: everything that shows verdicts says the same words and the same counts.

What is right follows from the zones and routes here: each route meets one zone of its own, or
none."""
import collections
import csv
import itertools
import json
import os
import pathlib
import re
import shutil
import subprocess
import unittest
import zipfile

import jsonschema
import numpy
from osgeo import ogr

from support.case import COMMAND, DATA, SOURCE, Case, feature, square

ogr.UseExceptions()
ROUTES = {
    # verdict, violations, undecided, warnings
    "breaks": ("violates", 1, 0, 0),
    "doubted": ("violates", 1, 0, 0),  # a disputed limit only
    "unknown": ("undecided", 0, 1, 0),  # it has no altitudes
    "narrow": ("complies", 0, 0, 1),  # 72.410 of 73 km
    "free": ("complies", 0, 0, 0),
}
SEVERITIES = {"violation": 2, "undecided": 1, "warning": 1}
STANDINGS = {"breaks": "in force", "doubted": "disputed", "unknown": "own", "narrow": "remembered"}
TOTALS = {
    "complying_routes": 2,
    "violating_routes": 2,
    "undecided_routes": 1,
    "disputable_routes": 1,
    "violations": 2,
    "undecided": 1,
    "warnings": 1,
    "not_judged": 1
}
VERDICTS = ("2 comply, 2 violate (1 of them only disputed, lifted or remembered rules), "
            "1 is undecided")
FINDINGS = "2 violations, 1 undecided, 1 warning"
CAIRO = pathlib.Path("/usr/lib/x86_64-linux-gnu/libcairo.so.2")


def zones():
    return [
        square(20, 43, 21, 44, id="closed", prohibited=True, status="in force"),
        square(20, 45, 21, 46, id="disputed", prohibited=True, status="disputed"),
        square(20, 47, 21, 48, id="high", min_altitude_m=3000, altitude_reference="MSL"),
        square(20, 49, 21, 50, id="short", max_distance_km=73, status="in force", confidence="M")
    ]


def routes():
    heights = {"breaks": 43.5, "doubted": 45.5, "unknown": 47.5, "narrow": 49.5, "free": 51}
    return [
        feature("LineString", [[19, lat], [22, lat]], id=name) for name, lat in heights.items()
    ]


def rows_of(path, layer):
    source = ogr.Open(str(path))
    layer = source.GetLayerByName(layer) if path.suffix == ".gpkg" else source.GetLayer(0)
    return [json.loads(one.ExportToJson())["properties"] for one in layer]


class Judged(Case):
    def setUp(self):
        super().setUp()
        self.zones = self.write("zones.geojson", *zones())
        self.routes = self.write("routes.geojson", *routes())

    def run_command(self, *arguments, status=0, **options):
        run = subprocess.run([COMMAND, *map(str, arguments)],
                             cwd=self.folder,
                             capture_output=True,
                             encoding="utf-8",
                             **options)
        self.assertEqual(run.returncode, status, run.stderr)
        return run.stdout

    def analyze(self, name, *options):
        said = self.run_command("analyze",
                                self.routes,
                                "--zones",
                                self.zones,
                                "--rules",
                                "zones",
                                "-o",
                                name,
                                *options)
        return self.folder / name, said

    def same_routes(self, rows, where):
        self.assertEqual(
            {
                row["route_id"]:
                (row["verdict"], *(int(row[n]) for n in ("violations", "undecided", "warnings")))
                for row in rows
            },
            ROUTES,
            where)

    def same_findings(self, rows, where):
        self.assertEqual(collections.Counter(row["severity"] for row in rows), SEVERITIES, where)
        self.assertEqual({row["route_id"]: row["standing"] for row in rows}, STANDINGS, where)

    def same_totals(self, totals, where):
        self.assertEqual({name: totals.get(name) for name in TOTALS}, TOTALS, where)

    def page(self, folder):
        """The documents in the page."""
        text = (folder / "report.html").read_text()
        return {
            name: json.loads(document)
            for name, document in re.findall(
                '<script type="application/json" id="([^"]*)">(.*?)</script>', text, re.DOTALL)
        }

    def rows_of_page(self, folder, layer):
        document = self.page(folder)["layer-" + layer]
        names = [field[0] for field in document["fields"]]
        return [dict(zip(names, row["v"])) for row in document["rows"]]


class Verdicts(Judged):
    def test_check(self):
        check = ("check", self.routes, "--zones", self.zones, "--rules", "zones")
        text = self.run_command(*check, status=1)
        self.assertEqual(
            re.findall(r"(?m)^\S+ (complies|violates|undecided)  (\w+),", text),
            [(verdict, route) for route, (verdict, *_) in ROUTES.items()])
        self.assertIn("5 plans: 2 comply, 2 violate, 1 is undecided.", text)
        self.assertEqual(text.count("only disputed, lifted or remembered rules"), 1)
        answer = json.loads(self.run_command(*check, "--json", status=1))
        schema = json.loads((DATA / "schemas/check.json").read_text())
        jsonschema.Draft202012Validator(schema).validate(answer)
        self.same_routes(answer["routes"], "check --json")
        self.assertEqual(answer["verdict"], "violates")
        self.assertEqual(answer["counts"],
                         {"complies": 2, "violates": 2, "undecided": 1, "left_out": 0})
        self.assertEqual(
            collections.Counter(f["severity"] for r in answer["routes"] for f in r["findings"]),
            SEVERITIES)
        self.assertEqual([r["route_id"] for r in answer["routes"] if r["only_disputable"]],
                         ["doubted"])

    def test_check_writes_the_same(self):
        self.run_command("check",
                         self.routes,
                         "--zones",
                         self.zones,
                         "--rules",
                         "zones",
                         "-o",
                         "checked",
                         "-q",
                         status=1)
        folder = self.folder / "checked"
        self.same_routes(rows_of(folder / "routes.geojson", "routes"), "check -o")
        self.same_findings(rows_of(folder / "findings.geojson", "findings"), "check -o")
        self.same_totals(json.loads((folder / "summary.json").read_text())["totals"], "check -o")

    def test_analyze(self):
        folder, said = self.analyze("result", "--formats", "csv,geojson,geojsonseq,gpkg,fgb,html")
        self.assertIn(f"\nJudged by attributes of the zones: {VERDICTS}: {FINDINGS}.\n", said)
        summary = json.loads((folder / "summary.json").read_text())
        self.same_totals(summary["totals"], "summary.json")
        self.assertEqual(summary["judged_by"], "attributes of the zones")
        for layer, same in (("routes", self.same_routes), ("findings", self.same_findings)):
            for extension in ("geojson", "geojsonl", "fgb"):
                same(rows_of(folder / f"{layer}.{extension}", layer), extension)
            same(rows_of(folder / "analysis.gpkg", layer), "gpkg")
            with open(folder / f"{layer}.csv", newline="") as file:
                same(list(csv.DictReader(file)), "csv")
            same(self.rows_of_page(folder, layer), "page")
        page = self.page(folder)["analysis"]["summary"]
        self.same_totals(page["totals"], "page")
        self.assertEqual(page["judged_by"], "attributes of the zones")
        self.same_project(folder)
        self.same_picture(folder)

    def same_project(self, folder):
        with zipfile.ZipFile(folder / "analysis.qgz") as archive:
            project = archive.read(archive.namelist()[0]).decode()
        self.assertIn(f"; {VERDICTS}", project)
        self.assertIn("4 findings: 2 violations, 1 undecided, 1 warning", project)
        labels = re.findall('<rule [^>]*label="([^"]*)"', project)
        for label in ("violates", "undecided", "complies, with warnings", "complies"):
            self.assertIn(label, labels)
        for label in ("violation", "undecided", "warning", "information"):
            self.assertIn(f'<category value="{label}" label="{label}"', project)
            self.assertIn(label, labels)

    def same_picture(self, folder):
        """A library between the command and Cairo writes down what is drawn."""
        if shutil.which("cc") is None or not CAIRO.exists():
            self.skipTest("there is no C compiler, or no Cairo where it is looked for")
        (self.folder / "empty.c").write_text("")
        (self.folder / "between.c").write_text("""
            #define _GNU_SOURCE
            #include <dlfcn.h>
            #include <stdio.h>
            #include <stdlib.h>
            void cairo_show_text(void *cairo, const char *text)
            {
                void (*real)(void *, const char *);
                *(void **)&real = dlsym(dlopen(getenv("CAIRO"), RTLD_NOW), "cairo_show_text");
                FILE *file = fopen(getenv("DRAWN"), "a");
                fprintf(file, "%s\\n", text);
                fclose(file);
                real(cairo, text);
            }""")
        between = self.folder / "between"
        between.mkdir()
        make = lambda *arguments: subprocess.run(["cc", "-shared", "-fPIC", *map(str, arguments)],
                                                 cwd=self.folder,
                                                 check=True)
        make(f"-Wl,-soname,{CAIRO}", "-o", "stub.so", "empty.c")
        make("-Wl,--no-as-needed", "-o", between / "libcairo.so.2", "between.c", "./stub.so")
        drawn = self.folder / "drawn.txt"
        self.run_command("map",
                         folder,
                         "--png",
                         "picture.png",
                         env={
                             **os.environ,
                             "LD_LIBRARY_PATH": str(between),
                             "CAIRO": str(CAIRO),
                             "DRAWN": str(drawn)
                         })
        texts = drawn.read_text().splitlines()
        for text in ("Route: violates: 2",
                     "Route: is undecided: 1",
                     "Route: complies, with warnings: 1",
                     "Route: complies: 1",
                     "Violations: 2",
                     "Undecided: 1",
                     "Warning: 1",
                     "Entries: 4",
                     "Exits: 4"):
            self.assertEqual(texts.count(text), 1, (text, texts))
        self.assertFalse([text for text in texts if text.startswith("Information")])
        self.assertTrue(any(f" · {VERDICTS} · {FINDINGS} · " in text for text in texts), texts)

    def test_nothing_judged(self):
        """Without a rule that applies nothing complies, and no output says so."""
        nothing = self.write("nothing.geojson", square(20, 43, 21, 44, id="closed"))
        said = self.run_command("analyze", self.routes, "--zones", nothing, "--rules", "zones",
                                "-o", "none")
        self.assertIn(
            ": 5 are undecided: 0 violations, 5 undecided, 0 warnings.\n", said)
        rows = rows_of(self.folder / "none/routes.geojson", "routes")
        self.assertEqual({row["verdict"] for row in rows}, {"undecided"})

    def test_what_judged_is_said(self):
        """The rule sets, what was chosen of them, and how strictly; parts say the same."""
        options = ("--status", "disputed,lifted", "--status", "own", "--strict")
        folder, said = self.analyze("strict", "--layers", "routes,findings", *options)
        judged_by = "attributes of the zones; only rules that are disputed or lifted or own"
        self.assertIn(f"\nJudged by {judged_by}: ", said)
        summary = json.loads((folder / "summary.json").read_text())
        self.assertEqual(summary["judged_by"], judged_by)
        self.assertEqual((summary["options"]["status"], summary["options"]["strict"]),
                         ("disputed,lifted,own", True))
        for part in (1, 2):
            self.analyze("parts", "--layers", "routes,findings", *options, "--shard", f"{part}/2")
        parts = sorted((self.folder / "parts").iterdir())
        self.assertIn(f"\nJudged by {judged_by}: ",
                      self.run_command("merge", *parts, "-o", "merged"))
        merged = json.loads((self.folder / "merged/summary.json").read_text())
        self.assertEqual({**merged, "command": None}, {**summary, "command": None})

    # ---- results of earlier versions ----

    def make_earlier(self, folder):
        """As they were: two verdicts and "warnings"; what could not be judged had its rule's
        severity, and made a route violate, but was not among the violations."""
        path = folder / "routes.geojson"
        made = json.loads(path.read_text())
        for one in made["features"]:
            own = one["properties"]
            own["verdict"] = {"narrow": "warnings", "unknown": "violates"}.get(
                own["route_id"], own["verdict"])
            for name in ("violations", "undecided", "warnings"):
                del own[name]
        path.write_text(json.dumps(made))
        path = folder / "findings.geojson"
        if path.exists():
            made = json.loads(path.read_text())
            for one in made["features"]:
                if one["properties"]["severity"] == "undecided":
                    one["properties"]["severity"] = "violation"
                del one["properties"]["standing"]
            path.write_text(json.dumps(made))
        path = folder / "summary.json"
        summary = json.loads(path.read_text())
        del summary["judged_by"]
        for name in ("complying_routes", "undecided_routes", "disputable_routes", "undecided"):
            del summary["totals"][name]
        path.write_text(json.dumps(summary))

    def test_earlier_results(self):
        folder, _ = self.analyze("earlier", "--formats", "geojson,html")
        self.make_earlier(folder)
        self.run_command("map", folder)
        for again in (False, True):
            self.same_routes(rows_of(folder / "analysis.gpkg", "routes"), again)
            self.same_routes(self.rows_of_page(folder, "routes"), again)
            for rows in (rows_of(folder / "analysis.gpkg",
                                 "findings"), self.rows_of_page(folder, "findings")):
                self.assertEqual(collections.Counter(row["severity"] for row in rows), SEVERITIES)
                # That a rule is remembered they did not say.
                self.assertEqual({row["route_id"]: row["standing"] for row in rows},
                                 {**STANDINGS, "unknown": None, "narrow": "in force"})
            self.same_totals(json.loads((folder / "summary.json").read_text())["totals"], again)
            self.same_totals(self.page(folder)["analysis"]["summary"]["totals"], again)
            self.same_project(folder)
            # From what map has made itself, and from the old files once more.
            self.run_command("map", folder)
            if again: break
            before = (folder / "report.html").read_bytes()
            self.run_command("map", folder)
            self.assertEqual((folder / "report.html").read_bytes(), before)
            (folder / "analysis.gpkg").unlink()
            self.run_command("map", folder)
            self.assertEqual((folder / "report.html").read_bytes(), before)

    def test_earlier_results_without_findings(self):
        folder, _ = self.analyze("earlier", "--layers", "routes,zones", "--formats", "geojson")
        self.make_earlier(folder)
        self.run_command("map", folder)
        rows = {row["route_id"]: row for row in rows_of(folder / "analysis.gpkg", "routes")}
        self.assertEqual((rows["narrow"]["verdict"], rows["narrow"]["warnings"]), ("complies", 1))
        self.assertEqual(rows["free"]["verdict"], "complies")
        self.assertEqual(rows["unknown"]["verdict"], "violates")  # they did not say why


# G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, A Physiologically-based Model for Simulation of
# Color Vision Deficiency, IEEE TVCG 15 (2009), severity 1.0, of linear RGB.
SIGHTS = {
    "usual": numpy.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                   [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                     [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                   [0.004733, 0.691367, 0.303900]]
}


def seen_as(colour, sight):
    """In CIE L*a*b* (CIE 15:2004) of sRGB (IEC 61966-2-1)."""
    rgb = numpy.array([int(colour[i:i + 2], 16) for i in (0, 2, 4)]) / 255
    linear = numpy.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055)**2.4)
    linear = numpy.clip(numpy.array(SIGHTS[sight]) @ linear, 0, 1)
    xyz = numpy.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                       [0.0193339, 0.1191920, 0.9503041]]) @ linear / (0.95047, 1, 1.08883)
    f = numpy.where(xyz > 216 / 24389, numpy.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return numpy.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


RANK = ("violation", "undecided", "warning", "information")
VERDICT = ("violates", "is_undecided", "complies_with_warnings", "complies", "not_judged")
LIGHT, DARK = ("f7f6f2", "e8eef2"), ("212b33", "131b22")


def qgis_colours(symbol):
    """What a symbol of a style is drawn with, but for paper and ink."""
    found = re.findall(r'(?:k="(?:line_|outline_)?color" v=")(\d+),(\d+),(\d+),', symbol)
    return {"%02x%02x%02x" % tuple(map(int, one)) for one in found} - {"ffffff", "282c34"}


class Glossary(Judged):
    """One number, word, symbol and colour for each class: on the terminal, in summary.json, on the
    page, in QGIS and in the picture; and all who see colours otherwise can tell them apart."""
    def setUp(self):
        super().setUp()
        self.result, self.said = self.analyze("result")
        self.summary = json.loads((self.result / "summary.json").read_text())
        self.terms = {term["name"]: term for term in self.summary["glossary"]}

    def colour(self, name, tone="colour"):
        return self.terms[name][tone][1:]

    def count(self, name):
        return self.terms[name]["count"]

    def test_the_counts(self):
        """Of the rows that were written."""
        findings = collections.Counter(row["severity"]
                                       for row in rows_of(self.result / "findings.geojson", ""))
        self.assertEqual({name: self.count(name) for name in RANK},
                         {name: findings[name] for name in RANK})
        crossings = collections.Counter(row["kind"]
                                        for row in rows_of(self.result / "crossings.geojson", ""))
        self.assertEqual({name: self.count(name) for name in ("entry", "exit", "touch")},
                         {name: crossings[name] for name in ("entry", "exit", "touch")})
        self.assertEqual([self.count(name) for name in VERDICT], [2, 1, 1, 1, 0])
        self.assertEqual(self.count("passage") + self.count("possible_passage"),
                         len(rows_of(self.result / "passages.geojson", "")))
        page = self.page(self.result)["analysis"]["summary"]["glossary"]
        self.assertEqual(page, self.summary["glossary"])

    def test_the_terminal(self):
        check = self.run_command("check", self.routes, "--zones", self.zones, "--rules", "zones",
                                 status=1)
        for name in RANK:
            one = self.terms[name]
            found = re.findall(rf"(?m)^  {re.escape(one['sign'])} {one['word']}  ", check)
            self.assertEqual(len(found), one["count"], name)
        for name in ("violates", "complies"):
            one = self.terms[name]
            self.assertIn(f"{one['sign']} {one['word']}  ", check)
        for name in ("violation", "warning"):
            one = self.terms[name]
            word = one["word"] if one["count"] == 1 else one["words"]
            self.assertIn(f"{one['count']} {word}", self.said)

    def test_qgis(self):
        with zipfile.ZipFile(self.result / "analysis.qgz") as archive:
            project = archive.read(archive.namelist()[0]).decode()
        layers = dict(re.findall(r"(?s)<id>overflight_(\w+)</id>(.*?)</maplayer>", project))

        def symbol(layer, name):
            return re.search(rf'(?s)<symbol type="\w+" name="{name}"[^>]*>(.*?)\n      </symbol>',
                             layers[layer])[1]

        for name in RANK:
            self.assertIn(self.colour(name), qgis_colours(symbol("findings", name)), name)
            self.assertIn(f'label="{self.terms[name]["word"]}', layers["findings"])
            self.assertIn(f'k="name" v="{self.terms[name]["shape"]}"', symbol("findings", name))
        for name, angle in (("entry", 90), ("exit", 270)):
            self.assertIn(self.colour(name), qgis_colours(symbol("crossings", name)))
            self.assertIn(f'k="angle" v="{angle}"', symbol("crossings", name))
        for name, key in zip(VERDICT, ("violates", "undecided", "warnings", "complies", "meets")):
            self.assertEqual(qgis_colours(symbol("routes", key)), {self.colour(name)}, name)
            self.assertIn(f'label="{self.terms[name]["word"]}', layers["routes"])
        self.assertIn(self.colour("passage"), qgis_colours(symbol("passages", "certain")))
        self.assertNotRegex(project, "@[a-z_]+_word@")

    def test_page(self):
        """The script has no colours of classes and no words of its own."""
        script = (pathlib.Path(SOURCE) / "src/output/report/colours.js").read_text()
        self.assertIn("analysis.summary.glossary", script)
        for term in self.terms.values():
            self.assertNotIn(term["colour"], script)

    def test_one_hue_one_meaning(self):
        """What has the same colour has the same meaning; all else is told apart."""
        meanings = ({"violation", "violates"}, {"undecided", "is_undecided"},
                    {"kept", "complies", "complies_with_warnings"},
                    {"passage", "possible_passage", "entry", "exit", "touch"},
                    {"swath", "coverage"}, {"standoff", "standoff_band"}, {"fix", "airfield"})
        for one, other in itertools.combinations(self.terms, 2):
            alike = any({one, other} <= meaning for meaning in meanings)
            for tone in ("colour", "dark"):
                self.assertEqual(self.colour(one, tone) == self.colour(other, tone), alike,
                                 (one, other))

    def test_told_apart(self):
        """By colour, by all who see: verdicts and severities."""
        for sight in SIGHTS:
            for tone in ("colour", "dark"):
                for names in (("violates", "is_undecided", "complies", "not_judged"), RANK):
                    for one, other in itertools.combinations(names, 2):
                        apart = numpy.linalg.norm(
                            seen_as(self.colour(one, tone), sight) -
                            seen_as(self.colour(other, tone), sight))
                        # A difference of 2.3 is just noticeable.
                        self.assertGreater(apart, 15, (sight, tone, one, other))
        # What has one colour differs in its shape or its line.
        for one, other in itertools.combinations(self.terms.values(), 2):
            if one["colour"] == other["colour"]:
                look = lambda term: (term["shape"], term.get("dash"), term["sign"], term["name"]
                                     in ("swath", "kept"))
                self.assertNotEqual(look(one), look(other))

    def test_seen_on_the_map(self):
        """At least 3 to 1 (WCAG 2.1, 1.4.11) on land and water, in light and dark."""
        light = lambda colour: ((seen_as(colour, "usual")[0] + 16) / 116)**3
        for tone, grounds in (("colour", LIGHT), ("dark", DARK)):
            for name in self.terms:
                for ground in grounds:
                    dim, bright = sorted((light(self.colour(name, tone)), light(ground)))
                    self.assertGreater((bright + 0.05) / (dim + 0.05), 3, (name, tone, ground))


if __name__ == "__main__":
    unittest.main()
