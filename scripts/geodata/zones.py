#!/usr/bin/python3
"""The zones of geodata/zones, from the pieces that zones-pieces.cjs takes out of geo-tz and QGIS's
world map.

usage: zones.py FOLDER_OF_PIECES WORLD_MAP.gpkg OUTPUT_FOLDER

Cells of the quadtree leave slits of some metres between them: the union is widened and narrowed by
1.2e-4 degrees, mitred. Cuts lie at ±179.9999: they are moved to ±180 exactly. Then simplified,
rounded to 1e-7 degrees, outlines counter-clockwise (RFC 7946)."""
import json, math, os, sys
from osgeo import ogr
import shapely
from shapely import geometry, ops, wkb
from pyproj import Geod, Transformer

ogr.UseExceptions()
pieces_folder, world_map, output = sys.argv[1:4]
geod = Geod(ellps="WGS84")
SLIT = 1.2e-4
DETAIL, LESS_DETAIL = 1e-4, 5e-4  # how far simplifying may move an outline, in degrees
DEGREE_M = 111700  # a degree is at most so long: one of latitude at a pole, rounded up
# Against the source: what the source itself is off is not known.
OSM_NOTE = ("how far widening, narrowing and simplifying may move the outline of the source, whose "
            "own error is not known")
# The worst that was measured of this map: its border of Kaliningrad against OpenStreetMap.
WORLD_MAP_M = 8000
WORLD_MAP_NOTE = ("the worst of this map's border of Kaliningrad against OpenStreetMap (2.3 km on "
                  "average); Georgia's lines were not compared")


def moved_m(tolerance):
    return math.ceil((SLIT + tolerance) * DEGREE_M)



def pieces(name):
    with open(os.path.join(pieces_folder, name + ".json")) as file:
        return [geometry.shape(f["geometry"]).buffer(0) for f in json.load(file)["features"]]


def polygons(shape):
    return [
        p for p in getattr(shape, "geoms", [shape]) if p.geom_type == "Polygon" and not p.is_empty
    ]


def to_antimeridian(shape):
    snap = lambda x: 180.0 if x > 179.999 else -180.0 if x < -179.999 else x
    if hasattr(shapely, "transform"):
        return shapely.transform(shape, lambda c: [[snap(x), y] for x, y in c])
    return ops.transform(lambda xs, ys: ([snap(x) for x in xs], list(ys)), shape)


def united(name, tolerance, box=None):
    shape = ops.unary_union([p.buffer(SLIT, join_style=2)
                             for p in pieces(name)]).buffer(-SLIT, join_style=2)
    world = geometry.box(-180, -90, 180, 90)
    shape = to_antimeridian(shape).buffer(0).intersection(world)
    if box is not None:
        shape = shape.intersection(box)
    # On a sheet that runs across the antimeridian, so that both sides of the cut come out alike.
    east = shape.intersection(geometry.box(0, -90, 180, 90))
    west = shape.intersection(geometry.box(-180, -90, 0, 90))
    across = bool(polygons(east)) and bool(polygons(west))
    if across:
        west = ops.transform(lambda x, y: ([v + 360 for v in x], list(y)), west)
        shape = ops.unary_union([east, west])
    shape = shape.simplify(tolerance, preserve_topology=True)
    shape = geometry.MultiPolygon([
        geometry.Polygon(p.exterior, [h
                                      for h in p.interiors
                                      if geometry.Polygon(h).area > 1e-5])
        for p in polygons(shape)
        if p.area > 1e-6
    ])
    if across:
        parts = polygons(shape.intersection(geometry.box(0, -90, 180, 90)))
        parts += [
            ops.transform(lambda x, y: ([v - 360
                                         for v in x], list(y)), p)
            for p in polygons(shape.intersection(geometry.box(180, -90, 360, 90)))
        ]
        shape = geometry.MultiPolygon(parts)
    return rounded(shape)


def rounded(shape):
    shape = wkb.loads(wkb.dumps(shape))
    shape = ops.transform(lambda x, y: ([round(v, 7) for v in x], [round(v, 7) for v in y]), shape)
    if not shape.is_valid:
        shape = shape.buffer(0)
    return geometry.MultiPolygon([geometry.polygon.orient(p) for p in polygons(shape)])


def prolonged(line, by=0.02):
    """The lines end a little short of the outline: their ends go on straight by so many degrees."""
    c = list(line.coords)
    if c[0] == c[-1]:
        return line

    def beyond(a, b):
        d = ((a[0] - b[0])**2 + (a[1] - b[1])**2)**0.5
        return (a[0] + (a[0] - b[0]) / d * by, a[1] + (a[1] - b[1]) / d * by)

    return geometry.LineString([beyond(c[0], c[1])] + c + [beyond(c[-1], c[-2])])


