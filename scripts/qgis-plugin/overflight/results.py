"""What the command has made, as layers of the project: named, in one group, in their drawing order,
with the styles that lie in the GeoPackage."""
import contextlib
import pathlib
import sqlite3

from qgis.core import (QgsProcessing,
                       QgsProcessingContext,
                       QgsProcessingLayerPostProcessorInterface,
                       QgsProcessingOutputRasterLayer,
                       QgsProcessingOutputVectorLayer,
                       QgsProcessingUtils)

# From the top, as in the project that the command makes.
TITLES = {
    "findings": "Findings",
    "crossings": "Crossings",
    "passages": "Passages",
    "routes": "Routes",
    "finding_stretches": "Stretches of findings",
    "nearest": "Nearest approaches",
    "zones": "Zones",
    "gaps": "Gaps",
    "coverage": "Coverage",
    "swaths": "Swaths",
    "revisits": "Revisits",
    "statistics": "Statistics",
    "occupancy": "Occupancy",
    "coverage_by_flight": "Coverage by flight",
}
OFF = {"nearest", "gaps", "swaths", "revisits"}  # until they are switched on
TABLES = {"statistics", "occupancy", "coverage_by_flight"}
# Processing does not own the post-processors, and they are asked after the algorithm is gone.
_kept = []


def output_of(layer):
    return f"{layer.upper()}_LAYER"


def outputs(layers):
    """The definitions of these layers as outputs."""
    for layer in layers:
        if layer == "revisits":
            yield QgsProcessingOutputRasterLayer(output_of(layer), TITLES[layer])
        else:
            kind = QgsProcessing.TypeVectorAnyGeometry
            if layer in TABLES:
                kind = QgsProcessing.TypeVector
            yield QgsProcessingOutputVectorLayer(output_of(layer), TITLES[layer], kind)


class Group:
    """The group of one run in the layer tree, made with its first layer."""
    def __init__(self, name):
        self.name, self.node = name, None

    def take(self, layer, project, name):
        rank = list(TITLES).index(name)
        root = project.layerTreeRoot()
        if self.node is None:
            self.node = root.insertGroup(0, self.name)
        old = root.findLayer(layer.id())
        if old is None:
            return
        new = old.clone()
        new.setCustomProperty("overflight/rank", rank)
        place = sum(
            int(child.customProperty("overflight/rank", 0)) < rank
            for child in self.node.children())
        self.node.insertChildNode(place, new)
        new.setItemVisibilityChecked(name not in OFF)
        new.setExpanded(name not in OFF)
        old.parent().removeChildNode(old)


class Dresser(QgsProcessingLayerPostProcessorInterface):
    """Gives a layer that was loaded its style, which Processing does not, and its place."""
    def __init__(self, group, name):
        super().__init__()
        self.group, self.name = group, name

    def postProcessLayer(self, layer, context, feedback):
        layer.loadDefaultStyle()
        self.group.take(layer, context.project(), self.name)


def _tables(package):
    """Names of the tables that have rows."""
    # As a URI, so that a file that is not there is not made.
    with contextlib.closing(sqlite3.connect(f"{pathlib.Path(package).as_uri()}?mode=ro",
                                            uri=True)) as database:
        names = [name for (name,) in database.execute("SELECT table_name FROM gpkg_contents")]
        return [
            name for name in names if name in TITLES
            and database.execute(f'SELECT EXISTS (SELECT 1 FROM "{name}")').fetchone()[0]
        ]


def take(directory, layers, title, load, context):
    """The outputs for those of the layers that are there and not empty. With `load`, they are added
    to the project when all is done."""
    package, raster = directory / "analysis.gpkg", directory / "revisits.tif"
    found = {name: f"{package}|layername={name}" for name in _tables(package) if name in layers}
    if "revisits" in layers and raster.exists():
        found["revisits"] = str(raster)
    if load and context.project() is not None:
        group = Group(title)
        for name in found:
            hint = QgsProcessingUtils.LayerHint.Vector
            if name == "revisits":
                hint = QgsProcessingUtils.LayerHint.Raster
            details = QgsProcessingContext.LayerDetails(TITLES[name],
                                                        context.project(),
                                                        output_of(name),
                                                        hint)
            details.forceName = True
            dresser = Dresser(group, name)
            _kept.append(dresser)
            details.setPostProcessor(dresser)
            context.addLayerToLoadOnCompletion(found[name], details)
    return {output_of(name): uri for name, uri in found.items()}
