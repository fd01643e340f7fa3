#!/usr/bin/python3
# Tests: src/output/qgis/ src/output/map/package.c src/output/map/archive.c
"""The QGIS project of an analysis, opened by QGIS itself: from a folder that was moved, from
analysis.qgz and from inside analysis.gpkg."""
import json
import shutil
import zipfile

from osgeo import ogr
from qgis.core import (QgsExpression,
                       QgsExpressionContext,
                       QgsExpressionContextUtils,
                       QgsGeometry,
                       QgsInterval,
                       QgsLayoutItemLabel,
                       QgsLayoutItemMap,
                       QgsLayoutItemScaleBar,
                       QgsMapLayerLegendUtils,
                       QgsProject,
                       QgsRasterLayer,
                       QgsReadWriteContext,
                       QgsRectangle,
                       QgsTextFormat,
                       QgsVectorLayer)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QFont
from qgis.PyQt.QtXml import QDomDocument

from support.headless import (DATA,
                              ID,
                              GEOGRAPHIC,
                              Case,
                              Picture,
                              QgsCoordinateTransform,
                              QgsPointXY,
                              analyze,
                              feature,
                              main,
                              square,
                              write,
                              shown)

# The intended renderer of each layer and, where it has them, the labels of its classes.
RENDERERS = {
    "findings": ("RuleRenderer", {"violation", "undecided", "warning", "information"}),
    "finding_stretches": ("categorizedSymbol",
                          {"violation", "undecided", "warning", "information"}),
    "crossings": ("categorizedSymbol", {"entry", "exit", "touch"}),
    "passages": ("categorizedSymbol", {"passage", "possible passage"}),
    "routes": ("RuleRenderer",
               {
                   "violates",
                   "is undecided",
                   "complies, with warnings",
                   "complies",
                   "not judged, meets a zone",
                   "not judged, meets no zone"
               }),
    "fixes": ("RuleRenderer", {"airfield", "fix"}),
    "nearest": ("singleSymbol", set()),
    "zones": ("RuleRenderer",
              {
                  "no overflight",
                  "altitude limit",
                  "distance to keep",
                  "limit of length or time",
                  "no limit known",
                  "disputed",
                  "lifted since"
              }),
    "gaps": ("singleSymbol", set()),
    "coverage": ("singleSymbol", set()),
    "swaths": ("singleSymbol", set()),
    "places": ("RuleRenderer", set()),
    "boundaries": ("RuleRenderer", {"boundary", "disputed boundary"}),
    "land": ("singleSymbol", set()),
}
TABLES = {"statistics", "occupancy", "coverage_by_flight"}


def value(layer, template, one):
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(one)
    return QgsExpression.replaceExpressionText(template, context)


