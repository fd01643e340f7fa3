#!/usr/bin/python3
# Tests: src/output/report/
"""report.html of what is not usual: the antimeridian, a pole, hostile ids, very many routes, hardly
anything."""
import csv
import json
import math
import os
import random
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "support"))
from page import BROWSER, SEED, Report, analyze, feature, position, square, write  # noqa: E402


class Planes(Report):
    """The page's own projection against PROJ's."""
    def test_planes(self):
        import pyproj
        folder = analyze(
            "plane",
            write("plane-routes.geojson", feature("LineString", [[10, 50], [11, 51]], id="r")),
            "--zones",
            write("plane-zones.geojson", square(10, 50, 10.5, 50.5, id="z")),
            "--formats",
            "html")
        self.open(folder)
        draw = random.Random(SEED)
        for lon0, lat0 in ((10.51, 50.5), (-170.32, 62.11), (0, 90), (33, -90), (20, 0),
                           (179.99, -0.01), (5, 89.99)):
            laea = pyproj.Proj(f"+proj=laea +lat_0={lat0} +lon_0={lon0} +ellps=WGS84")
            points = [(draw.uniform(-180, 180), draw.uniform(-89, 89)) for _ in range(40)]
            points = [p for p in points if pyproj.Geod(ellps="WGS84").inv(lon0, lat0, *p)[2] < 15e6]
            images = [laea(*p) for p in points]
            forward, inverse = BROWSER.run(f"""(() => {{ const p = makePlane([{lon0}, {lat0}]);
                return [{json.dumps(points)}.map(x => p.forward(...x)),
                        {json.dumps(images)}.map(x => p.inverse(...x))]; }})()""")
            for point, image, there, back in zip(points, images, forward, inverse):
                self.assertAlmostEqual(there[0],
                                       image[0],
                                       delta=0.01,
                                       msg=f"{(lon0, lat0)} {point}")
                self.assertAlmostEqual(there[1],
                                       image[1],
                                       delta=0.01,
                                       msg=f"{(lon0, lat0)} {point}")
                self.assertLess(pyproj.Geod(ellps="WGS84").inv(*point, *back)[2], 1)
        # The data are in the same plane: a corner of the zone.
        corner = BROWSER.run("boundsOf(itemsOf('zones')).getSouthWest()")
        lon, lat = BROWSER.run(f"plane.inverse(plane.forward(10, 50)[0], plane.forward(10, 50)[1])")
        self.assertLess(abs(BROWSER.run("plane.forward(10, 50)[1]") - corner["lat"]),
                        BROWSER.run("layers.get('zones').tolerance_m") + 500)
        self.assertAlmostEqual(lon, 10, places=6)
        self.assertAlmostEqual(lat, 50, places=6)
        self.quiet()


class Antimeridian(Report):
    def test_one_piece(self):
        zones = write("date-zones.geojson",
                      square(170, 50, 190, 60, id="line", name="Across"),
                      square(-178, 62, -170, 66, id="east", name="East"))
        routes = write("date-routes.geojson",
                       feature("LineString", [[165, 55], [195, 55]], id="across"),
                       feature("LineString", [[175, 58], [-170, 64]], id="back"))
        folder = analyze("date", routes, "--zones", zones, "--formats", "html")
        self.open(folder)
        # 20° of longitude are 2,226 km on this map; torn apart it would be around the earth.
        self.assertLess(
            BROWSER.run(
                "boundsOf([zoneItem('line')]).getEast() - boundsOf([zoneItem('line')]).getWest()"),
            2.3e6)
        self.assertAlmostEqual(abs(BROWSER.run("analysis.centre[0]")), 180, delta=5)
        for lon in (172, 179.9, 180, -179.9, -172):
            spot = self.on_page(position(lon, 57))
            BROWSER.run("select(null)")
            BROWSER.click(*spot)
            self.assertEqual(BROWSER.run("selected?.v.zone_id"), "line", lon)
        # The cut is not drawn: on the antimeridian there is the fill only, as beside it.
        at = [self.colour(position(lon, 56.5)) for lon in (178, 180, -178)]
        self.assertEqual(at[0], at[1])
        self.assertEqual(at[0], at[2])
        self.quiet()


