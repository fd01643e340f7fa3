"""PROJ with a folder of the test's own."""
import os
import pathlib

import pyproj


def alone(folder):
    """The environment in which PROJ knows only this folder, which gets its database and has what
    grids the test puts there."""
    folder.mkdir(exist_ok=True)
    for place in pyproj.datadir.get_data_dir().split(os.pathsep):
        database = pathlib.Path(place) / "proj.db"
        if database.exists() and not (folder / "proj.db").exists():
            (folder / "proj.db").symlink_to(database)
    return {name: str(folder) for name in ("PROJ_DATA", "PROJ_LIB", "XDG_DATA_HOME")}
