#!/usr/bin/python3
# Tests: src/python/overflight/_arrow.py
"""Arrays of Arrow in GeoArrow's layouts, made here as the C data interface says."""
import ctypes, os, sys, unittest

SOURCE, BUILD = os.environ["OVERFLIGHT_SOURCE"], os.environ["OVERFLIGHT_BUILD"]
os.environ["OVERFLIGHT_LIBRARY"] = os.path.join(BUILD, "lib", "liboverflight.so.0")
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(SOURCE, "src", "python"))
import numpy as np
import overflight
from overflight._arrow import _ffi as ffi

SQUARE = ([[20, 54], [22, 54], [22, 55], [20, 55]], [0, 4])
FIXES = np.array([[0, 0], [19, 54.5], [23, 54.5], [21, 54.2], [21, 54.8]])
INSIDE_M = [129531.280, 66788.574]
new_capsule = ctypes.pythonapi.PyCapsule_New
new_capsule.restype = ctypes.py_object
new_capsule.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]


class Array:
    """What has `__arrow_c_array__`: a schema and an array with buffers and children."""

    def __init__(self, form, length, buffers, children=(), name="", metadata=None, offset=0):
        keep = self.keep = [children]

        def hold(value):
            keep.append(value)
            return value
        pointers = [ffi.NULL if one is None else hold(ffi.from_buffer(one)) for one in buffers]
        said = ffi.NULL
        if metadata:
            block = np.int32(len(metadata)).tobytes()
            for text in (text.encode() for pair in metadata.items() for text in pair):
                block += np.int32(len(text)).tobytes() + text
            said = hold(ffi.new("char[]", block))
        self.schema = ffi.new("struct ArrowSchema *", {
            "format": hold(ffi.new("char[]", form.encode())), "metadata": said,
            "name": hold(ffi.new("char[]", name.encode())), "n_children": len(children),
            "children": hold(ffi.new("struct ArrowSchema *[]", [c.schema for c in children]))})
        self.array = ffi.new("struct ArrowArray *", {
            "length": length, "null_count": -1, "offset": offset, "n_buffers": len(buffers),
            "buffers": hold(ffi.new("void *[]", pointers)), "n_children": len(children),
            "children": hold(ffi.new("struct ArrowArray *[]", [c.array for c in children]))})

    def __arrow_c_array__(self, requested_schema=None):
        return tuple(new_capsule(int(ffi.cast("intptr_t", pointer)), name, None) for pointer, name
                     in ((self.schema, b"arrow_schema"), (self.array, b"arrow_array")))


def doubles(values, name):
    values = np.ascontiguousarray(values, dtype=np.float64).ravel()
    return Array("g", len(values), [None, values], name=name)


def separated(fixes=FIXES, names="xy"):
    return Array("+s", len(fixes), [None], [doubles(column, name)
                                            for name, column in zip(names, fixes.T)])


def interleaved(fixes=FIXES, names="xy"):
    return Array(f"+w:{len(names)}", len(fixes), [None], [doubles(fixes, names)])


def lines(fixes, offsets, form="+l", **more):
    offsets = np.array(offsets, dtype=np.int32 if form == "+l" else np.int64)
    valid = more.pop("valid", None)
    return Array(form, more.pop("length", len(offsets) - 1), [valid, offsets], [fixes], **more)


class Arrow(unittest.TestCase):
    def check(self, array, inside=INSIDE_M):
        found = overflight.analyze(array, SQUARE)
        np.testing.assert_allclose(found["inside_m"], inside, rtol=0, atol=1e-3)
        return found

    def test_layouts(self):
        for fixes in (separated(), interleaved()):
            self.check(lines(fixes, [1, 3, 5]))
            self.check(lines(fixes, [1, 3, 5], "+L"))
            self.check(lines(lines(fixes, [1, 3, 5]), [0, 2], "+L"), [sum(INSIDE_M)])

    def test_slices(self):
        self.check(lines(separated(), [0, 1, 3, 5], offset=1, length=2))
        self.check(lines(Array("+s", 4, [None], separated().keep[0], offset=1), [0, 2, 4]))
        self.check(lines(Array("+w:2", 4, [None], interleaved().keep[0], offset=1), [0, 2, 4]))

    def test_missing(self):
        valid = np.array([0b11101], dtype=np.uint8)
        found = overflight.analyze(lines(separated(), [1, 3, 5, 5, 5], valid=valid), SQUARE)
        self.assertEqual(list(found.status), ["analyzed", "null", "null", "null"])
        found = overflight.analyze(
            lines(separated(), [0, 1, 3, 5], valid=valid, offset=1, length=2), SQUARE)
        self.assertEqual(list(found.status), ["null", "analyzed"])

    def test_altitude_and_time(self):
        more = np.column_stack([FIXES, [0, 10, 20, 30, 30], [0, 100, 200, 300, 400]])
        for fixes in (separated(more, "xyzm"), interleaved(more, "xyzm")):
            passage = overflight.passages(lines(fixes, [1, 3, 5]), SQUARE)
            self.assertAlmostEqual(passage["entry_altitude_m"][0], 12.5, places=2)
            self.assertAlmostEqual(passage["entry_time_s"][0], 125, places=1)
        passage = overflight.passages(lines(separated(more[:, [0, 1, 3]], "xym"), [1, 3]), SQUARE)
        self.assertTrue(np.isnan(passage["entry_altitude_m"][0]))
        self.assertAlmostEqual(passage["entry_time_s"][0], 125, places=1)

    def test_meaning(self):
        def named(kind, more="{}"):
            return lines(separated(), [1, 3, 5], metadata={"ARROW:extension:name": kind,
                                                           "ARROW:extension:metadata": more})
        self.check(named("geoarrow.linestring", '{"crs": "OGC:CRS84"}'))
        self.check(named("geoarrow.linestring",
                         '{"crs": {"id": {"authority": "EPSG", "code": 4326}}}'))
        with self.assertRaisesRegex(ValueError, "found the CRS EPSG:3035"):
            self.check(named("geoarrow.linestring", '{"crs": "EPSG:3035"}'))
        with self.assertRaisesRegex(TypeError, "found geoarrow.polygon"):
            self.check(named("geoarrow.polygon"))
        with self.assertRaisesRegex(TypeError, "expected lines of GeoArrow"):
            self.check(doubles([1, 2], "x"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