def georgia_strip():
    """Georgia's side of its lines with Abkhazia and South Ossetia, nearer than 10 km. In an
    azimuthal equidistant plane about the middle of the two, whose distances are right to 2e-4
    within 200 km: 2 m in 10 km."""
    source = ogr.Open(world_map)
    layer = source.GetLayerByName("countries")
    georgia = [
        wkb.loads(bytes(f.GetGeometryRef().ExportToWkb()))
        for f in layer
        if "Georgia" in [str(f.GetField(i)) for i in range(f.GetFieldCount())]
        and "GEO" in [str(f.GetField(i)) for i in range(f.GetFieldCount())]
    ]
    outline = ops.unary_union([g.buffer(0) for g in georgia])
    layer = source.GetLayerByName("disputed_borders")
    layer.SetAttributeFilter("adm0_left = 'Georgia'")
    lines = [wkb.loads(bytes(f.GetGeometryRef().ExportToWkb())) for f in layer]
    merged = ops.linemerge(ops.unary_union(lines))
    lines = [prolonged(line) for line in getattr(merged, "geoms", [merged])]
    edges = ops.unary_union([outline.boundary] + lines)
    parts = sorted(ops.polygonize(edges), key=lambda p: -abs(geod.geometry_area_perimeter(p)[0]))
    georgia, regions = parts[0], parts[1:3]
    for p in parts[:5]:
        print("  part of Georgia: %.0f km2" % (abs(geod.geometry_area_perimeter(p)[0]) / 1e6),
              file=sys.stderr)
    plane = "+proj=aeqd +lat_0=42.6 +lon_0=42.9 +ellps=WGS84"
    there = Transformer.from_crs("EPSG:4326", plane, always_xy=True).transform
    back = Transformer.from_crs(plane, "EPSG:4326", always_xy=True).transform
    shared = ops.unary_union([ops.transform(there, r).boundary for r in regions
                              ]).intersection(ops.transform(there, georgia).buffer(50))
    strip = shared.buffer(10000, resolution=64).intersection(ops.transform(there, georgia))
    strip = geometry.MultiPolygon([p for p in polygons(strip) if p.area > 1e6]).simplify(2)
    return rounded(ops.transform(back, strip))


def moscow():
    ring = [geod.fwd(37.6173, 55.7558, azimuth, 50000)[:2] for azimuth in range(0, -360, -2)]
    return rounded(geometry.MultiPolygon([geometry.Polygon(ring)]))


OSM = ("npm geo-tz 8.1.9 (timezone-boundary-builder, OpenStreetMap): zone %s",
       "ODbL-1.0",
       "© OpenStreetMap contributors")
NATURAL_EARTH = (
    "world map of Debian's qgis-common (Natural Earth): disputed borders and outline of Georgia",
    "CC0-1.0",
    "Natural Earth")


def zone(id, name, state, shape, origin, **restriction):
    p = {
        "id": id,
        "name": name,
        "edges": "lonlat",
        "territory_of": state,
        "restriction": "none",
        "max_distance_km": None,
        "standoff_km": None,
        "prohibited": None,
        "min_altitude_m": None,
        "altitude_reference": None,
        "clause": None,
        "source": None,
        "status": None,
        "confidence": None,
        "active_from": None,
        "active_until": None,
        "note": None,
        "geometry_source": origin[0],
        "uncertainty_m": None,
        "geometry_note": None,
        "licence": origin[1],
        "attribution": origin[2]
    }
    unknown = set(restriction) - set(p)
    assert not unknown, unknown
    p.update(restriction)
    if len(shape.geoms) == 1:
        rings = lambda: "[%s]" % ",\n".join(
            ring_text(r) for r in [shape.geoms[0].exterior, *shape.geoms[0].interiors])
        kind, coordinates = "Polygon", rings()
    else:
        kind = "MultiPolygon"
        coordinates = "[%s]" % ",\n".join(
            "[%s]" % ",\n".join(ring_text(r)
                                for r in [q.exterior, *q.interiors])
            for q in shape.geoms)
    text = ('{"type": "FeatureCollection", "name": %s, "features": [\n{"type": "Feature", '
            '"properties": %s,\n"geometry": {"type": "%s", "coordinates": %s}}\n]}\n') % (
                json.dumps(id), json.dumps(p, indent=1, ensure_ascii=False), kind, coordinates)
    assert shape.is_valid, id
    with open(os.path.join(output, id + ".geojson"), "w") as file:
        file.write(text)
    area = abs(geod.geometry_area_perimeter(shape)[0]) / 1e6
    vertices = sum(len(r.coords) for q in shape.geoms for r in [q.exterior, *q.interiors])
    print("| `%s` | %d | %d | %.0f |" % (id, len(shape.geoms), vertices, area))


