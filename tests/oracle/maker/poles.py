"""Poles inside, at a vertex, on an edge and on the route; whole circles; outlines that say which
side they mean. Arcs of meridians are checked by another formula (case.meridian)."""
from case import ALL, Group, Route, Zone, box, meridian, rounded
import geodesic as geo

POLE, SOUTH = (0.0, 90.0), (0.0, -90.0)


def circle(lat, steps=1):
    """Around the pole along a parallel, in edges of equal width."""
    return [(-180.0 + 360.0 * k / steps, lat) for k in range(steps + 1)]


def mirrored(group):
    """The same on the other half of the earth."""
    def over(position):
        return position[0], -position[1]

    def flip(parts):
        return [[over(p) for p in part] for part in parts]

    for zone in group.zones:
        zone.polygons = [flip(polygon) for polygon in zone.polygons]
        zone.meant = flip(zone.meant)
        zone.outside = over(zone.outside)
    for route in group.routes:
        route.parts = flip(route.parts)
    return Group(group.name.replace("north", "south"),
                 group.about.replace("north", "south"),
                 group.zones,
                 group.routes)


def caps():
    arc = meridian(70, 90)
    lonlat = ["whole-circle", "four-edges"]
    zones = [
        Zone(lonlat[0],
             "lonlat", [[[(-180.0, 70.0), (180.0, 70.0), (180.0, 90.0), (-180.0, 90.0)]]],
             (0.0, 0.0), [circle(70.0)]),
        Zone(lonlat[1],
             "lonlat", [[[(-170.0, 70.0), (-80.0, 70.0), (10.0, 70.0), (100.0, 70.0)]]], (0.0, 0.0),
             [circle(70.0, 4)]),
        Zone("geodesic",
             "geodesic",
             [[[(-170.0, 70.0), (-110.0, 70.0), (-50.0, 70.0), (10.0, 70.0), (70.0, 70.0),
                (130.0, 70.0)]]], (0.0, 0.0)),
    ]

    def of(value):
        return {name: value for name in lonlat}

    return Group(
        "north-cap",
        "The north pole inside, the outline on the parallel of 70° or of geodesics"
        " between places on it",
        zones,
        [
            Route("over",
                  "straight over the pole, in and out by vertices of two zones", [(10.0, 60.0),
                                                                                  (190.0, 60.0)],
                  "ex",
                  2 * arc),
            Route("over-fix",
                  "a fix at the pole", [(10.0, 60.0), (10.0, 90.0), (-170.0, 60.0)],
                  "ex",
                  2 * arc),
            Route("over-turning",
                  "two fixes at the pole, under other longitudes", [(10.0, 60.0), (-33.0, 90.0),
                                                                    (151.0, 90.0), (100.0, 60.0)],
                  "ex",
                  of(2 * arc)),
            Route("starts", "at the pole", [(123.0, 90.0), (10.0, 60.0)], "x", arc),
            Route("ends", "at the pole", [(10.0, 60.0), (-99.0, 90.0)], "e", arc),
            Route("starts-doubled",
                  "twice at the pole", [(123.0, 90.0), (-170.0, 90.0), (10.0, 60.0)],
                  "x",
                  arc),
            Route("pole-only",
                  "from the pole to the pole, and out", [(0.0, 90.0), (30.0, 80.0), (60.0, 90.0),
                                                         (10.0, 75.0)],
                  "",
                  ALL),
            Route("past", "by the pole some metres off", [(20.0, 62.0), (200.00001, 62.0)], "ex"),
            Route("round",
                  "round the pole inside", [(0.0, 80.0), (90.0, 80.0), (180.0, 80.0), (-90.0, 80.0),
                                            (0.0, 80.0)],
                  "",
                  ALL),
            Route(
                "chord", "a leg that bulges over the parallel", [(30.0, 66.0),
                                                                 (100.0, 66.0)], None),
            Route("parallel",
                  "legs between places on the parallel", [(20.0, 70.0), (60.0, 70.0), (65.0, 70.0)],
                  of("etx"),
                  of(ALL)),
            Route("edge", "the geodesic edge itself", [(10.0, 70.0), (70.0, 70.0)], "ex", ALL),
            Route("jumps",
                  "across the antimeridian on the parallel of 71°", [(170.0, 69.0), (175.0, 71.0),
                                                                     (-175.0, 71.0),
                                                                     (-170.0, 69.0)],
                  None),
        ])


