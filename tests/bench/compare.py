#!/usr/bin/python3
"""The table of the peers: compare.py ROUTES.geojsonl NAME=ROWS.csv... NAME!REASON...

ROUTES.geojsonl is what bench_geometry has written of the routes that the peers were given, the CSV files have id,time_us,inside_m."""
import csv
import json
import statistics
import sys


def duration(microseconds):
    return "%.1f µs" % microseconds if microseconds < 1000 else "%.2f ms" % (microseconds / 1000)


def figures(times):
    low, middle, high = statistics.quantiles(times, n=4)
    return middle, [duration(middle), "%s – %s" % (duration(low), duration(high))]


def print_table(rows):
    widths = [max(map(len, column)) for column in zip(*(row for row in rows if len(row) > 2))]
    widths[0] = max(len(row[0]) for row in rows)
    for row in rows:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])] if len(row) > 2 else row[1:]
        print("  ".join(cells).rstrip())


ours = {}
with open(sys.argv[1], encoding="utf-8") as file:
    for line in file:
        properties = json.loads(line)["properties"]
        ours[properties["id"]] = properties
least, cells = figures([route["time_us"] for route in ours.values()])
rows = [["", "median", "quartiles", "times ours", "error median km", "error max km", "failed"],
        ["overflight", *cells, "1", "", "", ""]]
for argument in sys.argv[2:]:
    if "!" in argument:
        rows.append(argument.split("!", 1))
        continue
    name, _, path = argument.partition("=")
    times, errors, failed = [], [], 0
    with open(path, encoding="utf-8") as file:
        for number, time, inside in csv.reader(file):
            times.append(float(time))
            if inside:
                errors.append(abs(float(inside) - ours[int(number)]["inside_m"]) / 1000)
            else:
                failed += 1
    if len(times) != len(ours):
        sys.exit("compare.py: %s has %d rows for %d routes" % (path, len(times), len(ours)))
    median, cells = figures(times)
    rows.append([name, *cells, "%.0f" % (median / least), "%.3f" % statistics.median(errors), "%.3f" % max(errors), str(failed)])
print_table(rows)
