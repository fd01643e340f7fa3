"""Made airspaces over Europe, the same in each format: circles, and outlines with straight edges
and arcs, with classes, countries, floors, ceilings and times. The same number makes the same
bytes."""
import json
import math
import random

WEST, EAST, SOUTH, NORTH = -10, 30, 36, 60
KINDS = ("A", "C", "D", "E", "G", "R", "P", "Q", "CTR", "TMZ")  # AC of OpenAir
NAMED = {"R": ("type", "R"), "P": ("type", "P"), "Q": ("type", "DANGER"), "CTR": ("type", "CTR"),
         "TMZ": ("type", "TMZ")}
COUNTRIES = ("AT", "CH", "CZ", "DE", "DK", "ES", "FR", "GB", "IT", "PL")
FLOORS = ("GND", "1500FT AGL", "3500FT MSL", "FL95", "FL195")
CEILINGS = ("3000FT MSL", "FL95", "FL195", "FL245", "UNL")
NAUTICAL_MILE_M, DEGREE_M = 1852, 111195


def around(lon, lat, azimuth, radius_m):
    """A place about so far off: the airspaces only have to look like some."""
    north, east = radius_m * math.cos(azimuth), radius_m * math.sin(azimuth)
    return (round(lon + east / DEGREE_M / math.cos(math.radians(lat)), 6),
            round(lat + north / DEGREE_M, 6))


def airspaces(count):
    """Dictionaries with number, kind, country, floor, ceiling, active, centre; radius_m of circles,
    and otherwise corners. The edge that leaves a corner in `arcs` goes around the centre."""
    made = random.Random(20000)
    for number in range(count):
        low = made.randrange(5)
        one = {"number": number, "kind": made.choice(KINDS), "country": made.choice(COUNTRIES),
               "floor": FLOORS[low], "ceiling": CEILINGS[made.randrange(low, 5)],
               "active": "Mo-Fr 06:00-18:00" if number % 5 == 0 else None,
               "centre": (round(made.uniform(WEST, EAST), 6), round(made.uniform(SOUTH, NORTH), 6))}
        radius_m = 5000 * 16**made.random()
        if number % 4 == 0:
            one["radius_m"] = round(radius_m)
        else:
            corners = made.randrange(6, 41)
            radii = [radius_m * made.uniform(0.8, 1.2) for _ in range(corners)]
            one["arcs"] = set()
            if number % 4 == 1:
                radii[1] = radii[0]
                one["arcs"].add(0)
            one["corners"] = [around(*one["centre"], math.tau * i / corners, radius)
                              for i, radius in enumerate(radii)]
        yield one


def drawn(one):
    """The outline as positions, where a format has no arcs: one every five degrees."""
    if "corners" not in one:
        ring = [around(*one["centre"], -math.radians(5 * i), one["radius_m"]) for i in range(72)]
    else:
        ring = one["corners"][::-1]
    return ring + ring[:1]


def geojson(file, count):
    file.write('{"type":"FeatureCollection","features":[\n')
    for one in airspaces(count):
        name, value = NAMED.get(one["kind"], ("class", one["kind"]))
        properties = {"id": "A%d" % one["number"], name: value, "country": one["country"],
                      "floor": one["floor"], "ceiling": one["ceiling"]}
        if one["active"]:
            properties["active"] = one["active"]
        geometry = {"type": "Polygon", "coordinates": [drawn(one)]}
        if "radius_m" in one:
            properties["radius_m"] = one["radius_m"]
            geometry = {"type": "Point", "coordinates": one["centre"]}
        feature = {"type": "Feature", "properties": properties, "geometry": geometry}
        file.write((",\n" if one["number"] else "") + json.dumps(feature, separators=(",", ":")))
    file.write("\n]}\n")


def angle(value, digits, ends):
    seconds = round(abs(value) * 3600, 3)
    return "%0*d:%02d:%06.3f %s" % (digits, seconds // 3600, seconds // 60 % 60, seconds % 60,
                                    ends[value < 0])


def place(at):
    return "%s %s" % (angle(at[1], 2, "NS"), angle(at[0], 3, "EW"))


def openair(file, count):
    for one in airspaces(count):
        file.write("AC %s\nAN A%d\nAL %s\nAH %s\n" % (one["kind"], one["number"], one["floor"],
                                                      one["ceiling"]))
        if "radius_m" in one:
            file.write("V X=%s\nDC %.4f\n\n" % (place(one["centre"]),
                                              one["radius_m"] / NAUTICAL_MILE_M))
            continue
        corners = one["corners"]
        if one["arcs"]:
            file.write("V D=+\nV X=%s\nDB %s, %s\n" % (place(one["centre"]), place(corners[0]),
                                                      place(corners[1])))
            corners = corners[2:]
        file.writelines("DP %s\n" % place(corner) for corner in corners)
        file.write("\n")
