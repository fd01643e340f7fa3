#!/usr/bin/python3
# Tests: src/cli/survey.c src/output/plans/surveys.c src/analysis/survey/
"""`overflight survey`: a route that sees as much of a zone as a distance allows."""
import json
import subprocess
import unittest

from support.case import COMMAND, Case


class Survey(Case):
    def run_survey(self, *arguments, status=0):
        run = subprocess.run([COMMAND, "survey", *map(str, arguments)],
                             capture_output=True,
                             encoding="utf-8")
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return run

    def survey(self, *arguments):
        return json.loads(self.run_survey("--json", *arguments).stdout)

    def test_kaliningrad(self):
        """7.7 km on 500 km is 3,850 km² at most, and some of that falls on the ways between the
        tracks; the first kilometres see as much as the last."""
        path = self.folder / "route.geojson"
        figures = self.survey("--zone",
                              "kaliningrad",
                              "--swath-km",
                              7.7,
                              "--max-distance",
                              500,
                              "-o",
                              path)
        best, plain = figures["best"], figures["west_east"]
        self.assertLessEqual(best["length_m"], 500000)
        self.assertLessEqual(best["covered_m2"], 500000 * 7700 + 3850**2 * 3.15)
        self.assertGreater(best["covered_m2"], 0.93 * 500000 * 7700)
        self.assertGreaterEqual(best["covered_fraction"], plain["covered_fraction"])
        (feature,) = json.loads(path.read_text())["features"]
        self.assertAlmostEqual(feature["properties"]["length_m"], best["length_m"], places=5)
        self.assertEqual(feature["properties"]["zone_id"], "kaliningrad")
        # The route is one that the rest of the program reads, as a file and typed.
        for given in ([path], ["--route", feature["properties"]["plan"]]):
            run = subprocess.run([
                COMMAND,
                "check",
                *given,
                "--rules",
                "national-measures",
                "--date",
                "2017-06-01",
                "--json"
            ],
                                 capture_output=True,
                                 encoding="utf-8")
            self.assertEqual(run.returncode, 0, run.stderr)
            (route,) = json.loads(run.stdout)["routes"]
            self.assertAlmostEqual(route["length_m"], best["length_m"], places=3)

    def test_whole(self):
        """Without a limit the fraction is exactly 1, and the way longer than the area by the
        swath."""
        figures = self.survey("--zone", "kaliningrad", "--sensor", "ka-91c")
        best = figures["best"]
        self.assertEqual((best["covered_fraction"], best["tracks"]), (1, best["tracks_wanted"]))
        self.assertGreater(best["length_m"] * (figures["high_m"] - figures["low_m"]),
                           best["area_m2"] * 0.9)
        self.assertLessEqual(best["length_m"], figures["west_east"]["length_m"])
        self.assertEqual(figures["height_m"], 10668)  # 35,000 ft, the camera's usual height

    def test_across_the_antimeridian(self):
        path = self.folder / "alaska.geojson"
        best = self.survey("--zone",
                           "alaska",
                           "--swath-km",
                           60,
                           "--from",
                           "PAED",
                           "--to",
                           "61N170W",
                           "--max-distance",
                           20000,
                           "-o",
                           path)["best"]
        self.assertLessEqual(best["length_m"], 20000000)
        (feature,) = json.loads(path.read_text())["features"]
        longitudes = [
            position[0]
            for part in ([feature["geometry"]["coordinates"]] if feature["geometry"]["type"] ==
                         "LineString" else feature["geometry"]["coordinates"])
            for position in part
        ]
        self.assertTrue(all(-180 <= longitude <= 180 for longitude in longitudes))
        self.assertAlmostEqual(longitudes[-1], -170, places=9)
        self.assertAlmostEqual(longitudes[0], -149.807097, places=6)

    def test_side_looking(self):
        """A radar that looks to one side flies beside what it sees, and sees all of it."""
        best = self.survey("--zone", "hawaii", "--sensor", "sar-left", "--height", 8000)["best"]
        self.assertEqual(best["covered_fraction"], 1)

    def test_direction(self):
        best = self.survey("--zone",
                           "kaliningrad",
                           "--swath-km",
                           7.7,
                           "--max-distance",
                           800,
                           "--direction",
                           200)
        self.assertAlmostEqual(best["best"]["direction_deg"], 20, places=9)
        self.assertIsNone(best["west_east"])

    def test_same_again(self):
        a, b = self.folder / "a.geojson", self.folder / "b.geojson"
        for path in (a, b):
            self.run_survey("--zone",
                            "kaliningrad",
                            "--swath-km",
                            7.7,
                            "--max-distance",
                            700,
                            "-o",
                            path)
        self.assertEqual(a.read_bytes(), b.read_bytes())
        self.assertIn(
            "--force",
            self.run_survey("--zone", "kaliningrad", "--swath-km", 7.7, "-o", a, status=2).stderr)
        self.assertEqual(a.read_bytes(), b.read_bytes())

    def test_mistakes(self):
        oblast = ("--zone", "kaliningrad", "--swath-km", 5)
        for arguments, told in (
            ((), "expected a zone"),
            (("--zone", "kaliningrad"), "expected one sensor, found none"),
            ((*oblast, "--sensor", "ka-91c"), "expected one sensor, found more"),
            (("--zone", "kaliningrat", "--swath-km", 5), "did you mean 'kaliningrad'"),
            (("--zone", "kaliningrad", "--sensor", "saab-340b-os-100"), "--height"),
            ((*oblast, "--max-distance", 100, "--from", "PAED"), "do not suffice"),
            ((*oblast, "--max-distance", "far"), "'far'"),
            ((*oblast, "--direction", 400), "'400'"),
            ((*oblast, "--from", "UUMB KGD"), "expected one airfield or place"),
            (("--zone", "kaliningrad", "--swath-km", 0.0001), "tracks"),
            ((*oblast, "-o", self.folder / "none" / "x.geojson"), "none"),
        ):
            run = self.run_survey(*arguments, status=2)
            self.assertIn(told, run.stderr)
            self.assertEqual(run.stdout, "")
        self.assertEqual(list(self.folder.iterdir()), [])


if __name__ == "__main__":
    unittest.main()
