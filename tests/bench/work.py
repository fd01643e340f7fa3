"""What is measured: the programs of a build, zones and routes, made where they are not there yet."""
import os
import subprocess

from measure import run

here = os.path.dirname(os.path.abspath(__file__))


class Work:
    def __init__(self, build, zones, folder):
        self.build, self.zones, self.folder = build, zones, folder
        self.command = os.path.join(build, "bin", "overflight")

    def program(self, name):
        return os.path.join(self.build, "bench", name)

    def zone(self, name, vertices=None):
        """A bundled zone, with more vertices on the same outline where a number is named. FlatGeobuf, so that nobody is measured by his parser of JSON."""
        path = os.path.join(self.folder, "%s-%s.fgb" % (name, vertices or "bundled"))
        if os.path.exists(path):
            return path
        source = os.path.join(self.zones, name + ".geojson")
        if vertices:
            dense = os.path.join(self.folder, "dense.geojson")
            with open(dense, "w") as file:
                subprocess.run(["/usr/bin/python3", os.path.join(here, "zone.py"), source, str(vertices)], stdout=file, check=True)
            source = dense
        run("ogr2ogr", "-f", "FlatGeobuf", path, source)
        return path

    def routes(self, kind, place, count, driver="FlatGeobuf", extension="fgb"):
        path = os.path.join(self.folder, "%s-%s-%d.%s" % (kind, place, count, extension))
        if not os.path.exists(path):
            run(self.program("many_routes"), driver, path, kind, place, count)
        return path
