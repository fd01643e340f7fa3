#!/usr/bin/python3
# Tests: src/output/report/
"""What one does with report.html: moving through time, measuring, sharing, by keyboard."""
import csv
import io
import json
import os
import random
import sys
import unittest
import xml.etree.ElementTree

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "support"))
from page import BROWSER, DATA, SEED, Report, analyze, feature, square, write  # noqa: E402


def text(selector):
    return BROWSER.run(f"document.querySelector({json.dumps(selector)}).innerText")


class Over(Report):
    """Two flights with times, an hour apart, one of them with a halt in its speed."""
    @classmethod
    def setUpClass(cls):
        times = ["2015-06-01T08:00:00Z", "2015-06-01T08:30:00Z", "2015-06-01T08:40:00Z"]
        routes = write(
            "time.geojson",
            feature("LineString", [[10, 50, 2000], [11, 50, 4000], [12, 50, 4000]],
                    id="uneven",
                    coordTimes=times),
            feature("LineString", [[10, 50.5, 3000], [12, 50.5, 3000]],
                    id="even",
                    start_time="2015-06-01T09:30:00Z",
                    speed_kmh=600))
        zones = write(
            "time-zones.geojson",
            square(10.5, 49.5, 11.5, 51, id="zone", name="Zone", floor="FL95",
                   ceiling="5000 M MSL"))
        cls.folder = analyze("time", routes, "--zones", zones)

    def test_aircraft(self):
        self.open(self.folder)
        self.assertTrue(BROWSER.run("document.getElementById('time').checkVisibility()"))
        begin = BROWSER.run("clock.begin")
        for minutes, lon in ((15, 10.5), (30, 11), (35, 11.5)):
            aloft = BROWSER.run(f"showMoment({begin + 60 * minutes}).map(i => i.v.route_id)")
            self.assertEqual(aloft, ["uneven"])
            at = BROWSER.run("(m => plane.inverse(m.getLatLng().lng, m.getLatLng().lat))"
                             "(clock.group.getLayers()[0])")
            self.assertAlmostEqual(at[0], lon, delta=0.01)
            self.assertAlmostEqual(at[1], 50, delta=0.01)
        self.assertEqual(BROWSER.run(f"showMoment({begin + 3600}).length"), 0)
        self.assertIn("0 in the air", text("#aloft"))
        # By hand: the end of the slider is the end of the last flight.
        BROWSER.run("document.getElementById('moment').value = 1000; "
                    "document.getElementById('moment').dispatchEvent(new Event('input'))")
        self.assertEqual(BROWSER.run("clock.group.getLayers()[0].item.v.route_id"), "even")
        # The aircraft is on the map.
        self.assertGreater(
            self.colour("clock.group.getLayers()[0].getLatLng()", "aircraft")[3], 200)
        self.quiet()

    def test_inside_and_occupancy(self):
        self.open(self.folder)
        begin = BROWSER.run("clock.begin")
        BROWSER.run(f"void showMoment({begin + 20 * 60})")
        self.assertIn("Zone", text("#aloft"))
        self.assertEqual(BROWSER.run("document.querySelectorAll('#busy rect title').length"), 2)
        self.open_table("occupancy")
        self.assertEqual(self.cells("occupancy", "flights_at_most"), ["1", "1"])
        self.quiet()

    def test_profile(self):
        """Bands between floor and ceiling, at the heights of the axis."""
        self.open(self.folder)
        BROWSER.run("select(routeItem('uneven'))")
        band, ticks = BROWSER.run("""(() => { const band = document.querySelector('#profile .band'),
            at = name => Number(band.getAttribute(name));
            return [[at('y'), at('y') + at('height')],
                [...document.querySelectorAll('#profile .grid')].map(line =>
                    Number(line.getAttribute('y1')))]; })()""")
        steps = BROWSER.run("[...document.querySelectorAll('#profile text.tick[text-anchor=end]')]"
                            ".map(t => Number(t.textContent.replace(',', ''))).filter(n => n >= 0)")
        scale = (ticks[0] - ticks[1]) / (steps[1] - steps[0])
        self.assertAlmostEqual((ticks[0] - band[1]) / scale, 95 * 30.48, delta=30)
        self.assertAlmostEqual((ticks[0] - band[0]) / scale, 5000, delta=30)
        heights = [BROWSER.run(f"heightOf({json.dumps(value)})")
                   for value in ("FL100", "3000 FT MSL", "150 M", 1200, "1000 FT AGL",
                                 "higher of 1 M AGL and 2 M MSL")]
        self.assertEqual([None if h is None else round(h, 1) for h in heights],
                         [3048, 914.4, 150, 1200, None, None])
        self.quiet()


