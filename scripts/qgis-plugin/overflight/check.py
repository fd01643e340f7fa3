"""Check routes: `overflight check`."""
from qgis.core import QgsProcessingOutputBoolean, QgsProcessingOutputNumber

from . import parameters
from .algorithm import OverflightAlgorithm

LAYERS = ("findings",
          "crossings",
          "passages",
          "routes",
          "finding_stretches",
          "nearest",
          "zones",
          "statistics",
          "occupancy")


class CheckRoutes(OverflightAlgorithm):
    NAME, TITLE = "checkroutes", "Check routes"
    SUMMARY = ("Whether routes keep to restrictions: each violation and warning with its place, "
               "measured value and limit")
    HELP = ("Judges each route by rule sets and by the restrictions of the zones. Each finding has "
            "its place, measured value, limit, margin, clause and source. What cannot be judged "
            "says why. The verdict is in the log and in the outputs COMPLIES, VIOLATIONS, WARNINGS "
            "and NOT_JUDGED. A route that violates a rule is a result, not a failure.")
    LAYERS = LAYERS
    ACCEPTED = (0, 1)  # 1: a route violates

    def inputs(self):
        return [(None, parameters.routes()), ("--zones", parameters.zones()),
                ("--against", parameters.plan())]

    def settings(self):
        return [
            *parameters.judging(
                "without any, the treaty as it was used and the disputed national measures."),
            *parameters.identity()
        ]

    def call(self):
        return ["check"]

    def initAlgorithm(self, configuration=None):
        super().initAlgorithm(configuration)
        self.addOutput(QgsProcessingOutputBoolean("COMPLIES", "Whether no route violates a rule"))
        for name, text in (("VIOLATIONS", "Violations"), ("WARNINGS", "Warnings"),
                           ("NOT_JUDGED", "Findings that could not be judged")):
            self.addOutput(QgsProcessingOutputNumber(name, text))

    def figures(self, summary):
        totals = summary["totals"]
        return {
            "COMPLIES": self.status == 0,
            "VIOLATIONS": totals["violations"],
            "WARNINGS": totals["warnings"],
            "NOT_JUDGED": totals["not_judged"]
        }
