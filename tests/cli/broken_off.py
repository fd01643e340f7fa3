#!/usr/bin/python3
# Tests: src/input/flights/route_block.c src/input/formats/raw_flight.c
# Tests: src/input/formats/flight_file.c src/input/formats/fms_reader.c src/batch/run.c
"""Files that break off in the middle, in each format that can tell: an error, and with
--skip-invalid what came before counts, and the loss is told. And batches of tables of fixes that
are killed and go on: the same bytes."""
import csv
import json
import os
import random
import shutil
import signal
import subprocess
import time
import unittest

from osgeo import ogr, osr

import flights
import tables
from support import logs
from support.case import COMMAND, Case, feature, square

ogr.UseExceptions()
SEED = int(os.environ.get("SEED", "20261130"))
# Lines of these are read for themselves: what is lost may be told as a line that is no fix, or
# not at all where it ends with a line.
LINES = ("csv", "tsv", "cpr", "so6", "plt", "txt", "nmea", "igc")
FMS = ("I\n1100 Version\nCYCLE 1802\nADEP EFMA\nADES EFMA\nNUMENR 4\n1 EFMA ADEP 17 60.1 19.9\n"
       "11 RATSO DRCT 2500 60.0 19.6\n3 TEB DRCT 2500 59.5 18.2\n1 EFMA ADES 17 60.1 19.9\n")


