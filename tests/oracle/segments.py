#!/usr/bin/python3
# Tests: src/geodesy/contact.c src/geodesy/section.c src/analysis/meet/fly.c
"""Single legs against single geodesic edges, and lengths against C. Karney's test set, where a larger truth lies beside the project.

Each pair of segments becomes a route and a triangle of which the second segment is one edge; where the truth has the intersection within both there
must be a crossing at its place, and none where it has it elsewhere."""
import csv, gzip, json, math, os, subprocess, sys, tempfile

truth = os.environ.get("OVERFLIGHT_TRUTH", os.path.join(os.environ["OVERFLIGHT_SOURCE"], "..", "shared", "oracle"))
if not os.path.exists(os.path.join(truth, "segments.csv")):
    print("skipped: the truth is not here")
    sys.exit(77)
# Positions are written to 10 decimals of a degree. At a shallow angle the rounding of the coordinates themselves, a nanometre, moves a crossing by far more.
LIMITS = {"shallow": 1e-3}
LIMIT = 1e-5


def metres(lon1, lat1, lon2, lat2):
    east = math.remainder(lon2 - lon1, 360) * 111320 * math.cos(math.radians(lat1))
    return math.hypot(east, (lat2 - lat1) * 111500)


def corner(lon1, lat1, lon2, lat2):
    """A third corner, off to the right by about the segment's length; on a sphere, since it does not matter where."""
    a, b = ([math.cos(math.radians(p)) * math.cos(math.radians(l)), math.cos(math.radians(p)) * math.sin(math.radians(l)),
             math.sin(math.radians(p))] for l, p in ((lon1, lat1), (lon2, lat2)))
    right = [b[1] * a[2] - b[2] * a[1], b[2] * a[0] - b[0] * a[2], b[0] * a[1] - b[1] * a[0]]
    c = [(x + y) / 2 + z for x, y, z in zip(a, b, right)]
    return [math.degrees(math.atan2(c[1], c[0])), math.degrees(math.atan2(c[2], math.hypot(c[0], c[1])))]


def analyze(folder, routes, zones, *options):
    for name, features in (("routes", routes), ("zones", zones)):
        with open(os.path.join(folder, name + ".geojson"), "w") as file:
            json.dump({"type": "FeatureCollection", "features": features}, file)
    out = os.path.join(folder, "out")
    subprocess.run([os.environ["OVERFLIGHT"], "analyze", os.path.join(folder, "routes.geojson"), "--zones",
                    os.path.join(folder, "zones.geojson"), "-o", out, "--quiet", *options], check=True)
    return out


def feature(name, kind, coordinates, **properties):
    return {"type": "Feature", "properties": {"id": name, **properties}, "geometry": {"type": kind, "coordinates": coordinates}}


def segments(folder):
    with open(os.path.join(truth, "segments.csv"), newline="") as file:
        rows = list(csv.DictReader(file))
    routes, zones = [], []
    for i, r in enumerate(rows):
        x1, x2, y1, y2 = ([float(r["lon" + k]), float(r["lat" + k])] for k in ("X1", "X2", "Y1", "Y2"))
        routes.append(feature(f"r{i}", "LineString", [x1, x2]))
        zones.append(feature(f"z{i}", "Polygon", [[y1, y2, corner(*y1, *y2), y1]], edges="geodesic"))
    crossings = {}
    # A few at a time: every route meets every triangle near it.
    for first in range(0, len(rows), 50):
        out = analyze(folder, routes[first:first + 50], zones[first:first + 50], "--layers", "crossings", "--force")
        with open(os.path.join(out, "crossings.geojson")) as file:
            for f in json.load(file)["features"]:
                p = f["properties"]
                crossings.setdefault((p["route_id"], p["zone_id"]), []).append((p["along_m"], *f["geometry"]["coordinates"][:2]))
    wrong, within, worst = 0, 0, {}
    for i, r in enumerate(rows):
        found = crossings.get((f"r{i}", f"z{i}"), [])
        off = min((max(abs(a - float(r["x_m"])), metres(lon, lat, float(r["lon"]), float(r["lat"]))) for a, lon, lat in found),
                  default=math.inf)
        if int(r["segmode"]) == 0:
            within += 1
            bad = off > LIMITS.get(r["tag"], LIMIT)
            worst[r["tag"]] = max(worst.get(r["tag"], 0.0), off)
        else:
            bad = off < 1e-3
        if bad:
            wrong += 1
            print("pair", i, r["tag"], "segmode", r["segmode"], "off by", off, file=sys.stderr)
    print(f"{len(rows)} pairs of segments, {within} cross; {wrong} wrong; places within metres:", worst)
    return wrong


def lengths(folder):
    with gzip.open(os.path.join(truth, "GeodTest-short.dat.gz"), "rt") as file:
        rows = [[float(x) for x in line.split()] for line in file]
    # Longer ones are between nearly antipodal places, which the command refuses.
    rows = [r for r in rows if r[6] < 19.8e6]
    routes = [feature(f"g{i}", "LineString", [[r[1], r[0]], [r[4], r[3]]]) for i, r in enumerate(rows)]
    out = analyze(folder, routes, [feature("z", "Polygon", [[[0, 0], [1, 0], [1, 1], [0, 0]]])], "--layers", "routes", "--force")
    with open(os.path.join(out, "routes.geojson")) as file:
        found = {f["properties"]["route_id"]: f["properties"]["length_m"] for f in json.load(file)["features"]}
    worst = max(abs(found[f"g{i}"] - r[6]) for i, r in enumerate(rows))
    print(f"{len(rows)} legs of the test set: lengths within {worst:.1e} m")
    return int(not worst <= 2e-6)


with tempfile.TemporaryDirectory() as folder:
    sys.exit(1 if segments(folder) + lengths(folder) else 0)
