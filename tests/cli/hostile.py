#!/usr/bin/python3
# Tests: src/input/source/opening.c src/input/source/claims.c src/base/harmless.c
# Tests: src/base/reading_limits.h
# Tests: src/cli/limit_list.c src/output/rows/xml.c src/output/formats/csv.c src/output/rows/bytes.c
"""Files that are meant to do harm: those that name other files and servers, entity bombs, ids that
are formulas to a spreadsheet, and texts that steer a terminal or a title."""
import csv
import http.server
import json
import os
import pathlib
import re
import sqlite3
import subprocess
import tempfile
import threading
import unittest
import xml.dom.minidom
import zipfile

from osgeo import ogr

ogr.UseExceptions()
COMMAND = os.path.abspath(os.environ.get("OVERFLIGHT", ""))
SQUARE = [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]
RING = "0,0 1,0 1,1 0,1 0,0"


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def square(**properties):
    return feature({"type": "Polygon", "coordinates": SQUARE}, **properties)


def line(**properties):
    return feature({"type": "LineString", "coordinates": [[-1, 0.5], [2, 0.5]]}, **properties)


class Hostile(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="overflight-hostile-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        self.write("z.geojson", self.collection(square(id="sq", prohibited=True)))
        self.write("r.geojson", self.collection(line(id="r")))

    def collection(self, *features, **more):
        return json.dumps({"type": "FeatureCollection", **more, "features": features})

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")
        return name

    def run_it(self, *arguments, status=0):
        ran = subprocess.run([COMMAND, *arguments],
                             cwd=self.folder,
                             stdin=subprocess.DEVNULL,
                             capture_output=True,
                             timeout=60)
        out, err = ran.stdout.decode("utf-8"), ran.stderr.decode("utf-8")
        self.assertEqual(ran.returncode, status, (arguments, err))
        self.assertNotRegex(err, r"(?m)^(ERROR|Warning) \d")  # GDAL's own lines
        return out, err


class References(Hostile):
    """A server of our own counts who asks: nobody may."""
    def setUp(self):
        super().setUp()
        self.asked = asked = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self):
                asked.append(self.path)
                self.send_error(404)

            do_GET = do_HEAD = answer

            def log_message(self, *arguments):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.url = "http://127.0.0.1:%d" % server.server_port

    def vrt(self, source):
        return ("<OGRVRTDataSource><OGRVRTLayer name='z'><SrcDataSource>%s</SrcDataSource>"
                "<SrcLayer>z</SrcLayer></OGRVRTLayer></OGRVRTDataSource>" % source)

    def refused(self, zones, *more):
        for arguments in (["zones", "list", "--zones", zones],
                          ["analyze", "r.geojson", "--zones", zones, "-o", "-"],
                          ["inspect", zones], ["convert", zones, "-o", "out.geojson"]):
            _, err = self.run_it(*arguments, *more, status=2)
            self.assertRegex(err, r"names other files or servers|by a link")
            self.assertIn("--allow-references", err)
        self.assertEqual(self.asked, [])

    def test_a_vrt_names_another_file(self):
        for name in "z.vrt", "z.xml", "z.gml":  # whatever it is called
            self.refused(self.write(name, self.vrt("z.geojson")))
            out, _ = self.run_it("zones", "list", "--zones", name, "--allow-references")
            self.assertIn("sq", out)

    def test_a_vrt_written_out_is_named_itself(self):
        out, _ = self.run_it("zones", "list", "--zones", self.vrt("z.geojson"))
        self.assertIn("sq", out)

    def test_a_vrt_of_flights(self):
        text = self.vrt("r.geojson").replace("'z'", "'r'").replace(">z<", ">r<")
        _, err = self.run_it("check", self.write("r.vrt", text), status=2)
        self.assertIn("--allow-references", err)
        out, _ = self.run_it("analyze", "r.vrt", "--allow-references", "--zones", "z.geojson",
                             "-o", "-")
        self.assertIn("r,sq,", out)

    def test_a_vrt_names_a_server(self):
        name = self.write("far.vrt", self.vrt("/vsicurl/%s/z.geojson" % self.url))
        self.refused(name)
        self.run_it("zones", "list", "--zones", name, "--allow-references", status=2)
        self.assertIn("/z.geojson", self.asked)

    def test_in_a_directory_it_is_left_out(self):
        (self.folder / "tracks").mkdir()
        self.write("tracks/far.vrt", self.vrt("/vsicurl/%s/z.geojson" % self.url))
        self.write("tracks/r.geojson", self.collection(line(id="r")))
        out, _ = self.run_it("analyze", "tracks", "--zones", "z.geojson", "-o", "-")
        self.assertIn("r,sq,", out)
        self.assertEqual(self.asked, [])

    def test_a_service(self):
        self.refused(
            self.write("wfs.xml", "<OGRWFSDataSource><URL>%s/wfs</URL></OGRWFSDataSource>" %
                       self.url))

    def test_a_crs_behind_a_link(self):
        for kind, key in ("link", "href"), ("URL", "url"), ("Link", "href"):
            crs = {"type": kind, "properties": {key: self.url + "/crs", "type": "ogcwkt"}}
            self.refused(self.write("crs.geojson", self.collection(square(id="sq"), crs=crs)))
            late = json.loads(self.collection(square(id="sq")))
            late["crs"] = crs
            self.refused(self.write("late.geojson", json.dumps(late)))
            for text in self.collection(line(id="r"), crs=crs), json.dumps({
                    "type": "FeatureCollection",
                    "features": [line(id="r")],
                    "crs": crs
            }):
                _, err = self.run_it("check", self.write("flight.geojson", text), status=2)
                self.assertIn("--allow-references", err)
            self.assertEqual(self.asked, [])

    def test_schemas_and_links(self):
        gml = ("<ogr:FeatureCollection xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
               "xsi:schemaLocation='http://ogr.maptools.org/ {0}/s.xsd http://www.opengis.net/wfs "
               "{0}/wfs?SERVICE=WFS&amp;REQUEST=DescribeFeatureType&amp;TYPENAME=z' "
               "xmlns:ogr='http://ogr.maptools.org/' xmlns:gml='http://www.opengis.net/gml' "
               "xmlns:xlink='http://www.w3.org/1999/xlink'><gml:featureMember><ogr:z fid='F'>"
               "<ogr:id>sq</ogr:id><ogr:geometryProperty><gml:Polygon srsName='EPSG:4326' "
               "xlink:href='{0}/x'><gml:outerBoundaryIs><gml:LinearRing><gml:coordinates>{1}"
               "</gml:coordinates></gml:LinearRing></gml:outerBoundaryIs></gml:Polygon>"
               "</ogr:geometryProperty></ogr:z></gml:featureMember></ogr:FeatureCollection>")
        self.write("z.gml", gml.format(self.url, RING))
        kml = ("<kml xmlns='http://www.opengis.net/kml/2.2'><Document><NetworkLink><Link><href>"
               "{0}/n.kml</href></Link></NetworkLink><Placemark><name>sq</name><styleUrl>{0}/s#x"
               "</styleUrl><Polygon><outerBoundaryIs><LinearRing><coordinates>{1}</coordinates>"
               "</LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>")
        self.write("z.kml", kml.format(self.url, RING))
        for name in "z.gml", "z.kml":
            self.assertIn("sq", self.run_it("zones", "list", "--zones", name)[0])
        self.run_it("inspect", "z.kml")
        self.assertEqual(self.asked, [])

    def test_external_entities(self):
        secret = self.write("secret.txt", "do not tell")
        for root, body in (("gpx", "<trk><name>&x;&p;</name><trkseg><trkpt lat='0' lon='0'/>"
                            "<trkpt lat='0' lon='1'/></trkseg></trk>"),
                           ("kml", "<Placemark><name>&x;&p;</name><LineString><coordinates>0,0 1,1"
                            "</coordinates></LineString></Placemark>")):
            text = ("<!DOCTYPE %s SYSTEM '%s/dtd' [<!ENTITY x SYSTEM '%s/ent'><!ENTITY p SYSTEM "
                    "'%s'>]><%s>%s</%s>" % (root, self.url, self.url, secret, root, body, root))
            name = self.write("e." + root, text)
            ran = subprocess.run([COMMAND, "inspect", name], cwd=self.folder, capture_output=True)
            self.assertIn(ran.returncode, (0, 2))
            self.assertNotIn(b"do not tell", ran.stdout + ran.stderr)
        self.assertEqual(self.asked, [])

    def test_tables_of_databases_that_are_other_files(self):
        hidden = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(str(
            self.folder / "hidden.shp"))
        layer = hidden.CreateLayer("hidden", None, ogr.wkbPolygon)
        row = ogr.Feature(layer.GetLayerDefn())
        row.SetGeometry(ogr.CreateGeometryFromJson(json.dumps(square()["geometry"])))
        layer.CreateFeature(row)
        layer = hidden = None
        for driver, name in ("SQLite", "v.sqlite"), ("GPKG", "v.gpkg"):
            made = ogr.GetDriverByName(driver).CreateDataSource(str(self.folder / name))
            made.CreateLayer("zz", None, ogr.wkbPolygon)
            made = None
            with sqlite3.connect(self.folder / name) as base:
                base.execute("PRAGMA writable_schema=1")
                for table, module, what in (("vo", "VirtualOGR", "/vsicurl/%s/o" % self.url),
                                            ("vs", "VirtualShape", self.folder / "hidden")):
                    more = ", 'UTF-8', 4326" if module == "VirtualShape" else ""
                    base.execute(
                        "INSERT INTO sqlite_master VALUES('table', ?, ?, 0, ?)",
                        (table, table,
                         "CREATE VIRTUAL TABLE %s USING %s('%s'%s)" % (table, module, what, more)))
            for table in "vo", "vs":
                self.run_it("zones", "list", "--zones", "%s|layername=%s" % (name, table), "--crs",
                            "EPSG:4326", status=2)
        self.assertEqual(self.asked, [])

    def test_a_raster_of_heights(self):
        self.write(
            "dem.vrt", "<VRTDataset rasterXSize='9' rasterYSize='9'><SRS>EPSG:4326</SRS>"
            "<GeoTransform>-2,1,0,5,0,-1</GeoTransform><VRTRasterBand dataType='Float32' band='1'>"
            "<SimpleSource><SourceFilename>/vsicurl/%s/dem.tif</SourceFilename></SimpleSource>"
            "</VRTRasterBand></VRTDataset>" % self.url)
        arguments = ["analyze", "r.geojson", "--zones", "z.geojson", "--dem", "dem.vrt", "-o", "-"]
        _, err = self.run_it(*arguments, status=2)
        self.assertIn("dem.vrt: names other files", err)
        self.assertEqual(self.asked, [])

    def test_entity_bombs(self):
        bomb = "<!ENTITY a0 'lol lol lol lol lol'>" + "".join(
            "<!ENTITY a%d '%s'>" % (i, ("&a%d;" % (i - 1)) * 10) for i in range(1, 12))
        for name, text in (
            ("b.gpx", "<gpx><trk><name>&a11;</name><trkseg><trkpt lat='0' lon='0'/>"
             "<trkpt lat='0' lon='1'/></trkseg></trk></gpx>"),
            ("b.kml", "<kml xmlns='http://www.opengis.net/kml/2.2'><Placemark><name>&a11;</name>"
             "<Point><coordinates>0,0</coordinates></Point></Placemark></kml>"),
            ("b.gml", "<g:FeatureCollection xmlns:g='http://www.opengis.net/gml'><g:featureMember>"
             "<z><id>&a11;</id></z></g:featureMember></g:FeatureCollection>")):
            self.write(name, "<?xml version='1.0'?><!DOCTYPE x [%s]>%s" % (bomb, text))
            for arguments in ["inspect", name], ["check", name], ["zones", "list", "--zones", name]:
                _, err = self.run_it(*arguments, status=2)
                self.assertRegex(err, r"\Aoverflight: .*%s: " % re.escape(name))


