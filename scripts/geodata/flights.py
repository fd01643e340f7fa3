#!/usr/bin/python3
"""The bundled flights: reconstructions for demonstration, not flown tracks.

usage: flights.py, beside geodata/zones. Legs are geodesics; times follow from the speed; a flight
across the antimeridian is cut there (RFC 7946)."""
import json, os
from datetime import datetime, timedelta, timezone
import math
from pyproj import Geod
from shapely import geometry

top = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "geodata")
geod = Geod(ellps="WGS84")
PLACES = {
    "UUMB": (36.6503, 55.6117),
    "PHNL": (-157.9226, 21.3187),
    "PAED": (-149.8065, 61.2510),
    "UHMM": (150.7203, 59.9110),
    "UGTB": (44.9547, 41.6692),
    "EDDK": (7.1427, 50.8659)
}
LABEL = "Reconstruction for demonstration; not the flown track. "


def zone(id):
    with open(os.path.join(top, "zones", id + ".geojson")) as file:
        return geometry.shape(json.load(file)["features"][0]["geometry"])


def inside_km(fixes, shape):
    """Independent of overflight: each leg in pieces of 200 m, counted by their middles."""
    from shapely.prepared import prep
    ready, total = prep(shape), 0.0
    for a, b in zip(fixes, fixes[1:]):
        length = geod.inv(*a[:2], *b[:2])[2]
        n = max(1, int(length / 200))
        for lon, lat in geod.npts(*a[:2], *b[:2], n, initial_idx=1,
                                  terminus_idx=1) if n > 1 else []:
            if ready.contains(geometry.Point((lon + 180) % 360 - 180, lat)):
                total += length / n
    return total / 1000


def lines(west, east, south, north, count):
    """Parallel lines from west to east and back, from south to north."""
    track = []
    for k in range(count):
        lat = south + (north - south) * k / max(1, count - 1)
        track += [(west, lat), (east, lat)] if k % 2 == 0 else [(east, lat), (west, lat)]
    return track


def flight(id, name, start, kmh, height, airfields, track, zones, note, **more):
    """Climbs to height over the first 100 km and descends over the last."""
    a, b = PLACES[airfields[0]], PLACES[airfields[1]]

    def step(p, q, km):
        azimuth, _, length = geod.inv(*p, *q)
        return geod.fwd(*p, azimuth, min(km * 1000, length / 2))[:2]

    ground = {"UUMB": 190, "PHNL": 4, "PAED": 65, "UHMM": 175, "UGTB": 495, "EDDK": 92}
    fixes = [(*a, ground[airfields[0]]),
             (*step(a, track[0], 100), height)] + [(*p[:2], p[2] if len(p) > 2 else height)
                                                   for p in track]
    fixes += [(*step(b, track[-1], 100), height), (*b, ground[airfields[1]])]
    when, times, total = datetime.fromisoformat(start).replace(tzinfo=timezone.utc), [], 0.0
    for k, p in enumerate(fixes):
        if k > 0:
            length = geod.inv(*fixes[k - 1][:2], *p[:2])[2]
            total += length
            slow = 0.7 if k in (1, len(fixes) - 1) else 1
            when += timedelta(hours=length / 1000 / (kmh * slow))
        times.append(when)
    parts, stamps = [[]], [[]]
    text = lambda t: t.replace(microsecond=0).strftime("%Y-%m-%dT%H:%M:%SZ")
    place = lambda p: [round((p[0] + 180) % 360 - 180, 7), round(p[1], 7), round(p[2], 1)]
    for k, p in enumerate(fixes):
        p = place(p)
        if parts[-1] and abs(p[0] - parts[-1][-1][0]) > 180:
            q = parts[-1][-1]
            azimuth, _, length = geod.inv(*q[:2], *p[:2])
            low, high = 0.0, length
            for _ in range(100):  # where the geodesic comes to the antimeridian
                middle = (low + high) / 2
                if (geod.fwd(*q[:2], azimuth, middle)[0] > 0) == (q[0] > 0): low = middle
                else: high = middle
            lat, t = geod.fwd(*q[:2], azimuth, low)[1], low / length
            side, z = math.copysign(180.0, q[0]), q[2] + t * (p[2] - q[2])
            cut = times[k - 1] + t * (times[k] - times[k - 1])
            parts[-1].append([side, round(lat, 9), round(z, 1)])
            stamps[-1].append(text(cut))
            parts.append([[-side, round(lat, 9), round(z, 1)]])
            stamps.append([text(cut)])
        parts[-1].append(p)
        stamps[-1].append(text(times[k]))
    one = len(parts) == 1
    properties = {
        "id": id,
        "name": name,
        "reconstruction": True,
        "note": LABEL + note,
        "airfield_from": airfields[0],
        "airfield_to": airfields[1],
        "date": start[:10],
        "length_km": round(total / 1000, 1),
        "inside_km": {z: round(inside_km(fixes, zone(z)), 1)
                      for z in zones},
        **more,
        "coordTimes": stamps[0] if one else stamps
    }
    feature = {
        "type": "Feature",
        "properties": properties,
        "geometry": {
            "type": "LineString" if one else "MultiLineString",
            "coordinates": parts[0] if one else parts
        }
    }
    with open(os.path.join(top, "flights", id + ".geojson"), "w") as file:
        file.write('{"type": "FeatureCollection", "name": %s, "features": [\n%s\n]}\n' %
                   (json.dumps(id), json.dumps(feature, ensure_ascii=False)))
    print(id, properties["length_km"], properties["inside_km"])