class Bundled(Case):
    """Two of the bundled flights with rules and a sensor: a warning over Kaliningrad, violations
    along the Georgian lines."""
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        made = analyze(cls.folder.parent / "made",
                       DATA / "flights/kaliningrad-500.geojson",
                       DATA / "flights/georgia.geojson",
                       "--rules",
                       "national-measures",
                       "--sensor",
                       "osdcam4060",
                       "--height",
                       3353)
        cls.folder.rmdir()
        shutil.move(made, cls.folder)
        cls.source = ogr.Open(str(cls.folder / "analysis.gpkg"))

    def both(self):
        for uri in (self.folder / "analysis.qgz",
                    f"geopackage:{self.folder}/analysis.gpkg?projectName=analysis"):
            yield self.open(uri)

    def test_every_layer_is_there_as_in_the_files(self):
        for project in self.both():
            layers = {layer.id().removeprefix(ID): layer for layer in project.mapLayers().values()}
            self.assertEqual(set(layers), set(RENDERERS) | TABLES | {"revisits"})
            for name, layer in layers.items():
                self.assertTrue(layer.isValid(), name)
                if name in TABLES:
                    self.assertFalse(layer.isSpatial(), name)
                elif name != "revisits":
                    self.assertEqual(layer.crs().authid(), "EPSG:4326", name)
                if name != "revisits":
                    self.assertEqual(layer.featureCount(),
                                     self.source.GetLayerByName(name).GetFeatureCount(),
                                     name)
                    self.assertGreater(layer.featureCount(), 0, name)
            self.assertTrue(layers["revisits"].crs().isValid())
            self.assertIn("+proj=laea", layers["revisits"].crs().toProj())
            for name in ("routes", "passages", "crossings", "zones", "coverage"):
                if (self.folder / f"{name}.geojson").exists():
                    self.assertEqual(
                        layers[name].featureCount(),
                        len(json.loads((self.folder / f"{name}.geojson").read_text())["features"]),
                        name)

    def test_renderers_are_the_intended(self):
        for project in self.both():
            for name, (kind, labels) in RENDERERS.items():
                renderer = project.mapLayer(ID + name).renderer()
                self.assertEqual(renderer.type(), kind, name)
                self.assertLessEqual(labels,
                                     {item.label()
                                      for item in renderer.legendSymbolItems()},
                                     name)
            shader = project.mapLayer(ID + "revisits").renderer()
            self.assertEqual(shader.type(), "singlebandpseudocolor")
            self.assertEqual([
                item.label for item in shader.shader().rasterShaderFunction().colorRampItemList()
            ][:3], ["1 flight", "2", "3 – 4"])
            self.assertEqual(
                [layer.id().removeprefix(ID) for layer in shown(project) if layer.isSpatial()],
                [
                    "findings",
                    "fixes",
                    "crossings",
                    "passages",
                    "routes",
                    "finding_stretches",
                    "zones",
                    "coverage",
                    "places",
                    "boundaries",
                    "land"
                ])

    def test_legend(self):
        """Groups and their order; findings are points in their layer, so that their style's lines
        are not in the legend."""
        for project in self.both():
            root = project.layerTreeRoot()
            self.assertEqual([group.name() for group in root.children()],
                             ["Findings", "Flights", "Zones", "Coverage", "Tables", "Base map"])
            items = project.mapLayer(ID + "findings").renderer().legendSymbolItems()
            order = QgsMapLayerLegendUtils.legendNodeOrder(root.findLayer(ID + "findings"))
            self.assertEqual([items[i].label() for i in order],
                             ["violation", "undecided", "warning", "information"])

    def test_crs_is_around_the_data(self):
        for project in self.both():
            self.assertTrue(project.crs().isValid())
            words = dict(
                word.lstrip("+").partition("=")[::2] for word in project.crs().toProj().split())
            # From Kubinka (55.6 N, 36.7 E) to Kaliningrad, and Georgia at 42 N, 45 E: in an
            # azimuthal map meridians would lean by 10 degrees and more.
            self.assertEqual(words["proj"], "merc")
            self.assertTrue(42 < float(words["lat_ts"]) < 56 and 19 < float(words["lon_0"]) < 46,
                            words)
            transform = QgsCoordinateTransform(GEOGRAPHIC, project.crs(), project)
            view = project.viewSettings().defaultViewExtent()
            for lon, lat in ((36.65, 55.61), (20, 54.5), (44.9, 41.7)):
                self.assertTrue(view.contains(transform.transform(QgsPointXY(lon, lat))))
            self.assertEqual(project.backgroundColor().name(), "#e8eef2")

    def test_land_is_whole(self):
        """The base map is cut where the map ends, so that nothing is drawn across all of it, and
        has what is far from the routes, but on the map."""
        project = self.open(
            analyze(self.folder / "all", *sorted(DATA.glob("flights/*.geojson"))) / "analysis.qgz")
        self.assertIn("+proj=merc", project.crs().toProj())
        to_map = QgsCoordinateTransform(GEOGRAPHIC, project.crs(), project)
        for name in ("land", "boundaries"):
            longest = 0
            for one in project.mapLayer(ID + name).getFeatures():
                for part in one.geometry().asGeometryCollection():
                    # but for Antarctica, of which Mercator's projection draws no end
                    for places in part.asPolygon() if name == "land" else [part.asPolyline()]:
                        longest = max([longest, *(to_map.transform(a).distance(to_map.transform(b))
                                                  for a, b in zip(places, places[1:])
                                                  if max(abs(a.y()), abs(b.y())) < 80)])
            self.assertTrue(0 < longest < 1e7, (name, longest))  # of 2.8e7 in all
        angola = QgsGeometry.fromPointXY(QgsPointXY(17, -12))
        self.assertTrue(any(one.geometry().contains(angola)
                            for one in project.mapLayer(ID + "land").getFeatures()))

    def test_words_for_people(self):
        for project in self.both():
            self.assertEqual(
                project.title(),
                "Overflights of Georgia: 10 km along Abkhazia and South Ossetia and Kaliningrad "
                "Oblast")
            about = project.metadata()
            self.assertIn("overflight analyze", about.abstract())
            self.assertIn("OpenStreetMap", about.abstract())
            self.assertIn("Natural Earth", about.abstract())
            self.assertIn("3 violations", about.abstract())
            for name in set(RENDERERS) - {"land", "boundaries"} | TABLES:
                layer = project.mapLayer(ID + name)
                of_ours = [
                    field.name()
                    for field in layer.fields()
                    if field.name().endswith(("_m", "_m2", "_s", "_time"))
                ]
                for field in of_ours:
                    self.assertNotIn(layer.attributeAlias(layer.fields().indexOf(field)),
                                     ("", field),
                                     f"{name}.{field}")
                if name not in ("finding_stretches",):
                    self.assertIn(":", layer.metadata().abstract(), name)
            passages = project.mapLayer(ID + "passages")
            self.assertEqual(passages.attributeAlias(passages.fields().indexOf("length_m")),
                             "Length (m)")
            for name in ("findings", "zones", "routes", "passages", "crossings", "coverage"):
                layer = project.mapLayer(ID + name)
                for one in layer.getFeatures():
                    tip = value(layer, layer.mapTipTemplate(), one)
                    self.assertTrue(tip.strip() and "[%" not in tip, f"{name}: {tip}")
            layer = project.mapLayer(ID + "findings")
            tips = [
                value(layer, layer.mapTipTemplate(), one)
                for one in layer.getFeatures()
                if one["severity"] == "violation"
            ]
            self.assertEqual(len(tips), 3)
            for one, tip in zip((f for f in layer.getFeatures() if f["severity"] == "violation"),
                                tips):
                self.assertIn(one["message"], tip)
                self.assertIn(one["clause"], tip)
                self.assertIn(one["source"], tip)

    def test_labels_by_scale(self):
        for project in self.both():
            for name, from_scale in (("passages", 5e6), ("crossings", 1.5e6)):
                layer = project.mapLayer(ID + name)
                self.assertTrue(layer.labelsEnabled(), name)
                settings = layer.labeling().settings()
                self.assertTrue(settings.scaleVisibility and settings.minimumScale == from_scale,
                                name)
            layer = project.mapLayer(ID + "passages")
            texts = {
                value(layer, "[% " + layer.labeling().settings().fieldName + " %]", one)
                for one in layer.getFeatures()
            }
            # through the Georgian strip, as test_summary and the README have it
            self.assertIn("36.4 km", texts)
            self.assertFalse(project.mapLayer(ID + "zones").labeling().settings().scaleVisibility)

    def test_bookmarks(self):
        for project in self.both():
            marks = {mark.name(): mark for mark in project.bookmarkManager().bookmarks()}
            self.assertEqual(
                set(marks),
                {one["name"] for one in project.mapLayer(ID + "zones").getFeatures()})
            self.assertLessEqual(
                {"Kaliningrad Oblast", "Georgia: 10 km along Abkhazia and South Ossetia"},
                set(marks))
            for one in project.mapLayer(ID + "zones").getFeatures():
                extent = marks[one["name"]].extent()
                self.assertEqual(extent.crs().toProj(), project.crs().toProj())
                shape = one.geometry()
                shape.transform(QgsCoordinateTransform(GEOGRAPHIC, project.crs(), project))
                self.assertTrue(extent.contains(shape.boundingBox()))
                self.assertLess(
                    extent.width(),
                    1.3 * max(shape.boundingBox().width(), shape.boundingBox().height()))

    def test_every_text_has_a_weight(self):
        """Where none is given, QGIS takes the thinnest of the family."""
        for project in self.both():
            texts = {}
            for layer in project.mapLayers().values():
                if not isinstance(layer, QgsVectorLayer) or layer.labeling() is None:
                    continue
                if layer.labeling().type() == "rule-based":
                    rules = layer.labeling().rootRule().descendants()
                    self.assertGreater(len(rules), 1)
                    for number, rule in enumerate(rules):
                        texts[f"{layer.name()} {number}"] = rule.settings().format()
                else:
                    texts[layer.name()] = layer.labeling().settings().format()
            self.assertLess(5, len(texts))
            layout = project.layoutManager().layouts()[0]
            for item in layout.items():
                if isinstance(item, QgsLayoutItemScaleBar):
                    texts["scale bar"] = item.textFormat()
                if isinstance(item, QgsLayoutItemMap):
                    texts[item.id()] = item.grid().annotationTextFormat()
                if isinstance(item, QgsLayoutItemLabel):
                    self.assertGreaterEqual(item.font().weight(), QFont.Normal, item.id())
            for frame in layout.multiFrames():
                texts["table"] = frame.contentTextFormat()
                texts["its head"] = frame.headerTextFormat()
            self.assertLessEqual({"Map", "Map-2", "scale bar", "table", "its head", "Places 1"},
                                 set(texts))
            for name, text in texts.items():
                self.assertGreaterEqual(text.font().weight(), QFont.Normal, name)

    def test_whose_data_they_are(self):
        for project in self.both():
            self.assertTrue(project.readBoolEntry("CopyrightLabel", "/Enabled")[0])
            self.assertIn("GeoNames (CC BY 4.0)", project.readEntry("CopyrightLabel", "/Label")[0])
            self.assertIn("© OpenStreetMap contributors",
                          project.readEntry("CopyrightLabel", "/Label")[0])
            document = QDomDocument()
            self.assertTrue(
                document.setContent(project.readEntry("CopyrightLabel", "/TextFormat")[0])[0])
            text = QgsTextFormat()
            text.readXml(document.documentElement(), QgsReadWriteContext())
            self.assertEqual((text.font().family(), text.font().weight()),
                             ("DejaVu Sans", QFont.Normal))
            self.assertIn("https://www.openstreetmap.org/copyright",
                          [link.url for link in project.metadata().links()])

    def test_fixes(self):
        """Numbers and times as in the file; until the time of the next."""
        read = json.loads((DATA / "flights/georgia.geojson").read_text())["features"][0]
        times = read["properties"]["coordTimes"]
        for project in self.both():
            layer = project.mapLayer(ID + "fixes")
            found = [one for one in layer.getFeatures() if one["route_id"] == "georgia"]
            self.assertEqual([one["fix"] for one in found], list(range(1, len(times) + 1)))
            for one, time, position in zip(found, times, read["geometry"]["coordinates"]):
                self.assertEqual(one["time"].toString(Qt.ISODate) + "Z", time)
                at = one.geometry().asPoint()
                self.assertEqual((at.x(), at.y()), tuple(position[:2]))
            self.assertEqual([one["until"] for one in found[:-1]],
                             [one["time"] for one in found[1:]])

    def test_frames(self):
        """Five years of flights are 500 frames at most."""
        for project in self.both():
            settings = project.timeSettings()
            span = settings.temporalRange()
            step = QgsInterval(settings.timeStep(), settings.timeStepUnit()).seconds()
            frames = span.begin().secsTo(span.end()) / step
            self.assertTrue(100 < frames <= 500, frames)

    def test_times(self):
        for project in self.both():
            span = project.timeSettings().temporalRange()
            self.assertEqual(span.begin().toString(Qt.ISODate), "2012-04-17T07:00:00Z")
            self.assertEqual(span.end().toString(Qt.ISODate), "2017-05-16T10:50:28Z")
            self.assertEqual(
                project.readNumEntry("TemporalControllerWidget", "/NavigationMode", 0)[0], 2)
            for name, fields in (
                    ("routes", ("start_time", "end_time")),
                    ("passages", ("entry_time", "exit_time")),
                    ("crossings", ("time", ""))):
                temporal = project.mapLayer(ID + name).temporalProperties()
                self.assertTrue(temporal.isActive(), name)
                self.assertEqual((temporal.startField(), temporal.endField()), fields, name)
            self.assertFalse(project.mapLayer(ID + "zones").temporalProperties().isActive())

    def test_layers_alone_have_their_style(self):
        for name, (kind, labels) in RENDERERS.items():
            layer = QgsVectorLayer(f"{self.folder}/analysis.gpkg|layername={name}", name, "ogr")
            self.assertTrue(layer.isValid(), name)
            self.assertEqual(layer.renderer().type(), kind, name)
            self.assertLessEqual(labels,
                                 {item.label()
                                  for item in layer.renderer().legendSymbolItems()},
                                 name)

    def test_geojson_has_its_style_beside(self):
        for path in sorted(self.folder.glob("*.geojson")):
            self.assertTrue(path.with_suffix(".qml").exists(), path.name)
            layer = QgsVectorLayer(str(path), path.stem, "ogr")
            self.assertEqual(layer.renderer().type(), RENDERERS[path.stem][0], path.name)
            self.assertNotEqual(layer.attributeAlias(0), "", path.name)
        raster = QgsRasterLayer(str(self.folder / "revisits.tif"), "revisits")
        self.assertEqual(raster.renderer().type(), "singlebandpseudocolor")
        # Points and stretches: QGIS makes two layers of the file, with the same style, where each
        # kind has rules of its own.
        path = self.folder / "findings.geojson"
        for kind, count in (("Point25D", 1), ("LineString25D", 3)):
            layer = QgsVectorLayer(f"{path}|geometrytype={kind}", kind, "ogr")
            self.assertEqual((layer.featureCount(), layer.renderer().type()),
                             (count, "RuleRenderer"))

    def test_project_file(self):
        with zipfile.ZipFile(self.folder / "analysis.qgz") as archive:
            self.assertEqual([name for name in archive.namelist() if name.endswith(".qgs")],
                             archive.namelist())
            text = archive.read(archive.namelist()[0]).decode()
        self.assertNotIn(str(self.folder.parent), text.split("<projectMetadata>")[0])
        self.assertEqual(text.count("<datasource>./"), len(RENDERERS) + len(TABLES) + 1)


