#!/usr/bin/python3
# Tests: src/input/airspace/aixm5.c src/input/airspace/aixm45.c src/input/zones/airspaces.c
# Tests: src/input/airspace/airspace_file.c
# Tests: src/input/flights/route_file.c src/input/inspect/file_kind.c
"""Airspace in AIXM as zones: outlines by closed forms, limits, time slices by the time of a flight,
and GDAL is not asked."""
import csv
import json
import math
import os
import subprocess
import unittest

from support.case import COMMAND, Case, feature

A, F = 6378137, 1 / 298.257223563
E2 = F * (2 - F)
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<m:AIXMBasicMessage xmlns:m="http://www.aixm.aero/schema/5.1.1/message"
 xmlns:a="http://www.aixm.aero/schema/5.1.1" xmlns:gml="http://www.opengis.net/gml/3.2"
 xmlns:xlink="http://www.w3.org/1999/xlink">
"""


def disc_m2(radius_m, latitude):
    """The area of a geodesic circle, to the fourth power of its radius (the curvature of WGS 84 is
    1 / (M N) at its centre)."""
    w2 = 1 - E2 * math.sin(math.radians(latitude))**2
    curvature = w2 * w2 / (A * A * (1 - E2))
    return math.pi * radius_m**2 * (1 - curvature * radius_m**2 / 12)


def curve(segments):
    return f"""<gml:curveMember><gml:Curve><gml:segments>{segments}
        </gml:segments></gml:Curve></gml:curveMember>"""


def line(places):
    return f"<gml:GeodesicString><gml:posList>{places}</gml:posList></gml:GeodesicString>"


def circle(radius, unit):
    return f"""<gml:CircleByCenterPoint numArc="1"><gml:pos>54.5 21</gml:pos>
        <gml:radius uom="{unit}">{radius}</gml:radius></gml:CircleByCenterPoint>"""


def arc(first, last):
    return f"""<gml:ArcByCenterPoint numArc="1"><gml:pos>10 20</gml:pos>
        <gml:radius uom="[nmi_i]">10</gml:radius><gml:startAngle uom="deg">{first}</gml:startAngle>
        <gml:endAngle uom="deg">{last}</gml:endAngle></gml:ArcByCenterPoint>"""


def surface(members, limits=""):
    return f"""<a:geometryComponent><a:AirspaceGeometryComponent><a:theAirspaceVolume>
        <a:AirspaceVolume>{limits}<a:horizontalProjection>
        <a:Surface srsName="urn:ogc:def:crs:EPSG::4326"><gml:patches><gml:PolygonPatch>
        <gml:exterior><gml:Ring>{members}</gml:Ring></gml:exterior></gml:PolygonPatch></gml:patches>
        </a:Surface></a:horizontalProjection></a:AirspaceVolume></a:theAirspaceVolume>
        </a:AirspaceGeometryComponent></a:geometryComponent>"""


def slice_of(kind, content, begin="", end=""):
    return f"""<a:timeSlice><a:AirspaceTimeSlice><gml:validTime><gml:TimePeriod>
        <gml:beginPosition>{begin}</gml:beginPosition><gml:endPosition>{end}</gml:endPosition>
        </gml:TimePeriod></gml:validTime><a:interpretation>{kind}</a:interpretation>{content}
        </a:AirspaceTimeSlice></a:timeSlice>"""


def airspace(identifier, slices):
    return f"""<m:hasMember><a:Airspace gml:id="uuid.{identifier}">
        <gml:identifier>{identifier}</gml:identifier>{slices}</a:Airspace></m:hasMember>"""


def message(*members):
    return HEAD + "".join(members) + "</m:AIXMBasicMessage>\n"


def one(content):
    return message(airspace("one", slice_of("BASELINE", content)))


class Aixm(Case):
    def file(self, text, encoding="utf-8"):
        path = self.folder / "airspace.xml"
        path.write_bytes(text.encode(encoding))
        return str(path)

    def run_on(self, text, *arguments, status=0, encoding="utf-8"):
        path = self.file(text, encoding)
        run = subprocess.run([COMMAND, *(path if word == "FILE" else word for word in arguments)],
                             capture_output=True, encoding="utf-8")
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        # GDAL leaves airspace.gfs beside what it opens.
        self.assertEqual([name for name in os.listdir(self.folder) if name.startswith("airspace")],
                         ["airspace.xml"])
        return run

    def zones(self, text, **options):
        return {zone["id"]: zone for zone in json.loads(
            self.run_on(text, "zones", "list", "--json", "--zones", "FILE", **options).stdout)}

    def test_circles(self):
        for radius, unit, metres in ((10, "NM", 18520), (10, "[nmi_i]", 18520), (35, "KM", 35000),
                                     (5000, "M", 5000), (10000, "FT", 3048)):
            zone = self.zones(one(surface(curve(circle(radius, unit)))))["one"]
            self.assertAlmostEqual(zone["area_m2"] / disc_m2(metres, 54.5), 1, delta=1e-7)

    def test_arcs(self):
        """The halves of a disc: clockwise from west over north to east, and the other way."""
        disc = disc_m2(18520, 10)
        diameter = line("10 20.1689 10 19.8311")
        north = self.zones(one(surface(curve(arc(270, 450) + diameter))))["one"]
        south = self.zones(one(surface(curve(arc(270, 90) + diameter))))["one"]
        self.assertAlmostEqual((north["area_m2"] + south["area_m2"]) / disc, 1, delta=1e-6)
        self.assertAlmostEqual(north["area_m2"] / disc, 0.5, delta=1e-3)
        self.assertGreater(north["bbox"][3], 10.16)
        self.assertLess(south["bbox"][1], 9.84)

    def test_words(self):
        limits = """<a:upperLimit uom="FL">245</a:upperLimit>
            <a:upperLimitReference>STD</a:upperLimitReference>
            <a:lowerLimit uom="M">450</a:lowerLimit>
            <a:lowerLimitReference>SFC</a:lowerLimitReference>"""
        text = one("<a:type>R</a:type><a:name>Größe</a:name>" +
                   surface(curve(circle(5, "NM")), limits))
        zone = self.zones(text)["one"]
        self.assertEqual(zone["name"], "Größe")
        self.assertEqual(zone["attributes"]["floor"], "450 M SFC")
        self.assertEqual(zone["attributes"]["ceiling"], "FL245")
        self.assertEqual(zone["attributes"]["type"], "R")
        # The file says its encoding.
        text = text.replace('encoding="UTF-8"', 'encoding="ISO-8859-1"')
        self.assertEqual(self.zones(text, encoding="latin-1")["one"]["name"], "Größe")
        text = text.replace('encoding="ISO-8859-1"', 'encoding="UTF-16"')
        self.assertEqual(self.zones(text, encoding="utf-16")["one"]["name"], "Größe")

    def inside(self, text, day):
        """The length in the volume of each zone, of a flight along 54.5 N on a day."""
        flight = feature("LineString", [[19, 54.5], [26, 54.5]], id="flight",
                         coordTimes=[f"{day}T10:00:00Z", f"{day}T11:00:00Z"])
        (self.folder / "flight.geojson").write_text(json.dumps(
            {"type": "FeatureCollection", "features": [flight]}))
        self.run_on(text, "analyze", str(self.folder / "flight.geojson"), "--zones", "FILE", "-o",
                    str(self.folder / "out"), "--force", "-q")
        with open(self.folder / "out" / "statistics.csv", newline="") as rows:
            return {row["zone_id"]: float(row["within_m"]) for row in csv.DictReader(rows)
                    if float(row["within_m"]) > 0}

    def test_slices(self):
        """Which slice a flight meets is a question of its own time: the figures are those of the
        baseline and of the slice for a time, each alone in a file."""
        large = surface(curve(line("54 20 54 22 55 22 55 20 54 20")))
        small = surface(curve(line("54.4 20.5 54.4 21 54.6 21 54.6 20.5 54.4 20.5")))
        text = message(airspace("one", slice_of("BASELINE", large, "2026-01-01T00:00:00Z") +
                                slice_of("TEMPDELTA", small, "2026-05-01T00:00:00Z",
                                         "2026-05-02T00:00:00Z")))
        usual, changed = self.inside(text, "2026-04-30"), self.inside(text, "2026-05-01")
        self.assertEqual(list(usual), ["one"])
        self.assertAlmostEqual(usual["one"], 129482.165, delta=0.01)
        self.assertEqual(list(changed), ["one@2026-05-01T00:00:00Z"])
        self.assertAlmostEqual(changed["one@2026-05-01T00:00:00Z"], 32373.811, delta=0.01)
        self.assertEqual(self.inside(text, "2025-12-31"), {})

    def test_refused(self):
        run = self.run_on(one('<a:designator>LINE</a:designator>'
                              '<a:geometryComponent><a:AirspaceGeometryComponent>'
                              '<a:theAirspaceVolume><a:AirspaceVolume><a:centreline/>'
                              '</a:AirspaceVolume></a:theAirspaceVolume>'
                              '</a:AirspaceGeometryComponent></a:geometryComponent>'),
                          "zones", "list", "--zones", "FILE", status=2)
        self.assertIn('airspace "LINE"', run.stderr)
        self.assertIn("found a centreline alone", run.stderr)
        run = self.run_on(one(surface(curve(circle(5, "NM"))))[:900], "zones", "list", "--zones",
                          "FILE", status=2)
        self.assertIn("airspace.xml: the XML breaks off in line", run.stderr)

    def test_recognised(self):
        text = one(surface(curve(circle(5, "NM"))))
        self.assertIn("AIXM 5.1, recognised by its content",
                      self.run_on(text, "inspect", "FILE").stdout)
        self.assertIn("has zones (AIXM 5.1) and no flights",
                      self.run_on(text, "check", "FILE", status=2).stderr)
        self.assertIn("expected waypoints, found AIXM 5.1",
                      self.run_on(text, "check", "--route", "AAA DCT BBB", "--points", "FILE",
                                  status=2).stderr)

    def test_older(self):
        """AIXM 4.5."""
        key = "<AseUid><codeType>R</codeType><codeId>EAR1</codeId></AseUid>"
        text = (f"""<?xml version="1.0"?><AIXM-Snapshot effective="2026-01-01"><Ase>{key}
            <txtName>DISC</txtName><codeDistVerUpper>STD</codeDistVerUpper>
            <valDistVerUpper>195</valDistVerUpper><uomDistVerUpper>FL</uomDistVerUpper></Ase>
            <Abd><AbdUid>{key}</AbdUid><Circle><geoLatCen>543000N</geoLatCen>
            <geoLongCen>0210000E</geoLongCen><valRadius>10</valRadius><uomRadius>NM</uomRadius>
            </Circle></Abd></AIXM-Snapshot>""")
        zone = self.zones(text)["R/EAR1"]
        self.assertAlmostEqual(zone["area_m2"] / disc_m2(18520, 54.5), 1, delta=1e-7)
        self.assertEqual(zone["attributes"]["ceiling"], "FL195")
        self.assertIn("AIXM 4.5, recognised by its content",
                      self.run_on(text, "inspect", "FILE").stdout)


if __name__ == "__main__":
    unittest.main()
