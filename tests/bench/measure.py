"""What the benches share: their arguments, running programs, what that took, and tables.

A bench states the least work that its figures rest on (`at_least`) and fails with a sentence when
less was done, or when it was over too soon to be measured. It imports little: the memory of
whoever starts a program is a floor under what the kernel says of that program."""
import argparse
import collections
import math
import os
import statistics
import subprocess
import sys
import time

Run = collections.namedtuple("Run", "seconds cpu_s peak_mb output status")
LEAST_CPU_S = 0.003  # of a program: less than it takes to start one
WANTED = ["<what", "wanted", "measured", "<met", "<least … greatest"]


def arguments(description, **options):
    """BUILD ZONES FOLDER, and options with their defaults and what they mean."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("build", help="the tree of the build")
    parser.add_argument("zones", help="the folder of the bundled zones")
    parser.add_argument("folder", help="where files lie meanwhile")
    for name, (default, meaning) in options.items():
        parser.add_argument("--" + name.replace("_", "-"), type=type(default), default=default,
                            help=meaning)
    return parser.parse_args()


def fail(sentence):
    sys.exit("%s: %s" % (os.path.basename(sys.argv[0]), sentence))


def at_least(what, least, found):
    """Ends the bench when there was less to measure than its figures must rest on."""
    if not found >= least:
        fail("%s: expected at least %g, found %g: this measures nothing" % (what, least, found))


def at_most(what, most, found):
    """Ends the bench with what is wrong, not only slow; after its tables."""
    if not found <= most:
        fail("%s: expected at most %g, found %g" % (what, most, found))


def run(*command, good=(0,)):
    """Seconds on the clock and of the processors, peak of the resident memory, and what was
    printed. Any exit status but the good ones ends the bench."""
    begin = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True)
    output = process.stdout.read()
    process.stdout.close()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in good:
        fail("failed with status %d: %s" % (process.returncode, " ".join(map(str, command))))
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output,
               process.returncode)  # Linux counts in KiB


class Sample:
    """Several runs of one program."""

    def __init__(self, name, runs):
        self.seconds, self.cpu = [one.seconds for one in runs], [one.cpu_s for one in runs]
        self.last = runs[-1]
        self.peak_mb = max(one.peak_mb for one in runs)
        at_least("CPU seconds of " + name, LEAST_CPU_S, self.cpu_s)
        at_least("peak MB of " + name, 1, self.peak_mb)

    @property
    def clock_s(self):
        return statistics.median(self.seconds)

    @property
    def cpu_s(self):
        return statistics.median(self.cpu)


def in_turn(times, tasks):
    """A Sample for each task, by name. A task starts programs and returns a Run. The tasks take
    turns, so that all have to share what else goes on."""
    runs = {name: [] for name in tasks}
    for _ in range(times):
        for name, task in tasks.items():
            runs[name].append(task())
    return {name: Sample(name, done) for name, done in runs.items()}


def figures(*command):
    """What one of the programs here prints: figures by name."""
    found = {}
    for line in run(*command).output.splitlines():
        name, value = line.split()
        found[name] = float(value)
        if not math.isfinite(found[name]):
            fail("%s is %s: %s" % (name, value, " ".join(map(str, command))))
    at_least("figures of " + os.path.basename(command[0]), 1, len(found))
    return found


def rounds(count, *command):
    """The same several times: lists of figures by name."""
    found = {}
    for _ in range(count):
        for name, value in figures(*command).items():
            found.setdefault(name, []).append(value)
    return found


def load():
    """Of the last minute: how many processes wanted a core."""
    return "%.2f" % os.getloadavg()[0]


def table(head, rows):
    """A table of Markdown that is a table on a terminal too; the first column and those that are
    named '<...' stand left."""
    lines = [[name.lstrip("<") for name in head], *rows]
    widths = [max(3, *map(len, column)) for column in zip(*lines)]
    left = [number == 0 or name.startswith("<") for number, name in enumerate(head)]
    lines.insert(1, ["-" * width if l else "-" * (width - 1) + ":"
                     for width, l in zip(widths, left)])
    for line in lines:
        cells = (cell.ljust(width) if l else cell.rjust(width)
                 for cell, width, l in zip(line, widths, left))
        print("| " + " | ".join(cells) + " |")
    print(flush=True)


def figure(value):
    """Three figures, and thousands with their commas."""
    if value is None:
        return ""
    if value == 0 or abs(value) >= 100:
        return "{:,.0f}".format(value)
    text = "%.3g" % value
    return text if "e" not in text else "%.1e" % value


def spread(values):
    """The least and the greatest."""
    return "%s … %s" % (figure(min(values)), figure(max(values))) if len(values) > 1 else ""


def median(values, scale=1):
    """As text, with the least and the greatest."""
    values = [scale * value for value in values]
    around = spread(values)
    return figure(statistics.median(values)) + (" (%s)" % around if around else "")


def wanted(what, values, unit, limit=None):
    """A row of a table with the head WANTED. `limit` is a comparison and a number, as in '<= 15',
    which the median is to meet."""
    middle, met = statistics.median(values), ""
    if limit is not None:
        comparison, number = limit.split()
        good = {"<=": middle <= float(number), ">=": middle >= float(number)}[comparison]
        met = "yes" if good else "no"
    return [what, "" if limit is None else "%s %s" % (limit, unit),
            "%s %s" % (figure(middle), unit), met, spread(values)]
