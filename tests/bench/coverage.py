#!/usr/bin/python3
"""Coverage: coverage.py BUILD ZONES FOLDER [--flights N]

What flights of 20 legs with a swath of 7.7 km see of the bundled zones, one after the other, and the gaps that are left, on one core; what a flight costs by the number
of those before it; and what one costs over zones that have been seen already."""
import argparse
import os
import sys

from measure import figure, figures, load, table

SECONDS, MEGABYTES = 30, 500
TENTHS = 10
WIDE_KM = 400  # a swath with which the zones are soon seen


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("zones")
    parser.add_argument("folder")
    parser.add_argument("--flights", type=int, default=1500)
    return parser.parse_args()


options = parse()
program = os.path.join(options.build, "bench", "bench_coverage")
measured = figures(program, options.zones, options.flights, 20)
wide = figures(program, options.zones, options.flights, 20, WIDE_KM)
print("#### A flight by the number of those before it, CPU ms\n")
most = max(measured["flight_ms_%d" % tenth] for tenth in range(TENTHS))
rows = []
for tenth in range(TENTHS):
    first, last = options.flights * tenth // TENTHS + 1, options.flights * (tenth + 1) // TENTHS
    value = measured["flight_ms_%d" % tenth]
    rows.append(["{:,} – {:,}".format(first, last), figure(value), "#" * max(1, round(40 * value / most)), figure(wide["flight_ms_%d" % tenth])])
table(["flights", "7.7 km", "<", "%d km" % WIDE_KM], rows)
seen = [(name[len("fraction_"):], value, wide[name]) for name, value in measured.items() if name.startswith("fraction_")]
table(["zone seen", "7.7 km", "%d km" % WIDE_KM], [[name, "%.2f %%" % (100 * narrow), "%.2f %%" % (100 * broad)] for name, narrow, broad in seen])
print("load %s\n" % load())
fast, small = measured["all_s"] <= SECONDS, measured["memory_mb"] <= MEGABYTES
last = wide["flight_ms_%d" % (TENTHS - 1)]
table(["<what", "wanted", "measured", "<met"],
      [["{:,} flights, gaps drawn".format(options.flights), "<= %d CPU s" % SECONDS, figure(measured["all_s"]) + " s", "yes" if fast else "no"],
       ["the same, peak memory", "<= %d MB" % MEGABYTES, figure(measured["memory_mb"]) + " MB", "yes" if small else "no"],
       ["a flight over zones that are seen", "", figure(1000 * last) + " µs", ""]])
sys.exit(0 if small else 1)
