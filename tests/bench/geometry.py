#!/usr/bin/python3
"""The geometry beside what is wanted of it. The programs run in turn, several times; each figure
is the median of these rounds, beside the least and the greatest, so that a round in which others
had the machine does no harm and shows."""
import collections
import os
import re
import statistics
import subprocess
import sys

from measure import WANTED, arguments, at_least, figure, figures, load, table, wanted
from work import Work, here

VERTICES = 12345, 612881
options = arguments(__doc__, routes=(10000, "of six legs"), tracks=(2000, "of 1,000 fixes"),
                    rounds=(5, "of all programs"), budget=(2.0, "seconds for GEOS in each round"))
work = Work(options)


def measure():
    """What the programs print, by (program, vertices, kind of routes) and name: a list with a
    figure for each round."""
    found = collections.defaultdict(lambda: collections.defaultdict(list))
    for _ in range(options.rounds):
        for vertices in VERTICES:
            zone = work.zone("alaska", vertices)
            runs = [("kernels", "", ())]
            for kind, count in ("long", options.routes), ("track", options.tracks):
                routes = work.routes(kind, "alaska", count)
                runs += [("geometry", kind, (routes, 0)),
                         ("geometry", kind + ", nearest", (routes,)),
                         ("libraries", kind, (routes, options.budget))]
            for program, kind, more in runs:
                printed = figures(work.program("bench_" + program), zone, "alaska", *more)
                for name, value in printed.items():
                    found[program, vertices, kind][name].append(value)
    return found


rows = []


def row(what, values, unit, limit=None, peer=""):
    rows.append([*wanted(what, values, unit, limit), peer])


def peer(found, vertices, kind):
    """What GEOS and PROJ take for the same routes."""
    theirs = {name: statistics.median(values)
              for name, values in found["libraries", vertices, kind].items()}
    legs = 6 if kind == "long" else 999
    return "GEOS %s us (whether they meet: %s; %s routes); geod_inverse of the legs %s us" % (
        figure(theirs["geos_inside_us"]), figure(theirs["geos_meets_us"]),
        figure(theirs["geos_routes"]), figure(theirs["inverse_ns"] * legs / 1e3))


def rows_of_routes(found, vertices, kind, title, limit):
    plain, near = found["geometry", vertices, kind], found["geometry", vertices, kind + ", nearest"]
    times = "%s that crosses it %.1f times" % (title, plain["crossings_a_crossing_route"][0])
    share = "%s of %s" % (figure(near["passing_routes"][0]), figure(near["routes"][0]))
    row(times, plain["crossing_us"], "us", limit, peer(found, vertices, kind))
    row("  nearest approaches searched for within 50 km", near["crossing_us"], "us", limit)
    row("  one that passes within 50 km (%s), with the approach" % share, near["passing_us"], "us")
    row("  mean of all, with the approaches", near["mean_us"], "us")


def rows_of_zone(found, vertices, wanted_us):
    title = "Alaska, {:,} vertices: a route of six legs".format(vertices)
    rows_of_routes(found, vertices, "long", title, "<= %d" % wanted_us)
    rows_of_routes(found, vertices, "track", "a track of 1,000 fixes", None)
    kernels = found["kernels", vertices, ""]
    inverse = "geod_inverse of the legs %s million/s" % figure(
        1e3 / statistics.median(kernels["dense_inverse_ns"]))
    row("exact crossings of a leg with an edge", kernels["crossings_million_a_s"], "million/s",
        ">= 1")
    row("dense tracks of 10,000 fixes, %.1f crossings" % kernels["dense_crossings_a_track"][0],
        kernels["dense_million_a_s"], "million/s", ">= 25", inverse)
    for kind, title in ("long", "route of six legs"), ("track", "track of 1,000 fixes"):
        row("nearest approach within 50 km, a %s and the zone" % title,
            kernels["nearest_%s_us" % kind], "us", "<= 100")
    row("index, an edge", kernels["index_ns_an_edge"], "ns", "<= 1000")
    row("its memory, an edge", kernels["index_bytes_an_edge"], "bytes", "<= 64")


def rows_of_kernels(found):
    def values(name):
        return [value for vertices in VERTICES for value in found["kernels", vertices, ""][name]]

    def inverse(name):
        return "geod_inverse %s ns" % figure(statistics.median(values(name)))

    row("A leg of a route that meets none of 1,000 zones", values("missing_leg_us"), "us", "<= 0.5")
    row("A fix of a dense track: point and length", values("dense_laid_ns"), "ns", None,
        inverse("dense_inverse_ns"))
    row("  the same without vectors", values("dense_portably_ns"), "ns")
    row("Length of a leg up to 500 km", values("section_ns"), "ns", None,
        inverse("section_inverse_ns"))


def truth():
    """Says no where something is more than a millimetre from the truth."""
    environment = dict(os.environ, OVERFLIGHT=work.command,
                       OVERFLIGHT_SOURCE=os.path.join(here, "..", ".."))
    good, compared = True, 0
    for name in "small", "truth", "segments":
        script = os.path.join(here, "..", "oracle", name + ".py")
        done = subprocess.run([sys.executable, script], env=environment, stdout=subprocess.PIPE,
                              text=True)
        for line in done.stdout.splitlines():
            differences = re.search(r"in metres: (\{.*\})", line)
            print("- %s: %s" % (name, line), flush=True)
            if differences:
                worst = max(map(float, re.findall(r": ([\d.e+-]+)", differences[1])))
                row("Greatest difference from the truth, " + name, [worst * 1e3], "mm", "<= 1")
                compared += 1
        good = good and done.returncode in (0, 77)
    at_least("sets of the truth that were compared", 1, compared)
    return good


before = load()
measured = measure()
rows_of_zone(measured, VERTICES[0], 15)
rows_of_zone(measured, VERTICES[1], 25)
rows_of_kernels(measured)
right = truth()
print("\nRounds: %d. Load: %s before, %s after.\n" % (options.rounds, before, load()))
table([*WANTED, "<GEOS in the plane, PROJ: same work, same run"], rows)
# Not what is slow but what is wrong ends in a failure.
sys.exit(0 if right else 1)
