"""Degenerate meetings of a route and a box between two meridians: at vertices, along edges, at ends
of the route. Meridians are geodesics and straight in longitude and latitude, so that what is told
of them holds for both kinds of edges."""
from case import ALL, Group, Route, Zone, azimuth_at, box, meridian, off
import geodesic as geo


def routes(w, s, e, n):
    """Of a box of some degrees, for both kinds."""
    m, c, x = (s + n) / 2, (w + e) / 2, e - w
    q = (n - s) / 5
    far = w - x / 2
    sw, nw, ne = (w, s), (w, n), (e, n)
    diagonal = geo.Line(sw, ne)
    before, behind = (off(*p) for p in (
        (sw, azimuth_at(diagonal, 0) + 180, 2e4), (ne, azimuth_at(diagonal, diagonal.length), 2e4)))
    side = meridian(s, n)
    return [
        Route("through", "both ends outside, no vertex met", [(far, m), (e + x / 2, m)], "ex"),
        Route("enters", "ends inside", [(far, m), (c, m)], "e"),
        Route("leaves", "starts inside", [(c, m), (e + x / 3, m + q)], "x"),
        Route("within", "wholly inside", [(c, m), (c + x / 8, m + q), (c, m - q)], "", ALL),
        Route("to-and-fro",
              "the same leg four times", [(far, m), (c, m), (far, m), (c, m), (far, m)],
              "exex"),
        Route("doubled-fixes",
              "legs of no length outside, inside and at the end",
              [(far, m), (far, m), (far, m), (c, m), (c, m), (e + x / 2, m), (e + x / 2, m)],
              "ex"),
        Route("vertices",
              "fixes at two vertices: in by one, out by the other", [before, sw, ne, behind],
              "ex"),
        Route("vertices-mid-leg",
              "one leg through two vertices: in by one, out by the other", [before, behind],
              "ex"),
        Route("vertex-touched",
              "a fix at a vertex, outside before and after", [(far, n), nw, (w, n + q)],
              "t",
              0),
        Route("vertex-touched-mid-leg",
              "a leg past a vertex, outside before and after",
              [off(nw, 45, 3e4), off(nw, 225, 3e4)],
              "t",
              0),
        Route("vertex-in-mid-leg",
              "a leg in by a vertex", [off(nw, 315, 3e4), off(nw, 135, 3e4)],
              "e"),
        Route("vertex-from-inside",
              "from inside to a vertex and back", [(c, m), nw, (c, m - q)],
              "t",
              ALL),
        Route("vertex-doubled-fix",
              "two fixes at a vertex, in by it", [off(nw, 290, 3e4), nw, nw, (c, m)],
              "e"),
        Route("starts-at-vertex", "and goes in, ends at the opposite one", [sw, ne], "ex", ALL),
        Route("starts-at-vertex-away", "and goes out", [nw, off(nw, 300, 3e4)], "t", 0),
        Route("along-edge", "the leg is the edge", [sw, nw], "ex", ALL),
        Route("along-edge-part", "a part of the edge", [(w, s + q), (w, n - q)], "ex", ALL),
        Route("along-edge-beyond", "beyond both its ends", [(w, s - q), (w, n + q)], "ex", side),
        Route("along-edge-from-vertex",
              "from a vertex beyond the other", [(w, s), (w, n + q)],
              "ex",
              side),
        Route("along-edge-bit-by-bit",
              "in four legs, one without length", [(w, s - q), (w, s + q), (w, m), (w, m),
                                                   (w, n + q)],
              "ex",
              side),
        Route("out-along-out",
              "to the edge from outside, along it, away again", [(far, s + q), (w, s + q),
                                                                 (w, n - q), (far, n - q)],
              "ex"),
        Route("in-along-in",
              "to the edge from inside, along it, in again", [(c, s + q), (w, s + q), (w, n - q),
                                                              (c, n - q)],
              "t",
              ALL),
        Route("out-along-in",
              "changes sides along the edge", [(far, s + q), (w, s + q), (w, n - q), (c, n - q)],
              "e"),
        Route("in-along-out", "likewise", [(c, s + q), (w, s + q), (w, n - q), (far, n - q)], "x"),
        Route("edge-touched",
              "a fix on an edge, outside before and after", [(far, m), (w, m), (far, m + q)],
              "t",
              0),
        Route("edge-touched-twice",
              "two fixes in one place of an edge", [(far, m), (w, m), (w, m), (far, m + q)],
              "t",
              0),
        Route("edge-from-inside",
              "a fix on an edge, inside before and after", [(c, m), (w, m), (c, m + q)],
              "t",
              ALL),
        Route("fix-on-edge-through", "a fix on an edge, in by it", [(far, m), (w, m), (c, m)], "e"),
        Route("starts-on-edge-in", "ends inside", [(w, m), (c, m)], "e", ALL),
        Route("starts-on-edge-out", "ends outside", [(w, m), (far, m)], "t", 0),
        Route("ends-on-edge-in", "comes from inside", [(c, m), (w, m)], "x", ALL),
        Route("ends-on-edge-out", "comes from outside", [(far, m), (w, m)], "t", 0),
        Route("edge-to-edge", "from one edge to the other", [(w, m), (e, m + q)], "ex", ALL),
        Route("short-leg",
              "a leg of metres across an edge, among others", [(far, m), (w - 1e-5, m),
                                                               (w + 1e-5, m), (c, m)],
              "e"),
        Route("gap-inside",
              "two parts that begin and end inside and do not join",
              [[(far, m), (c, m)], [(c, m + q), (e + x / 2, m + q)]],
              "ex"),
        Route("joined-inside",
              "two parts that join inside: one passage", [[(far, m), (c, m)], [(c, m),
                                                                               (e + x / 2, m + q)]],
              "ex"),
        Route("gap-across-edge",
              "two parts, the stretch between across an edge",
              [[(far, m), (w - x / 5, m)], [(w + x / 5, m), (c, m)]],
              ""),
        Route("around",
              "within its box lies the zone, which it does not meet",
              [(w - q / 2, s - q / 2), (e + q, s - q / 2), (e + q, n + 2 * q)],
              ""),
        Route("one-place", "all fixes in one place outside", [(w - q / 2, m), (w - q / 2, m)], ""),
    ]


