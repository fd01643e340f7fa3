#!/usr/bin/python3
# Tests: src/input/airspace/faa_tfr.c src/input/zones/airspaces.c
"""Temporary flight restrictions of the FAA as zones: outlines, limits, times, several areas."""
import csv
import json
import math
import pathlib
import subprocess
import unittest

from support.case import COMMAND, Case, feature

A, F = 6378137, 1 / 298.257223563
E2 = F * (2 - F)
MILE = 1852
CORNERS = [("40.60N", "119.30W"), ("40.60N", "118.80W"), ("41.20N", "118.80W"),
           ("41.20N", "119.30W")]


def disc_m2(radius_m, latitude):
    """The area of a geodesic circle, to the fourth power of its radius (the curvature of WGS 84 is
    1 / (M N) at its centre)."""
    w2 = 1 - E2 * math.sin(math.radians(latitude))**2
    curvature = w2 * w2 / (A * A * (1 - E2))
    return math.pi * radius_m**2 * (1 - curvature * radius_m**2 / 12)


def elements(**members):
    return "".join(f"<{name}>{value}</{name}>" for name, value in members.items())


def vertex(lat, lon, kind="GRC", **members):
    return f"<Avx>{elements(codeDatum='WGE', codeType=kind, geoLat=lat, geoLong=lon, **members)}" \
           "</Avx>"


def merged(corners=CORNERS):
    return f"<abdMergedArea>{''.join(vertex(*corner) for corner in corners)}</abdMergedArea>"


def circle(lat="41N", lon="119W", radius=3, unit="NM"):
    return "<aseShapes><Abd>" + vertex(lat, lon, "CIR", valRadiusArc=radius,
                                       uomRadiusArc=unit) + "</Abd></aseShapes>"


def limits(lower=("ALT", 0, "FT"), upper=("ALT", 910, "FL")):
    return "".join(elements(**{f"codeDistVer{side}": code, f"valDistVer{side}": value,
                               f"uomDistVer{side}": unit})
                   for side, (code, value, unit) in (("Upper", upper), ("Lower", lower)))


def group(*parts, inside=""):
    return f"<TFRAreaGroup><aseTFRArea>{inside or limits()}</aseTFRArea>{''.join(parts)}" \
           "</TFRAreaGroup>"


def notam(*groups, number="6/2736", begin="2026-05-01T14:00:00", end="2026-05-02T06:00:00",
          zone="UTC", **members):
    return (f"<Not><NotUid>{elements(txtLocalName=number)}</NotUid>"
            f"{elements(dateEffective=begin, dateExpire=end, codeTimeZone=zone, **members)}"
            f"<TfrNot><codeType>91.143</codeType>{''.join(groups)}</TfrNot></Not>")


