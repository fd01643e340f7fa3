"""Geodesics on WGS 84 by their differential equation. Nothing is shared with the library or PROJ.

A geodesic is the path of a point that moves on the ellipsoid g(r) = x²/a² + y²/a² + z²/b² = 1
without a force in the surface: r'' = -(r'.W r' / |W r|²) W r, with W = diag(1/a², 1/a², 1/b²), so
that W r is half the gradient of g (do Carmo, Differential Geometry of Curves and Surfaces, 4-4).
The solution's Taylor series comes from that equation by recurrence (Moore's method: products and
quotients of series). A piece of 400 km is a sixteenth of a radian. Its terms fall like
0.063^k / k!, and those of the flattening like e² 0.03^k, so that the series to the twelfth power
is exact to far below rounding. Rounding is what remains: some 1e-9 m a piece, 1e-8 m around half
the earth. `Geodesic.pieces` are then a formula for any place in between."""
import bisect
import math
from operator import mul

A, F = 6378137.0, 1 / 298.257223563
B = A * (1 - F)
E2 = F * (2 - F)
WEIGHTS = (1 / A**2, 1 / A**2, 1 / B**2)
PIECE_M = 4e5
ORDER = 12


def dot(a, b):
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a, b):
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def minus(a, b):
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def norm(a):
    return math.sqrt(dot(a, a))


def unit(a):
    size = norm(a)
    return a[0] / size, a[1] / size, a[2] / size


def point(lon, lat):
    """Earth-centred, of a position in degrees."""
    lon, lat = math.radians(lon), math.radians(lat)
    n = A / math.sqrt(1 - E2 * math.sin(lat)**2)
    return (n * math.cos(lat) * math.cos(lon),
            n * math.cos(lat) * math.sin(lon),
            n * (1 - E2) * math.sin(lat))


def position(r):
    """On the ellipsoid the normal is the gradient, so that the latitude needs no iteration."""
    return (math.degrees(math.atan2(r[1], r[0])),
            math.degrees(math.atan2(r[2] / (1 - E2), math.hypot(r[0], r[1]))))


def up(r):
    return unit(tuple(map(mul, WEIGHTS, r)))


def heading(lon, lat, azimuth):
    """The unit vector that leaves a position with an azimuth in degrees. At a pole the longitude
    says which way north and east are."""
    l, p, z = math.radians(lon), math.radians(lat), math.radians(azimuth)
    north = -math.sin(p) * math.cos(l), -math.sin(p) * math.sin(l), math.cos(p)
    east = -math.sin(l), math.cos(l), 0.0
    return tuple(math.cos(z) * n + math.sin(z) * e for n, e in zip(north, east))


def series(r, v, h):
    """Coefficients of x, y and z in u = s / h, from a point and a unit direction there."""
    x = [[a, b * h] for a, b in zip(r, v)]  # of the place
    d = [[b * h] for b in v]  # of its derivative
    speed, gradient, ratio = [], [], []  # v.W v, |W r|² and their quotient
    for k in range(ORDER - 1):
        speed.append(sum(w * sum(map(mul, c, reversed(c))) for w, c in zip(WEIGHTS, d)))
        gradient.append(
            sum(w * w * sum(map(mul, c[:k + 1], reversed(c[:k + 1]))) for w, c in zip(WEIGHTS, x)))
        rest = sum(map(mul, ratio, reversed(gradient[1:])))
        ratio.append((speed[k] - rest) / gradient[0])
        for w, c, e in zip(WEIGHTS, x, d):
            second = -w * sum(map(mul, ratio, reversed(c[:k + 1])))
            c.append(second / ((k + 1) * (k + 2)))
            e.append(second / (k + 1))
    return [tuple(reversed(c)) for c in x]


def evaluate(coefficients, u, h):
    """Horner's rule for the place and its derivative by the distance."""
    r, v = [], []
    for c in coefficients:
        value, slope = 0.0, 0.0
        for k in c:
            slope = slope * u + value
            value = value * u + k
        r.append(value)
        v.append(slope / h)
    return tuple(r), tuple(v)


