"""A command that stays: it has read zones and rules once, and answers each route within
milliseconds."""
import json

from qgis.core import QgsProcessingException
from qgis.PyQt.QtCore import QObject, QProcess, pyqtSignal

from . import command

ENOUGH_SAID = 4000  # characters of what it says when it fails
CALL = ("check", "-", "--json", "--line-buffered", "--skip-invalid")


class LiveProcess(QObject):
    """Asks one route at a time. `answered` has what was asked about and the answer, as
    geodata/schemas/check.json has a route, or {"left_out": …}; `failed` says why there are no
    answers."""
    answered = pyqtSignal(object, dict)
    failed = pyqtSignal(str)

    def __init__(self, parent=None):
        super().__init__(parent)
        self.process, self.arguments = None, None
        self.waiting = {}  # the lines of what is not asked yet, by what it is about
        self.asked = None  # the id that is asked now, and what it is about
        self.count = 0
        self.text = b""

    def set_arguments(self, arguments):
        """Rules and zones; the command begins to read them now."""
        if arguments != self.arguments:
            self.stop()
            self.arguments = list(arguments)
        self._start()

    def ask(self, about, feature):
        """`feature` is GeoJSON; one about the same thing that still waits is forgotten."""
        self.waiting.pop(about, None)
        self.waiting[about] = feature
        self._start()
        self._next()

    def forget(self, about):
        self.waiting.pop(about, None)

    def stop(self):
        process, self.process = self.process, None
        self.asked, self.text = None, b""
        self.waiting.clear()
        if process is None:
            return
        process.blockSignals(True)
        process.closeWriteChannel()
        if not process.waitForFinished(200):
            process.kill()
            process.waitForFinished(2000)
        process.deleteLater()

    def _start(self):
        if self.process is not None or self.arguments is None:
            return
        try:
            program = command.find()
        except QgsProcessingException as error:
            self.failed.emit(str(error))
            return
        self.process = QProcess(self)
        self.process.readyReadStandardOutput.connect(self._read)
        self.process.finished.connect(self._ended)
        self.process.start(program, [*CALL, *self.arguments])

    def _next(self):
        if self.process is None or self.asked is not None or not self.waiting:
            return
        about, feature = self.waiting.popitem()  # what was changed last is looked at
        self.count += 1
        feature["properties"]["id"] = f"live-{self.count}"  # ids must differ
        self.asked = feature["properties"]["id"], about
        self.process.write(json.dumps(feature, separators=(",", ":")).encode() + b"\n")

    def _read(self):
        self.text += bytes(self.process.readAllStandardOutput())
        *lines, self.text = self.text.split(b"\n")
        for line in lines:
            answer = json.loads(line)
            left_out = answer.get("left_out")
            about_id = answer.get("route_id") if left_out is None else left_out["feature"]
            if self.asked is None or about_id != self.asked[0]:
                continue  # of zones that were left out
            about, self.asked = self.asked[1], None
            self._next()
            self.answered.emit(about, answer)

    def _ended(self, *_):
        process, self.process, self.asked = self.process, None, None
        self.waiting.clear()
        said = bytes(process.readAllStandardError()).decode("utf-8", "replace")[:ENOUGH_SAID]
        process.deleteLater()
        self.failed.emit(said.strip().replace("overflight: ", "")
                         or "overflight has ended and said nothing")
