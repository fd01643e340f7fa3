#!/usr/bin/python3
"""report.html in Chromium: complains of nothing and asks for nothing, shows the layers, and its map, tables and profile belong together."""
import csv
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import chromium  # noqa: E402

COMMAND, SOURCE = os.environ.get("OVERFLIGHT"), os.environ.get("OVERFLIGHT_SOURCE")
if not COMMAND or not SOURCE or not os.path.exists(chromium.CHROMIUM):
    print("skipped: OVERFLIGHT or OVERFLIGHT_SOURCE is not set, or chromium is not installed")
    sys.exit(77)
DATA = pathlib.Path(SOURCE) / "geodata"
SEED = int(os.environ.get("SEED", "20261125"))

FOLDER = tempfile.TemporaryDirectory()
BROWSER = None


def setUpModule():
    global BROWSER
    BROWSER = chromium.Browser(FOLDER.name)


def tearDownModule():
    BROWSER.close()
    FOLDER.cleanup()


def feature(geometry, coordinates, /, **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": geometry, "coordinates": coordinates}}


def square(west, south, east, north, /, **properties):
    return feature("Polygon", [[[west, south], [east, south], [east, north], [west, north], [west, south]]], **properties)


def write(name, *features):
    path = pathlib.Path(FOLDER.name) / name
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return str(path)


def run(*arguments):
    done = subprocess.run([COMMAND, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"{arguments}: {done.stderr}")
    return done.stdout


def analyze(name, *arguments):
    into = pathlib.Path(FOLDER.name) / name
    run("analyze", *arguments, "-o", into, "--quiet")
    return into


class Report(unittest.TestCase):
    """What all have: a page that is opened at a size, and that has not complained in the end."""

    def open(self, folder, width=1400, height=1000, dark=False):
        BROWSER.size(width, height, mobile=width < 500)
        BROWSER.dark(dark)
        BROWSER.open(folder / "report.html")
        BROWSER.settle()

    def quiet(self):
        self.assertEqual(BROWSER.problems, [])
        self.assertEqual(BROWSER.requests, [])

    def fits(self):
        """Nothing is wider than the window."""
        wide, window = BROWSER.run("[document.documentElement.scrollWidth, innerWidth]")
        self.assertLessEqual(wide, window)

    def on_page(self, script):
        """Where [northing, easting] of the map is in the window."""
        return BROWSER.run(f"""(() => {{ const box = map.getContainer().getBoundingClientRect(), at = map.latLngToContainerPoint({script});
            return [box.x + at.x, box.y + at.y]; }})()""")

    def colour(self, script, pane="overlayPane"):
        """Of a canvas of the map there, as red, green, blue, alpha; [0, 0, 0, 0]: nothing is drawn."""
        BROWSER.settle()
        return BROWSER.run(f"""(() => {{ const canvas = map.getPane('{pane}').querySelector('canvas'), box = canvas.getBoundingClientRect(),
            frame = map.getContainer().getBoundingClientRect(), at = map.latLngToContainerPoint({script});
            const one = document.createElement('canvas'), context = one.getContext('2d', {{willReadFrequently: true}});
            context.drawImage(canvas, Math.round(box.x - frame.x - at.x), Math.round(box.y - frame.y - at.y));
            return [...context.getImageData(0, 0, 1, 1).data]; }})()""")

    def cells(self, table, field):
        return BROWSER.run(f"[...document.querySelectorAll('#panel-{table} td[data-field={field}]')].map(td => td.dataset.value)")


class Flights(Report):
    """The bundled flights over Kaliningrad and Georgia, judged, and with a camera."""

    @classmethod
    def setUpClass(cls):
        flights = [DATA / "flights" / name for name in ("kaliningrad-500.geojson", "kaliningrad-1200.geojson", "georgia.geojson")]
        cls.folder = analyze("flights", *flights, "--zones", DATA / "zones" / "kaliningrad.geojson", "--zones", DATA / "zones" / "georgia-strip.geojson",
                             "--zones", DATA / "zones" / "moscow.geojson", "--rules", "national-measures", "--sensor", "osdcam4060", "--height", "3353", "--layers",
                             "statistics,routes,zones,passages,crossings,nearest,findings,swaths,coverage,gaps", "--formats", "csv,geojson,html")
        cls.summary = json.loads((cls.folder / "summary.json").read_text())

    def test_policy(self):
        self.open(self.folder)
        policy = BROWSER.run("document.querySelector('meta[http-equiv=Content-Security-Policy]').content")
        self.assertIn("default-src 'none'", policy)
        self.assertNotIn("unsafe", policy)
        self.assertNotRegex(policy, r"https?:")
        self.quiet()
        # It is heeded: a script that is put in does not run, and nothing is fetched.
        BROWSER.run("""(() => { const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.body.append(s); })()""")
        self.assertIsNone(BROWSER.run("window.ran"))
        self.assertEqual(BROWSER.run("fetch('data:text/plain,x').then(() => 'fetched', () => 'refused')"), "refused")

    def test_same_again(self):
        run("map", self.folder)
        first = (self.folder / "report.html").read_bytes()
        run("map", self.folder)
        self.assertEqual((self.folder / "report.html").read_bytes(), first)

    def test_totals(self):
        self.open(self.folder)
        text = BROWSER.run("Object.fromEntries([...document.querySelectorAll('#totals div')].map(d => [d.querySelector('dt').textContent, d.querySelector('dd').textContent]))")
        totals = self.summary["totals"]
        self.assertEqual(text["Routes"], str(totals["routes"]))
        self.assertEqual(text["that meet zones"], str(totals["meeting_routes"]))
        self.assertEqual(text["Length"], f"{totals['length_m'] / 1000:,.3f} km")
        self.assertEqual(text["Inside zones"], f"{sum(zone['inside_m'] for zone in totals['zones']) / 1000:,.3f} km")
        self.assertEqual(text["Violations"], str(totals["violations"]))
        self.assertEqual(text["Warnings"], str(totals["warnings"]))
        self.quiet()

    def test_tables_say_what_the_files_say(self):
        self.open(self.folder)
        for name in ("statistics", "findings"):
            BROWSER.run(f"document.getElementById('tab-{name}').click()")
            with open(self.folder / f"{name}.csv", newline="") as file:
                rows = list(csv.DictReader(file))
            self.assertGreater(len(rows), 0)
            compared = 0
            for field in rows[0]:
                if all(row[field] == "" for row in rows) or BROWSER.run(f"document.querySelector('#panel-{name} th[data-field={field}]') === null"):
                    continue
                shown = self.cells(name, field)
                self.assertEqual(len(shown), len(rows), field)
                for row, value in zip(rows, shown):
                    try:
                        self.assertEqual(float(value), float(row[field]), field)
                    except ValueError:
                        self.assertEqual(value, row[field], field)
                    compared += 1
            self.assertGreater(compared, 8 * len(rows))
        self.quiet()

    def test_sorting_and_filtering(self):
        self.open(self.folder)
        BROWSER.run("document.getElementById('tab-passages').click()")
        before = self.cells("passages", "length_m")
        for way, backwards in (("ascending", False), ("descending", True)):
            BROWSER.click_on("#panel-passages th[data-field=length_m] button")
            self.assertEqual(BROWSER.run("document.querySelector('#panel-passages th[data-field=length_m]').getAttribute('aria-sort')"), way)
            values = self.cells("passages", "length_m")
            self.assertEqual(values, sorted(before, key=float, reverse=backwards))
            self.assertNotEqual(values, before)
        self.assertEqual(BROWSER.run("document.querySelectorAll('#panel-passages th[aria-sort=none]').length"),
                         BROWSER.run("document.querySelectorAll('#panel-passages th').length") - 1)
        BROWSER.run("(() => { const f = document.getElementById('filter'); f.value = 'kaliningrad-500'; f.dispatchEvent(new Event('input')); })()")
        self.assertEqual(set(self.cells("passages", "route_id")), {"kaliningrad-500"})
        self.assertEqual(len(self.cells("passages", "route_id")), 3)
        self.quiet()

    def test_row_leads_to_the_map(self):
        self.open(self.folder)
        before = BROWSER.run("[map.getZoom(), map.getCenter().lng]")
        BROWSER.click_on("#panel-findings tbody tr td[data-field=severity]")
        after = BROWSER.run("[map.getZoom(), map.getCenter().lng]")
        self.assertGreater(after[0], before[0] + 1)
        self.assertTrue(BROWSER.run("map.getBounds().contains(boundsOf([selected]))"))
        self.assertGreater(BROWSER.run("glow.getLayers().length"), 0)
        self.assertEqual(BROWSER.run("document.querySelectorAll('#panel-findings tr[aria-current]').length"), 1)
        route = BROWSER.run("selected.v.route_id")
        self.assertEqual(BROWSER.run("document.getElementById('profile-route').selectedOptions[0].textContent"), route)
        self.assertIn(BROWSER.run("selected.v.message"), BROWSER.run("document.getElementById('selection').textContent"))
        # What lies below it is drawn in the glow's colour.
        self.assertGreater(self.colour("(s => s.points ? s.points[0] : s.lines[0][0])(shapeOf(selected))", "glow")[3], 0)
        self.quiet()

    def test_map_leads_to_the_row(self):
        self.open(self.folder)
        BROWSER.run("goTo(boundsOf([itemsOf('passages')[0]]))")
        middle = "(() => { const line = shapeOf(itemsOf('passages')[0]).lines[0]; return [(line[0][0] + line[1][0]) / 2, (line[0][1] + line[1][1]) / 2]; })()"
        spot = self.on_page(middle)
        BROWSER.move(*spot)
        self.assertFalse(BROWSER.run("document.getElementById('tip').hidden"))
        tip = BROWSER.run("document.getElementById('tip').textContent")
        self.assertIn(BROWSER.run("km(itemsOf('passages')[0].v.length_m)"), tip)
        self.assertIn("kaliningrad-500", tip)
        BROWSER.click(*spot)
        self.assertEqual(BROWSER.run("[selected.layer.name, selected.index]"), ["passages", 0])
        self.assertFalse(BROWSER.run("document.getElementById('panel-passages').hidden"))
        inside = BROWSER.run("""(() => { const row = document.querySelector('#panel-passages tr[aria-current]').getBoundingClientRect(),
            box = document.querySelector('#panel-passages .scroll').getBoundingClientRect(); return row.top >= box.top && row.bottom <= box.bottom + 1; })()""")
        self.assertTrue(inside)
        self.quiet()

    def test_switches(self):
        self.open(self.folder)
        BROWSER.run("goTo(boundsOf([itemsOf('passages')[0]]))")
        middle = "(() => { const line = shapeOf(itemsOf('passages')[0]).lines[0]; return [(line[0][0] + line[1][0]) / 2, (line[0][1] + line[1][1]) / 2]; })()"
        switches = BROWSER.run("[...document.querySelectorAll('#switches > li > label')].map(l => l.textContent.replace(/[\\d, of]+$/, ''))")
        for title in ("Zones", "Routes", "Passages", "Crossings", "Nearest approaches", "Findings", "Swaths", "Coverage", "Gaps", "Land and borders", "Graticule"):
            self.assertTrue(any(switch.startswith(title[:-2]) for switch in switches), (title, switches))
        self.assertEqual(self.colour(middle)[:3], [0x8B, 0x0F, 0x5A])  # passages over all
        self.assertEqual(self.colour(middle, "base")[:3], [0xF7, 0xF6, 0xF2])  # land

        def switch(title, on):
            BROWSER.run(f"""(() => {{ const label = [...document.querySelectorAll('#switches > li > label')].find(l => l.textContent.startsWith({json.dumps(title)}));
                const box = label.querySelector('input'); if (box.checked !== {json.dumps(on)}) box.click(); }})()""")

        switch("Passages", False)
        self.assertNotEqual(self.colour(middle)[:3], [0x8B, 0x0F, 0x5A])
        for title in ("Findings", "Crossings", "Zones", "Coverage"):
            switch(title, False)
        self.assertEqual(self.colour(middle)[:3], [0xE6, 0x9F, 0x00])  # the route has warnings
        switch("Routes", False)
        self.assertEqual(self.colour(middle)[3], 0)
        switch("Swaths", True)
        self.assertEqual(self.colour(middle)[1] > self.colour(middle)[0], True)  # green
        switch("Land", False)
        self.assertEqual(self.colour(middle, "base")[3], 0)
        switch("Passages", True)
        self.assertEqual(self.colour(middle)[:3], [0x8B, 0x0F, 0x5A])
        self.quiet()

    def test_profile(self):
        self.open(self.folder)
        self.assertTrue(BROWSER.run("document.querySelector('#profile svg .heights') !== null"))
        crossing = next(c for c in json.loads((self.folder / "crossings.geojson").read_text())["features"] if c["properties"]["route_id"] == "kaliningrad-500")
        BROWSER.run("select(routeItem('kaliningrad-500'))")
        BROWSER.run(f"profile.pointTo({crossing['properties']['along_m']} + 1)")
        lon, lat = BROWSER.run("plane.inverse(place.getLatLng().lng, place.getLatLng().lat)")
        # Within the tolerance that the page states, here some 50 m.
        self.assertLess(BROWSER.run("layers.get('routes').tolerance_m"), 60)
        self.assertAlmostEqual(lon, crossing["geometry"]["coordinates"][0], delta=0.002)
        self.assertAlmostEqual(lat, crossing["geometry"]["coordinates"][1], delta=0.001)
        self.assertIn("inside Kaliningrad Oblast", BROWSER.run("document.getElementById('profile-reading').textContent"))
        box = BROWSER.run("(() => { const e = document.querySelector('#profile svg'); e.scrollIntoView({block: 'center'}); const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + 60]; })()")
        BROWSER.move(*box)
        self.assertRegex(BROWSER.run("document.getElementById('profile-reading').textContent"), r"^km 1,1\d\d")
        self.assertTrue(BROWSER.run("map.hasLayer(place)"))
        self.quiet()

    def test_keys(self):
        self.open(self.folder)
        BROWSER.press("Tab")
        self.assertEqual(BROWSER.run("document.activeElement.className"), "skip")
        BROWSER.run("document.getElementById('tab-statistics').click(); document.querySelector('#panel-statistics tbody tr').focus()")
        BROWSER.press("ArrowDown")
        BROWSER.press("Enter")
        self.assertEqual(BROWSER.run("[selected.layer.name, selected.index]"), ["statistics", 1])
        self.assertEqual(BROWSER.run("document.activeElement.item === selected"), True)
        BROWSER.run("document.getElementById('tab-statistics').focus()")
        BROWSER.press("ArrowRight")
        self.assertEqual(BROWSER.run("document.activeElement.id"), "tab-routes")
        names = BROWSER.run("""[...document.querySelectorAll('button, input, select')].filter(e => !(e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length)).length""")
        self.assertEqual(names, 0)
        self.quiet()

    def test_dark(self):
        self.open(self.folder, dark=True)
        background = BROWSER.run("getComputedStyle(document.body).backgroundColor")
        self.assertLess(max(map(int, re.findall(r"\d+", background))), 60)
        self.assertEqual(BROWSER.run("map.getContainer().style.backgroundColor"), "rgb(19, 27, 34)")
        BROWSER.click_on("#theme")
        self.assertGreater(min(map(int, re.findall(r"\d+", BROWSER.run("getComputedStyle(document.body).backgroundColor")))), 200)
        self.fits()
        self.quiet()

    def test_phone(self):
        self.open(self.folder, width=360, height=740)
        self.fits()
        BROWSER.run("select(itemsOf('findings')[0], {from: 'map', zoom: true})")
        self.fits()
        for table in ("findings", "statistics", "routes", "zones", "passages", "coverage"):
            BROWSER.run(f"document.getElementById('tab-{table}').click()")
            self.fits()
        self.quiet()

    def test_paper(self):
        self.open(self.folder, dark=True)
        BROWSER.run("addEventListener('beforeprint', () => { window.paper = [tables.every(t => t.body.rows.length === t.rows.length), palette === palettes.light, document.getElementById('sheet') !== null]; })")
        path = pathlib.Path(FOLDER.name) / "report.pdf"
        BROWSER.pdf(path)
        self.assertEqual(BROWSER.run("window.paper"), [True, True, True])
        self.assertEqual(path.read_bytes()[:5], b"%PDF-")
        BROWSER.settle()
        self.assertEqual(BROWSER.run("[document.getElementById('sheet'), isDark(), document.documentElement.className]"), [None, True, ""])
        self.quiet()

    def test_sources(self):
        self.open(self.folder)
        text = BROWSER.run("document.querySelector('main').innerText")
        for inputs in self.summary["inputs"].values():
            for file in inputs:
                self.assertIn(file["sha256"], text)
        self.assertIn(self.summary["command"], text)
        for said in ("© OpenStreetMap contributors", "ODbL", "Natural Earth", "BSD 2-Clause License", "Annex E para 5(B)(3), as Russia reads it", self.summary["tool"]["proj"]):
            self.assertIn(said, text)
        self.quiet()


class Planes(Report):
    """The page's own projection against PROJ's."""

    def test_planes(self):
        import pyproj
        folder = analyze("plane", write("plane-routes.geojson", feature("LineString", [[10, 50], [11, 51]], id="r")), "--zones",
                         write("plane-zones.geojson", square(10, 50, 10.5, 50.5, id="z")), "--formats", "html")
        self.open(folder)
        draw = random.Random(SEED)
        for lon0, lat0 in ((10.51, 50.5), (-170.32, 62.11), (0, 90), (33, -90), (20, 0), (179.99, -0.01), (5, 89.99)):
            laea = pyproj.Proj(f"+proj=laea +lat_0={lat0} +lon_0={lon0} +ellps=WGS84")
            points = [(draw.uniform(-180, 180), draw.uniform(-89, 89)) for _ in range(40)]
            points = [p for p in points if pyproj.Geod(ellps="WGS84").inv(lon0, lat0, *p)[2] < 15e6]
            images = [laea(*p) for p in points]
            forward, inverse = BROWSER.run(f"(() => {{ const p = makePlane([{lon0}, {lat0}]); return [{json.dumps(points)}.map(x => p.forward(...x)), {json.dumps(images)}.map(x => p.inverse(...x))]; }})()")
            for point, image, there, back in zip(points, images, forward, inverse):
                self.assertAlmostEqual(there[0], image[0], delta=0.01, msg=f"{(lon0, lat0)} {point}")
                self.assertAlmostEqual(there[1], image[1], delta=0.01, msg=f"{(lon0, lat0)} {point}")
                self.assertLess(pyproj.Geod(ellps="WGS84").inv(*point, *back)[2], 1)
        # The data are in the same plane: a corner of the zone.
        corner = BROWSER.run("boundsOf(itemsOf('zones')).getSouthWest()")
        lon, lat = BROWSER.run(f"plane.inverse(plane.forward(10, 50)[0], plane.forward(10, 50)[1])")
        self.assertLess(abs(BROWSER.run("plane.forward(10, 50)[1]") - corner["lat"]), BROWSER.run("layers.get('zones').tolerance_m") + 500)
        self.assertAlmostEqual(lon, 10, places=6)
        self.assertAlmostEqual(lat, 50, places=6)
        self.quiet()


class Antimeridian(Report):
    def test_one_piece(self):
        zones = write("date-zones.geojson", square(170, 50, 190, 60, id="line", name="Across"), square(-178, 62, -170, 66, id="east", name="East"))
        routes = write("date-routes.geojson", feature("LineString", [[165, 55], [195, 55]], id="across"), feature("LineString", [[175, 58], [-170, 64]], id="back"))
        folder = analyze("date", routes, "--zones", zones, "--formats", "html")
        self.open(folder)
        # 20° of longitude at 50° N are 1,430 km; torn apart it would be around the earth.
        self.assertLess(BROWSER.run("boundsOf([zoneItem('line')]).getEast() - boundsOf([zoneItem('line')]).getWest()"), 1.5e6)
        self.assertAlmostEqual(abs(BROWSER.run("analysis.centre[0]")), 180, delta=5)
        for lon in (172, 179.9, 180, -179.9, -172):
            spot = self.on_page(f"(() => {{ const [x, y] = plane.forward({lon}, 57); return [y, x]; }})()")
            BROWSER.run("select(null)")
            BROWSER.click(*spot)
            self.assertEqual(BROWSER.run("selected?.v.zone_id"), "line", lon)
        # The cut is not drawn: on the antimeridian there is the fill only, as beside it.
        at = [self.colour(f"(() => {{ const [x, y] = plane.forward({lon}, 56.5); return [y, x]; }})()") for lon in (178, 180, -178)]
        self.assertEqual(at[0], at[1])
        self.assertEqual(at[0], at[2])
        self.quiet()


class Hostile(Report):
    IDS = ['</script><img src=x onerror=alert(1)>', '<b>bold</b>', '"\'`${alert(1)}', '\u202eright to left \u05d0\u05d1', 'line\u2028break', "&lt;i&gt;", "x" * 3000]

    def test_ids(self):
        routes = [feature("LineString", [[9, 50 + k / 10, 3000], [12, 50 + k / 10, 4000]], id=name, note=name, **{name[:60]: name}) for k, name in enumerate(self.IDS)]
        zones = [square(10, 50 + k / 10 - 0.04, 11, 50 + k / 10 + 0.04, id=name, name=name, source=name, attribution=name, licence="ODbL", note="javascript:alert(1)",
                        prohibited=True, restriction="prohibited", clause=name, status="disputed") for k, name in enumerate(self.IDS)]
        rules = pathlib.Path(FOLDER.name) / "hostile-zones.geojson"
        folder = analyze("hostile", write("hostile-routes.geojson", *routes), "--zones", write(rules.name, *zones), "--formats", "csv,html")
        page = (folder / "report.html").read_text()
        data = page[page.index('id="analysis"'):page.index("</script>\n<script>", page.index('id="layer-'))]
        self.assertNotIn("<img", page)
        self.assertNotIn("<b>", data)
        self.open(folder)
        self.assertEqual(BROWSER.run("document.querySelectorAll('img, b, i').length"), 0)
        for table in ("statistics", "routes", "zones", "passages"):
            BROWSER.run(f"document.getElementById('tab-{table}').click()")
            field = "zone_id" if table == "zones" else "route_id"
            self.assertEqual(set(self.cells(table, field)), set(self.IDS), table)
        BROWSER.run("document.getElementById('tab-routes').click()")
        self.assertEqual(BROWSER.run("[...document.querySelectorAll('#panel-routes td[data-field=route_id]')].map(td => td.textContent)"), self.cells("routes", "route_id"))
        for name in ("zones", "routes", "passages", "crossings", "statistics"):
            for k in range(len(self.IDS)):
                BROWSER.run(f"select(itemsOf('{name}')[{k}], {{zoom: true}})")
                BROWSER.run(f"showTip(itemsOf('{name}')[{k}], {{containerPoint: {{x: 10, y: 10}}}})")
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
            routes.append(feature("LineString", line, id=f"route-{number}", start_time="2017-01-01T08:00:00Z", speed_kmh=500))
        zones = [square(10 + 5 * k, 48 + k % 3 * 3, 13 + 5 * k, 50 + k % 3 * 3, id=f"zone-{k}") for k in range(6)]
        folder = analyze("many", write("many-routes.geojson", *routes), "--zones", write("many-zones.geojson", *zones), "--formats", "csv,html",
                         "--layers", "statistics,routes,zones,passages,crossings,nearest")
        self.assertLess((folder / "report.html").stat().st_size, 20e6)
        self.open(folder)
        self.assertEqual(BROWSER.run("itemsOf('routes').length"), 2000)
        self.assertTrue(BROWSER.run("document.getElementById('left-out').hidden"))
        with open(folder / "statistics.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(BROWSER.run("itemsOf('statistics').map(i => [i.v.route_id, i.v.zone_id, i.v.inside_m])"), [[r["route_id"], r["zone_id"], float(r["inside_m"])] for r in rows])
        BROWSER.run("document.getElementById('tab-routes').click()")
        BROWSER.click_on("#panel-routes th[data-field=length_m] button")
        self.assertEqual(BROWSER.run("Math.min(...itemsOf('routes').map(i => i.v.length_m))"), float(self.cells("routes", "length_m")[0]))
        BROWSER.run("select(itemsOf('routes')[1999], {from: 'map'})")
        self.assertEqual(BROWSER.run("document.querySelectorAll('#panel-routes tr[aria-current]').length"), 1)
        BROWSER.click_on("#panel-routes tbody tr[aria-current] td")
        self.assertTrue(BROWSER.run("map.getBounds().contains(boundsOf([selected]))"))
        self.assertEqual(BROWSER.run("selected.v.route_id"), "route-1999")
        self.quiet()

    def test_beyond_the_limit(self):
        """What does not fit is counted, and the page says so; nothing else changes."""
        routes = [feature("LineString", [[9 + k / 10, 50], [9 + k / 10, 51]], id=f"route-{k}", note="x" * 500_000) for k in range(50)]
        folder = analyze("limit", write("limit-routes.geojson", *routes), "--zones", write("limit-zones.geojson", square(9, 50.2, 20, 50.4, id="z")), "--formats", "csv,html")
        self.assertLess((folder / "report.html").stat().st_size, 20e6)
        self.open(folder)
        shown = BROWSER.run("itemsOf('routes').length")
        self.assertIn(f"{shown} of 50 routes", BROWSER.run("document.getElementById('left-out').textContent"))
        self.assertLess(0, shown)
        self.assertLess(shown, 50)
        self.assertEqual(BROWSER.run("itemsOf('statistics').length"), 50)
        self.assertEqual(BROWSER.run("document.querySelector('#totals dd').textContent"), "50")
        BROWSER.run("select(itemsOf('statistics')[49], {from: 'table', zoom: true})")
        self.quiet()


class Little(Report):
    """Analyses that have only some of everything."""

    def check(self, name, routes, zones, *options):
        folder = analyze(name, write(f"{name}-routes.geojson", *routes), "--zones", write(f"{name}-zones.geojson", *zones), "--formats", "html", *options)
        self.open(folder)
        self.fits()
        self.quiet()

    def test_nothing_met(self):
        self.check("nothing", [feature("LineString", [[0, 0], [1, 1]], id="r")], [square(50, 50, 51, 51, id="z")])
        self.assertEqual(BROWSER.run("[...document.querySelectorAll('#tabs button')].map(b => b.id)"), ["tab-routes"])
        self.assertIsNone(BROWSER.run("document.querySelector('#profile .heights')"))
        self.assertFalse(BROWSER.run("document.getElementById('profile').hidden"))

    def test_some_layers(self):
        self.check("some", [feature("LineString", [[0, 0], [1, 1]], id="r")], [square(0.2, 0.2, 0.4, 0.4, id="z")], "--swath-km", "5", "--layers", "coverage,gaps")
        self.assertTrue(BROWSER.run("document.getElementById('profile').hidden"))
        self.assertEqual(BROWSER.run("[...document.querySelectorAll('#tabs button')].map(b => b.id)"), ["tab-coverage"])
        self.assertTrue(BROWSER.run("drawn.every(layer => map.hasLayer(layer.group))"))
        BROWSER.click_on("#panel-coverage tbody td")
        self.assertEqual(BROWSER.run("selected.layer.name"), "coverage")
        self.quiet()

    def test_figures_only(self):
        self.check("figures", [feature("LineString", [[0, 0], [1, 1]], id="r")], [square(0.2, 0.2, 0.4, 0.4, id="z")], "--layers", "statistics")
        BROWSER.click_on("#panel-statistics tbody td")
        self.assertEqual(BROWSER.run("selected.layer.name"), "statistics")
        self.quiet()

    def test_over_the_pole(self):
        self.check("pole", [feature("LineString", [[20, 80, 9000], [-160, 80, 9000]], id="r")],
                   [feature("Polygon", [[[-180, 85], [180, 85], [180, 90], [-180, 90], [-180, 85]]], id="cap")])
        self.assertEqual(BROWSER.run("itemsOf('passages').length"), 1)
        # The cap is 2 × 5° across: 2 · 558 km.
        self.assertAlmostEqual(BROWSER.run("boundsOf([zoneItem('cap')]).getEast() - boundsOf([zoneItem('cap')]).getWest()"), 1.116e6, delta=4e3)
        self.assertLess(BROWSER.run("(() => { const [x, y] = plane.forward(0, 90), b = boundsOf([zoneItem('cap')]).getCenter(); return Math.hypot(x - b.lng, y - b.lat); })()"), 2000)
        BROWSER.settle()
        self.assertGreater(BROWSER.run("document.querySelectorAll('.degrees .meridian').length"), 1)
        self.quiet()


if __name__ == "__main__":
    unittest.main(verbosity=2)
