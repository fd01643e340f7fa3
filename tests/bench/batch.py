#!/usr/bin/python3
"""Throughput of `overflight analyze --layers statistics`: many short routes from FlatGeobuf, with
one job and with two; then tracks from FlatGeobuf and lines of 500 vertices from GeoJSONSeq, beside
what GDAL's own programs take to read and copy them. Exit status 1 when a peak is above the
limit."""
import os

from measure import (WANTED, arguments, at_least, at_most, figure, figures, in_turn, load, median,
                     run, table, wanted)
from work import Work, features

LIMIT_MB = 500  # whatever the number of routes
RATIO = 1.8     # of one job's time and two's, at the greatest number of routes
VERTICES = 500
ONE, TWO, COPY = "overflight analyze, 1 job", "overflight analyze, 2 jobs", "ogr2ogr, copy"
options = arguments(
    __doc__, routes=("10000,100000,1000000,10000000", "numbers of short routes"),
    lines=(10000, "tracks, and lines"),
    times=(3, "runs of each; of more than a million routes there is one"))
work = Work(options)
copy = os.path.join(options.folder, "copy.fgb")


def analyze(path, count, jobs):
    return work.analyze([path], count, "--zones", work.zone("alaska", 12345), "--layers",
                        "statistics", "--jobs", jobs, rows={"statistics.csv": 0.5 * count})


def both(path, count):
    """The tasks of one job and of two."""
    return {ONE: lambda: analyze(path, count, 1), TWO: lambda: analyze(path, count, 2)}


def copied(path, count):
    done = run("ogr2ogr", "-f", "FlatGeobuf", copy, path)
    at_least("features copied", count, features(copy))
    os.remove(copy)
    return done


def inspected(path, count):
    done = run("ogrinfo", "-al", "-so", path)
    at_least("lines that ogrinfo prints of what it read", 1,
             done.output.count("Feature Count: %d\n" % count))
    return done


def ratios(one, other):
    """Of runs that followed each other."""
    return [a / b for a, b in zip(one, other)]


def short_routes():
    """Yields for each number of routes: the number, and the samples of one job and of two."""
    for count in map(int, options.routes.split(",")):
        path = work.routes("short", "alaska", count)
        yield count, in_turn(options.times if count <= 1000000 else 1, both(path, count))
        os.remove(path)


def read(path, title, tasks):
    """One job and two, and GDAL's programs on the same file, by the clock. Returns the samples."""
    vertices = options.lines * (1000 if "tracks" in title else VERTICES)
    size = os.path.getsize(path)
    at_least("bytes of a vertex", 5, size / vertices)
    samples = in_turn(options.times, {**both(path, options.lines), **tasks})
    print("#### %s, %s MB\n" % (title, figure(size / 1e6)))
    rows = []
    for name, sample in samples.items():
        rows.append([name, median(sample.seconds), median(sample.cpu),
                     figure(vertices / sample.clock_s / 1e6), figure(size / sample.clock_s / 1e6),
                     figure(sample.peak_mb)])
    table(["<program", "time s", "CPU s", "million vertices/s", "MB/s", "peak MB"], rows)
    return samples


def read_tracks():
    path = work.routes("track", "alaska", options.lines)
    title = "FlatGeobuf: {:,} tracks of 1,000 fixes".format(options.lines)
    samples = read(path, title, {COPY: lambda: copied(path, options.lines)})
    for jobs, title in (ONE, "1 job"), (TWO, "2 jobs"):
        yield wanted("tracks from FlatGeobuf, %s / ogr2ogr's copy" % title,
                     ratios(samples[jobs].seconds, samples[COPY].seconds), "times", "<= 1")


def read_lines():
    path = work.routes("line", "alaska", options.lines, "GeoJSONSeq", "geojsonl")
    title = "GeoJSONSeq: {:,} lines of {} vertices".format(options.lines, VERTICES)
    read(path, title, {"ogrinfo -al -so": lambda: inspected(path, options.lines),
                       "ogr2ogr, to FlatGeobuf": lambda: copied(path, options.lines)})
    alone = figures(work.program("bench_json"), path)
    print("Reading alone, million vertices in a second of one core: cut into features {:.1f}, "
          "parsed too {:.1f}; GDAL {:.2f}.\n".format(
              alone["cut_million_a_s"], alone["parsed_million_a_s"], alone["gdal_million_a_s"]),
          flush=True)


print("#### analyze --layers statistics: routes of six legs of 30 to 60 km from FlatGeobuf, "
      "Alaska of 12,345 vertices\n")
lines, peaks = [], []
for count, samples in short_routes():
    faster = ratios(samples[ONE].seconds, samples[TWO].seconds)
    cells = []
    for sample in samples.values():
        peaks.append(sample.peak_mb)
        cells += [median(sample.seconds), figure(sample.cpu_s), figure(count / sample.clock_s),
                  figure(sample.peak_mb)]
    lines.append(["{:,}".format(count), *cells, median(faster), load()])
table(["routes", "1 job: s", "CPU s", "routes/s", "peak MB", "2 jobs: s", "CPU s", "routes/s",
       "peak MB", "times faster", "load"], lines)
share = samples[ONE].cpu_s / samples[ONE].clock_s
if share < 0.9:
    print("The machine was busy: one job had %.0f %% of a core. Times on the clock, and how much "
          "faster two jobs are, say little.\n" % (100 * share))
of_tracks = list(read_tracks())
read_lines()
table(WANTED, [
    wanted("peak memory, any number of routes", [max(peaks)], "MB", "<= %d" % LIMIT_MB),
    wanted("2 jobs against 1, {:,} routes".format(count), faster, "times", ">= %.1f" % RATIO),
    *of_tracks])
at_most("peak MB", LIMIT_MB, max(peaks))
