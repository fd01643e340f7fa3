"""What the tests of the QGIS plugin share: QGIS without a screen, a scratch profile with the packed
plugin, and the command beside it."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import zipfile

COMMAND, SOURCE = os.environ.get("OVERFLIGHT"), os.environ.get("OVERFLIGHT_SOURCE")
# The wrapper qgis_process of Debian's QGIS 3.22 does not work.
QGIS_PROCESS = pathlib.Path("/usr/bin/qgis_process.bin")
if not COMMAND or not SOURCE or not QGIS_PROCESS.exists():
    print("skipped: OVERFLIGHT or OVERFLIGHT_SOURCE is not set, or QGIS is not installed")
    sys.exit(77)
SOURCE = pathlib.Path(SOURCE)
FLIGHTS = SOURCE / "geodata" / "flights"


def pack(path):
    subprocess.run([SOURCE / "scripts" / "qgis-plugin" / "pack", path],
                   check=True,
                   stdout=subprocess.DEVNULL)
    return path


class Profile:
    """A home of QGIS with the plugin unpacked in the folder where QGIS unpacks it."""
    def __init__(self):
        self.scratch = tempfile.TemporaryDirectory(prefix="overflight-qgis-")
        self.folder = pathlib.Path(self.scratch.name)
        self.plugins = self.folder / "home/.local/share/QGIS/QGIS3/profiles/default/python/plugins"
        self.plugins.mkdir(parents=True)
        (self.folder / "run").mkdir(mode=0o700)
        (self.folder / "tmp").mkdir()
        self.environment = {
            **os.environ,
            "HOME": str(self.folder / "home"),
            "XDG_RUNTIME_DIR": str(self.folder / "run"),
            "TMPDIR": str(self.folder / "tmp"),
            "QT_QPA_PLATFORM": "offscreen",
            "OVERFLIGHT": COMMAND
        }
        with zipfile.ZipFile(pack(self.folder / "plugin.zip")) as archive:
            archive.extractall(self.plugins)

    def close(self):
        self.scratch.cleanup()

    def process(self, *arguments, **environment):
        """Runs qgis_process."""
        return subprocess.run([QGIS_PROCESS, *map(str, arguments)],
                              env={
                                  **self.environment, **environment
                              },
                              capture_output=True,
                              text=True,
                              check=False)

    def run(self, algorithm, **parameters):
        """The results of an algorithm that must not fail."""
        done = self.process("--json", "run", f"overflight:{algorithm}", *words(parameters))
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)["results"]

    def fail(self, algorithm, environment=None, **parameters):
        """What an algorithm that must fail says."""
        done = self.process("--json",
                            "run",
                            f"overflight:{algorithm}",
                            *words(parameters),
                            **(environment or {}))
        assert done.returncode != 0, done.stdout
        return done.stderr

    def left(self):
        """What of the algorithms' temporary files is still there."""
        return [str(path) for path in (self.folder / "tmp").rglob("overflight-*")]


def words(parameters):
    return [
        f"--{name}={one}" for name,
        value in parameters.items() for one in (value if isinstance(value, list) else [value])
    ]


def overflight(*arguments, accepted=(0,)):
    """Runs the command itself."""
    done = subprocess.run([COMMAND, *map(str, arguments)],
                          capture_output=True,
                          text=True,
                          check=False)
    assert done.returncode in accepted, done.stderr
    return done
