"""Routes and outlines without anything special, drawn at random: near and far, across the
antimeridian, about the poles, with holes and several parts; and legs of up to 18,500 km."""
import math

from case import Group, Route, Zone, box, draws, rounded, off
import geodesic as geo


def star(uniform, centre, corners, radius, flat=0.45):
    """A ring that does not cross itself, in longitudes that run on."""
    ring = []
    for k in range(corners):
        lon, lat = off(centre, -360 * (k + uniform(0, 0.8)) / corners, radius * uniform(flat, 1))
        ring.append((round(centre[0] + math.remainder(lon - centre[0], 360), 4), round(lat, 4)))
    return ring


def walk(uniform, centre, fixes, radius):
    return [
        rounded(off(centre, uniform(0, 360), radius * uniform(0.1, 1.4)), 4) for _ in range(fixes)
    ]


def walks(name, about, seed, centre, radius, kinds=("lonlat", "geodesic"), routes=6):
    uniform = draws(seed)
    ring = star(uniform, centre, 9, radius)
    lake = star(uniform, centre, 5, radius * 0.35)
    far = off(centre, 90, radius * 2.2)
    far = (round(centre[0] + math.remainder(far[0] - centre[0], 360), 4), round(far[1], 4))
    part = star(uniform, far, 6, radius * 0.5)
    outside = rounded(off(centre, 180, radius * 4), 4)
    zones = [Zone(kind, kind, [[ring, lake], [part]], outside) for kind in kinds]
    return Group(name,
                 about,
                 zones,
                 [
                     Route(str(k), "drawn at random", walk(uniform, centre, 3 + k, radius))
                     for k in range(routes)
                 ])


def seams():
    """What RFC 7946 asks for: outline and route cut at the antimeridian. The truth is that of the
    uncut ones, since the cut is no boundary and parts that join are one."""
    ring = [(176.0, 62.0), (184.0, 60.0), (186.0, 64.0), (183.0, 67.0), (177.0, 66.0)]

    def at(a, b):  # where a lonlat edge meets the antimeridian: a place of the uncut edge
        return 180.0, a[1] + (180.0 - a[0]) / (b[0] - a[0]) * (b[1] - a[1])

    low, high = at(ring[0], ring[1]), at(ring[3], ring[4])
    west = [ring[0], low, high, ring[4]]
    east = [(x - 360, y) for x, y in (low, ring[1], ring[2], ring[3], high)]
    meant = [[ring[0], low, ring[1], ring[2], ring[3], high, ring[4]]]
    zones = [
        Zone("uncut", "lonlat", [[ring]], (160.0, 55.0), meant),
        Zone("cut", "lonlat", [[west], [east]], (160.0, 55.0), meant),
        Zone("jump",
             "lonlat", [[[(x if x <= 180 else x - 360, y) for x, y in ring]]], (160.0, 55.0),
             meant)
    ]
    line = geo.Line((174.0, 63.0), (186.5, 63.0))
    lat = _crossing(line)
    return Group(
        "seam",
        "Cut at the antimeridian as RFC 7946 asks, uncut, and with a jump of longitude",
        zones,
        [
            Route("across", "longitudes run on", [(174.0, 63.0), (186.5, 63.0)], "ex"),
            Route("across-jump", "longitudes jump", [(174.0, 63.0), (-173.5, 63.0)], "ex"),
            Route("across-cut",
                  "two parts that join at the antimeridian", [[(174.0, 63.0),
                                                               (180.0, lat)], [(-180.0, lat),
                                                                               (-173.5, 63.0)]],
                  "ex"),
            Route("zigzag",
                  "there and back across the cut, inside", [(179.0, 63.0), (-179.0, 64.0),
                                                        (179.5, 64.5), (181.0, 63.5)],
                  "",
                  "all"),
            Route("along", "along the cut, inside", [(180.0, 62.5), (180.0, 65.0)], "", "all"),
            Route("along-beyond",
                  "along the cut and beyond it", [(-180.0, 58.0), (180.0, 69.0)],
                  "ex"),
            Route("on-and-off",
                  "fixes on the cut", [(178.0, 63.0), (180.0, 63.5), (-180.0, 64.0),
                                       (-177.5, 64.0)],
                  "",
                  "all"),
            Route("ends-on-seam",
                  "ends at the place where the cut meets the outline", [(180.0, 64.0),
                                                                        (180.0, low[1])],
                  "x",
                  "all"),
            Route(
                "other-turn", "longitudes of another turn", [(-186.0, 63.0), (-173.5, 63.0)], "ex"),
        ])


def _crossing(line):
    """Latitude where a line of some hundred kilometres meets the antimeridian."""
    low, high = 0.0, line.length
    while True:
        middle = (low + high) / 2
        if not low < middle < high or high - low < 1e-10:
            return line.position(middle)[1]
        if line.position(middle)[0] > 0:
            low = middle
        else:
            high = middle


def far():
    """One long leg each, from a place with a course for a length."""
    zones = [
        Zone("box", "lonlat", [[box(19.0, 54.0, 23.0, 55.5)]], (0.0, 0.0)),
        Zone("third", "lonlat", [[box(0.0, 0.0, 40.0, 40.0)]], (0.0, -40.0)),
        Zone("ocean", "geodesic", [[[(-9.1, 38.7), (-74.0, 40.7), (-17.4, 14.7)]]], (100.0, 60.0)),
        Zone("pacific", "geodesic", [[[(-122.0, 37.0), (174.8, -36.9), (140.0, 35.7)]]],
             (0.0, 0.0)),
    ]
    routes = []
    for k, (lon, lat, azimuth, length) in enumerate(
        ((20.0, 54.5, 10.0, 18.0e6), (100.0, -30.0, 300.0, 15.0e6), (-60.0, -40.0, 40.0, 18.5e6),
         (-150.0, 10.0, 250.0, 17.0e6), (0.0, 80.0, 180.0, 16.0e6), (20.0, -70.0, 0.5, 14.0e6),
         (150.0, 50.0, 330.0, 12.0e6), (-100.0, 20.0, 75.0, 18.4e6))):
        routes.append(
            Route(f"{k}",
                  f"{length / 1e6:g} thousand kilometres with course {azimuth:g}°",
                  [(lon, lat), rounded(off((lon, lat), azimuth, length), 5)]))
    routes.append(
        Route("tour",
              "around the earth", [(0.0, 10.0), (110.0, 20.0), (-130.0, -10.0), (0.0, 10.0)]))
    return Group("far", "Legs of up to 18,500 km", zones, routes)


def groups():
    yield walks("walk-kaliningrad", "Drawn at random about Kaliningrad", 1, (20.5, 54.7), 1e5)
    yield walks("walk-bering", "Across the antimeridian", 2, (180.0, 63.0), 4e5)
    yield walks("walk-arctic", "Near the pole", 3, (40.0, 84.0), 3e5, routes=4)
    yield walks("walk-congo", "Across the equator", 4, (22.0, 0.3), 8e5, routes=4)
    yield walks("walk-patagonia", "In the south", 5, (-70.0, -50.0), 5e5, routes=4)
    yield walks("walk-near", "Hundreds of metres", 6, (-155.5, 19.8), 300.0, routes=4)
    yield seams()
    yield far()
