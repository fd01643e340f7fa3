#!/usr/bin/python3
"""Coverage: what flights of 20 legs with a swath of 7.7 km see of the bundled zones, one after the
other, and the gaps that are left, on one core; what a flight costs by the number of those before
it; and what one costs over zones that have been seen already."""
import statistics

from measure import WANTED, arguments, at_most, figure, load, median, rounds, table, wanted
from work import Work

SECONDS, MEGABYTES = 30, 500
TENTHS = 10
WIDE_KM = 400  # a swath with which the zones are soon seen
AGAIN = 2000   # flights over zones that are
options = arguments(__doc__, flights=(1500, "over all zones"), times=(3, "runs"))
program = Work(options).program("bench_coverage")
usual = rounds(options.times, program, options.zones, options.flights, 20)
wide = rounds(options.times, program, options.zones, options.flights, 20, WIDE_KM, AGAIN)

print("#### A flight by the number of those before it, CPU ms\n")
cost = [statistics.median(usual["flight_ms_%d" % tenth]) for tenth in range(TENTHS)]
rows = []
for tenth in range(TENTHS):
    first, last = (options.flights * end // TENTHS for end in (tenth, tenth + 1))
    rows.append(["{:,} – {:,}".format(first + 1, last), median(usual["flight_ms_%d" % tenth]),
                 "#" * max(1, round(40 * cost[tenth] / max(cost))),
                 median(wide["flight_ms_%d" % tenth])])
table(["flights", "7.7 km", "<", "%d km" % WIDE_KM], rows)
zones = [name for name in usual if name.startswith("fraction_")]
table(["zone seen", "7.7 km", "%d km" % WIDE_KM],
      [[name[len("fraction_"):], "%.2f %%" % (100 * usual[name][0]),
        "%.2f %%" % (100 * wide[name][0])] for name in zones])
print("Runs: %d. Load: %s.\n" % (options.times, load()))
peak = max(usual["memory_mb"])
table(WANTED, [
    wanted("{:,} flights, {} gaps drawn".format(options.flights, figure(usual["gaps"][0])),
           usual["all_s"], "CPU s", "<= %d" % SECONDS),
    wanted("the same, peak memory", [peak], "MB", "<= %d" % MEGABYTES),
    wanted("a flight over zones that are seen", wide["again_us"], "CPU µs")])
at_most("peak MB", MEGABYTES, peak)
