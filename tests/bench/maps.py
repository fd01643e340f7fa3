#!/usr/bin/python3
"""Maps: maps.py BUILD ZONES FOLDER [--routes N]

What the package for QGIS, the page and a picture cost besides the analysis and its files in text, for the bundled flights and for many routes; and
ogr2ogr's copy of the same layers into a package without styles, beside it."""
import argparse
import glob
import os
import shutil
import sys

from measure import figure, load, run, table
from work import Work

PAGE_ROUTES, PAGE_MB = 2000, 20
LAYERS = "routes,zones,passages,crossings,nearest"


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("zones")
    parser.add_argument("folder")
    parser.add_argument("--routes", type=int, default=100000)
    parser.add_argument("--times", type=int, default=3)
    return parser.parse_args()


options = parse()
work = Work(options.build, options.zones, options.folder)
result, copy = os.path.join(options.folder, "maps"), os.path.join(options.folder, "copy.gpkg")


def median(of):
    """The run with the middle time of the processors."""
    return sorted((of() for _ in range(options.times)), key=lambda one: one.cpu_s)[options.times // 2]


def analyze(routes, *formats):
    def once():
        shutil.rmtree(result, ignore_errors=True)
        return run(work.command, "analyze", *routes, "-q", "-j", "1", "--search-km", "50", *formats, "-o", result)
    return median(once)


def convert():
    if os.path.exists(copy):
        os.remove(copy)
    ran = [run("ogr2ogr", "-f", "GPKG", "-append", copy, os.path.join(result, layer + ".geojson"), "-nln", layer) for layer in LAYERS.split(",")]
    return ran[0]._replace(cpu_s=sum(one.cpu_s for one in ran), peak_mb=max(one.peak_mb for one in ran))


def size(name):
    return figure(os.path.getsize(os.path.join(result, name)) / 1e6) + " MB"


def measure(title, routes):
    rows = []
    add = lambda what, ran, made="": rows.append([what, figure(ran.cpu_s) + " s", figure(ran.peak_mb) + " MB", made])
    add("analysis, GeoJSON", analyze(routes, "--formats", "geojson"))
    add("ogr2ogr: its layers into a package", median(convert), figure(os.path.getsize(copy) / 1e6) + " MB")
    add("analysis, package and project", analyze(routes, "--formats", "gpkg"), size("analysis.gpkg"))
    add("analysis, page", analyze(routes, "--formats", "html"), size("report.html"))
    page = os.path.getsize(os.path.join(result, "report.html")) / 1e6
    add("analysis, all of it, as usual", analyze(routes))
    add("map: all maps again", median(lambda: run(work.command, "map", result, "-q")))
    picture = os.path.join(options.folder, "picture.png")
    drawn = median(lambda: run(work.command, "map", result, "-q", "--png", picture))
    add("map --png, 1600 by 1000", drawn, figure(os.path.getsize(picture) / 1e6) + " MB")
    print("#### %s: CPU time of one core, peak memory, size\n" % title)
    table(["what", "CPU", "memory", "size"], rows)
    return page


flights = sorted(glob.glob(os.path.join(options.zones, os.pardir, "flights", "*.geojson")))
measure("The %d bundled flights" % len(flights), flights)
page = measure("%s routes of 6 legs over Alaska" % figure(PAGE_ROUTES), [work.routes("short", "alaska", PAGE_ROUTES)])
measure("%s routes of 6 legs over Alaska" % figure(options.routes), [work.routes("short", "alaska", options.routes)])
print("load %s\n" % load())
met = "yes" if page < PAGE_MB else "no"
table(["<what", "wanted", "measured", "<met"], [["page of %s routes" % figure(PAGE_ROUTES), "< %d MB" % PAGE_MB, figure(page) + " MB", met]])
sys.exit(0 if page < PAGE_MB else 1)
