"""Outlines of every make: holes, parts, cuts, doubled vertices, tiny and many-cornered ones; and
routes that keep within the tolerance of a boundary or just beyond it."""
import math

from case import (ALL, Group, Route, Zone, azimuth_at, box, draws, equator, meridian, off, rounded)
import geodesic as geo

W, S, E, N = 19.0, 54.0, 21.0, 55.0
OUTSIDE = (10.0, 50.0)
RING = box(W, S, E, N)


def writings():
    """One outline, written in ways that must not matter."""
    mid = [(W, S), (20.0, S), (E, S), (E, 54.25), (E, 54.5), (E, N), (20.0, N), (W, N), (W, 54.5)]
    twins = [(W, S), (E, S), (E, N), (W, N), (W, 54.99999999999999)]
    near = [(W, S), (W + 1e-9, S), (E, S), (E, N), (W, N)]
    zones = []
    for kind in "lonlat", "geodesic":
        lonlat = kind == "lonlat"
        for name, ring in (
            ("backwards", RING[::-1]), ("begun-elsewhere", RING[2:] + RING[:2]),
            ("doubled", [v for v in RING for _ in range(3)]),
            ("turn-on", [(x + 360, y) for x, y in RING]),
            # Vertices put into the edge between: of geodesic edges on the meridians alone.
            ("more-vertices", mid if lonlat else [v for v in mid if v[0] != 20.0]),
            ("twin", twins), ("near-twin", near),
        ):
            zones.append(Zone(f"{kind}-{name}", kind, [[ring]], OUTSIDE, [RING]))
    # Two halves that share an edge on the meridian: what is within both of them is whole.
    zones.append(
        Zone("lonlat-halves",
             "lonlat", [[box(W, S, 20.0, N)], [box(20.0, S, E, N)]],
             OUTSIDE, [RING]))
    diagonal = geo.Line((W, S), (E, N))
    before, behind = (off(*p) for p in (
        ((W, S), azimuth_at(diagonal, 0) + 180, 2e4),
        ((E, N), azimuth_at(diagonal, diagonal.length), 2e4)))
    return Group(
        "written",
        "One outline, written in ways that do not matter: the truth is that of the"
        " plain box",
        zones,
        [
            Route("through-vertices",
                  "one leg through two vertices", [before, behind],
                  "ex",
                  loose={"lonlat-halves"}),
            Route(
                "vertex-out", "from a vertex to the west: a touch", [(W, N), (18.0, 55.1)], "t", 0),
            Route("to-vertex-and-off",
                  "a fix at a vertex, outside before and after", [(18.0, N), (W, N), (W, 55.4)],
                  "t",
                  0),
        ])


def holes():
    lake = box(19.5, 54.25, 20.0, 54.75)
    island = box(19.6, 54.4, 19.9, 54.6)
    east = [(20.0, 54.75), (20.5, 54.5), (20.5, 54.75)]  # touches the lake at a vertex
    rim = [(19.0, 54.5), (19.25, 54.4), (19.25, 54.6)]  # touches the outline's edge with a vertex
    return Group(
        "holes",
        "Holes, an island in one, holes that touch each other and the outline",
        [
            Zone(kind, kind, [[RING, lake, east, rim], [island]], OUTSIDE)
            for kind in ("lonlat", "geodesic")
        ],
        [
            Route("across",
                  "outline, lake, island and out of it all again", [(18.0, 54.45), (19.7, 54.5),
                                                                    (22.0, 54.45)],
                  "exexexex"),
            Route("lake",
                  "starts and ends in the lake, round the island", [(19.55, 54.3), (19.55, 54.7),
                                                                    (19.95, 54.7)],
                  ""),
            Route("lake-edge",
                  "along the edge of the lake from inside the zone", [(19.5, 54.1), (19.5, 54.9)],
                  "t",
                  ALL),
            Route("lake-edge-from-lake",
                  "to the edge of the lake, along it, back", [(19.55, 54.3), (19.5, 54.3),
                                                              (19.5, 54.7), (19.55, 54.7)],
                  "ex"),
            Route("lake-corner",
                  "the corner of the lake touched from inside the zone",
                  [off((19.5, 54.25), 315, 2e4), off((19.5, 54.25), 135, 2e4)],
                  "t",
                  ALL),
            Route("lake-diagonal",
                  "in and out of the lake by its corners",
                  [off((19.5, 54.25), 220, 1e4), (19.5, 54.25), (19.55, 54.35)],
                  "x"),
            Route("two-holes",
                  "from hole to hole by the vertex that they share", [(19.95, 54.7), (20.0, 54.75),
                                                                      (20.4, 54.74)],
                  "t"),
            Route("between-holes",
                  "through the vertex that two holes share, inside on both sides", [(19.9, 54.8),
                                                                                    (20.0, 54.75),
                                                                                    (20.2, 54.6)],
                  "t",
                  ALL),
            Route("rim",
                  "in by the vertex of a hole on the outline's edge, into the hole", [(18.0, 54.5),
                                                                                      (19.0, 54.5),
                                                                                      (19.2, 54.5)],
                  "t"),
            Route("rim-along",
                  "along the outline's edge past the vertex of the hole", [(19.0, 54.2),
                                                                           (19.0, 54.8)],
                  "ex",
                  ALL),
            Route("island",
                  "from lake to island and back, touching its far edge", [(19.55, 54.5),
                                                                          (19.9, 54.5),
                                                                          (19.55, 54.55)],
                  "etx"),
        ])


