#!/usr/bin/python3
# Tests: src/geodesy/area.c src/model/zone_box.c
"""The areas of bundled zones, as the command has them, against official figures.

A zone's outline is the outer limit of the territorial sea, 12 nautical miles off the coast, since
that is what the Treaty on Open Skies calls territory (Art. II). Official figures of area stop
earlier: that of Kaliningrad at the coast, with Russia's part of the two lagoons, and the Census
Bureau's of Alaska at 3 nautical miles. What the zone has more must then be a strip along the coast,
of 12 and of 9 nautical miles:
    area - official figure = width of the strip * mean length of the lines along the coast in it,
and the outermost of these lines is the part of the outline that runs through the sea, which can be
measured. A strip that were forgotten, or reached to 24 nautical miles, or an area that is wrong by
two parts in a hundred, breaks that."""
import json
import math
import os
import pathlib
import subprocess
import sys
import unittest

COMMAND, SOURCE = os.environ.get("OVERFLIGHT"), os.environ.get("OVERFLIGHT_SOURCE")
if not COMMAND or not SOURCE:
    print("skipped: OVERFLIGHT or OVERFLIGHT_SOURCE is not set")
    sys.exit(77)
DATA = pathlib.Path(SOURCE) / "geodata"
NAUTICAL_MILE_KM = 1.852


def read(name):
    with open(DATA / name, encoding="utf-8") as file:
        return json.load(file)["features"]


def shown(id):
    """What `zones show` has of a zone."""
    run = subprocess.run(
        [COMMAND, "zones", "show", id, "--json", "--zones", DATA / "zones" / (id + ".geojson")],
        capture_output=True,
        check=True)
    return json.loads(run.stdout)


def rings(id):
    (feature,) = read("zones/%s.geojson" % id)
    geometry = feature["geometry"]
    polygons = [geometry["coordinates"]
                ] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def distance_km(a, b):
    """On the sphere, which is good to half a part in a hundred."""
    x = math.radians(math.remainder(b[0] - a[0], 360)) * math.cos(math.radians((a[1] + b[1]) / 2))
    return 6371 * math.hypot(x, math.radians(b[1] - a[1]))


def length_km(line):
    return sum(distance_km(a, b) for a, b in zip(line, line[1:]))


class Areas(unittest.TestCase):
    def test_kaliningrad(self):
        # Official: about 15,125 km² with its part of the lagoons, 13,300 of them land
        # (geodata/README.md).
        zone = shown("kaliningrad")
        more = zone["area_m2"] / 1e6 - 15125
        (ring,) = rings("kaliningrad")
        # The corners where the outer limit meets the boundaries with Poland and Lithuania, which
        # run from there to the coast.
        start, end = (
            min(range(len(ring) - 1), key=lambda i: distance_km(ring[i], corner))
            for corner in ((20.655717, 55.384217), (19.404172, 54.6039)))
        outer = length_km(ring[start:-1] + ring[:end + 1])
        self.assertTrue(130 < outer < 140, outer)
        self.assertLess(abs(more / (12 * NAUTICAL_MILE_KM * outer) - 1), 0.07, (more, outer))
        self.assertTrue(zone["area_bound_m2"] < 0.1)

    def test_alaska(self):
        # Census Bureau, State Area Measurements, 2010: land 1,477,953 km², inland water 49,997,
        # coastal water 67,647 (within the baselines), territorial water to 3 nautical miles
        # 127,739; 1,723,337 in all (earlier editions: 1,717,856).
        total, strip = 1723337, 127739
        self.assertLess(abs(1477953 + 49997 + 67647 + strip - total), 2)
        zone = shown("alaska")
        more = zone["area_m2"] / 1e6 - total
        # Of the outline, what is neither the land border with Canada nor the cut at the
        # antimeridian.
        (border,) = [
            f["geometry"] for f in read("borders.geojson") if f["properties"]["id"] == "CAN-USA"
        ]
        west = {(round(p[0] * 4), round(p[1] * 4))
                for line in border["coordinates"] for a,
                b in zip(line, line[1:]) for k in range(40)
                for p in [[a[i] + (b[i] - a[i]) * k / 40 for i in range(2)]]
                if p[0] < -129}

        def by_land(p):
            return any((round(p[0] * 4) + i, round(p[1] * 4) + k) in west
                       for i in (-1, 0, 1)
                       for k in (-1, 0, 1))

        outer = sum(
            distance_km(a, b)
            for ring in rings("alaska")
            for a,
            b in zip(ring, ring[1:])
            if not (abs(a[0]) == abs(b[0]) == 180) and not (by_land(a) and by_land(b)))
        self.assertTrue(13500 < outer < 15500, outer)
        self.assertLess(abs(more / (9 * NAUTICAL_MILE_KM * outer) - 1), 0.07, (more, outer))
        # The lines parallel to a coast of bays and islands get shorter the farther off they are:
        # more than the same length all the way would give is too much.
        self.assertLess(more, 3 * strip)

    def test_list_and_show_agree(self):
        listed = subprocess.run(
            [COMMAND, "zones", "list", "--json", "--zones", DATA / "zones" / "hawaii.geojson"],
            capture_output=True,
            check=True)
        self.assertEqual(json.loads(listed.stdout)[0]["area_m2"], shown("hawaii")["area_m2"])


if __name__ == "__main__":
    unittest.main()
