#!/usr/bin/python3
# Tests: src/output/layers/findings.c src/output/layers/layers.c src/batch/judge.c
# Tests: src/analysis/check/check.c
"""`overflight analyze --rules`: the same findings however the work is divided, in every format."""
import json
import pathlib
import random
import subprocess
import tempfile
import unittest

from support.case import COMMAND, DATA

CONTRACT = [
    "route_id",
    "zone_id",
    "rule",
    "severity",
    "clause",
    "measured",
    "limit",
    "unit",
    "message",
    "source"
]
RULES = "treaty-1992,national-measures,georgia-with-recognition"


class Judged(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.holder.cleanup)
        cls.folder = pathlib.Path(cls.holder.name)
        # The bundled flights, and short ones where zones and borders are.
        features = [
            json.loads(path.read_text())["features"][0]
            for path in sorted((DATA / "flights").glob("*.geojson"))
        ]
        draw = random.Random(5)
        for number in range(40):
            west, south = draw.choice([(20, 54), (-158, 20), (37, 55), (42, 42.5), (49, 45),
                    (-179, 65)])
            line = [[
                west + draw.uniform(-1, 2),
                south + draw.uniform(-0.5, 0.5),
                draw.uniform(100, 9000)
            ] for _ in range(draw.randrange(2, 9))]
            features.append({
                "type": "Feature",
                "properties": {
                    "id": f"route {number}",
                    "date": draw.choice(["2012-05-01", "2019-05-01", None])
                },
                "geometry": {
                    "type": "LineString", "coordinates": line
                }
            })
        cls.routes = cls.folder / "routes.geojson"
        cls.routes.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        cls.whole = cls.analyze("whole", "--jobs", "1")

    @classmethod
    def run_command(cls, *arguments):
        run = subprocess.run([COMMAND, *map(str, arguments)], capture_output=True, encoding="utf-8")
        if run.returncode != 0:
            raise AssertionError(run.stderr)

    @classmethod
    def analyze(cls, name, *arguments, rules=RULES):
        out = cls.folder / name
        cls.run_command("analyze", cls.routes, "--rules", rules, "-o", out, "-q", *arguments)
        return out

    def bytes_of(self, folder):
        # Two runs that find nothing are the same too.
        self.assertGreater(len(json.loads((folder / "findings.geojson").read_text())["features"]),
                           40)
        return {
            path.name: path.read_bytes()
            for path in sorted(folder.iterdir())
            if path.name != "summary.json"
        }

    def totals_of(self, folder):
        return json.loads((folder / "summary.json").read_text())["totals"]

    def test_columns(self):
        features = json.loads((self.whole / "findings.geojson").read_text())["features"]
        self.assertGreater(len(features), 40)
        for feature in features:
            self.assertEqual([name for name in feature["properties"] if name in CONTRACT], CONTRACT)
            self.assertIn(feature["properties"]["severity"],
                          ("violation", "undecided", "warning", "information"))
        totals = self.totals_of(self.whole)
        for severity, name in (("violation", "violations"), ("undecided", "undecided"),
                               ("warning", "warnings")):
            self.assertEqual(totals[name],
                             sum(f["properties"]["severity"] == severity for f in features))
        self.assertEqual(totals["not_judged"],
                         sum(f["properties"]["judged"] == "no" for f in features))
        self.assertGreater(totals["violations"], 5)
        self.assertGreater(totals["undecided"], 5)
        self.assertGreater(totals["not_judged"], 5)

    def test_jobs(self):
        self.assertEqual(self.bytes_of(self.analyze("jobs", "--jobs", "4")),
                         self.bytes_of(self.whole))
        self.assertEqual(self.totals_of(self.folder / "jobs"), self.totals_of(self.whole))

    def test_shards(self):
        for shard in (3, 1, 2):
            self.analyze("parts", "--shard", f"{shard}/3", "--jobs", "2")
        self.run_command("merge",
                         *sorted((self.folder / "parts").glob("part-*")),
                         "-o",
                         self.folder / "merged",
                         "-q")
        self.assertEqual(self.bytes_of(self.folder / "merged"), self.bytes_of(self.whole))
        self.assertEqual(self.totals_of(self.folder / "merged"), self.totals_of(self.whole))

    def test_formats(self):
        count = len(json.loads((self.whole / "findings.geojson").read_text())["features"])
        out = self.analyze("formats", "--formats", "csv,gpkg,fgb", "--layers", "findings")
        files = [
            path for path in out.iterdir() if path.name not in ("summary.json", "analysis.qgz")
        ]
        self.assertEqual({path.suffix for path in files}, {".csv", ".gpkg", ".fgb"})
        for path in files:
            run = subprocess.run(["ogrinfo", "-ro", "-so", path, "findings"],
                                 capture_output=True,
                                 encoding="utf-8")
            self.assertEqual((run.returncode, run.stderr), (0, ""), path)
            self.assertIn(f"Feature Count: {count}\n", run.stdout)
            for column in CONTRACT:
                self.assertRegex(run.stdout, f"(?m)^{column}: ")

    def test_other_rules_are_another_batch(self):
        self.analyze("mixed", "--shard", "1/2")
        self.analyze("mixed2", "--shard", "2/2", rules="treaty-1992")
        run = subprocess.run([
            COMMAND,
            "merge",
            self.folder / "mixed/part-1-of-2",
            self.folder / "mixed2/part-2-of-2",
            "-o",
            self.folder / "never"
        ],
                             capture_output=True,
                             encoding="utf-8")
        self.assertEqual(run.returncode, 2)
        self.assertIn("have changed", run.stderr)


if __name__ == "__main__":
    unittest.main()
