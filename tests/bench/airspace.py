#!/usr/bin/python3
"""Airspace of a continent: reading it from each format, a plan against all of it, and a tenth of a
day of flights, on one core; beside it GDAL reading the same GeoJSON, and GEOS and shapely's tree
finding what a line crosses. Nearest approaches are measured off and within 50 km."""
import json
import os
import shutil
import sys

import made_airspace
from measure import (WANTED, Sample, arguments, at_least, figures, in_turn, load, run, table,
                     wanted)

options = arguments(__doc__, airspaces=(20000, "made"), flights=(3000, "of a day"),
                    fixes=(5000000, "of all of them"), times=(3, "runs of each"))
COMMAND = os.path.join(options.build, "bin", "overflight")
HERE = os.path.dirname(os.path.abspath(__file__))


def path(name):
    return os.path.join(options.folder, name)


def plan(name, *places):
    with open(path(name), "w", encoding="ascii") as file:
        json.dump({"type": "Feature", "properties": {"id": "p"},
                   "geometry": {"type": "LineString", "coordinates": places}}, file)
    return path(name)


def check(route, zones):
    """Undecided (4) is what a flight through airspace without known altitudes is."""
    return run(COMMAND, "check", route, "--zones", zones, "--rules", "airspace-vfr", "--quiet",
               good=(0, 1, 4))


def analyze(zones, search_km):
    shutil.rmtree(path("result"), ignore_errors=True)
    done = run(COMMAND, "analyze", path("day.csv"), "--zones", zones, "--search-km", search_km,
               "--layers", "statistics", "--formats", "csv", "--jobs", 1, "--quiet", "-o",
               path("result"))
    with open(path("result/statistics.csv"), "rb") as file:
        rows = sum(1 for _ in file) - 1
    return done, rows


GDAL = """import sys
from osgeo import ogr
data=ogr.Open(sys.argv[1]); print(sum(1 for f in data.GetLayer(0) if f.GetGeometryRef()))"""
# Version 1.8 of the tree answers with shapes, later ones with their numbers.
SHAPELY = """import sys
from osgeo import ogr
from shapely import geometry, strtree, wkb
data=ogr.Open(sys.argv[1])
shapes=[wkb.loads(bytes(f.GetGeometryRef().ExportToWkb())) for f in data.GetLayer(0)]
tree=strtree.STRtree(shapes); line=geometry.LineString([(-9,37),(8,48),(29,59)])
near=[one if hasattr(one,'geom_type') else shapes[one] for one in tree.query(line)]
print(sum(line.intersection(one).length>0 for one in near))"""


def peers():
    found = {"GDAL reads the GeoJSON": lambda: run("/usr/bin/python3", "-c", GDAL,
                                                   path("a.geojson"))}
    try:
        import shapely  # noqa: F401 (only to see whether it is there)
        found["GDAL reads it, shapely's tree and GEOS"] = lambda: run(
            "/usr/bin/python3", "-c", SHAPELY, path("a.geojson"))
    except ImportError:
        print("shapely is not installed: left out\n")
    return found


before = load()
for name, write in (("a.geojson", made_airspace.geojson), ("a.txt", made_airspace.openair)):
    with open(path(name), "w", encoding="ascii") as out:
        write(out, options.airspaces)
run(sys.executable, os.path.join(HERE, "aixm_airspace.py"), options.airspaces, path("a.xml"))
with open(path("far.geojson"), "w", encoding="ascii") as out:
    out.write('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"far"},'
              '"geometry":{"type":"Polygon","coordinates":[[[100,-60],[101,-60],[101,-59],'
              "[100,-60]]]}}]}\n")
AWAY = plan("away.geojson", [-120, -50, 0], [-121, -51, 0])
ACROSS = plan("across.geojson", [-9, 37], [8, 48], [29, 59])
FORMATS = ("a.geojson", "a.txt", "a.xml")
tasks = {"start": lambda: check(AWAY, path("far.geojson")),
         "plan": lambda: check(ACROSS, path("a.geojson"))}
tasks.update({name: lambda name=name: check(AWAY, path(name)) for name in FORMATS})
tasks.update(peers())
found = in_turn(options.times, tasks)
LIMITS = {"a.txt": ">= 100", "a.xml": ">= 50", "a.geojson": None}
rows = []
for name in FORMATS:
    megabytes = os.path.getsize(path(name)) / 1e6
    start = found["start"].cpu_s
    rows.append(wanted("reading %s (%.0f MB), with the index" % (name, megabytes),
                       [megabytes / max(one - start, 1e-3) for one in found[name].cpu], "MB/s",
                       LIMITS[name]))
rows.append(wanted("open and indexed (GeoJSON), the whole process", found["a.geojson"].cpu,
                   "CPU s", "<= 0.5"))
rows.append(wanted("a plan across all of it, judged", found["plan"].cpu, "CPU s", "<= 0.7"))
for name in list(found)[5:]:
    rows.append(wanted("  " + name, found[name].cpu, "CPU s"))

made = figures(os.path.join(options.build, "bench", "europe_day"), options.flights, options.fixes,
               path("day.csv"), 1, path("unused.geojson"))
at_least("fixes", 0.99 * options.fixes, made["fixes"])
far = Sample("far", [analyze(path("far.geojson"), 0)[0] for _ in range(options.times)])
rates = {}
for search_km, limit in ((0, ">= 5"), (50, None)):
    runs = [analyze(path("a.geojson"), search_km) for _ in range(options.times)]
    at_least("rows of statistics.csv", options.flights * options.airspaces / 2000, runs[0][1])
    # What the same command takes with a zone far away is reading; the index is above.
    less = far.cpu_s + found["a.geojson"].cpu_s - found["start"].cpu_s
    rates[search_km] = [one[0].cpu_s - less for one in runs]
    what = "a day of flights, nearest approaches %s" % ("off" if search_km == 0 else "within 50 km")
    if min(rates[search_km]) < 0.1 * less:
        rows.append([what, "", "too little work to tell from reading", "", ""])
        continue
    rows.append(wanted(what, [made["fixes"] / 1e6 / s for s in rates[search_km]],
                       "million fixes a CPU second", limit))
if min(rates[0]) >= 0.1 * less:
    rows.append(wanted("  with them, times what it takes without",
                       [b / a for a, b in zip(rates[0], rates[50])], "times", "<= 3"))
print("{:,} airspaces, {:,} flights, {:,.0f} fixes; load {} before and {} after\n".format(
    options.airspaces, options.flights, made["fixes"], before, load()))
table(WANTED, rows)
