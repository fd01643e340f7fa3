#!/usr/bin/python3
# Tests: src/output/qgis/
"""What QGIS draws: the colour of each class is found where it belongs. OVERFLIGHT_PICTURES=FOLDER
keeps the pictures to be looked at."""
import subprocess
import unicodedata

from qgis.core import QgsLayoutExporter, QgsRenderContext

from support.headless import (DATA,
                              ID,
                              Case,
                              Picture,
                              analyze,
                              feature,
                              keep,
                              main,
                              middle,
                              near,
                              over,
                              rgb,
                              square,
                              write)

SEA, LAND, PASSAGE = rgb("#e8eef2"), rgb("#f7f6f2"), rgb("#8b0f5a")
# As the glossary has them (src/base/glossary.c).
VERDICTS = {
    "violates": rgb("#b01212"),
    "undecided": rgb("#b03ce0"),
    "complies": rgb("#008a5e"),
    None: rgb("#3b4252")
}
SEVERITIES = {
    "violation": rgb("#b01212"),
    "undecided": rgb("#b03ce0"),
    "warning": rgb("#be7400"),
    "information": rgb("#1b6a94")
}
CROSSINGS = {"entry": rgb("#8b0f5a"), "exit": rgb("#8b0f5a")}
COVERED, GAP = rgb("#007c8a"), rgb("#6b7079")
PROHIBITED, ALTITUDE, STANDOFF, DISTANCE, NONE = map(
    rgb, ("#2f3a9e", "#4658bd", "#3b4bae", "#5566b8", "#666b9c"))


