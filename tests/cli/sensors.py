#!/usr/bin/python3
# Tests: src/cli/sensors.c src/input/sensors.c src/model/sensor.c
"""`overflight sensors list`, `show` and `validate`: swaths against the published ones, files that
are good and files that are not, and the schema."""
import json
import math
import subprocess
import sys
import unittest

from support.case import COMMAND, DATA, Case

try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)

SENSORS = DATA / "sensors"
FOOT_M = 0.3048

GOOD = {
    "frame": {
        "focal_length_mm": 150, "image_width_mm": 230
    },
    "panoramic": {
        "scan_angle_deg": 93
    },
    "line_scanner": {
        "scan_angle_deg": 120
    },
    "oblique": {
        "side": "left", "depression_angle_deg": 45, "field_of_view_deg": 30
    },
    "radar": {
        "side": "right", "near_look_deg": 45, "far_look_deg": 60, "max_swath_km": 10
    },
    "width": {
        "width_km": 7.7
    },
}
# What is changed (None: left out), and what is said of it.
BAD = (("frame", {
    "kind": "fram"
}, ("/sensors/1/kind", '"fram"',
    "probably frame")), ("frame", {
        "kind": None
    }, ("/sensors/1/kind: expected", "found nothing", "line_scanner")), ("frame", {
        "id": ""
    }, ("/sensors/1/id", "a text")), ("frame", {
        "id": "first"
    }, ("/sensors/1/id", '"first"', "no other sensor")),
       ("frame", {
           "source": None
       }, ("/sensors/1/source: expected", "found nothing",
           )),
       ("frame", {
           "focal_length_mm": None
       }, ("/sensors/1/focal_length_mm: expected", "found nothing",
           )),
       ("frame", {
           "focal_length_mm": None, "image_width_mm": None
       }, ("/sensors/1/focal_length_mm: expected", "found nothing", "field_of_view_deg")),
       ("frame", {
           "field_of_view_deg": 75
       }, ("/sensors/1: expected field_of_view_deg", "found all of them")),
       ("frame", {
           "focal_length_mm": "150"
       }, ("/sensors/1/focal_length_mm", '"150"',
           "a number greater than 0")), ("frame", {
               "focal_length_mm": 0
           }, ("/sensors/1/focal_length_mm: expected", "found 0",)),
       ("frame", {
           "focal_lenght_mm": 150
       }, ("/sensors/1/focal_lenght_mm", "did you mean focal_length_mm?")),
       ("frame", {
           "image_width_mm": 900, "focal_length_mm": 1
       }, ("/sensors/1/image_width_mm",
           "from the vertical")), ("frame", {
               "scan_angle_deg": 90
           }, ("/sensors/1/scan_angle_deg", "a sensor of the kind frame")),
       ("frame", {
           "heights_m": 3000
       }, ("/sensors/1/heights_m: expected", "found 3000",
           "a list of heights")), ("frame", {
               "heights_m": [3000, -1]
           }, ("/sensors/1/heights_m/1: expected", "found -1",
               )), ("frame", {
                   "resolution_m": 0
               }, ("/sensors/1/resolution_m: expected", "found 0",
                   )), ("frame", {
                       "h_min_m": "low"
                   }, ("/sensors/1/h_min_m",
                       '"low"')), ("frame", {
                           "confidence": "A"
                       }, ("/sensors/1/confidence", '"A"', "T (treaty text)")),
       ("panoramic", {
           "scan_angle_deg": 180
       }, ("/sensors/1/scan_angle_deg: expected", "found 180", "at most 170")), ("panoramic", {
           "side": "left"
       }, ("/sensors/1/side",)), ("oblique", {
           "side": "up"
       }, ("/sensors/1/side", '"up"',
           '"left" or "right"')), ("oblique", {
               "side": None
           }, ("/sensors/1/side: expected", "found nothing",
               )),
       ("oblique", {
           "depression_angle_deg": 15
       }, ("/sensors/1/field_of_view_deg", "up to 90 degrees",
           "horizon")), ("radar", {
               "max_swath_km": 25.1
           }, ("/sensors/1/max_swath_km: expected", "found 25.1", "at most 25")),
       ("radar", {
           "far_look_deg": 45
       }, ("/sensors/1/far_look_deg: expected", "found 45", "greater than near_look_deg")),
       ("width", {
           "width_km": 1001
       }, ("/sensors/1/width_km: expected", "found 1001", "at most 1000")),
       )