class BrokenOff(Case):
    def setUp(self):
        super().setUp()
        self.zones = self.write("zones.geojson", square(3, -2, 5, 2, id="b"),
                                square(-180, -80, 180, 80, id="a", prohibited=True))
        self.write("far.geojson", square(0, -89, 1, -88, id="far", prohibited=True))

    def call(self, *arguments, status=0):
        ran = subprocess.run([COMMAND, *arguments], cwd=self.folder, capture_output=True, text=True,
                             stdin=subprocess.DEVNULL, timeout=120, check=False)
        self.assertEqual(ran.returncode, status, ran.stdout + ran.stderr)
        return ran

    def whole_files(self):
        """Name: (bytes, whether flights come before the middle)."""
        made = {}
        for number, (name, (write, degrees, seconds, _)) in enumerate(logs.FORMATS.items()):
            content = write(tables.known(random.Random(SEED + number), degrees, seconds,
                                         level="points" in name))
            made[name] = content if isinstance(content, bytes) else content.encode()
        three = [flights.known(random.Random(SEED + i)) for i in range(3)]
        made["three.gpx"] = flights.gpx([(f"n{i}", [f]) for i, f in enumerate(three)]).encode()
        made["three.kml"] = flights.kml("".join(flights.track(f"n{i}", f)
                                                for i, f in enumerate(three))).encode()
        made["legs.kml"] = flights.legs("L", three[0]).encode()
        made["plan.fms"] = FMS.encode()
        made["three.geojson"] = json.dumps({"type": "FeatureCollection", "features": [
            feature("LineString", [fix[:3] for fix in f], id=f"n{i}")
            for i, f in enumerate(three)]}).encode()
        return {name: content for name, content in made.items() if not name.endswith(LINES)}

    def check(self, *files, zones="far.geojson", status, more=("--skip-invalid",)):
        ran = self.call("check", *files, "--zones", zones, "--rules", "zones", "--json", *more,
                        status=status)
        return json.loads(ran.stdout) if ran.stdout else None, ran.stderr

    def test_each_format(self):
        self.write("good.geojson", feature("LineString", [[0, 0], [1, 1]], id="good"))
        files = self.whole_files()
        self.assertGreater(len(files), 14)
        for name, content in files.items():
            (self.folder / name).write_bytes(content)
            with self.subTest(whole=name):
                self.check(name, "good.geojson", status=0)
            (self.folder / name).write_bytes(content[:len(content) * 11 // 20])
            with self.subTest(broken=name):
                _, said = self.check(name, "good.geojson", status=2, more=())
                self.assertIn(name, said)
                for order in ([name, "good.geojson"], ["good.geojson", name]):
                    found, said = self.check(*order, status=4)
                    self.assertEqual(found["verdict"], "undecided")
                    self.assertIn("good", [route["route_id"] for route in found["routes"]])
                    (left,) = found["left_out"]
                    self.assertEqual(left["file"], name)
                    self.assertIn("cannot be read on", left["reason"])
                    self.assertIn("cannot be read on", said)

    def test_what_came_before_counts(self):
        files = self.whole_files()
        for name in "three.gpx", "three.kml", "three.geojson", "plan.fms":
            (self.folder / name).write_bytes(files[name][:len(files[name]) * 4 // 5])
            with self.subTest(name=name):
                found, _ = self.check(name, zones="zones.geojson", status=1)
                self.assertEqual(found["verdict"], "violates")
                self.assertGreaterEqual(len(found["routes"]), 1 if name == "plan.fms" else 2)
        _, said = self.check("three.gpx", zones="zones.geojson", status=1)
        self.assertIn('feature "n2": the file breaks off within it', said)

    def test_alone_and_without_a_flight(self):
        (self.folder / "a.gpx").write_text('<?xml version="1.0"?><gpx version="1.1" xmlns='
                                           '"http://www.topografix.com/GPX/1/1"><trk><trkseg>')
        self.check("a.gpx", status=2)

    def test_a_batch_lists_it(self):
        content = self.whole_files()["three.gpx"]
        (self.folder / "a.gpx").write_bytes(content[:len(content) // 2])
        (self.folder / "b.gpx").write_bytes(content)
        command = ["analyze", "a.gpx", "b.gpx", "--zones", self.zones, "--layers",
                   "statistics,routes", "--formats", "csv", "--skip-invalid"]
        self.call(*command, "-o", "one", "--jobs", "1")
        self.call(*command, "-o", "two", "--jobs", "2")
        for part in 1, 2, 3:
            self.call(*command, "-o", "parts", "--shard", f"{part}/3")
        self.call("merge", *(f"parts/part-{part}-of-3" for part in (1, 2, 3)), "-o", "merged")
        for other in "two", "merged":
            for name in sorted(os.listdir(self.folder / "one")):
                self.assertEqual((self.folder / "one" / name).read_bytes(),
                                 (self.folder / other / name).read_bytes(), (other, name))
        with open(self.folder / "one" / "rejected.csv", encoding="utf-8", newline="") as file:
            listed = [row for row in csv.DictReader(file) if "cannot be read on" in
                      " ".join(row.values())]
        self.assertEqual(len(listed), 1)
        with open(self.folder / "one" / "routes.csv", encoding="utf-8", newline="") as file:
            self.assertEqual(len(list(csv.DictReader(file))), 5)

    # ---- in a directory ----

    def read_by_gdal(self):
        """Three flights in files that GDAL reads on until they break, or that have a bad line."""
        three = [feature("LineString", [fix[:3] for fix in flights.known(random.Random(SEED + i))],
                         id=f"n{i}") for i in range(3)]
        self.write("three.geojson", *three)
        self.call("convert", "three.geojson", "-o", "three.fgb")
        whole = (self.folder / "three.fgb").read_bytes()
        (self.folder / "three.geojson").unlink()
        (self.folder / "three.fgb").unlink()
        lines = [json.dumps(one) for one in three]
        lines[1] = lines[1][:-30]
        return {"cut.fgb": whole[:-200], "lines.geojsonl": ("\n".join(lines) + "\n").encode()}

    def test_in_a_directory(self):
        for name, content in self.read_by_gdal().items():
            folder = self.folder / name.partition(".")[0]
            folder.mkdir()
            (folder / name).write_bytes(content)
            self.write(f"{folder.name}/good.geojson",
                       feature("LineString", [[0, 0], [1, 1]], id="good"))
            with self.subTest(name=name):
                self.check(f"{folder.name}/{name}", status=2, more=())
                for more in (), ("--skip-invalid",):
                    found, _ = self.check(folder.name, status=4, more=more)
                    self.assertEqual(found["verdict"], "undecided")
                    (left,) = found["left_out"]
                    self.assertEqual(left["file"], f"{folder.name}/{name}")
                    ids = [route["route_id"] for route in found["routes"]]
                    self.assertIn("good", ids)
                    self.assertEqual(len(ids), 3)
                command = ["analyze", folder.name, "--zones", self.zones, "--layers",
                           "statistics,routes", "--formats", "csv"]
                made = {}
                for jobs in "1", "2":
                    self.call(*command, "-o", f"{folder.name}-{jobs}", "--jobs", jobs)
                    made[jobs] = {file.name: file.read_bytes() for file in
                                  (self.folder / f"{folder.name}-{jobs}").iterdir()}
                self.assertEqual(made["1"], made["2"])
                self.assertIn(name.encode(), made["1"]["rejected.csv"])
                # A file without a flight is named at the same place in the list.
                for beside in "a.gpx", "h.gpx", "z.gpx":
                    (folder / beside).write_text('<gpx xmlns="http://www.topografix.com/GPX/1/1">'
                                                 '<wpt lat="1" lon="1"/></gpx>')
                self.call(*command, "-o", f"{folder.name}-whole")
                parts = f"{folder.name}-parts"
                for part in 1, 2, 3:
                    self.call(*command, "-o", parts, "--shard", f"{part}/3")
                self.call("merge", *(f"{parts}/part-{part}-of-3" for part in (1, 2, 3)), "-o",
                          f"{folder.name}-merged")
                for file in (self.folder / f"{folder.name}-whole").iterdir():
                    merged = self.folder / f"{folder.name}-merged" / file.name
                    self.assertEqual(file.read_bytes(), merged.read_bytes(), file.name)
                    if file.name == "rejected.csv":
                        self.assertEqual(file.read_text().count("has no flight"), 3)

    # ---- going on after a kill ----

    def fleet(self, aircraft, fixes):
        """(aircraft, call sign, lon, lat, Unix time, metres) in no order."""
        draw, rows = random.Random(SEED), []
        for number in range(aircraft):
            lon, lat, at = draw.uniform(-1, 3), draw.uniform(-1, 1), 1577872800 + number
            for _ in range(fixes):
                rows.append((f"a{number:05x}", f"C{number}", round(lon, 7), round(lat, 7), at,
                             float(draw.randrange(1000, 9000))))
                lon, lat = lon + draw.uniform(0.05, 0.15), lat + draw.gauss(0, 0.03)
                at += draw.randrange(20, 90)
        draw.shuffle(rows)
        return rows

    def table(self, rows):
        lines = ["icao24,callsign,lon,lat,lastposupdate,baroaltitude"]
        (self.folder / "fixes.csv").write_text(
            "\n".join(lines + [",".join(map(str, row)) for row in rows]))
        return "fixes.csv"

    def layer(self, rows):
        source = ogr.GetDriverByName("GPKG").CreateDataSource(str(self.folder / "fixes.gpkg"))
        frame = osr.SpatialReference()
        frame.ImportFromEPSG(4326)
        layer = source.CreateLayer("fixes", frame, ogr.wkbPoint)
        for name, kind in (("icao24", ogr.OFTString), ("callsign", ogr.OFTString),
                           ("lastposupdate", ogr.OFTReal), ("baroaltitude", ogr.OFTReal)):
            layer.CreateField(ogr.FieldDefn(name, kind))
        layer.StartTransaction()
        for aircraft, call, lon, lat, at, metres in rows:
            made = ogr.Feature(layer.GetLayerDefn())
            for k, value in enumerate((aircraft, call, at, metres)):
                made.SetField(k, value)
            made.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT ({lon!r} {lat!r})"))
            layer.CreateFeature(made)
        layer.CommitTransaction()
        del layer, source
        return "fixes.gpkg"

    def killed(self, command):
        with subprocess.Popen([COMMAND, *command, "-o", "result"], cwd=self.folder,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as process:
            rows = self.folder / ".result.partial" / "statistics.csv"
            end = time.monotonic() + 60
            while not rows.exists() or rows.stat().st_size < 1000:
                self.assertIsNone(process.poll(), "the run was over too soon")
                self.assertLess(time.monotonic(), end)
                time.sleep(0.002)
            process.send_signal(signal.SIGKILL)
            process.communicate(timeout=60)
        self.assertEqual(process.returncode, -signal.SIGKILL)

    def test_going_on(self):
        rows = self.fleet(2500, 24)
        for write in self.table, self.layer:
            with self.subTest(write=write.__name__):
                command = ["analyze", write(rows), "--zones", self.zones, "--layers", "all",
                           "--formats", "csv,geojson", "--jobs", "2"]
                self.killed(command)
                self.call(*command, "-o", "result", "--resume")
                self.call(*command, "-o", "undisturbed")
                for name in sorted(os.listdir(self.folder / "undisturbed")):
                    self.assertEqual((self.folder / "result" / name).read_bytes(),
                                     (self.folder / "undisturbed" / name).read_bytes(), name)
                for folder in "result", "undisturbed":
                    shutil.rmtree(self.folder / folder)


if __name__ == "__main__":
    unittest.main()
