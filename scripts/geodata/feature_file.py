"""Writes features as GeoJSON, one a line, so that a later version can be compared line by line."""
import json


def number(value, decimals):
    text = ("%.*f" % (decimals, value)).rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def line_text(line, decimals):
    return "[%s]" % ",".join(
        "[%s,%s]" % (number(x, decimals), number(y, decimals)) for x, y in line)


def polygons(shape, decimals):
    """The GeoJSON text of a MultiPolygon, a Polygon when it has one part."""
    parts = [
        "[%s]" % ",".join(line_text(r.coords, decimals)
                          for r in [p.exterior, *p.interiors])
        for p in shape.geoms
    ]
    if len(parts) == 1:
        return '{"type": "Polygon", "coordinates": %s}' % parts[0]
    return '{"type": "MultiPolygon", "coordinates": [%s]}' % ",".join(parts)


def lines(parts, decimals):
    parts = [line_text(part, decimals) for part in parts]
    if len(parts) == 1:
        return '{"type": "LineString", "coordinates": %s}' % parts[0]
    return '{"type": "MultiLineString", "coordinates": [%s]}' % ",".join(parts)


def write(path, name, features):
    """`features`: pairs of properties and the text of a geometry."""
    with open(path, "w") as file:
        file.write('{"type": "FeatureCollection", "name": %s, "features": [\n' % json.dumps(name))
        file.write(",\n".join('{"type": "Feature", "properties": %s, "geometry": %s}' %
                              (json.dumps(p, ensure_ascii=False), g) for p,
                              g in features))
        file.write("\n]}\n")
