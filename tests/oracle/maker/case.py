"""What a case of the truth is: zones, routes, and what must hold by construction."""
import math
import random

import geodesic as geo

ALL = "all"  # the whole route is inside


class Zone:
    """polygons: as the file has them. meant: the rings of the boundary that they stand for, where
    that is not the same (a cut, a doubled vertex, a pole that has a width in longitude): the truth
    is computed from these. outside: a place that is not inside; of an inverted zone, whose inside
    is the rest of the earth, a place that is."""
    def __init__(self, name, kind, polygons, outside, meant=None, inverted=False, oriented=False):
        self.name, self.kind, self.outside = name, kind, outside
        self.polygons = [[closed(ring) for ring in polygon] for polygon in polygons]
        self.meant = [ring for polygon in self.polygons
                      for ring in polygon] if meant is None else [closed(ring) for ring in meant]
        self.inverted, self.oriented = inverted, oriented


class Route:
    """kinds: the crossings that must be found by construction, such as "ex", "" or "t": of all
    zones, or a dictionary of them. None: the maker's word is taken alone. inside: likewise the
    length inside, where it is known otherwise. told: the crossings (kind, along) of what is within
    the tolerance, of which the maker knows nothing; then these and inside are the truth, to
    `limit`. loose: the zones of which number and place of touches are not defined; then only the
    lengths and the passages are compared."""
    def __init__(self, name, about, parts, kinds=None, inside=None, told=None, limit=None,
                 loose=()):
        self.name, self.about = name, about
        self.parts = parts if isinstance(parts[0], list) else [parts]
        self.kinds, self.inside = kinds, inside
        self.told, self.limit = told, limit
        self.loose = loose

    def wanted(self, what, zone):
        value = getattr(self, what)
        return value.get(zone) if isinstance(value, dict) else value


class Group:
    def __init__(self, name, about, zones, routes):
        self.name, self.about, self.zones, self.routes = name, about, zones, routes


def closed(ring):
    ring = [tuple(v) for v in ring]
    (first, lat), (last, other) = ring[0], ring[-1]
    # What goes around a pole ends where it begins under another name.
    return ring if lat == other and (last - first) % 360 == 0 else ring + ring[:1]


def box(w, s, e, n):
    return [(w, s), (e, s), (e, n), (w, n)]


def off(place, azimuth, metres):
    """A position so far away in that direction, in all digits."""
    return geo.direct(place, azimuth, metres)


def rounded(position, digits=6):
    return tuple(round(x, digits) for x in position)


def towards(a, b):
    """Azimuth of the geodesic at its start, degrees."""
    line = geo.Line(a, b)
    return azimuth_at(line, 0.0)


def azimuth_at(line, along):
    r, v = line.state(along)
    lon, lat = geo.position(r)
    east, north = geo.heading(lon, lat, 90), geo.heading(lon, lat, 0)
    return math.degrees(math.atan2(geo.dot(v, east), geo.dot(v, north)))


def meridian(lat1, lat2):
    """Length of an arc of a meridian by Simpson's rule on the radius of curvature: another way to
    the same figure."""
    count = 2000
    h = math.radians(lat2 - lat1) / count
    terms = []
    for k in range(count + 1):
        w = 1 - geo.E2 * math.sin(math.radians(lat1) + k * h)**2
        terms.append((1 if k in (0, count) else 4 if k % 2 else 2) / (w * math.sqrt(w)))
    return abs(geo.A * (1 - geo.E2) * math.fsum(terms) * h / 3)


def equator(degrees):
    return geo.A * math.radians(degrees)


def draws(seed):
    """random.Random.random() is the same in every version of Python; the rest is made of it."""
    source = random.Random(seed)

    def uniform(low, high):
        return low + (high - low) * source.random()

    return uniform
