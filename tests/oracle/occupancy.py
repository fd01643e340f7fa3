#!/usr/bin/python3
# Tests: src/output/layers/occupancy.c src/reduce/occupancy.c src/output/layers/passages.c
"""occupancy.csv counted again from passages.geojson and crossings.geojson, by its definition and
from the times as they are written."""
import collections, csv, datetime, json, os, random, subprocess, sys, tempfile

ROUTES, BIN_MS = 400, 5 * 60 * 1000
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
seed = int(sys.argv[1]) if len(sys.argv) > 1 else 20261124
print("seed", seed)
random.seed(seed)


def milliseconds(text):
    since = datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) - EPOCH
    return round(since / datetime.timedelta(milliseconds=1))


def written(ms):
    return (EPOCH + datetime.timedelta(milliseconds=ms)).strftime("%Y-%m-%dT%H:%M:%SZ")


def route(number):
    """Straight on and back again around Kaliningrad, across midnight; one in ten without times."""
    lon, lat = random.uniform(19, 23), random.uniform(54, 55.5)
    minute = random.randrange(23 * 60, 26 * 60)
    points, times = [], []
    for _ in range(random.randrange(2, 12)):
        points.append([round(lon, 4), round(lat, 4)])
        times.append(written((1507075200 + minute * 60) * 1000))
        lon, lat = lon + random.uniform(-1, 1), lat + random.uniform(-0.5, 0.5)
        minute += random.randrange(0, 8)
    properties = {"id": "r%d" % number}
    if random.random() < 0.9:
        properties["coordTimes"] = times
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {
            "type": "LineString", "coordinates": points
        }
    }


def features(folder, name):
    with open(os.path.join(folder, name)) as file:
        return [f["properties"] for f in json.load(file)["features"]]


def count_again(folder):
    """What the rows should be, by zone and the beginning of the bin; and how many passages have no
    time."""
    stays, untimed = collections.defaultdict(list), 0
    rows = collections.defaultdict(lambda: {
        "entries": 0, "exits": 0, "flights": set(), "most": 0, "inside": 0
    })
    for p in features(folder, "passages.geojson"):
        if p["entry_time"] is None or p["exit_time"] is None:
            untimed += 1
            continue
        stays[p["zone_id"]].append(
            (milliseconds(p["entry_time"]), milliseconds(p["exit_time"]), p["route_id"]))
    for c in features(folder, "crossings.geojson"):
        if c["kind"] != "touch" and c["time"] is not None:
            time = milliseconds(c["time"])
            rows[c["zone_id"],
                 time - time % BIN_MS]["exits" if c["kind"] == "exit" else "entries"] += 1
    for zone, those in stays.items():
        for entry, exit, flight in those:
            start = entry - entry % BIN_MS
            while start < exit or start <= entry:
                row, begin = rows[zone, start], max(entry, start)
                row["flights"].add(flight)
                row["inside"] += min(exit, start + BIN_MS) - begin
                row["most"] = max(row["most"],
                                  sum(a <= begin < b or a == begin for a, b, _ in those))
                start += BIN_MS
    return rows, untimed


with tempfile.TemporaryDirectory() as folder:
    source, out = os.path.join(folder, "routes.geojson"), os.path.join(folder, "out")
    with open(source, "w") as file:
        json.dump({
            "type": "FeatureCollection", "features": [route(i) for i in range(ROUTES)]
        },
                  file)
    subprocess.run([
        os.environ["OVERFLIGHT"],
        "analyze",
        source,
        "-o",
        out,
        "--layers",
        "passages,crossings,occupancy",
        "--bin",
        "5min",
        "--keep-all",
        "--quiet"
    ],
                   check=True)
    with open(os.path.join(out, "occupancy.csv"), newline="") as file:
        found = list(csv.DictReader(file))
    rows, untimed = count_again(out)
    with open(os.path.join(out, "summary.json")) as file:
        said = json.load(file)["totals"]["untimed_passages"]

wanted = {
    key: (written(key[1] + BIN_MS),
          str(r["entries"]),
          str(r["exits"]),
          str(len(r["flights"])),
          str(r["most"]),
          "%.3f" % (r["inside"] / 1000))
    for key,
    r in rows.items()
}
got = {(r["zone_id"], milliseconds(r["bin_start"])):
       (r["bin_end"], r["entries"], r["exits"], r["flights"], r["most_at_once"], r["inside_s"])
       for r in found}
wrong = [
    "%s %s: %s, wanted %s" % (key[0], written(key[1]), got.get(key), wanted.get(key))
    for key in sorted(got.keys() | wanted.keys())
    if got.get(key) != wanted.get(key)
]
if said != untimed:
    wrong.append("%d untimed passages, wanted %d" % (said, untimed))
print("%d rows, at most %d at once, %d passages without times" %
      (len(found), max(r["most"] for r in rows.values()), untimed))
print("\n".join(wrong[:20]))
sys.exit(1 if wrong or len(found) != len(got) or len(found) < 30 or untimed == 0 else 0)
