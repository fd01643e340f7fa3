#!/usr/bin/python3
"""A day of Europe: a table of all fixes of all flights, in the order of time, against many
airspaces with floors and ceilings, on one core. The parts of the time are differences: reading with
grouping and sorting is measured alone, then the whole command with a zone that no flight meets,
then with all airspaces and the statistics, then with the occupancy of each as well."""
import os
import shutil

from measure import WANTED, arguments, at_least, at_most, fail, figures, load, run, table, wanted

MOST_MB = 1000
FAR = ('{"type":"Feature","properties":{"id":"far"},"geometry":{"type":"Polygon","coordinates":'
       "[[[100,-60],[101,-60],[101,-59],[100,-60]]]}}\n")
options = arguments(__doc__, flights=(30000, "of that day"), fixes=(50000000, "of all of them"),
                    airspaces=(20000, "of 6 to 40 corners"), times=(1, "runs of each"))
COMMAND = os.path.join(options.build, "bin", "overflight")
DAY, ZONES, FAR_ZONE, RESULT = (os.path.join(options.folder, name) for name in
                                ("day.csv", "airspaces.geojson", "far.geojson", "result"))


def analyze(zones, layers):
    shutil.rmtree(RESULT, ignore_errors=True)
    return run(COMMAND, "analyze", DAY, "--zones", zones, "--search-km", 0, "--layers", layers,
               "--formats", "csv", "--jobs", 1, "--quiet", "-o", RESULT)


def rows_of(name):
    with open(os.path.join(RESULT, name), "rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b"")) - 1


before = load()
made = figures(os.path.join(options.build, "bench", "europe_day"), options.flights, options.fixes,
               DAY, options.airspaces, ZONES)
at_least("fixes", 0.99 * options.fixes, made["fixes"])
with open(FAR_ZONE, "w", encoding="ascii") as file:
    file.write(FAR)

read, far, statistics, occupancy, peaks = [], [], [], [], []
for _ in range(options.times):
    found = figures(os.path.join(options.build, "bench", "bench_flights"), DAY)
    if found["fixes"] != made["fixes"] or found["flights"] != options.flights:
        fail("expected %d fixes of %d flights, found %d of %d" %
             (made["fixes"], options.flights, found["fixes"], found["flights"]))
    read.append(found["cpu_s"])
    far.append(analyze(FAR_ZONE, "statistics").cpu_s)
    done = analyze(ZONES, "statistics")
    statistics.append(done.cpu_s)
    meetings = rows_of("statistics.csv")
    at_least("rows of statistics.csv", options.flights * options.airspaces / 1000, meetings)
    both = analyze(ZONES, "statistics,occupancy")
    occupancy.append(both.cpu_s)
    at_least("rows of occupancy.csv", options.airspaces / 10, rows_of("occupancy.csv"))
    peaks += [done.peak_mb, both.peak_mb]

size = os.path.getsize(DAY) / 1e6
shutil.rmtree(RESULT)
for path in DAY, ZONES, FAR_ZONE:
    os.remove(path)


def part(name, more, less):
    return wanted("  " + name, [a - b for a, b in zip(more, less)], "CPU s")


print("{:,} flights, {:,.0f} fixes in {:,.0f} MB, {:,} airspaces, {:,} rows of statistics; load {} "
      "before and {} after\n".format(options.flights, made["fixes"], size, options.airspaces,
                                     meetings, before, load()))
table(WANTED, [
    wanted("the whole day, statistics and occupancy", occupancy, "CPU s"),
    wanted("  reading, grouping and sorting", read, "CPU s"),
    part("assembling flights, and looking for zones", far, read),
    part("analysing against the airspaces, and writing", statistics, far),
    part("occupancy", occupancy, statistics),
    wanted("fixes a CPU second, statistics", [made["fixes"] / 1e6 / s for s in statistics],
           "million"),
    wanted("peak memory", [max(peaks)], "MB", "<= %d" % MOST_MB)])
at_most("peak MB", MOST_MB, max(peaks))
