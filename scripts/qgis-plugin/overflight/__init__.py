"""overflight's Processing provider for QGIS."""


def classFactory(_iface):
    from .plugin import OverflightPlugin

    return OverflightPlugin()
