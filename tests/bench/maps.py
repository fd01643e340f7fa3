#!/usr/bin/python3
"""Maps: what the package for QGIS, the page and a picture cost besides the analysis and its files
in text, for the bundled flights and for many routes; and ogr2ogr's copy of the same layers into a
package without styles, beside it."""
import glob
import os

from measure import (WANTED, arguments, at_least, at_most, figure, in_turn, load, median, run,
                     table, wanted)
from work import Work, bytes_of, features

PAGE_ROUTES, PAGE_MB = 2000, 20
LAYERS = "routes,zones,passages,crossings,nearest".split(",")
options = arguments(__doc__, routes=(100000, "the greatest number"), times=(3, "runs of each"))
work = Work(options)
copy, picture = (os.path.join(options.folder, name) for name in ("copy.gpkg", "picture.png"))


def path(name):
    return os.path.join(work.result, name)


class Maps:
    """Of `count` routes, in one file or several."""

    def __init__(self, routes, count):
        self.routes, self.count = routes, count
        self.layers = {"routes.geojson": count, "passages.geojson": 0.5 * count,
                       "crossings.geojson": 0.3 * count, "nearest.geojson": 1}
        self.packed = {"analysis.gpkg": 2 * count}
        # Above what an empty page with its map and program has, and an empty package.
        self.page_bytes, self.package_bytes = 2e5 + 20 * count, 1e5 + 500 * count

    def analyze(self, *formats, rows={}):
        return work.analyze(self.routes, self.count, "-j", 1, "--search-km", 50, *formats,
                            rows=rows)

    def text(self):
        return self.analyze("--formats", "geojson", rows=self.layers)

    def usual(self):
        return self.analyze(rows={**self.layers, **self.packed})

    def package(self):
        done = self.analyze("--formats", "gpkg", rows=self.packed)
        self.package_mb = 1e-6 * bytes_of(path("analysis.gpkg"), self.package_bytes)
        bytes_of(path("analysis.qgz"), 1000)
        return done

    def page(self):
        done = self.analyze("--formats", "html")
        self.page_mb = 1e-6 * bytes_of(path("report.html"), self.page_bytes)
        return done

    def convert(self):
        """What `text` has left, by GDAL."""
        if os.path.exists(copy):
            os.remove(copy)
        ran = [run("ogr2ogr", "-f", "GPKG", "-append", copy, path(layer + ".geojson"), "-nln",
                   layer) for layer in LAYERS]
        at_least("features copied", sum(features(path(layer + ".geojson")) for layer in LAYERS),
                 features(copy))
        return ran[0]._replace(seconds=sum(one.seconds for one in ran),
                               cpu_s=sum(one.cpu_s for one in ran),
                               peak_mb=max(one.peak_mb for one in ran))

    def again(self):
        """All maps of what `analyze` has left."""
        for name in "report.html", "analysis.qgz":
            os.remove(path(name))
        done = run(work.command, "map", work.result, "-q")
        bytes_of(path("report.html"), self.page_bytes)
        bytes_of(path("analysis.qgz"), 1000)
        return done

    def draw(self):
        if os.path.exists(picture):
            os.remove(picture)
        done = run(work.command, "map", work.result, "-q", "--png", picture)
        self.picture_mb = 1e-6 * bytes_of(picture, 50000)
        return done

    def measure(self, title):
        """Prints the table; returns the megabytes of the page."""
        tasks = {
            "analysis, GeoJSON": self.text, "ogr2ogr: its layers into a package": self.convert,
            "analysis, package and project": self.package, "analysis, page": self.page,
            "analysis, all of it, as usual": self.usual, "map: all maps again": self.again,
            "map --png, 1600 by 1000": self.draw}
        samples = in_turn(options.times, tasks)
        made = {"ogr2ogr: its layers into a package": os.path.getsize(copy) / 1e6,
                "analysis, package and project": self.package_mb,
                "analysis, page": self.page_mb, "map --png, 1600 by 1000": self.picture_mb}
        print("#### %s: CPU time of one core, peak memory, size\n" % title)
        table(["what", "CPU s", "memory", "size"],
              [[name, median(sample.cpu), figure(sample.peak_mb) + " MB",
                figure(made[name]) + " MB" if name in made else ""]
               for name, sample in samples.items()])
        return self.page_mb


def many(count):
    return Maps([work.routes("short", "alaska", count)], count).measure(
        "%s routes of 6 legs over Alaska" % figure(count))


flights = sorted(glob.glob(os.path.join(work.flights, "*.geojson")))
at_least("bundled flights", 5, len(flights))
Maps(flights, len(flights)).measure("The %d bundled flights" % len(flights))
page_mb = many(PAGE_ROUTES)
many(options.routes)
print("Load: %s.\n" % load())
table(WANTED[:-1], [wanted("page of %s routes" % figure(PAGE_ROUTES), [page_mb], "MB",
                           "<= %d" % PAGE_MB)[:-1]])
at_most("MB of the page", PAGE_MB, page_mb)