class Spreadsheets(Hostile):
    IDS = ("=1+1", "@SUM(A1)", "-2+3", "+1", "\t=x", "\r=x", "'=1+1", "''@x", "\uff1d1", "it's",
           "'quoted'", "plain")

    def setUp(self):
        super().setUp()
        self.write("r.geojson", self.collection(*(line(id=name) for name in self.IDS)))
        self.write("z.geojson", self.collection(square(id="=cmd|'/c calc'!A1", name="-2+3")))

    def ids(self, directory):
        with open(self.folder / directory / "statistics.csv", newline="") as file:
            return [row["route_id"] for row in csv.DictReader(file)]

    def analyze(self, directory, *more):
        self.run_it("analyze", "r.geojson", "--zones", "z.geojson", "--formats", "csv", "-o",
                    directory, "-q", *more)

    def test_ids_stay_what_they_are(self):
        self.analyze("out")
        self.assertEqual(self.ids("out"), list(self.IDS))

    def test_no_cell_is_a_formula(self):
        self.analyze("safe", "--csv-safe")
        found = self.ids("safe")
        for text in found:
            self.assertNotRegex(text, r"\A[=+\-@\t\r\n\uff1d]")
        guarded = re.compile("'(?='*[=+\\-@\t\r\n\uff1d])")
        self.assertEqual([guarded.sub("", text, count=1) for text in found], list(self.IDS))
        self.assertEqual(found[-3:], list(self.IDS[-3:]))
        summary = json.loads((self.folder / "safe" / "summary.json").read_text())
        self.assertIs(summary["options"]["csv-safe"], True)
        zones = (self.folder / "safe" / "zones.csv").read_text()
        self.assertIn("'=cmd|'/c calc'!A1,'-2+3,", zones)

    def test_maps_have_the_ids_again(self):
        self.analyze("safe", "--csv-safe")
        self.run_it("map", "safe")
        package = ogr.Open(str(self.folder / "safe" / "analysis.gpkg"))
        # GDAL's reader of CSV makes one kind of line end of all.
        self.assertEqual([row["route_id"] for row in package.GetLayerByName("routes")],
                         [name.replace("\r", "\n") for name in self.IDS])

    def test_parts_have_it_too(self):
        self.analyze("whole", "--csv-safe")
        for shard in "1/2", "2/2":
            self.analyze("parts", "--csv-safe", "--shard", shard)
        self.run_it("merge", "parts/part-1-of-2", "parts/part-2-of-2", "-o", "merged")
        for name in "statistics.csv", "zones.csv", "summary.json":
            self.assertEqual((self.folder / "merged" / name).read_bytes(),
                             (self.folder / "whole" / name).read_bytes(), name)

    def test_what_is_left_out(self):
        bad = feature({"type": "LineString", "coordinates": [[0, 95], [1, 1]]}, id="=BAD()")
        self.write("r.geojson", self.collection(line(id="r"), bad))
        self.analyze("out", "--skip-invalid", "--csv-safe")
        with open(self.folder / "out" / "rejected.csv", newline="") as file:
            self.assertEqual([row["feature"] for row in csv.DictReader(file)], ["'=BAD()"])


