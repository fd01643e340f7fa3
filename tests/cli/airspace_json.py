#!/usr/bin/python3
# Tests: src/input/airspace/json_airspace.c src/input/airspace/openaip.c
# Tests: src/input/airspace/ed_zones.c src/input/zones/zones.c src/cli/shown_volumes.c
"""Airspace of openAIP, ED-269 and ED-318: ids, names, limits, times, circles and what is odd."""
import json
import math
import subprocess
import unittest

from support.case import COMMAND, Case, feature

A, F = 6378137, 1 / 298.257223563
E2 = F * (2 - F)
RING = [[8, 46.9], [8.2, 46.9], [8.2, 47], [8, 47], [8, 46.9]]
HOLE = [[8.05, 46.93], [8.05, 46.95], [8.1, 46.95], [8.1, 46.93], [8.05, 46.93]]


def disc_m2(radius_m, latitude):
    """The area of a geodesic circle, to the fourth power of its radius (the curvature of WGS 84 is
    1 / (M N) at its centre)."""
    w2 = 1 - E2 * math.sin(math.radians(latitude))**2
    curvature = w2 * w2 / (A * A * (1 - E2))
    return math.pi * radius_m**2 * (1 - curvature * radius_m**2 / 12)


def limit(value, unit, datum):
    return {"value": value, "unit": unit, "referenceDatum": datum}


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings or [RING])}


def openaip(**members):
    return {"_id": "a1", "name": "ED-R 1", "type": 1, "icaoClass": 8, "country": "DE",
            "upperLimit": limit(50, 6, 2), "lowerLimit": limit(0, 1, 0), "geometry": polygon(),
            **members}


def ed269(*volumes, **members):
    return {"identifier": "Z1", "country": "CHE", "name": "Zone", "type": "COMMON",
            "restriction": "PROHIBITED", "reason": ["AIR_TRAFFIC"],
            "applicability": [{"permanent": "YES"}], "geometry": list(volumes), **members}


def volume(projection=None, lower=0, upper=120, unit="M", reference="AGL"):
    return {"uomDimensions": unit, "lowerLimit": lower, "lowerVerticalReference": reference,
            "upperLimit": upper, "upperVerticalReference": reference,
            "horizontalProjection": projection or polygon()}


def layer(lower=0, upper=120, unit="m", reference="AGL"):
    return {"upper": upper, "upperReference": reference, "lower": lower,
            "lowerReference": reference, "uom": unit}


def ed318(geometry, **members):
    return {"type": "Feature", "properties": {"identifier": "C1", "country": "CHE",
                                              "name": [{"text": "Kreis", "lang": "de-CH"},
                                                       {"text": "Circle", "lang": "en-GB"}],
                                              "type": "PROHIBITED", **members},
            "geometry": geometry}


def collection(*features, **members):
    return {"type": "FeatureCollection", "features": list(features), **members}


