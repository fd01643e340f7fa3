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
    """A parameter, and the option of the command that it becomes. `read` returns the values of the
    option, one for each time it is to be given. The command decides what is not given, or is the
    default."""
    def __init__(self, flag, read, definition, help_text, advanced=False):
        self.flag, self.read, self.definition, self.name = flag, read, definition, definition.name()
        if isinstance(definition, QgsProcessingParameterNumber):
            help_text += f" {_range(definition)}"
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
    definition = algorithm.parameterDefinition(name)
    return chosen(definition, parameters.get(name, definition.defaultValue())) or []


def _list(algorithm, parameters, name, context):
    return [",".join(_words(algorithm, parameters, name, context))]


def _date(algorithm, parameters, name, context):
    if parameters.get(name) is None:
        return []
    moment = algorithm.parameterAsDateTime(parameters, name, context)
    if not moment.isValid():
        return []
    if moment.timeSpec() != Qt.LocalTime:
        moment = moment.toUTC()
    day = moment.date().toString(Qt.ISODate)
    # As the dialogue has it, a day; a time that somebody has typed is one in UTC.
    return [day if moment.time().msecsSinceStartOfDay() == 0 else
            f"{day}T{moment.time().toString(Qt.ISODate)}Z"]


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


# The parameter's least value is one that it takes; the command wants more than 0 there.
ABOVE_0 = 1e-6


def _range(definition):
    """What numbers it takes: the help of qgis_process says only that it takes one."""
    least, most = definition.minimum(), definition.maximum()
    return (f"More than 0, at most {most:,.0f}."
            if least == ABOVE_0 else f"From {least:g} to {most:,.0f}.")


def _number_parameter(name, text, least, most, default=None, whole=False):
    """Of the numbers that the command takes, and no others."""
    kind = QgsProcessingParameterNumber.Integer if whole else QgsProcessingParameterNumber.Double
    return QgsProcessingParameterNumber(name, text, kind, default, default is None, least, most)


def chosen(definition, value):
    """The words of a choice that are meant: by themselves, or by their numbers, as qgis_process
    offers them; alone, in a list, or with commas between them. None: something else is meant."""
    words, found = definition.options(), []
    values = value if isinstance(value, (list, tuple)) else [value]
    for one in values:
        if one is None or isinstance(one, bool):
            continue
        for part in str(one).split(","):
            part = part.strip()
            if part.isdecimal() and int(part) < len(words):
                part = words[int(part)]
            if part and part not in words:
                return None
            found += [part] if part else []
    return found if definition.allowMultiple() or len(found) < 2 else None


class Choice(QgsProcessingParameterEnum):
    """Of words. QGIS itself takes only words, or only their numbers, and its help offers both."""
    def checkValueIsAcceptable(self, value, context=None):
        if isinstance(value, (str, int, list, tuple)) and not isinstance(value, bool):
            return chosen(self, value) is not None
        return super().checkValueIsAcceptable(value, context)


def _choice(name, text, words):
    """One of the words, otherwise the first."""
    return Choice(name, text, words, False, words[0], usesStaticStrings=True)


def _choices(name, text, words):
    """Any of the words, or none."""
    return Choice(name, text, words, True, None, True, True)


def routes():
    definition = QgsProcessingParameterFeatureSource("ROUTES",
                                                     "Routes", [QgsProcessing.TypeVectorLine])
    definition.setHelp(
        "Planned routes or flown tracks: lines, one feature for each route, in any CRS. Legs are "
        "geodesics between the vertices. Altitudes are Z, in metres above mean sea level. Times "
        "are M (Unix seconds), or the field coordTimes (a list of ISO 8601 times, one for each "
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
        "One route, as it was planned. Rules about keeping to the plan compare the tracks with it.")
    return definition


def zones():
    definition = QgsProcessingParameterFeatureSource("ZONES",
                                                     "Zones", [QgsProcessing.TypeVectorPolygon],
                                                     None,
                                                     True)
    definition.setHelp(
        "Polygons, one feature for each zone, in any CRS; without them, the bundled zones. "
        "Restrictions are fields: max_distance_km, standoff_km, prohibited, min_altitude_m and "
        "others.")
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
            "Without it: id, then name, then the number of the feature. Ids must differ."),
        Option(
            "--zone-id",
            _field,
            QgsProcessingParameterField("ZONE_ID",
                                        "Field with the zones' ids",
                                        None,
                                        "ZONES",
                                        optional=True),
            "Without it: id, then name, then the number of the feature."),
        Option(
            "--zone-edges",
            _words,
            _choice("ZONE_EDGES", "Edges of zones that do not say so", ["lonlat", "geodesic"]),
            "How edges run between the vertices, unless the zone's field edges says so: lonlat "
            "(straight in longitude and latitude, as GIS data mean them) or geodesic.",
            advanced=True),
    ]