def settled(r, v):
    """Back onto the ellipsoid and into its tangent plane, which rounding leaves by a nanometre."""
    scale = 1 / math.sqrt(sum(w * c * c for w, c in zip(WEIGHTS, r)))
    r = tuple(c * scale for c in r)
    n = up(r)
    lift = dot(v, n)
    return r, unit(tuple(c - lift * m for c, m in zip(v, n)))


class Geodesic:
    """From a place in a direction, in both senses; pieces are made as they are asked for."""
    def __init__(self, r, v):
        self.ends = {0: (r, v)}  # states at whole pieces
        self.pieces = {}

    def piece(self, k):
        """The series from k PIECE_M on, or for k < 0 the one that leads back to there."""
        if k not in self.pieces:
            first, sense = (k, 1) if k >= 0 else (k + 1, -1)
            near = 0
            while near != first:  # the states up to there
                self.piece(near if sense > 0 else near - 1)
                near += sense
            made = series(*self.ends[first], sense * PIECE_M)
            self.pieces[k] = made
            self.ends[first + sense] = settled(*evaluate(made, 1.0, sense * PIECE_M))
        return self.pieces[k]

    def state(self, along):
        """Place and unit direction."""
        k = math.floor(along / PIECE_M)
        sense, first = (1, k) if k >= 0 else (-1, k + 1)
        return evaluate(self.piece(k), (along - first * PIECE_M) / (sense * PIECE_M),
                        sense * PIECE_M)

    def place(self, along):
        return self.state(along)[0]

    def position(self, along):
        return position(self.place(along))


def spherical(a, b):
    """Azimuth in degrees and length on the sphere: where to begin."""
    l1, p1, l2, p2 = (math.radians(x) for x in (*a, *b))
    azimuth = math.degrees(
        math.atan2(
            math.cos(p2) * math.sin(l2 - l1),
            math.cos(p1) * math.sin(p2) - math.sin(p1) * math.cos(p2) * math.cos(l2 - l1)))
    h = math.sin((p2 - p1) / 2)**2 + math.cos(p1) * math.cos(p2) * math.sin((l2 - l1) / 2)**2
    return azimuth, 2 * 6371e3 * math.asin(min(1.0, math.sqrt(h)))


def between(a, b):
    """The geodesic from a to b and its length, by shooting.

    The miss ahead corrects the length; the miss to the side, divided by how far a turn of the
    start moves the end (measured by a second shot), corrects the course. The length is then right
    to the miss itself, even where the course is badly known."""
    azimuth, length = spherical(a, b)
    start, target = point(*a), point(*b)
    best, turned, line = None, None, None
    for _ in range(40):
        line = Geodesic(start, heading(*a, azimuth))
        r, v = line.state(length)
        miss = minus(target, r)
        left = cross(up(r), v)
        ahead, side = dot(miss, v), dot(miss, left)
        size = math.hypot(ahead, side)
        if best is None or size < best[0]:
            best = size, line, length + ahead
        elif size < 1e-7:
            break  # rounding
        if size < 1e-9:
            break
        if turned is None:
            step = 1e-3
            aside = Geodesic(start, heading(*a, azimuth - step)).place(length)
            turned = dot(minus(aside, r), left) / step
        length += ahead
        if abs(turned) > 0:
            azimuth -= max(-20.0, min(20.0, side / turned))
    assert best[0] < 2e-8, (a, b, best[0])
    return best[1], max(0.0, best[2])


def direct(a, azimuth, length):
    """Where one comes to."""
    return Geodesic(point(*a), heading(*a, azimuth)).position(length)


class Line:
    """The geodesic from one position to another."""
    def __init__(self, a, b):
        self.a, self.b = a, b
        self.line, self.length = between(a, b)

    def state(self, along):
        return self.line.state(along)

    def place(self, along):
        return self.line.place(along)

    def position(self, along):
        return self.line.position(along)
