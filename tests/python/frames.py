#!/usr/bin/python3
# Tests: src/python/overflight/*.py
"""Geometries of shapely, frames of GeoPandas, and tracks as traffic and MovingPandas hold them."""
import importlib.util, os, sys, unittest, warnings

SOURCE, BUILD = os.environ["OVERFLIGHT_SOURCE"], os.environ["OVERFLIGHT_BUILD"]
os.environ["OVERFLIGHT_LIBRARY"] = os.path.join(BUILD, "lib", "liboverflight.so.0")
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(SOURCE, "src", "python"))
if importlib.util.find_spec("geopandas") is None:
    print("GeoPandas is not installed: scripts/setup test")
    sys.exit(77)
warnings.filterwarnings("ignore", module="geopandas")
warnings.filterwarnings("ignore", message=".*[Ss]hapely.*")
import geopandas, numpy as np, pandas
from shapely.geometry import LineString, MultiLineString, Point, Polygon
import overflight

SQUARE = Polygon([(20, 54), (22, 54), (22, 55), (20, 55)])
LINE = LineString([(19, 54.5), (23, 54.5)])
INSIDE_M = 129531.280  # the README's example in C


class Shapes(unittest.TestCase):
    def test_missing(self):
        """Missing and empty geometries give missing values."""
        lines = geopandas.GeoSeries([LINE, None, LineString(), LINE], index=list("abcd"))
        found = overflight.analyze(lines, SQUARE)
        self.assertEqual(list(found["route_id"]), ["a", "d"])
        self.assertEqual(list(found.status), ["analyzed", "null", "null", "analyzed"])
        np.testing.assert_array_equal(np.isnan(found.lengths_m), [False, True, True, False])
        inside = overflight.length_inside(lines, SQUARE)
        np.testing.assert_allclose(inside, [INSIDE_M, np.nan, np.nan, INSIDE_M], rtol=0,
                                   atol=1e-3)
        zones = geopandas.GeoSeries([SQUARE, SQUARE, None, None])
        inside = overflight.length_inside(lines, zones)
        np.testing.assert_allclose(inside, [INSIDE_M, np.nan, np.nan, np.nan], rtol=0,
                                   atol=1e-3)
        areas = overflight.area(zones)
        np.testing.assert_array_equal(np.isnan(areas), [False, False, True, True])
        points = geopandas.GeoSeries([Point(21, 54.5), None, Point(), Point(19, 54.5)])
        self.assertEqual(list(overflight.inside(points, SQUARE)), [True, None, None, False])
        np.testing.assert_allclose(overflight.length(lines),
                                   [259114.898, np.nan, np.nan, 259114.898], rtol=0,
                                   atol=1e-3)

    def test_parts_and_one_geometry(self):
        parts = MultiLineString([[(19, 54.5), (23, 54.5)], [(21, 54.2), (21, 54.8)]])
        alone = overflight.analyze(LINE, SQUARE)
        self.assertAlmostEqual(alone["inside_m"][0], INSIDE_M, places=3)
        both = overflight.analyze([parts, LINE], [SQUARE])
        self.assertEqual(list(both["passages"]), [2, 1])
        with self.assertRaisesRegex(TypeError, "route 1: expected a LineString .* found a Point"):
            overflight.analyze([LINE, Point(0, 0)], SQUARE)

    def test_crs(self):
        line = geopandas.GeoSeries([LINE], crs="EPSG:4326")
        dense = line.to_crs("EPSG:3035")
        found = overflight.analyze(dense, geopandas.GeoSeries([SQUARE], crs=4326).to_crs(2180))
        self.assertAlmostEqual(found["inside_m"][0], INSIDE_M, delta=0.01)

    def test_frame_of_zones(self):
        """Its columns mean what they mean in a file: floor, ceiling, id."""
        zones = geopandas.GeoDataFrame(
            {"id": ["low", "high"], "floor": ["GND", "FL300"], "ceiling": ["FL100", "FL400"]},
            geometry=[SQUARE, SQUARE], crs=4326)
        route = ([[19, 54.5, 1000], [23, 54.5, 1000]], [0, 2])
        found = overflight.analyze(route, zones)
        within = dict(zip(found["zone_id"], found["within_at_most_m"]))
        self.assertAlmostEqual(within["low"], INSIDE_M, places=3)
        self.assertEqual(within["high"], 0)

    def test_to_pandas(self):
        frame = overflight.analyze(LINE, SQUARE).to_pandas()
        self.assertEqual((len(frame), frame.zone_id[0]), (1, "0"))


class Tracks(unittest.TestCase):
    times = pandas.date_range("2023-05-01T10:00:00Z", periods=5, freq="10min")

    LEGS_M = 129573.801459  # twice the geodesic from 20 E to 21 E at 54.5 N, by pyproj

    def check(self, table, names, delta=1e-3):
        found = overflight.analyze(table, SQUARE)
        self.assertEqual(list(found["route_id"]), names)
        np.testing.assert_allclose(found["inside_m"], self.LEGS_M, rtol=0, atol=delta)
        passage = overflight.passages(table, SQUARE)
        begin = self.times[0].timestamp()
        for when in passage["entry_time_s"]:
            self.assertTrue(begin + 590 < when < begin + 610, when - begin)
        return passage

    def test_traffic(self):
        one = pandas.DataFrame({"timestamp": self.times, "icao24": "4b1234", "callsign": "SWR1",
                                "latitude": 54.5, "longitude": [19.0, 20, 21, 22, 23],
                                "altitude": 10000.0})
        other = one.assign(icao24="3c0001").sample(frac=1, random_state=1)
        passage = self.check(pandas.concat([one, other]), ["4b1234/SWR1", "3c0001/SWR1"])
        np.testing.assert_allclose(passage["entry_altitude_m"], 3048)
        self.check(one.assign(flight_id="SWR1_000"), ["SWR1_000"])
        lost = pandas.concat([one, one.assign(longitude=np.nan)])
        self.check(lost, ["4b1234/SWR1"])

    def test_movingpandas(self):
        points = [Point(lon, 54.5) for lon in (19, 20, 21, 22, 23)]
        frame = geopandas.GeoDataFrame({"trajectory_id": 7}, geometry=points, crs=4326,
                                       index=self.times.tz_localize(None))
        self.check(frame, ["7"])
        self.check(frame.to_crs(3857), ["7"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
