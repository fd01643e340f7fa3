#!/usr/bin/python3
"""overflight and its peers on the same work: peers.py BUILD ZONES FOLDER [--only NAME,...] [--routes N] [--tracks N] [--budget S]

BUILD is the tree of the build, ZONES the folder of the bundled zones, FOLDER where files lie meanwhile. Prints a table for each zone and kind of routes,
and how far the ratios are met that are wanted. Each program has the core alone that this one was given. A peer gets BUDGET seconds for its computing; the
rest is extrapolated from the routes that it did, and the table says how many those were. The routes are drawn at random and independently, so that the
first are a fair sample."""
import argparse
import collections
import csv
import os
import re
import statistics
import subprocess
import sys

import peer_postgis
from measure import figure, median_run, run, table

here = os.path.dirname(os.path.abspath(__file__))
# More vertices on the bundled outline, where a number is named; whether the zone lies where longitudes turn over.
Zone = collections.namedtuple("Zone", "name id file vertices over_pacific")
ZONES = (
    Zone("Alaska, 12,345 vertices", "alaska", "alaska", 12345, True),
    Zone("Alaska, 612,881 vertices", "alaska", "alaska", 612881, True),
    Zone("Kaliningrad, 1,917 vertices", "kaliningrad", "kaliningrad", None, False),
)
# What is done with each zone; an overlay of swaths, when the command has it, is a third of these with an `answers` of its own.
Work = collections.namedtuple("Work", "name text wanted")
Wanted = collections.namedtuple("Wanted", "peer times")
WORKS = (
    Work("long", "routes of six legs of 500 to 800 km", (Wanted("PostGIS geography", 500), Wanted("GeoPandas, lon/lat", 200))),
    Work("track", "tracks of 1,000 fixes, legs of 50 m to 5 km", (Wanted("PostGIS geography", 30),)),
)
TIMES = 5  # runs of what is over in a second

# whole_s and computing_s are for all routes; inside holds metres by id, None where the peer failed, and is None for one that computes nothing.
Row = collections.namedtuple("Row", "name whole_s computing_s measured peak_mb inside")


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("zones")
    parser.add_argument("folder")
    parser.add_argument("--only", default=",".join(work.name for work in WORKS))
    parser.add_argument("--zone-count", type=int, default=len(ZONES))
    parser.add_argument("--routes", type=int, default=10000)
    parser.add_argument("--tracks", type=int, default=2000)
    parser.add_argument("--budget", type=float, default=5)
    return parser.parse_args()


options = parse()
command = os.path.join(options.build, "bin", "overflight")


def made(name, *program):
    """The file of that name in the folder, made by the program where it is not there yet."""
    path = os.path.join(options.folder, name)
    if not os.path.exists(path):
        run(*(path if part == "FILE" else part for part in program))
    return path


def zone_file(zone):
    """FlatGeobuf, so that reading is cheap for all and nobody is measured by his parser of JSON."""
    source = os.path.join(options.zones, zone.file + ".geojson")
    if zone.vertices:
        dense = os.path.join(options.folder, "%s-%d.geojson" % (zone.file, zone.vertices))
        if not os.path.exists(dense):
            with open(dense, "w") as file:
                subprocess.run(["/usr/bin/python3", os.path.join(here, "zone.py"), source, str(zone.vertices)], stdout=file, check=True)
        source = dense
    return made("%s-%s.fgb" % (zone.file, zone.vertices or "bundled"), "ogr2ogr", "-f", "FlatGeobuf", "FILE", source)


def lengths_inside(result):
    with open(os.path.join(result, "statistics.csv"), newline="") as file:
        return {row["route_id"]: float(row["inside_m"]) for row in csv.DictReader(file)}


def computing_s(zone, zones, routes, search_km):
    printed = run(os.path.join(options.build, "bench", "bench_geometry"), zones, zone.id, routes, search_km).output
    return float(re.search(r"all routes: ([\d.]+) s", printed)[1])


def ours(zone, zones, routes, total):
    result = os.path.join(options.folder, "result")
    analyze = (command, "analyze", routes, "--zones", zones, "-o", result, "--force", "--quiet", "--layers", "statistics")
    near = median_run(TIMES, *analyze)
    alone = median_run(TIMES, *analyze, "--search-km", 0)
    inside = lengths_inside(result)
    return [Row("**overflight**", alone.seconds, computing_s(zone, zones, routes, 0), total, alone.peak_mb, inside),
            Row("overflight, nearest approaches too", near.seconds, computing_s(zone, zones, routes, 50), total, near.peak_mb, inside)], os.path.join(result, "statistics.csv")


def copies(routes, total):
    """What it costs to read the routes and write them again, with and without the index that the format may have."""
    copy = os.path.join(options.folder, "copy.fgb")
    for name, index in ("ogr2ogr, copy without index", "NO"), ("ogr2ogr, copy", "YES"):
        one = median_run(TIMES, "ogr2ogr", "-f", "FlatGeobuf", "-lco", "SPATIAL_INDEX=" + index, copy, routes)
        os.remove(copy)
        yield Row(name, one.seconds, None, total, one.peak_mb, None)


