"""QGIS with the plugin within this process, in a scratch profile; it may have windows, which nobody
sees."""
import os
import sys
import unittest

# Says skipped where QGIS is missing.
from plugin_profile import COMMAND, FLIGHTS, SOURCE, Profile, overflight  # noqa: F401

PROFILE = Profile()
os.environ.update(PROFILE.environment)
sys.path[:0] = [str(PROFILE.plugins), "/usr/share/qgis/python/plugins"]

from qgis.core import QgsApplication, QgsProject  # noqa: E402

QgsApplication.setPrefixPath("/usr", True)
# One that may have windows does what one without does as well.
APPLICATION = QgsApplication([], True)
APPLICATION.initQgis()
from processing.core.Processing import Processing  # noqa: E402

Processing.initialize()
import overflight as plugin_package  # noqa: E402, F401


class Case(unittest.TestCase):
    """A test with a folder of its own, which leaves nothing behind."""
    number = 0

    def setUp(self):
        Case.number += 1
        self.folder = PROFILE.folder / f"case-{Case.number}"
        self.folder.mkdir()
        self.addCleanup(QgsProject.instance().clear)

    def tearDown(self):
        self.assertEqual(PROFILE.left(), [])


def main():
    done = unittest.main(exit=False).result
    QgsProject.instance().clear()
    PROFILE.close()
    sys.stdout.flush()
    sys.stderr.flush()
    # What QGIS frees in the order that Python has on its way out makes it crash.
    os._exit(0 if done.wasSuccessful() else 1)