def ring_text(ring):
    number = lambda v: ("%.7f" % v).rstrip("0").rstrip(".")
    return "[%s]" % ",".join("[%s,%s]" % (number(x), number(y)) for x, y in ring.coords)


zone(
    "kaliningrad",
    "Kaliningrad Oblast",
    "RU",
    united("kaliningrad", DETAIL), (OSM[0] % "Europe/Kaliningrad", *OSM[1:]),
    uncertainty_m=moved_m(DETAIL),
    geometry_note=OSM_NOTE,
    restriction="max_distance",
    max_distance_km=500,
    clause="Annex E para 5(B)(3), as Russia reads it",
    source=
    "Russian national measure; Sputnik 29 Sep 2017 quoting the Foreign Ministry; US compliance "
    "report of June 2015",
    status="disputed",
    confidence="P",
    active_from="2014-01-01",
    active_until="2021-12-18",
    note=
    "The year in which it began is from memory. On 19-20 Feb 2020 a flight was allowed that went "
    "beyond it. The other side holds that Annex E para 5(A) "
    "covers the oblast from Kubinka, so that no separate limit is allowed. Ends with Russia's "
    "withdrawal. Territorial sea and lagoons included.")
zone(
    "alaska",
    "Alaska",
    "US",
    united("alaska", LESS_DETAIL),
    (OSM[0] % "America/Anchorage, Juneau, Sitka, Nome, Yakutat, Metlakatla, Adak", *OSM[1:]),
    uncertainty_m=moved_m(LESS_DETAIL),
    geometry_note=OSM_NOTE,
    note="No limit of the zone itself is known: flights from Elmendorf are bound by the airfield's "
    "maximum distance (airfields.geojson). Over the Aleutians the US "
    "held to the outer limit of the contiguous zone, 24 NM. Territorial sea included; cut at the "
    "antimeridian.")
zone(
    "hawaii",
    "Hawaii",
    "US",
    united("hawaii", LESS_DETAIL, geometry.box(-180, 18.5, -150, 30)),
    (OSM[0] % "Pacific/Honolulu, without Johnston Atoll", *OSM[1:]),
    uncertainty_m=moved_m(LESS_DETAIL),
    geometry_note=OSM_NOTE,
    restriction="max_distance",
    max_distance_km=900,
    clause="Annex A Section III, as the US reads it for Hickam",
    source="US national measure; Russian Foreign Ministry, list of 26 May 2020",
    status="disputed",
    confidence="P",
    active_from="2018-01-01",
    active_until="2020-11-22",
    note="Russia holds that 1,160 km are due and that limits may be set from Open Skies airfields "
    "only, not from refuelling airfields. Ends with the withdrawal of "
    "the US. Territorial sea included.")
zone(
    "chukotka",
    "Chukotka",
    "RU",
    united("chukotka", LESS_DETAIL), (OSM[0] % "Asia/Anadyr", *OSM[1:]),
    uncertainty_m=moved_m(LESS_DETAIL),
    geometry_note=OSM_NOTE,
    note="No limit of the zone itself is known: flights from Magadan are bound by the airfield's "
    "maximum distance (airfields.geojson). Territorial sea included; cut at "
    "the antimeridian.")
zone(
    "georgia-strip",
    "Georgia: 10 km along Abkhazia and South Ossetia",
    "GE",
    georgia_strip(),
    NATURAL_EARTH,
    uncertainty_m=WORLD_MAP_M,
    geometry_note=WORLD_MAP_NOTE,
    restriction="prohibited",
    prohibited=True,
    clause="Art. VI Section II para 2, as Russia reads it",
    source=
    "Russian national measure since 2010; vesselofinterest 2018; kxan36news and urdupoint 26 May "
    "2020",
    status="disputed",
    confidence="P",
    active_from="2010-01-01",
    active_until="2018-04-30",
    note="Russia calls Abkhazia and South Ossetia States that are not parties, so that the 10 km "
    "of "
    "Art. VI would bind along their lines; others hold them to be "
    "Georgia's. Lifted in April 2018; a segment was refused in April 2019 all the same. Drawn on "
    "Georgia's side of the lines; generalised, the lines "
    "are off by a kilometre and more in places.")
zone(
    "moscow",
    "Moscow",
    "RU",
    moscow(), ("made by scripts/geodata/zones.py", "CC0-1.0", "overflight"),
    restriction="min_altitude",
    min_altitude_m=3600,
    altitude_reference="AGL",
    clause="Art. VI Section I para 14, as Russia reads it",
    source="objected to in press of 2017 and in a CRS note; the figure and the end in 2016 are "
    "from "
    "memory",
    status="lifted",
    confidence="M",
    active_until="2016-12-31",
    note="No outline was published: this is a circle of 50 km about the Kremlin. Whether the "
    "height "
    "was meant above ground is not known.")
