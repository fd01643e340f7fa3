#!/usr/bin/python3
"""overflight and its peers on the same work. Prints a table for each zone and kind of routes, how
far the ratios are met that are wanted, and a table of it all for a reader in a hurry.

Each program has the core alone that this one was given. A peer gets BUDGET seconds for its
computing, once; the rest is extrapolated from the routes that it did, and the table says how many
those were. The routes are drawn at random and independently, so that the first are a fair sample.
All seconds are the processor's, of one core, so that what else runs counts less."""
import collections
import csv
import os
import statistics
import subprocess

import peer_postgis
from measure import (WANTED, arguments, at_least, at_most, fail, figure, in_turn, load, median,
                     rounds, run, table, wanted)
from work import Work, features, here

# More vertices on the bundled outline, where a number is named; whether the zone lies where
# longitudes turn over.
Zone = collections.namedtuple("Zone", "title name vertices over_pacific")
ZONES = (
    Zone("Alaska, 12,345 vertices", "alaska", 12345, True),
    Zone("Alaska, 612,881 vertices", "alaska", 612881, True),
    Zone("Kaliningrad, 1,917 vertices", "kaliningrad", None, False),
)
# What is done with each zone; an overlay of swaths, when the command has it, is a third of these
# with an `answers` of its own.
Task = collections.namedtuple("Task", "name title text wanted")
Wanted = collections.namedtuple("Wanted", "peer times")
TASKS = (
    Task("long", "routes of 6 legs", "routes of six legs of 500 to 800 km",
         (Wanted("PostGIS geography", 500), Wanted("GeoPandas, lon/lat", 200))),
    Task("track", "tracks of 1,000 fixes", "tracks of 1,000 fixes, legs of 50 m to 5 km",
         (Wanted("PostGIS geography", 30),)),
)

# `whole` and `computing` are seconds for all routes, of several runs or of one, and empty where
# nothing is computed; `inside` holds metres by id, None where the peer failed, and is None for one
# that computes nothing.
Row = collections.namedtuple("Row", "name whole computing measured peak_mb inside")
# What was found for a task and a zone; truth_m is how far the first row's lengths are from the
# truth at most.
Answer = collections.namedtuple("Answer", "task zone total rows truth_m")
OURS, OURS_NEAR = "**overflight**", "overflight, nearest approaches too"
COPY, COPY_PLAIN = "ogr2ogr, copy", "ogr2ogr, copy without index"
TRUE = 5  # routes of each answer that are computed again by the project's truth

options = arguments(
    __doc__, routes=(10000, "of six legs"), tracks=(2000, "of 1,000 fixes"),
    most_vertices=(1000000, "leaves out zones that have more"),
    times=(11, "runs of what is over in a second"),
    budget=(5.0, "seconds for each way of each peer"))
work = Work(options)
has_geopandas = subprocess.run(["/usr/bin/python3", "-c", "import geopandas, pyproj"],
                               stderr=subprocess.DEVNULL).returncode == 0


def analyze(zones, routes, total, search_km):
    return work.analyze([routes], total, "--zones", zones, "--layers", "statistics", "--jobs", 1,
                        "--search-km", search_km, meeting=0.1, rows={"statistics.csv": 0.1 * total})


def copied(routes, total, index):
    copy = os.path.join(options.folder, "copy.fgb")
    done = run("ogr2ogr", "-f", "FlatGeobuf", "-lco", "SPATIAL_INDEX=" + index, copy, routes)
    at_least("features copied", total, features(copy))
    os.remove(copy)
    return done


def insides():
    """The metres inside by route, and how many nearest approaches the statistics have."""
    with open(os.path.join(work.result, "statistics.csv"), newline="") as file:
        rows = list(csv.DictReader(file))
    inside = {row["route_id"]: float(row["inside_m"]) for row in rows}
    return inside, sum(float(row["nearest_m"] or 0) > 0 for row in rows)


