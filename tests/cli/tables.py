#!/usr/bin/python3
# Tests: src/input/formats/fixes/ src/input/flights/kept_options.c src/input/flights/folders.c
# Tests: src/cli/flight_files.c
"""One flight that is known, in each kind of table and receiver's log that people keep
(support/logs.py): the rows are those of GeoJSON. And tables in any order, of many aircraft, with
columns of any names, larger than what is sorted in memory."""
import csv
import datetime
import gzip
import json
import math
import os
import random
import subprocess
import unittest
import zipfile

import flights
from support import logs
from support.case import COMMAND, Case, feature, square
from support.logs import FOOT, iso

SEED = int(os.environ.get("SEED", "20261130"))
LENGTH_M, TIME_S = 1e-3, 2e-3


def known(draw, degree_step=0, time_step=0.001, level=False):
    """A flight over the squares, to the resolution of a format."""
    lon, lat, seconds, fixes = draw.uniform(-1.5, -0.5), draw.uniform(-0.5, 0.5), 0.0, []
    for _ in range(60):
        place = [round(v * degree_step) / degree_step if degree_step else round(v, 8)
                 for v in (lon, lat)]
        feet = draw.randrange(2000, 30000, 100 if level else 25)
        step = time_step or 0.001
        fixes.append((*place, feet * FOOT, round(round(seconds / step) * step, 3)))
        lon, lat = lon + draw.uniform(0.05, 0.2), lat + draw.gauss(0, 0.03)
        seconds += draw.uniform(20, 120)
    return fixes


