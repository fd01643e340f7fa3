#!/usr/bin/python3
"""Columns: what `ovf_analyze_columns` takes beyond `ovf_analyze` called for one route after the
other, on routes of six legs and on tracks of 1,000 fixes against Alaska; and what a second thread
saves."""
from measure import WANTED, arguments, load, rounds, table, wanted
from work import Work

VERTICES = 12345
RATIO = "<= 1.1"
ROUNDS = 5
TITLES = {"long": "{:,} routes of six legs", "track": "{:,} tracks of 1,000 fixes"}
options = arguments(__doc__, routes=("10000,100000", "of six legs: a measurement for each number"),
                    tracks=(2000, "of 1,000 fixes"), times=(3, "runs, of five rounds each"))
work = Work(options)
before, rows = load(), []
for kind, count in [*(("long", int(number)) for number in options.routes.split(",")),
                    ("track", options.tracks)]:
    # The program fails unless there are so many routes, and rows for at least half of them.
    found = rounds(options.times, work.program("bench_columns"), work.zone("alaska", VERTICES),
                   "alaska", work.routes(kind, "alaska", count), count, ROUNDS)
    title = TITLES[kind].format(count) + ", {:,.0f} rows".format(found["rows"][0])
    rows += [
        wanted(title + ": ovf_analyze", found["one_by_one_us"], "CPU µs a route"),
        wanted("  ovf_analyze_columns, one thread", found["columns_us"], "CPU µs a route"),
        wanted("  its time by that of ovf_analyze", found["columns_ratio"], "times", RATIO),
        wanted("  the same with two threads", found["threads_ratio"], "times"),
        wanted("  two threads are faster than one", found["threads_faster"], "times")]
print("%d runs, load %s before and %s after\n" % (options.times, before, load()))
table(WANTED, rows)