def parts():
    zones = []
    for kind in "lonlat", "geodesic":
        zones.append(
            Zone(kind,
                 kind,
                 [[box(19.0, 54.0, 20.0, 55.0)], [box(20.0, 55.0, 21.0, 56.0)],
                  [box(22.0, 54.0, 23.0, 55.0)]],
                 OUTSIDE))
    return Group(
        "parts",
        "Three parts, two of which share a vertex",
        zones,
        [
            Route("all", "through the first and the third", [(18.5, 54.5), (23.5, 54.5)], "exex"),
            Route("from-part-to-part",
                  "by the vertex that they share: one passage", [(19.5, 54.5), (20.0, 55.0),
                                                                 (20.5, 55.5)],
                  "t",
                  ALL),
            Route("between-parts",
                  "through the vertex that they share, outside on both sides", [(19.5, 55.5),
                                                                                (20.0, 55.0),
                                                                                (20.5, 54.5)],
                  "t",
                  0),
            Route("along-both",
                  "along an edge of the one and then of the other", [(20.0, 54.0), (20.0, 56.0)],
                  "ex",
                  ALL),
            Route("gap",
                  "parts of the route in parts of the zone", [[(19.2, 54.2),
                                                               (19.8, 54.8)], [(22.2, 54.2),
                                                                               (22.8, 54.8)]],
                  ""),
            Route("three",
                  "all of them", [(19.5, 54.5), (19.5, 55.3), (20.5, 55.5), (22.5, 54.5)],
                  "xexe"),
        ])


def ring_about(centre, radius, azimuths):
    """Corners so far from a place; the longitudes run on across the antimeridian."""
    corners = (off(centre, azimuth, radius) for azimuth in azimuths)
    return [(centre[0] + math.remainder(lon - centre[0], 360), lat) for lon, lat in corners]


def tiny():
    """Outlines of metres, made with directions and distances."""
    for name, centre in (("kaliningrad", (20.5, 54.7)), ("antimeridian", (180.0, 66.5)),
                         ("pole", (77.0, 89.999)), ("equator", (5.0, 0.0))):
        outside = off(centre, 0, 1e6)
        square = ring_about(centre, 2 * math.sqrt(2), (225, 135, 45, 315))
        five = ring_about(centre, 40.0, (180, 100, 60, 10, 280))
        zones = [
            Zone(f"square-{kind}", kind, [[square]], outside) for kind in ("lonlat", "geodesic")
        ]
        zones.append(Zone("five-geodesic", "geodesic", [[five]], outside))
        corner, north = square[2], off(centre, 0, 60)
        short = [off(centre, 300, 60 - k / 2) for k in (0, 1, 2, 119)]
        short += [centre, off(centre, 120, 0.5), off(centre, 120, 1.0)]
        yield Group(f"tiny-{name}",
                    "Outlines of four and of some forty metres",
                    zones,
                    [
                        Route("long",
                              "ten kilometres through the middle",
                              [off(centre, 280, 5e3), off(centre, 100, 5e3)],
                              "ex"),
                        Route("short", "legs of half a metre", short, "e"),
                        Route("corner",
                              "one corner of the square touched by a fix; inside the larger one",
                              [off(corner, 50, 3.0), corner, off(corner, 40, 3.0)], {
                                  "square-lonlat": "t", "square-geodesic": "t", "five-geodesic": ""
                              }),
                        Route("beside",
                              "past the larger one by some metres",
                              [off(north, 270, 300), off(north, 90, 300)],
                              ""),
                    ])


