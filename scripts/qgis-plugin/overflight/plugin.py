"""The plugin: it adds the provider to Processing, and takes it away."""
from qgis.core import QgsApplication

from .provider import OverflightProvider


class OverflightPlugin:
    def __init__(self):
        self.provider = None

    def initProcessing(self):
        self.provider = OverflightProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self):
        self.initProcessing()

    def unload(self):
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
