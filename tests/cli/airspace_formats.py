#!/usr/bin/python3
# Tests: src/input/airspace/ src/input/zones/airspaces.c
"""The same airspace in every format: the same rows to a millimetre, and the same verdicts."""
import csv
import json
import subprocess
import unittest

from support.case import COMMAND, Case, feature

RING = [[20, 54], [21, 54], [21, 55], [20, 55], [20, 54]]
CENTRE, MILES, MILE = [20.5, 54.5], 5, 1852
FLOOR_FT, CEILING_FT = 3000, 9500
BEGIN, END = "2026-05-01T06:00", "2026-05-01T18:00"


def dms(degrees, sides, width):
    seconds = round(abs(degrees) * 3600)
    return (f"{seconds // 3600:0{width}d}", f"{seconds // 60 % 60:02d}", f"{seconds % 60:02d}",
            sides[degrees < 0])


def openair_place(at):
    lat, lon = dms(at[1], "NS", 2), dms(at[0], "EW", 3)
    return f"{':'.join(lat[:3])} {lat[3]} {':'.join(lon[:3])} {lon[3]}"


def tnp_place(at):
    lat, lon = dms(at[1], "NS", 2), dms(at[0], "EW", 3)
    return f"{lat[3]}{''.join(lat[:3])} {lon[3]}{''.join(lon[:3])}"


def openair(is_circle):
    shape = (f"V X={openair_place(CENTRE)}\nDC {MILES}\n" if is_circle else
             "".join(f"DP {openair_place(at)}\n" for at in RING))
    return (f"AC R\nAI A\nAN Area\nAL {FLOOR_FT} ft MSL\nAH {CEILING_FT} ft MSL\n"
            f"AA {BEGIN}Z/{END}Z\n{shape}")


def tnp(is_circle):
    """1 May 2026 is a Friday."""
    shape = (f"CIRCLE RADIUS={MILES} CENTRE={tnp_place(CENTRE)}\n" if is_circle else
             "".join(f"POINT={tnp_place(at)}\n" for at in RING))
    return (f"TITLE=A\nTYPE=R\nACTIVE=WEEKDAY\nBASE={FLOOR_FT} ft MSL\nTOPS={CEILING_FT} ft MSL\n"
            f"{shape}")


def polygon():
    return {"type": "Polygon", "coordinates": [RING]}


def collection(properties, geometry):
    return json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": properties, "geometry": geometry}]})


def ours(is_circle):
    geometry = {"type": "Point", "coordinates": CENTRE} if is_circle else polygon()
    radius = {"radius_nm": MILES} if is_circle else {}
    return collection({"id": "A", "floor": f"{FLOOR_FT} ft MSL", "ceiling": f"{CEILING_FT} ft MSL",
                       "active": f"{BEGIN}Z/{END}Z", **radius}, geometry)


def openaip(_):
    limits = {name: {"value": value, "unit": 1, "referenceDatum": 1}
              for name, value in (("lowerLimit", FLOOR_FT), ("upperLimit", CEILING_FT))}
    return json.dumps([{"_id": "A", "name": "Area", "type": 1, "icaoClass": 8, **limits,
                        "activeFrom": f"{BEGIN}:00Z", "activeUntil": f"{END}:00Z",
                        "geometry": polygon()}])


APPLIES = [{"permanent": "NO", "startDateTime": f"{BEGIN}:00Z", "endDateTime": f"{END}:00Z"}]


def ed269(is_circle):
    shape = ({"type": "Circle", "center": CENTRE, "radius": MILES * MILE} if is_circle else
             polygon())
    return json.dumps({"UASZoneList": [{
        "identifier": "A", "name": "Area", "restriction": "PROHIBITED", "applicability": APPLIES,
        "geometry": [{"uomDimensions": "FT", "lowerLimit": FLOOR_FT, "upperLimit": CEILING_FT,
                      "lowerVerticalReference": "AMSL", "upperVerticalReference": "AMSL",
                      "horizontalProjection": shape}]}]})


def ed318(is_circle):
    shape = ({"type": "Point", "coordinates": CENTRE,
              "extent": {"subType": "Circle", "radius": MILES * MILE}} if is_circle else polygon())
    layer = {"lower": FLOOR_FT, "lowerReference": "AMSL", "upper": CEILING_FT,
             "upperReference": "AMSL", "uom": "ft"}
    return collection({"identifier": "A", "name": [{"text": "Area", "lang": "en-GB"}],
                       "type": "PROHIBITED", "limitedApplicability": APPLIES},
                      {"type": "GeometryCollection", "geometries": [shape | {"layer": layer}]})


def faa(_):
    return collection({"GLOBAL_ID": "A", "NAME": "Area", "TYPE_CODE": "R", "UPPER_UOM": "FT",
                       "UPPER_VAL": str(CEILING_FT), "UPPER_CODE": "MSL", "LOWER_UOM": "FT",
                       "LOWER_VAL": str(FLOOR_FT), "LOWER_CODE": "MSL", "GMTOFFSET": "0",
                       "TIMESOFUSE": "0600 - 1800, FRI", "DST_CODE": "0"}, polygon())


def avx(at, kind, more=""):
    return (f"<Avx><codeType>{kind}</codeType><geoLat>{at[1]:.8f}N</geoLat>"
            f"<geoLong>{at[0]:.8f}E</geoLong>{more}</Avx>")


