#!/usr/bin/python3
# Tests: src/output/report/
"""What the map of report.html says at first sight, from a field to the whole world: its heading,
north, small areas, very many routes."""
import json
import math
import os
import random
import re
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "support"))
from page import (  # noqa: E402
    BROWSER, DATA, SEED, Report, analyze, feature, position, square, write)

# A zero that is negative has no JSON.
TILT = "tiltAt(plane, ...plane.inverse(map.getCenter().lng, map.getCenter().lat)) + 0"
# Kaliningrad, Alaska, Hawaii, Chukotka, Moscow and the Caucasus: longitude, latitude, degrees.
REGIONS = ((20.5, 54.7, 1.5), (-150, 63, 7), (-157, 20.5, 3.5), (175, 66, 4.5), (37.6, 55.7, 1.5),
           (42.5, 42.5, 2))


def text(selector):
    return BROWSER.run(f"document.querySelector({json.dumps(selector)}).innerText")


def batch(count, draw):
    for number in range(count):
        lon, lat, wide = REGIONS[number % len(REGIONS)]
        lon, lat = lon + draw.uniform(-wide, wide), lat + draw.uniform(-wide, wide)
        line = [[round(lon, 5), round(lat, 5)]]
        for _ in range(draw.randint(2, 7)):
            lon, lat = lon + draw.uniform(-0.4, 0.4) * wide, lat + draw.uniform(-0.3, 0.3) * wide
            line.append([round((lon + 180) % 360 - 180, 5), round(lat, 5)])
        yield feature("LineString",
                      line,
                      id=f"r{number:05d}",
                      start_time="2017-06-01T08:00:00Z",
                      speed_kmh=600)


class FirstScreen(Report):
    """What a reader sees without scrolling."""
    SIZES = ((1440, 900), (390, 844))

    def above_the_fold(self, selector, height):
        return BROWSER.run(f"""(() => {{ const boxes =
            [...document.querySelectorAll({json.dumps(selector)})].map(e =>
                e.getBoundingClientRect());
            return boxes.length > 0 && boxes.every(b => b.top >= 0 && b.bottom <= {height} &&
                b.height > 0); }})()""")

    def test_violations(self):
        folder = analyze("first", DATA / "flights/georgia.geojson", "--rules", "national-measures")
        for width, height in self.SIZES:
            self.open(folder, width, height)
            self.assertIn("breaks 1 rule in 3 places", text("h1"))
            self.assertEqual(BROWSER.run("document.querySelectorAll('#worst li').length"), 3)
            self.assertTrue(self.above_the_fold("h1, #worst li", height), width)
            # The worst first, with rule, figure and margin.
            for line, figure in zip(text("#worst").split("\n"), ("36.438", "33.312", "7.763")):
                self.assertIn(f"{figure} km", line)
                self.assertIn("limit 0 m", line)
                self.assertIn(f"broken by {figure}", line)
                self.assertIn("national-measures/georgia-strip", line)
            self.fits()
        BROWSER.click_on("#worst li:nth-child(2) button")
        self.assertEqual(BROWSER.run("[selected.layer.name, Math.round(selected.v.from_m)]"),
                         ["findings", 106021])
        self.quiet()

    def test_what_was_judged(self):
        folder = analyze("complies",
                         DATA / "flights/kaliningrad-500.geojson",
                         "--rules",
                         "national-measures")
        for width, height in self.SIZES:
            self.open(folder, width, height)
            self.assertIn("national-measures", text("#first"))
            self.assertTrue(self.above_the_fold("h1, #first", height), width)
            self.assertRegex(text("h1"), "complies|breaks no rule")
        self.quiet()

    def test_forbidden_without_rules(self):
        routes = write("forbid-routes.geojson", feature("LineString", [[9, 50], [12, 50]], id="r"))
        zones = write("forbid-zones.geojson",
                      square(10, 49, 11, 51, id="z", name="Keep out", prohibited=True))
        folder = analyze("forbid", routes, "--zones", zones)
        for width, height in self.SIZES:
            self.open(folder, width, height)
            said = text("header") + text("#first")
            self.assertIn("Keep out", text("#first"))
            self.assertIn("--rules zones", said)
            self.assertTrue(self.above_the_fold("h1, #advice", height), width)
        self.quiet()