class Sensors(Case):
    def run_sensors(self, *arguments, status=0):
        run = subprocess.run([COMMAND, "sensors", *map(str, arguments)],
                             capture_output=True,
                             encoding="utf-8")
        self.assertEqual(run.returncode, status, run.stderr + run.stdout)
        self.assertEqual(run.stderr == "", status == 0)
        return run.stdout if status == 0 else run.stderr

    def json_of(self, *arguments):
        return json.loads(self.run_sensors(*arguments, "--json"))

    def write(self, content, name="own.json"):
        path = self.folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    def sensor(self, which, **change):
        made = {"id": "own", "kind": which, "source": "here", **GOOD[which], **change}
        return {name: value for name, value in made.items() if value is not None}

    def swath(self, sensor, height):
        (shown,) = self.json_of("show", self.write(sensor), "--height", height)
        (swath,) = shown["swaths"]
        self.assertEqual(swath["height_m"], height)
        self.assertAlmostEqual(swath["width_m"], swath["high_m"] - swath["low_m"], places=9)
        return swath

    # ---- list and show ----

    def test_list(self):
        heading, *lines = self.run_sensors("list").splitlines()
        for column in ("id",
                       "kind",
                       "height m",
                       "swath km",
                       "resolution m",
                       "H_min m",
                       "confidence",
                       "name"):
            self.assertIn(column, heading)
        (line,) = [line for line in lines if line.startswith("osdcam4060 ")]
        self.assertEqual(line.split()[:6], ["osdcam4060", "frame", "3353", "7.70", "0.3", "C"])
        self.assertEqual(sorted(line.split()[0] for line in lines),
                         sorted(sensor["id"] for sensor in self.json_of("list")))
        self.assertGreaterEqual(len(lines), 12)

    def test_published_swaths(self):
        """7.7 km from 11,000 ft; 93 degrees from 35,000 ft: 22.5 km; 4.5 in film at 3,000 ft: 1.37
        km behind 3 in, 0.69 km behind 6 in."""
        swaths = {sensor["id"]: sensor["swaths"] for sensor in self.json_of("list")}
        for name, height, km, within in (("osdcam4060", 11000 * FOOT_M, 7.7, 0.005),
                ("ka-91c", 35000 * FOOT_M, 22.5, 0.05),
                                         ("ks-87e-3in", 3000 * FOOT_M, 1.37, 0.005),
                                         ("ks-87e-6in", 3000 * FOOT_M, 0.69, 0.005)):
            (swath,) = swaths[name]
            self.assertAlmostEqual(swath["height_m"], height, places=6)
            self.assertAlmostEqual(swath["width_m"] / 1000, km, delta=within)
            self.assertIsNone(swath["blind_m"])
        self.assertEqual(swaths["sar-left"], [])

    def test_show(self):
        text = self.run_sensors("show", "OSDCAM4060", "--height", "5000")
        for words in ("97.9", "vesselofinterest.com", "confidence", "not known",
                      "0.000 – 5.742"):  # 5 km tan(48.95 degrees)
            self.assertIn(words, text)
        text = self.run_sensors("show", "sar-right", "--height", 8000)
        self.assertEqual(text.splitlines()[-1].split(),
                         ["8000", "8.000", "–", "33.000", "25.000", "8.000"])
        self.assertIn("--height M", self.run_sensors("show", "sar-right"))

    def test_height_of_a_list(self):
        self.assertGreaterEqual(len(self.json_of("list", "--height", 2000)), 12)
        for sensor in self.json_of("list", "--height", 2000):
            self.assertEqual([swath["height_m"] for swath in sensor["swaths"]], [2000])

    def test_kinds(self):
        height, root = 3000, math.sqrt(3)
        swept = height * math.tan(math.radians(46.5))
        for kind, low, high, blind in (("frame", -2300, 2300, None),
                ("panoramic", -swept, swept, None),
                                       ("line_scanner", -height * root, height * root, None),
                                       ("oblique", height / root, height * root, height / root),
                                       ("radar", -height * root, -height, height),
                                       ("width", -3850, 3850, None)):
            swath = self.swath(self.sensor(kind), height)
            self.assertAlmostEqual(swath["low_m"], low, places=6, msg=kind)
            self.assertAlmostEqual(swath["high_m"], high, places=6, msg=kind)
            if blind is None:
                self.assertIsNone(swath["blind_m"], kind)
            else:
                self.assertAlmostEqual(swath["blind_m"], blind, places=6, msg=kind)

    def test_width_needs_no_height(self):
        (shown,) = self.json_of("show", self.write(self.sensor("width")))
        (swath,) = shown["swaths"]
        self.assertEqual((swath["height_m"], swath["low_m"], swath["high_m"]), (None, -3850, 3850))

    def test_h_min(self):
        path = self.write(self.sensor("frame", h_min_m=2000))
        for height, below in ((1999, True), (2000, False)):
            (shown,) = self.json_of("show", path, "--height", height)
            self.assertEqual(shown["swaths"][0]["below_h_min"], below)
            self.assertEqual("below H_min" in self.run_sensors("show", path, "--height", height),
                             below)

    def test_forms_of_a_file(self):
        both = [self.sensor("frame", id="a"), self.sensor("radar", id="b")]
        for content, ids in ((both[0], ["a"]), (both, ["a", "b"]),
                ({"$schema": "schema.json", "note": "mine", "sensors": both}, ["a", "b"])):
            path = self.write(content)
            self.assertEqual([sensor["id"] for sensor in self.json_of("show", path)], ids)
            self.assertEqual(
                self.run_sensors("validate", path),
                "%s: %d sensor%s can be used\n" % (path, len(ids), "" if len(ids) == 1 else "s"))
            self.assertEqual(self.run_sensors("show", path).count("\nkind "), len(ids))

    # ---- what is refused ----

    def test_names(self):
        self.assertIn("did you mean osdcam4060?", self.run_sensors("show", "osdcam4600", status=2))
        self.assertIn("did you mean ks-87e-3in?", self.run_sensors("show", "ks-87", status=2))
        self.assertIn("'overflight sensors list'", self.run_sensors("show", "telescope", status=2))
        self.assertIn("nowhere.json", self.run_sensors("show", "nowhere.json", status=2))

    def test_arguments(self):
        for height in ("0", "-5", "high", "1e9", "nan", "3000m", ""):
            self.assertIn("--height",
                          self.run_sensors("show", "ka-91c", "--height=" + height, status=2))
        self.assertIn("expected no argument, found 'ka-91c'",
                      self.run_sensors("list", "ka-91c", status=2))
        self.assertIn("expected one sensor or file, found none", self.run_sensors("show", status=2))
        self.assertIn("expected one sensor or file, found more",
                      self.run_sensors("show", "ka-91c", "sar-left", status=2))
        self.assertIn("expected at least one file, found none",
                      self.run_sensors("validate", status=2))
        self.assertIn("did you mean 'sensors show'?", self.run_sensors("shwo", status=2))

    def test_bad_sensors(self):
        for kind, change, words in BAD:
            path = self.write(
                {"sensors": [self.sensor("width", id="first"), self.sensor(kind, **change)]})
            for arguments in (("validate", path), ("show", path)):
                said = self.run_sensors(*arguments, status=2)
                self.assertEqual(said.count("\n"), 1, said)
                for word in (str(path), *words):
                    self.assertIn(word, said)

    def test_bad_files(self):
        for content, words in (("{\n  \"id\": }", ("line 2",)),
                ("[]", (": /: expected", "found []", "a list of sensors")),
                ("{}", (": /kind: expected", "found nothing",)),
                               ("[5]", (": /0: expected", "found 5",)),
                               ('{"sensors": {}}', ("/sensors: expected", "found {}",)),
                               ('{"sensors": [], "sensor": 1}',
                               ("/sensor is no member", "did you mean sensors?")),
                               ('{"sensors": null}', ("/sensors: expected", "found null",)),
                               ("", ("line",)), ('{"id": "a", "id": "b"}', ("duplicate",))):
            said = self.run_sensors("validate", self.write(content), status=2)
            for word in words:
                self.assertIn(word, said)

    def test_all_files_are_looked_at(self):
        good, bad = self.write(self.sensor("width")), self.write("{}", "bad.json")
        run = subprocess.run([COMMAND, "sensors", "validate", bad, good],
                             capture_output=True,
                             encoding="utf-8")
        self.assertEqual((run.returncode, run.stdout), (2, "%s: 1 sensor can be used\n" % good))
        self.assertIn("bad.json", run.stderr)

    # ---- the schema ----

    def test_schema(self):
        schema = json.loads((SENSORS / "schema.json").read_text())
        validator = jsonschema.Draft202012Validator(schema)
        validator.check_schema(schema)
        self.assertGreater(len(list(SENSORS.glob("*.json"))), 5)
        for path in sorted(SENSORS.glob("*.json")):
            if path.name != "schema.json":
                validator.validate(json.loads(path.read_text(encoding="utf-8")))
        for kind in GOOD:
            for content in (self.sensor(kind), [self.sensor(kind)], {
                    "sensors": [self.sensor(kind)]
            }):
                validator.validate(content)
        validator.validate({
            "id": "own", "kind": "frame", "source": "here", "field_of_view_deg": 98
        })
        # What no schema can say: ids that are there twice, angles that depend on each other.
        beyond = ({
            "id": "first"
        }, {
            "image_width_mm": 900, "focal_length_mm": 1
        }, {
            "depression_angle_deg": 15
        }, {
            "far_look_deg": 45
        })
        for kind, change, _ in BAD:
            if change not in beyond:
                self.assertFalse(validator.is_valid(self.sensor(kind, **change)), (kind, change))


if __name__ == "__main__":
    unittest.main()
