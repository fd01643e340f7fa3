"""overflight's Processing provider for QGIS, and its live check."""


def classFactory(iface):
    from .plugin import OverflightPlugin

    return OverflightPlugin(iface)
