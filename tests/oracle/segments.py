#!/usr/bin/python3
# Tests: src/geodesy/contact.c src/geodesy/section.c src/analysis/meet/fly.c
"""Single legs against single geodesic edges, and lengths of single legs: against truth/ and, where
there is one, against a larger truth beside the project.

Each pair of segments becomes a route and a triangle of which the second segment is one edge. Where
the truth has the intersection within both there must be a crossing at its place, and none where it
has it beyond the end of one."""
import csv
import gzip
import json
import math
import os
import subprocess
import sys
import tempfile

from truth import HERE, larger

# How far off a right program may be where the truth does not say: positions are written to ten
# decimals of a degree. At a shallow angle the rounding of the coordinates themselves, a nanometre,
# moves a crossing by far more.
LIMITS = {"shallow": 1e-3}
LIMIT_M = 2e-6
ROUNDED_M = 1e-5
LENGTH_M = 1.5e-6  # 1e-6, as analysis.h says, and what is written is rounded to that


def metres(lon1, lat1, lon2, lat2):
    east = math.remainder(lon2 - lon1, 360) * 111320 * math.cos(math.radians(lat1))
    return math.hypot(east, (lat2 - lat1) * 111500)


def corner(lon1, lat1, lon2, lat2):
    """A third corner, off to the right by about the segment's length; on a sphere, since it does
    not matter where."""
    a, b = ([math.cos(math.radians(p)) * math.cos(math.radians(l)),
             math.cos(math.radians(p)) * math.sin(math.radians(l)),
             math.sin(math.radians(p))] for l, p in ((lon1, lat1), (lon2, lat2)))
    right = [b[1] * a[2] - b[2] * a[1], b[2] * a[0] - b[0] * a[2], b[0] * a[1] - b[1] * a[0]]
    c = [(x + y) / 2 + z for x, y, z in zip(a, b, right)]
    return [
        math.degrees(math.atan2(c[1], c[0])),
        math.degrees(math.atan2(c[2], math.hypot(c[0], c[1])))
    ]


def analyze(routes, zones, *options):
    """The layer's features."""
    with tempfile.TemporaryDirectory() as folder:
        for name, features in (("routes", routes), ("zones", zones)):
            with open(os.path.join(folder, name + ".geojson"), "w") as file:
                json.dump({"type": "FeatureCollection", "features": features}, file)
        out = os.path.join(folder, "out")
        command = [os.environ["OVERFLIGHT"], "analyze", os.path.join(folder, "routes.geojson")]
        command += ["--zones", os.path.join(folder, "zones.geojson"), "-o", out, "--quiet"]
        subprocess.run([*command, "--search-km", "0", "--layers", *options], check=True)
        with open(os.path.join(out, options[0] + ".geojson")) as file:
            return json.load(file)["features"]


def feature(name, kind, coordinates, **properties):
    return {
        "type": "Feature",
        "properties": {
            "id": name, **properties
        },
        "geometry": {
            "type": kind, "coordinates": coordinates
        }
    }


