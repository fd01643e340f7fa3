#!/usr/bin/python3
"""GeoPandas on the same routes: peer_geopandas.py ZONE.geojson ROUTES.geojsonl plain|densified > ROWS.csv

Rows are id,time_us,inside_m. The plain way is what most people write: intersect in longitude and latitude, then measure on the ellipsoid with
pyproj. The careful way first puts a point on each geodesic leg every 10 km. Both get the longitudes unwrapped, so that the antimeridian, which
GeoPandas does not know, does not spoil their figures."""
import csv
import json
import sys
import time

import geopandas
import pyproj
import shapely.geometry
import shapely.ops

zone_file, route_file, way = sys.argv[1:4]
SPACING_M = 10000
geod = pyproj.Geod(ellps="WGS84")


def unwrapped(positions):
    """From 0 to 360 at the first, and on from there without a jump."""
    line = []
    for lon, lat in positions:
        near = line[-1][0] if line else 180
        line.append((near + (lon - near + 180) % 360 - 180, lat))
    return line


def densified(positions):
    line = [positions[0]]
    for (x, y), (u, v) in zip(positions, positions[1:]):
        between = geod.inv_intermediate(x, y, u, v, del_s=SPACING_M, initial_idx=1, terminus_idx=1)
        line += list(zip(between.lons, between.lats)) + [(u, v)]
    return line


# The parts of the zone on both sides of the antimeridian become one.
parts = geopandas.read_file(zone_file).geometry.explode(index_parts=False)
zone = shapely.ops.unary_union([
    shapely.geometry.Polygon([(x % 360, y) for x, y in part.exterior.coords], [[(x % 360, y) for x, y in hole.coords] for hole in part.interiors])
    for part in parts])

rows = csv.writer(sys.stdout)
with open(route_file, encoding="utf-8") as file:
    for text in file:
        feature = json.loads(text)
        positions = feature["geometry"]["coordinates"]
        series = None
        if way == "plain":
            series = geopandas.GeoSeries([shapely.geometry.LineString(unwrapped(positions))], crs="EPSG:4326")
        begin = time.perf_counter()
        if series is None:
            series = geopandas.GeoSeries([shapely.geometry.LineString(unwrapped(densified(positions)))], crs="EPSG:4326")
        inside = geod.geometry_length(series.intersection(zone).iloc[0])
        rows.writerow([feature["properties"]["id"], (time.perf_counter() - begin) * 1e6, inside])