class Hostile(Report):
    IDS = [
        '</script><img src=x onerror=alert(1)>',
        '<b>bold</b>',
        '"\'`${alert(1)}',
        '\u202eright to left \u05d0\u05d1',
        'line\u2028break',
        "&lt;i&gt;",
        "x" * 3000
    ]

    def test_ids(self):
        routes = [
            feature("LineString", [[9, 50 + k / 10, 3000], [12, 50 + k / 10, 4000]],
                    id=name,
                    note=name,
                    **{name[:60]: name}) for k,
            name in enumerate(self.IDS)
        ]
        zones = [
            square(10,
                   50 + k / 10 - 0.04,
                   11,
                   50 + k / 10 + 0.04,
                   id=name,
                   name=name,
                   source=name,
                   attribution=name,
                   licence="ODbL",
                   note="javascript:alert(1)",
                   prohibited=True,
                   restriction="prohibited",
                   clause=name,
                   status="disputed") for k,
            name in enumerate(self.IDS)
        ]
        folder = analyze("hostile",
                         write("hostile-routes.geojson", *routes),
                         "--zones",
                         write("hostile-zones.geojson", *zones),
                         "--formats",
                         "csv,html")
        page = (folder / "report.html").read_text()
        data = page[page.index('id="analysis"'):page.
                    index("</script>\n<script>", page.index('id="layer-'))]
        self.assertNotIn("<img", page)
        self.assertNotIn("<b>", data)
        self.open(folder)
        self.assertEqual(BROWSER.run("document.querySelectorAll('img, b, i').length"), 0)
        for table in ("statistics", "routes", "zones", "passages"):
            self.open_table(table)
            field = "zone_id" if table == "zones" else "route_id"
            self.assertEqual(set(self.cells(table, field)), set(self.IDS), table)
        self.open_table("routes")
        texts = BROWSER.run(
            "[...document.querySelectorAll('#panel-routes td[data-field=route_id]')].map(td => "
            "td.textContent)")
        self.assertEqual(texts,
                         [
                             name if len(name) <= 200 else name[:199] + "…"
                             for name in self.cells("routes", "route_id")
                         ])
        for name in ("zones", "routes", "passages", "crossings", "statistics"):
            for k in range(len(self.IDS)):
                BROWSER.run(f"select(itemsOf('{name}')[{k}], {{zoom: true}})")
                BROWSER.run(
                    f"showTip(itemsOf('{name}')[{k}], {{containerPoint: {{x: 10, y: 10}}}})")
        self.assertEqual(BROWSER.run("document.querySelectorAll('img, b, i').length"), 0)
        self.assertNotIn("Page.javascriptDialogOpening", BROWSER.seen)
        self.fits()
        self.open(folder, width=360, height=740)
        self.fits()
        self.quiet()


class Many(Report):
    def test_two_thousand(self):
        draw, routes = random.Random(SEED), []
        for number in range(2000):
            lon, lat, line = draw.uniform(5, 40), draw.uniform(45, 60), []
            for _ in range(20):
                line.append([round(lon, 5), round(lat, 5), draw.randint(1000, 9000)])
                lon, lat = lon + draw.uniform(-1, 1), lat + draw.uniform(-0.5, 0.5)
            routes.append(
                feature("LineString",
                        line,
                        id=f"route-{number}",
                        start_time="2017-01-01T08:00:00Z",
                        speed_kmh=500))
        zones = [
            square(10 + 5 * k, 48 + k % 3 * 3, 13 + 5 * k, 50 + k % 3 * 3, id=f"zone-{k}")
            for k in range(6)
        ]
        folder = analyze("many",
                         write("many-routes.geojson", *routes),
                         "--zones",
                         write("many-zones.geojson", *zones),
                         "--formats",
                         "csv,html",
                         "--layers",
                         "statistics,routes,zones,passages,crossings,nearest")
        self.assertLess((folder / "report.html").stat().st_size, 20e6)
        self.open(folder)
        self.assertEqual(BROWSER.run("itemsOf('routes').length"), 2000)
        self.assertTrue(BROWSER.run("document.getElementById('left-out').hidden"))
        with open(folder / "statistics.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(
            BROWSER.run(
                "itemsOf('statistics').map(i => [i.v.route_id, i.v.zone_id, i.v.inside_m])"),
            [[row["route_id"], row["zone_id"], float(row["inside_m"])] for row in rows])
        self.open_table("routes")
        BROWSER.click_on("#panel-routes th[data-field=length_m] button")
        self.assertEqual(BROWSER.run("Math.min(...itemsOf('routes').map(i => i.v.length_m))"),
                         float(self.cells("routes", "length_m")[0]))
        BROWSER.run("select(itemsOf('routes')[1999], {from: 'map'})")
        self.assertEqual(
            BROWSER.run("document.querySelectorAll('#panel-routes tr[aria-current]').length"), 1)
        BROWSER.click_on("#panel-routes tbody tr[aria-current] td")
        self.assertTrue(BROWSER.run("map.getBounds().contains(boundsOf([selected]))"))
        self.assertEqual(BROWSER.run("selected.v.route_id"), "route-1999")
        self.quiet()

    def test_beyond_the_limit(self):
        """What does not fit is counted, and the page says so; nothing else changes."""
        routes = [
            feature("LineString", [[9 + k / 10, 50], [9 + k / 10, 51]],
                    id=f"route-{k}",
                    note="x" * 500_000) for k in range(50)
        ]
        folder = analyze("limit",
                         write("limit-routes.geojson", *routes),
                         "--zones",
                         write("limit-zones.geojson", square(9, 50.2, 20, 50.4, id="z")),
                         "--formats",
                         "csv,html")
        self.assertLess((folder / "report.html").stat().st_size, 20e6)
        self.open(folder)
        shown = BROWSER.run("itemsOf('routes').length")
        self.assertIn(f"{shown} of 50 routes",
                      BROWSER.run("document.getElementById('left-out').textContent"))
        self.assertLess(0, shown)
        self.assertLess(shown, 50)
        self.assertEqual(BROWSER.run("itemsOf('statistics').length"), 50)
        self.assertEqual(BROWSER.run("document.querySelector('#totals dd').textContent"), "50")
        BROWSER.run("select(itemsOf('statistics')[49], {from: 'table', zoom: true})")
        self.quiet()