def horizontal(w, s, e, n, north):
    """Along the edges between vertices of one latitude, where the kinds of edges differ: between
    them the leg runs on the pole's side of the parallel."""
    upper, lower = ((w, n), (e, n)), ((w, s), (e, s))
    outer, inner = (upper, lower) if north else (lower, upper)
    return [
        Route(
            "along-poleward-edge",
            "from vertex to vertex: the geodesic edge itself; outside of"
            " the edge along the parallel",
            list(outer), {
                "lonlat": "tt", "geodesic": "ex"
            }, {
                "lonlat": 0, "geodesic": ALL
            },
            limit=0.1),
        Route(
            "along-other-edge",
            "from vertex to vertex: the geodesic edge itself; inside of the"
            " edge along the parallel",
            list(inner),
            "ex",
            ALL),
    ]


def both(w, s, e, n, outside):
    return [Zone(kind, kind, [[box(w, s, e, n)]], outside) for kind in ("lonlat", "geodesic")]


def groups():
    every = routes(19.0, 54.0, 21.0, 55.0)
    yield Group("north",
                "A box of two degrees by one at Kaliningrad",
                both(19.0, 54.0, 21.0, 55.0, (10.0, 50.0)),
                every + horizontal(19.0, 54.0, 21.0, 55.0, True))
    south = routes(-71.5, -42.25, -69.0, -41.0)
    yield Group("south",
                "A box on the southern half of the earth",
                both(-71.5, -42.25, -69.0, -41.0, (-60.0, -30.0)),
                south[1::4] + horizontal(-71.5, -42.25, -69.0, -41.0, False))
    across = [
        Zone("cut",
             "lonlat", [[box(179.0, 62.0, 180.0, 63.0)], [box(-180.0, 62.0, -179.0, 63.0)]],
             (170.0, 60.0), [box(179.0, 62.0, 181.0, 63.0)]),
        Zone("geodesic",
             "geodesic", [[box(179.0, 62.0, -179.0, 63.0)]], (170.0, 60.0),
             [box(179.0, 62.0, 181.0, 63.0)])
    ]
    dateline = routes(179.0, 62.0, 181.0, 63.0)
    yield Group(
        "dateline",
        "A box across the antimeridian: cut there, or with a jump of longitude;"
        " the routes' longitudes go on beyond 180",
        across,
        dateline[0::2])
    high = routes(-20.0, 84.0, 20.0, 86.0)
    yield Group("high",
                "A box four degrees from the pole",
                both(-20.0, 84.0, 20.0, 86.0, (0.0, 50.0)),
                [r for r in high if r.name not in ("out-along-out", "in-along-in")][3::3] +
                horizontal(-20.0, 84.0, 20.0, 86.0, True))