class Kaliningrad(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        analyze(cls.folder / "a",
                DATA / "flights/kaliningrad-500.geojson",
                "--rules",
                "national-measures",
                "--sensor",
                "osdcam4060",
                "--height",
                3353)

    def setUp(self):
        self.project = self.open(self.folder / "a/analysis.qgz")

    def features(self, name):
        return self.project.mapLayer(ID + name).getFeatures()

    def test_base_map(self):
        picture = Picture(self.project, at=(21, 55), scale=4e6, labels=True)
        picture.save("kaliningrad.png")
        self.assertEqual(picture.part(SEA, 18.6, 56.5, 4, within=0), 1)  # the Baltic
        self.assertEqual(picture.part(LAND, 22.0, 53.3, 4, within=0), 1)  # Masuria

    def test_lines_and_places(self):
        for one in self.features("passages"):
            at = middle(one.geometry())
            self.assertGreater(Picture(self.project, at=at, scale=1e6).part(PASSAGE, *at, 2), 0.5)
        for one in self.features("routes"):
            at = middle(one.geometry(), 0.1)
            # Dashed, where there are warnings.
            self.assertGreater(
                Picture(self.project, at=at, scale=1e6).part(VERDICTS[one["verdict"]], *at, 8),
                0.05,
                one["verdict"])
        for one in self.features("crossings"):
            at = one.geometry().asPoint()
            picture = Picture(self.project, ["crossings", "land"], at=at, scale=1e4)
            self.assertGreater(picture.part(CROSSINGS[one["kind"]], *at, 1), 0.9)
            # It points to the right or to the left: the broad side is on the other.
            x, y = picture.where(*at)
            column = lambda dx: sum(
                picture.image.pixelColor(x + dx, y + dy).getRgb()[:3] == CROSSINGS[one["kind"]]
                for dy in range(-6, 7))
            self.assertEqual(column(-1) > column(1), one["kind"] == "entry")
        for one in self.features("findings"):
            at = one.geometry().asPoint()
            self.assertGreater(
                Picture(self.project, at=at, scale=1e6).part(SEVERITIES[one["severity"]], *at, 2),
                0.9)

    def test_disputed_zone_is_hatched(self):
        picture = Picture(self.project, ["zones", "land"], at=(21.5, 54.65), scale=1e6)
        picture.save("hatched.png")
        hatch = picture.tinged(DISTANCE, LAND, 21.5, 54.65, 30)
        self.assertTrue(0.1 < hatch < 0.5, hatch)
        self.assertGreater(picture.part(LAND, 21.5, 54.65, 30), 0.3)  # in between nothing is filled

    def test_coverage_and_gaps(self):
        covered = over(COVERED, 0.35, LAND)
        seen, missed = (
            next(self.features(name)).geometry().poleOfInaccessibility(0.01)[0].asPoint()
            for name in ("coverage", "gaps"))
        picture = Picture(self.project, ["coverage", "land"], at=seen, scale=1e6)
        self.assertGreater(picture.part(covered, *seen, 2, within=3), 0.9)
        picture = Picture(self.project, ["gaps", "land"], at=missed, scale=1e6)
        # it may be the lagoon
        below = max(LAND, SEA, key=lambda colour: picture.part(colour, *missed, 15))
        self.assertTrue(0.1 < picture.tinged(GAP, below, *missed, 15) < 0.6)
        self.assertGreater(picture.part(below, *missed, 15), 0.2)
        picture = Picture(self.project, ["revisits", "land"], at=seen, scale=1e6)
        # viridis, from its bright end: once #fde725, twice #a0da39
        self.assertGreater(
            max(
                picture.part(over(rgb(c), 0.8, LAND), *seen, 1, within=4)
                for c in ("#fde725", "#a0da39")),
            0.9)
        picture = Picture(self.project, ["swaths", "land"], at=seen, scale=1e6)
        self.assertGreater(
            max(
                picture.part(over(COVERED, 64 / 255, below), *seen, 1, within=4)
                for below in (LAND, SEA)),
            0.9)

    def test_layout(self):
        layout = self.project.layoutManager().layoutByName("Map and findings")
        path = self.folder / "layout.pdf"
        settings = QgsLayoutExporter.PdfExportSettings()
        # as the layout itself wants it, where one exports it by hand
        settings.textRenderFormat = QgsRenderContext.TextFormatAlwaysText
        self.assertEqual(layout.customProperty("pdfTextFormat"), 1)
        self.assertEqual(
            QgsLayoutExporter(layout).exportToPdf(str(path), settings), QgsLayoutExporter.Success)
        self.assertIn("Pages:           1\n",
                      subprocess.run(["pdfinfo", path], capture_output=True, text=True).stdout)
        text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True,
                              text=True).stdout
        text = unicodedata.normalize("NFKC", text)  # without ligatures
        for words in ("kaliningrad-500 complies",
                      "OpenStreetMap",
                      "Natural Earth",
                      "1 finding: 1 warning",
                      "494.4",
                      "500.0",
                      "Passages",
                      "complies, with warnings",
                      "limit of length or time",
                      "disputed",
                      "What was found"):
            self.assertIn(words, text)
        # of which nothing is in the map
        for words in ("not judged", "distance to keep", "Boundaries"):
            self.assertNotIn(words, text)
        image = QgsLayoutExporter(layout).renderPageToImage(0, dpi=60)
        keep(QgsLayoutExporter(layout).renderPageToImage(0, dpi=100), "layout.png")
        colours = {
            image.pixelColor(x, y).getRgb()[:3]
            for x in range(image.width())
            for y in range(image.height())
        }
        for colour in (SEA, LAND, PASSAGE):
            self.assertIn(colour, colours)


