#!/usr/bin/python3
"""Makes the small truth beside it: make.py [FOLDER].

It shares nothing with the program that it judges, PROJ neither. A geodesic is the path of a point that moves on the ellipsoid without a force in the
surface: r'' = -(r'.H r' / g.g) g, with g the gradient and H the Hessian of x2/a2 + y2/a2 + z2/b2. That equation is integrated with Runge and Kutta's
classical rule in steps of a kilometre, whose truncation is below a nanometre over a whole leg; a leg's course and length are found by shooting. A
crossing is a sign change of the side of an edge along the leg, bisected. What is left is rounding: some 1e-8 m."""
import csv, json, math, os, sys

A, F = 6378137.0, 1 / 298.257223563
B = A * (1 - F)
E2 = F * (2 - F)
STEP = 1000.0


def point(lon, lat):
    lon, lat = math.radians(lon), math.radians(lat)
    n = A / math.sqrt(1 - E2 * math.sin(lat) ** 2)
    return [n * math.cos(lat) * math.cos(lon), n * math.cos(lat) * math.sin(lon), n * (1 - E2) * math.sin(lat)]


def position(r):
    """On the ellipsoid the normal is the gradient, so that the latitude needs no iteration."""
    return math.degrees(math.atan2(r[1], r[0])), math.degrees(math.atan2(r[2] / (1 - E2), math.hypot(r[0], r[1])))


def start(lon, lat, azimuth):
    l, p, z = math.radians(lon), math.radians(lat), math.radians(azimuth)
    north = [-math.sin(p) * math.cos(l), -math.sin(p) * math.sin(l), math.cos(p)]
    east = [-math.sin(l), math.cos(l), 0.0]
    return [math.cos(z) * n + math.sin(z) * e for n, e in zip(north, east)]


def acceleration(r, v):
    w = (1 / A**2, 1 / A**2, 1 / B**2)
    g = [k * x for k, x in zip(w, r)]
    factor = -sum(k * x * x for k, x in zip(w, v)) / sum(x * x for x in g)
    return [factor * x for x in g]


def step(r, v, h):
    def moved(r, v, dr, dv, h):
        return [a + h * b for a, b in zip(r, dr)], [a + h * b for a, b in zip(v, dv)]

    k1 = v, acceleration(r, v)
    r2, v2 = moved(r, v, *k1, h / 2)
    k2 = v2, acceleration(r2, v2)
    r3, v3 = moved(r, v, *k2, h / 2)
    k3 = v3, acceleration(r3, v3)
    r4, v4 = moved(r, v, *k3, h)
    k4 = v4, acceleration(r4, v4)
    return tuple([x + h / 6 * (a + 2 * b + 2 * c + d) for x, a, b, c, d in zip(s, *ks)]
                 for s, ks in ((r, (k1[0], k2[0], k3[0], k4[0])), (v, (k1[1], k2[1], k3[1], k4[1]))))


