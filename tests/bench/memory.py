#!/usr/bin/python3
"""Peak memory and time of `overflight analyze` with all its outputs: memory.py BUILD ZONES FOLDER [--routes N]

Runs it on a tenth of the routes and on all of them, from FlatGeobuf and from GeoPackage. Exit status 1 when a peak is above the limit."""
import argparse
import os
import shutil
import sys

from measure import run, table
from work import Work

LIMIT_MB = 200
parser = argparse.ArgumentParser()
parser.add_argument("build")
parser.add_argument("zones")
parser.add_argument("folder")
parser.add_argument("--routes", type=int, default=1000000)
options = parser.parse_args()
work = Work(options.build, options.zones, options.folder)
result = os.path.join(options.folder, "result")
lines, worst = [], 0.0
for driver, extension in ("FlatGeobuf", "fgb"), ("GPKG", "gpkg"):
    for count in options.routes // 10, options.routes:
        path = work.routes("short", "alaska", count, driver, extension)
        done = run(work.command, "analyze", path, "--zones", work.zone("alaska", 12345), "-o", result, "--quiet")
        size = sum(entry.stat().st_size for entry in os.scandir(result))
        worst = max(worst, done.peak_mb)
        lines.append([driver, "{:,}".format(count), "%.1f" % done.seconds, "{:,.0f}".format(count / done.seconds), "%.0f" % done.peak_mb, "%.2f" % (size / 1e9)])
        os.remove(path)
        shutil.rmtree(result)
table(["<routes from", "routes", "time s", "routes/s", "peak MB", "output GB"], lines)
table(["<what", "wanted", "measured", "<met"], [["peak memory of all outputs", "<= %.0f MB" % LIMIT_MB, "%.0f MB" % worst, "yes" if worst <= LIMIT_MB else "no"]])
sys.exit(0 if worst <= LIMIT_MB else 1)
