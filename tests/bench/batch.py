#!/usr/bin/python3
"""Throughput of `overflight analyze --layers statistics`: batch.py BUILD ZONES FOLDER [--routes N,...] [--lines N] [--times N]

So many short routes from FlatGeobuf, with one job and with two; then lines of 500 vertices from GeoJSONSeq, beside what GDAL's own programs take to read
them. Exit status 1 when a peak is above the limit."""
import argparse
import os
import statistics
import sys

from measure import figure, figures, load, run, table
from work import Work

LIMIT_MB = 500  # whatever the number of routes
RATIO = 1.8     # of one job's time and two's, at the greatest number of routes
VERTICES = 500


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("zones")
    parser.add_argument("folder")
    parser.add_argument("--routes", default="10000,100000,1000000,10000000")
    parser.add_argument("--lines", type=int, default=10000)
    parser.add_argument("--times", type=int, default=3, help="runs of each; of more than a million routes there is one")
    return parser.parse_args()


options = parse()
work = Work(options.build, options.zones, options.folder)
analyze = (work.command, "analyze", "--zones", work.zone("alaska", 12345), "-o", os.path.join(options.folder, "result"), "--force", "--quiet",
           "--layers", "statistics")


def in_turn(times, *commands):
    """Of each command the medians of the seconds on the clock and of the processors, and the greatest memory, in runs that take turns."""
    runs = [[] for _ in commands]
    for _ in range(times):
        for command, done in zip(commands, runs):
            done.append(run(*command))
    return [(statistics.median(one.seconds for one in done), statistics.median(one.cpu_s for one in done), max(one.peak_mb for one in done)) for done in runs]


def short_routes():
    """Yields for each number of routes: the number, and what one job and two took."""
    for count in map(int, options.routes.split(",")):
        path = work.routes("short", "alaska", count)
        times = options.times if count <= 1000000 else 1
        yield count, in_turn(times, *((*analyze, path, "--jobs", jobs) for jobs in (1, 2)))
        os.remove(path)


def read_lines():
    path = work.routes("line", "alaska", options.lines, "GeoJSONSeq", "geojsonl")
    copy = os.path.join(options.folder, "copy.fgb")
    programs = {
        "overflight analyze, 1 job": (*analyze, path, "--jobs", 1),
        "overflight analyze, 2 jobs": (*analyze, path, "--jobs", 2),
        "ogrinfo -al -so": ("ogrinfo", "-al", "-so", path),
        "ogr2ogr to FlatGeobuf": ("ogr2ogr", "-f", "FlatGeobuf", "-overwrite", copy, path),
    }
    size = os.path.getsize(path)
    lines = []
    for name, (seconds, _, peak) in zip(programs, in_turn(options.times, *programs.values())):
        vertices = options.lines * VERTICES
        lines.append([name, figure(seconds), figure(vertices / seconds / 1e6), figure(size / seconds / 1e6), figure(peak)])
    print("#### GeoJSONSeq: {:,} lines of {} vertices, {:.0f} MB\n".format(options.lines, VERTICES, size / 1e6))
    table(["<program", "time s", "million vertices/s", "MB/s", "peak MB"], lines)
    alone = figures(work.program("bench_json"), path)
    print("Reading alone, million vertices in a second of one core: cut into features {:.1f}, parsed too {:.1f}; GDAL {:.2f}.\n".format(
        alone["cut_million_a_s"], alone["parsed_million_a_s"], alone["gdal_million_a_s"]), flush=True)


print("#### analyze --layers statistics: routes of six legs of 30 to 60 km from FlatGeobuf, Alaska of 12,345 vertices\n")
lines = []
worst = ratio = 0.0
for count, ((one_s, one_cpu, one_mb), (two_s, two_cpu, two_mb)) in short_routes():
    ratio, worst = one_s / two_s, max(worst, one_mb, two_mb)
    lines.append(["{:,}".format(count), *map(figure, (one_s, one_cpu, count / one_s, one_mb, two_s, two_cpu, count / two_s, two_mb)), "%.2f" % ratio, load()])
table(["routes", "1 job: s", "CPU s", "routes/s", "peak MB", "2 jobs: s", "CPU s", "routes/s", "peak MB", "times faster", "load"], lines)
read_lines()
table(["<what", "wanted", "measured", "<met"], [
    ["peak memory, any number of routes", "<= %d MB" % LIMIT_MB, "%.0f MB" % worst, "yes" if worst <= LIMIT_MB else "no"],
    ["2 jobs against 1, {:,} routes".format(count), ">= %.1f times" % RATIO, "%.2f times" % ratio, "yes" if ratio >= RATIO else "no"]])
sys.exit(0 if worst <= LIMIT_MB else 1)