os.makedirs(os.path.join(top, "flights"), exist_ok=True)
flight("kaliningrad-500",
       "Kaliningrad, below 500 km",
       "2017-05-16T07:00:00",
       650,
       3350, ("UUMB", "UUMB"),
       [(24.0, 54.9), (22.95, 54.5), (19.72, 54.5), (19.72, 54.92), (22.7, 54.92), (21.75, 55.18),
        (21.3, 55.2), (21.9, 55.5)], ["kaliningrad"],
       "The pattern is invented so that it keeps to the limit of 500 km over the oblast.",
       source="limit: Sputnik, 29 Sep 2017")
flight(
    "kaliningrad-1200",
    "Kaliningrad, about 1,200 km",
    "2013-06-18T07:00:00",
    650,
    3350, ("UUMB", "UUMB"), [(24.0, 54.9)] + lines(22.85, 19.95, 54.42, 55.2, 7) + [(24.0, 55.3)],
    ["kaliningrad"],
    "Parallel lines over the oblast from its eastern border to Baltiysk; the length is what the "
    "Pentagon held to be necessary.",
    source="Wall Street Journal, 26 Sep 2017, as carried by others")
flight(
    "hawaii-2017",
    "Hawaii, October 2017",
    "2017-10-05T19:00:00",
    700,
    3350, ("PHNL", "PHNL"),
    [(-159.35, 21.80), (-159.87, 22.13), (-159.3, 22.30), (-158.1, 21.75), (-156.9, 21.25),
     (-155.9, 20.45), (-154.75, 19.55), (-155.5, 18.85), (-156.15, 19.75), (-155.3, 20.1),
     (-155.0, 19.3), (-156.3, 20.9), (-157.1, 21.25), (-156.4, 20.55), (-156.9, 20.75),
     (-157.6, 21.1)], ["hawaii"],
    "Reported: 894 NM (1,656 km) over Hawaii, Maui, Molokai, Oahu and Kauai, 4-6 October 2017. "
    "The course is invented.",
    source="staradvertiser, October 2017")
flight(
    "attu",
    "Elmendorf out to Attu and back",
    "2013-07-09T17:00:00",
    700,
    6000, ("PAED", "PAED"),
    [(-158.6, 56.0), (-166.5, 53.9), (-176.6, 51.9), (173.2, 52.85), (172.4, 52.95), (-176.0, 52.2),
     (-168.0, 53.8), (-160.5, 55.6)], ["alaska"],
    "Along the Aleutians and across the antimeridian; within the 3,700 km over territory that "
    "Elmendorf then had. The course is invented.",
    source="none: invented")
flight("chukotka",
       "Magadan to Uelen and around Cape Dezhnev",
       "2015-08-11T23:00:00",
       700,
       8000, ("UHMM", "UHMM"),
       [(160.0, 64.0), (177.5, 64.75), (-173.2, 64.4), (-169.9, 65.75), (-169.6, 66.1),
        (-169.85, 66.2), (-171.0, 66.3), (-179.0, 67.6), (170.3, 69.7), (160.0, 66.0)],
       ["chukotka"],
       "Around the eastern end of Asia and across the antimeridian twice. The course is invented.",
       source="none: invented")
flight(
    "georgia",
    "Along the Georgian lines",
    "2012-04-17T07:00:00",
    450,
    6500, ("UGTB", "UGTB"),
    [(44.6, 42.0), (44.2, 41.93), (43.6, 42.05), (42.6, 42.3), (41.95, 42.55), (42.1, 42.3),
     (43.5, 41.85), (44.3, 41.75)], ["georgia-strip"],
    "A run beside South Ossetia and Abkhazia that dips into the strip of 10 km. The course is "
    "invented.",
    source="none: invented")
flight(
    "germany",
    "Germany, complying with everything",
    "2019-05-14T08:00:00",
    650,
    3350, ("EDDK", "EDDK"), [(8.5, 51.5), (9.7, 52.4), (10.5, 51.6), (9.2, 50.6)], ["kaliningrad"],
    "A short flight from Cologne/Bonn within its 1,300 km, far from any border with a State that "
    "is not a party.",
    source="none: invented")
