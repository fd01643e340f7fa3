#!/usr/bin/python3
"""Makes the truth beside it: make.py [FOLDER]. ../README.md explains how."""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "maker"))
import boxes
import hard
import lines
import pairs
import poles
import shapes
import walks


def figure(value, digits=7):
    return "" if value is None else f"{value:.{digits}f}"


def spot(lon, lat):
    return f"{lon:.11f}", f"{lat:.11f}"


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
    groups = [g for cases in (boxes, shapes, poles, walks, hard) for g in cases.groups()]
    names = [g.name + "." for g in groups]
    assert len(set(names)) == len(names)
    statistics, crossings, nearest, routes, zones = [], [], [], [], []
    for group in groups:
        print(group.name, file=sys.stderr, flush=True)
        for pair in pairs.pairs_of(group):
            key = pair.route_id, pair.zone_id
            statistics.append((*key,
                               figure(pair.length),
                               figure(pair.inside),
                               figure(pair.passages, 0),
                               "" if pair.kinds is None else len(pair.kinds),
                               f"{pair.limit:.1e}",
                               "loose" if pair.loose else "",
                               ";".join(f"{a:.7f}-{b:.7f}" for a, b in pair.ends)))
            if not pair.loose:
                crossings += [
                    (*key, kind, figure(along), *spot(lon, lat), figure(reach) if reach else "")
                    for kind,
                    along,
                    lon,
                    lat,
                    reach in pair.crossings
                ]
            if pair.nearest:
                distance, along, here, there, play = pair.nearest
                nearest.append((*key,
                                figure(distance),
                                figure(along, 4),
                                *spot(*here),
                                *spot(*there),
                                "" if play is None else f"{play:.1e}"))
        for route in group.routes:
            one = len(route.parts) == 1
            routes.append(
                feature(f"{group.name}.{route.name}",
                        "LineString" if one else "MultiLineString",
                        route.parts[0] if one else route.parts,
                        near=group.name + "."))
        for zone in group.zones:
            one = len(zone.polygons) == 1
            more = {"orientation": "right-hand"} if zone.oriented else {}
            zones.append(
                feature(f"{group.name}.{zone.name}",
                        "Polygon" if one else "MultiPolygon",
                        zone.polygons[0] if one else zone.polygons,
                        edges=zone.kind,
                        **more))
    pairs.table(folder,
                "statistics.csv",
                "route_id,zone_id,length_m,inside_m,passages,crossings,limit_m,loose,ends_m",
                statistics)
    pairs.table(folder, "crossings.csv", "route_id,zone_id,kind,along_m,lon,lat,reach_m", crossings)
    pairs.table(folder,
                "nearest.csv",
                "route_id,zone_id,nearest_m,along_m,lon,lat,zone_lon,zone_lat,play_m",
                nearest)
    pairs.collection(folder, "routes.geojson", routes)
    pairs.collection(folder, "zones.geojson", zones)
    lines.make(folder)
    print(len(statistics),
          "pairs,",
          len(crossings),
          "crossings,",
          len(nearest),
          "nearest approaches",
          file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else HERE)