class Measuring(Report):
    def test_geodesics(self):
        """To 1 mm, against PROJ's."""
        import pyproj
        geod, draw = pyproj.Geod(ellps="WGS84"), random.Random(SEED)
        self.open(analyze("measure", write("measure.geojson", feature("LineString",
                  [[10, 50], [12, 50]], id="r")), "--formats", "html"))
        pairs = []
        for _ in range(400):
            pairs.append((draw.uniform(-180, 180), draw.uniform(-90, 90),
                          draw.uniform(-180, 180), draw.uniform(-90, 90)))
            lon, lat = draw.uniform(-180, 180), draw.uniform(-89, 89)
            pairs.append((lon, lat, *geod.fwd(lon, lat, draw.uniform(0, 360),
                                              10**draw.uniform(-2, 6))[:2]))
            pairs.append((lon, lat, lon + 180 + draw.uniform(-0.6, 0.6),
                          -lat + draw.uniform(-0.6, 0.6)))
        pairs += [(0, 0, 10, 0), (0, 0, 179.9, 0), (0, 0, 180, 0), (5, 10, 185, 50), (3, 3, 3, 3),
                  (0, 90, 0, 90), (5, -90, 7, 90), (13, 40, 60, -40), (179, 0, -179, 0),
                  (10, 1e-6, 20, -1e-6), (10, 1e-4, 110, 1e-4)]
        found = BROWSER.run(f"{json.dumps(pairs)}.map(p => inverseGeodesic(...p).metres)")
        for pair, metres in zip(pairs, found):
            self.assertAlmostEqual(metres, geod.inv(*pair)[2], delta=0.001, msg=pair)

    def test_tool(self):
        import pyproj
        geod = pyproj.Geod(ellps="WGS84")
        self.open(analyze("tool", write("tool.geojson", feature("LineString",
                  [[10, 50], [12, 50]], id="r")), "--formats", "html"))
        BROWSER.click_on("#measure")
        for spot in ("L.latLng(map.getCenter().lat, map.getCenter().lng - 40000)",
                     "L.latLng(map.getCenter().lat + 9000, map.getCenter().lng + 40000)"):
            BROWSER.click(*self.on_page(spot))
        a, b = BROWSER.run("measuring.places")
        said = float(text("#measured").split(" km")[0].replace(",", ""))
        self.assertAlmostEqual(said * 1000, geod.inv(*a, *b)[2], delta=0.6)
        self.assertGreater(said, 75)
        self.assertIsNone(BROWSER.run("selected"))
        # By keyboard: the middle of the map.
        BROWSER.run("map.getContainer().focus()")
        BROWSER.press("Enter")
        self.assertEqual(BROWSER.run("measuring.places.length"), 3)
        BROWSER.click_on("#measure")
        self.assertFalse(BROWSER.run("document.getElementById('measured').checkVisibility()"))
        self.quiet()