class Geodesic:
    """From a place with a course; the states at whole steps are kept."""

    def __init__(self, lon, lat, azimuth):
        self.states = [(point(lon, lat), start(lon, lat, azimuth))]

    def state(self, along):
        whole = int(along // STEP)
        while len(self.states) <= whole:
            self.states.append(step(*self.states[-1], STEP))
        return step(*self.states[whole], along - whole * STEP)


def between(a, b):
    """The geodesic from a to b and its length, by shooting: the miss, ahead and to the side, corrects length and course."""
    l1, p1, l2, p2 = (math.radians(x) for x in (*a, *b))
    azimuth = math.degrees(math.atan2(math.cos(p2) * math.sin(l2 - l1),
                                      math.cos(p1) * math.sin(p2) - math.sin(p1) * math.cos(p2) * math.cos(l2 - l1)))
    length = 6371e3 * 2 * math.asin(math.sqrt(math.sin((p2 - p1) / 2) ** 2 + math.cos(p1) * math.cos(p2) * math.sin((l2 - l1) / 2) ** 2))
    target = point(*b)
    for _ in range(30):
        line = Geodesic(*a, azimuth)
        r, v = line.state(length)
        miss = [x - y for x, y in zip(target, r)]
        up = [r[0] / A**2, r[1] / A**2, r[2] / B**2]
        right = [v[1] * up[2] - v[2] * up[1], v[2] * up[0] - v[0] * up[2], v[0] * up[1] - v[1] * up[0]]
        norm = math.sqrt(sum(x * x for x in right))
        ahead, side = sum(x * y for x, y in zip(miss, v)), sum(x * y for x, y in zip(miss, right)) / norm
        if math.hypot(ahead, side) < 2e-9:
            break
        length += ahead
        azimuth += math.degrees(side / (6371e3 * math.sin(length / 6371e3)))
    else:
        assert math.hypot(ahead, side) < 2e-8, (a, b, ahead, side)
    return line, length


def lonlat_side(a, b):
    width, height = b[0] - a[0], b[1] - a[1]

    def side(p):
        x = width / 2 + math.remainder(p[0] - a[0] - width / 2, 360)
        y = p[1] - a[1]
        return x * height - y * width, (x * width + y * height) / (width * width + height * height)
    return side


def geodesic_side(a, b):
    line, length = between(a, b)

    def side(p):
        """Newton's steps to the foot of the place on the edge."""
        target, along = point(*p), length / 2
        for _ in range(60):
            r, v = line.state(max(0.0, min(along, length)))
            d = [x - y for x, y in zip(target, r)]
            ahead = sum(x * y for x, y in zip(d, v))
            before, along = along, max(-1.0, min(along + ahead, length + 1.0))
            if abs(ahead) < 1e-7 or along == before:
                break
        up = [r[0] / A**2, r[1] / A**2, r[2] / B**2]
        right = [v[1] * up[2] - v[2] * up[1], v[2] * up[0] - v[0] * up[2], v[0] * up[1] - v[1] * up[0]]
        return sum(x * y for x, y in zip(d, right)), along / length
    return side


def crossings_of_leg(line, length, sides):
    found = []
    count = max(64, int(length / 5e3))
    places = [i * length / count for i in range(count + 1)]
    for side in sides:
        def at(s):
            return side(position(line.state(s)[0]))
        before = at(0.0)
        for s1, s2 in zip(places, places[1:]):
            after = at(s2)
            if (before[0] > 0) != (after[0] > 0):
                low, high, sign = s1, s2, before[0] > 0
                while high - low > 1e-9:
                    middle = (low + high) / 2
                    if middle in (low, high):
                        break
                    if (at(middle)[0] > 0) == sign:
                        low = middle
                    else:
                        high = middle
                if 0 <= at(low)[1] <= 1:
                    found.append((low + high) / 2)
            before = after
    return sorted(found)


ZONES = {
    # Straight in longitude and latitude, over a hundred kilometres and more, so that the kinds of edges differ by kilometres.
    "kaliningrad-box": ("lonlat", [(19.6, 54.3), (22.9, 54.35), (22.6, 55.1), (21.2, 55.3), (19.9, 55.0)], (19.0, 54.0)),
    "kaliningrad-geodesic": ("geodesic", [(19.6, 54.3), (22.9, 54.35), (22.6, 55.1), (21.2, 55.3), (19.9, 55.0)], (19.0, 54.0)),
    "bering": ("lonlat", [(176.0, 62.0), (189.0, 60.5), (194.0, 64.0), (190.0, 67.5), (181.0, 66.0), (177.0, 68.5)], (170.0, 60.0)),
    "bering-geodesic": ("geodesic", [(176.0, 62.0), (189.0, 60.5), (194.0, 64.0), (190.0, 67.5), (181.0, 66.0), (177.0, 68.5)], (170.0, 60.0)),
    "alaska-panhandle": ("lonlat", [(-141.0, 60.0), (-141.0, 69.6), (-152.0, 70.9), (-166.0, 68.9), (-161.0, 58.6)], (-170.0, 55.0)),
}
ROUTES = {
    "kaliningrad-1": [(18.9, 54.6), (23.4, 54.7), (21.0, 55.6), (20.5, 54.0)],
    "kaliningrad-2": [(21.0, 54.5), (22.0, 54.9)],
    "kaliningrad-3": [(18.0, 54.29), (24.0, 54.36)],
    "bering-1": [(170.0, 64.0), (-162.0, 63.0)],
    "bering-2": [(178.0, 60.0), (-178.5, 69.0), (-171.0, 59.0), (174.0, 67.0)],
    "bering-3": [(-179.5, 63.0), (179.5, 64.0), (-179.5, 65.0)],
    "alaska-1": [(-149.8, 61.2), (-135.0, 61.5), (-135.5, 68.0), (-158.0, 72.0), (-170.0, 66.0)],
    "alaska-2": [(-142.0, 59.0), (-140.0, 70.0)],
}


def main(folder):
    sides = {}
    for name, (kind, ring, _) in ZONES.items():
        make = lonlat_side if kind == "lonlat" else geodesic_side
        sides[name] = [make(a, b) for a, b in zip(ring, ring[1:] + ring[:1])]
    statistics, crossings = [], []
    for route, fixes in ROUTES.items():
        legs = [between(a, b) for a, b in zip(fixes, fixes[1:])]
        total = sum(length for _, length in legs)
        for zone in ZONES:
            if zone.split("-")[0] != route.split("-")[0]:
                continue
            # From a place that is known to be outside: an odd number of crossings on the way to the first fix means inside.
            inside = len(crossings_of_leg(*between(ZONES[zone][2], fixes[0]), sides[zone])) % 2 == 1
            at, entry, length_inside, count, passages = 0.0, 0.0 if inside else None, 0.0, 0, int(inside)
            for line, length in legs:
                for s in crossings_of_leg(line, length, sides[zone]):
                    lon, lat = position(line.state(s)[0])
                    crossings.append((route, zone, f"{at + s:.7f}", f"{lon:.12f}", f"{lat:.12f}"))
                    count += 1
                    if inside:
                        length_inside += at + s - entry
                    else:
                        entry, passages = at + s, passages + 1
                    inside = not inside
                at += length
            if inside:
                length_inside += total - entry
            statistics.append((route, zone, f"{total:.7f}", f"{length_inside:.7f}", passages, count))
    for name, head, rows in (("statistics.csv", "route_id,zone_id,length_m,inside_m,passages,crossings", statistics),
                             ("crossings.csv", "route_id,zone_id,along_m,lon,lat", crossings)):
        with open(os.path.join(folder, name), "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(head.split(","))
            writer.writerows(rows)

    def write(name, features):
        with open(os.path.join(folder, name), "w") as file:
            file.write('{"type":"FeatureCollection","features":[\n' + ",\n".join(json.dumps(f) for f in features) + "\n]}\n")
    write("routes.geojson", [{"type": "Feature", "properties": {"id": k, "near": k.split("-")[0]},
                              "geometry": {"type": "LineString", "coordinates": v}} for k, v in ROUTES.items()])
    # Longitudes beyond 180 are the continuous zone that they mean.
    write("zones.geojson", [{"type": "Feature", "properties": {"id": k, "edges": kind},
                             "geometry": {"type": "Polygon", "coordinates": [ring + ring[:1]]}} for k, (kind, ring, _) in ZONES.items()])


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__)))
