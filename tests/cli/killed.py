#!/usr/bin/python3
# Tests: src/batch/ src/output/state.c src/output/finish.c src/output/staging/
"""Runs with every layer and every list on are killed at random moments and gone on with, again and
again: what they write at last is what an undisturbed run writes, byte for byte. `KILLS=100` kills
more often than the few times that fit into every run of the tests; SEED chooses the moments."""
import datetime
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
COMMAND = os.path.abspath(os.environ.get("OVERFLIGHT", ""))
SEED = int(os.environ.get("SEED", datetime.date.today().strftime("%Y%m%d")))
KILLS = int(os.environ.get("KILLS", "8"))
FLIGHTS = int(os.environ.get("FLIGHTS", "300"))


def walk(draw, number, timed):
    """A walk about the square, as a feature; some fixes are impossible, so they are left out."""
    lon, lat = draw.uniform(-2, 3), draw.uniform(-2, 3)
    positions, times = [], []
    for k in range(draw.randint(3, 30)):
        positions.append([round(lon, 6), round(lat, 6), 9000])
        times.append("2020-01-01T%02d:%02d:00Z" % (k // 6, k % 6 * 10))
        lon, lat = lon + draw.gauss(0, 0.4), lat + draw.gauss(0, 0.4)
    if number % 41 == 7:
        positions[1][1] = 95  # no latitude
    properties = {"id": "f%d" % number}
    if number % 97 == 30:
        properties["id"] = "f1"  # doubled
    if timed:
        properties["coordTimes"] = times
    geometry = {"type": "LineString", "coordinates": positions}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def table(draw, number):
    """A file of fixes, one of them a leap that no aircraft makes."""
    lines = ["id,time,lon,lat,altitude_m"]
    lon, lat = draw.uniform(-1, 1), draw.uniform(-1, 1)
    for k in range(60):
        jump = 40 if k == 30 else 0
        lines.append("t%d,2020-01-01T%02d:%02d:00Z,%.5f,%.5f,9000" %
                     (number, k // 60, k % 60, lon + jump, lat))
        lon, lat = lon + 0.05, lat + draw.gauss(0, 0.02)
    return "\n".join(lines) + "\n"


def write_inputs(folder):
    """Directories with members of all kinds: sound, odd, broken off, without any flight."""
    draw = random.Random(7)
    flights = folder / "flights"
    flights.mkdir()
    for name in "a", "c", "e", "g":
        with open(flights / (name + ".geojsonl"), "w") as file:
            for k in range(FLIGHTS // 4):
                number = k + 10000 * ord(name)
                file.write(json.dumps(walk(draw, number, k % 3 == 0)) + "\n")
    for number in range(4):
        (flights / ("d%d.csv" % number)).write_text(table(draw, number))
    (flights / "b.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    for name in "f.gpx", "f2.gpx", "y.gpx":
        (flights / name).write_text("<gpx version='1.1'><wpt lat='1' lon='1'/></gpx>")
    (flights / "broken.gpx").write_text(
        "<gpx version='1.1'><trk><name>x</name><trkseg><trkpt lat='0' lon='0'/>"
        "<trkpt lat='0' lon='1'/></trkseg></trk><trk><trkseg>")
    (flights / "z.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    zones = json.loads((HERE / "data" / "square.geojson").read_text())
    bad = {
        "type": "Feature",
        "properties": {
            "id": "bad"
        },
        "geometry": {
            "type": "Polygon",
            "coordinates": [[[0, 0], [1, 95], [1, 1], [0, 0]]]
        }
    }
    zones["features"].append(bad)
    (folder / "zones.geojson").write_text(json.dumps(zones))


class Killed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory(prefix="overflight-killed-")
        cls.addClassCleanup(scratch.cleanup)
        cls.folder = pathlib.Path(scratch.name)
        write_inputs(cls.folder)
        cls.draw = random.Random(SEED)
        print("seed", SEED, file=sys.stderr)

    def arguments(self, *more):
        return [
            COMMAND, "analyze", "flights", "--zones", "zones.geojson", "--swath-km", "20",
            "--layers", "all", "--formats", "csv,geojson,fgb,gpkg,html", "--skip-invalid", "-q",
            *more
        ]

    def run_whole(self, *more):
        began = time.monotonic()
        ran = subprocess.run(self.arguments(*more), cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        return time.monotonic() - began

    def compare(self, one, other):
        one, other = self.folder / one, self.folder / other
        self.assertEqual(sorted(os.listdir(one)), sorted(os.listdir(other)))
        for name in sorted(os.listdir(one)):
            if (one / name).read_bytes() != (other / name).read_bytes():
                self.fail("%s differs after a kill (SEED=%d)" % (name, SEED))

    def kill_once(self, target, signals, lasts):
        """Starts or goes on, and kills at a random moment; whether the result is there then, since
        it came to its end, or all but that: what has its final name is whole."""
        more = ["--resume"] if (self.folder / f".{target}.partial").exists() else []
        process = subprocess.Popen(self.arguments("-o", target, *more),
                                   cwd=self.folder,
                                   stdout=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE,
                                   text=True)
        try:
            process.wait(self.draw.uniform(0, lasts * 1.05))
        except subprocess.TimeoutExpired:
            process.send_signal(self.draw.choice(signals))
        _, err = process.communicate(timeout=120)
        if process.returncode == 0:
            return True
        # The signals themselves end what does not yet listen to them.
        self.assertIn(process.returncode, {-number for number in signals} | {128 + 2, 128 + 15},
                      err)
        self.killed += 1
        return (self.folder / target).exists()

    def test_at_random_moments(self):
        lasts = self.run_whole("-o", "undisturbed")
        listed = (self.folder / "undisturbed" / "rejected.csv").read_text()
        for word in ("zones.geojson", "b.geojson", "z.geojson", "f.gpx", "y.gpx", "already", ".csv",
                     "broken"):
            self.assertIn(word, listed)
        self.killed = 0
        while self.killed < KILLS:
            for _ in range(4):  # one run after the other of the same result
                if self.kill_once("result", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], lasts):
                    break
            else:
                self.run_whole("-o", "result", "--resume")
            self.compare("undisturbed", "result")
            self.assertFalse((self.folder / ".result.partial").exists())
            shutil.rmtree(self.folder / "result")
            print(self.killed, "kills", end="\r", file=sys.stderr, flush=True)
        print(self.killed, "kills, each run of %.1f s" % lasts, file=sys.stderr)


if __name__ == "__main__":
    unittest.main()
