#!/usr/bin/python3
# Tests: src/cli/terminal.c src/cli/progress.c src/cli/interrupt.c src/cli/display.c src/cli/table.c
# Tests: src/output/staging/staging.c
"""The command's manners on a terminal, in a pipe, and when it is interrupted."""
import json
import os
import pathlib
import pty
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
COMMAND = os.path.abspath(os.environ.get("OVERFLIGHT", ""))
ESCAPE = "\x1b"


def set_size(descriptor, columns):
    import fcntl
    import struct
    import termios
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))


def read_terminal(leader):
    """All that a terminal gets until the other side closes it."""
    seen = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:  # how Linux says that the other side is closed
            break
        if not piece:
            break
        seen += piece
    os.close(leader)
    return seen.decode("utf-8").replace("\r\n", "\n")


def many_routes(path, count):
    """So many routes along the equator, each through the square."""
    geometry = json.dumps({"type": "LineString", "coordinates": [[-1, 0], [3, 0]]})
    with open(path, "w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "features": [\n')
        for number in range(count):
            comma = "," if number + 1 < count else ""
            file.write('{"type": "Feature", "properties": {"id": "r%d"}, "geometry": %s}%s\n' %
                       (number, geometry, comma))
        file.write("]}\n")


class Manners(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory(prefix="overflight-cli-")
        self.addCleanup(self.scratch.cleanup)
        self.directory = pathlib.Path(self.scratch.name) / "case"
        shutil.copytree(HERE / "data", self.directory)
        self.environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS")}
        self.environment["TERM"] = "xterm"

    def files(self):
        return sorted(p.name for p in self.directory.iterdir())

    def on_terminal(self, arguments, columns=100, stdout=True, **variables):
        """Runs with stderr, and with stdout unless told otherwise, on a terminal. Returns (status,
        what the terminal got)."""
        leader, follower = pty.openpty()
        set_size(follower, columns)
        process = subprocess.Popen([COMMAND] + arguments,
                                   cwd=self.directory,
                                   env={
                                       **self.environment, **variables
                                   },
                                   stdin=subprocess.DEVNULL,
                                   stdout=follower if stdout else subprocess.DEVNULL,
                                   stderr=follower)
        os.close(follower)
        seen = read_terminal(leader)
        return process.wait(60), seen

    def in_pipe(self, arguments, **variables):
        return subprocess.run([COMMAND] + arguments,
                              cwd=self.directory,
                              env={
                                  **self.environment, **variables
                              },
                              stdin=subprocess.DEVNULL,
                              capture_output=True,
                              text=True,
                              timeout=120)

    def written(self):
        """How many bytes there are in directories, which are the command's."""
        size = 0
        for path in self.directory.glob("*/*"):
            try:
                size += path.stat().st_size
            except FileNotFoundError:  # renamed meanwhile
                pass
        return size

    def pause(self, arguments, stdout, stderr):
        """Starts an analysis of many.geojson, which it makes, and stops it as soon as it has begun
        to write: so it takes long on any machine, and there is still work to do when it goes on."""
        count = 20000
        while count < 1000000:
            many_routes(self.directory / "many.geojson", count)
            self.before = self.files()
            process = subprocess.Popen([COMMAND] + arguments,
                                       cwd=self.directory,
                                       env=self.environment,
                                       stdin=subprocess.DEVNULL,
                                       stdout=stdout,
                                       stderr=stderr,
                                       text=True)
            while self.written() == 0 and process.poll() is None:
                time.sleep(0.0005)
            process.send_signal(signal.SIGSTOP)
            # The summary is written when all routes are done.
            if process.poll() is None and not list(self.directory.glob("*/summary.json")):
                self.addCleanup(self.end, process)
                return process
            process.send_signal(signal.SIGCONT)
            process.communicate(timeout=180)
            shutil.rmtree(self.directory / arguments[arguments.index("-o") + 1])
            count *= 4
        self.fail("each time done before it could be stopped")

    def go_on(self, process):
        """Lets it go on after longer than a terminal has to wait for the first sign of progress,
        half a second."""
        time.sleep(0.7)
        process.send_signal(signal.SIGCONT)

    def end(self, process):
        if process.poll() is None:
            process.kill()
            process.wait()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()

    def analyze(self, *more, routes="equator.geojson", output="result"):
        return ["analyze", routes, "--zones", "square.geojson", "-o", output, *more]

    # ---- colours and width ----

    def test_colours_only_on_a_terminal(self):
        status, seen = self.on_terminal(["zones", "list", "--zones", "square.geojson"])
        self.assertEqual(status, 0)
        self.assertIn(ESCAPE + "[1m", seen)
        piped = self.in_pipe(["zones", "list", "--zones", "square.geojson"]).stdout
        self.assertIn("The square", piped)
        self.assertNotIn(ESCAPE, piped)

    def test_no_color_and_dumb_terminals(self):
        piped = self.in_pipe(["zones", "list", "--zones", "square.geojson"]).stdout
        for variables in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
            status, seen = self.on_terminal(["zones", "list", "--zones", "square.geojson"],
                    **variables)
            self.assertEqual((status, seen), (0, piped))
        # no-color.org: an empty variable counts as none
        self.assertIn(
            ESCAPE,
            self.on_terminal(["zones", "list", "--zones", "square.geojson"], NO_COLOR="")[1])

    def test_terminal_and_pipe_have_the_same_content(self):
        piped = self.in_pipe(self.analyze(output="one")).stdout
        self.assertIn("222.639", piped)
        status, seen = self.on_terminal(self.analyze(output="two"))
        self.assertEqual(status, 0)
        self.assertEqual(re.sub(ESCAPE + r"\[\d*m", "", seen), piped.replace("one/", "two/"))

    def test_columns_that_matter_less_are_left_out(self):
        """No id is cut. Letters of two cells: 北, so that bytes and letters count wrong."""
        name = "北" * 15
        (self.directory / "long.geojson").write_text(
            json.dumps(
                {
                    "type": "Feature",
                    "properties": {
                        "id": name
                    },
                    "geometry": {
                        "type": "LineString", "coordinates": [[-1, 0], [3, 0]]
                    }
                },
                ensure_ascii=False),
            "utf-8")
        status, seen = self.on_terminal(self.analyze(routes="long.geojson"), columns=80,
                NO_COLOR="1")
        self.assertEqual(status, 0)
        table = seen.split("\n\n")[0].split("\n")
        for line in table:
            self.assertLessEqual(len(line) + line.count("北"), 80, line)
        # The headline stands above the table.
        headline, names, row = table
        self.assertIn("1 zone", headline)
        self.assertIn(name, row)
        self.assertIn("square", row)
        self.assertIn("inside km", names)
        self.assertIn("first entry", names)
        self.assertNotIn("crossings", names)
        self.assertIn(name, self.in_pipe(self.analyze(routes="long.geojson", output="two")).stdout)

    def test_findings_are_wrapped(self):
        """Within 80 columns, each further line below the first; in a pipe a line is a line."""
        text = "word " * 40
        (self.directory / "closed.geojson").write_text(
            json.dumps({
                "type": "Feature",
                "properties": {
                    "id": "closed", "name": text.strip(), "prohibited": True
                },
                "geometry": {
                    "type": "Polygon", "coordinates": [[[0, -1], [1, -1], [1, 1], [0, 1], [0, -1]]]
                }
            }))
        (self.directory / "plan.geojson").write_text(
            json.dumps({
                "type": "Feature",
                "properties": {
                    "id": "plan"
                },
                "geometry": {
                    "type": "LineString", "coordinates": [[-1, 0], [3, 0]]
                }
            }))
        check = ["check", "plan.geojson", "--zones", "closed.geojson", "--rules", "zones"]
        status, seen = self.on_terminal(check, columns=80, NO_COLOR="1")
        self.assertEqual(status, 1)
        said = [line for line in seen.split("\n") if line.startswith("      ")]
        self.assertGreater(len(said), 2)
        self.assertLessEqual(max(map(len, said)), 80)
        piped = self.in_pipe(check).stdout
        self.assertIn(" ".join(line.strip() for line in said[:-1]), piped)

    # ---- progress ----

    def paused_terminal(self, *more, output):
        """What a terminal on stderr gets of an analysis that takes long."""
        leader, follower = pty.openpty()
        set_size(follower, 100)
        process = self.pause(self.analyze(*more, routes="many.geojson", output=output),
                             subprocess.DEVNULL,
                             follower)
        os.close(follower)
        self.go_on(process)
        seen = read_terminal(leader)
        self.assertEqual(process.wait(60), 0)
        return seen

    def test_progress_on_a_terminal_is_erased(self):
        seen = self.paused_terminal(output="result")
        self.assertRegex(
            seen,
            r"\A\r *\d+ % \[=*>? *\] \d+( of \d+)? routes, \d+(\.\d)? a second,"
            r" (\d+ (s|min)|\d+\.\d h) left"
            + re.escape(ESCAPE + "[K"))
        self.assertTrue(seen.endswith("\r" + ESCAPE + "[K"), repr(seen[-60:]))
        self.assertNotIn("\n", seen)

    def test_no_progress_when_quiet(self):
        self.assertEqual(self.paused_terminal("--quiet", output="result"), "")

    def test_no_progress_in_a_pipe(self):
        process = self.pause(self.analyze(routes="many.geojson"), subprocess.PIPE, subprocess.PIPE)
        self.go_on(process)
        out, err = process.communicate(timeout=180)
        self.assertEqual((process.returncode, err), (0, ""))
        self.assertNotIn("\r", out)

    def test_no_progress_of_short_work(self):
        self.assertEqual(self.on_terminal(self.analyze(), stdout=False), (0, ""))
        self.assertIn("east,square,", (self.directory / "result/statistics.csv").read_text())

    # ---- interruption ----

    def interrupt(self, number):
        process = self.pause(self.analyze(routes="many.geojson"), subprocess.PIPE, subprocess.PIPE)
        before = self.before
        self.assertNotEqual(self.files(), before)
        process.send_signal(number)
        process.send_signal(signal.SIGCONT)
        out, err = process.communicate(timeout=180)
        self.assertEqual(process.returncode, 128 + number, err)
        self.assertEqual(out, "")
        self.assertRegex(
            err,
            r"\Aoverflight: interrupted: what was done \(\d+ routes?\) is kept: go on with"
            r" it \(the same command with --resume\)\n\Z"
        )
        self.assertEqual(self.files(), sorted([*before, ".result.partial"]))
        # It goes on, and nothing of the interruption is left.
        self.assertEqual(
            self.in_pipe(self.analyze("--resume", routes="many.geojson")).returncode, 0)
        self.assertEqual(self.files(), sorted([*before, "result"]))
        self.assertEqual(
            self.in_pipe(self.analyze(routes="many.geojson", output="undisturbed")).returncode, 0)
        names = {path.name for path in (self.directory / "undisturbed").iterdir()}
        self.assertEqual(names, {path.name for path in (self.directory / "result").iterdir()})
        self.assertIn("\nr19999,square,",
                      (self.directory / "undisturbed/statistics.csv").read_text())
        for name in names:
            self.assertTrue((self.directory / "undisturbed" /
                             name).read_bytes() == (self.directory / "result" / name).read_bytes(),
                            name)

    def test_interrupt_can_be_gone_on_with(self):
        self.interrupt(signal.SIGINT)

    def test_termination_can_be_gone_on_with(self):
        self.interrupt(signal.SIGTERM)

    # ---- standard output that takes nothing ----

    @unittest.skipUnless(os.path.exists("/dev/full"), "there is no /dev/full")
    def test_full_standard_output(self):
        for arguments in (["--help"], ["--version"], ["zones", "list", "--zones", "square.geojson"],
                          self.analyze()):
            with open("/dev/full", "w") as full:
                ran = subprocess.run([COMMAND] + arguments,
                                     cwd=self.directory,
                                     env=self.environment,
                                     stdout=full,
                                     stderr=subprocess.PIPE,
                                     text=True,
                                     timeout=60)
            self.assertEqual(ran.returncode, 3, arguments)
            self.assertRegex(ran.stderr, r"\Aoverflight: cannot write to standard output: .*\n\Z")
        self.assertTrue((self.directory / "result" / "statistics.csv").is_file())

    def test_closed_pipe_is_no_failure(self):
        for arguments in (["zones", "list", "--zones", "square.geojson"], self.analyze()):
            reader, writer = os.pipe()
            os.close(reader)
            ran = subprocess.run([COMMAND] + arguments,
                                 cwd=self.directory,
                                 env=self.environment,
                                 stdout=writer,
                                 stderr=subprocess.PIPE,
                                 text=True,
                                 timeout=60)
            os.close(writer)
            self.assertEqual((ran.returncode, ran.stderr), (0, ""), arguments)
        self.assertTrue((self.directory / "result" / "statistics.csv").is_file())

    # ---- files ----

    def as_nobody(self, arguments):
        """As somebody who is not root, since root may read and write everything."""
        words = [COMMAND] + arguments
        if os.geteuid() == 0:
            words = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] + words
            os.chmod(self.scratch.name, 0o755)
            try:
                reachable = subprocess.run(words[:4] + [COMMAND, "--version"],
                                           capture_output=True,
                                           timeout=60).returncode == 0
            except FileNotFoundError:
                reachable = False
            if not reachable:
                self.skipTest("somebody who is not root cannot call the command")
        ran = subprocess.run(words,
                             cwd=self.directory,
                             env=self.environment,
                             stdin=subprocess.DEVNULL,
                             capture_output=True,
                             text=True,
                             timeout=60)
        self.assertEqual((ran.returncode, ran.stdout), (2, ""), ran.stderr)
        return ran.stderr

    def test_unreadable_files(self):
        self.directory.chmod(0o777)
        for name in ("equator.geojson", "square.geojson"):
            for more in ([], ["--skip-invalid"]):
                (self.directory / name).chmod(0)
                before = self.files()
                self.assertEqual(self.as_nobody(self.analyze(*more)),
                                 "overflight: %s: cannot be read: permission denied\n" % name)
                self.assertEqual(self.files(), before)
                (self.directory / name).chmod(0o644)

    def test_unwritable_directory(self):
        inner = self.directory / "inner"
        inner.mkdir(0o755)
        for folder, mode in (self.directory, 0o555), (inner, 0o555), (inner, 0):
            folder.chmod(mode)
            self.addCleanup(folder.chmod, 0o755)
            output = "result" if folder == self.directory else "inner/result"
            said = self.as_nobody(self.analyze(output=output))
            self.assertRegex(
                said,
                r"\Aoverflight: cannot make %s: Permission denied: choose a directory.*\n\Z" %
                output)
            folder.chmod(0o755)
            self.assertEqual(list(inner.iterdir()), [])


if __name__ == "__main__":
    if not os.environ.get("OVERFLIGHT"):
        print("skipped: OVERFLIGHT is not set")
        sys.exit(77)
    unittest.main()