def tolerance():
    """The square has its west edge on a meridian; distances of what is near are told in metres."""
    corner, m = (W, N), 54.5
    third = 0.3e-3

    def beside(metres):  # 20 km along the west edge, so far off it (west positive)
        return [off((W, 54.3), 270, metres), off((W, 54.5), 270, metres)]

    def past(metres):  # a leg at right angles to the bisector of the corner, so far from it outside
        tip = off(corner, 315, metres)
        return [off(tip, 45, 2e4), off(tip, 225, 2e4)]

    along = geo.Line(*beside(third)).length
    zones = [Zone(kind, kind, [[RING]], OUTSIDE) for kind in ("lonlat", "geodesic")]
    exact = [
        Route(f"beside-{name}", f"{name} outside of an edge and beside it: not met", beside(d), "")
        for name,
        d in (("2m", 2.0), ("5cm", 0.05), ("3mm", 3e-3))
    ] + [
        Route(
            f"beside-inside-{name}", f"{name} inside of an edge and beside it", beside(-d), "", ALL)
        for name,
        d in (("2m", 2.0), ("5cm", 0.05), ("3mm", 3e-3))
    ] + [
        Route("past-vertex-2cm", "a leg past a vertex, two centimetres off", past(0.02), ""),
        Route("cuts-vertex-2cm", "a leg cuts off two centimetres of a corner", past(-0.02), "ex"),
        Route("short-of-edge-5mm",
              "a fix five millimetres off an edge",
              [(18.5, m), off((W, m), 270, 5e-3), (18.5, 54.6)],
              ""),
        Route("over-edge-5mm",
              "a fix five millimetres inside of an edge",
              [(18.5, m), off((W, m), 90, 5e-3), (18.5, 54.55)],
              "ex"),
        Route("out-5mm",
              "a fix five millimetres outside of an edge, inside before and after",
              [(19.5, m), off((W, m), 270, 5e-3), (19.5, 54.55)],
              "xe"),
    ]
    out, back = geo.Line((18.5, m), (W, m)).length, geo.Line((19.5, m), (W, m)).length
    told = [
        Route("beside-0.3mm",
              "within a millimetre of the edge all along: shared, so inside",
              beside(third),
              "ex",
              ALL,
              told=[("e", 0.0), ("x", along)],
              limit=3e-3),
        Route("beside-inside-0.3mm",
              "the same from inside",
              beside(-third),
              "ex",
              ALL,
              told=[("e", 0.0), ("x", along)],
              limit=3e-3),
        Route("past-vertex-0.3mm",
              "a leg past a vertex, 0.3 mm off: a touch",
              past(third),
              "t",
              0,
              told=[("t", 2e4)],
              limit=3e-3),
        Route("cuts-vertex-0.3mm",
              "0.6 mm inside, less than the tolerance: a touch",
              past(-third),
              "t",
              0,
              told=[("t", 2e4)],
              limit=3e-3),
        Route("short-of-edge-0.3mm",
              "a fix 0.3 mm off an edge: a touch",
              [(18.5, m), off((W, m), 270, third), (18.5, 54.6)],
              "t",
              0,
              told=[("t", out)],
              limit=3e-3),
        Route("over-edge-0.3mm",
              "0.6 mm inside: a touch", [(18.5, m), off((W, m), 90, third), (18.5, 54.55)],
              "t",
              0,
              told=[("t", out)],
              limit=3e-3),
        Route("out-0.3mm",
              "0.6 mm outside: a touch, and the passage goes on",
              [(19.5, m), off((W, m), 270, third), (19.5, 54.55)],
              "t",
              ALL,
              told=[("t", back)],
              limit=3e-3),
    ]
    return Group("tolerance",
                 "Nearer than a millimetre is one place; what is farther off is not",
                 zones,
                 exact + told)


