"""A PostgreSQL server with PostGIS of one's own, for as long as a `with` lasts.

Its data lie in a temporary folder, and nothing but a socket in there reaches it. It is ended by its
process id, also when the test fails, and by the kernel when the test itself is killed."""
import glob
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time


class Missing(Exception):
    """What is wanted is not installed here; the text says what."""


def programs():
    """The folder of the newest server's programs that has PostGIS beside it."""
    found = glob.glob("/usr/lib/postgresql/*/bin/postgres")
    for path in sorted(found,
                       key=lambda path: int(re.search(r"postgresql/(\d+)", path)[1]),
                       reverse=True):
        folder = os.path.dirname(path)
        version = os.path.basename(os.path.dirname(folder))
        if os.path.exists("/usr/share/postgresql/%s/extension/postgis.control" % version):
            return folder
    raise Missing("PostGIS is not installed")


class Postgres:
    """With a password it lets nobody in without it."""
    def __init__(self, *settings, password=None):
        self.password = password
        self.settings = [part for setting in settings for part in ("-c", setting)]
        self.bin = programs()

    def __enter__(self):
        # Not TMPDIR: the name of a socket may have some 100 bytes only.
        self.folder = tempfile.mkdtemp(prefix="postgis.", dir="/tmp")
        # The server refuses to be root, and the kernel ends it with whoever started it.
        self.guard = ["setpriv", "--pdeathsig", "INT"]
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
            self.guard += ["--reuid=postgres", "--regid=postgres", "--clear-groups"]
        self.server = None
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _start(self):
        data, log = os.path.join(self.folder, "data"), os.path.join(self.folder, "log")
        trust = ["-A", "trust"]
        if self.password is not None:
            secret = os.path.join(self.folder, "password")
            with open(secret, "w") as file:
                file.write(self.password)
            trust = ["-A", "scram-sha-256", "--pwfile", secret]
        done = subprocess.run([
            *self.guard,
            os.path.join(self.bin, "initdb"),
            "-D",
            data,
            "-U",
            "postgres",
            *trust,
            "-E",
            "UTF8",
            "--no-locale",
            "-N"
        ],
                              cwd="/",
                              stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT,
                              text=True)
        if done.returncode != 0:
            raise RuntimeError("initdb: " + done.stdout)
        with open(log, "w") as file:
            self.server = subprocess.Popen([
                *self.guard,
                os.path.join(self.bin, "postgres"),
                "-D",
                data,
                "-k",
                self.folder,
                "-c",
                "listen_addresses=",
                "-c",
                "fsync=off",
                "-c",
                "jit=off",
                *self.settings
            ],
                                           cwd="/",
                                           stdout=file,
                                           stderr=file)
        end = time.monotonic() + 20
        while subprocess.run(["pg_isready", "-q", "-h", self.folder]).returncode != 0:
            if self.server.poll() is not None or time.monotonic() > end:
                with open(log) as file:
                    raise RuntimeError("postgres: " + file.read())
            time.sleep(0.05)
        self.sql("create extension postgis")

    def __exit__(self, *_):
        if self.server is not None:
            self.server.send_signal(signal.SIGINT)  # its "fast" shutdown
            try:
                self.server.wait(10)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def cpu_s(self):
        """Seconds of the processors of the server and of all its sessions that have ended."""
        time.sleep(0.1)  # a session ends a moment after its client
        with open("/proc/%d/stat" % self.server.pid) as file:
            fields = file.read().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")

    @property
    def address(self):
        """What GDAL opens, without the password."""
        return "PG:host=%s user=postgres dbname=postgres" % self.folder

    @property
    def log(self):
        """What the server has noted so far."""
        with open(os.path.join(self.folder, "log")) as file:
            return file.read()

    def sql(self, script):
        """The lines that the statements print, fields separated by bars."""
        done = subprocess.run([
            "psql",
            "-h",
            self.folder,
            "-U",
            "postgres",
            "-X",
            "-q",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1"
        ],
                              input=script,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE,
                              text=True,
                              env={
                                  **os.environ, "PGPASSWORD": self.password or ""
                              })
        if done.returncode != 0:
            raise RuntimeError("psql: " + done.stderr)
        return done.stdout.splitlines()
