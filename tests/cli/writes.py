#!/usr/bin/python3
# Tests: src/output/staging/ src/output/formats/dataset.c src/output/formats/verify.c
# Tests: src/output/convert/whole_files.c
"""Every call that writes may fail: the disk is full, it is broken, the reader has gone, or only a
half is taken. Then the exit status is 3 with a sentence, or the result is the usual one; what has
its final name is as it was or whole; and an analysis that failed goes on to the same bytes.

A run of the tests lets some fail, chosen by the date, for about half a minute. SEED chooses others,
SECONDS more of them; FULL=1 takes every call in turn, and ONLY=analyze,map names the commands of
support/failing.py. With the right to mount, results also go onto a file system that is full."""
import concurrent.futures
import datetime
import errno
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import failing  # noqa: E402

SEED = int(os.environ.get("SEED", datetime.date.today().strftime("%Y%m%d")))
SECONDS = float(os.environ.get("SECONDS", "25"))
ONLY = [name for name in os.environ.get("ONLY", "").split(",") if name]
WORKERS = int(os.environ.get("WORKERS", "2"))
WAYS = [errno.ENOSPC, errno.EIO, errno.EPIPE, "short"]
NAMES = ONLY or [name for name, (_, targets) in failing.COMMANDS.items() if targets] + ["stdout"]


def good_end(bench, usual, name, there, ran):
    """"told", "unharmed", or what is wrong."""
    harm = usual.harm(bench.results(name, there))
    said = failing.sentences(ran)
    if harm:
        return harm + ": status %d: %s" % (ran.returncode, said[-200:])
    if ran.returncode == 3 and said.startswith("overflight: ") and said.count("\n") == 1:
        return "told" if "out of memory" not in said else said
    if ran.returncode == usual.ran.returncode and not said:
        if not failing.are_same(bench.results(name, there), usual.after):
            return "status %d, and no result" % ran.returncode
        return "unharmed"
    return "status %d: %s" % (ran.returncode, said[-300:] or "nothing said")


def judge(bench, usual, name, at, how):
    there = bench.fresh(name)
    try:
        ran = bench.run(name, there, **{"class": "write"}, at=at, how=how, below=bench.folder)
        gone = how == errno.EPIPE and name == "stdout" and ran.returncode in (0, 3)
        return "told" if gone else good_end(bench, usual, name, there, ran)
    finally:
        shutil.rmtree(there, ignore_errors=True)


def resume(bench, usual):
    """An analysis that failed, and then goes on as it is asked to."""
    draw, wrongs, failed = random.Random(SEED), [], 0
    for name in "analyze", "tables":
        if name not in usual:
            continue
        for _ in range(4):
            at = draw.randint(1, usual[name].counts["write"])
            there = bench.fresh(name)
            ran = bench.run(name, there, **{"class": "write"}, at=at, how=errno.ENOSPC,
                            below=bench.folder)
            # What failed after the last rename has left the whole result.
            if ran.returncode == 3 and bench.results(name, there) != usual[name].after:
                failed += 1
                ran = bench.run(name, there, more=["--resume"])
                if ran.returncode != 0 or bench.results(name, there) != usual[name].after:
                    wrongs.append("FAIL_AT=%d %s, resumed: status %d: %s" %
                                  (at, name, ran.returncode, failing.sentences(ran)[-300:]))
            shutil.rmtree(there)
    print("resumed", failed)
    return wrongs if failed or ONLY else ["no analysis failed that could be resumed"]


def ways_of(name):
    """Nobody reads a file while it is written: only what is printed has a reader that may go."""
    return [way for way in WAYS if way != errno.EPIPE or name == "stdout"]


def choose(counts, draw):
    while True:
        names = list(counts)
        draw.shuffle(names)
        for name in names:
            yield name, draw.randint(1, counts[name]), draw.choice(ways_of(name))


def every(counts):
    for name, count in counts.items():
        for at in range(1, count + 1):
            ways = ways_of(name)
            yield name, at, ways[(at + SEED) % len(ways)]


