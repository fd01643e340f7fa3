#!/usr/bin/python3
# Tests: scripts/study-kaliningrad scripts/study/
"""The Kaliningrad study: a small part is done again, and its figures, and those that are committed,
are held against their bounds, against each other, and against what `overflight analyze` measures of
the routes."""
import csv
import importlib.util
import json
import pathlib
import shutil
import struct
import subprocess
import sys
import unittest

from support.case import COMMAND, DATA, SOURCE, Case

if importlib.util.find_spec("matplotlib") is None:
    print("skipped: python3-matplotlib is not installed")
    sys.exit(77)

SCRIPT = pathlib.Path(SOURCE) / "scripts/study/kaliningrad.py"
# What may also be flown where more is allowed.
STRICTER = {
    "free": ("no crossing", "turns"),
    "no crossing": ("turns, no crossing",),
    "turns": ("turns, no crossing",),
    "turns, no crossing": (),
}
# What the pages say of Kaliningrad: sensor, what counts, route, kilometres or per cent, column.
TOLD = {
    "README.md": [("ka-91c", "inside", "free", "500", "bound_percent"),
                  ("ka-91c", "inside", "free", "500", "found_percent"),
                  ("osdcam4060", "inside", "free", "500", "bound_percent"),
                  ("osdcam4060", "inside", "free", "1200", "bound_percent"),],
    "scripts/README.md": [("ka-91c", "inside", "free", "500",
                           "bound_percent"), ("ka-91c", "whole", "free", "500", "bound_percent"),
                          ("ka-91c", "inside", "free", "500",
                           "found_percent"), ("ka-91c", "whole", "free", "500", "found_percent"),
                          ("ka-91c", "inside", "turns", "500",
                           "found_percent"), ("ka-91c", "whole", "turns", "500", "found_percent"),
                          ("ka-91c", "whole", "free", "100 %", "length_km"),
                          ("ka-91c", "whole", "turns", "100 %",
                           "length_km"), ("ka-91c", "whole", "free", "100 %", "least_km"),
                          ("osdcam4060", "inside", "free", "500", "bound_percent"),
                          ("osdcam4060", "inside", "free", "1200",
                           "bound_percent"), ("osdcam4060", "whole", "free", "100 %", "least_km"),
                          ("osdcam4060", "whole", "free", "100 %", "length_km"),],
}
csv.field_size_limit(sys.maxsize)  # outlines are long
# The table has three digits after the point, and an equal-area plane is right to 1e-6.
DIGITS = 0.0011


