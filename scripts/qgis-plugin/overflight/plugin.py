"""The plugin: it adds the provider to Processing and the live check to the windows, and takes them
away."""
from qgis.core import QgsApplication

from .provider import ICON, OverflightProvider

MENU = "overflight"


class OverflightPlugin:
    """`iface` is that of QGIS; None where there are no windows."""
    def __init__(self, iface):
        self.iface, self.provider = iface, None
        self.panel, self.action = None, None

    def initProcessing(self):
        self.provider = OverflightProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self):
        from qgis.PyQt.QtGui import QIcon
        from qgis.PyQt.QtWidgets import QAction

        self.initProcessing()
        self.action = QAction(QIcon(ICON), "Live check", self.iface.mainWindow())
        self.action.setCheckable(True)
        self.action.setToolTip("Judges the route that you edit as soon as the pointer lets go")
        self.action.toggled.connect(self.live)
        self.iface.addToolBarIcon(self.action)
        self.iface.addPluginToVectorMenu(MENU, self.action)

    def live(self, on):
        """Opens the panel of the live check, or closes it."""
        from qgis.PyQt.QtCore import Qt

        from .live import LivePanel

        if self.panel is None and on:
            self.panel = LivePanel(self.iface.mapCanvas(), self.iface.mainWindow())
            self.iface.addDockWidget(Qt.RightDockWidgetArea, self.panel)
            self.panel.closed.connect(lambda: self.action.setChecked(False))
        if self.panel is not None:
            self.panel.setVisible(on)
            if on:
                self.panel.begin(self.iface.activeLayer())
            else:
                self.panel.end()

    def unload(self):
        if self.panel is not None:
            self.panel.end()
            self.iface.removeDockWidget(self.panel)
            self.panel.deleteLater()
            self.panel = None
        if self.action is not None:
            self.iface.removeToolBarIcon(self.action)
            self.iface.removePluginVectorMenu(MENU, self.action)
            self.action = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
