"""A route of a layer as the command reads it, and stretches of it as lines to draw."""
import datetime
import json
import math

from qgis.core import (QgsCoordinateReferenceSystem,
                       QgsCoordinateTransform,
                       QgsDistanceArea,
                       QgsGeometry,
                       QgsJsonUtils,
                       QgsPointXY,
                       QgsProject)

LONGLAT = "EPSG:4326"
# A geodesic is drawn with points so near to each other.
DRAWN_M = 20_000


def longlat():
    return QgsCoordinateReferenceSystem(LONGLAT)


def _time(seconds):
    moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)
    return moment.isoformat(timespec="milliseconds") + "Z"


def _fits(times, parts):
    """Whether there is a time for each vertex."""
    try:
        times = json.loads(times) if isinstance(times, str) else times
        if len(parts) == 1:
            return len(times) == len(parts[0])
        return [len(one) for one in times] == [len(part) for part in parts]
    except (TypeError, ValueError):
        return False


def to_feature(layer, feature):
    """A feature as GeoJSON has it, with all fields, heights and times; None where there is no
    line."""
    geometry = QgsGeometry(feature.geometry())
    if geometry.isNull() or geometry.isEmpty():
        return None
    geometry.transform(QgsCoordinateTransform(layer.crs(), longlat(), QgsProject.instance()))
    parts, times = [], []
    for part in geometry.constParts():
        points = list(part.vertices())
        parts.append([[point.x(), point.y(), point.z()]
                      if point.is3D() and math.isfinite(point.z()) else [point.x(), point.y()]
                      for point in points])
        times.append([_time(point.m()) if point.isMeasure() and math.isfinite(point.m()) else None
                      for point in points])
    fields = json.loads(QgsJsonUtils.exportAttributes(feature, layer))
    properties = {name: value
                  for name, value in fields.items() if name.lower() not in ("id", "fid")}
    if any(time is not None for part in times for time in part):
        properties["coordTimes"] = times if len(times) > 1 else times[0]
    elif not _fits(properties.get("coordTimes"), parts):
        properties.pop("coordTimes", None)  # a vertex has come, or has gone
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {
            "type": "MultiLineString" if len(parts) > 1 else "LineString",
            "coordinates": parts if len(parts) > 1 else parts[0]
        }
    }


def inside(answer):
    """Metres inside each zone, and of the whole route."""
    lengths = {}
    for leg in answer["legs"]:
        for zone in leg["zones"]:
            lengths[zone["zone_id"]] = lengths.get(zone["zone_id"], 0) + zone["inside_m"]
    return lengths


def _fixes(feature, answer):
    """Places of the fixes with their distances along the route, part by part; none where the
    command has left out a fix."""
    geometry = feature["geometry"]
    parts = geometry["coordinates"]
    if geometry["type"] == "LineString":
        parts = [parts]
    if sum(map(len, parts)) != answer["read"]["fixes"]:
        return []
    ends = {leg["to"]: leg["along_m"] for leg in answer["legs"]}
    begins = {leg["from"]: leg["along_m"] - leg["length_m"] for leg in answer["legs"]}
    found, number = [], 0
    for part in parts:
        places = []
        for lon, lat, *_ in part:
            number += 1
            along = ends.get(number, begins.get(number))
            if along is not None:
                places.append((along, lon, lat))
        found.append(places)
    return found


def stretch(feature, answer, finding):
    """Where a finding is: a line along the geodesics that are flown, or a point; None: it is about
    the flight as a whole."""
    begin, end = finding["from"], finding["to"]
    if begin is None or end is None:
        return None
    first = begin["along_m"], begin["lon"], begin["lat"]
    last = end["along_m"], end["lon"], end["lat"]
    if last[0] - first[0] < 0.5:
        return QgsGeometry.fromPointXY(QgsPointXY(*first[1:]))
    measure = QgsDistanceArea()
    measure.setEllipsoid("WGS84")
    measure.setSourceCrs(longlat(), QgsProject.instance().transformContext())
    lines = []
    for places in _fixes(feature, answer) or [[first, last]]:
        inner = [place for place in places if first[0] < place[0] < last[0]]
        if not places or places[-1][0] <= first[0] or places[0][0] >= last[0]:
            continue
        run = [max(first, places[0]), *inner, min(last, places[-1])]
        for one, other in zip(run, run[1:]):
            # The first point inside comes after one step, even if the line is shorter than that.
            step = (other[0] - one[0]) / math.ceil((other[0] - one[0]) / DRAWN_M or 1)
            if step > 0:
                lines += measure.geodesicLine(QgsPointXY(*one[1:]), QgsPointXY(*other[1:]),
                                              0.999999 * step, True)
    return QgsGeometry.fromMultiPolylineXY(lines)
