#!/usr/bin/python3
# Tests: src/output/qgis/ src/output/map/standoff.c src/output/map/places.c
"""What findings name is drawn in QGIS: stand-offs, airfields; names of towns, few by scale; the
worst first in tables; and the print layout with a map for each region, in which north is up."""
import json
import math

from pyproj import Geod
from qgis.core import (QgsExpression,
                       QgsExpressionContext,
                       QgsLayoutItemMap,
                       QgsLayoutItemPicture,
                       QgsLayoutItemScaleBar,
                       QgsPointXY,
                       QgsVectorLayer)

from support.headless import (DATA, GEOGRAPHIC, ID, Case, QgsCoordinateTransform, analyze, feature,
                              main, square, write)

GEOD = Geod(ellps="WGS84")
# The least room between two names, mm.
ROOM_MM = 17


def outline_m(lon, lat, west, south, east, north):
    """Distance from a square whose edges are short: to the nearest of many places of them."""
    places = []
    for i in range(2001):
        t = i / 2000
        places += [(west + t * (east - west), south), (west + t * (east - west), north),
                   (west, south + t * (north - south)), (east, south + t * (north - south))]
    return min(GEOD.inv([lon] * len(places), [lat] * len(places), *zip(*places))[2])


class Drawn(Case):
    def test_stand_offs(self):
        """At each latitude and across the antimeridian, within 0.3 % of the distance."""
        for number, (lon, lat, size, away_km) in enumerate(((13.4, 52.5, 0.01, 0.5),
                                                            (-150, 64, 0.5, 20),
                                                            (179.9, -10, 0.3, 30))):
            folder = self.folder / f"standoff-{number}"
            box = lon - size / 2, lat - size / 2, lon + size / 2, lat + size / 2
            zones = write(self.folder / f"zones-{number}.json",
                          square(*box, id="plant", standoff_km=away_km))
            far = lat + size / 2 + 0.3 * away_km / 111
            routes = write(self.folder / f"routes-{number}.json",
                           feature("LineString", [[lon - size, far], [lon + size, far]], id="by"))
            analyze(folder, routes, "--zones", zones, "--rules", "zones")
            project = self.open(folder / "analysis.qgz")
            layer = project.mapLayer(ID + "standoffs")
            (band,) = layer.getFeatures()
            self.assertEqual((band["zone_id"], band["standoff_m"]), ("plant", 1000 * away_km))
            geometry = band.geometry()
            self.assertTrue(geometry.isGeosValid())
            count = 0
            for place in geometry.vertices():
                if abs(place.x()) == 180:
                    continue  # where it is cut
                x = place.x() + (360 if place.x() < lon - 180 else 0)
                away = outline_m(x, place.y(), *box)
                self.assertAlmostEqual(away / 1000 / away_km, 1, delta=0.003)
                count += 1
            self.assertGreater(count, 30)
            # All of it is in view.
            view, to_map = project.viewSettings().defaultViewExtent(), QgsCoordinateTransform(
                GEOGRAPHIC, project.crs(), project)
            geometry.transform(to_map)
            self.assertTrue(view.contains(geometry.boundingBox()))
            self.assertEqual(project.layerTreeRoot().findLayer(layer.id()).isVisible(), True)

    def test_none_without_a_distance_to_keep(self):
        analyze(self.folder / "none", DATA / "flights/germany.geojson")
        project = self.open(self.folder / "none/analysis.qgz")
        self.assertIsNone(project.mapLayer(ID + "standoffs"))


