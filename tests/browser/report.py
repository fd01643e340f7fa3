#!/usr/bin/python3
# Tests: src/output/report/
"""report.html in Chromium: complains of nothing and asks for nothing, shows the layers, and its
map, tables and profile belong together."""
import csv
import json
import os
import pathlib
import re
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "support"))
from page import (  # noqa: E402
    BROWSER, DATA, FOLDER, Report, analyze, feature, run, square, write)

# Of the first passage's first leg.
MIDDLE = ("(([a, b]) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / "
          "2])(shapeOf(itemsOf('passages')[0]).lines[0])")


class Flights(Report):
    """The bundled flights over Kaliningrad and Georgia, judged, and with a camera."""
    @classmethod
    def setUpClass(cls):
        flights = [
            DATA / "flights" / name
            for name in ("kaliningrad-500.geojson", "kaliningrad-1200.geojson", "georgia.geojson")
        ]
        zones = [
            argument for name in ("kaliningrad", "georgia-strip", "moscow")
            for argument in ("--zones", DATA / "zones" / f"{name}.geojson")
        ]
        cls.folder = analyze(
            "flights",
            *flights,
            *zones,
            "--rules",
            "national-measures",
            "--sensor",
            "osdcam4060",
            "--height",
            "3353",
            "--layers",
            "statistics,routes,zones,passages,crossings,nearest,findings,swaths,coverage,gaps",
            "--formats",
            "csv,geojson,html")
        cls.summary = json.loads((cls.folder / "summary.json").read_text())

    def test_policy(self):
        self.open(self.folder)
        policy = BROWSER.run(
            "document.querySelector('meta[http-equiv=Content-Security-Policy]').content")
        self.assertIn("default-src 'none'", policy)
        self.assertNotIn("unsafe", policy)
        self.assertNotRegex(policy, r"https?:")
        self.quiet()
        # It is heeded: a script that is put in does not run, and nothing is fetched.
        BROWSER.run("""(() => { const s = document.createElement('script');
            s.textContent = 'window.ran = true'; document.body.append(s); })()""")
        self.assertIsNone(BROWSER.run("window.ran"))
        self.assertEqual(
            BROWSER.run("fetch('data:text/plain,x').then(() => 'fetched', () => 'refused')"),
            "refused")

    def test_same_again(self):
        run("map", self.folder)
        first = (self.folder / "report.html").read_bytes()
        run("map", self.folder)
        self.assertEqual((self.folder / "report.html").read_bytes(), first)

    def test_totals(self):
        self.open(self.folder)
        text = BROWSER.run(
            "Object.fromEntries([...document.querySelectorAll('#totals div')].map(d => "
            "[...d.children].map(e => e.textContent)))")
        totals = self.summary["totals"]
        self.assertEqual(text["Routes"], str(totals["routes"]))
        self.assertEqual(text["that meet zones"], str(totals["meeting_routes"]))
        self.assertEqual(text["Length"], f"{totals['length_m'] / 1000:,.3f} km")
        self.assertEqual(text["Inside zones"],
                         f"{sum(zone['inside_m'] for zone in totals['zones']) / 1000:,.3f} km")
        for name, figure in (("Comply", "complying"), ("Violate", "violating"),
                             ("Undecided", "undecided")):
            self.assertEqual(text[name], str(totals[figure + "_routes"]))
        self.quiet()

    def test_tables_say_what_the_files_say(self):
        self.open(self.folder)
        for name in ("statistics", "findings"):
            self.open_table(name)
            with open(self.folder / f"{name}.csv", newline="") as file:
                rows = list(csv.DictReader(file))
            self.assertGreater(len(rows), 0)
            if name == "findings":  # the page has the worst first
                order = [(row["route_id"], row["rule"], row["from_m"]) for row in rows]
                rows = [
                    rows[order.index(key)] for key in zip(*(self.cells(name, field)
                                                            for field in ("route_id", "rule",
                                                                          "from_m")))
                ]
            compared = 0
            for field in rows[0]:
                if all(row[field] == "" for row in rows) or BROWSER.run(
                        f"document.querySelector('#panel-{name} th[data-field={field}]') === null"):
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
        self.open_table("passages")
        before = self.cells("passages", "length_m")
        for way, backwards in (("ascending", False), ("descending", True)):
            BROWSER.click_on("#panel-passages th[data-field=length_m] button")
            self.assertEqual(
                BROWSER.run("document.querySelector('#panel-passages "
                            "th[data-field=length_m]').getAttribute('aria-sort')"),
                way)
            values = self.cells("passages", "length_m")
            self.assertEqual(values, sorted(before, key=float, reverse=backwards))
            self.assertNotEqual(values, before)
        self.assertEqual(
            BROWSER.run("document.querySelectorAll('#panel-passages th[aria-sort=none]').length"),
            BROWSER.run("document.querySelectorAll('#panel-passages th').length") - 1)
        BROWSER.run(
            "(() => { const f = document.getElementById('filter'); f.value = 'kaliningrad-500'; "
            "f.dispatchEvent(new Event('input')); })()")
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
        self.assertEqual(
            BROWSER.run("document.querySelectorAll('#panel-findings tr[aria-current]').length"), 1)
        route = BROWSER.run("selected.v.route_id")
        self.assertEqual(
            BROWSER.run("document.getElementById('profile-route').selectedOptions[0].textContent"),
            route)
        self.assertIn(BROWSER.run("selected.v.message"),
                      BROWSER.run("document.getElementById('selection').textContent"))
        # What lies below it is drawn in the glow's colour.
        self.assertGreater(
            self.colour("(s => s.points ? s.points[0] : s.lines[0][0])(shapeOf(selected))",
                        "glow")[3],
            0)
        self.quiet()

    def test_map_leads_to_the_row(self):
        self.open(self.folder)
        BROWSER.run("goTo(boundsOf([itemsOf('passages')[0]]))")
        spot = self.on_page(MIDDLE)
        BROWSER.move(*spot)
        self.assertFalse(BROWSER.run("document.getElementById('tip').hidden"))
        tip = BROWSER.run("document.getElementById('tip').textContent")
        self.assertIn(BROWSER.run("km(itemsOf('passages')[0].v.length_m)"), tip)
        self.assertIn("kaliningrad-500", tip)
        BROWSER.click(*spot)
        self.assertEqual(BROWSER.run("[selected.layer.name, selected.index]"), ["passages", 0])
        self.assertFalse(BROWSER.run("document.getElementById('panel-passages').hidden"))
        inside = BROWSER.run("""(() => {
            const box = document.querySelector('#panel-passages .scroll').getBoundingClientRect();
            const current = document.querySelector('#panel-passages tr[aria-current]');
            const row = current.getBoundingClientRect();
            return row.top >= box.top && row.bottom <= box.bottom + 1; })()""")
        self.assertTrue(inside)
        self.quiet()

    def test_switches(self):
        self.open(self.folder)
        BROWSER.run("goTo(boundsOf([itemsOf('passages')[0]]))")
        switches = BROWSER.run("[...document.querySelectorAll('#switches > li > label')].map(l => "
                               "l.textContent.replace(/[\\d, of]+$/, ''))")
        for title in ("Zones",
                      "Routes",
                      "Passages",
                      "Crossings",
                      "Nearest approaches",
                      "Findings",
                      "Swaths",
                      "Coverage",
                      "Gaps",
                      "Land and borders",
                      "Graticule"):
            self.assertTrue(any(switch.startswith(title[:-2]) for switch in switches),
                            (title, switches))
        self.assertEqual(self.colour(MIDDLE)[:3], [0x8B, 0x0F, 0x5A])  # passages over all
        self.assertEqual(self.colour(MIDDLE, "base")[:3], [0xF7, 0xF6, 0xF2])  # land

        def switch(title, on):
            BROWSER.run(f"""(() => {{
                const labels = [...document.querySelectorAll('#switches > li > label')];
                const label = labels.find(l => l.textContent.startsWith({json.dumps(title)}));
                const box = label.querySelector('input');
                if (box.checked !== {json.dumps(on)}) box.click(); }})()""")

        switch("Passages", False)
        self.assertNotEqual(self.colour(MIDDLE)[:3], [0x8B, 0x0F, 0x5A])
        for title in ("Findings", "Crossings", "Zones", "Coverage"):
            switch(title, False)
        complies = BROWSER.run("palette.complies")
        for found, wanted in zip(self.colour(MIDDLE), bytes.fromhex(complies[1:])):
            self.assertAlmostEqual(found, wanted, delta=2)
        switch("Routes", False)
        self.assertEqual(self.colour(MIDDLE)[3], 0)
        switch("Swaths", True)
        self.assertEqual(self.colour(MIDDLE)[1] > self.colour(MIDDLE)[0], True)  # green
        switch("Land", False)
        self.assertEqual(self.colour(MIDDLE, "base")[3], 0)
        switch("Passages", True)
        self.assertEqual(self.colour(MIDDLE)[:3], [0x8B, 0x0F, 0x5A])
        self.quiet()

    def test_profile(self):
        self.open(self.folder)
        self.assertTrue(BROWSER.run("document.querySelector('#profile svg .heights') !== null"))
        crossings = json.loads((self.folder / "crossings.geojson").read_text())["features"]
        crossing = next(c for c in crossings if c["properties"]["route_id"] == "kaliningrad-500")
        BROWSER.run("select(routeItem('kaliningrad-500'))")
        BROWSER.run(f"profile.pointTo({crossing['properties']['along_m']} + 1)")
        lon, lat = BROWSER.run("plane.inverse(place.getLatLng().lng, place.getLatLng().lat)")
        # Within the tolerance that the page states, here some 50 m.
        self.assertLess(BROWSER.run("layers.get('routes').tolerance_m"), 60)
        self.assertAlmostEqual(lon, crossing["geometry"]["coordinates"][0], delta=0.002)
        self.assertAlmostEqual(lat, crossing["geometry"]["coordinates"][1], delta=0.001)
        self.assertRegex(BROWSER.run("document.getElementById('profile-reading').textContent"),
                         "inside .?Kaliningrad Oblast")
        BROWSER.click_on("#profile svg .ground")
        # 2,411.05 / 2, within a pixel
        self.assertRegex(BROWSER.run("document.getElementById('profile-reading').textContent"),
                         r"^km 1,20[456]\.\d · ")
        self.assertTrue(BROWSER.run("map.hasLayer(place)"))
        self.quiet()

    def test_keys(self):
        self.open(self.folder)
        BROWSER.press("Tab")
        self.assertEqual(BROWSER.run("document.activeElement.className"), "skip")
        BROWSER.run("document.getElementById('tab-statistics').click(); "
                    "document.querySelector('#panel-statistics tbody tr').focus()")
        BROWSER.press("ArrowDown")
        BROWSER.press("Enter")
        self.assertEqual(BROWSER.run("[selected.layer.name, selected.index]"), ["statistics", 1])
        self.assertEqual(BROWSER.run("document.activeElement.item === selected"), True)
        BROWSER.run("document.getElementById('tab-statistics').focus()")
        BROWSER.press("ArrowRight")
        self.assertEqual(BROWSER.run("document.activeElement.id"), "tab-routes")
        nameless = BROWSER.run("""[...document.querySelectorAll('button, input, select')]
            .filter(e => !(e.textContent.trim() || e.getAttribute('aria-label')
                           || e.labels?.length)).length""")
        self.assertEqual(nameless, 0)
        self.quiet()

    def test_dark(self):
        self.open(self.folder, dark=True)
        background = BROWSER.run("getComputedStyle(document.body).backgroundColor")
        self.assertLess(max(map(int, re.findall(r"\d+", background))), 60)
        self.assertEqual(BROWSER.run("map.getContainer().style.backgroundColor"), "rgb(19, 27, 34)")
        BROWSER.click_on("#theme")
        self.assertGreater(
            min(
                map(
                    int,
                    re.findall(r"\d+",
                               BROWSER.run("getComputedStyle(document.body).backgroundColor")))),
            200)
        self.fits()
        self.quiet()

    def test_phone(self):
        self.open(self.folder, width=360, height=740)
        self.fits()
        BROWSER.run("select(itemsOf('findings')[0], {from: 'map', zoom: true})")
        self.fits()
        for table in ("findings", "statistics", "routes", "zones", "passages", "coverage"):
            self.open_table(table)
            self.fits()
        self.quiet()

    def test_paper(self):
        self.open(self.folder, dark=True)
        BROWSER.run("""addEventListener('beforeprint', () => { window.paper = [
            tables.every(t => t.body.rows.length === t.rows.length),
            palette === palettes.light, document.getElementById('sheet') !== null]; })""")
        path = pathlib.Path(FOLDER.name) / "report.pdf"
        BROWSER.pdf(path)
        self.assertEqual(BROWSER.run("window.paper"), [True, True, True])
        self.assertEqual(path.read_bytes()[:5], b"%PDF-")
        BROWSER.settle()
        self.assertEqual(
            BROWSER.run(
                "[document.getElementById('sheet'), isDark(), document.documentElement.className]"),
            [None, True, ""])
        self.quiet()

    def test_sources(self):
        self.open(self.folder)
        text = BROWSER.run("document.querySelector('main').innerText")
        for inputs in self.summary["inputs"].values():
            for file in inputs:
                self.assertIn(file["sha256"], text)
        self.assertIn(self.summary["command"], text)
        for said in ("© OpenStreetMap contributors",
                     "ODbL",
                     "Natural Earth",
                     "BSD 2-Clause License",
                     "Annex E para 5(B)(3), as Russia reads it",
                     self.summary["tool"]["proj"]):
            self.assertIn(said, text)
        self.quiet()


