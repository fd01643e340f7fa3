#!/usr/bin/python3
"""Volumes: what floors, ceilings and times of zones add to the analysis of outlines alone, on
tracks of 1,000 fixes and on routes of six legs that each cross a hundred airspaces."""
from measure import WANTED, arguments, load, rounds, table, wanted
from work import Work

RATIO = "<= 1.3"
options = arguments(__doc__, tracks=(200, "of 1,000 fixes"), routes=(2000, "of six legs"),
                    airspaces=(2000, "of 64 corners"), times=(3, "runs, of nine rounds each"))
work = Work(options)
before, rows = load(), []
for title, count, fixes in (("tracks of 1,000 fixes", options.tracks, 1000),
                            ("routes of six legs", options.routes, 7)):
    # The program fails unless a good part is within volumes, a good part is not, and some may be.
    found = rounds(options.times, work.program("bench_volumes"), count, fixes, options.airspaces,
                   9)
    rows += [
        wanted("{:,} {}, {:,.0f} passages through outlines each".format(
            count, title, found["passages"][0]), found["outlines_us"], "CPU µs a route"),
        wanted("  with volumes, {:.0f} % within, {:.0f} % possible".format(
            found["within_percent"][0], found["possible_percent"][0]), found["volumes_us"],
            "CPU µs a route"),
        wanted("  its time by that of outlines", found["ratio"], "times", RATIO)]
print("%d runs, load %s before and %s after\n" % (options.times, before, load()))
table(WANTED, rows)
