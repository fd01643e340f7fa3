#!/usr/bin/python3
"""Some routes against the project's own truth: peer_truth.py ZONE ROUTES STATISTICS.csv COUNT

Takes the integration of tests/oracle/small/make.py, which shares nothing with overflight, and
prints how many of the routes that the statistics have inside the zone were computed again, and the
greatest difference of the length inside, in metres."""
import csv
import os
import runpy
import sys

from osgeo import ogr

ogr.UseExceptions()
zone_file, route_file, statistics, count = *sys.argv[1:4], int(sys.argv[4])
here = os.path.dirname(os.path.abspath(__file__))
truth = runpy.run_path(os.path.join(here, "..", "oracle", "small", "make.py"), run_name="truth")
CELL = 20  # cells a degree
STEP_M = 1000.0
MARGIN = 0.001  # by how many degrees a kilometre may leave the box of its two ends


def rings():
    source = ogr.Open(zone_file)  # the names keep alive what a geometry is part of
    feature = source.GetLayer(0).GetNextFeature()
    area = feature.GetGeometryRef()
    polygons = [area]
    if area.GetGeometryName() != "POLYGON":
        polygons = [area.GetGeometryRef(i) for i in range(area.GetGeometryCount())]
    return [[(p[0] % 360, p[1]) for p in polygon.GetGeometryRef(i).GetPoints()]
            for polygon in polygons for i in range(polygon.GetGeometryCount())]


edges, cells = [], {}


def cells_of(box):
    for x in range(int(box[0] * CELL), int(box[2] * CELL) + 1):
        for y in range(int((box[1] + 90) * CELL), int((box[3] + 90) * CELL) + 1):
            yield x, y


def box_of(a, b, margin):
    return (min(a[0], b[0]) - margin, min(a[1], b[1]) - margin,
            max(a[0], b[0]) + margin, max(a[1], b[1]) + margin)


for ring in rings():
    for a, b in zip(ring, ring[1:]):
        if a != b:
            for cell in cells_of(box_of(a, b, 0)):
                cells.setdefault(cell, []).append(len(edges))
            edges.append((a, b))


def is_inside(x, y):
    """Even-odd, by a ray to the north."""
    return sum(1 for (a, b), (c, d) in edges
               if (a > x) != (c > x) and b + (x - a) / (c - a) * (d - b) > y) % 2 == 1


def place(line, along):
    lon, lat = truth["position"](line.state(along)[0])
    return lon % 360, lat


def crossings(line, length):
    """Bisected within steps of a kilometre, each against the edges near it only."""
    found, s, before = [], 0.0, place(line, 0.0)
    while s < length:
        to = min(s + STEP_M, length)
        after = place(line, to)
        if abs(after[0] - before[0]) < 180:  # no zone here lies on the meridian of Greenwich
            near = {edge for cell in cells_of(box_of(before, after, MARGIN))
                    for edge in cells.get(cell, ())}
            for edge in near:
                side = truth["lonlat_side"](*edges[edge])
                sign = side(before)[0] > 0
                if (side(after)[0] > 0) != sign:
                    low, high = s, to
                    while high - low > 1e-9 and low < (low + high) / 2 < high:
                        middle = (low + high) / 2
                        same = (side(place(line, middle))[0] > 0) == sign
                        low, high = (middle, high) if same else (low, middle)
                    if 0 <= side(place(line, low))[1] < 1:
                        found.append(low)
        s, before = to, after
    return sorted(found)


def length_inside(fixes):
    inside, total = is_inside(fixes[0][0] % 360, fixes[0][1]), 0.0
    for a, b in zip(fixes, fixes[1:]):
        line, length = truth["between"](a, b)
        at = 0.0
        for s in crossings(line, length) + [length]:
            total += s - at if inside else 0.0
            inside, at = inside if s == length else not inside, s
    return total


with open(statistics, newline="") as file:
    ours = {row["route_id"]: float(row["inside_m"]) for row in csv.DictReader(file)
            if float(row["inside_m"]) > 0}
source = ogr.Open(route_file)
worst = done = 0
for feature in source.GetLayer(0):
    if done < count and feature["id"] in ours:
        fixes = [point[:2] for point in feature.GetGeometryRef().GetPoints()]
        worst, done = max(worst, abs(length_inside(fixes) - ours[feature["id"]])), done + 1
print(done, worst)
