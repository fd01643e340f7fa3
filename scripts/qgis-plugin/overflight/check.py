"""Check routes: `overflight check`."""
from qgis.core import (QgsProcessingOutputBoolean,
                       QgsProcessingOutputNumber,
                       QgsProcessingOutputString)

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
            "says why, and makes the verdict undecided. The verdict is in the log and in the "
            "output VERDICT; VIOLATIONS, UNDECIDED, WARNINGS and NOT_JUDGED count the findings. A "
            "route that violates or is undecided is a result, not a failure.")
    LAYERS = LAYERS
    VERDICTS = {0: "complies", 1: "violates", 4: "undecided"}  # by exit status
    ACCEPTED = tuple(VERDICTS)

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
        self.addOutput(QgsProcessingOutputString("VERDICT", "Complies, violates or undecided"))
        self.addOutput(QgsProcessingOutputBoolean("COMPLIES", "Whether all routes comply"))
        for name, text in (("VIOLATIONS", "Violations"), ("UNDECIDED", "Undecided findings"),
                           ("WARNINGS", "Warnings"),
                           ("NOT_JUDGED", "Findings that could not be judged"),
                           ("NOT_ASKED", "Questions of rules that routes lack the data for")):
            self.addOutput(QgsProcessingOutputNumber(name, text))

    def figures(self, summary):
        totals = summary["totals"]
        return {
            "VERDICT": self.VERDICTS[self.status],
            "COMPLIES": self.status == 0,
            "VIOLATIONS": totals["violations"],
            "UNDECIDED": totals["undecided"],
            "WARNINGS": totals["warnings"],
            "NOT_JUDGED": totals["not_judged"],
            "NOT_ASKED": totals["not_asked"]
        }
