"""Which zones each route enters, where, when and for how long."""
from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Callable, Iterator

import numpy as np

from ._library import OverflightError, check, ffi, lib, new_error, text
from ._routes import Routes, as_routes
from ._zones import Zones, as_zones, note_callback, paths_of

# Fixes that are analysed in one call: between two calls Ctrl-C is heard.
BLOCK_FIXES = 200_000
COUNTS = ("passages", "crossings")
FIGURES = ("inside_m", *COUNTS, "nearest_m", "first_entry_m", "last_exit_m", "first_entry_time_s",
           "last_exit_time_s", "within_m", "within_at_most_m")
SHOWN_ROWS = 20


class Table(Mapping[str, Any]):
    """Columns by their names, each an array of numpy; pandas takes it as it is."""

    def __init__(self, columns: dict[str, Any]) -> None:
        self._columns = columns

    def __getitem__(self, name: str) -> Any:
        return self._columns[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(next(iter(self._columns.values()), ()))

    def to_pandas(self) -> Any:
        """A DataFrame of pandas, which must be installed."""
        import importlib
        return importlib.import_module("pandas").DataFrame(self._columns)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.row_count} rows of {', '.join(self)}>"


class Statistics(Table):
    """One row for each route and zone that meet or come near each other, as statistics.csv has
    them: `route` and `zone` count those that were given from 0, `route_id` and `zone_id` name them.

    `lengths_m` has the length of each route that was given, NaN where it is missing; `status` says
    of each "analyzed", "null", "invalid" or "antipodal"."""

    def __init__(self, columns: dict[str, Any], lengths_m: Any, status: Any) -> None:
        super().__init__(columns)
        self.lengths_m = lengths_m
        self.status = status


def _dated_options(search_km: float | None) -> dict[str, float]:
    if search_km is None:
        return {}
    if not 0 <= search_km <= 1000:
        raise ValueError(f"search_km: expected 0 to 1000 km, found {search_km!r}")
    return {"search_m": search_km * 1000 if search_km > 0 else -1.0}


class Analyzer:
    """The library's index over zones, with the sun and time zones for those in force by day."""

    def __init__(self, zones: Zones, search_km: float | None = None) -> None:
        self.zones, error = zones, new_error()
        almanac = ffi.new("ovf_almanac **")
        check(lib.ovf_almanac_open(almanac, error), error)
        self.almanac = ffi.gc(almanac[0], lib.ovf_almanac_free)
        analyzer = ffi.new("ovf_analyzer **")
        options = ffi.new("ovf_analysis_options *",
                          {**_dated_options(search_km), "almanac": self.almanac})
        check(lib.ovf_analyzer_new(zones.pointer, options, analyzer, error), error)
        self.pointer = ffi.gc(analyzer[0], lib.ovf_analyzer_free)

    def results(self, routes: Any) -> Iterator[tuple[int, str, Any]]:
        """Number, name and result of each route in turn; the result holds until the next."""
        scratch, error = ffi.new("ovf_scratch **"), new_error()
        check(lib.ovf_scratch_new(scratch, error), error)
        kept = ffi.gc(scratch[0], lib.ovf_scratch_free)
        result = ffi.new("ovf_result **")
        for number, route in enumerate(_each_route(routes)):
            if route is None:
                continue
            check(lib.ovf_analyze(self.pointer, route, kept, result, error), error)
            yield number, text(route.id), result[0]


def _each_route(routes: Any) -> Iterator[Any]:
    files = paths_of(routes)
    if files is None:
        yield from as_routes(routes).each()
        return
    names, error = [ffi.new("char[]", file) for file in files], new_error()
    options = ffi.new("ovf_input_options *", {"note": note_callback})
    source, route = ffi.new("ovf_route_source **"), ffi.new("ovf_route **")
    check(lib.ovf_route_source_open(ffi.new("char *[]", names), len(names), options, source, error),
          error)
    try:
        while True:
            check(lib.ovf_route_source_next(source[0], route, error), error)
            if route[0] == ffi.NULL:
                return
            yield route[0]
    finally:
        lib.ovf_route_source_free(source[0])


def _blocks(routes: Routes) -> Iterator[tuple[int, int]]:
    ends, count, start = routes.fix_ends(), len(routes), 0
    while start < count:
        reached = int(ends[start - 1]) if start > 0 else 0
        stop = int(np.searchsorted(ends, reached + BLOCK_FIXES, side="right"))
        stop = min(max(stop, start + 1), count, start + BLOCK_FIXES)
        yield start, stop
        start = stop


def _copy(pointer: Any, count: int, kind: Any) -> Any:
    if count == 0:
        return np.empty(0, dtype=kind)
    return np.frombuffer(ffi.buffer(pointer, count * np.dtype(kind).itemsize), dtype=kind).copy()


