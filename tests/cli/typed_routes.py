#!/usr/bin/python3
# Tests: src/input/flightplan/flightplan.c src/input/flightplan/plan_words.c
# Tests: src/input/flightplan/plan_route.c src/input/flightplan/plan_unknown.c
"""Plans as people type or paste them, of Europe and the United States: what of them are fixes. The
points and airways are made; where they lie follows from their names."""
import json
import subprocess
import unittest

from support.case import COMMAND, Case

PLACES = {
    "ANEKI": (9, 49.3), "NEKLO": (9.4, 49.2), "DKB": (10.2, 49.1), "RUDNO": (10.9, 49),
    "INPUD": (11.2, 48.9), "UPALA": (12.5, 49.9), "BIRKA": (14.5, 51.2), "SUL": (8.5, 50),
    "LBU": (9.3, 48.9), "MERSI": (11.6, 48.2), "GIVMI": (11.4, 48.7), "KRH": (8.6, 49),
    "EDDF": (8.57, 50.03), "EDDM": (11.79, 48.35), "EGLL": (-0.46, 51.47), "VESMI": (-15, 50),
    "KJFK": (-73.78, 40.64), "KBOS": (-71, 42.36), "GREKI": (-72.3, 41.4), "HFD": (-72.5, 41.6),
    "PUT": (-71.8, 42), "PVD": (-71.4, 41.7), "MERIT": (-73.1, 41.4), "JUDDS": (-72.6, 41.6),
    "MARTN": (-72, 42.3)}
AIRWAYS = {"Y163": "ANEKI NEKLO DKB RUDNO", "Z109": "UPALA BIRKA", "Y102": "INPUD UPALA",
           "UL607": "SUL ANEKI LBU", "T161": "RUDNO GIVMI MERSI", "V16": "GREKI HFD PUT",
           "J121": "MERIT JUDDS MARTN", "Q480": "MERIT HFD MARTN"}
# What is typed, and the fixes of it.
READ = [
    ("N0450F370 EDDF SUL UL607 ANEKI Y163 RUDNO T161 MERSI EDDM",
     "EDDF SUL ANEKI NEKLO DKB RUDNO GIVMI MERSI EDDM"),
    ("-N0450F370 EDDF DCT ANEKI DCT EDDM", "EDDF ANEKI EDDM"),
    ("EDDF ANEKI2Q ANEKI Y163 RUDNO RUDNO1A EDDM", "EDDF ANEKI NEKLO DKB RUDNO EDDM"),
    ("EDDF/07C N0445F350 ANEKI2F ANEKI DCT DKB DCT RUDNO EDDM/26L", "EDDF ANEKI DKB RUDNO EDDM"),
    ("EDDF SID ANEKI Y163 RUDNO STAR EDDM", "EDDF ANEKI NEKLO DKB RUDNO EDDM"),
    ("EDDF ANEKI Y163 DKB/N0440F390 Y163 RUDNO EDDM", "EDDF ANEKI NEKLO DKB RUDNO EDDM"),
    ("n0450f370 eddf dct aneki y163 rudno dct eddm", "eddf aneki NEKLO DKB rudno eddm"),
    ("K0830S1010 EDDM RUDNO Y163 ANEKI/K0800S0900 DCT EDDF", "EDDM RUDNO DKB NEKLO ANEKI EDDF"),
    ("EDDM INPUD2N INPUD Y102 UPALA Z109 BIRKA DCT 5442N02030E",
     "EDDM INPUD UPALA BIRKA 5442N02030E"),
    ("EDDM1200 N0450F330 INPUD Y102 UPALA DCT EDDF0140", "EDDM INPUD UPALA EDDF"),
    ("EDDM DCT 52N010E DCT 5230N01045E/N0420F330 483015N0091530E EDDF",
     "EDDM 52N010E 5230N01045E 483015N0091530E EDDF"),
    ("EGLL VESMI/M085F370 50N020W 51N030W/M084F390 50N040W 48N050W DCT KBOS",
     "EGLL VESMI 50N020W 51N030W 50N040W 48N050W KBOS"),
    ("N0110VFR EDDF DCT LBU IFR KRH/N0110F080 VFR DCT EDDM", "EDDF LBU KRH EDDM"),
    ("EDDM INPUD DCT OAT UPALA GAT BIRKA STAY1/0030 RUDNO EDDF",
     "EDDM INPUD UPALA BIRKA RUDNO EDDF"),
    ("EDDM RUDNO DCT DKB/N0420F330 DCT ANEKI DCT EDDF/0130", "EDDM RUDNO DKB ANEKI EDDF"),
    ("KJFK GREKI7 GREKI V16 PUT PVD KBOS", "KJFK GREKI HFD PUT PVD KBOS"),
    ("KJFK MERIT J121 MARTN KBOS", "KJFK MERIT JUDDS MARTN KBOS"),
    ("KJFK DCT MERIT/N0460F310 Q480 MARTN DCT KBOS", "KJFK MERIT HFD MARTN KBOS"),
    ("KJFK..MERIT.J121.MARTN..KBOS", "KJFK MERIT JUDDS MARTN KBOS"),
    ("KJFK.GREKI7.GREKI.V16.PUT..4130N07130W..KBOS", "KJFK GREKI HFD PUT 4130N07130W KBOS"),
    ("KBOS.PUT V16 GREKI..KJFK", "KBOS PUT HFD GREKI KJFK"),
]
# And what is refused, with what the sentence says.
REFUSED = [
    ("EDDM DKB270040 ANEKI EDDF", ("\"DKB270040\"", "bearing and distance", "coordinates")),
    ("EGLL VESMI NATB 50N050W KJFK", ("\"NATB\" at character 12", "expected the points")),
    ("EDDF UL607 ANEKI EDDM", ("\"EDDF\"", "is not on the airway UL607")),
    ("SUL UL607 Y163 RUDNO", ("\"Y163\"", "expected a named point before")),
    ("KJFK..XXXXX..MARTN.V999.YYYYY..KBOS",
     ("\"XXXXX\" at character 7", "behind it, not known: V999 and YYYYY", "--points FILE")),
]


