"""The live check: what the route that is edited breaks, and how long it is inside which zones, as
soon as the pointer lets go."""
import html
import shutil
import tempfile
import time

from qgis.core import (QgsGeometry,
                       QgsMapLayerProxyModel,
                       QgsProcessingContext,
                       QgsProcessingException,
                       QgsProcessingFeedback,
                       QgsProcessingUtils,
                       QgsProject,
                       QgsWkbTypes)
from qgis.gui import QgsCheckableComboBox, QgsDockWidget, QgsMapLayerComboBox, QgsRubberBand
from qgis.PyQt.QtCore import QObject, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QFormLayout, QLabel, QTextBrowser, QVBoxLayout, QWidget

from . import command, live_route, source
from .live_process import LiveProcess

# The colours and signs of all maps of overflight.
SEVERITIES = ("violation", "undecided", "warning", "information")
SIGNS = {"violation": "✗", "undecided": "?", "warning": "!", "information": "·"}
COLOURS = {"violation": "#b01212", "undecided": "#b03ce0", "warning": "#be7400"}
VERDICTS = {
    "violates": ("✗", "#b01212"), "undecided": ("?", "#b03ce0"), "complies": ("✓", "#008a5e")
}
BAND_PX = 7
MOST_FINDINGS = 12


def length(metres):
    return f"{metres:,.0f} m" if metres < 1000 else f"{metres / 1000:,.3f} km"


