#!/usr/bin/python3
"""GeoPandas: the length of routes inside a zone.
peer_geopandas.py ZONE ROUTES lonlat|projected BUDGET

Prints the routes that were measured, from the first, within BUDGET seconds of the processor and
those they took; then rows of id,inside_m. The way `lonlat` is what most people write: overlay in
longitude and latitude, then measure on the ellipsoid with pyproj; it gets the longitudes unwrapped,
so that the antimeridian, which GeoPandas does not know, does not spoil its figures. The way
`projected` is the careful one: a point on each geodesic leg every 10 km, then overlay in an
equal-area azimuthal projection around the zone, and back to longitude and latitude to measure."""
import sys
import time

import geopandas
import numpy
import pyproj
import shapely.geometry
import shapely.ops

zone_file, route_file, way, budget = *sys.argv[1:4], float(sys.argv[4])
SPACING_M = 10000
EDGE_DEG = 0.05
LEAST = 10  # routes, even where they take longer than they may
geod = pyproj.Geod(ellps="WGS84")


def unwrapped(line):
    """From 0 to 360 at the first, and on from there without a jump."""
    places = numpy.asarray(line.coords)
    places[:, 0] = numpy.unwrap(places[:, 0], period=360)
    places[:, 0] -= numpy.floor(places[0, 0] / 360) * 360
    return shapely.geometry.LineString(places)


def densified(line):
    x, y = numpy.asarray(line.coords).T
    _, _, lengths = geod.inv(x[:-1], y[:-1], x[1:], y[1:])
    places, done = [], 0
    for leg in numpy.flatnonzero(lengths > SPACING_M):
        between = geod.inv_intermediate(x[leg], y[leg], x[leg + 1], y[leg + 1], del_s=SPACING_M,
                                        initial_idx=1, terminus_idx=1)
        places += [numpy.column_stack((x[done:leg + 1], y[done:leg + 1])),
                   numpy.column_stack((between.lons, between.lats))]
        done = leg + 1
    places.append(numpy.column_stack((x[done:], y[done:])))
    return shapely.geometry.LineString(numpy.vstack(places))


def edges_densified(ring):
    """Edges straight in longitude and latitude, short enough to be so in the projection."""
    places = numpy.asarray(ring.coords)
    pieces = []
    for a, b in zip(places, places[1:]):
        count = max(1, int(numpy.ceil(numpy.abs(b - a).max() / EDGE_DEG)))
        pieces.append(a + numpy.arange(count)[:, None] / count * (b - a))
    return numpy.vstack([*pieces, places[-1:]])


def polygons_of(geometry):
    return getattr(geometry, "geoms", [geometry])


# The parts of the zone on both sides of the antimeridian become one.
parts = geopandas.read_file(zone_file).geometry.explode(index_parts=False)
zone = shapely.ops.unary_union([
    shapely.geometry.Polygon([(x % 360, y) for x, y in part.exterior.coords],
                             [[(x % 360, y) for x, y in hole.coords] for hole in part.interiors])
    for part in parts])
routes = geopandas.read_file(route_file)
if way == "projected":
    west, south, east, north = zone.bounds
    plane = pyproj.CRS("+proj=laea +lon_0=%.9f +lat_0=%.9f +datum=WGS84" % (
        (west + east) / 2, (south + north) / 2))
    fine = shapely.geometry.MultiPolygon([
        shapely.geometry.Polygon(edges_densified(part.exterior),
                                 [edges_densified(hole) for hole in part.interiors])
        for part in polygons_of(zone)])
    zone = geopandas.GeoSeries([fine], crs="EPSG:4326").to_crs(plane).iloc[0]


def overlay(lines):
    if way == "lonlat":
        plain = geopandas.GeoSeries([unwrapped(line) for line in lines], crs="EPSG:4326")
        return plain.intersection(zone)
    fine = geopandas.GeoSeries([densified(line) for line in lines], crs="EPSG:4326")
    projected = fine.to_crs(plane)
    return projected.intersection(zone).to_crs("EPSG:4326")


inside, spent, size = [], 0.0, 1
while len(inside) < len(routes):
    begin = time.process_time()
    some = routes.geometry.iloc[len(inside):len(inside) + size]
    inside += [geod.geometry_length(piece) for piece in overlay(some)]
    last = time.process_time() - begin
    spent += last
    if len(inside) >= LEAST and spent + 2 * last > budget:
        break
    size *= 2
print(len(inside), spent)
for number, value in zip(routes["id"], inside):
    print("%s,%.9f" % (number, value))
