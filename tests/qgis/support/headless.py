"""QGIS without a window: analyses are made, opened, drawn and looked at. One QGIS a test program,
since starting it takes a second."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

COMMAND, SOURCE = os.environ.get("OVERFLIGHT"), os.environ.get("OVERFLIGHT_SOURCE")
if not COMMAND or not SOURCE:
    print("skipped: OVERFLIGHT or OVERFLIGHT_SOURCE is not set")
    sys.exit(77)
DATA = pathlib.Path(SOURCE) / "geodata"

# Of its own, so that nothing of a user's QGIS plays a part.
home = tempfile.TemporaryDirectory()
os.environ.update(QT_QPA_PLATFORM="offscreen",
                  HOME=home.name,
                  XDG_RUNTIME_DIR=home.name,
                  LC_ALL="C.UTF-8")
os.chmod(home.name, 0o700)
try:
    from qgis.core import (QgsApplication,
                           QgsCoordinateReferenceSystem,
                           QgsCoordinateTransform,
                           QgsGeometry,
                           QgsMapRendererSequentialJob,
                           QgsMapSettings,
                           QgsPointXY,
                           QgsProject,
                           QgsRectangle)
    from qgis.PyQt.QtCore import QSize
except ImportError:
    print("skipped: QGIS is not there")
    sys.exit(77)
QgsApplication.setPrefixPath("/usr", True)
application = QgsApplication([], False)
application.initQgis()

GEOGRAPHIC = QgsCoordinateReferenceSystem("EPSG:4326")
ID = "overflight_"


def analyze(folder, *arguments):
    command = [COMMAND, "analyze", *map(str, arguments), "-o", str(folder), "--quiet"]
    result = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert result.returncode == 0, result.stderr
    return folder


def write(path, *features):
    path.write_text(json.dumps({
        "type": "FeatureCollection", "features": features
    }),
                    encoding="utf-8")
    return path


def feature(geometry, coordinates, /, **properties):
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {
            "type": geometry, "coordinates": coordinates
        }
    }


def square(west, south, east, north, /, **properties):
    return feature("Polygon",
                   [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
                   **properties)


def rgb(text):
    """Of #rrggbb."""
    return tuple(int(text[i:i + 2], 16) for i in (1, 3, 5))


def over(colour, alpha, below):
    """What one sees of a colour that is drawn over another."""
    return tuple(round(alpha * a + (1 - alpha) * b) for a, b in zip(colour, below))


def keep(image, name):
    """To look at, where OVERFLIGHT_PICTURES says."""
    if os.environ.get("OVERFLIGHT_PICTURES"):
        image.save(str(pathlib.Path(os.environ["OVERFLIGHT_PICTURES"]) / name))


def near(one, other, within):
    return max(abs(a - b) for a, b in zip(one, other)) <= within


class Picture:
    """Of layers, by what follows the prefix of their ids, or of all that are switched on. Drawn in
    the project's CRS, with its background, around a position at a scale, or of an extent."""
    def __init__(self,
                 project,
                 layers=None,
                 at=None,
                 scale=None,
                 extent=None,
                 labels=False,
                 size=(900, 600)):
        self.transform = QgsCoordinateTransform(GEOGRAPHIC, project.crs(), project)
        settings = QgsMapSettings()
        settings.setLayers(
            shown(project) if layers is None else
            [project.mapLayer(ID + one) if isinstance(one, str) else one for one in layers])
        settings.setDestinationCrs(project.crs())
        settings.setOutputSize(QSize(*size))
        settings.setOutputDpi(96)
        settings.setBackgroundColor(project.backgroundColor())
        settings.setTransformContext(project.transformContext())
        settings.setFlag(QgsMapSettings.DrawLabeling, labels)
        if extent is None:
            middle, metre = self.transform.transform(QgsPointXY(*at)), 0.0254 / 96 * scale / 2
            across, up = size[0] * metre, size[1] * metre
            extent = QgsRectangle(middle.x() - across,
                                  middle.y() - up,
                                  middle.x() + across,
                                  middle.y() + up)
        settings.setExtent(extent)
        job = QgsMapRendererSequentialJob(settings)
        job.start()
        job.waitForFinished()
        assert not job.errors(), [error.message for error in job.errors()]
        self.image, self.pixels = job.renderedImage(), settings.mapToPixel()

    def save(self, name):
        keep(self.image, name)

    def where(self, lon, lat):
        pixel = self.pixels.transform(self.transform.transform(QgsPointXY(lon, lat)))
        return round(pixel.x()), round(pixel.y())

    def colours(self, lon, lat, by=0):
        """Those within so many pixels."""
        x, y = self.where(lon, lat)
        width, height = self.image.width(), self.image.height()
        assert by <= x < width - by and by <= y < height - by, f"{lon}, {lat} is not in the picture"
        return [
            self.image.pixelColor(i, k).getRgb()[:3]
            for i in range(x - by, x + by + 1)
            for k in range(y - by, y + by + 1)
        ]

    def part(self, colour, lon, lat, by, within=12):
        """What part of the pixels around a position has that colour, nearly."""
        colours = self.colours(lon, lat, by)
        return sum(near(one, colour, within) for one in colours) / len(colours)

    def tinged(self, colour, below, lon, lat, by):
        """What part of them has something of the colour, drawn over another: thin lines are nowhere
        wholly of their colour."""
        shades = [over(colour, i / 20, below) for i in range(4, 21)]
        colours = self.colours(lon, lat, by)
        return sum(any(near(one, shade, 8) for shade in shades) for one in colours) / len(colours)


def shown(project):
    """The layers that are switched on, the uppermost first."""
    root = project.layerTreeRoot()
    return [layer for layer in root.layerOrder() if root.findLayer(layer.id()).isVisible()]


def middle(line, part=0.5):
    """A position along the longest piece of a line."""
    pieces = [
        QgsGeometry.fromPolylineXY(piece)
        for piece in (line.asMultiPolyline() if line.isMultipart() else [line.asPolyline()])
    ]
    piece = max(pieces, key=QgsGeometry.length)
    point = piece.interpolate(part * piece.length()).asPoint()
    return point.x(), point.y()


class Case(unittest.TestCase):
    """`self.folder` is one for the whole class, with a name that a folder may have."""
    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(temporary.cleanup)
        cls.folder = pathlib.Path(temporary.name) / "Flüge über Zonen & Meer"
        cls.folder.mkdir()

    def open(self, uri):
        project = QgsProject.instance()
        self.assertTrue(project.read(str(uri)), uri)
        return project


def main():
    program = unittest.main(exit=False)
    QgsProject.instance().clear()
    sys.stdout.flush()
    sys.stderr.flush()
    # QGIS may crash where its parts are taken down in Python's order.
    os._exit(0 if program.result.wasSuccessful() else 1)
