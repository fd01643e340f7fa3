#!/usr/bin/python3
# Tests: scripts/slurm/ src/batch/part.c src/batch/merge.c
"""scripts/slurm on a Slurm cluster of the test's own: a node that is lost, a shard that fails, and
the same bytes as one run in the end."""
import os
import re
import signal
import sys
import time
import unittest

from support.batch import COMMAND, SOURCE, Batch
from support.slurm import Missing, Slurm

SUBMIT = str(SOURCE / "scripts/slurm/submit")


class OnSlurm(Batch):
    routes = 8000

    def setUp(self):
        super().setUp()
        self.cluster = Slurm(nodes=4)
        self.enterContext(self.cluster)
        self.environment.update(SLURM_CONF=self.cluster.configuration)

    def submit(self, shards, *options, **variables):
        printed = self.succeed(
            [SUBMIT, "--shards", str(shards), "-o", "result", *options, "--", *self.arguments],
            **variables).stdout
        return re.search(r"^Array job (\d+): .*^Merge job (\d+): ",
                         printed,
                         re.MULTILINE | re.DOTALL).groups()

    def state(self, job):
        return set(
            self.cluster.ask("squeue",
                             "--noheader",
                             "--array",
                             "--states=all",
                             "--jobs",
                             job,
                             "--format=%T").split())

    def wait_until_ended(self, *jobs):
        def ended():
            states = self.state(",".join(jobs))
            return states != set() and states <= {"COMPLETED", "FAILED", "CANCELLED"}

        self.cluster.wait_for("jobs %s and %s" % jobs, ended, 240)

    def log(self, name):
        return (self.folder / "result.parts/logs" / name).read_text()

    def begun(self, shard, shards):
        """How many bytes of a part that is not complete have been written."""
        size = 0
        for folder in (self.folder / "result.parts").glob(".*part-%d-of-%d*" % (shard, shards)):
            for path in folder.iterdir():
                try:
                    size += path.stat().st_size
                except FileNotFoundError:  # renamed meanwhile
                    pass
        return size

    def analysis(self, shard):
        """The process of overflight that analyses the shard, not of the shell that it takes the
        place of."""
        for process in self.cluster.processes(SLURM_ARRAY_TASK_ID=str(shard)):
            try:
                with open("/proc/%d/cmdline" % process, "rb") as file:
                    if b"\0--shard\0auto\0" in file.read():
                        return process
            except FileNotFoundError:  # ended meanwhile
                pass
        return None

    def stop(self, process, shard, shards):
        """Stops a process when it has written something of its part; says no when it was done
        before."""
        while self.analysis(shard) == process:
            os.kill(process, signal.SIGSTOP)
            if self.begun(shard, shards) > 0:
                return True
            os.kill(process, signal.SIGCONT)
            time.sleep(0.001)
        return False

    def stop_in_the_middle(self, array, shards):
        """Stops the process of a shard that is really under way. Returns shard, node and
        process."""
        def begins():
            self.assertNotIn("FAILED", self.state(array))
            return (self.folder / "result.parts" /
                    ("part-%d-of-%d" % (shard, shards))).exists() or self.analysis(shard)

        for shard in range(shards // 4, shards + 1):
            process = self.cluster.wait_for("shard %d" % shard, begins, 120)
            try:
                if process is not True and self.stop(process, shard, shards):
                    with open("/proc/%d/environ" % process) as file:
                        return shard, re.search("SLURMD_NODENAME=([^\0]*)", file.read())[1], process
            except ProcessLookupError:
                pass
        self.fail("each shard was done before it could be stopped")

    def test_a_lost_node(self):
        array, merge = self.submit(16)
        shard, node, process = self.stop_in_the_middle(array, 16)
        self.cluster.lose(node)
        self.assertNotEqual(self.analysis(shard), process)
        self.assertGreater(self.begun(shard, 16), 0)
        # Slurm keeps what it has put back for two minutes; an operator need not wait for that.
        task = "%s_%d" % (array, shard)
        self.cluster.wait_for("the lost task", lambda: "PENDING" in self.state(task))
        self.assertIn("PENDING", self.state(merge))
        self.cluster.command("scontrol", "update", "jobid=" + task, "StartTime=now")
        self.wait_until_ended(array, merge)
        self.assertEqual(self.state(array) | self.state(merge), {"COMPLETED"}, self.cluster.logs())
        starts = re.findall(r"task \d+_%d of 16 on (\S+), restart (\d)" % shard,
                            self.log("shard-%d.log" % shard))
        self.assertEqual([restart for _, restart in starts], ["0", "1"])
        self.assertEqual(starts[0][0], node)
        self.assertNotEqual(starts[1][0], node)
        self.is_what_one_run_writes("result")
        # The parts stay, and a result is never replaced.
        self.assertEqual(len(list((self.folder / "result.parts").glob("part-*-of-16"))), 16)
        self.is_refused([SUBMIT, "--shards", "16", "-o", "result", "--", *self.arguments],
                        "result exists already")

    def test_what_slurm_refuses(self):
        command = [
            SUBMIT,
            "--shards",
            "2",
            "-o",
            "result",
            "--sbatch",
            "--partition=nowhere",
            "--",
            *self.arguments
        ]
        self.is_refused(command, "invalid partition", "sbatch did not accept the shards", status=3)
        command[command.index("result")] = "back\\slash"
        self.is_refused(command, "backslash")
        self.assertIn("Usage", self.succeed([SUBMIT, "--help"]).stdout)

    def test_a_shard_that_fails(self):
        variables = self.stand_in(
            'if [ "${SLURM_ARRAY_TASK_ID:-}" = 2 ] && [ ! -e failed ]; then touch failed; exit 3; '
            'fi\n'
            'exec "$REAL" "$@"\n')
        array, merge = self.submit(3, "--sbatch", "--comment=x --nice", **variables)
        self.wait_until_ended(array, merge)
        self.assertEqual(self.state(array), {"COMPLETED", "FAILED"})
        self.assertEqual(self.state(merge), {"CANCELLED"})
        self.assertFalse((self.folder / "result").exists())
        self.is_refused([SUBMIT, "--shards", "4", "-o", "result", "--", *self.arguments],
                        "parts of another command",
                        **variables)
        array, merge = self.submit(3, "--remove-parts", **variables)
        self.is_refused([SUBMIT, "--shards", "3", "-o", "result", "--", *self.arguments],
                        "still at work",
                        **variables)
        self.wait_until_ended(array, merge)
        self.assertEqual(self.state(array) | self.state(merge), {"COMPLETED"}, self.cluster.logs())
        self.assertEqual(
            ["is complete already" in self.log("shard-%d.log" % shard) for shard in (1, 2, 3)],
            [True, False, True])
        self.is_what_one_run_writes("result")
        self.assertEqual(list((self.folder / "result.parts").glob("*part-*")), [])


if __name__ == "__main__":
    if COMMAND is None:
        print("skipped: OVERFLIGHT is not set")
        sys.exit(77)
    try:
        Slurm()
    except Missing as reason:
        print("skipped:", reason)
        sys.exit(77)
    unittest.main(verbosity=2)