class AirspaceJson(Case):
    def file(self, content):
        path = self.folder / "airspace.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content),
                        encoding="utf-8")
        return str(path)

    def run_zones(self, content, *arguments, status=0):
        run = subprocess.run([COMMAND, "zones", "list", "--json", "--zones", self.file(content),
                              *arguments], capture_output=True, encoding="utf-8")
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return run

    def zones(self, content, *arguments):
        run = self.run_zones(content, *arguments)
        self.assertNotIn("not understood", run.stderr)
        return {zone["id"]: zone for zone in json.loads(run.stdout)}

    def shown(self, content, name):
        run = subprocess.run([COMMAND, "zones", "show", name, "--json", "-q", "--zones",
                              self.file(content)], capture_output=True, encoding="utf-8")
        self.assertEqual(run.returncode, 0, run.stderr)
        return json.loads(run.stdout)

    def area(self, *rings):
        path = self.write("zone.geojson", feature("Polygon", list(rings), id="A"))
        run = subprocess.run([COMMAND, "zones", "list", "--json", "--zones", path],
                             capture_output=True, encoding="utf-8")
        return json.loads(run.stdout)[0]["area_m2"]

    def test_openaip_wrappings(self):
        """The answers of its interface, an array, GeoJSON, and a feature a line are the same."""
        items = [openaip(), openaip(_id="a2", geometry=polygon(RING, HOLE))]
        features = [{"type": "Feature", "geometry": item["geometry"],
                     "properties": {k: v for k, v in item.items() if k != "geometry"}}
                    for item in items]
        areas = {"a1": self.area(RING), "a2": self.area(RING, HOLE)}
        for content in (items, {"totalCount": 2, "totalPages": 1, "items": items},
                        collection(*features), features[0] | {"id": 7},
                        "\n".join(map(json.dumps, features)) + "\n"):
            zones = self.zones(content)
            for name, zone in zones.items():
                self.assertAlmostEqual(zone["area_m2"], areas[name], delta=1e-3)
                self.assertEqual(zone["name"], "ED-R 1")
            self.assertEqual(len(zones), 1 if isinstance(content, dict) and "id" in content else 2)
        pieces = openaip(geometry={"type": "MultiPolygon", "coordinates": [[RING], [
            [[x + 1, y] for x, y in RING]]]})
        self.assertAlmostEqual(self.zones([pieces])["a1"]["area_m2"], 2 * areas["a1"], delta=1e-2)

    def test_truncated(self):
        for content in ({"totalCount": 2, "totalPages": 1, "items": [openaip()]},
                        {"totalPages": 3, "page": 1, "items": [openaip()]},
                        collection({"type": "Feature", "geometry": polygon(),
                                    "properties": openaip()}, exceededTransferLimit=True),
                        collection(ed318(polygon() | {"layer": layer()}), numberMatched=9)):
            self.assertIn("airspace.json: is cut off: it", self.run_zones(content, status=2).stderr)

    def check(self, content, *arguments, height=500, time="2026-05-01T10"):
        """The verdict of a flight through the ring."""
        route = self.write("route.geojson", feature(
            "LineString", [[7.9, 46.95, height], [8.3, 46.96, height]], id="f",
            coordTimes=[f"{time}:00:00Z", f"{time}:10:00Z"]))
        return subprocess.run([COMMAND, "check", route, "--zones", self.file(content), *arguments],
                              capture_output=True, encoding="utf-8").returncode

    def test_limits_and_times_judge(self):
        """Types, limits and hours of each format, by a flight within, above, and at another time:
        1 violates, 0 complies, 4 undecided. 1 May 2026 is a Friday."""
        hours = {"operatingHours": [{"dayOfWeek": 4, "startTime": "06:00", "endTime": "18:00"}]}
        aip = openaip(type=3, upperLimit=limit(5000, 1, 1), lowerLimit=limit(100, 0, 1),
                      hoursOfOperation=hours)
        days = [{"permanent": "NO", "startDateTime": "2026-04-01T00:00:00Z",
                 "endDateTime": "2026-06-01T00:00:00Z",
                 "schedule": [{"day": ["FRI"], "startTime": "08:00:00Z",
                               "endTime": "12:00:00Z"}]}]
        ed = {"UASZoneList": [ed269(volume(None, 300, 5000, "FT", "AMSL"), applicability=days)]}
        geo = collection(ed318(polygon() | {"layer": layer(100, 1000, "m", "AMSL")},
                               limitedApplicability=days))
        for content, rules in (([aip], "airspace-vfr"), (ed, "airspace-uas"),
                               (geo, "airspace-uas")):
            rules = ("--rules", rules)
            self.assertEqual(self.check(content, *rules), 1, rules)
            self.assertEqual(self.check(content, *rules, height=2000), 0, rules)
            self.assertEqual(self.check(content, *rules, height=50), 0, rules)
            self.assertEqual(self.check(content, *rules, time="2026-05-02T10"), 0, rules)
        self.assertEqual(self.check([aip | {"byNotam": True}], "--rules", "airspace-vfr"), 4)
        self.assertEqual(self.check([openaip(type=3)]), 4)
        odd = collection(ed318(polygon() | {"layer": layer(0, "high", "m", "AMSL")}))
        self.assertEqual(self.check(odd, "--rules", "airspace-uas"), 4)

    def test_long_outline(self):
        """A first outline of megabytes, behind which the limits stand, is ED-318 all the same."""
        ring = [[8 + math.cos(i / 3e4 * math.pi) / 10, 47 + math.sin(i / 3e4 * math.pi) / 10]
                for i in range(60000)]
        ring.append(ring[0])
        self.assertGreater(len(json.dumps(ring)), 1 << 21)
        found = self.zones(collection(ed318(polygon(ring) | {"layer": layer()}),
                                      ed318(polygon() | {"layer": layer()}, identifier="C2")))
        self.assertEqual(found["C1"]["attributes"]["ceiling"], "120 m AGL")
        self.assertEqual(found["C2"]["attributes"]["ceiling"], "120 m AGL")

    def test_ed_limits(self):
        """What `floor` and `ceiling` become, and the file's own words."""
        for unit, reference, lower, upper, words in (
                ("M", "AGL", 0, 120, ("GND", "120 M AGL")),
                ("FT", "AMSL", "0", "2500", ("0 FT AMSL", "2500 FT AMSL")),
                ("M", "WGS84", 10.5, 99999, ("10.5 M HAE", "UNL")),
                ("M", "AGL", None, None, (None, None))):
            zone = self.shown({"UASZoneList": [ed269(volume(None, lower, upper, unit, reference))]},
                              "Z1")["attributes"]
            self.assertEqual((zone.get("floor"), zone.get("ceiling")), words)
            ends = ["none" if end is None else end for end in (lower, upper)]
            self.assertEqual(zone["limits"], f"{ends[0]} {unit} {reference} to "
                                             f"{ends[1]} {unit} {reference}")
            shape = polygon() | {"layer": layer(lower, upper, unit, reference)}
            zone = self.shown(collection(ed318(shape)), "C1")["attributes"]
            self.assertEqual((zone.get("floor"), zone.get("ceiling")), words)
        run = self.run_zones({"UASZoneList": [ed269(volume(None, 0, 120, "M", None))]})
        self.assertIn("is not understood", run.stderr)

    def test_how_limits_are_read(self):
        """`zones show` has them beside the file's own words."""
        zone = self.shown([openaip(byNotam=True)], "a1")
        [volume] = zone["volumes"]
        self.assertEqual([volume[name] for name in ("floor", "ceiling", "active")],
                         ["GND", "FL50", "by NOTAM"])
        path = self.file([openaip(upperLimit=limit(4500, 1, 1), lowerLimit=limit(300, 0, 0))])
        run = subprocess.run([COMMAND, "zones", "show", "a1", "--zones", path],
                             capture_output=True, encoding="utf-8")
        self.assertRegex(run.stdout, "volume +300 m AGL to 4500 ft MSL\n")
        self.assertRegex(run.stdout, r'upperLimit +\{"value":4500,"unit":1,"referenceDatum":1\}\n')
        plain = openaip(upperLimit=None, lowerLimit=None)
        self.assertEqual(self.shown([plain], "a1")["volumes"], [])
        run = subprocess.run([COMMAND, "zones", "show", "a1", "--zones", self.file([plain])],
                             capture_output=True, encoding="utf-8")
        self.assertNotIn("volume ", run.stdout)

    def test_ed_circles(self):
        circle = {"type": "Circle", "center": [7.45, 46.95], "radius": 5000}
        point = {"type": "Point", "coordinates": [7.45, 46.95],
                 "extent": {"subType": "Circle", "radius": 5000.0}, "layer": layer()}
        disc = disc_m2(5000, 46.95)
        for content, name in (({"UASZoneList": [ed269(volume(circle))]}, "Z1"),
                              ({"features": [ed269(volume(circle))]}, "Z1"),
                              (collection(ed318(point)), "C1"),
                              (collection(ed318({"type": "GeometryCollection",
                                                 "geometries": [point]})), "C1")):
            zone = self.zones(content)[name]
            self.assertAlmostEqual(zone["area_m2"] / disc, 1, delta=1e-7)
        self.assertEqual(self.zones(collection(ed318(point)))["C1"]["name"], "Circle")

    def test_attributes(self):
        """Nothing is dropped; an id beside the key has another name."""
        zone = self.shown([openaip(frequencies=[{"value": "123.4"}], byNotam=False, note=None,
                                   ratio=0.1, id="other", remarks="")], "a1")
        self.assertEqual(zone["attributes"], {
            "name": "ED-R 1", "id": "a1", "_id": "a1", "other_id": "other", "type": "1",
            "icaoClass": "8", "country": "DE", "frequencies": '[{"value":"123.4"}]',
            "byNotam": "false", "ratio": "0.1",
            "upperLimit": '{"value":50,"unit":6,"referenceDatum":2}',
            "lowerLimit": '{"value":0,"unit":1,"referenceDatum":0}'})
        both = collection(ed318(polygon() | {"layer": layer()}))
        self.assertEqual(json.loads(self.shown(both, "C1")["attributes"]["names"])[0]["text"],
                         "Kreis")
        dated = collection(ed318(polygon() | {"layer": layer()}),
                           metadata={"validTo": "2026-12-31T00:00:00Z"})
        self.assertIn("the data is valid until 2026-12-31T00:00:00Z", self.run_zones(dated).stderr)

    def test_odd(self):
        """A bad airspace is told by its name; others stay."""
        good = openaip(_id="good")
        for bad, why in ((openaip(name="Bad", geometry=None),
                          "geometry: expected a Polygon, found none"),
                         (openaip(name="Bad", geometry={"type": "Point", "coordinates": [1, 2]}),
                          "geometry: expected a Polygon, found Point"),
                         (openaip(name="Bad", geometry=polygon([[8, 46], [8, 95], [9, 46]])),
                          "coordinates: expected a longitude and a latitude at position 2 of ring "
                          "1, found something else"),
                         (openaip(name="Bad", geometry=polygon([[8, 46], [9, 46]])),
                          "coordinates: expected at least 3 positions in ring 1, found 2")):
            run = self.run_zones([bad, good], status=2)
            self.assertIn('airspace.json: airspace "Bad": ' + why, run.stderr)
            run = self.run_zones([bad, good], "--skip-invalid")
            self.assertEqual([zone["id"] for zone in json.loads(run.stdout)], ["good"])
            self.assertIn(why, run.stderr)
        for bad, why in ((volume({"type": "Circle", "center": [8, 47], "radius": 0}),
                          "a circle: expected a radius in metres, found a number"),
                         (volume({"type": "Circle", "center": [8], "radius": 5}),
                          "a circle: expected the longitude and latitude of its centre"),
                         (volume({"type": "Ellipse"}),
                          "horizontalProjection: expected a Polygon or a Circle, found Ellipse")):
            self.assertIn(why, self.run_zones({"UASZoneList": [ed269(bad)]}, status=2).stderr)
        run = self.run_zones('{"UASZoneList": [\n{"identifier": }]}', status=2)
        self.assertIn("airspace.json: line 2: expected JSON", run.stderr)
        run = self.run_zones({"UASZoneList": 1}, status=2)
        self.assertIn("expected an array of zones", run.stderr)

    def test_inspect_and_check(self):
        for content, title in (([openaip()], "openAIP"), ({"UASZoneList": [ed269(volume())]},
                                                          "ED-269"),
                               (collection(ed318(polygon() | {"layer": layer()})), "ED-318")):
            path = self.file(content)
            run = subprocess.run([COMMAND, "inspect", path], capture_output=True, encoding="utf-8")
            self.assertIn(f"{title}, recognised by its content\n1 zone", run.stdout)
            run = subprocess.run([COMMAND, "check", path], capture_output=True, encoding="utf-8")
            self.assertEqual(run.returncode, 2)
            self.assertIn(f"has zones ({title}) and no flights", run.stderr)


if __name__ == "__main__":
    unittest.main()