class Sharing(Report):
    HOSTILE = '"><img src=x onerror=alert(1)>&zone=%23'

    @classmethod
    def setUpClass(cls):
        routes = [
            feature("LineString", [[9, 50 + k / 10, 3000], [12, 50 + k / 10, 3000]], id=name)
            for k, name in enumerate(("plain", cls.HOSTILE, 'com,ma "quoted"'))
        ]
        zones = [square(10, 49.9, 10.4, 50.5, id="west"), square(11, 49.9, 11.4, 50.5, id="öst")]
        cls.folder = analyze("share", write("share.geojson", *routes), "--zones",
                             write("share-zones.geojson", *zones))

    def again(self):
        """Opens the page at the address that it has now."""
        address = BROWSER.run("location.href")
        BROWSER.call("Page.navigate", url="about:blank")
        BROWSER.seen.discard("Page.loadEventFired")
        BROWSER.call("Page.navigate", url=address)
        BROWSER.run("new Promise(done => document.readyState === 'complete' ? done(1) : "
                    "addEventListener('load', () => done(1)))")
        BROWSER.settle()

    def test_view_is_restored(self):
        for route, zone in (("plain", "west"), (self.HOSTILE, "öst"), ('com,ma "quoted"', None)):
            self.open(self.folder)
            pair = json.dumps({"route_id": route, "zone_id": zone})
            item = f"routeItem({json.dumps(route)})" if zone is None else \
                f"byId.statistics.get(pairKey({pair}))[0]"
            BROWSER.run(f"select({item}, {{zoom: true}})")
            BROWSER.run("void map.setZoom(map.getZoom() + 1, {animate: false})")
            before = BROWSER.run("[selected.v.route_id, selected.v.zone_id ?? null, "
                                 "plane.inverse(map.getCenter().lng, map.getCenter().lat), "
                                 "metresPerPixel()]")
            self.assertEqual(before[:2], [route, zone])
            self.again()
            after = BROWSER.run("[selected.v.route_id, selected.v.zone_id ?? null, "
                                "plane.inverse(map.getCenter().lng, map.getCenter().lat), "
                                "metresPerPixel()]")
            self.assertEqual(after[:2], before[:2])
            for a, b in zip(after[2], before[2]):
                self.assertAlmostEqual(a, b, delta=5 * before[3] / 65000)
            self.assertAlmostEqual(after[3] / before[3], 1, delta=0.01)
            self.assertEqual(BROWSER.run("document.querySelectorAll('img').length"), 0)
        self.quiet()

    def test_written_by_hand(self):
        self.open(self.folder)
        BROWSER.run("location.hash = '#route=plain&zone=west'")
        BROWSER.run("new Promise(done => setTimeout(done, 100))")
        self.assertEqual(BROWSER.run("[selected.v.route_id, selected.v.zone_id]"),
                         ["plain", "west"])
        BROWSER.run("location.hash = '#route=nobody&at=x,y,z'")
        BROWSER.run("new Promise(done => setTimeout(done, 100))")
        self.quiet()

    def test_rows(self):
        """What is filtered comes out as the file has it."""
        self.open(self.folder)
        self.open_table("statistics")
        BROWSER.run("(() => { const f = document.getElementById('filter'); f.value = 'comma west'."
                    "replace('comma', 'com,ma'); f.dispatchEvent(new Event('input')); })()")
        rows = list(csv.reader(io.StringIO(BROWSER.run("csvOf(openedTable())"), newline="")))
        with open(self.folder / "statistics.csv", newline="") as file:
            wanted = list(csv.reader(file))
        self.assertEqual(rows[0], wanted[0])
        self.assertEqual(len(rows), 2)
        match = next(row for row in wanted if row[:2] == ['com,ma "quoted"', "west"])
        for a, b in zip(rows[1], match):
            self.assertEqual(a if a in ("", b) else float(a), b if a in ("", b) else float(b))
        self.assertIn("filter=com%2Cma+west", BROWSER.run("location.hash"))

    def test_pictures(self):
        self.open(self.folder)
        drawing = xml.etree.ElementTree.fromstring(BROWSER.run("mapSvg()"))
        paths = drawing.findall(".//{http://www.w3.org/2000/svg}path")
        colours = {path.get("stroke") for path in paths}
        for name in ("passage", "unjudged", "other"):
            self.assertIn(BROWSER.run(f"palette.{name}"), colours)
        said = "".join(drawing.itertext())
        self.assertIn(text("h1"), said)
        self.assertIn("öst", said)
        wide, size = BROWSER.run("""mapPng().then(async blob => {
            const image = await createImageBitmap(blob); return [image.width, blob.size]; })""")
        self.assertEqual(wide, 2 * BROWSER.run("map.getSize().x"))
        self.assertGreater(size, 20000)
        # It shows what the map shows: a passage in its colour.
        pixel = BROWSER.run("""mapPng().then(async blob => {
            const image = await createImageBitmap(blob), canvas = document.createElement('canvas'),
                [a, b] = shapeOf(itemsOf('passages')[0]).lines[0],
                at = map.latLngToContainerPoint([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
            canvas.width = image.width; canvas.height = image.height;
            const context = canvas.getContext('2d');
            context.drawImage(image, 0, 0);
            return [...context.getImageData(2 * at.x, 2 * (at.y + 34), 1, 1).data].slice(0, 3)
                .map(c => c.toString(16).padStart(2, '0')).join(''); })""")
        self.assertEqual("#" + pixel, BROWSER.run("palette.passage"))
        self.assertEqual(BROWSER.problems, [])
        self.assertTrue(all(address.startswith("data:") for address in BROWSER.requests))

    def test_credit(self):
        """A link on the map itself, where its data are OpenStreetMap's."""
        folder = analyze("credit", DATA / "flights/kaliningrad-500.geojson")
        self.open(folder)
        link = "document.querySelector('#map-frame a[href*=\"openstreetmap.org/copyright\"]')"
        self.assertEqual(BROWSER.run(f"{link}.textContent"), "© OpenStreetMap contributors")
        on_top = BROWSER.run(f"(b => document.elementFromPoint(b.x + b.width / 2, b.y + b.height "
                             f"/ 2) === {link})({link}.getBoundingClientRect())")
        self.assertTrue(on_top)
        self.open(self.folder)
        self.assertIsNone(BROWSER.run(link))
        self.quiet()


