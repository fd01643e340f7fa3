#!/usr/bin/python3
# Tests: scripts/qgis-plugin/
"""The QGIS plugin within a session of QGIS: layers of the open project (in memory, selected, with
computed fields), what is loaded when an algorithm is done, its parameters, and cancelling."""
import json
import os
import pathlib
import random
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "support"))
# Says skipped where QGIS is missing.
from plugin_within import (COMMAND, FLIGHTS, PROFILE, Case, main, overflight,  # noqa: E402
                           plugin_package)
from qgis.core import (QgsApplication,
                       QgsCoordinateReferenceSystem,
                       QgsFeature,
                       QgsField,
                       QgsGeometry,
                       QgsLayerTree,  # noqa: E402
                       QgsProcessingException,
                       QgsProcessingFeatureSourceDefinition,
                       QgsProcessingFeedback,
                       QgsProject,
                       QgsVectorLayer)
from qgis.PyQt.QtCore import QVariant  # noqa: E402
import processing  # noqa: E402
from processing.core.ProcessingConfig import ProcessingConfig  # noqa: E402
from overflight import parameters  # noqa: E402

PLUGIN = plugin_package.classFactory(None)
PLUGIN.initProcessing()
ALGORITHMS = ("checkroutes", "analyseroutes", "coverage")


class Feedback(QgsProcessingFeedback):
    def __init__(self, at_progress=None):
        super().__init__(False)
        self.at_progress, self.commands, self.said = at_progress, [], []

    def pushCommandInfo(self, info):
        self.commands.append(info)

    def reportError(self, error, fatalError=False):
        self.said.append(error)

    def setProgressText(self, text):
        # The command says how many routes it has done.
        if self.at_progress is not None and re.fullmatch(r"\d+( of \d+)? routes", text):
            self.at_progress(self)


def processes(word):
    """Ids of the processes with this in their command line."""
    found = []
    for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if word.encode() in path.read_bytes() and int(path.parent.name) != os.getpid():
                found.append(int(path.parent.name))
        except OSError:
            pass
    return found


