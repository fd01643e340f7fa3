#!/usr/bin/python3
"""geodata/states.geojson: the 34 States Parties of the Treaty on Open Skies, from states.csv and
Natural Earth's outlines.

usage: states.py COUNTRIES-10M.json WORLD_MAP.gpkg OUTPUT.geojson"""
import math, sys
from pyproj import Geod
import feature_file
from parties import DECIMALS, ORIGIN, Parties, states
from topology import cut_at_antimeridian

countries, world_map, output = sys.argv[1:4]
geod = Geod(ellps="WGS84")
DATES = ("in force 1 Jan 2002 for those that had ratified: treaty text and press; later "
         "accessions: the Netherlands' treaty database, no. 004920")
LEFT = {"USA": "CRS Insight IN10502", "RUS": "tass.com/politics/1377561"}


def area(shape):
    """km² on the ellipsoid. The edges are straight in longitude and latitude, pyproj's are
    geodesics: so they are cut into pieces of 0.05 degrees."""
    def ring(line):
        fine = []
        for (x0, y0), (x1, y1) in zip(line.coords, line.coords[1:]):
            pieces = max(1, math.ceil(max(abs(x1 - x0), abs(y1 - y0)) / 0.05))
            fine += [(x0 + (x1 - x0) * k / pieces, y0 + (y1 - y0) * k / pieces)
                     for k in range(pieces)]
        return abs(geod.polygon_area_perimeter(*zip(*fine))[0])

    return sum(ring(p.exterior) - sum(map(ring, p.interiors)) for p in shape.geoms) / 1e6


parties = Parties(countries, world_map)
features = []
for row in states():
    id = row["iso3"]
    shape = cut_at_antimeridian(parties.shapes[id], DECIMALS)
    properties = {
        "id": id,
        "iso2": row["iso2"],
        "name": row["name"],
        "joined": row["joined"],
        "joined_by": row["joined_by"],
        "joined_status": row["joined_status"]
        or "original party: the treaty came into force for it with the treaty itself",
        "left": row["left"],
        "left_source": LEFT.get(id),
        "group": row["group"],
        "group_until": row["group_until"],
        "passive_quota": int(row["quota"]) if row["quota"] else None,
        "passive_quota_of": row["quota_of"] or (row["name"] if row["quota"] else None),
        "passive_quota_source": "Annex A Section I as signed in 1992" if row["quota"] else None,
        "mainland": [float(x) for x in row["mainland"].split()] if row["mainland"] else None,
        "edges": "lonlat",
        "area_km2": round(area(shape)),
        "disputed_part": "Crimea" if id == "UKR" else None,
        "disputed_part_km2": round(area(cut_at_antimeridian(parties.crimea, DECIMALS)))
        if id == "UKR" else None,
        "source": DATES,
        "confidence": row["joined_confidence"],
        "note": row["territory_note"],
        **ORIGIN
    }
    features.append((properties, feature_file.polygons(shape, DECIMALS)))
    vertices = sum(len(r.coords) for p in shape.geoms for r in [p.exterior, *p.interiors])
    print(id,
          len(shape.geoms),
          "parts,",
          vertices,
          "vertices, %d km2" % properties["area_km2"],
          properties["disputed_part_km2"] or "")
feature_file.write(output, "states", features)
