"""What the tests of report.html share: where the command is, features, and a browser with a page of
a report in it."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import chromium

COMMAND, SOURCE = os.environ.get("OVERFLIGHT"), os.environ.get("OVERFLIGHT_SOURCE")
if not COMMAND or not SOURCE or not os.path.exists(chromium.CHROMIUM):
    print("skipped: OVERFLIGHT or OVERFLIGHT_SOURCE is not set, or chromium is not installed")
    sys.exit(77)
DATA = pathlib.Path(SOURCE) / "geodata"
SEED = int(os.environ.get("SEED", "20261125"))

FOLDER = tempfile.TemporaryDirectory()
BROWSER = chromium.Browser(FOLDER.name)
unittest.addModuleCleanup(FOLDER.cleanup)
unittest.addModuleCleanup(BROWSER.close)


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


def position(lon, lat):
    """An expression for where that is on the map."""
    return f"(([x, y]) => [y, x])(plane.forward({lon}, {lat}))"


def write(name, *features):
    path = pathlib.Path(FOLDER.name) / name
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return str(path)


def run(*arguments):
    done = subprocess.run([COMMAND, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"{arguments}: {done.stderr}")
    return done.stdout


def analyze(name, *arguments):
    into = pathlib.Path(FOLDER.name) / name
    run("analyze", *arguments, "-o", into, "--quiet")
    return into


class Report(unittest.TestCase):
    """What all have: a page that is opened at a size, and that has not complained in the end."""
    def open(self, folder, width=1400, height=1000, dark=False):
        BROWSER.size(width, height, mobile=width < 500)
        BROWSER.dark(dark)
        BROWSER.open(folder / "report.html")
        BROWSER.settle()

    def quiet(self):
        self.assertEqual(BROWSER.problems, [])
        self.assertEqual(BROWSER.requests, [])

    def fits(self):
        """Nothing is wider than the window."""
        wide, window = BROWSER.run("[document.documentElement.scrollWidth, innerWidth]")
        self.assertLessEqual(wide, window)

    def on_page(self, script):
        """Where [northing, easting] of the map is in the window."""
        return BROWSER.run(f"""(() => {{ const box = map.getContainer().getBoundingClientRect(),
                at = map.latLngToContainerPoint({script});
            return [box.x + at.x, box.y + at.y]; }})()""")

    def colour(self, script, pane="overlayPane"):
        """Of a canvas of the map there, as red, green, blue, alpha; [0, 0, 0, 0]: nothing is
        drawn."""
        BROWSER.settle()
        return BROWSER.run(
            f"""(() => {{ const canvas = map.getPane('{pane}').querySelector('canvas'),
                box = canvas.getBoundingClientRect(),
                frame = map.getContainer().getBoundingClientRect(),
                at = map.latLngToContainerPoint({script});
            const one = document.createElement('canvas'),
                context = one.getContext('2d', {{willReadFrequently: true}});
            context.drawImage(canvas, Math.round(box.x - frame.x - at.x),
                              Math.round(box.y - frame.y - at.y));
            return [...context.getImageData(0, 0, 1, 1).data]; }})()""")

    def open_table(self, name):
        BROWSER.run(f"document.getElementById('tab-{name}').click()")

    def cells(self, table, field):
        return BROWSER.run(
            f"[...document.querySelectorAll('#panel-{table} td[data-field={field}]')].map(td => "
            "td.dataset.value)")