class Verdicts(Report):
    """A route of each verdict, and one that complies with a warning."""
    routes = {
        "free": (51, "complies", "Complies"),
        "narrow": (49.5, "complies", "Complies, with warnings"),
        "unknown": (47.5, "undecided", "Undecided"),
        "breaks": (43.5, "violates", "Violates")
    }

    @classmethod
    def setUpClass(cls):
        zones = write(
            "verdict-zones.geojson",
            square(20, 43, 21, 44, id="closed", prohibited=True, status="disputed"),
            square(20, 47, 21, 48, id="high", min_altitude_m=3000, altitude_reference="MSL"),
            square(20, 49, 21, 50, id="short", max_distance_km=73, confidence="M"))
        routes = write(
            "verdict-routes.geojson",
            *(feature("LineString", [[19, lat], [22, lat]], id=name)
              for name, (lat, *_) in cls.routes.items()))
        cls.folder = analyze("verdicts", routes, "--zones", zones, "--rules", "zones")

    def legend(self, title):
        return BROWSER.run(f"""(() => {{
            const labels = [...document.querySelectorAll('#switches > li > label')];
            const label = labels.find(l => l.textContent.startsWith({json.dumps(title)}));
            return [...label.parentElement.querySelectorAll('ul li')].map(li => li.textContent);
            }})()""")

    def test_words_and_counts(self):
        for dark in (False, True):
            self.open(self.folder, dark=dark)
            self.assertEqual(
                BROWSER.run("document.getElementById('verdicts').textContent"),
                "Judged by attributes of the zones: 2 comply, 1 violates (only disputed, lifted or "
                "remembered rules), 1 is undecided: 1 violation, 1 undecided, 1 warning.")
            self.assertTrue(BROWSER.run("document.getElementById('verdicts').checkVisibility()"))
            self.assertEqual(
                BROWSER.run("[...document.querySelectorAll('#totals div')].map(d => "
                            "[d.className, ...[...d.children].map(e => e.textContent)]).slice(-3)"),
                [["good", "Comply", "2"], ["bad", "Violate", "1"], ["unsure", "Undecided", "1"]])
            self.assertEqual(self.legend("Routes"),
                             ["Violates", "Is undecided", "Complies, with warnings", "Complies"])
            self.assertEqual(self.legend("Findings"), ["Violation", "Undecided", "Warning"])
            self.fits()
            self.quiet()

    def test_lines_and_marks(self):
        """Each class of routes has a colour and dashes, each severity a colour and a mark, which no
        other has."""
        self.open(self.folder)
        looks = {}
        for name, (_, verdict, title) in self.routes.items():
            self.assertEqual(BROWSER.run(f"routeItem('{name}').v.verdict"), verdict)
            looks[name] = BROWSER.run("(({options: o}) => [o.color, String(o.dashArray)])"
                                      f"(routeItem('{name}').paths[0])")
        self.assertEqual(len(set(map(tuple, looks.values()))), 4)
        self.assertEqual(looks["free"][0], looks["narrow"][0])
        self.assertEqual(looks["unknown"][0], BROWSER.run("glossary.get('is_undecided').colour"))
        marks = BROWSER.run("""itemsOf('findings').map(({v, paths}) => {
            const o = paths.find(path => path.options.symbol).options;
            return [v.severity, o.symbol, o.fillColor, JSON.stringify(symbols[o.symbol])]; })""")
        self.assertEqual(len(marks), 3)
        for severity, symbol, *_ in marks:
            self.assertEqual(symbol, severity)
        for column in (2, 3):
            self.assertEqual(len({mark[column] for mark in marks}), 3)
        self.quiet()

    def test_tables(self):
        self.open(self.folder)
        self.open_table("findings")
        for field, wanted in (("severity", ["violation", "undecided", "warning"]),
                              ("standing", ["disputed", "own", "remembered"])):
            if field == "severity":
                BROWSER.click_on("#panel-findings th[data-field=severity] button")
            self.assertEqual(self.cells("findings", field), wanted)
        head = "document.querySelector('#panel-findings th[data-field=standing]').textContent"
        self.assertTrue(BROWSER.run(head).startswith("Status"))
        self.open_table("routes")
        BROWSER.click_on("#panel-routes th[data-field=verdict] button")
        self.assertEqual(self.cells("routes", "verdict"),
                         ["violates", "undecided", "complies", "complies"])
        for field, wanted in (("violations", "1000"), ("undecided", "0100"), ("warnings", "0001")):
            self.assertEqual("".join(self.cells("routes", field)), wanted)
        BROWSER.run("(() => { const f = document.getElementById('filter'); f.value = 'undecided'; "
                    "f.dispatchEvent(new Event('input')); })()")
        self.assertEqual(self.cells("routes", "route_id"), ["unknown"])
        self.assertEqual(BROWSER.run("figuresOf(routeItem('narrow'))").rpartition(", ")[2],
                         "with 1 warning")
        self.quiet()

    def test_not_judged(self):
        """Nothing of verdicts is said where there are none."""
        routes = write("unjudged.geojson", feature("LineString", [[19, 51], [22, 51]], id="r"))
        self.open(analyze("unjudged", routes))
        self.assertFalse(BROWSER.run("document.getElementById('verdicts').checkVisibility()"))
        self.assertEqual(self.legend("Routes"), ["Not judged"])
        self.assertEqual(
            BROWSER.run("[...document.querySelectorAll('#totals dt')].map(e => e.textContent)"),
            ["Routes", "that meet zones", "Length", "Inside zones", "Zones met"])
        self.quiet()


if __name__ == "__main__":
    unittest.main(verbosity=2)
