"""Natural Earth's countries as world-atlas has them: a TopoJSON topology, in which neighbours share
the arcs of their border.

Because borders are arcs, whatever is done to an arc is done to both neighbours, and no slit opens
between them. Rings jump from +180 to -180 uncut; here longitudes run on across it, and polygons are
cut at ±180 only when they are done."""
import heapq, json, math
from shapely import geometry, ops
from shapely.validation import make_valid

KM_PER_DEGREE = 111.2
WIDEST_EDGE = 1.0


class Topology:
    """`arcs`: lists of (lon, lat), rounded to `decimals`. `features`: a list of (name, ISO numeric
    code or None, polygons), a polygon being rings of arc numbers, ~n for arc n backwards.
    `users[n]`: the names of the features that arc n bounds."""
    def __init__(self, path, decimals):
        with open(path) as file:
            source = json.load(file)
        scale, origin = source["transform"]["scale"], source["transform"]["translate"]
        self.arcs = []
        for steps in source["arcs"]:
            x = y = 0
            arc = []
            for step in steps:
                x, y = x + step[0], y + step[1]
                arc.append((round(x * scale[0] + origin[0], decimals),
                            round(y * scale[1] + origin[1], decimals)))
            self.arcs.append(running_on(arc))
        self.features = []
        self.users = [set() for _ in self.arcs]
        for g in source["objects"]["countries"]["geometries"]:
            polygons = g["arcs"] if g["type"] == "MultiPolygon" else [g["arcs"]]
            name = g["properties"]["name"]
            self.features.append((name, g.get("id"), polygons))
            for number in numbers(polygons):
                self.users[number].add(name)
        land = source["objects"]["land"]["geometries"][0]
        self.land = land["arcs"]

    def simplify(self, coast_km2, border_km2, finer=None):
        """Leaves out vertices whose triangle with their neighbours is smaller than so many km², or
        where `finer` says that of a vertex, that part of it. Ends of arcs stay, so borders still
        meet."""
        self.arcs = [
            simplified(arc, border_km2 if len(self.users[n]) > 1 else coast_km2, finer) for n,
            arc in enumerate(self.arcs)
        ]

    def ring(self, arc_numbers):
        ring = []
        for n in arc_numbers:
            arc = self.arcs[n] if n >= 0 else self.arcs[~n][::-1]
            ring += arc[1:] if ring else arc
        return around_pole(running_on(ring))

    def shape(self, polygons, least_km2):
        """The polygons as valid shapely ones, on longitudes that run on across the antimeridian. An
        islet or a lake smaller than least_km2 is left out, unless it is the largest of its feature
        or bounds another one."""
        found = []
        for rings in polygons:
            rings = [(self.ring(r), any(len(self.users[n]) > 1
                                        for n in numbers([[r]])))
                     for r in rings]
            rings = [(r, shared) for r, shared in rings if len(set(r)) > 2]
            if rings:
                holes = [r for r, shared in rings[1:] if shared or area_km2(r) >= least_km2]
                found.append(
                    (area_km2(rings[0][0]), rings[0][1], geometry.Polygon(rings[0][0], holes)))
        if not found:
            return geometry.MultiPolygon()
        largest = max(area for area, _, _ in found)
        kept = [p for area, shared, p in found if shared or area >= least_km2 or area == largest]
        whole = geometry.MultiPolygon(kept)
        if not whole.is_valid:
            kept = [
                q for p in kept for q in (polygons_of(make_valid(p)) if not p.is_valid else [p])
            ]
            whole = geometry.MultiPolygon(
                polygons_of(ops.unary_union([p for p in kept if p.area > 1e-9])))
        return whole


def numbers(polygons):
    """The arcs of polygons, whichever way they run."""
    return {n if n >= 0 else ~n for rings in polygons for ring in rings for n in ring}


def polygons_of(shape):
    """Only the polygons: making valid leaves spikes behind as lines."""
    if shape.geom_type == "Polygon":
        return [] if shape.is_empty else [shape]
    return [p for part in getattr(shape, "geoms", []) for p in polygons_of(part)]


def running_on(line):
    """Longitudes beyond ±180 instead of a jump across the antimeridian."""
    run = list(line[:1])
    for x, y in line[1:]:
        run.append((x + 360 * round((run[-1][0] - x) / 360), y))
    return run


