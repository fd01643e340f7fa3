"""The command's options as parameters of Processing, each with its help. The defaults are the
command's."""
from qgis.core import (QgsProcessing,
                       QgsProcessingException,
                       QgsProcessingParameterDateTime,
                       QgsProcessingParameterDefinition,
                       QgsProcessingParameterEnum,
                       QgsProcessingParameterFeatureSource,
                       QgsProcessingParameterField,
                       QgsProcessingParameterFile,
                       QgsProcessingParameterNumber,
                       QgsProcessingParameterRasterLayer,
                       QgsProcessingParameterString)
from qgis.PyQt.QtCore import Qt

from . import command


class Option:
    """A parameter, and the option of the command that it becomes. `read` makes of it the option's
    values, one for each time it is given; what is not given, or is the default, is left to the
    command."""
    def __init__(self, flag, read, definition, help_text, advanced=False):
        self.flag, self.read, self.definition, self.name = flag, read, definition, definition.name()
        definition.setHelp(help_text)
        if advanced:
            definition.setFlags(definition.flags() | QgsProcessingParameterDefinition.FlagAdvanced)

    def arguments(self, algorithm, parameters, context):
        values = self.read(algorithm, parameters, self.name, context)
        return [
            f"{self.flag}={value}" for value in values
            if value not in ("", self.definition.defaultValue())
        ]


def _text(algorithm, parameters, name, context):
    return [algorithm.parameterAsString(parameters, name, context)]


def _number(algorithm, parameters, name, context):
    if parameters.get(name) is None:
        return []
    value = algorithm.parameterAsDouble(parameters, name, context)
    return [int(value) if value == int(value) else value]


def _words(algorithm, parameters, name, context):
    return algorithm.parameterAsEnumStrings(parameters, name, context)


def _list(algorithm, parameters, name, context):
    return [",".join(_words(algorithm, parameters, name, context))]


def _date(algorithm, parameters, name, context):
    if parameters.get(name) is None:
        return []
    moment = algorithm.parameterAsDateTime(parameters, name, context)
    return [moment.date().toString(Qt.ISODate)] if moment.isValid() else []


def _field(algorithm, parameters, name, context):
    return algorithm.parameterAsFields(parameters, name, context)


def _raster(algorithm, parameters, name, context):
    layer = algorithm.parameterAsRasterLayer(parameters, name, context)
    if layer is None:
        return []
    if layer.providerType() != "gdal":
        raise QgsProcessingException(
            f"Raster layer {layer.name()} is no raster that GDAL opens: save it as a GeoTIFF first")
    return [layer.source()]


def _number_parameter(name, text, default=None, least=0.0, whole=False):
    kind = QgsProcessingParameterNumber.Integer if whole else QgsProcessingParameterNumber.Double
    return QgsProcessingParameterNumber(name, text, kind, default, default is None, least)


def _choice(name, text, words):
    """One of the words, otherwise the first."""
    return QgsProcessingParameterEnum(name, text, words, False, words[0], usesStaticStrings=True)


def _choices(name, text, words):
    """Any of the words, or none."""
    return QgsProcessingParameterEnum(name, text, words, True, None, True, True)


def routes():
    definition = QgsProcessingParameterFeatureSource("ROUTES",
                                                     "Routes", [QgsProcessing.TypeVectorLine])
    definition.setHelp(
        "Lines, one feature a route, in any CRS: planned, or flown tracks. Legs are geodesics "
        "between the vertices. Altitudes "
        "are Z, in metres over mean sea level; times are M (Unix seconds), or the field "
        "coordTimes (a list of ISO 8601 times, one a "
        "vertex), or start_time with speed_kmh.")
    return definition


def plan():
    definition = QgsProcessingParameterFeatureSource("PLAN",
                                                     "Plan that flown tracks are compared with",
                                                     [QgsProcessing.TypeVectorLine],
                                                     None,
                                                     True)
    definition.setFlags(definition.flags() | QgsProcessingParameterDefinition.FlagAdvanced)
    definition.setHelp(
        "One route: what the tracks were to be. Rules about keeping to the plan are judged by it.")
    return definition


def zones():
    definition = QgsProcessingParameterFeatureSource("ZONES",
                                                     "Zones", [QgsProcessing.TypeVectorPolygon],
                                                     None,
                                                     True)
    definition.setHelp(
        "Polygons, one feature a zone, in any CRS; otherwise the bundled zones. Restrictions are "
        "fields: max_distance_km, "
        "standoff_km, prohibited, min_altitude_m and the like.")
    return definition


def identity():
    """How routes and zones are called, and how zones' edges run."""
    return [
        Option(
            "--route-id",
            _field,
            QgsProcessingParameterField("ROUTE_ID",
                                        "Field with the routes' ids",
                                        None,
                                        "ROUTES",
                                        optional=True),
            "Otherwise id, then name, then the feature's number. Ids must differ."),
        Option(
            "--zone-id",
            _field,
            QgsProcessingParameterField("ZONE_ID",
                                        "Field with the zones' ids",
                                        None,
                                        "ZONES",
                                        optional=True),
            "Otherwise id, then name, then the feature's number."),
        Option(
            "--zone-edges",
            _words,
            _choice("ZONE_EDGES", "Edges of zones that do not say so", ["lonlat", "geodesic"]),
            "How edges run between the vertices, unless a zone's field edges says it: lonlat "
            "(straight in longitude and latitude, as GIS data "
            "mean them), or geodesic.",
            advanced=True),
    ]


