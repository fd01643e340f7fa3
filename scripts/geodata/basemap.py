#!/usr/bin/python3
"""geodata/basemap: land.geojson and boundaries.geojson, a light map of the world from Natural Earth
at 1:10 million, with all of its coast in the regions of the bundled zones.

usage: basemap.py COUNTRIES-10M.json ISO_3166-1.json BORDERS.geojson OUTPUT_FOLDER
(ISO_3166-1.json: of Debian's iso-codes)

Land is the union of the countries in the same topology, so that boundaries end on its coast
exactly."""
import json, os, sys
from shapely import geometry
import feature_file
from parties import CRIMEA
from topology import Topology, area_km2, cut_at_antimeridian, joined

countries, iso, borders, output = sys.argv[1:5]
DECIMALS = 4
COAST_KM2, BORDER_KM2, LEAST_KM2 = 40.0, 8.0, 40.0
# Around the bundled zones: west, south, east, north, and how many km² are enough there.
REGIONS = ((17.5, 53.5, 24.5, 56.5, 0.1), (38, 40.5, 48, 45, 0.2), (-161, 18.5, -154.5, 22.5, 0.05),
           (-179, 23, -161, 29, 0.1), (-180, 50, -129, 72, 5), (170, 50, 180, 73, 4),
           (157, 60, 170, 72, 4))
LANDS = {
    "Africa, Asia and Europe": (60, 50),
    "America": (-100, 40),
    "Antarctica": (90, -75),
    "Australia": (135, -25),
    "Greenland": (-42, 72),
    "New Guinea": (140, -4.5),
    "Borneo": (114, 1),
    "Madagascar": (46.5, -20),
    "Baffin Island": (-71, 68.5),
    "Sumatra": (102, -1),
    "Honshu": (138.5, 36),
    "Great Britain": (-1.5, 53),
    "Victoria Island": (-110, 71),
    "Ellesmere Island": (-80, 80),
    "Iceland": (-18.5, 65),
    "Ireland": (-8, 53)
}
# Natural Earth's own codes for what has no ISO code, Kosovo apart.
UNCODED = {
    "Kosovo": "XKX",
    "N. Cyprus": "CYN",
    "Somaliland": "SOL",
    "Siachen Glacier": "KAS",
    "Cyprus U.N. Buffer Zone": "CYP"
}
DISPUTED = {"ESH-MAR", "IND-PAK", "CHN-IND", "ISR-PSE", "ISR-SYR"}

with open(iso) as file:
    alpha3 = {row["numeric"]: row["alpha_3"] for row in json.load(file)["3166-1"]}
topology = Topology(countries, DECIMALS)


def finer(point):
    lon, lat = (point[0] + 540) % 360 - 180, point[1]
    return min((enough for west, south, east, north, enough in REGIONS
                if west <= lon <= east and south <= lat <= north),
               default=COAST_KM2) / COAST_KM2


topology.simplify(COAST_KM2, BORDER_KM2, finer)

lands = []
for polygon in topology.land:
    shape = cut_at_antimeridian(topology.shape([polygon], 0), DECIMALS)
    area = sum(area_km2(list(p.exterior.coords)) for p in shape.geoms)
    if shape.is_empty or area < LEAST_KM2 * finer(shape.representative_point().coords[0]):
        continue
    name = next((n for n, place in LANDS.items() if shape.contains(geometry.Point(place))), None)
    lands.append((area, name, shape))
lands.sort(key=lambda land: (-land[0], land[2].bounds))
unnamed = set(LANDS) - {name for _, name, _ in lands}
assert not unnamed, unnamed
feature_file.write(
    os.path.join(output, "land.geojson"),
    "land",
    [({
        "id": "land-%d" % (k + 1), "name": name
    }, feature_file.polygons(shape, DECIMALS)) for k, (_, name, shape) in enumerate(lands)])

code_of = {}
for name, numeric, _ in topology.features:
    code_of[name] = alpha3[numeric] if numeric else UNCODED.get(name)
pairs = {}
for number, users in enumerate(topology.users):
    if len(users) == 2:
        codes = {code_of[name] for name in users}
        if None in codes or len(codes) == 1:
            continue  # bases and leased places, which have no code of their own
        pair = tuple(sorted(users, key=lambda name: (code_of[name], name)))
        isthmus = set(users) == {"Russia", "Ukraine"} and CRIMEA.contains(
            geometry.LineString(topology.arcs[number]))
        pairs.setdefault((pair, isthmus), []).append(topology.arcs[number])
boundaries = []
for ((one, other), isthmus), arcs in pairs.items():
    id = "%s-%s" % (code_of[one], code_of[other]) + ("-CRIMEA" if isthmus else "")
    disputed = isthmus or id in DISPUTED or one in UNCODED or other in UNCODED
    name = "Crimea" if isthmus else "%s – %s" % (one, other)
    boundaries.append(({
        "id": id, "name": name, "status": "disputed" if disputed else None
    },
                       feature_file.lines(joined(arcs), DECIMALS)))
with open(borders) as file:
    for f in json.load(file)["features"]:
        p, g = f["properties"], f["geometry"]
        if p["id"] in ("GEO-ABK", "GEO-OSS"):
            parts = [g["coordinates"]] if g["type"] == "LineString" else g["coordinates"]
            boundaries.append(({
                "id": p["id"], "name": p["name"], "status": p["status"]
            },
                               feature_file.lines(parts, DECIMALS)))
boundaries.sort(key=lambda feature: feature[0]["id"])
feature_file.write(os.path.join(output, "boundaries.geojson"), "boundaries", boundaries)
print(len(lands), "lands,", len(boundaries), "boundaries")