def table(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def crossings_of(rows):
    """For each row its crossings: (along, lon, lat)."""
    routes, zones = [], []
    for i, r in enumerate(rows):
        x1, x2, y1, y2 = ([float(r["lon" + k]), float(r["lat" + k])]
                          for k in ("X1", "X2", "Y1", "Y2"))
        routes.append(feature(f"r{i}", "LineString", [x1, x2]))
        zones.append(feature(f"z{i}", "Polygon", [[y1, y2, corner(*y1, *y2), y1]],
                             edges="geodesic"))
    found = [[] for _ in rows]
    # A few at a time: every route meets every triangle near it.
    for first in range(0, len(rows), 50):
        for f in analyze(routes[first:first + 50], zones[first:first + 50], "crossings"):
            p = f["properties"]
            if p["route_id"][1:] == p["zone_id"][1:]:
                found[int(p["route_id"][1:])].append(
                    (p["along_m"], *f["geometry"]["coordinates"][:2]))
    return found


def segments(folder, least):
    """least: how many pairs must cross, and how many must not."""
    name = os.path.basename(folder)
    rows = table(os.path.join(folder, "segments.csv"))
    wrong, crossing, apart, worst = 0, 0, 0, {}
    for i, (r, found) in enumerate(zip(rows, crossings_of(rows), strict=True)):
        limit = float(r["limit_m"]) if r.get("limit_m") else LIMITS.get(r["tag"], LIMIT_M)
        x, place = float(r["x_m"]), (float(r["lon"]), float(r["lat"]))
        # Where it lies along the leg, and where it lies on the earth, written less finely.
        offs = [(abs(along - x), metres(lon, lat, *place)) for along, lon, lat in found]
        if int(r["segmode"]) == 0:
            crossing += 1
            off = min(offs, default=(math.inf, math.inf))
            bad = not (off[0] <= limit and off[1] <= limit + ROUNDED_M)
            worst[r["tag"]] = max(worst.get(r["tag"], 0.0), off[0])
        else:
            apart += 1
            off = min((max(one) for one in offs), default=math.inf)
            bad = off < 1e-3
        if bad:
            wrong += 1
            print(f"wrong: pair {i} ({r['tag']}), segmode {r['segmode']}: off by {off},"
                  f" limit {limit:g}")
    print(
        f"{name}: {crossing} pairs of segments that cross and {apart} that do not; {wrong} wrong;"
        " greatest differences along the leg in metres:",
        {tag: float(f"{value:.2g}")
         for tag, value in worst.items()})
    if crossing < least[0] or apart < least[1]:
        print(f"wrong: fewer pairs than {least[0]} and {least[1]} were compared")
        wrong += 1
    return wrong


def lengths(name, rows, least):
    """rows: (lon1, lat1, lon2, lat2, length)."""
    routes = [
        feature(f"g{i}", "LineString", [[r[0], r[1]], [r[2], r[3]]]) for i, r in enumerate(rows)
    ]
    far = feature("z", "Polygon", [[[0, 0], [1, 0], [1, 1], [0, 0]]])
    found = {
        f["properties"]["route_id"]: f["properties"]["length_m"]
        for f in analyze(routes, [far], "routes")
    }
    if len(found) != len(rows) or len(rows) < least:
        print(f"wrong: {name}: {len(found)} lengths of {len(rows)}, expected at least {least}")
        return 1
    off = [abs(found[f"g{i}"] - r[4]) for i, r in enumerate(rows)]
    print(f"{name}: {len(rows)} lengths of legs; greatest differences in metres:",
          {"length_m": float(f"{max(off):.2g}")})
    wrong = [i for i in range(len(rows)) if not off[i] <= LENGTH_M]
    for i in wrong[:20]:
        print("wrong: leg", *rows[i], "found", found[f"g{i}"])
    return len(wrong)


def own_lengths(folder):
    return [
        tuple(float(r[k])
              for k in ("lon1", "lat1", "lon2", "lat2", "length_m"))
        for r in table(os.path.join(folder, "lengths.csv"))
    ]


def test_set(folder):
    """C. Karney's test set: lat1 lon1 azi1 lat2 lon2 azi2 s12 …"""
    with gzip.open(os.path.join(folder, "GeodTest-short.dat.gz"), "rt") as file:
        rows = [[float(x) for x in line.split()] for line in file]
    # Longer ones are between nearly antipodal places, which the command refuses.
    return [(r[1], r[0], r[4], r[3], r[6]) for r in rows if r[6] < 19.8e6]


if __name__ == "__main__":
    own = os.path.join(HERE, "truth")
    wrong = segments(own, (186, 93)) + lengths("truth", own_lengths(own), 304)
    if larger("segments.csv"):
        wrong += segments(larger("segments.csv"), (300, 600))
    if larger("GeodTest-short.dat.gz"):
        wrong += lengths("Karney", test_set(larger("GeodTest-short.dat.gz")), 5900)
    sys.exit(1 if wrong else 0)