class Kinds(Case):
    """A zone of each kind and status, a row of them at the equator."""
    kinds = (({
        "prohibited": True
    }, PROHIBITED), ({
        "min_altitude_m": 3000,
        "altitude_reference": "MSL"
    }, ALTITUDE), ({
        "max_altitude_m": 9000,
        "altitude_reference": "MSL"
    }, ALTITUDE), ({
        "standoff_km": 5
    }, STANDOFF), ({
        "max_distance_km": 500
    }, DISTANCE), ({}, NONE))

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        zones = [
            square(3 * k,
                   3 * s,
                   3 * k + 2,
                   3 * s + 2,
                   id=f"{k}-{status}",
                   status=status,
                   clause="none",
                   source="none",
                   **limits) for k, (limits, _) in enumerate(cls.kinds) for s,
            status in enumerate((None, "disputed", "lifted"))
        ]
        for one in zones:
            if one["properties"]["status"] is None:
                del one["properties"]["status"]
        routes = [
            feature("LineString", [[-1, 3 * s + 1], [19, 3 * s + 1]], id=f"r{s}") for s in range(3)
        ]
        analyze(cls.folder / "a",
                write(cls.folder / "routes.json", *routes),
                "--zones",
                write(cls.folder / "zones.json", *zones))

    @staticmethod
    def is_across(picture, colour, lon, lat):
        """Whether one of the pixels beside it has much of the colour."""
        x, y = picture.where(lon, lat)
        pixels = [picture.image.pixelColor(x + dx, y).getRgb()[:3] for dx in (-1, 0, 1)]
        return any(
            near(pixel, over(colour, i / 20, SEA), 8) for pixel in pixels for i in range(9, 21))

    def test_colours(self):
        project = self.open(self.folder / "a/analysis.qgz")
        self.assertEqual(project.mapLayer(ID + "zones").featureCount(), 3 * len(self.kinds))
        extent = project.viewSettings().defaultViewExtent()
        Picture(project, extent=extent, labels=True).save("kinds.png")
        picture = Picture(project, ["zones"], extent=extent, size=(1800, 1200))
        for k, (limits, colour) in enumerate(self.kinds):
            with self.subTest(str(limits)):
                self.assertGreater(
                    picture.part(over(colour, 64 / 255, SEA), 3 * k + 1, 1, 12, within=4), 0.95)
                hatch = picture.tinged(colour, SEA, 3 * k + 1, 4, 20)
                self.assertTrue(0.1 < hatch < 0.5, hatch)
                self.assertGreater(picture.part(SEA, 3 * k + 1, 4, 20), 0.3)
                self.assertEqual(picture.part(SEA, 3 * k + 1, 7, 12, within=0), 1)
                # Outlines: along the western edge nearly all of it, or, dashed, a part of it.
                edge = lambda low: sum(
                    self.is_across(picture, colour, 3 * k, low + i / 100)
                    for i in range(10, 191)) / 181
                self.assertGreater(edge(0), 0.97)
                self.assertGreater(edge(3), 0.97)
                self.assertTrue(0.3 < edge(6) < 0.95, edge(6))


class Verdicts(Case):
    """A route of each verdict, and one that complies with a warning."""
    routes = {
        "breaks": (43.5, "violates", None, "violation"),
        "unknown": (47.5, "undecided", (2.2, 1.2), "undecided"),
        "narrow": (49.5, "complies", (5, 1.2), "warning"),
        "free": (51, "complies", None, None)
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        zones = write(
            cls.folder / "zones.json",
            square(20, 43, 21, 44, id="closed", prohibited=True),
            square(20, 47, 21, 48, id="high", min_altitude_m=3000, altitude_reference="MSL"),
            square(20, 49, 21, 50, id="short", max_distance_km=73))
        routes = write(
            cls.folder / "routes.json",
            *(feature("LineString", [[19, lat], [22, lat]], id=name)
              for name, (lat, *_) in cls.routes.items()))
        analyze(cls.folder / "a", routes, "--zones", zones, "--rules", "zones")

    def setUp(self):
        self.project = self.open(self.folder / "a/analysis.qgz")

    def test_routes(self):
        Picture(self.project, at=(20.5, 47), scale=6e6, labels=True).save("verdicts.png")
        for one in self.project.mapLayer(ID + "routes").getFeatures():
            _, verdict, dash, _ = self.routes[one["route_id"]]
            self.assertEqual(one["verdict"], verdict)
            at = middle(one.geometry(), 0.15)
            picture = Picture(self.project, ["routes"], at=at, scale=1e6)
            x, y = picture.where(*at)
            # Along the line, the pixels beside its middle, which may not be at a whole one.
            drawn = [
                any(
                    near(picture.image.pixelColor(x + dx, y + dy).getRgb()[:3],
                         VERDICTS[verdict],
                         40) for dy in range(-3, 4)) for dx in range(-100, 100)
            ]
            if dash is None:
                self.assertGreater(sum(drawn), 180, one["route_id"])
            else:
                # A chevron of the way may be over a gap.
                whole, gap = dash
                self.assertAlmostEqual(sum(drawn) / 200, whole / (whole + gap), delta=0.12)

    def test_findings(self):
        findings = list(self.project.mapLayer(ID + "findings").getFeatures())
        self.assertEqual(len(findings), 3)
        for one in findings:
            self.assertEqual(one["severity"], self.routes[one["route_id"]][3])
            at = one.geometry().asPoint()
            self.assertGreater(
                Picture(self.project, at=at, scale=1e6).part(SEVERITIES[one["severity"]], *at, 2),
                0.9)

    def test_layout(self):
        layout = self.project.layoutManager().layoutByName("Map and findings")
        keep(QgsLayoutExporter(layout).renderPageToImage(0, dpi=100), "verdicts-layout.png")
        path = self.folder / "layout.pdf"
        settings = QgsLayoutExporter.PdfExportSettings()
        settings.textRenderFormat = QgsRenderContext.TextFormatAlwaysText
        QgsLayoutExporter(layout).exportToPdf(str(path), settings)
        text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True,
                              text=True).stdout
        text = unicodedata.normalize("NFKC", text)
        for words in ("2 comply, 1 violates, 1 is undecided",
                      "3 findings: 1 violation, 1 undecided, 1 warning",
                      "complies, with warnings"):
            self.assertIn(words, text)
        # The table: the worst first.
        table = text[text.index("What was found"):]
        places = [table.index("\n" + word) if "\n" + word in table else table.index(word)
                  for word in ("violation", "undecided", "warning")]
        self.assertEqual(places, sorted(places))