def _names(known):
    return "".join(f"\n{one.get('name', '') if 'id' not in one else one['id']}: "
                   f"{one.get('title') or one.get('name')}" for one in known)


def judging(otherwise):
    """What routes are judged by; `otherwise` says what happens where no rules are chosen."""
    sets = command.known("rules")
    return [
        Option(
            "--rules",
            _list,
            _choices("RULES", "Rules", [one["name"] for one in sets]),
            f"Rule sets that come with overflight; {otherwise} What the zones' own fields say is "
            f"judged as well.{_names(sets)}"),
        Option(
            "--rules",
            _text,
            QgsProcessingParameterFile("RULES_FILE",
                                       "Rules of your own",
                                       extension="json",
                                       optional=True),
            "A rule set in a file (JSON), used instead of the bundled ones, or with those that "
            "are chosen.",
            advanced=True),
        Option(
            "--date",
            _date,
            QgsProcessingParameterDateTime("DATE",
                                           "Date of the flights",
                                           QgsProcessingParameterDateTime.Date,
                                           None,
                                           True),
            "When the flights are taken to be, for rules that held for a time; otherwise the "
            "routes' own times and their field date."),
        Option("--margin",
               _number,
               _number_parameter("MARGIN", "Margin for warnings [%]", 5.0),
               "What is kept by less than this part of the limit is a warning.",
               advanced=True),
    ]


def observing(optional):
    """What sensors see."""
    sensors = command.known("sensors")
    return [
        Option(
            "--sensor",
            _words,
            _choices("SENSORS", "Sensors", [one["id"] for one in sensors]),
            "Sensors that come with overflight, each taken for itself, and all of them together. "
            "They want a height, or altitudes and the "
            "ground's." + _names(sensors),
            advanced=optional),
        Option(
            "--sensor",
            _text,
            QgsProcessingParameterFile("SENSOR_FILE",
                                       "Sensor of your own",
                                       extension="json",
                                       optional=True),
            "A sensor's description in a file (JSON), besides those that are chosen.",
            advanced=True),
        Option("--swath-km",
               _number,
               _number_parameter("SWATH_KM", "Swath [km]"),
               "Instead of a sensor: so much, both sides of the track together, from any height.",
               advanced=optional),
        Option("--height",
               _number,
               _number_parameter("HEIGHT", "Height above ground [m]"),
               "The same all along; otherwise the routes' altitude less the ground's.",
               advanced=optional),
        Option(
            "--dem",
            _raster,
            QgsProcessingParameterRasterLayer("DEM", "Ground (elevation model)", None, True),
            "A raster with the ground's height in metres, for the height above ground of routes "
            "with altitudes.",
            advanced=optional),
        Option(
            "--observe-within",
            _text,
            QgsProcessingParameterString("OBSERVE_WITHIN",
                                         "Sensors on only within zone",
                                         None,
                                         optional=True),
            "A zone's id; otherwise sensors are on all along, or where the routes' fields "
            "sensor_on or observation_periods say so.",
            advanced=True),
        Option(
            "--joins",
            _words,
            _choice("JOINS", "Corners", ["round", "none"]),
            "What is seen where a route turns: round, what the swath sweeps over as the aircraft "
            "turns; or none.",
            advanced=True),
        Option("--max-turn",
               _number,
               _number_parameter("MAX_TURN", "Sensors off above turn rate [°/s]"),
               "Where the aircraft turns faster than this nothing is seen.",
               advanced=True),
        Option("--max-bank",
               _number,
               _number_parameter("MAX_BANK", "Sensors off above bank [°]"),
               "Where the aircraft must bank more than this for its turn nothing is seen.",
               advanced=True),
        Option(
            "--cell",
            _number,
            _number_parameter("CELL", "Cells of revisits [m]"),
            "Size of the cells of the raster that counts how many flights saw each place; "
            "otherwise it is chosen by the extent.",
            advanced=True),
    ]


def analysing(layers):
    """How an analysis is made; `layers` are those that can be chosen."""
    return [
        Option(
            "--search-km",
            _number,
            _number_parameter("SEARCH_KM", "Search radius [km]", 50.0),
            "Zones that a route does not enter are listed with their nearest approach if that is "
            "within this distance. 0: none.",
            advanced=True),
        Option(
            "--bin",
            _text,
            QgsProcessingParameterString("BIN", "Bins of occupancy", "1h"),
            "Length of the bins for which flights in each zone are counted: seconds, or like "
            "15min, 1h, 1d.",
            advanced=True),
        Option("--layers",
               _list,
               _choices("LAYERS", "Layers", layers),
               "What is made; otherwise everything that the other parameters allow.",
               advanced=True),
        *threads(),
    ]


def threads():
    return [
        Option("--jobs",
               _number,
               _number_parameter("JOBS", "Threads", 0, whole=True),
               "0: one for each core. The result does not depend on it.",
               advanced=True)
    ]