class Little(Report):
    """Analyses that have only some of everything."""
    def check(self, name, routes, zones, *options):
        folder = analyze(name,
                         write(f"{name}-routes.geojson", *routes),
                         "--zones",
                         write(f"{name}-zones.geojson", *zones),
                         "--formats",
                         "html",
                         *options)
        self.open(folder)
        self.fits()
        self.quiet()

    def test_nothing_met(self):
        self.check("nothing", [feature("LineString", [[0, 0], [1, 1]], id="r")],
                   [square(50, 50, 51, 51, id="z")])
        self.assertEqual(
            BROWSER.run("[...document.querySelectorAll('#tabs button')].map(b => b.id)"),
            ["tab-routes"])
        self.assertIsNone(BROWSER.run("document.querySelector('#profile .heights')"))
        self.assertFalse(BROWSER.run("document.getElementById('profile').hidden"))

    def test_some_layers(self):
        self.check("some", [feature("LineString", [[0, 0], [1, 1]], id="r")],
                   [square(0.2, 0.2, 0.4, 0.4, id="z")],
                   "--swath-km",
                   "5",
                   "--layers",
                   "coverage,gaps")
        self.assertTrue(BROWSER.run("document.getElementById('profile').hidden"))
        self.assertEqual(
            BROWSER.run("[...document.querySelectorAll('#tabs button')].map(b => b.id)"),
            ["tab-coverage"])
        self.assertTrue(BROWSER.run("drawn.every(layer => map.hasLayer(layer.group))"))
        BROWSER.click_on("#panel-coverage tbody td")
        self.assertEqual(BROWSER.run("selected.layer.name"), "coverage")
        self.quiet()

    def test_figures_only(self):
        self.check("figures", [feature("LineString", [[0, 0], [1, 1]], id="r")],
                   [square(0.2, 0.2, 0.4, 0.4, id="z")],
                   "--layers",
                   "statistics")
        BROWSER.click_on("#panel-statistics tbody td")
        self.assertEqual(BROWSER.run("selected.layer.name"), "statistics")
        self.quiet()

    def test_over_the_pole(self):
        self.check(
            "pole", [feature("LineString", [[20, 80, 9000], [-160, 80, 9000]], id="r")],
            [
                feature("Polygon", [[[-180, 85], [180, 85], [180, 90], [-180, 90], [-180, 85]]],
                        id="cap")
            ])
        self.assertEqual(BROWSER.run("itemsOf('passages').length"), 1)
        # The cap is 2 × 5° across: 2 · 558 km.
        self.assertAlmostEqual(
            BROWSER.run(
                "boundsOf([zoneItem('cap')]).getEast() - boundsOf([zoneItem('cap')]).getWest()"),
            1.116e6,
            delta=4e3)
        pole, middle = BROWSER.run(position(
            0, 90)), BROWSER.run("boundsOf([zoneItem('cap')]).getCenter()")
        self.assertLess(math.hypot(pole[0] - middle["lat"], pole[1] - middle["lng"]), 2000)
        BROWSER.settle()
        self.assertGreater(BROWSER.run("document.querySelectorAll('.degrees .meridian').length"), 1)
        self.quiet()


if __name__ == "__main__":
    unittest.main(verbosity=2)
