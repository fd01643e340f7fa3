"""Analyse routes: `overflight analyze`."""
from qgis.core import QgsProcessingOutputNumber

from . import check, coverage, parameters
from .algorithm import FORMATS, OverflightAlgorithm

CHOICES = [
    "statistics",
    "routes",
    "zones",
    "passages",
    "crossings",
    "nearest",
    "occupancy",
    "findings",
    "swaths",
    "coverage",
    "gaps",
    "coverage_by_flight",
    "revisits"
]


class AnalyseRoutes(OverflightAlgorithm):
    NAME, TITLE = "analyseroutes", "Analyse routes"
    SUMMARY = "Which zones each route enters, where, when and for how long"
    HELP = (
        "Measures for each route and zone the length inside, passages, crossings with their "
        "times, and the nearest approach: on the WGS 84 ellipsoid, to a millimetre, at the "
        "antimeridian and at the poles too. If you choose rules, it also judges the routes; if you "
        "choose sensors or a swath, it also measures what they see.")
    LAYERS = tuple(dict.fromkeys((*check.LAYERS, *coverage.LAYERS)))

    def inputs(self):
        return [(None, parameters.routes()), ("--zones", parameters.zones())]

    def settings(self):
        return [
            *parameters.identity(),
            *parameters.judging("without any, routes are not judged."),
            *parameters.observing(optional=True),
            *parameters.analysing(CHOICES)
        ]

    def call(self):
        chosen = any(argument.startswith("--layers=") for argument in self.arguments)
        return ["analyze", "--progress=json", *([f"--formats={FORMATS}"] if chosen else [])]

    def initAlgorithm(self, configuration=None):
        super().initAlgorithm(configuration)
        self.addOutput(QgsProcessingOutputNumber("COUNT", "Routes that were analysed"))
        self.addOutput(QgsProcessingOutputNumber("MEETING", "Routes that meet a zone"))

    def figures(self, summary):
        return {
            "COUNT": summary["totals"]["routes"], "MEETING": summary["totals"]["meeting_routes"]
        }