def tfr(is_circle):
    radius = f"<valRadiusArc>{MILES}</valRadiusArc><uomRadiusArc>NM</uomRadiusArc>"
    shape = (f"<aseShapes><Abd>{avx(CENTRE, 'CIR', radius)}</Abd></aseShapes>" if is_circle else
             f"<abdMergedArea>{''.join(avx(at, 'GRC') for at in RING)}</abdMergedArea>")
    limits = "".join(f"<codeDistVer{side}>ALT</codeDistVer{side}><valDistVer{side}>{value}"
                     f"</valDistVer{side}><uomDistVer{side}>FT</uomDistVer{side}>"
                     for side, value in (("Lower", FLOOR_FT), ("Upper", CEILING_FT)))
    return ("<XNOTAM-Update><Group><Add><Not><NotUid><txtLocalName>A</txtLocalName></NotUid>"
            f"<dateEffective>{BEGIN}:00</dateEffective><dateExpire>{END}:00</dateExpire>"
            f"<codeTimeZone>UTC</codeTimeZone><TfrNot><TFRAreaGroup><aseTFRArea>{limits}"
            f"</aseTFRArea>{shape}</TFRAreaGroup></TfrNot></Not></Add></Group></XNOTAM-Update>")


def kml(_):
    """Walls, with the limits in words."""
    walls = "".join(
        "<Polygon><altitudeMode>absolute</altitudeMode><outerBoundaryIs><LinearRing><coordinates>"
        f"{a[0]},{a[1]},2896 {b[0]},{b[1]},2896 {b[0]},{b[1]},914 {a[0]},{a[1]},914"
        "</coordinates></LinearRing></outerBoundaryIs></Polygon>" for a, b in zip(RING, RING[1:]))
    return ('<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>Area</name><description>'
            f"Upper limit: {CEILING_FT} ft MSL, lower limit: {FLOOR_FT} ft MSL</description>"
            '<ExtendedData><Data name="id"><value>A</value></Data><Data name="active"><value>'
            f"{BEGIN}Z/{END}Z</value></Data></ExtendedData><MultiGeometry>{walls}</MultiGeometry>"
            "</Placemark></kml>")


FORMATS = {"ours.geojson": ours, "openair.txt": openair, "tnp.sua": tnp, "openaip.json": openaip,
           "ed269.json": ed269, "ed318.json": ed318, "faa.geojson": faa, "tfr.xml": tfr,
           "walls.kml": kml}
WITHOUT_CIRCLES = {"openaip.json", "faa.geojson", "walls.kml"}


class AirspaceFormats(Case):
    def files(self, is_circle):
        for name, make in FORMATS.items():
            if not (is_circle and name in WITHOUT_CIRCLES):
                path = self.folder / name
                path.write_text(make(is_circle), encoding="utf-8")
                yield name, str(path)

    def flights(self):
        """Below, within, above; within at another time; across a corner and along a diameter,
        climbing through the floor."""
        made = []
        for k, (heights, day, south) in enumerate([
                ((500, 500), "01T10", 54.5), ((1500, 1500), "01T10", 54.5),
                ((6000, 6000), "01T10", 54.5), ((1500, 1500), "02T10", 54.5),
                ((500, 2500), "01T10", 54.45), ((1500, 1500), "01T10", 54.51)]):
            made.append(feature("LineString", [[19.5, south, heights[0]], [21.5, 54.6, heights[1]]],
                                id=f"f{k}", coordTimes=[f"2026-05-{day}:00:00Z",
                                                        f"2026-05-{day}:20:00Z"]))
        return self.write("flights.geojson", *made)

    def rows(self, zones, flights):
        run = subprocess.run([COMMAND, "analyze", flights, "--zones", zones, "--zone-edges",
                              "geodesic", "--force", "-q", "--formats", "csv", "-o",
                              self.folder / "out"], capture_output=True, encoding="utf-8")
        self.assertEqual(run.returncode, 0, run.stderr)
        with open(self.folder / "out" / "statistics.csv", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def same(self, row, expected, where):
        for name, value in expected.items():
            try:
                self.assertAlmostEqual(float(row[name]), float(value), delta=1e-3,
                                       msg=f"{where}: {name}")
            except ValueError:
                self.assertEqual(row[name], value, f"{where}: {name}")

    def test_rows(self):
        flights = self.flights()
        for is_circle in (False, True):
            expected = None
            for name, path in self.files(is_circle):
                rows = self.rows(path, flights)
                expected = expected or rows
                self.assertEqual(len(rows), 6, name)
                for row, first in zip(rows, expected):
                    self.same(row, first, name)
            within = [float(row["within_m"]) > 0 for row in expected]
            self.assertEqual(within, [False, True, False, False, True, True])

    def test_verdicts(self):
        """Of one rule about the zone."""
        rules = self.folder / "rules.json"
        rules.write_text(json.dumps({
            "name": "mine", "title": "Mine", "rules": [
                {"name": "stay-out", "kind": "prohibited", "zone": "A", "source": "test"}]}),
                         encoding="utf-8")
        plan = self.flights()
        for is_circle in (False, True):
            verdicts = {}
            for name, path in self.files(is_circle):
                run = subprocess.run([COMMAND, "check", plan, "--zones", path, "--rules", rules,
                                      "--json"], capture_output=True, encoding="utf-8")
                self.assertEqual(run.returncode, 1, name + run.stderr)
                verdicts[name] = [route["verdict"] for route in json.loads(run.stdout)["routes"]]
            self.assertEqual(verdicts["ours.geojson"], [
                "complies", "violates", "complies", "complies", "violates", "violates"])
            for name, found in verdicts.items():
                self.assertEqual(found, verdicts["ours.geojson"], name)


if __name__ == "__main__":
    unittest.main()