def quick_ones(zone, zones, routes, total):
    """Overflight, and what it costs to read the routes and write them again, with and without the
    index that the format may have."""
    found = {}

    def ours(name, search_km):
        done = analyze(zones, routes, total, search_km)
        found[name], approaches = insides()
        if search_km == 0 and approaches > 0:
            fail("expected no nearest approach with --search-km 0, found %d" % approaches)
        at_least("nearest approaches", 1 if search_km else 0, approaches)
        return done

    samples = in_turn(options.times, {
        OURS: lambda: ours(OURS, 0), OURS_NEAR: lambda: ours(OURS_NEAR, 50),
        COPY_PLAIN: lambda: copied(routes, total, "NO"),
        COPY: lambda: copied(routes, total, "YES")})
    geometry = work.program("bench_geometry"), zones, zone.name, routes
    computing = {name: rounds(3, *geometry, km)["all_s"]
                 for name, km in ((OURS, 0), (OURS_NEAR, 50))}
    return [Row(name, sample.cpu, computing.get(name, []), total, sample.peak_mb, found.get(name))
            for name, sample in samples.items()]


def geopandas(zones, routes, total):
    for name, way in (("GeoPandas, lon/lat", "lonlat"),
                      ("GeoPandas, densified 10 km, equal-area", "projected")):
        done = run("/usr/bin/python3", os.path.join(here, "peer_geopandas.py"), zones, routes, way,
                   options.budget)
        head, *rows = done.output.splitlines()
        measured, seconds = int(head.split()[0]), float(head.split()[1])
        computing = seconds * total / measured
        inside = {number: float(value) for number, value in (row.split(",") for row in rows)}
        yield Row(name, [done.cpu_s - seconds + computing], [computing], measured, done.peak_mb,
                  inside)


def postgis(server, zone, zones, routes, total):
    for name, answer in peer_postgis.measure(server, zones, routes, total, zone.over_pacific,
                                             options.budget):
        computing = answer.computing_s * total / answer.measured
        yield Row(name, [answer.other_s + computing], [computing], answer.measured, answer.peak_mb,
                  answer.inside)


def seconds(row):
    return statistics.median(row.whole)


def errors_of(row, truth):
    """Metres off, for each route that the peer could measure."""
    if row.inside is None or row.inside is truth:
        return []
    return [abs(value - truth.get(number, 0)) for number, value in row.inside.items()
            if value is not None]


def has_worked(row):
    """Fails for a program that computes where it was hardly given a route, or found nothing."""
    if row.inside is None:
        return
    values = [value for value in row.inside.values() if value is not None]
    at_least("routes measured by " + row.name, 5, len(values))
    at_least("metres inside found by " + row.name, 1000, sum(values))
    at_least("seconds that %s computed" % row.name, 1e-3, statistics.median(row.computing))


def print_answer(answer):
    truth = answer.rows[0].inside
    lines = []
    for row in answer.rows:
        has_worked(row)
        errors, measured = errors_of(row, truth), "all"
        if row.measured < answer.total:
            failed = len(row.inside) - len(errors)
            measured = "{:,}".format(row.measured) + (", %d failed" % failed if failed else "")
        lines.append([row.name, median(row.whole), median(row.computing) if row.computing else "",
                      figure(seconds(row) / seconds(answer.rows[0])), measured,
                      figure(row.peak_mb), figure(statistics.median(errors)) if errors else "",
                      figure(max(errors)) if errors else ""])
    print("#### {:,} {}; {}\n".format(answer.total, answer.task.text, answer.zone.title))
    table(["<program", "whole process, CPU s", "of it computing s", "times ours",
           "routes measured", "peak MB", "error median m", "error greatest m"], lines)


