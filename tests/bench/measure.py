"""Running a program and saying what it took. Imports little: the memory of whoever starts a program is a floor under what the kernel tells of it."""
import collections
import os
import subprocess
import sys
import time

Run = collections.namedtuple("Run", "seconds cpu_s peak_mb output")


def run(*command, good=(0,)):
    """One run: seconds on the clock and of the processors, peak of the resident memory, and what was printed. Any exit status but the good ones ends it all."""
    begin = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True)
    output = process.stdout.read()
    process.stdout.close()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in good:
        sys.exit("%s: failed with status %d: %s" % (os.path.basename(sys.argv[0]), process.returncode, " ".join(map(str, command))))
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output)  # Linux counts in KiB


def figures(*command):
    """What one of the programs here prints: figures by name."""
    return {name: float(value) for name, value in (line.split() for line in run(*command).output.splitlines())}


def load():
    """Of the last minute: how many processes wanted a core."""
    return "%.2f" % os.getloadavg()[0]


def table(head, rows):
    """A table of Markdown that is a table on a terminal too; the first column and those that are named '<...' stand left."""
    lines = [[name.lstrip("<") for name in head], *rows]
    widths = [max(3, *map(len, column)) for column in zip(*lines)]
    left = [number == 0 or name.startswith("<") for number, name in enumerate(head)]
    lines.insert(1, ["-" * width if l else "-" * (width - 1) + ":" for width, l in zip(widths, left)])
    for line in lines:
        print("| " + " | ".join(cell.ljust(width) if l else cell.rjust(width) for cell, width, l in zip(line, widths, left)) + " |")
    print(flush=True)


def figure(value):
    """Three figures, and thousands with their commas."""
    if value is None:
        return ""
    if value == 0 or abs(value) >= 100:
        return "{:,.0f}".format(value)
    text = "%.3g" % value
    return text if "e" not in text else "%.1e" % value