def _analyze_block(analyzer: Analyzer, routes: Routes, start: int, stop: int,
                   options: Any) -> dict[str, Any]:
    columns, kept = routes.columns(start, stop)
    made, error = ffi.new("ovf_statistics **"), new_error()
    status = lib.ovf_analyze_columns(analyzer.pointer, columns, options, made, error)
    del kept
    try:
        check(status, error)
    except OverflightError as refused:
        # The library counts the routes of the block.
        raise OverflightError(re.sub(r"^route (\d+)", lambda found:
                                     f"route {int(found[1]) + start}", str(refused)),
                              refused.kind) from None
    one = made[0]
    try:
        found = {"route": _copy(one.route, one.row_count, np.int64) + start,
                 "zone": _copy(one.zone, one.row_count, np.int32)}
        for name in FIGURES:
            kind = np.int64 if name in COUNTS else np.float64
            found[name] = _copy(getattr(one, name), one.row_count, kind)
        found["lengths_m"] = _copy(one.length_m, one.route_count, np.float64)
        found["status"] = _copy(one.status, one.route_count, np.uint8)
        return found
    finally:
        lib.ovf_statistics_free(one)


def _analyze_columns(analyzer: Analyzer, routes: Routes, jobs: int | None,
                     skip_invalid: bool) -> tuple[dict[str, Any], Any]:
    options = ffi.new("ovf_columns_options *", {"threads": jobs or 0, "skip_invalid": skip_invalid})
    spans = list(_blocks(routes)) or [(0, 0)]
    blocks = [_analyze_block(analyzer, routes, start, stop, options) for start, stop in spans]
    return {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}, \
        np.asarray(routes.ids)


def _row(meeting: Any) -> tuple[Any, ...]:
    first = last = (np.nan, np.nan)
    if meeting.passage_count > 0:
        entry, leave = meeting.passages[0].entry, \
            meeting.passages[meeting.passage_count - 1].exit
        first, last = (entry.along_m, entry.time_s), (leave.along_m, leave.time_s)
    return (meeting.inside_m, meeting.passage_count, meeting.crossing_count, meeting.nearest_m,
            first[0], last[0], first[1], last[1], meeting.within_m, meeting.within_at_most_m)


def _analyze_files(analyzer: Analyzer, files: Any) -> tuple[dict[str, Any], Any]:
    """Route by route: those of files may know more than columns hold, such as flight levels."""
    rows: list[tuple[Any, ...]] = []
    ids, lengths = [], []
    for number, name, result in analyzer.results(files):
        ids.append(name)
        lengths.append(result.length_m)
        rows += [(number, result.meetings[i].zone, *_row(result.meetings[i]))
                 for i in range(result.meeting_count)]
    kinds: list[Any] = [np.int64, np.int32] + [np.int64 if name in COUNTS else np.float64
                                               for name in FIGURES]
    columns = list(zip(*rows)) if rows else [()] * len(kinds)
    found = {name: np.array(column, dtype=kind)
             for name, column, kind in zip(("route", "zone", *FIGURES), columns, kinds)}
    found["lengths_m"] = np.array(lengths, dtype=np.float64)
    found["status"] = np.zeros(len(lengths), dtype=np.uint8)
    return found, np.array(ids, dtype=object)


def analyze(routes: Any, zones: Any = None, *, search_km: float | None = None,
            jobs: int | None = None, skip_invalid: bool = False) -> Statistics:
    """Analyses all routes against all zones, as `overflight analyze` does for statistics.csv.

    `routes` is a path or a list of them; (coordinates, offsets), arrays of numpy, where coordinates
    have two to four columns: longitude, latitude, altitude in metres over mean sea level, Unix
    time; lines of shapely; a GeoSeries or GeoDataFrame of lines; or a table of fixes by the columns
    of traffic or MovingPandas. `zones` is what Zones takes. Zones within `search_km` of a route
    have a row too: 50 unless it is given, 0 for none. `jobs` is the number of threads; as many as
    cores unless it is given.

    The first route that cannot be analysed is an error, or with `skip_invalid` has no rows. Missing
    and empty geometries have no rows, and the length NaN.

    >>> zone = ([[20, 54], [22, 54], [22, 55], [20, 55]], [0, 4])
    >>> two = ([[19, 54.5], [23, 54.5], [21, 54.2], [21, 54.8]], [0, 2, 4])
    >>> found = analyze(two, zone)
    >>> found["inside_m"].round(3), found["passages"]
    (array([129531.28 ,  66788.574]), array([1, 1]))
    >>> found.lengths_m.round(3)
    array([259114.898,  66788.574])
    """
    if jobs is not None and jobs < 1:
        raise ValueError(f"jobs: expected 1 or more, found {jobs!r}")
    prepared = as_zones(zones)
    analyzer = Analyzer(prepared, search_km)
    if paths_of(routes) is not None:
        found, ids = _analyze_files(analyzer, routes)
    else:
        found, ids = _analyze_columns(analyzer, as_routes(routes), jobs, skip_invalid)
    lengths, status = found.pop("lengths_m"), found.pop("status")
    names = np.array(["analyzed", "null", "invalid", "antipodal"])
    route, zone = found["route"], found["zone"]
    zone_ids = np.array(prepared.ids, dtype=object)
    columns = {"route": route, "zone": zone, "route_id": ids[route], "zone_id": zone_ids[zone],
               "length_m": lengths[route], **{name: found[name] for name in FIGURES}}
    return Statistics(columns, lengths, names[status])