class Keyboard(Report):
    """Where the focus is can be seen: pixels change where it comes."""
    def test_focus(self):
        folder = analyze("focus", write("focus.geojson", feature("LineString", [[10, 50], [12, 50]],
                                                                id="r")), "--formats", "html")
        for dark in (False, True):
            self.open(folder, dark=dark)
            BROWSER.run("document.querySelector('.skip').focus()")
            for _ in range(40):
                BROWSER.press("Tab")
                name = BROWSER.run("(e => e.id || e.className)(document.activeElement)")
                if name in ("map", "leaflet-control-zoom-in") or name.startswith("map"):
                    break
            self.assertEqual(name, "map")
            style = BROWSER.run("(s => [s.borderTopStyle, parseFloat(s.borderTopWidth), "
                                "s.borderTopColor])(getComputedStyle(map.getContainer(), "
                                "'::after'))")
            self.assertEqual(style[:2], ["solid", 3])
            BROWSER.press("Tab")
            self.assertIn("leaflet-control-zoom",
                          BROWSER.run("document.activeElement.className"))
            outline = BROWSER.run("(s => [s.outlineStyle, parseFloat(s.outlineWidth), "
                                  "s.outlineColor])(getComputedStyle(document.activeElement))")
            self.assertEqual(outline[:2], ["solid", 3])
            self.assertEqual(outline[2], style[2])
            zoom = BROWSER.run("map.getZoom()")
            BROWSER.press("Enter")
            self.assertGreater(BROWSER.run("map.getZoom()"), zoom)
        self.quiet()


if __name__ == "__main__":
    unittest.main(verbosity=2)
