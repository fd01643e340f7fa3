#!/usr/bin/python3
"""Peak memory and time of `overflight analyze`: memory.py OVERFLIGHT MANY_ROUTES ZONE.geojson FOLDER ROUTES LIMIT_MB

Runs it on a tenth of the routes and on all of them, from FlatGeobuf and from GeoPackage, with all its outputs, which are removed again. Exit
status 1 when a peak is above the limit."""
import os
import shutil
import subprocess
import sys
import time

command, many_routes, zone, folder = sys.argv[1:5]
routes, limit = int(sys.argv[5]), float(sys.argv[6])
good = True
print("%-11s  %9s  %8s  %8s  %8s  %9s" % ("input", "routes", "time s", "routes/s", "peak MB", "output GB"))
for driver, extension in ("FlatGeobuf", "fgb"), ("GPKG", "gpkg"):
    for count in routes // 10, routes:
        path, result = os.path.join(folder, "routes." + extension), os.path.join(folder, "result")
        subprocess.run([many_routes, driver, path, str(count)], check=True)
        begin = time.monotonic()
        process = subprocess.Popen([command, "analyze", path, "--zones", zone, "-o", result, "--quiet"])
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - begin
        if status != 0:
            sys.exit("memory.py: overflight analyze failed")
        size = sum(entry.stat().st_size for entry in os.scandir(result))
        peak = usage.ru_maxrss / 1024  # Linux counts in KiB
        good = good and peak <= limit
        print("%-11s  %9d  %8.1f  %8.0f  %8.1f  %9.2f" % (driver, count, seconds, count / seconds, peak, size / 1e9), flush=True)
        os.remove(path)
        shutil.rmtree(result)
print("Peak below %.0f MB: %s" % (limit, "yes" if good else "NO"))
sys.exit(0 if good else 1)
