#!/usr/bin/python3
"""overflight and its peers on the same work: peers.py BUILD ZONES FOLDER [--routes N] [--tracks N] [--most-vertices N] [--times N] [--budget S]

BUILD is the tree of the build, ZONES the folder of the bundled zones, FOLDER where files lie meanwhile. Prints a table for each zone and kind of routes,
how far the ratios are met that are wanted, and a table of it all for a reader in a hurry. Each program has the core alone that this one was given. A peer gets
BUDGET seconds for its computing; the rest is extrapolated from the routes that it did, and the table says how many those were. The routes are drawn at random
and independently, so that the first are a fair sample. All seconds are the processor's, of one core, so that what else runs counts less."""
import argparse
import collections
import csv
import os
import statistics
import subprocess
import sys

import peer_postgis
from measure import figure, figures, load, run, table
from work import Work

here = os.path.dirname(os.path.abspath(__file__))
# More vertices on the bundled outline, where a number is named; whether the zone lies where longitudes turn over.
Zone = collections.namedtuple("Zone", "title name vertices over_pacific")
ZONES = (
    Zone("Alaska, 12,345 vertices", "alaska", 12345, True),
    Zone("Alaska, 612,881 vertices", "alaska", 612881, True),
    Zone("Kaliningrad, 1,917 vertices", "kaliningrad", None, False),
)
# What is done with each zone; an overlay of swaths, when the command has it, is a third of these with an `answers` of its own.
Task = collections.namedtuple("Task", "name title text wanted")
Wanted = collections.namedtuple("Wanted", "peer times")
TASKS = (
    Task("long", "routes of 6 legs", "routes of six legs of 500 to 800 km", (Wanted("PostGIS geography", 500), Wanted("GeoPandas, lon/lat", 200))),
    Task("track", "tracks of 1,000 fixes", "tracks of 1,000 fixes, legs of 50 m to 5 km", (Wanted("PostGIS geography", 30),)),
)

# whole_s and computing_s are for all routes; inside holds metres by id, None where the peer failed, and is None for one that computes nothing.
Row = collections.namedtuple("Row", "name whole_s computing_s measured peak_mb inside")
# What was found for a task and a zone; truth_m is how far the first row's lengths are from the truth at most.
Answer = collections.namedtuple("Answer", "task zone total rows truth_m")
OURS, OURS_NEAR = "**overflight**", "overflight, nearest approaches too"
COPY, COPY_PLAIN = "ogr2ogr, copy", "ogr2ogr, copy without index"


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("zones")
    parser.add_argument("folder")
    parser.add_argument("--routes", type=int, default=10000)
    parser.add_argument("--tracks", type=int, default=2000)
    parser.add_argument("--most-vertices", type=int, default=1000000, help="leaves out zones that have more")
    parser.add_argument("--times", type=int, default=11, help="runs of what is over in a second")
    parser.add_argument("--budget", type=float, default=5, help="seconds for each way of each peer")
    return parser.parse_args()


options = parse()
work = Work(options.build, options.zones, options.folder)
has_geopandas = subprocess.run(["/usr/bin/python3", "-c", "import geopandas, pyproj"], stderr=subprocess.DEVNULL).returncode == 0


def computing_s(zone, zones, routes, search_km):
    return figures(work.program("bench_geometry"), zones, zone.name, routes, search_km)["all_s"]


def quick_ones(zone, zones, routes, total):
    """Overflight, and what it costs to read the routes and write them again, with and without the index that the format may have. In turn, so that they
    share what else goes on."""
    result, copy = os.path.join(options.folder, "result"), os.path.join(options.folder, "copy.fgb")
    analyze = (work.command, "analyze", routes, "--zones", zones, "-o", result, "--force", "--quiet", "--layers", "statistics", "--jobs", 1)
    commands = {OURS_NEAR: analyze, OURS: (*analyze, "--search-km", 0),
                **{name: ("ogr2ogr", "-f", "FlatGeobuf", "-lco", "SPATIAL_INDEX=" + index, copy, routes) for name, index in
                   ((COPY_PLAIN, "NO"), (COPY, "YES"))}}
    runs = {name: [] for name in commands}
    for _ in range(options.times):
        for name, program in commands.items():
            runs[name].append(run(*program))
            if os.path.exists(copy):
                os.remove(copy)
    with open(os.path.join(result, "statistics.csv"), newline="") as file:
        inside = {row["route_id"]: float(row["inside_m"]) for row in csv.DictReader(file)}
    ours = {OURS: 0, OURS_NEAR: 50}
    return [Row(name, statistics.median(one.cpu_s for one in runs[name]), computing_s(zone, zones, routes, ours[name]) if name in ours else None,
                total, max(one.peak_mb for one in runs[name]), inside if name in ours else None) for name in (OURS, OURS_NEAR, COPY_PLAIN, COPY)]


def geopandas(zones, routes, total):
    for name, way in ("GeoPandas, lon/lat", "lonlat"), ("GeoPandas, densified 10 km, equal-area", "projected"):
        done = run("/usr/bin/python3", os.path.join(here, "peer_geopandas.py"), zones, routes, way, options.budget)
        head, *rows = done.output.splitlines()
        measured, seconds = int(head.split()[0]), float(head.split()[1])
        computing = seconds * total / measured
        yield Row(name, done.cpu_s - seconds + computing, computing, measured, done.peak_mb,
                  {number: float(value) for number, value in (row.split(",") for row in rows)})