def let_fail(bench, usual, counts):
    table, wrongs = {}, []
    work = every(counts) if os.environ.get("FULL") else choose(counts, random.Random(SEED))
    ends = time.monotonic() + SECONDS

    def count_in(done):
        for future in done:
            job, outcome = future.result()
            row = table.setdefault(job[0], [0, 0, 0])
            place = {"told": 0, "unharmed": 1}.get(outcome, 2)
            row[place] += 1
            if place == 2:
                wrongs.append("FAIL_AT=%d FAIL_HOW=%s %s: %s" % (job[1], job[2], job[0], outcome))

    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        waiting = set()
        for job in work:
            if not os.environ.get("FULL") and time.monotonic() > ends:
                break
            waiting.add(pool.submit(lambda job: (job, judge(bench, usual[job[0]], *job)), job))
            if len(waiting) >= 2 * WORKERS:
                done, waiting = concurrent.futures.wait(
                    waiting, return_when=concurrent.futures.FIRST_COMPLETED)
                count_in(done)
        count_in(waiting)
    print("%-16s %8s %7s %9s %6s" % ("command", "in all", "told", "unharmed", "wrong"))
    for name in sorted(table):
        print("%-16s %8d %7d %9d %6d" % (name, counts[name], *table[name]))
    print("in all", [sum(row[i] for row in table.values()) for i in range(3)])
    return wrongs


def fill(bench, usual):
    """On file systems of a few sizes, all too small for the whole."""
    wrongs = []
    for name in NAMES:
        size = sum(map(len, usual[name].after.values()))
        if size == 0 or usual[name].before:
            continue
        for part in 0.1, 0.5, 0.9:
            place = max(4096, int(size * part)) // 4096 * 4096
            if place >= size:
                continue
            there = bench.fresh(name)
            mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%d" % place, "tmpfs",
                                      there], capture_output=True)
            if mounted.returncode != 0:
                print("a full file system is not tried: it cannot be mounted here")
                return wrongs
            try:
                ran = bench.run(name, there)
                end = good_end(bench, usual[name], name, there, ran)
                if end != "told" and not (end == "unharmed" and part == 0.9):
                    wrongs.append("%s on %d bytes: %s" % (name, place, end))
            finally:
                subprocess.run(["umount", "-l", there], check=True)
    return wrongs


def lose(bench):
    """A write that writes nothing and says nothing: what GDAL has made is looked at. Of a package
    texts and geometries may be lost within their row, where nothing tells."""
    draw, wrongs = random.Random(SEED), []
    for ending, least in (".fgb", 8), (".gpkg", 4):
        usual = bench.usual("analyze", below=bench.folder, into=ending, how="lost")
        ends = []
        for _ in range(8):
            there = bench.fresh("analyze")
            ran = bench.run("analyze", there, **{"class": "write"}, how="lost", into=ending,
                            at=draw.randint(1, usual.counts["write"]), below=bench.folder)
            ends.append(good_end(bench, usual, "analyze", there, ran))
            shutil.rmtree(there)
        if sum(end in ("told", "unharmed") for end in ends) < least or "told" not in ends:
            wrongs.append("lost writes into *%s: %s" % (ending, ends))
    return wrongs


def main():
    if not failing.replaces_memory():
        print("skipped: the sanitizers want to be the first library, before the one that fails")
        return 77
    with tempfile.TemporaryDirectory(prefix="overflight-writes-") as folder:
        bench = failing.Bench(folder)
        usual = {name: bench.usual(name, below=bench.folder) for name in NAMES}
        counts = {name: one.counts["write"] for name, one in usual.items()
                  if one.counts["write"] > 0}
        wrongs = let_fail(bench, usual, counts) + fill(bench, usual) + lose(bench)
        wrongs += resume(bench, usual)
        for wrong in wrongs[:60]:
            print(wrong.strip())
        print("seed", SEED)
        return 1 if wrongs or not counts else 0


if __name__ == "__main__":
    sys.exit(main())
