#!/usr/bin/python3
"""Makes the small truth beside it: make.py [FOLDER]. ../README.md explains how.

tests/bench/peer_truth.py takes `between`, `position` and `lonlat_side` from here."""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "maker"))
from geodesic import between, position
import meeting
import outline
import pairs

BOX = [(19.6, 54.3), (22.9, 54.35), (22.6, 55.1), (21.2, 55.3), (19.9, 55.0)]
BERING = [(176.0, 62.0), (189.0, 60.5), (194.0, 64.0), (190.0, 67.5), (181.0, 66.0), (177.0, 68.5)]
ALASKA = [(-141.0, 60.0), (-141.0, 69.6), (-152.0, 70.9), (-166.0, 68.9), (-161.0, 58.6)]
# Kind, ring and a place outside. Straight in longitude and latitude, over a hundred kilometres and
# more, so that the kinds of edges differ by kilometres. Longitudes beyond 180 are the continuous
# zone that they mean.
ZONES = {
    "kaliningrad-box": ("lonlat", BOX, (19.0, 54.0)),
    "kaliningrad-geodesic": ("geodesic", BOX, (19.0, 54.0)),
    "bering": ("lonlat", BERING, (170.0, 60.0)),
    "bering-geodesic": ("geodesic", BERING, (170.0, 60.0)),
    "alaska-panhandle": ("lonlat", ALASKA, (-170.0, 55.0)),
}
ROUTES = {
    "kaliningrad-1": [(18.9, 54.6), (23.4, 54.7), (21.0, 55.6), (20.5, 54.0)],
    "kaliningrad-2": [(21.0, 54.5), (22.0, 54.9)],
    "kaliningrad-3": [(18.0, 54.29), (24.0, 54.36)],
    "bering-1": [(170.0, 64.0), (-162.0, 63.0)],
    "bering-2": [(178.0, 60.0), (-178.5, 69.0), (-171.0, 59.0), (174.0, 67.0)],
    "bering-3": [(-179.5, 63.0), (179.5, 64.0), (-179.5, 65.0)],
    "alaska-1": [(-149.8, 61.2), (-135.0, 61.5), (-135.5, 68.0), (-158.0, 72.0), (-170.0, 66.0)],
    "alaska-2": [(-142.0, 59.0), (-140.0, 70.0)],
}


def lonlat_side(a, b):
    """A function of a position: its side of the edge, and the parameter of its foot."""
    edge = outline.Lonlat(a, b)
    return lambda p: edge.side(*p)


def near(name):
    return name.split("-")[0]


def feature(name, kind, coordinates, **properties):
    return {
        "type": "Feature",
        "properties": {
            "id": name, **properties
        },
        "geometry": {
            "type": kind, "coordinates": coordinates
        }
    }


def main(folder):
    statistics, crossings = [], []
    for route, fixes in ROUTES.items():
        for zone, (kind, ring, outside) in ZONES.items():
            if near(zone) != near(route):
                continue
            found = meeting.Meeting([fixes], outline.Outline(kind, [ring + ring[:1]], outside))
            statistics.append((route,
                               zone,
                               f"{found.length:.7f}",
                               f"{found.inside:.7f}",
                               len(found.passages),
                               len(found.crossings)))
            crossings += [(route, zone, f"{along:.7f}", f"{lon:.12f}", f"{lat:.12f}") for _,
                          along,
                          lon,
                          lat,
                          _ in found.crossings]
    head = "route_id,zone_id,length_m,inside_m,passages,crossings"
    pairs.table(folder, "statistics.csv", head, statistics)
    pairs.table(folder, "crossings.csv", "route_id,zone_id,along_m,lon,lat", crossings)
    pairs.collection(folder,
                     "routes.geojson",
                     [feature(k, "LineString", v, near=near(k)) for k, v in ROUTES.items()])
    pairs.collection(folder,
                     "zones.geojson",
                     [
                         feature(k, "Polygon", [ring + ring[:1]], edges=kind)
                         for k, (kind, ring, _) in ZONES.items()
                     ])


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else HERE)
