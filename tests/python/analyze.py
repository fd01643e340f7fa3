#!/usr/bin/python3
# Tests: src/python/overflight/*.py src/analysis/meet/inside_length.c
"""The Python package gives the figures of the command, whatever the routes come in."""
import csv, glob, json, os, subprocess, sys, tempfile, threading, time, unittest

SOURCE, BUILD = os.environ["OVERFLIGHT_SOURCE"], os.environ["OVERFLIGHT_BUILD"]
os.environ["OVERFLIGHT_LIBRARY"] = os.path.join(BUILD, "lib", "liboverflight.so.0")
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(SOURCE, "src", "python"))
import numpy as np
import overflight

FLIGHTS = sorted(glob.glob(os.path.join(SOURCE, "geodata", "flights", "*.geojson")))
SQUARE = ([[20, 54], [22, 54], [22, 55], [20, 55]], [0, 4])
ACROSS = ([[19, 54.5], [23, 54.5]], [0, 2])
INSIDE_M = 129531.280  # the README's example in C
FIGURES = ("length_m", "inside_m", "passages", "crossings", "nearest_m", "first_entry_m",
           "last_exit_m", "within_m", "within_at_most_m")


def coordinates(features):
    """Fixes, part offsets and offsets of the features of GeoJSON."""
    fixes, parts, offsets = [], [0], [0]
    for feature in features:
        shape = feature["geometry"]
        lines = shape["coordinates"] if shape["type"][0] == "M" else [shape["coordinates"]]
        for line in lines:
            fixes += [fix[:2] for fix in line]
            parts.append(len(fixes))
        offsets.append(len(parts) - 1)
    return np.array(fixes, dtype=float), np.array(parts), np.array(offsets)


def random_routes(count, seed=1):
    """Routes of seven fixes over and around Alaska."""
    random = np.random.default_rng(seed)
    begin = np.column_stack([random.uniform(-170, -130, count), random.uniform(52, 71, count)])
    steps = random.normal(0, (1.5, 0.7), (count, 7, 2))
    fixes = np.cumsum(np.concatenate([begin[:, None], steps[:, 1:]], axis=1), axis=1)
    fixes[..., 1] = fixes[..., 1].clip(-89, 89)
    return np.round(fixes.reshape(-1, 2), 7), np.arange(count + 1) * 7


class Equal(unittest.TestCase):
    def compare(self, routes, found, files, *options):
        """With statistics.csv of the command."""
        with tempfile.TemporaryDirectory() as folder:
            out = os.path.join(folder, "out")
            subprocess.run([os.environ["OVERFLIGHT"], "analyze", *files, "-o", out, "--quiet",
                            *options], check=True, stdout=subprocess.DEVNULL)
            with open(os.path.join(out, "statistics.csv"), encoding="utf-8") as file:
                rows = list(csv.DictReader(file))
        self.assertGreater(len(rows), routes)
        names = list(zip(found["route_id"].astype(str), found["zone_id"]))
        self.assertEqual(names, [(row["route_id"], row["zone_id"]) for row in rows])
        for name in FIGURES:
            said = np.array([float(row[name] or "nan") for row in rows])
            np.testing.assert_allclose(found[name], said, rtol=0, atol=1e-6, err_msg=name)

    def test_files(self):
        self.compare(5, overflight.analyze(FLIGHTS), FLIGHTS)
        self.compare(5, overflight.analyze(FLIGHTS, search_km=500), FLIGHTS, "--search-km", "500")

    def test_ten_thousand_routes(self):
        fixes, offsets = random_routes(10000)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "routes.geojson")
            with open(path, "w", encoding="utf-8") as file:
                json.dump({"type": "FeatureCollection", "features": [
                    {"type": "Feature", "properties": {"id": str(i)},
                     "geometry": {"type": "LineString",
                                  "coordinates": fixes[7 * i:7 * i + 7].tolist()}}
                    for i in range(10000)]}, file)
            self.compare(5000, overflight.analyze((fixes, offsets), search_km=0), [path],
                         "--search-km", "0")

    def test_truth(self):
        """Computed without the library (tests/oracle)."""
        folder = os.path.join(SOURCE, "tests", "oracle")
        truth = glob.glob(os.path.join(folder, "**", "statistics.csv"), recursive=True)
        if not truth:
            self.skipTest("tests/oracle has no statistics.csv")
        folder = os.path.dirname(truth[0])
        found = overflight.analyze(os.path.join(folder, "routes.geojson"),
                                   os.path.join(folder, "zones.geojson"))
        inside = dict(zip(zip(found["route_id"], found["zone_id"]), found["inside_m"]))
        with open(truth[0], encoding="utf-8") as file:
            for row in csv.DictReader(file):
                key = row["route_id"], row["zone_id"]
                self.assertAlmostEqual(inside.get(key, 0), float(row["inside_m"]), delta=2e-3)

    def test_columns_and_files(self):
        features = []
        for path in FLIGHTS:
            with open(path, encoding="utf-8") as file:
                features += json.load(file)["features"]
        fixes, parts, offsets = coordinates(features)
        one, other = overflight.analyze((fixes, offsets, parts)), overflight.analyze(FLIGHTS)
        np.testing.assert_array_equal(one["inside_m"], other["inside_m"])
        np.testing.assert_array_equal(one.lengths_m, other.lengths_m)