def _table(routes: Any, zones: Any, search_km: float, names: tuple[str, ...],
           rows_of: Callable[[Any], Iterator[tuple[Any, ...]]]) -> Table:
    prepared = as_zones(zones)
    rows: list[tuple[Any, ...]] = []
    for number, name, result in Analyzer(prepared, search_km).results(routes):
        for i in range(result.meeting_count):
            meeting = result.meetings[i]
            rows += [(number, meeting.zone, name, prepared.ids[meeting.zone], *row)
                     for row in rows_of(meeting)]
    names = ("route", "zone", "route_id", "zone_id", *names)
    columns = list(zip(*rows)) if rows else [()] * len(names)
    return Table({name: np.array(column, dtype=object if name in TEXTS else None)
                  for name, column in zip(names, columns)})


TEXTS = ("route_id", "zone_id", "kind", "through")
PLACE = ("along_m", "lon", "lat", "altitude_m", "time_s")
KINDS = ("entry", "exit", "touch")


def _place(place: Any) -> tuple[float, ...]:
    return tuple(getattr(place, name) for name in PLACE)


def passages(routes: Any, zones: Any = None) -> Table:
    """Each stretch of a route inside a zone, in the order flown: its length, and where and when it
    is entered and left. `possible` says that it is not surely within the zone's volume, but that
    this is not excluded.

    >>> zone = ([[20, 54], [22, 54], [22, 55], [20, 55]], [0, 4])
    >>> passages(([[19, 54.5], [23, 54.5]], [0, 2]), zone)["entry_along_m"].round(3)
    array([64791.809])
    """
    def rows_of(meeting: Any) -> Iterator[tuple[Any, ...]]:
        for i in range(meeting.passage_count):
            one = meeting.passages[i]
            yield (one.length_m, *_place(one.entry), *_place(one.exit), bool(one.possible))

    names = ("length_m", *(f"entry_{name}" for name in PLACE),
             *(f"exit_{name}" for name in PLACE), "possible")
    return _table(routes, zones, 0, names, rows_of)


def crossings(routes: Any, zones: Any = None) -> Table:
    """Each point where a route crosses or touches a zone's boundary, in the order flown. `kind` is
    "entry", "exit" or "touch"; `through` is "side", "floor", "ceiling" or "time".

    >>> zone = ([[20, 54], [22, 54], [22, 55], [20, 55]], [0, 4])
    >>> list(crossings(([[19, 54.5], [23, 54.5]], [0, 2]), zone)["kind"])
    ['entry', 'exit']
    """
    def rows_of(meeting: Any) -> Iterator[tuple[Any, ...]]:
        for i in range(meeting.crossing_count):
            one = meeting.crossings[i]
            yield (KINDS[one.kind], *_place(one.place),
                   text(lib.ovf_crossing_side_name(one.through)), bool(one.possible))

    return _table(routes, zones, 0, ("kind", *PLACE, "through", "possible"), rows_of)


def nearest(routes: Any, zones: Any = None, *, search_km: float = 50) -> Table:
    """How near each route comes to each zone within `search_km` that it does not meet: the least
    geodesic distance, and its ends on the route and on the zone's boundary.

    >>> zone = ([[20, 54], [22, 54], [22, 55], [20, 55]], [0, 4])
    >>> nearest(([[19, 55.2], [19.8, 55.2]], [0, 2]), zone)["nearest_m"].round(3)
    array([25665.694])
    """
    def rows_of(meeting: Any) -> Iterator[tuple[Any, ...]]:
        if meeting.nearest_m > 0:
            yield (meeting.nearest_m, *_place(meeting.nearest_on_route),
                   meeting.nearest_on_zone.lon, meeting.nearest_on_zone.lat)

    names = ("nearest_m", *(f"route_{name}" for name in PLACE), "zone_lon", "zone_lat")
    return _table(routes, zones, search_km, names, rows_of)
