"""What the tests of the command share: where it is, features, and a folder for each test."""
import json
import os
import pathlib
import sys
import tempfile
import unittest

COMMAND, SOURCE = os.environ.get("OVERFLIGHT"), os.environ.get("OVERFLIGHT_SOURCE")
if not COMMAND or not SOURCE:
    print("skipped: OVERFLIGHT or OVERFLIGHT_SOURCE is not set")
    sys.exit(77)
DATA = pathlib.Path(SOURCE) / "geodata"


def feature(geometry, coordinates, /, **properties):
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {
            "type": geometry, "coordinates": coordinates
        }
    }


def square(west, south, east, north, /, **properties):
    return feature("Polygon",
                   [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
                   **properties)


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, *features):
        path = self.folder / name
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        return str(path)