class Study(Case):
    def read(self, folder):
        with open(folder / "study.csv", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        routes = json.loads((folder / "routes.geojson").read_text(encoding="utf-8"))["features"]
        self.assertEqual(len(routes), len({route["properties"]["id"] for route in routes}))
        return rows, {route["properties"]["id"]: route for route in routes}

    def check_rows(self, rows):
        """Nothing exceeds its bound or its limit; more distance and more freedom never see less."""
        for row in rows:
            with self.subTest(row=row):
                counted = float(row["length_km" if row["counted"] == "whole" else "inside_km"])
                if row["limit_km"]:
                    self.assertLessEqual(float(row["found_percent"]), float(row["bound_percent"]))
                    self.assertLessEqual(counted, float(row["limit_km"]))
                elif float(row["found_percent"]) >= float(row["wanted_percent"]):
                    self.assertLessEqual(float(row["least_km"]), counted)
        curves = {self.place_of(row): row for row in rows if row["limit_km"]}
        compared = 0
        for (place, counted, route, limit), row in curves.items():
            found = float(row["found_percent"])
            less = [
                key for key in curves
                if key[0] == place and key[3] <= limit and curves[key] is not row and counted in (
                    "inside", key[1]) and key[2] in (route, *STRICTER[route])
            ]
            for key in less:
                self.assertLessEqual(float(curves[key]["found_percent"]), found, (key, row))
                compared += 1
        self.assertGreater(compared, 3)

    @staticmethod
    def place_of(row):
        return ((row["zone_id"], row["sensor"]),
                row["counted"],
                row["route"],
                float(row["limit_km"]))

    def analyze(self, route, row):
        """What `analyze` measures of a route that is alone in a file: km, km inside, per cent."""
        path, made = self.folder / "route.geojson", self.folder / "made"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [route]}))
        shutil.rmtree(made, ignore_errors=True)
        subprocess.run([
            COMMAND,
            "analyze",
            path,
            "--sensor",
            row["sensor"],
            "--height",
            row["height_m"],
            "--layers",
            "statistics,coverage",
            "--formats",
            "csv",
            "--quiet",
            "-o",
            made
        ],
                       check=True)
        figures = []
        for name in ("statistics", "coverage"):
            with open(made / f"{name}.csv", encoding="utf-8") as file:
                figures += [
                    line for line in csv.DictReader(file) if line["zone_id"] == row["zone_id"]
                ]
        statistics, coverage = figures
        return (float(statistics["length_m"]) / 1000,
                float(statistics["inside_m"]) / 1000,
                100 * float(coverage["covered_fraction"]))

    def check_routes(self, rows, routes):
        checked = 0
        for row in rows:
            if row["name"] not in routes:
                continue
            with self.subTest(row=row):
                length, inside, seen = self.analyze(routes[row["name"]], row)
                self.assertAlmostEqual(length, float(row["length_km"]), delta=DIGITS)
                self.assertAlmostEqual(inside, float(row["inside_km"]), delta=DIGITS)
                self.assertAlmostEqual(seen, float(row["found_percent"]), delta=DIGITS)
                checked += 1
        return checked

    def test_small_part(self):
        run = subprocess.run([
            sys.executable,
            SCRIPT,
            "--command",
            COMMAND,
            "--quick",
            "--only",
            "sar-left",
            self.folder
        ],
                             capture_output=True,
                             encoding="utf-8")
        self.assertEqual(run.returncode, 0, run.stderr)
        rows, routes = self.read(self.folder)
        self.check_rows(rows)
        # A radar sees nothing of worth where it turns on the spot.
        self.assertEqual({row["route"] for row in rows}, {"turns", "turns, no crossing"})
        self.assertGreater(min(float(row["turn_radius_km"]) for row in rows), 1)
        self.assertGreater(self.check_routes(rows, routes), 2)
        picture = (self.folder / "coverage.png").read_bytes()
        self.assertEqual(picture[:8], b"\x89PNG\r\n\x1a\n")
        self.assertGreater(min(struct.unpack(">II", picture[16:24])), 400)

    def test_committed(self):
        rows, routes = self.read(DATA / "study")
        self.check_rows(rows)
        self.assertEqual({row["zone_id"] for row in rows}, {"kaliningrad", "hawaii", "alaska"})
        disputed = [
            row for row in rows if row["zone_id"] == "kaliningrad" and row["limit_km"] == "500"
        ]
        self.assertGreater(self.check_routes(disputed, routes), 8)
        # The page has the figures of the table.
        page = (DATA / "study/tables.md").read_text(encoding="utf-8")
        for row in disputed:
            found = float(row["found_percent"])
            # Nothing but the whole is 100.
            self.assertIn("| 100 / " if found == 100 else f"| {min(found, 99.9):.1f} / ", page)

    def test_told(self):
        """The pages have the figures of the table."""
        rows = {(row["zone_id"],
                 row["sensor"],
                 row["counted"],
                 row["route"],
                 row["limit_km"] or f"{row['wanted_percent']} %"): row
                for row in self.read(DATA / "study")[0]}
        for name, told in TOLD.items():
            page = " ".join((pathlib.Path(SOURCE) / name).read_text(encoding="utf-8").split())
            for *key, column in told:
                value = float(rows[("kaliningrad", *key)][column])
                text = f"{value:.1f} " if column.endswith("percent") else f"{value:,.0f} km"
                self.assertIn(text, page, f"{name}: {key} {column}")

    def test_wrong_sensor(self):
        run = subprocess.run(
            [sys.executable, SCRIPT, "--command", COMMAND, "--only", "sar-right", self.folder],
            capture_output=True,
            encoding="utf-8")
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("sar-right", run.stderr)


if __name__ == "__main__":
    unittest.main()