def parallels():
    """An edge along a parallel and legs between places on it: at 100 m the leg strays from it by
    L² tan(lat) / 8 R = 0.27 mm and shares it, at 20 km by 11 m and does not."""
    lat, step = 54.0, 100 / (111320 * math.cos(math.radians(54.0)))
    short = [(20.0, lat), (20.0 + step, lat)]
    length = geo.Line(*short).length
    zones = [
        Zone("above", "lonlat", [[box(W, 54.0, E, N)]], OUTSIDE),
        Zone("below", "lonlat", [[box(W, 53.0, E, 54.0)]], OUTSIDE)
    ]
    tops = geo.Line((19.0, 60.0), (21.0, 60.0))
    top = tops.position(tops.length / 2)[1]
    belt = Zone("over-top", "lonlat", [[box(17.0, top, 23.0, 62.0)]], OUTSIDE)
    under = Zone("under-top", "lonlat", [[box(17.0, 58.0, 23.0, top)]], OUTSIDE)
    # The leg keeps within 1 mm of the parallel for sqrt(2 R cot(lat) 1 mm) on either side.
    reach = math.sqrt(2 * 6.39e6 / math.tan(math.radians(60)) * 1e-3)
    return [
        Group(
            "parallel",
            "Edges along a parallel, and legs between places on them",
            zones,
            [
                Route("100m",
                      "0.27 mm off at most: shared",
                      short,
                      "ex",
                      ALL,
                      told=[("e", 0.0), ("x", length)],
                      limit=3e-3),
                Route("20km",
                      "on the pole's side of the edge", [(19.8, lat), (20.1, lat)], {
                          "above": "ex", "below": "tt"
                      }, {
                          "above": ALL, "below": 0
                      },
                      limit=0.3),
                Route("whole",
                      "from vertex to vertex", [(19.0, lat), (21.0, lat)], {
                          "above": "ex", "below": "tt"
                      }, {
                          "above": ALL, "below": 0
                      },
                      limit=0.1),
                Route("beyond",
                      "from parallel to parallel, beyond the vertices", [(18.0, lat), (22.0, lat)],
                      {
                          "above": "ex", "below": ""
                      }),
                Route("twice",
                      "a leg that bulges over the edge and back", [(19.3, 53.999),
                                                                   (20.7, 53.999)], {
                                                                       "above": "ex", "below": "xe"
                                                                   }),
            ]),
        Group(
            "top",
            "The top of a leg at the edge along a parallel: touched within the tolerance for"
            " %.0f m" % (2 * reach), [belt, under],
            [
                Route("touches",
                      "may count as shared or as a touch", [(19.0, 60.0), (21.0, 60.0)],
                      None, {
                          "over-top": reach, "under-top": ALL
                      },
                      told=[],
                      limit=1.1 * reach,
                      loose={"over-top", "under-top"}),
                Route("crosses",
                      "the edge twice", [(19.0, 60.001), (21.0, 60.001)], {
                          "over-top": "ex", "under-top": "xe"
                      }),
            ]),
    ]


def shallow():
    a, b, c = (10.0, 50.0), (25.0, 54.0), (18.0, 60.0)
    zones = [Zone(kind, kind, [[[a, b, c]]], (0.0, 40.0)) for kind in ("geodesic", "lonlat")]
    line = geo.Line(a, b)
    routes = []
    for angle in 5.0, 2.0, 0.05, 0.01:
        middle, azimuth = line.position(4.5e5), azimuth_at(line, 4.5e5)
        routes.append(
            Route(f"{angle}deg",
                  f"a leg that crosses the geodesic edge at {angle}°",
                  [off(middle, azimuth + angle + 180, 7e4), off(middle, azimuth + angle, 8e4)],
                  {"geodesic": "x"}))
    # Of two geodesic edges one after the other: out by the one, on the other's side of the vertex.
    end, azimuth = b, azimuth_at(line, line.length)
    routes.append(
        Route("near-vertex",
              "in at 0.2° some metres before a vertex",
              [
                  off(off(end, azimuth + 180, 50.0), azimuth + 180.2, 6e4),
                  off(off(end, azimuth + 180, 50.0), azimuth + 0.2, 6e4)
              ]))
    routes.append(
        Route(
            "near-parallel",
            "a leg of 800 km, off the edge by 30 m at one end and 10 m on"
            " the other side at the other",
            [
                off(line.position(1e5), azimuth_at(line, 1e5) + 90, 30.0),
                off(line.position(9e5), azimuth_at(line, 9e5) - 90, 10.0)
            ], {"geodesic": "e"}))
    routes.append(
        Route("on-edge",
              "a leg between two places on the geodesic edge",
              [line.position(1e5), line.position(9e5)], {"geodesic": "ex"}, {"geodesic": ALL}))
    routes.append(
        Route("on-edge-and-on",
              "from before the geodesic edge to beyond it",
              [line.position(-1e5), line.position(line.length + 1e5)], {"geodesic": "ex"},
              {"geodesic": line.length}))
    return Group("shallow",
                 "Legs at small angles to an edge of a thousand kilometres",
                 zones,
                 routes)