class North(Report):
    """North is within 10° of up in the middle of the map, wherever it is and however near."""
    def look_around(self, places):
        worst = 0
        for lon, lat in places:
            for scale in (20000, 5000, 500, 50):
                tilt = BROWSER.run(f"(goToPlace([{lon}, {lat}], {scale}), {TILT})")
                worst = max(worst, abs(tilt))
                # The arrow says so, too.
                arrow = BROWSER.run("document.querySelector('#north g').getAttribute('transform')")
                self.assertAlmostEqual(float(re.search(r"-?[\d.]+", arrow)[0]), tilt, delta=0.06)
        return worst

    def test_several_regions(self):
        folder = analyze("regions",
                         write("regions.geojson", *batch(120, random.Random(SEED))),
                         "--formats",
                         "html")
        self.open(folder)
        self.assertLess(self.look_around([region[:2] for region in REGIONS]), 10)
        # Each is where it is: the graticule's plane is that of the data.
        lon, lat = BROWSER.run("""(([y, x]) => plane.inverse(x, y))(
            shapeOf(routeItem('r00001')).lines[0][0])""")
        routes = json.loads((folder.parent / "regions.geojson").read_text())["features"]
        first = routes[1]["geometry"]["coordinates"][0]
        self.assertAlmostEqual(lon, first[0], delta=0.05)
        self.assertAlmostEqual(lat, first[1], delta=0.05)
        # The scale bar is right where one looks: a degree of latitude is 111.4 km there.
        metres, pixels = BROWSER.run("""(goToPlace([-150, 63], 500), (([a, b]) => [
            groundDistance(a, b), Math.abs(map.latLngToContainerPoint(a).y -
                map.latLngToContainerPoint(b).y)])([62.5, 63.5].map(lat => (([x, y]) =>
                    L.latLng(y, x))(plane.forward(-150, lat)))))""")
        self.assertAlmostEqual(metres, 111443, delta=20)
        self.assertAlmostEqual(metres / pixels, 500, delta=3)
        self.quiet()

    def test_around_the_pole(self):
        routes = write(
            "polar.geojson",
            feature("LineString", [[15.5, 78.2], [60, 85], [-170, 86], [-60, 83], [-45, 81]],
                    id="loop"),
            feature("LineString", [[-70, 80], [110, 80]], id="over"),
            feature("LineString", [[-150, 72], [30, 78]], id="far"))
        folder = analyze("polar", routes, "--formats", "html")
        self.open(folder)
        self.assertEqual(BROWSER.run("planeKind"), "polar")
        places = [(lon, lat) for lon in (-150, -60, 15, 60, 110, 180) for lat in (75, 82, 87)]
        self.assertLess(self.look_around(places), 10)
        # What is drawn was turned, too.
        lon, lat = BROWSER.run("(([y, x]) => plane.inverse(x, y))"
                               "(shapeOf(routeItem('far')).lines[0][0])")
        self.assertAlmostEqual(lon, -150, delta=0.02)
        self.assertAlmostEqual(lat, 72, delta=0.01)
        self.quiet()

    def test_mercator(self):
        import pyproj
        self.open(analyze("mercator", write("mercator.geojson", feature("LineString",
                  [[0, 0], [1, 1]], id="r")), "--formats", "html"))
        draw = random.Random(SEED)
        for lon0 in (0, 117, -170):
            proj = pyproj.Proj(f"+proj=merc +lon_0={lon0} +ellps=WGS84")
            points = [(draw.uniform(-180, 180), draw.uniform(-88, 88)) for _ in range(50)]
            there, back = BROWSER.run(f"""(() => {{ const p = makeMercator({lon0}),
                there = {json.dumps(points)}.map(x => p.forward(...x));
                return [there, there.map(x => p.inverse(...x))]; }})()""")
            for point, image, again in zip(points, there, back):
                for a, b in zip(image, proj(*point)):
                    self.assertAlmostEqual(a, b, delta=1e-3)
                for a, b in zip(again, point):
                    self.assertAlmostEqual(a, b, delta=1e-9)

    def test_world(self):
        """Lines over the edge of the map are not drawn across it."""
        cities = [(-0.4, 51.5), (-73.8, 40.6), (139.8, 35.5), (151.2, -33.9), (-46.5, -23.4),
                  (28.2, -26.1), (103.9, 1.4), (-118.4, 33.9), (-157.9, 21.3), (174.8, -37)]
        routes = [feature("LineString", [a, b], id=f"{i}-{k}") for i, a in enumerate(cities)
                  for k, b in enumerate(cities) if i < k]
        self.open(analyze("world", write("world.geojson", *routes), "--formats", "html"))
        self.assertEqual(BROWSER.run("planeKind"), "mercator")
        longest = BROWSER.run("""Math.max(...itemsOf('routes').flatMap(item =>
            shapeOf(item).lines.flatMap(line => line.slice(1).map(([, x], i) =>
                Math.abs(x - line[i][1])))))""")
        self.assertLess(longest, 5e6)  # around the earth it is 40e6
        self.assertLess(self.look_around(cities), 1)
        # The base map is whole: there is land on all continents, and none in the oceans between.
        on_land = [(134, -25), (-60, -8), (100, 62), (22, 5), (-100, 42), (25, -29), (172, -43.4),
                   (-152, 66), (172, 66), (0, -80)]
        at_sea = [(-30, 0), (-140, -30), (160, 20), (80, -40), (-40, 45), (-175, 10)]
        for places, wanted in (on_land, True), (at_sea, False):
            found = BROWSER.run("""(places => {
                const land = base.getLayers()[0].getLatLngs();
                const inside = (ring, x, y) => ring.reduce((odd, a, i) => {
                    const b = ring[(i + 1) %% ring.length];
                    return (a.lat > y) !== (b.lat > y) &&
                        x < a.lng + (y - a.lat) / (b.lat - a.lat) * (b.lng - a.lng) ? !odd : odd;
                }, false);
                return places.map(([lon, lat]) => {
                    const [x, y] = plane.forward(lon, lat);
                    return land.some(rings => inside(rings[0], x, y));
                });
            })(%s)""" % json.dumps(places))
            self.assertEqual(found, [wanted] * len(places), places)
        self.quiet()