def sectors():
    """A pole at a vertex: two edges are meridians."""
    arc, side = meridian(60, 90), meridian(60, 90)
    zones = [
        Zone("lonlat",
             "lonlat", [[[(0.0, 60.0), (60.0, 60.0), (60.0, 90.0), (0.0, 90.0)]]], (180.0, 0.0),
             [[(0.0, 60.0), (60.0, 60.0), (60.0, 90.0), (0.0, 90.0)]]),
        Zone("geodesic",
             "geodesic", [[[(0.0, 60.0), (60.0, 60.0), (33.0, 90.0)]]], (180.0, 0.0),
             [[(0.0, 60.0), (60.0, 60.0), POLE]]),
        Zone("geodesic-backwards",
             "geodesic", [[[(0.0, 90.0), (60.0, 60.0), (0.0, 60.0)]]], (180.0, 0.0),
             [[(0.0, 60.0), (60.0, 60.0), POLE]])
    ]
    return Group(
        "north-sector",
        "The north pole at a vertex, between the meridians of 0° and 60°",
        zones,
        [
            Route("out",
                  "from the pole through the sector", [(30.0, 90.0), (30.0, 50.0)],
                  "ex", {"lonlat": arc}),
            Route("out-odd",
                  "the pole under another longitude", [(-120.0, 90.0), (30.0, 50.0)],
                  "ex", {"lonlat": arc}),
            Route("away", "from the pole to the outside", [(30.0, 90.0), (-100.0, 50.0)], "t", 0),
            Route("to-pole",
                  "through the sector to the pole", [(30.0, 50.0), (30.0, 90.0)],
                  "ex", {"lonlat": arc}),
            Route("over",
                  "through the sector and over the pole", [(20.0, 70.0), (200.0, 70.0)],
                  "x",
                  meridian(70, 90)),
            Route("over-back",
                  "the same backwards", [(200.0, 70.0), (20.0, 70.0)],
                  "e",
                  meridian(70, 90)),
            Route("over-fix",
                  "with a fix at the pole", [(20.0, 70.0), (20.0, 90.0), (200.0, 70.0)],
                  "x",
                  meridian(70, 90)),
            Route("over-outside",
                  "over the pole, outside on both sides: a touch", [(-60.0, 70.0), (120.0, 70.0)],
                  "t",
                  0),
            Route("touch-fix",
                  "to the pole and back outside", [(-60.0, 70.0), (5.0, 90.0), (170.0, 70.0)],
                  "t",
                  0),
            Route("touch-inside",
                  "to the pole and back inside", [(10.0, 70.0), (5.0, 90.0), (50.0, 70.0)],
                  "t",
                  ALL),
            Route("turning",
                  "two fixes at the pole, outside before and inside after", [(-60.0, 70.0),
                                                                             (-60.0, 90.0),
                                                                             (33.0, 90.0),
                                                                             (33.0, 70.0)],
                  "e",
                  meridian(70, 90)),
            Route("edge", "along one edge", [(0.0, 60.0), (0.0, 90.0)], "ex", side),
            Route("edge-beyond",
                  "along one edge and over the pole", [(0.0, 50.0), (180.0, 50.0)],
                  "ex",
                  side),
            Route("edges",
                  "along one edge and back along the other", [(0.0, 50.0), (0.0, 90.0),
                                                              (60.0, 90.0), (60.0, 50.0)],
                  "ex",
                  2 * side),
            Route("edges-odd",
                  "the pole under a longitude between", [(60.0, 50.0), (17.0, 90.0), (0.0, 50.0)],
                  "ex",
                  2 * side),
            Route("across", "in and out below the pole", [(-30.0, 75.0), (90.0, 75.0)], "ex"),
            Route("near", "some metres past the pole", [(-60.0, 80.0), (120.0001, 80.0)], None),
        ])


