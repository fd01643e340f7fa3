#!/usr/bin/python3
"""The geometry beside what is wanted of it: geometry.py BUILD ZONES FOLDER [--routes N] [--tracks N] [--rounds N] [--budget S]

BUILD is the tree of the build, ZONES the folder of the bundled zones, FOLDER where files lie meanwhile. The programs run in turn, several times; each figure is
the median of these rounds, beside the least and the greatest, so that a round in which others had the machine does no harm and shows."""
import argparse
import os
import re
import statistics
import subprocess
import sys

from measure import figure, figures, load, table
from work import Work

VERTICES = 12345, 612881
here = os.path.dirname(os.path.abspath(__file__))


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("zones")
    parser.add_argument("folder")
    parser.add_argument("--routes", type=int, default=10000)
    parser.add_argument("--tracks", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--budget", type=float, default=2, help="seconds for GEOS in each round")
    return parser.parse_args()


options = parse()
work = Work(options.build, options.zones, options.folder)


def measure():
    """What the programs print, by (program, vertices, kind of routes) and name: a list with a figure for each round."""
    found = {}
    for _ in range(options.rounds):
        for vertices in VERTICES:
            zone = work.zone("alaska", vertices)
            runs = [("kernels", "", ())]
            for kind, count in ("long", options.routes), ("track", options.tracks):
                routes = work.routes(kind, "alaska", count)
                runs += [("geometry", kind, (routes, 0)), ("geometry", kind + ", nearest", (routes,)), ("libraries", kind, (routes, options.budget))]
            for program, kind, arguments in runs:
                for name, value in figures(work.program("bench_" + program), zone, "alaska", *arguments).items():
                    found.setdefault((program, vertices, kind), {}).setdefault(name, []).append(value)
    return found


rows = []


def row(what, values, unit, wanted=None, peer=""):
    """`wanted` is a comparison and a number, as in '<= 15'."""
    middle, met = statistics.median(values), ""
    if wanted is not None:
        comparison, limit = wanted.split()
        met = "yes" if (middle <= float(limit) if comparison == "<=" else middle >= float(limit)) else "no"
    spread = "%s … %s" % (figure(min(values)), figure(max(values))) if len(values) > 1 else ""
    rows.append([what, "" if wanted is None else "%s %s" % (wanted, unit), "%s %s" % (figure(middle), unit), met, spread, peer])


def peer(found, vertices, kind):
    """What GEOS and PROJ take for the same routes."""
    theirs = {name: statistics.median(values) for name, values in found["libraries", vertices, kind].items()}
    legs = 6 if kind == "long" else 999
    return "GEOS %s us (whether they meet: %s); geod_inverse of the legs %s us" % (
        figure(theirs["geos_inside_us"]), figure(theirs["geos_meets_us"]), figure(theirs["inverse_ns"] * legs / 1e3))


def rows_of(found, vertices, wanted_us):
    zone = "Alaska, {:,} vertices".format(vertices)
    long, near = found["geometry", vertices, "long"], found["geometry", vertices, "long, nearest"]
    crossings = ", %.1f crossings" % long["crossings_a_route"][0]
    row(zone + ": a route of six legs" + crossings, long["route_us"], "us", "<= %d" % wanted_us, peer(found, vertices, "long"))
    row("  with nearest approaches within 50 km", near["route_us"], "us", "<= %d" % wanted_us)
    track, near = found["geometry", vertices, "track"], found["geometry", vertices, "track, nearest"]
    row("  a track of 1,000 fixes, %.1f crossings" % track["crossings_a_route"][0], track["route_us"], "us", None, peer(found, vertices, "track"))
    row("  with nearest approaches within 50 km", near["route_us"], "us")
    kernels = found["kernels", vertices, ""]
    inverse = statistics.median(kernels["dense_inverse_ns"])
    row("  exact crossings of a leg with an edge", kernels["crossings_million_a_s"], "million/s", ">= 1")
    row("  dense tracks of 10,000 fixes, %.1f crossings" % kernels["dense_crossings_a_track"][0], kernels["dense_million_a_s"], "million/s", ">= 25",
        "geod_inverse of the legs %s million/s" % figure(1e3 / inverse))
    row("  nearest approach within 50 km, a route and zone", kernels["nearest_us"], "us", "<= 100")
    row("  index, an edge", kernels["index_ns_an_edge"], "ns", "<= 1000")
    row("  its memory, an edge", kernels["index_bytes_an_edge"], "bytes", "<= 64")


def rows_of_kernels(found):
    def values(name):
        return [value for vertices in VERTICES for value in found["kernels", vertices, ""][name]]

    inverse = statistics.median(values("dense_inverse_ns"))
    row("A leg of a route that meets none of 1,000 zones", values("missing_leg_us"), "us", "<= 0.5")
    row("A fix of a dense track: point and length", values("dense_laid_ns"), "ns", None, "geod_inverse %s ns" % figure(inverse))
    row("  the same without vectors", values("dense_portably_ns"), "ns")
    row("Length of a leg up to 500 km", values("section_ns"), "ns", None, "geod_inverse %s ns" % figure(statistics.median(values("section_inverse_ns"))))


def truth():
    """Says no where something is more than a millimetre from the truth."""
    environment = dict(os.environ, OVERFLIGHT=work.command, OVERFLIGHT_SOURCE=os.path.join(here, "..", ".."))
    good = True
    for name in "small", "truth", "segments":
        script = os.path.join(here, "..", "oracle", name + ".py")
        done = subprocess.run([sys.executable, script], env=environment, stdout=subprocess.PIPE, text=True)
        for line in done.stdout.splitlines():
            differences = re.search(r"in metres: (\{.*\})", line)
            print("- %s: %s" % (name, line), flush=True)
            if differences:
                row("Greatest difference from the truth, " + name, [max(map(float, re.findall(r": ([\d.e+-]+)", differences[1]))) * 1e3], "mm", "<= 1")
        good = good and done.returncode in (0, 77)
    return good


before = load()
rows_found = measure()
rows_of(rows_found, VERTICES[0], 15)
rows_of(rows_found, VERTICES[1], 25)
rows_of_kernels(rows_found)
good = truth()
print("\n%d rounds, load %s before and %s after\n" % (options.rounds, before, load()))
table(["<what", "wanted", "measured", "<met", "<least … greatest", "<GEOS in the plane, PROJ: same work, same run"], rows)
# Not what is slow but what is wrong ends in a failure.
sys.exit(0 if good else 1)
