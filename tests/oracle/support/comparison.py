"""Holds what the command finds against a folder of truth, in both directions: each pair, crossing
and nearest approach of the truth must be found, and nothing else may be.

A folder has routes.geojson, zones.geojson, statistics.csv and crossings.csv, and may have
nearest.csv and known-failures.csv. Each route is compared with the zones whose id begins with its
property `near`. ../README.md explains the columns."""
import csv
import json
import math
import os
import subprocess
import tempfile

LIMIT_M = 3e-6  # where the truth names none
ROUNDED_M = 1e-5  # positions are written to 1e-10 of a degree
LAYERS = "crossings", "passages", "nearest"


def rows(folder, name):
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        return []
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def features(path):
    with open(path) as file:
        text = file.read()
    try:
        return json.loads(text)["features"]
    except json.JSONDecodeError as error:
        line = text.split("\n")[error.lineno - 1]
        raise ValueError(f"{os.path.basename(path)}, line {error.lineno}: {error.msg}: {line}")


def metres(a, b):
    """Distance of two places that are nearly one: radii at the latitude suffice."""
    east = math.remainder(b[0] - a[0], 360) * 111320 * math.cos(math.radians(a[1]))
    return math.hypot(east, (b[1] - a[1]) * 111500)


def by_pair(records):
    found = {}
    for record in records:
        found.setdefault((record["route_id"], record["zone_id"]), []).append(record)
    return found


def collection(path, features):
    with open(path, "w") as file:
        json.dump({"type": "FeatureCollection", "features": features}, file)


class Found:
    """What the command writes of some routes and zones."""
    def __init__(self, routes, zones):
        self.statistics, self.layers, self.routes = {}, {}, {}
        with tempfile.TemporaryDirectory() as scratch:
            out = os.path.join(scratch, "out")
            files = [os.path.join(scratch, name) for name in ("routes.geojson", "zones.geojson")]
            for path, these in zip(files, (routes, zones), strict=True):
                collection(path, these)
            command = [os.environ["OVERFLIGHT"], "analyze", files[0], "--zones", files[1]]
            layers = ",".join(("statistics", "routes", *LAYERS))
            subprocess.run([*command, "-o", out, "--layers", layers, "--quiet"], check=True)
            self.statistics = by_pair(rows(out, "statistics.csv"))
            for name in LAYERS:
                self.layers[name] = by_pair({
                    **f["properties"], "at": f["geometry"]["coordinates"]
                } for f in features(os.path.join(out, name + ".geojson")))
            self.routes = {
                f["properties"]["route_id"]: f["properties"]
                for f in features(os.path.join(out, "routes.geojson"))
            }

    def add(self, other):
        self.statistics.update(other.statistics)
        self.routes.update(other.routes)
        for name in LAYERS:
            self.layers[name].update(other.layers[name])


def mirrored(row, crossings):
    """What is true of a route flown backwards: distances count from the other end, entries are
    exits, and the first comes last."""
    length = float(row["length_m"])
    back = []
    for c in reversed(crossings):
        along = length - float(c["along_m"]) - float(c.get("reach_m") or 0)
        back.append({
            **c, "along_m": f"{along:.7f}", "kind": {
                "e": "x", "x": "e", "t": "t"
            }[c["kind"]]
        })
    ends = [[length - float(end)
             for end in pair.split("-")]
            for pair in row["ends_m"].split(";")
            if pair]
    text = ";".join(f"{b:.7f}-{a:.7f}" for a, b in reversed(ends))
    return {**row, "ends_m": text}, back


