"""The command: where it is, what it knows, and how it is run, watched and stopped."""
import json
import os
import pathlib
import queue
import shlex
import shutil
import signal
import subprocess
import threading

from processing.core.ProcessingConfig import ProcessingConfig
from qgis.core import QgsProcessingException

SETTING = "OVERFLIGHT_PATH"
POLL_S = 0.1
# How long the command may take to stop after each signal, of which each is less kind.
PATIENCE_S = 4
# Characters of its output to show: the log would choke on those of very many routes.
MOST_SAID = 50_000
# No console window flashes up on Windows.
FLAGS = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class Cancelled(Exception):
    """The user has cancelled the algorithm."""


def find():
    """The path of the command; QgsProcessingException says where it was looked for."""
    named = ((ProcessingConfig.getSetting(SETTING),
              "the setting 'Path of overflight' of the Processing provider"),
             (os.environ.get("OVERFLIGHT"), "the environment variable OVERFLIGHT"))
    for path, where in named:
        if path:
            found = shutil.which(os.path.expanduser(path))
            if found is None:
                raise QgsProcessingException(
                    f"{path}, which {where} names, is not a program: expected the command "
                    "overflight")
            return found
    found = shutil.which("overflight")
    if found is None:
        raise QgsProcessingException(
            "The command overflight was not found. Install it, then put it on the PATH, or set "
            "'Path of overflight' in Settings > Options > Processing > Providers > overflight, or "
            "the environment variable OVERFLIGHT")
    return found


_known = {}


def known(subject):
    """What `overflight SUBJECT list --json` prints, or nothing where the command is missing, which
    the algorithm reports when it runs."""
    try:
        path = find()
        key = path, os.path.getmtime(path), subject
        if key not in _known:
            listing = subprocess.run([path, subject, "list", "--json"],
                                     stdin=subprocess.DEVNULL,
                                     stdout=subprocess.PIPE,
                                     stderr=subprocess.DEVNULL,
                                     check=True,
                                     timeout=20,
                                     creationflags=FLAGS)
            _known[key] = json.loads(listing.stdout.decode("utf-8"))
        return _known[key]
    except (QgsProcessingException, OSError, subprocess.SubprocessError, ValueError):
        return []


def _progress(line):
    """The members of a line of `--progress json`; None: it is another line."""
    if not line.startswith("{"):
        return None
    try:
        members = json.loads(line)
    except ValueError:
        return None
    return members if isinstance(members, dict) and "routes" in members else None


def _show(members, feedback):
    total = members.get("total")
    feedback.setProgressText(f"{members['routes']}{f' of {total}' if total else ''} routes")
    if members.get("fraction") is not None:
        feedback.setProgress(100 * members["fraction"])


def _stop(process):
    """Asks the command to stop, as Ctrl-C does, then less and less kindly. Windows has only the
    last two, which are the same there."""
    asks = [process.terminate, process.kill] if os.name == "nt" else [
        lambda: process.send_signal(signal.SIGINT), process.terminate, process.kill
    ]
    for ask in asks:
        ask()
        try:
            process.wait(PATIENCE_S)
            return
        except subprocess.TimeoutExpired:
            continue
    process.wait()


def run(arguments, folder, feedback, accepted=(0,)):
    """Runs the command with these arguments until it ends, shows its standard output in the log,
    and returns its exit status if that is an accepted one. Otherwise raises what the command said
    as QgsProcessingException; raises Cancelled if the user has stopped it."""
    said = pathlib.Path(folder) / "output.txt"
    feedback.pushCommandInfo(shlex.join(["overflight", *arguments]))
    with said.open("wb") as output:
        process = subprocess.Popen([find(), *arguments],
                                   stdin=subprocess.DEVNULL,
                                   stdout=output,
                                   stderr=subprocess.PIPE,
                                   creationflags=FLAGS)
    lines = queue.Queue()

    def listen():
        for line in process.stderr:
            lines.put(line.decode("utf-8", "replace").strip())
        lines.put(None)

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    messages = []
    try:
        while True:
            if feedback.isCanceled():
                raise Cancelled()
            try:
                line = lines.get(timeout=POLL_S)
            except queue.Empty:
                continue
            if line is None:
                break
            members = _progress(line)
            if members is not None:
                _show(members, feedback)
            elif line:
                messages.append(
                    line[len("overflight: "):] if line.startswith("overflight: ") else line)
        status = process.wait()
    finally:
        if process.poll() is None:
            _stop(process)
        listener.join()
        process.stderr.close()
    if status not in accepted:
        raise QgsProcessingException(
            "\n".join(messages) or f"overflight ended with exit status {status} and said nothing")
    for message in messages:
        feedback.pushWarning(message)
    with said.open(encoding="utf-8", errors="replace") as output:
        text = output.read(MOST_SAID)
        more = output.read(1) != ""
    if text:
        feedback.pushConsoleInfo(
            f"{text.rstrip()}\n… the rest is not shown here" if more else text.rstrip())
    return status
