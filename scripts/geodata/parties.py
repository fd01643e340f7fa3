"""What states.geojson and borders.geojson are both made of: the States Parties' outlines, Crimea,
and the lines through Georgia.

Both files take every vertex from here, so a border lies on the outlines of its two States
exactly."""
import csv, os
from osgeo import ogr
from shapely import geometry, ops, wkb
from topology import Topology, polygons_of

ogr.UseExceptions()
DECIMALS = 5
COAST_KM2 = 8.0
# finer than the package's grid of 400 by 190 m: a rule of 10 km is judged by land borders
BORDER_KM2 = 0.1
LEAST_KM2 = 5.0
CRIMEA = geometry.box(32.3, 44.2, 36.7, 46.3)
ORIGIN = {
    "geometry_source": "npm world-atlas 2.0.2, countries-10m (Natural Earth 4.1.0)",
    "licence": "public domain",
    "attribution": "Natural Earth"
}


def states():
    """The rows of states.csv, empty cells as None."""
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "states.csv"),
              newline="") as file:
        return [{k: v or None for k, v in row.items()} for row in csv.DictReader(file)]


class Parties:
    """`topology` with its coasts simplified, `shapes` of the States by ISO code, `crimea`,
    `isthmus` (the arcs between it and Ukraine), and of Georgia `regions` (outlines), `inner` (lines
    towards Georgia), `outer` (lines towards Russia), each by code, and `rest_of_russia`, the arcs
    that are neither."""
    def __init__(self, countries, world_map):
        self.topology = Topology(countries, DECIMALS)
        self.topology.simplify(COAST_KM2, BORDER_KM2)
        self.features = {name: polygons for name, _, polygons in self.topology.features}
        self.divide_georgia(world_map)
        self.shapes = {}
        for row in states():
            parts = [
                p for name in row["natural_earth"].split("|")
                for p in self.topology.shape(self.features[name], LEAST_KM2).geoms
            ]
            self.shapes[row["iso3"]] = geometry.MultiPolygon(parts)
        self.move_crimea()

    def between(self, one, other):
        return [n for n, users in enumerate(self.topology.users) if users == {one, other}]

    def move_crimea(self):
        parts = list(self.shapes["RUS"].geoms)
        self.crimea = geometry.MultiPolygon([p for p in parts if CRIMEA.contains(p)])
        self.shapes["RUS"] = geometry.MultiPolygon([p for p in parts if not CRIMEA.contains(p)])
        whole = ops.unary_union([*self.shapes["UKR"].geoms, *self.crimea.geoms])
        self.shapes["UKR"] = geometry.MultiPolygon(polygons_of(whole))
        self.isthmus = [
            n for n in self.between("Russia", "Ukraine")
            if CRIMEA.contains(geometry.LineString(self.topology.arcs[n]))
        ]

    def divide_georgia(self, world_map):
        """The lines end a little short of the outline and are prolonged to it. Where they meet the
        border with Russia, it gets a vertex."""
        lines = [prolonged(line) for line in georgian_lines(world_map)]
        outline = self.topology.shape(self.features["Georgia"], 0)
        faces = sorted(ops.polygonize(ops.unary_union([outline.boundary] + lines)),
                       key=lambda p: -p.area)
        rest, self.regions = faces[0], {"ABK": faces[1], "OSS": faces[2]}
        rounded = lambda line: [(round(x, DECIMALS), round(y, DECIMALS)) for x, y in line.coords]
        self.inner = {}
        for code, region in self.regions.items():
            shared = region.boundary.intersection(rest.boundary)
            self.inner[code] = [
                rounded(ops.linemerge([g for g in shared.geoms if g.geom_type == "LineString"]))
            ]
        (border,) = self.between("Georgia", "Russia")
        arc = self.topology.arcs[border]
        for end in [line[k] for lines in self.inner.values() for line in lines for k in (0, -1)]:
            arc = with_vertex(arc, end)
        self.topology.arcs[border] = arc
        self.outer, self.rest_of_russia = {"ABK": [], "OSS": []}, []
        for a, b in zip(arc, arc[1:]):
            middle = geometry.Point((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
            code = next((c for c,
                         r in self.regions.items()
                         if r.distance(middle) < 1e-4 and rest.distance(middle) > 1e-4),
                        None)
            (self.outer[code] if code else self.rest_of_russia).append([a, b])


def with_vertex(arc, point):
    """The arc with a point of it, no farther off than its rounding, as a vertex; as it was when the
    point is elsewhere or there is a vertex already."""
    for k, (a, b) in enumerate(zip(arc, arc[1:])):
        if point not in (a,
                         b) and geometry.LineString([a, b]).distance(geometry.Point(point)) < 2e-5:
            return arc[:k + 1] + [point] + arc[k + 1:]
    return arc


def georgian_lines(world_map):
    source = ogr.Open(world_map)
    layer = source.GetLayerByName("disputed_borders")
    layer.SetAttributeFilter("adm0_left = 'Georgia'")
    merged = ops.linemerge(
        ops.unary_union([wkb.loads(bytes(f.GetGeometryRef().ExportToWkb())) for f in layer]))
    return list(getattr(merged, "geoms", [merged]))


def prolonged(line, by=0.05):
    """Both ends go on straight by so many degrees."""
    def beyond(a, b):
        length = ((a[0] - b[0])**2 + (a[1] - b[1])**2)**0.5
        return (a[0] + (a[0] - b[0]) / length * by, a[1] + (a[1] - b[1]) / length * by)

    c = list(line.coords)
    return geometry.LineString([beyond(c[0], c[1]), *c, beyond(c[-1], c[-2])])