class Tfr(Case):
    def tfr(self, *notams):
        path = self.folder / "tfr.xml"
        path.write_text(f'<?xml version="1.0" encoding="UTF-8"?><XNOTAM-Update version="0.1">'
                        f"<Group><Add>{''.join(notams)}</Add></Group></XNOTAM-Update>\n",
                        encoding="utf-8")
        return str(path)

    def run_zones(self, path, *arguments, status=0):
        run = subprocess.run([COMMAND, "zones", "list", "--json", "--zones", path, *arguments],
                             capture_output=True, encoding="utf-8")
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return run

    def zones(self, *notams):
        run = self.run_zones(self.tfr(*notams))
        return {zone["id"]: zone for zone in json.loads(run.stdout)}

    def attributes(self, *notams):
        return self.zones(*notams)["6/2736"]["attributes"]

    def test_outlines(self):
        """A merged outline wins over the shapes, wherever it stands; circles by their area."""
        for parts in ((merged(), circle()), (circle(), merged()), (circle("95N"), merged())):
            zone = self.zones(notam(group(*parts)))["6/2736"]
            self.assertEqual(zone["bbox"][:1] + zone["bbox"][2:3], [-119.3, -118.8])
        for radius, unit, metres in ((3, "NM", 3 * MILE), (5, "KM", 5000), (900, "M", 900)):
            zone = self.zones(notam(group(circle(radius=radius, unit=unit))))["6/2736"]
            self.assertAlmostEqual(zone["area_m2"] / disc_m2(metres, 41), 1, delta=1e-7)
        packed = [(lat.replace("40.60N", "403600N"), lon.replace("119.30W", "1191800W"))
                  for lat, lon in CORNERS]
        self.assertAlmostEqual(self.zones(notam(group(merged(packed))))["6/2736"]["area_m2"],
                               self.zones(notam(group(merged())))["6/2736"]["area_m2"], delta=1)

    def test_arc(self):
        """Half a disc: from north to south over east, and back along the meridian."""
        half = ("<abdMergedArea>" +
                vertex("41.1N", "119W", "CWA", geoLatArc="41.0N", geoLongArc="119W",
                       valRadiusArc=6, uomRadiusArc="NM") + vertex("40.9N", "119W") +
                "</abdMergedArea>")
        zone = self.zones(notam(group(half)))["6/2736"]
        self.assertAlmostEqual(zone["area_m2"] / disc_m2(11107, 41), 0.5, delta=2e-4)
        self.assertAlmostEqual(zone["bbox"][0], -119, delta=1e-4)

    def test_limits(self):
        """A floor of 0 is the ground; a ceiling of 0 was not entered."""
        for lower, upper, words in (
                (("ALT", 0, "FT"), ("ALT", 910, "FL"), ("GND", "FL 910")),
                (("HEI", 0, "FT"), ("HEI", 400, "FT"), ("GND", "400 FT AGL")),
                (("ALT", 1500, "FT"), ("ALT", 3000, "M"), ("1500 FT MSL", "3000 M MSL"))):
            said = self.attributes(notam(group(merged(), inside=limits(lower, upper))))
            self.assertEqual((said["floor"], said["ceiling"]), words)
            self.assertEqual(said["published"], "floor {1} {2} {0}; ceiling {4} {5} {3}".format(
                *lower, *upper))
        path = self.tfr(notam(group(merged(), inside=limits(upper=("ALT", 0, "FT")))))
        self.assertIn("ceiling is not understood", self.run_zones(path).stderr)

    def test_times(self):
        """Dates are in codeTimeZone; those of an area hold instead of the NOTAM's."""
        for zone, active in (("UTC", "2026-05-01T14:00:00Z/2026-05-02T06:00:00Z"),
                             ("EDT", "2026-05-01T18:00:00Z/2026-05-02T10:00:00Z"),
                             ("AKST", "2026-05-01T23:00:00Z/2026-05-02T15:00:00Z"),
                             ("XYZ", "unknown")):
            self.assertEqual(self.attributes(notam(group(merged()), zone=zone))["active"], active)
        schedule = "<ScheduleGroup>{}</ScheduleGroup>"
        days = [elements(isTimeSeparate="FALSE", dateEffective=f"2026-05-0{day}T10:00:00",
                         dateExpire=f"2026-05-0{day}T12:00:00") for day in (1, 3)]
        inside = limits() + "".join(map(schedule.format, days))
        self.assertEqual(self.attributes(notam(group(merged(), inside=inside)))["active"],
                         "2026-05-01T10:00:00Z/2026-05-01T12:00:00Z; "
                         "2026-05-03T10:00:00Z/2026-05-03T12:00:00Z")
        open_end = self.attributes(notam(group(merged()), end=""))["active"]
        self.assertEqual(open_end, "2026-05-01T14:00:00Z/..")
        odd = limits() + schedule.format(elements(dateEffective="2026-05-01T10:00:00",
                                                  dateExpire="2026-05-09T12:00:00",
                                                  startTime="0800"))
        said = self.attributes(notam(group(merged(), inside=odd)))
        self.assertEqual(said["active"], "2026-05-01T10:00:00Z/2026-05-09T12:00:00Z perhaps")
        self.assertEqual(said["startTime"], "0800")

    def within(self, path, height, time):
        """Lengths in the volume of a flight through it: certain, and possible."""
        route = self.write("route.geojson", feature(
            "LineString", [[-119.5, 41, height], [-118.5, 41, height]], id="f",
            coordTimes=[f"2026-05-{time}:00:00Z", f"2026-05-{time}:20:00Z"]))
        run = subprocess.run([COMMAND, "analyze", route, "--zones", path, "--force", "-q",
                              "--formats", "csv", "-o", self.folder / "out"],
                             capture_output=True, encoding="utf-8")
        self.assertEqual(run.returncode, 0, run.stderr)
        with open(self.folder / "out" / "statistics.csv", encoding="utf-8") as file:
            row, = csv.DictReader(file)
        return float(row["within_m"]), float(row["within_at_most_m"])

    def test_volume(self):
        """A flight within, above, and at another time; possible where the zone of the dates is not
        known. Between the meridians of the outline a degree is 84.4 km long or so."""
        parts = group(merged(), inside=limits(upper=("ALT", 10000, "FT")))
        path = self.tfr(notam(parts))
        sure, possible = self.within(path, 1000, "01T15")
        self.assertEqual(sure, possible)
        self.assertAlmostEqual(sure, 42068, delta=60)
        self.assertEqual(self.within(path, 6000, "01T15"), (0, 0))
        self.assertEqual(self.within(path, 1000, "02T15"), (0, 0))
        unsure = self.within(self.tfr(notam(parts, zone="XYZ")), 1000, "02T15")
        self.assertEqual(unsure, (0, possible))

    def test_several(self):
        """Areas and NOTAMs are zones of their own; what the NOTAM says is said of each."""
        run = self.run_zones(self.tfr(
            notam(group(merged(), inside="<txtName>Area A</txtName>" + limits()),
                  group(circle(), inside="<txtName>Area B</txtName>" + limits()),
                  txtDescrPurpose="ROCKETS &amp; MORE"),
            notam(group(circle()), number="6/1"), notam(number="6/2")))
        zones = json.loads(run.stdout)
        self.assertEqual([zone["id"] for zone in zones], ["6/2736", "6/2736 (2)", "6/1"])
        self.assertEqual([zone["name"] for zone in zones],
                         ["TFR 6/2736 Area A", "TFR 6/2736 Area B", "TFR 6/1"])
        self.assertEqual([zone["attributes"].get("txtDescrPurpose") for zone in zones],
                         ["ROCKETS & MORE"] * 2 + [None])
        self.assertEqual(zones[0]["attributes"]["regulation"], "91.143")
        self.assertIn("NOTAM 6/2 has no area (TFRAreaGroup), and was left out", run.stderr)

    def test_odd(self):
        good = notam(group(circle()), number="6/1")
        for bad, why in ((group(), "expected an outline (abdMergedArea or aseShapes), found none"),
                         (group(merged([("41N", "119")] * 3)), 'geoLong: expected a number of '
                          'degrees and a side, such as 41.20N, found "119"'),
                         (group(merged([("91N", "119W")] * 3)), "geoLat: expected a number"),
                         (group(circle(radius=0)), "valRadiusArc: expected a radius with a unit"),
                         (group(circle(unit="ELL")), "valRadiusArc: expected a radius"),
                         (group(merged([("41N", "119W", "QQQ")] * 3)), "Avx: expected a codeType"),
                         (group(circle(), "<Aac><codeOpr>SUBTR</codeOpr></Aac>", circle("42N")),
                          "expected an abdMergedArea, as shapes are taken from each other")):
            path = self.tfr(notam(bad), good)
            self.assertIn('airspace "TFR 6/2736": ' + why, self.run_zones(path, status=2).stderr)
            run = self.run_zones(path, "--skip-invalid")
            self.assertEqual([zone["id"] for zone in json.loads(run.stdout)], ["6/1"])
        path = self.folder / "tfr.xml"
        path.write_text(path.read_text(encoding="utf-8")[:400], encoding="utf-8")
        self.assertIn("the XML breaks off", self.run_zones(str(path), status=2).stderr)

    def test_encoding(self):
        """The XML says in which letters it is."""
        path = pathlib.Path(self.tfr(notam(group(circle()), txtDescrPurpose="Año nuevo")))
        text = path.read_text(encoding="utf-8")
        for encoding in ("UTF-8", "ISO-8859-1"):
            path.write_bytes(text.replace("UTF-8", encoding).encode(encoding))
            zone, = json.loads(self.run_zones(str(path)).stdout)
            self.assertEqual(zone["attributes"]["txtDescrPurpose"], "Año nuevo")

    def test_inspect(self):
        run = subprocess.run([COMMAND, "inspect", self.tfr(notam(group(circle())))],
                             capture_output=True, encoding="utf-8")
        self.assertIn("XNOTAM of the FAA, recognised by its content\n1 zone", run.stdout)


if __name__ == "__main__":
    unittest.main()