def wants(answer):
    """Rows of what is wanted, for runs in the order in which they were made."""
    rows = {row.name: row for row in answer.rows}
    where = "%s, %s: " % (answer.task.title, answer.zone.title)
    for peer, times in answer.task.wanted:
        if peer in rows:
            yield wanted(where + peer + " / ours",
                         [seconds(rows[peer]) / one for one in rows[OURS].whole], "times",
                         ">= %d" % times)
    for copy in (COPY, COPY_PLAIN) if answer.task.name == "track" else ():
        for ours, which in (OURS, "ours"), (OURS_NEAR, "ours with nearest approaches"):
            yield wanted(where + which + " / " + copy,
                         [a / b for a, b in zip(rows[ours].whole, rows[copy].whole)], "times",
                         "<= 1")


def metres(value):
    """For people: three figures at most, in the unit that fits."""
    for unit, size in ("km", 1e3), ("m", 1), ("mm", 1e-3):
        if value >= size:
            return "%s %s" % (figure(value / size), unit)
    return "%s µm" % figure(value * 1e6)


def print_summary(answers):
    """One row a program and one column a task and zone."""
    names = dict.fromkeys(row.name for answer in answers for row in answer.rows
                          if answer.task.name == "track" or "copy" not in row.name)
    lines = []
    for name in names:
        line = [name]
        for answer in answers:
            row = next((row for row in answer.rows if row.name == name), None)
            if row is None:
                line.append("not installed")
                continue
            errors = errors_of(row, answer.rows[0].inside)
            off = "computes nothing"
            if errors and name != OURS_NEAR:
                off = "off by %s, at most %s" % (metres(statistics.median(errors)),
                                                 metres(max(errors)))
            elif row.inside is not None:
                off = "off by at most %s" % metres(answer.truth_m)
            line.append("%s s, %s MB; %s" % (figure(seconds(row)), figure(row.peak_mb), off))
        lines.append(line)
    table(["<program", *("<%s %s; %s" % ("{:,}".format(answer.total), answer.task.title,
                                         answer.zone.title) for answer in answers)], lines)


def one(server, task, zone):
    total = options.tracks if task.name == "track" else options.routes
    zones = work.zone(zone.name, zone.vertices)
    routes = work.routes(task.name, zone.name, total)
    rows = quick_ones(zone, zones, routes, total)
    checked, worst = run("/usr/bin/python3", os.path.join(here, "peer_truth.py"), zones, routes,
                         os.path.join(work.result, "statistics.csv"), TRUE).output.split()
    at_least("routes computed again by the truth", TRUE, int(checked))
    if server is not None:
        rows += postgis(server, zone, zones, routes, total)
    if has_geopandas:
        rows += geopandas(zones, routes, total)
    answer = Answer(task, zone, total, rows, float(worst))
    print_answer(answer)
    print("Ours against the project's truth, %s of these routes: greatest difference %s. Load %s.\n"
          % (checked, metres(answer.truth_m), load()), flush=True)
    return answer


def everything(server):
    if server is not None:
        print("PostGIS %s on PostgreSQL %s" % tuple(
            server.sql("select postgis_lib_version(); show server_version")))
    if has_geopandas:
        print("GeoPandas " + run("/usr/bin/python3", "-c",
                                 "import geopandas; print(geopandas.__version__)").output)
    else:
        print("GeoPandas is not installed, so that it is not compared with.\n")
    zones = [zone for zone in ZONES if (zone.vertices or 0) <= options.most_vertices]
    answers = [one(server, task, zone) for task in TASKS for zone in zones]
    print("#### What is wanted: ratios of whole processes, one core each, processor time\n")
    table(WANTED, [line for answer in answers for line in wants(answer)])
    print("#### All of it\n")
    print_summary(answers)
    # Not what is slow but what is wrong ends in a failure.
    at_most("metres between a length inside and the truth", 1e-6,
            max(answer.truth_m for answer in answers))


try:
    with peer_postgis.Postgres("max_parallel_workers_per_gather=0") as postgres:
        everything(postgres)
except peer_postgis.Missing as missing:
    print("%s, so that it is not compared with." % missing)
    everything(None)