class TypedRoutes(Case):
    def setUp(self):
        super().setUp()
        rows = [f"{name},{lon},{lat}" for name, (lon, lat) in PLACES.items()]
        (self.folder / "points.csv").write_text("\n".join(["ident,longitude_deg,latitude_deg"] +
                                                          rows) + "\n")
        lines = []
        for airway, names in AIRWAYS.items():
            chain = names.split()
            for pair in zip(chain, chain[1:]):
                ends = (f"{end} {PLACES[end][1]:.6f} {PLACES[end][0]:.6f}" for end in pair)
                lines.append(" ".join(ends) + f" 2 200 460 {airway}")
        head = ["I", "640 Version - data cycle 2013.10", ""]
        (self.folder / "awy.dat").write_text("\n".join(head + lines + ["99"]) + "\n")

    def convert(self, text):
        return subprocess.run(
            [COMMAND, "convert", f"--route={text}", "--points", "points.csv", "--points", "awy.dat",
             "-o", "plan.geojson", "--force"], cwd=self.folder, capture_output=True, text=True,
            stdin=subprocess.DEVNULL, timeout=60, check=False)

    def test_what_is_read(self):
        for text, names in READ:
            with self.subTest(text=text):
                ran = self.convert(text)
                self.assertEqual(ran.returncode, 0, ran.stderr)
                plan = json.loads((self.folder / "plan.geojson").read_text())["features"][0]
                found = []  # A change of level has the point twice.
                for name, place in zip(plan["properties"]["fix_names"],
                                       plan["geometry"]["coordinates"]):
                    if not found or found[-1][0] != name:
                        found.append((name, place))
                self.assertEqual(" ".join(name for name, _ in found), names)
                for name, place in found:
                    if name.upper() in PLACES:
                        for k in range(2):
                            self.assertAlmostEqual(place[k], PLACES[name.upper()][k], places=6)

    def test_what_is_passed_over_is_told(self):
        said = self.convert("EDDF/07C SID ANEKI STAY1/0030 RUDNO1A EDDM1200").stderr
        for word in ("EDDF/07C has a runway", "SID looks like", "STAY1/0030 is a stay",
                     "RUDNO1A looks like", "EDDM1200 has a runway or a time"):
            self.assertIn(f"{word}", said)

    def test_what_is_refused(self):
        for text, parts in REFUSED:
            with self.subTest(text=text):
                ran = self.convert(text)
                self.assertEqual(ran.returncode, 2, ran.stdout)
                for part in parts:
                    self.assertIn(part, ran.stderr)


if __name__ == "__main__":
    unittest.main()
