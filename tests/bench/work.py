"""What is measured: the programs of a build, zones and routes, made when they are first needed;
and what an analysis says that it has done."""
import json
import os
import re
import shutil
import subprocess

from measure import at_least, fail, run

here = os.path.dirname(os.path.abspath(__file__))


class Work:
    def __init__(self, options):
        self.build, self.zones, self.folder = options.build, options.zones, options.folder
        self.command = os.path.join(self.build, "bin", "overflight")
        self.result = os.path.join(self.folder, "result")
        self.totals = {}  # of the last analysis
        self.flights = os.path.join(self.zones, os.pardir, "flights")

    def program(self, name):
        return os.path.join(self.build, "bench", name)

    def zone(self, name, vertices=None):
        """A bundled zone, with more vertices on the same outline where a number is named.
        FlatGeobuf, so that nobody is measured by his parser of JSON."""
        path = os.path.join(self.folder, "%s-%s.fgb" % (name, vertices or "bundled"))
        if os.path.exists(path):
            return path
        source = os.path.join(self.zones, name + ".geojson")
        if vertices:
            dense = os.path.join(self.folder, "dense.geojson")
            with open(dense, "w") as file:
                subprocess.run(["/usr/bin/python3", os.path.join(here, "zone.py"), source,
                                str(vertices)], stdout=file, check=True)
            source = dense
        run("ogr2ogr", "-f", "FlatGeobuf", path, source)
        return path

    def analyze(self, files, routes, *more, meeting=0.5, rows={}):
        """Runs the command. Fails unless it took exactly so many routes, at least this share of
        them met a zone, and its files have at least so many rows, by name."""
        shutil.rmtree(self.result, ignore_errors=True)
        done = run(self.command, "analyze", *files, "-o", self.result, "--quiet", *more)
        self.totals = analyzed(self.result, routes, meeting, rows)
        return done

    def routes(self, kind, place, count, driver="FlatGeobuf", extension="fgb"):
        path = os.path.join(self.folder, "%s-%s-%d.%s" % (kind, place, count, extension))
        if not os.path.exists(path):
            run(self.program("many_routes"), driver, path, kind, place, count)
        return path


def bytes_of(path, least):
    """The size of a file that must be there."""
    size = os.path.getsize(path) if os.path.exists(path) else 0
    at_least("bytes of " + os.path.basename(path), least, size)
    return size


def features(path):
    """How many a file of GDAL's has, in all layers."""
    return sum(map(int, re.findall(r"^Feature Count: (\d+)$", run("ogrinfo", "-so", "-al", path)
                                   .output, re.MULTILINE)))


def analyzed(folder, routes, meeting, rows):
    """What Work.analyze asks for; the totals."""
    bytes_of(os.path.join(folder, "summary.json"), 1)
    with open(os.path.join(folder, "summary.json")) as file:
        summary = json.load(file)
    totals = summary["totals"]
    if totals["routes"] != routes:
        fail("%s: expected %d routes analysed, found %d" % (folder, routes, totals["routes"]))
    at_least("routes that meet a zone", meeting * routes, totals["meeting_routes"])
    written = {file["file"]: file.get("rows", 0) for file in summary["files"]}
    for name, least in rows.items():
        at_least("rows of " + name, least, written.get(name, 0))
        bytes_of(os.path.join(folder, name), 10 * least)
    return totals