def many():
    uniform = draws(11)
    star = [
        rounded(off((20.5, 54.7), 360 * k / 240, 6e4 + 2e4 * uniform(-1, 1)), 5) for k in range(240)
    ]
    star.reverse()
    routes = [
        Route("ring",
              "a circle of legs through the serrated edge",
              [rounded(off((20.5, 54.7), 12 * k, 6e4), 5) for k in range(31)]),
        Route("chord", "across", [(19.0, 54.4), (22.0, 55.0)]),
        Route("rim", "one leg along the serrated edge", [(19.62, 55.1), (20.4, 55.3)]),
        Route("vertices", "fixes at vertices", [star[k] for k in (0, 120, 30, 31, 32, 180)])
    ]
    return Group("many",
                 "An outline with 240 vertices",
                 [Zone(kind, kind, [[star]], OUTSIDE) for kind in ("lonlat", "geodesic")],
                 routes)


def equators():
    zones = []
    for kind in "lonlat", "geodesic":
        zones += [
            Zone(f"{kind}-north", kind, [[box(0.0, 0.0, 2.0, 2.0)]], (10.0, 10.0)),
            Zone(f"{kind}-across", kind, [[box(0.0, -2.0, 2.0, 2.0)]], (10.0, 10.0))
        ]
    whole = equator(2.0)
    north, across = ("lonlat-north", "geodesic-north"), ("lonlat-across", "geodesic-across")
    return Group(
        "equator",
        "Legs and edges along the equator, which is a geodesic and a parallel",
        zones,
        [
            Route("along", "beyond both ends of the edge", [(-1.0, 0.0), (3.0, 0.0)], "ex", whole),
            Route("edge", "from vertex to vertex", [(2.0, 0.0), (0.0, 0.0)], "ex", whole),
            Route("part",
                  "a part of it, and off to the north", [(0.5, 0.0), (1.5, 0.0), (1.5, 1.0)], {
                      **{z: "e"
                         for z in north}, **{z: ""
                                             for z in across}
                  },
                  ALL),
            Route("long", "one leg of 150 degrees", [(-70.0, 0.0), (80.0, 0.0)], "ex", whole),
            Route("out",
                  "along the edge and out to the south", [(0.5, 0.0), (1.5, 0.0), (1.5, -3.0)], {
                      **{z: "ex"
                         for z in north}, **{z: "x"
                                             for z in across}
                  }),
            Route("meridian",
                  "a meridian across the equator", [(1.0, -3.0), (1.0, 3.0)],
                  "ex",
                  {
                      **{z: meridian(0, 2)
                         for z in north[:1]},
                      **{z: 2 * meridian(0, 2)
                         for z in across[:1]}
                  }),
        ])


def around():
    ell = [(19.0, 54.0), (21.0, 54.0), (21.0, 54.3), (19.6, 54.3), (19.6, 55.0), (19.0, 55.0)]
    return Group(
        "around",
        "Routes whose box holds the zone, and which do not meet it",
        [Zone(kind, kind, [[ell]], OUTSIDE) for kind in ("lonlat", "geodesic")],
        [
            Route(
                "bay", "in the bay of the outline", [(20.5, 54.9), (19.8, 54.5),
                                                     (20.9, 54.45)], ""),
            Route("ring",
                  "round it", [(18.8, 53.8), (21.3, 53.85), (21.2, 55.1), (18.7, 55.3),
                               (18.8, 53.9)],
                  ""),
            Route("far",
                  "round it, farther than the search radius", [(17.8, 53.2), (22.2, 53.2),
                                                               (22.2, 55.9), (17.8, 55.9)],
                  ""),
            Route("over", "past its corner on the diagonal", [(18.2, 54.6), (19.4, 55.35)], ""),
            Route("south", "along the south edge, 3 km off", [(19.2, 53.97), (20.8, 53.97)], ""),
        ])


def groups():
    yield writings()
    yield holes()
    yield parts()
    yield from tiny()
    yield tolerance()
    yield from parallels()
    yield shallow()
    yield many()
    yield equators()
    yield around()
