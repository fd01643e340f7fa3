"""Tracks by their columns: what traffic and MovingPandas hold goes in as it is.

traffic's `flight.data` has timestamp, latitude, longitude, altitude in feet, and flight_id, or
callsign and icao24. MovingPandas' trajectories are points with times as their index, and
trajectory_id."""
from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

FOOT_M = 0.3048
TIMES = ("timestamp", "time", "datetime", "t")
LATITUDES, LONGITUDES = ("latitude", "lat"), ("longitude", "lon", "lng")
TRACKS = ("flight_id", "trajectory_id", "traj_id", "track_id")
AIRCRAFT = ("icao24", "callsign")


def _named(table: Any, names: tuple[str, ...]) -> str | None:
    for column in table.columns:
        if str(column).lower() in names:
            return str(column)
    return None


def _seconds(times: Any) -> Any:
    """Unix seconds; numbers are that already, and times without a zone are UTC."""
    times = np.asarray(times)
    if times.dtype.kind in "iuf":
        return times.astype(np.float64)
    if times.dtype.kind == "O":
        times = np.array([time.timestamp() if getattr(time, "tzinfo", None) is not None and
                          time == time else np.nan for time in times])
        return times.astype(np.float64)
    nanoseconds = times.astype("datetime64[ns]")
    seconds = nanoseconds.astype(np.int64) / 1e9
    return np.where(np.isnat(nanoseconds), np.nan, seconds)


def _times_of(table: Any) -> Any:
    column = _named(table, TIMES)
    source = table[column] if column is not None else table.index
    kind = getattr(source, "dtype", None)
    if column is None and getattr(kind, "kind", "") != "M":
        return None
    if getattr(kind, "tz", None) is not None:
        zoned = source.dt if column is not None else source
        source = zoned.tz_convert("UTC")
        source = (source.dt if column is not None else source).tz_localize(None)
    return _seconds(source)


def _places_of(table: Any) -> tuple[Any, Any, Any]:
    """Longitude, latitude, and altitude in metres."""
    lat, lon = _named(table, LATITUDES), _named(table, LONGITUDES)
    altitude = np.full(len(table), np.nan)
    if lat is not None and lon is not None:
        lons, lats = table[lon].to_numpy(dtype=float), table[lat].to_numpy(dtype=float)
    elif hasattr(table, "geometry"):
        points = table.geometry
        lons, lats = points.x.to_numpy(dtype=float), points.y.to_numpy(dtype=float)
        if points.has_z.any():
            altitude = np.array([point.z if point is not None and point.has_z else np.nan
                                 for point in points])
    else:
        raise ValueError("routes: expected columns latitude and longitude, found "
                         + ", ".join(map(str, table.columns)))
    feet, metres = _named(table, ("altitude", "altitude_ft")), _named(table, ("altitude_m",))
    if metres is not None:
        altitude = table[metres].to_numpy(dtype=float)
    elif feet is not None:
        altitude = table[feet].to_numpy(dtype=float) * FOOT_M
    return lons, lats, altitude


def starts(lengths: Any) -> NDArray[np.int64]:
    """Offsets of what has these lengths."""
    offsets = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return offsets


def routes_of_table(table: Any) -> tuple[Any, Any, None, Any, list[Any]]:
    """Fixes, offsets, part offsets, which routes are valid, and the name of each, for Routes.

    Routes come in the order in which they first appear, their fixes in the order of time. A fix
    without a position is none."""
    keys = [_named(table, TRACKS)] if _named(table, TRACKS) is not None else \
        [name for name in (_named(table, (one,)) for one in AIRCRAFT) if name is not None]
    lons, lats, altitude = _places_of(table)
    times = _times_of(table)
    if keys:
        numbers = table.groupby(keys, sort=False, dropna=False).ngroup().to_numpy()
        firsts = np.unique(numbers, return_index=True)[1]
        ids = ["/".join(str(table[key].iloc[first]) for key in keys) for first in firsts]
    else:
        numbers, ids = np.zeros(len(table), dtype=np.int64), ["0"] if len(table) else []
    order = np.lexsort((np.arange(len(table)) if times is None else times, numbers))
    order = order[np.isfinite(lons[order]) & np.isfinite(lats[order])]
    fixes = np.column_stack([lons, lats, altitude,
                             np.full(len(table), np.nan) if times is None else times])[order]
    lengths = np.bincount(numbers[order], minlength=len(ids))
    return fixes, starts(lengths), None, lengths >= 2, ids