class Small(Case):
    def zones(self):
        return write(self.folder / "zones.json",
                     square(10, 50, 12, 51, id="a", name="A"),
                     square(13, 50, 14, 51, id="b", name="B"))

    def test_without_times_nothing_is_temporal(self):
        route = write(self.folder / "route.json",
                      feature("LineString", [[9, 50.5], [15, 50.4]], id="r"))
        project = self.open(
            analyze(self.folder / "untimed", route, "--zones", self.zones()) / "analysis.qgz")
        self.assertTrue(project.timeSettings().temporalRange().isInfinite()
                        or not project.timeSettings().temporalRange().begin().isValid())
        self.assertEqual(
            project.readNumEntry("TemporalControllerWidget", "/NavigationMode", 0)[0], 0)
        for name in ("routes", "passages", "crossings"):
            self.assertTrue(project.mapLayer(ID + name).isValid())
            self.assertFalse(project.mapLayer(ID + name).temporalProperties().isActive(), name)
        self.assertEqual(project.title(), "Overflights of A and B")
        # No rules, no findings: no such layers, and a layout without their table.
        self.assertIsNone(project.mapLayer(ID + "findings"))
        self.assertIsNone(
            project.layoutManager().layoutByName("Map and findings").itemById("Table of findings"))

    def test_some_layers_only(self):
        for number, layers in enumerate(("routes", "statistics", "zones,coverage", "findings")):
            route = write(self.folder / "some.json",
                          feature("LineString", [[9, 50.5], [15, 50.4]], id="r", date="2016-01-01"))
            made = analyze(self.folder / str(number),
                           route,
                           "--zones",
                           self.zones(),
                           "--layers",
                           layers,
                           "--formats",
                           "gpkg",
                           "--swath-km",
                           10,
                           *(["--rules", "treaty-1992"] if layers == "findings" else []))
            project = self.open(made / "analysis.qgz")
            names = {layer.id().removeprefix(ID): layer for layer in project.mapLayers().values()}
            self.assertLessEqual(set(layers.split(",")), set(names))
            self.assertTrue(all(layer.isValid() for layer in names.values()), layers)
            self.assertTrue(project.crs().isValid())

    def test_styles_do_without_columns(self):
        """Of data that are not ours, or of another version."""
        for name, one in (
                ("zones", square(0, 0, 1, 1, x=1)),
                ("routes", feature("LineString", [[0, 0], [1, 1]], x=1))):
            path = write(self.folder / f"{name}.geojson", one)
            shutil.copy(DATA.parent / f"src/output/qgis/{name}.qml", self.folder)
            layer = QgsVectorLayer(str(path), name, "ogr")
            self.assertEqual(layer.renderer().type(), "RuleRenderer")
            project = QgsProject.instance()
            project.clear()
            project.setCrs(GEOGRAPHIC)
            self.assertLess(
                Picture(project, [layer], extent=QgsRectangle(-1, -1, 2, 2)).part((255, 255, 255),
                                                                                  0.5,
                                                                                  0.5,
                                                                                  20),
                1,
                name)

    def test_names_of_strangers(self):
        name = "</script>\x01<img src=x onerror=\"alert('1')\"> & ]]> @title@ é"
        route_id = "<b>r</b>&amp;\x0b"
        zones = write(
            self.folder / "strange.json",
            square(10,
                   50,
                   12,
                   51,
                   id="<z>\"'&",
                   name=name,
                   prohibited=True,
                   clause="<i>c</i>",
                   attribution="<&\x02>"))
        route = write(self.folder / "strange-route.json",
                      feature("LineString", [[9, 50.5], [15, 50.4]], id=route_id))
        project = self.open(
            analyze(
                self.folder / "strange", route, "--zones", zones, "--rules", "national-measures") /
            "analysis.qgz")
        clean = name.replace("\x01", "")
        self.assertEqual(project.title(), "Overflights of " + name.replace("\x01", " "))
        self.assertEqual([mark.name() for mark in project.bookmarkManager().bookmarks()], [clean])
        self.assertIn("<&>", project.metadata().abstract())
        self.assertEqual(
            project.layoutManager().layoutByName("Map and findings").itemById("Title").text(),
            json.loads((self.folder / "strange/summary.json").read_text())["headline"])
        for layer_name in ("zones", "routes", "passages", "crossings", "findings"):
            layer = project.mapLayer(ID + layer_name)
            self.assertGreater(layer.featureCount(), 0, layer_name)
            for one in layer.getFeatures():
                tip = value(layer, layer.mapTipTemplate(), one)
                for tag in ("<img", "<script", "</script", "<z>", "<b>r", "<i>c"):
                    self.assertNotIn(tag, tip, layer_name)

    def test_same_input_same_bytes(self):
        route = write(
            self.folder / "same.json",
            feature("LineString", [[9, 50.5], [15, 50.4]],
                    id="r",
                    start_time="2020-01-01T00:00:00Z",
                    speed_kmh=500))
        zones = self.zones()
        first, second = (
            zipfile.ZipFile(analyze(self.folder / name, route, "--zones", zones) / "analysis.qgz")
            for name in ("one", "two"))
        with first, second:
            texts = [archive.read(archive.namelist()[0]) for archive in (first, second)]
        self.assertEqual(*texts)


if __name__ == "__main__":
    main()