class Table(Case):
    def test_worst_first_and_alike_once(self):
        """The table of the layout has the findings that the page has, in the same order: the worst
        first, and what many routes have alike once, with their number."""
        lines = [[[43.4, 42], [44.6, 42.2]]]
        routes = write(self.folder / "routes.json",
                       *(feature("LineString", [[10, 50 + i], [11, 50 + i]], id=f"far-{i}")
                         for i in range(11)),
                       *(feature("LineString", line, id=f"in-{i}") for i, line in enumerate(lines)))
        analyze(self.folder / "table", routes, "--rules", "national-measures")
        project = self.open(self.folder / "table/analysis.qgz")
        layout = project.layoutManager().layoutByName("Map and findings")
        table = layout.itemById("Table of findings").multiFrame()
        table.refreshAttributes()
        rows = [[str(cell) for cell in row] for row in table.contents()]
        findings = list(project.mapLayer(ID + "findings").getFeatures())
        # The longest stretches are the worst.
        placed = sorted((one for one in findings if one["measured"] and one["zone_id"]),
                        key=lambda one: -one["measured"])
        self.assertGreater(len(placed), 1)
        self.assertEqual([row[1] for row in rows[:len(placed)]],
                         [one["route_id"] for one in placed])
        alike = sum(one["rule"] == "nothing-judged" for one in findings)
        self.assertGreater(alike, 10)
        self.assertEqual([row[1] for row in rows if row[3] == "nothing-judged"],
                         [f"{alike} routes alike"])


class World(Case):
    def test_nothing_is_drawn_across_the_map(self):
        """Routes all around the earth, and a zone on both sides of 180 degrees: the map ends where
        layers are cut."""
        cities = [(-74, 41), (0, 51), (37, 56), (77, 28), (140, 36), (151, -34), (-70, -33),
                  (-157, 21), (18, -34), (-122, 37)]
        routes = [feature("LineString", [one, other], id=f"{i}-{k}")
                  for i, one in enumerate(cities) for k, other in enumerate(cities[:i])]
        zones = [feature("Polygon", [[[170, 40], [190, 40], [190, 60], [170, 60], [170, 40]]],
                         id="both", prohibited=True)]
        analyze(self.folder / "world", write(self.folder / "routes.json", *routes), "--zones",
                write(self.folder / "zones.json", *zones), "--rules", "zones")
        project = self.open(self.folder / "world/analysis.qgz")
        to_map = QgsCoordinateTransform(GEOGRAPHIC, project.crs(), project)
        half = to_map.transform(QgsPointXY(179.9, 0)).x()
        for name in ("routes", "passages"):
            longest = 0
            for one in project.mapLayer(ID + name).getFeatures():
                for part in one.geometry().asMultiPolyline():
                    xs = [to_map.transform(place).x() for place in part]
                    longest = max([longest, *(abs(a - b) for a, b in zip(xs, xs[1:]))])
            self.assertTrue(0 < longest < half, (name, longest, half))
        (mark,) = project.bookmarkManager().bookmarks()
        self.assertLess(mark.extent().width(), half / 4)