class LiveCheck(QObject):
    """Follows a layer while it is edited. `judged` has the feature's id, the answer and the
    milliseconds since the change; `troubled` says why there is none."""
    judged = pyqtSignal(object, dict, float)
    troubled = pyqtSignal(str)

    def __init__(self, canvas, parent=None):
        super().__init__(parent)
        self.canvas, self.layer, self.zones = canvas, None, None
        self.rules, self.folder = [], None  # of a copy of the zones
        self.sent, self.bands = {}, []
        self.later = QTimer(self)
        self.later.setSingleShot(True)
        self.later.timeout.connect(self._prepare_again)
        self.process = LiveProcess(self)
        self.process.answered.connect(self._show)
        self.process.failed.connect(self._fail)

    def follow(self, layer):
        """The layer with the routes; None: no layer."""
        if layer is self.layer:
            return
        signals = ("geometryChanged", "attributeValueChanged", "featureAdded", "featureDeleted",
                   "editingStarted", "editingStopped", "willBeDeleted")
        slots = (self._changed, self._changed, self._changed, self._deleted, self.prepare,
                 self.clear, self._lost)
        for which, act in ((self.layer, "disconnect"), (layer, "connect")):
            if which is None:
                continue
            for signal, slot in zip(signals, slots):
                getattr(getattr(which, signal), act)(slot)
        self.layer = layer
        self.clear()
        if layer is not None and layer.isEditable():
            self.prepare()

    def use(self, zones, rules):
        """A polygon layer, or None for the bundled zones; names of rule sets, or none for the
        command's."""
        for act, layer in (("disconnect", self.zones), ("connect", zones)):
            if layer is None or self.zones is zones:
                continue
            for signal in ("dataChanged", "layerModified", "editingStopped"):
                getattr(getattr(layer, signal), act)(self._zones_changed)
            getattr(layer.willBeDeleted, act)(self._zones_lost)
        self.zones, self.rules = zones, list(rules)
        self._zones_changed()

    def prepare(self):
        """The command reads zones and rules before the first change."""
        try:
            arguments = [f"--rules={','.join(self.rules)}"] if self.rules else []
            if self.zones is not None:
                arguments.append(f"--zones={self._zone_file()}")
            self.process.set_arguments(arguments)
        except QgsProcessingException as error:
            self.troubled.emit(str(error))

    def clear(self):
        for band in self.bands:
            band.hide()
            if self.canvas is not None:
                self.canvas.scene().removeItem(band)
        self.bands = []

    def close(self):
        self.follow(None)
        self.use(None, self.rules)
        self.later.stop()
        self._forget_files()

    # ---- changes ----

    def _changed(self, feature_id, *_):
        if not self.layer.isEditable():
            return
        begun = time.perf_counter()
        feature = self.layer.getFeature(feature_id)
        sent = live_route.to_feature(self.layer, feature)
        if sent is None:
            return
        if not self.layer.crs().isValid():
            self.troubled.emit("The layer has no CRS: set the one of its coordinates")
            return
        if self.process.arguments is None:
            self.prepare()
        self.sent[feature_id] = sent, begun
        self.process.ask(feature_id, sent)

    def _deleted(self, feature_id):
        self.process.forget(feature_id)
        self.sent.pop(feature_id, None)
        self.clear()

    def _lost(self):
        self.layer = None
        self.clear()

    def _zones_changed(self):
        """Once for all changes of one moment."""
        self.process.stop()
        self.process.arguments = None
        self.later.start()

    def _prepare_again(self):
        if self.layer is not None and self.layer.isEditable() and self.process.arguments is None:
            self.prepare()

    def _zones_lost(self):
        self.zones = None
        self.use(None, self.rules)

    def _zone_file(self):
        """What the command reads of the zones: their file, or a copy."""
        path = source.plain_file_of(self.zones)
        if path is not None:
            return path
        self._forget_files()
        self.folder = tempfile.mkdtemp(prefix="overflight-", dir=QgsProcessingUtils.tempFolder())
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        return source.copy_layer(self.zones, "zones", self.folder, QgsProcessingFeedback(False),
                                 context)

    def _forget_files(self):
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = None

    # ---- answers ----

    def _show(self, feature_id, answer):
        if self.layer is None or feature_id not in self.sent:
            return
        feature, begun = self.sent.pop(feature_id)
        self.clear()
        if "left_out" in answer:
            self.troubled.emit(answer["left_out"]["reason"])
            return
        for severity in ("warning", "undecided", "violation"):  # the worst on top
            for finding in answer["findings"]:
                if finding["severity"] == severity:
                    self._draw(live_route.stretch(feature, answer, finding), severity)
        self.judged.emit(feature_id, answer, 1000 * (time.perf_counter() - begun))

    def _draw(self, geometry, severity):
        if geometry is None or geometry.isNull() or self.canvas is None:
            return
        band = QgsRubberBand(self.canvas, QgsWkbTypes.geometryType(geometry.wkbType()))
        colour = QColor(COLOURS[severity])
        colour.setAlpha(150)
        band.setColor(colour)
        band.setWidth(BAND_PX)
        if geometry.type() == QgsWkbTypes.PointGeometry:
            band.setIcon(QgsRubberBand.ICON_FULL_DIAMOND)
            band.setIconSize(3 * BAND_PX)
        band.setToGeometry(QgsGeometry(geometry), live_route.longlat())
        self.bands.append(band)

    def _fail(self, text):
        self.clear()
        self.troubled.emit(text)


