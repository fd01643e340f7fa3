#!/usr/bin/python3
# Tests: src/analysis/meet/stay.c src/analysis/meet/volume.c src/analysis/meet/stops.c
# Tests: src/analysis/check/binding.c src/analysis/meet/gaps.c
"""Flights that stand in a zone which has a floor, a ceiling and times in force: what counts is that
all of it holds at once, which follows here by hand for each."""
import csv
import json
import subprocess
import unittest

from support.case import COMMAND, Case, feature, square

FOOT = 0.3048
# In force from 10:20 to 10:40, from 304.8 m to 609.6 m.
VOLUME = {"prohibited": True, "floor": "1000 ft MSL", "ceiling": "2000 ft MSL",
          "active": "2020-01-01T10:20:00Z/2020-01-01T10:40:00Z"}


def flight(name, *fixes):
    """(longitude, altitude or None, minute of the hour from 10:00 on, or None)."""
    times = [None if minute is None else f"2020-01-01T{10 + minute // 60}:{minute % 60:02d}:00Z"
             for *_, minute in fixes]
    return feature("LineString", [[lon, 54.5] + ([] if z is None else [z]) for lon, z, _ in fixes],
                   id=name, coordTimes=times)


# Each with its exit status: 0 complies, 1 violates, 4 undecided.
STANDING = [
    (1, "within", (20.5, 400, 25), (20.5, 400, 35)),
    (1, "longer", (20.5, 400, 0), (20.5, 400, 60)),
    (0, "too early", (20.5, 400, 0), (20.5, 400, 19)),
    (0, "ends as it begins", (20.5, 400, 0), (20.5, 400, 20)),
    (0, "too high", (20.5, 700, 25), (20.5, 700, 35)),
    (1, "climbs through", (20.5, 100, 10), (20.5, 1000, 50)),
    (0, "is through before", (20.5, 100, 0), (20.5, 700, 15), (20.5, 700, 60)),
    (1, "comes down in time", (20.5, 700, 0), (20.5, 700, 30), (20.5, 500, 35)),
    (4, "no altitude", (20.5, None, 25), (20.5, None, 35)),
    (0, "no altitude, too early", (20.5, None, 0), (20.5, None, 10)),
    (1, "one altitude is missing", (20.5, 400, 25), (20.5, 400, 30), (20.5, None, 35)),
    (0, "elsewhere", (19.5, 400, 25), (19.5, 400, 35)),
]
# They fly in, stand, and go on, moving only while it is not in force.
PASSING = [
    (1, "stands", (19.5, 400, 0), (20.5, 400, 10), (20.5, 400, 50), (21.5, 400, 60)),
    (0, "stands too high", (19.5, 700, 0), (20.5, 700, 10), (20.5, 700, 50), (21.5, 700, 60)),
    (0, "does not stand", (19.5, 400, 0), (20.5, 400, 10), (21.5, 400, 19), (22, 400, 60)),
    (1, "comes down where it stands", (19.5, 900, 0), (20.5, 900, 10), (20.5, 900, 25),
     (20.5, 400, 30), (20.5, 900, 35), (20.5, 900, 50), (21.5, 900, 60)),
    (0, "comes down too early", (19.5, 900, 0), (20.5, 900, 5), (20.5, 400, 10),
     (20.5, 900, 15), (20.5, 900, 50), (21.5, 900, 60)),
    (1, "after a gap", (19.5, 400, 0), (20.5, 400, 2), (20.5, 400, 4), (20.5, 400, 41),
     (20.5, 400, 43), (21.5, 400, 50)),
]