def postgis(server, zone, zones, routes, total):
    for name, answer in peer_postgis.measure(server, zones, routes, total, zone.over_pacific, options.budget):
        computing = answer.computing_s * total / answer.measured
        yield Row(name, answer.other_s + computing, computing, answer.measured, answer.peak_mb, answer.inside)


def errors_of(row, truth):
    """Metres off, for each route that the peer could measure."""
    if row.inside is None or row.inside is truth:
        return []
    return [abs(value - truth.get(number, 0)) for number, value in row.inside.items() if value is not None]


def print_answer(answer):
    truth = answer.rows[0].inside
    lines = []
    for row in answer.rows:
        errors = errors_of(row, truth)
        failed = len(row.inside) - len(errors) if row.inside is not None and row.inside is not truth else 0
        lines.append([row.name, figure(row.whole_s), figure(row.computing_s), figure(row.whole_s / answer.rows[0].whole_s),
                      "all" if row.measured == answer.total else "{:,}".format(row.measured) + (", %d failed" % failed if failed else ""),
                      figure(row.peak_mb), figure(statistics.median(errors)) if errors else "", figure(max(errors)) if errors else ""])
    print("#### {:,} {}; {}\n".format(answer.total, answer.task.text, answer.zone.title))
    table(["<program", "whole process, CPU s", "of it computing s", "times ours", "routes measured", "peak MB", "error median m", "error greatest m"], lines)


def wants(answer):
    """Rows of what is wanted: text, wanted, measured, whether it is met."""
    seconds = {row.name: row.whole_s for row in answer.rows}
    where = "%s, %s: " % (answer.task.title, answer.zone.title)
    for wanted in answer.task.wanted:
        if wanted.peer in seconds:
            ratio = seconds[wanted.peer] / seconds[OURS]
            yield [where + wanted.peer + " / ours", ">= %d" % wanted.times, figure(ratio), "yes" if ratio >= wanted.times else "no"]
    for copy in (COPY, COPY_PLAIN) if answer.task.name == "track" else ():
        for ours, which in (OURS, "ours"), (OURS_NEAR, "ours with nearest approaches"):
            ratio = seconds[ours] / seconds[copy]
            yield [where + which + " / " + copy, "<= 1", figure(ratio), "yes" if ratio <= 1 else "no"]


def metres(value):
    """For people: three figures at most, in the unit that fits."""
    for unit, size in ("km", 1e3), ("m", 1), ("mm", 1e-3):
        if value >= size:
            return "%s %s" % (figure(value / size), unit)
    return "%s µm" % figure(value * 1e6)


def print_summary(answers):
    """One row a program and one column a task and zone."""
    names = dict.fromkeys(row.name for answer in answers for row in answer.rows if answer.task.name == "track" or "copy" not in row.name)
    lines = []
    for name in names:
        line = [name]
        for answer in answers:
            row = next((row for row in answer.rows if row.name == name), None)
            if row is None:
                line.append("not installed")
                continue
            errors = errors_of(row, answer.rows[0].inside)
            if errors:
                off = "off by %s, at most %s" % (metres(statistics.median(errors)), metres(max(errors)))
            else:
                off = "off by at most %s" % metres(answer.truth_m) if row.inside is not None else "computes nothing"
            line.append("%s s, %s MB; %s" % (figure(row.whole_s), figure(row.peak_mb), off))
        lines.append(line)
    table(["<program", *("<%s %s; %s" % ("{:,}".format(answer.total), answer.task.title, answer.zone.title) for answer in answers)], lines)


def one(server, task, zone):
    total = options.tracks if task.name == "track" else options.routes
    zones, routes = work.zone(zone.name, zone.vertices), work.routes(task.name, zone.name, total)
    rows = quick_ones(zone, zones, routes, total)
    statistics_file = os.path.join(options.folder, "result", "statistics.csv")
    checked, worst = run("/usr/bin/python3", os.path.join(here, "peer_truth.py"), zones, routes, statistics_file, 5).output.split()
    if server is not None:
        rows += postgis(server, zone, zones, routes, total)
    if has_geopandas:
        rows += geopandas(zones, routes, total)
    answer = Answer(task, zone, total, rows, float(worst))
    print_answer(answer)
    print("Ours against the project's truth, %s of these routes: greatest difference %s. Load %s.\n" % (checked, metres(answer.truth_m), load()), flush=True)
    return answer


def everything(server):
    if server is not None:
        print("PostGIS %s on PostgreSQL %s" % tuple(server.sql("select postgis_lib_version(); show server_version")))
    if has_geopandas:
        print("GeoPandas " + run("/usr/bin/python3", "-c", "import geopandas; print(geopandas.__version__)").output)
    else:
        print("GeoPandas is not installed, so that it is not compared with.\n")
    answers = [one(server, task, zone) for task in TASKS for zone in ZONES if (zone.vertices or 0) <= options.most_vertices]
    print("#### What is wanted\n")
    table(["<ratio of whole processes, one core each, processor time", "wanted", "measured", "<met"], [line for answer in answers for line in wants(answer)])
    print("#### All of it\n")
    print_summary(answers)
    # Not what is slow but what is wrong ends in a failure.
    worst = max(answer.truth_m for answer in answers)
    if worst > 1e-6:
        sys.exit("peers.py: a length inside is %g m from the truth" % worst)


try:
    with peer_postgis.Postgres("max_parallel_workers_per_gather=0") as postgres:
        everything(postgres)
except peer_postgis.Missing as missing:
    print("%s, so that it is not compared with." % missing)
    everything(None)
