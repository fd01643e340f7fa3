#!/usr/bin/python3
# Tests: src/cli/check.c src/cli/check_sums.c src/cli/listing.c
"""`overflight check - --json --line-buffered`: a program asks about one route after the other, and
has each answer before it asks on."""
import json
import subprocess
import threading
import unittest

import jsonschema
from support.case import COMMAND, DATA, Case, feature, square

PATIENCE_S = 60


class AskedOn(Case):
    def start(self, *arguments):
        process = subprocess.Popen([COMMAND, "check", "-", "--json", "--line-buffered", *arguments],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, encoding="utf-8")
        timer = threading.Timer(PATIENCE_S, process.kill)
        timer.start()
        self.addCleanup(timer.cancel)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def ask(self, process, line):
        process.stdin.write((line if isinstance(line, str) else json.dumps(line)) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    def test_each_answer_before_the_next_question(self):
        zones = self.write("zones.geojson", square(1, -1, 2, 1, id="shut", prohibited=True))
        process = self.start("--zones", zones, "--rules", "zones", "--skip-invalid")
        schema = json.loads((DATA / "schemas/check.json").read_text())
        route = {"$ref": "#/$defs/route", "$defs": schema["$defs"]}
        for number, lon, verdict in ((1, 0.5, "complies"), (2, 1.5, "violates"),
                                     (3, 0.5, "complies")):
            question = feature("LineString", [[0, 0], [lon, 0]], id=f"n{number}")
            answer = self.ask(process, question)
            jsonschema.Draft202012Validator(route).validate(answer)
            self.assertEqual((answer["route_id"], answer["verdict"]), (f"n{number}", verdict))
            # The same as a file has.
            path = self.write("one.geojson", question)
            whole = subprocess.run([COMMAND, "check", path, "--json", "--zones", zones, "--rules",
                                    "zones"], capture_output=True, encoding="utf-8")
            (wanted,) = json.loads(whole.stdout)["routes"]
            for one in (answer, wanted):
                one["file"] = one["read"]["format"] = None
            self.assertEqual(answer, wanted)
        # What cannot be read is an answer, too, and it goes on.
        bad = self.ask(process, feature("LineString", [[0, 95], [1, 0]], id="bad"))
        self.assertEqual((bad["left_out"]["what"], bad["left_out"]["feature"]), ("route", "bad"))
        self.assertIn("95", bad["left_out"]["reason"])
        self.assertIn("left_out", self.ask(process, "garbage"))
        self.assertEqual(self.ask(process, feature("LineString", [[0, 0], [0, 1]], id="last"))
                         ["route_id"], "last")
        rest, _ = process.communicate()
        self.assertEqual(rest, "")  # no document at the end
        self.assertEqual(process.returncode, 1)

    def test_only_with_json(self):
        for more in ([], ["--json", "--compare", "treaty-1992"]):
            run = subprocess.run([COMMAND, "check", DATA / "flights/germany.geojson",
                                  "--line-buffered", *more], capture_output=True, encoding="utf-8")
            self.assertEqual(run.returncode, 2)
            self.assertIn("'--line-buffered' prints a line of JSON for each route", run.stderr)


if __name__ == "__main__":
    unittest.main()