def around_pole(ring):
    """A ring that comes back a whole turn away has gone around a pole: it is led over the pole."""
    turn = ring[-1][0] - ring[0][0]
    if abs(turn) < 180:
        return ring
    pole = math.copysign(90.0, ring[0][1])
    return ring + [(ring[-1][0], pole), (ring[0][0], pole), ring[0]]


def area_km2(ring):
    """Near enough to tell an islet from an island."""
    double = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1]))
    latitude = sum(y for _, y in ring) / len(ring)
    return abs(double) / 2 * KM_PER_DEGREE**2 * math.cos(math.radians(latitude))


def simplified(arc, least_km2, finer=None):
    """Visvalingam and Whyatt, "Line generalisation by repeated elimination of points", 1993: the
    vertex of the smallest triangle goes first. No edge gets wider than a degree: along a parallel
    that keeps a straight edge and a geodesic one within 120 m of each other. An arc keeps a vertex
    between its ends, so that two arcs never fall together. `finer`: as simplify has it."""
    if least_km2 <= 0 or len(arc) < 3:
        return arc
    before, after = list(range(-1, len(arc) - 1)), list(range(1, len(arc) + 1))
    weight, alive = [math.inf] * len(arc), [True] * len(arc)
    left = len(arc)
    fewest = 5 if arc[0] == arc[-1] else 3

    def weigh(i):
        a, b = arc[before[i]], arc[after[i]]
        if abs(a[0] - b[0]) > WIDEST_EDGE:
            return math.inf
        return area_km2([a, arc[i], b]) / (1 if finer is None else finer(arc[i]))

    for i in range(1, len(arc) - 1):
        weight[i] = weigh(i)
    queue = [(weight[i], i) for i in range(1, len(arc) - 1)]
    heapq.heapify(queue)
    while queue and left > fewest:
        w, i = heapq.heappop(queue)
        if w >= least_km2:
            break
        if not alive[i] or w != weight[i]:
            continue
        alive[i] = False
        left -= 1
        p, n = before[i], after[i]
        after[p], before[n] = n, p
        for k in (p, n):
            if 0 < k < len(arc) - 1:
                weight[k] = max(w, weigh(k))  # never below what has gone already
                heapq.heappush(queue, (weight[k], k))
    return [point for point, stays in zip(arc, alive) if stays]


def cut_at_antimeridian(shape, decimals):
    """A MultiPolygon within ±180 as RFC 7946 wants it: cut there, rounded, outlines
    counter-clockwise, holes clockwise."""
    parts = []
    for turn in (-360, 0, 360):
        box = geometry.box(turn - 180, -90, turn + 180, 90)
        for p in shape.geoms:
            if box.contains(p):
                inside = [p]
            elif box.disjoint(p):
                inside = []
            else:
                inside = polygons_of(p.intersection(box))
            parts += [
                ops.transform(
                    lambda x,
                    y: ([round(v - turn, decimals) for v in x], [round(v, decimals) for v in y]),
                    q) for q in inside
            ]
    whole = geometry.MultiPolygon([p for p in parts if p.area > 0])
    if not whole.is_valid:
        whole = ops.unary_union([q for p in parts for q in polygons_of(make_valid(p))])
        whole = ops.transform(
            lambda x, y: ([round(v, decimals) for v in x], [round(v, decimals) for v in y]), whole)
        whole = geometry.MultiPolygon(polygons_of(whole))
    assert whole.is_valid
    return geometry.MultiPolygon(
        sorted((geometry.polygon.orient(p) for p in whole.geoms), key=lambda p:
               (-p.area, p.bounds)))


def joined(arcs):
    """Arcs that meet end to end become one line; the same whatever the order they come in. A spike,
    there and back again, is left out if there is more."""
    arcs = [a for a in arcs if len(set(a)) > 2 or a[0] != a[-1]] or arcs
    lines = ops.linemerge([geometry.LineString(a) for a in sorted(arcs)])
    lines = [list(line.coords) for line in getattr(lines, "geoms", [lines])]
    return sorted(line if line[0] <= line[-1] else line[::-1] for line in lines)