class LivePanel(QgsDockWidget):
    """What is followed, and what the route that was changed last comes to."""
    def __init__(self, canvas, parent=None):
        super().__init__("overflight: live check", parent)
        self.setObjectName("OverflightLiveCheck")
        self.is_on = False
        self.check = LiveCheck(canvas, self)
        self.routes, self.zones = QgsMapLayerComboBox(), QgsMapLayerComboBox()
        self.routes.setFilters(QgsMapLayerProxyModel.LineLayer)
        self.zones.setFilters(QgsMapLayerProxyModel.PolygonLayer)
        for combo, nothing in ((self.routes, "none"), (self.zones, "the bundled ones")):
            combo.setAllowEmptyLayer(True, nothing)
            combo.setLayer(None)
        self.rules = QgsCheckableComboBox()
        self.rules.setDefaultText("the treaty as used, and national measures")
        for known in command.known("rules"):
            self.rules.addItemWithCheckState(known["name"], Qt.Unchecked)
        self.verdict, self.text = QLabel(), QTextBrowser()
        self.verdict.setWordWrap(True)
        self.verdict.setTextFormat(Qt.RichText)
        form = QFormLayout()
        for name, widget in (("Routes", self.routes), ("Zones", self.zones), ("Rules", self.rules)):
            form.addRow(name, widget)
        whole, layout = QWidget(), QVBoxLayout()
        layout.addLayout(form)
        layout.addWidget(self.verdict)
        layout.addWidget(self.text)
        whole.setLayout(layout)
        self.setWidget(whole)
        self.routes.layerChanged.connect(self._follow)
        self.zones.layerChanged.connect(self._use)
        self.rules.checkedItemsChanged.connect(self._use)
        self.check.judged.connect(self._judged)
        self.check.troubled.connect(self._troubled)
        self._hint()

    def begin(self, layer):
        """With the layer that is chosen in the layer panel, if it has routes."""
        self.is_on = True
        if layer is not None and self.routes.currentLayer() is None:
            self.routes.setLayer(layer)
        self._follow(self.routes.currentLayer())

    def end(self):
        self.is_on = False
        self._follow(None)
        self.check.close()

    def _follow(self, layer):
        before, after = self.check.layer, layer if self.is_on else None
        if after is before and after is not None:
            return
        for act, one in (("disconnect", before), ("connect", after)):
            if one is not None:
                getattr(one.editingStarted, act)(self._hint)
                getattr(one.editingStopped, act)(self._hint)
        self._hint(after)
        self.check.follow(after)

    def _use(self, *_):
        self.check.use(self.zones.currentLayer(), self.rules.checkedItems())

    def _hint(self, layer=None):
        layer = layer or self.check.layer
        self.verdict.setText("Choose the layer with the routes" if layer is None else
                             "Move a vertex of a route" if layer.isEditable() else
                             "Switch editing of the layer on")
        self.text.clear()

    def _name(self, feature_id):
        feature = self.check.layer.getFeature(feature_id)
        names = self.check.layer.fields().names()
        for wanted in ("name", "id"):
            for name in names:
                if name.lower() == wanted and feature[name]:
                    return str(feature[name])
        return f"feature {feature_id}"

    def _judged(self, feature_id, answer, took_ms):
        sign, colour = VERDICTS[answer["verdict"]]
        counts = [(answer["violations"], "violation", "violations"),
                  (answer["undecided"], "undecided", "undecided"),
                  (answer["warnings"], "warning", "warnings")]
        said = ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in counts
                         if count > 0)
        self.verdict.setText(
            f"<b><span style='color:{colour}'>{sign} {answer['verdict']}</span> "
            f"{html.escape(self._name(feature_id))}</b>{f'<br>{said}' if said else ''}")
        inside = sorted(live_route.inside(answer).items(), key=lambda one: -one[1])
        rows = [("whole route", answer["length_m"]),
                *((f"inside {zone}", metres) for zone, metres in inside)]
        lines = ["<table cellpadding='2'>",
                 *(f"<tr><td>{html.escape(name)}</td><td align='right'>{length(metres)}</td></tr>"
                   for name, metres in rows),
                 "</table>"]
        worst = sorted(answer["findings"], key=lambda one: SEVERITIES.index(one["severity"]))
        for finding in worst[:MOST_FINDINGS]:
            colour = COLOURS.get(finding["severity"], "#5b6470")
            lines.append(f"<p><b style='color:{colour}'>{SIGNS[finding['severity']]}</b> "
                         f"{html.escape(finding['message'])}<br>"
                         f"<small>{html.escape(finding['rule'] or '')}</small></p>")
        if len(worst) > MOST_FINDINGS:
            lines.append(f"<p>and {len(worst) - MOST_FINDINGS} more</p>")
        lines.append(f"<p><small>{took_ms:.0f} ms</small></p>")
        self.text.setHtml("".join(lines))

    def _troubled(self, text):
        self.verdict.setText("<b>not judged</b>")
        self.text.setPlainText(text)
