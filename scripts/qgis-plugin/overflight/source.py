"""Layers as files that the command reads: as they are where that says all, otherwise a copy with
what QGIS shows of them."""
import json
import os
import pathlib
import re

from qgis.core import (NULL,
                       QgsFeature,
                       QgsFeatureRequest,
                       QgsFeatureSink,
                       QgsField,
                       QgsFields,
                       QgsProcessingException,
                       QgsProcessingFeatureSource,
                       QgsProcessingFeatureSourceDefinition,
                       QgsProviderRegistry,
                       QgsVectorFileWriter,
                       QgsWkbTypes)
from qgis.PyQt.QtCore import QVariant

from .command import Cancelled

# What a GeoPackage has a type for; lists and objects become JSON, which the command reads.
PLAIN = {
    QVariant.Bool,
    QVariant.Int,
    QVariant.UInt,
    QVariant.LongLong,
    QVariant.ULongLong,
    QVariant.Double,
    QVariant.String,
    QVariant.Date,
    QVariant.Time,
    QVariant.DateTime,
    QVariant.ByteArray
}
LOOK_EVERY = 256


def _is_part(value):
    """Whether only some features of the layer are meant."""
    if not isinstance(value, QgsProcessingFeatureSourceDefinition):
        return False
    return value.selectedFeaturesOnly or value.featureLimit >= 0 or bool(
        getattr(value, "filterExpression", ""))


def plain_file(algorithm, parameters, name, context):
    """FILE or FILE|layername=NAME if the layer is just what the file says; otherwise None: the
    command needs a copy."""
    layer = algorithm.parameterAsVectorLayer(parameters, name, context)
    return None if layer is None or _is_part(parameters[name]) else plain_file_of(layer)


def plain_file_of(layer):
    """The same of a layer of the project."""
    if layer.providerType() != "ogr" or layer.subsetString():
        return None
    provider = layer.dataProvider()
    # A CRS that was set by hand, fields that are joined or computed, and edits that are not saved
    # are not in the file.
    if layer.crs() != provider.crs() or layer.fields().count() != provider.fields().count(
    ) or layer.isModified():
        return None
    parts = {
        key: part
        for key,
        part in QgsProviderRegistry.instance().decodeUri("ogr", layer.source()).items()
        if part not in (None, NULL, "")
    }
    if parts.keys() - {"path", "layerName"} or not os.path.isfile(parts.get("path", "")):
        return None
    path = os.path.abspath(parts["path"])
    if "layerName" in parts:
        return f"{path}|layername={parts['layerName']}"
    return path if provider.subLayerCount() == 1 else None


def _fields(fields):
    """The fields of the copy: names that differ by more than case, as SQLite requires, and types
    that a GeoPackage has."""
    made, taken = QgsFields(), set()
    for field in fields:
        name, number = field.name(), 2
        while name.lower() in taken:
            name, number = f"{field.name()}_{number}", number + 1
        taken.add(name.lower())
        made.append(QgsField(name, field.type() if field.type() in PLAIN else QVariant.String))
    return made


def _value(field, value):
    if not isinstance(value, (list, tuple, dict)):
        return value
    # QGIS has 1 and 0 for true and false in lists
    if field.name() == "sensor_on" and isinstance(value, list):
        value = [bool(one) if one in (0, 1) else one for one in value]
    return json.dumps(value, default=str)


def copy(source, stem, folder, feedback, transform_context):
    """A GeoPackage with the features of a QgsProcessingFeatureSource, in their order, with their
    fields, Z and M, and in their own CRS: the command brings them to longitude and latitude, so
    that a copy gives the same figures as a file does."""
    if not source.sourceCrs().isValid():
        raise QgsProcessingException(
            f"Layer {source.sourceName()} has no CRS: set the one of its coordinates (Layer > Set "
            "CRS of Layer)")
    columns = list(source.fields())
    fields = _fields(columns)
    name = re.sub(r"[^\w-]+", "_", source.sourceName()).strip("_")[:60] or "layer"
    path = pathlib.Path(folder) / f"{stem}-{name}.gpkg"
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = name
    # Names that no field has.
    options.layerOptions = [
        "FID=overflight_fid", "GEOMETRY_NAME=overflight_geometry", "SPATIAL_INDEX=NO"
    ]
    # Files may have lines beside multi-lines where QGIS says the one or the other; the writer makes
    # multi-lines of lines.
    kind = QgsWkbTypes.multiType(source.wkbType())
    writer = QgsVectorFileWriter.create(str(path),
                                        fields,
                                        kind,
                                        source.sourceCrs(),
                                        transform_context,
                                        options)

    def fail(place=""):
        raise QgsProcessingException(
            f"Layer {source.sourceName()}{place}: cannot be written to {path}: "
            f"{writer.errorMessage()}")

    try:
        if writer.hasError() != QgsVectorFileWriter.NoError:
            fail()
        total = source.featureCount()
        # The command judges geometries itself, and says what is wrong with them.
        for number, feature in enumerate(
                source.getFeatures(QgsFeatureRequest(),
                                   QgsProcessingFeatureSource.FlagSkipGeometryValidityChecks),
                start=1):
            if number % LOOK_EVERY == 0:
                if feedback.isCanceled():
                    raise Cancelled()
                if total > 0:
                    feedback.setProgress(100 * number / total)
            written = QgsFeature(fields)
            written.setGeometry(feature.geometry())
            written.setAttributes(
                [_value(field, value) for field, value in zip(columns, feature.attributes())])
            if not writer.addFeature(written, QgsFeatureSink.FastInsert):
                fail(f", feature {number}")
        if not writer.flushBuffer():
            fail()
    finally:
        writer = None  # closes the file, which Windows would not remove otherwise
    return str(path)


def copy_layer(layer, stem, folder, feedback, context):
    """The same of a layer of the project, with edits that are not saved yet."""
    return copy(QgsProcessingFeatureSource(layer, context),
                stem,
                folder,
                feedback,
                context.transformContext())
