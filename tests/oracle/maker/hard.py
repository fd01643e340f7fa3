"""Places nearer to each other than a double tells apart, as overlays and rounding leave them."""
import math

from case import Group, Route, Zone, meridian


def twins():
    """Two vertices of a ring with one step of a double between them. The truth is that of the ring
    without the second. A route touches the ring there and stays outside."""
    for k, (lon, lat, across) in enumerate(
        ((41.8, 57.1, False), (-165.5, 30.8, False), (-44.4, 51.7, True), (56.9, 46.2, False))):
        twin = (math.nextafter(lon, -999), lat) if across else (lon, math.nextafter(lat, 0))
        ring = [(lon - 4, lat + 1), twin, (lon, lat), (lon - 0.3, lat + 4)]
        ring = [(round(x, 1), round(y, 1)) if (x, y) != twin else twin for x, y in ring]
        plain = [ring[0], ring[2], ring[3]]
        zones = [
            Zone(f"{kind}-{name}", kind, [[written]], (lon, -60.0), [plain])
            for kind in ("geodesic", "lonlat")
            for name,
            written in (("twin", ring), ("plain", plain))
        ]
        yield Group(
            f"twin{k}",
            "A ring with two vertices in one place but for one step of a double, and"
            " without the second",
            zones,
            [
                Route("touches",
                      "a fix at the vertex, outside before and after",
                      [(round(lon - 0.5, 1), round(lat - 2, 1)), (lon, lat),
                       (round(lon + 3, 1), round(lat + 2, 1))],
                      "t",
                      0),
                Route("beside",
                      "past it",
                      [(round(lon - 0.5, 1), round(lat - 2, 1)),
                       (round(lon + 3, 1), round(lat + 2, 1))],
                      ""),
            ])


def prime():
    """A ring around the pole that begins on the meridian of Greenwich, and routes a nanometre
    beside that meridian: -1e-14 and -1e-14 + 360 are not the same place to a double."""
    ring = [(0.0, 70.0), (90.0, 70.0), (180.0, 70.0), (-90.0, 70.0)]
    west = -1e-14
    arc, short = meridian(70, 90), meridian(70, 88)
    return Group(
        "greenwich",
        "A ring around the pole that begins on the meridian of Greenwich",
        [
            Zone(kind, kind, [[ring]], (0.0, 0.0), [[(90.0 * k, 70.0)
                                                     for k in range(5)]])
            for kind in ("lonlat", "geodesic")
        ],
        [
            Route("on", "along the meridian, over a vertex", [(0.0, 60.0),
                                                              (0.0, 88.0)], "e", short),
            Route("beside",
                  "the same, a nanometre west of it", [(west, 60.0), (west, 88.0)],
                  "e",
                  short),
            Route("beside-turned", "the same backwards", [(west, 88.0), (west, 60.0)], "x", short),
            Route(
                "beside-east", "a nanometre east of it", [(1e-14, 60.0),
                                                          (1e-14, 88.0)], "e", short),
            Route("over", "over the pole", [(0.0, 60.0), (180.0, 60.0)], "ex", 2 * arc),
            Route("far",
                  "south of it, at the place where two names of the meridian meet", [(30.0, 20.0),
                                                                                     (west, 40.0),
                                                                                     (-30.0, 20.0)],
                  "",
                  0),
        ])


def groups():
    yield from twins()
    yield prime()