def half():
    """The pole on an edge."""
    over = [(10.0, 80.0), (190.0, 80.0), (100.0, 75.0)]
    zones = [
        Zone("geodesic", "geodesic", [[over]], (280.0, 40.0)),
        Zone("lonlat",
             "lonlat", [[[(10.0, 70.0), (190.0, 70.0), (190.0, 90.0), (10.0, 90.0)]]], (280.0, 0.0),
             [[(10.0, 70.0), (190.0, 70.0), (190.0, 90.0), (10.0, 90.0)]])
    ]
    return Group(
        "north-half",
        "The north pole on an edge: one that runs straight over it from 10° E to"
        " 170° W, or two meridians that make one line",
        zones,
        [
            Route("across",
                  "over the pole and the edge", [(90.0, 60.0), (270.0, 60.0)],
                  "ex", {"lonlat": meridian(70, 90)}),
            Route("across-back",
                  "backwards", [(270.0, 60.0), (90.0, 60.0)],
                  "ex", {"lonlat": meridian(70, 90)}),
            Route("fix",
                  "a fix at the pole", [(90.0, 60.0), (0.0, 90.0), (270.0, 60.0)],
                  "ex", {"lonlat": meridian(70, 90)}),
            Route("along",
                  "along the edge over the pole", [(10.0, 85.0), (190.0, 85.0)],
                  "ex",
                  2 * meridian(85, 90)),
            Route("along-beyond",
                  "beyond both ends", [(10.0, 60.0), (190.0, 60.0)],
                  "ex", {
                      "geodesic": 2 * meridian(80, 90), "lonlat": 2 * meridian(70, 90)
                  }),
            Route("touch",
                  "to the pole and back outside", [(280.0, 80.0), (280.0, 90.0), (250.0, 80.0)],
                  "t",
                  0),
            Route("touch-inside",
                  "to the pole and back inside", [(80.0, 85.0), (77.0, 90.0), (120.0, 85.0)],
                  "t",
                  ALL),
            Route("starts", "at the pole, inside", [(77.0, 90.0), (80.0, 85.0)], "e", ALL),
            Route("starts-away", "at the pole, outside", [(77.0, 90.0), (-80.0, 85.0)], "t", 0),
            Route("ends-along",
                  "along the edge to the pole, and off inside", [(10.0, 85.0), (10.0, 90.0),
                                                                 (100.0, 85.0)],
                  "e",
                  ALL),
        ])


def belts():
    inner = (12.3, 88.7)
    zones = [
        Zone("belt",
             "lonlat", [[[(-180.0, 60.0), (180.0, 60.0), (180.0, 70.0), (-180.0, 70.0)]]],
             inner, [circle(60.0), circle(70.0)]),
        Zone("belt-elsewhere",
             "lonlat", [[[(-90.0, 60.0), (270.0, 60.0), (270.0, 70.0), (-90.0, 70.0)]]],
             inner, [circle(60.0), circle(70.0)]),
        Zone("hole",
             "lonlat",
             [[[(-180.0, 60.0), (-60.0, 60.0), (60.0, 60.0)], [(-180.0, 70.0), (-60.0, 70.0),
                                                               (60.0, 70.0)]]],
             inner, [circle(60.0, 3), circle(70.0, 3)]),
    ]
    arc = meridian(60, 70)
    return Group(
        "belt",
        "Between the parallels of 60° and 70°, all around",
        zones,
        [
            Route("meridian", "across", [(33.0, 50.0), (33.0, 80.0)], "ex", arc),
            Route("antimeridian",
                  "across along the antimeridian", [(180.0, 50.0), (-180.0, 80.0)], {
                      "belt": "ex", "hole": "ex"
                  }, {
                      "belt": arc, "hole": arc
                  }),
            Route("over-pole", "twice across", [(20.0, 50.0), (200.0, 50.0)], "exex", 2 * arc),
            Route("bulges",
                  "out by the inner parallel and in again", [(10.0, 69.0), (70.0, 69.0)],
                  "xe"),
            Route("within",
                  "inside across the antimeridian", [(150.0, 63.0), (170.0, 65.0), (-170.0, 65.0),
                                                     (-150.0, 64.0)],
                  "",
                  ALL),
            Route("long", "from continent to continent", [(-74.0, 40.6), (116.6, 40.1)], "exex"),
        ])


def world():
    zones = [
        Zone("lonlat",
             "lonlat", [[[(-180.0, -90.0), (180.0, -90.0), (180.0, 90.0), (-180.0, 90.0)]]],
             POLE, [],
             inverted=True)
    ]
    return Group(
        "world",
        "The whole earth as one rectangle",
        zones,
        [
            Route("any", "across the antimeridian", [(100.0, 10.0), (-100.0, 40.0)], "", ALL),
            Route("poles",
                  "over a pole and on to the other", [(20.0, 50.0), (20.0, 90.0), (100.0, 0.0),
                                                      (100.0, -90.0)],
                  "",
                  ALL),
            Route("seam", "along the antimeridian", [(180.0, -50.0), (180.0, 50.0)], "", ALL),
        ])


