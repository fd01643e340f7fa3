"""Outlines of zones: edges as curves, and which places an outline encloses.

What is inside is decided by a winding number, not by counting what a ray meets: the sphere is laid
into a plane by stereographic projection from a place that is known to be outside, which becomes
infinity; a place is inside where the rings, followed in short steps, wind around it an odd number
of times in all. That needs neither poles nor the antimeridian to be treated apart."""
import cmath
import math

import geodesic as geo

TOUCH_M = 1e-4  # nearer is meant to be the same place: all cases are either far below or far above


class Lonlat:
    """Straight in longitude and latitude. A jump of more than 180° means the short way, one of
    360° the whole circle."""
    def __init__(self, a, b):
        width = b[0] - a[0]
        if abs(width) > 180 and abs(width) != 360:
            width = math.remainder(width, 360)
        self.a, self.width, self.height = a, width, b[1] - a[1]
        low = min(abs(a[1]), abs(b[1])) if a[1] * b[1] > 0 else 0.0
        self.length = 111.4e3 * math.hypot(width * math.cos(math.radians(low)), self.height)

    def position(self, t):
        return self.a[0] + t * self.width, self.a[1] + t * self.height

    def place(self, t):
        return geo.point(*self.position(t))

    def direction(self, t):
        """Unit tangent, from the derivatives of a place by longitude and latitude."""
        lon, lat = (math.radians(x) for x in self.position(t))
        w = math.sqrt(1 - geo.E2 * math.sin(lat)**2)
        east = self.width * geo.A / w * math.cos(lat)
        north = self.height * geo.A * (1 - geo.E2) / w**3
        return geo.unit((-math.sin(lon) * east - math.sin(lat) * math.cos(lon) * north,
                         math.cos(lon) * east - math.sin(lat) * math.sin(lon) * north,
                         math.cos(lat) * north))

    def side(self, lon, lat):
        """Twice the signed area of the triangle with the edge, in degrees, and the parameter of
        the foot; the longitude is taken as near the middle of the edge as it can be."""
        x = self.width / 2 + math.remainder(lon - self.a[0] - self.width / 2, 360)
        y = lat - self.a[1]
        return (x * self.height - y * self.width,
                (x * self.width + y * self.height) / (self.width**2 + self.height**2))


class Geodesic:
    def __init__(self, a, b):
        self.line = geo.Line(a, b)
        self.a, self.length = a, self.line.length

    def place(self, t):
        return self.line.place(t * self.length)

    def direction(self, t):
        return self.line.state(t * self.length)[1]


KINDS = {"lonlat": Lonlat, "geodesic": Geodesic}


def foot(curve, length, place, t, low=0.0, high=1.0):
    """The nearest place of a curve to one that is near it: parameter and distance. Newton's steps,
    with the curve's bend left out, converge since the place is near."""
    for _ in range(50):
        step = geo.dot(geo.minus(place, curve.place(t)), curve.direction(t)) / length
        moved = min(high, max(low, t + step))
        if abs(moved - t) * length < 1e-10:
            break
        t = moved
    return moved, math.dist(place, curve.place(moved))


class Drawn:
    """An edge with samples on it, and a ball that holds them."""
    def __init__(self, edge):
        self.edge = edge
        self.count = max(8, min(600, math.ceil(edge.length / 2e3)))
        self.spacing = edge.length / self.count
        self.places = [edge.place(k / self.count) for k in range(self.count + 1)]
        self.middle = self.places[self.count // 2]
        self.radius = max(math.dist(p, self.middle) for p in self.places) + self.spacing

    def near(self, place):
        """The sample that is nearest to a place: distance and index."""
        return min((math.dist(place, p), k) for k, p in enumerate(self.places))


class Outline:
    """The boundary that is meant: rings without cuts. `outside`: a place known to be outside, or
    of an inverted one, whose inside is the rest of the earth, inside."""
    def __init__(self, kind, rings, outside, inverted=False):
        self.kind, self.inverted = kind, inverted
        self.rings = []
        self.vertices = []
        for ring in rings:
            edges = [KINDS[kind](a, b) for a, b in zip(ring, ring[1:]) if a != b]
            self.rings.append([Drawn(edge) for edge in edges if edge.length > 0])
            self.vertices += [geo.point(*v) for v in ring[:-1]]
        self.drawn = [drawn for ring in self.rings for drawn in ring]
        self.edges = [drawn.edge for drawn in self.drawn]
        self.infinity = geo.unit(geo.point(*outside))
        least = min(((1, 0, 0), (0, 1, 0), (0, 0, 1)),
                    key=lambda axis: abs(geo.dot(axis, self.infinity)))
        first = geo.unit(geo.cross(self.infinity, least))
        self.axes = first, geo.cross(self.infinity, first)
        for drawn in self.drawn:
            drawn.laid = [self.laid(p) for p in drawn.places]

    def laid(self, place):
        """Stereographic projection of the direction from the earth's centre."""
        p = geo.unit(place)
        scale = 1 / (1 - geo.dot(p, self.infinity))
        return complex(geo.dot(p, self.axes[0]) * scale, geo.dot(p, self.axes[1]) * scale)

    def points(self, drawn, place):
        """Of an edge, laid, its first end left out. Where a place is near, steps about its foot
        double from their distance on: a step of x strays from the edge by some x² / 8 R, which is
        then always far less than the distance between."""
        if math.dist(place, drawn.middle) > drawn.radius + drawn.spacing:
            return drawn.laid[1:]
        near, k = drawn.near(place)
        if near > 2 * drawn.spacing:
            return drawn.laid[1:]
        edge = drawn.edge
        at, distance = foot(edge, edge.length, place, k / drawn.count)
        steps, step = {at}, max(distance, 1e-7) / edge.length
        while step < 2 * drawn.spacing / edge.length:
            steps |= {at - step, at + step}
            step *= 2
        steps = {t
                 for t in steps
                 if 0 < t < 1} | {i / drawn.count
                                  for i in range(1, drawn.count + 1)}
        return [self.laid(edge.place(t)) for t in sorted(steps)]

    def contains(self, place):
        centre, turns = self.laid(place), 0
        for ring in self.rings:
            total, before = 0.0, ring[-1].laid[-1] - centre
            for drawn in ring:
                for z in self.points(drawn, place):
                    after = z - centre
                    total += cmath.phase(after / before)
                    before = after
            turns += round(total / (2 * math.pi))
        return (turns % 2 == 1) != self.inverted

    def nearest(self, place):
        """Distance in a straight line, edge and parameter of the nearest place on the boundary;
        good to the spacing of the samples where it is more than a kilometre."""
        found = (math.inf, None, None)
        balls = sorted(
            ((math.dist(place, d.middle) - d.radius, k) for k, d in enumerate(self.drawn)))
        for least, k in balls:
            if least > found[0]:
                break
            drawn = self.drawn[k]
            distance, i = drawn.near(place)
            at = i / drawn.count
            if distance < max(1e3, 2 * drawn.spacing):
                at, distance = foot(drawn.edge, drawn.edge.length, place, at)
            if distance < found[0]:
                found = distance, drawn.edge, at
        return found

    def samples(self):
        return [
            (p, d.edge, k / d.count, d.spacing) for d in self.drawn for k, p in enumerate(d.places)
        ]
