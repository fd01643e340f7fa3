#!/usr/bin/python3
"""geodata/basemap/places.geojson: names of towns for maps, from GeoNames.

usage: places.py CITIES.compiled OUTPUT.geojson
(of Debian's libgeonames0: gresource extract libgeonames.so.0 /com/lomiri/geonames/cities.compiled)

In the regions of the bundled zones all towns that it has, from 15,000 people on; elsewhere cities.
`apart_km` is how far a place is from the nearest that is larger: so a map can show as many names as
it has room for, the largest first."""
import json, struct, sys
from pyproj import Geod

source, output = sys.argv[1:3]
REGIONS = ((18, 53.5, 24, 56), (39, 40.5, 47.5, 44.5), (33, 53.5, 42, 58), (-161, 18.5, -154, 22.5),
           (-180, 50, -129, 72), (155, 58, 180, 73), (-180, 60, -168, 72))
CITY, WORLD_APART_KM, REGION_APART_KM = 700_000, 60, 9
DECIMALS = 3


def places(data):
    """Rows of a GVariant of type a(sssssssudd): id, name, code and name of the region, of the
    country, time zone, people, latitude, longitude; each aligned to 8 bytes, with the places of its
    strings at its end."""
    at = 0
    while True:
        texts, end = [], at
        for _ in range(7):
            zero = data.find(b"\0", end)
            texts.append(data[end:zero])
            end = zero + 1
        if not texts[0].isdigit():
            return  # the places of the rows follow
        end = at + (end - at + 3) // 4 * 4
        people, = struct.unpack_from("<I", data, end)
        end = at + (end + 4 - at + 7) // 8 * 8
        lat, lon = struct.unpack_from("<dd", data, end)
        end += 16
        end += 7 if end + 7 - at <= 255 else 14
        at += (end - at + 7) // 8 * 8
        yield people, texts[1].decode(), texts[4].decode(), lon, lat, int(texts[0])


with open(source, "rb") as file:
    found = sorted(places(file.read()), key=lambda place: (-place[0], place[1], place[3]))
assert len(found) > 20_000, len(found)
geod, kept = Geod(ellps="WGS84"), []
for people, name, country, lon, lat, id in found:
    region = any(w <= lon <= e and s <= lat <= n for w, s, e, n in REGIONS)
    if people < CITY and not region:
        continue
    near = [place for place in kept if abs(place[4] - lat) < 30]
    apart = min(geod.inv([lon] * len(near), [lat] * len(near), [place[3] for place in near],
                         [place[4] for place in near])[2], default=20e6) / 1000
    if apart >= (REGION_APART_KM if region else WORLD_APART_KM):
        kept.append((people, name, country, lon, lat, id, min(apart, 3000)))
with open(output, "w") as file:
    file.write('{"type": "FeatureCollection", "name": "places", "features": [\n')
    file.write(",\n".join(
        json.dumps({
            "type": "Feature",
            "properties": {
                "id": "geonames-%d" % id,
                "name": name,
                "country": country,
                "population": people,
                "apart_km": round(apart)
            },
            "geometry": {
                "type": "Point", "coordinates": [round(lon, DECIMALS), round(lat, DECIMALS)]
            }
        }, ensure_ascii=False) for people, name, country, lon, lat, id, apart in kept))
    file.write("\n]}\n")
print(len(kept), "places")
