"""Arrow arrays of GeoArrow lines, through the C data interface (`__arrow_c_array__`).

Lines are lists of coordinates and MultiLineStrings lists of lists, with 32 or 64 bit offsets;
coordinates are separated (a struct of x, y, z, m) or interleaved (lists of a fixed size)."""
from __future__ import annotations

import ctypes
import importlib
import json
from typing import Any

import numpy as np

_ffi: Any = importlib.import_module("cffi").FFI()
# As the specification of Arrow has them.
_ffi.cdef("""
struct ArrowSchema {
    const char *format, *name, *metadata;
    int64_t flags, n_children;
    struct ArrowSchema **children, *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};
struct ArrowArray {
    int64_t length, null_count, offset, n_buffers, n_children;
    const void **buffers;
    struct ArrowArray **children, *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};
""")
_pointer_of = ctypes.pythonapi.PyCapsule_GetPointer
_pointer_of.restype, _pointer_of.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
WGS84 = ("EPSG:4326", "OGC:CRS84", "EPSG:4979", "OGC:CRS84h")


def is_arrow(value: Any) -> bool:
    """Whether it offers an array of Arrow."""
    return hasattr(value, "__arrow_c_array__")


def _metadata(block: Any) -> dict[str, str]:
    if block == _ffi.NULL:
        return {}
    at, found = 4, []
    (count,) = np.frombuffer(_ffi.buffer(block, 4), np.int32)
    for _ in range(2 * int(count)):
        (size,) = np.frombuffer(_ffi.buffer(block + at, 4), np.int32)
        found.append(bytes(_ffi.buffer(block + at + 4, int(size))).decode())
        at += 4 + int(size)
    return dict(zip(found[::2], found[1::2]))


def _check_meaning(schema: Any) -> None:
    said = _metadata(schema.metadata)
    kind = said.get("ARROW:extension:name", "geoarrow.linestring")
    if kind not in ("geoarrow.linestring", "geoarrow.multilinestring"):
        raise TypeError("routes: expected an array of geoarrow.linestring or "
                        f"geoarrow.multilinestring, found {kind}")
    crs = json.loads(said.get("ARROW:extension:metadata") or "{}").get("crs")
    if isinstance(crs, dict):
        name = crs.get("id", {})
        crs = f"{name.get('authority')}:{name.get('code')}"
    if crs is not None and crs not in WGS84:
        raise ValueError(f"routes: expected coordinates in WGS 84, found the CRS {crs}; transform "
                         "them first")


def _view(array: Any, buffer: int, kind: Any, count: int, first: int = 0) -> Any:
    if count == 0:
        return np.empty(0, kind)
    size = np.dtype(kind).itemsize
    begin = _ffi.cast("char *", array.buffers[buffer]) + (array.offset + first) * size
    return np.frombuffer(_ffi.buffer(begin, count * size), kind)


def _valid(array: Any) -> Any:
    if array.null_count == 0 or array.n_buffers == 0 or array.buffers[0] == _ffi.NULL:
        return np.ones(array.length, dtype=bool)
    size = (array.offset + array.length + 7) // 8
    bits = np.frombuffer(_ffi.buffer(_ffi.cast("char *", array.buffers[0]), size), np.uint8)
    unpacked = np.unpackbits(bits, bitorder="little")[array.offset:array.offset + array.length]
    return unpacked.astype(bool)


def _starts(schema: Any, array: Any) -> Any:
    kind = {b"+l": np.int32, b"+L": np.int64}[bytes(_ffi.string(schema.format))]
    if array.length == 0:
        return np.zeros(1, np.int64)
    return _view(array, 1, kind, array.length + 1).astype(np.int64)


def _doubles(schema: Any, array: Any, count: int, first: int) -> Any:
    if bytes(_ffi.string(schema.format)) != b"g":
        raise TypeError("routes: expected coordinates as doubles, found Arrow's format "
                        + _ffi.string(schema.format).decode())
    return _view(array, 1, np.float64, count, first)


def _fixes(schema: Any, array: Any) -> Any:
    """Longitude, latitude, altitude and time; unknown where there is none."""
    form, count = bytes(_ffi.string(schema.format)), int(array.length)
    fixes = np.full((count, 4), np.nan)
    if form == b"+s":
        names = [_ffi.string(schema.children[i].name).decode() for i in range(schema.n_children)]
        columns = [_doubles(schema.children[i], array.children[i], count, array.offset)
                   for i in range(schema.n_children)]
    elif form.startswith(b"+w:"):
        width = int(form[3:])
        label = _ffi.string(schema.children[0].name).decode()
        names = list(label) if len(label) == width else list("xyzm"[:width])
        flat = _doubles(schema.children[0], array.children[0], count * width, array.offset * width)
        columns = list(flat.reshape(count, width).T)
    else:
        raise TypeError(f"routes: expected lines of GeoArrow, found Arrow's format {form.decode()}")
    if names[:2] != ["x", "y"] or not set(names) <= set("xyzm"):
        raise TypeError(f"routes: expected coordinates x, y, z and m, found {', '.join(names)}")
    for name, column in zip(names, columns):
        fixes[:, "xyzm".index(name)] = column
    return fixes


def _read(schema: Any, array: Any) -> tuple[Any, Any, Any, Any]:
    _check_meaning(schema)
    levels = []
    valid = _valid(array)
    while bytes(_ffi.string(schema.format)) in (b"+l", b"+L"):
        levels.append(_starts(schema, array))
        schema, array = schema.children[0], array.children[0]
    if len(levels) not in (1, 2):
        raise TypeError("routes: expected lines of GeoArrow, found Arrow's format "
                        + _ffi.string(schema.format).decode())
    # A line without fixes is empty, and so missing.
    valid = valid & (np.diff(levels[0]) > 0)
    return _fixes(schema, array), levels[0], levels[1] if len(levels) == 2 else None, valid


def routes_of_arrow(value: Any) -> tuple[Any, Any, Any, Any]:
    """Fixes, offsets, part offsets, and which routes are valid, for Routes."""
    capsules = value.__arrow_c_array__()
    names = (b"arrow_schema", b"arrow_array")
    schema, array = (_ffi.cast(f"struct {kind} *", _pointer_of(capsule, name)) for kind, capsule,
                     name in zip(("ArrowSchema", "ArrowArray"), capsules, names))
    # The capsules release what they hold when they go, at the end of this function: all is copied.
    return _read(schema, array)
