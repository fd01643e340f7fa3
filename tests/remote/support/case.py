"""What the tests of sources and sinks at a distance have in common."""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

from osgeo import gdal, osr

gdal.UseExceptions()
osr.UseExceptions()
COMMAND = os.path.abspath(os.environ.get("OVERFLIGHT", ""))
SEED = int(os.environ.get("SEED", "20261125"))
ROUTES = 3000
LAYERS = ["statistics", "routes", "zones", "passages", "crossings", "nearest", "occupancy"]
SQUARE = {
    "type": "FeatureCollection",
    "features": [{
        "type": "Feature",
        "properties": {
            "id": name, "name": "Square " + name, "limit": limit
        },
        "geometry": {
            "type": "Polygon",
            "coordinates": [[[west, -1], [west + 2, -1], [west + 2, 1], [west, 1], [west, -1]]]
        }
    } for name,
                 west,
                 limit in (("b", 3, 0.1), ("a", 0, 7))]
}

# A proxy that the machine is behind knows nothing of a server on its loopback; nor are accounts in
# the cloud to be used.
ENVIRONMENT = {
    name: value
    for name,
    value in os.environ.items()
    if not name.lower().endswith("_proxy") and not name.startswith(
        ("GDAL_", "CPL_", "AWS_", "PG", "OGR_"))
}


def feature(number, draw):
    lon, lat, altitude = draw.uniform(-2, 6), draw.uniform(-3, 3), 1000.0
    positions = []
    for _ in range(draw.randint(2, 20)):
        positions.append([round(lon, 7), round(lat, 7), round(altitude, 1)])
        lon, lat, altitude = lon + draw.gauss(0, 0.5), lat + draw.gauss(
            0, 0.5), altitude + draw.uniform(0, 100)
    properties = {
        "id": "r%d" % number, "kind": draw.choice("ab"), "speed": round(draw.uniform(0, 300), 6)
    }
    if number % 3 == 0:
        properties.update(start_time="2020-01-%02dT10:00:%02dZ" % (1 + number % 28, number % 60),
                          speed_kmh=720.5)
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {
            "type": "LineString", "coordinates": positions
        }
    }


def write_inputs(folder):
    """routes.geojsonl, .geojson, .fgb, .gpkg, and zones.*: the same in all of them, in the same
    order."""
    draw = random.Random(SEED)
    print("seed", SEED, file=sys.stderr)
    with open(folder / "routes.geojsonl", "w") as file:
        file.writelines(json.dumps(feature(number, draw)) + "\n" for number in range(ROUTES))
    with open(folder / "zones.geojson", "w") as file:
        json.dump(SQUARE, file)
    for name, source in ("routes", "routes.geojsonl"), ("zones", "zones.geojson"):
        for extension, driver in ("geojson", "GeoJSON"), ("fgb", "FlatGeobuf"), ("gpkg", "GPKG"):
            target = folder / ("%s.%s" % (name, extension))
            if target.name == source:
                continue
            # In FlatGeobuf an index would put them into another order.
            options = ["SPATIAL_INDEX=NO"] if driver == "FlatGeobuf" else []
            gdal.VectorTranslate(str(target),
                                 str(folder / source),
                                 format=driver,
                                 layerName=name,
                                 layerCreationOptions=options)


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.inputs = tempfile.TemporaryDirectory(prefix="overflight-remote-")
        cls.addClassCleanup(cls.inputs.cleanup)
        cls.folder = pathlib.Path(cls.inputs.name)
        write_inputs(cls.folder)

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="overflight-remote-")
        self.addCleanup(scratch.cleanup)
        self.directory = pathlib.Path(scratch.name)
        (self.directory / "tmp").mkdir()
        for path in self.folder.iterdir():
            (self.directory / path.name).symlink_to(path)
        self.said = []

    def start(self, *arguments, **variables):
        return subprocess.Popen([COMMAND, *arguments],
                                cwd=self.directory,
                                stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE,
                                text=True,
                                env={
                                    **ENVIRONMENT,
                                    "TMPDIR": str(self.directory / "tmp"),
                                    **variables
                                })

    def end(self, process, status=0):
        out, err = process.communicate(timeout=240)
        self.said += [out, err]
        if status is None:
            self.assertIn(process.returncode, (2, 3), err)
        else:
            self.assertEqual(process.returncode, status, err)
        return out if process.returncode == 0 else err

    def call(self, *arguments, status=0, **variables):
        """Standard output, or what is said of a failure; status None: of any."""
        return self.end(self.start(*arguments, **variables), status)

    def analyze(self, routes, output, *more, zones="zones.geojson", status=0, **variables):
        # All layers, but without the maps, which name their sources and have a test of their own.
        plain = {"--layers", "--formats", "--progress"} & set(more) or output.startswith(
            ("-", "PG:"))
        more = more if plain else ("--layers", "all", *more)
        return self.call("analyze",
                         routes,
                         "--zones",
                         zones,
                         "-o",
                         output,
                         *more,
                         status=status,
                         **variables)

    def files(self, folder):
        return {path.name: path.read_bytes() for path in (self.directory / folder).iterdir()}

    def assert_same(self, folder, other, inputs_too=True):
        """The same bytes; or all of them but what summary.json says of the inputs."""
        ours, theirs = self.files(folder), self.files(other)
        self.assertEqual(set(ours), set(theirs))
        if not inputs_too:
            for files in (ours, theirs):
                files["summary.json"] = {
                    name: value
                    for name, value in json.loads(files["summary.json"]).items()
                    if name not in ("inputs", "command")
                }
        for name, content in ours.items():
            self.assertTrue(content == theirs[name], name)

    def assert_kept_secret(self, secret):
        """Neither said nor written into any file so far."""
        self.assertNotIn(secret, "".join(self.said))
        written = [
            path for path in self.directory.rglob("*") if path.is_file() and not path.is_symlink()
        ]
        self.assertEqual([path for path in written if secret.encode() in path.read_bytes()], [])

    def inputs_of(self, folder):
        return json.loads((self.directory / folder / "summary.json").read_text())["inputs"]


def main():
    if not os.environ.get("OVERFLIGHT"):
        print("skipped: OVERFLIGHT is not set")
        sys.exit(77)
    unittest.main()
