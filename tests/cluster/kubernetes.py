#!/usr/bin/python3
# Tests: scripts/kubernetes/ src/cli/shard.c
"""scripts/kubernetes/job.yaml: has what an indexed Job needs, and what its containers run gives the
same bytes as one run."""
import os
import sys
import unittest

from support.batch import COMMAND, SOURCE, Batch

try:
    import yaml
except ImportError:
    yaml = None


class Manifest(Batch):
    def setUp(self):
        super().setUp()
        with open(SOURCE / "scripts/kubernetes/job.yaml") as file:
            self.items = {item["metadata"]["name"]: item for item in yaml.safe_load_all(file)}
        self.shards, self.merge = self.items["overflight-shards"]["spec"], self.items[
            "overflight-merge"]["spec"]

    @staticmethod
    def container(job):
        return job["template"]["spec"]["containers"][0]

    @classmethod
    def variables(cls, job):
        return {variable["name"]: variable["value"] for variable in cls.container(job)["env"]}

    def test_jobs(self):
        for name in ("overflight-shards", "overflight-merge"):
            self.assertEqual((self.items[name]["apiVersion"], self.items[name]["kind"]),
                             ("batch/v1", "Job"))
        self.assertEqual(self.shards["completionMode"], "Indexed")
        self.assertLessEqual(self.shards["parallelism"], self.shards["completions"])
        # https://kubernetes.io/docs/concepts/workloads/controllers/job/: a limit for each index,
        # and a policy for failures, want Never.
        self.assertGreater(self.shards["backoffLimitPerIndex"], 0)
        self.assertEqual(self.shards["template"]["spec"]["restartPolicy"], "Never")
        self.assertEqual([rule["action"] for rule in self.shards["podFailurePolicy"]["rules"]],
                         ["Ignore", "FailIndex"])
        self.assertEqual(self.shards["podFailurePolicy"]["rules"][1]["onExitCodes"], {
            "operator": "In", "values": [2]
        })
        self.assertIs(self.merge["suspend"], True)
        self.assertIn(self.merge["template"]["spec"]["restartPolicy"], ("Never", "OnFailure"))

    def test_number_of_shards(self):
        for job in (self.shards, self.merge):
            # in the environment everything is text
            self.assertEqual(self.variables(job),
                             {"OVERFLIGHT_SHARDS": str(self.shards["completions"])})

    def test_volumes(self):
        self.assertEqual(self.items["overflight-results"]["spec"]["accessModes"], ["ReadWriteMany"])
        for job in (self.shards, self.merge):
            claims = {
                volume["name"]: volume["persistentVolumeClaim"]["claimName"]
                for volume in job["template"]["spec"]["volumes"]
            }
            mounts = {
                mount["name"]: mount["mountPath"]
                for mount in self.container(job)["volumeMounts"]
            }
            self.assertEqual(claims, {
                "inputs": "overflight-inputs", "results": "overflight-results"
            })
            self.assertEqual(mounts, {"inputs": "/inputs", "results": "/results"})

    def words(self, job):
        """What the container runs, with folders of the test where volumes are mounted."""
        container = self.container(job)
        for word in container["command"] + container["args"]:
            yield word.replace("/inputs/", "inputs/").replace("/results/", "results/")

    def test_commands(self):
        for folder in ("bin", "inputs", "results"):
            (self.folder / folder).mkdir()
        (self.folder / "bin/overflight").symlink_to(COMMAND)
        (self.folder / "one routes.geojson").rename(self.folder / "inputs/flights.geojson")
        path = str(self.folder / "bin") + ":" + os.environ["PATH"]
        words = [
            word.replace("flights.gpkg", "flights.geojson") for word in self.words(self.shards)
        ] + ["--skip-invalid"]
        for index in range(self.shards["completions"]):
            self.succeed(words,
                         PATH=path,
                         JOB_COMPLETION_INDEX=str(index),
                         **self.variables(self.shards))
        # A pod whose end Kubernetes has not seen is run again.
        self.succeed(words, PATH=path, JOB_COMPLETION_INDEX="0", **self.variables(self.shards))
        self.succeed(list(self.words(self.merge)), PATH=path, **self.variables(self.merge))
        self.arguments = ["inputs/flights.geojson", "--skip-invalid"]
        self.is_what_one_run_writes("results/result")


if __name__ == "__main__":
    if COMMAND is None or yaml is None:
        print("skipped: OVERFLIGHT is not set"
              if COMMAND is None else "skipped: python3-yaml is not installed")
        sys.exit(77)
    unittest.main(verbosity=2)