class Threads(unittest.TestCase):
    def test_same_bytes(self):
        routes = random_routes(40000)
        one, two = (overflight.analyze(routes, search_km=0, jobs=jobs) for jobs in (1, 2))
        for name in one:
            np.testing.assert_array_equal(one[name], two[name])
        self.assertGreater(one["route"].max(), 30000)

    def test_lock_is_free(self):
        """Another thread goes on while the library reckons."""
        fixes, offsets = random_routes(20000)
        ticks, over = [], threading.Event()

        def tick():
            while not over.wait(0.005):
                ticks.append(time.monotonic())
        thread = threading.Thread(target=tick)
        thread.start()
        zones = overflight.Zones()
        begin = time.monotonic()
        overflight.analyze((fixes, offsets), zones, search_km=0, jobs=1)
        end = time.monotonic()
        over.set()
        thread.join()
        self.assertGreater(len([one for one in ticks if begin < one < end]), (end - begin) * 20)

    def test_interrupt(self):
        """Ctrl-C is heard before all is done."""
        code = ("import numpy as np, overflight, sys\n"
                "fixes = np.tile([[-150.0, 60.0], [-150.1, 70.0]], (4000000, 1))\n"
                "zones = overflight.Zones()\n"
                "print('ready', flush=True)\n"
                "overflight.analyze((fixes, np.arange(4000001) * 2), zones, jobs=1)\n")
        environment = {**os.environ, "PYTHONPATH": os.path.join(SOURCE, "src", "python")}
        with subprocess.Popen([sys.executable, "-B", "-c", code], env=environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
            self.assertEqual(run.stdout.readline(), "ready\n")
            time.sleep(0.3)
            run.send_signal(2)
            begin = time.monotonic()
            self.assertIn("KeyboardInterrupt", run.communicate(timeout=60)[1])
            self.assertLess(time.monotonic() - begin, 15)


class Errors(unittest.TestCase):
    def sentence(self, *arguments, kind=overflight.OverflightError, **options):
        with self.assertRaises(kind) as caught:
            overflight.analyze(*arguments, **options)
        return str(caught.exception)

    def test_sentences(self):
        bad = ([[19, 54.5], [23, 91.5]], [0, 2])
        self.assertEqual(self.sentence(bad, SQUARE),
                         "route 0, fix 2: expected a latitude from -90 to 90, found 91.5; are "
                         "latitude and longitude swapped?")
        self.assertIn("/none.geojson", self.sentence("/none.geojson"))
        self.assertIn("antipodal", self.sentence(([[0, 0], [180, 0]], [0, 2]), SQUARE))
        self.assertIn("cross", self.sentence(ACROSS, ([[0, 0], [1, 1], [1, 0], [0, 1.5]], [0, 4])))
        self.assertIn("shape", self.sentence(([1, 2, 3], [0, 3]), SQUARE, kind=ValueError))
        self.assertIn("jobs", self.sentence(ACROSS, SQUARE, jobs=0, kind=ValueError))
        self.assertIn("search_km", self.sentence(ACROSS, SQUARE, search_km=2000, kind=ValueError))
        self.assertIn("found int", self.sentence(3, SQUARE, kind=TypeError))

    def test_number_in_a_later_block(self):
        fixes, offsets = random_routes(40000)
        fixes[7 * 34321 + 3, 1] = 95
        self.assertRegex(self.sentence((fixes, offsets), SQUARE), "^route 34321, fix 4: ")
        found = overflight.analyze((fixes, offsets), search_km=0, skip_invalid=True)
        self.assertEqual(found.status[34321], "invalid")
        self.assertTrue(np.isnan(found.lengths_m[34321]))
        self.assertEqual((found.status == "analyzed").sum(), 39999)

    def test_no_routes(self):
        found = overflight.analyze((np.empty((0, 2)), [0]), SQUARE)
        self.assertEqual((found.row_count, len(found.lengths_m)), (0, 0))

    def test_library_not_there(self):
        environment = {**os.environ, "OVERFLIGHT_LIBRARY": "/none.so",
                       "PYTHONPATH": os.path.join(SOURCE, "src", "python")}
        run = subprocess.run([sys.executable, "-B", "-c", "import overflight"], env=environment,
                             stderr=subprocess.PIPE, text=True, check=False)
        self.assertIn("OVERFLIGHT_LIBRARY: expected overflight's library, found '/none.so'",
                      run.stderr)


class Measure(unittest.TestCase):
    def test_tables(self):
        passage = overflight.passages(ACROSS, SQUARE)
        self.assertAlmostEqual(passage["length_m"][0], INSIDE_M, places=3)
        self.assertAlmostEqual(passage["entry_lon"][0], 20, places=9)
        self.assertAlmostEqual(passage["exit_lon"][0], 22, places=9)
        crossing = overflight.crossings(ACROSS, SQUARE)
        self.assertEqual(list(crossing["kind"]), ["entry", "exit"])
        self.assertEqual(list(crossing["through"]), ["side", "side"])
        near = overflight.nearest(([[19, 54.5], [19.9, 54.5]], [0, 2]), SQUARE)
        self.assertAlmostEqual(near["route_lon"][0], 19.9, places=9)
        self.assertAlmostEqual(near["zone_lon"][0], 20, places=9)
        for table in (passage, crossing, near):
            self.assertEqual({len(column) for column in table.values()}, {table.row_count})

    def test_inside(self):
        points = np.random.default_rng(2).uniform((19, 53), (23, 56), (2000, 2))
        said = overflight.inside(points, SQUARE)
        right = ((points > (20, 54)) & (points < (22, 55))).all(axis=1)
        np.testing.assert_array_equal(said, right)
        self.assertEqual(list(overflight.inside([[21, 54.5], [np.nan, 54]], SQUARE)), [True, None])
        with self.assertRaisesRegex(overflight.OverflightError, "^place 2: .*found 95"):
            overflight.inside([[21, 54.5], [21, 95]], SQUARE)

    def test_area(self):
        """By the area between two parallels (Snyder, Professional Paper 1395, equation 3-12)."""
        e2 = (2 - 1 / 298.257223563) / 298.257223563
        e = e2 ** 0.5

        def q(lat):
            s = np.sin(np.radians(lat))
            return (1 - e2) * (s / (1 - e2 * s * s) - np.log((1 - e * s) / (1 + e * s)) / (2 * e))
        right = 6378137.0 ** 2 / 2 * np.radians(2) * (q(55) - q(54))
        self.assertAlmostEqual(overflight.area(SQUARE)[0], right, delta=1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