def halves():
    """Hemispheres and more, in longitude and latitude."""
    east = [(0.0, -90.0), (180.0, -90.0), (180.0, 90.0), (0.0, 90.0)]
    slice_ = [(0.0, -90.0), (40.0, -90.0), (40.0, 90.0), (0.0, 90.0)]
    most = [(-170.0, -80.0), (0.0, -80.0), (170.0, -80.0), (170.0, 80.0), (0.0, 80.0),
            (-170.0, 80.0)]
    zones = [
        Zone("east", "lonlat", [[east]], (-90.0, 10.0)),
        Zone("slice", "lonlat", [[slice_]], (-90.0, 10.0)),
        Zone("most", "lonlat", [[most]], (180.0, 10.0))
    ]
    return Group("lune",
                 "From pole to pole, and nearly all around",
                 zones,
                 [
                     Route("equator",
                           "half around", [(-60.0, 0.0), (100.0, 0.0)], {
                               "east": "e", "slice": "ex", "most": ""
                           },
                           {
                               "east": geo.A * geo.math.radians(100),
                               "slice": geo.A * geo.math.radians(40),
                               "most": ALL
                           }),
                     Route("over",
                           "over the pole, out of it", [(20.0, 70.0), (200.0, 70.0)], {
                               "east": "x", "slice": "x", "most": "xe"
                           }),
                     Route("slanted", "across both", [(-20.0, -30.0), (70.0, 55.0)]),
                     Route("back-side",
                           "across the antimeridian", [(150.0, 20.0), (-150.0, -20.0)], {
                               "east": "x", "slice": "", "most": "xe"
                           }),
                     Route("edge",
                           "along the edge", [(0.0, -30.0), (0.0, 45.0)], {
                               "east": "ex", "slice": "ex", "most": ""
                           },
                           ALL),
                 ])


def oriented():
    """right-hand: inside is to the left of the ring."""
    w, s, e, n = 19.0, 54.0, 21.0, 55.0
    m, outside = 54.5, (10.0, 50.0)
    ring = box(w, s, e, n)
    cap = [(-170.0, 70.0), (-110.0, 70.0), (-50.0, 70.0), (10.0, 70.0), (70.0, 70.0), (130.0, 70.0)]
    zones = [
        Zone("left", "geodesic", [[ring]], outside, oriented=True),
        Zone("rest", "geodesic", [[ring[::-1]]], outside, inverted=True, oriented=True),
        Zone("rest-doubled",
             "geodesic", [[[v for v in ring[::-1] for _ in range(2)]]],
             outside, [ring],
             inverted=True,
             oriented=True),
    ]
    side = meridian(s, n)
    yield Group(
        "oriented",
        "Which side is meant is told by the winding of the ring: the box or the rest of"
        " the earth",
        zones,
        [
            Route("through",
                  "across the box", [(18.0, m), (22.0, m)], {
                      "left": "ex", "rest": "xe", "rest-doubled": "xe"
                  }),
            Route("within", "in the box", [(19.5, m), (20.5, m)], "", {
                "left": ALL, "rest": 0
            }),
            Route("elsewhere",
                  "far away", [(100.0, -20.0), (-120.0, 40.0)],
                  "", {
                      "left": 0, "rest": ALL
                  }),
            Route("along",
                  "along an edge and on: the edge counts as inside of either",
                  [(w, s - 0.2), (w, n + 0.2)], {
                      "left": "ex", "rest": "t", "rest-doubled": "t"
                  }, {
                      "left": side, "rest": ALL, "rest-doubled": ALL
                  }),
            Route("vertex",
                  "a vertex touched", [(18.0, n), (w, n), (w, n + 0.2)],
                  "t", {
                      "left": 0, "rest": ALL, "rest-doubled": ALL
                  }),
            Route("vertices",
                  "through two vertices", [(18.5, 53.75), (w, s), (e, n), (21.6, 55.3)], {
                      "left": "ex", "rest": "xe", "rest-doubled": "xe"
                  }),
            Route("starts-on-edge",
                  "into the box", [(w, m), (20.0, m)], {
                      "left": "e", "rest": "t", "rest-doubled": "t"
                  }),
        ])
    yield Group(
        "oriented-cap",
        "The same around a pole: the cap, or all but the cap",
        [
            Zone("cap", "geodesic", [[cap]], (0.0, 0.0), oriented=True),
            Zone("rest", "geodesic", [[cap[::-1]]], (0.0, 0.0), inverted=True, oriented=True),
        ],
        [
            Route("over",
                  "over the pole", [(30.0, 50.0), (210.0, 50.0)], {
                      "cap": "ex", "rest": "xe"
                  }),
            Route("pole", "from the pole", [(30.0, 90.0), (30.0, 50.0)], {
                "cap": "x", "rest": "e"
            }),
            Route(
                "equator", "far from it", [(30.0, 0.0), (120.0, 0.0)], "", {
                    "cap": 0, "rest": ALL
                }),
            Route("south",
                  "over the other pole", [(30.0, -50.0), (210.0, -50.0)],
                  "", {
                      "cap": 0, "rest": ALL
                  }),
        ])


def groups():
    for made in caps, sectors, half:
        yield made()
        south = mirrored(made())
        south.routes = south.routes[::3]
        yield south
    yield belts()
    yield world()
    yield halves()
    yield from oriented()
