"""Routes in columns of memory, as the library takes them (columns.h)."""
from __future__ import annotations

from typing import Any, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ._arrow import is_arrow, routes_of_arrow
from ._frames import geometries_of, is_frame, is_geometry, is_missing, is_series, is_table, to_wgs84
from ._library import ffi
from ._tracks import routes_of_table, starts

Floats = NDArray[np.float64]


class Routes:
    """Routes side by side: `fixes` has longitude, latitude and, with more columns, altitude and
    time of each; `offsets` say where each route begins and ends. With `part_offsets` they count
    parts, and the part offsets count fixes. What is not `valid` is missing."""

    def __init__(self, fixes: Any, offsets: Any, part_offsets: Any = None, valid: Any = None,
                 ids: Sequence[Any] | None = None) -> None:
        self.fixes: Floats = np.ascontiguousarray(fixes, dtype=np.float64)
        if self.fixes.size == 0:
            self.fixes = self.fixes.reshape(0, 2)
        if self.fixes.ndim != 2 or self.fixes.shape[1] not in (2, 3, 4):
            raise ValueError("coordinates: expected an array of 2, 3 or 4 columns (longitude, "
                             f"latitude, altitude, time), found the shape {self.fixes.shape}")
        self.offsets = _offsets(offsets)
        self.part_offsets = None if part_offsets is None else _offsets(part_offsets)
        self.valid: NDArray[np.bool_] | None = \
            None if valid is None else np.asarray(valid, dtype=bool)
        self.ids: Any = np.arange(len(self)) if ids is None else ids

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def columns(self, start: int, stop: int) -> tuple[Any, list[Any]]:
        """The library's columns of the routes from start up to stop, and what must outlive them."""
        lonlat = ffi.from_buffer("double[]", self.fixes)
        offsets = ffi.from_buffer("int64_t[]", self.offsets)
        kept = [lonlat, offsets]
        columns = ffi.new("ovf_columns *", {
            "route_count": stop - start, "offsets64": offsets + start, "lonlat": lonlat,
            "dimension": self.fixes.shape[1], "fix_count": len(self.fixes)})
        if self.part_offsets is not None:
            parts = ffi.from_buffer("int64_t[]", self.part_offsets)
            columns.part_offsets64, columns.part_count = parts, len(self.part_offsets) - 1
            kept.append(parts)
        if self.valid is not None:
            bits = np.packbits(self.valid[start:stop], bitorder="little")
            columns.validity = ffi.from_buffer("uint8_t[]", bits)
            kept.append(bits)
        return columns, kept

    def fix_ends(self) -> NDArray[np.int64]:
        """How many fixes there are up to the end of each route."""
        if self.part_offsets is None:
            return self.offsets[1:]
        return self.part_offsets[np.clip(self.offsets[1:], 0, len(self.part_offsets) - 1)]

    def each(self) -> Iterator[Any]:
        """The library's route for each; None for one that is missing. Valid until the next."""
        for k in range(len(self)):
            if self.valid is not None and not self.valid[k]:
                yield None
                continue
            begin, end = int(self.offsets[k]), int(self.offsets[k + 1])
            if self.part_offsets is None:
                ends = [end - begin]
            else:
                bounds = self.part_offsets[begin:end + 1]
                begin, end = int(bounds[0]), int(bounds[-1])
                ends = (bounds[1:] - begin).tolist()
            fixes = np.full((max(end - begin, 0), 4), np.nan)
            fixes[:, :self.fixes.shape[1]] = self.fixes[begin:end]
            if len(fixes) == 0:
                yield None
                continue
            kept = [ffi.from_buffer("ovf_fix[]", fixes), ffi.new("size_t[]", ends),
                    ffi.new("char[]", str(self.ids[k]).encode())]
            yield ffi.new("ovf_route *", {
                "id": kept[2], "number": k, "fixes": kept[0], "fix_count": len(fixes),
                "part_ends": kept[1], "part_count": len(ends)})


def _offsets(offsets: Any) -> NDArray[np.int64]:
    found = np.ascontiguousarray(offsets, dtype=np.int64)
    if found.ndim != 1 or len(found) == 0:
        raise ValueError(f"offsets: expected one more than there are routes, found {offsets!r}")
    return found


def _of_geometries(value: Any) -> Routes:
    value = to_wgs84(value)
    geometries = geometries_of(value)
    ids = list(value.index) if is_series(value) or is_frame(value) else None
    if is_frame(value) and "id" in value.columns:
        ids = list(value["id"])
    valid = [not is_missing(geometry) for geometry in geometries]
    parts: list[Any] = []
    offsets = [0]
    for geometry, present in zip(geometries, valid):
        if present:
            kind = geometry.geom_type
            if kind not in ("LineString", "LinearRing", "MultiLineString"):
                raise TypeError(f"route {len(offsets) - 1}: expected a LineString or "
                                f"MultiLineString, found a {kind}")
            parts.extend(geometry.geoms if kind == "MultiLineString" else (geometry,))
        offsets.append(len(parts))
    arrays = [np.asarray(part.coords, dtype=np.float64) for part in parts]
    part_offsets = starts([len(array) for array in arrays])
    width = max((array.shape[1] for array in arrays), default=2)
    if any(array.shape[1] != width for array in arrays):
        arrays = [np.pad(array, ((0, 0), (0, width - array.shape[1])), constant_values=np.nan)
                  for array in arrays]
    fixes = np.concatenate(arrays) if arrays else np.empty((0, 2))
    if len(parts) == sum(valid) and all(valid):
        return Routes(fixes, part_offsets, None, None, ids)
    return Routes(fixes, offsets, part_offsets, valid, ids)


def as_routes(value: Any) -> Routes:
    """Routes of what is given: coordinates and offsets, geometries, or a table of fixes."""
    if isinstance(value, Routes):
        return value
    if is_arrow(value) and not is_series(value):
        return Routes(*routes_of_arrow(value))
    if is_frame(value):
        kinds = {geometry.geom_type for geometry in value.geometry if not is_missing(geometry)}
        if kinds == {"Point"}:
            return Routes(*routes_of_table(to_wgs84(value)))
        return _of_geometries(value)
    if is_geometry(value) or is_series(value):
        return _of_geometries(value)
    if is_table(value):
        return Routes(*routes_of_table(value))
    if isinstance(value, tuple) and len(value) in (2, 3) and not is_geometry(value[0]):
        return Routes(value[0], value[1], value[2] if len(value) == 3 else None)
    if isinstance(value, (list, tuple, np.ndarray)) and \
            all(one is None or is_geometry(one) for one in value):
        return _of_geometries(value)
    raise TypeError("routes: expected a path, lines, a GeoDataFrame, a table of fixes or "
                    f"(coordinates, offsets), found {type(value).__name__}")
