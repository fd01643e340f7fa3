"""What is asked of shapely, pandas and GeoPandas, without need of them.

Objects are known by what they can do, so that none of these packages is loaded for a user who does
not use it, and shapely's versions 1.8 and 2 are one."""
from __future__ import annotations

from typing import Any, Sequence


def is_geometry(value: Any) -> bool:
    """Whether it is one geometry of shapely."""
    return hasattr(value, "geom_type") and hasattr(value, "wkb") and not hasattr(value, "index")


def is_series(value: Any) -> bool:
    """Whether it is a GeoSeries."""
    return hasattr(value, "geom_type") and hasattr(value, "crs") and not is_frame(value)


def is_frame(value: Any) -> bool:
    """Whether it is a GeoDataFrame."""
    return hasattr(value, "set_geometry") and hasattr(value, "columns") \
        and hasattr(value, "to_crs")


def is_table(value: Any) -> bool:
    """Whether it is a DataFrame, of pandas or GeoPandas."""
    return hasattr(value, "columns") and hasattr(value, "groupby") and hasattr(value, "iloc")


def is_missing(geometry: Any) -> bool:
    """Whether a geometry is missing or empty."""
    return geometry is None or not hasattr(geometry, "is_empty") or bool(geometry.is_empty)


def to_wgs84(value: Any) -> Any:
    """In longitude and latitude; what has no CRS counts as such."""
    if not hasattr(value, "to_crs") or value.crs is None:
        return value
    return value if value.crs == "EPSG:4326" else value.to_crs("EPSG:4326")


def geometries_of(value: Any) -> Sequence[Any]:
    """Each geometry of a frame, a series, a list, or one of shapely."""
    if is_frame(value):
        return list(value.geometry)
    if is_geometry(value):
        return [value]
    return list(value)
