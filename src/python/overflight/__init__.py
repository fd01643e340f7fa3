"""Flights against restricted zones, exact on the WGS 84 ellipsoid.

    >>> import overflight
    >>> square = ([[20, 54], [22, 54], [22, 55], [20, 55]], [0, 4])
    >>> flight = ([[19, 54.5], [23, 54.5]], [0, 2])
    >>> overflight.analyze(flight, square)["inside_m"].round(3)
    array([129531.28])

Routes and zones are files, arrays of numpy with offsets, geometries of shapely, or series and
frames of GeoPandas; routes are tracks by their columns and arrays of Arrow, too. Coordinates are
longitude and latitude in degrees; what has a CRS is transformed. Legs are geodesics. Lengths are in
metres, and right to 1e-6 m.
"""
from ._analysis import Statistics, Table, analyze, crossings, nearest, passages
from ._library import OverflightError, version
from ._measure import area, inside, length, length_inside
from ._zones import Zones

__all__ = [
    "OverflightError",
    "Statistics",
    "Table",
    "Zones",
    "analyze",
    "area",
    "crossings",
    "inside",
    "length",
    "length_inside",
    "nearest",
    "passages",
    "version",
]
__version__ = version()
