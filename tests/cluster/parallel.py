#!/usr/bin/python3
# Tests: scripts/parallel src/batch/part.c src/batch/merge.c
"""scripts/parallel: a shard that fails, done again alone by the second call, and the same bytes as
one run in the end."""
import subprocess
import sys
import unittest

from support.batch import COMMAND, SOURCE, Batch

PARALLEL = str(SOURCE / "scripts/parallel")


def has_parallel():
    try:
        return subprocess.run(["parallel", "--version"],
                              stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL).stdout.startswith(b"GNU parallel")
    except FileNotFoundError:
        return False


class WithParallel(Batch):
    def command(self, *options, shards=6):
        return [PARALLEL, "--shards", str(shards), "-o", "result", *options, "--", *self.arguments]

    def calls(self):
        path = self.folder / "calls"
        lines = sorted(path.read_text().split())
        path.unlink()
        return lines

    def test_a_shard_that_fails(self):
        variables = self.stand_in(
            '[ "$1" != analyze ] && echo "$1" >>calls || echo "$3" >>calls\n'
            'if [ "$3" = 4/6 ] && [ ! -e failed ]; then touch failed; echo "out of order" >&2; '
            'exit 3; fi\n'
            'exec "$REAL" "$@"\n')
        self.is_refused(self.command(),
                        "out of order",
                        "run the same command again",
                        status=3,
                        **variables)
        self.assertEqual(self.calls(), ["%d/6" % shard for shard in range(1, 7)])
        self.assertFalse((self.folder / "result").exists())
        self.is_refused(self.command(shards=5), "parts of another command", **variables)
        self.succeed(self.command(), **variables)
        self.assertEqual(self.calls(), ["4/6", "merge"])
        self.is_what_one_run_writes("result")
        sizes = [
            sum(path.stat().st_size
                for path in part.iterdir())
            for part in (self.folder / "result.parts").glob("part-*-of-6")
        ]
        self.assertEqual(len(sizes), 6)
        self.assertLess(max(sizes), 2 * min(sizes))  # each has its share
        self.is_refused(self.command(), "result exists already", **variables)

    def test_one_go(self):
        self.succeed(self.command("--remove-parts", "--at-once", "2"))
        self.is_what_one_run_writes("result")
        self.assertEqual(list((self.folder / "result.parts").glob("*part-*")), [])

    def test_a_mistake_put_right(self):
        arguments = self.arguments
        self.arguments = arguments + ["--zone-id"]
        self.is_refused(self.command(), "--zone-id", status=3)
        self.arguments = arguments
        self.succeed(self.command())
        self.is_what_one_run_writes("result")

    def test_names_that_look_like_options(self):
        (self.folder / "one routes.geojson").rename(self.folder / "-o.geojson")
        self.arguments = ["--skip-invalid", "--", "-o.geojson"]
        self.succeed(self.command(shards=2))
        self.is_what_one_run_writes("result")

    def test_bad_usage(self):
        for arguments, words in (
                (["-o", "result", "--", "x"], "--shards"),
                (["--shards", "2", "--", "x"], "-o RESULT"),
                (["--shards", "2", "-o", "result"], "'--'"),
                (["--shards", "0", "-o", "result", "--", "x"], "--shards: expected a whole number"),
                (["--shards", "2", "-o", "", "--", "x"], "empty"),
                (["--shards", "2", "-o", "result", "x"], "'x' is no option"),
                (["--shards", "2", "-o", "result", "--", "x", "--jobs=4"], "'--jobs=4'"),
                (["--cpus", "2"], "'--cpus' is unknown"),
                (["--at-once", "x"], "--at-once: expected a whole number"),
                (["--parts"], "value")):
            self.is_refused([PARALLEL, *arguments], words)
        self.is_refused(self.command(), "nowhere", OVERFLIGHT="nowhere")
        self.assertFalse((self.folder / "result.parts").exists())
        self.assertIn("Usage", self.succeed([PARALLEL, "--help"]).stdout)


if __name__ == "__main__":
    if COMMAND is None or not has_parallel():
        print("skipped: OVERFLIGHT is not set"
              if COMMAND is None else "skipped: GNU parallel is not installed")
        sys.exit(77)
    unittest.main(verbosity=2)
