#!/usr/bin/python3
# Tests: src/analysis/meet/ src/geodesy/
"""The command against a truth made by an independent program: every row within a millimetre.

The large truth lies beside the project where there is one (OVERFLIGHT_TRUTH, or ../shared/oracle); without it the
test says that it is skipped. Each route is compared with the zones whose id begins with its property `near`."""
import csv, json, math, os, subprocess, sys, tempfile

source = os.environ["OVERFLIGHT_SOURCE"]
truth = os.environ.get("OVERFLIGHT_TRUTH", os.path.join(source, "..", "shared", "oracle"))
if not os.path.exists(os.path.join(truth, "statistics.csv")):
    print("skipped: the truth is not here")
    sys.exit(77)
LIMIT = 1e-3


def rows(name):
    with open(os.path.join(truth, name), newline="") as file:
        return list(csv.DictReader(file))


def metres(lon1, lat1, lon2, lat2):
    """Distance of two near places, for millimetres: radii at the latitude suffice."""
    east = math.remainder(lon2 - lon1, 360) * 111320 * math.cos(math.radians(lat1))
    return math.hypot(east, (lat2 - lat1) * 111500)


with tempfile.TemporaryDirectory() as folder:
    out = os.path.join(folder, "out")
    subprocess.run([os.environ["OVERFLIGHT"], "analyze", os.path.join(truth, "routes.geojson"), "--zones",
                    os.path.join(truth, "zones.geojson"), "-o", out, "--layers", "statistics,crossings", "--quiet"],
                   check=True)
    with open(os.path.join(out, "statistics.csv"), newline="") as file:
        found = {(r["route_id"], r["zone_id"]): r for r in csv.DictReader(file)}
    crossings = {}
    with open(os.path.join(out, "crossings.geojson")) as file:
        for feature in json.load(file)["features"]:
            p = feature["properties"]
            crossings.setdefault((p["route_id"], p["zone_id"]), []).append(
                (p["along_m"], *feature["geometry"]["coordinates"][:2]))

wrong, worst = [], {"inside_m": 0.0, "length_m": 0.0, "along_m": 0.0, "position_m": 0.0}
wanted_crossings = {}
for row in rows("crossings.csv"):
    wanted_crossings.setdefault((row["route_id"], row["zone_id"]), []).append(
        (float(row["along_m"]), float(row["lon"]), float(row["lat"])))
statistics = rows("statistics.csv")
for row in statistics:
    key = row["route_id"], row["zone_id"]
    got = found.get(key)
    inside = float(row["inside_m"])
    if got is None:
        if inside > 0 or int(row["crossings"]) > 0:
            wrong.append((key, "missing", row))
        continue
    for field in ("length_m", "inside_m"):
        difference = abs(float(got[field]) - float(row[field]))
        worst[field] = max(worst[field], difference)
        if not difference <= LIMIT:
            wrong.append((key, field, got[field], row[field]))
    for field in ("passages", "crossings"):
        if int(got[field]) != int(row[field]):
            wrong.append((key, field, got[field], row[field]))
    pairs = list(zip(crossings.get(key, []), wanted_crossings.get(key, [])))
    for (along, lon, lat), (along2, lon2, lat2) in pairs:
        difference, place = abs(along - along2), metres(lon, lat, lon2, lat2)
        worst["along_m"] = max(worst["along_m"], difference)
        worst["position_m"] = max(worst["position_m"], place)
        if not (difference <= LIMIT and place <= LIMIT):
            wrong.append((key, "crossing", (along, lon, lat), (along2, lon2, lat2)))
print(f"{len(statistics)} rows, {sum(map(len, wanted_crossings.values()))} crossings; greatest differences in metres:",
      {name: float(f"{value:.2g}") for name, value in worst.items()})
for problem in wrong[:20]:
    print("wrong:", *problem)
print(len(wrong), "wrong")
sys.exit(1 if wrong or not statistics else 0)
