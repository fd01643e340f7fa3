#!/usr/bin/python3
"""Throughput of `overflight analyze --layers statistics`: batch.py BUILD ZONES FOLDER [--routes N,...] [--lines N] [--times N]

So many short routes from FlatGeobuf, with one job and with two; then tracks from FlatGeobuf and lines of 500 vertices from GeoJSONSeq, beside what GDAL's
own programs take to read and copy them. Exit status 1 when a peak is above the limit."""
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
copy = os.path.join(options.folder, "copy.fgb")


def in_turn(times, *commands):
    """Of each command the medians of the seconds on the clock and of the processors, and the greatest memory, in runs that take turns."""
    runs = [[] for _ in commands]
    for _ in range(times):
        for command, done in zip(commands, runs):
            done.append(run(*command))
            if os.path.exists(copy):
                os.remove(copy)
    return [(statistics.median(one.seconds for one in done), statistics.median(one.cpu_s for one in done), max(one.peak_mb for one in done)) for done in runs]


def short_routes():
    """Yields for each number of routes: the number, and what one job and two took."""
    for count in map(int, options.routes.split(",")):
        path = work.routes("short", "alaska", count)
        times = options.times if count <= 1000000 else 1
        yield count, in_turn(times, *((*analyze, path, "--jobs", jobs) for jobs in (1, 2)))
        os.remove(path)


def read(path, title, vertices, *gdal):
    """One job and two, and GDAL's programs on the same file, by the clock. Returns the seconds by program."""
    programs = {"overflight analyze, %d job%s" % (jobs, "s" * (jobs > 1)): (*analyze, path, "--jobs", jobs) for jobs in (1, 2)}
    programs.update({" ".join(program[:3]): program for program in gdal})
    size = os.path.getsize(path)
    taken = dict(zip(programs, in_turn(options.times, *programs.values())))
    print("#### %s, %s MB\n" % (title, figure(size / 1e6)))
    table(["<program", "time s", "CPU s", "million vertices/s", "MB/s", "peak MB"],
          [[name, *map(figure, (seconds, cpu, vertices / seconds / 1e6, size / seconds / 1e6, peak))] for name, (seconds, cpu, peak) in taken.items()])
    return {name: seconds for name, (seconds, _, _) in taken.items()}


def read_tracks():
    path = work.routes("track", "alaska", options.lines)
    taken = read(path, "FlatGeobuf: {:,} tracks of 1,000 fixes".format(options.lines), options.lines * 1000,
                 ("ogr2ogr", "-f", "FlatGeobuf", copy, path))
    one, two, theirs = taken.values()
    for name, seconds in ("1 job", one), ("2 jobs", two):
        yield ["tracks from FlatGeobuf, %s / ogr2ogr's copy" % name, "<= 1", "%.2f" % (seconds / theirs), "yes" if seconds <= theirs else "no"]


def read_lines():
    path = work.routes("line", "alaska", options.lines, "GeoJSONSeq", "geojsonl")
    read(path, "GeoJSONSeq: {:,} lines of {} vertices".format(options.lines, VERTICES), options.lines * VERTICES,
         ("ogrinfo", "-al", "-so", path), ("ogr2ogr", "-f", "FlatGeobuf", copy, path))
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
of_tracks = list(read_tracks())
read_lines()
table(["<what", "wanted", "measured", "<met"], [
    ["peak memory, any number of routes", "<= %d MB" % LIMIT_MB, "%.0f MB" % worst, "yes" if worst <= LIMIT_MB else "no"],
    ["2 jobs against 1, {:,} routes".format(count), ">= %.1f times" % RATIO, "%.2f times" % ratio, "yes" if ratio >= RATIO else "no"],
    *of_tracks])
sys.exit(0 if worst <= LIMIT_MB else 1)
