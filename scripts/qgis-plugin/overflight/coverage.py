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
        "what they see of each zone: area, fraction and "
        "gaps, by each sensor and all together; what each flight added; and a raster that counts "
        "how many flights saw each place. Sensors, or a "
        "swath, are wanted, and for sensors a height, or altitudes and the ground's.")
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
                "No sensor is chosen: sensors, a sensor of your own, or a swath in kilometres are "
                "wanted")
        return True
