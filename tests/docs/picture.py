#!/usr/bin/python3
# Tests: scripts/study-kaliningrad
"""The picture in README.md is what scripts/study-kaliningrad draws today, and is of modest size."""
import os
import pathlib
import subprocess
import sys
import tempfile

SOURCE, COMMAND = os.environ.get("OVERFLIGHT_SOURCE"), os.environ.get("OVERFLIGHT")
if not SOURCE or not COMMAND:
    print("skipped: OVERFLIGHT or OVERFLIGHT_SOURCE is not set")
    sys.exit(77)

import numpy  # noqa: E402
from osgeo import gdal  # noqa: E402

gdal.UseExceptions()
KEPT = pathlib.Path(SOURCE) / "geodata/study/kaliningrad.png"
BYTES_MAX = 300_000
# Other versions of the font or of Cairo move the edges of letters and lines a little.
DIFFERENT_MAX, FAR = 0.005, 48


def pixels(path):
    return gdal.Open(str(path)).ReadAsArray().astype(int)


size = KEPT.stat().st_size
if not 0 < size < BYTES_MAX:
    sys.exit(f"{KEPT} has {size} bytes, expected less than {BYTES_MAX}")
if KEPT.name not in (pathlib.Path(SOURCE) / "README.md").read_text(encoding="utf-8"):
    sys.exit(f"README.md does not show {KEPT.name}")
with tempfile.TemporaryDirectory() as folder:
    drawn = pathlib.Path(folder) / "drawn.png"
    script = pathlib.Path(SOURCE) / "scripts/study/kaliningrad.py"
    subprocess.run([sys.executable, script, "--command", COMMAND, "--map", drawn], check=True)
    ours, theirs = pixels(KEPT), pixels(drawn)
if ours.shape != theirs.shape:
    sys.exit(f"expected a picture of {theirs.shape}, found {ours.shape}")
colours = len(numpy.unique(ours.reshape(ours.shape[0], -1), axis=1).T)
different = (abs(ours - theirs).max(axis=0) > FAR).mean()
print(f"{size} bytes, {colours} colours, {100 * different:.3f} % of the pixels differ")
if colours < 100:
    sys.exit("the picture shows nothing")
if different > DIFFERENT_MAX:
    sys.exit("the picture is out of date: scripts/study-kaliningrad --map "
             "geodata/study/kaliningrad.png")
