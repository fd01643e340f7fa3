#!/usr/bin/python3
"""Surveys: what `overflight survey` finds with each sensor over each zone, what the bound allows,
and what tracks alone see; beside it the best and the median of several runs of a plain annealing
(peer_annealing.c), each of which has the processor time that the survey took. All routes are
measured by `overflight analyze`, with legs and round joins alike. A row where the survey finds less
than the best run of the peer, or in one second less than tracks, is marked. The table is printed as
CSV as well. Sensors that look to one side are left out: they want turns
with a radius, which the peer does not know."""
import csv
import json
import math
import os
import statistics
import sys

from measure import WANTED, arguments, at_least, fail, figure, load, run, table, wanted
from work import Work

MOVES_A_SECOND = 10000
GAP_POINTS = 1
EVERYWHERE_M = 3000  # the height of sensors that have no usual one
SENSORS = ("afa-41-75mm", "afa-41-100mm", "afa-41-200mm", "ka-91c", "ks-87e-3in", "ks-87e-6in",
           "osdcam4060", "saab-340b-os-100")
ZONES = ("kaliningrad", "moscow", "georgia-strip", "hawaii", "alaska", "chukotka")
options = arguments(__doc__, sensors=(",".join(SENSORS), "names of sensors"),
                    zones_seen=(",".join(ZONES), "names of zones"),
                    distance=(500.0, "km that routes may fly"),
                    seconds=(5.0, "that a survey has"),
                    long=(60.0, "seconds for KA-91C over Kaliningrad; 0: without"),
                    seeds=(20, "runs of the peer"),
                    keep=("", "a folder for the routes where the peer sees more"))
work = Work(options)
peer = work.program("peer_annealing")
RADIUS = 6371007.181
csv.field_size_limit(sys.maxsize)  # coverage.csv has the outlines of zones


class Plane:
    """The equal-area plane around a middle, on a sphere (Snyder, Map Projections: A Working Manual,
    1987, equations 24-2 to 24-4, 20-14 and 20-15)."""

    def __init__(self, rings):
        vectors = [self.vector(*p) for ring in rings for p in ring]
        x, y, z = (sum(v[i] for v in vectors) for i in range(3))
        self.lon, self.lat = math.atan2(y, x), math.atan2(z, math.hypot(x, y))

    @staticmethod
    def vector(lon, lat):
        lon, lat = math.radians(lon), math.radians(lat)
        return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)

    def point(self, lon, lat):
        lon, lat = math.radians(lon) - self.lon, math.radians(lat)
        up = (math.sin(self.lat) * math.sin(lat) +
              math.cos(self.lat) * math.cos(lat) * math.cos(lon))
        k = RADIUS * math.sqrt(2 / (1 + up))
        return (k * math.cos(lat) * math.sin(lon),
                k * (math.cos(self.lat) * math.sin(lat) -
                     math.sin(self.lat) * math.cos(lat) * math.cos(lon)))

    def position(self, x, y):
        far = math.hypot(x, y)
        if far == 0:
            return math.degrees(self.lon), math.degrees(self.lat)
        c = 2 * math.asin(far / 2 / RADIUS)
        lat = math.asin(math.cos(c) * math.sin(self.lat) +
                        y * math.sin(c) * math.cos(self.lat) / far)
        lon = self.lon + math.atan2(
            x * math.sin(c),
            far * math.cos(self.lat) * math.cos(c) - y * math.sin(self.lat) * math.sin(c))
        return (math.degrees(lon) + 540) % 360 - 180, math.degrees(lat)


def rings_of(zone):
    with open(os.path.join(options.zones, zone + ".geojson")) as file:
        (feature,) = json.load(file)["features"]
    area = feature["geometry"]
    polygons = [area["coordinates"]] if area["type"] == "Polygon" else area["coordinates"]
    return [[tuple(p[:2]) for p in ring] for polygon in polygons for ring in polygon]


def write(path, line):
    """A route; positions that cross the antimeridian run on beyond it."""
    run_on = [line[0]]
    for lon, lat in line[1:]:
        run_on.append((run_on[-1][0] + (lon - run_on[-1][0] + 540) % 360 - 180, lat))
    with open(path, "w") as file:
        json.dump({"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {"id": "route"},
             "geometry": {"type": "LineString", "coordinates": run_on}}]}, file)


def rows_of(name, zone):
    with open(os.path.join(work.result, name + ".csv")) as file:
        return [row for row in csv.DictReader(file) if row["zone_id"] == zone]


def measured(path, zone, sensor):
    """The length of a route and the fraction of the zone that it sees."""
    work.analyze([path], 1, "--zones", os.path.join(options.zones, zone + ".geojson"), *sensor,
                 "--layers", "statistics,coverage", "--formats", "csv", meeting=0)
    covered = rows_of("coverage", zone)
    length = rows_of("statistics", zone)
    at_least("rows of what %s sees" % path, 1, len(covered))
    return (float(length[0]["length_m"]) if length else math.inf,
            float(covered[0]["covered_fraction"]))


def survey(zone, sensor, seconds, path=None):
    more = [] if path is None else ["-o", path, "--force"]
    done = run(work.command, "survey", "--zones",
               os.path.join(options.zones, zone + ".geojson"), "--zone", zone, *sensor,
               "--max-distance", options.distance, "--seconds", seconds, "--json", "--quiet", *more)
    return json.loads(done.output), done.cpu_s


def fitted(line, ratio):
    """The line with its last leg cut or longer, so that its length is `ratio` of what it was."""
    legs = [math.dist(a, b) for a, b in zip(line, line[1:])]
    change = (ratio - 1) * sum(legs)
    while change < 0 and len(legs) > 1 and -change >= legs[-1]:
        change += legs.pop()
        line = line[:-1]
    (x1, y1), (x2, y2) = line[-2:]
    scale = (legs[-1] + change) / legs[-1]
    return [*line[:-1], (x1 + scale * (x2 - x1), y1 + scale * (y2 - y1))]