class Small(Report):
    """A survey of 240 × 200 m."""
    @classmethod
    def setUpClass(cls):
        lon, lat, line = 13.405, 52.52, []
        for i in range(7):
            ends = [lon, lon + 0.0035][::1 if i % 2 == 0 else -1]
            line += [[end, lat + i * 0.0003, 80] for end in ends]
        routes = write("drone.geojson", feature("LineString", line, id="drone",
                                                start_time="2024-06-01T08:00:00Z", speed_kmh=36))
        zones = write("drone-zones.geojson", square(lon + 0.001, lat + 0.0005, lon + 0.0018,
                                                    lat + 0.001, id="school", prohibited=True))
        cls.folder = analyze("drone", routes, "--zones", zones, "--rules", "zones")

    def test_fills_the_map(self):
        for width, height in ((1440, 900), (390, 844)):
            self.open(self.folder, width, height)
            filled = BROWSER.run("""(() => { const box = boundsOf(itemsOf('routes')),
                a = map.latLngToContainerPoint(box.getSouthWest()),
                b = map.latLngToContainerPoint(box.getNorthEast()), size = map.getSize();
                return Math.max((b.x - a.x) / size.x, (a.y - b.y) / size.y); })()""")
            self.assertGreater(filled, 0.75)
            self.assertLess(filled, 1)
            self.assertRegex(text(".leaflet-control-scale-line"), r"^\d+ m$")
            # There is a graticule so near, too.
            self.assertGreater(
                BROWSER.run("document.querySelectorAll('.degrees span').length"), 1)
        self.quiet()

    def test_metres(self):
        self.open(self.folder)
        said = text("main")
        self.assertNotRegex(said, r"(?<![\d.,])0(\.0+)? km\b")
        self.assertIn("54.3 m", text("#worst"))
        # Not the messages, which the analysis wrote.
        self.open_table("passages")
        self.assertIn("54.3 m", text("#panel-passages"))
        self.assertEqual([BROWSER.run(f"length({value})") for value in
                          (0, 0.002, 0.4, 54.302, 609.8, 999.4, 1000, 36438.135)],
                         ["0 m", "0.002 m", "0.4 m", "54.3 m", "610 m", "999 m", "1.000 km",
                          "36.438 km"])
        BROWSER.run("select(itemsOf('passages')[0], {zoom: true})")
        self.assertTrue(BROWSER.run("map.getBounds().contains(boundsOf([selected]))"))
        self.quiet()


