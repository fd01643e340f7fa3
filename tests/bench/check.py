#!/usr/bin/python3
"""Checking: `overflight check` of each bundled flight, against all bundled zones and rules, as a
whole process; and `overflight analyze` of many plans with and without --rules, at a date and at
none, with all its files and with statistics alone. What is judged of plans without a date is all
that may be in force. Short plans break no rule; plans that roam about Kaliningrad and Alaska do,
one in twenty at least."""
import os
import statistics

from measure import WANTED, arguments, at_least, figure, in_turn, load, median, run, table, wanted
from work import Work

CHECK_MS = 50  # a plan, of the processors
RATIO = {"all files": 2, "statistics": 3}  # of the times with rules and without
FINDINGS = 1.9  # a plan: few begin or end at an airfield, which are two warnings
RULES = ("--rules", "treaty-in-use-2012-2020,national-measures")
DATE = ("--date", "2017-06-01")
VERDICTS = 0, 1, 4  # complies, violates, undecided
options = arguments(__doc__, routes=(100000, "short plans about each place; a tenth of them roam"),
                    times=(3, "runs of each; of a single plan seven times as many"))
work = Work(options)


def check(path):
    done = run(work.command, "check", path, good=VERDICTS)
    at_least("lines of what was found about a plan", 3, len(done.output.splitlines()))
    return done


def check_plans():
    """The milliseconds of the processors for each bundled flight: a list of all runs."""
    names = sorted(name for name in os.listdir(work.flights) if name.endswith(".geojson"))
    tasks = {"overflight --help": lambda: run(work.command, "--help")}
    tasks.update({"check " + name: lambda path=os.path.join(work.flights, name): check(path)
                  for name in names})
    samples = in_turn(7 * options.times, tasks)
    at_least("bundled flights", 5, len(names))
    at_least("bundled flights that violate a rule", 1,
             sum(sample.last.status == 1 for sample in samples.values()))
    print("#### A single plan, a whole process\n")
    table(["<command", "ms", "CPU ms"],
          [[name, median(sample.seconds, 1000), median(sample.cpu, 1000)]
           for name, sample in samples.items()])
    return [[1000 * value for value in samples["check " + name].cpu] for name in names]


def analyze(path, count, violating, layers, rules):
    rows = {"statistics.csv": 0.5 * count}
    if rules and not layers:
        rows["findings.geojson"] = FINDINGS * count
    done = work.analyze([path], count, "--jobs", 1, *layers, *rules, rows=rows)
    if rules:
        totals = work.totals
        at_least("findings about the plans", FINDINGS * count,
                 totals["violations"] + totals["undecided"] + totals["warnings"])
        at_least("plans that violate a rule", violating * count, totals["violating_routes"])
    return done


def analyze_plans(kind, place, count, violating):
    """Rows of how the times of the processors with rules relate to those without."""
    path = work.routes(kind, place, count, "GeoJSONSeq", "geojsonl")
    rows, rated = [], []
    for files, layers in ("all files", ()), ("statistics", ("--layers", "statistics")):
        samples = in_turn(options.times, {
            "%s, %s" % (files, title):
                lambda rules=rules: analyze(path, count, violating, layers, rules)
            for title, rules in (("no rules", ()), ("rules, dated", (*RULES, *DATE)),
                                 ("rules, undated", RULES))})
        without, *others = samples.values()
        for name, sample in samples.items():
            rows.append([name, median(sample.seconds), median(sample.cpu),
                         figure(1e6 * sample.cpu_s / count),
                         "%.2f" % (sample.cpu_s / without.cpu_s)])
        for name, sample in list(samples.items())[1:]:
            rated.append(wanted("%s, %s: %s" % (kind, place, name),
                                [a / b for a, b in zip(sample.cpu, without.cpu)], "times",
                                "<= %d" % RATIO[files]))
    print("#### {:,} plans about {}, {}, one job\n".format(count, place, kind))
    table(["<analyze", "s", "CPU s", "CPU µs/plan", "of no rules"], rows)
    os.remove(path)
    return rated


plans = check_plans()
ratios = []
for place in "kaliningrad", "alaska":
    ratios += analyze_plans("short", place, options.routes, 0)
for place in "kaliningrad", "alaska":
    ratios += analyze_plans("roam", place, options.routes // 10, 0.05)
print("Load: %s.\n" % load())
medians = [statistics.median(plan) for plan in plans]
limit = "<= %d" % CHECK_MS
table(WANTED, [
    wanted("a plan, median of the flights", medians, "CPU ms", limit),
    wanted("a plan, worst of the flights", max(plans, key=statistics.median), "CPU ms", limit),
    *ratios])
