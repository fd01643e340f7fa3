#!/usr/bin/python3
"""A zone with more vertices and the same outline: zone.py ZONE.geojson VERTICES > ZONE.geojson

Halves the longest edge, by degrees, again and again; the middle is on the edge as RFC 7946 draws
it, so the zone stays what it is."""
import heapq
import json
import sys

source, wanted = sys.argv[1], int(sys.argv[2])
with open(source, encoding="utf-8") as file:
    collection = json.load(file)

rings, count = [], 0
for feature in collection["features"]:
    geometry = feature["geometry"]
    parts = geometry["coordinates"]
    for polygon in [parts] if geometry["type"] == "Polygon" else parts:
        rings += polygon
        count += sum(map(len, polygon))
if count > wanted:
    sys.exit("zone.py: %s has %d vertices already" % (source, count))

# An edge is (minus its length, ring, from, to); `after` is what follows each vertex of a ring.
edges, vertices, after = [], [], []


def add(ring, start, end):
    (x, y), (u, v) = vertices[ring][start], vertices[ring][end]
    heapq.heappush(edges, (-((u - x) ** 2 + (v - y) ** 2), ring, start, end))


for number, ring in enumerate(rings):
    vertices.append([tuple(position[:2]) for position in ring])
    after.append(list(range(1, len(ring))) + [None])
    for i in range(len(ring) - 1):
        add(number, i, i + 1)
while count < wanted:
    _, ring, start, end = heapq.heappop(edges)
    (x, y), (u, v) = vertices[ring][start], vertices[ring][end]
    vertices[ring].append(((x + u) / 2, (y + v) / 2))
    middle = len(vertices[ring]) - 1
    after[ring][start] = middle
    after[ring].append(end)
    add(ring, start, middle)
    add(ring, middle, end)
    count += 1
for number, ring in enumerate(rings):
    ring.clear()
    at = 0
    while at is not None:
        ring.append(vertices[number][at])
        at = after[number][at]
json.dump(collection, sys.stdout)
