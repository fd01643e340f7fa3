#!/usr/bin/python3
# Tests: src/input/airspace/openair.c src/input/zones/airspaces.c
"""Circles and arcs of OpenAir against polygons of 64 corners a circle, as other programs draw them:
here in a plane around the airspace, in which 20 km are right to 1e-5."""
import json
import math
import os
import random
import subprocess
import tempfile
import unittest

from support.case import COMMAND

A, F = 6378137, 1 / 298.257223563
E2 = F * (2 - F)
MILE = 1852
CORNERS = 64
# A polygon of so many corners has so much less than its circle.
LACKS = 1 - math.sin(2 * math.pi / CORNERS) / (2 * math.pi / CORNERS)


class Plane:
    """Geodesic distances east and north of a place, metres; to the second order of them."""

    def __init__(self, lon, lat):
        self.lon, self.lat = math.radians(lon), math.radians(lat)
        w2 = 1 - E2 * math.sin(self.lat)**2
        self.north, self.east = A * (1 - E2) / w2**1.5, A / math.sqrt(w2)

    def text(self, x, y):
        tan = math.tan(self.lat)
        lat = math.degrees(self.lat + y / self.north - x * x * tan / (2 * self.north * self.east))
        lon = math.degrees(self.lon + x / (self.east * math.cos(self.lat)) *
                           (1 + y * tan / self.north))

        def angle(value, width, sides):
            seconds = abs(value) * 3600
            return (f"{int(seconds // 3600):0{width}d}:{int(seconds // 60 % 60):02d}:"
                    f"{seconds % 60:09.6f} {sides[value < 0]}")
        return f"{angle(lat, 2, 'NS')} {angle(lon, 3, 'EW')}"


def area(points):
    return sum(x1 * y2 - x2 * y1
               for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1])) / 2


def arc(centre, radius, begin, turn):
    """Corners along an arc, by azimuths from its first on; turn > 0 is clockwise."""
    steps = max(1, math.ceil(abs(turn) / (360 / CORNERS)))
    return [(centre[0] + radius * math.sin(math.radians(begin + turn * k / steps)),
             centre[1] + radius * math.cos(math.radians(begin + turn * k / steps)))
            for k in range(steps + 1)]


class Shape:
    """An airspace as records, and as a polygon."""

    def __init__(self, name, lon, lat):
        self.plane, self.points, self.drawn_m2 = Plane(lon, lat), [], 0
        self.lines = ["AC R", f"AN {name}", f"AI {name}", "AL GND", "AH FL100"]

    def add_arc(self, centre, radius, begin, turn, by_angles):
        points = arc(centre, radius, begin, turn)
        self.lines += [f"V D={'+' if turn > 0 else '-'}", f"V X={self.plane.text(*centre)}"]
        if by_angles:
            self.lines.append(f"DA {radius / MILE:.9f},{begin % 360:.9f},"
                              f"{(begin + turn) % 360:.9f}")
        else:
            self.lines.append(f"DB {self.plane.text(*points[0])}, {self.plane.text(*points[-1])}")
        self.points += points
        self.drawn_m2 += math.pi * radius**2 * abs(turn) / 360

    def add_point(self, x, y):
        self.lines.append(f"DP {self.plane.text(x, y)}")
        self.points.append((x, y))

    def add_circle(self, centre, radius):
        self.lines += [f"V X={self.plane.text(*centre)}", f"DC {radius / MILE:.9f}"]
        self.points = arc(centre, radius, 0, 360)[:-1]
        self.drawn_m2 = math.pi * radius**2


def random_shape(number, chance):
    shape = Shape(f"Z{number}", chance.uniform(-179.5, 179.5), chance.uniform(-65, 65))
    radius, kind = chance.uniform(500, 20000), number % 5
    begin, turn = chance.uniform(0, 360), chance.choice([-1, 1]) * chance.uniform(30, 330)
    if kind == 0:
        shape.add_circle((0, 0), radius)
    elif kind in (1, 2):  # a sector, by either record
        shape.add_point(0, 0)
        shape.add_arc((0, 0), radius, begin, turn, kind == 1)
    elif kind == 3:  # a ring between two radii, cut open
        shape.add_arc((0, 0), radius, begin, turn, False)
        shape.add_arc((0, 0), radius * 0.6, begin + turn, -turn, True)
    else:  # a stadium: two half circles, with straight sides between
        x = radius * chance.uniform(0.3, 1)
        shape.add_arc((x, 0), radius / 2, 0, 180, chance.choice([True, False]))
        shape.add_arc((-x, 0), radius / 2, 180, 180, chance.choice([True, False]))
    return shape


class OpenAirArcs(unittest.TestCase):
    def test_areas(self):
        chance = random.Random(64)
        shapes = [random_shape(number, chance) for number in range(200)]
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.txt")
            with open(path, "w", encoding="ascii") as file:
                file.write("\n\n".join("\n".join(shape.lines) for shape in shapes) + "\n")
            run = subprocess.run([COMMAND, "zones", "list", "--json", "--zones", path],
                                 capture_output=True, text=True)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        zones = {zone["id"]: zone for zone in json.loads(run.stdout)}
        self.assertEqual(len(zones), len(shapes))
        for number, shape in enumerate(shapes):
            gon_m2 = abs(area(shape.points))
            m2 = zones[f"Z{number}"]["area_m2"]
            with self.subTest("\n".join(shape.lines)):
                # What is of third order is 3e-5 at 20 km, and more far north. A line that is
                # straight in longitude and latitude bends by L^2 tan(lat) / 8 R.
                edges = zip(shape.points, shape.points[1:] + shape.points[:1])
                bends = sum(math.dist(a, b)**3 for a, b in edges) * abs(
                    math.tan(shape.plane.lat)) / (12 * A)
                self.assertLess(abs(m2 - gon_m2), LACKS * shape.drawn_m2 + 1e-4 * gon_m2 + bends)
                if number % 5 in (0, 1, 2, 4):  # a circle has more than its polygon
                    self.assertGreater(m2, gon_m2 * (1 - 1e-4) - bends)
                if number % 5 == 0:
                    self.assertAlmostEqual(m2 / (gon_m2 / (1 - LACKS)), 1, delta=1e-4)


if __name__ == "__main__":
    unittest.main()
