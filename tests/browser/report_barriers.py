#!/usr/bin/python3
# Tests: src/output/report/
"""report.html without barriers, as axe finds them: light and dark, on a desk and in a hand, with
findings, with times, without rules, with nothing at all. scripts/setup fetches axe."""
import hashlib
import os
import pathlib
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "support"))
from page import BROWSER, DATA, Report, analyze, feature, square, write  # noqa: E402

CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
AXE = CACHE / "overflight" / "axe-4.10.2.min.js"
SHA256 = "b511cd9dec01c76f4b2ad1723b66b6db37d4c2eb4ed199076e1829d9ee7b75e3"


@unittest.skipUnless(AXE.exists(), f"{AXE} is not there: scripts/setup test fetches it")
class Barriers(Report):
    @classmethod
    def setUpClass(cls):
        program = AXE.read_bytes()
        if hashlib.sha256(program).hexdigest() != SHA256:
            raise AssertionError(f"{AXE} is not what it was: remove it, and run scripts/setup test")
        cls.axe = program.decode()

    def look(self, folder):
        for width, height in (1440, 900), (390, 844):
            for dark in False, True:
                self.open(folder, width, height, dark)
                BROWSER.run(self.axe + "; 0")
                found = BROWSER.run("""axe.run(document, {resultTypes: ['violations']}).then(done =>
                    done.violations.map(({id, nodes}) => [id, nodes.map(({html}) => html)]))""")
                self.assertEqual(found, [], (folder.name, width, dark))
        self.quiet()

    def test_finds_something(self):
        """Otherwise the other tests would say nothing."""
        self.open(analyze("lacking", write("one.geojson", feature("LineString", [[0, 0], [1, 1]],
                                                                  id="one")), "--formats", "html"))
        BROWSER.run(self.axe + "; 0")
        BROWSER.run("document.documentElement.removeAttribute('lang')")
        self.assertIn("html-has-lang", BROWSER.run(
            "axe.run(document).then(done => done.violations.map(({id}) => id))"))

    def test_findings_and_times(self):
        self.look(analyze("judged", DATA / "flights" / "georgia.geojson", "--rules",
                          "national-measures", "--formats", "html"))

    def test_without_rules(self):
        self.look(analyze("unjudged", write("met.geojson", feature(
            "LineString", [[-1, 0], [3, 0]], id="met")), "--zones", write(
                "closed.geojson", square(0, -1, 2, 1, id="closed", prohibited=True)),
                          "--formats", "html"))

    def test_nothing_met(self):
        self.look(analyze("alone", write("alone.geojson", feature(
            "LineString", [[0, 0], [1, 1]], id="alone")), "--formats", "html"))


if __name__ == "__main__":
    unittest.main()
