"""The provider: the algorithms, and the setting that says where the command is."""
import pathlib

from processing.core.ProcessingConfig import ProcessingConfig, Setting
from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from . import command
from .analyse import AnalyseRoutes
from .check import CheckRoutes
from .coverage import Coverage

ICON = str(pathlib.Path(__file__).parent / "icon.svg")


class OverflightProvider(QgsProcessingProvider):
    def id(self):
        return "overflight"

    def name(self):
        return "overflight"

    def longName(self):
        return "overflight: flights against restricted zones"

    def icon(self):
        return QIcon(ICON)

    def svgIconPath(self):
        return ICON

    def load(self):
        ProcessingConfig.settingIcons[self.name()] = self.icon()
        ProcessingConfig.addSetting(
            Setting(self.name(),
                    command.SETTING,
                    "Path of overflight",
                    "",
                    valuetype=Setting.FILE,
                    placeholder="otherwise OVERFLIGHT of the environment, or PATH"))
        ProcessingConfig.readSettings()
        self.refreshAlgorithms()
        return True

    def unload(self):
        ProcessingConfig.removeSetting(command.SETTING)

    def loadAlgorithms(self):
        for algorithm in (CheckRoutes, AnalyseRoutes, Coverage):
            self.addAlgorithm(algorithm())
