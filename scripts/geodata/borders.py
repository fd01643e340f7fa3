#!/usr/bin/python3
"""geodata/borders.geojson: the land borders of the States Parties, one feature a pair of
neighbours, and the disputed lines in either view.

usage: borders.py COUNTRIES-10M.json WORLD_MAP.gpkg OUTPUT.geojson"""
import csv, os, sys
from pyproj import Geod
import feature_file
from parties import DECIMALS, ORIGIN, Parties, states
from topology import joined

countries, world_map, output = sys.argv[1:4]
geod = Geod(ellps="WGS84")
LINES = {
    "geometry_source": "world map of Debian's qgis-common 3.22.16 (Natural Earth): disputed "
    "borders",
    "licence": "public domain",
    "attribution": "Natural Earth"
}
BREAKAWAY = {"ABK": ("Abkhazia", "abkhazia"), "OSS": ("South Ossetia", "south-ossetia")}
SOURCE = "Art. VI Section II para 2 judges distances from it; dates as in states.geojson"
NOTES = {
    "ESP-MAR": "Ceuta and Melilla, which Morocco claims.",
    "ESP-GBR": "Spain disputes the United Kingdom's right to the isthmus of Gibraltar.",
    "GBR-CYP": "Akrotiri and Dhekelia. What lies beyond is taken for Cyprus, the buffer zone and "
    "the north of the island too.",
    "RUS-UKR": "The border of 1991. Russia's annexations of 2022 are not drawn.",
    "FRA-BRA": "French Guiana.",
    "FRA-SUR": "French Guiana.",
    "HRV-SRB": "Partly disputed along the Danube; drawn as Natural Earth has it."
}

by_code = {row["iso3"]: row for row in states()}
code_of = {name: row["iso3"] for row in states() for name in row["natural_earth"].split("|")}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "neighbours.csv"),
          newline="") as file:
    neighbours = list(csv.DictReader(file))
name_of = {
    **{row["code"]: row["name"]
       for row in neighbours},
    **{code: row["name"]
       for code, row in by_code.items()},
    **{code: name
       for code, (name, _) in BREAKAWAY.items()}
}
code_of.update((row["natural_earth"], row["code"]) for row in neighbours)
features = []


def add(state,
        neighbour,
        arcs,
        id=None,
        status="agreed",
        view="any",
        dispute=None,
        note=None,
        origin=ORIGIN):
    lines = joined(arcs)
    sides = {}
    for side, code in (("state", state), ("neighbour", neighbour)):
        party = by_code.get(code, {})
        sides.update({
            side: code,
            side + "_name": name_of[code],
            side + "_party_from": party.get("joined_by"),
            side + "_party_until": party.get("left")
        })
    id = id or "%s-%s" % (state, neighbour)
    length = sum(geod.line_length(*zip(*line)) for line in lines) / 1000
    properties = {
        "id": id,
        "name": "%s – %s" % (name_of[state], name_of[neighbour]),
        **sides,
        "status": status,
        "view": view,
        "dispute": dispute,
        "edges": "lonlat",
        "length_km": round(length, 1),
        "source": SOURCE,
        "confidence": "P",
        "note": note or NOTES.get(id),
        **origin
    }
    features.append((properties, feature_file.lines(lines, DECIMALS)))


parties = Parties(countries, world_map)
pairs = {}
for number, users in enumerate(parties.topology.users):
    codes = {code_of.get(name) for name in users}
    if len(codes) == 2 and codes & set(by_code):
        assert None not in codes, users  # a neighbour that neighbours.csv does not know
        pair = tuple(sorted(codes, key=lambda code: (code not in by_code, code)))
        if pair == ("GEO", "RUS"):
            arcs = parties.rest_of_russia
        else:
            arcs = [] if number in parties.isthmus else [parties.topology.arcs[number]]
        pairs.setdefault(pair, []).extend(arcs)
for pair, arcs in sorted(pairs.items()):
    add(*pair, arcs)

for code, (name, dispute) in BREAKAWAY.items():
    recognised = {"status": "disputed", "view": "with-recognition", "dispute": dispute}
    add(
        "GEO",
        code,
        parties.inner[code],
        origin=LINES,
        **recognised,
        note="%s is a State that is not a Party to those who recognise it, and a part of Georgia "
        "to "
        "the others. %s is no ISO code. Generalised: off by a kilometre "
        "and more in places." % (name, code))
    add("RUS",
        code,
        parties.outer[code],
        **recognised,
        note="The same line as GEO-RUS-%s, as those see it who recognise %s." % (code, name))
    add(
        "GEO",
        "RUS",
        parties.outer[code],
        id="GEO-RUS-" + code,
        status="disputed",
        view="without-recognition",
        dispute=dispute,
        note="The same line as RUS-%s, as those see it to whom %s is a part of Georgia." %
        (code, name))
add(
    "RUS",
    "UKR", [parties.topology.arcs[n] for n in parties.isthmus],
    id="RUS-UKR-CRIMEA",
    status="disputed",
    view="with-recognition",
    dispute="crimea",
    note=
    "A border only to those who recognise the annexation of 2014. To the others Crimea is a part "
    "of Ukraine and there is no border here, as in states.geojson.")
features.sort(key=lambda feature: feature[0]["id"])
feature_file.write(output, "borders", features)
print(len(features), "borders,", sum(f[0]["status"] == "disputed" for f in features), "disputed")
