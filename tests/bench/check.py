#!/usr/bin/python3
"""Checking: check.py BUILD ZONES FOLDER [--routes N] [--times N]

`overflight check` of each bundled flight, against all bundled zones and rules, as a whole process; and `overflight analyze` of many plans with and without
--rules, at a date and at none, with all its files and with statistics alone. What is judged of plans without a date is all that may be in force."""
import argparse
import os
import statistics
import sys

from measure import figure, load, run, table
from work import Work

CHECK_MS = 50  # a plan, of the processors
RATIO = 2      # of the times with rules and without
RULES = ("--rules", "treaty-in-use-2012-2020,national-measures")
DATE = ("--date", "2017-06-01")


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("zones")
    parser.add_argument("folder")
    parser.add_argument("--routes", type=int, default=100000)
    parser.add_argument("--times", type=int, default=3, help="runs of each; of a single plan seven times as many")
    return parser.parse_args()


options = parse()
work = Work(options.build, options.zones, options.folder)
flights = os.path.join(options.zones, os.pardir, "flights")


def medians(times, *commands):
    """Of each command the medians of the seconds on the clock and of the processors, in runs that take turns."""
    runs = [[] for _ in commands]
    for _ in range(times):
        for command, done in zip(commands, runs):
            done.append(run(*command, good=(0, 1)))  # 1: the plan violates a rule
    return [(statistics.median(one.seconds for one in done), statistics.median(one.cpu_s for one in done)) for done in runs]


def check_plans():
    """Yields for each bundled flight the milliseconds of the processors."""
    names = sorted(name for name in os.listdir(flights) if name.endswith(".geojson"))
    commands = [(work.command, "check", os.path.join(flights, name)) for name in names]
    taken = medians(7 * options.times, (work.command, "--help"), *commands)
    rows = [["overflight --help", *map(figure, (1000 * value for value in taken[0]))]]
    for name, (seconds, cpu) in zip(names, taken[1:]):
        rows.append(["check " + name, *map(figure, (1000 * seconds, 1000 * cpu))])
        yield 1000 * cpu
    print("#### A single plan, a whole process\n")
    table(["<command", "ms", "CPU ms"], rows)


def analyze_plans(place):
    """Yields what was done with rules, and how its time of the processors relates to that without."""
    path = work.routes("short", place, options.routes, "GeoJSONSeq", "geojsonl")
    plain = (work.command, "analyze", path, "-o", os.path.join(options.folder, "result"), "--force", "--quiet", "--jobs", "1")
    rows = []
    for files, layers in ("all files", ()), ("statistics", ("--layers", "statistics")):
        without, dated, undated = medians(options.times, *((*plain, *layers, *rules) for rules in ((), (*RULES, *DATE), RULES)))
        for title, (seconds, cpu) in ("no rules", without), ("rules, dated", dated), ("rules, undated", undated):
            rows.append([files + ", " + title, *map(figure, (seconds, cpu, 1e6 * cpu / options.routes)), "%.2f" % (cpu / without[1])])
            if title != "no rules":
                yield "%s: %s" % (place, rows[-1][0]), cpu / without[1]
    print("#### {:,} plans about {}, one job\n".format(options.routes, place))
    table(["<analyze", "s", "CPU s", "CPU µs/plan", "of no rules"], rows)
    os.remove(path)


plans = list(check_plans())
ratios = [one for place in ("kaliningrad", "alaska") for one in analyze_plans(place)]
print("load %s\n" % load())
rows = [["a plan, median of the flights", "<= %d CPU ms" % CHECK_MS, "%.0f" % statistics.median(plans), "yes" if statistics.median(plans) <= CHECK_MS else "no"],
        ["a plan, worst of the flights", "<= %d CPU ms" % CHECK_MS, "%.0f" % max(plans), "yes" if max(plans) <= CHECK_MS else "no"]]
rows += [[name, "<= %d times" % RATIO, "%.2f times" % ratio, "yes" if ratio <= RATIO else "no"] for name, ratio in ratios]
table(["<what", "wanted", "measured", "<met"], rows)