class Session(Case):
    def setUp(self):
        super().setUp()
        self.result, self.direct = self.folder / "result", self.folder / "direct"

    def layer(self, *flights):
        """A layer in memory with these flights."""
        made = None
        for flight in flights:
            read = QgsVectorLayer(str(FLIGHTS / f"{flight}.geojson"), flight)
            self.assertTrue(read.isValid())
            if made is None:
                made = QgsVectorLayer("LineStringZ?crs=EPSG:4326", "plans of today", "memory")
                made.dataProvider().addAttributes([
                    field for field in read.fields() if field.name() in ("id", "coordTimes", "date")
                ])
                made.updateFields()
            for feature in read.getFeatures():
                new = QgsFeature(made.fields())
                new.setGeometry(feature.geometry())
                for field in made.fields():
                    new[field.name()] = feature[field.name()]
                self.assertTrue(made.dataProvider().addFeature(new))
        QgsProject.instance().addMapLayer(made)
        return made

    def run_algorithm(self, name, feedback=None, load=False, **parameters):
        run = processing.runAndLoadResults if load else processing.run
        return run(f"overflight:{name}", {
            "OUTPUT": str(self.result), **parameters
        },
                   feedback=feedback or Feedback())

    def same_statistics(self, *flights, options=()):
        overflight("analyze",
                   *(FLIGHTS / f"{flight}.geojson" for flight in flights),
                   "-o",
                   self.direct,
                   "-q",
                   *options)
        self.assertEqual((self.result / "statistics.csv").read_text(),
                         (self.direct / "statistics.csv").read_text())

    def test_layer_in_memory_with_times(self):
        self.run_algorithm("analyseroutes", ROUTES=self.layer("georgia", "kaliningrad-500"))
        self.same_statistics("georgia", "kaliningrad-500")

    def test_selected_features_only(self):
        layer = self.layer("georgia", "kaliningrad-500", "attu")
        layer.selectByExpression("id = 'kaliningrad-500'")
        self.run_algorithm("analyseroutes",
                           ROUTES=QgsProcessingFeatureSourceDefinition(layer.id(), True))
        self.same_statistics("kaliningrad-500")

    def test_selected_features_of_a_file(self):
        both = self.folder / "both.geojson"
        features = [
            feature for name in ("georgia", "attu")
            for feature in json.loads((FLIGHTS / f"{name}.geojson").read_text())["features"]
        ]
        both.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        layer = QgsVectorLayer(str(both), "both")
        QgsProject.instance().addMapLayer(layer)
        layer.selectByExpression("id = 'attu'")
        self.run_algorithm("analyseroutes",
                           ROUTES=QgsProcessingFeatureSourceDefinition(layer.id(), True))
        self.same_statistics("attu")

    def test_what_is_not_in_the_file(self):
        layer = QgsVectorLayer(str(FLIGHTS / "georgia.geojson"), "georgia")
        QgsProject.instance().addMapLayer(layer)
        # As it is, the file itself is read; with a computed field, or edits that were not saved, it
        # is a copy.
        feedback = Feedback()
        self.run_algorithm("analyseroutes", feedback, ROUTES=layer)
        self.assertTrue(feedback.commands[0].endswith(f" -- {FLIGHTS / 'georgia.geojson'}"))
        layer.addExpressionField("'flight ' || \"id\"", QgsField("called", QVariant.String))
        self.run_algorithm("analyseroutes", ROUTES=layer, ROUTE_ID="called", OVERWRITE=True)
        self.assertIn("\nflight georgia,georgia-strip,",
                      (self.result / "statistics.csv").read_text())

    def test_no_crs(self):
        layer = self.layer("georgia")
        layer.setCrs(QgsCoordinateReferenceSystem())
        with self.assertRaisesRegex(QgsProcessingException, "plans of today has no CRS"):
            self.run_algorithm("analyseroutes", ROUTES=layer)

    def test_results_are_loaded_with_styles_in_a_group(self):
        found = self.run_algorithm("checkroutes", load=True, ROUTES=self.layer("georgia"))
        self.assertIs(found["COMPLIES"], False)
        group = QgsProject.instance().layerTreeRoot().children()[0]
        self.assertTrue(QgsLayerTree.isGroup(group))
        self.assertEqual(group.name(), "Check routes: plans of today")
        names = [node.name() for node in group.children()]
        self.assertEqual(names,
                         [
                             "Findings",
                             "Crossings",
                             "Passages",
                             "Routes",
                             "Stretches of findings",
                             "Zones",
                             "Statistics",
                             "Occupancy"
                         ])
        for node in group.children():
            layer = node.layer()
            self.assertTrue(layer.isValid(), node.name())
            self.assertGreater(layer.featureCount(), 0, node.name())
            if not layer.isSpatial():
                continue
            self.assertEqual(layer.crs().authid(), "EPSG:4326")
            name = layer.source().rsplit("=", 1)[1]
            # as one that is dragged into QGIS, which reads the style in the package
            styled = QgsVectorLayer(layer.source(), name)
            self.assertEqual(layer.renderer().dump(), styled.renderer().dump(), name)
        for name, renderer in (("Zones", {"RuleRenderer", "categorizedSymbol"}),
                               ("Routes", {"RuleRenderer", "categorizedSymbol"})):
            node = next(node for node in group.children() if node.name() == name)
            self.assertIn(node.layer().renderer().type(), renderer, name)

    def test_coverage_is_loaded_with_its_raster(self):
        self.run_algorithm("coverage",
                           load=True,
                           ROUTES=self.layer("kaliningrad-500"),
                           SWATH_KM=7.7,
                           CELL=2000)
        group = QgsProject.instance().layerTreeRoot().children()[0]
        self.assertEqual(
            [node.name() for node in group.children()],
            ["Routes", "Zones", "Gaps", "Coverage", "Swaths", "Revisits", "Coverage by flight"])
        self.assertEqual(
            [node.name() for node in group.children() if not node.itemVisibilityChecked()],
            ["Gaps", "Swaths", "Revisits"])
        self.assertTrue(all(node.layer().isValid() for node in group.children()))

    def test_every_parameter_has_its_help(self):
        for name in ALGORITHMS:
            algorithm = QgsApplication.processingRegistry().algorithmById(f"overflight:{name}")
            self.assertGreater(len(algorithm.shortHelpString()), 100)
            for definition in algorithm.parameterDefinitions():
                self.assertGreater(len(definition.help()), 15, f"{name}: {definition.name()}")

    def test_defaults_are_the_commands(self):
        definition = QgsApplication.processingRegistry().algorithmById(
            "overflight:analyseroutes").parameterDefinition
        analyze, check = overflight("help", "analyze").stdout, overflight("help", "check").stdout
        for text, option, value in (
                (analyze, "--search-km", f"{definition('SEARCH_KM').defaultValue():g}"),
                (analyze, "--bin", definition("BIN").defaultValue()),
                (check, "--margin", f"{definition('MARGIN').defaultValue():g}")):
            (line,) = [line for line in text.splitlines() if f" {option} " in line]
            self.assertTrue(line.endswith(f"({value})"), line)

    def test_numbers_that_are_offered_are_taken(self):
        """The least and the greatest that each parameter offers; beyond, the command refuses."""
        route = FLIGHTS / "kaliningrad-500.geojson"
        for name in ("analyseroutes", "checkroutes"):
            algorithm = QgsApplication.processingRegistry().algorithmById(f"overflight:{name}")
            made = algorithm.create()  # owns its parameters
            for option in made.options:
                definition = option.definition
                if definition.type() != "number":
                    continue
                self.assertLess(definition.maximum(), 1e7, definition.name())
                for value, accepted in ((definition.minimum(), (0,)), (definition.maximum(), (0,)),
                                        (2 * definition.maximum() + 1, (2,))):
                    if value == definition.defaultValue():
                        continue  # is not given to the command
                    more = {"--margin": ["--rules=treaty-1992"], "--swath-km": [],
                            "--search-km": [], "--jobs": []}
                    overflight("analyze", route, f"{option.flag}={value:.10g}",
                               "--formats=csv", "-o", self.direct, "-q", "--force",
                               "--layers=statistics",
                               *more.get(option.flag, ["--swath-km=1"]), accepted=accepted)

    def test_choices_that_are_offered_are_taken(self):
        """By number, as the help of qgis_process has them, and by word; the command takes each."""
        route = FLIGHTS / "kaliningrad-500.geojson"
        asked = set()
        for name in ALGORITHMS:
            made = QgsApplication.processingRegistry().algorithmById(f"overflight:{name}").create()
            for option in made.options:
                definition = option.definition
                if definition.type() != "enum":
                    continue
                words = definition.options()
                self.assertGreater(len(words), 1, definition.name())
                for number, word in enumerate(words):
                    for value in (number, str(number), word, [word], [number]):
                        self.assertTrue(definition.checkValueIsAcceptable(value), value)
                        self.assertEqual(parameters.chosen(definition, value), [word])
                    if (option.flag, word) in asked:
                        continue
                    asked.add((option.flag, word))
                    more = ["--height=3000"] if option.flag == "--sensor" else ["--swath-km=1"]
                    more += ["--rules=treaty-1992"] if option.flag == "--layers" else []
                    overflight("analyze", route, f"{option.flag}={word}", *more, "--formats=gpkg",
                               "-o", self.direct, "-q", "--force")
                for value in (len(words), str(len(words)), "nothing", words[0] + "x", -1):
                    self.assertFalse(definition.checkValueIsAcceptable(value), value)
                both = f"{words[1]},0"
                self.assertEqual(definition.checkValueIsAcceptable(both),
                                 definition.allowMultiple())
                if definition.allowMultiple():
                    self.assertEqual(parameters.chosen(definition, both), [words[1], words[0]])

    def test_numbers_say_their_range(self):
        algorithm = QgsApplication.processingRegistry().algorithmById("overflight:analyseroutes")
        for name, text in (("MARGIN", "From 0 to 100."), ("MAX_BANK", "More than 0, at most 90."),
                           ("SEARCH_KM", "From 0 to 1,000.")):
            self.assertIn(text, algorithm.parameterDefinition(name).help())

    def test_path_in_the_settings_comes_first(self):
        self.addCleanup(ProcessingConfig.setSettingValue, "OVERFLIGHT_PATH", "")
        self.addCleanup(os.environ.__setitem__, "OVERFLIGHT", COMMAND)
        os.environ["OVERFLIGHT"] = "/nowhere/overflight"
        ProcessingConfig.setSettingValue("OVERFLIGHT_PATH", COMMAND)
        self.run_algorithm("checkroutes", ROUTES=self.layer("germany"))
        ProcessingConfig.setSettingValue("OVERFLIGHT_PATH", str(FLIGHTS / "attu.geojson"))
        feedback = Feedback()
        with self.assertRaises(QgsProcessingException):
            self.run_algorithm("checkroutes",
                               feedback,
                               ROUTES=self.layer("germany"),
                               OVERWRITE=True)
        self.assertRegex("\n".join(feedback.said),
                         "attu.geojson, which the setting 'Path of overflight' .* is not a program")

    def test_zones_in_memory(self):
        zones = QgsVectorLayer("Polygon?crs=EPSG:3857&field=called:string&field=prohibited:bool",
                               "mine",
                               "memory")
        feature = QgsFeature(zones.fields())
        feature.setAttributes(["strip", True])
        # About 43 to 45 degrees east and 41 to 43 north.
        feature.setGeometry(
            QgsGeometry.fromWkt(
                "Polygon ((4786000 5012000, 5009000 5012000, 5009000 5311000, 4786000 5311000, "
                "4786000 5012000))"))
        zones.dataProvider().addFeature(feature)
        QgsProject.instance().addMapLayer(zones)
        found = self.run_algorithm("checkroutes",
                                   ROUTES=self.layer("georgia"),
                                   ZONES=zones,
                                   ZONE_ID="called")
        self.assertIs(found["COMPLIES"], False)
        self.assertIn("georgia,strip,", (self.result / "statistics.csv").read_text())

    def many(self):
        """A layer for which the command is busy for longer than until its first word of
        progress."""
        layer = QgsVectorLayer("LineString?crs=EPSG:4326&field=id:string", "many", "memory")
        chance, features = random.Random(7), []
        for number in range(3000):
            points = ", ".join(
                f"{chance.uniform(-165, -145):.4f} {chance.uniform(60, 70):.4f}" for _ in range(60))
            feature = QgsFeature(layer.fields())
            feature["id"] = str(number)
            feature.setGeometry(QgsGeometry.fromWkt(f"LineString ({points})"))
            features.append(feature)
        layer.dataProvider().addFeatures(features)
        return layer

    def test_cancelled_while_the_layer_is_copied(self):
        feedback = Feedback()
        feedback.progressChanged.connect(lambda _: feedback.cancel())
        self.assertEqual(self.run_algorithm("analyseroutes", feedback, ROUTES=self.many()), {})
        self.assertEqual(feedback.commands, [])
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_cancelled(self):
        seen = []

        def cancel(feedback):
            seen.append(processes(str(self.result)))
            feedback.cancel()

        found = self.run_algorithm("coverage", Feedback(cancel), ROUTES=self.many(), SWATH_KM=5)
        self.assertEqual([len(ids) for ids in seen], [1])  # it ran
        self.assertFalse(pathlib.Path(f"/proc/{seen[0][0]}").exists())
        self.assertEqual(processes(str(self.result)), [])
        self.assertNotIn("SWATHS_LAYER", found)
        self.assertEqual(list(self.folder.iterdir()), [])


if __name__ == "__main__":
    main()