def _names(known):
    return "".join(f"\n{one.get('name', '') if 'id' not in one else one['id']}: "
                   f"{one.get('title') or one.get('name')}" for one in known)


def judging(otherwise):
    """What routes are judged by; `otherwise` says what happens without rules."""
    sets = command.known("rules")
    return [
        Option(
            "--rules",
            _list,
            _choices("RULES", "Rules", [one["name"] for one in sets]),
            f"Rule sets that come with overflight; {otherwise} Restrictions in the fields of the "
            f"zones are judged as well.{_names(sets)}"),
        Option(
            "--rules",
            _text,
            QgsProcessingParameterFile("RULES_FILE",
                                       "Rules of your own",
                                       extension="json",
                                       optional=True),
            "A rule set in a file (JSON): instead of the bundled ones, or together with those that "
            "you choose.",
            advanced=True),
        Option(
            "--date",
            _date,
            QgsProcessingParameterDateTime("DATE",
                                           "Date of the flights",
                                           QgsProcessingParameterDateTime.Date,
                                           None,
                                           True),
            "Judges by the rules in force on this day, or at this time in UTC; without it, by the "
            "times of the routes or their field date."),
        Option("--margin",
               _number,
               _number_parameter("MARGIN", "Margin for warnings [%]", 0, 100, 5.0),
               "A limit met with less than this to spare is a warning.",
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
            "Sensors that come with overflight: each is measured for itself, and all of them "
            "together. They need a height above ground, or altitudes and an elevation model." +
            _names(sensors),
            advanced=optional),
        Option(
            "--sensor",
            _text,
            QgsProcessingParameterFile("SENSOR_FILE",
                                       "Sensor of your own",
                                       extension="json",
                                       optional=True),
            "The description of a sensor in a file (JSON), besides those that you choose.",
            advanced=True),
        Option("--swath-km",
               _number,
               _number_parameter("SWATH_KM", "Swath [km]", ABOVE_0, 1000),
               "Instead of a sensor: this width, half to each side of the track, at any height.",
               advanced=optional),
        Option("--height",
               _number,
               _number_parameter("HEIGHT", "Height above ground [m]", ABOVE_0, 100_000),
               "The same all along the route; without it, the altitude less that of the ground.",
               advanced=optional),
        Option(
            "--dem",
            _raster,
            QgsProcessingParameterRasterLayer("DEM", "Ground (elevation model)", None, True),
            "A raster with the heights of the ground in metres. The height above ground is then "
            "the altitude of the route less that.",
            advanced=optional),
        Option(
            "--observe-within",
            _text,
            QgsProcessingParameterString("OBSERVE_WITHIN",
                                         "Sensors on only within zone",
                                         None,
                                         optional=True),
            "The id of a zone. Without it, sensors are on all along the route, or where its fields "
            "sensor_on or observation_periods say so.",
            advanced=True),
        Option(
            "--joins",
            _words,
            _choice("JOINS", "Corners", ["round", "none"]),
            "What is seen where a route turns: round, all that the swath sweeps over; none, only "
            "the legs.",
            advanced=True),
        Option("--max-turn",
               _number,
               _number_parameter("MAX_TURN", "Sensors off above turn rate [°/s]", ABOVE_0, 360),
               "Sensors are off where the aircraft turns faster than this.",
               advanced=True),
        Option("--max-bank",
               _number,
               _number_parameter("MAX_BANK", "Sensors off above bank [°]", ABOVE_0, 90),
               "Sensors are off in turns that need more bank than this.",
               advanced=True),
        Option(
            "--cell",
            _number,
            _number_parameter("CELL", "Cells of revisits [m]", ABOVE_0, 1_000_000),
            "Size of the cells of the raster that counts how many flights saw each place; without "
            "it, the extent decides.",
            advanced=True),
    ]


def analysing(layers):
    """How an analysis is made; `layers` are those that can be chosen."""
    return [
        Option(
            "--search-km",
            _number,
            _number_parameter("SEARCH_KM", "Search radius [km]", 0, 1000, 50.0),
            "Lists zones that a route does not enter but comes this near to, with the nearest "
            "approach. 0 lists none.",
            advanced=True),
        Option(
            "--bin",
            _text,
            QgsProcessingParameterString("BIN", "Bins of occupancy", "1h"),
            "Length of the time bins in which flights are counted in each zone: seconds, or 15min, "
            "1h, 1d.",
            advanced=True),
        Option("--layers",
               _list,
               _choices("LAYERS", "Layers", layers),
               "What to write; without a choice, everything that the other parameters allow. "
               "Findings need rules; swaths and what follows them need a sensor or a swath.",
               advanced=True),
        *threads(),
    ]


def threads():
    return [
        Option("--jobs",
               _number,
               _number_parameter("JOBS", "Threads", 0, 1024, 0, whole=True),
               "0: one for each core. The result does not depend on it.",
               advanced=True)
    ]
