#!/usr/bin/python3
# Tests: src/cli/memory.c src/system/shortage.c src/base/array.c
"""Every allocation may fail: of the command's own code, of the C library for it, and of the
libraries that it calls. Then the exit status is 3, the sentence is "out of memory", and what has
its final name is as it was or whole.

A run of the tests lets some fail, chosen by the date, for about half a minute. SEED chooses others,
SECONDS more of them. `FULL=own` (or libc, or library, or own,libc) lets every one of them fail in
turn, for every command, which takes hours for libraries; `ONLY=check,map` names the commands of
support/failing.py, and STRIDE=10 takes every tenth; with
SECONDS it ends then."""
import concurrent.futures
import datetime
import os
import pathlib
import random
import shutil
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import failing  # noqa: E402

SEED = int(os.environ.get("SEED", datetime.date.today().strftime("%Y%m%d")))
FULL = os.environ.get("FULL", "")
SECONDS = float(os.environ.get("SECONDS", "inf" if FULL else "30"))
ONLY = [name for name in os.environ.get("ONLY", "").split(",") if name]
STRIDE = int(os.environ.get("STRIDE", "1"))
CLASSES = FULL.split(",") if FULL else ["own", "libc", "library"]
WORKERS = int(os.environ.get("WORKERS", "2"))


def judge(bench, usual, name, kind, at, on):
    """Lets one fail. How it ended: "told", "unreached" or what is wrong."""
    there = bench.fresh(name)
    more = {"on": 1} if on else {}
    try:
        ran = bench.run(name, there, **{"class": kind}, at=at, **more)
        harm = usual.harm(bench.results(name, there))
    finally:
        shutil.rmtree(there, ignore_errors=True)
    said = failing.sentences(ran)
    if harm:
        return harm
    if ran.returncode < 0:
        return "signal %d: %s" % (-ran.returncode, said[-300:])
    if ran.returncode == 3 and "out of memory" in said:
        lines = said.strip().split("\n")
        return "told" if len(lines) <= 3 else "more than a sentence: " + said[:300]
    if ran.returncode == usual.ran.returncode and ran.stdout == usual.ran.stdout and not said:
        return "unreached"
    return "status %d: %s" % (ran.returncode, said[-300:] or "nothing said")


def choose(counts, draw):
    """Without end: a command and class in turn, and one of its allocations."""
    while True:
        pairs = list(counts)
        draw.shuffle(pairs)
        for pair in pairs:
            yield pair, draw.randint(1, counts[pair]), draw.random() < 0.2


def every(counts):
    for pair, count in counts.items():
        for at in range(1 + SEED % STRIDE, count + 1, STRIDE):
            yield pair, at, False


def report(table, counts):
    print("%-16s %-8s %8s %7s %7s %9s %6s" %
          ("command", "class", "in all", "failed", "told", "unreached", "wrong"))
    for pair in sorted(table):
        told, unreached, wrong = table[pair]
        print("%-16s %-8s %8d %7d %7d %9d %6d" %
              (*pair, counts[pair], told + unreached + wrong, told, unreached, wrong))
    print("in all", [sum(row[i] for row in table.values()) for i in range(3)])


def main():
    if not failing.replaces_memory():
        print("skipped: this build leaves memory to others, such as a sanitizer")
        return 77
    with tempfile.TemporaryDirectory(prefix="overflight-memory-") as folder:
        bench = failing.Bench(folder)
        names = ONLY or list(failing.COMMANDS)
        usual = {name: bench.usual(name) for name in names}
        for name, one in usual.items():
            if one.ran.returncode not in (0, 1, 4):
                print("%s: %s" % (name, one.ran.stderr.decode()))
                return 1
        counts = {(name, kind): one.counts[kind]
                  for name, one in usual.items() for kind in CLASSES if one.counts[kind] > 0}
        table, wrongs = {}, []
        work = every(counts) if FULL else choose(counts, random.Random(SEED))
        ends = time.monotonic() + SECONDS

        def one(job):
            pair, at, on = job
            return job, judge(bench, usual[pair[0]], *pair, at, on)

        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            waiting = set()
            for job in work:
                if time.monotonic() > ends:
                    break
                waiting.add(pool.submit(one, job))
                if len(waiting) >= 2 * WORKERS:
                    done, waiting = concurrent.futures.wait(
                        waiting, return_when=concurrent.futures.FIRST_COMPLETED)
                    count_in(done, table, wrongs)
            count_in(waiting, table, wrongs)
        report(table, counts)
        for (pair, at, on), outcome in wrongs[:40]:
            print("FAIL_CLASS=%s FAIL_AT=%d%s %s: %s" %
                  (pair[1], at, " FAIL_ON=1" if on else "", pair[0], outcome.strip()))
        print("seed", SEED)
        return 1 if wrongs else 0


def count_in(done, table, wrongs):
    for future in done:
        job, outcome = future.result()
        row = table.setdefault(job[0], [0, 0, 0])
        place = {"told": 0, "unreached": 1}.get(outcome, 2)
        row[place] += 1
        if place == 2:
            wrongs.append((job, outcome))


if __name__ == "__main__":
    sys.exit(main())
