#!/usr/bin/python3
# Tests: src/input/formats/ src/input/flights/assembly.c src/input/flights/flight_names.c
# Tests: src/batch/run.c src/batch/block.c src/cli/what_was_read.c src/analysis/meet/gaps.c
"""One flight that is known, written by this script in each format: the rows are those of GeoJSON.
And batches of flights in GPX: the same bytes for any number of jobs, in parts, and after an
interruption."""
import csv
import datetime
import gzip
import json
import os
import random
import signal
import subprocess
import time
import unittest
import zipfile

from support.case import COMMAND, Case, feature, square

SEED = int(os.environ.get("SEED", "20261130"))
BEGIN = datetime.datetime(2020, 6, 1, 23, 40, tzinfo=datetime.timezone.utc)


def iso(seconds):
    text = (BEGIN + datetime.timedelta(seconds=seconds)).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def gpx(flights):
    """(name, segments) each; of a segment (lon, lat, altitude or None, seconds or None)."""
    out = ['<?xml version="1.0"?><gpx version="1.1" creator="test" '
           'xmlns="http://www.topografix.com/GPX/1/1">']
    for name, segments in flights:
        out.append("<trk>" + (f"<name>{name}</name>" if name else ""))
        for segment in segments:
            out.append("<trkseg>")
            for lon, lat, altitude, seconds in segment:
                out.append(f'<trkpt lat="{lat!r}" lon="{lon!r}">' +
                           ("" if altitude is None else f"<ele>{altitude!r}</ele>") +
                           ("" if seconds is None else f"<time>{iso(seconds)}</time>") + "</trkpt>")
            out.append("</trkseg>")
        out.append("</trk>")
    return "\n".join(out) + "</gpx>\n"


def kml(inside):
    return ('<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2" '
            'xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>' + inside +
            "</Document></kml>")


def track(name, fixes, in_turn=False):
    whens = [f"<when>{iso(seconds)}</when>" for *_, seconds in fixes]
    coords = [f"<gx:coord>{lon!r} {lat!r} {z!r}</gx:coord>" for lon, lat, z, _ in fixes]
    body = "".join(a + b for a, b in zip(whens, coords)) if in_turn else "".join(whens + coords)
    return (f"<Placemark><name>{name}</name><gx:Track><altitudeMode>absolute</altitudeMode>"
            f"{body}</gx:Track></Placemark>")


def legs(name, fixes):
    """As Flightradar24 has them: points with times, and a line for each leg."""
    mode = "<altitudeMode>absolute</altitudeMode>"
    points = "".join(f"<Placemark><TimeStamp><when>{iso(t)}</when></TimeStamp><Point>{mode}"
                     f"<coordinates>{lon!r},{lat!r},{z!r}</coordinates></Point></Placemark>"
                     for lon, lat, z, t in fixes)
    pairs = list(zip(fixes, fixes[1:]))
    lines = "".join(f"<Placemark><name>P-{i}</name><MultiGeometry><LineString>{mode}<coordinates>"
                    f"{a[0]!r},{a[1]!r},0 {b[0]!r},{b[1]!r},0</coordinates></LineString>"
                    "</MultiGeometry></Placemark>" for i, (a, b) in enumerate(pairs))
    return kml(f"<name>{name}</name><Folder><name>Route</name>{points}</Folder>"
               f"<Folder><name>Trail</name>{lines}</Folder>")


def igc(fixes):
    """Of whole thousandths of minutes and seconds; the altitudes are of the pressure."""
    def angle(value, degrees, signs):
        units = round(abs(value) * 60000)
        return f"{units // 60000:0{degrees}d}{units % 60000:05d}{signs[value < 0]}"

    out = ["AXXXTEST", f"HFDTE{BEGIN:%d%m%y}"]
    for lon, lat, z, seconds in fixes:
        at = BEGIN + datetime.timedelta(seconds=seconds)
        out.append(f"B{at:%H%M%S}{angle(lat, 2, 'NS')}{angle(lon, 3, 'EW')}A{round(z):05d}00000")
    return "\r\n".join(out) + "\r\n"


def known(draw, grid=None):
    """A flight over the squares, to the millimetre and the millisecond, or on a grid."""
    lon, lat, seconds, fixes = draw.uniform(-3, 0), draw.uniform(-1, 1), 0.0, []
    for _ in range(60):
        place = [round(lon * grid) / grid if grid else round(lon, 8),
                 round(lat * grid) / grid if grid else round(lat, 8)]
        at = float(round(seconds)) if grid else round(seconds, 3)
        fixes.append((*place, float(round(draw.uniform(500, 9000), 0 if grid else 3)), at))
        lon, lat = lon + draw.uniform(0, 0.2), lat + draw.gauss(0, 0.1)
        seconds += draw.uniform(60, 160)
    return fixes


