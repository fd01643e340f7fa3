#!/usr/bin/python3
# Tests: src/output/qgis/
"""Maps of every size in QGIS: north is up where one looks, a crowd of routes is drawn in no time, a
small field fills the map."""
import math
import random
import time

from qgis.core import QgsPointXY, QgsRectangle

from support.headless import (ID, GEOGRAPHIC, Case, Picture, QgsCoordinateTransform, analyze,
                              feature, main, square, write)

CENTRES = ((20.5, 54.7), (-150, 63), (-157, 20.5), (175, 66))


def lean(project, bookmark):
    """How far north is from up in the middle of a bookmark that is turned as it says, degrees."""
    extent = bookmark.extent()
    back = QgsCoordinateTransform(project.crs(), GEOGRAPHIC, project)
    there = QgsCoordinateTransform(GEOGRAPHIC, project.crs(), project)
    middle = back.transform(extent.center())
    south, north = (there.transform(QgsPointXY(middle.x(), middle.y() + d)) for d in (-.01, .01))
    right_of_up = math.degrees(math.atan2(north.x() - south.x(), north.y() - south.y()))
    turn = bookmark.rotation() if hasattr(bookmark, "rotation") else 0  # QGIS has it of late
    return abs((right_of_up + turn + 180) % 360 - 180)


class Crowd(Case):
    ROUTES = 2400

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        chance = random.Random(7)
        cls.lines = []
        for number in range(cls.ROUTES):
            lon, lat = CENTRES[number % len(CENTRES)]
            line = []
            for _ in range(4):
                x = lon + chance.uniform(-3, 3)
                line.append([round(x - 360 if x > 180 else x, 5),
                             round(lat + chance.uniform(-2, 2), 5)])
            cls.lines.append(line)
        zones = [
            square(x - .5, y - .3, x + .5, y + .3, id=f"zone-{i}", prohibited=i == 0)
            for i, (x, y) in enumerate(CENTRES)
        ]
        routes = [feature("LineString", line, id=f"r{i}") for i, line in enumerate(cls.lines)]
        analyze(cls.folder / "many", write(cls.folder / "many.json", *routes), "--zones",
                write(cls.folder / "zones.json", *zones), "--rules", "zones", "--layers",
                "routes,zones,passages,crossings,findings", "--formats", "gpkg")

    def test_north_is_up(self):
        project = self.open(self.folder / "many/analysis.qgz")
        marks = project.bookmarkManager().bookmarks()
        self.assertEqual(len(marks), len(CENTRES))
        for mark in marks:
            self.assertLess(lean(project, mark), 10, mark.name())
            self.assertLess(mark.extent().width(), 1e6)

    def test_cells_hold_every_route(self):
        project = self.open(self.folder / "many/analysis.qgz")
        cells = [one for one in project.mapLayer(ID + "density").getFeatures() if one["level"] == 1]
        there = QgsCoordinateTransform(GEOGRAPHIC, project.crs(), project)
        size = cells[0]["cell_m"]
        places = {}
        for one in cells:
            at = there.transform(one.geometry().centroid().asPoint())
            # A square there, so that it fills its place on any map.
            box = one.geometry()
            box.transform(there)
            self.assertAlmostEqual(box.area(), size**2, delta=size**2 / 1000)
            places[math.floor(at.x() / size), math.floor(at.y() / size)] = one["routes"]
        # Routes of which a fix lies in the cell, counted once each: no more than run through it.
        wanted = {}
        for number, line in enumerate(self.lines):
            for lon, lat in line[1:]:
                at = there.transform(QgsPointXY(lon, lat))
                key = math.floor(at.x() / size), math.floor(at.y() / size)
                wanted.setdefault(key, set()).add(number)
        for key, routes in wanted.items():
            self.assertGreaterEqual(places.get(key, 0), len(routes), key)
        self.assertLessEqual(max(places.values()), self.ROUTES)
        violations = sum(one["severity"] == "violation"
                         for one in project.mapLayer(ID + "findings").getFeatures())
        self.assertGreater(violations, 0)
        self.assertEqual(sum(one["violations"] for one in cells), violations)

    def test_drawn_in_no_time(self):
        """As a ratio to the same views without routes and what is on them."""
        project = self.open(self.folder / "many/analysis.qgz")

        def seconds(layers, extent):
            begin = time.process_time()
            Picture(project, layers, extent=QgsRectangle(extent), labels=True, size=(1200, 800))
            return time.process_time() - begin

        views = [project.viewSettings().defaultViewExtent()]
        views += [mark.extent() for mark in project.bookmarkManager().bookmarks()]
        for number, extent in enumerate(views):
            empty = min(seconds(["zones", "boundaries", "land"], extent) for _ in range(2))
            whole = min(seconds(None, extent) for _ in range(2))
            # 600 routes and more are in each view of a zone; drawn with all that is on them, it
            # takes forty times as long and more.
            self.assertLess(whole, 15 * max(empty, 0.1), number)
        picture = Picture(project, extent=QgsRectangle(views[0]), labels=True, size=(1200, 800))
        picture.save("crowd.png")


class Small(Case):
    def test_field_fills_the_map(self):
        """A survey of 240 by 200 m."""
        line = []
        for i in range(7):
            ends = [13.405, 13.4085]
            line += [[x, 52.52 + i * 0.0003] for x in (ends if i % 2 == 0 else ends[::-1])]
        zone = square(13.406, 52.5205, 13.4068, 52.521, id="yard", prohibited=True)
        folder = analyze(self.folder / "field", write(self.folder / "survey.json",
                                                      feature("LineString", line, id="survey")),
                         "--zones", write(self.folder / "yard.json", zone), "--rules", "zones")
        project = self.open(folder / "analysis.qgz")
        view = project.viewSettings().defaultViewExtent()
        self.assertLess(max(view.width(), view.height()), 300)
        layout = project.layoutManager().layouts()[0]
        bar = layout.itemById("Scale bar")
        self.assertEqual((bar.unitLabel(), bar.mapUnitsPerScaleBarUnit()), ("m", 1))
        self.assertTrue(5 <= bar.unitsPerSegment() <= 50, bar.unitsPerSegment())
        self.assertNotIn("0 km", layout.itemById("Subtitle").text().split("; ")[1])


class World(Case):
    def test_beyond_a_hemisphere(self):
        """No azimuthal disc; Mercator has no pole."""
        routes = [feature("LineString", [[0, 51], [-70, -33]], id="a"),
                  feature("LineString", [[16, 48], [151, -34]], id="b"),
                  feature("LineString", [[-71, -33], [151, -34]], id="over-antarctica")]
        project = self.open(analyze(self.folder / "world",
                                    write(self.folder / "world.json", *routes)) / "analysis.qgz")
        self.assertIn(project.crs().toProj().split()[0], ("+proj=eqc", "+proj=merc"))
        view = project.viewSettings().defaultViewExtent()
        there = QgsCoordinateTransform(GEOGRAPHIC, project.crs(), project)
        for line in routes:
            for lon, lat in line["geometry"]["coordinates"]:
                self.assertTrue(view.contains(there.transform(QgsPointXY(lon, lat))))


if __name__ == "__main__":
    main()
