#!/usr/bin/python3
"""Peak memory and time of `overflight analyze` with all its outputs, on a tenth of the routes and
on all of them, from FlatGeobuf and from GeoPackage. Exit status 1 when a peak is above the
limit."""
import os
import shutil

from measure import (WANTED, arguments, at_least, at_most, figure, in_turn, load, median, table,
                     wanted)
from work import Work

LIMIT_MB = 200
options = arguments(__doc__, routes=(1000000, "the greatest number"),
                    times=(3, "runs of each; one of the greatest number"))
work = Work(options)
lines, peaks = [], []


def analyze(path, count):
    return work.analyze([path], count, "--zones", work.zone("alaska", 12345), rows={
        "statistics.csv": 0.5 * count, "routes.geojson": count, "passages.geojson": 0.5 * count,
        "crossings.geojson": 0.3 * count, "nearest.geojson": 0.05 * count,
        "analysis.gpkg": 2 * count})


for driver, extension in ("FlatGeobuf", "fgb"), ("GPKG", "gpkg"):
    for count in options.routes // 10, options.routes:
        path = work.routes("short", "alaska", count, driver, extension)
        times = options.times if count < options.routes else 1
        done = in_turn(times, {driver: lambda: analyze(path, count)})[driver]
        size = sum(entry.stat().st_size for entry in os.scandir(work.result))
        at_least("bytes written", 1000 * count, size)
        peaks.append(done.peak_mb)
        lines.append([driver, "{:,}".format(count), median(done.seconds),
                      figure(count / done.clock_s), "%.0f" % done.peak_mb, "%.2f" % (size / 1e9)])
        os.remove(path)
        shutil.rmtree(work.result)
table(["<routes from", "routes", "time s", "routes/s", "peak MB", "output GB"], lines)
print("Load: %s.\n" % load())
worst = max(peaks)
table(WANTED[:-1], [wanted("peak memory of all outputs", [worst], "MB", "<= %d" % LIMIT_MB)[:-1]])
at_most("peak MB", LIMIT_MB, worst)