class Bundled(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        analyze(cls.folder / "all", *sorted(DATA.glob("flights/*.geojson")), "--rules",
                "treaty-in-use-2012-2020,national-measures")

    def setUp(self):
        super().setUp()
        self.project = self.open(self.folder / "all/analysis.qgz")

    def test_airfields(self):
        wanted = {}
        for file in sorted(DATA.glob("flights/*.geojson")):
            for one in json.loads(file.read_text())["features"]:
                properties, line = one["properties"], one["geometry"]["coordinates"]
                parts = line if one["geometry"]["type"] == "MultiLineString" else [line]
                count = sum(map(len, parts))
                wanted[properties["id"], 1] = properties.get("airfield_from")
                wanted[properties["id"], count] = properties.get("airfield_to")
        self.assertGreater(sum(code is not None for code in wanted.values()), 10)
        layer = self.project.mapLayer(ID + "fixes")
        found = {(one["route_id"], one["fix"]): one["airfield"] or None
                 for one in layer.getFeatures() if one["airfield"]}
        self.assertEqual(found, {key: code for key, code in wanted.items() if code})

    def test_worst_first_in_tables(self):
        for name, field, order in (
                ("findings", "severity", ["violation", "undecided", "warning", "information"]),
                ("finding_stretches", "severity",
                 ["violation", "undecided", "warning", "information"]),
                ("routes", "verdict", ["violates", "undecided", "complies"])):
            layer = self.project.mapLayer(ID + name)
            table = layer.attributeTableConfig()
            self.assertEqual(int(table.sortOrder()), 0)  # ascending
            expression = table.sortExpression()
            self.assertTrue(expression, name)
            ranks = []
            for word in order:
                one = next(layer.getFeatures())
                one[field] = word
                context = QgsExpressionContext()
                context.setFeature(one)
                context.setFields(layer.fields())
                ranks.append(QgsExpression(expression).evaluate(context))
            self.assertEqual(ranks, sorted(ranks), name)
            self.assertEqual(len(set(ranks)), len(order), name)

    def test_few_names_at_each_scale(self):
        layer = self.project.mapLayer(ID + "places")
        towns = sorted(((one["apart_m"], one["name"], one.geometry().asPoint())
                        for one in layer.getFeatures()), reverse=True)
        names = {name for _, name, _ in towns}
        self.assertLessEqual({"Kaliningrad", "Honolulu", "Anchorage", "Tbilisi"}, names)
        shown = {}
        for rule in layer.renderer().rootRule().children():
            least, most = rule.maximumScale(), rule.minimumScale()
            apart = float(rule.filterExpression().rpartition(" ")[2])
            self.assertIsNotNone(rule.symbol())
            shown[most] = [town for town in towns if town[0] >= apart]
            for i, (_, name, place) in enumerate(shown[most]):
                for _, other, there in shown[most][:i]:
                    if abs(place.y() - there.y()) > 5:
                        continue
                    metres = GEOD.inv(place.x(), place.y(), there.x(), there.y())[2]
                    self.assertGreater(1000 * metres / most, ROOM_MM, (name, other, most))
            self.assertLess(least, most)
        labels = layer.labeling().rootRule().children()
        self.assertEqual([(rule.maximumScale(), rule.minimumScale(), rule.filterExpression())
                          for rule in labels],
                         [(rule.maximumScale(), rule.minimumScale(), rule.filterExpression())
                          for rule in layer.renderer().rootRule().children()])
        # Quiet: small, and grey.
        for rule in labels:
            text = rule.settings().format()
            self.assertLessEqual(text.size(), 7.5)
            self.assertLess(text.color().saturation(), 60)
        self.assertFalse(self.project.mapLayer(ID + "places").flags() & layer.Identifiable)

    def maps(self):
        layout = self.project.layoutManager().layouts()[0]
        maps = [item for item in layout.items() if isinstance(item, QgsLayoutItemMap)]
        return layout, {item.id(): item for item in maps}

    def test_a_map_for_each_region(self):
        layout, maps = self.maps()
        # Alaska with Chukotka, Hawaii, Kaliningrad and Moscow, Georgia, Germany; and all of it.
        self.assertEqual(set(maps), {"Map", *(f"Map-{i}" for i in range(2, 7))})
        # None over another, and all on the page beside the legend.
        boxes = [item.sceneBoundingRect() for item in maps.values()]
        for i, box in enumerate(boxes):
            self.assertLess(box.right(), layout.itemById("Legend").sceneBoundingRect().left())
            self.assertFalse(any(box.intersects(other) for other in boxes[:i]))
        self.assertEqual(maps["Map"].crs().toProj(), self.project.crs().toProj())
        seen = set()
        for name, item in maps.items():
            back = QgsCoordinateTransform(item.crs(), GEOGRAPHIC, self.project)
            extent = item.extent()
            if name != "Map":
                self.assertIn("+proj=laea", item.crs().toProj())
                # North is up in its middle, and within 10 degrees in most of it.
                middle = back.transform(extent.center())
                self.assertLess(abs(lean(self.project, item, middle)), 3)
            for zone in self.project.mapLayer(ID + "zones").getFeatures():
                shape = zone.geometry()
                try:
                    shape.transform(QgsCoordinateTransform(GEOGRAPHIC, item.crs(), self.project))
                except Exception:  # on the other side of the globe
                    continue
                if name != "Map" and extent.contains(shape.boundingBox()):
                    seen.add(zone["zone_id"])
        self.assertEqual(seen, {"alaska", "chukotka", "georgia-strip", "hawaii", "kaliningrad",
                                "moscow"})
        self.assertEqual(len({item.crs().toProj() for item in maps.values()}), len(maps))

    def test_arrows_scale_bars_and_graticules(self):
        layout, maps = self.maps()
        layout.refresh()
        arrows = [item for item in layout.items() if isinstance(item, QgsLayoutItemPicture)]
        bars = [item for item in layout.items() if isinstance(item, QgsLayoutItemScaleBar)]
        self.assertEqual({item.linkedMap().id() for item in arrows}, set(maps))
        self.assertEqual({item.linkedMap().id() for item in bars}, set(maps))
        for arrow in arrows:
            item = arrow.linkedMap()
            self.assertEqual(arrow.northMode(), QgsLayoutItemPicture.TrueNorth)
            back = QgsCoordinateTransform(item.crs(), GEOGRAPHIC, self.project)
            wanted = lean(self.project, item, back.transform(item.extent().center()))
            turned = (arrow.pictureRotation() + 180) % 360 - 180
            self.assertAlmostEqual(turned, wanted, delta=1.5, msg=item.id())
            self.assertTrue(item.sceneBoundingRect().contains(arrow.sceneBoundingRect()))
            self.assertFalse(arrow.isMissingImage())
        for item in maps.values():
            grid = item.grid()
            self.assertTrue(grid.enabled())
            self.assertEqual(grid.crs().authid(), "EPSG:4326")
            self.assertTrue(0 < grid.intervalX() <= 60 and 0 < grid.intervalY() <= 60)
        # Moved elsewhere, the arrow tells the truth there.
        arrow = next(one for one in arrows if one.linkedMap().id() == "Map-2")
        item = arrow.linkedMap()
        extent = item.extent()
        item.setExtent(type(extent)(extent.xMinimum() + 2e6, extent.yMinimum(),
                                    extent.xMaximum() + 2e6, extent.yMaximum()))
        back = QgsCoordinateTransform(item.crs(), GEOGRAPHIC, self.project)
        wanted = lean(self.project, item, back.transform(item.extent().center()))
        self.assertGreater(abs(wanted), 5)
        self.assertAlmostEqual((arrow.pictureRotation() + 180) % 360 - 180, wanted, delta=1.5)

    def test_one_map_for_one_region(self):
        analyze(self.folder / "one", DATA / "flights/germany.geojson")
        project = self.open(self.folder / "one/analysis.qgz")
        (layout,) = project.layoutManager().layouts()
        self.assertEqual([item.id() for item in layout.items()
                          if isinstance(item, QgsLayoutItemMap)], ["Map"])

    def test_sources_are_on_the_sheet(self):
        layout = self.project.layoutManager().layouts()[0]
        credits = layout.itemById("Credits").text()
        for source in ("© OpenStreetMap contributors", "Natural Earth", "GeoNames (CC BY 4.0)"):
            self.assertIn(source, credits)
        layer = QgsVectorLayer(f"{self.folder}/all/analysis.gpkg|layername=places", "places", "ogr")
        self.assertGreater(layer.featureCount(), 100)


def lean(project, item, at):
    """How far north is to the right of up at a position of a map, degrees."""
    there = QgsCoordinateTransform(GEOGRAPHIC, item.crs(), project)
    south, north = (there.transform(QgsPointXY(at.x(), at.y() + d)) for d in (-.01, .01))
    return math.degrees(math.atan2(north.x() - south.x(), north.y() - south.y()))


if __name__ == "__main__":
    main()