def geopandas(zones, routes, total):
    for name, way in ("GeoPandas, lon/lat", "lonlat"), ("GeoPandas, densified 10 km, equal-area", "projected"):
        done = run("/usr/bin/python3", os.path.join(here, "peer_geopandas.py"), zones, routes, way, options.budget)
        head, *rows = done.output.splitlines()
        measured, seconds = int(head.split()[0]), float(head.split()[1])
        computing = seconds * total / measured
        yield Row(name, done.seconds - seconds + computing, computing, measured, done.peak_mb,
                  {number: float(value) for number, value in (row.split(",") for row in rows)})


def postgis(server, zone, zones, routes, total):
    for name, answer in peer_postgis.measure(server, zones, routes, total, zone.over_pacific, options.budget):
        computing = answer.computing_s * total / answer.measured
        yield Row(name, answer.other_s + computing, computing, answer.measured, answer.peak_mb, answer.inside)


def print_rows(rows, total):
    truth = rows[0].inside
    lines = []
    for row in rows:
        errors, failed = [], 0
        if row.inside is not None and row.inside is not truth:
            errors = [abs(value - truth.get(number, 0)) for number, value in row.inside.items() if value is not None]
            failed = len(row.inside) - len(errors)
        lines.append([row.name, figure(row.whole_s), figure(row.computing_s), figure(row.whole_s / rows[0].whole_s),
                      "all" if row.measured == total else "{:,}".format(row.measured) + (", %d failed" % failed if failed else ""),
                      figure(row.peak_mb), figure(statistics.median(errors)) if errors else "", figure(max(errors)) if errors else ""])
    table(["<program", "whole process s", "of it computing s", "times ours", "routes measured", "peak MB", "error median m", "error greatest m"], lines)


def wants(work, zone, rows):
    """Rows of what is wanted: text, wanted, measured, whether it is met."""
    times = {row.name: row.whole_s / rows[0].whole_s for row in rows}
    for wanted in work.wanted:
        if wanted.peer in times:
            ratio = times[wanted.peer]
            yield ["%s, %s: %s / ours" % (work.name, zone.name, wanted.peer), ">= %d" % wanted.times, figure(ratio),
                   "yes" if ratio >= wanted.times else "no"]
    if "ogr2ogr, copy" in times:
        for name in "ogr2ogr, copy", "ogr2ogr, copy without index":
            for row, which in zip(rows, ("ours", "ours with nearest approaches")):
                ratio = row.whole_s / rows[0].whole_s / times[name]
                yield ["%s, %s: %s / %s" % (work.name, zone.name, which, name), "<= 1", figure(ratio), "yes" if ratio <= 1 else "no"]


def one(server, work, zone):
    total = options.tracks if work.name == "track" else options.routes
    zones = zone_file(zone)
    routes = made("%s-%s-%d.fgb" % (work.name, zone.id, total), os.path.join(options.build, "bench", "many_routes"), "FlatGeobuf", "FILE", work.name,
                  zone.id, total)
    rows, statistics_file = ours(zone, zones, routes, total)
    checked, worst = run("/usr/bin/python3", os.path.join(here, "peer_truth.py"), zones, routes, statistics_file, 5).output.split()
    if work.name == "track":
        rows += copies(routes, total)
    if server is not None:
        rows += postgis(server, zone, zones, routes, total)
    if subprocess.run(["/usr/bin/python3", "-c", "import geopandas, pyproj"], stderr=subprocess.DEVNULL).returncode == 0:
        rows += geopandas(zones, routes, total)
    else:
        print("GeoPandas is not installed, so that it is not compared with.")
    print("#### {:,} {}; {}\n".format(total, work.text, zone.name))
    print_rows(rows, total)
    print("Ours against the project's truth, %s of these routes: greatest difference %s m.\n" % (checked, figure(float(worst))), flush=True)
    return list(wants(work, zone, rows)), float(worst)


def everything(server):
    wanted, worst = [], 0.0
    for work in WORKS:
        for zone in ZONES[:options.zone_count] if work.name in options.only.split(",") else ():
            lines, difference = one(server, work, zone)
            wanted, worst = wanted + lines, max(worst, difference)
    table(["<ratio of whole processes, one core each", "wanted", "measured", "met"], wanted)
    # Not what is fast but what is wrong ends in a failure.
    if worst > 1e-6:
        sys.exit("peers.py: a length inside is %g m from the truth" % worst)


try:
    with peer_postgis.Postgres("max_parallel_workers_per_gather=0") as postgres:
        everything(postgres)
except peer_postgis.Missing as missing:
    print("%s, so that it is not compared with." % missing)
    everything(None)
