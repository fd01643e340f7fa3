"""What the tests of sharded analyses share: routes to analyse, the result of one run, and the
comparison with it."""
import json
import os
import pathlib
import random
import shutil
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[3]
COMMAND = os.path.abspath(os.environ["OVERFLIGHT"]) if os.environ.get("OVERFLIGHT") else None
# all that shells, Slurm and GNU parallel could take for something else
FOLDER = "a folder's\nname {} 100%x"


def write_routes(path, first, count):
    """Routes of 30 legs about Kaliningrad, the same ones in each run of the test. The third is one
    to be left out."""
    chance = random.Random(first)
    features = []
    for number in range(first, first + count):
        lon, lat = chance.uniform(19, 23), chance.uniform(53.8, 55.8)
        coordinates = []
        for _ in range(31):
            coordinates.append([round(lon, 6), round(lat, 6)])
            lon, lat = lon + chance.uniform(-0.3, 0.3), lat + chance.uniform(-0.2, 0.2)
        if number == first + 2:
            coordinates[1][1] = 95
        properties = {
            "id": "r%d" % number,
            "start_time": "2024-05-01T%02d:%02d:00Z" % (chance.randrange(24), chance.randrange(60)),
            "speed_kmh": 700
        }
        features.append({
            "type": "Feature",
            "properties": properties,
            "geometry": {
                "type": "LineString", "coordinates": coordinates
            }
        })
    with open(path, "w") as file:
        json.dump({"type": "FeatureCollection", "features": features}, file)


class Batch(unittest.TestCase):
    """Works in a folder with a name that is hard to quote."""
    routes = 400

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="overflight-cluster-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name) / FOLDER
        self.folder.mkdir()
        write_routes(self.folder / "one routes.geojson", 0, self.routes // 2)
        write_routes(self.folder / "more\nroutes {1}.geojson", self.routes // 2, self.routes // 2)
        self.arguments = [
            "one routes.geojson", "--skip-invalid", "--search-km", "80", "more\nroutes {1}.geojson"
        ]
        self.environment = {
            k: v
            for k,
            v in os.environ.items()
            if not k.startswith(("SLURM", "SBATCH", "SQUEUE", "JOB_COMPLETION", "PARALLEL"))
        }
        self.environment["OVERFLIGHT"] = COMMAND

    def run_here(self, command, **variables):
        return subprocess.run(command,
                              cwd=self.folder,
                              env={
                                  **self.environment, **variables
                              },
                              stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE,
                              text=True,
                              timeout=300)

    def succeed(self, command, **variables):
        done = self.run_here(command, **variables)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done

    def is_refused(self, command, *words, status=2, **variables):
        done = self.run_here(command, **variables)
        self.assertEqual((done.returncode, done.stdout), (status, ""), done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)

    def stand_in(self, script):
        """A program to be run in place of overflight, which it finds in $REAL."""
        path = self.folder / "over flight"
        path.write_text("#!/usr/bin/env bash\n" + script)
        path.chmod(0o755)
        return {"OVERFLIGHT": str(path), "REAL": COMMAND}

    def is_what_one_run_writes(self, result):
        self.succeed([COMMAND, "analyze", "--quiet", "-o", "single", *self.arguments])
        self.have_same_files(self.folder / "single", self.folder / result)
        shutil.rmtree(self.folder / "single")

    def have_same_files(self, single, merged):
        names = sorted(path.name for path in single.iterdir())
        self.assertIn("summary.json", names)
        self.assertEqual(sorted(path.name for path in merged.iterdir()), names)
        for name in names:
            if (single / name).read_bytes() != (merged / name).read_bytes():
                self.fail("%s is not what one run has written; its %d bytes begin to differ at %d" %
                          (name, (merged / name).stat().st_size,
                           next(i for i, (a, b) in enumerate(
                               zip((single / name).read_bytes() +
                                   b"\0", (merged / name).read_bytes() + b"\1")) if a != b)))
