"""Finds the library and loads it.

It is looked for in turn: the file that OVERFLIGHT_LIBRARY names (if it is set, nowhere else); in
the package itself, where a wheel has it; in the build tree of the checkout or under the prefix that
the package lies in; and where the system looks for libraries."""
from __future__ import annotations

import glob
import importlib
import os
from typing import Any, Iterator

from ._declarations import DECLARATIONS

NAME = "liboverflight.so.0"

_cffi: Any = importlib.import_module("cffi")
ffi: Any = _cffi.FFI()
ffi.cdef("\n".join(DECLARATIONS) + "\nvoid free(void *block);")


class OverflightError(Exception):
    """What the library refuses, with its sentence.

    `kind` says whose turn it is: "usage" and "input" are the caller's, "geometry" is a route or
    zone that no calculation can be right about, and "io", "memory" and "internal" are not his."""

    def __init__(self, sentence: str, kind: str = "usage") -> None:
        super().__init__(sentence)
        self.kind = kind


def _places() -> Iterator[str]:
    here = os.path.dirname(os.path.abspath(__file__))
    yield os.path.join(here, "lib", NAME)
    checkout = os.path.dirname(os.path.dirname(os.path.dirname(here)))
    if os.path.exists(os.path.join(checkout, "include", "overflight", "columns.h")):
        for preset in ("release", "debug"):
            yield os.path.join(checkout, "build", preset, "lib", NAME)
    prefix = here
    for _ in range(4):
        prefix = os.path.dirname(prefix)
        yield os.path.join(prefix, NAME)
        yield from sorted(glob.glob(os.path.join(glob.escape(prefix), "lib*", NAME)))
        yield from sorted(glob.glob(os.path.join(glob.escape(prefix), "lib", "*", NAME)))
    yield NAME


def _load() -> Any:
    named = os.environ.get("OVERFLIGHT_LIBRARY")
    if named:
        try:
            return ffi.dlopen(named)
        except OSError as error:
            raise ImportError(f"OVERFLIGHT_LIBRARY: expected overflight's library, found {named!r}"
                              f" ({error})") from error
    for place in _places():
        if os.path.isabs(place) and not os.path.exists(place):
            continue
        try:
            return ffi.dlopen(place)
        except OSError:
            if place != NAME:
                raise
    raise ImportError(f"{NAME} was not found; build or install overflight, or set "
                      "OVERFLIGHT_LIBRARY to the file")


lib: Any = _load()


def text(pointer: Any) -> str:
    """A text of the library."""
    return str(ffi.string(pointer).decode("utf-8", "replace"))


def version() -> str:
    """The library's version.

    >>> version().count(".")
    2
    """
    return text(lib.ovf_version())


def new_error() -> Any:
    """Where a function puts its sentence."""
    return ffi.new("ovf_error *")


def check(status: int, error: Any) -> None:
    """Raises what the library refused."""
    if status == 0:
        return
    sentence, kind = text(error.message), text(lib.ovf_status_name(status))
    if kind == "memory":
        raise MemoryError(sentence)
    raise OverflightError(sentence, kind)


def encode_path(path: Any) -> bytes:
    """A path as the library takes it."""
    return os.fsencode(os.fspath(path))