class Hovering(Case):
    def setUp(self):
        super().setUp()
        self.zone = self.write("zone.geojson", square(20, 54, 21, 55, id="v", **VOLUME))

    def check(self, status, name, *fixes, more=()):
        path = self.write("f.geojson", flight(name, *fixes))
        ran = subprocess.run([COMMAND, "check", path, "--zones", self.zone, "--rules", "zones",
                              "--json", *more], cwd=self.folder, capture_output=True, text=True,
                             stdin=subprocess.DEVNULL, timeout=60, check=False)
        self.assertEqual(ran.returncode, status, ran.stdout + ran.stderr)
        return json.loads(ran.stdout)["routes"][0]["findings"]

    def test_verdicts(self):
        for status, name, *fixes in STANDING + PASSING:
            with self.subTest(name=name):
                findings = self.check(status, name, *fixes, more=["--gap", "0"])
                self.assertEqual(len(findings), int(status > 0))
                self.assertEqual([f["judged"] for f in findings], [status == 1] * len(findings))

    def test_what_was_not_observed_is_undecided(self):
        name, *fixes = PASSING[-1][1:]
        self.check(4, name, *fixes, more=["--gap", "30"])

    def test_passages_begin_and_end_with_what_ends_them(self):
        path = self.write("all.geojson", *(flight(name, *fixes) for _, name, *fixes in STANDING))
        subprocess.run([COMMAND, "analyze", path, "--zones", self.zone, "-o", "out", "--layers",
                        "passages", "--formats", "csv", "-q"], cwd=self.folder, check=True)
        with open(self.folder / "out" / "passages.csv", encoding="utf-8", newline="") as file:
            found = {row["route_id"]: (row["entry_time"][11:-1], row["exit_time"][11:-1],
                                       row["certainty"]) for row in csv.DictReader(file)}
        # It climbs 900 m in 40 minutes, from 100 m at 10:10, and is at the ceiling then.
        seconds = 600 + (2000 * FOOT - 100) / 900 * 2400
        self.assertEqual(found["climbs through"][0], "10:20:00")
        self.assertEqual(found["climbs through"][1][:8],
                         f"10:{int(seconds // 60)}:{int(seconds % 60):02d}")
        self.assertEqual(found["within"], ("10:25:00", "10:35:00", "certain"))
        self.assertEqual(found["longer"], ("10:20:00", "10:40:00", "certain"))
        self.assertEqual(found["no altitude"][2], "possible")
        self.assertEqual(set(found), {name for status, name, *_ in STANDING if status > 0})

    def rows(self, zone, *flights, gap="0"):
        """Passages and crossings of each flight, and of the zone the seconds inside in each bin."""
        path = self.write("all.geojson", *flights)
        subprocess.run([COMMAND, "analyze", path, "--zones", zone, "-o", "out", "--force",
                        "--layers", "passages,crossings,occupancy", "--formats", "csv", "--bin",
                        "10min", "-q", "--gap", gap], cwd=self.folder, check=True)
        tables = {}
        for name in ("passages", "crossings", "occupancy"):
            with open(self.folder / "out" / f"{name}.csv", encoding="utf-8", newline="") as file:
                tables[name] = list(csv.DictReader(file))
        return tables

    def test_a_volume_that_begins_and_ends_while_a_flight_stands(self):
        tables = self.rows(self.zone, *(flight(name, *fixes) for _, name, *fixes in PASSING[:4]))
        self.assertEqual([(row["route_id"], row["entry_time"][11:-1], row["exit_time"][11:-1])
                          for row in tables["passages"]],
                         [("stands", "10:20:00", "10:40:00"),
                          # It falls 500 m in five minutes, from 10:25 on, and climbs back.
                          ("comes down where it stands", self.moment(25, 900 - 2000 * FOOT),
                           self.moment(35, 2000 * FOOT - 900))])
        self.assertEqual([(row["kind"], row["through"], row["time"][11:-1])
                          for row in tables["crossings"]],
                         [("entry", "time", "10:20:00"), ("exit", "time", "10:40:00"),
                          ("entry", "ceiling", self.moment(25, 900 - 2000 * FOOT)),
                          ("exit", "ceiling", self.moment(35, 2000 * FOOT - 900))])
        seconds = 600 - 2 * (900 - 2000 * FOOT) / 500 * 300
        self.assertAlmostEqual(sum(float(row["inside_s"]) for row in tables["occupancy"]),
                               1200 + seconds, delta=0.01)
        self.assertEqual(sum(int(row["entries"]) for row in tables["occupancy"]), 2)
        self.assertEqual(sum(int(row["exits"]) for row in tables["occupancy"]), 2)

    @staticmethod
    def moment(minute, metres):
        """So many metres of 500 m in five minutes after this minute, or before it."""
        seconds = round(minute * 60 + metres / 500 * 300, 3)
        whole = f"10:{int(seconds // 60):02d}:{int(seconds % 60):02d}"
        return whole + f"{seconds % 1:.3f}"[1:]

    def test_what_begins_or_ends_in_a_stand_that_was_not_observed_is_interpolated(self):
        tables = self.rows(
            self.zone,
            flight("both", (19.5, 400, 0), (20.5, 400, 5), (20.5, 400, 45), (21.5, 400, 55)),
            flight("entry", (19.5, 400, 0), (20.5, 400, 5), (20.5, 400, 36), (20.5, 400, 45)),
            flight("exit", (20.5, 400, 21), (20.5, 400, 25), (20.5, 400, 59), (20.6, 400, 61)),
            # A fix when it begins, and another when it ends: both are known.
            flight("fixes", (20.5, 400, 0), (20.5, 400, 20), (20.5, 400, 40), (20.5, 400, 50)),
            flight("neither", (20.5, 400, 15), (20.5, 400, 35), (20.5, 400, 50)), gap="30")
        self.assertEqual({row["route_id"]: row["interpolated"] for row in tables["passages"]},
                         {"both": "both", "entry": "entry", "exit": "exit", "fixes": "",
                          "neither": ""})
        self.assertEqual([(row["route_id"], row["kind"]) for row in tables["crossings"]
                          if row["interpolated"] == "yes"],
                         [("both", "entry"), ("both", "exit"), ("entry", "entry"),
                          ("exit", "exit")])

    def test_parts_with_times_of_their_own(self):
        low = {"ceiling": "2000 ft MSL", "active": "2020-01-01T10:20:00Z/2020-01-01T10:40:00Z"}
        high = {"floor": "2000 ft MSL", "active": "2020-01-01T10:30:00Z/2020-01-01T11:00:00Z"}
        box = [[[20, 54], [21, 54], [21, 55], [20, 55], [20, 54]]]
        zone = self.write("parts.geojson", square(
            20, 54, 21, 55, id="v", prohibited=True,
            volumes=[{"coordinates": box, **low}, {"coordinates": box, **high}]))
        tables = self.rows(
            zone, flight("low", (19.5, 400, 0), (20.5, 400, 10), (20.5, 400, 50), (21.5, 400, 60)),
            flight("climbs", (19.5, 400, 0), (20.5, 400, 10), (20.5, 400, 35), (20.5, 900, 40),
                   (20.5, 900, 70), (21.5, 900, 80)))
        self.assertEqual([(row["route_id"], row["entry_time"][11:-1], row["exit_time"][11:-1])
                          for row in tables["passages"]],
                         [("low", "10:20:00", "10:40:00"), ("climbs", "10:20:00", "11:00:00")])
        self.assertEqual([(row["kind"], row["through"]) for row in tables["crossings"]],
                         [("entry", "time"), ("exit", "time")] * 2)


if __name__ == "__main__":
    unittest.main()
