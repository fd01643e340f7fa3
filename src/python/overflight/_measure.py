"""Lengths, areas and what is inside, element by element, as shapely and GeoPandas have them."""
from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._frames import geometries_of, is_frame, is_geometry, is_missing, is_series, to_wgs84
from ._library import check, ffi, lib, new_error
from ._routes import as_routes
from ._zones import as_zones, each

Floats = NDArray[np.float64]


def length(routes: Any) -> Floats:
    """The length of each route along its geodesics, in metres; NaN where it is missing.

    >>> length(([[19, 54.5], [23, 54.5]], [0, 2])).round(3)
    array([259114.898])
    """
    metres, error, found = ffi.new("double *"), new_error(), []
    for route in as_routes(routes).each():
        if route is not None:
            check(lib.ovf_route_length(route, metres, error), error)
        found.append(np.nan if route is None else metres[0])
    return np.array(found, dtype=np.float64)


def length_inside(routes: Any, zones: Any) -> Floats:
    """How much of each route is inside the zone in the same place, in metres. One zone is for all
    routes. NaN where one of the two is missing.

    >>> zone = ([[20, 54], [22, 54], [22, 55], [20, 55]], [0, 4])
    >>> length_inside(([[19, 54.5], [23, 54.5]], [0, 2]), zone).round(3)
    array([129531.28])
    """
    lines, prepared = as_routes(routes), as_zones(zones)
    partners = list(each(prepared))
    if len(partners) == 1:
        return _length_inside_one(lines, prepared, partners[0])
    if len(partners) != len(lines):
        raise ValueError(f"zones: expected one, or as many as there are routes, {len(lines)}, "
                         f"found {len(partners)}")
    metres, error, found = ffi.new("double *"), new_error(), []
    for route, zone in zip(lines.each(), partners):
        if route is not None and zone is not None:
            check(lib.ovf_length_inside(route, zone, metres, error), error)
        found.append(np.nan if route is None or zone is None else metres[0])
    return np.array(found, dtype=np.float64)


def _length_inside_one(lines: Any, prepared: Any, zone: Any) -> Floats:
    from ._analysis import analyze
    if zone is None:
        return np.full(len(lines), np.nan)
    statistics = analyze(lines, prepared, search_km=0)
    found = np.where(statistics.status == "analyzed", 0.0, np.nan)
    found[statistics["route"]] = statistics["inside_m"]
    return found


def _points_of(points: Any) -> Floats:
    if is_geometry(points) or is_series(points) or is_frame(points) or \
            (isinstance(points, (list, tuple)) and
             any(is_geometry(point) for point in points)):
        found = []
        for number, point in enumerate(geometries_of(to_wgs84(points))):
            if not is_missing(point) and point.geom_type != "Point":
                raise TypeError(f"point {number}: expected a Point, found a {point.geom_type}")
            found.append((np.nan, np.nan) if is_missing(point) else (point.x, point.y))
        return np.array(found, dtype=np.float64).reshape(-1, 2)
    array = np.asarray(points, dtype=np.float64)
    if array.ndim != 2 or array.shape[1] < 2:
        raise ValueError("points: expected points or an array of longitudes and latitudes, found "
                         f"the shape {array.shape}")
    return array[:, :2]


def inside(points: Any, zone: Any) -> NDArray[Any]:
    """Whether each point is inside the zone: an array of bool, or of objects with None where a
    point is missing (NaN, or an empty geometry).

    >>> zone = ([[20, 54], [22, 54], [22, 55], [20, 55]], [0, 4])
    >>> inside([[21, 54.5], [23, 54.5]], zone)
    array([ True, False])
    """
    prepared = as_zones(zone)
    if len(prepared) != 1 or len(prepared.positions) != 1:
        raise ValueError(f"zone: expected one, found {len(prepared)}")
    places = _points_of(points)
    present = ~np.isnan(places).any(axis=1)
    known = np.ascontiguousarray(places[present])
    answers, error = np.zeros(len(known), dtype=bool), new_error()
    if len(known) > 0:
        check(lib.ovf_zone_contains_each(prepared.item(0), ffi.from_buffer("double[]", known),
                                         len(known), ffi.from_buffer("bool[]", answers), error),
              error)
    if present.all():
        return answers
    found = np.full(len(places), None, dtype=object)
    found[present] = answers
    return found


def area(zones: Any) -> Floats:
    """The area of each zone on the ellipsoid, in square metres; NaN where it is missing.

    >>> area(([[20, 54], [22, 54], [22, 55], [20, 55]], [0, 4])).round(0)
    array([1.44233464e+10])
    """
    made, error, found = ffi.new("ovf_area *"), new_error(), []
    for zone in each(as_zones(zones)):
        if zone is not None:
            check(lib.ovf_zone_area(zone, made, error), error)
        found.append(np.nan if zone is None else made.m2)
    return np.array(found, dtype=np.float64)
