"""Coverage: `overflight analyze` with sensors."""
from qgis.core import QgsProcessingException

from . import parameters
from .algorithm import FORMATS, OverflightAlgorithm

LAYERS = ("routes", "zones", "gaps", "coverage", "swaths", "revisits", "coverage_by_flight")


class Coverage(OverflightAlgorithm):
    NAME, TITLE = "coverage", "Coverage"
    SUMMARY = "What sensors see along routes, and how much of the zones"
    HELP = (
        "Builds the swaths of sensors along the routes, at exact geodesic distance, and measures "
        "what they see of each zone: area, fraction and gaps, for each sensor and for all "
        "together; what each flight added; and a raster that counts how many flights saw each "
        "place. Choose sensors or a swath. Sensors need a height above ground, or altitudes and "
        "an elevation model.")
    LAYERS = LAYERS

    def inputs(self):
        return [(None, parameters.routes()), ("--zones", parameters.zones())]

    def settings(self):
        return [
            *parameters.observing(optional=False), *parameters.identity(), *parameters.threads()
        ]

    def call(self):
        return [
            "analyze", "--progress=json", f"--layers={','.join(LAYERS)}", f"--formats={FORMATS}"
        ]

    def prepareAlgorithm(self, parameters, context, feedback):
        super().prepareAlgorithm(parameters, context, feedback)
        if not any(
                argument.startswith(("--sensor=", "--swath-km=")) for argument in self.arguments):
            raise QgsProcessingException(
                "No sensor is chosen: expected sensors, a sensor of your own, or a swath in "
                "kilometres")
        return True