class Tables(Case):
    LAYERS = "statistics,passages,crossings,nearest,occupancy"

    def setUp(self):
        super().setUp()
        self.zones = self.write("zones.geojson", square(0, -1, 2, 1, id="a", max_distance_km=50),
                                square(3, -2, 5, 2, id="b"))

    def call(self, *arguments, status=0):
        ran = subprocess.run([COMMAND, *map(str, arguments)], cwd=self.folder, capture_output=True,
                             text=True, stdin=subprocess.DEVNULL, timeout=300, check=False)
        self.assertEqual(ran.returncode, status, ran.stderr)
        return ran

    def rows(self, *files, more=()):
        """Of each table its rows as dictionaries."""
        output = self.folder / ("out-%d" % len(list(self.folder.iterdir())))
        self.call("analyze", *files, "--zones", self.zones, "-o", output, "--layers", self.LAYERS,
                  "--formats", "csv", "--flat", *more)
        found = {}
        for path in sorted(output.glob("*.csv")):
            with open(path, encoding="utf-8", newline="") as file:
                found[path.stem] = list(csv.DictReader(file))
        return found

    def control(self, fixes, ordinates=3):
        return self.rows(self.write(
            "control.geojson",
            feature("LineString", [fix[:ordinates] for fix in fixes], id="K",
                    coordTimes=[iso(fix[3]) for fix in fixes])))

    def verdict(self, name, *more):
        ran = subprocess.run([COMMAND, "check", name, "--zones", self.zones, *more],
                             cwd=self.folder, capture_output=True, text=True,
                             stdin=subprocess.DEVNULL, timeout=120, check=False)
        return ran.returncode

    def same_value(self, key, one, other):
        if one == other:
            return True
        try:
            return math.isclose(float(one), float(other), rel_tol=0, abs_tol=LENGTH_M)
        except ValueError:
            pass
        times = [csv_time(text) for text in (one, other)]
        return None not in times and abs(times[0] - times[1]) <= TIME_S

    def same(self, found, wanted, but=("route_id",)):
        self.assertGreater(len(wanted["crossings"]), 3)
        for table, rows in wanted.items():
            self.assertEqual(len(found[table]), len(rows), table)
            for one, other in zip(found[table], rows):
                for key in other:
                    if key not in but and not self.same_value(key, one[key], other[key]):
                        self.fail(f"{table}: {key} is {one[key]!r}, expected {other[key]!r}")

    def test_each_has_the_rows_of_geojson(self):
        for number, (name, (write, degrees, seconds, _)) in enumerate(logs.FORMATS.items()):
            fixes = known(random.Random(SEED + number), degrees, seconds, level="points" in name)
            content = write(fixes)
            content = content if isinstance(content, bytes) else content.encode()
            (self.folder / name).write_bytes(content)
            (self.folder / (name + ".gz")).write_bytes(gzip.compress(content))
            # Geolife does not say over what its altitudes are.
            wanted = self.control(fixes, 2 if name == "geolife.plt" else 3)
            for file in name, name + ".gz":
                with self.subTest(file=file):
                    self.same(self.rows(file), wanted)
            with self.subTest(verdict=name):
                self.assertEqual(self.verdict("control.geojson"), 1)
                self.assertEqual(self.verdict(name), 1)

    # ---- rows in any order ----

    def fleet(self, count, seed):
        """Rows of several aircraft: what to write, and each flight in order."""
        draw, flights, rows = random.Random(seed), {}, []
        for number in range(count):
            fixes = known(draw)
            flights[f"a{number:05x} C{number}"] = fixes
            rows += [(f"a{number:05x}", f"C{number}", *fix) for fix in fixes]
        return flights, rows

    @staticmethod
    def table(rows):
        out = ["time,icao24,lat,lon,callsign,baroaltitude"]
        for icao, call, lon, lat, z, t in rows:
            out.append(f"{logs.UNIX + t!r},{icao},{lat!r},{lon!r},{call},{z!r}")
        return out

    def test_any_order_doubled_and_empty(self):
        flights, rows = self.fleet(12, SEED + 100)
        (self.folder / "a.csv").write_text("\n".join(self.table(rows)))
        wanted = self.rows("a.csv")
        self.assertEqual(self.ids(wanted), list(flights))
        draw = random.Random(SEED)
        firsts = [rows[i] for i in range(0, len(rows), 60)]  # each aircraft in its turn
        others = [row for row in rows if row not in firsts] + draw.sample(rows, 99)
        draw.shuffle(others)
        lines = self.table(firsts + others)
        for _ in range(40):
            lines.insert(draw.randrange(1, len(lines)), draw.choice(
                ["", ",,,,,", "1591054900,a00000,NaN,NaN,C0,1000", ",a00001,,,C1,"]))
        (self.folder / "b.csv").write_text("\r\n".join(lines))
        self.assertEqual(self.rows("b.csv"), wanted)
        self.assertEqual(self.rows("b.csv", more=["--jobs", "3"]), wanted)

    @staticmethod
    def ids(found):
        return list(dict.fromkeys(row["route_id"] for row in found["statistics"]))

    def test_parts_are_the_whole(self):
        _, rows = self.fleet(40, SEED + 101)
        random.Random(SEED).shuffle(rows)
        (self.folder / "a.csv").write_text("\n".join(self.table(rows)))
        command = ["analyze", "a.csv", "--zones", self.zones, "--layers", "all", "--formats", "csv"]
        self.call(*command, "-o", "one")
        for part in 1, 2, 3:
            self.call(*command, "-o", "parts", "--shard", f"{part}/3")
        self.call("merge", *(f"parts/part-{part}-of-3" for part in (1, 2, 3)), "-o", "merged")
        names = sorted(os.listdir(self.folder / "one"))
        self.assertEqual(names, sorted(os.listdir(self.folder / "merged")))
        for name in names:
            self.assertEqual((self.folder / "one" / name).read_bytes(),
                             (self.folder / "merged" / name).read_bytes(), name)

    # ---- columns ----

    def test_columns_that_somebody_says(self):
        fixes = known(random.Random(SEED + 102))
        (self.folder / "x.txt").write_text(logs.custom(fixes))
        found = self.rows("x.txt", more=["--columns", logs.CUSTOM])
        self.same(found, self.control(fixes))
        self.assertEqual(self.ids(found), ["a b"])
        by_number = "lon=#1,lat=#3,time_ms=#4,sea_m=#5,id=#6,id=note"
        self.assertEqual(self.ids(self.rows("x.txt", more=["--columns", by_number])), ["a b x"])
        (self.folder / "x.csv").write_text(logs.opensky(fixes))
        self.assertEqual(self.ids(self.rows("x.csv", more=["--flight-id", "squawk,callsign"])),
                         ["1000 DLH400"])

    def test_columns_that_are_not_there(self):
        (self.folder / "x.txt").write_text(logs.custom(known(random.Random(SEED))))
        for columns, words in (
                ("lon=ost,lat=sued", 'has no column "sued"; its columns are: ost, note, nord'),
                ("lon=ost,lat=nord,altitude=hoehe", "the unit of the altitude in column"),
                ("lon=ost,nord", 'expected columns as lon=NAME,lat=NAME,time=NAME, found "nord"'),
                ("lon=ost,lat=nord,depth=hoehe", 'not by "depth"'),
                ("lon=ost,time=zeit", "no columns that are called as longitude and latitude")):
            ran = self.call("check", "x.txt", "--zones", self.zones, "--columns", columns, status=2)
            self.assertIn(words, ran.stderr)

    def test_positions_that_cannot_be_read_are_told(self):
        (self.folder / "comma.csv").write_text(
            "id;lat;lon;time\nA;0,5;-0,5;2020-01-01T10:00:00Z\n"
            "A;0,5;0,5;2020-01-01T10:05:00Z\nA;here;0,5;2020-01-01T10:06:00Z\nA;;;\n")
        ran = subprocess.run([COMMAND, "convert", "comma.csv", "-o", "out.geojson"],
                             cwd=self.folder, capture_output=True, text=True, check=True)
        self.assertIn('1 row of the file was left out: positions that cannot be read, such as '
                      '"here"', ran.stderr)
        line = json.loads((self.folder / "out.geojson").read_text())["features"][0]["geometry"]
        self.assertEqual([place[:2] for place in line["coordinates"]], [[-0.5, 0.5], [0.5, 0.5]])
        (self.folder / "minutes.csv").write_text("lat,lon\n54 30 00 N,19 30 00 E\n")
        (self.folder / "unnamed.csv").write_text("54.5,19.5\n54.5,21.5\n")
        for name, words in (("minutes.csv", ['none of its positions can be read, such as '
                                             '"54 30 00 N"']),
                            ("unnamed.csv", ["called as longitude and latitude are", "field_1",
                                             "--columns lon=NAME,lat=NAME"])):
            ran = subprocess.run([COMMAND, "check", name], cwd=self.folder, capture_output=True,
                                 text=True, check=False)
            self.assertEqual(ran.returncode, 2)
            for word in words:
                self.assertIn(word, ran.stderr)

    def test_what_columns_were_taken_for_is_said_once(self):
        (self.folder / "o.csv").write_text(logs.opensky(known(random.Random(SEED))))
        ran = subprocess.run([COMMAND, "check", "o.csv", "--zones", self.zones],
                             cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertEqual(ran.stderr.count("was read as a table of fixes"), 1)
        self.assertIn('time "lastposupdate"', ran.stderr)
        self.assertIn('altitude "baroaltitude" (m, pressure altitude)', ran.stderr)
        self.assertIn('flights by "icao24" and "callsign"', ran.stderr)
        for names, said in (("id,time,lat,lon", 'of one aircraft: if "id" tells flights apart'),
                            ("time,lat,lon,q", ", all rows of one aircraft\n")):
            (self.folder / "p.csv").write_text(f"{names}\n" + "".join(
                f"{1577872800 + i},{1577872800 + i},{50 + i / 1000},{50 + i / 1000}\n"
                for i in range(3)))
            ran = subprocess.run([COMMAND, "check", "p.csv", "--zones", self.zones, "--columns",
                                  "time=time"], cwd=self.folder, capture_output=True, text=True,
                                 check=False)
            self.assertIn(said, ran.stderr)

    def test_a_clock_without_a_date(self):
        """X-Plane's output counts from its own beginning: the place is known, the time is not."""
        fixes = known(random.Random(SEED + 103))
        (self.folder / "Data.txt").write_text(logs.xplane(fixes))
        found, wanted = self.rows("Data.txt"), self.control(fixes)
        self.assertEqual([row["inside_m"] for row in found["statistics"]],
                         [row["inside_m"] for row in wanted["statistics"]])
        self.assertFalse(any(row["first_entry_time"] for row in found["statistics"]))

    def test_a_call_sign_that_is_told_late(self):
        """A flight of one aircraft has one call sign also where rows do not tell it; another call
        sign is another flight."""
        fixes = known(random.Random(SEED + 104))
        rows = [("abcdef", "ONE" if i in (7, 20) else "TWO" if i >= 40 else "", *fix)
                for i, fix in enumerate(fixes)]
        (self.folder / "a.csv").write_text("\n".join(self.table(rows)))
        self.assertEqual(self.ids(self.rows("a.csv", more=["--search-km", "1000"])),
                         ["abcdef ONE", "abcdef TWO"])

    # ---- snapshots ----

    @staticmethod
    def snapshots(form, fixes):
        """What a map of all aircraft shows at the times of these fixes: each position is older than
        the snapshot."""
        for k, (lon, lat, z, t) in enumerate(fixes):
            age, feet, t = k % 7 / 10, round(z / FOOT), logs.UNIX + t
            place = {"hex": "abcdef", "flight": "ONE     ", "lat": lat, "lon": lon,
                     "alt_baro": feet, "seen_pos": age}
            other = {"hex": "123456", "seen": 3.5, "lastPosition": {"lat": 1, "lon": 2}}
            if form == "aircraft":
                yield {"now": t + age, "messages": k, "aircraft": [place, other]}
            elif form == "ac":
                yield {"ac": [other, place], "msg": "No error", "now": round((t + age) * 1000)}
            else:
                yield {"acList": [{"Icao": "ABCDEF", "Call": "ONE", "Lat": lat, "Long": lon,
                                   "PosTime": round(t * 1000), "Alt": feet, "Gnd": False}]}

    def test_snapshots_one_after_the_other(self):
        fixes = known(random.Random(SEED + 106))
        wanted = self.control(fixes)
        for form in "aircraft", "ac", "acList":
            with self.subTest(form=form):
                made = list(self.snapshots(form, fixes))
                (self.folder / "s.json").write_text("\n".join(map(json.dumps, made)))
                found = self.rows("s.json")
                self.assertEqual({row["route_id"].upper() for row in found["statistics"]},
                                 {"ABCDEF ONE"})
                self.same(found, wanted)
                (self.folder / "one.json").write_text(json.dumps(made[0]))
                ran = self.call("check", "one.json", "--zones", self.zones, status=2)
                self.assertIn("a snapshot has one position of each aircraft", ran.stderr)

    def test_ends_of_lines(self):
        draw = random.Random(SEED + 106)
        for name, make in ("a.nmea", logs.nmea), ("a.csv", logs.opensky):
            text = make(known(draw)).replace("\r\n", "\n")
            wanted = None
            for ends in "\n", "\r\n", "\r":
                (self.folder / name).write_bytes(text.replace("\n", ends).encode())
                found = self.rows(name)
                wanted = wanted or found
                self.assertGreater(len(found["passages"]), 0)
                self.assertEqual(found, wanted, (name, ends))

    def test_sentences_with_wrong_checksums(self):
        text = logs.nmea(known(random.Random(SEED + 107)))
        lines = [line[:-2] + "%02X" % (int(line[-2:], 16) ^ 1) for line in text.split()]
        (self.folder / "bad.nmea").write_text("\n".join(lines))
        ran = self.call("check", "bad.nmea", "--zones", self.zones, status=2)
        self.assertIn("expected sentences with a right checksum behind *", ran.stderr)

    # ---- directories ----

    def test_a_directory_is_its_files(self):
        draw, folder = random.Random(SEED + 105), self.folder / "logs"
        (folder / "b").mkdir(parents=True)
        (folder / "c.csv").write_text(logs.opensky(known(draw)))
        (folder / "b" / "a.nmea").write_text(logs.nmea(known(draw)))
        (folder / "a.tcx").write_text(logs.tcx(known(draw)))
        (folder / "notes.txt").write_text("nothing of flights")
        (folder / ".hidden.csv").write_text("rubbish")
        (folder / "track.fit").write_bytes(b"\x0e\x10\x00\x00\x00\x00\x00\x00.FIT\x00\x00")
        one_by_one = self.rows("logs/a.tcx", "logs/b/a.nmea", "logs/c.csv")
        for name in "logs", "logs/", "./logs":
            found = self.rows(name)
            self.assertEqual([row["file"] for row in found.pop("rejected")],
                             [name.rstrip("/") + "/track.fit"])
            self.assertEqual(found, one_by_one)
        ran = self.call("analyze", "logs", "--zones", self.zones, "-o", "out", "--layers",
                        "statistics", "--formats", "csv")
        self.assertIn("logs/track.fit: was left out: is FIT, which is not read: convert it to GPX",
                      ran.stderr)
        self.assertIn("logs/notes.txt: ", ran.stderr)
        summary = (self.folder / "out" / "summary.json").read_text()
        self.assertIn("overflight analyze", summary)
        self.assertNotIn("hidden", ran.stderr)
        with zipfile.ZipFile(self.folder / "logs.zip", "w") as archive:
            for path in sorted(folder.rglob("*.*")):
                archive.write(path, path.relative_to(folder))
        self.same(self.rows("logs.zip"), one_by_one)
        (self.folder / "empty").mkdir()
        ran = self.call("analyze", "empty", "--zones", self.zones, "-o", "none", status=2)
        self.assertIn("empty: has no file of flights in it", ran.stderr)

    def test_archives_in_archives(self):
        """Nothing in an archive is passed over, though one file in it would do."""
        fixes = known(random.Random(SEED + 41))
        far = self.write("far.geojson", square(50, 50, 51, 51, id="far", prohibited=True))
        one, two = (flights.gpx([(name, [fixes])]) for name in ("one", "two"))
        for name, members in (("inner.zip", {"two.gpx": two}),
                              ("outer.zip", {"one.gpx": one, "inner.zip": None}),
                              ("cut.zip", {"one.gpx": one, "two.gpx": two[:len(two) // 2]})):
            with zipfile.ZipFile(self.folder / name, "w") as archive:
                for member, text in members.items():
                    archive.writestr(member, (self.folder / member).read_bytes()
                                     if text is None else text)
        (self.folder / "held").mkdir()
        (self.folder / "outer.zip").rename(self.folder / "held" / "outer.zip")
        for name in "held", "held/outer.zip":
            ran = self.call("check", name, "--zones", far, "--rules", "zones", "--json", status=0)
            self.assertEqual([route["route_id"] for route in json.loads(ran.stdout)["routes"]],
                             ["two", "one"])
        ran = self.call("check", "cut.zip", "--zones", far, "--rules", "zones", "--json", status=4)
        self.assertIn("two.gpx", json.loads(ran.stdout)["left_out"][0]["file"])

    def test_formats_that_are_not_read(self):
        (self.folder / "a.fit").write_bytes(b"\x0e\x10\x00\x00\x00\x00\x00\x00.FIT\x00\x00")
        (self.folder / "a.parquet").write_bytes(b"PAR1" + bytes(40) + b"PAR1")
        for name, words in ("a.fit", "gpsbabel -i garmin_fit"), ("a.parquet", "ogr2ogr"):
            ran = self.call("check", name, "--zones", self.zones, status=2)
            self.assertIn(name + ": is ", ran.stderr)
            self.assertIn(words, ran.stderr)


def csv_time(text):
    try:
        return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()
    except ValueError:
        return None


if __name__ == "__main__":
    unittest.main()
