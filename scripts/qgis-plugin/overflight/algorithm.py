"""What the algorithms share: layers in, the command, layers out."""
import json
import os
import pathlib
import shutil
import tempfile

from qgis.core import (QgsProcessingAlgorithm,
                       QgsProcessingException,
                       QgsProcessingOutputFile,
                       QgsProcessingOutputHtml,
                       QgsProcessingParameterBoolean,
                       QgsProcessingParameterDefinition,
                       QgsProcessingParameterFolderDestination,
                       QgsProcessingUtils)
from qgis.PyQt.QtGui import QIcon

from . import command, results, source

# What the command makes of some layers only if it is asked to.
FORMATS = "gpkg,html"
ICON = str(pathlib.Path(__file__).parent / "icon.svg")


class OverflightAlgorithm(QgsProcessingAlgorithm):
    """A subclass says its name and help, the parameters and options, the layers that it makes, and
    how the command is called."""

    NAME = TITLE = SUMMARY = HELP = ""
    LAYERS = ()  # that may be made
    ACCEPTED = (0,)  # exit statuses that are no failure

    def createInstance(self):
        return type(self)()

    def name(self):
        return self.NAME

    def displayName(self):
        return self.TITLE

    def shortDescription(self):
        return self.SUMMARY

    def shortHelpString(self):
        return self.HELP

    def tags(self):
        return ["overflight", "flight", "route", "zone", "airspace", "geodesic"]

    def icon(self):
        return QIcon(ICON)

    def svgIconPath(self):
        return ICON

    def canExecute(self):
        try:
            command.find()
        except QgsProcessingException as error:
            return False, str(error)
        return True, ""

    def inputs(self):
        """Definitions of the layers that are read, by the option that each becomes; None: it is the
        operand."""
        raise NotImplementedError

    def settings(self):
        """The other options."""
        raise NotImplementedError

    def call(self):
        """The subcommand and what always goes with it."""
        raise NotImplementedError

    def figures(self, summary):
        """Outputs besides the layers, of what summary.json says."""
        return {}

    def initAlgorithm(self, configuration=None):
        self.layer_options = {}
        for flag, definition in self.inputs():
            self.layer_options[definition.name()] = flag
            self.addParameter(definition)
        self.options = self.settings()
        for option in self.options:
            self.addParameter(option.definition)
        overwrite = QgsProcessingParameterBoolean("OVERWRITE", "Replace earlier results", False)
        overwrite.setHelp(
            "Replaces an output folder that holds the results of an earlier analysis (--force), "
            "and never another.")
        load = QgsProcessingParameterBoolean("LOAD", "Add the layers to the project", True)
        load.setHelp(
            "With their styles, in a group of their own. Without it, they are only outputs of the "
            "algorithm and files in the output folder.")
        load.setFlags(load.flags() | QgsProcessingParameterDefinition.FlagAdvanced)
        folder = QgsProcessingParameterFolderDestination("OUTPUT", "Output folder")
        folder.setHelp("A new or empty folder for analysis.gpkg (all layers with their styles), "
                       "analysis.qgz (a QGIS project), report.html, tables, and summary.json (how "
                       "everything was made).")
        for definition in (overwrite, load, folder):
            self.addParameter(definition)
        for definition in results.outputs(self.LAYERS):
            self.addOutput(definition)
        self.addOutput(QgsProcessingOutputHtml("REPORT", "Report"))
        self.addOutput(QgsProcessingOutputFile("PROJECT", "QGIS project"))

    def prepareAlgorithm(self, parameters, context, feedback):
        command.find()
        self.files = {}
        for name in self.layer_options:
            if parameters.get(name) not in (None, ""):
                self.files[name] = source.plain_file(self, parameters, name, context)
        self.arguments = [
            argument for option in self.options
            for argument in option.arguments(self, parameters, context)
        ]
        return True

    def processAlgorithm(self, parameters, context, feedback):
        directory = pathlib.Path(
            os.path.abspath(self.parameterAsString(parameters, "OUTPUT", context)))
        try:
            with tempfile.TemporaryDirectory(prefix="overflight-",
                                             dir=QgsProcessingUtils.tempFolder()) as folder:
                self.run_command(parameters, context, feedback, directory, folder)
        except command.Cancelled:
            return {}
        summary = json.loads((directory / "summary.json").read_text(encoding="utf-8"))
        routes = self.parameterAsSource(parameters, "ROUTES", context)
        title = f"{self.TITLE}: {routes.sourceName()}"
        made = results.take(directory,
                            self.LAYERS,
                            title,
                            self.parameterAsBoolean(parameters, "LOAD", context),
                            context)
        for output, name in (("REPORT", "report.html"), ("PROJECT", "analysis.qgz")):
            if (directory / name).exists():
                made[output] = str(directory / name)
        return {"OUTPUT": str(directory), **made, **self.figures(summary)}

    def run_command(self, parameters, context, feedback, directory, folder):
        operands, arguments = [], [*self.call(), *self.arguments]
        for name, flag in self.layer_options.items():
            if name not in self.files:
                continue
            path = self.files[name] or self.copy(parameters, name, context, feedback, folder)
            operands += [path] if flag is None else []
            arguments += [] if flag is None else [f"{flag}={path}"]
        if self.parameterAsBoolean(parameters, "OVERWRITE", context):
            arguments.append("--force")
        # The dialogue may have made the folder. The command makes its own.
        if directory.is_dir() and not any(directory.iterdir()):
            directory.rmdir()
        directory.parent.mkdir(parents=True, exist_ok=True)
        # What --resume would go on from; the plugin never does.
        unfinished = directory.parent / f".{directory.name[:200]}.partial"
        foreign = unfinished.exists()
        feedback.setProgressText(f"{self.TITLE}: running overflight")
        try:
            self.status = command.run([*arguments, f"--output={directory}", "--", *operands],
                                      folder,
                                      feedback,
                                      self.ACCEPTED)
            if not (directory / "analysis.gpkg").exists():  # the command's check writes none
                feedback.setProgressText("Making the maps")
                command.run(["map", "--quiet", "--", str(directory)], folder, feedback)
        finally:
            if not foreign:
                shutil.rmtree(unfinished, ignore_errors=True)

    def copy(self, parameters, name, context, feedback, folder):
        read = self.parameterAsSource(parameters, name, context)
        if read is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, name))
        feedback.setProgressText(f"Copying {read.sourceName()} for overflight")
        return source.copy(read, name.lower(), folder, feedback, context.transformContext())