class Comparison:
    def __init__(self, folder, backwards=False):
        self.folder = folder
        self.wrong = {}  # pair: sentences
        self.worst = dict.fromkeys(("inside_m", "length_m", "along_m", "position_m", "nearest_m"),
                                   0.0)
        self.counts = dict.fromkeys(
            ("pairs", "lengths", "crossings", "passages", "nearest", "routes"), 0)
        self.truth = by_pair(rows(folder, "statistics.csv"))
        self.crossings = by_pair(rows(folder, "crossings.csv"))
        self.nearest = by_pair(rows(folder, "nearest.csv"))
        self.knows_nearest = os.path.exists(os.path.join(folder, "nearest.csv"))
        self.known = {
            key: one[0]
            for key, one in by_pair(rows(folder, "known-failures.csv")).items()
        }
        self.routes = features(os.path.join(folder, "routes.geojson"))
        if backwards:
            self.turn()
        self.near = {f["properties"]["id"]: f["properties"]["near"] for f in self.routes}
        self.find()
        for key, (row,) in self.truth.items():
            if key not in self.wrong:
                self.pair(key, row)
        self.others()
        self.consistency()

    def turn(self):
        """All routes are flown backwards."""
        for route in self.routes:
            geometry = route["geometry"]
            line = geometry["coordinates"][::-1]
            geometry["coordinates"] = [part[::-1] for part in line
                                       ] if (geometry["type"] == "MultiLineString") else line
        for key, (row,) in self.truth.items():
            row, crossings = mirrored(row, self.crossings.get(key, []))
            self.truth[key], self.crossings[key] = [row], crossings

    def find(self):
        """All routes at once, but those that are known to fail with some zone alone, each with one
        zone at a time: what is written may be so wrong that it cannot be read."""
        zones = features(os.path.join(self.folder, "zones.geojson"))
        alone = {route for route, _ in self.known}
        self.found = Found([r for r in self.routes if r["properties"]["id"] not in alone], zones)
        for route in (r for r in self.routes if r["properties"]["id"] in alone):
            for zone in zones:
                key = route["properties"]["id"], zone["properties"]["id"]
                if key in self.truth:
                    try:
                        self.found.add(Found([route], [zone]))
                    except (subprocess.CalledProcessError, ValueError) as error:
                        self.counts["pairs"] += 1
                        self.say(key, "cannot be read:", error)

    def say(self, key, *words):
        self.wrong.setdefault(key, []).append(" ".join(map(str, words)))

    def figure(self, key, what, got, wanted, limit, kind):
        off = abs(float(got) - float(wanted))
        if key not in self.known and limit <= LIMIT_M:
            self.worst[kind] = max(self.worst[kind], off)
        if not off <= limit:
            self.say(key,
                     f"{what} is {got}, expected {wanted} within {limit:g}: off by {off:.3g} m")

    def place(self, key, what, got, wanted, limit):
        off = metres(got, wanted)
        if key not in self.known and limit <= ROUNDED_M + LIMIT_M:
            self.worst["position_m"] = max(self.worst["position_m"], off)
        if not off <= limit:
            self.say(key, f"{what} lies {off:.3g} m from the place expected, within {limit:g}")

    def pair(self, key, row):
        self.counts["pairs"] += 1
        limit = float(row.get("limit_m") or LIMIT_M)
        wanted = self.crossings.get(key, [])
        near = self.nearest.get(key, [None])[0]
        loose = row.get("loose") == "loose"
        meets = float(row["inside_m"]) > 0 or row["crossings"] not in ("", "0")
        if not loose and row["crossings"] != "" and len(wanted) != int(row["crossings"]):
            self.say(key, "the truth contradicts itself")
        got = self.found.statistics.get(key)
        if got is None:
            if meets or near or row["crossings"] == "":
                self.say(key, "is missing from statistics.csv")
            else:
                self.absent(key)
            return
        got = got[0]
        self.counts["lengths"] += 1
        self.figure(key, "length_m", got["length_m"], row["length_m"], 2e-6, "length_m")
        self.figure(key, "inside_m", got["inside_m"], row["inside_m"], limit, "inside_m")
        for field in ("passages",) if loose else ("passages", "crossings"):
            if row[field] != "" and got[field] != row[field]:
                self.say(key, f"{got[field]} {field}, expected {row[field]}")
        if not loose and row["crossings"] != "":
            self.meet(key, wanted, limit)
            self.passages(key, row, wanted, limit)
        if self.knows_nearest or meets:
            self.approach(key, near, got, meets)

    def absent(self, key):
        """Neither met nor near: no layer may know of it."""
        for name, layer in self.found.layers.items():
            if key in layer:
                self.say(key, f"is in {name} but not in statistics.csv")

    def meet(self, key, wanted, limit):
        found = self.found.layers["crossings"].get(key, [])
        if len(found) != len(wanted):
            self.say(key, f"{len(found)} crossings in the layer, expected {len(wanted)}")
            return
        for k, (got, want) in enumerate(zip(found, wanted)):
            self.counts["crossings"] += 1
            name = f"crossing {k + 1}"
            if want.get("kind") and got["kind"][0] != {
                    "e": "e", "x": "e", "t": "t"
            }[want["kind"]] or (want.get("kind") in ("e", "x") and got["kind"] != {
                    "e": "entry", "x": "exit"
            }[want["kind"]]):
                self.say(key, f"{name} is of kind {got['kind']}, expected {want['kind']}")
            reach = float(want.get("reach_m") or 0)
            if reach > 0:  # a touch that goes on along the boundary may be anywhere on it
                off = max(
                    float(want["along_m"]) - got["along_m"],
                    got["along_m"] - float(want["along_m"]) - reach)
                if not off <= limit:
                    self.say(key, f"{name} at {got['along_m']} m is not on the stretch expected")
                continue
            self.figure(key, name + "'s along_m", got["along_m"], want["along_m"], limit, "along_m")
            self.place(key,
                       name,
                       got["at"], (float(want["lon"]), float(want["lat"])),
                       ROUNDED_M + limit)

    def passages(self, key, row, wanted, limit):
        """From crossings that have a kind, entries and exits in turn; or as the truth says."""
        if any("kind" not in want for want in wanted):
            return
        turns, length = [want for want in wanted if want["kind"] != "t"], float(row["length_m"])
        if row.get("ends_m"):
            ends = [float(end) for pair in row["ends_m"].split(";") for end in pair.split("-")]
        elif row["passages"] == "0":
            ends = []
        else:
            starts_inside = not turns or turns[0]["kind"] == "x"
            ends_inside = not turns or turns[-1]["kind"] == "e"
            ends = [0.0] * starts_inside + [float(t["along_m"])
                                            for t in turns] + [length] * ends_inside
        if len(ends) != 2 * int(row["passages"]):
            self.say(key, "the truth contradicts itself")
            return
        found = self.found.layers["passages"].get(key, [])
        if len(found) != len(ends) // 2:
            self.say(key, f"{len(found)} passages in the layer, expected {len(ends) // 2}")
            return
        for k, got in enumerate(found):
            self.counts["passages"] += 1
            for field, want in zip(("entry_m", "exit_m"), ends[2 * k:2 * k + 2]):
                self.figure(key, f"passage {k + 1}'s {field}", got[field], want, limit, "along_m")
        got = self.found.statistics[key][0]
        if ends:
            self.figure(key, "first_entry_m", got["first_entry_m"], ends[0], limit, "along_m")
            self.figure(key, "last_exit_m", got["last_exit_m"], ends[-1], limit, "along_m")

    def approach(self, key, near, got, meets):
        found = self.found.layers["nearest"].get(key, [])
        if meets:
            self.figure(key, "nearest_m", got["nearest_m"], 0, 0, "nearest_m")
            if found:
                self.say(key, "is in the nearest layer although they meet")
            return
        if near is None:
            self.say(key,
                     f"nearest_m is {got['nearest_m']}, expected none within the search radius")
            return
        self.figure(key, "nearest_m", got["nearest_m"], near["nearest_m"], 2e-6, "nearest_m")
        if len(found) != 1:
            self.say(key, f"{len(found)} nearest approaches in the layer, expected 1")
            return
        self.counts["nearest"] += 1
        if near["play_m"]:
            play = float(near["play_m"])
            ends = found[0]["at"]
            if isinstance(ends[0][0], list):  # cut at the antimeridian
                ends = [ends[0][0], ends[-1][-1]]
            self.place(key,
                       "its place on the route",
                       ends[0], (float(near["lon"]), float(near["lat"])),
                       ROUNDED_M + play)
            self.place(key,
                       "its place on the zone",
                       ends[-1], (float(near["zone_lon"]), float(near["zone_lat"])),
                       ROUNDED_M + 2 * play)

    def others(self):
        """Pairs that are found and that the truth does not have."""
        unread = {key[0] for key, words in self.wrong.items() if "cannot be read" in words[0]}
        if set(self.near) != set(self.found.routes) | unread:
            self.say(("routes",),
                     len(self.found.routes),
                     "routes in the layer, expected",
                     len(self.near))
        self.counts["routes"] = len(self.near)
        for key, (row,) in self.found.statistics.items():
            if key[1].startswith(self.near[key[0]]) and key not in self.truth and (
                    self.knows_nearest or float(row["inside_m"]) > 0 or row["crossings"] != "0"):
                self.say(key, "is found, and is not in the truth")

    def consistency(self):
        """Every row, of other pairs too, has in the layers what it counts."""
        for name, layer in self.found.layers.items():
            for key in layer.keys() - self.found.statistics.keys():
                self.say(key, f"is in {name} but not in statistics.csv")
        for key, these in self.found.statistics.items():
            if len(these) != 1:
                self.say(key, f"has {len(these)} rows in statistics.csv")
            for name in "passages", "crossings":
                count = len(self.found.layers[name].get(key, []))
                if count != int(these[0][name]):
                    self.say(
                        key,
                        f"has {count} features in {name}, and {these[0][name]} in statistics.csv")