class Named(Report):
    """What a finding names is drawn: a zone that is not entered, and the band to be kept free."""
    def test_standoff(self):
        routes = write("off.geojson", feature("LineString", [[13.40, 52.5222], [13.42, 52.5222]],
                                              id="by", airfield_from="EDDB"))
        zones = write("off-zones.geojson", square(13.408, 52.5195, 13.412, 52.5205, id="plant",
                                                  name="Power plant", standoff_km=0.5))
        self.open(analyze("off", routes, "--zones", zones, "--rules", "zones"), 1440, 900)
        inside = self.colour(position(13.41, 52.5200))
        self.assertGreater(inside[3], 0)
        # North and east of the outline: within 500 m of it, and beyond. The page begins
        # with all of it in view.
        for lon, lat, drawn in ((13.41, 52.5205 + 480 / 111270, True),
                                (13.41, 52.5205 + 520 / 111270, False),
                                (13.412 + 480 / 67750, 52.52, True),
                                (13.412 + 520 / 67750, 52.52, False)):
            self.assertEqual(self.colour(position(lon, lat))[3] > 0, drawn, (lon, lat))
        # The stretch that is too near is drawn as a violation; the rest of the route more thinly.
        red = list(bytes.fromhex(BROWSER.run("palette.violation")[1:]))
        self.assertEqual(self.colour(position(13.411, 52.5222))[:3], red)
        self.assertEqual(BROWSER.run("glossary.get('standoff_band').colour"),
                         BROWSER.run("palette.standoff_band"))
        said = BROWSER.run("[...document.querySelectorAll('.zone-name')].map(e => e.textContent)")
        self.assertEqual(sorted(said), ["1", "2", "EDDB", "Power plant"])
        self.assertIn("1 rule", text("h1"))
        self.quiet()


class TwentyThousand(Report):
    @classmethod
    def setUpClass(cls):
        cls.folder = analyze("twenty", write("twenty.geojson", *batch(20000, random.Random(SEED))),
                             "--rules", "national-measures", "--formats", "html")

    def script_s(self):
        metrics = BROWSER.call("Performance.getMetrics")["metrics"]
        return next(m["value"] for m in metrics if m["name"] == "ScriptDuration")

    def test_wheel(self):
        self.open(self.folder, 1440, 900)
        BROWSER.call("Performance.enable")
        x, y = self.on_page("map.getCenter()")
        taken = []
        for delta in (-120, -120, -120, 120, 120):
            zoom, before = BROWSER.run("map.getZoom()"), self.script_s()
            BROWSER.call("Input.dispatchMouseEvent", type="mouseWheel", x=x, y=y, deltaX=0,
                         deltaY=delta)
            BROWSER.run("new Promise(done => setTimeout(() => requestAnimationFrame(done), 250))")
            taken.append(self.script_s() - before)
            self.assertNotEqual(BROWSER.run("map.getZoom()"), zoom)
        # What else the machine does may fall upon some of them.
        self.assertLess(sorted(taken)[1], 1, taken)
        self.quiet()

    def test_clusters(self):
        self.open(self.folder, 1440, 900)
        self.assertLess((self.folder / "report.html").stat().st_size, 20e6)
        many = "drawn.find(({name}) => name === 'crossings').many.at(-1)"
        # None is lost, and there are few enough to be read.
        sums = BROWSER.run(f"[{many}._clusters.reduce((n, c) => n + c.items.length, 0), "
                           f"itemsOf('crossings').length, {many}._clusters.length]")
        self.assertEqual(sums[0], sums[1])
        self.assertLess(sums[2], 400)
        zoom = BROWSER.run("map.getZoom()")
        spot = self.on_page(f"""(c => map.layerPointToLatLng([c.x + {many}._low.x,
            c.y + {many}._low.y]))({many}._clusters.toSorted((a, b) =>
                b.items.length - a.items.length)[0])""")
        BROWSER.run("void drawn.find(({name}) => name === 'findings')?.group.remove()")
        BROWSER.click(*spot)
        self.assertGreater(BROWSER.run("map.getZoom()"), zoom)
        # What violates lies on top of what complies.
        self.assertTrue(BROWSER.run("""(() => { const {styleOf} =
            drawn.find(({name}) => name === 'routes').many[0].options,
            rank = name => styleOf(itemsOf('routes').find(({v}) => routeClass(v) === name)).rank;
            return rank('violates') > rank('complies'); })()"""))
        self.quiet()

    def test_a_line_is_found(self):
        self.open(self.folder, 1440, 900)
        BROWSER.run("['findings', 'passages', 'crossings', 'zones', 'nearest'].forEach(name =>"
                    " void drawn.find(layer => layer.name === name)?.group.remove())")
        spot = self.on_page("""(() => { const item = itemsOf('routes')[7],
            [a, b] = shapeOf(item).lines[0]; goTo(boundsOf([item]));
            return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]; })()""")
        BROWSER.settle()
        BROWSER.click(*spot)
        self.assertEqual(BROWSER.run("selected?.layer.name"), "routes")
        away = BROWSER.run("""drawn.find(({name}) => name === 'routes').many[0].hit(
            L.latLng(0, 0))""")
        self.assertIsNone(away)
        self.quiet()


if __name__ == "__main__":
    unittest.main(verbosity=2)