def plain_run(zone, sensor, swath, plane, rings, seconds, seed, path):
    """What a run of the peer sees, with a route that is as long as allowed on the ellipsoid."""
    done = run("sh", "-c", '"$1" "$2" "$3" "$4" "$5" "$6" <"$7" 2>/dev/null', "sh", peer, *swath,
               1000 * options.distance, seconds, seed, rings)
    line = [tuple(map(float, text.split())) for text in done.output.splitlines()]
    if len(line) < 2:
        return 0
    for _ in range(8):
        write(path, [plane.position(*p) for p in line])
        length, seen = measured(path, zone, sensor)
        ratio = 1000 * options.distance / length
        if math.isinf(length) or 1 <= ratio < 1 + 1e-7:
            break
        line = fitted(line, ratio * (1 - 5e-8))
    at_least("metres left by a route of the peer", -1e-3, 1000 * options.distance - length)
    return seen


def compare(zone, name, seconds):
    sensor = ["--sensor", name]
    path = os.path.join(work.folder, "survey.geojson")
    (described,) = json.loads(run(work.command, "sensors", "show", name, "--json").output)
    sensor += ["--height", *(described["heights_m"] or [EVERYWHERE_M])[:1]]
    found, cpu_s = survey(zone, sensor, seconds, path)
    tracks, _ = survey(zone, sensor, 0)
    second, _ = survey(zone, sensor, 1)
    best, bound = found["best"], found["bound"]["covered_fraction"]
    length, seen = measured(path, zone, sensor)
    if abs(seen - best["covered_fraction"]) > 1e-6 or length > 1000 * options.distance + 1e-3:
        fail("%s over %s: the survey tells %.9f, its route sees %.9f on %.3f m" % (
            name, zone, best["covered_fraction"], seen, length))
    if not seen <= bound:
        fail("%s over %s: %.9f is seen of at most %.9f" % (name, zone, seen, bound))
    rings = rings_of(zone)
    plane = Plane(rings)
    drawn = os.path.join(work.folder, "rings.txt")
    with open(drawn, "w") as file:
        for ring in rings:
            file.write("%d\n" % len(ring))
            file.writelines("%.3f %.3f\n" % plane.point(*p) for p in ring)
    runs = []
    for seed in range(1, options.seeds + 1):
        other = os.path.join(work.folder, "peer.geojson")
        runs.append(plain_run(zone, sensor, (found["low_m"], found["high_m"]), plane, drawn, cpu_s,
                              seed, other))
        if options.keep and runs[-1] == max(runs) and runs[-1] > seen:
            os.makedirs(options.keep, exist_ok=True)
            for kind, source in (("survey", path), ("peer", other)):
                with open(source) as file, open(os.path.join(
                        options.keep, "%s-%s-%s.geojson" % (zone, name, kind)), "w") as copy:
                    copy.write(file.read())
    return {"zone": zone, "sensor": name, "seconds": seconds, "cpu_s": cpu_s,
            "tracks": tracks["best"]["covered_fraction"],
            "second": second["best"]["covered_fraction"], "survey": seen, "bound": bound,
            "peer_best": max(runs), "peer_median": statistics.median(runs),
            "moves_a_s": best["moves"] / cpu_s}


def percent(fraction):
    return "%.3f" % (100 * fraction)


rows = []
cases = [(zone, sensor, options.seconds) for zone in options.zones_seen.split(",")
         for sensor in options.sensors.split(",")]
if options.long > 0:
    cases.append(("kaliningrad", "ka-91c", options.long))
for case in cases:
    rows.append(compare(*case))
    print(", ".join("%s %s" % (name, figure(value) if isinstance(value, float) and value > 1 else
                               value) for name, value in rows[-1].items()), file=sys.stderr)

print("#### What %g km see, percent of the zone; the peer: %d runs with the same CPU seconds\n" %
      (options.distance, options.seeds))
table(["<zone", "<sensor", "s", "CPU s", "tracks", "1 s", "survey", "bound", "gap", "peer, best",
       "peer, median", "<least"],
      [[row["zone"], row["sensor"], "%g" % row["seconds"], figure(row["cpu_s"]),
        percent(row["tracks"]), percent(row["second"]), percent(row["survey"]),
        percent(row["bound"]), percent(row["bound"] - row["survey"]), percent(row["peer_best"]),
        percent(row["peer_median"]),
        "less than the peer" if row["survey"] < row["peer_best"] else
        "less than tracks" if row["second"] < row["tracks"] else ""] for row in rows])
writer = csv.DictWriter(sys.stdout, list(rows[0]))
writer.writeheader()
writer.writerows(rows)
print("\nLoad: %s.\n" % load())
longest = [row for row in rows if (row["zone"], row["sensor"]) == ("kaliningrad", "ka-91c")]
table(WANTED, [
    wanted("rows in which the survey finds as much as the peer's best",
           [sum(row["survey"] >= row["peer_best"] for row in rows)], "rows", ">= %d" % len(rows)),
    wanted("rows in which one second finds as much as tracks",
           [sum(row["second"] >= row["tracks"] for row in rows)], "rows", ">= %d" % len(rows)),
    *([wanted("moves of the search, KA-91C over Kaliningrad",
              [row["moves_a_s"] for row in longest], "/CPU s", ">= %d" % MOVES_A_SECOND),
       wanted("its gap to the bound", [100 * (longest[-1]["bound"] - longest[-1]["survey"])],
              "points", "<= %d" % GAP_POINTS)] if longest else [])])