class Flights(Case):
    LAYERS = "statistics,passages,crossings,nearest,occupancy"

    def setUp(self):
        super().setUp()
        self.zones = self.write("zones.geojson", square(0, -1, 2, 1, id="a", max_altitude_m=4000),
                                square(3, -2, 5, 2, id="b"))

    def call(self, *arguments, status=0):
        ran = subprocess.run([COMMAND, *arguments], cwd=self.folder, capture_output=True, text=True,
                             stdin=subprocess.DEVNULL, timeout=120, check=False)
        self.assertEqual(ran.returncode, status, ran.stderr)
        return ran

    def rows(self, *files, more=()):
        """The bytes of each table."""
        output = self.folder / ("out-%d" % len(list(self.folder.iterdir())))
        self.call("analyze", *files, "--zones", self.zones, "-o", str(output), "--layers",
                  self.LAYERS, "--formats", "csv", *more)
        return {path.name: path.read_text() for path in sorted(output.glob("*.csv"))}

    def control(self, fixes):
        return self.rows(self.write(
            "control.geojson",
            feature("LineString", [fix[:3] for fix in fixes], id="K",
                    coordTimes=[iso(fix[3]) for fix in fixes])))

    def test_each_format_has_the_rows_of_geojson(self):
        fixes = known(random.Random(SEED))
        wanted = self.control(fixes)
        self.assertGreater(len(wanted["crossings.csv"].splitlines()), 3)
        self.assertIn("2020-06-02T", wanted["crossings.csv"])
        text = gpx([("K", [fixes])])
        files = {
            "k.gpx": text.encode(),
            "utf16.gpx": text.replace('"1.0"?', '"1.0" encoding="UTF-16"?').encode("utf-16"),
            "k.gpx.gz": gzip.compress(text.encode()),
            "no-ending": gzip.compress(text.encode()),
            "blocks.kml": kml(track("K", fixes)).encode(),
            "turns.kml": kml(track("K", fixes, in_turn=True)).encode(),
            "legs.kml": legs("K", fixes).encode(),
        }
        for name, content in files.items():
            (self.folder / name).write_bytes(content)
        for name, inside in ("k.kmz", "doc.kml"), ("k.zip", "K.gpx"):
            with zipfile.ZipFile(self.folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("readme.txt", "nothing")
                archive.writestr(inside, kml(track("K", fixes)) if name == "k.kmz" else text)
        for name in [*files, "k.kmz", "k.zip"]:
            with self.subTest(file=name):
                found = self.rows(name)
                # That its lines were read as one flight is told among what was left out.
                self.assertEqual("rejected.csv" in found, name == "legs.kml")
                found.pop("rejected.csv", None)
                self.assertEqual(found, wanted)

    def test_igc_has_the_rows_of_geojson_on_its_grid(self):
        fixes = known(random.Random(SEED + 1), grid=60000)
        (self.folder / "K.igc").write_text(igc(fixes), newline="")
        self.assertEqual(self.rows("K.igc", more=["--flat"]),
                         self.rows(self.control_file(fixes), more=["--flat"]))

    def control_file(self, fixes):
        self.control(fixes)
        return "control.geojson"

    def test_a_route_and_a_track_and_names(self):
        """What a file calls alike is told apart by a number, what files call alike by the file."""
        fixes = known(random.Random(SEED + 2))
        (self.folder / "a.gpx").write_text(gpx([("LOG", [fixes]), ("LOG", [fixes])]))
        (self.folder / "b.gpx").write_text(gpx([("LOG", [fixes]), ("own", [fixes])]))
        ids = lambda *files: [row["route_id"] for row in csv.DictReader(
            self.rows(*files, more=["--search-km", "0"])["statistics.csv"].splitlines())
            if row["zone_id"] == "a"]
        self.assertEqual(ids("a.gpx"), ["LOG", "LOG (2)"])
        self.assertEqual(ids("a.gpx", "b.gpx"),
                         ["LOG (a.gpx)", "LOG (a.gpx) (2)", "LOG (b.gpx)", "own"])
        self.assertEqual(ids("b.gpx", "a.gpx")[0], "LOG (b.gpx)")

    # ---- batches ----

    def many(self, count):
        """Flights of which some have blemishes."""
        draw, flights = random.Random(SEED + 3), []
        for number in range(count):
            fixes = known(draw)
            segments = [fixes[:20], fixes[20:]] if number % 5 == 0 else [fixes]
            if number % 7 == 0:
                segments.append([])
            if number % 11 == 0:
                segments.append([fixes[0]])
            if number % 13 == 0:
                segments = [[(95.0, 95.0, None, None), *fixes]]
            if number % 17 == 0:
                segments = [fixes[:1]]
            flights.append(("" if number % 3 == 0 else f"n{number % 40}", segments))
        return gpx(flights)

    def analyze(self, output, *more, status=0):
        return self.call("analyze", "many.gpx", "more.gpx", "--zones", self.zones, "-o", output,
                         "--layers", "all", "--formats", "csv,geojson", *more, status=status)

    def same(self, one, other):
        names = sorted(os.listdir(self.folder / one))
        self.assertEqual(names, sorted(os.listdir(self.folder / other)))
        for name in names:
            self.assertEqual((self.folder / one / name).read_bytes(),
                             (self.folder / other / name).read_bytes(), name)

    def write_many(self, count):
        (self.folder / "many.gpx").write_text(self.many(count))
        (self.folder / "more.gpx").write_text(self.many(40))

    def test_any_number_of_jobs_and_parts(self):
        self.write_many(200)
        self.analyze("one", "--jobs", "1")
        listed = (self.folder / "one" / "rejected.csv").read_text()
        self.assertIn("a fix with a position that does not exist was left out", listed)
        self.assertIn("is no flight and was left out", listed)
        rows = len((self.folder / "one" / "routes.csv").read_text().splitlines()) - 1
        self.assertEqual(rows, sum(n - len(range(0, n, 17)) for n in (200, 40)))
        for jobs in "2", "5":
            self.analyze("jobs-" + jobs, "--jobs", jobs)
            self.same("one", "jobs-" + jobs)
        for part in 1, 2, 3:
            self.analyze("parts", "--shard", f"{part}/3")
        self.call("merge", *(f"parts/part-{part}-of-3" for part in (1, 2, 3)), "-o", "merged")
        self.same("one", "merged")

    def test_parts_of_other_formats(self):
        """Which cannot be read from the middle: each part reads from the beginning, and skips."""
        draw = random.Random(SEED + 9)
        (self.folder / "many.kml").write_text(
            kml("".join(track(f"K{i}", known(draw)) for i in range(40))))
        (self.folder / "legs.kml").write_text(legs("L", known(draw)))
        names = ["many.kml", "legs.kml"]
        for i in range(12):
            names.append(f"f{i:02d}.igc")
            (self.folder / names[-1]).write_text(igc(known(draw, 60000)))
        command = ["analyze", *names, "--zones", self.zones, "--layers", self.LAYERS, "--formats",
                   "csv", "-q"]
        self.call(*command, "-o", "one", "--jobs", "1")
        self.call(*command, "-o", "two", "--jobs", "2")
        for part in 1, 2, 3:
            self.call(*command, "-o", "parts", "--shard", f"{part}/3")
        self.call("merge", *(f"parts/part-{part}-of-3" for part in (1, 2, 3)), "-o", "merged",
                  "-q")
        tables = sorted(path.name for path in (self.folder / "one").glob("*.csv"))
        self.assertIn("crossings.csv", tables)
        for other in "two", "merged":
            for name in tables:
                self.assertEqual((self.folder / "one" / name).read_bytes(),
                                 (self.folder / other / name).read_bytes(), (other, name))

    def test_going_on_after_an_interruption(self):
        self.write_many(6000)
        command = [COMMAND, "analyze", "many.gpx", "more.gpx", "--zones", self.zones, "-o",
                   "result", "--layers", "all", "--formats", "csv,geojson", "--jobs", "2"]
        with subprocess.Popen(command, cwd=self.folder, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            rows = self.folder / ".result.partial" / "statistics.csv"
            end = time.monotonic() + 60
            while not rows.exists() or rows.stat().st_size < 1000:
                self.assertIsNone(process.poll(), "the run was over too soon")
                self.assertLess(time.monotonic(), end)
                time.sleep(0.002)
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)
        self.assertEqual(process.returncode, 128 + signal.SIGINT)
        self.analyze("result", "--resume")
        self.analyze("undisturbed")
        self.same("result", "undisturbed")


if __name__ == "__main__":
    unittest.main()