class Far(Case):
    def test_alaska_is_one_piece(self):
        project = self.open(
            analyze(self.folder / "alaska",
                    DATA / "flights/attu.geojson",
                    DATA / "flights/chukotka.geojson") / "analysis.qgz")
        view = project.viewSettings().defaultViewExtent()
        # From Magadan (150.8 E) to the Panhandle (130 W) it is some 4,500 km along 60 N: half of
        # what a map cut at 180 would show.
        self.assertLess(view.width(), 6.5e6)
        picture = Picture(project, extent=view, labels=True, size=(1300, 900))
        picture.save("alaska.png")
        attu, adak, elmendorf = (picture.where(*at)
                                 for at in ((173, 52.8), (-176.6, 51.9), (-149.8, 61.2)))
        self.assertTrue(attu[0] < adak[0] < elmendorf[0])
        # Chukotka is cut at 180 in the file; neither its outline nor that of the land shows the
        # cut.
        picture = Picture(project, ["zones", "boundaries", "land"], at=(180, 66.9), scale=3e6)
        picture.save("cut.png")
        self.assertEqual(picture.part(over(NONE, 64 / 255, LAND), 180, 66.9, 12, within=3), 1)
        for one in project.mapLayer(ID + "passages").getFeatures():
            at = middle(one.geometry())
            self.assertGreater(Picture(project, at=at, scale=1e6).part(PASSAGE, *at, 2), 0.5)

    def test_over_the_pole(self):
        positions = [[15.5, 78.2], [10, 89.5], [-150, 85], [-148, 70.5], [-147, 64.8]]
        route = write(self.folder / "route.json",
                      feature("LineString", positions, id="over the pole"))
        project = self.open(analyze(self.folder / "pole", route) / "analysis.qgz")
        view = project.viewSettings().defaultViewExtent()
        self.assertLess(max(view.width(), view.height()), 8e6)
        picture = Picture(project, extent=view, labels=True)
        picture.save("pole.png")
        picture = Picture(project, ["routes", "boundaries", "land"], extent=view)
        for one in project.mapLayer(ID + "routes").getFeatures():
            for part in (0.2, 0.5, 0.8):
                self.assertGreater(picture.part(VERDICTS[None], *middle(one.geometry(), part), 3),
                                   0.15)
        self.assertEqual(picture.part(LAND, -40, 74, 5, within=0), 1)  # Greenland
        self.assertEqual(picture.part(SEA, 170, 86, 5, within=0), 1)  # the Arctic Ocean
        self.assertEqual(picture.part(SEA, 90, 88, 3, within=0), 1)


if __name__ == "__main__":
    main()
