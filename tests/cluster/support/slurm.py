"""A Slurm cluster of one's own on this host, for as long as a `with` lasts: a controller and some
nodes, each with one core in Slurm's eyes.

Any user can have one. Everything lies in a temporary folder, and everything that listens does so on
the loopback interface. What belongs to it, jobs too, has SLURM_CONF with that folder in its
environment; by that it is found, and ended by its process id, also when the test fails. The daemons
are ended by the kernel when the test itself is killed."""
import getpass
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

# No cgroups and no accounting, which want root and a database. The rest of the parameters have no
# part in what is tested, but let it be quick.
CONFIGURATION = """\
ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
StateSaveLocation={folder}/controller
SlurmctldPidFile={folder}/controller.pid
SlurmctldLogFile={folder}/controller.log
SlurmdSpoolDir={folder}/spool.%n
SlurmdPidFile={folder}/%n.pid
SlurmdLogFile={folder}/%n.log
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
SwitchType=switch/none
MpiDefault=none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0,defer_batch
SlurmdTimeout=300
KillWait=2
MinJobAge=3600
ReturnToService=2
"""


class Missing(Exception):
    """What is wanted is not installed here; the text says what."""


def program(name):
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if found is None:
        raise Missing("Slurm is not installed: there is no " + name)
    return found


def free_ports(count):
    """Below those that the kernel gives to whoever connects, so that they are still free when the
    daemons come to them."""
    sockets, ports = [], []
    try:
        for port in random.sample(range(20000, 30000), 1000):
            sockets.append(socket.socket())
            try:
                sockets[-1].bind(("127.0.0.1", port))
            except OSError:  # somebody else's
                continue
            ports.append(port)
            if len(ports) == count:
                return ports
        raise RuntimeError("no %d ports are free" % count)
    finally:
        for one in sockets:
            one.close()


class Slurm:
    def __init__(self, nodes=4):
        self.nodes = ["n%d" % (i + 1) for i in range(nodes)]
        self.programs = {
            name: program(name)
            for name in ("munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol", "setpriv")
        }

    def __enter__(self):
        # Not TMPDIR: the name of a socket may have some 100 bytes only.
        self.folder = tempfile.mkdtemp(prefix="slurm.", dir="/tmp")
        os.chmod(self.folder, 0o755)  # munged wants its socket to be reachable
        self.configuration = os.path.join(self.folder, "slurm.conf")
        self.environment = {
            k: v
            for k, v in os.environ.items()
            if not re.match("SLURM|SBATCH|SQUEUE|SCONTROL", k)
        }
        self.environment["SLURM_CONF"] = self.configuration
        self.daemons = []
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _daemon(self, name, *arguments, **environment):
        with open(os.path.join(self.folder, "output"), "a") as output:
            self.daemons.append(
                subprocess.Popen([
                    self.programs["setpriv"],
                    "--pdeathsig",
                    "KILL",
                    self.programs[name],
                    *arguments
                ],
                                 cwd="/",
                                 env={
                                     **self.environment, **environment
                                 },
                                 stdin=subprocess.DEVNULL,
                                 stdout=output,
                                 stderr=output))

    def _start_munge(self):
        folder = os.path.join(self.folder, "munge")
        os.mkdir(folder, 0o755)
        with open(os.open(os.path.join(folder, "key"), os.O_WRONLY | os.O_CREAT, 0o400),
                  "wb") as file:
            file.write(os.urandom(1024))
        self._daemon(
            "munged",
            "--foreground",
            "--force",
            *("--%s=%s/%s" % (option, folder, name) for option,
              name in (("key-file", "key"), ("socket", "socket"), ("pid-file", "pid"),
                       ("log-file", "log"), ("seed-file", "seed"))))
        self.wait_for("munged", lambda: os.path.exists(os.path.join(folder, "socket")))

    def _start(self):
        ports = free_ports(1 + len(self.nodes))
        host = socket.gethostname().split(".")[0]
        with open(self.configuration, "w") as file:
            file.write(
                CONFIGURATION.format(host=host,
                                     port=ports[0],
                                     user=getpass.getuser(),
                                     folder=self.folder))
            for node, port in zip(self.nodes, ports[1:]):
                file.write("NodeName=%s NodeHostname=%s NodeAddr=127.0.0.1 Port=%d CPUs=1 "
                           "RealMemory=1000 State=UNKNOWN\n" % (node, host, port))
            file.write("PartitionName=batch Nodes=ALL Default=YES MaxTime=INFINITE State=UP\n")
        os.mkdir(os.path.join(self.folder, "controller"))
        self._start_munge()
        self._daemon("slurmctld", "-D", "-f", self.configuration)
        for node in self.nodes:
            os.mkdir(os.path.join(self.folder, "spool." + node))
            # The name tells the processes of one node from those of another; Slurm gives it to jobs
            # only.
            self._daemon("slurmd", "-D", "-N", node, "-f", self.configuration, SLURMD_NODENAME=node)
        self.wait_for(
            "all nodes",
            lambda: self.ask("sinfo", "-h", "-N", "-t", "idle", "-o", "%N").split() == self.nodes)

    def __exit__(self, *_):
        self._kill()
        for daemon in self.daemons:
            daemon.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def processes(self, **environment):
        """The ids of the processes that belong here, and have these variables in their
        environment."""
        wanted = [b"SLURM_CONF=" + os.fsencode(self.configuration)
                  ] + [os.fsencode("%s=%s" % pair) for pair in environment.items()]
        found = []
        for name in os.listdir("/proc"):
            try:
                with open("/proc/%d/environ" % int(name), "rb") as file:
                    variables = file.read().split(b"\0")
            except (ValueError, OSError):  # no process, or ended, or somebody else's
                continue
            if all(variable in variables for variable in wanted):
                found.append(int(name))
        return found

    def _kill(self, **environment):
        """Ends these processes. None of them sees another's end, and tells of it or starts
        something in its place."""
        while True:
            found = self.processes(**environment)
            if not found:
                return
            for number in (signal.SIGSTOP, signal.SIGKILL):
                for process in found:
                    try:
                        os.kill(process, number)
                    except ProcessLookupError:
                        pass
            time.sleep(0.01)

    def ask(self, *command):
        """What a client of Slurm answers; nothing when it cannot."""
        return subprocess.run(command,
                              env=self.environment,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL,
                              text=True).stdout

    def command(self, *command):
        done = subprocess.run(command,
                              env=self.environment,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT,
                              text=True)
        if done.returncode != 0:
            raise RuntimeError("%s: %s" % (" ".join(command), done.stdout))
        return done.stdout

    def wait_for(self, what, happened, seconds=60):
        end = time.monotonic() + seconds
        while True:
            answer = happened()
            if answer:
                return answer
            if time.monotonic() > end:
                raise RuntimeError("waited %d seconds for %s\n%s" % (seconds, what, self.logs()))
            time.sleep(0.05)

    def lose(self, node):
        """What a power cut does: the node's daemon and all that it runs are gone, and the operator
        tells the controller."""
        self._kill(SLURMD_NODENAME=node)
        self.command("scontrol", "update", "nodename=" + node, "state=down", "reason=lost")

    def logs(self):
        text = self.ask("squeue", "-t", "all") + self.ask("sinfo", "-N")
        for name in sorted(os.listdir(self.folder)):
            path = os.path.join(self.folder, name)
            if os.path.isfile(path) and (name.endswith(".log") or name == "output"):
                with open(path, errors="replace") as file:
                    text += "== %s ==\n%s" % (name, "".join(file.readlines()[-20:]))
        return text
