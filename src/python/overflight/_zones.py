"""Zones as the library takes them."""
from __future__ import annotations

import json
import os
import tempfile
import warnings
from typing import Any, Iterator, Sequence

import numpy as np

from ._frames import geometries_of, is_frame, is_geometry, is_missing, is_series, to_wgs84
from ._library import check, encode_path, ffi, lib, new_error, text


class OverflightWarning(UserWarning):
    """What was read in a way that one should know of: repaired, taken in, passed over."""


def note(_context: Any, file: Any, feature: Any, sentence: Any, _remedy: int) -> None:
    """Warns of what a reader has to say."""
    named = "" if feature == ffi.NULL else f", {text(feature)}"
    warnings.warn(f"{text(file)}{named}: {text(sentence)}", OverflightWarning, stacklevel=4)


note_callback: Any = ffi.callback("ovf_note_function", note)


def paths_of(files: Any) -> list[bytes] | None:
    """The paths, where files are meant: one path, or a sequence of them."""
    if isinstance(files, (str, os.PathLike)):
        return [encode_path(files)]
    if isinstance(files, (list, tuple)) and files and \
            all(isinstance(file, (str, os.PathLike)) for file in files):
        return [encode_path(file) for file in files]
    return None


class Zones:
    """Zones that were read and checked once, to be asked any number of times.

    `zones` is one of:

    - None: the zones that come with overflight;
    - a path, or a list of them, of any format that `overflight analyze` reads;
    - (coordinates, offsets): rings of one zone, as arrays of longitude and latitude; what is inside
      an odd number of rings is inside;
    - a polygon of shapely, a list of them, a GeoSeries, or a GeoDataFrame. What has a CRS is
      transformed; the index names the zones. Of a GeoDataFrame all columns are attributes, as
      those of a file: `id`, `edges`, `floor`, `ceiling`, `active`.

    `edges` is "lonlat", straight in longitude and latitude, or "geodesic", the shortest line; a
    zone that says so itself keeps its own.

    >>> zones = Zones(([[20, 54], [22, 54], [22, 55], [20, 55]], [0, 4]), edges="geodesic")
    >>> zones.ids, len(zones)
    (['zone'], 1)
    """

    def __init__(self, zones: Any = None, *, edges: str = "lonlat") -> None:
        self._zones = ffi.gc(ffi.new("ovf_zones *"), lib.ovf_zones_clear)
        kind = ffi.new("ovf_edges *")
        if not lib.ovf_edges_parse(edges.encode(), kind):
            raise ValueError(f"edges: expected 'lonlat' or 'geodesic', found {edges!r}")
        self._edges = int(kind[0])
        # One for each zone that was given: its index here, or -1 for a missing geometry.
        self.positions: list[int] = []
        if zones is None:
            self._read(_bundled())
        elif (files := paths_of(zones)) is not None:
            self._read(files)
        elif is_frame(zones):
            self._read_frame(zones)
        elif is_geometry(zones) or is_series(zones) or _are_geometries(zones):
            self._add_geometries(to_wgs84(zones))
        else:
            self._add_rings(zones)
        if not self.positions:
            self.positions = list(range(len(self)))
        self.ids = [text(self._zones.items[i].id) for i in range(len(self))]

    def __len__(self) -> int:
        return int(self._zones.count)

    def __repr__(self) -> str:
        return f"Zones({', '.join(self.ids)})"

    @property
    def pointer(self) -> Any:
        """The library's zones."""
        return self._zones

    def item(self, index: int) -> Any:
        """The library's zone of an index; it belongs to this object."""
        return ffi.addressof(self._zones.items[index])

    def _read(self, files: Sequence[bytes]) -> None:
        error = new_error()
        names = [ffi.new("char[]", file) for file in files]
        options = ffi.new("ovf_input_options *", {"default_edges": self._edges,
                                                  "note": note_callback})
        check(lib.ovf_zones_read(ffi.new("char *[]", names), len(names), options, self._zones,
                                 error), error)

    def _read_frame(self, frame: Any) -> None:
        """Through GeoJSON, so that columns mean what they mean in a file."""
        frame = to_wgs84(frame)
        present = [not is_missing(geometry) for geometry in geometries_of(frame)]
        self.positions = list(np.where(present, np.cumsum(present) - 1, -1))
        frame = frame[np.asarray(present, dtype=bool)]
        if "id" not in frame.columns:
            frame = frame.assign(id=[str(name) for name in frame.index])
        if len(frame) == 0:
            return
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "GeoDataFrame.geojson")
            with open(path, "w", encoding="utf-8") as file:
                json.dump({"type": "FeatureCollection",
                           "features": list(frame.iterfeatures(na="drop"))}, file, default=_plain)
            self._read([path.encode()])

    def _add(self, zone: Any) -> None:
        error = new_error()
        status = lib.ovf_zones_add(self._zones, zone, error)
        if status != 0:
            lib.ovf_zone_free(zone[0])
        check(status, error)

    def _add_geometries(self, zones: Any) -> None:
        names = [str(name) for name in zones.index] if is_series(zones) else None
        count = 0
        for i, geometry in enumerate(geometries_of(zones)):
            if is_missing(geometry):
                self.positions.append(-1)
                continue
            name = names[i] if names is not None else str(i)
            zone, error, wkb = ffi.new("ovf_zone **"), new_error(), geometry.wkb
            check(lib.ovf_zone_from_wkb(name.encode(), self._edges, wkb, len(wkb), zone, error),
                  error)
            self._add(zone)
            self.positions.append(count)
            count += 1

    def _add_rings(self, rings: Any) -> None:
        try:
            coordinates, offsets = rings
        except (TypeError, ValueError):
            raise TypeError("zones: expected a path, polygons, a GeoDataFrame or (coordinates, "
                            f"offsets), found {type(rings).__name__}") from None
        lonlat = np.ascontiguousarray(np.asarray(coordinates, dtype=np.float64)[:, :2])
        ends = np.asarray(offsets, dtype=np.int64)
        if len(ends) < 2 or ends[0] != 0 or (np.diff(ends) < 0).any() or ends[-1] != len(lonlat):
            raise ValueError("zones: expected offsets that grow from 0 to the number of vertices, "
                             f"{len(lonlat)}, found {ends.tolist()[:8]}")
        zone, error = ffi.new("ovf_zone **"), new_error()
        check(lib.ovf_zone_new(b"zone", self._edges, ffi.from_buffer("double[]", lonlat),
                               ffi.new("size_t[]", ends[1:].tolist()), len(ends) - 1, zone, error),
              error)
        self._add(zone)


def _plain(value: Any) -> Any:
    """What JSON has no word for: numbers of numpy, and times."""
    return value.item() if isinstance(value, np.generic) else str(value)


def _are_geometries(zones: Any) -> bool:
    return isinstance(zones, (list, tuple, np.ndarray)) and len(zones) > 0 and \
        all(zone is None or is_geometry(zone) for zone in zones)


def _bundled() -> list[bytes]:
    paths, count, error = ffi.new("char ***"), ffi.new("size_t *"), new_error()
    check(lib.ovf_data_list(b"zones", b".geojson", paths, count, error), error)
    try:
        return [bytes(ffi.string(paths[0][i])) for i in range(count[0])]
    finally:
        _free(paths[0])


def _free(block: Any) -> None:
    c_library = ffi.dlopen(None)
    c_library.free(block)


def as_zones(zones: Any) -> Zones:
    """Zones as they are, or made of what is given."""
    return zones if isinstance(zones, Zones) else Zones(zones)


def each(zones: Zones) -> Iterator[Any]:
    """The library's zone for each that was given; None for a missing geometry."""
    for position in zones.positions:
        yield zones.item(position) if position >= 0 else None