class Controls(Hostile):
    """A name with escape sequences, controls of Latin-1, marks that turn the direction of writing,
    ends of lines and a tab."""
    BAD = ("e\x1b[31mR\x1b]0;t\x07 \u009b31m \u202erev \u2066x\u200f \u2028 n\nl\r tab\t del\x7f.")
    HARM = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")

    def setUp(self):
        super().setUp()
        bad = self.BAD
        self.write(
            "z.geojson",
            self.collection(
                square(id="z" + bad, name="n" + bad, prohibited=True, clause=bad, source=bad),
                feature({"type": "Polygon", "coordinates": [[[0, 95], [1, 0], [1, 1], [0, 95]]]},
                        id="b" + bad)))
        self.write(
            "r.geojson",
            self.collection(
                line(id="r" + bad, **{"a" + bad: bad}),
                feature({"type": "LineString", "coordinates": [[0, 0], [1, 95]]}, id="q" + bad)))
        self.odd = self.write("f%s.geojson" % bad, self.collection(line(id="r" + bad)))

    def harmless(self, text, tabs=False):
        found = self.HARM.search(text) or (not tabs and re.search("\t", text))
        if found:
            self.fail("%r in %r" % (found[0], text[max(0, found.start() - 60):found.end() + 40]))

    def test_nothing_steers_a_terminal(self):
        zones = ["--zones", "z.geojson", "--skip-invalid"]
        count = 0
        for routes in "r.geojson", self.odd:
            sweep = ["--sweep", "standoff_km=1:3:1"]
            judged = [[], ["--all", "--legs"], ["--json"], sweep]
            for arguments in ([["check", routes, *zones, "--rules", "zones", *more]
                               for more in judged],
                              [["check", routes, "--zones", "z.geojson"], ["inspect", routes],
                               ["inspect", routes, "--json"], ["zones", "list", *zones],
                               ["zones", "list", *zones, "--json"],
                               ["zones", "show", "z" + self.BAD, *zones],
                               ["zones", "show", "z\x1b"],
                               ["zones", "validate", "z.geojson"], ["check", "no\x1b\u202efile"],
                               ["che\x1bck"], ["check", "--x\x1b\u009b"],
                               ["check", "--route", "A\x1b\u202eB"],
                               ["check", routes, "--date", "\x1b\u202e"],
                               ["check", routes, "--rules", "\x1b\u202e"],
                               ["analyze", routes, *zones, "-o", "o\x1b%d" % len(routes)],
                               ["convert", routes, "--skip-invalid", "--force", "-o", "c.gpx"]]):
                for each in arguments:
                    ran = subprocess.run([COMMAND, *each], cwd=self.folder, capture_output=True)
                    for stream in ran.stdout, ran.stderr:
                        self.harmless(stream.decode("utf-8"))
                        count += len(stream) > 0
        self.assertGreater(count, 30)

    def test_titles_and_xml(self):
        self.run_it("analyze", "r.geojson", "--zones", "z.geojson", "--skip-invalid", "--rules",
                    "zones", "-o", "out", "-q")
        self.run_it("map", "out", "-o", "p.svg")
        for name in "c.gpx", "c.kml", "c.fpl":
            self.run_it("convert", "r.geojson", "--skip-invalid", "-o", name)
        for name in "cz.kml", "cz.txt":
            self.run_it("convert", "z.geojson", "--skip-invalid", "-o", name)
        for name in "p.svg", "c.gpx", "c.kml", "c.fpl", "cz.kml", "cz.txt":
            text = (self.folder / name).read_text("utf-8")
            self.harmless(text, tabs=True)
            self.assertIn("rev" if name != "c.fpl" else "<route-name>RE", text)
            if name != "cz.txt":
                xml.dom.minidom.parseString(text.encode())
        with zipfile.ZipFile(self.folder / "out" / "analysis.qgz") as archive:
            project = archive.read("analysis.qgs").decode("utf-8")
        self.harmless(project, tabs=True)
        self.harmless(re.search(r'projectname="([^"]*)"', project)[1])
        self.harmless(json.loads((self.folder / "out" / "summary.json").read_text())["headline"])

    def test_tables_have_the_id(self):
        self.run_it("analyze", "r.geojson", "--zones", "z.geojson", "--skip-invalid", "-o", "out",
                    "--formats", "csv", "-q")
        with open(self.folder / "out" / "statistics.csv", newline="", encoding="utf-8") as file:
            self.assertEqual([row["route_id"] for row in csv.DictReader(file)], ["r" + self.BAD])


class Limits(unittest.TestCase):
    def test_are_listed(self):
        ran = subprocess.run([COMMAND, "--limits"], capture_output=True, text=True, check=True)
        found = dict(re.findall(r"(?m)^([a-z-]+) +(\d+)  \w", ran.stdout))
        self.assertEqual(len(found), len(ran.stdout.splitlines()))
        self.assertEqual((found["line-bytes"], found["columns"]), ("65536", "512"))

    def test_hold(self):
        ran = subprocess.run([COMMAND, "check", "--route", "EGLL LFPG", "--sweep",
                              "standoff_km=1:100000:1"], capture_output=True, text=True)
        self.assertEqual(ran.returncode, 2)
        self.assertRegex(ran.stderr, r"\Aoverflight: .*10000")


if __name__ == "__main__":
    unittest.main()
